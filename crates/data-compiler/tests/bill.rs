//! The names of columns and the questions as the compiler writes them, and the problems that it reports.

#![expect(clippy::unwrap_used, reason = "what fails to unwrap is a failed test")]

use std::path::{Path, PathBuf};

use data_compiler::{Files, bill_source, bill_source_of};

const BILL: &str = "workshop/bill.toml";
const QUESTIONS: &str = "workshop/questions.toml";

/// The project's own data: a fixture of its own would have to name every role and every question, too.
fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

/// Breaks a file at the first occurrences of texts; the problems without their lines.
fn refused(path: &str, changes: &[(&str, &str)]) -> Vec<String> {
    let mut text = std::fs::read_to_string(data().join(path)).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{path} holds no '{from}'");
        text = text.replacen(from, to, 1);
    }
    let files = Files::read(&data()).unwrap().with(path, &text);
    let problems = bill_source_of(&files).err().unwrap_or_default();
    problems
        .iter()
        .map(|problem| {
            assert_eq!(problem.file, format!("data/{path}"));
            assert!(problem.line > 0 && problem.line <= text.lines().count() + 1, "{problem}");
            problem.reason.clone()
        })
        .collect()
}

#[test]
fn names_and_questions_become_statics() {
    let source = bill_source(&data()).unwrap();
    for expected in [
        "pub(crate) static COLUMN_NAMES: [ColumnNames; ",
        "ColumnNames { role: Role::UncachedInput, names: &[\"input_tokens\"], beside: &[\"cache_creation_input_tokens\", ",
        "(Tier::Flex, &[\"flex\"])",
        "(\"gemini-3.1-pro-preview\", \"gemini-3.1-pro\")",
        "pub static HOUR_CACHE_WRITE_PRICE: Constant = Constant { id: \"hour_cache_write_price\", ",
        "unit: Unit::One, value: 2.0, low: 2.0, high: 2.0, source: SourceId::Litellm, date: \"2026-11-20\", ",
        "answer: Answer::NumberOf(Input::RequestsPerDay)",
        "answer: Answer::OptionOf(Input::Api)",
        "set: &[(Input::Lens, 2.0)]",
    ] {
        assert!(source.contains(expected), "no '{expected}' in:\n{source}");
    }
}

#[test]
fn what_is_wrong_in_them_is_named() {
    // All at once, as the whole of the data is read each time.
    let of_bill = [
        ("role = \"output\"", "role = \"input\"", "there is no column of the role 'output'"),
        ("role = \"paid\"", "role = \"owed\"", "unknown role 'owed'"),
        ("id = \"day\"", "id = \"model\"", "the id 'model' is used twice"),
        ("\"is_batch\"", "\"Num Requests\"", "'Num Requests' is a name of 'requests' already"),
        ("\"flex\"]", "\"Flex\"]", "'Flex' must be in small letters, as words are compared so"),
        ("\"batch\", \"true\"", "\"batch\", \"batch\"", "'batch' is there twice"),
        ("id = \"flex\"", "id = \"standard\"", "the id 'standard' is used twice"),
        (
            "model = \"gemini-3.1-pro\"",
            "model = \"gemini\"",
            "unknown model 'gemini'; it must be one of data/prices.toml",
        ),
        ("value = 2.0", "value = 3.0", "3 must lie between low and high, 2 to 2"),
        ("unit = \"one\"", "unit = \"two\"", "unknown unit 'two'"),
        ("source = \"litellm\"", "source = \"hearsay\"", "unknown source 'hearsay'"),
    ];
    let of_questions = [
        ("input = \"api\"", "input = \"seller\"", "unknown input 'seller'"),
        ("breadth = 0.05", "breadth = 1.5", "1.5 is outside the range of 'breadth', 0 to 1"),
        ("lens = \"full\"", "lens = \"half\"", "'half' is not an option of 'lens'"),
        ("lens = \"team_paid\"", "prism = \"full\"", "unknown input 'prism'"),
        ("max = 500000.0", "", "a number needs an input, or unit, min and max"),
        ("id = \"words\"", "id = \"tickets\"", "the id 'tickets' is used twice"),
    ];
    for (path, faults) in [(BILL, &of_bill[..]), (QUESTIONS, &of_questions)] {
        let changes: Vec<(&str, &str)> = faults.iter().map(|(from, to, _)| (*from, *to)).collect();
        let problems = refused(path, &changes);
        for (from, to, expected) in faults {
            assert!(
                problems.iter().any(|reason| reason.starts_with(expected)),
                "{from} → {to}: {problems:?}"
            );
        }
    }
    let without = Files::read(&data()).unwrap().without(QUESTIONS);
    let problems = bill_source_of(&without).unwrap_err();
    assert_eq!(problems[0].to_string(), "data/workshop/questions.toml:1: this file is missing");
}
