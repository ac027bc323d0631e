//! A scenario as words to say: "dragon abandon basket …".
//!
//! The words are of the English list of [BIP 39][bip]: 2,048 common words of three to eight letters, of which no two begin with the same
//! four. The first words hold the scenario's bits, eleven each: a preset alone takes one, each setting about one more. The last two check
//! all of them, so that one wrong word is found and named.
//!
//! [bip]: https://github.com/bitcoin/bips/blob/master/bip-0039/bip-0039-wordlists.md

use core::fmt;

use model::Scenario;
use model::written::shown;
use scenario_file::Case;

use crate::bits::{BitReader, BitWriter};
use crate::case_bits::{ContentError, RawCase};
use crate::check_words::{BITS, MOST_DIGITS};
use crate::hand_in::HandIn;
use crate::words::{FEWEST, heard, spoken};

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
    spoken(&payload(&RawCase::of(scenario)))
}

/// The case that a code stands for, which may also be a participant's answer to a challenge ([`HandIn`]). Case, punctuation and blanks
/// do not count, and the first four letters of a word are enough.
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
    let digits = heard(text)?;
    if let Some(case) = HandIn::case_of(&digits)? {
        return Ok(case);
    }
    let raw = RawCase::read(&mut BitReader::new(digits.iter().copied(), BITS))?;
    // Each case has one code.
    if payload(&raw) == digits { Ok(raw.case()?) } else { Err(ContentError::Unknown.into()) }
}

/// The digits of a case.
fn payload(case: &RawCase) -> Vec<u16> {
    let mut bits = BitWriter::default();
    case.write(&mut bits);
    bits.shortest_digits(BITS as usize)
}
