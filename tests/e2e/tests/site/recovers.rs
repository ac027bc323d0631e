//! What others do to the page's elements, translators and extensions, does not take its controls away.

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine, Settings, with_browser};
use e2e::site::Site;
use serde_json::Value;

use crate::with_site;

in_every_engine!(
    starts_in_spite_of_foreign_elements,
    a_translated_page_stays_true,
    a_page_that_starts_again_keeps_the_focus,
    a_page_whose_program_traps_starts_again,
);

/// Wraps every text in elements of its own, as a translator of the browser does.
const TRANSLATE: &str = "
    const texts = [];
    const walker = document.createTreeWalker(document.querySelector('#article'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
        const wrapped = document.createElement('font');
        wrapped.append(text.textContent);
        text.replaceWith(wrapped);
    }";

/// Nothing of what the translator left is there any more.
const IS_BUILT: &str = "return document.querySelector('#article font') === null";

const ANSWER: &str = "return document.querySelector('[data-testid=answer]').innerText";

/// The page is there once, in sight, and answers to its sliders.
async fn answers(browser: &Browser) -> Result<()> {
    browser
        .wait_for(
            "return document.documentElement.dataset.ready === 'true'
                 && document.querySelectorAll('#article').length === 1
                 && document.querySelector('#article').checkVisibility()",
        )
        .await?;
    let before = browser.text_of(ANSWER).await?;
    browser.press_arrow_right("slider-gpu_count", 3).await?;
    // While a part is built again, its place is empty for a moment.
    let has_changed = format!(
        "const answer = document.querySelector('[data-testid=answer]');
         return answer !== null && answer.innerText !== {}",
        Value::from(before)
    );
    browser.wait_for(&has_changed).await.context("the slider changes nothing")?;
    browser.wait_until_at_rest().await?;
    let failed = browser.run("return document.documentElement.dataset.failed ?? ''", Vec::new()).await?;
    ensure!(failed.as_str() == Some(""), "the page says that it has failed: {failed}");
    Ok(())
}

async fn starts_in_spite_of_foreign_elements(engine: Engine) -> Result<()> {
    // Before the page's own script runs, which is deferred.
    let script = format!(
        "document.addEventListener('readystatechange', () => {{
             if (document.readyState === 'interactive') {{ {TRANSLATE} }}
         }});"
    );
    let site = Site::start_with_script(&script).await?;
    with_browser(engine, Settings::default(), async |browser| {
        browser.open_ready(&site.url("/?gpu_count=8")).await?;
        let gpus = browser
            .text_of("return document.getElementById('slider-gpu_count').getAttribute('aria-valuetext')");
        ensure!(gpus.await?.starts_with('8'), "the link is not heeded");
        answers(browser).await
    })
    .await
}

async fn a_translated_page_stays_true(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        browser.run(TRANSLATE, Vec::new()).await?;
        browser.run("document.documentElement.classList.add('translated-ltr')", Vec::new()).await?;
        answers(browser).await?;
        browser.wait_for(IS_BUILT).await?;
        // Again, as the translator finds the new texts; then to other branches of the prose.
        browser.run(TRANSLATE, Vec::new()).await?;
        browser.press_arrow_right("slider-gpu_count", 12).await?;
        browser.wait_for(IS_BUILT).await?;
        let has_focus = "return document.activeElement.id === 'slider-gpu_count'";
        browser.wait_for(has_focus).await.context("the slider has lost the focus")?;

        let in_the_link =
            "const gpus = document.getElementById('slider-gpu_count').getAttribute('aria-valuetext');
                           return location.search.includes(`gpu_count=${parseInt(gpus)}`)";
        browser.wait_for(in_the_link).await?;
        browser.wait_until_at_rest().await?;
        let translated = browser.text_of(ANSWER).await?;
        let link = browser.text_of("return location.href").await?;
        browser.open_ready(&link).await?;
        let fresh = browser.text_of(ANSWER).await?;
        ensure!(translated == fresh, "{translated}\nis not\n{fresh}");
        Ok(())
    })
    .await
}

/// Refuses every change of the page's elements, as a page does whose elements somebody else has moved, until the program
/// has stopped.
const REFUSE_CHANGES: &str = "
    const { insertBefore, removeChild } = Node.prototype;
    Node.prototype.insertBefore = Node.prototype.removeChild = () => {
        throw new DOMException('moved by somebody else', 'NotFoundError');
    };
    addEventListener('own-or-rent:stopped', () => {
        Object.assign(Node.prototype, { insertBefore, removeChild });
        window.hasStopped = true;
    }, { capture: true, once: true });";

async fn a_page_that_starts_again_keeps_the_focus(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/?gpu_count=4")).await?;
        browser.press_arrow_right("slider-gpu_count", 1).await?;
        browser.wait_until_at_rest().await?;
        browser.run(REFUSE_CHANGES, Vec::new()).await?;
        // To other branches of the prose.
        browser.press_arrow_right("slider-gpu_count", 20).await?;
        browser.wait_for("return window.hasStopped === true").await.context("the program has not stopped")?;
        browser.wait_for("return document.activeElement.id === 'slider-gpu_count'").await?;
        answers(browser).await
    })
    .await
}

/// Makes `exhaust`, which takes the stack from the latest program, so that each of its calls traps from then on.
const EXHAUST: &str = "
    window.programs = [];
    for (const way of ['instantiate', 'instantiateStreaming']) {
        const make = WebAssembly[way];
        WebAssembly[way] = async (...given) => {
            const made = await make.apply(WebAssembly, given);
            if (made.instance.exports.memory) programs.push(made.instance.exports);
            return made;
        };
    }
    window.exhaust = () => {
        let taken = 0;
        for (const kept of Object.values(programs.at(-1))) {
            if (!(kept instanceof WebAssembly.Global)) continue;
            try { kept.value = 0; taken++; } catch { /* a constant */ }
        }
        return taken;
    };";

/// The shortest life of a run after which the page starts again (`src/start.js`).
const HAS_LIVED: &str = "window.since ??= performance.now(); return performance.now() - window.since > 3000";

async fn a_page_whose_program_traps_starts_again(engine: Engine) -> Result<()> {
    let site = Site::start_with_script(EXHAUST).await?;
    with_browser(engine, Settings::default(), async |browser| {
        browser.open_ready(&site.url("/?gpu_count=4")).await?;
        // The second time, the first run's listeners and timers are still about, and trap too.
        for n_runs in 1..=2 {
            answers(browser).await?;
            let runs = browser.run("return programs.length", Vec::new()).await?;
            ensure!(runs.as_u64() == Some(n_runs), "{runs} runs, not {n_runs}");
            browser.wait_for(HAS_LIVED).await?;
            let taken = browser.run("return exhaust()", Vec::new()).await?;
            ensure!(taken.as_u64() == Some(1), "the program exports {taken} variables, not only its stack");
            browser.press_arrow_right("slider-gpu_count", 1).await?;
            browser.run("delete window.since", Vec::new()).await?;
            browser.wait_for(&format!("return programs.length === {}", n_runs + 1)).await?;
        }
        answers(browser).await
    })
    .await
}
