//! A number as text in a field: fractions as percentages, thousands separated, nothing rounded.

use model::Setting;
use model::catalogue::Domain;
use model::format::{grouped, to_significant};
use model::units::Unit;
use model::written::{Decimal, Fault, Form, is_in_hundredths, shown, unmistakable};

use super::written::read;

/// Which number a field expects: digits alone count hundredths where fractions are shown so.
fn form(setting: Setting) -> Form {
    let form = model::scenario::form(setting, Decimal::Either);
    Form { in_hundredths: is_in_hundredths(form.unit), ..form }
}

/// The unit behind a field; empty for a bare number.
pub fn unit(setting: impl Into<Setting>) -> &'static str {
    setting.into().unit().field()
}

/// A value as its field shows it, so that it reads back as the same value.
pub fn text(setting: impl Into<Setting>, value: f64) -> String {
    let form = form(setting.into());
    let shown = if form.in_hundredths { value * 100.0 } else { value };
    // Ten significant digits hide the last bit's error of the multiplication.
    grouped(&unmistakable(format!("{}", to_significant(shown, 10)), value, &form))
}

/// Reads the text of a field as a value in its own unit. The range is not checked here.
///
/// # Errors
/// The fault of the text.
pub fn parse(setting: impl Into<Setting>, typed: &str) -> Result<f64, Fault> {
    read(typed, &form(setting.into()))
}

/// A number of this unit as a field shows it.
pub fn of(unit: Unit, value: f64) -> String {
    let shown = if is_in_hundredths(unit) { value * 100.0 } else { value };
    grouped(&format!("{}", to_significant(shown, 10)))
}

/// Reads a text as a number of this unit from nought up.
///
/// # Errors
/// The reason for refusing the text.
pub fn number(unit: Unit, typed: &str) -> Result<f64, String> {
    let form = Form { is_fine: false, decimal: Decimal::Either, ..Form::new(unit, 0.0, f64::MAX) };
    let form = Form { in_hundredths: is_in_hundredths(unit), ..form };
    match read(typed, &form) {
        Ok(value) if value >= 0.0 && value.is_finite() => Ok(value),
        Ok(_) => Err(sentence(typed, "is not a number from 0 up")),
        Err(fault) => Err(sentence(typed, &fault.to_string())),
    }
}

/// The text that was refused, and what is wrong with it.
fn sentence(typed: &str, fault: &str) -> String {
    ["“", &shown(typed.trim()), "” ", fault, "."].concat()
}

/// The reason for refusing a text: the text itself, and what is allowed.
pub fn refusal(setting: impl Into<Setting>, typed: &str) -> String {
    let setting = setting.into();
    let Domain::Number { min, max, whole, .. } = setting.domain() else {
        return sentence(typed, "is not one of the options");
    };
    let what = match parse(setting, typed) {
        Err(Fault::Empty) => "The field is empty.".to_owned(),
        Err(fault) => sentence(typed, &fault.to_string()),
        Ok(value) if (min..=max).contains(&value) && whole => {
            [&shown(typed.trim()), " is not a whole number."].concat()
        }
        Ok(_) => [&shown(typed.trim()), " is out of range."].concat(),
    };
    format!("{what} Allowed: {}.", allowed(setting))
}

/// The range of a number with its unit: "1 to 1,024 GPUs"; empty for a choice.
pub fn allowed(setting: Setting) -> String {
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

    use super::*;

    #[test]
    fn what_a_field_shows_reads_back_as_the_same_value() {
        for setting in Setting::all() {
            let Domain::Number { min, max, .. } = setting.domain() else { continue };
            let between = (1..400).map(|n| to_significant(min + (max - min) * f64::from(n) / 400.0, 6));
            // Three decimals, which a person could take for thousands.
            let thousandths = (1..400).map(|n| f64::from(n * 125) / 1000.0);
            let values = between.chain(thousandths).filter(|value| (min..=max).contains(value));
            for value in values.chain([min, max, model::Scenario::default().get(setting)]) {
                assert_eq!(parse(setting, &text(setting, value)), Ok(value), "{}", setting.id());
            }
        }
    }

    #[test]
    fn fractions_are_shown_as_percentages() {
        assert_eq!(text(Input::OpenShare, 0.07), "7");
        assert_eq!(parse(Input::OpenShare, "7 %"), Ok(0.07));
        assert_eq!(text(Input::PriceTrend, -0.2), "\u{2212}20");
        assert_eq!(parse(Input::PriceTrend, "\u{2212}20"), Ok(-0.2));
    }

    #[test]
    fn thousands_are_separated() {
        assert_eq!(text(Input::RequestsPerDay, 40_000.0), "40,000");
        assert_eq!(text(Input::RequestsPerDay, 100.0), "100");
        assert_eq!(text(Input::RequestsPerDay, 1_234_567.5), "1,234,567.5");
    }

    #[test]
    fn a_comma_is_read_where_only_one_reading_is_possible() {
        for (input, typed, value) in [
            (Input::RequestsPerDay, "40,000", 40_000.0),
            (Input::GpuHourPrice, "1,5", 1.5),
            (Input::GpuHourPrice, "$1,500", 1.5),
            (Input::GpuCount, "1,000", 1000.0),
            (Input::OpenShare, "7,5", 0.075),
        ] {
            assert_eq!(parse(input, typed), Ok(value), "{typed}");
        }
        assert_eq!(
            refusal(Input::GpuCount, "1,,5"),
            "“1,,5” is not a number: two separators stand in a row. Allowed: 1 to 1,024 GPUs."
        );
        assert_eq!(
            refusal(Input::RequestsPerDay, "12.125"),
            format!(
                "“12.125” has two readings: write 12125 or 12.1250. Allowed: {}.",
                allowed(Input::RequestsPerDay.into())
            )
        );
    }

    #[test]
    fn a_guess_is_a_number_from_nought_up() {
        assert_eq!(number(Unit::Usd, "$1,500"), Ok(1500.0));
        assert_eq!(number(Unit::Usd, "-1"), Err("“-1” is not a number from 0 up.".to_owned()));
        assert_eq!(
            number(Unit::Usd, "5 EUR"),
            Err("“5 EUR” is not a number: 'EUR' is not expected there.".to_owned())
        );
    }

    #[test]
    fn a_refusal_names_what_was_given_and_what_is_allowed() {
        assert_eq!(refusal(Input::GpuCount, "2.5"), "2.5 is not a whole number. Allowed: 1 to 1,024 GPUs.");
        assert_eq!(refusal(Input::OpenShare, "300"), "300 is out of range. Allowed: 0 to 100\u{202f}%.");
        assert_eq!(
            refusal(Input::GpuHourPrice, "-1"),
            format!("-1 is out of range. Allowed: {}.", allowed(Input::GpuHourPrice.into()))
        );
        assert_eq!(refusal(Input::GpuCount, "two"), "“two” is not a number. Allowed: 1 to 1,024 GPUs.");
    }
}
