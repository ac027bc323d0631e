//! Controls and small parts of the page, one a file. They take plain values and give back [`crate::state::Action`]s.

pub mod announcer;
pub mod answer_bar;
pub mod asked;
pub mod conditions;
pub mod contents;
pub mod draft;
pub mod drag;
pub mod field;
pub mod field_text;
pub mod instrument;
pub mod later;
pub mod live_editor;
pub mod live_input;
pub mod live_number;
pub mod masthead;
pub mod preset_picker;
pub mod range;
pub mod scale;
pub mod settings;
pub mod share;
pub mod slider;
pub mod url_note;
pub mod workshop;

use yew::Callback;

use crate::figures::Shared;
use crate::state::Action;

/// What every live part of the page reads, and how it asks for a change.
#[derive(Clone, PartialEq)]
pub struct View {
    /// The present case and everything computed from it.
    pub analysis: Shared,
    /// Asks for a change.
    pub act: Callback<Action>,
}

impl View {
    /// The same for the default case.
    #[must_use]
    pub fn of_default(&self) -> Self {
        Self { analysis: Shared::of_default(), act: self.act.clone() }
    }

    /// A callback that asks for this change.
    pub fn ask<E>(&self, action: Action) -> Callback<E> {
        self.act.reform(move |_| action.clone())
    }
}
