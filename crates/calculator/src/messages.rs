//! Messages as they leave the program: without control characters, and with no foreign text at length.

use model::written::push_shown;

/// The most characters of a quoted text that are shown of a long message.
const MOST_QUOTED: usize = 80;

/// The most characters of a message of which nothing has to be cut. The model has cut what it quotes, which may hold
/// quotation marks of its own.
const SHORT: usize = 400;

/// The most characters of a message, whatever it holds.
const MOST_IN_ALL: usize = 2_000;

/// A message in one line that a terminal shows and does not obey: control characters are written as escapes, and what stands
/// between quotation marks in a long message is cut after 80 characters.
pub(crate) fn one_line(message: &str) -> String {
    shown(message, |_| false)
}

/// The same for a message of several lines.
pub(crate) fn lines(message: &str) -> String {
    shown(message, |c| c == '\n')
}

fn shown(message: &str, is_kept: impl Fn(char) -> bool) -> String {
    let mut text = String::new();
    let is_short = message.char_indices().nth(SHORT).is_none();
    for (index, part) in message.split_inclusive(['\'', '"', '`']).enumerate() {
        // Every second part stands between marks.
        let (most, is_quoted) =
            if index % 2 == 1 && !is_short { (MOST_QUOTED, true) } else { (MOST_IN_ALL, false) };
        let mut rest = part.char_indices();
        for (_, c) in rest.by_ref().take(most) {
            if is_kept(c) {
                text.push(c);
            } else {
                push_shown(&mut text, c);
            }
        }
        // The mark itself ends the part.
        let left = rest.as_str();
        if left.chars().count() > usize::from(is_quoted) {
            text.push('…');
        }
        text.extend(left.chars().next_back().filter(|_| is_quoted));
    }
    match text.char_indices().nth(MOST_IN_ALL) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_character_leaves() {
        assert_eq!(one_line("preset: '\u{1b}]0;pwned\u{7}' is"), "preset: '\\u{1b}]0;pwned\\u{7}' is");
        assert_eq!(one_line("a\nb\u{202e}c"), "a\\u{a}b\\u{202e}c");
        assert_eq!(lines("a\nb\r"), "a\nb\\u{d}");
        assert_eq!(one_line("CO₂e – 'É'"), "CO₂e – 'É'");
    }

    #[test]
    fn long_quotes_are_cut_and_the_rest_is_kept() {
        let long = "x".repeat(5_000_000);
        let cut = one_line(&format!("preset: '{long}' is not one of a, b"));
        assert_eq!(cut, format!("preset: '{}…' is not one of a, b", "x".repeat(80)));
        let just = "y".repeat(80);
        assert_eq!(one_line(&format!("'{just}' fits")), format!("'{just}' fits"));
        // A quotation mark within the quoted text doesn't take the rest of the message for one.
        let odd = format!("gpu_count: ''5' is not a number: {} (allowed: 1 to 1024 GPUs)", "y".repeat(100));
        assert_eq!(one_line(&odd), odd);
        assert_eq!(one_line(&long).chars().count(), MOST_IN_ALL + 1);
        let odd = one_line(&format!("it's {long}"));
        assert!(odd.starts_with("it's xxx") && odd.chars().count() < 200, "{odd}");
    }
}
