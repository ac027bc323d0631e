//! Odd cases for the tests that read the page's words: every input at its ends, every pair of ways, and draws of the whole box.

use model::catalogue::Domain;
use model::format::to_significant;
use model::{Input, Preset, Scenario, Setting};

/// A number from 0 up to 1 that a case and a name determine (FNV-1a, then SplitMix64), so that a new input leaves all other
/// draws as they are.
fn draw(case: usize, name: &str) -> f64 {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut x = hash.wrapping_add((case as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((x ^ (x >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// The value of an input at a share of its range.
fn at(domain: Domain, share: f64) -> f64 {
    match domain {
        Domain::Choice(options) => (share * options.len() as f64).floor().min(options.len() as f64 - 1.0),
        Domain::Number { min, max, whole, .. } => {
            let shift = if min > 0.0 { 0.0 } else { 1e-3 * (max - min) - min };
            let value = (min + shift) * libm::pow((max + shift) / (min + shift), share) - shift;
            if whole { value.clamp(min, max).round() } else { value.clamp(min, max) }
        }
    }
}

/// The default case with one input at each end of its range, or at each of its options.
pub(crate) fn ends() -> Vec<Scenario> {
    let mut cases = Vec::new();
    for input in Setting::all().filter(|setting| matches!(setting, Setting::Input(_))) {
        let values: Vec<f64> = match input.domain() {
            Domain::Choice(options) => (0..options.len()).map(|index| index as f64).collect(),
            Domain::Number { min, max, .. } => vec![min, max],
        };
        cases.extend(values.into_iter().filter_map(|x| Scenario::default().with(input, x).ok()));
    }
    cases
}

/// Every pair of ways to run a model, for a preset.
pub(crate) fn pairs_of_ways(preset: Preset) -> Vec<Scenario> {
    let options = |input: Input| match input.spec().domain {
        Domain::Choice(options) => options.len(),
        Domain::Number { .. } => 0,
    };
    let (own, rent) = (options(Input::OwnWay), options(Input::RentWay));
    (0..own)
        .flat_map(|own| (0..rent).map(move |rent| (own as f64, rent as f64)))
        .filter_map(|(own, rent)| {
            Scenario::preset(preset).with(Input::OwnWay, own).ok()?.with(Input::RentWay, rent).ok()
        })
        .collect()
}

/// Cases in which a third of the inputs stand somewhere in their range, one in ten of them at an end.
pub(crate) fn drawn(n: usize) -> Vec<Scenario> {
    let case = |index: usize| {
        let preset = Preset::ALL[index % Preset::ALL.len()];
        Setting::all().filter(|setting| matches!(setting, Setting::Input(_))).fold(
            Scenario::preset(preset),
            |case, input| {
                if draw(index, &[input.id(), " is set"].concat()) > 0.33 {
                    return case;
                }
                let share = (draw(index, input.id()) * 1.1 - 0.05).clamp(0.0, 1.0);
                // As people write numbers.
                let x = to_significant(at(input.domain(), share), 3);
                case.clone().with(input, x).unwrap_or(case)
            },
        )
    };
    (0..n).map(case).collect()
}

/// The settings of a case that differ from its preset's: "intercom gpu_count=8".
pub(crate) fn named(scenario: &Scenario) -> String {
    let changes =
        scenario.changes().map(|(setting, _)| format!("{}={}", setting.id(), scenario.text(setting)));
    [scenario.base().spec().id.to_owned()].into_iter().chain(changes).collect::<Vec<_>>().join(" ")
}
