//! The headline sliders: the inputs that a reader moves first, and everything particular to their controls.
//!
//! One row of [`HEADLINES`] describes a whole slider; a row that lacks something does not compile.

use model::format::{Style, number, retrain_interval};
use model::response::HEADLINE_INPUTS;
use model::units::Unit;
use model::{Input, Outcome, Scenario};

/// Rounds a year at each stop of the retrain slider: never, yearly, every 6 months, quarterly, every 2 months,
/// monthly, every 2 weeks, weekly.
pub const RETRAIN_STOPS: [f64; 8] = [0.0, 1.0, 2.0, 4.0, 6.0, 12.0, 26.0, 52.0];

/// The highest position of a slider that has no row here. Around a hundred, as a browser's page keys move a tenth of
/// the range.
pub const POSITIONS: u32 = 120;

/// The values at the positions of a slider.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Positions {
    /// Values spread over the input's scale; the highest position.
    Even(u32),
    /// The same, and the sizes of named models at the positions next to them.
    NamedSizes(u32),
    /// These values alone.
    Stops(&'static [f64]),
}

/// The next value whose effect is described in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// The next named size that differs enough.
    NamedSize,
    /// About half as much again; from the top, half.
    Half,
    /// The next stop.
    Neighbour,
}

/// A headline slider.
#[derive(Clone, Copy, Debug)]
pub struct Headline {
    /// The input that the slider sets.
    pub input: Input,
    /// Its label: the first program knows it without the labels of all inputs.
    pub label: &'static str,
    /// The values at its positions.
    pub positions: Positions,
    /// The values of the marks below it.
    pub ticks: &'static [f64],
    /// The text of a mark.
    pub tick_text: fn(f64) -> String,
    /// The unit right behind the value, if not in full; the label says the rest.
    pub unit: Option<&'static str>,
    /// The few words beside the value.
    pub aside: fn(&Scenario, &Outcome) -> String,
    /// Whether those words are also part of the value for screen readers.
    pub speaks_aside: bool,
    /// The next value whose effect is described in words.
    pub next_step: NextStep,
}

/// The headline sliders, in the order of the page.
pub static HEADLINES: [Headline; HEADLINE_INPUTS.len()] = [
    Headline {
        input: Input::ModelSize,
        label: Input::ModelSize.label(),
        positions: Positions::NamedSizes(POSITIONS),
        ticks: &[0.5, 2.0, 8.0, 32.0, 110.0, 405.0],
        tick_text: |size| number(size, Unit::BillionParameters, Style::Tight),
        unit: Some("B"),
        aside: |_, outcome| {
            let architecture = &outcome.estimate.architecture;
            let near = if architecture.interpolated { "near " } else { "" };
            format!("{near}{}", architecture.label)
        },
        speaks_aside: true,
        next_step: NextStep::NamedSize,
    },
    Headline {
        input: Input::GpuCount,
        label: Input::GpuCount.label(),
        positions: Positions::Even(100),
        ticks: &[1.0, 4.0, 16.0, 64.0, 256.0, 1024.0],
        tick_text: |count| number(count, Unit::One, Style::Prose),
        unit: Some(""),
        aside: |scenario, _| {
            let price = number(scenario.get(Input::GpuHourPrice), Unit::UsdPerGpuHour, Style::Prose);
            format!("{}, {price}/h", scenario.gpu().label)
        },
        speaks_aside: false,
        next_step: NextStep::Half,
    },
    Headline {
        input: Input::RetrainsPerYear,
        label: Input::RetrainsPerYear.label(),
        positions: Positions::Stops(&RETRAIN_STOPS),
        ticks: &[0.0, 4.0, 12.0, 52.0],
        tick_text: retrain_interval,
        unit: None,
        aside: |scenario, _| retrain_interval(scenario.get(Input::RetrainsPerYear)),
        speaks_aside: false,
        next_step: NextStep::Neighbour,
    },
];

// The model computes the curves of the sliders' inputs, in the same order.
const _: () = {
    let mut index = 0;
    while index < HEADLINE_INPUTS.len() {
        assert!(HEADLINES[index].input as usize == HEADLINE_INPUTS[index] as usize);
        index += 1;
    }
};

/// A question above the map: an input that decides more than any slider, and its words.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// The input that the answer sets.
    pub input: Input,
    /// The question.
    pub words: &'static str,
}

/// The questions, in the order of the page.
pub static QUESTIONS: [Question; 2] = [
    Question { input: Input::RequestsPerDay, words: "How many requests a day?" },
    Question { input: Input::Api, words: "What would you rent?" },
];

impl Headline {
    /// The row of an input, if it has a headline slider.
    pub fn of(input: Input) -> Option<&'static Self> {
        HEADLINES.iter().find(|headline| headline.input == input)
    }

    /// The label of an input's headline slider; empty if it has none.
    pub fn label(input: Input) -> &'static str {
        Self::of(input).map_or("", |headline| headline.label)
    }

    /// The index of an input among the headline sliders.
    pub fn index(input: Input) -> Option<usize> {
        HEADLINE_INPUTS.iter().position(|other| *other == input)
    }
}
