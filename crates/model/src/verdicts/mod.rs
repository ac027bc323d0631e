//! Verdicts: own or rent, what would turn that, and what the model says of each claim of the article.
//!
//! The top of the model: here a scenario's estimate, its sample and its break-even points become one [`Outcome`].
//!
//! [`Outcome`]: outcome::Outcome

pub mod claims;

pub(crate) mod outcome;
pub mod tipping_points;
pub mod verdict;
pub mod volume_odds;
