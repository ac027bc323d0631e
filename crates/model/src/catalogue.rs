//! Everything that `data/` holds, as typed constants: inputs, assumptions, GPUs, models, prices, presets, sources.
//!
//! The types stand here; the values are compiled from `data/*.toml` by the build step, which checks them.

use crate::claims::{FACTS, Fact};
use crate::trace::Origin;
use crate::units::Unit;

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// How sure we are of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// Read at its source.
    Read,
    /// Widely quoted, not read at its source.
    Unverified,
    /// A third party's page, or our own judgement.
    Weak,
}

/// Where values come from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Source {
    /// Stable name.
    pub id: &'static str,
    /// Title of the work or page.
    pub title: &'static str,
    /// Who wrote it.
    pub author: &'static str,
    /// When, as far as known.
    pub date: &'static str,
    /// Where to find it: a repository's file and commit, a paper's number, a site.
    pub place: &'static str,
    /// A link, where one is known.
    pub url: Option<&'static str>,
    /// How sure we are of what it says.
    pub confidence: Confidence,
}

/// How a value varies between its low and its high.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// Normally in steps of the unit.
    Linear,
    /// Normally in ratios: counts, times.
    Log,
    /// Normally in log-odds: fractions.
    Logit,
    /// As likely at one ratio as at another, on either side of the value: prices, of which each is some list's.
    LogUniform,
}

/// The range in which nine out of ten cases lie (all, if it is log-uniform), with half of them below the value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The fifth percentile; the least value, if it is log-uniform.
    pub low: f64,
    /// The ninety-fifth percentile; the greatest value, if it is log-uniform.
    pub high: f64,
    /// The form of the distribution between them.
    pub spread: Spread,
}

/// How uncertain an input's default is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum InputBand {
    /// So much.
    Own(Band),
    /// As much as the prices that are asked for the chosen GPU or closed model differ.
    Quotes(Spread),
}

impl InputBand {
    /// The form of the distribution.
    pub const fn spread(self) -> Spread {
        match self {
            Self::Own(band) => band.spread,
            Self::Quotes(spread) => spread,
        }
    }
}

/// Quantities that are uncertain together: where one lies high, the others are likelier to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Together {
    /// Stable name.
    pub id: &'static str,
    /// What moves them, in a few words.
    pub label: &'static str,
    /// Inputs and constants.
    pub members: &'static [Origin],
    /// Correlation of the normal variables behind any two of them, 0 to 1.
    pub correlation: f64,
    /// Where that comes from.
    pub source: SourceId,
    /// When it was read.
    pub date: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
    /// Why.
    pub note: &'static str,
}

/// A constant of the model that no control sets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AssumptionSpec {
    /// Which one this is.
    pub assumption: Assumption,
    /// Stable name.
    pub id: &'static str,
    /// What it is, in a few words.
    pub label: &'static str,
    /// The family of formulas that uses it.
    pub group: &'static str,
    /// Unit of value and band.
    pub unit: Unit,
    /// Central value.
    pub value: f64,
    /// Low and high.
    pub band: Band,
    /// Whether the band is sampled for the verdict (false for definitions, such as hours in a month).
    pub uncertain: bool,
    /// Where the value comes from.
    pub source: SourceId,
    /// When it was read.
    pub date: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
}

impl AssumptionSpec {
    /// What a reader should know about it.
    pub fn note(&self) -> &'static str {
        ASSUMPTION_NOTES[self.assumption as usize]
    }
}

/// How positions on a control map to values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal steps.
    Linear,
    /// Equal ratios.
    Log,
    /// Zero first, then equal ratios.
    LogWithZero,
}

/// One named value of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChoiceOption {
    /// Stable name, as written in links and files.
    pub id: &'static str,
    /// As shown.
    pub label: &'static str,
}

/// Which values an input may take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Domain {
    /// A number from `min` to `max`, both included.
    Number {
        /// Least value.
        min: f64,
        /// Greatest value.
        max: f64,
        /// How a control spreads the range.
        scale: Scale,
        /// The step of a number field.
        step: f64,
        /// Whether only whole numbers are meant.
        whole: bool,
    },
    /// One of these; the value is the index.
    Choice(&'static [ChoiceOption]),
}

/// What an input is if nobody sets it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DefaultValue {
    /// This value.
    Fixed(f64),
    /// The list price of the chosen GPU.
    GpuPrice,
    /// The chosen closed model's price for input tokens.
    ApiInputPrice,
    /// The chosen closed model's price for output tokens.
    ApiOutputPrice,
    /// The chosen closed model's discount on cached input.
    ApiCachedDiscount,
}

/// One input of the model: the single description that controls, links, files, flags and tests share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InputSpec {
    /// Which one this is.
    pub input: Input,
    /// Stable name, as written in links, files and flags.
    pub id: &'static str,
    /// Its group of controls.
    pub group: Group,
    /// As shown beside the control.
    pub label: &'static str,
    /// Unit of its value.
    pub unit: Unit,
    /// Which values it may take.
    pub domain: Domain,
    /// What it is if nobody sets it.
    pub default: DefaultValue,
    /// How uncertain the default is; `None` if it is the reader's own to know.
    pub band: Option<InputBand>,
    /// Where default and band come from.
    pub source: SourceId,
    /// When that was read.
    pub date: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
}

/// What someone asks for a GPU-hour or for a million tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
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

/// A kind of GPU.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gpu {
    /// Stable name.
    pub id: &'static str,
    /// As shown.
    pub label: &'static str,
    /// Dense 16-bit peak, FLOP/s.
    pub bf16_flop_per_s: f64,
    /// Dense FP8 peak, FLOP/s, if the GPU has FP8 arithmetic.
    pub fp8_flop_per_s: Option<f64>,
    /// Dense 4-bit peak, FLOP/s, if the GPU has it.
    pub fp4_flop_per_s: Option<f64>,
    /// Memory in bytes as the driver reports it.
    pub memory_bytes: f64,
    /// Memory bandwidth, bytes/s.
    pub bandwidth_bytes_per_s: f64,
    /// Link bandwidth to other GPUs, bytes/s, both directions added up.
    pub link_bytes_per_s: f64,
    /// Share of the stated rates that continuous load leaves: of a card whose power or memory protection limits them.
    pub sustained_share: f64,
    /// Thermal design power, watts.
    pub tdp_watts: f64,
    /// Rental price of an hour, US dollars: the lowest that is asked, the one taken, the highest that is asked.
    pub price_per_hour: [f64; 3],
    /// GPUs in one host: no replica is spread wider.
    pub gpus_per_host: u32,
    /// Where the specification comes from.
    pub source: SourceId,
    /// Where the price comes from.
    pub price_source: SourceId,
    /// When the price was read.
    pub price_date: &'static str,
    /// How sure we are of the price.
    pub price_confidence: Confidence,
    /// What is asked for an hour, US dollars, and by whom. Never empty.
    pub quotes: &'static [Quote],
}

/// The shape of a mixture of experts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Experts {
    /// Routed experts in a layer.
    pub n_experts: u32,
    /// Experts that one token uses.
    pub n_active: u32,
}

/// Layers that look back over a limited number of tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Tokens that such a layer sees, and keeps in its cache.
    pub tokens: u32,
    /// How many layers do.
    pub n_layers: u32,
}

/// A named open-weight model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NamedModel {
    /// Stable name.
    pub id: &'static str,
    /// As shown.
    pub label: &'static str,
    /// All parameters.
    pub total_parameters: f64,
    /// Parameters that one token uses.
    pub active_parameters: f64,
    /// Layers.
    pub n_layers: u32,
    /// Query heads.
    pub n_heads: u32,
    /// Key-value heads (for MLA: 1).
    pub n_kv_heads: u32,
    /// Width of a head.
    pub head_dim: u32,
    /// Elements of cache that a token leaves in one layer: 2 · KV heads · head dim, or MLA's latent width.
    pub kv_elements_per_layer: u32,
    /// Width of the residual stream.
    pub width: u32,
    /// Tokens that it knows.
    pub vocabulary: u32,
    /// Whether the table of tokens at the input is also the matrix at the output.
    pub tied: bool,
    /// Experts, if it is a mixture.
    pub experts: Option<Experts>,
    /// Sliding windows, if some layers have one.
    pub window: Option<Window>,
    /// Whether it is a point of the family along which sizes are interpolated.
    pub anchor: bool,
    /// Measured MMLU (5-shot, base), as a fraction, where known.
    pub mmlu: Option<f64>,
    /// Where the shape comes from.
    pub source: SourceId,
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
    /// Dearer prices of long prompts, shortest first.
    pub tiers: &'static [Tier],
    /// Where it comes from.
    pub source: SourceId,
    /// When it was read.
    pub date: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
    /// What is asked for a million input tokens, US dollars, and by whom. Never empty.
    pub input_quotes: &'static [Quote],
    /// What is asked for a million output tokens, US dollars, and by whom. Never empty.
    pub output_quotes: &'static [Quote],
}

/// A named case: values that differ from the defaults.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PresetSpec {
    /// Which one this is.
    pub preset: Preset,
    /// Stable name.
    pub id: &'static str,
    /// As shown.
    pub label: &'static str,
    /// The values, in the inputs' own units (a choice's index).
    pub values: &'static [(Input, f64)],
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

impl SourceId {
    /// The source's title, author, date and place.
    pub fn source(self) -> &'static Source {
        &SOURCES[self as usize]
    }
}

impl Input {
    /// The input's description.
    pub fn spec(self) -> &'static InputSpec {
        &INPUTS[self as usize]
    }
    /// The input with this stable name.
    pub fn from_id(id: &str) -> Option<Self> {
        INPUTS.iter().find(|spec| spec.id == id).map(|spec| spec.input)
    }
}

impl Assumption {
    /// The assumption's description.
    pub fn spec(self) -> &'static AssumptionSpec {
        &ASSUMPTIONS[self as usize]
    }
}

impl InputSpec {
    /// One sentence of help.
    pub fn help(&self) -> &'static str {
        INPUT_HELP[self.input as usize]
    }
}

impl PresetSpec {
    /// What the case is and which of its values are reported, which assumed.
    pub fn description(&self) -> &'static str {
        PRESET_DESCRIPTIONS[self.preset as usize]
    }

    /// The facts whose checks reckon with this case, or one that differs from it little.
    pub fn facts(&self) -> impl Iterator<Item = &'static Fact> {
        FACTS.iter().filter(|fact| fact.case.is_some_and(|case| case.preset == self.preset))
    }
}

impl Preset {
    /// The preset's description.
    pub fn spec(self) -> &'static PresetSpec {
        &PRESETS[self as usize]
    }
    /// The preset with this stable name.
    pub fn from_id(id: &str) -> Option<Self> {
        PRESETS.iter().find(|spec| spec.id == id).map(|spec| spec.preset)
    }
}
