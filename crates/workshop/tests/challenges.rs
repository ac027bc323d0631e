//! The workshop's challenges: each can be won with its own sliders, is not won before anybody has moved one, and its note is true.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

use model::solve::Answer as Solution;
use model::{Input, Scenario, Setting, evaluate};
use workshop::challenge::{Answer, Bound, Challenge, OWN, Question, Reached, read};

fn own(id: &str) -> Challenge {
    read(OWN).unwrap().challenge(id).unwrap().clone()
}

fn reached(challenge: &Challenge, scenario: &Scenario) -> Reached {
    match challenge.answer(scenario) {
        Answer::Reached(reached) => reached,
        other => panic!("{other:?}"),
    }
}

/// The start with these values of the challenge's own settings.
fn with(challenge: &Challenge, values: &[f64]) -> Scenario {
    let settings = challenge.settings.iter().copied().zip(values.iter().copied());
    challenge.start.clone().with_all(settings).unwrap()
}

#[test]
fn ninety_percent_can_be_had_for_twenty_thousand() {
    let challenge = own("ninety_under_twenty");
    assert!(!reached(&challenge, &challenge.start).is_met());
    let won = evaluate(&with(&challenge, &[14.0, 1.0, 3.0]));
    assert!(won.estimate.load.meets_objective && won.estimate.load.share_served.number() == 1.0);
    // Size, GPUs, rounds a year: the note's own case and those beside it.
    for (values, is_met) in [
        ([14.0, 1.0, 3.0], true),
        ([14.0, 1.0, 2.0], false),
        ([14.0, 2.0, 3.0], false),
        ([8.0, 1.0, 3.0], false),
    ] {
        let scenario = with(&challenge, &values);
        let found = reached(&challenge, &scenario);
        // By the model's own entry.
        let outcome = evaluate(&scenario);
        let [cost, accuracy] =
            [outcome.estimate.cost.own_cost.number(), outcome.estimate.accuracy.own_accuracy.number()];
        assert_eq!(found.is_met(), accuracy >= 0.9 && cost <= 20_000.0, "{values:?}");
        assert_eq!(found.is_met(), is_met, "{values:?}: ${cost}, {accuracy}");
    }
}

#[test]
fn what_may_not_be_changed_is_named() {
    let challenge = own("ninety_under_twenty");
    let won = with(&challenge, &[14.0, 1.0, 3.0]);
    let cheat = won.clone().with(Input::RunEffort, 0.0).unwrap().with_text("gpu", "l40s").unwrap();
    let found = reached(&challenge, &cheat);
    assert!(found.limits.iter().all(|(_, _, holds)| *holds) && !found.is_met());
    let foreign: Vec<&str> = found.foreign.iter().map(|setting| setting.id()).collect();
    // The price that the other GPU brings differs, too.
    assert_eq!(foreign, ["gpu", "gpu_hour_price", "run_effort"]);
    // A size's own default follows nothing else; what follows from an allowed setting is allowed.
    assert_eq!(reached(&challenge, &won).foreign, []);
}

#[test]
fn work_that_is_not_done_meets_nothing() {
    let challenge = own("ninety_under_twenty");
    let too_large = with(&challenge, &[405.0, 1.0, 3.0]);
    let found = reached(&challenge, &too_large);
    assert!(found.hindrance.is_some() && !found.is_met());
}

#[test]
fn the_note_on_volume_is_true() {
    let challenge = own("when_renting_loses");
    let Answer::BreakEven(found) = challenge.answer(&challenge.start) else { panic!("another answer") };
    let Solution::At(volume) = found.answer else { panic!("{found:?}") };
    assert!(found.holds_above);
    let ratio = volume / challenge.start.get(Input::RequestsPerDay);
    assert!((1.6..2.4).contains(&ratio), "about twice as many, not {ratio} times");
    let saving = |requests: f64| evaluate(&with(&challenge, &[requests])).estimate.cost.saving.number();
    assert!(saving(volume * 0.99) < 0.0 && saving(volume * 1.01) > 0.0);
}

#[test]
fn the_note_on_measuring_is_true() {
    let challenge = own("measure_first");
    let Answer::Ranking(ranking) = challenge.answer(&challenge.start) else { panic!("another answer") };
    let [first, second] =
        [0, 1].map(|index: usize| (ranking[index].id, ranking[index].swing().number().abs()));
    assert_eq!((first.0, second.0), ("run_effort", "price_trend"));
    assert!(first.1 > 2.0 * second.1, "{first:?}, {second:?}");
    let best: Vec<Setting> = ranking.iter().take(3).map(|swing| swing.what).collect();
    assert_eq!(challenge.settings, best);
}

#[test]
fn every_challenge_can_be_played() {
    for challenge in read(OWN).unwrap().challenges {
        assert!(!challenge.note.is_empty() && !challenge.task.contains(&challenge.note), "{}", challenge.id);
        for setting in &challenge.settings {
            assert_eq!(challenge.start.idle(*setting), None, "{}", challenge.id);
        }
        if let Question::Reach(limits) = &challenge.question {
            assert!(limits.iter().any(|limit| matches!(limit.bound, Bound::Least(_))), "{}", challenge.id);
        }
    }
}

#[test]
fn what_is_wrong_in_a_file_has_its_place() {
    let written = "[[challenge]]\nid = 'a'\ntitle = 'A'\ntask = 'Do'\nminutes = 5\nstart = { preset = 'canva' }\n\
                   settings = ['gpu_count']\nnote = ''\nquestion = 'measure_first'\n";
    assert_eq!(read(written).unwrap().challenges.len(), 1);
    for (from, to, message) in [
        ("minutes = 5", "minutes = 0", "1:1: minutes: 0 is out of range (allowed: 1 to 60)"),
        ("minutes = 5", "minutes = 5.5", "5:11: invalid type: floating point `5.5`, expected u32"),
        ("preset = 'canva'", "preset = 'canvas'", "6:20: preset: 'canvas' is not one of"),
        ("preset = 'canva'", "gpu_count = 0", "6:23: gpu_count: 0 is out of range (allowed: 1 to 1024 GPUs)"),
        ("['gpu_count']", "['gpu_cuont']", "7:12: no input is called 'gpu_cuont'; did you mean 'gpu_count'?"),
        ("['gpu_count']", "[]", "1:1: settings: 0 is out of range (allowed: 1 to 3)"),
        ("'measure_first'", "'measure'", "unknown variant `measure`"),
        ("'measure_first'", "{ reach = [] }", "1:1: reach: no limit is given"),
        (
            "'measure_first'",
            "{ reach = [{ output = 'own_cots', most = 1 }] }",
            "no output is called 'own_cots'; did you mean 'own_cost'?",
        ),
        (
            "'measure_first'",
            "{ reach = [{ output = 'own_cost' }] }",
            "1:1: own_cost: a limit has either 'least' or 'most'",
        ),
        (
            "'measure_first'",
            "{ reach = [{ output = 'own_cost', most = nan }] }",
            "1:1: own_cost: NaN is not a limit",
        ),
        (
            "'measure_first'",
            "{ break_even = { input = 'model_size', target = 'faster' } }",
            "unknown variant `faster`",
        ),
        ("id = 'a'", "id = ''", "1:1: id: '' is empty"),
        ("title = 'A'", "titel = 'A'", "unknown field `titel`"),
    ] {
        assert_eq!(written.matches(from).count(), 1, "{from}");
        let error = read(&written.replace(from, to)).unwrap_err();
        assert!(error.to_string().contains(message) && error.place.is_some(), "{to}: {error}");
    }
    assert!(read(&written.repeat(2)).unwrap_err().to_string().starts_with("10:1: id: 'a' is given twice"));
    assert!(read("").unwrap_err().reason.contains("missing field `challenge`"));
    assert!(read("challenge = []").unwrap_err().reason.contains("holds no challenge"));
}
