//! `calculator challenges` as a facilitator runs it.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::fs;
use std::process::{Command, Output, Stdio};

use model::Scenario;
use serde_json::Value;
use tempfile::tempdir;
use workshop::challenge::{OWN, read};
use workshop::collection::{Collection, csv};
use workshop::hand_in::{Cheaper, HandIn, Prediction, Tag, Ticket};

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_calculator")).args(args).stdin(Stdio::null()).output().unwrap()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn the_workshops_own_challenges_are_answered() {
    let output = run(&["challenges", "--format", "json"]);
    assert_eq!((output.status.code(), text(output.stderr)), (Some(0), String::new()));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let plan = read(OWN).unwrap();
    for (found, challenge) in found.as_array().unwrap().iter().zip(&plan.challenges) {
        assert_eq!((&found["id"], &found["answerable"]), (&challenge.id.clone().into(), &true.into()));
        assert_eq!(found["answer"], challenge.solve().unwrap().words(challenge));
    }
    assert_eq!(found.as_array().unwrap().len(), plan.challenges.len());
}

#[test]
fn the_template_is_a_plan_that_opens() {
    let output = run(&["challenges", "--template"]);
    assert_eq!(text(output.stdout), OWN);
}

#[test]
fn a_plan_that_cannot_be_won_is_refused_after_its_table() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    fs::write(&file, OWN.replace("most = 20000.0", "most = 2.0")).unwrap();
    let output = run(&["challenges", file.to_str().unwrap()]);
    let (table, message) = (text(output.stdout), text(output.stderr));
    assert_eq!(output.status.code(), Some(1));
    assert!(table.contains("when_renting_loses") && table.contains("false"), "{table}");
    assert!(
        message.contains("challenge 'ninety_under_twenty': reach: none of ") && message.contains("mine.toml"),
        "{message}"
    );

    fs::write(&file, OWN.replace("minutes = 8", "minutes = 800")).unwrap();
    let output = run(&["challenges", file.to_str().unwrap()]);
    let message = text(output.stderr);
    assert!(
        message.contains("mine.toml:") && message.contains("minutes: 800 is out of range (allowed: 1 to 60)"),
        "{message}"
    );
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
}

#[test]
fn codes_are_judged_as_on_the_page() {
    let plan = read(OWN).unwrap();
    let challenge = plan.challenge("when_renting_loses").unwrap();
    let code = |ticket: u16, prediction: f64| {
        HandIn {
            challenge: Tag::of(&challenge.id),
            ticket: Ticket::new(ticket),
            is_first: true,
            prediction: Prediction::Number(prediction),
            cheaper: Cheaper::Rent,
            scenario: Scenario::clone(&challenge.start),
        }
        .encode()
    };
    let wrong = code(3, 1e5)
        .split(' ')
        .map(str::to_owned)
        .skip(1)
        .chain(["zoo".to_owned()])
        .collect::<Vec<_>>()
        .join(" ");
    let lines = [format!("Ada: {}", code(1, 5e4)), wrong, format!("Grace: {}", code(2, 2e5))];
    let folder = tempdir().unwrap();
    let file = folder.path().join("codes.txt");
    fs::write(&file, lines.join("\r\n")).unwrap();
    let output = run(&["challenges", "--codes", file.to_str().unwrap(), "--challenge", &challenge.id]);
    let judged = Collection::read(&lines, &plan).judged(challenge, &challenge.solve().unwrap());
    assert_eq!(text(output.stdout), csv(challenge, &judged));
    assert_eq!(judged.len(), 2);
    assert!(text(output.stderr).contains("codes.txt: line 2: code: "));
    assert_eq!(output.status.code(), Some(0));

    let output =
        run(&["challenges", "--codes", file.to_str().unwrap(), "--challenge", "when_renting_looses"]);
    assert!(text(output.stderr).contains("did you mean 'when_renting_loses'?"));
}
