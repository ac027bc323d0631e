//! The page adapts to its readers: a narrow or enlarged window, less motion, colours of their own.

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use e2e::browser::{Browser, Engine, Settings, with_browser};
use e2e::site::Site;
use serde_json::Value;
use thirtyfour::By;

/// The pages whose width is checked.
const PAGES: [&str; 19] = [
    "/",
    "/claims/index.html",
    "/method/index.html",
    "/workshop/index.html?gpu_count=8",
    "/claims/index.html?embed=all",
    "/?embed=all",
    "/embed/ledger/",
    "/embed/accuracy/",
    "/embed/load/",
    "/embed/map/?controls=requests_per_day,gpu_count,model_size,api",
    "/embed/companies/",
    "/embed/",
    "/?embed=frontier",
    "/?embed=tornado",
    "/embed/claims/",
    "/embed/measured/",
    "/?nonsense=1&gpu_count=many",
    "/model/index.html",
    "/model/serving.html",
];

async fn in_chromium(body: impl AsyncFnOnce(&Browser, &Site) -> Result<()>) -> Result<()> {
    let site = Site::start().await?;
    with_browser(Engine::Chromium, Settings::default(), async |browser| body(browser, &site).await).await
}

/// Unfolds everything, and opens a note in each paragraph that has one to open.
const UNFOLD: &str = "
    document.querySelectorAll('details').forEach((one) => { one.open = true; });
    document.querySelectorAll('.note-place').forEach((place) => {
        place.previousElementSibling.querySelector('a[aria-expanded]')?.click();
    });";

/// The elements that reach out of the page to the right, if the page can be scrolled there.
const TOO_WIDE: &str = "
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.body.querySelectorAll('*')]
        .filter((it) => it.getBoundingClientRect().right > clientWidth + 0.5)
        .filter((it) => it.closest('.figure__scroll, .values__frame, .compared, .docs__frame') === null)
        .map((it) => `${it.localName}.${it.getAttribute('class')} ${it.getBoundingClientRect().right}`)
        .slice(0, 12)
        .concat(`the page, ${scrollWidth} of ${clientWidth}`);";

/// At 320 px, and at 1280 px enlarged to twice the size.
#[tokio::test]
async fn nothing_scrolls_sideways() -> Result<()> {
    no_page_is_too_wide(Settings::default(), &[320, 640]).await
}

/// A phone whose reader has set letters of twice the size.
#[tokio::test]
async fn nothing_scrolls_sideways_with_large_letters() -> Result<()> {
    no_page_is_too_wide(Settings { letters: 32, ..Settings::default() }, &[360]).await
}

/// Every page at each width, with everything folded, and with everything open.
async fn no_page_is_too_wide(settings: Settings, widths: &[u32]) -> Result<()> {
    let site = Site::start().await?;
    with_browser(Engine::Chromium, settings, async |browser| {
        for &width in widths {
            browser.set_viewport(width, 720).await?;
            for page in PAGES {
                browser.open(&site.url(page)).await?;
                if !page.starts_with("/model") && !page.starts_with("/embed") {
                    browser.wait_until_ready().await?;
                }
                for deed in ["", UNFOLD] {
                    browser.run(deed, Vec::new()).await?;
                    browser.wait_until_still().await?;
                    let wide: Vec<String> = serde_json::from_value(browser.run(TOO_WIDE, Vec::new()).await?)?;
                    let state = if deed.is_empty() { "folded" } else { "unfolded" };
                    ensure!(wide.is_empty(), "{page} at {width} px, {state}: {wide:#?}");
                }
            }
        }
        Ok(())
    })
    .await
}

/// Readers who ask for less motion get none: nothing fades, slides or grows, whatever they do.
#[tokio::test]
async fn nothing_moves_with_reduced_motion() -> Result<()> {
    in_chromium(async |browser, site| {
        browser.emulate_media(&[("prefers-reduced-motion", "reduce")]).await?;
        browser.open_ready(&site.url("/")).await?;
        ensure!(
            browser.run("return matchMedia('(prefers-reduced-motion: reduce)').matches", Vec::new()).await?
                == Value::Bool(true),
            "the setting is not there: the test would prove nothing"
        );
        browser.run(UNFOLD, Vec::new()).await?;
        browser.show_chart("ledger").await?;
        // Every animation counts from here on, however short.
        let listen = "
            window.motions = [];
            for (const kind of ['transitionrun', 'animationstart'])
                document.addEventListener(kind, ({ target }) => window.motions.push(`${kind} ${target.className}`));";
        browser.run(listen, Vec::new()).await?;
        browser.press_arrow_right("slider-gpu_count", 3).await?;
        browser.press("return document.getElementById('undo')", Vec::new()).await?;
        browser.wait_until_at_rest().await?;
        let moving = "
            const lasting = [...document.querySelectorAll('*')]
                .filter((it) => {
                    const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(it);
                    return /[1-9]/.test(transitionDuration) || animationName !== 'none' || scrollBehavior === 'smooth';
                })
                .map((it) => `${it.localName}.${it.getAttribute('class')}`);
            return [...new Set(lasting)].concat(window.motions, document.getAnimations().map(String));";
        let moving: Vec<String> = serde_json::from_value(browser.run(moving, Vec::new()).await?)?;
        ensure!(moving.is_empty(), "{moving:?}");
        Ok(())
    })
    .await
}

/// The share of a picture's pixels, in percent, that stand out from its corner by 3 to 1 or more; above and below the
/// slider's rail only, so that what is left is its thumb.
const STANDING_OUT: &str = "
    const [picture, done] = arguments;
    const image = new Image();
    image.onload = () => {
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [image.width, image.height];
        const context = canvas.getContext('2d');
        context.drawImage(image, 0, 0);
        const light = (x, y) => {
            const linear = [...context.getImageData(x, y, 1, 1).data].slice(0, 3)
                .map((part) => part / 255)
                .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
            return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
        };
        const ground = light(2, 2);
        let [n, n_all] = [0, 0];
        for (let y = 2; y < image.height - 2; y += 1) {
            if (Math.abs(y - image.height / 2) < 5) continue;
            for (let x = 2; x < image.width - 2; x += 1) {
                const here = light(x, y);
                n_all += 1;
                if ((Math.max(here, ground) + 0.05) / (Math.min(here, ground) + 0.05) >= 3) n += 1;
            }
        }
        done(100 * n / n_all);
    };
    image.src = `data:image/png;base64,${picture}`;";

/// With the reader's own few colours, a slider's thumb stands out from the ground, and the focus from everything.
#[tokio::test]
async fn forced_colours_keep_sliders_and_focus() -> Result<()> {
    in_chromium(async |browser, site| {
        for scheme in ["light", "dark"] {
            browser.emulate_media(&[("forced-colors", "active"), ("prefers-color-scheme", scheme)]).await?;
            browser.open_ready(&site.url("/")).await?;
            ensure!(
                browser.run("return matchMedia('(forced-colors: active)').matches", Vec::new()).await?
                    == Value::Bool(true),
                "the colours are not forced: the test would prove nothing"
            );
            let track = browser.driver.find(By::Css("[data-slider=gpu_count] .slider__track")).await?;
            browser.bring_to_rest(&track).await?;
            let picture = BASE64_STANDARD.encode(track.screenshot_as_png().await?);
            let share =
                browser.driver.execute_async(STANDING_OUT, vec![Value::from(picture)]).await?;
            let share = share.json().as_f64().context("no share")?;
            ensure!((0.2..20.0).contains(&share), "{scheme}: {share} % of the track stand out");

            for id in ["slider-gpu_count", "preset", "undo", "copy-link"] {
                if id == "copy-link" {
                    browser.open_ready(&site.url("/workshop/index.html")).await?;
                }
                let ring = format!(
                    "const it = document.getElementById('{id}');
                    it.disabled = false;
                    it.focus({{ focusVisible: true }});
                    const {{ outlineStyle, outlineWidth, outlineColor }} = getComputedStyle(it);
                    const ground = getComputedStyle(document.body).backgroundColor;
                    return outlineStyle === 'solid' && parseFloat(outlineWidth) >= 2 && outlineColor !== ground"
                );
                ensure!(
                    browser.run(&ring, Vec::new()).await? == Value::Bool(true),
                    "{scheme}: the focus does not show on {id}"
                );
            }
        }
        Ok(())
    })
    .await
}
