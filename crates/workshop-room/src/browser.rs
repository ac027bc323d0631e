//! What the program asks of the browser: the page's address, the store, files.

use js_sys::{Array, Uint8Array};
use model::Scenario;
use own_or_rent::controls::written::read_all;
use own_or_rent::url_state;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, BlobPropertyBag, Event, HtmlAnchorElement, HtmlInputElement, HtmlSelectElement, StorageEvent, Url,
};
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
    let query = web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default();
    url_state::decode(&query, read_all).scenario
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
fn address() -> (String, Option<String>) {
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

/// Calls with the stored set when another tab has changed it.
pub(crate) fn on_stored(call: impl Fn(Option<String>) + 'static) {
    listen("storage", move |event| {
        let event: StorageEvent = event.unchecked_into();
        // Without a key, everything was cleared.
        if event.key().is_none_or(|key| key == SET) {
            call(event.new_value());
        }
    });
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

/// The stored set.
pub(crate) fn stored_set() -> Result<Option<String>, NoStore> {
    store()?.get_item(SET).map_err(|_| NoStore)
}

/// The cases that an earlier edition stored.
pub(crate) fn stored_pins() -> Option<String> {
    store().ok()?.get_item(PINS).ok()?
}

/// Stores the set; an empty one as an empty text, so that no earlier edition's cases come back.
pub(crate) fn store_set(text: &str) -> Result<(), NoStore> {
    store()?.set_item(SET, text).map_err(|_| NoStore)
}

/// Opens the browser's dialogue of printing; whether it lets the page do so.
pub(crate) fn print() -> bool {
    web_sys::window().is_some_and(|window| window.print().is_ok())
}

/// Offers a text as a file of this kind; whether the browser lets the page do so.
pub(crate) fn save(name: &str, text: &str, kind: &str) -> bool {
    let saved = || -> Result<(), JsValue> {
        let options = BlobPropertyBag::new();
        options.set_type(kind);
        let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)?;
        let address = Url::create_object_url_with_blob(&blob)?;
        let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
        let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
        link.set_href(&address);
        link.set_download(name);
        link.click();
        Url::revoke_object_url(&address)
    };
    saved().is_ok()
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
    of_field.or_else(|| Some(event.target_dyn_into::<HtmlSelectElement>()?.value())).unwrap_or_default()
}
