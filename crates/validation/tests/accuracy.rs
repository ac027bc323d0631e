//! The laws of accuracy stay within the limits stated for them.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::collections::BTreeSet;

use validation::{
    Family, Line, Prediction, Row, Table, World, accuracy, predict, predict_all, quantile, summary,
};

const SIZES: &str = "family,model,size_b,active_b,kind,benchmark,value";
const EXAMPLES: &str = "task,model,n_examples,metric,value";
const DRIFT: &str = "task,model,months,metric,value";

fn lines(table: &Table) -> Vec<Line> {
    let rows: Vec<&Row> = table.rows.iter().collect();
    let results: Vec<_> = rows.iter().copied().zip(predict_all(&rows, &World::default())).collect();
    summary(&results)
}

fn line<'a>(lines: &'a [Line], metric: &str) -> &'a Line {
    lines.iter().find(|line| line.metric == metric && line.kind == "all").unwrap()
}

fn ask(header: &str, rows: &[&str]) -> Vec<Result<Prediction, String>> {
    let table = Table::read(format!("{header}\n{}\n", rows.join("\n")).as_bytes()).unwrap();
    let rows: Vec<&Row> = table.rows.iter().collect();
    predict_all(&rows, &World::default())
}

#[test]
fn scores_follow_size_within_a_family() {
    let [sizes, ..] = accuracy::measured().unwrap();
    let lines = lines(&sizes);
    for (metric, most) in [("MMLU", 2.5), ("MMLU-Pro", 2.5)] {
        let line = line(&lines, metric);
        assert!(line.predicted >= 35, "{line:?}");
        assert!(line.median_points.unwrap() <= most, "{line:?}");
    }
}

/// The rows of the page's table of errors: their name there, the file, the metric and the kind of rows.
const STATED: [(&str, usize, &str, &str); 7] = [
    ("MMLU by size", 0, "MMLU", "all"),
    ("MMLU-Pro by size", 0, "MMLU-Pro", "all"),
    ("GPQA by size", 0, "GPQA", "all"),
    ("GPQA Diamond by size", 0, "GPQA (Diamond)", "all"),
    ("Accuracy by examples", 1, "accuracy", "all"),
    ("Macro F1 of text, later periods", 2, "macro F1", "later period"),
    ("F1 for malware, later months", 2, "F1", "later month"),
];

#[test]
fn the_page_states_these_errors() {
    let page = include_str!("../../../docs/model/accuracy.md");
    let (_, table) = page.split_once("| Held against |").unwrap();
    let (table, _) = table.split_once("\n\n").unwrap();
    let stated: Vec<&str> = table.lines().skip(2).collect();
    let found = accuracy::measured().unwrap().map(|table| lines(&table));
    let expected: Vec<String> = STATED
        .iter()
        .map(|(name, file, metric, kind)| {
            let mut of_file = found[*file].iter();
            let line = of_file.find(|line| line.metric == *metric && line.kind == *kind).unwrap();
            let [median, p90] = [line.median_points, line.p90_points].map(Option::unwrap);
            format!("| {name} | {} | {median:.1} | {p90:.1} |", line.predicted)
        })
        .collect();
    assert_eq!(stated, expected);
}

#[test]
fn accuracy_follows_the_examples_of_a_task() {
    let [_, examples, _] = accuracy::measured().unwrap();
    let rows: Vec<&Row> = examples.rows.iter().collect();
    let results = predict_all(&rows, &World::default());
    let off: Vec<f64> = results.iter().flatten().map(|found| found.points.unwrap().abs()).collect();
    assert!(off.len() >= 90, "{} of {}", off.len(), rows.len());
    assert!(quantile(&off, 0.5).unwrap() <= 3.0, "{:?}", quantile(&off, 0.5));
}

#[test]
fn no_measured_row_of_accuracy_is_skipped_silently() {
    let reasons: BTreeSet<String> = accuracy::measured()
        .unwrap()
        .iter()
        .flat_map(|table| predict_all(&table.rows.iter().collect::<Vec<_>>(), &World::default()))
        .filter_map(Result::err)
        .collect();
    assert_eq!(
        reasons.iter().map(String::as_str).collect::<Vec<_>>(),
        [
            "a curve of fewer than three points does not tell its start and its end",
            "a family of one size does not tell its offset",
        ]
    );
}

#[test]
fn every_header_of_accuracy_is_recognised() {
    for (header, row, family, metric) in [
        (SIZES, "A,A 1B,1,1,base,MMLU,40", Family::Sizes, "MMLU"),
        (EXAMPLES, "t,m,10,accuracy,0.5", Family::Examples, "accuracy"),
        (DRIFT, "t,m,10,macro F1,0.5", Family::Drift, "macro F1"),
    ] {
        let table = Table::read(format!("{header}\n{row}\n").to_uppercase().as_bytes()).unwrap();
        assert_eq!((table.family, table.rows[0].family()), (family, family));
        assert_eq!(table.rows[0].metric(), metric.to_uppercase());
        // A row alone says nothing of its family's or its task's own parameters.
        assert!(predict(&table.rows[0], &World::default()).is_err());
        for column in header.split(',').filter(|column| !["active_b", "kind"].contains(column)) {
            let without = header.replace(column, "other");
            let error = Table::read(format!("{without}\n").as_bytes()).unwrap_err().to_string();
            assert!(error.contains(&format!("it lacks {column})")), "{without}: {error}");
        }
    }
}

#[test]
fn a_family_of_one_size_and_a_short_curve_say_why_they_are_skipped() {
    let one =
        ask(SIZES, &["A,A 1B,1,,base,MMLU,40", "A,A 1B again,1,,base,MMLU,41", "B,B 1B,1,,base,MMLU,40"]);
    assert!(
        one.iter().all(|it| it.as_ref().is_err_and(|reason| reason.contains("family of one size"))),
        "{one:?}"
    );
    // Base models and those that one talks to are families apart, and so are exams.
    let apart =
        ask(SIZES, &["A,A 1B,1,,base,MMLU,40", "A,A 7B,7,,instruct,MMLU,60", "A,A 7B,7,,base,GPQA,30"]);
    assert!(apart.iter().all(Result::is_err), "{apart:?}");
    let unknown = ask(SIZES, &["A,A 1B,1,,base,HellaSwag,40", "A,A 7B,7,,base,HellaSwag,60"]);
    assert!(
        unknown.iter().all(|it| it.as_ref().is_err_and(|reason| reason.contains("'HellaSwag'"))),
        "{unknown:?}"
    );
    let short = ask(EXAMPLES, &["t,m,10,accuracy,0.5", "t,m,100,accuracy,0.6"]);
    assert!(
        short.iter().all(|it| it.as_ref().is_err_and(|reason| reason.contains("fewer than three"))),
        "{short:?}"
    );
    let one_age = ask(DRIFT, &["t,m,0,accuracy,0.5"]);
    assert!(one_age[0].as_ref().is_err_and(|reason| reason.contains("one age")), "{one_age:?}");
}

#[test]
fn a_broken_cell_takes_out_its_own_row_only() {
    let rows = [
        "A,A 1B,1,,base,MMLU,40",
        "A,A 7B,7,,base,MMLU,60",
        "A,A 13B,13,,base,MMLU,640",
        "A,A 30B,many,,base,MMLU,64",
        "A,A 65B,65,,base,MMLU,",
        "A,A 70B,70,,base,MMLU,0.68",
    ];
    let found = ask(SIZES, &rows);
    assert!(found[0].is_ok() && found[1].is_ok());
    let part = [
        "640 is no score from 0 to 100",
        "'many' is not a number",
        "value is empty",
        "looks like a fraction",
    ];
    for (result, part) in found[2..].iter().zip(part) {
        assert!(result.as_ref().is_err_and(|reason| reason.contains(part)), "{result:?}: {part}");
    }
    // The rows that are left decide alone.
    assert_eq!(found[..2], ask(SIZES, &rows[..2])[..]);
    let examples = ask(
        EXAMPLES,
        &[
            "t,m,10,accuracy,0.5",
            "t,m,100,accuracy,0.6",
            "t,m,1000,accuracy,0.7",
            "t,m,-1,accuracy,0.7",
            "t,m,5,accuracy,70",
        ],
    );
    assert!(examples[..3].iter().all(Result::is_ok), "{examples:?}");
    assert!(examples[3].as_ref().is_err_and(|reason| reason.contains("-1 is below 0")));
    assert!(examples[4].as_ref().is_err_and(|reason| reason.contains("70 is no score from 0 to 1")));
}

#[test]
fn predictions_come_in_the_units_of_their_rows() {
    // Two sizes on one curve of the law itself: what it gives at its offset is found again.
    let score = |billions: f64| 100.0 * model::accuracy::score_by_size(billions, 0.25, 0.67, 1.388, 0.2);
    let rows = [1.0, 70.0].map(|size| format!("A,A,{size},,base,MMLU,{}", score(size)));
    for (found, size) in ask(SIZES, &rows.each_ref().map(String::as_str)).into_iter().zip([1.0, 70.0]) {
        let found = found.unwrap();
        assert!(
            (found.measured - score(size)).abs() < 1e-9 && (found.predicted - found.measured).abs() < 1e-9,
            "{found:?}"
        );
        assert!(found.points.unwrap().abs() < 1e-9);
    }
    // Accuracy by examples is a share of one, and its errors are points of a hundred.
    let tuned = |n: f64| model::accuracy::tuned(n, 0.4, 0.1, 0.0, 114.0, 0.81);
    let mut rows: Vec<String> =
        [0.0, 100.0, 1000.0, 1e5].map(|n| format!("t,m,{n},accuracy,{}", tuned(n))).into();
    for found in ask(EXAMPLES, &rows.iter().map(String::as_str).collect::<Vec<_>>()) {
        let found = found.unwrap();
        assert!((found.predicted - found.measured).abs() < 1e-9 && found.measured < 1.0, "{found:?}");
    }
    rows[2] = format!("t,m,1000,accuracy,{}", tuned(1000.0) + 0.02);
    let found = ask(EXAMPLES, &rows.iter().map(String::as_str).collect::<Vec<_>>());
    let found = found[2].as_ref().unwrap();
    assert!((found.points.unwrap() - 100.0 * (found.predicted - found.measured)).abs() < 1e-9);
    assert!((-2.0..0.0).contains(&found.points.unwrap()), "{found:?}");
    // A mixture of experts goes by the mean of its total and active parameters.
    let mixture = ask(SIZES, &["A,A,1,,base,MMLU,40", "A,A,64,16,base,MMLU,60", "A,A,32,32,base,MMLU,60"]);
    assert_eq!(mixture[1].as_ref().unwrap().predicted, mixture[2].as_ref().unwrap().predicted);
}

#[test]
fn rows_of_any_kind_are_predicted_in_their_order() {
    let [sizes, examples, drift] = accuracy::measured().unwrap();
    let world = World::default();
    let serving = validation::calibration().unwrap();
    let all: Vec<&Row> =
        [&sizes, &serving[0], &examples, &drift].into_iter().flat_map(|table| &table.rows).collect();
    let mixed = predict_all(&all, &world);
    let apart: Vec<_> = [&sizes, &serving[0], &examples, &drift]
        .into_iter()
        .flat_map(|table| predict_all(&table.rows.iter().collect::<Vec<_>>(), &world))
        .collect();
    assert_eq!(mixed, apart);
}

#[test]
fn a_series_by_age_begins_where_it_was_measured() {
    let [.., drift] = accuracy::measured().unwrap();
    let rows: Vec<&Row> = drift.rows.iter().collect();
    let results = predict_all(&rows, &World::default());
    for (row, result) in rows.iter().zip(&results) {
        let found = result.as_ref().unwrap();
        if row.number("months") == Ok(Some(0.0)) {
            assert!(found.points.unwrap().abs() < 1e-9, "{row:?}");
        } else {
            assert!(found.predicted > 0.0 && found.predicted < 1.0, "{row:?}");
        }
    }
    // 1.2 points a year steadily, and jumps of 4 points, three in ten years.
    let by_hand = ask(DRIFT, &["t,m,6,accuracy,0.8", "t,m,18,accuracy,0.8"]);
    assert!((by_hand[1].as_ref().unwrap().points.unwrap() + 2.4).abs() < 1e-9, "{by_hand:?}");
}

#[test]
fn tuned_small_models_score_near_the_measurement() {
    let residuals = accuracy::tuned().unwrap();
    assert_eq!(residuals.len(), 10);
    let points = |of: fn(&str) -> bool| -> Vec<f64> {
        residuals
            .iter()
            .filter(|residual| of(&residual.model))
            .map(|residual| residual.points().abs())
            .collect()
    };
    let all = points(|_| true);
    assert!(quantile(&all, 0.5).unwrap() <= 3.5, "{all:?}");
    // Gemma 7B gained less from tuning than models of its size: its two variants set the largest error.
    let others = points(|model| !model.starts_with("gemma-7b"));
    assert!(others.len() == 8 && quantile(&others, 1.0).unwrap() <= 6.5, "{others:?}");
    assert!(quantile(&all, 1.0).unwrap() <= 15.0, "{all:?}");
}
