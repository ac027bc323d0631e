//! Inverse questions: from which value of an input does a statement hold, and which retrain interval is best.
//!
//! Solved by scanning the input's range and closing in on the model itself; "never in this range" is an answer.

use crate::case::scenario::{Assumptions, Scenario, Values};
use crate::catalogue::{Assumption, Domain, Input, Scale};
use crate::estimate::{Estimate, QuickEstimate, assess, estimate, saving};
use crate::families::architecture;
use crate::families::load::serve;
use crate::families::outputs::LineItem;
use crate::quantities::exact::floor;
use crate::quantities::roots::root_between;
use crate::quantities::units::UsdPerMonth;
use crate::workings::trace::Trace;

/// A statement that may hold or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Owning costs no more than renting.
    OwningCheaper,
    /// The open model is within 10 % of the closed one on the primary metric.
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
        let architecture = || architecture::resolve(values);
        match self {
            Self::OwningCheaper => saving(values, assumptions),
            Self::WithinTenPercent => {
                let assessment = assess(values, assumptions, &architecture());
                assumptions.number(Assumption::TenPercent) - assessment.accuracy.accuracy_gap_percent.number()
            }
            Self::MeetsObjective => {
                let (serving, load, _) = serve(values, assumptions, &architecture(), &mut Trace::off());
                if serving.fits && load.meets_objective { 1.0 } else { -1.0 }
            }
        }
    }
}

/// Where a statement begins to hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer {
    /// From (or up to) this value of the input it holds.
    At(f64),
    /// It holds from one value of the input to another, and neither below nor above.
    Between {
        /// The least value.
        from: f64,
        /// The greatest value.
        to: f64,
    },
    /// It holds nowhere in the input's range.
    Never {
        /// The value at which it comes nearest.
        nearest: f64,
        /// The shortfall there, in the statement's own unit (US dollars a month; fraction of accuracy).
        short_by: f64,
        /// The obstacle there.
        because: Because,
    },
    /// It holds over the whole range.
    Always,
}

/// The obstacle to a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// The model or a request does not fit the GPUs.
    DoesNotFit,
    /// The largest line of owning's bill.
    Largest(LineItem),
    /// The closed model is too far ahead.
    TooFarBehind,
    /// The GPUs are too slow, or too few.
    TooSlow,
}

impl Because {
    /// Stable name: that of a line item, or of the reason.
    pub const fn id(self) -> &'static str {
        match self {
            Self::DoesNotFit => "does_not_fit",
            Self::Largest(item) => item.id(),
            Self::TooFarBehind => "too_far_behind",
            Self::TooSlow => "too_slow",
        }
    }

    /// In words, within a sentence.
    pub fn text(self) -> String {
        match self {
            Self::DoesNotFit => "the model does not fit the GPUs there".to_owned(),
            Self::Largest(item) => format!("the largest cost of owning there: {}", item.label()),
            Self::TooFarBehind => "the closed model is too far ahead".to_owned(),
            Self::TooSlow => "the GPUs are too slow or too few".to_owned(),
        }
    }

    fn of(target: Target, at: &Estimate) -> Self {
        let largest = at.ledgers.own.iter().max_by(|a, b| a.cost.number().total_cmp(&b.cost.number()));
        match (target, largest) {
            (Target::WithinTenPercent, _) => Self::TooFarBehind,
            _ if !at.serving.fits => Self::DoesNotFit,
            (Target::OwningCheaper, Some(line)) => Self::Largest(line.item),
            (Target::OwningCheaper | Target::MeetsObjective, _) => Self::TooSlow,
        }
    }
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
    /// Whether it holds above the value (else: below it). Of more than two crossings, the lowest one is given.
    pub holds_above: bool,
}

impl BreakEven {
    /// The least value of the input at which the statement holds.
    pub fn lowest(&self) -> Option<f64> {
        match self.answer {
            Answer::At(value) if self.holds_above => Some(value),
            Answer::Between { from, .. } => Some(from),
            Answer::At(_) | Answer::Always => Some(range(self.input).0),
            Answer::Never { .. } => None,
        }
    }

    /// The greatest value of the input at which the statement holds.
    pub fn highest(&self) -> Option<f64> {
        match self.answer {
            Answer::At(value) if !self.holds_above => Some(value),
            Answer::Between { to, .. } => Some(to),
            Answer::At(_) | Answer::Always => Some(range(self.input).1),
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

/// The value at this share of the way from one to the other, in ratios.
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

/// From which value of an input a statement holds. What follows from the input moves along ([`Values::settled`]), and all else stays.
///
/// The range is scanned as its control spreads it, and the lowest crossing found is closed in on by [`root`](crate::roots::root), to about
/// ten digits, on the side where the statement holds: a peak that follows from the volume moves in hundredths, so that costs have
/// steps, and at a step only one side meets the condition. Whole inputs are answered by the whole number on that side.
///
/// ```
/// use model::solve::{break_even, Answer, Target};
/// use model::{Assumptions, Input, Scenario};
/// let values = Scenario::default().values();
/// let price = break_even(&values, &Assumptions::default(), Input::GpuHourPrice, Target::OwningCheaper);
/// assert!(!price.holds_above || price.answer == Answer::Always || matches!(price.answer, Answer::Never { .. }));
/// ```
pub fn break_even(values: &Values, assumptions: &Assumptions, input: Input, target: Target) -> BreakEven {
    break_even_along(&|x| values.replaced(input, x).settled(assumptions), assumptions, input, target)
}

/// [`break_even`] of a scenario, in which what follows from the input moves along with it.
pub fn break_even_of(scenario: &Scenario, input: Input, target: Target) -> BreakEven {
    break_even_along(&scenario.moved(input), &scenario.assumptions(), input, target)
}

pub(super) fn break_even_along(
    at: &dyn Fn(f64) -> Values,
    assumptions: &Assumptions,
    input: Input,
    target: Target,
) -> BreakEven {
    let margin = |x: f64| target.margin(&at(x), assumptions);
    let tried: Vec<(f64, f64)> = grid(input, SCAN).into_iter().map(|x| (x, margin(x))).collect();
    let crossings: Vec<_> =
        tried.windows(2).filter(|pair| (pair[0].1 >= 0.0) != (pair[1].1 >= 0.0)).collect();
    let Some([(low, at_low), (high, at_high)]) = crossings.first() else {
        let best = tried.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((range(input).0, 0.0));
        let answer = if best.1 >= 0.0 {
            Answer::Always
        } else {
            let there = estimate(&at(best.0), assumptions, &mut Trace::off());
            let because = Because::of(target, &there);
            Answer::Never { nearest: best.0, short_by: -best.1, because }
        };
        return BreakEven { input, target, answer, holds_above: true };
    };
    let holds_above = *at_low < 0.0;
    let close_in = |low: (f64, f64), high: (f64, f64)| {
        let (fails, holds) = if low.1 < 0.0 { (low, high) } else { (high, low) };
        if is_whole(input) {
            whole_root(fails.0, holds.0, margin)
        } else {
            root_between(fails, holds, 1e-11, margin)
        }
    };
    let at = close_in((*low, *at_low), (*high, *at_high));
    let answer = match crossings[..] {
        [_, [above, beyond]] if holds_above => Answer::Between { from: at, to: close_in(*above, *beyond) },
        _ => Answer::At(at),
    };
    BreakEven { input, target, answer, holds_above }
}

/// Factors on the API's prices that are tried.
const PRICE_FACTORS: (f64, f64) = (0.001, 1000.0);

/// How expensive the closed API must be for owning to cost the same: the factor on its prices for what goes in and what
/// comes out; `None` if no factor from a thousandth to a thousandfold does.
///
/// # Formula
/// ```text
/// saving(f·input price, f·output price) = 0
/// ```
/// with both prices kept in their inputs' ranges.
///
/// # Units
/// A ratio: at 0.8 the API may be a fifth cheaper before renting is the cheaper side.
///
/// # Source
/// The definition; closed in on by [`root`](crate::roots::root).
///
/// # Examples
/// ```
/// use model::{solve::break_even_api_price, Assumptions, Scenario};
/// let factor = break_even_api_price(&Scenario::default().values(), &Assumptions::default()).unwrap();
/// // By its best estimate the default case rents more cheaply, by little: the API would have to be a little dearer.
/// assert!(factor > 1.0 && factor < 1.1);
/// ```
pub fn break_even_api_price(values: &Values, assumptions: &Assumptions) -> Option<f64> {
    let saving_at = |factor: f64| {
        let price = |input: Input| values.number(input) * factor;
        let values = values
            .replaced(Input::ApiInputPrice, price(Input::ApiInputPrice))
            .replaced(Input::ApiOutputPrice, price(Input::ApiOutputPrice));
        saving(&values, assumptions)
    };
    let (low, high) = (PRICE_FACTORS.0, PRICE_FACTORS.1);
    let ends = ((low, saving_at(low)), (high, saving_at(high)));
    let crosses = (ends.0.1 >= 0.0) != (ends.1.1 >= 0.0);
    crosses.then(|| {
        let (low, high) = ((libm::log(low), ends.0.1), (libm::log(high), ends.1.1));
        libm::exp(root_between(low, high, 1e-13, |factor| saving_at(libm::exp(factor))))
    })
}

/// The price of accuracy, or the gap between both sides, at which owning breaks even.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AccuracyTrade {
    /// Points that the open model may be behind (negative: must be ahead) at the scenario's price of a point; `None`
    /// while a point has no price.
    pub gap_points: Option<f64>,
    /// The price of a point, US dollars a month, at which what is saved and what is lost are worth the same; `None` if
    /// one side is both cheaper and more accurate, so that no price turns it.
    pub point_value: Option<f64>,
}

/// At which accuracy gap, and at which price of a point, owning breaks even.
///
/// # Formula
/// ```text
/// saving = point value · points behind
/// ```
/// solved for the points at the scenario's price, and for the price at the scenario's points.
///
/// # Units
/// Points of accuracy (hundredths); US dollars a month for a point.
///
/// # Source
/// The definition.
///
/// # Examples
/// ```
/// use model::{solve::accuracy_trade, Assumptions, Input, Scenario};
/// let priced = Scenario::default().with(Input::PointValue, 1000.0)?;
/// let estimate = model::evaluate(&priced).estimate;
/// let gap = accuracy_trade(&priced.values(), &Assumptions::default()).gap_points.unwrap();
/// assert!((gap * 1000.0 - estimate.cost.saving.number()).abs() < 1e-9);
/// # Ok::<(), model::InputError>(())
/// ```
pub fn accuracy_trade(values: &Values, assumptions: &Assumptions) -> AccuracyTrade {
    let here = QuickEstimate::new(values, assumptions);
    let saving = here.costs.saving.number();
    let behind = -100.0 * here.accuracy.accuracy_gap_points.number();
    let point_value = values.number(Input::PointValue);
    let turning = saving / behind;
    AccuracyTrade {
        gap_points: (point_value > 0.0).then(|| saving / point_value),
        point_value: (turning.is_finite() && turning > 0.0).then_some(turning),
    }
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
        let middle = floor((fails + holds) / 2.0);
        if margin(middle) >= 0.0 {
            holds = middle;
        } else {
            fails = middle;
        }
    }
    holds
}

/// The retrain rate that is worth most when a point of accuracy has a price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BestInterval {
    /// Rounds a year.
    pub retrains_per_year: f64,
    /// The gain over the scenario's own rate, US dollars a month.
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
    let (values, assumptions) = (scenario.values(), scenario.assumptions());
    let point_value = values.number(Input::PointValue);
    if point_value <= 0.0 {
        return None;
    }
    let worth = |rounds: f64| {
        let case = QuickEstimate::new(&values.replaced(Input::RetrainsPerYear, rounds), &assumptions);
        case.accuracy.own_accuracy.number() * 100.0 * point_value - case.costs.own_cost.number()
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
