//! The canvas of a chart: set up once the chart comes near and the library is loaded; drawn on in its turn, and at once
//! for printing.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use yew::platform::spawn_local;
use yew::prelude::*;

use crate::analysis::SharedAnalysis;
use crate::browser::deferred::{Deferred, Distance};
use crate::browser::media::{MediaWatch, is_dark, is_still};
use crate::browser::observe::{NearbyWatch, NextFrame, ResizeWatch};
use crate::browser::print::PrintWatch;
use crate::browser::timer::now;
use crate::browser::{ChartError, ChartHandle, ChartLibrary, Element, PressedMark, document};
use crate::content::FigureName;
use crate::figures::{
    ChartValue, GuessAxis, Look, Marked, StaticDrawing, Width, chart_values, drawing, guess_axis,
};
use crate::theme::Theme;

/// The margin around the viewport in which a chart is drawn.
const NEAR: &str = "100% 0px";

/// A drawing that follows the last one sooner than this is drawn without easing, as something is being moved,
/// milliseconds.
const MOVING_MS: f64 = 400.0;

/// The progress of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// A picture is shown in its place.
    Waiting,
    /// It is drawn.
    Drawn,
    /// It can't be drawn.
    Failed,
}

/// The case that a chart shows, and what is marked in it.
#[derive(Clone, PartialEq)]
pub(super) struct ChartContent {
    /// The case.
    pub(super) analysis: SharedAnalysis,
    /// What the reader has marked in the figure.
    pub(super) marked: Marked,
}

/// A value that a reader has come to by keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// How many values there are.
    pub(super) n_values: usize,
    /// Its place among them, from 0, and its words; none before the first key.
    pub(super) at: Option<(usize, String)>,
}

/// Where a key leads among the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReadingStep {
    First,
    Previous,
    Next,
    Last,
}

/// The library's chart in the page.
enum Canvas {
    /// The chart is not set up.
    Empty,
    /// The library is being loaded.
    Loading,
    /// The chart is set up.
    Ready { handle: ChartHandle, medium: Medium },
    /// The component has been destroyed.
    Destroyed,
}

/// The purpose of a drawing.
enum Medium {
    Screen,
    Print,
    /// Printing is over; the screen's layout follows in the next frame.
    LeavingPrint(#[expect(dead_code, reason = "dropping it cancels it")] NextFrame),
}

/// Called when a mark is pressed: which one, and how the drawing looks there.
pub(super) type OnPress = Callback<(PressedMark, Look)>;

/// A chart in the page, and all that its drawing depends on.
pub(super) struct ChartCanvas {
    name: FigureName,
    content: RefCell<ChartContent>,
    width: Cell<f64>,
    canvas: RefCell<Canvas>,
    drawn_at: Cell<f64>,
    values: RefCell<Vec<ChartValue>>,
    /// The place among the values that a reader has come to by keys.
    read_at: Cell<Option<usize>>,
    deferred: Rc<Deferred>,
    on_stage: Callback<Stage>,
    on_press: RefCell<OnPress>,
    on_read: Callback<Reading>,
}

impl ChartCanvas {
    pub(super) fn new(
        name: FigureName,
        content: ChartContent,
        on_stage: Callback<Stage>,
        on_press: OnPress,
        on_read: Callback<Reading>,
    ) -> Rc<Self> {
        Rc::new_cyclic(|chart: &Weak<Self>| {
            let chart = chart.clone();
            let draw = move || {
                if let Some(chart) = chart.upgrade() {
                    chart.draw();
                }
            };
            Self {
                name,
                content: RefCell::new(content),
                width: Cell::new(0.0),
                canvas: RefCell::new(Canvas::Empty),
                drawn_at: Cell::new(f64::NEG_INFINITY),
                values: RefCell::default(),
                read_at: Cell::new(None),
                deferred: Deferred::new(draw),
                on_stage,
                on_press: RefCell::new(on_press),
                on_read,
            }
        })
    }

    /// Draws this case in the chart's turn.
    pub(super) fn show(&self, content: ChartContent) {
        self.content.replace(content);
        self.deferred.request();
    }

    /// Sets the callback for pressed marks.
    pub(super) fn set_on_press(&self, on_press: OnPress) {
        self.on_press.replace(on_press);
    }

    /// Ends the chart with its component.
    pub(super) fn end(&self) {
        self.canvas.replace(Canvas::Destroyed);
        self.deferred.cancel();
    }

    /// The look that fits the reader's system settings and the width of the element.
    fn look(&self) -> Look {
        Look {
            theme: if is_dark() { Theme::Dark } else { Theme::Light },
            width: Width::for_pixels(self.width.get()),
            still: is_still(),
        }
    }

    /// Draws the present case, if there is a chart for the screen.
    fn draw(&self) {
        let is_moved = now() - self.drawn_at.replace(now()) < MOVING_MS;
        let look = Look { still: is_still() || is_moved, ..self.look() };
        let canvas = self.canvas.borrow();
        let Canvas::Ready { handle, medium: Medium::Screen } = &*canvas else { return };
        let ChartContent { analysis, marked } = &*self.content.borrow();
        let option = drawing(self.name, analysis, &look, *marked);
        let is_drawn = option.is_ok_and(|option| {
            self.values.replace(chart_values(&option));
            handle.draw(&option).is_ok()
        });
        self.on_stage.emit(if is_drawn { Stage::Drawn } else { Stage::Failed });
        self.tell(handle);
    }

    /// The axis along which the reader guesses, as long as the guess is open; and the drawing's width, pixels.
    pub(super) fn guess_axis(&self) -> Option<(GuessAxis, f64)> {
        let ChartContent { analysis, marked } = &*self.content.borrow();
        let guess = marked.guess.filter(|guess| guess.is_open)?;
        Some((guess_axis(self.name, analysis, self.look(), guess)?, self.width.get()))
    }

    /// Shows the value that the reader has come to, and tells it.
    fn tell(&self, handle: &ChartHandle) {
        let values = self.values.borrow();
        let at = self.read_at.get().map(|at| at.min(values.len().saturating_sub(1)));
        let value = at.and_then(|at| values.get(at));
        if self.read_at.replace(at).is_some() {
            handle.point_at(value.map(|value| (value.series, value.item)));
        }
        let at = at.zip(value).map(|(at, value)| (at, value.words.clone()));
        self.on_read.emit(Reading { n_values: values.len(), at });
    }

    /// Goes to another value; with none away from all of them.
    pub(super) fn read(&self, step: Option<ReadingStep>) {
        let Canvas::Ready { handle, medium: Medium::Screen } = &*self.canvas.borrow() else { return };
        let last = self.values.borrow().len().saturating_sub(1);
        let Some(step) = step else {
            if self.read_at.take().is_some() {
                handle.point_at(None);
                self.tell(handle);
            }
            return;
        };
        self.read_at.set(Some(match (step, self.read_at.get()) {
            (ReadingStep::First, _) | (ReadingStep::Next, None) => 0,
            (ReadingStep::Last, _) | (ReadingStep::Previous, None) => last,
            (ReadingStep::Next, Some(at)) => (at + 1).min(last),
            (ReadingStep::Previous, Some(at)) => at.saturating_sub(1),
        }));
        self.tell(handle);
    }

    /// Follows a change of the element's width: draws for another width, or stretches the drawing.
    fn set_width(self: &Rc<Self>, element: &Element, width: f64) {
        let before = self.width.replace(width);
        match &*self.canvas.borrow() {
            Canvas::Ready { handle, medium: Medium::Screen } if width > 0.0 && width != before => {
                handle.fit();
                if Width::for_pixels(before) != Width::for_pixels(width) {
                    self.deferred.request();
                }
                return;
            }
            Canvas::Ready { .. } | Canvas::Destroyed => return,
            Canvas::Empty | Canvas::Loading => {}
        }
        self.start(element);
    }

    /// Loads the library and draws, once the element is near and has a size.
    fn start(self: &Rc<Self>, element: &Element) {
        let is_empty = matches!(*self.canvas.borrow(), Canvas::Empty);
        if !is_empty || self.deferred.distance() == Distance::Far || self.width.get() <= 0.0 {
            return;
        }
        self.canvas.replace(Canvas::Loading);
        let (chart, element) = (self.clone(), element.clone());
        spawn_local(async move {
            let loaded = ChartLibrary::load().await;
            // The component may have been destroyed while the library was loading.
            if matches!(*chart.canvas.borrow(), Canvas::Destroyed) {
                return;
            }
            match loaded.and_then(|library| chart.set_up(&library, &element)) {
                Ok(()) => chart.deferred.request(),
                Err(_) => {
                    chart.canvas.replace(Canvas::Empty);
                    chart.on_stage.emit(Stage::Failed);
                }
            }
        });
    }

    /// Puts an empty chart into the element, unless there is one.
    fn set_up(self: &Rc<Self>, library: &ChartLibrary, element: &Element) -> Result<(), ChartError> {
        if matches!(*self.canvas.borrow(), Canvas::Ready { .. }) {
            return Ok(());
        }
        let chart = Rc::downgrade(self);
        let on_press = move |pressed| {
            if let Some(chart) = chart.upgrade() {
                let on_press = chart.on_press.borrow().clone();
                on_press.emit((pressed, chart.look()));
            }
        };
        let handle = ChartHandle::new(library, element, on_press)?;
        self.canvas.replace(Canvas::Ready { handle, medium: Medium::Screen });
        Ok(())
    }

    /// Draws the present case for printing: at once, dark on light, and with all words inside. Without the library, the
    /// picture stays.
    fn draw_for_print(self: &Rc<Self>, element: &Element) {
        let Some(library) = ChartLibrary::loaded() else { return };
        let drawing = StaticDrawing::new(
            self.name,
            &self.content.borrow().analysis,
            Theme::Light,
            StaticDrawing::IN_PRINT,
        );
        let Ok(drawing) = drawing else { return };
        if self.set_up(&library, element).is_err() {
            return;
        }
        if let Canvas::Ready { handle, medium } = &mut *self.canvas.borrow_mut() {
            *medium = Medium::Print;
            if handle.draw_sized(&drawing.option, drawing.width, drawing.height).is_ok() {
                document::mark_drawn_for_print(element, true);
            }
        }
    }

    /// Returns to the screen in the next frame: Firefox still has the print layout when it reports the end of printing.
    fn leave_print(self: &Rc<Self>, element: &Element) {
        if let Canvas::Ready { medium, .. } = &mut *self.canvas.borrow_mut()
            && matches!(medium, Medium::Print)
        {
            let (chart, element) = (self.clone(), element.clone());
            *medium = Medium::LeavingPrint(NextFrame::call(move || chart.return_to_screen(&element)));
        }
    }

    /// Draws for the screen again.
    fn return_to_screen(&self, element: &Element) {
        if let Canvas::Ready { handle, medium } = &mut *self.canvas.borrow_mut() {
            *medium = Medium::Screen;
            document::mark_drawn_for_print(element, false);
            handle.fit();
        }
        self.deferred.request();
    }

    /// Watches everything that the drawing depends on besides the case.
    pub(super) fn watch(self: &Rc<Self>, element: &Element) -> impl Sized + use<> {
        let (chart, target) = (self.clone(), element.clone());
        let near = move |is_near: bool| {
            let distance =
                if is_near { chart.deferred.distance().max(Distance::Near) } else { Distance::Far };
            chart.deferred.set_distance(distance);
            chart.start(&target);
        };
        let chart = self.clone();
        let seen = move |is_seen: bool| {
            let distance =
                if is_seen { Distance::Seen } else { chart.deferred.distance().min(Distance::Near) };
            chart.deferred.set_distance(distance);
        };
        let (chart, target) = (self.clone(), element.clone());
        let resize = move |width, _| chart.set_width(&target, width);
        let chart = self.clone();
        let media = move || chart.deferred.request();
        let (chart, target) = (self.clone(), element.clone());
        let on_print = move || chart.draw_for_print(&target);
        let (chart, target) = (self.clone(), element.clone());
        let after_print = move || chart.leave_print(&target);
        (
            [NearbyWatch::new(element, "0px", seen), NearbyWatch::new(element, NEAR, near)],
            ResizeWatch::new(element, resize),
            MediaWatch::new(media),
            PrintWatch::new(on_print, after_print),
        )
    }
}
