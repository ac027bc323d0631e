//! Settings without effect: the rule is what a search over choices finds.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::collections::BTreeSet;

use model::catalogue::{Domain, GPUS, INPUTS, Preset};
use model::idle::Idle;
use model::trace::Trace;
use model::ways::ways;
use model::{Input, InputError, Scenario, Setting, estimate, evaluate};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

/// Choices whose options leave settings unused. A closed model only brings prices, and of the named models each has a shape
/// of its own, which leaves constants of the interpolation unused by its numbers, not by a rule.
const CHOICES: [Input; 12] = [
    Input::Overflow,
    Input::Precision,
    Input::Gpu,
    Input::Method,
    Input::Engine,
    Input::Packing,
    Input::TrainingSoftware,
    Input::Measured,
    Input::ApiTier,
    Input::Adapter,
    Input::GpuMarket,
    Input::Lens,
];

/// What acts in the verdict or in a condition alone, or only on sizes and models that draws seldom meet; no choice switches it off.
const SELDOM: [&str; 15] = [
    "point_value",
    "api",
    "adapter_share",
    "training_bytes_4bit",
    "training_bytes_full",
    "fine_tune_batch_tokens",
    "fine_tune_steps",
    "mfu_loss_per_doubling",
    "accuracy_ceiling",
    "moe_factor",
    "measurement_doubt",
    "hosted_price_exponent",
    "moving_effort",
    // Where the GPUs are paid for, a cold start acts in an obstacle alone.
    "cold_start_fixed",
    "weight_load_rate",
];

fn draw(runner: &mut TestRunner) -> Scenario {
    let preset = (0..Preset::ALL.len()).new_tree(runner).unwrap().current();
    INPUTS.iter().filter(|spec| spec.input != Input::ModelSize).fold(
        Scenario::preset(Preset::ALL[preset]),
        |scenario, spec| {
            let value = match spec.domain {
                Domain::Number { min, max, whole, .. } => {
                    let share = (0.02..0.98_f64).new_tree(runner).unwrap().current();
                    let value = if min > 0.0 && max / min > 50.0 {
                        min * libm::pow(max / min, share)
                    } else {
                        min + (max - min) * share
                    };
                    if whole { value.round() } else { value }
                }
                Domain::Choice(options) => (0..options.len()).new_tree(runner).unwrap().current() as f64,
            };
            scenario.with(spec.input, value).unwrap()
        },
    )
}

/// The same case, of which the machine has been measured that it runs on, and the closed model invoiced that it rents.
fn measured_itself(scenario: Scenario) -> Scenario {
    [
        (Input::MeasuredModel, Input::Model),
        (Input::MeasuredPrecision, Input::Precision),
        (Input::MeasuredGpu, Input::Gpu),
        (Input::MeasuredEngine, Input::Engine),
        (Input::InvoicedApi, Input::Api),
    ]
    .into_iter()
    .fold(scenario, |scenario, (measured, own)| {
        let value = scenario.get(own);
        scenario.with(measured, value).unwrap()
    })
}

fn ends(setting: Setting) -> Vec<f64> {
    match setting.domain() {
        Domain::Number { min, max, .. } => vec![min, max],
        Domain::Choice(options) => (0..options.len()).map(|index| index as f64).collect(),
    }
}

fn numbers(scenario: &Scenario) -> Vec<Option<u64>> {
    let estimate = estimate(&scenario.values(), &scenario.assumptions(), &mut Trace::off());
    let outputs = estimate.outputs().map(|(_, value)| value.number());
    let ways = ways(scenario);
    let of_ways = ways.ways.iter().flat_map(|way| {
        let [cost, resolved] =
            [way.cost.map(|cost| cost.number()), way.cost_per_resolved.map(|cost| cost.number())];
        [cost, resolved, Some(way.accuracy.number()), Some(way.obstacles.len() as f64)]
    });
    let besides = [Some(ways.platform_cost.number())];
    outputs.chain(of_ways).chain(besides).map(|number| number.map(f64::to_bits)).collect()
}

fn acts(scenario: &Scenario, setting: Setting) -> bool {
    let before = numbers(scenario);
    ends(setting).into_iter().any(|value| numbers(&scenario.clone().with(setting, value).unwrap()) != before)
}

#[test]
fn what_is_idle_moves_nothing_and_what_moves_nothing_is_idle() {
    let mut runner = TestRunner::deterministic();
    let mut n_idle = 0;
    for choice in CHOICES {
        for (index, value) in ends(choice.into()).into_iter().enumerate() {
            let mut acting = BTreeSet::new();
            let mut scenarios = Vec::new();
            for number in 0..180 {
                let scenario = draw(&mut runner).with(choice, value).unwrap();
                // The prompts of most drawn agents fit no GPU, and where nothing fits, nothing of serving acts.
                let scenario = if number % 3 == 0 { scenario } else { scenario.reset(Input::Turns) };
                let scenario = if number % 2 == 0 { measured_itself(scenario) } else { scenario };
                for setting in Setting::all().filter(|setting| *setting != Setting::from(choice)) {
                    if let Some(idle) = scenario.idle(setting) {
                        let is_known = matches!(idle, Idle::While(cause) if Idle::CAUSES.contains(&cause));
                        assert!(is_known || idle == Idle::Always, "{idle:?}");
                        n_idle += 1;
                        assert!(!acts(&scenario, setting), "{} acts in {scenario:?}", setting.id());
                    } else if !acting.contains(&setting) && acts(&scenario, setting) {
                        acting.insert(setting);
                    }
                }
                scenarios.push(scenario);
            }
            for setting in Setting::all()
                .filter(|setting| *setting != Setting::from(choice) && !acting.contains(setting))
            {
                let is_known = scenarios.iter().all(|scenario| scenario.idle(setting).is_some());
                let is_seldom = SELDOM.contains(&setting.id())
                    || setting == Input::ModelSize.into()
                    || setting == Input::MeasuredModelSize.into();
                assert!(
                    is_known || is_seldom,
                    "{} moves nothing while {} is option {index}",
                    setting.id(),
                    choice.spec().id
                );
            }
        }
    }
    assert!(n_idle > 1000, "{n_idle} idle settings were tried");
}

#[test]
fn a_named_model_leaves_its_size_unused_and_a_size_does_not() {
    for model in 0..ends(Input::Model.into()).len() {
        let scenario = Scenario::default().with(Input::Model, model as f64).unwrap();
        let is_idle = scenario.idle(Input::ModelSize) == Some(Idle::While(Input::Model));
        assert_eq!(is_idle, model > 0);
        assert_eq!(is_idle, !acts(&scenario, Input::ModelSize.into()), "{}", scenario.text(Input::Model));
    }
    // The verdict's whole sample too.
    let named = Scenario::default().with_text("model", "llama-3.1-70b").unwrap();
    assert_eq!(evaluate(&named), evaluate(&named.clone().with(Input::ModelSize, 1.0).unwrap()));
}

#[test]
fn what_is_idle_is_refused_with_its_choice_and_left_out_of_what_is_written() {
    let named = Scenario::default().with_text("model", "llama-3.1-70b").unwrap();
    let error = named.refuse_idle([Input::GpuCount.into(), Input::ModelSize.into()]).unwrap_err();
    assert_eq!(error.field(), "model_size");
    assert_eq!(
        error.to_string(),
        "model_size: has no effect while model is llama-3.1-70b; leave out one of them, or set another model"
    );
    let always = Setting::from_id("run_goodput").unwrap();
    assert!(matches!(named.refuse_idle([always]), Err(InputError::NoEffect { cause: None, .. })));
    for setting in Setting::all() {
        for end in ends(setting) {
            let scenario = Scenario::default().with(Input::Method, 1.0).unwrap().with(setting, end).unwrap();
            assert!(scenario.changes().all(|(setting, _)| scenario.idle(setting).is_none()), "{scenario:?}");
        }
    }
    assert!(GPUS.iter().any(|gpu| gpu.fp8_flop_per_s.is_none()), "no GPU leaves a constant unused");
}
