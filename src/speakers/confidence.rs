//! How sure it is who speaks.
//!
//! The resolution says how well a source fits whom it stands for; how often that is right differs with the form of the
//! source. The lines in `data/speaker-confidence.tsv`, fitted by `cargo xtask calibrate-speakers`, turn the one into the
//! other, so that of the speakers at 0.9 nine in ten are right, given that the claim's words are.

use std::sync::OnceLock;

/// What a source is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceForm {
    /// A name: `Carter`.
    Name,
    /// A description: `the former adviser`; also several together.
    Nominal,
    /// A pronoun: `she`, `who`, `I`.
    Pronoun,
    /// None: a quotation that goes on, or is signed.
    Quotation,
    /// None, and no quotation.
    None,
}

impl SourceForm {
    /// All, in order.
    pub const ALL: [Self; 5] = [Self::Name, Self::Nominal, Self::Pronoun, Self::Quotation, Self::None];

    /// The name in the table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Nominal => "nominal",
            Self::Pronoun => "pronoun",
            Self::Quotation => "quotation",
            Self::None => "none",
        }
    }
}

/// What the confidence of a speaker is computed from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpeakerEvidence {
    /// What the source is made of.
    pub form: SourceForm,
    /// How well the resolution fits, 0 to 1, before calibration.
    pub raw: f32,
}

/// The calibrated confidence, 0 to 1.
pub(super) fn calibrated(evidence: SpeakerEvidence) -> f32 {
    let (offset, slope) = lines()[evidence.form as usize];
    let p = evidence.raw.clamp(0.02, 0.98);
    let odds = offset + slope * (p / (1.0 - p)).ln();
    1.0 / (1.0 + (-odds).exp())
}

fn lines() -> &'static [(f32, f32); 5] {
    static LINES: OnceLock<[(f32, f32); 5]> = OnceLock::new();
    LINES.get_or_init(|| {
        let mut lines = [(0.0, 1.0); 5];
        for row in include_str!("../../data/speaker-confidence.tsv").lines().filter(|l| !l.starts_with('#')) {
            let mut fields = row.split('\t');
            let at = fields.next().and_then(|name| SourceForm::ALL.iter().position(|f| f.name() == name));
            let mut number = || fields.next().and_then(|f| f.parse::<f32>().ok());
            if let (Some(at), Some(offset), Some(slope)) = (at, number(), number()) {
                lines[at] = (offset, slope);
            }
        }
        lines
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_has_a_line_and_surer_is_surer() {
        for form in SourceForm::ALL {
            let name = format!("{}\t", form.name());
            assert!(
                include_str!("../../data/speaker-confidence.tsv").lines().any(|l| l.starts_with(&name)),
                "{form:?}"
            );
            let of = |raw| calibrated(SpeakerEvidence { form, raw });
            assert!(of(0.3) < of(0.6) && of(0.6) < of(0.95), "{form:?}");
        }
    }
}
