//! Copying a text, where the browser allows it.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use yew::platform::spawn_local;
use yew::prelude::*;

/// Copies a text when a button is pressed, and reports whether that succeeded.
pub fn on_press(text: AttrValue, report: Callback<bool>) -> Callback<MouseEvent> {
    Callback::from(move |_| {
        let (text, report) = (text.clone(), report.clone());
        spawn_local(async move { report.emit(copy(&text).await) });
    })
}

/// Copies a text, and returns whether that succeeded: a frame may lack the permission, and an insecure page always
/// does.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let navigator = window.navigator();
    let has_clipboard = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"))
        .is_ok_and(|found| found.is_object());
    if !has_clipboard {
        return false;
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
