//! The figure on its page: what a reader moves, and what is written anew for it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use model::catalogue::Domain;
use model::{Input, Scenario, Setting};
use own_or_rent::analysis::Analysis;
use own_or_rent::article::answer::answer_line;
use own_or_rent::browser::timer::Timer;
use own_or_rent::content::FigureName;
use own_or_rent::controls::scale;
use own_or_rent::figures::{
    FRAMED_WIDTHS, Framed, control, control_value, control_words, framed_controls, map_plot_area, map_rows,
    meant, table_rows,
};
use own_or_rent::url_state;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, Event, HtmlInputElement, HtmlSelectElement, PointerEvent};

use crate::address::{self, Asked};
use crate::trusted;

/// How long nothing may move before what costs more is computed and the answer is said aloud, milliseconds.
const REST_MS: i32 = 400;

/// A figure that follows its reader.
struct Page {
    document: Document,
    name: FigureName,
    figure: Framed,
    scenario: RefCell<Scenario>,
    is_dragging: Cell<bool>,
    rest: RefCell<Option<Timer>>,
}

/// Starts on the page's figure; does nothing on any other page.
pub(crate) fn start() {
    let Some(window) = web_sys::window() else { return };
    let Some(document) = window.document() else { return };
    let Some(element) = document.query_selector("[data-figure]").ok().flatten() else { return };
    let name = element.get_attribute("data-figure").and_then(|id| FigureName::from_id(&id));
    let Some((name, figure)) = name.and_then(|name| Some((name, figure(name)?))) else { return };
    let asked = asked();
    let page = Rc::new(Page {
        document,
        name,
        figure,
        scenario: RefCell::new(asked.scenario),
        is_dragging: Cell::new(false),
        rest: RefCell::new(None),
    });
    if let Some(controls) = &asked.controls {
        page.show_controls(controls);
    }
    page.tell(&asked.problems);
    // A reader may have moved a control before the program was there.
    let controls = asked.controls.as_deref().unwrap_or_else(|| framed_controls(name));
    for input in controls {
        page.take(*input);
    }
    page.listen();
    // The still shows the default case already, with its bands.
    if *page.scenario.borrow() != Scenario::default() {
        page.show();
    }
    let _marked = page.document.document_element().map(|root| root.set_attribute("data-explored", "true"));
}

/// What the page's address asks for.
fn asked() -> Asked {
    let query = web_sys::window().and_then(|window| window.location().search().ok());
    address::read(&query.unwrap_or_default())
}

/// The figure by name, if this program can draw it.
fn figure(name: FigureName) -> Option<Framed> {
    match name {
        FigureName::Companies => Some(const { Framed::new(FigureName::Companies) }),
        FigureName::Map => Some(const { Framed::new(FigureName::Map) }),
        other => charted(other),
    }
}

/// A figure that the chart library draws on the page. Its options weigh as much as half of all else, so that the two
/// figures above have a program without it.
#[cfg(feature = "charts")]
fn charted(name: FigureName) -> Option<Framed> {
    Some(match name {
        // It names what would turn the answer, and all that is uncertain weighs much.
        FigureName::Card => const { Framed::new(FigureName::Card) },
        FigureName::Ledger => const { Framed::new(FigureName::Ledger) },
        FigureName::Ways => const { Framed::new(FigureName::Ways) },
        FigureName::Accuracy => const { Framed::new(FigureName::Accuracy) },
        FigureName::Load => const { Framed::new(FigureName::Load) },
        FigureName::Frontier => const { Framed::new(FigureName::Frontier) },
        FigureName::Tornado => const { Framed::new(FigureName::Tornado) },
        // The same in every case.
        FigureName::Claims | FigureName::Measured | FigureName::Companies | FigureName::Map => return None,
    })
}

#[cfg(not(feature = "charts"))]
fn charted(_: FigureName) -> Option<Framed> {
    None
}

impl Page {
    fn find(&self, selector: &str) -> Option<Element> {
        self.document.query_selector(selector).ok().flatten()
    }

    /// Writes a text, if there is a place for it.
    fn write(&self, place: &str, text: &str) {
        if let Some(element) = self.find(&format!("[data-live={place}]"))
            && element.text_content().as_deref() != Some(text)
        {
            element.set_text_content(Some(text));
        }
    }

    /// Writes the controls that the address names in the place of the figure's own.
    fn show_controls(&self, controls: &[Input]) {
        let Some(place) = self.find("[data-live=controls]") else { return };
        let scenario = self.scenario.borrow();
        let html: String = controls.iter().map(|input| control(&scenario, *input)).collect();
        trusted::fill(&place, &html);
    }

    /// Says what was not understood; nothing, if all was.
    fn tell(&self, problems: &[String]) {
        let opening = if problems.is_empty() { "" } else { "Not understood in the address: " };
        self.write("note", &(opening.to_owned() + &problems.join("; ")));
    }

    /// Takes over the value of a control, if it is not that of the case.
    fn take(&self, input: Input) {
        let Some(element) = self.find(&format!("[data-input={}]", input.spec().id)) else { return };
        let now = self.scenario.borrow().get(input);
        let value = match input.spec().domain {
            Domain::Number { .. } => {
                let Some(range) = element.dyn_ref::<HtmlInputElement>() else { return };
                let (position, first) = (range.value(), range.default_value());
                // Not moved: the position stands for many values.
                if position == first {
                    return;
                }
                let Ok(position) = position.parse::<u32>() else { return };
                if position == scale::position(input, now) { now } else { scale::value(input, position) }
            }
            Domain::Choice(_) => {
                let Some(list) = element.dyn_ref::<HtmlSelectElement>() else { return };
                f64::from(list.selected_index())
            }
        };
        self.set(&[(input, value)]);
    }

    /// Sets inputs; what the model refuses stays as it is.
    fn set(&self, changes: &[(Input, f64)]) {
        let mut scenario = self.scenario.borrow().clone();
        for (input, value) in changes {
            // A named model would leave its size without effect.
            if *input == Input::ModelSize {
                scenario = scenario.reset(Input::Model);
            }
            if let Ok(next) = scenario.clone().with(*input, *value) {
                scenario = next;
            }
        }
        self.scenario.replace(scenario);
    }

    fn listen(self: &Rc<Self>) {
        let page = self.clone();
        self.on("input", move |event: Event| {
            let id = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok())
                .and_then(|element| element.get_attribute("data-input"));
            if let Some(Setting::Input(input)) = id.and_then(|id| Setting::from_id(&id)) {
                page.take_moved(input, &event);
                page.show();
            }
        });
        // src/host.js has written another case into the address, which the page around has sent.
        let page = self.clone();
        self.on("own-or-rent:set", move |_: Event| {
            let asked = asked();
            page.scenario.replace(asked.scenario);
            page.tell(&asked.problems);
            page.show();
        });
        if self.name == FigureName::Map {
            self.listen_on_map();
        }
        // Another width has another drawing; of the default case, all are there.
        let page = self.clone();
        let resized = Closure::<dyn FnMut()>::new(move || {
            if *page.scenario.borrow() != Scenario::default() {
                page.show();
            }
        });
        if let Some(window) = web_sys::window() {
            let _added = window.add_event_listener_with_callback("resize", resized.as_ref().unchecked_ref());
        }
        resized.forget();
    }

    /// Takes over the value of the control that was just moved.
    fn take_moved(&self, input: Input, event: &Event) {
        let Some(target) = event.target() else { return };
        if let Some(range) = target.dyn_ref::<HtmlInputElement>() {
            if let Ok(position) = range.value().parse::<u32>() {
                self.set(&[(input, scale::value(input, position))]);
            }
        } else if let Some(list) = target.dyn_ref::<HtmlSelectElement>() {
            self.set(&[(input, f64::from(list.selected_index()))]);
        }
    }

    /// The mouse drags the reader's point, a press anywhere moves it. A finger scrolls the page; the controls do the same.
    fn listen_on_map(self: &Rc<Self>) {
        let page = self.clone();
        self.on("pointerdown", move |event: Event| {
            let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
            if event.button() == 0 && event.pointer_type() == "mouse" && page.go(event) {
                page.is_dragging.set(true);
                event.prevent_default();
            }
        });
        let page = self.clone();
        self.on("pointermove", move |event: Event| {
            if let Some(event) = event.dyn_ref::<PointerEvent>().filter(|_| page.is_dragging.get()) {
                page.go(event);
            }
        });
        for kind in ["pointerup", "pointercancel"] {
            let page = self.clone();
            self.on(kind, move |_: Event| page.is_dragging.set(false));
        }
        let page = self.clone();
        self.on("click", move |event: Event| {
            if let Some(event) =
                event.dyn_ref::<PointerEvent>().filter(|event| event.pointer_type() != "mouse")
            {
                page.go(event);
            }
        });
    }

    fn on(&self, kind: &str, call: impl FnMut(Event) + 'static) {
        let call = Closure::<dyn FnMut(Event)>::new(call);
        let _added = self.document.add_event_listener_with_callback(kind, call.as_ref().unchecked_ref());
        // It lasts as long as the page.
        call.forget();
    }

    /// Moves the reader's point to where the map was pressed; whether it was.
    fn go(self: &Rc<Self>, event: &PointerEvent) -> bool {
        let Some(width) = self.shown_width() else { return false };
        let Some(svg) = self.find(&format!(".still__drawing--{width}")) else { return false };
        let box_of = svg.get_bounding_client_rect();
        let rows = map_rows(&self.scenario.borrow());
        let (left, below) = map_plot_area(&rows, f64::from(width));
        let across = ((f64::from(event.client_x()) - box_of.left()) / box_of.width() - left) / (1.0 - left);
        let down = (f64::from(event.client_y()) - box_of.top()) / box_of.height() / below;
        let is_inside = (0.0..=1.0).contains(&across) && (0.0..=1.0).contains(&down);
        if !is_inside && !self.is_dragging.get() {
            return false;
        }
        let (requests, api) = meant(&rows, across, down);
        let input = Input::RequestsPerDay;
        let requests = scale::value(input, scale::position(input, requests));
        self.set(&[(input, requests), (Input::Api, api)]);
        self.show();
        true
    }

    /// The width of the drawing that is shown: the style sheet chooses it.
    fn shown_width(&self) -> Option<u32> {
        let is_shown = |width: &u32| {
            self.find(&format!(".still__drawing--{width}"))
                .is_some_and(|svg| svg.get_bounding_client_rect().width() > 0.0)
        };
        FRAMED_WIDTHS.into_iter().find(is_shown)
    }

    /// Writes everything anew for the case.
    fn show(self: &Rc<Self>) {
        let scenario = self.scenario.borrow().clone();
        let analysis = Analysis::without_curves(&scenario);
        let figure = self.figure.figure(&analysis);
        self.draw(&analysis);
        self.write("title", &figure.title);
        self.write("caption", &figure.caption);
        self.write("alternative", &figure.text_alternative);
        self.write("answer", &answer_line(&analysis));
        if let Some(body) = self.find("[data-live=table] tbody") {
            trusted::fill(&body, &table_rows(&figure.table));
        }
        if let Some(link) = self.find("[data-live=link]") {
            let _set =
                link.set_attribute("href", &format!("../../index.html?{}", url_state::shared(&scenario)));
        }
        self.show_values(&scenario);
        let page = self.clone();
        *self.rest.borrow_mut() = Some(Timer::after(REST_MS, move || page.rest(analysis)));
    }

    /// Once nothing moves: the bands of the curves, which cost many times the rest, and the answer for those who hear it.
    fn rest(&self, analysis: Analysis) {
        self.write("said", &answer_line(&analysis));
        if cfg!(feature = "charts") {
            let analysis = analysis.with_bands();
            self.draw(&analysis);
            self.write("alternative", &self.figure.figure(&analysis).text_alternative);
        }
    }

    /// The drawing of the shown width. The others are of the case before until they are shown.
    fn draw(&self, analysis: &Analysis) {
        let Some(width) = self.shown_width() else { return };
        let Some(svg) = self.find(&format!(".still__drawing--{width}")) else { return };
        if let Some(drawing) = self.figure.drawing(analysis, width) {
            trusted::replace(&svg, &drawing);
        }
    }

    /// Controls show the case, whoever has changed it.
    fn show_values(&self, scenario: &Scenario) {
        let Ok(controls) = self.document.query_selector_all("[data-input]") else { return };
        for index in 0..controls.length() {
            let Some(element) = controls.get(index).and_then(|node| node.dyn_into::<Element>().ok()) else {
                continue;
            };
            let id = element.get_attribute("data-input").unwrap_or_default();
            let Some(Setting::Input(input)) = Setting::from_id(&id) else { continue };
            let value = scenario.get(input);
            if let Some(range) = element.dyn_ref::<HtmlInputElement>() {
                let position = scale::position(input, value).to_string();
                if range.value() != position {
                    range.set_value(&position);
                }
                let _set = range.set_attribute("aria-valuetext", &control_words(scenario, input));
                if let Some(output) = self.find(&format!("[data-value={id}]")) {
                    output.set_text_content(Some(&control_value(scenario, input)));
                }
            } else if let Some(list) = element.dyn_ref::<HtmlSelectElement>() {
                list.set_selected_index(value as i32);
            }
        }
    }
}
