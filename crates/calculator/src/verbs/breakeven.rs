//! `calculator breakeven`: from which value of an input a statement holds, all else unchanged.

use std::io::Write;

use clap::{Args, ValueEnum};
use model::catalogue::Domain;
use model::error::Allowed;
use model::format::{self, Style};
use model::outcome::Percentiles;
use model::solve::{
    Answer, BreakEven, Target, accuracy_trade, best_interval, break_even_api_price, break_even_of,
};
use model::uncertainty::{BreakEvenBand, break_even_band};
use model::units::Unit;
use model::{Assumption, Input, InputError, Scenario};
use serde::Serialize;

use crate::failure::Failure;
use crate::print::{CsvArgs, Format, FormatArgs, Listing, full, headline, rounded};
use crate::scenario_args::{ScenarioArgs, refusal};

/// What stands below the flags in the help.
const HELP: &str = "\
Examples:
  calculator breakeven --preset intercom
  calculator breakeven --input label_cost --set gpu_count=4
  calculator breakeven --target meets_objective
  calculator breakeven --input requests_per_day --bands

Without --input, the inputs that a statement turns on most; without either, those of every statement, and the \
retrain rate that is worth most at the scenario's point_value. 'never' gives the nearest value and the shortfall \
there, in US dollars a month or as a fraction of accuracy. Where a statement begins to hold more than once, the \
lowest value is given.";

/// Flags of `breakeven`.
#[derive(Args, Clone, Debug)]
#[command(after_help = HELP)]
pub(crate) struct BreakevenArgs {
    /// Vary this input, a number; may be repeated ('calculator inputs' lists them)
    #[arg(long = "input", value_name = "NAME", value_delimiter = ',')]
    inputs: Vec<String>,
    /// The statement that is to hold; owning_cheaper if only inputs are named
    #[arg(long, value_enum)]
    target: Option<Statement>,
    /// Solve in each case of the sample too: 5th, 50th and 95th percentile of the value over the cases that have one,
    /// and in what share of the cases there is one, or none because the statement always or never holds
    #[arg(long)]
    bands: bool,
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    pub(crate) format: FormatArgs<Format>,
    #[command(flatten)]
    pub(crate) csv: CsvArgs,
}

/// A statement that may hold or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Statement {
    /// Owning costs no more than renting
    OwningCheaper,
    /// The open model's accuracy is within 10 % of the closed one's
    WithinTenPercent,
    /// The own GPUs serve the peak within both latency objectives
    MeetsObjective,
}

impl Statement {
    fn target(self) -> Target {
        match self {
            Self::OwningCheaper => Target::OwningCheaper,
            Self::WithinTenPercent => Target::WithinTenPercent,
            Self::MeetsObjective => Target::MeetsObjective,
        }
    }

    /// The inputs that are varied if none is named.
    fn inputs(self) -> &'static [Input] {
        match self {
            Self::OwningCheaper => &[
                Input::RequestsPerDay,
                Input::ApiOutputPrice,
                Input::GpuHourPrice,
                Input::RunEffort,
                Input::Breadth,
                Input::GpuCount,
            ],
            Self::WithinTenPercent => &[Input::ModelSize],
            Self::MeetsObjective => &[Input::GpuCount],
        }
    }
}

/// The name of the question about the best retrain rate.
const BEST_INTERVAL: &str = "best_interval";

/// One answer: an object in JSON, a row in a table.
#[derive(Serialize)]
struct AnswerRow {
    /// The input that was varied.
    input: &'static str,
    /// The statement.
    target: &'static str,
    /// "at", "always" or "never".
    answer: &'static str,
    /// Where the statement begins to hold.
    value: Option<f64>,
    /// The value up to which it holds, if it holds between two values only.
    until: Option<f64>,
    /// Whether it holds above that value (else: below it).
    holds_above: Option<bool>,
    /// Where it comes nearest to holding, if it never does.
    nearest: Option<f64>,
    /// The shortfall there; none for a statement that is either met or not.
    short_by: Option<f64>,
    /// Unit of the shortfall, if there is one.
    short_by_unit: Option<&'static str>,
    /// The obstacle there: a reason, or the line item that costs most.
    because: Option<&'static str>,
    /// Unit of the values.
    unit: &'static str,
    /// The answer over the cases, if requested and if it is a value of one input.
    #[serde(skip_serializing_if = "Option::is_none")]
    cases: Option<Cases>,
    /// The answer in words.
    #[serde(skip)]
    text: String,
}

/// An answer over the cases of the sample.
#[derive(Serialize)]
struct Cases {
    /// Percentiles of the value over the cases that have one.
    #[serde(flatten)]
    percentiles: Option<Percentiles>,
    /// Share of the cases that have a value.
    share_at: f64,
    /// Share of the cases in which the statement always holds.
    share_always: f64,
    /// Share of the cases in which it never does.
    share_never: f64,
}

impl Cases {
    fn new(band: &BreakEvenBand) -> Self {
        Self {
            percentiles: band.percentiles,
            share_at: band.at,
            share_always: band.always,
            share_never: band.never,
        }
    }

    /// In words, after the answer.
    fn text(&self, input: Input) -> String {
        let share = |share: f64| format::number(share, Unit::Fraction, Style::Prose);
        let value = self.percentiles.map_or_else(String::new, |Percentiles { p5, p50, p95 }| {
            let [p5, p50, p95] = [p5, p50, p95].map(|x| reading(input, x));
            format!("; over the cases {p5} to {p95}, half of them below {p50}")
        });
        let none: Vec<String> = [("always", self.share_always), ("never", self.share_never)]
            .into_iter()
            .filter(|(_, cases)| *cases > 0.0)
            .map(|(name, cases)| format!("{name} in {} of them", share(cases)))
            .collect();
        if none.is_empty() { value } else { format!("{value}; {}", none.join(", ")) }
    }
}

pub(crate) fn run(
    args: &BreakevenArgs,
    out: &mut dyn Write,
    messages: &mut dyn Write,
) -> Result<(), Failure> {
    let inputs = args.inputs.iter().map(|name| numeric(name.trim())).collect::<Result<Vec<_>, _>>()?;
    for (index, input) in inputs.iter().enumerate() {
        if inputs[..index].contains(input) {
            return Err(refusal(InputError::GivenTwice { field: input.spec().id }));
        }
    }
    let scenario = args.scenario.one_scenario(messages)?;
    scenario.refuse_idle(inputs.iter().map(|input| (*input).into())).map_err(refusal)?;
    let questions: Vec<(Statement, Input)> = match (args.target, &inputs[..]) {
        (None, []) => {
            Statement::value_variants().iter().flat_map(|statement| with_inputs(*statement)).collect()
        }
        (Some(statement), []) => with_inputs(statement).collect(),
        (statement, inputs) => {
            let statement = statement.unwrap_or(Statement::OwningCheaper);
            inputs.iter().map(|input| (statement, *input)).collect()
        }
    };
    let mut answers: Vec<AnswerRow> = questions
        .into_iter()
        .filter(|(_, input)| scenario.idle(*input).is_none())
        .map(|(statement, input)| {
            let target = statement.target();
            let row = solved_row(&break_even_of(&scenario, input, target));
            if args.bands { row.over_cases(&scenario, input, target) } else { row }
        })
        .collect();
    if args.target.is_none() && inputs.is_empty() {
        answers.push(api_price_level(&scenario));
        answers.extend(accuracy(&scenario));
        answers.push(best_rate(&scenario));
    }
    if args.format.get() == Format::Table {
        writeln!(out, "{}\n", headline(&scenario))?;
    }
    let csv_head = [
        "input",
        "target",
        "answer",
        "value",
        "until",
        "holds_above",
        "nearest",
        "short_by",
        "because",
        "unit",
        "p5",
        "p50",
        "p95",
        "share_at",
        "share_always",
        "share_never",
        "short_by_unit",
    ];
    Listing {
        items: &answers,
        table: (&["input", "target", "answer"], |row| {
            vec![row.input.to_owned(), row.target.to_owned(), row.text.clone()]
        }),
        csv: (&csv_head, |row| {
            let mut cells = vec![
                row.input.to_owned(),
                row.target.to_owned(),
                row.answer.to_owned(),
                full(row.value),
                full(row.until),
                row.holds_above.map(|above| above.to_string()).unwrap_or_default(),
                full(row.nearest),
                full(row.short_by),
                row.because.unwrap_or_default().to_owned(),
                row.unit.to_owned(),
            ];
            let cases = row.cases.as_ref();
            let percentile = |of: fn(Percentiles) -> f64| cases.and_then(|cases| cases.percentiles).map(of);
            let share = |of: fn(&Cases) -> f64| cases.map(of);
            cells.extend(
                [
                    percentile(|it| it.p5),
                    percentile(|it| it.p50),
                    percentile(|it| it.p95),
                    share(|it| it.share_at),
                    share(|it| it.share_always),
                    share(|it| it.share_never),
                ]
                .map(full),
            );
            cells.push(row.short_by_unit.unwrap_or_default().to_owned());
            cells
        }),
    }
    .write(args.format.get(), &args.csv, out)
}

impl AnswerRow {
    /// Adds the answer over the cases.
    fn over_cases(self, scenario: &Scenario, input: Input, target: Target) -> Self {
        let points = scenario.get(Assumption::SamplePoints) as u32;
        let cases = Cases::new(&break_even_band(scenario, input, target, points));
        let text = format!("{}{}", self.text, cases.text(input));
        Self { text, cases: Some(cases), ..self }
    }
}

fn with_inputs(statement: Statement) -> impl Iterator<Item = (Statement, Input)> {
    statement.inputs().iter().map(move |input| (statement, *input))
}

/// The input of this name, which must be a number.
fn numeric(name: &str) -> Result<Input, Failure> {
    let name = name.trim();
    let unknown = || InputError::UnknownInput { name: name.to_owned() };
    let input = Input::from_id(name).ok_or_else(unknown).map_err(refusal)?;
    match input.spec().domain {
        Domain::Number { .. } => Ok(input),
        Domain::Choice(_) => Err(Failure::Refused(format!(
            "{name}: a choice has no break-even value; 'calculator sweep --over {name}=…' tries its options ({})",
            Allowed(input.into())
        ))),
    }
}

fn solved_row(solved: &BreakEven) -> AnswerRow {
    let (input, target) = (solved.input, solved.target);
    let reading = |x: f64| reading(input, x);
    let (answer, value, nearest, short_by, text) = match solved.answer {
        Answer::At(x) => {
            let side = if solved.holds_above { "or more" } else { "or less" };
            ("at", Some(x), None, None, format!("{} {side}", reading(x)))
        }
        Answer::Between { from, to } => {
            ("between", Some(from), None, None, format!("from {} to {}", reading(from), reading(to)))
        }
        Answer::Always => ("always", None, None, None, format!("always ({})", range(input))),
        Answer::Never { nearest, short_by, because } => {
            let (short_by, missing) = match target {
                Target::OwningCheaper => {
                    let money = format::number(short_by, Unit::UsdPerMonth, Style::Prose);
                    (Some(short_by), format!(", {money} a month short"))
                }
                Target::WithinTenPercent => {
                    let share = format::number(short_by, Unit::Fraction, Style::Prose);
                    (Some(short_by), format!(", {share} of the closed model's accuracy short"))
                }
                Target::MeetsObjective => (None, String::new()),
            };
            let near = if short_by.is_some() {
                format!("; nearest at {}{missing}", reading(nearest))
            } else {
                missing
            };
            let text = format!("never in this range ({}){near}; {}", range(input), because.text());
            // A statement that is either met or not has no nearest value.
            ("never", None, short_by.map(|_| nearest), short_by, text)
        }
    };
    let (until, because) = match solved.answer {
        Answer::Between { to, .. } => (Some(to), None),
        Answer::Never { because, .. } => (None, Some(because.id())),
        Answer::At(_) | Answer::Always => (None, None),
    };
    let short_by_unit = short_by.and(match target {
        Target::OwningCheaper => Some(Unit::UsdPerMonth.name()),
        Target::WithinTenPercent => Some(Unit::Fraction.name()),
        Target::MeetsObjective => None,
    });
    let holds_above = value.map(|_| solved.holds_above);
    let unit = input.spec().unit.name();
    AnswerRow {
        input: input.spec().id,
        target: target.id(),
        answer,
        value,
        until,
        holds_above,
        nearest,
        short_by,
        short_by_unit,
        because,
        unit,
        cases: None,
        text,
    }
}

/// An answer that is computed, not searched along an input.
fn computed_row(
    input: &'static str,
    target: &'static str,
    value: Option<f64>,
    unit: Unit,
    text: String,
) -> AnswerRow {
    AnswerRow {
        input,
        target,
        answer: if value.is_some() { "at" } else { "never" },
        value,
        until: None,
        holds_above: None,
        nearest: None,
        short_by: None,
        short_by_unit: None,
        because: None,
        unit: unit.name(),
        cases: None,
        text,
    }
}

/// How expensive the closed API must be, as a factor on both its prices.
fn api_price_level(scenario: &Scenario) -> AnswerRow {
    let factor = break_even_api_price(&scenario.values(), &scenario.assumptions());
    let text = factor.map_or_else(
        || "never, from a thousandth to a thousandfold of the API's prices".to_owned(),
        |factor| {
            let price = |input: Input| reading(input, scenario.get(input) * factor);
            let (input, output) = (price(Input::ApiInputPrice), price(Input::ApiOutputPrice));
            format!("{} times the API's prices or more: {input} in, {output} out", rounded(factor))
        },
    );
    computed_row("api_price_level", Target::OwningCheaper.id(), factor, Unit::One, text)
}

/// The gap in accuracy up to which owning is worth it, and the price of a point that turns it.
fn accuracy(scenario: &Scenario) -> [AnswerRow; 2] {
    let trade = accuracy_trade(&scenario.values(), &scenario.assumptions());
    let gap = trade.gap_points.map_or_else(
        || "unknown, as a point of accuracy has no price (set point_value)".to_owned(),
        |gap| {
            let side = if gap < 0.0 { "ahead or more" } else { "behind or less" };
            format!("{} points {side}", rounded(gap.abs()))
        },
    );
    let price = trade.point_value.map_or_else(
        || "no price turns it: one side is both cheaper and more accurate".to_owned(),
        |price| {
            let money = format::number(price, Unit::UsdPerPointMonth, Style::Prose);
            format!("{money} for a point a month turns it")
        },
    );
    let target = "owning_worth_it";
    [
        computed_row(
            "accuracy_gap_points",
            target,
            trade.gap_points.map(|gap| gap / 100.0),
            Unit::Points,
            gap,
        ),
        computed_row("point_value", target, trade.point_value, Unit::UsdPerPointMonth, price),
    ]
}

/// The least and the greatest value of an input, with its unit.
fn range(input: Input) -> String {
    Allowed(input.into()).to_string().trim_start_matches("allowed: ").to_owned()
}

/// A value of an input for reading: whole numbers in full, others in three figures.
fn reading(input: Input, x: f64) -> String {
    let whole = matches!(input.spec().domain, Domain::Number { whole: true, .. });
    input.reading(if whole { x } else { rounded(x) })
}

/// The retrain rate that is worth most; while a point of accuracy has no price, never.
fn best_rate(scenario: &Scenario) -> AnswerRow {
    let input = Input::RetrainsPerYear;
    let best = best_interval(scenario);
    let (value, text) = match best {
        Some(best) if best.gain.number() > 0.0 => {
            let gain = format::number(best.gain.number(), Unit::UsdPerMonth, Style::Prose);
            let rate = reading(input, best.retrains_per_year);
            (best.retrains_per_year, format!("{rate}, worth {gain} a month more than the scenario's rate"))
        }
        Some(best) => (
            best.retrains_per_year,
            format!("{}, as in the scenario", reading(input, best.retrains_per_year)),
        ),
        None => (0.0, "never, as a point of accuracy has no price (set point_value)".to_owned()),
    };
    computed_row(input.spec().id, BEST_INTERVAL, Some(value), input.spec().unit, text)
}
