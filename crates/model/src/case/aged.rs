//! Prices that time has overtaken: older than their shelf life, changed or withdrawn since they were read.
//!
//! The model has no clock: whoever asks says which day it is.

use super::scenario::Scenario;
use crate::catalogue::{Assumption, Input};
use crate::quantities::days::day_number;
use crate::quantities::format::date;

/// Days of a mean month, for the end of a horizon.
const DAYS_A_MONTH: f64 = 365.25 / 12.0;

/// How old a price is on some day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PriceAge {
    /// Days since it was read; negative before that.
    pub days: f64,
    /// Whether it is past its shelf life.
    pub is_old: bool,
}

impl Scenario {
    /// The age of a price on a day, and whether it is past this case's shelf life of prices.
    ///
    /// # Formula
    /// `days = today - read`; old if `days > price_shelf_life`.
    ///
    /// # Units
    /// `today` in days since 1 January 1970.
    ///
    /// # Errors
    /// `None` if `read` is no date.
    ///
    /// # Examples
    /// ```
    /// use model::Scenario;
    /// use model::days::day_number;
    /// let today = day_number("2026-11-29").expect("a date");
    /// let age = |read: &str| Scenario::default().price_age(read, today).map(|age| (age.days, age.is_old));
    /// // The shelf life is 120 days.
    /// assert_eq!((age("2026-08-01"), age("2026-07-31")), (Some((120.0, false)), Some((121.0, true))));
    /// assert_eq!(age(""), None);
    /// ```
    pub fn price_age(&self, read: &str, today: f64) -> Option<PriceAge> {
        let days = today - day_number(read)?;
        Some(PriceAge { days, is_old: days > self.assumptions().number(Assumption::PriceShelfLife) })
    }

    /// What a reader should know of the age of this case's prices on a day, in sentences: nothing if all are fresh. Prices
    /// that the case sets are the reader's own.
    ///
    /// # Units
    /// `today` in days since 1 January 1970.
    ///
    /// ```
    /// use model::Scenario;
    /// use model::days::day_number;
    /// let case = Scenario::default().with_text("api", "gpt-4o")?;
    /// let on = |day: &str| case.aged_prices(day_number(day).expect("a date"));
    /// assert_eq!(on("2026-11-29").len(), 1, "it is to be shut down within the horizon");
    /// assert!(on("2027-01-14")[0].contains("was to be shut down"));
    /// assert!(on("2028-01-01").iter().any(|note| note.contains("days old")));
    /// # Ok::<(), model::InputError>(())
    /// ```
    pub fn aged_prices(&self, today: f64) -> Vec<String> {
        let (gpu, api) = (self.gpu(), self.api());
        let mut notes = Vec::new();
        let mut old = |label: &str, read: &str| {
            if let Some(age) = self.price_age(read, today).filter(|age| age.is_old) {
                notes.push(format!("The price of {label} is of {}: {} days old.", date(read), age.days));
            }
        };
        if !self.is_changed(Input::GpuHourPrice) {
            old(gpu.label, gpu.price_date);
        }
        if !self.is_changed(Input::ApiInputPrice) && !self.is_changed(Input::ApiOutputPrice) {
            old(api.label, api.date);
            let has_come = |day: &&str| day_number(day).is_some_and(|day| day <= today);
            if let Some(from) = api.change.map(|change| change.from).filter(has_come) {
                notes.push(format!(
                    "The list of {} announced other prices from {} on, which has come.",
                    api.label,
                    date(from)
                ));
            }
        }
        if let Some((ends, day)) = api.ends.and_then(|ends| Some((ends, day_number(ends)?))) {
            if day <= today {
                notes.push(format!("{} was to be shut down on {}.", api.label, date(ends)));
            } else if day < today + self.get(Input::Horizon) * DAYS_A_MONTH {
                notes.push(format!(
                    "{} is to be shut down on {}, within the horizon.",
                    api.label,
                    date(ends)
                ));
            }
        }
        notes
    }
}
