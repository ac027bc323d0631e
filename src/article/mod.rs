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
use crate::components::still::Still;

pub use inline::mark;
pub use note::{Note, NoteOpener, note};
pub use opening::opening;

/// Everything below the opening: the sections, the checks, the method, the sources.
pub fn article(view: &View, ready: bool) -> Html {
    html! {
        <>
            { opening::preface(view) }
            for section in body_sections().filter(|section| section.id != "method") {
                <section key={section.id} class="section" id={section.id} aria-labelledby={format!("{}-title", section.id)}>
                    <h2 class="section__title" id={format!("{}-title", section.id)}>{ section.title }</h2>
                    { blocks::blocks(section.blocks, view) }
                </section>
            }
            { checks::claims_checked(view, ready) }
            { method::method(view, ready) }
            <Still show={sources::sources as fn() -> Html} />
        </>
    }
}
