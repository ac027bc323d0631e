//! `cargo xtask measure lighthouse`: Lighthouse's scores of the built site, served as `cargo xtask serve` serves it.

use std::fs;
use std::net::Ipv4Addr;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::Args;
use tokio::net::TcpListener;
use xtask::{project, server};

use crate::browsers;
use crate::command::{find, program, run, say};

/// The arguments.
#[derive(Args)]
pub(crate) struct LighthouseArguments {
    /// Takes dist/ as it is.
    #[arg(long)]
    pub(crate) no_build: bool,
    /// Runs of each preset; the medians are reported.
    #[arg(long, default_value_t = 5)]
    runs: u32,
    /// Where the report is written, as lighthouse.md and lighthouse.json.
    #[arg(long, value_name = "FOLDER", default_value = "docs/measurements")]
    out: PathBuf,
}

impl LighthouseArguments {
    /// For `cargo xtask measure site` with these arguments: a report in the same folder, if it writes one.
    pub(crate) fn for_site(arguments: &[String]) -> Self {
        let named =
            arguments.iter().position(|argument| argument == "--out").and_then(|at| arguments.get(at + 1));
        let out = named.map_or_else(|| PathBuf::from("target/measurements"), PathBuf::from);
        Self { no_build: true, runs: 5, out }
    }
}

/// Measures the site that is in dist/.
///
/// # Errors
/// When Lighthouse cannot be installed or does not run.
#[tokio::main(flavor = "current_thread")]
pub(crate) async fn measure(arguments: &LighthouseArguments) -> Result<()> {
    ensure!(arguments.runs > 0, "--runs must be 1 or more");
    ensure!(project::dist().join("index.html").exists(), "dist/ is empty: `cargo xtask build` fills it");
    browsers::ensure(&[browsers::Need::Chromium])?;
    let folder = ensure_lighthouse()?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = format!("http://{}/", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, server::router(&project::dist())).await });
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let chromium = names.into_iter().find_map(find).context("Chromium is not on PATH")?;
    let mut node = program("node");
    node.arg(project::root().join("xtask/lighthouse/run.mjs"))
        .args([
            address,
            project::root().join(&arguments.out).display().to_string(),
            arguments.runs.to_string(),
        ])
        .env("CHROME_PATH", chromium)
        .current_dir(folder);
    tokio::task::spawn_blocking(move || run(&mut node)).await?
}

/// Installs Lighthouse at its locked version, in a folder of its own as the build does not need it.
fn ensure_lighthouse() -> Result<PathBuf> {
    let folder = project::root().join("target/lighthouse");
    let file = |name: &str| {
        let path = project::root().join("xtask/lighthouse").join(name);
        fs::read_to_string(&path).with_context(|| path.display().to_string())
    };
    let (package, lock) = (file("package.json")?, file("package-lock.json")?);
    let stamp = folder.join("installed-from");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(folder);
    }
    say("installing Lighthouse into target/lighthouse/: 190 MB, about half a minute");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("package.json"), package)?;
    fs::write(folder.join("package-lock.json"), &lock)?;
    run(program("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder))?;
    fs::write(stamp, lock)?;
    Ok(folder)
}
