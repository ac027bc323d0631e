//! What the page shows: the bill and the set, a participant's part, the facilitator's, or the big screen.

use yew::prelude::*;

use crate::browser;

/// The key of the address that names a view.
pub(crate) const KEY: &str = "view";

/// A view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum View {
    /// The bill and the set.
    #[default]
    Set,
    /// A participant's challenge.
    TakePart,
    /// The facilitator's desk.
    Facilitate,
    /// What the room sees.
    Screen,
}

/// Properties of a view that leads to another.
#[derive(PartialEq, Properties)]
pub(crate) struct ShowProps {
    /// Shows another view.
    pub(crate) show: Callback<View>,
}

impl View {
    /// Those that have a tab.
    const TABS: [Self; 3] = [Self::Set, Self::TakePart, Self::Facilitate];

    /// Stable name, in the address and on the root element.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::TakePart => "take-part",
            Self::Facilitate => "facilitate",
            Self::Screen => "screen",
        }
    }

    /// The view with this name; the bill and the set, if it is none of a view.
    pub(crate) fn from_id(id: &str) -> Self {
        [Self::TakePart, Self::Facilitate, Self::Screen]
            .into_iter()
            .find(|view| view.id() == id)
            .unwrap_or_default()
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Set => "Bill and cases",
            Self::TakePart => "Take part",
            Self::Facilitate => "Facilitate",
            Self::Screen => "Big screen",
        }
    }

    /// The query of this page with this view, and the case that it has now.
    pub(crate) fn query(self) -> String {
        browser::query_with(KEY, (self != Self::Set).then_some(self.id()))
    }
}

/// The view of the address, and a callback that shows another. The address follows.
#[hook]
pub(crate) fn use_view() -> (View, Callback<View>) {
    let view = use_state_eq(|| View::from_id(&browser::parameter(KEY).unwrap_or_default()));
    let show = {
        let view = view.setter();
        use_callback((), move |next: View, ()| {
            browser::replace_query(&next.query());
            browser::scroll_to_top();
            view.set(next);
        })
    };
    use_effect_with(*view, |view| browser::mark_view(view.id()));
    (*view, show)
}

/// Links to the views.
pub(crate) fn tabs(present: View, show: &Callback<View>) -> Html {
    let tab = |view: View| {
        let show = show.clone();
        let onclick = Callback::from(move |event: MouseEvent| {
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                event.prevent_default();
                show.emit(view);
            }
        });
        html! {
            <li key={view.id()} class="views__item">
                // The page would take the view out of a plain link.
                <a class="views__tab" href={format!("?{}", view.query())} target="_self" {onclick}
                    aria-current={(view == present).then_some("page")}>{ view.name() }</a>
            </li>
        }
    };
    html! {
        <nav class="views" aria-label="Parts of the workshop">
            <ul class="views__list">
                for view in View::TABS {
                    { tab(view) }
                }
            </ul>
        </nav>
    }
}
