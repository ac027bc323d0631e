//! The model on the command line: reads scenarios, asks the model, and writes tables, JSON and CSV.
//!
//! Results go to one writer, messages to the other. Every number comes from the model: this crate reads the request and
//! prints the answer.

pub mod draw;

mod axis;
mod cli;
mod failure;
mod file;
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

/// Runs a command: results to `out` or to the file that it names, messages to `messages`. The exit code is 0, 1 if the
/// request was refused, or 3 if the result could not be written.
///
/// A reader that closes its end early, as `head` does, ends the command quietly.
pub fn run(cli: &Cli, out: &mut dyn Write, messages: &mut dyn Write) -> ExitCode {
    match answer(cli, out, messages) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Output(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            // If not even the message can be written, the exit code still reports the failure.
            let _ = writeln!(messages, "calculator: {failure}");
            failure.exit_code().into()
        }
    }
}

fn answer(cli: &Cli, out: &mut dyn Write, messages: &mut dyn Write) -> Result<(), Failure> {
    let mut verb = cli.verb.clone();
    verb.settle_format(cli.file.as_deref())?;
    match &cli.file {
        Some(path) => file::write(path, |out| verbs::run(&verb, out, messages)),
        None => {
            verbs::run(&verb, out, messages)?;
            Ok(out.flush()?)
        }
    }
}
