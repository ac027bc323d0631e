//! Accuracy through the horizon: the open model's saw-tooth, the same model if it is left alone, and the closed one.

use charming::Chart;
use charming::element::LineStyleType;
use model::format::retrain_interval;
use model::outcome::{AccuracyMoment, Percentiles};
use model::uncertainty::AccuracyBand;
use model::{Assumption, Input};

use super::figure::{Figure, FigureSpec, Marked, offers_nothing};
use super::guess::{Guess, GuessAxis, GuessSpec, guess_line};
use super::look::{Look, Width};
use super::marks::{SMALL, TEXT, TextStyle, line, marks, text_height, texts};
use super::plot_area::{PlotArea, Span};
use super::sources;
use super::table::{Cell, Column, Table};
use super::words::{between, percent, points, signed_difference};
use crate::analysis::Analysis;
use crate::content::FigureName;
use charming::element::Symbol;
use model::units::Unit;

fn path(analysis: &Analysis) -> &[AccuracyMoment] {
    &analysis.outcome.accuracy_path
}

/// The last moment of the horizon.
fn last(analysis: &Analysis) -> Option<&AccuracyMoment> {
    path(analysis).last()
}

/// The closed model's name without its maker's.
fn rented(analysis: &Analysis) -> &'static str {
    let label = analysis.scenario.api().label;
    label.split_once(" (").map_or(label, |(name, _)| name)
}

/// Retrained models that go live within the horizon.
fn rounds(analysis: &Analysis) -> usize {
    path(analysis).iter().filter(|moment| moment.retrain).count()
}

fn interval(analysis: &Analysis) -> String {
    retrain_interval(analysis.scenario.get(Input::RetrainsPerYear))
}

/// "month 24", or "the first month" for a horizon of one.
fn months(count: f64) -> String {
    if count == 1.0 { "1 month".to_owned() } else { format!("{count} months") }
}

fn title(analysis: &Analysis) -> String {
    let (Some(first), Some(last)) = (path(analysis).first(), last(analysis)) else {
        return "No time passes in this case".to_owned();
    };
    let span = months(last.month.number());
    if rounds(analysis) == 0 {
        let change = signed_difference(last.own.number() - first.own.number(), Unit::Points);
        let never = if analysis.scenario.get(Input::RetrainsPerYear) > 0.0 {
            "Before its first retrain"
        } else {
            "Never retrained"
        };
        return match change {
            Some((change, false)) => format!("{never}, the open model loses {change} in {span}"),
            Some((change, true)) => format!("{never}, the open model gains {change} in {span}"),
            None => format!("{never}, the open model holds its accuracy for {span}"),
        };
    }
    let interval = capitalised(&retraining(analysis));
    match signed_difference(last.own.number() - last.own_never.number(), Unit::Points) {
        Some((gain, true)) => format!("{interval} is worth {gain} after {span}"),
        Some((loss, false)) => format!("{interval} costs {loss} after {span}"),
        None => format!("{interval} changes nothing within {span}"),
    }
}

/// "retraining every 2 weeks".
fn retraining(analysis: &Analysis) -> String {
    format!("retraining {}", interval(analysis))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
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
    if width.is_narrow() { 280.0 } else { 360.0 }
}

/// The words of the figure.
fn figure(analysis: &Analysis) -> Figure {
    let rounds = rounds(analysis);
    let how_to_read = if rounds > 0 {
        "Share of answers that are right. Each notch below is a retrained model going live; between them the world moves on."
    } else {
        "Share of answers that are right, while the world moves on and the model stays as it is."
    };
    let accuracy = &analysis.outcome.estimate.accuracy;
    let gap =
        signed_difference(accuracy.own_accuracy.number() - accuracy.rent_accuracy.number(), Unit::Points);
    let caption = match gap {
        Some((gap, true)) => {
            format!("On average over the horizon the open model is {gap} ahead of the closed one.")
        }
        Some((gap, false)) => {
            format!("On average over the horizon the open model is {gap} behind the closed one.")
        }
        None => "On average over the horizon both are equally accurate.".to_owned(),
    };
    let fits = analysis.outcome.estimate.serving.fits;
    let bands = &analysis.outcome.bands;
    let caption = if fits {
        format!(
            "{caption} Accuracy is the least certain part of the model: in nine of ten cases the open model averages {}, {} {} (shaded).",
            between(bands.own_accuracy, percent),
            rented(analysis),
            between(bands.rent_accuracy, percent),
        )
    } else {
        format!("The model does not fit its GPUs; this is how it would do if it did. {caption}")
    };
    let caption = if before(analysis).is_empty() {
        caption
    } else {
        format!("{caption} Thin line: the open model in {}.", analysis.before().1)
    };
    let text_alternative = last(analysis).map_or_else(String::new, |last| {
        let left_alone =
            if rounds > 0 { format!("; left alone it would be at {}", percent(last.own_never.number())) } else { String::new() };
        format!(
            "A line chart. The open model starts at {} and is at {} after {}{left_alone}. {}, the closed model, is then at {}. Models retrained in that time: {rounds}.",
            percent(path(analysis)[0].own.number()),
            percent(last.own.number()),
            months(last.month.number()),
            rented(analysis),
            percent(last.rent.number()),
        )
    });
    Figure {
        name: FigureName::Accuracy,
        title: title(analysis),
        how_to_read: how_to_read.to_owned(),
        how_to_use: "",
        caption,
        text_alternative,
        table: table(analysis),
        sources: sources::cited(
            &analysis.scenario,
            &[
                Input::Drift,
                Input::ClosedDrift,
                Input::ClosedAccuracy,
                Input::Breadth,
                Input::ExamplesPerRound,
            ],
            &[Assumption::TunedErrorRatio, Assumption::ExamplesExponent],
        ),
    }
}

/// A row a month: the last moment of it, so a month in which a model is retrained shows the new one.
fn table(analysis: &Analysis) -> Table {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut shown = f64::NEG_INFINITY;
    for moment in path(analysis) {
        let month = moment.month.number();
        let share = |share: f64| Cell::number(share, percent(share));
        if libm::floor(month) != month {
            continue;
        }
        if month == shown {
            rows.pop();
        }
        shown = month;
        rows.push(vec![
            Cell::number(month, format!("{month}")),
            share(moment.own.number()),
            share(moment.own_never.number()),
            share(moment.rent.number()),
        ]);
    }
    Table {
        caption: "Accuracy month by month".to_owned(),
        columns: vec![
            Column::new("Month", "month"),
            Column::new("Open", "open_accuracy"),
            Column::new("Open, never retrained", "open_never_retrained_accuracy"),
            Column::new("Closed", "closed_accuracy"),
        ],
        rows,
    }
}

/// The accuracy is guessed that the open model has left when its next round is due.
const GUESS: GuessSpec = GuessSpec {
    question: |_| {
        "How many answers in 100 does the open model still get right, just before it is retrained?".to_owned()
    },
    unit: Unit::Fraction,
    answer: |analysis| Some(analysis.outcome.estimate.accuracy.accuracy_before_retrain.number()),
    axis: |analysis, look, guess| {
        let plot = plot(analysis, look, Some(guess));
        // Shares, where the plot has hundredths.
        let span = Span::linear(plot.y.min / 100.0, plot.y.max / 100.0);
        GuessAxis { is_across: false, margins: (plot.top, plot.bottom), height: plot.height, span }
    },
};

/// The accuracies among which a guess is drawn, in hundredths: the axis must not give the answer.
const GUESSED: Span = Span::linear(0.0, 100.0);

/// The range of all lines and of a guess, with a little room.
fn values(analysis: &Analysis, guess: Option<Guess>) -> Span {
    if guess.is_some_and(|guess| guess.is_open) {
        return GUESSED;
    }
    let guessed = guess.and_then(|guess| guess.value).map(|share| share * 100.0);
    let guessed = guessed.filter(|share| GUESSED.holds(*share));
    let all = || {
        path(analysis)
            .iter()
            .flat_map(|moment| [moment.own, moment.own_never, moment.rent])
            .map(|share| share.number() * 100.0)
            .chain(before(analysis).into_iter().map(|(_, share)| share))
            .chain(guessed)
    };
    let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    // The plot holds nine of ten cases, so that the lines look no surer than they are.
    let bands = &analysis.outcome.bands;
    let low = low.min(bands.own_accuracy.p5.min(bands.rent_accuracy.p5) * 100.0);
    let high = high.max(bands.own_accuracy.p95.max(bands.rent_accuracy.p95) * 100.0);
    let room = ((high - low) * 0.12).max(0.5);
    // Room for the notches below the lines.
    Span::linear(low - room * 1.8, high + room)
}

/// The open model of the case to compare with, over the months that are shown; nothing where it does the same.
fn before(analysis: &Analysis) -> Vec<(f64, f64)> {
    let (before, _) = analysis.before();
    let own = |path: &[AccuracyMoment]| -> Vec<(f64, f64)> {
        path.iter().map(|moment| (moment.month.number(), moment.own.number() * 100.0)).collect()
    };
    let (there, here) = (own(path(&before)), own(path(analysis)));
    let horizon = horizon(analysis);
    if there == here {
        Vec::new()
    } else {
        there.into_iter().filter(|(month, _)| *month <= horizon).collect()
    }
}

/// Months named along the bottom.
fn month_ticks(horizon: f64, narrow: bool) -> Vec<(f64, String)> {
    let most = if narrow { 3.0 } else { 6.0 };
    let step =
        [1.0, 3.0, 6.0, 12.0, 24.0, 60.0].into_iter().find(|step| horizon / step <= most).unwrap_or(120.0);
    let count = libm::floor(horizon / step + 1e-9) as usize;
    (0..=count)
        .map(|n| {
            let month = n as f64 * step;
            let text = if n == 0 {
                "launch".to_owned()
            } else if n == count {
                months(month)
            } else {
                format!("{month}")
            };
            (month, text)
        })
        .collect()
}

/// The label at the end of a line.
struct EndLabel {
    id: &'static str,
    at: f64,
    words: String,
    color: &'static str,
    bold: bool,
}

/// The months from launch to the end of the horizon.
fn horizon(analysis: &Analysis) -> f64 {
    last(analysis).map_or(1.0, |last| last.month.number())
}

/// The plot's margins and spans.
fn plot(analysis: &Analysis, look: Look, guess: Option<Guess>) -> PlotArea {
    let narrow = look.width.is_narrow();
    PlotArea {
        look,
        height: height(look.width),
        top: 18.0,
        right: if narrow { 72.0 } else { 186.0 },
        bottom: 30.0,
        left: if narrow { 40.0 } else { 54.0 },
        x: Span::linear(0.0, horizon(analysis)),
        y: values(analysis, guess),
    }
}

/// The drawing.
fn chart(analysis: &Analysis, look: Look, marked: Marked) -> Chart {
    let palette = look.theme.palette();
    let narrow = look.width.is_narrow();
    let horizon = horizon(analysis);
    let plot = plot(analysis, look, marked.guess);
    let y_ticks = plot.y.ticks(5);
    let x_ticks = month_ticks(horizon, narrow);
    let months: Vec<f64> = x_ticks.iter().map(|tick| tick.0).collect();
    let percents: Vec<(f64, String)> = y_ticks.iter().map(|tick| (*tick, percent(*tick / 100.0))).collect();
    let points_of = |value: fn(&AccuracyMoment) -> f64| {
        path(analysis)
            .iter()
            .map(move |moment| (moment.month.number(), value(moment) * 100.0))
            .collect::<Vec<_>>()
    };
    let retrained = rounds(analysis) > 0;
    let band_points = |side: fn(&AccuracyBand) -> Percentiles| {
        let bands = analysis.bands.as_ref().map_or(&[][..], |bands| &bands.accuracy);
        let place =
            move |band: &AccuracyBand| (band.month.number(), side(band).p5 * 100.0, side(band).p95 * 100.0);
        bands.iter().map(place).collect::<Vec<_>>()
    };
    let own_band = plot.band("own-band", palette.own_wash, band_points(|moment| moment.own));
    let rent_band = plot.band("rent-band", palette.rent_wash, band_points(|moment| moment.rent));

    let mut chart = plot.chart(&months, &y_ticks).series(plot.y_labels(&percents));
    for labels in plot.x_labels(&x_ticks) {
        chart = chart.series(labels);
    }
    // One comb-shaped line, as three years of weekly rounds would be too many marks.
    let (base, tip) = (plot.y.min, plot.y_at(plot.y_pixel(plot.y.min) - 9.0));
    let notches = path(analysis).iter().filter(|moment| moment.retrain).flat_map(|moment| {
        let month = moment.month.number();
        [(month, base), (month, tip), (month, base)]
    });
    chart = chart.series(own_band).series(rent_band);
    chart = chart.series(line("notches", palette.own, 1.0, LineStyleType::Solid, notches));
    if retrained {
        let never = points_of(|moment| moment.own_never.number());
        chart = chart.series(line("never", palette.soft, 2.0, LineStyleType::Dotted, never));
    }
    chart = chart
        .series(line("own-before", palette.own, 1.0, LineStyleType::Solid, before(analysis)))
        .series(line(
            "rent",
            palette.rent,
            2.0,
            LineStyleType::Dashed,
            points_of(|moment| moment.rent.number()),
        ))
        .series(line("own", palette.own, 2.5, LineStyleType::Solid, points_of(|moment| moment.own.number())));
    for label in end_labels(analysis, &plot) {
        chart = chart.series(label);
    }
    let (guess, words) = guess_line(&plot, GUESS.unit, marked.guess, false);
    chart.series(hints(analysis, horizon)).series(guess).series(words)
}

fn end_labels(analysis: &Analysis, plot: &PlotArea) -> Vec<charming::series::Scatter> {
    let palette = plot.palette();
    let Some(last) = last(analysis) else { return Vec::new() };
    let narrow = plot.look.width.is_narrow();
    let retrained = rounds(analysis) > 0;
    let size = if narrow { SMALL } else { TEXT };
    let end = |id, share: f64, long: String, short: &str, color, bold| EndLabel {
        id,
        at: share * 100.0,
        words: format!("{}{}", if narrow { format!("{short}\n") } else { long }, percent(share)),
        color,
        bold,
    };
    let mut ends = Vec::new();
    let own = if retrained {
        format!("Yours, retrained\n{}: ", interval(analysis))
    } else {
        "Yours, never\nretrained: ".to_owned()
    };
    ends.push(end("own-end", last.own.number(), own, "Yours", palette.own, true));
    ends.push(end(
        "rent-end",
        last.rent.number(),
        format!("{}: ", rented(analysis)),
        "Closed",
        palette.rent,
        true,
    ));
    if retrained {
        let name = "Never retrained: ".to_owned();
        ends.push(end("never-end", last.own_never.number(), name, "Left alone", palette.soft, false));
    }
    let sizes: Vec<(f64, f64)> =
        ends.iter().map(|end| (end.at, text_height(end.words.lines().count(), size) + 4.0)).collect();
    let places = plot.spread(&sizes);
    ends.into_iter()
        .zip(places)
        .map(|(end, place)| {
            let style = TextStyle::new(end.color).size(size).right(if narrow { 7.0 } else { 12.0 });
            let style = if end.bold { style.bold() } else { style };
            texts(end.id, style, [(plot.x.max, place, end.words)])
        })
        .collect()
}

/// The tooltips of the lines: an invisible mark a month.
fn hints(analysis: &Analysis, horizon: f64) -> charming::series::Scatter {
    let every = if horizon > 36.0 { 3.0 } else { 1.0 };
    let monthly = path(analysis)
        .iter()
        .filter(move |moment| (moment.month.number() / every).fract() == 0.0 && !moment.retrain);
    let items = monthly.map(|moment| {
        let ahead = points(moment.own.number() - moment.rent.number());
        let words = format!(
            "Month {}\nOpen {}\nClosed {}\nDifference {ahead}",
            moment.month.number(),
            percent(moment.own.number()),
            percent(moment.rent.number()),
        );
        (moment.month.number(), moment.own.number() * 100.0, words)
    });
    marks("hints", "rgba(0,0,0,0)", Symbol::Circle, 18.0, items)
}
