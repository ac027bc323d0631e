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
        if a.1 == 0.0 || width <= close {
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
