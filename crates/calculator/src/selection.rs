//! The outputs that the command line selects.

use clap::Args;
use model::outcome::{OutputSpec, output_specs};
use model::written::shown;

use crate::failure::Failure;
use crate::suggest;

/// The outputs to give.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct SelectionArgs {
    /// Give only these outputs, separated by commas ('calculator outputs' lists them)
    #[arg(long, value_name = "ID,ID", value_delimiter = ',')]
    pub(crate) outputs: Vec<String>,
}

impl SelectionArgs {
    /// Whether none was selected, so that all are given.
    pub(crate) fn is_all(&self) -> bool {
        self.outputs.is_empty()
    }

    /// The outputs in the requested order.
    pub(crate) fn specs(&self) -> Result<Vec<&'static OutputSpec>, Failure> {
        if self.is_all() {
            return Ok(output_specs().collect());
        }
        self.outputs.iter().map(|id| find(id.trim())).collect()
    }
}

/// The output of this name.
pub(crate) fn find(id: &str) -> Result<&'static OutputSpec, Failure> {
    output_specs().find(|spec| spec.id == id).ok_or_else(|| {
        let hint = suggest::hint(id, output_specs().map(|spec| spec.id));
        let hint = if hint.is_empty() { "; 'calculator outputs' lists them" } else { &hint };
        Failure::Refused(format!("no output is called '{}'{hint}", shown(id)))
    })
}
