//! Events of an element or the page, reported as long as the watch is held.

use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Element, Event, EventTarget, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit,
    MutationObserver, MutationObserverInit, ResizeObserver, ResizeObserverEntry,
};

/// An event listener. Dropping it removes it.
#[must_use = "dropping it stops listening"]
pub struct Listener {
    target: Option<EventTarget>,
    kind: &'static str,
    call: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls on each event of this kind at the target; without a target, never.
    pub fn with_event(
        target: Option<&EventTarget>,
        kind: &'static str,
        call: impl FnMut(Event) + 'static,
    ) -> Self {
        let call = Closure::<dyn FnMut(Event)>::new(call);
        if let Some(target) = target {
            // Only an invalid listener is refused, and this is a function.
            let _accepted = target.add_event_listener_with_callback(kind, call.as_ref().unchecked_ref());
        }
        Self { target: target.cloned(), kind, call }
    }

    /// Calls on each event of this kind at the window.
    pub fn on_window(kind: &'static str, mut call: impl FnMut() + 'static) -> Self {
        Self::with_event(web_sys::window().as_deref(), kind, move |_| call())
    }

    /// Calls on each event of this kind at the document.
    pub fn on_document(kind: &'static str, mut call: impl FnMut() + 'static) -> Self {
        let document = web_sys::window().and_then(|window| window.document());
        Self::with_event(document.as_deref().map(AsRef::as_ref), kind, move |_| call())
    }

    /// Calls whenever this key goes down, wherever the focus is.
    pub fn on_key(key: &'static str, mut call: impl FnMut() + 'static) -> Self {
        let document = web_sys::window().and_then(|window| window.document());
        Self::with_event(document.as_deref().map(AsRef::as_ref), "keydown", move |event| {
            if event.dyn_ref::<web_sys::KeyboardEvent>().is_some_and(|event| event.key() == key) {
                call();
            }
        })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(target) = &self.target {
            let _accepted =
                target.remove_event_listener_with_callback(self.kind, self.call.as_ref().unchecked_ref());
        }
    }
}

/// Watches the size of an element.
#[must_use = "dropping it stops watching"]
pub struct ResizeWatch {
    observer: Option<ResizeObserver>,
    _call: Closure<dyn FnMut(Array)>,
}

impl ResizeWatch {
    /// Calls with width and height, CSS pixels, now and whenever they change.
    pub fn new(element: &Element, mut call: impl FnMut(f64, f64) + 'static) -> Self {
        let call = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            if let Ok(entry) =
                entries.get(entries.length().saturating_sub(1)).dyn_into::<ResizeObserverEntry>()
            {
                let size = entry.content_rect();
                call(size.width(), size.height());
            }
        });
        let observer = ResizeObserver::new(call.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        Self { observer, _call: call }
    }
}

impl Drop for ResizeWatch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

/// Watches whether an element comes near the visible part of the page.
#[must_use = "dropping it stops watching"]
pub struct NearbyWatch {
    observer: Option<IntersectionObserver>,
    _call: Closure<dyn FnMut(Array)>,
}

impl NearbyWatch {
    /// Calls when the element comes within this margin of the visible part (as CSS writes margins), and when it leaves
    /// again; where the browser can't tell, it counts as near.
    pub fn new(element: &Element, margin: &str, call: impl Fn(bool) + 'static) -> Self {
        let call = Rc::new(call);
        let on_entries = {
            let call = call.clone();
            Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
                let last = entries.get(entries.length().saturating_sub(1));
                if let Ok(entry) = last.dyn_into::<IntersectionObserverEntry>() {
                    call(entry.is_intersecting());
                }
            })
        };
        let options = IntersectionObserverInit::new();
        options.set_root_margin(margin);
        let observer =
            IntersectionObserver::new_with_options(on_entries.as_ref().unchecked_ref(), &options).ok();
        match &observer {
            Some(observer) => observer.observe(element),
            None => call(true),
        }
        Self { observer, _call: on_entries }
    }
}

impl Drop for NearbyWatch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

/// Watches an attribute of an element.
#[must_use = "dropping it stops watching"]
pub struct AttributeWatch {
    observer: Option<MutationObserver>,
    _call: Closure<dyn FnMut()>,
}

impl AttributeWatch {
    /// Calls whenever the attribute changes.
    pub fn new(element: &Element, attribute: &str, call: impl FnMut() + 'static) -> Self {
        let call = Closure::<dyn FnMut()>::new(call);
        let observer = MutationObserver::new(call.as_ref().unchecked_ref()).ok();
        let options = MutationObserverInit::new();
        options.set_attributes(true);
        options.set_attribute_filter(&Array::of1(&attribute.into()));
        if let Some(observer) = &observer {
            let _accepted = observer.observe_with_options(element, &options);
        }
        Self { observer, _call: call }
    }
}

impl Drop for AttributeWatch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

/// A call before the next frame is drawn. Dropping it cancels the call.
#[must_use = "dropping it cancels it"]
pub struct NextFrame {
    id: Option<i32>,
    _call: Closure<dyn FnMut(f64)>,
}

impl NextFrame {
    /// Calls before the next frame is drawn.
    pub fn call(call: impl FnOnce() + 'static) -> Self {
        let call = Closure::once(move |_: f64| call());
        let id = web_sys::window()
            .and_then(|window| window.request_animation_frame(call.as_ref().unchecked_ref()).ok());
        Self { id, _call: call }
    }
}

impl Drop for NextFrame {
    fn drop(&mut self) {
        if let (Some(window), Some(id)) = (web_sys::window(), self.id) {
            let _accepted = window.cancel_animation_frame(id);
        }
    }
}
