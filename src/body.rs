//! What of the page belongs to the second program: everything below the opening, or the one figure that a frame shows.
//!
//! It is a tree of components of its own, in an element that the first program keeps free for it.

use std::cell::RefCell;
use std::rc::Rc;

use model::Scenario;
use web_sys::Element;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::article::answer::answer_line;
use crate::article::article;
use crate::browser::paper::{PaperWatch, Unfolded};
use crate::browser::timer::Timer;
use crate::browser::{ChartLibrary, location, storage};
use crate::charts::FigureView;
use crate::components::View;
use crate::components::announcer::Announcer;
use crate::components::draft::Drafts;
use crate::components::settings::settings;
use crate::components::workshop::workshop;
use crate::content::FigureName;
use crate::embed::{Embed, use_height_reporting};
use crate::figures::{Analysis, Shared};
use crate::late::Mounted;
use crate::scenario_file;
use crate::state::{Action, Notice, Pin};
use crate::url_state;

/// Where pins are kept between visits.
const PINS: &str = "own-or-rent/pins";

/// How long nothing may change before the address is brought up to date.
const ADDRESS_PAUSE_MS: i32 = 200;

/// How long after the first change the chart library is loaded though no chart is near, for who prints the page.
const CHARTS_PAUSE_MS: i32 = 2000;

/// Which part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Everything below the opening.
    Whole {
        /// Whether the page has its own frame around it.
        has_frame: bool,
    },
    /// A figure alone.
    Figure(FigureName),
    /// The settings of the panel that have no headline slider.
    Settings,
}

/// Properties of [`Body`]: what the first program knows.
#[derive(Clone, PartialEq, Properties)]
pub struct BodyProps {
    /// Which part.
    pub part: Part,
    /// The present case.
    pub view: View,
    /// What is being typed.
    pub drafts: Drafts,
    /// Cases put aside.
    pub pins: Vec<Pin>,
    /// What the workshop has to say.
    pub notice: Option<Notice>,
    /// Called once this part answers.
    pub on_ready: Callback<()>,
    /// Whether it takes over the HTML that the build made of the default case.
    pub hydrates: bool,
}

impl BodyProps {
    /// A part of the default case, before anything answers.
    pub fn of_default(part: Part) -> Self {
        let analysis = Shared::new(Analysis::new(&Scenario::default()));
        Self {
            part,
            view: View { analysis, act: Callback::noop() },
            drafts: Drafts::default(),
            pins: Vec::new(),
            notice: None,
            on_ready: Callback::noop(),
            hydrates: true,
        }
    }
}

/// The part. What it takes over is the default case, so it begins with that whatever the present one is.
#[component]
pub fn Body(props: &BodyProps) -> Html {
    let ready = use_state_eq(|| false);
    use_effect_with((), {
        let (ready, on_ready) = (ready.setter(), props.on_ready.clone());
        move |()| {
            ready.set(true);
            on_ready.emit(());
        }
    });
    let ready = *ready;
    let begins = props.hydrates && !ready;
    let view = if begins { props.view.of_default() } else { props.view.clone() };
    html! {
        <ContextProvider<Drafts> context={props.drafts.clone()}>
            {
                match props.part {
                    Part::Whole { has_frame } => {
                        let (pins, notice) = (props.pins.clone(), props.notice.clone());
                        html! { <Whole {view} {ready} {begins} {pins} {notice} has_frame={has_frame || begins} /> }
                    }
                    Part::Figure(name) => html! { <Alone {name} {view} {ready} /> },
                    Part::Settings => settings(&view),
                }
            }
        </ContextProvider<Drafts>>
    }
}

/// Properties of [`Whole`].
#[derive(PartialEq, Properties)]
struct WholeProps {
    view: View,
    ready: bool,
    begins: bool,
    pins: Vec<Pin>,
    notice: Option<Notice>,
    has_frame: bool,
}

/// Everything below the opening.
#[component]
fn Whole(props: &WholeProps) -> Html {
    let WholeProps { view, ready, begins, pins, notice, has_frame } = props;
    use_height_reporting((!has_frame).then_some(Embed::All));
    use_address(*ready, &view.analysis.scenario);
    use_kept_pins(pins, &view.act);
    use_paper(*ready && view.analysis.scenario != Scenario::default());
    let (pins, notice) = if *begins { (&[] as &[Pin], None) } else { (&**pins, notice.as_ref()) };
    html! {
        <>
            { article(view, *ready) }
            { workshop(view, pins, notice, *ready) }
            <Announcer text={answer_line(&view.analysis)} ready={*ready} />
            if *has_frame {
                <footer class="foot">
                    { "This page asks nobody else for anything, sets no cookie and counts nobody. Pins stay in this browser. \
                       Code: MIT or Apache-2.0." }
                </footer>
            }
        </>
    }
}

/// Properties of [`Alone`].
#[derive(PartialEq, Properties)]
struct AloneProps {
    name: FigureName,
    view: View,
    ready: bool,
}

/// A figure with the answer below it, in another page's frame.
#[component]
fn Alone(props: &AloneProps) -> Html {
    let AloneProps { name, view, ready } = props;
    let line = answer_line(&view.analysis);
    use_height_reporting(Some(Embed::Figure(*name)));
    use_address(*ready, &view.analysis.scenario);
    html! {
        <>
            <FigureView name={*name} view={view.clone()} alone=true />
            <Announcer text={line.clone()} ready={*ready} />
            <p class="page__figure-answer">
                { line }{ " " }
                <a href={full_piece_address(view)} target="_blank" rel="noopener">{ "Open the full piece" }</a>
            </p>
        </>
    }
}

/// The address of the whole piece with the present case. Known only in the browser.
fn full_piece_address(view: &View) -> String {
    let query = url_state::encode(&view.analysis.scenario);
    if query.is_empty() { location::page_address() } else { format!("{}?{query}", location::page_address()) }
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

/// Reads the pins of an earlier visit, and keeps those that change for the next, where the browser allows it.
#[hook]
fn use_kept_pins(pins: &[Pin], act: &Callback<Action>) {
    use_effect_with(act.clone(), |act| {
        if let Some(pins) = storage::read(PINS).and_then(|text| scenario_file::read_pins(&text)) {
            act.emit(Action::RestorePins(pins));
        }
    });
    let has_begun = use_mut_ref(|| false);
    use_effect_with(pins.to_vec(), move |pins| {
        if has_begun.replace(true) {
            storage::write(PINS, &scenario_file::write_pins(pins));
        }
    });
}

/// Brings a part to life in its element: takes over the HTML that is there, or makes it if there is none.
#[cfg(feature = "hydration")]
pub fn mount(place: Element, props: BodyProps) -> Box<dyn Mounted> {
    let hydrates = place.first_element_child().is_some();
    let renderer = yew::Renderer::<Body>::with_root_and_props(place, BodyProps { hydrates, ..props });
    Box::new(Alive(if hydrates { renderer.hydrate() } else { renderer.render() }))
}

/// At build time nothing lives.
#[cfg(not(feature = "hydration"))]
pub fn mount(_: Element, _: BodyProps) -> Box<dyn Mounted> {
    struct Dead;
    impl Mounted for Dead {
        fn update(&mut self, _: BodyProps) {}
        fn destroy(self: Box<Self>) {}
    }
    Box::new(Dead)
}

/// A case with the bands of its curves.
pub fn bands(analysis: &Shared) -> Shared {
    Shared::new((**analysis).clone().with_bands())
}

/// A part that is alive.
#[cfg(feature = "hydration")]
struct Alive(yew::AppHandle<Body>);

#[cfg(feature = "hydration")]
impl Mounted for Alive {
    fn update(&mut self, props: BodyProps) {
        self.0.update(props);
    }

    fn destroy(self: Box<Self>) {
        self.0.destroy();
    }
}
