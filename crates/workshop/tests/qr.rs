//! QR codes: drawn, painted as pixels, and read by another library.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]
#![expect(clippy::disallowed_methods, reason = "where a draw falls need not agree between machines")]

mod common;

use common::{cases, scenario};
use model::Scenario;
use proptest::prelude::*;
use quircs::Quirc;
use workshop::{Edit, NamedScenario, ScenarioSet, link, qr};

/// Pixels of a square's side.
const SCALE: usize = 4;

/// The SVG as grey pixels, and how many a side has: its path has a square `M4,4h1v1h-1` for each black one.
fn painted(svg: &str) -> (usize, Vec<u8>) {
    let after = |start: &str| svg.split(start).nth(1).expect(start);
    let size: usize = after("viewBox=\"0 0 ").split(' ').next().unwrap().parse().unwrap();
    let side = size * SCALE;
    let mut pixels = vec![255; side * side];
    let path = after("<path d=\"").split('"').next().unwrap();
    let mut n_squares = 0;
    for square in path.split('M').skip(1) {
        let place = square.strip_suffix("h1v1h-1").expect(square);
        let (x, y) = place.split_once(',').unwrap();
        let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
        for row in y * SCALE..(y + 1) * SCALE {
            pixels[row * side + x * SCALE..row * side + (x + 1) * SCALE].fill(0);
        }
        n_squares += 1;
    }
    assert!(n_squares > 200, "{n_squares} black squares");
    (side, pixels)
}

fn read(svg: &str) -> String {
    let (side, pixels) = painted(svg);
    let mut reader = Quirc::new();
    let codes: Vec<_> = reader.identify(side, side, &pixels).collect();
    assert_eq!(codes.len(), 1);
    let data = codes.into_iter().next().unwrap().unwrap().decode().unwrap();
    String::from_utf8(data.payload).unwrap()
}

proptest! {
    #![proptest_config(cases(40, 20))]

    #[test]
    fn a_set_is_read_from_its_code(scenarios in prop::collection::vec(scenario(12), 1..=6)) {
        let mut all = scenarios.into_iter().map(NamedScenario::unnamed);
        let first = ScenarioSet::new(all.next().into_iter().collect()).unwrap();
        let set = all.fold(first, |set, scenario| set.edited(&Edit::Add(scenario)).unwrap());
        let address = format!("https://example.org/own-or-rent/workshop/#{}", link::parameter(&set));
        let text = read(&qr::svg(&address).unwrap());
        prop_assert_eq!(&text, &address);
        prop_assert_eq!(ScenarioSet::from_cases(&link::read(&text).unwrap()).unwrap(), set);
    }
}

#[test]
fn a_preset_needs_few_squares() {
    let set = ScenarioSet::new(vec![NamedScenario::unnamed(Scenario::default())]).unwrap();
    let address = format!("https://example.org/workshop/#{}", link::parameter(&set));
    let (side, _) = painted(&qr::svg(&address).unwrap());
    // Without its margins: a code that a phone reads from the back row.
    assert!(side / SCALE - 8 <= 37, "{}", side / SCALE);
}

#[test]
fn a_text_that_is_too_long_is_refused() {
    assert_eq!(read(&qr::svg(&"x".repeat(2953)).unwrap()).len(), 2953);
    let error = qr::svg(&"x".repeat(2954)).unwrap_err();
    assert_eq!(error.to_string(), "link: 2954 bytes are too many for a QR code (allowed: up to 2953)");
}
