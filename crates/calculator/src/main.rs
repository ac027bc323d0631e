//! The `calculator` command: flags in, tables, JSON and CSV out.

use std::io::{stderr, stdout};
use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = calculator::Cli::parse();
    calculator::run(&cli, &mut stdout().lock(), &mut stderr())
}
