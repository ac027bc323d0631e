//! The root of the page: holds the state, computes the outcome, and lays out article, panel and figures.
//!
//! The first render depends on the default case alone, so that the prerendered page and the browser's agree; the
//! link, the frame and what was kept from an earlier visit are read in effects.

use std::rc::Rc;

use model::Scenario;
use yew::prelude::*;

use crate::article::opening;
use crate::body::{BodyProps, Part};
use crate::browser::timer::Timer;
use crate::browser::{document, location};
use crate::components::View;
use crate::components::draft::Drafts;
use crate::components::instrument::instrument;
use crate::components::later::{Later, use_late};
use crate::components::masthead::masthead;
use crate::components::url_note::url_note;
use crate::embed::Embed;
use crate::figures::{Analysis, Shared};
use crate::state::{Action, State};
use crate::url_state;

/// How long the case may not change before the bands of its curves are computed.
const BANDS_PAUSE_MS: i32 = 120;

/// How long the case of a translated page may not change before the page is built again.
const TRANSLATION_PAUSE_MS: i32 = 600;

/// Properties of [`App`].
#[derive(Default, PartialEq, Properties)]
pub struct AppProps {
    /// The HTML of the settings, made by the build; in a browser it stands in the page already.
    #[prop_or_default]
    pub settings: AttrValue,
    /// The same of everything below the opening.
    #[prop_or_default]
    pub body: AttrValue,
}

/// The page.
#[component]
pub fn App(props: &AppProps) -> Html {
    let state = use_reducer_eq(State::default);
    let act = use_callback((), {
        let dispatcher = state.dispatcher();
        move |action: Action, ()| dispatcher.dispatch(action)
    });
    let analysis = use_memo(state.scenario.clone(), |scenario| Shared::new(Analysis::new(scenario)));
    let analysis = use_bands(&analysis);

    let is_whole_ready = use_state_eq(|| false);
    let on_ready = use_callback((), {
        let is_whole_ready = is_whole_ready.setter();
        move |(), ()| is_whole_ready.set(true)
    });

    use_link(&act);
    use_document_marks(&state, *is_whole_ready);
    use_effect_with(analysis.bands.is_some(), |is_settled| {
        document::mark("settled", is_settled.then_some("true"))
    });
    let build = use_translation(&state.scenario);

    let view = View { analysis, act: act.clone() };
    let drafts = Drafts(Rc::new(state.drafts().clone()));
    let has_frame = state.embed.is_none();
    let part = match state.embed {
        Some(Embed::Figure(name)) => Part::Figure(name),
        Some(Embed::All) | None => Part::Whole { has_frame },
    };
    let later = |part: Part, on_ready: Callback<()>| BodyProps {
        part,
        view: view.clone(),
        drafts: drafts.clone(),
        pins: state.pins.clone(),
        notice: state.notice.clone(),
        on_ready,
        hydrates: false,
    };
    let settings = || {
        html! {
            <Later class="settings-place" html={props.settings.clone()} body={later(Part::Settings, Callback::noop())} />
        }
    };

    html! {
        <ContextProvider<Drafts> key={build} context={drafts.clone()}>
        <div class={classes!("page", (!has_frame).then_some("page--embedded"))}>
            if has_frame {
                <a class="skip-link" href="#article">{ "Skip to the article" }</a>
                { masthead() }
            }
            { url_note(&state.notes, &act) }
            if let Part::Figure(_) = part {
                <main class="page__figure"><Later class="page__alone" html="" body={later(part, on_ready.clone())} /></main>
            } else {
                <main class="page__grid" id="article">
                    { opening(&view) }
                    <aside class="page__panel" aria-label="Your case">
                        { instrument(&view, state.can_undo(), state.can_redo(), settings()) }
                    </aside>
                    <Later class="page__body" html={props.body.clone()} body={later(part, on_ready.clone())} />
                </main>
            }
        </div>
        </ContextProvider<Drafts>>
    }
}

/// The analysis, with the bands of its curves once the case has stayed for a moment: they cost many times the rest, and
/// a slider that is being moved must not wait for them.
#[hook]
fn use_bands(analysis: &Shared) -> Shared {
    let banded = use_state(|| None::<Shared>);
    let late = use_late();
    use_effect_with((analysis.clone(), late.is_some()), {
        let banded = banded.setter();
        move |(analysis, _)| {
            let analysis = analysis.clone();
            let timer = late
                .map(|late| Timer::after(BANDS_PAUSE_MS, move || banded.set(Some((late.bands)(&analysis)))));
            move || drop(timer)
        }
    });
    match &*banded {
        Some(banded) if banded.scenario == analysis.scenario => banded.clone(),
        _ => analysis.clone(),
    }
}

/// How often the page was built again because it is translated.
///
/// A translator puts its own elements in the place of the texts, which then no longer follow the case. What it left is
/// taken away as a whole once the case rests, so that the sentences are true again and the translator finds them anew.
#[hook]
fn use_translation(scenario: &Scenario) -> usize {
    let is_translated = use_state_eq(|| false);
    let build = use_state(|| 0_usize);
    let held_focus = use_mut_ref(|| None::<String>);
    use_effect_with((), {
        let is_translated = is_translated.setter();
        move |()| {
            let watch = document::watch_translation(move |translated| is_translated.set(translated));
            move || drop(watch)
        }
    });
    use_effect_with((*is_translated, scenario.clone()), {
        let (build, held_focus) = (build.clone(), held_focus.clone());
        move |(is_translated, _)| {
            let timer = is_translated.then(|| {
                Timer::after(TRANSLATION_PAUSE_MS, move || {
                    *held_focus.borrow_mut() = document::focused();
                    build.set(*build + 1);
                })
            });
            move || drop(timer)
        }
    });
    use_effect_with(*build, move |_| {
        if let Some(id) = held_focus.take() {
            document::focus(&id);
        }
    });
    *build
}

/// Reads the link, once.
#[hook]
fn use_link(act: &Callback<Action>) {
    use_effect_with(act.clone(), |act| act.emit(Action::ReadUrl(location::query())));
}

/// Tells the style sheets and the tests how the page stands: whether its first part answers, and whether all of it does.
#[hook]
fn use_document_marks(state: &State, is_whole_ready: bool) {
    let embed = state.embed.map(Embed::id);
    use_effect_with((state.theme, embed, state.ready, is_whole_ready), |(theme, embed, answers, ready)| {
        if *answers {
            document::mark("theme", theme.map(url_state::Theme::id));
            document::mark("embed", *embed);
            document::mark("framed", document::is_framed().then_some("true"));
            document::mark("answers", Some("true"));
            document::mark("ready", ready.then_some("true"));
        }
    });
}
