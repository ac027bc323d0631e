//! A case as bits: its edition, its preset and what differs from it, under the numbers of [`crate::numbering`].
//!
//! A value is a number's shortest decimal digits and their power of ten, which gives the same number again to the bit, or the
//! number of an option.

use core::fmt;
use std::collections::BTreeMap;

use model::catalogue::{Domain, EDITION};
use model::{InputError, Scenario, Setting};
use scenario_file::{Case, Edition};

use crate::bits::{BitReader, BitWriter};
use crate::numbering;

/// Bits of a group of a small number.
const SMALL: u32 = 3;
/// Bits of a group of any other number.
const GROUP: u32 = 4;

/// Why bits are no case.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ContentError {
    /// A later edition wrote it, whose defaults are not known here.
    LaterEdition(u64),
    /// It names a preset, a setting or an option that this edition does not have, or its bits have no meaning.
    Unknown,
    /// A value is refused.
    Input(InputError),
    /// It is a case, where a participant's answer is asked for.
    NoAnswer,
}

impl fmt::Display for ContentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LaterEdition(number) => {
                write!(f, "edition: {number} is of a later program (allowed: 1 to {EDITION})")
            }
            Self::Unknown => f.write_str("names something that this edition does not have"),
            Self::Input(error) => error.fmt(f),
            Self::NoAnswer => f.write_str("is the code of a case, and no answer to a challenge"),
        }
    }
}

impl std::error::Error for ContentError {}

impl From<InputError> for ContentError {
    fn from(error: InputError) -> Self {
        Self::Input(error)
    }
}

/// A value as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
enum RawValue {
    /// A decimal number: `mantissa` · 10^`exponent`.
    Decimal { is_negative: bool, mantissa: u64, exponent: i64 },
    /// The number of an option.
    Choice(u64),
}

impl RawValue {
    fn of(setting: Setting, scenario: &Scenario) -> Self {
        match setting.domain() {
            Domain::Number { .. } => Self::of_number(scenario.get(setting)),
            Domain::Choice(_) => Self::Choice(numbering::of_option(&scenario.text(setting))),
        }
    }

    fn of_number(value: f64) -> Self {
        // The shortest digits that give this number back: 1.25e-2.
        let text = format!("{:e}", value.abs());
        let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
        let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let mantissa = digits.replace('.', "").parse().unwrap_or_default();
        let exponent = power.parse().unwrap_or(0) - decimals as i64;
        // Zero has one form.
        let exponent = if mantissa == 0 { 0 } else { exponent };
        Self::Decimal { is_negative: value < 0.0, mantissa, exponent }
    }

    fn write(self, bits: &mut BitWriter) {
        match self {
            Self::Decimal { is_negative, mantissa, exponent } => {
                let folded = exponent.unsigned_abs() * 2 - u64::from(exponent < 0);
                bits.number(folded * 2 + u64::from(is_negative), SMALL);
                bits.number(mantissa, GROUP);
            }
            Self::Choice(number) => bits.number(number, GROUP),
        }
    }

    fn read(setting: Setting, bits: &mut BitReader) -> Option<Self> {
        match setting.domain() {
            Domain::Number { .. } => Self::read_decimal(bits),
            Domain::Choice(_) => Some(Self::Choice(bits.number(GROUP)?)),
        }
    }

    fn read_decimal(bits: &mut BitReader) -> Option<Self> {
        let power = bits.number(SMALL)?;
        let folded = power / 2;
        let size = i64::try_from(folded.div_ceil(2)).ok()?;
        let exponent = if folded.is_multiple_of(2) { size } else { -size };
        let is_negative = !power.is_multiple_of(2);
        Some(Self::Decimal { is_negative, mantissa: bits.number(GROUP)?, exponent })
    }

    /// The number, if it is one and finite.
    fn number(self) -> Option<f64> {
        match self {
            Self::Decimal { is_negative, mantissa, exponent } => {
                let sign = if is_negative { "-" } else { "" };
                format!("{sign}{mantissa}e{exponent}").parse().ok().filter(|number: &f64| number.is_finite())
            }
            Self::Choice(_) => None,
        }
    }

    /// The value that a scenario takes: a number, or an option's index.
    fn value(self, setting: Setting) -> Option<f64> {
        match (self, setting.domain()) {
            (Self::Decimal { .. }, Domain::Number { .. }) => self.number(),
            (Self::Choice(number), Domain::Choice(options)) => {
                let id = numbering::option(number)?;
                options.iter().position(|option| option.id == id).map(|index| index as f64)
            }
            (Self::Decimal { .. } | Self::Choice(_), _) => None,
        }
    }
}

/// Writes a number.
pub(crate) fn write_number(number: f64, bits: &mut BitWriter) {
    RawValue::of_number(number).write(bits);
}

/// Reads a number; `None` if its digits are no finite one.
pub(crate) fn read_number(bits: &mut BitReader) -> Option<f64> {
    RawValue::read_decimal(bits)?.number()
}

/// A case as it is written: numbers of this edition or of an older one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RawCase {
    edition: u64,
    preset: u64,
    /// In order of the settings' numbers.
    values: BTreeMap<u64, RawValue>,
}

impl RawCase {
    /// A scenario of this edition.
    pub(crate) fn of(scenario: &Scenario) -> Self {
        let value = |(setting, _)| (numbering::of_setting(setting), RawValue::of(setting, scenario));
        Self {
            edition: EDITION as u64,
            preset: numbering::of_preset(scenario.base()),
            values: scenario.changes().map(value).collect(),
        }
    }

    /// Writes the case. A reader knows its end by a zero, which zeros at the end of all bits stand for too.
    pub(crate) fn write(&self, bits: &mut BitWriter) {
        bits.number(self.edition, SMALL);
        bits.number(self.preset, SMALL);
        let mut before = 0;
        for (number, value) in &self.values {
            bits.number(number - before, GROUP);
            value.write(bits);
            before = *number;
        }
    }

    /// Writes the end of a case behind which others follow.
    pub(crate) fn write_end(bits: &mut BitWriter) {
        bits.number(0, GROUP);
    }

    /// Reads a case to its end.
    pub(crate) fn read(bits: &mut BitReader) -> Result<Self, ContentError> {
        let edition = bits.number(SMALL).ok_or(ContentError::Unknown)?;
        if edition > EDITION as u64 {
            return Err(ContentError::LaterEdition(edition));
        }
        let read = |bits: &mut BitReader| {
            let preset = bits.number(SMALL)?;
            let (mut values, mut number) = (BTreeMap::new(), 0_u64);
            loop {
                let step = bits.number(GROUP)?;
                if step == 0 {
                    return Some(Self { edition, preset, values });
                }
                number = number.checked_add(step)?;
                values.insert(number, RawValue::read(numbering::setting(number)?, bits)?);
            }
        };
        read(bits).ok_or(ContentError::Unknown)
    }

    /// What it says in this edition.
    pub(crate) fn case(&self) -> Result<Case, ContentError> {
        let edition = usize::try_from(self.edition).ok().and_then(model::catalogue::Edition::numbered);
        let edition = edition.ok_or(ContentError::Unknown)?;
        let mut values = BTreeMap::new();
        for (number, raw) in &self.values {
            let setting = numbering::setting(*number).ok_or(ContentError::Unknown)?;
            let value = raw.value(setting).ok_or(ContentError::Unknown)?;
            // Checks the range.
            Scenario::default().with(setting, value)?;
            values.insert(setting, value);
        }
        let edition =
            Edition { version: Some(edition.version.to_owned()), data: Some(edition.data.to_owned()) };
        let preset = Some(numbering::preset(self.preset).ok_or(ContentError::Unknown)?);
        Ok(Case { name: None, preset, values, edition })
    }
}
