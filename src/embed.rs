//! Inside another page's frame: what is shown there, and how its height is told to whichever page holds the frame.
//!
//! Hosts listen to different messages. Which ones a host understands is read from the address it loaded us with and
//! from what it sends; where nothing can be read, the three messages that hosts in the wild are used to are sent. All
//! of that is plain data here; sending and measuring is the business of [`crate::browser::frame`].

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
    /// What an address tells of the host: pym.js adds `childId`, amp-iframe `#amp=1`.
    pub fn of(loaded: &PageAddress) -> Self {
        if let Some(id) = parameter(&loaded.query, "childId").filter(|id| !id.is_empty()) {
            return Self::Pym(id);
        }
        let fragment = loaded.fragment.trim_start_matches('#');
        if parameter(fragment, "amp").as_deref() == Some("1") { Self::Amp } else { Self::Unknown }
    }
}

/// The least height that amp-iframe accepts.
const AMP_LEAST: u32 = 100;

/// Waits between asking again, milliseconds.
const PATIENCE: [i32; 4] = [250, 1_000, 3_000, 10_000];

/// Why a height is to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It may have changed; told if it did.
    Change,
    /// The host asked, or may have missed it; told in any case.
    Request,
}

/// What is known of the host, and what it was told.
#[derive(Clone, Debug)]
pub struct Reporter {
    loaded: PageAddress,
    protocol: Protocol,
    told: Option<u32>,
    waits: usize,
}

impl Reporter {
    /// A reporter that has told nothing yet.
    pub fn new(loaded: PageAddress) -> Self {
        Self { protocol: Protocol::of(&loaded), loaded, told: None, waits: 0 }
    }

    /// What is sent before any height: amp-iframe takes its placeholder away.
    pub fn greeting(&self) -> Vec<Message> {
        match self.protocol {
            Protocol::Amp => vec![Message::Object(json!({ "sentinel": "amp", "type": "embed-ready" }))],
            Protocol::Pym(_) | Protocol::Unknown => Vec::new(),
        }
    }

    /// The messages that tell a height, CSS pixels; none for a height that is no height, as in a hidden frame.
    pub fn tell(&mut self, height: f64, reason: Reason) -> Vec<Message> {
        let Some(height) = whole(height) else { return Vec::new() };
        if reason == Reason::Change {
            if self.told == Some(height) {
                return Vec::new();
            }
            self.waits = 0;
        }
        self.told = Some(height);
        self.messages(height)
    }

    /// How long to wait before looking whether the host gave the height it was told; `None` to let it be.
    pub fn patience(&self) -> Option<i32> {
        self.told.and_then(|_| PATIENCE.get(self.waits).copied())
    }

    /// After a wait: the height once more if the host has not given it, and nothing more once it has.
    pub fn insist(&mut self, height: f64, given: f64) -> Vec<Message> {
        if self.told.is_some_and(|told| f64::from(self.asked(told)) == given) {
            self.waits = PATIENCE.len();
            return Vec::new();
        }
        self.waits += 1;
        self.tell(height, Reason::Request)
    }

    /// What a message of the host means: whether it wants to be told the height now.
    pub fn hear(&mut self, message: &Message) -> bool {
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

    /// The height that the host is asked for.
    fn asked(&self, height: u32) -> u32 {
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
                let embedly =
                    json!({ "src": self.loaded.href, "context": "iframe.resize", "height": height });
                vec![
                    Message::Object(json!({ "datawrapper-height": { self.chart_id(): height } })),
                    amp(),
                    Message::Text(embedly.to_string()),
                ]
            }
        }
    }

    /// A name by which Datawrapper's hosts find our frame: it has to stand in our address.
    fn chart_id(&self) -> String {
        match embed(&self.loaded.query) {
            Some(embed) => format!("embed={}", embed.id()),
            None => self.loaded.host.clone(),
        }
    }
}

/// Whole pixels that hold a height; `None` for nothing, less than nothing, and what is no number.
fn whole(height: f64) -> Option<u32> {
    let height = height.ceil();
    (height >= 1.0 && height <= f64::from(u32::MAX)).then_some(height as u32)
}

/// Tells the page that frames this one how high it is, now and whenever that changes. Without a frame, nothing; and
/// nothing before what the address asks for is shown.
#[hook]
pub fn use_height_reporting(shown: Option<Embed>) {
    use_effect_with(shown, |shown| {
        let loaded = frame::loaded();
        let is_shown = embed(&loaded.query) == *shown;
        let reporting = frame::parent().filter(|_| is_shown).map(|parent| Reporting::start(parent, loaded));
        move || drop(reporting)
    });
}

/// Reporting as long as it is held.
struct Reporting {
    _hearing: Listener,
    _loading: Listener,
    _showing: Listener,
    _resizing: Option<ResizeWatch>,
    state: Rc<ReportingState>,
}

/// What every call-back of a reporting needs.
struct ReportingState {
    parent: Parent,
    reporter: RefCell<Reporter>,
    wait: RefCell<Option<Timer>>,
    frame: RefCell<Option<NextFrame>>,
}

impl Reporting {
    fn start(parent: Parent, loaded: PageAddress) -> Self {
        let reporter = Reporter::new(loaded);
        let greeting = reporter.greeting();
        let state = Rc::new(ReportingState {
            parent,
            reporter: RefCell::new(reporter),
            wait: RefCell::new(None),
            frame: RefCell::new(None),
        });
        state.send(&greeting);
        let hear = {
            let state = state.clone();
            move |message: Message| {
                let wants = state.reporter.borrow_mut().hear(&message);
                if wants {
                    state.report(Reason::Request);
                }
            }
        };
        let ask = |state: &Rc<ReportingState>| {
            let state = state.clone();
            move || state.report(Reason::Request)
        };
        let change = {
            let state = state.clone();
            move |_, _| {
                // Several changes within a frame are one.
                let later = state.clone();
                *state.frame.borrow_mut() = Some(NextFrame::call(move || later.report(Reason::Change)));
            }
        };
        frame::when_fonts_are_ready(ask(&state));
        state.report(Reason::Request);
        Self {
            _hearing: frame::listen(&state.parent, hear),
            _loading: Listener::on_window("load", ask(&state)),
            _showing: Listener::on_document("visibilitychange", ask(&state)),
            _resizing: frame::root().map(|root| ResizeWatch::new(&root, change)),
            state,
        }
    }
}

impl Drop for Reporting {
    fn drop(&mut self) {
        self.state.wait.borrow_mut().take();
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
        let messages = self.reporter.borrow_mut().tell(frame::content_height(), reason);
        if !messages.is_empty() {
            self.send(&messages);
            self.wait();
        }
    }

    /// Looks after a while whether the host has given the height.
    fn wait(self: &Rc<Self>) {
        let Some(patience) = self.reporter.borrow().patience() else { return };
        // Weak, as the timer is held by what it would hold.
        let state = Rc::downgrade(self);
        let timer = Timer::after(patience, move || {
            let Some(state) = state.upgrade() else { return };
            let messages = state.reporter.borrow_mut().insist(frame::content_height(), frame::given_height());
            if !messages.is_empty() {
                state.send(&messages);
                state.wait();
            }
        });
        *self.wait.borrow_mut() = Some(timer);
    }
}
