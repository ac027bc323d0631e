//! What the reader of bills knows of usage exports, and the questions that stand for one: `workshop/bill.toml` and
//! `workshop/questions.toml` as Rust source.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::catalogue::{Catalogue, Confidence, IdForm, check_id};
use crate::entries::{Entry, NumberOrId, lists};
use crate::files::{Files, Problem};
use crate::rust::{array, camel_case, enumeration, slice, string};

/// The file of column names, tiers and model names.
const BILL: &str = "workshop/bill.toml";
/// The file of questions.
const QUESTIONS: &str = "workshop/questions.toml";

/// What a column can hold.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Role {
    id: String,
    label: String,
}

/// Names of columns with one role; with `beside`, only in a file that has one of those columns, too.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    role: String,
    names: Vec<String>,
    #[serde(default)]
    beside: Vec<String>,
}

/// The words by which cells call a tier.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct TierWords {
    id: String,
    label: String,
    words: Vec<String>,
}

/// Words that are left out behind a model's name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Endings {
    words: Vec<String>,
}

/// Another name of a model.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Alias {
    name: String,
    model: String,
}

/// A number with its range and source.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Constant {
    id: String,
    label: String,
    unit: String,
    value: f64,
    low: f64,
    high: f64,
    source: String,
    date: String,
    confidence: Confidence,
    note: String,
}

/// What a question is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Number,
    Option,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionText {
    id: String,
    text: String,
    means: String,
    answer: Answer,
    /// The input that the answer sets, and whose range or options it has.
    input: Option<String>,
    unit: Option<String>,
    min: Option<f64>,
    max: Option<f64>,
    #[serde(default)]
    options: Vec<AnswerOption>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerOption {
    id: String,
    label: String,
    set: BTreeMap<String, NumberOrId>,
}

/// A name's letters and digits, in small letters: what of it is compared.
fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// The source that the reader of bills includes.
pub(crate) fn rust_source(files: &Files, catalogue: &Catalogue<'_>, problems: &mut Vec<Problem>) -> String {
    let Some(file) = files.get(BILL, problems) else { return String::new() };
    let keys = ["role", "column", "tier", "ending", "alias", "constant"];
    let mut tables = lists(file, &keys, problems);
    let roles: Vec<Entry<'_, Role>> = tables.take("role", problems);
    let columns: Vec<Entry<'_, Columns>> = tables.take("column", problems);
    let tiers: Vec<Entry<'_, TierWords>> = tables.take("tier", problems);
    let endings: Vec<Entry<'_, Endings>> = tables.take("ending", problems);
    let aliases: Vec<Entry<'_, Alias>> = tables.take("alias", problems);
    let mut constants: Vec<Entry<'_, Constant>> = tables.take("constant", problems);
    let Some(file) = files.get(QUESTIONS, problems) else { return String::new() };
    let mut tables = lists(file, &["question", "constant"], problems);
    let questions: Vec<Entry<'_, QuestionText>> = tables.take("question", problems);
    constants.extend(tables.take("constant", problems));
    if !problems.is_empty() {
        return String::new();
    }
    let seen = &mut BTreeMap::new();
    roles.iter().for_each(|entry| check_id(entry, &entry.id, IdForm::Snake, seen, problems));
    check_columns(&columns, &roles, problems);
    check_tiers(&tiers, problems);
    for alias in &aliases {
        if !catalogue.apis.iter().any(|api| api.id == alias.model) {
            let reason = format!("unknown model '{}'; it must be one of data/prices.toml", alias.model);
            problems.push(alias.problem("model", reason));
        }
    }
    constants.iter().for_each(|entry| check_constant(entry, catalogue, problems));
    check_questions(&questions, catalogue, problems);
    let strings = |words: &[String]| slice(words.iter().map(|word| string(word)));
    let of_columns = |entry: &Entry<'_, Columns>| {
        let (names, beside) = (strings(&entry.names), strings(&entry.beside));
        let role = camel_case(&entry.role);
        format!("ColumnNames {{ role: Role::{role}, names: {names}, beside: {beside} }}")
    };
    let of_tier = |entry: &Entry<'_, TierWords>| {
        format!("(Tier::{}, {})", camel_case(&entry.id), strings(&entry.words))
    };
    let of_ending =
        |entry: &Entry<'_, Endings>| entry.words.iter().map(|word| string(word)).collect::<Vec<_>>();
    let of_alias = |entry: &Entry<'_, Alias>| format!("({}, {})", string(&entry.name), string(&entry.model));
    // The reader of bills keeps what it compares to itself.
    let private = |source: String| source.replacen("pub static", "pub(crate) static", 1);
    let roles: Vec<(&str, &str)> =
        roles.iter().map(|entry| (entry.id.as_str(), entry.label.as_str())).collect();
    let tier_labels: Vec<(&str, &str)> =
        tiers.iter().map(|entry| (entry.id.as_str(), entry.label.as_str())).collect();
    let asked: Vec<(&str, &str)> =
        questions.iter().map(|entry| (entry.id.as_str(), entry.text.as_str())).collect();
    let source = [
        named("Role", "What a column holds.", &roles),
        text_of("Role", "label", "What it is, in a few words.", &roles),
        named("Tier", "The tier in which a request is answered.", &tier_labels),
        named("Question", "A question, in the order in which they are asked.", &asked),
        private(array(
            "COLUMN_NAMES",
            "ColumnNames",
            "How columns are called, in the order in which they are taken.",
            &columns.iter().map(of_columns).collect::<Vec<_>>(),
        )),
        private(array(
            "TIER_WORDS",
            "(Tier, &[&str])",
            "How cells call the tiers.",
            &tiers.iter().map(of_tier).collect::<Vec<_>>(),
        )),
        private(array(
            "NAME_ENDINGS",
            "&str",
            "What is left out behind a model's name.",
            &endings.iter().flat_map(of_ending).collect::<Vec<_>>(),
        )),
        private(array(
            "MODEL_ALIASES",
            "(&str, &str)",
            "Other names of models, each with the model's id.",
            &aliases.iter().map(of_alias).collect::<Vec<_>>(),
        )),
        constants.iter().map(|entry| constant(entry)).collect(),
        array(
            "QUESTIONS",
            "QuestionSpec",
            "The questions, in the order in which they are asked.",
            &questions.iter().map(|entry| question(entry, catalogue)).collect::<Vec<_>>(),
        ),
    ];
    source.concat()
}

/// Each role has a name, and no name has two roles in the same files.
fn check_columns(columns: &[Entry<'_, Columns>], roles: &[Entry<'_, Role>], problems: &mut Vec<Problem>) {
    let mut known = BTreeMap::new();
    for entry in columns {
        if !roles.iter().any(|role| role.id == entry.role) {
            problems.push(entry.problem("role", format!("unknown role '{}'", entry.role)));
        }
        for (index, name) in entry.names.iter().enumerate() {
            let other = known.insert((folded(name), entry.beside.is_empty()), &entry.role);
            if let Some(other) = other {
                let reason = format!("'{name}' is a name of '{other}' already");
                problems.push(entry.problem(&format!("names.{index}"), reason));
            }
        }
    }
    for role in roles.iter().filter(|role| !columns.iter().any(|entry| entry.role == role.id)) {
        problems.push(role.problem("id", format!("there is no column of the role '{}'", role.id)));
    }
}

/// Each tier is there once and has its words, each in small letters and once.
fn check_tiers(tiers: &[Entry<'_, TierWords>], problems: &mut Vec<Problem>) {
    let seen = &mut BTreeMap::new();
    tiers.iter().for_each(|entry| check_id(entry, &entry.id, IdForm::Snake, seen, problems));
    let mut known = BTreeSet::new();
    for entry in tiers {
        for (index, word) in entry.words.iter().enumerate() {
            if *word != word.to_lowercase() {
                let reason = format!("'{word}' must be in small letters, as words are compared so");
                problems.push(entry.problem(&format!("words.{index}"), reason));
            }
            if !known.insert(word) {
                problems.push(entry.problem(&format!("words.{index}"), format!("'{word}' is there twice")));
            }
        }
    }
}

fn check_constant(entry: &Entry<'_, Constant>, catalogue: &Catalogue<'_>, problems: &mut Vec<Problem>) {
    let Constant { value, low, high, unit, source, .. } = &**entry;
    if !(low <= value && value <= high) {
        problems
            .push(entry.problem("value", format!("{value} must lie between low and high, {low} to {high}")));
    }
    if !catalogue.units.iter().any(|known| known.id == *unit) {
        problems.push(entry.problem("unit", format!("unknown unit '{unit}'")));
    }
    if !catalogue.sources.iter().any(|known| known.id == *source) {
        problems.push(entry.problem("source", format!("unknown source '{source}'")));
    }
}

/// Each question is there once, with what its answer needs.
fn check_questions(
    questions: &[Entry<'_, QuestionText>],
    catalogue: &Catalogue<'_>,
    problems: &mut Vec<Problem>,
) {
    let seen = &mut BTreeMap::new();
    questions.iter().for_each(|entry| check_id(entry, &entry.id, IdForm::Snake, seen, problems));
    for entry in questions {
        let is_input = |id: &String| catalogue.inputs.iter().any(|input| input.id == *id);
        if let Some(id) = entry.input.as_ref().filter(|id| !is_input(id)) {
            problems.push(entry.problem("input", format!("unknown input '{id}'")));
        }
        let has_range = entry.unit.is_some() && entry.min.is_some() && entry.max.is_some();
        let is_answerable = match entry.answer {
            Answer::Number => entry.options.is_empty() && (entry.input.is_some() != has_range),
            Answer::Option => entry.input.is_some() != (entry.options.len() > 1) && !has_range,
        };
        if !is_answerable {
            let reason =
                "a number needs an input, or unit, min and max; an option an input, or two options at least";
            problems.push(entry.problem("answer", reason));
        }
        for (index, option) in entry.options.iter().enumerate() {
            for (id, value) in &option.set {
                let field = format!("options.{index}.set.{id}");
                match catalogue.inputs.iter().find(|input| input.id == *id) {
                    None => problems.push(entry.problem(&field, format!("unknown input '{id}'"))),
                    Some(input) => {
                        let checked = catalogue.number(input, value);
                        problems.extend(checked.err().map(|reason| entry.problem(&field, reason)));
                    }
                }
            }
        }
    }
}

/// An enum whose variants have stable names, from (id, documentation).
fn named(name: &str, about: &str, variants: &[(&str, &str)]) -> String {
    let documented: Vec<(String, String)> =
        variants.iter().map(|(id, about)| (camel_case(id), (*about).to_owned())).collect();
    let ids: Vec<(&str, &str)> = variants.iter().map(|(id, _)| (*id, *id)).collect();
    enumeration(name, about, &documented) + &text_of(name, "id", "Stable name.", &ids)
}

/// A method that gives a text for each variant, from (id, text).
fn text_of(name: &str, method: &str, about: &str, texts: &[(&str, &str)]) -> String {
    let arms = texts.iter().map(|(id, text)| format!("Self::{} => {}, ", camel_case(id), string(text)));
    let arms: String = arms.collect();
    format!(
        "impl {name} {{ /// {about}\n pub const fn {method}(self) -> &'static str {{ match self {{ {arms} }} }} }}\n\n"
    )
}

fn constant(constant: &Constant) -> String {
    let Constant { id, label, unit, value, low, high, source, date, confidence, note } = constant;
    format!(
        "/// {label}.\npub static {}: Constant = Constant {{ id: {}, label: {}, unit: Unit::{}, value: {value:?}, \
         low: {low:?}, high: {high:?}, source: SourceId::{}, date: {}, confidence: Confidence::{confidence:?}, \
         note: {} }};\n\n",
        id.to_uppercase(),
        string(id),
        string(label),
        camel_case(unit),
        camel_case(source),
        string(date),
        string(note),
    )
}

fn question(question: &QuestionText, catalogue: &Catalogue<'_>) -> String {
    let input = question.input.as_ref().map(|id| format!("Input::{}", camel_case(id)));
    let answer = match (question.answer, input) {
        (Answer::Number, Some(input)) => format!("Answer::NumberOf({input})"),
        (Answer::Number, None) => format!(
            "Answer::Number {{ unit: Unit::{}, min: {:?}, max: {:?} }}",
            camel_case(question.unit.as_deref().unwrap_or_default()),
            question.min.unwrap_or_default(),
            question.max.unwrap_or_default()
        ),
        (Answer::Option, Some(input)) => format!("Answer::OptionOf({input})"),
        (Answer::Option, None) => {
            let options = question.options.iter().map(|option| answer_option(option, catalogue));
            format!("Answer::Option({})", slice(options))
        }
    };
    format!(
        "QuestionSpec {{ question: Question::{}, text: {}, means: {}, answer: {answer} }}",
        camel_case(&question.id),
        string(&question.text),
        string(&question.means),
    )
}

fn answer_option(option: &AnswerOption, catalogue: &Catalogue<'_>) -> String {
    // In the catalogue's order, in which a scenario is set.
    let set = catalogue.inputs.iter().filter_map(|input| {
        let number = catalogue.number(input, option.set.get(&input.id)?).unwrap_or(f64::NAN);
        Some(format!("(Input::{}, {number:?})", camel_case(&input.id)))
    });
    format!(
        "AnswerOption {{ id: {}, label: {}, set: {} }}",
        string(&option.id),
        string(&option.label),
        slice(set)
    )
}
