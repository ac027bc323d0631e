//! What the program asks of the browser: the page's address, the store, files.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;
use model::Scenario;
use own_or_rent::browser::files::{self, Offered};
use own_or_rent::controls::written::read_all;
use own_or_rent::url_state;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, StorageEvent};
use workshop::hand_in::Ticket;
use workshop::{ScenarioSet, link};
use yew::TargetCast as _;

/// The event by which the page says that its address has changed: src/browser/location.rs.
const ADDRESS_CHANGED: &str = "own-or-rent:address";

/// The name under which the set is stored.
const SET: &str = "own-or-rent/set";

/// The name under which earlier editions stored two cases.
const PINS: &str = "own-or-rent/pins";

/// The case in the page's address.
pub(crate) fn present_case() -> Scenario {
    url_state::decode(&query(), read_all).scenario
}

/// The set in the page's address, which is then taken out of it: a reload would bring it back in the place of a changed one.
pub(crate) fn take_set_link() -> Option<String> {
    let location = web_sys::window()?.location();
    let hash = location.hash().ok().filter(|hash| hash.contains("set="))?;
    let bare = format!("{}{}", location.pathname().ok()?, location.search().ok()?);
    let history = web_sys::window()?.history().ok()?;
    // A browser that refuses shows the set again after a reload, no more.
    let _is_bare = history.replace_state_with_url(&JsValue::NULL, "", Some(&bare));
    Some(hash)
}

/// The parameter that says which page of the site a single file shows: xtask/single-file.js.
const PAGE: &str = "page=";

/// The address of this page without case and anchor, and what names the page in it where the site is a single file.
pub(crate) fn address() -> (String, Option<String>) {
    let location = web_sys::window().map(|window| window.location());
    let href = location.and_then(|location| location.href().ok()).unwrap_or_default();
    let whole = href.split('#').next().unwrap_or_default();
    let (address, query) = whole.split_once('?').unwrap_or((whole, ""));
    (address.to_owned(), query.split('&').find(|pair| pair.starts_with(PAGE)).map(str::to_owned))
}

/// The link that opens a case on this page.
pub(crate) fn case_link(scenario: &Scenario) -> String {
    match address() {
        (address, None) => url_state::link(&address, scenario),
        (address, Some(page)) => [&address, "?", &page, "&", &url_state::shared(scenario)].concat(),
    }
}

/// The link that opens a set on this page.
pub(crate) fn set_link(set: &ScenarioSet) -> String {
    let (address, page) = address();
    let page = page.map(|page| ["?", &page].concat()).unwrap_or_default();
    format!("{address}{page}#{}", link::parameter(set))
}

/// Whether others can open what this page's address leads to: a file on a disk is there for its own reader alone.
pub(crate) fn has_links_for_others() -> bool {
    let protocol = web_sys::window().and_then(|window| window.location().protocol().ok());
    protocol.is_none_or(|protocol| protocol != "file:")
}

/// Calls when the case in the page's address has changed.
pub(crate) fn on_address(call: impl Fn() + 'static) {
    listen(ADDRESS_CHANGED, move |_| call());
}

/// Calls when another tab has changed the stored set.
pub(crate) fn on_stored(call: impl Fn() + 'static) {
    listen("storage", move |event| of_store(SET, event, &call));
}

/// Calls if an event says that another tab has changed what is stored under a name. The event's own value may be out of date by then.
fn of_store(name: &str, event: Event, call: &impl Fn()) {
    let event: StorageEvent = event.unchecked_into();
    // Without a key, everything was cleared.
    if event.key().is_none_or(|key| key == name) {
        call();
    }
}

/// A listener at the window that ends when it is dropped.
pub(crate) struct Listener {
    name: &'static str,
    closure: Closure<dyn Fn(Event)>,
}

impl Listener {
    /// Listens to an event.
    pub(crate) fn new(name: &'static str, call: impl Fn(Event) + 'static) -> Self {
        let closure = Closure::<dyn Fn(Event)>::new(call);
        if let Some(window) = web_sys::window() {
            let heard = window.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
            debug_assert!(heard.is_ok(), "a window takes listeners");
        }
        Self { name, closure }
    }

    /// Listens to what other tabs store under a name.
    pub(crate) fn to_store(name: &'static str, call: impl Fn() + 'static) -> Self {
        Self::new("storage", move |event| of_store(name, event, &call))
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            let ended =
                window.remove_event_listener_with_callback(self.name, self.closure.as_ref().unchecked_ref());
            debug_assert!(ended.is_ok(), "a window takes listeners out");
        }
    }
}

/// Calls again and again until it is dropped.
pub(crate) struct Ticker {
    id: i32,
    _closure: Closure<dyn Fn()>,
}

impl Ticker {
    /// Calls again and again, at this interval in milliseconds.
    pub(crate) fn new(milliseconds: i32, call: impl Fn() + 'static) -> Self {
        let closure = Closure::<dyn Fn()>::new(call);
        let id = web_sys::window().and_then(|window| {
            let function = closure.as_ref().unchecked_ref();
            window.set_interval_with_callback_and_timeout_and_arguments_0(function, milliseconds).ok()
        });
        Self { id: id.unwrap_or_default(), _closure: closure }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_interval_with_handle(self.id);
        }
    }
}

/// Milliseconds since 1970.
pub(crate) fn now() -> f64 {
    js_sys::Date::now()
}

/// A number that another person's browser hardly draws, too.
pub(crate) fn ticket() -> Ticket {
    Ticket::new((js_sys::Math::random() * f64::from(Ticket::N)) as u16)
}

/// The value of a parameter of the page's address.
pub(crate) fn parameter(key: &str) -> Option<String> {
    url_state::parameter(&query(), key)
}

fn query() -> String {
    web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default()
}

/// The query of the page's address with another value of a parameter, or without it.
pub(crate) fn query_with(key: &str, value: Option<&str>) -> String {
    let query = query();
    let start = format!("{key}=");
    let own = value.map(|value| format!("{start}{value}"));
    let others =
        query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty() && !pair.starts_with(&start));
    others.map(str::to_owned).chain(own).collect::<Vec<_>>().join("&")
}

/// Puts another query into the page's address, and says so to the page, whose links have the case from it.
pub(crate) fn replace_query(query: &str) {
    let Some(window) = web_sys::window() else { return };
    let location = window.location();
    let (Ok(path), Ok(hash), Ok(history)) = (location.pathname(), location.hash(), window.history()) else {
        return;
    };
    let separator = if query.is_empty() { "" } else { "?" };
    // A browser that refuses shows the other view after a reload, no more.
    let _is_refused = history
        .replace_state_with_url(&JsValue::NULL, "", Some(&format!("{path}{separator}{query}{hash}")))
        .is_err();
    if let Ok(event) = Event::new(ADDRESS_CHANGED) {
        let _is_heard = window.dispatch_event(&event);
    }
}

/// The part of the page's address behind `#`.
pub(crate) fn hash() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

pub(crate) fn scroll_to_top() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// Names the view on the root element, for the style sheet: what would give an answer away is covered.
pub(crate) fn mark_view(id: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let marked = root.set_attribute("data-view", id);
        debug_assert!(marked.is_ok(), "an element takes attributes");
    }
}

/// Whether the keys that are pressed go into a field.
pub(crate) fn is_typing() -> bool {
    let focused = document().and_then(|document| document.active_element());
    focused.is_some_and(|focused| ["INPUT", "TEXTAREA", "SELECT"].contains(&focused.tag_name().as_str()))
}

/// Whether a button or a link has the focus, which space and Enter press.
pub(crate) fn is_on_control() -> bool {
    let focused = document().and_then(|document| document.active_element());
    focused.is_some_and(|focused| ["BUTTON", "A", "SUMMARY"].contains(&focused.tag_name().as_str()))
}

/// Fills the screen with the page, or lets it go. A browser that refuses shows the page in its window.
pub(crate) fn toggle_full_screen() {
    let Some(document) = document() else { return };
    if document.fullscreen_element().is_some() {
        document.exit_fullscreen();
    } else if let Some(root) = document.document_element() {
        let _is_refused = root.request_fullscreen().is_err();
    }
}

/// Keeps the screen awake until it is dropped, where the browser can.
pub(crate) struct Awake(Rc<RefCell<Option<JsValue>>>);

impl Awake {
    pub(crate) fn new() -> Self {
        let lock = Rc::new(RefCell::new(None));
        let kept = lock.clone();
        let asked = || -> Option<js_sys::Promise> {
            let navigator: JsValue = web_sys::window()?.navigator().into();
            let wake_lock = js_sys::Reflect::get(&navigator, &"wakeLock".into()).ok()?;
            let request: js_sys::Function =
                js_sys::Reflect::get(&wake_lock, &"request".into()).ok()?.dyn_into().ok()?;
            request.call1(&wake_lock, &"screen".into()).ok()?.dyn_into().ok()
        };
        if let Some(asked) = asked() {
            wasm_bindgen_futures::spawn_local(async move {
                *kept.borrow_mut() = wasm_bindgen_futures::JsFuture::from(asked).await.ok();
            });
        }
        Self(lock)
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        let Some(lock) = self.0.borrow_mut().take() else { return };
        let release = js_sys::Reflect::get(&lock, &"release".into()).ok();
        if let Some(release) = release.and_then(|it| it.dyn_into::<js_sys::Function>().ok()) {
            let _is_released = release.call0(&lock);
        }
    }
}

/// Listens at the window for as long as the page lives, as the program does.
fn listen(name: &str, call: impl Fn(Event) + 'static) {
    let listener = Closure::<dyn Fn(Event)>::new(call);
    if let Some(window) = web_sys::window() {
        let heard = window.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
        debug_assert!(heard.is_ok(), "a window takes listeners");
    }
    listener.forget();
}

/// The browser's store could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoStore;

fn store() -> Result<web_sys::Storage, NoStore> {
    let window = web_sys::window().ok_or(NoStore)?;
    window.local_storage().ok().flatten().ok_or(NoStore)
}

/// What is stored under a name.
pub(crate) fn stored_text(name: &str) -> Result<Option<String>, NoStore> {
    store()?.get_item(name).map_err(|_| NoStore)
}

/// Stores a text under a name.
pub(crate) fn store_text(name: &str, text: &str) -> Result<(), NoStore> {
    store()?.set_item(name, text).map_err(|_| NoStore)
}

/// The stored set.
pub(crate) fn stored_set() -> Result<Option<String>, NoStore> {
    stored_text(SET)
}

/// The cases that an earlier edition stored.
pub(crate) fn stored_pins() -> Option<String> {
    store().ok()?.get_item(PINS).ok()?
}

/// Stores the set; an empty one as an empty text, so that no earlier edition's cases come back.
pub(crate) fn store_set(text: &str) -> Result<(), NoStore> {
    store_text(SET, text)
}

/// Opens the browser's dialogue of printing; whether it lets the page do so.
pub(crate) fn print() -> bool {
    web_sys::window().is_some_and(|window| window.print().is_ok())
}

/// Offers a text as a file; whether the browser lets the page do so.
pub(crate) fn save(name: &str, kind: &str, text: &str) -> bool {
    files::save(name, text, kind) != Offered::Refused
}

/// Offers the spreadsheet of a set's file: whether the browser lets the page do so. What writes it is a program of its own.
///
/// # Errors
/// [`NoWriter`] if that could not be loaded.
pub(crate) async fn save_workbook(name: &str, set: &str, link: &str) -> Result<bool, NoWriter> {
    let bytes = comparison_workbook(set, link).await.map_err(|_| NoWriter)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(files::save_bytes(name, &bytes.unchecked_into(), kind) != Offered::Refused)
}

/// What writes spreadsheets could not be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoWriter;

#[wasm_bindgen(inline_js = r#"
export async function comparison_workbook(set, link) {
  const program = await import(new URL("module/spreadsheet.js", import.meta.url).href);
  await program.default();
  return program.comparison_workbook(set, link);
}
"#)]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn comparison_workbook(set: &str, link: &str) -> Result<JsValue, JsValue>;
}

/// The bytes of the file that was chosen in a field, and its name; `None` if none was chosen or the browser cannot read it.
pub(crate) async fn chosen_file(event: Event) -> Option<(String, Vec<u8>)> {
    let field: HtmlInputElement = event.target_dyn_into()?;
    let file = field.files()?.get(0)?;
    let bytes = wasm_bindgen_futures::JsFuture::from(file.array_buffer()).await.ok();
    // So that the same file can be chosen again.
    field.set_value("");
    Some((file.name(), Uint8Array::new(&bytes?).to_vec()))
}

/// The text of the field, or the option of the list, of an event.
pub(crate) fn field_text(event: &Event) -> String {
    let of_field = event.target_dyn_into::<HtmlInputElement>().map(|field| field.value());
    let of_list = || event.target_dyn_into::<HtmlSelectElement>().map(|list| list.value());
    let of_area = || event.target_dyn_into::<HtmlTextAreaElement>().map(|area| area.value());
    of_field.or_else(of_list).or_else(of_area).unwrap_or_default()
}
