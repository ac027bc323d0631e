//! The workshop's own program: the bill, the set, and how both travel.

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine, Settings, with_browser};
use serde_json::json;

use crate::with_site;

in_every_engine!(a_bill_becomes_a_case_of_a_set_that_travels);

/// Opens a page of the workshop, and waits for its program.
async fn open(browser: &Browser, address: &str) -> Result<()> {
    browser.open_ready(address).await?;
    browser.wait_for("return document.querySelector('#pin') !== null").await
}

/// Types into a field, or chooses in a list.
async fn fill(browser: &Browser, id: &str, text: &str) -> Result<()> {
    let script = "const field = document.getElementById(arguments[0]);
        field.value = arguments[1];
        for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));";
    browser.run(script, vec![json!(id), json!(text)]).await.map(|_| ())
}

async fn click(browser: &Browser, selector: &str) -> Result<()> {
    let script = "document.querySelector(arguments[0]).click()";
    browser.run(script, vec![json!(selector)]).await.map(|_| ())
}

/// The names of the set's cases, separated by bars.
const NAMES: &str =
    "return [...document.querySelectorAll('.pin__name')].map((field) => field.value).join('|')";

async fn wait_for_names(browser: &Browser, names: &str) -> Result<()> {
    browser.wait_for(&format!("{} === '{names}'", NAMES)).await.with_context(|| names.to_owned())
}

async fn a_bill_becomes_a_case_of_a_set_that_travels(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        open(browser, &site.url("/workshop/index.html")).await?;
        for (id, text) in [
            ("bill-tickets", "80,000"),
            ("bill-seller", "gpt-5.4-mini"),
            ("bill-prompt_tokens", "1850"),
            ("bill-output_tokens", "210"),
            ("bill-cached_share", "0.22"),
        ] {
            fill(browser, id, text).await?;
        }
        // 80,000 a day · 30.4375 days · (1,850 · 0.802 · $0.75 + 210 · $4.50) / 10⁶.
        browser
            .wait_for("return document.querySelector('.bill__invoice')?.textContent === 'Your invoice now: $5,011 a month'")
            .await?;
        fill(browser, "bill-tickets", "many").await?;
        browser.wait_for("return document.getElementById('bill-tickets-fault') !== null").await?;
        fill(browser, "bill-tickets", "80k").await?;
        browser.wait_for("return document.querySelector('.bill__answer .button') !== null").await?;
        click(browser, ".bill__answer .button").await?;
        wait_for_names(browser, "Our bill").await?;

        // The model's answer opens the case on this page.
        click(browser, ".bill__link").await?;
        browser.wait_for("return location.search.includes('requests_per_day=80000')").await?;
        browser.wait_until_ready().await?;
        wait_for_names(browser, "Our bill").await?;

        open(browser, &site.url("/workshop/index.html?preset=canva&gpu_count=8")).await?;
        click(browser, "#pin").await?;
        wait_for_names(browser, "Our bill|Canva").await?;
        click(browser, "#pin").await?;
        wait_for_names(browser, "Our bill|Canva|Canva 2").await?;
        ensure!(
            browser.text_of("return document.querySelector('[data-testid=causes]').textContent").await?.contains("Our bill"),
            "the causes are missing"
        );
        click(browser, ".pin:last-child [aria-label^=Remove]").await?;
        wait_for_names(browser, "Our bill|Canva").await?;
        click(browser, "#undo-set").await?;
        wait_for_names(browser, "Our bill|Canva|Canva 2").await?;

        open(browser, &site.url("/workshop/index.html")).await?;
        wait_for_names(browser, "Our bill|Canva|Canva 2").await?;
        let link = browser.text_of("return document.getElementById('set-link').value").await?;
        let code = browser.text_of("return document.querySelectorAll('.pin__words')[1].textContent").await?;
        with_browser(engine, Settings::default(), async |other| {
            open(other, &link).await?;
            wait_for_names(other, "Our bill|Canva|Canva 2").await?;
            let right = code.split(' ').next().unwrap_or_default();
            let wrong = if right == "zoo" { "zone" } else { "zoo" };
            fill(other, "code", &code.replacen(right, wrong, 1)).await?;
            click(other, "#enter-code").await?;
            let said = format!("code: word 1, '{wrong}', does not go with the others; did you mean '{right}'?");
            let is_said = format!("return document.getElementById('set-notice').textContent === {}", json!(said));
            other.wait_for(&is_said).await?;
            fill(other, "code", &code).await?;
            click(other, "#enter-code").await?;
            wait_for_names(other, "Our bill|Canva|Canva 2|Canva 3").await?;
            other.expect_no_complaint().await
        })
        .await?;
        browser.expect_no_complaint().await
    })
    .await
}
