//! Plain data for files and programs: the descriptions of inputs, presets, constants and outputs.
//!
//! As in `serialise`, everything is an object of numbers, texts and yes-or-no. A source is given in full where it is
//! cited, so that an object can be read by itself.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::case::quotes::{Asked, Price};
use crate::case::scenario::{Scenario, Values};
use crate::catalogue::{
    AssumptionSpec, Band, ChoiceOption, Confidence, DefaultValue, Domain, Input, InputSpec, PresetSpec,
    Quote, Scale, Source, Spread,
};
use crate::families::outputs::OutputSpec;

impl Confidence {
    /// Stable name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unverified => "unverified",
            Self::Weak => "weak",
        }
    }
}

impl Serialize for Confidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl Serialize for Spread {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Linear => "linear",
            Self::Log => "log",
            Self::Logit => "logit",
            Self::LogUniform => "log_uniform",
        })
    }
}

impl Serialize for Scale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Linear => "linear",
            Self::Log => "log",
            Self::LogWithZero => "log_with_zero",
        })
    }
}

#[derive(Serialize)]
struct PlainBand {
    low: f64,
    high: f64,
    spread: Spread,
}

impl Serialize for Band {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PlainBand { low: self.low, high: self.high, spread: self.spread }.serialize(serializer)
    }
}

#[derive(Serialize)]
struct PlainOption {
    id: &'static str,
    label: &'static str,
}

impl Serialize for ChoiceOption {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PlainOption { id: self.id, label: self.label }.serialize(serializer)
    }
}

#[derive(Serialize)]
struct PlainSource {
    id: &'static str,
    title: &'static str,
    author: &'static str,
    date: &'static str,
    #[serde(rename = "where")]
    place: &'static str,
    url: Option<&'static str>,
    confidence: Confidence,
}

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Source { id, title, author, date, place, url, confidence } = *self;
        PlainSource { id, title, author, date, place, url, confidence }.serialize(serializer)
    }
}

/// An input's value: a number, or the option's stable name.
struct PlainValue(Input, f64);

impl Serialize for PlainValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.spec().domain {
            Domain::Number { .. } => serializer.serialize_f64(self.1),
            Domain::Choice(_) => serializer.serialize_str(&crate::case::scenario::value_text(self.0, self.1)),
        }
    }
}

#[derive(Serialize)]
struct PlainInput {
    id: &'static str,
    group: &'static str,
    label: &'static str,
    help: &'static str,
    unit: &'static str,
    min: Option<f64>,
    max: Option<f64>,
    scale: Option<Scale>,
    step: Option<f64>,
    whole: bool,
    options: Option<&'static [ChoiceOption]>,
    default: PlainValue,
    default_from: Option<&'static str>,
    band: Option<Band>,
    source: &'static Source,
    date: &'static str,
    confidence: Confidence,
}

impl Serialize for InputSpec {
    /// The input with its range and its default in the default preset. A default that follows from a choice names what
    /// it follows from in `default_from`, and its band is relative to 1.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (min, max, scale, step, whole, options) = match self.domain {
            Domain::Number { min, max, scale, step, whole } => {
                (Some(min), Some(max), Some(scale), Some(step), whole, None)
            }
            Domain::Choice(options) => (None, None, None, None, false, Some(options)),
        };
        let default_from = match self.default {
            DefaultValue::Fixed(_) => None,
            DefaultValue::GpuPrice => Some("gpu"),
            DefaultValue::ApiInputPrice | DefaultValue::ApiOutputPrice | DefaultValue::ApiCachedDiscount => {
                Some("api")
            }
        };
        PlainInput {
            id: self.id,
            group: self.group.id(),
            label: self.label,
            help: self.help(),
            unit: self.unit.words().name,
            min,
            max,
            scale,
            step,
            whole,
            options,
            default: PlainValue(self.input, Scenario::default().default_of(self.input)),
            default_from,
            band: Scenario::default().values().band(self.input).map(|(_, band)| band),
            source: self.source.source(),
            date: self.date,
            confidence: self.confidence,
        }
        .serialize(serializer)
    }
}

/// Inputs' values under their names.
struct PlainValues<'a>(&'a [(Input, f64)]);

impl Serialize for PlainValues<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (input, value) in self.0 {
            map.serialize_entry(input.spec().id, &PlainValue(*input, *value))?;
        }
        map.end()
    }
}

impl Serialize for Values {
    /// All inputs under their names: a number each, or the option's name.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let values: Vec<(Input, f64)> =
            Input::ALL.into_iter().map(|input| (input, self.number(input))).collect();
        PlainValues(&values).serialize(serializer)
    }
}

#[derive(Serialize)]
struct PlainPreset {
    id: &'static str,
    label: &'static str,
    description: &'static str,
    values: PlainValues<'static>,
    facts: Vec<&'static str>,
}

impl Serialize for PresetSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PlainPreset {
            id: self.id,
            label: self.label,
            description: self.description(),
            values: PlainValues(self.values),
            facts: self.facts().map(|fact| fact.id).collect(),
        }
        .serialize(serializer)
    }
}

#[derive(Serialize)]
struct PlainAssumption {
    id: &'static str,
    group: &'static str,
    label: &'static str,
    unit: &'static str,
    value: f64,
    band: Band,
    uncertain: bool,
    source: &'static Source,
    date: &'static str,
    confidence: Confidence,
    note: &'static str,
}

impl Serialize for AssumptionSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PlainAssumption {
            id: self.id,
            group: self.group,
            label: self.label,
            unit: self.unit.words().name,
            value: self.value,
            band: self.band,
            uncertain: self.uncertain,
            source: self.source.source(),
            date: self.date,
            confidence: self.confidence,
            note: self.note(),
        }
        .serialize(serializer)
    }
}

#[derive(Serialize)]
struct PlainOutput {
    id: &'static str,
    family: &'static str,
    label: &'static str,
    meaning: &'static str,
    unit: &'static str,
}

impl Serialize for OutputSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let meaning = self.meaning().trim();
        PlainOutput {
            id: self.id,
            family: self.family,
            label: self.label,
            meaning,
            unit: self.unit.words().name,
        }
        .serialize(serializer)
    }
}

#[derive(Serialize)]
struct PlainQuote {
    price: f64,
    kind: &'static str,
    source: &'static Source,
    date: &'static str,
    confidence: Confidence,
}

impl Serialize for Quote {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Quote { price, kind, source, date, confidence } = *self;
        PlainQuote { price, kind, source: source.source(), date, confidence }.serialize(serializer)
    }
}

#[derive(Serialize)]
struct PlainAsked {
    low: &'static Quote,
    high: &'static Quote,
}

impl Serialize for Asked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PlainAsked { low: self.low, high: self.high }.serialize(serializer)
    }
}

#[derive(Serialize)]
struct PlainPrice {
    id: &'static str,
    label: &'static str,
    of: &'static str,
    taken: f64,
    source: &'static Source,
    date: &'static str,
    confidence: Confidence,
    low: Option<f64>,
    high: Option<f64>,
    quotes: &'static [Quote],
}

impl Serialize for Price {
    /// The price taken with its own source, and the ends of what is asked with all quotes.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let asked = Asked::of(self.quotes);
        PlainPrice {
            id: self.id,
            label: self.label,
            of: self.of.id(),
            taken: self.taken,
            source: self.source.source(),
            date: self.date,
            confidence: self.confidence,
            low: asked.map(|asked| asked.low.price),
            high: asked.map(|asked| asked.high.price),
            quotes: self.quotes,
        }
        .serialize(serializer)
    }
}
