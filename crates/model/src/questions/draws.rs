//! Draws: the possible cases around a scenario.
//!
//! Every uncertain quantity is drawn from the distribution of its band (see [`Spread`]). The draws are points of a
//! scrambled Sobol sequence with a fixed seed: the same sample, and so the same verdict, on every machine. What moves
//! together is drawn together, as `data/correlations.toml` says.

use std::sync::{LazyLock, OnceLock};

use crate::case::scenario::{Assumptions, Scenario, Values};
use crate::catalogue::{
    Assumption, Band, CORRELATION_GROUPS, CorrelationGroup, Domain, InputBand, InputSpec, Setting, Spread,
};
use crate::estimate::saving;
use crate::families::architecture::{self, Architecture};
use crate::families::ways::Asked;
use crate::quantities::distribution::{Z95, normal_quantile};
use crate::quantities::exact::sqrt;
use crate::quantities::units::Unit;

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
/// normal `z` is: `z/1.645`, or `2Φ(z) − 1` for a log-uniform band. A value `v` that the reader sets takes the band
/// with it: `w` stays that of the default.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uncertain {
    /// Which input or constant.
    pub what: Setting,
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

    /// Puts the value at a standard normal `z` among the inputs or the constants, and moves what follows from it.
    pub(crate) fn set(&self, z: f64, values: &mut Values, assumptions: &mut Assumptions) {
        self.put(self.at(z), values, assumptions);
        *values = values.settled(assumptions);
    }

    fn put(&self, value: f64, values: &mut Values, assumptions: &mut Assumptions) {
        match self.what {
            Setting::Input(input) => values.put(input, value),
            Setting::Assumption(assumption) => assumptions.put(assumption, value),
        }
    }

    /// The saving if this quantity alone is at a standard normal `z`.
    pub(crate) fn saving(&self, z: f64, values: &Values, assumptions: &Assumptions) -> f64 {
        let (mut values, mut assumptions) = (*values, *assumptions);
        self.set(z, &mut values, &mut assumptions);
        saving(&values, &assumptions)
    }

    /// A quantity at `value`, whose band is that of `default`; `None` if nothing is uncertain about it.
    fn new(
        what: Setting,
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
            what,
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

/// Everything uncertain in the two ways that are compared: inputs with a band, then constants.
pub fn uncertain(values: &Values, assumptions: &Assumptions) -> Vec<Uncertain> {
    let mut all = uncertain_of(&SLOTS, values, assumptions);
    if Asked::of(values) != Asked::Plain {
        all.extend(uncertain_of(&WAY_SLOTS, values, assumptions));
    }
    all
}

fn uncertain_of(slots: &[Slot], values: &Values, assumptions: &Assumptions) -> Vec<Uncertain> {
    let uncertain = |(slot, place): (usize, &Slot)| match place.what {
        Setting::Input(input) => uncertain_input(slot, input.spec(), values),
        Setting::Assumption(assumption) => {
            let spec = assumption.spec();
            let least = if spec.band.low >= 0.0 { 0.0 } else { f64::NEG_INFINITY };
            let most = if spec.unit == Unit::Fraction && spec.band.high <= 1.0 { 1.0 } else { f64::INFINITY };
            let value = assumptions.number(assumption);
            Uncertain::new(place.what, slot, spec.unit, value, spec.band, spec.value, (least, most))
        }
    };
    slots.iter().enumerate().filter_map(uncertain).collect()
}

fn uncertain_input(slot: usize, spec: &InputSpec, values: &Values) -> Option<Uncertain> {
    let (default, band) = values.band(spec.input)?;
    let Domain::Number { min, max, .. } = spec.domain else { return None };
    let value = values.number(spec.input);
    Uncertain::new(Setting::Input(spec.input), slot, spec.unit, value, band, default, (min, max))
}

/// The place of a quantity in the sequence, and what it is drawn together with.
struct Slot {
    what: Setting,
    dimension: u32,
    spread: Spread,
    /// The dimension that it shares, and the square roots of the shared and the own part of its variance.
    together: Option<(u32, f64, f64)>,
}

/// All that may be uncertain in the headline's two ways.
static SLOTS: LazyLock<Vec<Slot>> = LazyLock::new(|| slots(CORRELATION_GROUPS.len(), false));

/// What only other ways depend on. A dimension each behind those of all others, so that the sample of the headline is the same
/// with and without them.
static WAY_SLOTS: LazyLock<Vec<Slot>> = LazyLock::new(|| slots(CORRELATION_GROUPS.len() + SLOTS.len(), true));

/// The positions of what only other ways depend on along their bands, case after case of the sample.
static WAY_REACHES: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let points = Assumption::SamplePoints.spec().value as u32;
    (0..points).flat_map(|point| WAY_SLOTS.iter().map(move |slot| slot.reach(point))).collect()
});

fn way_reach(point: u32, slot: usize) -> f64 {
    let kept = WAY_REACHES.get(point as usize * WAY_SLOTS.len() + slot);
    kept.copied().unwrap_or_else(|| WAY_SLOTS[slot].reach(point))
}

/// Cases whose draws are made together.
const CHUNK: usize = 64;

/// Chunks whose draws are kept; those of cases beyond are made anew each time.
const CHUNKS: usize = 128;

/// The draws of a chunk of cases. They depend on nothing but the catalogue, so they are made once.
struct Draws {
    /// Each quantity's position along its band, case after case.
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
        let mut uncertain = uncertain_of(&SLOTS, &values, &centre);
        uncertain.retain(|quantity| matches!(quantity.what, Setting::Assumption(_)));
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
/// use model::draws::prepare;
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

/// All that may be uncertain, of the headline's two ways or of the others alone: inputs with a band, then constants. Only they
/// take a dimension of the sequence, from `first` on, behind those of what is drawn together: so what is certain, and what is
/// added last, leaves the sample of the others as it is.
fn slots(first: usize, of_ways: bool) -> Vec<Slot> {
    let mut slots = Vec::new();
    for what in Setting::all().filter(|what| what.is_of_ways() == of_ways) {
        let spread = match what {
            Setting::Input(input) => input.spec().band.map(InputBand::spread),
            Setting::Assumption(assumption) => {
                let spec = assumption.spec();
                spec.uncertain.then_some(spec.band.spread)
            }
        };
        if let Some(spread) = spread {
            let dimension = (first + slots.len()) as u32;
            slots.push(Slot { what, dimension, spread, together: shared(what) });
        }
    }
    slots
}

/// The number of the group with which a quantity is drawn, and the shares of the normal variables that make up its own.
fn shared(what: Setting) -> Option<(u32, f64, f64)> {
    let (index, together) = group(what)?;
    Some((index as u32, sqrt(together.correlation), sqrt(1.0 - together.correlation)))
}

/// The group of quantities that one belongs to.
fn group(what: Setting) -> Option<(usize, &'static CorrelationGroup)> {
    CORRELATION_GROUPS.iter().enumerate().find(|(_, together)| together.members.contains(&what))
}

impl Slot {
    /// The quantity's position along its band in a case.
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
pub(crate) struct Around {
    values: Values,
    /// The model's shape: the same in every case, since no size has a band.
    pub(crate) architecture: Architecture,
    centre: Assumptions,
    quantities: Vec<Uncertain>,
    /// The quantities that the kept constants lack: inputs, and constants that the scenario changes.
    left: Vec<Uncertain>,
    changed: Vec<Assumption>,
    /// What only other ways depend on, where they are asked for.
    of_ways: Vec<Uncertain>,
}

impl Around {
    pub(crate) fn new(values: &Values, assumptions: &Assumptions) -> Self {
        let (values, centre, default) = (*values, *assumptions, Assumptions::default());
        let quantities = uncertain_of(&SLOTS, &values, &centre);
        let is_changed = |assumption: &Assumption| centre.number(*assumption) != default.number(*assumption);
        let changed: Vec<Assumption> = Assumption::ALL.into_iter().filter(is_changed).collect();
        let is_left = |quantity: &&Uncertain| match quantity.what {
            Setting::Assumption(assumption) => changed.contains(&assumption),
            Setting::Input(_) => true,
        };
        let left = quantities.iter().filter(is_left).copied().collect();
        let architecture = architecture::resolve(&values);
        let mut around =
            Self { values, architecture, centre, quantities, left, changed, of_ways: Vec::new() };
        if Asked::of(&values) != Asked::Plain {
            around.draw_ways();
        }
        around
    }

    /// The cases in which what only other ways depend on is drawn, whatever is compared.
    pub(crate) fn with_ways(values: &Values, assumptions: &Assumptions) -> Self {
        let mut around = Self::new(values, assumptions);
        around.draw_ways();
        around
    }

    fn draw_ways(&mut self) {
        self.of_ways = uncertain_of(&WAY_SLOTS, &self.values, &self.centre);
    }

    /// The result of `find` in a case: quantities where the sequence draws them, what follows from them, and all else as it is.
    pub(crate) fn at<T>(&self, point: u32, find: impl FnOnce(&Values, &Assumptions) -> T) -> T {
        let mut values = self.values;
        let Some((draws, place)) = Draws::of(point) else {
            let mut constants = self.centre;
            put_drawn(&self.quantities, |slot| SLOTS[slot].reach(point), &mut values, &mut constants);
            put_drawn(&self.of_ways, |slot| way_reach(point, slot), &mut values, &mut constants);
            return find(&values.settled(&constants), &constants);
        };
        let mut constants = draws.constants[place];
        self.changed.iter().for_each(|it| constants.put(*it, self.centre.number(*it)));
        put_drawn(&self.left, |slot| draws.reach(place, slot), &mut values, &mut constants);
        put_drawn(&self.of_ways, |slot| way_reach(point, slot), &mut values, &mut constants);
        find(&values.settled(&constants), &constants)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Input;
    use crate::catalogue::Spread;

    #[test]
    fn every_band_returns_its_ends_and_its_value() {
        let (values, assumptions) = (Scenario::default().values(), Assumptions::default());
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs().max(1e-9);
        let all = uncertain(&values, &assumptions);
        let dimensions = SLOTS
            .iter()
            .chain(&*WAY_SLOTS)
            .flat_map(|slot| [Some(slot.dimension), slot.together.map(|it| it.0)]);
        assert!(dimensions.flatten().all(|dimension| dimension < sobol_burley::NUM_DIMENSIONS));
        assert!(all.len() > 30);
        for quantity in all {
            assert!(near(quantity.at(0.0), quantity.value), "{:?}", quantity.what);
            if let Setting::Assumption(assumption) = quantity.what {
                let band = assumption.spec().band;
                // A log-uniform band is given whole, other bands by their middle nine tenths: only those end at their percentiles.
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
        let is_of_size = |slot: &Slot| matches!(slot.what, Setting::Input(Input::Model | Input::ModelSize));
        assert!(!SLOTS.iter().any(is_of_size));
    }

    #[test]
    fn a_readers_value_takes_its_band_along() {
        let scenario = Scenario::default();
        let find = |values: &Values| {
            let all = uncertain(values, &Assumptions::default());
            *all.iter().find(|quantity| quantity.what == Setting::Input(Input::GpuHourPrice)).unwrap()
        };
        let before = find(&scenario.values());
        let doubled = scenario.values().replaced(Input::GpuHourPrice, before.value * 2.0);
        assert!((find(&doubled).high() / before.high() - 2.0).abs() < 1e-12);
        let free = scenario.values().replaced(Input::LabelCost, 0.0);
        let all = uncertain(&free, &Assumptions::default());
        assert!(all.iter().all(|quantity| quantity.what != Setting::Input(Input::LabelCost)));
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
        let numbers = |what: Setting| -> Vec<f64> {
            let slot = SLOTS.iter().position(|slot| slot.what == what).unwrap();
            (0..1024).map(|point| SLOTS[slot].reach(point)).collect()
        };
        let correlation = |a: &[f64], b: &[f64]| {
            let sum = |f: fn(f64, f64) -> f64| a.iter().zip(b).map(|(a, b)| f(*a, *b)).sum::<f64>();
            sum(|a, b| a * b) / libm::sqrt(sum(|a, _| a * a) * sum(|_, b| b * b))
        };
        for together in CORRELATION_GROUPS {
            for (index, one) in together.members.iter().enumerate() {
                for other in &together.members[index + 1..] {
                    let found = correlation(&numbers(*one), &numbers(*other));
                    assert!((found - together.correlation).abs() < 0.06, "{}: {found}", together.id);
                }
            }
        }
        let alone =
            correlation(&numbers(Setting::Input(Input::Drift)), &numbers(Setting::Input(Input::LabelCost)));
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
