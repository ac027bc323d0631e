//! A guess of a figure's answer: the question, the place of the guess in the drawing, and its comparison with the model.

use charming::element::{LabelAlign, LineStyleType};
use charming::series::{Line, Scatter};
use model::format::{Style, number, to_significant};
use model::units::Unit;
use serde_json::Value;

use super::list::guess_spec;
use super::look::Look;
use super::marks::{TEXT, TextStyle, line, text_width, texts};
use super::plot_area::{PlotArea, Span};
use crate::analysis::Analysis;
use crate::content::FigureName;

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

/// The question before a figure, if its answer can be guessed.
pub fn guess_question(name: FigureName, analysis: &Analysis) -> Option<String> {
    guess_spec(name).map(|spec| (spec.question)(analysis))
}

/// The unit of a guess.
pub fn guess_unit(name: FigureName) -> Unit {
    guess_spec(name).map_or(Unit::One, |spec| spec.unit)
}

/// A guess in words.
pub fn guess_words(value: f64, unit: Unit) -> String {
    number(value, unit, Style::Prose)
}

/// The axis along which a guess is drawn in a figure.
pub fn guess_axis(name: FigureName, analysis: &Analysis, look: Look, guess: Guess) -> Option<GuessAxis> {
    guess_spec(name).map(|spec| (spec.axis)(analysis, look, guess))
}

/// The comparison of a guess with the model, in a sentence or two.
pub fn guess_compared(name: FigureName, guess: f64, analysis: &Analysis) -> String {
    let unit = guess_unit(name);
    let text = |value| guess_words(value, unit);
    let Some(answer) = guess_spec(name).and_then(|spec| (spec.answer)(analysis)) else {
        return format!(
            "You said {}. In this case there is no such volume: one side is cheaper throughout.",
            text(guess)
        );
    };
    let intro = format!("You said {}, the model says {}: ", text(guess), text(answer));
    let is_share = unit == Unit::Fraction;
    let compared = match guess / answer {
        // The model's own error allows no finer comparison.
        ratio if text(guess) == text(answer) || (ratio - 1.0).abs() < 0.05 => {
            "as good as the same.".to_owned()
        }
        _ if is_share => {
            let points = number((answer - guess).abs(), Unit::Points, Style::Prose);
            format!(
                "{points} {}.",
                if answer > guess { "better than you thought" } else { "worse than you thought" }
            )
        }
        ratio if ratio <= 0.0 => "more than nothing.".to_owned(),
        ratio if ratio < 1.0 => {
            format!("{} times as much as you thought.", number(1.0 / ratio, Unit::One, Style::Prose))
        }
        ratio => format!("{} of what you thought.", number(1.0 / ratio, Unit::Fraction, Style::Prose)),
    };
    intro + &compared
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

#[cfg(test)]
mod tests {
    use model::{Input, Scenario};

    use super::*;
    use crate::figures::look::Width;
    use crate::figures::{Marked, drawing};
    use crate::theme::Theme;

    const NAMES: [FigureName; 3] = [FigureName::Ledger, FigureName::Load, FigureName::Accuracy];

    fn look(width: Width) -> Look {
        Look { theme: Theme::Light, width, still: true }
    }

    fn answer(name: FigureName, analysis: &Analysis) -> Option<f64> {
        (guess_spec(name).unwrap().answer)(analysis)
    }

    #[test]
    fn a_guess_is_compared_with_the_model() {
        let analysis = Analysis::new(&Scenario::default());
        let compared = |name, guess| guess_compared(name, guess, &analysis);
        let cost = answer(FigureName::Ledger, &analysis).unwrap();
        for (guess, words) in [
            (cost * 1.01, "as good as the same."),
            (cost / 2.0, "2 times as much as you thought."),
            (cost * 4.0, "25\u{202f}% of what you thought."),
            (0.0, "more than nothing."),
        ] {
            let said = compared(FigureName::Ledger, guess);
            assert!(said.ends_with(words), "{said}");
        }
        assert!(compared(FigureName::Accuracy, 0.5).contains("better than you thought"));
        assert!(compared(FigureName::Accuracy, 1.0).contains("worse than you thought"));
    }

    #[test]
    fn a_volume_that_is_none_is_said_to_be_none() {
        let dear = Scenario::default()
            .with(Input::GpuHourPrice, 10.0)
            .and_then(|it| it.with(Input::ApiInputPrice, 0.01));
        let scenario = dear.and_then(|it| it.with(Input::ApiOutputPrice, 0.01)).unwrap();
        let said = guess_compared(FigureName::Load, 5000.0, &Analysis::new(&scenario));
        assert!(said.contains("no such volume"), "{said}");
    }

    #[test]
    fn a_guess_is_drawn_where_it_was_pointed_at_and_nothing_gives_the_answer() {
        let analysis = Analysis::new(&Scenario::default()).with_bands();
        for (name, width) in
            NAMES.into_iter().flat_map(|name| [Width::Narrow, Width::Wide].map(|width| (name, width)))
        {
            let open = Guess { value: None, is_open: true };
            let axis = guess_axis(name, &analysis, look(width), open).unwrap();
            let pixels = width.least();
            let (low, high) = (axis.at((0.0, 1.0), pixels), axis.at((1.0, 0.0), pixels));
            assert!(low < high, "{}: from {low} to {high}", name.id());
            let right = answer(name, &analysis).unwrap();
            assert!((low..high).contains(&right), "{}: {right} cannot be drawn", name.id());
            for share in [0.2, 0.5, 0.8] {
                let value = axis.at((share, 1.0 - share), pixels);
                assert!((low..=high).contains(&value));
                let back = axis.moved(Some(value), 0.0);
                assert_eq!(back, value, "{}", name.id());
                let open =
                    Marked { guess: Some(Guess { value: Some(value), is_open: true }), ..Marked::default() };
                let option = drawing(name, &analysis, &look(width), open).unwrap();
                let ids = |option: &Value| -> Vec<String> {
                    let series = option["series"].as_array().unwrap().iter();
                    series
                        .filter(|series| !series["data"].as_array().is_none_or(Vec::is_empty))
                        .map(|series| series["id"].as_str().unwrap().to_owned())
                        .collect()
                };
                let shown = ids(&option);
                assert!(shown.iter().any(|id| id == "guess"), "{}: {shown:?}", name.id());
                let given = shown.iter().find(|id| {
                    ["own", "break", "full", "present", "hints", "diff", "never"]
                        .iter()
                        .any(|word| id.starts_with(word))
                        && *id != "own-name"
                });
                assert_eq!(given, None, "{}", name.id());
                // The mark stays beside the answer.
                let closed =
                    Marked { guess: Some(Guess { value: Some(value), is_open: false }), ..Marked::default() };
                let shown = ids(&drawing(name, &analysis, &look(width), closed).unwrap());
                assert!(shown.iter().any(|id| id == "guess") && shown.len() > 8, "{}: {shown:?}", name.id());
            }
        }
    }
}
