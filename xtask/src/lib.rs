//! What the chores and the end-to-end tests share: where the project is, the server that the built site is looked at
//! through, what the site weighs, what the model's questions take, the limits of both, and the files that are made from
//! others.

pub mod budgets;
pub mod instructions;
pub mod notice;
pub mod project;
pub mod release;
pub mod server;
pub mod snapshot;
pub mod tables;
pub mod weight;
