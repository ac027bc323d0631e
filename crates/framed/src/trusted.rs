//! The one way from HTML to elements: framed pages require Trusted Types, so that a text can only become elements through the
//! policy of `trusted.js`.

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;

#[wasm_bindgen(module = "/src/trusted.js")]
extern "C" {
    /// Puts HTML into an element.
    pub(crate) fn fill(element: &Element, html: &str);
    /// Puts HTML in the place of an element.
    pub(crate) fn replace(element: &Element, html: &str);
}
