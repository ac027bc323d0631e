//! The verdict: which side, with what probability, and from which volume.

use crate::case::scenario::{Assumptions, Scenario, Values};
use crate::catalogue::{Assumption, Input};
use crate::estimate::{Estimate, estimate};
use crate::families::outputs::{Condition, Need, OutputSpec, families};
use crate::quantities::units::{
    Count, Fraction, Fte, Quantity, RequestsPerDay, Unit, UsdPerGpuHour, UsdPerMonth, Value,
};
use crate::questions::solve::{self, Target};
use crate::questions::uncertainty::{Sample, sample};
use crate::workings::trace::{Operand, Record, Trace, compute};

/// The answer in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Owning is cheaper in most cases of the sample.
    Own,
    /// Renting is.
    Rent,
    /// Neither is.
    TooClose,
    /// The own GPUs cannot do the work, so that there is nothing to compare.
    CannotOwn,
    /// The closed model cannot.
    CannotRent,
}

impl Side {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Own, Self::Rent, Self::TooClose, Self::CannotOwn, Self::CannotRent];

    /// Stable name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Rent => "rent",
            Self::TooClose => "too_close",
            Self::CannotOwn => "cannot_own",
            Self::CannotRent => "cannot_rent",
        }
    }

    /// Whether one side cannot do the work, so that there is nothing to compare.
    pub const fn is_unable(self) -> bool {
        match self {
            Self::CannotOwn | Self::CannotRent => true,
            Self::Own | Self::Rent | Self::TooClose => false,
        }
    }

    /// The answer where there is nothing to compare: a side that cannot do the work, or both the same.
    pub(crate) fn beforehand(estimate: &Estimate) -> Option<Self> {
        if !estimate.able.own {
            return Some(Self::CannotOwn);
        }
        if !estimate.able.rent {
            return Some(Self::CannotRent);
        }
        estimate.conditions.contains(&Condition::SameWay).then_some(Self::TooClose)
    }

    /// The side that a probability of owning being cheaper decides for.
    fn of(probability_own_cheaper: Fraction, assumptions: &Assumptions) -> Self {
        let p = probability_own_cheaper.number();
        if p >= assumptions.number(Assumption::OwnProbability) {
            Self::Own
        } else if p <= assumptions.number(Assumption::RentProbability) {
            Self::Rent
        } else {
            Self::TooClose
        }
    }
}

impl Quantity for Side {
    const UNIT: Unit = Unit::Choice;
    fn value(self) -> Value {
        Value::Name(self.id())
    }
}

families! {
    /// The answer, with its uncertainty.
    Verdict as "verdict" {
        /// Own, rent, too close to call, or which side cannot do the work.
        verdict: Side, "Verdict", Need::Sample;
        /// Share of the cases we think possible in which owning is cheaper.
        probability_own_cheaper: Fraction, "Owning is cheaper in", Need::Sample;
        /// Whether the open model is within 10 % of the closed one on the primary metric.
        within_ten_percent: bool, "Within 10 %";
        /// Share of those cases in which it does.
        probability_within_ten_percent: Fraction, "Within 10 % in", Need::Sample;
        /// Share of those cases in which owning is cheaper and the open model is within 10 %.
        probability_both: Fraction, "Both in", Need::Sample;
        /// The saving that 5 of 100 cases stay below.
        saving_p5: UsdPerMonth, "Saving, P5", Need::Sample;
        /// The saving in the middle of those cases.
        saving_p50: UsdPerMonth, "Saving, P50", Need::Sample;
        /// The saving that 95 of 100 cases stay below.
        saving_p95: UsdPerMonth, "Saving, P95", Need::Sample;
        /// The fewest requests a day from which owning is cheaper, in the range of the input.
        break_even_requests: Option<RequestsPerDay>, "Break-even volume", Need::BreakEven(Input::RequestsPerDay);
        /// The most that an hour of a GPU may cost for owning to be cheaper, in the range of the input.
        break_even_gpu_price: Option<UsdPerGpuHour>, "Break-even GPU price", Need::BreakEven(Input::GpuHourPrice);
        /// The most engineers who may run the model for owning to be cheaper, in the range of the input.
        break_even_effort: Option<Fte>, "Break-even work to run", Need::BreakEven(Input::RunEffort);
    }
}

/// The side of a case and the share of the cases in which owning is cheaper, without all else that a [`Verdict`] has: its
/// `verdict` and its `probability_own_cheaper`.
///
/// ```
/// use model::{Scenario, evaluate, verdict::side};
/// let (side, cheaper) = side(&Scenario::default());
/// let verdict = evaluate(&Scenario::default()).verdict;
/// assert_eq!((side, cheaper), (verdict.verdict, verdict.probability_own_cheaper));
/// ```
pub fn side(scenario: &Scenario) -> (Side, Fraction) {
    let (values, assumptions) = (scenario.values(), scenario.assumptions());
    let sample = sample(&values, &assumptions);
    let cheaper = Fraction::new(sample.cheaper as f64 / assumptions.number(Assumption::SamplePoints));
    let estimate = estimate(&values, &assumptions, &mut Trace::off());
    (Side::beforehand(&estimate).unwrap_or_else(|| Side::of(cheaper, &assumptions)), cheaper)
}

/// The answer: which side, with what probability, and from which volume.
///
/// # Formula
/// ```text
/// cannot_own   if the model does not fit, reads no prompt so long, or serves less than a tenth of what is moved to it
/// cannot_rent  if the closed model reads no prompt so long
///              where other ways stand for owning and renting: if no price is known for it, or its seller does not offer it
/// own          if owning is cheaper in at least 8 of 10 cases of the sample
/// rent         if in at most 2 of 10
/// too_close    otherwise
/// ```
/// The 10 % rule holds if the open model's average accuracy lies at most 10 % below the closed one's.
///
/// What `is_needed` leaves out is not searched for, and absent from the verdict; without [`Need::Sample`], the sample may be
/// an empty one.
pub(crate) fn verdict(
    values: &Values,
    assumptions: &Assumptions,
    estimate: &Estimate,
    sample: &Sample,
    is_needed: impl Fn(Need) -> bool,
    trace: &mut impl Record,
) -> Verdict {
    let (saving, gap) = (estimate.cost.saving, estimate.accuracy.accuracy_gap_percent);
    let (saving_term, gap_term) = (("saving", saving.term()), ("accuracy_gap_percent", gap.term()));
    let limit = ("ten_percent", assumptions.term(Assumption::TenPercent));
    let cheaper_cases = trace.note(
        "cheaper_cases",
        "Cases of the sample in which owning is cheaper",
        "cases with saving > 0",
        &[saving_term],
        Count::new(sample.cheaper as f64),
    );
    let close_cases = trace.note(
        "close_cases",
        "Cases of the sample in which the open model is close enough",
        "cases with accuracy_gap_percent <= ten_percent",
        &[gap_term, limit],
        Count::new(sample.close as f64),
    );
    let both_cases = trace.note(
        "both_cases",
        "Cases of the sample in which both hold",
        "cases with saving > 0 and accuracy_gap_percent <= ten_percent",
        &[saving_term, gap_term, limit],
        Count::new(sample.both as f64),
    );
    let sample_points = assumptions.term(Assumption::SamplePoints);
    let probability_own_cheaper = compute!(trace, probability_own_cheaper "Owning is cheaper": Fraction =
        cheaper_cases / sample_points; where cheaper_cases, sample_points);
    let probability_within_ten_percent = compute!(trace, probability_within_ten_percent "Within 10 %": Fraction =
        close_cases / sample_points; where close_cases, sample_points);
    let probability_both = compute!(trace, probability_both "Cheaper and within 10 %": Fraction =
        both_cases / sample_points; where both_cases, sample_points);
    let side = trace.note(
        "verdict",
        "Own, rent, or too close to call",
        "cannot_own or cannot_rent if a side cannot do the work; own if probability_own_cheaper >= own_probability, rent if <= rent_probability, else too_close",
        &[
            ("share_served", estimate.load.share_served.term()),
            ("least_share_served", assumptions.term(Assumption::LeastShareServed)),
            ("probability_own_cheaper", probability_own_cheaper.term()),
            ("own_probability", assumptions.term(Assumption::OwnProbability)),
            ("rent_probability", assumptions.term(Assumption::RentProbability)),
        ],
        Side::beforehand(estimate).unwrap_or_else(|| Side::of(probability_own_cheaper, assumptions)),
    );
    let within_ten_percent = trace.note(
        "within_ten_percent",
        "Whether the open model is close enough",
        "accuracy_gap_percent <= ten_percent",
        &[gap_term, limit],
        gap.number() <= assumptions.number(Assumption::TenPercent),
    );
    let mut percentile = |name, p, formula| {
        let saving = UsdPerMonth::new(sample.quantile(p));
        trace.note(name, "Saving, a month", formula, &[saving_term], saving)
    };
    let saving_p5 = percentile("saving_p5", 0.05, "the saving that 5 of 100 cases stay below");
    let saving_p50 = percentile("saving_p50", 0.5, "the saving in the middle of the cases");
    let saving_p95 = percentile("saving_p95", 0.95, "the saving that 95 of 100 cases stay below");
    let cheaper_from = |input| {
        let solve = || solve::break_even(values, assumptions, input, Target::OwningCheaper);
        is_needed(Need::BreakEven(input)).then(solve)
    };
    let break_even_requests = trace.note(
        "break_even_requests",
        "The fewest requests a day from which owning is cheaper",
        "the least requests_per_day with saving >= 0",
        &[saving_term],
        cheaper_from(Input::RequestsPerDay).and_then(|at| at.lowest()).map(RequestsPerDay::new),
    );
    let break_even_gpu_price = trace.note(
        "break_even_gpu_price",
        "The most that a GPU-hour may cost for owning to be cheaper",
        "the greatest gpu_hour_price with saving >= 0",
        &[saving_term],
        cheaper_from(Input::GpuHourPrice).and_then(|at| at.highest()).map(UsdPerGpuHour::new),
    );
    let break_even_effort = trace.note(
        "break_even_effort",
        "The most engineers who may run the model for owning to be cheaper",
        "the greatest run_effort with saving >= 0",
        &[saving_term],
        cheaper_from(Input::RunEffort).and_then(|at| at.highest()).map(Fte::new),
    );
    Verdict {
        verdict: side,
        probability_own_cheaper,
        within_ten_percent,
        probability_within_ten_percent,
        probability_both,
        saving_p5,
        saving_p50,
        saving_p95,
        break_even_requests,
        break_even_gpu_price,
        break_even_effort,
    }
}
