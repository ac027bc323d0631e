//! What the model's questions cost in time: `cargo bench -p model`.

use divan::{Bencher, black_box};
use model::trace::Trace;
use model::{Assumptions, Input, Scenario, estimate, evaluate, frontier, response, sensitivity, uncertainty};

fn main() {
    divan::main();
}

#[divan::bench]
fn one_estimate(bencher: Bencher<'_, '_>) {
    let (values, assumptions) = (Scenario::default().values(), Assumptions::default());
    bencher.bench(|| estimate(black_box(&values), black_box(&assumptions), &mut Trace::off()));
}

#[divan::bench]
fn one_evaluation() -> model::Outcome {
    evaluate(black_box(&Scenario::default()))
}

#[divan::bench]
fn sample(bencher: Bencher<'_, '_>) {
    let (values, assumptions) = (Scenario::default().values(), Assumptions::default());
    bencher.bench(|| uncertainty::sample(black_box(&values), black_box(&assumptions)));
}

#[divan::bench]
fn tornado(bencher: Bencher<'_, '_>) {
    let (values, assumptions) = (Scenario::default().values(), Assumptions::default());
    bencher.bench(|| sensitivity::tornado(black_box(&values), black_box(&assumptions)));
}

#[divan::bench]
fn curve_of_61() -> Vec<response::ResponsePoint> {
    response::curve(black_box(&Scenario::default()), Input::GpuCount, 61)
}

#[divan::bench]
fn frontiers() -> frontier::Frontier {
    frontier::frontier(black_box(&Scenario::default()))
}
