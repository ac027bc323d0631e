//! Values: the entries of `data/`, compiled into arrays, and how to look one up by its name.

use super::assumptions::{AssumptionSpec, CorrelationGroup};
use super::hardware::Gpu;
use super::inputs::{ChoiceOption, DefaultValue, Domain, InputBand, InputSpec, Scale};
use super::models::{Experts, NamedModel, Window};
use super::names::{Assumption, Group, Input, Preset, Setting, SourceId};
use super::presets::PresetSpec;
use super::prices::{ApiPrice, Quote, Tier};
use super::sources::{Confidence, Source};
use super::spread::{Band, Spread};
use crate::quantities::units::Unit;

include!(concat!(env!("OUT_DIR"), "/values.rs"));

impl Input {
    /// The input's description.
    pub fn spec(self) -> &'static InputSpec {
        &INPUTS[self as usize]
    }
    /// The input with this stable name.
    pub fn from_id(id: &str) -> Option<Self> {
        INPUTS.iter().find(|spec| spec.id == id).map(|spec| spec.input)
    }
}

impl InputSpec {
    /// One sentence of help.
    pub fn help(&self) -> &'static str {
        INPUT_HELP[self.input as usize]
    }
}

impl AssumptionSpec {
    /// What a reader should know about it.
    pub fn note(&self) -> &'static str {
        ASSUMPTION_NOTES[self.assumption as usize]
    }
}

impl Assumption {
    /// The assumption's description.
    pub fn spec(self) -> &'static AssumptionSpec {
        &ASSUMPTIONS[self as usize]
    }
}

impl SourceId {
    /// The source's title, author, date and place.
    pub fn source(self) -> &'static Source {
        &SOURCES[self as usize]
    }
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
