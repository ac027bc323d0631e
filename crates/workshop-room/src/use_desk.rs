//! The desk as a hook: kept in the browser's store, and the same in all of its tabs.

use std::rc::Rc;

use yew::prelude::*;

use crate::browser;
use crate::desk::{Desk, Turn};

/// The name under which the desk is stored.
const DESK: &str = "own-or-rent/desk";

enum Change {
    /// A turn that the browser does not store.
    Turn(Turn),
    /// What is stored, by this tab or another.
    Adopt(Desk),
}

#[derive(Clone, PartialEq)]
struct Kept(Desk);

impl Reducible for Kept {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let next = match change {
            Change::Turn(turn) => self.0.turned(&turn),
            Change::Adopt(desk) => desk,
        };
        if next == self.0 { self } else { Rc::new(Self(next)) }
    }
}

fn stored() -> Option<Desk> {
    browser::stored_text(DESK).ok().flatten().and_then(|text| Desk::of_json(&text))
}

/// The desk, a callback for turns, and whether the browser keeps it.
///
/// A turn starts from what is stored and is stored at once. What another tab has stored is only shown: stored again, a desk that came
/// late would take the place of a newer one.
#[hook]
pub(crate) fn use_desk() -> (Desk, Callback<Turn>, bool) {
    let kept = use_reducer_eq(|| Kept(stored().unwrap_or_default()));
    let is_kept = use_state_eq(|| browser::stored_text(DESK).is_ok());
    let turn = {
        let (dispatcher, setter) = (kept.dispatcher(), is_kept.setter());
        use_callback(*is_kept, move |turn: Turn, is_kept| {
            let next = stored().unwrap_or_default().turned(&turn);
            if *is_kept && browser::store_text(DESK, &next.to_json()).is_ok() {
                dispatcher.dispatch(Change::Adopt(next));
            } else {
                setter.set(false);
                dispatcher.dispatch(Change::Turn(turn));
            }
        })
    };
    {
        let dispatcher = kept.dispatcher();
        use_effect_with((), move |()| {
            let listener = browser::Listener::to_store(DESK, move || {
                dispatcher.dispatch(Change::Adopt(stored().unwrap_or_default()));
            });
            move || drop(listener)
        });
    }
    (kept.0.clone(), turn, *is_kept)
}

/// Milliseconds since 1970, four times a second while the clock runs.
#[hook]
pub(crate) fn use_now(is_running: bool) -> f64 {
    let now = use_state_eq(browser::now);
    let setter = now.setter();
    use_effect_with(is_running, move |is_running| {
        setter.set(browser::now());
        let ticker = is_running.then(|| browser::Ticker::new(250, move || setter.set(browser::now())));
        move || drop(ticker)
    });
    *now
}
