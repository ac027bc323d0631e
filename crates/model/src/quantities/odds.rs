//! Shares and log-odds: how a share moves by a step that cannot take it below nothing or above all.

/// The log-odds of a share above what guessing gives.
///
/// # Formula
/// ```text
/// θ = ln((s − c)/(1 − s))        s the share that is right, c the share that guessing gets right
/// ```
/// which is the log-odds of `(s − c)/(1 − c)`. Without guessing (`c = 0`) it is the log-odds of the share itself.
///
/// # Examples
/// ```
/// use model::odds::log_odds;
/// assert_eq!(log_odds(0.5, 0.0), 0.0);
/// assert!((log_odds(0.55, 0.1)).abs() < 1e-15); // half of what guessing leaves
/// ```
pub fn log_odds(share: f64, chance: f64) -> f64 {
    libm::log((share - chance) / (1.0 - share))
}

/// A share after its log-odds have moved by a step.
///
/// # Formula
/// ```text
/// s' = s·eˣ / (1 − s + s·eˣ)
/// ```
///
/// # Examples
/// ```
/// use model::odds::moved;
/// assert_eq!(moved(0.89, 0.0), 0.89);
/// assert!((moved(0.5, 1.0) - 0.731).abs() < 1e-3);
/// assert!(moved(0.99, 5.0) < 1.0);
/// ```
pub fn moved(share: f64, step: f64) -> f64 {
    share / (share + (1.0 - share) * libm::exp(-step))
}
