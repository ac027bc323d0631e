//! The editions of the model and its data.

/// An edition: what a link or a file was made with. Its number is its place in [`super::EDITIONS`], counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edition {
    /// The model's version.
    pub version: &'static str,
    /// The newest day on which something in its data was read.
    pub data: &'static str,
    /// What it changed for those who come from the edition before, a sentence each.
    pub changes: &'static [&'static str],
}
