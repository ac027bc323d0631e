//! Files as people and programs make them: read alike in both formats, or refused with place and reason.

#![expect(clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

use model::written::Decimal;
use model::{Input, Preset, Scenario, Setting};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use scenario_file::{Case, Cases, FileError, read, read_text, value};

fn one(text: &str) -> Case {
    match read(text.as_bytes()) {
        Ok(Cases::One(case)) => case,
        other => panic!("{text}: {other:?}"),
    }
}

fn refused(text: &str) -> FileError {
    read(text.as_bytes()).expect_err(text)
}

#[test]
fn both_formats_read_alike() {
    let case = one(
        r#"{"gpu_hour_price": 2.5, "gpu": "b200-sxm", "preset": "canva", "horizon": "1e1", "drift": "3 %"}"#,
    );
    for toml in [
        "gpu_hour_price = 2.5\ngpu = 'b200-sxm'\npreset = 'canva'\nhorizon = 10\ndrift = '3 %'",
        "\r\n\r\n  # a comment\r\n\"gpu_hour_price\" = '2,5'\r\ngpu = 'b200-sxm'\r\npreset = 'canva'\r\nhorizon = 1e1\r\ndrift = 0.03\r\n",
    ] {
        assert_eq!(one(toml), case);
    }
    let scenario = case.scenario().unwrap();
    assert_eq!((scenario.base(), scenario.text(Input::Gpu)), (Preset::Canva, "b200-sxm".to_owned()));
    assert_eq!(scenario.get(Input::GpuHourPrice), 2.5);
    let list = read_text("[{\"gpu_count\": 8}, {}]").unwrap();
    assert_eq!(list.all().len(), 2);
    assert_eq!(list, read_text("[[scenario]]\ngpu_count = 8\n[[scenario]]\n").unwrap());
    assert_eq!(list, read_text("{\"scenario\": [{\"gpu_count\": 8}, {}]}").unwrap());
    assert_eq!(list, read_text("scenario = [{ gpu_count = 8 }, {}]").unwrap());
}

#[test]
fn marks_blanks_and_encodings_change_nothing() {
    let text = "{\"preset\": \"intercom\",\r\n\"gpu_count\": 8}";
    let case = read(text.as_bytes()).unwrap();
    let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
    };
    for bytes in [
        format!("\u{feff}{text}").into_bytes(),
        format!("\n\n\t {text}\n\n").into_bytes(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
        "\u{feff}preset = 'intercom'\r\ngpu_count = 8\r\n".as_bytes().to_vec(),
        b"# as some spreadsheets end lines\rpreset = 'intercom'\rgpu_count = 8\r".to_vec(),
        format!("\u{feff}\u{200b}\u{feff}{text}").into_bytes(),
    ] {
        assert_eq!(read(&bytes).as_ref(), Ok(&case), "{bytes:?}");
    }
    assert_eq!(read_text(&format!("\u{feff}{text}")), Ok(case));
}

#[test]
fn a_price_that_is_another_gpus_default_is_kept() {
    let default = Scenario::default().get(Input::GpuHourPrice);
    let case = one(&format!(r#"{{"gpu_hour_price": {default}, "gpu": "b200-sxm"}}"#));
    assert_eq!(case.scenario().unwrap().get(Input::GpuHourPrice), default);
}

#[test]
fn an_accuracy_that_is_another_models_default_is_kept() {
    let default = Scenario::default().get(Input::ClosedAccuracy);
    let case = one(&format!(r#"{{"closed_accuracy": {default}, "api": "gpt-6-luna"}}"#));
    assert_ne!(
        Scenario::default().with_text("api", "gpt-6-luna").unwrap().get(Input::ClosedAccuracy),
        default
    );
    assert_eq!(case.scenario().unwrap().get(Input::ClosedAccuracy), default);
}

#[test]
fn an_error_names_line_and_column() {
    let mut faults = Vec::new();
    for (text, place, part) in [
        ("{\n\"gpu_count\": 0}", (2, 15), "gpu_count: 0 is out of range (allowed: 1 to 1024 GPUs)"),
        ("{\n\n\"gpu_cuont\": 4}", (3, 11), "no input is called 'gpu_cuont'; did you mean 'gpu_count'?"),
        ("{\"preset\":\n\"canvas\"}", (2, 9), "did you mean 'canva'?"),
        ("{\"gpu_count\": 1,\n\"gpu_count\": 2}", (2, 15), "gpu_count: given twice"),
        ("{\"preset\": \"canva\",\n\"preset\": \"canva\"}", (2, 18), "preset: given twice"),
        ("{\"gpu\": 3}", (1, 10), "'3' is not an option"),
        ("{\"gpu\": null}", (1, 13), "gpu: null is not an option's name"),
        (
            "{\"gpu_count\":\nnull}",
            (2, 5),
            "gpu_count: null is not a number (allowed: 1 to 1024 GPUs); leave it out",
        ),
        ("{\"gpu_count\": [1]}", (1, 18), "gpu_count: a list is not a number"),
        ("{\"gpu_count\": true}", (1, 19), "gpu_count: true is not a number"),
        ("{\"gpu_count\": \"5 EUR\"}", (1, 22), "'EUR' is not expected there"),
        ("{\"preset\": 7}", (1, 13), "preset: 7 is not a preset's name"),
        ("{\"version\": 7}", (1, 14), "version: 7 is not a text"),
        ("{\"gpu_hour_price\": 2,5}", (1, 22), "a decimal comma: JSON writes decimals with a point"),
        ("{\"gpu_hour_price\": 0,75, \"gpu_count\": 2}", (1, 20), "a decimal comma"),
        ("{\"gpu_count\": 2,}", (1, 17), "a comma before the closing bracket"),
        ("[{},\n]", (2, 1), "a comma before the closing bracket"),
        ("{'gpu_count': 2}", (1, 2), "double quotes"),
        ("{\"gpu_count\": 2 // two\n}", (1, 17), "JSON has no comments"),
        ("// two GPUs\n{\"gpu_count\": 2}", (1, 1), "JSON has no comments"),
        ("{\"gpu_count\"}", (1, 13), "expected `:`"),
        // The option is wrong, whatever the comma means.
        ("{\"gpu\": 3,5}", (1, 9), "'3' is not an option"),
        ("{\"scenario\": 3}", (1, 14), "a list of scenarios is expected, not a number"),
        ("{\"scenario\": true}", (1, 17), "a list of scenarios is expected, not true or false"),
        ("{\"scenario\": null}", (1, 17), "a list of scenarios is expected, not null"),
        ("{\"gpu_count\": 1e999}", (1, 19), "number out of range"),
        ("{", (1, 1), "the text ends before the scenario does"),
        ("{\"gpu_count\": 2", (1, 15), "the text ends before the scenario does"),
        ("{} {}", (1, 4), "a second scenario: several stand in a list"),
        ("{\"gpu_count\": 8}\n{\"gpu_count\": 4}\n", (2, 1), "a second scenario: several stand in a list"),
        ("{\"gpu_count\": 8}}", (1, 17), "more text after the scenario's end"),
        ("{\"gpu_count\": 8}\u{1a}", (1, 17), "more text after the scenario's end"),
        ("{\"gpu_count\": NaN}", (1, 15), "JSON has neither NaN nor infinity"),
        ("{\"gpu_count\": -Infinity}", (1, 16), "JSON has neither NaN nor infinity"),
        ("{\"gpu_count\": +8}", (1, 15), "JSON writes a number without a plus"),
        ("{\"gpu_count\": .5}", (1, 15), "a digit is missing beside the decimal point"),
        ("{\"gpu_hour_price\": 2.}", (1, 22), "a digit is missing beside the decimal point"),
        ("{\"gpu_count\": 08}", (1, 16), "without a leading nought"),
        ("{\"gpu_count\": 0x8}", (1, 15), "JSON writes decimal digits"),
        ("{\"closed_drift\": 0x8}", (1, 19), "JSON writes decimal digits"),
        ("{\"gpu_count\": 1_000}", (1, 16), "without underscores"),
        ("{gpu_count: 8}", (1, 2), "JSON writes names and texts in double quotes"),
        ("{\u{201c}gpu_count\u{201d}: 8}", (1, 2), "JSON writes names and texts in double quotes"),
        ("{\"preset\": canva}", (1, 12), "JSON writes names and texts in double quotes"),
        ("{\"preset\": nothing}", (1, 13), "JSON writes names and texts in double quotes"),
        ("{\"preset\": }", (1, 12), "expected value"),
        ("{\"preset\": *}", (1, 12), "expected value"),
        ("{\"preset\": nu*}", (1, 14), "expected ident"),
        ("[{} {}]", (1, 5), "expected `,` or `]`"),
        ("{\"gpu_count\": 1.e2}", (1, 17), "a digit is missing beside the decimal point"),
        ("{\"gpu_count\": 1.E2}", (1, 17), "a digit is missing beside the decimal point"),
        ("{\"gpu_count\":\u{a0}8}", (1, 14), "a blank that JSON does not know"),
        ("{\"gpu_count\": 8}\u{200b}", (1, 17), "a blank that JSON does not know"),
        ("[\"gpu_count\", 8]", (1, 12), "an object of inputs is expected, not a text"),
        ("[[{}]]", (1, 2), "an object of inputs is expected, not a list"),
        ("[scenario]\ngpu_count = 8", (1, 1), "a list of scenarios is expected, not an object"),
        ("\"intercom\"", (1, 1), "neither JSON nor TOML"),
        ("hello", (1, 1), "neither JSON nor TOML"),
        ("[3]", (1, 2), "an object of inputs"),
        ("{\"a\0\": 1}", (1, 4), "a NUL character"),
        ("gpu_count = 0", (1, 13), "allowed: 1 to 1024 GPUs"),
        ("\ngpu_cuont = 4", (2, 1), "did you mean 'gpu_count'?"),
        ("\n\npreset = 'canvas'", (3, 10), "did you mean 'canva'?"),
        ("gpu_count = 1\ngpu_count = 2", (2, 1), "gpu_count: given twice"),
        ("gpu_count = 1\ngpu_hour_price = nan", (2, 18), "gpu_hour_price: NaN is out of range"),
        ("gpu_count = 2026-01-01", (1, 13), "gpu_count: the date 2026-01-01 is not a number"),
        ("gpu_count = 07:32:00", (1, 13), "gpu_count: the date 07:32:00 is not a number"),
        ("gpu_count = 99999999999999999999999", (1, 13), "gpu_count: 1e23 is out of range"),
        ("gpu_hour_price = 2,5", (1, 19), "a decimal comma: TOML writes decimals with a point"),
        ("\"gpu_count\" = 1\n\"gpu_count\" = 2", (2, 1), "gpu_count: given twice"),
        ("preset = canva", (1, 10), "TOML writes a text in quotes"),
        ("requests_per_day = 100 000", (1, 20), "TOML writes a text in quotes"),
        ("drift = 5 %", (1, 9), "TOML writes a text in quotes"),
        ("drift = .05", (1, 9), "a digit is missing beside the decimal point"),
        ("gpu_count = 08", (1, 13), "without a leading nought"),
        ("gpu_count = \u{201c}8\u{201d}", (1, 13), "in straight quotes"),
        ("gpu_count =", (1, 12), "no value stands behind the equals sign"),
        ("gpu_count = 8; horizon = 12", (1, 24), "each setting on a line of its own"),
        ("; eight\ngpu_count = 8", (1, 3), "a comment begins with # in TOML"),
        ("// eight\ngpu_count = 8", (1, 4), "a comment begins with # in TOML"),
        ("horizon = 12\ngpu_count: 8", (2, 12), "TOML writes name = value"),
        ("[section]\ngpu_count = 8", (1, 2), "no input is called 'section'"),
        ("gpu_count = 8\n[[scenario]]\nhorizon = 12", (1, 1), "scenario: a list stands alone"),
    ] {
        let error = refused(text);
        if error.place != Some(place) || !error.reason.contains(part) || error.reason.contains(" at line ") {
            faults.push(format!("{text:?}: {error}, not {place:?} {part}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for (text, reason) in [
        ("", "the file is empty"),
        (" \n\u{a0}", "the file is empty"),
        ("\u{feff}", "the file is empty"),
        ("# gpu_count = 8\n\n", "the file holds comments alone"),
    ] {
        assert_eq!(refused(text).to_string(), reason);
    }
    assert_eq!(read(b"{\"a\xff").unwrap_err().to_string(), "1:4: the text is not UTF-8");
    for bytes in
        [&[0xff, 0xfe, 0, 0xd8][..], &[0xff, 0xfe, b'{', 0, b'}', 0, b'x'], &[0xfe, 0xff, 0, b'{', 0]]
    {
        let error = read(bytes).unwrap_err();
        assert_eq!(error.to_string(), "the text begins as UTF-16 and does not go on so", "{bytes:?}");
    }
}

#[test]
fn an_error_in_a_list_names_its_scenario() {
    let list = format!("[{}{{\"gpu_count\":0}}]", "{},".repeat(100));
    assert!(refused(&list).to_string().contains(": scenario 101 of the list: gpu_count: 0"));
    let toml = "[[scenario]]\ngpu_count = 1\n\n[[scenario]]\ngpu_count = 1.5\n";
    assert_eq!(
        refused(toml).to_string().split(" is not").next(),
        Some("5:13: scenario 2 of the list: gpu_count: 1.5")
    );
    for text in ["[]", " [ ] ", "scenario = []", "{\"scenario\": []}"] {
        let error = refused(text);
        assert!(error.scenario.is_none() && error.reason.contains("holds no scenario"), "{error}");
    }
    assert!(refused("[[{}]]").reason.contains("an object of inputs"));
}

#[test]
fn an_edition_is_returned_and_another_one_opens() {
    let case = one(r#"{"version": "0.0.1", "data": "2020-01-01", "gpu_count": 8}"#);
    assert_eq!(case.edition.version.as_deref(), Some("0.0.1"));
    assert_eq!(case.edition.data.as_deref(), Some("2020-01-01"));
    assert!(case.edition.is_other());
    assert_eq!(one("data = 2020-01-01").edition.data.as_deref(), Some("2020-01-01"), "a day of TOML's own");
    assert_eq!(case.scenario().unwrap().get(Input::GpuCount), 8.0);
    let own = format!("version = '{}'\ndata = '{}'", model::VERSION, model::catalogue::DATA_DATE);
    assert!(!one(&own).edition.is_other() && !one("{}").edition.is_other());
    // Either alone is enough.
    let named =
        [format!("version = '{}'", model::VERSION), format!("data = '{}'", model::catalogue::DATA_DATE)];
    for (other, own) in [("data = '2020-01-01'", &named[0]), ("version = '0.0.1'", &named[1])] {
        assert!(one(other).edition.is_other() && one(&format!("{other}\n{own}")).edition.is_other());
        assert!(!one(own).edition.is_other());
    }
    let list = read_text("version = '0.0.1'\n[[scenario]]\n[[scenario]]\nversion = '0.0.2'").unwrap();
    let versions: Vec<_> = list.all().iter().map(|case| case.edition.version.as_deref()).collect();
    assert_eq!(versions, [Some("0.0.1"), Some("0.0.2")]);
}

#[test]
fn names_are_read_from_both_formats() {
    let names = |text: &str| -> Vec<Option<String>> {
        let cases = read_text(text).expect(text);
        cases.all().iter().map(|case| case.name.as_ref().map(ToString::to_string)).collect()
    };
    let expected = [Some("Heute, günstig".to_owned()), None];
    assert_eq!(names("{\"schema\": 1, \"scenario\": [{\"name\": \" Heute, günstig \"}, {}]}"), expected);
    assert_eq!(names("schema = 1\n[[scenario]]\nname = 'Heute, günstig'\n[[scenario]]\n"), expected);
    assert_eq!(names("{\"name\": \"One\", \"gpu_count\": 8}"), [Some("One".to_owned())]);
    for (text, part) in [
        ("{\"name\": 7}", "name: 7 is not a text"),
        ("{\"name\": \"  \"}", "name: '' is empty (allowed: 1 to 60 characters in one line)"),
        ("{\"name\": \"a\\nb\"}", "name: 'a\\u{a}b' has a control character"),
        ("name = 'a'\n[[scenario]]\n", "a list stands alone"),
        ("{\"name\": \"a\", \"name\": \"a\"}", "name: given twice"),
        ("{\"schema\": 2}", "schema: 2 is of a later program (allowed: 1 to 1)"),
        ("{\"schema\": 0}", "schema: 0 is not a file's form"),
        ("{\"schema\": 1, \"schema\": 1}", "schema: given twice"),
        ("[{\"schema\": 1}]", "no input is called 'schema'"),
    ] {
        let error = refused(text);
        assert!(error.reason.contains(part), "{text}: {error}");
    }
    let longest = "ü".repeat(60);
    assert_eq!(names(&format!("{{\"name\": \"{longest}\"}}")), [Some(longest.clone())]);
    assert!(refused(&format!("{{\"name\": \"{longest}ü\"}}")).reason.contains("has 61 characters"));
}

#[test]
fn a_message_obeys_no_escape_and_is_short() {
    let long = "9".repeat(5_000_000);
    for text in [
        "{\"preset\":\"\\u001b]0;pwned\\u0007\"}".to_owned(),
        "{\"\\u001b[2J\": 1}".to_owned(),
        "\"\\u001b\" = 1".to_owned(),
        "\u{1b}]0;pwned\u{7} = 1".to_owned(),
        format!("{{\"preset\": \"{long}\"}}"),
        format!("{{\"gpu_count\": \"{long}\"}}"),
        format!("{{\"{long}\": 1}}"),
        format!("{{\"version\": \"{long}\", \"gpu_count\": 0}}"),
        format!("gpu_count = '{long}'"),
        format!("a{long} = 1"),
    ] {
        let message = refused(&text).to_string();
        assert!(message.chars().count() < 500 && !message.contains(char::is_control), "{message:?}");
    }
}

#[test]
fn minus_nought_is_nought() {
    for text in
        ["{\"closed_drift\": -0}", "{\"closed_drift\": -0.0}", "closed_drift = -0.0", "closed_drift = '-0'"]
    {
        assert_eq!(one(text).values[&Input::ClosedDrift.into()].to_bits(), 0, "{text}");
    }
}

/// As many texts as `FUZZ_SECONDS` seconds take, or a few hundred.
fn cases() -> ProptestConfig {
    let seconds: u32 = std::env::var("FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    // About what one second tries.
    ProptestConfig {
        cases: if seconds == 0 { 400 } else { seconds * 1400 },
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    }
}

/// Pieces of which files are made, right and wrong.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "{",
            "}",
            "[",
            "]",
            "[[",
            "]]",
            ",",
            ":",
            "=",
            "\n",
            "\r\n",
            "\"",
            "'",
            "\\",
            "\\u001b",
            "\0",
            "\u{feff}",
            "//",
            "#",
            " ",
            "\"gpu_count\"",
            "gpu_count",
            "gpu_count = ",
            "\"gpu_count\": ",
            "preset",
            "\"preset\": \"canva\"",
            "scenario",
            "[[scenario]]",
            "name",
            "\"name\": \"A\"",
            "\"schema\": 1",
            "version",
            "\"version\": \"0.1.0\"",
            "model",
            "model_size",
            "null",
            "true",
            "nan",
            "1e999",
            "2,5",
            "8",
            "-0",
            "0.5",
            "\"1,500\"",
            "[{}, {}]",
            "{}",
            "\u{1b}]0;x\u{7}",
            "\u{202e}",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,8}",
    ]
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn no_text_breaks_the_reader(pieces in prop::collection::vec(piece(), 0..14)) {
        let text = pieces.concat();
        match read(text.as_bytes()) {
            Ok(cases) => {
                prop_assert!(!cases.all().is_empty());
                for case in cases.all() {
                    prop_assert!(case.unchecked_scenario().is_ok(), "{:?}", case);
                }
            }
            Err(error) => {
                let message = error.to_string();
                prop_assert!(message.chars().count() < 500 && !message.contains(char::is_control), "{:?}", message);
                prop_assert!(!message.contains("\n") && !message.is_empty());
            }
        }
    }

    #[test]
    fn no_bytes_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..40), mark in 0..4_usize) {
        let marks: [&[u8]; 4] = [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];
        let _ = read(&[marks[mark], &bytes].concat());
    }

    #[test]
    fn what_is_written_reads_back(settings in prop::collection::vec((0..60_usize, 0.0..=1.0_f64), 0..6)) {
        let all: Vec<Setting> = Setting::all().collect();
        let scenario = settings.iter().fold(Scenario::default(), |scenario, (index, share)| {
            let setting = all[index % all.len()];
            let value = match setting.domain() {
                model::catalogue::Domain::Number { min, max, whole, .. } => {
                    let value = min + (max - min) * share;
                    if whole { value.round() } else { value }
                }
                model::catalogue::Domain::Choice(options) => ((options.len() - 1) as f64 * share).floor(),
            };
            scenario.with(setting, value).unwrap()
        });
        // What has no effect is not written.
        let scenario = Setting::all().fold(scenario, |scenario, setting| match scenario.idle(setting) {
            Some(_) => scenario.reset(setting),
            None => scenario,
        });
        let json = serde_json::to_string_pretty(&scenario).unwrap();
        let lines = scenario.changes().map(|(setting, _)| format!("{} = \"{}\"\n", setting.id(), scenario.text(setting)));
        let toml = lines.collect::<String>() + "preset = \"" + scenario.base().spec().id + "\"\n";
        for text in [json, toml] {
            let read = one(&text).scenario().unwrap();
            prop_assert_eq!(read.values(), scenario.values(), "{}", text);
            prop_assert!(read.changes().eq(scenario.changes()));
        }
        for (setting, number) in scenario.changes() {
            let form = model::scenario::form(setting, Decimal::Either);
            let text = model::written::unmistakable(scenario.text(setting), number, &form);
            prop_assert_eq!(value(setting, &text, Decimal::Either), Ok(number));
        }
    }
}
