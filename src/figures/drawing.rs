//! What the chart library is handed: the chart, and the two settings that `charming` has no words for.

use charming::Chart;
use serde::Serialize;

use super::look::Look;

/// The page's face for figures, and what stands in for it in a picture.
const FACE: &str = "Inter, \"Inter Variable\", system-ui, \"Helvetica Neue\", Arial, sans-serif";

/// A chart, its face, and its tooltip.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Drawing {
    #[serde(flatten)]
    chart: Chart,
    text_style: Face,
    tooltip: Hint,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Face {
    font_family: &'static str,
}

/// What is shown of a mark that is pointed at: its name. Drawn into the chart, as a strict content policy refuses the
/// styles that a tooltip made of HTML needs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Hint {
    render_mode: &'static str,
    trigger: &'static str,
    formatter: &'static str,
    confine: bool,
    transition_duration: f64,
    background_color: &'static str,
    border_color: &'static str,
    border_width: f64,
    padding: f64,
    text_style: HintFace,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct HintFace {
    color: &'static str,
    font_size: f64,
    font_family: &'static str,
}

impl Drawing {
    /// A chart in the page's face and with its tooltip.
    pub fn new(chart: Chart, look: Look) -> Self {
        let palette = look.theme.palette();
        let tooltip = Hint {
            render_mode: "richText",
            trigger: "item",
            formatter: "{b}",
            confine: true,
            transition_duration: 0.0,
            background_color: palette.raised,
            border_color: palette.soft,
            border_width: 1.0,
            padding: 8.0,
            text_style: HintFace { color: palette.ink, font_size: 13.0, font_family: FACE },
        };
        Self { chart, text_style: Face { font_family: FACE }, tooltip }
    }
}
