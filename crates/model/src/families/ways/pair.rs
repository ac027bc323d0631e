//! The two ways that the headline compares: those that the reader chooses to stand for owning and for renting.

use super::all::way_of;
use super::bill::{WayEstimate, cheapest, named};
use super::ground::Ground;
use super::way::{Obstacle, Way};
use crate::case::scenario::Values;
use crate::catalogue::{Input, OwnWay, RentWay};
use crate::families::accuracy;
use crate::families::cost::{Costs, Flows, Headline};
use crate::families::outputs::{Accuracy, Condition, Ledgers, LineItem};
use crate::quantities::units::{Quantity, UsdPerMonth};
use crate::workings::trace::{Operand, Record, Term, Trace, compute};

/// What the headline is asked to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// GPUs rented round the clock and a closed model at list price, with nothing set that only the ways know.
    Plain,
    /// Other ways, or the same with settings that only the ways know.
    Ways {
        /// Whether one side is the cheapest of several, so that all have to be known, and how long requests wait.
        is_best: bool,
    },
}

/// What is 0, or the first of its options, where nothing that only the ways know is set. Looked at as numbers, as each case of a
/// sample asks.
const PLAIN_AT_ZERO: [Input; 7] = [
    Input::OwnWay,
    Input::RentWay,
    Input::ApiTier,
    Input::BatchShare,
    Input::Reasoning,
    Input::SpareReplicas,
    Input::Lens,
];

impl Asked {
    /// What the values ask for.
    pub(crate) fn of(values: &Values) -> Self {
        if PLAIN_AT_ZERO.iter().all(|input| values.number(*input) == 0.0) {
            return Self::Plain;
        }
        let (own, rent) = (values.chosen::<OwnWay>(), values.chosen::<RentWay>());
        Self::Ways { is_best: own == OwnWay::Best || rent == RentWay::Best }
    }
}

/// The way that stands for owning; none for the cheapest that can.
fn own_way(values: &Values) -> Option<Way> {
    match values.chosen::<OwnWay>() {
        OwnWay::OwnSteady => Some(Way::OwnSteady),
        OwnWay::OwnScaled => Some(Way::OwnScaled),
        OwnWay::OwnBought => Some(Way::OwnBought),
        OwnWay::Mixed => Some(Way::Mixed),
        OwnWay::OpenApi => Some(Way::OpenApi),
        OwnWay::ClosedApi => Some(Way::ClosedApi),
        OwnWay::TunedApi => Some(Way::TunedApi),
        OwnWay::Best => None,
    }
}

/// The way that stands for renting; none for the cheapest that can.
fn rent_way(values: &Values) -> Option<Way> {
    match values.chosen::<RentWay>() {
        RentWay::ClosedApi => Some(Way::ClosedApi),
        RentWay::TunedApi => Some(Way::TunedApi),
        RentWay::OpenApi => Some(Way::OpenApi),
        RentWay::OwnSteady => Some(Way::OwnSteady),
        RentWay::OwnScaled => Some(Way::OwnScaled),
        RentWay::OwnBought => Some(Way::OwnBought),
        RentWay::Mixed => Some(Way::Mixed),
        RentWay::Best => None,
    }
}

impl Way {
    /// The setting that makes it stand for its side of the headline: owning for a way on own GPUs, else renting.
    ///
    /// ```
    /// use model::{Input, Scenario, ways::Way};
    /// let (input, value) = Way::OwnBought.setting();
    /// assert_eq!(input, Input::OwnWay);
    /// assert_eq!(Scenario::default().with(input, value)?.text(input), "own_bought");
    /// # Ok::<(), model::InputError>(())
    /// ```
    pub fn setting(self) -> (Input, f64) {
        let option = match self {
            Self::OwnSteady => (Input::OwnWay, OwnWay::OwnSteady as usize),
            Self::OwnScaled => (Input::OwnWay, OwnWay::OwnScaled as usize),
            Self::OwnBought => (Input::OwnWay, OwnWay::OwnBought as usize),
            Self::Mixed => (Input::OwnWay, OwnWay::Mixed as usize),
            Self::ClosedApi => (Input::RentWay, RentWay::ClosedApi as usize),
            Self::TunedApi => (Input::RentWay, RentWay::TunedApi as usize),
            Self::OpenApi => (Input::RentWay, RentWay::OpenApi as usize),
        };
        (option.0, option.1 as f64)
    }
}

/// A number of the headline that is a sum over a way's lines.
struct LinesNote {
    name: &'static str,
    meaning: &'static str,
    formula: &'static str,
    sum: Sum,
}

enum Sum {
    /// Of what these lines cost a month.
    Monthly(fn(LineItem) -> bool),
    /// Of what all lines cost before the first month.
    Upfront,
}

const RENT_NOTES: [LinesNote; 1] = [LinesNote {
    name: "integration_upfront",
    meaning: "Spent on renting before the first month",
    formula: "what the lines have up front",
    sum: Sum::Upfront,
}];

const OWN_NOTES: [LinesNote; 5] = [
    LinesNote {
        name: "gpu_cost",
        meaning: "GPUs, hosts and network, a month",
        formula: "the lines of machines",
        sum: Sum::Monthly(LineItem::is_machine),
    },
    LinesNote {
        name: "labelling_cost",
        meaning: "Labels, a month",
        formula: "the line of that name",
        sum: Sum::Monthly(|item| matches!(item, LineItem::Labelling)),
    },
    LinesNote {
        name: "evaluation_cost_month",
        meaning: "Evaluation, a month",
        formula: "the line of that name",
        sum: Sum::Monthly(|item| matches!(item, LineItem::Evaluation)),
    },
    LinesNote {
        name: "api_remainder",
        meaning: "Still paid to the closed API, a month",
        formula: "the line of that name",
        sum: Sum::Monthly(|item| matches!(item, LineItem::ApiRemainder)),
    },
    LinesNote {
        name: "own_cost_upfront",
        meaning: "Spent on owning before the first month",
        formula: "what the lines have up front",
        sum: Sum::Upfront,
    },
];

/// A side of the headline: the way that stands for it, or a plain one in its place.
pub(crate) struct HeadlineSide {
    /// What is counted.
    estimate: WayEstimate,
    /// What stands against the way that was asked for.
    obstacles: Vec<Obstacle>,
}

impl HeadlineSide {
    /// The side of a way or, without one, of the cheapest that can; the plain one where neither has a price.
    fn new(
        asked: Option<Way>,
        plain: Way,
        is_of_side: fn(Way) -> bool,
        ground: &Ground<'_>,
        trace: &mut impl Record,
    ) -> Self {
        let best = || {
            let of_side = Way::ALL.into_iter().filter(|way| is_of_side(*way));
            cheapest(of_side.map(|way| way_of(way, ground, &mut Trace::off()))).map(|best| best.way)
        };
        let way = asked.or_else(best).unwrap_or(plain);
        let estimate = way_of(way, ground, trace);
        let obstacles = estimate.obstacles.clone();
        let estimate = if estimate.cost.is_some() { estimate } else { way_of(plain, ground, trace) };
        Self { estimate, obstacles }
    }

    /// Which way is counted.
    pub(crate) fn way(&self) -> Way {
        self.estimate.way
    }

    /// Whether the way that was asked for can do the work.
    pub(crate) fn is_able(&self) -> bool {
        !self.obstacles.iter().any(|it| it.is_bar())
    }

    /// The lines as terms of a formula.
    fn terms(&self) -> Vec<(&'static str, Term)> {
        self.estimate.lines.iter().map(|line| (line.step, line.cost.term())).collect()
    }

    /// Notes sums over the lines.
    fn note_of_lines(&self, notes: &[LinesNote], trace: &mut impl Record) {
        if !trace.is_on() {
            return;
        }
        let (terms, lines) = (self.terms(), &self.estimate.lines);
        for LinesNote { name, meaning, formula, sum } in notes {
            match sum {
                Sum::Monthly(is_counted) => {
                    trace.note(name, meaning, formula, &terms, lines.sum_of(is_counted));
                }
                Sum::Upfront => {
                    trace.note(name, meaning, formula, &terms, lines.upfront());
                }
            }
        }
    }

    fn cost(&self) -> UsdPerMonth {
        // The plain ways always have a price.
        self.estimate.cost.unwrap_or(UsdPerMonth::new(0.0))
    }

    /// The people who build and run what this side uses.
    fn people(&self, ground: &Ground<'_>) -> UsdPerMonth {
        let people = self.estimate.lines.sum_of(|item| matches!(item, LineItem::Build | LineItem::Run));
        if !self.way().is_owning() {
            return people;
        }
        // Own machines have the first fine-tune, labels and evaluation in the line of what is built.
        let (values, lines) = (ground.values, &self.estimate.lines);
        let building = values.number(Input::BuildEffort) * values.number(Input::LoadedCost)
            / 12.0
            / values.number(Input::Horizon);
        let run = lines.sum_of(|item| item == LineItem::Run).number();
        UsdPerMonth::new(if ground.counts_people() { building + run } else { 0.0 })
    }
}

/// Both sides of the headline.
pub(crate) struct Pair {
    pub(crate) own: HeadlineSide,
    pub(crate) rent: HeadlineSide,
}

impl Pair {
    /// The two ways that the values ask for.
    ///
    /// Two ways may have steps of the same name in their workings, so what the headline takes from a side is noted before the
    /// other side is computed; owning's comes last, as its names are also those of lines that other ways start from.
    pub(crate) fn new(ground: &Ground<'_>, trace: &mut impl Record) -> Self {
        let values = ground.values;
        let is_renting = |way: Way| !way.is_owning();
        let rent = HeadlineSide::new(rent_way(values), Way::ClosedApi, is_renting, ground, trace);
        note(trace, "rent_cost", "What stands for renting, a month", named(rent.way()).0, rent.cost());
        rent.note_of_lines(&RENT_NOTES, trace);
        let own = HeadlineSide::new(own_way(values), Way::OwnSteady, Way::is_owning, ground, trace);
        note(trace, "own_cost", "What stands for owning, a month", named(own.way()).0, own.cost());
        own.note_of_lines(&OWN_NOTES, trace);
        if trace.is_on() {
            let terms = own.terms();
            let people = own.people(ground);
            trace.note("people_cost", "People who build and run it", "the lines of people", &terms, people);
        }
        Self { own, rent }
    }

    /// What both sides cost a month, without the rest.
    pub(crate) fn costs(&self) -> Costs {
        let (own_cost, rent_cost) = (self.own.cost(), self.rent.cost());
        Costs { own_cost, rent_cost, saving: rent_cost - own_cost }
    }

    /// What both sides come to.
    pub(crate) fn headline(&self, ground: &Ground<'_>, trace: &mut impl Record) -> Headline {
        let bills = &ground.bills;
        let invoice = compute!(trace, rent_invoice "The closed API's invoice for a month at today's prices": UsdPerMonth =
            requests_month * (request_input_price + request_output_price * (1.0 + reasoning)) * tier_price;
            where requests_month = bills.traffic.all, request_input_price = bills.api.input,
                request_output_price = bills.api.output, reasoning = ground.values.term(Input::Reasoning),
                tier_price = ground.tier);
        let Costs { own_cost, rent_cost, .. } = self.costs();
        let saving = compute!(trace, saving "Renting minus owning": UsdPerMonth = rent_cost - own_cost;
            where rent_cost, own_cost);
        let (own, rent) = (&self.own.estimate.lines, &self.rent.estimate.lines);
        Headline {
            costs: Costs { own_cost, rent_cost, saving },
            ledgers: Ledgers { own: own.lines(), rent: rent.lines() },
            invoice,
            gpus: own.sum_of(LineItem::is_machine),
            people: self.own.people(ground),
            labelling: own.sum_of(|item| item == LineItem::Labelling),
            evaluation: own.sum_of(|item| item == LineItem::Evaluation),
            api_remainder: own.sum_of(|item| item == LineItem::ApiRemainder),
            answered: [&self.own, &self.rent].map(|side| ground.answered(side.way())),
            upfront: [own.upfront(), rent.upfront()],
            flows: Flows::of(ground.values, own, rent, &bills.api),
        }
    }

    /// The case's accuracies, with those of the two ways for owning's and renting's.
    pub(crate) fn accuracy(&self, ground: &Ground<'_>, trace: &mut impl Record) -> Accuracy {
        // The two sides may have changed places, so both models' accuracies first get names that no side has.
        let Accuracy { own_accuracy, rent_accuracy, .. } = ground.accuracy;
        let open = [("own_accuracy", own_accuracy.term())];
        trace.note("open_model_accuracy", "The open model", "own_accuracy", &open, own_accuracy);
        let closed = [("rent_accuracy", rent_accuracy.term())];
        trace.note("closed_model_accuracy", "The closed model", "rent_accuracy", &closed, rent_accuracy);
        let mut of = |side: &HeadlineSide, name, meaning| {
            note(trace, name, meaning, accuracy_step(side.way()), side.estimate.accuracy)
        };
        let own_accuracy = of(&self.own, "own_accuracy", "What stands for owning, averaged over the horizon");
        let rent_accuracy =
            of(&self.rent, "rent_accuracy", "What stands for renting, averaged over the horizon");
        let (accuracy_gap_points, accuracy_gap_percent) = accuracy::gap(own_accuracy, rent_accuracy, trace);
        Accuracy { own_accuracy, rent_accuracy, accuracy_gap_points, accuracy_gap_percent, ..ground.accuracy }
    }

    /// What stands against the two ways and the numbers alone would not show.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = Condition> {
        let [own, rent] = [&self.own, &self.rent].map(|side| side.obstacles.iter());
        let is_same = self.own.way() == self.rent.way();
        let said = own.chain(rent).filter_map(|obstacle| obstacle.condition());
        said.chain(is_same.then_some(Condition::SameWay)).chain([Condition::OtherWays])
    }
}

/// Notes a number that is another's under a name of the headline.
fn note<Q: Quantity + Copy>(
    trace: &mut impl Record,
    name: &'static str,
    meaning: &'static str,
    step: &'static str,
    quantity: Q,
) -> Q {
    trace.note(name, meaning, step, &[(step, quantity.term())], quantity)
}

/// The step of the working that computes a way's accuracy.
const fn accuracy_step(way: Way) -> &'static str {
    match way {
        Way::ClosedApi => "closed_model_accuracy",
        Way::TunedApi => "tuned_api_accuracy",
        Way::OpenApi => "open_api_accuracy",
        Way::OwnSteady | Way::OwnScaled | Way::OwnBought => "open_model_accuracy",
        Way::Mixed => "mixed_accuracy",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::scenario::Scenario;
    use crate::catalogue::{ApiTier, Choice, Lens};

    #[test]
    fn the_plain_two_ways_are_the_first_options() {
        assert_eq!(OwnWay::OPTIONS[0], OwnWay::OwnSteady);
        assert_eq!(RentWay::OPTIONS[0], RentWay::ClosedApi);
        assert_eq!(ApiTier::OPTIONS[0], ApiTier::Standard);
        assert_eq!(Lens::OPTIONS[0], Lens::Full);
        assert_eq!(Asked::of(&Scenario::default().values()), Asked::Plain);
    }
}
