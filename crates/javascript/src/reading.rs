//! Scenarios from plain objects, by the same rules as from files; chosen outputs as a plain object.

use model::catalogue::{Domain, Preset};
use model::outcome::Selection;
use model::units::Value;
use model::written::{Decimal, Fault};
use model::{InputError, Scenario, Setting};
use serde::{Serialize, Serializer};

/// Chosen outputs under their names.
pub(crate) struct Outputs<'a> {
    pub(crate) selection: &'a Selection,
    pub(crate) values: &'a [Value],
}

impl Serialize for Outputs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names = self.selection.specs().iter().map(|spec| spec.id);
        serializer.collect_map(names.zip(self.values))
    }
}

/// The value of an entry, as the caller gave it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum RawValue {
    /// A number.
    Number(f64),
    /// A string: an option's name, or a number in digits.
    Text(String),
    /// Any other value, as JSON.
    Other(String),
}

/// The scenario that these entries describe: `preset`, inputs and constants, in any order.
pub(crate) fn scenario(
    entries: impl IntoIterator<Item = (String, RawValue)>,
) -> Result<Scenario, InputError> {
    let mut start = Scenario::default();
    let mut settings = Vec::new();
    for (name, given) in entries {
        if name == "preset" {
            start = Scenario::preset(preset(given)?);
        } else if name != scenario_file::NAME && !scenario_file::EDITION.contains(&name.as_str()) {
            let setting = Setting::from_id(&name).ok_or(InputError::UnknownInput { name })?;
            settings.push((setting, value(setting, given)?));
        }
    }
    let given: Vec<Setting> = settings.iter().map(|(setting, _)| *setting).collect();
    let scenario = start.with_all(settings)?;
    scenario.refuse_idle(given)?;
    Ok(scenario)
}

/// The preset of this name.
pub(crate) fn preset(given: RawValue) -> Result<Preset, InputError> {
    let name = match given {
        RawValue::Text(text) | RawValue::Other(text) => text,
        RawValue::Number(x) => x.to_string(),
    };
    Preset::from_id(&name).ok_or(InputError::UnknownPreset { name })
}

fn value(setting: Setting, given: RawValue) -> Result<f64, InputError> {
    match (given, setting.domain()) {
        (RawValue::Number(x), Domain::Number { .. }) => Ok(x),
        (RawValue::Text(text), _) => model::scenario::parse(setting, &text, Decimal::Point),
        (RawValue::Other(given), Domain::Number { .. }) => {
            Err(InputError::NotANumber { setting, given, fault: Fault::NotANumber })
        }
        // An index would mean another option as soon as the list grows.
        (RawValue::Number(x), Domain::Choice(_)) => {
            Err(InputError::UnknownOption { setting, given: x.to_string() })
        }
        (RawValue::Other(given), Domain::Choice(_)) => Err(InputError::UnknownOption { setting, given }),
    }
}

#[cfg(test)]
mod tests {
    use model::Input;

    use super::*;

    fn read(entries: &[(&str, RawValue)]) -> Result<Scenario, InputError> {
        scenario(entries.iter().map(|(name, given)| ((*name).to_owned(), given.clone())))
    }

    fn text(text: &str) -> RawValue {
        RawValue::Text(text.to_owned())
    }

    #[test]
    fn order_does_not_matter() {
        let price = Scenario::default().get(Input::GpuHourPrice);
        let read = read(&[
            ("gpu_hour_price", RawValue::Number(price)),
            ("gpu", text("b200-sxm")),
            ("preset", text("canva")),
        ]);
        let read = read.unwrap();
        assert_eq!((read.base(), read.get(Input::GpuHourPrice)), (Preset::Canva, price));
        assert_eq!(read.text(Input::Gpu), "b200-sxm");
    }

    #[test]
    fn each_refusal_names_its_field() {
        for (entry, field, part) in [
            (("gpu_count", RawValue::Number(0.0)), "gpu_count", "1 to 1024 GPUs"),
            (("gpu_count", RawValue::Number(f64::NAN)), "gpu_count", "NaN"),
            (("gpu_count", RawValue::Other("null".to_owned())), "gpu_count", "not a number"),
            (("gpu", RawValue::Number(2.0)), "gpu", "'2' is not an option"),
            (("gpu", RawValue::Other("true".to_owned())), "gpu", "'true' is not an option"),
            (("gpus", RawValue::Number(2.0)), "gpus", "no input"),
            (("preset", text("nobody")), "preset", "canva"),
            (("preset", RawValue::Number(1.0)), "preset", "'1'"),
        ] {
            let error = read(&[entry]).unwrap_err();
            assert_eq!(error.field(), field);
            assert!(error.to_string().contains(part), "{error}");
        }
    }
}
