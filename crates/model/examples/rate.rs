//! Evaluations a second of the model in one thread, as JSON; for how many seconds is its one argument. Called by
//! `cargo xtask measure compare`.

use std::hint::black_box;
use std::time::Instant;

use model::architecture;
use model::load::steady;
use model::serving::{Replica, Setup};
use model::trace::Trace;
use model::units::{Gpus, RequestsPerSecond};
use model::{Input, Scenario, estimate, evaluate};
use serde_json::json;

#[expect(clippy::print_stdout, reason = "this program's output")]
fn main() {
    let seconds = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1.0);
    let scenario = Scenario::default();
    let (values, assumptions) = (scenario.values(), scenario.assumptions());
    // Another size each time: nothing may be kept from the call before.
    let sizes = [0.5, 1.5, 3.0, 8.0, 14.0, 32.0, 70.0, 200.0];
    let estimates = rate(seconds, |n| {
        let values = values.replaced(Input::ModelSize, sizes[n % sizes.len()]);
        black_box(estimate(black_box(&values), black_box(&assumptions), &mut Trace::off()));
    });
    let evaluations = rate(seconds, |_| {
        black_box(evaluate(black_box(&scenario)));
    });
    // What comes nearest to the inference analysis of llm-analysis, and no more.
    let shape = architecture::resolve(&values);
    let replicas = rate(seconds, |n| {
        let off = &mut Trace::off();
        let values = values.replaced(Input::PromptTokens, 2000.0 + (n % 1000) as f64);
        let replica = Replica::new(&Setup::new(&values, &assumptions, &shape, Gpus::new(1.0)), off);
        let half = RequestsPerSecond::new(0.5 * replica.capacity(off).number());
        black_box((replica.fit().is_ok(), steady(&replica, half, black_box(&assumptions))));
    });
    println!("{}", json!({ "estimate": estimates, "evaluate": evaluations, "replica": replicas }));
}

/// Calls a second.
fn rate(seconds: f64, call: impl Fn(usize)) -> f64 {
    let start = Instant::now();
    let mut calls = 0;
    while start.elapsed().as_secs_f64() < seconds {
        call(calls);
        calls += 1;
    }
    calls as f64 / start.elapsed().as_secs_f64()
}
