//! Printing: what is done just before the browser prints the page, and undone afterwards.

use web_sys::Element;

use super::observe::Listener;

/// Watches for printing.
#[must_use = "dropping it stops watching"]
pub struct PrintWatch {
    _before: Listener,
    _after: Listener,
}

impl PrintWatch {
    /// Calls `before` when the browser is about to print, which waits for nothing, and `after` when it has finished.
    pub fn new(before: impl FnMut() + 'static, after: impl FnMut() + 'static) -> Self {
        Self {
            _before: Listener::on_window("beforeprint", before),
            _after: Listener::on_window("afterprint", after),
        }
    }
}

/// Sections of the page that are open as long as this is held.
#[must_use = "dropping it folds them again"]
pub struct OpenedDetails(Vec<Element>);

impl OpenedDetails {
    /// Opens every `<details>` that matches and is closed.
    pub fn new(selector: &str) -> Self {
        let folded = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.query_selector_all(&format!("{selector}:not([open])")).ok());
        let folded: Vec<Element> = folded.iter().flat_map(elements).collect();
        for details in &folded {
            let _accepted = details.set_attribute("open", "");
        }
        Self(folded)
    }
}

impl Drop for OpenedDetails {
    fn drop(&mut self) {
        for details in &self.0 {
            let _accepted = details.remove_attribute("open");
        }
    }
}

fn elements(list: &web_sys::NodeList) -> impl Iterator<Item = Element> {
    use wasm_bindgen::JsCast;
    (0..list.length()).filter_map(|at| list.item(at)?.dyn_into::<Element>().ok())
}
