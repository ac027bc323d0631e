//! Inverse answers put back into the model.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use model::catalogue::{Domain, INPUTS};
use model::outcome::LineItem;
use model::solve::{
    Answer, Because, BreakEven, Target, accuracy_trade, best_interval, break_even, break_even_api_price, grid,
};
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
    let (mut met, mut never, mut stepped) = (0, 0, 0);
    for scenario in scenarios().unwrap() {
        let values = scenario.values();
        for (target, input) in questions {
            let found = break_even(&values, &Assumptions::default(), input, target);
            // With what follows from the input moved along, as where a reader sets it: the peak of a load from its volume.
            let put_back = |x: f64| values.replaced(input, x).settled(&Assumptions::default());
            let here = |x: f64| margin(target, &at(&put_back(x)));
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
                    assert_eq!(libm::floor(x), x, "{target:?} over {input:?}");
                    let before = if holds_above { x - 1.0 } else { x + 1.0 };
                    assert!(here(x) >= 0.0 && here(before) < 0.0, "{target:?} over {input:?}: {x}");
                } else {
                    let before = x * if holds_above { 1.0 - 1e-9 } else { 1.0 + 1e-9 };
                    assert!(here(x) >= 0.0 && here(before) < 0.0, "{target:?} over {input:?}: {x}");
                    // A peak that follows from the volume moves in hundredths, and the costs with it: an answer may lie at a step.
                    let peak = |x: f64| put_back(x).number(Input::PeakToMean);
                    let is_step = peak(x) != peak(before);
                    stepped += usize::from(is_step);
                    assert!(is_step || here(x) <= NEAR, "{target:?} over {input:?}: {} at {x}", here(x));
                }
            }
        }
    }
    assert!(met > 20 && never > 3 && stepped > 0, "{met} answers, {stepped} at a step, {never} without one");
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

/// A scenario with some inputs changed.
fn with(changes: &[(Input, f64)]) -> Scenario {
    changes.iter().fold(Scenario::default(), |case, (input, value)| case.with(*input, *value).unwrap())
}

#[test]
fn names_and_words_of_statements_and_obstacles_stay() {
    let targets = [Target::OwningCheaper, Target::WithinTenPercent, Target::MeetsObjective];
    assert_eq!(targets.map(Target::id), ["owning_cheaper", "within_ten_percent", "meets_objective"]);
    let obstacles = [
        Because::DoesNotFit,
        Because::TooFarBehind,
        Because::TooSlow,
        Because::Largest(LineItem::ServingGpus),
    ];
    assert_eq!(obstacles.map(Because::id), ["does_not_fit", "too_far_behind", "too_slow", "serving_gpus"]);
    assert_eq!(
        obstacles.map(Because::text),
        [
            "the model does not fit the GPUs there".to_owned(),
            "the closed model is too far ahead".to_owned(),
            "the GPUs are too slow or too few".to_owned(),
            format!("the largest cost of owning there: {}", LineItem::ServingGpus.label()),
        ]
    );
}

#[test]
fn a_grid_is_spread_as_the_inputs_scale_from_end_to_end() {
    // Linear: equal steps. Logarithmic: equal ratios. With a zero: the zero, then equal ratios from the step on.
    assert_eq!(grid(Input::OpenShare, 5), [0.0, 0.25, 0.5, 0.75, 1.0]);
    assert_eq!(grid(Input::Horizon, 2), [1.0, 60.0]);
    let near = |input: Input, n: usize, expected: &[f64]| {
        let values = grid(input, n);
        assert_eq!(values.len(), expected.len(), "{values:?}");
        let off = |(value, expected): (&f64, &f64)| (value - expected).abs() > 1e-12 * expected.abs();
        assert!(!values.iter().zip(expected).any(off), "{values:?}");
    };
    near(Input::PointValue, 7, &[0.0, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7]);
    near(Input::RequestsPerDay, 8, &[1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8]);
    // From -0.9 to 1 a fifth of the way is 0.38.
    near(Input::PriceTrend, 6, &[-0.9, -0.52, -0.14, 0.24, 0.62, 1.0]);
    // Whole values once each, however many are asked for; of a choice every option; of fewer than two, the ends.
    assert_eq!(grid(Input::Epochs, 100), (1..=20).map(f64::from).collect::<Vec<_>>());
    assert_eq!(grid(Input::Precision, 100), [0.0, 1.0, 2.0]);
    for n in [0, 1] {
        assert_eq!(grid(Input::OpenShare, n), [0.0, 1.0]);
    }
    // To the bit, so that a range's end is tried itself.
    for spec in INPUTS.iter() {
        let Domain::Number { min, max, .. } = spec.domain else { continue };
        let values = grid(spec.input, 36);
        assert_eq!((values.first(), values.last()), (Some(&min), Some(&max)), "{}", spec.id);
    }
}

#[test]
fn an_answers_least_and_greatest_values_end_where_it_or_the_range_does() {
    let because = Because::TooSlow;
    // GPUs go from 1 to 1024; the precision is one of three options.
    for (input, answer, holds_above, lowest, highest) in [
        (Input::GpuCount, Answer::At(7.0), true, Some(7.0), Some(1024.0)),
        (Input::GpuCount, Answer::At(7.0), false, Some(1.0), Some(7.0)),
        (Input::GpuCount, Answer::Between { from: 3.0, to: 9.0 }, true, Some(3.0), Some(9.0)),
        (Input::GpuCount, Answer::Always, true, Some(1.0), Some(1024.0)),
        (Input::Precision, Answer::Always, true, Some(0.0), Some(2.0)),
        (Input::GpuCount, Answer::Never { nearest: 1.0, short_by: 2.0, because }, true, None, None),
    ] {
        let found = BreakEven { input, target: Target::MeetsObjective, answer, holds_above };
        assert_eq!((found.lowest(), found.highest()), (lowest, highest), "{found:?}");
    }
}

#[test]
fn a_statement_that_never_holds_names_the_nearest_value_the_shortfall_and_the_obstacle() {
    let assumptions = Assumptions::default();
    let never = |case: &Scenario, input: Input, target: Target| {
        let found = break_even(&case.values(), &assumptions, input, target);
        let Answer::Never { nearest, short_by, because } = found.answer else { panic!("{found:?}") };
        (at(&case.values().replaced(input, nearest)), nearest, short_by, because)
    };
    // Ten requests a day never pay for 64 GPUs: cheapest to own where a GPU costs least.
    let idle = with(&[(Input::RequestsPerDay, 10.0), (Input::GpuCount, 64.0)]);
    let Domain::Number { min, .. } = Input::GpuHourPrice.spec().domain else { panic!("a price is a number") };
    let (there, nearest, short_by, because) = never(&idle, Input::GpuHourPrice, Target::OwningCheaper);
    assert_eq!(nearest, min);
    assert!((short_by + there.cost.saving.number()).abs() <= NEAR * short_by && short_by > 0.0);
    let Because::Largest(item) = because else { panic!("{because:?}") };
    let cost =
        |item: LineItem| there.ledgers.own.iter().find(|line| line.item == item).unwrap().cost.number();
    assert!(there.ledgers.own.iter().all(|line| line.cost.number() <= cost(item)));
    // A model of 405 billion parameters does not fit one GPU, whatever it is asked.
    let large = with(&[(Input::ModelSize, 405.0), (Input::GpuCount, 1.0), (Input::RequestsPerDay, 10.0)]);
    let (.., short_by, because) = never(&large, Input::ItlObjective, Target::MeetsObjective);
    assert_eq!((short_by, because), (1.0, Because::DoesNotFit));
    assert_eq!(never(&large, Input::GpuHourPrice, Target::OwningCheaper).3, Because::DoesNotFit);
    // A first token within the shortest time after the longest prompt: the model fits, and is too slow.
    let Domain::Number { min, .. } = Input::TtftObjective.spec().domain else { panic!("a time is a number") };
    let Domain::Number { max, .. } = Input::PromptTokens.spec().domain else {
        panic!("a length is a number")
    };
    let slow = with(&[(Input::TtftObjective, min), (Input::PromptTokens, max), (Input::GpuCount, 8.0)]);
    let (there, _, short_by, because) = never(&slow, Input::OutputTokens, Target::MeetsObjective);
    assert!(there.serving.fits);
    assert_eq!((short_by, because), (1.0, Because::TooSlow));
    // A small model at a broad task, whatever the epochs.
    let weak = with(&[(Input::ModelSize, 0.5), (Input::Breadth, 1.0)]);
    let (there, _, short_by, because) = never(&weak, Input::Epochs, Target::WithinTenPercent);
    assert!((short_by + margin(Target::WithinTenPercent, &there)).abs() < 1e-12 && short_by > 0.0);
    assert_eq!(because, Because::TooFarBehind);
}

#[test]
fn a_choice_is_answered_by_an_option() {
    // 70 billion parameters of two bytes do not fit one GPU of 80 GB; of one byte and of half a byte they do.
    let large = with(&[(Input::ModelSize, 70.0), (Input::GpuCount, 1.0), (Input::RequestsPerDay, 10.0)]);
    let found =
        break_even(&large.values(), &Assumptions::default(), Input::Precision, Target::MeetsObjective);
    assert_eq!((found.answer, found.holds_above), (Answer::At(1.0), true));
}

#[test]
fn an_answer_says_on_which_side_of_it_the_statement_holds() {
    let mut sides = [0, 0];
    for scenario in scenarios().unwrap() {
        for input in [Input::RequestsPerDay, Input::GpuHourPrice, Input::Breadth] {
            let target =
                if input == Input::Breadth { Target::WithinTenPercent } else { Target::OwningCheaper };
            let found = break_even(&scenario.values(), &Assumptions::default(), input, target);
            let Answer::At(x) = found.answer else { continue };
            let put_back = |x: f64| scenario.values().replaced(input, x).settled(&Assumptions::default());
            let here = |factor: f64| margin(target, &at(&put_back(x * factor)));
            assert_eq!((here(1.001) >= 0.0, here(0.999) >= 0.0), (found.holds_above, !found.holds_above));
            sides[usize::from(found.holds_above)] += 1;
        }
    }
    assert!(sides.iter().all(|n| *n > 2), "{sides:?}");
}

#[test]
fn without_a_turning_price_there_is_none() {
    // Whatever the API asks, ten requests a day cost less than 64 GPUs.
    let idle = with(&[(Input::RequestsPerDay, 10.0), (Input::GpuCount, 64.0)]);
    assert_eq!(break_even_api_price(&idle.values(), &Assumptions::default()), None);
    let (mut priced, mut turned) = (0, 0);
    for scenario in scenarios().unwrap() {
        let here = at(&scenario.values());
        let trade = accuracy_trade(&scenario.values(), &Assumptions::default());
        assert_eq!(trade.gap_points, None, "a point has no price");
        // Cheaper and more accurate, or neither: no price of a point turns that.
        let is_behind = here.accuracy.accuracy_gap_points.number() < 0.0;
        let is_cheaper = here.cost.saving.number() > 0.0;
        assert_eq!(trade.point_value.is_some(), is_behind == is_cheaper);
        priced += 1;
        turned += usize::from(trade.point_value.is_some());
    }
    assert!(turned > 0 && turned < priced, "{turned} of {priced}");
}

#[test]
fn the_best_retrain_rate_is_worth_most_of_all_whole_rates_and_gains_on_the_scenarios_own() {
    let (mut better, mut own) = (0, 0);
    for (value, rate) in [(0.0, 12.0), (50.0, 12.0), (2_000.0, 3.0), (20_000.0, 0.5), (1e7, 52.0)] {
        let case = with(&[(Input::PointValue, value), (Input::RetrainsPerYear, rate)]);
        let worth = |rounds: f64| {
            let there = at(&case.values().replaced(Input::RetrainsPerYear, rounds));
            100.0 * there.accuracy.own_accuracy.number() * value - there.cost.own_cost.number()
        };
        let Some(best) = best_interval(&case) else {
            assert_eq!(value, 0.0, "a point has a price");
            continue;
        };
        let gain = worth(best.retrains_per_year) - worth(rate);
        assert!((best.gain.number() - gain).abs() <= 1e-9 * worth(rate).abs(), "{best:?}");
        assert!((0..=52).all(|rounds| worth(f64::from(rounds)) <= worth(best.retrains_per_year)));
        if best.retrains_per_year == rate { own += 1 } else { better += 1 }
    }
    assert!(better > 1 && own > 0, "{better} better rates, {own} of the scenario's own");
}

#[test]
fn between_two_crossings_a_statement_holds_and_of_two_ranges_the_lower_is_given() {
    // Too short a prompt saves nothing at the API, too long a one does not fit the GPUs.
    let desk = Scenario::preset(Preset::SupportDesk).values();
    let found = break_even(&desk, &Assumptions::default(), Input::PromptTokens, Target::OwningCheaper);
    let Answer::Between { from, to } = found.answer else { panic!("{found:?}") };
    let saves = |x: f64| margin(Target::OwningCheaper, &at(&desk.replaced(Input::PromptTokens, x))) >= 0.0;
    assert_eq!([from - 1.0, from, to, to + 1.0].map(saves), [false, true, true, false]);
    assert!(found.holds_above);
    // Where smaller batches send the peak to the API, a middle latency costs most.
    let changes = [
        (Input::PeakToMean, 16.7),
        (Input::StackFactor, 0.86),
        (Input::RetrainsPerYear, 38.2),
        (Input::EvaluationCost, 44_600.0),
        (Input::ApiInputPrice, 0.0113),
        (Input::Horizon, 44.0),
    ];
    let canva = changes
        .into_iter()
        .fold(Scenario::preset(Preset::Canva), |case, (input, value)| case.with(input, value).unwrap())
        .with_text("api", "claude-fable-5")
        .unwrap()
        .values();
    let saves = |x: f64| margin(Target::OwningCheaper, &at(&canva.replaced(Input::ItlObjective, x))) >= 0.0;
    let tried = grid(Input::ItlObjective, 36);
    let turns = tried.windows(2).filter(|pair| saves(pair[0]) != saves(pair[1])).count();
    let found = break_even(&canva, &Assumptions::default(), Input::ItlObjective, Target::OwningCheaper);
    let Answer::At(x) = found.answer else { panic!("{found:?}") };
    assert_eq!((turns, found.holds_above, saves(tried[0])), (2, false, true));
    assert_eq!([x * 0.999, x, x * 1.001].map(saves), [true, true, false]);
}

#[test]
fn a_statement_that_just_holds_at_a_value_holds_there() {
    // The limit of "within ten percent" is put exactly where the gap is at one of the values that are tried.
    let values = Scenario::default().values();
    let gap = |x: f64| at(&values.replaced(Input::Breadth, x)).accuracy.accuracy_gap_percent.number();
    let edge = grid(Input::Breadth, 36)[12];
    let limit = gap(edge);
    let assumptions = Assumptions::default().replaced(Assumption::TenPercent, limit);
    let found = break_even(&values, &assumptions, Input::Breadth, Target::WithinTenPercent);
    let Answer::At(x) = found.answer else { panic!("{found:?}") };
    assert!(!found.holds_above, "a broader task widens the gap");
    assert!((x - edge).abs() < 1e-9 && gap(x) <= limit, "{x} for {edge}");
}
