//! The module's TypeScript types, written from the model's tables. Used by the build script.

use model::catalogue::{ASSUMPTIONS, AssumptionSpec, Domain, INPUTS, InputSpec, PRESETS};
use model::outcome::{
    Accuracy, Cost, Energy, Load, OutputSpec, Serving, Side, Training, Verdict, output_specs,
};
use model::units::Unit;
use model::ways::WayOutputs;

/// Outputs that may be null, because they may not exist.
const NULLABLE: [&str; 17] = [
    "gpus_needed",
    "payback_month",
    "break_even_requests",
    "break_even_gpu_price",
    "break_even_effort",
    "cheapest_way",
    "cheapest_own_way",
    "cheapest_rent_way",
    "closed_api_cost",
    "tuned_api_cost",
    "open_api_cost",
    "own_steady_cost",
    "own_scaled_cost",
    "own_bought_cost",
    "mixed_cost",
    "mixed_escalation_limit",
    "cheapest_cost_per_resolved",
];

/// The declarations that do not follow from a table.
const FIXED: &str = include_str!("types.fixed.d.ts");

/// All declarations.
pub(crate) fn declarations() -> String {
    let mut text = String::new();
    text += &union("PresetId", "The stable name of a preset.", PRESETS.iter().map(|spec| spec.id));
    text += &union("InputId", "The stable name of an input.", INPUTS.iter().map(|spec| spec.id));
    text += &union("OutputId", "The stable name of an output.", output_specs().map(|spec| spec.id));
    text += "/** A case: a preset (support_desk if none is named) and the inputs and constants that differ from it. */\n";
    text += "export interface Scenario {\n  /** The preset to start from. */\n  preset?: PresetId;\n";
    text += &INPUTS.iter().map(input).collect::<String>();
    text += &ASSUMPTIONS.iter().filter(|spec| spec.is_open()).map(constant).collect::<String>();
    text += "}\n\n/** The value of every input that has an effect. */\nexport interface Values {\n";
    text += &INPUTS.iter().map(input).collect::<String>();
    text += "}\n\n";
    let families: [(&str, &str, &[OutputSpec]); 8] = [
        ("Verdict", "The answer, with its uncertainty.", Verdict::SPECS),
        ("Cost", "Both ledgers' totals and what follows from them.", Cost::SPECS),
        ("Accuracy", "Accuracy on the task's primary metric, open against closed.", Accuracy::SPECS),
        ("Serving", "How the model is placed on the GPUs, and what they can do at most.", Serving::SPECS),
        ("Load", "What the demand does to the replicas.", Load::SPECS),
        ("Training", "The first fine-tune and each round after it.", Training::SPECS),
        ("Energy", "Energy of serving and retraining.", Energy::SPECS),
        ("Ways", "The ways to run a model, computed where one of these is asked for.", WayOutputs::SPECS),
    ];
    for (name, meaning, specs) in families {
        text += &format!("/** {meaning} */\nexport interface {name} {{\n");
        text += &specs.iter().map(output).collect::<String>();
        text += "}\n\n";
    }
    text + FIXED
}

fn union<'a>(name: &str, meaning: &str, ids: impl Iterator<Item = &'a str>) -> String {
    format!("/** {meaning} */\nexport type {name} = {};\n\n", literals(ids))
}

fn literals<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    ids.map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(" | ")
}

fn input(spec: &InputSpec) -> String {
    let (kind, allowed) = match spec.domain {
        Domain::Number { min, max, whole, .. } => {
            let unit = with_space(spec.unit.name());
            ("number".to_owned(), format!(" {min} to {max}{unit}{}.", if whole { ", whole" } else { "" }))
        }
        Domain::Choice(options) => (literals(options.iter().map(|option| option.id)), String::new()),
    };
    format!("  /** {}{allowed} */\n  {}?: {kind};\n", spec.help(), spec.id)
}

/// A constant that a scenario may set.
fn constant(spec: &AssumptionSpec) -> String {
    let (low, high, unit) = (spec.band.low, spec.band.high, with_space(spec.unit.name()));
    format!("  /** {} {low} to {high}{unit}. */\n  {}?: number;\n", full_stop(spec.label()), spec.id)
}

/// A sentence with its full stop.
fn full_stop(text: &str) -> String {
    format!("{}.", text.trim().trim_end_matches('.'))
}

fn output(spec: &OutputSpec) -> String {
    let kind = match spec.unit {
        Unit::YesNo => "boolean",
        Unit::Choice if spec.id == "verdict" => &literals(Side::ALL.into_iter().map(Side::id)),
        Unit::Choice if NULLABLE.contains(&spec.id) => "WayId | null",
        Unit::Choice => "string",
        _ if NULLABLE.contains(&spec.id) => "number | null",
        _ => "number",
    };
    let meaning = spec.meaning().trim().trim_end_matches('.');
    let unit = spec.unit.name();
    let unit = if unit.is_empty() { String::new() } else { format!(" ({unit})") };
    format!("  /** {meaning}{unit}. */\n  {}: {kind};\n", spec.id)
}

fn with_space(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!(" {unit}") }
}
