//! The pages of `docs/model` state the errors that the model has on the calibration rows.

#![expect(clippy::expect_used, reason = "a test may stop where it fails")]

use std::path::{Path, PathBuf};

use validation::{Group, LeftOut, Line, Miss, Prediction, Row, Table, World, calibration, predict, summary};

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

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(page: &str) -> String {
    std::fs::read_to_string(root().join(format!("docs/model/{page}.md"))).expect("the page is there")
}

#[test]
fn what_misses_its_limit_is_named_where_the_page_says_that_it_fails() {
    let texts = PAGES.map(text);
    // What is said of a group, under the name that it has in the page's table.
    let said = |miss: &Miss| {
        let mark = format!("<!-- {:?} -->", miss.group);
        let (page, (above, _)) =
            texts.iter().find_map(|text| Some((text, text.split_once(&mark)?))).expect(&mark);
        let name = above.rsplit("\n| ").next().expect("the first cell of a row");
        let fails = page.split_once("## Where it fails").expect("a page says where it fails").1;
        let missed = fails.split("\n\n").find(|list| list.starts_with("- **")).unwrap_or_default();
        let of_group = missed
            .split("\n- ")
            .filter(|item| item.trim_start_matches("- ").trim_start_matches("**").starts_with(name));
        of_group.map(|item| item.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    let misses = Miss::all(&lines());
    assert!(misses.iter().any(|miss| miss.left_out.is_none()) && misses.len() > 5, "{misses:?}");
    let mut unnamed = Vec::new();
    for miss in misses {
        let said = said(&miss);
        let left_out = match miss.left_out {
            None => "",
            Some(LeftOut::Gpu) => "GPU",
            Some(LeftOut::Model) => "model",
            Some(LeftOut::Configuration) => "model on its GPUs",
            Some(LeftOut::Length) => "length",
            Some(LeftOut::Software) => "software",
        };
        let errors = [(miss.median, miss.limit.median), (miss.p90, miss.limit.p90)];
        for (error, _) in errors.into_iter().filter(|(error, limit)| error > limit) {
            let number = format!("{:.1}", error * 100.0);
            if !said.iter().any(|item| item.contains(&number) && item.contains(left_out)) {
                unnamed.push(format!("{number} % of {miss:?}"));
            }
        }
    }
    assert!(unnamed.is_empty(), "{unnamed:#?}");
}

/// The files of a pattern as a shell expands it: at most one list in braces, and stars in the name.
fn files(pattern: &str) -> Vec<PathBuf> {
    if let Some((before, rest)) = pattern.split_once('{') {
        let (list, after) = rest.split_once('}').expect(pattern);
        return list.split(',').flat_map(|item| files(&format!("{before}{item}{after}"))).collect();
    }
    let (folder, name) = pattern.rsplit_once('/').expect(pattern);
    let (head, tail) = name.split_once('*').unwrap_or((name, ""));
    let entries = std::fs::read_dir(root().join(folder)).expect(pattern);
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let is_meant = |name: &String| match tail {
        "" => name == head,
        tail => name.starts_with(head) && name.ends_with(tail),
    };
    names.filter(is_meant).map(|name| root().join(folder).join(name)).collect()
}

#[test]
fn every_file_that_a_page_validates_can_be_read() {
    let pages = std::fs::read_dir(root().join("docs/model")).expect("the folder is there");
    let pages = pages.map(|entry| entry.expect("an entry").path()).chain([root().join("README.md")]);
    let mut n_commands = 0;
    for page in pages {
        let text = std::fs::read_to_string(&page).expect("the page is there");
        for command in text.split("validate ").skip(1) {
            let words = command.split(['`', ' ', '\n']).filter(|word| !word.starts_with("--"));
            for pattern in words.take_while(|word| word.starts_with("data/validation/")) {
                let found = files(pattern);
                assert!(!found.is_empty(), "{}: {pattern} names no file", page.display());
                for file in found {
                    let table = Table::read(std::fs::read(&file).expect("a file").as_slice());
                    assert!(table.is_ok(), "{}: {pattern}: {table:?}", page.display());
                }
                n_commands += 1;
            }
        }
    }
    assert!(n_commands >= 8, "{n_commands} commands");
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
