//! Usage: the tokens of each model, added up.

use model::catalogue::ApiPrice;
use rust_decimal::Decimal;
use time::Date;

use crate::columns::Mapping;
use crate::data::{TIER_WORDS, Tier};

/// The tier that a cell names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TierCell {
    /// One that has a price.
    Known(Tier),
    /// A word that is no tier's.
    Unknown(String),
}

impl TierCell {
    pub(crate) fn of(cell: &str) -> Self {
        let word = cell.trim().to_lowercase();
        let known = TIER_WORDS.iter().find(|(_, words)| words.contains(&word.as_str()));
        known.map_or_else(|| Self::Unknown(word), |(tier, _)| Self::Known(*tier))
    }
}

/// Tokens and requests, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows of the file.
    pub rows: u64,
    /// Requests, as far as the file counts them.
    pub requests: u64,
    /// Tokens of prompts that were neither read from a cache nor written to one.
    pub uncached: u64,
    /// Tokens of prompts that were read from a cache.
    pub cached: u64,
    /// Tokens of prompts that were written to a cache.
    pub written: u64,
    /// Tokens of prompts that were written to a cache for an hour.
    pub written_for_an_hour: u64,
    /// Tokens of answers.
    pub output: u64,
    /// US dollars that the file names.
    pub paid: Decimal,
}

impl Counts {
    /// All tokens of prompts.
    pub const fn input(&self) -> u64 {
        let cached = self.cached.saturating_add(self.written).saturating_add(self.written_for_an_hour);
        self.uncached.saturating_add(cached)
    }

    /// Adds other counts. A sum beyond the largest number stays there, instead of wrapping around.
    pub(crate) fn add(&mut self, other: &Self) {
        let sums = [
            (&mut self.rows, other.rows),
            (&mut self.requests, other.requests),
            (&mut self.uncached, other.uncached),
            (&mut self.cached, other.cached),
            (&mut self.written, other.written),
            (&mut self.written_for_an_hour, other.written_for_an_hour),
            (&mut self.output, other.output),
        ];
        for (sum, more) in sums {
            *sum = sum.saturating_add(more);
        }
        self.paid = self.paid.saturating_add(other.paid);
    }
}

/// What of a model's usage has one price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The tier.
    pub tier: TierCell,
    /// The threshold of long prompts that the rows exceed, in tokens, where the model's list has one.
    pub above: Option<u32>,
    /// What was counted.
    pub counts: Counts,
}

/// The usage under one name of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelUsage {
    /// The name as the file has it.
    pub name: String,
    /// The closed model of the catalogue that it means.
    pub price: Option<&'static ApiPrice>,
    /// The usage by what it costs.
    pub parts: Vec<Part>,
}

/// What tells how many requests there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestCount {
    /// A column of numbers.
    Column,
    /// Each row is a request.
    EachRow,
    /// Nothing.
    Unknown,
}

/// The days that a file covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// From the first day to the last, both counted.
    Read {
        /// The first day.
        first: Date,
        /// The last day.
        last: Date,
    },
    /// As the reader says.
    Given(u16),
}

impl Span {
    /// How many days.
    ///
    /// # Formula
    /// ```text
    /// last − first + 1
    /// ```
    pub fn days(self) -> u32 {
        match self {
            Self::Read { first, last } => (last - first).whole_days().unsigned_abs() as u32 + 1,
            Self::Given(days) => u32::from(days),
        }
    }
}

/// What a file says of usage.
#[derive(Clone, Debug, PartialEq)]
pub struct Usage {
    /// Which column was read as what.
    pub mapping: Mapping,
    /// Rows below the header.
    pub rows: u64,
    /// The days that it covers, if that is known.
    pub span: Option<Span>,
    /// What tells how many requests there are.
    pub request_count: RequestCount,
    /// The usage by the names of models, in order of the alphabet.
    pub models: Vec<ModelUsage>,
}
