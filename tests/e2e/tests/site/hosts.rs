//! The pages of single figures in the frames of other sites: with the libraries that newsrooms use, with small listeners in the
//! place of those that have none to install, and with our own codes, at the widths of their columns.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderName};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use e2e::browser::{Browser, Engine, PATIENCE, Settings, with_browser};
use e2e::site::{Site, watched};
use thirtyfour::By;
use xtask::project;

in_every_engine!(
    every_library_gives_a_figure_its_height,
    every_other_host_gives_a_figure_its_height,
    our_own_codes_fit_every_column,
    every_figure_fits_its_frame,
    three_frames_each_get_their_own_height,
    a_listener_twenty_seconds_late_is_told,
    hosts_that_forbid_much_show_a_figure,
    a_figure_follows_its_first_touch,
    an_address_with_a_case_shows_it,
    an_unknown_figure_is_answered_with_those_there_are,
    a_figure_takes_the_hosts_look,
    a_look_that_could_not_be_read_is_refused,
    a_host_that_asks_for_it_converses_with_a_figure,
    a_case_that_is_set_is_shown_or_refused,
    two_hundred_steps_and_every_link_leave_the_host_alone,
    text_becomes_elements_by_a_named_policy_alone,
    the_panel_shows_the_figure_once_it_is_open,
);

/// The widths of columns, CSS pixels.
pub(crate) const WIDTHS: [u32; 5] = [330, 510, 660, 930, 1200];

/// What a frame may lack or have too much of, CSS pixels.
const OFF: f64 = 2.0;

/// Libraries as published on npm, and their files here.
const LIBRARIES: [(&str, &str); 5] = [
    ("/pym.js", "pym.js/dist/pym.v1.min.js"),
    ("/resizer4.js", "iframe-resizer/js/iframeResizer.min.js"),
    ("/resizer5.js", "@iframe-resizer/parent/index.umd.js"),
    ("/frames.js", "@newswire/frames/dist/frames.umd.js"),
    ("/sidechain.js", "@nprapps/sidechain/dist/sidechain.js"),
];

/// Added to each framed page: tells how wide and high its document is, beside what the page itself tells.
const PROBE: &str = "setInterval(() => parent !== self && parent.postMessage({ probe: [innerWidth, document.documentElement.getBoundingClientRect().height] }, '*'), 60);";

/// Added to each framed page as well: what its policy must refuse, and whether it does.
const ATTEMPTS: &str = "
    window.attempts = () => {
        const refused = (call) => { try { call(); return false } catch { return true } };
        const still = document.querySelector('.still');
        return [
            refused(() => { still.innerHTML = '<b>text</b>' }),
            refused(() => { still.insertAdjacentHTML('beforeend', '<b>text</b>') }),
            refused(() => trustedTypes.createPolicy('another', { createHTML: (text) => text })),
            refused(() => trustedTypes.createPolicy('own-or-rent', { createHTML: (text) => text })),
        ];
    };";

/// Added to each host: keeps what the frames' probes tell, and says of each frame how high it is and should be; 0 until the probe tells
/// of the width that the frame has.
const MEASURE: &str = "
    const told = new Map();
    window.nHeights = 0;
    addEventListener('message', ({ data, source }) => {
        if (data?.probe) told.set(source, data.probe);
        if (data?.sentinel === 'amp') window.nHeights += 1;
    });
    const frames = (root) => [...root.querySelectorAll('*')].flatMap((it) => it.localName === 'iframe' ? [it] : it.shadowRoot ? frames(it.shadowRoot) : []);
    window.measured = () => frames(document).map((it) => {
        const [width, height] = told.get(it.contentWindow) ?? [0, 0];
        return [it.getBoundingClientRect().height, width === it.clientWidth ? height : 0];
    });
";

/// A newsroom's page with this markup in a column.
pub(crate) fn host_page(body: &str) -> String {
    format!(
        "<!DOCTYPE html><meta charset=utf-8><title>Host</title><link rel=icon href=\"data:,\"><style>body {{ margin: 0 }} iframe {{ border: 0; width: 100%; display: block }}</style>\
         <script>{MEASURE}</script><p>Before</p><div id=\"column\" style=\"width: 660px\">{body}</div><p>After</p>"
    )
}

/// A newsroom's page on an origin of its own, with this markup in a column; further headers of it.
pub(crate) async fn host(body: &str, header: Option<(&'static str, &'static str)>) -> Result<Site> {
    let page = host_page(body);
    let page = move || async move {
        let headers = header.map(|(name, value)| [(HeaderName::from_static(name), value)]);
        (headers, Html(page)).into_response()
    };
    let mut routes = Router::new().route("/", get(page));
    for (path, file) in LIBRARIES {
        let file = project::node_modules().join(file);
        let script = std::fs::read_to_string(&file)
            .with_context(|| format!("{}: `cargo xtask build` installs it", file.display()))?;
        routes = routes.route(path, get(async move || ([(CONTENT_TYPE, "text/javascript")], script)));
    }
    Site::serve(routes).await
}

/// Waits until each frame of the host is as high as its document; gives the heights.
pub(crate) async fn wait_until_fit(browser: &Browser, n_frames: usize) -> Result<Vec<f64>> {
    wait_until_fit_and(browser, n_frames, |_| true).await
}

/// The same, until the heights are such as well.
async fn wait_until_fit_and(
    browser: &Browser,
    n_frames: usize,
    are_such: impl Fn(&[f64]) -> bool,
) -> Result<Vec<f64>> {
    let deadline = Instant::now() + PATIENCE;
    let mut found = Vec::new();
    while Instant::now() < deadline {
        let measured = browser.run("return measured()", vec![]).await?;
        found = serde_json::from_value::<Vec<(f64, f64)>>(measured)?;
        let fits = |(given, wanted): &(f64, f64)| *wanted > 100.0 && (given - wanted).abs() <= OFF;
        if found.len() == n_frames && found.iter().all(fits) {
            let heights: Vec<f64> = found.iter().map(|(given, _)| *given).collect();
            if are_such(&heights) {
                return Ok(heights);
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    anyhow::bail!("{}: given and wanted heights are {found:?}", browser.engine)
}

/// The figures that `embed.js` knows: name, and the heights below 620 pixels and from there on.
fn figures() -> Result<Vec<(String, f64, f64)>> {
    let script = std::fs::read_to_string(project::dist().join("embed.js"))?;
    let mut figures = Vec::new();
    // Of `map:["Map: from how many …",1290,1040]`, the parts around the title.
    for (before, after) in script.split("\",").zip(script.split("\",").skip(1)) {
        let name = before.rsplit_once(":[\"").and_then(|(before, _)| before.rsplit(['{', ',']).next());
        let heights = after.split_once(']').and_then(|(heights, _)| heights.split_once(','));
        let (Some(name), Some((narrow, wide))) = (name, heights) else { continue };
        let (Ok(narrow), Ok(wide)) = (narrow.trim().parse(), wide.trim().parse()) else { continue };
        figures.push((name.trim().to_owned(), narrow, wide));
    }
    ensure!(figures.len() == 11, "embed.js knows {figures:?}");
    Ok(figures)
}

pub(crate) async fn set_column(browser: &Browser, width: u32) -> Result<()> {
    browser.run(&format!("document.getElementById('column').style.width = '{width}px'"), vec![]).await?;
    Ok(())
}

/// Holds a host at every width, up and down, and as its figure's table is unfolded and folded.
async fn hold(browser: &Browser, name: &str, body: &str) -> Result<()> {
    let host = host(body, None).await?;
    browser.driver.enter_default_frame().await?;
    browser.open(&host.url("/")).await?;
    wait_until_fit(browser, 1).await.with_context(|| format!("{name}, at first"))?;
    let mut heights = Vec::new();
    for width in WIDTHS.into_iter().chain(WIDTHS.into_iter().rev()) {
        set_column(browser, width).await?;
        heights.push(wait_until_fit(browser, 1).await.with_context(|| format!("{name} at {width} px"))?[0]);
    }
    ensure!(heights.iter().any(|height| (height - heights[0]).abs() > 50.0), "{name}: {heights:?}");
    // A frame in a shadow tree has no number.
    if browser.run("return window.length", vec![]).await? != 1 {
        return Ok(());
    }
    let folded = heights[WIDTHS.len() * 2 - 1];
    for is_open in [true, false] {
        browser.driver.enter_frame(0).await?;
        browser.run(&format!("document.querySelector('details').open = {is_open}"), vec![]).await?;
        browser.driver.enter_default_frame().await?;
        wait_until_fit_and(browser, 1, |heights| (heights[0] > folded + 50.0) == is_open)
            .await
            .with_context(|| format!("{name}: {folded} px high, its table open: {is_open}"))?;
    }
    Ok(())
}

/// Serves the site with the probe, and opens a window that is wide enough for every column.
pub(crate) async fn with_hosts(
    engine: Engine,
    body: impl AsyncFnOnce(&Browser, &Site) -> Result<()>,
) -> Result<()> {
    let site = Site::start_with_script(&[PROBE, ATTEMPTS].concat()).await?;
    let settings = Settings { width: 1400, ..Settings::default() };
    with_browser(engine, settings, async |browser| body(browser, &site).await).await
}

async fn every_library_gives_a_figure_its_height(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        let child = site.url("/embed/ledger/");
        for (name, body) in [
            ("pym.js", format!("<div id=p></div><script src=pym.js></script><script>new pym.Parent('p', '{child}', {{}})</script>")),
            ("pym.js, sandboxed", format!("<div id=p></div><script src=pym.js></script><script>new pym.Parent('p', '{child}', {{ sandbox: 'allow-scripts' }})</script>")),
            ("iframe-resizer 4", format!("<iframe id=f src='{child}'></iframe><script src=resizer4.js></script><script>iFrameResize({{}}, '#f')</script>")),
            ("iframe-resizer 5", format!("<iframe id=f src='{child}'></iframe><script src=resizer5.js></script><script>iframeResize({{ license: 'GPLv3' }}, '#f')</script>")),
            ("@newswire/frames", format!("<div id=p></div><script src=frames.js></script><script>newswireFrames.Framer(document.getElementById('p'), {{ attributes: {{ src: '{child}' }} }})</script>")),
            ("sidechain", format!("<script src=sidechain.js></script><side-chain src='{child}'></side-chain>")),
        ] {
            hold(browser, name, &body).await?;
        }
        Ok(())
    })
    .await
}

async fn every_other_host_gives_a_figure_its_height(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        let child = site.url("/embed/ledger/");
        let listen = |frame: &str, listener: &str| format!("{frame}<script>const frame = document.querySelector('iframe'); addEventListener('message', ({{ data, source }}) => {{ {listener} }});</script>");
        let plain = format!("<iframe src='{child}'></iframe>");
        let sandboxed = format!("<iframe sandbox='allow-scripts' src='{child}'></iframe>");
        for (name, body) in [
            ("Datawrapper", listen(&sandboxed, "if (source === frame.contentWindow && data['datawrapper-height']) for (const height of Object.values(data['datawrapper-height'])) frame.style.height = height + 'px'")),
            ("Datawrapper of before", listen(&plain, "for (const name in data['datawrapper-height'] ?? {}) document.querySelector(`iframe[src*='${name}']`).style.height = data['datawrapper-height'][name] + 'px'")),
            ("Embedly", listen(&plain, "if (typeof data !== 'string' || data[0] !== '{') return; const told = JSON.parse(data); if (told.context === 'iframe.resize') document.querySelector(`iframe[src=\"${told.src}\"]`).style.height = told.height + 'px'")),
            ("amp-iframe", listen(&format!("<iframe sandbox='allow-scripts' src='{child}#amp=1'></iframe>"), "if (data.sentinel === 'amp' && data.type === 'embed-size' && data.height >= 100) frame.style.height = data.height + 'px'")),
            ("Guardian", format!("{}<script>frame.addEventListener('load', () => frame.contentWindow.postMessage('resize', '*'))</script>", listen(&plain, "if (source !== frame.contentWindow || typeof data !== 'string' || data[0] !== '{') return; const told = JSON.parse(data); if (told.type === 'set-height' && told.id.startsWith('iframeMessenger:')) frame.style.height = told.value + 'px'"))),
        ] {
            hold(browser, name, &body).await?;
        }
        // WordPress gives no more than 1,000 pixels.
        let frame = format!("<iframe sandbox='allow-scripts' security=restricted src='{child}#?secret=abcDEF1234'></iframe>");
        let wordpress = listen(&frame, "if (data.secret === 'abcDEF1234' && data.message === 'height') frame.style.height = Math.min(1000, Math.max(200, data.value)) + 'px'");
        let host = host(&wordpress, None).await?;
        browser.open(&host.url("/")).await?;
        set_column(browser, 930).await?;
        wait_until_fit(browser, 1).await.context("WordPress")?;
        Ok(())
    })
    .await
}

/// Copies each code from the page, pastes it into a page with nothing else on it, and looks at every width.
async fn our_own_codes_fit_every_column(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        let panel = "document.querySelector('figure[data-figure=map] .figure__more--embed')";
        browser.run(&format!("{panel}.open = true"), vec![]).await?;
        let mut codes = Vec::<String>::new();
        for way in 0..3 {
            browser.run(&format!("{panel}.querySelectorAll('.figure__way')[{way}].click()"), vec![]).await?;
            let code = format!("return {panel}.querySelector('code').textContent");
            let before = codes.last().cloned().unwrap_or_default();
            // The first way is chosen already.
            codes.push(if way == 0 {
                browser.text_of(&code).await?
            } else {
                browser.wait_for_change(&code, &before).await?
            });
        }
        for (index, code) in codes.iter().enumerate() {
            let host = host(code, None).await?;
            browser.open(&host.url("/")).await?;
            for width in WIDTHS {
                set_column(browser, width).await?;
                if index == 1 {
                    // Without a script there is one height for narrow columns and one for wide ones: enough, and not much more.
                    browser.wait_for("return measured().length === 1 && measured()[0][1] > 100").await?;
                    let measured = browser.run("return measured()[0]", vec![]).await?;
                    let (given, wanted): (f64, f64) = serde_json::from_value(measured)?;
                    ensure!(
                        (0.0..320.0).contains(&(given - wanted)),
                        "{width} px: {given} given, {wanted} wanted"
                    );
                } else {
                    wait_until_fit(browser, 1).await.with_context(|| format!("{width} px: {code}"))?;
                }
            }
            ensure!(
                browser.run("return document.querySelectorAll('#column a').length", vec![]).await?
                    == usize::from(index != 2)
            );
        }
        Ok(())
    })
    .await
}

/// Every figure at every width: the heights that are given without a listener hold it.
async fn every_figure_fits_its_frame(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        for (name, narrow, wide) in figures()? {
            let script = site.url("/embed.js");
            let body =
                format!("<own-or-rent figure='{name}'></own-or-rent><script src='{script}' async></script>");
            let host = host(&body, None).await?;
            browser.open(&host.url("/")).await?;
            for width in WIDTHS {
                set_column(browser, width).await?;
                let height =
                    wait_until_fit(browser, 1).await.with_context(|| format!("{name} at {width} px"))?[0];
                let given = if width < 620 { narrow } else { wide };
                ensure!(height <= given, "{name}: {height} px at {width} px, {given} px are given");
            }
        }
        Ok(())
    })
    .await
}

async fn three_frames_each_get_their_own_height(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        let frames: String = ["map/", "ledger/?frame=1", "ledger/?frame=2"]
            .iter()
            .zip([600, 600, 330])
            .map(|(path, width)| format!("<div style='width: {width}px'><iframe src='{}'></iframe></div>", site.url(&format!("/embed/{path}"))))
            .collect();
        let body = format!("{frames}<script>addEventListener('message', ({{ data }}) => {{ for (const name in data['datawrapper-height'] ?? {{}}) document.querySelector(`iframe[src*='${{name}}']`).style.height = data['datawrapper-height'][name] + 'px' }})</script>");
        let host = host(&body, None).await?;
        browser.open(&host.url("/")).await?;
        let heights = wait_until_fit(browser, 3).await?;
        ensure!(heights[2] > heights[1] + 50.0, "{heights:?}");
        Ok(())
    })
    .await
}

async fn a_listener_twenty_seconds_late_is_told(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        let body = format!("<iframe src='{}'></iframe><script>setTimeout(() => addEventListener('message', ({{ data, source }}) => {{ if (data.type === 'embed-size') document.querySelector('iframe').style.height = data.height + 'px' }}), 20000)</script>", site.url("/embed/load/"));
        let host = host(&body, None).await?;
        browser.open(&host.url("/")).await?;
        browser.wait_for("return measured()[0]?.[1] > 100").await?;
        tokio::time::sleep(std::time::Duration::from_secs(20)).await;
        wait_until_fit(browser, 1).await?;
        Ok(())
    })
    .await
}

/// A frame in a sandboxed frame, a host with an embedder policy, one whose own policy forbids all but frames.
async fn hosts_that_forbid_much_show_a_figure(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        let child = site.url("/embed/map/");
        let listener = "<script>addEventListener('message', ({ data }) => { if (data.type === 'embed-size') document.querySelector('iframe').style.height = data.height + 'px' })</script>";
        let plain = format!("<iframe src='{child}'></iframe>{listener}");
        for header in ["require-corp", "credentialless"] {
            let host = host(&plain, Some(("cross-origin-embedder-policy", header))).await?;
            browser.open(&host.url("/")).await?;
            wait_until_fit(browser, 1).await.with_context(|| format!("embedder policy {header}"))?;
        }
        // A preview in a content system: the figure's frame is in a sandboxed one that has no address.
        let inner = format!("<iframe id=inner src=&quot;{child}&quot;></iframe>");
        let nested = format!("<iframe sandbox='allow-scripts' style='height: 900px' srcdoc=\"{inner}\"></iframe>");
        let host = host(&nested, None).await?;
        browser.open(&host.url("/")).await?;
        browser.driver.enter_frame(0).await?;
        browser.driver.enter_frame(0).await?;
        browser.wait_for("return document.querySelector('.still')?.getBoundingClientRect().height > 100").await.context("nested")?;
        browser.driver.enter_default_frame().await?;
        Ok(())
    })
    .await
}

const DRAWN: &str = "return [...document.querySelectorAll('.still__drawing')].find((it) => it.getBoundingClientRect().width > 0).outerHTML";

/// The program comes at the first touch and not before, in a sandbox without storage, and the host's history stays as it is.
async fn a_figure_follows_its_first_touch(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        for figure in
            ["map", "companies", "card", "ledger", "load", "accuracy", "ways", "tornado", "frontier"]
        {
            let body = format!(
                "<iframe sandbox='allow-scripts' style='height: 1400px' src='{}'></iframe>",
                site.url(&format!("/embed/{figure}/"))
            );
            let host = host(&body, None).await?;
            browser.driver.enter_default_frame().await?;
            browser.open(&host.url("/")).await?;
            let n_entries = browser.run("return history.length", vec![]).await?;
            browser.driver.enter_frame(0).await?;
            browser.wait_for("return document.documentElement.dataset.explorable === 'true'").await?;
            let loaded =
                "return performance.getEntriesByType('resource').some((it) => it.name.endsWith('.wasm'))";
            ensure!(
                browser.run(loaded, vec![]).await? == false,
                "{figure}: a program before anyone touched it"
            );
            let (title, drawn) = ("return document.body.innerText", browser.text_of(DRAWN).await?);
            let before = browser.text_of(title).await?;
            let slider = browser.driver.find(By::Css(".control__track")).await?;
            // WebKit gives the focus in a frame of another origin to nobody but a reader's own press.
            if engine == Engine::WebKit {
                let top = browser
                    .run("return arguments[0].getBoundingClientRect().top", vec![slider.to_json()?])
                    .await?;
                browser.driver.enter_default_frame().await?;
                browser.run("scrollTo(0, arguments[0] - 300)", vec![top]).await?;
                browser.driver.enter_frame(0).await?;
                browser.driver.action_chain().click_element(&slider).perform().await?;
            }
            for _ in 0..12 {
                slider.send_keys(thirtyfour::Key::Right + "").await.with_context(|| figure.to_owned())?;
            }
            browser
                .wait_for("return document.documentElement.dataset.explored === 'true'")
                .await
                .with_context(|| figure.to_owned())?;
            browser.wait_for_change(title, &before).await.with_context(|| figure.to_owned())?;
            browser.wait_for_change(DRAWN, &drawn).await.with_context(|| figure.to_owned())?;
            browser.expect_no_complaint().await?;
            browser.driver.enter_default_frame().await?;
            ensure!(
                browser.run("return history.length", vec![]).await? == n_entries,
                "{figure}: the host's history grew"
            );
        }
        Ok(())
    })
    .await
}

async fn an_address_with_a_case_shows_it(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        // Both the present form and that of old.
        for path in ["/embed/ledger/?gpu_count=32", "/?embed=ledger&gpu_count=32"] {
            browser.open(&site.url(path)).await?;
            browser.wait_for("return document.documentElement.dataset.explored === 'true'").await?;
            let shown = browser.text_of("return document.querySelector('[data-value=gpu_count]').textContent").await?;
            ensure!(shown.contains("32"), "{path}: {shown}");
            browser.expect_no_complaint().await?;
        }
        let path = "/embed/map/?controls=gpu_hour_price,gpu_cuont&theme=dark&heading=off";
        browser.open(&site.url(path)).await?;
        browser.wait_for("return document.documentElement.dataset.explored === 'true'").await?;
        let controls = browser.text_of("return [...document.querySelectorAll('[data-input]')].map((it) => it.dataset.input).join()").await?;
        ensure!(controls == "gpu_hour_price", "{controls}");
        let note = browser.text_of("return document.querySelector('[data-live=note]').textContent").await?;
        ensure!(note.contains("did you mean 'gpu_count'?"), "{note}");
        let is_dark = "return getComputedStyle(document.documentElement).colorScheme === 'dark' && document.querySelector('h1').getBoundingClientRect().height <= 1";
        ensure!(browser.run(is_dark, vec![]).await? == true, "neither dark nor without a heading");
        browser.expect_no_complaint().await
    })
    .await
}

async fn an_unknown_figure_is_answered_with_those_there_are(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        browser.open(&site.url("/?embed=nope")).await?;
        browser.wait_for("return document.querySelector('[data-live=note]')?.textContent.includes('nope') === true").await?;
        let n_links = browser.run("return document.querySelectorAll('.framed__list a').length", vec![]).await?;
        ensure!(n_links == 11, "{n_links}");
        let body = format!("<own-or-rent figure=nope></own-or-rent><script src='{}'></script>", site.url("/embed.js"));
        let host = host(&body, None).await?;
        browser.open(&host.url("/")).await?;
        browser.wait_for("return document.querySelector('own-or-rent').textContent.includes('allowed: companies, map')").await
    })
    .await
}

async fn a_figure_takes_the_hosts_look(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        browser.open(&site.url("/embed/map/?accent=8a1538&paper=fff1e5&face=host")).await?;
        browser.wait_for("return getComputedStyle(document.body).backgroundColor === 'rgb(255, 241, 229)'").await?;
        let line = browser.text_of("return getComputedStyle(document.querySelector('.figure')).borderTopColor").await?;
        ensure!(line == "rgb(138, 21, 56)", "{line}");
        browser.run("return document.fonts.ready.then(() => true)", vec![]).await?;
        let faces = "return [...document.fonts].filter((it) => it.status !== 'unloaded').map((it) => it.family).join()";
        let loaded = browser.text_of(faces).await?;
        ensure!(loaded.is_empty(), "a typeface was loaded: {loaded}");
        let requests = browser.requests().await?;
        // A look is no case: there is nothing to compute.
        ensure!(!requests.iter().any(|name| name.ends_with(".wasm")), "a program was loaded: {requests:?}");
        browser.expect_no_complaint().await?;

        browser.open(&site.url("/embed/map/?face=ours")).await?;
        browser.wait_for_change(faces, "").await?;

        // The ground of the page around shows through an element, whose attributes are those keys.
        let body = format!("<own-or-rent figure=map paper=transparent accent=8a1538 theme=light></own-or-rent><script src='{}'></script>", site.url("/embed.js"));
        let host = host(&body, None).await?;
        browser.open(&host.url("/")).await?;
        wait_until_fit(browser, 1).await?;
        let frame = browser.text_of("return getComputedStyle(document.querySelector('iframe')).colorScheme").await?;
        ensure!(frame == "light", "{frame}");
        browser.driver.enter_frame(0).await?;
        let clear = "return [document.documentElement, document.body].every((it) => getComputedStyle(it).backgroundColor === 'rgba(0, 0, 0, 0)')";
        browser.wait_for(clear).await?;
        browser.expect_no_complaint().await
    })
    .await
}

async fn a_look_that_could_not_be_read_is_refused(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        let own = "return getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()";
        browser.open(&site.url("/embed/ledger/?theme=light")).await?;
        let paper = browser.text_of(own).await?;
        browser.open(&site.url("/embed/ledger/?accent=ffee00&paper=808080&face=comic")).await?;
        let said = "return document.querySelector('.figure').textContent";
        browser.wait_for(&format!("{said}.includes('Not understood in the address')")).await?;
        let said = browser.text_of(said).await?;
        for problem in [
            "accent: 'ffee00' has a contrast of",
            "paper: '808080' leaves words",
            "face: 'comic' is not an option (allowed: host, ours)",
        ] {
            ensure!(said.contains(problem), "{problem}: {said}");
        }
        ensure!(browser.text_of(own).await? == paper, "the paper was taken over");
        browser.expect_no_complaint().await
    })
    .await
}

/// With plain messages as docs/embed.md has them, and with the element.
async fn a_host_that_asks_for_it_converses_with_a_figure(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        let child = site.url("/embed/ledger/");
        let plain = format!("<iframe sandbox='allow-scripts'></iframe><script>
            window.heard = [];
            const frame = document.querySelector('iframe');
            addEventListener('message', ({{ source, data }}) => {{ if (source === frame.contentWindow && data.ownOrRent) heard.push(data) }});
            window.setCase = (text) => frame.contentWindow.postMessage({{ ownOrRent: 1, type: 'set', case: text }}, '*');
            frame.src = '{child}?events=' + location.origin;
        </script>");
        let element = format!("<own-or-rent figure=ledger events></own-or-rent><script src='{}'></script><script>
            window.heard = [];
            const figure = document.querySelector('own-or-rent');
            for (const type of ['ready', 'change', 'refused']) figure.addEventListener(type, ({{ detail }}) => heard.push(detail));
            window.setCase = (text) => setTimeout(() => figure.set(text));
        </script>", site.url("/embed.js"));
        for (name, body) in [("messages", plain), ("element", element)] {
            let host = host(&body, None).await?;
            browser.driver.enter_default_frame().await?;
            browser.open(&host.url("/")).await?;
            browser.wait_for("return heard[0]?.type === 'ready' && heard[0].figure === 'ledger' && heard[0].answer.length > 20").await.context(name)?;
            let n_entries = browser.run("return history.length", vec![]).await?;
            browser.run("setCase('gpu_count=32')", vec![]).await?;
            browser.wait_for("return heard.at(-1).type === 'change' && heard.at(-1).case.includes('gpu_count=32')").await.context(name)?;
            browser.run("setCase('gpu_count=0')", vec![]).await?;
            browser.wait_for("return heard.at(-1).type === 'refused' && heard.at(-1).reason.includes('gpu_count: 0 is out of range (allowed: 1 to 1024 GPUs)')").await.context(name)?;
            browser.run("setCase('gpu_count=8')", vec![]).await?;
            browser.wait_for("return heard.at(-1).type === 'change' && heard.at(-1).case.includes('gpu_count=8&')").await.context(name)?;
            ensure!(browser.run("return history.length", vec![]).await? == n_entries, "{name}: the history grew");
            browser.driver.enter_frame(0).await?;
            let shown = browser.text_of("return document.querySelector('[data-value=gpu_count]').textContent").await?;
            ensure!(shown.contains('8'), "{name}: {shown}");
            // A reader's own move is told as well.
            browser.run("const track = document.querySelector('[data-input=gpu_count]'); track.value = Number(track.value) + 9; track.dispatchEvent(new Event('input', { bubbles: true }))", vec![]).await?;
            browser.driver.enter_default_frame().await?;
            browser.wait_for("return heard.at(-1).type === 'change' && !heard.at(-1).case.includes('gpu_count=8&')").await.context(name)?;
        }
        // Another origin than the one that is named hears nothing and is not heard.
        let deaf = format!("<iframe src='{child}?events=https://a.example&gpu_count=4'></iframe><script>window.heard = []; window.send = (message) => setTimeout(() => document.querySelector('iframe').contentWindow.postMessage(message, '*')); addEventListener('message', ({{ data }}) => {{ if (data?.ownOrRent) heard.push(data) }})</script>");
        let host = host(&deaf, None).await?;
        browser.open(&host.url("/")).await?;
        browser.driver.enter_frame(0).await?;
        browser.wait_for("return document.documentElement.dataset.explored === 'true'").await?;
        browser.driver.enter_default_frame().await?;
        browser.run("send({ ownOrRent: 1, type: 'set', case: 'gpu_count=64' })", vec![]).await?;
        wait_until_heard(browser).await?;
        browser.driver.enter_frame(0).await?;
        let shown = browser.text_of("return document.querySelector('[data-value=gpu_count]').textContent").await?;
        ensure!(shown.contains('4') && !shown.contains("64"), "{shown}");
        browser.driver.enter_default_frame().await?;
        ensure!(browser.run("return heard.length", vec![]).await? == 0, "a host that is not named was told");
        Ok(())
    })
    .await
}

/// However late a part of the figure arrives: a host may set a case from `ready` on.
async fn a_case_that_is_set_is_shown_or_refused(engine: Engine) -> Result<()> {
    let shown = "type === 'change' && detail.case.includes('gpu_count=32')";
    let refused = "type === 'refused' && detail.reason.startsWith('case: ')";
    for (figure, late, missing, answer) in [
        ("ledger", "/height-", "", shown),
        ("ledger", "/framed-", "", shown),
        ("ledger", "/charted-", "", shown),
        ("map", "/host.js", "", shown),
        ("ledger", "/host.js", ".wasm", refused),
        ("claims", "/height-", "", refused),
    ] {
        let hindered = move |request: Request, next: Next| async move {
            let path = request.uri().path();
            if !missing.is_empty() && path.ends_with(missing) {
                return StatusCode::NOT_FOUND.into_response();
            }
            if path.contains(late) {
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            }
            next.run(request).await
        };
        let site = Site::serve(watched("")?.layer(middleware::from_fn(hindered))).await?;
        let element = format!("<own-or-rent figure={figure} events></own-or-rent><script src='{}'></script><script>
            window.heard = [];
            const figure = document.querySelector('own-or-rent');
            for (const kind of ['ready', 'change', 'refused']) figure.addEventListener(kind, ({{ type, detail }}) => heard.push({{ type, detail }}));
            figure.addEventListener('ready', () => figure.set('gpu_count=32'));
        </script>", site.url("/embed.js"));
        let host = host(&element, None).await?;
        with_browser(engine, Settings::default(), async |browser| {
            browser.open(&host.url("/")).await?;
            let is_answered = format!("const {{ type, detail }} = heard.at(-1); return {answer}");
            browser
                .wait_for(&is_answered)
                .await
                .with_context(|| format!("{figure}, late {late}, missing {missing}"))
        })
        .await?;
    }
    Ok(())
}

/// Waits until a message that was sent has arrived: the frame answers a later one about its height.
async fn wait_until_heard(browser: &Browser) -> Result<()> {
    let n_heights = browser.run("return nHeights", vec![]).await?;
    browser.run("send({ sentinel: 'amp', type: 'frames-init' })", vec![]).await?;
    browser.wait_for(&format!("return nHeights > {n_heights}")).await
}

/// In a figure's page, and in the whole piece: nothing that a reader does there moves the page around.
async fn two_hundred_steps_and_every_link_leave_the_host_alone(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        let state = "return JSON.stringify([history.length, scrollY, document.activeElement.id, location.href])";
        for (path, slider) in [("/embed/load/", ".control__track"), ("/?embed=all", "input[type=range]")] {
            let body = format!("<p style='height: 700px'><input id=field></p><iframe sandbox='allow-scripts' style='height: 2400px' src='{}'></iframe><p style='height: 3000px'></p>", site.url(path));
            let host = host(&body, None).await?;
            browser.driver.enter_default_frame().await?;
            browser.open(&host.url("/")).await?;
            browser.run("document.getElementById('field').focus(); scrollTo(0, 500)", vec![]).await?;
            browser.driver.enter_frame(0).await?;
            let is_there = if path.contains("all") { "ready" } else { "explorable" };
            browser.wait_for(&format!("return document.documentElement.dataset.{is_there} === 'true'")).await.context(path)?;
            browser.driver.enter_default_frame().await?;
            let before = browser.text_of(state).await?;
            browser.driver.enter_frame(0).await?;
            let said = "return document.body.textContent";
            let words = browser.text_of(said).await?;
            for step in 0..200 {
                browser.run(&format!("const track = document.querySelector('{slider}'); track.value = {} + Number(track.min); track.dispatchEvent(new Event('input', {{ bubbles: true }}))", 20 + step % 40), vec![]).await?;
            }
            browser.wait_for_change(said, &words).await.context(path)?;
            // A link either opens elsewhere, or stays within the page.
            let leaving = "return [...document.querySelectorAll('a[href]')].filter((it) => it.target !== '_blank' && it.getAttribute('href').startsWith('http') && it.host !== location.host).map((it) => it.href).join()";
            let leaving = browser.text_of(leaving).await?;
            ensure!(leaving.is_empty(), "{path}: these would take the frame elsewhere: {leaving}");
            let n_links = browser.run("return document.querySelectorAll('a[href]').length", vec![]).await?;
            ensure!(n_links.as_u64() > Some(0), "{path}: {n_links} links");
            browser.run("for (const link of document.querySelectorAll('a[href^=\"#\"]')) link.click()", vec![]).await?;
            browser.driver.enter_default_frame().await?;
            let after = browser.text_of(state).await?;
            if path.contains("all") {
                // A link to a place within the frame brings it into sight, as its reader wants.
                let entries = |text: &str| text.split(',').next().map(str::to_owned);
                ensure!(entries(&before) == entries(&after), "{path}: {before}, then {after}");
            } else {
                ensure!(before == after, "{path}: {before}, then {after}");
            }
        }
        Ok(())
    })
    .await
}

async fn text_becomes_elements_by_a_named_policy_alone(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        browser.open(&site.url("/embed/map/?gpu_count=8&controls=gpu_count")).await?;
        browser.wait_for("return document.documentElement.dataset.explored === 'true'").await?;
        // The program drew the controls and the case by that policy.
        browser.expect_no_complaint().await?;
        if browser.run("return 'trustedTypes' in window", vec![]).await? == false {
            return Ok(());
        }
        // Called in the page: what a driver runs itself is above the page's policy in Firefox.
        let refused = browser.text_of("return (window.wrappedJSObject ?? window).attempts().join()").await?;
        ensure!(refused == "true,true,true,true", "{refused}");
        Ok(())
    })
    .await
}

async fn the_panel_shows_the_figure_once_it_is_open(engine: Engine) -> Result<()> {
    with_hosts(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        let panel = "document.querySelector('figure[data-figure=map] .figure__more--embed')";
        ensure!(browser.run("return document.querySelectorAll('iframe').length", vec![]).await? == 0, "a preview nobody asked for");
        browser.run(&format!("{panel}.closest('.figure__rest').open = true; {panel}.open = true"), vec![]).await?;
        browser.wait_for(&format!("return {panel}.querySelector('iframe') !== null")).await?;
        browser.run(&format!("{panel}.querySelector('iframe').scrollIntoView()"), vec![]).await?;
        let n_entries = browser.run("return history.length", vec![]).await?;
        for width in WIDTHS {
            browser.run(&format!("[...{panel}.querySelectorAll('.figure__way')].find((it) => it.textContent.trim() === '{width} px').click()"), vec![]).await?;
            browser.wait_for(&format!("return {panel}.querySelector('iframe').clientWidth === {width}")).await?;
            browser.driver.enter_frame(0).await?;
            browser.wait_for(&format!("return innerWidth === {width} && document.querySelector('[data-figure=map]') !== null")).await?;
            browser.driver.enter_default_frame().await?;
        }
        ensure!(browser.run("return history.length", vec![]).await? == n_entries, "the preview added to the history");
        // Live or frozen: the same code with another folder.
        let code = format!("return {panel}.querySelector('code').textContent");
        let live = browser.text_of(&code).await?;
        browser.run(&format!("[...{panel}.querySelectorAll('.figure__way')].find((it) => it.textContent.includes('Frozen')).click()"), vec![]).await?;
        let frozen = browser.wait_for_change(&code, &live).await?;
        let version = format!("/v/{}/embed/map/", model::VERSION);
        ensure!(frozen.contains(&version) && !live.contains("/v/"), "{frozen}");
        Ok(())
    })
    .await
}
