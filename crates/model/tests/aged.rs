//! What has become old or has ended since the data were read.

#![expect(clippy::unwrap_used, reason = "what fails to unwrap is a failed test")]

use model::days::day_number;
use model::{Input, Scenario};

/// The notes of a day, each by the words that say what it is about.
fn notes(scenario: &Scenario, day: &str) -> Vec<&'static str> {
    let kinds = [
        ("The price of H100", "old GPU"),
        ("The price of ", "old API"),
        ("announced other prices", "changed"),
        ("was to be shut down", "ended"),
        ("is to be shut down", "ends"),
    ];
    let kind = |note: &String| kinds.iter().find(|(words, _)| note.contains(words)).unwrap().1;
    scenario.aged_prices(day_number(day).unwrap()).iter().map(kind).collect()
}

fn of_api(api: &str) -> Scenario {
    Scenario::default().with_text("gpu", "h100-sxm").and_then(|it| it.with_text("api", api)).unwrap()
}

#[test]
fn a_price_is_old_after_its_shelf_life_unless_the_reader_sets_it() {
    // Both were read in November 2026, and keep for 120 days.
    let list = of_api("gpt-5.4-mini");
    assert_eq!(notes(&list, "2026-12-01"), [""; 0]);
    assert_eq!(notes(&list, "2027-06-01"), ["old GPU", "old API"]);
    let with = |input: Input| list.clone().with(input, 1.0).unwrap();
    assert_eq!(notes(&with(Input::GpuHourPrice), "2027-06-01"), ["old API"]);
    assert_eq!(notes(&with(Input::ApiInputPrice), "2027-06-01"), ["old GPU"]);
    assert_eq!(notes(&with(Input::ApiOutputPrice), "2027-06-01"), ["old GPU"]);
    // The list of the API was read on 10 November: 120 days later is 10 March.
    let own_gpu = with(Input::GpuHourPrice);
    assert_eq!(notes(&own_gpu, "2027-03-10"), [""; 0]);
    assert_eq!(notes(&own_gpu, "2027-03-11"), ["old API"]);
    assert!(own_gpu.aged_prices(day_number("2027-03-11").unwrap())[0].contains("121 days old"));
}

#[test]
fn an_announced_price_is_told_from_its_day_on_unless_the_reader_sets_prices() {
    let flash = of_api("gemini-3.7-flash");
    assert_eq!(notes(&flash, "2026-12-31"), [""; 0]);
    assert_eq!(notes(&flash, "2027-01-01"), ["changed"]);
    for input in [Input::ApiInputPrice, Input::ApiOutputPrice] {
        let own = flash.clone().with(input, 1.0).unwrap();
        assert_eq!(notes(&own, "2027-01-01"), [""; 0]);
    }
}

#[test]
fn an_announced_end_is_told_if_it_lies_within_the_horizon_and_once_it_has_come() {
    // It ends on 14 January 2027. A month counts 30.4375 days: a horizon of six ends 182.625 days on.
    let four_o = of_api("gpt-4o").with(Input::Horizon, 6.0).unwrap();
    assert_eq!(notes(&four_o, "2026-07-15"), [""; 0], "183 days before");
    assert_eq!(notes(&four_o, "2026-07-16"), ["ends"], "182 days before");
    assert_eq!(notes(&four_o, "2027-01-13"), ["ends"]);
    assert_eq!(notes(&four_o, "2027-01-14"), ["ended"]);
    assert_eq!(notes(&of_api("gpt-5.4-mini"), "2027-01-14"), [""; 0]);
}

#[test]
fn days_are_counted_as_the_calendar_does() {
    let days = [
        ("1900-03-01", -25_508.0),
        ("1970-01-01", 0.0),
        ("1999-12-31", 10_956.0),
        ("2000-02-29", 11_016.0),
        ("2000-03-01", 11_017.0),
        ("2024-02-29", 19_782.0),
        ("2026-01-31", 20_484.0),
        ("2100-03-01", 47_541.0),
    ];
    for (date, day) in days {
        assert_eq!(day_number(date), Some(day), "{date}");
    }
    assert_eq!(
        (day_number("2026-02"), day_number("2026")),
        (day_number("2026-02-01"), day_number("2026-01-01"))
    );
    for none in ["2026-00-01", "2026-13-01", "2026-01-00", "2026-01-32", "2026-01-01-01", "2026-", "x", ""] {
        assert_eq!(day_number(none), None, "{none:?}");
    }
}
