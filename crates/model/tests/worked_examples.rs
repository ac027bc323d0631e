//! Published figures and hand-computed examples, end to end; and plain data in and out.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use model::catalogue::{APIS, ApiPrice, Tier};
use model::cost::{months_at_todays_price, request_price};
use model::outcome::LineItem;
use model::{Assumption, Assumptions, Estimate, Input, Preset, Scenario, evaluate};

fn with(changes: &[(Input, f64)]) -> Scenario {
    changes
        .iter()
        .fold(Scenario::default(), |scenario, (input, value)| scenario.with(*input, *value).unwrap())
}

fn line(estimate: &Estimate, item: LineItem) -> f64 {
    estimate.ledgers.own.iter().find(|line| line.item == item).map_or(f64::NAN, |line| line.cost.number())
}

#[test]
fn intercoms_run_is_far_beyond_one_fine_tune() {
    // 64 GPUs for nine days against three epochs over 2.3 million conversations of 1,000 tokens, 7B, full.
    let reported = 64.0 * 9.0 * 24.0;
    assert_eq!(reported, 13_824.0);
    let scenario = Scenario::preset(Preset::Intercom).with(Input::Epochs, 3.0).unwrap();
    let training = evaluate(&scenario).estimate.training;
    assert_eq!(training.initial_tokens.number(), 6.9e9);
    let at_40_percent = training.initial_gpu_hours.number() * training.training_mfu.number() / 0.4;
    assert!((200.0..225.0).contains(&at_40_percent), "{at_40_percent}");
    assert!((50.0..500.0).contains(&(reported / training.initial_gpu_hours.number())));
    let one_epoch =
        evaluate(&Scenario::preset(Preset::Intercom)).estimate.training.initial_gpu_hours.number();
    assert!((training.initial_gpu_hours.number() / one_epoch - 3.0).abs() < 1e-12);
}

#[test]
fn labels_cost_more_than_right_sized_compute() {
    let estimate = evaluate(&Scenario::preset(Preset::Intercom)).estimate;
    assert!(line(&estimate, LineItem::Labelling) > 10.0 * line(&estimate, LineItem::RetrainingCompute));
}

#[test]
fn tokens_are_charged_as_listed() {
    assert!((request_price(500.0, 200.0, 1.5, 2.0, 0.0, 0.0) - 0.00115).abs() < 1e-15);
    // A tenth of the price for the half of the prompt that is cached: 0.55 of the full price.
    let (full, half) =
        (request_price(1e6, 0.0, 2.0, 8.0, 0.0, 0.9), request_price(1e6, 0.0, 2.0, 8.0, 0.5, 0.9));
    assert!((half / full - 0.55).abs() < 1e-12);
}

#[test]
fn long_prompts_pay_their_tier_as_a_whole() {
    let base = APIS[0];
    let tier =
        |above, input: f64, output: f64| Tier { above, input_per_million: input, output_per_million: output };
    let three = [tier(100_000, 0.8, 2.0), tier(500_000, 0.6, 2.0), tier(1_000_000, 0.4, 2.0)];
    let three: &'static [Tier] = Box::leak(Box::new(three));
    let price = ApiPrice { input_per_million: 1.0, output_per_million: 1.0, tiers: three, ..base };
    let dollars = |tokens: f64| tokens * price.per_million(tokens).0 / 1e6;
    for (tokens, expected) in [(50_000.0, 0.05), (300_000.0, 0.24), (750_000.0, 0.45), (2_000_000.0, 0.80)] {
        assert!((dollars(tokens) - expected).abs() < 1e-12, "{tokens}");
    }
    // The answer pays the tier that the prompt is in.
    assert!((10_000.0 * price.per_million(150_000.0).1 / 1e6 - 0.02).abs() < 1e-15);
    // In a scenario the list's tiers follow the prompt, unless the reader sets a price.
    let terra = |prompt: f64| {
        let scenario = with(&[(Input::PromptTokens, prompt)]).with_text("api", "gpt-5.6-terra").unwrap();
        (scenario.get(Input::ApiInputPrice), scenario.get(Input::ApiOutputPrice))
    };
    assert_eq!((terra(272_000.0), terra(272_001.0)), ((2.0, 12.0), (4.0, 18.0)));
    let own_price = with(&[(Input::PromptTokens, 500_000.0), (Input::ApiInputPrice, 1.0)]);
    assert_eq!(own_price.get(Input::ApiInputPrice), 1.0);
}

#[test]
fn a_month_of_renting_by_hand() {
    let scenario = with(&[
        (Input::RequestsPerDay, 10_000.0),
        (Input::PromptTokens, 2000.0),
        (Input::OutputTokens, 500.0),
        (Input::ApiInputPrice, 2.0),
        (Input::ApiOutputPrice, 12.0),
        (Input::CachedShare, 0.0),
        (Input::PriceTrend, 0.0),
        (Input::ApiRunEffort, 0.1),
        (Input::IntegrationEffort, 1.0),
        (Input::LoadedCost, 240_000.0),
        (Input::EvaluationCost, 600.0),
        (Input::Horizon, 20.0),
    ]);
    // Tokens: 304,375 requests of $0.010; evaluation four times a year; a month of work over 20 months; a tenth of one.
    let expected = 304_375.0 * 0.010 + 200.0 + 1000.0 + 2000.0;
    let cost = evaluate(&scenario).estimate.cost;
    assert!((cost.rent_cost.number() - expected).abs() < 1e-6, "{:?}", cost.rent_cost);
    assert!((cost.rent_cost_per_request.number() - expected / 304_375.0).abs() < 1e-12);
    assert!((cost.rent_cost_per_million_tokens.number() - expected / 304_375.0 / 2500.0 * 1e6).abs() < 1e-9);
}

#[test]
fn gpus_are_rented_around_the_clock() {
    let scenario = with(&[
        (Input::GpuCount, 4.0),
        (Input::GpuHourPrice, 2.5),
        (Input::ReservedDiscount, 0.2),
        (Input::HostOverhead, 0.5),
    ]);
    let estimate = evaluate(&scenario).estimate;
    assert!((line(&estimate, LineItem::ServingGpus) - 4.0 * 2.5 * 0.8 * 730.5).abs() < 1e-9);
    assert!((estimate.cost.gpu_cost.number() - 4.0 * 2.5 * 0.8 * 730.5 * 1.5).abs() < 1e-9);
}

#[test]
fn a_falling_price_is_averaged_over_the_horizon() {
    // At -20 % a year, two years cost what 19.36 months cost at the first day's price.
    let steps: f64 =
        (0..24_000).map(|step| libm::pow(0.8, (f64::from(step) + 0.5) / 12_000.0) / 1000.0).sum();
    assert!((months_at_todays_price(-0.2, 24.0) - steps).abs() < 1e-6);
    assert!((months_at_todays_price(1e-12, 24.0) - 24.0).abs() < 1e-9);
}

#[test]
fn payback_lies_where_the_paths_cross() {
    let outcome = evaluate(&with(&[(Input::RequestsPerDay, 400_000.0)]));
    let month = outcome.estimate.cost.payback_month.expect("at this volume owning pays").number();
    let ahead = |index: usize| outcome.cost_path[index].rent.number() - outcome.cost_path[index].own.number();
    let (before, after) = (libm::floor(month) as usize, libm::ceil(month) as usize);
    assert!(before < after && ahead(before) < 0.0 && ahead(after) >= 0.0);
    let share = month - libm::floor(month);
    assert!((ahead(before) * (1.0 - share) + ahead(after) * share).abs() < 1e-6 * ahead(after).abs());
}

#[test]
fn without_interest_the_present_value_is_the_saving() {
    let cost = evaluate(&with(&[(Input::DiscountRate, 0.0), (Input::PriceTrend, -0.3)])).estimate.cost;
    let saved = cost.saving.number() * 24.0;
    assert!((cost.net_present_value.number() / saved - 1.0).abs() < 1e-9);
    let discounted = evaluate(&with(&[(Input::DiscountRate, 0.1), (Input::PriceTrend, -0.3)])).estimate.cost;
    assert!(discounted.net_present_value != cost.net_present_value);
}

#[test]
fn energy_by_hand() {
    // Nothing to serve: two idle H100 of 700 W.
    let scenario = with(&[
        (Input::OpenShare, 0.0),
        (Input::RetrainsPerYear, 0.0),
        (Input::Pue, 1.5),
        (Input::GridIntensity, 400.0),
    ]);
    let constants = Assumptions::default();
    let idle = constants.number(Assumption::GpuIdlePower) * constants.number(Assumption::HostPower);
    let expected = 2.0 * 0.7 * idle * 730.5 * 1.5;
    let energy = evaluate(&scenario).estimate.energy;
    assert!(
        (energy.energy_kwh.number() - expected).abs() < 1e-9,
        "{:?} against {expected}",
        energy.energy_kwh
    );
    assert!((energy.co2e_kg.number() - expected * 0.4).abs() < 1e-9);
}

#[test]
fn emissions_are_energy_times_the_grid_as_in_ecologits() {
    // kWh of a request, kg of CO2e a kWh, kg of CO2e: EcoLogits' own runs. Its energy counts each request's share of a
    // server, ours a server that is rented all month, so only this step is the same.
    for (kwh, grid, kilograms) in [
        (1.53624e-5, 0.590478, 9.07118e-6),
        (3.99412e-5, 0.590478, 2.35844e-5),
        (3.56610e-5, 0.38355, 1.36778e-5),
        (2.63012e-4, 0.38355, 1.00878e-4),
        (1.59156e-3, 0.38355, 6.10443e-4),
    ] {
        let energy = evaluate(&with(&[(Input::GridIntensity, grid * 1000.0)])).estimate.energy;
        let of_ours = energy.co2e_kg.number() / energy.energy_kwh.number();
        assert!((kwh * of_ours / kilograms - 1.0).abs() < 1e-5, "{kwh} kWh");
    }
}

#[test]
fn two_to_four_weeks_pay_for_points_that_are_worth_thousands_a_month() {
    // What the check of the article's cadence says of the default case: 13 to 26 rounds a year.
    let best = |value: f64, drift: f64| {
        let case = with(&[(Input::PointValue, value), (Input::Drift, drift)]);
        model::solve::best_interval(&case).unwrap().retrains_per_year
    };
    assert!((13.0..=26.0).contains(&best(4_500.0, 0.03)) && (13.0..=26.0).contains(&best(9_500.0, 0.03)));
    assert!(best(3_500.0, 0.03) < 13.0 && best(11_000.0, 0.03) > 26.0);
    // A task that drifts faster is worth retraining for earlier, and a more expensive label later.
    assert!(best(4_500.0, 0.08) > best(4_500.0, 0.03) && best(4_500.0, 0.03) > best(4_500.0, 0.01));
    let dear = with(&[(Input::PointValue, 4_500.0), (Input::LabelCost, 5.0)]);
    assert!(model::solve::best_interval(&dear).unwrap().retrains_per_year < best(4_500.0, 0.03));
}

#[test]
fn break_even_volume_is_where_the_saving_is_nothing() {
    let outcome = evaluate(&Scenario::default());
    let volume = outcome.verdict.break_even_requests.expect("some volume pays").number();
    let there = evaluate(&with(&[(Input::RequestsPerDay, volume)])).estimate.cost;
    assert!((there.saving.number() / there.rent_cost.number()).abs() < 1e-6);
    let p = evaluate(&with(&[(Input::RequestsPerDay, volume)])).verdict.probability_own_cheaper.number();
    assert!((0.2..0.8).contains(&p), "at break-even the verdict is too close to call, not {p}");
}

#[cfg(feature = "serde")]
mod plain_data {
    use super::*;

    #[test]
    fn a_scenario_is_its_preset_and_what_differs() {
        let scenario = Scenario::preset(Preset::Shopify)
            .with_text("gpu", "h200-sxm")
            .and_then(|s| s.with(Input::GpuHourPrice, 2.345_678_901_234_567))
            .and_then(|s| s.with_text("overflow", "refuse"))
            .and_then(|s| s.with(Input::Drift, 0.1 + 0.02))
            .unwrap();
        let json = serde_json::to_value(&scenario).unwrap();
        assert_eq!(json["preset"], "shopify");
        assert_eq!(json["overflow"], "refuse");
        assert_eq!(json["gpu_hour_price"], 2.345_678_901_234_567);
        assert_eq!(json["drift"], 0.1 + 0.02);
        assert_eq!(json.as_object().unwrap().len(), 5);
    }

    #[test]
    fn outcomes_are_plain_objects_with_every_output() {
        let outcome = evaluate(&Scenario::default());
        let json: serde_json::Value =
            serde_json::from_str(&serde_json::to_string(&outcome).unwrap()).unwrap();
        for (spec, value) in outcome.outputs() {
            let written = &json[spec.family][spec.id];
            match value {
                model::units::Value::Number(x) => assert_eq!(written.as_f64(), Some(x), "{}", spec.id),
                model::units::Value::Name(name) => assert_eq!(written.as_str(), Some(name)),
                model::units::Value::Flag(yes) => assert_eq!(written.as_bool(), Some(yes)),
                model::units::Value::Missing => assert!(written.is_null(), "{}", spec.id),
            }
        }
        assert_eq!(json["ledgers"]["own"].as_object().unwrap().len(), outcome.estimate.ledgers.own.len());
        assert_eq!(json["saving_quantiles"].as_array().unwrap().len(), 50);
        assert_eq!(json["accuracy_path"].as_array().unwrap().len(), outcome.accuracy_path.len());
        assert_eq!(json["version"], env!("CARGO_PKG_VERSION"));
    }
}

#[test]
fn every_output_has_its_own_meaning() {
    let mut meanings: Vec<&str> = model::outcome::output_specs().map(|spec| spec.meaning().trim()).collect();
    assert!(meanings.iter().all(|meaning| meaning.ends_with('.')), "{meanings:?}");
    let saving = model::outcome::output_specs().find(|spec| spec.id == "own_cost").unwrap();
    assert!(
        saving.meaning().contains("Owning") || saving.meaning().contains("month"),
        "{}",
        saving.meaning()
    );
    let n_all = meanings.len();
    meanings.sort_unstable();
    meanings.dedup();
    assert!(meanings.len() * 10 > n_all * 9, "{n_all} outputs share {} meanings", meanings.len());
}
