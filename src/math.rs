//! Functions that a system's library computes to another last digit than the next one's: here they come from one source, so
//! that native code and WebAssembly find the same. `cargo xtask differential` holds them to it.

/// e to the power of `x`.
pub(crate) fn exp(x: f32) -> f32 {
    libm::expf(x)
}

/// The natural logarithm of 1 + `x`.
pub(crate) fn ln_1p(x: f32) -> f32 {
    libm::log1pf(x)
}

/// The sine of an angle in radians, and its cosine.
pub(crate) fn sin_cos(x: f32) -> (f32, f32) {
    libm::sincosf(x)
}

/// The angle in radians whose sine is `x`.
pub(crate) fn asin(x: f32) -> f32 {
    libm::asinf(x)
}

/// The probability that log-odds stand for.
pub(crate) fn logistic(log_odds: f32) -> f32 {
    1.0 / (1.0 + exp(-log_odds))
}
