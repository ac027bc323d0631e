//! A guess before a figure: it is drawn into the drawing or typed, the answer is hidden meanwhile, and nobody has to guess.

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine};
use serde_json::json;
use thirtyfour::{By, Key};

use crate::with_site;

in_every_engine!(a_guess_is_drawn_or_typed_and_can_be_skipped);

/// The figure's title, which gives the answer unless a guess is open.
fn title(figure: &str) -> String {
    format!("return document.getElementById('figure-{figure}-title').textContent")
}

/// The guess that the drawing shows, as an expression: its words, beside its line.
fn mark(figure: &str) -> String {
    format!(
        "([...document.querySelectorAll('[data-chart={figure}] text')].map((it) => it.textContent)
            .find((words) => words.startsWith('You: ')) ?? '')"
    )
}

fn drawn(figure: &str) -> String {
    format!("return {}", mark(figure))
}

const PLOT: &str = "return document.querySelector(`[data-chart=${arguments[0]}]`)";

/// Opens the offer to guess before a figure, and waits until the drawing takes a guess.
async fn begin(browser: &Browser, figure: &str) -> Result<String> {
    browser.show_chart(figure).await?;
    let answer = browser.text_of(&title(figure)).await?;
    browser.press(&format!("return document.querySelector('[data-guess={figure}] summary')"), vec![]).await?;
    browser
        .wait_for(&format!(
            "return document.querySelector('[data-chart={figure}]').ariaValueText === 'no guess yet'"
        ))
        .await
        .with_context(|| format!("{figure} takes no guess"))?;
    let question = browser.text_of(&title(figure)).await?;
    ensure!(question != answer && question.ends_with('?'), "{figure} asks {question:?}");
    Ok(answer)
}

async fn a_guess_is_drawn_or_typed_and_can_be_skipped(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        let offers =
            browser.text_of("return String(document.querySelectorAll('[data-guess]').length)").await?;
        ensure!(offers == "3", "{offers} figures can be guessed");
        for figure in ["ledger", "load", "accuracy"] {
            let answer = begin(browser, figure).await?;
            if figure == "load" {
                // Skipped: the figure comes as it was.
                let skip = format!("return document.querySelector('[data-guess={figure}] .link-button')");
                browser.press(&skip, vec![]).await?;
                browser.wait_for(&format!("{} === {}", title(figure), json!(answer))).await?;
                let mark = browser.text_of(&drawn(figure)).await?;
                ensure!(mark.is_empty(), "{figure} shows {mark:?}");
                continue;
            }
            // Drawn with the mouse, moved by a key, and then typed: field and drawing are of one mind.
            browser.press(PLOT, vec![json!(figure)]).await?;
            let first = browser.wait_for_change(&drawn(figure), "").await?;
            let plot = browser.driver.find(By::Css(format!("[data-chart={figure}]"))).await?;
            plot.focus().await?;
            plot.send_keys(Key::PageUp + "").await?;
            let second = browser.wait_for_change(&drawn(figure), &first).await?;
            let field = browser.driver.find(By::Id(format!("guess-{figure}"))).await?;
            let typed = field.prop("value").await?.unwrap_or_default();
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            ensure!(
                digits(&second) == digits(&typed),
                "{figure}: the drawing has {second:?}, the field {typed:?}"
            );
            browser.bring_to_rest(&field).await?;
            field.clear().await?;
            field.send_keys("12" + Key::Enter).await?;
            browser.wait_for(&format!("{} === {}", title(figure), json!(answer))).await?;
            let said =
                format!("return document.querySelector('[data-guess={figure}] .guess__told').textContent");
            let said = browser.text_of(&said).await?;
            ensure!(said.starts_with("You said ") && said.contains("12"), "{figure}: {said}");
            // The mark stays beside the answer.
            browser.wait_for(&format!("return {}.includes('12')", mark(figure))).await?;
        }
        browser.expect_no_complaint().await
    })
    .await
}
