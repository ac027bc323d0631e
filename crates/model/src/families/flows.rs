//! A line of a way's ledger: its cost, the step that computed it, and how it is paid through time.

use super::outputs::{Ledger, Line, LineItem, NoLine};
use crate::quantities::units::{Usd, UsdPerMonth};

/// One line of a way's ledger.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WayLine {
    /// Which one.
    pub item: LineItem,
    /// A month, averaged over the horizon.
    pub cost: UsdPerMonth,
    /// The step of the working that computed it.
    pub(crate) step: &'static str,
    /// What of it is paid before the first month.
    pub(crate) upfront: Usd,
    /// What the rest follows through the horizon.
    pub(crate) follows: Follows,
}

/// What a line's monthly cost follows through the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Follows {
    /// Nothing: it stays.
    Nothing,
    /// The closed API's price: its yearly trend, and what its list announces.
    ApiPrice,
    /// The yearly trend alone, as hosts announce nothing.
    Trend,
}

impl NoLine for WayLine {
    const NO_LINE: Self = Self::new(LineItem::Run, "none", UsdPerMonth::new(0.0));
}

impl WayLine {
    /// A line that stays the same through the horizon, none of it paid before.
    pub(crate) const fn new(item: LineItem, step: &'static str, cost: UsdPerMonth) -> Self {
        Self { item, cost, step, upfront: Usd::new(0.0), follows: Follows::Nothing }
    }

    /// The line, with what of it is paid before the first month.
    pub(crate) const fn upfront(self, upfront: Usd) -> Self {
        Self { upfront, ..self }
    }

    /// The line, with what its cost follows.
    pub(crate) const fn follows(self, follows: Follows) -> Self {
        Self { follows, ..self }
    }

    /// The line if it counts, and else nothing in its place.
    pub(crate) const fn if_counted(self, counts: bool) -> Self {
        if counts { self } else { Self::new(self.item, "not_counted", UsdPerMonth::new(0.0)) }
    }
}

impl Ledger<WayLine> {
    /// What is paid before the first month.
    pub(crate) fn upfront(&self) -> Usd {
        Usd::new(self.iter().fold(0.0, |sum, line| sum + line.upfront.number()))
    }

    /// The cost of the lines of some items.
    pub(crate) fn sum_of(&self, is_counted: impl Fn(LineItem) -> bool) -> UsdPerMonth {
        let lines = self.iter().filter(|line| is_counted(line.item));
        UsdPerMonth::new(lines.fold(0.0, |sum, line| sum + line.cost.number()))
    }

    /// The items and their costs.
    pub(crate) fn lines(&self) -> Ledger {
        Ledger::new(self.iter().map(|line| Line { item: line.item, cost: line.cost }))
    }
}
