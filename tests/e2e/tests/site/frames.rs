//! What a framed figure and the framed piece meet beside a host's protocol: hosts on a disk, hidden tabs, paper, blocked storage,
//! missing files, sandboxes that forbid windows, links within, addresses of other editions, and an edition that is kept.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine, PATIENCE, Settings, with_browser};
use e2e::site::Site;
use model::catalogue::{EDITION, changes_since};
use serde_json::Value;
use thirtyfour::By;
use xtask::{project, release, server};

use crate::hosts::{WIDTHS, host, host_page, set_column, wait_until_fit, with_hosts};
use crate::{with_site, without_scripts};

in_every_engine!(
    a_host_on_a_disk_shows_a_figure,
    a_hidden_frame_gets_its_height_once_it_is_shown,
    nothing_of_a_figure_grows_on_paper,
    a_figure_and_the_piece_answer_without_storage,
    a_figure_whose_files_are_missing_keeps_its_words,
    a_link_that_a_sandbox_forbids_shows_its_address,
    a_link_within_the_framed_piece_leads_there,
    a_figure_of_another_edition_says_what_has_changed,
    an_edition_that_is_kept_shows_its_figures,
);

// WebKit's driver cannot turn scripts off.
in_one_engine!(chromium_alone, Chromium: a_figure_is_whole_without_scripts);
in_one_engine!(firefox_alone, Firefox: a_figure_is_whole_without_scripts);

/// Gives each frame the height that it tells.
const LISTENER: &str = "<script>addEventListener('message', ({ data, source }) => { if (data?.type === 'embed-size') for (const it of document.querySelectorAll('iframe')) if (it.contentWindow === source) it.style.height = data.height + 'px' })</script>";

const DRAWING: &str =
    "[...document.querySelectorAll('.still__drawing')].find((it) => it.getBoundingClientRect().width > 0)";

const IS_EXPLORED: &str = "return document.documentElement.dataset.explored === 'true'";

async fn a_host_on_a_disk_shows_a_figure(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("article.html");
        let frame =
            format!("<iframe sandbox='allow-scripts' src='{}'></iframe>{LISTENER}", site.url("/embed/map/"));
        std::fs::write(&file, host_page(&frame))?;
        browser.open(&format!("file://{}", file.display())).await?;
        for width in WIDTHS {
            set_column(browser, width).await?;
            wait_until_fit(browser, 1).await.with_context(|| format!("{width} px"))?;
        }
        browser.driver.enter_frame(0).await?;
        let n_words =
            browser.run("return document.querySelector('.figure').innerText.length", vec![]).await?;
        ensure!(n_words.as_u64() > Some(300), "{n_words} letters are shown");
        browser.expect_no_complaint().await
    })
    .await
}

async fn a_hidden_frame_gets_its_height_once_it_is_shown(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        let body = format!(
            "<script>window.heights = []; addEventListener('message', ({{ data }}) => {{ if (data?.type === 'embed-size') heights.push(data.height) }}); window.ask = () => setTimeout(() => document.querySelector('iframe').contentWindow.postMessage({{ sentinel: 'amp', type: 'frames-init' }}, '*'))</script>
             <div id=tab style='display: none'><iframe src='{}' onload='window.isLoaded = true'></iframe></div>{LISTENER}",
            site.url("/embed/ledger/")
        );
        let host = host(&body, None).await?;
        browser.open(&host.url("/")).await?;
        browser.wait_for("return window.isLoaded === true").await?;
        // Asked as well, it does not say that it has no height.
        browser.run("ask()", vec![]).await?;
        for is_shown in [true, false, true] {
            browser.run(&format!("document.getElementById('tab').style.display = '{}'", if is_shown { "block" } else { "none" }), vec![]).await?;
            if is_shown {
                wait_until_fit(browser, 1).await?;
            }
        }
        let told = browser.run("return heights", vec![]).await?;
        let told: Vec<f64> = serde_json::from_value(told)?;
        ensure!(!told.is_empty() && told.iter().all(|height| *height > 300.0), "{told:?}");
        Ok(())
    })
    .await
}

/// Makes of a page what it is on paper, in engines whose drivers cannot: the style sheets' own rules for paper hold, and those for
/// screens do not.
const ON_PAPER: &str = "
    let n = 0;
    const turn = (rules) => {
        for (const rule of rules) {
            if (rule.media?.mediaText === 'print') { rule.media.mediaText = 'all'; n += 1; }
            else if (rule.media?.mediaText.includes('screen')) rule.media.mediaText = 'not all';
            if (rule.cssRules) turn(rule.cssRules);
        }
    };
    for (const sheet of document.styleSheets) turn(sheet.cssRules);
    return n;";

async fn nothing_of_a_figure_grows_on_paper(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        let height = "return document.documentElement.getBoundingClientRect().height";
        for figure in ["map", "ledger", "measured"] {
            browser.open(&site.url(&format!("/embed/{figure}/?theme=dark&edition={}", EDITION + 1))).await?;
            browser.wait_for("return document.querySelector('.still__edition') !== null && document.fonts.status === 'loaded'").await?;
            let before = browser.run(height, vec![]).await?.as_f64().context("no height")?;
            let n_rules = browser.run(ON_PAPER, vec![]).await?;
            ensure!(n_rules.as_u64() > Some(0), "{figure} has no rules for paper");
            let after = browser.run(height, vec![]).await?.as_f64().context("no height")?;
            ensure!(after <= before && after > before - 300.0, "{figure}: {before} px on the screen, {after} on paper");
            let ground = browser.text_of("return getComputedStyle(document.body).backgroundColor").await?;
            ensure!(ground == "rgb(255, 255, 255)", "{figure} is printed on {ground}");
            let words = browser.text_of("return getComputedStyle(document.querySelector('.figure__title')).color").await?;
            ensure!(words == "rgb(28, 27, 25)", "{figure}: words of {words} on white");
            let shown = browser.run(&format!("return ({DRAWING}) !== undefined && [...document.querySelectorAll('.control__track, button')].every((it) => !it.checkVisibility())"), vec![]).await?;
            ensure!(shown == true, "{figure}: no drawing, or what only a finger needs");
        }
        Ok(())
    })
    .await
}

/// What browsers do that refuse storage to frames of other sites.
const REFUSE_STORAGE: &str = "
    for (const [owner, name] of [[window, 'localStorage'], [window, 'sessionStorage'], [window, 'indexedDB'], [navigator, 'serviceWorker'], [document, 'cookie']])
        Object.defineProperty(owner, name, { get() { window.nRefused = (window.nRefused ?? 0) + 1; throw new DOMException('refused', 'SecurityError') } });";

async fn a_figure_and_the_piece_answer_without_storage(engine: Engine) -> Result<()> {
    let refusing = Site::start_with_script(REFUSE_STORAGE).await?;
    let plain = Site::start().await?;
    with_browser(engine, Settings { width: 1400, ..Settings::default() }, async |browser| {
        // A sandbox has no storage of its own; other frames may be refused it.
        for (site, sandbox) in [(&plain, "sandbox='allow-scripts'"), (&refusing, "")] {
            for (path, is_there) in [("/embed/ledger/?gpu_count=8", "explored"), ("/?embed=all&gpu_count=8", "ready")] {
                let body = format!("<iframe {sandbox} style='height: 1200px' src='{}'></iframe>", site.url(path));
                let host = host(&body, None).await?;
                browser.driver.enter_default_frame().await?;
                browser.open(&host.url("/")).await?;
                browser.driver.enter_frame(0).await?;
                let is_refused = "try { return localStorage === null } catch (error) { return error.name === 'SecurityError' }";
                ensure!(browser.run(is_refused, vec![]).await? == true, "{path} {sandbox}: there is storage");
                browser.wait_for(&format!("return document.documentElement.dataset.{is_there} === 'true'")).await.with_context(|| format!("{path} {sandbox}"))?;
                let slider = if is_there == "ready" { "#slider-gpu_count" } else { "[data-input=gpu_count]" };
                let said = "return document.body.textContent";
                let before = browser.text_of(said).await?;
                browser.run(&format!("const track = document.querySelector('{slider}'); track.value = Number(track.value) + 9; track.dispatchEvent(new Event('input', {{ bubbles: true }}))"), vec![]).await?;
                browser.wait_for_change(said, &before).await.with_context(|| format!("{path} {sandbox}"))?;
                browser.expect_no_complaint().await.with_context(|| format!("{path} {sandbox}"))?;
            }
        }
        Ok(())
    })
    .await
}

async fn a_figure_whose_files_are_missing_keeps_its_words(engine: Engine) -> Result<()> {
    for missing in [".wasm", "/charted-", "/framed-", "/touch-", "/height-", "/fonts/"] {
        let site = Site::start_lacking(missing).await?;
        with_browser(engine, Settings::default(), async |browser| {
            browser.open(&site.url("/embed/ledger/?gpu_count=32")).await?;
            let is_whole = "const words = document.querySelector('.figure').innerText; return words.length > 300 && words.includes('Sources: ') && document.querySelectorAll('.still__drawing').length === 6";
            browser.wait_for(is_whole).await?;
            if [".wasm", "/charted-"].contains(&missing) {
                browser.wait_for("return document.querySelector('[data-live=note]').textContent.includes('could not be loaded')").await?;
                ensure!(browser.run("return document.querySelector('.controls').checkVisibility()", vec![]).await? == false, "controls that nothing follows");
            }
            Ok(())
        })
        .await
        .with_context(|| format!("without {missing}"))?;
    }
    Ok(())
}

async fn a_figure_is_whole_without_scripts(engine: Engine) -> Result<()> {
    without_scripts(engine, async |browser, site| {
        browser.open(&site.url("/embed/map/")).await?;
        let figure = browser.driver.find(By::Css(".figure")).await?;
        let words = figure.text().await?;
        ensure!(words.len() > 300 && words.contains("Sources: "), "{words}");
        ensure!(figure.find(By::Css(".still")).await?.rect().await?.height > 100.0, "no drawing");
        ensure!(
            !figure.find(By::Css(".controls")).await?.is_displayed().await?,
            "controls that nothing follows"
        );
        Ok(())
    })
    .await
}

/// Presses a link with the pointer, and looks at what it has done.
async fn a_link_that_a_sandbox_forbids_shows_its_address(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        for (sandbox, opens) in [("allow-scripts", false), ("allow-scripts allow-popups allow-popups-to-escape-sandbox", true)] {
            let body = format!("<iframe sandbox='{sandbox}' src='{}'></iframe>{LISTENER}", site.url("/embed/card/"));
            let host = host(&body, None).await?;
            browser.open(&host.url("/")).await?;
            wait_until_fit(browser, 1).await?;
            let n_windows = browser.driver.windows().await?.len();
            press_in_frame(browser, "[data-live=link]").await?;
            if opens {
                let mut n_now = n_windows;
                let deadline = Instant::now() + PATIENCE;
                while n_now == n_windows && Instant::now() < deadline {
                    n_now = browser.driver.windows().await?.len();
                }
                ensure!(n_now == n_windows + 1, "the link opens nothing");
                let shown = browser.run("return document.querySelector('.still__origin output')", vec![]).await?;
                ensure!(shown == Value::Null, "an address that nobody needs");
            } else {
                let address = format!("({})", site.url("/index.html"));
                browser.wait_for(&format!("return document.querySelector('.still__origin output')?.textContent.includes('{address}') === true")).await?;
                ensure!(browser.driver.windows().await?.len() == n_windows);
            }
            browser.driver.enter_default_frame().await?;
        }
        Ok(())
    })
    .await
}

/// Presses an element of the frame with the pointer. The driver is in the frame afterwards.
async fn press_in_frame(browser: &Browser, css: &str) -> Result<()> {
    browser.driver.enter_frame(0).await?;
    let element = browser.driver.find(By::Css(css)).await?;
    if browser.engine == Engine::Chromium {
        element.click().await?;
        return Ok(());
    }
    // The other drivers reach only what the host has scrolled to.
    let top =
        browser.run("return arguments[0].getBoundingClientRect().top", vec![element.to_json()?]).await?;
    browser.driver.enter_default_frame().await?;
    browser.run("const frame = document.querySelector('iframe').getBoundingClientRect().top; scrollTo({ top: scrollY + frame + arguments[0] - 300, behavior: 'instant' })", vec![top]).await?;
    browser.driver.enter_frame(0).await?;
    browser.driver.action_chain().click_element(&element).perform().await?;
    Ok(())
}

/// Waits until the host has scrolled to an element of its frame: its top is in the upper half of the host's window.
async fn wait_until_in_sight(browser: &Browser, element: &str) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    let mut at = f64::NAN;
    while Instant::now() < deadline {
        browser.driver.enter_default_frame().await?;
        let frame = browser
            .run("return document.querySelector('iframe').getBoundingClientRect().top", vec![])
            .await?;
        browser.driver.enter_frame(0).await?;
        let within = browser.run(&format!("return {element}.getBoundingClientRect().top"), vec![]).await?;
        at = frame.as_f64().context("no frame")? + within.as_f64().context("no place")?;
        if (-2.0..400.0).contains(&at) {
            return Ok(());
        }
    }
    anyhow::bail!("{}: {element} is at {at} px of the host's window", browser.engine)
}

/// In a frame as high as the piece only the host can scroll, and its history stays as it is.
async fn a_link_within_the_framed_piece_leads_there(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        let child = site.url("/?embed=all");
        let pym = |settings: &str| format!("<div id=p></div><script src=pym.js></script><script>new pym.Parent('p', '{child}', {settings})</script>");
        let plain = |sandbox: &str| format!("<iframe {sandbox} src='{child}'></iframe>{LISTENER}");
        let mut hosts = vec![("pym.js", pym("{}")), ("pym.js, sandboxed", pym("{ sandbox: 'allow-scripts' }"))];
        // WebKit lets no frame scroll the page of another origin around it: there the host must know how to.
        if engine != Engine::WebKit {
            hosts.extend([("a plain frame", plain("")), ("a sandboxed one", plain("sandbox='allow-scripts'"))]);
        }
        for (name, body) in hosts {
            let host = host(&body, None).await?;
            browser.driver.enter_default_frame().await?;
            browser.open(&host.url("/")).await?;
            browser.driver.enter_frame(0).await?;
            browser.wait_until_ready().await?;
            browser.driver.enter_default_frame().await?;
            wait_until_fit(browser, 1).await?;
            let n_entries = browser.run("return history.length", vec![]).await?;
            press_in_frame(browser, ".contents a[href*='#']").await?;
            let place = "document.querySelector(document.querySelector(\".contents a[href*='#']\").hash)";
            wait_until_in_sight(browser, place)
                .await
                .with_context(|| format!("{name}: a link within the page"))?;
            browser.driver.enter_default_frame().await?;
            ensure!(
                browser.run("return scrollY > 300", vec![]).await? == true,
                "{name}: the host has not scrolled"
            );
            // A room begins at its top, wherever in the piece its door was.
            press_in_frame(browser, ".door__name").await?;
            browser.wait_for("return location.pathname === '/claims/index.html'").await?;
            browser.wait_until_ready().await?;
            wait_until_in_sight(browser, "document.documentElement")
                .await
                .with_context(|| format!("{name}: a room"))?;
            browser.driver.enter_default_frame().await?;
            ensure!(
                browser.run("return history.length", vec![]).await? == n_entries,
                "{name}: the host's history grew"
            );
        }
        Ok(())
    })
    .await
}

async fn a_figure_of_another_edition_says_what_has_changed(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        let note = "return document.querySelector('.still__edition')?.textContent ?? ''";
        for path in
            ["/embed/ledger/?edition=1", "/?embed=ledger&edition=1", "/embed/map/?gpu_count=8&edition=1"]
        {
            let body =
                format!("<iframe sandbox='allow-scripts' src='{}'></iframe>{LISTENER}", site.url(path));
            let host = host(&body, None).await?;
            browser.driver.enter_default_frame().await?;
            browser.open(&host.url("/")).await?;
            browser.driver.enter_frame(0).await?;
            let said = browser.wait_for_change(note, "").await.context(path)?;
            ensure!(said.starts_with("Made with edition 1 (data of 21 August 2026)"), "{path}: {said}");
            ensure!(changes_since(1).all(|change| said.contains(change)), "{path}: {said}");
            browser.driver.enter_default_frame().await?;
            let with_note = wait_until_fit(browser, 1).await?[0];
            press_in_frame(browser, ".still__edition button").await?;
            browser.wait_for_change(note, &said).await.context("the note cannot be closed")?;
            browser.expect_no_complaint().await?;
            browser.driver.enter_default_frame().await?;
            ensure!(
                wait_until_fit(browser, 1).await?[0] < with_note,
                "{path}: the note is gone, its room is not"
            );
        }
        // The present edition has nothing to say, and another page's key is none of ours.
        for query in [format!("edition={EDITION}"), "edition=evening".to_owned()] {
            browser.open(&site.url(&format!("/embed/ledger/?{query}"))).await?;
            browser.wait_for("return document.readyState === 'complete'").await?;
            ensure!(browser.text_of(note).await?.is_empty(), "{query}");
        }
        browser.open(&site.url(&format!("/embed/ledger/?edition={}", EDITION + 7))).await?;
        let said = browser.wait_for_change(note, "").await?;
        ensure!(said.contains(&format!("Made with edition {}, which is newer", EDITION + 7)), "{said}");
        Ok(())
    })
    .await
}

/// The built site after a release, of a version of this test's own.
fn released(folder: &Path) -> Result<()> {
    let dist = folder.join("dist");
    copy(&project::dist(), &dist)?;
    release::freeze(&dist, &folder.join("editions"), "0.0.1")
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

async fn an_edition_that_is_kept_shows_its_figures(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, _| {
        let folder = tempfile::tempdir()?;
        released(folder.path())?;
        // Whatever becomes of the live site.
        for entry in std::fs::read_dir(folder.path().join("dist"))? {
            let entry = entry?;
            if entry.file_name() == release::FOLDER {
                continue;
            }
            if entry.file_type()?.is_dir() {
                std::fs::remove_dir_all(entry.path())?
            } else {
                std::fs::remove_file(entry.path())?
            }
        }
        let site = Site::serve(server::router(&folder.path().join("dist"))).await?;
        let kept = format!("/{}/0.0.1", release::FOLDER);
        for figure in ["map", "ledger"] {
            browser.open(&site.url(&format!("{kept}/embed/{figure}/?gpu_count=32"))).await?;
            browser.wait_for(IS_EXPLORED).await.with_context(|| figure.to_owned())?;
            let shown = browser
                .text_of("return document.querySelector('[data-value=gpu_count]').textContent")
                .await?;
            ensure!(shown.contains("32"), "{figure}: {shown}");
            let link = browser.text_of("return document.querySelector('[data-live=link]').href").await?;
            ensure!(link.contains(&format!("{kept}/index.html?")), "{figure} leads to {link}");
        }
        browser.open(&site.url(&format!("{kept}/?embed=ledger"))).await?;
        browser.wait_for(&format!("return location.pathname === '{kept}/embed/ledger/index.html'")).await?;
        browser.open_ready(&site.url(&format!("{kept}/?gpu_count=32"))).await?;
        browser.open(&site.url("/embed/map/")).await?;
        ensure!(
            browser.run("return document.querySelector('.figure') === null", vec![]).await? == true,
            "the live figure is still there"
        );
        Ok(())
    })
    .await
}
