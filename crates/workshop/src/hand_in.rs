//! A participant's answer to a challenge as words to hand in: the prediction, made before the model's answer is seen, and the case.
//!
//! The words carry all of it, so that whoever hears them needs no network: which challenge, a ticket that tells two equal answers of two
//! people apart, whether the answer was the first, both predictions, and the case. As with the [`code`](crate::code) of a case, the last
//! two words check the others.

use crc::{CRC_16_IBM_3740, Crc};
use model::verdict::Side;
use model::{Scenario, Setting};
use scenario_file::Case;

use crate::bits::{BitReader, BitWriter};
use crate::case_bits::{ContentError, RawCase, read_number, write_number};
use crate::check_words::BITS;
use crate::code::CodeError;
use crate::numbering;
use crate::words::{heard, spoken};

/// What stands in the place of a case's edition, which is 1 at least.
const NO_EDITION: u64 = 0;
/// Bits of a group of an edition, as [`RawCase`] writes it.
const EDITION_GROUP: u32 = 3;
/// Bits of a challenge's tag.
const TAG_BITS: u32 = 8;
/// Bits of a ticket.
const TICKET_BITS: u32 = 9;
/// Bits of a group of a setting's number.
const SETTING_GROUP: u32 = 4;

/// The checksum of a challenge's name. Its form is part of the code's.
const TAG: Crc<u16> = Crc::<u16>::new(&CRC_16_IBM_3740);

/// Tells the challenges of one workshop apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag(u16);

impl Tag {
    /// The tag of the challenge with this id.
    pub fn of(id: &str) -> Self {
        Self(TAG.checksum(id.as_bytes()) >> (u16::BITS - TAG_BITS))
    }
}

/// Tells equal answers of two people apart: any number, drawn when the answer is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(u16);

impl Ticket {
    /// The number of tickets.
    pub const N: u16 = 1 << TICKET_BITS;

    /// The ticket of a number, of which the lowest bits count.
    pub const fn new(number: u16) -> Self {
        Self(number % Self::N)
    }
}

/// What somebody predicts, in the unit of what is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Prediction {
    /// A number.
    Number(f64),
    /// The quantity to measure first.
    Quantity(Setting),
}

/// Which side somebody expects to cost less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cheaper {
    /// Owning.
    Own,
    /// Renting.
    Rent,
}

impl Cheaper {
    /// Both, in the order in which they are asked.
    pub const ALL: [Self; 2] = [Self::Own, Self::Rent];

    /// Stable name, the verdict's own.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Own => Side::Own.id(),
            Self::Rent => Side::Rent.id(),
        }
    }

    /// Within a sentence.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Own => "owning",
            Self::Rent => "renting",
        }
    }
}

/// A participant's answer.
#[derive(Clone, Debug, PartialEq)]
pub struct HandIn {
    /// The challenge's tag.
    pub challenge: Tag,
    /// The answer's ticket.
    pub ticket: Ticket,
    /// Whether it was given before the participant had seen the model's answer.
    pub is_first: bool,
    /// The answer to the challenge's own question.
    pub prediction: Prediction,
    /// The side that is expected to cost less in the case.
    pub cheaper: Cheaper,
    /// The case.
    pub scenario: Scenario,
}

impl HandIn {
    /// The words to hand in.
    ///
    /// ```
    /// use model::Scenario;
    /// use workshop::hand_in::{Cheaper, HandIn, Prediction, Tag, Ticket};
    /// let answer = HandIn {
    ///     challenge: Tag::of("when_renting_loses"),
    ///     ticket: Ticket::new(77),
    ///     is_first: true,
    ///     prediction: Prediction::Number(40_000.0),
    ///     cheaper: Cheaper::Rent,
    ///     scenario: Scenario::default(),
    /// };
    /// assert_eq!(HandIn::decode(&answer.encode())?, answer);
    /// # Ok::<(), workshop::code::CodeError>(())
    /// ```
    pub fn encode(&self) -> String {
        spoken(&self.digits(&RawCase::of(&self.scenario)))
    }

    /// The answer of words.
    ///
    /// # Errors
    /// [`CodeError`]; where one word is wrong, with its place and the right one.
    pub fn decode(text: &str) -> Result<Self, CodeError> {
        match Self::read(&heard(text)?)? {
            Some((answer, _)) => Ok(answer),
            None => Err(ContentError::NoAnswer.into()),
        }
    }

    /// The case of an answer's digits; `None` if they are a case's own.
    pub(crate) fn case_of(digits: &[u16]) -> Result<Option<Case>, ContentError> {
        Ok(Self::read(digits)?.map(|(_, case)| case))
    }

    fn digits(&self, case: &RawCase) -> Vec<u16> {
        let mut bits = BitWriter::default();
        bits.number(NO_EDITION, EDITION_GROUP);
        bits.bits(self.challenge.0.into(), TAG_BITS);
        bits.bits(self.ticket.0.into(), TICKET_BITS);
        bits.flag(self.is_first);
        bits.flag(self.cheaper == Cheaper::Own);
        match self.prediction {
            Prediction::Number(number) => {
                bits.flag(false);
                write_number(number, &mut bits);
            }
            Prediction::Quantity(setting) => {
                bits.flag(true);
                bits.number(numbering::of_setting(setting), SETTING_GROUP);
            }
        }
        case.write(&mut bits);
        bits.shortest_digits(BITS as usize)
    }

    fn read(digits: &[u16]) -> Result<Option<(Self, Case)>, ContentError> {
        let mut bits = BitReader::new(digits.iter().copied(), BITS);
        if bits.number(EDITION_GROUP) != Some(NO_EDITION) {
            return Ok(None);
        }
        let small = |number: u64| u16::try_from(number).map_err(|_| ContentError::Unknown);
        let challenge = Tag(small(bits.bits(TAG_BITS))?);
        let ticket = Ticket(small(bits.bits(TICKET_BITS))?);
        let is_first = bits.flag();
        let cheaper = if bits.flag() { Cheaper::Own } else { Cheaper::Rent };
        let prediction = if bits.flag() {
            bits.number(SETTING_GROUP).and_then(numbering::setting).map(Prediction::Quantity)
        } else {
            read_number(&mut bits).map(Prediction::Number)
        };
        let prediction = prediction.ok_or(ContentError::Unknown)?;
        let raw = RawCase::read(&mut bits)?;
        let case = raw.case()?;
        let answer = Self { challenge, ticket, is_first, prediction, cheaper, scenario: case.scenario()? };
        // Each answer has one code.
        if answer.digits(&raw) == digits { Ok(Some((answer, case))) } else { Err(ContentError::Unknown) }
    }
}
