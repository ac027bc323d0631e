//! The article's references: facts, and the terms that it explains (`glossary.toml`).

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::catalogue::{Catalogue, IdForm, check_id};
use crate::entries::{Entry, list};
use crate::facts::{self, Facts};
use crate::files::{Files, Problem};

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
    pub(crate) facts: Facts<'a>,
    pub(crate) terms: Vec<Entry<'a, Term>>,
}

/// Reads both files.
pub(crate) fn read<'a>(files: &'a Files, problems: &mut Vec<Problem>) -> Reference<'a> {
    let facts = facts::read(files, problems);
    let terms = files.get("glossary.toml", problems).map(|file| list(file, "term", problems));
    Reference { facts, terms: terms.unwrap_or_default() }
}

/// Checks the rules of both files beyond their schemas.
pub(crate) fn check(reference: &Reference<'_>, catalogue: &Catalogue<'_>, problems: &mut Vec<Problem>) {
    facts::check(&reference.facts, catalogue, problems);
    let seen = &mut BTreeMap::new();
    reference.terms.iter().for_each(|e| check_id(e, &e.id, IdForm::Kebab, seen, problems));
    for term in &reference.terms {
        let known = |id: &String| catalogue.sources.iter().any(|source| source.id == *id);
        if let Some(source) = term.source.as_ref().filter(|id| !known(id)) {
            problems.push(term.problem("source", format!("unknown source '{source}'")));
        }
    }
}
