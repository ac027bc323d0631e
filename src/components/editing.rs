//! The state and the properties of the editor at a number of the prose.

use model::Input;
use yew::prelude::*;

use crate::view::View;

/// The state of the editor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Editing {
    /// It is not rendered.
    Closed,
    /// It is open.
    Open,
    /// It closes, unless the typed text is refused; the focus returns to the number or has moved elsewhere.
    Leaving {
        /// Whether the focus returns.
        back: bool,
    },
}

/// Properties of [`super::live_editor::LiveEditor`].
#[derive(Clone, PartialEq, Properties)]
pub struct LiveEditorProps {
    /// The input that the editor sets.
    pub input: Input,
    /// The present case.
    pub view: View,
    /// The editor's state.
    pub editing: Editing,
    /// Accepts the typed text and closes, unless it is refused; `true` returns the focus to the number.
    pub on_leave: Callback<bool>,
    /// Discards the typed text, and closes.
    pub on_cancel: Callback<()>,
    /// Closes; `true` returns the focus to the number.
    pub on_close: Callback<bool>,
    /// Stays open: the typed text was refused.
    pub on_stay: Callback<()>,
}
