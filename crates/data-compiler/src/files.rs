//! The files of `data/` in memory, and the problems found in them.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fmt, fs};

/// A problem with its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as a path from the project's root: `data/inputs.toml`.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, in one line.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

/// Fails with all problems, in order of file and line, each once; succeeds without any.
pub(crate) fn settle(mut problems: Vec<Problem>) -> Result<(), Vec<Problem>> {
    problems.sort();
    problems.dedup();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// One file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct File<'a> {
    /// The path below `data/`.
    pub(crate) path: &'a str,
    /// All of its text.
    pub(crate) text: &'a str,
}

impl<'a> File<'a> {
    /// The line, from 1, of a byte offset.
    pub(crate) fn line(&self, offset: usize) -> usize {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        1 + before.iter().filter(|&&byte| byte == b'\n').count()
    }

    /// A problem in this file.
    pub(crate) fn problem(&self, line: usize, reason: impl Into<String>) -> Problem {
        Problem { file: shown(self.path), line, reason: reason.into() }
    }

    /// The file's name without folder and extension.
    pub(crate) fn stem(&self) -> &'a str {
        let name = self.path.rsplit('/').next().unwrap_or(self.path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

/// A path below `data/`, from the project's root.
fn shown(path: &str) -> String {
    format!("data/{path}")
}

/// The text files of `data/`, by their path below it.
#[derive(Clone, Debug, Default)]
pub struct Files(BTreeMap<String, String>);

impl Files {
    /// Reads all `.toml` and `.md` files below a folder.
    ///
    /// # Errors
    /// The files that could not be read.
    pub fn read(data: &Path) -> Result<Self, Vec<Problem>> {
        let mut files = Self::default();
        let mut problems = Vec::new();
        files.read_folder(data, "", &mut problems);
        settle(problems)?;
        Ok(files)
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str, problems: &mut Vec<Problem>) {
        let unreadable = |path: &str, error: std::io::Error| Problem {
            file: shown(path),
            line: 1,
            reason: error.to_string(),
        };
        let listing = match fs::read_dir(folder) {
            Ok(listing) => listing,
            Err(error) => return problems.push(unreadable(prefix, error)),
        };
        for entry in listing {
            let path = match entry {
                Ok(entry) => entry.path(),
                Err(error) => {
                    problems.push(unreadable(prefix, error));
                    continue;
                }
            };
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let below = format!("{prefix}{name}");
            if path.is_dir() {
                self.read_folder(&path, &format!("{below}/"), problems);
            } else if name.ends_with(".toml") || name.ends_with(".md") {
                match fs::read_to_string(&path) {
                    Ok(text) => {
                        self.0.insert(below, text);
                    }
                    Err(error) => problems.push(unreadable(&below, error)),
                }
            }
        }
    }

    /// These files with one more, or with one replaced.
    #[must_use]
    pub fn with(mut self, path: &str, text: &str) -> Self {
        self.0.insert(path.to_owned(), text.to_owned());
        self
    }

    /// These files without one.
    #[must_use]
    pub fn without(mut self, path: &str) -> Self {
        self.0.remove(path);
        self
    }

    /// The file at a path below `data/`; a problem if there is none.
    pub(crate) fn get<'a>(&'a self, path: &str, problems: &mut Vec<Problem>) -> Option<File<'a>> {
        let found = self.0.get_key_value(path).map(|(path, text)| File { path, text });
        if found.is_none() {
            problems.push(Problem { file: shown(path), line: 1, reason: "this file is missing".to_owned() });
        }
        found
    }

    /// The files of a folder with an extension (`.toml`), in order of their names; a problem if there are none.
    pub(crate) fn folder<'a>(
        &'a self,
        folder: &str,
        extension: &str,
        problems: &mut Vec<Problem>,
    ) -> Vec<File<'a>> {
        let files: Vec<_> = self
            .0
            .iter()
            .filter(|(path, _)| path.starts_with(&format!("{folder}/")) && path.ends_with(extension))
            .map(|(path, text)| File { path, text })
            .collect();
        if files.is_empty() {
            let reason = format!("there is no {extension} file in this folder");
            problems.push(Problem { file: shown(folder), line: 1, reason });
        }
        files
    }
}
