//! The monthly cost of each side, line by line: two bars, own and rent, and the difference between their ends.

use charming::Chart;
use charming::component::{Axis, Grid};
use charming::datatype::DataPoint;
use charming::element::{
    AxisLabel, AxisLine, AxisTick, AxisType, Emphasis, ItemStyle, Label, LabelAlign, LabelPosition,
    LineStyleType, SplitLine,
};
use charming::series::Bar;
use model::order::sort_by;
use model::outcome::{Condition, Hindrance, Line, LineItem, Percentiles};
use model::units::Unit;
use model::{Assumption, Input};

use super::figure::{Figure, FigureSpec, Marked, offers_nothing};
use super::guess::{Guess, GuessAxis, GuessSpec, guess_words};
use super::look::{Look, Width};
use super::marks::{SMALL, TextStyle, line, text_width, texts};
use super::palette::Palette;
use super::plot_area::{Span, bare_chart, hidden_axis};
use super::sources;
use super::table::{Cell, Column, Table};
use super::words::{
    TITLE_LETTERS, between, dollars, list, lower_first, money, percent, short_money, whole_percent,
};
use crate::analysis::Analysis;
use crate::content::FigureName;
use crate::rounded::Rounded;

/// The families of line items: each has one tone of its side's colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Machines,
    People,
    Data,
    Api,
}

impl Family {
    const fn of(item: LineItem) -> Self {
        match item {
            LineItem::ServingGpus
            | LineItem::HostAndNetwork
            | LineItem::RetrainingCompute
            | LineItem::Monitoring
            | LineItem::Endpoint
            | LineItem::Tuning
            | LineItem::ColdStarts
            | LineItem::Spares
            | LineItem::Servers
            | LineItem::Colocation
            | LineItem::Support => Self::Machines,
            LineItem::Build | LineItem::Run => Self::People,
            LineItem::Labelling | LineItem::Evaluation => Self::Data,
            LineItem::ApiRemainder
            | LineItem::InputTokens
            | LineItem::OutputTokens
            | LineItem::Reasoning
            | LineItem::PassedOn
            | LineItem::Routing => Self::Api,
        }
    }

    /// The predicate of a side on which this is the largest share.
    const fn predicate(self) -> &'static str {
        match self {
            Self::Machines => "machines are",
            Self::People => "people are",
            Self::Data => "data and tests are",
            Self::Api => "the closed API is",
        }
    }
}

/// One of the two bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Own,
    Rent,
}

impl Side {
    const ALL: [Self; 2] = [Self::Own, Self::Rent];

    const fn id(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Rent => "rent",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Own => "Own",
            Self::Rent => "Rent",
        }
    }

    fn lines(self, analysis: &Analysis) -> &[Line] {
        let ledgers = &analysis.outcome.estimate.ledgers;
        match self {
            Self::Own => &ledgers.own,
            Self::Rent => &ledgers.rent,
        }
    }

    fn total(self, analysis: &Analysis) -> f64 {
        let cost = &analysis.outcome.estimate.cost;
        match self {
            Self::Own => cost.own_cost.number(),
            Self::Rent => cost.rent_cost.number(),
        }
    }

    /// The side's total as it is printed beside its bar.
    fn printed(self, analysis: &Analysis) -> String {
        let rounded = Rounded::of(&analysis.outcome);
        dollars(match self {
            Self::Own => rounded.own_cost,
            Self::Rent => rounded.rent_cost,
        })
    }

    /// The side's total in the case to compare with, if it reads otherwise.
    fn before(self, analysis: &Analysis) -> Option<f64> {
        let before = self.total(&analysis.before().0);
        (short_money(before) != short_money(self.total(analysis))).then_some(before)
    }

    /// The side's total in nine of ten cases.
    const fn band(self, analysis: &Analysis) -> Percentiles {
        match self {
            Self::Own => analysis.outcome.bands.own_cost,
            Self::Rent => analysis.outcome.bands.rent_cost,
        }
    }

    const fn color(self, palette: &Palette) -> &'static str {
        match self {
            Self::Own => palette.own,
            Self::Rent => palette.rent,
        }
    }

    /// The colours of a segment and of the words on it. The closed API's share has renting's colour on either side.
    const fn tone(self, family: Family, palette: &Palette) -> (&'static str, &'static str) {
        match (self, family) {
            (Self::Own, Family::Machines) => (palette.own, palette.paper),
            (Self::Own, Family::People) => (palette.own_deep, palette.paper),
            (Self::Own, Family::Data) => (palette.own_wash, palette.ink),
            (Self::Rent, Family::People) => (palette.rent_deep, palette.paper),
            (Self::Rent, Family::Data) => (palette.rent_wash, palette.ink),
            (_, Family::Api) | (Self::Rent, Family::Machines) => (palette.rent, palette.paper),
        }
    }
}

/// The lines that are drawn: those above zero, machines first, then people, then data, then the API.
fn drawn(side: Side, analysis: &Analysis) -> Vec<Line> {
    let order = |item: LineItem| match Family::of(item) {
        Family::Machines => 0,
        Family::People => 1,
        Family::Data => 2,
        Family::Api => 3,
    };
    let mut lines: Vec<Line> =
        side.lines(analysis).iter().filter(|line| line.cost.number() > 0.0).copied().collect();
    // Tokens are the main cost of renting: they come first there.
    let rank = |line: &Line| if side == Side::Rent { 3 - order(line.item) } else { order(line.item) };
    sort_by(&mut lines, |a, b| rank(a).cmp(&rank(b)));
    lines
}

/// The largest family of owning's cost and its share.
fn largest_family(analysis: &Analysis) -> Option<(Family, f64)> {
    let total = Side::Own.total(analysis);
    let share = |family: Family| {
        let lines = Side::Own.lines(analysis).iter().filter(|line| Family::of(line.item) == family);
        lines.map(|line| line.cost.number()).sum::<f64>() / total
    };
    let families = [Family::Machines, Family::People, Family::Data, Family::Api];
    if total <= 0.0 {
        return None;
    }
    families.map(|family| (family, share(family))).into_iter().max_by(|a, b| a.1.total_cmp(&b.1))
}

fn title(analysis: &Analysis) -> String {
    let Rounded { own_cost: own, saving, .. } = Rounded::of(&analysis.outcome);
    let difference = dollars(saving.abs());
    let conditions = &analysis.outcome.estimate.conditions;
    let serves_nothing = conditions.contains(&Condition::ModelDoesNotFit)
        || conditions.contains(&Condition::RequestDoesNotFit);
    if serves_nothing && saving < 0.0 {
        return format!("Owning only adds about {difference} a month: its GPUs serve nothing");
    }
    match analysis.outcome.hindrance() {
        Some(Hindrance::CannotOwn) => {
            return format!("Owning cannot do this work; the attempt costs {} a month", dollars(own));
        }
        Some(Hindrance::CannotRent) => {
            return format!("Renting cannot do this work; owning costs {} a month", dollars(own));
        }
        Some(Hindrance::SameWay) => {
            return format!("Owning and renting are the same here: {} a month", dollars(own));
        }
        None => {}
    }
    let finding = if saving == 0.0 {
        format!("Both cost {} a month", dollars(own))
    } else if saving > 0.0 {
        format!("Owning saves about {difference} a month")
    } else {
        format!("Owning costs about {difference} a month more")
    };
    let whose = if saving == 0.0 { "owning\u{2019}s" } else { "its" };
    let title = largest_family(analysis).map(|(family, share)| {
        format!("{finding}; {} {} of {whose} bill", family.predicate(), whole_percent(share))
    });
    title.filter(|title| title.chars().count() <= TITLE_LETTERS).unwrap_or(finding)
}

/// The figure's entry in the list of figures.
pub(super) const SPEC: FigureSpec = FigureSpec {
    figure,
    chart,
    static_chart: |analysis, look| chart(analysis, look, Marked::default()),
    height,
    picture_caption: Some(|analysis| caption(analysis, Width::Wide)),
    is_same_in_every_case: false,
    guess: Some(&GUESS),
    pressed: offers_nothing,
};

/// The bar of renting is known, and that of owning is guessed.
const GUESS: GuessSpec = GuessSpec {
    question: |analysis| {
        let rent = dollars(Rounded::of(&analysis.outcome).rent_cost);
        format!("Renting costs {rent} a month. What does owning cost, people and all?")
    },
    unit: Unit::UsdPerMonth,
    answer: |analysis| Some(Rounded::of(&analysis.outcome).own_cost),
    axis: |analysis, look, guess| GuessAxis {
        is_across: !look.width.is_narrow(),
        margins: if look.width.is_narrow() { UPRIGHT } else { ROOM },
        height: height(look.width),
        span: Span::linear(0.0, axis_top(analysis, Some(guess))),
    },
};

fn height(width: Width) -> f64 {
    if width.is_narrow() { 288.0 } else { 200.0 }
}

/// The words of the figure.
fn figure(analysis: &Analysis) -> Figure {
    let largest = |side: Side| {
        let line = side.lines(analysis).iter().max_by(|a, b| a.cost.number().total_cmp(&b.cost.number()));
        line.map_or_else(String::new, |line| {
            format!("; its largest line is {} at {}", in_sentence(side, line.item), money(line.cost.number()))
        })
    };
    let text_alternative = format!(
        "Two stacked bars. Owning costs {} a month{}. Renting costs {} a month{}. In nine of ten cases owning costs {} and renting {}.",
        Side::Own.printed(analysis),
        largest(Side::Own),
        Side::Rent.printed(analysis),
        largest(Side::Rent),
        between(Side::Own.band(analysis), money),
        between(Side::Rent.band(analysis), money),
    );
    Figure {
        name: FigureName::Ledger,
        title: title(analysis),
        how_to_read: "What each side costs a month, line by line, averaged over the horizon. Strong: people. Faint: labels and evaluation. Thin lines: nine of ten cases."
            .to_owned(),
        how_to_use: "",
        caption: caption(analysis, Width::Medium),
        text_alternative,
        table: table(analysis),
        sources: sources::cited(
            &analysis.scenario,
            &[
                Input::GpuHourPrice,
                Input::HostOverhead,
                Input::ApiInputPrice,
                Input::LabelCost,
                Input::EvaluationCost,
                Input::BuildEffort,
                Input::LoadedCost,
            ],
            &[Assumption::MonitoringPerMonth],
        ),
    }
}

/// A line item's name on a side: "build" on the owning side is "integrate" on the renting side.
const fn name(side: Side, item: LineItem) -> &'static str {
    match (side, item) {
        (Side::Rent, LineItem::Build) => "Integrate it",
        (_, item) => item.label(),
    }
}

/// A line item within a sentence.
fn in_sentence(side: Side, item: LineItem) -> String {
    lower_first(name(side, item))
}

/// The names of the lines that are too short for a label in a drawing of this width.
fn caption(analysis: &Analysis, width: Width) -> String {
    let pixels = horizontal_pixels(width);
    let thin = |side: Side| {
        let lines = drawn(side, analysis)
            .into_iter()
            .filter(|line| horizontal_label(side, line, axis_top(analysis, None), pixels).is_none());
        let words: Vec<String> = lines
            .map(|line| format!("{} {}", in_sentence(side, line.item), money(line.cost.number())))
            .collect();
        (!words.is_empty()).then(|| format!("{}: {}", lower_first(side.label()), list(&words)))
    };
    let sides: Vec<String> = Side::ALL.into_iter().filter_map(thin).collect();
    let thin = if sides.is_empty() {
        "The table gives the amounts in full.".to_owned()
    } else {
        format!("The thinner parts, {}.", sides.join("; "))
    };
    let before: Vec<String> = Side::ALL
        .into_iter()
        .filter_map(|side| Some(format!("{} {}", lower_first(side.label()), money(side.before(analysis)?))))
        .collect();
    if before.is_empty() {
        thin
    } else {
        format!("{thin} A mark across a bar: {}, {}.", analysis.before().1, list(&before))
    }
}

fn table(analysis: &Analysis) -> Table {
    let amount = |amount: f64| Cell::number(amount, dollars(amount));
    let mut rows = Vec::new();
    for side in Side::ALL {
        let total = side.total(analysis);
        let share = |cost: f64| if total > 0.0 { cost / total } else { 0.0 };
        let row = |label: &str, cost: f64| {
            vec![
                Cell::words(format!("{}: {label}", side.label())),
                amount(cost),
                Cell::number(share(cost), percent(share(cost))),
            ]
        };
        rows.extend(
            side.lines(analysis).iter().map(|line| row(&in_sentence(side, line.item), line.cost.number())),
        );
        rows.push(row("all", total));
    }
    Table {
        caption: "Cost a month by line item, US dollars".to_owned(),
        columns: vec![
            Column::new("Line", "line"),
            Column::new("A month", "usd_per_month"),
            Column::new("Share of its side", "share"),
        ],
        rows,
    }
}

/// The greatest length of a line of cases, in multiples of the longer bar, up to which it is shown whole.
const REACH: f64 = 1.6;

/// The end of the axis while owning is guessed, in multiples of renting.
const GUESSED: f64 = 2.5;

/// The end of the axis: the more expensive side, at least a dollar, and its cost in nine of ten cases; and a guess. While the guess is
/// open, the axis must not give the answer.
fn axis_top(analysis: &Analysis, guess: Option<Guess>) -> f64 {
    let longer = Side::Own.total(analysis).max(Side::Rent.total(analysis)).max(1.0);
    let high = Side::Own.band(analysis).p95.max(Side::Rent.band(analysis).p95);
    let guessed = guess.and_then(|guess| guess.value).unwrap_or(0.0);
    if guess.is_some_and(|guess| guess.is_open) {
        (Side::Rent.total(analysis) * GUESSED).max(1.0)
    } else {
        high.clamp(longer, longer * REACH).max(guessed.min(longer * GUESSED * GUESSED))
    }
}

/// The drawing: horizontal bars, or vertical ones on a phone.
fn chart(analysis: &Analysis, look: Look, marked: Marked) -> Chart {
    if look.width.is_narrow() {
        vertical(analysis, look, marked.guess)
    } else {
        horizontal(analysis, look, marked.guess)
    }
}

/// The amount that was guessed, if the axis reaches it, and its words.
fn guessed(guess: Option<Guess>, top: f64) -> Option<(f64, String)> {
    let value = guess?.value.filter(|value| *value <= top)?;
    Some((value, ["You: ", &guess_words(value, GUESS.unit)].concat()))
}

/// One segment of a bar.
fn segment(side: Side, line: &Line, label: Option<String>, look: Look) -> Bar {
    let palette = look.theme.palette();
    let (fill, words) = side.tone(Family::of(line.item), palette);
    let place = match side {
        Side::Own => 0.0,
        Side::Rent => 1.0,
    };
    let amount = line.cost.number();
    let point = if look.width.is_narrow() { vec![place, amount] } else { vec![amount, place] };
    let hint = format!("{}: {} a month", name(side, line.item), money(amount));
    let item = charming::datatype::DataPointItem::new(point).name(hint);
    let bar = Bar::new()
        .id(format!("{}-{}", side.id(), line.item.id()))
        .stack("bill")
        .item_style(ItemStyle::new().color(fill).border_color(palette.paper).border_width(1.0))
        .emphasis(Emphasis::new().disabled(true))
        .data(vec![DataPoint::from(item)]);
    match label {
        Some(text) => bar.label(
            Label::new()
                .show(true)
                .formatter(text.as_str())
                .color(words)
                .font_size(SMALL)
                .font_weight("500")
                .position(LabelPosition::InsideLeft)
                .distance(7.0)
                .silent(true),
        ),
        None => bar,
    }
}

/// An axis that only divides the drawing into its two bars.
fn sides_axis() -> Axis {
    Axis::new()
        .type_(AxisType::Category)
        .data(Side::ALL.map(Side::label).to_vec())
        .axis_label(AxisLabel::new().show(false))
        .axis_tick(AxisTick::new().show(false))
        .axis_line(AxisLine::new().show(false))
        .split_line(SplitLine::new().show(false))
}

/// The same divisions as numbers, for marks beside the bars: bar `n` extends from `n - 0.5` to `n + 0.5`.
fn beside_axis() -> Axis {
    hidden_axis(Side::ALL.len() as f64 - 0.5).min(-0.5)
}

/// The thickness of a horizontal bar, pixels.
const BAR: f64 = 46.0;
/// The room left of the horizontal bars, for their names, and right, for their sums, pixels.
const ROOM: (f64, f64) = (56.0, 104.0);

/// The room above the upright bars, for their sums, and below, for their names, pixels.
const UPRIGHT: (f64, f64) = (50.0, 26.0);

/// The least length of the longer horizontal bar, pixels.
const fn horizontal_pixels(width: Width) -> f64 {
    width.least() - ROOM.0 - ROOM.1
}

/// Name and amount in a segment of a horizontal bar, if it has room for them.
fn horizontal_label(side: Side, line: &Line, top: f64, pixels: f64) -> Option<String> {
    let room = line.cost.number() / top * pixels - 12.0;
    let amount = short_money(line.cost.number());
    let fits = |words: &str| text_width(words, SMALL) <= room;
    let name = [name(side, line.item), short_label(side, line.item)].into_iter().find(|name| fits(name))?;
    fits(&amount).then(|| format!("{name}\n{amount}"))
}

/// Name and amount in a segment of a vertical bar, on one line or two, if it has room for them.
fn vertical_label(side: Side, line: &Line, top: f64, pixels: f64, column: f64) -> Option<String> {
    let room = line.cost.number() / top * pixels;
    let amount = short_money(line.cost.number());
    let fits = |words: &String| text_width(words, SMALL) <= column - 14.0;
    let names = [name(side, line.item), short_label(side, line.item)];
    let one_line =
        names.map(|name| format!("{name}  {amount}")).into_iter().find(fits).filter(|_| room >= 17.0);
    one_line.or_else(|| Some(format!("{}\n{amount}", names[1])).filter(|_| room >= 36.0))
}

fn horizontal(analysis: &Analysis, look: Look, guess: Option<Guess>) -> Chart {
    let palette = look.theme.palette();
    let (left, right) = ROOM;
    let whole = height(look.width);
    let top = axis_top(analysis, guess);
    let pixels = horizontal_pixels(look.width);
    // The second y axis counts pixels from the bottom, for marks beside and between the bars.
    let below = |pixel: f64| whole - pixel;
    let middle = |side: Side| match side {
        Side::Own => below(whole / 4.0),
        Side::Rent => below(whole * 3.0 / 4.0),
    };
    let mut chart = bare_chart(look)
        .grid(Grid::new().left(left).right(right).top(0.0).bottom(0.0))
        .x_axis(hidden_axis(top))
        .y_axis(sides_axis().inverse(true))
        .y_axis(hidden_axis(whole));
    for side in Side::ALL {
        for line in drawn(side, analysis) {
            let label = horizontal_label(side, &line, top, pixels);
            chart = chart.series(segment(side, &line, label, look).bar_width(BAR));
        }
        let (total, color) = (side.total(analysis), side.color(palette));
        let (low, high) = (side.band(analysis).p5.min(top), side.band(analysis).p95.min(top));
        let under = middle(side) - BAR / 2.0 - 7.0;
        let whisker = [(low, -4.0), (low, 4.0), (low, 0.0), (high, 0.0), (high, 4.0), (high, -4.0)];
        let whisker = whisker.into_iter().map(|(x, y)| (x, under + y));
        chart = chart.series(
            line(&format!("{}-band", side.id()), color, 1.5, LineStyleType::Solid, whisker).y_axis_index(1),
        );
        if let Some(before) = side.before(analysis).filter(|before| *before <= top) {
            let ghost = [(before, middle(side) - BAR / 2.0 - 3.0), (before, middle(side) + BAR / 2.0 + 3.0)];
            let id = format!("{}-before", side.id());
            chart = chart.series(line(&id, palette.ink, 2.0, LineStyleType::Solid, ghost).y_axis_index(1));
        }
        let name = TextStyle::new(color).size(16.0).bold().left(14.0);
        let sum = TextStyle::new(color).size(18.0).bold().right(10.0);
        chart = chart
            .series(
                texts(&format!("{}-name", side.id()), name, [(0.0, middle(side), side.label().to_owned())])
                    .y_axis_index(1),
            )
            .series(
                texts(&format!("{}-total", side.id()), sum, [(total, middle(side), side.printed(analysis))])
                    .y_axis_index(1),
            );
    }
    let (own, rent) = (Side::Own.total(analysis), Side::Rent.total(analysis));
    let saving = Rounded::of(&analysis.outcome).saving.abs();
    if saving > 0.0 {
        let (low, high) = (own.min(rent), own.max(rent));
        let place = below(whole / 2.0 - 8.0);
        let bracket = [(low, 5.0), (low, -5.0), (low, 0.0), (high, 0.0), (high, 5.0), (high, -5.0)];
        let points = bracket.into_iter().map(|(x, y)| (x, place + y));
        let words = format!("about {} a month", dollars(saving));
        // The words are centred below the bracket, but end before its right end, where the drawing ends.
        let middle = ((low + high) / 2.0)
            .min(top * (1.0 - text_width(&words, 13.0) / 2.0 / pixels) + top * 40.0 / pixels);
        chart = chart
            .series(line("difference", palette.ink, 1.0, LineStyleType::Solid, points).y_axis_index(1))
            .series(
                texts(
                    "difference-label",
                    TextStyle::new(palette.ink).below(3.0),
                    [(middle, place - 3.0, words)],
                )
                .y_axis_index(1),
            );
    }
    let guess = guessed(guess, top);
    let own = middle(Side::Own);
    let ends = |at: f64| [(at, own - BAR / 2.0), (at, own + BAR / 2.0 + 20.0)];
    let mark = guess.iter().flat_map(|(at, _)| ends(*at));
    let words = guess.iter().map(|(at, words)| (*at, own + BAR / 2.0 + 13.0, words.clone()));
    let style = TextStyle::new(palette.ink).bold();
    let is_at_end = guess.as_ref().is_some_and(|(at, _)| *at > top * 0.8);
    let style = if is_at_end { style.left(6.0) } else { style.right(6.0) };
    chart
        .series(line("guess", palette.ink, 2.0, LineStyleType::Dashed, mark).y_axis_index(1))
        .series(texts("guess-words", style, words).y_axis_index(1))
}

/// A line item's name where space is short.
const fn short_label(side: Side, item: LineItem) -> &'static str {
    match item {
        LineItem::HostAndNetwork => "Hosts",
        LineItem::ApiRemainder => "On the API",
        item => name(side, item),
    }
}

fn vertical(analysis: &Analysis, look: Look, guess: Option<Guess>) -> Chart {
    let palette = look.theme.palette();
    let (above, below) = UPRIGHT;
    let whole = height(look.width);
    let (pixels, top) = (whole - above - below, axis_top(analysis, guess));
    let column = look.width.least() / 2.0 * 0.86;
    let mut chart = bare_chart(look)
        .grid(Grid::new().left(0.0).right(0.0).top(above).bottom(below))
        .x_axis(sides_axis())
        .x_axis(beside_axis())
        .y_axis(hidden_axis(top));
    let saving = Rounded::of(&analysis.outcome).saving;
    for side in Side::ALL {
        for line in drawn(side, analysis) {
            let label = vertical_label(side, &line, top, pixels, column);
            chart = chart.series(segment(side, &line, label, look).bar_width("86%"));
        }
        let place = match side {
            Side::Own => 0.0,
            Side::Rent => 1.0,
        };
        let (total, color) = (side.total(analysis), side.color(palette));
        let (low, high) = (side.band(analysis).p5.min(top), side.band(analysis).p95.min(top));
        // Just beside the bar: the axis that divides the drawing counts its bars from 0.
        let beside = place + 0.465;
        chart = chart.series(
            line(
                &format!("{}-band", side.id()),
                color,
                1.5,
                LineStyleType::Solid,
                [(beside, low), (beside, high)],
            )
            .x_axis_index(1),
        );
        let mut name_words = side.label().to_owned();
        if let Some(before) = side.before(analysis) {
            name_words = format!("{name_words}, was {}", short_money(before));
            if before <= top {
                // At the bar's edge, where no words are.
                let ghost = [(place - 0.5, before), (place - 0.38, before)];
                let id = format!("{}-before", side.id());
                chart =
                    chart.series(line(&id, palette.ink, 2.0, LineStyleType::Solid, ghost).x_axis_index(1));
            }
        }
        let sum = TextStyle::new(color).size(18.0).bold().above(5.0);
        let name = TextStyle::new(color).size(15.0).bold().below(7.0);
        let is_cheaper = match side {
            Side::Own => saving > 0.0,
            Side::Rent => saving < 0.0,
        };
        if is_cheaper {
            let words = format!("about {} less", dollars(saving.abs()));
            let style = TextStyle::new(palette.soft).above(28.0);
            chart = chart.series(texts(&format!("{}-less", side.id()), style, [(place, total, words)]));
        }
        chart = chart
            .series(texts(&format!("{}-total", side.id()), sum, [(place, total, side.printed(analysis))]))
            .series(texts(&format!("{}-name", side.id()), name, [(place, 0.0, name_words)]));
    }
    let guess = guessed(guess, top);
    let mark = guess.iter().flat_map(|(at, _)| [(-0.5, *at), (0.5, *at)]);
    let words = guess.iter().map(|(at, words)| (-0.45, *at, words.clone()));
    let style = TextStyle::new(palette.ink).bold().on(palette.paper).above(3.0).align(LabelAlign::Left);
    chart
        .series(line("guess", palette.ink, 2.0, LineStyleType::Dashed, mark).x_axis_index(1))
        .series(texts("guess-words", style, words).x_axis_index(1))
}
