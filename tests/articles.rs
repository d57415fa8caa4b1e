//! Whole articles as marked-up text, kept beside. After a change of what is found:
//! `INSTA_UPDATE=always cargo test --test articles`, and read the difference.
#![cfg(not(target_arch = "wasm32"))]

use whosaid::annotations::{ClaimForm, PlaceRole};
use whosaid::{Annotations, Annotator};

/// `[s0:…]` a source and `[q0:…]` a cue of claim 0, `[c0:…]` its content, `[p1:…]` place 1; then the lists.
fn marked_up(text: &str, found: &Annotations) -> String {
    let mut marks: Vec<(u32, u32, String)> = Vec::new();
    for claim in &found.claims {
        let id = claim.id;
        marks.extend(claim.source.map(|s| (s.start, s.end, format!("s{id}"))));
        marks.extend(claim.cue.map(|s| (s.start, s.end, format!("q{id}"))));
        let letter = if claim.form == ClaimForm::Own { 'o' } else { 'c' };
        marks.extend(claim.content.iter().map(|s| (s.start, s.end, format!("{letter}{id}"))));
    }
    for place in &found.places {
        marks.extend(place.mentions.iter().map(|m| (m.start, m.end, format!("p{}", place.id))));
    }
    // At one offset inner marks close first, then outer marks open first.
    let mut edges: Vec<(u32, bool, i64, String)> = Vec::new();
    for (start, end, name) in marks {
        let length = i64::from(end - start);
        edges.push((start, true, -length, format!("[{name}:")));
        edges.push((end, false, length, "]".into()));
    }
    edges.sort();
    let (mut out, mut at) = (String::new(), 0);
    for (offset, _, _, mark) in edges {
        out += &text[at..offset as usize];
        out += &mark;
        at = offset as usize;
    }
    out + &text[at..] + "\n" + &lists(found)
}

/// Speakers, claims and places, a line each.
fn lists(found: &Annotations) -> String {
    let mut out = String::new();
    for s in &found.speakers {
        let description = s.description.as_deref().unwrap_or("-");
        out += &format!("speaker {} {:?} {} ({description}), claims {:?}\n", s.id, s.kind, s.name, s.claims);
    }
    for c in found.claims.iter().filter(|c| c.form != ClaimForm::Own) {
        let parent = c.parent.map_or_else(String::new, |p| format!(" inside {p}"));
        out += &format!("claim {} {:?} {:?} by {:?}, {}{parent}\n", c.id, c.form, c.mode, c.speaker, c.rule);
    }
    for p in &found.places {
        let roles: Vec<PlaceRole> = p.mentions.iter().map(|m| m.role).collect();
        let within = [p.within.as_deref(), p.country.as_deref()].map(|w| w.unwrap_or("-")).join(", ");
        let point = p.lat.zip(p.lon).map_or_else(|| "nowhere".into(), |(lat, lon)| format!("{lat:.1} {lon:.1}"));
        out += &format!("place {} {:?} {} ({within}) at {point}, {roles:?}\n", p.id, p.kind, p.name);
    }
    out
}

fn check(name: &str, text: &str) {
    let found = Annotator::new().annotate(text);
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("article_{name}"), marked_up(text, &found));
    });
}

#[test]
fn a_court_report_with_curly_marks() {
    check("court", include_str!("articles/court.txt"));
}

#[test]
fn a_science_story() {
    check("science", include_str!("articles/science.txt"));
}

#[test]
fn a_sport_story_with_straight_marks() {
    check("sport", include_str!("articles/sport.txt"));
}
