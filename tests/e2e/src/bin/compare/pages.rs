//! One figure, shown two ways: on the site, and on a plain page that asks the site's JavaScript module. What each weighs,
//! how it follows a finger, and how fast the module computes.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use axum::Router;
use e2e::browser::{Browser, Engine, Settings, with_browser};
use e2e::drag::{Drag, drag, median};
use e2e::machine::name_of;
use e2e::site::{Site, programs};
use serde::Serialize;
use xtask::weight::{Kind, Weight};
use xtask::{project, server};

use crate::Arguments;

/// Where the figure is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Way {
    /// The page with the slider in its panel, and of its figures only the ledger drawn.
    Site,
    /// A plain page: the slider and the drawing, with numbers from the JavaScript module.
    Plain,
}

impl Way {
    pub(crate) const ALL: [Self; 2] = [Self::Site, Self::Plain];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Site => "the site",
            Self::Plain => "the plain page",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Site => "/",
            Self::Plain => "/plain/index.html",
        }
    }
}

/// Bytes as sent.
#[derive(Debug, Serialize)]
pub(crate) struct PageWeight {
    pub(crate) way: Way,
    /// HTML, style sheet and typefaces.
    pub(crate) words: u64,
    /// JavaScript.
    pub(crate) script: u64,
    pub(crate) wasm: u64,
    /// The chart library.
    pub(crate) charts: u64,
}

impl PageWeight {
    pub(crate) const fn without_charts(&self) -> u64 {
        self.words + self.script + self.wasm
    }
}

/// How one of the pages follows its slider, dragged several times.
#[derive(Debug, Serialize)]
pub(crate) struct Response {
    pub(crate) way: Way,
    pub(crate) slowdown: f64,
    /// The medians of the rounds.
    pub(crate) median: f64,
    pub(crate) p95: f64,
    pub(crate) dropped_share: f64,
    drags: Vec<Drag>,
}

/// How fast the module computes in the browser.
#[derive(Debug, Serialize)]
pub(crate) struct Speeds {
    /// Estimates a second: points of a curve, passed to JavaScript as objects.
    pub(crate) estimates: f64,
    /// Milliseconds for a whole outcome.
    pub(crate) evaluate_ms: f64,
}

/// Everything about the figure.
#[derive(Debug, Serialize)]
pub(crate) struct Figure {
    pub(crate) browser: String,
    pub(crate) weights: Vec<PageWeight>,
    pub(crate) responses: Vec<Response>,
    pub(crate) speeds: Speeds,
}

const WIDE: Settings = Settings { javascript: true, width: 1280, height: 900, letters: 16 };

/// The slowdowns at which sliders are dragged.
const SLOWDOWNS: [f64; 2] = [1.0, 4.0];

pub(crate) async fn compare(arguments: &Arguments) -> Result<Figure> {
    let folder = project::root().join("target/compare/plain");
    let script = project::root().join("xtask/compare/build.mjs");
    let status = Command::new("node")
        .arg(script)
        .arg(&folder)
        .current_dir(project::root())
        .status()
        .context("node")?;
    ensure!(status.success(), "the plain page cannot be built");
    let site = serve(&folder).await?;

    let mut browser_name = String::new();
    let mut speeds = Vec::new();
    with_browser(Engine::Chromium, WIDE, async |browser| {
        browser_name = name_of(browser).await?;
        browser.driver.set_script_timeout(Duration::from_secs(120)).await?;
        for _ in 0..arguments.rounds.max(1) {
            speeds.push(speeds_of(browser, &site, arguments.seconds).await?);
        }
        Ok(())
    })
    .await?;
    let mut responses: Vec<Response> = SLOWDOWNS
        .iter()
        .flat_map(|slowdown| {
            let slowdown = *slowdown;
            Way::ALL.map(|way| Response {
                way,
                slowdown,
                median: 0.0,
                p95: 0.0,
                dropped_share: 0.0,
                drags: Vec::new(),
            })
        })
        .collect();
    for _ in 0..arguments.rounds.max(1) {
        for response in &mut responses {
            let dragged = with_browser(Engine::Chromium, WIDE, async |browser| {
                open(browser, &site, response.way).await?;
                drag(browser, "model_size", response.slowdown, arguments.drag_s).await
            });
            response.drags.push(dragged.await?);
        }
    }
    for response in &mut responses {
        let middle = |read: fn(&Drag) -> f64| median(response.drags.iter().map(read).collect());
        response.median = middle(|drag| drag.to_paint_median);
        response.p95 = middle(|drag| drag.to_paint_p95);
        response.dropped_share = middle(|drag| drag.dropped as f64 / drag.n_frames as f64);
    }
    Ok(Figure { browser: browser_name, weights: weights(&folder)?, responses, speeds: middle(&speeds) })
}

/// The site, and below /plain the plain page with the site's chart library and module beside it.
async fn serve(page: &Path) -> Result<Site> {
    let dist = project::dist();
    let plain = Router::new()
        .nest_service("/vendor", server::router(&project::root().join("vendor")))
        .nest_service("/module", server::router(&dist.join("module")))
        .fallback_service(server::router(page));
    Site::serve(Router::new().nest_service("/plain", plain).fallback_service(server::router(&dist))).await
}

/// Opens a page until its ledger is drawn and its slider answers.
async fn open(browser: &Browser, site: &Site, way: Way) -> Result<()> {
    browser.open_ready(&site.url(way.path())).await?;
    if way == Way::Site {
        browser.show_chart("ledger").await?;
        // The slider must be in sight; where the panel stands beside the figure, it is.
        let into_sight = "document.getElementById('slider-model_size')
            .scrollIntoView({ block: 'nearest', behavior: 'instant' });
            const box = document.querySelector('#figure-ledger [data-chart]').getBoundingClientRect();
            return box.top < innerHeight && box.bottom > 0";
        browser.wait_for(into_sight).await.context("slider and ledger are not in sight together")?;
    } else {
        browser.wait_for("return document.querySelector('#chart svg path') !== null").await?;
    }
    Ok(())
}

/// How fast the module computes in this browser.
async fn speeds_of(browser: &Browser, site: &Site, seconds: f64) -> Result<Speeds> {
    const TIME: &str = r#"
      const [seconds, done] = arguments;
      const rate = (call) => {
        const start = performance.now();
        let calls = 0;
        while (performance.now() - start < seconds * 1000) { call(); calls += 1; }
        return calls * 1000 / (performance.now() - start);
      };
      (async () => {
        const module = await import(new URL("module/own_or_rent.js", location.href).href);
        await module.default();
        const points = module.curve(undefined, "model_size", 2000).length;
        return [
          rate(() => module.curve(undefined, "model_size", 2000)) * points,
          1000 / rate(() => module.evaluate()),
        ];
      })().then(done, (error) => done(String(error)));"#;
    browser.open_ready(&site.url(Way::Plain.path())).await?;
    let found = browser.driver.execute_async(TIME, vec![seconds.into()]).await?.json().clone();
    let [estimates, evaluate_ms] =
        serde_json::from_value(found.clone()).with_context(|| found.to_string())?;
    Ok(Speeds { estimates, evaluate_ms })
}

fn middle(all: &[Speeds]) -> Speeds {
    let of = |read: fn(&Speeds) -> f64| median(all.iter().map(read).collect());
    Speeds { estimates: of(|speeds| speeds.estimates), evaluate_ms: of(|speeds| speeds.evaluate_ms) }
}

/// What each page sends, compressed.
fn weights(plain: &Path) -> Result<Vec<PageWeight>> {
    let site = Weight::of(&project::dist())?;
    let sent = |kinds: &[Kind]| {
        site.parts.iter().filter(|part| kinds.contains(&part.kind)).map(|part| part.sent).sum::<u64>()
    };
    let charts = sent(&[Kind::Charts]);
    let size = |folder: &Path, name: &str| -> Result<u64> {
        let file = folder.join(format!("{name}.br"));
        Ok(fs::metadata(&file).with_context(|| file.display().to_string())?.len())
    };
    let mut wasm = 0;
    for name in programs(&project::dist())? {
        wasm += size(&project::dist(), &name)?;
    }
    let module = project::dist().join("module");
    Ok(vec![
        PageWeight {
            way: Way::Site,
            words: sent(&[Kind::Page, Kind::Style, Kind::Typeface]),
            script: sent(&[Kind::Script]),
            wasm,
            charts,
        },
        PageWeight {
            way: Way::Plain,
            words: size(plain, "index.html")? + size(plain, "plain.css")?,
            script: size(plain, "plain.js")? + size(&module, "own_or_rent.js")?,
            wasm: size(&module, "own_or_rent_bg.wasm")?,
            charts,
        },
    ])
}
