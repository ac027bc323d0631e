//! A figure: its words, its chart, and its response to a press.

use charming::Chart;
use model::Input;
use model::catalogue::SourceId;
use model::frontier::FrontierPoint;

use super::guess::{Guess, GuessSpec};
use super::look::{Look, Width};
use super::palette::Palette;
use super::table::Table;
use crate::analysis::Analysis;
use crate::content::FigureName;

/// A figure without its drawing: all its words and numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The figure's name.
    pub name: FigureName,
    /// The finding for this case, in one line.
    pub title: String,
    /// Instructions for reading it, in one line.
    pub how_to_read: String,
    /// What can be done with it on the page, and not in a picture; empty if nothing.
    pub how_to_use: &'static str,
    /// Further remarks.
    pub caption: String,
    /// The content in words, for readers who don't see it.
    pub text_alternative: String,
    /// Its numbers.
    pub table: Table,
    /// The sources of the numbers.
    pub sources: Vec<SourceId>,
}

/// The action of a pressed mark.
#[derive(Clone, Debug, PartialEq)]
pub enum Offer {
    /// Selects a configuration, without changing the case.
    Select(FrontierPoint),
    /// Changes inputs to these values.
    Apply(Vec<(Input, f64)>),
}

/// What the reader has marked in a figure, beside the case.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Marked {
    /// The configuration that is selected, in the frontier.
    pub selected: Option<FrontierPoint>,
    /// The guess of the figure's answer.
    pub guess: Option<Guess>,
}

/// The interface of a figure that the chart library draws; each figure's file has one.
pub(super) struct FigureSpec {
    /// The words and numbers for a case.
    pub(super) figure: fn(&Analysis) -> Figure,
    /// The chart for a case, with what the reader has marked in it.
    pub(super) chart: fn(&Analysis, Look, Marked) -> Chart,
    /// The chart without components beside it that add words: in a picture, on a poster, in print.
    pub(super) static_chart: fn(&Analysis, Look) -> Chart,
    /// The height of the chart, CSS pixels. `styles/figure.css` reserves the same, so that nothing jumps.
    pub(super) height: fn(Width) -> f64,
    /// The remarks on the drawing in a picture at the page's full width, if they differ from those on the page.
    pub(super) picture_caption: Option<fn(&Analysis) -> String>,
    /// Whether the figure is the same in every case.
    pub(super) is_same_in_every_case: bool,
    /// How its answer is guessed, if it can be.
    pub(super) guess: Option<&'static GuessSpec>,
    /// The action of a mark of its chart: item `index` of a series; `None` if the mark has none.
    pub(super) pressed: fn(&Analysis, Look, &str, usize) -> Option<Offer>,
}

/// The interface of a figure that we draw ourselves, without the chart library.
pub(super) struct OwnSpec {
    /// The words and numbers for a case.
    pub(super) figure: fn(&Analysis) -> Figure,
    /// The drawing as a picture by itself, in these colours and of this width, pixels.
    pub(super) drawing: fn(&Analysis, &Palette, f64) -> Drawn,
}

/// A drawing as a part of an SVG.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// Its elements.
    pub svg: String,
    /// Pixels from side to side.
    pub width: f64,
    /// Pixels from top to bottom.
    pub height: f64,
}

/// The `pressed` of a figure whose marks have no action.
pub(super) fn offers_nothing(_: &Analysis, _: Look, _: &str, _: usize) -> Option<Offer> {
    None
}
