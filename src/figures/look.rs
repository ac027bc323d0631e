//! The look of a figure: its colours, its width, and whether it is animated.

use crate::theme::Theme;

/// The look of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Colours.
    pub theme: Theme,
    /// The width.
    pub width: Width,
    /// Whether nothing is animated: the reader prefers reduced motion, or the picture is printed.
    pub still: bool,
}

/// The width of a drawing. Each is drawn for its least width and used up to the next one.
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

    /// The width of a box of this many CSS pixels.
    pub fn for_pixels(pixels: f64) -> Self {
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
