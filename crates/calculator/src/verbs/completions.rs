//! `calculator completions` and `calculator man`: what a shell completes, and the manual's pages.

use std::io::Write;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::cli::Cli;
use crate::failure::Failure;

/// Flags of `completions`.
#[derive(Args, Clone, Debug)]
pub(crate) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Flags of `man`.
#[derive(Args, Clone, Debug)]
pub(crate) struct ManArgs {
    /// The verb; the whole calculator if left out
    verb: Option<String>,
}

pub(crate) fn completions(args: &CompletionsArgs, out: &mut dyn Write) -> Result<(), Failure> {
    // The writer of completions takes no failure of the output, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "calculator", &mut script);
    Ok(out.write_all(&script)?)
}

pub(crate) fn man(args: &ManArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let mut whole = Cli::command();
    whole.build();
    let command = match &args.verb {
        None => whole,
        Some(name) => {
            let found = whole.find_subcommand(name).cloned();
            found.ok_or_else(|| {
                Failure::Refused(format!("no verb is called '{name}'; 'calculator help' lists them"))
            })?
        }
    };
    Ok(clap_mangen::Man::new(command).render(out)?)
}
