//! What follows from the claims and their speakers, counted anew after somebody changed them.

use super::check::{Fit, Unfit};
use crate::annotations::Annotations;
use crate::claims::{complete, fill_speakers};
use crate::report::report;
use crate::text::{OffsetUnit, Text};

/// Counts everything anew that follows from the claims and their speakers: each speaker's claims and words, and the
/// report; of claims that a person marked ([`BY_HAND`](crate::annotations::BY_HAND)) form, nesting, places and
/// check-worthiness too. For annotations that were changed by other means than [`correct`](super::correct); offsets may
/// be in any unit and stay in it.
///
/// # Errors
/// When the annotations are not of `source`, or do not hold together ([`check`](super::check)).
pub fn recount(source: &str, annotations: Annotations) -> Result<Annotations, Unfit> {
    let unit = annotations.offsets;
    let fit = Fit::new(source, unit);
    fit.annotations(&annotations)?;
    let mut annotations = annotations.with_offsets(OffsetUnit::Byte, &fit.map);
    count(&Text::new(source), &mut annotations);
    Ok(annotations.with_offsets(unit, &fit.map))
}

/// The same of annotations that hold together, offsets in bytes.
pub(super) fn count(text: &Text<'_>, annotations: &mut Annotations) {
    complete(text, &mut annotations.claims, &annotations.places);
    fill_speakers(text, &annotations.claims, &mut annotations.speakers);
    annotations.report = report(text, &annotations.claims, &annotations.speakers);
}
