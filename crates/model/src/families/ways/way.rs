//! The ways by name, and what may stand against them.

use crate::families::outputs::Condition;
use crate::quantities::units::{Quantity, Unit, Value};

/// A way to run a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A closed model by the token.
    ClosedApi,
    /// A closed model by the token, tuned by its seller.
    TunedApi,
    /// An open model by the token, at a host.
    OpenApi,
    /// GPUs rented round the clock.
    OwnSteady,
    /// GPUs rented by the second, as many as the load needs.
    OwnScaled,
    /// Machines bought.
    OwnBought,
    /// GPUs rented round the clock, which pass on to the closed model what they cannot answer.
    Mixed,
}

impl Way {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::ClosedApi,
        Self::TunedApi,
        Self::OpenApi,
        Self::OwnSteady,
        Self::OwnScaled,
        Self::OwnBought,
        Self::Mixed,
    ];

    /// Stable name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::ClosedApi => "closed_api",
            Self::TunedApi => "tuned_api",
            Self::OpenApi => "open_api",
            Self::OwnSteady => "own_steady",
            Self::OwnScaled => "own_scaled",
            Self::OwnBought => "own_bought",
            Self::Mixed => "mixed",
        }
    }

    /// The way with this stable name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.id() == id)
    }

    /// As shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ClosedApi => "Closed model by the token",
            Self::TunedApi => "Closed model, tuned by its seller",
            Self::OpenApi => "Open model by the token",
            Self::OwnSteady => "Own GPUs, rented round the clock",
            Self::OwnScaled => "Own GPUs that follow the load",
            Self::OwnBought => "Own machines, bought",
            Self::Mixed => "Own GPUs, the rest passed on",
        }
    }

    /// Whether the model runs on GPUs that the reader rents or buys.
    pub const fn is_owning(self) -> bool {
        match self {
            Self::ClosedApi | Self::TunedApi | Self::OpenApi => false,
            Self::OwnSteady | Self::OwnScaled | Self::OwnBought | Self::Mixed => true,
        }
    }
}

impl Quantity for Way {
    const UNIT: Unit = Unit::Choice;
    fn value(self) -> Value {
        Value::Name(self.id())
    }
}

/// What stands against a way in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// One replica or one request does not fit the GPUs.
    DoesNotFit,
    /// The open model reads no prompt so long.
    PromptTooLong,
    /// The closed model reads no prompt so long.
    PromptTooLongForApi,
    /// The GPUs serve less than a tenth of what is moved to them.
    ServesTooLittle,
    /// No host is known that offers the model.
    NoHost,
    /// No price is known for which such a machine sells.
    NoServerPrice,
    /// The seller tunes this model for nobody.
    NotTunable,
    /// The latency objectives are missed at the peak.
    TooSlow,
    /// More requests wait for a cold start than may.
    ColdStarts,
    /// The accuracy lies more than 10 % below the closed model's.
    TooFarBehind,
}

impl Obstacle {
    /// Stable name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::DoesNotFit => "does_not_fit",
            Self::PromptTooLong => "prompt_too_long",
            Self::PromptTooLongForApi => "prompt_too_long_for_api",
            Self::ServesTooLittle => "serves_too_little",
            Self::NoHost => "no_host",
            Self::NoServerPrice => "no_server_price",
            Self::NotTunable => "not_tunable",
            Self::TooSlow => "too_slow",
            Self::ColdStarts => "cold_starts",
            Self::TooFarBehind => "too_far_behind",
        }
    }

    /// In words, as a sentence.
    pub const fn text(self) -> &'static str {
        match self {
            Self::DoesNotFit => "The model does not fit these GPUs.",
            Self::PromptTooLong => "The open model reads no prompt so long.",
            Self::PromptTooLongForApi => "The closed model reads no prompt so long.",
            Self::ServesTooLittle => "These GPUs serve less than a tenth of the requests.",
            Self::NoHost => "We know no host that offers this model by the token.",
            Self::NoServerPrice => "We know no price at which such a machine sells.",
            Self::NotTunable => "Its seller takes no tuning jobs for this model.",
            Self::TooSlow => "At the peak, it is slower than the objectives allow.",
            Self::ColdStarts => "More than one request in a hundred waits for a machine to start.",
            Self::TooFarBehind => "Its accuracy is more than 10\u{202f}% below the closed model's.",
        }
    }

    /// Whether a way with it cannot do the work at all, rather than worse than asked for.
    pub(crate) const fn is_bar(self) -> bool {
        match self {
            Self::DoesNotFit
            | Self::PromptTooLong
            | Self::PromptTooLongForApi
            | Self::ServesTooLittle
            | Self::NoHost
            | Self::NoServerPrice
            | Self::NotTunable => true,
            Self::TooSlow | Self::ColdStarts | Self::TooFarBehind => false,
        }
    }

    /// The condition that says it, where an estimate of the plain two ways has none that does.
    pub(crate) const fn condition(self) -> Option<Condition> {
        match self {
            Self::NoHost => Some(Condition::NoHost),
            Self::NoServerPrice => Some(Condition::NoServerPrice),
            Self::NotTunable => Some(Condition::NotTunable),
            Self::ColdStarts => Some(Condition::ColdStartsWait),
            Self::DoesNotFit
            | Self::PromptTooLong
            | Self::PromptTooLongForApi
            | Self::ServesTooLittle
            | Self::TooSlow
            | Self::TooFarBehind => None,
        }
    }

    /// Those of an estimate's conditions that stand against an own machine.
    pub(super) fn of(condition: Condition) -> Option<Self> {
        match condition {
            Condition::ModelDoesNotFit | Condition::RequestDoesNotFit => Some(Self::DoesNotFit),
            Condition::PromptTooLong => Some(Self::PromptTooLong),
            Condition::PromptTooLongForApi => Some(Self::PromptTooLongForApi),
            Condition::OverflowToApi
            | Condition::OverflowRefused
            | Condition::TtftMissed
            | Condition::ItlMissed
            | Condition::ObjectivesOutOfReach
            | Condition::GpusIdle
            | Condition::TrainingDoesNotFit
            | Condition::TrainingGpusIdle
            | Condition::RetrainSlowerThanInterval
            | Condition::PrecisionEmulated
            | Condition::ModelInterpolated
            | Condition::SizeBeyondCalibration
            | Condition::ScoreUnknown
            | Condition::NoTrafficMoved
            | Condition::MeasurementOfAnother
            | Condition::MeasurementDoubtful
            | Condition::InvoiceOfAnother
            | Condition::SameWay
            | Condition::OtherWays => None,
            Condition::NoHost => Some(Self::NoHost),
            Condition::NoServerPrice => Some(Self::NoServerPrice),
            Condition::NotTunable => Some(Self::NotTunable),
            Condition::ColdStartsWait => Some(Self::ColdStarts),
        }
    }
}
