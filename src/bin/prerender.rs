//! Writes the page's HTML into the built site, by the same components that run in the browser.
//!
//! Called by the build once the skeleton is in place; refuses to write a page that holds something it must not.

use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

use own_or_rent::App;
use own_or_rent::prerender::{faults, inserted};
use yew::LocalServerRenderer;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let article = LocalServerRenderer::<App>::new().render().await;
    match write(&article) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            report(&reason);
            ExitCode::FAILURE
        }
    }
}

fn write(article: &str) -> Result<(), String> {
    let faults = faults(article);
    if !faults.is_empty() {
        return Err(faults.join("\n"));
    }
    let folder = env::var_os("TRUNK_STAGING_DIR")
        .ok_or("TRUNK_STAGING_DIR is not set: Trunk calls this, after the build")?;
    let file = PathBuf::from(folder).join("index.html");
    let skeleton = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let page = inserted(&skeleton, article)
        .ok_or_else(|| format!("{}: no empty <div id=\"app\">", file.display()))?;
    fs::write(&file, page).map_err(|error| format!("{}: {error}", file.display()))
}

#[expect(clippy::print_stderr, reason = "a build step says what went wrong on its standard error")]
fn report(reason: &str) {
    eprintln!("prerender: {reason}");
}
