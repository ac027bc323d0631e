//! JSON or TOML: which of the two a text is, and the place and reason of what is wrong in it.

use core::cell::Cell;

use serde::de::DeserializeSeed;
use serde_json::error::Category;

use crate::case::Cases;
use crate::entries::CasesSeed;
use crate::text::{FileError, place};

/// Reads a file's text, with or without a byte order mark.
///
/// # Errors
/// [`FileError`] with the place of what is wrong.
pub fn read_text(text: &str) -> Result<Cases, FileError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
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
        '/' => Some(Format::Json),
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
        let may_be_cut = error.is_data() && reason.contains(" is out of range");
        let fault = match error.classify() {
            Category::Eof => Some("the text ends before the scenario does"),
            Category::Data if may_be_cut => decimal_comma(text, byte),
            Category::Data | Category::Io => None,
            Category::Syntax => json_fault(text, byte),
        };
        let reason = fault.unwrap_or(reason);
        FileError::new(at, reason)
    })
}

/// The beginning of the character in which a byte lies.
fn floor_char(text: &str, byte: usize) -> usize {
    (0..=byte).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// What people write that is no JSON, by name, if it stands at the byte that the parser stopped at.
fn json_fault(text: &str, byte: usize) -> Option<&'static str> {
    let comma = decimal_comma(text, byte);
    if comma.is_some() {
        return comma;
    }
    let before = text.get(..floor_char(text, byte))?.trim_end();
    match text.as_bytes().get(byte) {
        Some(b'}' | b']') if before.ends_with(',') => {
            Some("a comma before the closing bracket, where JSON has none")
        }
        Some(b'\'') => Some("JSON writes names and texts in double quotes"),
        Some(b'/' | b'#') => Some("JSON has no comments"),
        _ => None,
    }
}

/// The fault of a comma between two digits, if there is one beside a byte.
fn decimal_comma(text: &str, byte: usize) -> Option<&'static str> {
    let at = |index: usize| text.as_bytes().get(index).copied();
    let is_decimal_comma = |index: usize| {
        let digit = |index: Option<usize>| index.and_then(at).is_some_and(|c| c.is_ascii_digit());
        at(index) == Some(b',') && digit(index.checked_sub(1)) && digit(index.checked_add(1))
    };
    let is_near = (byte.saturating_sub(2)..=byte.saturating_add(1)).any(is_decimal_comma);
    is_near.then_some("a decimal comma: JSON writes decimals with a point, such as 2.5")
}

fn toml(text: &str, seed: CasesSeed<'_>) -> Result<Cases, FileError> {
    let parsed = toml::Deserializer::parse(text).and_then(|deserializer| seed.deserialize(deserializer));
    parsed.map_err(|error| {
        let span = error.span();
        let at = span.clone().map(|span| place(text, span.start));
        let message = error.message().trim_end();
        let name = span.and_then(|span| text.get(span)).unwrap_or_default();
        let twice = format!("{name}: given twice");
        let is_twice = message.contains("duplicate key") && !name.is_empty();
        FileError::new(at, if is_twice { &twice } else { message })
    })
}
