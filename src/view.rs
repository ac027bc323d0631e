//! The data that every interactive part of the page reads, and its callback for changes.

use yew::Callback;

use crate::analysis::{Analysis, SharedAnalysis};
use crate::state::Action;

/// The present case, and the callback to change it.
#[derive(Clone, PartialEq)]
pub struct View {
    /// The present case and everything computed from it.
    pub analysis: SharedAnalysis,
    /// Dispatches a change.
    pub act: Callback<Action>,
}

impl View {
    /// The view of the default case.
    #[must_use]
    pub fn default_case(&self) -> Self {
        Self { analysis: Analysis::shared_default(), act: self.act.clone() }
    }

    /// A callback that dispatches this change.
    pub fn dispatcher<E>(&self, action: Action) -> Callback<E> {
        self.act.reform(move |_| action.clone())
    }
}
