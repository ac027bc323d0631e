//! Says the answer to a screen reader, once the reader has stopped moving a control.

use yew::prelude::*;

use crate::browser::timer::Timer;

/// How long nothing may change before it is said.
const PAUSE_MS: i32 = 500;

/// Properties of [`Announcer`].
#[derive(PartialEq, Properties)]
pub struct AnnouncerProps {
    /// What there is to say.
    pub text: AttrValue,
    /// Whether the reader has the page in hand: what stands there from the start is not news.
    pub ready: bool,
}

/// A live region that nobody sees. The visible numbers are not live: they would talk without end.
#[component]
pub fn Announcer(props: &AnnouncerProps) -> Html {
    let said = use_state(AttrValue::default);
    let first = use_mut_ref(|| None::<AttrValue>);
    {
        let said = said.clone();
        use_effect_with((props.text.clone(), props.ready), move |(text, ready)| {
            let is_news = *ready && first.borrow().as_ref().is_some_and(|known| known != text);
            if *ready {
                *first.borrow_mut() = Some(text.clone());
            }
            let text = text.clone();
            let timer = is_news.then(|| Timer::after(PAUSE_MS, move || said.set(text)));
            move || drop(timer)
        });
    }
    html! { <p class="visually-hidden" role="status" aria-live="polite">{ (*said).clone() }</p> }
}
