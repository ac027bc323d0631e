//! What several ways of one case share: the machine, the bills of the headline's two ways, accuracy, and what a request costs at
//! the closed model's seller.

use super::way::{Obstacle, Way};
use crate::case::scenario::{Assumptions, Values};
use crate::catalogue::{ApiTier, Assumption, Input, Lens};
use crate::families::accuracy::{self, Laws};
use crate::families::architecture::Architecture;
use crate::families::cost::{self, Answered, Bills};
use crate::families::load::{self, Placement};
use crate::families::outputs::{Accuracy, Condition, Load, Training};
use crate::families::{training, turns};
use crate::quantities::units::{Count, Seconds, Tokens, UsdPerMonth, UsdPerRequest};
use crate::workings::trace::{Operand, Record, compute};

/// What the ways of one case stand on.
pub(crate) struct Ground<'a> {
    pub(crate) values: &'a Values,
    pub(crate) assumptions: &'a Assumptions,
    pub(crate) placement: Placement,
    /// What the load does to the machine, where it was asked for.
    pub(crate) load: Option<Load>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) training: Training,
    pub(crate) bills: Bills,
    pub(crate) accuracy: Accuracy,
    pub(crate) laws: Laws,
    /// What the accuracies alone would not show.
    pub(crate) doubt: Option<Condition>,
    /// What the closed model's tokens cost of their list price, over what can wait and what cannot.
    pub(super) tier: Count,
    /// A request passed on to the closed model, averaged over the horizon, hidden tokens included.
    pub(super) request: UsdPerRequest,
}

impl<'a> Ground<'a> {
    /// The ground of a case, and what the load does to the machine.
    pub(crate) fn with_load(
        values: &'a Values,
        assumptions: &'a Assumptions,
        architecture: &Architecture,
        trace: &mut impl Record,
    ) -> (Self, Load) {
        let (mut ground, open, calls) = Self::placed(values, assumptions, architecture, trace);
        let constants = calls.as_ref().map_or(assumptions, |(_, constants)| constants);
        let (load, conditions) = load::load_of(&open, constants, architecture, &ground.placement, trace);
        ground.load = Some(load);
        ground.conditions = conditions;
        (ground, load)
    }

    /// The ground of a case whose requests' waiting nobody asks for.
    pub(crate) fn without_load(
        values: &'a Values,
        assumptions: &'a Assumptions,
        architecture: &Architecture,
        trace: &mut impl Record,
    ) -> Self {
        Self::placed(values, assumptions, architecture, trace).0
    }

    /// The ground without its load, the values that the open model's machine sees, and the calls of a task of several.
    fn placed(
        values: &'a Values,
        assumptions: &'a Assumptions,
        architecture: &Architecture,
        trace: &mut impl Record,
    ) -> (Self, Values, Option<(Values, Assumptions)>) {
        let calls = turns::calls(values, assumptions, trace);
        let (called, constants) = turns::seen(&calls, values, assumptions);
        let open = open_values(called, constants, trace);
        let placement = load::place_calls(&open, constants, architecture, false, trace);
        let training = training::train(values, assumptions, architecture, trace);
        let (fits, served) = (placement.serving.fits, placement.share_served);
        let bills = cost::bills(values, assumptions, fits, served, &training, trace);
        let assessment = accuracy::accuracy(values, assumptions, architecture, trace);
        let tier = tier(values, assumptions, trace);
        let request = compute!(trace, passed_on_request "A request at the closed model, hidden tokens included": UsdPerRequest =
            (request_input_price + request_output_price * (1.0 + reasoning)) * price_trend_mean * tier_price;
            where request_input_price = bills.api.input, request_output_price = bills.api.output,
                reasoning = values.term(Input::Reasoning), price_trend_mean = bills.api.trend_mean,
                tier_price = tier);
        let ground = Self {
            values,
            assumptions,
            placement,
            load: None,
            conditions: Vec::new(),
            training,
            bills,
            accuracy: assessment.accuracy,
            laws: assessment.laws,
            doubt: assessment.condition,
            tier,
            request,
        };
        (ground, open, calls)
    }

    /// What of the case's conditions stands against a way.
    pub(super) fn obstacles(&self, is_of_way: impl Fn(Obstacle) -> bool) -> Vec<Obstacle> {
        let all = self.conditions.iter().filter_map(|condition| Obstacle::of(*condition));
        all.filter(|it| is_of_way(*it)).collect()
    }

    /// Time to the first token and between tokens at the peak, where the machine serves and this was asked for.
    pub(super) fn latency(&self) -> Option<(Seconds, Seconds)> {
        let load = self.load.as_ref().filter(|_| self.placement.serving.fits)?;
        Some((load.ttft_peak, load.itl_peak))
    }

    /// Requests a month that a way answers: some may be refused where GPUs of one's own are too few.
    pub(super) fn answered(&self, way: Way) -> Answered {
        let traffic = &self.bills.traffic;
        if way.is_owning() { Answered::Some(traffic.answered) } else { Answered::All(traffic.all) }
    }

    /// Whether the people count who build and run.
    pub(super) fn counts_people(&self) -> bool {
        match self.values.chosen::<Lens>() {
            Lens::Full | Lens::HardwarePaid => true,
            Lens::TeamPaid | Lens::BothPaid => false,
        }
    }

    /// Whether GPUs count that serve.
    pub(super) fn counts_hardware(&self) -> bool {
        match self.values.chosen::<Lens>() {
            Lens::Full | Lens::TeamPaid => true,
            Lens::HardwarePaid | Lens::BothPaid => false,
        }
    }

    /// Tracing and guarding, a month.
    ///
    /// # Formula
    /// ```text
    /// price of the plan + requests · calls of a request · price of a call
    /// ```
    pub(super) fn platform_cost(&self, trace: &mut impl Record) -> UsdPerMonth {
        compute!(trace, platform_cost "Tracing and guarding, on every way": UsdPerMonth =
            tracing_base + requests_month * turns * tracing_per_request;
            where tracing_base = self.assumptions.term(Assumption::TracingBase),
                requests_month = self.bills.traffic.all, turns = self.values.term(Input::Turns),
                tracing_per_request = self.assumptions.term(Assumption::TracingPerRequest))
    }
}

/// The values that the open model's machine sees: longer answers where it thinks, and a flatter day where work can wait.
///
/// # Formula
/// ```text
/// answer       = visible tokens · (1 + hidden for each visible · open over closed)
/// peak to mean = max(1, peak to mean · (1 − share that can wait))
/// ```
fn open_values(values: &Values, assumptions: &Assumptions, trace: &mut impl Record) -> Values {
    let answer = compute!(trace, open_answer "Tokens of the open model's answer, hidden ones included": Tokens =
        output_tokens * (1.0 + reasoning * open_reasoning_ratio);
        where output_tokens = values.term(Input::OutputTokens), reasoning = values.term(Input::Reasoning),
            open_reasoning_ratio = assumptions.term(Assumption::OpenReasoningRatio));
    let peak = compute!(trace, own_peak_to_mean "Peak to mean of what cannot wait": Count =
        (peak_to_mean * (1.0 - batch_share)).max(1.0);
        where peak_to_mean = values.term(Input::PeakToMean), batch_share = values.term(Input::BatchShare));
    let open =
        values.replaced(Input::OutputTokens, answer.number()).replaced(Input::PeakToMean, peak.number());
    // Hidden tokens are in no later prompt of an agent, so what a call adds to the next stays.
    let hidden = open.number(Input::OutputTokens) - values.number(Input::OutputTokens);
    open.beyond_range(Input::ToolTokens, values.number(Input::ToolTokens) - hidden)
}

/// What the closed model's tokens cost of their list price.
///
/// # Formula
/// ```text
/// (1 − share that can wait)·tier + share that can wait·batch price
/// ```
/// An invoice has tiers and batches in it: with one of this closed model the list's price, scaled by it, holds.
fn tier(values: &Values, assumptions: &Assumptions, trace: &mut impl Record) -> Count {
    let is_invoiced = values.number(Input::Invoiced) > 0.0
        && values.choice(Input::InvoicedApi) == values.choice(Input::Api);
    if is_invoiced {
        let invoiced = [("invoiced", values.term(Input::Invoiced))];
        return trace.note(
            "tier_price",
            "The closed model's tokens over their list price",
            "1, as the invoice has tiers and batches in it",
            &invoiced,
            Count::new(1.0),
        );
    }
    let tier = match values.chosen::<ApiTier>() {
        ApiTier::Standard => Count::new(1.0).term(),
        ApiTier::Flex => assumptions.term(Assumption::FlexPrice),
        ApiTier::Priority => assumptions.term(Assumption::PriorityPrice),
    };
    compute!(trace, tier_price "The closed model's tokens over their list price": Count =
        (1.0 - batch_share) * tier + batch_share * batch_price;
        where batch_share = values.term(Input::BatchShare), tier,
            batch_price = assumptions.term(Assumption::BatchPrice))
}
