//! Sequences of bits, and whole numbers in them that take the less room the smaller they are.

/// Bits that are written one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct BitWriter(Vec<bool>);

impl BitWriter {
    /// Writes one bit.
    pub(crate) fn flag(&mut self, bit: bool) {
        self.0.push(bit);
    }

    /// Writes the lowest `n` bits of a number, the highest of them first.
    pub(crate) fn bits(&mut self, number: u64, n: u32) {
        self.0.extend((0..n).rev().map(|at| number >> at & 1 == 1));
    }

    /// Writes a number in groups of `n` bits, the lowest group first; before each group stands whether another follows. Nought is
    /// all zeros.
    pub(crate) fn number(&mut self, mut number: u64, n: u32) {
        loop {
            let rest = number >> n;
            self.flag(rest != 0);
            self.bits(number, n);
            if rest == 0 {
                return;
            }
            number = rest;
        }
    }

    /// The bits as digits of `n` bits; the last one is filled up with zeros.
    pub(crate) fn digits(&self, n: usize) -> impl Iterator<Item = u16> {
        let digit = move |bits: &[bool]| {
            let value = bits.iter().fold(0, |digit, bit| digit << 1 | u16::from(*bit));
            value << (n - bits.len())
        };
        self.0.chunks(n).map(digit)
    }

    /// The bits as digits of `n` bits, without zeros at the end: a reader finds zeros there in any case. At least one digit.
    pub(crate) fn shortest_digits(&self, n: usize) -> Vec<u16> {
        let mut digits: Vec<u16> = self.digits(n).collect();
        while digits.len() > 1 && digits.last() == Some(&0) {
            digits.pop();
        }
        digits
    }
}

/// Bits that are read one after the other. After the last come zeros without end.
#[derive(Clone, Debug)]
pub(crate) struct BitReader {
    bits: Vec<bool>,
    at: usize,
}

impl BitReader {
    /// Reads digits of `n` bits.
    pub(crate) fn new(digits: impl IntoIterator<Item = u16>, n: u32) -> Self {
        let mut bits = BitWriter::default();
        for digit in digits {
            bits.bits(digit.into(), n);
        }
        Self { bits: bits.0, at: 0 }
    }

    /// Reads one bit.
    pub(crate) fn flag(&mut self) -> bool {
        self.at += 1;
        self.bits.get(self.at - 1).copied().unwrap_or_default()
    }

    /// Reads a number of `n` bits.
    pub(crate) fn bits(&mut self, n: u32) -> u64 {
        (0..n).fold(0, |number, _| number << 1 | u64::from(self.flag()))
    }

    /// Reads a number in groups of `n` bits; `None` if it is no `u64`.
    pub(crate) fn number(&mut self, n: u32) -> Option<u64> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let more = self.flag();
            let group = self.bits(n);
            let placed = group.checked_shl(shift).filter(|placed| placed >> shift == group)?;
            number |= placed;
            if !more {
                return Some(number);
            }
            shift += n;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_read_back(numbers in prop::collection::vec((any::<u64>(), 0..64_u32, 2..8_u32), 0..20), width in 5..16_u32) {
            let mut writer = BitWriter::default();
            for (number, shift, n) in &numbers {
                writer.number(number >> shift, *n);
            }
            let digits: Vec<u16> = writer.digits(width as usize).collect();
            let mut reader = BitReader::new(digits, width);
            for (number, shift, n) in &numbers {
                prop_assert_eq!(reader.number(*n), Some(number >> shift));
            }
        }

        #[test]
        fn no_bits_break_the_reader(digits in prop::collection::vec(any::<u16>(), 0..12), n in 1..8_u32) {
            let mut reader = BitReader::new(digits, 16);
            while reader.at < reader.bits.len() {
                let _ = reader.number(n);
            }
            prop_assert_eq!(reader.number(n), Some(0));
        }
    }

    #[test]
    fn a_small_number_takes_one_group() {
        let length = |number: u64| {
            let mut writer = BitWriter::default();
            writer.number(number, 4);
            writer.0.len()
        };
        assert_eq!([0, 15, 16, 255, 256].map(length), [5, 5, 10, 10, 15]);
    }
}
