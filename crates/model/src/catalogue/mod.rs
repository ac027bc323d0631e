//! The catalogue: everything that `data/` holds, as typed constants, and the names of what a scenario can set.
//!
//! Here belong descriptions: of inputs, assumptions, GPUs, models, prices, hosts, presets and sources. The types are written
//! here; the values are compiled from `data/*.toml` by the build step, which checks them. No scenario and no formula is
//! known here.

mod assumptions;
mod editions;
mod hardware;
mod hosts;
mod inputs;
mod models;
mod names;
mod presets;
mod prices;
mod scores;
mod setting;
mod sources;
mod spread;
mod values;

pub use assumptions::{AssumptionSpec, CorrelationGroup};
pub use editions::Edition;
pub use hardware::Gpu;
pub use hosts::{Host, HostedMedian, HostedPrice, HostedSummary, PriceRange, Weights};
pub use inputs::{ChoiceOption, DefaultValue, Domain, InputBand, InputSpec, Scale};
pub use models::{Experts, NamedModel, Window};
pub use names::*;
pub use presets::PresetSpec;
pub use prices::{ApiPrice, PriceChange, Quote, Tier};
pub use scores::Score;
pub use sources::{Confidence, Source};
pub use spread::{Band, Spread};
pub use values::*;
