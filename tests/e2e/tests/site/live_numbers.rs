//! The numbers in the prose: dragged, typed, stepped, called off and undone; the page follows and comes back.

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine, Settings, with_browser};
use e2e::site::Site;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::with_site;

in_every_engine!(
    live_number_by_pointer,
    live_number_by_keys,
    live_number_by_typing,
    live_editor_fits_a_small_screen,
);

const GPUS: &str = "[data-testid=answer] [data-input=gpu_count]";

/// The number of GPUs in the answer, and all numbers of the answer. A term's meaning, which shows below a pointer, is none.
async fn seen(browser: &Browser) -> Result<(String, String)> {
    let number = format!("return document.querySelector('{GPUS}').textContent");
    let answer = "
        const numbers = document.querySelectorAll('[data-testid=answer] [data-value], [data-testid=answer] [data-input]');
        return [...numbers].map((number) => number.textContent).join('; ')";
    Ok((browser.text_of(&number).await?, browser.text_of(answer).await?))
}

async fn number(browser: &Browser) -> Result<WebElement> {
    let number = browser.driver.find(By::Css(GPUS)).await?;
    browser.bring_to_rest(&number).await?;
    Ok(number)
}

async fn keys(browser: &Browser, keys: impl Into<TypingData>) -> Result<()> {
    Ok(browser.driver.action_chain().send_keys(keys).perform().await?)
}

async fn shows(browser: &Browser, gpus: &str) -> Result<()> {
    let is_shown = format!("return document.querySelector('{GPUS}').textContent === '{gpus}'");
    if let Err(error) = browser.wait_for(&is_shown).await {
        return Err(error.context(format!("the prose does not say {gpus}, but {}", seen(browser).await?.0)));
    }
    Ok(())
}

async fn editor_is(browser: &Browser, open: bool) -> Result<()> {
    browser.wait_for(&format!("return (document.querySelector('.live-editor') !== null) === {open}")).await
}

async fn undo(browser: &Browser) -> Result<()> {
    browser.run("document.getElementById('undo').click()", Vec::new()).await?;
    Ok(())
}

async fn live_number_by_pointer(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        let before = seen(browser).await?;
        let number = number(browser).await?;
        let drag = |across: i64, down: i64| {
            browser
                .driver
                .action_chain()
                .move_to_element_center(&number)
                .click_and_hold()
                .move_by_offset(across / 2, down / 2)
                .move_by_offset(across - across / 2, down - down / 2)
        };

        drag(160, 6).release().perform().await?;
        let changed = format!("return document.querySelector('{GPUS}').textContent !== '{}'", before.0);
        browser.wait_for(&changed).await?;
        browser.wait_for("return location.search.includes('gpu_count=')").await?;
        browser.wait_until_at_rest().await?;
        ensure!(seen(browser).await?.1 != before.1, "the answer stayed");
        editor_is(browser, false).await.context("a drag opened the editor")?;
        undo(browser).await?;
        shows(browser, &before.0).await.context("a drag is more than one step to undo")?;

        drag(6, 80).release().perform().await?;
        browser.wait_until_at_rest().await?;
        let after = seen(browser).await?;
        ensure!(after == before, "a move down changed the number from {before:?} to {after:?}");

        drag(160, 0).perform().await?;
        browser.wait_for(&changed).await?;
        // The button is still down: keys sent one after the other leave it so.
        number.send_keys(Key::Escape + "").await?;
        shows(browser, &before.0).await.context("Escape did not call the drag off")?;
        browser.driver.action_chain().release().perform().await?;
        browser.wait_until_at_rest().await?;
        ensure!(seen(browser).await? == before, "letting go after Escape changed the number");
        let nothing_to_undo =
            browser.run("return document.getElementById('undo').disabled", Vec::new()).await?;
        ensure!(nothing_to_undo == Value::Bool(true), "a drag that was called off can be undone");
        browser.expect_no_complaint().await
    })
    .await
}

async fn live_number_by_keys(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        let before = seen(browser).await?;
        let number = number(browser).await?;
        number.focus().await?;
        let steps = [
            (Key::Right + "", "3\u{a0}GPUs"),
            (Key::PageUp + "", "13\u{a0}GPUs"),
            (Key::PageDown + "", "3\u{a0}GPUs"),
            ("+".into(), "4\u{a0}GPUs"),
            ("-".into(), "3\u{a0}GPUs"),
            (Key::End + "", "1,024\u{a0}GPUs"),
            (Key::Home + "", "1\u{a0}GPU"),
        ];
        let n_steps = steps.len();
        for (key, expected) in steps {
            keys(browser, key).await?;
            shows(browser, expected).await?;
        }
        for _ in 0..n_steps {
            undo(browser).await?;
        }
        shows(browser, &before.0).await?;
        browser.wait_for("return document.getElementById('undo').disabled").await?;
        browser.wait_until_at_rest().await?;
        ensure!(seen(browser).await? == before, "undone, the page is not as it was");
        browser.expect_no_complaint().await
    })
    .await
}

async fn live_number_by_typing(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        let before = seen(browser).await?;
        let number = number(browser).await?;
        number.click().await?;
        editor_is(browser, true).await.context("a click opened no editor")?;
        keys(browser, "5000").await?;
        keys(browser, Key::Enter + "").await?;
        browser
            .wait_for("return document.querySelector('.live-editor [role=alert]')?.textContent.includes('1 to 1,024 GPUs') === true")
            .await
            .context("refused without a reason")?;
        keys(browser, Key::Escape + "").await?;
        editor_is(browser, false).await?;
        browser.wait_until_at_rest().await?;
        ensure!(seen(browser).await? == before, "Escape took what was typed");

        let is_back = format!("return document.activeElement === document.querySelector('{GPUS}')");
        browser.wait_for(&is_back).await.context("the focus is not back on the number")?;
        keys(browser, "16").await?;
        keys(browser, Key::Enter + "").await?;
        shows(browser, "16\u{a0}GPUs").await?;
        browser.wait_for("return location.search.includes('gpu_count=16')").await?;
        browser.wait_for(&is_back).await?;

        number.click().await?;
        editor_is(browser, true).await?;
        keys(browser, "20").await?;
        browser.driver.find(By::Css(".live-editor .step:last-of-type")).await?.click().await?;
        shows(browser, "21\u{a0}GPUs").await.context("what was typed does not count before the step")?;
        browser.driver.find(By::Css(".live-editor__reset")).await?.click().await?;
        shows(browser, &before.0).await?;
        browser.driver.find(By::Css("h1")).await?.click().await?;
        editor_is(browser, false).await.context("a click elsewhere left the editor open")?;
        browser.wait_until_at_rest().await?;
        ensure!(seen(browser).await? == before, "reset, the page is not as it was");
        browser.expect_no_complaint().await
    })
    .await
}

/// At 320 pixels every editor is inside the window, nothing in the text moves when it opens, and each number is a
/// target of 24 pixels.
async fn live_editor_fits_a_small_screen(engine: Engine) -> Result<()> {
    let site = Site::start().await?;
    let settings = Settings { width: 320, height: 640, ..Settings::default() };
    with_browser(engine, settings, async |browser| {
        browser.open_ready(&site.url("/")).await?;
        let count = browser.run("return document.querySelectorAll('.live').length", Vec::new()).await?;
        for index in 0..count.as_u64().context("no count")? {
            let open = "
                const live = document.querySelectorAll('.live')[arguments[0]];
                live.scrollIntoView({ block: 'center', behavior: 'instant' });
                const place = live.closest('p').getBoundingClientRect();
                const box = live.getBoundingClientRect();
                window.__before = [place.height, box.left - place.left, box.top - place.top].join();
                live.click();
                return [live.dataset.input, Math.min(box.width, box.height)];";
            let opened = browser.run(open, vec![json!(index)]).await?;
            editor_is(browser, true).await?;
            let fits = "
                const live = document.querySelectorAll('.live')[arguments[0]];
                const editor = document.querySelector('.live-editor').getBoundingClientRect();
                const place = live.closest('p').getBoundingClientRect();
                const box = live.getBoundingClientRect();
                const after = [place.height, box.left - place.left, box.top - place.top].join();
                const inside = editor.left >= 0 && editor.right <= innerWidth && editor.width > 200;
                const near = editor.top >= box.bottom - 8 && editor.top < box.bottom + 40;
                const wide = document.documentElement.scrollWidth <= innerWidth;
                return inside && near && wide && after === window.__before
                  ? '' : JSON.stringify({ editor, box, wide, after, before: window.__before });";
            let complaint = browser.run(fits, vec![json!(index)]).await?;
            ensure!(complaint == json!(""), "{opened}: {complaint}");
            ensure!(opened[1].as_f64().is_some_and(|least| least >= 24.0), "a small target: {opened}");
            keys(browser, Key::Escape + "").await?;
            editor_is(browser, false).await?;
        }
        browser.expect_no_complaint().await
    })
    .await
}
