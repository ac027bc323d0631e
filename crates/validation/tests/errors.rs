//! The errors of each edition are kept in `data/validation/errors.csv`, and no edition forecasts worse than the one before
//! it without somebody noticing.
//!
//! `RENEW_ERRORS=1 cargo test -p validation --test errors` writes the present edition's lines again, and leaves those of
//! older editions as they are.

#![expect(clippy::expect_used, reason = "a test may stop where it fails")]

use std::path::{Path, PathBuf};

use model::catalogue::EDITION;
use validation::{Group, Kept, Line, Prediction, Row, World, calibration, predict, summary};

/// How much worse a group's error may be than it was: in all and as a share of it. Both must be exceeded.
const WORSE: f64 = 0.02;
const WORSE_SHARE: f64 = 0.1;

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/validation/errors.csv")
}

fn kept() -> Vec<Kept> {
    Kept::all().expect("the file can be read")
}

fn present() -> Vec<Kept> {
    let (world, tables) = (World::default(), calibration().expect("the calibration rows can be read"));
    let rows: Vec<(&Row, Result<Prediction, String>)> =
        tables.iter().flat_map(|table| &table.rows).map(|row| (row, predict(row, &world))).collect();
    let rounded = |error: f64| (error * 1e4).round() / 1e4;
    let of_line = |line: Line| {
        let group = Group::ALL.into_iter().find(|group| group.id() == line.metric && line.kind == "group")?;
        let (median, p90) = (rounded(line.median_ape?), rounded(line.p90_ape?));
        Some(Kept { edition: EDITION, group: format!("{group:?}"), predicted: line.predicted, median, p90 })
    };
    summary(&rows).into_iter().filter_map(of_line).collect()
}

/// Whether an error is so much worse than it was that somebody must say why.
fn is_worse(now: f64, before: f64) -> bool {
    now - before > WORSE && now > before * (1.0 + WORSE_SHARE)
}

#[test]
fn no_group_of_rows_is_forecast_worse_than_before() {
    let present = present();
    if std::env::var_os("RENEW_ERRORS").is_some() {
        let older = kept().into_iter().filter(|line| line.edition < EDITION);
        let mut writer = csv::Writer::from_path(file()).expect("the file can be written");
        for line in older.chain(present.iter().cloned()) {
            writer.serialize(line).expect("a line can be written");
        }
        return;
    }
    let kept = kept();
    for edition in 1..EDITION {
        assert!(kept.iter().any(|line| line.edition == edition), "no errors are kept of edition {edition}");
    }
    assert!(kept.iter().any(|line| line.edition == EDITION), "no errors are kept of the present edition");
    for before in &kept {
        let Some(now) = present.iter().find(|line| line.group == before.group) else {
            panic!("{}: a group of edition {} is predicted no more", before.group, before.edition);
        };
        assert!(
            now.predicted >= before.predicted,
            "{}: {} rows were predicted in edition {}, {} are now",
            before.group,
            before.predicted,
            before.edition,
            now.predicted
        );
        for (what, now, before_error) in [("median", now.median, before.median), ("p90", now.p90, before.p90)]
        {
            assert!(
                !is_worse(now, before_error),
                "{}: {what} {now:.4}, but {before_error:.4} in edition {}",
                before.group,
                before.edition
            );
        }
    }
}

#[test]
fn worse_takes_two_points_and_a_tenth() {
    assert!(is_worse(0.10, 0.07) && !is_worse(0.085, 0.07));
    assert!(!is_worse(0.42, 0.39) && is_worse(0.44, 0.39));
}
