//! A guess before a figure: the figure is veiled, comes back with the difference, and nobody has to guess.

use anyhow::{Result, ensure};
use e2e::browser::Engine;
use serde_json::Value;
use thirtyfour::{By, Key};

use crate::with_site;

in_every_engine!(a_guess_is_compared_and_can_be_skipped);

/// Whether the figure is veiled: the focus cannot go into it.
fn veiled(figure: &str) -> String {
    format!(
        "(() => {{
            const inside = document.querySelector('[data-guess={figure}] .guess__reveal .figure__more--table summary');
            inside.focus();
            return document.activeElement !== inside;
        }})()"
    )
}

async fn a_guess_is_compared_and_can_be_skipped(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        let offers =
            browser.run("return document.querySelectorAll('[data-guess]').length", Vec::new()).await?;
        ensure!(offers == 3, "{offers} figures can be guessed");
        for figure in ["ledger", "load", "accuracy"] {
            let veiled = veiled(figure);
            ensure!(
                browser.run(&format!("return {veiled}"), Vec::new()).await? == Value::Bool(false),
                "{figure} is veiled before anybody asked"
            );
            let open = format!("document.querySelector('[data-guess={figure}] summary').click()");
            browser.run(&open, Vec::new()).await?;
            browser.wait_for(&format!("return {veiled}")).await?;
            if figure == "load" {
                // Skipped: the figure comes, and nothing is asked again.
                let skip = format!("document.querySelector('[data-guess={figure}] .link-button').click()");
                browser.run(&skip, Vec::new()).await?;
                browser.wait_for(&format!("return !{veiled}")).await?;
                continue;
            }
            let field = browser.driver.find(By::Id(format!("guess-{figure}"))).await?;
            browser.bring_to_rest(&field).await?;
            field.send_keys("12" + Key::Enter).await?;
            browser.wait_for(&format!("return !{veiled}")).await?;
            let said =
                format!("return document.querySelector('[data-guess={figure}] .guess__told').textContent");
            let said = browser.text_of(&said).await?;
            ensure!(said.starts_with("You said ") && said.contains("12"), "{figure}: {said}");
        }
        browser.expect_no_complaint().await
    })
    .await
}
