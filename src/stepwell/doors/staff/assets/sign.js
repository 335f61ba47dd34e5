// A signature that is drawn. The typed name is always enough.
for (const box of document.querySelectorAll("[data-signature]")) {
  const canvas = box.querySelector("[data-signature-pad]");
  const drawn = box.querySelector("input[type=hidden]");
  if (!canvas || !drawn || !window.SignaturePad) continue;
  const pad = new window.SignaturePad(canvas, { penColor: "#1d2b2f" });
  pad.addEventListener("endStroke", () => {
    drawn.value = pad.toDataURL("image/png");
    drawn.dispatchEvent(new Event("change", { bubbles: true }));
  });
  box.querySelector("[data-signature-clear]").addEventListener("click", () => {
    pad.clear();
    drawn.value = "";
  });
}
