//! The printed page: the present case in words, drawings and tables, dark on light, and nothing that is empty.

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine};
use serde_json::json;

use crate::with_site;

in_every_engine!(the_present_case_is_printed, a_room_is_printed);

/// Keeps the state of the page at the moment of printing, after the page has prepared itself.
const KEEP: &str = "
    const isEmpty = (plot) => plot.dataset.paper === undefined
        || Number(plot.querySelector('.plot__drawing svg')?.getAttribute('width') ?? 0) !== 640
        || plot.querySelectorAll('.plot__drawing svg text').length < 4;
    addEventListener('beforeprint', () => {
        const names = (these) => these.map((it) => it.closest('figure')?.id ?? it.id);
        window.onPaper = {
            empty: names([...document.querySelectorAll('.plot')].filter(isEmpty)),
            folded: names([...document.querySelectorAll('.figure__more--table:not([open])')]),
            ink: document.querySelector('#figure-ledger .plot__drawing svg text').getAttribute('fill'),
        };
    });";

/// The state of the figures on the screen.
const ON_SCREEN: &str = "
    const plot = document.querySelector('#figure-ledger .plot');
    return {
        paper: plot.dataset.paper === undefined,
        isOfScreen: Number(plot.querySelector('svg').getAttribute('width')) !== 640,
        open: document.querySelectorAll('.figure__more--table[open]').length,
    };";

/// Prints, as the browser's menu does. WebKit's driver cannot: there the page only gets the events.
async fn print(browser: &Browser) -> Result<()> {
    if browser.engine == Engine::WebKit {
        let events = "dispatchEvent(new Event('beforeprint')); dispatchEvent(new Event('afterprint'))";
        browser.run(events, Vec::new()).await?;
        return Ok(());
    }
    let pdf = browser.driver.print_page_base64(thirtyfour::common::print::PrintParameters::default()).await?;
    ensure!(pdf.len() > 100_000, "the document has {} letters", pdf.len());
    Ok(())
}

async fn the_present_case_is_printed(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        // A case of its own has no pictures made by the build; the theme must not be printed.
        browser.open_ready(&site.url("/?gpu_count=6&theme=dark")).await?;
        browser.run(KEEP, Vec::new()).await?;
        browser.show_chart("ledger").await?;
        let before = browser.run(ON_SCREEN, Vec::new()).await?;
        ensure!(before == json!({ "paper": true, "isOfScreen": true, "open": 0 }), "before: {before}");

        print(browser).await?;
        browser
            .wait_for("return window.onPaper !== undefined")
            .await
            .context("the page gets no event of printing")?;
        let printed = browser.run("return window.onPaper", Vec::new()).await?;
        ensure!(printed["empty"] == json!([]), "not drawn for paper: {}", printed["empty"]);
        ensure!(printed["folded"] == json!([]), "not unfolded: {}", printed["folded"]);
        ensure!(printed["ink"] != json!("#ebe8e1"), "light words on white paper");

        browser
            .wait_for(&format!(
                "const now = (() => {{ {ON_SCREEN} }})(); return now.paper && now.isOfScreen && now.open === 0"
            ))
            .await
            .context("the page does not return to the screen")
    })
    .await
}

/// The method is printed with its terms, without twenty pages of constants.
async fn a_room_is_printed(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/method/index.html")).await?;
        let keep = "const isOpen = (id) => document.getElementById(id).open;
            addEventListener('beforeprint', () => {
                window.onPaper = { glossary: isOpen('glossary'), assumptions: isOpen('assumptions') };
            });";
        browser.run(keep, Vec::new()).await?;
        print(browser).await?;
        browser.wait_for("return window.onPaper !== undefined").await?;
        let printed = browser.run("return window.onPaper", Vec::new()).await?;
        ensure!(printed == json!({ "glossary": true, "assumptions": false }), "{printed}");
        browser.wait_for("return !document.getElementById('glossary').open").await
    })
    .await
}
