//! Renders the article and its rooms: sections, blocks and inlines, and the lists for what is looked up.

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
pub mod rooms;
mod run;
mod sources;
mod term;
mod value;
mod working;

use yew::prelude::*;

use crate::components::contents::body_sections;
use crate::page::part::SecondPart;
use crate::room::{self, Room};
use crate::view::View;

pub use assumptions::values;
pub use checks::wall;
pub use folded_listing::{FoldedListing, Listing};
pub use inline::mark;
pub use method::{glossary, quotes};
pub use note::note;
pub use note_opener::{Note, NoteOpener};
pub use opening::{answer as answer_passage, opening, preface};
pub use run::Run;
pub use sources::{source_text, sources};
pub use value::output_text;

/// A few blocks of a section.
pub fn run(run: Run, view: &View) -> Html {
    blocks::blocks(run.blocks(), view)
}

/// The body of this page: what stands below the article's opening, or all of a room. Each part is in an island.
pub fn body(island: &dyn Fn(SecondPart) -> Html) -> Html {
    if room::here() != Room::Article {
        return rooms::room(island);
    }
    html! {
        <>
            { island(SecondPart::Preface) }
            for section in body_sections() {
                <section key={section.id} class="section" id={section.id} aria-labelledby={format!("{}-title", section.id)}>
                    <h2 class="section__title" id={format!("{}-title", section.id)}>{ section.title }</h2>
                    { rooms::scenes(section, island) }
                </section>
            }
            { rooms::doors_of_article() }
        </>
    }
}
