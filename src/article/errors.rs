//! The errors of the model against measurements, by kind, below their figure.

use model::format::{Style, number};
use model::units::Unit;
use yew::prelude::*;

use crate::measurements::GROUP_ERRORS;

/// The table of the errors.
pub(super) fn errors() -> Html {
    let share = |share: f64| number(share, Unit::Fraction, Style::Prose);
    html! {
            <div class="values__frame" tabindex="0" role="region" aria-label="Errors by kind of measurement">
                <table class="values errors">
                    <caption>{ "Errors by kind of measurement: the median, and what nine in ten stay below" }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ "What was measured" }</th>
                            <th scope="col" class="values__number">{ "Values" }</th>
                            <th scope="col" class="values__number">{ "Fitted: median, nine in ten" }</th>
                            <th scope="col" class="values__number">{ "Not seen: median, nine in ten" }</th>
                        </tr>
                    </thead>
                    <tbody>
                        for group in GROUP_ERRORS.iter() {
                            <tr key={group.label}>
                                <th scope="row">{ group.label }</th>
                                <td class="values__number">{ group.rows }</td>
                                <td class="values__number">{ format!("{}, {}", share(group.median), share(group.p90)) }</td>
                                <td class="values__number">
                                    { group.unseen.map_or_else(
                                        || "not fitted".to_owned(),
                                        |(median, p90)| format!("{}, {}", share(median), share(p90)),
                                    ) }
                                </td>
                            </tr>
                        }
                    </tbody>
                </table>
            </div>
    }
}
