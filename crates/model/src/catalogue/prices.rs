//! Prices: what closed models ask for tokens, and what anybody asks for anything.

use super::names::SourceId;
use super::scores::Score;
use super::sources::Confidence;

/// What someone asks for a GPU-hour or for a million tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Quote {
    /// US dollars.
    pub price: f64,
    /// What kind of price it is: whose, on demand or reserved, from when on.
    pub kind: &'static str,
    /// Where it comes from.
    pub source: SourceId,
    /// When it was read; empty if unknown.
    pub date: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
}

/// Prices of requests with a long prompt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tier {
    /// Prompts of more tokens than this pay these prices, for all of their tokens and for the answer's.
    pub above: u32,
    /// US dollars for a million input tokens.
    pub input_per_million: f64,
    /// US dollars for a million output tokens.
    pub output_per_million: f64,
}

/// A change of both prices of a model that its list announces.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PriceChange {
    /// What the prices are multiplied by.
    pub factor: f64,
    /// Whole months from the newest day of the data until then.
    pub month: f64,
    /// The day from which on they hold.
    pub from: &'static str,
}

/// The list price of a model that is rented by the token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ApiPrice {
    /// Stable name.
    pub id: &'static str,
    /// As shown.
    pub label: &'static str,
    /// US dollars for a million input tokens.
    pub input_per_million: f64,
    /// US dollars for a million output tokens.
    pub output_per_million: f64,
    /// What a cached input token costs less, as a fraction of the input price.
    pub cached_discount: f64,
    /// What a token costs that is written to the cache, over the input price; 1 where that is free.
    pub cache_write: f64,
    /// Higher prices of long prompts, shortest first.
    pub tiers: &'static [Tier],
    /// Its score on MMLU-Pro.
    pub score: Score,
    /// Tokens of prompt and answer that it can take in, where that is known.
    pub context: Option<u32>,
    /// The change of its prices that its list announces.
    pub change: Option<PriceChange>,
    /// The day on which it is shut down, where one is announced.
    pub ends: Option<&'static str>,
    /// Where it comes from.
    pub source: SourceId,
    /// When it was read.
    pub date: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
    /// The lowest and the highest that is asked for a million input tokens, US dollars.
    pub input_asked: [f64; 2],
    /// The lowest and the highest that is asked for a million output tokens, US dollars.
    pub output_asked: [f64; 2],
}

impl ApiPrice {
    /// What a million tokens of input and of output cost in a request with such a prompt.
    ///
    /// # Formula
    /// The last tier whose threshold the whole prompt exceeds, strictly; without one, the list's price. Output follows
    /// the tier of the input.
    ///
    /// # Source
    /// The providers' price lists, as genai-prices tests them.
    ///
    /// # Examples
    /// ```
    /// use model::catalogue::{APIS, ApiPrice, Tier};
    /// let tiers = &[Tier { above: 200_000, input_per_million: 6.0, output_per_million: 9.0 }];
    /// let price = ApiPrice { input_per_million: 3.0, tiers, ..APIS[0] };
    /// let dollars = |tokens: f64| tokens * price.per_million(tokens).0 / 1e6;
    /// assert_eq!((dollars(100_000.0), dollars(200_000.0)), (0.3, 0.6));
    /// assert!((dollars(200_001.0) - 1.200006).abs() < 1e-12 && dollars(1e6) == 6.0);
    /// ```
    pub fn per_million(&self, prompt_tokens: f64) -> (f64, f64) {
        let tier = self.tiers.iter().rev().find(|tier| prompt_tokens > f64::from(tier.above));
        tier.map_or((self.input_per_million, self.output_per_million), |tier| {
            (tier.input_per_million, tier.output_per_million)
        })
    }
}
