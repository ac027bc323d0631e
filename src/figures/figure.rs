//! What a figure is: its words, its chart, and how it answers a press.

use charming::Chart;
use model::Input;
use model::catalogue::SourceId;
use model::frontier::FrontierPoint;

use super::look::{Look, Width};
use super::table::Table;
use crate::analysis::Analysis;
use crate::content::FigureName;

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
    /// What it shows, for readers who don't see it.
    pub text_alternative: String,
    /// Its numbers.
    pub table: Table,
    /// Where they come from.
    pub sources: Vec<SourceId>,
}

/// What is offered where a mark is pressed.
#[derive(Clone, Debug, PartialEq)]
pub enum Offer {
    /// A configuration to look at first.
    Select(FrontierPoint),
    /// Values to take over.
    Apply(Vec<(Input, f64)>),
}

/// What the page needs to know of a figure; each figure's file has its own.
pub(super) struct FigureSpec {
    /// Its words and numbers for a case.
    pub(super) figure: fn(&Analysis) -> Figure,
    /// Its chart for a case; of the frontier, with a ring around the configuration that is selected.
    pub(super) chart: fn(&Analysis, Look, Option<&FrontierPoint>) -> Chart,
    /// Its chart where no component beside it adds words: in a picture, on a poster, in print.
    pub(super) static_chart: fn(&Analysis, Look) -> Chart,
    /// The height of its chart, CSS pixels. `styles/figure.css` reserves the same, so that nothing jumps.
    pub(super) height: fn(Width) -> f64,
    /// Whether it is the same in every case.
    pub(super) is_same_in_every_case: bool,
    /// What a mark of its chart stands for: item `index` of a series; nothing if it is only to be looked at.
    pub(super) pressed: fn(&Analysis, Look, &str, usize) -> Option<Offer>,
}

/// The `pressed` of a figure whose marks are only to be looked at.
pub(super) fn offers_nothing(_: &Analysis, _: Look, _: &str, _: usize) -> Option<Offer> {
    None
}
