//! Numbers as people write them: read as what was meant, or refused by name; never another number.

use model::catalogue::{Domain, INPUTS};
use model::format::to_significant;
use model::scenario::{form, parse};
use model::units::Unit;
use model::written::{Decimal, Fault, Form, read, shown, unmistakable};
use model::{Assumption, Input, Scenario, Setting};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

fn digits(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// A text of a person, for an input.
fn typed(input: Input, text: &str) -> Result<f64, String> {
    parse(input, text, Decimal::Either).map_err(|error| error.to_string())
}

#[test]
fn what_has_one_reading_is_read() {
    for (input, text, value) in [
        (Input::RequestsPerDay, " 40,000 ", 40_000.0),
        (Input::RequestsPerDay, "40 000", 40_000.0),
        (Input::RequestsPerDay, "40\u{a0}000", 40_000.0),
        (Input::RequestsPerDay, "1\u{202f}234\u{202f}567,5", 1_234_567.5),
        (Input::RequestsPerDay, "1\u{2009}234\u{2009}567", 1_234_567.0),
        (Input::RequestsPerDay, "1'234'567.5", 1_234_567.5),
        (Input::RequestsPerDay, "1\u{2019}234", 1234.0),
        (Input::RequestsPerDay, "1.234.567,25", 1_234_567.25),
        (Input::RequestsPerDay, "12,34,567", 1_234_567.0),
        (Input::RequestsPerDay, "100k", 100_000.0),
        (Input::RequestsPerDay, "1.5 M", 1_500_000.0),
        (Input::RequestsPerDay, "100,000 requests a day", 100_000.0),
        (Input::RequestsPerDay, "1e5", 1e5),
        (Input::RequestsPerDay, "1E+5", 1e5),
        (Input::RequestsPerDay, "+50", 50.0),
        (Input::GpuHourPrice, "1,5", 1.5),
        (Input::GpuHourPrice, ",75", 0.75),
        (Input::GpuHourPrice, ".75", 0.75),
        (Input::GpuHourPrice, "2.", 2.0),
        (Input::GpuHourPrice, "0,500", 0.5),
        (Input::GpuHourPrice, "1,500", 1.5),
        (Input::GpuHourPrice, "2.125", 2.125),
        (Input::GpuHourPrice, "$2.50", 2.5),
        (Input::GpuHourPrice, "US$ 2.50", 2.5),
        (Input::GpuHourPrice, "2,50 usd", 2.5),
        (Input::GpuHourPrice, "2.50 $ an hour", 2.5),
        (Input::GpuHourPrice, "$2.50 an hour", 2.5),
        (Input::GpuHourPrice, "250e\u{2212}2", 2.5),
        (Input::GpuHourPrice, "2.e0", 2.0),
        (Input::RequestsPerDay, "0,500", 0.5),
        (Input::RequestsPerDay, "1234,567", 1234.567),
        (Input::GpuCount, "1,000", 1000.0),
        (Input::GpuCount, "2,000", 2000.0),
        (Input::GpuCount, "1.024", 1024.0),
        (Input::GpuCount, "8 GPUs", 8.0),
        (Input::GpuCount, "1 gpu", 1.0),
        (Input::ModelSize, "8B", 8.0),
        (Input::ModelSize, "70 b", 70.0),
        (Input::ModelSize, "500M", 0.5),
        (Input::OpenShare, "7%", 0.07),
        (Input::OpenShare, "0.07", 0.07),
        (Input::OpenShare, "33,3 %", 0.333),
        (Input::Drift, "3 %", 0.03),
        (Input::Drift, "3 points a year", 0.03),
        (Input::PriceTrend, "\u{2212}0.2", -0.2),
        (Input::PriceTrend, "\u{2013}20\u{202f}%", -0.2),
        (Input::PriceTrend, "\u{ff0d}0,2", -0.2),
        (Input::LoadedCost, "$250k", 250_000.0),
        (Input::LoadedCost, "-$5", -5.0),
        (Input::LoadedCost, "$-5", -5.0),
    ] {
        assert_eq!(typed(input, text), Ok(value), "{text}");
    }
}

#[test]
fn what_is_no_number_of_the_unit_is_refused_by_name() {
    for (input, text, words) in [
        (Input::RequestsPerDay, "", "is empty"),
        (Input::RequestsPerDay, " \u{a0}", "is empty"),
        (Input::RequestsPerDay, "many", "is not a number ("),
        (Input::RequestsPerDay, "NaN", "is not a number ("),
        (Input::RequestsPerDay, "inf", "is not a number ("),
        (Input::RequestsPerDay, "12.125", "has two readings: write 12125 or 12.1250"),
        (Input::RequestsPerDay, "12.500 a day", "has two readings: write 12500 a day or 12.5 a day"),
        (Input::RequestsPerDay, "1,234,56", "neither between thousands nor before decimals"),
        (Input::RequestsPerDay, "1 5", "neither between"),
        (Input::RequestsPerDay, "12,", "neither between"),
        (Input::RequestsPerDay, "1.5,000", "neither between"),
        (Input::RequestsPerDay, "1.234.56", "neither between"),
        (Input::RequestsPerDay, "12.34.567", "neither between"),
        (Input::RequestsPerDay, "1'23'456", "neither between"),
        (Input::RequestsPerDay, "123,45,678", "neither between"),
        (Input::RequestsPerDay, "12,3456,789", "neither between"),
        (Input::RequestsPerDay, "1,,000", "two separators"),
        (Input::RequestsPerDay, "1, 000", "two separators"),
        (Input::RequestsPerDay, "٤٠٠", "Arabic digits"),
        (Input::RequestsPerDay, "۴۰۰", "Persian digits"),
        (Input::RequestsPerDay, "४००", "Devanagari digits"),
        (Input::RequestsPerDay, "４００", "full-width digits"),
        (Input::RequestsPerDay, "1/2", "is a fraction"),
        (Input::RequestsPerDay, "1 1/2", "is a fraction"),
        (Input::RequestsPerDay, "½", "is a fraction"),
        (Input::RequestsPerDay, "20-40", "is a range"),
        (Input::RequestsPerDay, "20 – 40", "is a range"),
        (Input::RequestsPerDay, "20 to 40", "is a range"),
        (Input::RequestsPerDay, "40-", "a sign stands in front"),
        (Input::RequestsPerDay, "--40", "a sign stands in front"),
        (Input::RequestsPerDay, "1_000", "underscore"),
        (Input::RequestsPerDay, "0x10", "hexadecimal"),
        (Input::RequestsPerDay, "-0X1F", "hexadecimal"),
        (Input::RequestsPerDay, "10x", "'x' is not expected there"),
        (Input::RequestsPerDay, "100x8", "'x' is not expected there"),
        (Input::RequestsPerDay, "4,model_size=8", "'model_size=' is not expected there"),
        (Input::RequestsPerDay, "_5", "'_' is not expected there"),
        (Input::RequestsPerDay, "1\t000", "'\\u{9}' is not expected there"),
        (Input::RequestsPerDay, "1\n000", "'\\u{a}' is not expected there"),
        (Input::RequestsPerDay, "7%", "percent sign"),
        (Input::RequestsPerDay, "1%5", "percent sign"),
        (Input::RequestsPerDay, "$40", "dollar sign"),
        (Input::RequestsPerDay, "1$5", "dollar sign"),
        (Input::RequestsPerDay, "100 m", "'m' is not expected there"),
        (Input::RequestsPerDay, "5me5", "'me' is not expected there"),
        (Input::RequestsPerDay, "5e", "'e' is not expected there"),
        (Input::RequestsPerDay, "5ex", "'ex' is not expected there"),
        (Input::RequestsPerDay, "5 e3", "'e' is not expected there"),
        (Input::RequestsPerDay, "1 B", "'B' is not expected there"),
        (Input::GpuHourPrice, "5 EUR", "'EUR' is not expected there"),
        (Input::GpuHourPrice, "5 €", "'€' is not expected there"),
        (Input::GpuHourPrice, "$5$", "'$' is not expected there"),
        (Input::GpuHourPrice, "1$5", "'$' is not expected there"),
        (Input::ModelSize, "10 GB", "'G' is not expected there"),
        (Input::ModelSize, "8k", "'k' is not expected there"),
        (Input::OpenShare, "1%5", "'%' is not expected there"),
    ] {
        let message = typed(input, text).unwrap_err();
        assert!(message.contains(words), "{text}: {message}");
        assert!(message.starts_with(input.spec().id) && message.contains("allowed: "), "{message}");
    }
}

#[test]
fn a_programs_own_separator_is_decimal_and_the_other_one_is_not_taken_for_it() {
    let form = |decimal| Form { decimal, ..Form::new(Unit::Usd, 0.0, 1e6) };
    let both = Err(Fault::TwoReadings("1500".to_owned(), "1.5".to_owned()));
    for (decimal, text, expected) in [
        (Decimal::Point, "1.500", Ok(1.5)),
        (Decimal::Point, "1,500", both.clone()),
        (Decimal::Comma, "1,500", Ok(1.5)),
        (Decimal::Comma, "1.500", both.clone()),
        (Decimal::Either, "1,500", both.clone()),
        (Decimal::Either, "1.500", both),
    ] {
        assert_eq!(read(text, &form(decimal), digits), expected, "{text} with {decimal:?}");
    }
}

#[test]
fn a_field_of_hundredths_counts_them_with_or_without_a_percent_sign() {
    let form = Form { in_hundredths: true, ..Form::new(Unit::Fraction, 0.0, 1.0) };
    for text in ["7", "7%", "7 %", "7.0", "0.7e1"] {
        assert_eq!(read(text, &form, digits), Ok(0.07), "{text}");
    }
}

#[test]
fn a_fourth_decimal_is_written_only_where_thousands_could_be_meant() {
    let form = |max: f64| Form::new(Unit::One, -max, max);
    for (text, max, written) in [
        ("12.125", 1e6, "12.1250"),
        ("-12.125", 1e6, "-12.1250"),
        ("12.1255", 1e6, "12.1255"),
        ("12.12", 1e6, "12.12"),
        ("12125", 1e6, "12125"),
        // Neither begins thousands: none of them begins with 0 or has a first group of four digits.
        ("0.125", 1e6, "0.125"),
        ("1234.125", 1e8, "1234.125"),
        // 12125 is out of range, though 1012.125 and 0.012125 are not.
        ("12.125", 5000.0, "12.125"),
    ] {
        let value = digits(text).unwrap();
        assert_eq!(unmistakable(text.to_owned(), value, &form(max)), written, "{text} up to {max}");
    }
}

#[test]
fn what_is_no_finite_number_is_refused_by_its_range() {
    for text in ["1e400", "-1e400", "1e99999999999999999999", &"9".repeat(400)] {
        let value = typed(Input::RequestsPerDay, text).unwrap();
        let message = Scenario::default().with(Input::RequestsPerDay, value).unwrap_err().to_string();
        assert!(message.contains("is out of range") && message.len() < 200, "{message}");
    }
    let message = Scenario::default().with(Input::RequestsPerDay, 1e300).unwrap_err().to_string();
    assert!(message.contains(" 1e300 is out of range"), "{message}");
}

#[test]
fn a_refusal_writes_numbers_plainly_and_names_what_was_probably_meant() {
    for (value, text) in [(0.0, "0"), (1.5, "1.5"), (2048.0, "2048"), (1e-12, "1e-12")] {
        let message = Scenario::default().with(Input::GpuCount, value).unwrap_err().to_string();
        assert!(message.starts_with(&format!("gpu_count: {text} is ")), "{message}");
    }
    let slip = Scenario::default().with_text("gpu_cuont", "8").unwrap_err();
    assert_eq!(slip.with_hint(), "no input is called 'gpu_cuont'; did you mean 'gpu_count'?");
    assert_eq!(
        Scenario::default().with_text("zzz", "8").unwrap_err().with_hint(),
        "no input is called 'zzz'"
    );
}

#[test]
fn minus_nought_is_nought() {
    for scenario in [
        Scenario::default().with(Input::ClosedDrift, -0.0).unwrap(),
        Scenario::default().with_text("closed_drift", "-0").unwrap(),
        Scenario::default().with_text("closed_drift", "-0e5").unwrap(),
    ] {
        assert_eq!(scenario.get(Input::ClosedDrift).to_bits(), 0.0_f64.to_bits());
        assert_eq!(scenario.text(Input::ClosedDrift), "0");
    }
    let read = read("-0", &Form::new(Unit::One, -1.0, 1.0), digits).unwrap();
    assert_eq!(read.to_bits(), 0.0_f64.to_bits());
}

#[test]
fn a_message_is_short_and_obeys_no_escape() {
    for text in
        ["9 ".repeat(1_000_000), "\u{1b}]0;pwned\u{7}".to_owned(), "5\u{202e}".to_owned() + &"x".repeat(500)]
    {
        for id in ["gpu_count", "model", "preset", &text] {
            let message = match id {
                "preset" => model::InputError::UnknownPreset { name: text.clone() }.to_string(),
                id => Scenario::default().with_text(id, &text).unwrap_err().to_string(),
            };
            assert!(message.chars().count() < 500, "{message}");
            assert!(!message.contains(|c: char| c.is_control() || c == '\u{202e}'), "{message:?}");
        }
    }
    let message = Scenario::default().with_text("model", "gpt").unwrap_err().to_string();
    assert!(message.contains("by_size") && message.contains(" more)"), "{message}");
}

/// A number with these decimals in twenty styles, most of them somebody's everyday one.
fn styles(value: f64, decimals: usize) -> Vec<String> {
    let plain = format!("{:.*}", decimals, value.abs());
    let (whole, rest) = plain.split_once('.').unwrap_or((&plain, ""));
    let grouped = |separator: &str, indian: bool| {
        let (head, tail) = whole.split_at(whole.len().saturating_sub(3));
        let size = if indian { 2 } else { 3 };
        let mut groups: Vec<&str> = Vec::new();
        let mut left = head;
        while !left.is_empty() {
            let (before, group) = left.split_at(left.len().saturating_sub(size));
            groups.insert(0, group);
            left = before;
        }
        groups.push(tail);
        groups.join(separator)
    };
    let joined = |whole: String, point: &str| {
        if rest.is_empty() { whole } else { format!("{whole}{point}{rest}") }
    };
    let minus = |text: String, sign: &str| if value < 0.0 { format!("{sign}{text}") } else { text };
    vec![
        minus(plain.clone(), "-"),
        minus(joined(whole.to_owned(), ","), "-"),
        minus(joined(grouped(",", false), "."), "-"),
        minus(joined(grouped(".", false), ","), "-"),
        minus(joined(grouped(" ", false), ","), "\u{2212}"),
        minus(joined(grouped(" ", false), "."), "-"),
        minus(joined(grouped("\u{a0}", false), ","), "\u{2013}"),
        minus(joined(grouped("\u{202f}", false), ","), "\u{2212}"),
        minus(joined(grouped("\u{2009}", false), "."), "-"),
        minus(joined(grouped("'", false), "."), "-"),
        minus(joined(grouped("\u{2019}", false), "."), "-"),
        minus(joined(grouped("'", false), ","), "-"),
        minus(joined(grouped(",", true), "."), "-"),
        format!("  {} ", minus(plain.clone(), "-")),
        minus(format!("{:e}", value.abs()), "-"),
        minus(format!("{:E}", value.abs()), "\u{ff0d}"),
        minus(plain.clone(), "- "),
        minus(plain.clone(), "\u{2011}"),
        if value < 0.0 { format!("-{plain}") } else { format!("+{plain}") },
        minus(joined(grouped("_", false), "."), "-"),
    ]
}

/// As many texts as `FUZZ_SECONDS` seconds take, or a few hundred.
fn cases() -> ProptestConfig {
    let seconds: u32 = std::env::var("FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    // About what one second tries.
    ProptestConfig {
        cases: if seconds == 0 { 400 } else { seconds * 4000 },
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn no_style_gives_another_number(index in 0..INPUTS.len(), share in 0.0..=1.0_f64, decimals in 0..6_usize) {
        let input = INPUTS[index].input;
        let Domain::Number { min, max, step, .. } = input.spec().domain else { return Ok(()) };
        // Nobody writes more than whole numbers of what moves in whole steps.
        let decimals = if form(input.into(), Decimal::Either).is_fine { decimals } else { 0 };
        let drawn = if min > 0.0 { min * libm::pow(max / min, share) } else { min + (max - min) * share * share * share };
        let value: f64 = format!("{drawn:.decimals$}").parse().unwrap();
        // Rounding may leave the range; a long run would count too many such draws as a fault.
        if !(min..=max).contains(&value) || step <= 0.0 {
            return Ok(());
        }
        for text in styles(value, decimals) {
            match parse(input, &text, Decimal::Either) {
                Ok(read) => prop_assert_eq!(read, value, "{}: {}", input.spec().id, text),
                Err(error) => {
                    let message = error.to_string();
                    let is_named = message.contains("two readings") || text.contains('_');
                    prop_assert!(is_named, "{}: {}", text, message);
                }
            }
        }
    }

    #[test]
    fn what_is_written_reads_back(value in -1e9..1e9_f64, digits_kept in 1..12_usize) {
        let value = to_significant(value, digits_kept);
        for setting in [Setting::from(Input::PointValue), Setting::from(Assumption::TunedErrorRatio)] {
            let text = format!("{value}");
            prop_assert_eq!(read(&text, &form(setting, Decimal::Point), digits), Ok(value));
            let form = Form { min: -1e9, max: 1e9, ..form(setting, Decimal::Either) };
            prop_assert_eq!(read(&unmistakable(text, value, &form), &form, digits), Ok(value));
        }
    }

    #[test]
    fn a_reading_that_is_named_reads_as_such(whole in 1..1000_u32, decimals in 0..1000_u32, unit in 0..3_usize) {
        let form = Form { decimal: Decimal::Either, ..Form::new([Unit::One, Unit::Usd, Unit::Fraction][unit], 0.0, 1e6) };
        for text in [format!("{whole},{decimals:03}"), format!("{whole}.{decimals:03}")] {
            let Err(Fault::TwoReadings(a, b)) = read(&text, &form, digits) else { panic!("{text}") };
            prop_assert_eq!(read(&a, &form, digits), Ok(f64::from(whole * 1000 + decimals)));
            prop_assert_eq!(read(&b, &form, digits), Ok(format!("{whole}.{decimals:03}").parse().unwrap()));
        }
    }

    #[test]
    fn no_text_breaks_the_reader(text in "[-0-9., '%$kMBe+/_\u{a0}\u{202f}\u{2212}\u{661}\u{1b}a]{0,14}|\\PC{0,40}", unit in 0..5_usize) {
        let unit = [Unit::One, Unit::Usd, Unit::Fraction, Unit::BillionParameters, Unit::RequestsPerDay][unit];
        for decimal in [Decimal::Either, Decimal::Point, Decimal::Comma] {
            let form = Form { decimal, ..Form::new(unit, -1e6, 1e6) };
            if let Err(fault) = read(&text, &form, digits) {
                let message = format!("'{}' {fault}", shown(&text));
                prop_assert!(message.chars().count() < 500 && !message.contains(char::is_control), "{:?}", message);
            }
        }
    }
}
