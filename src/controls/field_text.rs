//! A number as text in a field: fractions as percentages, thousands separated, nothing rounded.

use model::Setting;
use model::catalogue::Domain;
use model::format::{grouped, to_significant};
use model::units::Unit;

use crate::browser::number;

/// The factor between a value and the number in its field: fractions are shown in hundredths.
fn display_scale(unit: Unit) -> f64 {
    match unit {
        Unit::Fraction | Unit::Points | Unit::PointsPerYear => 100.0,
        _ => 1.0,
    }
}

/// The unit behind a field; empty for a bare number.
pub fn unit(setting: impl Into<Setting>) -> &'static str {
    setting.into().unit().field()
}

/// A value as its field shows it.
pub fn text(setting: impl Into<Setting>, value: f64) -> String {
    let shown = value * display_scale(setting.into().unit());
    // Ten significant digits hide the last bit's error of the multiplication.
    grouped(&format!("{}", to_significant(shown, 10)))
}

/// Reads the text of a field as a value in its own unit; `None` if it is not a number. The range is not checked here.
pub fn parse(setting: impl Into<Setting>, typed: &str) -> Option<f64> {
    number(setting.into().unit(), typed)
}

/// Reads a text as a number of this unit; `None` if it is not a number, or has a comma that separates no thousands:
/// many readers write one and a half as "1,5", and none fifteen.
pub fn number(unit: Unit, typed: &str) -> Option<f64> {
    let shown = number::read(&plain(typed)?)?;
    shown.is_finite().then(|| shown / display_scale(unit))
}

/// What was typed without spaces, commas and the signs of units, and with a plain minus; nothing if a comma separates no
/// thousands: one to three digits before it, three behind it.
fn plain(typed: &str) -> Option<String> {
    let mut plain = String::with_capacity(typed.len());
    // Digits of the whole part since its beginning or its last comma.
    let (mut n_digits, mut has_comma, mut is_whole) = (0, false, true);
    for c in typed.chars().filter(|c| !c.is_whitespace()) {
        match c {
            '$' | '%' => continue,
            ',' if is_whole && (1..=3).contains(&n_digits) && (!has_comma || n_digits == 3) => {
                (n_digits, has_comma) = (0, true);
                continue;
            }
            ',' => return None,
            '0'..='9' => n_digits += u32::from(is_whole),
            '-' | '+' | '\u{2212}' => {}
            _ => is_whole = false,
        }
        plain.push(if c == '\u{2212}' { '-' } else { c });
    }
    (!has_comma || n_digits == 3).then_some(plain)
}

/// The reason for refusing a text: the text itself, and what is allowed.
pub fn refusal(setting: impl Into<Setting>, typed: &str) -> String {
    let setting = setting.into();
    let Domain::Number { min, max, whole, .. } = setting.domain() else {
        return format!("“{typed}” is not one of the options.");
    };
    let what = match parse(setting, typed) {
        None if typed.trim().is_empty() => "The field is empty.".to_owned(),
        None if plain(typed).is_none() => {
            format!("The comma in “{}” separates no thousands; decimals have a point.", typed.trim())
        }
        None => format!("“{}” is not a number.", typed.trim()),
        Some(value) if (min..=max).contains(&value) && whole => {
            format!("{} is not a whole number.", typed.trim())
        }
        Some(_) => format!("{} is out of range.", typed.trim()),
    };
    format!("{what} Allowed: {}.", allowed(setting))
}

/// The range of a number with its unit: "1 to 1,024 GPUs"; empty for a choice.
pub fn allowed(setting: impl Into<Setting>) -> String {
    let setting = setting.into();
    let Domain::Number { min, max, .. } = setting.domain() else { return String::new() };
    let (low, high, unit) = (text(setting, min), text(setting, max), unit(setting));
    match (unit, unit.strip_prefix('$')) {
        ("", _) => format!("{low} to {high}"),
        ("%", _) => format!("{low} to {high}\u{202f}%"),
        (_, Some(per)) => format!("${low} to ${high}{per}"),
        _ => format!("{low} to {high} {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use model::Input;
    use model::catalogue::INPUTS;

    use super::*;

    #[test]
    fn what_a_field_shows_reads_back_as_the_same_value() {
        for spec in &INPUTS {
            let Domain::Number { min, max, .. } = spec.domain else { continue };
            for value in [min, max, model::Scenario::default().get(spec.input)] {
                assert_eq!(parse(spec.input, &text(spec.input, value)), Some(value), "{}", spec.id);
            }
        }
    }

    #[test]
    fn fractions_are_shown_as_percentages() {
        assert_eq!(text(Input::OpenShare, 0.07), "7");
        assert_eq!(parse(Input::OpenShare, "7 %"), Some(0.07));
        assert_eq!(text(Input::PriceTrend, -0.2), "\u{2212}20");
        assert_eq!(parse(Input::PriceTrend, "\u{2212}20"), Some(-0.2));
    }

    #[test]
    fn thousands_are_separated() {
        assert_eq!(text(Input::RequestsPerDay, 40_000.0), "40,000");
        assert_eq!(text(Input::RequestsPerDay, 100.0), "100");
        assert_eq!(text(Input::RequestsPerDay, 1_234_567.5), "1,234,567.5");
    }

    #[test]
    fn a_comma_that_separates_no_thousands_is_refused() {
        for (typed, value) in [
            ("40,000", 40_000.0),
            ("1,234,567.5", 1_234_567.5),
            ("\u{2212}1,000", -1000.0),
            ("$1,500", 1500.0),
        ] {
            assert_eq!(number(Unit::Usd, typed), Some(value), "{typed}");
        }
        for typed in ["1,5", "1,50", "12,34,567", "1234,567", ",5", "1,", "1.5,000", "1e3,000", "1,00a", ","]
        {
            assert_eq!(number(Unit::Usd, typed), None, "{typed}");
        }
        assert_eq!(
            refusal(Input::GpuCount, "1,5"),
            "The comma in “1,5” separates no thousands; decimals have a point. Allowed: 1 to 1,024 GPUs."
        );
    }

    #[test]
    fn a_refusal_names_what_was_given_and_what_is_allowed() {
        assert_eq!(refusal(Input::GpuCount, "2.5"), "2.5 is not a whole number. Allowed: 1 to 1,024 GPUs.");
        assert_eq!(refusal(Input::OpenShare, "300"), "300 is out of range. Allowed: 0 to 100\u{202f}%.");
        assert_eq!(
            refusal(Input::GpuHourPrice, "-1"),
            format!("-1 is out of range. Allowed: {}.", allowed(Input::GpuHourPrice))
        );
        assert_eq!(refusal(Input::GpuCount, "two"), "“two” is not a number. Allowed: 1 to 1,024 GPUs.");
    }
}
