//! What is folded and long, and made only when a reader asks for it: until then a page of its own has it.

use yew::prelude::*;

use super::{assumptions, method};
use crate::browser::observe::Listener;
use crate::browser::turns::{Rank, Turn};
use crate::browser::{document, location};
use crate::view::View;

/// What is folded and long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Long {
    /// Every value that the model rests on.
    Assumptions,
    /// What is asked for GPUs and models.
    Prices,
}

impl Long {
    /// Its anchor, and how those of its rows begin.
    const fn anchors(self) -> (&'static str, &'static str) {
        match self {
            Self::Assumptions => ("assumptions", "assumption-"),
            Self::Prices => ("prices", "price-"),
        }
    }
}

/// Properties of [`AskedFor`].
#[derive(PartialEq, Properties)]
pub struct AskedForProps {
    /// What is folded.
    pub long: Long,
    /// The present case.
    pub view: View,
}

/// It, folded; made when it is unfolded, or when the address names it or one of its rows, which is then brought into sight.
#[component]
pub fn AskedFor(props: &AskedForProps) -> Html {
    let AskedForProps { long, view } = props;
    let (anchor, rows) = long.anchors();
    let is_asked_for = use_state_eq(|| false);
    let named = use_state_eq(|| None::<String>);
    let ontoggle = {
        let is_asked_for = is_asked_for.setter();
        Callback::from(move |event: Event| {
            let details: web_sys::Element = event.target_unchecked_into();
            if details.has_attribute("open") {
                is_asked_for.set(true);
            }
        })
    };
    use_effect_with((), {
        let (is_asked_for, named) = (is_asked_for.setter(), named.setter());
        move |()| {
            let look = move || {
                let target = location::anchor();
                if target == anchor || target.starts_with(rows) {
                    is_asked_for.set(true);
                    named.set(Some(target));
                }
            };
            look();
            let listener = Listener::on_window("hashchange", look);
            move || drop(listener)
        }
    });
    use_effect_with((*is_asked_for, (*named).clone()), {
        let named = named.clone();
        move |(is_asked_for, target)| {
            let turn = target.clone().filter(|_| *is_asked_for).map(|target| {
                Turn::wait(Rank::Seen, move || {
                    document::unfold(&target);
                    named.set(None);
                })
            });
            move || drop(turn)
        }
    });
    html! {
        <details class="method__details" id={anchor} {ontoggle}>
            <summary>
                { match long {
                    Long::Assumptions => assumptions::summary(&view.analysis.scenario),
                    Long::Prices => method::summary(),
                } }
            </summary>
            { match (*is_asked_for, long) {
                (true, Long::Assumptions) => assumptions::in_hand(view),
                (true, Long::Prices) => html! {
                    <div class="values__frame" tabindex="0" role="region" aria-label="Prices">{ method::quotes() }</div>
                },
                // Where the same stands as a page of its own.
                (false, _) => html! { <p><a href={format!("model/values.html#{anchor}")}>{ "As a page of its own" }</a></p> },
            } }
        </details>
    }
}
