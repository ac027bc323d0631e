//! The editions: the newest is the present one, and each says what it changed.

use model::VERSION;
use model::catalogue::{DATA_DATE, EDITION, EDITIONS, changes_since};

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
