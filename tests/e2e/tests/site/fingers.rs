//! A finger does what a mouse does: it moves numbers and sliders, presses marks, and scrolls over all of them.

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine, Settings, with_browser};
use e2e::site::Site;
use serde_json::{Value, json};

/// Makes each test one test for each engine whose driver knows fingers.
macro_rules! in_engines_with_fingers {
    ($($test:ident),+ $(,)?) => {
        in_every_engine!(@ chromium Chromium $($test)+);
        in_every_engine!(@ firefox Firefox $($test)+);
    };
}

in_engines_with_fingers!(
    a_finger_drags_every_number,
    a_finger_moves_a_slider,
    a_finger_selects_a_dot,
    a_finger_presses_the_end_of_a_bar,
);

/// A phone in a browser.
async fn with_phone(engine: Engine, body: impl AsyncFnOnce(&Browser, &Site) -> Result<()>) -> Result<()> {
    let site = Site::start().await?;
    let phone = Settings { width: 390, height: 844, ..Settings::default() };
    with_browser(engine, phone, async |browser| {
        if engine == Engine::Chromium {
            browser.emulate_touch().await?;
        }
        body(browser, &site).await
    })
    .await
}

/// The numbers of the prose that have room to rise.
const NUMBERS: &str = "
    return [...document.querySelectorAll('.live[role=slider]')]
        .filter((it) => it.checkVisibility())
        .map((it, at) => [at, it.dataset.input, Number(it.ariaValueNow) < Number(it.ariaValueMax)])";

const NUMBER: &str = "
    return [...document.querySelectorAll('.live[role=slider]')].filter((it) => it.checkVisibility())[arguments[0]]";

async fn a_finger_drags_every_number(engine: Engine) -> Result<()> {
    with_phone(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        let numbers: Vec<(usize, String, bool)> =
            serde_json::from_value(browser.run(NUMBERS, Vec::new()).await?)?;
        ensure!(numbers.len() > 5, "only {} numbers", numbers.len());
        for (at, input, can_rise) in numbers {
            let across = if can_rise { 80 } else { -80 };
            browser.swipe(NUMBER, vec![json!(at)], (across, 0)).await?;
            let is_set = format!("return location.search.includes('{input}=')");
            browser.wait_for(&is_set).await.with_context(|| format!("{input}, number {at}"))?;
            browser.run("document.getElementById('undo').click()", Vec::new()).await?;
            browser
                .wait_for("return location.search === '' ? true : location.search")
                .await
                .with_context(|| format!("dragging {input}, number {at}, is more than one step to undo"))?;
        }
        browser.expect_no_complaint().await
    })
    .await
}

async fn a_finger_moves_a_slider(engine: Engine) -> Result<()> {
    with_phone(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        browser.swipe("return document.getElementById('open-case')", Vec::new(), (0, 0)).await?;
        for input in ["model_size", "gpu_count", "retrains_per_year"] {
            let slider = format!("return document.getElementById('slider-{input}')");
            // From the middle, away from where a thumb is at first.
            browser.swipe(&slider, Vec::new(), (-90, 0)).await?;
            browser.wait_for(&format!("return location.search.includes('{input}=')")).await.context(input)?;
        }
        browser.expect_no_complaint().await
    })
    .await
}

async fn a_finger_selects_a_dot(engine: Engine) -> Result<()> {
    with_phone(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        browser.show_chart("frontier").await?;
        let words = "return document.querySelector('.walker__choice .walker__words').textContent";
        let before = browser.text_of(words).await?;
        let dot = "
            const dots = [...document.querySelectorAll('#figure-frontier [data-chart] svg path[fill-opacity=\"0.32\"]')];
            dots.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
            return dots[Math.floor(dots.length / 2)];";
        browser.swipe(dot, Vec::new(), (0, 0)).await?;
        browser.wait_for_change(words, &before).await?;
        browser.expect_no_complaint().await
    })
    .await
}

async fn a_finger_presses_the_end_of_a_bar(engine: Engine) -> Result<()> {
    with_phone(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        browser.show_chart("tornado").await?;
        let ring = "
            const row = document.querySelector('[data-row=run_effort]').getBoundingClientRect();
            const rings = [...document.querySelectorAll('#figure-tornado [data-chart] svg path[stroke][transform^=matrix]')];
            const far = (ring) => Math.abs(ring.getBoundingClientRect().top - row.top);
            return rings.sort((a, b) => far(a) - far(b))[0];";
        browser.swipe(ring, Vec::new(), (0, 0)).await?;
        browser.wait_for("return location.search !== ''").await?;
        browser.expect_no_complaint().await
    })
    .await
}

/// A swipe upwards scrolls the page, whatever the finger was put on, and changes nothing else. Only Chromium's driver
/// sends its fingers through the browser's scrolling.
#[tokio::test]
async fn a_finger_scrolls_over_everything() -> Result<()> {
    with_phone(Engine::Chromium, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        for (what, target) in [
            ("a slider", "return document.getElementById('question-requests_per_day')"),
            ("a number", "return document.querySelector('#article .live[role=slider]')"),
            ("a row", "return document.querySelector('[data-company=canva] .company__dots')"),
            ("the map", "return document.querySelector('.map__plot')"),
            ("the ledger", "return document.querySelector('#figure-ledger [data-chart]')"),
            ("the frontier", "return document.querySelector('#figure-frontier [data-chart]')"),
            ("the tornado", "return document.querySelector('#figure-tornado [data-row] input')"),
        ] {
            let figure = target.split("#figure-").nth(1).and_then(|rest| rest.split(' ').next());
            if let Some(figure) = figure {
                browser.show_chart(figure).await?;
            }
            let value = "return [...document.querySelectorAll('input[type=range]')].map((it) => it.value).join()";
            let values = browser.text_of(value).await?;
            // Where the page is once the finger is lifted may be a little further: it glides.
            let watch = "
                window.before = null;
                addEventListener('touchstart', () => { window.before = scrollY; }, { once: true, capture: true });";
            browser.run(watch, Vec::new()).await?;
            browser.swipe(target, Vec::new(), (0, -240)).await?;
            browser
                .wait_for("return window.before !== null && scrollY > window.before + 100")
                .await
                .with_context(|| format!("the page stays under a swipe over {what}"))?;
            ensure!(browser.text_of(value).await? == values, "the swipe over {what} moved a slider");
            ensure!(
                browser.run("return location.search", Vec::new()).await? == "",
                "the swipe over {what} changed the case"
            );
        }
        browser.expect_no_complaint().await
    })
    .await
}

/// Safari on a phone enlarges the whole page when a field of smaller type takes the focus.
#[tokio::test]
async fn no_field_is_smaller_than_16_px_on_a_touch_screen() -> Result<()> {
    with_phone(Engine::Chromium, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        ensure!(
            browser.run("return matchMedia('(pointer: coarse)').matches", Vec::new()).await? == Value::Bool(true),
            "no touch screen: the test would prove nothing"
        );
        let small = "
            document.querySelectorAll('details').forEach((it) => { it.open = true; });
            return [...document.querySelectorAll('input:not([type=range], [type=checkbox], [type=file]), select, textarea')]
                .filter((it) => parseFloat(getComputedStyle(it).fontSize) < 16)
                .map((it) => `${it.localName}#${it.id}: ${getComputedStyle(it).fontSize}`)";
        browser.run(small, Vec::new()).await?;
        browser.wait_until_at_rest().await?;
        let small: Vec<String> = serde_json::from_value(browser.run(small, Vec::new()).await?)?;
        ensure!(small.is_empty(), "{small:#?}");
        Ok(())
    })
    .await
}
