//! The facts that the article reports: `facts.toml`, read, checked, and written as Rust for the model.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::de::DeValue;

use crate::catalogue::{Catalogue, IdForm, check_id};
use crate::entries::{Entry, NumberOrId, entry, read as read_tables};
use crate::files::{Files, Problem};
use crate::rust::{array, camel_case, enumeration, option, slice, string};
use crate::typography;

/// What the model can say about a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ModelKind {
    Replay,
    Bound,
    Context,
}

/// What arithmetic says of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum FactVerdict {
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
    value: f64,
    unit: String,
    /// How the article prints it, if not as the value with its unit.
    text: Option<String>,
}

impl Figure {
    /// The figure as the article prints it.
    pub(crate) fn printed(&self) -> String {
        self.text.as_deref().map_or_else(|| typography::figure(self.value, &self.unit), typography::set)
    }
}

/// An amount whose leading digit the source lost.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lost {
    name: String,
    tail: String,
    /// The remaining digits, as a number.
    kept: f64,
    /// The value of a one in the lost digit's place.
    place: f64,
    unit: String,
    /// The consequence of a reading, with `{names}` of computed numbers.
    reading: String,
    /// The computed number that ranks readings by plausibility.
    measure: String,
    /// The assumption that holds the measure's plausible range.
    plausible: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fact {
    pub(crate) id: String,
    /// A few words for lists.
    label: String,
    pub(crate) section: String,
    says: String,
    /// What arithmetic says, with `{names}` of computed numbers.
    check: String,
    verdict: FactVerdict,
    model: ModelKind,
    /// The scenario that the check is computed with and that a reader can load: a preset, and what differs from it.
    case: Option<BTreeMap<String, NumberOrId>>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) lost: Option<Lost>,
}

/// A section of the article that is checked.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactSection {
    pub(crate) id: String,
    title_hint: Option<String>,
}

/// The facts and their sections, in file order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts<'a> {
    pub(crate) sections: Vec<Entry<'a, FactSection>>,
    pub(crate) facts: Vec<Entry<'a, Fact>>,
}

/// Reads the file. [`check`] holds the rules beyond its schema.
pub(crate) fn read<'a>(files: &'a Files, problems: &mut Vec<Problem>) -> Facts<'a> {
    let mut facts = Facts::default();
    let Some(file) = files.get("facts.toml", problems) else { return facts };
    let mut tables = read_tables(file, &["source", "section", "fact"], problems);
    let mut items = |key: &str| match tables.remove(key).map(toml::Spanned::into_inner) {
        Some(DeValue::Array(items)) => items.into_iter().collect(),
        _ => Vec::new(),
    };
    for item in items("section") {
        facts.sections.extend(entry(file, item, problems));
    }
    for item in items("fact") {
        facts.facts.extend(entry(file, item, problems));
    }
    facts
}

/// Checks the rules beyond the schema.
pub(crate) fn check(facts: &Facts<'_>, catalogue: &Catalogue<'_>, problems: &mut Vec<Problem>) {
    // Sections and facts are both anchors of the page, so they share one set of names.
    let seen = &mut BTreeMap::new();
    facts.sections.iter().for_each(|e| check_id(e, &e.id, IdForm::Kebab, seen, problems));
    facts.facts.iter().for_each(|e| check_id(e, &e.id, IdForm::Kebab, seen, problems));
    for fact in &facts.facts {
        if !facts.sections.iter().any(|section| section.id == fact.section) {
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
        problems.extend(uncomputed(&fact.check).map(|reason| fact.problem("check", reason)));
        check_lost(fact, catalogue, problems);
        check_case(fact, catalogue, problems);
    }
}

fn check_lost(fact: &Entry<'_, Fact>, catalogue: &Catalogue<'_>, problems: &mut Vec<Problem>) {
    let Some(lost) = &fact.lost else { return };
    problems.extend(uncomputed(&lost.reading).map(|reason| fact.problem("lost.reading", reason)));
    if !(lost.kept > 0.0 && lost.place > lost.kept) {
        let reason =
            format!("what the digit counts ({}) must be above what is left ({})", lost.place, lost.kept);
        problems.push(fact.problem("lost.place", reason));
    }
    match catalogue.assumptions.iter().find(|constant| constant.id == lost.plausible) {
        Some(range) if 0.0 < range.low && range.low < range.value && range.value < range.high => {}
        Some(_) => problems.push(fact.problem("lost.plausible", "this assumption has no range")),
        None => {
            let reason = format!("unknown assumption '{}'", lost.plausible);
            problems.push(fact.problem("lost.plausible", reason));
        }
    }
}

fn check_case(fact: &Entry<'_, Fact>, catalogue: &Catalogue<'_>, problems: &mut Vec<Problem>) {
    let Some(case) = &fact.case else { return };
    let preset = case.get("preset");
    let known = |id: &String| catalogue.presets.iter().any(|preset| preset.id == *id);
    if !matches!(preset, Some(NumberOrId::Id(id)) if known(id)) {
        problems.push(fact.problem("case", "a case names its 'preset' by id"));
    }
    for (id, value) in values(case) {
        let checked = catalogue
            .inputs
            .iter()
            .find(|input| input.id == *id)
            .ok_or_else(|| format!("unknown input '{id}'"))
            .and_then(|input| catalogue.number(input, value));
        problems.extend(checked.err().map(|reason| fact.problem(&format!("case.{id}"), reason)));
    }
}

/// The values of a case that differ from its preset.
fn values(case: &BTreeMap<String, NumberOrId>) -> impl Iterator<Item = (&String, &NumberOrId)> {
    case.iter().filter(|(id, _)| *id != "preset")
}

/// Why a text with `{names}` of computed numbers is wrong: an open brace, or a number that is typed, not computed. Digits
/// that belong to a name (7B, GPT-4o, H100) and years are allowed.
fn uncomputed(text: &str) -> Option<String> {
    let mut rest = text;
    let mut before = ' ';
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit() || c == '{' || c == '}') {
        before = rest[..at].chars().next_back().unwrap_or(before);
        let found = &rest[at..];
        if let Some(name) = found.strip_prefix('{') {
            let (name, after) = name.split_once('}')?;
            if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
                return Some(format!("'{{{name}}}' is not the name of a number"));
            }
            (rest, before) = (after, '}');
            continue;
        }
        let end = found.find(|c: char| !c.is_ascii_digit()).unwrap_or(found.len()).max(1);
        let digits = &found[..end];
        let named = |c: char| c.is_alphabetic();
        let after = found[end..].chars().next().unwrap_or(' ');
        let is_year = digits.len() == 4 && digits.starts_with("20") && after != ',';
        if digits == "}" {
            return Some("'}' closes nothing".to_owned());
        }
        if !(named(before) || before == '-' || named(after) || is_year) {
            return Some(format!("'{digits}' is written by hand: name a computed number, as {{name}}"));
        }
        (rest, before) = (&found[end..], '0');
    }
    None
}

/// The facts as Rust source, for the model.
pub(crate) fn rust_source(facts: &Facts<'_>, catalogue: &Catalogue<'_>) -> String {
    let ids: Vec<_> = facts.facts.iter().map(|e| (camel_case(&e.id), format!("`{}`", e.id))).collect();
    let items: Vec<_> = facts.facts.iter().map(|entry| fact(entry, catalogue)).collect();
    enumeration("FactId", "Something that the article that is checked reports.", &ids)
        + &array("FACTS", "Fact", "What the article reports, in its order: that of [`FactId`].", &items)
}

fn fact(fact: &Fact, catalogue: &Catalogue<'_>) -> String {
    let figures = fact.figures.iter().map(|figure| {
        format!(
            "FactFigure {{ name: {}, value: {:?}, unit: {}, text: {} }}",
            string(&figure.name),
            figure.value,
            string(&figure.unit),
            string(&figure.printed()),
        )
    });
    let lost = fact.lost.as_ref().map(|lost| {
        format!(
            "Lost {{ name: {}, tail: {}, kept: {:?}, place: {:?}, unit: {}, reading: {}, measure: {}, plausible: Assumption::{} }}",
            string(&lost.name),
            string(&lost.tail),
            lost.kept,
            lost.place,
            string(&lost.unit),
            string(&typography::set(&lost.reading)),
            string(&lost.measure),
            camel_case(&lost.plausible),
        )
    });
    let case = fact.case.as_ref().map(|case| {
        let preset = match case.get("preset") {
            Some(NumberOrId::Id(id)) => camel_case(id),
            _ => String::new(),
        };
        let values = values(case).filter_map(|(id, value)| {
            let input = catalogue.inputs.iter().find(|input| input.id == *id)?;
            Some(format!("(Input::{}, {:?})", camel_case(id), catalogue.number(input, value).ok()?))
        });
        format!("Case {{ preset: Preset::{preset}, values: {} }}", slice(values))
    });
    format!(
        "Fact {{ fact: FactId::{}, id: {}, label: {}, section: {}, says: {}, check: {}, verdict: FactVerdict::{:?}, \
         model: ModelKind::{:?}, case: {}, figures: {}, lost: {} }}",
        camel_case(&fact.id),
        string(&fact.id),
        string(&typography::set(&fact.label)),
        string(&fact.section),
        string(&typography::set(&fact.says)),
        string(&typography::set(&fact.check)),
        fact.verdict,
        fact.model,
        option(case),
        slice(figures),
        option(lost),
    )
}

#[cfg(test)]
mod tests {
    use super::uncomputed;

    #[test]
    fn numbers_in_a_check_are_computed() {
        for text in ["A 7B model on H100s beats GPT-4o: {share} of {tokens_2}.", "In 2023 and July 2026."] {
            assert_eq!(uncomputed(text), None, "{text}");
        }
        for (text, reason) in [
            ("about 203 hours", "'203' is written by hand: name a computed number, as {name}"),
            ("$2,000 a month", "'2' is written by hand: name a computed number, as {name}"),
            ("about {gpu hours}", "'{gpu hours}' is not the name of a number"),
            ("about hours}", "'}' closes nothing"),
        ] {
            assert_eq!(uncomputed(text).as_deref(), Some(reason), "{text}");
        }
    }
}
