//! The comparison as a page of the docs.

use std::fmt::Write;

use crate::Report;
use crate::pages::{Compared, Followed, Way, Weighed};
use crate::rates::Rate;

/// The page.
pub(crate) fn page(report: &Report) -> String {
    format!(
        "# Beside others\n\n{} Medians of {} rounds in which everything took its turn.\n\n{}\n{}",
        report.setting.told("cargo xtask compare"),
        report.rounds,
        evaluations(&report.rates),
        figure(report, &report.pages)
    )
}

fn median_of(rates: &[Rate], name: &str) -> f64 {
    rates.iter().find(|rate| rate.name == name).map_or(f64::NAN, |rate| rate.median)
}

fn evaluations(rates: &[Rate]) -> String {
    let estimate = median_of(rates, "ours, `estimate`");
    let mut text = "## Evaluations a second\n\nOne thread each. The public calculators are Python, and are asked through the \
                    function that their documentation gives; the network is closed to them.\n\n\
                    | calculator | version | calls a second | our `estimate` is so many times as fast | what one call computes |\n\
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

fn figure(report: &Report, pages: &Compared) -> String {
    let mut text = format!(
        "## The ledger figure, written three ways\n\nOwning's and renting's bills as the model's size moves, line by line, with \
         the range of nine in ten of 1,024 cases. The same bars, texts, numbers and chart library; in {}. The numbers of both \
         plain pages agree with the model's at 25 sizes to {:.0e} (relatively, at most).\n\n\
         - **the site**: its page with the slider in the panel, and of its figures only the ledger drawn. A frame with \
           `?embed=ledger` loads the same files, but has no slider. At each step it computes the verdict with its break-evens too, \
           and what else the panel and the words show, and renews every number in them. \
           The frame that is timed shows the slider in hand and the answer; the figure follows in a task behind it, where the \
           plain pages draw it in that frame.\n\
         - **plain, JavaScript**: `xtask/compare/plain`, the formulas that the figure needs by hand in JavaScript, without a \
           framework, an article, accuracy, workings, a table or a text alternative.\n\
         - **plain, wasm module**: the same page with `evaluate` of the site's JavaScript module, which gives the whole \
           outcome.\n\n",
        pages.browser, pages.largest_difference
    );
    text += &weights(&pages.weights);
    text += &followed(&pages.followed);
    text += &speeds(report, pages);
    text
}

fn weights(weights: &[Weighed]) -> String {
    let plain = weights.iter().find(|of| of.way == Way::JavaScript).map_or(0, Weighed::own);
    let mut text = "### What it weighs\n\nBytes as sent (brotli; typefaces as they are).\n\n\
                    | page | HTML, CSS, typefaces | JavaScript | wasm | in all, without charts | beside plain JavaScript | chart library |\n\
                    |---|--:|--:|--:|--:|--:|--:|\n"
        .to_owned();
    for of in weights {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} |",
            of.way.name(),
            of.words,
            of.script,
            of.wasm,
            of.own(),
            times(of.own() as f64 / plain as f64),
            of.charts
        );
    }
    text
}

fn followed(followed: &[Followed]) -> String {
    let mut text = "\n### How it follows\n\nFrom an input event of a dragged slider to the frame that shows it, milliseconds.\n\n\
                    | page | CPU | median | p95 | beside plain JavaScript (p95) | frames dropped |\n\
                    |---|--:|--:|--:|--:|--:|\n"
        .to_owned();
    for of in followed {
        let plain =
            followed.iter().find(|other| other.way == Way::JavaScript && other.slowdown == of.slowdown);
        let ratio = plain.map_or(f64::NAN, |plain| of.p95 / plain.p95);
        let _ = writeln!(
            text,
            "| {} | {}x | {:.1} | {:.1} | {} | {:.0} % |",
            of.way.name(),
            of.slowdown,
            of.median,
            of.p95,
            times(ratio),
            of.dropped_share * 100.0
        );
    }
    text
}

fn speeds(report: &Report, pages: &Compared) -> String {
    let speeds = &pages.speeds;
    let (estimate, evaluate, replica) = (
        median_of(&report.rates, "ours, `estimate`"),
        median_of(&report.rates, "ours, `evaluate`"),
        median_of(&report.rates, "ours, one replica"),
    );
    format!(
        "\n### What computes the numbers\n\n\
         | what | where | |\n|---|---|--:|\n\
         | one replica and its queue | Rust, native | {} a second |\n\
         | the same formulas | JavaScript, in the browser | {} a second |\n\
         | a whole `estimate` | Rust, native | {} a second |\n\
         | the same, as points of `curve`, handed over as objects | wasm, in the browser | {} a second |\n\
         | what the figure needs of it | JavaScript, in the browser | {} a second |\n\
         | a whole `evaluate` | Rust, native | {:.1} ms |\n\
         | the same | wasm, in the browser | {:.1} ms |\n\
         | the figure's bands: the costs of 1,024 cases | JavaScript, in the browser | {:.1} ms |\n\n\
         The same formulas run {} as fast natively as in JavaScript, and what is built for size as wasm reaches {:.2} of native \
         speed: that, and no more, is what the language gives or takes. The rest of the difference between the pages is what \
         they compute and show: of an `estimate`, the figure needs the costs; of a step of the site, its bands. What the bytes \
         and milliseconds above pay for is one model for page, command line, module and tests, the same to the last bit, \
         with its workings, and an article whose every number follows.\n",
        number(replica),
        number(speeds.javascript_replicas),
        number(estimate),
        number(speeds.wasm_cases),
        number(speeds.javascript_cases),
        1000.0 / evaluate,
        speeds.wasm_evaluate_ms,
        speeds.javascript_bands_ms,
        times(replica / speeds.javascript_replicas),
        speeds.wasm_cases / estimate,
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
