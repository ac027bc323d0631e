//! The `calculator` command as its users run it: results, messages, exit codes.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use model::catalogue::{APIS, ASSUMPTIONS, GPUS, HOSTED_PRICES, INPUTS, PRESETS, SOURCES};
use model::outcome::{Need, output_specs};
use model::units::Unit;
use model::{Input, Preset, Scenario, evaluate};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::RowAccessor as _;
use serde_json::Value;

const VERBS: [&str; 18] = [
    "evaluate",
    "explain",
    "sweep",
    "breakeven",
    "sensitivity",
    "frontier",
    "claims",
    "bill",
    "compare",
    "set",
    "code",
    "validate",
    "presets",
    "inputs",
    "outputs",
    "assumptions",
    "prices",
    "sources",
];

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_calculator"));
    command.args(args);
    command
}

fn run(args: &[&str]) -> Output {
    command(args).stdin(Stdio::null()).output().unwrap()
}

/// Standard output of a command that must succeed without a message.
fn result(args: &[&str]) -> String {
    let output = run(args);
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), message.as_str()), (Some(0), ""), "{args:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&result(args)).unwrap()
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The message of a command that must be refused, without any result.
fn refusal(args: &[&str], code: i32) -> String {
    let output = run(args);
    assert_eq!(output.status.code(), Some(code), "{args:?}");
    assert!(output.stdout.is_empty(), "{args:?} wrote a result");
    String::from_utf8(output.stderr).unwrap()
}

/// A file that is deleted when the test ends.
fn file(ending: &str, text: &str) -> tempfile::TempPath {
    let mut file = tempfile::Builder::new().suffix(ending).tempfile().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file.into_temp_path()
}

fn feed(args: &[&str], input: &str) -> Output {
    let mut child =
        command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_constant_is_set_like_an_input() {
    let own = |args: &[&str]| {
        json(&[&["evaluate", "--format", "json"], args].concat())["outcome"]["accuracy"]["own_accuracy"]
            .as_f64()
    };
    let scenario = file(".toml", "tuned_error_ratio = 0.5\n");
    let of_file = own(&["--scenario", scenario.to_str().unwrap()]);
    assert_eq!(own(&["--set", "tuned_error_ratio=0.5"]), of_file);
    assert!(of_file > own(&[]), "{of_file:?}");
    let working = result(&["explain", "own_accuracy", "--set", "tuned_error_ratio=0.5"]);
    assert!(working.contains("set in the scenario"), "{working}");
    let refused = refusal(&["evaluate", "--set", "tuned_error_ratio=5"], 1);
    assert!(refused.contains("tuned_error_ratio") && refused.contains("0.45 to 1.3"), "{refused}");
}

#[test]
fn json_carries_every_bit_of_the_models_outcome() {
    for preset in Preset::ALL {
        let scenario = Scenario::preset(preset).with(Input::GpuCount, 12.0).unwrap();
        let printed =
            json(&["evaluate", "--preset", preset.spec().id, "--set", "gpu_count=12", "--format", "json"]);
        // Compared as text: equal texts of numbers are equal bits, -0 and 0 apart.
        assert_eq!(
            printed["outcome"].to_string(),
            serde_json::to_value(evaluate(&scenario)).unwrap().to_string()
        );
        assert_eq!(printed["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(printed["scenario"], serde_json::to_value(&scenario).unwrap());
        assert_eq!(printed["inputs"]["gpu_count"], 12.0);
        assert_eq!(printed["inputs"].as_object().unwrap().len(), scenario.inputs_in_use().count());
        for (spec, value) in evaluate(&scenario).outputs() {
            let printed = &printed["outcome"][spec.family][spec.id];
            match value.number().filter(|_| !printed.is_boolean()) {
                Some(x) => assert_eq!(printed.as_f64().unwrap().to_bits(), x.to_bits(), "{}", spec.id),
                None => {
                    assert!(printed.is_null() || printed.is_string() || printed.is_boolean(), "{}", spec.id)
                }
            }
        }
    }
}

#[test]
fn a_resolved_scenario_reads_back_to_the_same_outcome() {
    // With a named model, or software of a known speed, some inputs are idle: their values are printed all the same.
    for changes in [["gpu=b200-sxm", "drift=0.017"], ["model=llama-3.1-70b", "engine=vllm"]] {
        let flags = ["evaluate", "--preset", "canva", "--set", changes[0], "--set", changes[1]];
        let first = json(&[&flags[..], &["--format", "json"]].concat());
        for part in ["scenario", "inputs"] {
            let saved = file(".json", &first[part].to_string());
            let again = json(&["evaluate", "--scenario", saved.to_str().unwrap(), "--format", "json"]);
            assert_eq!(again["outcome"].to_string(), first["outcome"].to_string(), "{part}");
        }
    }
}

#[test]
fn flags_come_after_the_file_and_a_choice_before_its_price() {
    let toml = file(".toml", "preset = \"canva\"\ngpu_count = 3\nhorizon = 30\n");
    let flags =
        ["evaluate", "--scenario", toml.to_str().unwrap(), "--set", "gpu_count=5", "--format", "json"];
    let inputs = &json(&flags)["inputs"];
    assert_eq!((&inputs["gpu_count"], &inputs["horizon"]), (&Value::from(5.0), &Value::from(30.0)));
    let price = Scenario::default().get(Input::GpuHourPrice).to_string();
    let setting = format!("gpu_hour_price={price}");
    let inputs =
        &json(&["evaluate", "--set", &setting, "--set", "gpu=b200-sxm", "--format", "json"])["inputs"];
    assert_eq!(inputs["gpu_hour_price"].to_string(), price);
    let message = refusal(&["evaluate", "--preset", "stripe", "--scenario", toml.to_str().unwrap()], 1);
    assert!(message.contains("'canva'") && message.contains("'stripe'"), "{message}");
}

#[test]
fn the_table_names_every_output_line_and_condition() {
    let scenario =
        Scenario::default().with_text("model_size", "400").unwrap().with(Input::GpuCount, 1.0).unwrap();
    let table = result(&["evaluate", "--set", "model_size=400", "--set", "gpu_count=1"]);
    assert!(table.contains("Support desk (support_desk), model_size=400 gpu_count=1"), "{table}");
    for spec in output_specs().filter(|spec| spec.need != Need::Ways) {
        assert!(table.contains(spec.label()) && table.contains(spec.id), "{}", spec.id);
    }
    let estimate = evaluate(&scenario).estimate;
    for line in estimate.ledgers.own.iter().chain(&estimate.ledgers.rent) {
        assert!(table.contains(line.item.label()) && table.contains(line.item.id()), "{:?}", line.item);
    }
    assert!(!estimate.conditions.is_empty());
    for condition in estimate.conditions {
        assert!(table.contains(condition.text()), "{condition:?}");
    }
    assert!(table.lines().all(|line| line == line.trim_end()), "space at a line's end");
    let answers = [
        "Own: ",
        "Rent: ",
        "Too close to call: ",
        "Owning cannot do this work: ",
        "Renting cannot do this work: ",
    ];
    let sentence = table.lines().find(|line| answers.iter().any(|answer| line.starts_with(answer))).unwrap();
    assert_eq!(sentence.matches(". ").count(), 0, "{sentence}");
    // How likely owning is cheaper is said where there is something to compare.
    let likely = "of the cases we think possible";
    assert!(sentence.starts_with("Owning cannot do this work: ") && !sentence.contains(likely), "{sentence}");
    assert!(result(&["evaluate"]).contains(likely));
}

#[test]
fn chosen_outputs_come_alone_and_in_order() {
    let chosen = ["evaluate", "--outputs", "saving,verdict", "--format"];
    let with = |format| [&chosen[..], &[format]].concat();
    let outputs = json(&with("json"));
    assert!(outputs.get("outcome").is_none());
    assert_eq!(outputs["outputs"].as_object().unwrap().len(), 2);
    let rows = rows(&result(&with("csv")));
    assert_eq!(rows[0], ["saving", "verdict"]);
    assert_eq!(rows[1][0].parse::<f64>().unwrap(), outputs["outputs"]["saving"].as_f64().unwrap());
    let table = result(&with("table"));
    assert!(table.contains("saving") && !table.contains("own_cost"), "{table}");
}

#[test]
fn csv_is_one_head_and_one_row_with_every_bit() {
    let rows = rows(&result(&["evaluate", "--set", "precision=int4", "--format", "csv"]));
    assert_eq!(rows.len(), 2);
    let (head, cells) = (&rows[0], &rows[1]);
    let mut names = head.clone();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 1 + Input::COUNT + output_specs().count(), "names are told apart");
    let cell = |name: &str| &cells[head.iter().position(|id| id == name).unwrap()];
    assert_eq!((cell("preset").as_str(), cell("precision").as_str()), ("support_desk", "int4"));
    let scenario = Scenario::default().with_text("precision", "int4").unwrap();
    for (spec, value) in evaluate(&scenario).outputs() {
        match value {
            model::units::Value::Number(x) => {
                assert_eq!(cell(spec.id).parse::<f64>().unwrap().to_bits(), x.to_bits(), "{}", spec.id);
            }
            model::units::Value::Missing => assert_eq!(cell(spec.id), ""),
            model::units::Value::Flag(yes) => assert_eq!(*cell(spec.id), yes.to_string()),
            model::units::Value::Name(name) => assert_eq!(cell(spec.id), name),
        }
    }
}

#[test]
fn csv_quotes_what_needs_it() {
    let text = result(&["presets", "--format", "csv"]);
    let rows = rows(&text);
    assert_eq!(rows.len(), 1 + PRESETS.len());
    for (row, spec) in rows[1..].iter().zip(&PRESETS) {
        assert_eq!((row[0].as_str(), row[2].as_str()), (spec.id, spec.description()));
    }
    let with_comma = PRESETS.iter().find(|spec| spec.description().contains(',')).unwrap();
    assert!(text.contains(&format!("\"{}\"", with_comma.description())));
}

#[test]
fn a_list_of_scenarios_gives_a_list() {
    let drawn = result(&["scenarios", "--count", "12", "--seed", "1", "--format", "json"]);
    assert_eq!(drawn, result(&["scenarios", "--count", "12"]));
    let drawn: Vec<Value> = serde_json::from_str(&drawn).unwrap();
    let native = calculator::draw::scenarios(12, 1).unwrap();
    assert_eq!((drawn.len(), native.len()), (12, 12));
    let saved = file(".json", &serde_json::to_string(&drawn).unwrap());
    let evaluated = json(&["evaluate", "--scenario", saved.to_str().unwrap(), "--format", "json"]);
    let evaluated = evaluated.as_array().unwrap();
    assert_eq!(evaluated.len(), 12);
    for ((printed, scenario), flat) in evaluated.iter().zip(&native).zip(&drawn) {
        assert_eq!(&printed["scenario"], flat);
        assert_eq!(
            printed["outcome"].to_string(),
            serde_json::to_value(evaluate(scenario)).unwrap().to_string()
        );
    }
    let csv = rows(&result(&["evaluate", "--scenario", saved.to_str().unwrap(), "--format", "csv"]));
    assert_eq!((csv.len(), csv[0][0].as_str(), csv[12][0].as_str()), (13, "scenario", "12"));
    let message = refusal(&["explain", "saving", "--scenario", saved.to_str().unwrap()], 1);
    assert!(message.contains("list"), "{message}");
}

#[test]
fn a_list_has_the_chosen_columns_alike_in_every_format() {
    let list = r#"[{"gpu_count": 4}, {"preset": "canva", "drift": 0.01}, {"tuned_error_ratio": 0.5}]"#;
    let saved = file(".json", list);
    let with = |format: &'static str| {
        let chosen = ["--outputs", "own_cost,verdict", "--with-inputs", "--format", format];
        [&["evaluate", "--scenario", saved.to_str().unwrap()][..], &chosen].concat()
    };
    let table = rows(&result(&with("csv")));
    assert_eq!(table[0].join(" "), "scenario preset gpu_count drift tuned_error_ratio own_cost verdict");
    assert_eq!(table[1][..3], ["1", "support_desk", "4"]);
    assert_eq!(table[2][..2], ["2", "canva"]);
    assert_eq!((table[2][3].as_str(), table[3][4].as_str()), ("0.01", "0.5"));
    let lines = result(&with("jsonl"));
    let objects = json(&with("json"));
    let output = run(&with("parquet"));
    let parquet = SerializedFileReader::new(bytes::Bytes::from(output.stdout)).unwrap();
    let mut parquet = parquet.get_row_iter(None).unwrap();
    for (index, line) in lines.lines().enumerate() {
        let line: Value = serde_json::from_str(line).unwrap();
        let cells = &table[index + 1];
        assert_eq!((&line["scenario"], &line["gpu_count"].to_string()), (&(index + 1).into(), &cells[2]));
        assert_eq!(line["own_cost"].as_f64().unwrap().to_string(), cells[5]);
        let row = parquet.next().unwrap().unwrap();
        assert_eq!(
            (row.get_long(0).unwrap(), row.get_long(2).unwrap().to_string()),
            (index as i64 + 1, cells[2].clone())
        );
        assert_eq!(row.get_double(5).unwrap().to_string(), cells[5]);
        let outputs = objects[index]["outputs"].as_object().unwrap();
        assert_eq!(
            outputs.keys().map(String::as_str).collect::<BTreeSet<_>>(),
            table[0][1..].iter().map(String::as_str).collect()
        );
        assert_eq!(outputs["own_cost"], line["own_cost"]);
    }
    let mixed = rows(&result(&["evaluate", "--outputs", "gpu,own_cost,ten_percent", "--format", "csv"]));
    assert_eq!(mixed[0].join(" "), "gpu own_cost ten_percent");
    assert_eq!(mixed[1][0], Scenario::default().text(Input::Gpu));
    assert!(result(&["evaluate", "--outputs", "preset,gpu_count,own_cost"]).contains("gpu_count"));
    let refused = refusal(&["evaluate", "--outputs", "own_cost,own_cost"], 1);
    assert!(refused.contains("own_cost is named twice"), "{refused}");
}

#[test]
fn a_sweep_may_have_its_scenario_in_every_row() {
    let sweep = ["sweep", "--over", "gpu_count=1,2", "--preset", "canva", "--set", "drift=0.01", "--outputs"];
    let with = |flags: &[&str]| rows(&result(&[&sweep[..], flags].concat()));
    assert_eq!(with(&["gpu,gpu_count,own_cost"])[0].join(" "), "gpu_count gpu own_cost");
    let table = with(&["own_cost", "--with-inputs"]);
    assert_eq!(table[0].join(" "), "gpu_count preset drift own_cost");
    assert_eq!(table[2][..3], ["2", "canva", "0.01"]);
    // Set for a precision that only one of the rows has.
    let loss =
        ["sweep", "--over", "precision=bf16,int4", "--set", "quantisation_loss_4bit=0.02", "--with-inputs"];
    let table = rows(&result(&[&loss[..], &["--outputs", "own_cost"]].concat()));
    assert_eq!(table[0].join(" "), "precision preset quantisation_loss_4bit own_cost");
    assert_eq!(table[2][..3], ["int4", "support_desk", "0.02"]);
}

#[test]
fn only_what_is_asked_for_is_computed() {
    let list = vec!["{}"; 20_000].join(",");
    let saved = file(".json", &format!("[{list}]"));
    let start = std::time::Instant::now();
    let text = result(&[
        "evaluate",
        "--scenario",
        saved.to_str().unwrap(),
        "--outputs",
        "own_cost",
        "--format",
        "csv",
    ]);
    assert_eq!(text.lines().count(), 20_001);
    // With the verdict's sample, a case takes milliseconds on any machine of these years, and the list a minute.
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn a_file_of_another_edition_opens_and_says_so_once() {
    let saved = file(".json", r#"[{"version": "0.0.1", "gpu_count": 8}, {"version": "0.0.1"}]"#);
    let output = run(&["evaluate", "--scenario", saved.to_str().unwrap(), "--format", "json"]);
    assert!(output.status.success());
    let messages = String::from_utf8(output.stderr).unwrap();
    assert!(
        messages.contains("made with version 0.0.1 and data of unknown, and this is version "),
        "{messages}"
    );
    assert_eq!(messages.lines().count(), 1, "{messages}");
    let own = format!("version = '{}'\ndata = '{}'\n", model::VERSION, model::catalogue::DATA_DATE);
    let saved = file(".toml", &own);
    assert!(run(&["evaluate", "--scenario", saved.to_str().unwrap()]).stderr.is_empty());
}

#[test]
fn a_scenario_comes_through_standard_input() {
    let output = feed(&["evaluate", "--scenario", "-", "--format", "json"], r#"{"gpu_count": 3}"#);
    let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(printed["inputs"]["gpu_count"], 3.0);
    let output = feed(&["evaluate", "--scenario", "-"], "{\n\"gpu_count\": 0}");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("standard input:2:15: gpu_count: 0 is out of range")
    );
}

#[test]
fn a_working_ends_at_the_output_and_names_its_sources() {
    let text = result(&["explain", "own_cost", "--set", "gpu_count=7"]);
    let value =
        evaluate(&Scenario::default().with(Input::GpuCount, 7.0).unwrap()).estimate.cost.own_cost.number();
    let last = text.trim_end().lines().last().unwrap();
    let shown: f64 = last.split_whitespace().nth(2).unwrap().parse().unwrap();
    assert!(last.trim_start().starts_with("own_cost = ") && (shown / value - 1.0).abs() < 1e-6, "{last}");
    let gpus = text.lines().find(|line| line.contains("7 GPUs")).unwrap();
    assert!(gpus.contains("set in the scenario"), "{gpus}");
    let constant = text.lines().find(|line| line.contains("constant: ")).unwrap();
    assert!(SOURCES.iter().any(|source| constant.contains(source.title)), "{constant}");
    assert!(["read", "unverified", "weak"].iter().any(|word| constant.ends_with(word)), "{constant}");

    let working = json(&["explain", "own_cost", "--set", "gpu_count=7", "--format", "json"]);
    let steps = working["steps"].as_array().unwrap();
    assert_eq!(steps.last().unwrap()["result"].as_f64().unwrap().to_bits(), value.to_bits());
    assert_eq!(working["inputs"]["gpu_count"]["from"], "set in the scenario");
    for operand in steps.iter().flat_map(|step| step["operands"].as_array().unwrap()) {
        let list = match operand["kind"].as_str().unwrap() {
            "input" => "inputs",
            "assumption" => "assumptions",
            "source" => "sources",
            _ => continue,
        };
        let found = &working[list][operand["id"].as_str().unwrap()];
        assert!(found.is_object(), "{operand} is not in {list}");
    }
    assert!(
        working["assumptions"].as_object().unwrap().values().all(|spec| spec["source"]["title"].is_string())
    );
}

#[test]
fn every_output_has_a_working() {
    for spec in output_specs() {
        let steps = model::explain(&Scenario::default(), spec.id);
        assert_eq!(steps.unwrap_or_else(|| panic!("{}", spec.id)).last().unwrap().name, spec.id);
    }
}

#[test]
fn a_sweep_of_two_inputs_has_every_combination() {
    let sweep = [
        "sweep",
        "--over",
        "gpu_count=1:3:3",
        "--over",
        "gpu_hour_price=1:4:4",
        "--outputs",
        "own_cost,fits",
    ];
    let rows = rows(&result(&sweep));
    assert_eq!(rows[0], ["gpu_count", "gpu_hour_price", "own_cost", "fits"]);
    assert_eq!(rows.len(), 1 + 3 * 4);
    for (index, row) in rows[1..].iter().enumerate() {
        let (gpus, price) = ((index / 4 + 1) as f64, (index % 4 + 1) as f64);
        assert_eq!((row[0].parse(), row[1].parse()), (Ok(gpus), Ok(price)));
        let scenario =
            Scenario::default().with(Input::GpuCount, gpus).unwrap().with(Input::GpuHourPrice, price);
        let estimate = evaluate(&scenario.unwrap()).estimate;
        assert_eq!(row[2].parse::<f64>().unwrap().to_bits(), estimate.cost.own_cost.number().to_bits());
        assert_eq!(row[3], estimate.serving.fits.to_string());
    }
    let list = json(&[&sweep[..], &["--format", "json"]].concat());
    assert_eq!(list.as_array().unwrap().len(), 12);
    assert_eq!(list[5]["own_cost"].as_f64().unwrap(), rows[6][2].parse::<f64>().unwrap());
    assert_eq!(list[5]["gpu_count"], 2.0);
}

#[test]
fn defaults_of_a_swept_choice_are_in_every_row() {
    // Other defaults depend on the last axis in one sweep and not in the other; both give each row its own scenario.
    for axes in [["gpu_count=1:3:3", "gpu=h100-sxm,l4,a10"], ["gpu=h100-sxm,l4,a10", "gpu_count=1:3:3"]] {
        let table = rows(&result(&["sweep", "--over", axes[0], "--over", axes[1], "--outputs", "saving"]));
        for row in &table[1..] {
            let settings = table[0].iter().zip(row).take(2);
            let scenario =
                settings.fold(Scenario::default(), |it, (id, text)| it.with_text(id, text).unwrap());
            assert_eq!(row[2], evaluate(&scenario).estimate.cost.saving.number().to_string(), "{row:?}");
        }
    }
}

/// Enough rows for many chunks.
const LONG: [&str; 7] = [
    "sweep",
    "--over",
    "requests_per_day=1000:1000000:2999:log",
    "--over",
    "precision=bf16,fp8",
    "--outputs",
    "saving,fits,payback_month",
];

#[test]
fn the_parts_of_a_sweep_are_the_whole() {
    let whole = result(&LONG);
    assert_eq!(whole.lines().count(), 1 + 2 * 2999);
    for (format, whole) in [("csv", whole), ("jsonl", result(&[&LONG[..], &["--format", "jsonl"]].concat()))]
    {
        for parts in 1..=5 {
            let part = |part| {
                let shard = format!("{part}/{parts}");
                result(&[&LONG[..], &["--format", format, "--shard", &shard]].concat())
            };
            assert!((1..=parts).map(part).collect::<String>() == whole, "{parts} parts of {format}");
        }
    }
    // More parts than rows: some are empty, none is lost.
    let few = ["sweep", "--over", "gpu_count=1,2", "--outputs", "fits"];
    let part = |part: u32| result(&[&few[..], &["--shard", &format!("{part}/5")]].concat());
    assert_eq!((1..=5).map(part).collect::<String>(), result(&few));
    let rows = result(&[&few[..], &["--no-header"]].concat());
    assert_eq!(format!("gpu_count,fits\n{rows}"), result(&few));
    let refused = refusal(&[&few[..], &["--shard", "1/2", "--format", "json"]].concat(), 1);
    assert!(refused.contains("--format jsonl"), "{refused}");
}

#[test]
fn a_result_in_a_file_is_the_one_on_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    for (verb, ending) in
        [("inputs", "csv"), ("inputs", "json"), ("inputs", "jsonl"), ("inputs", "txt"), ("sources", "CSV")]
    {
        let path = folder.path().join(format!("{verb}.{ending}"));
        std::fs::write(&path, "what stood there before").unwrap();
        assert_eq!(result(&[verb, "-o", path.to_str().unwrap()]), "");
        let format = ending.replace("txt", "table").to_lowercase();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), result(&[verb, "--format", &format]));
    }
    let path = folder.path().join("rows.parquet");
    result(&[&LONG[..], &["--output", path.to_str().unwrap()]].concat());
    let read = SerializedFileReader::new(bytes::Bytes::from(std::fs::read(&path).unwrap())).unwrap();
    assert_eq!(read.metadata().file_metadata().num_rows(), 2 * 2999);
    let named = folder.path().join("named.dat");
    result(&["inputs", "--format", "csv", "-o", named.to_str().unwrap()]);
    assert_eq!(std::fs::read_to_string(&named).unwrap(), result(&["inputs", "--format", "csv"]));
    std::fs::remove_file(&named).unwrap();

    let message = refusal(&["inputs", "-o", named.to_str().unwrap()], 1);
    assert!(message.contains("--output: ") && message.contains("name one by --format"), "{message}");
    let message = refusal(&["frontier", "-o", folder.path().join("a.parquet").to_str().unwrap()], 1);
    assert!(message.contains("table, json, jsonl, csv"), "{message}");
    // A refusal leaves what stood there, and nothing else.
    let kept = folder.path().join("inputs.csv");
    let before = std::fs::read(&kept).unwrap();
    refusal(&["sweep", "--over", "gpu_count=0:8:3", "-o", kept.to_str().unwrap()], 1);
    assert_eq!(std::fs::read(&kept).unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 6);
}

#[cfg(target_os = "linux")]
#[test]
fn a_link_stays_one_and_a_file_keeps_its_mode() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let folder = tempfile::tempdir().unwrap();
    let (real, link) = (folder.path().join("real.csv"), folder.path().join("link.csv"));
    std::fs::write(&real, "").unwrap();
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&real, &link).unwrap();
    result(&["inputs", "-o", link.to_str().unwrap()]);
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(std::fs::read_to_string(&real).unwrap(), result(&["inputs", "--format", "csv"]));
    assert_eq!(std::fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    symlink(folder.path().join("nowhere.csv"), folder.path().join("dangling.csv")).unwrap();
    refusal(&["inputs", "-o", folder.path().join("dangling.csv").to_str().unwrap()], 3);
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupted_command_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    let over = ["--over", "requests_per_day=1000:1000000:10000:log", "--over", "gpu_hour_price=1:10:10000"];
    let args =
        [&["sweep", "--outputs", "saving", "--progress", "-o", path.to_str().unwrap()], &over[..]].concat();
    let mut child = command(&args).stderr(Stdio::piped()).spawn().unwrap();
    // The first line of progress says that rows are being written.
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(child.stderr.take().unwrap()), &mut line)
        .unwrap();
    assert!(line.contains("of 100000000 rows"), "{line}");
    // Not an interrupt: a shell in the background has its children ignore that.
    Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(!child.wait().unwrap().success());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_has_a_code_of_its_own() {
    for args in [
        &["inputs", "-o", "/dev/full", "--format", "csv"][..],
        &["inputs", "-o", "/no-such-folder/inputs.csv"],
        &["sweep", "--over", "gpu_count=1:8:8", "-o", "/dev/full", "--format", "parquet"],
    ] {
        let message = refusal(args, 3);
        assert!(
            message.contains(args[args.len() - 1].split("--").next().unwrap())
                || message.contains("/dev/full")
        );
        assert!(message.contains("could not be written") && message.lines().count() == 1, "{message}");
    }
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command(&["inputs"]).stdout(full).stderr(Stdio::piped()).spawn().unwrap();
    assert_eq!(output.wait_with_output().unwrap().status.code(), Some(3));
    assert_eq!(result(&["inputs", "--format", "csv", "-o", "/dev/null"]), "");
}

/// What a command prints on a terminal with this many columns.
fn in_columns(columns: usize, args: &[&str]) -> String {
    let output = command(args).env("COLUMNS", columns.to_string()).stdin(Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{args:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn tables_are_no_wider_than_the_terminal_and_cut_no_number() {
    let lists = ["inputs", "outputs", "presets", "sources", "prices", "assumptions", "claims", "breakeven"];
    let lists = lists.map(|verb| vec![verb]).into_iter();
    for args in lists.chain([vec!["validate", CALIBRATION[0]], vec!["inputs", "model"]]) {
        let whole = in_columns(1000, &args);
        for columns in [60, 80, 120] {
            let text = in_columns(columns, &args);
            let longest = text.lines().map(|line| line.chars().count()).max().unwrap();
            assert!(longest <= columns, "{args:?} at {columns}: {longest}");
            // Whatever is between two spaces is still there in one piece.
            let words: BTreeSet<&str> = text.split_whitespace().collect();
            // A list has no header, and names the columns of each row; a second table begins with another header.
            let is_header = |line: &&str| line.starts_with("ID ");
            let rows = whole.lines().skip(1).filter(|line| !is_header(line));
            for word in rows.flat_map(str::split_whitespace) {
                assert!(words.contains(word), "{args:?} at {columns}: '{word}' is cut");
            }
        }
    }
    assert!(in_columns(120, &["sources"]).starts_with("ID  "), "a table that fits stays a table");
    assert!(in_columns(60, &["prices"]).starts_with("a10\n  OF "), "one that doesn't becomes a list");
}

#[test]
fn help_wraps_at_every_width_and_breaks_no_example() {
    let whole = VERBS.map(|verb| in_columns(100, &[verb, "--help"]));
    for columns in [60, 80, 120] {
        for (verb, whole) in VERBS.iter().zip(&whole) {
            let help = in_columns(columns, &[verb, "--help"]);
            let (_, after) = help.split_once("Print help").unwrap();
            for line in after.lines() {
                assert!(line.chars().count() <= columns.min(100), "{verb} at {columns}: {line}");
            }
            let mut paragraphs = after.split("\n\n").skip(1).filter(|text| !text.starts_with("Examples:"));
            // A line of a paragraph is full: the next one's first word did not fit on it.
            let full = |text: &str| {
                let lines: Vec<&str> = text.trim_end().lines().collect();
                lines.windows(2).all(|pair| {
                    let next = pair[1].split(' ').next().unwrap();
                    pair[0].chars().count() + 1 + next.chars().count() > columns.min(100)
                })
            };
            assert!(
                paragraphs.all(|text| text.starts_with("  ") || full(text)),
                "{verb} at {columns}: {after}"
            );
            let examples = whole.lines().filter(|line| line.starts_with("  calculator "));
            for example in examples {
                assert!(help.lines().any(|line| line == example), "{verb} at {columns}: {example}");
            }
        }
    }
}

#[test]
fn messages_hold_no_control_character_and_no_long_text() {
    let escape = "\u{1b}]0;pwned\u{7}";
    let long = "x".repeat(100_000);
    for args in [
        &["evaluate", "--preset", escape][..],
        &["evaluate", "--set", &format!("{escape}=1")],
        &["evaluate", "--set", &format!("gpu={escape}")],
        &["evaluate", "--outputs", escape],
        &["evaluate", "--scenario", &format!("{escape}.json")],
        &["evaluate", "--preset", &long],
        &["explain", &long],
        &["inputs", &long],
        &["claims", escape],
        &["validate", escape],
        &["man", &long],
        &["evaluate", "-o", &format!("{escape}.abc")],
    ] {
        let message = refusal(args, 1);
        assert!(message.lines().count() == 1 && message.chars().count() < 2100, "{message}");
        assert!(!message.trim_end().contains(char::is_control), "{message:?}");
    }
    let saved = file(".json", "{\"preset\":\"\\u001b]0;pwned\\u0007\"}");
    let message = refusal(&["evaluate", "--scenario", saved.to_str().unwrap()], 1);
    assert!(message.contains("\\u{1b}]0;pwned\\u{7}"), "{message:?}");
    for args in [&["evaluate", "--format", escape][..], &[&long], &["sweep", "--over", escape]] {
        let message = refusal(args, 2);
        assert!(message.chars().count() < 2100, "{}", message.len());
        assert!(message.chars().all(|c| c == '\n' || !c.is_control()), "{message:?}");
    }
}

#[test]
fn a_working_is_cut_at_a_depth() {
    let steps = |depth: &str| {
        let working = json(&["explain", "own_cost", "--depth", depth, "--format", "json"]);
        working["steps"].as_array().unwrap().clone()
    };
    let whole = json(&["explain", "own_cost", "--format", "json"])["steps"].as_array().unwrap().clone();
    let one = steps("1");
    assert_eq!((one.len(), &one[0]), (1, whole.last().unwrap()));
    // The second holds what stands in the first's formula, in the order of the whole.
    let operands = one[0]["operands"].as_array().unwrap();
    let computed: BTreeSet<&str> = operands
        .iter()
        .filter(|operand| operand["kind"] == "computed")
        .map(|operand| operand["name"].as_str().unwrap())
        .collect();
    let two = steps("2");
    let names = |steps: &[Value]| {
        steps.iter().map(|step| step["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&two[..two.len() - 1]).iter().map(String::as_str).collect::<BTreeSet<_>>(), computed);
    assert_eq!(steps("1000"), whole);
    let text = result(&["explain", "own_cost", "--depth", "1"]);
    let answers: Vec<&str> = text.lines().filter(|line| line.contains("own_cost = 2")).collect();
    assert_eq!((answers.len(), answers[0]), (2, answers[1].trim()));
    assert!(text.lines().nth(3) == Some(answers[0]), "the answer comes first: {text}");
}

#[test]
fn shells_and_man_know_every_verb() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = result(&["completions", shell]);
        assert!(VERBS.iter().all(|verb| script.contains(verb)), "{shell}");
    }
    let page = result(&["man"]);
    assert!(page.contains(".TH calculator") && VERBS.iter().all(|verb| page.contains(verb)));
    assert!(result(&["man", "sweep"]).contains("\\-\\-shard"));
}

#[test]
fn one_input_is_listed_with_its_options() {
    let table = result(&["inputs", "model"]);
    assert_eq!(table.lines().count(), 1 + model::catalogue::MODELS.len() + 1);
    assert_eq!(json(&["inputs", "gpu_count", "--format", "json"])[0]["max"], 1024.0);
    assert!(result(&["inputs", "gpu_count"]).contains("1 to 1024"));
    assert!(refusal(&["inputs", "gpu_cuont"], 1).contains("did you mean 'gpu_count'?"));
}

#[test]
fn json_lines_are_the_items_of_the_list() {
    for args in [
        vec!["inputs"],
        vec!["prices"],
        vec!["claims"],
        vec!["breakeven"],
        vec!["validate", CALIBRATION[0], "--rows"],
    ] {
        let list = json(&[&args[..], &["--format", "json"]].concat());
        let lines = result(&[&args[..], &["--format", "jsonl"]].concat());
        let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(list.as_array().unwrap(), &lines, "{args:?}");
    }
    assert_eq!(result(&["frontier", "--format", "jsonl"]).lines().count(), 1);
}

#[test]
fn csv_for_spreadsheets_has_a_mark_and_no_formulas() {
    let plain = result(&["presets", "--format", "csv"]);
    let marked = result(&["presets", "--format", "csv", "--bom"]);
    assert_eq!(marked, format!("\u{feff}{plain}"));
    let sweep = ["sweep", "--over", "gpu_count=1,2", "--outputs", "fits", "--bom", "--shard"];
    let parts = ["1/2", "2/2"].map(|part| result(&[&sweep[..], &[part]].concat()));
    assert_eq!(parts.concat(), "\u{feff}gpu_count,fits\n1,true\n2,true\n");
    assert!(refusal(&["presets", "--bom"], 1).contains("--bom: is for CSV, and the format is table"));

    let text = std::fs::read_to_string(CALIBRATION[0]).unwrap();
    let mut given = rows(&text);
    let formulas = ["=HYPERLINK(\"http://x\",\"y\")", "+1+1", "-2+3", "@SUM(1)", "\tx", "-1.5"];
    let column = given[0].iter().position(|name| name == "model").unwrap();
    given.truncate(1 + formulas.len());
    let mut writer = csv::Writer::from_writer(Vec::new());
    for (index, row) in given.iter_mut().enumerate() {
        if index > 0 {
            row[column] = formulas[index - 1].to_owned();
        }
        writer.write_record(row).unwrap();
    }
    let saved = file(".csv", &String::from_utf8(writer.into_inner().unwrap()).unwrap());
    let written = rows(&result(&["validate", saved.to_str().unwrap(), "--rows", "--format", "csv"]));
    let models: Vec<&str> = written[1..].iter().map(|row| row[column].as_str()).collect();
    assert_eq!(models, ["'=HYPERLINK(\"http://x\",\"y\")", "'+1+1", "'-2+3", "'@SUM(1)", "x", "-1.5"]);
    for row in &written {
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '@', '\t', '\r'])), "{row:?}");
    }
}

#[test]
fn a_result_says_where_it_is_from() {
    let args = ["sensitivity", "--preset", "canva", "--set", "gpu_count=3", "--format", "json"];
    let printed = json(&args);
    let words = |command: &str| shlex::split(command).unwrap();
    assert_eq!(words(printed["command"].as_str().unwrap()), [&["calculator"], &args[..]].concat());
    assert_eq!(
        (&printed["version"], &printed["scenario"]["gpu_count"]),
        (&env!("CARGO_PKG_VERSION").into(), &3.0.into())
    );
    let day = printed["data_date"].as_str().unwrap();
    assert!(day.starts_with("2026-") && day.len() == 10, "{day}");
    let quoted = json(&["explain", "saving", "--set", "gpu_count = 3", "--format", "json"]);
    assert_eq!(quoted["command"], "calculator explain saving --set 'gpu_count = 3' --format json");

    let sweep = ["sweep", "--over", "gpu_count=1,2", "--outputs", "fits", "--with-source", "--format"];
    let with = |format| [&sweep[..], &[format]].concat();
    let table = rows(&result(&with("csv")));
    assert_eq!(table[0].join(" "), "gpu_count fits model_version data_date command");
    assert_eq!(table[2][2..4], [env!("CARGO_PKG_VERSION"), day]);
    assert_eq!(words(&table[2][4]), [vec!["calculator"], with("csv")].concat());
    let line: Value = serde_json::from_str(result(&with("jsonl")).lines().next().unwrap()).unwrap();
    assert_eq!((&line["fits"], &line["data_date"]), (&true.into(), &day.into()));
    let list = rows(&result(&["inputs", "--format", "csv", "--with-source"]));
    assert!(list[0].ends_with(&["model_version", "data_date", "command"].map(str::to_owned)));
    assert!(refusal(&["inputs", "--with-source"], 1).contains("--with-source: "));

    let output = run(&["sweep", "--over", "gpu_count=1,2", "--set", "drift=0.01", "--format", "parquet"]);
    let parquet = SerializedFileReader::new(bytes::Bytes::from(output.stdout)).unwrap();
    let metadata = parquet.metadata().file_metadata().key_value_metadata().unwrap();
    let value = |key: &str| metadata.iter().find(|entry| entry.key == key).unwrap().value.clone().unwrap();
    assert_eq!(
        (value("model_version").as_str(), value("data_date").as_str()),
        (env!("CARGO_PKG_VERSION"), day)
    );
    assert!(value("command").ends_with("--format parquet"));
    let scenario: Value = serde_json::from_str(&value("scenario")).unwrap();
    assert_eq!(scenario["drift"], 0.01);
}

/// The peak memory of a sweep of `thousands` thousand rows, in kilobytes, as the kernel reports it while the output is read.
#[cfg(target_os = "linux")]
fn peak_of_a_sweep(thousands: u32) -> u64 {
    use std::io::Read;

    let over = format!("gpu_hour_price=1:10:{thousands}");
    let over = ["--over", "requests_per_day=1000:1000000:1000:log", "--over", &over];
    let mut command = command(&[&["sweep", "--outputs", "saving"], &over[..]].concat());
    let mut child = command.env("RAYON_NUM_THREADS", "2").stdout(Stdio::piped()).spawn().unwrap();
    let mut output = child.stdout.take().unwrap();
    let (mut buffer, mut peak) = (vec![0; 65_536], 0);
    while output.read(&mut buffer).unwrap() > 0 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        // A process that is ending has no memory left, and reports no peak.
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.map(|line| line.trim().trim_end_matches(" kB").parse().unwrap());
        peak = peak.max(kilobytes.unwrap_or(0));
    }
    assert!(child.wait().unwrap().success());
    peak
}

#[cfg(target_os = "linux")]
#[test]
fn ten_times_the_rows_take_no_more_memory() {
    let (few, many) = (peak_of_a_sweep(20), peak_of_a_sweep(200));
    assert!(few > 0 && many as f64 <= 1.2 * few as f64, "{few} kB, then {many} kB");
}

#[test]
fn rows_are_the_same_in_every_format() {
    let table = rows(&result(&LONG));
    let list = json(&[&LONG[..], &["--format", "json"]].concat());
    let lines = result(&[&LONG[..], &["--format", "jsonl"]].concat());
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(list.as_array().unwrap(), &lines);
    assert_eq!(table.len(), 1 + lines.len());

    let output = run(&[&LONG[..], &["--format", "parquet"]].concat());
    assert!(output.status.success());
    let file = SerializedFileReader::new(bytes::Bytes::from(output.stdout)).unwrap();
    let about = file.metadata().file_metadata();
    assert_eq!(about.num_rows(), lines.len() as i64);
    let units: Vec<(String, Option<String>)> = about
        .key_value_metadata()
        .unwrap()
        .iter()
        .map(|entry| (entry.key.clone(), entry.value.clone()))
        .collect();
    let unit =
        |column: &str| units.iter().find(|(key, _)| *key == format!("unit.{column}")).unwrap().1.clone();
    assert_eq!(unit("saving"), Some(Unit::UsdPerMonth.name().to_owned()));
    // A reader of Arrow has each unit beside its column.
    let arrow =
        parquet::arrow::parquet_to_arrow_schema(about.schema_descr(), about.key_value_metadata()).unwrap();
    let column = arrow.field_with_name("saving").unwrap();
    assert_eq!(column.metadata()["unit"], Unit::UsdPerMonth.name());
    let mut n_missing = 0;
    for ((row, line), cells) in file.get_row_iter(None).unwrap().zip(&lines).zip(&table[1..]) {
        let row = row.unwrap();
        assert_eq!(row.get_double(0).unwrap(), line["requests_per_day"].as_f64().unwrap());
        assert_eq!(row.get_string(1).unwrap(), line["precision"].as_str().unwrap());
        assert_eq!(row.get_double(2).unwrap().to_bits(), line["saving"].as_f64().unwrap().to_bits());
        assert_eq!(row.get_bool(3).unwrap(), line["fits"].as_bool().unwrap());
        assert_eq!(row.get_double(4).ok(), line["payback_month"].as_f64());
        assert_eq!(cells[2], line["saving"].as_f64().unwrap().to_string());
        n_missing += u32::from(cells[4].is_empty());
    }
    assert!(n_missing > 0, "no row without a payback: the test does not see missing values");
}

#[test]
fn bands_are_those_of_the_verdicts_sample() {
    let sweep =
        ["sweep", "--over", "gpu_count=1,4", "--outputs", "saving,verdict,fits,payback_month", "--bands"];
    let rows = rows(&result(&sweep));
    assert_eq!(
        rows[0].join(" "),
        "gpu_count saving saving_p05 saving_p50 saving_p95 verdict fits payback_month payback_month_p05 \
         payback_month_p50 payback_month_p95"
    );
    for row in &rows[1..] {
        let scenario = Scenario::default().with(Input::GpuCount, row[0].parse().unwrap()).unwrap();
        let outcome = evaluate(&scenario);
        let verdict = outcome.verdict;
        let expected =
            [outcome.estimate.cost.saving, verdict.saving_p5, verdict.saving_p50, verdict.saving_p95];
        assert_eq!(row[1..5], expected.map(|saving| saving.number().to_string()));
        assert_eq!(row[5], verdict.verdict.id());
        // A payback that never comes is later than every month.
        let paybacks: Vec<f64> = row[8..]
            .iter()
            .map(|cell| if cell.is_empty() { f64::INFINITY } else { cell.parse().unwrap() })
            .collect();
        assert!(paybacks.is_sorted() && paybacks[0].is_finite() && paybacks[2].is_infinite(), "{row:?}");
    }
    let list = json(&[&sweep[..], &["--format", "json"]].concat());
    assert_eq!(list[1]["saving_p95"].as_f64().unwrap(), rows[2][4].parse::<f64>().unwrap());
    assert!(list[0]["payback_month_p95"].is_null());
    // Every output that is a number of a case has an ordered band.
    let all = json(&["sweep", "--over", "gpu_count=2,3", "--bands", "--format", "json"]);
    let row = all[0].as_object().unwrap();
    let banded: Vec<&str> = row.keys().filter_map(|key| key.strip_suffix("_p05")).collect();
    assert!(banded.len() > 40, "{banded:?}");
    for id in banded {
        let at = |ending: &str| row[&format!("{id}{ending}")].as_f64().unwrap_or(f64::INFINITY);
        assert!(at("_p05") <= at("_p50") && at("_p50") <= at("_p95"), "{id}");
    }
}

#[test]
fn a_swept_choice_takes_its_own_defaults_along() {
    let rows = rows(&result(&["sweep", "--over", "gpu=l4,b200-sxm", "--outputs", "own_cost"]));
    for row in &rows[1..] {
        let scenario = Scenario::default().with_text("gpu", &row[0]).unwrap();
        assert_eq!(row[1], evaluate(&scenario).estimate.cost.own_cost.number().to_string());
    }
}

#[test]
fn a_break_even_is_where_its_statement_begins_to_hold() {
    let answers = json(&["breakeven", "--format", "json"]);
    let answers = answers.as_array().unwrap();
    let asked: Vec<(&str, &str)> = answers
        .iter()
        .map(|answer| (answer["target"].as_str().unwrap(), answer["input"].as_str().unwrap()))
        .collect();
    let of = |target| asked.iter().filter(|asked| asked.0 == target).map(|asked| asked.1).collect::<Vec<_>>();
    let owning = [
        "requests_per_day",
        "api_output_price",
        "gpu_hour_price",
        "run_effort",
        "breadth",
        "gpu_count",
        "api_price_level",
    ];
    assert_eq!(of("owning_cheaper"), owning);
    assert_eq!((of("within_ten_percent"), of("meets_objective")), (vec!["model_size"], vec!["gpu_count"]));
    assert_eq!(of("best_interval"), ["retrains_per_year"]);
    let volume = &answers[0];
    assert_eq!((&volume["answer"], &volume["unit"]), (&Value::from("at"), &Value::from("requests a day")));
    let expected = evaluate(&Scenario::default()).verdict.break_even_requests.unwrap().number();
    assert_eq!((volume["value"].as_f64().unwrap(), &volume["holds_above"]), (expected, &Value::from(true)));
    // Whatever the answer: just on the side where the statement holds it does, and just off it doesn't.
    for answer in
        answers.iter().filter(|one| one["holds_above"].is_boolean() && one["target"] == "owning_cheaper")
    {
        let input = Input::from_id(answer["input"].as_str().unwrap()).unwrap();
        let (value, above) = (answer["value"].as_f64().unwrap(), answer["holds_above"].as_bool().unwrap());
        let step = if input == Input::GpuCount { 1.0 } else { value * 1e-6 };
        let saving = |x| {
            let scenario = Scenario::default().with(input, x).unwrap();
            evaluate(&scenario).estimate.cost.saving.number()
        };
        // A whole number is itself the last one at which the statement holds.
        let (more, less) = match (input, above) {
            (Input::GpuCount, true) => (saving(value), saving(value - step)),
            (Input::GpuCount, false) => (saving(value + step), saving(value)),
            _ => (saving(value + step), saving(value - step)),
        };
        assert!(if above { more >= 0.0 && less < 0.0 } else { more < 0.0 && less >= 0.0 }, "{answer}");
    }
    let table = result(&["breakeven"]);
    assert!(table.contains("Support desk (support_desk)") && table.contains("an hour or less"), "{table}");
}

#[test]
fn a_break_even_may_be_nowhere_or_everywhere() {
    let never = ["breakeven", "--set", "requests_per_day=100", "--input", "gpu_hour_price", "--format"];
    let with = |format| [&never[..], &[format]].concat();
    let answer = &json(&with("json"))[0];
    assert_eq!(
        (&answer["target"], &answer["answer"]),
        (&Value::from("owning_cheaper"), &Value::from("never"))
    );
    assert!(answer["value"].is_null() && answer["holds_above"].is_null());
    let nearest = answer["nearest"].as_f64().unwrap();
    let there = Scenario::default().with(Input::RequestsPerDay, 100.0).unwrap();
    let there = evaluate(&there.with(Input::GpuHourPrice, nearest).unwrap()).estimate.cost.saving.number();
    assert_eq!(answer["short_by"].as_f64().unwrap(), -there);
    let rows = rows(&result(&with("csv")));
    assert_eq!(
        rows[0],
        [
            "input",
            "target",
            "answer",
            "value",
            "until",
            "holds_above",
            "nearest",
            "short_by",
            "because",
            "unit",
            "p5",
            "p50",
            "p95",
            "share_at",
            "share_always",
            "share_never",
            "short_by_unit"
        ]
    );
    assert_eq!(rows[1].last().unwrap(), Unit::UsdPerMonth.name());
    assert!(rows[1][10..16].iter().all(String::is_empty), "bands are printed if asked for: {rows:?}");
    assert_eq!((rows.len(), rows[1][3].as_str(), &rows[1][6]), (2, "", &nearest.to_string()));
    let table = result(&with("table"));
    assert!(table.contains("never in this range (0.1 to 20") && table.contains("short"), "{table}");
    let always =
        json(&["breakeven", "--target", "within_ten_percent", "--input", "gpu_count", "--format", "json"]);
    assert_eq!(always[0]["answer"], "always");
    let priced = ["breakeven", "--set", "point_value=20000", "--format", "json"];
    let best = json(&priced).as_array().unwrap().last().unwrap().clone();
    let scenario = Scenario::default().with(Input::PointValue, 20_000.0).unwrap();
    let expected = model::solve::best_interval(&scenario).unwrap().retrains_per_year;
    assert_eq!((&best["target"], best["value"].as_f64()), (&Value::from("best_interval"), Some(expected)));
}

#[test]
fn a_break_even_is_solved_in_every_case_if_asked_for() {
    let flags =
        ["breakeven", "--input", "requests_per_day", "--set", "gpu_count=4", "--bands", "--format", "json"];
    let answer = &json(&flags)[0];
    let scenario = Scenario::default().with(Input::GpuCount, 4.0).unwrap();
    let (input, target) = (Input::RequestsPerDay, model::solve::Target::OwningCheaper);
    let points = scenario.get(model::Assumption::SamplePoints) as u32;
    let band = model::uncertainty::break_even_band(&scenario, input, target, points);
    let expected = [
        ("p5", band.percentiles.map(|it| it.p5)),
        ("p50", band.percentiles.map(|it| it.p50)),
        ("p95", band.percentiles.map(|it| it.p95)),
        ("share_at", Some(band.at)),
        ("share_always", Some(band.always)),
        ("share_never", Some(band.never)),
    ];
    for (name, number) in expected {
        assert!(number.is_some());
        assert_eq!(answer["cases"][name].as_f64(), number, "{name}: {answer}");
    }
    let table = result(&flags[..6]);
    let written = |share: f64| share.to_string();
    let low = band.percentiles.map_or_else(String::new, |it| written((it.p5 / 1000.0).floor()));
    assert!(table.contains(&format!("over the cases {low}")), "{table}");
}

/// A scenario with two settings changed, and what each makes of the difference to the default, worked out by `evaluate`: the mean of
/// both orders.
#[test]
fn scenarios_are_compared_with_their_causes() {
    let cost = |settings: &[&str]| -> f64 {
        let set = settings.iter().flat_map(|setting| ["--set", setting]);
        let args: Vec<&str> =
            ["evaluate", "--format", "json", "--outputs", "own_cost"].into_iter().chain(set).collect();
        json(&args)["outputs"]["own_cost"].as_f64().unwrap()
    };
    let [price, count] = ["gpu_hour_price=2", "gpu_count=6"];
    let [none, of_price, of_count, both] = [cost(&[]), cost(&[price]), cost(&[count]), cost(&[price, count])];
    let case = file(".toml", "gpu_hour_price = 2\ngpu_count = 6\nname = 'More, cheaper'");
    let report = json(&["compare", "support_desk", case.to_str().unwrap(), "--format", "json"]);
    let comparison = &report["comparisons"][0];
    assert_eq!(
        (&comparison["name"], &comparison["against"]),
        (&"More, cheaper".into(), &"Support desk".into())
    );
    assert_eq!(comparison["attribution"], "shapley");
    assert_eq!(comparison["difference"]["own_cost"].as_f64().unwrap(), both - none);
    let near = |found: &Value, expected: f64| (found.as_f64().unwrap() - expected).abs() < 1e-6;
    let causes = comparison["causes"].as_array().unwrap();
    for (cause, id, expected) in [
        (&causes[0], "gpu_count", (of_count - none + both - of_price) / 2.0),
        (&causes[1], "gpu_hour_price", (of_price - none + both - of_count) / 2.0),
    ] {
        assert_eq!(cause["settings"][0], id);
        assert!(near(&cause["difference"]["own_cost"], expected), "{id}: {cause}, not {expected}");
    }
    let csv = rows(&result(&["compare", "support_desk", case.to_str().unwrap(), "--format", "csv"]));
    let costs: Vec<&Vec<String>> = csv.iter().filter(|row| row[2] == "own_cost").collect();
    assert_eq!(
        costs.iter().map(|row| row[5].as_str()).collect::<Vec<_>>(),
        ["all", "gpu_count", "gpu_hour_price"]
    );
    assert_eq!(costs[0][6].parse::<f64>().unwrap(), both - none);
    let text = result(&["compare", "support_desk", case.to_str().unwrap()]);
    assert!(text.contains("Owned, More, cheaper is $") && text.contains("Of the cost: GPUs +$"), "{text}");
    assert!(text.contains("Rented, More, cheaper is as dear and as accurate as Support desk."), "{text}");
    assert!(text.contains("(Shapley value)"), "{text}");
}

#[test]
fn a_set_is_one_file_one_link_and_a_code_each() {
    let set = result(&["set", "intercom", "canva", "--name", "Ours", "--format", "json"]);
    let path = file(".json", &set);
    let named = |args: &[&str]| -> Vec<String> {
        let list = json(&[&["code", "--format", "json"], args].concat());
        list.as_array()
            .unwrap()
            .iter()
            .map(|it| format!("{} {}", it["name"], it["scenario"]["preset"]))
            .collect()
    };
    let expected = ["\"Ours\" \"intercom\"", "\"Canva\" \"canva\""];
    assert_eq!(named(&[path.to_str().unwrap()]), expected);
    // Other verbs read the file, too.
    let evaluated = rows(&result(&[
        "evaluate",
        "--scenario",
        path.to_str().unwrap(),
        "--format",
        "csv",
        "--outputs",
        "preset,own_cost",
    ]));
    assert_eq!((evaluated[1][1].as_str(), evaluated[2][1].as_str()), ("intercom", "canva"));
    let table = result(&["set", path.to_str().unwrap()]);
    let link = table.lines().last().unwrap();
    assert_eq!(named(&[&format!("https://example.org/workshop/#{link}")]), expected);
    let address = "https://example.org/workshop/";
    let with_address = result(&["set", path.to_str().unwrap(), "--address", address]);
    assert_eq!(with_address.lines().last(), Some(&*format!("{address}#{link}")));
    let svg = result(&["set", path.to_str().unwrap(), "--address", address, "--format", "svg"]);
    assert_eq!(svg.trim_end(), workshop::qr::svg(&format!("{address}#{link}")).unwrap());
    for line in table.lines().skip(1).take(2) {
        let code = line.split("  ").last().unwrap().trim();
        assert_eq!(code.split(' ').count(), 3, "{line}");
        assert_eq!(named(&[code]).len(), 1);
    }
}

#[test]
fn scenarios_that_are_none_are_refused_with_what_is_allowed() {
    let code = rows(&result(&["code", "canva", "--format", "csv"]))[1][3].clone();
    let words: Vec<&str> = code.split(' ').collect();
    let wrong = format!("{} {} {}", words[0], if words[1] == "zoo" { "zone" } else { "zoo" }, words[2]);
    let list = file(".json", "[{},{},{},{},{},{},{}]");
    let link = result(&["set", "canva"]);
    let cut = &link.lines().last().unwrap()[..12];
    for (args, part) in [
        (vec!["compare", "canva"], "compare: 1 scenario (allowed: 2 to 6)"),
        (
            vec!["compare", "canvas", "canva"],
            "'canvas' is no file, no preset, no link of a set and no code; did you mean 'canva'?",
        ),
        (
            vec!["code", &wrong],
            &*format!("code: word 2, 'zoo', does not go with the others; did you mean '{}'?", words[1]),
        ),
        (vec!["set", list.to_str().unwrap()], "set: 7 scenarios (allowed: 1 to 6)"),
        (vec!["set", cut], "set: the link is cut off or was changed; copy all of it"),
        (vec!["set", "canva", "--format", "svg"], "--address: a QR code needs the address"),
        (vec!["set", "canva", "--name", ""], "--name: '' is empty (allowed: 1 to 60 characters in one line)"),
        (
            vec!["set", "canva", "--name", "A", "--name", "B"],
            "--name: given 2 times (allowed: up to 1, one for each scenario)",
        ),
        (
            vec!["set", "canva", "stripe", "--name", "A", "--name", "A"],
            "'A' is the name of another scenario of the set",
        ),
    ] {
        let message = refusal(&args, 1);
        assert!(message.starts_with("calculator: ") && message.contains(part), "{args:?}: {message}");
    }
}

#[test]
fn claims_are_checked_by_the_model() {
    let printed = json(&["claims", "--format", "json"]);
    let printed = printed.as_array().unwrap();
    assert_eq!(printed.len(), model::claims::FACTS.len());
    for (one, fact) in printed.iter().zip(&model::claims::FACTS) {
        let check = model::claims::check(fact);
        assert_eq!(
            (&one["id"], &one["finding"]),
            (&Value::from(fact.id), &Value::from(check.finding.clone()))
        );
        assert_eq!(one["steps"].as_array().unwrap().len(), check.steps.len());
        assert_eq!(one["readings"].as_array().unwrap().len(), check.readings.len());
    }
    let table = result(&["claims"]);
    assert!(table.contains("air-gap") && table.contains("Cannot be checked here"), "{table}");
    let one = result(&["claims", "intercom-training"]);
    assert!(one.contains("campaign = gpus * duration * 24.0") && one.contains("plausible"), "{one}");
    let claims = rows(&result(&["claims", "--format", "csv"]));
    assert_eq!((claims.len(), claims[0][0].as_str(), claims[0].len()), (25, "id", 7));
    let readings = rows(&result(&["claims", "--readings", "--format", "csv"]));
    assert_eq!(readings.len(), 1 + 9 * 4);
    let amounts: Vec<&str> = readings[1..10].iter().map(|row| row[2].as_str()).collect();
    assert!(amounts.contains(&"18000") && amounts.contains(&"98000"), "{amounts:?}");
    let refused = refusal(&["claims", "intercom-trainig"], 1);
    assert!(refused.contains("did you mean 'intercom-training'?"), "{refused}");
}

#[test]
fn sensitivities_are_the_models() {
    let scenario = Scenario::preset(Preset::from_id("canva").unwrap());
    let (values, constants) = (scenario.values(), model::Assumptions::default());
    let flags = ["sensitivity", "--preset", "canva", "--elasticities", "--indices", "32", "--format", "json"];
    let printed = json(&flags);
    let as_text = |value: serde_json::Result<Value>| value.unwrap().to_string();
    let mut tornado = model::sensitivity::tornado(&values, &constants);
    let mut elasticities = model::sensitivity::elasticities(&scenario);
    let mut shares = model::sensitivity::variance_shares(&values, &constants, 32);
    let n_all = tornado.len();
    tornado.retain(|swing| scenario.idle(swing.what).is_none());
    shares.retain(|share| scenario.idle(share.what).is_none());
    elasticities.retain(|one| scenario.idle(one.input).is_none());
    assert!(tornado.len() < n_all, "every constant has an effect");
    assert_eq!(printed["tornado"].to_string(), as_text(serde_json::to_value(&tornado)));
    assert_eq!(printed["elasticities"].to_string(), as_text(serde_json::to_value(&elasticities)));
    assert_eq!(printed["variance_shares"].to_string(), as_text(serde_json::to_value(&shares)));
    let plain = json(&["sensitivity", "--preset", "canva", "--format", "json"]);
    assert!(plain.get("elasticities").is_none() && plain.get("variance_shares").is_none());
    for (flags, ids, column) in [
        (&[][..], tornado.iter().map(|swing| swing.id).collect::<Vec<_>>(), 1),
        (&["--elasticities"], elasticities.iter().map(|one| one.input.spec().id).collect(), 0),
        (&["--indices", "32"], shares.iter().map(|share| share.id).collect(), 1),
    ] {
        let csv = [&["sensitivity", "--preset", "canva", "--format", "csv"], flags].concat();
        let rows = rows(&result(&csv));
        assert_eq!(rows[1..].iter().map(|row| row[column].as_str()).collect::<Vec<_>>(), ids);
    }
    let table = result(&["sensitivity", "--preset", "canva", "--elasticities", "--indices", "32"]);
    assert!(table.contains(tornado[0].id) && table.contains("Elasticities") && table.contains("variance"));
    assert!(
        table.contains("Left out, as this scenario does not use them: ") && table.contains("run_goodput")
    );
}

#[test]
fn the_frontier_is_the_models() {
    let found = model::frontier::frontier(&Scenario::default());
    let printed = json(&["frontier", "--format", "json"]);
    for (part, expected) in [("efficient", found.efficient.len()), ("points", found.points.len())] {
        let all = json(&["frontier", "--all", "--format", "json"]);
        assert_eq!(all[part].as_array().unwrap().len(), expected);
    }
    assert!(printed.get("points").is_none());
    assert_eq!(printed["present"].to_string(), serde_json::to_value(found.present).unwrap().to_string());
    assert_eq!(printed["better"].to_string(), serde_json::to_value(found.better).unwrap().to_string());
    assert_eq!(printed["excess_cost"].as_f64().unwrap(), found.excess_cost.number());
    let efficient = rows(&result(&["frontier", "--format", "csv"]));
    let all = rows(&result(&["frontier", "--all", "--format", "csv"]));
    let own_rows = 2 + usize::from(found.best_change.is_some()) - usize::from(found.present.efficient);
    assert_eq!(efficient.len(), own_rows + found.efficient.len());
    assert_eq!(all.len(), 1 + usize::from(found.best_change.is_some()) + found.points.len());
    for rows in [&efficient, &all] {
        assert_eq!((rows[0][0].as_str(), rows[1][0].as_str()), ("role", "present"));
        assert_eq!(rows.iter().filter(|row| row[0] == "better").count(), 1);
        let on_the_frontier = |row: &&Vec<String>| row[9] == "true" && row[0] != "best_change";
        assert_eq!(rows.iter().filter(on_the_frontier).count(), found.efficient.len());
        assert_eq!((rows[0][2].as_str(), rows[0][3].as_str()), ("precision", "gpu"));
    }
    let table = result(&["frontier"]);
    assert!(
        table.contains("Present") && table.contains("Better") && table.contains("Excess cost"),
        "{table}"
    );
    assert!(result(&["frontier", "--all"]).lines().count() > table.lines().count());
    let change = found.best_change.unwrap();
    assert_eq!(printed["best_change"].to_string(), serde_json::to_value(change).unwrap().to_string());
    assert_eq!(printed["best_change"]["input"], change.input.spec().id);
    assert!(table.contains(&format!("Best change: {} to ", change.input.spec().id)), "{table}");
}

#[test]
fn the_frontier_over_all_hardware_has_every_precision_and_gpu_and_reports_progress() {
    let output = run(&["frontier", "--hardware", "--all", "--progress", "--format", "csv"]);
    assert_eq!(output.status.code(), Some(0));
    let n = model::frontier::Space::around(&Scenario::default()).all_hardware().configurations();
    let messages = String::from_utf8(output.stderr).unwrap();
    assert_eq!(messages.lines().last().unwrap(), format!("calculator: {n} of {n} rows"));
    let all = rows(&String::from_utf8(output.stdout).unwrap());
    for gpu in GPUS {
        assert!(all.iter().any(|row| row[3] == gpu.id), "{}", gpu.id);
    }
    for precision in ["bf16", "fp8", "int4"] {
        assert!(all.iter().any(|row| row[2] == precision), "{precision}");
    }
    let best = |args: &[&str]| json(args)["excess_cost"].as_f64().unwrap();
    assert!(best(&["frontier", "--hardware", "--format", "json"]) >= best(&["frontier", "--format", "json"]));
}

#[test]
fn progress_goes_to_standard_error_if_requested() {
    let output = run(&["sweep", "--over", "gpu_count=1:4:4", "--outputs", "fits", "--progress"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 5);
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "calculator: 4 of 4 rows\n");
    let output = run(&["sweep", "--over", "gpu_count=1:2:5", "--outputs", "fits"]);
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "calculator: gpu_count: 5 steps give 2 whole numbers\n"
    );
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 3);
}

#[test]
fn the_lists_are_complete_in_every_format() {
    let ids: [(&str, Vec<&str>); 5] = [
        ("presets", PRESETS.iter().map(|spec| spec.id).collect()),
        ("inputs", INPUTS.iter().map(|spec| spec.id).collect()),
        ("outputs", output_specs().map(|spec| spec.id).collect()),
        ("assumptions", ASSUMPTIONS.iter().map(|spec| spec.id).collect()),
        ("sources", SOURCES.iter().map(|source| source.id).collect()),
    ];
    for (verb, ids) in ids {
        let table = result(&[verb]);
        assert!(ids.iter().all(|id| table.lines().any(|line| line.split(' ').next() == Some(id))), "{table}");
        let list = json(&[verb, "--format", "json"]);
        let listed: Vec<&str> =
            list.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
        assert_eq!(listed, ids);
        let rows = rows(&result(&[verb, "--format", "csv"]));
        assert_eq!(rows[1..].iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ids);
    }
    let inputs = json(&["inputs", "--format", "json"]);
    let price = inputs.as_array().unwrap().iter().find(|input| input["id"] == "gpu_hour_price").unwrap();
    assert_eq!(price["default_from"], "gpu");
    assert!(price["min"].is_f64() && price["source"]["title"].is_string() && price["band"]["low"].is_f64());
}

#[test]
fn prices_come_with_every_quote_and_the_ends_of_the_range() {
    let list = json(&["prices", "--format", "json"]);
    let list = list.as_array().unwrap();
    let n_hosted = HOSTED_PRICES.iter().filter(|prices| !prices.is_empty()).count();
    assert_eq!(list.len(), GPUS.len() + 2 * APIS.len() + n_hosted);
    let h100 = list.iter().find(|price| price["id"] == "h100-sxm").unwrap();
    assert_eq!((&h100["low"], &h100["high"], &h100["taken"]), (&1.25.into(), &6.88.into(), &3.85.into()));
    assert_eq!((&h100["of"], &h100["source"]["id"]), (&"gpu_hour".into(), &"gpu-hourly".into()));
    let highest = h100["quotes"].as_array().unwrap().iter().find(|quote| quote["price"] == 6.88).unwrap();
    assert_eq!(highest["source"]["id"], "cloud-survey");
    assert!(
        highest["kind"].is_string() && highest["date"].is_string() && highest["confidence"] == "unverified"
    );

    let rows = rows(&result(&["prices", "--format", "csv"]));
    let n_quotes = GPUS.iter().map(|gpu| gpu.quotes().len()).sum::<usize>()
        + APIS.iter().flat_map(|api| api.quotes()).map(<[_]>::len).sum::<usize>()
        + HOSTED_PRICES.iter().map(|prices| prices.len()).sum::<usize>();
    assert_eq!(rows.len(), 1 + n_quotes);
    let column = |name: &str| rows[0].iter().position(|head| head == name).unwrap();
    let asked: Vec<(&str, &str)> = rows
        .iter()
        .filter(|row| row[0] == "gpt-5.4" && row[column("of")] == "output_tokens")
        .map(|row| (row[column("price")].as_str(), row[column("source")].as_str()))
        .collect();
    assert_eq!(asked, [("15", "genai-prices"), ("15", "litellm")]);

    let table = result(&["prices"]);
    for part in ["1.25 to 6.88", "3.7 to 8.6", "cloud-survey", "litellm"] {
        assert!(table.contains(part), "no '{part}' in:\n{table}");
    }
}

#[test]
fn a_working_gives_both_ends_of_a_disputed_price() {
    let text = result(&["explain", "gpu_cost", "--set", "gpu=h100-sxm"]);
    assert!(text.contains("asked: $1.25 (SkyPilot") && text.contains("$6.88 (several"), "{text}");
    let working = json(&["explain", "gpu_cost", "--set", "gpu=h100-sxm", "--format", "json"]);
    let price = &working["inputs"]["gpu_hour_price"];
    assert_eq!(
        (&price["asked"]["low"]["price"], &price["asked"]["high"]["price"]),
        (&1.25.into(), &6.88.into())
    );
    let set = json(&["explain", "gpu_cost", "--set", "gpu_hour_price=2", "--format", "json"]);
    assert!(set["inputs"]["gpu_hour_price"]["asked"].is_null());
}

#[test]
fn what_cannot_be_answered_is_refused_with_what_is_allowed() {
    let presets: Vec<&str> = PRESETS.iter().map(|spec| spec.id).collect();
    for (args, parts) in [
        (&["evaluate", "--set", "gpu_count=0"][..], &["gpu_count", "0", "1 to 1024 GPUs"][..]),
        (&["evaluate", "--set", "gpu_count=1.5"], &["gpu_count", "1.5", "whole"]),
        (&["evaluate", "--set", "gpu_count=many"], &["gpu_count", "many", "not a number"]),
        (&["evaluate", "--set", "gpu_cuont=2"], &["gpu_cuont", "did you mean 'gpu_count'?"]),
        (&["evaluate", "--set", "precision=fp9"], &["precision", "fp9", "bf16", "did you mean 'fp8'?"]),
        (
            &["evaluate", "--set", "model=abacus"],
            &["model", "abacus", "; 'calculator inputs model' lists them"],
        ),
        (&["evaluate", "--preset", "intercon"], &["did you mean 'intercom'?"]),
        (&["evaluate", "--preset", "nobody"], &presets),
        (&["evaluate", "--outputs", "savng"], &["savng", "did you mean 'saving'?"]),
        (&["evaluate", "--scenario", "no-such-file.json"], &["no-such-file.json"]),
        (&["evaluate", "--set", "gpu_hour_price=5 EUR"], &["'5 EUR'", "'EUR' is not expected there"]),
        (&["evaluate", "--set", "requests_per_day=12.125"], &["write 12125 or 12.1250"]),
        (&["sweep", "--over", "requests_per_day=12.125:100:3"], &["write 12125 or 12.1250"]),
        (&["evaluate", "--set", "gpu_count=2", "--set", "gpu_count=4"], &["gpu_count: given twice"]),
        (
            &["evaluate", "--set", "model=llama-3.1-70b", "--set", "model_size=8"],
            &["model_size: has no effect while model is llama-3.1-70b; leave out one of them"],
        ),
        (
            &["sweep", "--over", "model_size=1:400:4:log", "--set", "model=llama-3.1-70b"],
            &["model_size: has no effect while model is llama-3.1-70b"],
        ),
        (
            &["sweep", "--over", "model_size=1:400:4:log", "--over", "model=by_size,llama-3.1-70b"],
            &["model_size: has no effect while model is llama-3.1-70b"],
        ),
        (
            &["breakeven", "--input", "model_size", "--set", "model=llama-3.1-70b"],
            &["model_size: has no effect while model is llama-3.1-70b"],
        ),
        (
            &["evaluate", "--set", "precision=bf16", "--set", "quantisation_loss_4bit=0.01"],
            &["quantisation_loss_4bit: has no effect while precision is bf16"],
        ),
        (&["evaluate", "--set", "run_goodput=0.6"], &["run_goodput: has no effect in any scenario"]),
        (
            &["sweep", "--over", "gpu_count=1:8:3", "--set", "gpu_count=4"],
            &["gpu_count: --over sweeps it and --set sets it"],
        ),
        (&["explain", "xyzzy"], &["xyzzy", "calculator outputs"]),
        (&["breakeven", "--input", "gpu_cuont"], &["gpu_cuont", "did you mean 'gpu_count'?"]),
        (&["breakeven", "--input", "precision"], &["precision", "choice", "bf16, fp8, int4"]),
        (
            &["sensitivity", "--elasticities", "--indices", "16", "--format", "csv"],
            &["--format csv", "one table", "--elasticities", "--indices"],
        ),
        (
            &["sweep", "--over", "gpu_count=1:8:3", "--outputs", "saving_p5,fits", "--bands"],
            &["--bands", "saving_p5, fits", "number"],
        ),
        (&["sweep", "--over", "gpu_count=0:8:3"], &["gpu_count", "1 to 1024"]),
        (&["evaluate", "--bands", "--format", "jsonl"], &["--bands", "--format json"]),
        (&["sweep", "--over", "gpu_count=1:8:3", "--over", "gpu_count=1:8:3"], &["gpu_count", "twice"]),
        (&["sweep", "--over", "gpu_count=8,4,8"], &["gpu_count: '8' is listed twice"]),
        (&["breakeven", "--input", "gpu_count,horizon,gpu_count"], &["gpu_count: given twice"]),
        (&["breakeven", "--input", "gpu_count", "--input", "gpu_count"], &["gpu_count: given twice"]),
        // A quotation mark in a text doesn't cut what is allowed.
        (&["evaluate", "--set", "requests_per_day='5"], &["''5' is not a number", "requests a day)"]),
        (&["evaluate", "--set", "requests_per_day=1'23"], &["'1'23' is not a number", "requests a day)"]),
        (&["evaluate", "--set", "gpu_count=4,model_size=8"], &["'model_size=' is not expected there"]),
    ] {
        let message = refusal(args, 1);
        assert!(message.starts_with("calculator: ") && message.lines().count() == 1, "{message}");
        assert!(parts.iter().all(|part| message.contains(part)), "{args:?}: {message}");
    }
}

#[test]
fn a_wrong_file_is_refused_with_file_and_line() {
    for (ending, text, place, part) in [
        (".json", "{\n  \"gpu_count\": 5000\n}", ":3:1: ", "1 to 1024"),
        (".toml", "preset = \"canva\"\n\ngpu_cont = 4\n", ":3:1: ", "did you mean 'gpu_count'?"),
        (".toml", "gpu_count = \n", ":1:", ""),
        (".json", "[{}, 3]", ":1:6: scenario 2 of the list: ", "an object of inputs"),
        (".JSON", "[]", ":1:2: ", "the list holds no scenario"),
        ("", " \r\n", ": ", "the file is empty"),
        (".txt", "{\"model\": \"llama-3.1-70b\", \"model_size\": 8}", "", "has no effect while model is"),
        (".json", "{\"preset\": \"\\u001b]0;pwned\\u0007\"}", ":1:", "\\u{1b}]0;pwned\\u{7}"),
        // A line for each scenario, as logs have them.
        (".jsonl", "{\"gpu_count\": 8}\n{\"gpu_count\": 4}\n", ":2:1: ", "several stand in a list"),
        (".toml", "preset = canva\n", ":1:10: ", "TOML writes a text in quotes"),
        (".toml", "gpu.count = 8\n", ":1:1: ", "mi355x and 2 more)"),
    ] {
        let saved = file(ending, text);
        let name = saved.to_str().unwrap();
        let message = refusal(&["evaluate", "--scenario", name], 1);
        assert!(message.contains(&format!("{name}{place}")) && message.contains(part), "{message}");
    }
}

#[test]
fn a_scenario_that_the_flags_leave_without_effect_is_refused_with_its_number() {
    let list = r#"[{"gpu_count": 8}, {"model_size": 8}, {"model_size": 9}]"#;
    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("costs.csv");
    for format in ["table", "json", "jsonl", "csv", "parquet"] {
        let args = ["evaluate", "--scenario", "-", "--set", "model=llama-3.1-70b", "--format", format];
        let output = feed(&[&args[..], &["-o", csv.to_str().unwrap()]].concat(), list);
        let message = String::from_utf8(output.stderr).unwrap();
        let start =
            "calculator: standard input: scenario 2 of the list: model_size: has no effect while model";
        assert!(message.starts_with(start) && message.lines().count() == 1, "{format}: {message}");
        assert_eq!((output.status.code(), output.stdout.is_empty(), csv.exists()), (Some(1), true, false));
    }
}

#[test]
fn a_list_in_toml_gives_the_rows_of_the_same_list_in_json() {
    let args = ["evaluate", "--scenario", "-", "--with-inputs", "--outputs", "own_cost", "--format", "csv"];
    let toml = feed(&args, "[[scenario]]\ngpu_count = 4\n[[scenario]]\npreset = 'canva'\n");
    let json = feed(&args, r#"[{"gpu_count": 4}, {"preset": "canva"}]"#);
    assert!(toml.status.success() && toml.stderr.is_empty());
    assert_eq!(toml.stdout, json.stdout);
    let table = rows(&String::from_utf8(toml.stdout).unwrap());
    assert_eq!(table[0].join(" "), "scenario preset gpu_count own_cost");
    assert_eq!(table[2][..2], ["2", "canva"]);
}

#[test]
fn a_wrong_command_line_is_a_usage_error() {
    for args in [
        &[][..],
        &["evalute"],
        &["evaluate", "--set", "gpu_count"],
        &["evaluate", "--format", "xml"],
        &["explain"],
        &["sweep"],
        &["sweep", "--over", "gpu_count=1:8"],
        &["sweep", "--over", "gpu_count=1:8:3", "--shard", "0/4"],
        &["sweep", "--over", "gpu_count=1:8:3", "--shard", "5/4"],
        &["breakeven", "--target", "cheaper"],
        &["sensitivity", "--indices", "100"],
        &["sensitivity", "--indices", "131072"],
        &["sensitivity", "--indices", "1.5"],
        &["explain", "own_cost", "--depth", "0"],
        &["explain", "own_cost", "--depth", "1e9"],
        &["sweep", "--over", "gpu_hour_price=2,05"],
        &["sweep", "--over", "gpu_count=1,024"],
    ] {
        assert!(refusal(args, 2).contains("--help"), "{args:?}");
    }
}

#[test]
fn each_verb_has_a_help_with_its_flags() {
    let whole = result(&["--help"]);
    for verb in VERBS {
        assert!(whole.contains(verb), "{verb}");
        let help = result(&[verb, "--help"]);
        assert!(help.contains(&format!("calculator {verb}")) && help.contains("--format"), "{help}");
        let takes_a_scenario = VERBS[..6].contains(&verb);
        assert!(!takes_a_scenario || help.contains("Examples:"), "{help}");
        assert_eq!(
            help.contains("--preset") && help.contains("--set") && help.contains("--scenario"),
            takes_a_scenario
        );
    }
    assert!(whole.contains("\n  presets ") && !whole.contains("\n  scenarios "), "hidden");
    assert!(result(&["--version"]).contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_reader_that_leaves_ends_the_command_quietly() {
    for args in
        [&["sweep", "--over", "gpu_count=1:64:64", "--outputs", "fits"][..], &["inputs", "--format", "json"]]
    {
        let mut child = command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
    }
}

/// The files on which the model's constants are fitted.
const CALIBRATION: [&str; 2] = [
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/validation/calibration-inference.csv"),
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/validation/calibration-training.csv"),
];

#[test]
fn validation_reports_errors_by_metric_and_kind() {
    let summary = json(&["validate", CALIBRATION[0], CALIBRATION[1], "--format", "json"]);
    let lines = summary.as_array().unwrap();
    let keys = [
        "metric",
        "kind",
        "rows",
        "predicted",
        "skipped",
        "median_ape",
        "mean_ape",
        "p90_ape",
        "max_ape",
        "mean_signed",
    ];
    for line in lines {
        assert_eq!(line.as_object().unwrap().keys().collect::<Vec<_>>().len(), keys.len());
        assert!(keys.iter().all(|key| line.get(key).is_some()), "{line}");
        let skipped: u64 = line["skipped"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
        assert_eq!(line["rows"].as_u64().unwrap(), line["predicted"].as_u64().unwrap() + skipped, "{line}");
    }
    let all = lines.iter().filter(|line| line["kind"] == "all");
    assert_eq!(all.map(|line| line["rows"].as_u64().unwrap()).sum::<u64>(), 161);
    let dense = lines.iter().find(|line| line["metric"] == "dense throughput, TensorRT-LLM").unwrap();
    assert!(dense["median_ape"].as_f64().unwrap() <= 0.04 && dense["p90_ape"].as_f64().unwrap() <= 0.12);
    // The mean of the rows' own errors.
    let rows = json(&["validate", CALIBRATION[0], "--rows", "--format", "json"]);
    let of_metric = rows.as_array().unwrap().iter().filter(|row| row["metric"] == "online_itl_ms@qps=2");
    let errors: Vec<f64> = of_metric.filter_map(|row| row["ape"].as_f64()).collect();
    let line =
        lines.iter().find(|line| line["metric"] == "online_itl_ms@qps=2" && line["kind"] == "all").unwrap();
    let mean = errors.iter().sum::<f64>() / errors.len() as f64;
    assert!(errors.len() > 1 && (line["mean_ape"].as_f64().unwrap() - mean).abs() < 1e-12, "{line}");
}

#[test]
fn validated_rows_keep_every_column_in_its_place() {
    for path in CALIBRATION {
        let given = rows(&std::fs::read_to_string(path).unwrap());
        let written = rows(&result(&["validate", path, "--rows", "--format", "csv"]));
        assert_eq!(written.len(), given.len());
        assert_eq!(written[0][given[0].len()..], ["predicted", "ape", "skipped", "note", "points"]);
        let width = given[0].len();
        for (row, before) in written.iter().zip(&given) {
            assert_eq!(row[..width], before[..]);
        }
        for row in &written[1..] {
            // Either a value with its error, or the reason why there is none.
            let (predicted, ape, skipped) = (&row[width], &row[width + 1], &row[width + 2]);
            assert_eq!(predicted.is_empty(), !skipped.is_empty(), "{row:?}");
            assert_eq!(predicted.is_empty(), ape.is_empty(), "{row:?}");
            assert_eq!(row[width + 4], "", "what serving and training measure is no share: {row:?}");
        }
    }
    let both = json(&["validate", CALIBRATION[0], CALIBRATION[1], "--rows", "--format", "json"]);
    assert_eq!(both.as_array().unwrap().len(), 161);
    assert!(
        both[0]["predicted"].is_number() && both[0]["model"] == "Llama-3.1-8B" && both[0]["recompute"] == ""
    );
}

/// Measured rows of accuracy.
const ACCURACY: [&str; 3] = [
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/validation/accuracy/by-size.csv"),
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/validation/accuracy/by-examples.csv"),
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/validation/accuracy/drift.csv"),
];

#[test]
fn errors_of_accuracy_are_given_in_points() {
    let [sizes, examples, drift] = ACCURACY;
    let summary = json(&["validate", sizes, "--format", "json"]);
    let mmlu = |metric: &str| {
        let lines = summary.as_array().unwrap().iter();
        let line = lines.clone().find(|line| line["metric"] == metric && line["kind"] == "all").unwrap();
        (line["median_points"].as_f64().unwrap(), line["p90_points"].as_f64().unwrap())
    };
    for metric in ["MMLU", "MMLU-Pro"] {
        let (median, p90) = mmlu(metric);
        assert!(median > 0.0 && median <= 2.5 && p90 > median, "{metric}: {median}, {p90}");
    }
    assert!(summary.to_string().contains("a family of one size does not tell its offset"));
    // In a table, points stand where relative errors do.
    let table = result(&["validate", sizes, examples, drift]);
    assert!(table.contains(" points") && table.contains("accuracy") && table.contains("macro F1"), "{table}");
    // Rows: each with its error in points, or the reason why there is none.
    let rows = rows(&result(&["validate", sizes, "--rows", "--format", "csv"]));
    let column = |name: &str| rows[0].iter().position(|head| head == name).unwrap();
    let number = |row: &[String], name: &str| row[column(name)].parse::<f64>().unwrap();
    for row in &rows[1..] {
        assert_eq!(row[column("points")].is_empty(), !row[column("skipped")].is_empty(), "{row:?}");
        if !row[column("points")].is_empty() {
            let off = number(row, "predicted") - number(row, "value");
            assert!((number(row, "points") - off).abs() < 1e-9, "{row:?}");
        }
    }
    let both = json(&["validate", sizes, CALIBRATION[0], "--rows", "--format", "json"]);
    assert!(both[0].get("points").is_some_and(Value::is_number), "{}", both[0]);
    assert!(both.as_array().unwrap().last().unwrap()["points"].is_null());
}

#[test]
fn another_closed_model_changes_its_accuracy_and_bill_and_not_the_open_one() {
    let with = |api: &str| {
        json(&["evaluate", "--set", &format!("api={api}"), "--format", "json"])["outcome"].clone()
    };
    let (opus, nano) = (with("claude-opus-5"), with("gpt-5.4-nano"));
    let accuracy = |outcome: &Value, id: &str| outcome["accuracy"][id].as_f64().unwrap();
    for id in ["rent_accuracy", "rent_score"] {
        assert!(accuracy(&opus, id) > accuracy(&nano, id) + 0.01, "{id}");
    }
    assert!((accuracy(&opus, "own_accuracy") - accuracy(&nano, "own_accuracy")).abs() < 1e-12);
    assert!(opus["cost"]["rent_invoice"].as_f64() > nano["cost"]["rent_invoice"].as_f64());
    // Its accuracy set, both are as accurate.
    let set = |api: &str| {
        let api = format!("api={api}");
        let all = json(&["evaluate", "--set", &api, "--set", "closed_accuracy=0.8", "--format", "json"]);
        all["outcome"]["accuracy"]["rent_accuracy"].as_f64()
    };
    assert_eq!(set("claude-opus-5"), set("gpt-5.4-nano"));
}

#[test]
fn files_that_hold_no_measurements_are_refused() {
    let path = file(".csv", "name,colour\nA,blue\n");
    let message = refusal(&["validate", path.to_str().unwrap()], 1);
    assert!(
        message.contains("the header is not one of serving") && message.contains("input_len"),
        "{message}"
    );
    for kind in ["of training", "of scores by size", "of accuracy by examples", "of drift"] {
        assert!(message.contains(kind), "{message}");
    }
    assert!(refusal(&["validate", "no-such-file.csv"], 1).contains("no-such-file.csv"));
    assert!(refusal(&["validate", file(".csv", "").to_str().unwrap()], 1).contains("the file is empty"));
    let header = std::fs::read_to_string(CALIBRATION[0]).unwrap().lines().next().unwrap().to_owned();
    let message = refusal(&["validate", file(".csv", &header).to_str().unwrap()], 1);
    assert!(message.contains("a header and no rows"), "{message}");
}
