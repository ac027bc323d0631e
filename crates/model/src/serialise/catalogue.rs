//! Plain data for files and programs: the descriptions of inputs, presets, constants, outputs and prices.
//!
//! What a description does not keep itself, such as its help or the band that its quotes give, is written with it.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::case::quotes::{Asked, Price};
use crate::case::scenario::{Scenario, value_text};
use crate::catalogue::{
    AssumptionSpec, Band, ChoiceOption, Confidence, DefaultValue, Domain, Group, HostedPrice, Input,
    InputSpec, PresetSpec, Scale, SourceId,
};
use crate::families::outputs::OutputSpec;
use crate::quantities::units::Unit;

/// An input's value: a number, or the option's stable name.
struct InputValue(Input, f64);

impl Serialize for InputValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.spec().domain {
            Domain::Number { .. } => serializer.serialize_f64(self.1),
            Domain::Choice(_) => serializer.serialize_str(&value_text(self.0, self.1)),
        }
    }
}

/// Inputs' values under their names.
struct InputValues<'a>(&'a [(Input, f64)]);

impl Serialize for InputValues<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(input, value)| (input, InputValue(*input, *value))))
    }
}

/// The values of a scenario's inputs, set or default, without those that have no effect there: so they read back as a scenario.
#[derive(Clone, Copy, Debug)]
pub struct InputsInUse<'a>(pub &'a Scenario);

impl Serialize for InputsInUse<'_> {
    /// The inputs under their names: a number each, or the option's name.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        InputValues(&self.0.inputs_in_use().collect::<Vec<_>>()).serialize(serializer)
    }
}

/// An input as it is written: its range, or its options, and its default in the default preset. A default that follows
/// from a choice names what it follows from in `default_from`, and its band is relative to 1.
#[derive(serde::Serialize)]
struct PlainInput {
    id: &'static str,
    group: Group,
    label: &'static str,
    help: &'static str,
    unit: Unit,
    min: Option<f64>,
    max: Option<f64>,
    scale: Option<Scale>,
    step: Option<f64>,
    whole: bool,
    options: Option<&'static [ChoiceOption]>,
    default: InputValue,
    default_from: Option<&'static str>,
    band: Option<Band>,
    source: SourceId,
    date: &'static str,
    confidence: Confidence,
}

impl Serialize for InputSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { input, id, group, unit, domain, default, band: _ } = *self;
        let (min, max, scale, step, whole, options) = match domain {
            Domain::Number { min, max, scale, step, whole } => {
                (Some(min), Some(max), Some(scale), Some(step), whole, None)
            }
            Domain::Choice(options) => (None, None, None, None, false, Some(options)),
        };
        let default_from = match default {
            DefaultValue::Fixed(_) | DefaultValue::Preset(_) => None,
            DefaultValue::GpuPrice => Some("gpu"),
            DefaultValue::PeakLaw => Some("requests_per_day"),
            DefaultValue::ApiInputPrice
            | DefaultValue::ApiOutputPrice
            | DefaultValue::ApiCachedDiscount
            | DefaultValue::ApiAbility(_)
            | DefaultValue::ApiPriceChange
            | DefaultValue::ApiPriceChangeMonth => Some("api"),
        };
        let (label, help, scenario) = (self.label(), self.help(), Scenario::default());
        let default = InputValue(input, scenario.default_of(input));
        let band = scenario.values().band(input).map(|(_, band)| band);
        PlainInput {
            id,
            group,
            label,
            help,
            unit,
            min,
            max,
            scale,
            step,
            whole,
            options,
            default,
            default_from,
            band,
            source: self.source(),
            date: self.date(),
            confidence: self.confidence(),
        }
        .serialize(serializer)
    }
}

object!(PresetSpec, preset @ Self { preset: _, id, label, values } => {
    "id": id,
    "label": label,
    "description": preset.description(),
    "values": InputValues(values),
    "facts": preset.facts().map(|fact| fact.id).collect::<Vec<_>>(),
});

object!(AssumptionSpec, constant @ Self {
    assumption: _, id, group, unit, value, band, uncertain,
} => {
    "id": id,
    "group": group,
    "label": constant.label(),
    "unit": unit,
    "value": value,
    "band": band,
    "uncertain": uncertain,
    "source": constant.source(),
    "date": constant.date(),
    "confidence": constant.confidence(),
    "note": constant.note(),
});

object!(OutputSpec, output @ Self { id, family, unit, need } => {
    "id": id,
    "family": family,
    "label": output.label(),
    "meaning": output.meaning().trim(),
    "unit": unit,
    "need": need.id(),
});

// The price taken with its own source, and the ends of what is asked before all quotes.
object!(Price, Self { id, label, of, taken, source, date, confidence, quotes } => {
    "id": id,
    "label": label,
    "of": of,
    "taken": taken,
    "source": source,
    "date": date,
    "confidence": confidence,
    "low": Asked::of(quotes).map(|asked| asked.low.price),
    "high": Asked::of(quotes).map(|asked| asked.high.price),
    "quotes": quotes,
});

// The names of the data file: every price is of a million tokens.
object!(HostedPrice, Self {
    host, listed_as, input_per_million, output_per_million, cached_per_million, batch_discount, weights, context, ends,
    is_retired, source, date, confidence, note,
} => {
    "host": host,
    "listed_as": listed_as,
    "input": input_per_million,
    "output": output_per_million,
    "cached": cached_per_million,
    "batch_discount": batch_discount,
    "weights": weights,
    "context": context,
    "ends": ends,
    "retired": is_retired,
    "source": source,
    "date": date,
    "confidence": confidence,
    "note": note,
});
