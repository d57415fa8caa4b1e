//! The JavaScript side: text in, plain objects out. No DOM here (see `dom`), nothing kept but the annotator itself.
//!
//! Offsets are UTF-16 code units, what JavaScript's `slice` takes. A lone surrogate arrives as U+FFFD, which is as long.

use crate::annotations::Annotations;
use crate::text::{OffsetMap, OffsetUnit};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// Annotates texts. The page wraps it in a worker; see `www/js/annotator.js` for the public form.
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

    /// The annotations of schema 1 as plain objects: no `Map`, `null` for what is absent.
    pub fn annotate(&self, text: &str) -> Result<JsValue, JsError> {
        to_js(&self.find(text))
    }

    /// The same as JSON text.
    #[wasm_bindgen(js_name = annotateJson)]
    pub fn annotate_json(&self, text: &str) -> Result<String, JsError> {
        let value = self.annotate(text)?;
        js_sys::JSON::stringify(&value).map(String::from).map_err(|_| JsError::new("the annotations are no JSON"))
    }

    fn find(&self, text: &str) -> Annotations {
        self.inner.annotate(text).with_offsets(OffsetUnit::Utf16, &OffsetMap::new(text))
    }
}

/// The version of the crate.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsError> {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).map_err(JsError::from)
}
