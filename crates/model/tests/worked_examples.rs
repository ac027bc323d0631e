//! Published figures and hand-computed examples, end to end; and plain data in and out.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use model::api_price::{PricePath, months_at_todays_price, request_price};
use model::catalogue::{APIS, ApiPrice, Tier};
use model::outcome::{Condition, LineItem, Side};
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
fn an_announced_price_is_counted_from_its_month_on() {
    for trend in [-0.4, 0.0, 0.7] {
        for change in [0.25, 1.0, 2.0, 10.0] {
            for change_month in [0.0, 1.0, 7.0, 24.0, 60.0] {
                let path = PricePath { trend, change, change_month };
                for months in [0.0, 0.5, 1.0, 7.0, 7.5, 24.0] {
                    // The price itself, added up in the middle of each thousandth of a month.
                    let price = |month: f64| {
                        let factor = if month < change_month { 1.0 } else { change };
                        libm::pow(1.0 + trend, month / 12.0) * factor
                    };
                    let steps = (0..(months * 1000.0) as u32)
                        .map(|step| price((f64::from(step) + 0.5) / 1000.0) / 1000.0);
                    let (found, expected) = (path.months_until(months), steps.sum::<f64>());
                    assert!(
                        (found - expected).abs() < 1e-5 * expected.max(1.0),
                        "{path:?}, {months}: {found}, {expected}"
                    );
                }
                // Without a change, or before it comes, there is the trend alone.
                let trend_alone = months_at_todays_price(trend, 24.0);
                if change == 1.0 || change_month >= 24.0 {
                    assert!((path.months_until(24.0) - trend_alone).abs() < 1e-12 * trend_alone, "{path:?}");
                }
                if change_month == 0.0 {
                    assert!(
                        (path.months_until(24.0) - change * trend_alone).abs() < 1e-12 * change * trend_alone
                    );
                }
            }
        }
    }
}

#[test]
fn a_change_that_is_none_or_comes_too_late_changes_nothing() {
    let base = with(&[(Input::PriceTrend, -0.2), (Input::Horizon, 24.0)]);
    assert_eq!((base.get(Input::PriceChange), base.get(Input::PriceChangeMonth)), (1.0, 0.0));
    let same = |other: &Scenario| {
        let (before, after) = (evaluate(&base), evaluate(other));
        assert!(
            (before.estimate.cost.rent_cost.number() / after.estimate.cost.rent_cost.number() - 1.0).abs()
                < 1e-12
        );
        let value = before.estimate.cost.net_present_value.number();
        assert!((value - after.estimate.cost.net_present_value.number()).abs() < 1e-9 * value.abs());
        for (before, after) in before.cost_path.iter().zip(&after.cost_path) {
            assert!((before.rent.number() - after.rent.number()).abs() <= 1e-9 * before.rent.number());
        }
    };
    same(&base.clone().with(Input::PriceChangeMonth, 5.0).unwrap());
    let late = base.clone().with(Input::PriceChange, 3.0).unwrap();
    same(&late.clone().with(Input::PriceChangeMonth, 24.0).unwrap());
    // From the first day on, a factor of three is three times both prices.
    let tokens = |scenario: &Scenario| {
        let lines = evaluate(scenario).estimate.ledgers.rent;
        let of =
            |item| lines.iter().find(|line| line.item == item).map_or(f64::NAN, |line| line.cost.number());
        of(LineItem::InputTokens) + of(LineItem::OutputTokens)
    };
    assert!((tokens(&late) / tokens(&base) - 3.0).abs() < 1e-12);
    // The invoice is of today's prices, whatever is announced and however they go on.
    let invoice = |scenario: &Scenario| evaluate(scenario).estimate.cost.rent_invoice;
    assert_eq!(invoice(&late), invoice(&with(&[(Input::PriceTrend, 0.5)])));
}

#[test]
fn an_announced_change_follows_the_api_unless_the_reader_sets_one() {
    let flash = Scenario::default().with_text("api", "gemini-3.7-flash").unwrap();
    let change = APIS[flash.get(Input::Api) as usize].change.unwrap();
    assert_eq!((change.factor, change.from), (2.0, "2027-01-01"));
    assert_eq!(flash.get(Input::PriceChange), change.factor);
    assert_eq!(flash.get(Input::PriceChangeMonth), change.month);
    // 20 November to 1 January: the first whole month is at the old prices.
    assert_eq!(change.month, 1.0);
    assert_eq!(flash.clone().with(Input::PriceChange, 1.0).unwrap().get(Input::PriceChange), 1.0);
    // Of 24 months, 23 cost double.
    let steady = flash.with(Input::PriceTrend, 0.0).unwrap();
    let tokens = |scenario: &Scenario| {
        let lines = evaluate(scenario).estimate.ledgers.rent;
        lines.iter().find(|line| line.item == LineItem::OutputTokens).unwrap().cost.number()
    };
    let before = tokens(&steady.clone().with(Input::PriceChange, 1.0).unwrap());
    assert!((tokens(&steady) / before - 47.0 / 24.0).abs() < 1e-12);
}

#[test]
fn payback_and_present_value_follow_from_the_monthly_path_across_an_announced_change() {
    let (mut paid_back, mut never) = (0, 0);
    for trend in [-0.4, 0.0, 0.3] {
        for (change, month) in [
            (2.0, 0.0),
            (2.0, 1.0),
            (4.0, 12.0),
            (0.3, 6.0),
            (0.3, 1.0),
            (2.0, 35.0),
            (2.0, 36.0),
            (9.0, 60.0),
        ] {
            for requests in [60_000.0, 150_000.0, 400_000.0] {
                let scenario = with(&[
                    (Input::RequestsPerDay, requests),
                    (Input::PriceTrend, trend),
                    (Input::PriceChange, change),
                    (Input::PriceChangeMonth, month),
                    (Input::DiscountRate, 0.1),
                    (Input::Horizon, 36.0),
                ]);
                let path = evaluate(&scenario).cost_path;
                // A month's bill for tokens, by its own integral of the price.
                let price = PricePath { trend, change, change_month: month };
                let bill = |at: usize| path[at + 1].rent.number() - path[at].rent.number();
                let counts = |at: usize| price.months_until(at as f64 + 1.0) - price.months_until(at as f64);
                let (first, last) = (bill(0) - bill(35), counts(0) - counts(35));
                let invoice = evaluate(&scenario).estimate.cost.rent_invoice.number();
                assert!((first - invoice * last).abs() < 1e-6 * invoice, "{first} for {}", invoice * last);
                match follow_from_the_path(&scenario, 0.1) {
                    Some(_) => paid_back += 1,
                    None => never += 1,
                }
            }
        }
    }
    assert!(paid_back > 5 && never > 5, "{paid_back} paid back, {never} never");
}

#[test]
fn an_invoice_by_hand() {
    let scenario = with(&[
        (Input::RequestsPerDay, 80_000.0),
        (Input::PromptTokens, 1850.0),
        (Input::OutputTokens, 210.0),
        (Input::CachedShare, 0.22),
    ]);
    let scenario = scenario.with_text("api", "gpt-5.4-mini").unwrap();
    // 2,435,000 requests: of each, 22 % of the prompt at a tenth of $0.75 a million, and the answer at $4.50.
    let request = (1850.0 * 0.78 * 0.75 + 1850.0 * 0.22 * 0.075 + 210.0 * 4.5) / 1e6;
    let invoice = evaluate(&scenario).estimate.cost.rent_invoice.number();
    assert!((invoice - 2_435_000.0 * request).abs() < 1e-6, "{invoice}");
    assert!((invoice - 5011.0).abs() < 1.0, "{invoice}");
}

/// The verdict and its conditions.
fn side(scenario: &Scenario) -> (Side, Vec<Condition>) {
    let outcome = evaluate(scenario);
    (outcome.verdict.verdict, outcome.estimate.conditions)
}

#[test]
fn a_model_that_does_not_fit_cannot_be_owned() {
    let (verdict, conditions) = side(&with(&[(Input::ModelSize, 405.0), (Input::GpuCount, 1.0)]));
    assert_eq!(verdict, Side::CannotOwn);
    assert!(conditions.contains(&Condition::ModelDoesNotFit));
}

#[test]
fn a_prompt_longer_than_a_model_reads_rules_out_its_side() {
    // Qwen3 reads 40,960 tokens, GPT-4o 128,000, Gemini 1,048,576: of prompt and answer together.
    let asked = |model: &str, api: &str, prompt: f64| {
        let scenario = with(&[
            (Input::PromptTokens, prompt),
            (Input::OutputTokens, 960.0),
            (Input::RequestsPerDay, 100.0),
        ]);
        let scenario = scenario.with(Input::GpuCount, 8.0).and_then(|it| it.with_text("model", model));
        side(&scenario.and_then(|it| it.with_text("api", api)).unwrap())
    };
    let (verdict, conditions) = asked("qwen3-8b", "gemini-3.7-flash", 40_000.0);
    assert!(!conditions.contains(&Condition::PromptTooLong) && verdict != Side::CannotOwn, "{verdict:?}");
    let (verdict, conditions) = asked("qwen3-8b", "gemini-3.7-flash", 40_001.0);
    assert!(conditions.contains(&Condition::PromptTooLong) && verdict == Side::CannotOwn, "{verdict:?}");
    let (verdict, conditions) = asked("llama-3.1-8b", "gpt-4o", 127_040.0);
    assert!(
        !conditions.contains(&Condition::PromptTooLongForApi) && verdict != Side::CannotRent,
        "{verdict:?}"
    );
    let (verdict, conditions) = asked("by_size", "gpt-4o", 127_041.0);
    assert!(conditions.contains(&Condition::PromptTooLongForApi), "{conditions:?}");
    assert_eq!(verdict, Side::CannotRent);
    // A size without a name has no context of its own.
    assert!(!conditions.contains(&Condition::PromptTooLong));
    // Where neither reads it, both conditions are told, and owning is ruled out first.
    let (verdict, conditions) = asked("qwen3-8b", "gpt-4o", 127_041.0);
    assert!(
        conditions.contains(&Condition::PromptTooLong)
            && conditions.contains(&Condition::PromptTooLongForApi)
    );
    assert_eq!(verdict, Side::CannotOwn);
}

#[test]
fn gpus_that_serve_less_than_a_tenth_cannot_do_the_work() {
    let swamped = with(&[(Input::RequestsPerDay, 2e7), (Input::GpuCount, 1.0), (Input::OpenShare, 1.0)]);
    for overflow in ["refuse", "api"] {
        let scenario = swamped.clone().with_text("overflow", overflow).unwrap();
        let served = evaluate(&scenario).estimate.load.share_served.number();
        assert!(served > 0.0 && served < 0.1, "{served}");
        assert_eq!(side(&scenario).0, Side::CannotOwn, "{overflow}");
    }
    // The limit itself: as many GPUs as serve a tenth.
    let mut turned = None;
    for count in 1..200 {
        let scenario = swamped.clone().with(Input::GpuCount, f64::from(count)).unwrap();
        let served = evaluate(&scenario).estimate.load.share_served.number();
        let is_ruled_out = side(&scenario).0 == Side::CannotOwn;
        assert_eq!(is_ruled_out, served < 0.1, "{count} GPUs serve {served}");
        if !is_ruled_out {
            turned = Some(count);
            break;
        }
    }
    assert!(turned.is_some_and(|count| count > 1), "{turned:?}");
    // Where nothing is moved, the GPUs serve nothing and are not to blame.
    let (verdict, conditions) = side(&with(&[(Input::OpenShare, 0.0)]));
    assert!(conditions.contains(&Condition::NoTrafficMoved) && verdict == Side::Rent, "{verdict:?}");
}

#[test]
fn what_is_refused_costs_nothing_and_what_cannot_be_moved_costs_the_api() {
    let scenario = with(&[(Input::RequestsPerDay, 1e6), (Input::GpuCount, 1.0), (Input::OpenShare, 0.75)]);
    let bill = |scenario: &Scenario| {
        let estimate = evaluate(scenario).estimate;
        let share = line(&estimate, LineItem::ApiRemainder)
            / (estimate.ledgers.rent.iter())
                .filter(|line| matches!(line.item, LineItem::InputTokens | LineItem::OutputTokens))
                .map(|line| line.cost.number())
                .sum::<f64>();
        (share, estimate.load.share_served.number(), estimate.serving.fits)
    };
    let refusing = scenario.with_text("overflow", "refuse").unwrap();
    // A quarter was never moved; of the rest one GPU serves a part, and who is refused is not billed.
    let (share, served, fits) = bill(&refusing);
    assert!(fits && served > 0.05 && served < 0.95, "{served}");
    assert!((share - 0.25).abs() < 1e-12, "{share}");
    // What is not served goes to the API.
    let (share, served, _) = bill(&refusing.clone().with_text("overflow", "api").unwrap());
    assert!((share - (1.0 - 0.75 * served)).abs() < 1e-12, "{share}");
    // A model that does not fit refuses nobody: all of it stays where it was.
    let (share, _, fits) = bill(&refusing.with(Input::ModelSize, 405.0).unwrap());
    assert!(!fits && (share - 1.0).abs() < 1e-12, "{share}");
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
fn payback_and_present_value_follow_from_the_monthly_path_while_prices_change() {
    let (mut paid_back, mut never) = (0, 0);
    for (trend, rate, share) in [(-0.6, 0.1, 1.0), (0.7, 0.1, 0.6), (-0.3, 0.4, 0.8), (0.0, 0.08, 1.0)] {
        for requests in [60_000.0, 120_000.0, 200_000.0, 400_000.0] {
            let scenario = with(&[
                (Input::RequestsPerDay, requests),
                (Input::PriceTrend, trend),
                (Input::DiscountRate, rate),
                (Input::OpenShare, share),
                (Input::Horizon, 36.0),
            ]);
            match follow_from_the_path(&scenario, rate) {
                Some(month) => {
                    paid_back += 1;
                    // With a horizon that ends just before, nothing is paid back.
                    if month > 1.0 {
                        let shorter = scenario.with(Input::Horizon, libm::floor(month)).unwrap();
                        assert_eq!(follow_from_the_path(&shorter, rate), None);
                    }
                }
                None => never += 1,
            }
        }
    }
    assert!(paid_back > 3 && never > 1, "{paid_back} paid back, {never} never");
}

/// Asserts that payback and present value are what the monthly path says; gives the month of payback.
fn follow_from_the_path(scenario: &Scenario, rate: f64) -> Option<f64> {
    let outcome = evaluate(scenario);
    let ahead: Vec<f64> =
        outcome.cost_path.iter().map(|month| month.rent.number() - month.own.number()).collect();
    // Each month's saving, discounted from its end.
    let present: f64 = (1..ahead.len())
        .map(|month| (ahead[month] - ahead[month - 1]) / libm::pow(1.0 + rate, month as f64 / 12.0))
        .sum();
    let value = outcome.estimate.cost.net_present_value.number();
    assert!((value - ahead[0] - present).abs() < 1e-6 * present.abs(), "{value} in {scenario:?}");
    // From the last month end at which owning had cost more, by straight line.
    let crossing = match ahead.iter().rposition(|ahead| *ahead < 0.0) {
        None => Some(0.0),
        Some(month) if month + 1 < ahead.len() => {
            Some(month as f64 - ahead[month] / (ahead[month + 1] - ahead[month]))
        }
        Some(_) => None,
    };
    let found = outcome.estimate.cost.payback_month.map(|month| month.number());
    let off = found.zip(crossing).map(|(found, crossing)| (found - crossing).abs());
    assert_eq!(found.is_some(), crossing.is_some(), "{found:?} for {crossing:?} in {scenario:?}");
    assert!(off.is_none_or(|off| off < 1e-6), "{found:?} for {crossing:?} in {scenario:?}");
    found
}

#[test]
fn a_named_models_size_is_its_own_to_three_digits() {
    // 8.030261248, 70.553706496, 405.8533888 and 0.494032768 billion parameters.
    for (model, size) in
        [("llama-3.1-8b", 8.03), ("llama-3.1-70b", 70.6), ("llama-3.1-405b", 406.0), ("qwen2.5-0.5b", 0.494)]
    {
        let scenario = Scenario::default().with_text("model", model).unwrap();
        let found = scenario.get(Input::ModelSize);
        assert!((found / size - 1.0).abs() < 1e-12, "{model}: {found}");
    }
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
fn two_to_four_weeks_pay_for_points_that_are_worth_tens_of_thousands_a_month() {
    // What the check of the article's cadence says of the default case: 13 to 26 rounds a year.
    let best = |value: f64, drift: f64| {
        let case = with(&[(Input::PointValue, value), (Input::Drift, drift)]);
        model::solve::best_interval(&case).unwrap().retrains_per_year
    };
    let drift = Scenario::default().get(Input::Drift);
    assert!((13.0..=26.0).contains(&best(16_000.0, drift)) && (13.0..=26.0).contains(&best(45_000.0, drift)));
    assert!(best(11_000.0, drift) < 13.0 && best(80_000.0, drift) > 26.0);
    // A round every four weeks pays against one every eight from the check's lower price on, two against four from its higher.
    let cadence = model::claims::check(model::claims::FactId::RetrainCadence.fact());
    let price = |name: &str| cadence.number(name).unwrap().0.number().unwrap();
    assert!((6.5..13.0).contains(&best(price("point_price_low"), drift)));
    assert!((13.0..26.0).contains(&best(price("point_price_high"), drift)));
    // A task that drifts faster is worth retraining for earlier, and a more expensive label later.
    assert!(best(4_500.0, 0.08) > best(4_500.0, 0.03) && best(4_500.0, 0.03) > best(4_500.0, 0.0));
    let dear = with(&[(Input::PointValue, 4_500.0), (Input::Drift, 0.03), (Input::LabelCost, 5.0)]);
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
    fn a_scenario_is_written_as_text_with_one_pair_a_change() {
        let text = |scenario: &Scenario| serde_json::to_string(scenario).unwrap();
        assert_eq!(text(&Scenario::default()), r#"{"preset":"support_desk"}"#);
        let changed = with(&[(Input::GpuCount, 3.0), (Input::Drift, 0.05)]);
        assert_eq!(text(&changed), r#"{"preset":"support_desk","gpu_count":3.0,"drift":0.05}"#);
    }

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
