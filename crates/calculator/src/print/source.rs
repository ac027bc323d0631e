//! Where a result comes from: the model's version, the day of its data, the command.

use std::env;

use model::catalogue::{APIS, GPUS, Quote, SOURCES};
use serde::Serialize;

/// Where a result comes from; part of every JSON object of a whole result.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ResultSource {
    /// Version of the model.
    pub(crate) version: &'static str,
    /// The newest day on which a price or a source was read.
    pub(crate) data_date: &'static str,
    /// The command line, as a shell reads it.
    pub(crate) command: String,
}

impl ResultSource {
    /// That of the running command.
    pub(crate) fn of_this_run() -> Self {
        let args: Vec<String> =
            env::args_os().skip(1).map(|arg| arg.to_string_lossy().into_owned()).collect();
        let words = ["calculator"].into_iter().chain(args.iter().map(String::as_str));
        // A word that holds a NUL cannot be quoted, and cannot be an argument either.
        let command = shlex::try_join(words).unwrap_or_else(|_| args.join(" "));
        Self { version: env!("CARGO_PKG_VERSION"), data_date: data_date(), command }
    }

    /// The names and values of the columns that say it.
    pub(crate) fn columns(&self) -> [(&'static str, &str); 3] {
        [("model_version", self.version), ("data_date", self.data_date), ("command", &self.command)]
    }
}

/// The newest day that a price or a source has; those known to the month or year alone are not compared.
fn data_date() -> &'static str {
    let quotes = GPUS
        .iter()
        .map(|gpu| gpu.quotes)
        .chain(APIS.iter().flat_map(|api| [api.input_quotes, api.output_quotes]));
    let dates =
        quotes.flatten().map(|quote: &Quote| quote.date).chain(SOURCES.iter().map(|source| source.date));
    dates.filter(|date| is_day(date)).max().unwrap_or_default()
}

/// Whether a date is a day: YYYY-MM-DD.
fn is_day(date: &str) -> bool {
    date.len() == "YYYY-MM-DD".len()
        && date.split('-').map(str::len).eq([4, 2, 2])
        && date.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_the_data_is_the_newest_whole_day() {
        assert!(is_day(data_date()) && !is_day("2026-08") && !is_day("undated...") && is_day("2026-08-21"));
        let all = GPUS.iter().flat_map(|gpu| gpu.quotes).map(|quote| quote.date);
        assert!(all.filter(|date| is_day(date)).all(|date| date <= data_date()));
    }
}
