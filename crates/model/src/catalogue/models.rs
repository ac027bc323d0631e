//! Open-weight models: their shapes.

use super::names::SourceId;
use super::scores::Score;
use super::sources::Confidence;

/// The shape of a mixture of experts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Experts {
    /// Routed experts in a layer.
    pub n_experts: u32,
    /// Experts that one token uses.
    pub n_active: u32,
}

/// Layers that look back over a limited number of tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Tokens that such a layer sees, and keeps in its cache.
    pub tokens: u32,
    /// How many layers do.
    pub n_layers: u32,
}

/// A named open-weight model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NamedModel {
    /// Stable name.
    pub id: &'static str,
    /// As shown.
    pub label: &'static str,
    /// All parameters.
    pub total_parameters: f64,
    /// Parameters that one token uses.
    pub active_parameters: f64,
    /// Layers.
    pub n_layers: u32,
    /// Query heads.
    pub n_heads: u32,
    /// Key-value heads (for MLA: 1).
    pub n_kv_heads: u32,
    /// Width of a head.
    pub head_dim: u32,
    /// Elements of cache that a token leaves in one layer: 2 · KV heads · head dim, or MLA's latent width.
    pub kv_elements_per_layer: u32,
    /// Width of the residual stream.
    pub width: u32,
    /// Tokens that it knows.
    pub vocabulary: u32,
    /// Whether the table of tokens at the input is also the matrix at the output.
    pub tied: bool,
    /// Experts, if it is a mixture.
    pub experts: Option<Experts>,
    /// Sliding windows, if some layers have one.
    pub window: Option<Window>,
    /// Whether it is a point of the family along which sizes are interpolated.
    pub anchor: bool,
    /// Measured MMLU (5-shot, base), as a fraction, where known.
    pub mmlu: Option<f64>,
    /// Whether the law of accuracy by size was fitted on it.
    pub in_size_law: bool,
    /// Its score as a model that one talks to, where one is published.
    pub score: Option<Score>,
    /// Tokens of prompt and answer that it can take in, where that is known.
    pub context: Option<u32>,
    /// Where the shape comes from.
    pub source: SourceId,
    /// How sure we are.
    pub confidence: Confidence,
}
