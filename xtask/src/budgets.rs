//! The limits of weight and instructions: `budgets.toml`.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::project;

/// A limit, and the aim for later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// The limit.
    pub most: u64,
    /// What it should become.
    pub aim: u64,
}

/// A limit without another aim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ceiling {
    /// The limit.
    pub most: u64,
}

/// All limits.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Budgets {
    /// Bytes before the page answers.
    pub first_view: Budget,
    /// Bytes of wasm before the page answers.
    pub wasm: Budget,
    /// Bytes of wasm after that.
    pub late: Budget,
    /// Bytes of the chart library.
    pub charts: Budget,
    /// Requests before the page answers.
    pub requests: Budget,
    /// Bytes of the heaviest framed figure before a touch.
    pub framed: Budget,
    /// Bytes of the scripts among them.
    pub framed_scripts: Budget,
    /// Bytes of the program of the figures that we draw ourselves.
    pub framed_program: Budget,
    /// Bytes of the program of the others.
    pub framed_charts: Budget,
    /// Bytes of the script for other pages.
    pub element: Budget,
    /// Bytes of the program of the workshop's page.
    pub workshop_program: Budget,
    /// Instructions that each question of the model takes.
    #[serde(skip_serializing)]
    pub instructions: BTreeMap<String, Ceiling>,
}

impl Budgets {
    /// Reads them.
    ///
    /// # Errors
    /// When the file is not there or not as it should be.
    pub fn read() -> Result<Self> {
        let file = project::root().join("xtask/budgets.toml");
        toml::from_str(&fs::read_to_string(file)?).context("xtask/budgets.toml")
    }
}
