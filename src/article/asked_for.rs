//! What is folded and long, and made only when a reader asks for it: until then a page of its own has it.

use yew::prelude::*;

use crate::browser::observe::Listener;
use crate::browser::turns::{Rank, Turn};
use crate::browser::{document, location};

/// Whether something folded has been asked for: unfolded, or named by the address, itself or a part of it whose anchor
/// begins like this. What is named is brought into sight. With it, what to call when it is folded or unfolded.
#[hook]
pub(super) fn use_asked_for(anchor: &'static str, within: &'static str) -> (bool, Callback<Event>) {
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
                if target == anchor || target.starts_with(within) {
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
    (*is_asked_for, ontoggle)
}

/// Where the same stands as a page of its own.
pub(super) fn elsewhere(anchor: &'static str) -> Html {
    html! { <p><a href={format!("model/values.html#{anchor}")}>{ "As a page of its own" }</a></p> }
}
