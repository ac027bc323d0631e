//! The program of the workshop's page: the reader's bill, a set of up to six cases, and an hour with a room: a participant's part, the
//! facilitator's desk and the big screen.
//!
//! `src/workshop.js` loads it once the page itself is ready, so that the article carries nothing of it. It knows the page only by its
//! address: the case that stands there is the present one, and a case is handed over by a link to that address.

mod bench;
mod bill_form;
mod browser;
mod comparison;
mod desk;
mod entry;
mod facilitate;
mod handout;
mod hour;
mod plots;
mod screen;
mod set_view;
mod shelf;
mod take_part;
mod usage_file;
mod use_desk;
mod view;

pub use desk::{Desk, Turn};
pub use entry::{EntryError, entered};
pub use shelf::Shelf;

use own_or_rent::controls::written;
use own_or_rent::room::{self, Room};
use wasm_bindgen::prelude::wasm_bindgen;
use yew::prelude::*;

use bench::use_bench;
use bill_form::BillForm;
use facilitate::Facilitate;
use handout::Handout;
use screen::Screen;
use set_view::SetView;
use take_part::TakePart;
use view::{View, tabs, use_view};

/// What stands in the element that the page keeps free.
#[component]
fn Workshop() -> Html {
    let (bench, act) = use_bench();
    let (view, show) = use_view();
    html! {
        <>
            if view != View::Screen {
                { tabs(view, &show) }
            }
            { match view {
                View::Set => html! {
                    <>
                        <BillForm act={act.clone()} has_room={bench.shelf.has_room()} />
                        <SetView bench={(*bench).clone()} {act} />
                        if let Some(set) = bench.shelf.set() {
                            <Handout set={set.clone()} />
                        }
                    </>
                },
                View::TakePart => html! { <TakePart /> },
                View::Facilitate => html! { <Facilitate {show} /> },
                View::Screen => html! { <Screen {show} /> },
            } }
        </>
    }
}

/// More roots than the page's own program has.
///
/// Yew numbers the roots of a program from 1, and writes the number of its root on each element that listens. This program stands
/// within the page's: with a number that both have, the page would take our elements for its own, and call its listeners for them.
const ROOTS_OF_THE_PAGE: usize = 1000;

/// Nothing.
#[component]
fn Nothing() -> Html {
    Html::default()
}

/// Starts the program in an element of the page.
#[wasm_bindgen]
pub fn start(element: web_sys::Element) {
    room::enter(Room::Workshop);
    written::register(written::read_all);
    for _ in 0..ROOTS_OF_THE_PAGE {
        yew::Renderer::<Nothing>::with_root(element.clone()).render().destroy();
    }
    yew::Renderer::<Workshop>::with_root(element).render();
}
