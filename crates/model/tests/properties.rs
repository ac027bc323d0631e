//! What must hold for every scenario, over the whole range of every input.

#![expect(clippy::expect_used, reason = "a test may stop where it fails")]

use model::catalogue::{APIS, ASSUMPTIONS, Domain, INPUTS, MODELS};
use model::estimate::Series;
use model::outcome::{Condition, LineItem, Need, Selection, Side, output_specs};
use model::solve::{Answer, Target, break_even};
use model::trace::{Origin, Trace};
use model::units::{Unit, Value};
use model::{Assumptions, Estimate, Input, Preset, Scenario, Values, estimate, evaluate, explain};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Any scenario: every input somewhere in its range, its ends included more often than by chance.
fn scenarios() -> impl Strategy<Value = Scenario> {
    let place = prop_oneof![8 => 0.0..=1.0, 1 => Just(0.0), 1 => Just(1.0)];
    (0..Preset::ALL.len(), prop::collection::vec(place, Input::COUNT)).prop_map(|(preset, places)| {
        INPUTS.iter().zip(places).fold(Scenario::preset(Preset::ALL[preset]), |scenario, (spec, place)| {
            scenario.with(spec.input, at(spec.input, place)).expect("a place in the range is allowed")
        })
    })
}

/// The scenario with GPUs round the clock and a closed model at list price for its two ways.
fn plain(scenario: &Scenario) -> Scenario {
    let ways = [
        Input::OwnWay,
        Input::RentWay,
        Input::ApiTier,
        Input::BatchShare,
        Input::Reasoning,
        Input::SpareReplicas,
        Input::Lens,
    ];
    ways.into_iter().fold(scenario.clone(), |scenario, input| {
        scenario.with(input, 0.0).expect("the first option, or nothing, is allowed")
    })
}

fn at(input: Input, place: f64) -> f64 {
    match input.spec().domain {
        Domain::Choice(options) => libm::floor(place * options.len() as f64).min(options.len() as f64 - 1.0),
        Domain::Number { min, max, whole, .. } => {
            // Shifted logarithmically, so that small values are as likely as large ones and zero is reached.
            let shift = if min > 0.0 { 0.0 } else { 1e-3 * (max - min) - min };
            let value =
                libm::exp(libm::log(min + shift) + place * libm::log((max + shift) / (min + shift))) - shift;
            if whole { libm::round(value.clamp(min, max)) } else { value.clamp(min, max) }
        }
    }
}

#[test]
fn a_selection_needs_what_its_outputs_need() {
    let need = |ids: &[&str]| {
        let selection = Selection::new(output_specs().filter(|spec| ids.contains(&spec.id)));
        assert_eq!(selection.specs().len(), ids.len());
        [Need::Sample, Need::BreakEven(Input::GpuHourPrice)].map(|need| selection.needs(need))
    };
    assert_eq!(need(&["own_cost", "fits", "within_ten_percent"]), [false, false]);
    assert_eq!(need(&["own_cost", "saving_p5"]), [true, false]);
    assert_eq!(need(&["break_even_gpu_price", "own_cost"]), [false, true]);
}

fn numbers(values: &Values) -> Estimate {
    estimate(values, &Assumptions::default(), &mut Trace::off())
}

/// The same scenarios at every run, so that a failure is there again when it is looked into.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// The inputs that count dollars, so that a new one is tested without being listed.
fn money() -> impl Iterator<Item = Input> {
    INPUTS.iter().filter(|spec| spec.unit.is_money()).map(|spec| spec.input)
}

/// Shares that may lie outside 0 to 1, and why: a loss is a negative saving, and models may beat each other.
const RELATIVE: [&str; 2] = ["saving_share", "accuracy_gap_percent"];

/// A value with the bits of its number, so that 0 and -0 differ.
fn bits(value: Value) -> Result<u64, Value> {
    if let Value::Number(x) = value { Ok(x.to_bits()) } else { Err(value) }
}

/// The side that cannot do the work, by the scenario itself: the model's memory, both contexts, and what is left unserved.
fn unable(scenario: &Scenario, estimate: &Estimate) -> Option<Side> {
    let [prompt, answer, turns, returned] =
        [Input::PromptTokens, Input::OutputTokens, Input::Turns, Input::ToolTokens]
            .map(|input| scenario.get(input));
    let tokens = prompt + (turns - 1.0) * (answer + returned) + answer;
    let is_short = |context: Option<u32>| context.is_some_and(|context| tokens > f64::from(context));
    let named = (scenario.get(Input::Model) as usize).checked_sub(1).map(|index| &MODELS[index]);
    let nothing_moved = scenario.get(Input::OpenShare) == 0.0;
    let is_swamped = estimate.load.share_served.number() < 0.1 && !nothing_moved;
    if !estimate.serving.fits || is_short(named.and_then(|model| model.context)) || is_swamped {
        return Some(Side::CannotOwn);
    }
    is_short(APIS[scenario.get(Input::Api) as usize].context).then_some(Side::CannotRent)
}

proptest! {
    #![proptest_config(config(60))]

    /// Cases in a row take from the one before what they share with it; here they share all but a few inputs.
    #[test]
    fn a_case_after_others_is_as_it_is_alone(
        scenario in scenarios(),
        changes in prop::collection::vec((0..Input::COUNT, 0.0..=1.0_f64), 12),
    ) {
        let assumptions = scenario.assumptions();
        let mut series = Series::new(&assumptions);
        let mut values = scenario.values();
        for (index, place) in changes {
            let input = INPUTS[index].input;
            values = values.replaced(input, at(input, place));
            let alone = estimate(&values, &assumptions, &mut Trace::off());
            prop_assert_eq!(series.estimate(&values), alone, "after {:?}", input);
        }
    }

    #[test]
    fn an_output_asked_for_alone_has_the_bits_of_the_whole(scenario in scenarios()) {
        let assumptions = scenario.assumptions();
        for (spec, whole) in evaluate(&scenario).outputs() {
            let alone = Selection::new([spec]);
            let values = alone.values(&scenario.values(), &mut Series::new(&assumptions));
            prop_assert_eq!(values.len(), 1);
            prop_assert_eq!(bits(values[0]), bits(whole), "{}", spec.id);
        }
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn lines_add_up_to_the_totals(scenario in scenarios()) {
        let Estimate { cost, ledgers, .. } = numbers(&scenario.values());
        let sum = |lines: &[model::outcome::Line]| lines.iter().fold(0.0, |sum, line| sum + line.cost.number());
        prop_assert_eq!(sum(&ledgers.own), cost.own_cost.number());
        prop_assert_eq!(sum(&ledgers.rent), cost.rent_cost.number());
        prop_assert!(ledgers.own.iter().chain(&ledgers.rent).all(|line| line.cost.number() >= 0.0));
        let line = |item| ledgers.own.iter().find(|line| line.item == item).map_or(0.0, |line| line.cost.number());
        prop_assert_eq!(line(LineItem::Labelling), cost.labelling_cost.number());
        prop_assert_eq!(line(LineItem::Evaluation), cost.evaluation_cost_month.number());
    }

    #[test]
    fn dearer_inputs_cost_more(scenario in scenarios(), factor in 1.01..3.0) {
        // An invoice takes the place of the list's prices.
        let values = scenario.values().replaced(Input::Invoiced, 0.0);
        let before = numbers(&values).cost;
        let work = [Input::HostOverhead, Input::BuildEffort, Input::RunEffort, Input::IntegrationEffort, Input::ApiRunEffort];
        for input in money().chain(work) {
            let dearer = numbers(&values.replaced(input, values.number(input) * factor)).cost;
            let costs_no_less = dearer.own_cost >= before.own_cost && dearer.rent_cost >= before.rent_cost;
            prop_assert!(costs_no_less, "{}", input.spec().id);
        }
        // Of other ways, a larger replica costs more to spare, and a mix that refuses fewer requests passes on more.
        let values = plain(&scenario).values().replaced(Input::Invoiced, 0.0);
        let [before, cached] = [values, values.replaced(Input::CachedShare, 1.0)].map(|values| numbers(&values).cost);
        prop_assert!(cached.rent_cost <= before.rent_cost && cached.own_cost <= before.own_cost);
    }

    #[test]
    fn doubling_every_price_doubles_both_ledgers(scenario in scenarios()) {
        let values = plain(&scenario).values();
        let half = money().fold(values, |values, input| {
            let Domain::Number { min, max, .. } = input.spec().domain else { return values };
            values.replaced(input, values.number(input).clamp(min, max / 2.0))
        });
        let full = money().fold(half, |values, input| values.replaced(input, half.number(input) * 2.0));
        let constants = Assumptions::default();
        let doubled = ASSUMPTIONS.iter().filter(|spec| spec.unit.is_money()).fold(constants, |constants, spec| {
            constants.replaced(spec.assumption, constants.number(spec.assumption) * 2.0)
        });
        let one = estimate(&half, &constants, &mut Trace::off()).cost;
        let two = estimate(&full, &doubled, &mut Trace::off()).cost;
        prop_assert!((two.own_cost.number() / one.own_cost.number() - 2.0).abs() < 1e-12);
        prop_assert!((two.rent_cost.number() / one.rent_cost.number() - 2.0).abs() < 1e-12);
        prop_assert_eq!(two.payback_month.is_some(), one.payback_month.is_some());
    }

    #[test]
    fn doubling_the_traffic_doubles_the_token_bill(scenario in scenarios()) {
        let values = plain(&scenario).values();
        let values = values.replaced(Input::RequestsPerDay, values.number(Input::RequestsPerDay).min(4e7));
        let doubled = values.replaced(Input::RequestsPerDay, values.number(Input::RequestsPerDay) * 2.0);
        let tokens = |values| numbers(values).ledgers.rent.iter()
            .filter(|line| matches!(line.item, LineItem::InputTokens | LineItem::OutputTokens))
            .map(|line| line.cost.number()).sum::<f64>();
        prop_assert!((tokens(&doubled) / tokens(&values) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn traffic_goes_somewhere(scenario in scenarios()) {
        let values = plain(&scenario).values();
        let line = |estimate: &Estimate, item| estimate.ledgers.own.iter().chain(&estimate.ledgers.rent)
            .filter(|line| line.item == item).map(|line| line.cost.number()).sum::<f64>();
        let tokens = |e: &Estimate| line(e, LineItem::InputTokens) + line(e, LineItem::OutputTokens);
        let same = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs();

        let none_moved = numbers(&values.replaced(Input::OpenShare, 0.0));
        prop_assert!(same(line(&none_moved, LineItem::ApiRemainder), tokens(&none_moved)));

        let here = numbers(&values);
        if !here.serving.fits {
            prop_assert!(same(line(&here, LineItem::ApiRemainder), tokens(&here)));
        }
        let overflow = |index| numbers(&values.replaced(Input::Overflow, index));
        let (to_api, refused) = (overflow(0.0), overflow(1.0));
        prop_assert!(refused.cost.own_cost <= to_api.cost.own_cost);
        let all_served = here.serving.fits && here.load.share_served.number() == 1.0;
        if all_served && values.number(Input::OpenShare) == 1.0 {
            prop_assert_eq!(line(&here, LineItem::ApiRemainder), 0.0);
        }
    }

    #[test]
    fn what_a_series_takes_from_the_case_before_is_what_it_would_compute(scenario in scenarios(), place in 0.0..=1.0) {
        let (values, constants) = (scenario.values(), scenario.assumptions());
        let mut series = Series::new(&constants);
        for spec in INPUTS {
            for values in [values, values.replaced(spec.input, at(spec.input, place))] {
                let alone = estimate(&values, &constants, &mut Trace::off());
                prop_assert_eq!(series.estimate(&values), alone, "{}", spec.id);
            }
        }
    }

    #[test]
    fn accuracy_moves_the_right_way(scenario in scenarios()) {
        let values = plain(&scenario).values();
        let own = |input, value| numbers(&values.replaced(input, value)).accuracy.own_accuracy;
        let now = numbers(&values).accuracy;
        let rounding = 1e-12;
        for (input, more) in [(Input::Drift, 0.02), (Input::LabelDelay, 30.0)] {
            let worse = own(input, values.number(input) + more).number();
            prop_assert!(worse <= now.own_accuracy.number() + rounding, "{}", input.spec().id);
        }
        for (input, factor) in [(Input::InitialExamples, 10.0), (Input::ExamplesPerRound, 10.0)] {
            let better = own(input, values.number(input) * factor).number();
            prop_assert!(better >= now.own_accuracy.number() - rounding, "{}", input.spec().id);
        }
        let narrower = own(Input::Breadth, 0.0).number();
        let is_behind = now.own_score <= now.rent_score;
        let full_precision = own(Input::Precision, 0.0).number();
        // What a better open model is ahead by, a narrow task shrinks.
        prop_assert!(!is_behind || narrower >= now.own_accuracy.number() - rounding);
        prop_assert!(full_precision >= now.own_accuracy.number() - rounding);
        prop_assert!(now.accuracy_before_retrain.number() <= now.accuracy_launch.number() + rounding);
        prop_assert!(now.accuracy_after_retrain.number() >= now.accuracy_launch.number() - rounding);
    }

    #[test]
    fn pue_is_applied_once(scenario in scenarios()) {
        let values = scenario.values().replaced(Input::Pue, 1.0);
        let (one, two) = (numbers(&values).energy, numbers(&values.replaced(Input::Pue, 2.0)).energy);
        prop_assert_eq!(two.energy_kwh.number(), 2.0 * one.energy_kwh.number());
        let emissions = values.number(Input::GridIntensity) / 1000.0;
        prop_assert!((two.co2e_kg.number() - 2.0 * one.energy_kwh.number() * emissions).abs() <= 1e-9 * two.co2e_kg.number());
    }
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn every_output_is_finite_and_every_share_a_share(scenario in scenarios()) {
        let outcome = evaluate(&scenario);
        for (spec, value) in outcome.outputs() {
            match value {
                Value::Number(x) => {
                    prop_assert!(x.is_finite(), "{} is {x}", spec.id);
                    if spec.unit == Unit::Fraction && !RELATIVE.contains(&spec.id) {
                        prop_assert!((0.0..=1.0).contains(&x), "{} is {x}", spec.id);
                    }
                }
                Value::Missing => prop_assert!(spec.id.starts_with("break_even_") || ["payback_month", "gpus_needed"].contains(&spec.id)),
                Value::Name(_) | Value::Flag(_) => {}
            }
        }
        let accuracy = outcome.estimate.accuracy;
        for share in [accuracy.own_accuracy, accuracy.accuracy_launch, accuracy.accuracy_before_retrain, accuracy.rent_accuracy] {
            prop_assert!(share.number() > 0.0 && share.number() < 1.0);
        }
        let mut conditions = outcome.estimate.conditions.clone();
        conditions.dedup();
        prop_assert_eq!(conditions.len(), outcome.estimate.conditions.len());
    }

    #[test]
    fn the_verdict_is_consistent(scenario in scenarios()) {
        let outcome = evaluate(&scenario);
        let verdict = outcome.verdict;
        let both = verdict.probability_both.number();
        prop_assert!(both <= verdict.probability_own_cheaper.number());
        prop_assert!(both <= verdict.probability_within_ten_percent.number());
        prop_assert!(verdict.saving_p5 <= verdict.saving_p50 && verdict.saving_p50 <= verdict.saving_p95);
        prop_assert_eq!(outcome.saving_quantiles.len(), 50);
        prop_assert!(outcome.saving_quantiles.windows(2).all(|pair| pair[0] <= pair[1]));
        let p = verdict.probability_own_cheaper.number();
        let cheaper = if p >= 0.8 { Side::Own } else if p <= 0.2 { Side::Rent } else { Side::TooClose };
        let is_same = outcome.estimate.conditions.contains(&Condition::SameWay);
        let cannot = [Side::CannotOwn, Side::CannotRent].contains(&verdict.verdict);
        prop_assert!(cannot || is_same || verdict.verdict == cheaper);
        let two = plain(&scenario);
        let plain = evaluate(&two);
        let cannot = unable(&two, &plain.estimate);
        prop_assert_eq!(cannot.is_some(), [Side::CannotOwn, Side::CannotRent].contains(&plain.verdict.verdict));
        prop_assert!(cannot.is_none_or(|side| side == plain.verdict.verdict));
        prop_assert!(outcome.flips.len() <= 5);
        for flip in &outcome.flips {
            prop_assert_eq!(flip.owning_cheaper_beyond, outcome.estimate.cost.saving.number() < 0.0);
        }
    }

    #[test]
    fn paths_agree_with_the_averages(scenario in scenarios()) {
        let outcome = evaluate(&scenario);
        let (cost, horizon) = (outcome.estimate.cost, scenario.get(Input::Horizon));
        let last = outcome.cost_path.last().expect("a horizon has an end");
        prop_assert_eq!(last.month.number(), horizon);
        prop_assert!((last.own.number() / cost.own_cost_horizon.number() - 1.0).abs() < 1e-9);
        prop_assert!((last.rent.number() / cost.rent_cost_horizon.number() - 1.0).abs() < 1e-9);
        prop_assert_eq!(outcome.cost_path[0].own, cost.own_cost_upfront);
        // Added up month by month, or at once: the last bit may differ where both sides cost the same.
        let is_even = (last.own.number() / last.rent.number() - 1.0).abs() < 1e-9;
        prop_assert!(is_even || cost.payback_month.is_some() == (last.own.number() <= last.rent.number()));

        // The path is that of the open and the closed model, whatever else stands for owning and renting.
        let (scenario, outcome) = (plain(&scenario), evaluate(&plain(&scenario)));
        let path = &outcome.accuracy_path;
        prop_assert!(path.windows(2).all(|pair| pair[0].month <= pair[1].month));
        prop_assert!(path.iter().all(|m| [m.own, m.own_never, m.rent].iter().all(|a| a.number() > 0.0 && a.number() < 1.0)));
        let area = |pick: fn(&model::outcome::AccuracyMoment) -> f64| path.windows(2)
            .map(|pair| (pick(&pair[0]) + pick(&pair[1])) / 2.0 * (pair[1].month.number() - pair[0].month.number()))
            .sum::<f64>() / horizon;
        // Straight lines between months lie a little above where accuracy levels off.
        let accuracy = outcome.estimate.accuracy;
        prop_assert!((area(|m| m.own.number()) - accuracy.own_accuracy.number()).abs() < 2e-3);
        prop_assert!((area(|m| m.rent.number()) - accuracy.rent_accuracy.number()).abs() < 2e-3);
        prop_assert_eq!(path[0].own, accuracy.accuracy_launch);
        let retrains = path.iter().filter(|moment| moment.retrain).count() as f64;
        let learned = scenario.get(Input::InitialExamples) + retrains * scenario.get(Input::ExamplesPerRound);
        prop_assert_eq!(learned, accuracy.examples_total.number());
    }

    #[test]
    fn every_number_shows_its_working(scenario in scenarios()) {
        let outcome = evaluate(&scenario);
        for (spec, value) in outcome.outputs().filter(|(spec, _)| spec.family != "verdict") {
            let steps = explain(&scenario, spec.id);
            prop_assert!(steps.is_some(), "{} has no working", spec.id);
            let steps = steps.expect("checked");
            let last = steps.last().expect("an explanation has a step");
            prop_assert_eq!(last.name, spec.id);
            prop_assert_eq!(last.result, value, "{}", spec.id);
            prop_assert_eq!(last.unit, spec.unit, "{}", spec.id);
            for (index, step) in steps.iter().enumerate() {
                for (name, term) in step.operands.iter().filter(|(_, term)| term.origin() == Origin::Computed) {
                    if let Some(earlier) = steps[..index].iter().rev().find(|earlier| earlier.name == *name) {
                        let number = earlier.result.number().unwrap_or(0.0);
                        prop_assert_eq!(number, term.number(), "{} in {} for {}", name, step.name, spec.id);
                    }
                }
            }
        }
    }

    #[test]
    fn an_answer_put_back_holds(scenario in scenarios()) {
        let (values, constants) = (scenario.values(), Assumptions::default());
        for input in [Input::RequestsPerDay, Input::ApiOutputPrice, Input::GpuHourPrice, Input::RunEffort] {
            let solved = break_even(&values, &constants, input, Target::OwningCheaper);
            let saving = |x| numbers(&values.replaced(input, x)).cost.saving.number();
            match solved.answer {
                Answer::Between { from, to } => {
                    prop_assert!(from < to && saving((from + to) / 2.0) >= -1e-6, "{input:?}");
                }
                Answer::At(x) => {
                    prop_assert!(saving(x) >= 0.0, "{}", input.spec().id);
                    let beyond = if solved.holds_above { x * (1.0 - 1e-6) } else { x * (1.0 + 1e-6) };
                    prop_assert!(saving(beyond) < 0.0 || (saving(beyond) - saving(x)).abs() < 1e-6 * saving(x).abs().max(1e-9));
                }
                Answer::Never { nearest, short_by, .. } => prop_assert!((saving(nearest) + short_by).abs() < 1e-9 * short_by.abs()),
                Answer::Always => prop_assert!(saving(values.number(input)) >= 0.0),
            }
        }
    }
}

#[test]
fn verdicts_show_their_working_too() {
    let scenario = Scenario::preset(Preset::Shopify);
    let outcome = evaluate(&scenario);
    for spec in output_specs().filter(|spec| spec.family == "verdict") {
        let steps = explain(&scenario, spec.id).unwrap_or_default();
        assert_eq!(
            steps.last().map(|step| step.result),
            outcome.output(spec.id).map(|(_, value)| value),
            "{}",
            spec.id
        );
        assert!(steps.len() > 10, "{} depends on the cost or the accuracy", spec.id);
    }
}

/// The drawn scenarios may miss a GPU, a model or a price in the middle of its list; these miss none.
#[test]
fn every_option_of_every_choice_gives_numbers_in_range() {
    let choices = INPUTS.iter().filter_map(|spec| match spec.domain {
        Domain::Choice(options) => Some((spec.input, options)),
        Domain::Number { .. } => None,
    });
    for (input, options) in choices {
        for (index, option) in options.iter().enumerate() {
            for preset in Preset::ALL {
                for method in ["lora", "qlora", "full"] {
                    let scenario = Scenario::preset(preset).with_text("method", method);
                    let scenario = scenario.and_then(|it| it.with(input, index as f64)).expect("an option");
                    let estimate = numbers(&scenario.values());
                    for (spec, value) in estimate.outputs() {
                        let Value::Number(x) = value else { continue };
                        let is_share = spec.unit == Unit::Fraction && !RELATIVE.contains(&spec.id);
                        assert!(
                            x.is_finite() && (!is_share || (0.0..=1.0).contains(&x)),
                            "{} is {x} with {} = {}, {scenario:?}",
                            spec.id,
                            input.spec().id,
                            option.id
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn evaluating_twice_gives_the_same_bits() {
    for preset in Preset::ALL {
        assert_eq!(evaluate(&Scenario::preset(preset)), evaluate(&Scenario::preset(preset)));
    }
}

#[test]
fn output_names_are_unique() {
    let mut ids: Vec<_> = output_specs().map(|spec| spec.id).collect();
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn a_model_too_large_leaves_everything_to_the_api() {
    let scenario =
        Scenario::default().with(Input::ModelSize, 405.0).and_then(|s| s.with(Input::GpuCount, 1.0)).unwrap();
    let estimate = evaluate(&scenario).estimate;
    assert!(!estimate.serving.fits);
    assert!(estimate.conditions.contains(&Condition::ModelDoesNotFit));
    assert!(estimate.cost.saving.number() < 0.0);
}
