//! The entry: a scenario in, its outcome out; and how each number in it was computed.

use crate::accuracy::{self, Judged, Laws};
use crate::architecture;
use crate::catalogue::{Assumption, Input};
use crate::compute;
use crate::cost::{self, Bills, Flows};
use crate::energy;
use crate::latency::{self, Placed};
use crate::outcome::{
    Accuracy, Architecture, Condition, Estimate, Load, Outcome, Serving, Training, Verdict,
};
use crate::scenario::{Assumptions, Scenario, Values};
use crate::serving;
use crate::solve::{self, Target};
use crate::trace::{Operand, Origin, Record, Step, Term, Trace};
use crate::training;
use crate::uncertainty::{self, Sample};
use crate::units::{Count, Fraction, Fte, Quantity, RequestsPerDay, Unit, UsdPerGpuHour, UsdPerMonth, Value};

/// One evaluation with given values and constants: every number, without its uncertainty.
///
/// Pure and total; records its steps if the trace is on.
///
/// ```
/// use model::{estimate, Assumptions, Scenario};
/// use model::trace::Trace;
/// let estimate = estimate(&Scenario::default().values(), &Assumptions::default(), &mut Trace::off());
/// let lines: f64 = estimate.ledgers.own.iter().map(|line| line.cost.number()).sum();
/// assert_eq!(lines, estimate.cost.own_cost.number());
/// ```
pub fn estimate(values: &Values, assumptions: &Assumptions, trace: &mut impl Record) -> Estimate {
    run(values, assumptions, trace).0
}

/// The estimate, and what the paths through time are drawn from.
fn run(values: &Values, assumptions: &Assumptions, trace: &mut impl Record) -> (Estimate, Laws, Flows) {
    let served = Served::new(values, assumptions, trace);
    let training = training::train(values, assumptions, &served.architecture, trace);
    let judged = accuracy::accuracy(values, assumptions, &served.architecture, trace);
    let (estimate, flows) = put_together(values, assumptions, served, training, &judged, trace);
    (estimate, judged.laws, flows)
}

/// How a model serves on its GPUs: the part of an estimate that neither retraining nor a price touches.
#[derive(Clone, Debug)]
struct Served {
    architecture: Architecture,
    serving: Serving,
    load: Load,
    conditions: Vec<Condition>,
}

impl Served {
    fn new(values: &Values, assumptions: &Assumptions, trace: &mut impl Record) -> Self {
        let architecture = architecture::resolve(values);
        record_shape(values, &architecture, trace);
        let (serving, load, conditions) = serving::serve(values, assumptions, &architecture, trace);
        Self { architecture, serving, load, conditions }
    }
}

/// An estimate from how the model serves, how it is trained and how accurate it is.
fn put_together(
    values: &Values,
    assumptions: &Assumptions,
    served: Served,
    training: Training,
    judged: &Judged,
    trace: &mut impl Record,
) -> (Estimate, Flows) {
    let Served { architecture, serving, load, mut conditions } = served;
    conditions.extend(training::notable(values, assumptions, &training).chain(judged.condition));
    let bills = cost::bills(values, assumptions, serving.fits, load.share_served, &training, trace);
    let (cost, ledgers, flows) = cost::cost(values, &bills, trace);
    let energy = energy::energy(values, assumptions, &serving, &load, &training, trace);
    let accuracy = judged.accuracy;
    (Estimate { architecture, serving, load, training, accuracy, cost, energy, ledgers, conditions }, flows)
}

/// Estimates of cases one after the other, with the same constants: of each only what its inputs change is computed,
/// and the rest is that of the case before.
///
/// ```
/// use model::evaluate::Series;
/// use model::{estimate, Assumptions, Input, Scenario};
/// use model::trace::Trace;
/// let (values, assumptions) = (Scenario::default().values(), Assumptions::default());
/// let mut series = Series::new(&assumptions);
/// for price in [1.0, 2.0, 3.0] {
///     let values = values.replaced(Input::GpuHourPrice, price);
///     assert_eq!(series.estimate(&values), estimate(&values, &assumptions, &mut Trace::off()));
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Series<'a> {
    assumptions: &'a Assumptions,
    served: Option<(Values, Served)>,
    judged: Option<(Values, Judged)>,
}

impl<'a> Series<'a> {
    /// A series with these constants, before its first case.
    pub fn new(assumptions: &'a Assumptions) -> Self {
        Self { assumptions, served: None, judged: None }
    }

    /// The [`estimate()`] of the next case.
    pub fn estimate(&mut self, values: &Values) -> Estimate {
        let (assumptions, off) = (self.assumptions, &mut Trace::off());
        let served = kept(&mut self.served, values, Input::is_of_serving, || {
            Served::new(values, assumptions, &mut Trace::off())
        });
        let judged = kept(&mut self.judged, values, Input::is_of_accuracy, || {
            self::judged(values, assumptions, &served.architecture)
        });
        let training = training::train(values, assumptions, &served.architecture, off);
        put_together(values, assumptions, served.clone(), training, judged, off).0
    }

    /// The same, in brief.
    pub(crate) fn brief(&mut self, values: &Values) -> Brief {
        let architecture = architecture::resolve(values);
        let (placed, bills) = placed_bills(values, self.assumptions, &architecture);
        let compute = || judged(values, self.assumptions, &architecture);
        let accuracy = kept(&mut self.judged, values, Input::is_of_accuracy, compute).accuracy;
        Brief { placed, bills, accuracy }
    }
}

/// What was computed for the case before if it had the same inputs that matter, else what is computed now.
fn kept<'a, T>(
    before: &'a mut Option<(Values, T)>,
    values: &Values,
    matters: fn(Input) -> bool,
    compute: impl FnOnce() -> T,
) -> &'a T {
    let is_same = |other: &Values| {
        Input::ALL.iter().all(|input| {
            !matters(*input) || values.number(*input).to_bits() == other.number(*input).to_bits()
        })
    };
    if before.as_ref().is_some_and(|(other, _)| !is_same(other)) {
        *before = None;
    }
    &before.get_or_insert_with(|| (*values, compute())).1
}

impl Input {
    /// Whether how the model serves depends on it.
    const fn is_of_serving(self) -> bool {
        matches!(
            self,
            Self::RequestsPerDay
                | Self::PromptTokens
                | Self::OutputTokens
                | Self::PeakToMean
                | Self::TtftObjective
                | Self::ItlObjective
                | Self::OpenShare
                | Self::Overflow
                | Self::ModelSize
                | Self::Model
                | Self::Precision
                | Self::Gpu
                | Self::GpuCount
                | Self::StackFactor
        )
    }

    /// Whether how accurate either side is depends on it.
    const fn is_of_accuracy(self) -> bool {
        matches!(
            self,
            Self::ModelSize
                | Self::Model
                | Self::Precision
                | Self::RetrainsPerYear
                | Self::InitialExamples
                | Self::ExamplesPerRound
                | Self::LabelDelay
                | Self::Breadth
                | Self::ClosedAccuracy
                | Self::Drift
                | Self::ClosedDrift
                | Self::Horizon
        )
    }
}

/// What a case of a sample is looked at for: what both sides cost, and how accurate they are. The same numbers as an
/// estimate's, without those of waiting, of energy and of the money's path through time.
pub(crate) struct Brief {
    pub(crate) placed: Placed,
    pub(crate) bills: Bills,
    pub(crate) accuracy: Accuracy,
}

impl Brief {
    pub(crate) fn new(values: &Values, assumptions: &Assumptions) -> Self {
        Self::of(values, assumptions, &architecture::resolve(values))
    }

    /// The same of a model whose shape is known.
    pub(crate) fn of(values: &Values, assumptions: &Assumptions, architecture: &Architecture) -> Self {
        let (placed, bills) = placed_bills(values, assumptions, architecture);
        let accuracy = judged(values, assumptions, architecture).accuracy;
        Self { placed, bills, accuracy }
    }
}

/// What renting costs more than owning, a month: an estimate's saving alone.
pub(crate) fn saving(values: &Values, assumptions: &Assumptions) -> f64 {
    placed_bills(values, assumptions, &architecture::resolve(values)).1.saving.number()
}

fn placed_bills(values: &Values, assumptions: &Assumptions, architecture: &Architecture) -> (Placed, Bills) {
    let placed = place(values, assumptions, architecture);
    let bills = bills(values, assumptions, architecture, &placed);
    (placed, bills)
}

/// How the model lies on its GPUs.
pub(crate) fn place(values: &Values, assumptions: &Assumptions, architecture: &Architecture) -> Placed {
    latency::place(values, assumptions, architecture, false, &mut Trace::off())
}

/// What both sides cost, of a model that lies on its GPUs.
pub(crate) fn bills(
    values: &Values,
    assumptions: &Assumptions,
    architecture: &Architecture,
    placed: &Placed,
) -> Bills {
    let off = &mut Trace::off();
    let training = training::train(values, assumptions, architecture, off);
    cost::bills(values, assumptions, placed.serving.fits, placed.share_served, &training, off)
}

/// How accurate both sides are.
pub(crate) fn judged(values: &Values, assumptions: &Assumptions, architecture: &Architecture) -> Judged {
    accuracy::accuracy(values, assumptions, architecture, &mut Trace::off())
}

/// Evaluates a scenario: the one entry of the model. Pure, total and the same bits on every machine.
///
/// ```
/// use model::{evaluate, Scenario};
/// let outcome = evaluate(&Scenario::default());
/// let cost = outcome.estimate.cost;
/// assert_eq!(cost.saving.number(), cost.rent_cost.number() - cost.own_cost.number());
/// assert!(["own", "rent", "too_close"].contains(&outcome.verdict.verdict));
/// ```
pub fn evaluate(scenario: &Scenario) -> Outcome {
    outcome(&scenario.values(), &scenario.assumptions(), &mut Trace::off())
}

/// [`evaluate`] for given values and constants, as sweeps and sensitivities need it.
pub fn outcome(values: &Values, assumptions: &Assumptions, trace: &mut impl Record) -> Outcome {
    let (estimate, laws, flows) = run(values, assumptions, trace);
    let sample = uncertainty::sample(values, assumptions);
    let verdict = verdict(values, assumptions, &estimate, &sample, trace);
    Outcome {
        verdict,
        flips: uncertainty::flips(values, assumptions, estimate.cost.saving),
        bands: sample.bands,
        saving_quantiles: sample.quantiles(DOTS),
        accuracy_path: laws.path(),
        cost_path: flows.path(),
        estimate,
    }
}

/// Dots of the quantile dot plot.
const DOTS: usize = 50;

/// How an output was computed: the steps on which it depends, in order, itself last.
///
/// In a step's operands, [`Origin::Computed`] refers to the last earlier step of that name; one without such a step is
/// given as it is. `None` if nothing of this name is computed.
///
/// ```
/// let steps = model::explain(&model::Scenario::default(), "saving").unwrap();
/// assert_eq!(steps.last().unwrap().formula, "rent_cost - own_cost");
/// assert!(model::explain(&model::Scenario::default(), "no_such_output").is_none());
/// ```
pub fn explain(scenario: &Scenario, output_id: &str) -> Option<Vec<Step>> {
    let (values, assumptions, mut trace) = (scenario.values(), scenario.assumptions(), Trace::on());
    let estimate = run(&values, &assumptions, &mut trace).0;
    if trace.find(output_id).is_none() {
        let sample = uncertainty::sample(&values, &assumptions);
        verdict(&values, &assumptions, &estimate, &sample, &mut trace);
    }
    let steps = trace.steps();
    let last = steps.iter().rposition(|step| step.name == output_id)?;
    let mut needed = vec![false; last + 1];
    needed[last] = true;
    for index in (0..=last).rev().filter(|index| steps[*index].operands.iter().any(is_computed)) {
        if !needed[index] {
            continue;
        }
        for (name, _) in steps[index].operands.iter().filter(|operand| is_computed(operand)) {
            if let Some(earlier) = steps[..index].iter().rposition(|step| step.name == *name) {
                needed[earlier] = true;
            }
        }
    }
    Some(steps.iter().zip(needed).filter(|(_, needed)| *needed).map(|(step, _)| step.clone()).collect())
}

fn is_computed(operand: &(&'static str, Term)) -> bool {
    operand.1.origin == Origin::Computed
}

/// The shape's numbers as steps, so that workings end at the inputs that chose them.
fn record_shape(values: &Values, architecture: &Architecture, trace: &mut impl Record) {
    let formula = if architecture.interpolated {
        "interpolated between named models at model_size"
    } else {
        "as published for the model"
    };
    let parts: [(&'static str, &'static str, Value, Unit); 5] = [
        ("total_parameters", "All parameters", architecture.total.value(), Unit::Parameters),
        (
            "active_parameters",
            "Parameters that one token passes through",
            architecture.active.value(),
            Unit::Parameters,
        ),
        ("n_layers", "Layers", Value::Number(architecture.n_layers), Unit::One),
        ("attention_width", "Heads times head dim", Value::Number(architecture.attention_width), Unit::One),
        ("width", "Width of the residual stream", Value::Number(architecture.width), Unit::One),
    ];
    for (name, meaning, result, unit) in parts {
        trace.record(|| Step {
            name,
            meaning,
            formula,
            operands: vec![
                ("model", values.term(Input::Model)),
                ("model_size", values.term(Input::ModelSize)),
            ],
            result,
            unit,
        });
    }
}

/// Cases of the sample, as a step.
fn sampled(
    name: &'static str,
    meaning: &'static str,
    formula: &'static str,
    operands: impl FnOnce() -> Vec<(&'static str, Term)>,
    trace: &mut impl Record,
    n: usize,
) -> Count {
    let count = Count::new(n as f64);
    trace.record(|| Step {
        name,
        meaning,
        formula,
        operands: operands(),
        result: count.value(),
        unit: Unit::One,
    });
    count
}

/// The answer: which side, with what probability, and from which volume.
///
/// # Formula
/// ```text
/// own        if owning is cheaper in at least 8 of 10 cases of the sample
/// rent       if in at most 2 of 10
/// too_close  otherwise
/// ```
/// The 10 % rule holds if the open model's average accuracy lies at most 10 % below the closed one's.
fn verdict(
    values: &Values,
    assumptions: &Assumptions,
    estimate: &Estimate,
    sample: &Sample,
    trace: &mut impl Record,
) -> Verdict {
    let (saving, gap) = (estimate.cost.saving, estimate.accuracy.accuracy_gap_percent);
    let cheaper_cases = sampled(
        "cheaper_cases",
        "Cases of the sample in which owning is cheaper",
        "cases with saving > 0",
        || vec![("saving", saving.term())],
        trace,
        sample.cheaper,
    );
    let close_cases = sampled(
        "close_cases",
        "Cases of the sample in which the open model is close enough",
        "cases with accuracy_gap_percent <= ten_percent",
        || {
            let limit = assumptions.term(Assumption::TenPercent);
            vec![("accuracy_gap_percent", gap.term()), ("ten_percent", limit)]
        },
        trace,
        sample.close,
    );
    let both_cases = sampled(
        "both_cases",
        "Cases of the sample in which both hold",
        "cases with saving > 0 and accuracy_gap_percent <= ten_percent",
        || {
            let limit = assumptions.term(Assumption::TenPercent);
            vec![("saving", saving.term()), ("accuracy_gap_percent", gap.term()), ("ten_percent", limit)]
        },
        trace,
        sample.both,
    );
    let points = assumptions.term(Assumption::SamplePoints);
    let probability_own_cheaper = compute!(trace, probability_own_cheaper "Owning is cheaper": Fraction =
        cheaper_cases / sample_points; where cheaper_cases = cheaper_cases, sample_points = points);
    let probability_within_ten_percent = compute!(trace, probability_within_ten_percent "Within 10 %": Fraction =
        close_cases / sample_points; where close_cases = close_cases, sample_points = points);
    let probability_both = compute!(trace, probability_both "Cheaper and within 10 %": Fraction =
        both_cases / sample_points; where both_cases = both_cases, sample_points = points);

    let p = probability_own_cheaper.number();
    let answer = if p >= assumptions.number(Assumption::OwnProbability) {
        "own"
    } else if p <= assumptions.number(Assumption::RentProbability) {
        "rent"
    } else {
        "too_close"
    };
    let mut note = |name, meaning, formula, operands, result, unit| {
        trace.record(|| Step { name, meaning, formula, operands, result, unit });
    };
    note(
        "verdict",
        "Own, rent, or too close to call",
        "own if probability_own_cheaper >= own_probability, rent if <= rent_probability, else too_close",
        vec![
            ("probability_own_cheaper", probability_own_cheaper.term()),
            ("own_probability", assumptions.term(Assumption::OwnProbability)),
            ("rent_probability", assumptions.term(Assumption::RentProbability)),
        ],
        answer.value(),
        Unit::Choice,
    );
    let within_ten_percent = gap.number() <= assumptions.number(Assumption::TenPercent);
    note(
        "within_ten_percent",
        "Whether the open model is close enough",
        "accuracy_gap_percent <= ten_percent",
        vec![("accuracy_gap_percent", gap.term()), ("ten_percent", assumptions.term(Assumption::TenPercent))],
        within_ten_percent.value(),
        Unit::YesNo,
    );
    let percentiles: [(&'static str, f64, &'static str); 3] = [
        ("saving_p5", 0.05, "the saving that 5 of 100 cases stay below"),
        ("saving_p50", 0.5, "the saving in the middle of the cases"),
        ("saving_p95", 0.95, "the saving that 95 of 100 cases stay below"),
    ];
    let [saving_p5, saving_p50, saving_p95] = percentiles.map(|(name, p, formula)| {
        let saving_here = UsdPerMonth::new(sample.quantile(p));
        let operands = vec![("saving", saving.term())];
        note(name, "Saving, a month", formula, operands, saving_here.value(), Unit::UsdPerMonth);
        saving_here
    });
    let cheaper_from = |input| solve::break_even(values, assumptions, input, Target::OwningCheaper);
    let break_even_requests = cheaper_from(Input::RequestsPerDay).lowest().map(RequestsPerDay::new);
    note(
        "break_even_requests",
        "The fewest requests a day from which owning is cheaper",
        "the least requests_per_day with saving >= 0",
        vec![("saving", saving.term())],
        break_even_requests.value(),
        Unit::RequestsPerDay,
    );
    let break_even_gpu_price = cheaper_from(Input::GpuHourPrice).highest().map(UsdPerGpuHour::new);
    note(
        "break_even_gpu_price",
        "The most that a GPU-hour may cost for owning to be cheaper",
        "the greatest gpu_hour_price with saving >= 0",
        vec![("saving", saving.term())],
        break_even_gpu_price.value(),
        Unit::UsdPerGpuHour,
    );
    let break_even_effort = cheaper_from(Input::RunEffort).highest().map(Fte::new);
    note(
        "break_even_effort",
        "The most engineers who may run the model for owning to be cheaper",
        "the greatest run_effort with saving >= 0",
        vec![("saving", saving.term())],
        break_even_effort.value(),
        Unit::Fte,
    );
    Verdict {
        verdict: answer,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Preset;

    #[test]
    fn a_brief_has_an_estimates_numbers() {
        for preset in Preset::ALL {
            for gpus in [1.0, 8.0, 64.0] {
                let values = Scenario::preset(preset).values().replaced(Input::GpuCount, gpus);
                let assumptions = Assumptions::default();
                let (brief, whole) =
                    (Brief::new(&values, &assumptions), estimate(&values, &assumptions, &mut Trace::off()));
                assert_eq!(brief.placed.serving, whole.serving);
                assert_eq!(brief.placed.rate_overflow_peak, whole.load.rate_overflow_peak);
                assert_eq!(brief.accuracy, whole.accuracy);
                let bills = brief.bills;
                let costs = [bills.own_cost, bills.rent_cost, bills.saving];
                assert_eq!(costs, [whole.cost.own_cost, whole.cost.rent_cost, whole.cost.saving]);
                assert_eq!(saving(&values, &assumptions), whole.cost.saving.number());
            }
        }
    }
}
