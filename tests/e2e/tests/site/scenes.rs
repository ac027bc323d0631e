//! Scenes: a figure stays in sight beside the text that leads to it, and on a phone the answer opens the sliders as a sheet
//! below it.

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine, Settings, with_browser};
use e2e::site::Site;
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::with_site;

in_every_engine!(
    the_sheet_is_closed_as_it_was_opened,
    a_company_is_shown_in_the_figure_and_left_again,
    the_figure_stays_beside_its_text,
);
in_one_engine!(chromium_phone, Chromium:
    a_slider_its_answer_and_the_figure_are_in_sight_at_once,
    a_first_visit_sees_the_effect_of_each_action,
);
in_one_engine!(firefox_phone, Firefox: a_slider_its_answer_and_the_figure_are_in_sight_at_once);

/// A phone in a browser, with a finger where the driver has one.
async fn with_phone(engine: Engine, body: impl AsyncFnOnce(&Browser) -> Result<()>) -> Result<()> {
    let site = Site::start().await?;
    let phone = Settings { width: 390, height: 844, ..Settings::default() };
    with_browser(engine, phone, async |browser| {
        if engine == Engine::Chromium {
            browser.set_viewport(390, 844).await?;
            browser.emulate_touch().await?;
        }
        browser.open_ready(&site.url("/")).await?;
        // A driver's window is smaller by its bars.
        let lacking =
            browser.run("return 844 - innerHeight", Vec::new()).await?.as_f64().context("no height")?;
        if lacking > 0.0 {
            browser.driver.set_window_rect(0, 0, 390, 844 + lacking.ceil() as u32).await?;
            browser.wait_for("return innerHeight >= 844").await?;
        }
        body(browser).await?;
        browser.expect_no_complaint().await
    })
    .await
}

/// Taps with a finger, or where the driver has none presses with the pointer.
async fn tap(browser: &Browser, selector: &str) -> Result<()> {
    let target = "return document.querySelector(arguments[0])";
    if browser.engine == Engine::WebKit {
        browser.press(target, vec![json!(selector)]).await
    } else {
        browser.swipe(target, vec![json!(selector)], (0, 0)).await
    }
}

const IS_OPEN: &str = "return document.querySelector('#case:popover-open') !== null";
const IS_CLOSED: &str = "return document.querySelector('#case:popover-open') === null";

/// Whether the middle of an element is in the window, and nothing else covers it.
const IS_SEEN: &str = "
    const element = document.querySelector(arguments[0]);
    const { left, top, width, height } = element.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const at = document.elementFromPoint(x, y);
    const isSeen = at !== null && (element.contains(at) || at.contains(element) || at.closest(arguments[0]) !== null);
    // The answer is below the button that covers it, which is clear.
    return isSeen || at?.id === 'open-case' && element.closest('.answer-bar') !== null
        ? true : `${arguments[0]} at ${x}, ${y} is below ${at?.outerHTML.slice(0, 120)}`";

async fn is_seen(browser: &Browser, selector: &str) -> Result<()> {
    let seen = browser.run(IS_SEEN, vec![json!(selector)]).await?;
    ensure!(seen == Value::Bool(true), "{seen}");
    Ok(())
}

/// Scrolls until the ledger's scene fills the window.
async fn go_to_ledger(browser: &Browser) -> Result<()> {
    let there = "
        document.getElementById('stripe-fraud-embeddings').scrollIntoView({ block: 'center', behavior: 'instant' });
        return document.querySelector('#figure-ledger [data-chart] svg path') !== null";
    browser.wait_for(there).await?;
    browser.wait_until_at_rest().await?;
    browser.wait_for(there).await
}

const LEDGER: &str = "return document.querySelector('#figure-ledger [data-chart] svg').innerHTML";
const BAR: &str = "return document.querySelector('[data-testid=answer-bar]').textContent";

async fn a_slider_its_answer_and_the_figure_are_in_sight_at_once(engine: Engine) -> Result<()> {
    with_phone(engine, async |browser| {
        go_to_ledger(browser).await?;
        let place = "return Math.round(scrollY) + ''";
        let before = browser.text_of(place).await?;
        tap(browser, "#open-case").await?;
        browser.wait_for(IS_OPEN).await?;
        ensure!(browser.text_of(place).await? == before, "the page has moved");
        let (bar, ledger) = (browser.text_of(BAR).await?, browser.text_of(LEDGER).await?);
        ensure!(!bar.contains("was"), "{bar}");
        let slider = "#slider-gpu_count";
        if engine == Engine::WebKit {
            browser.drag_thumb("slider-gpu_count").await?;
        } else {
            let target = "return document.querySelector(arguments[0])";
            browser.swipe(target, vec![json!(slider)], (60, 0)).await?;
        }
        let bar = browser.wait_for_change(BAR, &bar).await?;
        browser.wait_for_change(LEDGER, &ledger).await?;
        ensure!(bar.contains("was $"), "nothing says what it was: {bar}");
        ensure!(browser.run(IS_OPEN, Vec::new()).await? == Value::Bool(true), "the sheet is closed");
        for seen in [slider, ".answer-bar__item--own dd", "#figure-ledger [data-chart]", "#figure-ledger .figure__title"] {
            is_seen(browser, seen).await?;
        }
        let halves = "
            const sheet = document.getElementById('case').getBoundingClientRect();
            const figure = document.querySelector('#figure-ledger').getBoundingClientRect();
            return sheet.top >= innerHeight * 0.48 && figure.bottom <= sheet.top
                && figure.height <= innerHeight * 0.46 && Math.abs(figure.top) < 2 ? true : JSON.stringify([sheet, figure])";
        browser.wait_for(halves).await.context("the halves of the window")
    })
    .await
}

async fn the_sheet_is_closed_as_it_was_opened(engine: Engine) -> Result<()> {
    with_phone(engine, async |browser| {
        let has_focus =
            |id: &str| format!("return document.activeElement.id === '{id}' || document.activeElement.id");
        // By keys: it opens, its first slider has the focus and moves, Escape closes it and gives the focus back.
        browser.run("document.getElementById('open-case').focus()", Vec::new()).await?;
        browser.driver.action_chain().send_keys(Key::Enter + "").perform().await?;
        browser.wait_for(IS_OPEN).await?;
        browser.wait_for(&has_focus("slider-model_size")).await?;
        browser.driver.action_chain().send_keys(Key::Right + "").perform().await?;
        browser.wait_for("return location.search.includes('model_size=')").await?;
        browser.driver.action_chain().send_keys(Key::Escape + "").perform().await?;
        browser.wait_for(IS_CLOSED).await?;
        browser.wait_for(&has_focus("open-case")).await?;
        // By the bar and by the grip.
        for close in ["#open-case", ".sheet-grip"] {
            tap(browser, "#open-case").await?;
            browser.wait_for(IS_OPEN).await.context(close)?;
            tap(browser, close).await?;
            browser.wait_for(IS_CLOSED).await.context(close)?;
        }
        // By a swipe down on the grip; a swipe up over the article leaves the sheet open, as it is read above it.
        if engine != Engine::WebKit {
            let target = "return document.querySelector(arguments[0])";
            tap(browser, "#open-case").await?;
            browser.wait_for(IS_OPEN).await?;
            browser.swipe(target, vec![json!(".sheet-grip")], (0, 120)).await?;
            browser.wait_for(IS_CLOSED).await.context("a swipe")?;
        }
        if engine == Engine::Chromium {
            tap(browser, "#open-case").await?;
            browser.wait_for(IS_OPEN).await?;
            // With room beside the text there is no sheet, and the panel is in the page.
            browser.set_viewport(1280, 800).await?;
            browser.wait_for(IS_CLOSED).await.context("in a wide window")?;
            let show = "document.getElementById('slider-model_size').scrollIntoView({ block: 'center', behavior: 'instant' })";
            browser.run(show, Vec::new()).await?;
            is_seen(browser, "#slider-model_size").await?;
        }
        Ok(())
    })
    .await
}

async fn a_company_is_shown_in_the_figure_and_left_again(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/?gpu_count=5")).await?;
        go_to_ledger(browser).await?;
        let ledger = browser.text_of(LEDGER).await?;
        let button = "return document.querySelector('[data-case=canva] button')";
        browser.press(button, Vec::new()).await?;
        browser.wait_for("return location.search.includes('preset=canva')").await?;
        let theirs = browser.wait_for_change(LEDGER, &ledger).await?;
        browser
            .wait_for(
                "return document.querySelector('[data-case=canva]').textContent.startsWith('This is Canva')",
            )
            .await?;
        browser.press(button, Vec::new()).await?;
        browser.wait_for("return location.search.includes('gpu_count=5') && !location.search.includes('preset') || location.search").await?;
        browser.wait_for_change(LEDGER, &theirs).await?;
        browser.expect_no_complaint().await
    })
    .await
}

async fn the_figure_stays_beside_its_text(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        // From the bottom of the window up to its place at the top, nothing covers the figure.
        let whole = "
            const { left, right, top, bottom } = document.querySelector(arguments[0]).getBoundingClientRect();
            const view = document.querySelector(arguments[0]);
            const covers = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y)))
                .filter((it) => it !== null && !view.contains(it) && !it.contains(view));
            return covers.length === 0 ? true : covers[0].outerHTML.slice(0, 120);";
        for (figure, facts) in [
            ("ledger", ["canva-layout-vision", "stripe-fraud-embeddings"]),
            ("load", ["cuda-alternatives", "azure-growth"]),
            ("accuracy", ["ten-percent-rule", "retrain-cadence"]),
        ] {
            for fact in facts {
                let beside = format!(
                    "const text = document.getElementById('{fact}');
                    text.scrollIntoView({{ block: 'center', behavior: 'instant' }});
                    const box = (it) => it.getBoundingClientRect();
                    const [view, panel] = [box(document.querySelector('#figure-{figure}')), box(document.querySelector('.instrument'))];
                    const isAtItsPlace = view.top <= 1;
                    return view.top >= -1 && view.bottom <= innerHeight && view.left > box(text).right
                        && (!isAtItsPlace || panel.top >= view.bottom - 2 && panel.bottom <= innerHeight)
                        ? true : JSON.stringify([view, panel, box(text)])"
                );
                browser.wait_for(&beside).await.with_context(|| format!("{figure} beside {fact}"))?;
                let covers = browser.run(whole, vec![json!(format!("#figure-{figure}"))]).await?;
                ensure!(covers == Value::Bool(true), "{figure} beside {fact} is covered by {covers}");
            }
        }
        browser.expect_no_complaint().await
    })
    .await
}

/// Two questions answered, the map read, the own row seen, a slider moved beside its figure, a claim opened and closed, the card
/// copied: what each action changes is in sight when it is done.
async fn a_first_visit_sees_the_effect_of_each_action(engine: Engine) -> Result<()> {
    with_phone(engine, async |browser| {
        let title = "return document.getElementById('figure-map-title').textContent";
        browser.wait_for("return document.querySelector('.map').dataset.map === 'drawn'").await?;
        let before = browser.text_of(title).await?;
        browser.drag_thumb("question-requests_per_day").await?;
        let moved = browser.wait_for_change(title, &before).await?;
        is_seen(browser, "#figure-map-title").await.context("the first question")?;

        let choose = "
            const list = document.getElementById('question-api');
            list.scrollIntoView({ block: 'center', behavior: 'instant' });
            list.focus();
            list.selectedIndex = 0;
            list.dispatchEvent(new Event('change', { bubbles: true }));";
        browser.run(choose, Vec::new()).await?;
        browser.wait_for_change(title, &moved).await?;
        is_seen(browser, "#figure-map-title").await.context("the second question")?;

        // The map: the reader's point is where the answers put it.
        let ring = "document.querySelector('.map__ring').scrollIntoView({ block: 'center', behavior: 'instant' })";
        browser.run(ring, Vec::new()).await?;
        is_seen(browser, ".map__plot").await.context("the map")?;
        let row = "document.querySelector('[data-company=you]').scrollIntoView({ block: 'center', behavior: 'instant' })";
        browser.run(row, Vec::new()).await?;
        is_seen(browser, "[data-company=you] .company__answer").await.context("the own row")?;

        go_to_ledger(browser).await?;
        let (bar, ledger) = (browser.text_of(BAR).await?, browser.text_of(LEDGER).await?);
        tap(browser, "#open-case").await?;
        browser.wait_for(IS_OPEN).await?;
        browser.drag_thumb("slider-gpu_count").await?;
        browser.wait_for_change(BAR, &bar).await?;
        browser.wait_for_change(LEDGER, &ledger).await?;
        for seen in ["#slider-gpu_count", ".answer-bar__item--own dd", "#figure-ledger [data-chart]"] {
            is_seen(browser, seen).await.context("the slider beside its figure")?;
        }
        tap(browser, "#open-case").await?;
        browser.wait_for(IS_CLOSED).await?;

        let claim = "#shopify-support-routing a.claim";
        tap(browser, claim).await?;
        browser.wait_for("return document.querySelector('.check__verdict')?.checkVisibility() === true").await?;
        is_seen(browser, ".check__verdict").await.context("the claim")?;
        tap(browser, ".note__close").await?;
        browser.wait_for("return document.querySelector('.note') === null").await?;
        is_seen(browser, claim).await.context("the claim, closed")?;

        browser.run("scrollTo({ top: 0, behavior: 'instant' })", Vec::new()).await?;
        tap(browser, ".masthead__share").await?;
        browser.wait_for("return document.querySelector('#card:popover-open .card__words') !== null").await?;
        for seen in ["#card-title", "#card .company__dots", "#copy-words"] {
            is_seen(browser, seen).await.context("the card")?;
        }
        tap(browser, "#copy-words").await?;
        browser.wait_for("return document.querySelector('.card__notice').textContent !== ''").await?;
        is_seen(browser, ".card__notice").await.context("the card, copied")?;
        let title = browser.text_of("return document.getElementById('card-title').textContent").await?;
        let odds = browser.text_of("return document.querySelector('[data-company=you] .company__odds').textContent").await?;
        ensure!(title.contains(odds.trim()), "the card says '{title}', and the row '{odds}'");
        tap(browser, "#card [popovertarget]").await?;
        browser.wait_for("return document.querySelector('#card:popover-open') === null").await
    })
    .await
}

/// The height of the page in CSS pixels, before and after all of it has been scrolled through.
async fn heights(browser: &Browser, site: &Site, width: u32, height: u32) -> Result<(f64, f64)> {
    browser.set_viewport(width, height).await?;
    browser.open_ready(&site.url("/")).await?;
    browser.wait_until_at_rest().await?;
    let whole = "return document.documentElement.scrollHeight";
    let before = browser.run(whole, Vec::new()).await?.as_f64().context("no height")?;
    let mut y = 0.0;
    let mut after = before;
    while y < after {
        browser.run("scrollTo({ top: arguments[0], behavior: 'instant' })", vec![json!(y)]).await?;
        browser.wait_until_at_rest().await?;
        after = browser.run(whole, Vec::new()).await?.as_f64().context("no height")?;
        y += f64::from(height) * 0.8;
    }
    Ok((before, after))
}

/// Most screens of a phone that the article may take: its sections, from the first to the doors of the rooms.
const SCREENS: f64 = 16.0;

/// The page is as high when it is opened as when all of it has been read, so that nothing moves under a reader, and it ends.
#[tokio::test]
async fn the_page_keeps_its_height_and_ends() -> Result<()> {
    with_site(Engine::Chromium, async |browser, site| {
        for (width, height) in [(390, 844), (768, 1024), (1280, 800)] {
            let (before, after) = heights(browser, site, width, height).await?;
            ensure!((after / before - 1.0).abs() <= 0.03, "{width} px: {before} px high, then {after}");
            let article = "return document.getElementById('rooms').getBoundingClientRect().top
                - document.querySelector('.section').getBoundingClientRect().top";
            let screens =
                browser.run(article, Vec::new()).await?.as_f64().context("no height")? / f64::from(height);
            ensure!(width != 390 || screens <= SCREENS, "{screens} screens of a phone");
        }
        Ok(())
    })
    .await
}
