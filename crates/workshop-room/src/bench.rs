//! The state of the program: the present case, the set, and what the last action came to.

use std::rc::Rc;

use model::Scenario;
use own_or_rent::state::Notice;
use workshop::{Edit, NamedScenario, ScenarioSet, SetError};
use yew::prelude::*;

use crate::browser;
use crate::entry::entered;
use crate::shelf::{Shelf, earlier_pins};

/// What a reader or another tab does.
pub(crate) enum Act {
    /// Adds a case.
    Add(NamedScenario),
    /// Changes the set.
    Edit(Edit),
    /// Takes the last change back.
    Undo,
    /// Adds the cases of a code or a link.
    Enter(String),
    /// Puts the set of a file in the place of this one, or tells why it cannot.
    Open(Result<ScenarioSet, String>),
    /// Takes over what is stored.
    Merge(Option<String>),
    /// Says that the set is stored, or that the browser has refused it.
    Stored(Result<(), browser::NoStore>),
    /// Another case is the present one.
    Present(Scenario),
    /// Says what an action came to.
    Tell(Notice),
}

/// The state.
#[derive(Clone, PartialEq)]
pub(crate) struct Bench {
    /// The set.
    pub(crate) shelf: Shelf,
    /// The case in the page's address.
    pub(crate) present: Scenario,
    /// What the last action came to.
    pub(crate) notice: Option<Notice>,
    /// Whether the browser keeps the set for the next visit.
    pub(crate) is_kept: bool,
}

impl Bench {
    /// The state at the start: the set of the link, or the one that is stored, or the two cases of an earlier edition.
    fn opened() -> Self {
        let stored = browser::stored_set();
        let mut shelf = Shelf::default();
        let mut notice = None;
        let mut merged = shelf.merge(stored.clone().ok().flatten().as_deref());
        if stored == Ok(None) {
            let pins = browser::stored_pins().map(|text| earlier_pins(&text)).unwrap_or_default();
            merged = merged.and_then(|()| pins.into_iter().try_for_each(|pin| shelf.add(pin)));
        }
        if let Err(error) = merged {
            notice = Some(Notice::Refused(error.to_string()));
        }
        if let Some(link) = browser::take_set_link() {
            notice = Some(match entered(&link) {
                Ok(set) => {
                    let n = set.scenarios().len();
                    let undo = if shelf.set().is_some() { " Undo brings back yours." } else { "" };
                    shelf.replace(set);
                    Notice::Done(format!("The link's set is open: {}.{undo}", cases(n)))
                }
                Err(error) => Notice::Refused(error.to_string()),
            });
        }
        Self { shelf, present: browser::present_case(), notice, is_kept: stored.is_ok() }
    }

    fn after(&mut self, act: Act) -> Result<Option<String>, String> {
        let words = |error: SetError| error.to_string();
        let shelf = &mut self.shelf;
        match act {
            Act::Add(case) => {
                let name = case.name.clone();
                shelf.add(case).map_err(words)?;
                let name = shelf.cases().last().map_or(name, |case| case.name.clone());
                Ok(Some(format!("\u{201c}{name}\u{201d} is in the set.")))
            }
            Act::Edit(edit) => shelf.edit(&edit).map(|()| None).map_err(words),
            Act::Undo => {
                shelf.undo();
                Ok(Some("The last change is undone.".to_owned()))
            }
            Act::Enter(text) => {
                let set = entered(&text).map_err(|error| error.to_string())?;
                let n = set.scenarios().len();
                // All of them, or none.
                let mut filled = shelf.clone();
                for case in set.scenarios() {
                    filled.add(case.clone()).map_err(words)?;
                }
                *shelf = filled;
                Ok(Some(format!("{} added.", cases(n))))
            }
            Act::Open(opened) => {
                let set = opened.map_err(|reason| format!("The file was not opened: {reason}"))?;
                let n = set.scenarios().len();
                shelf.replace(set);
                Ok(Some(format!("The file's set is open: {}.", cases(n))))
            }
            Act::Merge(text) => shelf.merge(text.as_deref()).map(|()| None).map_err(words),
            Act::Stored(stored) => {
                self.is_kept = stored.is_ok();
                if self.is_kept {
                    shelf.is_stored();
                }
                Ok(None)
            }
            Act::Present(scenario) => {
                self.present = scenario;
                Ok(None)
            }
            Act::Tell(notice) => {
                self.notice = Some(notice);
                Ok(None)
            }
        }
    }
}

/// A number of cases in words.
fn cases(n: usize) -> String {
    if n == 1 { "1 case".to_owned() } else { format!("{n} cases") }
}

impl Reducible for Bench {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let mut next = (*self).clone();
        match next.after(act) {
            Ok(None) => {}
            Ok(Some(text)) => next.notice = Some(Notice::Done(text)),
            Err(text) => next.notice = Some(Notice::Refused(text)),
        }
        if next == *self { self } else { Rc::new(next) }
    }
}

/// The state, and a callback that changes it: what another tab has stored is taken over before.
#[hook]
pub(crate) fn use_bench() -> (UseReducerHandle<Bench>, Callback<Act>) {
    let bench = use_reducer_eq(Bench::opened);
    let act = {
        let dispatcher = bench.dispatcher();
        let is_kept = bench.is_kept;
        use_callback(is_kept, move |act: Act, is_kept| {
            if *is_kept && let Ok(text) = browser::stored_set() {
                dispatcher.dispatch(Act::Merge(text));
            }
            dispatcher.dispatch(act);
        })
    };
    {
        let dispatcher = bench.dispatcher();
        use_effect_with((), move |()| {
            let changed = dispatcher.clone();
            browser::on_address(move || changed.dispatch(Act::Present(browser::present_case())));
            browser::on_stored(move || {
                if let Ok(text) = browser::stored_set() {
                    dispatcher.dispatch(Act::Merge(text));
                }
            });
        });
    }
    let dispatcher = bench.dispatcher();
    use_effect_with(bench.shelf.clone(), move |shelf| {
        if shelf.set() == shelf.stored() {
            return;
        }
        match browser::stored_set() {
            // Another tab was quicker: its changes first.
            Ok(text) if !shelf.knows(text.as_deref()) => dispatcher.dispatch(Act::Merge(text)),
            _ => {
                let text = shelf.set().map(ScenarioSet::to_json).unwrap_or_default();
                dispatcher.dispatch(Act::Stored(browser::store_set(&text)));
            }
        }
    });
    (bench, act)
}
