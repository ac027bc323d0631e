//! Scores: what a published exam says of a model, open or closed.

use super::names::SourceId;
use super::sources::Confidence;

/// A model's published score on MMLU-Pro: questions with ten answers to choose from, of which the model talks its way to
/// one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Questions answered right, as a fraction.
    pub mmlu_pro: f64,
    /// Where it was published.
    pub source: SourceId,
    /// How sure we are.
    pub confidence: Confidence,
}
