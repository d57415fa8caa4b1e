//! Small charts as drawings inside the page: bars of quoted and reported words, told apart by a pattern besides the colour.

use super::super::escape;
use super::grouped;
use std::fmt::Write;

/// A bar: its name, where it leads, quoted and reported words.
pub(super) struct Bar<'a> {
    pub name: &'a str,
    pub link: String,
    pub quoted: u32,
    pub reported: u32,
}

const ROW: usize = 24;
const NAMES: usize = 220;
const BARS: usize = 400;
const NUMBERS: usize = 80;
/// Longest name, in characters.
const NAME: usize = 27;

/// Horizontal bars. The table beside the chart has the same numbers, so that the drawing itself is one picture with a
/// name. `id` tells the patterns of several charts in one page apart.
pub(super) fn bars(id: &str, title: &str, bars: &[Bar<'_>]) -> String {
    let most = bars.iter().map(|bar| bar.quoted + bar.reported).max().unwrap_or(0).max(1);
    let length = |words: u32| f64::from(words) / f64::from(most) * BARS as f64;
    let (width, height) = (NAMES + BARS + NUMBERS, bars.len() * ROW + 4);
    let mut out = format!(
        "<figure class=\"chart\"><svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{0}\">\n\
         <defs><pattern id=\"lines-{id}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><rect class=\"ground\" width=\"6\" height=\"6\"/>\
         <rect class=\"line\" width=\"2\" height=\"6\"/></pattern></defs>\n",
        escape(title)
    );
    for (n, bar) in bars.iter().enumerate() {
        let (y, quoted, reported) = (n * ROW, length(bar.quoted), length(bar.reported));
        let short: String = bar.name.chars().take(NAME).collect();
        let dots = if short.len() < bar.name.len() { "…" } else { "" };
        let _ = writeln!(
            out,
            "<a href=\"{}\"><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}{dots}</text>\
             <rect class=\"quoted\" x=\"{NAMES}\" y=\"{}\" width=\"{quoted:.1}\" height=\"{}\"/>\
             <rect x=\"{:.1}\" y=\"{}\" width=\"{reported:.1}\" height=\"{}\" fill=\"url(#lines-{id})\"/>\
             <text x=\"{:.1}\" y=\"{}\">{}</text></a>",
            escape(&bar.link),
            NAMES - 8,
            y + 17,
            escape(&short),
            y + 5,
            ROW - 8,
            NAMES as f64 + quoted,
            y + 5,
            ROW - 8,
            NAMES as f64 + quoted + reported + 6.0,
            y + 17,
            grouped(bar.quoted + bar.reported),
        );
    }
    out.push_str(
        "</svg><figcaption class=\"quiet\"><span class=\"key quoted\"></span> words quoted \
         <span class=\"key reported\"></span> words reported</figcaption></figure>\n",
    );
    out
}
