//! Renders the article: its sections, blocks and inlines, and what stands after them.

pub mod answer;
mod assumptions;
mod blocks;
mod checks;
mod errors;
mod guess;
mod inline;
mod method;
mod note;
mod opening;
mod passage;
pub mod plain;
mod sources;
mod term;
mod unchanging;
mod value;
mod working;

use yew::prelude::*;

use crate::components::View;
use crate::components::contents::body_sections;

pub use opening::{Opening, OpeningProps};

/// Properties of [`Article`].
#[derive(PartialEq, Properties)]
pub struct ArticleProps {
    /// The present case.
    pub view: View,
    /// Whether the reader has the page in hand.
    pub ready: bool,
}

/// Everything below the opening: the sections, the checks, the method, the sources.
#[component]
pub fn Article(props: &ArticleProps) -> Html {
    let ArticleProps { view, ready } = props;
    html! {
        <>
            <opening::Preface key="preface" view={view.clone()} />
            for section in body_sections().filter(|section| section.id != "method") {
                <section key={section.id} class="section" id={section.id} aria-labelledby={format!("{}-title", section.id)}>
                    <h2 class="section__title" id={format!("{}-title", section.id)}>{ section.title }</h2>
                    { blocks::blocks(section.blocks, view) }
                </section>
            }
            <checks::ClaimsChecked key="claims" view={view.clone()} {ready} />
            <method::Method key="method" view={view.clone()} {ready} />
            <sources::Sources key="sources" />
        </>
    }
}
