//! Annotations inside a web page: the article's text out of HTML, and what was found in it back into the same HTML.
//!
//! ```
//! use whosaid::{embed::Page, Annotator};
//!
//! let page = Page::read("<article><p>“We will rebuild the bridge,” Mayor Ilze Kalna said.</p></article>");
//! let annotator = Annotator::new();
//! let found: Vec<_> = page.texts().map(|text| annotator.annotate(text)).collect();
//! assert!(page.with(&found).contains("<who-said><script type=\"application/json\" data-whosaid>"));
//! ```
//!
//! Nothing of the page is written anew: the JSON is put between two of its bytes. What is read as the article, and what
//! the JSON holds, is told in `www/npm/EMBED.md`; `www/js/embed.js` does the same in JavaScript, and
//! `tests/tables/embed.json` holds both to it.

mod blocks;
mod elements;
mod payload;
mod tree;

use crate::annotations::Annotations;
use blocks::Blocks;
use std::ops::Range;
use tree::{Node, Tree};

/// A web page, or a fragment of one, with the texts of its articles.
#[derive(Debug)]
pub struct Page<'h> {
    html: &'h str,
    articles: Vec<Article>,
}

#[derive(Debug)]
struct Article {
    blocks: Blocks,
    /// What the JSON takes the place of: an earlier one, or nothing. Bytes of the page.
    place: Range<usize>,
    /// Whether a `<who-said>` is there already.
    has_element: bool,
}

impl<'h> Page<'h> {
    /// Reads a page. Takes any text; of what is no HTML the whole is the article.
    #[must_use]
    pub fn read(html: &'h str) -> Self {
        let tree = Tree::read(html);
        let elements = tree.all("who-said");
        let mut articles = Vec::new();
        if elements.is_empty() {
            let root = main_article(&tree);
            articles.push(Article { blocks: Blocks::of(&tree, root), place: end_of(&tree, root), has_element: false });
        }
        for element in elements {
            let holds_article = tree.children(element).any(|child| match tree.node(child) {
                Node::Element(_) => !tree.is_payload(child),
                Node::Text(words) => words.chars().any(|c| !blocks::is_blank(c)),
            });
            let named = tree.element(element).and_then(|e| e.attribute("for")).and_then(|id| tree.by_id(id));
            let root = if holds_article { element } else { named.unwrap_or_else(|| tree.parent(element)) };
            let earlier = tree.children(element).find(|&child| tree.is_payload(child)).and_then(|n| tree.element(n));
            let place = earlier.map_or_else(|| end_of(&tree, element), |e| e.start..e.behind);
            articles.push(Article { blocks: Blocks::of(&tree, root), place, has_element: true });
        }
        Self { html, articles }
    }

    /// The texts of the articles, in the order of the page: mostly one. White space is run together, blocks are two line
    /// breaks apart. A text is empty where nothing is to be read.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.articles.iter().map(|article| article.blocks.text.as_str())
    }

    /// The page with the annotations of its texts, one after the other, in any unit; an article without annotations, or
    /// without text, stays as it is.
    #[must_use]
    pub fn with(&self, annotations: &[Annotations]) -> String {
        let mut edits: Vec<(&Range<usize>, String)> = Vec::new();
        for (article, found) in self.articles.iter().zip(annotations) {
            if article.blocks.text.is_empty() {
                continue;
            }
            let json = payload::json(&article.blocks, found);
            let script = format!("<script type=\"application/json\" data-whosaid>{json}</script>");
            let insertion = if article.has_element { script } else { format!("<who-said>{script}</who-said>") };
            edits.push((&article.place, insertion));
        }
        edits.sort_by_key(|(place, _)| place.start);
        let mut out = String::with_capacity(self.html.len() + edits.iter().map(|e| e.1.len()).sum::<usize>());
        let mut at = 0;
        for (place, insertion) in edits {
            out.push_str(self.html.get(at..place.start).unwrap_or_default());
            out.push_str(&insertion);
            at = at.max(place.end);
        }
        out.push_str(self.html.get(at..).unwrap_or_default());
        out
    }
}

/// The element that holds the article of a page that does not say so by `<who-said>`.
fn main_article(tree: &Tree) -> usize {
    let longest = |candidates: Vec<usize>| {
        let length = |&node: &usize| Blocks::of(tree, node).text.len();
        // Of two as long the outer one, which comes first.
        candidates.into_iter().rev().max_by_key(length)
    };
    let body = || tree.all("body").first().copied();
    longest(tree.all("article"))
        .or_else(|| longest(tree.with_attribute("itemprop", "articleBody")))
        .or_else(|| longest(tree.all("main")))
        .or_else(body)
        .unwrap_or(tree::ROOT)
}

/// The place behind all that an element holds.
fn end_of(tree: &Tree, node: usize) -> Range<usize> {
    let end = tree.content_end(node);
    end..end
}
