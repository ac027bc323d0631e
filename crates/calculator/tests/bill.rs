//! `calculator bill` as its users run it, on the exports that the crate `bill` is tested with.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::fs::File;
use std::process::{Command, Output, Stdio};

use bill::{Bill, Options, number, read};
use serde_json::Value;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../bill/tests/files/");

fn path(name: &str) -> String {
    format!("{FOLDER}{name}.csv")
}

fn run(args: &[&str], input: Stdio) -> Output {
    Command::new(env!("CARGO_BIN_EXE_calculator")).args(args).stdin(input).output().unwrap()
}

/// Standard output of a command that must succeed without a message.
fn result(args: &[&str]) -> String {
    let output = run(args, Stdio::null());
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), message.as_str()), (Some(0), ""), "{args:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The message of a command that must be refused, without any result.
fn refusal(args: &[&str], code: i32) -> String {
    let output = run(args, Stdio::null());
    assert_eq!(output.status.code(), Some(code), "{args:?}");
    assert!(output.stdout.is_empty(), "{args:?} wrote a result");
    String::from_utf8(output.stderr).unwrap()
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn the_invoice_comes_first_and_to_the_cent() {
    for (name, first) in [
        ("openai", "Your invoice now: $4,128.55 a month at list prices; $949.48 for the 7 days of the file."),
        (
            "anthropic",
            "Your invoice now: $1,385.30 a month at list prices; $455.13 for the 10 days of the file.",
        ),
        ("litellm", "Your invoice now: $197.86 a month at list prices; $195.02 for the 30 days of the file."),
        ("openrouter", "Your invoice now: $5.50 a month at list prices; $2.17 for the 12 days of the file."),
    ] {
        let table = result(&["bill", &path(name)]);
        assert_eq!(table.lines().next(), Some(first));
        assert!(table.contains("\n  not used: "), "{table}");
        assert!(table.lines().all(|line| line == line.trim_end()), "{table}");
    }
    let table = result(&["bill", &path("litellm")]);
    assert!(table.contains("Not priced") && table.contains("groq/openai/gpt-oss-120b"), "{table}");
}

#[test]
fn json_has_the_bill_of_the_crate_and_a_scenario_that_reads_back() {
    for name in ["openai", "anthropic", "litellm", "openrouter"] {
        let path = path(name);
        let printed: Value = serde_json::from_str(&result(&["bill", &path, "--format", "json"])).unwrap();
        let usage = read(File::open(&path).unwrap(), &Options::default()).unwrap();
        let bill = Bill::of(&usage);
        assert_eq!(printed["cost"], number(bill.total()));
        assert_eq!(printed["lines"].as_array().unwrap().len(), bill.lines.len());
        for (line, expected) in printed["lines"].as_array().unwrap().iter().zip(&bill.lines) {
            assert_eq!(line["model"], expected.price.id);
            assert_eq!(line["cost"], number(expected.amounts.total()));
            assert_eq!(line["output_tokens"], expected.counts.output);
            assert_eq!(line["requests"].as_u64(), bill.requests(&expected.counts));
        }
        assert_eq!(printed["unpriced"].as_array().unwrap().len(), bill.unpriced.len());
        assert_eq!(printed["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(printed["scenario"].is_null(), !printed["no_scenario"].is_null());
        if printed["scenario"].is_null() {
            continue;
        }
        // The scenario as a file gives the invoice that was printed.
        let mut file = tempfile::Builder::new().suffix(".json").tempfile().unwrap();
        serde_json::to_writer(&mut file, &printed["scenario"]).unwrap();
        let args = ["evaluate", "--scenario", file.path().to_str().unwrap(), "--format", "json"];
        let evaluated: Value = serde_json::from_str(&result(&args)).unwrap();
        assert_eq!(evaluated["outcome"]["cost"]["rent_invoice"], printed["invoice_a_month"], "{name}");
    }
}

#[test]
fn csv_has_a_row_for_each_model_and_each_name_without_a_price() {
    let path = path("litellm");
    let table = rows(&result(&["bill", &path, "--format", "csv"]));
    let column = |name: &str| table[0].iter().position(|head| head == name).unwrap();
    let cells = |name: &str| table[1..].iter().map(|row| row[column(name)].as_str()).collect::<Vec<_>>();
    assert_eq!(cells("model"), ["claude-haiku-4-5", "gpt-5.6-luna", ""]);
    assert_eq!(cells("cost"), ["162.4591424", "32.55773184", ""]);
    assert_eq!(cells("requests"), ["66767", "68026", "66833"]);
    assert_eq!(cells("why_not_priced")[2], "no closed model of this name has a price here");
    // From standard input, and into a file.
    let output = run(&["bill", "-", "--format", "csv"], File::open(&path).unwrap().into());
    assert_eq!(rows(&String::from_utf8(output.stdout).unwrap()), table);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bill.csv");
    assert_eq!(result(&["bill", &path, "-o", file.to_str().unwrap()]), "");
    assert_eq!(rows(&std::fs::read_to_string(file).unwrap()), table);
}

#[test]
fn columns_are_shown_and_chosen() {
    let path = path("openai");
    let columns = rows(&result(&["bill", &path, "--columns", "--format", "csv"]));
    let role = |name: &str| columns.iter().find(|row| row[0] == name).unwrap()[1].clone();
    assert_eq!((role("input_tokens"), role("input_uncached_tokens")), ("input".to_owned(), String::new()));
    let chosen =
        ["bill", &path, "--columns", "--format", "csv", "--map", "uncached_input=input_uncached_tokens"];
    let columns = rows(&result(&chosen));
    let role = |name: &str| columns.iter().find(|row| row[0] == name).unwrap()[1].clone();
    assert_eq!(
        (role("input_tokens"), role("input_uncached_tokens")),
        (String::new(), "uncached_input".to_owned())
    );
    // Both ways to count say the same.
    let cost = |args: &[&str]| rows(&result(&[&["bill", &path, "--format", "csv"], args].concat()));
    assert_eq!(cost(&["--map", "uncached_input=input_uncached_tokens"]), cost(&[]));
    // A month of the same tokens in one day is seven times as dear.
    let month = |args: &[&str]| {
        let rows = cost(args);
        let column = rows[0].iter().position(|name| name == "cost_a_month").unwrap();
        rows[1][column].parse::<f64>().unwrap()
    };
    assert!((month(&["--days", "1"]) / month(&[]) - 7.0).abs() < 1e-9);
}

#[test]
fn what_is_wrong_is_refused_in_one_line() {
    let path = path("openai");
    let mut broken = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    std::io::Write::write_all(&mut broken, b"model,prompt_tokens,completion_tokens\ngpt-5,many,1\n").unwrap();
    let name = broken.path().to_str().unwrap();
    assert_eq!(
        refusal(&["bill", name], 1),
        format!("calculator: {name}:2:2: prompt_tokens: 'many' is not a number\n")
    );
    assert_eq!(
        refusal(&["bill", &path, "--map", "model=modl"], 1),
        format!("calculator: {path}: model: no column is called 'modl'; did you mean 'model'?\n")
    );
    assert!(refusal(&["bill", "no-such-file.csv"], 1).starts_with("calculator: no-such-file.csv: "));
    assert_eq!(refusal(&["bill", "-"], 1), "calculator: standard input: the file is empty\n");
    for args in [
        &["--map", "modl=x"][..],
        &["--map", "model"],
        &["--days", "0"],
        &["--days", "1.5"],
        &["--columns", "--days", "1"],
    ] {
        let args = [&["bill", &path][..], args].concat();
        assert!(refusal(&args, 2).contains("--help"), "{args:?}");
    }
}
