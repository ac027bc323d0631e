//! The `calculator` command.
fn main() {}
