//! Cases side by side: what comes out, what is set differently, and why each differs from the first.

use model::catalogue::INPUTS;
use model::format::{Style, probability_words, value};
use model::{Outcome, Scenario};
use workshop::because::{Attribution, Bidder, Causes, because};

/// What the table shows of each case, by the model's names, and how a reader is told it.
const RESULTS: [(&str, &str); 8] = [
    ("own_cost", "Owning, a month"),
    ("rent_cost", "Renting, a month"),
    ("own_accuracy", "Accuracy of the open model"),
    ("rent_accuracy", "Accuracy of the closed model"),
    (CHANCE, "Owning is cheaper in"),
    ("utilisation_peak", "GPUs busy at the peak"),
    ("ttft_peak", "First token at the peak"),
    ("people_cost", "People, a month"),
];

/// The output that is written in words.
const CHANCE: &str = "probability_own_cheaper";

/// A row of the table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// The model's name of what it shows.
    pub(crate) id: &'static str,
    /// What it shows.
    pub(crate) label: &'static str,
    /// As printed, for each case.
    pub(crate) texts: Vec<String>,
}

/// Cases compared with the first of them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Comparison {
    /// What comes out.
    pub(crate) results: Vec<Row>,
    /// The inputs that are not the same in all cases.
    pub(crate) settings: Vec<Row>,
    /// Why each of the others differs from the first.
    causes: Vec<Causes>,
}

impl Comparison {
    /// Of these cases.
    pub(crate) fn of(cases: &[Scenario]) -> Self {
        let outcomes: Vec<Outcome> = cases.iter().map(model::evaluate).collect();
        let results = RESULTS.into_iter().map(|(id, label)| Row {
            id,
            label,
            texts: outcomes.iter().map(|it| result(it, id)).collect(),
        });
        let settings = INPUTS.iter().filter_map(|spec| {
            let texts: Vec<String> = cases.iter().map(|case| case.reading(spec.input)).collect();
            let differs = texts.iter().any(|text| Some(text) != texts.first());
            differs.then_some(Row { id: spec.id, label: spec.label, texts })
        });
        let first = cases.first();
        let causes = first.map(|first| cases.iter().skip(1).map(|case| because(first, case)).collect());
        Self { results: results.collect(), settings: settings.collect(), causes: causes.unwrap_or_default() }
    }

    /// For each case but the first, how it differs from the first and why: owned, and rented.
    pub(crate) fn sentences(&self, names: &[String]) -> Vec<String> {
        let quoted: Vec<String> = names.iter().map(|name| format!("\u{201c}{name}\u{201d}")).collect();
        let Some((first, others)) = quoted.split_first() else { return Vec::new() };
        let both = |(causes, name): (&Causes, &String)| {
            Bidder::ALL.map(|bidder| causes.sentence([first, name], bidder)).join(" ")
        };
        self.causes.iter().zip(others).map(both).collect()
    }

    /// How the differences were shared out among the settings.
    pub(crate) fn attributions(&self) -> Vec<&'static str> {
        let is_used = |way: &Attribution| self.causes.iter().any(|causes| causes.attribution == *way);
        let ways = [Attribution::Shapley, Attribution::Ordered];
        ways.iter().filter(|way| is_used(way)).map(|way| way.sentence()).collect()
    }
}

/// A result as it reads in the table.
fn result(outcome: &Outcome, id: &str) -> String {
    match (id, outcome.hindrance()) {
        (CHANCE, Some(hindrance)) => hindrance.words().to_owned(),
        (CHANCE, None) => probability_words(outcome.verdict.probability_own_cheaper.number()),
        _ => {
            outcome.output(id).map_or_else(String::new, |(spec, found)| value(found, spec.unit, Style::Prose))
        }
    }
}

#[cfg(test)]
mod tests {
    use model::{Input, Preset};

    use super::*;

    #[test]
    fn only_what_differs_is_among_the_settings() {
        let first = Scenario::default();
        let second = first.clone().with(Input::GpuCount, 8.0).unwrap();
        let compared = Comparison::of(&[first, second]);
        let ids: Vec<&str> = compared.settings.iter().map(|row| row.id).collect();
        assert_eq!(ids, ["gpu_count"]);
        let names = ["Now".to_owned(), "Eight".to_owned()];
        let [words] = compared.sentences(&names).try_into().unwrap();
        assert!(words.starts_with("Owned, \u{201c}Eight\u{201d} is $"), "{words}");
        assert!(words.contains("GPUs"), "{words}");
        assert_eq!(compared.attributions(), [Attribution::Shapley.sentence()]);
    }

    #[test]
    fn the_table_has_a_text_for_every_case() {
        let cases: Vec<Scenario> = Preset::ALL.into_iter().take(3).map(Scenario::preset).collect();
        let compared = Comparison::of(&cases);
        for row in compared.results.iter().chain(&compared.settings) {
            assert_eq!(row.texts.len(), 3, "{}", row.id);
            assert!(row.texts.iter().all(|text| !text.is_empty()), "{}", row.id);
        }
        assert_eq!(compared.sentences(&["A", "B", "C"].map(str::to_owned)).len(), 2);
    }

    #[test]
    fn a_case_alone_differs_from_nothing() {
        let compared = Comparison::of(&[Scenario::default()]);
        assert_eq!(compared.settings, []);
        assert_eq!(compared.sentences(&["A".to_owned()]), [""; 0]);
        assert_eq!(compared.attributions(), [""; 0]);
    }
}
