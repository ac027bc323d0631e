//! Scenario files: a flat map of `preset`, inputs and constants in TOML or JSON, or in JSON a list of such maps.
//!
//! Each entry is checked while it is read, so that an error can name its line.

use core::fmt;
use std::collections::BTreeMap;
use std::io::Read;

use model::catalogue::Domain;
use model::written::Decimal;
use model::{InputError, Preset, Scenario, Setting};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use crate::failure::Failure;
use crate::suggest;

/// Which preset a case names, and what it sets.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Case {
    /// The preset, if one is named.
    pub(crate) preset: Option<Preset>,
    /// What is set, each within its range.
    pub(crate) values: BTreeMap<Setting, f64>,
}

impl Case {
    /// The scenario: the preset, then the values in the catalogue's order, so that a choice (a GPU) is set
    /// before the inputs whose defaults depend on it (its price).
    pub(crate) fn scenario(&self) -> Result<Scenario, InputError> {
        let start = self.preset.map_or_else(Scenario::default, Scenario::preset);
        self.values.iter().try_fold(start, |scenario, (setting, value)| scenario.with(*setting, *value))
    }
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cases {
    /// One map.
    One(Case),
    /// A list of maps.
    List(Vec<Case>),
}

/// Reads a scenario file: TOML or JSON by its ending, or JSON from standard input if the name is `-`.
pub(crate) fn read(name: &str) -> Result<Cases, Failure> {
    let refused = |error: std::io::Error| Failure::Refused(format!("{name}: {error}"));
    if name == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(refused)?;
        return json("standard input", &text);
    }
    let parse = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("json") => json,
        Some("toml") => toml,
        _ => return Err(Failure::Refused(format!("{name}: a scenario file ends in .toml or .json"))),
    };
    parse(name, &std::fs::read_to_string(name).map_err(refused)?)
}

fn json(name: &str, text: &str) -> Result<Cases, Failure> {
    serde_json::from_str(text).map_err(|error| {
        let whole = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        let reason = whole.strip_suffix(&place).unwrap_or(&whole);
        Failure::Refused(format!("{name}:{}: {reason}", error.line()))
    })
}

fn toml(name: &str, text: &str) -> Result<Cases, Failure> {
    toml::from_str(text).map_err(|error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        Failure::Refused(format!("{name}:{line}: {}", error.message().trim_end()))
    })
}

impl<'de> Deserialize<'de> for Cases {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CasesVisitor;
        impl<'de> Visitor<'de> for CasesVisitor {
            type Value = Cases;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of inputs, or a list of such objects")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Cases, A::Error> {
                CaseVisitor.visit_map(map).map(Cases::One)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Cases, A::Error> {
                let mut cases = Vec::new();
                while let Some(case) = list.next_element()? {
                    cases.push(case);
                }
                Ok(Cases::List(cases))
            }
        }
        deserializer.deserialize_any(CasesVisitor)
    }
}

impl<'de> Deserialize<'de> for Case {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(CaseVisitor)
    }
}

struct CaseVisitor;

impl<'de> Visitor<'de> for CaseVisitor {
    type Value = Case;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of inputs")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Case, A::Error> {
        let mut case = Case::default();
        while let Some(field) = map.next_key::<Field>()? {
            let twice = match field {
                Field::Preset => case.preset.replace(map.next_value_seed(PresetSeed)?).is_some(),
                Field::Setting(setting) => {
                    case.values.insert(setting, map.next_value_seed(SettingSeed(setting))?).is_some()
                }
            };
            if twice {
                return Err(A::Error::custom(format!("{}: given twice", field.id())));
            }
        }
        Ok(case)
    }
}

/// A key of the map.
#[derive(Clone, Copy)]
enum Field {
    Preset,
    Setting(Setting),
}

impl Field {
    fn id(self) -> &'static str {
        match self {
            Self::Preset => "preset",
            Self::Setting(setting) => setting.id(),
        }
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldVisitor;
        impl Visitor<'_> for FieldVisitor {
            type Value = Field;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of an input or a constant")
            }
            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Field, E> {
                if name == "preset" {
                    return Ok(Field::Preset);
                }
                let unknown = || InputError::UnknownInput { name: name.to_owned() };
                Setting::from_id(name)
                    .map(Field::Setting)
                    .ok_or_else(|| E::custom(suggest::explain(&unknown())))
            }
        }
        deserializer.deserialize_identifier(FieldVisitor)
    }
}

/// Reads the name of a preset.
struct PresetSeed;

impl<'de> DeserializeSeed<'de> for PresetSeed {
    type Value = Preset;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Preset, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for PresetSeed {
    type Value = Preset;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a preset")
    }
    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Preset, E> {
        preset(name).map_err(|error| E::custom(suggest::explain(&error)))
    }
}

/// Reads the value of an input or a constant.
struct SettingSeed(Setting);

impl<'de> DeserializeSeed<'de> for SettingSeed {
    type Value = f64;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<f64, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for SettingSeed {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.0.domain() {
            Domain::Number { .. } => "a number",
            Domain::Choice(_) => "an option's name",
        };
        write!(f, "{kind} for {} ({})", self.0.id(), model::error::Allowed(self.0))
    }
    fn visit_f64<E: serde::de::Error>(self, x: f64) -> Result<f64, E> {
        let checked = match self.0.domain() {
            Domain::Number { .. } => number(self.0, x),
            // An index would mean another option as soon as the list grows.
            Domain::Choice(_) => Err(InputError::UnknownOption { setting: self.0, given: x.to_string() }),
        };
        checked.map_err(|error| E::custom(suggest::explain(&error)))
    }
    fn visit_i64<E: serde::de::Error>(self, x: i64) -> Result<f64, E> {
        self.visit_f64(x as f64)
    }
    fn visit_u64<E: serde::de::Error>(self, x: u64) -> Result<f64, E> {
        self.visit_f64(x as f64)
    }
    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<f64, E> {
        value(self.0, text, Decimal::Point).map_err(|error| E::custom(suggest::explain(&error)))
    }
}

/// The preset of this name.
pub(crate) fn preset(name: &str) -> Result<Preset, InputError> {
    Preset::from_id(name).ok_or_else(|| InputError::UnknownPreset { name: name.to_owned() })
}

/// The value of an input or a constant as written, within its range.
pub(crate) fn value(setting: Setting, text: &str, decimal: Decimal) -> Result<f64, InputError> {
    number(setting, model::scenario::parse(setting, text, decimal)?)
}

fn number(setting: Setting, value: f64) -> Result<f64, InputError> {
    Scenario::default().with(setting, value).map(|_| value)
}

#[cfg(test)]
mod tests {
    use model::Input;

    use super::*;

    fn refusal(result: Result<Cases, Failure>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn both_formats_read_alike() {
        let one = json("a.json", r#"{"gpu_hour_price": 2.5, "gpu": "b200-sxm", "preset": "canva"}"#).unwrap();
        assert_eq!(
            one,
            toml("a.toml", "gpu_hour_price = 2.5\ngpu = 'b200-sxm'\npreset = 'canva'\n").unwrap()
        );
        let Cases::One(case) = one else { panic!("one case") };
        let scenario = case.scenario().unwrap();
        assert_eq!((scenario.base(), scenario.text(Input::Gpu)), (Preset::Canva, "b200-sxm".to_owned()));
        assert_eq!(scenario.get(Input::GpuHourPrice), 2.5);
    }

    #[test]
    fn a_price_that_is_another_gpus_default_is_kept() {
        let default = Scenario::default().get(Input::GpuHourPrice);
        let text = format!(r#"{{"gpu_hour_price": {default}, "gpu": "b200-sxm"}}"#);
        let Cases::One(case) = json("a.json", &text).unwrap() else { panic!("one case") };
        assert_eq!(case.scenario().unwrap().get(Input::GpuHourPrice), default);
    }

    #[test]
    fn an_error_names_its_line() {
        for (text, line, part) in [
            ("{\n\"gpu_count\": 0}", 2, "allowed: 1 to 1024 GPUs"),
            ("{\n\n\"gpu_cuont\": 4}", 3, "did you mean 'gpu_count'?"),
            ("{\"preset\":\n\"canvas\"}", 2, "did you mean 'canva'?"),
            ("{\"gpu_count\": 1,\n\"gpu_count\": 2}", 2, "gpu_count: given twice"),
            ("{\"gpu\": 3}", 1, "'3' is not an option"),
            ("{\"gpu_count\":\nnull}", 2, "expected a number for gpu_count (allowed: 1 to 1024 GPUs)"),
            ("[{},\n{\"gpu_count\": 1.5}]", 2, "not a whole number"),
            ("{", 1, "EOF"),
        ] {
            let message = refusal(json("a.json", text));
            assert!(message.starts_with(&format!("a.json:{line}: ")) && message.contains(part), "{message}");
            assert!(!message.contains(" at line "), "{message}");
        }
        for (text, line, part) in [
            ("gpu_count = 0", 1, "allowed: 1 to 1024 GPUs"),
            ("\ngpu_cuont = 4", 2, "did you mean 'gpu_count'?"),
            ("\n\npreset = 'canvas'", 3, "did you mean 'canva'?"),
            ("gpu_count = 1\ngpu_count = 2", 2, "duplicate key"),
            ("gpu_count = 1\ngpu_hour_price = nan", 2, "gpu_hour_price: NaN is out of range"),
            ("horizon =", 1, "horizon"),
        ] {
            let message = refusal(toml("a.toml", text));
            assert!(message.starts_with(&format!("a.toml:{line}: ")), "{message}");
            assert!(message.contains(part) || part == "horizon", "{message}");
        }
    }
}
