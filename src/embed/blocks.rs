//! The text of an element as its blocks: runs of text between the borders of block elements.
//!
//! White space is run together as a browser shows it, so that a page says the same before and after it was minified.
//! `www/js/flow.js` reads the elements of a living page in the same way.

use super::elements::{BLOCKS, SKIPPED};
use super::tree::{Element, Node, Tree};
use std::ops::Range;

/// What HTML takes for white space; a blank that does not break is none.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// A text and its blocks.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Blocks {
    /// The blocks, two line breaks apart; where a block breaks the line, one line break.
    pub(super) text: String,
    /// Byte ranges of `text`.
    pub(super) blocks: Vec<Range<usize>>,
}

impl Blocks {
    pub(super) fn of(tree: &Tree, root: usize) -> Self {
        let mut walk = Walk::default();
        // Without recursion: a page may be nested as deep as it likes. `false` is where an element begins.
        let mut pending: Vec<(usize, bool, bool)> = tree.children(root).rev().map(|n| (n, false, false)).collect();
        while let Some((node, ends, in_pre)) = pending.pop() {
            match tree.node(node) {
                Node::Text(words) => walk.text(words, in_pre),
                Node::Element(element) => {
                    if is_skipped(element) {
                        continue;
                    }
                    if BLOCKS.contains(&element.name.as_str()) {
                        walk.gap = 2;
                    }
                    if ends {
                        continue;
                    }
                    if element.name == "br" {
                        walk.gap = (walk.gap + 1).min(2);
                    }
                    pending.push((node, true, in_pre));
                    let in_pre = in_pre || element.name == "pre";
                    pending.extend(tree.children(node).rev().map(|child| (child, false, in_pre)));
                }
            }
        }
        if walk.start < walk.text.len() {
            walk.blocks.push(walk.start..walk.text.len());
        }
        Self { text: walk.text, blocks: walk.blocks }
    }
}

fn is_skipped(element: &Element) -> bool {
    let on = |attribute: &str| element.attribute(attribute).is_some_and(|value| value != "false");
    SKIPPED.contains(&element.name.as_str())
        || element.attribute("hidden").is_some()
        || element.attribute("data-whosaid-skip").is_some()
        || on("aria-hidden")
        || on("contenteditable")
}

#[derive(Default)]
struct Walk {
    text: String,
    blocks: Vec<Range<usize>>,
    /// Where the block that is being read begins.
    start: usize,
    /// Line breaks to write before the next text.
    gap: u32,
    /// Whether a blank is to be written before the next text.
    blank: bool,
}

impl Walk {
    fn text(&mut self, words: &str, keeps_lines: bool) {
        for c in words.chars() {
            if is_blank(c) {
                self.blank = true;
                if keeps_lines && c == '\n' {
                    self.gap = (self.gap + 1).min(2);
                }
                continue;
            }
            if self.text.is_empty() {
                // Nothing stands before it.
            } else if self.gap == 2 {
                self.blocks.push(self.start..self.text.len());
                self.text.push_str("\n\n");
                self.start = self.text.len();
            } else if self.gap == 1 {
                self.text.push('\n');
            } else if self.blank {
                self.text.push(' ');
            }
            (self.gap, self.blank) = (0, false);
            self.text.push(c);
        }
    }
}
