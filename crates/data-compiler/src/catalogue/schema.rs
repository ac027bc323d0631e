//! The TOML schemas of the model's data. The field names are the keys in the files.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::hosts::Host;
use crate::entries::{Entry, NumberOrId};
use crate::rust::camel_case;

/// A family of inputs, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Group {
    Workload,
    Model,
    Hardware,
    Adaptation,
    Task,
    People,
    Api,
    Horizon,
    Measurement,
    Ways,
}

impl Group {
    /// All groups with id and label.
    pub(crate) const ALL: [(Self, &'static str, &'static str); 10] = [
        (Self::Workload, "workload", "Workload"),
        (Self::Model, "model", "Open model"),
        (Self::Hardware, "hardware", "Hardware"),
        (Self::Adaptation, "adaptation", "Training and retraining"),
        (Self::Task, "task", "Task and accuracy"),
        (Self::People, "people", "People"),
        (Self::Api, "api", "Closed API"),
        (Self::Horizon, "horizon", "Horizon"),
        (Self::Measurement, "measurement", "What you have measured"),
        (Self::Ways, "ways", "Other ways to run it"),
    ];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Confidence {
    Read,
    Unverified,
    Weak,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Spread {
    Linear,
    Log,
    Logit,
    LogUniform,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Scale {
    Linear,
    Log,
    LogWithZero,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Band {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) spread: Spread,
}

/// How uncertain an input's default is.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(
    untagged,
    expecting = "expected { low = …, high = …, spread = \"…\" } or { of = \"quotes\", spread = \"…\" }"
)]
pub(crate) enum InputBand {
    Own(Band),
    Quotes(QuotesBand),
}

/// The range of the prices asked for the chosen option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuotesBand {
    pub(crate) of: Quotes,
    pub(crate) spread: Spread,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Quotes {
    Quotes,
}

/// One named value of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChoiceOption {
    pub(crate) id: String,
    pub(crate) label: String,
}

/// The file whose entries are an input's options, or the input whose options they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OptionsFrom {
    Gpus,
    Models,
    Apis,
    Precision,
    Engine,
}

/// The source of a derived default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Derived {
    GpuPrice,
    ApiInputPrice,
    ApiOutputPrice,
    ApiCachedDiscount,
    ApiAbility,
    ApiPriceChange,
    ApiPriceChangeMonth,
    PeakLaw,
    Preset,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(
    untagged,
    expecting = "expected a number, the id of an option, { from = \"gpu_price\" | \"api_input_price\" | \"api_output_price\" | \"api_cached_discount\" | \"api_price_change\" | \"api_price_change_month\" | \"peak_law\" }, { from = \"api_ability\", value = … }, or { from = \"preset\", of = … }"
)]
pub(crate) enum Default {
    Given(NumberOrId),
    Derived(DerivedFrom),
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DerivedFrom {
    pub(crate) from: Derived,
    /// What is stated for the preset's closed model, where the default follows from that.
    pub(crate) value: Option<f64>,
    /// The input whose value in the preset is the default.
    pub(crate) of: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    pub(crate) id: String,
    pub(crate) group: Group,
    pub(crate) label: String,
    pub(crate) help: String,
    pub(crate) unit: String,
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
    pub(crate) scale: Option<Scale>,
    pub(crate) step: Option<f64>,
    pub(crate) whole: Option<bool>,
    pub(crate) options: Option<Vec<ChoiceOption>>,
    pub(crate) options_from: Option<OptionsFrom>,
    pub(crate) default: Default,
    pub(crate) band: Option<InputBand>,
    pub(crate) source: String,
    pub(crate) date: String,
    pub(crate) confidence: Confidence,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Assumption {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) unit: String,
    pub(crate) value: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) spread: Spread,
    #[serde(default = "yes")]
    pub(crate) uncertain: bool,
    pub(crate) source: String,
    pub(crate) date: String,
    pub(crate) confidence: Confidence,
    pub(crate) note: String,
}

/// A unit and its words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unit {
    pub(crate) id: String,
    pub(crate) about: String,
    pub(crate) name: String,
    pub(crate) one: Option<String>,
    #[serde(default)]
    pub(crate) money: bool,
    pub(crate) per: Option<String>,
    pub(crate) prose: Option<String>,
    pub(crate) tight: Option<String>,
    pub(crate) field: Option<String>,
}

/// A correlation group: inputs and constants that are uncertain together.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CorrelationGroup {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) members: Vec<String>,
    pub(crate) correlation: f64,
    pub(crate) source: String,
    pub(crate) date: String,
    pub(crate) confidence: Confidence,
    pub(crate) note: String,
}

fn yes() -> bool {
    true
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Gpu {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) bf16_tflops: f64,
    pub(crate) fp8_tflops: Option<f64>,
    pub(crate) fp4_tflops: Option<f64>,
    pub(crate) memory_gb: f64,
    pub(crate) bandwidth_gb_per_s: f64,
    pub(crate) link_gb_per_s: f64,
    pub(crate) sustained_share: Option<f64>,
    pub(crate) tdp_watts: f64,
    pub(crate) price: f64,
    pub(crate) gpus_per_host: u32,
    pub(crate) source: String,
    pub(crate) price_source: String,
    pub(crate) price_date: String,
    pub(crate) price_confidence: Confidence,
    pub(crate) quotes: Vec<Quote>,
    /// What its part of a server costs to buy, where that is known.
    pub(crate) server_share: Option<Quote>,
}

/// A price asked for a GPU-hour.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Quote {
    pub(crate) price: f64,
    pub(crate) kind: String,
    pub(crate) source: String,
    pub(crate) date: String,
    pub(crate) confidence: Confidence,
}

/// A price asked for a million tokens: of input, of output, or of both.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApiQuote {
    pub(crate) input: Option<f64>,
    pub(crate) output: Option<f64>,
    pub(crate) kind: String,
    pub(crate) source: String,
    pub(crate) date: String,
    pub(crate) confidence: Confidence,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Model {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) total_billion: f64,
    pub(crate) active_billion: f64,
    pub(crate) layers: u32,
    pub(crate) heads: u32,
    pub(crate) kv_heads: u32,
    pub(crate) head_dim: u32,
    pub(crate) kv_elements_per_layer: Option<u32>,
    pub(crate) width: u32,
    pub(crate) experts: Option<u32>,
    pub(crate) experts_active: Option<u32>,
    pub(crate) vocabulary: u32,
    #[serde(default)]
    pub(crate) tied: bool,
    pub(crate) window: Option<u32>,
    pub(crate) windowed_layers: Option<u32>,
    #[serde(default)]
    pub(crate) anchor: bool,
    pub(crate) mmlu: Option<f64>,
    #[serde(default)]
    pub(crate) size_law: bool,
    pub(crate) score: Option<Score>,
    pub(crate) context: Option<u32>,
    pub(crate) source: String,
    pub(crate) confidence: Confidence,
}

/// A published score of a model as one talks to it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Score {
    pub(crate) mmlu_pro: f64,
    pub(crate) source: String,
    pub(crate) confidence: Confidence,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Api {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) input: f64,
    pub(crate) output: f64,
    pub(crate) cached_discount: f64,
    /// What a token costs that is written to the cache, over the input price, where that is more.
    #[serde(default = "input_price")]
    pub(crate) cache_write: f64,
    #[serde(default)]
    pub(crate) tiers: Vec<Tier>,
    pub(crate) score: Score,
    pub(crate) context: Option<u32>,
    pub(crate) change: Option<PriceChange>,
    pub(crate) ends: Option<String>,
    /// The last day on which its seller takes a tuning job.
    pub(crate) tunable_until: Option<String>,
    pub(crate) source: String,
    pub(crate) date: String,
    pub(crate) confidence: Confidence,
    pub(crate) quotes: Vec<ApiQuote>,
}

/// The ratio of a price to the input price that it is.
const fn input_price() -> f64 {
    1.0
}

/// A change of a model's prices that its list announces.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PriceChange {
    pub(crate) factor: f64,
    pub(crate) from: String,
}

impl Api {
    /// The quotes for input tokens, or for output tokens.
    fn asked(&self, price: fn(&ApiQuote) -> Option<f64>) -> Vec<Quote> {
        let one = |quote: &ApiQuote| {
            let ApiQuote { kind, source, date, confidence, .. } = quote.clone();
            Some(Quote { price: price(quote)?, kind, source, date, confidence })
        };
        self.quotes.iter().filter_map(one).collect()
    }

    /// The quotes for a million input tokens.
    pub(crate) fn input_quotes(&self) -> Vec<Quote> {
        self.asked(|quote| quote.input)
    }

    /// The quotes for a million output tokens.
    pub(crate) fn output_quotes(&self) -> Vec<Quote> {
        self.asked(|quote| quote.output)
    }
}

/// The lowest and the highest quote; without a quote, an empty range.
pub(crate) fn range(quotes: &[Quote]) -> (f64, f64) {
    let prices = || quotes.iter().map(|quote| quote.price);
    (prices().fold(f64::INFINITY, f64::min), prices().fold(f64::NEG_INFINITY, f64::max))
}

/// Prices of requests whose prompt is longer than a number of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tier {
    pub(crate) above: u32,
    pub(crate) input: f64,
    pub(crate) output: f64,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Preset {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) description: String,
    #[serde(default)]
    pub(crate) default: bool,
    pub(crate) values: BTreeMap<String, NumberOrId>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) author: String,
    pub(crate) date: String,
    #[serde(rename = "where")]
    pub(crate) place: String,
    pub(crate) url: Option<String>,
    pub(crate) confidence: Confidence,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Edition {
    pub(crate) version: String,
    pub(crate) data: String,
    pub(crate) changes: Vec<String>,
}

/// The entries of the model's catalogue, in file order.
#[derive(Clone, Debug)]
pub(crate) struct Catalogue<'a> {
    pub(crate) units: Vec<Entry<'a, Unit>>,
    pub(crate) inputs: Vec<Entry<'a, Input>>,
    pub(crate) assumptions: Vec<Entry<'a, Assumption>>,
    pub(crate) correlations: Vec<Entry<'a, CorrelationGroup>>,
    pub(crate) gpus: Vec<Entry<'a, Gpu>>,
    pub(crate) models: Vec<Entry<'a, Model>>,
    pub(crate) apis: Vec<Entry<'a, Api>>,
    pub(crate) hosts: Vec<Entry<'a, Host>>,
    pub(crate) presets: Vec<Entry<'a, Preset>>,
    pub(crate) sources: Vec<Entry<'a, Source>>,
    pub(crate) editions: Vec<Entry<'a, Edition>>,
}

impl Catalogue<'_> {
    /// The options of a choice in order: (id, label). Empty for a number.
    pub(crate) fn options(&self, input: &Input) -> Vec<(&str, String)> {
        fn named<'x>(id: &'x str, label: &str) -> (&'x str, String) {
            (id, label.to_owned())
        }
        // The ids are looked up again so that both kinds of option borrow from the catalogue.
        let listed = |id: &str| {
            let own = self.inputs.iter().find(|entry| entry.id == id);
            let options = own.and_then(|entry| entry.options.as_deref()).unwrap_or(&[]);
            options.iter().map(|option| named(&option.id, &option.label)).collect()
        };
        let Some(from) = input.options_from else { return listed(&input.id) };
        match from {
            OptionsFrom::Precision => listed("precision"),
            OptionsFrom::Engine => listed("engine"),
            OptionsFrom::Gpus => self.gpus.iter().map(|gpu| named(&gpu.id, &gpu.label)).collect(),
            OptionsFrom::Apis => self.apis.iter().map(|api| named(&api.id, &api.label)).collect(),
            OptionsFrom::Models => {
                let by_size = named("by_size", "By size");
                [by_size].into_iter().chain(self.models.iter().map(|m| named(&m.id, &m.label))).collect()
            }
        }
    }

    /// The number of an input's value: itself, or the option's index.
    pub(crate) fn number(&self, input: &Input, value: &NumberOrId) -> Result<f64, String> {
        let is_choice = input.options.is_some() || input.options_from.is_some();
        match value {
            NumberOrId::Number(_) if is_choice => Err(format!("'{}' takes the id of an option", input.id)),
            NumberOrId::Id(_) if !is_choice => Err(format!("'{}' takes a number", input.id)),
            NumberOrId::Number(number) => {
                let (min, max) = (input.min.unwrap_or(f64::NAN), input.max.unwrap_or(f64::NAN));
                if !(min..=max).contains(number) {
                    Err(format!("{number} is outside the range of '{}', {min} to {max}", input.id))
                } else if input.whole == Some(true) && number.fract() != 0.0 {
                    Err(format!("{number} is not a whole number, as '{}' must be", input.id))
                } else {
                    Ok(*number)
                }
            }
            NumberOrId::Id(id) => {
                let options = self.options(input);
                let index = options.iter().position(|(option, _)| option == id);
                index.map(|index| index as f64).ok_or_else(|| {
                    let known: Vec<_> = options.iter().map(|(option, _)| *option).collect();
                    format!("'{id}' is not an option of '{}': {}", input.id, known.join(", "))
                })
            }
        }
    }

    /// The values that a derived default can take, each with the option that it belongs to.
    pub(crate) fn derived(&self, from: Derived) -> Vec<(&str, f64)> {
        match from {
            Derived::GpuPrice => self.gpus.iter().map(|gpu| (gpu.id.as_str(), gpu.price)).collect(),
            Derived::ApiInputPrice => self.apis.iter().map(|api| (api.id.as_str(), api.input)).collect(),
            Derived::ApiOutputPrice => self.apis.iter().map(|api| (api.id.as_str(), api.output)).collect(),
            Derived::ApiCachedDiscount => {
                self.apis.iter().map(|api| (api.id.as_str(), api.cached_discount)).collect()
            }
            // What follows from a score is a share, whatever the model: the law of accuracy cannot leave the range. Another
            // input's value lies in the range of both, which is checked to be the same. The law of peaks is kept in the range.
            Derived::ApiAbility | Derived::PeakLaw | Derived::Preset => Vec::new(),
            Derived::ApiPriceChange => {
                self.apis.iter().map(|api| (api.id.as_str(), self.change(api).0)).collect()
            }
            Derived::ApiPriceChangeMonth => {
                self.apis.iter().map(|api| (api.id.as_str(), self.change(api).1)).collect()
            }
        }
    }

    /// The announced change of a model's prices: the factor, and the month of the horizon in which it comes, counted from
    /// the newest day of the data. Without one, the factor is 1.
    pub(crate) fn change(&self, api: &Api) -> (f64, f64) {
        let Some(change) = &api.change else { return (1.0, 0.0) };
        (change.factor, months_between(self.newest_day(), &change.from).unwrap_or(0.0).max(0.0))
    }

    /// The newest of the dates that name a day (`2026-08-21`); months and years are older than the days in them.
    pub(crate) fn newest_day(&self) -> &str {
        let of_gpus = self
            .gpus
            .iter()
            .flat_map(|gpu| gpu.quotes.iter().map(|quote| &quote.date).chain([&gpu.price_date]));
        let of_apis = self.apis.iter().flat_map(|api| {
            let quotes = api.quotes.iter();
            quotes.map(|quote| &quote.date).chain([&api.date])
        });
        let of_hosts = self.hosts.iter().flat_map(|host| host.prices.iter().map(|price| &price.date));
        let of_inputs = self.inputs.iter().map(|input| &input.date);
        let of_assumptions = self.assumptions.iter().map(|assumption| &assumption.date);
        let of_groups = self.correlations.iter().map(|group| &group.date);
        let of_prices = of_gpus.chain(of_apis).chain(of_hosts);
        let dates = of_prices.chain(of_inputs).chain(of_assumptions).chain(of_groups);
        dates.filter(|date| day(date).is_some()).max().map_or("", String::as_str)
    }

    /// The ids of the sources that any entry cites.
    pub(crate) fn cited_sources(&self) -> BTreeSet<&str> {
        let inputs = self.inputs.iter().map(|entry| &entry.source);
        let assumptions = self.assumptions.iter().map(|entry| &entry.source);
        let gpus = self.gpus.iter().flat_map(|entry| [&entry.source, &entry.price_source]);
        let gpu_quotes = self
            .gpus
            .iter()
            .flat_map(|entry| entry.quotes.iter().chain(&entry.server_share).map(|quote| &quote.source));
        let models = self.models.iter().map(|entry| &entry.source);
        let apis = self.apis.iter().map(|entry| &entry.source);
        let api_quotes = self.apis.iter().flat_map(|entry| entry.quotes.iter().map(|quote| &quote.source));
        let hosts = self.hosts.iter().flat_map(|host| {
            let prices = host.prices.iter();
            prices.map(|price| &price.source).chain([&host.source])
        });
        let model_scores = self.models.iter().filter_map(|entry| Some(&entry.score.as_ref()?.source));
        let scores = model_scores.chain(self.apis.iter().map(|entry| &entry.score.source));
        let prices = gpus.chain(gpu_quotes).chain(apis).chain(api_quotes).chain(hosts);
        let catalogue = models.chain(prices).chain(scores);
        inputs.chain(assumptions).chain(catalogue).map(String::as_str).collect()
    }

    /// The source's variant, as source.
    pub(crate) fn source_variant(id: &str) -> String {
        format!("SourceId::{}", camel_case(id))
    }
}

/// Year, month and day of a date that names a day.
pub(crate) fn day(date: &str) -> Option<[u16; 3]> {
    let mut parts = date.split('-');
    let mut part = |digits: usize, most: u16| {
        let text = parts.next().filter(|text| text.len() == digits)?;
        text.parse::<u16>().ok().filter(|number| (1..=most).contains(number))
    };
    let (year, month) = (part(4, 9999)?, part(2, 12)?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let day = part(2, days)?;
    parts.next().is_none().then_some([year, month, day])
}

/// Whole months from one day to another, to the nearest: negative if the other is earlier.
fn months_between(from: &str, to: &str) -> Option<f64> {
    let months = |[year, month, day]: [u16; 3]| {
        f64::from(year) * 12.0 + f64::from(month) + (f64::from(day) - 1.0) / 30.4
    };
    Some((months(day(to)?) - months(day(from)?)).round())
}
