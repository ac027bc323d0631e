//! Announces the answer to screen readers, once the reader has stopped moving a control.

use yew::prelude::*;

use crate::browser::timer::Timer;

/// How long nothing may change before the announcement.
const PAUSE_MS: i32 = 500;

/// Properties of [`Announcer`].
#[derive(PartialEq, Properties)]
pub struct AnnouncerProps {
    /// The text to announce.
    pub text: AttrValue,
    /// Whether the page is interactive: the text of the first render is not news.
    pub ready: bool,
}

/// An invisible live region. The visible numbers are not live: a screen reader would announce each step of a drag.
#[component]
pub fn Announcer(props: &AnnouncerProps) -> Html {
    let announcement = use_state(AttrValue::default);
    let first = use_mut_ref(|| None::<AttrValue>);
    {
        let announcement = announcement.clone();
        use_effect_with((props.text.clone(), props.ready), move |(text, ready)| {
            let is_news = *ready && first.borrow().as_ref().is_some_and(|known| known != text);
            if *ready {
                *first.borrow_mut() = Some(text.clone());
            }
            let text = text.clone();
            let timer = is_news.then(|| Timer::after(PAUSE_MS, move || announcement.set(text)));
            move || drop(timer)
        });
    }
    html! { <p class="visually-hidden" role="status" aria-live="polite">{ (*announcement).clone() }</p> }
}
