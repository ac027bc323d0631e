//! The monthly cost of each side as requests grow: both curves, their crossings, the volume at which the GPUs are full,
//! and the reader's case.

use charming::Chart;
use charming::element::{LabelAlign, LabelVerticalAlign, LineStyleType, Symbol};
use charming::series::Scatter;
use model::catalogue::{Domain, Overflow};
use model::format::probability_words;
use model::order::sort_by;
use model::outcome::{Condition, Hindrance, Percentiles};
use model::response::ResponsePoint;
use model::uncertainty::ResponseBand;
use model::units::Unit;
use model::{Assumption, Input};

use super::figure::{Figure, FigureSpec, Marked, offers_nothing};
use super::guess::{Guess, GuessAxis, GuessSpec, guess_line};
use super::look::{Look, Width};
use super::marks::{SMALL, TEXT, TextStyle, line, marks, text_height, text_width, texts};
use super::plot_area::{PlotArea, Span};
use super::sources;
use super::table::{Cell, Column, Table};
use super::words::{between, dollars, list, money, percent, requests, short_dollars};
use crate::analysis::{Analysis, Crossing, CurveBands};
use crate::content::FigureName;
use crate::rounded::{Rounded, bare};

/// The range of requests a day of most readers; the axis is extended where a case needs it.
const COMMON: (f64, f64) = (1_000.0, 10_000_000.0);

fn present(analysis: &Analysis) -> f64 {
    analysis.scenario.get(Input::RequestsPerDay)
}

/// The requests along the axis: the common range, and whole decades more to hold the reader, a guess, and every crossing. While the
/// guess is open, the axis must not give the crossings.
fn requests_span(analysis: &Analysis, guess: Option<Guess>) -> Span {
    let (least, most) = match Input::RequestsPerDay.spec().domain {
        Domain::Number { min, max, .. } => (min, max),
        Domain::Choice(_) => COMMON,
    };
    let crossings = if guess.is_some_and(|guess| guess.is_open) { &[][..] } else { &analysis.load.crossings };
    let guessed = guess.and_then(|guess| guess.value);
    let marked = || crossings.iter().map(|crossing| crossing.at).chain([present(analysis)]).chain(guessed);
    let (mut low, mut high) = COMMON;
    while low > least && marked().any(|at| at < low) {
        low /= 10.0;
    }
    while high < most && marked().any(|at| at > high) {
        high *= 10.0;
    }
    Span::log(low.max(least), high.min(most))
}

/// The points within the axis.
fn shown(analysis: &Analysis, span: Span) -> impl Iterator<Item = &ResponsePoint> {
    analysis
        .load
        .points
        .iter()
        .filter(move |point| point.x >= span.min * 0.999 && point.x <= span.max * 1.001)
}

/// Costs that a logarithmic axis can show.
fn drawable(cost: f64) -> f64 {
    cost.max(1.0)
}

/// Whether owning is cheaper at the left end of the model's range.
fn owning_first(analysis: &Analysis) -> bool {
    analysis.load.points.first().is_some_and(|point| point.own_cost <= point.rent_cost)
}

/// What hinders the comparison whatever the number of requests; own GPUs that are too slow for all of them may do for some.
fn hindrance(analysis: &Analysis) -> Option<Hindrance> {
    let estimate = &analysis.outcome.estimate;
    let is_overload = analysis.is_on_own_gpus()
        && estimate.serving.fits
        && !estimate.conditions.contains(&Condition::PromptTooLong);
    analysis.outcome.hindrance().filter(|hindrance| *hindrance != Hindrance::CannotOwn || !is_overload)
}

fn title(analysis: &Analysis) -> String {
    if let Some(hindrance) = hindrance(analysis) {
        return format!("At any number of requests, {}", hindrance.words());
    }
    let at = |crossing: &Crossing| requests(bare(crossing.at));
    match (analysis.load.crossings.as_slice(), owning_first(analysis)) {
        ([], true) => "Owning is cheaper at every number of requests".to_owned(),
        ([], false) => "Renting is cheaper at every number of requests".to_owned(),
        ([only], false) => format!("Owning is cheaper from about {} requests a day on", at(only)),
        ([only], true) => format!("Owning is cheaper only below about {} requests a day", at(only)),
        ([from, to], false) => {
            format!("Owning is cheaper between {} and {} requests a day", at(from), at(to))
        }
        ([to, from], true) => {
            format!("Renting is cheaper between {} and {} requests a day", at(to), at(from))
        }
        (many, _) => format!("Owning and renting change places {} times as requests grow", many.len()),
    }
}

/// The first number of requests that the GPUs cannot serve at the peak.
fn runs_out(analysis: &Analysis) -> Option<&ResponsePoint> {
    analysis.load.points.iter().find(|point| point.fits && point.rate_overflow_peak.number() > 0.0)
}

/// The figure's entry in the list of figures.
pub(super) const SPEC: FigureSpec = FigureSpec {
    figure,
    chart,
    static_chart: |analysis, look| chart(analysis, look, Marked::default()),
    height,
    picture_caption: None,
    is_same_in_every_case: false,
    guess: Some(&GUESS),
    pressed: offers_nothing,
};

fn height(width: Width) -> f64 {
    if width.is_narrow() { 288.0 } else { 400.0 }
}

/// The words of the figure.
fn figure(analysis: &Analysis) -> Figure {
    let Rounded { own_cost, rent_cost, .. } = Rounded::of(&analysis.outcome);
    let here = format!(
        "At {} requests a day owning costs {} a month and renting {}.",
        requests(present(analysis)),
        dollars(own_cost),
        dollars(rent_cost)
    );
    let fits = analysis.outcome.estimate.serving.fits;
    let caption = match runs_out(analysis) {
        _ if !analysis.is_on_own_gpus() => here.clone(),
        _ if !fits => format!("{here} The model does not fit these GPUs, so the API serves everything."),
        Some(_) => {
            let fate = match analysis.scenario.values().chosen() {
                Overflow::Refuse => "is refused and costs nothing",
                Overflow::Api => "goes to the API and is paid for",
            };
            format!("{here} What the full GPUs cannot take at the peak {fate}.")
        }
        None => format!("{here} The GPUs are never full in this range."),
    };
    let caption = if before(analysis, requests_span(analysis, None)).is_empty() {
        caption
    } else {
        format!("{caption} Thin line: owning in {}.", analysis.before().1)
    };
    let crossings: Vec<String> =
        analysis.load.crossings.iter().map(|crossing| requests(crossing.at)).collect();
    let crossing = if crossings.is_empty() {
        "They never cross.".to_owned()
    } else {
        format!("They cross at {} requests a day.", list(&crossings))
    };
    Figure {
        name: FigureName::Load,
        title: title(analysis),
        how_to_read: "Cost a month. Both scales grow tenfold from line to line, so a straight rise is a cost for each request. Shaded: nine of ten cases; the bar at the foot, break-even in them."
            .to_owned(),
        how_to_use: "",
        caption,
        text_alternative: format!(
            "Two curves of cost a month over requests a day, own and rent. {crossing} {here} In nine of ten cases owning costs {} there and renting {}.{}",
            between(analysis.outcome.bands.own_cost, money),
            between(analysis.outcome.bands.rent_cost, money),
            possible_crossings(analysis),
        ),
        table: table(analysis),
        sources: sources::cited(
            &analysis.scenario,
            &[Input::GpuHourPrice, Input::ApiInputPrice, Input::StackFactor, Input::PeakToMean, Input::RunEffort],
            &[Assumption::ComputeShare8bit, Assumption::BandwidthShare],
        ),
    }
}

/// The range of crossings over the cases, in a sentence; empty until that is computed.
fn possible_crossings(analysis: &Analysis) -> String {
    let Some(CurveBands { break_even, .. }) = &analysis.bands else { return String::new() };
    match break_even.percentiles {
        Some(volume) => {
            let (cases, place) = (probability_words(break_even.at), between(volume, requests));
            format!(" The curves cross in {cases} of the cases, nearly always at {place} requests a day.")
        }
        None => " The curves cross in none of the cases.".to_owned(),
    }
}

/// A bar at the foot of the plot: the crossings in nine of the ten cases that have one.
fn possible_crossings_bar(analysis: &Analysis, plot: &PlotArea) -> Vec<(f64, f64)> {
    let volume = analysis.bands.as_ref().and_then(|bands| bands.break_even.percentiles);
    let Some(Percentiles { p5, p95, .. }) = volume else { return Vec::new() };
    let (from, to) = (p5.max(plot.x.min), p95.min(plot.x.max));
    let y = plot.y_at(plot.y_pixel(plot.y.min) - 4.0);
    if from < to { vec![(from, y), (to, y)] } else { Vec::new() }
}

/// The curve at every third point, and the reader's own case.
fn table(analysis: &Analysis) -> Table {
    let amount = |amount: f64| Cell::number(amount, dollars(amount));
    let row = |name: String, x: f64, own: f64, rent: f64, busy: f64| {
        vec![Cell::number(x, name), amount(own), amount(rent), Cell::number(busy, percent(busy))]
    };
    let estimate = &analysis.outcome.estimate;
    let yours = row(
        format!("{} (yours)", requests(present(analysis))),
        present(analysis),
        estimate.cost.own_cost.number(),
        estimate.cost.rent_cost.number(),
        estimate.load.utilisation_peak.number(),
    );
    let points =
        analysis.load.points.iter().step_by(3).filter(|point| point.x != present(analysis)).map(|point| {
            row(
                requests(point.x),
                point.x,
                point.own_cost.number(),
                point.rent_cost.number(),
                point.utilisation_peak.number(),
            )
        });
    let mut rows: Vec<Vec<Cell>> = points.chain([yours]).collect();
    sort_by(&mut rows, |a, b| a[0].number.unwrap_or(0.0).total_cmp(&b[0].number.unwrap_or(0.0)));
    Table {
        caption: "Cost a month over requests a day, US dollars".to_owned(),
        columns: vec![
            Column::new("Requests a day", "requests_per_day"),
            Column::new("Own", "own_usd_per_month"),
            Column::new("Rent", "rent_usd_per_month"),
            Column::new("GPUs busy at peak", "utilisation_peak"),
        ],
        rows,
    }
}

/// Whole decades around the costs that are shown.
fn cost_span(analysis: &Analysis, requests: Span) -> Span {
    let all = || {
        shown(analysis, requests)
            .flat_map(|point| [point.own_cost, point.rent_cost])
            .map(|cost| drawable(cost.number()))
    };
    let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(1.0, f64::max));
    let ten = |power: f64| libm::pow(10.0, power);
    let low = ten(libm::floor(libm::log10(low.min(high)) * 2.0) / 2.0);
    Span::log(low, (high * 1.3).max(low * 10.0))
}

/// The volume is guessed from which owning is cheaper.
const GUESS: GuessSpec = GuessSpec {
    question: |_| "From how many requests a day is owning cheaper?".to_owned(),
    unit: Unit::RequestsPerDay,
    answer: |analysis| analysis.outcome.verdict.break_even_requests.map(|volume| volume.number()),
    axis: |analysis, look, guess| {
        let plot = plot(analysis, look, Some(guess));
        GuessAxis { is_across: true, margins: (plot.left, plot.right), height: plot.height, span: plot.x }
    },
};

/// The plot's margins and spans.
fn plot(analysis: &Analysis, look: Look, guess: Option<Guess>) -> PlotArea {
    let narrow = look.width.is_narrow();
    let x = requests_span(analysis, guess);
    PlotArea {
        look,
        height: height(look.width),
        top: 44.0,
        right: if narrow { 10.0 } else { 76.0 },
        bottom: 48.0,
        left: if narrow { 44.0 } else { 62.0 },
        x,
        y: cost_span(analysis, x),
    }
}

/// The drawing.
fn chart(analysis: &Analysis, look: Look, marked: Marked) -> Chart {
    let palette = look.theme.palette();
    let narrow = look.width.is_narrow();
    let plot = plot(analysis, look, marked.guess);
    let x_ticks = plot.x.ticks(if narrow { 5 } else { 9 });
    let y_ticks = plot.y.ticks(5);
    let x_words: Vec<(f64, String)> = x_ticks.iter().map(|tick| (*tick, short_count(*tick))).collect();
    let y_words: Vec<(f64, String)> = y_ticks.iter().map(|tick| (*tick, short_dollars(*tick))).collect();
    let curve = |cost: fn(&ResponsePoint) -> f64| -> Vec<(f64, f64)> {
        shown(analysis, plot.x).map(|point| (point.x, drawable(cost(point)))).collect()
    };
    let (own, rent) = (curve(|point| point.own_cost.number()), curve(|point| point.rent_cost.number()));

    let mut chart = plot.chart(&x_ticks, &y_ticks).series(plot.y_labels(&y_words));
    for labels in plot.x_labels(&x_words) {
        chart = chart.series(labels);
    }
    let axis_name = TextStyle::new(palette.soft).size(SMALL).below(27.0);
    chart =
        chart.series(texts("x-name", axis_name, [(plot.x.at(0.5), plot.y.min, "requests a day".to_owned())]));
    let own_band = plot.band("own-band", palette.own_wash, band_points(analysis, plot.x, |at| at.own_cost));
    let rent_band =
        plot.band("rent-band", palette.rent_wash, band_points(analysis, plot.x, |at| at.rent_cost));
    chart = chart
        .series(line("full", palette.soft, 1.0, LineStyleType::Dotted, full_line(analysis, &plot)))
        .series(line(
            "present",
            palette.ink,
            1.0,
            LineStyleType::Solid,
            vertical(&plot, present(analysis), plot.y.max),
        ))
        .series(line(
            "break-even-band",
            palette.soft,
            5.0,
            LineStyleType::Solid,
            possible_crossings_bar(analysis, &plot),
        ))
        .series(rent_band)
        .series(own_band)
        .series(line("own-before", palette.own, 1.0, LineStyleType::Solid, before(analysis, plot.x)))
        .series(line("rent", palette.rent, 2.5, LineStyleType::Dashed, rent.iter().copied()))
        .series(line("own", palette.own, 2.5, LineStyleType::Solid, own.iter().copied()));
    for label in names(&plot, &own, &rent) {
        chart = chart.series(label);
    }
    let marks = present_marks(analysis, &plot)
        .into_iter()
        .chain(crossing_marks(analysis, &plot))
        .chain(full_label(analysis, &plot));
    for mark in marks {
        chart = chart.series(mark);
    }
    let (guess, words) = guess_line(&plot, GUESS.unit, marked.guess, true);
    chart.series(hints(analysis, plot.x)).series(guess).series(words)
}

/// What owning costs in the case to compare with, over the requests that are shown; nothing in that case itself.
fn before(analysis: &Analysis, span: Span) -> Vec<(f64, f64)> {
    let (before, _) = analysis.before();
    let costs = cost_span(analysis, span);
    let points = before.load.points.iter().map(|point| (point.x, drawable(point.own_cost.number())));
    points
        .filter(|(x, y)| analysis.scenario != before.scenario && span.holds(*x) && costs.holds(*y))
        .collect()
}

/// A side's cost in nine of ten cases, over the requests that are shown.
fn band_points(
    analysis: &Analysis,
    span: Span,
    side: fn(&ResponseBand) -> Percentiles,
) -> Vec<(f64, f64, f64)> {
    let bands = analysis.bands.as_ref().map_or(&[][..], |bands| &bands.load);
    // One more point on either side, so that the band reaches the plot's edges.
    let first = bands.iter().position(|band| band.x >= span.min).unwrap_or(0).saturating_sub(1);
    let past = bands.iter().position(|band| band.x > span.max).map_or(bands.len(), |index| index + 1);
    let place = |band: &ResponseBand| (band.x, drawable(side(band).p5), drawable(side(band).p95));
    bands.get(first..past).unwrap_or(&[]).iter().map(place).collect()
}

/// A number of requests where space is short: "10k", "1M".
fn short_count(count: f64) -> String {
    model::format::number(count, model::units::Unit::One, model::format::Style::Tight)
}

/// A vertical line from the bottom.
fn vertical(plot: &PlotArea, x: f64, to: f64) -> Vec<(f64, f64)> {
    if plot.x.holds(x) { vec![(x, plot.y.min), (x, to)] } else { Vec::new() }
}

fn full_line(analysis: &Analysis, plot: &PlotArea) -> Vec<(f64, f64)> {
    full_position(analysis, plot).map_or_else(Vec::new, |x| vertical(plot, x, plot.y.max))
}

/// The volume at which the GPUs are full, if it is in the plot and there is room beside it for the label.
fn full_position(analysis: &Analysis, plot: &PlotArea) -> Option<f64> {
    let x = runs_out(analysis)?.x;
    let pixel = plot.x.share(x) * plot.inner_width();
    let needed = text_width(full_words(plot), SMALL) + 14.0;
    let to_present = pixel - plot.x.share(present(analysis)) * plot.inner_width();
    let is_right_free = plot.inner_width() - pixel > needed && !(-needed..0.0).contains(&to_present);
    let is_left_free = pixel > needed && !(0.0..needed).contains(&to_present);
    (plot.x.holds(x) && (is_right_free || is_left_free)).then_some(x)
}

const fn full_words(plot: &PlotArea) -> &'static str {
    if plot.look.width.is_narrow() { "GPUs\nfull" } else { "GPUs full\nat the peak" }
}

/// The label of full GPUs, at the bottom, where no curve comes: owning is expensive by then.
fn full_label(analysis: &Analysis, plot: &PlotArea) -> Option<Scatter> {
    let at = full_position(analysis, plot)?;
    let words = full_words(plot);
    let style = TextStyle::new(plot.palette().soft).size(SMALL).on(plot.palette().paper);
    let to_present = plot.x.share(present(analysis)) - plot.x.share(at);
    let is_right_crossed =
        (0.0..(text_width(words, SMALL) + 14.0) / plot.inner_width()).contains(&to_present);
    let style = if is_right_crossed { style.left(6.0) } else { beside(plot, style, at, words, SMALL) };
    Some(texts("full-label", style, [(at, plot.y_at(plot.y_pixel(plot.y.min) - 22.0), words.to_owned())]))
}

/// To the right of a place, or to its left where there is no room on the right.
fn beside(plot: &PlotArea, style: TextStyle, x: f64, words: &str, size: f64) -> TextStyle {
    let room = (1.0 - plot.x.share(x)) * plot.inner_width();
    if room > text_width(words, size) + 14.0 { style.right(6.0) } else { style.left(6.0) }
}

/// The names of the curves, at the end where they are further apart.
fn names(plot: &PlotArea, own: &[(f64, f64)], rent: &[(f64, f64)]) -> Vec<Scatter> {
    let palette = plot.palette();
    let (Some(own_first), Some(rent_first), Some(own_last), Some(rent_last)) =
        (own.first(), rent.first(), own.last(), rent.last())
    else {
        return Vec::new();
    };
    let apart = |a: f64, b: f64| (plot.y_pixel(a) - plot.y_pixel(b)).abs();
    let narrow = plot.look.width.is_narrow();
    if narrow || apart(own_first.1, rent_first.1) > apart(own_last.1, rent_last.1) + 60.0 {
        // Inside, on the left: each name above its line, or below where the other is close above.
        let x = plot.x.at(0.015);
        let at = |curve: &[(f64, f64)]| {
            curve.iter().rev().find(|point| point.0 <= x).or(curve.first()).map_or(1.0, |point| point.1)
        };
        let (own_at, rent_at) = (at(own), at(rent));
        let gap = apart(own_at, rent_at);
        let side = |id, text: &str, y: f64, other: f64, color| {
            let is_upper = y >= other;
            let style = TextStyle::new(color).size(TEXT + 1.0).bold().right(0.0);
            let style = if is_upper || gap > 40.0 {
                style.vertical(LabelVerticalAlign::Bottom).lift(6.0)
            } else {
                style.vertical(LabelVerticalAlign::Top).lift(-6.0)
            };
            texts(id, style, [(x, y, text.to_owned())])
        };
        vec![
            side("own-name", "Own", own_at, rent_at, palette.own),
            side("rent-name", "Rent", rent_at, own_at + 1e-9, palette.rent),
        ]
    } else {
        let block = text_height(1, TEXT) + 4.0;
        let places = plot.spread(&[(own_last.1, block), (rent_last.1, block)]);
        let style = |color| TextStyle::new(color).size(TEXT + 1.0).bold().right(10.0);
        vec![
            texts("own-name", style(palette.own), [(plot.x.max, places[0], "Own".to_owned())]),
            texts("rent-name", style(palette.rent), [(plot.x.max, places[1], "Rent".to_owned())]),
        ]
    }
}

/// A ring at each crossing, a line down from it, and its number at the bottom.
fn crossing_marks(analysis: &Analysis, plot: &PlotArea) -> Vec<Scatter> {
    let palette = plot.palette();
    let crossings: Vec<&Crossing> =
        analysis.load.crossings.iter().filter(|crossing| plot.x.holds(crossing.at)).collect();
    let ring = |crossing: &&Crossing| {
        let words =
            format!("Break-even\n{} requests a day\n{} a month", requests(crossing.at), money(crossing.cost));
        (crossing.at, drawable(crossing.cost), words)
    };
    let rings = marks("break-even", palette.paper, Symbol::Circle, 11.0, crossings.iter().map(ring))
        .item_style(
            charming::element::ItemStyle::new()
                .color(palette.paper)
                .border_color(palette.ink)
                .border_width(2.0)
                .opacity(1.0),
        );
    let mut marks = vec![rings];
    let ids = ["break-even-0", "break-even-1", "break-even-2"];
    for (id, crossing) in ids.into_iter().zip(&crossings) {
        let gap = if plot.look.width.is_narrow() { '\n' } else { ' ' };
        let words = format!("Break-even{gap}{}", short_count(crossing.at));
        let style = TextStyle::new(palette.ink).bold().on(palette.paper);
        // Both curves rise, so right below and left above their crossing the plot is free but for the reader's own line
        // and, at the bottom, the label of full GPUs.
        let (across, down) =
            (plot.x.share(crossing.at) * plot.inner_width(), plot.y_pixel(drawable(crossing.cost)));
        let to_present = plot.x.share(present(analysis)) * plot.inner_width() - across;
        let width = text_width(&words, TEXT) + 14.0;
        let is_free = !(0.0..width).contains(&to_present)
            && across + width < plot.inner_width()
            && down + 80.0 < plot.y_pixel(plot.y.min);
        let (style, place) = if is_free || across < width {
            (beside(plot, style, crossing.at, &words, TEXT), down + 24.0)
        } else {
            (style.left(6.0), down - 24.0)
        };
        let place = plot.y_at(place);
        marks.push(texts(id, style, [(crossing.at, place, words)]));
    }
    marks
}

/// The reader's case: a dot on each curve, and the number above the plot.
fn present_marks(analysis: &Analysis, plot: &PlotArea) -> Vec<Scatter> {
    let palette = plot.palette();
    let (x, cost) = (present(analysis), &analysis.outcome.estimate.cost);
    let dot = |id, color, cost: f64| {
        marks(
            id,
            color,
            Symbol::Circle,
            9.0,
            [(x, drawable(cost), format!("Yours: {} a month", money(cost)))],
        )
        .item_style(
            charming::element::ItemStyle::new()
                .color(color)
                .border_color(palette.paper)
                .border_width(1.5)
                .opacity(1.0),
        )
    };
    let rounded = Rounded::of(&analysis.outcome);
    let words = format!(
        "Yours: {}\nOwn {} · Rent {}",
        short_count(x),
        short_dollars(rounded.own_cost),
        short_dollars(rounded.rent_cost)
    );
    let share = plot.x.share(x);
    let half = text_width(&words, TEXT) / 2.0;
    let room = share * plot.inner_width();
    let style = TextStyle::new(palette.ink).bold().above(4.0);
    let style = if room < half {
        style.align(LabelAlign::Left)
    } else if plot.inner_width() - room < half {
        style.align(LabelAlign::Right)
    } else {
        style
    };
    vec![
        dot("rent-present", palette.rent, cost.rent_cost.number()),
        dot("own-present", palette.own, cost.own_cost.number()),
        texts("present-label", style, [(x, plot.y.max, words)]),
    ]
}

/// The tooltips of the curves: invisible marks.
fn hints(analysis: &Analysis, span: Span) -> Scatter {
    let items = shown(analysis, span).step_by(2).flat_map(|point| {
        let words = format!(
            "{} requests a day\nOwn {}\nRent {}\nGPUs busy at peak {}",
            requests(point.x),
            money(point.own_cost.number()),
            money(point.rent_cost.number()),
            percent(point.utilisation_peak.number()),
        );
        [point.own_cost, point.rent_cost].map(|cost| (point.x, drawable(cost.number()), words.clone()))
    });
    marks("hints", "rgba(0,0,0,0)", Symbol::Circle, 16.0, items)
}
