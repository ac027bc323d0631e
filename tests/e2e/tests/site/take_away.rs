//! A figure taken away: its numbers, and its picture with title, sources and address.

use anyhow::{Context, Result, ensure};
use e2e::browser::Engine;

use crate::with_site;

in_every_engine!(a_figure_is_saved_as_numbers_and_as_a_picture, no_picture_is_cut);

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
            let press =
                format!("document.querySelector('[data-figure={figure}] [data-save={kind}]').click()");
            browser.run(&press, Vec::new()).await?;
            browser
                .wait_for(&format!("return window.__saved.length === {n}"))
                .await
                .with_context(|| format!("{figure} as {kind}"))?;
        }
        let saved = browser.run("return window.__saved", Vec::new()).await?;
        let text = |at: usize, field: &str| saved[at][field].as_str().unwrap_or_default().to_owned();
        ensure!(
            text(0, "name") == "own-or-rent-ledger-support_desk-gpu_count-4.csv"
                && text(0, "text").lines().count() > 5,
            "{saved}"
        );
        // A decoder takes the mark off that spreadsheets need.
        ensure!(
            saved[0]["head"].as_array().is_some_and(|head| head.starts_with(&[
                0xef.into(),
                0xbb.into(),
                0xbf.into()
            ])),
            "no mark of UTF-8: {saved}"
        );
        for line in text(0, "text").lines().skip(1) {
            ensure!(
                line.contains("gpu_count=4") && line.contains(model::VERSION),
                "a line without its case: {line}"
            );
        }
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

/// What is not paper in the outermost pixels of the last picture that was saved.
const AT_THE_EDGE: &str = "
    const [margin, done] = arguments;
    createImageBitmap(window.__picture).then((picture) => {
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [picture.width, picture.height];
        const context = canvas.getContext('2d');
        context.drawImage(picture, 0, 0);
        const { data } = context.getImageData(picture.width - margin, 0, margin, picture.height);
        const paper = data.slice(0, 3).join();
        let n = 0;
        for (let at = 0; at < data.length; at += 4) if (data.slice(at, at + 3).join() !== paper) n += 1;
        done([picture.width, n]);
    }, (error) => done(String(error)));";

/// Words are measured in the typeface that draws them: nothing of a picture reaches its edge.
async fn no_picture_is_cut(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        let keep = "
            const make = URL.createObjectURL.bind(URL);
            URL.createObjectURL = (blob) => { window.__picture = blob; return make(blob); };
            HTMLAnchorElement.prototype.click = () => {};";
        let mut n_pictures = 0;
        for page in ["", "claims/index.html", "method/index.html"] {
            let case = "preset=intercom&gpu_count=7&requests_per_day=1234567";
            browser.open_ready(&site.url(&format!("/{page}?{case}"))).await?;
            browser.run(keep, Vec::new()).await?;
            let figures = "return [...document.querySelectorAll('figure[data-figure]:has([data-save=PNG])')].map((it) => it.dataset.figure)";
            let figures: Vec<String> = serde_json::from_value(browser.run(figures, Vec::new()).await?)?;
            for figure in figures {
                n_pictures += 1;
                let press = format!(
                    "window.__picture = undefined;
                    document.querySelector('figure[data-figure={figure}] [data-save=PNG]').click()"
                );
                browser.run(&press, Vec::new()).await?;
                browser
                    .wait_for("return window.__picture?.type === 'image/png'")
                    .await
                    .with_context(|| figure.clone())?;
                let edge = browser.driver.execute_async(AT_THE_EDGE, vec![serde_json::json!(24)]).await?;
                let (width, n): (u32, u32) = serde_json::from_value(edge.json().clone())
                    .with_context(|| format!("{figure}: {}", edge.json()))?;
                ensure!(
                    width > 1000 && n == 0,
                    "{figure}: {n} pixels of the {width} px wide picture are at its edge"
                );
            }
        }
        ensure!(n_pictures >= 10, "only {n_pictures} figures can be saved");
        browser.expect_no_complaint().await
    })
    .await
}
