//! Reading the page: without scripts, with them, below any path, and without a request to another host.

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine, Settings, with_browser};
use e2e::site::Site;
use thirtyfour::{By, Key};
use xtask::project;

use crate::with_site;

in_every_engine!(
    hydrates_without_a_console_error,
    works_below_a_path,
    a_number_shows_its_working,
    a_term_shows_its_meaning,
    long_tables_come_to_life_when_they_are_asked_for,
);

#[tokio::test]
async fn reads_without_javascript_in_chromium() -> Result<()> {
    reads_without_javascript(Engine::Chromium).await
}

#[tokio::test]
async fn reads_without_javascript_in_firefox() -> Result<()> {
    reads_without_javascript(Engine::Firefox).await
}

/// The ids that facts.toml gives its facts.
fn fact_ids() -> Result<Vec<String>> {
    let facts = std::fs::read_to_string(project::root().join("data/facts.toml"))?;
    let of_fact = |entry: &str| {
        entry.lines().find_map(|line| Some(line.strip_prefix("id = \"")?.strip_suffix('"')?.to_owned()))
    };
    Ok(facts.split("[[fact]]").skip(1).filter_map(of_fact).collect())
}

async fn reads_without_javascript(engine: Engine) -> Result<()> {
    let site = Site::start().await?;
    let settings = Settings { javascript: false, ..Settings::default() };
    with_browser(engine, settings, async |browser| {
        browser.open(&site.url("/")).await?;
        let driver = &browser.driver;
        let root = driver.find(By::Css("html")).await?;
        ensure!(root.attr("data-ready").await?.is_none(), "scripts ran: the test would prove nothing");

        let text = driver.find(By::Css("body")).await?.text().await?;
        let n_words = text.split_whitespace().count();
        ensure!(n_words > 2500, "the article has {n_words} words");
        for rubbish in ["NaN", "undefined", "null", "Infinity", "{{", "[object"] {
            ensure!(!text.contains(rubbish), "the text has {rubbish:?}");
        }
        let answer = driver.find(By::Css("[data-testid='answer']")).await?;
        ensure!(answer.is_displayed().await? && answer.text().await?.contains('$'), "no answer in dollars");

        let ids = fact_ids()?;
        ensure!(ids.len() == 24, "{} facts in facts.toml", ids.len());
        for id in ids {
            let fact = driver.find(By::Id(id.as_str())).await?;
            ensure!(fact.is_displayed().await? && !fact.text().await?.is_empty(), "fact {id} cannot be read");
        }
        for figure in ["ledger", "accuracy", "load", "frontier", "tornado"] {
            let figure = driver.find(By::Css(format!("figure[data-figure={figure}]"))).await?;
            // The table may be folded away; without a script a <details> still opens.
            ensure!(!figure.find_all(By::Css("table tbody tr")).await?.is_empty(), "{figure:?} has no table");
            ensure!(
                figure.find(By::Css("figcaption, .figure__title, h2, h3")).await?.is_displayed().await?,
                "no title"
            );
        }
        Ok(())
    })
    .await
}

async fn hydrates_without_a_console_error(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        browser.show_every_chart().await?;
        is_clean(browser, site).await?;
        for room in ["claims", "method", "workshop"] {
            browser.open_ready(&site.url(&format!("/{room}/index.html"))).await?;
            if room == "method" {
                browser.show_chart("measured").await?;
            }
            is_clean(browser, site).await.context(room)?;
        }
        Ok(())
    })
    .await
}

/// No error, no request to another host, no text that is none.
async fn is_clean(browser: &Browser, site: &Site) -> Result<()> {
    browser.expect_no_complaint().await?;
    let own = site.url("/");
    for request in browser.requests().await? {
        ensure!(request.starts_with(&own), "asked another host: {request}");
    }
    let text = browser.text_of("return document.body.innerText").await?;
    for rubbish in ["NaN", "undefined", "Infinity", "[object"] {
        ensure!(!text.contains(rubbish), "the text has {rubbish:?}");
    }
    Ok(())
}

async fn works_below_a_path(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/below/a/path/")).await?;
        browser.show_chart("ledger").await?;
        let below = site.url("/below/a/path/");
        for room in ["", "method/", "workshop/"] {
            if !room.is_empty() {
                browser.open_ready(&site.url(&format!("/below/a/path/{room}"))).await?;
            }
            if room == "method/" {
                browser.show_chart("measured").await?;
            }
            browser.expect_no_complaint().await?;
            for request in browser.requests().await? {
                ensure!(request.starts_with(&below), "asked outside its folder: {request}");
            }
        }
        // What is shared from a room is the article.
        let link = browser.text_of("return document.getElementById('share-link').value").await?;
        ensure!(link.starts_with(&format!("{below}?")), "a link to {link} is shared");
        Ok(())
    })
    .await
}

/// A number of the prose opens its working, the working agrees with the number, and its link leads to the page that
/// explains the family.
async fn a_number_shows_its_working(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        let number = "document.querySelector(\".section a.value:has([data-value='own_cost'])\")";
        browser.run(&format!("{number}.click()"), Vec::new()).await?;
        browser
            .wait_for(
                "return document.querySelector(\"[data-working='own_cost'] .working__formula\") !== null",
            )
            .await?;
        let text_of = |selector: &str| {
            format!("return document.querySelector(\"[data-working='own_cost'] {selector}\").textContent")
        };
        let formula = browser.text_of(&text_of(".working__formula")).await?;
        ensure!(formula.starts_with("own_cost = "), "{formula}");
        let dollars = |text: &str| -> Result<f64> {
            let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
            Ok(digits.parse()?)
        };
        let shown = browser.text_of(&format!("return {number}.querySelector('output').textContent")).await?;
        let worked = browser.text_of(&text_of(".working__result td")).await?;
        let (shown, worked) = (dollars(&shown)?, dollars(worked.split(' ').next().unwrap_or_default())?);
        // The prose has two figures.
        ensure!((shown / worked - 1.0).abs() < 0.05, "the prose says {shown}, the working {worked}");

        let target = browser
            .text_of("return document.querySelector(\"[data-working='own_cost'] a[href^='model/']\").href")
            .await?;
        browser.expect_no_complaint().await?;
        browser.open(&target).await?;
        let page = browser.text_of("return document.querySelector('main h1').textContent").await?;
        ensure!(page == "Cost", "{target} is the page on {page}");
        browser.expect_no_complaint().await
    })
    .await
}

/// A long table is as the build wrote it until it is unfolded, or a link leads to it or into it; then it has controls.
async fn long_tables_come_to_life_when_they_are_asked_for(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        let is_live = "return document.querySelectorAll('#assumptions input').length > 100";
        browser.open_ready(&site.url("/method/index.html")).await?;
        let folded = "return ['assumptions', 'prices'].every((id) => {
            const list = document.getElementById(id);
            return !list.open && list.querySelectorAll('tr').length > 60 && list.querySelector('input') === null;
        })";
        ensure!(browser.run(folded, Vec::new()).await? == true, "the lists are not there, or have controls at once");
        browser.run("document.querySelector('#method a[href=\"#prices\"]').click()", Vec::new()).await?;
        let in_sight = |id: &str| {
            format!(
                "const box = document.getElementById('{id}')?.getBoundingClientRect();
                 return box !== undefined && box.height > 0 && box.top < innerHeight && box.bottom > 0"
            )
        };
        browser.wait_for("return document.getElementById('prices').open").await?;
        browser.wait_for(&in_sight("prices")).await?;
        // A row of the other table, as "All assumptions" in a working leads to it.
        browser.run("location.hash = '#assumption-sample_points'", Vec::new()).await?;
        browser.wait_for(is_live).await?;
        browser.wait_for(&in_sight("assumption-sample_points")).await?;
        browser.wait_for("return document.getElementById('assumptions').open").await?;

        // By the address from the first on, and by hand.
        browser.open(&site.url("/model/values.html#price-h100-sxm")).await?;
        browser.wait_for(&in_sight("price-h100-sxm")).await?;
        browser.open_ready(&site.url("/method/index.html#assumption-sample_points")).await?;
        browser.wait_for(&in_sight("assumption-sample_points")).await?;
        browser.wait_for(is_live).await?;
        browser.run("document.querySelector('#prices > summary').click()", Vec::new()).await?;
        browser.wait_for("return document.getElementById('prices').open").await?;
        browser.expect_no_complaint().await
    })
    .await
}

/// A term's meaning shows while the term is pointed at or has the keyboard's focus, can be pointed at itself, goes with
/// Escape, and is kept by a press.
async fn a_term_shows_its_meaning(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/method/index.html")).await?;
        let entry = browser.text_of("return document.querySelector('#term-break-even').textContent").await?;
        browser.open_ready(&site.url("/")).await?;
        let driver = &browser.driver;
        let term = driver.find(By::Css(".section a.term[href$='#term-break-even']")).await?;
        let is_shown = "return document.querySelector('.term__meaning[role=tooltip]') !== null";
        let is_hidden = "return document.querySelector('.term__meaning') === null";
        browser.bring_to_rest(&term).await?;
        let away = || driver.action_chain().move_to_element_with_offset(&term, 0, -300);

        driver.action_chain().move_to_element_center(&term).perform().await?;
        browser.wait_for(is_shown).await?;
        let meaning = driver.find(By::Css(".term__meaning")).await?;
        let text = meaning.text().await?;
        let (label, explained) = text.split_once(": ").unwrap_or_default();
        ensure!(
            entry.contains(label) && entry.contains(explained) && explained.len() > 20,
            "{text:?}, {entry:?}"
        );
        ensure!(
            term.attr("aria-describedby").await? == meaning.attr("id").await?,
            "the term is not described by it"
        );
        driver.action_chain().move_to_element_center(&meaning).perform().await?;
        browser.wait_until_at_rest().await?;
        ensure!(browser.run(is_shown, Vec::new()).await? == true, "it goes when it is pointed at");
        driver.action_chain().send_keys(Key::Escape + "").perform().await?;
        browser.wait_for(is_hidden).await?;

        away().move_to_element_center(&term).perform().await?;
        browser.wait_for(is_shown).await.context("pointed at again")?;
        away().perform().await?;
        browser.wait_for(is_hidden).await?;

        driver.action_chain().move_to_element_center(&term).click().perform().await?;
        browser.wait_for("return document.querySelector('.note') !== null").await?;
        browser.wait_until_at_rest().await?;
        ensure!(browser.run(is_hidden, Vec::new()).await? == true, "it is shown twice");
        away().send_keys(Key::Escape + "").perform().await?;
        browser.wait_for("return document.querySelector('.note') === null").await?;

        // From the element before, as a press of Tab that ends on the term.
        driver.action_chain().send_keys(Key::Tab + "").perform().await?;
        browser.run("arguments[0].blur()", vec![term.to_json()?]).await?;
        browser.wait_for(is_hidden).await?;
        browser.run("arguments[0].focus()", vec![term.to_json()?]).await?;
        browser.wait_for(is_shown).await?;
        driver.action_chain().send_keys(Key::Escape + "").perform().await?;
        browser.wait_for(is_hidden).await
    })
    .await
}
