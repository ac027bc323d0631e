//! The rooms beside the article: the case goes with the reader, both ways; claims are filtered; old links arrive; without
//! scripts all of it can be read.

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine, Settings, with_browser};
use e2e::site::Site;
use thirtyfour::By;
use thirtyfour::prelude::ElementQueryable;

use crate::{with_site, without_scripts};

in_every_engine!(
    the_case_is_carried_both_ways,
    a_claim_is_found_from_the_article_and_back,
    claims_are_filtered_by_click_and_by_keyboard,
    old_links_arrive_in_their_room,
    a_choice_made_before_the_program_runs_stays,
);

const BAR: &str = "return document.querySelector('[data-testid=answer-bar]').textContent";

/// Follows a link by pointer to a page of the site, and waits until that is ready.
async fn follow(browser: &Browser, link: &str, path: &str) -> Result<()> {
    browser.press("return document.querySelector(arguments[0])", vec![link.into()]).await?;
    browser
        .wait_for(&format!("return location.pathname === '{path}'"))
        .await
        .with_context(|| format!("{link} does not lead to {path}"))?;
    browser.wait_until_ready().await?;
    browser.wait_until_at_rest().await
}

/// Chooses a preset, as a reader's press does in the end; the list itself is drawn by the system.
async fn choose(browser: &Browser, preset: &str) -> Result<()> {
    let choose = "const list = document.getElementById('preset');
        list.value = arguments[0];
        list.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.run(choose, vec![preset.into()]).await?;
    browser.wait_for(&format!("return location.search.includes('preset={preset}')")).await?;
    browser.wait_until_at_rest().await
}

async fn the_case_is_carried_both_ways(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/?utm_source=post")).await?;
        browser.drag_thumb("slider-gpu_count").await?;
        browser.wait_for("return location.search.includes('gpu_count=')").await?;
        for (room, preset) in [("claims", "canva"), ("method", "shopify"), ("workshop", "intercom")] {
            browser.wait_until_at_rest().await?;
            let (search, bar) =
                (browser.text_of("return location.search").await?, browser.text_of(BAR).await?);
            // The link itself has the case, for a reader who copies it or opens it elsewhere.
            let link = format!(".door__name[href*='{room}/']");
            let href = browser.text_of(&format!("return document.querySelector(\"{link}\").search")).await?;
            ensure!(href == search, "{room}: the link has {href}, the page {search}");
            follow(browser, &link, &format!("/{room}/index.html")).await?;
            let there = browser.text_of("return location.search").await?;
            ensure!(there == search && there.contains("utm_source=post"), "{room} has {there}, not {search}");
            ensure!(browser.text_of(BAR).await? == bar, "{room} answers otherwise");

            choose(browser, preset).await?;
            let (search, changed) =
                (browser.text_of("return location.search").await?, browser.text_of(BAR).await?);
            ensure!(changed != bar, "{room}: {preset} changes nothing");
            follow(browser, ".room__back a", "/index.html").await?;
            ensure!(
                browser.text_of("return location.search").await? == search,
                "the case is lost on the way back"
            );
            ensure!(browser.text_of(BAR).await? == changed, "the article answers otherwise than {room}");
        }
        browser.expect_no_complaint().await
    })
    .await
}

/// From the check in the text to the claim among all others, and back to its sentence.
async fn a_claim_is_found_from_the_article_and_back(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/?gpu_count=8")).await?;
        let mark = ".section a.claim[href$='#check-intercom-training']";
        browser.press("return document.querySelector(arguments[0])", vec![mark.into()]).await?;
        browser.wait_for("return document.querySelector('[data-check=intercom-training]') !== null").await?;
        follow(browser, "[data-check=intercom-training] .check__head a", "/claims/index.html").await?;
        browser.wait_for(&in_sight("check-intercom-training")).await?;
        // The case of the claim, with its effect in sight.
        let before = browser.text_of(BAR).await?;
        browser
            .press("return document.querySelector('#check-intercom-training .wall__ways button')", vec![])
            .await?;
        browser.wait_for("return location.search.includes('preset=intercom')").await?;
        browser.wait_for_change(BAR, &before).await?;
        browser
            .wait_for(
                "const bar = document.querySelector('[data-testid=answer-bar]').getBoundingClientRect();
                return bar.top >= 0 && bar.bottom <= innerHeight + 1",
            )
            .await
            .context("the answer is out of sight")?;
        follow(browser, "#check-intercom-training .claims__place", "/index.html").await?;
        browser.wait_for(&in_sight("intercom-training")).await?;
        ensure!(
            browser.text_of("return location.search").await?.contains("preset=intercom"),
            "the case is lost"
        );
        browser.expect_no_complaint().await
    })
    .await
}

/// Whether the element with this id is in sight.
fn in_sight(id: &str) -> String {
    format!(
        "const box = document.getElementById('{id}')?.getBoundingClientRect();
         return box !== undefined && box.height > 0 && box.top < innerHeight && box.bottom > 0"
    )
}

/// The ids of the claims in sight or below, and the verdicts that they have.
async fn shown(browser: &Browser) -> Result<(usize, Vec<String>)> {
    let script = "const cards = [...document.querySelectorAll('.wall__claim')].filter((card) => card.checkVisibility());
        return [cards.length, [...new Set(cards.map((card) => card.dataset.verdict))]]";
    Ok(serde_json::from_value(browser.run(script, Vec::new()).await?)?)
}

async fn claims_are_filtered_by_click_and_by_keyboard(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/claims/")).await?;
        ensure!(shown(browser).await?.0 == 24, "not all claims are there at first");
        browser.press("return document.querySelector('#show-implausible')", vec![]).await?;
        browser.wait_for("return document.getElementById('show-implausible').checked").await?;
        let (n, verdicts) = shown(browser).await?;
        ensure!(verdicts == ["implausible"], "{verdicts:?}");
        let said = "return Number(document.querySelector('[for=show-implausible] b').textContent)";
        ensure!(browser.run(said, Vec::new()).await? == n, "{n} are shown, as many as said?");

        let choice = browser.driver.find(By::Id("show-implausible")).await?;
        for (key, id) in
            [(thirtyfour::Key::Right, "digits_lost"), (thirtyfour::Key::Right, "cannot_be_checked")]
        {
            browser.driver.active_element().await?.send_keys(key + "").await?;
            browser.wait_for(&format!("return document.activeElement.id === 'show-{id}'")).await?;
            let (n, verdicts) = shown(browser).await?;
            ensure!(n > 0 && verdicts == [id], "{id}: {verdicts:?}");
        }
        ensure!(!choice.is_selected().await?, "two verdicts are chosen");
        browser.press("return document.querySelector('#show-all')", vec![]).await?;
        browser.wait_for("return document.getElementById('show-all').checked").await?;
        ensure!(shown(browser).await?.0 == 24, "not all claims come back");
        browser.expect_no_complaint().await
    })
    .await
}

async fn old_links_arrive_in_their_room(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        for (anchor, room) in [
            ("claims", "claims"),
            ("check-intercom-training", "claims"),
            ("method", "method"),
            ("check-it-yourself", "method"),
            ("figure-measured", "method"),
            ("assumption-sample_points", "method"),
            ("price-h100-sxm", "method"),
            ("source-12", "method"),
            ("workshop", "workshop"),
            ("share", "workshop"),
        ] {
            for site_folder in ["/", "/below/a/path/"] {
                browser.open(&site.url(&format!("{site_folder}?gpu_count=8#{anchor}"))).await?;
                browser
                    .wait_for(&format!("return location.pathname === '{site_folder}{room}/index.html'"))
                    .await
                    .with_context(|| format!("#{anchor} stays where it is"))?;
                browser.wait_until_ready().await?;
                browser
                    .wait_for(&in_sight(anchor))
                    .await
                    .with_context(|| format!("#{anchor} is out of sight"))?;
                let kept = browser.text_of("return location.search + location.hash").await?;
                ensure!(kept.contains("gpu_count=8") && kept.ends_with(&format!("#{anchor}")), "{kept}");
            }
        }
        // A term's entry is folded, as it was.
        browser.open(&site.url("/#term-break-even")).await?;
        browser.wait_for("return location.pathname === '/method/index.html'").await?;

        // What is still in the article stays there; and a link that is followed later arrives, too.
        browser.open_ready(&site.url("/#intercom-training")).await?;
        browser.wait_for(&in_sight("intercom-training")).await?;
        ensure!(browser.text_of("return location.pathname").await? == "/", "a fact has left the article");
        browser.run("location.hash = '#sources'", Vec::new()).await?;
        browser.wait_for("return location.pathname === '/method/index.html'").await?;
        browser.wait_until_ready().await?;
        browser.wait_for(&in_sight("sources")).await?;
        browser.expect_no_complaint().await
    })
    .await
}

/// Follows a link, which the line of warning may cover.
async fn follow_by_key(link: thirtyfour::WebElement) -> Result<()> {
    Ok(link.send_keys(thirtyfour::Key::Enter + "").await?)
}

async fn rooms_are_read_without_scripts(engine: Engine) -> Result<()> {
    without_scripts(engine, async |browser, site| {
        let driver = &browser.driver;
        for (room, has) in [
            ("claims", "The arithmetic says"),
            ("method", "How far off it is"),
            ("workshop", "Take this case away"),
        ] {
            browser.open(&site.url("/")).await?;
            let root = driver.find(By::Css("html")).await?;
            ensure!(root.attr("data-ready").await?.is_none(), "scripts ran: the test would prove nothing");
            follow_by_key(driver.find(By::Css(format!(".door__name[href='{room}/index.html']"))).await?)
                .await?;
            let main = format!("html[data-room={room}] main");
            let text = driver.query(By::Css(main)).first().await?.text().await?;
            ensure!(text.contains(has), "{room} does not say {has:?}");
            for rubbish in ["NaN", "undefined", "null", "Infinity", "{{", "[object"] {
                ensure!(!text.contains(rubbish), "{room} has {rubbish:?}");
            }
            if room == "method" {
                follow_by_key(driver.find(By::Css("#assumptions > summary")).await?).await?;
                let row = driver.find(By::Id("assumption-sample_points")).await?;
                ensure!(row.is_displayed().await?, "the table of constants cannot be read");
            }
            if room == "claims" {
                driver.find(By::Id("show-implausible")).await?.send_keys(" ").await?;
                for card in driver.find_all(By::Css(".wall__claim")).await? {
                    let is_one = card.attr("data-verdict").await?.as_deref() == Some("implausible");
                    ensure!(card.is_displayed().await? == is_one, "the filter needs scripts");
                }
            }
            follow_by_key(driver.find(By::Css(".room__back a")).await?).await?;
            driver.query(By::Css("html:not([data-room]) main")).first().await?;
            ensure!(driver.current_url().await?.path() == "/index.html", "no way back from {room}");
        }
        // A mark in the text leads to the claim's check.
        follow_by_key(driver.find(By::Css(".section a.claim[href$='#check-intercom-training']")).await?)
            .await?;
        let card = driver.query(By::Id("check-intercom-training")).first().await?;
        ensure!(card.is_displayed().await?, "the check cannot be read");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn rooms_are_read_without_scripts_in_chromium() -> Result<()> {
    rooms_are_read_without_scripts(Engine::Chromium).await
}

#[tokio::test]
async fn rooms_are_read_without_scripts_in_firefox() -> Result<()> {
    rooms_are_read_without_scripts(Engine::Firefox).await
}

/// Chooses as soon as the page's HTML is there, before any program runs.
const CHOOSE_AT_ONCE: &str =
    "addEventListener('DOMContentLoaded', () => document.getElementById('show-implausible')?.click());";

async fn a_choice_made_before_the_program_runs_stays(engine: Engine) -> Result<()> {
    let site = Site::start_with_script(CHOOSE_AT_ONCE).await?;
    with_browser(engine, Settings::default(), async |browser| {
        browser.open_ready(&site.url("/claims/index.html")).await?;
        browser
            .wait_for("return document.getElementById('show-implausible').checked && !document.getElementById('show-all').checked")
            .await
    })
    .await
}
