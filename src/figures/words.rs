//! Small phrases that several figures share.

use model::format::{Style, number};
use model::outcome::Percentiles;
use model::units::Unit;

use crate::rounded::bare;

/// The greatest length of a title, in letters: the room kept for it holds no more.
pub(super) const TITLE_LETTERS: usize = 82;

/// Money in a sentence or a label, with as many figures as an estimate may claim: "$31,000".
pub(super) fn money(amount: f64) -> String {
    dollars(bare(amount))
}

/// Money as it is: in a table, or where it was rounded before. "$31,400".
pub(super) fn dollars(amount: f64) -> String {
    number(amount, Unit::UsdPerMonth, Style::Prose)
}

/// Money in a label where space is short: "$31k".
pub(super) fn short_money(amount: f64) -> String {
    short_dollars(bare(amount))
}

/// Money as it is, where space is short, as at the mark of an axis: "$12.5k".
pub(super) fn short_dollars(amount: f64) -> String {
    number(amount, Unit::UsdPerMonth, Style::Tight)
}

/// A share: "91.5 %".
pub(super) fn percent(share: f64) -> String {
    number(share, Unit::Fraction, Style::Prose)
}

/// A share without decimals, which is exact enough for words and labels; "over 99 %" for nearly all.
pub(super) fn whole_percent(share: f64) -> String {
    if share > 0.995 && share < 1.0 {
        format!("over {}", percent(0.99))
    } else {
        percent(libm::round(share * 100.0) / 100.0)
    }
}

/// A difference of accuracy: "2.2 points".
pub(super) fn points(difference: f64) -> String {
    number(difference, Unit::Points, Style::Prose)
}

/// Requests a day as a bare number: "40,000", "2.3 million".
pub(super) fn requests(per_day: f64) -> String {
    number(per_day, Unit::One, Style::Prose)
}

/// Whether two amounts read the same.
pub(super) fn reads_equal(one: f64, other: f64) -> bool {
    money(one) == money(other)
}

/// A difference in words, from the sign that is left after rounding: `more`, `less`, or neither.
pub(super) fn signed_difference(difference: f64, unit: Unit) -> Option<(String, bool)> {
    let text = number(difference.abs(), unit, Style::Prose);
    text.chars().any(|c| ('1'..='9').contains(&c)).then_some((text, difference > 0.0))
}

/// Words joined as a sentence lists them: "a, b and c".
pub(super) fn list(items: &[String]) -> String {
    joined(items, " and ")
}

/// Words of which one is enough: "a, b, or c".
pub(super) fn alternatives(items: &[String]) -> String {
    joined(items, ", or ")
}

fn joined(items: &[String], last_link: &str) -> String {
    let mut text = String::new();
    for (index, item) in items.iter().enumerate() {
        text += match index {
            0 => "",
            _ if index + 1 == items.len() => last_link,
            _ => ", ",
        };
        text += item;
    }
    text
}

/// A label within a sentence: its first letter in lower case, unless the word is an acronym.
pub(super) fn lower_first(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_ascii_uppercase() => {
            [first.to_ascii_lowercase()].into_iter().chain(letters).collect()
        }
        _ => label.to_owned(),
    }
}

/// "$14,000 to $52,000": the range of nine cases in ten.
pub(super) fn between(band: Percentiles, words: fn(f64) -> String) -> String {
    let (low, high) = (words(band.p5), words(band.p95));
    if low == high { low } else { format!("{low} to {high}") }
}
