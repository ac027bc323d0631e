//! `calculator challenges`: a workshop's plan checked by the model, and what a room has handed in.

use std::io::Write;

use clap::Args;
use serde::Serialize;
use workshop::challenge::{self, Challenge, Plan, Question};
use workshop::collection::{Collection, csv};

use crate::failure::Failure;
use crate::print::{CsvArgs, Format, FormatArgs, Listing};
use crate::scenario_args::{bytes, file_name};
use crate::suggest;

/// What stands below the flags in the help.
const HELP: &str = "\
Examples:
  calculator challenges
  calculator challenges mine.toml
  calculator challenges --template > mine.toml
  calculator challenges mine.toml --codes codes.txt \\
    --challenge when_renting_loses

Without a file, the challenges that come with the workshop. Each is answered by the model: of limits, a case that keeps them, of \
those tried; of a break-even, from which value on; of what to measure, the number that moves the saving most. A file with a \
challenge that cannot be won, or is won before it begins, is refused after the table.

With --codes, the answers of a room to one challenge, the best first, as the workshop's page writes them: CSV. A line of the file \
is a code, with or without a name before it and a colon. What is wrong in a line is said with its number.";

/// Flags of `challenges`.
#[derive(Args, Clone, Debug)]
#[command(after_help = HELP)]
pub(crate) struct ChallengesArgs {
    /// The plan's file, in TOML; '-' is standard input
    #[arg(value_name = "FILE.toml")]
    plan: Option<String>,
    /// Write the plan that comes with the workshop, to be edited
    #[arg(long, conflicts_with_all = ["plan", "codes", "challenge"])]
    template: bool,
    /// Judge the codes of this file, one a line; '-' is standard input
    #[arg(long, value_name = "FILE", requires = "challenge")]
    codes: Option<String>,
    /// The challenge that the codes answer
    #[arg(long, value_name = "ID", requires = "codes")]
    challenge: Option<String>,
    #[command(flatten)]
    pub(crate) format: FormatArgs<Format>,
    #[command(flatten)]
    pub(crate) csv: CsvArgs,
}

/// A challenge with the model's answer.
#[derive(Serialize)]
struct Checked<'a> {
    id: &'a str,
    title: &'a str,
    question: &'static str,
    minutes: u32,
    answerable: bool,
    answer: String,
}

impl<'a> Checked<'a> {
    fn new(challenge: &'a Challenge) -> Self {
        let solved = challenge.solve();
        Self {
            id: &challenge.id,
            title: &challenge.title,
            question: match challenge.question {
                Question::Reach(_) => "reach",
                Question::BreakEven { .. } => "break_even",
                Question::MeasureFirst => "measure_first",
            },
            minutes: challenge.minutes,
            answerable: solved.is_ok(),
            answer: match solved {
                Ok(solution) => solution.words(challenge),
                Err(reason) => reason.to_string(),
            },
        }
    }
}

pub(crate) fn run(
    args: &ChallengesArgs,
    out: &mut dyn Write,
    messages: &mut dyn Write,
) -> Result<(), Failure> {
    if args.template {
        return Ok(out.write_all(challenge::OWN.as_bytes())?);
    }
    let plan = plan(args.plan.as_deref())?;
    if let (Some(codes), Some(id)) = (&args.codes, &args.challenge) {
        return judge(&plan, codes, id, out, messages);
    }
    let checked: Vec<Checked<'_>> = plan.challenges.iter().map(Checked::new).collect();
    let columns: &[&str] = &["id", "question", "minutes", "answerable", "answer"];
    Listing { items: &checked, table: (columns, cells), csv: (columns, cells) }.write(
        args.format.get(),
        &args.csv,
        out,
    )?;
    match checked.iter().find(|challenge| !challenge.answerable) {
        None => Ok(()),
        Some(first) => {
            out.flush()?;
            let file = args.plan.as_deref().map_or_else(String::new, |file| file_name(file) + ": ");
            Err(Failure::Refused(format!("{file}challenge '{}': {}", first.id, first.answer)))
        }
    }
}

fn cells(checked: &Checked<'_>) -> Vec<String> {
    vec![
        checked.id.to_owned(),
        checked.question.to_owned(),
        checked.minutes.to_string(),
        checked.answerable.to_string(),
        checked.answer.clone(),
    ]
}

fn plan(file: Option<&str>) -> Result<Plan, Failure> {
    let (name, text) = match file {
        None => ("challenges".to_owned(), challenge::OWN.to_owned()),
        Some(file) => (file_name(file), text(file)?),
    };
    challenge::read(&text).map_err(|error| {
        let between = if error.place.is_some() { ":" } else { ": " };
        Failure::Refused(format!("{name}{between}{error}"))
    })
}

fn text(file: &str) -> Result<String, Failure> {
    String::from_utf8(bytes(file)?)
        .map_err(|_| Failure::Refused(format!("{}: is not text in UTF-8", file_name(file))))
}

/// The answers to one challenge.
fn judge(
    plan: &Plan,
    codes: &str,
    id: &str,
    out: &mut dyn Write,
    messages: &mut dyn Write,
) -> Result<(), Failure> {
    let challenge = plan.challenge(id).ok_or_else(|| {
        let known = plan.challenges.iter().map(|challenge| challenge.id.as_str());
        let hint = suggest::hint(id, known);
        Failure::Refused(format!("--challenge: no challenge is called '{}'{hint}", model::written::shown(id)))
    })?;
    let solution = challenge
        .solve()
        .map_err(|reason| Failure::Refused(format!("challenge '{}': {reason}", challenge.id)))?;
    let (name, text) = (file_name(codes), text(codes)?);
    let lines: Vec<&str> = text.lines().collect();
    let read = Collection::read(&lines, plan);
    for said in read.said() {
        writeln!(messages, "calculator: {name}: {said}")?;
    }
    Ok(out.write_all(csv(challenge, &read.judged(challenge, &solution)).as_bytes())?)
}
