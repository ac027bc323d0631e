//! The single file, alone in a folder: it answers, draws, shows the rooms and the formulas, and reads scenario files, with no
//! server and no network.

use std::fs;

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine, Settings, with_browser};
use xtask::project;

in_every_engine!(the_single_file_has_the_whole_site_in_it);

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
        let asked = browser.text_of(
            "return performance.getEntriesByType('resource').map((it) => it.name)
                .filter((name) => !/^(data|blob):/.test(name)).join(' ')",
        );
        ensure!(asked.await?.is_empty(), "something was asked for from outside the file");
        Ok(())
    })
    .await
}
