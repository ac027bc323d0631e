//! The small program of a figure in a page of its own, which others frame: it reads the case from the address, follows the
//! controls, and draws the figure anew from the functions that drew the still.
//!
//! It knows neither Yew nor the chart library. `src/touch.js` loads it when a reader first touches the figure, or at once where
//! the address holds a case.

mod address;
mod page;
mod trusted;

pub use address::{Asked, read};

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the program on the page that has loaded it.
#[wasm_bindgen]
pub fn start() {
    page::start();
}
