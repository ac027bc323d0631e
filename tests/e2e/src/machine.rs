//! The machine and the time of a measurement: without them a duration means nothing.

use std::fs;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::browser::Browser;

/// The cores and the processor of this machine.
#[must_use]
pub fn machine() -> String {
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processors.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{cores} cores of {}", model.map_or("an unnamed processor", |(_, name)| name.trim()))
}

/// How many programs wanted to run, on average over the last minute.
#[must_use]
pub fn load_average() -> f64 {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0.0)
}

/// When a measurement was taken, and on what machine.
#[derive(Clone, Debug, Serialize)]
pub struct Setting {
    /// The day, such as 2026-11-24.
    pub date: String,
    /// Cores and processor.
    pub machine: String,
    /// How many other programs wanted to run at the beginning.
    pub load_average: f64,
}

impl Setting {
    /// Today, here.
    ///
    /// # Errors
    /// When the machine does not know the date.
    pub fn now() -> Result<Self> {
        let date = std::process::Command::new("date").args(["-u", "+%F"]).output().context("date")?;
        let date = String::from_utf8_lossy(&date.stdout).trim().to_owned();
        Ok(Self { date, machine: machine(), load_average: load_average() })
    }

    /// The sentence that a report begins with.
    #[must_use]
    pub fn told(&self, command: &str) -> String {
        format!(
            "Measured on {} by `{command}`, on {}, with {:.1} other programs wanting to run on average. Times are of that \
             machine and no other.",
            self.date, self.machine, self.load_average
        )
    }
}

/// The browser's name and version.
///
/// # Errors
/// When it does not report them.
pub async fn name_of(browser: &Browser) -> Result<String> {
    let version = browser.driver.cdp().send_raw("Browser.getVersion", serde_json::json!({})).await?;
    Ok(version["product"].as_str().unwrap_or("Chromium").to_owned())
}
