//! The place of a part of the page that is a tree of components of its own: the build's HTML until the part comes to life
//! there, when the program that it belongs to is there and its turn has come.
//!
//! What the reader has hold of follows a change of the case at once, and so does the answer in four numbers; what else is in
//! sight follows right behind, and what is not once the case rests.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use web_sys::Element;
use yew::platform::spawn_local;
use yew::platform::time::sleep;
use yew::prelude::*;

use crate::body::{BodyProps, Part, mounted};
use crate::browser::document;
use crate::browser::observe::NearbyWatch;
use crate::browser::turns::{Rank, Turn};
use crate::first::First;
use crate::late::{self, Late, Missing, Mounted};

/// Waits before the second program is asked for again, milliseconds.
const PATIENCE: [u64; 3] = [1_000, 4_000, 16_000];

/// How far around what is seen a part counts as seen: it has followed before it is scrolled to.
const AROUND: &str = "10% 0px";

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

/// Properties of [`WithLate`].
#[derive(PartialEq, Properties)]
pub struct WithLateProps {
    /// What is shown once there is what makes it.
    pub show: Callback<&'static Late, Html>,
}

/// Something that the second program makes, once it is there.
#[component]
pub fn WithLate(props: &WithLateProps) -> Html {
    use_late().map_or_else(Html::default, |late| props.show.emit(late))
}

/// Calls back once the callback that it gives has been called so many times: when so many parts are at work.
#[hook]
pub fn use_all(n_parts: usize, on_all: &Callback<()>) -> Callback<()> {
    let n_ready = use_mut_ref(|| 0);
    use_callback((n_parts, on_all.clone()), move |(), (n_parts, on_all)| {
        *n_ready.borrow_mut() += 1;
        if *n_ready.borrow() == *n_parts {
            on_all.emit(());
        }
    })
}

/// Properties of [`Later`].
#[derive(PartialEq, Properties)]
pub struct LaterProps {
    /// The class of the element that it stands in.
    pub class: &'static str,
    /// What it is given.
    pub body: BodyProps,
}

/// An element, and in it a part of the page.
#[component]
pub fn Later(props: &LaterProps) -> Html {
    let LaterProps { class, body } = props;
    let place = use_node_ref();
    let is_first = body.part.is_first();
    let late = use_late();
    let mount = if is_first { Some(mounted::<First> as Mount) } else { late.map(|late| late.mount) };
    let life = use_mut_ref(Life::default);
    use_effect_with((), {
        let (life, place) = (life.clone(), place.clone());
        move |()| {
            let inside = place.cast::<Element>().and_then(|place| place.first_element_child());
            let watched = inside.as_ref().filter(|_| !is_first);
            let watch = watched.map(|inside| {
                let life = life.clone();
                NearbyWatch::new(inside, AROUND, move |is_seen| Life::see(&life, is_seen))
            });
            life.replace(Life { inside, is_seen: is_first, ..Life::default() });
            move || {
                drop(watch);
                Life::end(&life);
            }
        }
    });
    use_effect_with((mount.is_some(), body.clone()), move |(_, body)| {
        if let Some(mount) = mount {
            Life::show(&life, mount, body.clone());
        }
    });
    // One element that Yew knows and one that it doesn't look into: what stands in there is not its to take away.
    let html = body.made.html(body.part);
    let inside = format!("<div class=\"{class}\">{html}</div>");
    html! { <div ref={place} class="later">{ Html::from_html_unchecked(inside.into()) }</div> }
}

/// How a part comes to life.
type Mount = fn(Element, BodyProps) -> Box<dyn Mounted>;

/// A part's life: not begun, or begun; and what it has yet to show.
#[derive(Default)]
struct Life {
    inside: Option<Element>,
    is_seen: bool,
    alive: Option<Box<dyn Mounted>>,
    next: Option<(Mount, BodyProps)>,
    turn: Option<(Rank, Turn)>,
}

impl Life {
    /// Shows something: at once if the reader has hold of it, or if nothing stands in its place that could be seen
    /// meanwhile.
    fn show(life: &Rc<RefCell<Self>>, mount: Mount, body: BodyProps) {
        let is_urgent = {
            let mut life = life.borrow_mut();
            let is_bar = body.part == Part::Bar;
            life.next = Some((mount, body));
            let inside = life.inside.as_ref();
            match life.alive {
                Some(_) => is_bar || inside.is_some_and(document::has_focus),
                None => inside.is_none_or(|inside| inside.first_element_child().is_none()),
            }
        };
        if is_urgent {
            Self::follow(life);
        } else {
            Self::wait(life);
        }
    }

    /// Waits for its turn. What waits already keeps its place: it will show what is there to show then.
    fn wait(life: &Rc<RefCell<Self>>) {
        let rank = if life.borrow().is_seen { Rank::Seen } else { Rank::Rest };
        if life.borrow().turn.as_ref().is_some_and(|(waits, _)| *waits == rank) {
            return;
        }
        let turn = Turn::wait(rank, {
            let life = life.clone();
            move || Self::follow(&life)
        });
        let mut life = life.borrow_mut();
        // On paper it has been done already.
        life.turn = life.next.is_some().then_some((rank, turn));
    }

    /// Begins to live, or shows what it has yet to show.
    fn follow(life: &Rc<RefCell<Self>>) {
        let Self { inside, alive, next, turn, .. } = &mut *life.borrow_mut();
        *turn = None;
        let Some((mount, body)) = next.take() else { return };
        match (alive.as_mut(), inside) {
            (Some(alive), _) => alive.update(body),
            (None, Some(inside)) => *alive = Some(mount(inside.clone(), body)),
            (None, None) => {}
        }
    }

    /// Comes into sight, or leaves it.
    fn see(life: &Rc<RefCell<Self>>, is_seen: bool) {
        let (was_seen, waits, is_alive) = {
            let mut life = life.borrow_mut();
            let was_seen = std::mem::replace(&mut life.is_seen, is_seen);
            (was_seen, life.next.is_some(), life.alive.is_some())
        };
        if is_seen && !was_seen && waits {
            if is_alive {
                Self::follow(life);
            } else {
                Self::wait(life);
            }
        }
    }

    fn end(life: &Rc<RefCell<Self>>) {
        let life = life.take();
        if let Some(alive) = life.alive {
            alive.destroy();
        }
    }
}
