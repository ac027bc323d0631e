//! The one component that holds a chart: loads the library when the chart comes near, draws, redraws, and lets go.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use model::Scenario;
use model::frontier::FrontierPoint;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::picture::picture;
use crate::analysis::SharedAnalysis;
use crate::browser::media::{MediaWatch, is_dark, is_still};
use crate::browser::observe::{NearbyWatch, NextFrame, ResizeWatch};
use crate::browser::paper::PaperWatch;
use crate::browser::timer::now;
use crate::browser::turns::{Rank, Turn};
use crate::browser::{ChartError, ChartHandle, ChartLibrary, Pressed};
use crate::content::FigureName;
use crate::figures::{Look, StillDrawing, Width, drawing};
use crate::theme::Theme;

/// How far around what is seen a chart is drawn.
const NEAR: &str = "100% 0px";

/// How soon after a drawing the next one comes without easing: something is being moved, milliseconds.
const MOVING_MS: f64 = 400.0;

/// How far a chart has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Its picture stands for it.
    Waiting,
    /// It is there.
    Drawn,
    /// It can't be drawn.
    Failed,
}

/// Properties of [`Plot`].
#[derive(PartialEq, Properties)]
pub(super) struct PlotProps {
    /// Which figure.
    pub(super) name: FigureName,
    /// The present case.
    pub(super) analysis: SharedAnalysis,
    /// The configuration that is selected, if the figure has any to select.
    pub(super) selected: Option<FrontierPoint>,
    /// Told once the chart is drawn, or can't be.
    pub(super) on_stage: Callback<Stage>,
    /// How far it has come.
    pub(super) stage: Stage,
    /// Told which of its marks is pressed, and how the drawing looks there.
    pub(super) on_press: Callback<(Pressed, Look)>,
}

/// A chart's element, handle and present case; shared by everything that may want it redrawn.
struct Easel {
    name: FigureName,
    analysis: RefCell<SharedAnalysis>,
    selected: Cell<Option<FrontierPoint>>,
    width: Cell<f64>,
    is_near: Cell<bool>,
    is_seen: Cell<bool>,
    is_stale: Cell<bool>,
    due: Cell<Option<Rank>>,
    turn: RefCell<Option<Turn>>,
    drawn_at: Cell<f64>,
    is_loading: Cell<bool>,
    is_gone: Cell<bool>,
    is_on_paper: Cell<bool>,
    leaving_paper: RefCell<Option<NextFrame>>,
    handle: RefCell<Option<ChartHandle>>,
    on_stage: Callback<Stage>,
    on_press: RefCell<Callback<(Pressed, Look)>>,
}

impl Easel {
    /// As the reader's system and the room ask.
    fn look(&self) -> Look {
        Look {
            theme: if is_dark() { Theme::Dark } else { Theme::Light },
            width: Width::of(self.width.get()),
            still: is_still(),
        }
    }

    /// Has the present case drawn when the chart's turn comes: soon in sight, once the case rests near it, and where it
    /// is far from what is seen, once it comes near. A chart that waits keeps its place: it will draw what is present then.
    fn draw(self: &Rc<Self>) {
        if !self.is_near.get() || self.is_on_paper.get() {
            self.is_stale.set(true);
            return;
        }
        self.is_stale.set(false);
        let rank = if self.is_seen.get() { Rank::Seen } else { Rank::Rest };
        if self.due.get() == Some(rank) {
            return;
        }
        self.due.set(Some(rank));
        let easel = Rc::downgrade(self);
        let turn = Turn::wait(rank, move || {
            if let Some(easel) = easel.upgrade() {
                easel.draw_now();
            }
        });
        self.turn.replace(Some(turn));
    }

    /// Draws the present case as the reader's system and the room ask, if the chart is there.
    fn draw_now(&self) {
        self.due.set(None);
        let is_moved = now() - self.drawn_at.replace(now()) < MOVING_MS;
        let look = Look { still: is_still() || is_moved, ..self.look() };
        let handle = self.handle.borrow();
        let Some(handle) = handle.as_ref() else { return };
        let option = drawing(self.name, &self.analysis.borrow(), &look, self.selected.get().as_ref());
        let is_drawn = option.is_ok_and(|option| handle.draw(&option).is_ok());
        self.on_stage.emit(if is_drawn { Stage::Drawn } else { Stage::Failed });
    }

    /// Follows a change of the element's width: the drawing of another width, or the same one stretched.
    fn set_width(self: &Rc<Self>, element: &web_sys::Element, width: f64) {
        let before = self.width.replace(width);
        if self.is_on_paper.get() {
            return;
        }
        if self.handle.borrow().is_none() {
            self.start(element);
        } else if width > 0.0 && width != before {
            if let Some(handle) = self.handle.borrow().as_ref() {
                handle.fit();
            }
            if Width::of(before) != Width::of(width) {
                self.draw();
            }
        }
    }

    /// Loads the library and draws, once the element is near and has a size.
    fn start(self: &Rc<Self>, element: &web_sys::Element) {
        let has_begun = self.is_loading.get() || self.handle.borrow().is_some();
        if has_begun || !self.is_near.get() || self.width.get() <= 0.0 {
            return;
        }
        self.is_loading.set(true);
        let (easel, element) = (self.clone(), element.clone());
        spawn_local(async move {
            let loaded = ChartLibrary::load().await;
            easel.is_loading.set(false);
            // The component may have gone while the library was on its way.
            if easel.is_gone.get() {
                return;
            }
            match loaded.and_then(|library| easel.set_up(&library, &element)) {
                Ok(()) => easel.draw(),
                Err(_) => easel.on_stage.emit(Stage::Failed),
            }
        });
    }

    /// Puts an empty chart into the element, unless there is one.
    fn set_up(self: &Rc<Self>, library: &ChartLibrary, element: &web_sys::Element) -> Result<(), ChartError> {
        if self.handle.borrow().is_some() {
            return Ok(());
        }
        let easel = Rc::downgrade(self);
        let on_press = move |pressed| {
            if let Some(easel) = easel.upgrade() {
                let on_press = easel.on_press.borrow().clone();
                on_press.emit((pressed, easel.look()));
            }
        };
        *self.handle.borrow_mut() = Some(ChartHandle::new(library, element, on_press)?);
        Ok(())
    }

    /// Draws the present case for paper: at once, dark on light, and with all words inside. Without the library, what
    /// is there stays.
    fn draw_on_paper(self: &Rc<Self>, element: &web_sys::Element) {
        let Some(library) = ChartLibrary::loaded() else { return };
        let drawing =
            StillDrawing::new(self.name, &self.analysis.borrow(), Theme::Light, StillDrawing::ON_PAPER);
        let Ok(drawing) = drawing else { return };
        if self.set_up(&library, element).is_err() {
            return;
        }
        self.leaving_paper.take();
        self.is_on_paper.set(true);
        let handle = self.handle.borrow();
        let drawn =
            handle.as_ref().map(|handle| handle.draw_sized(&drawing.option, drawing.width, drawing.height));
        if matches!(drawn, Some(Ok(()))) {
            set_mark(element, true);
        }
    }

    /// Draws for the screen again.
    fn leave_paper(self: &Rc<Self>, element: &web_sys::Element) {
        if !self.is_on_paper.replace(false) {
            return;
        }
        set_mark(element, false);
        if let Some(handle) = self.handle.borrow().as_ref() {
            handle.fit();
        }
        self.draw();
    }
}

/// Tells the style sheet whether the drawing is one for paper.
fn set_mark(element: &web_sys::Element, is_on_paper: bool) {
    let plot = element.parent_element();
    let _accepted = plot.map(|plot| plot.toggle_attribute_with_force("data-paper", is_on_paper));
}

/// A figure's drawing. Its box has the drawing's height from the first render on.
#[component]
pub(super) fn Plot(props: &PlotProps) -> Html {
    let PlotProps { name, analysis, selected, on_stage, stage, on_press } = props;
    let place = use_node_ref();
    let easel = use_memo((), |()| {
        Rc::new(Easel {
            name: *name,
            analysis: RefCell::new(analysis.clone()),
            selected: Cell::new(*selected),
            width: Cell::new(0.0),
            is_near: Cell::new(false),
            is_seen: Cell::new(false),
            is_stale: Cell::new(false),
            due: Cell::new(None),
            turn: RefCell::new(None),
            drawn_at: Cell::new(f64::NEG_INFINITY),
            is_loading: Cell::new(false),
            is_gone: Cell::new(false),
            is_on_paper: Cell::new(false),
            leaving_paper: RefCell::new(None),
            handle: RefCell::new(None),
            on_stage: on_stage.clone(),
            on_press: RefCell::new(on_press.clone()),
        })
    });
    easel.on_press.replace(on_press.clone());

    use_effect_with((), {
        let (place, easel) = (place.clone(), easel.clone());
        move |()| {
            let watches = place.cast::<web_sys::Element>().map(|element| watch(&easel, &element));
            move || {
                drop(watches);
                easel.is_gone.set(true);
                easel.leaving_paper.take();
                easel.turn.take();
                easel.handle.borrow_mut().take();
            }
        }
    });
    use_effect_with((analysis.clone(), *selected), {
        let easel = easel.clone();
        move |(analysis, selected)| {
            easel.selected.set(*selected);
            *easel.analysis.borrow_mut() = analysis.clone();
            easel.draw();
        }
    });

    // The picture shows the default case: it may stand for no other.
    let is_default = analysis.scenario == Scenario::default();
    let class =
        classes!("plot", format!("plot--{}", name.id()), (*stage == Stage::Failed).then_some("plot--failed"));
    html! {
        <div {class} data-chart={name.id()} data-drawn={(*stage == Stage::Drawn).then_some("true")} aria-hidden="true">
            { picture(*name, *stage != Stage::Waiting || !is_default) }
            <div class="plot__drawing" ref={place}></div>
        </div>
    }
}

/// Watches everything on which the drawing depends besides the case.
fn watch(
    easel: &Rc<Easel>,
    element: &web_sys::Element,
) -> ([NearbyWatch; 2], ResizeWatch, MediaWatch, PaperWatch) {
    let near = {
        let (easel, element) = (easel.clone(), element.clone());
        move |is_near| {
            easel.is_near.set(is_near);
            easel.start(&element);
            if is_near && easel.is_stale.get() {
                easel.draw();
            }
        }
    };
    let seen = {
        let easel = easel.clone();
        move |is_seen| {
            easel.is_seen.set(is_seen);
            if is_seen && easel.due.get().is_some() {
                easel.draw();
            }
        }
    };
    let resize = {
        let (easel, element) = (easel.clone(), element.clone());
        move |width, _| easel.set_width(&element, width)
    };
    let media = {
        let easel = easel.clone();
        move || easel.draw()
    };
    let on_paper = {
        let (easel, element) = (easel.clone(), element.clone());
        move || easel.draw_on_paper(&element)
    };
    let on_screen = {
        let (easel, element) = (easel.clone(), element.clone());
        // Firefox still has the paper's layout when it says that printing is over.
        move || {
            let (leaving, element) = (easel.clone(), element.clone());
            *easel.leaving_paper.borrow_mut() = Some(NextFrame::call(move || leaving.leave_paper(&element)));
        }
    };
    (
        [NearbyWatch::new(element, "0px", seen), NearbyWatch::new(element, NEAR, near)],
        ResizeWatch::new(element, resize),
        MediaWatch::new(media),
        PaperWatch::new(on_paper, on_screen),
    )
}
