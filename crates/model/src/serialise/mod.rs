//! Plain data for files and programs: scenarios in and out, outcomes and what belongs to them out.
//!
//! Everything is nested objects of numbers, texts and yes-or-no, without enums, so that it reads the same in JSON and in
//! JavaScript. Numbers keep all their bits. A value that does not exist is null.

mod catalogue;

use core::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeSeq, SerializeStruct, Serializer};

use crate::case::error::InputError;
use crate::case::scenario::Scenario;
use crate::catalogue::{ChoiceOption, Domain, Gpu, Input, Preset, Setting};
use crate::families::architecture::Architecture;
use crate::families::outputs::{
    Accuracy, AccuracyMoment, Condition, Cost, CostMoment, Energy, Ledgers, Line, Load, OutputSpec, Serving,
    Training,
};
use crate::quantities::units::{Quantity, Value};
use crate::questions::frontier::{Change, Frontier, FrontierPoint};
use crate::questions::percentiles::{Bands, Percentiles};
use crate::questions::response::ResponsePoint;
use crate::questions::sensitivity::{Elasticity, Swing, VarianceShare};
use crate::questions::solve::{Answer, BreakEven};
use crate::questions::uncertainty::OutputBand;
use crate::verdicts::claims::{Check, FactFigure, Reading};
use crate::verdicts::outcome::Outcome;
use crate::verdicts::tipping_points::Flip;
use crate::verdicts::verdict::Verdict;
use crate::workings::trace::{Origin, Step, Term};

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Value::Number(x) => serializer.serialize_f64(x),
            Value::Name(name) => serializer.serialize_str(name),
            Value::Flag(yes) => serializer.serialize_bool(yes),
            Value::Missing => serializer.serialize_none(),
        }
    }
}

/// A field's content in a plain object.
trait Plain {
    fn plain(&self) -> Value;
}

impl<Q: Quantity> Plain for Q {
    fn plain(&self) -> Value {
        self.value()
    }
}

impl Plain for f64 {
    fn plain(&self) -> Value {
        Value::Number(*self)
    }
}

impl Plain for Input {
    fn plain(&self) -> Value {
        Value::Name(self.spec().id)
    }
}

impl Plain for &'static Gpu {
    fn plain(&self) -> Value {
        Value::Name(self.id)
    }
}

impl Plain for &'static ChoiceOption {
    fn plain(&self) -> Value {
        Value::Name(self.id)
    }
}

/// An object whose fields are numbers, names or yes-or-no, under the fields' own names.
macro_rules! plain_object {
    ($type:ident: $($field:ident),+) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut object = serializer.serialize_struct(stringify!($type), [$(stringify!($field)),+].len())?;
                $(object.serialize_field(stringify!($field), &self.$field.plain())?;)+
                object.end()
            }
        }
    };
}

plain_object!(Percentiles: p5, p50, p95);
plain_object!(AccuracyMoment: month, own, own_never, rent, retrain);
plain_object!(CostMoment: month, own, rent);
plain_object!(FrontierPoint: model_size, precision, gpu, gpu_count, retrains_per_year, cost, accuracy, serves_peak,
    efficient);
plain_object!(ResponsePoint: x, own_cost, rent_cost, own_cost_per_million_tokens, rent_cost_per_million_tokens,
    own_accuracy, rent_accuracy, utilisation_peak, rate_overflow_peak, ttft_peak, itl_peak, fits);

/// A family of outputs under their stable names.
struct Family<'a>(&'static [OutputSpec], &'a [Value]);

impl Serialize for Family<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Family", self.0.len())?;
        for (spec, value) in self.0.iter().zip(self.1) {
            object.serialize_field(spec.id, value)?;
        }
        object.end()
    }
}

macro_rules! families {
    ($($type:ident),+) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Family(Self::SPECS, &self.values()).serialize(serializer)
            }
        }
    )+};
}
families!(Verdict, Cost, Accuracy, Serving, Load, Training, Energy);

/// A ledger's lines under their items' names.
struct Lines<'a>(&'a [Line]);

impl Serialize for Lines<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Lines", self.0.len())?;
        for line in self.0 {
            object.serialize_field(line.item.id(), &line.cost.plain())?;
        }
        object.end()
    }
}

impl Serialize for Ledgers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Ledgers", 2)?;
        object.serialize_field("own", &Lines(&self.own))?;
        object.serialize_field("rent", &Lines(&self.rent))?;
        object.end()
    }
}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

/// The kind and stable name of where a number comes from.
fn origin(origin: Origin) -> (&'static str, Option<&'static str>) {
    match origin {
        Origin::Computed => ("computed", None),
        Origin::Input(input) => ("input", Some(input.spec().id)),
        Origin::Assumption(assumption) => ("assumption", Some(assumption.spec().id)),
        Origin::Catalogue(source) => ("source", Some(source.source().id)),
        Origin::Reported => ("reported", None),
        Origin::Reading => ("reading", None),
        Origin::Outcome => ("outcome", None),
    }
}

impl Serialize for Flip {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, id) = (self.what.kind(), self.what.id());
        let mut object = serializer.serialize_struct("Flip", 6)?;
        object.serialize_field("kind", kind)?;
        object.serialize_field("id", &id)?;
        object.serialize_field("from", &self.from)?;
        object.serialize_field("at", &self.at)?;
        object.serialize_field("unit", self.unit.words().name)?;
        object.serialize_field("owning_cheaper_beyond", &self.owning_cheaper_beyond)?;
        object.end()
    }
}

impl Serialize for Swing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Swing", 12)?;
        object.serialize_field("kind", self.what.kind())?;
        object.serialize_field("id", self.id)?;
        object.serialize_field("label", self.label)?;
        object.serialize_field("unit", self.unit.words().name)?;
        object.serialize_field("low", &self.low)?;
        object.serialize_field("value", &self.value)?;
        object.serialize_field("high", &self.high)?;
        object.serialize_field("saving_low", &self.saving_low.plain())?;
        object.serialize_field("saving_high", &self.saving_high.plain())?;
        object.serialize_field("swing", &self.swing().plain())?;
        object.serialize_field("accuracy_low", &self.accuracy_low.plain())?;
        object.serialize_field("accuracy_high", &self.accuracy_high.plain())?;
        object.end()
    }
}

impl Serialize for Elasticity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Elasticity", 5)?;
        object.serialize_field("id", self.input.spec().id)?;
        object.serialize_field("unit", self.input.spec().unit.words().name)?;
        object.serialize_field("value", &self.value)?;
        object.serialize_field("own_cost", &self.own_cost)?;
        object.serialize_field("rent_cost", &self.rent_cost)?;
        object.end()
    }
}

impl Serialize for VarianceShare {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("VarianceShare", 5)?;
        object.serialize_field("kind", self.what.kind())?;
        object.serialize_field("id", self.id)?;
        object.serialize_field("label", self.label)?;
        object.serialize_field("first", &self.first)?;
        object.serialize_field("total", &self.total)?;
        object.end()
    }
}

impl Serialize for Architecture {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Architecture", 10)?;
        object.serialize_field("label", self.label)?;
        object.serialize_field("interpolated", &self.interpolated)?;
        object.serialize_field("total_parameters", &self.total.plain())?;
        object.serialize_field("active_parameters", &self.active.plain())?;
        object.serialize_field("n_layers", &self.n_layers)?;
        object.serialize_field("attention_width", &self.attention_width)?;
        object.serialize_field("width", &self.width)?;
        object.serialize_field("kv_elements_per_layer", &self.kv_elements_per_layer)?;
        object.serialize_field("experts", &self.experts.map(|(n_experts, _)| n_experts))?;
        object.serialize_field("experts_active", &self.experts.map(|(_, n_active)| n_active))?;
        object.end()
    }
}

/// Quantities of one kind as a list of numbers.
struct Numbers<'a, Q>(&'a [Q]);

impl<Q: Quantity> Serialize for Numbers<'_, Q> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.len()))?;
        for quantity in self.0 {
            list.serialize_element(&quantity.value())?;
        }
        list.end()
    }
}

impl Serialize for Bands {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Bands", 4)?;
        object.serialize_field("own_cost", &self.own_cost)?;
        object.serialize_field("rent_cost", &self.rent_cost)?;
        object.serialize_field("own_accuracy", &self.own_accuracy)?;
        object.serialize_field("rent_accuracy", &self.rent_accuracy)?;
        object.end()
    }
}

impl Serialize for OutputBand {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("OutputBand", 4)?;
        object.serialize_field("id", self.spec.id)?;
        object.serialize_field("unit", self.spec.unit.words().name)?;
        object.serialize_field("percentiles", &self.percentiles)?;
        object.serialize_field("share", &self.share)?;
        object.end()
    }
}

impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let estimate = &self.estimate;
        let mut object = serializer.serialize_struct("Outcome", 16)?;
        object.serialize_field("version", env!("CARGO_PKG_VERSION"))?;
        object.serialize_field("verdict", &self.verdict)?;
        object.serialize_field("cost", &estimate.cost)?;
        object.serialize_field("accuracy", &estimate.accuracy)?;
        object.serialize_field("serving", &estimate.serving)?;
        object.serialize_field("load", &estimate.load)?;
        object.serialize_field("training", &estimate.training)?;
        object.serialize_field("energy", &estimate.energy)?;
        object.serialize_field("architecture", &estimate.architecture)?;
        object.serialize_field("ledgers", &estimate.ledgers)?;
        object.serialize_field("conditions", &estimate.conditions)?;
        object.serialize_field("flips", &self.flips)?;
        object.serialize_field("bands", &self.bands)?;
        object.serialize_field("saving_quantiles", &Numbers(&self.saving_quantiles))?;
        object.serialize_field("accuracy_path", &self.accuracy_path)?;
        object.serialize_field("cost_path", &self.cost_path)?;
        object.end()
    }
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Change", 3)?;
        object.serialize_field("input", &self.input.plain())?;
        object.serialize_field("point", &self.point)?;
        object.serialize_field("saving", &self.saving.plain())?;
        object.end()
    }
}

impl Serialize for Frontier {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Frontier", 8)?;
        object.serialize_field("present", &self.present)?;
        object.serialize_field("rent_cost", &self.rent.0.plain())?;
        object.serialize_field("rent_accuracy", &self.rent.1.plain())?;
        object.serialize_field("better", &self.better)?;
        object.serialize_field("excess_cost", &self.excess_cost.plain())?;
        object.serialize_field("best_change", &self.best_change)?;
        object.serialize_field("efficient", &self.efficient)?;
        object.serialize_field("points", &self.points)?;
        object.end()
    }
}

impl Serialize for BreakEven {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (answer, at, until, nearest, because) = match self.answer {
            Answer::At(x) => ("at", Some(x), None, None, None),
            Answer::Between { from, to } => ("between", Some(from), Some(to), None, None),
            Answer::Never { nearest, because, .. } => {
                ("never", None, None, Some(nearest), Some(because.id()))
            }
            Answer::Always => ("always", None, None, None, None),
        };
        let mut object = serializer.serialize_struct("BreakEven", 8)?;
        object.serialize_field("input", self.input.spec().id)?;
        object.serialize_field("target", self.target.id())?;
        object.serialize_field("answer", answer)?;
        object.serialize_field("at", &at)?;
        object.serialize_field("until", &until)?;
        object.serialize_field("nearest", &nearest)?;
        object.serialize_field("because", &because)?;
        object.serialize_field("holds_above", &self.holds_above)?;
        object.end()
    }
}

/// An operand under its name in the formula.
struct Operand<'a>(&'a (&'static str, Term));

impl Serialize for Operand<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (name, term) = self.0;
        let (kind, id) = origin(term.origin());
        let mut object = serializer.serialize_struct("Operand", 5)?;
        object.serialize_field("name", name)?;
        object.serialize_field("number", &term.number())?;
        object.serialize_field("unit", term.unit().words().name)?;
        object.serialize_field("kind", kind)?;
        object.serialize_field("id", &id)?;
        object.end()
    }
}

impl Serialize for Step {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let operands: Vec<Operand> = self.operands.iter().map(Operand).collect();
        let mut object = serializer.serialize_struct("Step", 6)?;
        object.serialize_field("name", self.name)?;
        object.serialize_field("meaning", self.meaning)?;
        object.serialize_field("formula", &self.formula)?;
        object.serialize_field("operands", &operands)?;
        object.serialize_field("result", &self.result)?;
        object.serialize_field("unit", self.unit.words().name)?;
        object.end()
    }
}

impl Serialize for Check {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fact = self.fact;
        let mut object = serializer.serialize_struct("Check", 11)?;
        object.serialize_field("id", fact.id)?;
        object.serialize_field("label", fact.label)?;
        object.serialize_field("section", fact.section)?;
        object.serialize_field("says", fact.says)?;
        object.serialize_field("verdict", fact.verdict.id())?;
        object.serialize_field("finding", &self.finding)?;
        object.serialize_field("figures", &fact.figures.iter().map(Reported).collect::<Vec<_>>())?;
        object.serialize_field("lost", &fact.lost.as_ref().map(|lost| lost.tail))?;
        object.serialize_field("case", &fact.case.map(|_| fact.scenario()))?;
        object.serialize_field("steps", &self.steps)?;
        object.serialize_field("readings", &self.readings)?;
        object.end()
    }
}

/// A figure that the article reports.
struct Reported(&'static FactFigure);

impl Serialize for Reported {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let FactFigure { name, value, unit, text } = self.0;
        let mut object = serializer.serialize_struct("FactFigure", 4)?;
        object.serialize_field("name", name)?;
        object.serialize_field("value", value)?;
        object.serialize_field("unit", unit)?;
        object.serialize_field("text", text)?;
        object.end()
    }
}

impl Serialize for Reading {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Reading", 7)?;
        object.serialize_field("digit", &self.digit)?;
        object.serialize_field("amount", &self.amount)?;
        object.serialize_field("text", &self.text)?;
        object.serialize_field("measure", &self.measure)?;
        object.serialize_field("distance", &self.distance)?;
        object.serialize_field("judgement", self.judgement.label())?;
        object.serialize_field("steps", &self.steps)?;
        object.end()
    }
}

impl Serialize for Scenario {
    /// The preset and the inputs and constants that differ from it: a number each, or the option's name.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let changes: Vec<(Setting, f64)> = self.changes().collect();
        let mut object = serializer.serialize_struct("Scenario", changes.len() + 1)?;
        object.serialize_field("preset", self.base().spec().id)?;
        for (setting, value) in changes {
            match setting.domain() {
                Domain::Number { .. } => object.serialize_field(setting.id(), &value)?,
                Domain::Choice(_) => object.serialize_field(setting.id(), &self.text(setting))?,
            }
        }
        object.end()
    }
}

/// A value of an entry as it was written.
enum Entry {
    Number(f64),
    Text(String),
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EntryVisitor)
    }
}

struct EntryVisitor;

impl<'de> Visitor<'de> for EntryVisitor {
    type Value = Entry;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number or an option's name")
    }
    fn visit_f64<E>(self, x: f64) -> Result<Entry, E> {
        Ok(Entry::Number(x))
    }
    fn visit_i64<E>(self, x: i64) -> Result<Entry, E> {
        Ok(Entry::Number(x as f64))
    }
    fn visit_u64<E>(self, x: u64) -> Result<Entry, E> {
        Ok(Entry::Number(x as f64))
    }
    fn visit_str<E>(self, text: &str) -> Result<Entry, E> {
        Ok(Entry::Text(text.to_owned()))
    }
    fn visit_bool<E>(self, yes: bool) -> Result<Entry, E> {
        Ok(Entry::Text(yes.to_string()))
    }
    fn visit_unit<E>(self) -> Result<Entry, E> {
        Ok(Entry::Text("null".to_owned()))
    }
    fn visit_none<E>(self) -> Result<Entry, E> {
        Ok(Entry::Text("null".to_owned()))
    }
    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Entry, D::Error> {
        Entry::deserialize(inner)
    }
}

impl<'de> Deserialize<'de> for Scenario {
    /// Reads a map of `preset`, inputs and constants, in any order; all may be absent. What is wrong is reported in the words of
    /// [`InputError`]: the field, the value given and what is allowed.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ScenarioVisitor)
    }
}

struct ScenarioVisitor;

impl<'de> Visitor<'de> for ScenarioVisitor {
    type Value = Scenario;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of inputs")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scenario, A::Error> {
        let mut entries = Vec::new();
        let mut scenario = Scenario::default();
        while let Some((key, entry)) = map.next_entry::<String, Entry>()? {
            if key == "preset" {
                scenario = preset(entry).map_err(A::Error::custom)?;
            } else {
                let unknown = || InputError::UnknownInput { name: key.clone() };
                let setting = Setting::from_id(&key).ok_or_else(unknown).map_err(A::Error::custom)?;
                entries.push((setting, entry));
            }
        }
        // In the catalogue's order, so that a choice is made before the defaults that follow from it are compared.
        entries.sort_by_key(|(setting, _)| *setting);
        entries.into_iter().try_fold(scenario, set).map_err(A::Error::custom)
    }
}

fn preset(entry: Entry) -> Result<Scenario, InputError> {
    let name = match entry {
        Entry::Text(name) => name,
        Entry::Number(x) => x.to_string(),
    };
    Preset::from_id(&name).map(Scenario::preset).ok_or(InputError::UnknownPreset { name })
}

fn set(scenario: Scenario, (setting, entry): (Setting, Entry)) -> Result<Scenario, InputError> {
    match (entry, setting.domain()) {
        (Entry::Number(x), Domain::Number { .. }) => scenario.with(setting, x),
        (Entry::Number(x), Domain::Choice(_)) => {
            Err(InputError::UnknownOption { setting, given: x.to_string() })
        }
        (Entry::Text(text), _) => scenario.with_text(setting.id(), &text),
    }
}
