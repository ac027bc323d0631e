//! What the model costs: its questions timed natively and in Chromium's wasm and counted in instructions, how that grows
//! with the points of a sample, and the rows and the memory of long sweeps. Written to docs/measurements/model.md, model.json
//! and linear.svg.
//!
//! `cargo xtask measure model` builds what is measured and calls this.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use clap::Parser;
use e2e::browser::{Browser, Engine, Settings, with_browser};
use e2e::machine::{Setting, name_of};
use e2e::site::Site;
use serde::{Deserialize, Serialize};
use serde_json::json;
use xtask::{instructions, project};

/// Measurements of the model.
#[derive(Parser)]
struct Arguments {
    /// The folder with the questions as a module for the browser.
    #[arg(long, value_name = "FOLDER")]
    module: PathBuf,
    /// Rows of the sweeps.
    #[arg(long, value_name = "N,N", value_delimiter = ',', default_values_t = [100_000, 1_000_000, 10_000_000])]
    rows: Vec<u64>,
    /// Where the report is written, as model.md, model.json and linear.svg: docs/measurements for the one that is kept.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

/// Points of the sample of the default case.
const POINTS: u32 = 1024;

/// Numbers of points that show how the cost grows.
const GROWING: [u32; 7] = [128, 256, 512, 1024, 2048, 4096, 8192];

/// The questions, and how many milliseconds each may take: natively and in the browser.
const QUESTIONS: [(&str, &str, Option<f64>, Option<f64>); 8] = [
    ("estimate", "one estimate", Some(0.003), None),
    ("evaluate", "one case with its verdict", None, None),
    ("bands", "bands of 1,024 points", None, Some(6.0)),
    ("curves", "three curves of 61 points", None, Some(1.5)),
    ("frontier", "the frontier of the default case", None, None),
    ("tornado", "the swings of everything uncertain", None, None),
    ("ways", "one estimate of every way", Some(0.008), None),
    ("ways_bands", "every way over 1,024 points", None, Some(8.0)),
];

/// Milliseconds that the frontier of 2,000 configurations may take in the browser.
const FRONTIER_TARGET: (f64, f64) = (2000.0, 12.0);

/// Rows a second and core that a sweep is to give.
const SWEEP_TARGET: f64 = 300_000.0;

/// Cells of the map of the cheapest way, and the seconds that it may take on two cores.
const MAP_TARGET: (u64, f64) = (1_000_000, 10.0);

#[derive(Debug, Serialize)]
struct Report {
    setting: Setting,
    browser: String,
    questions: Vec<Asked>,
    /// Configurations that the frontier of the default case looks at.
    configurations: f64,
    growth: Vec<Growth>,
    /// The exponents with which time and instructions grow with the points.
    exponents: Exponents,
    sweeps: Vec<Sweep>,
    /// The map of the cheapest way.
    map: Sweep,
}

#[derive(Debug, Serialize)]
struct Exponents {
    native: f64,
    wasm: f64,
    instructions: f64,
}

#[derive(Debug, Serialize)]
struct Asked {
    name: &'static str,
    about: &'static str,
    native: Time,
    wasm: Time,
    instructions: u64,
    native_target: Option<f64>,
    wasm_target: Option<f64>,
}

/// Milliseconds of the fastest run and of the middle one.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
struct Time {
    least: f64,
    median: f64,
}

#[derive(Debug, Serialize)]
struct Growth {
    points: u32,
    native: Time,
    wasm: Time,
    instructions: u64,
}

#[derive(Debug, Serialize)]
struct Sweep {
    rows: u64,
    seconds: f64,
    /// Time of all cores together.
    core_seconds: f64,
    rows_per_second: f64,
    rows_per_core_second: f64,
    peak_bytes: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let setting = Setting::now()?;
    let sweeps = arguments.rows.iter().map(|rows| sweep_of_costs(*rows)).collect::<Result<Vec<_>>>()?;
    let map =
        sweep(&["requests_per_day=1000:10000000:1000:log", "model_size=1:70:1000:log"], "cheapest_way")?;
    let site = serve(&arguments.module).await?;
    let report = with_browser(Engine::Chromium, Settings::default(), async |browser| {
        measure(browser, &site, setting, sweeps, map).await
    });
    let report = report.await?;
    let page = page(&report);
    say(&page);
    if let Some(folder) = &arguments.out {
        let folder = project::root().join(folder);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("model.json"), serde_json::to_string_pretty(&report)? + "\n")?;
        fs::write(folder.join("model.md"), page)?;
        fs::write(folder.join("linear.svg"), plot(&report))?;
    }
    Ok(())
}

async fn serve(module: &Path) -> Result<Site> {
    let file =
        |name: &str| fs::read(module.join(name)).with_context(|| format!("{name} of {}", module.display()));
    let (script, wasm) = (file("questions.js")?, file("questions_bg.wasm")?);
    let page =
        get(async || ([(CONTENT_TYPE, "text/html")], "<!doctype html><title>The model's questions</title>"));
    Site::serve(
        Router::new()
            .route("/", page)
            .route("/questions.js", get(async move || ([(CONTENT_TYPE, "text/javascript")], script)))
            .route("/questions_bg.wasm", get(async move || ([(CONTENT_TYPE, "application/wasm")], wasm))),
    )
    .await
}

async fn measure(
    browser: &Browser,
    site: &Site,
    setting: Setting,
    sweeps: Vec<Sweep>,
    map: Sweep,
) -> Result<Report> {
    browser.open(&site.url("/")).await?;
    browser.driver.set_script_timeout(Duration::from_secs(120)).await?;
    let mut questions = Vec::new();
    for (name, about, native_target, wasm_target) in QUESTIONS {
        questions.push(Asked {
            name,
            about,
            native: native(name, POINTS)?,
            wasm: wasm(browser, name, POINTS).await?,
            instructions: instructions::of(name)?,
            native_target,
            wasm_target,
        });
    }
    let mut growth = Vec::new();
    for points in GROWING {
        growth.push(Growth {
            points,
            native: native("bands", points)?,
            wasm: wasm(browser, "bands", points).await?,
            instructions: instructions::with_points("bands", points)?,
        });
    }
    let of = |read: fn(&Growth) -> f64| {
        let costs: Vec<(f64, f64)> = growth.iter().map(|it| (f64::from(it.points), read(it))).collect();
        exponent(&costs)
    };
    let exponents = Exponents {
        native: of(|it| it.native.least),
        wasm: of(|it| it.wasm.least),
        instructions: of(|it| it.instructions as f64),
    };
    let configurations = Command::new(project::release("questions")?).arg("configurations").output()?;
    let configurations = serde_json::from_slice(&configurations.stdout).context("the configurations")?;
    let browser = name_of(browser).await?;
    Ok(Report { setting, browser, questions, configurations, growth, exponents, sweeps, map })
}

fn native(question: &str, points: u32) -> Result<Time> {
    let mut command = Command::new(project::release("questions")?);
    let output = command.args(["time", question, &points.to_string()]).output().context("the questions")?;
    serde_json::from_slice(&output.stdout).with_context(|| format!("the time of {question}"))
}

async fn wasm(browser: &Browser, question: &str, points: u32) -> Result<Time> {
    let ask = "const [name, points, done] = arguments;
        import(new URL('/questions.js', location.href)).then(async (questions) => {
            await questions.default();
            done([...questions.time(name, points)]);
        }, (error) => done(String(error)));";
    let told = browser.driver.execute_async(ask, vec![json!(question), json!(points)]).await?;
    let [least, median]: [f64; 2] = serde_json::from_value(told.json().clone())
        .with_context(|| format!("{question}: {}", told.json()))?;
    Ok(Time { least, median })
}

/// A sweep of `rows` rows, its output read and thrown away.
fn sweep_of_costs(rows: u64) -> Result<Sweep> {
    let prices = format!("gpu_hour_price=1:10:{}", rows / 1000);
    let found = sweep(&["requests_per_day=1000:10000000:1000:log", &prices], "own_cost,rent_cost,saving")?;
    ensure!(found.rows == rows, "{} rows of a sweep of {rows}", found.rows);
    Ok(found)
}

fn sweep(over: &[&str], outputs: &str) -> Result<Sweep> {
    let start = Instant::now();
    let mut command = Command::new(project::release("calculator")?);
    command.arg("sweep");
    over.iter().for_each(|axis| {
        command.args(["--over", axis]);
    });
    command.args(["--outputs", outputs]);
    let mut child = command.stdout(Stdio::piped()).spawn().context("the calculator")?;
    let process = PathBuf::from("/proc").join(child.id().to_string());
    let mut output = child.stdout.take().context("no output")?;
    let (mut buffer, mut n_lines, mut peak_bytes) = (vec![0; 1 << 20], 0_u64, 0);
    loop {
        let n = output.read(&mut buffer)?;
        if n == 0 {
            break;
        }
        n_lines += buffer[..n].iter().filter(|byte| **byte == b'\n').count() as u64;
        peak_bytes = peak_bytes.max(peak(&process).unwrap_or(0));
    }
    // Until it is waited for, a process that has ended keeps its times.
    let core_seconds = loop {
        let stat = fs::read_to_string(process.join("stat"))?;
        let (_, fields) = stat.rsplit_once(") ").context("/proc's stat")?;
        let fields: Vec<&str> = fields.split(' ').collect();
        if fields[0] == "Z" {
            break (fields[11].parse::<f64>()? + fields[12].parse::<f64>()?) / TICKS;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let seconds = start.elapsed().as_secs_f64();
    ensure!(child.wait()?.success() && n_lines > 1, "{n_lines} lines of a sweep");
    // The first line is the header.
    let rows = n_lines - 1;
    Ok(Sweep {
        rows,
        seconds,
        core_seconds,
        rows_per_second: rows as f64 / seconds,
        rows_per_core_second: rows as f64 / core_seconds,
        peak_bytes,
    })
}

/// The kernel's ticks in a second.
const TICKS: f64 = 100.0;

/// The most memory that a process has held so far.
fn peak(process: &Path) -> Option<u64> {
    let status = fs::read_to_string(process.join("status")).ok()?;
    let kilobytes =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?;
    Some(kilobytes.parse::<u64>().ok()? * 1024)
}

/// The slope of the straight line through the logarithms, by least squares.
fn exponent(points: &[(f64, f64)]) -> f64 {
    let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (libm::log2(*x), libm::log2(*y))).collect();
    let mean = |of: fn(&(f64, f64)) -> f64| logs.iter().map(of).sum::<f64>() / logs.len() as f64;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let over: f64 = logs.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    over / logs.iter().map(|point| (point.0 - x) * (point.0 - x)).sum::<f64>()
}

fn page(report: &Report) -> String {
    let mut text = format!(
        "# What the model costs\n\n{} In {}, the wasm built as the page's is. Least: the fastest of 25 runs, which other \
         programs disturbed least. Instructions are those of the native build, the same on every run; `cargo xtask test --only \
         instructions` holds them to `xtask/budgets.toml`.\n\n```\n",
        report.setting.told("cargo xtask measure model --out docs/measurements"),
        report.browser
    );
    text += &format!(
        "{:<36} {:>21} {:>21} {:>13}\n{:<36} {:>10} {:>10} {:>10} {:>10} {:>13}   target\n",
        "", "native, ms", "wasm, ms", "instructions", "", "least", "median", "least", "median", "native"
    );
    for it in &report.questions {
        let target = [(it.native_target, "native"), (it.wasm_target, "wasm")];
        let target = target.iter().find_map(|(ms, place)| Some(format!("{} ms {place}", (*ms)?)));
        text += &format!(
            "{:<36} {:>10.4} {:>10.4} {:>10.4} {:>10.4} {:>13}   {}\n",
            it.about,
            it.native.least,
            it.native.median,
            it.wasm.least,
            it.wasm.median,
            it.instructions,
            target.unwrap_or_default()
        );
    }
    let frontier = report.questions.iter().find(|it| it.name == "frontier").map_or(0.0, |it| it.wasm.least);
    let frontier = frontier / report.configurations * FRONTIER_TARGET.0;
    text += &format!(
        "```\n\nThe frontier of the default case looks at {} configurations: {frontier:.1} ms in wasm for {} of them; target \
         {} ms.\n\n\
         ## Growth with the points of a sample\n\n![Time and instructions of bands against the points asked for: straight \
         lines](linear.svg)\n\n```\n{:>8} {:>14} {:>14} {:>14}\n",
        report.configurations,
        FRONTIER_TARGET.0,
        FRONTIER_TARGET.1,
        "points",
        "native, ms",
        "wasm, ms",
        "instructions"
    );
    for it in &report.growth {
        text += &format!(
            "{:>8} {:>14.3} {:>14.3} {:>14}\n",
            it.points, it.native.least, it.wasm.least, it.instructions
        );
    }
    let Exponents { native, wasm, instructions } = report.exponents;
    text += &format!(
        "```\n\nCost grows as the points to the power of {native:.2} natively, {wasm:.2} in wasm and {instructions:.2} in \
         instructions; 1 is linear. The draws of the points are made once, as far as points are asked for, and kept.\n\n## \
         Long sweeps\n\n```\n{:>12} {:>10} {:>14} {:>20} {:>14}\n",
        "rows", "seconds", "rows/s", "rows/s and core", "peak memory"
    );
    for it in &report.sweeps {
        text += &format!(
            "{:>12} {:>10.1} {:>14.0} {:>20.0} {:>11.1} MB\n",
            it.rows,
            it.seconds,
            it.rows_per_second,
            it.rows_per_core_second,
            it.peak_bytes as f64 / 1e6
        );
    }
    text += &format!(
        "```\n\n`calculator sweep --over requests_per_day=1000:10000000:1000:log --over gpu_hour_price=… --outputs \
         own_cost,rent_cost,saving`, as CSV. A core's seconds are the time that the program had one, so that what else ran \
         does not count. Target: {SWEEP_TARGET} rows a second and core.\n"
    );
    let Sweep { rows, seconds, .. } = report.map;
    text += &format!(
        "\nThe map of the cheapest way, `calculator sweep --over requests_per_day=1000:10000000:1000:log --over \
         model_size=1:70:1000:log --outputs cheapest_way`: {rows} cells in {seconds:.1} seconds. Target: {} cells in {} seconds on two \
         cores.\n",
        MAP_TARGET.0, MAP_TARGET.1
    );
    text
}

/// Time in wasm and natively against the points asked for, both axes logarithmic.
fn plot(report: &Report) -> String {
    let (width, height, margin) = (560.0, 360.0, 56.0);
    let x = |points: f64| margin + libm::log2(points / 128.0) / 6.0 * (width - 2.0 * margin);
    let y = |ms: f64| height - margin - libm::log10(ms / 0.1) / 3.0 * (height - 2.0 * margin);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <title>Time of bands against the points asked for</title>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n"
    );
    for points in GROWING {
        let x = x(f64::from(points));
        svg += &format!(
            "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{points}</text>\n",
            height - margin + 18.0
        );
    }
    for ms in [0.1, 1.0, 10.0, 100.0] {
        let y = y(ms);
        svg += &format!(
            "<path d=\"M{margin} {y:.1}H{:.1}\" stroke=\"#ddd\"/>\n<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{ms} ms</text>\n",
            width - margin,
            margin - 6.0,
            y + 4.0
        );
    }
    let wasm: fn(&Growth) -> f64 = |it| it.wasm.least;
    let native: fn(&Growth) -> f64 = |it| it.native.least;
    for (name, colour, read, exponent, dy) in [
        ("wasm", "#b3541e", wasm, report.exponents.wasm, -10.0),
        ("native", "#1e5fb3", native, report.exponents.native, 44.0),
    ] {
        let path: Vec<String> = report
            .growth
            .iter()
            .map(|it| format!("{:.1} {:.1}", x(f64::from(it.points)), y(read(it))))
            .collect();
        svg += &format!(
            "<path d=\"M{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n",
            path.join("L")
        );
        if let Some(last) = report.growth.last() {
            let (x, y) = (x(f64::from(last.points)), y(read(last)));
            svg += &format!(
                "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"{colour}\">{name}: points^{exponent:.2}</text>\n",
                y + dy
            );
        }
    }
    svg += &format!(
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">points of the sample</text>\n</svg>\n",
        width / 2.0,
        height - 14.0
    );
    svg
}

#[expect(clippy::print_stdout, reason = "this program's output")]
fn say(text: &str) {
    println!("{text}");
}
