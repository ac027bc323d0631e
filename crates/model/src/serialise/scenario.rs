//! A scenario as a flat map: the preset and what differs from it, by name.

use core::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::case::error::InputError;
use crate::case::scenario::Scenario;
use crate::catalogue::{Domain, Preset, Setting};

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
    /// Reads a map of `preset`, inputs and constants, in any order; all may be absent. Errors have the words of
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
        let mut start = None;
        while let Some((key, entry)) = map.next_entry::<String, Entry>()? {
            if key == "preset" {
                let twice = start.replace(preset(entry).map_err(A::Error::custom)?).is_some();
                refuse_twice("preset", twice).map_err(A::Error::custom)?;
            } else if !EDITION.contains(&key.as_str()) {
                let unknown = || InputError::UnknownInput { name: key.clone() };
                let setting = Setting::from_id(&key).ok_or_else(unknown).map_err(A::Error::custom)?;
                let twice = entries.iter().any(|(other, _)| *other == setting);
                refuse_twice(setting.id(), twice).map_err(A::Error::custom)?;
                entries.push((setting, entry));
            }
        }
        // In the catalogue's order, so that a choice is made before the defaults that follow from it are compared.
        entries.sort_by_key(|(setting, _)| *setting);
        let given: Vec<Setting> = entries.iter().map(|(setting, _)| *setting).collect();
        let scenario =
            entries.into_iter().try_fold(start.unwrap_or_default(), set).map_err(A::Error::custom)?;
        scenario.refuse_idle(given).map_err(A::Error::custom)?;
        Ok(scenario)
    }
}

/// Keys that say which edition wrote a file: its model's version, and the newest day of its data.
const EDITION: [&str; 2] = ["version", "data"];

fn refuse_twice(field: &'static str, twice: bool) -> Result<(), InputError> {
    if twice { Err(InputError::GivenTwice { field }) } else { Ok(()) }
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
