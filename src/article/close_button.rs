//! The button that closes a note.

use yew::prelude::*;

/// A button that closes the note around it.
pub(super) fn close_button(onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" class="link-button note__close" {onclick}>{ "Close" }</button> }
}
