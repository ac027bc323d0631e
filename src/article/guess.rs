//! A guess before a reveal: the drawing is without its answer while the reader draws or types a guess, and the guess stays in it
//! afterwards. Guessing is optional.

use yew::prelude::*;

use crate::browser::fields;
use crate::charts::FigureView;
use crate::content::FigureName;
use crate::controls::field_text;
use crate::figures::{Guess, guess_compared, guess_question, guess_unit};
use crate::view::View;

/// The progress of a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    /// Nobody has asked for it.
    Offered,
    /// The reader draws or types.
    Open,
    /// It is compared with the answer.
    Compared,
    /// The reader wants to see the answer without a guess.
    Skipped,
}

/// Properties of [`GuessedFigure`].
#[derive(PartialEq, Properties)]
pub(super) struct GuessedFigureProps {
    /// The figure.
    pub name: FigureName,
    /// The present case.
    pub view: View,
}

/// A figure, with the offer to guess its answer first if it can be guessed.
#[component]
pub(super) fn GuessedFigure(props: &GuessedFigureProps) -> Html {
    let GuessedFigureProps { name, view } = props;
    let progress = use_state_eq(|| Progress::Offered);
    let value = use_state_eq(|| None::<f64>);
    let typed = use_state_eq(String::new);
    let fault = use_state_eq(String::new);
    let on_guess = use_callback((), {
        let (value, typed, fault) = (value.setter(), typed.setter(), fault.setter());
        let unit = guess_unit(*name);
        move |guess: f64, ()| {
            value.set(Some(guess));
            typed.set(field_text::of(unit, guess));
            fault.set(String::new());
        }
    });
    if guess_question(*name, &view.analysis).is_none() {
        return html! { <FigureView name={*name} view={view.clone()} /> };
    }
    let unit = guess_unit(*name);
    let ontoggle = {
        let progress = progress.clone();
        Callback::from(move |event: Event| match (*progress, fields::is_unfolded(&event)) {
            (Progress::Offered | Progress::Skipped, true) => progress.set(Progress::Open),
            (Progress::Open, false) => progress.set(Progress::Offered),
            _ => {}
        })
    };
    let oninput = {
        let (value, typed, fault) = (value.setter(), typed.setter(), fault.setter());
        Callback::from(move |event: InputEvent| {
            let text = fields::text(&event);
            // What is not yet a number may become one with the next letter.
            value.set(field_text::number(unit, &text).ok());
            typed.set(text);
            fault.set(String::new());
        })
    };
    let compare = {
        let (typed, fault, value, progress) =
            (typed.clone(), fault.setter(), value.setter(), progress.setter());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match field_text::number(unit, &typed) {
                Ok(guess) => {
                    value.set(Some(guess));
                    progress.set(Progress::Compared);
                }
                Err(_) if typed.trim().is_empty() => {
                    fault.set("Draw a guess or type a number first.".to_owned());
                }
                Err(reason) => fault.set(reason),
            }
        })
    };
    let skip = {
        let progress = progress.setter();
        Callback::from(move |_: MouseEvent| progress.set(Progress::Skipped))
    };
    let id = format!("guess-{}", name.id());
    let is_open = *progress == Progress::Open;
    let guess = match *progress {
        Progress::Offered | Progress::Skipped => None,
        Progress::Open | Progress::Compared => Some(Guess { value: *value, is_open }),
    };
    html! {
        <div class={classes!("guess", is_open.then_some("guess--open"))} data-guess={name.id()}>
            <details class="guess__offer" {ontoggle}>
                <summary>{ "Guess first" }</summary>
                // Chromium would lay out everything around a field before the first paint, even if the field is hidden.
                if *progress != Progress::Offered {
                <form class="guess__form" onsubmit={compare}>
                    <label for={id.clone()}>{ "Draw your guess in the figure, or type it:" }</label>
                    <span class="guess__row">
                        <input class="number-field__input" {id} type="text" inputmode="decimal" autocomplete="off" size="9"
                            value={(*typed).clone()} {oninput} />
                        <span class="number-field__unit">{ unit.field() }</span>
                        <button type="submit" class="button">{ "Compare" }</button>
                        if is_open {
                            <button type="button" class="link-button" onclick={skip}>{ "Just show me" }</button>
                        }
                    </span>
                    <p class="guess__told" role="status">
                        { match (*progress, *value) {
                            (Progress::Compared, Some(guess)) if fault.is_empty() => guess_compared(*name, guess, &view.analysis),
                            _ => (*fault).clone(),
                        } }
                    </p>
                </form>
                }
            </details>
            <FigureView name={*name} view={view.clone()} {guess} {on_guess} />
        </div>
    }
}
