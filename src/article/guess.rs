//! A guess before a reveal: the figure is dimmed while the reader thinks, and is shown with the difference. Guessing is
//! optional.

use model::format::{Style, number};
use model::units::Unit;
use yew::prelude::*;

use crate::analysis::Analysis;
use crate::browser::fields;
use crate::content::FigureName;
use crate::controls::field_text;
use crate::view::View;

/// The quantity that is guessed before a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    /// The monthly cost of people for a model of one's own.
    PeopleCost,
    /// The requests a day from which owning is cheaper.
    BreakEven,
    /// The accuracy of the open model when its next round is due.
    Accuracy,
}

impl Question {
    /// The question before a figure, if it has one.
    const fn before(figure: FigureName) -> Option<Self> {
        match figure {
            FigureName::Ledger => Some(Self::PeopleCost),
            FigureName::Load => Some(Self::BreakEven),
            FigureName::Accuracy => Some(Self::Accuracy),
            _ => None,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::PeopleCost => "What do people cost a month, if the model is your own?",
            Self::BreakEven => "From how many requests a day is owning cheaper?",
            Self::Accuracy => {
                "How many answers in 100 does the open model still get right, just before it is retrained?"
            }
        }
    }

    const fn unit(self) -> Unit {
        match self {
            Self::PeopleCost => Unit::UsdPerMonth,
            Self::BreakEven => Unit::RequestsPerDay,
            Self::Accuracy => Unit::Fraction,
        }
    }

    /// The model's answer; `None` if there is no such volume.
    fn answer(self, analysis: &Analysis) -> Option<f64> {
        let estimate = &analysis.outcome.estimate;
        match self {
            Self::PeopleCost => Some(estimate.cost.people_cost.number()),
            Self::BreakEven => analysis.outcome.verdict.break_even_requests.map(|volume| volume.number()),
            Self::Accuracy => Some(estimate.accuracy.accuracy_before_retrain.number()),
        }
    }
}

/// The comparison of a guess with the model, in a sentence or two.
fn difference(question: Question, guess: f64, analysis: &Analysis) -> String {
    let unit = question.unit();
    let text = |value| number(value, unit, Style::Prose);
    let Some(answer) = question.answer(analysis) else {
        return format!(
            "You said {}. In this case there is no such volume: one side is cheaper throughout.",
            text(guess)
        );
    };
    let intro = format!("You said {}, the model says {}: ", text(guess), text(answer));
    let compared = match (question, guess / answer) {
        // The model's own error allows no finer comparison.
        (_, ratio) if text(guess) == text(answer) || (ratio - 1.0).abs() < 0.05 => {
            "as good as the same.".to_owned()
        }
        (Question::Accuracy, _) => {
            let points = number((answer - guess).abs(), Unit::Points, Style::Prose);
            format!(
                "{points} {}.",
                if answer > guess { "better than you thought" } else { "worse than you thought" }
            )
        }
        (_, ratio) if ratio <= 0.0 => "more than nothing.".to_owned(),
        (_, ratio) if ratio < 1.0 => {
            format!("{} times as much as you thought.", number(1.0 / ratio, Unit::One, Style::Prose))
        }
        (_, ratio) => format!("{} of what you thought.", number(1.0 / ratio, Unit::Fraction, Style::Prose)),
    };
    intro + &compared
}

/// Properties of [`Guess`].
#[derive(PartialEq, Properties)]
pub(super) struct GuessProps {
    /// The figure with the answer.
    pub figure: FigureName,
    /// The present case.
    pub view: View,
    /// The figure's view.
    pub children: Html,
}

/// A figure with the offer to guess first.
#[component]
pub(super) fn Guess(props: &GuessProps) -> Html {
    let GuessProps { figure, view, children } = props;
    // Chromium would lay out everything around a field before the first paint, even if the field is hidden.
    let is_rendered = use_state_eq(|| false);
    let typed = use_state_eq(String::new);
    let is_thinking = use_state_eq(|| false);
    let result = use_state_eq(|| None::<Result<f64, String>>);
    let Some(question) = Question::before(*figure) else { return children.clone() };
    let ontoggle = {
        let (is_thinking, is_rendered, result) = (is_thinking.setter(), is_rendered.setter(), result.clone());
        Callback::from(move |event: Event| {
            is_rendered.set(true);
            is_thinking.set(fields::is_unfolded(&event) && !matches!(*result, Some(Ok(_))));
        })
    };
    let oninput = {
        let typed = typed.setter();
        Callback::from(move |event: InputEvent| {
            typed.set(fields::text(&event));
        })
    };
    let compare = {
        let (typed, result, is_thinking) = (typed.clone(), result.setter(), is_thinking.setter());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match field_text::number(question.unit(), &typed) {
                Ok(guess) => {
                    result.set(Some(Ok(guess)));
                    is_thinking.set(false);
                }
                Err(reason) => result.set(Some(Err(reason))),
            }
        })
    };
    let skip = {
        let is_thinking = is_thinking.setter();
        Callback::from(move |_: MouseEvent| is_thinking.set(false))
    };
    let id = format!("guess-{}", figure.id());
    html! {
        <div class={classes!("guess", is_thinking.then_some("guess--thinking"))} data-guess={figure.id()}>
            <details class="guess__offer" {ontoggle}>
                <summary>{ "Guess first" }</summary>
                if *is_rendered {
                <form class="guess__form" onsubmit={compare}>
                    <label for={id.clone()}>{ question.words() }</label>
                    <span class="guess__row">
                        <input class="number-field__input" {id} type="text" inputmode="decimal" autocomplete="off" size="9"
                            value={(*typed).clone()} {oninput} />
                        <span class="number-field__unit">{ question.unit().field() }</span>
                        <button type="submit" class="button">{ "Compare" }</button>
                        if *is_thinking {
                            <button type="button" class="link-button" onclick={skip}>{ "Just show me" }</button>
                        }
                    </span>
                    <p class="guess__told" role="status">
                        { match &*result {
                            Some(Ok(guess)) => difference(question, *guess, &view.analysis),
                            Some(Err(_)) if typed.trim().is_empty() => "Type a number first.".to_owned(),
                            Some(Err(reason)) => reason.clone(),
                            None => String::new(),
                        } }
                    </p>
                </form>
                }
            </details>
            <div class="guess__reveal" inert={*is_thinking}>{ children.clone() }</div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use model::{Input, Scenario};

    use super::*;

    #[test]
    fn a_guess_is_compared_with_the_model() {
        let analysis = Analysis::new(&Scenario::default());
        let result = |question, guess| difference(question, guess, &analysis);
        let people = Question::PeopleCost.answer(&analysis).unwrap();
        assert!(result(Question::PeopleCost, people * 1.01).ends_with("as good as the same."));
        assert!(
            result(Question::PeopleCost, people / 2.0).contains("2 times as much as you thought"),
            "{}",
            result(Question::PeopleCost, people / 2.0)
        );
        assert!(
            result(Question::PeopleCost, people * 4.0).contains("25"),
            "{}",
            result(Question::PeopleCost, people * 4.0)
        );
        assert!(result(Question::PeopleCost, 0.0).ends_with("more than nothing."));
        assert!(result(Question::Accuracy, 0.5).contains("better than you thought"));
        assert!(result(Question::Accuracy, 1.0).contains("worse than you thought"));
    }

    #[test]
    fn a_volume_that_is_none_is_said_to_be_none() {
        let dear = Scenario::default()
            .with(Input::GpuHourPrice, 10.0)
            .and_then(|it| it.with(Input::ApiInputPrice, 0.01));
        let scenario = dear.and_then(|it| it.with(Input::ApiOutputPrice, 0.01)).unwrap();
        let result = difference(Question::BreakEven, 5000.0, &Analysis::new(&scenario));
        assert!(result.contains("no such volume"), "{result}");
    }
}
