//! The workshop: the place of its own program, which has the bill and the set of cases; and a link, a file, and the command that
//! computes the present case.

use yew::prelude::*;

use super::share::share;
use crate::room::Room;
use crate::state::Notice;
use crate::view::View;

/// What the workshop has.
pub fn workshop(view: &View, notice: Option<&Notice>, ready: bool) -> Html {
    html! {
        <section class="section workshop" aria-label="Cases">
            <p class="workshop__pins">
                { "A case is changed by the sliders of " }
                <a href={Room::Article.place("your-case")}>{ "the article" }</a>{ ", by a preset below, or by " }
                <a href={Room::Method.place("assumptions")}>{ "any input or constant" }</a>{ "." }
            </p>
            // Empty, and nothing that this program changes: `src/workshop.js` starts the other program in it.
            <div class="bench" id="bench"></div>
            <p class="bench__absent">
                { "Your bill and your set of cases come with a program of their own, which this page loads once it is ready. It needs \
                   scripts." }
            </p>
            { share(view, notice, ready) }
        </section>
    }
}
