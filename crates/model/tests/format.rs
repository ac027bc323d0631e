//! How numbers read, in sentences, in tables and aloud.

use model::format::{Style, number, probability_words, retrain_interval, spoken};
use model::units::Unit;
use model::{Input, Scenario};

fn all(cases: &[(f64, Unit, &str, &str)]) {
    for (x, unit, prose, tight) in cases {
        let plain = |text: String| text.replace(['\u{202f}', '\u{a0}'], " ");
        assert_eq!(plain(number(*x, *unit, Style::Prose)), *prose, "{x} {unit:?} prose");
        assert_eq!(plain(number(*x, *unit, Style::Tight)), *tight, "{x} {unit:?} tight");
    }
}

#[test]
fn money() {
    all(&[
        (31_412.0, Unit::Usd, "$31,400", "$31.4k"),
        (1_834_000.0, Unit::UsdPerMonth, "$1.83 million", "$1.83M"),
        (-31_412.0, Unit::Usd, "−$31,400", "−$31.4k"),
        (0.0, Unit::Usd, "$0", "$0"),
        (2.5, Unit::UsdPerGpuHour, "$2.50", "$2.50"),
        (5.0, Unit::UsdPerMillionTokens, "$5", "$5"),
        (0.2, Unit::UsdPerLabel, "$0.20", "$0.20"),
        (0.000_298, Unit::UsdPerRequest, "$0.000298", "$0.000298"),
        (999_999.0, Unit::Usd, "$1 million", "$1M"),
        (2.1e9, Unit::Usd, "$2.1 billion", "$2.1B"),
    ]);
}

#[test]
fn shares_and_points() {
    all(&[
        (0.915, Unit::Fraction, "91.5 %", "91.5 %"),
        (1.0, Unit::Fraction, "100 %", "100 %"),
        (0.9999, Unit::Fraction, "over 99.9 %", ">99.9 %"),
        (0.0031, Unit::Fraction, "0.31 %", "0.31 %"),
        (-0.47, Unit::Fraction, "−47 %", "−47 %"),
        (0.022, Unit::Points, "2.2 points", "2.2 pts"),
        (0.01, Unit::Points, "1 point", "1 pt"),
        (-0.000_01, Unit::Points, "0 points", "0 pts"),
        (0.0013, Unit::Points, "0.13 points", "0.13 pts"),
        (0.03, Unit::PointsPerYear, "3 points a year", "3 pts/year"),
    ]);
    assert_eq!(number(0.915, Unit::Fraction, Style::Prose), "91.5\u{202f}%");
}

#[test]
fn physical_units() {
    all(&[
        (0.085, Unit::Seconds, "85 ms", "85 ms"),
        (1.9, Unit::Seconds, "1.9 s", "1.9 s"),
        (0.123, Unit::Seconds, "123 ms", "123 ms"),
        (0.0, Unit::Seconds, "0 ms", "0 ms"),
        (16.06e9, Unit::Bytes, "16.1 GB", "16.1 GB"),
        (512.0, Unit::Bytes, "512 B", "512 B"),
        (131_072.0, Unit::BytesPerToken, "131 kB a token", "131 kB/token"),
        (3.35e12, Unit::BytesPerSecond, "3.35 TB/s", "3.35 TB/s"),
        (989e12, Unit::FlopPerSecond, "989 TFLOP/s", "989 TFLOP/s"),
        (8.03e9, Unit::Parameters, "8.03B", "8.03B"),
        (0.5, Unit::BillionParameters, "0.5B", "0.5B"),
        (13_824.0, Unit::GpuHours, "13,800 GPU-hours", "13.8k GPU-h"),
        (1024.0, Unit::Gpus, "1,024 GPUs", "1,024 GPUs"),
        (1.0, Unit::Gpus, "1 GPU", "1 GPU"),
        (6.9e9, Unit::Tokens, "6.9 billion tokens", "6.9B tok"),
        (216.0, Unit::Hours, "9 days", "9 d"),
        (0.5, Unit::Hours, "30 minutes", "30 min"),
        (700.0, Unit::Watts, "700 W", "700 W"),
        (1_234.0, Unit::Kwh, "1,234 kWh", "1,234 kWh"),
        (47_100.0, Unit::KgCo2e, "47.1 t of CO₂e", "47.1 t"),
        (26.0, Unit::RoundsPerYear, "every 2 weeks", "26/year"),
        (f64::NAN, Unit::Usd, "none", "none"),
    ]);
}

#[test]
fn intervals_and_probabilities() {
    let cases = [
        (0.0, "never"),
        (1.0, "yearly"),
        (2.0, "every 6 months"),
        (3.0, "every 4 months"),
        (4.0, "quarterly"),
        (5.0, "every 10 weeks"),
        (6.0, "every 2 months"),
        (12.0, "monthly"),
        (13.0, "every 4 weeks"),
        (19.0, "every 19 days"),
        (26.0, "every 2 weeks"),
        (52.0, "weekly"),
        (0.5, "every 2 years"),
        (365.0, "daily"),
    ];
    for (rounds, text) in cases {
        assert_eq!(retrain_interval(rounds), text);
    }
    let words: Vec<String> =
        [0.01, 0.06, 0.1, 0.51, 0.8, 0.94, 0.99].into_iter().map(probability_words).collect();
    assert_eq!(
        words,
        ["under 1 in 20", "1 in 20", "1 in 10", "5 in 10", "8 in 10", "19 in 20", "over 19 in 20"]
    );
}

#[test]
fn the_end_of_a_scale_reads_as_the_next_one() {
    let near = [0.05, 0.074, 0.075, 0.2, 0.25, 0.75, 0.8, 0.925, 0.95].map(probability_words);
    assert_eq!(
        near,
        [
            "1 in 20",
            "1 in 20",
            "1 in 10",
            "2 in 10",
            "3 in 10",
            "under 8 in 10",
            "8 in 10",
            "9 in 10",
            "19 in 20"
        ]
    );
    all(&[
        (0.999_5e-3, Unit::Seconds, "1 ms", "1 ms"),
        (0.999_5, Unit::Seconds, "1 s", "1 s"),
        (119.0, Unit::Seconds, "119 s", "119 s"),
        (120.0, Unit::Seconds, "2 min", "2 min"),
        (7_200.0, Unit::Seconds, "2 h", "2 h"),
        (0.0, Unit::Hours, "0 hours", "0 h"),
        (0.995, Unit::Hours, "0.995 hours", "0.995 h"),
        (48.0, Unit::Hours, "2 days", "2 d"),
    ]);
}

#[test]
fn speech_has_no_symbols() {
    assert_eq!((spoken(1.0, Unit::YesNo), spoken(0.0, Unit::YesNo)), ("yes".to_owned(), "no".to_owned()));
    assert_eq!(spoken(31_412.0, Unit::Usd), "31 thousand 400 US dollars");
    assert_eq!(spoken(20_000.0, Unit::Tokens), "20 thousand tokens");
    assert_eq!(spoken(8.0, Unit::BillionParameters), "8 billion parameters");
    assert_eq!(spoken(-0.022, Unit::Points), "minus 2.2 points");
    assert_eq!(spoken(0.62, Unit::Fraction), "62 percent");
    assert_eq!(spoken(1.0, Unit::Gpus), "1 GPU");
    assert_eq!(spoken(1_830_000.0, Unit::Usd), "1.83 million US dollars");
    assert_eq!(spoken(26.0, Unit::RoundsPerYear), "every 2 weeks");
}

#[test]
fn inputs_read_as_in_a_sentence() {
    let plain = |scenario: &Scenario, input| scenario.reading(input).replace(['\u{202f}', '\u{a0}'], " ");
    let scenario = Scenario::default();
    let set = |input, value| plain(&scenario.clone().with(input, value).unwrap(), input);
    assert_eq!(set(Input::GpuCount, 1.0), "1 GPU");
    assert_eq!(set(Input::GpuCount, 1024.0), "1,024 GPUs");
    assert_eq!(set(Input::RequestsPerDay, 41_237.0), "41,237 requests a day");
    assert_eq!(set(Input::ModelSize, 8.0), "8B");
    assert_eq!(set(Input::RetrainsPerYear, 26.0), "every 2 weeks");
    assert_eq!(set(Input::GpuHourPrice, 2.5), "$2.50 an hour");
    assert_eq!(set(Input::LoadedCost, 250_000.0), "$250,000 a year");
    assert_eq!(set(Input::Drift, 0.03), "3 points a year");
    assert_eq!(plain(&scenario.clone().with_text("method", "full").unwrap(), Input::Method), "full");
}

#[test]
fn rounding_gives_the_number_that_the_decimal_text_stands_for() {
    // From the smallest to the largest that figures on the page have, in steps that meet no pattern of digits.
    let mut x = 1.234_567_890_123e-12;
    let mut n = 0;
    while x < 1e20 {
        for figures in [1, 2, 3, 7, 10] {
            let text = format!("{:.*e}", figures - 1, x);
            let expected: f64 = text.parse().unwrap();
            for (x, expected) in [(x, expected), (-x, -expected)] {
                let rounded = model::format::to_significant(x, figures);
                assert_eq!(rounded.to_bits(), expected.to_bits(), "{x:e} to {figures} figures: {rounded:e}");
            }
            n += 1;
        }
        x *= 1.000_731;
    }
    assert!(n > 100_000, "only {n} cases");
    assert!(model::format::to_significant(f64::NAN, 3).is_nan());
    assert_eq!(model::format::to_significant(0.0, 3).to_bits(), 0.0_f64.to_bits());
}
