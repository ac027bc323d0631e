//! The model on the command line: reads scenarios, asks the model, and writes tables, JSON and CSV.
//!
//! Results go to one writer, messages to the other. Every number comes from the model: this crate reads the request and
//! prints the answer.

pub mod draw;

mod axis;
mod cli;
mod failure;
mod print;
mod progress;
mod scenario_args;
mod scenario_file;
mod selection;
mod stream;
mod suggest;
mod verbs;

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

pub use cli::Cli;
use failure::Failure;

/// Runs a command: results to `out`, messages to `messages`. The exit code is 0, or 1 if it was refused.
///
/// A reader that closes its end early, as `head` does, ends the command quietly.
pub fn run(cli: &Cli, out: &mut dyn Write, messages: &mut dyn Write) -> ExitCode {
    let result = verbs::run(&cli.verb, out, messages).and_then(|()| out.flush().map_err(Failure::Output));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Output(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            // If not even the message can be written, the exit code still reports the failure.
            let _ = writeln!(messages, "calculator: {failure}");
            ExitCode::FAILURE
        }
    }
}
