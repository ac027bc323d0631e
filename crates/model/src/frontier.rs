//! The cost-accuracy frontier: which model size, GPU count and retrain interval no other choice beats on both counts.

use crate::catalogue::Input;
use crate::evaluate::estimate;
use crate::scenario::{Assumptions, Scenario, Values};
use crate::solve::grid;
use crate::trace::Trace;
use crate::units::{Fraction, UsdPerMonth};

/// One configuration of owning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrontierPoint {
    /// Billions of parameters.
    pub model_size: f64,
    /// GPUs that serve.
    pub gpu_count: f64,
    /// Rounds of retraining a year.
    pub retrains_per_year: f64,
    /// Owning, a month.
    pub cost: UsdPerMonth,
    /// The open model, averaged over the horizon.
    pub accuracy: Fraction,
    /// Whether the model fits and the own GPUs take the whole peak.
    pub serves_peak: bool,
    /// Whether no other configuration that serves the peak is cheaper and as accurate, or more accurate at its cost.
    pub efficient: bool,
}

/// The configurations tried and the reader's own among them.
#[derive(Clone, Debug, PartialEq)]
pub struct Frontier {
    /// All that fit: sizes, GPU counts and intervals over their ranges.
    pub points: Vec<FrontierPoint>,
    /// Those of them that are efficient, cheapest first.
    pub efficient: Vec<FrontierPoint>,
    /// The reader's configuration.
    pub present: FrontierPoint,
    /// Renting, for comparison: cost and accuracy.
    pub rent: (UsdPerMonth, Fraction),
    /// The cheapest configuration that is at least as accurate as the reader's.
    pub better: Option<FrontierPoint>,
    /// What the reader pays more than that one, a month: the distance from the frontier.
    pub excess_cost: UsdPerMonth,
}

/// Sizes tried, over the input's range.
const SIZES: usize = 10;
/// GPU counts tried: powers of two up to 256, and the reader's own.
const GPU_COUNTS: usize = 9;
/// Rounds a year tried: never, yearly, quarterly, monthly, every two weeks, weekly.
const ROUNDS: [f64; 6] = [0.0, 1.0, 4.0, 12.0, 26.0, 52.0];

/// The frontier around a scenario: everything but size, GPUs and interval stays as it is.
///
/// A few hundred configurations on a grid, with the reader's own values among the grid's. Sizes are taken along the
/// family of interpolated shapes, even if the scenario names a model.
///
/// ```
/// let frontier = model::frontier::frontier(&model::Scenario::default());
/// assert!(frontier.efficient.windows(2).all(|pair| pair[0].cost < pair[1].cost && pair[0].accuracy < pair[1].accuracy));
/// ```
pub fn frontier(scenario: &Scenario) -> Frontier {
    let (values, assumptions) = (scenario.values(), Assumptions::default());
    let here = estimate(&values, &assumptions, &mut Trace::off());
    let mut sizes = grid(Input::ModelSize, SIZES);
    let mut gpu_counts: Vec<f64> = grid(Input::GpuCount, 11).into_iter().take(GPU_COUNTS).collect();
    let mut rounds = ROUNDS.to_vec();
    insert(&mut sizes, values.number(Input::ModelSize));
    insert(&mut gpu_counts, values.number(Input::GpuCount));
    insert(&mut rounds, values.number(Input::RetrainsPerYear));

    let by_size = values.replaced(Input::Model, 0.0);
    let mut points = Vec::with_capacity(sizes.len() * gpu_counts.len() * rounds.len());
    for size in &sizes {
        for count in &gpu_counts {
            for rate in &rounds {
                let values = by_size
                    .replaced(Input::ModelSize, *size)
                    .replaced(Input::GpuCount, *count)
                    .replaced(Input::RetrainsPerYear, *rate);
                points.extend(point(&values, &assumptions));
            }
        }
    }
    let present = FrontierPoint {
        model_size: here.architecture.total.number() / 1e9,
        gpu_count: values.number(Input::GpuCount),
        retrains_per_year: values.number(Input::RetrainsPerYear),
        cost: here.cost.own_cost,
        accuracy: here.accuracy.own_accuracy,
        serves_peak: here.serving.fits && here.load.rate_overflow_peak.number() <= 0.0,
        efficient: false,
    };
    let efficient = mark_efficient(&mut points);
    let present = FrontierPoint { efficient: is_efficient(&present, &efficient), ..present };
    let better = efficient.iter().find(|point| point.accuracy >= present.accuracy).copied();
    let excess = better.map_or(0.0, |better| (present.cost.number() - better.cost.number()).max(0.0));
    Frontier {
        points,
        efficient,
        present,
        rent: (here.cost.rent_cost, here.accuracy.rent_accuracy),
        better,
        excess_cost: UsdPerMonth::new(excess),
    }
}

/// The point of these values, if the model fits.
fn point(values: &Values, assumptions: &Assumptions) -> Option<FrontierPoint> {
    let estimate = estimate(values, assumptions, &mut Trace::off());
    estimate.serving.fits.then(|| FrontierPoint {
        model_size: values.number(Input::ModelSize),
        gpu_count: values.number(Input::GpuCount),
        retrains_per_year: values.number(Input::RetrainsPerYear),
        cost: estimate.cost.own_cost,
        accuracy: estimate.accuracy.own_accuracy,
        serves_peak: estimate.load.rate_overflow_peak.number() <= 0.0,
        efficient: false,
    })
}

/// Sorts by cost and marks the points that are more accurate than every cheaper one.
fn mark_efficient(points: &mut [FrontierPoint]) -> Vec<FrontierPoint> {
    points.sort_by(|a, b| {
        a.cost.number().total_cmp(&b.cost.number()).then(b.accuracy.number().total_cmp(&a.accuracy.number()))
    });
    let mut best = f64::NEG_INFINITY;
    for point in points.iter_mut().filter(|point| point.serves_peak) {
        if point.accuracy.number() > best {
            best = point.accuracy.number();
            point.efficient = true;
        }
    }
    points.iter().filter(|point| point.efficient).copied().collect()
}

/// Whether a point lies on the frontier.
fn is_efficient(point: &FrontierPoint, efficient: &[FrontierPoint]) -> bool {
    point.serves_peak
        && !efficient.iter().any(|other| {
            (other.cost <= point.cost && other.accuracy > point.accuracy)
                || (other.cost < point.cost && other.accuracy >= point.accuracy)
        })
}

/// Adds a value to an ascending list, unless it is there.
fn insert(values: &mut Vec<f64>, value: f64) {
    if let Err(place) = values.binary_search_by(|other| other.total_cmp(&value)) {
        values.insert(place, value);
    }
}
