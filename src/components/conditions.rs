//! Conditions that the numbers alone do not show, as plain sentences near the answer.

use model::outcome::Condition;
use yew::prelude::*;

use crate::view::View;

/// Whether a condition weakens the answer; the others are remarks.
fn is_warning(condition: Condition) -> bool {
    !matches!(
        condition,
        Condition::GpusIdle
            | Condition::TrainingGpusIdle
            | Condition::PrecisionEmulated
            | Condition::ModelInterpolated
            | Condition::OtherWays
    )
}

/// The conditions that the present case meets: warnings first, remarks after them.
pub fn conditions(view: &View) -> Html {
    let met = &view.analysis.outcome.estimate.conditions;
    let warnings = met.iter().copied().filter(|condition| is_warning(*condition));
    let remarks = met.iter().copied().filter(|condition| !is_warning(*condition));
    html! {
        <ul class="conditions" data-testid="conditions">
            for condition in warnings {
                <li key={condition.id()} class="conditions__item conditions__item--warning" data-condition={condition.id()}>
                    { condition.text() }
                </li>
            }
            for condition in remarks {
                <li key={condition.id()} class="conditions__item" data-condition={condition.id()}>{ condition.text() }</li>
            }
        </ul>
    }
}
