//! Blocks: paragraphs, headings, lists, quotations, facts, figures, sliders.

use model::Scenario;
use model::claims::{FACTS, Fact};
use yew::prelude::*;

use super::errors::errors;
use super::guess::GuessedFigure;
use super::passage::Passage;
use crate::components::slider::slider;
use crate::content::{Block, FigureName};
use crate::room::{self, Room};
use crate::state::Action;
use crate::view::View;

/// A run of blocks.
pub(super) fn blocks(blocks: &'static [Block], view: &View) -> Html {
    html! {
        <>
            for entry in blocks.iter() {
                { block(entry, view) }
            }
        </>
    }
}

/// One block.
fn block(block: &'static Block, view: &View) -> Html {
    match block {
        Block::Paragraph(inlines) => html! { <Passage {inlines} view={view.clone()} /> },
        Block::Heading { slug, text } => {
            // A room has no titles of sections above them.
            let heading = if room::here() == Room::Article { "h3" } else { "h2" };
            html! { <@{heading} class="section__heading" id={*slug}>{ *text }</@> }
        }
        Block::List { ordered: true, items } => html! { <ol>{ list_items(items, view) }</ol> },
        Block::List { ordered: false, items } => html! { <ul>{ list_items(items, view) }</ul> },
        Block::Quote(content) => html! { <blockquote>{ blocks(content, view) }</blockquote> },
        Block::Fact { fact, blocks: content } => html! {
            <div class="fact" id={fact.id}>{ blocks(content, view) }{ their_case(fact, view) }</div>
        },
        Block::Figure(name) => html! {
            <>
                <div class="figure-place">
                    <GuessedFigure name={*name} view={view.clone()} />
                </div>
                if *name == FigureName::Measured {
                    { errors() }
                }
            </>
        },
        Block::Slider(input) => html! {
            <div class="slider-place">{ slider(*input, input.label(), view, "inline-") }</div>
        },
        // The panel is placed by the page's grid: right after the opening on phones, beside the text elsewhere.
        Block::Panel => Html::default(),
    }
}

/// The offer to show a company's case in the figures, at the first fact of that company, and the way back.
fn their_case(fact: &Fact, view: &View) -> Html {
    let Some(case) = fact.case.filter(|case| case.preset != Scenario::default().base()) else {
        return Html::default();
    };
    let is_first = FACTS.iter().find(|other| other.case.is_some_and(|other| other.preset == case.preset));
    if is_first.is_none_or(|first| first.id != fact.id) {
        return Html::default();
    }
    let who = case.preset.spec().label;
    let is_shown = view.analysis.scenario == fact.scenario();
    let (state, offer, action) = if is_shown {
        (format!("This is {who}\u{2019}s case. "), "Back to mine".to_owned(), Action::Undo)
    } else {
        let load = Action::LoadScenario(Box::new(fact.scenario()));
        (String::new(), format!("Show {who}\u{2019}s case"), load)
    };
    html! {
        <p class="their-case" data-case={case.preset.spec().id}>
            { state }
            <button type="button" class="link-button" onclick={view.dispatcher::<MouseEvent>(action)}>{ offer }</button>
        </p>
    }
}

fn list_items(items: &'static [&'static [Block]], view: &View) -> Html {
    html! {
        <>
            for (index, item) in items.iter().enumerate() {
                <li key={index}>{ blocks(item, view) }</li>
            }
        </>
    }
}
