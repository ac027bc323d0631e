//! The opening: headline, standfirst, the answer as a sentence, what would turn it, and the origin of the figures.

use model::catalogue::SourceId;
use model::claims::FACTS;
use yew::prelude::*;

use super::blocks::blocks;
use super::passage::Passage;
use crate::components::conditions::conditions;
use crate::components::contents::contents;
use crate::content::{Block, Inline, OPENING, Section};
use crate::figures::turn;
use crate::room::Room;
use crate::view::View;

/// Whether a paragraph states the answer: the first one that holds a live number does.
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

/// The opening section's blocks: those before the answer, the answer, those after it.
fn parts(section: &'static Section) -> (&'static [Block], Option<&'static [Inline]>, &'static [Block]) {
    let Some(at) = section.blocks.iter().position(is_answer) else {
        return (section.blocks, None, &[]);
    };
    let answer = match section.blocks[at] {
        Block::Paragraph(inlines) => Some(inlines),
        _ => None,
    };
    (&section.blocks[..at], answer, &section.blocks[at + 1..])
}

/// The top of the page: headline and standfirst, the same in every case.
pub fn opening(view: &View) -> Html {
    let (before, _, _) = parts(&OPENING);
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
        </div>
    }
}

/// The answer as a sentence, and what the numbers alone do not show.
pub fn answer(view: &View) -> Html {
    let (_, answer, _) = parts(&OPENING);
    html! {
        <div class="page__answer" id="answer">
            if let Some(answer) = answer {
                <Passage inlines={answer} view={view.clone()} class="answer" test_id="answer" />
            }
            { conditions(view) }
        </div>
    }
}

/// The text between the answer and the first section: what would turn the answer, the rest of the opening, the origin of the
/// figures, the contents.
/// On phones the panel comes before it.
pub fn preface(view: &View) -> Html {
    let (_, _, after) = parts(&OPENING);
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
            { "Reported figures: " }<cite>{ source.title }</cite>{ ", by " }{ source.author }{ ". " }
            <a href={Room::Claims.address()}>{ format!("All {} claims, checked", FACTS.len()) }</a>{ ". " }
            <a href={Room::Method.address()}>{ "How the rest is computed" }</a>{ "." }
        </p>
    }
}
