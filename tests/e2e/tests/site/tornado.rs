//! The tornado: each row's slider, and the ends of its bar, set the input that the row names.

use anyhow::{Result, ensure};
use e2e::browser::{Browser, Engine};
use serde_json::json;

use crate::with_site;

in_every_engine!(a_row_moves_what_it_names, the_end_of_a_bar_sets_its_value);

/// The rows' names from the top, and the answer.
async fn seen(browser: &Browser) -> Result<(String, String)> {
    let rows = "return [...document.querySelectorAll('[data-row]')].map((row) => row.dataset.row).join(' ')";
    let answer = "return document.querySelector('[data-testid=answer]').textContent";
    Ok((browser.text_of(rows).await?, browser.text_of(answer).await?))
}

async fn a_row_moves_what_it_names(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        browser.show_chart("tornado").await?;
        let before = seen(browser).await?;
        for by_pointer in [false, true] {
            let start = seen(browser).await?;
            if by_pointer {
                browser.drag_thumb("tornado-loaded_cost").await?;
            } else {
                browser.press_arrow_right("tornado-loaded_cost", 12).await?;
            }
            browser.wait_for("return location.search.includes('loaded_cost=')").await?;
            browser.wait_until_at_rest().await?;
            let after = seen(browser).await?;
            ensure!(after.1 != start.1, "the answer stayed: {}", after.1);
            ensure!(after.0 == before.0, "the rows changed places in the reader's hand: {}", after.0);
        }
        browser.run("document.activeElement.blur()", Vec::new()).await?;
        for _ in 0..2 {
            browser.press("return document.getElementById('undo')", Vec::new()).await?;
        }
        browser.expect_no_complaint().await
    })
    .await
}

async fn the_end_of_a_bar_sets_its_value(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/?embed=tornado")).await?;
        browser.show_chart("tornado").await?;
        // The rings are the only marks with a line around them; a row has two, on the level of its middle.
        let ring = "
            const row = document.querySelector(`[data-row='${arguments[0]}']`).getBoundingClientRect();
            const middle = row.top + row.height / 2;
            const level = (ring) => {
              const { top, height } = ring.getBoundingClientRect();
              return top + height / 2;
            };
            const rings = [...document.querySelectorAll('[data-chart] svg path[stroke][transform^=matrix]')]
              .filter((ring) => Math.abs(level(ring) - middle) < 4);
            const left = (ring) => ring.getBoundingClientRect().left;
            return rings.sort((a, b) => left(a) - left(b))[0];";
        browser.press(ring, vec![json!("run_effort")]).await?;
        // The left end is where owning costs more: more work.
        browser.wait_for("return location.search.includes('run_effort=1.5')").await?;
        browser.expect_no_complaint().await
    })
    .await
}
