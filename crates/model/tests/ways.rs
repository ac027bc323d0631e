//! The ways to run a model: each worked by hand, and what must hold for all of them.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use model::catalogue::{APIS, Domain, HostedPrice, INPUTS, MODELS};
use model::outcome::{Condition, LineItem, Need, Selection, output_specs};
use model::trace::Trace;
use model::units::Value;
use model::ways::{Obstacle, Way, WayEstimate, Ways, central, compare, ways};
use model::{Assumption, Assumptions, Input, Preset, Scenario, estimate, evaluate, explain};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Hours of a month: a twelfth of a year of 365.25 days.
const HOURS: f64 = 730.5;

/// A scenario with some settings, written as in a link.
fn case(settings: &[(&str, &str)]) -> Scenario {
    settings.iter().fold(Scenario::default(), |scenario, (id, text)| scenario.with_text(id, text).unwrap())
}

/// A month of 304,375 requests, 2,000 tokens in and 500 out at $1 and $5 a million, that nobody has to look after.
fn by_the_token(more: &[(&str, &str)]) -> Scenario {
    let settings = [
        ("requests_per_day", "10000"),
        ("prompt_tokens", "2000"),
        ("output_tokens", "500"),
        ("api_input_price", "1"),
        ("api_output_price", "5"),
        ("cached_share", "0"),
        ("price_trend", "0"),
        ("price_change", "1"),
        ("integration_effort", "0"),
        ("api_run_effort", "0"),
        ("build_effort", "0"),
        ("run_effort", "0"),
        ("evaluation_cost", "0"),
        ("label_cost", "0"),
        ("horizon", "24"),
        ("open_share", "1"),
    ];
    more.iter().fold(case(&settings), |scenario, (id, text)| scenario.with_text(id, text).unwrap())
}

fn line(way: &WayEstimate, item: LineItem) -> f64 {
    way.lines.iter().find(|line| line.item == item).map_or(f64::NAN, |line| line.cost.number())
}

fn cost(ways: &Ways, way: Way) -> f64 {
    ways.of(way).cost.map_or(f64::NAN, |cost| cost.number())
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found / expected - 1.0).abs() < 1e-6, "{found} is not {expected}");
}

#[test]
fn the_headlines_two_ways_are_two_of_these() {
    for preset in Preset::ALL {
        let scenario = Scenario::preset(preset);
        let (all, estimate) = (ways(&scenario), evaluate(&scenario).estimate);
        assert_eq!(all.of(Way::OwnSteady).cost, Some(estimate.cost.own_cost));
        assert_eq!(all.of(Way::ClosedApi).cost, Some(estimate.cost.rent_cost));
        assert_eq!(all.of(Way::OwnSteady).accuracy, estimate.accuracy.own_accuracy);
        assert_eq!(all.of(Way::OwnSteady).ttft, Some(estimate.load.ttft_peak));
        let nonzero = |way: Way| {
            all.of(way).lines.iter().filter(|line| line.cost.number() != 0.0).map(|line| line.item)
        };
        let of_headline =
            |ledger: &model::outcome::Ledger| ledger.iter().map(|line| line.item).collect::<Vec<_>>();
        let (own, rent) = (of_headline(&estimate.ledgers.own), of_headline(&estimate.ledgers.rent));
        assert!(nonzero(Way::OwnSteady).all(|item| own.contains(&item)), "{preset:?}");
        assert!(nonzero(Way::ClosedApi).all(|item| rent.contains(&item)), "{preset:?}");
    }
}

#[test]
fn a_closed_model_by_the_token_by_hand() {
    // 304,375 requests at $0.002 and $0.0025.
    let list = ways(&by_the_token(&[]));
    near(cost(&list, Way::ClosedApi), 304_375.0 * 0.0045);
    // Two fifths can wait, at half the price: 0.6 + 0.4/2 = 0.8 of it. Two hidden tokens for each visible one: 2 · $0.0025.
    let all = ways(&by_the_token(&[("batch_share", "0.4"), ("reasoning", "2")]));
    let way = all.of(Way::ClosedApi);
    near(line(way, LineItem::InputTokens), 304_375.0 * 0.002 * 0.8);
    near(line(way, LineItem::Reasoning), 304_375.0 * 0.005 * 0.8);
    near(cost(&all, Way::ClosedApi), 304_375.0 * 0.0095 * 0.8);
    // What cannot wait is answered faster, at 1.8 of the price: 0.6·1.8 + 0.4/2 = 1.28.
    let fast = ways(&by_the_token(&[("batch_share", "0.4"), ("api_tier", "priority")]));
    near(cost(&fast, Way::ClosedApi), 304_375.0 * 0.0045 * 1.28);
    let slow = ways(&by_the_token(&[("api_tier", "flex")]));
    near(cost(&slow, Way::ClosedApi), 304_375.0 * 0.0045 * 0.5);
    // Three in ten wrong answers are asked again, and three in ten of those then are right; the other 0.91 of all wrong ones cost
    // $4 each to put right.
    let way = list.of(Way::ClosedApi);
    let wrong = 1.0 - way.accuracy.number();
    near(way.cost_per_resolved.unwrap().number(), 0.0045 * (1.0 + 0.3 * wrong) + 4.0 * wrong * 0.91);
}

#[test]
fn an_invoice_has_tiers_in_it() {
    let invoice = [("invoiced", "1000"), ("api_tier", "priority"), ("batch_share", "0.5")];
    let [with, without] =
        [&invoice[..], &invoice[..1]].map(|more| cost(&ways(&by_the_token(more)), Way::ClosedApi));
    assert_eq!(with, without);
}

#[test]
fn a_tuned_closed_model_by_hand() {
    // 1,000 examples of 500 tokens, twice: a million tokens. Tuned anew after 12 of 24 months, and a million a month besides,
    // at $5 a million; tokens at twice the base's price.
    let tuning = [
        ("initial_examples", "1000"),
        ("tokens_per_example", "500"),
        ("epochs", "2"),
        ("examples_per_round", "1000"),
        ("retrains_per_year", "12"),
    ];
    let all = ways(&by_the_token(&tuning));
    let way = all.of(Way::TunedApi);
    near(line(way, LineItem::Tuning), 5.0 * (2.0 / 24.0 + 1.0));
    near(cost(&all, Way::TunedApi), 304_375.0 * 0.009 + 5.0 * (2.0 / 24.0 + 1.0));
    assert!(way.accuracy.number() > all.of(Way::ClosedApi).accuracy.number());
}

#[test]
fn sellers_tune_what_their_lists_say() {
    for (index, api) in APIS.iter().enumerate() {
        let scenario = Scenario::default().with(Input::Api, index as f64).unwrap();
        let is_refused = ways(&scenario).of(Way::TunedApi).obstacles.contains(&Obstacle::NotTunable);
        assert_eq!(is_refused, api.tunable_until().is_none(), "{}", api.id);
    }
    assert!(APIS.iter().any(|api| api.tunable_until().is_some()));
}

#[test]
fn an_open_model_at_a_host_by_hand() {
    let model = MODELS.iter().find(|model| model.id == "llama-3.1-8b").unwrap();
    let asked = model.hosted_summary().unwrap();
    let price = (2000.0 * asked.input_per_million.median + 500.0 * asked.output_per_million.median) / 1e6;
    let untuned = [("model", "llama-3.1-8b"), ("initial_examples", "0"), ("retrains_per_year", "0")];
    let all = ways(&by_the_token(&untuned));
    near(cost(&all, Way::OpenApi), 304_375.0 * price);
    // Half of the requests stay on the closed API.
    let half = ways(&by_the_token(&[&untuned[..], &[("open_share", "0.5")]].concat()));
    near(cost(&half, Way::OpenApi), 304_375.0 * (price + 0.0045) / 2.0);
    // By size: 8 billion parameters cost what the constants say, and 32 billion 4^0.62 as much.
    let of_size = |size| {
        let named = [
            ("model", "by_size"),
            ("model_size", size),
            ("initial_examples", "0"),
            ("retrains_per_year", "0"),
        ];
        cost(&ways(&by_the_token(&named)), Way::OpenApi)
    };
    near(of_size("8"), 304_375.0 * (2000.0 * 0.071 + 500.0 * 0.152) / 1e6);
    near(of_size("32") / of_size("8"), libm::pow(4.0, 0.62));
    // On GPUs of its own: two at $3.85, twice the plain price.
    let own = ways(&by_the_token(
        &[&untuned[..], &[("adapter", "dedicated"), ("gpu_count", "2"), ("gpu_hour_price", "4")]].concat(),
    ));
    near(cost(&own, Way::OpenApi), 2.0 * 4.0 * 2.0 * HOURS);
}

#[test]
fn a_host_that_withdraws_a_model_by_hand() {
    // Four months of work at $15,000, 0.3 of them on a host: $18,000, of which a quarter again 0.15 times a year. A million tokens
    // at first, tuned anew as often at $0.50 a million.
    let settings = [
        ("build_effort", "4"),
        ("loaded_cost", "180000"),
        ("initial_examples", "1000"),
        ("tokens_per_example", "500"),
        ("epochs", "2"),
        ("retrains_per_year", "0"),
    ];
    let all = ways(&by_the_token(&settings));
    let way = all.of(Way::OpenApi);
    near(line(way, LineItem::Build), 18_000.0 * (1.0 / 24.0 + 0.15 / 12.0 * 0.25));
    near(line(way, LineItem::Tuning), 0.5 * (1.0 / 24.0 + 0.15 / 12.0));
    // Nobody withdraws what one has put on GPUs of one's own.
    let own = ways(&by_the_token(&[&settings[..], &[("adapter", "dedicated")]].concat()));
    near(line(own.of(Way::OpenApi), LineItem::Build), 18_000.0 / 24.0);
    near(line(own.of(Way::OpenApi), LineItem::Tuning), 0.5 / 24.0);
}

#[test]
fn withdrawals_lie_between_what_the_lists_have_seen_and_what_hosts_announce() {
    let prices = || MODELS.iter().flat_map(|model| model.hosted_prices());
    let count = |is_one: &dyn Fn(&HostedPrice) -> bool| prices().filter(|price| is_one(price)).count() as f64;
    let withdrawn = count(&|price| price.is_retired);
    let of_all = withdrawn / count(&|_| true);
    let announces = |host: &str| prices().any(|price| price.host.id == host && price.ends.is_some());
    let of_those = withdrawn / count(&|price| announces(price.host.id));
    let spec = Assumption::HostWithdrawals.spec();
    near((of_all * 100.0).round() / 100.0, spec.band.low);
    assert!(of_all < spec.value && spec.value < of_those && of_those < spec.band.high, "{of_all} {of_those}");
}

#[test]
fn an_agent_at_a_seller_by_hand() {
    // Three calls of 2,000, 3,000 and 4,000 tokens that answer 500 each: 9,000 in and 1,500 out.
    let task = [("turns", "3"), ("tool_tokens", "500")];
    let of = |more: &[(&str, &str)]| cost(&ways(&by_the_token(&[&task[..], more].concat())), Way::ClosedApi);
    let month = |input: f64| 304_375.0 * (input + 1500.0 * 5.0) / 1e6;
    near(of(&[("cached_discount", "0")]), month(9000.0));
    // With a cache at a tenth of the price, the 5,000 that were read before cost 500, and the others what they cost.
    let api = |is_charged: bool| APIS.iter().find(|api| (api.cache_write > 1.0) == is_charged).unwrap();
    near(of(&[("api", api(false).id), ("cached_discount", "0.9")]), month(4000.0 + 500.0));
    // Who charges for writing charges for all 4,000 that are new.
    let written = api(true).cache_write * 4000.0;
    near(of(&[("api", api(true).id), ("cached_discount", "0.9")]), month(written + 500.0));
    // A request is a task: the unit costs are those of all its calls.
    let all = evaluate(&by_the_token(&[&task[..], &[("cached_discount", "0")]].concat())).estimate;
    near(all.cost.rent_cost_per_request.number(), 0.0165);
    near(all.cost.rent_cost_per_million_tokens.number(), 0.0165 / 10_500.0 * 1e6);
}

#[test]
fn an_agent_on_own_gpus_by_hand() {
    // 100,000 tasks of three calls are 300,000 requests of the mean call's 3,000 tokens, of which the call before had read 5,000 of
    // 9,000: all of it the history of a session.
    let plain = [("output_tokens", "500"), ("peak_to_mean", "3")];
    let task = [("prompt_tokens", "2000"), ("cached_share", "0"), ("turns", "3"), ("tool_tokens", "500")];
    let calls =
        [("requests_per_day", "300000"), ("prompt_tokens", "3000"), ("cached_share", "0.5555555555555556")];
    let of = |more: &[(&str, &str)], constants: &Assumptions| {
        estimate(&case(&[&plain[..], more].concat()).values(), constants, &mut Trace::off())
    };
    let constants = Assumptions::default();
    let agent = of(&task, &constants);
    let requests = of(&calls, &constants.replaced(Assumption::SessionShare, 1.0));
    near(agent.serving.capacity.number(), requests.serving.capacity.number());
    near(agent.load.ttft_peak.number(), requests.load.ttft_peak.number());
    near(agent.load.rate_mean.number(), requests.load.rate_mean.number());
    near(agent.serving.own_cached_share.number(), requests.serving.own_cached_share.number());
}

#[test]
fn without_a_cache_an_agent_reads_the_square_of_its_turns() {
    let of = |turns: &str, discount: &str| {
        let settings = [("turns", turns), ("cached_discount", discount), ("output_tokens", "1")];
        let estimate = evaluate(&by_the_token(&settings)).estimate;
        estimate.cost.rent_cost.number()
    };
    // 100 and 200 turns of 3,001 tokens more each, with 2,000 at first: 15.05 and 60.1 million, 3.99 times as many.
    assert!((of("200", "0") / of("100", "0") - 3.99).abs() < 0.01);
    assert!(of("200", "1") / of("100", "1") < 2.1);
}

#[test]
fn an_agents_last_prompt_must_be_read() {
    let long = |turns: &str| {
        let settings = [
            ("model", "llama-3.1-8b"),
            ("prompt_tokens", "100000"),
            ("turns", turns),
            ("tool_tokens", "5000"),
        ];
        evaluate(&case(&settings)).estimate.conditions.contains(&Condition::PromptTooLong)
    };
    assert!(!long("2") && !long("6") && long("7"));
}

#[test]
fn a_fully_tuned_model_has_gpus_of_its_own_at_a_host() {
    let all = ways(&case(&[("method", "full")]));
    assert!(line(all.of(Way::OpenApi), LineItem::Endpoint) > 0.0);
    assert!(line(ways(&case(&[])).of(Way::OpenApi), LineItem::Endpoint).is_nan());
}

#[test]
fn a_model_that_no_host_offers_has_no_price() {
    let unhosted = MODELS.iter().find(|model| model.hosted_summary().is_none()).unwrap();
    let all = ways(&case(&[("model", unhosted.id)]));
    let way = all.of(Way::OpenApi);
    assert_eq!((way.cost, way.obstacles.contains(&Obstacle::NoHost)), (None, true));
    assert!(!way.is_admissible());
}

#[test]
fn spare_replicas_by_hand() {
    let settings = [
        ("gpu_count", "4"),
        ("gpu_hour_price", "4"),
        ("reserved_discount", "0.25"),
        ("host_overhead", "0.1"),
    ];
    let (plain, spare) =
        (ways(&case(&settings)), ways(&case(&[&settings[..], &[("spare_replicas", "1")]].concat())));
    let tp = evaluate(&case(&settings)).estimate.serving.tp_degree.number();
    let more = cost(&spare, Way::OwnSteady) - cost(&plain, Way::OwnSteady);
    near(more, tp * 4.0 * 0.75 * HOURS * 1.1);
}

#[test]
fn gpus_that_follow_the_load_by_hand() {
    let settings = [
        ("requests_per_day", "86400"),
        ("open_share", "1"),
        ("gpu_count", "8"),
        ("gpu_hour_price", "4"),
        ("host_overhead", "0"),
        ("gpu", "h100-sxm"),
        ("precision", "bf16"),
    ];
    let scenario = case(&settings);
    let serving = evaluate(&scenario).estimate.serving;
    let (tp, replicas) = (serving.tp_degree.number(), serving.own_replicas.number());
    // One request a second: 0.3 of the hours are idle, so at least 0.7 replicas are busy.
    let busy = (1.3 / (serving.capacity.number() / replicas)).clamp(0.7, replicas);
    let all = ways(&scenario);
    let way = all.of(Way::OwnScaled);
    near(line(way, LineItem::ServingGpus), busy * tp * HOURS * 4.0 * 1.18);
    // Three starts for each of 219.15 idle hours, of 22 seconds and a second for each gigabyte.
    let start = 22.0 + serving.weight_bytes.number() / 1e9;
    near(line(way, LineItem::ColdStarts), 3.0 * 0.3 * HOURS * start / 3600.0 * tp * 4.0 * 1.18);
    let spot = ways(&case(&[&settings[..], &[("gpu_market", "spot")]].concat()));
    let gpus = LineItem::ServingGpus;
    near(line(spot.of(Way::OwnScaled), gpus) / line(way, gpus), 0.57);
    // 657 starts for 2.6 million requests are few; for 26,000 they are too many.
    assert!(!way.obstacles.contains(&Obstacle::ColdStarts));
    let rare = ways(&case(&[&settings[1..], &[("requests_per_day", "864")]].concat()));
    assert!(rare.of(Way::OwnScaled).obstacles.contains(&Obstacle::ColdStarts));
}

#[test]
fn people_follow_the_fleet() {
    let run = |gpus: &str, more: &[(&str, &str)]| {
        let settings =
            [("gpu", "h100-sxm"), ("gpu_count", gpus), ("run_effort", "0.5"), ("loaded_cost", "180000")];
        line(ways(&case(&[&settings[..], more].concat())).of(Way::OwnSteady), LineItem::Run)
    };
    // Half an engineer at $15,000 a month, for up to one server of eight GPUs.
    let grows = [("fleet_effort", "0.4")];
    near(run("2", &grows), 7_500.0);
    near(run("8", &grows), 7_500.0);
    // 64 are three doublings of eight, at four tenths more each: 1.1 engineers.
    near(run("64", &grows), 16_500.0);
    // Unless it is set, a team looks after any fleet.
    near(run("64", &[]), 7_500.0);
}

#[test]
fn bought_machines_by_hand() {
    // Two H100 are a server of eight: $325,000 and an eighth more for network and cabling.
    let scenario = case(&[("gpu", "h100-sxm"), ("gpu_count", "2"), ("discount_rate", "0.1")]);
    let all = ways(&scenario);
    let way = all.of(Way::OwnBought);
    let price = 325_000.0 * 1.12;
    // Five months of 24 pass until they serve, for which the two GPUs are rented.
    let waited = 5.0 / 24.0;
    let rent = 2.0 * HOURS * scenario.get(Input::GpuHourPrice);
    let rent =
        rent * (1.0 - scenario.get(Input::ReservedDiscount)) * (1.0 + scenario.get(Input::HostOverhead));
    near(line(way, LineItem::ServingGpus), rent * waited);
    // 10 % and five years: an annuity of 0.263797; a fifth of the price comes back, worth 1.1^−5 of it today.
    near(
        line(way, LineItem::Servers),
        price * (1.0 - 0.2 * 0.620_921_323) * 0.263_797_481 / 12.0 * (1.0 - waited),
    );
    near(line(way, LineItem::Colocation), 8.0 * 0.7 * 1.6 * 184.0 * (1.0 - waited));
    near(line(way, LineItem::Support), price * 0.05 / 12.0 * (1.0 - waited));
    // Who looks no further than they take to arrive only rents.
    let short = ways(&case(&[("gpu", "h100-sxm"), ("gpu_count", "2"), ("horizon", "4")]));
    near(line(short.of(Way::OwnBought), LineItem::ServingGpus), rent);
    assert_eq!(line(short.of(Way::OwnBought), LineItem::Servers), 0.0);
    // A ninth GPU is a second server.
    let nine = ways(&case(&[("gpu", "h100-sxm"), ("gpu_count", "9"), ("discount_rate", "0.1")]));
    near(line(nine.of(Way::OwnBought), LineItem::Servers) / line(way, LineItem::Servers), 2.0);
    let unsold = ways(&case(&[("gpu", "mi300x")]));
    assert_eq!(unsold.of(Way::OwnBought).cost, None);
    assert!(unsold.of(Way::OwnBought).obstacles.contains(&Obstacle::NoServerPrice));
}

#[test]
fn a_mix_by_hand() {
    let all = ways(&by_the_token(&[("escalated_share", "0.25"), ("overflow", "refuse")]));
    let (mix, own) = (all.of(Way::Mixed), cost(&all, Way::OwnSteady));
    let served =
        304_375.0 * evaluate(&by_the_token(&[("overflow", "refuse")])).estimate.load.share_served.number();
    near(line(mix, LineItem::PassedOn), served * 0.25 * 0.0045);
    near(line(mix, LineItem::Routing), served * 0.02 * 0.0045);
    near(cost(&all, Way::Mixed), own + served * 0.27 * 0.0045);
    // At the limit, the mix costs what the closed model does.
    let cheap = by_the_token(&[("requests_per_day", "1000000"), ("gpu_count", "8")]);
    let limit = ways(&cheap).mixed_escalation_limit.unwrap().number();
    assert!(limit > 0.0 && limit < 1.0, "{limit}");
    let there = ways(&cheap.with(Input::EscalatedShare, limit).unwrap());
    near(cost(&there, Way::Mixed), cost(&there, Way::ClosedApi));
}

#[test]
fn a_lens_leaves_out_what_is_there_anyway() {
    let of = |lens| ways(&case(&[("lens", lens), ("spare_replicas", "1")]));
    let [full, hardware, team, both] = ["full", "hardware_paid", "team_paid", "both_paid"].map(of);
    for way in Way::ALL {
        let [full, hardware, team, both] = [&full, &hardware, &team, &both].map(|all| cost(all, way));
        near(full - hardware + (full - team), full - both + f64::from(u8::from(full == both)));
        assert!(hardware <= full && team < full, "{way:?}");
        assert_eq!(hardware < full, way.is_owning(), "{way:?}");
    }
    let gpus = LineItem::ServingGpus;
    assert_eq!(line(hardware.of(Way::OwnSteady), gpus), 0.0);
    assert_eq!(line(team.of(Way::OwnSteady), LineItem::Run), 0.0);
}

#[test]
fn work_that_can_wait_fills_the_quiet_hours() {
    // The peak asks for more than the GPUs can do; with four fifths that can wait it does not.
    let busy = case(&[("requests_per_day", "1000000"), ("gpu_count", "2"), ("peak_to_mean", "4")]);
    let served = |batch| {
        let scenario = busy.clone().with(Input::BatchShare, batch).unwrap();
        line(ways(&scenario).of(Way::OwnSteady), LineItem::ApiRemainder)
    };
    assert!(served(0.8) < served(0.0));
}

#[test]
fn hidden_tokens_take_capacity_too() {
    let of = |reasoning| {
        let all = ways(&case(&[("reasoning", reasoning)]));
        all.of(Way::OwnSteady).itl.unwrap().number()
    };
    assert!(of("5") > of("0"));
}

#[test]
fn the_cheapest_keeps_the_rule_and_the_limits() {
    for preset in Preset::ALL {
        let all = ways(&Scenario::preset(preset));
        let cheapest = all.cheapest(|_| true).unwrap();
        assert!(cheapest.is_admissible());
        for other in all.ways.iter().filter(|other| other.is_admissible()) {
            assert!(cheapest.cost.unwrap().number() <= other.cost.unwrap().number());
        }
    }
    let too_long = case(&[("prompt_tokens", "1000000"), ("output_tokens", "32768"), ("api", "gpt-4o")]);
    let closed = ways(&too_long);
    assert!(closed.of(Way::ClosedApi).obstacles.contains(&Obstacle::PromptTooLongForApi));
}

#[test]
fn comparing_draws_what_only_other_ways_depend_on() {
    let outcome = compare(&Scenario::default());
    let verdict = evaluate(&Scenario::default());
    // The headline's two have the bands of the headline.
    let (own, rent) = (outcome.band(Way::OwnSteady), outcome.band(Way::ClosedApi));
    assert_eq!(own.cost, Some(verdict.bands.own_cost));
    assert_eq!(rent.cost, Some(verdict.bands.rent_cost));
    assert_eq!(own.within_ten_percent, verdict.verdict.probability_within_ten_percent);
    // A host's price spreads by more than a factor of two to both sides.
    let host = outcome.band(Way::OpenApi).cost.unwrap();
    let narrow = Scenario::default().with(Assumption::HostedInputPrice, 0.1).unwrap();
    assert!(host.p95 > host.p5 && compare(&narrow).band(Way::OpenApi).cost != Some(host));
    let shares = outcome.bands.iter().map(|band| band.cheapest.number()).sum::<f64>();
    assert!((shares + outcome.none.number() - 1.0).abs() < 1e-12);
}

#[test]
fn outputs_of_ways_are_computed_when_asked_for_and_show_their_working() {
    let scenario = Scenario::preset(Preset::Shopify);
    let (values, assumptions) = (scenario.values(), scenario.assumptions());
    for spec in output_specs().filter(|spec| spec.need == Need::Ways) {
        let selection = Selection::new([spec]);
        let value = selection.values(&values, &mut model::estimate::Series::new(&assumptions));
        let steps = explain(&scenario, spec.id).unwrap_or_default();
        let shown = steps.last().map(|step| step.result);
        // What has no step of its own is the output of another step's name.
        assert!(steps.is_empty() || shown == value.first().copied(), "{}: {shown:?}, {value:?}", spec.id);
        assert!(!matches!(value.first(), None | Some(Value::Missing)), "{}", spec.id);
    }
    // Beside outputs of an estimate, in the order asked for.
    let selection =
        Selection::new(output_specs().filter(|spec| ["own_cost", "cheapest_way"].contains(&spec.id)));
    let values = selection.values(&values, &mut model::estimate::Series::new(&assumptions));
    let own = evaluate(&scenario).estimate.cost.own_cost.number();
    assert_eq!(
        values,
        [Value::Number(own), Value::Name(ways(&scenario).cheapest(|_| true).unwrap().way.id())]
    );
}

/// Any scenario: every input somewhere in its range.
fn scenarios() -> impl Strategy<Value = Scenario> {
    let place = prop_oneof![8 => 0.0..=1.0, 1 => Just(0.0), 1 => Just(1.0)];
    (0..Preset::ALL.len(), prop::collection::vec(place, Input::COUNT)).prop_map(|(preset, places)| {
        INPUTS.iter().zip(places).fold(Scenario::preset(Preset::ALL[preset]), |scenario, (spec, place)| {
            let value = match spec.domain {
                Domain::Choice(options) => place * (options.len() as f64 - 1e-9),
                Domain::Number { min, max, .. } => {
                    let low = if min > 0.0 { min } else { 1e-3 * max };
                    if place == 0.0 { min } else { low * libm::pow(max / low, place) }
                }
            };
            scenario.with(spec.input, spec.input.nearest(value)).unwrap()
        })
    })
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn every_way_adds_up_and_nothing_is_beyond_its_range(scenario in scenarios()) {
        let all = ways(&scenario);
        for way in &all.ways {
            let sum = way.lines.iter().fold(0.0, |sum, line| sum + line.cost.number());
            prop_assert!(way.cost.is_none_or(|cost| cost.number().to_bits() == f64::to_bits(sum)), "{:?}", way.way);
            prop_assert!(way.lines.iter().all(|line| line.cost.number().is_finite() && line.cost.number() >= 0.0), "{way:?}");
            prop_assert!((0.0..=1.0).contains(&way.accuracy.number()), "{way:?}");
            let resolved = way.cost_per_resolved.map_or(0.0, |cost| cost.number());
            prop_assert!(resolved.is_finite() && resolved >= way.cost_per_request.map_or(0.0, |cost| cost.number()), "{way:?}");
            prop_assert!(way.cost.is_some() || !way.obstacles.is_empty(), "{way:?}");
        }
        prop_assert!(all.mixed_escalation_limit.is_none_or(|it| (0.0..=1.0).contains(&it.number())));
    }

    #[test]
    fn ways_move_as_they_must(scenario in scenarios()) {
        let before = ways(&scenario);
        let dearer = |more: &Ways, ways: &[Way]| {
            ways.iter().all(|way| {
                let (more, before) = (cost(more, *way), cost(&before, *way));
                more.is_nan() || more >= before * (1.0 - 1e-12)
            })
        };
        // Hidden tokens make nothing by the token cheaper, nor do spares make own machines.
        let hidden = scenario.clone().with(Input::Reasoning, 20.0).unwrap();
        prop_assert!(dearer(&ways(&hidden), &[Way::ClosedApi, Way::TunedApi, Way::OpenApi]));
        let spares = scenario.clone().with(Input::SpareReplicas, 8.0).unwrap();
        prop_assert!(dearer(&ways(&spares), &[Way::OwnSteady, Way::OwnScaled, Way::OwnBought, Way::Mixed]));
        let passed_on = scenario.clone().with(Input::EscalatedShare, 1.0).unwrap();
        prop_assert!(dearer(&ways(&passed_on), &[Way::Mixed]));
        // An agent that calls once more pays a seller for another prompt, and a longer one.
        let turns = scenario.get(Input::Turns);
        let more = scenario.clone().with(Input::Turns, (turns + 1.0).min(200.0)).unwrap();
        prop_assert!(dearer(&ways(&more), &[Way::ClosedApi, Way::TunedApi, Way::OpenApi]));
        // A fleet that takes more people costs no less, and nor does a host that withdraws models more often.
        let fleet = scenario.clone().with(Input::FleetEffort, 2.0).unwrap();
        prop_assert!(dearer(&ways(&fleet), &[Way::OwnSteady, Way::OwnScaled, Way::OwnBought, Way::Mixed]));
        let often = scenario.clone().with(Assumption::HostWithdrawals, 0.3).unwrap();
        let seldom = scenario.clone().with(Assumption::HostWithdrawals, 0.08).unwrap();
        let (often, seldom) = (ways(&often), ways(&seldom));
        prop_assert!(cost(&often, Way::OpenApi).is_nan() || cost(&often, Way::OpenApi) >= cost(&seldom, Way::OpenApi));
        // A lens takes costs off, and never adds any.
        let full = scenario.clone().with_text("lens", "full").unwrap();
        let both = scenario.clone().with_text("lens", "both_paid").unwrap();
        let (full, both) = (ways(&full), ways(&both));
        let adds_nothing = |way: &Way| {
            let (both, full) = (cost(&both, *way), cost(&full, *way));
            both.is_nan() || both <= full * (1.0 + 1e-12)
        };
        prop_assert!(Way::ALL.iter().all(adds_nothing));
    }

    #[test]
    fn a_recorded_comparison_has_the_same_numbers(scenario in scenarios()) {
        let (values, assumptions) = (scenario.values(), scenario.assumptions());
        let mut trace = Trace::on();
        prop_assert_eq!(central(&values, &assumptions, &mut trace), ways(&scenario));
        // A line of a ledger is a step, or nothing.
        for way in Way::ALL.into_iter().map(|way| format!("{}_cost", way.id())) {
            let Some(total) = trace.steps().iter().rfind(|step| step.name == way) else { continue };
            let sum = total.operands.iter().fold(0.0, |sum, (_, term)| sum + term.number());
            prop_assert_eq!(Value::Number(sum), total.result);
        }
    }
}

/// The case with these two ways for owning and renting.
fn compared(scenario: &Scenario, own: Way, rent: Way) -> Scenario {
    let owning = scenario.clone().with_text("own_way", own.id()).unwrap();
    owning.with_text("rent_way", rent.id()).unwrap()
}

#[test]
fn any_two_ways_stand_for_owning_and_renting() {
    for preset in Preset::ALL {
        let scenario = Scenario::preset(preset);
        let all = ways(&scenario);
        for own in Way::ALL {
            for rent in Way::ALL {
                let case = compared(&scenario, own, rent);
                let estimate = evaluate(&case).estimate;
                let is_priced = [own, rent].map(|way| all.of(way).cost.is_some());
                // Without a price, the numbers are those of the plain way, and the page says so.
                let counted = |way: Way, plain| if all.of(way).cost.is_some() { way } else { plain };
                let (own_counted, rent_counted) =
                    (counted(own, Way::OwnSteady), counted(rent, Way::ClosedApi));
                let cost = &estimate.cost;
                assert_eq!(all.of(own_counted).cost, Some(cost.own_cost), "{preset:?} {own:?} {rent:?}");
                assert_eq!(all.of(rent_counted).cost, Some(cost.rent_cost), "{preset:?} {own:?} {rent:?}");
                assert_eq!(cost.saving.number(), cost.rent_cost.number() - cost.own_cost.number());
                assert_eq!(estimate.accuracy.own_accuracy, all.of(own_counted).accuracy);
                assert_eq!(estimate.accuracy.rent_accuracy, all.of(rent_counted).accuracy);
                let has = |condition| estimate.conditions.contains(&condition);
                assert_eq!(has(Condition::SameWay), own_counted == rent_counted);
                let lacks_price = has(Condition::NoHost) || has(Condition::NoServerPrice);
                assert_eq!(lacks_price, !(is_priced[0] && is_priced[1]), "{preset:?} {own:?} {rent:?}");
            }
        }
    }
}

#[test]
fn the_sample_of_two_ways_is_that_of_the_comparison() {
    let scenario = Scenario::preset(Preset::Canva);
    let all = compare(&scenario);
    for (own, rent) in
        [(Way::OwnScaled, Way::OpenApi), (Way::OwnBought, Way::OwnScaled), (Way::Mixed, Way::TunedApi)]
    {
        let bands = evaluate(&compared(&scenario, own, rent)).bands;
        assert_eq!(all.band(own).cost, Some(bands.own_cost), "{own:?}");
        assert_eq!(all.band(rent).cost, Some(bands.rent_cost), "{rent:?}");
        assert_eq!(all.band(own).accuracy, bands.own_accuracy, "{own:?}");
    }
}

#[test]
fn the_best_of_each_side_is_the_cheapest_that_can() {
    for preset in Preset::ALL {
        let scenario = Scenario::preset(preset);
        let all = ways(&scenario);
        let best =
            scenario.with_text("own_way", "best").and_then(|it| it.with_text("rent_way", "best")).unwrap();
        let cost = evaluate(&best).estimate.cost;
        let cheapest = |is_own: bool| all.cheapest(|way| way.is_owning() == is_own).and_then(|way| way.cost);
        assert_eq!(
            cheapest(true).unwrap_or(all.of(Way::OwnSteady).cost.unwrap()),
            cost.own_cost,
            "{preset:?}"
        );
        assert_eq!(cheapest(false), Some(cost.rent_cost), "{preset:?}");
    }
}

#[test]
fn a_way_that_nobody_sells_cannot_be_chosen() {
    use model::outcome::Side;
    let gpu = model::catalogue::GPUS.iter().find(|gpu| gpu.server_share().is_none()).unwrap().id;
    let verdict = |settings: &[(&str, &str)]| evaluate(&case(settings)).verdict.verdict;
    assert_eq!(verdict(&[("gpu", gpu), ("own_way", "own_bought")]), Side::CannotOwn);
    assert_eq!(verdict(&[("gpu", gpu), ("rent_way", "own_bought")]), Side::CannotRent);
    assert_eq!(verdict(&[("rent_way", "tuned_api")]), Side::CannotRent);
    assert_eq!(verdict(&[("own_way", "open_api"), ("rent_way", "open_api")]), Side::TooClose);
}

#[test]
fn what_only_the_ways_know_counts_in_the_headline() {
    let plain = evaluate(&Scenario::default()).estimate;
    let of = |settings: &[(&str, &str)]| evaluate(&case(settings)).estimate;
    // GPUs that are paid for are in no ledger, and a priority tier is in the bill of renting and in today's invoice.
    let lens = of(&[("lens", "hardware_paid")]);
    assert_eq!(lens.cost.gpu_cost.number(), 0.0);
    near(lens.cost.own_cost.number(), plain.cost.own_cost.number() - plain.cost.gpu_cost.number());
    let priority = of(&[("api_tier", "priority")]);
    near(priority.cost.rent_invoice.number() / plain.cost.rent_invoice.number(), 1.8);
    // Who thinks before it answers is slower: the own GPUs hold longer answers.
    let hidden = of(&[("reasoning", "3")]);
    assert!(hidden.load.utilisation_mean > plain.load.utilisation_mean);
    // What can wait is done in quiet hours, so the peak is lower.
    assert!(of(&[("batch_share", "0.5")]).load.ttft_peak <= plain.load.ttft_peak);
}

#[test]
fn money_through_time_follows_what_each_line_follows() {
    // A host's price falls with the trend alone; what the closed model's list announces is not the host's.
    let settings = [
        ("rent_way", "open_api"),
        ("price_trend", "-0.3"),
        ("price_change", "2"),
        ("price_change_month", "6"),
    ];
    let outcome = evaluate(&case(&settings));
    let months: Vec<f64> =
        outcome.cost_path.windows(2).map(|pair| pair[1].rent.number() - pair[0].rent.number()).collect();
    assert!(
        months.windows(2).all(|pair| pair[1] < pair[0]),
        "each month at a host costs less than the one before"
    );
    let closed = evaluate(&case(&settings[1..]));
    let months: Vec<f64> =
        closed.cost_path.windows(2).map(|pair| pair[1].rent.number() - pair[0].rent.number()).collect();
    assert!(months[6] > months[5], "the closed model's announced change is in its months");
}
