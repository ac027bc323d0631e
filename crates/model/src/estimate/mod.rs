//! One case's estimate: every number at given values and constants, without its uncertainty.
//!
//! Here the families of formulas are put together for one case, whole ([`estimate()`]), in a row of cases that share work
//! ([`Series`]), or for the few numbers that a sample looks at (`QuickEstimate`). What many cases say belongs to
//! `questions`.

mod measured_here;
mod quick;
mod series;
mod whole;

pub use measured_here::measured_here;
pub(crate) use quick::{QuickEstimate, assess, bills, costs, place, saving};
pub use series::Series;
pub(crate) use whole::run;
pub use whole::{Estimate, estimate, estimate_specs};
