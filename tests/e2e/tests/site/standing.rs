//! The page is the case of its address, or says that it is not: without scripts, without WebAssembly, from the disk,
//! without one of its files, without a network.

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine, Settings, with_browser};
use e2e::site::Site;
use serde_json::{Value, json};
use xtask::project;

use crate::{with_site, without_scripts};

in_every_engine!(
    from_the_disk_the_page_answers_or_says_that_it_does_not,
    without_webassembly_the_page_says_whose_numbers_it_shows,
    without_its_first_program_the_page_says_so,
    without_its_second_program_the_page_says_so,
    a_page_that_answers_says_nothing,
);

/// A link to a case that is not the one the page opens with.
const OTHER_CASE: &str = "/?preset=intercom&gpu_count=8";

const ANSWER: &str = "return document.querySelector('[data-testid=answer]').innerText";

/// Waits for the line of warning, and returns its words.
async fn warning(browser: &Browser) -> Result<String> {
    browser
        .wait_for("return document.getElementById('standing').checkVisibility({ visibilityProperty: true })")
        .await
        .context("no line says what is wrong")?;
    browser.text_of("return document.getElementById('standing').innerText").await
}

/// A slider that does nothing cannot be pressed.
async fn sliders_are_asleep(browser: &Browser) -> Result<()> {
    browser
        .wait_for(
            "const slider = document.getElementById('slider-gpu_count');
            slider.scrollIntoView({ block: 'center', behavior: 'instant' });
            const { left, top, width, height } = slider.getBoundingClientRect();
            const hit = document.elementFromPoint(left + width / 2, top + height / 2);
            return hit !== null && hit !== slider;",
        )
        .await
        .context("a slider that does nothing can be pressed")
}

async fn from_the_disk_the_page_answers_or_says_that_it_does_not(engine: Engine) -> Result<()> {
    with_browser(engine, Settings::default(), async |browser| {
        let page = project::dist().join("index.html");
        browser.open(&format!("file://{}", page.display())).await?;
        if engine == Engine::Firefox {
            // Firefox runs modules and WebAssembly from a folder; the others refuse.
            browser.wait_until_ready().await?;
            let before = browser.text_of(ANSWER).await?;
            browser.press_arrow_right("slider-gpu_count", 3).await?;
            browser.wait_for_change(ANSWER, &before).await?;
            return Ok(());
        }
        let words = warning(browser).await?;
        ensure!(words.contains("have not started") || words.contains("don't work here"), "{words}");
        sliders_are_asleep(browser).await
    })
    .await
}

async fn without_webassembly_the_page_says_whose_numbers_it_shows(engine: Engine) -> Result<()> {
    let site = Site::start_with_script("delete window.WebAssembly;").await?;
    with_browser(engine, Settings::default(), async |browser| {
        browser.open(&site.url(OTHER_CASE)).await?;
        browser.wait_for("return document.documentElement.dataset.failed === 'all'").await?;
        let words = warning(browser).await?;
        ensure!(words.contains("not of the one in the link"), "{words}");
        sliders_are_asleep(browser).await?;
        browser.open(&site.url("/")).await?;
        browser.wait_for("return document.documentElement.dataset.failed === 'all'").await?;
        let words = warning(browser).await?;
        ensure!(!words.contains("link"), "{words}");
        Ok(())
    })
    .await
}

async fn without_its_first_program_the_page_says_so(engine: Engine) -> Result<()> {
    let site = Site::start_lacking("/web-").await?;
    with_browser(engine, Settings::default(), async |browser| {
        browser.open(&site.url(OTHER_CASE)).await?;
        let words = warning(browser).await?;
        ensure!(words.contains("not of the one in the link"), "{words}");
        sliders_are_asleep(browser).await
    })
    .await
}

async fn without_its_second_program_the_page_says_so(engine: Engine) -> Result<()> {
    let site = Site::start_lacking("/late-").await?;
    with_browser(engine, Settings::default(), async |browser| {
        browser.open(&site.url(OTHER_CASE)).await?;
        browser.wait_for("return document.documentElement.dataset.failed === 'rest'").await?;
        let words = warning(browser).await?;
        ensure!(words.contains("still show the case the page opens with, and the address"), "{words}");
        // What is there answers.
        let before = browser.text_of(ANSWER).await?;
        browser.press_arrow_right("slider-gpu_count", 3).await?;
        browser.wait_for_change(ANSWER, &before).await?;
        Ok(())
    })
    .await
}

async fn a_page_that_answers_says_nothing(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url(OTHER_CASE)).await?;
        let is_seen = "return document.getElementById('standing').checkVisibility()";
        ensure!(browser.run(is_seen, Vec::new()).await? == Value::Bool(false), "the line is there");
        Ok(())
    })
    .await
}

/// The line is there at once where no script ever runs.
async fn a_warning_without_scripts(engine: Engine) -> Result<()> {
    without_scripts(engine, async |browser, site| {
        browser.open(&site.url(OTHER_CASE)).await?;
        let words = warning(browser).await?;
        ensure!(words.contains("whatever the link says"), "{words}");
        sliders_are_asleep(browser).await
    })
    .await
}

#[tokio::test]
async fn without_scripts_the_page_says_so_in_chromium() -> Result<()> {
    a_warning_without_scripts(Engine::Chromium).await
}

#[tokio::test]
async fn without_scripts_the_page_says_so_in_firefox() -> Result<()> {
    a_warning_without_scripts(Engine::Firefox).await
}

/// A train enters a tunnel: charts that were not drawn yet say so, and their tables open with the numbers of the case.
#[tokio::test]
async fn without_a_network_figures_say_so() -> Result<()> {
    with_site(Engine::Chromium, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        let offline = json!({ "offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0 });
        browser.driver.cdp().send_raw("Network.enable", json!({})).await?;
        browser.driver.cdp().send_raw("Network.emulateNetworkConditions", offline).await?;
        browser
            .run(
                "const list = document.getElementById('preset');
                list.value = 'canva';
                list.dispatchEvent(new Event('change', { bubbles: true }));",
                Vec::new(),
            )
            .await?;
        browser.wait_for("return location.search.includes('preset=canva')").await?;
        for figure in ["accuracy", "load", "frontier", "tornado"] {
            let is_told = format!(
                "const figure = document.querySelector('[data-figure={figure}]');
                figure.querySelector('.figure__view').scrollIntoView({{ block: 'center', behavior: 'instant' }});
                const [told, table] = [figure.querySelector('.figure__failure'), figure.querySelector('table')];
                return told !== null && told.checkVisibility() && table.checkVisibility()"
            );
            browser.wait_for(&is_told).await.with_context(|| format!("{figure} stays blank"))?;
        }
        Ok(())
    })
    .await
}
