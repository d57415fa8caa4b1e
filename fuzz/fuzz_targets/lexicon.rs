#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| whosaid::fuzzing::lexicon(&String::from_utf8_lossy(bytes)));
