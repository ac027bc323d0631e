//! How many readers a second one core serves: nginx with `deploy/nginx.conf` on one core, readers on another, over loopback.
//! Written to docs/measurements/load.md and .json.
//!
//! `cargo xtask measure load` builds the site and calls this. A reader opens a connection, fetches what a browser fetches, one file
//! after the other, and closes it. Nothing is encrypted, and loopback is no network: what is counted is nginx' own work.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use clap::Parser;
use e2e::drag::median;
use e2e::machine::Setting;
use e2e::nginx::{Extra, Nginx};
use serde::Serialize;
use xtask::project;
use xtask::weight::{Kind, Part, Weight};

/// A load test of the built site.
#[derive(Parser)]
struct Arguments {
    /// Times that each kind of visit is measured, in turn; the medians are reported.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds for which readers come, each time.
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,
    /// Readers at once.
    #[arg(long, default_value_t = 8)]
    readers: usize,
    /// nginx' module for the brotli that the build makes; without it, gzip is sent.
    #[arg(long, value_name = "FILE")]
    brotli: Option<PathBuf>,
    /// Where the report is written, as load.md and load.json: docs/measurements for the one that is kept.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

/// The cores of nginx and of the readers.
const CORES: [usize; 2] = [0, 1];

/// What Debian's own nginx.conf says beside what the site needs.
const DEBIAN: &str = "sendfile on; tcp_nopush on;";

/// A file that a reader requests.
#[derive(Clone, Debug)]
struct Asked {
    path: String,
    request: String,
    /// The answer to the first request: every other is as long.
    answer: Answer,
}

/// An answer, as far as it matters.
#[derive(Clone, Debug)]
struct Answer {
    status: u16,
    tag: String,
    is_kept: bool,
    /// Bytes with the head.
    bytes: usize,
}

/// A kind of visit, and how it went.
#[derive(Debug, Serialize)]
struct Visit {
    name: &'static str,
    requests: usize,
    /// Bytes that a reader gets, heads included.
    bytes: usize,
    rounds: Vec<Round>,
    /// The medians.
    readers_per_second: f64,
    /// If nginx had its core for itself: readers for each second of its time.
    readers_per_core_second: f64,
    /// The share of its core that it had.
    busy: f64,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Round {
    readers: u64,
    seconds: f64,
    cpu_seconds: f64,
}

#[derive(Debug, Serialize)]
struct Report {
    setting: Setting,
    server: String,
    encoding: &'static str,
    readers_at_once: usize,
    visits: Vec<Visit>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let setting = Setting::now()?;
    ensure!(
        std::thread::available_parallelism()?.get() >= CORES.len(),
        "two cores are needed: one for nginx, one for its readers"
    );
    let extra = Extra { brotli: arguments.brotli.clone(), http: DEBIAN, core: Some(CORES[0]) };
    let nginx = Nginx::start(&extra)?;
    pin_readers()?;
    let encoding = if arguments.brotli.is_some() { "brotli" } else { "gzip" };
    let mut visits = visits(nginx.socket)?;
    for _ in 0..arguments.rounds.max(1) {
        for (visit, asked) in &mut visits {
            visit.rounds.push(come(&nginx, asked, &arguments)?);
        }
    }
    for (visit, _) in &mut visits {
        let of = |read: fn(&Round) -> f64| median(visit.rounds.iter().map(read).collect());
        visit.readers_per_second = of(|round| round.readers as f64 / round.seconds);
        visit.readers_per_core_second = of(|round| round.readers as f64 / round.cpu_seconds);
        visit.busy = of(|round| round.cpu_seconds / round.seconds);
    }
    let visits = visits.into_iter().map(|(visit, _)| visit).collect();
    let report =
        Report { setting, server: version()?, encoding, readers_at_once: arguments.readers.max(1), visits };
    let page = page(&report);
    say(&page);
    if let Some(folder) = &arguments.out {
        let folder = project::root().join(folder);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("load.json"), serde_json::to_string_pretty(&report)? + "\n")?;
        std::fs::write(folder.join("load.md"), page)?;
    }
    Ok(())
}

/// Keeps this program off nginx' core.
fn pin_readers() -> Result<()> {
    let own = std::process::id().to_string();
    let pinned = Command::new("taskset").args(["-acp", &CORES[1].to_string(), &own]).output()?;
    ensure!(pinned.status.success(), "taskset: {}", String::from_utf8_lossy(&pinned.stderr));
    Ok(())
}

/// The kinds of visits, with the requests of each.
fn visits(socket: SocketAddr) -> Result<Vec<(Visit, Vec<Asked>)>> {
    let weight = Weight::of(&project::dist())?;
    let path = |file: &str| if file == "index.html" { "/".to_owned() } else { format!("/{file}") };
    let ask = |path: String, condition: &str, status: u16| -> Result<Asked> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\
             {condition}\r\n"
        );
        let answer = first_answer(socket, &request).with_context(|| path.clone())?;
        ensure!(answer.status == status, "{path}: {}, not {status}", answer.status);
        Ok(Asked { path, request, answer })
    };
    let named: Vec<Asked> =
        weight.parts.iter().map(|part| ask(path(&part.file), "", 200)).collect::<Result<_>>()?;
    let is_first = |part: &Part| !matches!(part.kind, Kind::Late | Kind::Charts);
    let first = named.iter().zip(&weight.parts).filter(|(_, part)| is_first(part));
    let first = first.map(|(asked, _)| asked.clone()).collect();
    // Files that may be kept for a year aren't requested again.
    let again: Vec<Asked> = named
        .iter()
        .filter(|asked| !asked.answer.is_kept)
        .map(|asked| ask(asked.path.clone(), &format!("If-None-Match: {}\r\n", asked.answer.tag), 304))
        .collect::<Result<_>>()?;
    let kinds = [
        ("first visit: what the page loads before it answers", first),
        ("first visit, read on: what comes later and the chart library too", named),
        ("comes back: asks of each file without a digest whether it still holds (304)", again),
    ];
    let visit = |(name, asked): (&'static str, Vec<Asked>)| {
        let bytes = asked.iter().map(|asked| asked.answer.bytes).sum();
        let (requests, rounds) = (asked.len(), Vec::new());
        let (readers_per_second, readers_per_core_second, busy) = (0.0, 0.0, 0.0);
        let visit =
            Visit { name, requests, bytes, rounds, readers_per_second, readers_per_core_second, busy };
        (visit, asked)
    };
    Ok(kinds.into_iter().map(visit).collect())
}

/// Lets readers come for a while.
fn come(nginx: &Nginx, asked: &[Asked], arguments: &Arguments) -> Result<Round> {
    let length = Duration::from_secs_f64(arguments.seconds);
    let (start, cpu) = (Instant::now(), nginx.cpu_seconds()?);
    let read = || -> Result<u64> {
        let (mut buffer, mut n_visits) = (vec![0; 1 << 18], 0);
        while start.elapsed() < length {
            visit(nginx.socket, asked, &mut buffer)?;
            n_visits += 1;
        }
        Ok(n_visits)
    };
    let readers = std::thread::scope(|scope| -> Result<u64> {
        let threads: Vec<_> = (0..arguments.readers.max(1)).map(|_| scope.spawn(read)).collect();
        let mut sum = 0;
        for thread in threads {
            let Ok(n_visits) = thread.join() else { bail!("a reader broke down") };
            sum += n_visits?;
        }
        Ok(sum)
    })?;
    Ok(Round { readers, seconds: start.elapsed().as_secs_f64(), cpu_seconds: nginx.cpu_seconds()? - cpu })
}

/// One reader: a connection, and one file after the other over it.
fn visit(socket: SocketAddr, asked: &[Asked], buffer: &mut [u8]) -> Result<()> {
    let mut connection = TcpStream::connect(socket)?;
    connection.set_nodelay(true)?;
    for Asked { path, request, answer } in asked {
        connection.write_all(request.as_bytes())?;
        let mut n_got = 0;
        while n_got < answer.bytes {
            let n_read = connection.read(buffer)?;
            ensure!(n_read > 0, "{path}: the connection was closed");
            if n_got == 0 {
                let status = format!("HTTP/1.1 {} ", answer.status);
                ensure!(buffer.starts_with(status.as_bytes()), "{path}: another answer than before");
            }
            n_got += n_read;
        }
        ensure!(n_got == answer.bytes, "{path}: another length than before");
    }
    Ok(())
}

/// Asks once and reads the whole answer.
fn first_answer(socket: SocketAddr, request: &str) -> Result<Answer> {
    let mut connection = TcpStream::connect(socket)?;
    connection.write_all(request.replacen("\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1).as_bytes())?;
    let mut whole = Vec::new();
    connection.read_to_end(&mut whole)?;
    let head = whole.windows(4).position(|four| four == b"\r\n\r\n").context("no head")? + 4;
    let text = String::from_utf8_lossy(&whole[..head]);
    let header = |name: &str| {
        text.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then(|| value.to_owned())
        })
    };
    Ok(Answer {
        status: text.split(' ').nth(1).and_then(|word| word.parse().ok()).context("no status")?,
        tag: header("etag").unwrap_or_default(),
        is_kept: header("cache-control").is_some_and(|value| value.contains("immutable")),
        // nginx says `keep-alive` where it said `close`.
        bytes: whole.len() + "keep-alive".len() - "close".len(),
    })
}

/// nginx' name and version.
fn version() -> Result<String> {
    let said = Command::new("nginx").arg("-v").output().context("nginx")?;
    let said = String::from_utf8_lossy(&said.stderr);
    Ok(said.trim().trim_start_matches("nginx version: ").to_owned())
}

fn page(report: &Report) -> String {
    let mut text = format!(
        "# How many readers one core serves\n\n{} {} with `deploy/nginx.conf` and one process on one core, {} readers at once \
         on another, over loopback without encryption; {}. Medians.\n\n\
         | a reader | requests | bytes | readers a second | requests a second | MB a second | nginx had of its core | readers a second of a whole core |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|\n",
        report.setting.told("cargo xtask measure load"),
        report.server,
        report.readers_at_once,
        report.encoding
    );
    for visit in &report.visits {
        let whole = visit.readers_per_core_second;
        text += &format!(
            "| {} | {} | {} | {:.0} | {:.0} | {:.0} | {:.0} % | {:.0} |\n",
            visit.name,
            visit.requests,
            visit.bytes,
            visit.readers_per_second,
            visit.readers_per_second * visit.requests as f64,
            visit.readers_per_second * visit.bytes as f64 / 1e6,
            visit.busy * 100.0,
            whole,
        );
    }
    let first = report.visits.first().map_or(f64::NAN, |visit| visit.bytes as f64);
    text += &format!(
        "\nThe last column is what nginx' own time allows; where it had less than all of its core, the readers on the other \
         core, or what else ran, held it up. Encryption comes on top and is not measured. A line of 1 Gbit/s is full at {:.0} \
         first visits a second.\n",
        1e9 / 8.0 / first
    );
    text
}

#[expect(clippy::print_stdout, reason = "this program's output")]
fn say(text: &str) {
    println!("{text}");
}
