//! A small store that lasts between visits, where the browser allows one.

/// The text stored under a name. A sandboxed frame has none, which is no error.
pub fn read(name: &str) -> Option<String> {
    web_sys::window()?.local_storage().ok()??.get_item(name).ok()?
}

/// Stores a text under a name, if the browser allows it.
pub fn write(name: &str, text: &str) {
    let store = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
    // A full or forbidden store is no error: the page works without.
    let _kept = store.map(|store| store.set_item(name, text));
}
