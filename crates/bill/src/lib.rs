//! The bill: what a usage export comes to at list prices, and the scenario that it describes.
//!
//! [`read`] takes the CSV that a seller of tokens or a gateway exports, finds its columns by their names ([`Mapping`]) and adds
//! up the tokens of each model ([`Usage`]). [`Bill::of`] prices them by the model's catalogue, in exact decimals.
//! [`Bill::case`] makes a scenario of the model with the largest bill. Readers without an export answer seven
//! questions ([`QUESTIONS`], [`answer`]).
//!
//! Pure: no file is opened and nothing is sent; a million rows take no more memory than a thousand.

mod cases;
mod columns;
mod cost;
mod data;
mod error;
mod invoice;
mod names;
mod questions;
mod rows;
mod text;
mod usage;

pub use cases::{BillCase, CaseError};
pub use columns::{Chosen, Column, Mapping};
pub use cost::{Amounts, Bill, BillLine, Note, Unpriced, Why, number};
pub use data::{Constant, HOUR_CACHE_WRITE_PRICE, QUESTIONS, Question, Role, TOKENS_PER_WORD, Tier};
pub use error::FileError;
pub use invoice::{Invoice, whole_dollars};
pub use names::closed_model;
pub use questions::{Answer, AnswerError, AnswerOption, Answered, QuestionSpec, answer};
pub use rows::{Options, preview, read};
pub use rust_decimal::{Decimal, Error as DecimalError};
pub use usage::{Counts, ModelUsage, Part, RequestCount, Span, TierCell, Usage};
