//! Response curves: how the outcome moves when one input moves and all else stays.

use crate::case::scenario::Scenario;
use crate::catalogue::Input;
use crate::estimate::Series;
use crate::quantities::units::{Fraction, RequestsPerSecond, Seconds, UsdPerMillionTokens, UsdPerMonth};
use crate::questions::solve::grid;

/// The inputs whose curves the page draws at once, beside their sliders.
pub const HEADLINE_INPUTS: [Input; 3] = [Input::ModelSize, Input::GpuCount, Input::RetrainsPerYear];

/// Points of each of these curves.
pub const HEADLINE_POINTS: usize = 41;

/// The outcome at one value of the input.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ResponsePoint {
    /// The input's value, in its own unit.
    pub x: f64,
    /// Owning, a month.
    pub own_cost: UsdPerMonth,
    /// Renting, a month.
    pub rent_cost: UsdPerMonth,
    /// Owning, for a million tokens.
    pub own_cost_per_million_tokens: UsdPerMillionTokens,
    /// Renting, for a million tokens.
    pub rent_cost_per_million_tokens: UsdPerMillionTokens,
    /// The open model, averaged over the horizon.
    pub own_accuracy: Fraction,
    /// The closed model, averaged over the horizon.
    pub rent_accuracy: Fraction,
    /// Share of capacity in use at the peak.
    pub utilisation_peak: Fraction,
    /// Requests a second beyond capacity at the peak.
    pub rate_overflow_peak: RequestsPerSecond,
    /// Time to the first token at the peak.
    pub ttft_peak: Seconds,
    /// Time between tokens at the peak.
    pub itl_peak: Seconds,
    /// Whether the model fits the GPUs.
    pub fits: bool,
}

/// The outcome over an input's range, with what follows from it: about `n` points, spread as its control spreads them; for a choice, one point an
/// option.
///
/// ```
/// use model::{response::curve, Input, Scenario};
/// let curve = curve(&Scenario::default(), Input::GpuHourPrice, 20);
/// assert_eq!(curve.len(), 20);
/// assert!(curve.windows(2).all(|pair| pair[0].x < pair[1].x && pair[0].own_cost < pair[1].own_cost));
/// ```
pub fn curve(scenario: &Scenario, input: Input, n: usize) -> Vec<ResponsePoint> {
    let (at, assumptions) = (scenario.moved(input), scenario.assumptions());
    let mut series = Series::new(&assumptions);
    grid(input, n)
        .into_iter()
        .map(|x| {
            let estimate = series.estimate(&at(x));
            ResponsePoint {
                x,
                own_cost: estimate.cost.own_cost,
                rent_cost: estimate.cost.rent_cost,
                own_cost_per_million_tokens: estimate.cost.own_cost_per_million_tokens,
                rent_cost_per_million_tokens: estimate.cost.rent_cost_per_million_tokens,
                own_accuracy: estimate.accuracy.own_accuracy,
                rent_accuracy: estimate.accuracy.rent_accuracy,
                utilisation_peak: estimate.load.utilisation_peak,
                rate_overflow_peak: estimate.load.rate_overflow_peak,
                ttft_peak: estimate.load.ttft_peak,
                itl_peak: estimate.load.itl_peak,
                fits: estimate.serving.fits,
            }
        })
        .collect()
}
