//! The root of the page: holds the state, computes the outcome, and renders an island with its content for each part.
//!
//! The first render depends on the default case alone, so that the prerendered page and the browser's agree; the link and
//! the frame are read in effects.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use model::Scenario;
use yew::prelude::*;

use super::hydrate::use_group_stage;
use super::island::Island;
use super::part::{FirstPart, HydrationStage, PageContent, Part, Prerendered, SecondPart};
use super::programs::{SecondProgram, use_second_program};
use crate::analysis::{Analysis, SharedAnalysis};
use crate::browser::timer::Timer;
use crate::browser::turns::{self, Rank, Turn};
use crate::browser::{document, location};
use crate::components::draft::Drafts;
use crate::components::instrument::instrument;
use crate::components::url_note::url_note;
use crate::content::Embed;
use crate::controls::written::read;
use crate::room::{self, Room};
use crate::state::{Action, State};
use crate::theme::Theme;
use crate::url_state::decode;
use crate::view::View;

/// How long the case must stay the same before the bands of its curves are computed.
const BANDS_PAUSE_MS: i32 = 120;

/// How long the case of a translated page must stay the same before the page is rendered anew.
const TRANSLATION_PAUSE_MS: i32 = 600;

/// Properties of [`App`].
#[derive(Default, PartialEq, Properties)]
pub struct AppProps {
    /// The HTML of the parts, while the build renders the page.
    #[prop_or_default]
    pub prerendered: Prerendered,
}

/// The page.
#[component]
pub fn App(props: &AppProps) -> Html {
    let state = use_reducer_eq(State::default);
    let act = use_callback((), {
        let dispatcher = state.dispatcher();
        move |action: Action, ()| dispatcher.dispatch(action)
    });
    let analysis = use_memo((state.scenario.clone(), state.aside.clone()), |(scenario, aside)| {
        Analysis::shared_beside(scenario, aside.clone())
    });
    let second_program = use_second_program();
    let analysis = use_bands(&analysis, second_program);

    let has_frame = state.embed.is_none();
    let figure = match state.embed {
        Some(Embed::Figure(name)) => Some(SecondPart::Figure(name)),
        Some(Embed::All) | None => None,
    };
    let (first, on_first) = use_group_stage(FirstPart::here().len());
    // A figure alone, or the body and the second program's parts of the opening and the panel.
    let n_parts = 1 + SecondPart::in_opening().len() + SecondPart::in_panel().len();
    let n_second = if figure.is_some() { 1 } else { n_parts };
    let (second, on_second) = use_group_stage(n_second);
    let first = if figure.is_some() { HydrationStage::Interactive } else { first };

    let is_translated = use_surroundings(&act);
    use_whole_reader(second_program.is_some(), &state, &act);
    use_document_marks(&state, first, second);
    use_moves(&analysis);
    let build = use_translation(is_translated, &state.scenario);

    let page = PageContent {
        view: View { analysis, act: act.clone() },
        drafts: Drafts(Rc::new(state.drafts().clone())),
        steps: state.steps(),
        notice: state.notice.clone(),
        prerendered: props.prerendered.clone(),
    };
    let island = |class: &'static str, part: Part| {
        let (content, html) = (page.part(part), page.prerendered.html(part));
        let on_interactive = match part {
            Part::First(_) => on_first.clone(),
            Part::Second(_) => on_second.clone(),
        };
        html! { <Island {class} {content} {html} {on_interactive} /> }
    };
    let in_panel = |part: Part| {
        let class = match part {
            // The parts of the first screen are laid out in the page's own grid.
            Part::First(_) => "island",
            Part::Second(_) => "part",
        };
        island(class, part)
    };

    let on_company = {
        let act = act.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some(second) = second_program {
                (second.load_company)(&event, &act);
            }
        })
    };
    // The answer to the case in hand follows a room's text, and stays in sight.
    let body = || island("page__body", Part::Second(SecondPart::Body { has_frame }));
    let (grid, before, behind) = match room::here() {
        Room::Article => {
            let before = html! {
                <>
                    { island("island", Part::Second(SecondPart::Opening)) }
                    // Not a part: the companies' rows are the same in every case, and nothing listens in them.
                    <figure class="companies page__companies" id="figure-companies" data-figure="companies"
                        aria-label="Four companies and you" onclick={on_company}>
                        { in_panel(Part::Second(SecondPart::Companies)) }
                        { in_panel(Part::Second(SecondPart::YourRow)) }
                    </figure>
                    { island("page__questions", Part::Second(SecondPart::Questions)) }
                    { island("page__map", Part::Second(SecondPart::Map)) }
                    { in_panel(Part::First(FirstPart::Answer)) }
                </>
            };
            ("page__grid", before, body())
        }
        _ => ("page__room", body(), Html::default()),
    };

    html! {
        <div key={build} class={classes!("page", (!has_frame).then_some("page--embedded"))}>
            { url_note(&state.problems, &act) }
            if let Some((second, number)) = second_program.zip(state.made_with) {
                { (second.edition_note)(number, &act) }
            }
            // The prerendered page knows no day.
            if let Some(second) = second_program.filter(|_| figure.is_none() && first == HydrationStage::Interactive) {
                { (second.aged_prices)(&page.view) }
            }
            if let Some(figure) = figure {
                <main class="page__figure">{ island("page__alone", Part::Second(figure)) }</main>
            } else {
                <main class={grid} id="article">
                    { before }
                    <aside class="page__panel" aria-label="Your case">
                        { instrument(&in_panel) }
                    </aside>
                    { behind }
                </main>
            }
        </div>
    }
}

/// The analysis, with the bands of its curves once the case has stayed the same for a moment: they cost many times the
/// rest, and a slider that is being moved must not wait for them.
#[hook]
fn use_bands(analysis: &SharedAnalysis, second: Option<&'static SecondProgram>) -> SharedAnalysis {
    let banded = use_state(|| None::<SharedAnalysis>);
    use_effect_with((analysis.clone(), second.is_some()), {
        let banded = banded.setter();
        move |(analysis, _)| {
            let computation = Rc::new(RefCell::new(None::<Box<dyn Any>>));
            let timer = second.map(|second| {
                let (analysis, computation) = (analysis.clone(), computation.clone());
                let on_done = Callback::from(move |done: SharedAnalysis| banded.set(Some(done)));
                Timer::after(BANDS_PAUSE_MS, move || {
                    *computation.borrow_mut() = Some((second.bands)(&analysis, on_done))
                })
            });
            move || drop((timer, computation.take()))
        }
    });
    match &*banded {
        Some(banded) if banded.scenario == analysis.scenario && banded.aside == analysis.aside => {
            banded.clone()
        }
        _ => analysis.clone(),
    }
}

/// Delays parts out of sight as long as the case is moved, and marks the document once all parts show the case.
#[hook]
fn use_moves(analysis: &SharedAnalysis) {
    let has_begun = use_mut_ref(|| false);
    use_effect_with(analysis.clone(), move |analysis| {
        let is_settled = analysis.bands.is_some();
        if has_begun.replace(true) && !is_settled {
            turns::report_move();
        }
        document::mark("settled", None);
        let turn = is_settled.then(|| Turn::wait(Rank::Last, || document::mark("settled", Some("true"))));
        move || drop(turn)
    });
}

/// How often the page was rendered anew because it is translated.
///
/// A translator replaces the texts by elements of its own, which then no longer follow the case. Once the case rests,
/// the page is rendered anew, so that the sentences are true and the translator translates them again.
#[hook]
fn use_translation(is_translated: bool, scenario: &Scenario) -> usize {
    let build = use_state(|| (0_usize, None::<String>));
    use_effect_with((is_translated, scenario.clone()), {
        let build = build.clone();
        move |(is_translated, _)| {
            let timer = is_translated.then(|| {
                Timer::after(TRANSLATION_PAUSE_MS, move || build.set((build.0 + 1, document::focused())))
            });
            move || drop(timer)
        }
    });
    // In the same task as the render: a key pressed meanwhile would go nowhere, and the focus with it.
    let number = build.0;
    use_effect_with(number, move |_| {
        if let Some(id) = &build.1 {
            document::focus(id);
        }
    });
    number
}

fn read_link(act: &Callback<Action>) {
    act.emit(Action::ReadUrl(Rc::new(decode(&location::query(), read))));
}

/// Reads the link again, if something in it was not understood, once the second program has brought the whole reader of
/// numbers. By then the reader may have set another case, which stays.
#[hook]
fn use_whole_reader(has_all: bool, state: &State, act: &Callback<Action>) {
    let is_due = has_all && !state.problems.is_empty() && !state.can_undo();
    use_effect_with((is_due, act.clone()), |(is_due, act)| {
        if *is_due {
            read_link(act);
        }
    });
}

/// Reads the link, once, and watches whether the page is translated.
#[hook]
fn use_surroundings(act: &Callback<Action>) -> bool {
    let is_translated = use_state_eq(|| false);
    use_effect_with(act.clone(), {
        let is_translated = is_translated.setter();
        move |act| {
            read_link(act);
            let watch = document::watch_translation(move |translated| is_translated.set(translated));
            move || drop(watch)
        }
    });
    *is_translated
}

/// Marks the document for the style sheets and the tests: `answers` once the first program's parts are interactive,
/// `ready` once all parts are.
#[hook]
fn use_document_marks(state: &State, first: HydrationStage, second: HydrationStage) {
    let answers = state.is_link_read && first.is_interactive();
    let is_ready = answers && second.is_interactive();
    let marks = (state.theme, state.embed, state.is_link_read, answers, is_ready);
    use_effect_with(marks, |(theme, embed, is_link_read, answers, is_ready)| {
        if *is_link_read {
            document::mark("theme", theme.map(Theme::id));
            document::mark("embed", embed.map(Embed::id));
            document::mark("framed", document::is_framed().then_some("true"));
            document::mark("answers", answers.then_some("true"));
        }
        document::mark("ready", None);
        // The content of the link is already queued, so it is shown before this turn.
        let turn = is_ready.then(|| Turn::wait(Rank::Rest, || document::mark("ready", Some("true"))));
        move || drop(turn)
    });
}
