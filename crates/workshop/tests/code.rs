//! Codes: the whole box there and back, and what is said of wrong words.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]
#![expect(clippy::disallowed_methods, reason = "where a draw falls need not agree between machines")]

mod common;

use bip39::Language;
use common::{cases, scenario};
use model::catalogue::{Domain, EDITION};
use model::{Input, Preset, Scenario, Setting};
use proptest::prelude::*;
use workshop::code::{CodeError, decode, encode};

fn words(code: &str) -> Vec<&'static str> {
    let list = Language::English.word_list();
    code.split(' ').map(|word| *list.iter().find(|other| **other == word).unwrap()).collect()
}

proptest! {
    #![proptest_config(cases(300, 300))]

    #[test]
    fn a_code_gives_the_scenario_back_to_the_bit(scenario in scenario(90)) {
        let read = decode(&encode(&scenario)).unwrap().scenario().unwrap();
        prop_assert_eq!(&read, &scenario);
        prop_assert_eq!(read.values(), scenario.values());
        prop_assert_eq!(read.assumptions(), scenario.assumptions());
    }

    #[test]
    fn one_wrong_word_is_named(scenario in scenario(6), at in any::<prop::sample::Index>(), other in 0..2048_usize) {
        let code = encode(&scenario);
        let mut said = words(&code);
        let (index, list) = (at.index(said.len()), Language::English.word_list());
        let right = std::mem::replace(&mut said[index], list[other]);
        let error = decode(&said.join(" "));
        if list[other] == right {
            prop_assert!(error.is_ok());
        } else {
            let expected = CodeError::WrongWord { position: index + 1, given: list[other], meant: right };
            prop_assert_eq!(error, Err(expected));
        }
    }

    #[test]
    fn a_word_that_is_none_is_named(scenario in scenario(6), at in any::<prop::sample::Index>()) {
        let code = encode(&scenario);
        let mut said = words(&code);
        let index = at.index(said.len());
        let right = std::mem::replace(&mut said[index], "xyzzy");
        let expected = CodeError::UnknownWord { position: index + 1, given: "xyzzy".to_owned(), meant: Some(right) };
        prop_assert_eq!(decode(&said.join(" ")), Err(expected));
    }

    #[test]
    fn words_that_are_left_out_or_exchanged_give_no_other_case(scenario in scenario(6), at in any::<prop::sample::Index>()) {
        let code = encode(&scenario);
        let said = words(&code);
        let index = at.index(said.len() - 1);
        let mut exchanged = said.clone();
        exchanged.swap(index, index + 1);
        prop_assert!(said[index] == said[index + 1] || decode(&exchanged.join(" ")).is_err());
        let mut shorter = said.clone();
        shorter.remove(index);
        prop_assert!(decode(&shorter.join(" ")).is_err());
    }

    #[test]
    fn four_letters_of_a_word_and_any_punctuation_will_do(scenario in scenario(6)) {
        let code = encode(&scenario);
        let short: Vec<String> = words(&code).iter().map(|word| word.chars().take(4).collect::<String>().to_uppercase()).collect();
        prop_assert_eq!(decode(&format!("  1. {}. ", short.join(",  -\n"))), decode(&code));
    }

    #[test]
    fn no_words_break_the_reader(at in prop::collection::vec(0..2048_usize, 0..30), text in "\\PC{0,30}") {
        let list = Language::English.word_list();
        let said: Vec<&str> = at.into_iter().map(|index| list[index]).chain([text.as_str()]).collect();
        if let Err(error) = decode(&said.join(" ")) {
            let message = error.to_string();
            prop_assert!(message.chars().count() < 500 && !message.contains(char::is_control), "{}", message);
        }
    }
}

#[test]
fn a_preset_is_three_words_and_a_setting_few_more() {
    for preset in Preset::ALL {
        assert_eq!(words(&encode(&Scenario::preset(preset))).len(), 3, "{preset:?}");
    }
    let eight = Scenario::default().with(Input::GpuCount, 8.0).unwrap();
    assert_eq!(words(&encode(&eight)).len(), 4);
    let large = eight.with(Input::RequestsPerDay, 250_000.0).unwrap().with_text("gpu", "b200-sxm").unwrap();
    assert!(words(&encode(&large)).len() <= 8, "{}", encode(&large));
}

/// What a person sees who was handed a code of an earlier day: these words are on sheets of paper.
#[test]
fn codes_keep_their_meaning() {
    let case = Scenario::preset(Preset::Intercom)
        .with(Input::GpuCount, 8.0)
        .unwrap()
        .with_text("precision", "int4")
        .unwrap()
        .with(Input::PriceTrend, -0.25)
        .unwrap();
    let kept = "canal donate december illness velvet length air galaxy";
    assert_eq!(decode(kept).map(|case| case.scenario()), Ok(Ok(case)), "edition {EDITION}");
}

/// Every setting with the longest number that there is.
#[test]
fn the_checksum_covers_the_longest_code() {
    const DIGITS: u64 = 64_u64.div_ceil(4) * 5;
    const STEP_AND_POWER: u64 = 10 + 3 * 4;
    let bits = |setting: Setting| match setting.domain() {
        Domain::Number { .. } => DIGITS + STEP_AND_POWER,
        Domain::Choice(_) => 2 * 10,
    };
    let all: u64 = Setting::all().map(bits).sum();
    assert!(all.div_ceil(11) + 4 < 2047, "{all} bits");
}

#[test]
fn messages_say_what_is_allowed() {
    let code = encode(&Scenario::default());
    let said = words(&code);
    for (text, message) in [
        (String::new(), "code: 0 words (allowed: 3 to 2047)".to_owned()),
        ("zoo".to_owned(), "code: 1 word (allowed: 3 to 2047)".to_owned()),
        (
            format!("{} {} {}", said[0], said[1], "zzz\u{1b}"),
            format!("code: word 3, 'zzz', is not in the list; did you mean '{}'?", said[2]),
        ),
        ("zoo zoo zoo zoo".to_owned(), String::new()),
    ] {
        let error = decode(&text).unwrap_err().to_string();
        assert!(message.is_empty() || error == message, "{text}: {error}");
    }
}
