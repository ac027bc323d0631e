//! Fifty equally likely savings as dots in columns, and in words: the certainty of the answer and the changes that
//! would turn it.

use model::format::{Style, number};
use model::outcome::Flip;

use super::words::{alternatives, lower_first, short_money};
use crate::analysis::Analysis;

/// The approximate number of columns.
const COLUMNS: f64 = 26.0;

/// The number of tipping points in the words.
const TURNS: usize = 2;

/// One dot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    /// The middle of the dot's column, from 0 to 1.
    pub place: f64,
    /// The number of dots below it.
    pub level: usize,
    /// Whether owning is cheaper in it.
    pub is_own: bool,
}

/// The dots and their words.
#[derive(Clone, Debug, PartialEq)]
pub struct Dots {
    /// The dots, least saving first.
    pub dots: Vec<Dot>,
    /// The number of dots in which owning is cheaper.
    pub own: usize,
    /// The place of a saving of zero, from 0 to 1.
    pub zero: f64,
    /// The meaning of the axis' left end.
    pub left: String,
    /// The meaning of the right end.
    pub right: String,
    /// The number of cases in which owning is cheaper, in words.
    pub sentence: String,
    /// The changes that would turn the answer, in words.
    pub turn: String,
}

impl Dots {
    /// The dots of a case.
    pub fn new(analysis: &Analysis) -> Self {
        let savings: Vec<f64> =
            analysis.outcome.saving_quantiles.iter().map(|saving| saving.number()).collect();
        let least = savings.iter().copied().fold(0.0, f64::min);
        let most = savings.iter().copied().fold(0.0, f64::max);
        let width = round_up((most - least).max(1.0) / COLUMNS);
        // The columns' edges are multiples of their width, so that none has both colours.
        let (first, last) = (libm::floor(least / width), (libm::floor(most / width) + 1.0).max(1.0));
        let columns = last - first;
        let mut levels = vec![0_usize; columns as usize];
        let dots: Vec<Dot> = savings
            .iter()
            .map(|saving| {
                // A saving of zero counts as none: its dot is left of the line.
                let column = if *saving > 0.0 {
                    libm::floor(saving / width)
                } else {
                    (libm::ceil(saving / width) - 1.0).max(first)
                };
                let index = ((column - first) as usize).min(levels.len() - 1);
                let level = levels[index];
                levels[index] += 1;
                Dot { place: (index as f64 + 0.5) / columns, level, is_own: *saving > 0.0 }
            })
            .collect();
        let own = dots.iter().filter(|dot| dot.is_own).count();
        let end = |side: &str, amount: f64| format!("{side} saves {}", short_money(amount.abs()));
        Self {
            own,
            zero: -first / columns,
            left: if first < 0.0 {
                format!("← {}", end("renting", first * width))
            } else {
                "nothing saved".to_owned()
            },
            right: format!("{} →", end("owning", last * width)),
            sentence: format!(
                "In {} of the {} cases we think possible, owning is cheaper.",
                count(own),
                dots.len()
            ),
            turn: turn(&analysis.outcome.flips),
            dots,
        }
    }

    /// The most dots in one column.
    pub fn highest(&self) -> usize {
        self.dots.iter().map(|dot| dot.level + 1).max().unwrap_or(0)
    }
}

fn count(own: usize) -> String {
    if own == 0 { "none".to_owned() } else { own.to_string() }
}

/// The next of 1, 2, 2.5 and 5 times a power of ten.
fn round_up(value: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(value)));
    [1.0, 2.0, 5.0]
        .into_iter()
        .map(|step| step * power)
        .find(|step| *step >= value * 0.999)
        .unwrap_or(10.0 * power)
}

/// The changes that would turn the answer: one setting alone, all others as they are.
fn turn(flips: &[Flip]) -> String {
    if flips.is_empty() {
        return "Nothing that is uncertain would turn the answer by itself.".to_owned();
    }
    let turns: Vec<String> = flips.iter().take(TURNS).map(in_words).collect();
    format!("What would turn the answer by itself: {}.", alternatives(&turns))
}

/// "GPU rent above $5.10".
fn in_words(flip: &Flip) -> String {
    let side = if flip.at > flip.from { "above" } else { "below" };
    format!("{} {side} {}", lower_first(flip.what.label()), number(flip.at, flip.unit, Style::Prose))
}
