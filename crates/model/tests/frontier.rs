//! The frontier against a check of every pair of configurations, each estimated by itself.

#![expect(clippy::expect_used, reason = "a test may stop where it fails")]

use model::catalogue::{Domain, INPUTS};
use model::frontier::{Frontier, FrontierPoint, Space, explore, frontier};
use model::trace::Trace;
use model::{Assumptions, Estimate, Input, Preset, Scenario, estimate};
use proptest::prelude::*;

/// Any scenario: a few inputs somewhere in their range, the others as the preset has them.
fn scenarios() -> impl Strategy<Value = Scenario> {
    let changes = prop::collection::vec((0..Input::COUNT, 0.0..=1.0), 0..12);
    (0..Preset::ALL.len(), changes).prop_map(|(preset, changes)| {
        changes.into_iter().fold(Scenario::preset(Preset::ALL[preset]), |scenario, (index, share)| {
            let input = INPUTS[index].input;
            scenario.with(input, at(input, share)).expect("a value in the range is allowed")
        })
    })
}

fn at(input: Input, share: f64) -> f64 {
    match input.spec().domain {
        Domain::Choice(options) => libm::floor(share * (options.len() - 1) as f64),
        Domain::Number { min, max, whole, .. } => {
            // Small values as often as large ones.
            let value = min + (max - min) * share * share * share;
            if whole { libm::round(value) } else { value.clamp(min, max) }
        }
    }
}

fn numbers(scenario: &Scenario) -> Estimate {
    estimate(&scenario.values(), &Assumptions::default(), &mut Trace::off())
}

/// The scenario with a point's configuration taken over.
fn taken(scenario: &Scenario, point: &FrontierPoint) -> Scenario {
    let set = |scenario: Scenario, (input, value)| {
        // As the page does: asking for a size lets go of a named model.
        let scenario = if input == Input::ModelSize { scenario.with(Input::Model, 0.0)? } else { scenario };
        scenario.with(input, value)
    };
    point.changes(scenario).into_iter().try_fold(scenario.clone(), set).expect("a point can be taken over")
}

fn beats(one: (f64, f64), other: (f64, f64)) -> bool {
    one.0 <= other.0 && one.1 >= other.1 && one != other
}

/// Every point by itself, and the efficient ones by comparing every pair.
fn check(scenario: &Scenario, found: &Frontier) {
    let mut serving = Vec::new();
    for point in &found.points {
        let alone = numbers(&taken(scenario, point));
        assert!(alone.serving.fits);
        assert_eq!(alone.cost.own_cost.number().to_bits(), point.cost.number().to_bits());
        assert_eq!(alone.accuracy.own_accuracy.number().to_bits(), point.accuracy.number().to_bits());
        assert_eq!(alone.load.rate_overflow_peak.number() <= 0.0, point.serves_peak);
        if point.serves_peak {
            serving.push((point.cost.number(), point.accuracy.number()));
        }
    }
    let mut expected: Vec<(f64, f64)> =
        serving.iter().copied().filter(|one| !serving.iter().any(|other| beats(*other, *one))).collect();
    expected.sort_by(|a, b| a.0.total_cmp(&b.0));
    expected.dedup();
    let efficient: Vec<(f64, f64)> =
        found.efficient.iter().map(|point| (point.cost.number(), point.accuracy.number())).collect();
    assert_eq!(efficient, expected);
    let marked: Vec<FrontierPoint> = found.points.iter().filter(|point| point.efficient).copied().collect();
    assert_eq!(marked, found.efficient);

    let present = (found.present.cost.number(), found.present.accuracy.number());
    assert_eq!(
        found.present.efficient,
        found.present.serves_peak && !serving.iter().any(|other| beats(*other, present))
    );
    let fits = numbers(scenario).serving.fits;
    let is_there = |point: &FrontierPoint| {
        FrontierPoint { efficient: false, ..*point } == FrontierPoint { efficient: false, ..found.present }
    };
    assert_eq!(found.points.iter().any(is_there), fits);
    let cheapest = serving.iter().filter(|other| other.1 >= present.1).map(|other| other.0);
    let excess = (present.0 - cheapest.fold(f64::INFINITY, f64::min)).max(0.0);
    assert_eq!(found.excess_cost.number(), excess);
    // What helps a configuration that serves the peak is cheaper and loses nothing; others have a peak to serve first.
    if let Some(change) = found.best_change.filter(|_| found.present.serves_peak) {
        assert!(change.point.cost < found.present.cost, "{change:?}");
        assert!(change.point.accuracy >= found.present.accuracy, "{change:?}");
    }
}

#[test]
fn each_combination_of_what_is_tried_is_a_configuration() {
    let scenario = Scenario::default();
    let (mut tried, narrow) = (0, Space::around(&scenario));
    explore(&scenario, &narrow, || tried += 1);
    assert!(tried > 100);
    assert_eq!(narrow.configurations(), tried);
    // One precision and one kind of GPU become three and all of them.
    let kinds = 3 * model::catalogue::GPUS.len();
    assert_eq!(narrow.all_hardware().configurations(), tried * kinds);
}

#[test]
fn the_frontier_equals_brute_force_for_every_preset() {
    for preset in Preset::ALL {
        let scenario = Scenario::preset(preset);
        check(&scenario, &frontier(&scenario));
    }
}

#[test]
fn a_named_model_is_among_the_points() {
    let scenario = Scenario::default().with_text("model", "llama-3.1-70b").expect("a model of the catalogue");
    let found = frontier(&scenario);
    check(&scenario, &found);
    assert!(found.points.iter().all(|point| {
        let names_size = point.changes(&scenario).iter().any(|(input, _)| *input == Input::ModelSize);
        names_size != (point.model_size == scenario.get(Input::ModelSize))
    }));
}

#[test]
fn every_kind_of_gpu_has_its_own_price_and_the_readers_keeps_the_readers() {
    let scenario = Scenario::default().with(Input::GpuHourPrice, 1.23).expect("a price in the range");
    let found = explore(&scenario, &Space::around(&scenario).all_hardware(), || ());
    assert!(found.points.iter().any(|point| point.gpu != scenario.gpu()));
    assert!(found.points.iter().any(|point| point.precision.id == "int4"));
    for point in found.points.iter().step_by(97) {
        let taken = taken(&scenario, point);
        let price = if point.gpu == scenario.gpu() { 1.23 } else { point.gpu.price_per_hour[1] };
        assert_eq!(taken.get(Input::GpuHourPrice), price);
        assert_eq!(numbers(&taken).cost.own_cost, point.cost);
    }
    let narrow = frontier(&scenario);
    assert!(narrow.points.len() < found.points.len() && narrow.excess_cost <= found.excess_cost);
}

#[test]
fn the_best_change_is_of_one_input_and_does_what_it_says() {
    let cases = [
        Scenario::default(),
        Scenario::default().with(Input::GpuCount, 64.0).expect("a count in the range"),
        Scenario::default().with(Input::RequestsPerDay, 5e6).expect("requests in the range"),
        Scenario::default().with(Input::ModelSize, 405.0).expect("a size in the range"),
    ];
    for scenario in &cases {
        let found = frontier(scenario);
        let Some(change) = found.best_change else { continue };
        let taken = taken(scenario, &change.point);
        let changed: Vec<Input> = INPUTS
            .iter()
            .map(|spec| spec.input)
            .filter(|input| taken.get(*input) != scenario.get(*input))
            .collect();
        assert!(changed.contains(&change.input), "{changed:?}");
        assert!(
            changed.iter().all(|input| *input == change.input || *input == Input::GpuHourPrice),
            "{changed:?}"
        );
        let (before, after) = (numbers(scenario), numbers(&taken));
        assert!(after.serving.fits && after.load.rate_overflow_peak.number() <= 0.0);
        assert_eq!(after.cost.own_cost, change.point.cost);
        assert_eq!(change.saving.number(), before.cost.own_cost.number() - after.cost.own_cost.number());
        if found.present.serves_peak {
            assert!(change.saving.number() > 0.0);
            assert!(after.accuracy.own_accuracy >= before.accuracy.own_accuracy);
        }
    }
    let too_many = frontier(&cases[1]).best_change.expect("64 GPUs are too many");
    assert_eq!(too_many.input, Input::GpuCount);
    let unserved = frontier(&cases[2]);
    assert!(!unserved.present.serves_peak);
    let change = unserved.best_change.expect("more GPUs serve the peak");
    assert!(change.point.serves_peak && change.point.accuracy >= unserved.present.accuracy);
}

#[test]
fn change_by_change_a_case_comes_to_where_no_change_helps() {
    for preset in Preset::ALL {
        let (mut scenario, mut costs) = (Scenario::preset(preset), Vec::new());
        loop {
            let found = frontier(&scenario);
            if found.present.serves_peak {
                costs.push(found.present.cost.number());
            }
            let Some(change) = found.best_change else { break };
            scenario = taken(&scenario, &change.point);
            assert!(costs.len() < 100, "{preset:?} goes on for ever");
        }
        assert!(!costs.is_empty() && costs.windows(2).all(|pair| pair[1] < pair[0]), "{preset:?}: {costs:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_frontier_equals_brute_force_for_any_scenario(scenario in scenarios()) {
        check(&scenario, &frontier(&scenario));
    }
}
