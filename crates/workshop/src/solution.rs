//! What the model itself answers to a challenge, and whether there is an answer at all: a facilitator's file is checked by it.

use core::fmt;

use model::catalogue::{Domain, Scale};
use model::estimate::Series;
use model::format::{Style, number, to_significant, value};
use model::outcome::{Need, OutputSpec, Selection};
use model::sensitivity::{Swing, tornado};
use model::solve::{Answer as Where, BreakEven, Target, break_even_of, grid};
use model::units::{Unit, Value};
use model::{InputError, Scenario, Setting};

use crate::challenge::{Answer, Bound, Challenge, Limit, Question};

/// Values of a setting that are tried, and of one whose limits take a sample of cases each.
const TRIED: usize = 25;
const TRIED_SAMPLED: usize = 5;

/// Cases that keep the limits by their estimate and are evaluated whole: the cheapest may not be able to do the work.
const EVALUATED: usize = 50;

/// What the model answers to a challenge.
#[derive(Clone, Debug, PartialEq)]
pub enum Solution {
    /// A case that keeps the limits: of those tried, the best by the last limit.
    Kept {
        /// The case.
        scenario: Box<Scenario>,
        /// The output of each limit in it.
        outputs: Vec<(Limit, Value)>,
        /// The cases tried.
        n_tried: usize,
    },
    /// From where a statement holds.
    From(BreakEven),
    /// The uncertain quantities, what moves the saving most first.
    Ranking(Vec<Swing>),
}

/// Why a challenge cannot be played.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Unanswerable {
    /// A setting has no effect in the start.
    Idle(InputError),
    /// The start keeps the limits already.
    KeptAtStart,
    /// None of the cases that were tried keeps the limits.
    NotKept {
        /// The cases tried.
        n_tried: usize,
    },
    /// The statement holds whatever the input is.
    Always(BreakEven),
    /// It holds nowhere.
    Never(BreakEven),
    /// Nothing moves the saving.
    NothingMoves,
}

impl fmt::Display for Unanswerable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Idle(error) => write!(f, "settings: {}", error.with_hint()),
            Self::KeptAtStart => f.write_str("reach: the start keeps all limits already"),
            Self::NotKept { n_tried } => {
                write!(f, "reach: none of {n_tried} cases that were tried keeps all limits")
            }
            Self::Always(found) => {
                write!(f, "break_even: {} whatever {} is", statement(found.target), found.input.spec().id)
            }
            Self::Never(found) => {
                let id = found.input.spec().id;
                write!(f, "break_even: {} for no {id} in its range", statement(found.target))
            }
            Self::NothingMoves => f.write_str("measure_first: no uncertain number moves the saving"),
        }
    }
}

impl std::error::Error for Unanswerable {}

/// A statement within a sentence.
pub fn statement(target: Target) -> &'static str {
    match target {
        Target::OwningCheaper => "owning costs no more than renting",
        Target::WithinTenPercent => "the open model is within 10\u{a0}% of the closed one",
        Target::MeetsObjective => "the GPUs serve the peak in time",
    }
}

impl Challenge {
    /// What the model answers to the challenge.
    ///
    /// Of limits, it tries the settings on a grid of at most 25 values each, and gives the case that is best by the last limit.
    ///
    /// ```
    /// use workshop::challenge::{OWN, read};
    /// let plan = read(OWN)?;
    /// assert!(plan.challenges.iter().all(|challenge| challenge.solve().is_ok()));
    /// # Ok::<(), scenario_file::FileError>(())
    /// ```
    ///
    /// # Errors
    /// [`Unanswerable`] if the challenge cannot be won, or is won before it begins.
    pub fn solve(&self) -> Result<Solution, Unanswerable> {
        self.start.refuse_idle(self.settings.iter().copied()).map_err(Unanswerable::Idle)?;
        match &self.question {
            Question::Reach(limits) => self.reach(limits),
            Question::BreakEven { input, target } => {
                let found = break_even_of(&self.start, *input, *target);
                match found.answer {
                    Where::At(_) | Where::Between { .. } => Ok(Solution::From(found)),
                    Where::Always => Err(Unanswerable::Always(found)),
                    Where::Never { .. } => Err(Unanswerable::Never(found)),
                }
            }
            Question::MeasureFirst => {
                let ranking = tornado(&self.start.values(), &self.start.assumptions());
                let moves = ranking.first().is_some_and(|first| first.swing().number() != 0.0);
                if moves { Ok(Solution::Ranking(ranking)) } else { Err(Unanswerable::NothingMoves) }
            }
        }
    }

    fn reach(&self, limits: &[Limit]) -> Result<Solution, Unanswerable> {
        let keeps = |scenario: &Scenario| match self.answer(scenario) {
            Answer::Reached(reached) => reached.is_met(),
            Answer::BreakEven(_) | Answer::Ranking(_) => false,
        };
        if keeps(&self.start) {
            return Err(Unanswerable::KeptAtStart);
        }
        let specs: Vec<&'static OutputSpec> = limits.iter().map(|limit| limit.output).collect();
        let is_sampled = specs.iter().any(|spec| spec.need != Need::Estimate);
        let n = if is_sampled { TRIED_SAMPLED } else { TRIED };
        let selection = Selection::new(specs);
        let assumptions = self.start.assumptions();
        let has_own_constants = self.settings.iter().any(|setting| matches!(setting, Setting::Assumption(_)));
        let mut series = Series::new(&assumptions);
        let mut kept: Vec<(f64, Scenario, Vec<Value>)> = Vec::new();
        let cases = self.tried(n);
        let n_tried = cases.len();
        for scenario in cases {
            let values = if has_own_constants {
                let assumptions = scenario.assumptions();
                selection.values(&scenario.values(), &mut Series::new(&assumptions))
            } else {
                selection.values(&scenario.values(), &mut series)
            };
            let numbers: Vec<Option<f64>> = values.iter().map(|value| value.number()).collect();
            let is_kept = limits
                .iter()
                .zip(&numbers)
                .all(|(limit, number)| number.is_some_and(|number| limit.bound.holds(number)));
            if let (true, Some(limit), Some(Some(last))) = (is_kept, limits.last(), numbers.last()) {
                let shortfall = match limit.bound {
                    Bound::Most(_) => *last,
                    Bound::Least(_) => -last,
                };
                kept.push((shortfall, scenario, values));
            }
        }
        kept.sort_by(|one, other| one.0.total_cmp(&other.0));
        let found = kept.into_iter().take(EVALUATED).find(|(_, scenario, _)| keeps(scenario));
        match found {
            Some((_, scenario, values)) => Ok(Solution::Kept {
                scenario: Box::new(scenario),
                outputs: limits.iter().copied().zip(values).collect(),
                n_tried,
            }),
            None => Err(Unanswerable::NotKept { n_tried }),
        }
    }

    /// The cases of a grid of the settings' values.
    fn tried(&self, n: usize) -> Vec<Scenario> {
        self.settings.iter().fold(vec![self.start.clone()], |cases, setting| {
            let values = values(*setting, n);
            let with = |case: &Scenario| {
                let case = case.clone();
                values
                    .iter()
                    .filter_map(move |value| case.clone().with(*setting, *value).ok())
                    .collect::<Vec<_>>()
            };
            cases.iter().flat_map(with).collect()
        })
    }
}

/// Values of a setting over its range, spread as its control spreads them.
fn values(setting: Setting, n: usize) -> Vec<f64> {
    match setting {
        Setting::Input(input) => match input.spec().domain {
            // As a slider gives them: a size of 14.2B, not of 14.23025B.
            Domain::Number { min, max, .. } => {
                grid(input, n).into_iter().map(|value| to_significant(value, 3).clamp(min, max)).collect()
            }
            Domain::Choice(_) => grid(input, n),
        },
        Setting::Assumption(_) => match setting.domain() {
            Domain::Choice(options) => (0..options.len()).map(|index| index as f64).collect(),
            Domain::Number { min, max, scale, .. } => {
                let share = |index: usize| index as f64 / (n.max(2) - 1) as f64;
                let value = |share: f64| match scale {
                    Scale::Log if min > 0.0 => min * libm::pow(max / min, share),
                    Scale::Linear | Scale::Log | Scale::LogWithZero => min + (max - min) * share,
                };
                (0..n).map(|index| value(share(index)).clamp(min, max)).collect()
            }
        },
    }
}

/// What an output is, to people who have read no table of outputs.
pub fn plain_label(output: &OutputSpec) -> &'static str {
    match output.id {
        "own_cost" => "Owning, a month",
        "rent_cost" => "Renting, a month",
        "own_accuracy" => "Accuracy of the open model",
        "rent_accuracy" => "Accuracy of the closed model",
        _ => output.label(),
    }
}

impl Limit {
    /// The limit in words: "Owning, a month: at most $20,000".
    pub fn words(&self) -> String {
        let (word, limit) = match self.bound {
            Bound::Least(limit) => ("at least", limit),
            Bound::Most(limit) => ("at most", limit),
        };
        format!("{}: {word} {}", plain_label(self.output), number(limit, self.output.unit, Style::Prose))
    }
}

/// A setting of a scenario as it reads.
pub fn reading(setting: Setting, scenario: &Scenario) -> String {
    match setting {
        Setting::Input(input) => scenario.reading(input),
        Setting::Assumption(_) => number(scenario.get(setting), setting.unit(), Style::Prose),
    }
}

impl Solution {
    /// The answer in a sentence or two, for a screen and a table.
    pub fn words(&self, challenge: &Challenge) -> String {
        match self {
            Self::Kept { scenario, outputs, .. } => {
                let settings: Vec<String> = challenge
                    .settings
                    .iter()
                    .map(|setting| format!("{}: {}", setting.label(), reading(*setting, scenario)))
                    .collect();
                let outputs: Vec<String> = outputs
                    .iter()
                    .map(|(limit, found)| {
                        format!(
                            "{}: {}",
                            plain_label(limit.output),
                            value(*found, limit.output.unit, Style::Prose)
                        )
                    })
                    .collect();
                format!("{}. {}.", settings.join("; "), outputs.join("; "))
            }
            Self::From(found) => {
                let holds = statement(found.target);
                let at = |value: f64| found.input.reading(to_significant(value, 3));
                let range = match found.answer {
                    Where::At(value) if found.holds_above => format!("from {} on", at(value)),
                    Where::At(value) => format!("up to {}", at(value)),
                    Where::Between { from, to } => format!("from {} to {}", at(from), at(to)),
                    Where::Always => "everywhere".to_owned(),
                    Where::Never { .. } => "nowhere".to_owned(),
                };
                let mut text = format!("{holds} {range}.");
                if let Some(first) = text.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                text
            }
            Self::Ranking(ranking) => {
                let name = |swing: &Swing| {
                    let moves = number(swing.swing().number().abs(), Unit::UsdPerMonth, Style::Prose);
                    format!("{} moves the saving by {moves} a month", swing.label)
                };
                let first: Vec<String> = ranking.iter().take(2).map(name).collect();
                format!("{}.", first.join("; "))
            }
        }
    }
}
