//! Constants that a scenario sets: within their ranges, in every answer, and never a number that is none.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use model::catalogue::{APIS, ASSUMPTIONS, Assumption, Domain, PRESETS};
use model::provenance::Provenance;
use model::response::curve;
use model::sensitivity::{elasticities, tornado};
use model::solve::{Answer, Target, break_even_of, grid};
use model::trace::{Origin, Trace};
use model::uncertainty::{break_even_band, response_bands};
use model::units::Value;
use model::{Input, Scenario, Setting, estimate, evaluate, explain};

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

#[test]
fn every_preset_is_described_in_its_own_words() {
    let descriptions: Vec<&str> = PRESETS.iter().map(|preset| preset.description()).collect();
    for (at, description) in descriptions.iter().enumerate() {
        assert!(!descriptions[..at].contains(description), "said twice: {description}");
    }
    // Of a company the first word says whether it is the company's own figure.
    for preset in &PRESETS {
        let first = match preset.preset {
            model::Preset::SupportDesk => "The support desk",
            model::Preset::CodingAgent => "An agent that writes code",
            _ => "Reported:",
        };
        assert!(preset.description().starts_with(first), "{}: {}", preset.id, preset.description());
    }
}

#[test]
fn every_constant_has_a_note_of_its_own() {
    let note = |assumption: Assumption| assumption.spec().note();
    assert!(note(Assumption::MmluProChance).starts_with("Ten answers"));
    assert!(note(Assumption::MmluChance).starts_with("Four answers"));
    for spec in &ASSUMPTIONS {
        assert!(spec.note().ends_with('.'), "{}: {:?}", spec.id, spec.note());
    }
}

#[test]
fn a_working_names_an_option_and_gives_a_number_its_unit() {
    let scenario = Scenario::default().with_text("overflow", "refuse").unwrap();
    let values = scenario.values();
    let shown = |input: Input| model::words::operand(values.term(input));
    assert_eq!(shown(Input::Overflow), scenario.text(Input::Overflow));
    assert_eq!(shown(Input::RequestsPerDay), "100000 requests a day");
}

#[test]
fn a_failure_shows_the_scenario_as_a_reader_would_write_it() {
    let scenario = Scenario::default().with(Input::GpuCount, 3.0).unwrap();
    let scenario = scenario.with_text("model", "llama-3.1-8b").unwrap();
    let shown = format!("{scenario:?}");
    assert_eq!(shown, "Scenario { preset: support_desk, model: llama-3.1-8b, gpu_count: 3 }");
}

#[test]
fn a_curve_and_its_band_show_what_a_slider_shows() {
    // Of another closed model than the preset's, accuracy and prices follow from other inputs.
    let own = Scenario::default().get(Input::Api);
    let other = if own == 0.0 { 1.0 } else { 0.0 };
    let scenario = Scenario::default().with(Input::Api, other).unwrap();
    let mut moved = 0;
    for input in Input::ALL {
        if input == Input::ModelSize {
            // Moving a size away from its named model is more than to set it.
            continue;
        }
        for point in curve(&scenario, input, 5) {
            let set = scenario.clone().with(input, point.x).unwrap();
            let there = estimate(&set.values(), &set.assumptions(), &mut Trace::off());
            let shown = (point.own_cost, point.rent_cost, point.own_accuracy, point.rent_accuracy);
            let (cost, accuracy) = (there.cost, there.accuracy);
            let expected = (cost.own_cost, cost.rent_cost, accuracy.own_accuracy, accuracy.rent_accuracy);
            assert_eq!(shown, expected, "{} at {}", input.spec().id, point.x);
            moved += usize::from(set.values() != scenario.values().replaced(input, point.x));
        }
    }
    assert!(moved > 10, "only {moved} points have something that follows");
    // The middle of a band is near its curve, wherever the input is.
    let breadths = [0.0, 0.5, 1.0];
    let bands = response_bands(&scenario, Input::Breadth, &breadths, 64);
    for (breadth, band) in breadths.into_iter().zip(bands) {
        let set = scenario.clone().with(Input::Breadth, breadth).unwrap();
        let there = response_bands(&set, Input::Breadth, &[breadth], 64);
        assert_eq!(band, there[0], "at a breadth of {breadth}");
    }
}

#[test]
fn a_break_even_point_is_where_the_slider_turns() {
    let mut found = 0;
    for api in 0..5 {
        let scenario = Scenario::default().with(Input::Api, f64::from(api)).unwrap();
        let answer = break_even_of(&scenario, Input::Breadth, Target::WithinTenPercent).answer;
        if let Answer::At(x) = answer {
            let set = scenario.with(Input::Breadth, x).unwrap();
            let there = estimate(&set.values(), &set.assumptions(), &mut Trace::off());
            let gap = there.accuracy.accuracy_gap_percent.number();
            assert!(
                (gap - 10.0).abs() < 1e-6 || (gap - 0.1).abs() < 1e-8,
                "closed model {api}: {gap} at {x}"
            );
            found += 1;
        }
    }
    assert!(found > 1, "{found} closed models have a break-even point");
}

/// Another closed model than the preset's, whose accuracy nobody has measured.
fn with_another_closed_model() -> Scenario {
    let own = Scenario::default().get(Input::Api);
    Scenario::default().with(Input::Api, if own == 0.0 { 1.0 } else { 0.0 }).unwrap()
}

#[test]
fn a_break_even_over_the_cases_does_not_depend_on_where_the_slider_stood() {
    for input in [Input::Breadth, Input::PromptTokens] {
        let of = |scenario: Scenario| break_even_band(&scenario, input, Target::WithinTenPercent, 16);
        let from = |value: f64| of(with_another_closed_model().with(input, value).unwrap());
        let Domain::Number { min, max, .. } = input.spec().domain else { panic!("a number") };
        assert_eq!(from(min), from(max), "{}", input.spec().id);
    }
    let of_breadth =
        break_even_band(&with_another_closed_model(), Input::Breadth, Target::WithinTenPercent, 16);
    assert!(of_breadth.at > 0.0, "{of_breadth:?}");
}

#[test]
fn the_end_of_a_bar_is_the_case_with_that_value_set() {
    let scenario = with_another_closed_model();
    let swings = tornado(&scenario.values(), &scenario.assumptions());
    for (what, low, high) in [
        (Setting::from(Input::Breadth), 0.0, 1.0),
        (
            Assumption::NarrowLeverage.into(),
            Assumption::NarrowLeverage.spec().band.low,
            Assumption::NarrowLeverage.spec().band.high,
        ),
    ] {
        let swing = swings.iter().find(|swing| swing.what == what).unwrap();
        for (end, shown) in [(swing.low, swing.accuracy_low), (swing.high, swing.accuracy_high)] {
            let set = scenario.clone().with(what, end.clamp(low, high)).unwrap();
            let there = estimate(&set.values(), &set.assumptions(), &mut Trace::off()).accuracy.own_accuracy;
            assert!(
                (shown.number() - there.number()).abs() < 1e-9,
                "{} at {end}: {shown:?}, {there:?}",
                what.id()
            );
        }
    }
}

#[test]
fn an_elasticity_is_what_the_slider_shows() {
    let mut n_moved = 0;
    for (index, api) in APIS.iter().enumerate() {
        let Some(above) = api.tiers.first().map(|tier| f64::from(tier.above)) else { continue };
        let scenario = Scenario::default().with(Input::Api, index as f64).unwrap();
        let Ok(scenario) = scenario.with(Input::PromptTokens, above) else { continue };
        let rent = |prompt: f64| {
            let set = scenario.clone().with(Input::PromptTokens, prompt).unwrap();
            estimate(&set.values(), &set.assumptions(), &mut Trace::off()).cost.rent_cost.number()
        };
        let change = rent(above + 1.0) - rent(above - 1.0);
        let expected = change / rent(above) / (2.0 / above);
        let all = elasticities(&scenario);
        let found = all.iter().find(|one| one.input == Input::PromptTokens).unwrap().rent_cost.unwrap();
        assert!((found / expected - 1.0).abs() < 1e-9, "{}: {found}, not {expected}", api.id);
        n_moved += usize::from(found > 2.0);
    }
    assert!(n_moved > 0, "no price jumps at any length");
}
