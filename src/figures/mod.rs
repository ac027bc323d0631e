//! The figures: of a case, what each one finds, its chart, its words and its numbers. Pure; nothing here draws.
//!
//! No formula stands here: numbers come from the model and are only scaled for display.

mod accuracy;
mod choice;
mod claims;
mod dots;
mod draw;
mod drawing;
mod frontier;
mod ledger;
mod load;
mod look;
mod measured;
mod palette;
mod pictures;
mod poster;
mod sources;
mod steps;
mod still;
mod table;
mod tornado;
mod words;

use charming::Chart;
use model::catalogue::SourceId;
use model::frontier::FrontierPoint;

use crate::analysis::Analysis;
use crate::content::FigureName;

pub use choice::{Advice, Choice, Offer, place, pressed, start};
pub use dots::{Dot, Dots};
pub use look::{Look, Width, height};
pub use palette::Palette;
pub use pictures::{PICTURE_SIZES, PictureSize, StaticOption, picture_name, static_options};
pub use poster::{PREVIEW, PREVIEW_NAME, Poster, poster, poster_drawing};
pub use steps::step_sentence;
pub use still::StillDrawing;
pub use table::{Cell, Column, Table};
pub use tornado::{RowText, TORNADO_ROWS, TornadoShape, row_text};

/// A figure without its drawing: all that is read of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Which one.
    pub name: FigureName,
    /// What it finds for this case, in one line.
    pub title: String,
    /// How to read it, in one line.
    pub how_to_read: String,
    /// What else to know of it.
    pub caption: String,
    /// What it shows, for who doesn't see it.
    pub text_alternative: String,
    /// Its numbers.
    pub table: Table,
    /// Where they come from.
    pub sources: Vec<SourceId>,
}

impl Figure {
    /// A figure of this case.
    pub fn new(name: FigureName, analysis: &Analysis) -> Self {
        match name {
            FigureName::Ledger => ledger::figure(analysis),
            FigureName::Accuracy => accuracy::figure(analysis),
            FigureName::Load => load::figure(analysis),
            FigureName::Frontier => frontier::figure(analysis),
            FigureName::Tornado => tornado::figure(analysis),
            FigureName::Claims => claims::figure(),
            FigureName::Measured => measured::figure(),
        }
    }
}

/// The drawing of a figure of this case; of the frontier, with a ring around the configuration that is selected.
pub fn option(name: FigureName, analysis: &Analysis, look: &Look, selected: Option<&FrontierPoint>) -> Chart {
    match name {
        FigureName::Ledger => ledger::option(analysis, *look),
        FigureName::Accuracy => accuracy::option(analysis, *look),
        FigureName::Load => load::option(analysis, *look),
        FigureName::Frontier => frontier::option(analysis, *look, selected),
        FigureName::Tornado => tornado::option(analysis, *look),
        FigureName::Claims => claims::option(*look),
        FigureName::Measured => measured::option(*look),
    }
}

/// The drawing as the chart library takes it.
///
/// # Errors
/// [`serde_json::Error`] if the chart holds something that JSON has no words for.
pub fn drawing(
    name: FigureName,
    analysis: &Analysis,
    look: &Look,
    selected: Option<&FrontierPoint>,
) -> Result<serde_json::Value, serde_json::Error> {
    drawing::complete(&option(name, analysis, look, selected), *look)
}
