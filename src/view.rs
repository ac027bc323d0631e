//! What every interactive part of the page reads, and how it asks for a change.

use yew::Callback;

use crate::analysis::{Analysis, SharedAnalysis};
use crate::state::Action;

/// The present case, and how to ask for another one.
#[derive(Clone, PartialEq)]
pub struct View {
    /// The present case and everything computed from it.
    pub analysis: SharedAnalysis,
    /// Asks for a change.
    pub act: Callback<Action>,
}

impl View {
    /// The same for the default case.
    #[must_use]
    pub fn of_default(&self) -> Self {
        Self { analysis: Analysis::shared_default(), act: self.act.clone() }
    }

    /// A callback that asks for this change.
    pub fn ask<E>(&self, action: Action) -> Callback<E> {
        self.act.reform(move |_| action.clone())
    }
}
