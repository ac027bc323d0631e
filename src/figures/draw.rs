//! What the figures' drawings share: axes, gridlines, lines, marks and texts that are placed by us.
//!
//! Every text is written by us and placed as a mark of its own, as a formatter that is a function would need a content
//! policy that allows code in strings.

use charming::Chart;
use charming::component::{Axis, Grid};
use charming::datatype::{CompositeValue, DataPoint, DataPointItem};
use charming::element::{
    AreaStyle, AxisLabel, AxisLine, AxisTick, AxisType, Easing, Emphasis, ItemStyle, Label, LabelAlign,
    LabelPosition, LabelVerticalAlign, LineStyle, LineStyleType, SplitLine, Symbol,
};
use charming::series::{Line, Scatter};

use super::look::Look;
use super::palette::Palette;

/// Size of the texts in a drawing, CSS pixels. Nothing is smaller.
pub(super) const TEXT: f64 = 13.0;
/// Size of the numbers on the axes.
pub(super) const SMALL: f64 = 12.0;
/// Line height in relation to size.
pub(super) const LEADING: f64 = 1.25;
/// How long a change takes, milliseconds; the same as `--ease` in the style sheets.
const EASE_MS: f64 = 120.0;

/// The values along an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) min: f64,
    pub(super) max: f64,
    pub(super) log: bool,
}

impl Span {
    pub(super) const fn linear(min: f64, max: f64) -> Self {
        Self { min, max, log: false }
    }

    pub(super) const fn log(min: f64, max: f64) -> Self {
        Self { min, max, log: true }
    }

    /// Where a value lies, from 0 to 1.
    pub(super) fn share(&self, value: f64) -> f64 {
        if self.log {
            libm::log(value / self.min) / libm::log(self.max / self.min)
        } else {
            (value - self.min) / (self.max - self.min)
        }
    }

    /// The value at a share.
    pub(super) fn at(&self, share: f64) -> f64 {
        if self.log {
            self.min * libm::pow(self.max / self.min, share)
        } else {
            self.min + (self.max - self.min) * share
        }
    }

    /// Whether a value lies on the axis.
    pub(super) fn holds(&self, value: f64) -> bool {
        (self.min..=self.max).contains(&value)
    }

    /// Round values on the axis: powers of ten, with 2 and 5 between them where there is room, or even steps.
    pub(super) fn ticks(&self, about: usize) -> Vec<f64> {
        let candidates = if self.log {
            log_ticks(self.min, self.max, about)
        } else {
            even_ticks(self.min, self.max, about)
        };
        candidates.into_iter().filter(|tick| self.holds(*tick)).collect()
    }
}

/// Even steps of 1, 2 or 5 times a power of ten.
fn even_ticks(min: f64, max: f64, about: usize) -> Vec<f64> {
    let rough = (max - min) / about.max(1) as f64;
    let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
    let step =
        [1.0, 2.0, 5.0, 10.0].into_iter().find(|step| step * power >= rough * 0.999).unwrap_or(10.0) * power;
    let (first, last) = (libm::ceil(min / step - 1e-9), libm::floor(max / step + 1e-9));
    (0..=(last - first).max(0.0) as usize).map(|n| (first + n as f64) * step).collect()
}

/// Powers of ten, and as many round values between them as there is room for.
fn log_ticks(min: f64, max: f64, about: usize) -> Vec<f64> {
    let decades = || {
        let (first, last) = (libm::floor(libm::log10(min)) as i32, libm::ceil(libm::log10(max)) as i32);
        (first..=last).map(|power| libm::pow(10.0, f64::from(power)))
    };
    let fits = |ticks: &[f64]| ticks.iter().filter(|tick| (min..=max).contains(*tick)).count() <= about;
    let finest: Vec<f64> =
        decades().flat_map(|ten| [1.0, 1.5, 2.0, 3.0, 5.0, 7.0].map(|step| step * ten)).collect();
    let fine: Vec<f64> = decades().flat_map(|ten| [ten, 2.0 * ten, 5.0 * ten]).collect();
    let halves: Vec<f64> = decades().flat_map(|ten| [ten, 3.0 * ten]).collect();
    let whole: Vec<f64> = decades().collect();
    let every = 1 + whole.len() / (about + 1);
    [finest, fine, halves, whole.clone()]
        .into_iter()
        .find(|ticks| fits(ticks))
        .unwrap_or_else(|| whole.into_iter().step_by(every).collect())
}

/// The plot: its margins in pixels and the values along its sides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plot {
    pub(super) look: Look,
    pub(super) height: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
    pub(super) left: f64,
    pub(super) x: Span,
    pub(super) y: Span,
}

impl Plot {
    pub(super) fn palette(&self) -> &'static Palette {
        self.look.theme.palette()
    }

    /// Pixels from top to bottom of the plot.
    fn inner_height(&self) -> f64 {
        self.height - self.top - self.bottom
    }

    /// Pixels from side to side of the plot, at least.
    pub(super) fn inner_width(&self) -> f64 {
        self.look.width.least() - self.left - self.right
    }

    /// Pixels below the plot's top at which a value lies.
    pub(super) fn y_pixel(&self, value: f64) -> f64 {
        (1.0 - self.y.share(value)) * self.inner_height()
    }

    /// The value so many pixels below the plot's top.
    pub(super) fn y_at(&self, pixel: f64) -> f64 {
        self.y.at((1.0 - pixel / self.inner_height()).clamp(0.0, 1.0))
    }

    /// Values moved apart so that labels beside them, so many pixels high each, don't overlap, and stay in the plot.
    pub(super) fn spread(&self, labels: &[(f64, f64)]) -> Vec<f64> {
        let wanted: Vec<(f64, f64)> =
            labels.iter().map(|(value, height)| (self.y_pixel(*value), *height)).collect();
        spread(&wanted, self.inner_height()).into_iter().map(|pixel| self.y_at(pixel)).collect()
    }

    /// The chart with its axes: quiet gridlines at `ticks`, a base line, no text yet.
    pub(super) fn chart(&self, x_ticks: &[f64], y_ticks: &[f64]) -> Chart {
        let palette = self.palette();
        let x = axis(self.x)
            .axis_line(AxisLine::new().show(false))
            .axis_tick(
                AxisTick::new()
                    .show(true)
                    .length(4.0)
                    .line_style(LineStyle::new().color(palette.soft))
                    .custom_values(values(x_ticks)),
            )
            .split_line(SplitLine::new().show(false));
        let y = axis(self.y)
            .axis_line(AxisLine::new().show(false))
            .axis_tick(AxisTick::new().show(false).custom_values(values(y_ticks)))
            .split_line(
                SplitLine::new().show(true).line_style(LineStyle::new().color(palette.rule).width(1.0)),
            );
        bare_chart(self.look)
            .grid(Grid::new().left(self.left).right(self.right).top(self.top).bottom(self.bottom))
            .x_axis(x)
            .y_axis(y)
            .series(line(
                "base",
                palette.soft,
                1.0,
                LineStyleType::Solid,
                [(self.x.min, self.y.min), (self.x.max, self.y.min)],
            ))
    }

    /// The area between two values at each place, under everything else: one line along the upper edge and back along the
    /// lower one. What a line fills below itself cancels out on the way back. (Stacked series would not do: where neither
    /// axis is one of categories, the library stacks along the x axis.)
    pub(super) fn band(
        &self,
        id: &str,
        color: &str,
        points: impl IntoIterator<Item = (f64, f64, f64)>,
    ) -> Line {
        let inside = |y: f64| y.clamp(self.y.min, self.y.max);
        let points: Vec<(f64, f64, f64)> = points.into_iter().collect();
        let upper = points.iter().map(|(x, _, high)| (*x, inside(*high)));
        let lower = points.iter().rev().map(|(x, low, _)| (*x, inside(*low)));
        line(id, "rgba(0,0,0,0)", 0.0, LineStyleType::Solid, upper.chain(lower))
            .area_style(AreaStyle::new().color(color).opacity(0.5))
            .z(0)
    }

    /// The numbers along the bottom. The first and the last stay inside, where they are the plot's ends.
    pub(super) fn x_labels(&self, ticks: &[(f64, String)]) -> Vec<Scatter> {
        let style = Style::new(self.palette().soft).size(SMALL).below(9.0);
        let is_end = |share: f64| self.look.width.is_narrow() && !(0.04..=0.96).contains(&share);
        let at = |(tick, text): &(f64, String)| (*tick, self.y.min, text.clone());
        let share = |tick: &&(f64, String)| self.x.share(tick.0);
        vec![
            texts("x-labels", style, ticks.iter().filter(|tick| !is_end(share(tick))).map(at)),
            texts(
                "x-label-first",
                style.align(LabelAlign::Left),
                ticks.iter().filter(|tick| share(tick) < 0.04 && is_end(share(tick))).map(at),
            ),
            texts(
                "x-label-last",
                style.align(LabelAlign::Right),
                ticks.iter().filter(|tick| share(tick) > 0.96 && is_end(share(tick))).map(at),
            ),
        ]
    }

    /// The numbers along the left.
    pub(super) fn y_labels(&self, ticks: &[(f64, String)]) -> Scatter {
        let gap = if self.look.width.is_narrow() { 4.0 } else { 10.0 };
        texts(
            "y-labels",
            Style::new(self.palette().soft).size(SMALL).left(gap),
            ticks.iter().map(|(tick, text)| (self.x.min, *tick, text.clone())),
        )
    }
}

/// A chart without axes, that moves as quickly as the rest of the page, or not at all.
pub(super) fn bare_chart(look: Look) -> Chart {
    Chart::new()
        .animation(!look.still)
        .animation_duration(0.0)
        .animation_duration_update(EASE_MS)
        .animation_easing_update(Easing::CubicOut)
}

/// An axis without labels.
pub(super) fn axis(span: Span) -> Axis {
    Axis::new()
        .type_(if span.log { AxisType::Log } else { AxisType::Value })
        .min(span.min)
        .max(span.max)
        .axis_label(AxisLabel::new().show(false))
}

/// An axis that is not seen.
pub(super) fn hidden_axis(max: f64) -> Axis {
    axis(Span::linear(0.0, max))
        .axis_line(AxisLine::new().show(false))
        .axis_tick(AxisTick::new().show(false))
        .split_line(SplitLine::new().show(false))
}

fn values(ticks: &[f64]) -> Vec<CompositeValue> {
    ticks.iter().map(|tick| CompositeValue::from(*tick)).collect()
}

/// How a text stands at its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
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

impl Style {
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
    /// Raises the text by so many pixels.
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

/// Texts at places in the plot's values.
pub(super) fn texts(id: &str, style: Style, items: impl IntoIterator<Item = (f64, f64, String)>) -> Scatter {
    marks(id, "rgba(0,0,0,0)", Symbol::Circle, 1.0, items).label(style.label())
}

/// Marks at places in the plot's values; what each is called is shown when it is pointed at.
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

/// A line through places in the plot's values.
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

/// Pixels that a text of so many lines takes from top to bottom.
pub(super) fn text_height(lines: usize, size: f64) -> f64 {
    lines as f64 * size * LEADING
}

/// Pixels that a text takes from side to side, at most: Inter's letters are a little over half as wide as high.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    text.lines().map(|line| line.chars().count()).max().unwrap_or(0) as f64 * size * 0.56
}

/// A mark that is to have words beside it, in pixels from the plot's left top.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) radius: f64,
    pub(super) words: String,
    /// Whether the words may be left out where there is no room for them.
    pub(super) optional: bool,
}

/// Where a text stands beside its mark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Beside {
    across: i8,
    lift: f64,
}

/// A rectangle: left, top, right, bottom.
pub(super) type Rectangle = (f64, f64, f64, f64);

impl Beside {
    /// Sides that are tried, best first: level with the mark, then raised or lowered, then above and below it, then
    /// further off.
    fn all(lines: f64) -> [Self; 12] {
        let shift = lines * 0.75 * TEXT;
        let near =
            [(1, 0.0), (-1, 0.0), (1, shift), (1, -shift), (-1, shift), (-1, -shift), (0, 1.0), (0, -1.0)];
        let far = [(1, 2.0 * shift), (1, -2.0 * shift), (-1, 2.0 * shift), (-1, -2.0 * shift)];
        let mut all = [Self { across: 1, lift: 0.0 }; 12];
        for (side, (across, lift)) in all.iter_mut().zip(near.into_iter().chain(far)) {
            *side = Self { across, lift };
        }
        all
    }

    fn rectangle(self, named: &Named) -> Rectangle {
        let (width, height) =
            (text_width(&named.words, TEXT), text_height(named.words.lines().count(), TEXT));
        let gap = named.radius + 6.0;
        match self.across {
            0 if self.lift > 0.0 => {
                (named.x - width / 2.0, named.y - gap - height, named.x + width / 2.0, named.y - gap)
            }
            0 => (named.x - width / 2.0, named.y + gap, named.x + width / 2.0, named.y + gap + height),
            side => {
                let near = named.x + f64::from(side) * gap;
                let far = near + f64::from(side) * width;
                let middle = named.y - self.lift;
                (near.min(far), middle - height / 2.0, near.max(far), middle + height / 2.0)
            }
        }
    }

    /// The style of a text that stands there.
    pub(super) const fn style(self, style: Style, radius: f64) -> Style {
        match self.across {
            0 if self.lift > 0.0 => style.above(radius + 6.0),
            0 => style.below(radius + 6.0),
            side if side > 0 => style.right(radius + 6.0).lift(self.lift),
            _ => style.left(radius + 6.0).lift(self.lift),
        }
    }
}

/// A side for the words of each mark, so that no words lie on other words, on marks or on what else is drawn, or leave
/// the room. The marks come in the order of their importance; where all sides are taken, words stand on the side with
/// more room, or are left out if they may be.
pub(super) fn sides(marks: &[Named], drawn: &[Rectangle], room: (f64, f64)) -> Vec<Option<Beside>> {
    let overlap = |a: &Rectangle, b: &Rectangle| a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3;
    let box_of = |mark: &Named| {
        (mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius)
    };
    let mut taken: Vec<Rectangle> = marks.iter().map(box_of).chain(drawn.iter().copied()).collect();
    let mut chosen = Vec::with_capacity(marks.len());
    for mark in marks {
        let inside = |r: &Rectangle| r.0 >= 0.0 && r.2 <= room.0 && r.1 >= -TEXT && r.3 <= room.1;
        let fits = |side: &Beside| {
            let rectangle = side.rectangle(mark);
            inside(&rectangle) && !taken.iter().any(|other| overlap(&rectangle, other))
        };
        let all = Beside::all(mark.words.lines().count() as f64);
        let fallback = if mark.x < room.0 / 2.0 { all[0] } else { all[1] };
        let side = all.into_iter().find(fits).or_else(|| (!mark.optional).then_some(fallback));
        taken.extend(side.map(|side| side.rectangle(mark)));
        chosen.push(side);
    }
    chosen
}

/// Places moved apart as little as possible, so that blocks centred there, so many pixels high each, keep clear of each
/// other and inside the room. The order of the places is kept; the input may stand in any order.
pub(super) fn spread(blocks: &[(f64, f64)], room: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_by(|a, b| blocks[*a].0.total_cmp(&blocks[*b].0));
    let mut placed: Vec<f64> = blocks.iter().map(|(place, _)| *place).collect();
    let mut floor = 0.0_f64;
    for &index in &order {
        let half = blocks[index].1 / 2.0;
        placed[index] = placed[index].max(floor + half);
        floor = placed[index] + half;
    }
    let mut ceiling = room;
    for &index in order.iter().rev() {
        let half = blocks[index].1 / 2.0;
        placed[index] = placed[index].min(ceiling - half);
        ceiling = placed[index] - half;
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(Span::linear(0.0, 24.0).ticks(4), [0.0, 10.0, 20.0]);
        assert_eq!(Span::linear(84.3, 93.1).ticks(5), [86.0, 88.0, 90.0, 92.0]);
        assert_eq!(Span::log(10.0, 1e8).ticks(4).len(), 4);
        assert_eq!(Span::log(1e3, 1e6).ticks(4), [1e3, 1e4, 1e5, 1e6]);
        assert_eq!(Span::log(20_000.0, 90_000.0).ticks(5), [20_000.0, 30_000.0, 50_000.0, 70_000.0]);
        assert_eq!(Span::log(20_000.0, 90_000.0).ticks(2), [20_000.0, 50_000.0]);
    }

    #[test]
    fn a_span_gives_back_its_values() {
        for span in [Span::linear(-3.0, 9.0), Span::log(10.0, 1e8)] {
            for share in [0.0, 0.25, 1.0] {
                assert!((span.share(span.at(share)) - share).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn words_beside_marks_keep_off_each_other() {
        let named = |x, y| Named { x, y, radius: 5.0, words: "Some words".to_owned(), optional: false };
        let marks = [named(50.0, 50.0), named(70.0, 50.0), named(290.0, 52.0)];
        let bar = (0.0, 60.0, 300.0, 64.0);
        let sides = sides(&marks, &[bar], (300.0, 100.0));
        let areas: Vec<Rectangle> =
            sides.iter().zip(&marks).map(|(side, mark)| side.unwrap().rectangle(mark)).collect();
        for (index, a) in areas.iter().enumerate() {
            assert!(a.0 >= 0.0 && a.2 <= 300.0, "{a:?}");
            for b in areas[index + 1..].iter().chain([&bar]) {
                assert!(a.0 >= b.2 || b.0 >= a.2 || a.1 >= b.3 || b.1 >= a.3, "{a:?} lies on {b:?}");
            }
        }
        assert_eq!(sides[2].unwrap().across, -1);
        let crowded = Named { optional: true, ..named(5.0, 5.0) };
        assert_eq!(super::sides(&[crowded], &[(0.0, 0.0, 300.0, 100.0)], (300.0, 100.0)), [None]);
    }

    #[test]
    fn labels_move_apart_and_stay_inside() {
        assert_eq!(spread(&[(50.0, 20.0), (100.0, 20.0)], 200.0), [50.0, 100.0]);
        let placed = spread(&[(100.0, 30.0), (98.0, 30.0), (2.0, 30.0), (199.0, 30.0)], 200.0);
        assert!((placed[0] - placed[1]).abs() >= 30.0 && placed[1] < placed[0]);
        assert!(placed.iter().all(|place| (15.0..=185.0).contains(place)), "{placed:?}");
    }
}
