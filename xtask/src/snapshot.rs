//! What the site weighs and the model's questions allocate today: `snapshot.toml`.
//!
//! A budget is a limit, which a change may approach unnoticed; the snapshot is where things are, so that its diff shows
//! what a change costs. `cargo xtask snapshot` writes it, `cargo xtask test` compares it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::weight::{Kind, Weight};
use crate::{project, release};

/// The command that writes the file again.
pub const COMMAND: &str = "cargo xtask snapshot";

/// What the file says before its numbers.
const HEAD: &str = "\
# What the site weighs and what the model's questions allocate today, written by `cargo xtask snapshot`. `budgets.toml` has
# the limits. A change may approach a limit unnoticed; the diff of this file shows what it costs. `cargo xtask test` refuses
# numbers that differ from these by more than the tolerance, in either direction.
";

/// Numbers by name.
pub type Numbers = BTreeMap<String, u64>;

/// Everything that the file holds.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// How far a number may be from the file's.
    pub tolerance: Tolerances,
    /// Bytes of the site's files as a server sends them, by what loads them.
    #[serde(default)]
    pub site: BTreeMap<String, Numbers>,
    /// What each question allocates.
    #[serde(default)]
    pub allocations: BTreeMap<String, Numbers>,
}

/// The tolerances of the two kinds of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tolerances {
    /// Of bytes of a file.
    pub site: Tolerance,
    /// Of allocations.
    pub allocations: Tolerance,
}

/// How far two numbers may be apart that count as the same: the larger of share and least.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tolerance {
    /// A share of the number.
    pub share: f64,
    /// A number of bytes or allocations.
    pub least: u64,
}

impl Tolerance {
    fn allows(self, kept: u64, found: u64) -> bool {
        let allowed = (kept as f64 * self.share) as u64;
        kept.abs_diff(found) <= allowed.max(self.least)
    }

    /// What differs, a sentence for each number.
    #[must_use]
    pub fn differences(
        self,
        kept: &BTreeMap<String, Numbers>,
        found: &BTreeMap<String, Numbers>,
    ) -> Vec<String> {
        let flat = |groups: &BTreeMap<String, Numbers>| -> Numbers {
            let each = |(group, numbers): (&String, &Numbers)| {
                let named = |(name, number): (&String, &u64)| (format!("{group}: {name}"), *number);
                numbers.iter().map(named).collect::<Vec<_>>()
            };
            groups.iter().flat_map(each).collect()
        };
        let (kept, found) = (flat(kept), flat(found));
        let mut differences = Vec::new();
        for (name, number) in &found {
            match kept.get(name) {
                Some(before) if self.allows(*before, *number) => {}
                Some(before) => differences.push(format!("{name} is {number}, was {before}")),
                None => differences.push(format!("{name} is {number}, and new")),
            }
        }
        differences.extend(
            kept.keys().filter(|name| !found.contains_key(*name)).map(|name| format!("{name} is gone")),
        );
        differences
    }
}

impl Snapshot {
    /// Reads the file.
    ///
    /// # Errors
    /// When it is not there or not as it should be.
    pub fn read() -> Result<Self> {
        toml::from_str(&fs::read_to_string(file())?).context("xtask/snapshot.toml")
    }

    /// Writes the file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self) -> Result<()> {
        Ok(fs::write(file(), self.text())?)
    }

    fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        for (of, Tolerance { share, least }) in
            [("site", self.tolerance.site), ("allocations", self.tolerance.allocations)]
        {
            let _written = writeln!(text, "\n[tolerance.{of}]\nshare = {share}\nleast = {least}");
        }
        for (of, groups) in [("site", &self.site), ("allocations", &self.allocations)] {
            for (group, numbers) in groups {
                let _written = writeln!(text, "\n[{of}.{group}]");
                for (name, number) in numbers {
                    let _written = writeln!(text, "{name:?} = {number}");
                }
            }
        }
        text
    }
}

fn file() -> PathBuf {
    project::root().join("xtask/snapshot.toml")
}

/// Bytes of the site's files as a server sends them, by what loads them: the first program, the second, the charts, the
/// JavaScript module. Of what the page does not load by itself, folders are summed up.
///
/// # Errors
/// When the site in `folder` is not whole.
pub fn site(folder: &Path) -> Result<BTreeMap<String, Numbers>> {
    let weight = Weight::of(folder)?;
    let mut groups: BTreeMap<String, Numbers> = BTreeMap::new();
    for (file, bytes) in sent(folder, folder)? {
        let part = weight.parts.iter().find(|part| part.file == file);
        let top = file.split_once('/').map(|(top, _)| top);
        let (group, name) = match (part.map(|part| part.kind), top) {
            (Some(Kind::Late), _) => ("second", file),
            (Some(Kind::Charts), _) => ("charts", file),
            (Some(_), _) => ("first", file),
            // Of earlier editions.
            (None, Some(release::FOLDER)) => continue,
            (None, Some("module")) => ("module", file),
            (None, Some(top)) => ("other", format!("{top}/")),
            (None, None) => ("other", file),
        };
        *groups.entry(group.to_owned()).or_default().entry(without_digest(&name)).or_default() += bytes;
    }
    Ok(groups)
}

/// The files below a folder, each with its bytes as sent.
fn sent(site: &Path, folder: &Path) -> Result<Vec<(String, u64)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(sent(site, &path)?);
            continue;
        }
        let name = path.strip_prefix(site)?.to_string_lossy().into_owned();
        if name.ends_with(".br") || name.ends_with(".gz") {
            continue;
        }
        let compressed = site.join(format!("{name}.br"));
        let about = fs::metadata(&compressed).or_else(|_| fs::metadata(&path))?;
        files.push((name, about.len()));
    }
    Ok(files)
}

/// A file's name without the part that changes with what it holds.
fn without_digest(name: &str) -> String {
    let is_digest = |part: &str| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let Some((stem, ending)) = name.rsplit_once('.') else { return name.to_owned() };
    match stem.rsplit_once('-') {
        Some((stem, digest)) if is_digest(digest) => format!("{stem}.{ending}"),
        _ => name.to_owned(),
    }
}

/// What each question of `crates/questions` allocates, by the example of that crate that counts it.
///
/// # Errors
/// When the example fails or prints something else.
pub fn allocations(program: &Path) -> Result<BTreeMap<String, Numbers>> {
    let output = Command::new(program).output().with_context(|| program.display().to_string())?;
    ensure!(output.status.success(), "{} failed", program.display());
    serde_json::from_slice(&output.stdout).context("what the questions allocate")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(numbers: &[(&str, u64)]) -> BTreeMap<String, Numbers> {
        let numbers = numbers.iter().map(|(name, number)| ((*name).to_owned(), *number)).collect();
        BTreeMap::from([("first".to_owned(), numbers)])
    }

    #[test]
    fn what_differs_by_more_than_the_tolerance_is_named() {
        let tolerance = Tolerance { share: 0.01, least: 16 };
        let kept = groups(&[("a.js", 10_000), ("b.js", 100), ("c.js", 5)]);
        let near = groups(&[("a.js", 10_100), ("b.js", 84), ("c.js", 5)]);
        assert_eq!(tolerance.differences(&kept, &near), Vec::<String>::new());
        let far = groups(&[("a.js", 9_899), ("b.js", 117), ("d.js", 5)]);
        let expected = [
            "first: a.js is 9899, was 10000",
            "first: b.js is 117, was 100",
            "first: d.js is 5, and new",
            "first: c.js is gone",
        ];
        assert_eq!(tolerance.differences(&kept, &far), expected);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let snapshot = Snapshot {
            tolerance: Tolerances {
                site: Tolerance { share: 0.01, least: 64 },
                allocations: Tolerance { share: 0.02, least: 0 },
            },
            site: groups(&[("vendor/a.js", 1)]),
            allocations: groups(&[("count", 2)]),
        };
        assert_eq!(toml::from_str::<Snapshot>(&snapshot.text()).unwrap(), snapshot);
    }

    #[test]
    fn a_digest_is_no_part_of_a_name() {
        assert_eq!(without_digest("web-43ba14457c7e46a4.js"), "web.js");
        assert_eq!(without_digest("vendor/fonts/inter-71ff4eb4c54f5178.woff2"), "vendor/fonts/inter.woff2");
        assert_eq!(without_digest("module/own_or_rent.d.ts"), "module/own_or_rent.d.ts");
    }

    #[test]
    fn the_committed_file_can_be_read() {
        let snapshot = Snapshot::read().unwrap();
        assert_eq!(fs::read_to_string(file()).unwrap(), snapshot.text(), "`{COMMAND}` writes it again");
    }
}
