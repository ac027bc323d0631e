//! The built site in Chromium, Firefox and WebKit. `cargo xtask test --only e2e` builds what it needs and runs it.

use e2e::browser::{Browser, Engine, Settings, with_browser};
use e2e::site::Site;

/// Makes each test one test an engine, named after it.
macro_rules! in_every_engine {
    ($($test:ident),+ $(,)?) => {
        in_every_engine!(@ chromium Chromium $($test)+);
        in_every_engine!(@ firefox Firefox $($test)+);
        in_every_engine!(@ webkit WebKit $($test)+);
    };
    (@ $module:ident $engine:ident $($test:ident)+) => {
        mod $module {
            $(
                #[tokio::test]
                async fn $test() -> anyhow::Result<()> {
                    super::$test(e2e::browser::Engine::$engine).await
                }
            )+
        }
    };
}

/// Makes each test one in one engine, in a module of its own.
macro_rules! in_one_engine {
    ($module:ident, $engine:ident: $($test:ident),+ $(,)?) => { in_every_engine!(@ $module $engine $($test)+); };
}

mod access;
mod adapts;
mod agreement;
mod bands;
mod claims;
mod embeds;
mod fingers;
mod first_visit;
mod frames;
mod frontier;
mod hosts;
mod hour;
mod keyboard;
mod links;
mod live_numbers;
mod measurement;
mod offline;
mod opened_files;
mod opening;
mod paper;
mod reading;
mod recovers;
mod reveals;
mod rooms;
mod scenes;
mod single_file;
mod sliders;
mod standing;
mod take_away;
mod tornado;
mod workshop;

/// Serves the site and runs `body` with a browser.
async fn with_site(
    engine: Engine,
    body: impl AsyncFnOnce(&Browser, &Site) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let site = Site::start().await?;
    with_browser(engine, Settings::default(), async |browser| body(browser, &site).await).await
}

/// Serves the site and runs `body` with a browser that runs no scripts.
async fn without_scripts(
    engine: Engine,
    body: impl AsyncFnOnce(&Browser, &Site) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let site = Site::start().await?;
    let settings = Settings { javascript: false, ..Settings::default() };
    with_browser(engine, settings, async |browser| body(browser, &site).await).await
}
