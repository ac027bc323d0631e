//! Percentiles: what a number is over a sample of cases.

use crate::quantities::distribution::quantile_of;

/// Percentiles of a number over a sample of cases: the value that 5, 50 and 95 of 100 cases stay below.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Percentiles {
    /// The fifth percentile.
    pub p5: f64,
    /// The median.
    pub p50: f64,
    /// The ninety-fifth percentile.
    pub p95: f64,
}

impl Percentiles {
    /// Those of some numbers; `None` if there are none.
    ///
    /// ```
    /// use model::outcome::Percentiles;
    /// let thousand = Percentiles::of((0..1000).map(f64::from).collect()).unwrap();
    /// assert_eq!((thousand.p5, thousand.p50, thousand.p95), (49.5, 499.5, 949.5));
    /// assert_eq!(Percentiles::of(Vec::new()), None);
    /// ```
    pub fn of(mut numbers: Vec<f64>) -> Option<Self> {
        if numbers.is_empty() {
            return None;
        }
        let [p5, p50, p95] = [0.05, 0.5, 0.95].map(|p| quantile_of(&mut numbers, p));
        Some(Self { p5, p50, p95 })
    }
}

/// What each side costs and how accurate it is, over the sample of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Bands {
    /// Owning, US dollars a month.
    pub own_cost: Percentiles,
    /// Renting, US dollars a month.
    pub rent_cost: Percentiles,
    /// The open model, averaged over the horizon.
    pub own_accuracy: Percentiles,
    /// The closed model, averaged over the horizon.
    pub rent_accuracy: Percentiles,
}
