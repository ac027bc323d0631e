//! The opening: headline, standfirst, the answer as a sentence, what would turn it, and the origin of the figures.

use model::catalogue::{DATA_DATE, EDITION, SourceId};
use model::claims::FACTS;
use model::format::date;
use yew::prelude::*;

use super::blocks::blocks;
use super::passage::Passage;
use crate::charts::ResultCard;
use crate::components::conditions::conditions;
use crate::components::contents::contents;
use crate::content::{ANSWER, Block, OPENING};
use crate::figures::turn;
use crate::room::Room;
use crate::view::View;

/// The opening's blocks before the answer, and those after it.
fn around_answer() -> [&'static [Block]; 2] {
    let blocks = OPENING.blocks;
    let at = blocks.windows(ANSWER.len()).position(|blocks| blocks == ANSWER).unwrap_or(blocks.len());
    [&blocks[..at], blocks.get(at + ANSWER.len()..).unwrap_or_default()]
}

/// The top of the page: headline and standfirst, the same in every case.
pub fn opening(view: &View) -> Html {
    let [before, _] = around_answer();
    html! {
        <div class="page__opening">
            <p class="kicker">{ "Open-source AI in 2026 \u{b7} an explorable" }</p>
            <h1 class="headline">{ OPENING.title }</h1>
            <div class="standfirst">
                for block in before.iter() {
                    if let Block::Paragraph(inlines) = block {
                        <Passage {inlines} view={view.clone()} />
                    }
                }
            </div>
            <p class="edition">
                { "By the Own or Rent? authors. Edition " }{ EDITION }{ ", with prices of " }{ date(DATA_DATE) }{ "." }
            </p>
        </div>
    }
}

/// The answer as a sentence, and what the numbers alone do not show.
pub fn answer(view: &View) -> Html {
    html! {
        <div class="page__answer" id="answer" data-testid="answer">
            for block in ANSWER {
                if let Block::Paragraph(inlines) = block {
                    <Passage {inlines} view={view.clone()} class="answer" />
                }
            }
            { conditions(view) }
        </div>
    }
}

/// The text between the answer and the first section: what would turn the answer, the rest of the opening, the origin of the
/// figures, the contents.
/// On phones the panel comes before it.
pub fn preface(view: &View) -> Html {
    let [_, after] = around_answer();
    html! {
        <div class="preface">
            <p class="turn">{ turn(&view.analysis.outcome) }</p>
            <ResultCard view={view.clone()} />
            // The build opens it in the page, and src/start.js folds it where there is little room.
            <details class="preface__more">
                <summary>{ "How to use this page, what was checked, contents" }</summary>
                { blocks(after, view) }
                { byline() }
                { contents() }
            </details>
        </div>
    }
}

/// The origin of the figures, and a link to their checks.
fn byline() -> Html {
    let source = SourceId::Article.source();
    html! {
        <p class="byline">
            { "Reported figures: " }<cite>{ source.title }</cite>{ ", by " }{ source.author }{ ", " }{ source.date }{ ". " }
            <a href={Room::Claims.address()}>{ format!("All {} claims, checked", FACTS.len()) }</a>{ ". " }
            <a href={Room::Method.address()}>{ "How the rest is computed" }</a>{ "." }
        </p>
    }
}
