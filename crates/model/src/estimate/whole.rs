//! The whole estimate of one case.

use crate::case::scenario::{Assumptions, Values};
use crate::catalogue::Assumption;
use crate::families::accuracy::{self, Assessment, Laws};
use crate::families::architecture::{self, Architecture};
use crate::families::cost::{self, Flows};
use crate::families::energy;
use crate::families::load;
use crate::families::outputs::{
    Accuracy, Condition, Cost, Energy, Ledgers, Load, OutputSpec, Serving, Training,
};
use crate::families::training;
use crate::families::ways::{Asked, Ground, Pair};
use crate::quantities::units::Value;
use crate::workings::trace::Record;

/// One evaluation with given assumptions: every number, without its uncertainty.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The open model's shape.
    pub architecture: Architecture,
    /// Serving.
    pub serving: Serving,
    /// Load.
    pub load: Load,
    /// Training.
    pub training: Training,
    /// Accuracy.
    pub accuracy: Accuracy,
    /// Cost.
    pub cost: Cost,
    /// Energy.
    pub energy: Energy,
    /// Line items.
    pub ledgers: Ledgers,
    /// Conditions that the numbers alone would not show.
    pub conditions: Vec<Condition>,
    /// Whether owning and renting, each as the reader means it, can do the work at all.
    pub(crate) able: Able,
}

/// Whether each side can do the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Able {
    pub(crate) own: bool,
    pub(crate) rent: bool,
}

/// The descriptions of an estimate's outputs: all but the verdict's, which speak of a whole sample.
pub fn estimate_specs() -> impl Iterator<Item = &'static OutputSpec> {
    [Cost::SPECS, Accuracy::SPECS, Serving::SPECS, Load::SPECS, Training::SPECS, Energy::SPECS]
        .into_iter()
        .flatten()
}

impl Estimate {
    /// All its outputs in the order of [`estimate_specs`].
    pub fn values(&self) -> Vec<Value> {
        let Self { cost, accuracy, serving, load, training, energy, .. } = self;
        let families: [&[Value]; 6] = [
            &cost.values(),
            &accuracy.values(),
            &serving.values(),
            &load.values(),
            &training.values(),
            &energy.values(),
        ];
        families.concat()
    }

    /// All its outputs with their descriptions, in the order of [`estimate_specs`].
    pub fn outputs(&self) -> impl Iterator<Item = (&'static OutputSpec, Value)> {
        estimate_specs().zip(self.values())
    }
}

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
pub(crate) fn run(
    values: &Values,
    assumptions: &Assumptions,
    trace: &mut impl Record,
) -> (Estimate, Laws, Flows) {
    if Asked::of(values) != Asked::Plain {
        return run_ways(values, assumptions, trace);
    }
    let deployment = Deployment::new(values, assumptions, trace);
    let training = training::train(values, assumptions, &deployment.architecture, trace);
    let assessment = accuracy::accuracy(values, assumptions, &deployment.architecture, trace);
    let (estimate, flows) = put_together(values, assumptions, deployment, training, &assessment, trace);
    (estimate, assessment.laws, flows)
}

/// How a model serves on its GPUs: the part of an estimate that neither retraining nor a price touches.
#[derive(Clone, Debug)]
pub(super) struct Deployment {
    pub(super) architecture: Architecture,
    serving: Serving,
    load: Load,
    conditions: Vec<Condition>,
}

impl Deployment {
    pub(super) fn new(values: &Values, assumptions: &Assumptions, trace: &mut impl Record) -> Self {
        let architecture = architecture::resolve(values);
        architecture::record(values, &architecture, trace);
        let (serving, load, conditions) = load::serve(values, assumptions, &architecture, trace);
        Self { architecture, serving, load, conditions }
    }
}

/// An estimate from how the model serves, how it is trained and how accurate it is.
pub(super) fn put_together(
    values: &Values,
    assumptions: &Assumptions,
    deployment: Deployment,
    training: Training,
    assessment: &Assessment,
    trace: &mut impl Record,
) -> (Estimate, Flows) {
    let Deployment { architecture, serving, load, mut conditions } = deployment;
    conditions.extend(training::notable(values, assumptions, &training).chain(assessment.condition));
    let bills = cost::bills(values, assumptions, serving.fits, load.share_served, &training, trace);
    let headline = bills.headline(values, trace);
    let cost = cost::cost(values, &headline, trace);
    let energy = energy::energy(values, assumptions, &serving, &load, &training, trace);
    let able = able(assumptions, &serving, &load, &conditions);
    let (accuracy, ledgers) = (assessment.accuracy, headline.ledgers);
    let estimate =
        Estimate { architecture, serving, load, training, accuracy, cost, energy, ledgers, conditions, able };
    (estimate, headline.flows)
}

/// Whether GPUs round the clock and a closed model by the token can do the work.
fn able(assumptions: &Assumptions, serving: &Serving, load: &Load, conditions: &[Condition]) -> Able {
    let has = |condition| conditions.contains(&condition);
    let overflows = load.share_served.number() < assumptions.number(Assumption::LeastShareServed);
    let own =
        serving.fits && !has(Condition::PromptTooLong) && (!overflows || has(Condition::NoTrafficMoved));
    Able { own, rent: !has(Condition::PromptTooLongForApi) }
}

/// The estimate where other ways stand for owning and renting, or what only they know is set.
fn run_ways(values: &Values, assumptions: &Assumptions, trace: &mut impl Record) -> (Estimate, Laws, Flows) {
    let architecture = architecture::resolve(values);
    architecture::record(values, &architecture, trace);
    let (ground, load) = Ground::with_load(values, assumptions, &architecture, trace);
    let pair = Pair::new(&ground, trace);
    let headline = pair.headline(&ground, trace);
    let accuracy = pair.accuracy(&ground, trace);
    let cost = cost::cost(values, &headline, trace);
    let Ground { placement, mut conditions, training, laws, doubt, .. } = ground;
    let serving = placement.serving;
    let energy = energy::energy(values, assumptions, &serving, &load, &training, trace);
    conditions.extend(training::notable(values, assumptions, &training).chain(doubt));
    for condition in pair.conditions() {
        if !conditions.contains(&condition) {
            conditions.push(condition);
        }
    }
    let able = Able { own: pair.own.is_able(), rent: pair.rent.is_able() };
    let ledgers = headline.ledgers;
    let estimate =
        Estimate { architecture, serving, load, training, accuracy, cost, energy, ledgers, conditions, able };
    (estimate, laws, headline.flows)
}
