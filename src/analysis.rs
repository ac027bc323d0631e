//! Everything that the page shows of a case: the outcome, and the questions that the figures ask around it.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::OnceLock;

use model::frontier::{Frontier, frontier};
use model::response::{HEADLINE_INPUTS, HEADLINE_POINTS, ResponsePoint, curve};
use model::roots::root;
use model::sensitivity::{Swing, tornado};
use model::solve::Target;
use model::trace::Trace;
use model::uncertainty::{
    AccuracyBand, BreakEvenBand, ResponseBand, accuracy_bands, break_even_band, response_bands,
};
use model::{Assumption, Input, Outcome, Scenario, Setting, estimate, evaluate};

use crate::controls::headline::Headline;
use crate::ptr_eq::PtrEq;

/// Points of the curve over the load: twelve a decade.
const LOAD_POINTS: usize = 85;

/// The band of a curve is computed at every `BAND_STEP`th point; between them it runs straight.
const BAND_STEP: usize = 4;

/// Points of the curve over the load whose bands are computed at once.
const LOAD_BANDS_AT_ONCE: usize = 8;

/// A case and all that is shown of it. Pure: equal scenarios give equal analyses.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// The case.
    pub scenario: Scenario,
    /// What it comes to.
    pub outcome: Outcome,
    /// Cost and accuracy over each of [`HEADLINE_INPUTS`], in that order.
    pub headlines: [Curve; 3],
    /// Cost and accuracy over the number of requests.
    pub load: Lazy<Curve>,
    /// The other choices of size, GPUs and interval.
    pub frontier: Lazy<Frontier>,
    /// What each uncertain quantity alone does to the saving, widest first; or, where a reader has hold of one of them,
    /// in the order that it was taken hold of in.
    pub tornado: Lazy<Vec<Swing>>,
    /// The bands of the curves: computed once the case stays, as they cost many times the rest.
    pub bands: Option<CurveBands>,
}

/// Cost and accuracy over the range of an input.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Its points, least value first.
    pub points: Vec<ResponsePoint>,
    /// Where owning and renting cost the same, least value first.
    pub crossings: Vec<Crossing>,
}

/// Where the curves run in nine of ten cases.
#[derive(Clone, Debug, PartialEq)]
pub struct CurveBands {
    /// Around [`Analysis::load`].
    pub load: Vec<ResponseBand>,
    /// Around [`Analysis::headlines`].
    pub headlines: [Vec<ResponseBand>; 3],
    /// Around the outcome's accuracy path.
    pub accuracy: Vec<AccuracyBand>,
    /// The number of requests from which owning is cheaper, over the cases.
    pub break_even: BreakEvenBand,
}

/// A value of an input at which owning and renting cost the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    /// The value, in the input's unit; of a whole input, between the two that it lies between.
    pub at: f64,
    /// What both cost there, US dollars a month.
    pub cost: f64,
    /// Whether owning is the cheaper side beyond it (else: below it).
    pub owning_cheaper_above: bool,
}

impl Analysis {
    /// What is shown of a case at once; the rest follows when it is asked for.
    pub fn new(scenario: &Scenario) -> Self {
        Self {
            scenario: scenario.clone(),
            outcome: evaluate(scenario),
            headlines: HEADLINE_INPUTS.map(|input| Curve::new(scenario, input, HEADLINE_POINTS)),
            load: Lazy::new(scenario),
            frontier: Lazy::new(scenario),
            tornado: Lazy::new(scenario),
            bands: None,
        }
    }

    /// The default case's, computed once.
    pub fn shared_default() -> SharedAnalysis {
        thread_local! {
            static DEFAULT: SharedAnalysis = SharedAnalysis::new(Analysis::new(&Scenario::default()));
        }
        DEFAULT.with(SharedAnalysis::clone)
    }

    /// The analysis of a case, to be shared.
    pub fn shared(scenario: &Scenario) -> SharedAnalysis {
        let default = Self::shared_default();
        if default.scenario == *scenario { default } else { SharedAnalysis::new(Self::new(scenario)) }
    }

    /// The same case with [`Analysis::tornado`] in the order of `kept`, a quantity that has no band any more included:
    /// nobody loses hold of a row that shrinks to nothing.
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
        Self { tornado: Lazy { value: OnceLock::from(tornado), ..self.tornado.clone() }, ..self.clone() }
    }

    /// The same with the bands of its curves.
    #[must_use]
    pub fn with_bands(self) -> Self {
        let mut begun = BandComputation::new(&SharedAnalysis::new(self));
        loop {
            if let Some(done) = begun.go_on() {
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

/// The bands of a case's curves, as far as they are computed: they take too long for one task of a phone.
#[derive(Clone, Debug)]
pub struct BandComputation {
    analysis: SharedAnalysis,
    /// The next point of the curve over the load, then the next headline's curve, then the rest.
    load: Vec<ResponseBand>,
    headlines: Vec<Vec<ResponseBand>>,
    accuracy: Option<Vec<AccuracyBand>>,
}

impl BandComputation {
    /// None yet.
    pub fn new(analysis: &SharedAnalysis) -> Self {
        Self { analysis: analysis.clone(), load: Vec::new(), headlines: Vec::new(), accuracy: None }
    }

    /// Computes some more; the case with all of them, once there are.
    pub fn go_on(&mut self) -> Option<SharedAnalysis> {
        let Analysis { scenario, load, headlines, .. } = &*self.analysis;
        let (values, assumptions) = (scenario.values(), scenario.assumptions());
        let points = assumptions.number(Assumption::BandPoints) as u32;
        let around = |input, xs: &[f64]| response_bands(&values, &assumptions, input, xs, points);
        let at_load = banded(&load.points);
        if self.load.len() < at_load.len() {
            let end = (self.load.len() + LOAD_BANDS_AT_ONCE).min(at_load.len());
            self.load.extend(around(Input::RequestsPerDay, &at_load[self.load.len()..end]));
            return None;
        }
        let next = self.headlines.len();
        if let (Some(input), Some(curve)) = (HEADLINE_INPUTS.get(next), headlines.get(next)) {
            self.headlines.push(around(*input, &banded(&curve.points)));
            return None;
        }
        let Some(accuracy) = &self.accuracy else {
            self.accuracy = Some(accuracy_bands(&values, &assumptions, points));
            return None;
        };
        let band = |index: usize| self.headlines.get(index).cloned().unwrap_or_default();
        let bands = CurveBands {
            load: self.load.clone(),
            headlines: [band(0), band(1), band(2)],
            accuracy: accuracy.clone(),
            break_even: break_even_band(
                &values,
                &assumptions,
                Input::RequestsPerDay,
                Target::OwningCheaper,
                points,
            ),
        };
        Some(SharedAnalysis::new(Analysis { bands: Some(bands), ..(*self.analysis).clone() }))
    }
}

/// The points of a curve at which its band is computed.
fn banded(curve: &[ResponsePoint]) -> Vec<f64> {
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

/// Where the curves cross, each crossing closed in on by the model itself.
fn crossings(scenario: &Scenario, input: Input, curve: &[ResponsePoint]) -> Vec<Crossing> {
    let (values, assumptions) = (scenario.values(), scenario.assumptions());
    let cost = |x: f64| estimate(&values.replaced(input, x), &assumptions, &mut Trace::off()).cost;
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

/// What is computed of a scenario when it is first looked at.
///
/// The computation is the type's, not a function pointer's: so it is linked into the program that looks at the value, and
/// the first program, which only makes the place for it, does not carry it.
pub trait Lookup: Sized {
    /// Computes it.
    fn of(scenario: &Scenario) -> Self;
}

impl Lookup for Curve {
    fn of(scenario: &Scenario) -> Self {
        Self::new(scenario, Input::RequestsPerDay, LOAD_POINTS)
    }
}

impl Lookup for Frontier {
    fn of(scenario: &Scenario) -> Self {
        frontier(scenario)
    }
}

impl Lookup for Vec<Swing> {
    fn of(scenario: &Scenario) -> Self {
        tornado(&scenario.values(), &scenario.assumptions())
    }
}

/// A part of an analysis that is computed when it is first looked at.
#[derive(Clone, Debug)]
pub struct Lazy<T> {
    scenario: Scenario,
    value: OnceLock<T>,
}

impl<T> Lazy<T> {
    fn new(scenario: &Scenario) -> Self {
        Self { scenario: scenario.clone(), value: OnceLock::new() }
    }
}

impl<T: Lookup> Deref for Lazy<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.get_or_init(|| T::of(&self.scenario))
    }
}

impl<T: Lookup + PartialEq> PartialEq for Lazy<T> {
    fn eq(&self, other: &Self) -> bool {
        self.scenario == other.scenario && **self == **other
    }
}

/// An analysis that many parts of the page share.
pub type SharedAnalysis = PtrEq<Analysis>;
