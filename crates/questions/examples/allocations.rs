//! What each question allocates, as JSON: how often, bytes in all, and the most bytes at once. What is made once, by the
//! first question of its kind, is left out. Called by `cargo xtask test`; the numbers are the same on every run.

use std::collections::BTreeMap;

use questions::{Case, QUESTIONS};
use serde_json::json;

#[expect(clippy::print_stdout, reason = "this program's output")]
fn main() {
    let case = Case::default();
    let counts: BTreeMap<&str, _> = QUESTIONS
        .iter()
        .map(|question| {
            question.ask(&case);
            let found = allocation_counter::measure(|| question.ask(&case));
            let counts =
                json!({ "count": found.count_total, "bytes": found.bytes_total, "most_bytes_at_once": found.bytes_max });
            (question.name, counts)
        })
        .collect();
    println!("{}", json!(counts));
}
