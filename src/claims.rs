//! The claims' checks, computed once: they are the same for every case.

use std::sync::OnceLock;

use model::claims::{Check, FACTS, Fact, check};

/// What the model says of a fact.
pub fn check_of(fact: &'static Fact) -> &'static Check {
    static CHECKS: [OnceLock<Check>; FACTS.len()] = [const { OnceLock::new() }; FACTS.len()];
    CHECKS[fact.fact as usize].get_or_init(|| check(fact))
}
