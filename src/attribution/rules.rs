//! The rule files of this stage, and the sentence that explains each rule.

use super::link::Link;
use crate::annotations::{ClaimForm, BY_HAND};
use crate::lexicon::Feature;
use crate::pattern::{carried, Rule, Rules};
use crate::text::{QuoteState, Text};
use std::sync::OnceLock;

/// The rule of the article's own statements, which no attribution has.
pub const OWN_STATEMENT: &str = "own-statement";

/// Declares a function that gives the rules of a file, read once.
macro_rules! rule_files {
    ($($(#[$about:meta])* $name:ident = $file:literal,)*) => {
        $($(#[$about])*
        pub(super) fn $name() -> &'static Rules {
            const FILE: &str = include_str!(concat!("../../data/rules/", $file, ".rules"));
            const LENGTH: usize = carried::<0>(FILE).1;
            static CARRIED: [u8; LENGTH] = carried::<LENGTH>(FILE).0;
            static RULES: OnceLock<Rules> = OnceLock::new();
            RULES.get_or_init(|| Rules::built_in(&CARRIED))
        })*

        /// All files with their contents, for the tests.
        #[cfg(test)]
        pub(super) const FILES: &[(&str, &str)] =
            &[$(($file, include_str!(concat!("../../data/rules/", $file, ".rules"))),)*];
    };
}

rule_files! {
    /// How source, cue and content stand.
    constructions = "constructions",
    /// Sources that the tags draw too narrowly.
    sources = "sources",
    /// Attributions without a tagged content.
    unmarked = "unmarked",
    /// Attributions in sentences without tags.
    untagged = "untagged",
    /// Attributions inside the content of others.
    nested = "nested",
    /// Subjects that do not speak.
    non_agents = "non-agents",
    /// Pronouns of which the construction says whom they stand for.
    stands_for = "stands-for",
    /// What the cue says of the attribution.
    qualifiers = "qualifiers",
    /// What speaks against an attribution.
    doubts = "doubts",
    /// Who is interviewed.
    interviews = "interviews",
    /// Rules whose patterns are code: their sentences alone.
    coded = "coded",
}

/// A rule as the page shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The name that a claim's `rule` carries.
    pub name: &'static str,
    /// Why a claim with this rule is marked, in one sentence.
    pub explanation: &'static str,
}

/// All rules that a claim may carry, with the sentences that tell why.
#[must_use]
pub fn explanations() -> Vec<Explanation> {
    let files = [constructions(), sources(), unmarked(), untagged(), nested(), coded()];
    let rules = files.into_iter().flat_map(|file| &file.0).filter(|rule| !rule.says.is_empty());
    let of = |rule: &'static Rule| Explanation { name: &rule.name, explanation: &rule.says };
    rules.map(of).collect()
}

/// The explanation of a claim's `rule`.
#[must_use]
pub fn explain(rule: &str) -> Option<&'static str> {
    match rule {
        OWN_STATEMENT => Some("The article states this itself, attributes it to nobody, and it could be checked."),
        BY_HAND => Some("A person marked this by hand."),
        _ => explanations().into_iter().find(|e| e.name == rule).map(|e| e.explanation),
    }
}

/// Whether a condition of a rule (an `if` line) holds of a link.
pub(super) fn holds(condition: &str, text: &Text<'_>, link: &Link, form: ClaimForm) -> bool {
    let first = link.content.first().map_or(0, |c| c.start);
    let source = || link.source.clone().zip(link.whole_cue());
    match condition {
        "no-source" => link.source.is_none(),
        "no-cue" => link.cue.is_empty(),
        "continues" => link.continues.is_some(),
        "new" => link.continues.is_none() && !link.source_dropped,
        "mixed" => form == ClaimForm::Mixed,
        "indirect" => form == ClaimForm::Indirect,
        "not-direct" => form != ClaimForm::Direct,
        "quoted" => {
            let opens = matches!(text.tokens[first].quote, QuoteState::Open { full: true });
            form == ClaimForm::Direct || form == ClaimForm::Mixed && opens
        }
        "one-word" => link.content.iter().map(|c| text.words_in(c.clone())).sum::<usize>() == 1,
        "one-piece" => link.content.len() == 1,
        "source-apart" => source().is_some_and(|(source, cue)| source.end <= cue.start || source.start > cue.end),
        // `Roth's letter was ridiculed for its prediction that …`: the letter is his.
        "source-first" => source()
            .is_some_and(|(source, cue)| source.end <= cue.start && !text.is(source.end - 1, Feature::PossessiveMark)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::tests::{link_of, parse};
    use crate::attribution::{construction, form_of, link, non_agent, rewrite, untagged};
    use crate::entities;
    use crate::pattern::View;
    use std::ops::Range;

    /// The example without what it is to give, and that.
    fn expectation(example: &str) -> (&str, Option<&str>) {
        example.split_once(" => ").map_or((example, None), |(text, expected)| (text, Some(expected)))
    }

    fn shown(text: &Text<'_>, parts: &[Option<Range<usize>>]) -> String {
        let words = |part: &Range<usize>| text.slice(text.span(part.clone())).to_owned();
        parts.iter().flatten().map(words).collect::<Vec<_>>().join("|")
    }

    /// What a file makes of an example: the rule's name, or `source|cue|content` of what it finds.
    fn outcome(file: &str, rule: &str, example: &str) -> (bool, String) {
        let (plain, spans) = parse(example);
        let text = Text::new(&plain);
        let names = link::names(&text, &entities::find(&text));
        let mut of = link_of(&text, &spans);
        let mut runs: Vec<_> = Vec::new();
        for (role, range) in &spans {
            let tokens = text.tokens_in(crate::text::Span::new(range.start as u32, range.end as u32));
            let role = match role {
                's' => crate::tagging::Role::Source,
                'q' => crate::tagging::Role::Cue,
                _ => crate::tagging::Role::Content,
            };
            runs.push(crate::attribution::runs::Run { role, tokens });
        }
        runs.sort_by_key(|run| run.tokens.start);
        let form = form_of(&text, &of.content);
        let mut parts = link::Parts::new(&text, &names);
        match file {
            "constructions" => {
                if rule == "quotation-continued" {
                    of = Link { continues: Some(0), content: of.content, ..Link::default() };
                }
                let form = form_of(&text, &of.content);
                let name = construction::name(&mut parts, &of, form);
                (name == rule, name.to_owned())
            }
            "doubts" => {
                let doubt = construction::doubt(&mut parts, &of, form);
                (doubt == Some(rule), format!("{doubt:?}"))
            }
            "qualifiers" => {
                let made = construction::qualifiers(&text, &[0..text.tokens.len()]);
                let rule = qualifiers().0.iter().find(|r| r.name == rule).unwrap();
                (made.iter().any(|q| rule.makes == format!("{q:?}").to_lowercase()), format!("{made:?}"))
            }
            "non-agents" => {
                let found = non_agent::rule_of(&mut parts, &of);
                (found == Some(rule), format!("{found:?}"))
            }
            "nested" => {
                let end = (0..text.tokens.len()).find(|&i| text.word(i) == "she").unwrap_or(text.tokens.len());
                let outer = Link { content: vec![0..end], ..Link::default() };
                let view = View { text: &text, roles: &vec![0; text.tokens.len()], names: &names };
                let found: Vec<Link> =
                    untagged::nested(&view, &outer).into_iter().filter(|l| l.rule == Some(rule)).collect();
                let all =
                    |l: &Link| shown(&text, &[l.source.clone(), l.cue.first().cloned(), l.content.first().cloned()]);
                (!found.is_empty(), found.iter().map(all).collect::<Vec<_>>().join(";"))
            }
            "stands-for" => {
                let view = View { text: &text, roles: &Vec::new(), names: &names };
                let rule = stands_for().0.iter().find(|r| r.name == rule).unwrap();
                let found = rule.find_all(&view, 0..text.tokens.len()).into_iter().next();
                let of = |name| found.as_ref().and_then(|c| c.get(name));
                (found.is_some(), shown(&text, &[of("name"), of("source")]))
            }
            "interviews" => {
                let view = View { text: &text, roles: &Vec::new(), names: &names };
                let rule = interviews().0.iter().find(|r| r.name == rule).unwrap();
                let found = text.sentences.iter().find_map(|s| rule.find_all(&view, s.clone()).into_iter().next());
                (found.is_some(), shown(&text, &[found.and_then(|c| c.get("who"))]))
            }
            "sources" => {
                let before = runs.clone();
                let after = rewrite::rewrite(&text, &names, runs);
                let of = |role| after.iter().find(|run| run.role == role).map(|run| run.tokens.clone());
                let (source, cue) = (of(crate::tagging::Role::Source), of(crate::tagging::Role::Cue));
                (after != before, shown(&text, &[source, cue]))
            }
            "unmarked" => {
                let roles = link::roles(&text, &runs);
                let view = View { text: &text, roles: &roles, names: &names };
                let found = untagged::unmarked(&view, of.source.as_ref().unwrap(), &of.cue[0]);
                let content = found.as_ref().map(|l| l.content[0].clone());
                (found.is_some(), shown(&text, &[of.source, of.cue.first().cloned(), content]))
            }
            "untagged" => {
                let view = View { text: &text, roles: &link::roles(&text, &runs), names: &names };
                let found: Vec<Link> =
                    untagged::alone(&view, &runs).into_iter().filter(|l| l.rule == Some(rule)).collect();
                let all =
                    |l: &Link| shown(&text, &[l.source.clone(), l.cue.first().cloned(), l.content.first().cloned()]);
                (!found.is_empty(), found.iter().map(all).collect::<Vec<_>>().join(";"))
            }
            _ => unreachable!("{file}"),
        }
    }

    #[test]
    fn every_rule_fits_its_examples() {
        let mut wrong = Vec::new();
        for &(file, source) in FILES {
            let rules = Rules::read(source).unwrap_or_else(|e| panic!("data/rules/{file}.rules: {e}"));
            assert!(!rules.0.is_empty(), "{file}");
            if file == "coded" {
                continue;
            }
            for rule in &rules.0 {
                assert!(!rule.yes.is_empty(), "data/rules/{file}.rules: {} has no example", rule.name);
                let mut check = |example: &str, wanted: bool| {
                    let (example, expected) = expectation(example);
                    let (fits, found) = outcome(file, &rule.name, example);
                    if fits != wanted || wanted && expected.is_some_and(|expected| found != expected) {
                        wrong.push(format!("data/rules/{file}.rules, {}: `{example}` gives {found}", rule.name));
                    }
                };
                rule.yes.iter().for_each(|example| check(example, true));
                rule.no.iter().for_each(|example| check(example, false));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn every_rule_of_a_claim_is_explained() {
        for file in [constructions(), sources(), unmarked(), untagged(), nested(), coded()] {
            for rule in &file.0 {
                assert!(rule.says.ends_with('.'), "{} has no sentence", rule.name);
                assert_eq!(explain(&rule.name), Some(rule.says.as_str()), "two rules are called {}", rule.name);
            }
        }
    }
}
