//! How much busier than the mean the busiest times are, by the volume of requests.

use crate::quantities::exact::fmax;

/// The busiest rate over the mean rate that customers of this volume had.
///
/// # Formula
/// ```text
/// max(least, at_one · rate^−exponent)
/// ```
/// Many people ask more evenly than few. The busiest rate is that of the busiest hundredth of ten-minute windows.
///
/// # Units
/// `rate` in requests a second; a ratio out.
///
/// # Source
/// A fit over 206 customers of a model's API; see `docs/model/load.md`.
///
/// # Examples
/// Ten times the requests are a third less peaked.
/// ```
/// use model::peak::peak_to_mean;
/// assert_eq!(peak_to_mean(1.0, 7.0, 0.21, 1.5), 7.0);
/// assert!((peak_to_mean(10.0, 7.0, 0.21, 1.5) - 4.316).abs() < 1e-3);
/// assert_eq!(peak_to_mean(1e6, 7.0, 0.21, 1.5), 1.5);
/// ```
pub fn peak_to_mean(rate: f64, at_one: f64, exponent: f64, least: f64) -> f64 {
    fmax(least, at_one * libm::pow(rate, -exponent))
}
