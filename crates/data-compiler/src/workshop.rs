//! The workshop's data: the numbers by which its codes and links name things.

use serde::Deserialize;

use crate::catalogue::Catalogue;
use crate::entries::{Entry, whole};
use crate::files::{Files, Problem};
use crate::rust::{slice, string};

/// The file of the numbers, below `data/`.
const NUMBERING: &str = "workshop/numbering.toml";

/// The group of constants that no scenario sets.
const CLAIMS: &str = "claims";

/// Names in the order of their numbers.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Numbering {
    presets: Vec<String>,
    settings: Vec<String>,
    options: Vec<String>,
}

/// The numbers as Rust source, for `include!` in the workshop.
pub(crate) fn rust_source(
    files: &Files,
    catalogue: &Catalogue<'_>,
    problems: &mut Vec<Problem>,
) -> Option<String> {
    let numbering: Entry<'_, Numbering> =
        files.get(NUMBERING, problems).and_then(|file| whole(file, problems))?;
    check(&numbering, catalogue, problems);
    let list = |name: &str, about: &str, ids: &[String]| {
        let ids = slice(ids.iter().map(|id| string(id)));
        format!("/// {about}\npub(crate) static {name}: &[&str] = {ids};\n")
    };
    Some(
        list("PRESETS", "Presets by their numbers.", &numbering.presets)
            + &list("SETTINGS", "Inputs and constants by their numbers less one.", &numbering.settings)
            + &list("OPTIONS", "The options of all choices by their numbers.", &numbering.options),
    )
}

/// Each name of the catalogue has a number, and none has two.
fn check(numbering: &Entry<'_, Numbering>, catalogue: &Catalogue<'_>, problems: &mut Vec<Problem>) {
    let inputs = catalogue.inputs.iter().map(|input| input.id.as_str());
    let constants = catalogue
        .assumptions
        .iter()
        .filter(|constant| constant.file().stem() != CLAIMS && constant.low < constant.high)
        .map(|constant| constant.id.as_str());
    let presets: Vec<&str> = catalogue.presets.iter().map(|preset| preset.id.as_str()).collect();
    let settings: Vec<&str> = inputs.chain(constants).collect();
    let options: Vec<&str> =
        catalogue.inputs.iter().flat_map(|input| catalogue.options(input)).map(|(id, _)| id).collect();
    for (field, numbered, known) in [
        ("presets", &numbering.presets, presets),
        ("settings", &numbering.settings, settings),
        ("options", &numbering.options, options),
    ] {
        for (index, id) in numbered.iter().enumerate() {
            if numbered.iter().take(index).any(|other| other == id) {
                let line = format!("{field}.{index}");
                problems.push(numbering.problem(&line, format!("'{id}' has two numbers")));
            }
        }
        for id in known.into_iter().filter(|id| !numbered.iter().any(|other| other == id)) {
            let reason = format!("'{id}' has no number: put it at the end of {field}");
            problems.push(numbering.problem(field, reason));
        }
    }
}
