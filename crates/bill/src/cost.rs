//! The bill: usage at list prices, in exact decimals.

use core::fmt;
use std::collections::BTreeMap;

use model::Assumption;
use model::catalogue::{APIS, ApiPrice};
use model::format::grouped;
use model::similar::nearest;
use model::written::shown;
use rust_decimal::Decimal;

use crate::data::{HOUR_CACHE_WRITE_PRICE, Tier};
use crate::usage::{Counts, Part, RequestCount, Span, TierCell, Usage};

/// US dollars by what they are for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// Prompts, without what was read from a cache or written to it.
    pub uncached: Decimal,
    /// What was read from a cache.
    pub cached: Decimal,
    /// What was written to a cache.
    pub written: Decimal,
    /// Answers.
    pub output: Decimal,
}

impl Amounts {
    /// What tokens cost at a model's list prices.
    ///
    /// # Formula
    /// ```text
    /// uncached = tokens · input price · tier / 10⁶
    /// cached   = tokens · input price · (1 − cached discount) · tier / 10⁶
    /// written  = tokens · input price · (price of writing, or of writing for an hour) · tier / 10⁶
    /// output   = tokens · output price · tier / 10⁶
    /// ```
    /// Input and output price are those of long prompts where the part is of such.
    ///
    /// # Units
    /// Tokens, US dollars for a million tokens; US dollars out. Nothing is rounded.
    pub(crate) fn of(price: &ApiPrice, tier: Tier, part: &Part) -> Self {
        let long = part.above.and_then(|above| price.tiers.iter().find(|tier| tier.above == above));
        let [input, output] = match long {
            Some(long) => [long.input_per_million, long.output_per_million],
            None => [price.input_per_million, price.output_per_million],
        };
        let factor = decimal(tier_price(tier));
        let [input, output] = [input, output].map(|price| decimal(price) * factor / Decimal::from(1_000_000));
        let Counts { uncached, cached, written, written_for_an_hour, output: answers, .. } = part.counts;
        let [uncached, cached, written, hour, answers] =
            [uncached, cached, written, written_for_an_hour, answers].map(Decimal::from);
        Self {
            uncached: uncached * input,
            cached: cached * input * (Decimal::ONE - decimal(price.cached_discount)),
            written: written * input * decimal(price.cache_write)
                + hour * input * decimal(HOUR_CACHE_WRITE_PRICE.value),
            output: answers * output,
        }
    }

    /// All of them.
    pub fn total(&self) -> Decimal {
        self.uncached + self.cached + self.written + self.output
    }

    fn add(&mut self, other: &Self) {
        self.uncached += other.uncached;
        self.cached += other.cached;
        self.written += other.written;
        self.output += other.output;
    }
}

/// A number of the price lists, with the digits that stand there.
fn decimal(number: f64) -> Decimal {
    // The shortest digits that mean a number are those of the list; a price has few of them.
    number.to_string().parse().unwrap_or_default()
}

/// The number that is nearest to an exact amount; written out, it has the amount's digits, up to seventeen.
///
/// ```
/// assert_eq!(bill::number("949.481239400".parse()?), 949.4812394);
/// # Ok::<(), bill::DecimalError>(())
/// ```
pub fn number(amount: Decimal) -> f64 {
    // The text of a decimal has no exponent, so that it is always a number.
    amount.normalize().to_string().parse().unwrap_or_default()
}

/// What a tier costs over the list price.
fn tier_price(tier: Tier) -> f64 {
    tier_constant(tier).map_or(1.0, |constant| constant.spec().value)
}

/// The constant of a tier's price; none at the list price.
fn tier_constant(tier: Tier) -> Option<Assumption> {
    match tier {
        Tier::Standard => None,
        Tier::Batch => Some(Assumption::BatchPrice),
        Tier::Flex => Some(Assumption::FlexPrice),
        Tier::Priority => Some(Assumption::PriorityPrice),
    }
}

/// What one model costs.
#[derive(Clone, Debug, PartialEq)]
pub struct BillLine {
    /// The model and its prices.
    pub price: &'static ApiPrice,
    /// The names under which the file has it.
    pub names: Vec<String>,
    /// What was counted.
    pub counts: Counts,
    /// What of it is in which tier, and beyond which length.
    pub parts: Vec<Part>,
    /// What it costs, for the days that the file covers.
    pub amounts: Amounts,
}

/// Why some usage has no price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// No closed model of the catalogue has this name; the nearest one, if it may be a slip.
    UnknownModel(Option<&'static str>),
    /// No tier is called so.
    UnknownTier(String),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownModel(None) => f.write_str("no closed model of this name has a price here"),
            Self::UnknownModel(Some(id)) => {
                write!(f, "no closed model of this name has a price here; did you mean '{id}'?")
            }
            Self::UnknownTier(word) => write!(f, "no tier is called '{}'", shown(word)),
        }
    }
}

/// Usage without a price: it is in no sum of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpriced {
    /// The model's name as the file has it.
    pub name: String,
    /// Why it has no price.
    pub why: Why,
    /// What was counted.
    pub counts: Counts,
}

/// What a reader should know of how the bill was made.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// The days are counted from the first to the last, both as whole days.
    DaysCounted(Span),
    /// The days are those that the reader gave.
    DaysGiven(Span),
    /// The file names no days, so nothing is said of a month.
    NoDays,
    /// Each row is taken for one request.
    RowsAreRequests,
    /// Nothing tells the number of requests.
    NoRequests,
    /// Some usage is in a tier whose price differs between sellers.
    TierPrice(Tier),
    /// Rows of long prompts are priced by the list's prices for them; of a row of several requests the mean decides.
    LongPrompts(&'static ApiPrice, u32),
    /// The number of requests is not known, and so neither is which prompts are long.
    LengthsUnknown(&'static ApiPrice),
    /// Some usage has no price.
    Unpriced(usize),
}

impl Note {
    /// Stable name.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::DaysCounted(_) => "days_counted",
            Self::DaysGiven(_) => "days_given",
            Self::NoDays => "no_days",
            Self::RowsAreRequests => "rows_are_requests",
            Self::NoRequests => "no_requests",
            Self::TierPrice(_) => "tier_price",
            Self::LongPrompts(..) => "long_prompts",
            Self::LengthsUnknown(_) => "lengths_unknown",
            Self::Unpriced(_) => "unpriced",
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DaysCounted(span) => {
                let days = days(span.days());
                f.write_str("The file is taken to cover ")?;
                match span {
                    Span::Read { first, last } if first != last => {
                        write!(f, "{days}, {first} to {last}, both counted as whole days.")
                    }
                    Span::Read { first, .. } => write!(f, "{days}, {first}."),
                    Span::Given(_) => write!(f, "{days}."),
                }
            }
            Self::DaysGiven(span) => write!(f, "The file is taken to cover {}, as given.", days(span.days())),
            Self::NoDays => f.write_str("The file names no days, so that nothing is said of a month."),
            Self::RowsAreRequests => f.write_str("Each row is counted as one request."),
            Self::NoRequests => f.write_str("The file does not say how many requests there were."),
            Self::TierPrice(tier) => {
                let id = tier.id();
                let Some(spec) = tier_constant(*tier).map(Assumption::spec) else { return Ok(()) };
                let (value, low, high) = (spec.value, spec.band.low, spec.band.high);
                write!(
                    f,
                    "Tokens of the tier '{id}' are priced at {value} of the list; sellers ask {low} to {high}."
                )
            }
            Self::LongPrompts(price, above) => {
                let (label, above) = (price.label, grouped(&above.to_string()));
                write!(
                    f,
                    "{label}: rows whose mean prompt has more than {above} tokens are at the list's prices of long prompts."
                )
            }
            Self::LengthsUnknown(price) => {
                write!(
                    f,
                    "{}: all prompts are priced as short ones, as their lengths are not known.",
                    price.label
                )
            }
            Self::Unpriced(1) => f.write_str("One name is not priced, and is in no sum."),
            Self::Unpriced(n) => write!(f, "{n} names are not priced, and are in no sum."),
        }
    }
}

/// A number of days, in words.
fn days(days: u32) -> String {
    if days == 1 { "one day".to_owned() } else { format!("{} days", grouped(&days.to_string())) }
}

/// What usage comes to at list prices.
#[derive(Clone, Debug, PartialEq)]
pub struct Bill {
    /// The days covered, if they are known.
    pub span: Option<Span>,
    /// What tells how many requests there are.
    pub request_count: RequestCount,
    /// The models, the dearest first.
    pub lines: Vec<BillLine>,
    /// What has no price.
    pub unpriced: Vec<Unpriced>,
    /// Everything that was counted, with a price or without.
    pub counts: Counts,
    /// Whether the file says what rows cost.
    pub has_paid: bool,
}

impl Bill {
    /// Prices usage by the catalogue's list prices.
    ///
    /// ```
    /// use bill::{Bill, Options, read};
    /// // A day of 80,000 requests, 1,850 tokens in, 22 % of them cached, 210 out, at $0.75 and $4.50 a million.
    /// let file = "model,num_model_requests,input_tokens,input_cached_tokens,output_tokens\n\
    ///             gpt-5.4-mini,80000,148000000,32560000,16800000\n";
    /// let usage = read(file.as_bytes(), &Options { days: Some(1), ..Options::default() })?;
    /// let bill = Bill::of(&usage);
    /// assert_eq!(bill.total().normalize().to_string(), "164.622");
    /// assert_eq!(bill.a_month(bill.total()).unwrap().round_dp(2).to_string(), "5010.68");
    /// # Ok::<(), bill::FileError>(())
    /// ```
    pub fn of(usage: &Usage) -> Self {
        let mut lines: BTreeMap<&'static str, BillLine> = BTreeMap::new();
        let mut unpriced: Vec<Unpriced> = Vec::new();
        let mut counts = Counts::default();
        for model in &usage.models {
            for part in &model.parts {
                counts.add(&part.counts);
                let why = match (model.price, &part.tier) {
                    (Some(price), TierCell::Known(tier)) => {
                        let line = lines.entry(price.id).or_insert_with(|| BillLine {
                            price,
                            names: Vec::new(),
                            counts: Counts::default(),
                            parts: Vec::new(),
                            amounts: Amounts::default(),
                        });
                        if line.names.last() != Some(&model.name) {
                            line.names.push(model.name.clone());
                        }
                        line.counts.add(&part.counts);
                        line.amounts.add(&Amounts::of(price, *tier, part));
                        line.parts.push(part.clone());
                        continue;
                    }
                    (Some(_), TierCell::Unknown(word)) => Why::UnknownTier(word.clone()),
                    (None, _) => {
                        let name = model.name.to_lowercase();
                        let name = name.rsplit('/').next().unwrap_or_default();
                        Why::UnknownModel(nearest(name, APIS.iter().map(|price| price.id)))
                    }
                };
                match unpriced.iter_mut().find(|other| other.name == model.name && other.why == why) {
                    Some(other) => other.counts.add(&part.counts),
                    None => unpriced.push(Unpriced { name: model.name.clone(), why, counts: part.counts }),
                }
            }
        }
        let mut lines: Vec<BillLine> = lines.into_values().collect();
        lines.sort_by_key(|line| core::cmp::Reverse(line.amounts.total()));
        let has_paid = usage.mapping.column(crate::Role::Paid).is_some();
        Self { span: usage.span, request_count: usage.request_count, lines, unpriced, counts, has_paid }
    }

    /// All that has a price, in US dollars, for the days that the file covers.
    pub fn total(&self) -> Decimal {
        self.lines.iter().map(|line| line.amounts.total()).sum()
    }

    /// Requests of what was counted; `None` if the file does not count them.
    pub fn requests(&self, counts: &Counts) -> Option<u64> {
        match self.request_count {
            RequestCount::Column | RequestCount::EachRow => Some(counts.requests),
            RequestCount::Unknown => None,
        }
    }

    /// What was counted of all that has a price.
    pub fn priced(&self) -> Counts {
        let mut counts = Counts::default();
        self.lines.iter().for_each(|line| counts.add(&line.counts));
        counts
    }

    /// An amount of the days covered, for a month; `None` if the days are not known.
    ///
    /// # Formula
    /// ```text
    /// amount · days in a month / days covered
    /// ```
    pub fn a_month(&self, amount: Decimal) -> Option<Decimal> {
        let days = Decimal::from(self.span?.days());
        Some(amount * decimal(Assumption::DaysPerMonth.spec().value) / days)
    }

    /// What a reader should know of how it was made.
    pub fn notes(&self) -> Vec<Note> {
        let mut notes = vec![match self.span {
            Some(span @ Span::Read { .. }) => Note::DaysCounted(span),
            Some(span @ Span::Given(_)) => Note::DaysGiven(span),
            None => Note::NoDays,
        }];
        match self.request_count {
            RequestCount::Column => {}
            RequestCount::EachRow => notes.push(Note::RowsAreRequests),
            RequestCount::Unknown => notes.push(Note::NoRequests),
        }
        let parts = || self.lines.iter().flat_map(|line| &line.parts);
        for tier in [Tier::Batch, Tier::Flex, Tier::Priority] {
            if parts().any(|part| part.tier == TierCell::Known(tier)) {
                notes.push(Note::TierPrice(tier));
            }
        }
        for line in &self.lines {
            if let Some(above) = line.parts.iter().filter_map(|part| part.above).min() {
                notes.push(Note::LongPrompts(line.price, above));
            }
            if self.request_count == RequestCount::Unknown && !line.price.tiers.is_empty() {
                notes.push(Note::LengthsUnknown(line.price));
            }
        }
        if !self.unpriced.is_empty() {
            notes.push(Note::Unpriced(self.unpriced.len()));
        }
        notes
    }
}
