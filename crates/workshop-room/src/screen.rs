//! The big screen: one thing at a time, readable from the back row, led by the keys of a keyboard or a clicker.

use wasm_bindgen::JsCast as _;
use workshop::challenge::{Challenge, Question};
use workshop::qr;
use yew::prelude::*;

use crate::browser;
use crate::desk::{Desk, Stage, Turn};
use crate::hour::{Played, link, ranking, stage_name, use_hour};
use crate::plots::{CasePlot, predictions, sides};
use crate::use_desk::{use_desk, use_now};
use crate::view::{ShowProps, View};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Next,
    Back,
    Clock,
    Rank,
    FullScreen,
    Leave,
}

/// What a key asks for: clickers send page or arrow keys, and some of them space, F5 and Escape.
fn asked(key: &str) -> Option<Asked> {
    match key {
        "PageDown" | "ArrowRight" | "ArrowDown" | " " | "Enter" | "n" => Some(Asked::Next),
        "PageUp" | "ArrowLeft" | "ArrowUp" | "Backspace" | "p" => Some(Asked::Back),
        "t" | "b" | "." => Some(Asked::Clock),
        "r" => Some(Asked::Rank),
        "f" => Some(Asked::FullScreen),
        "Escape" => Some(Asked::Leave),
        _ => None,
    }
}

/// As many rows of the ranking as fit and are read from the back row.
const MOST_RANKED: usize = 6;

/// The screen.
#[component]
pub(crate) fn Screen(props: &ShowProps) -> Html {
    let (desk, turn, _) = use_desk();
    let hour = use_hour(&desk);
    let now = use_now(desk.since.is_some());
    {
        let (turn, show) = (turn.clone(), props.show.clone());
        use_effect_with((), move |()| {
            let awake = browser::Awake::new();
            let listener = browser::Listener::new("keydown", move |event| {
                let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
                let is_pressed = [" ", "Enter"].contains(&event.key().as_str()) && browser::is_on_control();
                if event.ctrl_key()
                    || event.meta_key()
                    || event.alt_key()
                    || browser::is_typing()
                    || is_pressed
                {
                    return;
                }
                let Some(asked) = asked(&event.key()) else { return };
                event.prevent_default();
                match asked {
                    Asked::Next => turn.emit(Turn::Next),
                    Asked::Back => turn.emit(Turn::Back),
                    Asked::Clock => turn.emit(Turn::Clock(browser::now())),
                    Asked::Rank => turn.emit(Turn::Rank),
                    Asked::FullScreen => browser::toggle_full_screen(),
                    Asked::Leave => show.emit(View::Facilitate),
                }
            });
            move || drop((awake, listener))
        });
    }
    let Some(step) = hour.plan.steps.get(desk.step) else { return Html::default() };
    let n_steps = hour.plan.steps.len();
    let click = |to: Turn| turn.reform(move |_: MouseEvent| to.clone());
    html! {
        <section class="screen" aria-label="Big screen" data-stage={stage_id(desk.stage)}>
            <header class="screen__head">
                <p class="screen__step">{ format!("{} of {n_steps}", desk.step + 1) }
                    if step.challenge.is_some() {
                        <span class="screen__stage">{ stage_name(desk.stage) }</span>
                    }
                </p>
                <p class="screen__clock" role="timer" aria-label="Time left">{ desk.clock(step.minutes, now) }</p>
            </header>
            <div class="screen__over" aria-hidden="true">
                <svg width="100%" height="6"><rect class="screen__over-bar" width={format!("{:.2}%", desk.share_over(step.minutes, now) * 100.0)} height="6" /></svg>
            </div>
            <div class="screen__body" aria-live="polite">
                <h2 class="screen__title">{ &step.title }</h2>
                { match (&hour.played, desk.stage) {
                    (None, _) => html! { <p class="screen__text">{ &step.text }</p> },
                    (Some(played), Stage::Task) => task(&desk, &played.challenge),
                    (Some(played), Stage::Answers) => answers(played),
                    (Some(played), Stage::Reveal) => reveal(&desk, played),
                } }
            </div>
            <footer class="screen__foot">
                <button type="button" class="screen__button" onclick={click(Turn::Back)}>{ "Back" }</button>
                <button type="button" class="screen__button" onclick={click(Turn::Next)}>{ "Next" }</button>
                <button type="button" class="screen__button" onclick={turn.reform(|_: MouseEvent| Turn::Clock(browser::now()))}>
                    { if desk.since.is_some() { "Stop the clock" } else { "Start the clock" } }
                </button>
                <button type="button" class="screen__button" onclick={|_: MouseEvent| browser::toggle_full_screen()}>{ "Full screen" }</button>
                <button type="button" class="screen__button" onclick={props.show.reform(|_: MouseEvent| View::Facilitate)}>{ "To the desk" }</button>
                <span class="screen__keys">{ "Clicker or \u{2190} \u{2192}; T clock, R ranking, F full screen, Esc desk" }</span>
            </footer>
        </section>
    }
}

/// Stable name of a stage, for the style sheet.
const fn stage_id(stage: Stage) -> &'static str {
    match stage {
        Stage::Task => "task",
        Stage::Answers => "answers",
        Stage::Reveal => "reveal",
    }
}

/// What participants read, and the way to it.
fn task(desk: &Desk, challenge: &Challenge) -> Html {
    let link = link(desk, challenge);
    html! {
        <div class="screen__task">
            <div>
                <p class="screen__text">{ &challenge.task }</p>
                { limits(challenge) }
            </div>
            <div class="screen__way">
                // An address that no picture holds has to be handed round otherwise.
                if let Ok(drawing) = qr::svg(&link) {
                    <div class="screen__qr" role="img" aria-label="QR code of this challenge">{ Html::from_html_unchecked(drawing.into()) }</div>
                }
                <p class="screen__address">{ short_address(&link) }</p>
            </div>
        </div>
    }
}

/// The address without what only a machine reads.
fn short_address(link: &str) -> String {
    let bare = link.split('#').next().unwrap_or_default();
    bare.split_once("://").map_or(bare, |(_, rest)| rest).to_owned()
}

/// The limits of a challenge.
pub(crate) fn limits(challenge: &Challenge) -> Html {
    match &challenge.question {
        Question::Reach(limits) => html! {
            <ul class="limits">
                for limit in limits.iter() {
                    <li key={limit.output.id}>{ limit.words() }</li>
                }
            </ul>
        },
        Question::BreakEven { .. } | Question::MeasureFirst => Html::default(),
    }
}

/// Predictions, before anybody knows.
fn answers(played: &Played) -> Html {
    if played.judged.is_empty() {
        return html! { <p class="screen__text">{ "Nobody has handed in an answer yet." }</p> };
    }
    html! {
        <>
            <p class="screen__text">{ sides(&played.judged, false) }</p>
            <div class="screen__plot">{ predictions(&played.challenge, &played.judged, None) }</div>
        </>
    }
}

/// The model's answer beside those of the room.
fn reveal(desk: &Desk, played: &Played) -> Html {
    let words = match &played.solution {
        Ok(solution) => solution.words(&played.challenge),
        Err(reason) => reason.to_string(),
    };
    html! {
        <>
            <p class="screen__answer">{ words }</p>
            if desk.is_ranked && !played.judged.is_empty() {
                <div class="screen__ranking">
                    { ranking(played, MOST_RANKED) }
                    if played.judged.len() > MOST_RANKED {
                        <p class="screen__more">{ format!("The first {MOST_RANKED} of {}; the desk has all.", played.judged.len()) }</p>
                    }
                </div>
            } else if !played.judged.is_empty() {
                <div class="screen__plots">
                    <div>{ CasePlot::new(&played.challenge, &played.judged).view() }</div>
                    <div>
                        <p class="screen__votes">{ sides(&played.judged, true) }</p>
                        { predictions(&played.challenge, &played.judged, played.solution.as_ref().ok()) }
                    </div>
                </div>
            }
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clicker_leads_on_and_back() {
        for key in ["PageDown", "ArrowRight", " "] {
            assert_eq!(asked(key), Some(Asked::Next), "{key}");
        }
        for key in ["PageUp", "ArrowLeft"] {
            assert_eq!(asked(key), Some(Asked::Back), "{key}");
        }
        assert_eq!(asked("Escape"), Some(Asked::Leave));
        assert_eq!(asked("Tab"), None);
    }
}
