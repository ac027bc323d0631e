//! The area in which a chart is drawn: its axes, gridlines, their numbers, and the band around a curve.

use charming::Chart;
use charming::component::{Axis, Grid};
use charming::datatype::CompositeValue;
use charming::element::{
    AreaStyle, AxisLabel, AxisLine, AxisTick, AxisType, Easing, LabelAlign, LineStyle, LineStyleType,
    SplitLine,
};
use charming::series::{Line, Scatter};

use super::label_layout::spread;
use super::look::Look;
use super::marks::{SMALL, TextStyle, line, texts};
use super::palette::Palette;

/// The duration of an animation, milliseconds; the same as `--ease` in the style sheets.
const EASE_MS: f64 = 120.0;

/// The values along an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// The lowest.
    pub min: f64,
    /// The highest.
    pub max: f64,
    /// Whether equal ratios are equally long.
    pub log: bool,
}

impl Span {
    /// Even steps.
    pub const fn linear(min: f64, max: f64) -> Self {
        Self { min, max, log: false }
    }

    /// Even ratios.
    pub const fn log(min: f64, max: f64) -> Self {
        Self { min, max, log: true }
    }

    /// The place of a value, from 0 to 1.
    pub fn share(&self, value: f64) -> f64 {
        if self.log {
            libm::log(value / self.min) / libm::log(self.max / self.min)
        } else {
            (value - self.min) / (self.max - self.min)
        }
    }

    /// The value at a place.
    pub fn at(&self, share: f64) -> f64 {
        if self.log {
            self.min * libm::pow(self.max / self.min, share)
        } else {
            self.min + (self.max - self.min) * share
        }
    }

    /// Whether a value is on the axis.
    pub fn holds(&self, value: f64) -> bool {
        (self.min..=self.max).contains(&value)
    }

    /// Round values on the axis: powers of ten, with 2 and 5 between them where there is room, or even steps.
    pub fn ticks(&self, about: usize) -> Vec<f64> {
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
pub(super) struct PlotArea {
    pub(super) look: Look,
    pub(super) height: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
    pub(super) left: f64,
    pub(super) x: Span,
    pub(super) y: Span,
}

impl PlotArea {
    pub(super) fn palette(&self) -> &'static Palette {
        self.look.theme.palette()
    }

    /// Pixels from top to bottom of the plot.
    fn inner_height(&self) -> f64 {
        self.height - self.top - self.bottom
    }

    /// The least width of the plot, pixels.
    pub(super) fn inner_width(&self) -> f64 {
        self.look.width.least() - self.left - self.right
    }

    /// The distance of a value from the plot's top, pixels.
    pub(super) fn y_pixel(&self, value: f64) -> f64 {
        (1.0 - self.y.share(value)) * self.inner_height()
    }

    /// The value at this distance from the plot's top, pixels.
    pub(super) fn y_at(&self, pixel: f64) -> f64 {
        self.y.at((1.0 - pixel / self.inner_height()).clamp(0.0, 1.0))
    }

    /// Values moved apart so that labels beside them, with these heights in pixels, don't overlap, and stay in the
    /// plot.
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

    /// The area between two values at each point, under everything else: one line along the upper edge and back along
    /// the lower one. The fill below the way there is cancelled by the way back. (Stacked series would not do: where
    /// neither axis has categories, the library stacks along the x axis.)
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

    /// The numbers along the bottom. The first and the last stay inside, if they are at the plot's ends.
    pub(super) fn x_labels(&self, ticks: &[(f64, String)]) -> Vec<Scatter> {
        let style = TextStyle::new(self.palette().soft).size(SMALL).below(9.0);
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
            TextStyle::new(self.palette().soft).size(SMALL).left(gap),
            ticks.iter().map(|(tick, text)| (self.x.min, *tick, text.clone())),
        )
    }
}

/// A chart without axes, animated as quickly as the rest of the page, or not at all.
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

/// An invisible axis.
pub(super) fn hidden_axis(max: f64) -> Axis {
    axis(Span::linear(0.0, max))
        .axis_line(AxisLine::new().show(false))
        .axis_tick(AxisTick::new().show(false))
        .split_line(SplitLine::new().show(false))
}

fn values(ticks: &[f64]) -> Vec<CompositeValue> {
    ticks.iter().map(|tick| CompositeValue::from(*tick)).collect()
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
}
