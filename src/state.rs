//! What the reader has set, and every change to it: pure, so that each change can be tested without a page.

use std::collections::BTreeMap;
use std::rc::Rc;

use model::{Input, Preset, Scenario, Setting};
use yew::Reducible;

use crate::content::Embed;
use crate::controls::{field_text, scale};
use crate::theme::Theme;
use crate::url_state::{Link, LinkProblem};

/// How many steps can be undone.
const MAX_UNDO: usize = 100;

/// How many scenarios can be pinned: two are compared side by side.
pub const MAX_PINS: usize = 2;

/// A scenario put aside to be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Pin {
    /// What the reader calls it.
    pub name: String,
    /// The scenario.
    pub scenario: Scenario,
}

/// What stands in a field that is being typed in, or that was refused: nothing typed is ever lost.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// As typed.
    pub text: String,
    /// Why it was refused, if it was.
    pub error: Option<String>,
}

/// Whether there are steps to undo and to redo.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// Whether there is one to undo.
    pub can_undo: bool,
    /// Whether there is one to redo.
    pub can_redo: bool,
}

/// Something to tell the reader beside a control of the workshop.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// It worked.
    Done(String),
    /// It didn't, and why.
    Refused(String),
}

/// Everything that the page remembers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The present case.
    pub scenario: Scenario,
    /// Cases before it, oldest first.
    past: Vec<Scenario>,
    /// Cases undone, the next to redo last.
    future: Vec<Scenario>,
    /// What is being moved: one drag is one step to undo.
    moving: Option<Setting>,
    /// Fields whose text is not the scenario's value.
    drafts: BTreeMap<Setting, Draft>,
    /// Cases put aside.
    pub pins: Vec<Pin>,
    /// What was not understood in the link.
    pub problems: Vec<LinkProblem>,
    /// What the workshop has to say.
    pub notice: Option<Notice>,
    /// What is shown inside another page's frame.
    pub embed: Option<Embed>,
    /// The theme that the link asks for.
    pub theme: Option<Theme>,
    /// Whether the link has been read.
    pub is_link_read: bool,
}

/// A change to the state.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Sets an input or a constant. Values that follow each other on the same one are one step to undo, until
    /// [`Action::Settle`].
    Set(Setting, f64),
    /// Moves an input `n_steps` up or down from where it is by then, like [`Action::Set`].
    Step {
        /// Which input.
        input: Input,
        /// Whether to more.
        up: bool,
        /// How many steps.
        n_steps: usize,
    },
    /// Sets several inputs in one step: what a figure's mark stands for.
    Take(Vec<(Input, f64)>),
    /// Ends the movement of a control.
    Settle,
    /// Ends the movement of a control as if it had not been.
    CallOff,
    /// Keeps what is being typed into a field.
    TypeText(Setting, String),
    /// Takes a field's text as the value, or refuses it with a reason.
    CommitText(Setting),
    /// Forgets what was typed into a field.
    DropText(Setting),
    /// Puts an input or a constant back to its default.
    Reset(Setting),
    /// Puts everything back to the preset's.
    ResetAll,
    /// Starts from a preset.
    ApplyPreset(Preset),
    /// Takes over a whole case: from a file, from a pin.
    LoadScenario(Box<Scenario>),
    /// Takes the last step back.
    Undo,
    /// Takes the last undone step again.
    Redo,
    /// Puts the present case aside under a name; the oldest gives way if there are too many.
    Pin(String),
    /// Renames a case put aside.
    RenamePin(usize, String),
    /// Drops a case put aside.
    Unpin(usize),
    /// Puts cases aside that were kept from an earlier visit.
    RestorePins(Vec<Pin>),
    /// Takes over what the page's link holds.
    ReadUrl(Rc<Link>),
    /// Closes the note on what was not understood in the link.
    DismissProblems,
    /// Says something beside the workshop's controls.
    Notify(Notice),
}

impl State {
    /// What stands in a field if it isn't the scenario's value.
    pub fn draft(&self, setting: impl Into<Setting>) -> Option<&Draft> {
        self.drafts.get(&setting.into())
    }

    /// Everything that stands in fields and isn't the scenario's value.
    pub fn drafts(&self) -> &BTreeMap<Setting, Draft> {
        &self.drafts
    }

    /// Whether there are steps to undo and to redo.
    pub fn steps(&self) -> Steps {
        Steps { can_undo: self.can_undo(), can_redo: self.can_redo() }
    }

    /// Whether there is a step to take back.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is an undone step to take again.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// The state after a change, or nothing if nothing changes.
    #[must_use]
    pub fn after(&self, action: Action) -> Option<Self> {
        let next = match action {
            Action::Set(setting, value) => {
                let scenario = set(&self.scenario, setting, value).ok()?;
                let mut next = self.moved(scenario, Some(setting));
                next.drafts.remove(&setting);
                next
            }
            Action::Step { input, up, n_steps } => {
                let value = scale::neighbour_after(input, self.scenario.get(input), up, n_steps);
                return self.after(Action::Set(input.into(), value));
            }
            Action::Take(changes) => {
                let scenario = changes
                    .iter()
                    .try_fold(self.scenario.clone(), |scenario, (input, value)| {
                        set(&scenario, (*input).into(), *value)
                    })
                    .ok()?;
                self.replaced(scenario)
            }
            Action::Settle => Self { moving: None, ..self.clone() },
            Action::CallOff => self.called_off()?,
            Action::DropText(setting) => {
                let mut next = self.clone();
                next.drafts.remove(&setting);
                next
            }
            Action::TypeText(setting, text) => {
                let mut next = self.clone();
                next.drafts.insert(setting, Draft { text, error: None });
                next
            }
            Action::CommitText(setting) => self.committed(setting)?,
            Action::Reset(setting) => {
                let mut next = self.moved(self.scenario.clone().reset(setting), None);
                next.drafts.remove(&setting);
                next
            }
            Action::ResetAll => self.replaced(Scenario::preset(self.scenario.base())),
            Action::ApplyPreset(preset) => self.replaced(Scenario::preset(preset)),
            Action::LoadScenario(scenario) => self.replaced(*scenario),
            Action::Undo => self.undone()?,
            Action::Redo => self.redone()?,
            Action::Pin(name) => {
                let mut next = Self { notice: None, ..self.clone() };
                if next.pins.len() >= MAX_PINS {
                    next.pins.remove(0);
                }
                next.pins.push(Pin { name, scenario: self.scenario.clone() });
                next
            }
            Action::RenamePin(index, name) => {
                let mut next = self.clone();
                next.pins.get_mut(index)?.name = name;
                next
            }
            Action::Unpin(index) => {
                let mut next = self.clone();
                if index >= next.pins.len() {
                    return None;
                }
                next.pins.remove(index);
                next
            }
            Action::RestorePins(pins) => {
                let pins = pins.into_iter().take(MAX_PINS).collect();
                Self { pins, ..self.clone() }
            }
            Action::ReadUrl(link) => self.with_link(&link),
            Action::DismissProblems => Self { problems: Vec::new(), ..self.clone() },
            Action::Notify(notice) => Self { notice: Some(notice), ..self.clone() },
        };
        (next != *self).then_some(next)
    }

    /// The state with another scenario, the present one kept to go back to.
    fn moved(&self, scenario: Scenario, moving: Option<Setting>) -> Self {
        let mut next = self.clone();
        let scenario_changed = scenario != self.scenario;
        if scenario_changed {
            let continues = moving.is_some() && moving == self.moving;
            if !continues {
                if next.past.len() >= MAX_UNDO {
                    next.past.remove(0);
                }
                next.past.push(self.scenario.clone());
            }
            next.future.clear();
            next.scenario = scenario;
        }
        // A movement begins with its first change.
        next.moving = moving.filter(|_| scenario_changed || self.moving == moving);
        next
    }

    /// The state before the movement that has not ended yet.
    fn called_off(&self) -> Option<Self> {
        self.moving?;
        let mut next = Self { moving: None, ..self.clone() };
        next.scenario = next.past.pop()?;
        Some(next)
    }

    /// The state with a scenario in which no field's own text means anything any more.
    fn replaced(&self, scenario: Scenario) -> Self {
        Self { drafts: BTreeMap::new(), notice: None, ..self.moved(scenario, None) }
    }

    fn committed(&self, setting: Setting) -> Option<Self> {
        let draft = self.drafts.get(&setting)?;
        let accepted = field_text::parse(setting, &draft.text)
            .and_then(|value| set(&self.scenario, setting, value).ok());
        let mut next = match &accepted {
            Some(scenario) => self.moved(scenario.clone(), None),
            None => self.clone(),
        };
        if accepted.is_some() {
            next.drafts.remove(&setting);
        } else {
            let error = Some(field_text::refusal(setting, &draft.text));
            next.drafts.insert(setting, Draft { text: draft.text.clone(), error });
        }
        Some(next)
    }

    fn undone(&self) -> Option<Self> {
        let mut next = self.clone();
        let scenario = next.past.pop()?;
        next.future.push(core::mem::replace(&mut next.scenario, scenario));
        next.moving = None;
        next.drafts.clear();
        Some(next)
    }

    fn redone(&self) -> Option<Self> {
        let mut next = self.clone();
        let scenario = next.future.pop()?;
        next.past.push(core::mem::replace(&mut next.scenario, scenario));
        next.moving = None;
        next.drafts.clear();
        Some(next)
    }

    fn with_link(&self, link: &Link) -> Self {
        Self {
            scenario: link.scenario.clone(),
            problems: link.problems.clone(),
            embed: link.embed,
            theme: link.theme,
            is_link_read: true,
            ..self.clone()
        }
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        self.after(action).map_or(self, Rc::new)
    }
}

/// A scenario with one input or constant set. Asking for a size lets go of a named model, which has its own.
fn set(scenario: &Scenario, setting: Setting, value: f64) -> Result<Scenario, model::InputError> {
    let scenario = scenario.clone();
    let scenario =
        if setting == Input::ModelSize.into() { scenario.with(Input::Model, 0.0)? } else { scenario };
    scenario.with(setting, value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::url_state::decode;

    fn after(actions: impl IntoIterator<Item = Action>) -> State {
        actions.into_iter().fold(State::default(), |state, action| state.after(action).unwrap_or(state))
    }

    #[test]
    fn a_drag_is_one_step_to_undo() {
        let state = after([
            Action::Set(Input::GpuCount.into(), 3.0),
            Action::Set(Input::GpuCount.into(), 4.0),
            Action::Set(Input::GpuCount.into(), 8.0),
            Action::Settle,
            Action::Set(Input::GpuCount.into(), 16.0),
            Action::Settle,
        ]);
        assert_eq!(state.scenario.get(Input::GpuCount), 16.0);
        let state = state.after(Action::Undo).unwrap();
        assert_eq!(state.scenario.get(Input::GpuCount), 8.0);
        let state = state.after(Action::Undo).unwrap();
        assert_eq!(state.scenario, Scenario::default());
        assert!(!state.can_undo());
        let state = state.after(Action::Redo).unwrap();
        assert_eq!(state.scenario.get(Input::GpuCount), 8.0);
        assert!(state.can_redo());
    }

    #[test]
    fn a_drag_called_off_was_none() {
        let before = after([Action::Set(Input::GpuCount.into(), 3.0), Action::Settle]);
        let dragged = before.after(Action::Set(Input::GpuCount.into(), 8.0)).unwrap();
        assert_eq!(dragged.after(Action::CallOff), Some(before.clone()));
        assert_eq!(before.after(Action::CallOff), None);
        // A press against the end of the range moves nothing, so there is nothing to call off.
        let pressed = before.after(Action::Set(Input::GpuCount.into(), 3.0)).unwrap_or(before.clone());
        assert_eq!(pressed.after(Action::CallOff), None);
    }

    #[test]
    fn text_can_be_forgotten() {
        let state = after([
            Action::TypeText(Input::GpuCount.into(), "9".into()),
            Action::DropText(Input::GpuCount.into()),
        ]);
        assert_eq!(state, State::default());
    }

    #[test]
    fn steps_start_from_what_was_set_before_them() {
        let step = Action::Step { input: Input::GpuCount, up: true, n_steps: 1 };
        let state = after([Action::Set(Input::GpuCount.into(), 20.0), step.clone(), step]);
        let next = |value| scale::neighbour(Input::GpuCount, value, true);
        assert_eq!(state.scenario.get(Input::GpuCount), next(next(20.0)));
    }

    #[test]
    fn taking_several_values_is_one_step_and_all_or_nothing() {
        let state = after([Action::Take(vec![(Input::GpuCount, 8.0), (Input::ModelSize, 70.0)])]);
        assert_eq!((state.scenario.get(Input::GpuCount), state.scenario.get(Input::ModelSize)), (8.0, 70.0));
        assert_eq!(state.after(Action::Undo).unwrap().scenario, Scenario::default());
        let refused = Action::Take(vec![(Input::GpuCount, 8.0), (Input::ModelSize, 7000.0)]);
        assert_eq!(State::default().after(refused), None);
    }

    #[test]
    fn a_constant_is_typed_refused_undone_and_put_back() {
        let ratio = model::Assumption::TunedErrorRatio;
        let typed =
            |text: &str| [Action::TypeText(ratio.into(), text.into()), Action::CommitText(ratio.into())];
        let refused = after(typed("900"));
        assert!(refused.draft(ratio).unwrap().error.is_some());
        let state = after(typed("0.5"));
        assert_eq!(state.scenario.get(ratio), 0.5);
        assert_eq!(state.after(Action::Undo).unwrap().scenario, Scenario::default());
        assert_eq!(state.after(Action::Reset(ratio.into())).unwrap().scenario, Scenario::default());
        assert_eq!(state.after(Action::ResetAll).unwrap().scenario, Scenario::default());
    }

    #[test]
    fn a_new_step_ends_what_could_be_redone() {
        let state = after([
            Action::Set(Input::GpuCount.into(), 8.0),
            Action::Undo,
            Action::Set(Input::ModelSize.into(), 70.0),
        ]);
        assert!(!state.can_redo());
        assert!(state.can_undo());
    }

    #[test]
    fn the_steps_to_undo_are_bounded() {
        let steps = (0..3 * MAX_UNDO)
            .flat_map(|n| [Action::Set(Input::GpuCount.into(), (n % 7 + 1) as f64), Action::Settle]);
        assert_eq!(after(steps).past.len(), MAX_UNDO);
    }

    #[test]
    fn an_action_that_changes_nothing_gives_nothing_to_render() {
        assert_eq!(State::default().after(Action::Settle), None);
        assert_eq!(State::default().after(Action::Undo), None);
        assert_eq!(State::default().after(Action::Unpin(0)), None);
        assert_eq!(State::default().after(Action::Set(Input::GpuCount.into(), 0.0)), None);
    }

    #[test]
    fn refused_text_stays_in_its_field_with_the_reason() {
        let state = after([
            Action::TypeText(Input::GpuCount.into(), "9999".into()),
            Action::CommitText(Input::GpuCount.into()),
        ]);
        let draft = state.draft(Input::GpuCount).unwrap();
        assert_eq!(draft.text, "9999");
        let error = draft.error.as_deref().unwrap();
        assert!(error.contains("9999") && error.contains("1,024"), "{error}");
        assert_eq!(state.scenario, Scenario::default());
        // Moving the slider takes the refused text away.
        let state = state.after(Action::Set(Input::GpuCount.into(), 4.0)).unwrap();
        assert_eq!(state.draft(Input::GpuCount), None);
    }

    #[test]
    fn accepted_text_becomes_the_value() {
        let state = after([
            Action::TypeText(Input::OpenShare.into(), "60".into()),
            Action::CommitText(Input::OpenShare.into()),
            Action::TypeText(Input::RequestsPerDay.into(), "120,000".into()),
            Action::CommitText(Input::RequestsPerDay.into()),
        ]);
        assert_eq!(state.scenario.get(Input::OpenShare), 0.6);
        assert_eq!(state.scenario.get(Input::RequestsPerDay), 120_000.0);
        assert_eq!(state.draft(Input::OpenShare), None);
    }

    #[test]
    fn text_being_typed_is_not_judged_yet() {
        let state = after([Action::TypeText(Input::GpuCount.into(), "".into())]);
        assert_eq!(state.draft(Input::GpuCount), Some(&Draft { text: String::new(), error: None }));
    }

    #[test]
    fn a_third_pin_takes_the_place_of_the_oldest() {
        let state = after([
            Action::Pin("one".into()),
            Action::Set(Input::GpuCount.into(), 8.0),
            Action::Pin("two".into()),
            Action::ApplyPreset(Preset::Intercom),
            Action::Pin("three".into()),
            Action::RenamePin(0, "second".into()),
        ]);
        let names: Vec<_> = state.pins.iter().map(|pin| pin.name.as_str()).collect();
        assert_eq!(names, ["second", "three"]);
        assert_eq!(state.pins[0].scenario.get(Input::GpuCount), 8.0);
        assert_eq!(state.pins[1].scenario, Scenario::preset(Preset::Intercom));
    }

    #[test]
    fn resetting_all_keeps_the_preset() {
        let state = after([
            Action::ApplyPreset(Preset::Intercom),
            Action::Set(Input::GpuCount.into(), 64.0),
            Action::TypeText(Input::LabelCost.into(), "x".into()),
            Action::ResetAll,
        ]);
        assert_eq!(state.scenario, Scenario::preset(Preset::Intercom));
        assert_eq!(state.draft(Input::LabelCost), None);
        assert!(state.can_undo());
    }

    #[test]
    fn reading_the_link_is_not_a_step_to_undo() {
        let link = decode("?gpu_count=8&gpu_cuont=3", |text| text.parse().ok());
        let state = after([Action::ReadUrl(Rc::new(link))]);
        assert!(state.is_link_read && !state.can_undo());
        assert_eq!(state.scenario.get(Input::GpuCount), 8.0);
        assert_eq!(state.problems.len(), 1);
    }

    #[test]
    fn a_size_lets_go_of_a_named_model() {
        let named = State::default().scenario.with_text("model", "llama-3.1-70b").unwrap();
        assert_eq!(named.reading(Input::ModelSize), "70.6B");
        assert!(!named.is_changed(Input::ModelSize));
        let state = State { scenario: named, ..State::default() };
        let state = state.after(Action::Set(Input::ModelSize.into(), 14.0)).unwrap();
        assert_eq!(state.scenario.text(Input::Model), "by_size");
        assert_eq!(state.scenario.get(Input::ModelSize), 14.0);
    }
}
