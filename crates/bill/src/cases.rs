//! The scenario that a bill describes.

use core::fmt;

use model::catalogue::{APIS, ApiTier, Choice as _};
use model::format::{grouped, to_significant};
use model::{Input, InputError, Scenario};
use rust_decimal::Decimal;

use crate::cost::{Amounts, Bill, BillLine, number};
use crate::data::Tier;
use crate::invoice::{Invoice, whole_dollars};
use crate::usage::TierCell;

/// Digits of requests a day that are kept: the bill is met to a millionth, and a reader can say them.
const REQUEST_DIGITS: usize = 6;
/// Digits of shares that are kept.
const SHARE_DIGITS: usize = 4;

/// The scenario of the model with the largest bill.
#[derive(Clone, Debug, PartialEq)]
pub struct BillCase {
    /// The scenario, from the default preset.
    pub scenario: Scenario,
    /// What the model says that a month of it costs at today's prices.
    pub invoice: Invoice,
    /// What was assumed, a sentence each.
    pub assumed: Vec<String>,
}

/// Why a bill describes no scenario.
#[derive(Clone, Debug, PartialEq)]
pub enum CaseError {
    /// Nothing has a price.
    NothingPriced,
    /// The days that the file covers are not known.
    NoDays,
    /// The largest bill has no prompts or no answers.
    NoTokens,
    /// A value lies outside its range.
    Input(InputError),
}

impl fmt::Display for CaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NothingPriced => f.write_str("no scenario: nothing in the file has a price"),
            Self::NoDays => f.write_str("no scenario: the file names no days; say how many it covers"),
            Self::NoTokens => {
                f.write_str("no scenario: the model with the largest bill has no prompts or no answers")
            }
            Self::Input(error) => write!(f, "no scenario: {error}"),
        }
    }
}

impl std::error::Error for CaseError {}

impl From<InputError> for CaseError {
    fn from(error: InputError) -> Self {
        Self::Input(error)
    }
}

impl Bill {
    /// The scenario of the model with the largest bill: its requests a day, the mean lengths of its prompts and answers, the share
    /// of its prompts that was read from a cache, and how much came in batches.
    ///
    /// # Formula
    /// ```text
    /// requests a day = requests / days covered
    /// prompt         = tokens of prompts / requests        answer = tokens of answers / requests
    /// cached share   = tokens read from the cache / tokens of prompts
    /// batch share    = list price of what came in batches / list price of all, both at the standard tier
    /// ```
    /// So the model's invoice is the bill, but for the rounding of lengths to whole tokens. Without a number of requests, prompts are as long as those of the default preset.
    ///
    /// # Errors
    /// [`CaseError`] if the file does not say enough, or says what lies outside an input's range.
    pub fn case(&self) -> Result<BillCase, CaseError> {
        let line = self.lines.first().ok_or(CaseError::NothingPriced)?;
        let days = f64::from(self.span.ok_or(CaseError::NoDays)?.days());
        let (input, output) = (line.counts.input() as f64, line.counts.output as f64);
        if input == 0.0 || output == 0.0 {
            return Err(CaseError::NoTokens);
        }
        let mut assumed = self.left_out(line);
        let requests = if line.counts.requests > 0 {
            line.counts.requests as f64
        } else {
            let prompt = Scenario::default().get(Input::PromptTokens);
            assumed.push(format!(
                "The file does not say how many requests there were: prompts are taken to have {} tokens, as in the default case.",
                grouped(&prompt.to_string())
            ));
            input / prompt
        };
        let api = APIS.iter().position(|price| price.id == line.price.id).unwrap_or_default();
        let whole = |tokens: f64| (tokens / requests).round().max(1.0);
        let written = line.counts.written + line.counts.written_for_an_hour;
        if written > 0 {
            assumed.push(format!(
                "Tokens that were written to the cache, {:.0} % of the prompts, are taken to be read from it as often as the model assumes.",
                100.0 * written as f64 / input
            ));
        }
        let values = [
            (Input::RequestsPerDay, to_significant(requests / days, REQUEST_DIGITS)),
            (Input::PromptTokens, whole(input)),
            (Input::OutputTokens, whole(output)),
            (Input::Api, api as f64),
            (Input::CachedShare, to_significant(line.counts.cached as f64 / input, SHARE_DIGITS)),
        ];
        let mut scenario = Scenario::default();
        for (input, value) in values {
            scenario = scenario.with(input, value)?;
        }
        scenario = with_tiers(scenario, line, &mut assumed)?;
        assumed.push(
            "All else is that of the default case: change what you know better, the task and its accuracy first."
                .to_owned(),
        );
        let invoice = Invoice::of(&scenario);
        Ok(BillCase { scenario, invoice, assumed })
    }

    /// What of the bill the scenario leaves out, in words.
    fn left_out(&self, line: &BillLine) -> Vec<String> {
        let others: Decimal = self.lines.iter().skip(1).map(|line| line.amounts.total()).sum();
        let others = self.a_month(others).map(number);
        let mut words = Vec::new();
        if let (Some(amount), true) = (others, self.lines.len() > 1) {
            let n = self.lines.len() - 1;
            let models = if n == 1 { "one other model".to_owned() } else { format!("{n} other models") };
            words.push(format!(
                "Only {}, the largest bill, is in the scenario; {models}, {} a month, is left out.",
                line.price.label,
                whole_dollars(amount)
            ));
        }
        words
    }
}

/// The scenario with the tiers in which a model answered.
fn with_tiers(
    scenario: Scenario,
    line: &BillLine,
    assumed: &mut Vec<String>,
) -> Result<Scenario, InputError> {
    let at_list = |tier: Tier| -> f64 {
        let parts = line.parts.iter().filter(|part| part.tier == TierCell::Known(tier));
        number(parts.map(|part| Amounts::of(line.price, Tier::Standard, part).total()).sum())
    };
    let [standard, batch, flex, priority] = Tier::ALL.map(at_list);
    let wanted = to_significant(batch / (standard + batch + flex + priority), SHARE_DIGITS);
    let share = Input::BatchShare.nearest(wanted);
    if share < wanted {
        assumed.push(format!("At most {:.0} % can come in batches.", 100.0 * share));
    }
    let tier = if flex > standard.max(priority) {
        ApiTier::Flex
    } else if priority > standard {
        ApiTier::Priority
    } else {
        ApiTier::Standard
    };
    if [standard, flex, priority].iter().filter(|amount| **amount > 0.0).count() > 1 {
        assumed.push("Of the tiers beside batches, the dearest by the list stands for all.".to_owned());
    }
    let index = ApiTier::OPTIONS.iter().position(|option| *option == tier).unwrap_or_default();
    scenario.with(Input::BatchShare, share)?.with(Input::ApiTier, index as f64)
}
