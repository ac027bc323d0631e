//! What the chores and the end-to-end tests share: where the project is, and the server that the built site is
//! looked at through.

pub mod project;
pub mod server;
