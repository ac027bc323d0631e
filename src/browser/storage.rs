//! A small store that lasts between visits, where the browser allows one.

use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(inline_js = r#"
// Pins of the first edition hold their case as an object, later ones as the query of a link.
export function kept_pins(text) {
  try {
    return JSON.parse(text).map(({ name, case: query, scenario }) =>
      ({ name, query: query ?? new URLSearchParams(scenario).toString() }));
  } catch {
    return [];
  }
}
"#)]
extern "C" {
    fn kept_pins(text: &str) -> Array;
}

/// The names of stored pins, and their cases as queries; none if the text has an unknown form.
pub fn pins(text: &str) -> Vec<(String, String)> {
    let part = |pin: &JsValue, key: &str| Reflect::get(pin, &key.into()).ok()?.as_string();
    let pin = |pin: JsValue| Some((part(&pin, "name")?, part(&pin, "query")?));
    kept_pins(text).iter().filter_map(pin).collect()
}

/// The text stored under a name. A sandboxed frame has none, which is no error.
pub fn read(name: &str) -> Option<String> {
    web_sys::window()?.local_storage().ok()??.get_item(name).ok()?
}

/// Stores a text under a name, if the browser allows it.
pub fn write(name: &str, text: &str) {
    let store = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
    // A full or forbidden store is no error: the page works without.
    let _kept = store.map(|store| store.set_item(name, text));
}
