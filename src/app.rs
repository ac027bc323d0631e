//! The root of the page: holds the state, computes the outcome, and lays out article, panel and figures.
//!
//! The first render depends on the default case alone, so that the prerendered page and the browser's agree; the
//! link, the frame and what was kept from an earlier visit are read in effects.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use model::Scenario;
use yew::platform::spawn_local;
use yew::platform::time::sleep;
use yew::prelude::*;

use crate::analysis::{Analysis, SharedAnalysis};
use crate::body::{BodyProps, Made, Part, Steps};
use crate::browser::timer::Timer;
use crate::browser::turns::{self, Rank, Turn};
use crate::browser::{document, location, number};
use crate::components::draft::Drafts;
use crate::components::instrument::instrument;
use crate::components::later::{Later, use_all, use_late};
use crate::components::masthead::masthead;
use crate::components::url_note::url_note;
use crate::content::Embed;
use crate::state::{Action, State};
use crate::theme::Theme;
use crate::url_state::decode;
use crate::view::View;

/// How long the case may not change before the bands of its curves are computed.
const BANDS_PAUSE_MS: i32 = 120;

/// How long the case of a translated page may not change before the page is built again.
const TRANSLATION_PAUSE_MS: i32 = 600;

/// Properties of [`App`].
#[derive(Default, PartialEq, Properties)]
pub struct AppProps {
    /// What the build made of the parts; in a browser it stands in the page already.
    #[prop_or_default]
    pub made: Made,
}

/// The page.
#[component]
pub fn App(props: &AppProps) -> Html {
    let state = use_reducer_eq(State::default);
    let act = use_callback((), {
        let dispatcher = state.dispatcher();
        move |action: Action, ()| dispatcher.dispatch(action)
    });
    let analysis = use_memo(state.scenario.clone(), Analysis::shared);
    let analysis = use_bands(&analysis);

    let part = match state.embed {
        Some(Embed::Figure(name)) => Part::Figure(name),
        Some(Embed::All) | None => Part::Whole { has_frame: state.embed.is_none() },
    };
    let is_figure = matches!(part, Part::Figure(_));
    let (answers, on_first) = use_reached(Part::first().len());
    let (is_whole_ready, on_ready) = use_reached(if is_figure { 1 } else { 3 });

    let is_translated = use_surroundings(&act);
    use_document_marks(&state, answers || is_figure, is_whole_ready);
    use_moves(&analysis);
    let build = use_translation(is_translated, &state.scenario);

    let view = View { analysis, act: act.clone() };
    let drafts = Drafts(Rc::new(state.drafts().clone()));
    let has_frame = state.embed.is_none();
    let steps = Steps { back: state.can_undo(), forth: state.can_redo() };
    let place = |class: &'static str, part: Part| {
        let body = BodyProps {
            part,
            view: view.clone(),
            drafts: drafts.clone(),
            steps,
            pins: state.pins.clone(),
            notice: state.notice.clone(),
            on_ready: if part.is_first() { on_first.clone() } else { on_ready.clone() },
            hydrates: false,
            made: props.made.clone(),
        };
        html! { <Later {class} {body} /> }
    };
    // What is in sight from the first on is no box of its own.
    let first = |part: Part| place("later", part);

    html! {
        <div key={build} class={classes!("page", (!has_frame).then_some("page--embedded"))}>
            if has_frame {
                <a class="skip-link" href="#article">{ "Skip to the article" }</a>
                { masthead() }
            }
            { url_note(&state.problems, &act) }
            if is_figure {
                <main class="page__figure">{ place("page__alone", part) }</main>
            } else {
                <main class="page__grid" id="article">
                    { first(Part::Opening) }
                    <aside class="page__panel" aria-label="Your case">
                        { instrument(&first, &|part| place("part", part)) }
                    </aside>
                    { place("page__body", part) }
                </main>
            }
        </div>
    }
}

/// The analysis, with the bands of its curves once the case has stayed for a moment: they cost many times the rest, and
/// a slider that is being moved must not wait for them.
#[hook]
fn use_bands(analysis: &SharedAnalysis) -> SharedAnalysis {
    let banded = use_state(|| None::<SharedAnalysis>);
    let late = use_late();
    use_effect_with((analysis.clone(), late.is_some()), {
        let banded = banded.setter();
        move |(analysis, _)| {
            let begun = Rc::new(RefCell::new(None::<Box<dyn Any>>));
            let timer = late.map(|late| {
                let (analysis, begun) = (analysis.clone(), begun.clone());
                let on_done = Callback::from(move |done: SharedAnalysis| banded.set(Some(done)));
                Timer::after(BANDS_PAUSE_MS, move || {
                    *begun.borrow_mut() = Some((late.bands)(&analysis, on_done))
                })
            });
            move || drop((timer, begun.take()))
        }
    });
    match &*banded {
        Some(banded) if banded.scenario == analysis.scenario => banded.clone(),
        _ => analysis.clone(),
    }
}

/// Has what is out of sight wait as long as the case is moved, and tells the tests once everything follows it.
#[hook]
fn use_moves(analysis: &SharedAnalysis) {
    let has_begun = use_mut_ref(|| false);
    use_effect_with(analysis.clone(), move |analysis| {
        let is_settled = analysis.bands.is_some();
        if has_begun.replace(true) && !is_settled {
            turns::note_move();
        }
        document::mark("settled", None);
        let turn = is_settled.then(|| Turn::wait(Rank::Last, || document::mark("settled", Some("true"))));
        move || drop(turn)
    });
}

/// How often the page was built again because it is translated.
///
/// A translator puts its own elements in the place of the texts, which then no longer follow the case. What it left is
/// taken away as a whole once the case rests, so that the sentences are true again and the translator finds them anew.
#[hook]
fn use_translation(is_translated: bool, scenario: &Scenario) -> usize {
    let build = use_state(|| 0_usize);
    use_effect_with((is_translated, scenario.clone()), {
        let build = build.clone();
        move |(is_translated, _)| {
            let timer = is_translated.then(|| {
                Timer::after(TRANSLATION_PAUSE_MS, move || {
                    let held_focus = document::focused();
                    build.set(*build + 1);
                    spawn_local(async move {
                        // Once it is built.
                        sleep(Duration::ZERO).await;
                        if let Some(id) = held_focus {
                            document::focus(&id);
                        }
                    });
                })
            });
            move || drop(timer)
        }
    });
    *build
}

/// Whether so many parts are at work; with it, what each is to call once it is.
#[hook]
fn use_reached(n_parts: usize) -> (bool, Callback<()>) {
    let is_reached = use_state_eq(|| false);
    let reach = use_callback((), {
        let is_reached = is_reached.setter();
        move |(), ()| is_reached.set(true)
    });
    (*is_reached, use_all(n_parts, &reach))
}

/// Reads the link, once, and watches whether the page is translated.
#[hook]
fn use_surroundings(act: &Callback<Action>) -> bool {
    let is_translated = use_state_eq(|| false);
    use_effect_with(act.clone(), {
        let is_translated = is_translated.setter();
        move |act| {
            act.emit(Action::ReadUrl(Box::new(decode(&location::query(), number::read))));
            let watch = document::watch_translation(move |translated| is_translated.set(translated));
            move || drop(watch)
        }
    });
    *is_translated
}

/// Tells the style sheets and the tests how the page stands: whether its first part answers, and whether all of it does.
#[hook]
fn use_document_marks(state: &State, answers: bool, is_whole_ready: bool) {
    let answers = state.is_link_read && answers;
    let marks = (state.theme, state.embed, state.is_link_read, answers, answers && is_whole_ready);
    use_effect_with(marks, |(theme, embed, is_read, answers, is_ready)| {
        if *is_read {
            document::mark("theme", theme.map(Theme::id));
            document::mark("embed", embed.map(Embed::id));
            document::mark("framed", document::is_framed().then_some("true"));
            document::mark("answers", answers.then_some("true"));
        }
        document::mark("ready", None);
        // What the link asks for is shown by then: it waits already.
        let turn = is_ready.then(|| Turn::wait(Rank::Rest, || document::mark("ready", Some("true"))));
        move || drop(turn)
    });
}
