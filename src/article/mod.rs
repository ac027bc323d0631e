//! Renders the article: its sections, blocks and inlines, and what stands after them.

pub mod answer;
mod asked_for;
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
mod value;
mod working;

use yew::prelude::*;

use crate::body::Part;
use crate::components::contents::body_sections;
use crate::content::{Block, FigureName, SECTIONS, Section};
use crate::view::View;

pub use asked_for::{AskedFor, Long};
pub use assumptions::values;
pub use checks::claims_checked;
pub use inline::mark;
pub use method::{glossary, quotes};
pub use note::{Note, NoteOpener, note};
pub use opening::{opening, preface};
pub use sources::sources;

/// Blocks of a section that come to life together: a figure by itself, or a few others in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    section: usize,
    from: usize,
    to: usize,
}

/// The most blocks of a run.
const RUN: usize = 5;

impl Run {
    /// The runs of a section, by its place among all; the opening has none.
    pub fn of(section: usize) -> Vec<Self> {
        let blocks = SECTIONS
            .get(section)
            .filter(|section| section.id != "opening")
            .map_or(&[][..], |section| section.blocks);
        let is_figure = |at: usize| matches!(blocks[at], Block::Figure(_));
        let mut runs: Vec<Self> = Vec::new();
        for at in 0..blocks.len() {
            match runs.last_mut() {
                Some(run) if !is_figure(at) && !is_figure(run.from) && at - run.from < RUN => run.to = at + 1,
                _ => runs.push(Self { section, from: at, to: at + 1 }),
            }
        }
        runs
    }

    /// Whether it is a figure that is the same in every case.
    pub fn is_unchanging(self) -> bool {
        matches!(self.blocks(), [Block::Figure(FigureName::Measured | FigureName::Claims)])
    }

    fn blocks(self) -> &'static [Block] {
        SECTIONS
            .get(self.section)
            .and_then(|section| section.blocks.get(self.from..self.to))
            .unwrap_or_default()
    }
}

/// Some of a section's blocks.
pub fn run(run: Run, view: &View) -> Html {
    blocks::blocks(run.blocks(), view)
}

/// How many parts the article has.
pub fn n_parts() -> usize {
    Part::second().into_iter().filter(|part| !matches!(part, Part::Head | Part::Settings)).count()
}

/// Everything below the opening: the sections, the checks, the method, the sources; each part in its place.
pub fn article(place: &dyn Fn(Part) -> Html) -> Html {
    html! {
        <>
            { place(Part::Preface) }
            for section in body_sections().filter(|section| section.id != "method") {
                <section key={section.id} class="section" id={section.id} aria-labelledby={format!("{}-title", section.id)}>
                    { runs(section, place) }
                </section>
            }
            { place(Part::Claims) }
            for section in body_sections().filter(|section| section.id == "method") {
                <section key={section.id} class="section method" id={section.id} aria-labelledby={format!("{}-title", section.id)}>
                    { runs(section, place) }
                    { place(Part::Glossary) }
                    { place(Part::Assumptions) }
                    { place(Part::Prices) }
                </section>
            }
            { place(Part::Sources) }
            { place(Part::Workshop) }
        </>
    }
}

/// A section's title, and its runs in their places.
fn runs(section: &'static Section, place: &dyn Fn(Part) -> Html) -> Html {
    let at = SECTIONS.iter().position(|other| other.id == section.id).unwrap_or_default();
    html! {
        <>
            <h2 class="section__title" id={format!("{}-title", section.id)}>{ section.title }</h2>
            for run in Run::of(at) {
                <div key={run.from}>{ place(Part::Run(run)) }</div>
            }
        </>
    }
}
