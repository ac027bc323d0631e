//! The text of a file as it arrives: UTF-8 or UTF-16, in pieces, with rows of a bounded length.

use core::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Bytes that are read at once.
const PIECE: usize = 16 * 1024;

/// The most bytes of a row. A quotation mark that is never closed would otherwise make one row of the whole file.
pub(crate) const MOST_ROW_BYTES: usize = 1024 * 1024;

#[derive(Clone, Copy)]
enum Encoding {
    Utf8,
    Utf16(fn([u8; 2]) -> u16),
}

/// The bytes since the last row ended; shared by the reader of text and the reader of rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct RowBytes(Rc<Cell<usize>>);

impl RowBytes {
    /// Begins a new row.
    pub(crate) fn reset(&self) {
        self.0.set(0);
    }

    /// Counts more bytes.
    fn add(&self, n: usize) -> io::Result<()> {
        self.0.set(self.0.get().saturating_add(n));
        if self.0.get() <= MOST_ROW_BYTES {
            return Ok(());
        }
        let megabytes = MOST_ROW_BYTES >> 20;
        let reason = format!(
            "a row has more than {megabytes} MB; a quotation mark may be open: this is no table of usage"
        );
        Err(io::Error::new(io::ErrorKind::InvalidData, reason))
    }
}

/// Reads a file as UTF-8, whatever of the two it is, without its byte order mark.
pub(crate) struct TextReader<R> {
    inner: R,
    encoding: Option<Encoding>,
    /// Bytes that are not decoded yet.
    raw: Vec<u8>,
    /// Decoded text, of which the first `taken` bytes are handed out.
    text: Vec<u8>,
    taken: usize,
    row: RowBytes,
}

impl<R: Read> TextReader<R> {
    pub(crate) fn new(inner: R) -> Self {
        Self { inner, encoding: None, raw: Vec::new(), text: Vec::new(), taken: 0, row: RowBytes::default() }
    }

    /// The counter of the bytes of a row.
    pub(crate) fn row_bytes(&self) -> RowBytes {
        self.row.clone()
    }

    /// The first line that is not blank, and what is read beside it; nothing of it is taken.
    pub(crate) fn first_line(&mut self) -> io::Result<&[u8]> {
        let is_line = |text: &[u8]| {
            let start = text.iter().position(|byte| !byte.is_ascii_whitespace());
            start.is_some_and(|start| text.iter().skip(start).any(|byte| matches!(byte, b'\n' | b'\r')))
        };
        while !is_line(&self.text) && self.text.len() <= MOST_ROW_BYTES && self.fill()? {}
        Ok(self
            .text
            .split(|byte| matches!(byte, b'\n' | b'\r'))
            .find(|line| !line.trim_ascii().is_empty())
            .unwrap_or_default())
    }

    /// Reads one more piece; whether there was one.
    fn fill(&mut self) -> io::Result<bool> {
        let before = self.raw.len();
        let n = (&mut self.inner).take(PIECE as u64).read_to_end(&mut self.raw)?;
        let is_end = n == 0;
        let encoding = *self.encoding.get_or_insert_with(|| {
            let (encoding, mark) = match self.raw.as_slice() {
                [0xff, 0xfe, ..] => (Encoding::Utf16(u16::from_le_bytes), 2),
                [0xfe, 0xff, ..] => (Encoding::Utf16(u16::from_be_bytes), 2),
                [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3),
                _ => (Encoding::Utf8, 0),
            };
            self.raw.drain(..mark);
            encoding
        });
        match encoding {
            Encoding::Utf8 => self.text.append(&mut self.raw),
            Encoding::Utf16(join) => self.decode(join, is_end)?,
        }
        Ok(!is_end || before > 0)
    }

    /// Decodes what is whole of the bytes that were read.
    fn decode(&mut self, join: fn([u8; 2]) -> u16, is_end: bool) -> io::Result<()> {
        let not_utf16 =
            || io::Error::new(io::ErrorKind::InvalidData, "the text begins as UTF-16 and does not go on so");
        let mut units: Vec<u16> = self.raw.as_chunks::<2>().0.iter().map(|pair| join(*pair)).collect();
        // The other half of a pair may come with the next piece.
        let is_cut = !is_end && units.last().is_some_and(|unit| (0xd800..0xdc00).contains(unit));
        if is_cut {
            units.pop();
        }
        self.raw.drain(..units.len() * 2);
        if is_end && !self.raw.is_empty() {
            return Err(not_utf16());
        }
        let mut letter = [0; 4];
        for c in char::decode_utf16(units) {
            let c = c.map_err(|_| not_utf16())?;
            self.text.extend_from_slice(c.encode_utf8(&mut letter).as_bytes());
        }
        Ok(())
    }
}

impl<R: Read> Read for TextReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.text.len() {
            self.text.clear();
            self.taken = 0;
            if !self.fill()? {
                return Ok(0);
            }
        }
        let n = (&self.text[self.taken..]).read(buffer)?;
        self.taken += n;
        self.row.add(n)?;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out a byte at a time, as a slow line would.
    struct ByteByByte<'a>(&'a [u8]);

    impl Read for ByteByByte<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let n = buffer.len().min(1);
            (&mut self.0).take(n as u64).read(buffer)
        }
    }

    fn text(bytes: &[u8]) -> io::Result<String> {
        let mut all = Vec::new();
        TextReader::new(ByteByByte(bytes)).read_to_end(&mut all)?;
        Ok(String::from_utf8(all).unwrap())
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        // Long enough that a pair of UTF-16 lies across the end of a piece.
        let written = format!("x{}", "a😀é\n".repeat(5_000));
        let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            "\u{feff}".encode_utf16().chain(written.encode_utf16()).flat_map(bytes).collect()
        };
        for bytes in [
            written.clone().into_bytes(),
            [b"\xef\xbb\xbf", written.as_bytes()].concat(),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
        ] {
            assert!(text(&bytes).unwrap() == written);
        }
    }

    #[test]
    fn half_a_letter_is_refused() {
        for bytes in [&b"\xff\xfea\0b"[..], b"\xff\xfe\x3d\xd8", b"\xff\xfe\x00\xde"] {
            assert!(text(bytes).unwrap_err().to_string().contains("UTF-16"), "{bytes:?}");
        }
        assert_eq!((text(b"").unwrap(), text(b"\xff\xfe").unwrap()), (String::new(), String::new()));
    }
}
