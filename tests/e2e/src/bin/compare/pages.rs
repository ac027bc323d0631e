//! One figure, written three ways: the site's own, plain JavaScript with its formulas, plain JavaScript with the site's wasm
//! module. What each weighs, how it follows a finger, and how fast its numbers are computed.

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
use crate::rates::answer;

/// The ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Way {
    /// The page with the slider in its panel, and of its figures only the ledger drawn.
    Site,
    /// Formulas and drawing in JavaScript.
    JavaScript,
    /// Drawing in JavaScript, numbers from the wasm module.
    Module,
}

impl Way {
    pub(crate) const ALL: [Self; 3] = [Self::Site, Self::JavaScript, Self::Module];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Site => "the site",
            Self::JavaScript => "plain, JavaScript",
            Self::Module => "plain, wasm module",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Site => "/",
            Self::JavaScript => "/javascript/index.html",
            Self::Module => "/module/index.html",
        }
    }
}

/// Bytes as sent.
#[derive(Debug, Serialize)]
pub(crate) struct Weighed {
    pub(crate) way: Way,
    /// HTML, style sheet and typefaces.
    pub(crate) words: u64,
    /// JavaScript.
    pub(crate) script: u64,
    pub(crate) wasm: u64,
    /// The chart library.
    pub(crate) charts: u64,
}

impl Weighed {
    pub(crate) const fn own(&self) -> u64 {
        self.words + self.script + self.wasm
    }
}

/// A slider dragged on each of the pages, one after the other, several times.
#[derive(Debug, Serialize)]
pub(crate) struct Followed {
    pub(crate) way: Way,
    pub(crate) slowdown: f64,
    /// The medians of the rounds.
    pub(crate) median: f64,
    pub(crate) p95: f64,
    pub(crate) dropped_share: f64,
    drags: Vec<Drag>,
}

/// How fast numbers are computed in the browser.
#[derive(Debug, Serialize)]
pub(crate) struct Speeds {
    /// Cases a second in JavaScript: what the figure needs of an estimate.
    pub(crate) javascript_cases: f64,
    /// Milliseconds for the bands of 1,024 cases in JavaScript.
    pub(crate) javascript_bands_ms: f64,
    /// Replicas a second in JavaScript: the same formulas as `rate`'s.
    pub(crate) javascript_replicas: f64,
    /// Estimates a second in wasm: points of a curve, handed over as objects.
    pub(crate) wasm_cases: f64,
    /// Milliseconds for a whole outcome in wasm.
    pub(crate) wasm_evaluate_ms: f64,
}

/// Everything about the pages.
#[derive(Debug, Serialize)]
pub(crate) struct Compared {
    pub(crate) browser: String,
    /// By how much the numbers in JavaScript differ from the model's, at most.
    pub(crate) largest_difference: f64,
    pub(crate) weights: Vec<Weighed>,
    pub(crate) followed: Vec<Followed>,
    pub(crate) speeds: Speeds,
}

const WIDE: Settings = Settings { javascript: true, width: 1280, height: 900 };

/// The slowdowns at which sliders are dragged.
const SLOWDOWNS: [f64; 2] = [1.0, 4.0];

pub(crate) async fn compare(arguments: &Arguments) -> Result<Compared> {
    let folder = project::root().join("target/compare");
    let facts = answer(&mut Command::new(arguments.programs.join("examples/ledger_facts")))?;
    fs::write(folder.join("facts.json"), facts.to_string())?;
    let script = project::root().join("xtask/compare/build.mjs");
    let made = Command::new("node")
        .arg(script)
        .arg(folder.join("facts.json"))
        .arg(folder.join("pages"))
        .current_dir(project::root())
        .status()?;
    ensure!(made.success(), "the plain pages are not made");
    let site = serve(&folder.join("pages")).await?;

    let mut browser_name = String::new();
    let (mut differences, mut speeds) = (Vec::new(), Vec::new());
    with_browser(Engine::Chromium, WIDE, async |browser| {
        browser_name = name_of(browser).await?;
        browser.driver.set_script_timeout(Duration::from_secs(120)).await?;
        for way in [Way::JavaScript, Way::Module] {
            differences.push(difference(browser, &site, way, &facts["checks"]).await?);
        }
        for _ in 0..arguments.rounds.max(1) {
            speeds.push(speeds_of(browser, &site, arguments.seconds).await?);
        }
        Ok(())
    })
    .await?;
    let mut followed: Vec<Followed> = SLOWDOWNS
        .iter()
        .flat_map(|slowdown| {
            let slowdown = *slowdown;
            Way::ALL.map(|way| Followed {
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
        for of in &mut followed {
            let dragged = with_browser(Engine::Chromium, WIDE, async |browser| {
                open(browser, &site, of.way).await?;
                drag(browser, "model_size", of.slowdown, arguments.drag_s).await
            });
            of.drags.push(dragged.await?);
        }
    }
    for of in &mut followed {
        let middle = |read: fn(&Drag) -> f64| median(of.drags.iter().map(read).collect());
        of.median = middle(|drag| drag.to_paint_median);
        of.p95 = middle(|drag| drag.to_paint_p95);
        of.dropped_share = middle(|drag| drag.dropped as f64 / drag.n_frames as f64);
    }
    Ok(Compared {
        browser: browser_name,
        largest_difference: differences.into_iter().fold(0.0, f64::max),
        weights: weights(&folder.join("pages"))?,
        followed,
        speeds: middle(&speeds),
    })
}

/// The site as it is, and beside it the plain pages, with the site's chart library and module below each.
async fn serve(pages: &Path) -> Result<Site> {
    let dist = project::dist();
    let plain = |name: &str| {
        Router::new()
            .nest_service("/vendor", server::router(&project::root().join("vendor")))
            .nest_service("/module", server::router(&dist.join("module")))
            .fallback_service(server::router(&pages.join(name)))
    };
    let routes = Router::new()
        .nest_service("/javascript", plain("javascript"))
        .nest_service("/module", plain("module"))
        .fallback_service(server::router(&dist));
    Site::serve(routes).await
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

/// By how much a plain page's numbers differ from the model's, relatively, at most.
async fn difference(browser: &Browser, site: &Site, way: Way, checks: &serde_json::Value) -> Result<f64> {
    const COMPARE: &str = r#"
      const [checks, done] = arguments;
      import(new URL("alone.js", location.href).href).then(({ estimate, bands, sized, facts }) => {
        const far = (found, wanted) => Math.max(...found.map((x, index) => Math.abs(x / wanted[index] - 1)));
        done(Math.max(...checks.map(({ size, ownCost, rentCost, own, rent }) => {
          const values = sized(size);
          const bill = estimate(values, facts?.assumptions);
          const band = bands(values);
          return far([bill.ownCost, bill.rentCost, ...band.own, ...band.rent], [ownCost, rentCost, ...own, ...rent]);
        })));
      }).catch((error) => done(String(error)));"#;
    browser.open_ready(&site.url(way.path())).await?;
    let found = browser.driver.execute_async(COMPARE, vec![checks.clone()]).await?.json().clone();
    let found = found.as_f64().with_context(|| format!("{}: {found}", way.name()))?;
    ensure!(
        found < 1e-9,
        "{}: its numbers differ from the model's by {found:e}: a formula changed, change xtask/compare/plain too",
        way.name()
    );
    Ok(found)
}

/// How fast numbers are computed in this browser.
async fn speeds_of(browser: &Browser, site: &Site, seconds: f64) -> Result<Speeds> {
    const TIME: &str = r#"
      const [seconds, done] = arguments;
      const rate = (call) => {
        const start = performance.now();
        let calls = 0;
        while (performance.now() - start < seconds * 1000) { call(calls); calls += 1; }
        return calls * 1000 / (performance.now() - start);
      };
      (async () => {
        const plain = await import(new URL("alone.js", location.href).href);
        const module = await import(new URL("module/own_or_rent.js", location.href).href);
        await module.default();
        const { facts: { assumptions, values }, shape } = plain;
        const sizes = [0.5, 1.5, 3, 8, 14, 32, 70, 200];
        const cases = { ...values };
        const model = shape(8e9);
        const points = module.curve(undefined, "model_size", 2000).length;
        return [
          rate((n) => { cases.model_size = sizes[n % sizes.length]; plain.estimate(cases, assumptions); }),
          1000 / rate(() => plain.bands(values)),
          rate((n) => {
            cases.prompt_tokens = 2000 + n % 1000;
            const replica = plain.replicaOf(model, cases, assumptions, 1);
            plain.holds(replica, cases, assumptions, 0.5 * replica.capacity);
          }),
          rate(() => module.curve(undefined, "model_size", 2000)) * points,
          1000 / rate(() => module.evaluate()),
        ];
      })().then(done, (error) => done(String(error)));"#;
    browser.open_ready(&site.url(Way::JavaScript.path())).await?;
    let found = browser.driver.execute_async(TIME, vec![seconds.into()]).await?.json().clone();
    let [javascript_cases, javascript_bands_ms, javascript_replicas, wasm_cases, wasm_evaluate_ms] =
        serde_json::from_value(found.clone()).with_context(|| found.to_string())?;
    Ok(Speeds { javascript_cases, javascript_bands_ms, javascript_replicas, wasm_cases, wasm_evaluate_ms })
}

fn middle(all: &[Speeds]) -> Speeds {
    let of = |read: fn(&Speeds) -> f64| median(all.iter().map(read).collect());
    Speeds {
        javascript_cases: of(|speeds| speeds.javascript_cases),
        javascript_bands_ms: of(|speeds| speeds.javascript_bands_ms),
        javascript_replicas: of(|speeds| speeds.javascript_replicas),
        wasm_cases: of(|speeds| speeds.wasm_cases),
        wasm_evaluate_ms: of(|speeds| speeds.wasm_evaluate_ms),
    }
}

/// What each way sends, compressed.
fn weights(pages: &Path) -> Result<Vec<Weighed>> {
    let site = Weight::of(&project::dist())?;
    let sent = |kinds: &[Kind]| {
        site.parts.iter().filter(|part| kinds.contains(&part.kind)).map(|part| part.sent).sum::<u64>()
    };
    let charts = sent(&[Kind::Charts]);
    let size = |file: &Path| -> Result<u64> {
        Ok(fs::metadata(file).with_context(|| file.display().to_string())?.len())
    };
    let plain = |way: Way, name: &str, wasm: u64, glue: u64| -> Result<Weighed> {
        let page = pages.join(name);
        let words = size(&page.join("index.html.br"))? + size(&page.join("plain.css.br"))?;
        Ok(Weighed { way, words, script: size(&page.join("plain.js.br"))? + glue, wasm, charts })
    };
    let module = project::dist().join("module");
    let mut wasm = 0;
    for name in programs(&project::dist())? {
        wasm += size(&project::dist().join(format!("{name}.br")))?;
    }
    Ok(vec![
        Weighed {
            way: Way::Site,
            words: sent(&[Kind::Page, Kind::Style, Kind::Typeface]),
            script: sent(&[Kind::Script]),
            wasm,
            charts,
        },
        plain(Way::JavaScript, "javascript", 0, 0)?,
        plain(
            Way::Module,
            "module",
            size(&module.join("own_or_rent_bg.wasm.br"))?,
            size(&module.join("own_or_rent.js.br"))?,
        )?,
    ])
}
