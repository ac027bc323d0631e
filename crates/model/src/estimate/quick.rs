//! The few numbers of an estimate that a sample of cases looks at, computed without the others.

use crate::case::scenario::{Assumptions, Values};
use crate::families::accuracy::{self, Assessment};
use crate::families::architecture::{self, Architecture};
use crate::families::cost::{self, Bills, Costs};
use crate::families::load::{self, Placement};
use crate::families::outputs::Accuracy;
use crate::families::training;
use crate::families::ways::{Asked, Ground, Pair};
use crate::workings::trace::Trace;

/// Both sides' costs and accuracies: the same numbers as an estimate's, without those of waiting, of
/// energy and of the money's path through time.
pub(crate) struct QuickEstimate {
    pub(crate) placement: Placement,
    pub(crate) costs: Costs,
    pub(crate) accuracy: Accuracy,
}

impl QuickEstimate {
    pub(crate) fn new(values: &Values, assumptions: &Assumptions) -> Self {
        Self::of(values, assumptions, &architecture::resolve(values))
    }

    /// The quick estimate of a model whose shape is known.
    pub(crate) fn of(values: &Values, assumptions: &Assumptions, architecture: &Architecture) -> Self {
        if let Asked::Ways { is_best } = Asked::of(values) {
            let off = &mut Trace::off();
            let ground = if is_best {
                Ground::with_load(values, assumptions, architecture, off).0
            } else {
                Ground::without_load(values, assumptions, architecture, off)
            };
            let pair = Pair::new(&ground, off);
            let (costs, accuracy) = (pair.costs(), pair.accuracy(&ground, off));
            return Self { placement: ground.placement, costs, accuracy };
        }
        let placement = place(values, assumptions, architecture);
        let costs = bills(values, assumptions, architecture, &placement).costs();
        let accuracy = assess(values, assumptions, architecture).accuracy;
        Self { placement, costs, accuracy }
    }
}

/// The saving of an estimate, alone: the cost of renting less that of owning, a month.
pub(crate) fn saving(values: &Values, assumptions: &Assumptions) -> f64 {
    costs(values, assumptions, &architecture::resolve(values)).saving.number()
}

/// Both sides' costs of an estimate, alone.
pub(crate) fn costs(values: &Values, assumptions: &Assumptions, architecture: &Architecture) -> Costs {
    match Asked::of(values) {
        Asked::Ways { .. } => QuickEstimate::of(values, assumptions, architecture).costs,
        Asked::Plain => {
            let placement = place(values, assumptions, architecture);
            bills(values, assumptions, architecture, &placement).costs()
        }
    }
}

/// How the model is placed on its GPUs.
pub(crate) fn place(values: &Values, assumptions: &Assumptions, architecture: &Architecture) -> Placement {
    load::place(values, assumptions, architecture, &mut Trace::off())
}

/// The bills of the plain two ways, of a model that is placed on its GPUs.
pub(crate) fn bills(
    values: &Values,
    assumptions: &Assumptions,
    architecture: &Architecture,
    placement: &Placement,
) -> Bills {
    let off = &mut Trace::off();
    let training = training::train(values, assumptions, architecture, off);
    cost::bills(values, assumptions, placement.serving.fits, placement.share_served, &training, off)
}

/// How accurate both sides are.
pub(crate) fn assess(values: &Values, assumptions: &Assumptions, architecture: &Architecture) -> Assessment {
    accuracy::accuracy(values, assumptions, architecture, &mut Trace::off())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::scenario::Scenario;
    use crate::catalogue::{Input, Preset};
    use crate::estimate::whole::estimate;

    #[test]
    fn a_quick_estimate_has_an_estimates_numbers() {
        for preset in Preset::ALL {
            for gpus in [1.0, 8.0, 64.0] {
                let values = Scenario::preset(preset).values().replaced(Input::GpuCount, gpus);
                let assumptions = Assumptions::default();
                let (quick, whole) = (
                    QuickEstimate::new(&values, &assumptions),
                    estimate(&values, &assumptions, &mut Trace::off()),
                );
                assert_eq!(quick.placement.serving, whole.serving);
                assert_eq!(quick.placement.rate_overflow_peak, whole.load.rate_overflow_peak);
                assert_eq!(quick.accuracy, whole.accuracy);
                let costs = quick.costs;
                let costs = [costs.own_cost, costs.rent_cost, costs.saving];
                assert_eq!(costs, [whole.cost.own_cost, whole.cost.rent_cost, whole.cost.saving]);
                assert_eq!(saving(&values, &assumptions), whole.cost.saving.number());
            }
        }
    }
}
