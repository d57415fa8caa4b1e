#![no_main]

use std::sync::LazyLock;

static SOUND: LazyLock<Vec<u8>> = LazyLock::new(whosaid_fuzz::small_weights);

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| whosaid_fuzz::weights(bytes, &SOUND));
