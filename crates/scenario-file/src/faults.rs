//! What people write that is neither JSON nor TOML, by name: the parsers say what they expected, not what was meant.

/// The fault of a JSON text at the byte where the parser stopped, if it is a known one.
pub(crate) fn json(text: &str, byte: usize) -> Option<&'static str> {
    if let Some(fault) = json_number(text, byte) {
        return Some(fault);
    }
    let at = floor_char(text, byte);
    let (before, rest) = text.split_at_checked(at)?;
    let before = before.trim_end();
    let next = rest.chars().next()?;
    let is_key_or_value = before.ends_with(['{', ',', ':', '[']);
    match next {
        '}' | ']' if before.ends_with(',') => Some("a comma before the closing bracket, where JSON has none"),
        '/' | '#' => Some("JSON has no comments"),
        c if is_blank(c) && !matches!(c, ' ' | '\t' | '\r' | '\n') => {
            Some("a blank that JSON does not know, such as a no-break space")
        }
        '\'' => Some(QUOTES_IN_JSON),
        c if is_key_or_value && (c.is_alphabetic() || is_curly(c)) => Some(QUOTES_IN_JSON),
        // The parser stops within a word that begins like `null`, `true` or `false`.
        c if c.is_alphanumeric() && word_before(before) => Some(QUOTES_IN_JSON),
        '{' | '[' if is_whole(before) => Some("a second scenario: several stand in a list, between [ and ]"),
        _ if is_whole(before) => Some("more text after the scenario's end"),
        _ => None,
    }
}

const QUOTES_IN_JSON: &str = "JSON writes names and texts in double quotes";

/// The fault of the number that stands at a byte of a JSON text, if it is a known one.
pub(crate) fn json_number(text: &str, byte: usize) -> Option<&'static str> {
    if is_decimal_comma(text, byte) {
        return Some("a decimal comma: JSON writes decimals with a point, such as 2.5");
    }
    let token = token(text, byte)?;
    let digits = token.strip_prefix('-').unwrap_or(token);
    if ["nan", "inf", "infinity"].iter().any(|name| digits.eq_ignore_ascii_case(name)) {
        return Some("JSON has neither NaN nor infinity");
    }
    number(token, "JSON")
}

/// The fault of a TOML text at the byte where the parser stopped, if it is a known one.
pub(crate) fn toml(text: &str, byte: usize) -> Option<&'static str> {
    let at = floor_char(text, byte);
    let start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let line = text.get(start..)?.lines().next()?.trim_end();
    if line.trim_start().starts_with([';', '/']) {
        return Some("a comment begins with # in TOML");
    }
    let in_line = at.checked_sub(start)?;
    let Some((name, value)) = line.split_once('=') else {
        return line.contains(':').then_some("TOML writes name = value, with an equals sign");
    };
    if name.contains(['“', '”', '„']) || value.contains(['“', '”', '„', '‘', '’']) {
        return Some("TOML writes names and texts in straight quotes");
    }
    if in_line <= name.len() {
        return None;
    }
    let value = value.split('#').next().unwrap_or_default().trim();
    if value.is_empty() {
        return Some("no value stands behind the equals sign");
    }
    if value.starts_with(['"', '\'', '[', '{', '=']) {
        return None;
    }
    if (0..value.len()).any(|index| is_decimal_comma(value, index)) {
        return Some("a decimal comma: TOML writes decimals with a point, such as 2.5");
    }
    if value.contains('=') {
        return Some("TOML writes each setting on a line of its own");
    }
    if let Some(fault) = number(value, "TOML") {
        return Some(fault);
    }
    Some("TOML writes a text in quotes, and so a number that has more than its digits, such as \"5 %\"")
}

/// The fault of a number that is written as in another language.
fn number(token: &str, language: &str) -> Option<&'static str> {
    let is_json = language == "JSON";
    let digits = token.strip_prefix(['-', '+']).unwrap_or(token);
    let mut chars = digits.chars();
    let (first, second) = (chars.next()?, chars.next());
    if !(first.is_ascii_digit() || first == '.') {
        return None;
    }
    if first == '0' && matches!(second, Some('x' | 'X' | 'o' | 'O' | 'b' | 'B')) {
        return is_json.then_some("JSON writes decimal digits: 16, not 0x10");
    }
    if digits.contains('_') && is_json {
        return Some("JSON writes the digits of a number alone, without underscores");
    }
    if !digits.bytes().all(|c| c.is_ascii_digit() || matches!(c, b'.' | b'e' | b'E' | b'-' | b'+')) {
        return None;
    }
    if token.starts_with('+') && is_json {
        Some("JSON writes a number without a plus")
    } else if first == '.' || digits.ends_with('.') || digits.contains(".e") || digits.contains(".E") {
        Some("a digit is missing beside the decimal point: 0.5 or 5.0")
    } else if first == '0' && second.is_some_and(|c| c.is_ascii_digit()) {
        Some("a number begins without a leading nought: 8, not 08")
    } else {
        None
    }
}

/// Whether a comma between two digits stands beside a byte.
fn is_decimal_comma(text: &str, byte: usize) -> bool {
    let at = |index: usize| text.as_bytes().get(index).copied();
    let is_one = |index: usize| {
        let digit = |index: Option<usize>| index.and_then(at).is_some_and(|c| c.is_ascii_digit());
        at(index) == Some(b',') && digit(index.checked_sub(1)) && digit(index.checked_add(1))
    };
    (byte.saturating_sub(2)..=byte.saturating_add(1)).any(is_one)
}

/// What stands at a byte, between the punctuation of JSON and blanks.
fn token(text: &str, byte: usize) -> Option<&str> {
    let ends = |c: char| matches!(c, ',' | ':' | '{' | '}' | '[' | ']' | '"') || is_blank(c);
    let at = floor_char(text, byte);
    let start = text.get(..at)?.rfind(ends).map_or(0, |end| end + 1);
    let start = (start..=at).find(|start| text.is_char_boundary(*start))?;
    let rest = text.get(start..)?;
    rest.get(..rest.find(ends).unwrap_or(rest.len())).filter(|token| !token.is_empty())
}

/// Whether the text before a place ends within a bare word.
fn word_before(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    word.starts_with(|c: char| c.is_alphabetic())
        && before.strip_suffix(word).is_some_and(|rest| rest.trim_end().ends_with(['{', ',', ':', '[']))
}

/// Whether all brackets of a text are closed.
fn is_whole(before: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(before).is_ok()
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

fn is_curly(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‘' | '’' | '«' | '»')
}

/// The beginning of the character in which a byte lies.
pub(crate) fn floor_char(text: &str, byte: usize) -> usize {
    (0..=byte).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
