//! Messages to the page that frames this one, and the heights of both.

use js_sys::{Function, Promise, Reflect};
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, Event, MessageEvent, Window};

use super::observe::Listener;

/// The page's address as it was loaded, before anything rewrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageAddress {
    /// The whole address.
    pub href: String,
    /// Host and port.
    pub host: String,
    /// The query, question mark included.
    pub query: String,
    /// The fragment, hash included.
    pub fragment: String,
}

/// A message between frames.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// A string.
    Text(String),
    /// An object.
    Object(Value),
}

/// The page that frames this one.
#[derive(Clone, Debug)]
pub struct Parent(Window);

/// The page that frames this one, if one does.
pub fn parent() -> Option<Parent> {
    let window = web_sys::window()?;
    let parent = window.parent().ok().flatten()?;
    (parent != window).then_some(Parent(parent))
}

impl Parent {
    /// Sends a message. To any origin: the height is no secret, and the host's origin is not known.
    pub fn send(&self, message: &Message) {
        let data = match message {
            Message::Text(text) => Ok(JsValue::from_str(text)),
            Message::Object(object) => object.serialize(&serde_wasm_bindgen::Serializer::json_compatible()),
        };
        // A host that is gone needs no height.
        let _sent = data.map(|data| self.0.post_message(&data, "*"));
    }
}

/// Listens to the messages of that page, and to no others.
pub fn listen(parent: &Parent, mut receive: impl FnMut(Message) + 'static) -> Listener {
    let parent = JsValue::from(parent.0.clone());
    Listener::with_event(web_sys::window().as_deref(), "message", move |event: Event| {
        let Ok(event) = event.dyn_into::<MessageEvent>() else { return };
        let is_parent =
            Reflect::get(&event, &JsValue::from_str("source")).is_ok_and(|source| source == parent);
        let message = is_parent.then(|| read(&event.data())).flatten();
        if let Some(message) = message {
            receive(message);
        }
    })
}

/// A string, or the two keys of an object that a host may send. All other keys are dropped.
fn read(data: &JsValue) -> Option<Message> {
    if let Some(text) = data.as_string() {
        return Some(Message::Text(text));
    }
    let field = |name: &str| Reflect::get(data, &JsValue::from_str(name)).ok()?.as_string();
    let object = serde_json::json!({ "sentinel": field("sentinel")?, "type": field("type")? });
    Some(Message::Object(object))
}

/// The address of the page, read before anything rewrites it.
pub fn loaded_address() -> PageAddress {
    let Some(location) = web_sys::window().map(|window| window.location()) else {
        return PageAddress::default();
    };
    PageAddress {
        href: location.href().unwrap_or_default(),
        host: location.host().unwrap_or_default(),
        query: location.search().unwrap_or_default(),
        fragment: location.hash().unwrap_or_default(),
    }
}

/// The element whose height is reported.
pub fn root() -> Option<Element> {
    web_sys::window()?.document()?.document_element()
}

/// The height of the content, CSS pixels; 0 if it is hidden.
pub fn content_height() -> f64 {
    root().map_or(0.0, |root| root.get_bounding_client_rect().height())
}

/// The height of the frame, CSS pixels.
pub fn given_height() -> f64 {
    web_sys::window()
        .and_then(|window| window.inner_height().ok())
        .and_then(|height| height.as_f64())
        .unwrap_or(0.0)
}

/// Calls once the typefaces are loaded, as they change the height.
pub fn when_fonts_are_ready(call: impl FnOnce() + 'static) {
    let document = web_sys::window().and_then(|window| window.document());
    let fonts = document.and_then(|document| Reflect::get(&document, &JsValue::from_str("fonts")).ok());
    let ready = fonts.and_then(|fonts| Reflect::get(&fonts, &JsValue::from_str("ready")).ok());
    let Some(ready) = ready.filter(|ready| {
        !ready.is_undefined()
            && Reflect::get(ready, &JsValue::from_str("then"))
                .is_ok_and(|then| then.is_instance_of::<Function>())
    }) else {
        return;
    };
    spawn_local(async move {
        if JsFuture::from(Promise::resolve(&ready)).await.is_ok() {
            call();
        }
    });
}
