// A signature that is drawn. The typed name is always enough.
function ready(box) {
  const canvas = box.querySelector("[data-signature-pad]");
  const drawn = box.querySelector("input[type=hidden]");
  if (!canvas || !drawn || !window.SignaturePad) return;
  const pad = new window.SignaturePad(canvas, { penColor: "#1d2b2f" });
  // A line lands under the pen only where the canvas has as many points as it is wide on this screen.
  const fit = () => {
    if (!canvas.offsetWidth || !pad.isEmpty()) return;
    canvas.width = canvas.offsetWidth;
    canvas.height = canvas.offsetHeight;
    pad.clear();
  };
  fit();
  canvas.closest("details")?.addEventListener("toggle", fit);
  pad.addEventListener("endStroke", () => {
    drawn.value = pad.toDataURL("image/png");
    drawn.dispatchEvent(new Event("change", { bubbles: true }));
  });
  box.querySelector("[data-signature-clear]").addEventListener("click", () => {
    pad.clear();
    drawn.value = "";
    fit();
  });
}

function readyAll() {
  for (const box of document.querySelectorAll("[data-signature]")) ready(box);
}

// The pad's own script comes later in the page than this module; by this event both are there.
if (document.readyState === "complete") readyAll();
else document.addEventListener("DOMContentLoaded", readyAll);
