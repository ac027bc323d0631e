//! A guess of a figure's answer: what a figure says of it, and the guess in its drawing.

use charming::element::{LabelAlign, LineStyleType};
use charming::series::{Line, Scatter};
use model::format::{Style, number, to_significant};
use model::units::Unit;
use serde_json::Value;

use super::look::Look;
use super::marks::{TEXT, TextStyle, line, text_width, texts};
use super::plot_area::{PlotArea, Span};
use crate::analysis::Analysis;

/// A guess in a drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guess {
    /// The guess, in the unit of the answer; none before the reader has drawn or typed one.
    pub value: Option<f64>,
    /// Whether the answer is still hidden.
    pub is_open: bool,
}

/// The interface of a figure whose answer can be guessed.
pub(super) struct GuessSpec {
    /// The question.
    pub(super) question: fn(&Analysis) -> String,
    /// The unit of the answer.
    pub(super) unit: Unit,
    /// The model's answer; `None` if this case has none.
    pub(super) answer: fn(&Analysis) -> Option<f64>,
    /// The axis along which a guess is drawn.
    pub(super) axis: fn(&Analysis, Look, Guess) -> GuessAxis,
}

/// The axis of a drawing along which a guess is drawn.
#[derive(Clone, Copy, Debug)]
pub struct GuessAxis {
    /// Whether it runs from left to right; else from the bottom up.
    pub(super) is_across: bool,
    /// Pixels between its ends and the drawing's edges: on the left and on the right, or above and below.
    pub(super) margins: (f64, f64),
    /// The drawing's height, pixels.
    pub(super) height: f64,
    /// The values along it, in the unit of the answer.
    pub(super) span: Span,
}

impl GuessAxis {
    /// The value at a place of the drawing: shares of its width from the left and of its height from the top.
    pub fn at(&self, (across, down): (f64, f64), width: f64) -> f64 {
        let (before, behind) = self.margins;
        let share = |pixel: f64, whole: f64| (pixel - before) / (whole - before - behind);
        let share = if self.is_across {
            share(across * width, width)
        } else {
            1.0 - share(down * self.height, self.height)
        };
        self.value(share)
    }

    /// The value this many hundredths of the axis from a guess; from the middle without one.
    pub fn moved(&self, guess: Option<f64>, hundredths: f64) -> f64 {
        self.value(self.share(guess) + hundredths / 100.0)
    }

    /// The place of a guess on the axis, from 0 to 1; the middle without one.
    pub fn share(&self, guess: Option<f64>) -> f64 {
        guess.map_or(0.5, |value| self.span.share(value).clamp(0.0, 1.0))
    }

    fn value(&self, share: f64) -> f64 {
        to_significant(self.span.at(share.clamp(0.0, 1.0)), 2)
    }
}

/// A guess in words.
pub fn guess_words(value: f64, unit: Unit) -> String {
    number(value, unit, Style::Prose)
}

/// Takes away from a drawing what would give the answer: everything but the axes and what is known of renting. Owning keeps its name.
pub(super) fn hide_answer(option: &mut Value) {
    let is_known = |id: &str| {
        let is_saving = id == "rent-less";
        let is_frame = ["base", "own-name", "rent"].contains(&id);
        let is_part = ["x-", "y-", "rent-", "guess"].iter().any(|prefix| id.starts_with(prefix));
        (is_frame || is_part) && !is_saving
    };
    if let Some(series) = option["series"].as_array_mut() {
        series.retain(|series| series["id"].as_str().is_some_and(is_known));
    }
}

/// A guess as a broken line through a plot, and its words; empty without a guess, and where the plot does not reach it.
///
/// It takes the unit and not the figure's name: what looks a figure up by its name has the code of all.
pub(super) fn guess_line(
    plot: &PlotArea,
    unit: Unit,
    guess: Option<Guess>,
    is_across: bool,
) -> (Line, Scatter) {
    let palette = plot.palette();
    let span = if is_across { plot.x } else { plot.y };
    let value = guess.and_then(|guess| guess.value);
    // The accuracies of a plot are in hundredths.
    let scale = if unit == Unit::Fraction { 100.0 } else { 1.0 };
    let at = value.map(|value| value * scale).filter(|at| span.holds(*at));
    let words = value.map(|value| ["You: ", &guess_words(value, unit)].concat()).unwrap_or_default();
    let style = TextStyle::new(palette.ink).bold().on(palette.paper);
    let style = match at {
        Some(at) if is_across => {
            let room = (1.0 - plot.x.share(at)) * plot.inner_width();
            if room > text_width(&words, TEXT) + 14.0 { style.right(6.0) } else { style.left(6.0) }
        }
        _ => style.above(4.0).align(LabelAlign::Left),
    };
    let ends = |at: f64| {
        if is_across { [(at, plot.y.min), (at, plot.y.max)] } else { [(plot.x.min, at), (plot.x.max, at)] }
    };
    let place = |at: f64| if is_across { (at, plot.y_at(16.0)) } else { (plot.x.min, at) };
    (
        line("guess", palette.ink, 2.0, LineStyleType::Dashed, at.into_iter().flat_map(ends)),
        texts("guess-words", style, at.map(place).map(|(x, y)| (x, y, words))),
    )
}
