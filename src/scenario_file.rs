//! A case as a file and as a command, to save and to load again.

use model::Scenario;
use model::catalogue::Preset;
use model::written::{Decimal, unmistakable};
use serde::Serialize;

/// How many changes a file's name tells.
const NAMED_CHANGES: usize = 2;

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

/// The name, without an ending, of a file that holds something of this case: what, the preset, and what differs from it.
///
/// ```
/// use model::{Input, Preset, Scenario};
/// let scenario = Scenario::preset(Preset::Intercom).with(Input::GpuCount, 8.0)?;
/// assert_eq!(own_or_rent::scenario_file::file_stem("ledger", &scenario), "own-or-rent-ledger-intercom-gpu_count-8");
/// # Ok::<(), model::InputError>(())
/// ```
pub fn file_stem(what: &str, scenario: &Scenario) -> String {
    let mut words = vec!["own-or-rent".to_owned(), what.to_owned(), scenario.base().spec().id.to_owned()];
    let mut changes = scenario.changes();
    words.extend(
        changes
            .by_ref()
            .take(NAMED_CHANGES)
            .map(|(setting, _)| format!("{}-{}", setting.id(), scenario.text(setting))),
    );
    let n_more = changes.count();
    if n_more > 0 {
        words.push(format!("and-{n_more}-more"));
    }
    words.join("-")
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
