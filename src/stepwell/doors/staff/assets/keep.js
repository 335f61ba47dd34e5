// Keeps a form while it is typed. A form takes part by carrying the hidden field "sheet".
const WAIT = 1500;
const state = new WeakMap();

function say(form, text) {
  const line = form.querySelector("[data-kept]");
  if (line) line.textContent = text;
}

function lineDown(down) {
  const notice = document.getElementById("notice");
  const template = document.getElementById("line-down");
  if (!notice || !template) return;
  const shown = notice.querySelector("[data-line-down]");
  if (down && !shown) {
    const box = document.createElement("div");
    box.dataset.lineDown = "";
    box.append(template.content.cloneNode(true));
    notice.append(box);
  } else if (!down && shown) shown.remove();
}

async function keep(form) {
  const mine = state.get(form);
  if (!mine || mine.sending) return;
  const words = new FormData(form);
  // Pictures and passwords are not kept.
  for (const [name, value] of [...words]) if (value instanceof File || name === "password") words.delete(name);
  const text = new URLSearchParams(words).toString();
  if (text === mine.last) return;
  try {
    const answer = await fetch("/kept/", {
      method: "POST",
      body: text,
      headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Requested-With": "keep" },
    });
    lineDown(false);
    if (answer.status === 401) {
      say(form, "You are signed out. What you wrote is kept; sign in again and go on.");
      document.getElementById("sign-in-again")?.showModal();
    } else if (answer.status === 410) {
      say(form, "This form was sent already from another tab.");
    } else if (answer.ok) {
      mine.last = text;
      const now = new Date().toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
      say(form, `Kept at ${now}, not sent yet`);
    }
  } catch {
    lineDown(true);
    mine.timer = setTimeout(() => keep(form), 5000);
  }
}

function typed(event) {
  const form = event.target.form;
  if (!form?.elements.sheet || event.target.type === "search") return;
  const mine = state.get(form) ?? {};
  state.set(form, mine);
  clearTimeout(mine.timer);
  mine.timer = setTimeout(() => keep(form), WAIT);
}

document.addEventListener("input", typed);
document.addEventListener("change", typed);
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("method")?.toLowerCase() !== "post" || event.defaultPrevented) return;
  const mine = state.get(form) ?? {};
  state.set(form, mine);
  clearTimeout(mine.timer);
  // A second click on the same button sends nothing; the server would refuse it as well.
  if (mine.sending && Date.now() - mine.sending < 4000) event.preventDefault();
  else mine.sending = Date.now();
});
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => state.delete(form)));
window.addEventListener("offline", () => lineDown(true));
window.addEventListener("online", () => {
  lineDown(false);
  document.querySelectorAll("form").forEach(keep);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") document.querySelectorAll("form").forEach(keep);
});
// An htmx request that never arrived, or came back as "sign in again": nothing is swapped, what was typed stays.
document.addEventListener("htmx-error", (event) => {
  const { error } = event.detail;
  if (error instanceof TypeError || error === "timeout") lineDown(true);
});
document.addEventListener("htmx-before-response", (event) => {
  lineDown(false);
  if (event.detail.ctx.response.status !== 401) return;
  event.preventDefault();
  document.getElementById("sign-in-again")?.showModal();
});
// Signed in again in another tab: this page is loaded anew and brings back what was kept.
document.getElementById("sign-in-again")?.addEventListener("close", () => location.reload());
// What the server asks to be looked at first.
document.getElementById("faults")?.focus();
// One page for when the line is down.
navigator.serviceWorker?.register("/line.js");
