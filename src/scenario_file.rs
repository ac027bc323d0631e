//! A case as a file and as a command, to save and to load again.

use model::Scenario;
use model::catalogue::Preset;
use model::written::{Decimal, unmistakable};
use serde::{Deserialize, Serialize};

use crate::state::Pin;

/// The name of a saved file.
pub const FILE_NAME: &str = "own-or-rent.json";

/// The largest file that is read, bytes: a case has a few hundred.
pub const MAX_FILE_BYTES: f64 = 100_000.0;

/// A case with the edition of the model that it was made with.
#[derive(Serialize)]
struct SavedCase<'a> {
    version: &'static str,
    data: &'static str,
    #[serde(flatten)]
    scenario: &'a Scenario,
}

/// A case as the file that `calculator evaluate --scenario` reads: a flat map of the differences from the preset, after the
/// model's version and the newest day of its data.
pub fn write(scenario: &Scenario) -> String {
    let case = SavedCase { version: model::VERSION, data: model::catalogue::DATA_DATE, scenario };
    // A map of names and numbers always has a JSON form, so the error case never occurs.
    serde_json::to_string_pretty(&case).map_or_else(|error| error.to_string(), |text| text + "\n")
}

/// Reads such a file.
///
/// # Errors
/// The fault in it: not JSON, an unknown name, a value out of range with the range.
pub fn read(text: &str) -> Result<Scenario, String> {
    serde_json::from_str(text).map_err(|error| {
        let reason = error.to_string();
        match error.classify() {
            serde_json::error::Category::Data => reason,
            _ => format!("the file is not JSON: {reason}"),
        }
    })
}

/// The command that computes the same case in a terminal.
pub fn command(scenario: &Scenario) -> String {
    let mut words = vec!["calculator evaluate".to_owned()];
    if scenario.base() != Preset::DEFAULT {
        words.push(format!("--preset {}", scenario.base().spec().id));
    }
    words.extend(scenario.changes().map(|(setting, value)| {
        let form = model::scenario::form(setting, Decimal::Either);
        format!("--set {}={}", setting.id(), unmistakable(scenario.text(setting), value, &form))
    }));
    words.join(" ")
}

/// A pin as stored between visits.
#[derive(Deserialize, Serialize)]
struct KeptPin {
    name: String,
    scenario: Scenario,
}

/// Pins as stored between visits.
pub fn write_pins(pins: &[Pin]) -> String {
    let kept: Vec<KeptPin> =
        pins.iter().map(|pin| KeptPin { name: pin.name.clone(), scenario: pin.scenario.clone() }).collect();
    serde_json::to_string(&kept).unwrap_or_default()
}

/// Reads stored pins; `None` if their form is no longer known.
pub fn read_pins(text: &str) -> Option<Vec<Pin>> {
    let kept: Vec<KeptPin> = serde_json::from_str(text).ok()?;
    Some(kept.into_iter().map(|kept| Pin { name: kept.name, scenario: kept.scenario }).collect())
}

#[cfg(test)]
mod tests {
    use model::Input;

    use super::*;

    fn case() -> Scenario {
        Scenario::preset(Preset::Intercom)
            .with(Input::GpuCount, 8.0)
            .unwrap()
            .with_text("precision", "int4")
            .unwrap()
    }

    #[test]
    fn a_file_is_a_flat_map_and_reads_back() {
        let text = write(&case());
        let map: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(map["preset"], "intercom");
        assert_eq!(map["gpu_count"], 8.0);
        assert_eq!(map["precision"], "int4");
        assert_eq!(map["version"], model::VERSION);
        assert_eq!(map["data"], model::catalogue::DATA_DATE);
        assert_eq!(map.as_object().unwrap().len(), 5);
        assert_eq!(read(&text), Ok(case()));
    }

    #[test]
    fn what_is_wrong_with_a_file_is_named() {
        for (text, part) in [
            ("", "not JSON"),
            ("[1]", "invalid type"),
            (r#"{"gpu_cuont": 8}"#, "gpu_cuont"),
            (r#"{"gpu_count": 0}"#, "1024"),
            (r#"{"preset": "nobody"}"#, "nobody"),
            (r#"{"gpu_count": 8, "gpu_count": 16}"#, "gpu_count: given twice"),
            (r#"{"model": "llama-3.1-70b", "model_size": 8}"#, "has no effect while model is llama-3.1-70b"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn pins_survive_a_visit() {
        let pins = vec![Pin { name: "eight \"GPUs\"".into(), scenario: case() }];
        assert_eq!(read_pins(&write_pins(&pins)), Some(pins));
        assert_eq!(read_pins("[{]"), None);
    }

    #[test]
    fn the_command_names_what_differs() {
        assert_eq!(command(&Scenario::default()), "calculator evaluate");
        assert_eq!(
            command(&case()),
            "calculator evaluate --preset intercom --set precision=int4 --set gpu_count=8"
        );
    }
}
