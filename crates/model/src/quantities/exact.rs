//! What IEEE 754 defines to the last bit, so that a processor's own instructions may compute it everywhere: roots, whole
//! numbers, the lesser and the greater of two. All other functions are `libm`'s.

/// The square root.
#[inline]
pub(crate) fn sqrt(x: f64) -> f64 {
    x.sqrt()
}

/// The greatest whole number that is not above.
#[inline]
pub(crate) fn floor(x: f64) -> f64 {
    x.floor()
}

/// The least whole number that is not below.
#[inline]
pub(crate) fn ceil(x: f64) -> f64 {
    x.ceil()
}

/// The lesser of two; of equal ones the second, and the other one if one is no number.
#[inline]
pub(crate) fn fmin(x: f64, y: f64) -> f64 {
    if y.is_nan() || x < y { x } else { y }
}

/// The greater of two; of equal ones the first, and the other one if one is no number.
#[inline]
pub(crate) fn fmax(x: f64, y: f64) -> f64 {
    if x.is_nan() || x < y { y } else { x }
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_agrees_with_libm_to_the_bit() {
        let numbers = [
            0.0,
            -0.0,
            0.5,
            -0.5,
            1.0,
            -1.5,
            2.5,
            1e-310,
            1e15 + 0.5,
            -1e300,
            f64::MAX,
            f64::INFINITY,
            f64::NAN,
        ];
        for x in numbers {
            let one = [
                (super::sqrt(x), libm::sqrt(x)),
                (super::floor(x), libm::floor(x)),
                (super::ceil(x), libm::ceil(x)),
            ];
            let two = |y| [(super::fmin(x, y), libm::fmin(x, y)), (super::fmax(x, y), libm::fmax(x, y))];
            for (found, expected) in numbers.into_iter().flat_map(two).chain(one) {
                assert!(found.to_bits() == expected.to_bits() || found.is_nan() && expected.is_nan(), "{x}");
            }
        }
    }
}
