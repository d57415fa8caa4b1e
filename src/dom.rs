//! The text of an element of a page, and marks around ranges of it, in place.
//!
//! [`ElementText`] walks the text nodes of an element and joins them to one text; block elements become paragraph breaks.
//! Ranges of that text are then wrapped in `<mark>` elements, one for each text node that a range touches, so that links
//! and layout stay as they are. [`ElementText::undo`] gives every text node back as it was: the same node objects, which
//! a framework or a `Range` of the host page may hold on to.
//!
//! Left out, as no part of what the article says in its running text: scripts, styles and other elements without text of
//! their own, form controls, navigation, asides (pull quotes say things twice), captions, everything hidden or editable,
//! everything inside `data-whosaid-skip`.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Node, Text, Window};

/// Elements whose text is no part of the article's running text.
const SKIPPED: &[&str] = &[
    "SCRIPT",
    "STYLE",
    "NOSCRIPT",
    "TEMPLATE",
    "TEXTAREA",
    "INPUT",
    "SELECT",
    "OPTION",
    "BUTTON",
    "SVG",
    "MATH",
    "CANVAS",
    "IFRAME",
    "OBJECT",
    "VIDEO",
    "AUDIO",
    "NAV",
    "ASIDE",
    "FIGCAPTION",
    "FORM",
    "DIALOG",
    "RP",
    "RT",
];

/// Elements that end a paragraph, for where no computed style tells.
const BLOCKS: &[&str] = &[
    "ADDRESS",
    "ARTICLE",
    "BLOCKQUOTE",
    "BODY",
    "CAPTION",
    "CENTER",
    "DD",
    "DETAILS",
    "DIV",
    "DL",
    "DT",
    "FIELDSET",
    "FIGURE",
    "FOOTER",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "HEADER",
    "HGROUP",
    "HR",
    "LI",
    "MAIN",
    "OL",
    "P",
    "PRE",
    "SECTION",
    "SUMMARY",
    "TABLE",
    "TBODY",
    "TD",
    "TFOOT",
    "TH",
    "THEAD",
    "TR",
    "UL",
];

/// The text of an element, with the way back to its text nodes. Offsets are UTF-16 code units.
#[wasm_bindgen]
#[derive(Debug)]
pub struct ElementText {
    document: Document,
    text: String,
    /// In text order; between two of them there may be a paragraph break that belongs to no node.
    pieces: Vec<Piece>,
    marks: Vec<Element>,
    /// Text nodes that were split, with the nodes split off, last one first.
    split: Vec<(Text, Vec<Text>)>,
}

/// One text node's part of the text.
#[derive(Debug)]
struct Piece {
    node: Text,
    start: u32,
    length: u32,
    /// A wrapped text would become an item of its own in a flex or grid box: left alone.
    wrap: bool,
}

#[wasm_bindgen]
impl ElementText {
    /// Reads the element. Changes nothing.
    #[wasm_bindgen(constructor)]
    pub fn new(element: &Element) -> Result<ElementText, JsError> {
        let document = element.owner_document().ok_or_else(|| JsError::new("the element belongs to no document"))?;
        let mut walk = Walk { window: document.default_view(), text: String::new(), at: 0, pieces: Vec::new(), gap: 0 };
        walk.children(element);
        Ok(Self { document, text: walk.text, pieces: walk.pieces, marks: Vec::new(), split: Vec::new() })
    }

    /// The text: what is to be annotated.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn text(&self) -> String {
        self.text.clone()
    }

    /// Wraps ranges in `<mark data-whosaid="N">`, N being the range's position; returns the new elements in text order.
    ///
    /// `ranges` holds start and end of each in turn, in text order, not overlapping; a range that touches several text
    /// nodes gets several elements. Earlier marks are undone first.
    pub fn mark(&mut self, ranges: &[u32]) -> Result<Array, JsError> {
        self.undo();
        let ordered = ranges.len() % 2 == 0 && ranges.windows(2).all(|w| w[0] <= w[1]);
        if !ordered {
            return Err(JsError::new("ranges must be pairs of start and end, in text order, not overlapping"));
        }
        let mut first = 0;
        for at in 0..self.pieces.len() {
            let (start, length) = (self.pieces[at].start, self.pieces[at].length);
            while first < ranges.len() && ranges[first + 1] <= start {
                first += 2;
            }
            let mut inside = Vec::new();
            let mut next = first;
            while next < ranges.len() && ranges[next] < start + length {
                let (from, to) = (ranges[next].max(start) - start, (ranges[next + 1] - start).min(length));
                if from < to {
                    inside.push((next / 2, from, to));
                }
                next += 2;
            }
            if self.pieces[at].wrap && !inside.is_empty() {
                self.wrap(at, &inside).map_err(|_| JsError::new("the page changed while it was being marked"))?;
            }
        }
        Ok(self.marks.iter().collect())
    }

    /// Takes all marks away and joins the text nodes again. What the host page put elsewhere meanwhile stays there.
    pub fn undo(&mut self) {
        for mark in self.marks.drain(..) {
            if let Some(parent) = mark.parent_node() {
                while let Some(child) = mark.first_child() {
                    if parent.insert_before(&child, Some(&mark)).is_err() {
                        break;
                    }
                }
                let _ = parent.remove_child(&mark);
            }
        }
        for (node, mut parts) in self.split.drain(..) {
            while let Some(part) = parts.pop() {
                if part.previous_sibling().is_some_and(|before| before.is_same_node(Some(&node))) {
                    let _ = node.append_data(&part.data());
                    part.remove();
                }
            }
        }
    }

    /// Wraps `(range, from, to)` of one node. From the back, so that the node itself always keeps the text before.
    fn wrap(&mut self, piece: usize, inside: &[(usize, u32, u32)]) -> Result<(), JsValue> {
        let node = self.pieces[piece].node.clone();
        let mut parts = Vec::new();
        let mut marks = Vec::new();
        for &(range, from, to) in inside.iter().rev() {
            if to < node.length() {
                parts.push(node.split_text(to)?);
            }
            let target = if from == 0 { node.clone() } else { node.split_text(from)? };
            if from > 0 {
                parts.push(target.clone());
            }
            let mark = self.document.create_element("mark")?;
            mark.set_attribute("data-whosaid", &range.to_string())?;
            let parent = target.parent_node().ok_or(JsValue::UNDEFINED)?;
            parent.insert_before(&mark, Some(&target))?;
            mark.append_child(&target)?;
            marks.push(mark);
        }
        marks.reverse();
        self.marks.append(&mut marks);
        if !parts.is_empty() {
            self.split.push((node, parts));
        }
        Ok(())
    }
}

/// How an element takes part in the text.
enum Flow {
    Skipped,
    Block,
    Inline,
}

struct Walk {
    window: Option<Window>,
    text: String,
    /// Length of `text` in UTF-16 code units.
    at: u32,
    pieces: Vec<Piece>,
    /// Line breaks to write before the next text.
    gap: u32,
}

impl Walk {
    /// In document order, without recursion: a page may be nested as deep as it likes.
    fn children(&mut self, root: &Element) {
        let mut next = root.first_child();
        while let Some(node) = next {
            let mut descend = false;
            if let Some(text) = node.dyn_ref::<Text>() {
                self.text_node(text);
            } else if let Some(element) = node.dyn_ref::<Element>() {
                match self.flow(element) {
                    Flow::Skipped => {}
                    Flow::Block => {
                        self.gap = 2;
                        descend = true;
                    }
                    Flow::Inline => {
                        if element.tag_name().eq_ignore_ascii_case("br") {
                            self.gap = (self.gap + 1).min(2);
                        }
                        descend = true;
                    }
                }
            }
            next = if descend { node.first_child() } else { None }.or_else(|| self.following(&node, root));
        }
    }

    /// The node behind `node` and all that is in it; notes the ends of the blocks that are left on the way.
    fn following(&mut self, node: &Node, root: &Element) -> Option<Node> {
        let mut node = node.clone();
        loop {
            if let Some(sibling) = node.next_sibling() {
                if node.dyn_ref::<Element>().is_some_and(|e| matches!(self.flow(e), Flow::Block)) {
                    self.gap = 2;
                }
                return Some(sibling);
            }
            if node.dyn_ref::<Element>().is_some_and(|e| matches!(self.flow(e), Flow::Block)) {
                self.gap = 2;
            }
            node = node.parent_node()?;
            if node.is_same_node(Some(root)) {
                return None;
            }
        }
    }

    fn text_node(&mut self, node: &Text) {
        let data = node.data();
        if data.is_empty() || (self.gap > 0 || self.at == 0) && data.chars().all(char::is_whitespace) {
            return;
        }
        if self.at > 0 {
            for _ in 0..self.gap {
                self.text.push('\n');
                self.at += 1;
            }
        }
        self.gap = 0;
        let parent = node.parent_element();
        let length = node.length();
        let keeps_breaks = || parent.as_ref().is_some_and(|p| self.style(p, "white-space").starts_with("pre"));
        if data.contains(['\n', '\r', '\t', '\u{c}']) && !keeps_breaks() {
            // A line break of the page's source is a blank to the reader. One for one: offsets stay.
            self.text.extend(data.chars().map(|c| if matches!(c, '\n' | '\r' | '\t' | '\u{c}') { ' ' } else { c }));
        } else {
            self.text.push_str(&data);
        }
        let display = parent.as_ref().map(|p| self.style(p, "display")).unwrap_or_default();
        let wrap = !(display.contains("flex") || display.contains("grid"));
        self.pieces.push(Piece { node: node.clone(), start: self.at, length, wrap });
        self.at += length;
    }

    fn flow(&self, element: &Element) -> Flow {
        let name = element.tag_name().to_ascii_uppercase();
        let on = |attribute: &str| element.get_attribute(attribute).is_some_and(|value| value != "false");
        if SKIPPED.contains(&name.as_str())
            || element.has_attribute("hidden")
            || element.has_attribute("data-whosaid-skip")
            || on("aria-hidden")
            || on("contenteditable")
        {
            return Flow::Skipped;
        }
        match self.style(element, "display").as_str() {
            "none" => Flow::Skipped,
            "" if BLOCKS.contains(&name.as_str()) => Flow::Block,
            "" | "contents" => Flow::Inline,
            display if display.starts_with("inline") || display.starts_with("ruby") => Flow::Inline,
            _ => Flow::Block,
        }
    }

    /// A computed style; empty for an element that is not in a document.
    fn style(&self, element: &Element, property: &str) -> String {
        let computed = self.window.as_ref().and_then(|window| window.get_computed_style(element).ok().flatten());
        computed.and_then(|style| style.get_property_value(property).ok()).unwrap_or_default()
    }
}
