//! The `calculator` command: flags in, tables, JSON and CSV out.

use std::io::{stderr, stdout};
use std::process::ExitCode;

fn main() -> ExitCode {
    calculator::run(std::env::args_os(), &mut stdout().lock(), &mut stderr())
}
