#![no_main]

const SOUND: &[u8] = include_bytes!("../../data/attribution.bin");

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| whosaid_fuzz::weights(bytes, SOUND));
