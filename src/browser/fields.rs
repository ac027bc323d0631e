//! Values read from the control at which an event happened.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement};

fn target<T: JsCast>(event: &Event) -> Option<T> {
    event.target()?.dyn_into().ok()
}

/// The text of a field.
pub fn text(event: &Event) -> String {
    target::<HtmlInputElement>(event).map_or_else(String::new, |field| field.value())
}

/// The number of a slider; NaN if it has none.
pub fn number(event: &Event) -> f64 {
    target::<HtmlInputElement>(event).map_or(f64::NAN, |slider| slider.value_as_number())
}

/// Moves a slider's thumb to a number.
pub fn set_number(event: &Event, number: f64) {
    if let Some(slider) = target::<HtmlInputElement>(event) {
        slider.set_value_as_number(number);
    }
}

/// The chosen option of a list.
pub fn choice(event: &Event) -> String {
    target::<HtmlSelectElement>(event).map_or_else(String::new, |list| list.value())
}

/// Whether a `<details>` is open.
pub fn is_unfolded(event: &Event) -> bool {
    target::<Element>(event).is_some_and(|details| details.has_attribute("open"))
}

/// Whether a popover is open; `None` if it is something else that was opened or shut.
pub fn is_popover_open(event: &Event) -> Option<bool> {
    let popover = target::<Element>(event).filter(|element| element.has_attribute("popover"))?;
    popover.matches(":popover-open").ok()
}

/// Whether the event happened in a field.
pub fn is_in_field(event: &Event) -> bool {
    target::<HtmlInputElement>(event).is_some()
}

/// Whether the event happened in a list of options.
pub fn is_in_list(event: &Event) -> bool {
    target::<HtmlSelectElement>(event).is_some()
}
