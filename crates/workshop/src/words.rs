//! Digits as words to say, and words as somebody has heard them.
//!
//! The words are of the English list of [BIP 39][bip]: 2,048 common words of three to eight letters, of which no two begin with the same
//! four. Two words more check the others, so that one wrong word is found and named.
//!
//! [bip]: https://github.com/bitcoin/bips/blob/master/bip-0039/bip-0039-wordlists.md

use bip39::Language;
use model::similar::nearest;

use crate::check_words::{self, Checked, MOST_DIGITS, N_CHECKS};
use crate::code::CodeError;

/// The fewest words: one that says something, two to check it.
pub(crate) const FEWEST: usize = N_CHECKS + 1;

/// The letters that identify a word of the list.
const IDENTIFYING_LETTERS: usize = 4;

/// The words of digits, with those that check them.
pub(crate) fn spoken(digits: &[u16]) -> String {
    let words = check_words::with_checks(digits).into_iter().filter_map(word);
    words.collect::<Vec<_>>().join(" ")
}

/// The words of a text: its runs of letters, in lower case.
pub(crate) fn split(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// The digits of a text, without those that check them. Case, punctuation and blanks do not count.
///
/// # Errors
/// [`CodeError`]; where one word is wrong, with its place and the right one.
pub(crate) fn heard(text: &str) -> Result<Vec<u16>, CodeError> {
    let words = split(text);
    if !(FEWEST..=MOST_DIGITS).contains(&words.len()) {
        return Err(CodeError::Length(words.len()));
    }
    let found: Vec<Option<u16>> = words.iter().map(|word| digit(word)).collect();
    let digits: Vec<u16> = found.iter().map(|digit| digit.unwrap_or_default()).collect();
    let checked = check_words::check(&digits);
    if let Some(index) = found.iter().position(Option::is_none) {
        let given = words.get(index).cloned().unwrap_or_default();
        let asked_for = match checked {
            Checked::OneWrong { index: wrong, right } if wrong == index => word(right),
            // Its stand-in, nought, is right by chance.
            Checked::Right => word(0),
            Checked::OneWrong { .. } | Checked::ManyWrong => None,
        };
        let meant = asked_for.or_else(|| nearest(&given, Language::English.word_list().iter().copied()));
        return Err(CodeError::UnknownWord { position: index + 1, given, meant });
    }
    match checked {
        Checked::Right => {}
        Checked::ManyWrong => return Err(CodeError::WrongWords),
        Checked::OneWrong { index, right } => {
            let given = digits.get(index).and_then(|digit| word(*digit)).unwrap_or_default();
            let meant = word(right).unwrap_or_default();
            return Err(CodeError::WrongWord { position: index + 1, given, meant });
        }
    }
    Ok(digits.get(..digits.len() - N_CHECKS).unwrap_or_default().to_vec())
}

/// The word of a digit.
fn word(digit: u16) -> Option<&'static str> {
    Language::English.word_list().get(usize::from(digit)).copied()
}

/// The digit of a word, or of its first letters.
fn digit(word: &str) -> Option<u16> {
    let by_letters = || {
        // No two words begin with the same four letters.
        let whole = Language::English.words_by_prefix_iter(word).next()?;
        Language::English.find_word(whole).filter(|_| word.len() >= IDENTIFYING_LETTERS)
    };
    Language::English.find_word(word).or_else(by_letters)
}
