//! Rows: reads a file of usage, row by row, and adds it up.

use std::collections::BTreeMap;
use std::io::Read;
use std::str::FromStr as _;

use csv::{ByteRecord, Position};
use model::units::Unit;
use model::written::{self, Form, shown};
use rust_decimal::Decimal;
use time::{Date, Month, OffsetDateTime};

use crate::columns::Mapping;
use crate::data::{Role, Tier};
use crate::error::FileError;
use crate::names::closed_model;
use crate::text::{RowBytes, TextReader};
use crate::usage::{Counts, ModelUsage, Part, RequestCount, Span, TierCell, Usage};

/// The most rows that are read. A file with more is one of single requests over months, which sellers also export by the day.
const MOST_ROWS: u64 = 10_000_000;
/// The most names of models. Where there are more, the column holds something else.
const MOST_NAMES: usize = 1_000;
/// The most words for tiers under one name of a model.
const MOST_TIERS: usize = 20;
/// The most columns.
const MOST_COLUMNS: usize = 1_000;
/// The most tokens or requests in a cell: a million million.
const MOST_IN_A_CELL: f64 = 1e12;
/// The most US dollars in a cell.
const MOST_DOLLARS: f64 = 1e9;
/// Rows whose cells are kept to be shown.
const SAMPLE_ROWS: usize = 3;

/// What the reader says of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Columns chosen for roles, by name; an empty name says that no column has the role.
    pub columns: Vec<(Role, String)>,
    /// The days that the file covers, where its own are not to be counted.
    pub days: Option<u16>,
}

/// Reads the header and the first rows alone: which column would be read as what.
///
/// # Errors
/// [`FileError`] if the file has no header, or a choice of [`Options`] cannot be followed. That a needed column is missing is no
/// error here: [`Mapping::needed`] names it.
pub fn preview(file: impl Read, options: &Options) -> Result<Mapping, FileError> {
    let mut table = Table::open(file, options)?;
    let mut record = ByteRecord::new();
    for _ in 0..SAMPLE_ROWS {
        if !table.next(&mut record)? {
            break;
        }
        table.keep_sample(&record);
    }
    Ok(table.mapping)
}

/// Reads a file of usage: CSV with a header, whose columns are separated by commas, semicolons, tabs or bars, in UTF-8 or UTF-16.
///
/// Numbers are read as [`model::written`] reads them. Where commas separate the columns, and tabs or bars do, a point is the
/// decimal point; where semicolons do, a comma is the decimal comma, and points may stand between thousands. An empty cell counts
/// nothing.
///
/// ```
/// use bill::{Options, read};
/// let file = "date,model,num_model_requests,input_tokens,input_cached_tokens,output_tokens\n\
///             2026-11-01,gpt-5.4-mini-2026-03-17,2,3700,814,420\n";
/// let usage = read(file.as_bytes(), &Options::default())?;
/// let counts = usage.models[0].parts[0].counts;
/// assert_eq!((counts.requests, counts.uncached, counts.cached, counts.output), (2, 2886, 814, 420));
/// # Ok::<(), bill::FileError>(())
/// ```
///
/// # Errors
/// [`FileError`] with line and column of what is wrong: a cell that is no number, a day that is none, more cached tokens than there
/// are tokens, a row with too few or too many cells; or of the whole file: no header, no column for what is needed, no row, too many
/// rows.
pub fn read(file: impl Read, options: &Options) -> Result<Usage, FileError> {
    let mut table = Table::open(file, options)?;
    let needed = table.mapping.needed();
    if !needed.is_empty() {
        return Err(missing(&needed, &table.mapping));
    }
    let columns = Columns::of(&table.mapping);
    let mut sum = Sum::default();
    let mut record = ByteRecord::new();
    let mut rows = 0;
    while table.next(&mut record)? {
        rows += 1;
        if rows > MOST_ROWS {
            let reason = format!("more than {MOST_ROWS} rows; export the usage by day and model instead");
            return Err(FileError::whole(reason));
        }
        if rows <= SAMPLE_ROWS as u64 {
            table.keep_sample(&record);
        }
        let row = Row { record: &record, mapping: &table.mapping, form: table.form };
        sum.add(&row, &columns)?;
    }
    if rows == 0 {
        return Err(FileError::whole("the file has a header and no rows"));
    }
    let read = sum.days.map(|(first, last)| Span::Read { first, last });
    Ok(Usage {
        request_count: columns.request_count(),
        mapping: table.mapping,
        rows,
        span: options.days.map(Span::Given).or(read),
        models: sum.names.into_iter().map(|(name, named)| named.usage(name)).collect(),
    })
}

fn missing(needed: &[Role], mapping: &Mapping) -> FileError {
    let needed: Vec<&str> = needed.iter().map(|role| role.id()).collect();
    let found: Vec<String> =
        mapping.columns.iter().take(12).map(|column| format!("'{}'", shown(&column.name))).collect();
    let more = mapping.columns.len().saturating_sub(found.len());
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    FileError::line(
        1,
        format!("no column is known to be {}; there are {}{more}", needed.join(" or "), found.join(", ")),
    )
}

/// A file whose rows are read one after the other.
struct Table<R> {
    reader: csv::Reader<TextReader<R>>,
    row_bytes: RowBytes,
    mapping: Mapping,
    form: Form,
    line: u64,
}

impl<R: Read> Table<R> {
    fn open(file: R, options: &Options) -> Result<Self, FileError> {
        let mut text = TextReader::new(file);
        let row_bytes = text.row_bytes();
        let first = text.first_line().map_err(|error| FileError::whole(error.to_string()))?;
        if first.is_empty() {
            return Err(FileError::whole("the file is empty"));
        }
        if first.contains(&0) {
            return Err(FileError::line(1, "a NUL character: this is not a text"));
        }
        let separator = separator(first);
        let decimal = if separator == b';' { written::Decimal::Comma } else { written::Decimal::Point };
        let form = Form { decimal, ..Form::new(Unit::Tokens, 0.0, MOST_IN_A_CELL) };
        let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(text);
        let header = reader.byte_headers().map_err(|error| broken(error, 1))?;
        let header: Vec<String> =
            header.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
        if header.len() > MOST_COLUMNS {
            return Err(FileError::line(
                1,
                format!("more than {MOST_COLUMNS} columns: this is no table of usage"),
            ));
        }
        let mapping = Mapping::of(&header, &options.columns)?;
        Ok(Self { reader, row_bytes, mapping, form, line: 1 })
    }

    /// Reads the next row; whether there was one.
    fn next(&mut self, record: &mut ByteRecord) -> Result<bool, FileError> {
        self.row_bytes.reset();
        let is_row = self.reader.read_byte_record(record).map_err(|error| broken(error, self.line))?;
        self.line = record.position().map_or(self.line, Position::line);
        Ok(is_row)
    }

    fn keep_sample(&mut self, record: &ByteRecord) {
        for (column, cell) in self.mapping.columns.iter_mut().zip(record) {
            column.sample.push(shown(String::from_utf8_lossy(cell).trim()));
        }
    }
}

/// What stands between the columns of a header: what there is most of, outside quotation marks.
fn separator(header: &[u8]) -> u8 {
    let count = |separator: u8| {
        let mut is_quoted = false;
        let is_separator = |byte: &&u8| {
            is_quoted ^= **byte == b'"';
            **byte == separator && !is_quoted
        };
        header.iter().filter(is_separator).count()
    };
    // Of equals the last one is taken: the comma.
    [b'|', b'\t', b';', b','].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

/// What the CSV reader refuses, in our words.
fn broken(error: csv::Error, line: u64) -> FileError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => {
            FileError { place: Some((line, None)), column: None, reason: error.to_string() }
        }
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
            let cells = if len == 1 { "cell" } else { "cells" };
            FileError::line(
                pos.map_or(line, |pos| pos.line()),
                format!("{len} {cells}, where the header has {expected_len}"),
            )
        }
        _ => FileError::line(line, "not CSV"),
    }
}

/// The places of the columns that are read.
struct Columns([Option<usize>; Role::COUNT]);

impl Columns {
    fn of(mapping: &Mapping) -> Self {
        Self(Role::ALL.map(|role| mapping.index(role)))
    }

    fn get(&self, role: Role) -> Option<usize> {
        self.0.get(role as usize).copied().flatten()
    }

    fn request_count(&self) -> RequestCount {
        match (self.get(Role::Requests), self.get(Role::RequestId)) {
            (Some(_), _) => RequestCount::Column,
            (None, Some(_)) => RequestCount::EachRow,
            (None, None) => RequestCount::Unknown,
        }
    }
}

/// A row and how to read its cells.
struct Row<'a> {
    record: &'a ByteRecord,
    mapping: &'a Mapping,
    form: Form,
}

impl<'a> Row<'a> {
    /// A fault of a cell.
    fn fault(&self, column: usize, reason: impl Into<String>) -> FileError {
        let line = self.record.position().map_or(1, Position::line);
        let name = self.mapping.columns.get(column).map(|column| column.name.clone());
        FileError { place: Some((line, Some(column + 1))), column: name, reason: reason.into() }
    }

    /// The text of a cell; empty without a column.
    fn text(&self, column: Option<usize>) -> Result<&'a str, FileError> {
        let Some(column) = column else { return Ok("") };
        let cell = self.record.get(column).unwrap_or_default();
        let text = str::from_utf8(cell).map_err(|_| self.fault(column, "the text is not UTF-8"))?;
        Ok(text.trim())
    }

    /// The number of a cell in a form; `None` if it is empty.
    fn number(&self, column: usize, text: &str, form: &Form) -> Result<f64, FileError> {
        let number = written::read(text, form, |digits| digits.parse().ok());
        let number = number.map_err(|fault| self.fault(column, format!("'{}' {fault}", shown(text))))?;
        if (form.min..=form.max).contains(&number) {
            return Ok(number);
        }
        let (min, max, unit) = (form.min, form.max, form.unit.name());
        let reason = format!("'{}' is out of range (allowed: {min} to {max} {unit})", shown(text));
        Err(self.fault(column, reason))
    }

    /// The whole number of a cell; nought if it is empty, or if there is no column.
    fn count(&self, column: Option<usize>, unit: Unit) -> Result<u64, FileError> {
        let text = self.text(column)?;
        let Some(column) = column.filter(|_| !text.is_empty()) else { return Ok(0) };
        // What programs write, without the detour.
        if text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text
                .parse()
                .map_err(|_| self.fault(column, format!("'{}' is not a number", shown(text))));
        }
        let form = Form { unit, is_whole: true, is_fine: false, ..self.form };
        let number = self.number(column, text, &form)?;
        if number.fract() != 0.0 {
            return Err(
                self.fault(column, format!("'{}' is not a whole number of {}", shown(text), unit.name()))
            );
        }
        Ok(number as u64)
    }

    /// The US dollars of a cell; nought if it is empty, or if there is no column.
    fn dollars(&self, column: Option<usize>) -> Result<Decimal, FileError> {
        let text = self.text(column)?;
        let Some(column) = column.filter(|_| !text.is_empty()) else { return Ok(Decimal::ZERO) };
        let form = Form { unit: Unit::Usd, min: -MOST_DOLLARS, max: MOST_DOLLARS, ..self.form };
        let number = self.number(column, text, &form)?;
        // The shortest digits that mean this number are those that were written.
        Decimal::from_str(&number.to_string())
            .map_err(|_| self.fault(column, format!("'{}' is not a number", shown(text))))
    }

    /// The day of a cell; `None` if it is empty, or if there is no column.
    fn day(&self, column: Option<usize>) -> Result<Option<Date>, FileError> {
        let text = self.text(column)?;
        let Some(column) = column.filter(|_| !text.is_empty()) else { return Ok(None) };
        let reason = || {
            let allowed = "allowed: 2026-11-28, 2026-11-28T13:00:00Z, or seconds since 1970";
            self.fault(column, format!("'{}' is no day ({allowed})", shown(text)))
        };
        day(text).ok_or_else(reason).map(Some)
    }

    /// The tier that two columns name between them.
    fn tier(&self, columns: &Columns) -> Result<TierCell, FileError> {
        let [batch, tier] = [Role::Batch, Role::Tier].map(|role| columns.get(role));
        if batch.is_none() && tier.is_none() {
            return Ok(TierCell::Known(Tier::Standard));
        }
        let (batch_cell, tier_cell) = (TierCell::of(self.text(batch)?), TierCell::of(self.text(tier)?));
        let plain = TierCell::Known(Tier::Standard);
        match (batch_cell == plain, tier_cell == plain) {
            (true, _) => Ok(tier_cell),
            (false, true) => Ok(batch_cell),
            (false, false) if batch_cell == tier_cell => Ok(tier_cell),
            (false, false) => {
                let reason =
                    format!("'{}' beside a batch; a request is one of them", shown(self.text(tier)?));
                Err(self.fault(tier.unwrap_or_default(), reason))
            }
        }
    }

    /// Everything that is counted in the row.
    fn counts(&self, columns: &Columns) -> Result<Counts, FileError> {
        let tokens = |role| self.count(columns.get(role), Unit::Tokens);
        let (cached, written) = (tokens(Role::CachedInput)?, tokens(Role::CacheWrite)?);
        let written_for_an_hour = tokens(Role::HourCacheWrite)?;
        let uncached = match columns.get(Role::Input) {
            None => tokens(Role::UncachedInput)?,
            Some(column) => {
                let all = tokens(Role::Input)?;
                let in_cache = cached + written + written_for_an_hour;
                all.checked_sub(in_cache).ok_or_else(|| {
                    let name = self.mapping.columns.get(column).map_or("", |column| &column.name);
                    let reason = format!(
                        "{all} tokens are fewer than the {in_cache} of the cache; if the column leaves those out, choose \
                         uncached_input={}",
                        shown(name)
                    );
                    self.fault(column, reason)
                })?
            }
        };
        let requests = match columns.request_count() {
            RequestCount::Column => self.count(columns.get(Role::Requests), Unit::Requests)?,
            RequestCount::EachRow => 1,
            RequestCount::Unknown => 0,
        };
        Ok(Counts {
            rows: 1,
            requests,
            uncached,
            cached,
            written,
            written_for_an_hour,
            output: tokens(Role::Output)?,
            paid: self.dollars(columns.get(Role::Paid))?,
        })
    }
}

/// The day of a text: year, month and day in this order, whatever follows; or the seconds, milliseconds or microseconds since 1970.
fn day(text: &str) -> Option<Date> {
    /// The digits of seconds, milliseconds and microseconds in this century, and how many of them make a second.
    const EPOCHS: [(usize, i64); 3] = [(10, 1), (13, 1_000), (16, 1_000_000)];
    let digits = text.strip_suffix(".0").unwrap_or(text);
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let (_, divisor) = EPOCHS.into_iter().find(|(length, _)| *length == digits.len())?;
        let seconds = digits.parse::<i64>().ok()? / divisor;
        return Some(OffsetDateTime::from_unix_timestamp(seconds).ok()?.date());
    }
    let date = text.split(['T', 't', ' ']).next()?;
    let mut parts = date.split(['-', '/']);
    let mut part = |lengths: core::ops::RangeInclusive<usize>| {
        let part = parts.next()?;
        let is_part = lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        is_part.then_some(part)
    };
    let (year, month, day) = (part(4..=4)?, part(1..=2)?, part(1..=2)?);
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    let date = Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    parts.next().is_none().then_some(date)
}

/// What is counted under one name.
#[derive(Default)]
struct Named {
    price: Option<&'static model::catalogue::ApiPrice>,
    parts: BTreeMap<(TierCell, Option<u32>), Counts>,
}

impl Named {
    fn usage(self, name: String) -> ModelUsage {
        let part = |((tier, above), counts)| Part { tier, above, counts };
        ModelUsage { name, price: self.price, parts: self.parts.into_iter().map(part).collect() }
    }
}

/// Everything that is counted.
#[derive(Default)]
struct Sum {
    names: BTreeMap<String, Named>,
    days: Option<(Date, Date)>,
}

impl Sum {
    fn add(&mut self, row: &Row<'_>, columns: &Columns) -> Result<(), FileError> {
        if let Some(day) = row.day(columns.get(Role::Day))? {
            let (first, last) = self.days.unwrap_or((day, day));
            self.days = Some((first.min(day), last.max(day)));
        }
        let column = columns.get(Role::Model);
        let name = row.text(column)?;
        let counts = row.counts(columns)?;
        if name.is_empty() && counts == (Counts { rows: 1, requests: counts.requests, ..Counts::default() }) {
            // Exports have such rows for days without usage.
            return Ok(());
        }
        if !self.names.contains_key(name) {
            if self.names.len() >= MOST_NAMES {
                let reason = format!("more than {MOST_NAMES} different names: these are no models");
                return Err(row.fault(column.unwrap_or_default(), reason));
            }
            let named = Named { price: closed_model(name), ..Named::default() };
            self.names.insert(name.to_owned(), named);
        }
        let Some(named) = self.names.get_mut(name) else { return Ok(()) };
        let key = (row.tier(columns)?, named.price.and_then(|price| above(price, &counts)));
        if !named.parts.contains_key(&key) && named.parts.len() >= MOST_TIERS {
            let reason = format!("more than {MOST_TIERS} different words: these are no tiers");
            let column = columns.get(Role::Tier).or(columns.get(Role::Batch));
            return Err(row.fault(column.unwrap_or_default(), reason));
        }
        named.parts.entry(key).or_default().add(&counts);
        Ok(())
    }
}

/// The threshold of long prompts that the row's mean prompt exceeds.
fn above(price: &model::catalogue::ApiPrice, counts: &Counts) -> Option<u32> {
    let exceeds = |above: u32| counts.requests > 0 && counts.input() > u64::from(above) * counts.requests;
    price.tiers.iter().map(|tier| tier.above).rfind(|above| exceeds(*above))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_every_form_that_exports_have() {
        let expected = Date::from_calendar_date(2026, Month::November, 28).unwrap();
        for text in [
            "2026-11-28",
            "2026/11/28",
            "2026-11-28T23:59:59.999Z",
            "2026-11-28 00:00:00+00:00",
            "1795824000",
            "1795824000.0",
            "1795910399999",
            "1795824000000000",
        ] {
            assert_eq!(day(text), Some(expected), "{text}");
        }
        for text in [
            "",
            "28.11.2026",
            "11/28/2026",
            "2026-02-30",
            "2026-13-01",
            "2026-11-28-1",
            "26-11-28",
            "soon",
            "20261128",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn the_separator_is_what_there_is_most_of() {
        assert_eq!(separator(b"a,b;c,d"), b',');
        assert_eq!(separator(b"a;b;\"c,d,e,f\""), b';');
        assert_eq!(separator(b"a\tb"), b'\t');
        assert_eq!(separator(b"a|b|c"), b'|');
        assert_eq!(separator(b"model"), b',');
    }
}
