//! `cargo xtask test`: everything that must hold, cheapest first, with a table of the times.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use clap::{Args, ValueEnum};
use xtask::budgets::Budgets;
use xtask::snapshot::{self, Numbers, Snapshot};
use xtask::weight::{Line, Weight};
use xtask::{instructions, project};

use crate::command::{self, cargo, find, run_reading, say};
use crate::{browsers, site, tools};

/// Which steps to run.
#[derive(Args)]
pub(crate) struct Selection {
    /// Runs this step only; may be given several times.
    #[arg(long, value_name = "STEP")]
    only: Vec<String>,
    /// Leaves this step out; may be given several times.
    #[arg(long, value_name = "STEP")]
    skip: Vec<String>,
    /// How long it may take: the steps of seconds, those and the steps of minutes, or all.
    #[arg(long, value_enum, default_value_t = Group::All)]
    group: Group,
    /// Goes on after a failed step.
    #[arg(long)]
    keep_going: bool,
    /// Lists the steps, and about how long each takes, and ends.
    #[arg(long)]
    list: bool,
}

/// Tests that passed and failed; a check without tests counts as one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Count {
    passed: u32,
    failed: u32,
}

/// Steps that are run together; each group holds those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Group {
    /// After each change.
    Seconds,
    /// Before a commit: nothing of it needs the built site or, but for Chromium, a browser.
    Minutes,
    /// Before a change is merged.
    All,
}

impl Group {
    const fn name(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::All => "all",
        }
    }
}

struct Step {
    name: &'static str,
    about: &'static str,
    /// The smallest group that holds it.
    group: Group,
    /// About how many seconds it takes, as [`CONDITIONS`] says.
    seconds: u32,
    run: fn() -> Result<Count>,
}

/// What the times of the steps suppose.
const CONDITIONS: &str = "on two idle cores, with the tools installed and the dependencies compiled";

const STEPS: [Step; 15] = [
    Step {
        name: "tools",
        about: "what the other steps need is installed (on Linux with apt)",
        group: Group::All,
        seconds: 1,
        run: install,
    },
    Step {
        name: "format",
        about: "rustfmt has nothing to change",
        group: Group::Seconds,
        seconds: 3,
        run: format,
    },
    Step {
        name: "deny",
        about: "licences and sources of the crates are those that deny.toml allows",
        group: Group::Seconds,
        seconds: 6,
        run: deny,
    },
    Step { name: "lint", about: "clippy is silent, natively", group: Group::Seconds, seconds: 40, run: lint },
    Step {
        name: "lint-wasm",
        about: "clippy is silent for the browser's target",
        group: Group::Minutes,
        seconds: 40,
        run: lint_wasm,
    },
    Step {
        name: "unsplit",
        about: "the page also compiles as one program (feature `split` off)",
        group: Group::Minutes,
        seconds: 10,
        run: check_unsplit,
    },
    Step { name: "docs", about: "rustdoc has no warning", group: Group::Minutes, seconds: 40, run: docs },
    Step {
        name: "native",
        about: "model, data, calculator, page and chores",
        group: Group::Minutes,
        seconds: 240,
        run: native,
    },
    Step {
        name: "instructions",
        about: "no question of the model takes more instructions than xtask/budgets.toml allows",
        group: Group::Minutes,
        seconds: 60,
        run: count_instructions,
    },
    Step {
        name: "allocations",
        about: "the questions of the model allocate what xtask/snapshot.toml says",
        group: Group::Minutes,
        seconds: 20,
        run: compare_allocations,
    },
    Step {
        name: "components",
        about: "components in Chromium, as one program",
        group: Group::Minutes,
        seconds: 120,
        run: components,
    },
    Step { name: "site", about: "the site builds", group: Group::All, seconds: 240, run: build_site },
    Step {
        name: "module",
        about: "the JavaScript module agrees with the calculator, in Node",
        group: Group::All,
        seconds: 20,
        run: module,
    },
    Step {
        name: "weight",
        about: "the site weighs no more than xtask/budgets.toml allows, and what xtask/snapshot.toml says",
        group: Group::All,
        seconds: 1,
        run: weigh,
    },
    Step {
        name: "e2e",
        about: "the built site in Chromium, Firefox and WebKit",
        group: Group::All,
        seconds: 600,
        run: end_to_end,
    },
];

/// The result of a step.
enum Fate {
    Ran(Count, Duration),
    NotRun(&'static str),
}

/// Runs the chosen steps and reports how it went; whether all passed.
///
/// # Errors
/// When there is no such step.
pub(crate) fn run(selection: &Selection) -> Result<bool> {
    if selection.list {
        list();
        return Ok(true);
    }
    for name in selection.only.iter().chain(&selection.skip) {
        ensure!(STEPS.iter().any(|step| step.name == name), "there is no step {name:?}; --list names them");
    }
    let mut fates = Vec::new();
    let mut total = Count::default();
    for step in &STEPS {
        let is_named = selection.only.iter().any(|name| name == step.name);
        let is_chosen = is_named || (selection.only.is_empty() && step.group <= selection.group);
        if !is_chosen || selection.skip.iter().any(|name| name == step.name) {
            fates.push((step, Fate::NotRun("left out")));
            continue;
        }
        if total.failed > 0 && !selection.keep_going {
            fates.push((step, Fate::NotRun("not run")));
            continue;
        }
        say(&format!("\n== {}: {}", step.name, step.about));
        let start = Instant::now();
        let count = (step.run)().unwrap_or_else(|error| {
            say(&format!("{} failed: {error:#}", step.name));
            Count { passed: 0, failed: 1 }
        });
        total.passed += count.passed;
        total.failed += count.failed;
        fates.push((step, Fate::Ran(count, start.elapsed())));
    }
    report(&fates, total);
    Ok(total.failed == 0)
}

/// Lists the steps by group.
fn list() {
    say(&format!("About how long each step takes {CONDITIONS}; `--group` runs a group and those before it."));
    for group in [Group::Seconds, Group::Minutes, Group::All] {
        say(&format!("\n--group {}", group.name()));
        for step in STEPS.iter().filter(|step| step.group == group) {
            say(&format!("  {:<12} {:>4} s  {}", step.name, step.seconds, step.about));
        }
    }
}

fn report(fates: &[(&Step, Fate)], total: Count) {
    say("");
    let mut seconds = 0;
    for (step, fate) in fates {
        say(&match fate {
            Fate::Ran(count, time) => {
                seconds += time.as_secs();
                let verdict = if count.failed == 0 { "ok" } else { "FAILED" };
                format!(
                    "{:<12} {verdict:<8} {:>5} s  {} passed, {} failed",
                    step.name,
                    time.as_secs(),
                    count.passed,
                    count.failed
                )
            }
            Fate::NotRun(why) => format!("{:<12} {why}", step.name),
        });
    }
    say(&format!("{:<21} {seconds:>5} s", "all"));
    say(&format!("{} passed, {} failed", total.passed, total.failed));
}

fn install() -> Result<Count> {
    tools::ensure_rust(&["rustfmt", "clippy"])?;
    browsers::ensure(&browsers::Need::ALL)?;
    tools::Tool::wasm_bindgen()?.ensure()?;
    tools::Tool::trunk().ensure()?;
    tools::Tool::cargo_deny().ensure()?;
    tools::ensure_npm_packages()?;
    Ok(Count { passed: 1, failed: 0 })
}

fn format() -> Result<Count> {
    check(&mut cargo(["fmt", "--all", "--check"]))
}

/// Known faults of the crates are not looked up: their database is on the network.
fn deny() -> Result<Count> {
    tools::Tool::cargo_deny().ensure()?;
    // Everything that Cargo.lock names is needed to read its licence.
    command::run(&mut cargo(["fetch", "--locked"]))?;
    let mut deny = cargo(["deny", "--workspace", "--offline", "check", "--hide-inclusion-graph"]);
    check(deny.args(["licenses", "bans", "sources"]))
}

fn lint() -> Result<Count> {
    tools::ensure_rust(&["clippy"])?;
    let features = "own-or-rent/prerender";
    check(&mut cargo([
        "clippy",
        "--workspace",
        "--all-targets",
        "--features",
        features,
        "--",
        "-D",
        "warnings",
    ]))
}

fn lint_wasm() -> Result<Count> {
    let mut clippy = cargo(["clippy", "--target", "wasm32-unknown-unknown"]);
    for package in [
        "own-or-rent",
        "own-or-rent-framed",
        "own-or-rent-module",
        "own-or-rent-workshop-room",
        "spreadsheet",
        "model",
    ] {
        clippy.args(["--package", package]);
    }
    let features = "own-or-rent/hydration,own-or-rent/ssr,own-or-rent-framed/charts";
    clippy.args(["--lib", "--bins", "--features", features]);
    for test in component_tests()? {
        clippy.args(["--test", &test]);
    }
    check(clippy.args(["--", "-D", "warnings"]))
}

/// The way back from two programs: the component tests run the page so, and here it compiles as it would be built.
fn check_unsplit() -> Result<Count> {
    let mut checked = cargo(["check", "--target", "wasm32-unknown-unknown", "--package", "own-or-rent"]);
    check(checked.args(["--bin", "web", "--features", "hydration"]))
}

fn docs() -> Result<Count> {
    let mut doc = cargo(["doc", "--workspace", "--no-deps", "--features", "own-or-rent/prerender"]);
    check(doc.env("RUSTDOCFLAGS", "-D warnings"))
}

fn native() -> Result<Count> {
    let features = "own-or-rent/prerender";
    count(&mut cargo(["test", "--workspace", "--exclude", "e2e", "--features", features, "--no-fail-fast"]))
}

fn count_instructions() -> Result<Count> {
    browsers::ensure(&[browsers::Need::Valgrind])?;
    let built = check(&mut cargo(["build", "--release", "--package", "questions"]))?;
    ensure!(built.failed == 0, "the questions do not build");
    let mut count = Count::default();
    for line in instructions::lines(&Budgets::read()?.instructions)? {
        let verdict = if line.holds() { "" } else { ": TOO MANY" };
        say(&format!("{:<9} {:>10} of {:>10}{verdict}", line.name, line.found, line.most));
        count.passed += u32::from(line.holds());
        count.failed += u32::from(!line.holds());
    }
    Ok(count)
}

fn compare_allocations() -> Result<Count> {
    let kept = Snapshot::read()?;
    compare(kept.tolerance.allocations.differences(&kept.allocations, &found_allocations()?))
}

/// What each question of the model allocates.
///
/// # Errors
/// When the program that counts does not build or run.
pub(crate) fn found_allocations() -> Result<BTreeMap<String, Numbers>> {
    let program = "allocations";
    let built = check(&mut cargo(["build", "--release", "--package", "questions", "--example", program]))?;
    ensure!(built.failed == 0, "the example {program} does not build");
    snapshot::allocations(&project::release("examples")?.join(program))
}

/// Says what differs from the snapshot.
fn compare(differences: Vec<String>) -> Result<Count> {
    for difference in &differences {
        say(difference);
    }
    if differences.is_empty() {
        return Ok(Count { passed: 1, failed: 0 });
    }
    say(&format!(
        "xtask/snapshot.toml differs: if that is what the change should do, `{}` writes it",
        snapshot::COMMAND
    ));
    Ok(Count { passed: 0, failed: 1 })
}

fn components() -> Result<Count> {
    let tests = component_tests()?;
    ensure!(!tests.is_empty(), "no file in tests/ has a wasm_bindgen_test");
    let mut command = cargo(["test", "--target", "wasm32-unknown-unknown", "--package", "own-or-rent"]);
    command.args(["--features", "hydration,ssr", "--no-fail-fast"]);
    for test in tests {
        command.args(["--test", &test]);
    }
    let driver = find("chromedriver").context("chromedriver is not on PATH")?;
    count(command.env("CHROMEDRIVER", driver).env("WASM_BINDGEN_TEST_TIMEOUT", "120"))
}

fn build_site() -> Result<Count> {
    site::build()?;
    Ok(Count { passed: 1, failed: 0 })
}

/// Builds the calculator: the browsers' results are compared with its.
fn build_calculator() -> Result<()> {
    let built = check(&mut cargo(["build", "--package", "calculator"]))?;
    if built.failed > 0 {
        bail!("the calculator does not build");
    }
    Ok(())
}

fn module() -> Result<Count> {
    build_calculator()?;
    check(Command::new("node").args(["--test", "crates/javascript/tests/"]).current_dir(project::root()))
}

fn weigh() -> Result<Count> {
    let mut count = Count::default();
    for Line { name, found, budget } in Weight::of(&project::dist())?.lines() {
        let holds = found <= budget.most;
        let verdict = if holds { "" } else { ": TOO MUCH" };
        say(&format!("{name:<11} {found:>8} of {:>8}, aim {:>8}{verdict}", budget.most, budget.aim));
        count.passed += u32::from(holds);
        count.failed += u32::from(!holds);
    }
    let kept = Snapshot::read()?;
    let found = compare(kept.tolerance.site.differences(&kept.site, &snapshot::site(&project::dist())?))?;
    count.passed += found.passed;
    count.failed += found.failed;
    Ok(count)
}

fn end_to_end() -> Result<Count> {
    build_calculator()?;
    // Each test starts its own browser: more of them than cores would only wait for each other.
    count(&mut cargo(["test", "--package", "e2e", "--no-fail-fast", "--", "--test-threads=2"]))
}

/// The files in tests/ whose tests run in a browser.
fn component_tests() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(project::root().join("tests"))? {
        let path = entry?.path();
        let is_rust = path.extension().is_some_and(|ending| ending == "rs");
        if is_rust && fs::read_to_string(&path)?.contains("#[wasm_bindgen_test") {
            names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}

/// A check that is not made of tests.
fn check(command: &mut Command) -> Result<Count> {
    let holds = run_reading(command, |_| ())?;
    Ok(Count { passed: u32::from(holds), failed: u32::from(!holds) })
}

/// A command that runs tests; adds up the counts of its binaries.
fn count(command: &mut Command) -> Result<Count> {
    let mut count = Count::default();
    let succeeded = run_reading(command, |line| {
        if let Some(more) = count_in(line) {
            count.passed += more.passed;
            count.failed += more.failed;
        }
    })?;
    if succeeded {
        ensure!(count.passed > 0, "no test ran");
    } else {
        // It may have failed to compile or to start, without a test.
        count.failed = count.failed.max(1);
    }
    Ok(count)
}

/// What a line such as "test result: ok. 3 passed; 0 failed; 0 ignored" says.
fn count_in(line: &str) -> Option<Count> {
    let (_, result) = line.split_once("test result: ")?;
    let number_before = |word: &str| {
        let (before, _) = result.split_once(word)?;
        before.split_whitespace().last()?.parse().ok()
    };
    Some(Count { passed: number_before(" passed")?, failed: number_before(" failed")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_is_in_the_group_of_its_time() {
        for step in &STEPS {
            let most = match step.group {
                Group::Seconds => 59,
                Group::Minutes | Group::All => 3600,
            };
            assert!((1..=most).contains(&step.seconds), "{} takes {} s", step.name, step.seconds);
        }
    }

    #[test]
    fn results_are_counted() {
        let line = "test result: FAILED. 3 passed; 12 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(count_in(line), Some(Count { passed: 3, failed: 12 }));
        assert_eq!(count_in("running 3 tests"), None);
    }

    #[test]
    fn a_failing_command_is_never_a_success() {
        assert_eq!(count(Command::new("sh").args(["-c", "exit 1"])).unwrap(), Count { passed: 0, failed: 1 });
        let said = "echo 'test result: ok. 2 passed; 0 failed'; exit 1";
        assert_eq!(count(Command::new("sh").args(["-c", said])).unwrap(), Count { passed: 2, failed: 1 });
        assert!(count(Command::new("sh").args(["-c", "exit 0"])).is_err(), "nothing ran");
    }
}
