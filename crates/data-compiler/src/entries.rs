//! TOML files as lists of typed entries that know the lines of their fields.

use std::collections::BTreeMap;
use std::ops::Deref;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use crate::files::{File, Problem};

/// A value read from TOML, with its file and lines.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'a, T> {
    value: T,
    file: File<'a>,
    line: usize,
    lines: BTreeMap<String, usize>,
}

impl<T> Deref for Entry<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<'a, T> Entry<'a, T> {
    /// The file that holds the entry.
    pub(crate) fn file(&self) -> File<'a> {
        self.file
    }

    /// The line of a field (`max`, `values.gpu`, `figures.0.unit`), or of the entry if it has no such field.
    pub(crate) fn line(&self, field: &str) -> usize {
        self.lines.get(field).copied().unwrap_or(self.line)
    }

    /// A problem with a field.
    pub(crate) fn problem(&self, field: &str, reason: impl Into<String>) -> Problem {
        self.file.problem(self.line(field), reason)
    }
}

/// A number, or the id of an option.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged, expecting = "expected a number or the id of an option")]
pub(crate) enum NumberOrId {
    /// A number in the input's unit.
    Number(f64),
    /// The id of one of the input's options.
    Id(String),
}

/// The entries of a file that holds nothing but `[[key]]` tables.
pub(crate) fn list<'a, T: DeserializeOwned>(
    file: File<'a>,
    key: &str,
    problems: &mut Vec<Problem>,
) -> Vec<Entry<'a, T>> {
    lists(file, &[key], problems).take(key, problems)
}

/// A file that holds several lists of tables.
pub(crate) struct Lists<'a> {
    file: File<'a>,
    tables: BTreeMap<String, Spanned<DeValue<'a>>>,
}

/// The lists of a file that holds nothing but `[[key]]` tables of these keys.
pub(crate) fn lists<'a>(file: File<'a>, keys: &[&str], problems: &mut Vec<Problem>) -> Lists<'a> {
    Lists { file, tables: read(file, keys, problems) }
}

impl<'a> Lists<'a> {
    /// The entries of one key.
    pub(crate) fn take<T: DeserializeOwned>(
        &mut self,
        key: &str,
        problems: &mut Vec<Problem>,
    ) -> Vec<Entry<'a, T>> {
        let file = self.file;
        let mut entries = Vec::new();
        let Some(value) = self.tables.remove(key) else { return entries };
        let line = file.line(value.span().start);
        let DeValue::Array(items) = value.into_inner() else {
            problems.push(file.problem(line, format!("'{key}' must be written as [[{key}]]")));
            return entries;
        };
        entries.extend(items.into_iter().filter_map(|item| entry(file, item, problems)));
        entries
    }
}

/// A whole file as one entry.
pub(crate) fn whole<'a, T: DeserializeOwned>(
    file: File<'a>,
    problems: &mut Vec<Problem>,
) -> Option<Entry<'a, T>> {
    let (table, errors) = DeTable::parse_recoverable(file.text);
    if errors.is_empty() {
        let span = table.span();
        return entry(file, Spanned::new(span, DeValue::Table(table.into_inner())), problems);
    }
    problems.extend(errors.iter().map(|error| syntax(file, error)));
    None
}

/// The top level of a file; keys other than the known ones are problems.
pub(crate) fn read<'a>(
    file: File<'a>,
    known: &[&str],
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, Spanned<DeValue<'a>>> {
    let (table, errors) = DeTable::parse_recoverable(file.text);
    if !errors.is_empty() {
        problems.extend(errors.iter().map(|error| syntax(file, error)));
        return BTreeMap::new();
    }
    let mut found = BTreeMap::new();
    for (key, value) in table.into_inner() {
        let line = file.line(key.span().start);
        if known.contains(&key.get_ref().as_ref()) {
            found.insert(key.into_inner().into_owned(), value);
        } else {
            problems.push(file.problem(line, format!("unknown key '{}'", key.get_ref())));
        }
    }
    for key in known.iter().filter(|key| !found.contains_key(**key)) {
        problems.push(file.problem(1, format!("there is no '{key}' in this file")));
    }
    found
}

/// One table as a typed entry.
pub(crate) fn entry<'a, T: DeserializeOwned>(
    file: File<'a>,
    item: Spanned<DeValue<'a>>,
    problems: &mut Vec<Problem>,
) -> Option<Entry<'a, T>> {
    let line = file.line(item.span().start);
    let mut lines = BTreeMap::new();
    let before = problems.len();
    note_lines(file, item.get_ref(), "", &mut lines, problems);
    if problems.len() > before {
        return None;
    }
    match T::deserialize(ValueDeserializer::from(item)) {
        Ok(value) => Some(Entry { value, file, line, lines }),
        Err(error) => {
            let line = error.span().map_or(line, |span| file.line(span.start));
            problems.push(file.problem(line, error.message().replace('`', "'")));
            None
        }
    }
}

/// Records the line of every field below a value; a number that is not finite is a problem.
fn note_lines(
    file: File<'_>,
    value: &DeValue<'_>,
    prefix: &str,
    lines: &mut BTreeMap<String, usize>,
    problems: &mut Vec<Problem>,
) {
    let mut note = |name: &str, line: usize, below: &DeValue<'_>| {
        let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") };
        lines.insert(path.clone(), line);
        if let DeValue::Float(number) = below
            && !number.as_str().parse::<f64>().is_ok_and(f64::is_finite)
        {
            problems.push(file.problem(line, format!("'{path}' must be a finite number")));
        }
        note_lines(file, below, &path, lines, problems);
    };
    match value {
        DeValue::Table(table) => {
            for (key, below) in table {
                note(key.get_ref(), file.line(key.span().start), below.get_ref());
            }
        }
        DeValue::Array(items) => {
            for (index, below) in items.iter().enumerate() {
                note(&index.to_string(), file.line(below.span().start), below.get_ref());
            }
        }
        _ => {}
    }
}

fn syntax(file: File<'_>, error: &toml::de::Error) -> Problem {
    let line = error.span().map_or(1, |span| file.line(span.start));
    file.problem(line, format!("TOML: {}", error.message().replace('`', "'")))
}
