//! Presets: named cases.

use super::names::{Input, Preset};

/// A named case: values that differ from the defaults.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PresetSpec {
    /// Which one this is.
    pub preset: Preset,
    /// Stable name.
    pub id: &'static str,
    /// As shown.
    pub label: &'static str,
    /// The values, in the inputs' own units (a choice's index).
    pub values: &'static [(Input, f64)],
}
