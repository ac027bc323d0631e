//! The walk along the frontier: by keyboard and by pressing a dot, selected first, taken after, and undone.

use anyhow::{Result, ensure};
use e2e::browser::{Browser, Engine};

use crate::with_site;

in_every_engine!(a_choice_is_selected_then_taken, a_pressed_dot_is_selected_first);

/// What stands in the walker, and in the address.
struct Seen {
    words: String,
    difference: String,
    heard: String,
    query: String,
}

async fn look(browser: &Browser) -> Result<Seen> {
    let text = async |script: &str| browser.text_of(script).await;
    Ok(Seen {
        words: text("return document.querySelector('.walker__choice .walker__words').textContent").await?,
        difference: text("return document.querySelector('.walker__difference').textContent").await?,
        heard: text("return document.querySelector('#figure-frontier-walker').ariaValueText ?? document.querySelector('#figure-frontier-walker').getAttribute('aria-valuetext')").await?,
        query: text("return location.search").await?,
    })
}

/// What the ring stands around: its place in the drawing.
async fn chart(browser: &Browser) -> Result<String> {
    browser.text_of("return document.querySelector('#figure-frontier [data-chart] svg').innerHTML").await
}

async fn a_choice_is_selected_then_taken(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/?embed=frontier&gpu_count=16")).await?;
        browser.show_chart("frontier").await?;
        let (before, drawn) = (look(browser).await?, chart(browser).await?);
        browser.press_arrow_right("figure-frontier-walker", 3).await?;
        browser.settled_chart("frontier", &drawn).await?;
        let after = look(browser).await?;
        ensure!(after.words != before.words, "the words stayed: {}", after.words);
        ensure!(after.heard.starts_with(after.words.split(':').next().unwrap_or_default()), "{}", after.heard);
        ensure!(after.query == before.query, "walking changed the reader's case: {}", after.query);

        browser
            .run("document.querySelector('.walker__controls .step').click()", Vec::new())
            .await?;
        browser
            .wait_for("return [...document.querySelectorAll('.walker [role=status]')].some((said) => said.textContent)")
            .await?;
        let back = look(browser).await?;
        ensure!(back.words != after.words && back.difference != "That is your case.", "{}", back.words);

        browser.run("document.querySelector('.walker__choice .walker__take').click()", Vec::new()).await?;
        browser
            .wait_for("return document.querySelector('.walker__difference').textContent === 'That is your case.'")
            .await?;
        let words = look(browser).await?.words;
        let setup = |words: &str| words.split(':').next().unwrap_or_default().to_owned();
        ensure!(setup(&words) == setup(&back.words), "took {words}, not {}", back.words);
        browser.expect_no_complaint().await
    })
    .await
}

async fn a_pressed_dot_is_selected_first(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        browser.show_chart("frontier").await?;
        let (before, drawn) = (look(browser).await?, chart(browser).await?);
        // A dot in the midst of the cloud, pressed as a reader does.
        let dot = "const dots = [...document.querySelectorAll('#figure-frontier [data-chart] svg path')]
              .filter((dot) => dot.getAttribute('fill-opacity') === '0.32');
            dots.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
            const box = dots[Math.floor(dots.length / 2)].getBoundingClientRect();
            return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)]";
        browser.press_at(dot, Vec::new()).await?;
        browser.settled_chart("frontier", &drawn).await?;
        let after = look(browser).await?;
        ensure!(after.words != before.words, "the words stayed: {}", after.words);
        ensure!(after.query.is_empty(), "a press changed the reader's case: {}", after.query);
        // A dot need not lie on the line: what is taken shows in the address.
        browser.run("document.querySelector('.walker__choice .walker__take').click()", Vec::new()).await?;
        browser.wait_for("return location.search !== ''").await?;
        browser.expect_no_complaint().await
    })
    .await
}
