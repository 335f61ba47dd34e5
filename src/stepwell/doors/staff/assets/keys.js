// One key a thing, and none while somebody types.
let waiting = "";
const GO = { t: "/", p: "/people/", w: "/urgent/" };

function lines() {
  const found = document.querySelectorAll(".verbs .verb a, .verbs > li > a, .list > li > a, tbody tr");
  return [...found].map((one) => (one.matches("tr") ? one.querySelector("th a, td a") : one)).filter(Boolean);
}

function step(by) {
  const all = lines();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement);
  all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)].focus();
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (waiting === "g" && GO[event.key]) {
    event.preventDefault();
    location.href = GO[event.key];
  } else if (event.key === "/") {
    event.preventDefault();
    document.getElementById("find")?.focus();
  } else if (event.key === "?") document.getElementById("keys")?.togglePopover();
  else if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  waiting = event.key === "g" ? "g" : "";
});

// What the search found while typing: down into it with the arrow, away with Escape.
const find = document.querySelector(".find");
find?.addEventListener("keydown", (event) => {
  const found = [...find.querySelectorAll("#found a")];
  const at = found.indexOf(document.activeElement);
  if (event.key === "Escape") {
    find.querySelector("#found").replaceChildren();
    find.querySelector("input").focus();
  } else if (event.key === "ArrowDown" && found.length) {
    event.preventDefault();
    found[Math.min(at + 1, found.length - 1)].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    event.preventDefault();
    (at === 0 ? find.querySelector("input") : found[at - 1]).focus();
  }
});
find?.addEventListener("focusout", (event) => {
  if (!find.contains(event.relatedTarget)) find.querySelector("#found").replaceChildren();
});

// An open menu closes with Escape and when something else is clicked.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
