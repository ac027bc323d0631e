//! What was probably meant by a name that is not known.

use model::similar::{nearest, slips};

#[test]
fn the_name_with_the_fewest_slips_is_meant_wherever_it_stands() {
    // One letter more than the first and three slips from the second.
    let known = ["retrains_per_year", "retrains_per_week"];
    assert_eq!(known.map(|name| slips("retrains_per_yeear", name)), [Some(1), Some(3)]);
    assert_eq!(nearest("retrains_per_yeear", known), Some("retrains_per_year"));
    assert_eq!(nearest("retrains_per_yeear", [known[1], known[0]]), Some("retrains_per_year"));
    // Of two as near, the first.
    assert_eq!(nearest("gpu_cound", ["gpu_count", "gpu_bound"]), Some("gpu_count"));
}
