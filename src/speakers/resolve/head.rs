//! Which name in the words of a source is the speaker's: `the agency's deputy director, Ann Cole`, but `Ann Cole's lawyer`.

use super::Resolver;
use crate::entities::{is_capital, is_speech_verb};
use crate::lexicon::{lexicon, Feature, FeatureSet, Noun};
use crate::speakers::describe;
use crate::speakers::rank::{Choice, Clue};
use crate::speakers::referent::ReferentId;
use crate::text::{Text, TokenKind};
use std::ops::Range;

/// Links what stands behind to what stands before.
const LINKS: FeatureSet = FeatureSet::of(&[Feature::Preposition, Feature::Coordinator]);
const RELATIVES: FeatureSet = FeatureSet::of(&[Feature::RelativePerson, Feature::RelativeThing]);

impl Resolver<'_, '_> {
    /// The person who is named in a source of more words than the name, if it is that person who speaks; `several` says
    /// whether the words read like several sources together.
    pub(super) fn head_name(&mut self, source: &Range<usize>, several: bool) -> Option<ReferentId> {
        let text = self.text;
        let names: Vec<(Range<usize>, ReferentId)> =
            self.names.within(source).iter().map(|name| (name.tokens.clone(), name.referent)).collect();
        let persons: Vec<&(Range<usize>, ReferentId)> =
            names.iter().filter(|(tokens, id)| self.referents[*id].is_person() && tokens.end <= source.end).collect();
        // Nothing but the name: no choice.
        if let [(name, id)] = persons.as_slice() {
            if name.start <= source.start && name.end >= source.end {
                return Some(*id);
            }
        }
        if persons.is_empty() {
            return None;
        }
        let joint = source.clone().any(|i| text.word(i) == "and");
        // `Ann Cole and a neighbour`, `Ann Cole and Ben Lee`: a noun phrase of its own stands behind.
        let phrase = source.clone().any(|i| {
            // `Work and Pensions Secretary Ann Cole`: nobody stands in front.
            let named = || {
                let begins = |name: usize| describe::before_name(text, name).map_or(name, |before| before.start);
                names.iter().any(|n| n.0.end <= i) && persons.iter().any(|p| begins(p.0.start) == i + 1)
            };
            text.word(i) == "and" && (text.is_any(i + 1, FeatureSet::DETERMINER) || named())
        });
        // `The duke, standing beside his steward, Ann Cole,`: where what is set off behind the first comma begins.
        let set_off = source.clone().skip(1).find(|&i| text.word(i) == ",").filter(|&comma| {
            let goes_on = text.is_any(comma + 2, LINKS) || text.is_any(comma + 2, FeatureSet::DETERMINER);
            let participle = text.word(comma + 1).ends_with("ing") && goes_on;
            participle || text.is_small(comma + 1, Feature::Preposition)
        });
        let mut field = self.ranker.field(Choice::Head);
        field.add(None);
        self.ranker.clue(&mut field, Clue::Nobody, 1.0);
        for (number, (name, id)) in persons.iter().enumerate() {
            field.add(Some(*id));
            let mut say = |clue, holds: bool| self.ranker.clue(&mut field, clue, f32::from(u8::from(holds)));
            let before = source.start..name.start;
            let last = before.clone().next_back();
            let behind = text.word(name.end);
            let inside = name.end < source.end;
            let is = |clue: fn(Noun) -> bool, i: usize| lexicon().noun(text.word(i)).is_some_and(clue);
            let one = |n: Noun| n.person && !n.plural;
            let role = |i: usize| lexicon().title(text.word(i)).is_some() || is(one, i);
            let mark = |i: usize| text.tokens[i].kind == TokenKind::Mark || text.is(i, Feature::PostNominal);
            say(Clue::Begins, before.is_empty());
            say(Clue::Ends, (name.end..source.end).all(mark));
            say(Clue::CommaBehind, inside && matches!(behind, "," | "(" | "—" | "–"));
            say(Clue::WordBehind, inside && behind.starts_with(char::is_lowercase));
            say(Clue::OwnerOf, inside && text.is(name.end, Feature::PossessiveMark));
            say(Clue::RoleBehind, inside && is(|n| n.person, name.end));
            say(Clue::CommaBefore, last.is_some_and(|i| text.word(i) == ","));
            say(Clue::BracketBefore, last.is_some_and(|i| text.word(i) == ")"));
            // `Mother of Sir Ben Lee`: what links the name stands before its title.
            let untitled = before.clone().rev().find(|&i| lexicon().title(text.word(i)).is_none());
            let of = untitled.is_some_and(|i| text.is_any(i, LINKS));
            say(Clue::LinkBefore, of);
            say(Clue::RoleBefore, last.is_some_and(role) && !of);
            say(Clue::CapitalBefore, last.is_some_and(|i| is_capital(text, i) && !role(i)));
            say(Clue::SmallBefore, last.is_some_and(|i| is_plain(text, i) && !role(i)));
            say(Clue::BodyBefore, last.is_some_and(|i| is(|n| (n.organisation || n.document) && !n.person, i)));
            say(Clue::RoleSomewhere, before.clone().any(role));
            say(Clue::RolesSomewhere, before.clone().any(|i| is(|n| n.person && n.plural, i)));
            say(Clue::RelativeBefore, before.clone().any(|i| text.is_any(i, RELATIVES)));
            say(Clue::VerbBefore, before.clone().any(|i| is_speech_verb(text.word(i))));
            say(Clue::NameBefore, number > 0);
            say(Clue::FullName, name.len() > 1);
            say(Clue::Joint, joint);
            say(Clue::SetOff, set_off.is_some_and(|comma| comma < name.start));
            say(Clue::Several, several);
            say(Clue::JoinedPhrase, several && phrase);
            say(Clue::SeveralNames, several && persons.len() > 1);
            say(Clue::JoinedNames, joint && persons.len() > 1);
            say(Clue::Determined, text.is_any(source.start, FeatureSet::DETERMINER));
            let comma = before.clone().rev().find(|&i| text.word(i) == ",");
            let since = comma.map_or(before.start, |comma| comma + 1);
            let linked = (since..name.start).any(|i| text.is_any(i, LINKS));
            say(Clue::LinkSomewhere, linked);
            let link = before.clone().find(|&i| i > before.start && (text.is_any(i, LINKS) || text.word(i) == ","));
            // `the letter sent to the board by Cole`: a participle ends what the head is in, too.
            let zone = describe::head_zone(text, source);
            if let Some(head) = link.map(|link| link.min(zone.max(source.start + 1)) - 1) {
                let body = is(|n| (n.organisation || n.group) && !n.person, head);
                let document = is(|n| n.document && !n.organisation && !n.person, head);
                let roles = is(|n| n.person && n.plural, head);
                say(Clue::HeadRole, role(head));
                say(Clue::HeadRoles, roles);
                say(Clue::HeadBody, body);
                say(Clue::HeadDocument, document);
                let other = !role(head) && !roles && !body && !document;
                say(Clue::HeadOther, other);
                // `two daughters of the singer Ann Cole`, `the affidavit of Ann Cole`
                let inside = linked && comma.is_none();
                say(Clue::HeadRoleLinked, role(head) && inside && !of);
                // `Mother of Sir Ben Lee`
                say(Clue::HeadRoleOf, role(head) && inside && of);
                say(Clue::HeadRolesLinked, roles && inside);
                say(Clue::HeadBodyLinked, body && inside);
                say(Clue::HeadDocumentLinked, document && inside);
                say(Clue::HeadOtherLinked, other && inside);
            }
            say(Clue::Apposed, comma.is_some_and(|comma| (comma + 1..name.start).all(role)));
        }
        self.ranker.choose(field).map(|found| found.0)
    }
}

/// A small word that links nothing.
fn is_plain(text: &Text<'_>, i: usize) -> bool {
    text.word(i).starts_with(char::is_lowercase) && !text.is_any(i, LINKS)
}
