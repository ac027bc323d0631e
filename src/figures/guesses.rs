//! Guesses of figures by their names: the question, its unit and its axis, and the comparison with the model.

use model::format::{Style, number};
use model::units::Unit;

use super::guess::{Guess, GuessAxis, guess_words};
use super::list::guess_spec;
use super::look::Look;
use crate::analysis::Analysis;
use crate::content::FigureName;

/// The question before a figure, if its answer can be guessed.
pub fn guess_question(name: FigureName, analysis: &Analysis) -> Option<String> {
    guess_spec(name).map(|spec| (spec.question)(analysis))
}

/// The unit of a guess.
pub fn guess_unit(name: FigureName) -> Unit {
    guess_spec(name).map_or(Unit::One, |spec| spec.unit)
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

#[cfg(test)]
mod tests {
    use model::{Input, Scenario};
    use serde_json::Value;

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
