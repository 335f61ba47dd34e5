// One question at a time. Without this module all questions stand on one page and can be sent as well.
const TAP = 700;
for (const box of document.querySelectorAll("[data-steps]")) {
  const form = box.closest("form");
  const steps = [...box.querySelectorAll("[data-step]")];
  const nav = box.querySelector("[data-step-nav]");
  const send = box.querySelector("[data-step-send]");
  const [back, next] = [nav.querySelector("[data-step-back]"), nav.querySelector("[data-step-next]")];
  const progress = box.querySelector("[data-step-progress]");
  let here = 0;
  let tapped = 0;

  // A question that follows another is asked only after yes to that one.
  const asked = (step) => {
    const after = step.dataset.askedIf;
    return !after || [...form.elements].some((one) => one.name === after && one.checked && Number(one.value) > 0);
  };
  const beside = (from, way) => {
    let to = from + way;
    while (steps[to] && !asked(steps[to])) to += way;
    return to;
  };
  function show(to, look = true) {
    here = to;
    const end = here >= steps.length;
    steps.forEach((step, place) => { step.hidden = place !== here; });
    back.hidden = beside(here, -1) < 0;
    next.hidden = end;
    send.hidden = !end;
    progress.querySelector("progress").value = Math.min(here + 1, steps.length);
    progress.querySelector("b").textContent = Math.min(here + 1, steps.length);
    if (!look) return;
    const target = end ? send.querySelector("button") : steps[here].querySelector("input:checked") ?? steps[here].querySelector("input");
    target?.focus();
  }
  function on() {
    // What is no longer asked is no longer answered.
    for (const step of steps) if (!asked(step)) for (const input of step.querySelectorAll("input")) input.checked = false;
    show(beside(here, 1));
  }

  nav.hidden = false;
  progress.hidden = false;
  back.addEventListener("click", () => show(Math.max(0, beside(here, -1))));
  next.addEventListener("click", on);
  box.addEventListener("pointerdown", () => { tapped = Date.now(); });
  // A tap on an answer goes on by itself; arrow keys only choose, Enter goes on.
  box.addEventListener("change", () => { if (Date.now() - tapped < TAP && here < steps.length) setTimeout(on, 180); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input[type=radio]")) {
      event.preventDefault();
      on();
    }
  });
  const wrong = steps.findIndex((step) => step.classList.contains("wrong"));
  const open = steps.findIndex((step) => asked(step) && !step.querySelector("input:checked"));
  const begun = steps.some((step) => step.querySelector("input:checked"));
  show(wrong >= 0 ? wrong : begun ? (open < 0 ? steps.length : open) : 0, wrong >= 0 || begun);
}
