//! What `data/workshop/` holds, as compiled by the build: names of columns, tiers and models, questions, constants.

use model::Input;
use model::catalogue::{Confidence, SourceId};
use model::units::Unit;

use crate::columns::ColumnNames;
use crate::questions::{Answer, AnswerOption, QuestionSpec};

/// A number with its range and source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constant {
    /// Stable name.
    pub id: &'static str,
    /// What it is, in a few words.
    pub label: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// The central value.
    pub value: f64,
    /// The lowest value that is plausible.
    pub low: f64,
    /// The highest value that is plausible.
    pub high: f64,
    /// Where it comes from.
    pub source: SourceId,
    /// When it was read; empty if unknown.
    pub date: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
    /// What else is known of it.
    pub note: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/bill.rs"));
