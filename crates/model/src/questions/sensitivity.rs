//! Sensitivity: which uncertain quantity moves the outcome, one at a time, locally, and all together.

use crate::case::scenario::{Assumptions, Scenario, Values};
use crate::catalogue::{Domain, Input, Setting};
use crate::estimate::{QuickEstimate, saving};
use crate::quantities::distribution::{Z95, normal_quantile};
use crate::quantities::order::sort_by;
use crate::quantities::units::{Fraction, Unit, UsdPerMonth};
use crate::questions::draws::{MOST_POINTS, Uncertain, uncertain, uniform};

/// The effect of one uncertain quantity on the outcome between its 5th and its 95th percentile, all else central.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// Which input or constant.
    pub what: Setting,
    /// Its stable name.
    pub id: &'static str,
    /// As shown.
    pub label: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// Its 5th percentile, as far as its range allows.
    pub low: f64,
    /// Its central value.
    pub value: f64,
    /// Its 95th percentile, as far as its range allows.
    pub high: f64,
    /// The saving at its low, a month.
    pub saving_low: UsdPerMonth,
    /// The saving at its high, a month.
    pub saving_high: UsdPerMonth,
    /// The open model's accuracy at its low, averaged over the horizon.
    pub accuracy_low: Fraction,
    /// The open model's accuracy at its high, averaged over the horizon.
    pub accuracy_high: Fraction,
}

impl Swing {
    /// How much more is saved at the high than at the low.
    pub fn swing(&self) -> UsdPerMonth {
        self.saving_high - self.saving_low
    }
}

/// The swing of every uncertain quantity: the bars of a tornado diagram, widest first.
///
/// # Formula
/// ```text
/// swing = saving(x = high) − saving(x = low)     all other quantities at their central values
/// ```
/// sorted by |swing|; equal swings stay in the order of [`uncertain`].
///
/// # Units
/// US dollars a month; accuracy as a fraction; each quantity in its own unit.
///
/// # Source
/// One-at-a-time bands: Eschenbach 1992, Interfaces 22(6), "Spiderplots versus tornado diagrams".
///
/// # Examples
/// ```
/// use model::{sensitivity::tornado, Assumptions, Scenario};
/// let swings = tornado(&Scenario::default().values(), &Assumptions::default());
/// let widths: Vec<f64> = swings.iter().map(|swing| swing.swing().number().abs()).collect();
/// assert!(widths.windows(2).all(|pair| pair[0] >= pair[1]));
/// ```
pub fn tornado(values: &Values, assumptions: &Assumptions) -> Vec<Swing> {
    let mut swings: Vec<Swing> = uncertain(values, assumptions)
        .iter()
        .map(|quantity| {
            let (low, at_low) = at(quantity, -Z95, values, assumptions);
            let (high, at_high) = at(quantity, Z95, values, assumptions);
            Swing {
                what: quantity.what,
                id: quantity.what.id(),
                label: quantity.what.label(),
                unit: quantity.unit,
                low,
                value: quantity.value,
                high,
                saving_low: at_low.costs.saving,
                saving_high: at_high.costs.saving,
                accuracy_low: at_low.accuracy.own_accuracy,
                accuracy_high: at_high.accuracy.own_accuracy,
            }
        })
        .collect();
    sort_by(&mut swings, |a, b| b.swing().number().abs().total_cmp(&a.swing().number().abs()));
    swings
}

/// The value that a quantity takes `z` standard deviations off, and the case there.
fn at(quantity: &Uncertain, z: f64, values: &Values, assumptions: &Assumptions) -> (f64, QuickEstimate) {
    let (mut values, mut assumptions) = (*values, *assumptions);
    quantity.set(z, &mut values, &mut assumptions);
    let taken = match quantity.what {
        Setting::Input(input) => values.number(input),
        Setting::Assumption(assumption) => assumptions.number(assumption),
    };
    (taken, QuickEstimate::new(&values, &assumptions))
}

/// By how many per cent each side's cost moves if an input moves by one per cent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Elasticity {
    /// The input.
    pub input: Input,
    /// Its value.
    pub value: f64,
    /// Of the cost of owning; `None` if that is zero.
    pub own_cost: Option<f64>,
    /// Of the cost of renting; `None` if that is zero.
    pub rent_cost: Option<f64>,
}

/// Share of its value by which an input is moved to either side.
const STEP: f64 = 0.01;

/// The local elasticities of both costs with regard to every numeric input that is not zero, in the inputs' order. What follows
/// from an input moves along with it.
///
/// # Formula
/// ```text
/// elasticity = (C(x₊) − C(x₋))/C(x) · x/(x₊ − x₋)     x± = x · (1 ± 0.01), for whole inputs x ± 1
/// ```
/// with `x±` kept inside the input's range: at an end of the range the difference is one-sided.
///
/// # Units
/// None: per cent for a per cent.
///
/// # Source
/// The definition of elasticity, by central difference.
///
/// # Examples
/// ```
/// use model::{sensitivity::elasticities, Input, Scenario};
/// let all = elasticities(&Scenario::default());
/// let price = all.iter().find(|one| one.input == Input::GpuHourPrice).unwrap();
/// assert!(price.own_cost.unwrap() > 0.0 && price.own_cost.unwrap() < 1.0);
/// assert_eq!(price.rent_cost, Some(0.0));
/// ```
pub fn elasticities(scenario: &Scenario) -> Vec<Elasticity> {
    let (values, assumptions) = (scenario.values(), scenario.assumptions());
    let costs = |values: &Values| {
        let cost = QuickEstimate::new(values, &assumptions).costs;
        (cost.own_cost.number(), cost.rent_cost.number())
    };
    let (own, rent) = costs(&values);
    Input::ALL
        .into_iter()
        .filter(|input| !Setting::from(*input).is_of_ways())
        .filter_map(|input| {
            let Domain::Number { whole, .. } = input.spec().domain else { return None };
            let value = values.number(input);
            if value == 0.0 {
                return None;
            }
            let step = if whole { 1.0 } else { value.abs() * STEP };
            let at = scenario.moved(input);
            let (less, more) = (at(value - step), at(value + step));
            let width = (more.number(input) - less.number(input)) / value;
            let (at_less, at_more) = (costs(&less), costs(&more));
            let ratio = |change: f64, cost: f64| {
                let ratio = change / cost / width;
                ratio.is_finite().then_some(ratio)
            };
            Some(Elasticity {
                input,
                value,
                own_cost: ratio(at_more.0 - at_less.0, own),
                rent_cost: ratio(at_more.1 - at_less.1, rent),
            })
        })
        .collect()
}

/// The share of a function's variance that one of its arguments explains.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Indices {
    /// By itself.
    pub first: f64,
    /// Together with all others.
    pub total: f64,
}

/// Most points that [`indices`] takes: the length of the sequence.
pub const MOST_INDEX_POINTS: u32 = MOST_POINTS;

/// Sobol's first-order and total indices of a function over the unit cube.
///
/// # Formula
/// ```text
/// Sᵢ  = 2 Σ (q − b)(a − p) / Σ [(a − b)² + (p − q)²]
/// STᵢ = Σ [(b − q)² + (a − p)²] / Σ [(a − b)² + (p − q)²]
/// ```
/// summed over `n` pairs of points A and B: `a = f(A)`, `b = f(B)`, `p` is `f` at A with B's coordinate `i`, and `q` at
/// B with A's. An argument that `f` ignores gets 0 exactly, and no first-order index is above its total one (their
/// difference is a sum of squares), which Jansen's estimators don't promise. A and B are the first and the second half
/// of the coordinates of a scrambled Sobol sequence with a fixed seed, so that the indices are the same everywhere.
/// A constant function has indices 0. Evaluates `f` `2n(dimensions + 1)` times; `n` is at most [`MOST_INDEX_POINTS`],
/// and a power of two covers the cube best.
///
/// # Units
/// Shares of the variance.
///
/// # Source
/// Sampling: Saltelli 2002, Computer Physics Communications 145. Estimators: Azzini, Mara and Rosati 2021,
/// Environmental Modelling & Software 144.
///
/// # Examples
/// ```
/// use model::sensitivity::indices;
/// // A sum of two arguments, one of them twice as wide: four fifths of the variance are its.
/// let found = indices(3, 1024, |u| u[0] + 2.0 * u[1]);
/// assert!((found[0].first - 0.2).abs() < 0.01 && (found[1].total - 0.8).abs() < 0.01);
/// assert_eq!((found[2].first, found[2].total), (0.0, 0.0));
/// ```
pub fn indices(dimensions: usize, n: u32, mut f: impl FnMut(&[f64]) -> f64) -> Vec<Indices> {
    let mut sums = vec![Sums::default(); dimensions];
    for point in 0..n.min(MOST_POINTS) {
        let coordinates = |offset: usize| -> Vec<f64> {
            (0..dimensions).map(|index| uniform(point, (offset + index) as u32)).collect()
        };
        let (mut at_a, mut at_b) = (coordinates(0), coordinates(dimensions));
        let (a, b) = (f(&at_a), f(&at_b));
        for (index, sums) in sums.iter_mut().enumerate() {
            swap(&mut at_a, &mut at_b, index);
            let (p, q) = (f(&at_a), f(&at_b));
            swap(&mut at_a, &mut at_b, index);
            sums.first += 2.0 * (q - b) * (a - p);
            sums.total += (b - q) * (b - q) + (a - p) * (a - p);
            sums.all += (a - b) * (a - b) + (p - q) * (p - q);
        }
    }
    sums.iter().map(Sums::indices).collect()
}

/// The sums of [`indices`] for one argument.
#[derive(Clone, Copy, Default)]
struct Sums {
    first: f64,
    total: f64,
    all: f64,
}

impl Sums {
    fn indices(&self) -> Indices {
        if self.all > 0.0 && self.all.is_finite() {
            Indices { first: self.first / self.all, total: self.total / self.all }
        } else {
            Indices::default()
        }
    }
}

fn swap(a: &mut [f64], b: &mut [f64], index: usize) {
    if let (Some(a), Some(b)) = (a.get_mut(index), b.get_mut(index)) {
        core::mem::swap(a, b);
    }
}

/// The share of the saving's variance that one uncertain quantity explains.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct VarianceShare {
    /// Which input or constant.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub what: Setting,
    /// Its stable name.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub id: &'static str,
    /// As shown.
    pub label: &'static str,
    /// By itself.
    pub first: f64,
    /// Together with all others.
    pub total: f64,
}

/// Which uncertain quantities the saving's variance comes from, greatest total share first.
///
/// # Formula
/// [`indices`] of `saving(x₁(z₁), x₂(z₂), …)` with `zᵢ` the [`normal_quantile`] of the `i`-th coordinate and `xᵢ(z)` as
/// [`Uncertain`] spreads it: the distributions of the verdict's sample, but each drawn by itself, as shares of variance
/// are defined for independent arguments only. What the sample draws together has its share a little apart here.
///
/// # Units
/// Shares of the variance of the saving (in US dollars a month, squared).
///
/// # Source
/// As of [`indices`].
///
/// # Examples
/// ```
/// use model::{sensitivity::variance_shares, Assumptions, Scenario};
/// let shares = variance_shares(&Scenario::default().values(), &Assumptions::default(), 16);
/// assert!(shares.windows(2).all(|pair| pair[0].total >= pair[1].total));
/// assert!(shares.iter().all(|share| share.first <= share.total + 1e-12));
/// ```
pub fn variance_shares(values: &Values, assumptions: &Assumptions, n: u32) -> Vec<VarianceShare> {
    let quantities = uncertain(values, assumptions);
    let found = indices(quantities.len(), n, |point| {
        let (mut values, mut assumptions) = (*values, *assumptions);
        for (quantity, coordinate) in quantities.iter().zip(point) {
            quantity.set(normal_quantile(*coordinate), &mut values, &mut assumptions);
        }
        saving(&values, &assumptions)
    });
    let mut shares: Vec<VarianceShare> = quantities
        .iter()
        .zip(found)
        .map(|(Uncertain { what, .. }, Indices { first, total })| VarianceShare {
            what: *what,
            id: what.id(),
            label: what.label(),
            first,
            total,
        })
        .collect();
    sort_by(&mut shares, |a, b| b.total.total_cmp(&a.total));
    shares
}
