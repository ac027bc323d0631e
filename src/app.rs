//! The root of the page: holds the state, computes the outcome, and lays out article, panel and figures.
//!
//! The first render depends on the default case alone, so that the prerendered page and the browser's agree; the
//! link, the frame and what was kept from an earlier visit are read in effects.

use std::cell::RefCell;
use std::rc::Rc;

use model::Scenario;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::article::answer::answer_line;
use crate::article::{article, opening};
use crate::browser::paper::{PaperWatch, Unfolded};
use crate::browser::timer::Timer;
use crate::browser::{ChartLibrary, document, location, storage};
use crate::charts::FigureView;
use crate::components::View;
use crate::components::announcer::Announcer;
use crate::components::draft::Drafts;
use crate::components::instrument::instrument;
use crate::components::masthead::masthead;
use crate::components::still::Still;
use crate::components::url_note::url_note;
use crate::components::workshop::workshop;
use crate::embed::{Embed, use_height_reporting};
use crate::figures::{Analysis, Shared};
use crate::scenario_file;
use crate::state::{Action, Pin, State};
use crate::url_state;

/// How long nothing may change before the address is brought up to date.
const ADDRESS_PAUSE_MS: i32 = 200;

/// How long the case may not change before the bands of its curves are computed.
const BANDS_PAUSE_MS: i32 = 120;

/// How long the case of a translated page may not change before the page is built again.
const TRANSLATION_PAUSE_MS: i32 = 600;

/// How long after the first change the chart library is loaded though no chart is near, for who prints the page.
const CHARTS_PAUSE_MS: i32 = 2000;

/// Where pins are kept between visits.
const PINS: &str = "own-or-rent/pins";

/// The page.
#[component]
pub fn App() -> Html {
    let state = use_reducer_eq(State::default);
    let act = use_callback((), {
        let dispatcher = state.dispatcher();
        move |action: Action, ()| dispatcher.dispatch(action)
    });
    let analysis = use_memo(state.scenario.clone(), |scenario| Shared::new(Analysis::new(scenario)));
    let analysis = use_bands(&analysis);

    use_what_was_kept(&act);
    use_document_marks(&state);
    use_effect_with(analysis.bands.is_some(), |is_settled| {
        document::mark("settled", is_settled.then_some("true"))
    });
    use_address(state.ready, &state.scenario);
    use_kept_pins(state.ready, &state.pins);
    use_height_reporting(state.embed);
    let build = use_translation(&state.scenario);
    use_paper(state.ready && state.scenario != Scenario::default());

    let view = View { analysis, act: act.clone() };
    let drafts = Drafts(Rc::new(state.drafts().clone()));
    let line = answer_line(&view.analysis);
    let figure = match state.embed {
        Some(Embed::Figure(name)) => Some(name),
        Some(Embed::All) | None => None,
    };
    let is_whole = figure.is_none();
    let has_frame = state.embed.is_none();

    html! {
        <ContextProvider<Drafts> key={build} context={drafts}>
        <div class={classes!("page", (!has_frame).then_some("page--embedded"))}>
            if has_frame {
                <a class="skip-link" href="#article">{ "Skip to the article" }</a>
                <Still show={masthead as fn() -> Html} />
            }
            { url_note(&state.notes, &act) }
            if let Some(name) = figure {
                <main class="page__figure">
                    <FigureView {name} view={view.clone()} alone=true />
                    <p class="page__figure-answer">
                        { line.clone() }{ " " }
                        <a href={full_piece_address(&state)} target="_blank" rel="noopener">{ "Open the full piece" }</a>
                    </p>
                </main>
            }
            if is_whole {
                <main class="page__grid" id="article">
                    { opening(&view) }
                    <aside class="page__panel" aria-label="Your case">
                        { instrument(&view, state.can_undo(), state.can_redo()) }
                    </aside>
                    <div class="page__body">
                        { article(&view, state.ready) }
                        { workshop(&view, &state.pins, state.notice.as_ref(), state.ready) }
                        if has_frame {
                            <footer class="foot">
                                { "This page asks nobody else for anything, sets no cookie and counts nobody. Pins stay in this browser. \
                                   Code: MIT or Apache-2.0." }
                            </footer>
                        }
                    </div>
                </main>
            }
            <Announcer text={line} ready={state.ready} />
        </div>
        </ContextProvider<Drafts>>
    }
}

/// The analysis, with the bands of its curves once the case has stayed for a moment: they cost many times the rest, and
/// a slider that is being moved must not wait for them.
#[hook]
fn use_bands(analysis: &Shared) -> Shared {
    let banded = use_state(|| None::<Shared>);
    use_effect_with(analysis.clone(), {
        let banded = banded.setter();
        move |analysis| {
            let analysis = analysis.clone();
            let timer = Timer::after(BANDS_PAUSE_MS, move || {
                banded.set(Some(Shared::new((*analysis).clone().with_bands())));
            });
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

/// What is folded on the screen and belongs to the article on paper.
const UNFOLDED_ON_PAPER: &str = ".figure__more--table, .claims__readings, #glossary";

/// Makes the page ready for paper. A case other than the default one has no pictures made by the build: its charts are
/// to be drawn at the moment of printing, and the chart library must be there by then.
#[hook]
fn use_paper(needs_charts: bool) {
    use_effect_with((), |()| {
        let unfolded = Rc::new(RefCell::new(None::<Unfolded>));
        let watch = {
            let held = unfolded.clone();
            PaperWatch::new(
                move || *held.borrow_mut() = Some(Unfolded::new(UNFOLDED_ON_PAPER)),
                move || drop(unfolded.take()),
            )
        };
        move || drop(watch)
    });
    use_effect_with(needs_charts, |needs_charts| {
        let timer = needs_charts.then(|| {
            Timer::after(CHARTS_PAUSE_MS, || {
                // If it can't be had, the tables are printed without their charts.
                spawn_local(async { drop(ChartLibrary::load().await) });
            })
        });
        move || drop(timer)
    });
}

/// The address of the whole piece with the present case. Known only in the browser.
fn full_piece_address(state: &State) -> String {
    let query = url_state::encode(&state.scenario);
    if query.is_empty() { location::page_address() } else { format!("{}?{query}", location::page_address()) }
}

/// Reads the link and what was kept from an earlier visit, once.
#[hook]
fn use_what_was_kept(act: &Callback<Action>) {
    let act = act.clone();
    use_effect_with((), move |()| {
        act.emit(Action::ReadUrl(location::query()));
        if let Some(pins) = storage::read(PINS).and_then(|text| scenario_file::read_pins(&text)) {
            act.emit(Action::RestorePins(pins));
        }
    });
}

/// Tells the style sheets and the tests how the page stands.
#[hook]
fn use_document_marks(state: &State) {
    let embed = state.embed.map(|embed| match embed {
        Embed::All => "all",
        Embed::Figure(name) => name.id(),
    });
    use_effect_with((state.theme, embed, state.ready), |(theme, embed, ready)| {
        if *ready {
            document::mark("theme", theme.map(url_state::Theme::id));
            document::mark("embed", *embed);
            document::mark("framed", document::is_framed().then_some("true"));
            document::mark("ready", Some("true"));
        }
    });
}

/// Brings the page's address up to date, a little after the last change.
#[hook]
fn use_address(ready: bool, scenario: &Scenario) {
    use_effect_with((ready, scenario.clone()), |(ready, scenario)| {
        let scenario = scenario.clone();
        let timer = ready.then(|| {
            Timer::after(ADDRESS_PAUSE_MS, move || {
                let query = location::query();
                if url_state::decode(&query).scenario != scenario {
                    location::replace_query(&url_state::encode_beside(&query, &scenario));
                }
            })
        });
        move || drop(timer)
    });
}

/// Keeps the pins for the next visit, where the browser allows it.
#[hook]
fn use_kept_pins(ready: bool, pins: &[Pin]) {
    use_effect_with((ready, pins.to_vec()), |(ready, pins)| {
        let nothing_to_forget = pins.is_empty() && storage::read(PINS).is_none();
        if *ready && !nothing_to_forget {
            storage::write(PINS, &scenario_file::write_pins(pins));
        }
    });
}
