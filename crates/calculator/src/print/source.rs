//! Where a result comes from: the model's version, the day of its data, the command.

use std::env;

use model::catalogue::DATA_DATE;
use serde::Serialize;

/// Where a result comes from; part of every JSON object of a whole result.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ResultSource {
    /// Version of the model.
    pub(crate) version: &'static str,
    /// The newest day of its data.
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
        Self { version: model::VERSION, data_date: DATA_DATE, command }
    }

    /// The names and values of the columns that say it.
    pub(crate) fn columns(&self) -> [(&'static str, &str); 3] {
        [("model_version", self.version), ("data_date", self.data_date), ("command", &self.command)]
    }
}
