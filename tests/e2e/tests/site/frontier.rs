//! The walk along the frontier: a choice is selected by keyboard or by pressing its dot, then taken, then undone.

use std::time::Duration;

use anyhow::{Result, ensure};
use e2e::browser::{Browser, Engine};
use thirtyfour::By;

use crate::with_site;

in_every_engine!(
    a_choice_is_selected_then_taken,
    a_pressed_dot_is_selected_first,
    a_dot_below_a_tooltip_is_selected,
    a_dot_inside_the_ring_is_selected,
);

/// The texts of the walker, and the address.
struct Seen {
    words: String,
    difference: String,
    heard: String,
    query: String,
}

/// The choice that is selected, in words.
const WORDS: &str = "return document.querySelector('.walker__choice .walker__words').textContent";

/// What a reader sees once nothing more follows from what was done.
async fn look(browser: &Browser) -> Result<Seen> {
    browser.wait_until_at_rest().await?;
    let text = async |script: &str| browser.text_of(script).await;
    Ok(Seen {
        words: text(WORDS).await?,
        difference: text("return document.querySelector('.walker__difference').textContent").await?,
        heard: text("return document.querySelector('#figure-frontier-walker').ariaValueText ?? document.querySelector('#figure-frontier-walker').getAttribute('aria-valuetext')").await?,
        query: text("return location.search").await?,
    })
}

/// Where the ring around the selected choice is: the middle of the one hollow mark, from the drawing's corner.
const RING: &str = "
    const svg = document.querySelector('#figure-frontier [data-chart] svg');
    const ring = svg.querySelector('path[fill=none][transform^=matrix]').getBoundingClientRect();
    const { left, top } = svg.getBoundingClientRect();
    return [Math.round(ring.left + ring.width / 2 - left), Math.round(ring.top + ring.height / 2 - top)].join();";

/// The middles of the dots that no other mark and no word covers.
const FREE_DOTS: &str = "
    const svg = document.querySelector('#figure-frontier [data-chart] svg');
    const middle = (it) => {
      const { left, top, width, height } = it.getBoundingClientRect();
      return [Math.round(left + width / 2), Math.round(top + height / 2)];
    };
    const dots = [...svg.querySelectorAll('path[fill-opacity=\"0.32\"]')].map(middle);
    const others = [...svg.querySelectorAll('text, path[stroke], path:not([fill-opacity])')]
      .map((it) => it.getBoundingClientRect())
      .filter(({ width, height }) => width < 300 && height < 300);
    const isFree = ([x, y]) => others.every(({ left, right, top, bottom }) =>
      x < left - 4 || x > right + 4 || y < top - 4 || y > bottom + 4);
    const free = dots.filter(isFree);";

async fn a_choice_is_selected_then_taken(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/?embed=frontier&gpu_count=16")).await?;
        browser.show_chart("frontier").await?;
        let (before, ring) = (look(browser).await?, browser.text_of(RING).await?);
        browser.press_arrow_right("figure-frontier-walker", 3).await?;
        browser.wait_for_change(WORDS, &before.words).await?;
        let after = look(browser).await?;
        ensure!(browser.text_of(RING).await? != ring, "the ring stayed at {ring}");
        ensure!(after.heard.starts_with(after.words.split(':').next().unwrap_or_default()), "{}", after.heard);
        ensure!(after.query == before.query, "walking changed the reader's case: {}", after.query);

        browser
            .run("document.querySelector('.walker__controls .step').click()", Vec::new())
            .await?;
        browser
            .wait_for("return [...document.querySelectorAll('.walker [role=status]')].some((said) => said.textContent)")
            .await?;
        let back = look(browser).await?;
        ensure!(back.words != after.words && back.difference != "That is your case.", "{}", back.words);

        browser.run("document.querySelector('.walker__choice .walker__take').click()", Vec::new()).await?;
        browser
            .wait_for("return document.querySelector('.walker__difference').textContent === 'That is your case.'")
            .await?;
        let words = look(browser).await?.words;
        let setup = |words: &str| words.split(':').next().unwrap_or_default().to_owned();
        ensure!(setup(&words) == setup(&back.words), "took {words}, not {}", back.words);
        browser.expect_no_complaint().await
    })
    .await
}

/// Whether two places, "x,y" in whole pixels, are the same: half a pixel may be rounded either way.
fn is_near(one: &str, other: &str) -> bool {
    let pixels = |place: &str| {
        place.split(',').map(str::parse::<i64>).collect::<Result<Vec<_>, _>>().unwrap_or_default()
    };
    let (one, other) = (pixels(one), pixels(other));
    one.len() == 2 && other.len() == 2 && one.iter().zip(&other).all(|(a, b)| (a - b).abs() <= 1)
}

async fn a_pressed_dot_is_selected_first(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        browser.show_chart("frontier").await?;
        let before = look(browser).await?;
        // A dot in the midst of the cloud.
        let dot = "
            const svg = document.querySelector('#figure-frontier [data-chart] svg');
            const dots = [...svg.querySelectorAll('path')]
              .filter((dot) => dot.getAttribute('fill-opacity') === '0.32');
            dots.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
            const dot = dots[Math.floor(dots.length / 2)];
            const [box, origin] = [dot.getBoundingClientRect(), svg.getBoundingClientRect()];
            window.pressed = [box.left + box.width / 2 - origin.left, box.top + box.height / 2 - origin.top]
              .map(Math.round).join();
            return dot;";
        browser.press(dot, Vec::new()).await?;
        browser.wait_for_change(WORDS, &before.words).await?;
        let after = look(browser).await?;
        let (ring, pressed) = (browser.text_of(RING).await?, browser.text_of("return window.pressed").await?);
        ensure!(is_near(&ring, &pressed), "the ring is at {ring}, the dot at {pressed}");
        ensure!(after.query.is_empty(), "a press changed the reader's case: {}", after.query);
        // A dot need not be on the line: the address shows what is taken.
        browser.run("document.querySelector('.walker__choice .walker__take').click()", Vec::new()).await?;
        browser.wait_for("return location.search !== ''").await?;
        browser.expect_no_complaint().await
    })
    .await
}

/// The tooltip of one dot covers others; a pointer that goes on to one of those at once presses that one.
async fn a_dot_below_a_tooltip_is_selected(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        browser.show_chart("frontier").await?;
        let before = look(browser).await?;
        browser.bring_to_rest(&browser.driver.find(By::Css("#figure-frontier [data-chart]")).await?).await?;
        // The tooltip begins 20 px to the right of the pointer and below it.
        let places = "
            for (const [x, y] of free) {
              const below = free.find((dot) => dot[0] > x + 25 && dot[0] < x + 80 && dot[1] > y + 25 && dot[1] < y + 45);
              if (below !== undefined) {
                const { left, top } = svg.getBoundingClientRect();
                window.pressed = [Math.round(below[0] - left), Math.round(below[1] - top)].join();
                return [[x, y], below];
              }
            }
            return null;";
        let places: [(i64, i64); 2] =
            serde_json::from_value(browser.run(&[FREE_DOTS, places].concat(), Vec::new()).await?)?;
        let [(x, y), (below_x, below_y)] = places;
        browser
            .driver
            .action_chain_with_delay(None, Some(Duration::ZERO))
            .move_to(x, y)
            .move_to(below_x, below_y)
            .click()
            .perform()
            .await?;
        browser.wait_for_change(WORDS, &before.words).await?;
        look(browser).await?;
        let (ring, pressed) = (browser.text_of(RING).await?, browser.text_of("return window.pressed").await?);
        ensure!(is_near(&ring, &pressed), "the ring is at {ring}, the dot at {pressed}");
        browser.expect_no_complaint().await
    })
    .await
}

/// The ring around the selected dot is wider than the dots are apart.
async fn a_dot_inside_the_ring_is_selected(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        browser.show_chart("frontier").await?;
        browser.bring_to_rest(&browser.driver.find(By::Css("#figure-frontier [data-chart]")).await?).await?;
        // Two dots so close that the ring around one covers the other's middle, and nothing else does.
        let pair = "
            const { left, top } = svg.getBoundingClientRect();
            for (const one of free) {
              const near = free.find((it) => {
                const apart = Math.hypot(it[0] - one[0], it[1] - one[1]);
                return apart > 6 && apart < 10;
              });
              if (near !== undefined) {
                window.pressed = [near[0] - left, near[1] - top].map(Math.round).join();
                return [one, near];
              }
            }
            return null;";
        let pair: [(i64, i64); 2] =
            serde_json::from_value(browser.run(&[FREE_DOTS, pair].concat(), Vec::new()).await?)?;
        for (x, y) in pair {
            let before = look(browser).await?;
            browser
                .driver
                .action_chain_with_delay(None, Some(Duration::ZERO))
                .move_to(x, y)
                .click()
                .perform()
                .await?;
            browser.wait_for_change(WORDS, &before.words).await?;
        }
        look(browser).await?;
        // Both are rounded to pixels.
        let (ring, pressed) = (browser.text_of(RING).await?, browser.text_of("return window.pressed").await?);
        let place =
            |text: &str| text.split(',').filter_map(|part| part.parse::<f64>().ok()).collect::<Vec<_>>();
        let (at, dot) = (place(&ring), place(&pressed));
        ensure!(
            at.len() == 2 && at.iter().zip(&dot).all(|(one, other)| (one - other).abs() <= 1.0),
            "the ring is at {ring}, the dot at {pressed}"
        );
        browser.expect_no_complaint().await
    })
    .await
}
