//! An island: a part's prerendered HTML, until the part hydrates in its turn, once its program is loaded.
//!
//! The part that has the focus is updated in the same task as the case, and so is the answer in four numbers; other
//! visible parts are updated right behind, and parts out of sight once the case rests.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use yew::prelude::*;

use super::part::{FirstContent, PartContent};
use super::programs::{Mounted, mount_first, second_program, use_second_program};
use crate::browser::deferred::{Deferred, Distance};
use crate::browser::observe::NearbyWatch;
use crate::browser::{Element, document};

/// The margin around the viewport in which a part counts as visible, so that it is up to date before it is scrolled to.
const AROUND: &str = "10% 0px";

/// Properties of [`Island`].
#[derive(PartialEq, Properties)]
pub struct IslandProps {
    /// The class of the part's element.
    pub class: &'static str,
    /// The part's content.
    pub content: PartContent,
    /// The part's prerendered HTML, while the build renders the page.
    pub html: AttrValue,
    /// Called once the part is interactive.
    pub on_interactive: Callback<()>,
}

/// An element with a part of the page in it.
#[component]
pub fn Island(props: &IslandProps) -> Html {
    let IslandProps { class, content, html, on_interactive } = props;
    let node = use_node_ref();
    let second = use_second_program();
    let has_program = match content {
        PartContent::First(_) => mount_first().is_some(),
        PartContent::Second(_) => second.is_some(),
    };
    let state = use_mut_ref(|| None::<Rc<IslandState>>);
    use_effect_with((), {
        let (state, node, on_interactive) = (state.clone(), node.clone(), on_interactive.clone());
        let is_first = matches!(content, PartContent::First(_));
        move |()| {
            let started = document::first_child(&node).map(|inside| IslandState::new(inside, on_interactive));
            let watch = started.as_ref().and_then(|started| started.watch(is_first));
            state.replace(started);
            move || {
                drop(watch);
                if let Some(state) = state.take() {
                    state.end();
                }
            }
        }
    });
    use_effect_with((has_program, content.clone()), move |(has_program, content)| {
        if let Some(state) = state.borrow().as_ref().filter(|_| *has_program) {
            state.show(content.clone());
        }
    });
    // Yew knows the outer element and doesn't look into the inner one, whose content the part renders and removes
    // itself.
    let inside = format!("<div class=\"{class}\">{html}</div>");
    html! { <div ref={node} class="island">{ Html::from_html_unchecked(inside.into()) }</div> }
}

/// An island in the browser: its part, once that has been mounted, and the content that it has yet to show.
struct IslandState {
    inside: Element,
    on_interactive: Callback<()>,
    part: RefCell<Option<Box<dyn Mounted>>>,
    next: Cell<Option<PartContent>>,
    deferred: Rc<Deferred>,
}

impl IslandState {
    fn new(inside: Element, on_interactive: Callback<()>) -> Rc<Self> {
        Rc::new_cyclic(|state: &Weak<Self>| {
            let state = state.clone();
            let follow = move || {
                if let Some(state) = state.upgrade() {
                    state.follow();
                }
            };
            Self {
                inside,
                on_interactive,
                part: RefCell::new(None),
                next: Cell::new(None),
                deferred: Deferred::new(follow),
            }
        })
    }

    /// Watches how far the island is from the viewport. The first screen counts as visible.
    fn watch(self: &Rc<Self>, is_first: bool) -> Option<NearbyWatch> {
        self.deferred.set_distance(if is_first { Distance::Seen } else { Distance::Near });
        let state = self.clone();
        let see = move |is_seen: bool| state.see(is_seen);
        (!is_first).then(|| NearbyWatch::new(&self.inside, AROUND, see))
    }

    /// Records that the island has become visible, or hidden. A mounted part is updated when it becomes visible.
    fn see(&self, is_seen: bool) {
        let is_new = is_seen && self.deferred.distance() != Distance::Seen;
        if is_new && self.deferred.is_pending() && self.part.borrow().is_some() {
            self.deferred.run();
        }
        self.deferred.set_distance(if is_seen { Distance::Seen } else { Distance::Near });
    }

    /// Shows a content: at once if the reader's focus is in the part, or if it has no HTML to show meanwhile.
    fn show(&self, content: PartContent) {
        let is_answer = matches!(content, PartContent::First(FirstContent::Bar(_)));
        self.next.set(Some(content));
        let is_urgent = if self.part.borrow().is_some() {
            is_answer || document::has_focus(&self.inside)
        } else {
            document::is_empty(&self.inside)
        };
        if is_urgent {
            self.deferred.run();
        } else {
            self.deferred.request();
        }
    }

    /// Mounts the part, or updates it with the pending content.
    fn follow(&self) {
        let Some(content) = self.next.take() else { return };
        let mut part = self.part.borrow_mut();
        match (part.as_mut(), content) {
            (Some(part), content) => part.update(content),
            (None, content) => {
                let (inside, on_interactive) = (self.inside.clone(), self.on_interactive.clone());
                *part = match content {
                    PartContent::First(content) => {
                        mount_first().map(|mount| mount(inside, content, on_interactive))
                    }
                    PartContent::Second(content) => {
                        second_program().map(|second| (second.mount)(inside, content, on_interactive))
                    }
                };
            }
        }
    }

    fn end(&self) {
        self.deferred.cancel();
        if let Some(part) = self.part.take() {
            part.destroy();
        }
    }
}
