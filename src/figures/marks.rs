//! Texts, marks and lines at points of a chart.
//!
//! Every text is a mark of its own with fixed words, as a formatter that is a function would need a content policy that
//! allows code in strings.

use charming::datatype::{DataPoint, DataPointItem};
use charming::element::{
    Emphasis, ItemStyle, Label, LabelAlign, LabelPosition, LabelVerticalAlign, LineStyle, LineStyleType,
    Symbol,
};
use charming::series::{Line, Scatter};

/// Size of most texts in a drawing, CSS pixels.
pub(super) const TEXT: f64 = 13.0;
/// Size of the numbers on the axes.
pub(super) const SMALL: f64 = 12.0;
/// Line height in relation to size.
pub(super) const LEADING: f64 = 1.25;
/// The style of a text, and its position beside its point.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextStyle {
    color: &'static str,
    size: f64,
    bold: bool,
    position: LabelPosition,
    distance: f64,
    align: Option<LabelAlign>,
    vertical: Option<LabelVerticalAlign>,
    lift: f64,
    halo: Option<&'static str>,
}

impl TextStyle {
    pub(super) const fn new(color: &'static str) -> Self {
        Self {
            color,
            size: TEXT,
            bold: false,
            position: LabelPosition::Right,
            distance: 0.0,
            align: None,
            vertical: None,
            lift: 0.0,
            halo: None,
        }
    }
    pub(super) const fn size(self, size: f64) -> Self {
        Self { size, ..self }
    }
    pub(super) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }
    pub(super) const fn right(self, distance: f64) -> Self {
        Self { position: LabelPosition::Right, distance, ..self }
    }
    pub(super) const fn left(self, distance: f64) -> Self {
        Self { position: LabelPosition::Left, distance, ..self }
    }
    pub(super) const fn above(self, distance: f64) -> Self {
        Self { position: LabelPosition::Top, distance, ..self }
    }
    pub(super) const fn below(self, distance: f64) -> Self {
        Self { position: LabelPosition::Bottom, distance, ..self }
    }
    pub(super) const fn align(self, align: LabelAlign) -> Self {
        Self { align: Some(align), ..self }
    }
    pub(super) const fn vertical(self, vertical: LabelVerticalAlign) -> Self {
        Self { vertical: Some(vertical), ..self }
    }
    /// Raises the text by this many pixels.
    pub(super) const fn lift(self, lift: f64) -> Self {
        Self { lift, ..self }
    }
    /// Gives the text a halo of this colour, where lines may run behind it.
    pub(super) const fn on(self, halo: &'static str) -> Self {
        Self { halo: Some(halo), ..self }
    }

    fn label(self) -> Label {
        let mut label = Label::new()
            .show(true)
            .formatter("{b}")
            .color(self.color)
            .font_size(self.size)
            .font_weight(if self.bold { "600" } else { "400" })
            .position(self.position)
            .distance(self.distance)
            .silent(true);
        if let Some(align) = self.align {
            label = label.align(align);
        }
        if let Some(vertical) = self.vertical {
            label = label.vertical_align(vertical);
        }
        if self.lift != 0.0 {
            label = label.offset((0.0, -self.lift));
        }
        if let Some(halo) = self.halo {
            label = label.background_color(halo);
        }
        label
    }
}

/// Texts at points in the plot's values.
pub(super) fn texts(
    id: &str,
    style: TextStyle,
    items: impl IntoIterator<Item = (f64, f64, String)>,
) -> Scatter {
    marks(id, "rgba(0,0,0,0)", Symbol::Circle, 1.0, items).label(style.label())
}

/// Marks at points in the plot's values; the name of each is its tooltip.
pub(super) fn marks(
    id: &str,
    color: &str,
    symbol: Symbol,
    size: f64,
    items: impl IntoIterator<Item = (f64, f64, String)>,
) -> Scatter {
    Scatter::new()
        .id(id)
        .symbol(symbol)
        .symbol_size(size)
        .item_style(ItemStyle::new().color(color).opacity(1.0))
        .emphasis(Emphasis::new().disabled(true))
        .data(
            items
                .into_iter()
                .map(|(x, y, text)| DataPoint::from(DataPointItem::new(vec![x, y]).name(text)))
                .collect::<Vec<_>>(),
        )
}

/// A line through points in the plot's values.
pub(super) fn line(
    id: &str,
    color: &str,
    width: f64,
    kind: LineStyleType,
    points: impl IntoIterator<Item = (f64, f64)>,
) -> Line {
    Line::new()
        .id(id)
        .show_symbol(false)
        .symbol(Symbol::None)
        .silent(true)
        .line_style(LineStyle::new().color(color).width(width).type_(kind))
        .emphasis(Emphasis::new().disabled(true))
        .data(points.into_iter().map(|(x, y)| DataPoint::from(vec![x, y])).collect::<Vec<_>>())
}

/// The height of a text of this many lines, pixels.
pub(super) fn text_height(lines: usize, size: f64) -> f64 {
    lines as f64 * size * LEADING
}

/// An upper bound of a text's width, pixels: Inter's letters are a little over half as wide as high.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    text.lines().map(|line| line.chars().count()).max().unwrap_or(0) as f64 * size * 0.56
}
