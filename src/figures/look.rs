//! How a figure is drawn: its colours, its room, and whether it may move.

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

    /// The width of a box; `pixels` in CSS pixels.
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
