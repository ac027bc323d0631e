//! A link as a QR code, for a screen or a sheet of paper.

use core::fmt;

use fast_qr::convert::Builder as _;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::{ECL, QRBuilder};

/// The most bytes that a QR code holds, with the least to mend reading errors.
const MOST_BYTES: usize = 2953;

/// The white around a code, in its squares: what the standard asks for.
const MARGIN: usize = 4;

/// A text that is too long for a QR code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QrError {
    /// The bytes of the text.
    pub bytes: usize,
}

impl fmt::Display for QrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "link: {} bytes are too many for a QR code (allowed: up to {MOST_BYTES})", self.bytes)
    }
}

impl std::error::Error for QrError {}

/// A QR code as an SVG of black squares on white, as wide as its frame.
///
/// A reader mends 15 % of it, or 7 % if the text is long.
///
/// # Errors
/// [`QrError`] if the text is too long.
pub fn svg(text: &str) -> Result<String, QrError> {
    let with = |level| QRBuilder::new(text).ecl(level).build().ok();
    let code = [ECL::M, ECL::L].into_iter().find_map(with).ok_or(QrError { bytes: text.len() })?;
    Ok(SvgBuilder::default().margin(MARGIN).to_str(&code))
}
