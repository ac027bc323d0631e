//! What the chores and the end-to-end tests share: where the project is, the server that the built site is looked at
//! through, and what the site weighs.

pub mod project;
pub mod server;
pub mod weight;
