//! The facilitator's desk: the plan, the present step and its clock, and what the room has handed in. Every tab of a browser has the
//! same one.

use serde::{Deserialize, Serialize};
use workshop::challenge::{OWN, Plan, read};

/// How far a challenge is played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stage {
    /// Participants read and decide.
    #[default]
    Task,
    /// Their predictions are shown.
    Answers,
    /// The model's answer is, too.
    Reveal,
}

/// What is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Desk {
    /// The facilitator's own plan.
    pub(crate) plan: Option<String>,
    /// The present step, from 0.
    pub(crate) step: usize,
    /// How far its challenge is played.
    pub(crate) stage: Stage,
    /// When the clock was started: milliseconds since 1970; `None` while it stands.
    pub(crate) since: Option<f64>,
    /// Milliseconds that it ran before.
    pub(crate) elapsed: f64,
    /// What was handed in, line by line.
    pub(crate) lines: Vec<String>,
    /// Whether the room sees a ranking.
    pub(crate) is_ranked: bool,
}

/// What a facilitator does.
#[derive(Clone, Debug, PartialEq)]
pub enum Turn {
    /// On: the next stage, or the next step.
    Next,
    /// Back.
    Back,
    /// To a step.
    To(usize),
    /// Starts or stops the clock, at this moment.
    Clock(f64),
    /// Sets it back to the whole time of the step.
    Rewind(f64),
    /// Adds lines that were handed in.
    Add(String),
    /// Puts another text into a line; an empty one takes it out.
    Line(usize, String),
    /// Takes all lines out.
    Clear,
    /// Takes another plan: its text, or the one that comes with the workshop.
    Plan(Option<String>),
    /// Shows or hides the ranking.
    Rank,
}

impl Desk {
    /// The desk as it is stored.
    pub fn to_json(&self) -> String {
        // Texts and finite numbers always have a JSON form.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// A stored desk; `None` if it can't be read here.
    pub fn of_json(text: &str) -> Option<Self> {
        // A list would be read as a desk without entries.
        if text.starts_with('{') { serde_json::from_str(text).ok() } else { None }
    }

    /// The plan, and what is wrong with the facilitator's own if it is not that.
    pub(crate) fn plan(&self) -> Plan {
        let own = self.plan.as_deref().and_then(|text| read(text).ok());
        own.or_else(|| read(OWN).ok()).unwrap_or(Plan { steps: Vec::new(), challenges: Vec::new() })
    }

    /// The desk after a turn.
    pub fn turned(&self, turn: &Turn) -> Self {
        let plan = self.plan();
        let has_stages = |step: usize| plan.steps.get(step).is_some_and(|step| step.challenge.is_some());
        let last = plan.steps.len().saturating_sub(1);
        let mut next = self.clone();
        match turn {
            Turn::Next => match self.stage {
                Stage::Task if has_stages(self.step) => next.stage = Stage::Answers,
                Stage::Answers => next.stage = Stage::Reveal,
                Stage::Task | Stage::Reveal if self.step < last => next.enter(self.step + 1, Stage::Task),
                Stage::Task | Stage::Reveal => {}
            },
            Turn::Back => match self.stage {
                Stage::Reveal => next.stage = Stage::Answers,
                Stage::Answers => next.stage = Stage::Task,
                Stage::Task if self.step > 0 => {
                    let step = self.step - 1;
                    next.enter(step, if has_stages(step) { Stage::Reveal } else { Stage::Task });
                }
                Stage::Task => {}
            },
            Turn::To(step) => next.enter((*step).min(last), Stage::Task),
            Turn::Clock(now) => match self.since {
                None => next.since = Some(*now),
                Some(_) => {
                    next.elapsed = self.elapsed_at(*now);
                    next.since = None;
                }
            },
            Turn::Rewind(now) => {
                next.elapsed = 0.0;
                next.since = self.since.map(|_| *now);
            }
            Turn::Add(text) => next.lines.extend(text.trim_end().lines().map(str::to_owned)),
            Turn::Line(index, text) => {
                if let Some(line) = next.lines.get_mut(*index) {
                    text.clone_into(line);
                }
            }
            Turn::Clear => next.lines.clear(),
            Turn::Plan(text) => {
                text.clone_into(&mut next.plan);
                next.enter(0, Stage::Task);
            }
            Turn::Rank => next.is_ranked = !self.is_ranked,
        }
        next
    }

    /// Another step has its whole time; the clock starts when the facilitator says so.
    fn enter(&mut self, step: usize, stage: Stage) {
        (self.step, self.stage, self.since, self.elapsed) = (step, stage, None, 0.0);
    }

    /// Milliseconds of the step that are over.
    fn elapsed_at(&self, now: f64) -> f64 {
        self.elapsed + self.since.map_or(0.0, |since| (now - since).max(0.0))
    }

    /// The clock of a step that takes this many minutes: the minutes and seconds left, or the time over it with a minus.
    pub fn clock(&self, minutes: u32, now: f64) -> String {
        let left = f64::from(minutes) * 60.0 - (self.elapsed_at(now) / 1000.0).floor();
        let (sign, left) = if left < 0.0 { ("\u{2212}", -left) } else { ("", left) };
        let seconds = left as u64;
        format!("{sign}{}:{:02}", seconds / 60, seconds % 60)
    }

    /// The share of the step's time that is over, from 0 to 1.
    pub(crate) fn share_over(&self, minutes: u32, now: f64) -> f64 {
        (self.elapsed_at(now) / (f64::from(minutes.max(1)) * 60_000.0)).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turned(turns: &[Turn]) -> Desk {
        turns.iter().fold(Desk::default(), |desk, turn| desk.turned(turn))
    }

    #[test]
    fn a_clicker_leads_through_every_step_and_back() {
        let plan = Desk::default().plan();
        let n: usize = plan.steps.iter().map(|step| if step.challenge.is_some() { 3 } else { 1 }).sum();
        let mut desk = Desk::default();
        let mut seen = vec![(desk.step, desk.stage)];
        for _ in 1..n {
            desk = desk.turned(&Turn::Next);
            seen.push((desk.step, desk.stage));
        }
        assert_eq!(desk.step, plan.steps.len() - 1);
        assert_eq!(desk.turned(&Turn::Next), desk, "nothing comes after the last step");
        for place in seen.into_iter().rev() {
            assert_eq!((desk.step, desk.stage), place);
            desk = desk.turned(&Turn::Back);
        }
        assert_eq!(desk.turned(&Turn::Back), desk, "nothing comes before the first step");
    }

    #[test]
    fn the_clock_counts_down_stands_and_runs_over() {
        let desk = turned(&[Turn::Clock(1_000_000.0)]);
        assert_eq!(desk.clock(5, 1_000_000.0), "5:00");
        assert_eq!(desk.clock(5, 1_061_500.0), "3:59");
        let stopped = desk.turned(&Turn::Clock(1_061_500.0));
        assert_eq!(stopped.clock(5, 9_000_000.0), "3:59");
        let again = stopped.turned(&Turn::Clock(2_000_000.0));
        assert_eq!(again.clock(5, 2_000_000.0 + 240_000.0), "\u{2212}0:01");
        assert_eq!(again.turned(&Turn::Rewind(3_000_000.0)).clock(5, 3_000_000.0), "5:00");
        assert_eq!(
            again.turned(&Turn::Next).clock(12, 4_000_000.0),
            "12:00",
            "the next step has its own time"
        );
    }

    #[test]
    fn lines_keep_their_numbers() {
        let desk = turned(&[
            Turn::Add("a\n\nb\n\n".to_owned()),
            Turn::Add("c".to_owned()),
            Turn::Line(0, String::new()),
        ]);
        assert_eq!(desk.lines, ["", "", "b", "c"]);
        assert_eq!(desk.turned(&Turn::Line(9, "x".to_owned())), desk);
    }

    #[test]
    fn a_desk_is_stored_and_read_again() {
        let desk =
            turned(&[Turn::Next, Turn::Next, Turn::Add("Ada: zoo".to_owned()), Turn::Clock(5.0), Turn::Rank]);
        assert_eq!(Desk::of_json(&desk.to_json()), Some(desk));
        assert_eq!(Desk::of_json("{}"), Some(Desk::default()));
        assert_eq!(Desk::of_json("[]"), None);
    }

    #[test]
    fn a_plan_that_cannot_be_read_leaves_the_workshops_own() {
        let desk = turned(&[Turn::Plan(Some("nonsense".to_owned()))]);
        assert_eq!(desk.plan(), Desk::default().plan());
    }
}
