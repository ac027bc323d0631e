//! The page's components in a browser: controls move numbers, focus stays, and the prerendered page comes to life.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use own_or_rent::App;
use own_or_rent::browser::location;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Document, Element, Event, EventInit, HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::{LocalServerRenderer, Renderer, scheduler};

wasm_bindgen_test_configure!(run_in_browser);

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

/// An empty place in the page for one test; those of earlier tests are gone, and so is what they put into the address.
fn place() -> Element {
    location::replace_query("");
    let body = document().body().unwrap();
    for old in ["#app", "#failure"] {
        if let Some(old) = document().query_selector(old).unwrap() {
            old.remove();
        }
    }
    let place = document().create_element("div").unwrap();
    place.set_id("app");
    body.append_child(&place).unwrap();
    place
}

fn find<T: JsCast>(selector: &str) -> T {
    let found = document().query_selector(selector).unwrap();
    found
        .unwrap_or_else(|| panic!("no {selector}"))
        .dyn_into()
        .unwrap_or_else(|_| panic!("{selector} is of another kind"))
}

fn text(selector: &str) -> String {
    find::<Element>(selector).text_content().unwrap()
}

fn fire(target: &Element, kind: &str) {
    let options = EventInit::new();
    options.set_bubbles(true);
    target.dispatch_event(&Event::new_with_event_init_dict(kind, &options).unwrap()).unwrap();
}

/// Moves a slider as the keyboard does: one position, no pointer.
async fn step_slider(id: &str, by: f64) {
    let slider: HtmlInputElement = find(&format!("#{id}"));
    slider.set_value_as_number(slider.value_as_number() + by);
    fire(&slider, "input");
    fire(&slider, "change");
    settle().await;
}

/// Lets what was asked for happen, effects included.
async fn settle() {
    for _ in 0..3 {
        scheduler::flush().await;
    }
}

async fn rendered() -> yew::AppHandle<App> {
    let handle = Renderer::<App>::with_root(place()).render();
    settle().await;
    handle
}

#[wasm_bindgen_test]
async fn a_slider_moves_the_answer_the_bar_and_its_own_words() {
    let handle = rendered().await;
    let before = (text("[data-testid=answer]"), text("[data-testid=answer-bar]"));
    let spoken = find::<Element>("#slider-gpu_count").get_attribute("aria-valuetext").unwrap();
    step_slider("slider-gpu_count", 1.0).await;
    assert_ne!(text("[data-testid=answer]"), before.0);
    assert_ne!(text("[data-testid=answer-bar]"), before.1);
    assert_ne!(find::<Element>("#slider-gpu_count").get_attribute("aria-valuetext").unwrap(), spoken);
    assert_eq!(text("[data-testid=answer] [data-input=gpu_count]"), "3\u{a0}GPUs");
    handle.destroy();
}

#[wasm_bindgen_test]
async fn the_focus_stays_on_the_control_that_moves() {
    let handle = rendered().await;
    let slider: HtmlElement = find("#slider-model_size");
    slider.focus().unwrap();
    for _ in 0..3 {
        step_slider("slider-model_size", 1.0).await;
        let focused = document().active_element().map(|element| element.id());
        assert_eq!(focused.as_deref(), Some("slider-model_size"));
        assert!(slider.is_connected(), "the slider was replaced by another one");
    }
    handle.destroy();
}

/// The rows of the tornado, from the top.
fn rows() -> Vec<String> {
    let first = find::<Element>(".tornado").first_element_child();
    std::iter::successors(first, Element::next_element_sibling)
        .map(|row| row.get_attribute("data-row").unwrap())
        .collect()
}

#[wasm_bindgen_test]
async fn a_row_of_the_tornado_moves_what_it_names_and_stays_in_its_place_while_held() {
    let handle = rendered().await;
    let (before, order) = (text("[data-testid=answer]"), rows());
    let slider: HtmlElement = find("#tornado-run_effort");
    slider.focus().unwrap();
    settle().await;
    for _ in 0..14 {
        step_slider("tornado-run_effort", -1.0).await;
    }
    assert_ne!(text("[data-testid=answer]"), before);
    assert_eq!(rows(), order, "a row went away from under the reader's hand");
    assert!(slider.is_connected());
    assert_eq!(
        document().active_element().map(|element| element.id()).as_deref(),
        Some("tornado-run_effort")
    );
    slider.blur().unwrap();
    settle().await;
    assert_ne!(rows(), order, "the rows are not in the order of their widths again");
    for _ in 0..14 {
        find::<HtmlElement>("#undo").click();
        settle().await;
    }
    assert_eq!(text("[data-testid=answer]"), before);
    assert_eq!(rows(), order, "undone, the rows are as they were");
    handle.destroy();
}

#[wasm_bindgen_test]
async fn refused_text_stays_and_says_what_is_allowed() {
    let handle = rendered().await;
    let field: HtmlInputElement = find("#field-gpu_count");
    let answer = text("[data-testid=answer]");
    field.set_value("5000");
    fire(&field, "input");
    fire(&field, "change");
    settle().await;
    assert_eq!(field.value(), "5000");
    assert_eq!(field.get_attribute("aria-invalid").as_deref(), Some("true"));
    assert!(text("#field-gpu_count-error").contains("1 to 1,024"), "{}", text("#field-gpu_count-error"));
    assert_eq!(text("[data-testid=answer]"), answer);
    field.set_value("8");
    fire(&field, "input");
    fire(&field, "change");
    settle().await;
    assert_eq!(field.get_attribute("aria-invalid"), None);
    assert_eq!(text("[data-testid=answer] [data-input=gpu_count]"), "8\u{a0}GPUs");
    handle.destroy();
}

#[wasm_bindgen_test]
async fn a_preset_is_loaded_and_taken_back() {
    let handle = rendered().await;
    let before = text("[data-testid=answer]");
    let select: HtmlSelectElement = find("#preset");
    select.set_value("intercom");
    fire(&select, "change");
    settle().await;
    assert_ne!(text("[data-testid=answer]"), before);
    let undo: HtmlElement = find("#undo");
    undo.click();
    settle().await;
    assert_eq!(text("[data-testid=answer]"), before);
    assert_eq!(select.value(), "support_desk");
    handle.destroy();
}

#[wasm_bindgen_test]
async fn a_claim_opens_its_check_in_place() {
    let handle = rendered().await;
    let claim: HtmlElement = find("#shopify-support-routing a.claim");
    claim.click();
    settle().await;
    assert_eq!(claim.get_attribute("aria-expanded").as_deref(), Some("true"));
    assert!(text("[data-check=shopify-support-routing]").contains("Digits lost"));
    claim.click();
    settle().await;
    assert!(document().query_selector("[data-check=shopify-support-routing]").unwrap().is_none());
    handle.destroy();
}

#[wasm_bindgen_test]
async fn two_pins_are_compared_in_words() {
    let handle = rendered().await;
    find::<HtmlElement>("#pin").click();
    settle().await;
    step_slider("slider-gpu_count", 10.0).await;
    find::<HtmlElement>("#pin").click();
    settle().await;
    let words = text("[data-testid=comparison]");
    assert!(words.contains("Owning costs") && words.contains("GPUs"), "{words}");
    handle.destroy();
}

#[wasm_bindgen_test]
async fn the_link_is_read_and_rubbish_in_it_is_noted() {
    let place = place();
    location::replace_query("gpu_count=8&gpu_cuont=3");
    let handle = Renderer::<App>::with_root(place).render();
    settle().await;
    assert_eq!(text("[data-testid=answer] [data-input=gpu_count]"), "8\u{a0}GPUs");
    assert!(text("[data-testid=url-note]").contains("gpu_cuont"));
    assert_eq!(document().document_element().unwrap().get_attribute("data-ready").as_deref(), Some("true"));
    handle.destroy();
}

#[wasm_bindgen_test]
async fn the_prerendered_page_comes_to_life_as_it_is() {
    let html = LocalServerRenderer::<App>::new().render().await;
    let place = place();
    place.set_inner_html(&html);
    let heading: Element = find("h1");
    let slider: Element = find("#slider-gpu_count");
    let handle = Renderer::<App>::with_root(place).hydrate();
    settle().await;
    assert!(heading.is_connected() && slider.is_connected(), "hydration built the page anew");
    let before = text("[data-testid=answer]");
    step_slider("slider-gpu_count", 1.0).await;
    assert_ne!(text("[data-testid=answer]"), before);
    assert!(slider.is_connected());
    handle.destroy();
}
