//! The whole command line as users read it: `reference.txt` holds the help of every verb.
//!
//! A change of a flag, a default or a text shows in that file. Run the test with `RENEW_REFERENCE=1` to write it again.

use std::path::Path;
use std::{env, fs};

use calculator::Cli;
use clap::{Command, CommandFactory as _};

/// Columns of the text, whatever the terminal has.
const WIDTH: usize = 100;

/// The help of a command and of those below it, hidden ones too.
fn help(command: &mut Command, path: &str, text: &mut String) {
    let title = format!("{path} {}", command.get_name()).trim_start().to_owned();
    let written = command.clone().term_width(WIDTH).render_long_help().to_string();
    *text += &format!("== {title}\n\n{}\n\n", written.trim_end());
    for below in command.get_subcommands_mut().filter(|below| below.get_name() != "help") {
        help(below, &title, text);
    }
}

#[test]
fn the_reference_is_the_help_of_every_verb() {
    let mut text = String::new();
    let mut command = Cli::command();
    command.build();
    help(&mut command, "", &mut text);
    let lines: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
    let text = lines.join("\n") + "\n";
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference.txt");
    if env::var_os("RENEW_REFERENCE").is_some() {
        fs::write(&file, &text).expect("the reference can be written");
    }
    let kept = fs::read_to_string(&file).expect("the reference is there");
    let differs = kept.lines().zip(text.lines()).position(|(kept, found)| kept != found);
    let at = differs.unwrap_or_else(|| kept.lines().count().min(text.lines().count()));
    assert!(
        kept == text,
        "the command line differs from tests/reference.txt at line {}:\n- {}\n+ {}\nif it should, \
         `RENEW_REFERENCE=1 cargo test -p calculator --test reference` writes it again",
        at + 1,
        kept.lines().nth(at).unwrap_or_default(),
        text.lines().nth(at).unwrap_or_default()
    );
}
