//! The button that closes a note.

use yew::prelude::*;

/// Closes the note that it is in.
pub(super) fn close_button(onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" class="link-button note__close" {onclick}>{ "Close" }</button> }
}
