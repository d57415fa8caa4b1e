//! The elements and texts of a page, with where they stand in it.
//!
//! The tokens are those of the HTML standard (`html5gum`); of its tree builder, the rules that decide what lies in which
//! block: implied ends, ends that are out of place, elements without an end. What it does besides (moving stray text out
//! of tables, cloning of formatting elements) changes no block of an article.

use super::elements::{BLOCKS, END_PARAGRAPH, FORMATTING, SCOPES, VOID};
use html5gum::{DefaultEmitter, HtmlString, Token, Tokenizer};
use std::collections::HashMap;

/// The node that holds all others.
pub(super) const ROOT: usize = 0;

#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    /// Where its start tag begins, where its content ends, and where what follows it begins: bytes of the page.
    pub(super) start: usize,
    content_end: usize,
    pub(super) behind: usize,
}

impl Element {
    /// The value of an attribute; `None` where it is absent.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|a| a.0 == name).map(|a| a.1.as_str())
    }
}

/// Nodes in the order of the page; a node is its number.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<(Node, usize)>,
    children: Vec<Vec<usize>>,
}

impl Tree {
    pub(super) fn read(html: &str) -> Self {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        let mut builder = Builder::new(html.trim_end_matches(super::blocks::is_blank).len());
        for token in Tokenizer::new_with_emitter(html, emitter) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    let text = |s: &HtmlString| String::from_utf8_lossy(s).into_owned();
                    let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect();
                    builder.start(text(&tag.name), attributes, tag.self_closing, tag.span.start, tag.span.end);
                }
                Token::EndTag(tag) => builder.end(&String::from_utf8_lossy(&tag.name), tag.span.start, tag.span.end),
                Token::String(words) => builder.text(&String::from_utf8_lossy(&words)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        builder.tree
    }

    pub(super) fn node(&self, node: usize) -> &Node {
        &self.nodes[node].0
    }

    pub(super) fn element(&self, node: usize) -> Option<&Element> {
        match self.node(node) {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        }
    }

    pub(super) fn parent(&self, node: usize) -> usize {
        self.nodes[node].1
    }

    pub(super) fn children(&self, node: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.children[node].iter().copied()
    }

    /// Where in the page something can be added to what an element holds.
    pub(super) fn content_end(&self, node: usize) -> usize {
        self.element(node).map_or(0, |e| e.content_end)
    }

    /// All elements of a name, in the order of the page.
    pub(super) fn all(&self, name: &str) -> Vec<usize> {
        (0..self.nodes.len()).filter(|&n| self.element(n).is_some_and(|e| e.name == name)).collect()
    }

    /// All elements that have a word in an attribute.
    pub(super) fn with_attribute(&self, attribute: &str, word: &str) -> Vec<usize> {
        let has = |e: &Element| e.attribute(attribute).is_some_and(|v| v.split_ascii_whitespace().any(|w| w == word));
        (0..self.nodes.len()).filter(|&n| self.element(n).is_some_and(has)).collect()
    }

    /// The first element with an id.
    pub(super) fn by_id(&self, id: &str) -> Option<usize> {
        (0..self.nodes.len()).find(|&n| self.element(n).is_some_and(|e| e.attribute("id") == Some(id)))
    }

    /// Whether a node is a script with annotations.
    pub(super) fn is_payload(&self, node: usize) -> bool {
        self.element(node).is_some_and(|e| e.name == "script" && e.attribute("data-whosaid").is_some())
    }
}

struct Builder {
    tree: Tree,
    /// Elements that are open, the outermost first.
    open: Vec<usize>,
    /// How many of each name are open: what is not need not be looked for in a deep nest.
    counts: HashMap<String, usize>,
}

impl Builder {
    /// `end`: where the page ends, in bytes.
    fn new(end: usize) -> Self {
        let root = Element { name: String::new(), attributes: Vec::new(), start: 0, content_end: end, behind: end };
        let tree = Tree { nodes: vec![(Node::Element(root), ROOT)], children: vec![Vec::new()] };
        Self { tree, open: vec![ROOT], counts: HashMap::new() }
    }

    fn current(&self) -> usize {
        self.open.last().copied().unwrap_or(ROOT)
    }

    fn name(&self, node: usize) -> &str {
        self.tree.element(node).map_or("", |e| e.name.as_str())
    }

    fn add(&mut self, node: Node) -> usize {
        let parent = self.current();
        let number = self.tree.nodes.len();
        self.tree.nodes.push((node, parent));
        self.tree.children.push(Vec::new());
        self.tree.children[parent].push(number);
        number
    }

    fn text(&mut self, words: &str) {
        self.add(Node::Text(words.to_owned()));
    }

    fn start(&mut self, name: String, attributes: Vec<(String, String)>, closed: bool, start: usize, behind: usize) {
        if matches!(name.as_str(), "html" | "body") && self.is_open(&[&name]) {
            return;
        }
        if name == "body" {
            self.close_nearest(&["head"], &[], start);
        }
        self.imply(&name, start);
        let foreign = self.is_open(&["svg", "math"]);
        let empty = VOID.contains(&name.as_str()) || closed && (foreign || matches!(name.as_str(), "svg" | "math"));
        let end = self.tree.content_end(ROOT);
        let content_end = if empty { behind } else { end };
        let element = Element { name, attributes, start, content_end, behind: content_end };
        let node = self.add(Node::Element(element));
        if !empty {
            *self.counts.entry(self.name(node).to_owned()).or_default() += 1;
            self.open.push(node);
        }
    }

    fn is_open(&self, names: &[&str]) -> bool {
        names.iter().any(|&name| self.counts.get(name).is_some_and(|&count| count > 0))
    }

    /// Ends what the start of an element ends without saying so.
    fn imply(&mut self, name: &str, at: usize) {
        let (ends, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu", "blockquote", "section", "article"]),
            "dd" | "dt" => (&["dd", "dt"], &["dl"]),
            "option" => (&["option"], &["select"]),
            "optgroup" => (&["option", "optgroup"], &["select"]),
            "rt" | "rp" => (&["rt", "rp"], &["ruby"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tr" => (&["tr"], &["tbody", "thead", "tfoot", "table"]),
            "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot", "caption"], &["table"]),
            _ => (&[], &[]),
        };
        self.close_nearest(ends, within, at);
        if END_PARAGRAPH.contains(&name) {
            self.close_nearest(&["p"], &[], at);
        }
        let heading = |name: &str| matches!(name.as_bytes(), [b'h', b'1'..=b'6']);
        if heading(name) && heading(self.name(self.current())) {
            self.close(self.open.len() - 1, at, at);
        }
    }

    /// Closes the innermost open element of these names, unless one of `within`, or the border of a scope, is nearer.
    fn close_nearest(&mut self, names: &[&str], within: &[&str], at: usize) {
        if !self.is_open(names) {
            return;
        }
        for index in (1..self.open.len()).rev() {
            let name = self.name(self.open[index]);
            if names.contains(&name) {
                return self.close(index, at, at);
            }
            let table_part = matches!(name, "td" | "th") && within.contains(&"table");
            if within.contains(&name) || SCOPES.contains(&name) && !table_part {
                return;
            }
        }
    }

    fn end(&mut self, name: &str, start: usize, behind: usize) {
        match name {
            // The standard reads on as if they were open; only where they end is noted.
            "html" | "body" => {
                let inner = |open: &str| open == name || open == "body";
                let open: Vec<usize> = self.open.iter().copied().filter(|&n| inner(self.name(n))).collect();
                for node in open.into_iter().chain([ROOT]) {
                    let end = self.tree.content_end(node).min(start);
                    self.note(node, end, if node == ROOT { end } else { behind });
                }
            }
            // An end alone stands for an empty element.
            "br" => drop(self.add(Node::Element(Element {
                name: name.to_owned(),
                attributes: Vec::new(),
                start,
                content_end: behind,
                behind,
            }))),
            "p" if !self.has_paragraph() => {
                self.start(name.to_owned(), Vec::new(), false, start, start);
                self.close(self.open.len() - 1, start, behind);
            }
            _ => self.close_by_tag(name, start, behind),
        }
    }

    fn has_paragraph(&self) -> bool {
        if !self.is_open(&["p"]) {
            return false;
        }
        let mut inner = self.open.iter().rev().map(|&n| self.name(n)).take_while(|n| !SCOPES.contains(n));
        inner.any(|name| name == "p")
    }

    fn close_by_tag(&mut self, name: &str, start: usize, behind: usize) {
        let block = |name: &str| BLOCKS.contains(&name) || END_PARAGRAPH.contains(&name) || SCOPES.contains(&name);
        let heading = |name: &str| matches!(name.as_bytes(), [b'h', b'1'..=b'6']);
        let of_table = matches!(name, "table" | "tr" | "tbody" | "thead" | "tfoot" | "template");
        if !self.is_open(&[name]) && !heading(name) {
            return;
        }
        let mut crossed = false;
        for index in (1..self.open.len()).rev() {
            let open = self.name(self.open[index]);
            if open == name || heading(open) && heading(name) {
                if crossed && FORMATTING.contains(&name) {
                    let node = self.open.remove(index);
                    self.count_out(node);
                    self.note(node, start, behind);
                } else {
                    self.close(index, start, behind);
                }
                return;
            }
            if SCOPES.contains(&open) && !of_table {
                return;
            }
            if block(open) {
                if !block(name) && !FORMATTING.contains(&name) {
                    return;
                }
                crossed = true;
            }
        }
    }

    /// Closes an open element and all inside it; `behind` is where its end tag ends.
    fn close(&mut self, index: usize, content_end: usize, behind: usize) {
        let mut behind = behind;
        for node in self.open.split_off(index.max(1)) {
            self.count_out(node);
            self.note(node, content_end, behind);
            behind = content_end;
        }
    }

    fn count_out(&mut self, node: usize) {
        let Node::Element(element) = &self.tree.nodes[node].0 else { return };
        if let Some(count) = self.counts.get_mut(&element.name) {
            *count = count.saturating_sub(1);
        }
    }

    fn note(&mut self, node: usize, content_end: usize, behind: usize) {
        if let Node::Element(element) = &mut self.tree.nodes[node].0 {
            element.content_end = content_end;
            element.behind = behind;
        }
    }
}
