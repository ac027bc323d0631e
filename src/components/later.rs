//! The place of what comes second: the build's HTML until the second program is there, and its components from then on.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use web_sys::Element;
use yew::platform::spawn_local;
use yew::platform::time::sleep;
use yew::prelude::*;

use crate::body::BodyProps;
use crate::browser::document;
use crate::late::{self, Late, Missing, Mounted};

/// Waits before the second program is asked for again, milliseconds.
const PATIENCE: [u64; 3] = [1_000, 4_000, 16_000];

/// The second program, once it is there.
#[hook]
pub fn use_late() -> Option<&'static Late> {
    let late = use_state(late::here);
    use_effect_with((), {
        let late = late.setter();
        move |()| {
            if late::here().is_none() {
                spawn_local(async move {
                    match fetch().await {
                        Ok(found) => late.set(Some(found)),
                        Err(Missing) => document::report_missing(),
                    }
                });
            }
        }
    });
    late.as_ref().copied()
}

/// Asks for the second program until it is there, or not to be had.
async fn fetch() -> Result<&'static Late, Missing> {
    for wait in PATIENCE {
        if let Ok(found) = late::fetch().await {
            return Ok(found);
        }
        sleep(Duration::from_millis(wait)).await;
    }
    late::fetch().await
}

/// Properties of [`Later`].
#[derive(PartialEq, Properties)]
pub struct LaterProps {
    /// The class of the element that it stands in.
    pub class: &'static str,
    /// What the build made of it.
    pub html: AttrValue,
    /// What it is given.
    pub body: BodyProps,
}

/// An element, and in it what comes second.
#[component]
pub fn Later(props: &LaterProps) -> Html {
    let place = use_node_ref();
    let late = use_late();
    let alive = use_mut_ref(|| None::<Box<dyn Mounted>>);
    use_effect_with((late.is_some(), props.body.clone()), {
        let (place, alive) = (place.clone(), alive.clone());
        move |(_, body)| {
            let mut alive = alive.borrow_mut();
            let inside = place.cast::<Element>().and_then(|place| place.first_element_child());
            match (alive.as_mut(), late, inside) {
                (Some(alive), ..) => alive.update(body.clone()),
                (None, Some(late), Some(inside)) => *alive = Some((late.mount)(inside, body.clone())),
                (None, ..) => {}
            }
        }
    });
    use_effect_with((), move |()| move || take_away(&alive));
    // One element that Yew knows and one that it doesn't look into: what stands in there is not its to take away.
    let inside = format!("<div class=\"{}\">{}</div>", props.class, props.html);
    html! { <div ref={place} class="later">{ Html::from_html_unchecked(inside.into()) }</div> }
}

fn take_away(alive: &Rc<RefCell<Option<Box<dyn Mounted>>>>) {
    if let Some(alive) = alive.borrow_mut().take() {
        alive.destroy();
    }
}
