//! Typography that a typesetter would do by hand: quotes, dashes, minus signs, and spaces that must not break.

/// Narrow space that doesn't break: before a percent sign.
pub(crate) const THIN_SPACE: char = '\u{202f}';
/// Space that doesn't break: between a number and its unit.
pub(crate) const FIXED_SPACE: char = '\u{a0}';

/// Words that stay on one line with the number before them.
const UNITS: &[&str] = &[
    "billion",
    "bytes",
    "cents",
    "days",
    "FLOP",
    "GB",
    "GPU",
    "GPU-hours",
    "GPUs",
    "H100",
    "H100s",
    "hours",
    "kg",
    "kWh",
    "labels",
    "million",
    "minutes",
    "months",
    "ms",
    "parameters",
    "people",
    "percent",
    "points",
    "requests",
    "s",
    "seconds",
    "TB",
    "tickets",
    "times",
    "tokens",
    "trillion",
    "W",
    "watts",
    "weeks",
    "years",
];

/// Sets running text. It remembers what came before, so that a sentence may arrive in pieces.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Typesetter {
    last: Option<char>,
}

impl Typesetter {
    /// Records that something else is printed here, which ends like this text.
    pub(crate) fn pass(&mut self, printed: &str) {
        self.last = printed.chars().last().or(self.last);
    }

    /// Sets a piece of text.
    pub(crate) fn set(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            let (length, set) = self.next(letter, rest);
            rest = &rest[length..];
            if set == THIN_SPACE && letter == '%' {
                out.push(THIN_SPACE);
                out.push('%');
                self.last = Some('%');
            } else {
                out.push(set);
                self.last = Some(set);
            }
        }
        out
    }

    /// The number of bytes of the rest to consume, and the character that replaces them.
    fn next(&self, letter: char, rest: &str) -> (usize, char) {
        // A brace closes the name of a number that the model computes later.
        let after_digit = self.last.is_some_and(|last| last.is_ascii_digit() || last == '}');
        let opens = self.last.is_none_or(|last| last.is_whitespace() || "([{“‘—–/".contains(last));
        match letter {
            '"' => (1, if opens { '“' } else { '”' }),
            '\'' => (1, if opens { '‘' } else { '’' }),
            '.' if rest.starts_with("...") => (3, '…'),
            '-' if rest.starts_with("---") => (3, '—'),
            '-' if rest.starts_with("--") => (2, '–'),
            '-' if opens && rest[1..].starts_with(|c: char| c.is_ascii_digit() || c == '$') => {
                (1, '\u{2212}')
            }
            '%' if after_digit => (1, THIN_SPACE),
            ' ' if after_digit && rest[1..].starts_with('%') => (1, THIN_SPACE),
            ' ' if after_digit && starts_with_unit(&rest[1..]) => (1, FIXED_SPACE),
            _ => (letter.len_utf8(), letter),
        }
    }
}

/// Whether a text's first word is a unit.
fn starts_with_unit(text: &str) -> bool {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(text.len());
    UNITS.contains(&&text[..end])
}

/// Sets a whole text.
pub(crate) fn set(text: &str) -> String {
    Typesetter::default().set(text)
}

/// A reported figure as prose prints it: 5,100,000 models as "5.1 million models", 62 percent as "62 %".
pub(crate) fn figure(value: f64, unit: &str) -> String {
    let number = number(value);
    match unit.strip_prefix("percent") {
        Some(rest) => format!("{number}{THIN_SPACE}%{rest}"),
        None if unit.is_empty() => number,
        None => format!("{number}{FIXED_SPACE}{unit}"),
    }
}

/// A number as prose prints it: thousands in groups, millions and billions in words, a true minus.
fn number(value: f64) -> String {
    let sign = if value < 0.0 { "\u{2212}" } else { "" };
    let size = value.abs();
    let printed = if size >= 1e9 {
        format!("{}{FIXED_SPACE}billion", size / 1e9)
    } else if size >= 1e6 {
        format!("{}{FIXED_SPACE}million", size / 1e6)
    } else {
        let plain = size.to_string();
        let (whole, fraction) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
        let mut grouped = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        grouped + fraction
    };
    format!("{sign}{printed}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_curl_towards_the_text() {
        assert_eq!(set(r#"It's "what 'they' said" ("sic")."#), "It’s “what ‘they’ said” (“sic”).");
        let mut typesetter = Typesetter::default();
        assert_eq!(typesetter.set("the "), "the ");
        typesetter.pass("word");
        assert_eq!(typesetter.set("'s own"), "’s own");
    }

    #[test]
    fn numbers_keep_their_unit_on_the_line() {
        assert_eq!(
            set("62 % or 62% of 64 GPUs in 9 days"),
            "62\u{202f}% or 62\u{202f}% of 64\u{a0}GPUs in 9\u{a0}days"
        );
        assert_eq!(set("in 2026 the 7 saints"), "in 2026 the 7 saints");
        let mut typesetter = Typesetter::default();
        typesetter.pass("64");
        assert_eq!(typesetter.set(" GPUs"), "\u{a0}GPUs");
    }

    #[test]
    fn dashes_and_minus_signs_are_true() {
        assert_eq!(set("so -- then --- wait... -5 or -$3, 7-13"), "so – then — wait… −5 or −$3, 7-13");
    }

    #[test]
    fn reported_figures_are_printed_as_prose_prints_them() {
        assert_eq!(figure(62.0, "percent"), "62\u{202f}%");
        assert_eq!(figure(5.1e6, "models"), "5.1\u{a0}million\u{a0}models");
        assert_eq!(figure(7e9, "parameters"), "7\u{a0}billion\u{a0}parameters");
        assert_eq!(figure(1024.0, "GPUs"), "1,024\u{a0}GPUs");
        assert_eq!(figure(4500.0, "companies"), "4,500\u{a0}companies");
        assert_eq!(figure(2.3, "per model"), "2.3\u{a0}per model");
        assert_eq!(figure(-33.0, "percent per year"), "\u{2212}33\u{202f}% per year");
    }
}
