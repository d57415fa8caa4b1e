//! The pipeline: text → scores → tags → entities → attributions → speakers → places → claims → report.

use crate::annotations::{Annotations, Correction, SCHEMA};
use crate::claims::checkworthy::Rater;
use crate::corrections::{self, Corrected, Unfit};
use crate::gazetteer::Gazetteer;
use crate::scores::Scores;
use crate::tagging::{NetworkTagger, RulesTagger, Tagger};
use crate::text::{OffsetUnit, Text};
use crate::{attribution, claims, entities, places, report, speakers};

/// Annotates texts. Cheap to share between threads; holds the weights and the gazetteer.
#[derive(Debug)]
pub struct Annotator {
    gazetteer: Gazetteer,
}

impl Default for Annotator {
    fn default() -> Self {
        // Read now, the weights are there when the first text comes.
        let _ = NetworkTagger::shared();
        Self { gazetteer: Gazetteer::default() }
    }
}

impl Annotator {
    /// An annotator with the built-in weights and the core gazetteer.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An annotator with the finest gazetteer that this build carries: the full one, or the core one where that has to be
    /// loaded ([`set_gazetteer`](Self::set_gazetteer)).
    #[must_use]
    pub fn with_all_places() -> Self {
        Self { gazetteer: Gazetteer::finest() }
    }

    /// The gazetteer in use.
    #[must_use]
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// Another gazetteer in place of the core one.
    pub fn set_gazetteer(&mut self, gazetteer: Gazetteer) {
        self.gazetteer = gazetteer;
    }

    /// Finds speakers, claims and places. Offsets are bytes; see [`Annotations::with_offsets`].
    ///
    /// Takes any text and never fails; of a text beyond [`crate::text::MAX_BYTES`] the rest is left out.
    #[must_use]
    pub fn annotate(&self, source: &str) -> Annotations {
        self.annotate_with(source, &places::Options::default())
    }

    /// [`Annotator::annotate`] with what is known about the text besides its words.
    #[must_use]
    pub fn annotate_with(&self, source: &str, options: &places::Options) -> Annotations {
        let text = Text::new(source);
        let (tagged, entities, evidence) = match Scores::of(&text) {
            Some(scores) => (scores.tagged, entities::find_by(&text, Some(scores.names)), Some(scores.evidence)),
            // The weights were damaged when the crate was built: the rules do what they can.
            None => (RulesTagger.tag(&text), entities::find(&text), None),
        };
        let attributions = attribution::find(&text, &tagged, &entities);
        drop(tagged);
        let entities = entities::settle(&text, &entities, attributions.iter().filter_map(|a| a.source));
        let speakers = speakers::resolve(&text, &attributions, &entities);
        let places = places::find_with(&text, &self.gazetteer, &entities, options);
        let rater = Rater::with(&text, evidence.as_ref());
        let (claims, speakers) = claims::build_rated(&text, &attributions, speakers, &places, &rater);
        let report = report::report(&text, &claims, &speakers);
        Annotations {
            schema: SCHEMA,
            offsets: OffsetUnit::Byte,
            speakers,
            claims,
            places,
            report,
            corrections: Vec::new(),
        }
    }
    /// Carries out what a person changed in annotations of `source`; see [`corrections::correct`].
    ///
    /// # Errors
    /// When the annotations are not of `source`, or do not hold together.
    pub fn correct(
        &self,
        source: &str,
        annotations: Annotations,
        corrections: &[Correction],
    ) -> Result<Corrected, Unfit> {
        corrections::correct(source, annotations, corrections)
    }
}
