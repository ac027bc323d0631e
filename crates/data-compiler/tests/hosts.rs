//! Hosts of open models as the compiler writes them, and the problems that it reports.

#![expect(clippy::unwrap_used, reason = "what fails to unwrap is a failed test")]

mod common;

use common::{changed, extended, folder, refused};
use data_compiler::{Files, ModelSource, model_source};

/// Breaks one text of `hosts.toml` and expects exactly these problems.
#[track_caller]
fn expect(from: &str, to: &str, problems: &[&str]) {
    assert_eq!(refused(&changed("hosts.toml", from, to)), problems);
}

/// The fixture with more behind its hosts.
fn with_host(prices: &str) -> Files {
    let head = "\n[[host]]\nid = \"third\"\nlabel = \"Third\"\nsource = \"benchmark\"\n";
    extended("hosts.toml", &format!("{head}prices = [{prices}]\n"))
}

#[test]
fn hosts_and_their_prices_become_statics() {
    let ModelSource { values, .. } = model_source(&folder()).unwrap();
    for expected in [
        "pub static HOSTS: [Host; 2]",
        "Host { id: \"big-cloud\", label: \"Big Cloud\", source: SourceId::PriceList, note: None }",
        "Host { id: \"small\", label: \"Small\", source: SourceId::Benchmark, note: Some(\"Its terms.\") }",
        // One slice a model: none for the first.
        "pub static HOSTED_PRICES: [&[HostedPrice]; 2] = [\n    &[],\n    &[HostedPrice { host: &HOSTS[0], ",
        "listed_as: \"them/Mixture-47B-FP8\", input_per_million: 0.3, output_per_million: 0.6, \
         cached_per_million: Some(0.03), batch_discount: Some(0.5), weights: Some(Weights::Fp8), context: Some(32000), \
         ends: Some(\"2027-02-01\"), is_retired: false, source: SourceId::PriceList, date: \"2026-08-05\", \
         confidence: Confidence::Read, note: Some(\"A note.\") }, ",
        // The cheaper one is withdrawn, so it comes last.
        "HostedPrice { host: &HOSTS[1], listed_as: \"mixture\", input_per_million: 0.2, output_per_million: 0.2, \
         cached_per_million: None, batch_discount: None, weights: None, context: None, ends: Some(\"2026-08-05\"), \
         is_retired: true, source: SourceId::Benchmark, date: \"2026-08-01\", confidence: Confidence::Unverified, \
         note: None }]",
        // Of the current one alone.
        "pub static HOSTED_MEDIANS: [Option<HostedMedian>; 2] = [\n    None,\n    Some(HostedMedian { input_per_million: 0.3, \
         output_per_million: 0.6, cached_ratio: Some(0.1), source: SourceId::PriceList }),",
    ] {
        assert!(values.contains(expected), "no '{expected}' in:\n{values}");
    }
}

#[test]
fn the_file_is_needed_and_has_a_schema() {
    let files = Files::read(&folder()).unwrap();
    assert_eq!(refused(&files.without("hosts.toml")), ["data/hosts.toml:1: this file is missing"]);
    expect(
        "weights = \"fp8\"",
        "weights = \"fp9\"",
        &["data/hosts.toml:6: unknown variant 'fp9', expected one of 'bf16', 'fp8', 'fp4', 'int8', 'int4'"],
    );
    expect("input = 0.3", "input = nan", &["data/hosts.toml:6: 'prices.0.input' must be a finite number"]);
    expect("input = 0.3", "input = inf", &["data/hosts.toml:6: 'prices.0.input' must be a finite number"]);
    expect("listed_as = \"mixture\", ", "", &["data/hosts.toml:15: missing field 'listed_as'"]);
}

#[test]
fn hosts_models_and_sources_must_be_known() {
    expect(
        "model = \"mixture-47b\", input = 0.2",
        "model = \"mixture-48b\", input = 0.2",
        &["data/hosts.toml:15: 'mixture-48b' at 'small': unknown model; it must be one of data/models.toml"],
    );
    expect(
        "note = \"Its terms.\"\n",
        "",
        // Nothing but the line moves: a note may be missing.
        &[],
    );
    expect(
        "source = \"benchmark\"\nnote",
        "source = \"hearsay\"\nnote",
        &["data/hosts.toml:12: unknown source 'hearsay'"],
    );
    expect(
        "source = \"benchmark\", date",
        "source = \"hearsay\", date",
        &["data/hosts.toml:15: unknown source 'hearsay'"],
    );
    expect("id = \"small\"", "id = \"big-cloud\"", &["data/hosts.toml:10: the id 'big-cloud' is used twice"]);
    expect(
        "id = \"small\"",
        "id = \"Small\"",
        &["data/hosts.toml:10: the id 'Small' is not in lower kebab-case"],
    );
}

#[test]
fn a_host_has_one_price_of_a_model() {
    let price = |model: &str| {
        format!(
            "{{ model = \"{model}\", input = 1.0, output = 2.0, listed_as = \"m\", source = \"benchmark\", \
             date = \"2026-08-01\", confidence = \"read\" }}"
        )
    };
    let two = |first: &str, second: &str| with_host(&format!("{}, {}", price(first), price(second)));
    assert_eq!(refused(&two("mixture-47b", "small-8b")), Vec::<String>::new());
    assert_eq!(
        refused(&two("small-8b", "small-8b")),
        ["data/hosts.toml:22: 'small-8b' at 'third': priced twice; a host has one price of a model"]
    );
    assert_eq!(refused(&with_host("")), ["data/hosts.toml:22: 'third' has no price"]);
}

#[test]
fn prices_lie_in_proportion() {
    let at = "data/hosts.toml:6: 'mixture-47b' at 'big-cloud':";
    for (from, to, problem) in [
        // With no price of input there is nothing to compare with.
        ("input = 0.3", "input = 0.0", "'input' must be above 0, not 0"),
        ("input = 0.3", "input = -0.3", "'input' must be above 0, not -0.3"),
        ("output = 0.6", "output = 0", "'output' must be above 0, not 0"),
        ("output = 0.6", "output = 0.06", "'output' must be 0.5 to 30 times 'input', 0.15 to 9, not 0.06"),
        ("output = 0.6", "output = 60", "'output' must be 0.5 to 30 times 'input', 0.15 to 9, not 60"),
        ("cached = 0.03", "cached = 0.4", "'cached' must be above 0 and at most 'input', 0.3, not 0.4"),
        ("cached = 0.03", "cached = 0", "'cached' must be above 0 and at most 'input', 0.3, not 0"),
        ("batch_discount = 0.5", "batch_discount = 50", "'batch_discount' must be between 0 and 1, not 50"),
        ("context = 32000", "context = 0", "'context' must be above 0, not 0"),
        ("\"them/Mixture-47B-FP8\"", "\" \"", "'listed_as' must be the host's name of the model"),
    ] {
        expect(from, to, &[&format!("{at} {problem}")]);
    }
    // A cached token may cost what any other does, and an answer's token as much as a prompt's.
    expect("cached = 0.03", "cached = 0.3", &[]);
    expect("output = 0.6", "output = 0.3", &[]);
}

#[test]
fn a_withdrawal_is_marked_once_its_day_is_past() {
    // The fixture's newest day is 2026-08-05.
    let current = "data/hosts.toml:6: 'mixture-47b' at 'big-cloud':";
    let retired = "data/hosts.toml:15: 'mixture-47b' at 'small':";
    for day in ["2026-08-05", "2025-12-31"] {
        let problem =
            format!("{current} 'ends' must be after 2026-08-05, or the price be 'retired = true', not {day}");
        expect("ends = \"2027-02-01\"", &format!("ends = \"{day}\""), &[&problem]);
    }
    expect(
        "ends = \"2026-08-05\"",
        "ends = \"2026-08-06\"",
        &[&format!("{retired} 'ends' of a retired price must be 2026-08-05 or before, not 2026-08-06")],
    );
    expect(
        "ends = \"2026-08-05\", ",
        "",
        &[&format!("{retired} 'ends' must say on which day it was withdrawn")],
    );
    for (text, field, place) in [
        ("ends = \"2027-02-01\"", "ends", current),
        ("date = \"2026-08-05\"", "date", current),
        ("date = \"2026-08-01\"", "date", retired),
    ] {
        for day in ["2026-08", "soon", "2026-02-30", ""] {
            let problem = format!("{place} '{field}' must be a day such as 2027-01-01, not '{day}'");
            expect(text, &format!("{field} = \"{day}\""), &[&problem]);
        }
    }
}

#[test]
fn one_price_at_least_is_current() {
    expect(
        "ends = \"2027-02-01\"",
        "ends = \"2026-07-01\", retired = true",
        &["data/hosts.toml:5: every price is withdrawn; one at least must be current"],
    );
}

#[test]
fn a_day_of_a_price_is_a_day_of_the_data() {
    let later = changed("hosts.toml", "date = \"2026-08-05\"", "date = \"2026-08-20\"");
    let ModelSource { values, .. } = data_compiler::model_source_of(&later).unwrap();
    assert!(values.contains("pub const DATA_DATE: &str = \"2026-08-20\""), "{values}");
}
