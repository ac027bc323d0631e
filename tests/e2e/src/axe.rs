//! axe-core, put into the page that a browser shows: which rules of accessibility the page breaks at the moment.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::Value;
use xtask::project;

use crate::browser::Browser;

/// The longest that a look at a page with everything open may take on a slow and busy machine.
const LONGEST_LOOK: Duration = Duration::from_secs(240);

/// Most places of a rule that are named.
const N_PLACES: usize = 6;

/// Every rule of WCAG 2.0, 2.1 and 2.2 at A and AA, and of good practice, among them the one on the size of targets,
/// which axe leaves out by default. Nothing is fetched: the page's policy would refuse it.
const LOOK: &str = "
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
    return axe
        .run(document, {
            runOnly: { type: 'tag', values: tags },
            rules: { 'target-size': { enabled: true } },
            resultTypes: ['violations'],
            preload: false,
        })
        .then(({ violations, passes }) => ({
            passes: passes.length,
            violations: violations.map(({ id, help, nodes }) => ({
                rule: id,
                help,
                places: nodes.map(({ target, html, failureSummary }) =>
                    `${target.join(' ')}  ${html.slice(0, 160)}  ${failureSummary.replace(/\\s+/g, ' ').slice(0, 260)}`),
            })),
        }));";

/// A report of axe's.
#[derive(Deserialize)]
struct Report {
    passes: usize,
    violations: Vec<Violation>,
}

/// A rule that is broken, and where.
#[derive(Deserialize)]
struct Violation {
    rule: String,
    help: String,
    places: Vec<String>,
}

/// The library, as npm installed it: the page itself never carries it.
#[derive(Debug)]
pub struct Axe {
    source: String,
}

impl Axe {
    /// Reads the library.
    ///
    /// # Errors
    /// When npm hasn't installed it.
    pub fn load() -> Result<Self> {
        let path = project::node_modules().join("axe-core/axe.min.js");
        let source = std::fs::read_to_string(path)
            .context("axe-core is missing: `cargo xtask test --only tools` installs it")?;
        Ok(Self { source })
    }

    /// The rules that the page breaks at the moment, each with its places; empty if all hold.
    ///
    /// # Errors
    /// When the page cannot be looked at.
    pub async fn violations(&self, browser: &Browser) -> Result<Vec<String>> {
        browser.driver.set_script_timeout(LONGEST_LOOK).await?;
        let is_there = browser.run("return window.axe !== undefined", Vec::new()).await?;
        if is_there != Value::Bool(true) {
            // A script of the driver's is a function of its own: the library finds the window by itself.
            browser
                .driver
                .execute(self.source.as_str(), Vec::new())
                .await
                .context("axe-core does not run")?;
        }
        let report: Report = serde_json::from_value(browser.run(LOOK, Vec::new()).await?)?;
        ensure!(report.passes > 0 || !report.violations.is_empty(), "axe-core looked at nothing");
        Ok(report.violations.iter().map(Violation::text).collect())
    }
}

impl Violation {
    fn text(&self) -> String {
        let places: String =
            self.places.iter().take(N_PLACES).map(|place| format!("\n    {place}")).collect();
        let n = self.places.len();
        format!("{}: {} ({n} places){places}", self.rule, self.help)
    }
}
