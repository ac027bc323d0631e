//! Causes: their parts sum to the whole, and are those that the definition gives.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]
#![expect(clippy::disallowed_methods, reason = "where a draw falls need not agree between machines")]

mod common;

use common::{cases, scenario};
use model::{Input, Preset, Scenario, Setting, evaluate};
use proptest::prelude::*;
use workshop::because::{Attribution, Bidder, Measure, because};

/// What the model says of a case, by its public entry.
fn measured(scenario: &Scenario, measure: Measure) -> f64 {
    evaluate(scenario).output(measure.id()).and_then(|(_, value)| value.number()).unwrap()
}

/// The sizes that rounding errors go with.
fn scale(first: &Scenario, second: &Scenario, measure: Measure) -> f64 {
    measured(first, measure).abs() + measured(second, measure).abs() + 1.0
}

/// All orders of a few things.
fn orders(things: &[Setting]) -> Vec<Vec<Setting>> {
    if things.is_empty() {
        return vec![Vec::new()];
    }
    let first = |index: usize| {
        let mut rest = things.to_vec();
        let thing = rest.remove(index);
        orders(&rest).into_iter().map(move |order| [vec![thing], order].concat())
    };
    (0..things.len()).flat_map(first).collect()
}

proptest! {
    #![proptest_config(cases(24, 8))]

    #[test]
    fn parts_sum_to_the_whole(first in scenario(8), second in scenario(8)) {
        let causes = because(&first, &second);
        for measure in Measure::ALL {
            let whole = measured(&second, measure) - measured(&first, measure);
            let tolerance = 1e-9 * scale(&first, &second, measure);
            prop_assert!((causes.difference.of(measure) - whole).abs() <= tolerance, "{:?}", measure);
            let sum: f64 = causes.parts.iter().map(|part| part.difference.of(measure)).sum();
            prop_assert!((sum - whole).abs() <= tolerance, "{measure:?}: {sum}, not {whole}");
        }
    }

    #[test]
    fn many_differences_still_sum_to_the_whole(first in scenario(60), second in scenario(60)) {
        let causes = because(&first, &second);
        let largest = causes.parts.iter().map(|part| part.difference.of(Measure::OwnCost).abs()).fold(0.0, f64::max);
        let sum: f64 = causes.parts.iter().map(|part| part.difference.of(Measure::OwnCost)).sum();
        let whole = measured(&second, Measure::OwnCost) - measured(&first, Measure::OwnCost);
        let tolerance = 1e-9 * (scale(&first, &second, Measure::OwnCost) + largest);
        prop_assert!((sum - whole).abs() <= tolerance, "{sum}, not {whole}");
    }

    #[test]
    fn the_way_back_has_the_same_causes_with_the_other_sign(first in scenario(4), second in scenario(4)) {
        let second = second.changes().fold(Scenario::preset(first.base()), |scenario, (setting, value)| scenario.with(setting, value).unwrap());
        let (there, back) = (because(&first, &second), because(&second, &first));
        prop_assert_eq!(there.parts.len(), back.parts.len());
        for measure in Measure::ALL {
            let tolerance = 1e-9 * scale(&first, &second, measure);
            for (a, b) in there.parts.iter().zip(&back.parts) {
                prop_assert_eq!(&a.settings, &b.settings);
                prop_assert!((a.difference.of(measure) + b.difference.of(measure)).abs() <= tolerance);
            }
        }
    }
}

#[test]
fn a_part_is_the_mean_over_all_orders() {
    let first = Scenario::default();
    let changes = [
        (Input::GpuCount, 8.0),
        (Input::GpuHourPrice, 2.0),
        (Input::RequestsPerDay, 400_000.0),
        (Input::RetrainsPerYear, 26.0),
    ];
    let changes = changes.map(|(input, value)| (Setting::from(input), value));
    let second = first.clone().with_all(changes).unwrap();
    let causes = because(&first, &second);
    assert_eq!(causes.attribution, Attribution::Shapley);
    assert_eq!(causes.parts.len(), changes.len());
    let settings = changes.map(|(setting, _)| setting);
    let orders = orders(&settings);
    assert_eq!(orders.len(), 24);
    for measure in Measure::ALL {
        for part in &causes.parts {
            let added = orders.iter().map(|order| {
                let before: Vec<Setting> =
                    order.iter().copied().take_while(|it| *it != part.settings[0]).collect();
                let with = |moved: &[Setting]| {
                    let moved = changes.into_iter().filter(|(setting, _)| moved.contains(setting));
                    measured(&first.clone().with_all(moved).unwrap(), measure)
                };
                with(&[&before[..], &part.settings].concat()) - with(&before)
            });
            let mean = added.sum::<f64>() / orders.len() as f64;
            let found = part.difference.of(measure);
            assert!(
                (found - mean).abs() <= 1e-9 * (1.0 + mean.abs()),
                "{measure:?} {:?}: {found}, not {mean}",
                part.settings
            );
        }
    }
}

#[test]
fn one_cause_has_the_whole() {
    let first = Scenario::default();
    let second = first.clone().with_text("gpu", "b200-sxm").unwrap();
    let causes = because(&first, &second);
    // The price that another GPU brings is no cause of its own.
    assert_eq!(causes.parts.len(), 1);
    assert_eq!(causes.parts[0].settings, [Setting::from(Input::Gpu)]);
    assert_eq!(causes.parts[0].difference, causes.difference);
    assert!(because(&first, &first).parts.is_empty());
}

#[test]
fn another_model_is_one_cause() {
    let first = Scenario::default().with(Input::ModelSize, 30.0).unwrap();
    let second = Scenario::default().with_text("model", "llama-3.1-70b").unwrap();
    let causes = because(&first, &second);
    assert_eq!(causes.parts.len(), 1);
    assert_eq!(causes.parts[0].settings, [Input::Model, Input::ModelSize].map(Setting::from));
}

#[test]
fn many_causes_are_changed_in_order_and_that_is_said() {
    let causes = because(&Scenario::preset(Preset::Shopify), &Scenario::preset(Preset::Stripe));
    let expected = if causes.parts.len() > 14 { Attribution::Ordered } else { Attribution::Shapley };
    assert_eq!(causes.attribution, expected);
    let changed: Vec<(Setting, f64)> = Input::ALL
        .into_iter()
        .filter(|input| !matches!(input.spec().domain, model::catalogue::Domain::Choice(_)))
        .take(20)
        .map(|input| (input.into(), input.nearest(Scenario::default().get(input) * 1.5)))
        .collect();
    let second = Scenario::default().with_all(changed).unwrap();
    let causes = because(&Scenario::default(), &second);
    assert!(causes.parts.len() > 14);
    assert_eq!(causes.attribution, Attribution::Ordered);
    let settings: Vec<Setting> = causes.parts.iter().map(|part| part.settings[0]).collect();
    assert!(settings.is_sorted());
}

#[test]
fn the_words_say_what_the_numbers_say() {
    let first = Scenario::default();
    let second = first.clone().with(Input::GpuHourPrice, 2.0).unwrap().with(Input::GpuCount, 4.0).unwrap();
    let words = because(&first, &second).sentence(["A", "B"], Bidder::Own);
    let whole = measured(&second, Measure::OwnCost) - measured(&first, Measure::OwnCost);
    let printed =
        model::format::number(whole.abs(), model::units::Unit::UsdPerMonth, model::format::Style::Prose);
    let word = if whole > 0.0 { "dearer" } else { "cheaper" };
    assert!(
        words.starts_with(&format!(
            "Owned, B is {printed} a month {word} than A, and as accurate. Of the cost: "
        )),
        "{words}"
    );
    assert!(words.contains("price of a GPU-hour \u{2212}$") && words.contains("GPUs +$"), "{words}");
    let same = because(&first, &first).sentence(["A", "B"], Bidder::Rent);
    assert_eq!(same, "Rented, B is as dear and as accurate as A.");
}
