//! Constants that a scenario sets: within their ranges, in every answer, and never a number that is none.

use model::catalogue::{ASSUMPTIONS, Assumption, Domain, PRESETS};
use model::provenance::Provenance;
use model::solve::grid;
use model::trace::Origin;
use model::units::Value;
use model::{Input, Scenario, Setting, evaluate, explain};

#[test]
fn every_constant_can_lie_at_either_end_of_its_range() {
    for preset in &PRESETS {
        for spec in ASSUMPTIONS.iter().filter(|spec| spec.is_open()) {
            for end in [spec.band.low, spec.band.high] {
                let scenario = Scenario::preset(preset.preset).with(spec.assumption, end).unwrap();
                assert_eq!(scenario.is_changed(spec.assumption), end != spec.value, "{}", spec.id);
                let outcome = evaluate(&scenario);
                for (output, value) in outcome.outputs() {
                    let is_number = !matches!(value, Value::Number(x) if !x.is_finite());
                    assert!(is_number, "{}={end}: {} is {value:?}", spec.id, output.id);
                }
            }
        }
    }
}

#[test]
fn a_constant_moves_the_answer_and_its_working_says_so() {
    let spec = Assumption::TunedErrorRatio.spec();
    let scenario = Scenario::default().with(spec.assumption, spec.band.low).unwrap();
    let accuracy = |scenario: &Scenario| evaluate(scenario).estimate.accuracy.own_accuracy.number();
    assert!(
        accuracy(&scenario) > accuracy(&Scenario::default()),
        "fewer errors are left, and none are gained"
    );
    let used = explain(&scenario, "own_accuracy").unwrap().into_iter().any(|step| {
        step.operands.iter().any(|(_, term)| {
            term.origin() == Origin::Assumption(spec.assumption) && term.number() == spec.band.low
        })
    });
    assert!(used, "the working has another number than the scenario");
    let what = Provenance::of(&scenario, Origin::Assumption(spec.assumption)).unwrap().what;
    assert_eq!(what, "set in the scenario");
    assert_eq!(scenario.reset(spec.assumption), Scenario::default());
}

#[test]
fn what_lies_outside_is_refused_with_the_range() {
    let spec = Assumption::TunedErrorRatio.spec();
    let said =
        |setting: Setting, value: f64| Scenario::default().with(setting, value).unwrap_err().to_string();
    for value in [spec.band.high * 1.01, spec.band.low * 0.99, f64::NAN, f64::INFINITY] {
        let error = said(spec.assumption.into(), value);
        let names = [spec.id, &spec.band.low.to_string(), &spec.band.high.to_string()];
        assert!(names.iter().all(|name| error.contains(name)), "{error}");
    }
    let error = said(Assumption::DaysPerMonth.into(), 30.0);
    assert!(error.contains("days_per_month: 30 is refused") && error.contains("always: "), "{error}");
}

#[test]
fn names_are_of_one_thing_each() {
    let mut ids: Vec<&str> = Setting::all().map(Setting::id).collect();
    ids.sort_unstable();
    let n = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), n);
    for setting in Setting::all() {
        assert_eq!(Setting::from_id(setting.id()), Some(setting));
        if let Domain::Number { min, max, .. } = setting.domain() {
            assert!(min < max, "{}", setting.id());
        }
    }
    assert!(n > 80, "{n} settings");
    // What the checks of claims alone rest on is nobody's scenario.
    assert!(Setting::all().all(|setting| setting.id() != "plausible_fleet"));
    assert_eq!(Setting::from(Input::GpuCount).id(), "gpu_count");
}

#[test]
fn an_input_that_does_not_lead_changes_nothing_but_itself() {
    for preset in &PRESETS {
        let scenario = Scenario::preset(preset.preset);
        for input in Input::ALL.into_iter().filter(|input| !input.has_dependents()) {
            for value in grid(input, 5) {
                let set = scenario.clone().with(input, value).unwrap();
                assert_eq!(set.values(), scenario.values().replaced(input, value), "{}", input.spec().id);
            }
        }
    }
}
