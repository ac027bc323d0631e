//! The result of one case on a card: the answer, fifty dots, both bills, and what would turn it.

use model::Input;
use model::format::probability_words;
use model::outcome::Side;

use super::companies::{Answer, yours};
use super::dots::{DOT_COLUMNS, RENT_COLUMNS, scale, turn};
use super::figure::{Drawn, Figure, OwnSpec};
use super::lettering::text_at;
use super::look::Width;
use super::palette::Palette;
use super::sources;
use super::table::{Cell, Column, Table};
use super::words::{dollars, percent};
use crate::analysis::Analysis;
use crate::content::FigureName;
use crate::rounded::Rounded;

/// The figure's entry in the list of figures.
pub(super) const SPEC: OwnSpec = OwnSpec { figure, drawing };

/// The answer in a line: "Rent it: owning is cheaper in under 1 in 20 cases".
fn title(analysis: &Analysis) -> String {
    if let Some(hindrance) = analysis.outcome.hindrance() {
        return format!("As set, {}", hindrance.words());
    }
    let odds = probability_words(analysis.outcome.verdict.probability_own_cheaper.number());
    let lead = match analysis.outcome.verdict.verdict {
        Side::Own => "Own it",
        Side::Rent => "Rent it",
        Side::TooClose | Side::CannotOwn | Side::CannotRent => "Too close to call",
    };
    format!("{lead}: owning is cheaper in {odds} cases")
}

/// The card as one sentence after another, to be copied: the case, the answer, the bills, what would turn it.
pub fn result_words(analysis: &Analysis) -> String {
    let case = yours(&analysis.scenario);
    format!(
        "{case}. {}. {}. {}",
        title(analysis),
        Rounded::of(&analysis.outcome).bills(),
        turn(&analysis.outcome)
    )
}

fn figure(analysis: &Analysis) -> Figure {
    let answer = Answer::of(analysis);
    Figure {
        name: FigureName::Card,
        title: title(analysis),
        how_to_read: format!(
            "{}. Each dot is one of fifty equally likely futures.",
            yours(&analysis.scenario)
        ),
        how_to_use: "",
        caption: [Rounded::of(&analysis.outcome).bills(), turn(&analysis.outcome)].join(". "),
        text_alternative: result_words(analysis),
        table: table(&answer, analysis),
        sources: sources::cited(
            &analysis.scenario,
            &[Input::RequestsPerDay, Input::ApiInputPrice, Input::GpuHourPrice],
            &[],
        ),
    }
}

fn table(answer: &Answer, analysis: &Analysis) -> Table {
    let outcome = &analysis.outcome;
    let nothing = || Cell::words("nothing to compare");
    let cost = |cost: f64| Cell::number(cost, dollars(cost));
    let row = |what: &'static str, value: Cell| vec![Cell::words(what), value];
    Table {
        caption: "The result of this case".to_owned(),
        columns: vec![Column::new("What", "what"), Column::new("Value", "value")],
        rows: vec![
            row("Answer", Cell::words(answer.words())),
            row(
                "Owning is cheaper in",
                answer.chance.map_or_else(nothing, |chance| Cell::number(chance, percent(chance))),
            ),
            row("Owning, a month", cost(outcome.estimate.cost.own_cost.number())),
            row("Renting, a month", cost(outcome.estimate.cost.rent_cost.number())),
        ],
    }
}

/// Distances in the picture, pixels.
const DOTS: f64 = 150.0;
const SCALE: f64 = 48.0;

/// The dots on their scale, with what they come to in words below, in these colours.
fn drawing(analysis: &Analysis, palette: &Palette, width: f64) -> Drawn {
    let answer = Answer::of(analysis);
    let pitch = width / DOT_COLUMNS as f64;
    let zero = pitch * RENT_COLUMNS as f64;
    let is_narrow = Width::for_pixels(width).is_narrow();
    let mut svg = format!(
        "<path d=\"M{zero:.1} 0V{DOTS}\" stroke=\"{0}\"/><path d=\"M0 {DOTS}H{width}\" stroke=\"{1}\"/>",
        palette.ink, palette.rule
    );
    svg += &answer.dots.picture(0.0, pitch, DOTS - 4.0, DOTS - 12.0, palette);
    if answer.chance.is_none() {
        svg += &text_at((0.0, DOTS / 2.0), "start", (13.0, 400), palette.soft, "nothing to compare");
    }
    svg += &scale(0.0, pitch, DOTS, is_narrow, palette);
    Drawn { svg, width, height: DOTS + SCALE }
}
