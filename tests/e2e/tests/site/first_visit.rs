//! A first visit on a phone: the answer without doing anything; a slider, a claim, a working and a link to share within
//! five actions.

use anyhow::{Result, ensure};
use e2e::browser::{Browser, Engine, Settings, with_browser};
use e2e::site::Site;

in_every_engine!(five_actions_are_enough);

/// Most actions that a first reader should need.
const MOST: u32 = 5;

/// A reader with a finger, whose actions are counted. Scrolling is reading, not an action.
struct Reader<'a> {
    browser: &'a Browser,
    actions: u32,
}

impl Reader<'_> {
    async fn press(&mut self, selector: &str) -> Result<()> {
        self.actions += 1;
        self.browser.press("return document.querySelector(arguments[0])", vec![selector.into()]).await
    }
}

async fn five_actions_are_enough(engine: Engine) -> Result<()> {
    let site = Site::start().await?;
    let settings = Settings { width: 390, height: 844, ..Settings::default() };
    with_browser(engine, settings, async |browser| {
        browser.open_ready(&site.url("/")).await?;
        let mut reader = Reader { browser, actions: 0 };

        // The answer: on the first screen, in words and in dollars.
        let answer = "
            const answer = document.querySelector('[data-testid=answer-bar]');
            const place = answer.getBoundingClientRect();
            return place.top < innerHeight && place.bottom <= innerHeight + 1 && answer.innerText.includes('$')";
        browser.wait_for(answer).await?;
        let answer_text = "return document.querySelector('[data-testid=answer]').textContent";
        let before = browser.text_of(answer_text).await?;

        reader.actions += 1;
        browser.drag_thumb("question-requests_per_day").await?;
        browser.wait_for("return location.search.includes('requests_per_day=')").await?;
        browser.wait_for_change(answer_text, &before).await?;

        reader.press(".section a.claim").await?;
        browser.wait_for("return document.querySelector('.check__verdict')?.checkVisibility() === true").await?;

        reader.press(".section a.value").await?;
        browser.wait_for("return document.querySelector('[data-working]')?.checkVisibility() === true").await?;

        let address = browser.text_of("return location.href").await?;
        reader.press(".masthead__share").await?;
        let link = format!("return document.querySelector('#card:popover-open .card__link')?.textContent === '{address}'");
        browser.wait_for(&link).await?;
        reader.press("#copy-card-link").await?;
        browser.wait_for("return document.querySelector('.card__notice').textContent !== ''").await?;

        ensure!(reader.actions <= MOST, "{} actions", reader.actions);
        browser.expect_no_complaint().await
    })
    .await
}
