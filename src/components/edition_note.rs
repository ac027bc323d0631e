//! A note on a link or a file that was made with another edition of the model and its data.

use model::catalogue::{EDITION, Edition, changes_since};
use model::format::date;
use yew::prelude::*;

use crate::state::Action;

/// A note that stays until it is closed: which edition the case was made with, and what has changed since. A figure by
/// itself has room for the first line alone.
pub fn edition_note(number: usize, is_figure: bool, act: &Callback<Action>) -> Html {
    let head = match Edition::numbered(number) {
        Some(made_with) => format!(
            "Made with edition {number} (data of {}); the numbers, and what the case leaves open, are those of edition {EDITION}.",
            date(made_with.data)
        ),
        None => format!(
            "Made with edition {number}, which is newer than this page, edition {EDITION}. Load the page again to see its numbers."
        ),
    };
    let changes: Vec<&str> = changes_since(number).collect();
    html! {
        <div class="url-note-place">
            <div class="url-note url-note--quiet" data-testid="edition-note" role="status">
                <p class="url-note__head">{ head }</p>
                if !is_figure && !changes.is_empty() {
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
