//! The single file, alone in a folder: it answers, draws, shows the rooms and the formulas, reads scenario files, and has the
//! workshop's bill and set, with no server and no network.

use std::fs;

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine, Settings, with_browser};
use serde_json::Value;
use xtask::project;

use crate::workshop::{click, fill, saved_workbook, wait_for_names};

in_every_engine!(the_single_file_has_the_whole_site_in_it, the_single_file_has_the_workshops_bench);

const BAR: &str = "return document.querySelector('[data-testid=answer-bar]').textContent";

/// Follows a link by pointer, and waits for the page that it leads to.
async fn follow(browser: &Browser, link: &str, room: &str) -> Result<()> {
    browser.press("return document.querySelector(arguments[0])", vec![link.into()]).await?;
    browser
        .wait_for(&format!(
            "return document.readyState === 'complete' && (document.documentElement?.dataset.room ?? '') === '{room}'"
        ))
        .await
        .with_context(|| format!("{link} does not lead to '{room}'"))?;
    browser.wait_until_ready().await
}

async fn the_single_file_has_the_whole_site_in_it(engine: Engine) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("own-or-rent.html");
    fs::copy(project::dist().join("own-or-rent.html"), &file)?;
    with_browser(engine, Settings::default(), async |browser| {
        browser.open(&format!("file://{}?preset=intercom", file.display())).await?;
        browser.wait_until_ready().await?;
        ensure!(browser.text_of(BAR).await?.contains("Own"), "no answer");
        let before = browser.text_of(BAR).await?;
        browser.press_arrow_right("slider-gpu_count", 3).await?;
        let answer = browser.wait_for_change(BAR, &before).await?;
        browser.show_chart("ledger").await?;
        browser
            .wait_for(
                "const pictures = [...document.querySelectorAll('#figure-map ~ * img, .figure img')];
                return pictures.every((picture) => !picture.complete || picture.naturalWidth > 0);",
            )
            .await
            .context("a still is broken")?;

        follow(browser, ".masthead__part[href*='claims/']", "claims").await?;
        ensure!(browser.text_of(BAR).await? == answer, "the case is lost in the claims");
        browser
            .wait_for("return document.querySelectorAll('[id^=check-]').length === 24")
            .await
            .context("not all claims are there")?;
        follow(browser, ".masthead__part[href*='workshop/']", "workshop").await?;
        ensure!(browser.text_of(BAR).await? == answer, "the case is lost in the workshop");
        // A file is read by another program, the module.
        let open = "const file = new File(['{\"preset\": \"shopify\", \"gpu_count\": 12}'], 'case.json');
            const files = new DataTransfer();
            files.items.add(file);
            const field = document.getElementById('open-file');
            field.files = files.files;
            field.dispatchEvent(new Event('change', { bubbles: true }));";
        let before = browser.text_of(BAR).await?;
        browser.run(open, Vec::new()).await?;
        browser.wait_for_change(BAR, &before).await.context("the scenario file was not read")?;

        follow(browser, ".masthead__part[href*='index.html']", "").await?;
        let gpus = browser
            .text_of("return document.querySelector('[data-asked=gpu_count] input, #slider-gpu_count').value")
            .await?;
        ensure!(!gpus.is_empty(), "the article has no slider");
        follow(browser, ".masthead__part[href*='method/']", "method").await?;
        browser.press("return document.querySelector('a[href*=\"model/\"]')", Vec::new()).await?;
        browser
            .wait_for(
                "return location.search.includes('page=model') && document.querySelector('h1') !== null",
            )
            .await
            .context("no page of formulas")?;
        asks_for_nothing(browser).await
    })
    .await
}

async fn asks_for_nothing(browser: &Browser) -> Result<()> {
    let asked = browser.text_of(
        "return performance.getEntriesByType('resource').map((it) => it.name)
            .filter((name) => !/^(data|blob):/.test(name)).join(' ')",
    );
    let asked = asked.await?;
    ensure!(asked.is_empty(), "{asked} was asked for from outside the file");
    Ok(())
}

/// Intercom's case with eight GPUs and INT4, from a sheet of paper (crates/workshop/tests/code.rs).
const CODE: &str = "canal donate december illness velvet length air galaxy";

async fn the_single_file_has_the_workshops_bench(engine: Engine) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("own-or-rent.html");
    fs::copy(project::dist().join("own-or-rent.html"), &file)?;
    let has_bench = "return document.querySelector('#pin') !== null";
    with_browser(engine, Settings::default(), async |browser| {
        browser.open(&format!("file://{}?preset=canva", file.display())).await?;
        browser.wait_until_ready().await?;
        follow(browser, ".masthead__part[href*='workshop/']", "workshop").await?;
        browser.wait_for(has_bench).await.context("the bench has not started")?;
        fill(browser, "bill-tickets", "80,000").await?;
        browser
            .wait_for("return document.querySelector('.bill__invoice')?.textContent.includes('a month')")
            .await
            .context("no bill")?;

        fill(browser, "code", &CODE.replacen("canal", "zoo", 1)).await?;
        click(browser, "#enter-code").await?;
        let named = "return document.getElementById('set-notice').textContent.includes(\"did you mean 'canal'?\")";
        browser.wait_for(named).await.context("the wrong word is not named")?;
        fill(browser, "code", CODE).await?;
        click(browser, "#enter-code").await?;
        wait_for_names(browser, "Intercom").await?;
        click(browser, "#pin").await?;
        wait_for_names(browser, "Intercom|Canva").await?;
        browser
            .wait_for("return document.querySelector('[data-testid=causes]')?.textContent.includes('Canva')")
            .await
            .context("the cases are not compared")?;
        ensure!(saved_workbook(browser).await?.starts_with(b"PK"), "no spreadsheet");

        // Nobody else can open the address of a file on a disk.
        let offers_links = "return document.querySelector('#set-link, .pin__qr') !== null";
        ensure!(browser.run(offers_links, Vec::new()).await? == Value::Bool(false), "a link of this disk");
        ensure!(browser.text_of("return document.getElementById('no-links').textContent").await?.contains("codes"));

        let is_kept = browser.run("return document.getElementById('not-kept') === null", Vec::new()).await?;
        click(browser, ".pin [aria-label^=Load]").await?;
        browser
            .wait_for(
                "return document.readyState === 'complete' && document.documentElement?.dataset.room === 'workshop'
                    && location.search.includes('gpu_count=8')",
            )
            .await
            .context("the case does not open in the workshop")?;
        browser.wait_until_ready().await?;
        browser.wait_for(has_bench).await.context("the bench has not started again")?;
        wait_for_names(browser, if is_kept == Value::Bool(true) { "Intercom|Canva" } else { "" }).await?;
        asks_for_nothing(browser).await
    })
    .await
}
