//! A page by itself: the marked article, the report, speakers, claims and places, linked with each other.
//!
//! It has no script and loads nothing: its policy forbids both, and allows exactly the one style sheet by its hash. All
//! words of the text are escaped. It can be printed, and the marks can be told apart without colours.

use super::segments::{segments, Cover, Segment};
use super::{content_words, escape, in_bytes, sureness, title};
use crate::annotations::{Annotations, Claim, ClaimForm, Place, SentenceKind, Speaker};
use std::fmt::Write;

/// The style sheet, as it stands between the tags.
const STYLE: &str = include_str!("html.css");

/// SHA-256 of [`STYLE`] in base64; a test computes it again.
const STYLE_HASH: &str = "D/cTux1bOC+fMDqVEqlJEQOrTyeDio2bTVLfQ8Ij5ec=";

/// The page.
#[must_use]
pub fn html(text: &str, annotations: &Annotations) -> String {
    let annotations = in_bytes(text, annotations);
    let page = Page { text, annotations: &annotations };
    let title = escape(&title(text));
    let mut out = head(&format!("{title}: who said what"), &title, STYLE, STYLE_HASH);
    page.report(&mut out);
    page.article(&mut out);
    page.speakers(&mut out);
    page.claims(&mut out, "claims", "Claims", false);
    page.claims(&mut out, "own", "The article’s own statements", true);
    page.places(&mut out);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// The beginning of a page that stands alone, up to its heading: no script, no request, its own style alone, of which `hash` is
/// the SHA-256 in base 64. `title` and `heading` are HTML.
pub(super) fn head(title: &str, heading: &str, style: &str, hash: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"whosaid {}\">\n\
         <title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n<h1>{heading}</h1>\n",
        env!("CARGO_PKG_VERSION")
    )
}

struct Page<'a> {
    text: &'a str,
    annotations: &'a Annotations,
}

/// Writing to a String cannot fail.
macro_rules! put {
    ($out:expr, $($arg:tt)*) => { let _ = write!($out, $($arg)*); };
}

impl Page<'_> {
    fn is_own(&self, id: u32) -> bool {
        self.annotations.claims.get(id as usize).is_none_or(|c| c.form == ClaimForm::Own)
    }

    fn who(&self, claim: &Claim) -> String {
        match claim.speaker.and_then(|id| self.annotations.speakers.get(id as usize)) {
            Some(speaker) => format!("<a href=\"#speaker-{}\">{}</a>", speaker.id, escape(&speaker.name)),
            None if claim.form == ClaimForm::Own => "the article".to_string(),
            None => "unclear who".to_string(),
        }
    }

    fn report(&self, out: &mut String) {
        out.push_str("<section aria-labelledby=\"report\">\n<h2 id=\"report\">Who carries this article?</h2>\n<ul>\n");
        for sentence in &self.annotations.report.sentences {
            put!(out, "<li>{}", escape(&sentence.text));
            // The first one rests on all claims.
            if sentence.kind != SentenceKind::Overview && !sentence.claims.is_empty() {
                let links: Vec<String> = sentence.claims.iter().map(|&id| link_to_text(id)).collect();
                put!(out, " <span class=\"quiet\">{}</span>", links.join(" "));
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ul>\n</section>\n");
    }

    fn article(&self, out: &mut String) {
        out.push_str(
            "<section aria-labelledby=\"article\">\n<h2 id=\"article\">The article</h2>\n\
             <p class=\"quiet\"><mark class=\"direct\">quoted</mark>, <mark class=\"mixed\">quoted in part</mark>, \
             <mark class=\"indirect\">reported</mark>, <span class=\"source\">who says it</span>, \
             <span class=\"place\">place</span></p>\n<article dir=\"auto\">\n<p>",
        );
        let mut placed = vec![false; self.annotations.claims.len()];
        for segment in segments(self.text, self.annotations) {
            self.segment(out, &segment, &mut placed);
        }
        out.push_str("</p>\n</article>\n</section>\n");
    }

    fn segment(&self, out: &mut String, segment: &Segment, placed: &mut [bool]) {
        // Where the lists' links lead: the first segment of a claim, each mention of a place.
        for cover in &segment.begins {
            if let Cover::Content(id) = *cover {
                if let Some(placed) = placed.get_mut(id as usize).filter(|placed| !**placed) {
                    *placed = true;
                    put!(out, "<span id=\"text-{id}\"></span>");
                }
            }
        }
        let (mut open, mut close) = (String::new(), String::new());
        let mut wrap = |element: &str, class: &str| {
            put!(open, "<{element} class=\"{class}\">");
            close = format!("</{element}>{close}");
        };
        match segment.claim(self.annotations).and_then(|id| self.annotations.claims.get(id as usize)) {
            Some(claim) if claim.form == ClaimForm::Own => wrap("span", "own"),
            Some(claim) => wrap("mark", claim.form.name()),
            None => {}
        }
        if segment.covers.iter().any(|c| matches!(c, Cover::Source(_))) {
            wrap("span", "source");
        } else if segment.covers.iter().any(|c| matches!(c, Cover::Speaker(..))) {
            wrap("span", "speaker");
        }
        if segment.covers.iter().any(|c| matches!(c, Cover::Place(..))) {
            wrap("span", "place");
        }
        let mut lines = segment.span.of(self.text).split('\n').map(|line| line.trim_end_matches('\r')).peekable();
        while let Some(line) = lines.next() {
            if !line.is_empty() {
                put!(out, "{open}{}{close}", escape(line));
            }
            if lines.peek().is_some() && !out.ends_with("<p>") {
                out.push_str("</p>\n<p>");
            }
        }
        for cover in &segment.ends {
            if let Cover::Content(id) = *cover {
                if !self.is_own(id) {
                    put!(out, "<a class=\"ref\" href=\"#claim-{id}\" aria-label=\"claim {0}\">{0}</a>", id + 1);
                }
            }
        }
    }

    fn speakers(&self, out: &mut String) {
        let speaking: Vec<&Speaker> = self.annotations.speakers.iter().filter(|s| !s.claims.is_empty()).collect();
        if speaking.is_empty() {
            return;
        }
        out.push_str("<section aria-labelledby=\"speakers\">\n<h2 id=\"speakers\">Speakers</h2>\n");
        for speaker in speaking {
            put!(out, "<h3 id=\"speaker-{}\">{}</h3>\n<p class=\"quiet\">", speaker.id, escape(&speaker.name));
            if let Some(description) = &speaker.description {
                put!(out, "{}. ", escape(description));
            }
            if let Some(reason) = speaker.anonymity {
                put!(out, "Not named: “{}”. ", escape(reason.of(self.text)));
            }
            let links: Vec<String> = speaker.claims.iter().map(|&id| link_to_text(id)).collect();
            put!(
                out,
                "{}; {} words quoted, {} reported; claims {}</p>\n",
                speaker.kind.name(),
                speaker.quoted_words,
                speaker.reported_words,
                links.join(" ")
            );
        }
        out.push_str("</section>\n");
    }

    fn claims(&self, out: &mut String, id: &str, heading: &str, own: bool) {
        let claims: Vec<&Claim> = self.annotations.claims.iter().filter(|c| self.is_own(c.id) == own).collect();
        if claims.is_empty() {
            return;
        }
        put!(
            out,
            "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{heading}</h2>\n<div class=\"wide\">\n<table>\n<thead><tr>\
             <th scope=\"col\">No.</th><th scope=\"col\">Who</th><th scope=\"col\">What</th>\
             <th scope=\"col\">Worth a check</th></tr></thead>\n<tbody>\n"
        );
        for claim in claims {
            let mut kind = format!("{} {}", claim.form.name(), claim.mode.name());
            claim.qualifiers.iter().for_each(|q| kind = format!("{kind}, {}", q.name()));
            let signals = if claim.signals.is_empty() {
                String::new()
            } else {
                format!("<br><span class=\"quiet\">{}</span>", escape(&claim.signals.join(", ")))
            };
            put!(
                out,
                "<tr id=\"claim-{}\"><td class=\"number\">{}</td><td>{}</td><td dir=\"auto\">{}<br>\
                 <span class=\"quiet\">{kind}; {}</span></td><td class=\"number\">{:.2}{signals}</td></tr>\n",
                claim.id,
                link_to_text(claim.id),
                self.who(claim),
                escape(&content_words(self.text, claim)),
                sureness(claim),
                claim.check_worthiness,
            );
        }
        out.push_str("</tbody>\n</table>\n</div>\n</section>\n");
    }

    fn places(&self, out: &mut String) {
        if self.annotations.places.is_empty() {
            return;
        }
        out.push_str(
            "<section aria-labelledby=\"places\">\n<h2 id=\"places\">Places</h2>\n<div class=\"wide\">\n<table>\n<thead><tr>\
             <th scope=\"col\">Place</th><th scope=\"col\">Kind</th><th scope=\"col\">In</th>\
             <th scope=\"col\">Latitude, longitude</th><th scope=\"col\">Mentions</th></tr></thead>\n<tbody>\n",
        );
        for place in &self.annotations.places {
            put!(
                out,
                "<tr><td>{}</td><td>{}</td><td>{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td></tr>\n",
                escape(&place.name),
                place.kind.name(),
                escape(&place.within.iter().chain(&place.country).cloned().collect::<Vec<_>>().join(", ")),
                coordinates(place),
                place.mentions.len()
            );
        }
        out.push_str(
            "</tbody>\n</table>\n</div>\n<p class=\"quiet\">Places from GeoNames, CC BY 4.0.</p>\n</section>\n",
        );
    }
}

fn coordinates(place: &Place) -> String {
    match (place.lat, place.lon) {
        (Some(lat), Some(lon)) => format!("{lat:.2}, {lon:.2}"),
        _ => "not known".to_string(),
    }
}

/// Claims are numbered from 1 for people.
fn link_to_text(id: u32) -> String {
    format!("<a href=\"#text-{id}\">{}</a>", id + 1)
}

#[cfg(test)]
#[test]
fn the_policy_allows_the_style_sheet_that_is_there() {
    assert_eq!(STYLE_HASH, super::hash::sha256_csp(STYLE));
}
