//! No rule of WCAG 2.2 A and AA, nor of good practice, that axe-core can check is broken: in every state of the page,
//! in both themes, on a phone and on a wide screen.

use anyhow::{Context, Result, ensure};
use e2e::axe::Axe;
use e2e::browser::{Browser, Engine, Settings, with_browser};
use e2e::site::Site;

in_every_engine!(a_fresh_page_breaks_no_rule);

/// Makes each test one test a theme and width, named after them; in Chromium, as the markup is the same in all engines.
macro_rules! in_every_look {
    ($($test:ident),+ $(,)?) => {
        in_every_look!(@ light_narrow "light" 360 $($test)+);
        in_every_look!(@ light_wide "light" 1280 $($test)+);
        in_every_look!(@ dark_narrow "dark" 360 $($test)+);
        in_every_look!(@ dark_wide "dark" 1280 $($test)+);
    };
    (@ $module:ident $theme:literal $width:literal $($test:ident)+) => {
        mod $module {
            $(
                #[tokio::test]
                async fn $test() -> anyhow::Result<()> {
                    super::$test(super::Look { theme: $theme, width: $width }).await
                }
            )+
        }
    };
}

in_every_look!(
    no_state_breaks_a_rule,
    no_embed_breaks_a_rule,
    no_page_of_the_model_breaks_a_rule,
    no_text_is_smaller_than_12_px,
);

/// How the page is looked at.
#[derive(Clone, Copy)]
struct Look {
    theme: &'static str,
    width: u32,
}

/// A state of a page: where it starts, what a reader does, step by step, and the condition that then holds.
struct State {
    name: &'static str,
    page: &'static str,
    query: &'static str,
    deeds: &'static [&'static str],
    outcome: &'static str,
}

/// Unfolds everything, and what comes with it: a folded part may hold others.
const UNFOLD_ALL: &str = "
    const unfold = () => document.querySelectorAll('details').forEach((one) => { one.open = true; });
    unfold();
    new MutationObserver(unfold).observe(document.body, { childList: true, subtree: true });";

/// The states that a reader can bring about.
const STATES: [State; 18] = [
    State { name: "fresh", page: "", query: "", deeds: &[], outcome: "return true" },
    State {
        name: "the settings open as a sheet",
        page: "",
        query: "",
        deeds: &["if (innerWidth < 992) document.getElementById('open-case').click()"],
        outcome: "return innerWidth >= 992 || document.querySelector('#case:popover-open') !== null",
    },
    State {
        name: "everything unfolded",
        page: "",
        query: "",
        deeds: &[UNFOLD_ALL],
        outcome: "return document.querySelector('details:not([open])') === null
                      && document.querySelectorAll('#settings input').length > 20",
    },
    State {
        name: "a note of each kind open",
        page: "",
        query: "",
        // Each in a paragraph of its own: a paragraph has one note at a time.
        deeds: &["for (const kind of ['.claim', '.value', '.term', '.citation__link', '.computed']) {
                   const isFree = (link) => {
                       const paragraph = link.closest('p');
                       return paragraph.nextElementSibling?.matches('.note-place')
                           && paragraph.dataset.used === undefined;
                   };
                   const link = [...document.querySelectorAll(`.section p a${kind}`)].find(isFree);
                   link.closest('p').dataset.used = 'true';
                   link.click();
               }"],
        outcome: "return document.querySelectorAll('.note').length === 5
                      && document.querySelector('[data-working] .working__formula') !== null",
    },
    State {
        name: "a table and the code to embed open",
        page: "",
        query: "",
        deeds: &["document.querySelector('[data-figure=ledger] .figure__rest').open = true;
               for (const part of ['table', 'embed'])
                   document.querySelector(`[data-figure=ledger] .figure__more--${part}`).open = true;
               document.querySelector('[data-figure=ledger] .figure__copy').click();"],
        outcome: "return document.querySelector('[data-figure=ledger] .figure__more--embed').open",
    },
    State { name: "the claims", page: "claims/", query: "", deeds: &[], outcome: "return true" },
    State {
        name: "claims of one verdict, unfolded",
        page: "claims/",
        query: "",
        deeds: &[UNFOLD_ALL, "document.getElementById('show-digits_lost').click()"],
        outcome: "return document.querySelectorAll('.wall__claim').length
                      > [...document.querySelectorAll('.wall__claim')].filter((card) => card.checkVisibility()).length",
    },
    State { name: "the method", page: "method/", query: "", deeds: &[], outcome: "return true" },
    State {
        name: "the method, everything unfolded",
        page: "method/",
        query: "",
        deeds: &[UNFOLD_ALL],
        outcome: "return document.querySelector('details:not([open])') === null
                      && document.querySelectorAll('#assumptions input').length > 100",
    },
    State {
        name: "the link copied",
        page: "workshop/",
        query: "",
        deeds: &["document.getElementById('copy-link').click();"],
        outcome: "return document.querySelector('.share__notice').textContent !== ''",
    },
    State {
        name: "fields refused",
        page: "",
        query: "",
        deeds: &["
            document.querySelectorAll('.settings, .settings__group').forEach((one) => { one.open = true; });
            const refuse = () => {
                for (const id of ['field-gpu_count', 'field-gpu_hour_price']) {
                    const field = document.getElementById(id);
                    field.value = 'many';
                    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
                    field.dispatchEvent(new Event('change', { bubbles: true }));
                }
            };
            new MutationObserver((_, observer) => {
                if (document.getElementById('field-gpu_hour_price') === null) return;
                observer.disconnect();
                refuse();
            }).observe(document.getElementById('settings'), { childList: true, subtree: true });"],
        outcome: "return document.querySelectorAll('.number-field__error').length === 2",
    },
    State {
        name: "a bill, and two cases compared",
        page: "workshop/",
        query: "&gpu_count=8",
        // The workshop's program may be there already, or come later.
        deeds: &["const bench = document.getElementById('bench');
            const act = () => {
                const [pin, tickets] = ['pin', 'bill-tickets'].map((id) => document.getElementById(id));
                const n = document.querySelectorAll('.pin').length;
                if (!pin || n > 1) return;
                if (n === 1) return document.querySelector('.pin [aria-label^=Duplicate]').click();
                pin.click();
                tickets.value = '80000';
                tickets.dispatchEvent(new Event('input', { bubbles: true }));
            };
            new MutationObserver(act).observe(bench, { childList: true, subtree: true });
            act();"],
        outcome: "return document.querySelectorAll('.pin').length === 2
                      && document.querySelector('.compared__table') !== null
                      && document.querySelector('.bill__invoice') !== null",
    },
    State {
        name: "a challenge",
        page: "workshop/",
        query: "&view=take-part",
        deeds: &[],
        outcome: "return document.getElementById('hand-in') !== null",
    },
    State {
        name: "an answer that stands",
        page: "workshop/",
        query: "&view=take-part&challenge=when_renting_loses",
        deeds: &["localStorage.setItem('own-or-rent/answers', JSON.stringify({ given: { when_renting_loses: {
                prediction: '40000', cheaper: 'rent', code: 'artwork nature calm dragon length shoot ripple', has_seen: true,
            } } }));
            location.reload()"],
        outcome: "return document.getElementById('verdict') !== null",
    },
    State {
        name: "the facilitator's desk, with a wrong line",
        page: "workshop/",
        query: "&view=facilitate",
        deeds: &[
            "localStorage.setItem('own-or-rent/desk', JSON.stringify({
                step: 3, stage: 'reveal', is_ranked: true,
                lines: ['Ada: artwork nature calm dragon length shoot ripple', 'zoo zoo zoo zoo', 'artwork nature calm dragon length shoot ripple'],
            }));
            location.reload()",
            "new MutationObserver((_, observer) => {
                if (document.getElementById('codes') === null) return;
                observer.disconnect();
                document.querySelectorAll('.desk details').forEach((one) => { one.open = true; });
            }).observe(document.body, { childList: true, subtree: true, attributes: true });
            document.body.toggleAttribute('data-looked-at');",
        ],
        outcome: "return document.querySelector('.ranking') !== null && document.querySelector('.fault') !== null",
    },
    State {
        name: "the big screen with a task",
        page: "workshop/",
        query: "&view=screen",
        deeds: &["localStorage.setItem('own-or-rent/desk', JSON.stringify({ step: 2 })); location.reload()"],
        outcome: "return document.querySelector('.screen__qr') !== null",
    },
    State {
        name: "the big screen with an answer",
        page: "workshop/",
        query: "&view=screen",
        deeds: &["localStorage.setItem('own-or-rent/desk', JSON.stringify({
                step: 3, stage: 'reveal', lines: ['Ada: artwork nature calm dragon length shoot ripple'],
            }));
            location.reload()"],
        outcome: "return document.querySelector('.screen .plot__case') !== null",
    },
    State {
        name: "a link that is not all understood",
        page: "",
        query: "&nonsense=1&gpu_count=many",
        deeds: &[],
        outcome: "return document.querySelector('.url-note') !== null",
    },
];

async fn with_look(look: Look, body: impl AsyncFnOnce(&Browser, &Site, &Axe) -> Result<()>) -> Result<()> {
    let (site, axe) = (Site::start().await?, Axe::load()?);
    let settings = Settings { width: look.width, ..Settings::default() };
    with_browser(Engine::Chromium, settings, async |browser| {
        // A headless window may refuse to be as narrow as a phone; its viewport does not.
        browser.set_viewport(look.width, 900).await?;
        body(browser, &site, &axe).await
    })
    .await
}

/// Brings a state about.
async fn bring_about(browser: &Browser, site: &Site, theme: &str, state: &State) -> Result<()> {
    browser.open_ready(&site.url(&format!("/{}?theme={theme}{}", state.page, state.query))).await?;
    for deed in state.deeds {
        browser.wait_until_at_rest().await?;
        browser.run(deed, Vec::new()).await.with_context(|| state.name)?;
    }
    browser.wait_for(state.outcome).await.with_context(|| state.name)
}

async fn a_fresh_page_breaks_no_rule(engine: Engine) -> Result<()> {
    let (site, axe) = (Site::start().await?, Axe::load()?);
    with_browser(engine, Settings::default(), async |browser| {
        let mut broken = Vec::new();
        for theme in ["light", "dark"] {
            for page in ["", "claims/", "method/", "workshop/"] {
                browser.open_ready(&site.url(&format!("/{page}?theme={theme}"))).await?;
                if page.is_empty() {
                    browser.show_every_chart().await?;
                }
                note_violations(browser, &axe, &format!("{theme} /{page}"), &mut broken).await?;
            }
        }
        report(&broken)
    })
    .await
}

async fn no_state_breaks_a_rule(look: Look) -> Result<()> {
    with_look(look, async |browser, site, axe| {
        let mut broken = Vec::new();
        for state in &STATES {
            bring_about(browser, site, look.theme, state).await?;
            note_violations(browser, axe, state.name, &mut broken).await?;
            // What was pinned would be there the next time.
            browser.run("localStorage.clear()", Vec::new()).await?;
        }
        report(&broken)
    })
    .await
}

/// The figures that have pages of their own; `hosts.rs` reads them from `embed.js`.
const FRAMED: [&str; 10] =
    ["companies", "map", "ledger", "ways", "accuracy", "load", "frontier", "tornado", "claims", "measured"];

async fn no_embed_breaks_a_rule(look: Look) -> Result<()> {
    with_look(look, async |browser, site, axe| {
        let mut broken = Vec::new();
        for name in ["all", "frontier", "tornado"] {
            browser.open_ready(&site.url(&format!("/?embed={name}&theme={}", look.theme))).await?;
            if name != "all" {
                browser.show_chart(name).await?;
            }
            let unfold =
                "document.querySelectorAll('.figure details').forEach((one) => { one.open = true; })";
            browser.run(unfold, Vec::new()).await?;
            note_violations(browser, axe, name, &mut broken).await?;
        }
        // The figures' own pages: as they are opened, and once their program follows.
        for name in FRAMED {
            browser.open(&site.url(&format!("/embed/{name}/?theme={}", look.theme))).await?;
            browser.wait_for("return document.readyState === 'complete'").await?;
            browser.run("document.querySelector('details').open = true", Vec::new()).await?;
            note_violations(browser, axe, name, &mut broken).await?;
        }
        let path = format!("/embed/map/?gpu_count=8&controls=api,gpu_cuont&theme={}", look.theme);
        browser.open(&site.url(&path)).await?;
        browser.wait_for("return document.documentElement.dataset.explored === 'true'").await?;
        note_violations(browser, axe, "map with a case", &mut broken).await?;
        report(&broken)
    })
    .await
}

async fn no_page_of_the_model_breaks_a_rule(look: Look) -> Result<()> {
    with_look(look, async |browser, site, axe| {
        let mut broken = Vec::new();
        for name in ["index", "serving", "cost", "accuracy", "claims", "verdict", "values", "hour"] {
            browser.open(&site.url(&format!("/model/{name}.html"))).await?;
            let theme = format!("document.documentElement.dataset.theme = '{}'", look.theme);
            browser.run(&theme, Vec::new()).await?;
            note_violations(browser, axe, name, &mut broken).await?;
        }
        report(&broken)
    })
    .await
}

/// The texts that are set smaller than 12 px, each once.
const SMALL: &str = "
    const small = new Set();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const [text, parent] = [texts.currentNode.textContent.trim(), texts.currentNode.parentElement];
        const size = parseFloat(getComputedStyle(parent).fontSize);
        const isShown = parent.checkVisibility({ visibilityProperty: true }) && parent.closest('.visually-hidden') === null;
        if (text !== '' && isShown && size < 12)
            small.add(`${size} px in ${parent.localName}.${parent.getAttribute('class')}: ${text.slice(0, 30)}`);
    }
    return [...small].slice(0, 20);";

async fn no_text_is_smaller_than_12_px(look: Look) -> Result<()> {
    with_look(look, async |browser, site, _| {
        for state in &STATES {
            bring_about(browser, site, look.theme, state).await?;
            if state.page.is_empty() {
                browser.show_every_chart().await?;
            }
            let small: Vec<String> = serde_json::from_value(browser.run(SMALL, Vec::new()).await?)?;
            ensure!(small.is_empty(), "{}: {small:#?}", state.name);
        }
        Ok(())
    })
    .await
}

/// What is out of sight is laid out once it comes into sight; axe looks at all of it at once.
const LAY_OUT: &str = "
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.section { content-visibility: visible !important }');
    document.adoptedStyleSheets.push(sheet);";

/// Looks at the page and adds what is broken, with the state's name.
async fn note_violations(browser: &Browser, axe: &Axe, name: &str, broken: &mut Vec<String>) -> Result<()> {
    browser.run(LAY_OUT, Vec::new()).await?;
    // What fades in must have the colours that it keeps.
    browser.wait_until_still().await?;
    let violations = axe.violations(browser).await.with_context(|| name.to_owned())?;
    broken.extend(violations.into_iter().map(|violation| format!("{name}: {violation}")));
    Ok(())
}

fn report(broken: &[String]) -> Result<()> {
    ensure!(broken.is_empty(), "{}", broken.join("\n"));
    Ok(())
}
