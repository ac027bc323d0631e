//! Roots: where a function of one number changes its sign.

/// Where a function changes its sign between two points; of the last bracket, the end on `to`'s side.
///
/// Chandrupatla's method: inverse quadratic interpolation where it is safe, else bisection, so that jumps are found as
/// well. The bracket is closed to `tolerance`, relative to its ends (to the starting bracket if it reaches zero).
///
/// ```
/// let cube = model::roots::root(0.0, 4.0, 1e-12, |x| x * x * x - 2.0);
/// assert!((cube * cube * cube - 2.0).abs() < 1e-9);
/// let jump = model::roots::root(0.0, 4.0, 1e-12, |x| if x < 1.5 { -1.0 } else { 9.0 });
/// assert!((jump - 1.5).abs() < 1e-9 && jump >= 1.5);
/// ```
pub fn root(from: f64, to: f64, tolerance: f64, mut f: impl FnMut(f64) -> f64) -> f64 {
    let at_from = f(from);
    root_between((from, at_from), (to, f(to)), tolerance, f)
}

/// [`root`], where the function's values at both ends are known.
pub(crate) fn root_between(
    from: (f64, f64),
    to: (f64, f64),
    tolerance: f64,
    mut f: impl FnMut(f64) -> f64,
) -> f64 {
    let holds = |at: f64| (at >= 0.0) == (to.1 >= 0.0);
    let least = if from.0 * to.0 <= 0.0 { (to.0 - from.0).abs() } else { 0.0 };
    // `a` is the newest point, `b` the other end of the bracket, `c` the point that left it last.
    let (mut a, mut b, mut share) = (from, to, 0.5);
    for _ in 0..200 {
        let x = a.0 + share * (b.0 - a.0);
        let new = (x, f(x));
        let c = if holds(new.1) == holds(a.1) {
            a
        } else {
            let left = b;
            b = a;
            left
        };
        a = new;
        let close = tolerance * a.0.abs().max(b.0.abs()).max(least);
        let width = (b.0 - a.0).abs();
        // A zero counts as positive: it ends the search only where the end asked for is the positive one.
        if (a.1 == 0.0 && holds(a.1)) || width <= close {
            break;
        }
        let (xi, phi) = ((a.0 - b.0) / (c.0 - b.0), (a.1 - b.1) / (c.1 - b.1));
        let safe = phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi;
        share = if safe {
            let from_b = a.1 / (b.1 - a.1) * c.1 / (b.1 - c.1);
            let from_c = (c.0 - a.0) / (b.0 - a.0) * a.1 / (c.1 - a.1) * b.1 / (c.1 - b.1);
            // At least half the tolerance away from both ends, so that the last step closes the bracket.
            (from_b + from_c).clamp(close / width / 2.0, 1.0 - close / width / 2.0)
        } else {
            0.5
        };
    }
    if holds(a.1) { a.0 } else { b.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A function, its root, the bracket, and how many values are looked at from its low end and from its high end. The
    /// counts are what the method takes now: a fault in a step leaves the root and costs values.
    type Case = (fn(f64) -> f64, f64, f64, f64, [usize; 2]);

    const CASES: [Case; 8] = [
        (|x| x - 0.25, 0.25, 0.0, 1.0, [4, 5]),
        (|x| x * x * x - 2.0 * x - 5.0, 2.094_551_481_542_326_6, 2.0, 3.0, [8, 8]),
        (|x| libm::exp(x) - 10.0, core::f64::consts::LN_10, 0.0, 5.0, [11, 11]),
        (|x| libm::cos(x) - x, 0.739_085_133_215_160_6, 0.0, 1.5, [8, 7]),
        (|x| 1.0 - 1.0 / x, 1.0, 0.1, 100.0, [15, 16]),
        (|x| libm::pow(x, 9.0), 0.0, -1.0, 1.5, [42, 42]),
        (|x| libm::atan(x - 3.0), 3.0, -50.0, 60.0, [14, 14]),
        (|x| if x < 1.5 { -1.0 } else { 9.0 }, 1.5, 0.0, 4.0, [42, 42]),
    ];

    #[test]
    fn known_roots_are_found_from_either_side_with_as_few_values() {
        for (f, expected, low, high, counts) in CASES {
            for ((from, to), values) in [(low, high), (high, low)].into_iter().zip(counts) {
                let mut looked_at = 0;
                let found = root(from, to, 1e-12, |x| {
                    assert!((low..=high).contains(&x), "{x} is outside the bracket");
                    looked_at += 1;
                    f(x)
                });
                assert!(
                    (found - expected).abs() <= 1e-12 * expected.abs().max(high - low),
                    "{found} for {expected}"
                );
                assert_eq!(f(found) >= 0.0, f(to) >= 0.0, "the end on the side of {to}");
                assert_eq!(looked_at, values, "for {expected}, from {from}");
            }
        }
    }

    #[test]
    fn a_wide_tolerance_ends_at_once_and_a_root_at_an_end_is_taken() {
        let mut looked_at = 0;
        let found = root_between((0.0, -1.0), (1.0, 1.0), 2.0, |x| {
            looked_at += 1;
            x - 0.4
        });
        assert_eq!((found, looked_at), (0.5, 1));
        assert_eq!(root(0.0, 1.0, 1e-12, |x| x - 1.0), 1.0);
        // Exactly on the root the search ends.
        let mut looked_at = 0;
        let found = root_between((0.0, -0.5), (1.0, 0.5), 1e-300, |x| {
            looked_at += 1;
            x - 0.5
        });
        assert_eq!((found, looked_at), (0.5, 1));
    }
}
