//! The answer to a scenario: estimate, verdict, and what would turn it.

use crate::case::scenario::{Assumptions, Scenario, Values};
use crate::estimate::{Estimate, Series, estimate_specs, run};
use crate::families::outputs::{
    Accuracy, AccuracyMoment, Condition, Cost, CostMoment, Energy, Load, Need, OutputSpec, Serving, Training,
};
use crate::families::ways::WayOutputs;
use crate::quantities::units::{Fraction, UsdPerMonth, Value};
use crate::questions::percentiles::Bands;
use crate::questions::uncertainty::{self, Sample};
use crate::questions::ways;
use crate::verdicts::tipping_points::{Flip, flips};
use crate::verdicts::verdict::{Side, Verdict, verdict};
use crate::workings::trace::{Origin, Record, Step, Term, Trace};

/// The answer to a scenario: the central estimate, the verdict, and what would turn it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Every number at the central assumptions.
    pub estimate: Estimate,
    /// The answer with its uncertainty.
    pub verdict: Verdict,
    /// The tipping points of the verdict, nearest first.
    pub flips: Vec<Flip>,
    /// What each side costs and how accurate it is, over the sample.
    pub bands: Bands,
    /// Fifty equally likely savings, ascending, for the dot plot.
    pub saving_quantiles: Vec<UsdPerMonth>,
    /// Accuracy through the horizon.
    pub accuracy_path: Vec<AccuracyMoment>,
    /// Cumulative cost through the horizon, month by month.
    pub cost_path: Vec<CostMoment>,
}

/// All outputs' descriptions, family by family: the verdict's, those of an estimate, then those of the other ways, which an
/// [`Outcome`] does not hold: they are computed where they are asked for by name.
pub fn output_specs() -> impl Iterator<Item = &'static OutputSpec> {
    outcome_specs().chain(WayOutputs::SPECS)
}

/// The descriptions of what an [`Outcome`] holds.
fn outcome_specs() -> impl Iterator<Item = &'static OutputSpec> {
    Verdict::SPECS.iter().chain(estimate_specs())
}

impl OutputSpec {
    /// A few words, as shown in tables.
    pub fn label(&self) -> &'static str {
        self.words().0
    }

    /// What it means.
    pub fn meaning(&self) -> &'static str {
        self.words().1
    }

    fn words(&self) -> (&'static str, &'static str) {
        let words = [
            Verdict::WORDS,
            Cost::WORDS,
            Accuracy::WORDS,
            Serving::WORDS,
            Load::WORDS,
            Training::WORDS,
            Energy::WORDS,
            WayOutputs::WORDS,
        ];
        let pairs = output_specs().zip(words.into_iter().flatten());
        let mut own = pairs.filter(|(spec, _)| spec.id == self.id);
        own.next().map_or(("", ""), |(_, words)| *words)
    }
}

/// Why owning and renting cannot be compared in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// The own way cannot do the work.
    CannotOwn,
    /// The rented way cannot.
    CannotRent,
    /// Both are the same way.
    SameWay,
}

impl Hindrance {
    /// What it is, within a sentence.
    pub const fn words(self) -> &'static str {
        match self {
            Self::CannotOwn => "owning cannot do this work",
            Self::CannotRent => "renting cannot do this work",
            Self::SameWay => "owning and renting are the same here",
        }
    }
}

impl Outcome {
    /// What hinders the comparison; `None` if nothing does.
    pub fn hindrance(&self) -> Option<Hindrance> {
        match self.verdict.verdict {
            Side::CannotOwn => Some(Hindrance::CannotOwn),
            Side::CannotRent => Some(Hindrance::CannotRent),
            Side::Own | Side::Rent | Side::TooClose => {
                self.estimate.conditions.contains(&Condition::SameWay).then_some(Hindrance::SameWay)
            }
        }
    }

    /// How likely owning is cheaper, for readers: `None` where something hinders the comparison, as the cost of work that is
    /// not done says nothing. `probability_own_cheaper` compares the costs all the same.
    ///
    /// ```
    /// use model::{Input, Scenario, evaluate};
    /// let too_large = Scenario::default().with(Input::ModelSize, 405.0).unwrap();
    /// assert_eq!(evaluate(&too_large).chance(), None);
    /// let outcome = evaluate(&Scenario::default());
    /// assert_eq!(outcome.chance(), Some(outcome.verdict.probability_own_cheaper));
    /// ```
    pub fn chance(&self) -> Option<Fraction> {
        self.hindrance().is_none().then_some(self.verdict.probability_own_cheaper)
    }

    /// Its outputs in the order of [`output_specs`].
    pub fn values(&self) -> Vec<Value> {
        [&self.verdict.values()[..], &self.estimate.values()].concat()
    }

    /// Its outputs with their descriptions, in the order of [`output_specs`].
    pub fn outputs(&self) -> impl Iterator<Item = (&'static OutputSpec, Value)> {
        outcome_specs().zip(self.values())
    }

    /// One output by its stable name.
    pub fn output(&self, id: &str) -> Option<(&'static OutputSpec, Value)> {
        self.outputs().find(|(spec, _)| spec.id == id)
    }
}

/// Evaluates a scenario: the one entry of the model. Pure, total and the same bits on every machine.
///
/// ```
/// use model::{evaluate, Scenario};
/// let outcome = evaluate(&Scenario::default());
/// let cost = outcome.estimate.cost;
/// assert_eq!(cost.saving.number(), cost.rent_cost.number() - cost.own_cost.number());
/// assert_eq!(outcome.verdict.verdict, model::verdict::Side::TooClose);
/// ```
pub fn evaluate(scenario: &Scenario) -> Outcome {
    outcome(&scenario.values(), &scenario.assumptions(), &mut Trace::off())
}

/// [`evaluate`] for given values and constants, as sweeps and sensitivities need it.
pub fn outcome(values: &Values, assumptions: &Assumptions, trace: &mut impl Record) -> Outcome {
    let (estimate, laws, flows) = run(values, assumptions, trace);
    let sample = uncertainty::sample(values, assumptions);
    let verdict = verdict(values, assumptions, &estimate, &sample, |_| true, trace);
    Outcome {
        verdict,
        flips: flips(values, assumptions, estimate.cost.saving),
        bands: sample.bands,
        saving_quantiles: sample.quantiles(DOTS),
        accuracy_path: laws.path(),
        cost_path: flows.path(),
        estimate,
    }
}

/// Some outputs of an outcome, for one case after the other. Only what they need is computed: see [`OutputSpec::need`].
///
/// ```
/// use model::estimate::Series;
/// use model::outcome::{Selection, output_specs};
/// use model::{Assumptions, Scenario, evaluate};
/// let selection = Selection::new(output_specs().filter(|spec| spec.id == "own_cost"));
/// let (scenario, assumptions) = (Scenario::default(), Assumptions::default());
/// let values = selection.values(&scenario.values(), &mut Series::new(&assumptions));
/// assert_eq!(values, [evaluate(&scenario).output("own_cost").unwrap().1]);
/// ```
#[derive(Clone, Debug)]
pub struct Selection {
    specs: Vec<&'static OutputSpec>,
    /// The index of each among [`output_specs`].
    indices: Vec<usize>,
}

impl Selection {
    /// A selection of these outputs, in this order.
    pub fn new(specs: impl IntoIterator<Item = &'static OutputSpec>) -> Self {
        let specs: Vec<&'static OutputSpec> = specs.into_iter().collect();
        let index = |spec: &&'static OutputSpec| output_specs().position(|other| other.id == spec.id);
        let indices = specs.iter().filter_map(index).collect();
        Self { specs, indices }
    }

    /// The outputs' descriptions.
    pub fn specs(&self) -> &[&'static OutputSpec] {
        &self.specs
    }

    /// Whether an output of the selection needs this.
    pub fn needs(&self, need: Need) -> bool {
        self.specs.iter().any(|spec| spec.need == need)
    }

    /// The outputs of the next case of a series, in the selection's order: the bits of [`evaluate`].
    pub fn values(&self, values: &Values, series: &mut Series<'_>) -> Vec<Value> {
        if self.specs.is_empty() {
            return Vec::new();
        }
        let (assumptions, n_verdict) = (series.assumptions(), Verdict::SPECS.len());
        let n_of_outcome = n_verdict + estimate_specs().count();
        let of_ways = self.needs(Need::Ways).then(|| {
            ways::central(values, assumptions, &mut Trace::off()).outputs(&mut Trace::off()).values()
        });
        let of_ways = |index: usize| of_ways.as_ref().and_then(|values| values.get(index).copied());
        if self.indices.iter().all(|index| *index >= n_of_outcome) {
            let value = |index: &usize| of_ways(index - n_of_outcome).unwrap_or(Value::Missing);
            return self.indices.iter().map(value).collect();
        }
        let estimate = series.estimate(values);
        let of_verdict = self.indices.iter().any(|index| *index < n_verdict).then(|| {
            let sample = if self.needs(Need::Sample) {
                uncertainty::sample(values, assumptions)
            } else {
                Sample::default()
            };
            let is_needed = |need| self.needs(need);
            verdict(values, assumptions, &estimate, &sample, is_needed, &mut Trace::off()).values()
        });
        let of_estimate = estimate.values();
        let value = |index: &usize| match index.checked_sub(n_verdict) {
            Some(_) if *index >= n_of_outcome => of_ways(index - n_of_outcome),
            Some(index) => of_estimate.get(index).copied(),
            None => of_verdict.and_then(|values| values.get(*index).copied()),
        };
        self.indices.iter().map(|index| value(index).unwrap_or(Value::Missing)).collect()
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
    if WayOutputs::SPECS.iter().any(|spec| spec.id == output_id) {
        ways::central(&values, &assumptions, &mut trace).outputs(&mut trace);
        return needed(trace.steps(), output_id);
    }
    let estimate = run(&values, &assumptions, &mut trace).0;
    if trace.find(output_id).is_none() {
        let sample = uncertainty::sample(&values, &assumptions);
        verdict(&values, &assumptions, &estimate, &sample, |_| true, &mut trace);
    }
    needed(trace.steps(), output_id)
}

/// The steps on which the last one of a name depends, in order, itself last.
fn needed(steps: &[Step], name: &str) -> Option<Vec<Step>> {
    let last = steps.iter().rposition(|step| step.name == name)?;
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
    operand.1.origin() == Origin::Computed
}
