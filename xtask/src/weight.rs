//! What a visit to the built site weighs, and what it may weigh.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Serialize;

use crate::budgets::{Budget, Budgets};

/// A file that a visitor loads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Where it is below the site.
    pub file: String,
    /// What the file is for.
    pub kind: Kind,
    /// Bytes as built.
    pub raw: u64,
    /// Bytes as sent.
    pub sent: u64,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The page's HTML.
    Page,
    /// Its style sheet.
    Style,
    /// Its JavaScript.
    Script,
    /// Its compiled Rust, as far as the first screen needs it.
    Wasm,
    /// The rest of it, which is loaded once the first screen answers.
    Late,
    /// A typeface of the first screen.
    Typeface,
    /// The chart library, which is loaded late.
    Charts,
}

/// What a single figure in another page's frame weighs, bytes as sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Framed {
    /// The heaviest page with its style sheets, typeface and scripts.
    pub page: u64,
    /// Its scripts alone.
    pub scripts: u64,
    /// The program of the figures that we draw ourselves, with its glue.
    pub program: u64,
    /// The program of the others, with its glue.
    pub charts: u64,
    /// The script for other pages.
    pub element: u64,
}

impl Framed {
    fn of(folder: &Path) -> Result<Self> {
        let sent = |file: String| Ok::<u64, anyhow::Error>(part(folder, file, Kind::Page)?.sent);
        let (mut page, mut scripts) = (0, 0);
        for entry in fs::read_dir(folder.join("embed"))? {
            let file = format!("embed/{}/index.html", entry?.file_name().to_string_lossy());
            let Ok(html) = fs::read_to_string(folder.join(&file)) else { continue };
            let mut whole = sent(file)?;
            scripts = 0;
            // The program that the page names comes with the first touch.
            for (file, kind) in named_in(&html).into_iter().filter(|(_, kind)| *kind != Kind::Wasm) {
                let bytes = sent(file)?;
                whole += bytes;
                scripts += if kind == Kind::Script { bytes } else { 0 };
            }
            page = whole.max(page);
        }
        ensure!(page > 0, "{} has no framed figures", folder.display());
        // The style sheet names it; no page asks for it ahead, as an address may ask for the system's face.
        page += sent(named(folder, "vendor/fonts/inter-", ".woff2")?)?;
        Ok(Self {
            page,
            scripts,
            program: small_program(folder, "framed-")?,
            charts: small_program(folder, "charted-")?,
            element: sent("embed.js".to_owned())?,
        })
    }
}

/// The bytes of a small program as sent, with its glue.
fn small_program(folder: &Path, stem: &str) -> Result<u64> {
    let sent =
        |ending| Ok::<u64, anyhow::Error>(part(folder, named(folder, stem, ending)?, Kind::Page)?.sent);
    Ok(sent(".wasm")? + sent(".js")?)
}

/// What a visit weighs, with its limits.
#[derive(Clone, Debug, Serialize)]
pub struct Weight {
    /// The files, in the order in which the page names them.
    pub parts: Vec<Part>,
    /// A single figure in another page's frame.
    pub framed: Framed,
    /// The program of the workshop's page, with its glue.
    pub workshop: u64,
    /// The limits.
    pub budgets: Budgets,
}

/// A sum and its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What is counted.
    pub name: &'static str,
    /// How much there is.
    pub found: u64,
    /// Its limit.
    pub budget: Budget,
}

impl Weight {
    /// Weighs the site in `folder`.
    ///
    /// # Errors
    /// When a file that the page names is not there, or the limits cannot be read.
    pub fn of(folder: &Path) -> Result<Self> {
        let budgets = Budgets::read()?;
        let page = folder.join("index.html");
        let html = fs::read_to_string(&page).with_context(|| page.display().to_string())?;
        let mut parts = vec![part(folder, "index.html".to_owned(), Kind::Page)?];
        for (file, kind) in named_in(&html) {
            if !parts.iter().any(|part| part.file == file) {
                parts.push(part(folder, file, kind)?);
            }
        }
        parts.push(part(folder, named(folder, "late-", ".wasm")?, Kind::Late)?);
        parts.push(part(folder, named(folder, "vendor/echarts-", ".js")?, Kind::Charts)?);
        let workshop = small_program(folder, "workbench-")?;
        Ok(Self { parts, framed: Framed::of(folder)?, workshop, budgets })
    }

    /// The sums and their limits.
    #[must_use]
    pub fn lines(&self) -> [Line; 11] {
        let sum = |is: &dyn Fn(Kind) -> bool| {
            self.parts.iter().filter(|part| is(part.kind)).map(|part| part.sent).sum::<u64>()
        };
        let is_first = |kind| !matches!(kind, Kind::Late | Kind::Charts);
        let n_first = self.parts.iter().filter(|part| is_first(part.kind)).count() as u64;
        let Budgets { first_view, wasm, late, charts, requests, .. } = self.budgets;
        let Budgets {
            framed, framed_scripts, framed_program, framed_charts, element, workshop_program, ..
        } = self.budgets;
        [
            Line { name: "first view", found: sum(&is_first), budget: first_view },
            Line { name: "wasm", found: sum(&|kind| kind == Kind::Wasm), budget: wasm },
            Line { name: "late wasm", found: sum(&|kind| kind == Kind::Late), budget: late },
            Line { name: "charts", found: sum(&|kind| kind == Kind::Charts), budget: charts },
            Line { name: "requests", found: n_first, budget: requests },
            Line { name: "framed figure", found: self.framed.page, budget: framed },
            Line { name: "its scripts", found: self.framed.scripts, budget: framed_scripts },
            Line { name: "its program", found: self.framed.program, budget: framed_program },
            Line { name: "with charts", found: self.framed.charts, budget: framed_charts },
            Line { name: "embed.js", found: self.framed.element, budget: element },
            Line { name: "workshop's program", found: self.workshop, budget: workshop_program },
        ]
    }
}

/// The files that a page's HTML makes a browser load before it answers.
fn named_in(html: &str) -> Vec<(String, Kind)> {
    let mut named = Vec::new();
    for tag in html.split('<').map_while(|tag| (!tag.starts_with("/head")).then_some(tag)) {
        let tag = tag.split('>').next().unwrap_or_default();
        let attribute = |name: &str| {
            let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
            let (value, _) = rest.split_once('"')?;
            Some(value.trim_start_matches("./").trim_start_matches("../").to_owned())
        };
        let is = |name: &str, value: &str| attribute(name).is_some_and(|found| found == value);
        if tag.starts_with("link ") {
            let kind = if is("rel", "stylesheet") {
                Kind::Style
            } else if is("as", "font") {
                Kind::Typeface
            } else if is("rel", "modulepreload") {
                Kind::Script
            } else {
                continue;
            };
            named.extend(attribute("href").map(|file| (file, kind)));
        } else if tag.starts_with("script ") {
            named.extend(attribute("src").map(|file| (file, Kind::Script)));
            named.extend(attribute("data-module").map(|file| (file, Kind::Script)));
            named.extend(attribute("data-wasm").map(|file| (file, Kind::Wasm)));
        }
    }
    named
}

/// The file whose name begins and ends like this, with a digest in between; scripts name it.
fn named(folder: &Path, begin: &str, end: &str) -> Result<String> {
    let (below, begin) = begin.rsplit_once('/').unwrap_or(("", begin));
    for entry in fs::read_dir(folder.join(below))? {
        let name = entry?.file_name();
        if let Some(name) = name.to_str().filter(|name| name.starts_with(begin) && name.ends_with(end)) {
            return Ok(if below.is_empty() { name.to_owned() } else { format!("{below}/{name}") });
        }
    }
    anyhow::bail!("{}: there is no {begin}….{}", folder.join(below).display(), end.trim_start_matches('.'))
}

fn part(folder: &Path, file: String, kind: Kind) -> Result<Part> {
    let size = |path: &Path| fs::metadata(path).map(|about| about.len());
    let raw = size(&folder.join(&file)).with_context(|| format!("the page names {file}"))?;
    let sent = size(&folder.join(format!("{file}.br"))).unwrap_or(raw);
    Ok(Part { file, kind, raw, sent })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<html><head><link rel="icon" href="./icon.svg"/>
        <link rel="preload" href="./vendor/a.woff2" as="font" type="font/woff2" crossorigin>
        <link rel="stylesheet" href="./page-1.css"/>
        <script type="module" src="./start.js" data-module="./web-1.js" data-wasm="./web-1_bg.wasm"></script>
        <link rel="modulepreload" href="./web-1.js" crossorigin>
        <script type="application/ld+json">{}</script></head><body><link rel="stylesheet" href="late.css"/></body>"#;

    const FRAMED: &str = r#"<html><head><link rel="stylesheet" href="../../page-1.css">
        <script src="../../height.js" defer></script></head></html>"#;

    fn site() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("vendor/fonts")).unwrap();
        fs::create_dir_all(folder.path().join("embed/map")).unwrap();
        fs::write(folder.path().join("embed/map/index.html"), FRAMED).unwrap();
        fs::write(folder.path().join("index.html"), PAGE).unwrap();
        for (file, bytes) in [
            ("vendor/a.woff2", 10),
            ("vendor/fonts/inter-1.woff2", 6),
            ("page-1.css", 20),
            ("start.js", 40),
            ("web-1.js", 80),
            ("web-1_bg.wasm", 1600),
            ("web-1_bg.wasm.br", 160),
            ("late-1.wasm", 3200),
            ("late-1.wasm.br", 3),
            ("vendor/echarts-1.js", 320),
            ("height.js", 7),
            ("framed-1.js", 1),
            ("framed-1.wasm", 2),
            ("charted-1.js", 3),
            ("charted-1.wasm", 4),
            ("embed.js", 5),
            ("workbench-1.js", 6),
            ("workbench-1.wasm", 8),
        ] {
            fs::write(folder.path().join(file), vec![0; bytes]).unwrap();
        }
        folder
    }

    #[test]
    fn each_file_is_weighed_once_as_it_is_sent() {
        let folder = site();
        let weight = Weight::of(folder.path()).unwrap();
        let [first_view, wasm, late, charts, requests, framed @ ..] = weight.lines();
        let page = PAGE.len() as u64;
        assert_eq!(first_view.found, page + 10 + 20 + 40 + 80 + 160);
        assert_eq!((wasm.found, late.found, charts.found, requests.found), (160, 3, 320, 6));
        let page = FRAMED.len() as u64;
        assert_eq!(framed.map(|line| line.found), [page + 20 + 7 + 6, 7, 3, 7, 5, 14]);
    }

    #[test]
    fn a_file_that_is_missing_is_named() {
        let folder = site();
        fs::remove_file(folder.path().join("start.js")).unwrap();
        let error = Weight::of(folder.path()).unwrap_err().to_string();
        assert!(error.contains("start.js"), "{error}");
    }
}
