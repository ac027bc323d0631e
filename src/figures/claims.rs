//! The claims by verdict: a mark for each, in a group for each verdict.

use charming::Chart;
use charming::component::Grid;
use charming::element::Symbol;
use model::catalogue::SourceId;
use model::claims::{FACTS, Fact, FactVerdict};

use super::figure::{Figure, FigureSpec, offers_nothing};
use super::look::{Look, Width};
use super::marks::{TextStyle, marks, texts};
use super::plot_area::{bare_chart, hidden_axis};
use super::table::{Cell, Column, Table};
use crate::claims::check_of;
use crate::content::FigureName;

/// Height of a line of the drawing, CSS pixels.
const LINE: f64 = 23.0;

/// The facts with a verdict, in the article's order.
fn facts_with(verdict: FactVerdict) -> impl Iterator<Item = &'static Fact> {
    FACTS.iter().filter(move |fact| fact.verdict == verdict)
}

/// "9 cannot be checked here".
fn count(verdict: FactVerdict) -> String {
    format!("{} {}", facts_with(verdict).count(), verdict.counted())
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
    if width.is_narrow() { 424.0 } else { 286.0 }
}

/// The words of the figure. They are the same for every case.
fn figure() -> Figure {
    let counts: Vec<String> = FactVerdict::ALL.into_iter().map(count).collect();
    let (last, before) = counts.split_last().map_or(("", &[][..]), |(last, before)| (last, before));
    let n = |verdict| facts_with(verdict).count();
    Figure {
        name: FigureName::Claims,
        title: format!(
            "{} of {} claims hold as printed, {} more under assumptions",
            n(FactVerdict::Consistent),
            FACTS.len(),
            n(FactVerdict::NeedsAssumptions)
        ),
        how_to_read: "Every claim of the article, by what became of it.".to_owned(),
        how_to_use: "",
        caption:
            "A claim that rests on assumptions may well be true; so may one that nothing here can check."
                .to_owned(),
        text_alternative: format!(
            "A mark for each of the {} claims, in rows by what became of them: {} and {last}.",
            FACTS.len(),
            before.join(", ")
        ),
        table: table(),
        sources: vec![SourceId::Article],
    }
}

fn table() -> Table {
    let row = |fact: &'static Fact| {
        vec![
            Cell::words(fact.label),
            Cell::words(fact.says),
            Cell::words(fact.verdict.label()),
            Cell::words(&*check_of(fact).finding),
        ]
    };
    Table {
        caption: "Every claim, and what became of it".to_owned(),
        columns: vec![
            Column::new("Claim", "claim"),
            Column::new("What the article reports", "says"),
            Column::new("Verdict", "verdict"),
            Column::new("What the arithmetic says", "finding"),
        ],
        rows: FACTS.iter().map(row).collect(),
    }
}

/// The position of a verdict's heading, in columns and in lines from the top, and the number of columns for its claims.
struct Group {
    verdict: FactVerdict,
    column: usize,
    line: f64,
    columns: usize,
}

/// Lines between the last claim of a group and the next group's heading.
const GAP: f64 = 0.8;

/// The groups, in three columns; on a phone in two, with the last group below them.
fn groups(narrow: bool) -> Vec<Group> {
    let first = [FactVerdict::Consistent, FactVerdict::Implausible, FactVerdict::DigitsLost];
    let mut groups = Vec::new();
    let mut line = 0.0;
    for verdict in first {
        groups.push(Group { verdict, column: 0, line, columns: 1 });
        line += 1.0 + facts_with(verdict).count() as f64 + GAP;
    }
    let needs = FactVerdict::NeedsAssumptions;
    groups.push(Group { verdict: needs, column: 1, line: 0.0, columns: 1 });
    let below = line.max(1.0 + facts_with(needs).count() as f64 + GAP);
    let (column, line, columns) = if narrow { (0, below, 2) } else { (2, 0.0, 1) };
    groups.push(Group { verdict: FactVerdict::CannotBeChecked, column, line, columns });
    groups
}

/// The symbol of a verdict.
fn symbol(verdict: FactVerdict) -> Symbol {
    match verdict {
        FactVerdict::Consistent | FactVerdict::CannotBeChecked => Symbol::Circle,
        FactVerdict::NeedsAssumptions => Symbol::Diamond,
        FactVerdict::Implausible => Symbol::Triangle,
        FactVerdict::DigitsLost => Symbol::Rect,
    }
}

/// The drawing.
fn chart(look: Look) -> Chart {
    let palette = look.theme.palette();
    let narrow = look.width.is_narrow();
    let lines = height(look.width) / LINE;
    let mut chart = bare_chart(look)
        .grid(Grid::new().left(0.0).right(0.0).top(0.0).bottom(0.0))
        .x_axis(hidden_axis(if narrow { 2.0 } else { 3.0 }))
        .y_axis(hidden_axis(lines));
    for Group { verdict, column, line, columns } in groups(narrow) {
        let color = match verdict {
            FactVerdict::Consistent | FactVerdict::NeedsAssumptions => palette.ink,
            FactVerdict::Implausible | FactVerdict::DigitsLost => palette.warning,
            FactVerdict::CannotBeChecked => palette.soft,
        };
        let (x, y) = (column as f64, lines - line - 0.5);
        let rows = facts_with(verdict).count().div_ceil(columns);
        let place = |index: usize| (x + (index / rows) as f64, y - 1.0 - (index % rows) as f64);
        let named = |inset: f64, words: fn(&Fact) -> String| {
            facts_with(verdict).enumerate().map(move |(index, fact)| {
                let (x, y) = place(index);
                (x + inset, y, words(fact))
            })
        };
        chart = chart
            .series(texts(
                &format!("{}-head", verdict.id()),
                TextStyle::new(color).bold(),
                [(x, y, count(verdict))],
            ))
            .series(texts(
                &format!("{}-names", verdict.id()),
                TextStyle::new(palette.ink).right(20.0),
                named(0.0, |fact| fact.label.to_owned()),
            ))
            .series(marks(
                verdict.id(),
                color,
                symbol(verdict),
                10.0,
                named(if narrow { 0.045 } else { 0.03 }, |fact| {
                    format!("{}: {}", fact.label, fact.verdict.label())
                }),
            ));
    }
    chart
}
