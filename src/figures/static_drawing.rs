//! A drawing without components beside it: in a picture, on a poster, in print. It cannot be pointed at, and has all of its words.

use super::list::{height, static_option};
use super::look::{Look, Width};
use crate::analysis::Analysis;
use crate::content::FigureName;
use crate::theme::Theme;

/// A drawing and its size.
#[derive(Clone, Debug, PartialEq)]
pub struct StaticDrawing {
    /// The option of the chart library.
    pub option: serde_json::Value,
    /// Pixels from side to side.
    pub width: f64,
    /// Pixels from top to bottom.
    pub height: f64,
}

impl StaticDrawing {
    /// Width of a drawing in print, pixels: what the narrower of A4 and Letter holds inside the page's margins.
    pub const IN_PRINT: f64 = 640.0;

    /// The drawing of a figure of this case; `width` in pixels.
    ///
    /// [`serde_json::Error`] if the chart holds a value that JSON cannot express.
    /// [`serde_json::Error`] if the chart holds something that JSON has no words for.
    pub fn new(
        name: FigureName,
        analysis: &Analysis,
        theme: Theme,
        width: f64,
    ) -> Result<Self, serde_json::Error> {
        let look = Look { theme, width: Width::for_pixels(width), still: true };
        let option = static_option(name, analysis, look)?;
        Ok(Self { option, width, height: height(name, look.width) })
    }
}
