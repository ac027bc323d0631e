//! Cost against accuracy: other sizes, GPU counts and intervals, the efficient ones among them, the reader's
//! configuration and the closed API.

use charming::Chart;
use charming::element::{ItemStyle, LineStyleType, Step, Symbol};
use charming::series::{Line, Scatter};
use model::format::{Style, number, retrain_interval};
use model::frontier::FrontierPoint;
use model::order::sort_by;
use model::outcome::Percentiles;
use model::units::Unit;
use model::{Assumption, Input};

use super::choice::{setup, setup_in_a_sentence, size_and_gpus, start};
use super::figure::{Figure, FigureSpec, Marked, Offer};
use super::label_layout::{LabelledMark, Rectangle, sides};
use super::look::{Look, Width};
use super::marks::{SMALL, TextStyle, line, marks, texts};
use super::plot_area::{PlotArea, Span};
use super::sources;
use super::table::{Cell, Column, Table};
use super::words::{
    TITLE_LETTERS, between, dollars, money, percent, reads_equal, short_dollars, short_money, whole_percent,
};
use crate::analysis::Analysis;
use crate::content::FigureName;

fn title(analysis: &Analysis) -> String {
    let frontier = &analysis.frontier;
    let present = &frontier.present;
    let cheapest = frontier.efficient.first();
    if !analysis.outcome.estimate.serving.fits && cheapest.is_some() {
        return "Your model does not fit its GPUs; the choices on the line fit theirs".to_owned();
    }
    match (present.serves_peak, cheapest, &frontier.better) {
        (_, None, _) => "No choice of size and GPUs serves your peak by itself".to_owned(),
        (false, Some(cheapest), _) => {
            format!("Your GPUs do not carry the peak; {} a month would", money(cheapest.cost.number()))
        }
        (true, _, Some(better))
            if !reads_equal(better.cost.number(), present.cost.number()) && better.cost < present.cost =>
        {
            let less = money(frontier.excess_cost.number());
            let said = |setup: String| format!("{setup} is as accurate for {less} a month less");
            let title = said(setup_in_a_sentence(better));
            let short = || said(size_and_gpus(better).join(" on "));
            if title.chars().count() <= TITLE_LETTERS { title } else { short() }
        }
        (true, ..) if present.efficient => {
            "No other choice is both cheaper and more accurate than yours".to_owned()
        }
        (true, ..) => "Hardly any other choice beats yours".to_owned(),
    }
}

/// The figure's entry in the list of figures.
pub(super) const SPEC: FigureSpec = FigureSpec {
    figure,
    chart,
    static_chart: |analysis, look| chart(analysis, look, Marked::default()),
    height,
    picture_caption: None,
    is_same_in_every_case: false,
    guess: None,
    pressed,
};

fn height(width: Width) -> f64 {
    if width.is_narrow() { 288.0 } else { 420.0 }
}

/// The words of the figure.
fn figure(analysis: &Analysis) -> Figure {
    let frontier = &analysis.frontier;
    let (present, (rent_cost, rent_accuracy)) = (&frontier.present, frontier.rent);
    let best = frontier.efficient.last().map_or_else(String::new, |best| {
        format!(
            " The most accurate choice that serves the peak is {}: {} for {} a month.",
            setup(best),
            whole_percent(best.accuracy.number()),
            money(best.cost.number())
        )
    });
    Figure {
        name: FigureName::Frontier,
        title: title(analysis),
        how_to_read: "Each dot is a choice of size, GPUs and retraining that serves your peak. Further up is better, further left is cheaper."
            .to_owned(),
        how_to_use: "",
        caption: format!(
            "The line joins the choices that no other beats. The crosses at yours and at the closed API hold nine of ten cases: {} and {} a month.{best}",
            between(analysis.outcome.bands.own_cost, money),
            between(analysis.outcome.bands.rent_cost, money),
        ),
        text_alternative: format!(
            "A scatter chart of cost a month and average accuracy. Yours: {} for {} a month. The closed API: {} for {} a month.{best} Choices on the line: {}.",
            whole_percent(present.accuracy.number()),
            money(present.cost.number()),
            whole_percent(rent_accuracy.number()),
            money(rent_cost.number()),
            frontier.efficient.len(),
        ),
        table: table(analysis),
        sources: sources::cited(
            &analysis.scenario,
            &[Input::GpuHourPrice, Input::ApiInputPrice, Input::ModelSize, Input::Breadth, Input::Drift, Input::LabelCost],
            &[Assumption::SizeSlope, Assumption::TunedErrorExponent],
        ),
    }
}

fn table(analysis: &Analysis) -> Table {
    let frontier = &analysis.frontier;
    let amount = |amount: f64| Cell::number(amount, dollars(amount));
    let share = |share: f64| Cell::number(share, percent(share));
    let row = |name: String, point: &FrontierPoint| {
        vec![
            Cell::words(name),
            Cell::number(point.model_size, number(point.model_size, Unit::BillionParameters, Style::Tight)),
            Cell::number(point.gpu_count, number(point.gpu_count, Unit::One, Style::Tight)),
            Cell::number(point.retrains_per_year, retrain_interval(point.retrains_per_year)),
            amount(point.cost.number()),
            share(point.accuracy.number()),
        ]
    };
    let rent = vec![
        Cell::words("Closed API"),
        Cell::words("–"),
        Cell::words("–"),
        Cell::words("–"),
        amount(frontier.rent.0.number()),
        share(frontier.rent.1.number()),
    ];
    let efficient = frontier
        .efficient
        .iter()
        .enumerate()
        .map(|(index, point)| row(format!("On the line, {}", index + 1), point));
    Table {
        caption: "Yours, the closed API, and the choices that no other beats, cheapest first".to_owned(),
        columns: vec![
            Column::new("Choice", "choice"),
            Column::new("Size", "model_size_billions"),
            Column::new("GPUs", "gpu_count"),
            Column::new("Retrained", "retrains_per_year"),
            Column::new("A month", "usd_per_month"),
            Column::new("Accuracy", "accuracy"),
        ],
        rows: [row("Yours".to_owned(), &frontier.present), rent].into_iter().chain(efficient).collect(),
    }
}

fn accuracy(point: &FrontierPoint) -> f64 {
    point.accuracy.number() * 100.0
}

fn cost(point: &FrontierPoint) -> f64 {
    point.cost.number().max(1.0)
}

/// The most expensive choice that is shown, in multiples of the reader's and the API's cost.
const REACH: f64 = 3.0;

/// The part of the plane that is shown. It holds the cheapest choice, the reader and the closed API, and extends to a
/// few times their cost.
fn spans(analysis: &Analysis) -> (Span, Span) {
    let frontier = &analysis.frontier;
    let rent = (frontier.rent.0.number().max(1.0), frontier.rent.1.number() * 100.0);
    let present = (cost(&frontier.present), accuracy(&frontier.present));
    let best: Vec<(f64, f64)> =
        frontier.efficient.iter().map(|point| (cost(point), accuracy(point))).collect();
    let cheapest = best.first().map_or(present.0, |point| point.0);
    let low = cheapest.min(present.0).min(rent.0);
    let reach = REACH * present.0.max(rent.0).max(cheapest);
    let high = best
        .iter()
        .map(|point| point.0)
        .filter(|cost| *cost <= reach)
        .fold(low * 3.0, f64::max)
        .max(present.0)
        .max(rent.0);
    let x = Span::log(low / libm::pow(high / low, 0.1), low * libm::pow(high / low, 1.1));

    let shown =
        || best.iter().filter(|point| point.0 <= x.max).map(|point| point.1).chain([present.1, rent.1]);
    let top = shown().fold(f64::NEG_INFINITY, f64::max);
    let marked = present.1.min(rent.1).min(frontier.better.map_or(present.1, |better| accuracy(&better)));
    let low = marked - (top - marked).max(3.0);
    let room = top - low;
    (x, Span::linear(low, (top + room * 0.14).min(100.0_f64.max(top))))
}

/// The plot's margins and spans.
fn plot(analysis: &Analysis, look: Look) -> PlotArea {
    let narrow = look.width.is_narrow();
    let (x, y) = spans(analysis);
    PlotArea {
        look,
        height: height(look.width),
        top: 20.0,
        right: if narrow { 8.0 } else { 24.0 },
        bottom: 48.0,
        left: if narrow { 40.0 } else { 54.0 },
        x,
        y,
    }
}

/// The drawing, with a ring around the selected configuration.
fn chart(analysis: &Analysis, look: Look, marked: Marked) -> Chart {
    let palette = look.theme.palette();
    let narrow = look.width.is_narrow();
    let frontier = &analysis.frontier;
    let plot = plot(analysis, look);
    let (x_ticks, y_ticks) = (plot.x.ticks(if narrow { 4 } else { 7 }), plot.y.ticks(5));
    let x_words: Vec<(f64, String)> = x_ticks.iter().map(|tick| (*tick, short_dollars(*tick))).collect();
    let y_words: Vec<(f64, String)> = y_ticks.iter().map(|tick| (*tick, percent(*tick / 100.0))).collect();
    let mut chart = plot.chart(&x_ticks, &y_ticks).series(plot.y_labels(&y_words));
    for labels in plot.x_labels(&x_words) {
        chart = chart.series(labels);
    }
    let axis_name = TextStyle::new(palette.soft).size(SMALL).below(27.0);
    let line_points: Vec<(f64, f64)> =
        frontier.efficient.iter().map(|point| (cost(point), accuracy(point))).collect();
    // The last efficient choice stays the best at any higher cost: the line extends to the right edge.
    let onward = line_points.last().filter(|last| last.0 < plot.x.max).map(|last| (plot.x.max, last.1));
    chart = chart
        .series(texts("x-name", axis_name, [(plot.x.at(0.5), plot.y.min, "owning, a month".to_owned())]))
        .series(choices(analysis, &plot))
        .series(
            line(
                "frontier",
                palette.own,
                2.0,
                LineStyleType::Solid,
                line_points.iter().copied().chain(onward),
            )
            .step(Step::End),
        );
    for whisker in whiskers(analysis, &plot) {
        chart = chart.series(whisker);
    }
    for mark in named_marks(analysis, &plot) {
        chart = chart.series(mark);
    }
    match ring(analysis, &plot, marked.selected.as_ref()) {
        Some(ring) => chart.series(ring),
        None => chart,
    }
}

/// The choices that are drawn: those that serve the peak, one for each small patch of the plane, so that no dot hides
/// another.
fn drawn<'a>(analysis: &'a Analysis, plot: &PlotArea) -> Vec<&'a FrontierPoint> {
    let patch = if plot.look.width.is_narrow() { 11.0 } else { 8.0 };
    let mut taken = std::collections::BTreeSet::new();
    let inside = |point: &&FrontierPoint| {
        point.serves_peak && plot.x.holds(cost(point)) && plot.y.holds(accuracy(point))
    };
    let mut points: Vec<&FrontierPoint> = analysis.frontier.points.iter().filter(inside).collect();
    sort_by(&mut points, |a, b| b.efficient.cmp(&a.efficient));
    points.retain(|point| {
        let (across, down) = (plot.x.share(cost(point)) * plot.inner_width(), plot.y_pixel(accuracy(point)));
        taken.insert(((across / patch) as i32, (down / patch) as i32)) || point.efficient
    });
    points
}

/// The configuration of a mark of the drawing.
fn pressed(analysis: &Analysis, look: Look, series: &str, index: usize) -> Option<Offer> {
    let plot = plot(analysis, look);
    let point = match series {
        "choices" => drawn(analysis, &plot).get(index).copied().copied(),
        "present" => Some(analysis.frontier.present),
        "better" => analysis.frontier.better,
        "top" => analysis.frontier.efficient.last().copied(),
        _ => None,
    };
    point.map(Offer::Select)
}

/// The ring around the configuration selected in the walker, if the plot contains it. It takes no press: there may be
/// other dots inside it.
fn ring(analysis: &Analysis, plot: &PlotArea, selected: Option<&FrontierPoint>) -> Option<Line> {
    let point = selected.or(start(analysis))?;
    let (x, y) = (cost(point), accuracy(point));
    let look = ItemStyle::new().color("transparent").border_color(plot.palette().ink).border_width(2.0);
    let ring = || {
        // A line of one point: charming's scatter cannot be silent.
        line("ring", plot.palette().ink, 0.0, LineStyleType::Solid, [(x, y)])
            .show_symbol(true)
            .symbol(Symbol::Circle)
            .symbol_size(20.0)
            .item_style(look)
    };
    (plot.x.holds(x) && plot.y.holds(y)).then(ring)
}

/// The drawn choices as dots.
fn choices(analysis: &Analysis, plot: &PlotArea) -> Scatter {
    let items = drawn(analysis, plot).into_iter().map(|point| {
        let words = format!(
            "{}\n{} a month\n{} accurate",
            setup(point),
            money(point.cost.number()),
            percent(point.accuracy.number())
        );
        (cost(point), accuracy(point), words)
    });
    let palette = plot.palette();
    marks("choices", palette.own, Symbol::Circle, 6.0, items)
        .item_style(ItemStyle::new().color(palette.own).opacity(0.32))
}

/// The ends of the horizontal and the vertical line through the API's point and the reader's, by name: nine of ten
/// cases.
fn whisker_ends(analysis: &Analysis, plot: &PlotArea) -> Vec<(&'static str, [(f64, f64); 2])> {
    let (frontier, bands) = (&analysis.frontier, &analysis.outcome.bands);
    let clipped = |span: Span, band: Percentiles, scale: f64| {
        (span.min.max(band.p5 * scale), span.max.min(band.p95 * scale))
    };
    let cross =
        |names: [&'static str; 2], (x, y): (f64, f64), costs: Percentiles, accuracies: Percentiles| {
            let ((left, right), (low, high)) =
                (clipped(plot.x, costs, 1.0), clipped(plot.y, accuracies, 100.0));
            [(names[0], [(left, y), (right, y)]), (names[1], [(x, low), (x, high)])]
        };
    let rent = (frontier.rent.0.number().max(1.0), frontier.rent.1.number() * 100.0);
    let own = (cost(&frontier.present), accuracy(&frontier.present));
    let mut ends =
        cross(["rent-costs", "rent-accuracies"], rent, bands.rent_cost, bands.rent_accuracy).to_vec();
    if analysis.outcome.estimate.serving.fits {
        ends.extend(cross(["own-costs", "own-accuracies"], own, bands.own_cost, bands.own_accuracy));
    }
    ends
}

/// Those lines, drawn.
fn whiskers(analysis: &Analysis, plot: &PlotArea) -> Vec<charming::series::Line> {
    let palette = plot.palette();
    let drawn = |(id, ends): (&'static str, [(f64, f64); 2])| {
        let color = if id.starts_with("rent") { palette.rent } else { palette.own };
        line(id, color, 1.5, LineStyleType::Solid, ends)
    };
    whisker_ends(analysis, plot).into_iter().map(drawn).collect()
}

/// A mark with a label: of the reader, of the API, of a choice.
struct NamedMark {
    id: &'static str,
    at: (f64, f64),
    words: String,
    /// What its tooltip says.
    hint: String,
    color: &'static str,
    symbol: Symbol,
    size: f64,
    optional: bool,
}

/// The marks of the reader and the API, and of a better choice, with labels.
fn named_marks(analysis: &Analysis, plot: &PlotArea) -> Vec<Scatter> {
    let (palette, frontier) = (plot.palette(), &analysis.frontier);
    let is_narrow = plot.look.width.is_narrow();
    let numbers =
        |(cost, accuracy): (f64, f64)| format!("{}, {}", short_money(cost), whole_percent(accuracy));
    // On a phone the names alone: the numbers are in the tooltip, the words above and the table below.
    let name = |name: &str, of: (f64, f64)| {
        if is_narrow { name.to_owned() } else { format!("{name}\n{}", numbers(of)) }
    };
    let rent = (frontier.rent.0.number(), frontier.rent.1.number());
    let present = (frontier.present.cost.number(), frontier.present.accuracy.number());
    let mut named_marks = vec![
        NamedMark {
            optional: false,
            id: "rent",
            at: (rent.0.max(1.0), rent.1 * 100.0),
            words: name("Closed API", rent),
            hint: format!("Closed API: {}", numbers(rent)),
            color: palette.rent,
            symbol: Symbol::Diamond,
            size: 15.0,
        },
        NamedMark {
            optional: false,
            id: "present",
            at: (cost(&frontier.present), accuracy(&frontier.present)),
            words: name("Yours", present),
            hint: format!("Yours: {}", numbers(present)),
            color: palette.own,
            symbol: Symbol::Circle,
            size: 14.0,
        },
    ];
    if !analysis.outcome.estimate.serving.fits {
        named_marks.retain(|mark| mark.id != "present");
    }
    let better =
        frontier.better.filter(|better| better.cost < frontier.present.cost && frontier.present.serves_peak);
    if let Some(better) = better {
        named_marks.push(NamedMark {
            optional: true,
            id: "better",
            at: (cost(&better), accuracy(&better)),
            words: if is_narrow { "cheaper".to_owned() } else { setup(&better).replacen(", ", "\n", 1) },
            hint: setup(&better),
            color: palette.soft,
            symbol: Symbol::Circle,
            size: 9.0,
        });
    }
    if let Some(best) =
        frontier.efficient.last().filter(|best| plot.x.holds(cost(best)) && frontier.better != Some(**best))
    {
        named_marks.push(NamedMark {
            optional: true,
            id: "top",
            at: (cost(best), accuracy(best)),
            words: format!("most accurate:\n{}", setup(best)),
            hint: format!("most accurate: {}", setup(best)),
            color: palette.soft,
            symbol: Symbol::Circle,
            size: 7.0,
        });
    }
    let named: Vec<LabelledMark> = named_marks
        .iter()
        .map(|mark| LabelledMark {
            x: plot.x.share(mark.at.0) * plot.inner_width(),
            y: plot.y_pixel(mark.at.1),
            radius: mark.size / 2.0,
            words: mark.words.clone(),
            optional: mark.optional,
        })
        .collect();
    let sides =
        sides(&named, &line_rectangles(analysis, plot), (plot.inner_width(), plot.y_pixel(plot.y.min)));
    let (mut labels, mut dots) = (Vec::new(), Vec::new());
    for (mark, side) in named_marks.into_iter().zip(sides) {
        let (x, y) = mark.at;
        let look =
            ItemStyle::new().color(mark.color).border_color(palette.paper).border_width(2.0).opacity(1.0);
        dots.push(marks(mark.id, mark.color, mark.symbol, mark.size, [(x, y, mark.hint)]).item_style(look));
        if let Some(side) = side {
            let style = side.style(TextStyle::new(mark.color).bold().on(palette.paper), mark.size / 2.0);
            labels.push(texts(&format!("{}-label", mark.id), style, [(x, y, mark.words)]));
        }
    }
    labels.into_iter().chain(dots).collect()
}

/// Where the line of the best choices runs, as thin rectangles: along, then up.
fn line_rectangles(analysis: &Analysis, plot: &PlotArea) -> Vec<Rectangle> {
    let pixels = |point: &FrontierPoint| {
        (plot.x.share(cost(point)) * plot.inner_width(), plot.y_pixel(accuracy(point)))
    };
    let efficient = &analysis.frontier.efficient;
    let whiskers = whisker_ends(analysis, plot).into_iter().map(|(_, [(x, y), (next_x, next_y)])| {
        let pixel = |x: f64, y: f64| (plot.x.share(x) * plot.inner_width(), plot.y_pixel(y));
        let ((left, bottom), (right, top)) = (pixel(x, y), pixel(next_x, next_y));
        (left - 1.0, top - 1.0, right + 1.0, bottom + 1.0)
    });
    let steps = efficient.windows(2).flat_map(|pair| {
        let ((x, y), (next_x, next_y)) = (pixels(&pair[0]), pixels(&pair[1]));
        [(x, y - 1.0, next_x, y + 1.0), (next_x - 1.0, next_y, next_x + 1.0, y)]
    });
    let onward = efficient.last().map(&pixels).map(|(x, y)| (x, y - 1.0, plot.inner_width(), y + 1.0));
    steps.chain(onward).chain(whiskers).collect()
}
