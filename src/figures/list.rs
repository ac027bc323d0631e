//! The figures by name. A name without a figure does not compile.

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

/// The remarks on a figure's drawing in a picture at the page's full width.
pub(super) fn picture_caption(figure: &Figure, analysis: &Analysis) -> String {
    spec(figure.name).picture_caption.map_or_else(|| figure.caption.clone(), |caption| caption(analysis))
}

/// The chart of a figure of this case; the frontier's has a ring around the selected configuration.
pub fn option(name: FigureName, analysis: &Analysis, look: &Look, selected: Option<&FrontierPoint>) -> Chart {
    (spec(name).chart)(analysis, *look, selected)
}

/// The chart as an option of the chart library.
///
/// # Errors
/// [`serde_json::Error`] if the chart holds a value that JSON cannot express.
pub fn drawing(
    name: FigureName,
    analysis: &Analysis,
    look: &Look,
    selected: Option<&FrontierPoint>,
) -> Result<serde_json::Value, serde_json::Error> {
    chart_option::complete(&option(name, analysis, look, selected), *look)
}

/// The chart as an option of the chart library, without components beside it that add words.
///
/// # Errors
/// [`serde_json::Error`] if the chart holds a value that JSON cannot express.
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

/// The action of a mark of a figure's chart in this look: item `index` of a series; `None` if the mark has none.
pub fn pressed(
    name: FigureName,
    analysis: &Analysis,
    look: Look,
    series: &str,
    index: usize,
) -> Option<Offer> {
    (spec(name).pressed)(analysis, look, series, index)
}
