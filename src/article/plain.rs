//! The article as plain text: its paragraphs in one case, without marks, notes and citations.

use model::format::{self, Style};

use super::value;
use crate::claims::check_of;
use crate::content::{Block, Inline};
use crate::view::View;

/// The text of each paragraph in these blocks in this case, in order; empty ones are left out.
pub fn paragraphs(blocks: &[Block], view: &View) -> Vec<String> {
    let mut all = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => {
                let text = text(inlines, view);
                let words: Vec<_> = text.split_whitespace().collect();
                all.extend((!words.is_empty()).then(|| words.join(" ")));
            }
            Block::Quote(inside) | Block::Fact { blocks: inside, .. } => all.extend(paragraphs(inside, view)),
            Block::List { items, .. } => items.iter().for_each(|item| all.extend(paragraphs(item, view))),
            Block::Heading { .. } | Block::Figure(_) | Block::Slider(_) | Block::Panel => {}
        }
    }
    all
}

fn text(inlines: &[Inline], view: &View) -> String {
    inlines.iter().map(|inline| one(inline, view)).collect()
}

fn one(inline: &Inline, view: &View) -> String {
    match inline {
        Inline::Text(text) | Inline::Code(text) | Inline::Term { text, .. } => (*text).to_owned(),
        Inline::Emphasis(inside) | Inline::Strong(inside) | Inline::Link { content: inside, .. } => {
            text(inside, view)
        }
        Inline::Claim { figure, .. } => figure.text.to_owned(),
        Inline::Lost { fact } => fact.lost.map_or("", |lost| lost.tail).to_owned(),
        Inline::Check { fact, number } => check_of(fact)
            .number(number)
            .map_or_else(String::new, |(value, unit)| format::value(value, unit, Style::Prose)),
        Inline::Value { output } => value::output_text(&view.analysis.outcome, output),
        Inline::Input { input, .. } => view.analysis.scenario.reading(*input),
        Inline::Citation { .. } => String::new(),
        Inline::When { condition, then, otherwise } => {
            text(if value::holds(view, *condition) { then } else { otherwise }, view)
        }
    }
}
