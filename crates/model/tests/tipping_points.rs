//! Tipping points against a search that tries every uncertain quantity by itself.

use model::distribution::Z95;
use model::draws::{Uncertain, uncertain};
use model::solve::break_even_api_price;
use model::tipping_points::flips;
use model::trace::Trace;
use model::units::UsdPerMonth;
use model::{Assumptions, Input, Preset, Scenario, Setting, Values, estimate};

/// The saving if one quantity alone is at a standard normal `z`.
fn saving(quantity: &Uncertain, z: f64, values: &Values) -> f64 {
    let (x, constants) = (quantity.at(z), Assumptions::default());
    let (values, constants) = match quantity.what {
        Setting::Input(input) => (values.replaced(input, x), constants),
        Setting::Assumption(assumption) => (*values, constants.replaced(assumption, x)),
    };
    estimate(&values.settled(&constants), &constants, &mut Trace::off()).cost.saving.number()
}

/// Where the saving changes its sign between the centre and one end of the band, by halving alone.
fn turn(quantity: &Uncertain, end: f64, values: &Values) -> Option<f64> {
    let is_saved = |z: f64| saving(quantity, z, values) >= 0.0;
    let centre = is_saved(0.0);
    if is_saved(end) == centre {
        return None;
    }
    let (mut near, mut far) = (0.0, end);
    for _ in 0..40 {
        let middle = (near + far) / 2.0;
        *(if is_saved(middle) == centre { &mut near } else { &mut far }) = middle;
    }
    Some(far)
}

/// The five nearest tipping points, and how many there are.
fn searched(values: &Values) -> (Vec<(f64, Uncertain)>, usize) {
    let mut found: Vec<(f64, Uncertain)> = Vec::new();
    for quantity in uncertain(values, &Assumptions::default()) {
        let ends = [-Z95, Z95].into_iter().filter_map(|end| turn(&quantity, end, values));
        let nearest = ends.min_by(|a, b| a.abs().total_cmp(&b.abs()));
        found.extend(nearest.map(|z| (z, quantity)));
    }
    found.sort_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
    let n = found.len();
    found.truncate(5);
    (found, n)
}

/// A root is searched for to a ten-thousandth of the band's half, and given on the far side of it.
const NEAR: f64 = 1e-4 * Z95;

/// Asserts that the tipping points are those that the search finds; gives these, and how many there are.
fn check(values: &Values) -> (Vec<(f64, Uncertain)>, usize) {
    let centre = estimate(values, &Assumptions::default(), &mut Trace::off()).cost.saving;
    let given = flips(values, &Assumptions::default(), centre);
    let (expected, n) = searched(values);
    assert_eq!(given.len(), n.min(5), "{values:?}");
    for (flip, (z, quantity)) in given.iter().zip(&expected) {
        assert_eq!((flip.what, flip.unit), (quantity.what, quantity.unit), "{values:?}");
        assert_eq!(flip.from, quantity.value);
        let (low, high) = (quantity.at(z - NEAR), quantity.at(z + NEAR));
        assert!((low..=high).contains(&flip.at), "{} of {}", flip.at, quantity.what.id());
        assert_eq!(flip.owning_cheaper_beyond, centre.number() < 0.0);
    }
    (expected, n)
}

/// A scenario's values with both prices of the API times a factor on those at which both sides cost the same.
fn priced(values: &Values, factor: f64) -> Values {
    let factor = factor * break_even_api_price(values, &Assumptions::default()).unwrap_or(1.0);
    let times = |values: Values, input: Input| values.replaced(input, values.number(input) * factor);
    times(times(*values, Input::ApiInputPrice), Input::ApiOutputPrice)
}

#[test]
fn the_tipping_points_are_the_five_nearest_of_all() {
    let (mut many, mut none) = (0, 0);
    for preset in Preset::ALL {
        let values = Scenario::preset(preset).values();
        let near = [0.97, 0.995, 1.01, 1.1, 1.3].map(|factor| priced(&values, factor));
        for values in near.iter().chain([&values]) {
            let (_, n) = check(values);
            many += usize::from(n > 10);
            none += usize::from(n == 0);
        }
    }
    assert!(many > 5 && none > 1, "{many} cases of more than ten, {none} of none");
}

#[test]
fn those_that_seem_nearest_by_a_straight_line_are_among_those_that_are_searched() {
    let latency = [
        (Input::OutputTokens, 20_853.0),
        (Input::TtftObjective, 2.832_289),
        (Input::ModelSize, 0.694_075_5),
        (Input::CachedShare, 0.664_082_5),
        (Input::IntegrationEffort, 26.781_996),
    ];
    let labels = [
        (Input::OutputTokens, 129.0),
        (Input::Overflow, 1.0),
        (Input::ReservedDiscount, 0.095),
        (Input::InitialExamples, 4_970_619.0),
        (Input::TokensPerExample, 14.0),
        (Input::EvaluationCost, 39_581.0),
        (Input::CachedDiscount, 0.5026),
        (Input::IntegrationEffort, 14.3),
    ];
    for (preset, changes) in [(Preset::Shopify, &latency[..]), (Preset::Canva, &labels[..])] {
        let start = Scenario::preset(preset).values();
        let values = changes.iter().fold(start, |values, (input, value)| values.replaced(*input, *value));
        let (_, n) = check(&priced(&values, 0.985));
        assert!(n > 10, "{n}");
    }
}

#[test]
fn where_both_sides_cost_the_same_renting_is_cheaper_beyond_every_tipping_point() {
    let values = priced(&Scenario::default().values(), 1.0);
    let found = flips(&values, &Assumptions::default(), UsdPerMonth::new(0.0));
    assert_eq!(found.len(), 5);
    assert!(found.iter().all(|flip| !flip.owning_cheaper_beyond), "a saving of nought counts as owning's");
}

#[test]
fn of_a_quantity_that_turns_the_verdict_at_both_ends_the_nearer_turn_is_given() {
    // Slower or faster software turns the verdict here. By a straight line to the end that costs more the verdict would
    // turn earlier towards it; it turns earlier towards the other.
    let changes = [
        (Input::GpuCount, 3.0),
        (Input::TtftObjective, 0.567_229_189_675_944_2),
        (Input::ItlObjective, 0.126_608_819_624_835_86),
        (Input::RequestsPerDay, 16_474_059.907_399_513),
        (Input::PeakToMean, 1.152_315_641_680_679),
        (Input::CachedShare, 0.0),
        (Input::ApiInputPrice, 0.101_893_831_541_233_35 * 0.82),
        (Input::ApiOutputPrice, 0.611_362_989_247_400_2),
    ];
    let shopify = Scenario::preset(Preset::Shopify).values();
    let values = changes.into_iter().fold(shopify, |values, (input, value)| values.replaced(input, value));
    let (expected, _) = check(&values);
    let (z, software) = expected.iter().find(|(_, quantity)| quantity.what.id() == "stack_factor").unwrap();
    let [slower, faster] = [-Z95, Z95].map(|end| turn(software, end, &values).unwrap());
    let [slowest, fastest] = [-Z95, Z95].map(|end| saving(software, end, &values));
    assert!(
        fastest < slowest && -slower < faster && *z == slower,
        "{slowest} at {slower}, {fastest} at {faster}"
    );
}
