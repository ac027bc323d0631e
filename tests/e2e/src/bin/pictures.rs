//! Takes pictures of the built site in Chromium: the set in docs/pictures, or one look while working on the page.
//!
//! `cargo xtask pictures` builds and calls this.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use axum::Router;
use axum::response::Html;
use axum::routing::get;
use base64::Engine as _;
use clap::{Parser, ValueEnum};
use e2e::browser::{Browser, Engine, Settings, with_browser};
use e2e::site::Site;
use serde_json::json;

/// Pictures of the built site.
#[derive(Clone, Parser)]
struct Arguments {
    /// Where the pictures go.
    #[arg(long, default_value = "docs/pictures")]
    out: PathBuf,
    /// Width in CSS pixels; may be given several times.
    #[arg(long = "width", default_values_t = [360, 768, 1280])]
    widths: Vec<u32>,
    /// Height of the first screen in CSS pixels.
    #[arg(long, default_value_t = 900)]
    height: u32,
    /// Colour scheme of the reader's system; both unless given.
    #[arg(long = "theme")]
    themes: Vec<Theme>,
    /// What the page is shown on.
    #[arg(long, default_value = "screen")]
    medium: Medium,
    /// Colours as a reader with this deficiency of vision sees them, such as deuteranopia, protanopia or achromatopsia.
    #[arg(long, default_value = "none")]
    vision: String,
    /// Takes a picture of each section and state instead: wide and light, narrow and dark, printed, in forced colours.
    #[arg(long)]
    states: bool,
    /// Takes film strips instead: the frames of one drag on a phone, and of one change of scene on a wide screen.
    #[arg(long)]
    film: bool,
    /// Takes pictures of the workshop's handout instead: its two sheets of paper, of a set of three cases.
    #[arg(long)]
    handout: bool,
    /// Takes pictures of a mock article on another origin with three embeds instead: the whole page, at each width.
    /// A frame out of sight is not painted: choose a `--height` that holds it.
    #[arg(long)]
    article: bool,
    /// Path and query below the site, such as '?embed=ledger'.
    #[arg(long, default_value = "")]
    path: String,
    /// Takes one screen with this element at the top instead of the first screen or the whole page.
    #[arg(long, value_name = "SELECTOR")]
    scroll_to: Option<String>,
    /// What the picture shows of the page. A whole page is a picture of a megabyte or two.
    #[arg(long, default_value = "screen")]
    extent: Extent,
    /// A script to run before the picture, such as "document.querySelector('#own').click()".
    #[arg(long, value_name = "JAVASCRIPT")]
    run: Option<String>,
    /// Pixels of the picture to one CSS pixel.
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
}

/// A state of the page, brought about by a script and seen from an element on.
struct Sight {
    name: &'static str,
    page: &'static str,
    from: &'static str,
    script: &'static str,
}

/// Each section and state that a reader can come to, for docs/pictures/states.
const SIGHTS: [Sight; 22] = [
    Sight { name: "companies", page: "", from: "#figure-companies", script: "" },
    Sight { name: "map", page: "", from: "#figure-map", script: "" },
    Sight { name: "ways", page: "", from: "#figure-ways", script: "" },
    Sight {
        name: "card",
        page: "",
        from: "#app",
        script: "document.querySelector('.masthead__share').click()",
    },
    Sight { name: "adoption", page: "", from: "#adoption", script: "" },
    Sight {
        name: "guess",
        page: "",
        from: "[data-guess=ledger]",
        script: "document.querySelector('[data-guess=ledger] summary').click()",
    },
    Sight { name: "ledger", page: "", from: "#figure-ledger", script: "" },
    Sight {
        name: "claim",
        page: "",
        from: "#intercom",
        script: "document.querySelector(\".section a.claim[href$='#check-intercom-training']\").click()",
    },
    Sight {
        name: "term",
        page: "",
        from: ".section p:has(a.term[href$='#term-break-even'])",
        script: "const term = document.querySelector(\".section a.term[href$='#term-break-even']\");
                 term.focus({ focusVisible: true })",
    },
    Sight { name: "load", page: "", from: "#figure-load", script: "" },
    Sight {
        name: "embed",
        page: "",
        from: "figure[data-figure=load] .figure__more--embed",
        script: "const panel = document.querySelector('figure[data-figure=load] .figure__more--embed');
                 panel.closest('.figure__rest').open = true;
                 panel.open = true",
    },
    Sight { name: "frontier", page: "", from: "#figure-frontier", script: "" },
    Sight { name: "accuracy", page: "", from: "#figure-accuracy", script: "" },
    Sight { name: "scoreboard", page: "", from: "#figure-claims", script: "" },
    Sight { name: "tornado", page: "", from: "#figure-tornado", script: "" },
    Sight { name: "measured", page: "method/", from: "#figure-measured", script: "" },
    Sight {
        name: "working",
        page: "",
        from: "[data-working]",
        script: "document.querySelector('.section a.value').click()",
    },
    Sight {
        name: "number",
        page: "",
        from: "#answer",
        script: "document.querySelector('[data-testid=answer] [data-input=gpu_count]').click()",
    },
    Sight {
        name: "assumptions",
        page: "method/",
        from: "#assumptions",
        script: "document.getElementById('assumptions').open = true",
    },
    Sight { name: "workshop", page: "workshop/", from: "#workshop", script: "" },
    Sight { name: "wall", page: "claims/", from: "#claims", script: "" },
    Sight { name: "method", page: "method/", from: "#method", script: "" },
];

#[derive(Clone, Copy, ValueEnum)]
enum Theme {
    Light,
    Dark,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Medium {
    Screen,
    Paper,
    ForcedColours,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Extent {
    Screen,
    Page,
    Both,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let out = std::path::absolute(&arguments.out)?;
    std::fs::create_dir_all(&out)?;
    let site = Site::start().await?;
    let settings = Settings { height: arguments.height, ..Settings::default() };
    with_browser(Engine::Chromium, settings, async |browser| {
        if arguments.film {
            take_film(browser, &site, &arguments, &out).await
        } else if arguments.states {
            take_states(browser, &site, &arguments, &out.join("states")).await
        } else if arguments.handout {
            take_handout(browser, &site, &arguments, &out).await
        } else if arguments.article {
            take_article(browser, &site, &arguments, &out).await
        } else {
            take_all(browser, &site, &arguments, &out).await
        }
    })
    .await
}

async fn take_states(browser: &Browser, site: &Site, arguments: &Arguments, out: &Path) -> Result<()> {
    std::fs::create_dir_all(out)?;
    for (width, theme) in [(1280, "light"), (360, "dark")] {
        for sight in &SIGHTS {
            show(browser, site, arguments, sight.page, width, theme, Medium::Screen).await?;
            browser.run(sight.script, Vec::new()).await.with_context(|| sight.name)?;
            scroll_to(browser, sight.from).await?;
            take(browser, Extent::Screen, &out.join(format!("{}-{width}-{theme}.png", sight.name))).await?;
        }
    }
    for (medium, name, width) in
        [(Medium::Paper, "paper", 680), (Medium::ForcedColours, "forced-colours", 1280)]
    {
        for from in ["answer", "figure-ledger", "figure-claims"] {
            show(browser, site, arguments, "", width, "light", medium).await?;
            if medium == Medium::Paper {
                browser.run("dispatchEvent(new Event('beforeprint'))", Vec::new()).await?;
            }
            scroll_to(browser, &format!("#{from}")).await?;
            take(browser, Extent::Screen, &out.join(format!("{name}-{from}.png"))).await?;
        }
    }
    complain(browser).await
}

/// A4 in CSS pixels.
const A4: (u32, u32) = (794, 1123);

/// The margins of styles/bench.css, which a browser leaves only where it prints, and no scroll bar, which paper has not.
const AS_SHEETS: &str = "document.documentElement.style.scrollbarWidth = 'none';
for (const sheet of document.querySelectorAll('.handout__page')) {
    Object.assign(sheet.style, { boxSizing: 'border-box', width: '210mm', minHeight: '297mm', padding: '14mm 16mm' });
}";

async fn take_handout(browser: &Browser, site: &Site, arguments: &Arguments, out: &Path) -> Result<()> {
    for (n_before, preset) in ["support_desk", "canva", "stripe"].into_iter().enumerate() {
        browser.open_ready(&site.url(&format!("/workshop/index.html?preset={preset}"))).await?;
        let is_there = format!(
            "return document.querySelectorAll('.pin').length === {n_before} && document.querySelector('#pin') !== null"
        );
        browser.wait_for(&is_there).await?;
        browser.run("document.querySelector('#pin').click()", Vec::new()).await?;
        browser
            .wait_for(&format!("return document.querySelectorAll('.pin').length === {}", n_before + 1))
            .await?;
    }
    let screen =
        json!({ "width": A4.0, "height": A4.1, "deviceScaleFactor": arguments.scale, "mobile": false });
    browser.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", screen).await?;
    browser.driver.cdp().send_raw("Emulation.setEmulatedMedia", json!({ "media": "print" })).await?;
    browser.run(AS_SHEETS, Vec::new()).await?;
    for number in [1, 2] {
        scroll_to(browser, &format!(".handout__page:nth-child({number})")).await?;
        take(browser, Extent::Screen, &out.join(format!("handout-{number}.png"))).await?;
    }
    complain(browser).await
}

/// A page of another site with three embeds.
const ARTICLE: &str = include_str!("article.html");

async fn take_article(browser: &Browser, site: &Site, arguments: &Arguments, out: &Path) -> Result<()> {
    let page = ARTICLE.replace("{site}", &site.url("/"));
    let routes = Router::new().route("/", get(async move || Html(page)));
    let host = Site::serve(routes).await?;
    for &width in &arguments.widths {
        let screen = json!({ "width": width, "height": arguments.height, "deviceScaleFactor": arguments.scale, "mobile": width < 600 });
        browser.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", screen).await?;
        browser.open(&host.url("/")).await?;
        // Each frame is loaded as it comes near; a program has followed its address once its height is told anew.
        for figure in 0..3 {
            let scroll = format!(
                "document.querySelectorAll('own-or-rent')[{figure}].scrollIntoView({{ behavior: 'instant' }})"
            );
            browser.run(&scroll, Vec::new()).await?;
            browser.driver.enter_frame(figure).await?;
            browser.wait_for("return document.readyState === 'complete' && innerHeight === Math.ceil(document.documentElement.getBoundingClientRect().height) && (!/preset/.test(location.search) || document.documentElement.dataset.explored === 'true')").await?;
            browser.driver.enter_default_frame().await?;
        }
        browser.run("scrollTo({ top: 0, behavior: 'instant' })", Vec::new()).await?;
        take(browser, Extent::Page, &out.join(format!("article-{width}.png"))).await?;
    }
    complain(browser).await
}

/// Opens the page as a reader with this window and theme sees it.
async fn show(
    browser: &Browser,
    site: &Site,
    arguments: &Arguments,
    page: &str,
    width: u32,
    theme: &str,
    medium: Medium,
) -> Result<()> {
    let screen = json!({
        "width": width, "height": arguments.height, "deviceScaleFactor": arguments.scale, "mobile": width < 600,
    });
    let forced = if medium == Medium::ForcedColours { "active" } else { "none" };
    let media = json!({ "media": if medium == Medium::Paper { "print" } else { "" },
                        "features": [{ "name": "prefers-color-scheme", "value": theme },
                                     { "name": "prefers-reduced-motion", "value": "reduce" },
                                     { "name": "forced-colors", "value": forced }] });
    browser.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", screen).await?;
    browser.driver.cdp().send_raw("Emulation.setEmulatedMedia", media).await?;
    let vision = json!({ "type": arguments.vision });
    browser.driver.cdp().send_raw("Emulation.setEmulatedVisionDeficiency", vision).await?;
    browser.open(&site.url(&format!("/{page}{}", arguments.path))).await?;
    settle(browser).await
}

async fn scroll_to(browser: &Browser, selector: &str) -> Result<()> {
    rest(browser).await;
    let scroll =
        "document.querySelector(arguments[0]).scrollIntoView({ block: 'start', behavior: 'instant' })";
    // Again once what came into sight is drawn: it may have moved the element.
    for _ in 0..2 {
        browser
            .run(scroll, vec![json!(selector)])
            .await
            .with_context(|| format!("nothing matches {selector}"))?;
        rest(browser).await;
    }
    Ok(())
}

async fn take_all(browser: &Browser, site: &Site, arguments: &Arguments, out: &Path) -> Result<()> {
    let both = [Theme::Light, Theme::Dark];
    let themes = if arguments.themes.is_empty() { both.as_slice() } else { &arguments.themes };
    for &width in &arguments.widths {
        for &theme in themes {
            let theme = if matches!(theme, Theme::Dark) { "dark" } else { "light" };
            show(browser, site, arguments, "", width, theme, arguments.medium).await?;
            if let Some(script) = &arguments.run {
                browser.run(script, Vec::new()).await?;
                rest(browser).await;
            }
            let name = format!("{width}-{theme}");
            if let Some(selector) = &arguments.scroll_to {
                scroll_to(browser, selector).await?;
                take(browser, Extent::Screen, &out.join(format!("{name}-part.png"))).await?;
                continue;
            }
            if arguments.extent != Extent::Page {
                take(browser, Extent::Screen, &out.join(format!("{name}-screen.png"))).await?;
            }
            if arguments.extent != Extent::Screen {
                take(browser, Extent::Page, &out.join(format!("{name}-page.png"))).await?;
            }
        }
    }
    complain(browser).await
}

/// Frames of a film strip.
const N_FRAMES: usize = 6;

/// One drag of a slider in the sheet of a phone, and one change of scene as a wide window is scrolled; a strip of frames each.
async fn take_film(browser: &Browser, site: &Site, arguments: &Arguments, out: &Path) -> Result<()> {
    let phone = Arguments { height: 844, ..arguments.clone() };
    show(browser, site, &phone, "", 390, "light", Medium::Screen).await?;
    scroll_to(browser, "#stripe-fraud-embeddings").await?;
    browser.run("document.getElementById('open-case').click()", Vec::new()).await?;
    rest(browser).await;
    let thumb = "
        const slider = document.getElementById('slider-model_size');
        const { left, top, width, height } = slider.getBoundingClientRect();
        const share = (slider.value - slider.min) / (slider.max - slider.min);
        return [left + 12 + share * (width - 24), top + height / 2, width]";
    let (x, y, width): (f64, f64, f64) = serde_json::from_value(browser.run(thumb, Vec::new()).await?)?;
    let mouse = async |kind: &str, x: f64| {
        let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1 });
        browser.driver.cdp().send_raw("Input.dispatchMouseEvent", event).await
    };
    let mut frames = Vec::new();
    mouse("mousePressed", x).await?;
    for frame in 0..N_FRAMES {
        mouse("mouseMoved", x + width * 0.11 * frame as f64).await?;
        rest(browser).await;
        frames.push(screen(browser).await?);
    }
    mouse("mouseReleased", x).await?;
    take_strip(browser, &frames, 390, &out.join("film-drag.png")).await?;

    let wide = Arguments { height: 800, ..arguments.clone() };
    show(browser, site, &wide, "", 1280, "light", Medium::Screen).await?;
    let place = "return document.querySelector(arguments[0]).getBoundingClientRect().top + scrollY";
    let from = browser.run(place, vec![json!("#intercom")]).await?.as_f64().context("no place")?;
    let to = browser.run(place, vec![json!("#cuda-alternatives")]).await?.as_f64().context("no place")?;
    let mut frames = Vec::new();
    for frame in 0..N_FRAMES {
        let y = from + (to - from - 300.0) * frame as f64 / (N_FRAMES - 1) as f64;
        browser.run("scrollTo({ top: arguments[0], behavior: 'instant' })", vec![json!(y)]).await?;
        rest(browser).await;
        frames.push(screen(browser).await?);
    }
    take_strip(browser, &frames, 1280, &out.join("film-scene.png")).await?;
    complain(browser).await
}

/// The window's picture, as PNG in base 64.
async fn screen(browser: &Browser) -> Result<String> {
    let shot = browser.driver.cdp().send_raw("Page.captureScreenshot", json!({ "format": "png" })).await?;
    Ok(shot["data"].as_str().context("the browser sent no picture")?.to_owned())
}

/// Puts frames of this width beside one another, half their size, and takes the picture of that.
async fn take_strip(browser: &Browser, frames: &[String], width: u32, file: &Path) -> Result<()> {
    browser.open("about:blank").await?;
    let strip = "
        const [frames, width, done] = arguments;
        document.body.style = `margin: 0; display: grid; gap: 8px; grid-template-columns: repeat(${width < 600 ? 6 : 3}, ${width / 2}px)`;
        const images = frames.map((frame) => Object.assign(new Image(width / 2), { src: `data:image/png;base64,${frame}` }));
        document.body.append(...images);
        Promise.all(images.map((image) => image.decode())).then(() => done(true));";
    let columns = if width < 600 { N_FRAMES as u32 } else { 3 };
    let window =
        json!({ "width": columns * (width / 2 + 8), "height": 100, "deviceScaleFactor": 1, "mobile": false });
    browser.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", window).await?;
    browser.driver.execute_async(strip, vec![json!(frames), json!(width)]).await?;
    take(browser, Extent::Page, file).await
}

/// Reports the page's complaints.
async fn complain(browser: &Browser) -> Result<()> {
    let complaints = browser.complaints().await?;
    if !complaints.is_empty() {
        report(&format!("the page complained:\n{}", complaints.join("\n")));
    }
    Ok(())
}

/// Waits until the page is ready, then walks down it once, so that every chart is drawn, and back up.
async fn settle(browser: &Browser) -> Result<()> {
    // A page of the model has no controls.
    let is_ready =
        "return document.documentElement.dataset.ready === 'true' || document.getElementById('app') === null";
    if let Err(error) = browser.wait_for(is_ready).await {
        report(&format!("taking the picture anyway: {error:#}"));
    }
    // Two frames at each stop: in the first the browser finds what has come into sight, in the second that is laid out.
    let walk = "
        const done = arguments[arguments.length - 1];
        (async () => {
          const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
          for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
            scrollTo({ top: y, behavior: 'instant' });
            await frame();
            await frame();
          }
          done(true);
        })();";
    browser.driver.execute_async(walk, Vec::new()).await?;
    rest(browser).await;
    browser.run("scrollTo({ top: 0, behavior: 'instant' })", Vec::new()).await?;
    rest(browser).await;
    Ok(())
}

/// Waits until the page is at rest; a picture of one that isn't may be what is looked for.
async fn rest(browser: &Browser) {
    if let Err(error) = browser.wait_until_at_rest().await {
        report(&format!("taking the picture anyway: {error:#}"));
    }
}

async fn take(browser: &Browser, extent: Extent, file: &Path) -> Result<()> {
    let options = json!({ "format": "png", "captureBeyondViewport": extent == Extent::Page });
    let shot = if extent == Extent::Page {
        let metrics = browser.driver.cdp().send_raw("Page.getLayoutMetrics", json!({})).await?;
        let size = &metrics["cssContentSize"];
        let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        let mut options = options;
        options["clip"] = clip;
        browser.driver.cdp().send_raw("Page.captureScreenshot", options).await?
    } else {
        browser.driver.cdp().send_raw("Page.captureScreenshot", options).await?
    };
    let png = shot["data"].as_str().context("the browser sent no picture")?;
    let png = base64::engine::general_purpose::STANDARD.decode(png)?;
    let mut options = oxipng::Options::from_preset(if extent == Extent::Page { 0 } else { 3 });
    options.strip = oxipng::StripChunks::Safe;
    let small = oxipng::optimize_from_memory(&png, &options)?;
    std::fs::write(file, &small)?;
    report(&format!("{} ({} kB)", file.display(), small.len().div_ceil(1000)));
    Ok(())
}

#[expect(clippy::print_stdout, reason = "this program's output")]
fn report(line: &str) {
    println!("{line}");
}
