//! The interfaces of the page's two programs. The entry points register them ([`register`]).
//!
//! The first program knows the second by [`SecondProgram`] alone: any other name of it would link its code into the
//! first.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use model::Outcome;
use model::written::TextReader;
use yew::platform::spawn_local;
use yew::platform::time::sleep;
use yew::prelude::*;

use super::part::{FirstContent, PartContent, SecondContent};
use crate::analysis::SharedAnalysis;
use crate::article::{Note, NoteOpener};
use crate::browser::{Element, document};
use crate::components::editing::LiveEditorProps;
use crate::content::Inline;
use crate::controls::written;
use crate::state::Action;
use crate::view::View;

/// Pauses before the second program is fetched again after a failure, milliseconds.
const RETRY_MS: [u64; 3] = [1_000, 4_000, 16_000];

/// Mounts a part of a program in its element, and calls back once the part is interactive.
pub type Mount<Content> = fn(Element, Content, Callback<()>) -> Box<dyn Mounted>;

/// A mounted part of the page.
pub trait Mounted {
    /// Shows another content.
    fn update(&mut self, content: PartContent);
    /// Removes the part.
    fn destroy(self: Box<Self>);
}

/// The second program's functions that the first calls.
#[derive(Clone, Copy, Debug)]
pub struct SecondProgram {
    /// Mounts a part of the page.
    pub mount: Mount<SecondContent>,
    /// What has changed since the edition of this number; `true` for the line alone that a figure by itself has room for.
    pub edition_note: fn(usize, &Callback<Action>) -> Html,
    /// What the reader's day makes of the case's prices.
    pub aged_prices: fn(&View) -> Html,
    /// The text of a note, with its close button.
    pub note: fn(Note, &View, Callback<MouseEvent>) -> Html,
    /// A mark in the prose that leads to a claim or a source.
    pub mark: fn(&'static Inline, &NoteOpener) -> Html,
    /// The editor at a number of the prose.
    pub editor: fn(LiveEditorProps) -> Html,
    /// An output, by its name, as text in a sentence.
    pub output_text: fn(&Outcome, &str) -> String,
    /// Reads a number in every way that people write one.
    pub read: TextReader,
    /// Computes the bands of a case's curves; dropping the returned value cancels that.
    pub bands: fn(&SharedAnalysis, Callback<SharedAnalysis>) -> Box<dyn Any>,
    /// Loads the case of the company whose row was pressed.
    pub load_company: fn(&MouseEvent, &Callback<Action>),
}

/// The second program could not be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FetchError;

/// The second program, or the failure to fetch it.
pub type FetchResult = Result<&'static SecondProgram, FetchError>;

/// The source of the second program.
#[derive(Clone, Copy, Debug)]
pub enum SecondSource {
    /// In the same file as the first.
    Linked(&'static SecondProgram),
    /// A file of its own. Another call fetches it again only if it failed before.
    Split(fn() -> Pin<Box<dyn Future<Output = FetchResult>>>),
}

/// Both programs.
#[derive(Clone, Copy, Debug)]
pub struct Programs {
    /// Mounts a part of the first.
    pub mount_first: Mount<FirstContent>,
    /// The second.
    pub second: SecondSource,
}

thread_local! {
    static PROGRAMS: Cell<Option<Programs>> = const { Cell::new(None) };
    static SECOND: Cell<Option<&'static SecondProgram>> = const { Cell::new(None) };
    static WAITING: RefCell<Vec<Callback<&'static SecondProgram>>> = const { RefCell::new(Vec::new()) };
}

/// Registers the programs, before anything is rendered.
pub fn register(programs: Programs) {
    PROGRAMS.set(Some(programs));
    if let SecondSource::Linked(second) = programs.second {
        set_second(second);
    }
}

fn set_second(second: &'static SecondProgram) {
    SECOND.set(Some(second));
    written::register(second.read);
}

/// The function that mounts a part of the first program.
pub fn mount_first() -> Option<Mount<FirstContent>> {
    PROGRAMS.get().map(|programs| programs.mount_first)
}

/// The second program, if it is loaded.
pub fn second_program() -> Option<&'static SecondProgram> {
    SECOND.get()
}

async fn fetch_once() -> FetchResult {
    match PROGRAMS.get().ok_or(FetchError)?.second {
        SecondSource::Linked(second) => Ok(second),
        SecondSource::Split(fetch) => fetch().await,
    }
}

async fn fetch() -> FetchResult {
    for pause in RETRY_MS {
        if let Ok(second) = fetch_once().await {
            return Ok(second);
        }
        sleep(Duration::from_millis(pause)).await;
    }
    fetch_once().await
}

/// Calls back once the second program is loaded. All parts that wait share one fetch.
fn when_loaded(call: Callback<&'static SecondProgram>) {
    let is_fetching = WAITING.with_borrow_mut(|waiting| {
        waiting.push(call);
        waiting.len() > 1
    });
    if is_fetching {
        return;
    }
    spawn_local(async {
        let fetched = fetch().await;
        let waiting = WAITING.take();
        match fetched {
            Ok(second) => {
                set_second(second);
                waiting.iter().for_each(|call| call.emit(second));
            }
            Err(FetchError) => document::report_missing(),
        }
    });
}

/// The second program, once it is loaded; fetched if it is not.
#[hook]
pub fn use_second_program() -> Option<&'static SecondProgram> {
    let second = use_state(second_program);
    use_effect_with((), {
        let second = second.setter();
        move |()| {
            if second_program().is_none() {
                when_loaded(Callback::from(move |loaded| second.set(Some(loaded))));
            }
        }
    });
    second.as_ref().copied()
}

/// Properties of [`WithSecondProgram`].
#[derive(PartialEq, Properties)]
pub struct WithSecondProgramProps {
    /// Renders with the program.
    pub show: Callback<&'static SecondProgram, Html>,
}

/// HTML that the second program renders, once it is loaded.
#[component]
pub fn WithSecondProgram(props: &WithSecondProgramProps) -> Html {
    use_second_program().map_or_else(Html::default, |second| props.show.emit(second))
}
