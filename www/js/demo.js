// The demo page's own script: what a site may do with <who-said>.
// @ts-check

const element = /** @type {import("../types/element.js").WhoSaidElement} */ (document.querySelector("who-said"));
const told = /** @type {HTMLElement} */ (document.getElementById("told"));
const undo = /** @type {HTMLElement} */ (document.getElementById("undo"));

element.addEventListener("whosaid-ready", ({ detail: { annotations } }) => {
  told.textContent = `${annotations.speakers.length} speakers, ${annotations.claims.length} claims, ${annotations.places.length} places`;
});
for (const button of document.querySelectorAll("button[data-kind]")) {
  button.addEventListener("click", () => {
    const kind = /** @type {import("../types/element.js").Kind} */ (button.getAttribute("data-kind"));
    const on = !element.kinds.includes(kind);
    element.kinds = on ? [...element.kinds, kind] : element.kinds.filter((other) => other !== kind);
    button.setAttribute("aria-pressed", String(on));
  });
}
undo.addEventListener("click", async () => {
  if (element.annotations) {
    element.undo();
    undo.textContent = "Mark the article again";
    told.textContent = "No marks: the article is as it was.";
  } else {
    await element.refresh();
    undo.textContent = "Take all marks away";
  }
});
