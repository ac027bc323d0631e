//! The opening: four companies and the reader in rows, two questions, and a map with a point to drag.

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine, Settings, with_browser};
use e2e::site::Site;
use serde_json::{Value, json};
use thirtyfour::{By, Key};

use crate::{with_site, without_scripts};

in_every_engine!(
    the_point_is_dragged_across_the_map,
    the_point_follows_the_arrow_keys,
    a_press_on_a_row_loads_its_case_in_place,
    the_questions_set_the_case,
    the_map_follows_the_sliders,
);

const IS_DRAWN: &str = "return document.querySelector('.map').dataset.map === 'drawn'";

const CELLS: &str =
    "return [...document.querySelectorAll('.map__cells path')].map((it) => it.getAttribute('d')).join('|')";

const TITLE: &str = "return document.getElementById('figure-map-title').textContent";

/// The page on a phone, with the map drawn.
async fn with_map(engine: Engine, body: impl AsyncFnOnce(&Browser) -> Result<()>) -> Result<()> {
    let site = Site::start().await?;
    let phone = Settings { width: 390, height: 844, ..Settings::default() };
    with_browser(engine, phone, async |browser| {
        if engine == Engine::Chromium {
            browser.emulate_touch().await?;
        }
        browser.open_ready(&site.url("/")).await?;
        browser.wait_for(IS_DRAWN).await?;
        body(browser).await?;
        browser.expect_no_complaint().await
    })
    .await
}

/// A finger where the driver has one, else the pointer.
async fn the_point_is_dragged_across_the_map(engine: Engine) -> Result<()> {
    with_map(engine, async |browser| {
        let before = browser.text_of(TITLE).await?;
        let by = (60, 60);
        if engine == Engine::WebKit {
            let ring = browser.driver.find(By::Css(".map__reach")).await?;
            browser.bring_to_rest(&ring).await?;
            let middle = "
                const { left, top, width, height } = arguments[0].getBoundingClientRect();
                return [Math.round(left + width / 2), Math.round(top + height / 2)];";
            let (x, y): (i64, i64) =
                serde_json::from_value(browser.run(middle, vec![ring.to_json()?]).await?)?;
            let chain = browser.driver.action_chain().move_to(x, y).click_and_hold();
            let chain = chain.move_by_offset(by.0 / 2, by.1 / 2).move_by_offset(by.0 / 2, by.1 / 2);
            chain.release().perform().await?;
        } else {
            browser.swipe("return document.querySelector('.map__reach')", Vec::new(), by).await?;
        }
        let is_set = "
            const set = new URLSearchParams(location.search);
            return Number(set.get('requests_per_day')) > 100000 && set.get('api') !== null ? true : location.search";
        browser.wait_for(is_set).await?;
        browser.wait_for_change(TITLE, &before).await?;
        // The point is where the finger left it, or a step of the scale beside it.
        let moved = "
            const plot = document.querySelector('.map__plot').getBoundingClientRect();
            const ring = document.querySelector('.map__ring').getBoundingClientRect();
            return [ring.left + ring.width / 2 - plot.left, ring.top + ring.height / 2 - plot.top];";
        let (across, down): (f64, f64) = serde_json::from_value(browser.run(moved, Vec::new()).await?)?;
        ensure!(across > 60.0 && down > 60.0, "the point is at {across}, {down}");
        browser.run("document.getElementById('undo').click()", Vec::new()).await?;
        browser
            .wait_for("return location.search === '' ? true : location.search")
            .await
            .context("a drag is more than one step to undo")
    })
    .await
}

async fn the_point_follows_the_arrow_keys(engine: Engine) -> Result<()> {
    with_map(engine, async |browser| {
        let spoken = "return document.querySelector('.map__reach').getAttribute('aria-valuetext')";
        let before = browser.text_of(spoken).await?;
        ensure!(before.starts_with("100,000 requests a day, "), "{before}");
        browser.run("document.querySelector('.map__reach').focus()", Vec::new()).await?;
        for (key, input) in [(Key::Right, "requests_per_day"), (Key::Up, "api")] {
            browser.driver.action_chain().send_keys(key + "").perform().await?;
            browser.wait_for(&format!("return location.search.includes('{input}=')")).await.context(input)?;
        }
        browser.wait_for_change(spoken, &before).await?;
        let has_focus = "return document.activeElement === document.querySelector('.map__reach')";
        ensure!(browser.run(has_focus, Vec::new()).await? == Value::Bool(true), "the point lost the focus");
        Ok(())
    })
    .await
}

async fn a_press_on_a_row_loads_its_case_in_place(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        browser.run("window.sameDocument = true", Vec::new()).await?;
        for preset in ["shopify", "canva", "intercom", "stripe"] {
            // The middle of the row, not its name: all of it is the link.
            let dots = format!("return document.querySelector('[data-company={preset}] .company__dots')");
            browser.press(&dots, Vec::new()).await?;
            browser.wait_for(&format!("return location.search.includes('preset={preset}')")).await?;
            let is_same = format!(
                "const answer = (company) => document.querySelector(`[data-company=${{company}}] .company__answer`).textContent;
                return answer('you') === answer('{preset}') ? true : answer('you')"
            );
            browser.wait_for(&is_same).await.context(preset)?;
        }
        ensure!(
            browser.run("return window.sameDocument === true", Vec::new()).await? == Value::Bool(true),
            "a row loaded the page again"
        );
        browser.expect_no_complaint().await
    })
    .await
}

async fn the_questions_set_the_case(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        let before = browser.text_of(TITLE).await?;
        browser.drag_thumb("question-requests_per_day").await?;
        browser.wait_for("return location.search.includes('requests_per_day=')").await?;
        let moved = browser.wait_for_change(TITLE, &before).await?;
        let choose = "
            const list = document.getElementById('question-api');
            const prices = [...list.options].map((it) => Number(it.textContent.split('$')[1]));
            if (prices.some((price, at) => at > 0 && price < prices[at - 1])) return prices.join();
            list.selectedIndex = list.options.length - 1;
            list.dispatchEvent(new Event('change', { bubbles: true }));
            return true";
        browser.wait_for(choose).await.context("the models are not listed from cheapest to dearest")?;
        browser.wait_for("return location.search.includes('api=')").await?;
        browser.wait_for_change(TITLE, &moved).await?;
        browser.expect_no_complaint().await
    })
    .await
}

async fn the_map_follows_the_sliders(engine: Engine) -> Result<()> {
    with_map(engine, async |browser| {
        let prerendered = "
            const [done] = arguments;
            fetch(location.pathname).then((page) => page.text()).then((page) => {
                const cells = new DOMParser().parseFromString(page, 'text/html').querySelectorAll('.map__cells path');
                done([...cells].map((it) => it.getAttribute('d')).join('|'));
            });";
        let still = browser.driver.execute_async(prerendered, Vec::new()).await?.json().clone();
        let before = browser.text_of(CELLS).await?;
        ensure!(before.contains("h") && still == json!(before), "the page's still is not what is computed");
        browser.press("return document.getElementById('open-case')", Vec::new()).await?;
        browser.press_arrow_right("slider-gpu_count", 4).await?;
        browser.wait_for_change(CELLS, &before).await?;
        let after = browser.text_of(CELLS).await?;
        browser.run("document.getElementById('undo').click()", Vec::new()).await?;
        browser.wait_for_change(CELLS, &after).await?;
        Ok(())
    })
    .await
}

/// Rows, map and links are there where no script runs.
async fn rows_and_map_without_scripts(engine: Engine) -> Result<()> {
    without_scripts(engine, async |browser, site| {
        browser.open(&site.url("/")).await?;
        for (n_least, selector) in [
            (4, "[data-company] a[href^='?preset=']"),
            (5, ".company__answer"),
            (50, "[data-company=you] circle"),
            (4, ".map__cells path[d^=M]"),
            (20, ".map__names text"),
        ] {
            let n = browser.driver.find_all(By::Css(selector)).await?.len();
            ensure!(n >= n_least, "{n} of {selector}");
        }
        browser.driver.find(By::Css("[data-preset=canva]")).await?.click().await?;
        let address = browser.driver.current_url().await?;
        ensure!(address.query() == Some("preset=canva"), "a row leads to {address}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn without_scripts_rows_and_map_are_there_in_chromium() -> Result<()> {
    rows_and_map_without_scripts(Engine::Chromium).await
}

#[tokio::test]
async fn without_scripts_rows_and_map_are_there_in_firefox() -> Result<()> {
    rows_and_map_without_scripts(Engine::Firefox).await
}

/// Rows, questions, map and verdict take three screens of a phone at most.
#[tokio::test]
async fn the_opening_is_complete_within_three_screens_of_a_phone() -> Result<()> {
    with_site(Engine::Chromium, async |browser, site| {
        browser.set_viewport(390, 844).await?;
        browser.open_ready(&site.url("/")).await?;
        browser.wait_until_at_rest().await?;
        let end = "return document.getElementById('answer').getBoundingClientRect().bottom + scrollY";
        let end = browser.run(end, Vec::new()).await?.as_f64().context("no answer")?;
        ensure!(end <= 3.0 * 844.0, "the opening ends at {end} pixels");
        Ok(())
    })
    .await
}
