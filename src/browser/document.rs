//! Marks on the document's root element, which the style sheets and the tests read.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use web_sys::Element;
use yew::platform::spawn_local;
use yew::platform::time::sleep;

use super::observe::AttributeWatch;

pub(super) fn root() -> Option<Element> {
    web_sys::window()?.document()?.document_element()
}

/// Sets or removes a mark: `data-<name>` on the root element.
pub fn mark(name: &str, value: Option<&str>) {
    let Some(root) = root() else { return };
    let name = format!("data-{name}");
    // Only an invalid name is refused, and all names are fixed in this package.
    let _accepted = match value {
        Some(value) => root.set_attribute(&name, value),
        None => root.remove_attribute(&name),
    };
}

/// The name of the room that this page is, as its HTML says; empty for the article.
pub fn room() -> String {
    root().and_then(|root| root.get_attribute("data-room")).unwrap_or_default()
}

/// Whether another page frames this one.
pub fn is_framed() -> bool {
    let Some(window) = web_sys::window() else { return false };
    window.parent().ok().flatten().is_some_and(|parent| parent != window)
}

/// Watches whether a translator has replaced the page's texts, and calls with the answer, as long as the watch is held.
/// Chrome's and Google's translators mark the root element; those of Firefox and Safari change the texts in place,
/// which harms nothing.
pub fn watch_translation(call: impl Fn(bool) + 'static) -> Option<AttributeWatch> {
    let root = root()?;
    let is_translated = {
        let root = root.clone();
        move || root.class_name().split_whitespace().any(|class| class.starts_with("translated-"))
    };
    call(is_translated());
    Some(AttributeWatch::new(&root, "class", move || call(is_translated())))
}

/// The id of the option that is chosen in a group of radio buttons, if the page has such a group. The build has no page yet.
pub fn chosen_option(group: &str) -> Option<String> {
    if cfg!(not(target_arch = "wasm32")) {
        return None;
    }
    let option = root()?.query_selector(&format!("input[name={group}]:checked")).ok()??;
    Some(option.id())
}

/// The id of the element that has the keyboard's focus.
pub fn focused() -> Option<String> {
    let focused = web_sys::window()?.document()?.active_element()?;
    Some(focused.id()).filter(|id| !id.is_empty())
}

/// The element that Yew has rendered at a node.
pub fn element(node: &yew::NodeRef) -> Option<Element> {
    node.cast()
}

/// Marks the parent of a chart's element while the chart in it is drawn for printing.
pub fn mark_drawn_for_print(element: &Element, is_for_print: bool) {
    let plot = element.parent_element();
    let _accepted = plot.map(|plot| plot.toggle_attribute_with_force("data-paper", is_for_print));
}

/// The first element inside one that Yew has rendered.
pub fn first_child(node: &yew::NodeRef) -> Option<Element> {
    node.cast::<Element>().and_then(|element| element.first_element_child())
}

/// Whether there is no element inside.
pub fn is_empty(element: &Element) -> bool {
    element.first_element_child().is_none()
}

/// Whether the keyboard's focus is in this element.
pub fn has_focus(element: &Element) -> bool {
    let focused = element.owner_document().and_then(|document| document.active_element());
    focused.is_some_and(|focused| element.contains(Some(&focused)))
}

/// Focuses the element with this id, without scrolling.
pub fn focus(id: &str) {
    use wasm_bindgen::JsCast;
    let element = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(id));
    let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) else {
        return;
    };
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _accepted = element.focus_with_options(&options);
}

/// Opens the `<details>` that the element with this id is or is in, and scrolls to the element until it stays where it is:
/// sections out of sight are measured only when the window comes near, so the page may grow and move under the first
/// scroll, and the next ones.
pub fn unfold(id: &str) {
    /// How often the page may move, and for how long it must not, milliseconds.
    const MOVES: usize = 20;
    const STILL_MS: u64 = 50;
    let element = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(id));
    let Some(element) = element else { return };
    if let Ok(Some(details)) = element.closest("details") {
        let _accepted = details.set_attribute("open", "");
    }
    spawn_local(async move {
        for _ in 0..MOVES {
            element.scroll_into_view();
            let place = element.get_bounding_client_rect().top();
            sleep(Duration::from_millis(STILL_MS)).await;
            if element.get_bounding_client_rect().top() == place {
                return;
            }
        }
    });
}

/// Focuses the link that opened a note: the one inside `words` that is marked as expanded. The page scrolls only if the
/// link is out of sight.
pub fn focus_opener(words: &yew::NodeRef) {
    let opener = words
        .cast::<Element>()
        .and_then(|words| words.query_selector("a[aria-expanded=true]").ok().flatten())
        .and_then(|opener| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(opener).ok());
    let _accepted = opener.map(|opener| opener.focus());
}

/// Scrolls an element into sight, by no more than that takes.
pub fn show_nearest(node: &yew::NodeRef) {
    let Some(element) = node.cast::<Element>() else { return };
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Focuses an element, without scrolling.
pub fn focus_node(node: &yew::NodeRef) {
    if let Some(element) = node.cast::<web_sys::HtmlElement>() {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _accepted = element.focus_with_options(&options);
    }
}

/// Starts typing in the field with this id: scrolls to it, and selects its text or puts the cursor behind it.
pub fn edit(id: &str, select: bool) {
    use wasm_bindgen::JsCast;
    let element = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(id));
    let Some(element) = element else { return };
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
    if let Ok(Some(around)) = element.closest("[role=dialog]") {
        around.scroll_into_view_with_scroll_into_view_options(&options);
    }
    focus(id);
    let Ok(field) = element.dyn_into::<web_sys::HtmlInputElement>() else { return };
    if select {
        field.select();
    } else {
        let end = field.value().encode_utf16().count() as u32;
        let _accepted = field.set_selection_range(end, end);
    }
}

/// Stores the offset of an element in its line as `--word-left` on its parent, so that what opens at the element is
/// aligned with it.
pub fn mark_word_left(node: &yew::NodeRef) {
    use wasm_bindgen::JsCast;
    let Some(element) = node.cast::<web_sys::HtmlElement>() else { return };
    let around = element.parent_element().and_then(|around| around.dyn_into::<web_sys::HtmlElement>().ok());
    let (Some(around), Some(column)) = (around, element.offset_parent()) else { return };
    let left = element.get_bounding_client_rect().left() - column.get_bounding_client_rect().left();
    let _accepted = around.style().set_property("--word-left", &format!("{left:.0}px"));
}

/// Sends all further events of a pointer to the element that it was pressed on, wherever it goes.
pub fn capture_pointer(event: &web_sys::PointerEvent) {
    use wasm_bindgen::JsCast;
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let _accepted = target.map(|element| element.set_pointer_capture(event.pointer_id()));
}

/// The place of an event in an element, as shares of its width from the left and its height from the top.
pub fn place_within(event: &web_sys::MouseEvent, node: &yew::NodeRef) -> Option<(f64, f64)> {
    let around = node.cast::<Element>()?.get_bounding_client_rect();
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    let is_drawn = around.width() > 0.0 && around.height() > 0.0;
    is_drawn.then(|| ((x - around.left()) / around.width(), (y - around.top()) / around.height()))
}

/// The mark, as `data-preset`, of the element that was pressed or is around it.
pub fn pressed_mark(event: &web_sys::MouseEvent, name: &str) -> Option<String> {
    use wasm_bindgen::JsCast;
    let pressed = event.target()?.dyn_into::<Element>().ok()?;
    pressed.closest(&format!("[{name}]")).ok()??.get_attribute(name)
}

/// The page's root, where the components are.
pub fn app_root() -> Option<Element> {
    web_sys::window()?.document()?.get_element_by_id("app")
}

/// The panic hook: logs the reason to the console, and reports to `start.js` that this run of the code has stopped.
/// Only once, as later calls into the stopped code may fail again.
pub fn report_stop(reason: &std::panic::PanicHookInfo<'_>) {
    static HAS_STOPPED: AtomicBool = AtomicBool::new(false);
    if HAS_STOPPED.swap(true, Ordering::Relaxed) {
        return;
    }
    web_sys::console::error_1(&wasm_bindgen::JsValue::from_str(&reason.to_string()));
    dispatch("own-or-rent:stopped");
}

/// Reports to `start.js` that the second program could not be fetched.
pub fn report_missing() {
    dispatch("own-or-rent:missing");
}

/// Tells `start.js` what has happened.
pub(super) fn dispatch(event: &str) {
    if let (Some(window), Ok(event)) = (web_sys::window(), web_sys::Event::new(event)) {
        let _was_heard = window.dispatch_event(&event);
    }
}

/// Whether the focus moves out of an element. The event's own `currentTarget` won't do: Yew listens at the page's root.
pub fn has_focus_left(event: &web_sys::FocusEvent, node: &yew::NodeRef) -> bool {
    use wasm_bindgen::JsCast;
    let next = event.related_target().and_then(|next| next.dyn_into::<web_sys::Node>().ok());
    !node.get().is_some_and(|here| next.is_some() && here.contains(next.as_ref()))
}

/// Whether the focused element shows its focus ring: the focus came from the keyboard, not from a press.
pub fn is_focus_visible(event: &web_sys::FocusEvent) -> bool {
    use wasm_bindgen::JsCast;
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| element.matches(":focus-visible").unwrap_or(false))
}
