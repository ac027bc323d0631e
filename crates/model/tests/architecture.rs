//! The shape of a model: as its card has it, or between two cards for a size alone.

#![expect(clippy::panic, reason = "a test stops where it fails")]

use model::architecture::{named, of_size};
use model::catalogue::{MODELS, NamedModel};
use model::outcome::Architecture;
use model::trace::{Step, Trace};
use model::units::{TotalParameters, Value};
use model::{Assumptions, Input, Scenario, estimate};

/// Parameters of Llama 3.1 70B and 405B, by their card.
const LARGE: (f64, f64) = (70_553_706_496.0, 405_853_388_800.0);
/// Words of Llama 3.1's table.
const WORDS: f64 = 128_256.0;

fn card(id: &str) -> &'static NamedModel {
    MODELS.iter().find(|model| model.id == id).unwrap_or_else(|| panic!("{id} is in the catalogue"))
}

/// The shape of a size this share of the way from one to the other, in ratios.
fn between(sizes: (f64, f64), share: f64) -> Architecture {
    of_size(TotalParameters::new(sizes.0 * libm::pow(sizes.1 / sizes.0, share)))
}

fn near(value: f64, expected: f64) -> bool {
    (value / expected - 1.0).abs() < 1e-9
}

#[test]
fn halfway_between_two_sizes_every_number_is_the_mean_of_theirs() {
    let half = between(LARGE, 0.5);
    // 80 and 126 layers, widths of 8192 and 16384, and twice 8 heads of 128 in the cache.
    assert!(near(half.n_layers, libm::sqrt(80.0 * 126.0)), "{half:?}");
    assert!(near(half.width, 8192.0 * libm::sqrt(2.0)), "{half:?}");
    assert!(near(half.attention_width, 8192.0 * libm::sqrt(2.0)), "{half:?}");
    assert!(near(half.kv_elements_per_layer, 2048.0), "{half:?}");
    assert!(near(half.head.number(), WORDS * 8192.0 * libm::sqrt(2.0)), "{half:?}");
    // The table of tokens may be absent at one end, so that its mean is the plain one.
    assert!(near(half.embedding.number(), WORDS * (8192.0 + 16384.0) / 2.0), "{half:?}");
    let size = libm::sqrt(LARGE.0 * LARGE.1);
    assert!(near(half.total.number(), size) && near(half.active.number(), size), "{half:?}");
    assert!(half.interpolated && half.experts.is_none() && half.window == (0.0, 0.0), "{half:?}");
}

#[test]
fn a_quarter_of_the_way_is_a_quarter_of_the_ratio_and_the_nearer_name() {
    let (near_low, near_high) = (between(LARGE, 0.25), between(LARGE, 0.75));
    assert!(near(near_low.width, 8192.0 * libm::pow(2.0, 0.25)), "{near_low:?}");
    assert!(near(near_high.width, 8192.0 * libm::pow(2.0, 0.75)), "{near_high:?}");
    assert!(near(near_low.embedding.number(), WORDS * 8192.0 * 1.25), "{near_low:?}");
    assert_eq!((near_low.label, near_high.label), ("Llama 3.1 70B", "Llama 3.1 405B"));
}

#[test]
fn the_neighbours_are_the_nearest_sizes_whichever_side_they_were_published_on() {
    // From Qwen2.5 3B, which has one table for both ends, to Llama 3.1 8B, which has two.
    let half = between((3_085_938_688.0, 8_030_261_248.0), 0.5);
    assert!(near(half.n_layers, libm::sqrt(36.0 * 32.0)), "{half:?}");
    assert!(near(half.width, libm::sqrt(2048.0 * 4096.0)), "{half:?}");
    assert!(near(half.embedding.number(), WORDS * 4096.0 / 2.0), "{half:?}");
    // From Qwen2.5 14B to 32B: as wide, and 64 layers for 48.
    let half = between((14_770_033_664.0, 32_763_876_352.0), 0.5);
    assert!(near(half.n_layers, libm::sqrt(48.0 * 64.0)) && near(half.width, 5120.0), "{half:?}");
}

#[test]
fn beyond_the_ends_the_shape_is_that_of_the_last_size() {
    for (size, id) in [(0.3e9, "qwen2.5-0.5b"), (700e9, "llama-3.1-405b")] {
        let (shape, last) = (of_size(TotalParameters::new(size)), named(card(id)));
        assert_eq!((shape.total.number(), shape.active.number()), (size, size));
        assert!(shape.interpolated);
        let same = Architecture { total: last.total, active: last.active, interpolated: false, ..shape };
        assert_eq!(same, last);
    }
}

#[test]
fn a_rounded_size_is_that_model_and_one_further_off_is_not() {
    for model in model::architecture::anchors() {
        let at = |factor: f64| of_size(TotalParameters::new(model.total_parameters * factor));
        for factor in [1.014, 1.0 / 1.014] {
            assert_eq!(at(factor), named(model), "{} times {factor}", model.id);
        }
        for factor in [1.016, 1.0 / 1.016, 1.05, 0.95] {
            assert!(at(factor).interpolated, "{} times {factor}", model.id);
        }
    }
}

#[test]
fn a_named_model_has_the_shape_of_its_card() {
    // Mixtral 8x7B: 32 layers, 32 heads of 128, 8 of them for keys and values; 2 of 8 experts; 32,000 words.
    let mixtral = named(card("mixtral-8x7b"));
    assert_eq!((mixtral.n_layers, mixtral.attention_width, mixtral.width), (32.0, 4096.0, 4096.0));
    assert_eq!(mixtral.kv_elements_per_layer, 2048.0);
    assert_eq!((mixtral.experts, mixtral.window), (Some((8.0, 2.0)), (0.0, 0.0)));
    assert_eq!((mixtral.embedding.number(), mixtral.head.number()), (32_000.0 * 4096.0, 32_000.0 * 4096.0));
    assert!(!mixtral.interpolated);
    // Qwen2.5 0.5B: 14 heads of 64, 2 for keys and values; one table of 151,936 words for both ends.
    let qwen = named(card("qwen2.5-0.5b"));
    assert_eq!((qwen.attention_width, qwen.kv_elements_per_layer), (896.0, 256.0));
    assert_eq!((qwen.embedding.number(), qwen.head.number()), (0.0, 151_936.0 * 896.0));
    // Llama 4 Scout: 36 of 48 layers look back over 8192 tokens.
    assert_eq!(named(card("llama-4-scout")).window, (0.75, 8192.0));
}

/// What the working of an estimate says of a step.
fn step(scenario: &Scenario, name: &str) -> Step {
    let mut trace = Trace::on();
    estimate(&scenario.values(), &Assumptions::default(), &mut trace);
    let step = trace.steps().iter().find(|step| step.name == name).cloned();
    step.unwrap_or_else(|| panic!("no step {name}"))
}

#[test]
fn the_working_shows_the_shape_and_where_it_comes_from() {
    // Llama 3.1 70B: 80 layers, 64 heads of 128, a width of 8192; dense, so that a token uses all parameters.
    let numbers = [
        ("total_parameters", LARGE.0),
        ("active_parameters", LARGE.0),
        ("n_layers", 80.0),
        ("attention_width", 8192.0),
        ("width", 8192.0),
    ];
    let set =
        |scenario: Result<Scenario, model::InputError>| scenario.unwrap_or_else(|error| panic!("{error}"));
    let named = set(Scenario::default().with_text("model", "llama-3.1-70b"));
    let between = set(Scenario::default().with(Input::ModelSize, 200.0));
    for (name, number) in numbers {
        let shown = step(&named, name);
        assert_eq!(shown.result, Value::Number(number), "{name}");
        assert!(shown.formula.contains("published"), "{name}: {}", shown.formula);
        let of_size = step(&between, name);
        assert!(of_size.formula.contains("interpolated"), "{name}: {}", of_size.formula);
        assert_ne!(of_size.result, shown.result, "{name}");
        let inputs: Vec<&str> = shown.operands.iter().map(|(input, _)| *input).collect();
        assert_eq!(inputs, ["model", "model_size"], "{name}");
    }
}
