//! A chart drawn as SVG by ourselves, where the chart library would weigh more than all else: in the pages that others frame.
//!
//! It draws what the figures' charts are made of, and nothing more: lines, areas under them, marks, stacked bars and texts, on
//! axes with ends. Its colours are the page's custom properties, so that one drawing serves both themes.

use serde_json::Value;

use super::figure::Drawn;
use super::lettering::escaped;
use super::palette::themed;

/// Share of a text's size from the middle of its letters down to their base line.
const TO_BASE: f64 = 0.36;

/// The least distance between two points of a line that are both drawn, pixels.
const NEAR: f64 = 0.3;

/// What a line may be outside the plot without being cut off, pixels.
const OUTSIDE: f64 = 1.0;

/// A kind of element. Within a layer, areas are under lines, and words above all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Area,
    Line,
    Mark,
    Text,
}

/// An axis on the drawing: its values, and the pixels of its ends.
struct Axis {
    min: f64,
    max: f64,
    is_log: bool,
    /// The number of categories, if it has categories instead of values.
    categories: Option<usize>,
    from: f64,
    to: f64,
}

impl Axis {
    fn new(option: &Value, from: f64, to: f64) -> Self {
        let kind = option["type"].as_str().unwrap_or_default();
        let categories =
            (kind == "category").then(|| option["data"].as_array().map_or(1, |names| names.len().max(1)));
        let (from, to) = if option["inverse"].as_bool() == Some(true) { (to, from) } else { (from, to) };
        let is_log = kind == "log";
        Self {
            min: number(&option["min"]).unwrap_or_default(),
            max: number(&option["max"]).unwrap_or(1.0),
            is_log,
            categories,
            from,
            to,
        }
    }

    /// The pixel of a value; of a category, its middle.
    fn at(&self, value: f64) -> f64 {
        let share = match self.categories {
            Some(n) => (value + 0.5) / n as f64,
            None if self.is_log => libm::log(value / self.min) / libm::log(self.max / self.min),
            None => (value - self.min) / (self.max - self.min),
        };
        self.from + (self.to - self.from) * share
    }

    /// Pixels of a category.
    fn step(&self) -> f64 {
        (self.to - self.from).abs() / self.categories.unwrap_or(1) as f64
    }
}

/// The elements of a drawing, by layer and kind.
#[derive(Default)]
struct Layers {
    elements: Vec<(i64, Kind, String)>,
}

impl Layers {
    fn add(&mut self, layer: i64, kind: Kind, element: String) {
        self.elements.push((layer, kind, element));
    }

    fn joined(mut self) -> String {
        // Stable: what comes later in the chart stays above.
        self.elements.sort_by_key(|(layer, kind, _)| (*layer, *kind));
        self.elements.into_iter().map(|(_, _, element)| element).collect()
    }
}

/// An option of the chart library as a drawing of this size, pixels.
pub(super) fn chart_svg(option: &Value, width: f64, height: f64) -> Drawn {
    let grid = first(&option["grid"]);
    let side = |name: &str| number(&grid[name]).unwrap_or_default();
    let (left, right) = (side("left"), width - side("right"));
    let (top, bottom) = (side("top"), height - side("bottom"));
    let xs: Vec<Axis> = all(&option["xAxis"]).iter().map(|axis| Axis::new(axis, left, right)).collect();
    let ys: Vec<Axis> = all(&option["yAxis"]).iter().map(|axis| Axis::new(axis, bottom, top)).collect();
    let mut layers = Layers::default();
    if let (Some(x), Some(y)) = (xs.first(), ys.first()) {
        guides(&mut layers, option, x, y, [left, right, top, bottom]);
    }
    let mut stacked: Vec<f64> = Vec::new();
    for series in all(&option["series"]) {
        let of = |axes: &'_ [Axis], key: &str| {
            (number(&series[key]).unwrap_or_default() as usize).min(axes.len().saturating_sub(1))
        };
        let (Some(x), Some(y)) = (xs.get(of(&xs, "xAxisIndex")), ys.get(of(&ys, "yAxisIndex"))) else {
            continue;
        };
        match series["type"].as_str() {
            Some("line") => draw_line(&mut layers, series, x, y, [left, right, top, bottom]),
            Some("scatter") => draw_marks(&mut layers, series, x, y),
            Some("bar") => draw_bars(&mut layers, series, x, y, &mut stacked),
            _ => {}
        }
    }
    Drawn { svg: layers.joined(), width, height }
}

/// Gridlines across, and ticks below.
fn guides(layers: &mut Layers, option: &Value, x: &Axis, y: &Axis, [left, right, top, bottom]: [f64; 4]) {
    let ticks = |axis: &Value| -> Vec<f64> {
        axis["axisTick"]["customValues"].as_array().into_iter().flatten().filter_map(number).collect()
    };
    let (across, up) = (first(&option["xAxis"]), first(&option["yAxis"]));
    if up["splitLine"]["show"].as_bool() == Some(true) {
        let color = color_of(&up["splitLine"]["lineStyle"]["color"]);
        for tick in ticks(up) {
            let place = round(y.at(tick));
            if (top - 0.5..=bottom + 0.5).contains(&place) {
                layers.add(
                    0,
                    Kind::Area,
                    format!("<path d=\"M{} {place}H{}\" stroke=\"{color}\"/>", round(left), round(right)),
                );
            }
        }
    }
    if across["axisTick"]["show"].as_bool() == Some(true) {
        let color = color_of(&across["axisTick"]["lineStyle"]["color"]);
        let length = number(&across["axisTick"]["length"]).unwrap_or(4.0);
        let path: String = ticks(across)
            .iter()
            .map(|tick| format!("M{} {}v{length}", round(x.at(*tick)), round(bottom)))
            .collect();
        if !path.is_empty() {
            layers.add(0, Kind::Line, format!("<path d=\"{path}\" stroke=\"{color}\"/>"));
        }
    }
}

/// A line, and the area that it encloses. What leaves the plot is cut off.
fn draw_line(layers: &mut Layers, series: &Value, x: &Axis, y: &Axis, plot: [f64; 4]) {
    let layer = layer(series);
    let places: Vec<(f64, f64)> = points(series).map(|(at, _)| (x.at(at.0), y.at(at.1))).collect();
    let Some(path) = path(&places, series["step"].as_str()) else { return };
    let style = &series["lineStyle"];
    let thickness = number(&style["width"]).unwrap_or(2.0);
    let [left, right, top, bottom] = plot;
    let leaves = |place: &(f64, f64)| {
        !(left - OUTSIDE..=right + OUTSIDE).contains(&place.0)
            || !(top - OUTSIDE..=bottom + OUTSIDE).contains(&place.1)
    };
    let is_cut = places.iter().any(leaves);
    let mut add = |kind, element: String| {
        let element = if is_cut {
            // A line along the plot's edge keeps its thickness.
            let (x, y) = (round(left - thickness), round(top - thickness));
            let (width, height) =
                (round(right - left + 2.0 * thickness), round(bottom - top + 2.0 * thickness));
            format!(
                "<svg x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" viewBox=\"{x} {y} {width} {height}\">{element}</svg>"
            )
        } else {
            element
        };
        layers.add(layer, kind, element);
    };
    let area = &series["areaStyle"];
    if area.is_object() {
        let opacity = number(&area["opacity"]).unwrap_or(1.0);
        let color = color_of(&area["color"]);
        add(Kind::Area, format!("<path d=\"{path}z\" fill=\"{color}\" fill-opacity=\"{opacity}\"/>"));
    }
    if thickness > 0.0 && places.len() > 1 {
        let color = color_of(&style["color"]);
        let dashes = match style["type"].as_str() {
            Some("dashed") => format!(" stroke-dasharray=\"{} {}\"", thickness * 4.0, thickness * 2.0),
            Some("dotted") => format!(" stroke-dasharray=\"{thickness} {thickness}\""),
            _ => String::new(),
        };
        add(
            Kind::Line,
            format!(
                "<path d=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{thickness}\" stroke-linejoin=\"bevel\"{dashes}/>"
            ),
        );
    }
    if series["showSymbol"].as_bool() == Some(true) {
        draw_marks(layers, series, x, y);
    }
}

/// The layer of a series: the library's own default, unless it has one.
fn layer(series: &Value) -> i64 {
    number(&series["z"]).map_or(2, |z| z as i64)
}

/// A line through points; of several that fall together, the first. `None` without points.
fn path(places: &[(f64, f64)], step: Option<&str>) -> Option<String> {
    let (first, rest) = places.split_first()?;
    let mut path = format!("M{} {}", round(first.0), round(first.1));
    let mut before = *first;
    for (index, place) in rest.iter().enumerate() {
        let is_last = index + 1 == rest.len();
        if !is_last && (place.0 - before.0).abs() < NEAR && (place.1 - before.1).abs() < NEAR {
            continue;
        }
        let (px, py) = (round(place.0), round(place.1));
        path += &match step {
            Some("start") => format!("V{py}H{px}"),
            Some(_) => format!("H{px}V{py}"),
            None => format!("L{px} {py}"),
        };
        before = *place;
    }
    Some(path)
}

fn draw_marks(layers: &mut Layers, series: &Value, x: &Axis, y: &Axis) {
    let layer = layer(series);
    let size = number(&series["symbolSize"]).unwrap_or(10.0);
    let style = &series["itemStyle"];
    let (fill, border) = (&style["color"], &style["borderColor"]);
    let is_seen = |color: &Value| !matches!(color.as_str(), None | Some("rgba(0,0,0,0)" | "transparent"));
    if is_seen(fill) || is_seen(border) {
        let symbol = series["symbol"].as_str().unwrap_or("circle");
        let path: String =
            points(series).map(|(at, _)| mark(symbol, x.at(at.0), y.at(at.1), size / 2.0)).collect();
        let fill = if is_seen(fill) { color_of(fill) } else { "none".to_owned() };
        let opacity = number(&style["opacity"]).filter(|opacity| *opacity < 1.0);
        let opacity = opacity.map_or_else(String::new, |opacity| format!(" fill-opacity=\"{opacity}\""));
        let stroke = if is_seen(border) {
            let thickness = number(&style["borderWidth"]).unwrap_or(1.0);
            format!(" stroke=\"{}\" stroke-width=\"{thickness}\"", color_of(border))
        } else {
            String::new()
        };
        if !path.is_empty() && opacity.is_empty() {
            layers.add(layer, Kind::Mark, format!("<path d=\"{path}\" fill=\"{fill}\"{stroke}/>"));
        } else {
            // Marks that one can see through are darker where they overlap.
            for (at, _) in points(series) {
                let path = mark(symbol, x.at(at.0), y.at(at.1), size / 2.0);
                layers.add(
                    layer,
                    Kind::Mark,
                    format!("<path d=\"{path}\" fill=\"{fill}\"{opacity}{stroke}/>"),
                );
            }
        }
    }
    let label = &series["label"];
    if label["show"].as_bool() != Some(true) {
        return;
    }
    for (at, name) in points(series) {
        let distance = size / 2.0 + number(&label["distance"]).unwrap_or(5.0);
        let (dx, dy, anchor, vertical) = match label["position"].as_str() {
            Some("left") => (-distance, 0.0, "end", "middle"),
            Some("top") => (0.0, -distance, "middle", "bottom"),
            Some("bottom") => (0.0, distance, "middle", "top"),
            _ => (distance, 0.0, "start", "middle"),
        };
        let place = (x.at(at.0) + dx, y.at(at.1) + dy);
        layers.add(layer, Kind::Text, words(label, name, place, anchor, vertical));
    }
}

/// A symbol around a point.
fn mark(symbol: &str, x: f64, y: f64, half: f64) -> String {
    let (left, right, top, bottom) = (round(x - half), round(x + half), round(y - half), round(y + half));
    let (x, y, radius) = (round(x), round(y), round(half));
    match symbol {
        "diamond" => format!("M{x} {top}L{right} {y} {x} {bottom} {left} {y}z"),
        "triangle" => format!("M{x} {top}L{right} {bottom}H{left}z"),
        "rect" => format!("M{left} {top}H{right}V{bottom}H{left}z"),
        // To the whole pixel: of some hundred dots, the digits of their places are most of a page.
        _ => format!(
            "M{:.0} {:.0}a{radius} {radius} 0 1 0 {2} 0a{radius} {radius} 0 1 0 -{2} 0",
            x - half,
            y,
            round(half * 2.0)
        ),
    }
}

/// Bars on top of one another: `stacked` has what each category holds so far.
fn draw_bars(layers: &mut Layers, series: &Value, x: &Axis, y: &Axis, stacked: &mut Vec<f64>) {
    let layer = layer(series);
    let is_upright = x.categories.is_some();
    let (beside, along) = if is_upright { (x, y) } else { (y, x) };
    let thickness = match &series["barWidth"] {
        Value::String(share) => {
            share.trim_end_matches('%').parse::<f64>().unwrap_or(80.0) / 100.0 * beside.step()
        }
        width => number(width).unwrap_or(beside.step() * 0.8),
    };
    let style = &series["itemStyle"];
    for (at, _) in points(series) {
        let (category, amount) = if is_upright { (at.0, at.1) } else { (at.1, at.0) };
        let index = category as usize;
        if stacked.len() <= index {
            stacked.resize(index + 1, 0.0);
        }
        let (from, to) = (along.at(stacked[index]), along.at(stacked[index] + amount));
        stacked[index] += amount;
        let middle = beside.at(category);
        let ((left, right), (top, bottom)) = if is_upright {
            ((middle - thickness / 2.0, middle + thickness / 2.0), (to.min(from), to.max(from)))
        } else {
            ((from.min(to), from.max(to)), (middle - thickness / 2.0, middle + thickness / 2.0))
        };
        layers.add(
            layer,
            Kind::Line,
            format!(
                "<path d=\"M{0} {1}H{2}V{3}H{0}z\" fill=\"{4}\" stroke=\"{5}\"/>",
                round(left),
                round(top),
                round(right),
                round(bottom),
                color_of(&style["color"]),
                color_of(&style["borderColor"])
            ),
        );
        let label = &series["label"];
        if label["show"].as_bool() == Some(true) {
            let name = label["formatter"].as_str().unwrap_or_default();
            let place = (left + number(&label["distance"]).unwrap_or(5.0), (top + bottom) / 2.0);
            layers.add(layer, Kind::Text, words(label, name, place, "start", "middle"));
        }
    }
}

/// A text at a place, on as many lines as it has.
fn words(label: &Value, text: &str, (x, y): (f64, f64), anchor: &str, vertical: &str) -> String {
    let size = number(&label["fontSize"]).unwrap_or(12.0);
    let leading = number(&label["lineHeight"]).unwrap_or(size * 1.25);
    let anchor = match label["align"].as_str() {
        Some("left") => "start",
        Some("right") => "end",
        Some("center") => "middle",
        _ => anchor,
    };
    let offset = |index: usize| label["offset"].get(index).and_then(number).unwrap_or_default();
    let (x, y) = (x + offset(0), y + offset(1));
    let lines: Vec<&str> = text.split('\n').collect();
    let height = leading * lines.len() as f64;
    let top = match label["verticalAlign"].as_str().unwrap_or(vertical) {
        "top" => y,
        "bottom" => y - height,
        _ => y - height / 2.0,
    };
    let base = top + leading / 2.0 + size * TO_BASE;
    let weight = label["fontWeight"].as_str().filter(|weight| !matches!(*weight, "400" | "normal"));
    let weight = weight.map_or_else(String::new, |weight| format!(" font-weight=\"{weight}\""));
    let halo = label["textBorderColor"].as_str().map_or_else(String::new, |color| {
        let width = number(&label["textBorderWidth"]).unwrap_or(2.0);
        format!(
            " stroke=\"{}\" stroke-width=\"{width}\" stroke-linejoin=\"round\" paint-order=\"stroke\"",
            themed(color)
        )
    });
    let fill = color_of(&label["color"]);
    let x = round(x);
    let content: String = match &lines[..] {
        [line] => escaped(line),
        lines => (0..)
            .zip(lines)
            .map(|(index, line)| {
                format!(
                    "<tspan x=\"{x}\" y=\"{}\">{}</tspan>",
                    round(base + leading * f64::from(index)),
                    escaped(line)
                )
            })
            .collect(),
    };
    format!(
        "<text x=\"{x}\" y=\"{}\" text-anchor=\"{anchor}\" font-size=\"{size}\" fill=\"{fill}\"{weight}{halo}>{content}</text>",
        round(base)
    )
}

/// The points of a series, each with its name.
fn points(series: &Value) -> impl Iterator<Item = ((f64, f64), &str)> {
    series["data"].as_array().into_iter().flatten().filter_map(|item| {
        let value = if item.is_array() { item } else { &item["value"] };
        let (x, y) = (number(value.get(0)?)?, number(value.get(1)?)?);
        Some(((x, y), item["name"].as_str().unwrap_or_default()))
    })
}

/// A colour of the option as the page's own property.
fn color_of(color: &Value) -> String {
    color.as_str().map_or_else(|| "none".to_owned(), |color| themed(color).to_owned())
}

/// A number, also one that is written as a text.
fn number(value: &Value) -> Option<f64> {
    let number = value.as_f64().or_else(|| value.as_str().and_then(|text| text.parse().ok()))?;
    number.is_finite().then_some(number)
}

/// The first of several, or the only one.
fn first(value: &Value) -> &Value {
    value.as_array().and_then(|several| several.first()).unwrap_or(value)
}

/// All of several, or the only one.
fn all(value: &Value) -> &[Value] {
    match value {
        Value::Array(several) => several,
        Value::Null => &[],
        one => std::slice::from_ref(one),
    }
}

/// A pixel to a tenth: finer than any screen shows, and short.
fn round(pixel: f64) -> f64 {
    let rounded = libm::round(pixel * 10.0) / 10.0;
    // No minus before a zero.
    if rounded == 0.0 { 0.0 } else { rounded }
}
