//! A drawing that stands by itself: in a picture, on a poster, on paper. It cannot be pointed at, and holds its words.

use super::drawing;
use super::look::{Look, Width, height};
use super::tornado;
use crate::analysis::Analysis;
use crate::content::FigureName;
use crate::theme::Theme;

/// A drawing and its size.
#[derive(Clone, Debug, PartialEq)]
pub struct StillDrawing {
    /// As the chart library takes it.
    pub option: serde_json::Value,
    /// Pixels from side to side.
    pub width: f64,
    /// Pixels from top to bottom.
    pub height: f64,
}

impl StillDrawing {
    /// Width of a drawing on paper, pixels: what the narrower of A4 and Letter holds inside the page's margins.
    pub const ON_PAPER: f64 = 640.0;

    /// The drawing of a figure of this case, so many pixels wide.
    ///
    /// # Errors
    /// [`serde_json::Error`] if the chart holds something that JSON has no words for.
    pub fn new(
        name: FigureName,
        analysis: &Analysis,
        theme: Theme,
        width: f64,
    ) -> Result<Self, serde_json::Error> {
        let look = Look { theme, width: Width::of(width), still: true };
        let option = match name {
            // Nothing beside it names its rows.
            FigureName::Tornado => drawing::complete(&tornado::picture(analysis, look), look)?,
            _ => super::drawing(name, analysis, &look, None)?,
        };
        Ok(Self { option, width, height: height(name, look.width) })
    }
}
