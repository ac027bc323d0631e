//! Which settings are not the same in all scenarios of a set, and what they read as.

use model::format::{Style, number};
use model::{Scenario, Setting};

/// The settings that have an effect in one of the scenarios, and not the same value in all.
///
/// ```
/// use model::{Input, Scenario};
/// let first = Scenario::default();
/// let second = first.clone().with(Input::GpuCount, 8.0)?;
/// assert_eq!(workshop::differing(&[&first, &second]), [Input::GpuCount.into()]);
/// # Ok::<(), model::InputError>(())
/// ```
pub fn differing(scenarios: &[&Scenario]) -> Vec<Setting> {
    Setting::all().filter(|setting| differs(scenarios, *setting)).collect()
}

fn differs(scenarios: &[&Scenario], setting: Setting) -> bool {
    let mut values = scenarios.iter().map(|scenario| scenario.get(setting));
    let first = values.next();
    values.any(|value| Some(value) != first)
        && scenarios.iter().any(|scenario| scenario.idle(setting).is_none())
}

/// The value of a setting as it reads in a table.
pub fn reading(scenario: &Scenario, setting: Setting) -> String {
    match setting {
        Setting::Input(input) => scenario.reading(input),
        Setting::Assumption(_) => number(scenario.get(setting), setting.unit(), Style::Prose),
    }
}
