//! The piece, and what of it is still shown by its own program, framed by a page of another origin. The figures' own pages are in
//! `hosts.rs`.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::Html;
use axum::routing::get;
use e2e::browser::{Browser, Engine, PATIENCE};
use e2e::site::Site;
use thirtyfour::{By, Key};
use xtask::project;

use crate::with_site;

in_every_engine!(a_sandboxed_figure_tells_its_height, the_whole_piece_answers_in_a_frame);

/// A newsroom's page: pym.js as published, and the script that frames the child.
async fn host(script: String) -> Result<Site> {
    let pym = std::fs::read_to_string(project::node_modules().join("pym.js/dist/pym.v1.min.js"))
        .context("pym.js is missing: `cargo xtask build` installs it")?;
    let page = format!(
        "<!DOCTYPE html><meta charset=utf-8><title>Host</title><link rel=icon href=\"data:,\"><style>iframe {{ border: 0; width: 100% }}</style>\
         <p>Before</p><div id=\"place\"></div><p>After</p><script src=\"pym.js\"></script><script>{script}</script>"
    );
    let pym = get(move || async move { ([(CONTENT_TYPE, "text/javascript")], pym) });
    Site::serve(Router::new().route("/", get(move || async move { Html(page) })).route("/pym.js", pym)).await
}

/// Waits until the page in the frame is at rest and the frame is as high as its document, within a pixel; gives the
/// height. The page tells its height whenever that changes, so that nothing follows once the two agree.
async fn wait_for_right_height(browser: &Browser) -> Result<f64> {
    let (deadline, mut heights) = (Instant::now() + PATIENCE, (0.0, 0.0));
    while Instant::now() < deadline {
        browser.wait_until_at_rest().await?;
        browser.driver.enter_default_frame().await?;
        let frame = browser
            .run("return document.querySelector('iframe').getBoundingClientRect().height", vec![])
            .await?;
        browser.driver.enter_frame(0).await?;
        let document = "return document.documentElement.getBoundingClientRect().height";
        let document = browser.run(document, vec![]).await?;
        heights = (frame.as_f64().context("no height")?, document.as_f64().context("no height")?);
        if (heights.0 - heights.1).abs() <= 1.0 {
            return Ok(heights.0);
        }
    }
    anyhow::bail!("{}: the frame is {} px high, its document {} px", browser.engine, heights.0, heights.1)
}

/// Enters the frame and waits until the page in it has hydrated and drawn its chart.
async fn enter_figure(browser: &Browser, figure: &str) -> Result<()> {
    browser.driver.enter_frame(0).await?;
    browser.wait_until_ready().await?;
    browser.show_chart(figure).await
}

/// A content system that allows scripts and nothing else, with the listener that Datawrapper's embeds bring along.
async fn a_sandboxed_figure_tells_its_height(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        for figure in ["frontier", "tornado"] {
            let child = site.url(&format!("/?embed={figure}"));
            let host = host(format!(
                "const frame = document.createElement('iframe');
                 frame.setAttribute('sandbox', 'allow-scripts');
                 frame.src = '{child}';
                 addEventListener('message', (event) => {{
                   const heights = event.data['datawrapper-height'];
                   if (event.source === frame.contentWindow && heights)
                     for (const height of Object.values(heights)) frame.style.height = height + 'px';
                 }});
                 document.getElementById('place').append(frame);"
            ));
            let host = host.await?;
            browser.driver.enter_default_frame().await?;
            browser.open(&host.url("/")).await?;
            enter_figure(browser, figure).await?;
            let height = wait_for_right_height(browser).await?;
            ensure!((150.0..2500.0).contains(&height), "{figure} is {height} px high");
            let origin = browser.text_of("return self.origin").await?;
            ensure!(origin == "null", "not sandboxed: {origin}");
            browser.expect_no_complaint().await?;
        }
        Ok(())
    })
    .await
}

async fn the_whole_piece_answers_in_a_frame(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        let child = site.url("/?embed=all");
        let host =
            host(format!("new pym.Parent('place', '{child}', {{ sandbox: 'allow-scripts' }})")).await?;
        browser.open(&host.url("/")).await?;
        browser.driver.enter_frame(0).await?;
        browser.wait_until_ready().await?;
        wait_for_right_height(browser).await?;

        let answer = "return document.querySelector('[data-testid=answer]').textContent";
        let before = browser.text_of(answer).await?;
        browser.driver.enter_default_frame().await?;
        let n_entries = browser.run("return history.length", vec![]).await?;
        browser.driver.enter_frame(0).await?;
        // By pointer, and near the frame's top: the frame is as high as its document, and a driver's pointer reaches no place
        // below the host's window.
        browser.driver.find(By::Css("[data-preset=shopify]")).await?.click().await?;
        browser.wait_for("return location.search.includes('preset=shopify')").await?;
        browser.wait_for_change(answer, &before).await?;
        wait_for_right_height(browser).await?;
        browser.expect_no_complaint().await?;
        browser.driver.enter_default_frame().await?;
        ensure!(
            browser.run("return history.length", vec![]).await? == n_entries,
            "a press in the frame added to the host's history"
        );

        // A room opens in the frame, with the case and without a masthead.
        browser.driver.enter_frame(0).await?;
        browser.driver.find(By::Css(".door__name")).await?.send_keys(Key::Enter + "").await?;
        browser.wait_for("return location.pathname === '/claims/index.html'").await?;
        browser.wait_until_ready().await?;
        let search = browser.text_of("return location.search").await?;
        ensure!(search.contains("embed=all") && search.contains("preset=shopify"), "{search}");
        let masthead = "return document.querySelector('.masthead').checkVisibility()";
        ensure!(browser.run(masthead, vec![]).await? == false, "a masthead in another page's frame");
        wait_for_right_height(browser).await?;
        browser.expect_no_complaint().await
    })
    .await
}
