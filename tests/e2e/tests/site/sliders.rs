//! Each headline slider, by pointer and by keyboard, changes the answer, the prose, a chart and the address.

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine};
use serde_json::json;

use crate::with_site;

in_every_engine!(
    model_size_by_pointer,
    model_size_by_keyboard,
    gpu_count_by_pointer,
    gpu_count_by_keyboard,
    retrains_per_year_by_pointer,
    retrains_per_year_by_keyboard,
);

/// How a slider is moved.
#[derive(Clone, Copy)]
enum Hand {
    Pointer,
    Keyboard,
}

/// What must follow a slider.
struct Slider {
    input: &'static str,
    /// A figure whose chart shows the difference.
    figure: &'static str,
    /// An output in the prose that differs.
    value: &'static str,
}

const MODEL_SIZE: Slider = Slider { input: "model_size", figure: "accuracy", value: "own_accuracy" };
const GPU_COUNT: Slider = Slider { input: "gpu_count", figure: "ledger", value: "own_cost" };
const RETRAINS: Slider = Slider { input: "retrains_per_year", figure: "accuracy", value: "own_cost" };

async fn model_size_by_pointer(engine: Engine) -> Result<()> {
    moves_everything(engine, MODEL_SIZE, Hand::Pointer).await
}

async fn model_size_by_keyboard(engine: Engine) -> Result<()> {
    moves_everything(engine, MODEL_SIZE, Hand::Keyboard).await
}

async fn gpu_count_by_pointer(engine: Engine) -> Result<()> {
    moves_everything(engine, GPU_COUNT, Hand::Pointer).await
}

async fn gpu_count_by_keyboard(engine: Engine) -> Result<()> {
    moves_everything(engine, GPU_COUNT, Hand::Keyboard).await
}

async fn retrains_per_year_by_pointer(engine: Engine) -> Result<()> {
    moves_everything(engine, RETRAINS, Hand::Pointer).await
}

async fn retrains_per_year_by_keyboard(engine: Engine) -> Result<()> {
    moves_everything(engine, RETRAINS, Hand::Keyboard).await
}

/// What a reader sees that depends on the sliders.
#[derive(Debug, PartialEq)]
struct Seen {
    answer: String,
    bar: String,
    prose: String,
    chart: String,
    query: String,
    position: String,
}

async fn look(browser: &Browser, slider: &Slider) -> Result<Seen> {
    let script = "
        const [input, figure, value] = arguments;
        const text = (selector) => document.querySelector(selector).textContent;
        return {
          answer: text('[data-testid=answer]'),
          bar: text('[data-testid=answer-bar]'),
          prose: text(`[data-value='${value}']`),
          chart: document.querySelector(`#figure-${figure} [data-chart] svg`).innerHTML,
          query: location.search,
          position: document.querySelector(`#slider-${input}`).value,
        };";
    let seen =
        browser.run(script, vec![json!(slider.input), json!(slider.figure), json!(slider.value)]).await?;
    let field = |name: &str| seen[name].as_str().map(str::to_owned).with_context(|| format!("no {name}"));
    Ok(Seen {
        answer: field("answer")?,
        bar: field("bar")?,
        prose: field("prose")?,
        chart: field("chart")?,
        query: field("query")?,
        position: field("position")?,
    })
}

async fn moves_everything(engine: Engine, slider: Slider, by: Hand) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        browser.show_chart(slider.figure).await?;
        let before = look(browser, &slider).await?;
        ensure!(before.query.is_empty(), "the default case has an address of its own: {}", before.query);
        let n_entries = browser.run("return history.length", Vec::new()).await?;

        let id = format!("slider-{}", slider.input);
        match by {
            Hand::Pointer => browser.drag_thumb(&id).await?,
            // Far enough for a number of two figures to change.
            Hand::Keyboard => browser.press_arrow_right(&id, 12).await?,
        }
        // The chart follows when it is in sight.
        browser.show_chart(slider.figure).await?;
        let after = look(browser, &slider).await?;
        ensure!(after.position != before.position, "the thumb stayed");
        ensure!(after.answer != before.answer, "the answer stayed: {}", after.answer);
        ensure!(after.bar != before.bar, "the answer bar stayed: {}", after.bar);
        ensure!(after.prose != before.prose, "the prose stayed: {}", after.prose);
        ensure!(after.chart != before.chart, "the chart stayed");
        ensure!(after.query.contains(&format!("{}=", slider.input)), "the address stayed: {}", after.query);
        ensure!(
            browser.run("return history.length", Vec::new()).await? == n_entries,
            "moving a slider added to the browser's history"
        );

        browser.driver.refresh().await?;
        browser.wait_until_ready().await?;
        browser.show_chart(slider.figure).await?;
        let again = look(browser, &slider).await?;
        ensure!(
            (&again.answer, &again.bar, &again.prose, &again.query, &again.position)
                == (&after.answer, &after.bar, &after.prose, &after.query, &after.position),
            "a reload changed what is seen: {after:?} became {again:?}"
        );
        browser.expect_no_complaint().await
    })
    .await
}
