//! Reads cases from any format that serde knows. Each entry is checked while it is read, so that an error has its place.

use core::cell::Cell;
use core::fmt;

use model::catalogue::Domain;
use model::error::Allowed;
use model::written::{Decimal, shown};
use model::{InputError, Preset, Setting};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use crate::case::{Case, Cases, EDITION, NAME, SCHEMA, number, preset, value};
use crate::name::Name;

/// The key of a list of scenarios in a map: TOML's `[[scenario]]`.
const LIST: &str = "scenario";

/// The key under which TOML's parser hands over a day or a moment, as a map of this one entry.
const DATE: &str = "$__toml_private_datetime";

/// Reads the whole file; the cell has the number of the scenario that is being read from a list, or 0.
#[derive(Clone, Copy)]
pub(crate) struct CasesSeed<'a>(pub(crate) &'a Cell<usize>);

impl<'de> DeserializeSeed<'de> for CasesSeed<'_> {
    type Value = Cases;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cases, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for CasesSeed<'_> {
    type Value = Cases;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of inputs, or a list of such objects")
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Cases, A::Error> {
        Entries { list: Some(self.0) }.read(map)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Cases, A::Error> {
        ListSeed(self.0).visit_seq(list).map(Cases::List)
    }
}

/// Reads a list of scenarios.
#[derive(Clone, Copy)]
struct ListSeed<'a>(&'a Cell<usize>);

impl<'de> DeserializeSeed<'de> for ListSeed<'_> {
    type Value = Vec<Case>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Case>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ListSeed<'_> {
    type Value = Vec<Case>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of scenarios")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<Case>, A::Error> {
        let mut cases = Vec::new();
        self.0.set(1);
        while let Some(case) = list.next_element_seed(CaseSeed)? {
            cases.push(case);
            self.0.set(cases.len() + 1);
        }
        self.0.set(0);
        if cases.is_empty() { Err(Error::custom("the list holds no scenario")) } else { Ok(cases) }
    }
}

/// A scenario within another file, under the same rules.
impl<'de> Deserialize<'de> for Case {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        CaseSeed.deserialize(deserializer)
    }
}

/// Reads one scenario.
struct CaseSeed;

impl<'de> DeserializeSeed<'de> for CaseSeed {
    type Value = Case;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Case, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for CaseSeed {
    type Value = Case;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of inputs")
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Case, A::Error> {
        match (Entries { list: None }).read(map)? {
            Cases::One(case) => Ok(case),
            Cases::List(_) => Err(A::Error::custom("a scenario holds no list of scenarios")),
        }
    }
}

/// The entries of a map; at the top of a file it may hold a list of scenarios instead.
struct Entries<'a> {
    list: Option<&'a Cell<usize>>,
}

impl Entries<'_> {
    fn read<'de, A: MapAccess<'de>>(self, mut map: A) -> Result<Cases, A::Error> {
        let mut case = Case::default();
        let mut list = None;
        let mut has_schema = false;
        while let Some(key) = map.next_key_seed(KeySeed { is_top: self.list.is_some() })? {
            let twice = match key {
                Key::List => {
                    // A key of this name is one only where there is a cell.
                    let Some(cell) = self.list else { continue };
                    list.replace(map.next_value_seed(ListSeed(cell))?).is_some()
                }
                Key::Schema => {
                    map.next_value_seed(Checked(schema))?;
                    std::mem::replace(&mut has_schema, true)
                }
                Key::Name => case.name.replace(map.next_value_seed(Checked(name))?).is_some(),
                Key::Preset => case.preset.replace(map.next_value_seed(Checked(preset_of))?).is_some(),
                Key::Version => {
                    let text = map.next_value_seed(Checked(|raw| edition(EDITION[0], raw)))?;
                    case.edition.version.replace(text).is_some()
                }
                Key::Data => {
                    let text = map.next_value_seed(Checked(|raw| edition(EDITION[1], raw)))?;
                    case.edition.data.replace(text).is_some()
                }
                Key::Setting(setting) => {
                    let number = map.next_value_seed(Checked(|raw| entry(setting, raw)))?;
                    case.values.insert(setting, number).is_some()
                }
            };
            if twice {
                return Err(A::Error::custom(InputError::GivenTwice { field: key.id() }));
            }
        }
        match list {
            None => Ok(Cases::One(case)),
            Some(cases) if case == Case { edition: case.edition.clone(), ..Case::default() } => {
                Ok(Cases::List(cases.into_iter().map(|inner| beside(inner, &case)).collect()))
            }
            Some(_) => {
                Err(A::Error::custom("scenario: a list stands alone; each scenario has its own settings"))
            }
        }
    }
}

/// A key of a map.
#[derive(Clone, Copy)]
enum Key {
    List,
    Schema,
    Name,
    Preset,
    Version,
    Data,
    Setting(Setting),
}

impl Key {
    fn id(self) -> &'static str {
        match self {
            Self::List => LIST,
            Self::Schema => "schema",
            Self::Name => NAME,
            Self::Preset => "preset",
            Self::Version => EDITION[0],
            Self::Data => EDITION[1],
            Self::Setting(setting) => setting.id(),
        }
    }
}

/// Reads a key; an error in it has its place.
struct KeySeed {
    /// Whether the map is the file's own and no scenario of a list.
    is_top: bool,
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        let name = String::deserialize(deserializer)?;
        let of_file = self.is_top.then_some([Key::List, Key::Schema]).into_iter().flatten();
        let own = [Key::Name, Key::Preset, Key::Version, Key::Data].into_iter().chain(of_file);
        let setting = || Setting::from_id(&name).map(Key::Setting);
        own.into_iter()
            .find(|key| key.id() == name)
            .or_else(setting)
            .ok_or_else(|| Error::custom(InputError::UnknownInput { name }.with_hint()))
    }
}

/// Reads a value and checks it; an error in it has its place.
struct Checked<F>(F);

impl<'de, T, F: FnOnce(Raw) -> Result<T, String>> DeserializeSeed<'de> for Checked<F> {
    type Value = T;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        let raw = RawSeed.deserialize(deserializer)?;
        (self.0)(raw).map_err(D::Error::custom)
    }
}

fn preset_of(raw: Raw) -> Result<Preset, String> {
    match raw {
        Raw::Text(name) => preset(&name).map_err(|error| error.with_hint()),
        other => Err(format!("preset: {} is not a preset's name", other.shown())),
    }
}

fn name(raw: Raw) -> Result<Name, String> {
    match raw {
        Raw::Text(text) => Name::new(&text).map_err(|error| error.to_string()),
        other => Err(format!("{NAME}: {} is not a text", other.shown())),
    }
}

/// Checks the number of a file's form.
fn schema(raw: Raw) -> Result<(), String> {
    match raw {
        Raw::Number(x) if x >= 1.0 && x <= f64::from(SCHEMA) && x.fract() == 0.0 => Ok(()),
        Raw::Number(x) if x > f64::from(SCHEMA) && x.fract() == 0.0 => {
            Err(format!("schema: {x} is of a later program (allowed: 1 to {SCHEMA})"))
        }
        other => Err(format!("schema: {} is not a file's form (allowed: 1 to {SCHEMA})", other.shown())),
    }
}

fn edition(key: &str, raw: Raw) -> Result<String, String> {
    match raw {
        Raw::Text(text) | Raw::Date(text) => Ok(text),
        other => Err(format!("{key}: {} is not a text", other.shown())),
    }
}

/// A scenario of a list; the edition that the list names is its own too.
fn beside(mut inner: Case, list: &Case) -> Case {
    let edition = &mut inner.edition;
    edition.version = edition.version.take().or_else(|| list.edition.version.clone());
    edition.data = edition.data.take().or_else(|| list.edition.data.clone());
    inner
}

fn entry(setting: Setting, raw: Raw) -> Result<f64, String> {
    let checked = match (raw, setting.domain()) {
        (Raw::Number(x), Domain::Number { .. }) => number(setting, x),
        // An index would mean another option as soon as the list grows.
        (Raw::Number(x), Domain::Choice(_)) => {
            Err(InputError::UnknownOption { setting, given: x.to_string() })
        }
        (Raw::Text(text), _) => value(setting, &text, Decimal::Point),
        (other, domain) => {
            let kind = match domain {
                Domain::Number { .. } => "a number",
                Domain::Choice(_) => "an option's name",
            };
            let hint = if matches!(other, Raw::Null) { "; leave it out for its default" } else { "" };
            let (id, allowed) = (setting.id(), Allowed(setting));
            return Err(format!("{id}: {} is not {kind} ({allowed}){hint}", other.shown()));
        }
    };
    checked.map_err(|error| error.with_hint())
}

/// A value as it was written.
enum Raw {
    Number(f64),
    Text(String),
    Flag(bool),
    Null,
    List,
    Map,
    /// A day or a moment of TOML, as it was written.
    Date(String),
}

impl Raw {
    fn shown(&self) -> String {
        match self {
            Self::Number(x) => x.to_string(),
            Self::Text(text) => format!("'{}'", shown(text)),
            Self::Flag(yes) => yes.to_string(),
            Self::Null => "null".to_owned(),
            Self::List => "a list".to_owned(),
            Self::Map => "an object".to_owned(),
            Self::Date(text) => format!("the date {}", shown(text)),
        }
    }
}

/// Reads any value; what is in a list or an object is skipped.
struct RawSeed;

impl<'de> DeserializeSeed<'de> for RawSeed {
    type Value = Raw;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for RawSeed {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number or a name")
    }
    fn visit_f64<E>(self, x: f64) -> Result<Raw, E> {
        Ok(Raw::Number(x))
    }
    fn visit_i64<E>(self, x: i64) -> Result<Raw, E> {
        Ok(Raw::Number(x as f64))
    }
    fn visit_u64<E>(self, x: u64) -> Result<Raw, E> {
        Ok(Raw::Number(x as f64))
    }
    fn visit_i128<E>(self, x: i128) -> Result<Raw, E> {
        Ok(Raw::Number(x as f64))
    }
    fn visit_u128<E>(self, x: u128) -> Result<Raw, E> {
        Ok(Raw::Number(x as f64))
    }
    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }
    fn visit_bool<E>(self, yes: bool) -> Result<Raw, E> {
        Ok(Raw::Flag(yes))
    }
    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Raw, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Raw::List)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == DATE {
                return map.next_value().map(Raw::Date);
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(Raw::Map)
    }
}
