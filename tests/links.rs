//! Any query at all: read to its end, noted in short clean words, and what is passed on reads back as the same case.

use model::catalogue::Domain;
use model::{Input, Scenario, Setting};
use own_or_rent::controls::written::read_all;
use own_or_rent::url_state::{decode, encode, encode_beside};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

/// As many queries as `FUZZ_SECONDS` seconds take, or a few hundred.
fn cases() -> ProptestConfig {
    let seconds: u32 = std::env::var("FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    // About what one second tries.
    ProptestConfig {
        cases: if seconds == 0 { 300 } else { seconds * 1000 },
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    }
}

/// A key: one of ours, a slip for one, or anybody's.
fn key() -> impl Strategy<Value = String> {
    let ids: Vec<&str> = Setting::all().map(Setting::id).chain(["preset", "embed", "theme"]).collect();
    prop_oneof![
        4 => prop::sample::select(ids.clone()).prop_map(str::to_owned),
        1 => (prop::sample::select(ids), 0..20_usize, "[a-z_]").prop_map(|(id, at, letter)| {
            let at = at.min(id.len() - 1);
            format!("{}{letter}{}", &id[..at], &id[at + 1..])
        }),
        1 => prop::sample::select(vec!["utm_source", "fbclid", "childId", "q", "%00", "%1b]0;", ""]).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
    ]
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (-9_i32..9, 0_u32..10_000).prop_map(|(power, digits)| format!("{digits}e{power}")),
        2 => prop::sample::select(vec![
            "1,5", "1,500", "1.500", "-0", "NaN", "inf", "1e999", "7%25", "%248", "8B", "100k", "2-4", "1/2", "%D9%A4", "%ff%fe", "%1b%5B2J",
            "intercom", "canva", "fp8", "bf16", "llama-3.1-70b", "full", "dark", "all", "b200-sxm",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,20}",
    ]
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn any_query_is_read_and_what_is_passed_on_reads_back(pairs in prop::collection::vec((key(), value()), 0..8)) {
        let query = pairs.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("&");
        let link = decode(&query, read_all);
        for problem in &link.problems {
            let words = &problem.reason;
            prop_assert!(words.chars().count() < 500 && !words.contains(char::is_control), "{}: {:?}", query, words);
        }
        let passed_on = decode(&encode(&link.scenario), read_all);
        prop_assert_eq!(&passed_on.problems, &vec![], "{}", query);
        prop_assert_eq!(passed_on.scenario.values(), link.scenario.values(), "{}", query);
        prop_assert!(passed_on.scenario.changes().eq(link.scenario.changes()), "{}", query);
        let own = decode(&encode_beside(&query, &link.scenario), read_all);
        prop_assert_eq!(own.scenario.values(), link.scenario.values(), "{}", query);
    }
}

/// A value that equals the default before another setting is kept beside that other, in whatever order a link has them.
#[test]
fn a_value_is_kept_that_was_a_default_before() {
    let accuracy = Scenario::default().get(Input::ClosedAccuracy);
    let Domain::Choice(models) = Input::Api.spec().domain else { return };
    for api in 0..models.len() {
        let settings = [(Input::ClosedAccuracy.into(), accuracy), (Input::Api.into(), api as f64)];
        let scenario = Scenario::default().with_all(settings).unwrap();
        let link = encode(&scenario);
        assert_eq!(decode(&link, read_all).scenario, scenario, "{link}");
    }
}
