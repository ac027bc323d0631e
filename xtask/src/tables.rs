//! The numbers in `docs/model/*.md` that come from `data/`: `cargo xtask tables` writes them, a test compares them.
//!
//! Comments mark what comes from `data/`; a reader of the page does not see them:
//!
//! - Between `<!-- made from data/… -->` and `<!-- end -->` is a table. The first cell of a row is written by hand and
//!   names a constant or an input in backticks, or a group of measured rows in a comment. The head of a column says what
//!   the column holds; columns with other heads are written by hand.
//! - `30.4375<!-- days_per_month -->` is a number in the prose, and the name of its value.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The command that writes the pages again.
pub const COMMAND: &str = "cargo xtask tables";

/// The values of `data/` that the pages repeat.
#[derive(Debug)]
pub struct Data {
    /// Constants and inputs, by name.
    quantities: BTreeMap<String, Quantity>,
    /// Titles of sources, by name.
    sources: BTreeMap<String, String>,
    forecasts: Vec<Forecast>,
    anchored: Vec<Anchored>,
    gpus: Vec<Gpu>,
}

/// A constant or an input.
#[derive(Debug)]
struct Quantity {
    /// Its file, such as "data/inputs.toml".
    file: String,
    unit: String,
    /// Nothing, if it follows from the chosen GPU or closed model.
    value: Option<f64>,
    range: Range,
    source: String,
    confidence: String,
}

#[derive(Debug)]
enum Range {
    Fixed,
    Drawn(f64, f64),
    NotDrawn(f64, f64),
    Quotes,
}

#[derive(Debug, Deserialize)]
struct Constants {
    assumption: Vec<Constant>,
}

#[derive(Debug, Deserialize)]
struct Constant {
    id: String,
    unit: String,
    value: f64,
    low: f64,
    high: f64,
    #[serde(default = "yes")]
    uncertain: bool,
    source: String,
    confidence: String,
}

const fn yes() -> bool {
    true
}

#[derive(Debug, Deserialize)]
struct Inputs {
    input: Vec<Input>,
}

#[derive(Debug, Deserialize)]
struct Input {
    id: String,
    unit: String,
    default: toml::Value,
    band: Option<Band>,
    source: String,
    confidence: String,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Band {
    Own { low: f64, high: f64 },
    Quotes {},
}

#[derive(Debug, Deserialize)]
struct Sources {
    source: Vec<Source>,
}

#[derive(Debug, Deserialize)]
struct Source {
    id: String,
    title: String,
}

#[derive(Debug, Deserialize)]
struct Forecasts {
    forecast: Vec<Forecast>,
}

/// The errors of rows that a fit has not seen.
#[derive(Debug, Deserialize)]
struct Forecast {
    group: String,
    left_out: String,
    rows: usize,
    median: f64,
    mean: f64,
    p90: f64,
}

#[derive(Debug, Deserialize)]
struct AnchoredErrors {
    anchored: Vec<Anchored>,
}

/// The errors of rows that another row of their machine anchors, and of the same rows without it.
#[derive(Debug, Deserialize)]
struct Anchored {
    what: String,
    rows: usize,
    pairs: usize,
    median_before: f64,
    mean_before: f64,
    p90_before: f64,
    median: f64,
    mean: f64,
    p90: f64,
}

#[derive(Debug, Deserialize)]
struct Gpus {
    gpu: Vec<Gpu>,
}

#[derive(Debug, Deserialize)]
struct Gpu {
    id: String,
    #[serde(default = "whole")]
    sustained_share: f64,
    tdp_watts: f64,
    #[serde(default)]
    quotes: Vec<Quote>,
}

const fn whole() -> f64 {
    1.0
}

#[derive(Debug, Deserialize)]
struct Quote {
    price: f64,
}

impl Data {
    /// Reads what the pages need of the folder `data`.
    ///
    /// # Errors
    /// When a file is missing or holds something else than it should.
    pub fn read(data: &Path) -> Result<Self> {
        let mut quantities = BTreeMap::new();
        for file in sorted(&data.join("assumptions"), "toml")? {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            for constant in parsed::<Constants>(&file)?.assumption {
                let (low, high) = (constant.low, constant.high);
                let range = match constant.uncertain {
                    _ if low == high => Range::Fixed,
                    true => Range::Drawn(low, high),
                    false => Range::NotDrawn(low, high),
                };
                let quantity = Quantity {
                    file: format!("data/assumptions/{name}"),
                    unit: constant.unit,
                    value: Some(constant.value),
                    range,
                    source: constant.source,
                    confidence: constant.confidence,
                };
                quantities.insert(constant.id, quantity);
            }
        }
        for input in parsed::<Inputs>(&data.join("inputs.toml"))?.input {
            let range = match input.band {
                None => Range::Fixed,
                Some(Band::Own { low, high }) => Range::Drawn(low, high),
                Some(Band::Quotes {}) => Range::Quotes,
            };
            let quantity = Quantity {
                file: "data/inputs.toml".to_owned(),
                unit: input.unit,
                value: input.default.as_float(),
                range,
                source: input.source,
                confidence: input.confidence,
            };
            quantities.insert(input.id, quantity);
        }
        let sources = parsed::<Sources>(&data.join("sources.toml"))?.source;
        Ok(Self {
            quantities,
            sources: sources.into_iter().map(|source| (source.id, source.title)).collect(),
            forecasts: parsed::<Forecasts>(&data.join("validation/forecast.toml"))?.forecast,
            anchored: parsed::<AnchoredErrors>(&data.join("validation/anchored.toml"))?.anchored,
            gpus: parsed::<Gpus>(&data.join("gpus.toml"))?.gpu,
        })
    }

    /// The number that a comment in the prose names: `days_per_month`, `peak_to_mean.low`, `TokenLatency.rows`,
    /// `h100-sxm.highest_price`.
    fn number(&self, name: &str) -> Result<String> {
        let (of, part) = name.split_once('.').unwrap_or((name, "value"));
        if let Some(quantity) = self.quantities.get(of) {
            let number = match (part, &quantity.range) {
                ("value", _) => quantity.value,
                ("low", Range::Drawn(low, _) | Range::NotDrawn(low, _)) => Some(*low),
                ("high", Range::Drawn(_, high) | Range::NotDrawn(_, high)) => Some(*high),
                _ => None,
            };
            let number = number.with_context(|| format!("data/ has no number {name}"))?;
            return Ok(Scale::of(&quantity.unit, number).number(number));
        }
        if let Some(gpu) = self.gpus.iter().find(|gpu| gpu.id == of) {
            let prices = gpu.quotes.iter().map(|quote| quote.price);
            return Ok(match part {
                "watts" => plain(gpu.tdp_watts),
                "sustained_share" => plain(gpu.sustained_share),
                "lowest_price" => format!("${:.2}", prices.fold(f64::INFINITY, f64::min)),
                "highest_price" => format!("${:.2}", prices.fold(0.0, f64::max)),
                _ => bail!("no page says {part} of a GPU"),
            });
        }
        if let Some(anchored) = self.anchored.iter().find(|anchored| anchored.what == of) {
            let number = match part {
                "median_before" => anchored.median_before,
                "p90_before" => anchored.p90_before,
                "median" => anchored.median,
                "p90" => anchored.p90,
                _ => bail!("no page says {part} of anchored rows"),
            };
            return Ok(format!("{:.1}", number * 100.0));
        }
        let forecast = self.forecasts.iter().find(|forecast| forecast.group == of && part == "rows");
        Ok(forecast.with_context(|| format!("data/ has no {name}"))?.rows.to_string())
    }

    /// The cell of a row in a column; nothing if it is written by hand.
    fn cell(&self, row: &str, column: &str, files: &str) -> Result<Option<String>> {
        if let Some(quantity) = self.quantities.get(row) {
            ensure!(files.contains(&quantity.file), "{row} is in {}, not in {files}", quantity.file);
            let title = || self.sources.get(&quantity.source).context("an unknown source");
            return Ok(match column {
                "Value" | "Default" => Some(quantity.value_text()),
                "Range of nine in ten" => Some(quantity.range_text(true)),
                "Range" => Some(quantity.range_text(false)),
                "Source" => Some(title()?.clone()),
                "How sure" => Some(quantity.confidence.clone()),
                _ => None,
            });
        }
        if let Some(anchored) = self.anchored.iter().find(|anchored| anchored.what == row) {
            let percent = |share: f64| format!("{:.1} %", share * 100.0);
            return Ok(match column {
                "Rows" => Some(anchored.rows.to_string()),
                "Pairs" => Some(anchored.pairs.to_string()),
                "Median before" => Some(percent(anchored.median_before)),
                "Mean before" => Some(percent(anchored.mean_before)),
                "Nine in ten before" => Some(percent(anchored.p90_before)),
                "Median" => Some(percent(anchored.median)),
                "Mean" => Some(percent(anchored.mean)),
                "Nine in ten" => Some(percent(anchored.p90)),
                _ => None,
            });
        }
        let mut of_group = self.forecasts.iter().filter(|forecast| forecast.group == row).peekable();
        ensure!(of_group.peek().is_some(), "data/ has neither a constant nor a group {row:?}");
        if column == "Rows" {
            return Ok(of_group.next().map(|forecast| forecast.rows.to_string()));
        }
        let Some(left_out) = column.strip_suffix(" left out") else { return Ok(None) };
        let is_left_out = |forecast: &&Forecast| forecast.left_out.eq_ignore_ascii_case(left_out);
        let is_known = self.forecasts.iter().any(|forecast| is_left_out(&forecast));
        ensure!(is_known, "{row} has no errors without its {left_out}");
        // Rows of a group may not say what another's do.
        Ok(Some(of_group.find(is_left_out).map_or_else(
            || "not known".to_owned(),
            |forecast| {
                let [median, mean, p90] =
                    [forecast.median, forecast.mean, forecast.p90].map(|error| error * 100.0);
                format!("{median:.1} / {mean:.1} / {p90:.1} %")
            },
        )))
    }
}

impl Quantity {
    fn value_text(&self) -> String {
        match self.value {
            Some(value) => Scale::of(&self.unit, value).whole(value),
            None => "the price taken for the chosen GPU or API".to_owned(),
        }
    }

    fn range_text(&self, is_drawn: bool) -> String {
        let text = |low: f64, high: f64| {
            let scale = Scale::of(&self.unit, high);
            format!("{} to {}", scale.number(low), scale.whole(high))
        };
        match self.range {
            Range::Fixed => "fixed".to_owned(),
            Range::Drawn(low, high) => text(low, high),
            Range::NotDrawn(low, high) if is_drawn => text(low, high) + ", not drawn",
            Range::NotDrawn(low, high) => text(low, high),
            Range::Quotes => "the prices asked for the chosen GPU or API".to_owned(),
        }
    }
}

/// How a number of a unit is written.
struct Scale {
    before: &'static str,
    divisor: f64,
    after: &'static str,
}

impl Scale {
    fn of(unit: &str, number: f64) -> Self {
        let scale = |before, divisor, after| Self { before, divisor, after };
        let large = number.abs();
        match unit {
            "usd" | "usd_per_label" => scale("$", 1.0, ""),
            "usd_per_month" => scale("$", 1.0, " a month"),
            "usd_per_year" if large >= 1e6 => scale("$", 1e6, " million a year"),
            "usd_per_year" => scale("$", 1.0, " a year"),
            "usd_per_gpu_hour" => scale("$", 1.0, " an hour"),
            "usd_per_million_tokens" => scale("$", 1.0, " a million tokens"),
            "usd_per_kwh" => scale("$", 1.0, " a kWh"),
            "seconds" if large < 1e-3 => scale("", 1e-6, " µs"),
            "seconds" if large < 0.1 => scale("", 1e-3, " ms"),
            "seconds" => scale("", 1.0, " s"),
            "hours" => scale("", 1.0, " hours"),
            "days" => scale("", 1.0, " days"),
            "months" => scale("", 1.0, " months"),
            "fte" => scale("", 1.0, " people"),
            "fte_months" => scale("", 1.0, " person-months"),
            "rounds_per_year" | "points_per_year" => scale("", 1.0, " a year"),
            "bytes" if large >= 1e9 => scale("", 1e9, " GB"),
            "bytes" => scale("", 1.0, " bytes"),
            "tokens" if large >= 1e12 => scale("", 1e12, " trillion tokens"),
            "tokens" => scale("", 1.0, " tokens"),
            "examples" => scale("", 1.0, " examples"),
            "gpus" => scale("", 1.0, " GPUs"),
            "gpu_hours" if large >= 1e6 => scale("", 1e6, " million GPU-hours"),
            "billion_parameters" => scale("", 1.0, " billion"),
            "flop" => scale("", 1.0, " FLOP"),
            "grams_per_kwh" => scale("", 1.0, " g a kWh"),
            _ if large >= 1e6 => scale("", 1e6, " million"),
            _ => scale("", 1.0, ""),
        }
    }

    /// Without the unit.
    fn number(&self, number: f64) -> String {
        let text = plain(number / self.divisor);
        let cents = match text.split_once('.') {
            Some((_, decimals)) if self.before == "$" && decimals.len() == 1 => "0",
            _ => "",
        };
        match text.strip_prefix('\u{2212}') {
            Some(positive) => format!("\u{2212}{}{positive}{cents}", self.before),
            None => format!("{}{text}{cents}", self.before),
        }
    }

    fn whole(&self, number: f64) -> String {
        let text = self.number(number);
        let after = if text == "1" { self.after.trim_end_matches('s') } else { self.after };
        text + after
    }
}

/// All digits that the data has, with thousands apart and a true minus.
fn plain(number: f64) -> String {
    // Dividing by a power of ten changes digits behind the fifteenth, which the data does not have.
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    let text = rounded.abs().to_string();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if rounded < 0.0 { "\u{2212}" } else { "" };
    let point = if decimals.is_empty() { "" } else { "." };
    format!("{sign}{grouped}{point}{decimals}")
}

/// A page with its tables and marked numbers as `data/` has them.
///
/// # Errors
/// When a mark names something that `data/` does not have, or a table does not end.
pub fn renewed(page: &str, data: &Data) -> Result<String> {
    let mut text = String::with_capacity(page.len());
    let mut table: Option<Table> = None;
    for (index, line) in page.lines().enumerate() {
        let line_number = index + 1;
        let comment = line.strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->"));
        let new = match (comment, &mut table) {
            (Some(comment), None) if comment.starts_with("made from ") => {
                table = Some(Table { files: comment.to_owned(), columns: Vec::new() });
                Ok(line.to_owned())
            }
            (Some("end"), Some(_)) => {
                table = None;
                Ok(line.to_owned())
            }
            (None, Some(table)) if line.starts_with('|') => table.line(line, data),
            _ => with_numbers(line, data),
        };
        text += &new.with_context(|| format!("line {line_number}"))?;
        text.push('\n');
    }
    ensure!(table.is_none(), "a table has no <!-- end -->");
    Ok(text)
}

/// A table whose lines are being written.
struct Table {
    /// The comment before it, which names the files.
    files: String,
    /// The head, once it has been read.
    columns: Vec<String>,
}

impl Table {
    fn line(&mut self, line: &str, data: &Data) -> Result<String> {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        if self.columns.is_empty() {
            self.columns = cells.iter().map(|cell| (*cell).to_owned()).collect();
            return Ok(line.to_owned());
        }
        if line.starts_with("|--") {
            return Ok(line.to_owned());
        }
        let first = cells[0];
        let between = |before: &str, after: &str| Some(first.split_once(before)?.1.split_once(after)?.0);
        let name = between("<!-- ", " -->").or_else(|| between("`", "`"));
        let name = name.with_context(|| format!("the row {first:?} names nothing"))?;
        let mut text = format!("| {first} |");
        for (index, column) in self.columns.iter().enumerate().skip(1) {
            let made = data.cell(name, column, &self.files)?;
            let cell = made.unwrap_or_else(|| cells.get(index).copied().unwrap_or_default().to_owned());
            text += &format!(" {cell} |");
        }
        Ok(text)
    }
}

/// A line of prose whose marked numbers are as `data/` has them.
fn with_numbers(line: &str, data: &Data) -> Result<String> {
    let mut text = String::new();
    let mut rest = line;
    while let Some((before, (name, after))) =
        rest.split_once("<!-- ").and_then(|(before, behind)| Some((before, behind.split_once(" -->")?)))
    {
        let is_of_number = |c: char| c.is_ascii_digit() || ['.', ',', '$', '\u{2212}'].contains(&c);
        let kept = before.trim_end_matches(is_of_number);
        ensure!(kept.len() < before.len(), "there is no number before <!-- {name} -->");
        text += &format!("{kept}{}<!-- {name} -->", data.number(name)?);
        rest = after;
    }
    Ok(text + rest)
}

/// The pages in a folder whose numbers are not those of `data/`, each with what it should be.
///
/// # Errors
/// When a page cannot be read, and as of [`renewed`].
pub fn outdated(folder: &Path, data: &Data) -> Result<Vec<(PathBuf, String)>> {
    let mut pages = Vec::new();
    for file in sorted(folder, "md")? {
        let page = fs::read_to_string(&file)?;
        let renewed = renewed(&page, data).with_context(|| file.display().to_string())?;
        if renewed != page {
            pages.push((file, renewed));
        }
    }
    Ok(pages)
}

/// The files of a folder with this ending, by name.
fn sorted(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|found| found == ending));
    files.sort();
    Ok(files)
}

fn parsed<T: DeserializeOwned>(file: &Path) -> Result<T> {
    let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    toml::from_str(&text).with_context(|| file.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project;

    fn data() -> Data {
        Data::read(&project::root().join("data")).unwrap()
    }

    #[test]
    fn the_pages_of_the_model_say_what_data_has() {
        let outdated = outdated(&project::root().join("docs/model"), &data()).unwrap();
        let names: Vec<_> = outdated.iter().map(|(file, _)| file.display().to_string()).collect();
        assert!(names.is_empty(), "{names:?} differ from data/: `{COMMAND}` writes them again");
    }

    #[test]
    fn every_constant_and_every_input_with_a_range_is_on_a_page() {
        let mut text = String::new();
        for file in sorted(&project::root().join("docs/model"), "md").unwrap() {
            text += &fs::read_to_string(file).unwrap();
        }
        let data = data();
        // An input without a range is the reader's own to know: the model assumes nothing of it that a page could explain.
        let is_assumed = |of: &Quantity| of.file.contains("assumptions") || !matches!(of.range, Range::Fixed);
        let assumed = data.quantities.iter().filter(|(_, of)| is_assumed(of));
        let missing: Vec<_> =
            assumed.map(|(name, _)| name).filter(|name| !text.contains(&format!("`{name}`"))).collect();
        assert!(missing.is_empty(), "docs/model does not explain {missing:?}");
    }

    #[test]
    fn a_table_is_filled_by_the_heads_of_its_columns() {
        let page = "<!-- made from data/assumptions/cost.toml -->\n\
                    | Constant | Value | Range of nine in ten | By hand | How sure |\n|---|---|---|---|---|\n\
                    | `monitoring_per_month` (m) | $1 | | kept | |\n<!-- end -->\n";
        let renewed = renewed(page, &data()).unwrap();
        assert!(
            renewed.contains(
                "| `monitoring_per_month` (m) | $1,410 a month | $500 to $4,000 a month | kept | weak |"
            ),
            "{renewed}"
        );
    }

    #[test]
    fn a_marked_number_is_written_again() {
        let line = "24 times 30<!-- days_per_month --> hours, $1<!-- h100-sxm.lowest_price --> and more";
        let renewed = with_numbers(line, &data()).unwrap();
        assert!(renewed.starts_with("24 times 30.4375<!-- days_per_month --> hours, $1.25<!--"), "{renewed}");
    }

    #[test]
    fn what_data_does_not_have_is_named() {
        let error = |page: &str| format!("{:#}", renewed(page, &data()).unwrap_err());
        assert!(error("\n1<!-- no_such -->\n").contains("line 2: data/ has no no_such"));
        assert!(error("the<!-- days_per_month -->").contains("there is no number before"));
        let table = |files: &str, row: &str| {
            format!("<!-- made from {files} -->\n| Constant | Value |\n|---|---|\n{row}\n<!-- end -->\n")
        };
        let elsewhere = error(&table("data/inputs.toml", "| `days_per_month` | |"));
        assert!(elsewhere.contains("days_per_month is in data/assumptions/cost.toml"), "{elsewhere}");
        assert!(error(&table("data/inputs.toml", "| nothing | |")).contains("names nothing"));
        assert!(error("<!-- made from data/inputs.toml -->\n").contains("has no <!-- end -->"));
    }

    #[test]
    fn numbers_are_written_with_all_their_digits() {
        let texts = [(-0.2, "\u{2212}0.2"), (1410.0, "1,410"), (7.7e-5 / 1e-6, "77"), (0.005, "0.005")];
        for (number, text) in texts {
            assert_eq!(plain(number), text);
        }
        assert_eq!(Scale::of("usd_per_label", 0.5).whole(0.5), "$0.50");
        assert_eq!(Scale::of("seconds", 1.4e-4).whole(1.4e-4), "140 µs");
        assert_eq!(Scale::of("fte_months", 1.0).whole(1.0), "1 person-month");
        assert_eq!(Scale::of("tokens", 1.5e13).whole(1.5e13), "15 trillion tokens");
    }
}
