//! The workshop's own program: the bill, the set, and how both travel.

use std::ffi::OsStr;
use std::io::Cursor;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use calamine::{Data, Range, Reader, Xlsx, open_workbook_from_rs};
use e2e::browser::{Browser, Engine, Settings, with_browser};
use model::catalogue::Domain;
use model::{Preset, Scenario, Setting};
use scenario_file::Name;
use serde_json::json;
use workshop::{NamedScenario, ScenarioSet, code, link};

use crate::with_site;

in_every_engine!(
    a_bill_becomes_a_case_of_a_set_that_travels,
    a_setting_is_given_to_all_cases,
    a_set_is_saved_as_the_calculators_spreadsheet,
);

/// The bytes of the next spreadsheet that the page saves, in `window.__workbook`, as base64.
const KEEP_WORKBOOK: &str = "const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
        if (blob.type.includes('spreadsheet')) {
            const reader = new FileReader();
            reader.addEventListener('load', () => { window.__workbook = reader.result.split(',')[1]; });
            reader.readAsDataURL(blob);
        }
        return make.call(URL, blob);
    };";

/// Saves the page's set as a spreadsheet: its bytes.
pub(crate) async fn saved_workbook(browser: &Browser) -> Result<Vec<u8>> {
    browser.run(KEEP_WORKBOOK, Vec::new()).await?;
    browser.press("return document.querySelector('#save-workbook')", Vec::new()).await?;
    let encoded = browser.wait_for_change("return window.__workbook ?? ''", "").await?;
    Ok(STANDARD.decode(encoded)?)
}

/// A sheet of a spreadsheet.
#[derive(PartialEq)]
struct Sheet {
    name: String,
    values: Range<Data>,
    formulas: Range<String>,
}

/// Every sheet but that of where it comes from.
fn sheets(bytes: Vec<u8>) -> Result<Vec<Sheet>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes))?;
    let names = book.sheet_names();
    let calculated = names.into_iter().filter(|name| name != "About");
    calculated
        .map(|name| {
            let (values, formulas) = (book.worksheet_range(&name)?, book.worksheet_formula(&name)?);
            Ok(Sheet { name, values, formulas })
        })
        .collect()
}

async fn a_set_is_saved_as_the_calculators_spreadsheet(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        let named = |name: &str, scenario: Scenario| -> Result<NamedScenario> {
            Ok(NamedScenario { name: Name::new(name).map_err(|error| anyhow::anyhow!("{error}"))?, scenario })
        };
        let (support, canva) = (Scenario::default(), Scenario::preset(Preset::Canva));
        let half = canva.clone().with_text("gpu_count", "2").map_err(|error| anyhow::anyhow!("{error}"))?;
        let set =
            ScenarioSet::new(vec![named("Today", support)?, named("=1+1", canva)?, named("Half", half)?])
                .map_err(|error| anyhow::anyhow!("{error}"))?;
        open(browser, &site.url(&format!("/workshop/index.html#{}", link::parameter(&set)))).await?;
        wait_for_names(browser, "Today|=1+1|Half").await?;
        let saved = sheets(saved_workbook(browser).await?)?;

        let folder = tempfile::tempdir()?;
        let [file, book] = ["set.json", "set.xlsx"].map(|name| folder.path().join(name));
        std::fs::write(&file, set.to_json())?;
        let words = [
            "calculator".as_ref(),
            "compare".as_ref(),
            file.as_os_str(),
            "--output".as_ref(),
            book.as_os_str(),
        ];
        let (mut out, mut messages) = (Vec::new(), Vec::new());
        let _code = calculator::run(words.map(OsStr::to_owned), &mut out, &mut messages);
        let written =
            std::fs::read(&book).with_context(|| String::from_utf8_lossy(&messages).into_owned())?;
        let written = sheets(written)?;
        ensure!(saved.len() == 4 && written.len() == 4, "{} and {} sheets", saved.len(), written.len());
        for (saved, written) in saved.iter().zip(&written) {
            ensure!(saved == written, "the page's sheet '{}' is not the calculator's", saved.name);
        }
        let n_formulas: usize = saved.iter().map(|sheet| sheet.formulas.used_cells().count()).sum();
        ensure!(n_formulas > 20, "{n_formulas} formulas");
        browser.expect_no_complaint().await
    })
    .await
}

/// Opens a page of the workshop, and waits for its program.
async fn open(browser: &Browser, address: &str) -> Result<()> {
    browser.open_ready(address).await?;
    browser.wait_for("return document.querySelector('#pin') !== null").await
}

/// Types into a field, or chooses in a list.
pub(crate) async fn fill(browser: &Browser, id: &str, text: &str) -> Result<()> {
    let script = "const field = document.getElementById(arguments[0]);
        field.value = arguments[1];
        for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));";
    browser.run(script, vec![json!(id), json!(text)]).await.map(|_| ())
}

pub(crate) async fn click(browser: &Browser, selector: &str) -> Result<()> {
    let script = "document.querySelector(arguments[0]).click()";
    browser.run(script, vec![json!(selector)]).await.map(|_| ())
}

/// The names of the set's cases, separated by bars.
const NAMES: &str =
    "return [...document.querySelectorAll('.pin__name')].map((field) => field.value).join('|')";

pub(crate) async fn wait_for_names(browser: &Browser, names: &str) -> Result<()> {
    browser.wait_for(&format!("{} === '{names}'", NAMES)).await.with_context(|| names.to_owned())
}

async fn a_bill_becomes_a_case_of_a_set_that_travels(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        open(browser, &site.url("/workshop/index.html")).await?;
        for (id, text) in [
            ("bill-tickets", "80,000"),
            ("bill-seller", "gpt-5.4-mini"),
            ("bill-prompt_tokens", "1850"),
            ("bill-output_tokens", "210"),
            ("bill-cached_share", "0.22"),
        ] {
            fill(browser, id, text).await?;
        }
        // 80,000 a day · 30.4375 days · (1,850 · 0.802 · $0.75 + 210 · $4.50) / 10⁶.
        browser
            .wait_for("return document.querySelector('.bill__invoice')?.textContent === 'Your invoice now: $5,011 a month'")
            .await?;
        fill(browser, "bill-tickets", "many").await?;
        browser.wait_for("return document.getElementById('bill-tickets-fault') !== null").await?;
        fill(browser, "bill-tickets", "80k").await?;
        browser.wait_for("return document.querySelector('.bill__answer .button') !== null").await?;
        click(browser, ".bill__answer .button").await?;
        wait_for_names(browser, "Our bill").await?;

        // The model's answer opens the case on this page.
        click(browser, ".bill__link").await?;
        browser.wait_for("return location.search.includes('requests_per_day=80000')").await?;
        browser.wait_until_ready().await?;
        wait_for_names(browser, "Our bill").await?;

        open(browser, &site.url("/workshop/index.html?preset=canva&gpu_count=8")).await?;
        click(browser, "#pin").await?;
        wait_for_names(browser, "Our bill|Canva").await?;
        click(browser, "#pin").await?;
        wait_for_names(browser, "Our bill|Canva|Canva 2").await?;
        ensure!(
            browser.text_of("return document.querySelector('[data-testid=causes]').textContent").await?.contains("Our bill"),
            "the causes are missing"
        );
        click(browser, ".pin:last-child [aria-label^=Remove]").await?;
        wait_for_names(browser, "Our bill|Canva").await?;
        click(browser, "#undo-set").await?;
        wait_for_names(browser, "Our bill|Canva|Canva 2").await?;

        open(browser, &site.url("/workshop/index.html")).await?;
        wait_for_names(browser, "Our bill|Canva|Canva 2").await?;
        let link = browser.text_of("return document.getElementById('set-link').value").await?;
        let code = browser.text_of("return document.querySelectorAll('.pin__words')[1].textContent").await?;
        with_browser(engine, Settings::default(), async |other| {
            open(other, &link).await?;
            wait_for_names(other, "Our bill|Canva|Canva 2").await?;
            let right = code.split(' ').next().unwrap_or_default();
            let wrong = if right == "zoo" { "zone" } else { "zoo" };
            fill(other, "code", &code.replacen(right, wrong, 1)).await?;
            click(other, "#enter-code").await?;
            let said = format!("code: word 1, '{wrong}', does not go with the others; did you mean '{right}'?");
            let is_said = format!("return document.getElementById('set-notice').textContent === {}", json!(said));
            other.wait_for(&is_said).await?;
            fill(other, "code", &code).await?;
            click(other, "#enter-code").await?;
            wait_for_names(other, "Our bill|Canva|Canva 2|Canva 3").await?;
            other.expect_no_complaint().await
        })
        .await?;
        browser.expect_no_complaint().await
    })
    .await
}

async fn a_setting_is_given_to_all_cases(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        let queries = ["?preset=canva&gpu_count=8", "?preset=canva&gpu_count=2", "?preset=canva&gpu_count=4"];
        for (n, query) in (1..).zip(queries) {
            open(browser, &site.url(&format!("/workshop/index.html{query}"))).await?;
            click(browser, "#pin").await?;
            let stored = "localStorage.getItem('own-or-rent/set')";
            browser.wait_for(&format!("return {stored}?.match(/\"name\"/g)?.length === {n}")).await?;
        }
        wait_for_names(browser, "Canva|Canva 2|Canva 3").await?;
        let gpus = "return [...document.querySelectorAll('[data-testid=comparison] tr')]
            .filter((row) => row.querySelector('th')?.textContent === 'GPUs')
            .flatMap((row) => [...row.querySelectorAll('td')].map((cell) => parseInt(cell.textContent))).join()";
        ensure!(browser.text_of(gpus).await? == "8,2,4", "{}", browser.text_of(gpus).await?);

        let keep = "const make = URL.createObjectURL;
            URL.createObjectURL = (blob) => { blob.text().then((text) => { window.saved = text; }); return make.call(URL, blob); };";
        browser.run(keep, Vec::new()).await?;
        click(browser, "#save-comparison").await?;
        browser
            .wait_for("return /^id,what,unit,Canva,Canva 2,Canva 3\\n/.test(window.saved) && /^gpu_count,.*,8,2,4$/m.test(window.saved)")
            .await
            .context("no CSV")?;

        click(browser, "[aria-label^='Give all cases the setting \u{201c}GPUs\u{201d} of Canva 2:']").await?;
        // What is the same in all is no row any more.
        browser.wait_for(&format!("{} === ''", gpus.replacen("return ", "return (", 1) + ")")).await?;
        click(browser, "#undo-set").await?;
        browser.wait_for(&format!("{} === '8,2,4'", gpus.replacen("return ", "return (", 1) + ")")).await?;
        browser.expect_no_complaint().await
    })
    .await
}

/// Six cases under long names, each with constants of its own: as much as a set can have to say.
fn fullest_set() -> Result<ScenarioSet> {
    let cases = Preset::ALL.into_iter().cycle().take(ScenarioSet::MAX).enumerate().map(|(index, preset)| {
        let name = Name::new(&format!("Case {} of the support desk in the north of the country", index + 1))?;
        let share = (index + 1) as f64 / ScenarioSet::MAX as f64;
        let scenario = Setting::all().take(40).fold(Scenario::preset(preset), |scenario, setting| {
            let Domain::Number { min, max, whole, .. } = setting.domain() else { return scenario };
            let value = min + (max - min) * share;
            let value = if whole { libm::round(value) } else { value };
            scenario.clone().with(setting, value).unwrap_or(scenario)
        });
        Ok(NamedScenario { name, scenario })
    });
    Ok(ScenarioSet::new(cases.collect::<Result<_>>()?)?)
}

/// The handout is two pages, however much the set has to say, and is all that is printed.
#[tokio::test]
async fn the_handout_is_two_pages() -> Result<()> {
    let few = [Preset::Canva, Preset::Stripe].map(|preset| NamedScenario::unnamed(Scenario::preset(preset)));
    for set in [ScenarioSet::new(few.to_vec())?, fullest_set()?] {
        with_site(Engine::Chromium, async |browser, site| {
            let n = set.scenarios().len();
            open(browser, &site.url(&format!("/workshop/index.html#{}", link::parameter(&set)))).await?;
            browser.wait_for(&format!("return document.querySelectorAll('.pin').length === {n}")).await?;
            let paper = json!({ "preferCSSPageSize": true });
            let printed = browser.driver.cdp().send_raw("Page.printToPDF", paper).await?;
            let pdf = STANDARD.decode(printed["data"].as_str().unwrap_or_default())?;
            let pages = String::from_utf8_lossy(&pdf).matches("/Type /Page\n").count();
            ensure!(pages == 2, "{n} cases: {pages} pages");

            let media = json!({ "media": "print" });
            browser.driver.cdp().send_raw("Emulation.setEmulatedMedia", media).await?;
            let others = "return [...document.querySelectorAll('body *')].filter((it) => it.checkVisibility()
                && !it.closest('.handout') && !it.querySelector('.handout')).length";
            ensure!(browser.run(others, Vec::new()).await? == json!(0), "something else is printed, too");
            let text = browser.text_of("return document.querySelector('.handout').innerText").await?;
            for case in set.scenarios() {
                let code = code::encode(&case.scenario);
                let n_words = code.split(' ').count();
                let said = if n_words <= 16 { code } else { format!("its code has {n_words} words") };
                ensure!(text.contains(&said), "{} has no code", case.name);
            }
            let has_qr =
                browser.run("return document.querySelector('.handout__qr svg') !== null", Vec::new()).await?;
            ensure!(
                has_qr == json!(true) || text.contains("too many for a QR code"),
                "neither a QR code nor why"
            );
            Ok(())
        })
        .await?;
    }
    Ok(())
}
