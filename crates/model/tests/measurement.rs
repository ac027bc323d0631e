//! What a reader has measured: it scales the forecast of the machine that it was taken on, and no other's.

#![expect(clippy::unwrap_used, reason = "a test may stop at a broken expectation")]

use model::outcome::Condition;
use model::trace::Trace;
use model::{Estimate, Input, Scenario, estimate};

fn of(scenario: &Scenario) -> Estimate {
    estimate(&scenario.values(), &scenario.assumptions(), &mut Trace::off())
}

/// A case whose objectives hold however slow the machine is, so that its degree of parallelism stays. Nothing is cached: a
/// slower machine keeps sessions for longer.
fn patient() -> Scenario {
    Scenario::default()
        .with(Input::TtftObjective, 60.0)
        .and_then(|it| it.with(Input::ItlObjective, 1.0))
        .and_then(|it| it.with(Input::CachedShare, 0.0))
        .unwrap()
}

/// A case so busy that its replicas are full, and what a measurement of one such replica is of.
fn busy() -> Scenario {
    let busy = patient().with(Input::RequestsPerDay, 1e8).unwrap();
    let tp = of(&busy).serving.tp_degree.number();
    busy.with(Input::MeasuredTp, tp).and_then(|it| it.with(Input::MeasuredInFlight, 10_000.0)).unwrap()
}

/// The same case, in which one full replica was measured to give this many output tokens a second.
fn measured(scenario: Scenario, tokens_per_s: f64) -> Scenario {
    scenario
        .with_text("measured", "tokens_per_s")
        .and_then(|it| it.with(Input::MeasuredTokensPerS, tokens_per_s))
        .unwrap()
}

fn tokens_of_a_replica(estimate: &Estimate) -> f64 {
    estimate.serving.capacity_output_tokens.number() / estimate.serving.own_replicas.number()
}

#[test]
fn at_its_own_load_a_measurement_is_the_forecast() {
    let before = tokens_of_a_replica(&of(&busy()));
    for share in [0.5, 0.8, 1.3] {
        let after = of(&measured(busy(), share * before));
        assert!((tokens_of_a_replica(&after) / (share * before) - 1.0).abs() < 1e-9);
        assert!((after.serving.measured_pace.number() / share - 1.0).abs() < 1e-9);
    }
}

#[test]
fn a_measured_latency_is_the_latency_of_its_load() {
    let case = patient();
    let before = of(&case);
    let measured = case
        .with_text("measured", "itl")
        .and_then(|it| it.with(Input::MeasuredInFlight, before.load.batch_peak.number()))
        .and_then(|it| it.with(Input::MeasuredItl, 2.0 * before.load.itl_peak.number()))
        .unwrap();
    let after = of(&measured);
    // With as many requests in flight, tokens take twice the time; slower, more of them are.
    assert!((after.serving.measured_pace.number() - 0.5).abs() < 1e-9);
    assert!(after.load.itl_peak.number() > 2.0 * before.load.itl_peak.number());
    // One pace is that of every time, so that the capacity follows.
    assert!((after.serving.capacity.number() / before.serving.capacity.number() - 0.5).abs() < 1e-9);
}

#[test]
fn the_less_alike_the_load_the_less_a_measurement_says() {
    let half = 0.5 * tokens_of_a_replica(&of(&busy()));
    let mut last = 0.0;
    for prompt in [3000.0, 6000.0, 12_000.0, 24_000.0] {
        let pace =
            of(&measured(busy(), half).with(Input::PromptTokens, prompt).unwrap()).serving.measured_pace;
        assert!(pace.number() > last && pace.number() < 1.0, "{prompt}: {pace:?}");
        last = pace.number();
    }
}

#[test]
fn a_measurement_of_another_machine_changes_nothing_and_says_so() {
    let plain = of(&busy());
    for (id, text) in [
        ("measured_gpu", "a100-80"),
        ("measured_engine", "sglang"),
        ("measured_precision", "bf16"),
        ("measured_model", "llama-3.1-8b"),
        ("measured_model_size", "7"),
    ] {
        let other = of(&measured(busy(), 100.0).with_text(id, text).unwrap());
        assert!(other.conditions.contains(&Condition::MeasurementOfAnother), "{id}");
        assert_eq!((other.serving, other.load), (plain.serving, plain.load), "{id}");
    }
    // Nor does it follow the case to another GPU.
    let moved = of(&measured(busy(), 100.0).with_text("gpu", "h200-sxm").unwrap());
    assert!(moved.conditions.contains(&Condition::MeasurementOfAnother));
    assert_eq!(moved.serving.measured_pace.number(), 1.0);
}

#[test]
fn what_is_far_from_the_forecast_is_doubted() {
    let tokens = tokens_of_a_replica(&of(&busy()));
    let doubted =
        |share| of(&measured(busy(), share * tokens)).conditions.contains(&Condition::MeasurementDoubtful);
    assert_eq!([0.2, 0.3, 1.0, 3.5, 4.5].map(doubted), [true, false, false, false, true]);
}

#[test]
fn an_invoice_sets_the_price_of_a_month_of_its_tokens() {
    let case = Scenario::default();
    let plain = of(&case);
    let requests = case.get(Input::RequestsPerDay) * 365.25 / 12.0;
    let tokens = |input| (requests * case.get(input)).round();
    let invoiced = |dollars: f64| {
        case.clone()
            .with(Input::Invoiced, dollars)
            .and_then(|it| it.with(Input::InvoicedInputTokens, tokens(Input::PromptTokens)))
            .and_then(|it| it.with(Input::InvoicedOutputTokens, tokens(Input::OutputTokens)))
            .unwrap()
    };
    let dollars = 0.6 * plain.cost.rent_invoice.number();
    let after = of(&invoiced(dollars));
    assert!((after.cost.rent_invoice.number() / dollars - 1.0).abs() < 1e-3);
    // What is rented over the horizon follows, and people do not.
    let lines = |it: &Estimate| it.ledgers.rent.iter().map(|line| line.cost.number()).collect::<Vec<_>>();
    let (before, now) = (lines(&plain), lines(&after));
    assert!((now[0] / before[0] - 0.6).abs() < 1e-3 && (now[1] / before[1] - 0.6).abs() < 1e-3);
    assert_eq!(now[2..], before[2..]);
    // Another closed model's invoice is no price of this one.
    let other = of(&invoiced(dollars).with_text("api", "gpt-6-luna").unwrap());
    assert!(other.conditions.contains(&Condition::InvoiceOfAnother));
    let unscaled = of(&case.with_text("api", "gpt-6-luna").unwrap());
    assert_eq!(other.cost, unscaled.cost);
}
