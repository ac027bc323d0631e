//! Inverse answers put back into the model.

use model::catalogue::Domain;
use model::solve::{Answer, Because, Target, accuracy_trade, break_even, break_even_api_price};
use model::trace::Trace;
use model::{Assumption, Assumptions, Estimate, Input, InputError, Preset, Scenario, Values, estimate};

/// How near the condition is met where an answer is put back, relative to what is compared.
const NEAR: f64 = 1e-6;

fn at(values: &Values) -> Estimate {
    estimate(values, &Assumptions::default(), &mut Trace::off())
}

fn scenarios() -> Result<Vec<Scenario>, InputError> {
    let changed = |pairs: &[(Input, f64)]| {
        pairs.iter().try_fold(Scenario::default(), |case, (input, value)| case.with(*input, *value))
    };
    let mut all: Vec<Scenario> = Preset::ALL.into_iter().map(Scenario::preset).collect();
    all.push(changed(&[(Input::RequestsPerDay, 3e6), (Input::GpuCount, 16.0)])?);
    all.push(changed(&[(Input::ModelSize, 70.0), (Input::GpuCount, 8.0), (Input::RunEffort, 0.1)])?);
    all.push(changed(&[(Input::Breadth, 0.9), (Input::RequestsPerDay, 400.0)])?);
    Ok(all)
}

/// How far the statement is from failing, relative to what it compares.
fn margin(target: Target, at: &Estimate) -> f64 {
    match target {
        Target::OwningCheaper => at.cost.saving.number() / at.cost.own_cost.number(),
        Target::WithinTenPercent => {
            Assumptions::default().number(Assumption::TenPercent) - at.accuracy.accuracy_gap_percent.number()
        }
        Target::MeetsObjective => {
            if at.serving.fits && at.load.meets_objective {
                1.0
            } else {
                -1.0
            }
        }
    }
}

#[test]
fn an_answer_put_back_meets_its_condition() {
    let questions = [
        (Target::OwningCheaper, Input::RequestsPerDay),
        (Target::OwningCheaper, Input::GpuHourPrice),
        (Target::OwningCheaper, Input::ApiOutputPrice),
        (Target::OwningCheaper, Input::RunEffort),
        (Target::OwningCheaper, Input::GpuCount),
        (Target::WithinTenPercent, Input::ModelSize),
        (Target::WithinTenPercent, Input::Breadth),
        (Target::MeetsObjective, Input::GpuCount),
    ];
    let (mut met, mut never) = (0, 0);
    for scenario in scenarios().unwrap() {
        let values = scenario.values();
        for (target, input) in questions {
            let found = break_even(&values, &Assumptions::default(), input, target);
            let here = |x: f64| margin(target, &at(&values.replaced(input, x)));
            let is_whole = matches!(input.spec().domain, Domain::Number { whole: true, .. });
            let ends: Vec<(f64, bool)> = match found.answer {
                Answer::At(x) => vec![(x, found.holds_above)],
                Answer::Between { from, to } => vec![(from, true), (to, false)],
                Answer::Always => Vec::new(),
                Answer::Never { nearest, because, .. } => {
                    never += 1;
                    assert!(here(nearest) < 0.0, "{target:?} over {input:?}");
                    assert_eq!(because == Because::TooFarBehind, target == Target::WithinTenPercent);
                    Vec::new()
                }
            };
            for (x, holds_above) in ends {
                met += 1;
                if is_whole {
                    let before = if holds_above { x - 1.0 } else { x + 1.0 };
                    assert!(here(x) >= 0.0 && here(before) < 0.0, "{target:?} over {input:?}: {x}");
                } else {
                    assert!(here(x).abs() <= NEAR, "{target:?} over {input:?}: {} at {x}", here(x));
                }
            }
        }
    }
    assert!(met > 20 && never > 3, "{met} answers, {never} without one");
}

#[test]
fn the_price_level_of_the_api_put_back_costs_the_same_on_both_sides() {
    let mut found = 0;
    for scenario in scenarios().unwrap() {
        let values = scenario.values();
        let Some(factor) = break_even_api_price(&values, &Assumptions::default()) else { continue };
        let price = |input: Input| values.number(input) * factor;
        let there = values
            .replaced(Input::ApiInputPrice, price(Input::ApiInputPrice))
            .replaced(Input::ApiOutputPrice, price(Input::ApiOutputPrice));
        assert!(margin(Target::OwningCheaper, &at(&there)).abs() <= NEAR, "{factor}");
        found += 1;
    }
    assert!(found >= 4, "{found}");
}

#[test]
fn the_accuracy_gap_and_the_price_of_a_point_balance_the_saving() {
    let mut turned = 0;
    for scenario in scenarios().unwrap() {
        let priced = scenario.with(Input::PointValue, 700.0).unwrap();
        let here = at(&priced.values());
        let (saving, gap) = (here.cost.saving.number(), -100.0 * here.accuracy.accuracy_gap_points.number());
        let trade = accuracy_trade(&priced.values(), &Assumptions::default());
        assert!((trade.gap_points.unwrap() * 700.0 - saving).abs() <= NEAR * saving.abs());
        match trade.point_value {
            Some(price) => {
                turned += 1;
                assert!((price * gap - saving).abs() <= NEAR * saving.abs());
            }
            None => assert!(saving / gap <= 0.0 || gap == 0.0),
        }
    }
    assert!(turned > 0);
}
