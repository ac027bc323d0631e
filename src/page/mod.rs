//! The page and its two programs.
//!
//! A reader waits for the first program only: the opening, the panel, and the model behind them. The second program has
//! everything below the first screen and everything that is folded away; it is fetched once the first one is
//! interactive. Contracts lie below ([`part`], [`programs`]), both programs on top; the entry points hand the programs in,
//! and nothing between names them.

pub mod app;
pub mod bands;
pub mod body;
mod entrance;
pub mod first_program;
pub mod hydrate;
pub mod island;
pub mod part;
pub mod programs;
pub mod second_program;

use programs::Programs;

/// Both programs, for an entry point to hand in.
pub fn both_programs() -> Programs {
    Programs { mount_first: first_program::mount, second: entrance::source() }
}
