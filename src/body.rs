//! What of the page belongs to the second program: everything below the opening, or the one figure that a frame shows.
//!
//! It is a tree of components of its own, in an element that the first program keeps free for it.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use model::{Input, Scenario};
use web_sys::Element;
use yew::html::BaseComponent;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::analysis::{Analysis, BandComputation, HEADLINES, SharedAnalysis};
use crate::article::answer::answer_line;
use crate::article::{self, AskedFor, Long, Run};
use crate::browser::paper::{PaperWatch, Unfolded};
use crate::browser::timer::Timer;
use crate::browser::turns::{Rank, Turn};
use crate::browser::{ChartLibrary, location, number, storage};
use crate::charts::FigureView;
use crate::components::announcer::Announcer;
use crate::components::draft::Drafts;
use crate::components::instrument::head;
use crate::components::later::{Later, use_all};
use crate::components::settings::settings;
use crate::components::workshop::workshop;
use crate::content::Embed;
use crate::content::{FigureName, SECTIONS};
use crate::embed::use_height_reporting;
use crate::late::Mounted;
use crate::scenario_file;
use crate::state::{Action, Notice, Pin};
use crate::url_state;
use crate::view::View;

/// Where pins are kept between visits.
const PINS: &str = "own-or-rent/pins";

/// How long nothing may change before the address is brought up to date.
const ADDRESS_PAUSE_MS: i32 = 200;

/// How long after the first change the chart library is loaded though no chart is near, for who prints the page.
const CHARTS_PAUSE_MS: i32 = 2000;

/// Which part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The first screen: headline, standfirst, answer.
    Opening,
    /// A headline slider.
    Slider(Input),
    /// The answer in four numbers.
    Bar,
    /// Everything below the opening: the places of the parts that follow.
    Whole {
        /// Whether the page has its own frame around it.
        has_frame: bool,
    },
    /// A figure alone.
    Figure(FigureName),
    /// The top of the panel: where the case starts from, and the steps back and forth.
    Head,
    /// The settings of the panel that have no headline slider.
    Settings,
    /// What stands between the answer and the first section.
    Preface,
    /// Some of a section's blocks.
    Run(Run),
    /// Every claim beside what arithmetic says of it.
    Claims,
    /// The words explained.
    Glossary,
    /// Every value that the model rests on.
    Assumptions,
    /// What is asked for GPUs and models.
    Prices,
    /// The sources that the text cites.
    Sources,
    /// Cases put aside and passed on.
    Workshop,
}

impl Part {
    /// Those of the first screen.
    pub fn first() -> [Self; 5] {
        let [size, gpus, rounds] = HEADLINES;
        [Self::Opening, Self::Slider(size), Self::Slider(gpus), Self::Slider(rounds), Self::Bar]
    }

    /// Whether it belongs to the first program.
    pub const fn is_first(self) -> bool {
        matches!(self, Self::Opening | Self::Slider(_) | Self::Bar)
    }

    /// Those of the second program that hold no others, in the order of the page.
    pub fn second() -> Vec<Self> {
        let runs = (0..SECTIONS.len()).flat_map(Run::of).map(Self::Run);
        let after =
            [Self::Claims, Self::Glossary, Self::Assumptions, Self::Prices, Self::Sources, Self::Workshop];
        [Self::Head, Self::Settings, Self::Preface].into_iter().chain(runs).chain(after).collect()
    }

    /// Whether it is the same in every case and nothing of it answers: what the build made of it stays.
    const fn is_still(self) -> bool {
        matches!(self, Self::Glossary | Self::Sources)
    }
}

/// What the build made of the parts; in a browser it stands in the page already.
#[derive(Clone, Debug, Default)]
pub struct Made(Rc<Vec<(Part, AttrValue)>>);

impl Made {
    /// The HTML of these parts.
    pub fn new(parts: Vec<(Part, AttrValue)>) -> Self {
        Self(Rc::new(parts))
    }

    /// The HTML of a part, if it was made.
    pub fn html(&self, part: Part) -> AttrValue {
        self.0.iter().find(|(made, _)| *made == part).map(|(_, html)| html.clone()).unwrap_or_default()
    }
}

impl PartialEq for Made {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Whether there are steps to take back, and forth again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// Back.
    pub back: bool,
    /// Forth.
    pub forth: bool,
}

/// What a part of the page is given.
#[derive(Clone, PartialEq, Properties)]
pub struct BodyProps {
    /// Which part.
    pub part: Part,
    /// The present case.
    pub view: View,
    /// What is being typed.
    pub drafts: Drafts,
    /// The steps to take back and forth.
    pub steps: Steps,
    /// Cases put aside.
    pub pins: Vec<Pin>,
    /// What the workshop has to say.
    pub notice: Option<Notice>,
    /// Called once this part answers.
    pub on_ready: Callback<()>,
    /// Whether it takes over the HTML that the build made of the default case.
    pub hydrates: bool,
    /// What the build made.
    pub made: Made,
}

impl BodyProps {
    /// A part of the default case, before anything answers.
    pub fn of_default(part: Part, made: Made) -> Self {
        Self {
            part,
            view: View { analysis: Analysis::shared_default(), act: Callback::noop() },
            drafts: Drafts::default(),
            steps: Steps::default(),
            pins: Vec::new(),
            notice: None,
            on_ready: Callback::noop(),
            hydrates: true,
            made,
        }
    }
}

/// How a part stands.
pub struct Begun {
    /// Whether it answers.
    pub ready: bool,
    /// Whether it still shows what it takes over.
    pub begins: bool,
    /// What it shows: what it takes over is the default case, so it begins with that whatever the present one is.
    pub view: View,
}

/// Tells that a part answers once it does.
#[hook]
pub fn use_begun(props: &BodyProps) -> Begun {
    let ready = use_state_eq(|| false);
    use_effect_with((), {
        let (ready, part, on_ready) = (ready.setter(), props.part, props.on_ready.clone());
        move |()| {
            ready.set(true);
            // The whole is ready once what it holds is.
            if !matches!(part, Part::Whole { .. }) {
                on_ready.emit(());
            }
        }
    });
    let begins = props.hydrates && !*ready;
    let view = if begins { props.view.of_default() } else { props.view.clone() };
    Begun { ready: *ready, begins, view }
}

/// A part of the second program.
#[component]
pub fn Body(props: &BodyProps) -> Html {
    let Begun { ready, begins, view } = use_begun(props);
    html! {
        <ContextProvider<Drafts> context={props.drafts.clone()}>
            {
                match props.part {
                    Part::Whole { has_frame } => {
                        html! { <Whole body={props.clone()} {view} {ready} has_frame={has_frame || begins} /> }
                    }
                    Part::Figure(_) => html! { <Whole body={props.clone()} {view} {ready} has_frame=false /> },
                    Part::Head => head(&view, props.steps, ready),
                    Part::Settings => settings(&view, ready),
                    Part::Preface => article::preface(&view),
                    Part::Run(run) => article::run(run, &view),
                    Part::Claims => article::claims_checked(&view, ready),
                    Part::Glossary => article::glossary(),
                    Part::Assumptions => html! { <AskedFor long={Long::Assumptions} {view} /> },
                    Part::Prices => html! { <AskedFor long={Long::Prices} {view} /> },
                    Part::Sources => article::sources(),
                    Part::Workshop => {
                        let (pins, notice) = if begins { (&[] as &[Pin], None) } else { (&*props.pins, props.notice.as_ref()) };
                        workshop(&view, pins, notice, ready)
                    }
                    Part::Opening | Part::Slider(_) | Part::Bar => Html::default(),
                }
            }
        </ContextProvider<Drafts>>
    }
}

/// Properties of [`Whole`].
#[derive(PartialEq, Properties)]
struct WholeProps {
    body: BodyProps,
    view: View,
    ready: bool,
    has_frame: bool,
}

/// Everything below the opening; or a figure with the answer below it, in another page's frame.
#[component]
fn Whole(props: &WholeProps) -> Html {
    let WholeProps { body, view, ready, has_frame } = props;
    let figure = match body.part {
        Part::Figure(name) => Some(name),
        _ => None,
    };
    use_height_reporting((!has_frame).then_some(figure.map_or(Embed::All, Embed::Figure)));
    use_address(*ready, &body.view.analysis.scenario);
    use_kept_pins(&body.pins, figure.is_none().then_some(&body.view.act));
    use_paper(*ready && figure.is_none() && body.view.analysis.scenario != Scenario::default());
    let on_ready = use_all(article::n_parts(), &body.on_ready);
    let line = answer_line(&view.analysis);
    if let Some(name) = figure {
        return html! {
            <>
                <FigureView {name} view={view.clone()} alone=true />
                <Announcer text={line.clone()} ready={*ready} />
                <p class="page__figure-answer">
                    { line }{ " " }
                    <a href={full_piece_address(view)} target="_blank" rel="noopener">{ "Open the full piece" }</a>
                </p>
            </>
        };
    }
    let place = |part: Part| {
        let body = BodyProps { part, on_ready: on_ready.clone(), ..body.clone() };
        html! { <Later class="part" {body} /> }
    };
    html! {
        <>
            { article::article(&place) }
            <Announcer text={line} ready={*ready} />
            if *has_frame {
                <footer class="foot">
                    { "This page asks nobody else for anything, sets no cookie and counts nobody. Pins stay in this browser. \
                       Code: MIT or Apache-2.0." }
                </footer>
            }
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
                if url_state::decode(&query, number::read).scenario != scenario {
                    location::replace_query(&url_state::encode_beside(&query, &scenario));
                }
            })
        });
        move || drop(timer)
    });
}

/// Reads the pins of an earlier visit, and keeps those that change for the next, where the browser allows it.
#[hook]
fn use_kept_pins(pins: &[Pin], act: Option<&Callback<Action>>) {
    use_effect_with(act.cloned(), |act| {
        let Some(act) = act else { return };
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

/// Brings a part of the second program to life in its element.
pub fn mount(place: Element, props: BodyProps) -> Box<dyn Mounted> {
    if props.part.is_still() && place.first_element_child().is_some() {
        props.on_ready.emit(());
        return Box::new(Still(None));
    }
    let is_unchanging = matches!(props.part, Part::Run(run) if run.is_unchanging());
    let alive = mounted::<Body>(place, props);
    if is_unchanging { Box::new(Still(Some(alive))) } else { alive }
}

/// A part's tree of components in its element: takes over the HTML that is there, or makes it if there is none.
#[cfg(feature = "hydration")]
pub fn mounted<Tree: BaseComponent<Properties = BodyProps>>(
    place: Element,
    props: BodyProps,
) -> Box<dyn Mounted> {
    let hydrates = place.first_element_child().is_some();
    let renderer = yew::Renderer::<Tree>::with_root_and_props(place, BodyProps { hydrates, ..props });
    Box::new(Alive(if hydrates { renderer.hydrate() } else { renderer.render() }))
}

/// At build time nothing lives.
#[cfg(not(feature = "hydration"))]
pub fn mounted<Tree: BaseComponent<Properties = BodyProps>>(_: Element, _: BodyProps) -> Box<dyn Mounted> {
    Box::new(Still(None))
}

/// A part that stays as it is, whatever the case; alive, if something of it answers.
struct Still(Option<Box<dyn Mounted>>);

impl Mounted for Still {
    fn update(&mut self, _: BodyProps) {}

    fn destroy(self: Box<Self>) {
        if let Some(alive) = self.0 {
            alive.destroy();
        }
    }
}

/// Computes the bands of a case's curves, some of them a turn, and gives the case with them; until what it returns is
/// dropped.
pub fn bands(analysis: &SharedAnalysis, on_done: Callback<SharedAnalysis>) -> Box<dyn Any> {
    let banding = Rc::new(Banding {
        begun: RefCell::new(BandComputation::new(analysis)),
        turn: RefCell::default(),
        on_done,
    });
    Banding::wait(&banding);
    Box::new(banding)
}

/// Bands that are being computed.
struct Banding {
    begun: RefCell<BandComputation>,
    turn: RefCell<Option<Turn>>,
    on_done: Callback<SharedAnalysis>,
}

impl Banding {
    fn wait(banding: &Rc<Self>) {
        let turn = Turn::wait(Rank::Rest, {
            let banding = Rc::downgrade(banding);
            move || {
                let Some(banding) = banding.upgrade() else { return };
                let done = banding.begun.borrow_mut().go_on();
                match done {
                    Some(analysis) => banding.on_done.emit(analysis),
                    None => Self::wait(&banding),
                }
            }
        });
        banding.turn.replace(Some(turn));
    }
}

/// A part that is alive.
#[cfg(feature = "hydration")]
struct Alive<Tree: BaseComponent>(yew::AppHandle<Tree>);

#[cfg(feature = "hydration")]
impl<Tree: BaseComponent<Properties = BodyProps>> Mounted for Alive<Tree> {
    fn update(&mut self, props: BodyProps) {
        self.0.update(props);
    }

    fn destroy(self: Box<Self>) {
        self.0.destroy();
    }
}
