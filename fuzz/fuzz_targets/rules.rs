#![no_main]

use std::sync::LazyLock;
use whosaid::{fuzzing, text::Text};

static TEXT: LazyLock<Text<'static>> =
    LazyLock::new(|| Text::new("“We will,” said Ann Lee, the mayor.\n\nHer aide told the court that it rained."));

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzzing::rules(&String::from_utf8_lossy(bytes), &TEXT));
