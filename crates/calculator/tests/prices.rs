//! `calculator prices` as its users run it: open models by host, their ages, and the names that choose among them.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::process::{Command, Stdio};

use model::catalogue::{GPUS, HOSTED_PRICES, HOSTS, MODELS};
use serde_json::Value;

/// What a command writes, with its exit code and its message.
fn run(args: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_calculator"));
    let output = command.arg("prices").args(args).stdin(Stdio::null()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// Standard output of a command that must succeed without a message.
fn result(args: &[&str]) -> String {
    let (code, out, message) = run(args);
    assert_eq!((code, message.as_str()), (Some(0), ""), "{args:?}");
    out
}

fn json(args: &[&str]) -> Vec<Value> {
    let list: Value = serde_json::from_str(&result(&[args, &["--format", "json"]].concat())).unwrap();
    list.as_array().unwrap().clone()
}

/// The rows of a CSV as fields by name.
fn csv_rows(args: &[&str]) -> Vec<impl Fn(&str) -> String + use<>> {
    let text = result(&[args, &["--format", "csv"]].concat());
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().unwrap().clone();
    let row = |row: Result<csv::StringRecord, csv::Error>| {
        let (head, row) = (head.clone(), row.unwrap());
        move |name: &str| row[head.iter().position(|column| column == name).unwrap()].to_owned()
    };
    reader.records().map(row).collect()
}

/// The words of each line of a table.
fn words(text: &str) -> Vec<Vec<&str>> {
    text.lines().map(|line| line.split_whitespace().collect()).collect()
}

#[test]
fn old_prices_are_listed_by_themselves() {
    for day in ["2026-11-29", "2027-06-01"] {
        let is_old = |row: &dyn Fn(&str) -> String| {
            let ended = !row("ends").is_empty() && row("ends").as_str() <= day;
            row("retired") != "true" && (row("is_old") == "true" || ended)
        };
        // A closed model or a GPU is listed by the price that is taken, with all its quotes.
        let of_hosts = |rows: Vec<_>| -> Vec<(String, String)> {
            rows.into_iter()
                .filter(|row: &&dyn Fn(&str) -> String| !row("host").is_empty())
                .map(|row| (row("id"), row("host")))
                .collect()
        };
        let all = csv_rows(&["--on", day]);
        let expected: Vec<&dyn Fn(&str) -> String> =
            all.iter().map(|row| row as &dyn Fn(&str) -> String).filter(|row| is_old(*row)).collect();
        let old = csv_rows(&["--on", day, "--old"]);
        let found: Vec<&dyn Fn(&str) -> String> =
            old.iter().map(|row| row as &dyn Fn(&str) -> String).collect();
        assert_eq!(of_hosts(found), of_hosts(expected), "{day}");
        assert!(old.len() < all.len(), "{day}");
        for price in json(&["--on", day, "--old"]) {
            assert!(price["quotes"].as_array().is_some_and(|quotes| !quotes.is_empty()), "{price}");
            assert!(price["of"] == "hosted_tokens" || price["is_old"] == true, "{price}");
        }
    }
    // Everything that the model takes is old in the end.
    let last = json(&["--on", "2030-01-01", "--old"]);
    assert!(last.iter().filter(|price| price["of"] != "hosted_tokens").count() > 30, "{}", last.len());
}

#[test]
fn open_models_come_with_their_hosts_and_the_middle_of_what_they_ask() {
    let list = json(&["gpt-oss-120b", "--on", "2026-11-29"]);
    let [model] = &list[..] else { panic!("one model, not {}", list.len()) };
    assert_eq!((&model["of"], &model["label"]), (&"hosted_tokens".into(), &"gpt-oss 120B".into()));
    assert_eq!((&model["n_hosts"], &model["input"]["median"]), (&20.into(), &0.15.into()));
    assert_eq!((&model["input"]["low"], &model["output"]["high"]), (&0.03.into(), &0.75.into()));
    let quotes = model["quotes"].as_array().unwrap();
    let groq = quotes.iter().find(|quote| quote["host"]["id"] == "groq").unwrap();
    for (key, value) in [
        ("input", 0.15.into()),
        ("output", 0.6.into()),
        ("cached", 0.075.into()),
        ("batch_discount", 0.5.into()),
        ("listed_as", "openai/gpt-oss-120b".into()),
        ("date", "2026-11-10".into()),
        ("confidence", "read".into()),
        ("retired", false.into()),
        ("age_days", 19.into()),
        ("is_old", false.into()),
        ("weights", Value::Null),
    ] {
        assert_eq!(groq[key], value, "{key}");
    }
    assert_eq!(groq["source"]["id"], "genai-prices");
    // Withdrawn prices come last, and count in no median.
    let last = quotes.last().unwrap();
    assert_eq!((&last["host"]["id"], &last["retired"]), (&"fireworks".into(), &true.into()));
    assert_eq!(quotes.len(), 21);
}

#[test]
fn an_old_price_is_said_to_be_old() {
    // The lists are of 10 and 20 November 2026, and a price keeps 120 days.
    let is_old = |day: &str| -> Vec<(String, String, String)> {
        let rows = csv_rows(&["phi-4", "--on", day]);
        rows.iter().map(|cell| (cell("date"), cell("age_days"), cell("is_old"))).collect()
    };
    let row = |age: &str, is_old: &str| ("2026-11-10".to_owned(), age.to_owned(), is_old.to_owned());
    assert_eq!(is_old("2027-03-10"), [row("120", "false")]);
    assert_eq!(is_old("2027-03-11"), [row("121", "true")]);
    let table = result(&["phi-4", "--on", "2027-03-11"]);
    // Once the day of an announced end has come, nobody knows whether it was kept.
    let expected = "phi-4 azure 0.125 / 0.5 0.125 0.5 2026-11-10 121 yes was to end 2027-01-17 read";
    assert_eq!(words(&table)[1].join(" "), expected);
    let expected = "phi-4 azure 0.125 / 0.5 0.125 0.5 2026-11-10 67 no 2027-01-17 read";
    assert_eq!(words(&result(&["phi-4", "--on", "2027-01-16"]))[1].join(" "), expected);
    let head = "ID HOST MEDIAN IN OUT CACHED WEIGHTS DATE DAYS OLD UNTIL CONFIDENCE";
    assert_eq!(words(&table)[0].join(" "), head);
    // GPUs and closed models have an age, too.
    let h100 = &json(&["h100-sxm", "--on", "2026-11-29"])[0];
    assert_eq!((&h100["age_days"], &h100["is_old"]), (&65.into(), &false.into()));
    // Without a day, it is today: the prices are of the past.
    let age: i64 = csv_rows(&["phi-4"])[0]("age_days").parse().unwrap();
    assert!(age >= 0, "{age}");
}

#[test]
fn a_name_chooses_a_gpu_a_model_or_a_host() {
    assert!(json(&["a10"]).iter().all(|price| price["of"] == "gpu_hour" && price["id"] == "a10"));
    assert_eq!(json(&["gpt-5.4"]).len(), 2);
    let groq = json(&["groq"]);
    assert_eq!(groq.len(), 5);
    for model in &groq {
        assert_eq!(model["quotes"].as_array().unwrap().len(), 1);
        assert_eq!(model["quotes"][0]["host"]["label"], "Groq");
        assert!(model["n_hosts"].as_u64() > Some(1), "the median is that of all hosts");
    }
    let table = result(&["groq"]);
    assert!(table.starts_with("ID ") && !table.contains("TAKEN") && !table.contains("\n\n"), "{table}");
    let (code, out, message) = run(&["gpt-oss-120"]);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(message.contains("called 'gpt-oss-120'; did you mean 'gpt-oss-120b'?"), "{message}");
    let (code, _, message) = run(&["llama-7b"]);
    assert_eq!(code, Some(1));
    assert!(message.contains("no price is known of a GPU, model or host called 'llama-7b'"), "{message}");
    let (code, _, message) = run(&["--on", "soon"]);
    assert_eq!(code, Some(1));
    assert!(message.contains("--on: 'soon' is no day such as 2026-11-29"), "{message}");
}

#[test]
fn every_format_has_every_host() {
    let prices: Vec<_> = HOSTED_PRICES.iter().flat_map(|prices| prices.iter()).collect();
    let rows = csv_rows(&["--on", "2026-11-29"]);
    let hosted: Vec<_> = rows.iter().filter(|cell| cell("of") == "hosted_tokens").collect();
    assert_eq!(hosted.len(), prices.len());
    for (cell, price) in hosted.iter().zip(&prices) {
        assert_eq!(
            (cell("host"), cell("listed_as").trim_start_matches('\'')),
            (price.host.id.into(), price.listed_as)
        );
        assert_eq!(cell("input").parse(), Ok(price.input_per_million));
        assert_eq!(cell("output").parse(), Ok(price.output_per_million));
        assert_eq!(cell("cached").parse().ok(), price.cached_per_million);
        assert_eq!(cell("weights"), price.weights.map_or("", |weights| weights.id()));
        assert_eq!(
            (cell("ends"), cell("unit")),
            (price.ends.unwrap_or_default().into(), "US dollars a million tokens".into())
        );
        assert_eq!((cell("taken"), cell("price"), cell("kind")), Default::default());
    }
    // The other rows leave these columns empty.
    assert!(rows.iter().filter(|cell| cell("of") == "gpu_hour").all(|cell| cell("host").is_empty()));
    let n_quotes: usize = json(&[])
        .iter()
        .filter(|item| item["of"] == "hosted_tokens")
        .map(|item| item["quotes"].as_array().unwrap().len())
        .sum();
    assert_eq!(n_quotes, prices.len());
    let table = result(&[]);
    let (taken, hosts) = table.split_once("\n\n").unwrap();
    assert!(taken.starts_with("ID ") && taken.contains(GPUS[0].id) && hosts.starts_with("ID "));
    assert_eq!(hosts.lines().count(), 1 + prices.len());
    assert!(HOSTS.iter().all(|host| hosts.contains(host.id)));
    let withdrawn = words(hosts).into_iter().filter(|line| line.contains(&"withdrawn")).count();
    assert_eq!(withdrawn, prices.iter().filter(|price| price.is_retired).count());
    assert!(MODELS.iter().all(|model| model.hosted_prices().is_empty() || hosts.contains(model.id)));
}
