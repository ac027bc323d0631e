//! How a figure is drawn: its colours, its room, and whether it may move.

use super::tornado::TornadoShape;
use crate::content::FigureName;
use crate::theme::Theme;

/// How a figure is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Colours.
    pub theme: Theme,
    /// Room from side to side.
    pub width: Width,
    /// Whether nothing may move: the reader asks for less motion, or the picture is printed.
    pub still: bool,
}

/// The room that a drawing has. Each is drawn for its least width and holds up to the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Width {
    /// A phone: its own drawing, with the labels inside.
    Narrow,
    /// A tablet, or the column of a host page.
    Medium,
    /// The page's full width.
    Wide,
}

impl Width {
    /// All, narrowest first.
    pub const ALL: [Self; 3] = [Self::Narrow, Self::Medium, Self::Wide];

    /// The width of a box of so many CSS pixels.
    pub fn of(pixels: f64) -> Self {
        if pixels < Self::Medium.least() {
            Self::Narrow
        } else if pixels < Self::Wide.least() {
            Self::Medium
        } else {
            Self::Wide
        }
    }

    /// The least box that it is drawn for, CSS pixels.
    pub const fn least(self) -> f64 {
        match self {
            Self::Narrow => 280.0,
            Self::Medium => 540.0,
            Self::Wide => 860.0,
        }
    }

    /// Whether the drawing is a phone's.
    pub const fn is_narrow(self) -> bool {
        matches!(self, Self::Narrow)
    }
}

/// The height of a figure's drawing, CSS pixels. `styles/figure.css` reserves the same, so that nothing jumps.
pub const fn height(name: FigureName, width: Width) -> f64 {
    match (name, width) {
        (FigureName::Ledger, Width::Narrow) => 440.0,
        (FigureName::Ledger, _) => 200.0,
        (FigureName::Accuracy, Width::Narrow) => 340.0,
        (FigureName::Accuracy, _) => 360.0,
        (FigureName::Load, Width::Narrow) => 380.0,
        (FigureName::Load, _) => 400.0,
        (FigureName::Frontier, Width::Narrow) => 400.0,
        (FigureName::Frontier, _) => 420.0,
        (FigureName::Tornado, width) => TornadoShape::of(width).height(),
        (FigureName::Claims, Width::Narrow) => 424.0,
        (FigureName::Claims, _) => 286.0,
        (FigureName::Measured, Width::Narrow) => 360.0,
        (FigureName::Measured, _) => 380.0,
    }
}
