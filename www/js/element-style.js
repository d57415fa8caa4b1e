// The styles of <who-said>: of the marks in the host's document, and of the card in its own shadow root.
// Constructed style sheets need no permission from the host's Content Security Policy.
// @ts-check

/** @type {CSSStyleSheet | undefined} */ let marks;
/** @type {CSSStyleSheet | undefined} */ let card;

/** @param {string} kind */
const shown = (kind) => `who-said:is([kinds~="${kind}"]${["speakers", "claims", "places"].includes(kind) ? ", :not([kinds])" : ""})`;

/** Line colours that reach 3:1 on white and on near-black; a host may set its own. */
export function markStyles() {
  if (!marks) {
    marks = new CSSStyleSheet();
    marks.replaceSync(`
who-said { display: block }
who-said mark[data-whosaid] {
  all: unset; cursor: inherit;
  text-decoration-skip-ink: none; text-underline-offset: .16em; border-radius: 2px;
}
${shown("claims")} mark[data-whosaid].whosaid-claim, ${shown("attitudes")} mark[data-whosaid].whosaid-attitude {
  border-block-end: 3px double var(--whosaid-claim, #d55e00);
}
${shown("own")} mark[data-whosaid].whosaid-own { border-block-end: 1px dashed var(--whosaid-own, #8a7f00) }
${shown("attitudes")} mark[data-whosaid].whosaid-attitude:not(.whosaid-claim) { border-block-end-style: dashed; border-block-end-width: 2px }
${shown("speakers")} mark[data-whosaid].whosaid-speaker { text-decoration-line: underline; text-decoration-style: solid; text-decoration-thickness: 2px; text-decoration-color: var(--whosaid-speaker, #0072b2) }
${shown("speakers")} mark[data-whosaid].whosaid-pronoun { text-decoration-thickness: 1px }
${shown("places")} mark[data-whosaid].whosaid-place { text-decoration-line: underline; text-decoration-style: dotted; text-decoration-thickness: 2px; text-decoration-color: var(--whosaid-place, #009e73) }
who-said mark[data-whosaid].whosaid-lit { background: color-mix(in srgb, currentColor 10%, transparent) }
who-said mark[data-whosaid]:focus-visible { outline: 2px solid currentColor; outline-offset: 2px }
@media (forced-colors: active) { who-said mark[data-whosaid].whosaid-lit { outline: 2px solid Highlight } }`);
  }
  return marks;
}

/** @returns {CSSStyleSheet} */
export function cardStyles() {
  if (!card) {
    card = new CSSStyleSheet();
    card.replaceSync(`
:host {
  all: initial; color-scheme: light dark; position: fixed; inset: auto; margin: 0; z-index: 2147483647;
  box-sizing: border-box; inline-size: max-content; max-inline-size: min(22rem, calc(100vw - 16px));
  max-block-size: min(20rem, calc(100vh - 16px)); overflow: auto;
  font: 14px/1.45 system-ui, sans-serif; color: light-dark(#1d2329, #e6e4df); background: light-dark(#fff, #22272d);
  border: 1px solid light-dark(#c9c5bc, #4a525b); border-radius: 8px; box-shadow: 0 6px 24px rgb(0 0 0 / .18);
}
section { padding: 10px 14px; border-inline-start: 4px solid }
section + section { border-block-start: 1px solid light-dark(#e3dfd6, #3a4149) }
.speaker { border-inline-start-color: #0072b2; border-inline-start-style: solid }
.place { border-inline-start-color: #009e73; border-inline-start-style: dotted }
.claim { border-inline-start-color: #d55e00; border-inline-start-style: double }
p { margin: 0 }
.kind { font-size: 12px; color: light-dark(#5d646b, #a9b0b7) }
.name { font-weight: 600; font-size: 15px }
.confidence { color: light-dark(#5d646b, #a9b0b7); font-size: 13px }`);
  }
  return card;
}
