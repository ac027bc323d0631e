//! The reader's settings, and every change to them: pure, so that each change can be tested without a page.

use std::rc::Rc;

use model::{Input, Preset, Scenario, Setting};
use yew::Reducible;

use crate::analysis::SharedAnalysis;
use crate::content::Embed;
use crate::controls::{field_text, scale};
use crate::theme::Theme;
use crate::url_state::{Link, LinkProblem};

/// The number of steps that can be undone.
const MAX_UNDO: usize = 100;

/// The text of a field that is being typed in, or that was refused: no typed text is ever lost.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// As typed.
    pub text: String,
    /// Why it was refused, if it was.
    pub error: Option<String>,
}

/// The drafts of all fields that have one. They are few at a time, and a list is a fraction of a map's code.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftList(Vec<(Setting, Draft)>);

impl DraftList {
    /// The draft of this setting's field.
    pub fn get(&self, setting: Setting) -> Option<&Draft> {
        self.0.iter().find(|(other, _)| *other == setting).map(|(_, draft)| draft)
    }

    fn remove(&mut self, setting: Setting) {
        self.0.retain(|(other, _)| *other != setting);
    }

    fn put(&mut self, setting: Setting, draft: Draft) {
        self.remove(setting);
        self.0.push((setting, draft));
    }
}

/// Whether there are steps to undo and to redo.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// Whether there is one to undo.
    pub can_undo: bool,
    /// Whether there is one to redo.
    pub can_redo: bool,
}

/// A message to the reader beside a control of the workshop.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// It worked.
    Done(String),
    /// It didn't work, and why.
    Refused(String),
}

/// Everything that the page remembers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The present case.
    pub scenario: Scenario,
    /// The case that is put aside, for figures to show beside the present one.
    pub aside: Option<SharedAnalysis>,
    /// Cases before it, oldest first.
    past: Vec<Scenario>,
    /// Cases undone, the next to redo last.
    future: Vec<Scenario>,
    /// The setting that is being moved: one drag is one step to undo.
    moving: Option<Setting>,
    /// Fields whose text is not the scenario's value.
    drafts: DraftList,
    /// The parts of the link that were not understood.
    pub problems: Vec<LinkProblem>,
    /// The edition that the link or file was made with, if it is another and the reader has not been told.
    pub made_with: Option<usize>,
    /// The workshop's message.
    pub notice: Option<Notice>,
    /// The content inside another page's frame.
    pub embed: Option<Embed>,
    /// The theme that the link names.
    pub theme: Option<Theme>,
    /// Whether the link has been read.
    pub is_link_read: bool,
}

/// A change to the state.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Sets an input or a constant. Successive values of the same one are one step to undo, until [`Action::Settle`].
    Set(Setting, f64),
    /// Moves an input `n_steps` up or down from its value when the action is reduced, like [`Action::Set`].
    Step {
        /// Which input.
        input: Input,
        /// Whether the steps go up.
        up: bool,
        /// How many steps.
        n_steps: usize,
    },
    /// Sets several inputs in one step: the configuration behind a figure's mark.
    SetSeveral(Vec<(Input, f64)>),
    /// Moves several inputs together, the first before all, like [`Action::Set`]: a point in a figure.
    MoveSeveral(Vec<(Input, f64)>),
    /// Ends the movement of a control.
    Settle,
    /// Ends the movement of a control and restores the value before it.
    Cancel,
    /// Keeps the text that is being typed into a field.
    TypeText(Setting, String),
    /// Types a letter at a number in the prose: behind those of a moment before, if their field does not have the focus yet.
    TypeOn(Setting, String),
    /// Accepts a field's text as the value, or refuses it with a reason.
    CommitText(Setting),
    /// Discards a field's text.
    DropText(Setting),
    /// Resets an input or a constant to its default.
    Reset(Setting),
    /// Resets everything to the preset.
    ResetAll,
    /// Starts from a preset.
    ApplyPreset(Preset),
    /// Loads a whole case from a file.
    LoadScenario(Box<Scenario>),
    /// Puts a case aside to compare with; with none, ends that.
    PutAside(Option<SharedAnalysis>),
    /// Undoes the last step.
    Undo,
    /// Redoes the last undone step.
    Redo,
    /// Applies the content of the page's link.
    ReadUrl(Rc<Link>),
    /// Closes the note on the parts of the link that were not understood.
    DismissProblems,
    /// Says which edition the case was made with, if it is another; closes that note without one.
    NoteEdition(Option<usize>),
    /// Shows a message beside the workshop's controls.
    Notify(Notice),
}

impl State {
    /// The text of a field, if it isn't the scenario's value.
    pub fn draft(&self, setting: impl Into<Setting>) -> Option<&Draft> {
        self.drafts.get(setting.into())
    }

    /// All texts of fields that aren't the scenario's value.
    pub fn drafts(&self) -> &DraftList {
        &self.drafts
    }

    /// Whether there are steps to undo and to redo.
    pub fn steps(&self) -> Steps {
        Steps { can_undo: self.can_undo(), can_redo: self.can_redo() }
    }

    /// Whether there is a step to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is an undone step to redo.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// The state after a change; `None` if nothing changes.
    #[must_use]
    pub fn after(&self, action: Action) -> Option<Self> {
        let next = match action {
            Action::Set(setting, value) => {
                let scenario = set(&self.scenario, setting, value).ok()?;
                let mut next = self.moved(scenario, Some(setting));
                next.drafts.remove(setting);
                next
            }
            Action::Step { input, up, n_steps } => {
                let value = scale::neighbour_after(input, self.scenario.get(input), up, n_steps);
                return self.after(Action::Set(input.into(), value));
            }
            Action::SetSeveral(changes) => self.replaced(self.with_several(&changes)?),
            Action::MoveSeveral(changes) => {
                let moving = changes.first().map(|(input, _)| (*input).into());
                let mut next = self.moved(self.with_several(&changes)?, moving);
                changes.iter().for_each(|(input, _)| next.drafts.remove((*input).into()));
                next
            }
            Action::Settle => Self { moving: None, ..self.clone() },
            Action::Cancel => self.cancelled()?,
            Action::DropText(setting) => {
                let mut next = self.clone();
                next.drafts.remove(setting);
                next
            }
            Action::TypeText(setting, text) => {
                let mut next = self.clone();
                next.drafts.put(setting, Draft { text, error: None });
                next
            }
            Action::TypeOn(setting, letter) => {
                let before = self.draft(setting).filter(|draft| draft.error.is_none());
                let text = before.map_or_else(String::new, |draft| draft.text.clone()) + &letter;
                return self.after(Action::TypeText(setting, text));
            }
            Action::CommitText(setting) => self.committed(setting)?,
            Action::Reset(setting) => {
                let mut next = self.moved(self.scenario.clone().reset(setting), None);
                next.drafts.remove(setting);
                next
            }
            Action::ResetAll => self.replaced(Scenario::preset(self.scenario.base())),
            Action::ApplyPreset(preset) => self.replaced(Scenario::preset(preset)),
            Action::LoadScenario(scenario) => self.replaced(*scenario),
            Action::PutAside(aside) => Self { aside, ..self.clone() },
            Action::Undo => self.undone()?,
            Action::Redo => self.redone()?,
            Action::ReadUrl(link) => self.with_link(&link),
            Action::DismissProblems => Self { problems: Vec::new(), ..self.clone() },
            Action::NoteEdition(made_with) => Self { made_with, ..self.clone() },
            Action::Notify(notice) => Self { notice: Some(notice), ..self.clone() },
        };
        (next != *self).then_some(next)
    }

    /// The scenario with several inputs set.
    fn with_several(&self, changes: &[(Input, f64)]) -> Option<Scenario> {
        let set = |scenario: Scenario, (input, value): &(Input, f64)| set(&scenario, (*input).into(), *value);
        changes.iter().try_fold(self.scenario.clone(), set).ok()
    }

    /// The state with another scenario; the present one becomes a step to undo.
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

    /// The state before the unfinished movement.
    fn cancelled(&self) -> Option<Self> {
        self.moving?;
        let mut next = Self { moving: None, ..self.clone() };
        next.scenario = next.past.pop()?;
        Some(next)
    }

    /// The state with another scenario, all drafts discarded.
    fn replaced(&self, scenario: Scenario) -> Self {
        Self { drafts: DraftList::default(), notice: None, ..self.moved(scenario, None) }
    }

    fn committed(&self, setting: Setting) -> Option<Self> {
        let draft = self.drafts.get(setting)?;
        let accepted = field_text::parse(setting, &draft.text)
            .ok()
            .and_then(|value| set(&self.scenario, setting, value).ok());
        let mut next = match &accepted {
            Some(scenario) => self.moved(scenario.clone(), None),
            None => self.clone(),
        };
        if accepted.is_some() {
            next.drafts.remove(setting);
        } else {
            let error = Some(field_text::refusal(setting, &draft.text));
            next.drafts.put(setting, Draft { text: draft.text.clone(), error });
        }
        Some(next)
    }

    fn undone(&self) -> Option<Self> {
        let mut next = self.clone();
        let scenario = next.past.pop()?;
        next.future.push(core::mem::replace(&mut next.scenario, scenario));
        next.moving = None;
        next.drafts = DraftList::default();
        Some(next)
    }

    fn redone(&self) -> Option<Self> {
        let mut next = self.clone();
        let scenario = next.future.pop()?;
        next.past.push(core::mem::replace(&mut next.scenario, scenario));
        next.moving = None;
        next.drafts = DraftList::default();
        Some(next)
    }

    fn with_link(&self, link: &Link) -> Self {
        Self {
            scenario: link.scenario.clone(),
            problems: link.problems.clone(),
            made_with: link.made_with,
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

/// A scenario with one input or constant set. A size set by hand deselects a named model, which has its own.
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
        assert_eq!(dragged.after(Action::Cancel), Some(before.clone()));
        assert_eq!(before.after(Action::Cancel), None);
        // A press against the end of the range moves nothing, so there is nothing to cancel.
        let pressed = before.after(Action::Set(Input::GpuCount.into(), 3.0)).unwrap_or(before.clone());
        assert_eq!(pressed.after(Action::Cancel), None);
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
    fn letters_typed_at_a_number_are_kept_in_their_order() {
        let gpus = Setting::from(Input::GpuCount);
        let state = after([
            Action::TypeOn(gpus, "1".into()),
            Action::TypeOn(gpus, "6".into()),
            Action::CommitText(gpus),
        ]);
        assert_eq!(state.scenario.get(Input::GpuCount), 16.0);
        assert_eq!(after([Action::TypeOn(gpus, "7".into()), Action::DropText(gpus)]), State::default());
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
        let state = after([Action::SetSeveral(vec![(Input::GpuCount, 8.0), (Input::ModelSize, 70.0)])]);
        assert_eq!((state.scenario.get(Input::GpuCount), state.scenario.get(Input::ModelSize)), (8.0, 70.0));
        assert_eq!(state.after(Action::Undo).unwrap().scenario, Scenario::default());
        let refused = Action::SetSeveral(vec![(Input::GpuCount, 8.0), (Input::ModelSize, 7000.0)]);
        assert_eq!(State::default().after(refused), None);
    }

    #[test]
    fn a_point_that_is_dragged_is_one_step_to_undo() {
        let to =
            |requests, api| Action::MoveSeveral(vec![(Input::RequestsPerDay, requests), (Input::Api, api)]);
        let state = after([to(2e5, 3.0), to(3e5, 4.0), to(4e5, 4.0), Action::Settle]);
        assert_eq!((state.scenario.get(Input::RequestsPerDay), state.scenario.get(Input::Api)), (4e5, 4.0));
        assert_eq!(state.after(Action::Undo).unwrap().scenario, Scenario::default());
        let cancelled = after([to(2e5, 3.0), to(3e5, 4.0), Action::Cancel]);
        assert_eq!(cancelled.scenario, Scenario::default());
        assert_eq!(State::default().after(to(0.0, 3.0)), None);
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
        // Moving the slider discards the refused text.
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
        let link = decode("?gpu_count=8&gpu_cuont=3", crate::controls::written::read_all);
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
