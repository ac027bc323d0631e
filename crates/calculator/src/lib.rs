//! The model on the command line: reads scenarios, asks the model, and writes tables, JSON and CSV.
//!
//! Results go to one writer, messages to the other. Every number comes from the model: this crate reads the request and
//! prints the answer.

pub mod draw;

mod axis;
mod case_args;
mod cli;
mod failure;
mod file;
mod messages;
mod print;
mod progress;
mod scenario_args;
mod selection;
mod stream;
mod suggest;
mod verbs;

use std::ffi::OsString;
use std::io::{ErrorKind, IsTerminal as _, Write, stdout};
use std::process::ExitCode;

use clap::Parser as _;
pub use cli::Cli;
use failure::{CANNOT_WRITE, Failure, WRONG_COMMAND_LINE};

/// Runs a command line: results to `out` or to the file that it names, messages to `messages`.
///
/// The exit code is 0; 1 if the request was refused, 2 if the command line itself is wrong, 3 if the result could not be
/// written. A reader that closes its end early, as `head` does, ends the command quietly.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    messages: &mut dyn Write,
) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, out, messages),
    };
    match answer(&cli, out, messages) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Output(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            // If not even the message can be written, the exit code still reports the failure.
            let _ = writeln!(messages, "calculator: {}", messages::one_line(&failure.to_string()));
            failure.exit_code().into()
        }
    }
}

/// Prints what the command line's parser says: help and version as results, what is wrong as a message.
fn usage(error: &clap::Error, out: &mut dyn Write, messages: &mut dyn Write) -> ExitCode {
    let is_result = !error.use_stderr();
    if is_result && stdout().is_terminal() {
        // In colour.
        return if error.print().is_ok() { ExitCode::SUCCESS } else { ExitCode::from(CANNOT_WRITE) };
    }
    let text = error.render().to_string();
    if is_result {
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        return match written {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => ExitCode::from(CANNOT_WRITE),
            Ok(()) | Err(_) => ExitCode::SUCCESS,
        };
    }
    // As above: the exit code tells it in any case.
    let _ = messages.write_all(messages::lines(&text).as_bytes());
    ExitCode::from(WRONG_COMMAND_LINE)
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
