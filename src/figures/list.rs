//! The figures by name. A figure that is named and not listed here does not compile.

use charming::Chart;
use model::frontier::FrontierPoint;

use super::figure::{Figure, FigureSpec, Offer};
use super::look::{Look, Width};
use super::{accuracy, chart_option, claims, frontier, ledger, load, measured, tornado};
use crate::analysis::Analysis;
use crate::content::FigureName;

const fn spec(name: FigureName) -> &'static FigureSpec {
    match name {
        FigureName::Ledger => &ledger::SPEC,
        FigureName::Accuracy => &accuracy::SPEC,
        FigureName::Load => &load::SPEC,
        FigureName::Frontier => &frontier::SPEC,
        FigureName::Tornado => &tornado::SPEC,
        FigureName::Claims => &claims::SPEC,
        FigureName::Measured => &measured::SPEC,
    }
}

impl Figure {
    /// A figure of this case.
    pub fn new(name: FigureName, analysis: &Analysis) -> Self {
        (spec(name).figure)(analysis)
    }
}

/// The chart of a figure of this case; of the frontier, with a ring around the configuration that is selected.
pub fn option(name: FigureName, analysis: &Analysis, look: &Look, selected: Option<&FrontierPoint>) -> Chart {
    (spec(name).chart)(analysis, *look, selected)
}

/// The chart as the chart library takes it.
///
/// # Errors
/// [`serde_json::Error`] if the chart holds something that JSON has no words for.
pub fn drawing(
    name: FigureName,
    analysis: &Analysis,
    look: &Look,
    selected: Option<&FrontierPoint>,
) -> Result<serde_json::Value, serde_json::Error> {
    chart_option::complete(&option(name, analysis, look, selected), *look)
}

/// The chart as the chart library takes it, where no component beside it adds words.
///
/// # Errors
/// [`serde_json::Error`] if the chart holds something that JSON has no words for.
pub(super) fn static_option(
    name: FigureName,
    analysis: &Analysis,
    look: Look,
) -> Result<serde_json::Value, serde_json::Error> {
    chart_option::complete(&(spec(name).static_chart)(analysis, look), look)
}

/// The height of a figure's chart, CSS pixels. `styles/figure.css` reserves the same, so that nothing jumps.
pub fn height(name: FigureName, width: Width) -> f64 {
    (spec(name).height)(width)
}

/// Whether a figure is the same in every case.
pub fn is_same_in_every_case(name: FigureName) -> bool {
    spec(name).is_same_in_every_case
}

/// What a mark of a figure's chart stands for, as it looks there: item `index` of a series; `None` if it is only to be
/// looked at.
pub fn pressed(
    name: FigureName,
    analysis: &Analysis,
    look: Look,
    series: &str,
    index: usize,
) -> Option<Offer> {
    (spec(name).pressed)(analysis, look, series, index)
}
