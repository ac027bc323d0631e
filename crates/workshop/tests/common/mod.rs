//! Scenarios drawn from the whole box of inputs and constants.

use model::catalogue::{Domain, Scale};
use model::{Preset, Scenario, Setting};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

/// As many cases as `FUZZ_SECONDS` seconds take, or `few`.
pub(crate) fn cases(few: u32, in_a_second: u32) -> ProptestConfig {
    let seconds: u32 = std::env::var("FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    ProptestConfig {
        cases: if seconds == 0 { few } else { seconds * in_a_second },
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    }
}

/// A value of a setting: an end of its range, one with a few digits as a person sets it, or any.
fn value(setting: Setting, share: f64, kind: u8) -> f64 {
    match setting.domain() {
        Domain::Choice(options) => (options.len() as f64 * share).floor().min(options.len() as f64 - 1.0),
        Domain::Number { min, max, scale, whole, .. } => {
            let any = match scale {
                Scale::Log if min > 0.0 => min * (max / min).powf(share),
                Scale::Linear | Scale::Log | Scale::LogWithZero => min + (max - min) * share,
            };
            let value = match kind {
                0 => min,
                1 => max,
                2 => format!("{any:.1e}").parse().unwrap_or(any),
                _ => any,
            };
            let value = if whole { value.round() } else { value };
            value.clamp(min, max)
        }
    }
}

/// A scenario with up to `most` settings changed. What has no effect in it is left out, and so is what would follow from the rest
/// anyway: a code, a link or a file of it names neither.
pub(crate) fn scenario(most: usize) -> impl Strategy<Value = Scenario> {
    let settings: Vec<Setting> = Setting::all().collect();
    let changes = prop::collection::vec((prop::sample::select(settings), 0.0..1.0_f64, 0..6_u8), 0..=most);
    (prop::sample::select(Preset::ALL.to_vec()), changes).prop_map(|(preset, changes)| {
        let set = changes.into_iter().map(|(setting, share, kind)| (setting, value(setting, share, kind)));
        // Of two values of a setting, the last one stands.
        let values: std::collections::BTreeMap<Setting, f64> = set.collect();
        let scenario = Scenario::preset(preset).with_all(values).expect("values are in their ranges");
        let scenario = Setting::all().fold(scenario, |scenario, setting| match scenario.idle(setting) {
            Some(_) => scenario.reset(setting),
            None => scenario,
        });
        Setting::all().fold(scenario, |scenario, setting| {
            if scenario.is_changed(setting) { scenario } else { scenario.reset(setting) }
        })
    })
}
