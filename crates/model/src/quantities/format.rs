//! How numbers are written: one place for rounding, units and signs, shared by every surface.
//!
//! Three significant figures, thousands separators, a thin no-break space before "%", a true minus. [`Style::Prose`]
//! is for sentences ("$31,400"), [`Style::Tight`] for tables and axes ("$31.4k"). Money is the bare amount in both:
//! what it is per ("a month", "a million tokens") is said in the sentence or in the table's head.

use crate::quantities::units::{Unit, Value};

/// How much room there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// In a sentence.
    Prose,
    /// In a table, on an axis, on a chip.
    Tight,
}

/// Narrow no-break space, for before "%".
const THIN: char = '\u{202f}';
/// No-break space, for between a number and its unit.
const NO_BREAK: char = '\u{a0}';
/// True minus.
const MINUS: char = '\u{2212}';
/// The text of a value that does not exist.
pub(crate) const NONE: &str = "none";

/// A number in its unit, rounded for reading.
///
/// ```
/// use model::format::{number, Style};
/// use model::units::Unit;
/// assert_eq!(number(31_412.0, Unit::Usd, Style::Prose), "$31,400");
/// assert_eq!(number(31_412.0, Unit::Usd, Style::Tight), "$31.4k");
/// assert_eq!(number(-0.022, Unit::Points, Style::Prose), "\u{2212}2.2\u{a0}points");
/// ```
pub fn number(value: f64, unit: Unit, style: Style) -> String {
    if !value.is_finite() {
        return NONE.to_owned();
    }
    let text = magnitude(value.abs(), unit, style);
    let nothing = !text.chars().any(|c| ('1'..='9').contains(&c));
    if value < 0.0 && !nothing { format!("{MINUS}{text}") } else { text }
}

/// A value in its unit: a number as [`number`] writes it, a name as it is, "yes" or "no", or "none".
pub fn value(value: Value, unit: Unit, style: Style) -> String {
    match value {
        Value::Number(x) => number(x, unit, style),
        Value::Name(name) => name.to_owned(),
        Value::Flag(yes) => yes_or_no(yes).to_owned(),
        Value::Missing => NONE.to_owned(),
    }
}

/// A date as it is noted (`2026-08-21`, `2026-08`) in words; anything else as it is.
///
/// ```
/// use model::format::date;
/// assert_eq!(date("2026-08-21"), "21 August 2026");
/// assert_eq!(date("2026-04"), "April 2026");
/// assert_eq!(date("undated"), "undated");
/// ```
pub fn date(noted: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let parts: Vec<&str> = noted.split('-').collect();
    let month = |text: &str| text.parse::<usize>().ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
    let named = match parts[..] {
        [year, at] => month(at).map(|month| format!("{month} {year}")),
        [year, at, day] => {
            month(at).zip(day.parse::<u32>().ok()).map(|(month, day)| format!("{day} {month} {year}"))
        }
        _ => None,
    };
    named.unwrap_or_else(|| noted.to_owned())
}

/// How often the model is retrained, from rounds a year: "never", "quarterly", "every 2 weeks", "every 19 days".
///
/// ```
/// use model::format::retrain_interval;
/// assert_eq!(retrain_interval(0.0), "never");
/// assert_eq!(retrain_interval(26.0), "every 2 weeks");
/// assert_eq!(retrain_interval(5.0), "every 10 weeks");
/// ```
pub fn retrain_interval(rounds_per_year: f64) -> String {
    if !rounds_per_year.is_finite() || rounds_per_year <= 0.0 {
        return "never".to_owned();
    }
    let named = [(1.0, "yearly"), (2.0, "every 6 months"), (4.0, "quarterly"), (12.0, "monthly")];
    let weekly = [(26.0, "every 2 weeks"), (52.0, "weekly")];
    for (rounds, name) in named.into_iter().chain(weekly) {
        if (rounds_per_year / rounds - 1.0).abs() < 0.01 {
            return name.to_owned();
        }
    }
    let days = 365.25 / rounds_per_year;
    let months = 12.0 / rounds_per_year;
    let whole_months = libm::round(months);
    if whole_months >= 2.0 && ((months / whole_months - 1.0).abs() < 0.02 || days >= 120.0) {
        return match whole_months {
            12.0 => "yearly".to_owned(),
            m if m > 12.0 && libm::trunc(m / 12.0) == m / 12.0 => format!("every {} years", m / 12.0),
            m => format!("every {m} months"),
        };
    }
    match libm::round(days) {
        d if d <= 1.0 => "daily".to_owned(),
        d if d <= 21.0 => format!("every {d} days"),
        _ => format!("every {} weeks", libm::round(days / 7.0)),
    }
}

/// A probability in words: "8 in 10", "under 1 in 20", "over 19 in 20". The lines of the verdict, 2 and 8 in 10, are not
/// rounded across, so that the words and the verdict follow one rule.
///
/// ```
/// use model::format::probability_words;
/// assert_eq!(probability_words(0.2), "2 in 10");
/// assert_eq!(probability_words(0.22), "over 2 in 10");
/// assert_eq!(probability_words(0.79), "under 8 in 10");
/// ```
pub fn probability_words(p: f64) -> String {
    match p {
        p if p < 0.05 => "under 1 in 20".to_owned(),
        p if p < 0.075 => "1 in 20".to_owned(),
        p if p > 0.95 => "over 19 in 20".to_owned(),
        p if p > 0.925 => "19 in 20".to_owned(),
        p if p > 0.2 && p < 0.25 => "over 2 in 10".to_owned(),
        p if (0.75..0.8).contains(&p) => "under 8 in 10".to_owned(),
        p => format!("{} in 10", libm::round(p * 10.0).clamp(1.0, 9.0)),
    }
}

/// A number in plain words for a screen reader: no symbols and no abbreviations.
///
/// ```
/// use model::format::spoken;
/// use model::units::Unit;
/// assert_eq!(spoken(8.0, Unit::BillionParameters), "8 billion parameters");
/// assert_eq!(spoken(31_412.0, Unit::UsdPerMonth), "31 thousand 400 US dollars a month");
/// ```
pub fn spoken(value: f64, unit: Unit) -> String {
    if !value.is_finite() {
        return NONE.to_owned();
    }
    let sign = if value < 0.0 { "minus " } else { "" };
    let x = value.abs();
    let words = match unit {
        Unit::RoundsPerYear => retrain_interval(x),
        Unit::YesNo => yes_or_no(x != 0.0).to_owned(),
        Unit::Fraction => format!("{} percent", plain(x * 100.0)),
        Unit::Points => format!("{} {}", plain(x * 100.0), points(x * 100.0)),
        Unit::PointsPerYear => format!("{} {} a year", plain(x * 100.0), points(x * 100.0)),
        Unit::Seconds if x < 1.0 => format!("{} milliseconds", plain(x * 1e3)),
        Unit::One | Unit::Choice => plain(x),
        _ if to_significant(x, 3) == 1.0 => format!("1 {}", unit.one()),
        _ => format!("{} {}", plain(x), unit.name()),
    };
    format!("{sign}{words}")
}

fn yes_or_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn points(n: f64) -> &'static str {
    if to_significant(n, 3) == 1.0 { "point" } else { "points" }
}

/// A number with the name of what is counted, in the singular for one.
pub(crate) fn counted(text: &str, value: f64, unit: Unit) -> String {
    let name = if value == 1.0 { unit.one() } else { unit.name() };
    format!("{text}{NO_BREAK}{name}")
}

/// The text of a number that is not negative.
fn magnitude(x: f64, unit: Unit, style: Style) -> String {
    let prose = style == Style::Prose;
    let worded = || {
        let text = if prose { quantity(x) } else { short_scaled(x) };
        let name = match (prose, to_significant(x, 3) == 1.0) {
            (true, true) => unit.one(),
            (true, false) => unit.prose(),
            (false, _) => unit.tight(),
        };
        if name.is_empty() { text } else { format!("{text}{NO_BREAK}{name}") }
    };
    match unit {
        Unit::Usd
        | Unit::UsdPerMonth
        | Unit::UsdPerYear
        | Unit::UsdPerPointMonth
        | Unit::UsdPerKwMonth
        | Unit::UsdPerGpuHour
        | Unit::UsdPerMillionTokens
        | Unit::UsdPerRequest
        | Unit::UsdPerLabel
        | Unit::UsdPerKwh => dollars(x, style),
        Unit::One | Unit::Choice => {
            if prose {
                quantity(x)
            } else {
                short_scaled(x)
            }
        }
        Unit::YesNo => yes_or_no(x != 0.0).to_owned(),
        Unit::Fraction => percent(x, style),
        Unit::Points | Unit::PointsPerYear => {
            // Hundredths of a point below one point, then tenths.
            let n = if x < 0.0095 { libm::round(x * 1e4) / 100.0 } else { tenths(x * 100.0) };
            let name = if prose {
                points(n)
            } else if n == 1.0 {
                "pt"
            } else {
                "pts"
            };
            let year = match (unit, prose) {
                (Unit::PointsPerYear, true) => " a year",
                (Unit::PointsPerYear, false) => "/year",
                _ => "",
            };
            format!("{}{NO_BREAK}{name}{year}", grouped(&format!("{n}")))
        }
        Unit::Tokens
        | Unit::TokensPerSecond
        | Unit::Requests
        | Unit::RequestsPerSecond
        | Unit::RequestsPerDay
        | Unit::Examples
        | Unit::GpuHours
        | Unit::Days
        | Unit::Months
        | Unit::Years
        | Unit::FteMonths => worded(),
        Unit::Fte => format!("{}{NO_BREAK}FTE", quantity(x)),
        Unit::Gpus => {
            let n = libm::round(x);
            format!("{}{NO_BREAK}{}", grouped(&format!("{n}")), if n == 1.0 { "GPU" } else { "GPUs" })
        }
        Unit::RoundsPerYear => {
            if prose {
                retrain_interval(x)
            } else {
                format!("{}/year", quantity(x))
            }
        }
        Unit::Seconds => seconds(x),
        Unit::Hours => hours(x, prose),
        Unit::Parameters if x < 1e6 => quantity(x),
        Unit::Parameters => format!("{}B", quantity(x / 1e9)),
        Unit::BillionParameters => format!("{}B", quantity(x)),
        Unit::Bytes => scaled(x, BYTES, "B"),
        Unit::BytesPerToken => {
            format!("{}{}", scaled(x, BYTES, "B"), if prose { " a token" } else { "/token" })
        }
        Unit::BytesPerSecond => format!("{}/s", scaled(x, BYTES, "B")),
        Unit::Flop => scaled(x, FLOP, "FLOP"),
        Unit::FlopPerSecond => format!("{}/s", scaled(x, FLOP, "FLOP")),
        Unit::Watts => scaled(x, &[(1e6, 1e6, "MW"), (1e3, 1e3, "kW")], "W"),
        Unit::Kwh => scaled(x, &[(1e6, 1e6, "GWh"), (1e4, 1e3, "MWh")], "kWh"),
        Unit::GramsPerKwh => format!("{}{NO_BREAK}g/kWh", quantity(x)),
        Unit::KgCo2e => {
            format!("{}{}", scaled(x, &[(1e4, 1e3, "t")], "kg"), if prose { " of CO₂e" } else { "" })
        }
    }
}

/// Threshold, divisor and name of a prefixed unit, largest first.
type Scales = [(f64, f64, &'static str)];

const BYTES: &Scales =
    &[(1e15, 1e15, "PB"), (1e12, 1e12, "TB"), (1e9, 1e9, "GB"), (1e6, 1e6, "MB"), (1e3, 1e3, "kB")];
const FLOP: &Scales = &[
    (1e24, 1e24, "YFLOP"),
    (1e21, 1e21, "ZFLOP"),
    (1e18, 1e18, "EFLOP"),
    (1e15, 1e15, "PFLOP"),
    (1e12, 1e12, "TFLOP"),
    (1e9, 1e9, "GFLOP"),
];

/// A number with the first of the prefixed units whose threshold it reaches.
fn scaled(x: f64, scales: &Scales, base: &str) -> String {
    let rounded = to_significant(x, 3);
    let (divisor, name) = scales
        .iter()
        .find(|(threshold, _, _)| rounded >= *threshold)
        .map_or((1.0, base), |(_, divisor, name)| (*divisor, *name));
    format!("{}{NO_BREAK}{name}", quantity(x / divisor))
}

/// Two figures are enough for a latency: tenths below ten, then whole numbers.
fn seconds(x: f64) -> String {
    let (n, name) = match x {
        0.0 => (0.0, "ms"),
        x if x < 0.999_5e-3 => (x * 1e6, "µs"),
        x if x < 0.999_5 => (x * 1e3, "ms"),
        x if x < 120.0 => (x, "s"),
        x if x < 7200.0 => (x / 60.0, "min"),
        x => (x / 3600.0, "h"),
    };
    let n = if n < 9.95 { tenths(n) } else { libm::round(n) };
    format!("{}{NO_BREAK}{name}", grouped(&format!("{n}")))
}

fn hours(x: f64, prose: bool) -> String {
    let (n, name, short) = match x {
        x if x > 0.0 && x < 0.995 => (x * 60.0, "minutes", "min"),
        x if x < 48.0 => (x, "hours", "h"),
        x => (x / 24.0, "days", "d"),
    };
    let n = if n >= 9.95 && name == "minutes" { libm::round(n) } else { to_significant(n, 3) };
    let name = match (prose, n == 1.0) {
        (true, true) => name.trim_end_matches('s'),
        (true, false) => name,
        (false, _) => short,
    };
    format!("{}{NO_BREAK}{name}", grouped(&format!("{n}")))
}

/// One decimal up to 100 %; two figures under 1 %; never rounded up to a whole that it is not.
fn percent(x: f64, style: Style) -> String {
    let n = x * 100.0;
    if x < 1.0 && tenths(n) >= 100.0 && 100.0 - n > 1e-9 {
        let over = if style == Style::Prose { "over " } else { ">" };
        return format!("{over}99.9{THIN}%");
    }
    let n = if n < 0.95 {
        to_significant(n, 2)
    } else if n <= 100.0 {
        tenths(n)
    } else {
        to_significant(n, 3)
    };
    format!("{}{THIN}%", grouped(&format!("{n}")))
}

pub(crate) fn dollars(x: f64, style: Style) -> String {
    let rounded = to_significant(x, 3);
    if rounded >= 1e6 {
        let (divisor, long, short) =
            if rounded >= 1e9 { (1e9, " billion", "B") } else { (1e6, " million", "M") };
        let name = if style == Style::Prose { long } else { short };
        return format!("${}{}", quantity(x / divisor), name.replace(' ', &NO_BREAK.to_string()));
    }
    if rounded >= 1e3 && style == Style::Tight {
        return format!("${}k", quantity(x / 1e3));
    }
    // Cents are written in full or not at all.
    if (1.0..100.0).contains(&rounded) && libm::floor(rounded) != rounded {
        return format!("${rounded:.2}");
    }
    if (0.1..1.0).contains(&rounded) && (libm::round(rounded * 100.0) - rounded * 100.0).abs() < 1e-9 {
        return format!("${rounded:.2}");
    }
    format!("${}", quantity(x))
}

/// Three significant figures with separators; a whole number under 10,000 stays whole.
fn quantity(x: f64) -> String {
    let whole = libm::floor(x) == x && x < 1e4;
    let n = if whole { x } else { to_significant(x, 3) };
    if n >= 1e6 {
        let (divisor, name) = if n >= 1e12 {
            (1e12, "trillion")
        } else if n >= 1e9 {
            (1e9, "billion")
        } else {
            (1e6, "million")
        };
        return format!("{}{NO_BREAK}{name}", grouped(&format!("{}", to_significant(n / divisor, 3))));
    }
    grouped(&format!("{n}"))
}

/// Three significant figures with k, M, B or T.
fn short_scaled(x: f64) -> String {
    let n = to_significant(x, 3);
    let (divisor, name) = match n {
        n if n >= 1e12 => (1e12, "T"),
        n if n >= 1e9 => (1e9, "B"),
        n if n >= 1e6 => (1e6, "M"),
        n if n >= 1e4 => (1e3, "k"),
        _ => return quantity(x),
    };
    format!("{}{name}", to_significant(n / divisor, 3))
}

/// Three significant figures in words that a screen reader says well.
fn plain(x: f64) -> String {
    let n = to_significant(x, 3);
    if n >= 1e6 {
        let (divisor, name) = if n >= 1e12 {
            (1e12, "trillion")
        } else if n >= 1e9 {
            (1e9, "billion")
        } else {
            (1e6, "million")
        };
        return format!("{} {name}", to_significant(n / divisor, 3));
    }
    if n >= 1e4 {
        let thousands = libm::floor(n / 1e3);
        let rest = libm::round(n - thousands * 1e3);
        return if rest == 0.0 {
            format!("{thousands} thousand")
        } else {
            format!("{thousands} thousand {rest}")
        };
    }
    format!("{n}")
}

/// Rounded to this many significant figures, 15 at most: the number that the rounded decimal text denotes.
///
/// As long as the last figure lies between 10⁻²² and 10²² both the figures and the power of ten are whole numbers that
/// an `f64` holds, so that one product or quotient of them is the nearest number there is.
///
/// ```
/// use model::format::to_significant;
/// assert_eq!(to_significant(14.77, 3), 14.8);
/// assert_eq!(to_significant(-0.000_123_45, 2), -0.000_12);
/// assert_eq!(to_significant(f64::INFINITY, 3), f64::INFINITY);
/// ```
pub fn to_significant(x: f64, figures: usize) -> f64 {
    let figures = figures.clamp(1, 15);
    let text = format!("{:.*e}", figures - 1, x);
    let Some((mantissa, exponent)) = text.split_once('e') else { return x };
    let mut whole = 0_u64;
    for digit in mantissa.bytes().filter(u8::is_ascii_digit) {
        whole = whole * 10 + u64::from(digit - b'0');
    }
    let Ok(exponent) = exponent.parse::<i32>() else { return x };
    let places = exponent - (figures as i32 - 1);
    let power = (0..places.unsigned_abs()).fold(1.0, |power, _| power * 10.0);
    let rounded = if places < 0 { whole as f64 / power } else { whole as f64 * power };
    if x < 0.0 { -rounded } else { rounded }
}

/// Rounded to one decimal.
fn tenths(x: f64) -> f64 {
    libm::round(x * 10.0) / 10.0
}

/// A written number with thousands separators in the digits before the decimal point, and a true minus.
///
/// ```
/// assert_eq!(model::format::grouped("-1234567.8901"), "\u{2212}1,234,567.8901");
/// ```
pub fn grouped(text: &str) -> String {
    let (sign, text) = text.strip_prefix('-').map_or(("", text), |rest| ("\u{2212}", rest));
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}
