//! Fifty equally likely futures as dots in columns, on one scale for every case; and the changes that would turn an
//! answer, in words.

use model::format::{Style, number};
use model::outcome::Flip;
use model::rented::futures;
use model::{Outcome, Scenario};

use super::lettering::text_at;
use super::palette::Palette;
use super::words::{alternatives, lower_first};
use crate::rounded::bare;

/// The number of dots.
const DOTS: usize = 50;

/// The ends of the scale, in doublings: renting 16 times as cheap as owning, and owning 8 times as cheap as renting.
/// What lies beyond is in the last column.
const ENDS: (i32, i32) = (-4, 3);

/// Columns from one doubling to the next.
const COLUMNS_A_DOUBLING: i32 = 8;

/// The number of columns.
pub const DOT_COLUMNS: usize = ((ENDS.1 - ENDS.0) * COLUMNS_A_DOUBLING) as usize;

/// The number of columns in which renting is cheaper: both cost the same to the right of them.
pub const RENT_COLUMNS: usize = (-ENDS.0 * COLUMNS_A_DOUBLING) as usize;

/// The marks of the scale: the number of columns left of each, and its words.
pub const DOT_TICKS: [(usize, &str); 6] =
    [(0, "16\u{d7}"), (16, "4\u{d7}"), (24, "2\u{d7}"), (40, "2\u{d7}"), (48, "4\u{d7}"), (56, "8\u{d7}")];

/// The number of tipping points in the words.
const TURNS: usize = 2;

/// One future.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    /// The draw that it stands for: the same one is the same future in every case.
    pub draw: usize,
    /// The dot's column, from the left.
    pub column: usize,
    /// The number of dots below it.
    pub level: usize,
    /// Whether owning is cheaper in it.
    pub is_own: bool,
}

/// The dots of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Dots {
    /// The dots, in the order of their draws.
    pub dots: Vec<Dot>,
    /// The number of dots in which owning is cheaper.
    pub own: usize,
}

impl Dots {
    /// No dots: those of a case in which a side cannot do the work, so that there is nothing to compare.
    pub const fn none() -> Self {
        Self { dots: Vec::new(), own: 0 }
    }

    /// The dots of a case.
    pub fn new(scenario: &Scenario) -> Self {
        let mut levels = [0_usize; DOT_COLUMNS];
        let futures = futures(&scenario.values(), &scenario.assumptions(), DOTS);
        let dots: Vec<Dot> = futures
            .into_iter()
            .map(|future| {
                let is_own = future.rent_over_own > 1.0;
                let along = libm::log2(future.rent_over_own) * f64::from(COLUMNS_A_DOUBLING);
                // Both cost the same at a column's edge, so that none has both colours.
                let column = if is_own { libm::floor(along) } else { libm::ceil(along) - 1.0 };
                let range = if is_own { (RENT_COLUMNS, DOT_COLUMNS - 1) } else { (0, RENT_COLUMNS - 1) };
                let column = (column + RENT_COLUMNS as f64).clamp(range.0 as f64, range.1 as f64) as usize;
                let level = levels[column];
                levels[column] += 1;
                Dot { draw: future.draw, column, level, is_own }
            })
            .collect();
        Self { own: dots.iter().filter(|dot| dot.is_own).count(), dots }
    }

    /// The most dots in one column.
    pub fn highest(&self) -> usize {
        self.dots.iter().map(|dot| dot.level + 1).max().unwrap_or(0)
    }

    /// The dots as paths of a picture, in these colours: columns of this pitch from `left` on, upwards from `base` and no higher than
    /// `room`.
    pub(super) fn picture(&self, left: f64, pitch: f64, base: f64, room: f64, palette: &Palette) -> String {
        let step = room / self.highest().max(8) as f64;
        let radius = step.min(pitch) * 0.42;
        let (mut own, mut rent) = (String::new(), String::new());
        for dot in &self.dots {
            let x = left + pitch * (dot.column as f64 + 0.5);
            let y = base - step * (dot.level as f64 + 0.5);
            let path = if dot.is_own { &mut own } else { &mut rent };
            *path += &format!(
                "M{:.1} {y:.1}a{radius:.1} {radius:.1} 0 1 0 {1:.1} 0a{radius:.1} {radius:.1} 0 1 0 -{1:.1} 0",
                x - radius,
                radius * 2.0
            );
        }
        format!(
            "<path d=\"{own}\" fill=\"{}\"/><path d=\"{rent}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.4\"/>",
            palette.own, palette.paper, palette.rent
        )
    }

    /// The number of dots in which owning is cheaper, in words; `None` without dots.
    pub fn sentence(&self) -> Option<String> {
        if self.dots.is_empty() {
            return None;
        }
        let own = if self.own == 0 { "none".to_owned() } else { self.own.to_string() };
        Some(format!("Owning is cheaper in {own} of the {} futures.", self.dots.len()))
    }
}

/// The scale below columns of this pitch from `left` on: its marks, and which side is cheaper on which hand of the line.
pub(super) fn scale(left: f64, pitch: f64, top: f64, is_narrow: bool, palette: &Palette) -> String {
    let x = |columns: usize| left + pitch * columns as f64;
    let mut svg = String::new();
    for (column, words) in DOT_TICKS {
        let anchor = match column {
            // Nothing is left of the dots, so that words in the middle would leave the picture.
            0 if left == 0.0 => "start",
            DOT_COLUMNS if left == 0.0 => "end",
            _ => "middle",
        };
        svg += &text_at((x(column), top + 18.0), anchor, (13.0, 400), palette.soft, words);
    }
    let [renting, owning] = if is_narrow {
        ["\u{2190} renting", "owning \u{2192}"]
    } else {
        ["\u{2190} renting is cheaper", "owning is cheaper \u{2192}"]
    };
    let (zero, y) = (x(RENT_COLUMNS), top + 38.0);
    svg += &text_at((zero - 8.0, y), "end", (13.0, 600), palette.rent, renting);
    svg += &text_at((zero + 8.0, y), "start", (13.0, 600), palette.own, owning);
    svg
}

/// The changes that would turn the answer, in words: one setting alone, all others as they are.
///
/// Apart from the dots, as the names of all that is uncertain would weigh on the first program.
pub fn turn(outcome: &Outcome) -> String {
    if outcome.flips.is_empty() || outcome.hindrance().is_some() {
        return "Nothing that is uncertain would turn the answer by itself.".to_owned();
    }
    let turns: Vec<String> = outcome.flips.iter().take(TURNS).map(in_words).collect();
    format!("What would turn the answer by itself: {}.", alternatives(&turns))
}

/// "GPU rent above $5.10".
fn in_words(flip: &Flip) -> String {
    let side = if flip.at > flip.from { "above" } else { "below" };
    format!("{} {side} {}", lower_first(flip.what.label()), number(bare(flip.at), flip.unit, Style::Prose))
}
