//! Accuracy against published scores, and drift against its table.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use model::accuracy::{Drift, mmlu_by_size, tuned};
use model::outcome::Condition;
use model::{Assumption, Assumptions, Input, Scenario, evaluate};

fn with(changes: &[(Input, f64)]) -> Scenario {
    changes
        .iter()
        .fold(Scenario::default(), |scenario, (input, value)| scenario.with(*input, *value).unwrap())
}

#[test]
fn size_law_reproduces_its_family() {
    let constants = Assumptions::default();
    let number = |assumption| constants.number(assumption);
    let family = [
        (0.494, 0.475),
        (1.54, 0.609),
        (3.09, 0.656),
        (7.61, 0.742),
        (14.7, 0.797),
        (32.5, 0.833),
        (72.7, 0.861),
    ];
    for (billions, measured) in family {
        let predicted = mmlu_by_size(
            billions,
            number(Assumption::MmluChance),
            number(Assumption::MmluSpan),
            number(Assumption::MmluSlope),
            number(Assumption::MmluOffset),
        );
        assert!((predicted - measured).abs() < 0.015, "{billions}B: {predicted} against {measured}");
    }
}

#[test]
fn general_capability_is_that_of_the_table() {
    // MMLU of Qwen2.5 against GPT-4o: 7B 85 %, 32B 96 %, 72B 99 %.
    for (size, share) in [(7.61, 0.85), (32.5, 0.96), (72.7, 0.99)] {
        let outcome = evaluate(&with(&[(Input::ModelSize, size)])).estimate;
        assert!((outcome.accuracy.base_capability.number() - share).abs() < 0.02, "{size}B");
    }
}

#[test]
fn mean_loss_is_that_of_the_drift_table() {
    // Rows: weekly, monthly, quarterly, yearly; columns: 1, 3 and 8 points a year. In points, as printed.
    let table = [
        (52.0, [0.01, 0.03, 0.08]),
        (12.0, [0.04, 0.13, 0.33]),
        (4.0, [0.13, 0.38, 1.0]),
        (1.0, [0.5, 1.5, 4.0]),
    ];
    for (rounds, losses) in table {
        for (rate, loss) in [0.01, 0.03, 0.08].into_iter().zip(losses) {
            let points = Drift::new(rate, 2.0, 0.45).mean_loss(1.0 / rounds, 0.0) * 100.0;
            assert!((points - loss).abs() <= 0.00501, "{rounds} a year at {rate}: {points} against {loss}");
        }
    }
}

#[test]
fn label_delay_costs_its_share_of_a_year() {
    let (rate, interval, delay) = (0.03, 0.25, 0.1);
    let loss = Drift::new(rate, 2.0, 0.45).mean_loss(interval, delay);
    assert!((loss - rate * (interval / 2.0 + delay)).abs() < 1e-15);
}

#[test]
fn drift_is_smooth_grows_and_levels_off() {
    for (rate, limit) in [(0.03, 0.45), (0.2, 0.3), (0.001, 0.02), (0.2, 0.01)] {
        let drift = Drift::new(rate, 2.0, limit);
        let step = 0.001;
        let mut area = 0.0;
        for index in 0..10_000 {
            let age = f64::from(index) * step;
            let (now, next) = (drift.loss(age), drift.loss(age + step));
            assert!(next >= now - 1e-15 && next - now <= rate * step + 1e-15 && next <= limit + 1e-15);
            area += (now + next) / 2.0 * step;
        }
        assert!((drift.mean_loss(10.0, 0.0) - area / 10.0).abs() < 1e-6);
        assert!((drift.loss(1e4) - limit).abs() < 1e-3 * limit || rate < 0.01);
    }
    assert_eq!(Drift::new(0.0, 2.0, 0.45).mean_loss(5.0, 1.0), 0.0);
}

#[test]
fn average_accuracy_loses_rate_times_half_an_interval_and_delay() {
    let scenario = with(&[
        (Input::ExamplesPerRound, 0.0),
        (Input::RetrainsPerYear, 4.0),
        (Input::LabelDelay, 14.0),
        (Input::Drift, 0.05),
        (Input::Horizon, 24.0),
    ]);
    let accuracy = evaluate(&scenario).estimate.accuracy;
    let fresh = accuracy.accuracy_launch.number() + 0.05 * 14.0 / 365.25;
    let expected = fresh - 0.05 * (0.125 + 14.0 / 365.25);
    assert!((accuracy.own_accuracy.number() - expected).abs() < 1e-12);
    assert!(
        (accuracy.accuracy_before_retrain.number() - (fresh - 0.05 * (0.25 + 14.0 / 365.25))).abs() < 1e-12
    );
    assert_eq!(accuracy.accuracy_after_retrain, accuracy.accuracy_launch);
}

#[test]
fn never_retraining_drifts_to_the_horizons_end() {
    let outcome = evaluate(&with(&[(Input::RetrainsPerYear, 0.0), (Input::Horizon, 60.0)]));
    let accuracy = outcome.estimate.accuracy;
    assert_eq!(accuracy.accuracy_after_retrain, accuracy.accuracy_launch);
    let last = outcome.accuracy_path.last().unwrap();
    assert_eq!(last.own, last.own_never);
    assert!((last.own.number() - accuracy.accuracy_before_retrain.number()).abs() < 1e-12);
    assert!(outcome.accuracy_path.iter().all(|moment| !moment.retrain));
    assert_eq!(accuracy.examples_total.number(), 20_000.0);
}

#[test]
fn a_retrain_is_two_points_of_the_path() {
    let outcome = evaluate(&with(&[(Input::RetrainsPerYear, 2.0), (Input::Horizon, 12.0)]));
    let retrain = outcome.accuracy_path.iter().position(|moment| moment.retrain).unwrap();
    let (before, after) = (outcome.accuracy_path[retrain - 1], outcome.accuracy_path[retrain]);
    assert_eq!((before.month.number(), after.month.number()), (6.0, 6.0));
    let accuracy = outcome.estimate.accuracy;
    assert!((before.own.number() - accuracy.accuracy_before_retrain.number()).abs() < 1e-12);
    assert!((after.own.number() - accuracy.accuracy_after_retrain.number()).abs() < 1e-12);
    assert_eq!(outcome.accuracy_path.iter().filter(|moment| moment.retrain).count(), 1);
}

#[test]
fn the_paths_area_is_the_average() {
    for rounds in [0.0, 1.0, 5.0, 12.0, 52.0] {
        let outcome = evaluate(&with(&[(Input::RetrainsPerYear, rounds)]));
        let area: f64 = outcome
            .accuracy_path
            .windows(2)
            .map(|pair| {
                (pair[0].own.number() + pair[1].own.number()) / 2.0
                    * (pair[1].month.number() - pair[0].month.number())
            })
            .sum();
        let average = outcome.estimate.accuracy.own_accuracy.number();
        assert!((area / 24.0 - average).abs() < 1e-6, "{rounds} a year: {} against {average}", area / 24.0);
    }
}

#[test]
fn tuned_small_models_reach_the_closed_one_on_narrow_tasks() {
    // LoRA Land: a tuned 7B reaches 95 to 112 % of GPT-4 on narrow tasks, and far less on broad knowledge.
    let narrow = with(&[
        (Input::ModelSize, 7.0),
        (Input::Breadth, 0.0),
        (Input::Drift, 0.0),
        (Input::ClosedDrift, 0.0),
    ]);
    let ratio = |scenario: &Scenario| {
        let accuracy = evaluate(scenario).estimate.accuracy;
        accuracy.own_accuracy.number() / accuracy.rent_accuracy.number()
    };
    assert!((0.95..1.12).contains(&ratio(&narrow)), "{}", ratio(&narrow));
    let broad = narrow.clone().with(Input::Breadth, 1.0).unwrap();
    assert!((0.8..0.9).contains(&ratio(&broad)), "{}", ratio(&broad));
    let untuned =
        narrow.with(Input::InitialExamples, 0.0).and_then(|s| s.with(Input::ExamplesPerRound, 0.0)).unwrap();
    assert!((ratio(&untuned) - ratio(&broad)).abs() < 1e-9);
}

#[test]
fn each_tenfold_of_examples_gains_less() {
    let at = |examples| tuned(examples, 0.76, 0.08, 0.25, 200.0, 0.4);
    let gains = [at(1e4) - at(1e3), at(1e5) - at(1e4), at(1e6) - at(1e5), at(1e7) - at(1e6)];
    assert!(gains.windows(2).all(|pair| pair[1] < pair[0] && pair[1] > 0.0), "{gains:?}");
    assert!(at(1e12) < 1.0 - 0.75 * 0.08 - 0.25 * 0.24 + 1e-12);
}

#[test]
fn sizes_outside_the_fit_are_told() {
    let outside = |size| {
        let conditions = evaluate(&with(&[(Input::ModelSize, size)])).estimate.conditions;
        conditions.contains(&Condition::SizeBeyondCalibration)
    };
    assert!(!outside(0.5) && !outside(8.0) && !outside(72.0));
    assert!(outside(120.0) && outside(405.0));
}

#[test]
fn fewer_bits_cost_a_little_accuracy() {
    let at = |precision: &str| {
        let scenario = Scenario::default().with_text("precision", precision).unwrap();
        evaluate(&scenario).estimate.accuracy.own_accuracy.number()
    };
    assert!(at("bf16") > at("fp8") && at("fp8") > at("int4"));
    assert!(at("bf16") - at("int4") < 0.03);
}
