//! The bands: whether they have converged, and what they say where the answer is known.

use model::catalogue::APIS;
use model::outcome::Percentiles;
use model::roots::root;
use model::solve::Target;
use model::trace::Trace;
use model::uncertainty::{accuracy_bands, bands, break_even_band, response_bands, sample};
use model::{Assumption, Assumptions, Input, Preset, Scenario, estimate, evaluate};

/// How far a probability of 1,024 cases may be from that of 65,536.
const PROBABILITY: f64 = 0.02;
/// How far a percentile may be, as a share of the distance from the 5th to the 95th.
const PERCENTILE: f64 = 0.08;
/// The same for the bands of curves, which rest on fewer cases.
const CURVE_PERCENTILE: f64 = 0.15;

fn many() -> Assumptions {
    Assumptions::default().replaced(Assumption::SamplePoints, 65536.0)
}

fn assert_near(few: &Percentiles, many: &Percentiles, share: f64, what: &str) {
    let width = many.p95 - many.p5;
    for (few, many) in [(few.p5, many.p5), (few.p50, many.p50), (few.p95, many.p95)] {
        assert!((few - many).abs() <= share * width, "{what}: {few} and {many}, of a width of {width}");
    }
}

#[test]
fn a_thousand_cases_say_what_sixty_five_thousand_say() {
    for preset in Preset::ALL {
        let values = Scenario::preset(preset).values();
        let (few, all) = (sample(&values, &Assumptions::default()), sample(&values, &many()));
        assert_eq!((few.savings.len(), all.savings.len()), (1024, 65536));
        let counts = [(few.cheaper, all.cheaper), (few.close, all.close), (few.both, all.both)];
        for (few, all) in counts {
            let (few, all) = (few as f64 / 1024.0, all as f64 / 65536.0);
            assert!((few - all).abs() <= PROBABILITY, "{preset:?}: {few} and {all}");
        }
        let savings = |savings: &[f64]| Percentiles::of(savings.to_vec()).unwrap();
        assert_near(&savings(&few.savings), &savings(&all.savings), PERCENTILE, "saving");
        assert_near(&few.bands.own_cost, &all.bands.own_cost, PERCENTILE, "own_cost");
        assert_near(&few.bands.rent_cost, &all.bands.rent_cost, PERCENTILE, "rent_cost");
        assert_near(&few.bands.own_accuracy, &all.bands.own_accuracy, PERCENTILE, "own_accuracy");
    }
}

#[test]
fn the_bands_of_curves_come_near_those_of_the_whole_sample() {
    let (values, assumptions) = (Scenario::default().values(), Assumptions::default());
    let points = assumptions.number(Assumption::BandPoints) as u32;
    let whole = sample(&values, &assumptions).bands;
    let here = [values.number(Input::GpuCount)];
    let curve = response_bands(&Scenario::default(), Input::GpuCount, &here, points);
    assert_near(&curve[0].own_cost, &whole.own_cost, CURVE_PERCENTILE, "own_cost");
    assert_near(&curve[0].own_accuracy, &whole.own_accuracy, CURVE_PERCENTILE, "own_accuracy");
    for moment in accuracy_bands(&values, &assumptions, points) {
        assert!(moment.own.p5 < moment.own.p50 && moment.own.p50 < moment.own.p95);
        assert!(moment.rent.p5 <= moment.rent.p50 && moment.rent.p50 <= moment.rent.p95);
    }
}

#[test]
fn every_output_that_is_a_number_has_a_band() {
    let outcome = evaluate(&Scenario::default());
    let all = bands(&Scenario::default().values(), &Assumptions::default());
    let own = all.iter().find(|band| band.spec.id == "own_cost").and_then(|band| band.percentiles);
    assert_eq!(own, Some(outcome.bands.own_cost));
    for band in &all {
        let Some(Percentiles { p5, p50, p95 }) = band.percentiles else {
            assert_eq!(band.share, 0.0, "{}", band.spec.id);
            continue;
        };
        assert!(p5.is_finite() && p5 <= p50 && p50 <= p95 && p95.is_finite(), "{}", band.spec.id);
        assert!(band.share > 0.0 && band.share <= 1.0, "{}", band.spec.id);
    }
    assert!(all.len() > 50, "{}", all.len());
}

#[test]
fn a_number_that_no_case_has_is_told_as_such_and_what_is_no_number_is_left_out() {
    // A hundred requests a day pay nothing back, in any case.
    let values = Scenario::default().values().replaced(Input::RequestsPerDay, 100.0);
    let all = bands(&values, &Assumptions::default());
    let find = |id: &str| all.iter().find(|band| band.spec.id == id);
    assert!(find("payback_month").is_some_and(|band| band.percentiles.is_none() && band.share == 0.0));
    assert!(find("own_cost").is_some_and(|band| band.share == 1.0));
    assert!(find("fits").is_none());
}

/// A case in which nothing is uncertain but the price of a GPU-hour and the trend of the API's, which both spread
/// evenly about their values: at the price where the two sides cost the same, either is cheaper in half of the cases.
#[test]
fn at_its_own_break_even_a_symmetric_case_is_even() {
    let nothing = [
        Input::RetrainsPerYear,
        Input::BuildEffort,
        Input::RunEffort,
        Input::IntegrationEffort,
        Input::ApiRunEffort,
        Input::LabelCost,
        Input::EvaluationCost,
        Input::HostOverhead,
        Input::CachedShare,
    ];
    let case = nothing.into_iter().fold(Scenario::default(), |case, input| case.with(input, 0.0).unwrap());
    // A kind of GPU whose price lies in the middle of what is asked, and so many that no case lacks capacity, and that what
    // is monitored for is a trifle.
    let case = case.with_text("gpu", "l4").unwrap();
    let case = case.with(Input::GpuCount, 256.0).and_then(|case| case.with(Input::RequestsPerDay, 2e6));
    let case = case.unwrap();
    let nobody_disagrees = |case: &Scenario| {
        let price = |input| case.price_of(input).and_then(|price| price.asked());
        price(Input::ApiInputPrice).is_none() && price(Input::ApiOutputPrice).is_none()
    };
    let of_api = |api: usize| case.clone().with(Input::Api, api as f64).unwrap();
    let assumptions = Assumptions::default();
    let even_price = |case: Scenario| {
        let values = case.values();
        let saving = |output_price: f64| {
            let values = values.replaced(Input::ApiOutputPrice, output_price);
            estimate(&values, &assumptions, &mut Trace::off()).cost.saving.number()
        };
        let price = root(0.01, 90.0, 1e-13, saving);
        (saving(price).abs() < 1e-3).then_some((values, price))
    };
    let (values, price) = (0..APIS.len()).map(of_api).filter(nobody_disagrees).find_map(even_price).unwrap();
    let even = sample(&values.replaced(Input::ApiOutputPrice, price), &assumptions);
    let probability = even.cheaper as f64 / even.savings.len() as f64;
    assert!((probability - 0.5).abs() <= 0.02, "{probability}");
    // A tenth more expensive or cheaper, and it is not.
    let at =
        |factor: f64| sample(&values.replaced(Input::ApiOutputPrice, price * factor), &assumptions).cheaper;
    assert!(at(0.8) < even.cheaper && even.cheaper < at(1.25));
}

#[test]
fn cases_without_a_break_even_are_counted_on_their_side() {
    let shares = |requests: f64| {
        let case = Scenario::default().with(Input::RequestsPerDay, requests).unwrap();
        let band = break_even_band(&case, Input::GpuHourPrice, Target::OwningCheaper, 64);
        assert_eq!(band.at + band.always + band.never, 1.0, "{requests}");
        (band.always, band.never)
    };
    // A hundred requests a day never pay for people who run a model, whatever its GPUs cost.
    assert_eq!(shares(100.0), (0.0, 1.0));
    let (_, never) = shares(100_000.0);
    assert!(never > 0.0 && never < 1.0, "{never}");
}

#[test]
fn a_sample_is_drawn_in_a_few_pieces() {
    let pieces = (0..2000).position(|chunk| !model::draws::prepare(chunk)).map(|last| last + 1);
    assert_eq!(pieces, Some(1024 / 64));
}

#[test]
fn what_is_rented_does_not_move_the_open_models_band() {
    let of = |api: usize| {
        let scenario = Scenario::default().with(Input::Api, api as f64).unwrap();
        sample(&scenario.values(), &scenario.assumptions()).bands
    };
    let own = of(Scenario::default().get(Input::Api) as usize);
    let mut widths = Vec::new();
    for (index, api) in APIS.iter().enumerate() {
        let there = of(index);
        for (a, b) in [
            (there.own_accuracy.p5, own.own_accuracy.p5),
            (there.own_accuracy.p50, own.own_accuracy.p50),
            (there.own_accuracy.p95, own.own_accuracy.p95),
        ] {
            assert!((a - b).abs() < 1e-9, "{}: {a}, but {b} beside the preset's own", api.id);
        }
        widths.push(there.rent_accuracy.p95 - there.rent_accuracy.p5);
    }
    // The further a closed model is from the preset's own, the less sure is its accuracy.
    assert!(widths.iter().copied().fold(0.0, f64::max) > own.rent_accuracy.p95 - own.rent_accuracy.p5);
}
