//! The ways' outputs by name, for tables, sweeps and workings.

use super::all::Ways;
use super::bill::{WayEstimate, cheapest, named};
use super::way::Way;
use crate::families::outputs::{Need, OutputSpec, families};
use crate::quantities::units::{Fraction, Quantity, UsdPerMonth, UsdPerRequest, Value};
use crate::workings::trace::{Operand, Record};

families! {
    /// The ways to run a model, at the central values.
    WayOutputs as "ways" {
        /// The cheapest of the ways that keep the accuracy rule and the latency limits.
        cheapest_way: Option<Way>, "Cheapest way", Need::Ways;
        /// The cheapest of those on GPUs of one's own.
        cheapest_own_way: Option<Way>, "Cheapest way of owning", Need::Ways;
        /// The cheapest of those by the token.
        cheapest_rent_way: Option<Way>, "Cheapest way of renting", Need::Ways;
        /// A closed model by the token, a month.
        closed_api_cost: Option<UsdPerMonth>, "Closed API, a month", Need::Ways;
        /// A closed model that its seller tunes, a month.
        tuned_api_cost: Option<UsdPerMonth>, "Tuned closed API, a month", Need::Ways;
        /// An open model by the token at a host, a month.
        open_api_cost: Option<UsdPerMonth>, "Open model by the token, a month", Need::Ways;
        /// GPUs rented round the clock, a month.
        own_steady_cost: Option<UsdPerMonth>, "GPUs round the clock, a month", Need::Ways;
        /// GPUs that follow the load, a month.
        own_scaled_cost: Option<UsdPerMonth>, "GPUs that follow the load, a month", Need::Ways;
        /// Machines bought, a month.
        own_bought_cost: Option<UsdPerMonth>, "Bought machines, a month", Need::Ways;
        /// GPUs that pass on to the closed model what they cannot answer, a month.
        mixed_cost: Option<UsdPerMonth>, "Mix, a month", Need::Ways;
        /// Accuracy of the open model at a host, averaged over the horizon.
        open_api_accuracy: Fraction, "Open model at a host", Need::Ways;
        /// Accuracy of the closed model that its seller tunes, averaged over the horizon.
        tuned_api_accuracy: Fraction, "Tuned closed model", Need::Ways;
        /// Accuracy of the mix, averaged over the horizon.
        mixed_accuracy: Fraction, "Mix", Need::Ways;
        /// The share of answers passed on from which the mix costs more than the closed model alone; absent where it always does.
        mixed_escalation_limit: Option<Fraction>, "Most that a mix may pass on", Need::Ways;
        /// What the cheapest way costs for a request until it is answered rightly.
        cheapest_cost_per_resolved: Option<UsdPerRequest>, "Cheapest, a resolved request", Need::Ways;
        /// Tracing and guarding, a month: on every way, and in no total.
        platform_cost: UsdPerMonth, "Tracing and guarding, a month", Need::Ways;
    }
}

impl Ways {
    /// The cheapest of some ways that keep the accuracy rule and the latency limits; among equals, the first.
    pub fn cheapest(&self, is_asked: impl Fn(Way) -> bool) -> Option<&WayEstimate> {
        cheapest(self.ways.iter().filter(|way| is_asked(way.way)))
    }

    /// The outputs by name.
    pub(crate) fn outputs(&self, trace: &mut impl Record) -> WayOutputs {
        let admissible = self.ways.iter().filter(|it| it.is_admissible());
        let costs: Vec<_> = admissible.filter_map(|it| Some((named(it.way).0, it.cost?.term()))).collect();
        let resolved = self.cheapest(|_| true).and_then(|it| it.cost_per_resolved);
        let operands: Vec<_> = resolved.iter().map(|cost| ("way_cost_per_resolved", cost.term())).collect();
        let cheapest_cost_per_resolved = trace.note(
            "cheapest_cost_per_resolved",
            "The cheapest way, a request until it is answered rightly",
            "way_cost_per_resolved of the cheapest way",
            &operands,
            resolved,
        );
        let mut cheapest = |name, meaning, is_asked: fn(Way) -> bool| {
            let way = self.cheapest(is_asked).map(|it| it.way);
            let formula =
                "the way with the least cost among those that keep the accuracy rule and the limits";
            trace.note(name, meaning, formula, &costs, way)
        };
        let cost = |way: Way| self.of(way).cost;
        WayOutputs {
            cheapest_way: cheapest("cheapest_way", "The cheapest way", |_| true),
            cheapest_own_way: cheapest("cheapest_own_way", "The cheapest way of owning", Way::is_owning),
            cheapest_rent_way: cheapest("cheapest_rent_way", "The cheapest way of renting", |way| {
                !way.is_owning()
            }),
            closed_api_cost: cost(Way::ClosedApi),
            tuned_api_cost: cost(Way::TunedApi),
            open_api_cost: cost(Way::OpenApi),
            own_steady_cost: cost(Way::OwnSteady),
            own_scaled_cost: cost(Way::OwnScaled),
            own_bought_cost: cost(Way::OwnBought),
            mixed_cost: cost(Way::Mixed),
            open_api_accuracy: self.of(Way::OpenApi).accuracy,
            tuned_api_accuracy: self.of(Way::TunedApi).accuracy,
            mixed_accuracy: self.of(Way::Mixed).accuracy,
            mixed_escalation_limit: self.mixed_escalation_limit,
            cheapest_cost_per_resolved,
            platform_cost: self.platform_cost,
        }
    }
}
