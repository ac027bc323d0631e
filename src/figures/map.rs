//! The map of volume and price: requests a day across, what would be rented upward, coloured by how often owning is cheaper.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use model::format::{Style, number, probability_words, to_significant};
use model::rented::{Rental, rentals, short_name};
use model::solve::{Answer, Target, break_even};
use model::units::Unit;
use model::volume_odds::{Odds, odds};
use model::{Input, Preset, Scenario};

use super::figure::{Drawn, Figure, OwnSpec};
use super::lettering::text_at;
use super::look::Width;
use super::palette::Palette;
use super::sources;
use super::table::{Cell, Column, Table};
use super::words::{TITLE_LETTERS, requests};
use crate::analysis::Analysis;
use crate::content::FigureName;

/// The left end of the map, requests a day.
const LEAST: f64 = 1e3;

/// Tenfolds from end to end.
const DECADES: usize = 5;

/// Columns in a tenfold.
const COLUMNS_A_DECADE: usize = 5;

/// The columns of the map.
pub const MAP_COLUMNS: usize = DECADES * COLUMNS_A_DECADE;

/// Cases in a cell of the map.
const POINTS: u32 = 32;

/// The columns that words on the map need.
const WORDS: usize = 9;

/// Rows that are computed at once.
const ROWS_AT_ONCE: usize = 3;

/// The marks below the map: the number of columns left of each, and its words.
pub const MAP_TICKS: [(usize, &str); DECADES + 1] =
    [(0, "1k"), (5, "10k"), (10, "100k"), (15, "1M"), (20, "10M"), (25, "100M")];

/// The shares of the cases at which one colour ends and the next begins. The second and the last but one are where an
/// answer becomes too close to call.
const STEPS: [f64; 6] = [0.05, 0.2, 0.4, 0.6, 0.8, 0.95];

/// The colours of cells: one more than there are steps, and one where a side cannot do the work.
pub const MAP_CLASSES: usize = STEPS.len() + 2;

/// The colour of cells in which a side cannot do the work.
const UNABLE: usize = MAP_CLASSES - 1;

/// The case of a map: wherever the reader's own point is, the map is the same.
pub fn map_key(scenario: &Scenario) -> Scenario {
    scenario.clone().reset(Input::RequestsPerDay).reset(Input::Api)
}

/// A row of the map: a model that could be rented.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapRow {
    /// The model.
    pub rental: Rental,
    /// From how many requests a day owning is cheaper by the best estimate.
    pub answer: Answer,
    /// Whether it is from there on, and not up to there.
    holds_above: bool,
}

impl MapRow {
    /// The model's name without its maker.
    pub fn name(&self) -> &'static str {
        short_name(self.rental.label)
    }

    /// The mean price of a million tokens: "$2.90".
    pub fn price(&self) -> String {
        let price = self.rental.price.number();
        number(to_significant(price, 2), Unit::UsdPerMillionTokens, Style::Tight)
    }

    /// "from about 100,000 requests a day".
    fn words(&self) -> String {
        let about = |value: f64| requests(to_significant(value, 2));
        match self.answer {
            Answer::Always => "at any volume".to_owned(),
            Answer::Never { .. } => "at no volume".to_owned(),
            Answer::At(value) if self.holds_above => format!("from about {} requests a day", about(value)),
            Answer::At(value) => format!("up to about {} requests a day", about(value)),
            Answer::Between { from, to } => {
                format!("between about {} and {} requests a day", about(from), about(to))
            }
        }
    }
}

thread_local! {
    /// The rows and the cells of the last case: dragging the reader's point changes neither.
    static ROWS: RefCell<Option<(Scenario, Rc<Vec<MapRow>>)>> = const { RefCell::new(None) };
    static CELLS: RefCell<Option<(Scenario, Rc<MapCells>)>> = const { RefCell::new(None) };
}

/// The rows of a case's map, dearest first, as they are drawn from the top.
pub fn map_rows(scenario: &Scenario) -> Rc<Vec<MapRow>> {
    let key = map_key(scenario);
    if let Some(rows) =
        ROWS.with_borrow(|kept| kept.as_ref().filter(|kept| kept.0 == key).map(|kept| kept.1.clone()))
    {
        return rows;
    }
    let rows = Rc::new(computed_rows(&key));
    ROWS.set(Some((key, rows.clone())));
    rows
}

fn computed_rows(key: &Scenario) -> Vec<MapRow> {
    let (at, assumptions) = (key.moved(Input::Api), key.assumptions());
    let row = |rental: Rental| {
        let solved = break_even(&at(rental.api), &assumptions, Input::RequestsPerDay, Target::OwningCheaper);
        MapRow { rental, answer: solved.answer, holds_above: solved.holds_above }
    };
    rentals(key).into_iter().rev().map(row).collect()
}

/// The requests a day in the middle of each column.
pub fn column_requests() -> [f64; MAP_COLUMNS] {
    core::array::from_fn(|column| at(column as f64 + 0.5))
}

/// The requests a day at a distance from the left edge, in columns.
fn at(columns: f64) -> f64 {
    LEAST * libm::pow(10.0, columns / COLUMNS_A_DECADE as f64)
}

/// The place of a number of requests, in columns from the left; what lies beyond an end is at it.
fn across(requests: f64) -> f64 {
    (libm::log10(requests / LEAST) * COLUMNS_A_DECADE as f64).clamp(0.0, MAP_COLUMNS as f64)
}

/// The cells of a map: for each row its odds, column by column.
#[derive(Clone, Debug, PartialEq)]
pub struct MapCells {
    /// Rows as [`map_rows`] has them.
    pub rows: Vec<Vec<Odds>>,
}

impl MapCells {
    /// The cells of a case, computed at once unless they are those of the last case.
    pub fn new(scenario: &Scenario) -> Rc<Self> {
        let mut computation = MapComputation::new(scenario);
        loop {
            if let Some(cells) = computation.advance() {
                return cells;
            }
        }
    }

    /// The cells of a case, if they are those of the last one.
    pub fn known(scenario: &Scenario) -> Option<Rc<Self>> {
        let key = map_key(scenario);
        CELLS.with_borrow(|kept| kept.as_ref().filter(|kept| kept.0 == key).map(|kept| kept.1.clone()))
    }

    /// The colour of a cell, from renting to owning; the last where a side cannot do the work.
    pub fn class(odds: &Odds) -> usize {
        match odds.unable {
            Some(_) => UNABLE,
            // The ends of too close to call belong to the answers beyond them.
            None => STEPS
                .iter()
                .position(|step| {
                    if *step > 0.5 { odds.owning_cheaper < *step } else { odds.owning_cheaper <= *step }
                })
                .unwrap_or(STEPS.len()),
        }
    }

    /// The cells of each colour as a path, in columns and rows: neighbours of one colour are one rectangle. Of cells in which
    /// a side cannot do the work, lines to hatch them.
    pub fn outlines(&self) -> [String; MAP_CLASSES] {
        let mut outlines: [String; MAP_CLASSES] = Default::default();
        for (down, row) in self.rows.iter().enumerate() {
            let mut from = 0;
            while from < row.len() {
                let class = Self::class(&row[from]);
                let run = row[from..].iter().take_while(|odds| Self::class(odds) == class).count();
                outlines[class] += &if class == UNABLE {
                    (from..from + run).map(|column| format!("M{column} {}l1-1", down + 1)).collect()
                } else {
                    format!("M{from} {down}h{run}v1h-{run}z")
                };
                from += run;
            }
        }
        outlines
    }

    /// The words on the two large regions, if there is room: columns from the left, rows from the top, and the words.
    pub fn region_words(&self) -> Vec<(f64, f64, &'static str)> {
        let n = self.rows.len();
        // The dearer models are above, where owning wins; each word stands where its region is widest.
        let regions = [(n / 2..n, 0, "Renting wins"), (0..n / 2, STEPS.len(), "Owning wins")];
        let word = |(rows, class, words): (Range<usize>, usize, &'static str)| {
            let runs = rows.filter_map(|down| Some((down, self.longest_run(down, class)?)));
            let (down, (from, length)) = runs.max_by_key(|(down, (_, length))| (*length, n - down))?;
            (length >= WORDS).then_some((from as f64 + length as f64 / 2.0, down as f64 + 0.5, words))
        };
        regions.into_iter().filter_map(word).collect()
    }

    /// The first column and the length of the longest run of cells of a colour in a row and its neighbours.
    fn longest_run(&self, down: usize, class: usize) -> Option<(usize, usize)> {
        let rows = self.rows.get(down.saturating_sub(1)..(down + 2).min(self.rows.len()))?;
        let is_clear = |column: usize| {
            rows.iter().all(|row| row.get(column).is_some_and(|odds| Self::class(odds) == class))
        };
        let run = |from: usize| (from, (from..MAP_COLUMNS).take_while(|column| is_clear(*column)).count());
        (0..MAP_COLUMNS).map(run).max_by_key(|(from, length)| (*length, MAP_COLUMNS - from))
    }
}

/// The cells of a map, computed a few rows at a time: all at once would be too long a task on a phone.
#[derive(Clone, Debug)]
pub struct MapComputation {
    key: Scenario,
    rows: Vec<Vec<Odds>>,
}

impl MapComputation {
    /// A computation that has not begun.
    pub fn new(scenario: &Scenario) -> Self {
        Self { key: map_key(scenario), rows: Vec::new() }
    }

    /// Computes the next rows; returns the cells once they are complete.
    pub fn advance(&mut self) -> Option<Rc<MapCells>> {
        if let Some(cells) = MapCells::known(&self.key) {
            return Some(cells);
        }
        let rows = map_rows(&self.key);
        for row in rows.iter().skip(self.rows.len()).take(ROWS_AT_ONCE) {
            let there =
                self.key.clone().with(Input::Api, row.rental.api).unwrap_or_else(|_| self.key.clone());
            self.rows.push(odds(&there, &column_requests(), POINTS));
        }
        (self.rows.len() == rows.len()).then(|| {
            let cells = Rc::new(MapCells { rows: core::mem::take(&mut self.rows) });
            CELLS.set(Some((self.key.clone(), cells.clone())));
            cells
        })
    }
}

/// A point on the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapPoint {
    /// Columns from the left.
    pub across: f64,
    /// Rows from the top.
    pub down: f64,
}

/// The place of a case on a map with these rows.
pub fn map_point(rows: &[MapRow], scenario: &Scenario) -> MapPoint {
    let api = scenario.get(Input::Api);
    let row = rows.iter().position(|row| row.rental.api == api).unwrap_or_default();
    MapPoint { across: across(scenario.get(Input::RequestsPerDay)), down: row as f64 + 0.5 }
}

/// The four companies' places on a map. The name of the first stands above its place, as another is further left in its row;
/// `styles/opening.css` does the same on the page.
pub fn company_points(rows: &[MapRow]) -> [(&'static str, MapPoint); 4] {
    [Preset::Shopify, Preset::Canva, Preset::Intercom, Preset::Stripe]
        .map(|preset| (preset.spec().label, map_point(rows, &Scenario::preset(preset))))
}

/// What the reader's point stands for at a place of the map, as shares of its width from the left and its height from the
/// top: requests a day, and the value of the input that names the rented model.
pub fn meant(rows: &[MapRow], across: f64, down: f64) -> (f64, f64) {
    let last = rows.len().saturating_sub(1);
    let row = (libm::floor(down.clamp(0.0, 1.0) * rows.len() as f64) as usize).min(last);
    let api = rows.get(row).map_or(0.0, |row| row.rental.api);
    (at(across.clamp(0.0, 1.0) * MAP_COLUMNS as f64), api)
}

/// The model `n_rows` rows above this one, or below it if negative; beyond either end, the model at that end.
pub fn model_above(rows: &[MapRow], api: f64, n_rows: isize) -> f64 {
    let row = rows.iter().position(|row| row.rental.api == api).unwrap_or_default();
    let last = rows.len().saturating_sub(1);
    let row = row.saturating_add_signed(-n_rows).min(last);
    rows.get(row).map_or(api, |row| row.rental.api)
}

/// The line on which both cost the same by the best estimate: a piece for each row that has one, joined where
/// neighbours do.
pub fn even_line(rows: &[MapRow]) -> String {
    let mut line = String::new();
    let mut is_drawn = false;
    for (down, row) in rows.iter().enumerate() {
        let place = match row.answer {
            Answer::At(value) => {
                Some(across(value)).filter(|place| *place > 0.0 && *place < MAP_COLUMNS as f64)
            }
            Answer::Between { .. } | Answer::Always | Answer::Never { .. } => None,
        };
        if let Some(place) = place {
            let start = if is_drawn { format!("H{place:.1}") } else { format!("M{place:.1} {down}") };
            line += &format!("{start}v1");
        }
        is_drawn = place.is_some();
    }
    line
}

/// The figure's entry in the list of figures.
pub(super) const SPEC: OwnSpec = OwnSpec { figure, drawing };

/// What odds are of, where the title has room for it.
const CASES: &str = " cases";

/// "2 GPUs".
fn gpus(scenario: &Scenario) -> String {
    scenario.reading(Input::GpuCount)
}

fn title(analysis: &Analysis) -> String {
    let scenario = &analysis.scenario;
    let per_day = requests(scenario.get(Input::RequestsPerDay));
    let rented = short_name(scenario.api().label);
    let verdict = &analysis.outcome.verdict;
    match analysis.outcome.hindrance() {
        Some(hindrance) => format!("At {per_day} requests a day, {}", hindrance.words()),
        None => {
            let odds = probability_words(verdict.probability_own_cheaper.number()).replace(" in ", " of ");
            let title = format!("At {per_day} requests a day, owning beats {rented} in {odds}");
            if title.chars().count() + CASES.len() <= TITLE_LETTERS { title + CASES } else { title }
        }
    }
}

fn figure(analysis: &Analysis) -> Figure {
    let scenario = &analysis.scenario;
    let rows = map_rows(scenario);
    Figure {
        name: FigureName::Map,
        title: title(analysis),
        how_to_read: "The more requests, the further right; the dearer the model that you would rent, the higher. The more teal, the more often owning is cheaper.".to_owned(),
        how_to_use: "Drag your ring, or press anywhere.",
        caption: format!(
            "Prices are dollars for a million tokens, prompts and answers as your case mixes them. On the line both cost the \
             same by our best estimate. Hatched: more than {} can do. Colours are those of your case; the companies\u{2019} own \
             answers stand above.",
            gpus(scenario)
        ),
        text_alternative: alternative(analysis, &rows),
        table: table(analysis, &rows),
        sources: sources::cited(scenario, &[Input::ApiInputPrice, Input::GpuHourPrice, Input::RequestsPerDay], &[]),
    }
}

/// The map in words: against the cheapest model, the chosen one and the dearest, from how many requests owning is cheaper.
fn alternative(analysis: &Analysis, rows: &[MapRow]) -> String {
    let yours = analysis.scenario.get(Input::Api);
    let mut words = vec![
        "A map of how often owning is cheaper, by requests a day and by the model that is rented.".to_owned(),
    ];
    let against = |kind: &str, row: &MapRow| {
        format!("Against {kind}{}, owning is cheaper {} by our best estimate.", row.name(), row.words())
    };
    if let [dearest, .., cheapest] = rows {
        words.push(against("the cheapest, ", cheapest));
        if let Some(chosen) = rows.iter().find(|row| row.rental.api == yours)
            && chosen != cheapest
            && chosen != dearest
        {
            words.push(against("yours, ", chosen));
        }
        words.push(against("the dearest, ", dearest));
    }
    words.push(format!("{}.", title(analysis)));
    words.join(" ")
}

fn table(analysis: &Analysis, rows: &[MapRow]) -> Table {
    let yours = analysis.scenario.get(Input::Api);
    let row = |row: &MapRow| {
        let name = row.rental.label;
        let volume = match row.answer {
            Answer::At(value) => Some(value),
            Answer::Between { from, .. } => Some(from),
            Answer::Always | Answer::Never { .. } => None,
        };
        vec![
            Cell::words(if row.rental.api == yours { format!("{name}: yours") } else { name.to_owned() }),
            Cell::number(row.rental.price.number(), row.price()),
            volume.map_or_else(|| Cell::words(row.words()), |volume| Cell::number(volume, row.words())),
        ]
    };
    Table {
        caption: "From which volume owning is cheaper, by the rented model".to_owned(),
        columns: vec![
            Column::new("Rented model", "rented_model"),
            Column::new("A million tokens", "usd_per_million_tokens"),
            Column::new("Owning is cheaper", "break_even_requests_per_day"),
        ],
        rows: rows.iter().map(row).collect(),
    }
}

/// Distances in the picture, pixels: for a narrow one and for a wide one.
const NAMES: [f64; 2] = [148.0, 190.0];
const ROW: [f64; 2] = [17.0, 18.0];
const LETTERS: [f64; 2] = [12.0, 13.0];
const AXIS: f64 = 44.0;

/// The part of a drawing of this width in which the cells are, as shares: from the left, and how far down.
pub fn map_plot_area(rows: &[MapRow], width: f64) -> (f64, f64) {
    let size = usize::from(!Width::for_pixels(width).is_narrow());
    let height = ROW[size] * rows.len() as f64;
    (NAMES[size] / width, height / (height + AXIS))
}

/// The map as a picture by itself, in these colours.
fn drawing(analysis: &Analysis, palette: &Palette, width: f64) -> Drawn {
    let (rows, cells) = (map_rows(&analysis.scenario), MapCells::new(&analysis.scenario));
    let size = usize::from(!Width::for_pixels(width).is_narrow());
    let (names, row_height, letters) = (NAMES[size], ROW[size], LETTERS[size]);
    let height = row_height * rows.len() as f64;
    let column = (width - names) / MAP_COLUMNS as f64;
    let x = |across: f64| names + across * column;
    let text = |x: f64, y: f64, anchor: &str, weight: u32, color: &str, words: &str| {
        text_at((x, y), anchor, (letters, weight), color, words)
    };
    // The end that is nearest, where a name in the middle would leave the drawing.
    let inside = |across: f64| match across / MAP_COLUMNS as f64 {
        share if share < 0.1 => "start",
        share if share > 0.88 => "end",
        _ => "middle",
    };
    let place = format!("transform=\"translate({names} 0) scale({column:.4} {row_height})\"");
    let mut svg = format!(
        "<g {place} shape-rendering=\"crispEdges\"><path d=\"M0 0h{MAP_COLUMNS}v{}H0z\" fill=\"{}\" stroke=\"{}\" vector-effect=\"non-scaling-stroke\"/>",
        rows.len(),
        palette.paper,
        palette.rule
    );
    for (class, outline) in cells.outlines().iter().enumerate() {
        if outline.is_empty() {
            continue;
        }
        let (color, opacity) = match class {
            0 => (palette.rent, 1.0),
            1 => (palette.rent, 0.6),
            2 => (palette.rent, 0.25),
            4 => (palette.own, 0.25),
            5 => (palette.own, 0.6),
            6 => (palette.own, 1.0),
            UNABLE => {
                svg += &format!(
                    "<path d=\"{outline}\" stroke=\"{}\" vector-effect=\"non-scaling-stroke\"/>",
                    palette.soft
                );
                continue;
            }
            _ => continue,
        };
        svg += &format!("<path d=\"{outline}\" fill=\"{color}\" fill-opacity=\"{opacity}\"/>");
    }
    svg += "</g>";
    svg += &format!(
        "<path {place} d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\" vector-effect=\"non-scaling-stroke\"/>",
        even_line(&rows),
        palette.ink
    );
    let yours = analysis.scenario.get(Input::Api);
    for (down, row) in rows.iter().enumerate() {
        let y = row_height * (down as f64 + 0.5) + letters * 0.35;
        let weight = if row.rental.api == yours { 700 } else { 400 };
        svg += &text(0.0, y, "start", weight, palette.ink, row.name());
        svg += &text(names - 8.0, y, "end", weight, palette.soft, &row.price());
    }
    for (across, down, words) in cells.region_words() {
        svg += &text(x(across), row_height * down + letters * 0.35, "middle", 700, palette.paper, words);
    }
    let points = company_points(&rows).into_iter().enumerate().map(|(index, (name, point))| {
        let below = if index == 0 { -11.0 } else { 18.0 };
        (name, point, 5.0, below)
    });
    for (name, point, radius, below) in
        points.chain([("You", map_point(&rows, &analysis.scenario), 9.0, -14.0)])
    {
        let (cx, cy) = (x(point.across), row_height * point.down);
        svg += &format!(
            "<circle cx=\"{cx:.1}\" cy=\"{cy:.1}\" r=\"{radius}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"2\"/>\
             <g stroke=\"{}\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\">{}</g>",
            palette.paper,
            palette.ink,
            palette.paper,
            text(cx, cy + below, inside(point.across), 600, palette.ink, name)
        );
    }
    for (index, (column, words)) in MAP_TICKS.into_iter().enumerate() {
        // The last but one would run into the last; in the narrowest drawing each would run into the next.
        let is_tight = index + 2 == MAP_TICKS.len() || width < 300.0 && index % 2 == 1;
        if is_tight && size == 0 && column != MAP_COLUMNS {
            continue;
        }
        let anchor = if column == MAP_COLUMNS { "end" } else { "middle" };
        svg += &text(x(column as f64), height + 18.0, anchor, 400, palette.soft, words);
    }
    svg += &text(x(MAP_COLUMNS as f64 / 2.0), height + 38.0, "middle", 400, palette.soft, "requests a day");
    Drawn { svg, width, height: height + AXIS }
}
