//! Questions asked of many cases: how sure a result is, what moves it, where it turns, and what would be better.
//!
//! A question asks the estimate of one case again and again. Nothing here knows a formula, or the verdict.

pub mod draws;
pub mod frontier;
pub(crate) mod percentiles;
pub mod rented;
pub mod response;
pub mod sensitivity;
pub mod solve;
pub mod uncertainty;
pub(crate) mod ways;
