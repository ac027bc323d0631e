//! Sensitivity against functions whose indices are known, and against the model evaluated again.

use core::f64::consts::PI;

use model::catalogue::Domain;
use model::outcome::LineItem;
use model::sensitivity::{MOST_INDEX_POINTS, elasticities, indices, tornado, variance_shares};
use model::trace::Trace;
use model::{Assumptions, Estimate, Input, Preset, Scenario, Setting, Values, estimate};

const POINTS: u32 = 4096;

fn numbers(values: &Values) -> Estimate {
    estimate(values, &Assumptions::default(), &mut Trace::off())
}

#[test]
fn ishigamis_function_has_its_known_indices() {
    let (a, b) = (7.0, 0.1);
    let found = indices(3, POINTS, |u| {
        let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
        let (sine, third) = (libm::sin(x[1]), x[2] * x[2]);
        libm::sin(x[0]) + a * sine * sine + b * third * third * libm::sin(x[0])
    });
    let known = [(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)];
    for (found, (first, total)) in found.iter().zip(known) {
        assert!((found.first - first).abs() < 0.02 && (found.total - total).abs() < 0.02, "{found:?}");
    }
}

#[test]
fn sobols_g_function_has_its_known_indices() {
    let weights = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
    let found = indices(weights.len(), POINTS, |u| {
        u.iter().zip(weights).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product()
    });
    let parts = weights.map(|a| 1.0 / 3.0 / ((1.0 + a) * (1.0 + a)));
    let variance = parts.iter().map(|part| 1.0 + part).product::<f64>() - 1.0;
    for (found, part) in found.iter().zip(parts) {
        let (first, total) = (part / variance, part * (1.0 + variance) / (1.0 + part) / variance);
        assert!((found.first - first).abs() < 0.02 && (found.total - total).abs() < 0.02, "{found:?}");
    }
}

#[test]
fn what_does_not_matter_has_no_share() {
    assert!(indices(2, 64, |_| 3.0).iter().all(|index| index.first == 0.0 && index.total == 0.0));
    assert!(indices(2, 0, |u| u[0]).iter().all(|index| index.total == 0.0));
    assert!(indices(0, 64, |_| 1.0).is_empty());
    // More arguments than the sequence has dimensions, and as many points as it has at most.
    let many = indices(200, 64, |u| u[3] + u[199]);
    assert!((many[3].total - 0.5).abs() < 0.1 && (many[199].total - 0.5).abs() < 0.1, "{:?}", many[199]);
    let mut evaluations = 0_u64;
    indices(1, u32::MAX, |u| {
        evaluations += 1;
        u[0]
    });
    assert_eq!(evaluations, 4 * u64::from(MOST_INDEX_POINTS));
}

#[test]
fn the_widest_swing_is_what_evaluating_again_gives() {
    for preset in Preset::ALL {
        let values = Scenario::preset(preset).values();
        let swings = tornado(&values, &Assumptions::default());
        let widest = swings.first().expect("something is uncertain");
        let again = |x: f64| {
            let (mut values, mut assumptions) = (values, Assumptions::default());
            match widest.what {
                Setting::Input(input) => values = values.replaced(input, x),
                Setting::Assumption(assumption) => assumptions = assumptions.replaced(assumption, x),
            }
            estimate(&values, &assumptions, &mut Trace::off())
        };
        let (low, high) = (again(widest.low), again(widest.high));
        assert_eq!((low.cost.saving, high.cost.saving), (widest.saving_low, widest.saving_high));
        assert_eq!(low.accuracy.own_accuracy, widest.accuracy_low);
        assert_eq!(high.accuracy.own_accuracy, widest.accuracy_high);
        assert!(swings.iter().all(|swing| swing.low <= swing.value && swing.value <= swing.high));
        let moved = high.cost.saving.number() - low.cost.saving.number();
        assert_eq!(widest.swing().number(), moved, "{:?}", widest.what);
        let width = widest.swing().number().abs();
        assert!(swings.iter().all(|swing| swing.swing().number().abs() <= width));
    }
}

#[test]
fn the_prices_of_each_side_are_elastic_by_their_share_of_its_cost() {
    let scenario = Scenario::default();
    let all = elasticities(&scenario);
    let estimate = numbers(&scenario.values());
    // A ledger is linear in its prices.
    let prices = [Input::ApiInputPrice, Input::ApiOutputPrice];
    let lines = estimate.ledgers.rent.iter();
    let tokens = lines.filter(|line| matches!(line.item, LineItem::InputTokens | LineItem::OutputTokens));
    let share = tokens.map(|line| line.cost.number()).sum::<f64>() / estimate.cost.rent_cost.number();
    let found: f64 =
        all.iter().filter(|one| prices.contains(&one.input)).filter_map(|one| one.rent_cost).sum();
    assert!((found - share).abs() < 1e-9, "{found} {share}");
    for one in &all {
        assert!(one.value != 0.0 && matches!(one.input.spec().domain, Domain::Number { .. }));
        assert!(one.own_cost.is_some_and(f64::is_finite) && one.rent_cost.is_some_and(f64::is_finite));
    }
    assert_eq!(all.iter().filter(|one| one.input == Input::GpuCount).count(), 1);
}

#[test]
fn elasticities_stay_in_range_at_its_ends() {
    for end in [0.0, 1.0] {
        let scenario = Input::ALL.into_iter().fold(Scenario::default(), |case, input| {
            let Domain::Number { min, max, .. } = input.spec().domain else { return case };
            case.with(input, input.nearest(min + (max - min) * end)).unwrap()
        });
        for one in elasticities(&scenario) {
            assert!(one.own_cost.is_none_or(f64::is_finite) && one.rent_cost.is_none_or(f64::is_finite));
        }
    }
}

#[test]
fn shares_of_the_variance_are_shares_and_the_same_twice() {
    let values = Scenario::default().values();
    let shares = variance_shares(&values, &Assumptions::default(), 512);
    for share in &shares {
        assert!(share.first <= share.total + 0.03 && share.total >= 0.0, "{share:?}");
    }
    let sum: f64 = shares.iter().map(|share| share.first).sum();
    assert!((0.3..=1.05).contains(&sum), "{sum}");
    let again = variance_shares(&values, &Assumptions::default(), 512);
    for (one, other) in shares.iter().zip(&again) {
        assert_eq!(one.id, other.id);
        assert_eq!(
            (one.first.to_bits(), one.total.to_bits()),
            (other.first.to_bits(), other.total.to_bits())
        );
    }
}
