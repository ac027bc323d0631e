//! All ways of one case.

use super::bill::WayEstimate;
use super::ground::Ground;
use super::way::Way;
use super::{by_token, on_gpus};
use crate::quantities::units::{Fraction, UsdPerMonth};
use crate::workings::trace::Record;

/// All ways of one case, in the order of [`Way::ALL`], and what each of them pays besides.
#[derive(Clone, Debug, PartialEq)]
pub struct Ways {
    /// A way each.
    pub ways: [WayEstimate; Way::ALL.len()],
    /// Tracing and guarding of all requests, a month: the same on every way, and in no total.
    pub platform_cost: UsdPerMonth,
    /// The share of answers passed on to the closed model from which the mix costs more than the closed model alone; none
    /// where it costs more from the start.
    pub mixed_escalation_limit: Option<Fraction>,
}

impl Ways {
    /// The estimate of one way.
    pub fn of(&self, way: Way) -> &WayEstimate {
        &self.ways[way as usize]
    }
}

/// Every way of one case.
pub(crate) fn ways(ground: &Ground<'_>, trace: &mut impl Record) -> Ways {
    let ways = Way::ALL.map(|way| way_of(way, ground, trace));
    let [closed, steady] = [Way::ClosedApi, Way::OwnSteady].map(|way| ways[way as usize].cost);
    Ways {
        platform_cost: ground.platform_cost(trace),
        mixed_escalation_limit: on_gpus::escalation_limit(ground, closed, steady, trace),
        ways,
    }
}

/// One way of one case.
pub(crate) fn way_of(way: Way, ground: &Ground<'_>, trace: &mut impl Record) -> WayEstimate {
    match way {
        Way::ClosedApi => by_token::closed_api(ground, trace),
        Way::TunedApi => by_token::tuned_api(ground, trace),
        Way::OpenApi => by_token::open_api(ground, trace),
        Way::OwnSteady => on_gpus::own_steady(ground, trace),
        Way::OwnScaled => on_gpus::own_scaled(ground, trace),
        Way::OwnBought => on_gpus::own_bought(ground, trace),
        Way::Mixed => on_gpus::mixed(ground, trace),
    }
}
