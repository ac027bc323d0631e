//! The cost-accuracy frontier: which configurations of owning no other beats on both counts, how far the reader's is
//! from them, and which single change helps most.

use crate::case::scenario::{Assumptions, Scenario, Values};
use crate::catalogue::{ChoiceOption, Domain, GPUS, Gpu, Input};
use crate::estimate::{QuickEstimate, assess, bills, estimate, place};
use crate::families::architecture;
use crate::families::cost::Costs;
use crate::families::load::Placement;
use crate::families::outputs::Accuracy;
use crate::families::ways::Asked;
use crate::quantities::order::sort_by;
use crate::quantities::units::{Fraction, UsdPerMonth};
use crate::questions::solve::grid;
use crate::workings::trace::Trace;

/// One configuration of owning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrontierPoint {
    /// Billions of parameters.
    pub model_size: f64,
    /// Bits of a weight while serving.
    pub precision: &'static ChoiceOption,
    /// The kind of GPU.
    pub gpu: &'static Gpu,
    /// GPUs that serve.
    pub gpu_count: f64,
    /// Rounds of retraining a year.
    pub retrains_per_year: f64,
    /// Owning, a month.
    pub cost: UsdPerMonth,
    /// The open model, averaged over the horizon.
    pub accuracy: Fraction,
    /// Whether the model fits and the own GPUs take the whole peak.
    pub serves_peak: bool,
    /// Whether no other configuration that serves the peak is cheaper and as accurate, or more accurate at its cost.
    pub efficient: bool,
}

impl FrontierPoint {
    fn new(values: &Values, placement: &Placement, costs: Costs, accuracy: &Accuracy) -> Self {
        Self {
            model_size: values.number(Input::ModelSize),
            precision: option(Input::Precision, values.choice(Input::Precision)),
            gpu: values.gpu(),
            gpu_count: values.number(Input::GpuCount),
            retrains_per_year: values.number(Input::RetrainsPerYear),
            cost: costs.own_cost,
            accuracy: accuracy.own_accuracy,
            serves_peak: placement.serving.fits && placement.rate_overflow_peak.number() <= 0.0,
            efficient: false,
        }
    }

    fn of(values: &Values, case: &QuickEstimate) -> Self {
        Self::new(values, &case.placement, case.costs, &case.accuracy)
    }

    /// The inputs that make a configuration, with their values here, in the order to set them in: a GPU before its price.
    pub fn settings(&self) -> [(Input, f64); 5] {
        [
            (Input::ModelSize, self.model_size),
            (Input::Precision, index_of(Input::Precision, self.precision.id)),
            (Input::Gpu, index_of(Input::Gpu, self.gpu.id)),
            (Input::GpuCount, self.gpu_count),
            (Input::RetrainsPerYear, self.retrains_per_year),
        ]
    }

    /// The settings that turn a scenario into this configuration, in the order to set them in, without those that stay.
    ///
    /// ```
    /// use model::{Input, Scenario, frontier::frontier};
    /// let scenario = Scenario::default();
    /// let best = frontier(&scenario).efficient.pop().unwrap();
    /// let taken = best.changes(&scenario).into_iter().try_fold(scenario, |case, (input, value)| case.with(input, value))?;
    /// assert_eq!(model::evaluate(&taken).estimate.cost.own_cost, best.cost);
    /// # Ok::<(), model::InputError>(())
    /// ```
    pub fn changes(&self, scenario: &Scenario) -> Vec<(Input, f64)> {
        let is_changed = |(input, value): &(Input, f64)| scenario.get(*input) != *value;
        let mut changes: Vec<(Input, f64)> = self.settings().into_iter().filter(is_changed).collect();
        if self.gpu != scenario.gpu() {
            changes.push((Input::GpuHourPrice, self.gpu.price_per_hour[1]));
        }
        changes
    }
}

/// The options of a choice.
fn options(input: Input) -> &'static [ChoiceOption] {
    match input.spec().domain {
        Domain::Choice(options) => options,
        Domain::Number { .. } => &[],
    }
}

fn option(input: Input, index: usize) -> &'static ChoiceOption {
    &options(input)[index]
}

fn index_of(input: Input, id: &str) -> f64 {
    options(input).iter().position(|option| option.id == id).unwrap_or_default() as f64
}

/// The space that is searched: every combination of these values.
#[derive(Clone, Debug, PartialEq)]
pub struct Space {
    /// Billions of parameters, ascending.
    sizes: Vec<f64>,
    /// GPUs that serve, ascending.
    gpu_counts: Vec<f64>,
    /// Rounds of retraining a year, ascending.
    rates: Vec<f64>,
    /// Indices of precisions.
    precisions: Vec<f64>,
    /// Indices of GPU kinds.
    gpus: Vec<f64>,
}

/// Sizes tried, billions of parameters: round numbers over the input's range, each about 1.8 times the one before.
const SIZES: [f64; 12] = [0.5, 1.0, 2.0, 4.0, 8.0, 14.0, 24.0, 40.0, 70.0, 120.0, 220.0, 405.0];
/// GPU counts tried: the powers of two.
const GPU_COUNTS: usize = 11;
/// Rounds a year tried: never, yearly, every 6, 4 and 3 months, every 2 months, monthly, every two weeks, weekly.
const RATES: [f64; 9] = [0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 12.0, 26.0, 52.0];

impl Space {
    /// Sizes, GPU counts and retrain rates over their ranges, with the scenario's precision and GPU kind; its own
    /// values, and the fewest GPUs that serve its peak, are among them.
    ///
    /// ```
    /// use model::{Scenario, frontier::Space};
    /// assert!(Space::around(&Scenario::default()).configurations() >= 1000);
    /// ```
    pub fn around(scenario: &Scenario) -> Self {
        let values = scenario.values();
        let here = estimate(&values, &scenario.assumptions(), &mut Trace::off());
        let mut space = Self {
            sizes: SIZES.to_vec(),
            gpu_counts: grid(Input::GpuCount, GPU_COUNTS),
            rates: RATES.to_vec(),
            precisions: vec![values.number(Input::Precision)],
            gpus: vec![values.number(Input::Gpu)],
        };
        insert(&mut space.sizes, values.number(Input::ModelSize));
        insert(&mut space.gpu_counts, values.number(Input::GpuCount));
        if let Some(needed) = here.load.gpus_needed {
            insert(&mut space.gpu_counts, needed.number());
        }
        insert(&mut space.rates, values.number(Input::RetrainsPerYear));
        space
    }

    /// The same with every precision and every GPU kind.
    #[must_use]
    pub fn all_hardware(self) -> Self {
        Self { precisions: grid(Input::Precision, 0), gpus: grid(Input::Gpu, 0), ..self }
    }

    /// How many configurations that is; some of them may not fit.
    pub fn configurations(&self) -> usize {
        self.tried().iter().map(|(_, values)| values.len()).product()
    }

    /// The inputs that make a configuration, with the values tried of each.
    fn tried(&self) -> [(Input, &[f64]); 5] {
        [
            (Input::ModelSize, &self.sizes),
            (Input::Precision, &self.precisions),
            (Input::Gpu, &self.gpus),
            (Input::GpuCount, &self.gpu_counts),
            (Input::RetrainsPerYear, &self.rates),
        ]
    }
}

/// A change of one input.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Change {
    /// The input: model size, precision, GPU kind, GPU count or retrain rate.
    pub input: Input,
    /// The configuration to which it leads.
    pub point: FrontierPoint,
    /// The saving, a month: negative if serving the peak costs more.
    pub saving: UsdPerMonth,
}

/// The configurations tried and the reader's own among them.
#[derive(Clone, Debug, PartialEq)]
pub struct Frontier {
    /// All that fit, cheapest first.
    pub points: Vec<FrontierPoint>,
    /// The efficient points, cheapest first.
    pub efficient: Vec<FrontierPoint>,
    /// The reader's configuration; one of the points if it fits.
    pub present: FrontierPoint,
    /// Renting, for comparison: cost and accuracy.
    pub rent: (UsdPerMonth, Fraction),
    /// The cheapest configuration that is at least as accurate as the reader's.
    pub better: Option<FrontierPoint>,
    /// The distance from the frontier: the reader's cost less that point's, a month.
    pub excess_cost: UsdPerMonth,
    /// The single change that helps most; none if no single change helps.
    pub best_change: Option<Change>,
}

/// The frontier around a scenario, over [`Space::around`] it: precision and GPU kind stay as they are.
///
/// # Formula
/// Of the configurations that serve the whole peak, the efficient ones are those for which no other has
/// ```text
/// cost ≤ own cost and accuracy ≥ own accuracy, one of them strictly
/// ```
/// Of several with the same cost and accuracy one represents all. What the reader pays too much is
/// ```text
/// excess = cost − the least cost of the efficient ones with accuracy ≥ the reader's, not below 0
/// ```
/// The best change is the one of a single input (model size, precision, GPU kind, GPU count, retrain rate) to a value
/// that costs least among those that serve the peak, cost less than the reader's and are at least as accurate. If the
/// reader's configuration does not serve the peak, it is the cheapest single change that makes it so and loses no
/// accuracy or, if there is none, the cheapest that makes it so.
///
/// # Units
/// US dollars a month; accuracy as a fraction.
///
/// # Source
/// The definition of a Pareto front. Each point is the model's own estimate; sizes other than the scenario's are taken
/// along the family of interpolated shapes, and another kind of GPU has its own list price.
///
/// # Examples
/// Eight GPUs where one would do: the best change is fewer GPUs.
/// ```
/// use model::{Input, Scenario, frontier::frontier};
/// let found = frontier(&Scenario::default().with(Input::GpuCount, 8.0)?);
/// assert!(found.efficient.windows(2).all(|pair| pair[0].cost < pair[1].cost && pair[0].accuracy < pair[1].accuracy));
/// let change = found.best_change.unwrap();
/// assert!(change.saving.number() > 0.0 && change.point.accuracy >= found.present.accuracy);
/// assert!(found.excess_cost >= change.saving || change.input == Input::Gpu || change.input == Input::Precision);
/// # Ok::<(), model::InputError>(())
/// ```
pub fn frontier(scenario: &Scenario) -> Frontier {
    explore(scenario, &Space::around(scenario), || ())
}

/// The frontier over a space, which should be one around the scenario; `tried` is called once for each configuration.
///
/// Serving does not depend on the retrain rate, and accuracy not on the GPUs: one is computed once for all rates of a
/// size on its GPUs, the other once for all GPUs of a size at its rate. Where other ways than the plain two are compared, each
/// configuration is computed by itself.
///
/// ```
/// use model::{Scenario, frontier::{Space, explore}};
/// let (scenario, mut n) = (Scenario::default(), 0);
/// let space = Space::around(&scenario);
/// explore(&scenario, &space, || n += 1);
/// assert_eq!(n, space.configurations());
/// ```
pub fn explore(scenario: &Scenario, space: &Space, mut tried: impl FnMut()) -> Frontier {
    let (values, assumptions) = (scenario.values(), scenario.assumptions());
    let here = QuickEstimate::new(&values, &assumptions);
    let is_plain = Asked::of(&values) == Asked::Plain;
    let mut points = Vec::with_capacity(space.configurations());
    for gpu in &space.gpus {
        let values = replaced(&values, Input::Gpu, *gpu);
        for precision in &space.precisions {
            let values = replaced(&values, Input::Precision, *precision);
            for size in &space.sizes {
                let values = replaced(&values, Input::ModelSize, *size);
                let architecture = architecture::resolve(&values);
                let at_rate = |rate: &f64| {
                    let values = values.replaced(Input::RetrainsPerYear, *rate);
                    (*rate, assess(&values, &assumptions, &architecture).accuracy)
                };
                let rates: Vec<(f64, Accuracy)> = space.rates.iter().map(at_rate).collect();
                for count in &space.gpu_counts {
                    let values = values.replaced(Input::GpuCount, *count);
                    let placement = is_plain.then(|| place(&values, &assumptions, &architecture));
                    for (rate, accuracy) in &rates {
                        tried();
                        let values = values.replaced(Input::RetrainsPerYear, *rate);
                        match &placement {
                            Some(placement) if placement.serving.fits => {
                                let costs = bills(&values, &assumptions, &architecture, placement).costs();
                                points.push(FrontierPoint::new(&values, placement, costs, accuracy));
                            }
                            Some(_) => {}
                            None => {
                                let case = QuickEstimate::of(&values, &assumptions, &architecture);
                                // Other ways may ask more of the memory: hidden tokens lengthen answers.
                                if case.placement.serving.fits {
                                    points.push(FrontierPoint::of(&values, &case));
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    let present = FrontierPoint::of(&values, &here);
    let efficient = mark_efficient(&mut points);
    let present = FrontierPoint { efficient: is_efficient(&present, &efficient), ..present };
    let better = efficient.iter().find(|point| point.accuracy >= present.accuracy).copied();
    let excess = better.map_or(0.0, |better| (present.cost.number() - better.cost.number()).max(0.0));
    Frontier {
        points,
        best_change: best_change(&values, &assumptions, space, &present, &efficient),
        efficient,
        present,
        rent: (here.costs.rent_cost, here.accuracy.rent_accuracy),
        better,
        excess_cost: UsdPerMonth::new(excess),
    }
}

/// The values with one input of the configuration set. The scenario's own size keeps its named model, and its own kind
/// of GPU the price that the scenario gives it; another kind has its list price.
fn replaced(values: &Values, input: Input, value: f64) -> Values {
    if values.number(input) == value {
        return *values;
    }
    let values = values.replaced(input, value);
    if input == Input::Gpu {
        values.replaced(Input::GpuHourPrice, GPUS[values.choice(Input::Gpu)].price_per_hour[1])
    } else {
        values
    }
}

/// The single change that helps most, over the space's values and every precision and kind of GPU.
fn best_change(
    values: &Values,
    assumptions: &Assumptions,
    space: &Space,
    present: &FrontierPoint,
    efficient: &[FrontierPoint],
) -> Option<Change> {
    let space = space.clone().all_hardware();
    let helps = |point: &FrontierPoint| {
        let is_gain = point.cost < present.cost && point.accuracy >= present.accuracy;
        point.serves_peak && (is_gain || !present.serves_peak)
    };
    let changes = space.tried().into_iter().flat_map(|(input, tried)| {
        let others = tried.iter().filter(move |value| values.number(input) != **value);
        others.map(move |value| {
            let values = replaced(values, input, *value);
            let mut point = FrontierPoint::of(&values, &QuickEstimate::new(&values, assumptions));
            point.efficient = is_efficient(&point, efficient);
            let saving = UsdPerMonth::new(present.cost.number() - point.cost.number());
            Change { input, point, saving }
        })
    });
    let loses = |change: &Change| change.point.accuracy < present.accuracy;
    changes
        .filter(|change| helps(&change.point))
        .min_by(|a, b| loses(a).cmp(&loses(b)).then(a.point.cost.number().total_cmp(&b.point.cost.number())))
}

/// Sorts by cost and marks the points that are more accurate than every cheaper one.
fn mark_efficient(points: &mut [FrontierPoint]) -> Vec<FrontierPoint> {
    sort_by(points, |a, b| {
        a.cost.number().total_cmp(&b.cost.number()).then(b.accuracy.number().total_cmp(&a.accuracy.number()))
    });
    let mut best = f64::NEG_INFINITY;
    for point in points.iter_mut().filter(|point| point.serves_peak) {
        if point.accuracy.number() > best {
            best = point.accuracy.number();
            point.efficient = true;
        }
    }
    points.iter().filter(|point| point.efficient).copied().collect()
}

/// Whether no efficient point beats this one.
fn is_efficient(point: &FrontierPoint, efficient: &[FrontierPoint]) -> bool {
    point.serves_peak
        && !efficient.iter().any(|other| {
            (other.cost <= point.cost && other.accuracy > point.accuracy)
                || (other.cost < point.cost && other.accuracy >= point.accuracy)
        })
}

/// Adds a value to an ascending list, unless it is there.
fn insert(values: &mut Vec<f64>, value: f64) {
    if let Err(place) = values.binary_search_by(|other| other.total_cmp(&value)) {
        values.insert(place, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sizes_span_the_inputs_range() {
        let range = grid(Input::ModelSize, 2);
        assert_eq!((SIZES[0], SIZES[SIZES.len() - 1]), (range[0], range[1]));
    }
}
