//! The model's catalogue: read from TOML, checked, written as Rust.

mod check;
mod emit;
mod hosts;
mod schema;

use crate::entries::{list, whole};
use crate::files::{Files, Problem};

pub(crate) use check::{IdForm, check_id};
pub(crate) use emit::{names_source, units_source, values_source};
pub(crate) use schema::{Catalogue, Confidence};

/// Reads and checks the model's files. The catalogue is complete only if no problem was found.
pub(crate) fn read<'a>(files: &'a Files, problems: &mut Vec<Problem>) -> Catalogue<'a> {
    let units = files.get("units.toml", problems).map(|file| list(file, "unit", problems));
    let inputs = files.get("inputs.toml", problems).map(|file| list(file, "input", problems));
    let correlations = files.get("correlations.toml", problems).map(|file| list(file, "group", problems));
    let gpus = files.get("gpus.toml", problems).map(|file| list(file, "gpu", problems));
    let models = files.get("models.toml", problems).map(|file| list(file, "model", problems));
    let apis = files.get("prices.toml", problems).map(|file| list(file, "api", problems));
    let hosts = files.get("hosts.toml", problems).map(|file| list(file, "host", problems));
    let sources = files.get("sources.toml", problems).map(|file| list(file, "source", problems));
    let editions = files.get("editions.toml", problems).map(|file| list(file, "edition", problems));
    let mut assumptions = Vec::new();
    for file in files.folder("assumptions", ".toml", problems) {
        assumptions.extend(list(file, "assumption", problems));
    }
    let mut presets = Vec::new();
    for file in files.folder("presets", ".toml", problems) {
        presets.extend(whole(file, problems));
    }
    let catalogue = Catalogue {
        units: units.unwrap_or_default(),
        inputs: inputs.unwrap_or_default(),
        assumptions,
        correlations: correlations.unwrap_or_default(),
        gpus: gpus.unwrap_or_default(),
        models: models.unwrap_or_default(),
        apis: apis.unwrap_or_default(),
        hosts: hosts.unwrap_or_default(),
        presets,
        sources: sources.unwrap_or_default(),
        editions: editions.unwrap_or_default(),
    };
    // References to a file that could not be read would only report again that it is missing.
    if problems.is_empty() {
        check::check(&catalogue, problems);
        hosts::check(&catalogue, problems);
    }
    catalogue
}
