//! What the ledger figure written plainly in JavaScript (`xtask/compare/plain`) starts from, and what it has to come to at
//! some sizes of the model, as JSON. Called by `cargo xtask compare`.

use model::architecture::{anchors, named};
use model::catalogue::{ASSUMPTIONS, Band, Domain, INPUTS, Spread, TOGETHER};
use model::trace::{Origin, Trace};
use model::uncertainty::{Uncertain, sample, uncertain};
use model::units::Unit;
use model::{Assumption, Assumptions, Input, Scenario, Values, estimate};
use serde_json::{Map, Value, json};
use sobol_burley::{NUM_DIMENSIONS, parts::sobol_rev};

/// The seed of the model's sample. Another one would give other bands, which the comparison would refuse.
const SEED: u32 = 2026;

#[expect(clippy::print_stdout, reason = "this program's output")]
fn main() {
    let (values, assumptions) = (Scenario::default().values(), Assumptions::default());
    println!("{}", json!({ "facts": facts(&values, &assumptions), "checks": checks(&values, &assumptions) }));
}

/// Costs and their bands at sizes over the whole range.
fn checks(values: &Values, assumptions: &Assumptions) -> Value {
    let check = |size: f64| {
        let values = values.replaced(Input::ModelSize, size);
        let cost = estimate(&values, assumptions, &mut Trace::off()).cost;
        let bands = sample(&values, assumptions).bands;
        let ends = |band: model::outcome::Percentiles| [band.p5, band.p95];
        json!({
            "size": size,
            "ownCost": cost.own_cost.number(),
            "rentCost": cost.rent_cost.number(),
            "own": ends(bands.own_cost),
            "rent": ends(bands.rent_cost),
        })
    };
    sizes().map(check).collect()
}

/// Sizes over the whole range of the slider, billions of parameters.
fn sizes() -> impl Iterator<Item = f64> {
    let (least, most) = range(Input::ModelSize);
    const STEPS: usize = 24;
    (0..=STEPS).map(move |step| least * libm::pow(most / least, step as f64 / STEPS as f64))
}

fn range(input: Input) -> (f64, f64) {
    match input.spec().domain {
        Domain::Number { min, max, .. } => (min, max),
        Domain::Choice(options) => (0.0, options.len() as f64 - 1.0),
    }
}

fn facts(values: &Values, assumptions: &Assumptions) -> Value {
    let numbers: Map<String, Value> =
        INPUTS.iter().map(|spec| (spec.id.to_owned(), json!(values.number(spec.input)))).collect();
    let constants: Map<String, Value> = ASSUMPTIONS
        .iter()
        .map(|spec| (spec.id.to_owned(), json!(assumptions.number(spec.assumption))))
        .collect();
    let models: Vec<Value> = anchors()
        .map(|anchor| {
            let shape = named(anchor);
            assert!(shape.experts.is_none() && shape.window.0 == 0.0, "{} is not dense", anchor.id);
            json!({
                "total": shape.total.number(),
                "embedding": shape.embedding.number(),
                "head": shape.head.number(),
                "layers": shape.n_layers,
                "attentionWidth": shape.attention_width,
                "width": shape.width,
                "kvElements": shape.kv_elements_per_layer,
            })
        })
        .collect();
    let (least, most) = range(Input::ModelSize);
    let gpu = values.gpu();
    let moving: Vec<Value> = uncertain(values, assumptions)
        .iter()
        .filter(|quantity| moves_a_cost(quantity, values, assumptions))
        .filter_map(|quantity| described(quantity, values))
        .collect();
    json!({
        "seed": SEED,
        "points": assumptions.number(Assumption::SamplePoints),
        "modelSize": { "min": least, "max": most },
        "options": {
            "precision": values.option(Input::Precision),
            "overflow": values.option(Input::Overflow),
            "method": values.option(Input::Method),
        },
        "values": numbers,
        "assumptions": constants,
        "gpu": {
            "bf16": gpu.bf16_flop_per_s,
            "fp8": gpu.fp8_flop_per_s,
            "fp4": gpu.fp4_flop_per_s,
            "memory": gpu.memory_bytes,
            "bandwidth": gpu.bandwidth_bytes_per_s,
            "link": gpu.link_bytes_per_s,
            "sustained": gpu.sustained_share,
            "perHost": gpu.gpus_per_host,
        },
        "models": models,
        "uncertain": moving,
    })
}

/// Whether owning or renting costs something else anywhere where this quantity does.
fn moves_a_cost(quantity: &Uncertain, values: &Values, assumptions: &Assumptions) -> bool {
    let costs = |size: f64, set: Option<f64>| {
        let (mut values, mut assumptions) = (values.replaced(Input::ModelSize, size), *assumptions);
        match (quantity.what, set) {
            (Origin::Input(input), Some(x)) => values = values.replaced(input, x),
            (Origin::Assumption(assumption), Some(x)) => assumptions = assumptions.replaced(assumption, x),
            _ => {}
        }
        let cost = estimate(&values, &assumptions, &mut Trace::off()).cost;
        (cost.own_cost, cost.rent_cost)
    };
    sizes().any(|size| {
        [quantity.low(), quantity.high()].into_iter().any(|x| costs(size, Some(x)) != costs(size, None))
    })
}

/// The quantity's band, and the dimensions of the sequence that it is drawn from.
fn described(quantity: &Uncertain, values: &Values) -> Option<Value> {
    let (id, value, band, (least, most), dimension) = match quantity.what {
        Origin::Input(input) => {
            let (default, band) = values.band(input)?;
            (input.spec().id, default, band, range(input), input as usize)
        }
        Origin::Assumption(assumption) => {
            let spec = assumption.spec();
            let least = if spec.band.low >= 0.0 { 0.0 } else { f64::MIN };
            let most = if spec.unit == Unit::Fraction && spec.band.high <= 1.0 { 1.0 } else { f64::MAX };
            (spec.id, spec.value, spec.band, (least, most), INPUTS.len() + assumption as usize)
        }
        _ => return None,
    };
    let Band { low, high, spread } = band;
    let group = TOGETHER.iter().enumerate().find(|(_, together)| together.members.contains(&quantity.what));
    let shared = group.map(|(index, together)| {
        let mut shared = drawn_from(INPUTS.len() + ASSUMPTIONS.len() + index);
        shared["correlation"] = json!(together.correlation);
        shared
    });
    Some(json!({
        "id": id,
        "isValue": matches!(quantity.what, Origin::Input(_)),
        "spread": match spread {
            Spread::Linear => "linear",
            Spread::Log => "log",
            Spread::Logit => "logit",
            Spread::LogUniform => "log_uniform",
        },
        "value": value,
        "low": low,
        "high": high,
        "least": least,
        "most": most,
        "own": drawn_from(dimension),
        "shared": shared,
    }))
}

/// A dimension of the Sobol sequence with its direction vectors.
fn drawn_from(dimension: usize) -> Value {
    let dimension = dimension as u32;
    assert!(dimension < NUM_DIMENSIONS, "the plain figure knows one scrambling of the sequence only");
    let vectors: Vec<u32> = (0..16).map(|bit| sobol_rev(0x8000_0000 >> bit, dimension)).collect();
    json!({ "dimension": dimension, "vectors": vectors })
}
