//! The claims' checks, computed once, as they are the same for every case.

use std::sync::OnceLock;

use model::claims::{Check, FACTS, Fact, check};

/// The model's check of a fact.
pub fn check_of(fact: &'static Fact) -> &'static Check {
    static CHECKS: [OnceLock<Check>; FACTS.len()] = [const { OnceLock::new() }; FACTS.len()];
    CHECKS[fact.fact as usize].get_or_init(|| check(fact))
}
