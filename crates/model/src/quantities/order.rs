//! Stable sorting with one copy of its code: the standard library's is compiled anew for every type that is sorted, and
//! eight of those were a twentieth of the page's second program.

use core::cmp::Ordering;

/// Sorts items as [`slice::sort_by`] does: items that compare equal keep their order.
///
/// ```
/// let mut words = ["pear", "fig", "plum", "kiwi"];
/// model::order::sort_by(&mut words, |a, b| a.len().cmp(&b.len()));
/// assert_eq!(words, ["fig", "pear", "plum", "kiwi"]);
/// ```
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut order = order(items.len(), &|a, b| compare(&items[a], &items[b]));
    // Each item goes to its place along the cycle of the permutation that it is in.
    for start in 0..items.len() {
        let mut at = start;
        while order[at] != start {
            let next = core::mem::replace(&mut order[at], at);
            items.swap(at, next);
            at = next;
        }
        order[at] = at;
    }
}

/// The indices of items in their sorted order.
fn order(n: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permutation_is_sorted_as_the_standard_library_does() {
        // Keys with repeats, each with its place, so that a change of the order of equals shows.
        for seed in 0..500_u64 {
            let n = (seed % 40) as usize;
            let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
            let mut items: Vec<(u64, usize)> = (0..n)
                .map(|at| {
                    state =
                        state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    ((state >> 33) % 9, at)
                })
                .collect();
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            sort_by(&mut items, |a, b| a.0.cmp(&b.0));
            assert_eq!(items, expected);
        }
    }
}
