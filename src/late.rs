//! What comes second: all of the page that lies below its first screen or is folded away, in a program of its own.
//!
//! A reader waits for the first program only: the opening, the panel, and the model behind them. The second one is
//! fetched as soon as the first is at work. The build cuts it off from the same code (feature `split`); it shares the
//! first one's memory and brings what it alone needs. Without the feature, and at build time, the two are one.
//!
//! The first program knows the second by [`Late`] alone: what it named otherwise, it would have to bring along.

use std::any::Any;

use web_sys::Element;
use yew::prelude::*;

use crate::analysis::SharedAnalysis;
use crate::article::{Note, NoteOpener, mark, note};
use crate::body::{BodyProps, bands, mount};
use crate::components::live_editor::{LiveEditorProps, live_editor};
use crate::content::Inline;
use crate::view::View;

/// What the second program is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Late {
    /// Brings a part of the page to life in its element.
    pub mount: fn(Element, BodyProps) -> Box<dyn Mounted>,
    /// What a note says.
    pub note: fn(Note, &View, Callback<MouseEvent>) -> Html,
    /// A mark in the prose that leads to a claim or a source.
    pub mark: fn(&'static Inline, &NoteOpener) -> Html,
    /// The editor at a number of the prose.
    pub editor: fn(LiveEditorProps) -> Html,
    /// Computes the bands of a case's curves, until what it returns is dropped.
    pub bands: fn(&SharedAnalysis, Callback<SharedAnalysis>) -> Box<dyn Any>,
}

/// A part of the page that is alive.
pub trait Mounted {
    /// Shows something else.
    fn update(&mut self, props: BodyProps);
    /// Takes it away.
    fn destroy(self: Box<Self>);
}

/// The second program could not be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing;

static LATE: Late = Late { mount, note, mark, editor: live_editor, bands };

#[cfg(feature = "split")]
mod program {
    #![allow(
        unsafe_code,
        missing_docs,
        reason = "the macro declares by hand what crosses from one program to the other"
    )]

    use std::cell::Cell;

    use super::{LATE, Late, Missing};

    thread_local! {
        static HERE: Cell<Option<&'static Late>> = const { Cell::new(None) };
    }

    impl From<wasm_split_helpers::SplitLoaderError> for Missing {
        fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
            Self
        }
    }

    /// The second program's one entrance.
    #[wasm_split_helpers::wasm_split(late, fallible)]
    fn enter() -> Result<&'static Late, Missing> {
        Ok(&LATE)
    }

    pub(super) fn here() -> Option<&'static Late> {
        HERE.get()
    }

    pub(super) async fn fetch() -> Result<&'static Late, Missing> {
        let late = enter().await?;
        HERE.set(Some(late));
        Ok(late)
    }
}

#[cfg(not(feature = "split"))]
mod program {
    use super::{LATE, Late, Missing};

    pub(super) fn here() -> Option<&'static Late> {
        Some(&LATE)
    }

    #[expect(clippy::unused_async, reason = "as if it had to be fetched")]
    pub(super) async fn fetch() -> Result<&'static Late, Missing> {
        Ok(&LATE)
    }
}

/// The second program, if it is there.
pub fn here() -> Option<&'static Late> {
    program::here()
}

/// The second program, fetched if it is not there; asked again, it is fetched again only if it failed.
///
/// # Errors
/// [`Missing`] when it cannot be had.
pub async fn fetch() -> Result<&'static Late, Missing> {
    program::fetch().await
}
