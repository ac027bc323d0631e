//! Uncertainty: the bands of inputs and constants, carried through the model to the verdict.
//!
//! Every uncertain quantity is drawn from the distribution of its band (see [`Spread`]). The draws are points of a
//! scrambled Sobol sequence with a fixed seed: the same sample, and so the same verdict, on every machine. What moves
//! together is drawn together, as `data/correlations.toml` says.

use std::sync::{LazyLock, OnceLock};

use crate::architecture;
use crate::catalogue::{
    ASSUMPTIONS, Assumption, Band, Domain, INPUTS, Input, InputSpec, Spread, TOGETHER, Together,
};
use crate::distribution::{Z95, normal_quantile, quantile, quantile_of, sort};
use crate::evaluate::{Brief, Series, estimate, judged, saving};
use crate::exact::sqrt;
use crate::outcome::{Architecture, Bands, Estimate, Flip, OutputSpec, Percentiles, estimate_specs};
use crate::scenario::{Assumptions, Scenario, Values};
use crate::solve::{Answer, Target, break_even, root_between};
use crate::trace::{Origin, Trace};
use crate::units::{Months, Unit, UsdPerMonth, Value};

/// Seed of the scrambling. Any other gives an equally good sample.
const SEED: u32 = 2026;

/// Points of the sequence.
pub(crate) const MOST_POINTS: u32 = 1 << 16;

/// One uncertain quantity of a scenario: an input with a band, or a constant.
///
/// # Formula
/// ```text
/// x(z) = T⁻¹(T(v) + r(z)·w)        w = T(high) − T(value) for z ≥ 0, T(value) − T(low) for z < 0
/// ```
/// with `T` the identity, the logarithm or the log-odds, as the band says, and `r` how far along the band a standard
/// normal `z` lies: `z/1.645`, or `2Φ(z) − 1` for a log-uniform band. A value `v` that the reader sets takes the band
/// with it: `w` stays that of the default.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uncertain {
    /// Which input or constant.
    pub what: Origin,
    /// Its central value here.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// Its place among all that may be uncertain, the same in every scenario.
    slot: usize,
    spread: Spread,
    centre: f64,
    below: f64,
    above: f64,
    least: f64,
    most: f64,
}

impl Uncertain {
    /// The value at a standard normal `z`: 0 is the centre.
    pub fn at(&self, z: f64) -> f64 {
        self.reached(self.spread.reach(z))
    }

    /// The value so far along the band: −1 its low, 1 its high.
    fn reached(&self, reach: f64) -> f64 {
        let width = if reach < 0.0 { self.below } else { self.above };
        self.spread.value(self.centre + reach * width).clamp(self.least, self.most)
    }

    /// The 5th percentile here.
    pub fn low(&self) -> f64 {
        self.at(-Z95)
    }

    /// The 95th percentile here.
    pub fn high(&self) -> f64 {
        self.at(Z95)
    }

    /// Puts the value at a standard normal `z` among the inputs or the constants.
    pub(crate) fn set(&self, z: f64, values: &mut Values, assumptions: &mut Assumptions) {
        self.put(self.at(z), values, assumptions);
    }

    fn put(&self, value: f64, values: &mut Values, assumptions: &mut Assumptions) {
        match self.what {
            Origin::Input(input) => values.put(input, value),
            Origin::Assumption(assumption) => assumptions.put(assumption, value),
            _ => {}
        }
    }

    /// The saving if this quantity alone lies at a standard normal `z`.
    fn saving(&self, z: f64, values: &Values, assumptions: &Assumptions) -> f64 {
        let (mut values, mut assumptions) = (*values, *assumptions);
        self.set(z, &mut values, &mut assumptions);
        saving(&values, &assumptions)
    }

    /// A quantity at `value`, whose band is that of `default`; `None` if nothing is uncertain about it.
    fn new(
        slot: usize,
        unit: Unit,
        value: f64,
        band: Band,
        default: f64,
        limits: (f64, f64),
    ) -> Option<Self> {
        let even = |x| band.spread.even(x);
        let (centre, below, above) =
            (even(value), even(default) - even(band.low), even(band.high) - even(default));
        // A price of nothing stays nothing, and a share of all stays all.
        let is_uncertain = below > 0.0 || above > 0.0;
        (centre.is_finite() && below.is_finite() && above.is_finite() && is_uncertain).then_some(Self {
            what: SLOTS.get(slot)?.what,
            value,
            unit,
            slot,
            spread: band.spread,
            centre,
            below,
            above,
            least: limits.0,
            most: limits.1,
        })
    }
}

/// Everything uncertain in a scenario: inputs with a band, then constants.
pub fn uncertain(values: &Values, assumptions: &Assumptions) -> Vec<Uncertain> {
    SLOTS
        .iter()
        .enumerate()
        .filter_map(|(slot, place)| match place.what {
            Origin::Input(input) => uncertain_input(slot, input.spec(), values),
            Origin::Assumption(assumption) => {
                let spec = assumption.spec();
                let least = if spec.band.low >= 0.0 { 0.0 } else { f64::NEG_INFINITY };
                let most =
                    if spec.unit == Unit::Fraction && spec.band.high <= 1.0 { 1.0 } else { f64::INFINITY };
                let value = assumptions.number(assumption);
                Uncertain::new(slot, spec.unit, value, spec.band, spec.value, (least, most))
            }
            _ => None,
        })
        .collect()
}

fn uncertain_input(slot: usize, spec: &InputSpec, values: &Values) -> Option<Uncertain> {
    let (default, band) = values.band(spec.input)?;
    let Domain::Number { min, max, .. } = spec.domain else { return None };
    Uncertain::new(slot, spec.unit, values.number(spec.input), band, default, (min, max))
}

/// The place of a quantity in the sequence, and what it is drawn together with.
struct Slot {
    what: Origin,
    dimension: u32,
    spread: Spread,
    /// The dimension that it shares, and the square roots of the shared and the own part of its variance.
    together: Option<(u32, f64, f64)>,
}

/// All that may be uncertain.
static SLOTS: LazyLock<Vec<Slot>> = LazyLock::new(slots);

/// Cases whose draws are made together.
const CHUNK: usize = 64;

/// Chunks whose draws are kept; those of cases beyond are made anew each time.
const CHUNKS: usize = 128;

/// The draws of a chunk of cases. They depend on nothing but the catalogue, so they are made once.
struct Draws {
    /// How far along its band each quantity lies, case after case.
    reaches: Vec<f64>,
    /// The constants of each case around their central values, which few scenarios change.
    constants: Vec<Assumptions>,
}

static DRAWS: [OnceLock<Draws>; CHUNKS] = [const { OnceLock::new() }; CHUNKS];

impl Draws {
    fn new(chunk: usize) -> Self {
        let cases = (chunk * CHUNK) as u32..((chunk + 1) * CHUNK) as u32;
        let reaches: Vec<f64> =
            cases.flat_map(|point| SLOTS.iter().map(move |slot| slot.reach(point))).collect();
        let (mut values, centre) = (Scenario::default().values(), Assumptions::default());
        let mut uncertain = uncertain(&values, &centre);
        uncertain.retain(|quantity| matches!(quantity.what, Origin::Assumption(_)));
        let constants = reaches.chunks(SLOTS.len()).map(|reaches| {
            let mut constants = centre;
            put_drawn(&uncertain, |slot| reaches[slot], &mut values, &mut constants);
            constants
        });
        Self { constants: constants.collect(), reaches }
    }

    /// The draws of the chunk that has a case, and its place there; `None` beyond what is kept.
    fn of(point: u32) -> Option<(&'static Self, usize)> {
        let (chunk, place) = (point as usize / CHUNK, point as usize % CHUNK);
        let draws = DRAWS.get(chunk)?.get_or_init(|| Self::new(chunk));
        Some((draws, place))
    }

    fn reach(&self, place: usize, slot: usize) -> f64 {
        self.reaches[place * SLOTS.len() + slot]
    }
}

/// Makes the draws of a chunk of the sample's cases, which otherwise are made when a case first needs them, and tells
/// whether another chunk follows. Nothing depends on it but when the work is done: a page that calls it for 0, 1, 2 …
/// between its frames has no long task at the first verdict.
///
/// ```
/// use model::uncertainty::prepare;
/// let mut chunk = 0;
/// while prepare(chunk) {
///     chunk += 1;
/// }
/// assert!(chunk > 1 && !prepare(chunk + 1));
/// ```
pub fn prepare(chunk: usize) -> bool {
    let points = Assumption::SamplePoints.spec().value as usize;
    if chunk * CHUNK < points {
        Draws::of((chunk * CHUNK) as u32);
    }
    (chunk + 1) * CHUNK < points
}

/// All that may be uncertain: inputs with a band, then constants.
fn slots() -> Vec<Slot> {
    let inputs = INPUTS
        .iter()
        .enumerate()
        .filter_map(|(index, spec)| Some((Origin::Input(spec.input), index, spec.band?.spread())));
    let constants =
        ASSUMPTIONS.iter().enumerate().filter(|(_, spec)| spec.uncertain).map(|(index, spec)| {
            (Origin::Assumption(spec.assumption), Input::COUNT + index, spec.band.spread)
        });
    inputs
        .chain(constants)
        .map(|(what, dimension, spread)| Slot {
            what,
            dimension: dimension as u32,
            spread,
            together: shared(what),
        })
        .collect()
}

/// The dimension that a quantity shares with others, and the shares of the normal variables that make up its own.
fn shared(what: Origin) -> Option<(u32, f64, f64)> {
    let (index, together) = group(what)?;
    let dimension = (Input::COUNT + Assumption::COUNT + index) as u32;
    Some((dimension, sqrt(together.correlation), sqrt(1.0 - together.correlation)))
}

/// The group of quantities that one belongs to.
fn group(what: Origin) -> Option<(usize, &'static Together)> {
    TOGETHER.iter().enumerate().find(|(_, together)| together.members.contains(&what))
}

impl Slot {
    /// How far along its band the quantity lies in a case.
    ///
    /// # Formula
    /// ```text
    /// z = √ρ·z_shared + √(1 − ρ)·z_own
    /// ```
    /// so that two of a group with correlation `ρ` have it; others are independent.
    fn reach(&self, point: u32) -> f64 {
        let own = draw(point, self.dimension);
        let z = match self.together {
            Some((dimension, shared, rest)) => shared * draw(point, dimension) + rest * own,
            None => own,
        };
        self.spread.reach(z)
    }
}

/// A standard normal number of the sequence.
fn draw(point: u32, dimension: u32) -> f64 {
    normal_quantile(uniform(point, dimension))
}

/// A number of the sequence, between 0 and 1 and never either. The sequence has [`MOST_POINTS`] points.
pub(crate) fn uniform(point: u32, dimension: u32) -> f64 {
    // Beyond the sequence's dimensions another scrambling of the same ones serves.
    let (dimension, again) =
        (dimension % sobol_burley::NUM_DIMENSIONS, dimension / sobol_burley::NUM_DIMENSIONS);
    // The sequence gives multiples of 2^-24 from 0 on; the middle of that step is never 0 or 1.
    let step = 1.0 / f64::from(1_u32 << 25);
    f64::from(sobol_burley::sample(point % MOST_POINTS, dimension, SEED.wrapping_add(again))) + step
}

/// The cases around a scenario, made one at a time.
struct Around {
    values: Values,
    /// The same in every case: no band is around a size.
    architecture: Architecture,
    centre: Assumptions,
    quantities: Vec<Uncertain>,
    /// Those that the kept constants do not have: inputs, and constants that the scenario changes.
    left: Vec<Uncertain>,
    changed: Vec<Assumption>,
}

impl Around {
    fn new(values: &Values, assumptions: &Assumptions) -> Self {
        let (values, centre, default) = (*values, *assumptions, Assumptions::default());
        let quantities = uncertain(&values, &centre);
        let is_changed = |assumption: &Assumption| centre.number(*assumption) != default.number(*assumption);
        let changed: Vec<Assumption> = Assumption::ALL.into_iter().filter(is_changed).collect();
        let is_left = |quantity: &&Uncertain| match quantity.what {
            Origin::Assumption(assumption) => changed.contains(&assumption),
            _ => true,
        };
        let left = quantities.iter().filter(is_left).copied().collect();
        let architecture = architecture::resolve(&values);
        Self { values, architecture, centre, quantities, left, changed }
    }

    /// What is found in a case: quantities where the sequence draws them, all else as it is.
    fn at<T>(&self, point: u32, find: impl FnOnce(&Values, &Assumptions) -> T) -> T {
        let mut values = self.values;
        let Some((draws, place)) = Draws::of(point) else {
            let mut constants = self.centre;
            put_drawn(&self.quantities, |slot| SLOTS[slot].reach(point), &mut values, &mut constants);
            return find(&values, &constants);
        };
        let mut constants = draws.constants[place];
        self.changed.iter().for_each(|it| constants.put(*it, self.centre.number(*it)));
        put_drawn(&self.left, |slot| draws.reach(place, slot), &mut values, &mut constants);
        find(&values, &constants)
    }
}

/// Puts quantities where they are drawn: so far along their bands.
fn put_drawn(
    quantities: &[Uncertain],
    reach: impl Fn(usize) -> f64,
    values: &mut Values,
    assumptions: &mut Assumptions,
) {
    for quantity in quantities {
        quantity.put(quantity.reached(reach(quantity.slot)), values, assumptions);
    }
}

/// Cases of the sample.
fn points(assumptions: &Assumptions) -> u32 {
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

/// What the model says of a sample of possible cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The saving in each case, US dollars a month, ascending.
    pub savings: Vec<f64>,
    /// What each side costs, and how accurate it is.
    pub bands: Bands,
    /// Cases in which owning is cheaper.
    pub cheaper: usize,
    /// Cases in which the open model lies within 10 % of the closed one.
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
        let case =
            |values: &Values, constants: &Assumptions| Brief::of(values, constants, &around.architecture);
        let Brief { bills, accuracy, .. } = around.at(point, case);
        let saving = bills.saving.number();
        let (is_cheaper, is_close) = (saving > 0.0, accuracy.accuracy_gap_percent.number() <= threshold);
        savings.push(saving);
        cheaper += usize::from(is_cheaper);
        close += usize::from(is_close);
        both += usize::from(is_cheaper && is_close);
        let numbers = [
            bills.own_cost.number(),
            bills.rent_cost.number(),
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

impl Percentiles {
    /// Those of some numbers; `None` if there are none.
    ///
    /// ```
    /// use model::outcome::Percentiles;
    /// let thousand = Percentiles::of((0..1000).map(f64::from).collect()).unwrap();
    /// assert_eq!((thousand.p5, thousand.p50, thousand.p95), (49.5, 499.5, 949.5));
    /// assert_eq!(Percentiles::of(Vec::new()), None);
    /// ```
    pub fn of(mut numbers: Vec<f64>) -> Option<Self> {
        if numbers.is_empty() {
            return None;
        }
        let [p5, p50, p95] = [0.05, 0.5, 0.95].map(|p| quantile_of(&mut numbers, p));
        Some(Self { p5, p50, p95 })
    }
}

/// What an output is over the sample of cases.
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
        judged(values, assumptions, &around.architecture).laws.path()
    };
    let paths: Vec<_> = (0..points).map(|point| around.at(point, path)).collect();
    let Some(first) = paths.first() else { return Vec::new() };
    // When models are retrained is the reader's own choice: every case has the same moments.
    (0..first.len())
        .filter_map(|moment| {
            let of = |read: fn(&crate::outcome::AccuracyMoment) -> f64| {
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

/// What both sides cost, and how accurate the open model is, at one value of an input over the cases.
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
/// use model::{Assumptions, Input, Scenario};
/// let (values, assumptions) = (Scenario::default().values(), Assumptions::default());
/// let bands = response_bands(&values, &assumptions, Input::RequestsPerDay, &[1e4, 1e5, 1e6], 64);
/// assert!(bands.windows(2).all(|pair| pair[0].rent_cost.p5 < pair[1].rent_cost.p5));
/// ```
pub fn response_bands(
    values: &Values,
    assumptions: &Assumptions,
    input: Input,
    xs: &[f64],
    points: u32,
) -> Vec<ResponseBand> {
    let around = Around::new(values, assumptions);
    let mut columns: Vec<[Vec<f64>; 3]> = xs.iter().map(|_| Default::default()).collect();
    for point in 0..points {
        around.at(point, |values, assumptions| {
            let mut series = Series::new(assumptions);
            for (x, columns) in xs.iter().zip(&mut columns) {
                let Brief { bills, accuracy, .. } = series.brief(&values.replaced(input, *x));
                let numbers =
                    [bills.own_cost.number(), bills.rent_cost.number(), accuracy.own_accuracy.number()];
                for (column, number) in columns.iter_mut().zip(numbers) {
                    column.push(number);
                }
            }
        });
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

/// An inverse answer over the first `points` cases: [`break_even`] in each of them.
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
/// use model::{uncertainty::break_even_band, Assumptions, Input, Scenario};
/// let (values, assumptions) = (Scenario::default().values(), Assumptions::default());
/// let band = break_even_band(&values, &assumptions, Input::RequestsPerDay, Target::OwningCheaper, 64);
/// let volume = band.percentiles.unwrap();
/// assert!(volume.p5 < volume.p50 && volume.p50 < volume.p95);
/// assert_eq!(band.at + band.always + band.never, 1.0);
/// ```
pub fn break_even_band(
    values: &Values,
    assumptions: &Assumptions,
    input: Input,
    target: Target,
    points: u32,
) -> BreakEvenBand {
    let (mut crossings, mut always, mut never) = (Vec::new(), 0_u32, 0_u32);
    let around = Around::new(values, assumptions);
    let answer =
        |values: &Values, assumptions: &Assumptions| break_even(values, assumptions, input, target).answer;
    for point in 0..points {
        match around.at(point, answer) {
            Answer::At(x) | Answer::Between { from: x, .. } => crossings.push(x),
            Answer::Always => always += 1,
            Answer::Never { .. } => never += 1,
        }
    }
    let share = |cases: u32| f64::from(cases) / f64::from(points.max(1));
    let at = share(crossings.len() as u32);
    BreakEvenBand { percentiles: Percentiles::of(crossings), at, always: share(always), never: share(never) }
}

/// Most flips that are told.
const FLIPS: usize = 5;

/// What would turn the verdict: quantities whose low or high alone changes which side is cheaper, nearest first.
///
/// Those that seem nearest by straight line are closed in on, twice as many as are told.
pub fn flips(values: &Values, assumptions: &Assumptions, saving: UsdPerMonth) -> Vec<Flip> {
    let centre = saving.number();
    let turning: Vec<(f64, (f64, f64), Uncertain)> = uncertain(values, assumptions)
        .into_iter()
        .flat_map(|quantity| {
            [-Z95, Z95].map(|z| {
                let end = (z, quantity.saving(z, values, assumptions));
                (z * centre / (centre - end.1), end, quantity)
            })
        })
        .filter(|(_, (_, saving), _)| (*saving >= 0.0) != (centre >= 0.0))
        .collect();
    let mut flips: Vec<(f64, Flip)> = Vec::new();
    for (_, end, quantity) in least(turning, 2 * FLIPS, |(z, ..)| z.abs()) {
        let z = root_between((0.0, centre), end, 1e-4, |z| quantity.saving(z, values, assumptions));
        let flip = Flip {
            what: quantity.what,
            from: quantity.value,
            at: quantity.at(z),
            unit: quantity.unit,
            owning_cheaper_beyond: centre < 0.0,
        };
        match flips.iter_mut().find(|(_, other)| other.what == flip.what) {
            Some(other) if z.abs() < other.0 => *other = (z.abs(), flip),
            Some(_) => {}
            None => flips.push((z.abs(), flip)),
        }
    }
    least(flips, FLIPS, |(z, _)| *z).map(|(_, flip)| flip).collect()
}

/// The `n` items with the least keys, least first; of equal ones the first.
fn least<T>(mut items: Vec<T>, n: usize, key: impl Fn(&T) -> f64) -> impl Iterator<Item = T> {
    (0..n).map_while(move |_| {
        let keys = items.iter().map(&key).enumerate();
        let (at, _) = keys.min_by(|(_, one), (_, other)| one.total_cmp(other))?;
        Some(items.remove(at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scenario;

    #[test]
    fn every_band_returns_its_ends_and_its_value() {
        let (values, assumptions) = (Scenario::default().values(), Assumptions::default());
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs().max(1e-9);
        let all = uncertain(&values, &assumptions);
        let dimensions = SLOTS.iter().flat_map(|slot| [Some(slot.dimension), slot.together.map(|it| it.0)]);
        assert!(dimensions.flatten().all(|dimension| dimension < sobol_burley::NUM_DIMENSIONS));
        assert!(all.len() > 30);
        for quantity in all {
            assert!(near(quantity.at(0.0), quantity.value), "{:?}", quantity.what);
            if let Origin::Assumption(assumption) = quantity.what {
                let band = assumption.spec().band;
                // A log-uniform band is told whole, of others nine tenths: only the latter end at their percentiles.
                let (low, high) = match band.spread {
                    Spread::LogUniform => (quantity.reached(-1.0), quantity.reached(1.0)),
                    Spread::Linear | Spread::Log | Spread::Logit => (quantity.low(), quantity.high()),
                };
                assert!(near(low, band.low) && near(high, band.high), "{:?}", quantity.what);
            }
        }
    }

    #[test]
    fn no_band_is_around_a_size() {
        let is_of_size = |slot: &Slot| matches!(slot.what, Origin::Input(Input::Model | Input::ModelSize));
        assert!(!SLOTS.iter().any(is_of_size));
    }

    #[test]
    fn a_readers_value_takes_its_band_along() {
        let scenario = Scenario::default();
        let find = |values: &Values| {
            let all = uncertain(values, &Assumptions::default());
            *all.iter().find(|quantity| quantity.what == Origin::Input(Input::GpuHourPrice)).unwrap()
        };
        let before = find(&scenario.values());
        let doubled = scenario.values().replaced(Input::GpuHourPrice, before.value * 2.0);
        assert!((find(&doubled).high() / before.high() - 2.0).abs() < 1e-12);
        let free = scenario.values().replaced(Input::LabelCost, 0.0);
        let all = uncertain(&free, &Assumptions::default());
        assert!(all.iter().all(|quantity| quantity.what != Origin::Input(Input::LabelCost)));
    }

    #[test]
    fn draws_are_standard_normal() {
        let draws: Vec<f64> = (0..1024).map(|point| draw(point, 7)).collect();
        let mean = draws.iter().sum::<f64>() / 1024.0;
        let variance = draws.iter().map(|z| (z - mean) * (z - mean)).sum::<f64>() / 1024.0;
        assert!(mean.abs() < 0.01 && (variance - 1.0).abs() < 0.02, "{mean} {variance}");
    }

    #[test]
    fn what_is_uncertain_together_is_drawn_together() {
        let numbers = |what: Origin| -> Vec<f64> {
            let slot = SLOTS.iter().position(|slot| slot.what == what).unwrap();
            (0..1024).map(|point| SLOTS[slot].reach(point)).collect()
        };
        let correlation = |a: &[f64], b: &[f64]| {
            let sum = |f: fn(f64, f64) -> f64| a.iter().zip(b).map(|(a, b)| f(*a, *b)).sum::<f64>();
            sum(|a, b| a * b) / libm::sqrt(sum(|a, _| a * a) * sum(|_, b| b * b))
        };
        for together in TOGETHER {
            for (index, one) in together.members.iter().enumerate() {
                for other in &together.members[index + 1..] {
                    let found = correlation(&numbers(*one), &numbers(*other));
                    assert!((found - together.correlation).abs() < 0.06, "{}: {found}", together.id);
                }
            }
        }
        let alone =
            correlation(&numbers(Origin::Input(Input::Drift)), &numbers(Origin::Input(Input::LabelCost)));
        assert!(alone.abs() < 0.06, "{alone}");
    }

    #[test]
    fn all_kinds_of_gpu_are_dear_in_the_same_cases() {
        let case = |gpu: f64| {
            let values = Scenario::default().with(Input::Gpu, gpu).unwrap().values();
            let around = Around::new(&values, &Assumptions::default());
            let price = |values: &Values, _: &Assumptions| values.number(Input::GpuHourPrice);
            let prices: Vec<f64> = (0..64).map(|point| around.at(point, price)).collect();
            let mut order: Vec<usize> = (0..prices.len()).collect();
            order.sort_by(|a, b| prices[*a].total_cmp(&prices[*b]));
            order
        };
        let [h100, b200] = ["h100-sxm", "b200"].map(|id| {
            let index = crate::catalogue::GPUS.iter().position(|gpu| gpu.id.starts_with(id)).unwrap();
            case(index as f64)
        });
        assert_eq!(h100, b200);
    }
}
