//! Compiles `data/` into Rust source at build time, typed and checked, so that nothing is parsed in the browser.
//!
//! There are four outputs: [`model_source`] (inputs, assumptions, GPUs, models, prices, hosts, presets, sources,
//! facts) for the build script of the model, [`article_source`] (sections, glossary, citations) for that of the page, and
//! [`bill_source`] (names of columns, questions) for that of the reader of bills, and [`workshop_source`] (the numbers in codes and
//! links) for that of the workshop.
//! Problems in `data/` are reported as `file:line: reason`, all of them at once, and fail the build.

mod article;
mod bill;
mod catalogue;
mod entries;
mod facts;
mod files;
mod rust;
mod typography;
mod workshop;

use std::path::Path;
use std::{io, process};

use catalogue::Catalogue;

pub use files::{Files, Problem};

/// The paths below `data/` that [`model_source`] reads; directories stand for all files in them.
pub const MODEL_FILES: &[&str] = &[
    "inputs.toml",
    "assumptions",
    "correlations.toml",
    "facts.toml",
    "gpus.toml",
    "hosts.toml",
    "models.toml",
    "prices.toml",
    "presets",
    "sources.toml",
    "units.toml",
];

/// The paths below `data/` that [`article_source`] reads; directories stand for all files in them.
pub const ARTICLE_FILES: &[&str] = &[
    "article",
    "assumptions",
    "correlations.toml",
    "facts.toml",
    "glossary.toml",
    "gpus.toml",
    "hosts.toml",
    "inputs.toml",
    "models.toml",
    "presets",
    "prices.toml",
    "sources.toml",
    "units.toml",
];

/// The paths below `data/` that [`bill_source`] reads beside those of [`MODEL_FILES`].
pub const BILL_FILES: &[&str] = &["workshop/bill.toml", "workshop/questions.toml"];

/// The paths below `data/` that [`workshop_source`] reads; directories stand for all files in them.
pub const WORKSHOP_FILES: &[&str] = &[
    "inputs.toml",
    "assumptions",
    "correlations.toml",
    "gpus.toml",
    "hosts.toml",
    "models.toml",
    "prices.toml",
    "presets",
    "sources.toml",
    "units.toml",
    "workshop",
];

/// The Rust source that the model includes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelSource {
    /// For `catalogue::names`: enums of inputs, assumptions, presets, sources and of the options of choices.
    pub names: String,
    /// For `catalogue::values`: inputs, assumptions, GPUs, models, prices, hosts, presets, sources.
    pub values: String,
    /// For `claims`: the facts.
    pub facts: String,
    /// For `units`: the units and their words.
    pub units: String,
}

/// The model's catalogue and the facts as Rust source, for `include!` in the model.
///
/// # Errors
/// All problems in the files it reads.
pub fn model_source(data: &Path) -> Result<ModelSource, Vec<Problem>> {
    model_source_of(&Files::read(data)?)
}

/// Like [`model_source`], from files already in memory.
///
/// # Errors
/// All problems in the files it reads.
pub fn model_source_of(files: &Files) -> Result<ModelSource, Vec<Problem>> {
    let mut problems = Vec::new();
    let catalogue = catalogue::read(files, &mut problems);
    files::settle(std::mem::take(&mut problems))?;
    let facts = facts::read(files, &mut problems);
    facts::check(&facts, &catalogue, &mut problems);
    files::settle(problems)?;
    Ok(ModelSource {
        names: catalogue::names_source(&catalogue),
        values: catalogue::values_source(&catalogue),
        facts: facts::rust_source(&facts, &catalogue),
        units: catalogue::units_source(&catalogue),
    })
}

/// The article as Rust source, for `include!` in the page's `content` module.
///
/// # Errors
/// All problems in the article, the facts, the glossary and the model's files that they refer to, and every source that
/// nothing cites.
pub fn article_source(data: &Path) -> Result<String, Vec<Problem>> {
    article_source_of(&Files::read(data)?)
}

/// Like [`article_source`], from files already in memory.
///
/// # Errors
/// As for [`article_source`].
pub fn article_source_of(files: &Files) -> Result<String, Vec<Problem>> {
    let mut problems = Vec::new();
    let catalogue = catalogue::read(files, &mut problems);
    // With an incomplete catalogue, the article would report every name of it as unknown.
    files::settle(std::mem::take(&mut problems))?;
    let article = article::read(files, &catalogue, &mut problems);
    files::settle(problems)?;
    Ok(article.rust_source())
}

/// What a reader makes of files that name what the catalogue holds, and that keeps nothing of either.
fn beside_catalogue<T>(
    files: &Files,
    read: impl FnOnce(&Files, &Catalogue<'_>, &mut Vec<Problem>) -> T,
) -> Result<T, Vec<Problem>> {
    let mut problems = Vec::new();
    let catalogue = catalogue::read(files, &mut problems);
    // With an incomplete catalogue, every name of it would be reported as unknown.
    files::settle(std::mem::take(&mut problems))?;
    let read = read(files, &catalogue, &mut problems);
    files::settle(problems)?;
    Ok(read)
}

/// What the reader of bills knows of usage exports, and its questions, as Rust source.
///
/// # Errors
/// All problems in the files it reads.
pub fn bill_source(data: &Path) -> Result<String, Vec<Problem>> {
    bill_source_of(&Files::read(data)?)
}

/// Like [`bill_source`], from files already in memory.
///
/// # Errors
/// As for [`bill_source`].
pub fn bill_source_of(files: &Files) -> Result<String, Vec<Problem>> {
    beside_catalogue(files, bill::rust_source)
}

/// The workshop's data as Rust source, for `include!` in the workshop.
///
/// # Errors
/// All problems in the workshop's files and in the model's that they refer to.
pub fn workshop_source(data: &Path) -> Result<String, Vec<Problem>> {
    workshop_source_of(&Files::read(data)?)
}

/// Like [`workshop_source`], from files already in memory.
///
/// # Errors
/// As for [`workshop_source`].
pub fn workshop_source_of(files: &Files) -> Result<String, Vec<Problem>> {
    Ok(beside_catalogue(files, workshop::rust_source)?.unwrap_or_default())
}

/// The end of a build script: writes the source, or reports every problem to Cargo and exits with 1.
pub fn emit_and_exit_on_problems<T>(
    result: Result<T, Vec<Problem>>,
    write: impl FnOnce(T) -> io::Result<()>,
) {
    let errors: Vec<String> = match result.map(write) {
        Ok(Ok(())) => return,
        Ok(Err(error)) => vec![format!("the compiled data could not be written: {error}")],
        Err(problems) => problems.iter().map(Problem::to_string).collect(),
    };
    report(&errors);
    process::exit(1);
}

/// Prints errors in the form that Cargo shows as errors of the package.
#[expect(clippy::print_stdout, reason = "a build script talks to Cargo on its standard output")]
fn report(errors: &[String]) {
    for error in errors {
        println!("cargo::error={}", error.replace('\n', " "));
    }
}
