//! Links: a source, a cue and a content that belong together, and how patterns see them.

use super::runs::Run;
use crate::entities::{Entity, EntityKind};
use crate::pattern::{Layer, View, BEGINS};
use crate::tagging::Role;
use crate::text::Text;
use std::ops::Range;

/// A source, a cue and a content by their tokens.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Link {
    pub source: Option<Range<usize>>,
    /// The pieces of the cue: `has … said`.
    pub cue: Vec<Range<usize>>,
    /// In text order.
    pub content: Vec<Range<usize>>,
    /// Index of the link whose quotation goes on here.
    pub continues: Option<usize>,
    /// Whether its subject turned out to be spoken of, and not to speak.
    pub source_dropped: bool,
    /// The rule that found it, where the tags did not.
    pub rule: Option<&'static str>,
}

impl Link {
    /// First token of the content, or of the cue while it still has none.
    pub fn start(&self) -> usize {
        self.content.first().or(self.cue.first()).map_or(0, |t| t.start)
    }

    /// All its tokens, and those between.
    pub fn cover(&self) -> Range<usize> {
        let parts = || self.content.iter().chain(&self.cue).chain(&self.source);
        let (start, end) = (parts().map(|p| p.start).min(), parts().map(|p| p.end).max());
        start.unwrap_or(0)..end.unwrap_or(0)
    }
}

fn code(role: Role) -> u8 {
    match role {
        Role::Source => 1,
        Role::Cue => 2,
        Role::Content => 3,
    }
}

/// The role that a code in a layer stands for.
pub(super) fn role(code: u8) -> Role {
    match code {
        1 => Role::Source,
        2 => Role::Cue,
        _ => Role::Content,
    }
}

/// Writes a run into a layer.
fn mark(layer: &mut Layer, tokens: &Range<usize>, code: u8) {
    if let Some(run) = layer.get_mut(tokens.clone()) {
        run.fill(code);
        if let Some(first) = run.first_mut() {
            *first |= BEGINS;
        }
    }
}

/// What patterns see of a text's names.
pub(super) fn names(text: &Text<'_>, entities: &[Entity]) -> Layer {
    let mut layer = vec![0; text.tokens.len()];
    for entity in entities {
        let kind = match entity.kind {
            EntityKind::Person => 1,
            EntityKind::Organisation => 2,
            EntityKind::Place => 3,
            EntityKind::Other => 4,
        };
        mark(&mut layer, &entity.tokens, kind);
    }
    layer
}

/// What patterns see of the runs.
pub(super) fn roles(text: &Text<'_>, runs: &[Run]) -> Layer {
    let mut layer = vec![0; text.tokens.len()];
    for run in runs {
        mark(&mut layer, &run.tokens, code(run.role));
    }
    layer
}

/// Writes the runs anew that touch a range.
pub(super) fn renew(layer: &mut Layer, runs: &[Run], range: &Range<usize>) {
    layer[range.clone()].fill(0);
    let from = runs.partition_point(|run| run.tokens.end <= range.start);
    for run in runs[from..].iter().take_while(|run| run.tokens.start < range.end) {
        mark(layer, &run.tokens, code(run.role));
    }
}

/// One link at a time as patterns see it: only its own parts have roles.
pub(super) struct Parts<'a, 't> {
    pub text: &'a Text<'t>,
    names: &'a Layer,
    roles: Layer,
}

impl<'a, 't> Parts<'a, 't> {
    pub fn new(text: &'a Text<'t>, names: &'a Layer) -> Self {
        Self { text, names, roles: vec![0; text.tokens.len()] }
    }

    /// Gives `look` the text with the parts of a link.
    pub fn of<R>(&mut self, link: &Link, look: impl FnOnce(&View<'_, 't>) -> R) -> R {
        let parts = || {
            let source = link.source.iter().map(|p| (p, Role::Source));
            let cue = link.cue.iter().map(|p| (p, Role::Cue));
            source.chain(cue).chain(link.content.iter().map(|p| (p, Role::Content)))
        };
        parts().for_each(|(tokens, role)| mark(&mut self.roles, tokens, code(role)));
        let found = look(&View { text: self.text, roles: &self.roles, names: self.names });
        for (tokens, _) in parts() {
            if let Some(run) = self.roles.get_mut(tokens.clone()) {
                run.fill(0);
            }
        }
        found
    }
}
