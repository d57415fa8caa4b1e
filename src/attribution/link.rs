//! Links: a source, a cue and a content that belong together, and how patterns see them.

use super::rules::holds;
use super::runs::{touching, Run};
use crate::annotations::ClaimForm;
use crate::entities::Entity;
use crate::pattern::{Layer, Rule, Rules, View, BEGINS};
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
    /// The name elsewhere of whoever the source stands for, or of whoever speaks where there is none: `HM: …`, an answer.
    pub stands_for: Option<Range<usize>>,
    /// Whether its subject turned out to be spoken of, and not to speak.
    pub source_dropped: bool,
    /// The rule that found it, where the tags did not.
    pub rule: Option<&'static str>,
}

impl Link {
    /// What a rule found without tags.
    pub fn by_rule(
        rule: &'static str,
        source: Option<Range<usize>>,
        cue: Range<usize>,
        content: Vec<Range<usize>>,
    ) -> Self {
        Self { source, cue: vec![cue], content, rule: Some(rule), ..Self::default() }
    }

    /// First token of the content, or of the cue while it still has none.
    pub fn start(&self) -> usize {
        self.content.first().or(self.cue.first()).map_or(0, |t| t.start)
    }

    /// Its parts with their roles.
    pub fn parts(&self) -> impl Iterator<Item = (&Range<usize>, Role)> {
        let cue = self.cue.iter().map(|part| (part, Role::Cue));
        let content = self.content.iter().map(|part| (part, Role::Content));
        self.source.iter().map(|part| (part, Role::Source)).chain(cue).chain(content)
    }

    /// All its tokens, and those between.
    pub fn cover(&self) -> Range<usize> {
        let (start, end) = (self.parts().map(|part| part.0.start).min(), self.parts().map(|part| part.0.end).max());
        start.unwrap_or(0)..end.unwrap_or(0)
    }

    /// The last token of its content and cue.
    pub fn last(&self) -> Option<usize> {
        self.content.iter().chain(&self.cue).map(|part| part.end - 1).max()
    }

    /// From the first to the last piece of its cue.
    pub fn whole_cue(&self) -> Option<Range<usize>> {
        Some(self.cue.first()?.start..self.cue.last()?.end)
    }
}

/// What a rule found to be somebody's words though no source and no cue stand there.
pub(super) fn without_source(rule: &'static str, content: Vec<Range<usize>>) -> Link {
    Link { content, rule: Some(rule), ..Link::default() }
}

/// Whether a range touches one of others, which are sorted.
pub(super) fn touches(others: &[Range<usize>], tokens: &Range<usize>) -> bool {
    let at = others.partition_point(|other| other.end <= tokens.start);
    others.get(at).is_some_and(|other| other.start < tokens.end)
}

/// Takes the runs out that lie where links do, which are in text order.
pub(super) fn make_room(runs: &mut Vec<Run>, links: &[Link]) {
    let taken: Vec<Range<usize>> = links.iter().map(Link::cover).collect();
    runs.retain(|run| !touches(&taken, &run.tokens));
}

/// The code of a role in a layer ([`ROLES`](crate::pattern::ROLES)).
fn code(role: Role) -> u8 {
    role as u8 + 1
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
    entities.iter().for_each(|entity| mark(&mut layer, &entity.tokens, 1));
    layer
}

/// What patterns see of the runs.
pub(super) fn roles(text: &Text<'_>, runs: &[Run]) -> Layer {
    let mut layer = vec![0; text.tokens.len()];
    runs.iter().for_each(|run| mark(&mut layer, &run.tokens, code(run.role)));
    layer
}

/// Writes the runs anew that touch a range.
pub(super) fn renew(layer: &mut Layer, runs: &[Run], range: &Range<usize>) {
    layer[range.clone()].fill(0);
    touching(runs, range).iter().for_each(|run| mark(layer, &run.tokens, code(run.role)));
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
        link.parts().for_each(|(tokens, role)| mark(&mut self.roles, tokens, code(role)));
        let found = look(&View { text: self.text, roles: &self.roles, names: self.names });
        for (tokens, _) in link.parts() {
            if let Some(run) = self.roles.get_mut(tokens.clone()) {
                run.fill(0);
            }
        }
        found
    }

    /// The first rule whose conditions hold of a link and that finds something.
    pub fn first<R>(
        &mut self,
        rules: &'static Rules,
        link: &Link,
        form: ClaimForm,
        find: impl Fn(&'static Rule, &View<'_, 't>) -> Option<R>,
    ) -> Option<(&'static Rule, R)> {
        let text = self.text;
        let fits = |rule: &&Rule| rule.conditions.iter().all(|condition| holds(condition, text, link, form));
        self.of(link, |view| rules.0.iter().filter(fits).find_map(|rule| Some((rule, find(rule, view)?))))
    }
}
