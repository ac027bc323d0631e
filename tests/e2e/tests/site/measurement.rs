//! What a reader has measured: entered among the settings, in the link, and held to its own machine.

use anyhow::{Result, ensure};
use e2e::browser::Engine;
use thirtyfour::components::SelectElement;
use thirtyfour::prelude::*;

use crate::with_site;

in_every_engine!(a_measurement_is_entered_and_moves_the_forecast);

/// Opens the folds, chooses what has been measured, types half of the forecast that stands there, and reads what follows.
async fn a_measurement_is_entered_and_moves_the_forecast(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/?gpu=h200-sxm")).await?;
        browser.press("return document.querySelector('#settings > summary')", Vec::new()).await?;
        browser.press("return document.querySelector('#settings-measurement > summary')", Vec::new()).await?;
        browser.wait_for("return document.getElementById('field-measured') !== null").await?;
        // Nothing is asked for that has no effect yet.
        browser
            .wait_for("return document.querySelectorAll('#settings-measurement .field').length === 2")
            .await?;

        let choice = browser.driver.find(By::Id("field-measured")).await?;
        SelectElement::new(&choice).await?.select_by_value("tokens_per_s").await?;
        let field = "return document.getElementById('field-measured_tokens_per_s')";
        browser.wait_for(&format!("{field} !== null")).await?;
        let machine = browser.text_of("return document.getElementById('field-measured_gpu').value").await?;
        ensure!(machine == "h200-sxm", "the GPU of the case is not the one measured, but {machine}");
        let forecast = browser.text_of(&format!("{field}.value")).await?;
        let forecast: f64 = forecast.replace([',', '\u{202f}', '\u{a0}'], "").parse()?;

        let number = browser.driver.find(By::Id("field-measured_tokens_per_s")).await?;
        browser.bring_to_rest(&number).await?;
        number.clear().await?;
        number.send_keys(format!("{}{}", (forecast / 2.0).round(), Key::Enter.value())).await?;
        let note = "return document.querySelector('[data-testid=measured-note]').textContent";
        browser.wait_for(&format!("{note}.includes('Your measurement moves the capacity')")).await?;
        browser.wait_for("return location.search.includes('measured_tokens_per_s=')").await?;
        let address = browser.text_of("return location.href").await?;

        // The link brings it back, and another GPU has not been measured.
        browser.open_ready(&address).await?;
        ensure!(address.contains("measured=tokens_per_s"), "{address}");
        let refused = "return document.querySelector('[data-condition=measurement_of_another]') !== null";
        ensure!(browser.run(refused, Vec::new()).await? == false, "its own machine is refused");
        browser.open_ready(&address.replace("?gpu=h200-sxm", "?gpu=a100-80")).await?;
        browser.wait_for(refused).await?;
        browser.expect_no_complaint().await
    })
    .await
}
