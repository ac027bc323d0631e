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

    /// The points that are looked at within a bracket, and the root that is found.
    fn steps(from: (f64, f64), to: (f64, f64), tolerance: f64, f: impl Fn(f64) -> f64) -> (Vec<f64>, f64) {
        let mut looked_at = Vec::new();
        let found = root_between(from, to, tolerance, |x| {
            looked_at.push(x);
            f(x)
        });
        (looked_at, found)
    }

    #[test]
    fn a_jump_is_closed_in_on_by_halving_to_the_tolerance() {
        /// A bracket, and how many halvings make it narrower than 1/1024 of what the tolerance is relative to.
        const BRACKETS: [(f64, f64, f64, usize); 6] = [
            // Of the starting bracket where that reaches zero: 2 and 12 wide, and 4 from an end at zero.
            (-1.0, 1.0, 0.25, 10),
            (-4.0, 8.0, 0.25, 10),
            (0.0, 4.0, 1e-5, 10),
            (-4.0, 0.0, -1e-5, 10),
            // Of the ends elsewhere: 12 / 2^12 is below 4 / 1024, and 12 / 2^10 below 16 / 1024.
            (4.0, 16.0, 4.0 + 1e-5, 12),
            (4.0, 16.0, 16.0 - 1e-5, 10),
        ];
        for (low, high, jump, halvings) in BRACKETS {
            for side in [1.0, -1.0] {
                let f = |x: f64| if x < jump { -1.0 } else { 1.0 };
                let ((from, to), width) = (if side > 0.0 { (low, high) } else { (high, low) }, high - low);
                let (looked_at, found) = steps((from, f(from)), (to, f(to)), 1.0 / 1024.0, f);
                assert_eq!(looked_at.len(), halvings, "for {jump} from {from} to {to}");
                let off = (found - jump) * side;
                assert!(off >= 0.0 && off <= width / libm::exp2(halvings as f64), "{found} for {jump}");
            }
        }
    }

    #[test]
    fn a_step_is_the_parabola_through_three_points_where_that_is_safe() {
        // x² - 2 is -1 at 1, 1/4 at 3/2 and 2 at 2. Lagrange's parabola of x over these values, at 0:
        let parabola = 1.0 * 0.5 / 3.75 + 1.5 * 2.0 / 2.1875 - 2.0 * 0.25 / 5.25;
        for (from, to) in [((1.0, -1.0), (2.0, 2.0)), ((2.0, 2.0), (1.0, -1.0))] {
            let (looked_at, _) = steps(from, to, 1e-9, |x| x * x - 2.0);
            assert_eq!(looked_at[0], 1.5);
            assert!((looked_at[1] - parabola).abs() < 1e-15, "{looked_at:?}");
        }
    }

    #[test]
    fn where_the_parabola_only_just_turns_at_an_end_the_bracket_is_halved() {
        // Values at the points that are looked at: a line from 0 to 4 is met at 1/2, where the function is 1 instead of 0.
        // Of x over the values -1, 1 and 3 at 0, 1/2 and 2 the parabola is (v + 1)² / 8: level at -1, the end at 0.
        let f = |x: f64| if x == 0.5 { 1.0 } else { 2.0 * x - 1.0 };
        let (looked_at, _) = steps((0.0, -1.0), (4.0, 7.0), 1e-9, f);
        assert_eq!(looked_at[..3], [2.0, 0.5, 0.25]);
        // Where numbers are 1 apart, a step to 6.6 meets 7. Of x over -5, -1/2 and 4 at 8, 7 and 4 the parabola is
        // 8 - 4 (v + 5)² / 81: level at -5, the other end. Halfway from 7 to 4 is rounded to 6.
        let start = libm::exp2(52.0);
        let values = [8.0, 0.0, 0.0, 0.0, 4.0, 2.0, 1.0, -0.5, -5.0];
        let f = |x: f64| values[(x - start) as usize];
        let (looked_at, _) = steps((start, 8.0), (start + 8.0, -5.0), 1e-18, f);
        assert_eq!(looked_at[..3], [start + 4.0, start + 7.0, start + 6.0]);
    }

    #[test]
    fn a_step_stays_half_a_tolerance_away_from_both_ends() {
        // On a line the parabola meets the root itself: 0.99, a hundredth from the end, and 0.51, from the newest point.
        for (root, second, found) in [(0.99, 0.95, 1.0), (0.51, 0.55, 0.55)] {
            let (looked_at, end) = steps((0.0, -root), (1.0, 1.0 - root), 0.1, |x| x - root);
            assert_eq!(looked_at.len(), 2, "{looked_at:?}");
            assert!((looked_at[1] - second).abs() < 1e-15, "{looked_at:?}");
            assert!((end - found).abs() < 1e-15, "{end}");
        }
    }
}
