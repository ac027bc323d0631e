//! Cases side by side: what comes out, what is set differently, and why each differs from the first.

use std::io;

use model::format::{Style, probability_words, value};
use model::units::Value;
use model::{Outcome, Scenario, Setting};
use workshop::because::{Attribution, Bidder, Causes, because};
use workshop::{NamedScenario, cell, differing, reading};

/// What the table shows of each case, by the model's names, and how a reader is told it.
pub(crate) const RESULTS: [(&str, &str); 8] = [
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
    /// The setting, if it shows one.
    pub(crate) setting: Option<Setting>,
}

impl Row {
    /// A setting of these cases.
    pub(crate) fn of_setting(setting: Setting, cases: &[&Scenario]) -> Self {
        let texts = cases.iter().map(|case| reading(case, setting)).collect();
        Self { id: setting.id(), label: setting.label(), texts, setting: Some(setting) }
    }
}

/// Cases compared with the first of them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Comparison {
    /// What comes out.
    pub(crate) results: Vec<Row>,
    /// The settings that are not the same in all cases.
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
            setting: None,
        });
        let all: Vec<&Scenario> = cases.iter().collect();
        let settings = differing(&all).into_iter().map(|setting| Row::of_setting(setting, &all));
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

/// The comparison as CSV: a row for each result and each setting that differs, with every bit of every number.
///
/// # Errors
/// None that occurs: it is written into memory.
pub(crate) fn csv(cases: &[NamedScenario]) -> io::Result<String> {
    let outcomes: Vec<Outcome> = cases.iter().map(|case| model::evaluate(&case.scenario)).collect();
    let all: Vec<&Scenario> = cases.iter().map(|case| &case.scenario).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let names = cases.iter().map(|case| cell(case.name.as_str()));
    let head = ["id", "what", "unit"].map(cell).into_iter().chain(names);
    writer.write_record(head.map(|text| text.into_owned()))?;
    for (id, label) in RESULTS {
        let unit = outcomes.first().and_then(|it| it.output(id)).map_or("", |(spec, _)| spec.unit.name());
        let texts =
            outcomes.iter().map(|it| it.output(id).map_or_else(String::new, |(_, found)| full(found)));
        writer.write_record([id, label, unit].map(str::to_owned).into_iter().chain(texts))?;
    }
    for setting in differing(&all) {
        let texts = all.iter().map(|case| case.text(setting));
        let head = [setting.id(), setting.label(), setting.unit().name()].map(str::to_owned);
        writer.write_record(head.into_iter().chain(texts))?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// A result in full.
fn full(found: Value) -> String {
    match found {
        Value::Number(number) => number.to_string(),
        Value::Name(name) => name.to_owned(),
        Value::Flag(yes) => yes.to_string(),
        Value::Missing => String::new(),
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
    fn the_csv_has_what_the_model_says_and_no_formula() {
        let second = Scenario::default().with(Input::GpuCount, 8.0).unwrap();
        let named =
            |name: &str, scenario| NamedScenario { name: scenario_file::Name::new(name).unwrap(), scenario };
        let text = csv(&[named("=1+1", Scenario::default()), named("Eight, 8", second.clone())]).unwrap();
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows[0], "id,what,unit,'=1+1,\"Eight, 8\"");
        let cost = |scenario: &Scenario| model::evaluate(scenario).estimate.cost.own_cost.number();
        let costs = format!(",{},{}", cost(&Scenario::default()), cost(&second));
        assert!(rows[1].starts_with("own_cost,") && rows[1].ends_with(&costs), "{}", rows[1]);
        let gpus: Vec<&str> = rows.last().unwrap().split(',').collect();
        assert_eq!([gpus[0], gpus[4]], ["gpu_count", "8"]);
        assert_eq!(rows.len(), 1 + RESULTS.len() + 1);
    }

    #[test]
    fn a_constant_that_differs_is_shown() {
        let constant = Setting::all().find(|it| matches!(it, Setting::Assumption(_))).unwrap();
        let model::catalogue::Domain::Number { min, .. } = constant.domain() else { panic!("a choice") };
        let changed = Scenario::default().with(constant, min).unwrap();
        let compared = Comparison::of(&[Scenario::default(), changed]);
        assert_eq!(compared.settings.iter().map(|row| row.id).collect::<Vec<_>>(), [constant.id()]);
    }

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
