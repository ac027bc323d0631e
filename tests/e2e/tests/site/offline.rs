//! The service worker: a visitor who loses the network loses nothing, a new deploy is there at the next load, and other pages' frames
//! get none of it.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;
use e2e::browser::{Browser, Engine, Settings, with_browser};
use e2e::site::Outpost;
use serde_json::{Value, json};
use xtask::{project, server};

use crate::workshop::{click, fill, wait_for_names};

in_every_engine!(
    without_a_network_the_whole_site_is_there,
    a_new_deploy_is_there_at_the_next_load,
    a_frame_registers_nothing,
);

/// Once it controls the page, all that it keeps is there.
const IS_KEPT: &str = "return navigator.serviceWorker.controller?.state === 'activated'";

/// How far the worker is, for a test that waits in vain.
const STATE: &str = "return (async () => {
    const kept = await navigator.serviceWorker.getRegistration();
    let n = 0;
    for (const name of await caches.keys()) n += (await (await caches.open(name)).keys()).length;
    return [kept?.installing?.state, kept?.waiting?.state, kept?.active?.state, document.documentElement.dataset.ready, n];
})()";

/// Waits until the page has a worker that keeps the site.
async fn wait_until_kept(browser: &Browser, site: &Outpost) -> Result<()> {
    let Err(error) = browser.wait_for(IS_KEPT).await else { return Ok(()) };
    let state = browser.run(STATE, Vec::new()).await?;
    let asked = site.asked();
    Err(error.context(format!(
        "the worker is {state}; {} files were asked for, last {:?}",
        asked.len(),
        asked.last()
    )))
}

async fn without_a_network_the_whole_site_is_there(engine: Engine) -> Result<()> {
    let mut site = Outpost::start(server::router(&project::dist())).await?;
    with_browser(engine, Settings::default(), async |browser| {
        browser.open_ready(&site.url("/?preset=intercom")).await?;
        wait_until_kept(browser, &site).await?;
        site.stop().await;

        // What this page has not asked for before: the chart library.
        browser.show_chart("ledger").await?;
        let answer = "return document.querySelector('[data-testid=answer]').innerText";
        let before = browser.text_of(answer).await?;
        // Another case, and so an address that was never asked for.
        browser.open_ready(&site.url("/index.html?preset=canva&gpu_count=8")).await?;
        let other = browser.text_of(answer).await?;
        ensure!(other != before, "the case of the address is lost");
        browser.press_arrow_right("slider-gpu_count", 3).await?;
        browser.wait_for_change(answer, &other).await?;
        browser.show_chart("ledger").await?;

        browser.open_ready(&site.url("/claims/")).await?;
        browser.wait_for("return document.querySelectorAll('[id^=check-]').length === 24").await?;
        browser.open_ready(&site.url("/method/index.html#assumptions")).await?;
        browser.open(&site.url("/model/cost.html")).await?;
        browser.wait_for("return document.querySelector('h1') !== null").await?;

        browser.open_ready(&site.url("/workshop/index.html")).await?;
        browser.wait_for("return document.querySelector('#pin') !== null").await.context("no bench")?;
        fill(browser, "code", "canal donate december illness velvet length air galaxy").await?;
        click(browser, "#enter-code").await?;
        wait_for_names(browser, "Intercom").await?;

        // Something in front of a server that is down may answer in its place.
        let down = Router::new().fallback(get(async || (StatusCode::BAD_GATEWAY, "down")));
        site.resume(down).await?;
        browser
            .open_ready(&site.url("/index.html"))
            .await
            .context("a page of an error instead of the kept one")
    })
    .await
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?
        } else {
            fs::copy(entry.path(), to).map(|_| ())?
        }
    }
    Ok(())
}

/// Gives the article another title, as a new deploy does, and has the build make its worker.
fn deploy(folder: &Path, title: &str) -> Result<()> {
    let page = folder.join("index.html");
    let html = fs::read_to_string(&page)?;
    let (before, rest) = html.split_once("<title>").context("no title")?;
    let (_, after) = rest.split_once("</title>").context("no title")?;
    fs::write(&page, format!("{before}<title>{title}</title>{after}"))?;
    for packed in ["index.html.br", "index.html.gz"] {
        fs::remove_file(folder.join(packed)).or_else(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Ok(()),
            _ => Err(error),
        })?;
    }
    let made = Command::new("node")
        .arg("xtask/worker.mjs")
        .arg(folder)
        .current_dir(project::root())
        .output()
        .context("node cannot be started")?;
    ensure!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    Ok(())
}

/// Waits until the newest service worker is active and keeps this many builds.
async fn wait_for_builds(browser: &Browser, n: usize) -> Result<()> {
    let script = format!(
        "return (async () => {{
            const kept = await navigator.serviceWorker.getRegistration();
            const isAtRest = kept && !kept.installing && !kept.waiting && kept.active?.state === 'activated';
            return Boolean(isAtRest) && (await caches.keys()).length === {n};
        }})()"
    );
    browser.wait_for(&script).await.with_context(|| format!("there are not {n} builds"))
}

async fn a_new_deploy_is_there_at_the_next_load(engine: Engine) -> Result<()> {
    let folder = tempfile::tempdir()?;
    copy(&project::dist(), folder.path())?;
    let mut site = Outpost::start(server::router(folder.path())).await?;
    with_browser(engine, Settings::default(), async |browser| {
        let page = site.url("/index.html");
        browser.open_ready(&page).await?;
        wait_until_kept(browser, &site).await?;
        wait_for_builds(browser, 1).await?;
        let title = "return document.title";
        for (edition, n_builds) in [("Second edition", 2), ("Third edition", 2)] {
            let before = browser.text_of("return (async () => (await caches.keys()).join())()").await?;
            deploy(folder.path(), edition)?;
            browser.open_ready(&page).await?;
            ensure!(browser.text_of(title).await? == edition, "an old page in spite of the network");
            // The browser asks for the worker by itself.
            let is_new =
                format!("return (async () => (await caches.keys()).join() !== {})()", Value::from(before));
            browser.wait_for(&is_new).await.context("the new worker is not taken")?;
            wait_for_builds(browser, n_builds).await?;
            site.stop().await;
            browser.open_ready(&page).await?;
            ensure!(browser.text_of(title).await? == edition, "an older build is kept");
            site.resume(server::router(folder.path())).await?;
        }
        Ok(())
    })
    .await
}

async fn a_frame_registers_nothing(engine: Engine) -> Result<()> {
    let host = "<!DOCTYPE html><title>Host</title><iframe src=\"embed/map/index.html\"></iframe>\
                <iframe id=\"all\" src=\"index.html?embed=all\" width=\"900\" height=\"700\"></iframe>";
    let routes = server::router(&project::dist());
    let routes = Router::new().route("/host.html", get(async move || Html(host))).fallback_service(routes);
    let site = Outpost::start(routes).await?;
    with_browser(engine, Settings::default(), async |browser| {
        browser.open(&site.url("/host.html")).await?;
        browser
            .wait_for("return document.getElementById('all').contentDocument?.documentElement.dataset.ready === 'true'")
            .await?;
        let of_worker = |path: &String| path.ends_with("/offline.js") || path.ends_with("/worker.js");
        // The same page by itself asks for both: in the frame, it would have.
        ensure!(!site.asked().iter().any(of_worker), "a frame asks for the worker");
        let registered = "return (async () => (await navigator.serviceWorker.getRegistrations()).length)()";
        ensure!(browser.run(registered, Vec::new()).await? == json!(0), "a frame registers");
        browser.open_ready(&site.url("/index.html?embed=all")).await?;
        wait_until_kept(browser, &site).await?;
        ensure!(site.asked().iter().filter(|path| of_worker(path)).count() >= 2);
        Ok(())
    })
    .await
}

/// Chromium says what it misses in a page that is to be installed.
#[tokio::test]
async fn the_site_can_be_installed() -> Result<()> {
    let site = Outpost::start(server::router(&project::dist())).await?;
    with_browser(Engine::Chromium, Settings::default(), async |browser| {
        browser.open_ready(&site.url("/")).await?;
        browser.wait_for("return document.querySelector('link[rel=manifest]') !== null").await?;
        let found = browser.driver.cdp().send_raw("Page.getAppManifest", json!({})).await?;
        ensure!(found["errors"] == json!([]), "{}", found["errors"]);
        ensure!(found["url"].as_str().is_some_and(|url| url.ends_with("/manifest.json")), "{found}");
        let missed = browser.driver.cdp().send_raw("Page.getInstallabilityErrors", json!({})).await?;
        ensure!(missed["installabilityErrors"] == json!([]), "{missed}");
        Ok(())
    })
    .await
}
