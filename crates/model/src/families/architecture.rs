//! The open model's shape: a named model's own, or one interpolated between named sizes.

use crate::case::scenario::Values;
use crate::catalogue::{Input, MODELS, NamedModel};
use crate::quantities::units::{ActiveParameters, Count, TotalParameters};
use crate::workings::trace::Record;

/// The open model's shape: named, or interpolated between named ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Architecture {
    /// The named model, or the nearest one if interpolated.
    pub label: &'static str,
    /// Whether the shape is interpolated between named models.
    pub interpolated: bool,
    /// All parameters.
    pub total: TotalParameters,
    /// Parameters that one token uses.
    pub active: ActiveParameters,
    /// Parameters of the table of tokens at the input, where it is a table of its own. Only a token's row is ever read.
    pub embedding: TotalParameters,
    /// Parameters of the matrix at the output. A prompt needs it once, for its last token.
    pub head: ActiveParameters,
    /// Layers.
    pub n_layers: f64,
    /// heads · head dim.
    pub attention_width: f64,
    /// Width of the residual stream.
    pub width: f64,
    /// Elements of cache that a token leaves in one layer.
    pub kv_elements_per_layer: f64,
    /// Routed experts in a layer and experts a token uses, if it is a mixture.
    pub experts: Option<(f64, f64)>,
    /// The share of layers with a sliding window, and its tokens: zero and zero where all layers see everything.
    pub window: (f64, f64),
}

/// How far, as a ratio of sizes, a size may be from a named one and still count as it: sizes are quoted rounded.
const SAME_SIZE: f64 = 1.015;

/// The shape of the model that a scenario asks for.
///
/// A named model has its own. A size alone is a point on a family of dense models (the catalogue's anchors, Qwen2.5 and
/// Llama 3.1): at an anchor it is that model; between two, layers, widths and cache are interpolated geometrically in
/// the logarithm of the size, so that every quantity is continuous in it.
pub fn resolve(values: &Values) -> Architecture {
    match values.choice(Input::Model).checked_sub(1).and_then(|index| MODELS.get(index)) {
        Some(model) => named(model),
        None => of_size(TotalParameters::new(values.number(Input::ModelSize) * 1e9)),
    }
}

/// The shape of a named model.
pub fn named(model: &'static NamedModel) -> Architecture {
    let tokens = f64::from(model.vocabulary) * f64::from(model.width);
    Architecture {
        label: model.label,
        interpolated: false,
        total: TotalParameters::new(model.total_parameters),
        active: ActiveParameters::new(model.active_parameters),
        embedding: TotalParameters::new(if model.tied { 0.0 } else { tokens }),
        head: ActiveParameters::new(tokens),
        n_layers: f64::from(model.n_layers),
        attention_width: f64::from(model.n_heads) * f64::from(model.head_dim),
        width: f64::from(model.width),
        kv_elements_per_layer: f64::from(model.kv_elements_per_layer),
        experts: model.experts.map(|experts| (f64::from(experts.n_experts), f64::from(experts.n_active))),
        window: model.window.map_or((0.0, 0.0), |window| {
            (f64::from(window.n_layers) / f64::from(model.n_layers), f64::from(window.tokens))
        }),
    }
}

/// The models along which sizes are interpolated, smallest first.
pub fn anchors() -> impl Iterator<Item = &'static NamedModel> {
    MODELS.iter().filter(|model| model.anchor)
}

/// The shape of a size on the family of the anchors, which [`resolve`] describes.
pub fn of_size(total: TotalParameters) -> Architecture {
    let parameters = total.number();
    let is_same = |ratio: f64| libm::fabs(libm::log(ratio)) <= libm::log(SAME_SIZE);
    let mut below: Option<&'static NamedModel> = None;
    let mut above: Option<&'static NamedModel> = None;
    for model in anchors() {
        let ratio = parameters / model.total_parameters;
        if (0.9..1.1).contains(&ratio) && is_same(ratio) {
            return named(model);
        }
        if model.total_parameters < parameters {
            if below.is_none_or(|other| other.total_parameters < model.total_parameters) {
                below = Some(model);
            }
        } else if above.is_none_or(|other| other.total_parameters > model.total_parameters) {
            above = Some(model);
        }
    }
    // Every size of the input lies between two anchors or at one; beyond the ends the nearest shape is kept.
    let (Some(low), Some(high)) = (below.or(above), above.or(below)) else {
        return named(&MODELS[0]);
    };
    let span = libm::log(high.total_parameters / low.total_parameters);
    let share = if span > 0.0 { libm::log(parameters / low.total_parameters) / span } else { 0.0 };
    let between = |low: f64, high: f64| low * libm::exp(share * libm::log(high / low));
    let (a, b) = (named(low), named(high));
    Architecture {
        label: if share < 0.5 { low.label } else { high.label },
        interpolated: true,
        total: TotalParameters::new(parameters),
        active: ActiveParameters::new(parameters),
        // Small models of the family have one table and large ones two.
        embedding: TotalParameters::new(
            a.embedding.number() + share * (b.embedding.number() - a.embedding.number()),
        ),
        head: ActiveParameters::new(between(a.head.number(), b.head.number())),
        n_layers: between(a.n_layers, b.n_layers),
        attention_width: between(a.attention_width, b.attention_width),
        width: between(a.width, b.width),
        kv_elements_per_layer: between(a.kv_elements_per_layer, b.kv_elements_per_layer),
        experts: None,
        window: (0.0, 0.0),
    }
}

/// Experts that a token uses in a mixture of which that is not known: those of DeepSeek, Qwen3, Kimi, GLM and MiniMax.
const EXPERTS_OF_A_TOKEN: f64 = 8.0;

/// The shape of a mixture of experts of which only the parameters are known: that of a dense model with as many as a
/// token uses, and experts of one size that hold all weights.
///
/// # Formula
/// ```text
/// k = 8        n = k·total/active
/// ```
/// # Source
/// Our own judgement: layers times width of the mixtures in the catalogue are within a third of a dense model's with as
/// many parameters as they use for a token.
///
/// # Examples
/// ```
/// use model::units::{ActiveParameters, TotalParameters};
/// let shape = model::architecture::of_mixture(TotalParameters::new(400e9), ActiveParameters::new(20e9));
/// assert_eq!(shape.experts, Some((160.0, 8.0)));
/// assert_eq!((shape.total.number(), shape.active.number()), (400e9, 20e9));
/// ```
pub fn of_mixture(total: TotalParameters, active: ActiveParameters) -> Architecture {
    let experts = EXPERTS_OF_A_TOKEN * total.number() / active.number();
    Architecture {
        interpolated: true,
        total,
        active,
        experts: Some((experts, EXPERTS_OF_A_TOKEN)),
        ..of_size(TotalParameters::new(active.number()))
    }
}

/// Records the shape's numbers as steps, so that workings end at the inputs that chose them.
pub(crate) fn record(values: &Values, architecture: &Architecture, trace: &mut impl Record) {
    let formula = if architecture.interpolated {
        "interpolated between named models at model_size"
    } else {
        "as published for the model"
    };
    let operands = [("model", values.term(Input::Model)), ("model_size", values.term(Input::ModelSize))];
    trace.note("total_parameters", "All parameters", formula, &operands, architecture.total);
    let active = "Parameters that one token passes through";
    trace.note("active_parameters", active, formula, &operands, architecture.active);
    let counts = [
        ("n_layers", "Layers", architecture.n_layers),
        ("attention_width", "Heads times head dim", architecture.attention_width),
        ("width", "Width of the residual stream", architecture.width),
    ];
    for (name, meaning, count) in counts {
        trace.note(name, meaning, formula, &operands, Count::new(count));
    }
}
