//! The sensitivity of the answer: the saving at the low and the high of each uncertain quantity alone, widest bar
//! first.

use charming::Chart;
use charming::element::{ItemStyle, LabelAlign, LineStyleType, Symbol};
use model::catalogue::Domain;
use model::format::{Style, number, to_significant};
use model::order::sort_by;
use model::sensitivity::Swing;
use model::{Assumption, Input, Setting};

use super::figure::{Figure, FigureSpec, Offer};
use super::look::{Look, Width};
use super::marks::{SMALL, TEXT, TextStyle, line, marks, text_width, texts};
use super::plot_area::{PlotArea, Span};
use super::sources;
use super::table::{Cell, Column, Table};
use super::words::{TITLE_LETTERS, dollars, list, lower_first, money, percent, short_dollars};
use crate::analysis::Analysis;
use crate::content::FigureName;
use crate::rounded::Rounded;

/// Most rows in a drawing. A phone's has fewer.
pub const TORNADO_ROWS: usize = 8;

/// Most rows on a phone.
const NARROW_ROWS: usize = 6;

/// The positions in the drawing, CSS pixels. `styles/tornado.css` puts the rows' names and controls into the same
/// positions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TornadoShape {
    /// Most rows.
    pub rows: usize,
    /// From the top to the first row.
    pub head: f64,
    /// From one row to the next.
    pub pitch: f64,
    /// From a row's top to the middle of its bar.
    pub bar: f64,
    /// From the last row to the bottom.
    pub foot: f64,
    /// From the left to the bars.
    pub left: f64,
}

impl TornadoShape {
    /// The shape of a drawing of this width.
    pub const fn for_width(width: Width) -> Self {
        match width {
            Width::Narrow => {
                Self { rows: NARROW_ROWS, head: 48.0, pitch: 92.0, bar: 74.0, foot: 44.0, left: 2.0 }
            }
            Width::Medium => {
                Self { rows: TORNADO_ROWS, head: 48.0, pitch: 60.0, bar: 30.0, foot: 44.0, left: 232.0 }
            }
            Width::Wide => {
                Self { rows: TORNADO_ROWS, head: 48.0, pitch: 60.0, bar: 30.0, foot: 44.0, left: 312.0 }
            }
        }
    }

    /// The drawing's height.
    pub const fn height(self) -> f64 {
        self.head + self.pitch * self.rows as f64 + self.foot
    }

    /// The y value of a point this many pixels below the drawing's top: the plot's y axis counts upwards from its base.
    const fn down(self, pixels: f64) -> f64 {
        self.head + self.pitch * self.rows as f64 - pixels
    }

    /// The middle of a row's bar.
    const fn bar_at(self, row: usize) -> f64 {
        self.down(self.head + self.pitch * row as f64 + self.bar)
    }
}

/// The words beside a row's bar.
#[derive(Clone, Debug, PartialEq)]
pub struct RowText {
    /// The name of the quantity.
    pub label: &'static str,
    /// Its present value.
    pub value: String,
    /// The range of a constant, which no control sets.
    pub range: Option<String>,
}

/// The words beside the bar of a quantity.
pub fn row_text(swing: &Swing) -> RowText {
    let tight = |value| number(value, swing.unit, Style::Tight);
    match swing.what {
        Setting::Input(_) => RowText { label: swing.label, value: tight(swing.value), range: None },
        Setting::Assumption(_) => RowText {
            label: swing.label,
            value: tight(swing.value),
            range: Some(format!("A constant, between {} and {}", tight(swing.low), tight(swing.high))),
        },
    }
}

fn saving(analysis: &Analysis) -> f64 {
    analysis.outcome.estimate.cost.saving.number()
}

/// Whether a quantity moves the saving by an amount that is visible in print.
fn moves(swing: &Swing) -> bool {
    money(swing.swing().number().abs()) != money(0.0)
}

/// The quantities that move the saving, widest first, whatever the order of the rows.
fn widest(analysis: &Analysis) -> Vec<&Swing> {
    let mut widest: Vec<&Swing> = analysis.tornado.iter().filter(|swing| moves(swing)).collect();
    sort_by(&mut widest, |a, b| b.swing().number().abs().total_cmp(&a.swing().number().abs()));
    widest
}

/// Whether a quantity by itself changes which side is cheaper, at its low or at its high.
fn turns(swing: &Swing, analysis: &Analysis) -> bool {
    let owns = saving(analysis) >= 0.0;
    [swing.saving_low, swing.saving_high].iter().any(|saving| (saving.number() >= 0.0) != owns)
}

/// "owning saves $1,300 a month".
fn saves(saving: f64) -> String {
    let side = if saving < 0.0 { "renting" } else { "owning" };
    format!("{side} saves {} a month", money(saving.abs()))
}

fn title(analysis: &Analysis) -> String {
    let widest = widest(analysis);
    let turning = analysis.tornado.iter().filter(|swing| turns(swing, analysis)).count();
    let turning = match (analysis.outcome.hindrance(), turning) {
        (Some(hindrance), _) => format!("as set, {}", hindrance.words()),
        (None, 0) => "nothing alone would turn it".to_owned(),
        (None, 1) => "one of them alone could turn it".to_owned(),
        (None, turning) => format!("any of {turning} could turn it"),
    };
    let first = |label: &str| {
        let mut letters = lower_first(label).chars().collect::<Vec<_>>();
        if let Some(letter) = letters.first_mut() {
            letter.make_ascii_uppercase();
        }
        letters.into_iter().collect::<String>()
    };
    let candidates = match widest.as_slice() {
        [] => vec!["Nothing that is uncertain moves the answer".to_owned()],
        [only] => {
            vec![format!("Of all that is uncertain, one alone moves the answer: {}", lower_first(only.label))]
        }
        [most, next, ..] => vec![
            format!("{} and {} move the answer most; {turning}", first(most.label), lower_first(next.label)),
            format!("What moves the answer most: {}; {turning}", lower_first(most.label)),
        ],
    };
    let fits = |title: &&String| title.chars().count() <= TITLE_LETTERS;
    let shortest = format!("{} uncertain quantities move the answer; {turning}", widest.len());
    candidates.iter().find(fits).cloned().unwrap_or(shortest)
}

/// The quantities that the drawing leaves out, in words.
fn rest(analysis: &Analysis) -> String {
    let (moving, all) = (widest(analysis).len(), analysis.tornado.len());
    format!(
        "Of {all} uncertain quantities {moving} move the saving; the widest bars are drawn, the table has all."
    )
}

/// The figure's entry in the list of figures.
pub(super) const SPEC: FigureSpec = FigureSpec {
    figure,
    chart: |analysis, look, _| chart(analysis, look),
    static_chart,
    height: |width| TornadoShape::for_width(width).height(),
    picture_caption: None,
    is_same_in_every_case: false,
    guess: None,
    pressed,
};

/// The words of the figure.
fn figure(analysis: &Analysis) -> Figure {
    let widest = widest(analysis);
    let effects: Vec<String> = widest
        .iter()
        .take(TORNADO_ROWS)
        .map(|swing| {
            format!(
                "{}: at {}, {}; at {}, {}.",
                swing.label,
                number(swing.low, swing.unit, Style::Prose),
                saves(swing.saving_low.number()),
                number(swing.high, swing.unit, Style::Prose),
                saves(swing.saving_high.number()),
            )
        })
        .collect();
    let turning: Vec<String> =
        widest.iter().filter(|swing| turns(swing, analysis)).map(|swing| lower_first(swing.label)).collect();
    let turning = if widest.is_empty() {
        "Nothing uncertain moves it.".to_owned()
    } else if turning.is_empty() {
        "No single one would turn the answer.".to_owned()
    } else {
        format!("By itself, each of these would turn the answer: {}.", list(&turning))
    };
    let (inputs, assumptions) = origins(&widest);
    Figure {
        name: FigureName::Tornado,
        title: title(analysis),
        how_to_read: "Each bar moves one thing from its low to its high; nine cases in ten lie between. One that crosses the break-even turns the answer."
            .to_owned(),
        how_to_use: "Move a slider, or press a bar\u{2019}s end.",
        caption: format!("{} Volume has no bar: how many requests you have is yours to know.", rest(analysis)),
        text_alternative: format!(
            "A bar chart of the saving between the low and the high of each uncertain quantity. Now {}. {}",
            saves(saving(analysis)),
            effects.into_iter().chain([turning]).collect::<Vec<_>>().join(" "),
        ),
        table: table(analysis),
        sources: sources::cited(&analysis.scenario, &inputs, &assumptions),
    }
}

/// The inputs and the constants among the quantities that are drawn; all inputs with a band if nothing moves anything.
fn origins(widest: &[&Swing]) -> (Vec<Input>, Vec<Assumption>) {
    let drawn = || widest.iter().take(TORNADO_ROWS).map(|swing| swing.what);
    let inputs: Vec<Input> = drawn()
        .filter_map(|what| match what {
            Setting::Input(input) => Some(input),
            Setting::Assumption(_) => None,
        })
        .collect();
    let assumptions: Vec<Assumption> = drawn()
        .filter_map(|what| match what {
            Setting::Assumption(assumption) => Some(assumption),
            Setting::Input(_) => None,
        })
        .collect();
    if inputs.is_empty() && assumptions.is_empty() {
        (vec![Input::GpuHourPrice], assumptions)
    } else {
        (inputs, assumptions)
    }
}

fn table(analysis: &Analysis) -> Table {
    let row = |swing: &Swing| {
        let value = |value: f64| Cell::number(value, number(value, swing.unit, Style::Prose));
        let amount = |saving: f64| Cell::number(saving, dollars(saving));
        let share = |share: f64| Cell::number(share, percent(share));
        vec![
            Cell::words(swing.label),
            Cell::words(match swing.what {
                Setting::Input(_) => "input",
                Setting::Assumption(_) => "constant",
            }),
            Cell::words(if swing.unit.name().is_empty() { "a number" } else { swing.unit.name() }),
            value(swing.low),
            value(swing.value),
            value(swing.high),
            amount(swing.saving_low.number()),
            amount(swing.saving_high.number()),
            share(swing.accuracy_low.number()),
            share(swing.accuracy_high.number()),
            Cell::words(if turns(swing, analysis) { "yes" } else { "no" }),
        ]
    };
    // A quantity that moves neither saving nor accuracy still has a row, which shows that it was tried.
    let mut swings: Vec<&Swing> = analysis.tornado.iter().collect();
    sort_by(&mut swings, |a, b| b.swing().number().abs().total_cmp(&a.swing().number().abs()));
    Table {
        caption: "Each uncertain quantity alone at its low and at its high, all else as it is: what owning saves a month, and how accurate it is"
            .to_owned(),
        columns: vec![
            Column::new("What", "quantity"),
            Column::new("Kind", "kind"),
            Column::new("Unit", "unit"),
            Column::new("Low", "low"),
            Column::new("Value", "value"),
            Column::new("High", "high"),
            Column::new("Saving at low", "saving_at_low_usd_per_month"),
            Column::new("Saving at high", "saving_at_high_usd_per_month"),
            Column::new("Accuracy at low", "accuracy_at_low"),
            Column::new("Accuracy at high", "accuracy_at_high"),
            Column::new("Turns the answer", "turns_the_answer"),
        ],
        rows: swings.into_iter().map(row).collect(),
    }
}

/// The rows of a drawing.
fn drawn(analysis: &Analysis, width: Width) -> &[Swing] {
    let most = TornadoShape::for_width(width).rows.min(analysis.tornado.len());
    &analysis.tornado[..most]
}

/// The action of a ring at the end of a bar: sets the row's input to that value. A constant has none.
fn pressed(analysis: &Analysis, look: Look, series: &str, index: usize) -> Option<Offer> {
    let swing = drawn(analysis, look.width).get(index)?;
    let Setting::Input(input) = swing.what else { return None };
    let end = match series {
        "low" => swing.low,
        "high" => swing.high,
        _ => return None,
    };
    Some(Offer::Apply(vec![(input, settable(input, end))]))
}

/// A value rounded as a reader would set it, inside the input's range.
fn settable(input: Input, value: f64) -> f64 {
    let Domain::Number { min, max, whole, .. } = input.spec().domain else { return value };
    let rounded = if whole { libm::round(value) } else { to_significant(value, 3) };
    rounded.clamp(min, max)
}

/// The thickness of a bar, pixels.
const THICKNESS: f64 = 20.0;
/// The diameter of the ring at the end of a bar, pixels.
const RING: f64 = 11.0;
/// The diameter of the area around a ring that can be pressed, pixels.
const REACH: f64 = 32.0;
/// The layer of lines and bars: below that of marks and words, whose default is 2.
const UNDER: i32 = 1;
/// The distance between a ring and the words beside it, pixels.
const GAP: f64 = 11.0;

/// A bar: its ends in the saving, left first, and the words at them.
struct Bar {
    ends: [f64; 2],
    words: [String; 2],
}

impl Bar {
    fn of(swing: &Swing) -> Self {
        let low = (swing.saving_low.number(), number(swing.low, swing.unit, Style::Tight));
        let high = (swing.saving_high.number(), number(swing.high, swing.unit, Style::Tight));
        let (left, right) = if low.0 <= high.0 { (low, high) } else { (high, low) };
        Self { ends: [left.0, right.0], words: [left.1, right.1] }
    }

    /// Whether the ends of the bar differ.
    fn has_length(&self) -> bool {
        self.ends[0] < self.ends[1]
    }
}

/// The axis: break-even, the present saving and all bars, with room for the words at the bars' ends.
fn span(bars: &[Bar], now: f64, room: f64) -> Span {
    let ends = || bars.iter().flat_map(|bar| bar.ends).chain([0.0, now]);
    let (least, most) = (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max));
    let (mut min, mut max) = if most - least < 1.0 { (least - 1.0, most + 1.0) } else { (least, most) };
    let words = |words: &str| text_width(words, TEXT) + GAP + 4.0;
    // The room for words in the axis' values depends on its length, and the length on that room: each round comes
    // closer.
    for _ in 0..ROUNDS {
        let per_pixel = (max - min) / room;
        let left = bars.iter().map(|bar| bar.ends[0] - words(&bar.words[0]) * per_pixel);
        let right = bars.iter().map(|bar| bar.ends[1] + words(&bar.words[1]) * per_pixel);
        (min, max) = (left.fold(least.min(min), f64::min), right.fold(most.max(max), f64::max));
    }
    Span::linear(min, max)
}

/// The number of rounds after which [`span`] is close enough.
const ROUNDS: usize = 12;

/// The plot: its y axis counts pixels upwards from the base.
fn plot(analysis: &Analysis, look: Look) -> (PlotArea, Vec<Bar>) {
    let shape = TornadoShape::for_width(look.width);
    let bars: Vec<Bar> = drawn(analysis, look.width).iter().map(Bar::of).collect();
    let right = 2.0;
    let x = span(&bars, saving(analysis), look.width.least() - shape.left - right);
    let bottom = shape.foot;
    let plot = PlotArea {
        look,
        height: shape.height(),
        top: 0.0,
        right,
        bottom,
        left: shape.left,
        x,
        y: Span::linear(0.0, shape.height() - bottom),
    };
    (plot, bars)
}

/// The drawing.
fn chart(analysis: &Analysis, look: Look) -> Chart {
    let (plot, bars) = plot(analysis, look);
    let palette = plot.palette();
    let shape = TornadoShape::for_width(look.width);
    let swings = drawn(analysis, look.width);
    let now = saving(analysis);
    let base = plot.y.min;

    let ticks: Vec<f64> = plot.x.ticks(if look.width.is_narrow() { 4 } else { 6 });
    let near = |a: f64, b: f64, pixels: f64| {
        ((plot.x.share(a) - plot.x.share(b)) * plot.inner_width()).abs() < pixels
    };
    let break_even = "break-even";
    let keep_off = text_width(break_even, SMALL) / 2.0 + text_width("$999k", SMALL) / 2.0 + 6.0;
    let inside = |tick: f64| {
        let at = plot.x.share(tick) * plot.inner_width();
        at > 14.0 && at < plot.inner_width() - 14.0
    };
    let tick_words: Vec<(f64, String)> = ticks
        .iter()
        .copied()
        .filter(|tick| !near(*tick, 0.0, keep_off) && inside(*tick))
        .map(|tick| (tick, short_dollars(tick.abs())))
        .collect();

    let mut chart = plot.chart(&ticks, &[base]);
    for labels in plot.x_labels(&tick_words) {
        chart = chart.series(labels);
    }
    let small = TextStyle::new(palette.soft).size(SMALL);
    chart = chart
        .series(texts("x-name", small.below(26.0), [(plot.x.at(0.5), base, "saved a month".to_owned())]))
        .series(
            line(
                "zero",
                palette.ink,
                1.0,
                LineStyleType::Solid,
                [(0.0, shape.down(HEAD_WORDS)), (0.0, base)],
            )
            .z(UNDER),
        );
    chart = anchored(
        chart,
        "zero-name",
        TextStyle::new(palette.ink).size(SMALL).below(9.0),
        &plot,
        (0.0, base),
        break_even,
    );
    // The side that is cheaper on either side of the line, in words, where there is room for them.
    let zero = plot.x.share(0.0) * plot.inner_width();
    let rooms = [zero, plot.inner_width() - zero];
    let long = ["\u{2190} renting is cheaper", "owning is cheaper \u{2192}"];
    let short = ["\u{2190} renting", "owning \u{2192}"];
    let fit = |words: &str, room: f64| text_width(words, TEXT) + GAP < room;
    // Both long or both short, if both are shown.
    let all_long = (0..2).all(|side| fit(long[side], rooms[side]) || !fit(short[side], rooms[side]));
    let words = if all_long { long } else { short };
    let styles =
        [TextStyle::new(palette.rent).bold().left(8.0), TextStyle::new(palette.own).bold().right(8.0)];
    for (((id, words), room), style) in
        ["rent-side", "own-side"].into_iter().zip(words).zip(rooms).zip(styles)
    {
        if fit(words, room) {
            chart = chart.series(texts(id, style, [(0.0, shape.down(HEAD_WORDS + 2.0), words.to_owned())]));
        }
    }

    for (row, (swing, bar)) in swings.iter().zip(&bars).enumerate() {
        let y = shape.bar_at(row);
        let [left, right] = bar.ends;
        for (side, color, from, to) in
            [("rent", palette.rent, left, right.min(0.0)), ("own", palette.own, left.max(0.0), right)]
        {
            if from < to {
                let id = format!("{side}-{}", swing.id);
                chart = chart
                    .series(line(&id, color, THICKNESS, LineStyleType::Solid, [(from, y), (to, y)]).z(UNDER));
            }
        }
    }

    chart = chart.series(
        line(
            "now",
            palette.ink,
            1.0,
            LineStyleType::Dashed,
            [(now, shape.down(NOW_WORDS + 8.0)), (now, base)],
        )
        .z(UNDER),
    );
    let printed = Rounded::of(&analysis.outcome).saving;
    let now_words = if printed == 0.0 {
        "now: both cost about the same".to_owned()
    } else {
        let side = if printed < 0.0 { "renting" } else { "owning" };
        format!("now: {side} saves {}", short_dollars(printed.abs()))
    };
    chart = anchored(
        chart,
        "now-name",
        TextStyle::new(palette.ink).size(SMALL).on(palette.paper),
        &plot,
        (now, shape.down(NOW_WORDS)),
        &now_words,
    );

    let at_rows = || swings.iter().zip(&bars).enumerate().filter(|(_, (_, bar))| bar.has_length());
    for (id, end) in [("left-words", 0), ("right-words", 1)] {
        let style = TextStyle::new(palette.ink).on(palette.paper);
        let style = if end == 0 { style.left(GAP) } else { style.right(GAP) };
        let items =
            at_rows().map(|(row, (_, bar))| (bar.ends[end], shape.bar_at(row), bar.words[end].clone()));
        chart = chart.series(texts(id, style, items));
    }
    // Rings at the ends of bars that can be set: they look like the thumb of a slider, and are pressed.
    let rings = at_rows()
        .filter(|(_, (swing, _))| matches!(swing.what, Setting::Input(_)))
        .flat_map(|(row, (_, bar))| bar.ends.map(|end| (end, shape.bar_at(row), String::new())));
    chart = chart.series(marks("rings", palette.raised, Symbol::Circle, RING, rings).item_style(
        ItemStyle::new().color(palette.raised).border_color(palette.ink).border_width(1.5).opacity(1.0),
    ));
    for (id, is_high) in [("low", false), ("high", true)] {
        let items = swings.iter().enumerate().map(|(row, swing)| {
            let (value, saving) =
                if is_high { (swing.high, swing.saving_high) } else { (swing.low, swing.saving_low) };
            let words = format!(
                "{}\nat {}:\n{}",
                swing.label,
                number(value, swing.unit, Style::Prose),
                saves(saving.number())
            );
            (saving.number(), shape.bar_at(row), words)
        });
        chart = chart.series(marks(id, "rgba(0,0,0,0)", Symbol::Circle, REACH, items));
    }
    chart
}

/// The distance of the words over the drawing from its top: the sides, then the present saving.
const HEAD_WORDS: f64 = 10.0;
const NOW_WORDS: f64 = 32.0;

/// Words at a point, that stay inside the plot: centred, or aligned left or right.
fn anchored(chart: Chart, id: &str, style: TextStyle, plot: &PlotArea, at: (f64, f64), words: &str) -> Chart {
    let (place, half) = (plot.x.share(at.0) * plot.inner_width(), text_width(words, SMALL) / 2.0);
    let style = if place < half {
        style.align(LabelAlign::Left)
    } else if place > plot.inner_width() - half {
        style.align(LabelAlign::Right)
    } else {
        style.align(LabelAlign::Center)
    };
    chart.series(texts(id, style, [(at.0, at.1, words.to_owned())]))
}

/// The drawing with the names and values of its rows.
fn static_chart(analysis: &Analysis, look: Look) -> Chart {
    let (plot, _) = plot(analysis, look);
    let shape = TornadoShape::for_width(look.width);
    let palette = plot.palette();
    let rows = drawn(analysis, look.width);
    let texts_of = |id: &str, style: TextStyle, lift: f64, what: fn(&Swing) -> String| {
        let items =
            rows.iter().enumerate().map(|(row, swing)| (plot.x.min, shape.bar_at(row) + lift, what(swing)));
        texts(id, style, items.collect::<Vec<_>>())
    };
    let (label, value) = (TextStyle::new(palette.ink).bold(), TextStyle::new(palette.soft));
    let label_of = |swing: &Swing| swing.label.to_owned();
    let value_of = |swing: &Swing| row_text(swing).value;
    let chart = chart(analysis, look);
    if look.width.is_narrow() {
        return chart.series(texts_of("row-labels", label.right(0.0), 46.0, label_of)).series(texts_of(
            "row-values",
            value.right(0.0),
            27.0,
            value_of,
        ));
    }
    chart.series(texts_of("row-labels", label.left(16.0), 9.0, label_of)).series(texts_of(
        "row-values",
        value.left(16.0),
        -9.0,
        value_of,
    ))
}
