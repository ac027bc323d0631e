//! The sources that the text cites, numbered as it cites them.

use model::catalogue::{Confidence, SourceId};
use yew::prelude::*;

use crate::content::CITATIONS;

/// The label of a confidence.
pub(super) const fn confidence_label(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Read => "read at its source",
        Confidence::Unverified => "not read at its source",
        Confidence::Weak => "weak evidence",
    }
}

/// A source as text for a list.
pub fn source_text(id: SourceId) -> Html {
    let source = id.source();
    html! {
        <>
            if !source.author.is_empty() {
                { source.author }{ ", " }
            }
            if let Some(url) = source.url {
                <a class="source__title" href={url} rel="noopener">{ source.title }</a>
            } else {
                <cite class="source__title">{ source.title }</cite>
            }
            if !source.date.is_empty() {
                { ", " }{ source.date }
            }
            { ". " }
            if source.url.is_none() && !source.place.is_empty() {
                <span class="source__place">{ source.place }{ " " }</span>
            }
            <span class="source__confidence">{ "(" }{ confidence_label(source.confidence) }{ ")" }</span>
        </>
    }
}

/// The list of sources.
pub fn sources() -> Html {
    html! {
        <section class="section sources" id="sources" aria-labelledby="sources-title">
            <h2 class="section__heading" id="sources-title">{ "Sources" }</h2>
            <ol class="sources__list">
                for (index, source) in CITATIONS.iter().enumerate() {
                    <li key={index} class="source" id={format!("source-{}", index + 1)}>{ source_text(*source) }</li>
                }
            </ol>
        </section>
    }
}
