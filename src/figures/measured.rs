//! The model against measurements: the ratio of the model's value to each published value.
//!
//! Predicted over measured, both scales logarithmic: plotted against each other over nine powers of ten, every dot
//! would be on the diagonal, and no error visible.

use charming::Chart;
use charming::element::{LineStyleType, Symbol};
use model::catalogue::SourceId;

use super::figure::{Figure, FigureSpec, offers_nothing};
use super::look::{Look, Width};
use super::marks::{SMALL, TextStyle, line, marks, texts};
use super::plot_area::{PlotArea, Span};
use super::table::{Cell, Column, Table};
use super::words::percent;
use crate::content::FigureName;
use crate::measurements::{Kind, MEASURED, Measurement};

/// The ratios that are shown: no error of the fitted rows is larger.
const LEAST: f64 = 0.5;
const MOST: f64 = 2.0;
/// The marked ratios.
const NEAR: [f64; 2] = [0.9, 1.1];

/// "8 % too high".
fn error(point: &Measurement) -> String {
    let ratio = point.ratio();
    match percent((ratio - 1.0).abs()) {
        none if none.starts_with("0") => "exact to a percent".to_owned(),
        size if ratio > 1.0 => format!("{size} too high"),
        size => format!("{size} too low"),
    }
}

/// The number of values within this relative error.
fn within(share: f64) -> usize {
    MEASURED.iter().filter(|point| (point.ratio() - 1.0).abs() <= share).count()
}

/// The figure's entry in the list of figures.
pub(super) const SPEC: FigureSpec = FigureSpec {
    figure: |_| figure(),
    chart: |_, look, _| chart(look),
    static_chart: |_, look| chart(look),
    height,
    picture_caption: None,
    is_same_in_every_case: true,
    guess: None,
    pressed: offers_nothing,
};

fn height(width: Width) -> f64 {
    if width.is_narrow() { 360.0 } else { 380.0 }
}

/// The words of the figure. They are the same for every case.
fn figure() -> Figure {
    let (all, near) = (MEASURED.len(), within(0.1));
    let worst = MEASURED.iter().max_by(|a, b| {
        let size = |point: &Measurement| libm::fabs(libm::log(point.ratio()));
        size(a).total_cmp(&size(b))
    });
    let worst =
        worst.map_or_else(String::new, |point| format!(" Furthest off: {}, {}.", point.name, error(point)));
    Figure {
        name: FigureName::Measured,
        title: format!("{near} of {all} published values lie within 10\u{a0}% of the model\u{2019}s"),
        how_to_read: "Each mark is a value that somebody measured. Above the line the model says too much, below it too little."
            .to_owned(),
        how_to_use: "",
        caption: "In each strip small values stand left and large ones right, on a logarithmic scale. The constants were fitted on these values; the table below says how far it is off where it has not seen them."
            .to_owned(),
        text_alternative: format!(
            "A scatter chart of predicted over measured for {all} published values in four strips: throughput, latency, training speed and whole training runs. {near} lie within 10\u{a0}%, {} within 20\u{a0}%.{worst}",
            within(0.2)
        ),
        table: table(),
        sources: vec![SourceId::TrtllmOverview, SourceId::Aiconfigurator, SourceId::LlmFoundry, SourceId::NemoPerformance, SourceId::Torchtune, SourceId::QwenFinetuning],
    }
}

fn table() -> Table {
    let row = |point: &Measurement| {
        vec![
            Cell::words(point.name),
            Cell::words(point.kind.label()),
            Cell::words(point.kind.unit()),
            Cell::number(point.measured, point.kind.value(point.measured)),
            Cell::number(point.predicted, point.kind.value(point.predicted)),
            Cell::number(point.ratio() - 1.0, error(point)),
        ]
    };
    Table {
        caption: "Every published value, and what the model says of it".to_owned(),
        columns: vec![
            Column::new("What was measured", "what"),
            Column::new("Kind", "kind"),
            Column::new("Unit", "unit"),
            Column::new("Measured", "measured"),
            Column::new("Predicted", "predicted"),
            Column::new("Error", "relative_error"),
        ],
        rows: MEASURED.iter().map(row).collect(),
    }
}

/// The place of a value on its strip's own logarithmic scale.
fn place_in_strip(point: &Measurement) -> f64 {
    let of_kind = || MEASURED.iter().filter(|other| other.kind == point.kind).map(|other| other.measured);
    let (least, most) = (of_kind().fold(f64::INFINITY, f64::min), of_kind().fold(0.0, f64::max));
    point.kind as usize as f64 + 0.1 + 0.8 * Span::log(least, most).share(point.measured)
}

/// The drawing.
fn chart(look: Look) -> Chart {
    let palette = look.theme.palette();
    let narrow = look.width.is_narrow();
    let plot = PlotArea {
        look,
        height: height(look.width),
        top: 30.0,
        right: if narrow { 4.0 } else { 12.0 },
        bottom: 30.0,
        left: if narrow { 44.0 } else { 66.0 },
        x: Span::linear(0.0, Kind::ALL.len() as f64),
        y: Span::log(LEAST, MOST),
    };
    let ticks = [0.6, 0.75, 0.9, 1.0, 1.1, 1.33, 1.65];
    let words = |ratio: f64| {
        if ratio == 1.0 {
            return "exact".to_owned();
        }
        let sign = if ratio > 1.0 { "+" } else { "\u{2212}" };
        format!("{sign}{}", percent((ratio - 1.0).abs()))
    };
    let edges: Vec<f64> = (1..Kind::ALL.len()).map(|edge| edge as f64).collect();
    let labels: Vec<(f64, String)> = ticks.iter().map(|ratio| (*ratio, words(*ratio))).collect();
    let mut chart = plot.chart(&edges, &ticks).series(plot.y_labels(&labels));
    for ratio in NEAR {
        let id = if ratio < 1.0 { "low" } else { "high" };
        chart = chart.series(line(
            id,
            palette.soft,
            1.0,
            LineStyleType::Dashed,
            [(plot.x.min, ratio), (plot.x.max, ratio)],
        ));
    }
    chart = chart.series(line(
        "exact",
        palette.ink,
        1.5,
        LineStyleType::Solid,
        [(plot.x.min, 1.0), (plot.x.max, 1.0)],
    ));
    let symbols = [Symbol::Circle, Symbol::Diamond, Symbol::Triangle, Symbol::Rect];
    for ((kind, color), symbol) in Kind::ALL.into_iter().zip(palette.kinds).zip(symbols) {
        let points = MEASURED.iter().filter(|point| point.kind == kind).map(|point| {
            let words = format!(
                "{}\nmeasured {}\npredicted {}: {}",
                point.name.replacen(", ", "\n", 1),
                kind.value(point.measured),
                kind.value(point.predicted),
                error(point)
            );
            (place_in_strip(point), point.ratio(), words)
        });
        let middle = kind as usize as f64 + 0.5;
        let name = if narrow { kind.short_label() } else { kind.label() }.to_owned();
        let style = TextStyle::new(color).bold().above(4.0);
        let style = if narrow { style.size(SMALL) } else { style };
        chart = chart
            .series(texts(&format!("{kind:?}-name"), style, [(middle, plot.y.max, name)]))
            .series(marks(&format!("{kind:?}"), color, symbol, if narrow { 7.0 } else { 9.0 }, points));
        if !narrow {
            let unit = TextStyle::new(palette.soft).size(SMALL).below(8.0);
            chart = chart.series(texts(
                &format!("{kind:?}-unit"),
                unit,
                [(middle, plot.y.min, kind.unit().to_owned())],
            ));
        }
    }
    chart
}
