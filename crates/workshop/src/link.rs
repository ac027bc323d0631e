//! A set in one parameter of a link: `https://example.org/workshop/#set=CBc…`.
//!
//! Behind `#`, so that no server sees it. The value is the set's names and the bits of its cases, with a checksum behind them, in the
//! letters that an address takes as they are. A link that a mail program has cut off is refused.

use core::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use crc::{CRC_16_IBM_3740, Crc};
use scenario_file::{Case, Cases, Name, NameError, SCHEMA};

use crate::bits::{BitReader, BitWriter};
use crate::case_bits::{ContentError, RawCase};
use crate::set::ScenarioSet;

/// The parameter that holds a set.
pub const KEY: &str = "set";

/// Bits of a digit of the value.
const BYTE: u32 = 8;

/// Bits of a group of the form's number and of a name's length.
const GROUP: u32 = 4;

/// Bytes of the checksum.
const CHECK_BYTES: usize = 2;

/// The checksum. Its form is part of the link's.
const CHECK: Crc<u16> = Crc::<u16>::new(&CRC_16_IBM_3740);

/// Why a text holds no set.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum LinkError {
    /// The text has no parameter of this name.
    NoSet,
    /// Something is missing, or changed on the way.
    Damaged,
    /// A later program wrote it, in a form with this number.
    LaterForm(u64),
    /// The scenario with this number, from 1, cannot be read here.
    Content(usize, ContentError),
    /// A name is none.
    Name(NameError),
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSet => write!(f, "link: has no '{KEY}=', which holds a set"),
            Self::Damaged => write!(f, "{KEY}: the link is cut off or was changed; copy all of it"),
            Self::LaterForm(number) => {
                write!(f, "{KEY}: the form {number} is of a later program (allowed: 1 to {SCHEMA})")
            }
            Self::Content(position, error) => write!(f, "{KEY}: scenario {position} of the set: {error}"),
            Self::Name(error) => write!(f, "{KEY}: {error}"),
        }
    }
}

impl std::error::Error for LinkError {}

/// The parameter with its value: `set=CBc…`.
///
/// ```
/// use model::{Preset, Scenario};
/// use workshop::{NamedScenario, ScenarioSet, link};
/// let set = ScenarioSet::new(vec![NamedScenario::unnamed(Scenario::preset(Preset::Canva))])?;
/// let address = format!("https://example.org/workshop/#{}", link::parameter(&set));
/// assert_eq!(ScenarioSet::from_cases(&link::read(&address)?)?, set);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn parameter(set: &ScenarioSet) -> String {
    let scenarios = set.scenarios();
    let named: Vec<_> = scenarios.iter().map(|it| (&it.name, RawCase::of(&it.scenario))).collect();
    let mut bytes = to_bytes(&named);
    bytes.extend(CHECK.checksum(&bytes).to_be_bytes());
    format!("{KEY}={}", URL_SAFE_NO_PAD.encode(bytes))
}

fn to_bytes(named: &[(&Name, RawCase)]) -> Vec<u8> {
    let mut bits = BitWriter::default();
    bits.number(SCHEMA.into(), GROUP);
    for (index, (name, case)) in named.iter().enumerate() {
        let text = name.as_str().as_bytes();
        bits.number(text.len() as u64, GROUP);
        for byte in text {
            bits.bits((*byte).into(), BYTE);
        }
        case.write(&mut bits);
        RawCase::write_end(&mut bits);
        // Whether another follows.
        bits.flag(index + 1 < named.len());
    }
    bits.digits(BYTE as usize).filter_map(|digit| u8::try_from(digit).ok()).collect()
}

/// The value of the set's parameter in a link, in its part behind `?` or `#`, or by itself.
fn value(text: &str) -> Option<&str> {
    let start = format!("{KEY}=");
    text.trim().split(['?', '#', '&']).find_map(|part| part.strip_prefix(&start))
}

/// The named cases of the set in a link, with the editions that wrote them.
///
/// # Errors
/// [`LinkError`].
pub fn read(text: &str) -> Result<Cases, LinkError> {
    let value = value(text).ok_or(LinkError::NoSet)?;
    let bytes = URL_SAFE_NO_PAD.decode(value).map_err(|_| LinkError::Damaged)?;
    let (bytes, check) = bytes.split_last_chunk::<CHECK_BYTES>().ok_or(LinkError::Damaged)?;
    if CHECK.checksum(bytes).to_be_bytes() != *check {
        return Err(LinkError::Damaged);
    }
    let mut bits = BitReader::new(bytes.iter().map(|byte| (*byte).into()), BYTE);
    let form = bits.number(GROUP).ok_or(LinkError::Damaged)?;
    if form > SCHEMA.into() {
        return Err(LinkError::LaterForm(form));
    }
    let mut named: Vec<(Name, RawCase)> = Vec::new();
    loop {
        let length = bits.number(GROUP).ok_or(LinkError::Damaged)?;
        // A name has no more bytes than the whole value.
        if length > bytes.len() as u64 {
            return Err(LinkError::Damaged);
        }
        let text: Vec<u8> = (0..length).filter_map(|_| u8::try_from(bits.bits(BYTE)).ok()).collect();
        let text = String::from_utf8(text).map_err(|_| LinkError::Damaged)?;
        let name = Name::new(&text).map_err(LinkError::Name)?;
        let position = named.len() + 1;
        named.push((name, RawCase::read(&mut bits).map_err(|error| LinkError::Content(position, error))?));
        if !bits.flag() {
            break;
        }
    }
    let again: Vec<_> = named.iter().map(|(name, case)| (name, case.clone())).collect();
    // Each set has one link.
    if to_bytes(&again) != bytes {
        return Err(LinkError::Damaged);
    }
    let cases = named.into_iter().enumerate().map(|(index, (name, raw))| {
        let case = raw.case().map_err(|error| LinkError::Content(index + 1, error))?;
        Ok(Case { name: Some(name), ..case })
    });
    Ok(Cases::List(cases.collect::<Result<_, LinkError>>()?))
}
