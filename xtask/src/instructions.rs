//! How many instructions a question of the model takes: the same on every run of the same build, unlike its time.

use std::collections::BTreeMap;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::budgets::Ceiling;
use crate::project;

/// A question's count and its limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The question.
    pub name: String,
    /// How many instructions it takes.
    pub found: u64,
    /// How many it may take.
    pub most: u64,
}

impl Line {
    /// Whether it takes no more than it may.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.found <= self.most
    }
}

/// Every question's count and its limit.
///
/// # Errors
/// When a question has no limit or a limit no question, and as of [`of`].
pub fn lines(limits: &BTreeMap<String, Ceiling>) -> Result<Vec<Line>> {
    let list = Command::new(project::release("questions")?).arg("list").output()?;
    let list = String::from_utf8_lossy(&list.stdout);
    counted(&list.lines().collect::<Vec<_>>(), limits, of)
}

fn counted(
    questions: &[&str],
    limits: &BTreeMap<String, Ceiling>,
    count: impl Fn(&str) -> Result<u64>,
) -> Result<Vec<Line>> {
    let is_question = |name: &String| questions.contains(&name.as_str());
    if let Some(name) = limits.keys().find(|name| !is_question(name)) {
        bail!("xtask/budgets.toml limits {name:?}, which is no question");
    }
    let line = |name: &&str| {
        let limit = limits.get(*name);
        let Ceiling { most } =
            *limit.with_context(|| format!("xtask/budgets.toml does not limit {name:?}"))?;
        Ok(Line { name: (*name).to_owned(), found: count(name)?, most })
    };
    questions.iter().map(line).collect()
}

/// The function between whose entry and end valgrind counts: `crates/questions` has it.
const COUNTED: &str = "--toggle-collect=questions::counted";

/// Instructions that a question of `questions list` takes in the release build, its sample being of as many points as the
/// model's own.
///
/// # Errors
/// When valgrind or the program is missing or fails, or there is no such question.
pub fn of(question: &str) -> Result<u64> {
    count(&["ask", question])
}

/// The same for a sample of `points` points.
///
/// # Errors
/// As of [`of`].
pub fn with_points(question: &str, points: u32) -> Result<u64> {
    count(&["ask", question, &points.to_string()])
}

fn count(words: &[&str]) -> Result<u64> {
    let program = project::release("questions")?;
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null", COUNTED]).arg(&program).args(words);
    let output = valgrind.output().context("valgrind cannot be started")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "valgrind failed on {}:\n{said}", program.display());
    let n = collected(&said).with_context(|| format!("valgrind reported no count:\n{said}"))?;
    ensure!(n > 0, "nothing was counted: is {COUNTED} still the name of the function?");
    Ok(n)
}

/// The count of a line such as "==4711== Collected : 24750".
fn collected(said: &str) -> Option<u64> {
    said.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_is_read_from_what_valgrind_says() {
        let said = "==7== Callgrind, a call-graph generating cache profiler\n==7== \n\
                    ==7== Events    : Ir\n==7== Collected : 24750\n==7== \n==7== I   refs:      24,750\n";
        assert_eq!(collected(said), Some(24_750));
        assert_eq!(collected("==7== Collected : \nvalgrind: questions: command not found"), None);
    }

    #[test]
    fn what_takes_more_than_its_limit_does_not_hold() {
        let limits = |pairs: &[(&str, u64)]| -> BTreeMap<String, Ceiling> {
            pairs.iter().map(|(name, most)| ((*name).to_owned(), Ceiling { most: *most })).collect()
        };
        let count = |_: &str| Ok(100);
        let lines = counted(&["one", "two"], &limits(&[("one", 100), ("two", 99)]), count).unwrap();
        assert_eq!(lines.iter().map(Line::holds).collect::<Vec<_>>(), [true, false]);
        let error = |limits| counted(&["one"], &limits, count).unwrap_err().to_string();
        assert!(error(limits(&[("one", 100), ("two", 99)])).contains("\"two\", which is no question"));
        assert!(error(limits(&[])).contains("does not limit \"one\""));
        assert!(counted(&["one"], &limits(&[("one", 100)]), |_| bail!("no valgrind")).is_err());
    }
}
