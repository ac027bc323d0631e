//! The facts that the article must carry and the terms that it explains: `facts.toml` and `glossary.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::typography;
use crate::catalogue::{Catalogue, IdForm, check_id};
use crate::entries::{Entry, entry, list, read};
use crate::files::{Files, Problem};
use toml::de::DeValue;

/// What the model can say about a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ModelKind {
    Replay,
    Bound,
    Context,
}

/// What arithmetic says of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FactVerdict {
    Consistent,
    NeedsAssumptions,
    Implausible,
    CannotBeChecked,
    DigitsLost,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) value: f64,
    pub(crate) unit: String,
    /// How the article prints it, if not as the value with its unit.
    pub(crate) text: Option<String>,
}

impl Figure {
    /// As the article prints it.
    pub(crate) fn printed(&self) -> String {
        self.text.as_deref().map_or_else(|| typography::figure(self.value, &self.unit), typography::set)
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reading {
    pub(crate) amount: f64,
    pub(crate) text: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lost {
    pub(crate) name: String,
    pub(crate) tail: String,
    pub(crate) unit: String,
    pub(crate) readings: Vec<Reading>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fact {
    pub(crate) id: String,
    pub(crate) section: String,
    pub(crate) says: String,
    pub(crate) check: String,
    pub(crate) verdict: FactVerdict,
    pub(crate) model: ModelKind,
    pub(crate) figures: Vec<Figure>,
    pub(crate) lost: Option<Lost>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactSection {
    pub(crate) id: String,
    pub(crate) title_hint: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Term {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) text: String,
    pub(crate) source: Option<String>,
}

/// Facts, their sections, and terms, in file order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reference<'a> {
    pub(crate) sections: Vec<Entry<'a, FactSection>>,
    pub(crate) facts: Vec<Entry<'a, Fact>>,
    pub(crate) terms: Vec<Entry<'a, Term>>,
}

/// Reads both files.
pub(crate) fn read_reference<'a>(files: &'a Files, problems: &mut Vec<Problem>) -> Reference<'a> {
    let mut reference = Reference::default();
    if let Some(file) = files.get("facts.toml", problems) {
        let mut tables = read(file, &["source", "section", "fact"], problems);
        let mut items = |key: &str| match tables.remove(key).map(toml::Spanned::into_inner) {
            Some(DeValue::Array(items)) => items.into_iter().collect(),
            _ => Vec::new(),
        };
        for item in items("section") {
            reference.sections.extend(entry(file, item, problems));
        }
        for item in items("fact") {
            reference.facts.extend(entry(file, item, problems));
        }
    }
    if let Some(file) = files.get("glossary.toml", problems) {
        reference.terms = list(file, "term", problems);
    }
    reference
}

/// What must hold in both files beyond their schemas.
pub(crate) fn check(reference: &Reference<'_>, catalogue: &Catalogue<'_>, problems: &mut Vec<Problem>) {
    let seen = &mut BTreeMap::new();
    reference.sections.iter().for_each(|e| check_id(e, &e.id, IdForm::Kebab, seen, problems));
    // Sections and facts are both anchors of the page, so they share one set of names.
    reference.facts.iter().for_each(|e| check_id(e, &e.id, IdForm::Kebab, seen, problems));
    seen.clear();
    reference.terms.iter().for_each(|e| check_id(e, &e.id, IdForm::Kebab, seen, problems));
    for fact in &reference.facts {
        if !reference.sections.iter().any(|section| section.id == fact.section) {
            problems.push(fact.problem("section", format!("unknown section '{}'", fact.section)));
        }
        for (index, figure) in fact.figures.iter().enumerate() {
            if fact.figures[..index].iter().any(|other| other.name == figure.name) {
                let reason = format!("the figure '{}' is given twice", figure.name);
                problems.push(fact.problem(&format!("figures.{index}.name"), reason));
            }
        }
        if fact.verdict == FactVerdict::DigitsLost && fact.lost.is_none() {
            problems
                .push(fact.problem("verdict", "the verdict is digits-lost, but no amount is given as lost"));
        }
    }
    for term in &reference.terms {
        let known = |id: &String| catalogue.sources.iter().any(|source| source.id == *id);
        if let Some(source) = term.source.as_ref().filter(|id| !known(id)) {
            problems.push(term.problem("source", format!("unknown source '{source}'")));
        }
    }
    for preset in &catalogue.presets {
        for (index, id) in preset.facts.iter().enumerate() {
            if !reference.facts.iter().any(|fact| fact.id == *id) {
                problems.push(preset.problem(&format!("facts.{index}"), format!("unknown fact '{id}'")));
            }
        }
    }
}
