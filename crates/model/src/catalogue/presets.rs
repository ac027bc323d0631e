//! Presets: named cases.

use super::{Input, PRESET_DESCRIPTIONS, PRESETS, Preset};

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

impl PresetSpec {
    /// What the case is and which of its values are reported, which assumed.
    pub fn description(&self) -> &'static str {
        PRESET_DESCRIPTIONS[self.preset as usize]
    }
}

impl Preset {
    /// The preset's description.
    pub fn spec(self) -> &'static PresetSpec {
        &PRESETS[self as usize]
    }
    /// The preset with this stable name.
    pub fn from_id(id: &str) -> Option<Self> {
        PRESETS.iter().find(|spec| spec.id == id).map(|spec| spec.preset)
    }
}
