//! Claims as a reader checks them: the mark in the text, the check below the passage, its working, the case to try.

use anyhow::{Result, ensure};
use e2e::browser::Engine;
use serde_json::Value;

use crate::with_site;

in_every_engine!(every_claim_opens_its_check, a_case_is_tried_and_undone);

/// Every mark of a claim opens the same check as the wall of claims has, word for word.
async fn every_claim_opens_its_check(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/claims/index.html")).await?;
        let facts = "return [...document.querySelectorAll('.wall__claim')]
            .map((card) => [card.id, card.querySelector('.check__finding').lastChild.textContent])";
        let facts: Vec<(String, String)> = serde_json::from_value(browser.run(facts, Vec::new()).await?)?;
        ensure!(facts.len() == 24, "{} claims are checked", facts.len());
        browser.open_ready(&site.url("/")).await?;
        let mut n_marked = 0;
        for (row, listed) in facts {
            let fact = row.trim_start_matches("check-").to_owned();
            let press = "
                const mark = document.querySelector(`.section a.claim[href$='#${arguments[0]}']`);
                mark?.click();
                return mark !== null";
            if browser.run(press, vec![Value::from(row.as_str())]).await? == Value::Bool(false) {
                continue;
            }
            n_marked += 1;
            let open = format!("[data-check='{fact}']");
            browser.wait_for(&format!("return document.querySelector(\"{open}\") !== null")).await?;
            let finding =
                format!("return document.querySelector(\"{open} .check__finding\").lastChild.textContent");
            let said = browser.text_of(&finding).await?;
            ensure!(
                !said.is_empty() && said == listed,
                "{fact}: '{said}' in the text, '{listed}' on the wall"
            );
        }
        ensure!(n_marked >= 20, "only {n_marked} claims are marked in the text");
        let scored = browser
            .run("return document.querySelectorAll('[data-figure=claims] tbody tr').length", Vec::new())
            .await?;
        ensure!(scored == 24, "the scoreboard's table has {scored} rows");
        browser.expect_no_complaint().await
    })
    .await
}

/// A check's working can be read, its case goes into the sliders, and undo brings the reader's own back.
async fn a_case_is_tried_and_undone(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        browser
            .run(
                "document.querySelector(\".section a.claim[href$='#check-intercom-training']\").click()",
                Vec::new(),
            )
            .await?;
        let note = "document.querySelector(\"[data-check='intercom-training']\")";
        browser.wait_for(&format!("return {note} !== null")).await?;
        let count = format!("return {note}.querySelectorAll('.readings tbody tr').length");
        ensure!(browser.run(&count, Vec::new()).await? == 9, "not every digit is read");
        let open = format!(
            "const working = {note}.querySelector('details'); working.open = true; return working.textContent"
        );
        let working = browser.text_of(&open).await?;
        ensure!(working.contains("campaign = gpus * duration * 24"), "{working}");

        let gpus = "return document.getElementById('field-gpu_count').value";
        let before = browser.text_of(gpus).await?;
        let press = format!(
            "[...{note}.querySelectorAll('button')].find((it) => it.textContent === 'Try this case').click()"
        );
        browser.run(&press, Vec::new()).await?;
        browser.wait_for("return location.search.includes('preset=intercom')").await?;
        let undo = "return [...document.querySelectorAll('button')].find((it) => it.textContent === 'Undo')";
        browser.press(undo, Vec::new()).await?;
        browser.wait_for("return !location.search.includes('preset=intercom')").await?;
        browser.wait_until_at_rest().await?;
        let after = browser.text_of(gpus).await?;
        ensure!(before == after, "{after} GPUs after undoing, {before} before");
        browser.expect_no_complaint().await
    })
    .await
}
