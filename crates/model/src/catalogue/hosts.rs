//! Open models by the token: what hosts ask for them, and the middle and the ends of it.

use super::models::NamedModel;
use super::names::SourceId;
use super::sources::Confidence;
use crate::quantities::distribution::quantile_of;

/// Somebody who rents open models out by the token.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Host {
    /// Stable name.
    pub id: &'static str,
    /// As shown.
    pub label: &'static str,
    /// Where its terms come from.
    pub source: SourceId,
    /// What holds for all of its prices.
    pub note: Option<&'static str>,
}

/// How a host stores the weights that it serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    /// 16-bit floating point.
    Bf16,
    /// 8-bit floating point.
    Fp8,
    /// 4-bit floating point.
    Fp4,
    /// 8-bit whole numbers.
    Int8,
    /// 4-bit whole numbers.
    Int4,
}

impl Weights {
    /// Stable name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Bf16 => "bf16",
            Self::Fp8 => "fp8",
            Self::Fp4 => "fp4",
            Self::Int8 => "int8",
            Self::Int4 => "int4",
        }
    }
}

/// What a host asks for an open model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HostedPrice {
    /// Who asks.
    pub host: &'static Host,
    /// The host's own name of the model.
    pub listed_as: &'static str,
    /// US dollars for a million input tokens.
    pub input_per_million: f64,
    /// US dollars for a million output tokens.
    pub output_per_million: f64,
    /// US dollars for a million cached input tokens, where the host has a price of them.
    pub cached_per_million: Option<f64>,
    /// What a batch costs less, as a fraction, where that is stated.
    pub batch_discount: Option<f64>,
    /// How the weights are stored, where the host says so.
    pub weights: Option<Weights>,
    /// Tokens of prompt and answer that the host takes in, where that is stated.
    pub context: Option<u32>,
    /// The day on which the host withdraws the model, where one is announced or past.
    pub ends: Option<&'static str>,
    /// Whether the model was withdrawn when the data was read: such a price is never used as a current one.
    pub is_retired: bool,
    /// Where it comes from.
    pub source: SourceId,
    /// The day of the list.
    pub date: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
    /// What a reader should know about it.
    pub note: Option<&'static str>,
}

/// The lowest, the median and the highest of some prices.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PriceRange {
    /// The lowest.
    pub low: f64,
    /// The median: of an even number of prices, the mean of the two in the middle.
    pub median: f64,
    /// The highest.
    pub high: f64,
}

impl PriceRange {
    /// That of some prices; `None` if there are none.
    ///
    /// # Examples
    /// ```
    /// use model::catalogue::PriceRange;
    /// let range = PriceRange::of(vec![0.4, 0.1, 0.3, 0.2]).unwrap();
    /// assert_eq!((range.low, range.median, range.high), (0.1, 0.25, 0.4));
    /// assert_eq!(PriceRange::of(Vec::new()), None);
    /// ```
    pub fn of(mut prices: Vec<f64>) -> Option<Self> {
        if prices.is_empty() {
            return None;
        }
        let [low, median, high] = [0.0, 0.5, 1.0].map(|share| quantile_of(&mut prices, share));
        Some(Self { low, median, high })
    }
}

/// What hosts ask for one model at present.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HostedSummary {
    /// Hosts that offer it.
    pub n_hosts: usize,
    /// US dollars for a million input tokens, over hosts.
    pub input_per_million: PriceRange,
    /// US dollars for a million output tokens, over hosts. Its ends need not be of the same hosts as the input's.
    pub output_per_million: PriceRange,
    /// A cached token's price over the input's: the median over hosts that have one. `None` if no host has.
    pub cached_ratio: Option<f64>,
}

/// The medians over the hosts that offer a model at present: those of [`HostedSummary`], made when the data are compiled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HostedMedian {
    /// US dollars for a million input tokens.
    pub input_per_million: f64,
    /// US dollars for a million output tokens.
    pub output_per_million: f64,
    /// A cached token's price over the input's, over hosts that have one.
    pub cached_ratio: Option<f64>,
    /// Where the cheapest of them comes from.
    pub source: SourceId,
}

impl HostedPrice {
    /// A cached token's price as a fraction of the input's; `None` where the host has none.
    ///
    /// # Formula
    /// `cached_per_million / input_per_million`
    pub fn cached_ratio(&self) -> Option<f64> {
        self.cached_per_million.map(|cached| cached / self.input_per_million)
    }
}

impl NamedModel {
    /// The prices of hosts that offer it at present.
    pub fn current_hosted_prices(&self) -> impl Iterator<Item = &'static HostedPrice> {
        self.hosted_prices().iter().filter(|price| !price.is_retired)
    }

    /// The middle and the ends of what hosts ask for it at present; `None` where no host offers it.
    ///
    /// # Formula
    /// The median, lowest and highest over hosts, of input and of output each; the median of `cached / input` over the
    /// hosts that have a price of cached tokens. Nothing is weighted: how much a host sells is not known.
    ///
    /// # Units
    /// US dollars for a million tokens.
    ///
    /// # Source
    /// `data/hosts.toml`.
    ///
    /// # Examples
    /// ```
    /// use model::catalogue::MODELS;
    /// let model = MODELS.iter().find(|model| model.id == "gemma-3-4b").unwrap();
    /// // Two hosts: 0.04 and 0.05 for input, 0.08 and 0.10 for output; neither has a price of cached tokens.
    /// let asked = model.hosted_summary().unwrap();
    /// assert_eq!((asked.n_hosts, asked.cached_ratio), (2, None));
    /// assert_eq!((asked.input_per_million.low, asked.output_per_million.high), (0.04, 0.1));
    /// assert!((asked.output_per_million.median - 0.09).abs() < 1e-12);
    /// ```
    pub fn hosted_summary(&self) -> Option<HostedSummary> {
        let over_hosts = |price: fn(&HostedPrice) -> Option<f64>| -> Option<PriceRange> {
            PriceRange::of(self.current_hosted_prices().filter_map(price).collect())
        };
        Some(HostedSummary {
            n_hosts: self.current_hosted_prices().count(),
            input_per_million: over_hosts(|price| Some(price.input_per_million))?,
            output_per_million: over_hosts(|price| Some(price.output_per_million))?,
            cached_ratio: over_hosts(HostedPrice::cached_ratio).map(|range| range.median),
        })
    }
}
