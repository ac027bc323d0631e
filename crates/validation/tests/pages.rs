//! The pages of `docs/model` state the errors that the model has on the calibration rows.

use std::path::Path;

use validation::{Group, Prediction, Row, World, calibration, predict, summary};

/// The columns of a page's table that `cargo xtask tables` leaves to the author.
const COLUMNS: [&str; 2] = ["Median error", "Nine in ten below"];

#[test]
fn the_pages_state_the_errors_of_the_calibration_rows() {
    let world = World::default();
    let tables = calibration().expect("the calibration rows can be read");
    let rows: Vec<(&Row, Result<Prediction, String>)> =
        tables.iter().flat_map(|table| &table.rows).map(|row| (row, predict(row, &world))).collect();
    let lines = summary(&rows);
    let mut n_stated = 0;
    for page in ["serving", "load", "training"] {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../docs/model/{page}.md"));
        let text = std::fs::read_to_string(file).expect("the page is there");
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
            let errors = [found.median_ape, found.p90_ape].map(|error| error.expect("the group has errors"));
            for (column, error) in COLUMNS.into_iter().zip(errors) {
                let at = head.iter().position(|name| *name == column).expect("the table has the column");
                assert_eq!(cells[at], format!("{:.1} %", error * 100.0), "{page}.md, {group:?}: {column}");
                n_stated += 1;
            }
        }
    }
    assert_eq!(n_stated, 24, "twelve groups with two errors each");
}
