//! A scenario as words to say: "dragon abandon basket …".
//!
//! The words are of the English list of [BIP 39][bip]: 2,048 common words of three to eight letters, of which no two begin with the same
//! four. The first words hold the scenario's bits, eleven each: a preset alone takes one, each setting about one more. The last two check
//! all of them, so that one wrong word is found and named.
//!
//! [bip]: https://github.com/bitcoin/bips/blob/master/bip-0039/bip-0039-wordlists.md

use core::fmt;

use bip39::Language;
use model::Scenario;
use model::similar::nearest;
use model::written::shown;
use scenario_file::Case;

use crate::bits::{BitReader, BitWriter};
use crate::case_bits::{ContentError, RawCase};
use crate::check_words::{self, BITS, Checked, MOST_DIGITS, N_CHECKS};

/// The fewest words of a code: one for the scenario, two to check it.
const FEWEST: usize = N_CHECKS + 1;

/// The letters that identify a word of the list.
const IDENTIFYING_LETTERS: usize = 4;

/// Why a text is no code.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CodeError {
    /// It has too few words, or too many.
    Length(usize),
    /// A word is not in the list.
    UnknownWord {
        /// Its place, from 1.
        position: usize,
        /// The word as given.
        given: String,
        /// The word that the others ask for, or else the one in the list that resembles it.
        meant: Option<&'static str>,
    },
    /// All words are in the list, and one is not the right one.
    WrongWord {
        /// Its place, from 1.
        position: usize,
        /// The word as given.
        given: &'static str,
        /// The word that the others ask for.
        meant: &'static str,
    },
    /// More than one word is wrong or missing, or two stand in each other's place.
    WrongWords,
    /// The words are right, and do not give a scenario here.
    Content(ContentError),
}

impl fmt::Display for CodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("code: ")?;
        match self {
            Self::Length(1) => write!(f, "1 word (allowed: {FEWEST} to {MOST_DIGITS})"),
            Self::Length(n) => write!(f, "{n} words (allowed: {FEWEST} to {MOST_DIGITS})"),
            Self::UnknownWord { position, given, meant } => {
                write!(f, "word {position}, '{}', is not in the list", shown(given))?;
                meant.map_or(Ok(()), |meant| write!(f, "; did you mean '{meant}'?"))
            }
            Self::WrongWord { position, given, meant } => {
                write!(f, "word {position}, '{given}', does not go with the others; did you mean '{meant}'?")
            }
            Self::WrongWords => {
                f.write_str("more than one word is wrong or missing, or two stand in each other's place")
            }
            Self::Content(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CodeError {}

impl From<ContentError> for CodeError {
    fn from(error: ContentError) -> Self {
        Self::Content(error)
    }
}

/// The code of a scenario. What has no effect in the scenario is not in it.
///
/// ```
/// use model::{Preset, Scenario};
/// let intercom = Scenario::preset(Preset::Intercom);
/// let code = workshop::code::encode(&intercom);
/// assert_eq!(code.split(' ').count(), 3);
/// assert_eq!(workshop::code::decode(&code)?.scenario()?, intercom);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn encode(scenario: &Scenario) -> String {
    let list = Language::English.word_list();
    let digits = check_words::with_checks(&payload(&RawCase::of(scenario)));
    let words = digits.into_iter().filter_map(|digit| list.get(usize::from(digit)).copied());
    words.collect::<Vec<_>>().join(" ")
}

/// The case that a code stands for. Case, punctuation and blanks do not count, and the first four letters of a word are enough.
///
/// # Errors
/// [`CodeError`]; where one word is wrong, with its place and the right one.
///
/// ```
/// use model::Scenario;
/// let code = workshop::code::encode(&Scenario::default());
/// let loud = code.to_uppercase().replace(' ', ",\n");
/// assert_eq!(workshop::code::decode(&loud)?, workshop::code::decode(&code)?);
/// # Ok::<(), workshop::code::CodeError>(())
/// ```
pub fn decode(text: &str) -> Result<Case, CodeError> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
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
    let digits = digits.get(..digits.len() - N_CHECKS).unwrap_or_default();
    let raw = RawCase::read(&mut BitReader::new(digits.iter().copied(), BITS))?;
    // Each case has one code.
    if payload(&raw) == digits { Ok(raw.case()?) } else { Err(ContentError::Unknown.into()) }
}

/// The digits of a case, without zeros at the end.
fn payload(case: &RawCase) -> Vec<u16> {
    let mut bits = BitWriter::default();
    case.write(&mut bits);
    let mut digits: Vec<u16> = bits.digits(BITS as usize).collect();
    while digits.len() > 1 && digits.last() == Some(&0) {
        digits.pop();
    }
    digits
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
