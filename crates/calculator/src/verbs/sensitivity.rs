//! `calculator sensitivity`: which uncertain quantities move the saving, and by how much.

use std::io::Write;

use clap::Args;
use model::format::{self, Style};
use model::sensitivity::{
    Elasticity, MOST_INDEX_POINTS, Swing, VarianceShare, elasticities, tornado, variance_shares,
};
use model::units::Unit;
use model::{Scenario, Setting};
use serde::Serialize;

use crate::axis::count;
use crate::failure::Failure;
use crate::print::source::ResultSource;
use crate::print::{Columns, CsvArgs, Format, FormatArgs, Listing, full, headline, json};
use crate::scenario_args::ScenarioArgs;

/// What stands below the flags in the help.
const HELP: &str = "\
Examples:
  calculator sensitivity --preset canva
  calculator sensitivity --elasticities --format json
  calculator sensitivity --indices 1024 --output shares.csv

The rows are those of a tornado diagram: the saving and the open model's accuracy at the 5th and the 95th \
percentile of each uncertain input and constant, all else central, widest swing of the saving first. What the \
scenario's choices leave unused is left out, such as the loss by 4 bit while the precision is another. CSV holds one table: with --elasticities or --indices, that one.";

/// Flags of `sensitivity`.
#[derive(Args, Clone, Debug)]
#[command(after_help = HELP)]
pub(crate) struct SensitivityArgs {
    /// Add elasticities: by how many per cent each cost moves if an input moves by one per cent
    #[arg(long)]
    elasticities: bool,
    /// Add the share of the saving's variance that comes from each quantity (Sobol indices), from N pairs of points; N
    /// is a power of two
    #[arg(long, value_name = "N", value_parser = points)]
    indices: Option<u32>,
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    pub(crate) format: FormatArgs<Format>,
    #[command(flatten)]
    pub(crate) csv: CsvArgs,
}

fn points(text: &str) -> Result<u32, String> {
    let n = count(text, MOST_INDEX_POINTS).filter(|n| n.is_power_of_two() && *n >= 2);
    n.ok_or_else(|| format!("expected a power of two from 2 to {MOST_INDEX_POINTS}"))
}

/// The result as JSON.
#[derive(Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    source: ResultSource,
    scenario: &'a Scenario,
    /// Widest swing first.
    tornado: &'a [Swing],
    /// In the inputs' order.
    #[serde(skip_serializing_if = "Option::is_none")]
    elasticities: Option<&'a [Elasticity]>,
    /// Greatest share first.
    #[serde(skip_serializing_if = "Option::is_none")]
    variance_shares: Option<&'a [VarianceShare]>,
}

pub(crate) fn run(
    args: &SensitivityArgs,
    out: &mut dyn Write,
    messages: &mut dyn Write,
) -> Result<(), Failure> {
    let scenario = args.scenario.one_scenario(messages)?;
    let (values, assumptions) = (scenario.values(), scenario.assumptions());
    if args.format.get() == Format::Csv && args.elasticities && args.indices.is_some() {
        return Err(Failure::Refused(
            "--format csv: holds one table; give --elasticities or --indices, not both".to_owned(),
        ));
    }
    let mut swings = tornado(&values, &assumptions);
    let mut elasticities = args.elasticities.then(|| elasticities(&scenario));
    let mut shares = args.indices.map(|n| variance_shares(&values, &assumptions, n));
    // A setting without effect in this scenario moves nothing.
    let acts = |setting: Setting| scenario.idle(setting).is_none();
    swings.retain(|swing| acts(swing.what));
    elasticities.iter_mut().for_each(|rows| rows.retain(|row| acts(row.input.into())));
    shares.iter_mut().for_each(|rows| rows.retain(|row| acts(row.what)));
    let report = || Report {
        source: ResultSource::of_this_run(),
        scenario: &scenario,
        tornado: &swings,
        elasticities: elasticities.as_deref(),
        variance_shares: shares.as_deref(),
    };
    match args.format.get() {
        Format::Json => json::write(&report(), out),
        Format::Jsonl => json::lines([report()], out),
        Format::Csv => match (&elasticities, &shares) {
            (Some(elasticities), _) => elasticity_list(elasticities).write(Format::Csv, &args.csv, out),
            (None, Some(shares)) => share_list(shares).write(Format::Csv, &args.csv, out),
            (None, None) => tornado_list(&swings).write(Format::Csv, &args.csv, out),
        },
        Format::Table => {
            writeln!(out, "{}\n\nThe saving between low and high of what is uncertain", headline(&scenario))?;
            let is_unmoved =
                |swing: &Swing| swing.swing().number() == 0.0 && swing.accuracy_low == swing.accuracy_high;
            let (unmoved, moving): (Vec<Swing>, Vec<Swing>) = swings.into_iter().partition(is_unmoved);
            tornado_list(&moving).write(Format::Table, &args.csv, out)?;
            others(unmoved.len(), "move neither the saving nor the accuracy", out)?;
            let idle: Vec<&str> = Setting::all().filter(|setting| !acts(*setting)).map(Setting::id).collect();
            if !idle.is_empty() {
                writeln!(out, "Left out, as this scenario does not use them: {}.", idle.join(", "))?;
            }
            if let Some(elasticities) = &elasticities {
                writeln!(
                    out,
                    "\nElasticities: by how many per cent a cost moves for one per cent of the input"
                )?;
                elasticity_list(elasticities).write(Format::Table, &args.csv, out)?;
            }
            if let Some(shares) = &shares {
                writeln!(out, "\nShares of the saving's variance: alone, and together with all else")?;
                let (none, some): (Vec<VarianceShare>, Vec<VarianceShare>) =
                    shares.iter().partition(|share| share.total == 0.0);
                share_list(&some).write(Format::Table, &args.csv, out)?;
                others(none.len(), "have no share", out)?;
            }
            Ok(())
        }
    }
}

/// Says how many rows a table leaves out.
fn others(n: usize, why: &str, out: &mut dyn Write) -> Result<(), Failure> {
    if n > 0 {
        writeln!(out, "{n} others {why}.")?;
    }
    Ok(())
}

/// A number to three decimals, for reading.
fn thousandths(x: f64, unit: Unit) -> String {
    format::number(libm::round(x * 1e3) / 1e3, unit, Style::Prose)
}

fn tornado_list(swings: &[Swing]) -> Listing<'_, Swing> {
    const TABLE: Columns<'static, Swing> = (
        &["id", "label", "low", "value", "high", "saving at low", "saving at high", "swing", "accuracy"],
        |swing| {
            let own = |x| format::number(x, swing.unit, Style::Tight);
            let money = |x| format::number(x, Unit::UsdPerMonth, Style::Prose);
            let accuracy = |x| format::number(x, Unit::Fraction, Style::Prose);
            let (least, most) =
                (accuracy(swing.accuracy_low.number()), accuracy(swing.accuracy_high.number()));
            vec![
                swing.id.to_owned(),
                swing.label.to_owned(),
                own(swing.low),
                own(swing.value),
                own(swing.high),
                money(swing.saving_low.number()),
                money(swing.saving_high.number()),
                money(swing.swing().number()),
                if least == most { least } else { format!("{least} to {most}") },
            ]
        },
    );
    const CSV: Columns<'static, Swing> = (
        &[
            "kind",
            "id",
            "label",
            "unit",
            "low",
            "value",
            "high",
            "saving_low",
            "saving_high",
            "swing",
            "accuracy_low",
            "accuracy_high",
        ],
        |swing| {
            let texts = [swing.what.kind(), swing.id, swing.label, swing.unit.name()].map(str::to_owned);
            let numbers = [
                swing.low,
                swing.value,
                swing.high,
                swing.saving_low.number(),
                swing.saving_high.number(),
                swing.swing().number(),
                swing.accuracy_low.number(),
                swing.accuracy_high.number(),
            ];
            texts.into_iter().chain(numbers.map(|number| number.to_string())).collect()
        },
    );
    Listing { items: swings, table: TABLE, csv: CSV }
}

fn elasticity_list(elasticities: &[Elasticity]) -> Listing<'_, Elasticity> {
    fn number(elasticity: Option<f64>) -> String {
        elasticity.map_or_else(|| "none".to_owned(), |x| thousandths(x, Unit::One))
    }
    const TABLE: Columns<'static, Elasticity> = (&["id", "value", "own_cost", "rent_cost"], |one| {
        let value = one.input.reading(one.value);
        vec![one.input.spec().id.to_owned(), value, number(one.own_cost), number(one.rent_cost)]
    });
    const CSV: Columns<'static, Elasticity> = (&["id", "unit", "value", "own_cost", "rent_cost"], |one| {
        let spec = one.input.spec();
        let texts = [spec.id.to_owned(), spec.unit.name().to_owned(), one.value.to_string()];
        texts.into_iter().chain([full(one.own_cost), full(one.rent_cost)]).collect()
    });
    Listing { items: elasticities, table: TABLE, csv: CSV }
}

fn share_list(shares: &[VarianceShare]) -> Listing<'_, VarianceShare> {
    const TABLE: Columns<'static, VarianceShare> = (&["id", "label", "first", "total"], |share| {
        let percent = |x: f64| thousandths(x, Unit::Fraction);
        vec![share.id.to_owned(), share.label.to_owned(), percent(share.first), percent(share.total)]
    });
    const CSV: Columns<'static, VarianceShare> = (&["kind", "id", "label", "first", "total"], |share| {
        vec![
            share.what.kind().to_owned(),
            share.id.to_owned(),
            share.label.to_owned(),
            share.first.to_string(),
            share.total.to_string(),
        ]
    });
    Listing { items: shares, table: TABLE, csv: CSV }
}
