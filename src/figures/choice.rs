//! Choices on the frontier: a configuration in words, compared with the reader's, and the inputs that it changes.

use model::Input;
use model::format::{Style, number, retrain_interval};
use model::frontier::FrontierPoint;
use model::units::Unit;

use super::words::{money, percent, signed_difference};
use crate::analysis::Analysis;

/// A configuration that the reader can apply.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// "8B, 2 GPUs, monthly".
    pub setup: String,
    /// "$21,400 a month, 83.7 %".
    pub outcome: String,
    /// "$1,200 less than yours, as accurate".
    pub difference: String,
    /// The inputs that change, and their new values: none if it is the reader's own configuration.
    pub changes: Vec<(Input, f64)>,
}

impl Choice {
    /// The choice of this configuration, compared with the reader's.
    pub fn new(analysis: &Analysis, point: &FrontierPoint) -> Self {
        let changes = point.changes(&analysis.scenario);
        Self {
            setup: setup(point),
            outcome: format!("{} a month, {}", money(point.cost.number()), percent(point.accuracy.number())),
            difference: if changes.is_empty() {
                "That is your case.".to_owned()
            } else if analysis.outcome.estimate.serving.fits {
                sentence(&difference(analysis, point))
            } else {
                "Your model does not fit its GPUs.".to_owned()
            },
            changes,
        }
    }

    /// All texts as one sentence, for an announcement.
    pub fn announcement(&self) -> String {
        format!("{}: {}. {}", self.setup, self.outcome, self.difference)
    }
}

/// The change of one input that helps most, or a statement that none does.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// The change and its effect.
    pub sentence: String,
    /// The inputs that change, and their new values: none if no change helps.
    pub changes: Vec<(Input, f64)>,
}

impl Advice {
    /// The best change in this case.
    pub fn new(analysis: &Analysis) -> Self {
        let (frontier, scenario) = (&analysis.frontier, &analysis.scenario);
        let serves = frontier.present.serves_peak;
        let saves = |saving: f64| signed_difference(saving, Unit::UsdPerMonth);
        let change = frontier.best_change.filter(|change| !serves || saves(change.saving.number()).is_some());
        let Some(change) = change else {
            let sentence = if serves {
                "No single change makes your case cheaper without losing accuracy."
            } else {
                "No single change lets your GPUs serve the peak."
            };
            return Self { sentence: sentence.to_owned(), changes: Vec::new() };
        };
        let what = swap(change.input, &change.point, &frontier.present);
        let sentence = if serves {
            let gain = accuracy_gain(analysis, &change.point).map_or_else(
                || "costs no accuracy".to_owned(),
                |(gain, _)| format!("adds {gain} of accuracy"),
            );
            let saved = money(change.saving.number());
            format!("The one change that helps most: {what}. It saves {saved} a month and {gain}.")
        } else if !analysis.outcome.estimate.serving.fits {
            let cost = money(change.point.cost.number());
            format!("The cheapest single change that fits and serves your peak: {what}, for {cost} a month.")
        } else {
            let gain = sentence(&difference(analysis, &change.point));
            format!("The cheapest single change that serves your peak: {what}. {gain}")
        };
        Self { sentence, changes: change.point.changes(scenario) }
    }
}

/// "1 GPU instead of 2".
fn swap(input: Input, to: &FrontierPoint, from: &FrontierPoint) -> String {
    let size = |point: &FrontierPoint| number(point.model_size, Unit::BillionParameters, Style::Tight);
    match input {
        Input::ModelSize => format!("a model of {} instead of {}", size(to), size(from)),
        Input::Precision => format!("{} instead of {}", to.precision.label, from.precision.label),
        Input::Gpu => {
            let price = number(to.gpu.price_per_hour[1], Unit::UsdPerGpuHour, Style::Prose);
            format!("{} GPUs, at {price} an hour, instead of {}", to.gpu.label, from.gpu.label)
        }
        Input::GpuCount => format!(
            "{} instead of {}",
            number(to.gpu_count, Unit::Gpus, Style::Prose),
            number(from.gpu_count, Unit::One, Style::Prose)
        ),
        _ if to.retrains_per_year > 0.0 => format!(
            "retraining {} instead of {}",
            retrain_interval(to.retrains_per_year),
            retrain_interval(from.retrains_per_year)
        ),
        _ => format!("no retraining instead of {}", retrain_interval(from.retrains_per_year)),
    }
}

/// The gain in accuracy over the reader's configuration, in words, and whether it is one; `None` if both read the same.
fn accuracy_gain(analysis: &Analysis, point: &FrontierPoint) -> Option<(String, bool)> {
    let (here, there) = (analysis.frontier.present.accuracy.number(), point.accuracy.number());
    signed_difference(there - here, Unit::Points).filter(|_| percent(here) != percent(there))
}

/// "$1,200 less than yours, as accurate".
fn difference(analysis: &Analysis, point: &FrontierPoint) -> String {
    let present = &analysis.frontier.present;
    let cost = match signed_difference(point.cost.number() - present.cost.number(), Unit::UsdPerMonth) {
        Some((amount, true)) => format!("{amount} more than yours"),
        Some((amount, false)) => format!("{amount} less than yours"),
        None => "the same cost as yours".to_owned(),
    };
    let accuracy = match accuracy_gain(analysis, point) {
        Some((amount, true)) => format!("{amount} more accurate"),
        Some((amount, false)) => format!("{amount} less accurate"),
        None => "as accurate".to_owned(),
    };
    format!("{cost}, {accuracy}")
}

/// Words as a sentence: with a capital and a full stop.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

/// "8B, 2 GPUs, monthly".
pub(super) fn setup(point: &FrontierPoint) -> String {
    let [size, gpus] = size_and_gpus(point);
    let interval = if point.retrains_per_year > 0.0 {
        retrain_interval(point.retrains_per_year)
    } else {
        "never retrained".to_owned()
    };
    format!("{size}, {gpus}, {interval}")
}

/// "8B on 2 GPUs, retrained monthly,".
pub(super) fn setup_in_a_sentence(point: &FrontierPoint) -> String {
    let [size, gpus] = size_and_gpus(point);
    if point.retrains_per_year > 0.0 {
        format!("{size} on {gpus}, retrained {},", retrain_interval(point.retrains_per_year))
    } else {
        format!("{size} on {gpus}, never retrained,")
    }
}

/// "8B" and "2 GPUs".
pub(super) fn size_and_gpus(point: &FrontierPoint) -> [String; 2] {
    [
        number(point.model_size, Unit::BillionParameters, Style::Tight),
        number(point.gpu_count, Unit::Gpus, Style::Tight),
    ]
}

/// The start of a walk along the efficient configurations: the cheapest that is as accurate as the reader's, or else
/// the most accurate. It is the reader's own if no other is better.
pub fn start(analysis: &Analysis) -> Option<&FrontierPoint> {
    let frontier = &analysis.frontier;
    frontier.better.as_ref().or(frontier.efficient.last())
}

/// The index of the efficient configuration that costs about as much as this one.
pub fn nearest_index(analysis: &Analysis, point: &FrontierPoint) -> usize {
    let away = |other: &FrontierPoint| (other.cost.number() - point.cost.number()).abs();
    let efficient = analysis.frontier.efficient.iter().enumerate();
    efficient.min_by(|a, b| away(a.1).total_cmp(&away(b.1))).map_or(0, |(index, _)| index)
}
