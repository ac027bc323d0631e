//! Calls after a delay, cancelled by dropping them.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// The time, milliseconds since a fixed moment.
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// The reader's day, in days since 1 January 1970.
pub fn today() -> f64 {
    const MS_A_DAY: f64 = 86_400_000.0;
    libm::floor(now() / MS_A_DAY)
}

/// A pending call. Dropping it cancels the call.
#[must_use = "dropping it cancels it"]
pub struct Timer {
    id: Option<i32>,
    _call: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls after this many milliseconds.
    pub fn after(milliseconds: i32, call: impl FnOnce() + 'static) -> Self {
        let call = Closure::once(call);
        let id = web_sys::window().and_then(|window| {
            let function = call.as_ref().unchecked_ref();
            window.set_timeout_with_callback_and_timeout_and_arguments_0(function, milliseconds).ok()
        });
        Self { id, _call: call }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let (Some(window), Some(id)) = (web_sys::window(), self.id) {
            window.clear_timeout_with_handle(id);
        }
    }
}
