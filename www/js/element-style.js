// The styles of <who-said>: of the marks in the host's document, and of card and list in shadow roots of their own.
// Constructed style sheets need no permission from the host's Content Security Policy.
// @ts-check

/** Once made, a sheet serves all elements. @param {string} css */
function sheet(css) {
  /** @type {CSSStyleSheet | undefined} */
  let made;
  return () => {
    if (!made) {
      made = new CSSStyleSheet();
      made.replaceSync(css);
    }
    return made;
  };
}

const speaker = "var(--whosaid-speaker, #0072b2)";
const place = "var(--whosaid-place, #009e73)";
const claim = "var(--whosaid-claim, #d55e00)";
const own = "var(--whosaid-own, #8a7f00)";
const lit = "var(--whosaid-lit, color-mix(in srgb, currentColor 10%, transparent))";

/** WebKit takes no width or style in the shorthand. @param {string} style @param {number} width @param {string} colour */
const line = (style, width, colour) =>
  `text-decoration-line: underline; text-decoration-style: ${style}; text-decoration-thickness: ${width}px; text-decoration-color: ${colour}`;

/** A mark of which a kind is shown. @param {string} kind */
const shown = (kind) => `mark[data-whosaid][data-kinds~="${kind}"]`;

/** For marks that are no elements. */
export const highlightRules = `
::highlight(whosaid-lit) { background-color: ${lit} }
::highlight(whosaid-own) { ${line("dashed", 1, own)} }
::highlight(whosaid-attitude) { ${line("dashed", 2, claim)} }
::highlight(whosaid-claim) { ${line("double", 1, claim)} }
::highlight(whosaid-speaker) { ${line("solid", 2, speaker)} }
::highlight(whosaid-place) { ${line("dotted", 2, place)} }
`;

/** Grounds in place of lines, for browsers that draw no lines in highlights: Firefox before 149. */
export const highlightGrounds = () =>
  Object.entries({ speaker, place, claim }).map(([kind, colour]) => `::highlight(whosaid-${kind}) { background-color: color-mix(in srgb, ${colour} 22%, transparent) }`).join("\n");

/** Line colours that reach 3:1 on white and on near-black; a host may set its own. */
export const markStyles = sheet(`
who-said { display: block }
who-said:not([list]):is(:empty, :has(> script[data-whosaid]:only-child)) { display: contents }
mark[data-whosaid] {
  all: unset; cursor: inherit;
  text-decoration-skip-ink: none; text-underline-offset: .16em; border-radius: 2px;
}
${shown("claims")}.whosaid-claim, ${shown("attitudes")}.whosaid-attitude { border-block-end: 3px double ${claim} }
${shown("own")}.whosaid-own { border-block-end: 1px dashed ${own} }
${shown("attitudes")}.whosaid-attitude:not(.whosaid-claim) { border-block-end-style: dashed; border-block-end-width: 2px }
${shown("speakers")}.whosaid-speaker { ${line("solid", 2, speaker)} }
${shown("speakers")}.whosaid-pronoun { text-decoration-thickness: 1px }
${shown("places")}.whosaid-place { ${line("dotted", 2, place)} }
mark[data-whosaid].whosaid-lit { background: ${lit} }
mark[data-whosaid]:focus-visible { outline: 2px solid currentColor; outline-offset: 2px }
@media (forced-colors: active) { mark[data-whosaid].whosaid-lit { outline: 2px solid Highlight } }
${highlightRules}
`);

export const cardStyles = sheet(`
:host {
  all: initial; color-scheme: var(--whosaid-color-scheme, light dark); position: fixed; inset: auto; margin: 0; z-index: 2147483647;
  --muted: var(--whosaid-card-muted, light-dark(#5d646b, #a9b0b7));
  box-sizing: border-box; inline-size: max-content; max-inline-size: min(22rem, calc(100vw - 16px));
  max-block-size: min(20rem, calc(100vh - 16px)); overflow: auto;
  font: var(--whosaid-card-font, 14px/1.45 system-ui, sans-serif);
  color: var(--whosaid-card-color, light-dark(#1d2329, #e6e4df)); background: var(--whosaid-card-background, light-dark(#fff, #22272d));
  border: 1px solid var(--whosaid-card-border, light-dark(#c9c5bc, #4a525b)); border-radius: 8px; box-shadow: 0 6px 24px rgb(0 0 0 / .18);
}
section { padding: 10px 14px; border-inline-start: 4px solid }
section + section { border-block-start: 1px solid light-dark(#e3dfd6, #3a4149) }
.speaker { border-inline-start-color: ${speaker}; border-inline-start-style: solid }
.place { border-inline-start-color: ${place}; border-inline-start-style: dotted }
.claim { border-inline-start-color: ${claim}; border-inline-start-style: double }
p { margin: 0 }
.kind { font-size: 12px; color: var(--muted) }
.name { font-weight: 600; font-size: 15px }
.confidence { color: var(--muted); font-size: 13px }
`);

/** It takes type and colours of the host. Without `list` it is there for the keyboard only. */
export const listStyles = sheet(`
section { box-sizing: border-box; margin-block: 1em; font-size: .9375em; line-height: 1.45 }
:host(:not([list])) section {
  position: fixed; inset-block-start: 1rem; inset-inline-start: 1rem; z-index: 2147483646; margin: 0; padding: 1rem;
  max-inline-size: min(24rem, calc(100vw - 2rem)); max-block-size: calc(100vh - 2rem); overflow: auto;
  color: CanvasText; background: Canvas; border: 1px solid; border-radius: 8px;
}
:host(:not([list])) section:not(:focus-within) { clip-path: inset(50%); inline-size: 1px; block-size: 1px; padding: 0; border: 0; overflow: hidden }
h2 { font: inherit; font-weight: 700; margin: 0 0 .5em }
ul, ol { list-style: none; margin: 0; padding: 0 }
ul > li { padding: .5em 0 .5em .75em; border-inline-start: 3px solid ${speaker} }
ul > li + li { margin-block-start: .5em }
ol { margin-block-start: .25em }
ol > li { padding-inline-start: .75em; border-inline-start: 3px double ${claim}; margin-block-start: .25em }
button { all: unset; box-sizing: border-box; cursor: pointer; min-block-size: 24px; text-decoration-thickness: 1px; text-underline-offset: .2em }
button:hover { text-decoration-line: underline }
button:focus-visible { outline: 2px solid; outline-offset: 2px; border-radius: 2px }
[part="list-name"] { font-weight: 600; margin-inline-end: .5em }
span { display: block; opacity: .8 }
p { margin: 0 }
`);
