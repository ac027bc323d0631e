//! Fitting the model's constants to the calibration rows, and cross-validating the fit.
//!
//! The fit minimises the sum of `rho(w · ln(predicted / measured))` over the rows, by Levenberg and Marquardt's method in
//! the logarithms of the constants. `rho` is quadratic for small errors and linear for large ones, so that outliers do not
//! distort the fit. `w` is more than 1 for latencies under an open load, which are few, and less for a run that gave two
//! rows. A prior of `data/validation/priors.toml` counts like one row.

use std::collections::BTreeSet;

use model::catalogue::{Assumption, GPUS};
use model::units::Unit;

use crate::forecast::{Forecast, LeftOut};
use crate::groups::Group;
use crate::table::Row;
use crate::{Question, World, calibration, mean, quantile};

/// Standard deviations from the fifth percentile to the ninety-fifth.
const BAND: f64 = 2.0 * 1.644_853_626_951_472_7;
/// The weight of the rows of latency under an open load.
const LATENCY_WEIGHT: f64 = 1.5;
/// The weight of each of the two rows, throughput and latency, of one run.
const TWIN_WEIGHT: f64 = 0.7;
const MOST_STEPS: usize = 60;
/// The step in a logarithm over which a slope is taken.
const SLOPE_STEP: f64 = 1e-4;
/// The decrease of the loss at which the search ends.
const TOLERANCE: f64 = 1e-6;

/// A fitted number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knob {
    /// A constant of the model.
    Assumption(Assumption),
    /// The share of its stated rates that a kind of GPU sustains.
    Sustained(&'static str),
}

impl Knob {
    /// Its name in `data/`.
    pub fn id(self) -> String {
        match self {
            Self::Assumption(assumption) => assumption.spec().id.to_owned(),
            Self::Sustained(gpu) => format!("sustained_share of {gpu}"),
        }
    }

    /// Its value.
    pub fn of(self, world: &World) -> f64 {
        match self {
            Self::Assumption(assumption) => world.assumptions.number(assumption),
            Self::Sustained(id) => {
                world.gpus.iter().find(|gpu| gpu.id == id).map_or(1.0, |gpu| gpu.sustained_share)
            }
        }
    }

    /// Its largest value: shares stay below one.
    fn most(self) -> f64 {
        match self {
            Self::Assumption(assumption) if assumption.spec().unit != Unit::Fraction => f64::INFINITY,
            Self::Assumption(_) | Self::Sustained(_) => 0.999,
        }
    }

    fn set(self, world: &mut World, value: f64) {
        match self {
            Self::Assumption(assumption) => {
                world.assumptions = world.assumptions.replaced(assumption, value);
            }
            Self::Sustained(id) => {
                for gpu in world.gpus.iter_mut().filter(|gpu| gpu.id == id) {
                    gpu.sustained_share = value;
                }
            }
        }
    }
}

/// Constants that are fitted together on the same rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// The constants of serving.
    Serving,
    /// The constants of training.
    Training,
    /// The goodput of whole runs, after training.
    Runs,
}

impl Fit {
    /// All fits in their order.
    pub const ALL: [Self; 3] = [Self::Serving, Self::Training, Self::Runs];

    /// The numbers that are fitted.
    pub fn knobs(self) -> Vec<Knob> {
        let constants: &[Assumption] = match self {
            Self::Serving => &[
                Assumption::ComputeShare16bit,
                Assumption::ComputeShare8bit,
                Assumption::ComputeShare4bit,
                Assumption::BandwidthShare,
                Assumption::LinkShare,
                Assumption::TpWait,
                Assumption::LayerOverhead,
                Assumption::MoeFactor,
                Assumption::OpenMoeFactor,
                Assumption::OpenArithmetic,
                Assumption::ExpertTraffic,
                Assumption::ExpertExchange,
            ],
            Self::Training => &[
                Assumption::TrainingShare16bit,
                Assumption::TrainingShare16bitAmpere,
                Assumption::TrainingShare8bit,
                Assumption::TrainingShareAttention,
                Assumption::TrainingShareAttentionAmpere,
                Assumption::AttentionKernels2023,
                Assumption::TrainingTraffic,
                Assumption::FusedTraffic,
                Assumption::VocabularyTraffic,
                Assumption::RecomputeWork,
                Assumption::ExchangeCost,
                Assumption::MfuLossPerDoubling,
                Assumption::LaunchTime,
                Assumption::UnpackingTraffic,
                Assumption::SplitTraffic,
            ],
            Self::Runs => &[Assumption::RunGoodput],
        };
        let limited = GPUS.iter().filter(|gpu| self == Self::Serving && gpu.sustained_share < 1.0);
        let knobs = constants.iter().copied().map(Knob::Assumption);
        knobs.chain(limited.map(|gpu| Knob::Sustained(gpu.id))).collect()
    }

    /// The error from which the loss is linear: a large error marks an outlier. Whole runs differ more than benchmarks.
    fn soft(self) -> f64 {
        match self {
            Self::Serving | Self::Training => 0.04,
            Self::Runs => 0.1,
        }
    }

    /// The groups of rows that it is fitted on.
    pub fn groups(self) -> &'static [Group] {
        match self {
            Self::Serving => &[
                Group::OfflineDense,
                Group::OfflineVllm,
                Group::OfflineSglang,
                Group::OfflineMixture,
                Group::OfflineMixtureFourBit,
                Group::TokenLatency,
                Group::TokenLatencyClosed,
                Group::TokenLatencyMixture,
            ],
            Self::Training => &[
                Group::TrainingBenchmarks,
                Group::TrainingFp8,
                Group::AdaptersPacked,
                Group::AdaptersUnpacked,
            ],
            Self::Runs => &[Group::FullRuns],
        }
    }

    /// What is left out of it in turn.
    fn left_out(self) -> impl Iterator<Item = LeftOut> {
        LeftOut::ALL.into_iter().filter(move |left_out| match left_out {
            // Whole runs do not say their software.
            LeftOut::Software => self != Self::Runs,
            LeftOut::Gpu | LeftOut::Model | LeftOut::Configuration | LeftOut::Length => true,
        })
    }
}

/// The calibration rows, read once.
#[derive(Clone, Debug)]
pub struct Rows(Vec<(Group, Row, Question)>);

impl Rows {
    /// Reads the calibration rows of all groups. A row whose model does not fit its GPUs, as published, is left out.
    ///
    /// # Errors
    /// For the first row that cannot be read.
    pub fn calibration() -> Result<Self, String> {
        let world = World::default();
        let tables = calibration().map_err(|error| error.to_string())?;
        let mut rows = Vec::new();
        for row in tables.into_iter().flat_map(|table| table.rows) {
            if let Some(group) = Group::of(&row) {
                let question = Question::read(&row, &world)?;
                if question.answer(&world).is_ok() {
                    rows.push((group, row, question));
                }
            }
        }
        Ok(Self(rows))
    }

    /// The relative errors of a group's rows.
    pub fn errors(&self, group: Group, world: &World) -> Vec<f64> {
        let of_group = self.0.iter().filter(|(its, _, _)| *its == group);
        of_group.filter_map(|(_, _, question)| error(question, world)).collect()
    }

    /// The constants that fit these rows best, starting from a world.
    pub fn fitted(&self, fit: Fit, start: &World) -> World {
        self.fitted_without(fit, start, |_| false)
    }

    fn fitted_without(&self, fit: Fit, start: &World, is_left_out: impl Fn(&Row) -> bool) -> World {
        let questions =
            self.0.iter().filter(|(group, row, _)| fit.groups().contains(group) && !is_left_out(row));
        let weight = |group, row: &Row| {
            if group == Group::TokenLatency {
                LATENCY_WEIGHT
            } else if row.text("source").contains("at concurrency") {
                TWIN_WEIGHT
            } else {
                1.0
            }
        };
        let questions: Vec<(f64, &Question)> =
            questions.map(|(group, row, question)| (weight(*group, row), question)).collect();
        let knobs = fit.knobs();
        let problem = Problem { knobs: &knobs, questions: &questions, start, soft: fit.soft() };
        at(&knobs, start, &problem.least())
    }

    /// The errors of each group's rows, each predicted by a fit to the rows that do not share its `left_out` key.
    ///
    /// A constant that no remaining row determines stays at its prior.
    pub fn cross_validated(&self, fit: Fit, world: &World, left_out: LeftOut) -> Vec<(Group, Vec<f64>)> {
        let of_fit = || self.0.iter().filter(|(group, _, _)| fit.groups().contains(group));
        let keys: BTreeSet<String> = of_fit().map(|(_, row, _)| left_out.key(row)).collect();
        let mut errors: Vec<(Group, Vec<f64>)> =
            fit.groups().iter().map(|group| (*group, Vec::new())).collect();
        for key in keys {
            let refitted = self.fitted_without(fit, world, |row| left_out.key(row) == key);
            for (group, _, question) in of_fit().filter(|(_, row, _)| left_out.key(row) == key) {
                let of_group = errors.iter_mut().find(|(its, _)| its == group);
                if let (Some((_, errors)), Some(error)) = (of_group, error(question, &refitted)) {
                    errors.push(error);
                }
            }
        }
        errors
    }

    /// The standard error of each fitted number, by a jackknife over configurations.
    pub fn standard_errors(&self, fit: Fit, world: &World) -> Vec<f64> {
        let of_fit = self.0.iter().filter(|(group, _, _)| fit.groups().contains(group));
        let keys: BTreeSet<String> = of_fit.map(|(_, row, _)| LeftOut::Configuration.key(row)).collect();
        let fits: Vec<World> = keys
            .iter()
            .map(|key| self.fitted_without(fit, world, |row| LeftOut::Configuration.key(row) == *key))
            .collect();
        let n = fits.len() as f64;
        let spread = |knob: &Knob| {
            let values: Vec<f64> = fits.iter().map(|fit| knob.of(fit)).collect();
            let mean = values.iter().sum::<f64>() / n;
            libm::sqrt(
                (n - 1.0) / n * values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>(),
            )
        };
        fit.knobs().iter().map(spread).collect()
    }
}

impl Rows {
    /// All fits one after the other, from the constants in `data/`, and the forecasts of each.
    pub fn forecasts(&self) -> (World, Vec<Forecast>) {
        let mut world = World::default();
        let mut forecasts = Vec::new();
        for fit in Fit::ALL {
            world = self.fitted(fit, &world);
            for left_out in fit.left_out() {
                for (group, errors) in self.cross_validated(fit, &world, left_out) {
                    if let Some([median, mean, p90]) = median_mean_and_p90(&errors) {
                        let group = format!("{group:?}");
                        forecasts.push(Forecast { group, left_out, rows: errors.len(), median, mean, p90 });
                    }
                }
            }
        }
        (world, forecasts)
    }
}

/// Median, mean and p90 of absolute errors.
pub fn median_mean_and_p90(errors: &[f64]) -> Option<[f64; 3]> {
    let apes: Vec<f64> = errors.iter().map(|error| error.abs()).collect();
    Some([quantile(&apes, 0.5)?, mean(&apes)?, quantile(&apes, 0.9)?])
}

fn error(question: &Question, world: &World) -> Option<f64> {
    Some(question.answer(world).ok()? / question.measured() - 1.0)
}

/// The world in which the knobs have these logarithms.
fn at(knobs: &[Knob], start: &World, point: &[f64]) -> World {
    let mut world = start.clone();
    for (knob, logarithm) in knobs.iter().zip(point) {
        knob.set(&mut world, libm::exp(*logarithm).min(knob.most()));
    }
    world
}

struct Problem<'a> {
    knobs: &'a [Knob],
    questions: &'a [(f64, &'a Question)],
    start: &'a World,
    soft: f64,
}

impl Problem<'_> {
    /// The logarithms of the knobs with the least loss, by Levenberg and Marquardt's method: steps of least squares, in
    /// which a row with a large error counts less, and which are shortened until they decrease the loss.
    fn least(&self) -> Vec<f64> {
        let log = |knob: &Knob| libm::log(knob.of(self.start).max(1e-9));
        let mut point: Vec<f64> = self.knobs.iter().map(log).collect();
        let mut residuals = self.residuals(&point);
        let mut damping = 1e-3;
        for _ in 0..MOST_STEPS {
            let slopes: Vec<Vec<f64>> = (0..point.len())
                .map(|index| {
                    let mut moved = point.clone();
                    // Towards smaller values, as a share may be at its end.
                    moved[index] -= SLOPE_STEP;
                    let moved = self.residuals(&moved);
                    residuals.iter().zip(moved).map(|(here, there)| (here - there) / SLOPE_STEP).collect()
                })
                .collect();
            let weights: Vec<f64> = residuals.iter().map(|r| 1.0 / libm::sqrt(1.0 + r * r)).collect();
            let product = |a: &[f64], b: &[f64]| -> f64 {
                weights.iter().zip(a).zip(b).map(|((weight, a), b)| weight * a * b).sum()
            };
            let loss: f64 = residuals.iter().copied().map(softened).sum();
            let mut decrease = 0.0;
            while damping < 1e6 {
                let rows = slopes.iter().enumerate().map(|(index, slope)| {
                    let mut row: Vec<f64> = slopes.iter().map(|other| product(slope, other)).collect();
                    row[index] *= 1.0 + damping;
                    row[index] += 1e-9;
                    row.push(-product(slope, &residuals));
                    row
                });
                let step = solved(rows.collect());
                let next: Vec<f64> =
                    point.iter().zip(&step).map(|(at, step)| at + step.clamp(-0.5, 0.5)).collect();
                let there = self.residuals(&next);
                let gained = loss - there.iter().copied().map(softened).sum::<f64>();
                if gained > 0.0 {
                    (point, residuals, decrease) = (next, there, gained);
                    damping = f64::max(damping / 5.0, 1e-9);
                    break;
                }
                damping *= 5.0;
            }
            if decrease < TOLERANCE * loss {
                break;
            }
        }
        point
    }

    /// The error of each row, as a share of the one from which the loss is linear, and of each prior in its spread.
    fn residuals(&self, point: &[f64]) -> Vec<f64> {
        let world = at(self.knobs, self.start, point);
        let rows = self.questions.iter().map(|(weight, question)| match question.answer(&world) {
            Ok(value) => weight * libm::log(value / question.measured()) / self.soft,
            // No fitted constant changes what fits in memory, so that this row stays without an answer at every point.
            Err(_) => 0.0,
        });
        let known = self.knobs.iter().filter_map(|knob| {
            let prior = world.priors.iter().find(|prior| prior.id == knob.id())?;
            let (low, high) = (libm::log(prior.low), libm::log(prior.high));
            Some((libm::log(knob.of(&world)) - (low + high) / 2.0) / ((high - low) / BAND))
        });
        rows.chain(known).collect()
    }
}

/// The solution of linear equations, each a row of coefficients and the right-hand side, by elimination. The matrix is
/// symmetric and positive, so that rows need not be exchanged.
fn solved(mut rows: Vec<Vec<f64>>) -> Vec<f64> {
    let n = rows.len();
    for pivot in 0..n {
        let (above, below) = rows.split_at_mut(pivot + 1);
        let Some(first) = above.last() else { continue };
        for row in below {
            let share = row[pivot] / first[pivot];
            for (cell, other) in row.iter_mut().zip(first).skip(pivot) {
                *cell -= share * other;
            }
        }
    }
    let mut solution = vec![0.0; n];
    for index in (0..n).rev() {
        let row = &rows[index];
        let known: f64 = (index + 1..n).map(|other| row[other] * solution[other]).sum();
        solution[index] = (row[n] - known) / row[index];
    }
    solution
}

/// The square of a small number, twice the absolute value of a large one.
fn softened(scaled: f64) -> f64 {
    2.0 * (libm::sqrt(1.0 + scaled * scaled) - 1.0)
}
