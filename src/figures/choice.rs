//! What a figure offers to take over: a mark of its drawing stands for other values of some inputs.

use model::Input;

use super::analysis::Analysis;
use super::look::Look;
use crate::content::FigureName;

/// Other values that a figure's mark stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The inputs that change, and their new values.
    pub changes: Vec<(Input, f64)>,
}

/// What a mark of a figure's drawing, as it looks there, stands for: item `index` of a series; `None` if it is only to
/// be looked at.
pub fn choice(
    name: FigureName,
    analysis: &Analysis,
    look: Look,
    series: &str,
    index: usize,
) -> Option<Choice> {
    match name {
        FigureName::Frontier => super::frontier::choice(analysis, look, series, index),
        FigureName::Tornado => super::tornado::choice(analysis, look, series, index),
        FigureName::Ledger | FigureName::Accuracy | FigureName::Load | FigureName::Measured => None,
    }
}
