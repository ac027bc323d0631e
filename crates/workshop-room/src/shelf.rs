//! The reader's set, which may be empty, with what another tab makes of it.

use model::Scenario;
use scenario_file::Name;
use serde_json::Value;
use workshop::{Edit, History, NamedScenario, ScenarioSet, SetError};

use own_or_rent::controls::written::read_all;
use own_or_rent::url_state;

/// A set that may be empty, and its changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shelf {
    history: Option<History>,
    /// What was there before the last case was taken out.
    emptied: Option<History>,
    /// What every tab of this browser has stored: what both a change here and one elsewhere started from.
    stored: Option<ScenarioSet>,
}

impl Shelf {
    /// The set, unless it is empty.
    pub fn set(&self) -> Option<&ScenarioSet> {
        self.history.as_ref().map(History::present)
    }

    /// The cases in order.
    pub fn cases(&self) -> &[NamedScenario] {
        self.set().map_or(&[], ScenarioSet::scenarios)
    }

    /// Whether another case has room.
    pub fn has_room(&self) -> bool {
        self.cases().len() < ScenarioSet::MAX
    }

    /// Whether there is a change to undo.
    pub fn can_undo(&self) -> bool {
        self.history
            .as_ref()
            .or(self.emptied.as_ref())
            .is_some_and(|_| self.history.as_ref().is_none_or(History::can_undo))
    }

    /// Adds a case; a name that is taken gets a number.
    ///
    /// # Errors
    /// [`SetError::Size`] if there are six already.
    pub fn add(&mut self, case: NamedScenario) -> Result<(), SetError> {
        match &mut self.history {
            Some(history) => history.edit(&Edit::Add(case)),
            None => ScenarioSet::new(vec![case]).map(|set| self.history = Some(History::new(set))),
        }
    }

    /// Changes the set. The last case may be taken out, too.
    ///
    /// # Errors
    /// [`SetError`]; nothing is changed then.
    pub fn edit(&mut self, edit: &Edit) -> Result<(), SetError> {
        let is_last = *edit == Edit::Remove(0) && self.cases().len() == 1;
        match &mut self.history {
            Some(_) if is_last => self.emptied = self.history.take(),
            Some(history) => history.edit(edit)?,
            None => return Err(SetError::Size(0)),
        }
        Ok(())
    }

    /// Puts a set in the place of this one; it can be undone.
    pub fn replace(&mut self, set: ScenarioSet) {
        let is_replaced = self.history.as_mut().is_some_and(|history| {
            let edit = Edit::Merge { base: Some(history.present().clone()), theirs: set.clone() };
            history.edit(&edit).is_ok()
        });
        if !is_replaced {
            self.history = Some(History::new(set));
        }
    }

    /// Takes the last change back.
    pub fn undo(&mut self) {
        match &mut self.history {
            Some(history) => {
                history.undo();
            }
            None => self.history = self.emptied.take(),
        }
    }

    /// What every tab of this browser has stored.
    pub fn stored(&self) -> Option<&ScenarioSet> {
        self.stored.as_ref()
    }

    /// Whether a stored text is what this tab knows to be stored.
    pub fn knows(&self, text: Option<&str>) -> bool {
        text.and_then(read) == self.stored
    }

    /// Says that the set is stored as it is.
    pub fn is_stored(&mut self) {
        self.stored = self.set().cloned();
    }

    /// Takes over what another tab has stored meanwhile: its changes and those made here are both kept.
    ///
    /// # Errors
    /// [`SetError::Size`] if both together have more cases than a set; nothing is changed then.
    pub fn merge(&mut self, text: Option<&str>) -> Result<(), SetError> {
        let theirs = text.and_then(read);
        if theirs == self.stored {
            return Ok(());
        }
        match (&mut self.history, &theirs) {
            (Some(history), Some(theirs)) => {
                history.edit(&Edit::Merge { base: self.stored.clone(), theirs: theirs.clone() })?;
            }
            (None, Some(theirs)) => self.history = Some(History::new(theirs.clone())),
            (Some(history), None) if Some(history.present()) == self.stored.as_ref() => {
                self.emptied = self.history.take();
            }
            (_, None) => {}
        }
        self.stored = theirs;
        Ok(())
    }
}

/// The set of a stored file; `None` if there is none, or none that can be read here.
fn read(text: &str) -> Option<ScenarioSet> {
    ScenarioSet::from_cases(&scenario_file::read_text(text).ok()?).ok()
}

/// The cases that earlier editions kept, two at most: a list of names, each with a case as the query of its link, or, in the first
/// edition, as an object. What can no longer be read is left out.
pub(crate) fn earlier_pins(text: &str) -> Vec<NamedScenario> {
    let pins: Vec<Value> = serde_json::from_str(text).unwrap_or_default();
    let case = |pin: &Value| -> Option<NamedScenario> {
        let scenario = match (pin.get("case"), pin.get("scenario")) {
            (Some(query), _) => url_state::decode(query.as_str()?, read_all).scenario,
            (None, Some(object)) => of_object(object.as_object()?),
            (None, None) => return None,
        };
        let named = NamedScenario::unnamed(scenario);
        let name = pin.get("name").and_then(Value::as_str).and_then(|name| Name::new(name).ok());
        Some(NamedScenario { name: name.unwrap_or(named.name), scenario: named.scenario })
    };
    pins.iter().filter_map(case).collect()
}

/// The case of an object, read as a link with the same keys, which leaves out what has no effect.
fn of_object(object: &serde_json::Map<String, Value>) -> Scenario {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let pairs: Vec<String> = object.iter().map(|(key, value)| format!("{key}={}", text(value))).collect();
    url_state::decode(&pairs.join("&"), read_all).scenario
}

#[cfg(test)]
mod tests {
    use model::{Input, Preset};

    use super::*;

    fn case(preset: Preset) -> NamedScenario {
        NamedScenario::unnamed(Scenario::preset(preset))
    }

    fn names(shelf: &Shelf) -> Vec<&str> {
        shelf.cases().iter().map(|case| case.name.as_str()).collect()
    }

    fn stored(shelf: &mut Shelf) -> Option<String> {
        shelf.is_stored();
        shelf.set().map(ScenarioSet::to_json)
    }

    #[test]
    fn the_last_case_is_taken_out_and_brought_back() {
        let mut shelf = Shelf::default();
        assert!(!shelf.can_undo());
        shelf.add(case(Preset::Canva)).unwrap();
        shelf.edit(&Edit::Remove(0)).unwrap();
        assert_eq!(names(&shelf), [""; 0]);
        assert!(shelf.can_undo());
        shelf.undo();
        assert_eq!(names(&shelf), ["Canva"]);
    }

    #[test]
    fn two_tabs_lose_nothing() {
        let mut here = Shelf::default();
        here.add(case(Preset::Canva)).unwrap();
        let text = stored(&mut here);
        let mut there = Shelf::default();
        there.merge(text.as_deref()).unwrap();
        there.add(case(Preset::Stripe)).unwrap();
        let theirs = stored(&mut there);
        // Before the news arrives, something is added here, too.
        here.add(case(Preset::Intercom)).unwrap();
        here.merge(theirs.as_deref()).unwrap();
        assert_eq!(names(&here), ["Canva", "Stripe", "Intercom"]);
        let ours = stored(&mut here);
        there.merge(ours.as_deref()).unwrap();
        assert_eq!(names(&there), names(&here));
    }

    #[test]
    fn an_emptied_set_empties_the_other_tab_unless_it_has_changed() {
        let mut here = Shelf::default();
        here.add(case(Preset::Canva)).unwrap();
        here.is_stored();
        let mut changed = here.clone();
        here.merge(None).unwrap();
        assert_eq!(here.set(), None);
        changed.add(case(Preset::Stripe)).unwrap();
        changed.merge(None).unwrap();
        assert_eq!(names(&changed), ["Canva", "Stripe"]);
    }

    #[test]
    fn a_seventh_case_is_refused() {
        let mut shelf = Shelf::default();
        for _ in 0..ScenarioSet::MAX {
            shelf.add(case(Preset::Canva)).unwrap();
        }
        assert!(!shelf.has_room());
        let words = shelf.add(case(Preset::Canva)).unwrap_err().to_string();
        assert_eq!(words, "set: 7 scenarios (allowed: 1 to 6)");
        assert_eq!(shelf.cases().len(), ScenarioSet::MAX);
    }

    #[test]
    fn the_set_of_a_link_takes_the_place_of_ours_until_undone() {
        let mut shelf = Shelf::default();
        shelf.add(case(Preset::Canva)).unwrap();
        shelf.replace(ScenarioSet::new(vec![case(Preset::Stripe), case(Preset::Intercom)]).unwrap());
        assert_eq!(names(&shelf), ["Stripe", "Intercom"]);
        shelf.undo();
        assert_eq!(names(&shelf), ["Canva"]);
    }

    #[test]
    fn the_pins_of_every_edition_are_read() {
        let text = r#"[{"name": "Eight \"GPUs\" & more", "scenario": {"preset": "intercom", "gpu_count": 8, "precision": "int4"}},
            {"name": "", "case": "preset=canva"}, {"name": "neither"}]"#;
        let pins = earlier_pins(text);
        let names: Vec<&str> = pins.iter().map(|pin| pin.name.as_str()).collect();
        assert_eq!(names, ["Eight \"GPUs\" & more", "Canva"]);
        let eight = Scenario::preset(Preset::Intercom).with(Input::GpuCount, 8.0).unwrap();
        assert_eq!(pins[0].scenario, eight.with_text("precision", "int4").unwrap());
        assert_eq!(earlier_pins("[{]"), []);
    }
}
