//! Measures the built site as a reader on a phone has it: what it weighs, how soon it is there and answers, and how it
//! follows a finger. Tables on the screen, and everything as JSON for docs/measurements.
//!
//! `cargo xtask measure site` and `cargo xtask measure embeds` build the site and call this. Times are medians over cold visits in Chromium, on this machine,
//! with its CPU slowed down and the line of a slow 4G phone; they are reported, never held: machines differ.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use e2e::browser::{Browser, Engine, Settings, with_browser};
use e2e::drag::{Drag, median, share_of};
use e2e::machine::{machine, name_of};
use e2e::site::Site;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use xtask::project;
use xtask::server;
use xtask::weight::{Line, Weight};

/// Measurements of the built site.
#[derive(Parser)]
struct Arguments {
    /// Cold visits, whose medians are reported.
    #[arg(long, default_value_t = 5)]
    visits: usize,
    /// How many times slower the CPU is made.
    #[arg(long, default_value_t = 4.0)]
    slowdown: f64,
    /// Seconds for which each slider is dragged.
    #[arg(long, default_value_t = 5.0)]
    drag_s: f64,
    /// Measures the figures in other pages' frames alone; the report is then embeds.md and embeds.json.
    #[arg(long)]
    embeds: bool,
    /// Where the report is written, as README.md and as report.json: docs/measurements for the one that is kept.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

/// The line of a slow 4G phone.
const LATENCY_MS: f64 = 150.0;
const BITS_PER_SECOND: f64 = 1.6e6;

/// The sliders of the panel.
const SLIDERS: [&str; 3] = ["model_size", "gpu_count", "retrains_per_year"];

/// Everything that was measured.
#[derive(Debug, Serialize)]
struct Report {
    date: String,
    machine: String,
    browser: String,
    slowdown: f64,
    weight: Weight,
    visit: Visit,
    visits: Vec<Visit>,
    drags: Vec<Drag>,
    in_sight: Vec<InSight>,
    heap: Heap,
    framed: Vec<FramedVisit>,
}

/// Cold visits to a single figure in another page's frame: the medians.
#[derive(Debug, Serialize)]
struct FramedVisit {
    figure: &'static str,
    /// When it had told the height that it keeps, milliseconds after the frame's own navigation.
    told: f64,
    /// The same after the host's navigation.
    told_in_host: f64,
    /// Bytes before a touch.
    bytes: f64,
    /// What a touch brings; nothing where a figure is the same in every case.
    touch: Option<Touch>,
}

/// A first touch of a framed figure.
#[derive(Debug, Serialize)]
struct Touch {
    /// From the touch to the first answer, milliseconds.
    answer: f64,
    /// Bytes after the touch.
    bytes: f64,
}

/// A slider dragged while a figure is in sight.
#[derive(Debug, Serialize)]
struct InSight {
    drag: Drag,
    /// How often the chart was drawn in a second.
    drawings_per_second: f64,
}

/// A cold visit. Milliseconds from the start of the navigation.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Visit {
    first_paint: f64,
    largest_paint: f64,
    /// Until the first program has the opening and the panel.
    ready: f64,
    /// Until the second one has the rest.
    whole: f64,
    /// Until a slider that is moved as soon as the page is ready has changed the answer.
    answers: f64,
    /// How long tasks held up the page beyond 50 ms each, until it answered.
    blocking: f64,
    layout_shift: f64,
    requests: f64,
    bytes: f64,
}

/// Memory before and after a thousand steps of a slider, bytes.
#[derive(Debug, Serialize)]
struct Heap {
    before: f64,
    after: f64,
}

/// Runs before the page: keeps what the browser reports of painting, shifting and long tasks, and moves a slider as soon as
/// the page is ready.
const WATCH: &str = r#"
  window.seen = { largest: 0, shift: 0, tasks: [], ready: 0, answers: 0, whole: 0 };
  new PerformanceObserver((list) => { for (const it of list.getEntries()) seen.largest = it.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => { for (const it of list.getEntries()) if (!it.hadRecentInput) seen.shift += it.value; })
    .observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => { for (const it of list.getEntries()) seen.tasks.push([it.startTime, it.duration]); })
    .observe({ type: "longtask", buffered: true });
  new MutationObserver((_, observer) => {
    if (document.documentElement.dataset.ready !== "true") return;
    observer.disconnect();
    seen.whole = performance.now();
  }).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-ready"] });
  new MutationObserver((_, observer) => {
    if (document.documentElement.dataset.answers !== "true") return;
    observer.disconnect();
    seen.ready = performance.now();
    const answer = document.querySelector("[data-testid=answer]");
    const before = answer.textContent;
    new MutationObserver((_, observer) => {
      if (seen.answers > 0 || answer.textContent === before) return;
      observer.disconnect();
      seen.answers = performance.now();
    }).observe(answer, { childList: true, characterData: true, subtree: true });
    const slider = document.getElementById("slider-gpu_count");
    slider.value = Number(slider.value) + 3;
    slider.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-answers"] });
"#;

/// What was seen of a visit.
const SEEN: &str = r#"
  const paint = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  const entries = performance.getEntriesByType("resource").filter((it) => it.startTime < seen.ready);
  const page = performance.getEntriesByType("navigation")[0];
  const all = [page, ...entries];
  return {
    firstPaint: paint,
    largestPaint: seen.largest,
    ready: seen.ready,
    whole: seen.whole,
    answers: seen.answers,
    blocking: seen.tasks.filter(([start]) => start >= paint).reduce((sum, [, length]) => sum + length - 50, 0),
    layoutShift: seen.shift,
    requests: all.length,
    // What has begun only then, such as the second program, is not what was waited for.
    bytes: all.filter((it) => it.responseEnd <= seen.ready).reduce((sum, it) => sum + it.transferSize, 0),
  };"#;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    ensure!(arguments.visits > 0, "--visits must be 1 or more");
    let dist = project::dist();
    let weight = Weight::of(&dist)?;
    say(&weighed(&weight));
    // As it will be served: compressed, and without the tests' own script.
    let site = Site::serve(server::router(&dist)).await?;
    if arguments.embeds {
        return measure_embeds(&arguments, &site).await;
    }
    let report = measure(&arguments, &site, weight).await?;
    say(&told(&report));
    if let Some(folder) = &arguments.out {
        std::fs::create_dir_all(folder)?;
        std::fs::write(folder.join("report.json"), serde_json::to_string_pretty(&report)? + "\n")?;
        std::fs::write(folder.join("README.md"), page(&report))?;
        say(&format!("the report is in {}", folder.display()));
    }
    Ok(())
}

async fn measure(arguments: &Arguments, site: &Site, weight: Weight) -> Result<Report> {
    let mut visits = Vec::new();
    let (mut browser_name, mut date) = (String::new(), String::new());
    for _ in 0..arguments.visits {
        // A browser of its own: nothing of the visit before is kept.
        let visit = with_browser(Engine::Chromium, PHONE, async |browser| {
            browser_name = name_of(browser).await?;
            date = browser.text_of("return new Date().toISOString().slice(0, 10)").await?;
            visit(browser, site, arguments.slowdown).await
        });
        visits.push(visit.await?);
    }
    let mut drags = Vec::new();
    for slowdown in [1.0, arguments.slowdown] {
        for slider in SLIDERS {
            let dragged = with_browser(Engine::Chromium, WIDE, async |browser| {
                drag(browser, site, slider, slowdown, arguments.drag_s).await
            });
            drags.push(dragged.await?);
        }
    }
    let mut in_sight = Vec::new();
    for slowdown in [1.0, arguments.slowdown] {
        let dragged = with_browser(Engine::Chromium, WIDE, async |browser| {
            drag_beside_chart(browser, site, slowdown, arguments.drag_s).await
        });
        in_sight.push(dragged.await?);
    }
    let heap = with_browser(Engine::Chromium, WIDE, async |browser| heap(browser, site).await).await?;
    let framed = framed_visits(arguments, site).await?;
    Ok(Report {
        date,
        machine: machine(),
        browser: browser_name,
        slowdown: arguments.slowdown,
        weight,
        visit: middle(&visits),
        visits,
        drags,
        in_sight,
        heap,
        framed,
    })
}

/// The figures that can be framed.
const FRAMED: [&str; 11] = [
    "companies",
    "map",
    "card",
    "ledger",
    "ways",
    "accuracy",
    "load",
    "frontier",
    "tornado",
    "claims",
    "measured",
];

async fn framed_visits(arguments: &Arguments, site: &Site) -> Result<Vec<FramedVisit>> {
    let mut medians = Vec::new();
    for figure in FRAMED {
        let mut visits = Vec::new();
        for _ in 0..arguments.visits {
            let visit = with_browser(Engine::Chromium, PHONE, async |browser| {
                framed_visit(browser, site, arguments.slowdown, figure).await
            });
            visits.push(visit.await?);
        }
        let of = |number: fn(&FramedVisit) -> f64| median(visits.iter().map(number).collect());
        let touches: Vec<&Touch> = visits.iter().filter_map(|visit| visit.touch.as_ref()).collect();
        let of_touch =
            |number: fn(&Touch) -> f64| median(touches.iter().map(|touch| number(touch)).collect());
        medians.push(FramedVisit {
            figure,
            told: of(|visit| visit.told),
            told_in_host: of(|visit| visit.told_in_host),
            bytes: of(|visit| visit.bytes),
            touch: (!touches.is_empty()).then(|| Touch {
                answer: of_touch(|touch| touch.answer),
                bytes: of_touch(|touch| touch.bytes),
            }),
        });
    }
    Ok(medians)
}

/// Measures each figure in another page's frame, and writes that report alone.
async fn measure_embeds(arguments: &Arguments, site: &Site) -> Result<()> {
    let about = with_browser(Engine::Chromium, PHONE, async |browser| {
        let date = browser.text_of("return new Date().toISOString().slice(0, 10)").await?;
        Ok((date, name_of(browser).await?))
    });
    let (date, browser_name) = about.await?;
    let visits = framed_visits(arguments, site).await?;
    let table = framed_table(&visits);
    say(&table);
    if let Some(folder) = &arguments.out {
        std::fs::create_dir_all(folder)?;
        std::fs::write(folder.join("embeds.json"), serde_json::to_string_pretty(&visits)? + "\n")?;
        let page = format!(
            "# A figure in another page's frame\n\nMeasured on {date} by `cargo xtask measure embeds --out docs/measurements`, on {}, \
             in {browser_name}: medians of {} cold visits each, {}x slower CPU, 1.6 Mbit/s, 150 ms. \"Height told\" is when the height that stays \
             has been told, counted from the frame's own navigation and from that of the host, a page of a line; \"first answer\" is counted from \
             the touch that loads the program. Times are of that machine and no other; bytes are \
             the same everywhere, and `xtask/budgets.toml` holds them. [What they are made of](../embed.md#what-it-weighs).\n\n```\n{table}```\n",
            machine(),
            arguments.visits,
            arguments.slowdown
        );
        std::fs::write(folder.join("embeds.md"), page)?;
        say(&format!("the report is in {}", folder.display()));
    }
    Ok(())
}

/// The host of [`framed_visit`]: records each height it is told, and when.
const HOST: &str = "<!DOCTYPE html><title>Host</title><script>window.told = []; addEventListener('message', ({ data }) => { if (data.type === 'embed-size') told.push([performance.now(), data.height]) })</script>";

/// Loads a figure in the frame of another page, then moves its first control.
async fn framed_visit(
    browser: &Browser,
    site: &Site,
    slowdown: f64,
    figure: &'static str,
) -> Result<FramedVisit> {
    let page = format!(
        "{HOST}<iframe src=\"{}\" width=390 height=1200></iframe>",
        site.url(&format!("/embed/{figure}/"))
    );
    let host = Site::serve(
        axum::Router::new().route("/", axum::routing::get(async move || axum::response::Html(page))),
    )
    .await?;
    slow_down(browser, slowdown).await?;
    browser.open(&host.url("/")).await?;
    browser.wait_for("return told.length > 0").await?;
    browser.driver.enter_frame(0).await?;
    browser
        .wait_for("return document.readyState === 'complete' && document.fonts.status === 'loaded'")
        .await?;
    let number = async |script: &str| browser.run(script, Vec::new()).await?.as_f64().context("no number");
    let height = number("return Math.ceil(document.documentElement.getBoundingClientRect().height)").await?;
    let began = number("return performance.timeOrigin").await?;
    browser.driver.enter_default_frame().await?;
    browser.wait_for(&format!("return told.at(-1)[1] === {height}")).await?;
    // The first of those after which no other height was told.
    let told_in_host =
        number(&format!("return told[told.findLastIndex(([, height]) => height !== {height}) + 1][0]"))
            .await?;
    let told = told_in_host + number("return performance.timeOrigin").await? - began;
    browser.driver.enter_frame(0).await?;
    let bytes = "return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, it) => sum + it.transferSize, 0)";
    let before = number(bytes).await?;
    // As a finger does: it is put on a control, and then moves it.
    let touch = "
        const done = arguments[arguments.length - 1];
        const control = document.querySelector('.control__track'), title = document.querySelector('[data-live=answer]');
        const start = performance.now(), said = title.textContent;
        new MutationObserver(() => title.textContent !== said && done(performance.now() - start)).observe(title, { childList: true, characterData: true, subtree: true });
        control.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
        control.value = Number(control.value) + 20;
        control.dispatchEvent(new Event('input', { bubbles: true }));";
    let has_controls =
        browser.run("return document.querySelector('.control__track') !== null", Vec::new()).await?;
    let touch = if has_controls == true {
        let answer =
            browser.driver.execute_async(touch, Vec::new()).await?.json().as_f64().context("no answer")?;
        Some(Touch { answer, bytes: number(bytes).await? - before })
    } else {
        None
    };
    Ok(FramedVisit { figure, told, told_in_host, bytes: before, touch })
}

/// Makes the browser that of a slow phone on a slow line.
async fn slow_down(browser: &Browser, slowdown: f64) -> Result<()> {
    ask(browser, "Network.enable", json!({})).await?;
    ask(browser, "Network.setCacheDisabled", json!({ "cacheDisabled": true })).await?;
    let bytes = BITS_PER_SECOND / 8.0;
    let line = json!({ "offline": false, "latency": LATENCY_MS, "downloadThroughput": bytes, "uploadThroughput": bytes });
    ask(browser, "Network.emulateNetworkConditions", line).await?;
    ask(browser, "Emulation.setCPUThrottlingRate", json!({ "rate": slowdown })).await?;
    Ok(())
}

const PHONE: Settings = Settings { javascript: true, width: 412, height: 823, letters: 16 };
const WIDE: Settings = Settings { javascript: true, width: 1280, height: 900, letters: 16 };

async fn ask(browser: &Browser, command: &str, parameters: Value) -> Result<Value> {
    Ok(browser.driver.cdp().send_raw(command, parameters).await?)
}

async fn visit(browser: &Browser, site: &Site, slowdown: f64) -> Result<Visit> {
    browser.set_viewport(PHONE.width, PHONE.height).await?;
    slow_down(browser, slowdown).await?;
    ask(browser, "Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await?;
    browser.open(&site.url("/")).await?;
    browser
        .wait_for("return window.seen.answers > 0 && window.seen.whole > 0")
        .await
        .context("no slider answers")?;
    // What is painted and shifted until the page is at rest counts, too; two frames later the browser has reported it.
    browser.wait_until_at_rest().await?;
    let two_frames = "
        const done = arguments[arguments.length - 1];
        requestAnimationFrame(() => requestAnimationFrame(() => done()));";
    browser.driver.execute_async(two_frames, Vec::new()).await?;
    let seen = browser.run(SEEN, Vec::new()).await?;
    serde_json::from_value(seen.clone()).with_context(|| seen.to_string())
}

/// Brings every figure into being, then drags a slider to and fro with the pointer.
async fn drag(
    browser: &Browser,
    site: &Site,
    slider: &'static str,
    slowdown: f64,
    seconds: f64,
) -> Result<Drag> {
    browser.open_ready(&site.url("/")).await?;
    browser.show_every_chart().await?;
    browser.run("scrollTo({ top: 0, behavior: 'instant' })", Vec::new()).await?;
    e2e::drag::drag(browser, slider, slowdown, seconds).await
}

/// The same with the ledger in sight beside the panel: counts how often it is drawn meanwhile.
async fn drag_beside_chart(browser: &Browser, site: &Site, slowdown: f64, seconds: f64) -> Result<InSight> {
    browser.open_ready(&site.url("/")).await?;
    browser.show_every_chart().await?;
    browser.show_chart("ledger").await?;
    let count = "window.drawings = 0;
        new MutationObserver(() => { drawings += 1; }).observe(
            document.querySelector('#figure-ledger [data-chart]'),
            { attributes: true, characterData: true, childList: true, subtree: true },
        );";
    browser.run(count, Vec::new()).await?;
    let drag = e2e::drag::drag(browser, "gpu_count", slowdown, seconds).await?;
    let drawings = browser.run("return drawings", Vec::new()).await?.as_f64().unwrap_or_default();
    Ok(InSight { drag, drawings_per_second: drawings / seconds })
}

async fn heap(browser: &Browser, site: &Site) -> Result<Heap> {
    browser.open_ready(&site.url("/")).await?;
    browser.show_every_chart().await?;
    let used = async || -> Result<f64> {
        ask(browser, "HeapProfiler.collectGarbage", json!({})).await?;
        let heap = ask(browser, "Runtime.getHeapUsage", json!({})).await?;
        let of = |name: &str| heap[name].as_f64().unwrap_or(0.0);
        Ok(of("usedSize") + of("backingStorageSize"))
    };
    let before = used().await?;
    let steps = "
        const done = arguments[arguments.length - 1];
        const slider = document.getElementById('slider-gpu_count');
        let n = 0;
        const step = () => {
            slider.value = n % 60;
            slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
            n += 1;
            if (n < 1000) requestAnimationFrame(step); else done(true);
        };
        step();";
    browser.driver.set_script_timeout(Duration::from_secs(180)).await?;
    browser.driver.execute_async(steps, Vec::new()).await?;
    browser.wait_until_at_rest().await?;
    Ok(Heap { before, after: used().await? })
}

/// The medians of the visits, each measure by itself.
fn middle(visits: &[Visit]) -> Visit {
    let of = |measure: fn(&Visit) -> f64| {
        let mut values: Vec<f64> = visits.iter().map(measure).collect();
        values.sort_by(f64::total_cmp);
        share_of(&values, 0.5)
    };
    Visit {
        first_paint: of(|visit| visit.first_paint),
        largest_paint: of(|visit| visit.largest_paint),
        ready: of(|visit| visit.ready),
        whole: of(|visit| visit.whole),
        answers: of(|visit| visit.answers),
        blocking: of(|visit| visit.blocking),
        layout_shift: of(|visit| visit.layout_shift),
        requests: of(|visit| visit.requests),
        bytes: of(|visit| visit.bytes),
    }
}

fn weighed(weight: &Weight) -> String {
    let mut text = format!("{:<42} {:>10} {:>10}\n", "file", "bytes", "sent");
    for part in &weight.parts {
        text += &format!("{:<42} {:>10} {:>10}\n", part.file, part.raw, part.sent);
    }
    for Line { name, found, budget } in weight.lines() {
        text +=
            &format!("{name:<42} {:>10} {found:>10}  of {}, to come to {}\n", "", budget.most, budget.aim);
    }
    text
}

/// The report as a page of the docs.
fn page(report: &Report) -> String {
    format!(
        "# How light, how instant\n\nMeasured on {} by `cargo xtask measure site --out docs/measurements`, on {}, in {}. Times \
         are of that machine and no other; bytes are the same everywhere, and `cargo xtask test --only weight` holds them \
         to `xtask/budgets.toml`. [What was done for it, what the wasm holds, what misses its target](../light.md); \
         [what the model costs](model.md), [the page beside others](comparison.md), [Lighthouse](lighthouse.md), \
         [how many readers one core serves](load.md).\n\n```\n{}\n{}```\n",
        report.date,
        report.machine,
        report.browser,
        weighed(&report.weight),
        told(report)
    )
}

/// What a visit and a drag were like, beside what they are to come to.
fn told(report: &Report) -> String {
    let Visit { first_paint, largest_paint, ready, whole, answers, blocking, layout_shift, requests, bytes } =
        &report.visit;
    let mut text = format!(
        "cold visit, {}x slower CPU, 1.6 Mbit/s, 150 ms; medians of {}; {}; {}\n",
        report.slowdown,
        report.visits.len(),
        report.browser,
        report.machine
    );
    for (name, found, target) in [
        ("first paint", format!("{first_paint:.0} ms"), "1,200 ms"),
        ("largest paint", format!("{largest_paint:.0} ms"), "1,500 ms"),
        ("opening and panel are in hand", format!("{ready:.0} ms"), ""),
        ("a slider answers", format!("{answers:.0} ms"), "2,500 ms"),
        ("everything is in hand", format!("{whole:.0} ms"), ""),
        ("blocking", format!("{blocking:.0} ms"), "100 ms"),
        ("layout shift", format!("{layout_shift:.4}"), "0.01"),
        ("requests before they are in hand", format!("{requests:.0}"), "12"),
        ("bytes before they are in hand", format!("{bytes:.0}"), "300,000"),
    ] {
        text += &format!("  {name:<32} {found:>12}   target {target}\n");
    }
    text += "input to the frame that shows it, all figures drawn, ms\n";
    text += &format!(
        "  {:<20} {:>5} {:>8} {:>8} {:>8} {:>16}\n",
        "slider", "CPU", "median", "p95", "target", "frames dropped"
    );
    for drag in &report.drags {
        let target = if drag.slowdown > 1.0 { 50 } else { 16 };
        let dropped = format!("{} of {}", drag.dropped, drag.n_frames);
        text += &format!(
            "  {:<20} {:>4}x {:>8.1} {:>8.1} {target:>8} {dropped:>16}\n",
            drag.slider, drag.slowdown, drag.to_paint_median, drag.to_paint_p95
        );
    }
    text += "(it: the slider in hand and the answer in four numbers; what else is in sight follows in tasks behind that frame)\n";
    text += "the same with the ledger in sight, which follows as often as there is time\n";
    for InSight { drag, drawings_per_second } in &report.in_sight {
        let target = if drag.slowdown > 1.0 { 50 } else { 16 };
        text += &format!(
            "  {:<20} {:>4}x {:>8.1} {:>8.1} {target:>8}   drawn {drawings_per_second:.0} times a second\n",
            drag.slider, drag.slowdown, drag.to_paint_median, drag.to_paint_p95
        );
    }
    let Heap { before, after } = report.heap;
    text += &framed_table(&report.framed);
    text += &format!("heap before and after 1,000 steps: {:.1} and {:.1} MB\n", before / 1e6, after / 1e6);
    text
}

/// What framed figures were like before and after a touch.
fn framed_table(visits: &[FramedVisit]) -> String {
    let mut text = "a figure in another page's frame, cold\n".to_owned();
    text += &format!(
        "  {:<12} {:>12} {:>15} {:>8} {:>14} {:>12}\n",
        "figure", "height told", "from the host's", "bytes", "first answer", "more bytes"
    );
    for FramedVisit { figure, told, told_in_host, bytes, touch } in visits {
        text += &format!("  {figure:<12} {told:>9.0} ms {told_in_host:>12.0} ms {bytes:>8.0}");
        if let Some(Touch { answer, bytes }) = touch {
            text += &format!(" {answer:>11.0} ms {bytes:>12.0}");
        }
        text += "\n";
    }
    text
}

#[expect(clippy::print_stdout, reason = "this program's output")]
fn say(text: &str) {
    println!("{text}");
}
