//! The model's results, to the bit, over 2,000 scenarios drawn from the whole box of inputs and constants.
//!
//! `bits.txt` holds one hash a scenario. A change of structure leaves all of them as they are. A change of the model
//! changes some: run the test with `RENEW_BITS=1` to write the file again, and say in the commit how many changed and why.

#![expect(clippy::expect_used, reason = "a test may stop where it fails")]

use std::path::Path;
use std::{env, fs};

use model::catalogue::Domain;
use model::outcome::{AccuracyMoment, CostMoment, Outcome, Percentiles};

use model::units::{Quantity, Value};
use model::{Preset, Scenario, Setting, evaluate};

const SCENARIOS: u64 = 2000;

/// The presets that there were when the cases were first drawn.
const FIRST_PRESETS: usize = 5;

/// FNV-1a, 64 bits.
struct Hash(u64);

impl Hash {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn number(&mut self, number: f64) {
        self.bytes(&number.to_bits().to_le_bytes());
    }

    fn value(&mut self, value: Value) {
        match value {
            Value::Number(number) => self.number(number),
            Value::Name(name) => self.bytes(name.as_bytes()),
            Value::Flag(flag) => self.bytes(&[u8::from(flag)]),
            Value::Missing => self.bytes(b"missing"),
        }
    }

    fn quantity(&mut self, quantity: impl Quantity) {
        self.value(quantity.value());
    }
}

/// A number from 0 up to 1 that a case and a name determine, so that a new setting leaves all others where they were.
fn draw(case: u64, name: &str) -> f64 {
    let mut hash = Hash::new();
    hash.bytes(name.as_bytes());
    // SplitMix64.
    let mut x = hash.0.wrapping_add(case.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((x ^ (x >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Half of the inputs and an eighth of the constants are set, each somewhere in its range; one in twenty at an end.
fn scenario(case: u64) -> Scenario {
    let first = (draw(case, "preset") * FIRST_PRESETS as f64) as usize;
    // Each later preset takes its share of the cases, and leaves the others where they were.
    let takes = |later: &usize| draw(case, Preset::ALL[*later].spec().id) * ((later + 1) as f64) < 1.0;
    let preset = Preset::ALL[(FIRST_PRESETS..Preset::ALL.len()).rfind(takes).unwrap_or(first)];
    Setting::all().fold(Scenario::preset(preset), |scenario, setting| {
        let share = if matches!(setting, Setting::Input(_)) { 0.5 } else { 0.125 };
        if draw(case, &format!("{} set", setting.id())) >= share {
            return scenario;
        }
        let place = match draw(case, setting.id()) * 1.05 {
            place if place > 1.025 => 1.0,
            place if place > 1.0 => 0.0,
            place => place,
        };
        scenario.with(setting, at(setting, place)).expect("a place in the range is allowed")
    })
}

fn at(setting: Setting, place: f64) -> f64 {
    match setting.domain() {
        Domain::Choice(options) => (place * options.len() as f64).floor().min(options.len() as f64 - 1.0),
        Domain::Number { min, max, whole, .. } => {
            // Shifted logarithmically, so that small values are as likely as large ones and zero is reached.
            let shift = if min > 0.0 { 0.0 } else { 1e-3 * (max - min) - min };
            let value =
                libm::exp(libm::log(min + shift) + place * libm::log((max + shift) / (min + shift))) - shift;
            if whole { libm::round(value.clamp(min, max)) } else { value.clamp(min, max) }
        }
    }
}

fn hash(outcome: &Outcome) -> u64 {
    let mut hash = Hash::new();
    outcome.outputs().for_each(|(_, value)| hash.value(value));
    let ledgers = &outcome.estimate.ledgers;
    ledgers.own.iter().chain(&ledgers.rent).for_each(|line| hash.quantity(line.cost));
    outcome.estimate.conditions.iter().for_each(|condition| hash.bytes(condition.id().as_bytes()));
    for flip in &outcome.flips {
        hash.number(flip.from);
        hash.number(flip.at);
    }
    let bands = outcome.bands;
    for Percentiles { p5, p50, p95 } in
        [bands.own_cost, bands.rent_cost, bands.own_accuracy, bands.rent_accuracy]
    {
        [p5, p50, p95].into_iter().for_each(|number| hash.number(number));
    }
    outcome.saving_quantiles.iter().for_each(|saving| hash.quantity(*saving));
    for AccuracyMoment { month, own, own_never, rent, retrain } in &outcome.accuracy_path {
        hash.quantity(*month);
        [own, own_never, rent].into_iter().for_each(|accuracy| hash.quantity(*accuracy));
        hash.value(Value::Flag(*retrain));
    }
    for CostMoment { month, own, rent } in &outcome.cost_path {
        hash.quantity(*month);
        [own, rent].into_iter().for_each(|cost| hash.quantity(*cost));
    }
    hash.0
}

#[test]
fn results_are_equal_to_the_bit() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bits.txt");
    let found: Vec<String> =
        (0..SCENARIOS).map(|case| format!("{:016x}", hash(&evaluate(&scenario(case))))).collect();
    if env::var_os("RENEW_BITS").is_some() {
        fs::write(&file, found.join("\n") + "\n").expect("the file of hashes can be written");
    }
    let kept = fs::read_to_string(&file).expect("the file of hashes is there");
    let kept: Vec<&str> = kept.lines().collect();
    assert_eq!(kept.len(), found.len());
    let changed: Vec<u64> =
        (0..SCENARIOS).filter(|case| kept[*case as usize] != found[*case as usize]).collect();
    let Some(first) = changed.first() else { return };
    let settings: Vec<String> =
        scenario(*first).changes().map(|(setting, value)| format!("{} = {value}", setting.id())).collect();
    assert!(
        changed.is_empty(),
        "{} of {SCENARIOS} scenarios give other bits (if the model changed, RENEW_BITS=1 writes them again); the first is \
         number {first}: preset {}, {}",
        changed.len(),
        scenario(*first).base().spec().id,
        settings.join(", ")
    );
}
