//! A workshop's cases: named sets of them, and each set as a file, a link or words to say.
//!
//! A [`ScenarioSet`] holds one to six named scenarios. It is written as a file that every surface reads ([`ScenarioSet::to_json`]), and as
//! one parameter of a link ([`link`]). One scenario is also a [`code`]: a few words with a checksum, to be said across a room. Of two
//! scenarios, [`because`] tells why they differ: how much of the difference in cost and accuracy each setting makes.
//!
//! An hour with a room follows a plan ([`challenge::Plan`]); what the participants answer is handed in as words ([`hand_in`]) and
//! gathered ([`collection`]).
//!
//! Everything is pure: no clock, no file, no network, no page.

pub mod because;
mod bits;
mod case_bits;
mod cell;
pub mod challenge;
mod check_words;
pub mod code;
pub mod collection;
pub mod comparison;
mod differing;
pub mod hand_in;
mod history;
pub mod link;
mod numbering;
pub mod qr;
mod set;
pub mod solution;
mod words;

pub use cell::cell;
pub use differing::{differing, reading};
pub use history::History;
pub use set::{Edit, NamedScenario, ScenarioSet, SetError};
