//! `calculator claims`: what the article reports, and what arithmetic and the model say of it.

use std::io::Write;

use clap::Args;
use model::claims::{Check, FACTS, Fact, Reading, check};
use model::units::Unit;
use model::written::shown;

use crate::failure::Failure;
use crate::print::{CsvArgs, Format, FormatArgs, csv, explanation, headline, json, table};
use crate::suggest;

/// What stands below the flags in the help.
const HELP: &str = "\
Examples:
  calculator claims
  calculator claims intercom-training
  calculator claims --readings --format csv
  calculator claims --format json

All claims are listed with their verdicts; a single one is shown in full, with its working and the readings of a \
damaged amount, the most plausible first. JSON always holds everything.";

/// Flags of `claims`.
#[derive(Args, Clone, Debug)]
#[command(after_help = HELP)]
pub(crate) struct ClaimsArgs {
    /// Only this claim ('calculator claims' lists them)
    #[arg(value_name = "CLAIM")]
    claim: Option<String>,
    /// List the readings of damaged amounts instead
    #[arg(long, conflicts_with = "claim")]
    readings: bool,
    #[command(flatten)]
    pub(crate) format: FormatArgs<Format>,
    #[command(flatten)]
    pub(crate) csv: CsvArgs,
}

pub(crate) fn run(args: &ClaimsArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let facts = match &args.claim {
        None => FACTS.iter().collect(),
        Some(id) => vec![Fact::from_id(id).ok_or_else(|| unknown(id))?],
    };
    let checks: Vec<Check> = facts.into_iter().map(check).collect();
    match (args.format.get(), &checks[..]) {
        (Format::Json, _) => json::write(&checks, out),
        (Format::Jsonl, _) => json::lines(&checks, out),
        (Format::Csv, _) if args.readings => readings_csv(&checks, &args.csv, out),
        (Format::Csv, _) => claims_csv(&checks, &args.csv, out),
        (Format::Table, _) if args.readings => {
            let rows: Vec<Vec<String>> = with_readings(&checks).map(|(check, it)| row(check, it)).collect();
            table::write(&["claim", "digit", "reading", "that is"], &rows, out)
        }
        (Format::Table, [one]) if args.claim.is_some() => in_full(one, out),
        (Format::Table, _) => {
            let row = |check: &Check| {
                [check.fact.id, check.fact.verdict.label(), &check.finding].map(str::to_owned).to_vec()
            };
            let rows: Vec<Vec<String>> = checks.iter().map(row).collect();
            table::write(&["claim", "verdict", "what arithmetic says"], &rows, out)
        }
    }
}

fn unknown(id: &str) -> Failure {
    let hint = suggest::hint(id, FACTS.iter().map(|fact| fact.id));
    let hint = if hint.is_empty() { "; 'calculator claims' lists them".to_owned() } else { hint };
    Failure::Refused(format!("no claim is called '{}'{hint}", shown(id)))
}

fn with_readings(checks: &[Check]) -> impl Iterator<Item = (&Check, &Reading)> {
    checks.iter().flat_map(|check| check.readings.iter().map(move |reading| (check, reading)))
}

fn row(check: &Check, reading: &Reading) -> Vec<String> {
    [check.fact.id, &reading.digit.to_string(), &reading.text, reading.judgement.label()]
        .map(str::to_owned)
        .to_vec()
}

/// One claim with its working and its readings.
fn in_full(check: &Check, out: &mut dyn Write) -> Result<(), Failure> {
    let Check { fact, finding, steps, readings } = check;
    writeln!(
        out,
        "{}: {}\n\nReported: {}\n\nChecked: {finding}",
        fact.label,
        fact.verdict.label(),
        fact.says
    )?;
    if !readings.is_empty() {
        writeln!(out)?;
        let rows: Vec<Vec<String>> =
            readings.iter().map(|reading| row(check, reading)[1..].to_vec()).collect();
        table::write(&["digit", "reading", "that is"], &rows, out)?;
    }
    let best = readings.iter().take(1).flat_map(|reading| &reading.steps);
    let steps: Vec<_> = steps.iter().chain(best).cloned().collect();
    if !steps.is_empty() {
        writeln!(out, "\n{}", headline(&fact.scenario()))?;
        explanation::write_steps(&fact.scenario(), &steps, out)?;
    }
    Ok(())
}

fn claims_csv(checks: &[Check], args: &CsvArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let head = ["id", "section", "verdict", "says", "finding", "tail", "plausible_readings"];
    let mut rows = csv::Rows::new(&head, args, out)?;
    checks.iter().try_for_each(|check| {
        let plausible = |name| check.number(name).and_then(|(value, _)| value.number());
        let range = plausible("plausible_least").zip(plausible("plausible_most"));
        let range = range.map_or_else(String::new, |(least, most)| format!("{least} to {most}"));
        let tail = check.fact.lost.map_or("", |lost| lost.tail);
        let Fact { id, section, says, verdict, .. } = *check.fact;
        rows.write(&[id, section, verdict.id(), says, &check.finding, tail, &range].map(str::to_owned))
    })
}

fn readings_csv(checks: &[Check], args: &CsvArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let head = ["claim", "digit", "amount", "unit", "measure", "value", "distance", "judgement"];
    let mut rows = csv::Rows::new(&head, args, out)?;
    with_readings(checks).try_for_each(|(check, reading)| {
        let lost = check.fact.lost.as_ref();
        rows.write(
            &[
                check.fact.id,
                &reading.digit.to_string(),
                &reading.amount.to_string(),
                lost.map_or(Unit::Usd.name(), |lost| lost.unit),
                lost.map_or("", |lost| lost.measure),
                &reading.measure.to_string(),
                &reading.distance.to_string(),
                reading.judgement.label(),
            ]
            .map(str::to_owned),
        )
    })
}
