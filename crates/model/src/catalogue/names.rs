//! Names: what the entries of `data/` are called in code.

include!(concat!(env!("OUT_DIR"), "/names.rs"));

/// A choice whose options are written in `data/inputs.toml`: an enum of them, compiled from there.
pub trait Choice: Copy + 'static {
    /// The input that chooses.
    const INPUT: Input;
    /// The options in the input's order.
    const OPTIONS: &'static [Self];
}

/// What a scenario can set: an input, or a constant of the model within its own range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Setting {
    /// An input, which has a control of its own.
    Input(Input),
    /// A constant: an assumption that a reader may not share.
    Assumption(Assumption),
}

impl From<Input> for Setting {
    fn from(input: Input) -> Self {
        Self::Input(input)
    }
}

impl From<Assumption> for Setting {
    fn from(assumption: Assumption) -> Self {
        Self::Assumption(assumption)
    }
}
