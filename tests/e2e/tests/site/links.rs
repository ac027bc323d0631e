//! What a link carries, and what it cannot.

use anyhow::{Result, ensure};
use e2e::browser::Engine;
use model::format::{Style, value};
use model::{Preset, Scenario};

use crate::with_site;

in_every_engine!(rubbish_in_a_link_is_said_and_ignored, a_preset_shows_what_the_calculator_prints);

async fn rubbish_in_a_link_is_said_and_ignored(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        let answer = "return document.querySelector('[data-testid=answer]').textContent";
        browser.open_ready(&site.url("/")).await?;
        let default = browser.text_of(answer).await?;
        let note = "return document.querySelector('[data-testid=url-note]') === null";
        browser.wait_for(note).await?;

        browser
            .open_ready(&site.url("/?gpu_count=banana&model_size=-4&colour=%ZZ&preset=nobody&=&&a=b=c"))
            .await?;
        browser
            .wait_for("return document.querySelector('[data-testid=url-note]')?.checkVisibility() === true")
            .await?;
        let said =
            browser.text_of("return document.querySelector('[data-testid=url-note]').textContent").await?;
        ensure!(said.contains("gpu_count") && said.contains("model_size"), "the note says {said:?}");
        ensure!(browser.text_of(answer).await? == default, "rubbish changed the answer");
        browser.expect_no_complaint().await
    })
    .await
}

/// The number in a text such as "$23,000".
fn read(text: &str) -> Result<f64> {
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    Ok(digits.parse()?)
}

/// Each live number in the prose is what the model gives for the preset, to the figures that the prose has; an invoice to those
/// that the calculator writes.
async fn a_preset_shows_what_the_calculator_prints(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        for preset in Preset::ALL {
            let outcome = model::evaluate(&Scenario::preset(preset));
            browser.open_ready(&site.url(&format!("/?preset={}", preset.spec().id))).await?;
            for id in ["own_cost", "rent_invoice", "own_accuracy", "rent_accuracy"] {
                let Some((spec, expected)) = outcome.output(id) else { anyhow::bail!("no output {id}") };
                let script = format!("return document.querySelector('[data-value={id}]').textContent");
                let shown = browser.text_of(&script).await?;
                let expected = value(expected, spec.unit, Style::Prose);
                let off = read(&shown)? / read(&expected)? - 1.0;
                let most = if id == "rent_invoice" { 0.0 } else { 0.05 };
                ensure!(off.abs() <= most, "{id} of {}: {shown:?}, not {expected:?}", preset.spec().id);
            }
        }
        browser.expect_no_complaint().await
    })
    .await
}
