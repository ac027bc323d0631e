//! The page's address: read once, and rewritten without a step in the browser's history.

use wasm_bindgen::JsValue;

use super::document::dispatch;
use crate::room::{self, Room};

/// The query of the page's address, question mark included.
pub fn query() -> String {
    web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default()
}

/// The anchor that the page's address names; empty if it names none.
pub fn anchor() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// Replaces the query of the page's address, without an entry in the browser's history. A refusal is ignored, as the
/// page works without.
pub fn replace_query(query: &str) {
    let Some(window) = web_sys::window() else { return };
    let (Ok(path), Ok(hash), Ok(history)) =
        (window.location().pathname(), window.location().hash(), window.history())
    else {
        return;
    };
    let address = if query.is_empty() { format!("{path}{hash}") } else { format!("{path}?{query}{hash}") };
    let refused = history.replace_state_with_url(&JsValue::NULL, "", Some(&address)).is_err();
    if refused {
        web_sys::console::warn_1(&JsValue::from_str("The address could not be brought up to date."));
    }
    // The links to the other pages follow: start.js.
    dispatch("own-or-rent:address");
}

/// The article's address without query and anchor, for links to share; from a room it is one folder up.
pub fn article_address() -> String {
    let location = web_sys::window().map(|window| window.location());
    let part = |read: fn(&web_sys::Location) -> Result<String, JsValue>| {
        location.as_ref().and_then(|location| read(location).ok()).unwrap_or_default()
    };
    let (protocol, host, path) =
        (part(web_sys::Location::protocol), part(web_sys::Location::host), part(web_sys::Location::pathname));
    if room::here() == Room::Article {
        return format!("{protocol}//{host}{path}");
    }
    let site = path.rsplitn(3, '/').nth(2).unwrap_or_default();
    // A disk has no server that completes the address of a folder.
    let file = if protocol == "file:" { "index.html" } else { "" };
    format!("{protocol}//{host}{site}/{file}")
}
