//! What the chores and the end-to-end tests share: where the project is, the server that the built site is looked at
//! through, what the site weighs, what the model's questions take, and the limits of both.

pub mod budgets;
pub mod instructions;
pub mod project;
pub mod server;
pub mod weight;
