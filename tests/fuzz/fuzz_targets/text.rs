#![no_main]

#[path = "../readers.rs"]
#[allow(dead_code)]
mod readers;

// A panic of a third-party reader is caught, and no finding.
libfuzzer_sys::fuzz_target!(init: vanban::source::silence_guarded_panics(), |bytes: &[u8]| readers::text(bytes));
