//! Brings the page to life in the browser: takes over its prerendered HTML, or renders it if there is none.

use own_or_rent::App;
use own_or_rent::browser::document;

fn main() {
    yew::set_custom_panic_hook(Box::new(document::report_stop));
    let Some(root) = document::app_root() else { return };
    let is_prerendered = root.first_element_child().is_some();
    let renderer = yew::Renderer::<App>::with_root(root);
    if is_prerendered {
        renderer.hydrate();
    } else {
        renderer.render();
    }
}
