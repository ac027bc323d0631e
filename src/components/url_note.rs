//! A note on the parts of a link that were not understood.

use yew::prelude::*;

use crate::state::Action;
use crate::url_state::LinkProblem;

/// A note that stays until it is closed; nothing if everything was understood.
pub fn url_note(problems: &[LinkProblem], act: &Callback<Action>) -> Html {
    let n = problems.len();
    let head = match n {
        1 => "One setting in this link was not understood; where nothing else is said, its default stands."
            .to_owned(),
        n => format!(
            "{n} settings in this link were not understood; where nothing else is said, their defaults stand."
        ),
    };
    html! {
        <div class="url-note-place">
            if n > 0 {
                <div class="url-note" data-testid="url-note" role="alert">
                    <p class="url-note__head">{ head }</p>
                    <ul class="url-note__list">
                        for (index, problem) in problems.iter().enumerate() {
                            <li key={index}>{ &problem.reason }</li>
                        }
                    </ul>
                    <button type="button" class="link-button" onclick={act.reform(|_| Action::DismissProblems)}>
                        { "Close this note" }
                    </button>
                </div>
            }
        </div>
    }
}
