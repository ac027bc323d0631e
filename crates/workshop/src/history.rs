//! A set with its past: every change can be undone.

use crate::set::{Edit, ScenarioSet, SetError};

/// The changes that can be undone.
const MAX_UNDO: usize = 100;

/// A set, what it was before each change, and what was undone.
///
/// ```
/// use model::{Preset, Scenario};
/// use workshop::{Edit, History, NamedScenario, ScenarioSet};
/// let preset = |preset| NamedScenario::unnamed(Scenario::preset(preset));
/// let mut history = History::new(ScenarioSet::new(vec![preset(Preset::Canva), preset(Preset::Stripe)])?);
/// history.edit(&Edit::Remove(0))?;
/// assert_eq!(history.present().scenarios().len(), 1);
/// assert!(history.undo() && history.present().scenarios().len() == 2);
/// # Ok::<(), workshop::SetError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    present: ScenarioSet,
    /// The oldest first.
    past: Vec<ScenarioSet>,
    /// The next to redo last.
    future: Vec<ScenarioSet>,
}

impl History {
    /// A set without a past.
    pub fn new(present: ScenarioSet) -> Self {
        Self { present, past: Vec::new(), future: Vec::new() }
    }

    /// The set as it is.
    pub fn present(&self) -> &ScenarioSet {
        &self.present
    }

    /// Changes the set. What was undone before can no longer be redone.
    ///
    /// # Errors
    /// [`SetError`]; nothing is changed then.
    pub fn edit(&mut self, edit: &Edit) -> Result<(), SetError> {
        let edited = self.present.edited(edit)?;
        if edited == self.present {
            return Ok(());
        }
        self.past.push(std::mem::replace(&mut self.present, edited));
        if self.past.len() > MAX_UNDO {
            self.past.remove(0);
        }
        self.future.clear();
        Ok(())
    }

    /// Takes the last change back; `false` if there is none.
    pub fn undo(&mut self) -> bool {
        let Some(before) = self.past.pop() else { return false };
        self.future.push(std::mem::replace(&mut self.present, before));
        true
    }

    /// Makes the change again that was taken back last; `false` if there is none.
    pub fn redo(&mut self) -> bool {
        let Some(after) = self.future.pop() else { return false };
        self.past.push(std::mem::replace(&mut self.present, after));
        true
    }

    /// Whether there is a change to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is a change to redo.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}
