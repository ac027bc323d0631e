//! The claims: what the article reports, and what arithmetic and the model say of it.
//!
//! A fact's texts hold `{names}`; [`check`] computes each of them, with its working, and fills them in. So no number in a
//! check is written by hand. Of an amount whose leading digit was lost, every reading is computed and ranked by how well
//! what follows from it fits a plausible range; none of them is the article's own.

mod arithmetic;
mod check;
mod facts;

pub use check::{Check, Judgement, Reading, check};
pub use facts::{Case, FACTS, Fact, FactFigure, FactId, FactVerdict, Lost, ModelKind};
