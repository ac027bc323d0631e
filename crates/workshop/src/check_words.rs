//! Two digits that are added to others so that one wrong digit is found, and what it should have been.
//!
//! Digits are numbers below 2^11, elements of the field of that size. All of them together, the two included, sum to nought; so do
//! they where each is multiplied by a power of the field's generator, the last one by the power 0, the one before by 1, and so on. One
//! wrong digit breaks both sums, and their ratio is the power at its place: a [Hamming code][h] over that field. Two wrong digits are
//! never taken for none.
//!
//! [h]: https://en.wikipedia.org/wiki/Hamming_code

/// Bits of a digit.
pub(crate) const BITS: u32 = 11;

/// The digits that are added.
pub(crate) const N_CHECKS: usize = 2;

/// x^11 + x^2 + 1, whose root generates all elements of the field but nought.
const POLYNOMIAL: u16 = 0b1000_0000_0101;

/// The most digits that the two can speak for: as many as there are powers of the generator.
pub(crate) const MOST_DIGITS: usize = (1 << BITS) - 1;

/// A digit times the generator.
const fn times_generator(digit: u16) -> u16 {
    let shifted = digit << 1;
    if shifted >> BITS == 0 { shifted } else { shifted ^ POLYNOMIAL }
}

/// Both sums of digits.
fn sums(digits: &[u16]) -> [u16; 2] {
    // Horner's rule: what comes earlier is multiplied once more.
    digits.iter().fold([0, 0], |[plain, weighted], digit| [plain ^ digit, times_generator(weighted) ^ digit])
}

/// Digits with the two that check them.
pub(crate) fn with_checks(digits: &[u16]) -> Vec<u16> {
    let [plain, weighted] = sums(&[digits, &[0; N_CHECKS]].concat());
    // The two digits p, q are to give p + q = plain and g·p + q = weighted, so that (g + 1)·p = plain + weighted.
    let target = plain ^ weighted;
    let p = (0..1 << BITS).find(|p| times_generator(*p) ^ p == target).unwrap_or_default();
    [digits, &[p, plain ^ p]].concat()
}

/// What the checks say of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    /// Nothing is wrong.
    Right,
    /// The digit at this index is wrong, and this is the right one.
    OneWrong { index: usize, right: u16 },
    /// More than one is wrong.
    ManyWrong,
}

/// Checks digits, the two that check them included.
pub(crate) fn check(digits: &[u16]) -> Checked {
    let [plain, weighted] = sums(digits);
    if [plain, weighted] == [0, 0] {
        return Checked::Right;
    }
    let mut power = plain;
    for (index, digit) in digits.iter().enumerate().rev() {
        // Nought has no ratio to anything.
        if power == weighted && plain != 0 {
            return Checked::OneWrong { index, right: digit ^ plain };
        }
        power = times_generator(power);
    }
    Checked::ManyWrong
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_generator_reaches_every_element() {
        let mut seen = vec![false; 1 << BITS];
        let mut digit = 1;
        for _ in 0..MOST_DIGITS {
            assert!(!std::mem::replace(&mut seen[usize::from(digit)], true));
            digit = times_generator(digit);
        }
        assert_eq!(digit, 1);
    }

    fn digits() -> impl Strategy<Value = Vec<u16>> {
        prop::collection::vec(0..1_u16 << BITS, 1..40)
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_found(digits in digits(), at in any::<prop::sample::Index>(), change in 1..1_u16 << BITS) {
            let right = with_checks(&digits);
            prop_assert_eq!(check(&right), Checked::Right);
            let index = at.index(right.len());
            let mut wrong = right.clone();
            wrong[index] ^= change;
            prop_assert_eq!(check(&wrong), Checked::OneWrong { index, right: right[index] });
        }

        #[test]
        fn two_wrong_digits_are_never_right(
            digits in digits(),
            at in prop::array::uniform2(any::<prop::sample::Index>()),
            changes in prop::array::uniform2(1..1_u16 << BITS),
        ) {
            let mut wrong = with_checks(&digits);
            let [a, b] = at.map(|at| at.index(wrong.len()));
            wrong[a] ^= changes[0];
            wrong[b] ^= changes[1];
            prop_assert!(a == b || check(&wrong) != Checked::Right);
        }

        #[test]
        fn two_exchanged_digits_are_never_right(digits in digits(), at in any::<prop::sample::Index>()) {
            let mut wrong = with_checks(&digits);
            let index = at.index(wrong.len() - 1);
            wrong.swap(index, index + 1);
            prop_assert!(wrong[index] == wrong[index + 1] || check(&wrong) != Checked::Right);
        }
    }
}
