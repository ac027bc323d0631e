//! Long lists that are folded, and hydrated when a reader first opens them. Until then they stay as the build wrote them, for
//! readers without scripts.

use model::Scenario;
use yew::prelude::*;

use super::{assumptions, method};
use crate::browser::observe::Listener;
use crate::browser::turns::{Rank, Turn};
use crate::browser::{document, fields, location};
use crate::view::View;

/// A long list.
#[derive(Clone, PartialEq)]
pub enum Listing {
    /// All assumptions of the model, in the present case.
    Assumptions(View),
    /// The quotes for GPUs and models.
    Prices,
}

impl Listing {
    /// The anchor of the list, and the prefix of its rows' anchors.
    const fn anchors(&self) -> (&'static str, &'static str) {
        match self {
            Self::Assumptions(_) => ("assumptions", "assumption-"),
            Self::Prices => ("prices", "price-"),
        }
    }
}

/// Properties of [`FoldedListing`].
#[derive(PartialEq, Properties)]
pub struct FoldedListingProps {
    /// The list.
    pub listing: Listing,
}

/// A folded list, brought to life on first open; or when the address names it or one of its rows, which is then scrolled to.
#[component]
pub fn FoldedListing(props: &FoldedListingProps) -> Html {
    let listing = &props.listing;
    let (anchor, rows) = listing.anchors();
    let is_opened = use_state_eq(|| false);
    let named = use_state_eq(|| None::<String>);
    let ontoggle = {
        let is_opened = is_opened.setter();
        Callback::from(move |event: Event| {
            if fields::is_unfolded(&event) {
                is_opened.set(true);
            }
        })
    };
    use_effect_with((), {
        let (is_opened, named) = (is_opened.setter(), named.setter());
        move |()| {
            let look = move || {
                let target = location::anchor();
                if target == anchor || target.starts_with(rows) {
                    is_opened.set(true);
                    named.set(Some(target));
                }
            };
            look();
            let listener = Listener::on_window("hashchange", look);
            move || drop(listener)
        }
    });
    use_effect_with((*is_opened, (*named).clone()), {
        let named = named.clone();
        move |(is_opened, target)| {
            let turn = target.clone().filter(|_| *is_opened).map(|target| {
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
                { match listing {
                    Listing::Assumptions(view) => assumptions::summary(&view.analysis.scenario),
                    Listing::Prices => method::summary(),
                } }
            </summary>
            { match listing {
                Listing::Prices => html! {
                    <div class="values__frame" tabindex="0" role="region" aria-label="Prices">{ method::quotes() }</div>
                },
                Listing::Assumptions(view) if *is_opened => assumptions::editable_table(view),
                // The same in every case, so that none renders it again while it is folded.
                Listing::Assumptions(_) => assumptions::values(&Scenario::default()),
            } }
        </details>
    }
}
