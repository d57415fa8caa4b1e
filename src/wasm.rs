//! The JavaScript side: text in, plain objects out. No DOM here, nothing kept but the annotator itself.
//!
//! Offsets are UTF-16 code units, what JavaScript's `slice` takes. A lone surrogate arrives as U+FFFD, which is as long.

mod audit;

use crate::annotations::{Annotations, Correction, BY_HAND};
use crate::export::{export, Format};
use crate::gazetteer::Gazetteer;
use crate::text::{OffsetMap, OffsetUnit, Text};
use crate::{attribution, corrections, entities, places};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// Annotates texts. `www/js/annotator.js` gives it its public form, `www/types/whosaid.d.ts` its types.
#[wasm_bindgen(js_name = Annotator)]
#[derive(Default)]
pub struct WasmAnnotator {
    inner: crate::Annotator,
}

#[wasm_bindgen(js_class = Annotator)]
impl WasmAnnotator {
    /// With the built-in weights and the core gazetteer.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The annotations of schema 1 as plain objects: no `Map`, `null` for what is absent. `home` is where the publisher is,
    /// as for [`Home::parse`](places::Home::parse).
    pub fn annotate(&self, text: &str, home: Option<String>) -> Result<JsValue, JsError> {
        let gazetteer = self.inner.gazetteer();
        let parse = |home: String| {
            places::Home::parse(&home, gazetteer)
                .ok_or_else(|| JsError::new(&format!("the gazetteer knows no place “{home}” to be at home in")))
        };
        let options = places::Options { home: home.map(parse).transpose()? };
        let found = self.inner.annotate_with(text, &options);
        to_js(&found.with_offsets(OffsetUnit::Utf16, &OffsetMap::new(text)))
    }

    /// What an audit keeps of an article, as JSON for `Audit.add`. `info` is JSON too: id, title, section, date;
    /// `corrections` is what a person changed in the article.
    pub fn digest(&self, info: &str, text: &str, corrections: JsValue) -> Result<String, JsError> {
        let json = js_sys::JSON::stringify(&corrections).map_or_else(|_| String::new(), String::from);
        audit::digest(&self.inner, info, text, &corrections_of(corrections)?, &json)
    }

    /// The same as JSON text.
    #[wasm_bindgen(js_name = annotateJson)]
    pub fn annotate_json(&self, text: &str) -> Result<String, JsError> {
        let value = self.annotate(text, None)?;
        js_sys::JSON::stringify(&value).map(String::from).map_err(|_| JsError::new("the annotations are no JSON"))
    }

    /// Takes a gazetteer file in; an error leaves the one in use as it is.
    #[wasm_bindgen(js_name = loadPlaces)]
    pub fn load_places(&mut self, bytes: &[u8]) -> Result<(), JsError> {
        let gazetteer = Gazetteer::from_bytes(bytes).map_err(|e| JsError::new(&e.to_string()))?;
        self.inner.set_gazetteer(gazetteer);
        Ok(())
    }

    /// How many places a text names, from the text alone: for measuring the stage without the others.
    #[wasm_bindgen(js_name = countPlaces)]
    #[must_use]
    pub fn count_places(&self, text: &str) -> usize {
        let text = Text::new(text);
        let places = places::find(&text, self.inner.gazetteer(), &entities::find(&text));
        places.iter().map(|place| place.mentions.len()).sum()
    }

    /// Writes annotations of `text`, with UTF-16 offsets, in another form.
    #[wasm_bindgen(js_name = exportAs)]
    pub fn export_as(&self, format: &str, text: &str, annotations: JsValue) -> Result<String, JsError> {
        let format: Format = format.parse().map_err(|message: String| JsError::new(&message))?;
        Ok(export(format, text, &from_js(annotations)?))
    }

    /// The sentence that says why a claim with this rule is marked.
    #[must_use]
    pub fn explain(&self, rule: &str) -> Option<String> {
        attribution::explain(rule).map(str::to_owned)
    }

    /// Name and explanation of every rule.
    pub fn explanations(&self) -> Result<JsValue, JsError> {
        #[derive(Serialize)]
        struct Row {
            name: &'static str,
            explanation: &'static str,
        }
        let rows = attribution::explanations().into_iter().map(|e| Row { name: e.name, explanation: e.explanation });
        let others = [attribution::OWN_STATEMENT, BY_HAND]
            .into_iter()
            .filter_map(|name| Some(Row { name, explanation: attribution::explain(name)? }));
        to_js(&rows.chain(others).collect::<Vec<_>>())
    }

    /// Carries out what a person changed; spans of annotations and corrections are UTF-16.
    pub fn correct(&self, text: &str, annotations: JsValue, corrections: JsValue) -> Result<JsValue, JsError> {
        let corrected = self.inner.correct(text, from_js(annotations)?, &corrections_of(corrections)?);
        to_js(&corrected.map_err(|e| JsError::new(&e.to_string()))?)
    }

    /// Counts anew what follows from the claims and their speakers, after somebody changed them by other means.
    pub fn recount(&self, text: &str, annotations: JsValue) -> Result<JsValue, JsError> {
        to_js(&corrections::recount(text, from_js(annotations)?).map_err(|e| JsError::new(&e.to_string()))?)
    }
}

/// The version of the crate.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsError> {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).map_err(JsError::from)
}

fn corrections_of(corrections: JsValue) -> Result<Vec<Correction>, JsError> {
    serde_wasm_bindgen::from_value(corrections).map_err(|e| JsError::new(&format!("these are no corrections: {e}")))
}

fn from_js(annotations: JsValue) -> Result<Annotations, JsError> {
    serde_wasm_bindgen::from_value(annotations).map_err(|e| JsError::new(&format!("these are no annotations: {e}")))
}
