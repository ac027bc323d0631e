//! The comparison as a page of the docs.

use std::fmt::Write;

use crate::Report;
use crate::pages::{Figure, PageWeight, Response, Speeds, Way};
use crate::rates::Rate;

/// The page.
pub(crate) fn page(report: &Report) -> String {
    format!(
        "# Beside others\n\n{} Medians of {} rounds in which everything took its turn.\n\n{}\n{}",
        report.setting.told("cargo xtask measure compare"),
        report.rounds,
        evaluations(&report.rates),
        figure(report, &report.figure)
    )
}

fn median_of(rates: &[Rate], name: &str) -> f64 {
    rates.iter().find(|rate| rate.name == name).map_or(f64::NAN, |rate| rate.median)
}

fn evaluations(rates: &[Rate]) -> String {
    let estimate = median_of(rates, "ours, `estimate`");
    let mut text = "## Evaluations a second\n\nOne thread each. The public calculators are Python, and are asked through the \
                    function that their documentation gives; the network is closed to them.\n\n\
                    | calculator | version | calls a second | our `estimate` is faster by | what one call computes |\n\
                    |---|---|--:|--:|---|\n"
        .to_owned();
    for Rate { name, version, median, what, .. } in rates {
        let ratio = if *name == "ours, `estimate`" { String::new() } else { times(estimate / median) };
        let _ = writeln!(text, "| {name} | {version} | {} | {ratio} | {what} |", number(*median));
    }
    let replica = median_of(rates, "ours, one replica");
    let inference = median_of(rates, "llm-analysis inference");
    let _ = writeln!(
        text,
        "\nLike for like there is only one pair: a replica of ours against llm-analysis' inference, {} as fast. Otherwise our \
         call does more than theirs (llm-analysis: serving or training alone; EcoLogits: the footprint of one request; \
         genai-prices: a list price), so the ratios say what a question costs that is asked of us, not how good a program \
         the other is. Theirs answer with models of parts that ours does not look at: llm-analysis with the layers one by one \
         and pipeline and expert parallelism, EcoLogits with making the hardware, genai-prices with hundreds of prices.",
        times(replica / inference)
    );
    text
}

fn figure(report: &Report, figure: &Figure) -> String {
    let mut text = format!(
        "## The ledger figure, shown two ways\n\nOwning's and renting's bills as the model's size moves, line by line, with \
         the range of nine in ten of 1,024 cases. The same bars, texts, numbers and chart library; in {}.\n\n\
         - **the site**: its page with the slider in the panel, and of its figures only the ledger drawn. A frame with \
           `?embed=ledger` loads the same files, but has no slider. At each step the page computes the verdict with its \
           break-evens too, and renews every number that the panel and the words show. \
           The frame that is timed shows the slider in hand and the answer; the figure follows in a later task, where the \
           plain page draws it in that frame.\n\
         - **the plain page**: `xtask/compare/plain`, with `evaluate` of the site's JavaScript module, which gives the whole \
           outcome. It has no framework, article, workings, table or text alternative.\n\n",
        figure.browser
    );
    text += &weights(&figure.weights);
    text += &responses(&figure.responses);
    text += &speeds(report, &figure.speeds);
    text
}

fn weights(weights: &[PageWeight]) -> String {
    let plain = weights.iter().find(|page| page.way == Way::Plain).map_or(0, PageWeight::without_charts);
    let mut text = "### What it weighs\n\nBytes as sent (brotli; typefaces as they are).\n\n\
                    | page | HTML, CSS, typefaces | JavaScript | wasm | in all, without charts | beside the plain page | chart library |\n\
                    |---|--:|--:|--:|--:|--:|--:|\n"
        .to_owned();
    for page in weights {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} |",
            page.way.name(),
            page.words,
            page.script,
            page.wasm,
            page.without_charts(),
            times(page.without_charts() as f64 / plain as f64),
            page.charts
        );
    }
    text
}

fn responses(responses: &[Response]) -> String {
    let mut text = "\n### How it follows\n\nFrom an input event of a dragged slider to the frame that shows it, milliseconds.\n\n\
                    | page | CPU | median | p95 | beside the plain page (p95) | frames dropped |\n\
                    |---|--:|--:|--:|--:|--:|\n"
        .to_owned();
    for response in responses {
        let plain =
            responses.iter().find(|other| other.way == Way::Plain && other.slowdown == response.slowdown);
        let ratio = plain.map_or(f64::NAN, |plain| response.p95 / plain.p95);
        let _ = writeln!(
            text,
            "| {} | {}x | {:.1} | {:.1} | {} | {:.0} % |",
            response.way.name(),
            response.slowdown,
            response.median,
            response.p95,
            times(ratio),
            response.dropped_share * 100.0
        );
    }
    text
}

fn speeds(report: &Report, speeds: &Speeds) -> String {
    let (estimate, evaluate) =
        (median_of(&report.rates, "ours, `estimate`"), median_of(&report.rates, "ours, `evaluate`"));
    format!(
        "\n### What computes the numbers\n\n\
         | what | where | |\n|---|---|--:|\n\
         | a whole `estimate` | Rust, native | {} a second |\n\
         | the same, as points of `curve`, passed on as objects | wasm, in the browser | {} a second |\n\
         | a whole `evaluate` | Rust, native | {:.1} ms |\n\
         | the same | wasm, in the browser | {:.1} ms |\n\n\
         What is built for size as wasm reaches {:.2} of native speed.\n",
        number(estimate),
        number(speeds.estimates),
        1000.0 / evaluate,
        speeds.evaluate_ms,
        speeds.estimates / estimate,
    )
}

/// "3.2 times", "0.8 times", "140 times".
fn times(ratio: f64) -> String {
    if ratio >= 20.0 {
        format!("{} times", number(ratio))
    } else if ratio >= 1.0 {
        format!("{ratio:.1} times")
    } else {
        format!("{ratio:.2} times")
    }
}

/// A number to three significant digits, with thousands apart.
fn number(value: f64) -> String {
    let digits = (value as u64).checked_ilog10().unwrap_or(0);
    let unit = f64::from(10_u32.pow(digits.saturating_sub(2)));
    let whole = ((value / unit).round() * unit) as u64;
    let digits = whole.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[expect(clippy::print_stdout, reason = "this program's output")]
pub(crate) fn say(text: &str) {
    println!("{text}");
}
