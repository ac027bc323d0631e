//! The page without a pointer: from its top by Tab alone to everything that can be worked, and on to its end.

use anyhow::{Context, Result, bail, ensure};
use e2e::browser::{Browser, Engine};
use serde::Deserialize;
use thirtyfour::Key;

use crate::with_site;

in_every_engine!(every_stop_shows_that_it_has_the_focus, everything_is_worked_by_keyboard);

/// More stops than the page has.
const MAX_STOPS: usize = 900;

/// Where Tab has led.
#[derive(Debug, Deserialize)]
struct Stop {
    /// The element, for who reads a failure.
    name: String,
    /// What it is of the things that a reader must reach.
    kind: Option<String>,
    /// Whether it was there before.
    is_known: bool,
    /// Whether it has an outline or a shadow, or its rail a colour, that it lacks without the focus.
    is_marked: bool,
    /// Whether any of it is on the screen.
    is_seen: bool,
}

/// Keeps the looks of each stop, and names the kinds of things that a reader must reach.
const WATCH: &str = "
    const kinds = {
        skip: '.skip-link', preset: '#preset', size: '#slider-model_size', count: '#slider-gpu_count',
        rounds: '#slider-retrains_per_year', settings: '.settings__summary', claim: '.section a.claim',
        working: '.section a.value', term: '.section a.term', source: '.citation a',
        number: '.live[role=slider]', table: '.figure__more--table > summary', embed: '.figure__more--embed > summary',
        walker: '#figure-frontier-walker', row: '.tornado input', pin: '#pin', link: '#copy-link',
    };
    const look = (stop) => {
        const style = getComputedStyle(stop);
        // A range is marked at its thumb, which no script can ask about, and along its rail, which one can.
        const rail = stop.type === 'range' ? getComputedStyle(stop.parentElement, '::before').backgroundColor : '';
        const outline = style.outlineStyle === 'none' ? '' : `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}`;
        return [outline, style.boxShadow, rail].join('; ');
    };
    const known = new Map();
    window.stop_now = () => {
        const stop = document.activeElement;
        if (stop === null || stop === document.body || stop === document.documentElement) return null;
        const { top, bottom, left, right } = stop.getBoundingClientRect();
        const is_known = known.has(stop);
        known.set(stop, true);
        const focused = look(stop);
        stop.blur();
        const is_marked = look(stop) !== focused;
        stop.focus({ preventScroll: true });
        return {
            name: `${stop.tagName} ${stop.id} ${stop.className} ${stop.textContent.slice(0, 40)}`,
            kind: Object.keys(kinds).find((kind) => stop.matches(kinds[kind])) ?? null,
            is_known,
            is_marked,
            is_seen: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
        };
    };";

async fn start(browser: &Browser, url: &str) -> Result<()> {
    browser.open_ready(url).await?;
    browser.wait_for("return document.documentElement.dataset.settled === 'true'").await?;
    browser.run(WATCH, Vec::new()).await?;
    Ok(())
}

async fn press(browser: &Browser, key: Key) -> Result<()> {
    browser.driver.action_chain().send_keys(key + "").perform().await?;
    Ok(())
}

/// Presses Tab; the next stop, or nothing past the last one.
async fn next_stop(browser: &Browser) -> Result<Option<Stop>> {
    press(browser, Key::Tab).await?;
    let stop: Option<Stop> =
        serde_json::from_value(browser.run("return window.stop_now()", Vec::new()).await?)?;
    if let Some(stop) = &stop {
        ensure!(stop.is_marked, "{}: nothing shows that the focus is on {}", browser.engine, stop.name);
        ensure!(stop.is_seen, "{}: the focus is out of sight, on {}", browser.engine, stop.name);
    }
    Ok(stop)
}

/// Presses Tab until something of this kind has the focus.
async fn tab_to(browser: &Browser, kind: &str) -> Result<()> {
    let mut last = String::new();
    for _ in 0..MAX_STOPS {
        let stop = next_stop(browser).await?.with_context(|| format!("the page ends before {kind}"))?;
        if stop.kind.as_deref() == Some(kind) {
            return Ok(());
        }
        ensure!(!stop.is_known, "{}: the focus is caught at {}, after {last}", browser.engine, stop.name);
        last = stop.name;
    }
    bail!("{}: Tab does not lead to {kind}", browser.engine)
}

async fn every_stop_shows_that_it_has_the_focus(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        start(browser, &site.url("/")).await?;
        let mut kinds = Vec::new();
        let mut n_stops = 0;
        // Past the last stop is the browser's own frame, or the first stop again where there is none.
        while let Some(stop) = next_stop(browser).await? {
            if stop.is_known {
                ensure!(stop.kind.as_deref() == Some("skip"), "the focus is caught at {}", stop.name);
                break;
            }
            n_stops += 1;
            ensure!(n_stops < MAX_STOPS, "the focus never leaves the page");
            kinds.extend(stop.kind.filter(|kind| !kinds.contains(kind)));
        }
        let reached = kinds.join(" ");
        let expected = "skip working preset size count rounds settings claim source number table embed term walker row pin link";
        for kind in expected.split(' ') {
            ensure!(kinds.iter().any(|reached| reached == kind), "Tab reaches no {kind}, only {reached}");
        }
        ensure!(kinds.first().is_some_and(|first| first == "skip"), "the first stop is not the way past the frame");
        browser.expect_no_complaint().await
    })
    .await
}

async fn everything_is_worked_by_keyboard(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        start(browser, &site.url("/")).await?;
        tab_to(browser, "skip").await?;
        press(browser, Key::Enter).await?;
        browser.wait_for("return location.hash === '#article'").await?;

        tab_to(browser, "preset").await?;
        // WebKit's arrow key opens a menu of the system's own, which no driver can see.
        if engine != Engine::WebKit {
            let preset = "return document.getElementById('preset').value";
            let before = browser.text_of(preset).await?;
            press(browser, Key::Down).await?;
            browser.wait_for(&format!("return document.getElementById('preset').value !== '{before}'")).await?;
            browser.wait_for("return location.search.includes('preset=')").await?;
        }

        for (kind, input) in [("size", "model_size"), ("count", "gpu_count"), ("rounds", "retrains_per_year")] {
            tab_to(browser, kind).await?;
            let value = browser.text_of("return document.activeElement.getAttribute('aria-valuetext')").await?;
            press(browser, Key::Right).await?;
            let moved = format!("return document.activeElement.getAttribute('aria-valuetext') !== '{value}'");
            browser.wait_for(&moved).await.with_context(|| format!("{input} stays at {value}"))?;
        }

        let is_open = |open: &str| format!("return document.querySelector('{open}') !== null");
        let is_shut_and_back = |open: &str, kind: &str| {
            format!(
                "return document.querySelector('{open}') === null && document.activeElement.matches('{kind}[aria-expanded=false]')"
            )
        };
        tab_to(browser, "claim").await?;
        press(browser, Key::Enter).await?;
        browser.wait_for(&is_open("[data-check]")).await?;
        press(browser, Key::Escape).await?;
        browser.wait_for(&is_shut_and_back("[data-check]", "a.claim")).await?;
        // From inside the note, too.
        press(browser, Key::Enter).await?;
        browser.wait_for(&is_open("[data-check]")).await?;
        tab_into(browser, "[data-check]").await?;
        press(browser, Key::Escape).await?;
        browser.wait_for(&is_shut_and_back("[data-check]", "a.claim")).await?;

        tab_to(browser, "working").await?;
        press(browser, Key::Enter).await?;
        browser.wait_for(&is_open("[data-working] .working__formula")).await?;
        tab_into(browser, "[data-working]").await?;
        press(browser, Key::Escape).await?;
        browser.wait_for(&is_shut_and_back("[data-working]", "a.value")).await?;

        tab_to(browser, "table").await?;
        press(browser, Key::Enter).await?;
        browser.wait_for("return document.activeElement.parentElement.open === true").await?;

        tab_to(browser, "link").await?;
        press(browser, Key::Enter).await?;
        browser.wait_for("return document.querySelector('.share__notice').textContent.includes('link')").await?;
        browser.expect_no_complaint().await
    })
    .await
}

/// Presses Tab until the focus is inside a note: other marks of its paragraph may come first.
async fn tab_into(browser: &Browser, note: &str) -> Result<()> {
    let is_inside = format!("return document.activeElement.closest('{note}') !== null");
    for _ in 0..40 {
        next_stop(browser).await?;
        if browser.run(&is_inside, Vec::new()).await? == serde_json::Value::Bool(true) {
            return Ok(());
        }
    }
    bail!("{}: Tab does not lead into {note}", browser.engine)
}
