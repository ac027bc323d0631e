//! The facilitator's desk: the run sheet and its clock, the present challenge with notes and answer, and what the room hands in.

use workshop::challenge::{self, OWN, Step};
use workshop::collection::{Fault, csv};
use workshop::qr;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::browser;
use crate::desk::{Desk, Stage, Turn};
use crate::hour::{Hour, Played, link, ranking, stage_name, use_hour};
use crate::plots::{CasePlot, predictions, sides};
use crate::screen::limits;
use crate::use_desk::{use_desk, use_now};
use crate::view::{ShowProps, View};

/// The largest file that is read, bytes: a plan has a few thousand.
const MAX_FILE_BYTES: usize = 200_000;

/// The names of the files that are saved.
const PLAN_NAME: &str = "own-or-rent-workshop.toml";
const CODES_NAME: &str = "own-or-rent-codes.txt";

/// The desk.
#[component]
pub(crate) fn Facilitate(props: &ShowProps) -> Html {
    let (desk, turn, is_kept) = use_desk();
    let hour = use_hour(&desk);
    let notice = use_state_eq(String::new);
    let Some(step) = hour.plan.steps.get(desk.step) else { return Html::default() };
    html! {
        <section class="bench__part desk" id="facilitate" aria-labelledby="facilitate-heading">
            <div class="desk__columns">
                <div class="desk__sheet">
                    <h2 class="section__heading" id="facilitate-heading">{ "Run sheet" }</h2>
                    { run_sheet(&desk, &hour, &turn) }
                    { plan_view(&desk, &hour, &turn, &notice) }
                </div>
                <div class="desk__step">
                    <Clock desk={desk.clone()} minutes={step.minutes} turn={turn.clone()} show={props.show.clone()} />
                    { present_step(&desk, &hour, step, &turn) }
                </div>
            </div>
            <HandedIn desk={desk.clone()} hour={hour.clone()} turn={turn.clone()} {is_kept} />
        </section>
    }
}

/// Properties of [`Clock`].
#[derive(PartialEq, Properties)]
struct ClockProps {
    desk: Desk,
    minutes: u32,
    turn: Callback<Turn>,
    show: Callback<View>,
}

/// The clock of the step: a component of its own, as it alone changes four times a second.
#[component]
fn Clock(props: &ClockProps) -> Html {
    let ClockProps { desk, minutes, turn, show } = props;
    let now = use_now(desk.since.is_some());
    html! {
        <div class="clock">
            <p class="clock__time" role="timer" aria-label="Time left" id="clock">{ desk.clock(*minutes, now) }</p>
            <svg class="clock__bar" aria-hidden="true" width="100%" height="6">
                <rect class="clock__rest" width="100%" height="6" rx="3" />
                <rect class="clock__over" width={format!("{:.2}%", desk.share_over(*minutes, now) * 100.0)} height="6" rx="3" />
            </svg>
            <p class="workshop__actions">
                <button type="button" class="button button--strong" id="start-clock" onclick={turn.reform(|_: MouseEvent| Turn::Clock(browser::now()))}>
                    { if desk.since.is_some() { "Stop the clock" } else { "Start the clock" } }
                </button>
                <button type="button" class="link-button" onclick={turn.reform(|_: MouseEvent| Turn::Rewind(browser::now()))}>{ "Whole time again" }</button>
                <button type="button" class="button" id="open-screen" onclick={show.reform(|_: MouseEvent| View::Screen)}>{ "Big screen" }</button>
            </p>
        </div>
    }
}

/// The steps with the minute at which each begins.
fn run_sheet(desk: &Desk, hour: &Hour, turn: &Callback<Turn>) -> Html {
    let mut begins = 0;
    let steps: Vec<(usize, u32, &Step)> = hour
        .plan
        .steps
        .iter()
        .enumerate()
        .map(|(index, step)| {
            let at = begins;
            begins += step.minutes;
            (index, at, step)
        })
        .collect();
    html! {
        <>
            <ol class="run-sheet">
                for (index, at, step) in steps {
                    <li key={index} class={classes!("run-sheet__step", (index == desk.step).then_some("run-sheet__step--present"))}>
                        <button type="button" class="run-sheet__button" aria-current={(index == desk.step).then_some("step")}
                            onclick={turn.reform(move |_: MouseEvent| Turn::To(index))}>
                            <span class="run-sheet__at">{ format!("{at}\u{2032}") }</span>
                            <span class="run-sheet__title">{ &step.title }</span>
                            <span class="run-sheet__minutes">{ format!("{} min", step.minutes) }</span>
                        </button>
                    </li>
                }
            </ol>
            <p class="workshop__hint">
                { format!("{} minutes in all. ", hour.plan.minutes()) }
                <a href="../model/hour.html">{ "How to run the hour" }</a>
            </p>
        </>
    }
}

/// The present step: what the room reads, the notes, the way for participants, and the answer.
fn present_step(desk: &Desk, hour: &Hour, step: &Step, turn: &Callback<Turn>) -> Html {
    let click = |to: Turn| turn.reform(move |_: MouseEvent| to.clone());
    html! {
        <>
            <h2 class="desk__title">{ &step.title }</h2>
            <p class="desk__text">{ &step.text }</p>
            if let Some(played) = &hour.played {
                { limits(&played.challenge) }
            }
            if !step.note.is_empty() {
                <details class="desk__note" key={desk.step}>
                    <summary>{ "Note for you alone" }</summary>
                    <p>{ &step.note }</p>
                </details>
            }
            if let Some(played) = &hour.played {
                { way(desk, played) }
            }
            <p class="workshop__actions desk__turns">
                <button type="button" class="button" id="back" onclick={click(Turn::Back)}>{ "Back" }</button>
                <button type="button" class="button" id="next" onclick={click(Turn::Next)}>
                    { match (&hour.played, desk.stage) {
                        (Some(_), Stage::Task) => "Next: what they said".to_owned(),
                        (Some(_), Stage::Answers) => "Next: reveal the model\u{2019}s answer".to_owned(),
                        (Some(_), Stage::Reveal) | (None, _) => "Next step".to_owned(),
                    } }
                </button>
                if hour.played.is_some() {
                    <span class="workshop__hint">{ format!("The room sees: {}", stage_name(desk.stage)) }</span>
                }
            </p>
            if let Some(played) = &hour.played {
                if desk.stage == Stage::Reveal {
                    <p class="desk__answer" id="model-answer">
                        { match &played.solution {
                            Ok(solution) => solution.words(&played.challenge),
                            Err(reason) => reason.to_string(),
                        } }
                    </p>
                }
            }
        </>
    }
}

/// How participants get to the challenge.
fn way(desk: &Desk, played: &Played) -> Html {
    let link = link(desk, &played.challenge);
    let drawing = qr::svg(&link);
    html! {
        <>
            <p class="share__row">
                <label class="share__label" for="challenge-link">{ "Their link" }</label>
                <input class="share__text" id="challenge-link" type="text" readonly=true value={link} />
            </p>
            <details class="pin__code">
                <summary>{ "QR code of the link" }</summary>
                <div class="pin__qr" role="img" aria-label="QR code of this challenge">
                    { drawing.map_or_else(|error| html! { error.to_string() }, |svg| Html::from_html_unchecked(svg.into())) }
                </div>
            </details>
        </>
    }
}

/// The plan as a file: the workshop's own to edit, and the facilitator's.
fn plan_view(desk: &Desk, hour: &Hour, turn: &Callback<Turn>, notice: &UseStateHandle<String>) -> Html {
    let save = {
        let (text, notice) = (desk.plan.clone().unwrap_or_else(|| OWN.to_owned()), notice.setter());
        Callback::from(move |_: MouseEvent| {
            if !browser::save(PLAN_NAME, "application/toml", &text) {
                notice.set("The browser does not let this page save files.".to_owned());
            }
        })
    };
    let open = {
        let (turn, notice) = (turn.clone(), notice.setter());
        Callback::from(move |event: Event| {
            let (turn, notice) = (turn.clone(), notice.clone());
            spawn_local(async move {
                let Some((name, bytes)) = browser::chosen_file(event).await else { return };
                match plan_of_file(&bytes) {
                    Ok(text) => {
                        notice.set(format!("{name} is the plan."));
                        turn.emit(Turn::Plan(Some(text)));
                    }
                    Err(reason) => notice.set(format!("{name} was not opened: {reason}")),
                }
            });
        })
    };
    let n = hour.plan.challenges.len();
    html! {
        <details class="desk__plan">
            <summary>{ if desk.plan.is_some() { format!("Your own plan, {n} challenges") } else { format!("The workshop\u{2019}s plan, {n} challenges") } }</summary>
            <p class="workshop__hint">
                { "The plan is a text file: steps, challenges, notes. Save it, edit it, open it again; \u{201c}calculator challenges\u{201d} says \
                   whether the model can answer it." }
            </p>
            <p class="workshop__actions">
                <button type="button" class="button" id="save-plan" onclick={save}>{ "Save the plan" }</button>
                if desk.plan.is_some() {
                    <button type="button" class="link-button" onclick={turn.reform(|_: MouseEvent| Turn::Plan(None))}>{ "Back to the workshop\u{2019}s own" }</button>
                }
            </p>
            <p class="share__row">
                <label class="share__label" for="open-plan">{ "Open a plan" }</label>
                <input class="share__file" id="open-plan" type="file" accept=".toml,.txt" onchange={open} />
            </p>
            <p class="bench__notice" role="status" id="plan-notice">{ &**notice }</p>
        </details>
    }
}

/// The text of a plan's file, if the model can answer all of it.
fn plan_of_file(bytes: &[u8]) -> Result<String, String> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(format!("it has {} bytes (allowed: up to {MAX_FILE_BYTES})", bytes.len()));
    }
    let text = core::str::from_utf8(bytes).map_err(|_| "it is not text in UTF-8".to_owned())?;
    let plan = challenge::read(text).map_err(|error| error.to_string())?;
    for challenge in &plan.challenges {
        challenge.solve().map_err(|reason| format!("challenge '{}': {reason}", challenge.id))?;
    }
    Ok(text.to_owned())
}

/// Properties of [`HandedIn`].
#[derive(PartialEq, Properties)]
struct HandedInProps {
    desk: Desk,
    hour: Hour,
    turn: Callback<Turn>,
    is_kept: bool,
}

/// What the room hands in: a place to paste it, what is wrong with it, and what it comes to.
#[component]
fn HandedIn(props: &HandedInProps) -> Html {
    let HandedInProps { desk, hour, turn, is_kept } = props;
    let pasted = use_state_eq(String::new);
    let oninput = {
        let pasted = pasted.clone();
        Callback::from(move |event: InputEvent| pasted.set(browser::field_text(&event)))
    };
    let add = {
        let (pasted, turn) = (pasted.clone(), turn.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if !pasted.trim().is_empty() {
                turn.emit(Turn::Add((*pasted).clone()));
                pasted.set(String::new());
            }
        })
    };
    let open = {
        let turn = turn.clone();
        Callback::from(move |event: Event| {
            let turn = turn.clone();
            spawn_local(async move {
                if let Some((_, bytes)) = browser::chosen_file(event).await {
                    turn.emit(Turn::Add(String::from_utf8_lossy(&bytes).into_owned()));
                }
            });
        })
    };
    let save = {
        let text = desk.lines.join("\n") + "\n";
        Callback::from(move |_: MouseEvent| {
            let _is_saved = browser::save(CODES_NAME, "text/plain", &text);
        })
    };
    let n = hour.collection.entries.len();
    let n_here = hour.played.as_ref().map(|played| played.judged.len());
    html! {
        <section class="handed-in" aria-labelledby="handed-in-heading">
            <h2 class="section__heading" id="handed-in-heading">{ "What the room hands in" }</h2>
            <form class="handed-in__form" onsubmit={add}>
                <label for="codes">{ "Paste codes, one a line, with a name and a colon before each if you like. Those of all challenges may stand together." }</label>
                <textarea class="handed-in__text" id="codes" rows="5" autocomplete="off" autocapitalize="off" spellcheck="false" {oninput}
                    value={(*pasted).clone()} placeholder="Ada: artwork nature calm \u{2026}" />
                <p class="workshop__actions">
                    <button type="submit" class="button button--strong" id="add-codes">{ "Add these lines" }</button>
                    <span class="workshop__hint" id="handed-in-count" role="status">{ count(n, n_here) }</span>
                </p>
            </form>
            <ul class="faults" aria-label="Lines that do not count">
                for fault in hour.collection.faults.iter() {
                    { fault_row(fault, turn) }
                }
                for repeat in hour.collection.repeats.iter() {
                    <li key={format!("repeat-{}", repeat.line)} class="fault fault--repeat">
                        <span>{ format!("Line {} is the same answer as line {}, and counts once.", repeat.line, repeat.of) }</span>
                        { remove(repeat.line, turn) }
                    </li>
                }
                for stranger in hour.collection.strangers.iter() {
                    <li key={format!("stranger-{}", stranger.line)} class="fault">
                        <span>{ format!("Line {} answers a challenge that is not in this plan.", stranger.line) }</span>
                        { remove(stranger.line, turn) }
                    </li>
                }
            </ul>
            if let Some(played) = &hour.played {
                if !played.judged.is_empty() {
                    { results(played, desk, turn) }
                }
            }
            <p class="workshop__actions">
                <button type="button" class="button" id="save-codes" disabled={desk.lines.is_empty()} onclick={save}>{ "Save all lines as a file" }</button>
                <button type="button" class="link-button" disabled={desk.lines.is_empty()} onclick={turn.reform(|_: MouseEvent| Turn::Clear)}>{ "Take all lines out" }</button>
                if !is_kept {
                    <span class="workshop__hint">{ "This browser keeps nothing for the next visit: save the lines as a file." }</span>
                }
            </p>
            <p class="share__row">
                <label class="share__label" for="open-codes">{ "Open lines" }</label>
                <input class="share__file" id="open-codes" type="file" accept=".txt,.csv,text/plain" onchange={open} />
            </p>
        </section>
    }
}

/// How many answers there are.
fn count(n: usize, n_here: Option<usize>) -> String {
    let all = if n == 1 { "1 answer".to_owned() } else { format!("{n} answers") };
    n_here.map_or_else(|| format!("{all}."), |here| format!("{all}, {here} to this challenge."))
}

/// A line that gives no answer, with what puts it right.
fn fault_row(fault: &Fault, turn: &Callback<Turn>) -> Html {
    let index = fault.line - 1;
    let whose = fault.name.as_ref().map_or_else(String::new, |name| format!(" ({name})"));
    html! {
        <li key={fault.line} class="fault">
            <span>{ format!("Line {}{whose}: {}", fault.line, fault.error) }</span>
            if let Some(mended) = fault.mended.clone() {
                <button type="button" class="link-button" aria-label={format!("Take that word: line {}", fault.line)}
                    onclick={turn.reform(move |_: MouseEvent| Turn::Line(index, mended.clone()))}>{ "Take that word" }</button>
            }
            { remove(fault.line, turn) }
        </li>
    }
}

/// A button that takes a line out.
fn remove(line: usize, turn: &Callback<Turn>) -> Html {
    html! {
        <button type="button" class="link-button" aria-label={format!("Take it out: line {line}")}
            onclick={turn.reform(move |_: MouseEvent| Turn::Line(line - 1, String::new()))}>{ "Take it out" }</button>
    }
}

/// The drawings, the ranking and the table of a challenge.
fn results(played: &Played, desk: &Desk, turn: &Callback<Turn>) -> Html {
    let is_revealed = desk.stage == Stage::Reveal;
    let solution = played.solution.as_ref().ok().filter(|_| is_revealed);
    let table = csv(&played.challenge, &played.judged);
    let name = format!("own-or-rent-{}.csv", played.challenge.id);
    let save = Callback::from(move |_: MouseEvent| {
        let _is_saved = browser::save(&name, "text/csv", &table);
    });
    html! {
        <>
            <div class="results">
                <figure class="results__figure">
                    <figcaption class="results__title">{ "Predictions" }<span class="results__words">{ sides(&played.judged, is_revealed) }</span></figcaption>
                    { predictions(&played.challenge, &played.judged, solution) }
                </figure>
                if is_revealed {
                    <figure class="results__figure">
                        <figcaption class="results__title">{ "Their cases" }<span class="results__words">{ "Each dot is a case, owned." }</span></figcaption>
                        { CasePlot::new(&played.challenge, &played.judged).view() }
                    </figure>
                }
            </div>
            <p class="workshop__actions">
                <button type="button" class="button" id="save-csv" onclick={save}>{ "Save as CSV" }</button>
                <label class="desk__rank">
                    <input type="checkbox" id="rank" checked={desk.is_ranked} onchange={turn.reform(|_: Event| Turn::Rank)} />
                    { "Show the ranking, on the big screen too" }
                </label>
            </p>
            if desk.is_ranked {
                if is_revealed {
                    <div class="results__ranking" tabindex="0" role="group" aria-label="Ranking">{ ranking(played, usize::MAX) }</div>
                } else {
                    <p class="workshop__hint">{ "The ranking stands here once the answer is revealed." }</p>
                }
            }
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workshops_own_plan_opens() {
        assert_eq!(plan_of_file(OWN.as_bytes()).as_deref(), Ok(OWN));
    }

    #[test]
    fn a_plan_that_nobody_can_win_is_refused() {
        let hopeless = OWN.replace("most = 20000.0", "most = 2.0");
        let reason = plan_of_file(hopeless.as_bytes()).unwrap_err();
        assert!(reason.starts_with("challenge 'ninety_under_twenty': reach: none of "), "{reason}");
        let reason = plan_of_file(&OWN.as_bytes()[..1000]).unwrap_err();
        assert!(!reason.is_empty());
        assert!(plan_of_file(&[0xff, 0xfe]).unwrap_err().contains("UTF-8"));
    }
}
