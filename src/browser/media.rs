//! The reader's system settings: colours, motion.

use super::document::root;
use super::observe::{AttributeWatch, Listener};

/// Whether a media query holds; `false` where the browser can't tell.
fn holds(query: &str) -> bool {
    web_sys::window()
        .and_then(|window| window.match_media(query).ok().flatten())
        .is_some_and(|list| list.matches())
}

const DARK: &str = "(prefers-color-scheme: dark)";
const STILL: &str = "(prefers-reduced-motion: reduce)";

/// Whether the page is light on dark: by the link's theme, or else by the system's.
pub fn is_dark() -> bool {
    let asked = root().and_then(|root| root.get_attribute("data-theme"));
    match asked.as_deref() {
        Some("dark") => true,
        Some("light") => false,
        _ => holds(DARK),
    }
}

/// Whether animation is switched off.
pub fn is_still() -> bool {
    holds(STILL)
}

/// Watches both settings.
#[must_use = "dropping it stops watching"]
pub struct MediaWatch {
    _queries: [Listener; 2],
    _theme: Option<AttributeWatch>,
}

impl MediaWatch {
    /// Calls whenever one of them may have changed.
    pub fn new(call: impl Fn() + Clone + 'static) -> Self {
        let query = |query: &str| {
            let list = web_sys::window().and_then(|window| window.match_media(query).ok().flatten());
            let call = call.clone();
            Listener::with_event(list.as_deref(), "change", move |_| call())
        };
        Self {
            _queries: [query(DARK), query(STILL)],
            _theme: root().map(|root| AttributeWatch::new(&root, "data-theme", call.clone())),
        }
    }
}
