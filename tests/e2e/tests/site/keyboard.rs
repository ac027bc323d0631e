//! The page by keyboard alone: Tab goes from the top to the end, every stop shows that it has the focus, none keeps it, and
//! everything that a pointer can do is done on the way.
//!
//! Safari's Tab passes over links unless its readers ask for them in its settings; WebKitGTK's stops at them, so that the
//! walk is the same in the three engines. What Safari passes over at first are ways around the page and the notes in the
//! text, which stand at its end too; every control is a button, a field, a slider or a summary.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use e2e::browser::{Browser, Engine, PATIENCE, Settings, with_browser};
use e2e::site::Site;
use serde::Deserialize;
use serde_json::Value;
use thirtyfour::Key;

use crate::with_site;

in_every_engine!(everything_is_done_by_keyboard, rooms_are_walked_by_keyboard);

/// More stops than the page has.
const MOST_STOPS: usize = 900;

/// Where the focus is, and how it shows; `null` once it has left the page.
const STOP: &str = "
    const it = document.activeElement;
    if (it === null || it === document.body || it === document.documentElement) return null;
    const style = getComputedStyle(it);
    const hasOutline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    const box = it.getBoundingClientRect();
    const isInSight = box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0
        && box.top < innerHeight && box.left < innerWidth;
    // At one of these places at least, the element must be the topmost one.
    const shares = [0.1, 0.3, 0.5, 0.7, 0.9];
    const isOnTop = [...it.getClientRects()].some((part) => shares.some((x) => shares.some((y) => {
        const top = document.elementFromPoint(part.left + part.width * x, part.top + part.height * y);
        return top !== null && (it.contains(top) || top.contains(it));
    })));
    // Looked at several times, it is still the same stop.
    if (window.nStops !== arguments[0]) [window.nStops, window.stopBefore] = [arguments[0], window.stop];
    window.stop = it;
    const isSameAsBefore = window.stopBefore === it;
    const name = it.id ? `#${it.id}` : it.className;
    return {
        name: `${it.localName} ${name} '${(it.textContent || it.value || '').slice(0, 40)}' in `
            + `${it.closest('[id]')?.id ?? 'the page'}, ${Math.round(box.left)} ${Math.round(box.top)}`,
        shows: hasOutline || style.boxShadow !== 'none',
        isInSight, isOnTop, isSameAsBefore,
    };";

/// A stop of the walk.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stop {
    name: String,
    shows: bool,
    is_in_sight: bool,
    is_on_top: bool,
    is_same_as_before: bool,
}

/// A walk through the page by Tab.
struct Walk<'a> {
    browser: &'a Browser,
    n_stops: usize,
}

impl Walk<'_> {
    async fn press(&self, key: Key) -> Result<()> {
        Ok(self.browser.driver.action_chain().send_keys(key + "").perform().await?)
    }

    async fn look(&self) -> Result<Option<Stop>> {
        Ok(serde_json::from_value(self.browser.run(STOP, vec![self.n_stops.into()]).await?)?)
    }

    /// Looks until the focus has moved on to where it can be seen: WebKit scrolls a moment later. Gives up with what it
    /// sees in the end.
    async fn look_until_in_sight(&self) -> Result<Option<Stop>> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let stop = self.look().await?;
            let is_right = |stop: &Stop| stop.is_in_sight && stop.is_on_top && !stop.is_same_as_before;
            if stop.as_ref().is_none_or(is_right) || Instant::now() > deadline {
                return Ok(stop);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Goes on by one stop and looks at it; nothing if that was the last one.
    async fn tab(&mut self) -> Result<Option<Stop>> {
        self.press(Key::Tab).await?;
        let stop = self.look_until_in_sight().await?;
        if let Some(stop) = &stop {
            ensure!(!stop.is_same_as_before, "the focus is held by {}", stop.name);
            ensure!(stop.shows, "the focus does not show on {}", stop.name);
            ensure!(stop.is_in_sight, "the focus is out of sight on {}", stop.name);
            ensure!(stop.is_on_top, "something covers {}", stop.name);
            self.n_stops += 1;
            ensure!(self.n_stops < MOST_STOPS, "the walk does not end; it is at {}", stop.name);
        }
        Ok(stop)
    }

    /// Whether the focus is on what the selector names.
    async fn is_at(&self, selector: &str) -> Result<bool> {
        let script = "return document.activeElement?.matches(arguments[0]) === true";
        Ok(self.browser.run(script, vec![Value::from(selector)]).await? == Value::Bool(true))
    }

    /// Goes on until the focus is on what the selector names.
    async fn tab_to(&mut self, selector: &str) -> Result<()> {
        let mut last = None;
        while let Some(stop) = self.tab().await? {
            if self.is_at(selector).await? {
                return Ok(());
            }
            last = Some(stop.name);
        }
        bail!("Tab reaches no {selector}; its last stop was {last:?}")
    }

    /// Goes on to the end, and gives the last stop's name.
    async fn tab_to_the_end(&mut self) -> Result<String> {
        let mut last = String::new();
        while let Some(stop) = self.tab().await? {
            // Behind the last stop some engines begin anew.
            if self.n_stops > 1 && stop.name.contains("skip-link") {
                break;
            }
            last = stop.name;
        }
        Ok(last)
    }

    /// Opens the note of the mark that has the focus, and closes it: from the mark, and from within.
    async fn open_and_close_the_note(&mut self, inside: &str) -> Result<()> {
        let browser = self.browser;
        let is_open = format!("return document.querySelector('.note {inside}') !== null");
        let is_closed = "return document.querySelector('.note') === null";
        let is_on_mark = "return document.activeElement === window.mark";
        browser.run("window.mark = document.activeElement", Vec::new()).await?;

        self.press(Key::Enter).await?;
        browser.wait_for(&is_open).await?;
        self.press(Key::Escape).await?;
        browser.wait_for(is_closed).await?;
        browser.wait_for(is_on_mark).await.context("Escape on the mark")?;

        self.press(Key::Enter).await?;
        browser.wait_for(&is_open).await?;
        self.tab_to(".note *").await?;
        self.press(Key::Escape).await?;
        browser.wait_for(is_closed).await?;
        browser.wait_for(is_on_mark).await.context("Escape in the note")?;

        self.press(Key::Enter).await?;
        browser.wait_for(&is_open).await?;
        self.tab_to(".note__close").await?;
        self.press(Key::Enter).await?;
        browser.wait_for(is_closed).await?;
        browser.wait_for(is_on_mark).await.context("the button that closes")
    }
}

async fn everything_is_done_by_keyboard(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        browser.wait_until_at_rest().await?;
        let bar = "return document.querySelector('[data-testid=answer-bar]').textContent";
        let mut walk = Walk { browser, n_stops: 0 };

        walk.tab().await?.context("Tab reaches nothing")?;
        ensure!(walk.is_at(".skip-link").await?, "the first stop is not the way past the masthead");
        walk.press(Key::Enter).await?;
        browser.wait_for("return location.hash === '#article'").await?;
        let stop = walk.tab().await?.context("nothing behind the skip link")?;
        ensure!(walk.is_at("#article *").await?, "the skip link leads to {}", stop.name);

        walk.tab_to("#preset").await?;
        // WebKit's arrow key opens a menu of the system's own, which no driver can see.
        if engine != Engine::WebKit {
            walk.press(Key::Down).await?;
            browser.wait_for("return location.search.includes('preset=')").await?;
        }
        for input in ["model_size", "gpu_count", "retrains_per_year"] {
            walk.tab_to(&format!("#slider-{input}")).await?;
            let before = browser.text_of(bar).await?;
            for _ in 0..3 {
                walk.press(Key::Left).await?;
            }
            browser.wait_for(&format!("return location.search.includes('{input}=')")).await?;
            browser.wait_for_change(bar, &before).await.with_context(|| format!("{input} by arrow keys"))?;
        }
        walk.tab_to("#settings > summary").await?;
        walk.press(Key::Enter).await?;
        browser.wait_for("return document.getElementById('settings').open").await?;

        walk.tab_to(".section a.claim").await?;
        walk.open_and_close_the_note(".check__finding").await?;
        walk.tab_to(".section a.value").await?;
        walk.open_and_close_the_note(".working__formula").await?;

        walk.tab_to("[data-chart=ledger]").await?;
        let value = "return document.activeElement.getAttribute('aria-valuetext')";
        for key in [Key::Right, Key::End, Key::Home] {
            let before = browser.text_of(value).await?;
            walk.press(key).await?;
            let read = browser.wait_for_change(value, &before).await.context("the ledger's values by keys")?;
            ensure!(read.contains('$'), "{read}");
        }
        let tip = "return document.querySelector('[data-chart=ledger] svg').textContent.includes(document.activeElement.getAttribute('aria-valuetext'))";
        browser.wait_for(tip).await.context("the tooltip follows the keys")?;
        walk.tab_to("[data-figure=ledger] .figure__more--table > summary").await?;
        walk.press(Key::Enter).await?;
        browser
            .wait_for("return document.querySelector('[data-figure=ledger] .figure__more--table').open")
            .await?;
        walk.tab_to("[data-figure=ledger] .figure__scroll").await?;

        walk.tab_to(".door__name").await?;
        walk.tab_to_the_end().await?;
        ensure!(walk.n_stops > 150, "the walk had {} stops only", walk.n_stops);
        browser.expect_no_complaint().await
    })
    .await
}

/// From the article into each room and through it, to its answer, by Tab, Enter and the arrows.
async fn rooms_are_walked_by_keyboard(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/?gpu_count=8")).await?;
        browser.wait_until_at_rest().await?;
        let mut walk = Walk { browser, n_stops: 0 };
        walk.tab_to(".masthead__part[href='claims/index.html'], .masthead__part[href*='/claims/']").await?;
        walk.press(Key::Enter).await?;
        browser.wait_for("return location.pathname === '/claims/index.html'").await?;
        browser.wait_until_ready().await?;

        let mut walk = Walk { browser, n_stops: 0 };
        walk.tab_to("#show-all").await?;
        walk.press(Key::Right).await?;
        browser.wait_for("return document.activeElement.id === 'show-consistent'").await?;
        let hidden =
            "return [...document.querySelectorAll('.wall__claim')].some((card) => !card.checkVisibility())";
        browser.wait_for(hidden).await?;
        walk.tab_to(".wall__claim .claims__place").await?;
        walk.tab_to(".door__name[href*='workshop/']").await?;
        walk.press(Key::Enter).await?;
        browser.wait_for("return location.pathname === '/workshop/index.html'").await?;
        browser.wait_until_ready().await?;
        ensure!(browser.text_of("return location.search").await?.contains("gpu_count=8"), "the case is lost");

        browser.wait_for("return document.querySelector('#pin') !== null").await?;
        let mut walk = Walk { browser, n_stops: 0 };
        walk.tab_to("#bill-tickets").await?;
        walk.tab_to("#pin").await?;
        walk.press(Key::Enter).await?;
        browser.wait_for("return document.querySelectorAll('.pin').length === 1").await?;
        walk.tab_to("#copy-link").await?;
        walk.press(Key::Enter).await?;
        browser.wait_for("return document.querySelector('.share__notice').textContent !== ''").await?;
        walk.tab_to("#preset").await?;
        walk.tab_to_the_end().await?;
        browser.expect_no_complaint().await
    })
    .await
}

/// Every link, button, field, slider and summary in sight is a stop, on a phone too, where a bar covers the page's
/// foot.
#[tokio::test]
async fn every_control_is_a_stop_on_a_phone() -> Result<()> {
    let site = Site::start().await?;
    with_browser(Engine::Chromium, Settings::default(), async |browser| {
        browser.set_viewport(360, 740).await?;
        for page in ["/", "/claims/", "/method/", "/workshop/"] {
            browser.open_ready(&site.url(page)).await?;
            every_control_is_a_stop(browser).await.context(page)?;
        }
        Ok(())
    })
    .await
}

async fn every_control_is_a_stop(browser: &Browser) -> Result<()> {
    let mut walk = Walk { browser, n_stops: 0 };
    let mark = "document.addEventListener('focusin', ({ target }) => { target.dataset.wasStop = 'true'; })";
    browser.run(mark, Vec::new()).await?;
    walk.tab_to_the_end().await?;
    let missed = "
            const all = 'a[href], button:not(:disabled), input:not(:disabled), select, summary, [tabindex=\"0\"]';
            // Of a group of choices one is a stop, and the arrows lead to the others.
            return [...document.querySelectorAll(all)]
                .filter((it) => it.type !== 'radio' || it.checked)
                .filter((it) => it.checkVisibility({ visibilityProperty: true }) && it.dataset.wasStop !== 'true')
                .map((it) => `${it.localName} ${it.id || it.className}`);";
    let missed: Vec<String> = serde_json::from_value(browser.run(missed, Vec::new()).await?)?;
    ensure!(missed.is_empty(), "Tab passes over {missed:?}");
    Ok(())
}
