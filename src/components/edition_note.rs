//! A note on a link or a file that was made with another edition of the model and its data.

use std::fmt::Display;

use model::catalogue::{EDITION, Edition, changes_since};
use model::format::date;
use yew::prelude::*;

use crate::state::Action;

/// The note on a case of the edition of this number: what that edition was, or that it is not known yet.
pub(crate) fn edition_words(number: impl Display, made_with: Option<&Edition>) -> String {
    match made_with {
        Some(made_with) => format!(
            "Made with edition {number} (data of {}); the numbers, and what the case leaves open, are those of edition {EDITION}.",
            date(made_with.data)
        ),
        None => format!(
            "Made with edition {number}, which is newer than this page, edition {EDITION}. Load the page again to see its numbers."
        ),
    }
}

/// A note that stays until it is closed: which edition the case was made with, and what has changed since.
pub fn edition_note(number: usize, act: &Callback<Action>) -> Html {
    let head = edition_words(number, Edition::numbered(number));
    let changes: Vec<&str> = changes_since(number).collect();
    html! {
        <div class="url-note-place">
            <div class="url-note url-note--quiet" data-testid="edition-note" role="status">
                <p class="url-note__head">{ head }</p>
                if !changes.is_empty() {
                    // Folded, as on a phone it would fill the first screen.
                    <details>
                        <summary>{ "What has changed since" }</summary>
                        <ul class="url-note__list">
                            for (index, change) in changes.iter().enumerate() {
                                <li key={index}>{ *change }</li>
                            }
                        </ul>
                    </details>
                }
                <button type="button" class="link-button" onclick={act.reform(|_| Action::NoteEdition(None))}>
                    { "Close this note" }
                </button>
            </div>
        </div>
    }
}
