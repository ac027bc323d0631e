//! A guess before a figure: it steps back, comes with the difference, and nobody has to guess.

use anyhow::{Result, ensure};
use e2e::browser::{Browser, Engine};
use serde_json::Value;
use thirtyfour::{By, Key};

use crate::with_site;

in_every_engine!(a_guess_is_compared_and_can_be_skipped);

async fn is_veiled(browser: &Browser, figure: &str) -> Result<bool> {
    let ask = format!(
        "return document.querySelector('[data-guess={figure}] .guess__reveal').hasAttribute('inert')"
    );
    Ok(browser.run(&ask, Vec::new()).await? == Value::Bool(true))
}

async fn a_guess_is_compared_and_can_be_skipped(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        let offers =
            browser.run("return document.querySelectorAll('[data-guess]').length", Vec::new()).await?;
        ensure!(offers == 3, "{offers} figures can be guessed");
        for figure in ["ledger", "load", "accuracy"] {
            ensure!(!is_veiled(browser, figure).await?, "{figure} is veiled before anybody asked");
            let open = format!("document.querySelector('[data-guess={figure}] summary').click()");
            browser.run(&open, Vec::new()).await?;
            let veiled = format!(
                "document.querySelector('[data-guess={figure}] .guess__reveal').hasAttribute('inert')"
            );
            browser.wait_for(&format!("return {veiled}")).await?;
            if figure == "load" {
                // Skipped: the figure comes, and nothing is asked again.
                let skip = format!("document.querySelector('[data-guess={figure}] .link-button').click()");
                browser.run(&skip, Vec::new()).await?;
                browser.wait_for(&format!("return !{veiled}")).await?;
                continue;
            }
            let field = browser.driver.find(By::Id(format!("guess-{figure}"))).await?;
            field.scroll_into_view().await?;
            field.send_keys("12" + Key::Enter).await?;
            browser.wait_for(&format!("return !{veiled}")).await?;
            let told =
                format!("return document.querySelector('[data-guess={figure}] .guess__told').textContent");
            let told = browser.text_of(&told).await?;
            ensure!(told.starts_with("You said ") && told.contains("12"), "{figure}: {told}");
        }
        browser.expect_no_complaint().await
    })
    .await
}
