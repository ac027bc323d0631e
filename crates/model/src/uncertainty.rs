//! Uncertainty: the bands of inputs and constants, carried through the model to the verdict.
//!
//! Every uncertain quantity is drawn from a distribution whose 5th percentile, median and 95th percentile are its low,
//! its value and its high. The draws are points of a scrambled Sobol sequence with a fixed seed: the same sample, and
//! so the same verdict, on every machine.

use crate::catalogue::{ASSUMPTIONS, Assumption, Band, DefaultValue, INPUTS, Input, Spread};
use crate::evaluate::estimate;
use crate::outcome::{Estimate, Flip};
use crate::scenario::{Assumptions, Values};
use crate::solve::root_between;
use crate::trace::{Origin, Trace};
use crate::units::{Unit, UsdPerMonth};

/// Standard deviations from the median to the 95th percentile.
pub const Z95: f64 = 1.644_853_626_951_472_2;

/// Standard deviations at which the distributions are cut off: one case in a hundred lies beyond.
const Z_MAX: f64 = 2.575_829_303_548_901;

/// Seed of the scrambling. Any other gives an equally good sample.
const SEED: u32 = 2026;

/// Points of the sequence.
pub(crate) const MOST_POINTS: u32 = 1 << 16;

/// The number that a normal variable stays below with probability `p` (0 < p < 1).
///
/// # Formula
/// Rational approximations of Wichura's algorithm AS 241 (PPND16) for 1e-11 < p < 1 − 1e-11; full double precision.
///
/// # Source
/// Wichura 1988, Applied Statistics 37.
///
/// # Examples
/// ```
/// assert!((model::uncertainty::normal_quantile(0.95) - 1.6448536269514722).abs() < 1e-14);
/// ```
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * polynomial(&CENTRE_OVER, r) / polynomial(&CENTRE_UNDER, r);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = libm::sqrt(-libm::log(tail)) - 1.6;
    let z = polynomial(&TAIL_OVER, r) / polynomial(&TAIL_UNDER, r);
    if q < 0.0 { -z } else { z }
}

fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

const CENTRE_OVER: [f64; 8] = [
    3.387_132_872_796_366_5,
    133.141_667_891_784_38,
    1_971.590_950_306_551_3,
    13_731.693_765_509_46,
    45_921.953_931_549_87,
    67_265.770_927_008_7,
    33_430.575_583_588_13,
    2_509.080_928_730_122_7,
];
const CENTRE_UNDER: [f64; 8] = [
    1.0,
    42.313_330_701_600_91,
    687.187_007_492_057_9,
    5_394.196_021_424_751,
    21_213.794_301_586_597,
    39_307.895_800_092_71,
    28_729.085_735_721_943,
    5_226.495_278_852_854,
];
const TAIL_OVER: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    0.241_780_725_177_450_6,
    0.022_723_844_989_269_184,
    0.000_774_545_014_278_341_4,
];
const TAIL_UNDER: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    0.689_767_334_985_1,
    0.148_103_976_427_480_08,
    0.015_198_666_563_616_457,
    0.000_547_593_808_499_534_5,
    1.050_750_071_644_416_9e-9,
];

/// One uncertain quantity of a scenario: an input with a band, or a constant.
///
/// # Formula
/// ```text
/// x(z) = T⁻¹(T(v) + z·σ)     σ = (T(high) − T(value))/1.645 for z ≥ 0, (T(value) − T(low))/1.645 for z < 0
/// ```
/// with `T` the identity, the logarithm or the log-odds, as the band says. A value `v` that the reader sets takes the
/// band with it: `σ` stays that of the default.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uncertain {
    /// Which input or constant.
    pub what: Origin,
    /// Its central value here.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// Its place in the Sobol sequence, the same in every scenario.
    dimension: u32,
    spread: Spread,
    centre: f64,
    below: f64,
    above: f64,
    least: f64,
    most: f64,
}

impl Uncertain {
    /// The value `z` standard deviations from the centre.
    pub fn at(&self, z: f64) -> f64 {
        let z = z.clamp(-Z_MAX, Z_MAX);
        let x = self.centre + z * if z < 0.0 { self.below } else { self.above };
        from_even(self.spread, x).clamp(self.least, self.most)
    }

    /// The 5th percentile here.
    pub fn low(&self) -> f64 {
        self.at(-Z95)
    }

    /// The 95th percentile here.
    pub fn high(&self) -> f64 {
        self.at(Z95)
    }

    /// Puts the value `z` standard deviations from the centre among the inputs or the constants.
    pub(crate) fn set(&self, z: f64, values: &mut Values, assumptions: &mut Assumptions) {
        match self.what {
            Origin::Input(input) => *values = values.replaced(input, self.at(z)),
            Origin::Assumption(assumption) => *assumptions = assumptions.replaced(assumption, self.at(z)),
            Origin::Computed | Origin::Catalogue(_) => {}
        }
    }

    /// The saving if this quantity alone lies `z` standard deviations off.
    fn saving(&self, z: f64, values: &Values, assumptions: &Assumptions) -> f64 {
        let (mut values, mut assumptions) = (*values, *assumptions);
        self.set(z, &mut values, &mut assumptions);
        estimate(&values, &assumptions, &mut Trace::off()).cost.saving.number()
    }

    fn new(
        what: Origin,
        dimension: usize,
        unit: Unit,
        value: f64,
        band: Band,
        default: f64,
        limits: (f64, f64),
    ) -> Option<Self> {
        let even = |x| to_even(band.spread, x);
        let (centre, below, above) =
            (even(value), (even(default) - even(band.low)) / Z95, (even(band.high) - even(default)) / Z95);
        // A price of nothing stays nothing, and a share of all stays all.
        (centre.is_finite() && below.is_finite() && above.is_finite()).then_some(Self {
            what,
            value,
            unit,
            dimension: dimension as u32,
            spread: band.spread,
            centre,
            below,
            above,
            least: limits.0,
            most: limits.1,
        })
    }
}

/// A value in the scale in which its band spreads evenly.
fn to_even(spread: Spread, x: f64) -> f64 {
    match spread {
        Spread::Linear => x,
        Spread::Log => libm::log(x),
        Spread::Logit => libm::log(x / (1.0 - x)),
    }
}

fn from_even(spread: Spread, x: f64) -> f64 {
    match spread {
        Spread::Linear => x,
        Spread::Log => libm::exp(x),
        Spread::Logit => 1.0 / (1.0 + libm::exp(-x)),
    }
}

/// Everything uncertain in a scenario: inputs with a band, then constants.
pub fn uncertain(values: &Values, assumptions: &Assumptions) -> Vec<Uncertain> {
    let inputs = INPUTS.iter().enumerate().filter_map(|(dimension, spec)| {
        let band = spec.band?;
        let value = values.number(spec.input);
        // The band of a derived default is relative to a value of 1.
        let default = match spec.default {
            DefaultValue::Fixed(default) => default,
            _ => 1.0,
        };
        let limits = match spec.domain {
            crate::catalogue::Domain::Number { min, max, .. } => (min, max),
            crate::catalogue::Domain::Choice(_) => return None,
        };
        Uncertain::new(Origin::Input(spec.input), dimension, spec.unit, value, band, default, limits)
    });
    let constants = ASSUMPTIONS.iter().enumerate().filter_map(|(index, spec)| {
        if !spec.uncertain || spec.band.low == spec.band.high {
            return None;
        }
        let least = if spec.band.low >= 0.0 { 0.0 } else { f64::NEG_INFINITY };
        let most = if spec.unit == Unit::Fraction && spec.band.high <= 1.0 { 1.0 } else { f64::INFINITY };
        let (what, value) = (Origin::Assumption(spec.assumption), assumptions.number(spec.assumption));
        Uncertain::new(what, Input::COUNT + index, spec.unit, value, spec.band, spec.value, (least, most))
    });
    inputs.chain(constants).collect()
}

/// What the model says of a sample of possible cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The saving in each case, US dollars a month, ascending.
    pub savings: Vec<f64>,
    /// Cases in which owning is cheaper.
    pub cheaper: usize,
    /// Cases in which the open model lies within 10 % of the closed one.
    pub close: usize,
    /// Cases in which both hold.
    pub both: usize,
}

impl Sample {
    /// The saving that a share `p` of the cases stays below, between two cases by straight line.
    pub fn quantile(&self, p: f64) -> f64 {
        quantile(&self.savings, p)
    }

    /// `n` equally likely savings, ascending.
    pub fn quantiles(&self, n: usize) -> Vec<UsdPerMonth> {
        (0..n).map(|index| UsdPerMonth::new(self.quantile((index as f64 + 0.5) / n as f64))).collect()
    }
}

/// The number that a share `p` of ascending numbers stays below, between two of them by straight line; 0 if there are
/// none.
///
/// # Formula
/// ```text
/// place = p·n − 1/2, kept within 0 to n − 1
/// ```
///
/// # Units
/// Those of the numbers.
///
/// # Source
/// Definition 5 of Hyndman and Fan 1996, The American Statistician 50.
///
/// # Examples
/// ```
/// use model::uncertainty::quantile;
/// assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.5), 2.0);
/// assert_eq!(quantile(&[1.0, 2.0, 4.0, 8.0], 0.5), 3.0);
/// ```
pub fn quantile(ascending: &[f64], p: f64) -> f64 {
    let place = (p * ascending.len() as f64 - 0.5).clamp(0.0, (ascending.len() as f64 - 1.0).max(0.0));
    let (below, share) = (libm::floor(place), place - libm::floor(place));
    let at = |index: f64| ascending.get(index as usize).copied().unwrap_or(0.0);
    if share == 0.0 { at(below) } else { at(below) * (1.0 - share) + at(below + 1.0) * share }
}

/// The estimates of the sample of cases around a scenario, one at a time.
///
/// ```
/// use model::uncertainty::{cases, sample};
/// use model::{Assumptions, Scenario};
/// let (values, assumptions) = (Scenario::default().values(), Assumptions::default());
/// let cheaper = cases(&values, &assumptions).filter(|case| case.cost.saving.number() > 0.0).count();
/// assert_eq!(cheaper, sample(&values, &assumptions).cheaper);
/// ```
pub fn cases(values: &Values, assumptions: &Assumptions) -> impl Iterator<Item = Estimate> {
    let quantities = uncertain(values, assumptions);
    let points = assumptions.number(Assumption::SamplePoints).max(1.0) as u32;
    let (centre, constants) = (*values, *assumptions);
    (0..points).map(move |point| {
        let (mut values, mut constants) = (centre, constants);
        for quantity in &quantities {
            quantity.set(draw(point, quantity.dimension), &mut values, &mut constants);
        }
        estimate(&values, &constants, &mut Trace::off())
    })
}

/// Evaluates the sample of cases around a scenario.
pub fn sample(values: &Values, assumptions: &Assumptions) -> Sample {
    let threshold = assumptions.number(Assumption::TenPercent);
    let mut sample = Sample { savings: Vec::new(), cheaper: 0, close: 0, both: 0 };
    for estimate in cases(values, assumptions) {
        let saving = estimate.cost.saving.number();
        let (cheaper, close) = (saving > 0.0, estimate.accuracy.accuracy_gap_percent.number() <= threshold);
        sample.savings.push(saving);
        sample.cheaper += usize::from(cheaper);
        sample.close += usize::from(close);
        sample.both += usize::from(cheaper && close);
    }
    sample.savings.sort_by(f64::total_cmp);
    sample
}

/// A standard normal number of the sequence.
fn draw(point: u32, dimension: u32) -> f64 {
    normal_quantile(uniform(point, dimension))
}

/// A number of the sequence, between 0 and 1 and never either. The sequence has [`MOST_POINTS`] points.
pub(crate) fn uniform(point: u32, dimension: u32) -> f64 {
    // Beyond the sequence's dimensions another scrambling of the same ones serves.
    let (dimension, again) =
        (dimension % sobol_burley::NUM_DIMENSIONS, dimension / sobol_burley::NUM_DIMENSIONS);
    // The sequence gives multiples of 2^-24 from 0 on; the middle of that step is never 0 or 1.
    let step = 1.0 / f64::from(1_u32 << 25);
    f64::from(sobol_burley::sample(point % MOST_POINTS, dimension, SEED.wrapping_add(again))) + step
}

/// Most flips that are told.
const FLIPS: usize = 5;

/// What would turn the verdict: quantities whose low or high alone changes which side is cheaper, nearest first.
pub fn flips(values: &Values, assumptions: &Assumptions, saving: UsdPerMonth) -> Vec<Flip> {
    let centre = saving.number();
    let mut flips: Vec<(f64, Flip)> = uncertain(values, assumptions)
        .iter()
        .filter_map(|quantity| {
            let nearest = [-Z95, Z95]
                .into_iter()
                .map(|end| (end, quantity.saving(end, values, assumptions)))
                .filter(|(_, saving)| (*saving >= 0.0) != (centre >= 0.0))
                .map(|end| {
                    root_between((0.0, centre), end, 1e-4, |z| quantity.saving(z, values, assumptions))
                })
                .min_by(|a, b| a.abs().total_cmp(&b.abs()))?;
            let flip = Flip {
                what: quantity.what,
                from: quantity.value,
                at: quantity.at(nearest),
                unit: quantity.unit,
                owning_cheaper_beyond: centre < 0.0,
            };
            Some((nearest.abs(), flip))
        })
        .collect();
    flips.sort_by(|a, b| a.0.total_cmp(&b.0));
    flips.into_iter().take(FLIPS).map(|(_, flip)| flip).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_quantile_inverts_the_normal_distribution() {
        for step in 1..2000 {
            let p = f64::from(step) / 2000.0;
            let z = normal_quantile(p);
            let back = 0.5 * libm::erfc(-z / core::f64::consts::SQRT_2);
            assert!((back - p).abs() < 2e-15, "{p} gives {z}, which gives {back}");
        }
        assert!((normal_quantile(1e-7) + 5.199_337_582_192_817).abs() < 1e-12);
    }

    #[test]
    fn every_band_returns_its_ends_and_its_value() {
        let (values, assumptions) = (crate::Scenario::default().values(), Assumptions::default());
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs().max(1e-9);
        let all = uncertain(&values, &assumptions);
        assert!(
            all.len() > 30 && all.iter().all(|quantity| quantity.dimension < sobol_burley::NUM_DIMENSIONS)
        );
        for quantity in all {
            assert!(near(quantity.at(0.0), quantity.value), "{:?}", quantity.what);
            if let Origin::Assumption(assumption) = quantity.what {
                let band = assumption.spec().band;
                assert!(
                    near(quantity.low(), band.low) && near(quantity.high(), band.high),
                    "{:?}",
                    quantity.what
                );
            }
        }
    }

    #[test]
    fn a_readers_value_takes_its_band_along() {
        let scenario = crate::Scenario::default();
        let find = |values: &Values| {
            let all = uncertain(values, &Assumptions::default());
            *all.iter().find(|quantity| quantity.what == Origin::Input(Input::GpuHourPrice)).unwrap()
        };
        let before = find(&scenario.values());
        let doubled = scenario.values().replaced(Input::GpuHourPrice, before.value * 2.0);
        assert!((find(&doubled).high() / before.high() - 2.0).abs() < 1e-12);
        let free = scenario.values().replaced(Input::LabelCost, 0.0);
        let all = uncertain(&free, &Assumptions::default());
        assert!(all.iter().all(|quantity| quantity.what != Origin::Input(Input::LabelCost)));
    }

    #[test]
    fn draws_are_standard_normal() {
        let draws: Vec<f64> = (0..1024).map(|point| draw(point, 7)).collect();
        let mean = draws.iter().sum::<f64>() / 1024.0;
        let variance = draws.iter().map(|z| (z - mean) * (z - mean)).sum::<f64>() / 1024.0;
        assert!(mean.abs() < 0.01 && (variance - 1.0).abs() < 0.02, "{mean} {variance}");
    }
}
