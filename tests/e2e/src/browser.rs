//! A browser that is driven: started, asked about the page, and ended whatever happened.

use std::fmt;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail, ensure};
use serde_json::{Value, json};
use thirtyfour::common::command::{Actions, Command};
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::{By, Capabilities, Key, WebDriver, WebDriverRunError, WebElement};

use crate::driver::{Driver, capabilities};

/// The three families of browser engines that readers have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Chrome, Edge, Opera and most Android browsers.
    Chromium,
    /// Firefox.
    Firefox,
    /// Safari and every browser on iOS; here WebKitGTK.
    WebKit,
}

impl fmt::Display for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::WebKit => "WebKit",
        })
    }
}

/// How a browser is started.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Whether pages may run scripts.
    pub javascript: bool,
    /// The window's width in CSS pixels.
    pub width: u32,
    /// The window's height in CSS pixels.
    pub height: u32,
    /// The size of letters that the reader has set in the browser, in CSS pixels. WebKit's driver cannot set it.
    pub letters: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { javascript: true, width: 1280, height: 900, letters: 16 }
    }
}

/// A running browser with one window.
#[derive(Debug)]
pub struct Browser {
    /// The engine it runs.
    pub engine: Engine,
    /// The WebDriver session.
    pub driver: WebDriver,
}

/// How long anything may take on a slow and busy machine. Only a test that fails waits as long.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// How long to wait before a page is looked at again.
const POLL: Duration = Duration::from_millis(50);

/// How many of a page's complaints are told with a failure.
const SHOWN_COMPLAINTS: usize = 6;

/// How many movements a swipe has.
const SWIPE_STEPS: i64 = 20;

/// How often a browser is started at most. A driver gives up after a minute that no option makes longer, and on a busy
/// machine a browser's start may take more.
const N_STARTS: usize = 3;

/// Whether nothing more happens by itself: what is computed and drawn is that of the present case, no call is due, the
/// typefaces are there and nothing moves. If not, what is still to come.
///
/// The calls are counted by the script that [`crate::site::Site::start`] adds to a page.
const AT_REST: &str = "
    const state = {
        // A page of the model computes nothing.
        settled: document.documentElement.dataset.settled === 'true' || document.getElementById('app') === null,
        pending: window.__pending?.size ?? 0,
        fonts: document.fonts.status,
        // Those of what is far out of sight stay in the list once they are over.
        animations: document.getAnimations().filter((it) => it.playState !== 'finished').length,
    };
    const { settled, pending, fonts, animations } = state;
    return settled && pending === 0 && fonts === 'loaded' && animations === 0 ? true : state;";

/// Brings an element into the middle of the window, until it has stayed in its place for three frames: a section is laid
/// out in the frames after it has come into sight, and moves what is below it.
const CENTRE: &str = "
    const [element, done] = arguments;
    const place = () => {
        const { left, top, width, height } = element.getBoundingClientRect();
        return [left, top, width, height].join();
    };
    const scroll = () => element.scrollIntoView({ block: 'center', behavior: 'instant' });
    scroll();
    let [before, n_still] = [place(), 0];
    const look = () => {
        const now = place();
        n_still = now === before ? n_still + 1 : 0;
        if (n_still === 3) return done();
        if (now !== before) scroll();
        before = place();
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);";

/// Runs `body` with a new browser and ends the browser afterwards, also when the body fails or panics.
///
/// # Errors
/// When the browser cannot be started, and what the body returns.
pub async fn with_browser<T>(
    engine: Engine,
    settings: Settings,
    body: impl AsyncFnOnce(&Browser) -> Result<T>,
) -> Result<T> {
    let (program, driver) = start(engine, &settings).await?;
    let outcome = driver
        .run_and_quit(async |driver| {
            if engine == Engine::WebKit {
                // The only one of the three whose command line takes no size.
                driver.set_window_rect(0, 0, settings.width, settings.height).await?;
            }
            driver.set_script_timeout(PATIENCE).await?;
            driver.set_page_load_timeout(PATIENCE).await?;
            body(&Browser { engine, driver }).await
        })
        .await;
    drop(program);
    outcome.map_err(|error| match error {
        WebDriverRunError::Body(body) | WebDriverRunError::BodyAndCleanup { body, .. } => body,
        other => anyhow!("{engine} did not end as it should: {other}"),
    })
}

/// Starts an engine's driver and, through it, the browser.
async fn start(engine: Engine, settings: &Settings) -> Result<(Driver, WebDriver)> {
    let mut failure = None;
    for _ in 0..N_STARTS {
        let program = Driver::start(engine).await.with_context(|| format!("{engine}'s driver"))?;
        let wanted: Capabilities = serde_json::from_value(capabilities(engine, settings)?)?;
        // Longer than what the driver itself waits for: its answer says more than our own giving up.
        match WebDriver::builder(program.url(), wanted).request_timeout(3 * PATIENCE).await {
            Ok(driver) => return Ok((program, driver)),
            Err(error) => failure = Some(error),
        }
    }
    bail!("{engine} did not start, the last time because of {failure:?}")
}

impl Browser {
    /// Opens an address.
    ///
    /// # Errors
    /// When it does not load.
    pub async fn open(&self, url: &str) -> Result<()> {
        self.driver.goto(url).await.with_context(|| format!("{url} did not load in {}", self.engine))
    }

    /// Opens an address of the site and waits until the page responds to its controls.
    ///
    /// # Errors
    /// When it does not load or does not become ready.
    pub async fn open_ready(&self, url: &str) -> Result<()> {
        self.open(url).await?;
        self.wait_until_ready().await
    }

    /// Waits until every part of the page has hydrated and shows what its link asks for.
    ///
    /// # Errors
    /// When it does not, with its complaints.
    pub async fn wait_until_ready(&self) -> Result<()> {
        let ready = self.wait_for("return document.documentElement.dataset.ready === 'true'").await;
        match ready {
            Ok(()) => Ok(()),
            Err(error) => {
                Err(error.context(format!("not ready; complaints: {:?}", self.complaints().await?)))
            }
        }
    }

    /// Runs a script's body and gives what it returns.
    ///
    /// # Errors
    /// When it throws.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        let answer =
            self.driver.execute(script, arguments).await.with_context(|| format!("script: {script}"))?;
        Ok(answer.json().clone())
    }

    /// What a script returns, as text.
    ///
    /// # Errors
    /// When it throws or returns something else.
    pub async fn text_of(&self, script: &str) -> Result<String> {
        match self.run(script, Vec::new()).await? {
            Value::String(text) => Ok(text),
            other => bail!("{script} returned {other}, not text"),
        }
    }

    /// What a script returns at this moment, or what it throws: what it looks for may not be there yet.
    async fn glimpse(&self, script: &str) -> Result<Value> {
        match self.driver.execute(script, Vec::new()).await {
            Ok(answer) => Ok(answer.json().clone()),
            Err(error) if matches!(*error, WebDriverErrorInner::JavascriptError(_)) => {
                Ok(json!({ "thrown": error.to_string() }))
            }
            Err(error) => Err(error).with_context(|| format!("script: {script}")),
        }
    }

    /// Waits until what a script returns as text differs from what it returned before, and gives it.
    ///
    /// # Errors
    /// When it stays the same, with what the script returned last.
    pub async fn wait_for_change(&self, script: &str, before: &str) -> Result<String> {
        let deadline = Instant::now() + PATIENCE;
        let mut last = Value::Null;
        while Instant::now() < deadline {
            last = self.glimpse(script).await?;
            match last {
                Value::String(now) if now != before => return Ok(now),
                // Firefox's driver gives null for a script that a page was left in the midst of.
                _ => tokio::time::sleep(POLL).await,
            }
        }
        bail!(
            "{}: waited {} s for `{script}` to change from {before:?}; it last gave {last}",
            self.engine,
            PATIENCE.as_secs()
        )
    }

    /// Waits until a script returns true.
    ///
    /// # Errors
    /// When it does not, with what it returned or threw last.
    pub async fn wait_for(&self, script: &str) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        let mut last = Value::Null;
        while Instant::now() < deadline {
            last = self.glimpse(script).await?;
            if last == Value::Bool(true) {
                return Ok(());
            }
            tokio::time::sleep(POLL).await;
        }
        let mut complaints = self.complaints().await.unwrap_or_default();
        complaints.dedup();
        complaints.truncate(SHOWN_COMPLAINTS);
        bail!(
            "{}: waited {} s for `{script}`, which last gave {last}; the page complains of {complaints:?}",
            self.engine,
            PATIENCE.as_secs()
        )
    }

    /// Focuses an element and presses the right arrow key.
    ///
    /// # Errors
    /// When the element takes no focus.
    pub async fn press_arrow_right(&self, id: &str, n_times: u32) -> Result<()> {
        let focus = format!(
            "const it = document.getElementById('{id}'); it.focus(); return document.activeElement === it"
        );
        ensure!(self.run(&focus, Vec::new()).await? == Value::Bool(true), "{id} takes no focus");
        for _ in 0..n_times {
            self.driver.action_chain().send_keys(Key::Right + "").perform().await?;
        }
        Ok(())
    }

    /// Drags a slider's thumb to a quarter or three quarters of the way along, once the page is at rest.
    ///
    /// # Errors
    /// When there is no such slider.
    pub async fn drag_thumb(&self, id: &str) -> Result<()> {
        let range = self.driver.find(By::Id(id)).await?;
        self.bring_to_rest(&range).await?;
        // Offsets count from the element's middle; a thumb's middle stays half a thumb inside the ends.
        let place = "
            const range = arguments[0];
            const width = range.getBoundingClientRect().width - 20;
            const share = (range.value - range.min) / (range.max - range.min);
            return [Math.round((share - 0.5) * width), Math.round((share > 0.5 ? -0.25 : 0.25) * width)];";
        let places = self.run(place, vec![range.to_json()?]).await?;
        let (from, to) = (places[0].as_i64().context("no place")?, places[1].as_i64().context("no place")?);
        self.driver
            .action_chain()
            .move_to_element_with_offset(&range, from, 0)
            .click_and_hold()
            .move_by_offset((to - from) / 2, 0)
            .move_by_offset(to - from - (to - from) / 2, 0)
            .release()
            .perform()
            .await?;
        Ok(())
    }

    /// Brings a figure into sight and waits until its chart is drawn and the page is at rest.
    ///
    /// # Errors
    /// When it isn't drawn.
    pub async fn show_chart(&self, figure: &str) -> Result<()> {
        // Scrolled to each time: a frame that gets its height after the first look moves what is in it.
        let is_drawn = format!(
            "const figure = document.querySelector('#figure-{figure}');
            figure.scrollIntoView({{ block: 'center', behavior: 'instant' }});
            return figure.querySelector('[data-chart] svg path') !== null"
        );
        self.wait_for(&is_drawn).await.with_context(|| format!("the chart of {figure} is not drawn"))?;
        self.wait_until_at_rest().await
    }

    /// Brings every chart of the article into sight, one after the other, until each is drawn.
    ///
    /// # Errors
    /// When one isn't drawn.
    pub async fn show_every_chart(&self) -> Result<()> {
        for figure in ["ledger", "accuracy", "load", "frontier", "tornado"] {
            self.show_chart(figure).await?;
        }
        Ok(())
    }

    /// Waits until the page does nothing more by itself: all that was done to it so far has had its effect, on the
    /// address too, and what has not happened by then will not happen.
    ///
    /// # Errors
    /// When it goes on.
    pub async fn wait_until_at_rest(&self) -> Result<()> {
        self.wait_for(AT_REST).await.context("the page does not come to rest")
    }

    /// Waits until every animation is over. Those of what is far out of sight stay in the browser's list afterwards.
    ///
    /// # Errors
    /// When one goes on.
    pub async fn wait_until_still(&self) -> Result<()> {
        self.wait_for("return document.getAnimations().every((it) => it.playState === 'finished')").await
    }

    /// Brings an element into the middle of the window, once the page is at rest and the element stays there.
    ///
    /// # Errors
    /// When it does not come to rest.
    pub async fn bring_to_rest(&self, element: &WebElement) -> Result<()> {
        // What comes into sight may have yet to be drawn.
        for _ in 0..2 {
            self.driver.execute_async(CENTRE, vec![element.to_json()?]).await?;
            self.wait_until_at_rest().await?;
        }
        Ok(())
    }

    /// Presses the middle of the element that a script returns, with the pointer, once the page is at rest.
    ///
    /// # Errors
    /// When there is no such element, or it does not come to rest.
    pub async fn press(&self, target: &str, arguments: Vec<Value>) -> Result<()> {
        self.wait_until_at_rest().await?;
        let deadline = Instant::now() + PATIENCE;
        let (x, y) = loop {
            match self.middle_at_rest(target, arguments.clone()).await {
                // A program may have rendered the element anew since it was found.
                Err(error) if format!("{error:#}").contains("stale element") && Instant::now() < deadline => {
                }
                place => break place?,
            }
        };
        self.driver.action_chain().move_to(x, y).click().perform().await?;
        Ok(())
    }

    /// The middle of the element that a script returns, once it is at rest.
    async fn middle_at_rest(&self, target: &str, arguments: Vec<Value>) -> Result<(i64, i64)> {
        let found = self.driver.execute(target, arguments).await?;
        let element = found.element().with_context(|| format!("nothing to press: {target}"))?;
        self.bring_to_rest(&element).await?;
        self.middle_of(&element).await
    }

    /// Swipes over the element that a script returns: a finger touches its middle, moves by so many pixels, and lifts. A swipe
    /// of zero pixels is a tap. WebKitGTK's driver has no touch.
    ///
    /// # Errors
    /// When there is no such element, or it does not come to rest.
    pub async fn swipe(&self, target: &str, arguments: Vec<Value>, by: (i64, i64)) -> Result<()> {
        self.wait_until_at_rest().await?;
        let found = self.driver.execute(target, arguments).await?;
        let element = found.element().with_context(|| format!("nothing to touch: {target}"))?;
        self.bring_to_rest(&element).await?;
        let (x, y) = self.middle_of(&element).await?;
        let to = |share: i64, duration: u64| {
            json!({
                "type": "pointerMove",
                "x": x + by.0 * share / SWIPE_STEPS,
                "y": y + by.1 * share / SWIPE_STEPS,
                "duration": duration,
            })
        };
        let mut actions = vec![to(0, 0), json!({ "type": "pointerDown", "button": 0 })];
        if by != (0, 0) {
            // A frame apart, as a touch screen reports: the browser takes a swipe by its speed.
            actions.extend((1..=SWIPE_STEPS).map(|share| to(share, 16)));
        }
        actions.push(json!({ "type": "pointerUp", "button": 0 }));
        let finger = json!([{
            "type": "pointer",
            "id": "finger",
            "parameters": { "pointerType": "touch" },
            "actions": actions,
        }]);
        // A driver returns before a busy page has got all that the finger did.
        let watch = "
            window.__lifted = false;
            for (const kind of ['pointerup', 'pointercancel'])
                addEventListener(kind, () => { window.__lifted = true; }, { once: true, capture: true });";
        self.run(watch, Vec::new()).await?;
        self.driver.handle().cmd(Command::PerformActions(Actions::from(finger))).await?;
        self.wait_for("return window.__lifted").await.context("the finger is not lifted")?;
        self.wait_until_at_rest().await
    }

    /// Gives a screen that fingers touch. Chromium only.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn emulate_touch(&self) -> Result<()> {
        let enabled = json!({ "enabled": true });
        self.driver.cdp().send_raw("Emulation.setTouchEmulationEnabled", enabled).await?;
        Ok(())
    }

    /// The middle of an element, or of its first line, in the window: drivers give none of a drawing's parts.
    async fn middle_of(&self, element: &WebElement) -> Result<(i64, i64)> {
        let middle = "
            const { left, top, width, height } = arguments[0].getClientRects()[0];
            return [Math.round(left + width / 2), Math.round(top + height / 2)];";
        Ok(serde_json::from_value(self.run(middle, vec![element.to_json()?]).await?)?)
    }

    /// Makes the page's viewport as wide and high as this, also where no window can be: a phone. Chromium only.
    ///
    /// # Errors
    /// When the browser has no such command.
    pub async fn set_viewport(&self, width: u32, height: u32) -> Result<()> {
        let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", screen).await?;
        Ok(())
    }

    /// Answers the page's media queries as if the reader's system had been set so: feature and value. Chromium only.
    ///
    /// # Errors
    /// When the browser has no such command.
    pub async fn emulate_media(&self, features: &[(&str, &str)]) -> Result<()> {
        let features: Vec<Value> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        let media = json!({ "features": features });
        self.driver.cdp().send_raw("Emulation.setEmulatedMedia", media).await?;
        Ok(())
    }

    /// Errors, refused requests and breaches of the content policy so far.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let kept = self.run("return window.__complaints ?? []", Vec::new()).await?;
        let mut complaints: Vec<String> = serde_json::from_value(kept)?;
        if self.engine == Engine::Chromium {
            let log = self.driver.browser_log().await?;
            complaints.extend(
                log.into_iter()
                    .filter(|entry| entry.level == "SEVERE" || entry.level == "WARNING")
                    .map(|entry| format!("{}: {}", entry.level, entry.message)),
            );
        }
        Ok(complaints)
    }

    /// Fails if the page complained about anything.
    ///
    /// # Errors
    /// With the complaints.
    pub async fn expect_no_complaint(&self) -> Result<()> {
        let complaints = self.complaints().await?;
        ensure!(complaints.is_empty(), "{} complained:\n{}", self.engine, complaints.join("\n"));
        Ok(())
    }

    /// The addresses of everything that the page fetched.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn requests(&self) -> Result<Vec<String>> {
        let names = self.run(
            "return performance.getEntriesByType('resource').map((entry) => entry.name).concat(location.href)",
            Vec::new(),
        );
        Ok(serde_json::from_value(names.await?)?)
    }
}
