//! Everything that the page shows of a case: the outcome, and the curves, frontier and tornado that the figures draw.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use model::catalogue::OwnWay;
use model::frontier::{Frontier, frontier};
use model::response::{HEADLINE_INPUTS, HEADLINE_POINTS, ResponsePoint, curve};
use model::roots::root;
use model::sensitivity::{Swing, tornado};
use model::solve::Target;
use model::trace::Trace;
use model::uncertainty::{
    AccuracyBand, BreakEvenBand, ResponseBand, accuracy_bands, break_even_band, response_bands,
};
use model::ways::{Ways, WaysOutcome, compare, ways};
use model::{Assumption, Input, Outcome, Scenario, Setting, estimate, evaluate};

use crate::controls::headline::Headline;
use crate::ptr_eq::PtrEq;

/// Points of the curve over the load: twelve a decade.
const LOAD_POINTS: usize = 85;

/// The step between the points of a curve at which its band is computed; the band is straight between them.
const BAND_STEP: usize = 4;

/// Points of the curve over the load whose bands are computed at once.
const LOAD_BANDS_AT_ONCE: usize = 8;

/// A case and everything computed from it. Pure: equal scenarios give equal analyses.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// The case.
    pub scenario: Scenario,
    /// The model's result.
    pub outcome: Outcome,
    /// Cost and accuracy over each of [`HEADLINE_INPUTS`], in that order.
    pub headlines: [Curve; 3],
    /// Cost and accuracy over the number of requests.
    pub load: Lazy<LoadCurve>,
    /// The other choices of size, GPUs and interval.
    pub frontier: Lazy<Choices>,
    /// What each uncertain quantity alone does to the saving, widest first; or, while the reader's focus is in one of
    /// them, in the order from before.
    pub tornado: Lazy<Swings>,
    /// Every way to run the model in the central case.
    pub ways: Lazy<CentralWays>,
    /// The bands of the curves: computed once the case stays, as they cost many times the rest.
    pub bands: Option<CurveBands>,
    /// The case that the reader has put aside to compare with, if they have.
    pub aside: Option<SharedAnalysis>,
}

/// Cost and accuracy over the range of an input.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The points, least value first.
    pub points: Vec<ResponsePoint>,
    /// Where owning and renting cost the same, least value first.
    pub crossings: Vec<Crossing>,
}

/// The range of each curve in nine of ten cases.
#[derive(Clone, Debug, PartialEq)]
pub struct CurveBands {
    /// Around [`Analysis::load`].
    pub load: Vec<ResponseBand>,
    /// Around the outcome's accuracy path.
    pub accuracy: Vec<AccuracyBand>,
    /// The number of requests from which owning is cheaper, over the cases.
    pub break_even: BreakEvenBand,
    /// Every way to run the model over the cases.
    pub ways: Arc<WaysOutcome>,
}

/// A value of an input at which owning and renting cost the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    /// The value, in the input's unit; of an input in whole numbers, a value between the two neighbours of the
    /// crossing.
    pub at: f64,
    /// What both cost there, US dollars a month.
    pub cost: f64,
    /// Whether owning is the cheaper side beyond it (else: below it).
    pub owning_cheaper_above: bool,
}

impl Analysis {
    /// Whether owning means GPUs of one's own, rented or bought.
    pub fn is_on_own_gpus(&self) -> bool {
        match self.scenario.values().chosen() {
            OwnWay::OpenApi | OwnWay::ClosedApi | OwnWay::TunedApi => false,
            OwnWay::OwnSteady | OwnWay::OwnScaled | OwnWay::OwnBought | OwnWay::Mixed | OwnWay::Best => true,
        }
    }

    /// The part of the analysis that is shown at once; the lazy parts are computed on first use.
    pub fn new(scenario: &Scenario) -> Self {
        let headlines = HEADLINE_INPUTS.map(|input| Curve::new(scenario, input, HEADLINE_POINTS));
        Self { headlines, ..Self::without_curves(scenario) }
    }

    /// The same for what shows no sliders: [`Analysis::headlines`] is empty.
    pub fn without_curves(scenario: &Scenario) -> Self {
        Self {
            scenario: scenario.clone(),
            outcome: evaluate(scenario),
            headlines: HEADLINE_INPUTS.map(|_| Curve { points: Vec::new(), crossings: Vec::new() }),
            load: Lazy::new(scenario),
            frontier: Lazy::new(scenario),
            tornado: Lazy::new(scenario),
            ways: Lazy::new(scenario),
            bands: None,
            aside: None,
        }
    }

    /// The case that figures show as a ghost, and its name: the one put aside, or else the default.
    pub fn before(&self) -> (SharedAnalysis, &'static str) {
        match &self.aside {
            Some(aside) => (aside.clone(), "the case you put aside"),
            None => (Self::shared_default(), "our default case"),
        }
    }

    /// The analysis of the default case, computed once.
    pub fn shared_default() -> SharedAnalysis {
        thread_local! {
            static DEFAULT: SharedAnalysis = SharedAnalysis::new(Analysis::new(&Scenario::default()));
        }
        DEFAULT.with(SharedAnalysis::clone)
    }

    /// The analysis of a case, to be shared; the default case's is not computed again.
    pub fn shared(scenario: &Scenario) -> SharedAnalysis {
        let default = Self::shared_default();
        if default.scenario == *scenario { default } else { SharedAnalysis::new(Self::new(scenario)) }
    }

    /// The same beside a case that has been put aside.
    pub fn shared_beside(scenario: &Scenario, aside: Option<SharedAnalysis>) -> SharedAnalysis {
        match aside {
            Some(_) => SharedAnalysis::new(Self { aside, ..Self::new(scenario) }),
            None => Self::shared(scenario),
        }
    }

    /// The same case with [`Analysis::tornado`] in the order of `kept`. A quantity that no longer has a band keeps its
    /// row, so that the reader does not lose the slider that they are moving.
    #[must_use]
    pub fn with_stable_rows(&self, kept: &[Swing]) -> Self {
        let saving = self.outcome.estimate.cost.saving;
        let accuracy = self.outcome.estimate.accuracy.own_accuracy;
        let now = |before: &Swing| {
            let found = self.tornado.iter().find(|swing| swing.what == before.what).copied();
            let value = match before.what {
                Setting::Input(input) => self.scenario.get(input),
                Setting::Assumption(_) => before.value,
            };
            found.unwrap_or(Swing {
                low: value,
                value,
                high: value,
                saving_low: saving,
                saving_high: saving,
                accuracy_low: accuracy,
                accuracy_high: accuracy,
                ..*before
            })
        };
        let is_new = |swing: &&Swing| !kept.iter().any(|before| before.what == swing.what);
        let tornado: Vec<Swing> =
            kept.iter().map(now).chain(self.tornado.iter().filter(is_new).copied()).collect();
        Self { tornado: Lazy::computed(&self.scenario, tornado), ..self.clone() }
    }

    /// The same case with the bands of its curves.
    #[must_use]
    pub fn with_bands(self) -> Self {
        let mut computation = BandComputation::new(&SharedAnalysis::new(self));
        loop {
            if let Some(done) = computation.advance() {
                return (*done).clone();
            }
        }
    }

    /// Cost and accuracy over an input's range.
    pub fn response(&self, input: Input) -> Cow<'_, [ResponsePoint]> {
        match Headline::index(input) {
            Some(index) => Cow::Borrowed(&self.headlines[index].points),
            None => Cow::Owned(curve(&self.scenario, input, HEADLINE_POINTS)),
        }
    }
}

/// The bands of a case's curves, computed in steps: all at once would be too long a task on a phone.
#[derive(Clone, Debug)]
pub struct BandComputation {
    analysis: SharedAnalysis,
    /// Filled in this order: the curve over the load, the accuracy path, the ways.
    load: Vec<ResponseBand>,
    accuracy: Option<Vec<AccuracyBand>>,
    ways: Option<Arc<WaysOutcome>>,
}

impl BandComputation {
    /// A computation that has not begun.
    pub fn new(analysis: &SharedAnalysis) -> Self {
        Self { analysis: analysis.clone(), load: Vec::new(), accuracy: None, ways: None }
    }

    /// Computes the next piece; returns the case with its bands once they are complete.
    pub fn advance(&mut self) -> Option<SharedAnalysis> {
        let Analysis { scenario, load, .. } = &*self.analysis;
        let (values, assumptions) = (scenario.values(), scenario.assumptions());
        let points = assumptions.number(Assumption::BandPoints) as u32;
        let load_positions = band_positions(&load.points);
        if self.load.len() < load_positions.len() {
            let end = (self.load.len() + LOAD_BANDS_AT_ONCE).min(load_positions.len());
            let positions = &load_positions[self.load.len()..end];
            self.load.extend(response_bands(scenario, Input::RequestsPerDay, positions, points));
            return None;
        }
        let Some(accuracy) = &self.accuracy else {
            self.accuracy = Some(accuracy_bands(&values, &assumptions, points));
            return None;
        };
        let Some(ways) = &self.ways else {
            self.ways = Some(Arc::new(compare(scenario)));
            return None;
        };
        let bands = CurveBands {
            load: self.load.clone(),
            accuracy: accuracy.clone(),
            ways: ways.clone(),
            break_even: break_even_band(scenario, Input::RequestsPerDay, Target::OwningCheaper, points),
        };
        Some(SharedAnalysis::new(Analysis { bands: Some(bands), ..(*self.analysis).clone() }))
    }
}

/// The values of a curve's points at which its band is computed.
fn band_positions(curve: &[ResponsePoint]) -> Vec<f64> {
    let last = curve.len().saturating_sub(1);
    let points = curve.iter().enumerate().filter(|(index, _)| index % BAND_STEP == 0 || *index == last);
    points.map(|(_, point)| point.x).collect()
}

impl Curve {
    fn new(scenario: &Scenario, input: Input, n_points: usize) -> Self {
        let points = curve(scenario, input, n_points);
        Self { crossings: crossings(scenario, input, &points), points }
    }
}

/// The crossings of both cost curves, each refined by evaluating the model.
fn crossings(scenario: &Scenario, input: Input, curve: &[ResponsePoint]) -> Vec<Crossing> {
    let (at, assumptions) = (scenario.moved(input), scenario.assumptions());
    let cost = |x: f64| estimate(&at(x), &assumptions, &mut Trace::off()).cost;
    let is_own = |point: &ResponsePoint| point.own_cost <= point.rent_cost;
    let changes = curve.windows(2).filter(|pair| is_own(&pair[0]) != is_own(&pair[1]));
    changes
        .map(|pair| {
            let owning_cheaper_above = is_own(&pair[1]);
            let (fails, holds) =
                if owning_cheaper_above { (pair[0].x, pair[1].x) } else { (pair[1].x, pair[0].x) };
            let at = root(fails, holds, 1e-9, |x| cost(x).saving.number());
            Crossing { at, cost: cost(at).rent_cost.number(), owning_cheaper_above }
        })
        .collect()
}

/// A computation that costs much, and whose result is seldom in sight.
///
/// A type of its own and no function pointer: what the first program holds as a pointer would become part of it.
pub trait Computation {
    /// The result.
    type Output;
    /// Computes it for a case.
    fn compute(scenario: &Scenario) -> Self::Output;
}

/// Cost and accuracy over the number of requests.
#[derive(Clone, Copy, Debug)]
pub enum LoadCurve {}

impl Computation for LoadCurve {
    type Output = Curve;
    fn compute(scenario: &Scenario) -> Curve {
        Curve::new(scenario, Input::RequestsPerDay, LOAD_POINTS)
    }
}

/// The other choices of size, GPUs and interval.
#[derive(Clone, Copy, Debug)]
pub enum Choices {}

impl Computation for Choices {
    type Output = Frontier;
    fn compute(scenario: &Scenario) -> Frontier {
        frontier(scenario)
    }
}

/// Every way to run the model.
#[derive(Clone, Copy, Debug)]
pub enum CentralWays {}

impl Computation for CentralWays {
    type Output = Arc<Ways>;
    fn compute(scenario: &Scenario) -> Arc<Ways> {
        Arc::new(ways(scenario))
    }
}

/// The swing of each uncertain quantity alone.
#[derive(Clone, Copy, Debug)]
pub enum Swings {}

impl Computation for Swings {
    type Output = Vec<Swing>;
    fn compute(scenario: &Scenario) -> Vec<Swing> {
        tornado(&scenario.values(), &scenario.assumptions())
    }
}

/// The result of a computation, computed when something first reads it.
#[derive(Clone, Debug)]
pub struct Lazy<C: Computation> {
    scenario: Scenario,
    result: OnceLock<C::Output>,
}

impl<C: Computation> Lazy<C> {
    fn new(scenario: &Scenario) -> Self {
        Self { scenario: scenario.clone(), result: OnceLock::new() }
    }

    fn computed(scenario: &Scenario, result: C::Output) -> Self {
        Self { scenario: scenario.clone(), result: OnceLock::from(result) }
    }
}

impl<C: Computation> Deref for Lazy<C> {
    type Target = C::Output;

    fn deref(&self) -> &C::Output {
        self.result.get_or_init(|| C::compute(&self.scenario))
    }
}

impl<C: Computation<Output: PartialEq>> PartialEq for Lazy<C> {
    fn eq(&self, other: &Self) -> bool {
        self.scenario == other.scenario && **self == **other
    }
}

/// An analysis that many parts of the page share.
pub type SharedAnalysis = PtrEq<Analysis>;
