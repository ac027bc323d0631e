//! Inverse questions: from which value of an input does a statement hold, and which retrain interval is best.
//!
//! Solved by scanning the input's range and closing in on the model itself; "never in this range" is an answer.

use crate::catalogue::{Assumption, Domain, Input, Scale};
use crate::evaluate::estimate;
use crate::scenario::{Assumptions, Scenario, Values};
use crate::trace::Trace;
use crate::units::UsdPerMonth;

/// A statement that may hold or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Owning costs no more than renting.
    OwningCheaper,
    /// The open model lies within 10 % of the closed one on the primary metric.
    WithinTenPercent,
    /// The own GPUs serve the peak within both latency objectives.
    MeetsObjective,
}

impl Target {
    /// Stable name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::OwningCheaper => "owning_cheaper",
            Self::WithinTenPercent => "within_ten_percent",
            Self::MeetsObjective => "meets_objective",
        }
    }

    /// How far the statement is from failing: it holds from 0 on.
    fn margin(self, values: &Values, assumptions: &Assumptions) -> f64 {
        let estimate = estimate(values, assumptions, &mut Trace::off());
        match self {
            Self::OwningCheaper => estimate.cost.saving.number(),
            Self::WithinTenPercent => {
                assumptions.number(Assumption::TenPercent) - estimate.accuracy.accuracy_gap_percent.number()
            }
            Self::MeetsObjective => {
                if estimate.serving.fits && estimate.load.meets_objective {
                    1.0
                } else {
                    -1.0
                }
            }
        }
    }
}

/// Where a statement begins to hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer {
    /// From (or up to) this value of the input it holds.
    At(f64),
    /// It holds nowhere in the input's range.
    Never {
        /// The value at which it comes nearest.
        nearest: f64,
        /// What is missing there, in the statement's own unit (US dollars a month; fraction of accuracy).
        short_by: f64,
    },
    /// It holds over the whole range.
    Always,
}

/// The answer to an inverse question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BreakEven {
    /// The input that was varied.
    pub input: Input,
    /// The statement.
    pub target: Target,
    /// Where it holds.
    pub answer: Answer,
    /// Whether it holds above the value (else: below it). With several crossings, the lowest one is told.
    pub holds_above: bool,
}

impl BreakEven {
    /// The least value of the input at which the statement holds.
    pub fn lowest(&self) -> Option<f64> {
        match self.answer {
            Answer::At(value) if self.holds_above => Some(value),
            Answer::At(_) | Answer::Always => Some(range(self.input).0),
            Answer::Never { .. } => None,
        }
    }
}

/// Values of an input over its range, spread as its control spreads them; for a choice, every option.
///
/// ```
/// use model::{solve::grid, Input};
/// assert_eq!(grid(Input::GpuCount, 11), [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0]);
/// ```
pub fn grid(input: Input, n: usize) -> Vec<f64> {
    let (min, max, scale, step, whole) = match input.spec().domain {
        Domain::Choice(options) => return (0..options.len()).map(|index| index as f64).collect(),
        Domain::Number { min, max, scale, step, whole } => (min, max, scale, step, whole),
    };
    let last = n.max(2) - 1;
    let mut values: Vec<f64> = (0..=last)
        .map(|index| {
            let value = match (scale, index) {
                (_, 0) => min,
                (_, index) if index == last => max,
                (Scale::Linear, index) => min + (max - min) * index as f64 / last as f64,
                (Scale::Log, index) => between(min, max, index as f64 / last as f64),
                (Scale::LogWithZero, index) => between(step, max, (index - 1) as f64 / (last - 1) as f64),
            };
            if whole { libm::round(value) } else { value }
        })
        .collect();
    values.dedup();
    values
}

/// The value that lies this share of the way from one to the other, in ratios.
fn between(from: f64, to: f64, share: f64) -> f64 {
    from * libm::exp(libm::log(to / from) * share)
}

fn range(input: Input) -> (f64, f64) {
    match input.spec().domain {
        Domain::Number { min, max, .. } => (min, max),
        Domain::Choice(options) => (0.0, options.len() as f64 - 1.0),
    }
}

/// Values that are tried before closing in.
const SCAN: usize = 36;

/// From which value of an input a statement holds, all else as it is.
///
/// The range is scanned as its control spreads it, and the lowest crossing found is closed in on by [`root`], to about
/// ten digits (whole inputs: to the whole number on the side where the statement holds).
///
/// ```
/// use model::solve::{break_even, Answer, Target};
/// use model::{Assumptions, Input, Scenario};
/// let values = Scenario::default().values();
/// let price = break_even(&values, &Assumptions::default(), Input::GpuHourPrice, Target::OwningCheaper);
/// assert!(!price.holds_above || price.answer == Answer::Always || matches!(price.answer, Answer::Never { .. }));
/// ```
pub fn break_even(values: &Values, assumptions: &Assumptions, input: Input, target: Target) -> BreakEven {
    let margin = |x: f64| target.margin(&values.replaced(input, x), assumptions);
    let tried: Vec<(f64, f64)> = grid(input, SCAN).into_iter().map(|x| (x, margin(x))).collect();
    let crossing = tried.windows(2).find(|pair| (pair[0].1 >= 0.0) != (pair[1].1 >= 0.0));
    let Some([(low, at_low), (high, at_high)]) = crossing else {
        let best = tried.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((range(input).0, 0.0));
        let answer =
            if best.1 >= 0.0 { Answer::Always } else { Answer::Never { nearest: best.0, short_by: -best.1 } };
        return BreakEven { input, target, answer, holds_above: true };
    };
    let holds_above = *at_low < 0.0;
    let (fails, at_fails, holds, at_holds) =
        if holds_above { (*low, *at_low, *high, *at_high) } else { (*high, *at_high, *low, *at_low) };
    let at = if is_whole(input) {
        whole_root(fails, holds, margin)
    } else {
        root_between((fails, at_fails), (holds, at_holds), 1e-11, margin)
    };
    BreakEven { input, target, answer: Answer::At(at), holds_above }
}

fn is_whole(input: Input) -> bool {
    match input.spec().domain {
        Domain::Number { whole, .. } => whole,
        Domain::Choice(_) => true,
    }
}

/// The whole number next to the crossing, on the side where the margin is not negative.
fn whole_root(mut fails: f64, mut holds: f64, mut margin: impl FnMut(f64) -> f64) -> f64 {
    while (holds - fails).abs() > 1.0 {
        let middle = libm::floor((fails + holds) / 2.0);
        if margin(middle) >= 0.0 {
            holds = middle;
        } else {
            fails = middle;
        }
    }
    holds
}

/// Where a function changes its sign between two points; of the last bracket, the end on `to`'s side.
///
/// Chandrupatla's method: inverse quadratic interpolation where it is safe, else bisection, so that jumps are found as
/// well. The bracket is closed to `tolerance`, relative to its ends (to the starting bracket if it reaches zero).
///
/// ```
/// let cube = model::solve::root(0.0, 4.0, 1e-12, |x| x * x * x - 2.0);
/// assert!((cube * cube * cube - 2.0).abs() < 1e-9);
/// let jump = model::solve::root(0.0, 4.0, 1e-12, |x| if x < 1.5 { -1.0 } else { 9.0 });
/// assert!((jump - 1.5).abs() < 1e-9 && jump >= 1.5);
/// ```
pub fn root(from: f64, to: f64, tolerance: f64, mut f: impl FnMut(f64) -> f64) -> f64 {
    let at_from = f(from);
    root_between((from, at_from), (to, f(to)), tolerance, f)
}

/// [`root`], where the function's values at both ends are known.
pub(crate) fn root_between(
    from: (f64, f64),
    to: (f64, f64),
    tolerance: f64,
    mut f: impl FnMut(f64) -> f64,
) -> f64 {
    let holds = |at: f64| (at >= 0.0) == (to.1 >= 0.0);
    let least = if from.0 * to.0 <= 0.0 { (to.0 - from.0).abs() } else { 0.0 };
    // `a` is the newest point, `b` the other end of the bracket, `c` the point that left it last.
    let (mut a, mut b, mut share) = (from, to, 0.5);
    for _ in 0..200 {
        let x = a.0 + share * (b.0 - a.0);
        let new = (x, f(x));
        let c = if holds(new.1) == holds(a.1) {
            a
        } else {
            let left = b;
            b = a;
            left
        };
        a = new;
        let close = tolerance * a.0.abs().max(b.0.abs()).max(least);
        let width = (b.0 - a.0).abs();
        if a.1 == 0.0 || width <= close {
            break;
        }
        let (xi, phi) = ((a.0 - b.0) / (c.0 - b.0), (a.1 - b.1) / (c.1 - b.1));
        let safe = phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi;
        share = if safe {
            let from_b = a.1 / (b.1 - a.1) * c.1 / (b.1 - c.1);
            let from_c = (c.0 - a.0) / (b.0 - a.0) * a.1 / (c.1 - a.1) * b.1 / (c.1 - b.1);
            // At least half the tolerance away from both ends, so that the last step closes the bracket.
            (from_b + from_c).clamp(close / width / 2.0, 1.0 - close / width / 2.0)
        } else {
            0.5
        };
    }
    if holds(a.1) { a.0 } else { b.0 }
}

/// The retrain rate that is worth most when a point of accuracy has a price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BestInterval {
    /// Rounds a year.
    pub retrains_per_year: f64,
    /// What it is worth more than the scenario's own rate, US dollars a month.
    pub gain: UsdPerMonth,
}

/// The best retrain rate: the one at which points times their value, less the cost of owning, is greatest.
///
/// `None` while a point has no price, as then never retraining is always cheapest.
///
/// ```
/// use model::{solve::best_interval, Input, Scenario};
/// assert!(best_interval(&Scenario::default()).is_none());
/// let priced = Scenario::default().with(Input::PointValue, 20_000.0)?;
/// assert!(best_interval(&priced).unwrap().gain.number() >= 0.0);
/// # Ok::<(), model::InputError>(())
/// ```
pub fn best_interval(scenario: &Scenario) -> Option<BestInterval> {
    let (values, assumptions) = (scenario.values(), Assumptions::default());
    let point_value = values.number(Input::PointValue);
    if point_value <= 0.0 {
        return None;
    }
    let worth = |rounds: f64| {
        let estimate =
            estimate(&values.replaced(Input::RetrainsPerYear, rounds), &assumptions, &mut Trace::off());
        estimate.accuracy.own_accuracy.number() * 100.0 * point_value - estimate.cost.own_cost.number()
    };
    let now = worth(values.number(Input::RetrainsPerYear));
    let max = range(Input::RetrainsPerYear).1 as u32;
    let whole_rates = (0..=max).map(f64::from).map(|rounds| (rounds, worth(rounds)));
    let (retrains_per_year, best) = whole_rates.max_by(|a, b| a.1.total_cmp(&b.1))?;
    if best > now {
        Some(BestInterval { retrains_per_year, gain: UsdPerMonth::new(best - now) })
    } else {
        let retrains_per_year = values.number(Input::RetrainsPerYear);
        Some(BestInterval { retrains_per_year, gain: UsdPerMonth::new(0.0) })
    }
}
