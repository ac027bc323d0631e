//! Where an operand's number comes from: the scenario, a default, a constant, a catalogue entry.

use crate::case::quotes::Asked;
use crate::case::scenario::Scenario;
use crate::catalogue::{Confidence, DefaultValue, SourceId};
use crate::workings::trace::Origin;

/// Where a number comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// What it is, in words.
    pub what: String,
    /// Its source; none if the scenario sets it.
    pub source: Option<SourceId>,
    /// When it was read; empty if unknown.
    pub date: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
    /// The ends between which nine cases in ten lie, if it is uncertain.
    pub range: Option<(f64, f64)>,
    /// The ends of what others ask, if it is a price on which they disagree.
    pub asked: Option<Asked>,
}

impl Provenance {
    /// Where a number of this origin comes from; `None` if it was computed.
    pub fn of(scenario: &Scenario, origin: Origin) -> Option<Self> {
        let given = |what| Self {
            what,
            source: None,
            date: "",
            confidence: Confidence::Read,
            range: None,
            asked: None,
        };
        Some(match origin {
            Origin::Computed => return None,
            Origin::Input(input) if scenario.is_changed(input) => given("set in the scenario".to_owned()),
            Origin::Input(input)
                if scenario.base().value(input).is_some_and(|value| value == scenario.get(input)) =>
            {
                given(format!("of the preset '{}'", scenario.base().spec().id))
            }
            Origin::Input(input) => {
                let spec = input.spec();
                let (gpu, api) = (scenario.gpu(), scenario.api());
                let (what, source, date, confidence) = match spec.default {
                    DefaultValue::Fixed(_) => {
                        ("default".to_owned(), spec.source(), spec.date(), spec.confidence())
                    }
                    DefaultValue::Preset(other) => (
                        format!("the preset's {}", other.spec().id),
                        spec.source(),
                        spec.date(),
                        spec.confidence(),
                    ),
                    DefaultValue::PeakLaw => (
                        "by the law of peaks, from the volume".to_owned(),
                        spec.source(),
                        spec.date(),
                        spec.confidence(),
                    ),
                    DefaultValue::GpuPrice => (
                        format!("price of {}", gpu.label),
                        gpu.price_source,
                        gpu.price_date,
                        gpu.price_confidence,
                    ),
                    DefaultValue::ApiInputPrice
                    | DefaultValue::ApiOutputPrice
                    | DefaultValue::ApiCachedDiscount
                    | DefaultValue::ApiPriceChange
                    | DefaultValue::ApiPriceChangeMonth => {
                        (format!("price of {}", api.label), api.source, api.date, api.confidence)
                    }
                    DefaultValue::ApiAbility(value) if scenario.get(input) == value => {
                        ("default".to_owned(), spec.source(), spec.date(), spec.confidence())
                    }
                    DefaultValue::ApiAbility(_) => (
                        format!("by the ability of {}", api.label),
                        api.score.source,
                        "",
                        api.score.confidence,
                    ),
                };
                let asked = scenario.price_of(input).and_then(|price| price.asked());
                let range = scenario.values().band(input).map(|(_, band)| (band.low, band.high));
                Self { what, source: Some(source), date, confidence, range, asked }
            }
            Origin::Assumption(assumption) if scenario.is_changed(assumption) => {
                given("set in the scenario".to_owned())
            }
            Origin::Assumption(assumption) => {
                let spec = assumption.spec();
                let what = format!("constant: {}", spec.label());
                Self {
                    what,
                    source: Some(spec.source()),
                    date: spec.date(),
                    confidence: spec.confidence(),
                    range: Some((spec.band.low, spec.band.high)).filter(|(low, high)| low < high),
                    asked: None,
                }
            }
            Origin::Catalogue(source) => {
                let what = "property of the chosen entry".to_owned();
                Self {
                    what,
                    source: Some(source),
                    date: "",
                    confidence: source.source().confidence,
                    range: None,
                    asked: None,
                }
            }
            Origin::Reported => {
                let source = SourceId::Article;
                let confidence = source.source().confidence;
                Self {
                    what: "reported".to_owned(),
                    source: Some(source),
                    date: "",
                    confidence,
                    range: None,
                    asked: None,
                }
            }
            Origin::Reading => given("one reading of the damaged amount".to_owned()),
            Origin::Outcome => given("what the model gives for this case".to_owned()),
        })
    }
}
