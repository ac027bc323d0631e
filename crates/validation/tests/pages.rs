//! The pages of `docs/model` state the errors that the model has on the calibration rows.

#![expect(clippy::expect_used, reason = "a test may stop where it fails")]

use std::path::Path;

use validation::{Group, Line, Miss, Prediction, Row, World, calibration, predict, summary};

/// The columns of a page's table that `cargo xtask tables` leaves to the author.
const COLUMNS: [&str; 3] = ["Median error", "Mean error", "Nine in ten below"];

/// The pages whose tables have groups of rows.
const PAGES: [&str; 3] = ["serving", "load", "training"];

fn lines() -> Vec<Line> {
    let world = World::default();
    let tables = calibration().expect("the calibration rows can be read");
    let rows: Vec<(&Row, Result<Prediction, String>)> =
        tables.iter().flat_map(|table| &table.rows).map(|row| (row, predict(row, &world))).collect();
    summary(&rows)
}

fn text(page: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../docs/model/{page}.md"));
    std::fs::read_to_string(file).expect("the page is there")
}

#[test]
fn what_misses_its_limit_is_named_where_the_page_says_that_it_fails() {
    let fails = PAGES.map(|page| {
        let text = text(page);
        text.split_once("## Where it fails").expect("a page says where it fails").1.to_owned()
    });
    let misses = Miss::all(&lines());
    assert!(misses.iter().any(|miss| miss.left_out.is_none()) && misses.len() > 5, "{misses:?}");
    let mut unnamed = Vec::new();
    for miss in misses {
        let errors = [(miss.median, miss.limit.median), (miss.p90, miss.limit.p90)];
        for (error, _) in errors.into_iter().filter(|(error, limit)| error > limit) {
            let number = format!("{:.1}", error * 100.0);
            if !fails.iter().any(|text| text.contains(&number)) {
                unnamed.push(format!("{number} % of {miss:?}"));
            }
        }
    }
    assert!(unnamed.is_empty(), "{unnamed:#?}");
}

#[test]
fn a_group_misses_its_limit_by_a_fifth_less_where_it_was_fitted() {
    let mut lines = lines();
    let group = Group::OfflineVllm;
    let of = |misses: Vec<Miss>| misses.iter().any(|miss| miss.group == group && miss.left_out.is_none());
    let limit = group.unseen().expect("the group has a limit");
    assert!(!of(Miss::all(&lines)));
    let line = lines.iter_mut().find(|line| line.metric == group.id()).expect("the group has rows");
    line.median_ape = Some(0.81 * limit.median);
    assert!(of(Miss::all(&lines)), "above four fifths of its limit");
}

#[test]
fn the_pages_state_the_errors_of_the_calibration_rows() {
    let lines = lines();
    let mut n_stated = 0;
    for page in PAGES {
        let text = text(page);
        let mut head: Vec<&str> = Vec::new();
        for line in text.lines().filter(|line| line.starts_with('|')) {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            if cells[0] == "Group" {
                head = cells;
                continue;
            }
            let group =
                Group::ALL.into_iter().find(|group| cells[0].ends_with(&format!("<!-- {group:?} -->")));
            let Some(group) = group else { continue };
            let found = lines.iter().find(|line| line.metric == group.id()).expect("the group has rows");
            let errors = [found.median_ape, found.mean_ape, found.p90_ape];
            let errors = errors.map(|error| error.expect("the group has errors"));
            for (column, error) in COLUMNS.into_iter().zip(errors) {
                let at = head.iter().position(|name| *name == column).expect("the table has the column");
                assert_eq!(cells[at], format!("{:.1} %", error * 100.0), "{page}.md, {group:?}: {column}");
                n_stated += 1;
            }
        }
    }
    assert_eq!(n_stated, 36, "twelve groups with three errors each");
}
