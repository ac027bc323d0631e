//! Distributions: the normal one, and quantiles of numbers.

use crate::quantities::exact::{floor, sqrt};

/// Standard deviations from the median to the 95th percentile.
pub const Z95: f64 = 1.644_853_626_951_472_2;

/// Standard deviations at which the distributions are cut off: one case in a hundred lies beyond.
pub(crate) const Z_MAX: f64 = 2.575_829_303_548_901;

/// The number that a normal variable stays below with probability `p` (0 < p < 1).
///
/// # Formula
/// Rational approximations of Wichura's algorithm AS 241 (PPND16) for 1e-11 < p < 1 − 1e-11; full double precision.
///
/// # Source
/// Wichura 1988, Applied Statistics 37.
///
/// # Examples
/// ```
/// assert!((model::distribution::normal_quantile(0.95) - 1.6448536269514722).abs() < 1e-14);
/// ```
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * polynomial(&CENTRE_OVER, r) / polynomial(&CENTRE_UNDER, r);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = sqrt(-libm::log(tail)) - 1.6;
    let z = polynomial(&TAIL_OVER, r) / polynomial(&TAIL_UNDER, r);
    if q < 0.0 { -z } else { z }
}

fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

const CENTRE_OVER: [f64; 8] = [
    3.387_132_872_796_366_5,
    133.141_667_891_784_38,
    1_971.590_950_306_551_3,
    13_731.693_765_509_46,
    45_921.953_931_549_87,
    67_265.770_927_008_7,
    33_430.575_583_588_13,
    2_509.080_928_730_122_7,
];
const CENTRE_UNDER: [f64; 8] = [
    1.0,
    42.313_330_701_600_91,
    687.187_007_492_057_9,
    5_394.196_021_424_751,
    21_213.794_301_586_597,
    39_307.895_800_092_71,
    28_729.085_735_721_943,
    5_226.495_278_852_854,
];
const TAIL_OVER: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    0.241_780_725_177_450_6,
    0.022_723_844_989_269_184,
    0.000_774_545_014_278_341_4,
];
const TAIL_UNDER: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    0.689_767_334_985_1,
    0.148_103_976_427_480_08,
    0.015_198_666_563_616_457,
    0.000_547_593_808_499_534_5,
    1.050_750_071_644_416_9e-9,
];

/// The probability that a normal variable stays below `z`.
///
/// # Formula
/// ```text
/// Φ(z) = erfc(−z/√2)/2
/// ```
///
/// # Examples
/// ```
/// use model::distribution::{normal_probability, normal_quantile};
/// assert!((normal_probability(normal_quantile(0.2)) - 0.2).abs() < 1e-15);
/// ```
pub fn normal_probability(z: f64) -> f64 {
    0.5 * libm::erfc(-z / core::f64::consts::SQRT_2)
}

/// The number that a share `p` of ascending numbers stays below, between two of them by straight line; 0 if there are
/// none.
///
/// # Formula
/// ```text
/// place = p·n − 1/2, kept within 0 to n − 1
/// ```
///
/// # Units
/// Those of the numbers.
///
/// # Source
/// Definition 5 of Hyndman and Fan 1996, The American Statistician 50.
///
/// # Examples
/// ```
/// use model::distribution::quantile;
/// assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.5), 2.0);
/// assert_eq!(quantile(&[1.0, 2.0, 4.0, 8.0], 0.5), 3.0);
/// ```
pub fn quantile(ascending: &[f64], p: f64) -> f64 {
    let (below, share) = position(ascending.len(), p);
    let at = |index: usize| ascending.get(index).copied().unwrap_or(0.0);
    if share == 0.0 { at(below) } else { at(below) + (at(below + 1) - at(below)) * share }
}

/// The index of the number, among `n` ascending ones, at or just below a quantile, and the share of the way to the next.
fn position(n: usize, p: f64) -> (usize, f64) {
    let place = (p * n as f64 - 0.5).clamp(0.0, (n as f64 - 1.0).max(0.0));
    (floor(place) as usize, place - floor(place))
}

/// [`quantile`] of numbers in any order: only what it looks at is brought to its place among them.
pub(crate) fn quantile_of(numbers: &mut [f64], p: f64) -> f64 {
    let (below, share) = position(numbers.len(), p);
    if below >= numbers.len() {
        return 0.0;
    }
    select(numbers, below);
    let at = numbers[below];
    let next = numbers[below + 1..].iter().copied().min_by(f64::total_cmp).unwrap_or(0.0);
    if share == 0.0 { at } else { at + (next - at) * share }
}

/// Brings numbers into ascending order, by the median of each half again.
pub(crate) fn sort(numbers: &mut [f64]) {
    let middle = numbers.len() / 2;
    if middle > 0 {
        select(numbers, middle);
        let (below, above) = numbers.split_at_mut(middle);
        sort(below);
        sort(&mut above[1..]);
    }
}

/// Brings the number that has a place among the ascending ones to it, the lesser ones before it and the greater behind:
/// Hoare's FIND. The library's own, and its sort, are
/// ten times the bytes of code.
fn select(numbers: &mut [f64], place: usize) {
    let is_less = |a: f64, b: f64| a.total_cmp(&b).is_lt();
    let (mut from, mut to) = (0, numbers.len() - 1);
    while from < to {
        let (mut low, mut high, pivot) = (from, to, numbers[place]);
        // Numbers before `low` are not greater than the pivot, and numbers behind `high` are not less.
        while low <= high {
            while is_less(numbers[low], pivot) {
                low += 1;
            }
            while is_less(pivot, numbers[high]) {
                high -= 1;
            }
            if low <= high {
                numbers.swap(low, high);
                low += 1;
                // Below the first there is nothing: the place is then among the greater ones.
                high = high.saturating_sub(1);
            }
        }
        if high < place {
            from = low;
        }
        if place < low {
            to = high;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_quantile_inverts_the_normal_distribution() {
        for step in 1..2000 {
            let p = f64::from(step) / 2000.0;
            let z = normal_quantile(p);
            let back = 0.5 * libm::erfc(-z / core::f64::consts::SQRT_2);
            assert!((back - p).abs() < 2e-15, "{p} gives {z}, which gives {back}");
        }
        assert!((normal_quantile(1e-7) + 5.199_337_582_192_817).abs() < 1e-12);
    }

    #[test]
    fn a_quantile_needs_no_order() {
        for n in 1..40_u32 {
            // Many equal ones, few, none; ascending, descending, neither.
            let of = |f: fn(u32) -> f64| (0..n).map(f).collect::<Vec<f64>>();
            let all = [
                of(|_| 7.0),
                of(|i| f64::from(i % 3)),
                of(f64::from),
                of(|i| -f64::from(i)),
                of(|i| libm::sin(f64::from(i))),
                of(|i| if i % 2 == 0 { 0.0 } else { -0.0 }),
            ];
            for numbers in all {
                let mut ascending = numbers.clone();
                ascending.sort_by(f64::total_cmp);
                let mut sorted = numbers.clone();
                sort(&mut sorted);
                assert!(sorted.iter().zip(&ascending).all(|(a, b)| a.to_bits() == b.to_bits()));
                for p in [0.0, 0.05, 0.3, 0.5, 0.95, 1.0] {
                    let (one, other) = (quantile(&ascending, p), quantile_of(&mut numbers.clone(), p));
                    assert_eq!(one.to_bits(), other.to_bits(), "{p} of {numbers:?}");
                }
            }
        }
        assert_eq!(quantile_of(&mut [], 0.5), 0.0);
    }
}
