//! Plain data for files and programs: scenarios in and out, outcomes and what belongs to them out.
//!
//! Everything is nested objects of numbers, texts and yes-or-no, without enums, so that it reads the same in JSON and in
//! JavaScript. Numbers keep all their bits. A value that does not exist is null.
//!
//! A type whose object has its own fields derives `Serialize` where it is declared. Here is only what is written
//! differently from how it is kept: as a name, or as an object of other fields.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::case::quotes::Priced;
use crate::catalogue::{Confidence, Group, Input, Setting, SourceId, Weights};
use crate::estimate::Estimate;
use crate::families::architecture::Architecture;
use crate::families::outputs::{Condition, Ledgers, Line, LineItem};
use crate::families::ways::{Obstacle, Way, WayEstimate, Ways};
use crate::quantities::units::Unit;
use crate::questions::frontier::{Frontier, FrontierPoint};
use crate::questions::sensitivity::{Elasticity, Swing};
use crate::questions::solve::{Answer, Because, BreakEven, Target};
use crate::questions::uncertainty::OutputBand;
use crate::questions::ways::{WayBand, WaysOutcome};
use crate::verdicts::claims::{Check, FactVerdict, Judgement};
use crate::verdicts::outcome::Outcome;
use crate::verdicts::verdict::Side;
use crate::workings::trace::{Origin, Step, Term};

/// Types that are written as a name, and what gives it.
macro_rules! names {
    ($($type:ident: $name:expr;)+) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let name: fn($type) -> &'static str = $name;
                serializer.serialize_str(name(*self))
            }
        }
    )+};
}

/// A type that is written as an object of other fields than its own.
///
/// The pattern takes the type apart without `..`, so that a field which is added to the type and forgotten here does not
/// compile.
macro_rules! object {
    ($type:ident, $pattern:pat => { $($key:literal: $value:expr),+ $(,)? }) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let $pattern = self;
                let mut object = serializer.serialize_struct(stringify!($type), [$($key),+].len())?;
                $(object.serialize_field($key, &$value)?;)+
                object.end()
            }
        }
    };
}

mod catalogue;
mod scenario;

pub use catalogue::InputsInUse;

names! {
    Obstacle: Obstacle::id;
    Way: Way::id;
    Because: Because::id;
    Condition: Condition::id;
    Confidence: Confidence::id;
    FactVerdict: FactVerdict::id;
    Group: Group::id;
    Input: |input| input.spec().id;
    Judgement: Judgement::label;
    LineItem: LineItem::id;
    Priced: Priced::id;
    Side: Side::id;
    Target: Target::id;
    Unit: |unit| unit.name();
    Weights: Weights::id;
}

impl Serialize for SourceId {
    /// The source in full, so that an object which cites it can be read by itself.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.source().serialize(serializer)
    }
}

/// What a number belongs to or comes from.
#[derive(serde::Serialize)]
struct Reference {
    kind: &'static str,
    id: Option<&'static str>,
}

impl Serialize for Setting {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Reference { kind: self.kind(), id: Some(self.id()) }.serialize(serializer)
    }
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, id) = match self {
            Self::Input(input) => return Setting::from(*input).serialize(serializer),
            Self::Assumption(assumption) => return Setting::from(*assumption).serialize(serializer),
            Self::Catalogue(source) => ("source", Some(source.source().id)),
            Self::Computed => ("computed", None),
            Self::Reported => ("reported", None),
            Self::Reading => ("reading", None),
            Self::Outcome => ("outcome", None),
        };
        Reference { kind, id }.serialize(serializer)
    }
}

/// An operand under its name in the formula.
#[derive(serde::Serialize)]
struct Operand<'a> {
    name: &'a str,
    #[serde(flatten)]
    term: &'a Term,
}

/// A ledger's lines under their items' names.
struct Lines<'a>(&'a [Line]);

impl Serialize for Lines<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|line| (line.item, line.cost)))
    }
}

object!(Ledgers, Self { own, rent } => { "own": Lines(own), "rent": Lines(rent) });

// A pair is written as two fields, and what the model does not have as null.
object!(Architecture, Self {
    label, interpolated, total, active, embedding, head, n_layers, attention_width, width, kv_elements_per_layer,
    experts, window: (windowed_share, window_tokens),
} => {
    "label": label,
    "interpolated": interpolated,
    "total_parameters": total,
    "active_parameters": active,
    "embedding_parameters": embedding,
    "head_parameters": head,
    "n_layers": n_layers,
    "attention_width": attention_width,
    "width": width,
    "kv_elements_per_layer": kv_elements_per_layer,
    "experts": experts.map(|(n_experts, _)| n_experts),
    "experts_active": experts.map(|(_, n_active)| n_active),
    "windowed_share": windowed_share,
    "window_tokens": Some(window_tokens).filter(|tokens| **tokens > 0.0),
});

// The families of the estimate are written beside the verdict, with the version that computed them.
object!(Outcome, Self {
    estimate: Estimate { architecture, serving, load, training, accuracy, cost, energy, ledgers, conditions, able: _ },
    verdict, flips, bands, saving_quantiles, accuracy_path, cost_path,
} => {
    "version": env!("CARGO_PKG_VERSION"),
    "verdict": verdict,
    "cost": cost,
    "accuracy": accuracy,
    "serving": serving,
    "load": load,
    "training": training,
    "energy": energy,
    "architecture": architecture,
    "ledgers": ledgers,
    "conditions": conditions,
    "flips": flips,
    "bands": bands,
    "saving_quantiles": saving_quantiles,
    "accuracy_path": accuracy_path,
    "cost_path": cost_path,
});

// A way's estimate and its band over the sample are one object.
#[derive(Clone)]
struct WayWithBand {
    estimate: WayEstimate,
    band: WayBand,
}

object!(WayWithBand, Self {
    estimate: WayEstimate { way, cost, lines, accuracy, ttft, itl, cost_per_request, cost_per_resolved, obstacles },
    band,
} => {
    "way": way,
    "label": way.label(),
    "is_owning": way.is_owning(),
    "cost": cost,
    "cost_band": band.cost,
    "accuracy": accuracy,
    "accuracy_band": band.accuracy,
    "within_ten_percent": band.within_ten_percent,
    "cheapest": band.cheapest,
    "cost_per_request": cost_per_request,
    "cost_per_resolved": cost_per_resolved,
    "ttft": ttft,
    "itl": itl,
    "obstacles": obstacles,
    "ledger": Lines(&lines.lines()),
});

object!(WaysOutcome, Self { ways: Ways { ways, platform_cost, mixed_escalation_limit }, bands, none } => {
    "ways": ways.iter().cloned().zip(*bands).map(|(estimate, band)| WayWithBand { estimate, band }).collect::<Vec<_>>(),
    "none": none,
    "platform_cost": platform_cost,
    "mixed_escalation_limit": mixed_escalation_limit,
});

// The width of the bar is computed from its ends.
object!(Swing, swing @ Self {
    what, id: _, label, unit, low, value, high, saving_low, saving_high, accuracy_low, accuracy_high,
} => {
    "kind": what.kind(),
    "id": what.id(),
    "label": label,
    "unit": unit,
    "low": low,
    "value": value,
    "high": high,
    "saving_low": saving_low,
    "saving_high": saving_high,
    "swing": swing.swing(),
    "accuracy_low": accuracy_low,
    "accuracy_high": accuracy_high,
});

// What an elasticity and a band are of is written as a name with its unit.
object!(Elasticity, Self { input, value, own_cost, rent_cost } => {
    "id": input,
    "unit": input.spec().unit,
    "value": value,
    "own_cost": own_cost,
    "rent_cost": rent_cost,
});
object!(OutputBand, Self { spec, percentiles, share } => {
    "id": spec.id,
    "unit": spec.unit,
    "percentiles": percentiles,
    "share": share,
});

// Of a GPU and an option only the name is written; the cost and the accuracy of renting are two fields.
object!(FrontierPoint, Self {
    model_size, precision, gpu, gpu_count, retrains_per_year, cost, accuracy, serves_peak, efficient,
} => {
    "model_size": model_size,
    "precision": precision.id,
    "gpu": gpu.id,
    "gpu_count": gpu_count,
    "retrains_per_year": retrains_per_year,
    "cost": cost,
    "accuracy": accuracy,
    "serves_peak": serves_peak,
    "efficient": efficient,
});
object!(Frontier, Self {
    points, efficient, present, rent: (rent_cost, rent_accuracy), better, excess_cost, best_change,
} => {
    "present": present,
    "rent_cost": rent_cost,
    "rent_accuracy": rent_accuracy,
    "better": better,
    "excess_cost": excess_cost,
    "best_change": best_change,
    "efficient": efficient,
    "points": points,
});

// The answer is a name, with a field for each of the values that one of the answers has.
object!(BreakEven, Self { input, target, answer, holds_above } => {
    "input": input,
    "target": target,
    "answer": match answer {
        Answer::At(_) => "at",
        Answer::Between { .. } => "between",
        Answer::Never { .. } => "never",
        Answer::Always => "always",
    },
    "at": match answer {
        Answer::At(x) | Answer::Between { from: x, .. } => Some(x),
        Answer::Never { .. } | Answer::Always => None,
    },
    "until": if let Answer::Between { to, .. } = answer { Some(to) } else { None },
    "nearest": if let Answer::Never { nearest, .. } = answer { Some(nearest) } else { None },
    "because": if let Answer::Never { because, .. } = answer { Some(because) } else { None },
    "holds_above": holds_above,
});

// An operand is an object with its name, not a pair.
object!(Step, Self { name, meaning, formula, operands, result, unit } => {
    "name": name,
    "meaning": meaning,
    "formula": formula,
    "operands": operands.iter().map(|(name, term)| Operand { name, term }).collect::<Vec<_>>(),
    "result": result,
    "unit": unit,
});

// The fact's own words are written with what the check found.
object!(Check, Self { fact, finding, steps, readings } => {
    "id": fact.id,
    "label": fact.label,
    "section": fact.section,
    "says": fact.says,
    "verdict": fact.verdict,
    "finding": finding,
    "figures": fact.figures,
    "lost": fact.lost.map(|lost| lost.tail),
    "case": fact.case.map(|_| fact.scenario()),
    "steps": steps,
    "readings": readings,
});
