//! The page inside another page's frame: what it shows, and how its height is reported to the host.
//!
//! Hosts listen to different messages. The protocol of a host is read from the address that it loaded the page with and
//! from its messages; where neither shows one, the three messages that are most common among hosts are sent. All of
//! that is plain data here; sending and measuring are in [`crate::browser::frame`].

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::{Value, json};
use yew::prelude::*;

use crate::browser::frame::{self, Message, PageAddress, Parent};
use crate::browser::observe::{Listener, NextFrame, ResizeWatch};
use crate::browser::timer::Timer;
use crate::content::Embed;
use crate::url_state::{embed, parameter};

/// The protocol that the host is known to speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// pym.js, with the name it gave us.
    Pym(String),
    /// amp-iframe, or a library that speaks its messages.
    Amp,
    /// Nothing known.
    Unknown,
}

impl Protocol {
    /// The protocol that an address shows: pym.js adds `childId`, amp-iframe `#amp=1`.
    pub fn from_address(loaded: &PageAddress) -> Self {
        if let Some(id) = parameter(&loaded.query, "childId").filter(|id| !id.is_empty()) {
            return Self::Pym(id);
        }
        let fragment = loaded.fragment.trim_start_matches('#');
        if parameter(fragment, "amp").as_deref() == Some("1") { Self::Amp } else { Self::Unknown }
    }
}

/// The least height that amp-iframe accepts.
const AMP_LEAST: u32 = 100;

/// Pauses between the attempts to get a height from the host, milliseconds.
const RETRY_MS: [i32; 4] = [250, 1_000, 3_000, 10_000];

/// The reason for reporting a height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It may have changed; reported if it did.
    Change,
    /// The host requested it, or may have missed it; reported in any case.
    Request,
}

/// The host's protocol, and the height that was reported to it.
#[derive(Clone, Debug)]
pub struct Reporter {
    loaded: PageAddress,
    protocol: Protocol,
    reported: Option<u32>,
    n_retries: usize,
}

impl Reporter {
    /// A reporter that has reported nothing yet.
    pub fn new(loaded: PageAddress) -> Self {
        Self { protocol: Protocol::from_address(&loaded), loaded, reported: None, n_retries: 0 }
    }

    /// The messages sent before any height: amp-iframe removes its placeholder on them.
    pub fn greeting(&self) -> Vec<Message> {
        match self.protocol {
            Protocol::Amp => vec![Message::Object(json!({ "sentinel": "amp", "type": "embed-ready" }))],
            Protocol::Pym(_) | Protocol::Unknown => Vec::new(),
        }
    }

    /// The messages that report a height, CSS pixels; none for a height below one pixel, as in a hidden frame.
    pub fn messages_for(&mut self, height: f64, reason: Reason) -> Vec<Message> {
        let Some(height) = whole_pixels(height) else { return Vec::new() };
        if reason == Reason::Change {
            if self.reported == Some(height) {
                return Vec::new();
            }
            self.n_retries = 0;
        }
        self.reported = Some(height);
        self.messages(height)
    }

    /// The pause before checking that the host gave the reported height; `None` to stop checking.
    pub fn retry_pause(&self) -> Option<i32> {
        self.reported.and_then(|_| RETRY_MS.get(self.n_retries).copied())
    }

    /// After a pause: the height again if the host has not given it, and an end to the attempts once it has.
    pub fn retry(&mut self, height: f64, given: f64) -> Vec<Message> {
        if self.reported.is_some_and(|reported| f64::from(self.requested_height(reported)) == given) {
            self.n_retries = RETRY_MS.len();
            return Vec::new();
        }
        self.n_retries += 1;
        self.messages_for(height, Reason::Request)
    }

    /// Reads a message of the host, and returns whether it requests the height now.
    pub fn receive(&mut self, message: &Message) -> bool {
        match message {
            Message::Text(text) => match &self.protocol {
                Protocol::Pym(id) => {
                    let width = text.strip_prefix(&format!("pymxPYMx{id}xPYMxwidthxPYMx"));
                    width.is_some_and(|width| width.parse::<f64>().is_ok())
                }
                Protocol::Amp | Protocol::Unknown => false,
            },
            Message::Object(object) => {
                let asks = object.get("sentinel").and_then(Value::as_str) == Some("amp")
                    && object.get("type").and_then(Value::as_str) == Some("frames-init");
                if asks && self.protocol == Protocol::Unknown {
                    self.protocol = Protocol::Amp;
                }
                asks
            }
        }
    }

    /// The height that the host is to give.
    fn requested_height(&self, height: u32) -> u32 {
        if self.protocol == Protocol::Amp { height.max(AMP_LEAST) } else { height }
    }

    fn messages(&self, height: u32) -> Vec<Message> {
        let amp = || {
            Message::Object(
                json!({ "sentinel": "amp", "type": "embed-size", "height": height.max(AMP_LEAST) }),
            )
        };
        match &self.protocol {
            Protocol::Pym(id) => vec![Message::Text(format!("pymxPYMx{id}xPYMxheightxPYMx{height}"))],
            Protocol::Amp => vec![amp()],
            Protocol::Unknown => {
                // The keys in alphabetical order, so that the text is the same whether or not another crate of the
                // workspace makes `serde_json` keep the order of insertion.
                let embedly =
                    json!({ "context": "iframe.resize", "height": height, "src": self.loaded.href });
                vec![
                    Message::Object(json!({ "datawrapper-height": { self.chart_id(): height } })),
                    amp(),
                    Message::Text(embedly.to_string()),
                ]
            }
        }
    }

    /// A name by which Datawrapper's hosts find our frame: it must be part of our address.
    fn chart_id(&self) -> String {
        match embed(&self.loaded.query) {
            Some(embed) => format!("embed={}", embed.id()),
            None => self.loaded.host.clone(),
        }
    }
}

/// The least whole number of pixels that holds a height; `None` for zero, negative numbers and NaN.
fn whole_pixels(height: f64) -> Option<u32> {
    let height = height.ceil();
    (height >= 1.0 && height <= f64::from(u32::MAX)).then_some(height as u32)
}

/// Reports the page's height to the page that frames it, now and whenever it changes. Does nothing without a frame, or
/// until the content that the address names is shown.
#[hook]
pub fn use_height_reporting(shown: Option<Embed>) {
    use_effect_with(shown, |shown| {
        let loaded = frame::loaded_address();
        let is_shown = embed(&loaded.query) == *shown;
        let reporting = frame::parent().filter(|_| is_shown).map(|parent| Reporting::start(parent, loaded));
        move || drop(reporting)
    });
}

/// The listeners of a reporting page; dropping them ends the reporting.
struct Reporting {
    _on_message: Listener,
    _on_load: Listener,
    _on_visible: Listener,
    _on_resize: Option<ResizeWatch>,
    state: Rc<ReportingState>,
}

/// The state that all callbacks share.
struct ReportingState {
    parent: Parent,
    reporter: RefCell<Reporter>,
    retry: RefCell<Option<Timer>>,
    frame: RefCell<Option<NextFrame>>,
}

impl Reporting {
    fn start(parent: Parent, loaded: PageAddress) -> Self {
        let reporter = Reporter::new(loaded);
        let greeting = reporter.greeting();
        let state = Rc::new(ReportingState {
            parent,
            reporter: RefCell::new(reporter),
            retry: RefCell::new(None),
            frame: RefCell::new(None),
        });
        state.send(&greeting);
        let on_message = {
            let state = state.clone();
            move |message: Message| {
                let wants = state.reporter.borrow_mut().receive(&message);
                if wants {
                    state.report(Reason::Request);
                }
            }
        };
        let on_request = |state: &Rc<ReportingState>| {
            let state = state.clone();
            move || state.report(Reason::Request)
        };
        let change = {
            let state = state.clone();
            move |_, _| {
                // Several changes within a frame are one.
                let reporting = state.clone();
                *state.frame.borrow_mut() = Some(NextFrame::call(move || reporting.report(Reason::Change)));
            }
        };
        frame::when_fonts_are_ready(on_request(&state));
        state.report(Reason::Request);
        Self {
            _on_message: frame::listen(&state.parent, on_message),
            _on_load: Listener::on_window("load", on_request(&state)),
            _on_visible: Listener::on_document("visibilitychange", on_request(&state)),
            _on_resize: frame::root().map(|root| ResizeWatch::new(&root, change)),
            state,
        }
    }
}

impl Drop for Reporting {
    fn drop(&mut self) {
        self.state.retry.borrow_mut().take();
        self.state.frame.borrow_mut().take();
    }
}

impl ReportingState {
    fn send(&self, messages: &[Message]) {
        for message in messages {
            self.parent.send(message);
        }
    }

    fn report(self: &Rc<Self>, reason: Reason) {
        let messages = self.reporter.borrow_mut().messages_for(frame::content_height(), reason);
        if !messages.is_empty() {
            self.send(&messages);
            self.schedule_retry();
        }
    }

    /// Checks after a pause that the host has given the height.
    fn schedule_retry(self: &Rc<Self>) {
        let Some(retry_pause) = self.reporter.borrow().retry_pause() else { return };
        // Weak, as the state owns the timer.
        let state = Rc::downgrade(self);
        let timer = Timer::after(retry_pause, move || {
            let Some(state) = state.upgrade() else { return };
            let messages = state.reporter.borrow_mut().retry(frame::content_height(), frame::given_height());
            if !messages.is_empty() {
                state.send(&messages);
                state.schedule_retry();
            }
        });
        *self.retry.borrow_mut() = Some(timer);
    }
}
