//! The runs of blocks into which a section is divided: each hydrates by itself.

use crate::content::{Block, SECTIONS};
use crate::figures::{is_same_in_every_case, stays_in_sight};

/// Blocks of a section that hydrate together: a figure by itself, or a few others in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    section: usize,
    /// The index of the first block in its section.
    pub(super) from: usize,
    to: usize,
}

/// The greatest number of blocks in a run.
const RUN: usize = 5;

impl Run {
    /// The runs of a section, by the section's index; the opening has none.
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

    /// Whether the run is a figure that is the same in every case.
    pub fn is_static(self) -> bool {
        matches!(self.blocks(), [Block::Figure(name)] if is_same_in_every_case(*name))
    }

    /// Whether the run is a figure.
    pub(super) fn is_figure(self) -> bool {
        matches!(self.blocks(), [Block::Figure(_)])
    }

    /// Whether the run is a figure that stays in sight beside the text before it.
    pub(super) fn stays_in_sight(self) -> bool {
        matches!(self.blocks(), [Block::Figure(name)] if stays_in_sight(*name))
    }

    /// The blocks of the run.
    pub(super) fn blocks(self) -> &'static [Block] {
        SECTIONS
            .get(self.section)
            .and_then(|section| section.blocks.get(self.from..self.to))
            .unwrap_or_default()
    }
}
