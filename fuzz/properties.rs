//! The properties that `tests/props.rs` tries on stable.

#[path = "../tests/properties/mod.rs"]
mod properties;

pub use properties::*;
