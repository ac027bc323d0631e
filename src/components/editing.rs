//! What the editor at a number of the prose is given, and how far the reader is with it.

use model::Input;
use yew::prelude::*;

use crate::view::View;

/// How far the reader is with the editor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Editing {
    /// It is not there.
    Shut,
    /// It is open.
    Open,
    /// It closes, unless what is typed is refused; the focus goes back to the number or has gone elsewhere.
    Leaving {
        /// Whether it goes back.
        back: bool,
    },
}

/// Properties of [`super::live_editor::LiveEditor`].
#[derive(Clone, PartialEq, Properties)]
pub struct LiveEditorProps {
    /// What it sets.
    pub input: Input,
    /// The present case.
    pub view: View,
    /// Whether it is to close.
    pub editing: Editing,
    /// Takes what is typed and closes, unless that is refused; says whether the focus goes back to the number.
    pub on_leave: Callback<bool>,
    /// Forgets what is typed, and closes.
    pub on_cancel: Callback<()>,
    /// Closes; says whether the focus goes back to the number.
    pub on_shut: Callback<bool>,
    /// Stays open: what is typed was refused.
    pub on_stay: Callback<()>,
}
