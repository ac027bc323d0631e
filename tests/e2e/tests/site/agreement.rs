//! One model: natively, in the calculator's program and in each engine's wasm, the same scenarios give the same bits.

use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context, Result, ensure};
use axum::Router;
use e2e::browser::{Engine, Settings, with_browser};
use e2e::site::Site;
use model::Scenario;
use serde_json::{Value, json};
use xtask::{project, server};

/// How many scenarios are drawn over the whole box of inputs.
const N_SCENARIOS: u32 = 200;
const SEED: u32 = 2026;

in_every_engine!(every_engine_agrees_to_the_bit);

fn scenarios() -> Result<Vec<Scenario>> {
    Ok(calculator::draw::scenarios(N_SCENARIOS, SEED)?)
}

/// The outcomes as this test's own native build computes them, once for all engines.
fn native() -> Result<&'static [Value]> {
    static OUTCOMES: OnceLock<Vec<Value>> = OnceLock::new();
    if let Some(outcomes) = OUTCOMES.get() {
        return Ok(outcomes);
    }
    let mut outcomes = Vec::new();
    for scenario in scenarios()? {
        outcomes.push(bits(&serde_json::to_value(model::evaluate(&scenario))?));
    }
    Ok(OUTCOMES.get_or_init(|| outcomes))
}

/// Every number as the hexadecimal digits of its 64 bits, as JavaScript's JSON would lose the sign of zero.
fn bits(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(format!("{:016x}", number.as_f64().unwrap_or(f64::NAN).to_bits())),
        Value::Array(items) => items.iter().map(bits).collect(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), bits(value))).collect(),
        other => other.clone(),
    }
}

/// Where two outcomes differ first: the path of names down to it, and both values.
fn difference(path: &str, left: &Value, right: &Value) -> Option<String> {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            let names = left.keys().chain(right.keys());
            names
                .filter_map(|name| {
                    let missing = Value::Null;
                    let (left, right) =
                        (left.get(name).unwrap_or(&missing), right.get(name).unwrap_or(&missing));
                    difference(&format!("{path}.{name}"), left, right)
                })
                .next()
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            let items = left.iter().zip(right).enumerate();
            items
                .filter_map(|(index, (left, right))| difference(&format!("{path}[{index}]"), left, right))
                .next()
        }
        _ if left == right => None,
        _ => Some(format!("{path}: {left} natively, {right} there")),
    }
}

fn expect_equal(expected: &[Value], found: &[Value]) -> Result<()> {
    ensure!(expected.len() == found.len(), "{} outcomes, not {}", found.len(), expected.len());
    for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
        if let Some(difference) = difference("outcome", expected, found) {
            let scenario = serde_json::to_string(&scenarios()?[index])?;
            anyhow::bail!("scenario {index}: {difference}\nThe scenario: {scenario}");
        }
    }
    Ok(())
}

#[test]
fn a_difference_in_the_last_bit_is_found() -> Result<()> {
    let outcomes = native()?;
    let mut other = outcomes.to_vec();
    let Value::Object(first) = &mut other[7] else { anyhow::bail!("an outcome is an object") };
    first.insert("saving_quantiles".to_owned(), json!(["0000000000000001"]));
    ensure!(expect_equal(outcomes, outcomes).is_ok());
    ensure!(expect_equal(outcomes, &other).is_err());
    ensure!(bits(&json!(0.0)) != bits(&json!(-0.0)));
    ensure!(bits(&json!(0.1 + 0.2)) != bits(&json!(0.3)));
    Ok(())
}

#[test]
fn the_scenarios_differ_in_every_input() -> Result<()> {
    let scenarios = scenarios()?;
    for spec in model::catalogue::INPUTS {
        let first = scenarios[0].get(spec.input);
        let changes = scenarios.iter().any(|scenario| scenario.get(spec.input) != first);
        ensure!(changes, "{} never changes", spec.id);
    }
    Ok(())
}

#[test]
fn the_calculator_agrees_to_the_bit() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("scenarios.json");
    std::fs::write(&file, serde_json::to_string(&scenarios()?)?)?;
    let output = Command::new(calculator()?)
        .args(["evaluate", "--format", "json", "--scenario"])
        .arg(&file)
        .output()
        .context("the calculator cannot be started")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed: Vec<Value> = serde_json::from_slice(&output.stdout)?;
    let found: Vec<Value> = printed.iter().map(|case| bits(&case["outcome"])).collect();
    expect_equal(native()?, &found)
}

/// The calculator's program, which cargo puts beside the folder of the tests.
fn calculator() -> Result<std::path::PathBuf> {
    let own = std::env::current_exe()?;
    let program = own.parent().and_then(|deps| deps.parent()).context("no folder")?.join("calculator");
    ensure!(program.exists(), "{} is missing: run `cargo build -p calculator` first", program.display());
    Ok(program)
}

async fn every_engine_agrees_to_the_bit(engine: Engine) -> Result<()> {
    let module = project::dist().join("module");
    ensure!(module.join("own_or_rent.js").exists(), "dist/module is missing: run `cargo xtask build` first");
    // Served alone: the module needs nothing of the page.
    let page = axum::routing::get(|| async { axum::response::Html("<!DOCTYPE html><title>module</title>") });
    let site =
        Site::serve(Router::new().route("/", page).nest_service("/module", server::router(&module))).await?;
    with_browser(engine, Settings::default(), async |browser| {
        browser.open(&site.url("/")).await?;
        let script = r#"
            const [scenarios, done] = arguments;
            const view = new DataView(new ArrayBuffer(8));
            const bits = (value) => {
              if (typeof value === "number") {
                view.setFloat64(0, value);
                return view.getBigUint64(0).toString(16).padStart(16, "0");
              }
              if (Array.isArray(value)) return value.map(bits);
              if (value === undefined) throw new Error("a value is undefined");
              if (value === null || typeof value !== "object") return value;
              return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, bits(part)]));
            };
            (async () => {
              const module = await import("./module/own_or_rent.js");
              await module.default();
              return JSON.parse(scenarios).map((scenario) => bits(module.evaluate(scenario)));
            })().then((outcomes) => done({ outcomes }), (error) => done({ error: String(error) }));
        "#;
        // As text: Firefox's driver would round a number on its way.
        let arguments = vec![json!(serde_json::to_string(&scenarios()?)?)];
        let answer = browser.driver.execute_async(script, arguments).await?.json().clone();
        ensure!(answer["error"].is_null(), "{engine}: {}", answer["error"]);
        let found: Vec<Value> = serde_json::from_value(answer["outcomes"].clone())?;
        expect_equal(native()?, &found).with_context(|| engine.to_string())
    })
    .await
}
