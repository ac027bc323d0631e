//! Renders the article: its sections, blocks and inlines, and the lists after them.

pub mod answer;
mod assumptions;
mod blocks;
mod checks;
mod close_button;
mod errors;
mod folded_listing;
mod guess;
mod inline;
mod method;
mod note;
mod note_opener;
mod opening;
mod passage;
pub mod plain;
mod run;
mod sources;
mod term;
mod value;
mod working;

use yew::prelude::*;

use crate::components::contents::body_sections;
use crate::content::{SECTIONS, Section};
use crate::page::part::SecondPart;
use crate::view::View;

pub use assumptions::values;
pub use checks::claims_checked;
pub use folded_listing::{FoldedListing, Listing};
pub use inline::mark;
pub use method::{glossary, quotes};
pub use note::note;
pub use note_opener::{Note, NoteOpener};
pub use opening::{opening, preface};
pub use run::Run;
pub use sources::sources;

/// A few blocks of a section.
pub fn run(run: Run, view: &View) -> Html {
    blocks::blocks(run.blocks(), view)
}

/// Everything below the opening: the sections, the checks, the method, the sources, each part in an island.
pub fn article(island: &dyn Fn(SecondPart) -> Html) -> Html {
    html! {
        <>
            { island(SecondPart::Preface) }
            for section in body_sections().filter(|section| section.id != "method") {
                <section key={section.id} class="section" id={section.id} aria-labelledby={format!("{}-title", section.id)}>
                    { runs(section, island) }
                </section>
            }
            { island(SecondPart::Claims) }
            for section in body_sections().filter(|section| section.id == "method") {
                <section key={section.id} class="section method" id={section.id} aria-labelledby={format!("{}-title", section.id)}>
                    { runs(section, island) }
                    { island(SecondPart::Glossary) }
                    { island(SecondPart::Assumptions) }
                    { island(SecondPart::Prices) }
                </section>
            }
            { island(SecondPart::Sources) }
            { island(SecondPart::Workshop) }
        </>
    }
}

/// A section's title, and an island for each of its runs.
fn runs(section: &'static Section, island: &dyn Fn(SecondPart) -> Html) -> Html {
    let at = SECTIONS.iter().position(|other| other.id == section.id).unwrap_or_default();
    html! {
        <>
            <h2 class="section__title" id={format!("{}-title", section.id)}>{ section.title }</h2>
            for run in Run::of(at) {
                <div key={run.from}>{ island(SecondPart::Run(run)) }</div>
            }
        </>
    }
}
