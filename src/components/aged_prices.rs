//! A note on prices that time has overtaken.

use yew::prelude::*;

use crate::browser::timer;
use crate::view::View;

/// The note's words: nothing while all prices are fresh on the reader's day.
pub fn aged_prices(view: &View) -> Html {
    let notes = view.analysis.scenario.aged_prices(timer::today());
    if notes.is_empty() {
        return Html::default();
    }
    html! {
        <div class="url-note-place">
            <div class="url-note url-note--quiet" data-testid="aged-prices">
                for (index, note) in notes.into_iter().enumerate() {
                    <p key={index} class="url-note__head">{ note }</p>
                }
            </div>
        </div>
    }
}
