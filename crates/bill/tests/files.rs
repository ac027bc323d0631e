//! Files that are written otherwise, broken, empty or not what they seem.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use bill::{Bill, Decimal, Options, Role, Usage, preview, read};
use proptest::prelude::*;

const PLAIN: &str = "\
date,model,requests,input_tokens,cached_tokens,output_tokens,cost
2026-11-01,gpt-5.4-mini,1200,2220000,488400,252000,2.47
2026-11-30,gpt-5.4-mini-2026-03-17,800,1480000,325600,168000,1.64
";

fn usage(file: &[u8]) -> Usage {
    read(file, &Options::default()).unwrap()
}

fn refusal(file: impl AsRef<[u8]>) -> String {
    read(file.as_ref(), &Options::default()).unwrap_err().to_string()
}

fn chosen(columns: &[(Role, &str)]) -> Options {
    Options { columns: columns.iter().map(|(role, name)| (*role, (*name).to_owned())).collect(), days: None }
}

#[test]
fn one_table_is_read_alike_however_it_is_written() {
    let expected = Bill::of(&usage(PLAIN.as_bytes()));
    // 2,000 requests: 2,886,000 tokens at $0.75, 814,000 at a tenth of it, 420,000 at $4.50.
    assert_eq!(expected.total(), Decimal::new(2_164_500 + 61_050 + 1_890_000, 6));
    let semicolons = PLAIN
        .replace(',', ";")
        .replace("2220000", "2.220.000")
        .replace("2.47", "2,47")
        .replace("1.64", "1,64");
    let quoted = PLAIN.replace("2220000", "\"2,220,000\"").replace("252000", "\"252,000 tokens\"");
    let utf16 = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
    };
    for (name, file) in [
        ("semicolons and decimal commas", semicolons.clone().into_bytes()),
        ("tabs", PLAIN.replace(',', "\t").into_bytes()),
        ("bars", PLAIN.replace(',', "|").into_bytes()),
        ("thousands in quotation marks", quoted.into_bytes()),
        ("line ends of Windows", PLAIN.replace('\n', "\r\n").into_bytes()),
        ("line ends of old Macs", PLAIN.replace('\n', "\r").into_bytes()),
        (
            "blank lines first, between and last",
            format!("\n\n{}\n\n", PLAIN.replace('\n', "\n\n")).into_bytes(),
        ),
        ("a byte order mark", format!("\u{feff}{PLAIN}").into_bytes()),
        ("UTF-16, little end first", utf16(PLAIN, u16::to_le_bytes)),
        ("UTF-16, big end first", utf16(&semicolons, u16::to_be_bytes)),
        (
            "names in words",
            PLAIN
                .replace("input_tokens", "Input Tokens")
                .replace("cached_tokens", "Cached tokens")
                .into_bytes(),
        ),
        ("no last line end", PLAIN.trim_end().to_owned().into_bytes()),
        ("an exponent", PLAIN.replace("2220000", "2.22e6").into_bytes()),
    ] {
        let found = Bill::of(&usage(&file));
        assert_eq!(found.lines, expected.lines, "{name}");
        assert_eq!(found.span, expected.span, "{name}");
        assert_eq!(found.counts.paid.to_string(), "4.11", "{name}");
    }
}

#[test]
fn what_is_wrong_is_named_with_line_and_column() {
    let changed = |from: &str, to: &str| {
        assert!(PLAIN.contains(from), "{from}");
        refusal(PLAIN.replacen(from, to, 1))
    };
    for (from, to, message) in [
        ("2220000", "many", "2:4: input_tokens: 'many' is not a number"),
        ("2220000", "-5", "2:4: input_tokens: '-5' is out of range (allowed: 0 to 1000000000000 tokens)"),
        (
            "2220000",
            "1e300",
            "2:4: input_tokens: '1e300' is out of range (allowed: 0 to 1000000000000 tokens)",
        ),
        ("2220000", "2220000.5", "2:4: input_tokens: '2220000.5' is not a whole number of tokens"),
        ("2220000", "12.125", "2:4: input_tokens: '12.125' is not a whole number of tokens"),
        ("2220000", "NaN", "2:4: input_tokens: 'NaN' is not a number"),
        ("800", "8 EUR", "3:3: requests: '8 EUR' is not a number: 'EUR' is not expected there"),
        ("1.64", "1.64 EUR", "3:7: cost: '1.64 EUR' is not a number: 'EUR' is not expected there"),
        (
            "2026-11-30",
            "30.11.2026",
            "3:1: date: '30.11.2026' is no day (allowed: 2026-11-28, 2026-11-28T13:00:00Z, or seconds since 1970)",
        ),
        (
            "488400",
            "9488400",
            "2:4: input_tokens: 2220000 tokens are fewer than the 9488400 of the cache; if the column leaves those out, \
             choose uncached_input=input_tokens",
        ),
        (",168000", "", "3: 6 cells, where the header has 7"),
        ("168000", "168000,7", "3: 8 cells, where the header has 7"),
        ("cost", "Date", "1: the column 'Date' is there twice"),
        (
            "output_tokens",
            "answers",
            "1: no column is known to be output; there are 'date', 'model', 'requests', 'input_tokens', 'cached_tokens', \
             'answers', 'cost'",
        ),
    ] {
        assert_eq!(changed(from, to), message);
    }
    assert_eq!(
        refusal("name,colour\nA,blue\n"),
        "1: no column is known to be model or input or output; there are 'name', 'colour'"
    );
}

#[test]
fn what_is_no_table_is_refused_in_a_line() {
    assert_eq!(refusal(""), "the file is empty");
    assert_eq!(refusal("\u{feff}\n \r\n"), "the file is empty");
    assert_eq!(refusal(b"\xff\xfe"), "the file is empty");
    assert_eq!(refusal(PLAIN.lines().next().unwrap()), "the file has a header and no rows");
    assert_eq!(refusal(b"m\0o\0d\0e\0l\0"), "1: a NUL character: this is not a text");
    let latin1: Vec<u8> = PLAIN.bytes().map(|byte| if byte == b'-' { 0xe9 } else { byte }).collect();
    assert_eq!(refusal(latin1), "2:1: date: the text is not UTF-8");
    // Nothing is read of a column that is not used, not even its letters.
    let lines = PLAIN.lines().zip([&b"note,"[..], b"\xff,", b"\xff,"]);
    let noted = lines.flat_map(|(line, note)| [note, line.as_bytes(), b"\n"].concat()).collect::<Vec<u8>>();
    assert_eq!(Bill::of(&usage(&noted)).lines, Bill::of(&usage(PLAIN.as_bytes())).lines);
    let open = format!("{PLAIN}\"{}", "x".repeat(3 << 20));
    let message = refusal(open);
    assert!(message.contains("a row has more than 1 MB") && message.starts_with("3: "), "{message}");
    let escape = refusal("a\u{1b}]0;b,c\n1,2\n");
    assert!(!escape.contains('\u{1b}') && escape.contains("\\u{1b}"), "{escape}");
    let names: String = (0..1_002).map(|n| format!("2026-11-01,model-{n},1,1,0,1,0\n")).collect();
    let header = PLAIN.lines().next().unwrap();
    assert_eq!(
        refusal(format!("{header}\n{names}")),
        "1002:2: model: more than 1000 different names: these are no models"
    );
}

#[test]
fn the_reader_sees_and_chooses_which_column_is_what() {
    let mapping = preview(PLAIN.as_bytes(), &Options::default()).unwrap();
    let roles: Vec<String> =
        mapping.columns.iter().map(|column| format!("{}: {column}", column.name)).collect();
    assert_eq!(
        roles,
        [
            "date: day or moment",
            "model: name of the model",
            "requests: requests",
            "input_tokens: tokens of prompts, cached ones included",
            "cached_tokens: tokens read from the cache",
            "output_tokens: tokens of answers",
            "cost: US dollars, as the file says",
        ]
    );
    assert_eq!(mapping.column(Role::Model).unwrap().sample, ["gpt-5.4-mini", "gpt-5.4-mini-2026-03-17"]);
    assert_eq!(mapping.unused().count(), 0);
    let missing: Vec<&str> = mapping.missing().map(Role::id).collect();
    assert_eq!(missing, ["request_id", "uncached_input", "cache_write", "hour_cache_write", "batch", "tier"]);
    // Another table's names are chosen by hand; a part of one's meaning is another choice.
    let renamed = PLAIN.replace("model", "engine").replace("output_tokens", "answers");
    let mapping = preview(renamed.as_bytes(), &Options::default()).unwrap();
    assert_eq!(mapping.needed(), [Role::Model, Role::Output]);
    let options = chosen(&[(Role::Model, "Engine"), (Role::Output, "answers"), (Role::Paid, "")]);
    let usage = read(renamed.as_bytes(), &options).unwrap();
    assert_eq!(Bill::of(&usage).total(), Bill::of(&self::usage(PLAIN.as_bytes())).total());
    assert_eq!(usage.mapping.unused().map(|column| column.name.as_str()).collect::<Vec<_>>(), ["cost"]);
    let options = chosen(&[(Role::UncachedInput, "input_tokens")]);
    let counts = Bill::of(&read(PLAIN.as_bytes(), &options).unwrap()).counts;
    assert_eq!((counts.uncached, counts.cached), (3_700_000, 814_000));
    for (choices, message) in [
        (&[(Role::Model, "modell")][..], "model: no column is called 'modell'; did you mean 'model'?"),
        (&[(Role::Model, "model"), (Role::Model, "date")], "model: given twice"),
        (
            &[(Role::Model, "model"), (Role::Tier, "model")],
            "tier: 'model' is chosen for model, too; leave out one of them",
        ),
        (
            &[(Role::Input, "input_tokens"), (Role::UncachedInput, "cached_tokens")],
            "input and uncached_input say the same; leave out one of them",
        ),
    ] {
        assert_eq!(preview(PLAIN.as_bytes(), &chosen(choices)).unwrap_err().to_string(), message);
    }
}

#[test]
fn whether_prompts_count_cached_tokens_is_known_by_the_columns_beside_them() {
    let header = "model,input_tokens,cache_creation_input_tokens,cache_read_input_tokens,output_tokens\n";
    let row = "claude-haiku-4-5,1000,200,30000,400\n";
    let counts = Bill::of(&usage(format!("{header}{row}").as_bytes())).counts;
    assert_eq!((counts.uncached, counts.written, counts.cached), (1000, 200, 30_000));
    // So do the prompts of Helicone, known by its names for what is cached.
    let helicone = "request_id,request_created_at,model,prompt_tokens,prompt_cache_write_tokens,prompt_cache_read_tokens,\
                    completion_tokens\nr1,2026-11-28 10:00:00.000,claude-haiku-4-5,1000,200,30000,400\n";
    let counts = Bill::of(&usage(helicone.as_bytes())).counts;
    assert_eq!((counts.requests, counts.uncached, counts.written, counts.cached), (1, 1000, 200, 30_000));
    // Writings for an hour are in the sum of all, unless those for five minutes stand beside them.
    let hourly = |names: &str| {
        let header = format!("model,input_tokens,{names},cache_read_input_tokens,output_tokens\n");
        let counts = Bill::of(&usage(format!("{header}claude-haiku-4-5,1,20,3,4,5\n").as_bytes())).counts;
        (counts.uncached, counts.written, counts.written_for_an_hour)
    };
    assert_eq!(hourly("cache_creation_input_tokens,cache_creation_1h_input_tokens"), (1, 20, 0));
    assert_eq!(hourly("cache_creation_5m_input_tokens,cache_creation_1h_input_tokens"), (1, 20, 3));
    // Those of a gateway, under OpenAI's name for prompts, count them.
    let header = header.replace("input_tokens,cache_c", "prompt_tokens,cache_c");
    let row = row.replace("1000", "31200");
    let counts = Bill::of(&usage(format!("{header}{row}").as_bytes())).counts;
    assert_eq!((counts.uncached, counts.written, counts.cached), (1000, 200, 30_000));
}

#[test]
fn tiers_have_their_prices_and_contradict_nothing() {
    let header = "model,batch,service_tier,input_tokens,output_tokens\n";
    let total = |row: &str| Bill::of(&usage(format!("{header}{row}\n").as_bytes())).total();
    // A million tokens each way of a model at $0.75 and $4.50.
    let row = |batch: &str, tier: &str| format!("gpt-5.4-mini,{batch},{tier},1000000,1000000");
    for (batch, tier, cents) in [
        ("", "", 52_500),
        ("false", "default", 52_500),
        ("True", "", 26_250),
        ("TRUE", "batch", 26_250),
        ("False", "flex", 26_250),
        ("", "priority", 94_500),
    ] {
        assert_eq!(total(&row(batch, tier)), Decimal::new(cents, 4), "{batch} {tier}");
    }
    assert_eq!(
        refusal(format!("{header}{}\n", row("true", "flex"))),
        "2:3: service_tier: 'flex' beside a batch; a request is one of them"
    );
    assert_eq!(total(&row("", "scale")), Decimal::ZERO);
}

#[test]
fn a_bill_without_days_or_prices_says_so_and_makes_no_scenario() {
    let header = "model,requests,input_tokens,output_tokens\n";
    let case = |row: &str, days: Option<u16>| {
        let file = format!("{header}{row}\n");
        let usage = read(file.as_bytes(), &Options { days, ..Options::default() }).unwrap();
        Bill::of(&usage).case().map(|case| case.scenario).map_err(|error| error.to_string())
    };
    for (row, days, message) in [
        ("gpt-5.4-mini,1,1,1", None, "no scenario: the file names no days; say how many it covers"),
        ("gpt-9,1,1,1", Some(1), "no scenario: nothing in the file has a price"),
        (
            "gpt-5.4-mini,1,1,0",
            Some(1),
            "no scenario: the model with the largest bill has no prompts or no answers",
        ),
        (
            "gpt-5.4-mini,1,1,1",
            Some(1),
            "no scenario: requests_per_day: 1 is out of range (allowed: 10 to 100000000 requests a day)",
        ),
    ] {
        assert_eq!(case(row, days).unwrap_err(), message);
    }
    let scenario = case("gpt-5.4-mini,80000,148000000,16800000", Some(2)).unwrap();
    let text = |id: &str| scenario.text(model::Input::from_id(id).unwrap());
    assert_eq!(
        ["requests_per_day", "prompt_tokens", "output_tokens", "cached_share", "api"].map(text),
        ["40000", "1850", "210", "0", "gpt-5.4-mini"]
    );
}

/// A cell of any kind, most of them such as files have.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (0u64..5_000_000).prop_map(|n| n.to_string()),
        1 => "[0-9]{1,3}(,[0-9]{3}){0,2}(\\.[0-9]{1,3})?".prop_map(|text| format!("\"{text}\"")),
        1 => "(2026-1[12]-[0-3][0-9])|(gpt-5.4-mini)|(true)|(1793577600)",
        1 => ".{0,12}",
        1 => Just(String::new()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// Whatever a file holds, it is read or refused in one line, and what is priced is what tokens times prices are.
    #[test]
    fn no_file_breaks_the_reader(rows in prop::collection::vec(prop::collection::vec(cell(), 7), 0..6)) {
        let rows: String = rows.iter().map(|row| row.join(",") + "\n").collect();
        let header = PLAIN.lines().next().unwrap();
        match read(format!("{header}\n{rows}").as_bytes(), &Options { days: Some(30), ..Options::default() }) {
            Ok(usage) => {
                let bill = Bill::of(&usage);
                let of_lines: u64 = bill.lines.iter().map(|line| line.counts.input()).sum();
                let unpriced: u64 = bill.unpriced.iter().map(|it| it.counts.input()).sum();
                prop_assert_eq!(of_lines + unpriced, bill.counts.input());
                let a_month = bill.a_month(bill.total()).unwrap();
                prop_assert!(a_month >= bill.total() && !bill.total().is_sign_negative());
                if let Ok(case) = bill.case() {
                    prop_assert!(case.invoice.total().is_finite());
                }
            }
            Err(error) => {
                let message = error.to_string();
                prop_assert!(!message.contains('\n') && message.chars().count() < 500, "{}", message);
            }
        }
    }

    /// Any bytes at all.
    #[test]
    fn no_bytes_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _read = read(&bytes[..], &Options::default());
        let _with_header = read(&[PLAIN.as_bytes(), &bytes].concat()[..], &Options::default());
    }
}
