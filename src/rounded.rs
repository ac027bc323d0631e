//! The main results with as many digits as their range in nine of ten cases supports: what prose, labels and titles print.
//! Tables, workings and files print more.

use model::Outcome;
use model::format::{Style, number, to_significant};
use model::outcome::Percentiles;
use model::units::Unit;

/// Figures that are left where nothing is known of a number's range.
const FIGURES: usize = 2;

/// How many steps of the last figure the range of nine in ten cases spans at the least: with fewer, the last figure would
/// be known, and with ten times as many it would be noise.
const STEPS: f64 = 5.0;

/// The place of a number's first figure: 1,000 for 2,500.
pub(crate) fn place(x: f64) -> f64 {
    let x = x.abs().clamp(1e-12, 1e30);
    let mut place = 1.0;
    // By steps: the logarithm of a power of ten may fall just short of a whole number.
    while place * 10.0 <= x {
        place *= 10.0;
    }
    while place > x {
        place /= 10.0;
    }
    place
}

/// The step that a number's range supports, a power of ten; never more than the place of its first figure.
fn step(x: f64, band: Percentiles) -> f64 {
    place((band.p95 - band.p5) / STEPS).min(place(x))
}

fn to_step(x: f64, step: f64) -> f64 {
    // Through decimal text: a multiple of a step below one is no number of its own digits.
    to_significant(libm::round(x / step) * step, 12)
}

/// The main results of a case, rounded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rounded {
    /// Owning, US dollars a month.
    pub own_cost: f64,
    /// Renting, US dollars a month.
    pub rent_cost: f64,
    /// What renting costs above owning as both are printed, US dollars a month; 0 where the difference is less than the step
    /// of either.
    pub saving: f64,
    /// The open model's accuracy.
    pub own_accuracy: f64,
    /// The closed model's.
    pub rent_accuracy: f64,
    /// The first above the second, as both are printed.
    pub accuracy_gap: f64,
}

impl Rounded {
    /// Both bills, and how accurate what they pay for is: "Owning costs $22,900 a month at 89.6 % accuracy, renting …".
    pub fn bills(&self) -> String {
        let money = |amount: f64| number(amount, Unit::UsdPerMonth, Style::Prose);
        let share = |share: f64| number(share, Unit::Fraction, Style::Prose);
        format!(
            "Owning costs {} a month at {} accuracy, renting {} at {}",
            money(self.own_cost),
            share(self.own_accuracy),
            money(self.rent_cost),
            share(self.rent_accuracy)
        )
    }

    /// Those of a case.
    ///
    /// # Formula
    /// ```text
    /// step(x)     the greatest power of ten ≤ a fifth of P95 − P5, and ≤ |x|
    /// printed     x to the nearest multiple of step(x), and to two figures at the least
    /// difference  of the two printed numbers, to the coarser of their steps
    /// ```
    ///
    /// ```
    /// use own_or_rent::rounded::Rounded;
    /// use model::{Scenario, evaluate};
    /// let rounded = Rounded::of(&evaluate(&Scenario::default()));
    /// assert_eq!(rounded.own_cost % 1_000.0, 0.0);
    /// ```
    pub fn of(outcome: &Outcome) -> Self {
        let (cost, accuracy, bands) = (&outcome.estimate.cost, &outcome.estimate.accuracy, &outcome.bands);
        let (own_cost, rent_cost, saving) =
            pair((cost.own_cost.number(), bands.own_cost), (cost.rent_cost.number(), bands.rent_cost));
        let (own_accuracy, rent_accuracy, behind) = pair(
            (accuracy.own_accuracy.number(), bands.own_accuracy),
            (accuracy.rent_accuracy.number(), bands.rent_accuracy),
        );
        Self { own_cost, rent_cost, saving, own_accuracy, rent_accuracy, accuracy_gap: -behind }
    }

    /// Whether the two models are as accurate as each other, as far as can be known: a point or two is none.
    pub fn is_as_accurate(&self) -> bool {
        self.accuracy_gap.abs() <= ACCURACY_TIE
    }
}

/// A difference in accuracy that is none.
const ACCURACY_TIE: f64 = 0.02;

/// Two numbers as they are printed, and the second above the first.
fn pair((a, a_band): (f64, Percentiles), (b, b_band): (f64, Percentiles)) -> (f64, f64, f64) {
    let (a_step, b_step) = (step(a, a_band), step(b, b_band));
    let printed = |x: f64, step: f64| to_step(x, step.min(place(x) / 10.0));
    let (a, b) = (printed(a, a_step), printed(b, b_step));
    (a, b, to_step(b - a, a_step.max(b_step)))
}

/// A number of which no range is known: its first two figures.
pub fn bare(x: f64) -> f64 {
    to_significant(x, FIGURES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn band(p5: f64, p95: f64) -> Percentiles {
        Percentiles { p5, p50: f64::midpoint(p5, p95), p95 }
    }

    #[test]
    fn a_wide_range_leaves_few_figures() {
        let printed = |x, p5, p95| pair((x, band(p5, p95)), (0.0, band(0.0, 0.0))).0;
        assert_eq!(printed(21_412.0, 12_000.0, 42_000.0), 21_000.0);
        assert_eq!(printed(21_412.0, 21_000.0, 22_000.0), 21_400.0);
        assert_eq!(printed(94_210.0, 40_000.0, 190_000.0), 94_000.0);
        assert_eq!(printed(0.8643, 0.79, 0.91), 0.86);
        // What is small beside its range keeps two figures.
        assert_eq!(printed(37.2, 0.0, 40_000.0), 37.0);
        assert_eq!(printed(0.0, 0.0, 0.0), 0.0);
    }

    #[test]
    fn a_difference_is_that_of_the_printed_numbers() {
        let (own, rent, saving) =
            pair((21_400.0, band(12_000.0, 42_000.0)), (22_710.0, band(15_000.0, 40_000.0)));
        assert_eq!((own, rent, saving), (21_000.0, 23_000.0, 2_000.0));
        let (.., saving) = pair((21_400.0, band(12_000.0, 42_000.0)), (37.0, band(20.0, 60.0)));
        assert_eq!(saving, -21_000.0);
        // The sum is as uncertain as its terms.
        let (own, rent, saving) =
            pair((47_800.0, band(28_000.0, 110_000.0)), (27_100.0, band(20_000.0, 40_000.0)));
        assert_eq!((own, rent, saving), (48_000.0, 27_000.0, -20_000.0));
    }
}
