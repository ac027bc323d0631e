//! `NOTICE.md`: the work of others in the built site, and its licences. `cargo xtask notice` writes it, a test compares it.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::project;

/// The command that writes the file again.
pub const COMMAND: &str = "cargo xtask notice";

/// What the page, the JavaScript module, the writer of spreadsheets and the workshop's program are built from, as their builds have it.
const PROGRAMS: [&[&str]; 4] = [
    &["--package", "own-or-rent", "--features", "hydration,split"],
    &["--package", "own-or-rent-module"],
    &["--package", "spreadsheet"],
    &["--package", "own-or-rent-workshop-room"],
];

/// The npm packages with code or typefaces in the site, and the files with their licences.
const NPM: [(&str, &[&str]); 9] = [
    ("echarts", &["LICENSE", "licenses/LICENSE-d3", "NOTICE"]),
    ("zrender", &["LICENSE"]),
    ("tslib", &["LICENSE.txt"]),
    ("@fontsource-variable/inter", &["LICENSE"]),
    ("@fontsource-variable/source-serif-4", &["LICENSE"]),
    ("workbox-core", &["LICENSE"]),
    ("workbox-precaching", &["LICENSE"]),
    ("workbox-routing", &["LICENSE"]),
    ("workbox-strategies", &["LICENSE"]),
];

/// What the site uses of each npm package.
const ABOUT: [(&str, &str); 9] = [
    ("echarts", "the charts: only the modules that the figures use, joined and minified"),
    ("zrender", "the drawing library of ECharts"),
    ("tslib", "helpers of ECharts"),
    ("@fontsource-variable/inter", "the typeface Inter, with the letters and weights that the page uses"),
    (
        "@fontsource-variable/source-serif-4",
        "the typeface Source Serif 4, with the letters and weights that the page uses; its licence reserves the name, so it is \
         served as Tenure Serif",
    ),
    ("workbox-core", "helpers of the three below, in the service worker"),
    ("workbox-precaching", "the list of what the service worker keeps, and its installation"),
    ("workbox-routing", "which request the service worker answers"),
    ("workbox-strategies", "the server first, the kept page where it does not answer"),
];

/// Somebody's work that is in the site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Work {
    /// The name of its package.
    pub name: String,
    /// The package's version.
    pub version: String,
    /// The licence as its package states it.
    pub licence: String,
}

impl Work {
    fn line(&self) -> String {
        format!("- {} {}: {}", self.name, self.version, self.licence)
    }
}

/// The crates in the site's wasm.
///
/// # Errors
/// When cargo fails.
pub fn crates() -> Result<BTreeSet<Work>> {
    let mut works = BTreeSet::new();
    for program in PROGRAMS {
        let mut tree = cargo();
        tree.args([
            "tree",
            "--locked",
            "--target",
            "wasm32-unknown-unknown",
            "--edges",
            "normal,no-proc-macro",
        ]);
        tree.args(["--prefix", "none", "--no-dedupe", "--format", "{p}|{l}"]).args(program);
        let text = output(&mut tree)?;
        works.extend(text.lines().filter_map(work));
    }
    ensure!(!works.is_empty(), "cargo tree names no crate");
    Ok(works)
}

/// What a line such as "libm v0.2.16|MIT" names; nothing for the crates of this workspace, which cargo prints with their folder.
fn work(line: &str) -> Option<Work> {
    let (package, licence) = line.split_once('|')?;
    let (name, version) = package.split_once(" v")?;
    (!version.contains('(')).then(|| Work {
        name: name.to_owned(),
        version: version.to_owned(),
        licence: licence.replace(" / ", " OR ").replace('/', " OR "),
    })
}

/// The npm packages in the site, at the versions of package-lock.json.
///
/// # Errors
/// When the file lacks one of them.
pub fn npm_packages() -> Result<Vec<Work>> {
    #[derive(Deserialize)]
    struct Lock {
        packages: BTreeMap<String, Entry>,
    }
    #[derive(Deserialize)]
    struct Entry {
        #[serde(default)]
        version: String,
        #[serde(default)]
        license: String,
    }
    let text = fs::read_to_string(project::root().join("package-lock.json")).context("package-lock.json")?;
    let lock: Lock = serde_json::from_str(&text).context("package-lock.json")?;
    let package = |(name, _): &(&str, &[&str])| {
        let found = lock.packages.get(&format!("node_modules/{name}"));
        let Entry { version, license } = found.with_context(|| format!("package-lock.json lacks {name}"))?;
        Ok(Work { name: (*name).to_owned(), version: version.clone(), licence: license.clone() })
    };
    NPM.iter().map(package).collect()
}

/// The line of each work, in this order.
///
/// # Errors
/// As of [`crates`] and [`npm_packages`].
pub fn lines() -> Result<Vec<String>> {
    let crates = crates()?.iter().map(Work::line).collect::<Vec<_>>();
    Ok(crates.into_iter().chain(npm_packages()?.iter().map(Work::line)).collect())
}

/// The whole file.
///
/// # Errors
/// When a package is not there: `cargo xtask build` loads them all.
pub fn page() -> Result<String> {
    let crates = crates()?;
    let packages = packages()?;
    let mut texts = Texts::default();
    for work in &crates {
        let package = packages.get(&(work.name.clone(), work.version.clone()));
        let package = package.with_context(|| format!("cargo does not know where {} is", work.name))?;
        let files = licence_files(package.manifest_path.parent().context("a package without a folder")?)?;
        if files.is_empty() {
            texts.missing.push(format!("{} ({})", work.name, package.authors()));
        }
        for file in files {
            texts.add(&work.name, &file)?;
        }
    }
    let npm_packages = npm_packages()?;
    for (name, files) in NPM {
        for file in files {
            texts.add(name, &project::node_modules().join(name).join(file))?;
        }
    }
    let list = |works: &mut dyn Iterator<Item = String>| works.collect::<Vec<_>>().join("\n");
    let about = |work: &Work| {
        let (_, about) = ABOUT.iter().find(|(name, _)| *name == work.name)?;
        Some(format!("{} ({about})", work.line()))
    };
    Ok(format!(
        "# Whose work the site holds\n\n\
         The built site holds work of others, under their licences. Written by `{COMMAND}`.\n\n\
         ## Crates in the wasm of the page and of the JavaScript module\n\n\
         Besides Rust's standard library (MIT OR Apache-2.0, copyright of the Rust Project's contributors).\n\n{}\n\n\
         ## npm packages\n\n{}\n\n\
         ## Licences\n\n{}",
        list(&mut crates.iter().map(Work::line)),
        list(&mut npm_packages.iter().filter_map(about)),
        texts.page()
    ))
}

/// The texts of licences, each with its packages.
#[derive(Default)]
struct Texts {
    /// Names by text, in the order in which the texts were found.
    found: Vec<(String, Vec<String>)>,
    /// Packages without such a file.
    missing: Vec<String>,
}

impl Texts {
    fn add(&mut self, name: &str, file: &Path) -> Result<()> {
        let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
        let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
        let text = lines.join("\n");
        match self.found.iter_mut().find(|(other, _)| *other == text) {
            Some((_, names)) if names.iter().any(|other| other == name) => {}
            Some((_, names)) => names.push(name.to_owned()),
            None => self.found.push((text, vec![name.to_owned()])),
        }
        Ok(())
    }

    fn page(&self) -> String {
        let mut page = String::new();
        if !self.missing.is_empty() {
            page += &format!(
                "The packages of {} hold no licence file. They are used under the MIT licence, whose words stand below; the \
                 copyright is that of the authors whom the packages name.\n\n",
                self.missing.join(", ")
            );
        }
        for (text, names) in &self.found {
            page += &format!("### {}\n\n```text\n{text}\n```\n\n", names.join(", "));
        }
        page.trim_end().to_owned() + "\n"
    }
}

/// The files with the licence of a crate. Of several that a user may choose from, the shortest that asks for no more than
/// its own text.
fn licence_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        let is_licence = ["LICENSE", "LICENCE", "COPYING"].iter().any(|begin| name.starts_with(begin));
        if path.is_file() && is_licence {
            files.push((name, path));
        }
    }
    files.sort();
    let of = |part: &str| -> Vec<PathBuf> {
        files.iter().filter(|(name, _)| name.contains(part)).map(|(_, path)| path.clone()).collect()
    };
    let chosen = ["MIT", "BOOST"].into_iter().find_map(|part| of(part).into_iter().next());
    let chosen = chosen.or_else(|| files.first().map(|(_, path)| path.clone()));
    // No choice: it holds together with the other one.
    Ok(chosen.into_iter().chain(of("UNICODE")).collect())
}

/// A package as cargo describes it.
#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    version: String,
    manifest_path: PathBuf,
    authors: Vec<String>,
}

impl Package {
    /// Their names, without addresses.
    fn authors(&self) -> String {
        if self.authors.is_empty() {
            return "the authors in its repository".to_owned();
        }
        let names = self.authors.iter().map(|author| author.split('<').next().unwrap_or_default().trim());
        names.collect::<Vec<_>>().join(", ")
    }
}

/// All packages of Cargo.lock, by name and version.
fn packages() -> Result<BTreeMap<(String, String), Package>> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }
    let text = output(cargo().args(["metadata", "--format-version", "1", "--locked", "--all-features"]))?;
    let metadata: Metadata = serde_json::from_str(&text).context("cargo metadata")?;
    let named = |package: Package| ((package.name.clone(), package.version.clone()), package);
    Ok(metadata.packages.into_iter().map(named).collect())
}

fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(project::root());
    cargo
}

fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("{command:?} cannot be started"))?;
    ensure!(output.status.success(), "{command:?} failed:\n{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notice_names_whatever_ships() {
        let page = fs::read_to_string(project::root().join("NOTICE.md")).unwrap();
        let lines = lines().unwrap();
        assert!(lines.len() > 40, "{lines:?}");
        let missing: Vec<_> = lines.iter().filter(|line| !page.contains(line.as_str())).collect();
        assert!(missing.is_empty(), "NOTICE.md lacks {missing:?}: `{COMMAND}` writes it again");
        let list = page.split("## Licences").next().unwrap_or_default();
        let n_named = list.lines().filter(|line| line.starts_with("- ")).count();
        assert_eq!(n_named, lines.len(), "NOTICE.md names what does not ship: `{COMMAND}` writes it again");
    }

    #[test]
    fn a_line_of_the_tree_names_a_work_of_others() {
        let work = |line| work(line).map(|work| work.line());
        assert_eq!(work("libm v0.2.16|MIT").as_deref(), Some("- libm 0.2.16: MIT"));
        assert_eq!(work("fnv v1.0.7|Apache-2.0 / MIT").as_deref(), Some("- fnv 1.0.7: Apache-2.0 OR MIT"));
        assert_eq!(work("model v0.1.0 (/a/folder)|MIT"), None);
    }

    #[test]
    fn the_licence_that_asks_least_is_chosen() {
        let folder = tempfile::tempdir().unwrap();
        let names = || -> Vec<String> {
            let files = licence_files(folder.path()).unwrap();
            files.iter().map(|file| file.file_name().unwrap().to_string_lossy().into_owned()).collect()
        };
        assert!(names().is_empty());
        for (file, chosen) in [
            ("LICENSE-APACHE", vec!["LICENSE-APACHE"]),
            ("LICENSE-MIT", vec!["LICENSE-MIT"]),
            ("LICENSE-UNICODE", vec!["LICENSE-MIT", "LICENSE-UNICODE"]),
        ] {
            fs::write(folder.path().join(file), "text").unwrap();
            assert_eq!(names(), chosen);
        }
    }
}
