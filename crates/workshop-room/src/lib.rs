//! The program of the workshop's page: the reader's bill, and a set of up to six cases.
//!
//! `src/workshop.js` loads it once the page itself is ready, so that the article carries nothing of it. It knows the page only by its
//! address: the case that stands there is the present one, and a case is handed over by a link to that address.

mod bench;
mod bill_form;
mod browser;
mod comparison;
mod entry;
mod handout;
mod set_view;
mod shelf;
mod usage_file;

pub use entry::{EntryError, entered};
pub use shelf::Shelf;

use own_or_rent::room::{self, Room};
use wasm_bindgen::prelude::wasm_bindgen;
use yew::prelude::*;

use bench::use_bench;
use bill_form::BillForm;
use handout::Handout;
use set_view::SetView;

/// What stands in the element that the page keeps free.
#[component]
fn Workshop() -> Html {
    let (bench, act) = use_bench();
    html! {
        <>
            <BillForm act={act.clone()} has_room={bench.shelf.has_room()} />
            <SetView bench={(*bench).clone()} {act} />
            if let Some(set) = bench.shelf.set() {
                <Handout set={set.clone()} />
            }
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
    for _ in 0..ROOTS_OF_THE_PAGE {
        yew::Renderer::<Nothing>::with_root(element.clone()).render().destroy();
    }
    yew::Renderer::<Workshop>::with_root(element).render();
}
