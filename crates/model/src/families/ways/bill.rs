//! What a way comes to: its ledger, accuracy, latency and obstacles.

use core::borrow::Borrow;

use super::ground::Ground;
use super::way::{Obstacle, Way};
use crate::catalogue::{Assumption, Input};
use crate::families::flows::WayLine;
use crate::families::outputs::Ledger;
use crate::quantities::units::{Fraction, Seconds, UsdPerMonth, UsdPerRequest};
use crate::workings::trace::{Operand, Record, compute};

/// One way in one case.
#[derive(Clone, Debug, PartialEq)]
pub struct WayEstimate {
    /// Which way.
    pub way: Way,
    /// A month, everything counted, averaged over the horizon: the sum of the lines in their order. None where a price is
    /// missing.
    pub cost: Option<UsdPerMonth>,
    /// The ledger.
    pub lines: Ledger<WayLine>,
    /// On the task's primary metric, averaged over the horizon.
    pub accuracy: Fraction,
    /// Time to the first token at the peak, waiting included; none where others serve, who promise none.
    pub ttft: Option<Seconds>,
    /// Time between tokens at the peak; none where others serve.
    pub itl: Option<Seconds>,
    /// What one request costs.
    pub cost_per_request: Option<UsdPerRequest>,
    /// What one request costs until it is answered rightly: asked again where that helps, with the person who puts the rest
    /// right.
    pub cost_per_resolved: Option<UsdPerRequest>,
    /// What stands against it; nothing does against a way that keeps the accuracy rule and the latency limits.
    pub obstacles: Vec<Obstacle>,
}

impl WayEstimate {
    /// A way whose lines are known.
    ///
    /// # Formula
    /// ```text
    /// cost             = the lines, added up in their order
    /// cost a request   = cost / requests that are answered
    /// wrong            = 1 − accuracy
    /// cost a resolved  = cost a request·(1 + wrong·asked again)
    ///                    + wrong·(1 − asked again·right the second time)·price of a wrong answer
    /// ```
    /// A request asked again costs what a request costs on average, on own GPUs as well, where it may cost next to nothing.
    pub(super) fn new(
        way: Way,
        ground: &Ground<'_>,
        lines: Ledger<WayLine>,
        accuracy: Fraction,
        obstacles: Vec<Obstacle>,
        trace: &mut impl Record,
    ) -> Self {
        let cost = UsdPerMonth::new(lines.iter().fold(0.0, |sum, line| sum + line.cost.number()));
        // Only a trace needs the terms, which a sample would gather seven thousand times.
        if trace.is_on() {
            let terms: Vec<_> = lines.iter().map(|line| (line.step, line.cost.term())).collect();
            let (name, meaning) = named(way);
            trace.note(name, meaning, "the sum of the lines", &terms, cost);
        }
        let cost_per_request = ground.answered(way).each(
            "way_cost_per_request",
            "A request",
            ["way_cost / requests_month", "way_cost / requests_answered"],
            ("way_cost", cost),
            trace,
        );
        let cost_per_resolved = compute!(trace, way_cost_per_resolved "A request until it is answered rightly": UsdPerRequest =
            way_cost_per_request * (1.0 + (1.0 - way_accuracy) * asked_again)
                + (1.0 - way_accuracy) * (1.0 - asked_again * right_when_asked_again) * handover_cost;
            where way_cost_per_request = cost_per_request, way_accuracy = accuracy,
                asked_again = ground.assumptions.term(Assumption::AskedAgain),
                right_when_asked_again = ground.assumptions.term(Assumption::RightWhenAskedAgain),
                handover_cost = ground.values.term(Input::HandoverCost));
        Self {
            cost: Some(cost),
            lines,
            cost_per_request: Some(cost_per_request),
            cost_per_resolved: Some(cost_per_resolved),
            ..Self::unpriced(way, ground, accuracy, obstacles)
        }
    }

    /// A way for which a price is missing.
    pub(super) fn unpriced(
        way: Way,
        ground: &Ground<'_>,
        accuracy: Fraction,
        mut obstacles: Vec<Obstacle>,
    ) -> Self {
        let rent = ground.accuracy.rent_accuracy.number();
        if (rent - accuracy.number()) / rent > ground.assumptions.number(Assumption::TenPercent) {
            obstacles.push(Obstacle::TooFarBehind);
        }
        let latency = ground.latency().filter(|_| way.is_owning());
        Self {
            way,
            cost: None,
            lines: Ledger::new([]),
            accuracy,
            ttft: latency.map(|(ttft, _)| ttft),
            itl: latency.map(|(_, itl)| itl),
            cost_per_request: None,
            cost_per_resolved: None,
            obstacles,
        }
    }

    /// Whether it can do the work as the reader demands: within the accuracy rule and the latency limits.
    pub fn is_admissible(&self) -> bool {
        self.cost.is_some() && self.obstacles.is_empty()
    }
}

/// The cheapest of some ways that keep the accuracy rule and the latency limits; among equals, the first.
pub(super) fn cheapest<E: Borrow<WayEstimate>>(ways: impl Iterator<Item = E>) -> Option<E> {
    let cost = |way: &E| way.borrow().cost.map_or(f64::INFINITY, UsdPerMonth::number);
    ways.filter(|way| way.borrow().is_admissible()).min_by(|a, b| cost(a).total_cmp(&cost(b)))
}

/// The output of a way's cost, and what it is.
pub(super) const fn named(way: Way) -> (&'static str, &'static str) {
    match way {
        Way::ClosedApi => ("closed_api_cost", "The closed model by the token, a month"),
        Way::TunedApi => ("tuned_api_cost", "The closed model, tuned by its seller, a month"),
        Way::OpenApi => ("open_api_cost", "The open model by the token, a month"),
        Way::OwnSteady => ("own_steady_cost", "Own GPUs round the clock, a month"),
        Way::OwnScaled => ("own_scaled_cost", "Own GPUs that follow the load, a month"),
        Way::OwnBought => ("own_bought_cost", "Own machines, a month"),
        Way::Mixed => ("mixed_cost", "Own GPUs with the rest passed on, a month"),
    }
}
