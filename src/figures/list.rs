//! The figures by name. A name without a figure does not compile.

use charming::Chart;

use super::figure::{Drawn, Figure, FigureSpec, Marked, Offer, OwnSpec};
use super::guess::{GuessSpec, hide_answer};
use super::look::{Look, Width};
use super::{
    accuracy, card, chart_option, claims, companies, frontier, ledger, load, map, measured, tornado, ways,
};
use crate::analysis::Analysis;
use crate::content::FigureName;
use crate::theme::Theme;

/// A figure's interface, by who draws it.
enum Spec {
    /// The chart library.
    Chart(&'static FigureSpec),
    /// We.
    Own(&'static OwnSpec),
}

const fn spec(name: FigureName) -> Spec {
    Spec::Chart(match name {
        FigureName::Companies => return Spec::Own(&companies::SPEC),
        FigureName::Map => return Spec::Own(&map::SPEC),
        FigureName::Card => return Spec::Own(&card::SPEC),
        FigureName::Ledger => &ledger::SPEC,
        FigureName::Ways => &ways::SPEC,
        FigureName::Accuracy => &accuracy::SPEC,
        FigureName::Load => &load::SPEC,
        FigureName::Frontier => &frontier::SPEC,
        FigureName::Tornado => &tornado::SPEC,
        FigureName::Claims => &claims::SPEC,
        FigureName::Measured => &measured::SPEC,
    })
}

/// The interface of a figure that the chart library draws.
const fn chart_spec(name: FigureName) -> Option<&'static FigureSpec> {
    match spec(name) {
        Spec::Chart(spec) => Some(spec),
        Spec::Own(_) => None,
    }
}

/// The figures that the chart library draws.
pub fn charts() -> impl Iterator<Item = FigureName> {
    FigureName::ALL.into_iter().filter(|name| is_chart(*name))
}

/// Whether the chart library draws a figure; else we do.
pub const fn is_chart(name: FigureName) -> bool {
    chart_spec(name).is_some()
}

/// The drawing of a figure that we draw ourselves; `None` of one that the chart library draws.
pub(super) fn own_drawing(name: FigureName, analysis: &Analysis, theme: Theme) -> Option<Drawn> {
    match spec(name) {
        Spec::Chart(_) => None,
        Spec::Own(spec) => Some((spec.drawing)(analysis, theme.palette(), Width::Wide.least())),
    }
}

impl Figure {
    /// A figure of this case.
    pub fn new(name: FigureName, analysis: &Analysis) -> Self {
        match spec(name) {
            Spec::Chart(spec) => (spec.figure)(analysis),
            Spec::Own(spec) => (spec.figure)(analysis),
        }
    }
}

/// The remarks on a figure's drawing in a picture at the page's full width.
pub(super) fn picture_caption(figure: &Figure, analysis: &Analysis) -> String {
    let caption = chart_spec(figure.name).and_then(|spec| spec.picture_caption);
    caption.map_or_else(|| figure.caption.clone(), |caption| caption(analysis))
}

/// How a figure's answer is guessed, if it can be.
pub(super) fn guess_spec(name: FigureName) -> Option<&'static GuessSpec> {
    chart_spec(name).and_then(|spec| spec.guess)
}

/// The chart of a figure of this case, with what the reader has marked in it. Empty of a figure that we draw ourselves.
pub fn option(name: FigureName, analysis: &Analysis, look: &Look, marked: Marked) -> Chart {
    chart_spec(name).map_or_else(Chart::new, |spec| (spec.chart)(analysis, *look, marked))
}

/// The chart as an option of the chart library. As long as a guess is open, it lacks the answer.
///
/// # Errors
/// [`serde_json::Error`] if the chart holds a value that JSON cannot express.
pub fn drawing(
    name: FigureName,
    analysis: &Analysis,
    look: &Look,
    marked: Marked,
) -> Result<serde_json::Value, serde_json::Error> {
    let mut option = chart_option::complete(&option(name, analysis, look, marked), *look)?;
    if marked.guess.is_some_and(|guess| guess.is_open) {
        hide_answer(&mut option);
    }
    Ok(option)
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
    let chart = chart_spec(name).map_or_else(Chart::new, |spec| (spec.static_chart)(analysis, look));
    chart_option::complete(&chart, look)
}

/// The height of a figure's chart, CSS pixels; none of a figure that we draw ourselves. `styles/figure.css` reserves the same, so that nothing jumps.
pub fn height(name: FigureName, width: Width) -> f64 {
    chart_spec(name).map_or(0.0, |spec| (spec.height)(width))
}

/// Whether a figure stays in sight beside the text that leads to it. The others are too high for that, or read by themselves.
pub const fn stays_in_sight(name: FigureName) -> bool {
    matches!(name, FigureName::Ledger | FigureName::Accuracy | FigureName::Load)
}

/// Whether a figure is the same in every case.
pub fn is_same_in_every_case(name: FigureName) -> bool {
    chart_spec(name).is_some_and(|spec| spec.is_same_in_every_case)
}

/// The action of a mark of a figure's chart in this look: item `index` of a series; `None` if the mark has none.
pub fn pressed(
    name: FigureName,
    analysis: &Analysis,
    look: Look,
    series: &str,
    index: usize,
) -> Option<Offer> {
    chart_spec(name).and_then(|spec| (spec.pressed)(analysis, look, series, index))
}
