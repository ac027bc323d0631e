//! The page and its two programs.
//!
//! A reader waits for the first program only: the opening, the panel, and the model behind them. The second program has
//! everything below the first screen and everything that is folded; it is fetched once the first one is interactive.
//! Contracts ([`part`], [`programs`]) are the ground, both programs the top; the entry points register the programs,
//! and no module in between names them.

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

/// Both programs, for an entry point to register.
pub fn both_programs() -> Programs {
    Programs { mount_first: first_program::mount, second: entrance::source() }
}
