//! One browser, driven: start it, look at the page, and end it whatever happened.

use std::fmt;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail, ensure};
use serde_json::{Value, json};
use thirtyfour::{By, Capabilities, Key, WebDriver, WebDriverRunError};

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
}

impl Default for Settings {
    fn default() -> Self {
        Self { javascript: true, width: 1280, height: 900 }
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

/// How long a page may take to do what is asked, on a slow and busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs `body` with a new browser and ends the browser afterwards, also when the body fails or panics.
///
/// # Errors
/// When the browser cannot be started, and what the body returns.
pub async fn with_browser<T>(
    engine: Engine,
    settings: Settings,
    body: impl AsyncFnOnce(&Browser) -> Result<T>,
) -> Result<T> {
    let program = Driver::start(engine).await.with_context(|| format!("{engine}'s driver"))?;
    let wanted: Capabilities = serde_json::from_value(capabilities(engine, &settings)?)?;
    let driver =
        WebDriver::new(program.url(), wanted).await.with_context(|| format!("{engine} did not start"))?;
    if engine == Engine::WebKit {
        // The only one of the three that cannot be told on its command line.
        driver.set_window_rect(0, 0, settings.width, settings.height).await?;
    }
    let outcome = driver.run_and_quit(async |driver| body(&Browser { engine, driver }).await).await;
    drop(program);
    outcome.map_err(|error| match error {
        WebDriverRunError::Body(body) | WebDriverRunError::BodyAndCleanup { body, .. } => body,
        other => anyhow!("{engine} did not end as it should: {other}"),
    })
}

impl Browser {
    /// Opens an address.
    ///
    /// # Errors
    /// When it does not load.
    pub async fn open(&self, url: &str) -> Result<()> {
        self.driver.goto(url).await.with_context(|| format!("{url} did not load in {}", self.engine))
    }

    /// Opens an address of the site and waits until the page answers to its controls.
    ///
    /// # Errors
    /// When it does not load or does not become ready.
    pub async fn open_ready(&self, url: &str) -> Result<()> {
        self.open(url).await?;
        self.wait_until_ready().await
    }

    /// Waits until the page has taken over from its prerendered self.
    ///
    /// # Errors
    /// When it does not, with what it complained about.
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

    /// Waits until a script returns true.
    ///
    /// # Errors
    /// When it has not within half a minute.
    pub async fn wait_for(&self, script: &str) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        let mut last = Value::Null;
        while Instant::now() < deadline {
            last = self.run(script, Vec::new()).await?;
            if last == Value::Bool(true) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
        bail!("{}: waited {} s for `{script}`, which last gave {last}", self.engine, PATIENCE.as_secs())
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

    /// Presses on the slider's thumb, draws it to a quarter or three quarters of the way along, and lets go.
    ///
    /// # Errors
    /// When there is no such slider.
    pub async fn drag_thumb(&self, id: &str) -> Result<()> {
        let range = self.driver.find(By::Id(id)).await?;
        range.scroll_into_view().await?;
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

    /// Brings a figure into sight and waits until its chart is drawn.
    ///
    /// # Errors
    /// When it isn't drawn.
    pub async fn show_chart(&self, figure: &str) -> Result<()> {
        // Scrolled to each time: a frame that gets its height after the first look moves what is in it.
        let is_drawn = format!(
            "const figure = document.querySelector('figure#figure-{figure}');
            figure.scrollIntoView({{ block: 'center', behavior: 'instant' }});
            return figure.querySelector('[data-chart] svg path') !== null"
        );
        self.wait_for(&is_drawn).await.with_context(|| format!("the chart of {figure} is not drawn"))?;
        self.wait_until_settled().await
    }

    /// Waits until the bands are computed and everything follows the case.
    ///
    /// # Errors
    /// When it does not.
    pub async fn wait_until_settled(&self) -> Result<()> {
        self.wait_for("return document.documentElement.dataset.settled === 'true'")
            .await
            .context("the page does not come to rest")
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

    /// Waits until a figure's chart differs from `before` and has come to rest.
    ///
    /// # Errors
    /// When it stays as it was.
    pub async fn settled_chart(&self, figure: &str, before: &str) -> Result<()> {
        let chart = format!("return document.querySelector('#figure-{figure} [data-chart] svg').innerHTML");
        let deadline = Instant::now() + PATIENCE;
        let mut last = before.to_owned();
        while Instant::now() < deadline {
            let now = self.text_of(&chart).await?;
            if now != before && now == last {
                return Ok(());
            }
            last = now;
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
        bail!("{}: the chart of {figure} did not change, or did not come to rest", self.engine)
    }

    /// Presses where a script says, `[x, y]` in the window, once it has said the same for a moment: what is above may
    /// still be loading.
    ///
    /// # Errors
    /// When the place does not come to rest, or cannot be pressed.
    pub async fn press_at(&self, place: &str, arguments: Vec<Value>) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        let mut last = Value::Null;
        while Instant::now() < deadline {
            let now = self.run(place, arguments.clone()).await?;
            if let (true, Some(x), Some(y)) = (now == last, now[0].as_i64(), now[1].as_i64()) {
                self.driver.action_chain().move_to(x, y).click().perform().await?;
                return Ok(());
            }
            last = now;
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        bail!("{}: the place to press did not come to rest, last at {last}", self.engine)
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
