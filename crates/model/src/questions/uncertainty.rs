//! Uncertainty: the bands of inputs and constants, carried through the model to the verdict.
//!
//! The cases are those of [`draws`](super::draws).

use super::draws::Around;
use super::percentiles::{Bands, Percentiles};
use super::solve::{Answer, Target, break_even_along};
use crate::case::scenario::{Assumptions, Scenario, Values};
use crate::catalogue::{Assumption, Input};
use crate::estimate::{Estimate, QuickEstimate, Series, assess, estimate, estimate_specs};
use crate::families::outputs::{AccuracyMoment, OutputSpec};
use crate::quantities::distribution::{quantile, sort};
use crate::quantities::units::{Months, Unit, UsdPerMonth, Value};
use crate::workings::trace::Trace;

/// Cases of the sample.
pub(super) fn points(assumptions: &Assumptions) -> u32 {
    assumptions.number(Assumption::SamplePoints).max(1.0) as u32
}

/// The estimates of the sample of cases around a scenario, one at a time.
///
/// ```
/// use model::uncertainty::{cases, sample};
/// use model::{Assumptions, Scenario};
/// let (values, assumptions) = (Scenario::default().values(), Assumptions::default());
/// let cheaper = cases(&values, &assumptions).filter(|case| case.cost.saving.number() > 0.0).count();
/// assert_eq!(cheaper, sample(&values, &assumptions).cheaper);
/// ```
pub fn cases(values: &Values, assumptions: &Assumptions) -> impl Iterator<Item = Estimate> {
    let around = Around::new(values, assumptions);
    (0..points(assumptions)).map(move |point| {
        around.at(point, |values, assumptions| estimate(values, assumptions, &mut Trace::off()))
    })
}

/// The results of a sample of possible cases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    /// The saving in each case, US dollars a month, ascending.
    pub savings: Vec<f64>,
    /// Each side's cost and accuracy.
    pub bands: Bands,
    /// Cases in which owning is cheaper.
    pub cheaper: usize,
    /// Cases in which the open model is within 10 % of the closed one.
    pub close: usize,
    /// Cases in which both hold.
    pub both: usize,
}

impl Sample {
    /// The saving that a share `p` of the cases stays below, between two cases by straight line.
    pub fn quantile(&self, p: f64) -> f64 {
        quantile(&self.savings, p)
    }

    /// `n` equally likely savings, ascending.
    pub fn quantiles(&self, n: usize) -> Vec<UsdPerMonth> {
        (0..n).map(|index| UsdPerMonth::new(self.quantile((index as f64 + 0.5) / n as f64))).collect()
    }
}

/// Evaluates the sample of cases around a scenario.
pub fn sample(values: &Values, assumptions: &Assumptions) -> Sample {
    let threshold = assumptions.number(Assumption::TenPercent);
    let (mut savings, mut cheaper, mut close, mut both) = (Vec::new(), 0, 0, 0);
    let mut sides: [Vec<f64>; 4] = Default::default();
    let around = Around::new(values, assumptions);
    for point in 0..points(assumptions) {
        let case = |values: &Values, constants: &Assumptions| {
            QuickEstimate::of(values, constants, &around.architecture)
        };
        let QuickEstimate { costs, accuracy, .. } = around.at(point, case);
        let saving = costs.saving.number();
        let (is_cheaper, is_close) = (saving > 0.0, accuracy.accuracy_gap_percent.number() <= threshold);
        savings.push(saving);
        cheaper += usize::from(is_cheaper);
        close += usize::from(is_close);
        both += usize::from(is_cheaper && is_close);
        let numbers = [
            costs.own_cost.number(),
            costs.rent_cost.number(),
            accuracy.own_accuracy.number(),
            accuracy.rent_accuracy.number(),
        ];
        for (side, number) in sides.iter_mut().zip(numbers) {
            side.push(number);
        }
    }
    sort(&mut savings);
    let [own_cost, rent_cost, own_accuracy, rent_accuracy] =
        sides.map(|side| Percentiles::of(side).unwrap_or_default());
    let bands = Bands { own_cost, rent_cost, own_accuracy, rent_accuracy };
    Sample { savings, bands, cheaper, close, both }
}

/// The band of an output over the sample of cases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutputBand {
    /// Which output.
    pub spec: &'static OutputSpec,
    /// Its percentiles over the cases that have it; `None` if no case does.
    pub percentiles: Option<Percentiles>,
    /// Share of the cases that have it: less than all where it may be absent, as a month of payback.
    pub share: f64,
}

/// The band of every output that is a number, in the order of [`estimate_specs`].
///
/// # Formula
/// The 5th, 50th and 95th percentile over [`cases`], each output for itself: the cases at the ends differ from output
/// to output.
///
/// # Units
/// Those of the outputs.
///
/// # Examples
/// ```
/// use model::{uncertainty::bands, Assumptions, Scenario};
/// let all = bands(&Scenario::default().values(), &Assumptions::default());
/// let own = all.iter().find(|band| band.spec.id == "own_cost").unwrap();
/// let percentiles = own.percentiles.unwrap();
/// assert!(percentiles.p5 < percentiles.p50 && percentiles.p50 < percentiles.p95 && own.share == 1.0);
/// ```
pub fn bands(values: &Values, assumptions: &Assumptions) -> Vec<OutputBand> {
    let mut columns: Vec<Vec<f64>> = estimate_specs().map(|_| Vec::new()).collect();
    let mut is_number = vec![false; columns.len()];
    for case in cases(values, assumptions) {
        for (index, (_, value)) in case.outputs().enumerate() {
            if let Value::Number(x) = value {
                columns[index].push(x);
                is_number[index] = true;
            }
        }
    }
    let points = f64::from(points(assumptions));
    estimate_specs()
        .zip(columns)
        .zip(is_number)
        .filter(|((spec, _), is_number)| *is_number || !matches!(spec.unit, Unit::YesNo | Unit::Choice))
        .map(|((spec, column), _)| {
            let share = column.len() as f64 / points;
            OutputBand { spec, percentiles: Percentiles::of(column), share }
        })
        .collect()
}

/// Both sides' accuracy at a moment, over the cases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AccuracyBand {
    /// Months since launch.
    pub month: Months,
    /// The open model.
    pub own: Percentiles,
    /// The closed model.
    pub rent: Percentiles,
}

/// Accuracy through the horizon over the first `points` cases, at the moments of
/// [`Outcome::accuracy_path`](crate::Outcome::accuracy_path).
///
/// ```
/// use model::uncertainty::accuracy_bands;
/// use model::{evaluate, Assumptions, Scenario};
/// let scenario = Scenario::default();
/// let bands = accuracy_bands(&scenario.values(), &Assumptions::default(), 64);
/// assert_eq!(bands.len(), evaluate(&scenario).accuracy_path.len());
/// ```
pub fn accuracy_bands(values: &Values, assumptions: &Assumptions, points: u32) -> Vec<AccuracyBand> {
    let around = Around::new(values, assumptions);
    let path = |values: &Values, assumptions: &Assumptions| {
        assess(values, assumptions, &around.architecture).laws.path()
    };
    let paths: Vec<_> = (0..points).map(|point| around.at(point, path)).collect();
    let Some(first) = paths.first() else { return Vec::new() };
    // When models are retrained is the reader's own choice: every case has the same moments.
    (0..first.len())
        .filter_map(|moment| {
            let of = |read: fn(&AccuracyMoment) -> f64| {
                Percentiles::of(paths.iter().filter_map(|path| path.get(moment)).map(read).collect())
            };
            Some(AccuracyBand {
                month: first[moment].month,
                own: of(|moment| moment.own.number())?,
                rent: of(|moment| moment.rent.number())?,
            })
        })
        .collect()
}

/// Both sides' costs and the open model's accuracy at one value of an input, over the cases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResponseBand {
    /// The input's value, in its own unit.
    pub x: f64,
    /// Owning, US dollars a month.
    pub own_cost: Percentiles,
    /// Renting, US dollars a month.
    pub rent_cost: Percentiles,
    /// The open model, averaged over the horizon.
    pub own_accuracy: Percentiles,
}

/// The bands of a response curve: at each of these values of an input, the same first `points` cases.
///
/// ```
/// use model::uncertainty::response_bands;
/// use model::{Input, Scenario};
/// let bands = response_bands(&Scenario::default(), Input::RequestsPerDay, &[1e4, 1e5, 1e6], 64);
/// assert!(bands.windows(2).all(|pair| pair[0].rent_cost.p5 < pair[1].rent_cost.p5));
/// ```
pub fn response_bands(scenario: &Scenario, input: Input, xs: &[f64], points: u32) -> Vec<ResponseBand> {
    let (at, assumptions) = (scenario.moved(input), scenario.assumptions());
    let mut columns: Vec<[Vec<f64>; 3]> = xs.iter().map(|_| Default::default()).collect();
    let mut put = |values: &Values, series: &mut Series<'_>, column: usize| {
        let there = values.replaced(input, xs[column]).settled(series.assumptions());
        let QuickEstimate { costs, accuracy, .. } = series.quick(&there);
        let numbers = [costs.own_cost.number(), costs.rent_cost.number(), accuracy.own_accuracy.number()];
        for (column, number) in columns[column].iter_mut().zip(numbers) {
            column.push(number);
        }
    };
    if input.moves_others() {
        // What follows from the input has a band of its own at each value.
        for (column, x) in xs.iter().enumerate() {
            let around = Around::new(&at(*x), &assumptions);
            for point in 0..points {
                around.at(point, |values, assumptions| put(values, &mut Series::new(assumptions), column));
            }
        }
    } else {
        let around = Around::new(&scenario.values(), &assumptions);
        for point in 0..points {
            around.at(point, |values, assumptions| {
                let mut series = Series::new(assumptions);
                (0..xs.len()).for_each(|column| put(values, &mut series, column));
            });
        }
    }
    xs.iter()
        .zip(columns)
        .filter_map(|(x, columns)| {
            let [own_cost, rent_cost, own_accuracy] = columns.map(Percentiles::of);
            Some(ResponseBand {
                x: *x,
                own_cost: own_cost?,
                rent_cost: rent_cost?,
                own_accuracy: own_accuracy?,
            })
        })
        .collect()
}

/// From which value of an input a statement holds, over the cases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BreakEvenBand {
    /// Of the value, over the cases that have one.
    pub percentiles: Option<Percentiles>,
    /// Share of the cases that have one: the statement holds on one side of it and not on the other.
    pub at: f64,
    /// Share of the cases in which the statement holds in all of the input's range.
    pub always: f64,
    /// Share of the cases in which it holds nowhere in it.
    pub never: f64,
}

/// An inverse answer over the first `points` cases: [`break_even_of`](super::solve::break_even_of) in each of them.
///
/// # Formula
/// The 5th, 50th and 95th percentile of the lowest crossing over the cases that have one, and the shares of the cases
/// with one, and without.
///
/// # Units
/// The input's; shares of all cases, which add up to 1.
///
/// # Examples
/// ```
/// use model::solve::Target;
/// use model::{uncertainty::break_even_band, Input, Scenario};
/// let band = break_even_band(&Scenario::default(), Input::RequestsPerDay, Target::OwningCheaper, 64);
/// let volume = band.percentiles.unwrap();
/// assert!(volume.p5 < volume.p50 && volume.p50 < volume.p95);
/// assert_eq!(band.at + band.always + band.never, 1.0);
/// ```
pub fn break_even_band(scenario: &Scenario, input: Input, target: Target, points: u32) -> BreakEvenBand {
    let (at, assumptions) = (scenario.moved(input), scenario.assumptions());
    let (mut crossings, mut always, mut never) = (Vec::new(), 0_u32, 0_u32);
    let around = Around::new(&scenario.values(), &assumptions);
    for point in 0..points {
        let answer = around.at(point, |values, drawn| {
            let there = |x: f64| {
                if !input.moves_others() {
                    return values.replaced(input, x).settled(drawn);
                }
                // What follows from the input has a band of its own at each value.
                let around = Around::new(&at(x), &assumptions);
                around.at(point, |values, drawn| values.replaced(input, x).settled(drawn))
            };
            break_even_along(&there, drawn, input, target).answer
        });
        match answer {
            Answer::At(x) | Answer::Between { from: x, .. } => crossings.push(x),
            Answer::Always => always += 1,
            Answer::Never { .. } => never += 1,
        }
    }
    let share = |cases: u32| f64::from(cases) / f64::from(points.max(1));
    let at = share(crossings.len() as u32);
    BreakEvenBand { percentiles: Percentiles::of(crossings), at, always: share(always), never: share(never) }
}
