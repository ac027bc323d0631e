//! The page's components in a browser: controls move numbers, the focus stays, and the prerendered page is hydrated.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::time::Duration;

use model::Input;
use model::catalogue::{EDITION, changes_since};
use own_or_rent::App;
use own_or_rent::analysis::{Analysis, SharedAnalysis};
use own_or_rent::browser::{location, turns};
use own_or_rent::components::live_input::LiveInput;
use own_or_rent::page::{both_programs, programs};
use own_or_rent::prerender;
use own_or_rent::room::{self, Room};
use own_or_rent::state::{Action, State};
use own_or_rent::view::View;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{
    Document, Element, Event, EventInit, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent,
    KeyboardEventInit,
};
use yew::platform::time::sleep;
use yew::prelude::*;
use yew::{Renderer, scheduler};

wasm_bindgen_test_configure!(run_in_browser);

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

/// An empty root of the article for one test; those of earlier tests are removed, and their address is reset.
fn fresh_root() -> Element {
    programs::register(both_programs());
    room::enter(Room::Article);
    location::replace_query("");
    let body = document().body().unwrap();
    for old in ["#app", "#failure"] {
        if let Some(old) = document().query_selector(old).unwrap() {
            old.remove();
        }
    }
    let root = document().create_element("div").unwrap();
    root.set_id("app");
    body.append_child(&root).unwrap();
    root
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

/// Waits until effects and all queued work are done.
async fn settle() {
    let mut n_idle = 0;
    while n_idle < 3 {
        scheduler::flush().await;
        sleep(Duration::from_millis(1)).await;
        n_idle = if turns::is_idle() { n_idle + 1 } else { 0 };
    }
}

async fn rendered() -> yew::AppHandle<App> {
    rendered_room(Room::Article).await
}

async fn rendered_room(room: Room) -> yew::AppHandle<App> {
    let root = fresh_root();
    room::enter(room);
    let handle = Renderer::<App>::with_root(root).render();
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
    // In a window as narrow as a test's the sliders are in a sheet.
    find::<HtmlElement>("#open-case").click();
    settle().await;
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

/// Presses a key on an element.
async fn press(target: &Element, key: &str) {
    let options = KeyboardEventInit::new();
    options.set_bubbles(true);
    options.set_cancelable(true);
    options.set_key(key);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &options).unwrap();
    target.dispatch_event(&event).unwrap();
    settle().await;
}

/// Types a text into the open editor.
async fn type_live(text: &str) {
    let field: HtmlInputElement = find(EDITED);
    field.set_value(text);
    fire(&field, "input");
    settle().await;
}

fn is_editor_open() -> bool {
    document().query_selector(".live-editor").unwrap().is_some()
}

const GPUS: &str = "[data-testid=answer] [data-input=gpu_count]";
const EDITED: &str = ".live-editor input";

#[wasm_bindgen_test]
async fn a_number_of_the_prose_takes_every_key_and_is_undone() {
    let handle = rendered().await;
    let number: HtmlElement = find(GPUS);
    number.focus().unwrap();
    let steps = [
        ("ArrowRight", "3\u{a0}GPUs"),
        ("ArrowUp", "4\u{a0}GPUs"),
        ("ArrowLeft", "3\u{a0}GPUs"),
        ("+", "4\u{a0}GPUs"),
        ("-", "3\u{a0}GPUs"),
        ("PageUp", "13\u{a0}GPUs"),
        ("PageDown", "3\u{a0}GPUs"),
        ("End", "1,024\u{a0}GPUs"),
        ("Home", "1\u{a0}GPU"),
    ];
    let mut seen = vec![text(GPUS)];
    for (key, expected) in steps {
        press(&number, key).await;
        assert_eq!(text(GPUS), expected, "after {key}");
        seen.push(text(GPUS));
    }
    assert_eq!(number.get_attribute("aria-valuetext").as_deref(), Some("1 GPU"));
    assert_eq!(number.get_attribute("aria-label").as_deref(), Some("GPUs, 1\u{a0}GPU"));
    assert_eq!(document().active_element().as_ref(), Some(number.as_ref()), "the focus went away");
    for expected in seen.iter().rev().skip(1) {
        find::<HtmlElement>("#undo").click();
        settle().await;
        assert_eq!(&text(GPUS), expected);
    }
    handle.destroy();
}

#[wasm_bindgen_test]
async fn a_number_of_the_prose_is_typed_and_gets_the_focus_back() {
    let handle = rendered().await;
    let number: HtmlElement = find(GPUS);
    let (before, answer) = (text(GPUS), text("[data-testid=answer]"));
    number.focus().unwrap();
    press(&number, "1").await;
    let field: HtmlInputElement = find(EDITED);
    assert_eq!(field.value(), "1", "the digit that opened the editor is lost");
    assert_eq!(document().active_element().as_ref(), Some(field.as_ref()));
    assert!(text(".live-editor").contains("1 to 1,024 GPUs"), "{}", text(".live-editor"));
    type_live("16").await;
    assert_eq!(text(GPUS), before, "it was taken before it was done");
    press(&field, "Enter").await;
    assert_eq!(text(GPUS), "16\u{a0}GPUs");
    assert!(!is_editor_open());
    assert_eq!(document().active_element().as_ref(), Some(number.as_ref()));
    find::<HtmlElement>("#undo").click();
    settle().await;
    assert_eq!(text("[data-testid=answer]"), answer);
    handle.destroy();
}

#[wasm_bindgen_test]
async fn an_editor_refuses_with_the_reason_and_escape_forgets_it() {
    let handle = rendered().await;
    let number: HtmlElement = find(GPUS);
    let before = text("[data-testid=answer]");
    press(&number, "Enter").await;
    assert_eq!(find::<HtmlInputElement>(EDITED).value(), "2");
    type_live("5000").await;
    let field: HtmlInputElement = find(EDITED);
    press(&field, "Enter").await;
    assert!(is_editor_open(), "the refused text is gone");
    let reason = text(".live-editor [role=alert]");
    assert!(reason.contains("5000") && reason.contains("1 to 1,024 GPUs"), "{reason}");
    assert_eq!(field.get_attribute("aria-invalid").as_deref(), Some("true"));
    // Leaving the field does not lose it, either.
    find::<HtmlElement>("#undo").focus().unwrap();
    settle().await;
    assert_eq!(find::<HtmlInputElement>(EDITED).value(), "5000");
    field.focus().unwrap();
    press(&field, "Escape").await;
    assert!(!is_editor_open());
    assert_eq!(find::<HtmlInputElement>("#field-gpu_count").value(), "2");
    assert_eq!(text("[data-testid=answer]"), before);
    assert_eq!(document().active_element().as_ref(), Some(number.as_ref()));
    handle.destroy();
}

#[wasm_bindgen_test]
async fn leaving_an_editor_takes_what_is_typed_and_its_buttons_step_and_reset() {
    let handle = rendered().await;
    let number: HtmlElement = find(GPUS);
    number.click();
    settle().await;
    type_live("9").await;
    // In a window as narrow as a test's the sliders are in a sheet.
    find::<HtmlElement>("#open-case").click();
    find::<HtmlElement>("#slider-model_size").focus().unwrap();
    settle().await;
    assert_eq!(text(GPUS), "9\u{a0}GPUs");
    assert!(!is_editor_open());
    number.click();
    settle().await;
    let more: HtmlElement = find(".live-editor .step:last-of-type");
    more.click();
    settle().await;
    assert_eq!(text(GPUS), "10\u{a0}GPUs");
    find::<HtmlElement>(".live-editor__reset").click();
    settle().await;
    assert_eq!(text(GPUS), "2\u{a0}GPUs");
    assert!(is_editor_open() && document().query_selector(".live-editor__reset").unwrap().is_none());
    number.click();
    settle().await;
    assert!(!is_editor_open());
    handle.destroy();
}

#[wasm_bindgen_test]
async fn a_number_stays_the_same_element_from_one_wording_to_the_other() {
    let handle = rendered().await;
    let number: HtmlElement = find("[data-testid=answer] [data-input=retrains_per_year]");
    number.focus().unwrap();
    press(&number, "Home").await;
    assert!(text("[data-testid=answer]").contains("never retrained"));
    assert!(number.is_connected(), "the number was replaced by another one");
    assert_eq!(document().active_element().as_ref(), Some(number.as_ref()));
    press(&number, "ArrowUp").await;
    assert!(text("[data-testid=answer]").contains("retrained yearly"));
    assert!(number.is_connected());
    handle.destroy();
}

/// A choice in a sentence, with a state of its own.
#[component]
fn ChoiceInASentence() -> Html {
    let state = use_reducer_eq(State::default);
    let act = {
        let dispatcher = state.dispatcher();
        Callback::from(move |action: Action| dispatcher.dispatch(action))
    };
    let analysis = SharedAnalysis::new(Analysis::new(&state.scenario));
    html! { <p><LiveInput input={Input::Gpu} label={Input::Gpu.label()} view={View { analysis, act }} /></p> }
}

#[wasm_bindgen_test]
async fn a_choice_of_the_prose_opens_the_browsers_own_list() {
    let handle = Renderer::<ChoiceInASentence>::with_root(fresh_root()).render();
    settle().await;
    let before = text("[data-input=gpu]");
    find::<HtmlElement>("[data-input=gpu]").click();
    settle().await;
    let list: HtmlSelectElement = find(".live-editor select");
    assert_eq!(document().active_element().as_ref(), Some(list.as_ref()));
    list.set_selected_index(if list.selected_index() == 0 { 1 } else { 0 });
    fire(&list, "change");
    settle().await;
    assert_ne!(text("[data-input=gpu]"), before);
    press(&list, "Enter").await;
    assert!(!is_editor_open());
    let focused = document().active_element().and_then(|element| element.get_attribute("data-input"));
    assert_eq!(focused.as_deref(), Some("gpu"));
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
async fn a_link_of_another_edition_says_so_once() {
    for number in [EDITION - 1, EDITION + 1].into_iter().filter(|number| *number > 0) {
        let root = fresh_root();
        location::replace_query(&format!("gpu_count=8&edition={number}"));
        let handle = Renderer::<App>::with_root(root).render();
        settle().await;
        assert_eq!(text("[data-testid=answer] [data-input=gpu_count]"), "8\u{a0}GPUs");
        let note = text("[data-testid=edition-note]");
        assert!(note.contains(&format!("edition {number}")), "{note}");
        for change in changes_since(number) {
            assert!(note.contains(change), "{note}");
        }
        find::<HtmlElement>("[data-testid=edition-note] button").click();
        settle().await;
        step_slider("slider-gpu_count", 10.0).await;
        assert!(document().query_selector("[data-testid=edition-note]").unwrap().is_none());
        assert!(location::query().ends_with(&format!("edition={EDITION}")), "{}", location::query());
        handle.destroy();
    }
}

#[wasm_bindgen_test]
async fn the_link_is_read_and_rubbish_in_it_is_noted() {
    let root = fresh_root();
    location::replace_query("gpu_count=8&gpu_cuont=3");
    let handle = Renderer::<App>::with_root(root).render();
    settle().await;
    assert_eq!(text("[data-testid=answer] [data-input=gpu_count]"), "8\u{a0}GPUs");
    assert!(text("[data-testid=url-note]").contains("gpu_cuont"));
    assert_eq!(document().document_element().unwrap().get_attribute("data-ready").as_deref(), Some("true"));
    handle.destroy();
}

#[wasm_bindgen_test]
async fn a_prerendered_room_comes_to_life_as_it_is() {
    for (room, inside) in
        [(Room::Claims, ".wall__claim"), (Room::Method, "#figure-measured"), (Room::Workshop, "#share")]
    {
        let html = prerender::page(room, true).await;
        let root = fresh_root();
        room::enter(room);
        root.set_inner_html(&html);
        let (heading, inside): (Element, Element) = (find("h1"), find(inside));
        let handle = Renderer::<App>::with_root(root).hydrate();
        settle().await;
        assert_eq!(
            document().document_element().unwrap().get_attribute("data-ready").as_deref(),
            Some("true")
        );
        let before = text("[data-testid=answer-bar]");
        let list: HtmlSelectElement = find("#preset");
        list.set_value("canva");
        fire(&list, "change");
        settle().await;
        assert_ne!(text("[data-testid=answer-bar]"), before, "{room:?}");
        assert!(heading.is_connected() && inside.is_connected(), "hydration built {room:?} anew");
        handle.destroy();
    }
}

#[wasm_bindgen_test]
async fn the_prerendered_page_comes_to_life_as_it_is() {
    let html = prerender::page(Room::Article, true).await;
    let root = fresh_root();
    root.set_inner_html(&html);
    let heading: Element = find("h1");
    let slider: Element = find("#slider-gpu_count");
    let below: Element = find("#bottom-line");
    let handle = Renderer::<App>::with_root(root).hydrate();
    settle().await;
    assert!(
        heading.is_connected() && slider.is_connected() && below.is_connected(),
        "hydration built the page anew"
    );
    let before = text("[data-testid=answer]");
    step_slider("slider-gpu_count", 1.0).await;
    assert_ne!(text("[data-testid=answer]"), before);
    assert!(slider.is_connected());
    handle.destroy();
}
