//! The opening: headline, standfirst, the answer as a sentence, what would turn it, and the origin of the figures.

use model::catalogue::{DATA_DATE, EDITION, SourceId};
use model::claims::FACTS;
use model::format::date;
use yew::prelude::*;

use super::blocks::blocks;
use super::passage::Passage;
use crate::components::conditions::conditions;
use crate::components::contents::contents;
use crate::content::{Block, Inline, OPENING, Section};
use crate::figures::turn;
use crate::room::Room;
use crate::view::View;

/// Whether a paragraph speaks of the reader's case: the answer begins with the first one that holds a live number.
fn is_answer(block: &Block) -> bool {
    matches!(block, Block::Paragraph(inlines) if has_value(inlines))
}

fn has_value(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Value { .. } => true,
        Inline::Emphasis(inside) | Inline::Strong(inside) => has_value(inside),
        Inline::When { then, otherwise, .. } => has_value(then) || has_value(otherwise),
        _ => false,
    })
}

/// The opening section's blocks: those before the answer, the paragraphs of the answer, those after it.
fn parts(section: &'static Section) -> [&'static [Block]; 3] {
    let blocks = section.blocks;
    let at = blocks.iter().position(is_answer).unwrap_or(blocks.len());
    let (before, rest) = blocks.split_at(at);
    let end = rest.iter().position(|block| !matches!(block, Block::Paragraph(_))).unwrap_or(rest.len());
    let (answer, after) = rest.split_at(end);
    [before, answer, after]
}

/// The top of the page: headline and standfirst, the same in every case.
pub fn opening(view: &View) -> Html {
    let [before, _, _] = parts(&OPENING);
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
    let [_, answer, _] = parts(&OPENING);
    html! {
        <div class="page__answer" id="answer" data-testid="answer">
            for block in answer.iter() {
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
    let [_, _, after] = parts(&OPENING);
    html! {
        <div class="preface">
            <p class="turn">{ turn(&view.analysis.outcome) }</p>
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
