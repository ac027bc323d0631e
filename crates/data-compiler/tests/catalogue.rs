//! The model's data as the compiler writes it, and the problems that it reports.

#![expect(clippy::unwrap_used, reason = "what fails to unwrap is a failed test")]

mod common;

use common::{changed, extended, folder, refused};
use data_compiler::{Files, MODEL_FILES, ModelSource, model_source, model_source_of};

/// Breaks one text of one file and expects exactly these problems.
#[track_caller]
fn expect(path: &str, from: &str, to: &str, problems: &[&str]) {
    assert_eq!(refused(&changed(path, from, to)), problems);
}

#[test]
fn the_fixture_compiles_to_the_models_types() {
    let ModelSource { names, values, .. } = model_source(&folder()).unwrap();
    let source = names + &values;
    for expected in [
        "pub enum Input {\n    /// GPUs\n    GpuCount,\n    /// Share moved\n    OpenShare,",
        "pub const ALL: [Self; 6] = [Self::GpuCount, Self::OpenShare, Self::Model, Self::Gpu, Self::GpuHourPrice, Self::Overflow];",
        "pub const DEFAULT: Self = Self::SupportDesk;",
        "/// A \\[benchmark\\]\n    Benchmark,",
        "pub static INPUTS: [InputSpec; 6]",
        "domain: Domain::Number { min: 1.0, max: 1024.0, scale: Scale::Log, step: 1.0, whole: true }, default: DefaultValue::Fixed(4.0), band: None",
        "band: Some(InputBand::Own(Band { low: 0.7, high: 0.97, spread: Spread::Logit }))",
        "[\n    ChoiceOption { id: \"by_size\", label: \"By size\" },\n    ChoiceOption { id: \"small-8b\", label: \"Small 8B\" },",
        "default: DefaultValue::GpuPrice",
        "assumption: Assumption::MonthHours, id: \"month_hours\", group: \"cost\", unit: Unit::Hours",
        "bf16_flop_per_s: 312000000000000.0, fp8_flop_per_s: None",
        "memory_bytes: 85520000000.0, bandwidth_bytes_per_s: 3352000000000.0",
        "price_per_hour: [1.25, 2.5, 6.88]",
        "&[Quote { price: 1.35, kind: \"on demand\", source: SourceId::PriceList, date: \"2026-08-05\", confidence: Confidence::Read }]",
        "[&[Quote { price: 1.25, kind: \"list price\", source: SourceId::PriceList, date: \"2026-08-05\", confidence: Confidence::Read }]",
        "Quote { price: 32.0, kind: \"second-hand\", source: SourceId::Benchmark, date: \"\", confidence: Confidence::Weak }]",
        "output_asked: [10.0, 32.0]",
        "pub static EDITIONS: [Edition; 1]",
        "Edition { version: \"0.1.0\", data: \"2026-08-01\", changes: &[] }",
        "pub const EDITION: usize = 1;",
        "total_parameters: 8030000000.0",
        "kv_elements_per_layer: 2048, width: 4096, vocabulary: 32000, tied: false, experts: None, window: None, anchor: true, mmlu: Some(0.666), in_size_law: false, score: None, context: None, source",
        "score: Score { mmlu_pro: 0.86, source: SourceId::Benchmark, confidence: Confidence::Weak }, context: Some(128000), change: None, ends: None",
        "kv_elements_per_layer: 576, width: 4096, vocabulary: 32000, tied: false, experts: Some(Experts { n_experts: 8, n_active: 2 })",
        "values: &[(Input::GpuCount, 16.0), (Input::Overflow, 0.0)] }",
        "url: Some(\"https://example.org/benchmark\")",
    ] {
        assert!(source.contains(expected), "no '{expected}' in:\n{source}");
    }
    // The choice's default is the option's index: `h100-sxm` is the second GPU.
    assert!(source.contains("domain: Domain::Choice(&GPU_OPTIONS), default: DefaultValue::Fixed(1.0)"));
    // Assumptions come in order of their files.
    assert!(
        source.find("Assumption::MonthHours").unwrap() < source.find("Assumption::BandwidthShare").unwrap()
    );
}

#[test]
fn a_missing_file_is_named() {
    let files = Files::read(&folder()).unwrap();
    assert_eq!(refused(&files.clone().without("gpus.toml")), ["data/gpus.toml:1: this file is missing"]);
    let none = files.without("assumptions/cost.toml").without("assumptions/serving.toml");
    assert_eq!(refused(&none), ["data/assumptions:1: there is no .toml file in this folder"]);
    let nowhere = Files::read(&folder().join("nowhere")).unwrap_err();
    assert_eq!(nowhere.len(), 1);
}

#[test]
fn syntax_and_schema_are_checked() {
    expect(
        "gpus.toml",
        "tdp_watts = 400",
        "tdp_watts = = 400",
        &[
            "data/gpus.toml:8: TOML: extra '=', expected nothing",
            "data/gpus.toml:8: TOML: unexpected key or value, expected newline, '#'",
        ],
    );
    expect(
        "gpus.toml",
        "tdp_watts",
        "tdp_wats",
        &[
            "data/gpus.toml:8: unknown field 'tdp_wats', expected one of 'id', 'label', 'bf16_tflops', 'fp8_tflops', \
         'fp4_tflops', 'memory_gb', 'bandwidth_gb_per_s', 'link_gb_per_s', 'sustained_share', 'tdp_watts', 'price', \
         'gpus_per_host', 'source', 'price_source', 'price_date', 'price_confidence', 'quotes', 'server_share'",
        ],
    );
    expect(
        "sources.toml",
        "title = \"Our own judgement\"\n",
        "",
        &["data/sources.toml:1: missing field 'title'"],
    );
    expect(
        "sources.toml",
        "confidence = \"read\"",
        "confidence = \"sure\"",
        &["data/sources.toml:16: unknown variant 'sure', expected one of 'read', 'unverified', 'weak'"],
    );
    expect(
        "prices.toml",
        "input = 1.25",
        "input = \"1.25\"",
        &["data/prices.toml:4: invalid type: string \"1.25\", expected f64"],
    );
    expect(
        "prices.toml",
        "input = 1.25",
        "input = nan",
        &["data/prices.toml:4: 'input' must be a finite number"],
    );
    expect(
        "prices.toml",
        "label = \"Large\"",
        "label = \"Large\"\nlabel = \"L\"",
        &["data/prices.toml:4: TOML: duplicate key"],
    );
    assert_eq!(
        refused(&extended("prices.toml", "\n[extra]\nx = 1\n")),
        ["data/prices.toml:17: unknown key 'extra'"]
    );
    assert_eq!(
        refused(&changed("models.toml", "[[model]]", "[[modell]]")),
        ["data/models.toml:1: unknown key 'modell'"]
    );
}

#[test]
fn every_problem_is_reported_at_once() {
    let files = changed("gpus.toml", "label = \"A100 80 GB\"", "name = 1").with("models.toml", "");
    let problems = refused(&files);
    assert_eq!(problems.len(), 2, "{problems:#?}");
    assert!(problems[0].starts_with("data/gpus.toml:3: unknown field 'name'"));
    assert_eq!(problems[1], "data/models.toml:1: there is no 'model' in this file");
}

#[test]
fn ids_have_a_form_and_are_unique() {
    let versioned = changed("models.toml", "\"small-8b\"", "\"small-3.1-8b\"");
    assert_eq!(refused(&versioned), Vec::<String>::new());
    expect(
        "assumptions/cost.toml",
        "\"month_hours\"",
        "\"month-hours\"",
        &["data/assumptions/cost.toml:2: the id 'month-hours' is not in lower snake_case"],
    );
    expect(
        "models.toml",
        "\"small-8b\"",
        "\"Small_8b\"",
        &["data/models.toml:2: the id 'Small_8b' is not in lower kebab-case"],
    );
    expect(
        "assumptions/serving.toml",
        "\"bandwidth_share\"",
        "\"month_hours\"",
        &["data/assumptions/serving.toml:2: the id 'month_hours' is used twice"],
    );
    expect(
        "sources.toml",
        "id = \"report\"",
        "id = \"bench-mark\"",
        &[
            // The article still cites the old name.
            "data/article/01-opening.md:3: unknown source 'report'",
            "data/article/02-adoption.md:5: unknown source 'report'",
            "data/sources.toml:27: nothing cites the source 'bench-mark'",
        ],
    );
    let files = extended(
        "sources.toml",
        "\n[[source]]\nid = \"own--judgement\"\ntitle = \"\"\nauthor = \"\"\ndate = \"\"\nwhere = \"\"\nconfidence = \"weak\"\n",
    );
    assert_eq!(
        refused(&files),
        [
            "data/sources.toml:35: the id 'own--judgement' is not in lower kebab-case",
            "data/sources.toml:35: the id 'own--judgement' is too like 'own-judgement': one Rust name for both",
        ]
    );
}

#[test]
fn names_must_be_known() {
    expect(
        "inputs.toml",
        "unit = \"gpus\"",
        "unit = \"cards\"",
        &["data/inputs.toml:6: unknown unit 'cards'"],
    );
    expect(
        "gpus.toml",
        "price_source = \"price-list\"",
        "price_source = \"hearsay\"",
        &["data/gpus.toml:12: unknown source 'hearsay'"],
    );
    expect(
        "inputs.toml",
        "default = \"h100-sxm\"",
        "default = \"h100\"",
        &["data/inputs.toml:52: 'h100' is not an option of 'gpu': a100-80, h100-sxm"],
    );
    expect(
        "inputs.toml",
        "group = \"model\"",
        "group = \"modell\"",
        &["data/inputs.toml:35: unknown variant 'modell', expected one of 'workload', 'model', 'hardware', \
         'adaptation', 'task', 'people', 'api', 'horizon', 'measurement', 'ways'"],
    );
    expect(
        "presets/01-parcel.toml",
        "gpu_count = 16",
        "gpus = 16",
        &["data/presets/01-parcel.toml:7: unknown input 'gpus'"],
    );
    expect(
        "presets/01-parcel.toml",
        "overflow = \"api\"",
        "overflow = \"wait\"",
        &["data/presets/01-parcel.toml:6: 'wait' is not an option of 'overflow': api, refuse"],
    );
}

#[test]
fn values_lie_in_their_ranges_and_bands() {
    expect(
        "inputs.toml",
        "default = 4",
        "default = 0",
        &["data/inputs.toml:12: 0 is outside the range of 'gpu_count', 1 to 1024"],
    );
    expect(
        "inputs.toml",
        "default = 4",
        "default = 4.5",
        &["data/inputs.toml:12: 4.5 is not a whole number, as 'gpu_count' must be"],
    );
    expect(
        "inputs.toml",
        "default = 4",
        "default = \"four\"",
        &["data/inputs.toml:12: 'gpu_count' takes a number"],
    );
    expect(
        "inputs.toml",
        "low = 0.7",
        "low = 0.95",
        &["data/inputs.toml:28: 0.9 is outside its band, 0.95 to 0.97"],
    );
    expect(
        "inputs.toml",
        "low = 0.7, high = 0.97",
        "low = 0.7, high = 1",
        &["data/inputs.toml:28: a logit band must lie between 0 and 1, but it is 0.7 to 1"],
    );
    expect(
        "inputs.toml",
        "of = \"quotes\", spread = \"log_uniform\"",
        "low = 1.6, high = 2.8, spread = \"log\"",
        &["data/inputs.toml:68: the band of a derived default is that of its quotes"],
    );
    expect(
        "inputs.toml",
        "low = 0.7, high = 0.97",
        "of = \"quotes\"",
        &["data/inputs.toml:28: only what is asked for a GPU or a closed model has quotes"],
    );
    expect(
        "correlations.toml",
        "\"open_share\"",
        "\"gpu_count\"",
        &["data/correlations.toml:4: 'gpu_count' is no input with a band and no uncertain assumption"],
    );
    expect(
        "correlations.toml",
        "correlation = 0.5",
        "correlation = -0.5",
        &["data/correlations.toml:5: a correlation must lie from 0 to 1, but it is -0.5"],
    );
    expect(
        "inputs.toml",
        "min = 0.1\nmax = 20",
        "min = 0.1\nmax = 2",
        &["data/inputs.toml:67: the default with 'h100-sxm', 2.5, is outside the range, 0.1 to 2"],
    );
    expect(
        "inputs.toml",
        "min = 1\n",
        "min = 0\n",
        &["data/inputs.toml:7: a log scale must begin above 0, not at 0"],
    );
    expect(
        "inputs.toml",
        "min = 1\nmax = 1024\nscale = \"log\"",
        "min = 1\nmax = 1024\nscale = \"log_with_zero\"",
        &["data/inputs.toml:7: a log_with_zero scale begins at 0, not at 1"],
    );
    expect(
        "inputs.toml",
        "min = 0\nmax = 1\n",
        "min = 1\nmax = 1\n",
        &[
            "data/inputs.toml:23: min (1) must be below max (1)",
            "data/inputs.toml:27: 0.9 is outside the range of 'open_share', 1 to 1",
        ],
    );
    expect(
        "inputs.toml",
        "step = 1\n",
        "step = 0.5\n",
        &["data/inputs.toml:10: 'step' must be whole, not 0.5"],
    );
    expect(
        "inputs.toml",
        "step = 0.05\n",
        "step = 0\n",
        &["data/inputs.toml:26: step must be above 0, not 0"],
    );
    expect(
        "inputs.toml",
        "step = 0.05\n",
        "",
        &["data/inputs.toml:18: 'step' is missing (or 'options', or 'options_from')"],
    );
    expect(
        "inputs.toml",
        "options_from = \"models\"",
        "options_from = \"models\"\nmin = 1",
        &["data/inputs.toml:40: 'min' has no meaning beside options"],
    );
    expect(
        "inputs.toml",
        ", { id = \"refuse\"",
        ", { id = \"api\", label = \"\" }, { id = \"refuse\"",
        &["data/inputs.toml:79: the option 'api' is given twice"],
    );
    expect(
        "assumptions/serving.toml",
        "value = 0.8",
        "value = 0.5",
        &["data/assumptions/serving.toml:5: 0.5 is outside its band, 0.6 to 0.95"],
    );
    expect(
        "assumptions/cost.toml",
        "low = 730\nhigh = 730\nspread = \"linear\"",
        "low = 0\nhigh = 730\nspread = \"log\"",
        &["data/assumptions/cost.toml:5: a log band must lie above 0, but its low is 0"],
    );
    expect(
        "presets/01-parcel.toml",
        "gpu_count = 16",
        "gpu_count = 4096",
        &["data/presets/01-parcel.toml:7: 4096 is outside the range of 'gpu_count', 1 to 1024"],
    );
}

#[test]
fn catalogue_entries_make_sense() {
    expect(
        "gpus.toml",
        "memory_gb = 85.9",
        "memory_gb = 0",
        &["data/gpus.toml:5: 'memory_gb' must be above 0, not 0"],
    );
    expect(
        "models.toml",
        "active_billion = 12.9",
        "active_billion = 129",
        &["data/models.toml:21: 129 active of 46.7 in total"],
    );
    expect(
        "models.toml",
        "experts_active = 2",
        "experts_active = 9",
        &["data/models.toml:30: more experts active than there are"],
    );
    expect(
        "models.toml",
        "experts = 8\n",
        "",
        &["data/models.toml:17: give both 'experts' and 'experts_active', or neither"],
    );
    expect(
        "models.toml",
        "vocabulary = 32000\n",
        "vocabulary = 32000\nwindow = 1024\n",
        &["data/models.toml:12: give both 'window' and 'windowed_layers', or neither"],
    );
    expect(
        "gpus.toml",
        "tdp_watts",
        "sustained_share = 1.2\ntdp_watts",
        &["data/gpus.toml:8: 1.2 is no share of a peak"],
    );
    expect(
        "prices.toml",
        "cached_discount = 0.9",
        "cached_discount = 0.9\ntiers = [{ above = 9, input = 1.0, output = 1.0 }, { above = 3, input = 1.0, output = 1.0 }]",
        &["data/prices.toml:7: 3 is not above 9"],
    );
    expect("models.toml", "mmlu = 0.666", "mmlu = 66.6", &["data/models.toml:13: 66.6 is outside 0 to 1"]);
    expect(
        "prices.toml",
        "cached_discount = 0.9",
        "cached_discount = 90",
        &["data/prices.toml:6: 90 is outside 0 to 1"],
    );
}

#[test]
fn scores_lie_between_guessing_and_all() {
    for (score, shown) in [("0.1", "0.1"), ("0.05", "0.05"), ("1.0", "1"), ("86.0", "86")] {
        let reason = format!("data/prices.toml:14: {shown} is not between 0.1, which guessing gives, and 1");
        expect("prices.toml", "mmlu_pro = 0.86", &format!("mmlu_pro = {score}"), &[&reason]);
    }
    expect(
        "prices.toml",
        "mmlu_pro = 0.86, source = \"benchmark\"",
        "mmlu_pro = 0.86, source = \"hearsay\"",
        &["data/prices.toml:14: unknown source 'hearsay'"],
    );
    expect(
        "prices.toml",
        "score = { mmlu_pro = 0.86, source = \"benchmark\", confidence = \"weak\" }\n",
        "",
        &["data/prices.toml:1: missing field 'score'"],
    );
    let of_model = |score: &str| {
        let line = format!("mmlu = 0.666\nscore = {{ mmlu_pro = {score}, confidence = \"read\" }}");
        refused(&changed("models.toml", "mmlu = 0.666", &line))
    };
    assert_eq!(of_model("0.483, source = \"benchmark\""), Vec::<String>::new());
    assert_eq!(
        of_model("48.3, source = \"hearsay\""),
        [
            "data/models.toml:14: 48.3 is not between 0.1, which guessing gives, and 1",
            "data/models.toml:14: unknown source 'hearsay'",
        ]
    );
}

#[test]
fn what_a_list_announces_lies_ahead_of_the_data() {
    // The fixture's newest day is 2026-08-05.
    let announced = |line: &str| {
        changed("prices.toml", "cached_discount = 0.9", &format!("cached_discount = 0.9\n{line}"))
    };
    let ModelSource { values, .. } = model_source_of(&announced(
        "change = { factor = 2.0, from = \"2026-11-01\" }\nends = \"2027-02-01\"",
    ))
    .unwrap();
    let expected = "change: Some(PriceChange { factor: 2.0, month: 3.0, from: \"2026-11-01\" }), ends: Some(\"2027-02-01\")";
    assert!(values.contains(expected), "no '{expected}' in:\n{values}");

    let passed = |date: &str| {
        format!("data/prices.toml:7: {date} has passed: the data is of 2026-08-05, so read the list anew")
    };
    let no_day = |date: &str| format!("data/prices.toml:7: '{date}' is no day such as 2027-01-01");
    for (date, problem) in [
        ("2026-08-05", passed("2026-08-05")),
        ("2025-12-31", passed("2025-12-31")),
        ("2027-13-01", no_day("2027-13-01")),
        ("2027-02-30", no_day("2027-02-30")),
        ("2027-1-1", no_day("2027-1-1")),
        ("2027-01", no_day("2027-01")),
        ("2027-01-01T00", no_day("2027-01-01T00")),
        ("soon", no_day("soon")),
    ] {
        let change = format!("change = {{ factor = 2.0, from = \"{date}\" }}");
        assert_eq!(refused(&announced(&change)), [problem.as_str()]);
        assert_eq!(refused(&announced(&format!("ends = \"{date}\""))), [problem.as_str()]);
    }
    for factor in ["0.0", "-1.0"] {
        let shown = factor.trim_end_matches(".0");
        let change = format!("change = {{ factor = {factor}, from = \"2027-01-01\" }}");
        assert_eq!(
            refused(&announced(&change)),
            [format!("data/prices.toml:7: 'factor' must be above 0, not {shown}")]
        );
    }
}

#[test]
fn only_a_default_by_ability_states_a_value() {
    let open_share = |default: &str| {
        let from = "default = 0.9\nband = { low = 0.7, high = 0.97, spread = \"logit\" }";
        changed("inputs.toml", from, default)
    };
    let problems = |default: &str| {
        let mut problems = refused(&open_share(default));
        // Without a band, the fixture's correlation has nothing to correlate.
        problems.retain(|problem| !problem.starts_with("data/correlations.toml"));
        problems
    };
    assert_eq!(problems("default = { from = \"api_ability\", value = 0.9 }"), Vec::<String>::new());
    let alone = "data/inputs.toml:27: 'value' belongs to 'api_ability', and to it alone";
    assert_eq!(problems("default = { from = \"api_ability\" }"), [alone]);
    assert_eq!(problems("default = { from = \"api_cached_discount\", value = 0.9 }"), [alone]);
    assert_eq!(
        problems("default = { from = \"api_ability\", value = 1.5 }"),
        ["data/inputs.toml:27: 1.5 is outside the range, 0 to 1"]
    );
}

#[test]
fn prices_lie_among_what_is_asked() {
    expect(
        "gpus.toml",
        "price = 2.5\n",
        "price = 7.5\n",
        &[
            "data/gpus.toml:28: 7.5 is not what 'price-list' asks: 2.5, 1.25",
            "data/gpus.toml:28: 7.5 is outside what is asked, 1.25 to 6.88",
        ],
    );
    expect(
        "gpus.toml",
        "price = 2.5\n",
        "price = 2.95\n",
        &["data/gpus.toml:28: 2.95 is not what 'price-list' asks: 2.5, 1.25"],
    );
    expect(
        "gpus.toml",
        "    { price = 1.35, kind = \"on demand\", source = \"price-list\", date = \"2026-08-05\", confidence = \"read\" },\n",
        "",
        &["data/gpus.toml:15: there is no quote for 'price'"],
    );
    expect(
        "gpus.toml",
        "{ price = 6.88, kind = \"hyperscaler\", source = \"benchmark\"",
        "{ price = 0, kind = \" \", source = \"hearsay\"",
        &[
            "data/gpus.toml:36: 'price' must be above 0, not 0",
            "data/gpus.toml:36: a quote must say what kind of price it is",
            "data/gpus.toml:36: unknown source 'hearsay'",
        ],
    );
    expect("prices.toml", "output = 32, ", "", &["data/prices.toml:12: no 'input', no 'output'"]);
    expect(
        "prices.toml",
        "{ input = 1.25, output = 10, ",
        "{ output = 10, ",
        &["data/prices.toml:10: there is no quote for 'input'"],
    );
    expect(
        "prices.toml",
        "output = 10\n",
        "output = 12\n",
        &["data/prices.toml:5: 12 is not what 'price-list' asks: 10"],
    );
    expect(
        "prices.toml",
        "\"second-hand\", source = \"benchmark\"",
        "\"second-hand\", source = \"hearsay\"",
        &["data/prices.toml:12: unknown source 'hearsay'"],
    );
}

#[test]
fn one_preset_is_the_default_and_files_bear_their_ids() {
    expect(
        "presets/00-support-desk.toml",
        "default = true\n",
        "",
        &["data/presets/00-support-desk.toml:1: no preset has 'default = true'"],
    );
    expect(
        "presets/01-parcel.toml",
        "\n[values]",
        "default = true\n\n[values]",
        &["data/presets/01-parcel.toml:4: only one preset may have 'default = true'"],
    );
    expect(
        "presets/01-parcel.toml",
        "id = \"parcel\"",
        "id = \"post\"",
        &["data/presets/01-parcel.toml:1: the id is 'post', but the file is '01-parcel.toml'"],
    );
}

#[test]
fn a_source_that_nothing_cites_fails_the_article_only() {
    let more = "\n[[source]]\nid = \"unread\"\ntitle = \"\"\nauthor = \"\"\ndate = \"\"\nwhere = \"\"\nconfidence = \"weak\"\n";
    let files = extended("sources.toml", more);
    assert!(model_source_of(&files).is_ok());
    assert_eq!(refused(&files), ["data/sources.toml:35: nothing cites the source 'unread'"]);
}

#[test]
fn cargo_watches_what_is_read() {
    for path in MODEL_FILES {
        assert!(folder().join(path).exists(), "{path}");
    }
    for path in data_compiler::ARTICLE_FILES {
        assert!(folder().join(path).exists(), "{path}");
    }
    for path in MODEL_FILES {
        assert!(data_compiler::ARTICLE_FILES.contains(path), "{path}");
    }
}
