//! Names of HTML elements by what they do to the text that is read. `www/js/flow.js` has the first two lists as well.

/// What they hold is no part of the article's running text.
pub(super) const SKIPPED: &[&str] = &[
    "head",
    "title",
    "script",
    "style",
    "noscript",
    "template",
    "textarea",
    "input",
    "select",
    "option",
    "button",
    "svg",
    "math",
    "canvas",
    "iframe",
    "object",
    "video",
    "audio",
    "nav",
    "aside",
    "figcaption",
    "form",
    "dialog",
    "rp",
    "rt",
];

/// They begin and end a paragraph.
pub(super) const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// They hold nothing and have no end tag.
pub(super) const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Their start ends an open paragraph.
pub(super) const END_PARAGRAPH: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dialog",
    "dd",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
];

/// No implied end reaches beyond them.
pub(super) const SCOPES: &[&str] =
    &["applet", "button", "caption", "html", "marquee", "object", "svg", "math", "table", "td", "template", "th"];

/// Their end tag leaves the blocks inside them open.
pub(super) const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
