//! Values: the entries of `data/`, compiled into arrays, and how to look one up by its name.

use super::assumptions::{AssumptionSpec, CorrelationGroup};
use super::editions::Edition;
use super::hardware::Gpu;
use super::hosts::{Host, HostedMedian, HostedPrice, Weights};
use super::inputs::{ChoiceOption, DefaultValue, Domain, InputBand, InputSpec, Scale};
use super::models::{Experts, NamedModel, Window};
use super::names::{Assumption, Group, Input, Preset, Setting, SourceId};
use super::presets::PresetSpec;
use super::prices::{ApiPrice, PriceChange, Quote, Tier};
use super::scores::Score;
use super::sources::{Confidence, Source};
use super::spread::{Band, Spread};
use crate::quantities::units::Unit;

include!(concat!(env!("OUT_DIR"), "/values.rs"));

impl Input {
    /// The input's description.
    pub fn spec(self) -> &'static InputSpec {
        &INPUTS[self as usize]
    }
    /// As shown beside its control.
    pub const fn label(self) -> &'static str {
        INPUT_LABELS[self as usize]
    }
    /// The input with this stable name.
    pub fn from_id(id: &str) -> Option<Self> {
        INPUTS.iter().find(|spec| spec.id == id).map(|spec| spec.input)
    }
}

impl InputSpec {
    /// As shown beside the control.
    pub const fn label(&self) -> &'static str {
        self.input.label()
    }

    /// One sentence of help.
    pub fn help(&self) -> &'static str {
        INPUT_HELP[self.input as usize]
    }

    /// Where default and band come from.
    pub fn source(&self) -> SourceId {
        INPUT_ORIGINS[self.input as usize].0
    }

    /// When that was read.
    pub fn date(&self) -> &'static str {
        INPUT_ORIGINS[self.input as usize].1
    }

    /// How sure we are.
    pub fn confidence(&self) -> Confidence {
        INPUT_ORIGINS[self.input as usize].2
    }
}

impl AssumptionSpec {
    /// What it is, in a few words.
    pub fn label(&self) -> &'static str {
        ASSUMPTION_LABELS[self.assumption as usize]
    }

    /// Where the value comes from.
    pub fn source(&self) -> SourceId {
        ASSUMPTION_ORIGINS[self.assumption as usize].0
    }

    /// When it was read.
    pub fn date(&self) -> &'static str {
        ASSUMPTION_ORIGINS[self.assumption as usize].1
    }

    /// How sure we are.
    pub fn confidence(&self) -> Confidence {
        ASSUMPTION_ORIGINS[self.assumption as usize].2
    }

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
    /// What the preset says of an input, if it says anything.
    pub fn value(self, input: Input) -> Option<f64> {
        self.spec().values.iter().find(|(key, _)| *key == input).map(|(_, value)| *value)
    }
    /// The preset with this stable name.
    pub fn from_id(id: &str) -> Option<Self> {
        PRESETS.iter().find(|spec| spec.id == id).map(|spec| spec.preset)
    }
}

impl Gpu {
    /// What one of it and its part of a server cost to buy, US dollars, and where that comes from; none where no price is known.
    ///
    /// # Source
    /// `data/gpus.toml`: street prices of whole servers.
    pub fn server_share(&self) -> Option<(f64, SourceId)> {
        let index = GPUS.iter().position(|gpu| gpu.id == self.id)?;
        GPU_SERVER_SHARES[index]
    }
}

impl ApiPrice {
    /// The last day on which its seller takes a tuning job; none if it takes none.
    pub fn tunable_until(&self) -> Option<&'static str> {
        let index = APIS.iter().position(|api| api.id == self.id)?;
        API_TUNABLE_UNTIL[index]
    }
}

impl NamedModel {
    /// What hosts ask for it, US dollars for a million tokens: current prices first, the cheapest input first. Empty where
    /// no host is known.
    ///
    /// # Source
    /// `data/hosts.toml`: two price lists of November 2026.
    pub fn hosted_prices(&self) -> &'static [HostedPrice] {
        MODELS.iter().position(|model| model.id == self.id).map_or(&[], |index| HOSTED_PRICES[index])
    }

    /// The medians of [`Self::hosted_summary`], without the list that they were taken from; none where no host is known.
    pub fn hosted_median(&self) -> Option<&'static HostedMedian> {
        let index = MODELS.iter().position(|model| model.id == self.id)?;
        HOSTED_MEDIANS[index].as_ref()
    }
}

impl Edition {
    /// The edition of this number; none for a number that is not one of ours.
    pub fn numbered(number: usize) -> Option<&'static Self> {
        EDITIONS.get(number.checked_sub(1)?)
    }

    /// The number of the edition of this version and data; none if it is not one of ours.
    ///
    /// ```
    /// use model::catalogue::{EDITION, Edition};
    /// let present = Edition::numbered(EDITION).expect("there is a present edition");
    /// assert_eq!(Edition::number_of(present.version, present.data), Some(EDITION));
    /// assert_eq!(Edition::number_of("0.0.1", present.data), None);
    /// ```
    pub fn number_of(version: &str, data: &str) -> Option<usize> {
        let is_it = |edition: &Self| (edition.version, edition.data) == (version, data);
        EDITIONS.iter().position(is_it).map(|index| index + 1)
    }
}

/// What has changed since the edition of this number, the oldest change first.
pub fn changes_since(number: usize) -> impl Iterator<Item = &'static str> {
    EDITIONS.iter().skip(number).flat_map(|edition| edition.changes).copied()
}
