//! The plan of a workshop: its steps and challenges, data that a facilitator can edit, and answers that the model checks.

use core::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::outcome::{Hindrance, OutputSpec, output_specs};
use model::sensitivity::{Swing, tornado};
use model::similar::nearest;
use model::solve::{BreakEven, Target, break_even_of};
use model::units::Value;
use model::written::shown;
use model::{Input, InputError, Scenario, Setting, evaluate};
use scenario_file::{Case, FileError};
use serde::Deserialize;
use serde::de::{Deserializer, Error};

use crate::hand_in::Tag;

/// The plan that comes with the workshop, as a facilitator may edit it.
pub const OWN: &str = include_str!("../../../data/workshop/challenges.toml");

/// The most settings of a challenge: as many sliders fit a phone beside the answer.
const MOST_SETTINGS: usize = 3;

/// The most minutes of a challenge or a step: a workshop is an hour.
const MOST_MINUTES: u32 = 60;

/// The plan of a workshop.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What happens when.
    pub steps: Vec<Step>,
    /// The challenges.
    pub challenges: Vec<Challenge>,
}

/// A step of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its title.
    pub title: String,
    /// How long it takes, minutes.
    pub minutes: u32,
    /// What the room reads.
    pub text: String,
    /// For the facilitator alone.
    pub note: String,
    /// The challenge that is played in it, as an index into the plan's.
    pub challenge: Option<usize>,
}

impl Plan {
    /// The challenge of a step.
    pub fn challenge_of(&self, step: &Step) -> Option<&Challenge> {
        self.challenges.get(step.challenge?)
    }

    /// The challenge with this id.
    pub fn challenge(&self, id: &str) -> Option<&Challenge> {
        self.challenges.iter().find(|challenge| challenge.id == id)
    }

    /// All of its minutes.
    pub fn minutes(&self) -> u32 {
        self.steps.iter().map(|step| step.minutes).sum()
    }
}

/// A challenge.
#[derive(Clone, Debug, PartialEq)]
pub struct Challenge {
    /// Its stable name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What participants read.
    pub task: String,
    /// How long they have, minutes.
    pub minutes: u32,
    /// The case from which they start.
    pub start: Scenario,
    /// What they may change.
    pub settings: Vec<Setting>,
    /// For the facilitator alone, until it is revealed.
    pub note: String,
    /// What is asked.
    pub question: Question,
}

/// What a challenge asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// To find a case that keeps limits.
    Reach(Vec<Limit>),
    /// From which value of an input a statement holds.
    BreakEven {
        /// The input.
        input: Input,
        /// The statement.
        target: Target,
    },
    /// Which uncertain quantity moves the saving most.
    MeasureFirst,
}

/// How far an output may go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// The output.
    pub output: &'static OutputSpec,
    /// How far.
    pub bound: Bound,
}

/// A bound, in an output's own unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// The least that it may be.
    Least(f64),
    /// The most that it may be.
    Most(f64),
}

impl Bound {
    /// Whether a number keeps it.
    pub fn holds(self, number: f64) -> bool {
        match self {
            Self::Least(least) => number >= least,
            Self::Most(most) => number <= most,
        }
    }
}

/// What the model says of a case that is to keep limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached {
    /// Each limit, what its output is in the case, and whether that keeps it.
    pub limits: Vec<(Limit, Value, bool)>,
    /// What the case changes that the challenge does not let anybody change.
    pub foreign: Vec<Setting>,
    /// Why the case cannot be compared at all: the work is not done in it.
    pub hindrance: Option<Hindrance>,
}

impl Reached {
    /// Whether the challenge is met.
    pub fn is_met(&self) -> bool {
        self.hindrance.is_none() && self.foreign.is_empty() && self.limits.iter().all(|(_, _, holds)| *holds)
    }
}

/// What the model answers to a challenge.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Whether the case that is handed in keeps the limits.
    Reached(Reached),
    /// From which value the statement holds, all else as at the start.
    BreakEven(BreakEven),
    /// The uncertain quantities of the start, what moves the saving most first.
    Ranking(Vec<Swing>),
}

impl Challenge {
    /// What the model answers; `handed_in` is a participant's case, which only a question for limits depends on.
    pub fn answer(&self, handed_in: &Scenario) -> Answer {
        match &self.question {
            Question::Reach(limits) => Answer::Reached(self.reached(limits, handed_in)),
            Question::BreakEven { input, target } => {
                Answer::BreakEven(break_even_of(&self.start, *input, *target))
            }
            Question::MeasureFirst => {
                Answer::Ranking(tornado(&self.start.values(), &self.start.assumptions()))
            }
        }
    }

    fn reached(&self, limits: &[Limit], scenario: &Scenario) -> Reached {
        let outcome = evaluate(scenario);
        let check = |limit: &Limit| {
            let value = outcome.output(limit.output.id).map_or(Value::Missing, |(_, value)| value);
            (*limit, value, value.number().is_some_and(|number| limit.bound.holds(number)))
        };
        // The start with what may be changed taken from the case: what else differs is foreign.
        let allowed = self.settings.iter().map(|setting| (*setting, scenario.get(*setting)));
        let own = self.start.clone().with_all(allowed).unwrap_or_else(|_| self.start.clone());
        let differs = |setting: &Setting| {
            scenario.idle(*setting).is_none() && scenario.get(*setting) != own.get(*setting)
        };
        Reached {
            limits: limits.iter().map(check).collect(),
            foreign: Setting::all()
                .filter(|setting| !self.settings.contains(setting))
                .filter(differs)
                .collect(),
            hindrance: outcome.hindrance(),
        }
    }
}

/// The parameter of a link that holds a facilitator's own plan, behind `#`, so that no server sees it.
pub const KEY: &str = "plan";

/// The parameter with the text of a plan: `plan=W1tj…`.
pub fn parameter(text: &str) -> String {
    format!("{KEY}={}", URL_SAFE_NO_PAD.encode(text))
}

/// The text of the plan in a link; `None` if it has none.
///
/// ```
/// use workshop::challenge::{OWN, of_link, parameter};
/// let link = format!("https://example.org/workshop/?view=take-part#{}", parameter(OWN));
/// assert_eq!(of_link(&link).as_deref(), Some(OWN));
/// ```
pub fn of_link(link: &str) -> Option<String> {
    let start = format!("{KEY}=");
    let value = link.split(['?', '#', '&']).find_map(|part| part.strip_prefix(&start))?;
    String::from_utf8(URL_SAFE_NO_PAD.decode(value).ok()?).ok()
}

/// Reads a plan from a TOML file. Without steps of its own, each challenge is a step.
///
/// ```
/// let plan = workshop::challenge::read(workshop::challenge::OWN)?;
/// assert_eq!(plan.challenges[0].id, "ninety_under_twenty");
/// assert_eq!(plan.minutes(), 60);
/// # Ok::<(), scenario_file::FileError>(())
/// ```
///
/// # Errors
/// [`FileError`] with the place of what is wrong.
pub fn read(text: &str) -> Result<Plan, FileError> {
    // As editors on Windows write it.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file: File = toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        FileError::at(text, start, error.message().trim_end())
    })?;
    let mut challenges: Vec<Challenge> = Vec::new();
    for written in file.challenge {
        let place = written.span();
        let challenge = challenge(written.into_inner())
            .and_then(|challenge| {
                let tag = Tag::of(&challenge.id);
                match challenges.iter().find(|other| Tag::of(&other.id) == tag) {
                    None => Ok(challenge),
                    Some(other) if other.id == challenge.id => {
                        Err(format!("id: '{}' is given twice", shown(&challenge.id)))
                    }
                    Some(other) => Err(format!(
                        "id: '{}' and '{}' are the same in a code; give one of them another id",
                        shown(&other.id),
                        shown(&challenge.id)
                    )),
                }
            })
            .map_err(|reason| FileError::at(text, place.start, &reason))?;
        challenges.push(challenge);
    }
    if challenges.is_empty() {
        return Err(FileError::at(text, 0, "the file holds no challenge"));
    }
    let mut steps = Vec::new();
    for written in file.step {
        let place = written.span();
        let step = step(written.into_inner(), &challenges);
        steps.push(step.map_err(|reason| FileError::at(text, place.start, &reason))?);
    }
    if steps.is_empty() {
        let of_challenge = |(index, challenge): (usize, &Challenge)| Step {
            title: challenge.title.clone(),
            minutes: challenge.minutes,
            text: challenge.task.clone(),
            note: challenge.note.clone(),
            challenge: Some(index),
        };
        steps = challenges.iter().enumerate().map(of_challenge).collect();
    }
    Ok(Plan { steps, challenges })
}

fn step(written: WrittenStep, challenges: &[Challenge]) -> Result<Step, String> {
    let WrittenStep { title, minutes, text, note, challenge } = written;
    let Some(id) = challenge else {
        let (Some(title), Some(minutes)) = (title, minutes) else {
            return Err("step: has neither 'challenge' nor both 'title' and 'minutes'".to_owned());
        };
        if title.trim().is_empty() {
            return Err("title: '' is empty".to_owned());
        }
        check_number("minutes", minutes, 1..MOST_MINUTES + 1)?;
        return Ok(Step { title, minutes, text, note, challenge: None });
    };
    let Some(index) = challenges.iter().position(|challenge| challenge.id == id) else {
        let hint = nearest(&id, challenges.iter().map(|challenge| challenge.id.as_str()));
        let hint = hint.map_or_else(String::new, |meant| format!("; did you mean '{meant}'?"));
        return Err(format!("challenge: no challenge is called '{}'{hint}", shown(&id)));
    };
    let played = &challenges[index];
    if minutes.is_some() || title.is_some() || !text.is_empty() || !note.is_empty() {
        return Err(
            "step: with 'challenge' it has the challenge's own title, minutes, text and note".to_owned()
        );
    }
    Ok(Step {
        title: played.title.clone(),
        minutes: played.minutes,
        text: played.task.clone(),
        note: played.note.clone(),
        challenge: Some(index),
    })
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    step: Vec<toml::Spanned<WrittenStep>>,
    challenge: Vec<toml::Spanned<Written>>,
}

/// A step as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStep {
    title: Option<String>,
    minutes: Option<u32>,
    #[serde(default)]
    text: String,
    #[serde(default)]
    note: String,
    challenge: Option<String>,
}

/// A challenge as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    title: String,
    task: String,
    minutes: u32,
    start: Case,
    #[serde(deserialize_with = "settings")]
    settings: Vec<Setting>,
    note: String,
    question: WrittenQuestion,
}

/// A question as it is written.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum WrittenQuestion {
    Reach(Vec<WrittenLimit>),
    BreakEven(WrittenBreakEven),
    MeasureFirst,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenBreakEven {
    #[serde(deserialize_with = "input")]
    input: Input,
    target: WrittenTarget,
}

/// A statement as it is written.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WrittenTarget {
    OwningCheaper,
    WithinTenPercent,
    MeetsObjective,
}

impl From<WrittenTarget> for Target {
    fn from(written: WrittenTarget) -> Self {
        match written {
            WrittenTarget::OwningCheaper => Self::OwningCheaper,
            WrittenTarget::WithinTenPercent => Self::WithinTenPercent,
            WrittenTarget::MeetsObjective => Self::MeetsObjective,
        }
    }
}

/// A limit as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLimit {
    #[serde(deserialize_with = "output")]
    output: &'static OutputSpec,
    least: Option<f64>,
    most: Option<f64>,
}

fn challenge(written: Written) -> Result<Challenge, String> {
    let Written { id, title, task, minutes, start, settings, note, question } = written;
    for (field, text) in [("id", &id), ("title", &title), ("task", &task)] {
        if text.trim().is_empty() {
            return Err(format!("{field}: '' is empty"));
        }
    }
    check_number("minutes", minutes, 1..MOST_MINUTES + 1)?;
    let n_settings = u32::try_from(settings.len()).unwrap_or(u32::MAX);
    check_number("settings", n_settings, 1..MOST_SETTINGS as u32 + 1)?;
    let start = start.scenario().map_err(|error| format!("start: {error}"))?;
    let question = match question {
        WrittenQuestion::Reach(limits) if limits.is_empty() => {
            return Err("reach: no limit is given".to_owned());
        }
        WrittenQuestion::Reach(limits) => {
            Question::Reach(limits.into_iter().map(limit).collect::<Result<_, _>>()?)
        }
        WrittenQuestion::BreakEven(WrittenBreakEven { input, target }) => {
            start.refuse_idle([input.into()]).map_err(|error| format!("break_even: {error}"))?;
            Question::BreakEven { input, target: target.into() }
        }
        WrittenQuestion::MeasureFirst => Question::MeasureFirst,
    };
    Ok(Challenge { id, title, task, minutes, start, settings, note, question })
}

fn check_number(field: &str, number: u32, allowed: Range<u32>) -> Result<(), String> {
    if allowed.contains(&number) {
        return Ok(());
    }
    Err(format!("{field}: {number} is out of range (allowed: {} to {})", allowed.start, allowed.end - 1))
}

fn limit(written: WrittenLimit) -> Result<Limit, String> {
    let id = written.output.id;
    let bound = match (written.least, written.most) {
        (Some(least), None) => Bound::Least(least),
        (None, Some(most)) => Bound::Most(most),
        (None, None) | (Some(_), Some(_)) => {
            return Err(format!("{id}: a limit has either 'least' or 'most'"));
        }
    };
    let (Bound::Least(number) | Bound::Most(number)) = bound;
    if !number.is_finite() {
        return Err(format!("{id}: {number} is not a limit"));
    }
    Ok(Limit { output: written.output, bound })
}

fn unknown<E: Error>(name: String) -> E {
    E::custom(InputError::UnknownInput { name }.with_hint())
}

fn settings<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Setting>, D::Error> {
    let names = Vec::<String>::deserialize(deserializer)?;
    names.into_iter().map(|name| Setting::from_id(&name).ok_or_else(|| unknown(name))).collect()
}

fn input<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Input, D::Error> {
    let name = String::deserialize(deserializer)?;
    Input::from_id(&name).ok_or_else(|| unknown(name))
}

fn output<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static OutputSpec, D::Error> {
    let name = String::deserialize(deserializer)?;
    output_specs().find(|spec| spec.id == name).ok_or_else(|| {
        let hint = nearest(&name, output_specs().map(|spec| spec.id));
        let hint = hint.map_or_else(String::new, |meant| format!("; did you mean '{meant}'?"));
        D::Error::custom(format!("no output is called '{}'{hint}", shown(&name)))
    })
}
