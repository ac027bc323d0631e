//! What a room hands in: codes there and back, lines as they come out of a chat, places, and the table.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]
#![expect(clippy::disallowed_methods, reason = "where a draw falls need not agree between machines")]

mod common;

use common::{cases, scenario};
use model::{Assumption, Input, Scenario, Setting, evaluate};
use proptest::prelude::*;
use workshop::challenge::{Challenge, OWN, Plan, read};
use workshop::code::{self, CodeError};
use workshop::collection::{AskedKind, Collection, Judged, csv};
use workshop::hand_in::{Cheaper, HandIn, Prediction, Tag, Ticket};
use workshop::solution::{Solution, Unanswerable};

fn plan() -> Plan {
    read(OWN).unwrap()
}

fn answer(challenge: &Challenge, ticket: u16, prediction: f64) -> HandIn {
    HandIn {
        challenge: Tag::of(&challenge.id),
        ticket: Ticket::new(ticket),
        is_first: true,
        prediction: Prediction::Number(prediction),
        cheaper: Cheaper::Rent,
        scenario: challenge.start.clone(),
    }
}

fn any_prediction() -> impl Strategy<Value = Prediction> {
    let settings: Vec<Setting> = Setting::all().collect();
    prop_oneof![
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(Prediction::Number),
        prop::sample::select(settings).prop_map(Prediction::Quantity),
    ]
}

proptest! {
    #![proptest_config(cases(200, 300))]

    #[test]
    fn an_answer_comes_back_to_the_bit(
        scenario in scenario(12),
        prediction in any_prediction(),
        ticket in any::<u16>(),
        (is_first, is_own) in any::<(bool, bool)>(),
        id in "[a-z_]{1,20}",
    ) {
        let cheaper = if is_own { Cheaper::Own } else { Cheaper::Rent };
        let challenge = Tag::of(&id);
        let said = HandIn { challenge, ticket: Ticket::new(ticket), is_first, prediction, cheaper, scenario };
        let code = said.encode();
        let read = HandIn::decode(&code).unwrap();
        // Minus nought is nought.
        prop_assert_eq!(&read, &said);
        prop_assert_eq!(code::decode(&code).unwrap().scenario().unwrap(), said.scenario.clone());
        prop_assert!(HandIn::decode(&code::encode(&said.scenario)).is_err());
    }

    #[test]
    fn one_wrong_word_of_an_answer_is_named(scenario in scenario(3), at in any::<prop::sample::Index>()) {
        let plan = plan();
        let code = HandIn { scenario, ..answer(&plan.challenges[0], 5, 18_000.0) }.encode();
        let words: Vec<&str> = code.split(' ').collect();
        let index = at.index(words.len());
        let wrong = if words[index] == "zoo" { "zone" } else { "zoo" };
        let mut said = words.clone();
        said[index] = wrong;
        let text = format!("- Ada L.:  {}", said.join(", "));
        let read = Collection::read(&[text], &plan);
        prop_assert_eq!(&read.entries, &[]);
        let fault = &read.faults[0];
        prop_assert_eq!(fault.name.as_ref().map(|name| name.as_str().to_owned()), Some("Ada L".to_owned()));
        let is_named = matches!(&fault.error, CodeError::WrongWord { position, meant, .. } if *position == index + 1 && *meant == words[index]);
        prop_assert!(is_named, "{}", fault.error);
        let mended = fault.mended.clone().unwrap();
        prop_assert_eq!(&Collection::read(&[mended], &plan).entries[0].code, &code);
    }

    #[test]
    fn no_line_breaks_the_reader(lines in prop::collection::vec("\\PC{0,60}", 0..8)) {
        let read = Collection::read(&lines, &plan());
        prop_assert!(read.said().iter().all(|said| !said.chars().any(char::is_control)));
    }
}

/// Codes are on whiteboards and in chats: these keep their meaning.
#[test]
fn answers_keep_their_meaning() {
    let plan = plan();
    let said = answer(plan.challenge("when_renting_loses").unwrap(), 77, 40_000.0);
    assert_eq!(said.encode(), KEPT);
    assert_eq!(HandIn::decode(KEPT), Ok(said));
}

/// As the first edition wrote it.
const KEPT: &str = "artwork nature calm dragon length shoot ripple";

#[test]
fn an_answer_is_few_words() {
    let plan = plan();
    let first = &plan.challenges[0];
    let case =
        first.start.clone().with(Input::ModelSize, 14.0).unwrap().with(Input::RetrainsPerYear, 4.0).unwrap();
    let code = HandIn { scenario: case, ..answer(first, 300, 18_500.0) }.encode();
    assert!(code.split(' ').count() <= 10, "{code}");
    let code = answer(&plan.challenges[1], 300, 45_000.0).encode();
    assert!(code.split(' ').count() <= 8, "{code}");
}

#[test]
fn lines_are_read_as_people_paste_them() {
    let plan = plan();
    let code = |ticket: u16| answer(&plan.challenges[1], ticket, 4e4).encode();
    let lines = [
        format!("1) Ada: {}", code(1)),
        String::new(),
        format!("[10:42] Grace Hopper: {}", code(2).to_uppercase()),
        format!("> \u{201c}{}.\u{201d}", code(3).replace(' ', ", ")),
        format!("Alan {}", code(4)),
        format!("{} (Barbara)", code(5)),
        format!("ada: {}", code(1)),
        "good morning everybody".to_owned(),
        answer(&Challenge { id: "another".to_owned(), ..plan.challenges[1].clone() }, 6, 4e4).encode(),
        code::encode(&Scenario::default()),
    ];
    let read = Collection::read(&lines, &plan);
    let labels: Vec<String> = read.entries.iter().map(|entry| entry.label()).collect();
    assert_eq!(labels, ["Ada", "Grace Hopper", "Line 4", "Alan", "Barbara"]);
    let said = read.said();
    assert_eq!(said[0], "line 7 is the same answer as line 1, and counts once");
    assert!(said[1].starts_with("line 8: code: "), "{said:?}");
    assert_eq!(said[2], "line 9 answers a challenge that is not in this plan");
    assert_eq!(said[3], "line 10: code: is the code of a case, and no answer to a challenge");
    assert_eq!(said.len(), 4);
}

fn judged(challenge: &Challenge, answers: &[(&str, HandIn)]) -> Vec<Judged> {
    let lines: Vec<String> = answers.iter().map(|(name, it)| format!("{name}: {}", it.encode())).collect();
    Collection::read(&lines, &plan()).judged(challenge, &challenge.solve().unwrap())
}

#[test]
fn who_meets_the_limits_comes_before_who_does_not() {
    let plan = plan();
    let challenge = &plan.challenges[0];
    let with = |ticket: u16, size: f64, rounds: f64, prediction: f64| {
        let case = challenge.start.clone().with(Input::ModelSize, size).unwrap();
        let scenario = case.with(Input::RetrainsPerYear, rounds).unwrap().with(Input::GpuCount, 1.0).unwrap();
        HandIn { scenario, ..answer(challenge, ticket, prediction) }
    };
    let cheat = with(4, 14.0, 3.0, 18_000.0);
    let cheat = HandIn { scenario: cheat.scenario.with(Input::RunEffort, 0.0).unwrap(), ..cheat };
    let truth = evaluate(&with(1, 14.0, 3.0, 0.0).scenario).estimate.cost.own_cost.number();
    let late = HandIn { is_first: false, ..with(5, 14.0, 3.0, truth) };
    let found = judged(
        challenge,
        &[
            ("too small", with(1, 8.0, 3.0, 15_000.0)),
            ("far", with(2, 14.0, 3.0, truth * 1.2)),
            ("near", with(3, 14.0, 3.0, truth * 0.9)),
            ("cheat", cheat),
            ("late", late),
            ("near too", with(6, 14.0, 3.0, truth * 1.1)),
        ],
    );
    let order: Vec<String> = found.iter().map(|it| format!("{} {}", it.place, it.entry.label())).collect();
    assert_eq!(order[..3], ["1 near", "2 near too", "3 far"], "{order:?}");
    assert_eq!(order[5], "6 late");
    let off = found[0].off.unwrap();
    assert!((off - 0.1).abs() < 1e-12, "{off}");
    assert_eq!(found[0].actual, Some(truth));
    let foreign: Vec<&str> =
        found.iter().flat_map(|it| it.foreign.iter().map(|setting| setting.id())).collect();
    assert_eq!(foreign, ["run_effort"]);
}

#[test]
fn a_break_even_is_judged_by_the_models_own() {
    let plan = plan();
    let challenge = plan.challenge("when_renting_loses").unwrap();
    let Solution::From(found) = challenge.solve().unwrap() else { unreachable!() };
    let truth = found.lowest().unwrap();
    let found = judged(
        challenge,
        &[("half", answer(challenge, 1, truth / 2.0)), ("right", answer(challenge, 2, truth))],
    );
    assert_eq!((found[0].entry.label().as_str(), found[0].off), ("right", Some(0.0)));
    assert_eq!((found[1].place, found[1].off, found[1].actual), (2, Some(0.5), Some(truth)));
    // Intercom's case costs less rented.
    assert_eq!((found[0].cheaper, found[0].is_side_right()), (Some(Cheaper::Rent), Some(true)));
}

#[test]
fn equal_answers_share_a_place() {
    let plan = plan();
    let challenge = plan.challenge("measure_first").unwrap();
    let name = |ticket, setting: Setting| HandIn {
        prediction: Prediction::Quantity(setting),
        ..answer(challenge, ticket, 0.0)
    };
    let found = judged(
        challenge,
        &[
            ("price", name(1, Input::PriceTrend.into())),
            ("effort", name(2, Input::RunEffort.into())),
            ("effort too", name(3, Input::RunEffort.into())),
            ("other", name(4, Assumption::TunedErrorRatio.into())),
        ],
    );
    let order: Vec<String> = found.iter().map(|it| format!("{} {}", it.place, it.entry.label())).collect();
    assert_eq!(order, ["1 effort", "1 effort too", "3 price", "4 other"]);
    let AskedKind::OneOf(choices) = challenge.asked().kind else { unreachable!() };
    assert!(challenge.settings.iter().all(|setting| choices.contains(setting)));
    let labels: Vec<&str> = choices.iter().map(|setting| setting.label()).collect();
    assert!(labels.is_sorted(), "an order that tells the answer: {labels:?}");
}

#[test]
fn the_table_has_full_numbers_and_no_formulas() {
    let plan = plan();
    let challenge = plan.challenge("when_renting_loses").unwrap();
    let lines = [format!("=1+1 Eve: {}", answer(challenge, 1, 12_345.5).encode())];
    let read = Collection::read(&lines, &plan);
    let text = csv(challenge, &read.judged(challenge, &challenge.solve().unwrap()));
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().unwrap().clone();
    let row = reader.records().next().unwrap().unwrap();
    let cell = |name: &str| row.get(head.iter().position(|other| other == name).unwrap()).unwrap().to_owned();
    let outcome = evaluate(&challenge.start);
    assert_eq!(cell("own_cost"), outcome.estimate.cost.own_cost.number().to_string());
    assert_eq!(cell("rent_accuracy"), outcome.estimate.accuracy.rent_accuracy.number().to_string());
    assert_eq!(cell("predicted"), "12345.5");
    assert_eq!(cell("requests_per_day"), challenge.start.text(Input::RequestsPerDay));
    assert!(!cell("name").starts_with('='), "{}", cell("name"));
    assert_eq!(cell("code"), read.entries[0].code);
}

#[test]
fn a_challenge_without_an_answer_says_why() {
    let plan = plan();
    let text = |question: &str, settings: &str, start: &str| {
        format!(
            "[[challenge]]\nid = 'a'\ntitle = 'A'\ntask = 'Do'\nminutes = 5\nstart = {{ {start} }}\nsettings = [{settings}]\n\
             note = ''\nquestion = {question}\n"
        )
    };
    let solved = |question: &str, settings: &str, start: &str| {
        read(&text(question, settings, start)).unwrap().challenges[0].solve()
    };
    let limit = |limit: &str| format!("{{ reach = [{{ output = 'own_cost', {limit} }}] }}");
    assert_eq!(solved(&limit("most = 1e9"), "'gpu_count'", ""), Err(Unanswerable::KeptAtStart));
    let not_kept = solved(&limit("most = 1"), "'gpu_count'", "");
    assert!(matches!(not_kept, Err(Unanswerable::NotKept { n_tried: 10.. })), "{not_kept:?}");
    let idle = solved(&limit("most = 1"), "'measured_itl'", "").unwrap_err().to_string();
    assert!(idle.starts_with("settings: measured_itl"), "{idle}");
    let never = solved(
        "{ break_even = { input = 'gpu_hour_price', target = 'owning_cheaper' } }",
        "'gpu_count'",
        "requests_per_day = 100",
    );
    assert!(matches!(never, Err(Unanswerable::Never(_))), "{never:?}");
    for challenge in &plan.challenges {
        let words = challenge.solve().unwrap().words(challenge);
        assert!(words.ends_with('.') && words.len() > 20, "{words}");
    }
}

#[test]
fn the_plan_fills_an_hour_and_names_its_challenges() {
    let plan = plan();
    assert_eq!(plan.minutes(), 60);
    let played: Vec<usize> = plan.steps.iter().filter_map(|step| step.challenge).collect();
    assert_eq!(played, [0, 1, 2]);
    let all = OWN.to_owned();
    let wrong = all.replacen("challenge = \"measure_first\"", "challenge = \"mesure_first\"", 1);
    let error = read(&wrong).unwrap_err().to_string();
    assert!(
        error.contains("no challenge is called 'mesure_first'; did you mean 'measure_first'?"),
        "{error}"
    );
    let error = read(&all.replacen("minutes = 5", "", 1)).unwrap_err().to_string();
    assert!(error.contains("neither 'challenge' nor both 'title' and 'minutes'"), "{error}");
    let only = &all[all.find("\n[[challenge]]").unwrap()..];
    let steps = read(only).unwrap().steps;
    assert_eq!(steps.iter().map(|step| step.challenge).collect::<Vec<_>>(), [Some(0), Some(1), Some(2)]);
}
