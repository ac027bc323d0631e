//! The editions: the newest is the present one, and each says what it changed.

use model::VERSION;
use model::catalogue::{DATA_DATE, EDITION, EDITIONS, Edition, changes_since};

#[test]
fn the_newest_edition_is_the_present_one() {
    let newest = EDITIONS.last().unwrap();
    assert_eq!(newest.version, VERSION, "data/editions.toml: add an edition, or set its version");
    assert_eq!(newest.data, DATA_DATE, "data/editions.toml: add an edition, or set its data");
    assert_eq!(EDITION, EDITIONS.len());
    assert_eq!(changes_since(EDITION).count(), 0);
}

#[test]
fn every_edition_but_the_first_says_what_changed() {
    for (index, edition) in EDITIONS.iter().enumerate().skip(1) {
        assert!(!edition.changes.is_empty(), "edition {}", index + 1);
        assert!(edition.data >= EDITIONS[index - 1].data, "edition {}", index + 1);
    }
    assert_eq!(changes_since(0).count(), EDITIONS.iter().map(|edition| edition.changes.len()).sum());
}

#[test]
fn an_edition_is_known_by_its_version_and_its_day_together() {
    assert_eq!(Edition::number_of("0.1.0", "2026-08-21"), Some(1));
    assert_eq!(Edition::number_of("0.1.0", DATA_DATE), None);
    assert_eq!(Edition::number_of(VERSION, "2026-08-21"), None);
    for (index, edition) in EDITIONS.iter().enumerate() {
        assert_eq!(Edition::number_of(edition.version, edition.data), Some(index + 1));
    }
}
