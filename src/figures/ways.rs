//! The ways to run a model, one below the other: what each costs a month, in nine of ten cases, and what stands against it.

use charming::Chart;
use charming::element::{LabelAlign, LineStyleType, Symbol};
use model::order::sort_by;
use model::ways::{Way, WayBand, WayEstimate};
use model::{Assumption, Input};

use super::figure::{Figure, FigureSpec, Offer};
use super::look::{Look, Width};
use super::marks::{SMALL, TextStyle, line, marks, texts};
use super::plot_area::{PlotArea, Span};
use super::sources;
use super::table::{Cell, Column, Table};
use super::words::{dollars, list, lower_first, money, percent, short_dollars, short_money};
use crate::analysis::Analysis;
use crate::content::FigureName;

/// The figure's entry in the list of figures.
pub(super) const SPEC: FigureSpec = FigureSpec {
    figure,
    chart: |analysis, look, _| chart(analysis, look),
    static_chart: chart,
    height,
    picture_caption: None,
    is_same_in_every_case: false,
    guess: None,
    pressed,
};

/// What stands where a price is not known, or a case is still being worked out.
const UNKNOWN: &str = "not known";

/// The share of cases from which the drawing says in how many a way is the cheapest.
const LEAST_SHARE: f64 = 0.005;

/// The diameter of the area around a dot that can be pressed, pixels, and what the name of its series ends with.
const REACH: f64 = 32.0;
const REACH_SUFFIX: &str = "-reach";

/// The height of a way's row, and of the axis with its numbers, pixels.
const ROW: f64 = 46.0;
const AXIS: f64 = 30.0;

fn height(_: Width) -> f64 {
    Way::ALL.len() as f64 * ROW + AXIS
}

/// A way with its band, once that is computed.
struct Row<'a> {
    estimate: &'a WayEstimate,
    band: Option<&'a WayBand>,
}

impl Row<'_> {
    fn cost(&self) -> Option<f64> {
        self.estimate.cost.map(|cost| cost.number())
    }

    /// The cost in nine of ten cases, or in the central one as long as no others are computed.
    fn range(&self) -> Option<(f64, f64)> {
        let cost = self.cost()?;
        Some(self.band.and_then(|band| band.cost).map_or((cost, cost), |band| (band.p5, band.p95)))
    }

    /// Why it is no choice here, in half a sentence.
    fn reasons(&self) -> Option<String> {
        let reasons: Vec<String> =
            self.estimate.obstacles.iter().map(|it| lower_first(it.text().trim_end_matches('.'))).collect();
        (!reasons.is_empty()).then(|| list(&reasons))
    }
}

/// The ways, the cheapest first, those without a price last.
fn rows(analysis: &Analysis) -> Vec<Row<'_>> {
    let bands = analysis.bands.as_ref().map(|bands| &*bands.ways);
    let row = |way| Row { estimate: analysis.ways.of(way), band: bands.map(|outcome| outcome.band(way)) };
    let mut rows: Vec<Row<'_>> = Way::ALL.into_iter().map(row).collect();
    let cost = |row: &Row<'_>| row.cost().unwrap_or(f64::INFINITY);
    sort_by(&mut rows, |a, b| cost(a).total_cmp(&cost(b)));
    rows
}

fn title(analysis: &Analysis) -> String {
    let Some(cheapest) = analysis.ways.cheapest(|_| true) else {
        return "No way keeps the rule and the limits in this case".to_owned();
    };
    let name = lower_first(cheapest.way.label());
    let cost = cheapest.cost.map_or(0.0, |cost| cost.number());
    let share = analysis.bands.as_ref().map(|bands| bands.ways.band(cheapest.way).cheapest.number());
    let often = share.map_or_else(String::new, |share| format!("; so in {} of cases", percent(share)));
    format!("Cheapest: {name}, {} a month{often}", money(cost))
}

/// A press on a way makes it stand for owning or renting in all that compares two.
fn pressed(_: &Analysis, _: Look, series: &str, _: usize) -> Option<Offer> {
    let way = Way::from_id(series.strip_suffix(REACH_SUFFIX)?)?;
    Some(Offer::Apply(vec![way.setting()]))
}

/// The words of the figure.
fn figure(analysis: &Analysis) -> Figure {
    let rows = rows(analysis);
    let costs: Vec<String> = rows
        .iter()
        .map(|row| {
            let cost = row.cost().map_or_else(|| "no price known".to_owned(), money);
            let reasons = row.reasons().map_or_else(String::new, |reasons| format!(" ({reasons})"));
            format!("{}: {cost}{reasons}", row.estimate.way.label())
        })
        .collect();
    Figure {
        name: FigureName::Ways,
        title: title(analysis),
        how_to_read: "What each way costs a month: the dot in the central case, the line in nine of ten. Hollow: something stands against it here."
            .to_owned(),
        how_to_use: "Press a dot, and that way stands for owning or renting in the answer and in all figures. The settings of the group \u{201c}Other ways to run it\u{201d} do the same, and more.",
        caption: caption(analysis, &rows),
        text_alternative: format!(
            "Seven ways, the cheapest first. {}.",
            costs.join("; ")
        ),
        table: table(&rows),
        sources: sources::cited(
            &analysis.scenario,
            &[Input::GpuHourPrice, Input::ApiInputPrice],
            &[
                Assumption::HostPriceRatio,
                Assumption::ServerlessPriceRatio,
                Assumption::ScaledOverMean,
                Assumption::MachinePriceError,
                Assumption::ColocationPrice,
                Assumption::TunedPriceRatio,
            ],
        ),
    }
}

/// What stands against ways, and what is paid on each.
fn caption(analysis: &Analysis, rows: &[Row<'_>]) -> String {
    let against = rows.iter().filter_map(|row| {
        let reasons = row.reasons()?;
        Some(format!("{}: {reasons}.", row.estimate.way.label()))
    });
    let platform = format!(
        "Tracing and guarding add {} a month to every way.",
        money(analysis.ways.platform_cost.number())
    );
    let mix = match analysis.ways.mixed_escalation_limit {
        Some(limit) if limit.number() < 1.0 => {
            format!("Passing on answers pays as long as they are fewer than {}.", percent(limit.number()))
        }
        Some(_) => "Passing on answers pays however many they are.".to_owned(),
        None => "Passing on answers costs more than the closed model alone.".to_owned(),
    };
    against.chain([mix, platform]).collect::<Vec<_>>().join(" ")
}

fn table(rows: &[Row<'_>]) -> Table {
    let amount = |number: Option<f64>| {
        number.map_or_else(|| Cell::words(UNKNOWN), |number| Cell::number(number, dollars(number)))
    };
    let share = |number: f64| Cell::number(number, percent(number));
    let row = |row: &Row<'_>| {
        let estimate = row.estimate;
        let band = row.band.and_then(|band| band.cost);
        vec![
            Cell::words(estimate.way.label()),
            amount(row.cost()),
            amount(band.map(|band| band.p5)),
            amount(band.map(|band| band.p95)),
            share(estimate.accuracy.number()),
            row.band.map_or_else(|| Cell::words(UNKNOWN), |band| share(band.cheapest.number())),
            amount(estimate.cost_per_request.map(|cost| cost.number())),
            amount(estimate.cost_per_resolved.map(|cost| cost.number())),
            Cell::words(row.reasons().unwrap_or_else(|| "nothing".to_owned())),
        ]
    };
    Table {
        caption: "Ways to run the model, the cheapest first; US dollars".to_owned(),
        columns: vec![
            Column::new("Way", "way"),
            Column::new("A month", "usd_per_month"),
            Column::new("5 % of cases below", "p05_usd_per_month"),
            Column::new("95 % below", "p95_usd_per_month"),
            Column::new("Accuracy", "accuracy"),
            Column::new("Cheapest in", "cheapest_share"),
            Column::new("A request", "usd_per_request"),
            Column::new("A request answered rightly", "usd_per_resolved_request"),
            Column::new("Against it", "obstacles"),
        ],
        rows: rows.iter().map(row).collect(),
    }
}

/// The amounts along the axis: all ranges, with a little room.
fn span(rows: &[Row<'_>]) -> Span {
    let ends = || rows.iter().filter_map(Row::range);
    let low = ends().map(|(low, _)| low).fold(f64::INFINITY, f64::min);
    let high = ends().map(|(_, high)| high).fold(0.0, f64::max);
    let low = low.max(high / 1e6).max(1e-3);
    Span::log(low * 0.92, high.max(low * 2.0) * 1.08)
}

/// The drawing.
fn chart(analysis: &Analysis, look: Look) -> Chart {
    let palette = look.theme.palette();
    let rows = rows(analysis);
    let n_rows = rows.len() as f64;
    let plot = PlotArea {
        look,
        height: height(look.width),
        top: 0.0,
        right: 12.0,
        bottom: AXIS,
        left: 12.0,
        x: span(&rows),
        y: Span::linear(0.0, n_rows),
    };
    let ticks = plot.x.ticks(if look.width.is_narrow() { 4 } else { 7 });
    let labels: Vec<(f64, String)> = ticks.iter().map(|tick| (*tick, short_dollars(*tick))).collect();
    let mut chart = plot.chart(&ticks, &[]);
    for scatter in plot.x_labels(&labels) {
        chart = chart.series(scatter);
    }
    let cheapest = analysis.ways.cheapest(|_| true).map(|it| it.way);
    for (index, row) in rows.iter().enumerate() {
        let way = row.estimate.way;
        let (words_at, range_at) = (n_rows - index as f64 - 0.3, n_rows - index as f64 - 0.68);
        let color = if way.is_owning() { palette.own } else { palette.rent };
        let amount = match row.cost() {
            None => "no price known".to_owned(),
            // On a phone the name needs the line.
            Some(cost) if look.width.is_narrow() => short_money(cost),
            Some(cost) => format!("{} a month", money(cost)),
        };
        let name = TextStyle::new(palette.ink).align(LabelAlign::Left);
        let name = if Some(way) == cheapest { name.bold() } else { name };
        chart = chart.series(texts(
            &format!("{}-name", way.id()),
            name,
            [(plot.x.min, words_at, format!("{}, {amount}", way.label()))],
        ));
        let (Some(cost), Some((low, high))) = (row.cost(), row.range()) else { continue };
        let hint = format!("{}: {} a month", way.label(), money(cost));
        let is_choice = row.estimate.is_admissible();
        let inside = |amount: f64| amount.clamp(plot.x.min, plot.x.max);
        chart = chart.series(line(
            &format!("{}-range", way.id()),
            color,
            if is_choice { 3.0 } else { 1.0 },
            LineStyleType::Solid,
            [(inside(low), range_at), (inside(high), range_at)],
        ));
        let dot = |id: &str, color, size, words: String| {
            marks(
                &format!("{}-{id}", way.id()),
                color,
                Symbol::Circle,
                size,
                [(inside(cost), range_at, words)],
            )
        };
        chart = chart.series(dot("dot", color, 12.0, hint.clone()));
        if !is_choice {
            chart = chart.series(dot("hole", palette.paper, 7.0, hint.clone()));
        }
        chart = chart.series(dot("reach", "transparent", REACH, hint));
        let share = row.band.map(|band| band.cheapest.number()).filter(|share| *share >= LEAST_SHARE);
        if let Some(share) = share.filter(|_| !look.width.is_narrow()) {
            let often = TextStyle::new(palette.soft).size(SMALL).above(3.0).align(LabelAlign::Right);
            chart = chart.series(texts(
                &format!("{}-share", way.id()),
                often,
                [(plot.x.max, words_at - 0.2, format!("cheapest in {}", percent(share)))],
            ));
        }
    }
    chart
}
