//! Two cases side by side: what differs between them, and the difference in words.
//!
//! The words are chosen from the numbers as they are printed, so that no sentence contradicts the table beside it.

use model::catalogue::INPUTS;
use model::format::{Style, number, probability_words};
use model::units::Unit;
use model::{Input, Outcome, Scenario};

/// One of the two cases.
#[derive(Clone, Copy, Debug)]
pub struct ComparedCase<'a> {
    /// The name that the reader gave it.
    pub name: &'a str,
    /// Its inputs.
    pub scenario: &'a Scenario,
    /// Its outputs.
    pub outcome: &'a Outcome,
}

/// A row of the comparison's table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Stable name of the input or output.
    pub id: &'static str,
    /// The label of the input or output.
    pub label: &'static str,
    /// Both sides as printed.
    pub texts: [String; 2],
}

/// The content of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Inputs in which the two differ.
    pub inputs: Vec<Row>,
    /// The outputs that matter most.
    pub outputs: Vec<Row>,
    /// The difference in words.
    pub sentences: Vec<String>,
}

/// The outputs in the table, and the label of each.
const OUTPUTS: [(&str, &str); 8] = [
    ("own_cost", "Owning, a month"),
    ("rent_cost", "Renting, a month"),
    ("own_accuracy", "Accuracy of the open model"),
    ("rent_accuracy", "Accuracy of the closed model"),
    ("probability_own_cheaper", "Owning is cheaper in"),
    ("utilisation_peak", "GPUs busy at the peak"),
    ("ttft_peak", "First token at the peak"),
    ("people_cost", "People, a month"),
];

/// Compares two cases.
pub fn compare(first: ComparedCase<'_>, second: ComparedCase<'_>) -> Comparison {
    let inputs = INPUTS
        .iter()
        .filter(|spec| first.scenario.get(spec.input) != second.scenario.get(spec.input))
        .map(|spec| Row {
            id: spec.id,
            label: spec.label,
            texts: [first, second].map(|side| shown_input(side.scenario, spec.input)),
        })
        .collect();
    let outputs = OUTPUTS
        .into_iter()
        .map(|(id, label)| Row {
            id,
            label,
            texts: [first, second].map(|side| shown_output(side.outcome, id)),
        })
        .collect();
    let sentences = if first.scenario == second.scenario {
        vec![format!("{} and {} are the same case.", first.name, second.name)]
    } else {
        vec![
            cost_sentence(first, second),
            accuracy_sentence(first, second),
            certainty_sentence(first, second),
        ]
    };
    Comparison { inputs, outputs, sentences }
}

/// An input as it reads in the table.
fn shown_input(scenario: &Scenario, input: Input) -> String {
    scenario.reading(input)
}

/// An output as it reads in the table.
fn shown_output(outcome: &Outcome, id: &str) -> String {
    match outcome.output(id) {
        Some((spec, _)) if spec.id == "probability_own_cheaper" => chance_words(outcome),
        Some((spec, value)) => model::format::value(value, spec.unit, Style::Prose),
        None => String::new(),
    }
}

fn cost_sentence(first: ComparedCase<'_>, second: ComparedCase<'_>) -> String {
    let own = [first, second].map(|side| side.outcome.estimate.cost.own_cost.number());
    let rent = [first, second].map(|side| side.outcome.estimate.cost.rent_cost.number());
    let owning = match difference(own, Unit::UsdPerMonth) {
        None => "Owning costs the same in both".to_owned(),
        Some((more, by)) => {
            let (dear, cheap) = if more { (second, first) } else { (first, second) };
            format!("Owning costs {by} a month more in {} than in {}", dear.name, cheap.name)
        }
    };
    let renting = match difference(rent, Unit::UsdPerMonth) {
        None => "renting costs the same".to_owned(),
        Some((more, by)) => {
            let dear = if more { second } else { first };
            format!("renting costs {by} more in {}", dear.name)
        }
    };
    format!("{owning}; {renting}.")
}

fn accuracy_sentence(first: ComparedCase<'_>, second: ComparedCase<'_>) -> String {
    let own = [first, second].map(|side| side.outcome.estimate.accuracy.own_accuracy.number());
    match difference(own, Unit::Points) {
        None => "The open model is as accurate in one as in the other.".to_owned(),
        Some((more, by)) => {
            let (better, worse) = if more { (second, first) } else { (first, second) };
            format!("The open model is {by} more accurate in {} than in {}.", better.name, worse.name)
        }
    }
}

/// "8 in 10", or what hinders the comparison.
fn chance_words(outcome: &Outcome) -> String {
    match outcome.hindrance() {
        None => probability_words(outcome.verdict.probability_own_cheaper.number()),
        Some(hindrance) => hindrance.words().to_owned(),
    }
}

fn certainty_sentence(first: ComparedCase<'_>, second: ComparedCase<'_>) -> String {
    let both = [first, second];
    let chances = both.map(|side| chance_words(side.outcome));
    if both.iter().any(|side| side.outcome.chance().is_none()) {
        let said = both.map(|side| match side.outcome.chance() {
            Some(_) => {
                format!("{}: owning is cheaper in {} of the cases.", side.name, chance_words(side.outcome))
            }
            None => format!("{}: {}.", side.name, chance_words(side.outcome)),
        });
        return said.join(" ");
    }
    if chances[0] == chances[1] {
        return format!("Owning is cheaper in {} of the cases we think possible, in both.", chances[0]);
    }
    format!(
        "Of the cases we think possible, owning is cheaper in {} for {} and in {} for {}.",
        chances[0], first.name, chances[1], second.name
    )
}

/// Whether the second is more, and the difference as printed; `None` if the difference prints as nothing.
fn difference(pair: [f64; 2], unit: Unit) -> Option<(bool, String)> {
    let by = pair[1] - pair[0];
    let text = number(by.abs(), unit, Style::Prose);
    let prints_as_nothing = text == number(0.0, unit, Style::Prose);
    let prints_alike =
        number(pair[0], value_unit(unit), Style::Prose) == number(pair[1], value_unit(unit), Style::Prose);
    (!prints_as_nothing && !prints_alike).then_some((by > 0.0, text))
}

/// The unit in which the values themselves are printed, if their difference has another one.
fn value_unit(unit: Unit) -> Unit {
    if unit == Unit::Points { Unit::Fraction } else { unit }
}

#[cfg(test)]
mod tests {
    use model::{Preset, evaluate};

    use super::*;

    fn compared(first: &Scenario, second: &Scenario) -> Comparison {
        let (a, b) = (evaluate(first), evaluate(second));
        compare(
            ComparedCase { name: "A", scenario: first, outcome: &a },
            ComparedCase { name: "B", scenario: second, outcome: &b },
        )
    }

    #[test]
    fn a_case_compared_with_itself_is_the_same() {
        let case = Scenario::default();
        let comparison = compared(&case, &case);
        assert_eq!(comparison.inputs, []);
        assert_eq!(comparison.sentences, ["A and B are the same case."]);
    }

    #[test]
    fn only_inputs_that_differ_are_listed() {
        let first = Scenario::default();
        let second = first.clone().with(Input::GpuCount, 16.0).unwrap();
        let comparison = compared(&first, &second);
        assert_eq!(comparison.inputs.len(), 1);
        assert_eq!(comparison.inputs[0].id, "gpu_count");
        assert!(
            comparison.sentences[0].contains("more in B than in A; renting costs the same."),
            "{:?}",
            comparison.sentences
        );
    }

    #[test]
    fn a_case_that_cannot_be_owned_has_no_odds() {
        let too_large = Scenario::default().with(Input::ModelSize, 405.0).unwrap();
        let comparison = compared(&too_large, &Scenario::default());
        let words = comparison.sentences.last().unwrap();
        assert!(words.starts_with("A: owning cannot do this work. B: owning is cheaper in "), "{words}");
        let odds = comparison.outputs.iter().find(|row| row.id == "probability_own_cheaper").unwrap();
        assert_eq!(odds.texts[0], "owning cannot do this work");
    }

    #[test]
    fn the_words_never_contradict_the_numbers() {
        let cases: Vec<Scenario> = Preset::ALL.into_iter().map(Scenario::preset).collect();
        for first in &cases {
            for second in &cases {
                let (a, b) = (evaluate(first), evaluate(second));
                let comparison = compared(first, second);
                if first == second {
                    continue;
                }
                let [own_a, own_b] = [&a, &b].map(|outcome| outcome.estimate.cost.own_cost.number());
                let words = &comparison.sentences[0];
                assert_eq!(
                    words.contains("more in B than in A"),
                    own_b > own_a && !words.contains("same in both"),
                    "{words}"
                );
                let [open_a, open_b] =
                    [&a, &b].map(|outcome| outcome.estimate.accuracy.own_accuracy.number());
                let words = &comparison.sentences[1];
                assert_eq!(
                    words.contains("accurate in B than"),
                    open_b > open_a && !words.contains("as accurate"),
                    "{words}"
                );
            }
        }
    }

    #[test]
    fn a_difference_that_prints_as_nothing_is_none() {
        assert_eq!(difference([31_412.0, 31_413.0], Unit::UsdPerMonth), None);
        assert_eq!(difference([0.9, 0.9], Unit::Points), None);
        assert!(difference([0.9, 0.91], Unit::Points).is_some_and(|(more, _)| more));
        assert!(difference([2.0, 1.0], Unit::UsdPerMonth).is_some_and(|(more, _)| !more));
    }
}
