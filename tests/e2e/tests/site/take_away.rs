//! A figure taken away: its numbers, and its picture with title, sources and address.

use anyhow::{Context, Result, ensure};
use e2e::browser::Engine;

use crate::with_site;

in_every_engine!(a_figure_is_saved_as_numbers_and_as_a_picture);

/// Keeps what would be saved instead of saving it: its name, kind, size, and its text or first bytes.
const KEEP: &str = "
    window.__saved = [];
    const made = new Map();
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob) => { const url = make(blob); made.set(url, blob); return url; };
    HTMLAnchorElement.prototype.click = function () {
      const blob = made.get(this.href);
      blob.arrayBuffer().then((bytes) => window.__saved.push({
        name: this.download, kind: blob.type, size: blob.size,
        head: [...new Uint8Array(bytes).slice(0, 4)],
        text: blob.type === 'image/png' ? '' : new TextDecoder().decode(bytes),
      }));
    };";

async fn a_figure_is_saved_as_numbers_and_as_a_picture(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/?gpu_count=4")).await?;
        browser.run(KEEP, Vec::new()).await?;
        for (figure, kind, n) in
            [("ledger", "CSV", 1), ("ledger", "SVG", 2), ("ledger", "PNG", 3), ("tornado", "SVG", 4)]
        {
            let press = format!("document.querySelector('#figure-{figure} [data-save={kind}]').click()");
            browser.run(&press, Vec::new()).await?;
            browser
                .wait_for(&format!("return window.__saved.length === {n}"))
                .await
                .with_context(|| format!("{figure} as {kind}"))?;
        }
        let saved = browser.run("return window.__saved", Vec::new()).await?;
        let text = |at: usize, field: &str| saved[at][field].as_str().unwrap_or_default().to_owned();
        ensure!(
            text(0, "name") == "own-or-rent-ledger.csv" && text(0, "text").lines().count() > 5,
            "{saved}"
        );
        let title =
            browser.text_of("return document.getElementById('figure-ledger-title').textContent").await?;
        let first = title.split(' ').next().unwrap_or_default().to_owned();
        let svg = text(1, "text");
        ensure!(svg.contains(&format!(">{first} ")) && svg.contains("gpu_count=4"), "{svg}");
        ensure!(svg.matches("<path").count() > 5, "nothing is drawn");
        ensure!(text(3, "text").contains("Work to run"), "the tornado's rows have no names");
        ensure!(
            text(2, "kind") == "image/png" && saved[2]["head"] == serde_json::json!([137, 80, 78, 71]),
            "no PNG"
        );
        ensure!(saved[2]["size"].as_u64().is_some_and(|size| size > 20_000), "an empty picture");
        browser.expect_no_complaint().await
    })
    .await
}
