//! JSON or TOML: which of the two a text is, and the place and reason of what is wrong in it.

use core::cell::Cell;

use serde::de::DeserializeSeed;
use serde_json::error::Category;

use crate::case::Cases;
use crate::entries::CasesSeed;
use crate::faults::{self, floor_char};
use crate::text::{FileError, place};

/// Reads a file's text, with or without a byte order mark.
///
/// # Errors
/// [`FileError`] with the place of what is wrong.
pub fn read_text(text: &str) -> Result<Cases, FileError> {
    let text = text.trim_start_matches(['\u{feff}', '\u{200b}', '\u{2060}']);
    // Some editors and spreadsheets end a line with a carriage return alone, which TOML does not know.
    let lines =
        if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { String::new() };
    let text = if lines.is_empty() { text } else { &lines };
    if let Some(at) = text.find('\0') {
        return Err(FileError::new(Some(place(text, at)), "a NUL character: this is not a text"));
    }
    let number = Cell::new(0);
    let seed = CasesSeed(&number);
    let result = match format(text) {
        Some(Format::Json) => json(text, seed),
        Some(Format::Toml) => toml(text, seed),
        None if text.trim().is_empty() => Err(FileError::new(None, "the file is empty")),
        None => {
            let reason =
                "neither JSON nor TOML: a scenario is {\"gpu_count\": 8}, or lines such as gpu_count = 8";
            Err(FileError::new(Some(place(text, text.len() - text.trim_start().len())), reason))
        }
    };
    result.map_err(|error| FileError { scenario: Some(number.get()).filter(|number| *number > 0), ..error })
}

enum Format {
    Json,
    Toml,
}

/// The format, by the first characters and, where they leave it open, by an equals sign.
fn format(text: &str) -> Option<Format> {
    let text = text.trim_start();
    let is_table = |rest: &str| rest.trim_start().starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let is_toml_list = |rest: &str| is_table(rest) || rest.strip_prefix('[').is_some_and(is_table);
    match text.chars().next()? {
        '{' => Some(Format::Json),
        // JSON's own words are no tables' heads.
        '[' => {
            let rest = text.get(1..).unwrap_or_default();
            let word = rest.trim_start();
            let is_word = ["null", "true", "false"].iter().any(|name| word.starts_with(name));
            Some(if is_toml_list(rest) && !is_word { Format::Toml } else { Format::Json })
        }
        '/' if text.contains('{') => Some(Format::Json),
        _ if text.contains('=') || text.starts_with('#') => Some(Format::Toml),
        _ => None,
    }
}

fn json(text: &str, seed: CasesSeed<'_>) -> Result<Cases, FileError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let result = seed.deserialize(&mut deserializer).and_then(|cases| deserializer.end().map(|()| cases));
    result.map_err(|error| {
        let whole = error.to_string();
        let tail = format!(" at line {} column {}", error.line(), error.column());
        let reason = whole.strip_suffix(&tail).unwrap_or(&whole);
        let line_start: usize =
            text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let byte = (line_start + error.column().saturating_sub(1)).min(text.len());
        let at = if error.line() == 0 { None } else { Some(place(text, floor_char(text, byte))) };
        // A number is in its range or not before the parser meets the digits behind the comma.
        let may_be_cut = reason.contains(" is out of range");
        let fault = match error.classify() {
            Category::Eof => Some("the text ends before the scenario does"),
            Category::Data if may_be_cut => faults::json_number(text, byte),
            Category::Data | Category::Io => None,
            Category::Syntax => faults::json(text, byte),
        };
        FileError::new(at, &fault.map_or_else(|| in_words(reason), str::to_owned))
    })
}

fn toml(text: &str, seed: CasesSeed<'_>) -> Result<Cases, FileError> {
    if text.lines().all(|line| line.trim().is_empty() || line.trim().starts_with('#')) {
        return Err(FileError::new(None, "the file holds comments alone"));
    }
    let refusal = |error: &toml::de::Error, fault: Option<&str>| {
        let message = error.message().trim_end();
        let name = error.span().and_then(|span| text.get(span)).unwrap_or_default();
        let reason = match fault {
            _ if message.contains("duplicate key") && !name.is_empty() => {
                format!("{}: given twice", name.trim_matches(['"', '\'']))
            }
            Some(fault) => fault.to_owned(),
            None => in_words(message),
        };
        FileError::new(error.span().map(|span| place(text, span.start)), &reason)
    };
    let deserializer = toml::Deserializer::parse(text)
        .map_err(|error| refusal(&error, error.span().and_then(|span| faults::toml(text, span.start))))?;
    seed.deserialize(deserializer).map_err(|error| refusal(&error, None))
}

/// A reason without the parsers' names of kinds: "a list of scenarios is expected, not a number".
fn in_words(reason: &str) -> String {
    let Some((found, expected)) =
        reason.strip_prefix("invalid type: ").and_then(|kinds| kinds.rsplit_once(", expected "))
    else {
        return reason.to_owned();
    };
    let kind = match found.split(' ').next().unwrap_or_default() {
        "sequence" => "a list",
        "map" => "an object",
        "string" | "character" => "a text",
        "integer" | "floating" => "a number",
        "boolean" => "true or false",
        "null" | "unit" => "null",
        _ => found,
    };
    format!("{expected} is expected, not {kind}")
}
