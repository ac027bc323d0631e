//! An hour with a room: five participants in browsers of their own predict and hand in, one of them once the network is gone and one on
//! the file from a stick, and a facilitator, in two tabs and without a network, gathers, reveals and ranks what they said.

use std::ffi::OsString;
use std::fs;

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine, Settings, with_browser};
use e2e::site::{Outpost, Site, watched};
use model::Scenario;
use serde_json::{Value, json};
use thirtyfour::{By, Key};
use xtask::project;

in_every_engine!(
    a_prediction_stands_before_the_answer_is_shown,
    what_another_tab_says_late_takes_nothing_back
);
in_one_engine!(hour, Chromium: an_hour_is_played);

/// The challenge that is played: limits of cost and accuracy.
const CHALLENGE: &str = "ninety_under_twenty";

/// Opens a view of the workshop, and waits for what its program shows there.
async fn open(browser: &Browser, address: &str, mark: &str) -> Result<()> {
    browser.open_ready(address).await?;
    browser.wait_for(&format!("return document.querySelector('{mark}') !== null")).await
}

/// Puts the focus on an element and types.
async fn type_into(browser: &Browser, id: &str, text: &str) -> Result<()> {
    browser.driver.find(By::Id(id)).await?.send_keys(text).await.with_context(|| id.to_owned())
}

async fn press(browser: &Browser, selector: &str) -> Result<()> {
    browser.press("return document.querySelector(arguments[0])", vec![json!(selector)]).await
}

async fn key(browser: &Browser, key: Key) -> Result<()> {
    Ok(browser.driver.action_chain().send_keys(key + "").perform().await?)
}

async fn text(browser: &Browser, selector: &str) -> Result<String> {
    browser.text_of(&format!("return document.querySelector('{selector}').textContent")).await
}

/// What a participant does, and what they hand in.
struct Participant {
    engine: Engine,
    name: &'static str,
    /// Presses of the left arrow on the slider of the size.
    smaller: u32,
    /// Presses of the right arrow on the slider of the rounds.
    more_rounds: u32,
    prediction: &'static str,
    side: &'static str,
    source: Source,
}

/// Where a participant's page comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// The room's server.
    Server,
    /// The room's server, which stops once the page is open.
    LostServer,
    /// The site in one file, from a stick.
    File,
}

const ROOM: [Participant; 5] = [
    Participant {
        engine: Engine::Chromium,
        name: "Ada",
        smaller: 0,
        more_rounds: 0,
        prediction: "30000",
        side: "own",
        source: Source::Server,
    },
    Participant {
        engine: Engine::Firefox,
        name: "Grace",
        smaller: 1,
        more_rounds: 0,
        prediction: "$19.5k",
        side: "rent",
        source: Source::Server,
    },
    Participant {
        engine: Engine::WebKit,
        name: "Alan",
        smaller: 2,
        more_rounds: 1,
        prediction: "17,250",
        side: "own",
        source: Source::Server,
    },
    Participant {
        engine: Engine::Chromium,
        name: "Barbara",
        smaller: 3,
        more_rounds: 2,
        prediction: "12000",
        side: "rent",
        source: Source::LostServer,
    },
    Participant {
        engine: Engine::Chromium,
        name: "=Edsger",
        smaller: 0,
        more_rounds: 3,
        prediction: "44000",
        side: "own",
        source: Source::File,
    },
];

/// Nothing that the reader sees tells the model's answer.
const IS_COVERED: &str = "
    const isShown = (selector) => [...document.querySelectorAll(selector)].some((it) => it.checkVisibility());
    return !isShown('#verdict') && !isShown('.page__panel') && !isShown('#own-code');";

/// Plays the challenge on the page that is open: the line to hand in.
async fn play(browser: &Browser, participant: &Participant) -> Result<String> {
    browser.wait_for(IS_COVERED).await.context("the answer is in sight")?;
    for (id, arrow, n) in [
        ("own-model_size", Key::Left, participant.smaller),
        ("own-retrains_per_year", Key::Right, participant.more_rounds),
    ] {
        browser.run("document.getElementById(arguments[0]).focus()", vec![json!(id)]).await?;
        for _ in 0..n {
            key(browser, arrow.clone()).await?;
        }
    }
    type_into(browser, "prediction", participant.prediction).await?;
    press(browser, &format!("#cheaper-{}", participant.side)).await?;
    browser.wait_for(IS_COVERED).await.context("the answer is in sight before it is asked for")?;
    press(browser, "#hand-in").await?;
    browser.wait_for("return document.getElementById('own-code') !== null").await?;
    type_into(browser, "own-name", participant.name).await?;
    let start = json!(format!("{}: ", participant.name));
    browser
        .wait_for(&format!("return document.getElementById('own-code').textContent.startsWith({start})"))
        .await?;
    text(browser, "#own-code").await
}

/// A participant's line to hand in, from a browser of their own.
async fn handed_in(participant: &Participant, site: &Site) -> Result<String> {
    let challenge = format!("view=take-part&challenge={CHALLENGE}");
    let path = format!("/workshop/index.html?{challenge}");
    with_browser(participant.engine, Settings::default(), async |browser| match participant.source {
        Source::Server => {
            open(browser, &site.url(&path), "#prediction").await?;
            play(browser, participant).await
        }
        Source::LostServer => {
            let mut lost = Outpost::start(watched("")?).await?;
            open(browser, &lost.url(&path), "#prediction").await?;
            lost.stop().await;
            play(browser, participant).await
        }
        Source::File => {
            let stick = tempfile::tempdir()?;
            let file = stick.path().join("own-or-rent.html");
            fs::copy(project::dist().join("own-or-rent.html"), &file)?;
            let address = format!("file://{}?page=workshop/index.html&{challenge}", file.display());
            open(browser, &address, "#prediction").await?;
            play(browser, participant).await
        }
    })
    .await
    .with_context(|| participant.name)
}

/// What the calculator writes.
fn calculator(args: &[&str]) -> Result<(String, String)> {
    let (mut out, mut messages) = (Vec::new(), Vec::new());
    let args = ["calculator"].iter().chain(args).map(OsString::from);
    let _code = calculator::run(args, &mut out, &mut messages);
    Ok((String::from_utf8(out)?, String::from_utf8(messages)?))
}

/// A cell of a CSV's row by the name of its column. No cell here has a comma.
fn cell<'a>(csv: &'a str, row: usize, column: &str) -> Result<&'a str> {
    let head = csv.lines().next().context("no header")?;
    let at = head.split(',').position(|name| name == column).with_context(|| column.to_owned())?;
    csv.lines().nth(row + 1).and_then(|line| line.split(',').nth(at)).context("no such row")
}

/// The text of the next file that the page saves.
const WATCH_FILES: &str = "
    const create = URL.createObjectURL;
    URL.createObjectURL = (blob) => { window.__saved = blob.text(); return create.call(URL, blob); };";

async fn an_hour_is_played(engine: Engine) -> Result<()> {
    let (site, mut desk) = (Site::start().await?, Outpost::start(watched("")?).await?);
    let mut lines = Vec::new();
    for participant in &ROOM {
        lines.push(handed_in(participant, &site).await?);
    }
    // As a chat has them: numbered, shouted, twice, and one with a wrong word.
    let right = lines[1].split(' ').nth(3).context("too few words")?.to_owned();
    let wrong = if right == "zoo" { "zone" } else { "zoo" };
    let pasted = [
        format!("1. {}", lines[0]),
        lines[1].replacen(&format!(" {right}"), &format!(" {wrong}"), 1),
        String::new(),
        lines[2].to_uppercase(),
        format!("[10:42] {}", lines[3]),
        lines[4].clone(),
        lines[0].clone(),
    ];

    with_browser(engine, Settings::default(), async |browser| {
        open(browser, &desk.url("/workshop/index.html?view=screen"), ".screen").await?;
        let screen = browser.driver.window().await?;
        let tab = browser.driver.new_tab().await?;
        browser.driver.switch_to_window(tab.clone()).await?;
        open(browser, &desk.url("/workshop/index.html?view=facilitate"), "#codes").await?;
        desk.stop().await;

        // The third step plays the challenge.
        press(browser, ".run-sheet__step:nth-child(3) button").await?;
        browser.wait_for("return document.querySelector('.desk__title').textContent.includes('$20,000')").await?;
        ensure!(
            text(browser, "#challenge-link").await.is_ok()
                && browser
                    .text_of("return document.getElementById('challenge-link').value")
                    .await?
                    .contains(&format!("view=take-part&challenge={CHALLENGE}")),
            "the link does not lead to the challenge"
        );
        let paste = "const area = document.getElementById('codes');
            area.value = arguments[0];
            area.dispatchEvent(new InputEvent('input', { bubbles: true }));";
        browser.run(paste, vec![json!(pasted.join("\n"))]).await?;
        press(browser, "#add-codes").await?;
        browser.wait_for("return document.querySelectorAll('.fault').length === 2").await?;
        let faults: Vec<String> = serde_json::from_value(
            browser
                .run("return [...document.querySelectorAll('.fault > span')].map((it) => it.textContent)", vec![])
                .await?,
        )?;
        ensure!(
            faults[0] == format!("Line 2 (Grace): code: word 3, '{wrong}', does not go with the others; did you mean '{right}'?"),
            "{faults:?}"
        );
        ensure!(faults[1] == "Line 7 is the same answer as line 1, and counts once.", "{faults:?}");
        ensure!(text(browser, "#handed-in-count").await? == "4 answers, 4 to this challenge.", "not four");
        // The right word is taken at a press.
        press(browser, ".fault .link-button").await?;
        browser
            .wait_for("return document.getElementById('handed-in-count').textContent === '5 answers, 5 to this challenge.'")
            .await?;
        browser
            .wait_for("return document.getElementById('model-answer') === null && document.querySelector('.results .plot__truth') === null")
            .await
            .context("the answer is shown before it is revealed")?;

        // On the other tab a clicker leads on, to what they said and to the answer.
        browser.driver.switch_to_window(screen).await?;
        browser.wait_for("return document.querySelector('.screen__title').textContent.includes('$20,000')").await?;
        key(browser, Key::PageDown).await?;
        browser.wait_for("return document.querySelectorAll('.screen .plot__case--prediction').length === 5").await?;
        ensure!(
            text(browser, ".screen__text").await? == "3 say that owning costs less, 2 that renting does.",
            "the votes are miscounted"
        );
        key(browser, Key::PageDown).await?;
        browser.wait_for("return document.querySelector('.screen__answer') !== null").await?;
        let answer = text(browser, ".screen__answer").await?;
        let (checked, _) = calculator(&["challenges", "--format", "json"])?;
        let checked: Value = serde_json::from_str(&checked)?;
        ensure!(checked[0]["answer"] == answer, "the screen says {answer}, the calculator {}", checked[0]["answer"]);

        // The desk has followed, and has the numbers.
        browser.driver.switch_to_window(tab).await?;
        browser.wait_for("return document.getElementById('model-answer') !== null").await?;
        press(browser, "#rank").await?;
        browser.wait_for("return document.querySelectorAll('.ranking tbody tr').length === 5").await?;
        browser.run(WATCH_FILES, vec![]).await?;
        press(browser, "#save-csv").await?;
        let csv = browser.text_of("return window.__saved").await?;

        let folder = tempfile::tempdir()?;
        let codes = folder.path().join("codes.txt");
        let mut mended = pasted.clone();
        mended[1] = lines[1].clone();
        fs::write(&codes, mended.join("\n"))?;
        let codes = codes.to_str().context("the folder has a name that is not text")?;
        let (judged, said) = calculator(&["challenges", "--codes", codes, "--challenge", CHALLENGE])?;
        ensure!(csv == judged, "the page saves\n{csv}\nthe calculator writes\n{judged}");
        ensure!(said.contains("line 7 is the same answer as line 1"), "{said}");

        let description = browser
            .text_of("return document.querySelector('.results__figure:nth-child(2) .plot').getAttribute('aria-label')")
            .await?;
        let names: Vec<String> = serde_json::from_value(
            browser
                .run("return [...document.querySelectorAll('.ranking tbody th')].map((it) => it.textContent)", vec![])
                .await?,
        )?;
        ensure!(names.len() == ROOM.len(), "{names:?} are ranked");
        for (row, shown) in names.iter().enumerate() {
            // Each number once more, from the words that were handed in, by the model alone.
            let (case, _) = calculator(&["code", cell(&csv, row, "code")?, "--format", "json"])?;
            let case: Value = serde_json::from_str(&case)?;
            let scenario: Scenario = scenario_of(&case[0]["scenario"])?;
            let estimate = model::evaluate(&scenario).estimate;
            let (cost, accuracy) = (estimate.cost.own_cost.number(), estimate.accuracy.own_accuracy.number());
            ensure!(cell(&csv, row, "own_cost")? == cost.to_string(), "row {row}: {csv}");
            ensure!(cell(&csv, row, "own_accuracy")? == accuracy.to_string(), "row {row}: {csv}");
            let predicted: f64 = cell(&csv, row, "predicted")?.parse()?;
            let off: f64 = cell(&csv, row, "off")?.parse()?;
            ensure!(((predicted - cost).abs() / cost - off).abs() < 1e-12, "row {row}: {csv}");
            let name = cell(&csv, row, "name")?;
            ensure!(!name.starts_with('='), "a spreadsheet would take {name} for a formula");
            ensure!(shown.contains(name), "place {row}: {shown} on the page, {name} in the table");
            let dot = format!("{name}: {} a month", model::format::number(cost, model::units::Unit::UsdPerMonth, model::format::Style::Prose));
            ensure!(description.contains(&dot), "no dot '{dot}' in: {description}");
        }
        let mut offs: Vec<(bool, f64)> = Vec::new();
        for row in 0..ROOM.len() {
            offs.push((cell(&csv, row, "meets")? == "false", cell(&csv, row, "off")?.parse()?));
        }
        ensure!(offs.is_sorted(), "the ranking is out of order: {offs:?}");
        browser.wait_for("return document.querySelectorAll('.results__figure:nth-child(2) .plot__dot').length === 5").await
    })
    .await
}

/// The scenario of a flat map, as files have it.
fn scenario_of(map: &Value) -> Result<Scenario> {
    let map = map.as_object().context("no map")?;
    let preset =
        map.get("preset").and_then(Value::as_str).and_then(model::Preset::from_id).context("no preset")?;
    let mut scenario = Scenario::preset(preset);
    for (id, value) in map.iter().filter(|(id, _)| model::Setting::from_id(id).is_some()) {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        scenario = scenario.with_text(id, &text).map_err(|error| anyhow::anyhow!("{error}"))?;
    }
    Ok(scenario)
}

async fn a_prediction_stands_before_the_answer_is_shown(engine: Engine) -> Result<()> {
    let site = Site::start().await?;
    with_browser(engine, Settings::default(), async |browser| {
        open(browser, &site.url("/workshop/index.html?preset=canva&view=take-part&challenge=when_renting_loses"), "#prediction").await?;
        press(browser, "#hand-in").await?;
        browser
            .wait_for("return document.querySelector('.take-part__refused').textContent === 'First question: write a number down.'")
            .await?;
        type_into(browser, "prediction", "-3").await?;
        press(browser, "#hand-in").await?;
        browser
            .wait_for("return document.querySelector('.take-part__refused').textContent.includes('Allowed: ')")
            .await?;
        browser.run("document.getElementById('prediction').select()", vec![]).await?;
        type_into(browser, "prediction", "45,000").await?;
        press(browser, "#hand-in").await?;
        browser
            .wait_for("return document.querySelector('.take-part__refused').textContent.startsWith('Second question')")
            .await?;
        browser.wait_for(IS_COVERED).await?;
        // What is typed survives a reload, and so does what stands.
        browser.driver.refresh().await?;
        browser.wait_until_ready().await?;
        browser.wait_for("return document.getElementById('prediction')?.value === '45,000'").await?;
        press(browser, "#cheaper-rent").await?;
        press(browser, "#hand-in").await?;
        browser.wait_for("return document.getElementById('verdict') !== null").await?;
        let code = text(browser, "#own-code").await?;
        browser.driver.refresh().await?;
        browser.wait_until_ready().await?;
        browser.wait_for(&format!("return document.getElementById('own-code')?.textContent === {}", json!(code))).await?;
        // The case of the page is another one, and stays.
        ensure!(browser.text_of("return location.search").await?.contains("preset=canva"), "the case is lost");
        press(browser, "#answer-again").await?;
        browser.wait_for("return document.getElementById('hand-in') !== null").await?;
        press(browser, "#hand-in").await?;
        browser.wait_for("return document.getElementById('own-code') !== null").await?;
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("codes.txt");
        fs::write(&file, format!("{code}\n{}", text(browser, "#own-code").await?))?;
        let file = file.to_str().context("a folder's name that is not text")?;
        let (csv, said) = calculator(&["challenges", "--codes", file, "--challenge", "when_renting_loses"])?;
        ensure!(said.is_empty(), "{said}");
        ensure!((cell(&csv, 0, "first_answer")?, cell(&csv, 1, "first_answer")?) == ("true", "false"), "{csv}");
        // The tabs keep the case, and another view covers nothing.
        press(browser, ".views__item:first-child a").await?;
        browser.wait_for("return document.getElementById('pin') !== null && document.querySelector('.page__panel').checkVisibility()").await?;
        ensure!(browser.text_of("return location.search").await?.contains("preset=canva"), "the case is lost");
        browser.expect_no_complaint().await
    })
    .await
}

/// Tells the page, as a busy browser may, that another tab has stored something, when more has been stored since.
async fn tell_late(browser: &Browser, name: &str, text: &str) -> Result<()> {
    let tell = "dispatchEvent(new StorageEvent('storage', { key: arguments[0], newValue: arguments[1], storageArea: localStorage }))";
    browser.run(tell, vec![json!(name), json!(text)]).await?;
    Ok(())
}

async fn what_another_tab_says_late_takes_nothing_back(engine: Engine) -> Result<()> {
    let site = Site::start().await?;
    with_browser(engine, Settings::default(), async |browser| {
        let stored = "return localStorage.getItem('own-or-rent/desk')";
        open(browser, &site.url("/workshop/index.html?view=facilitate"), "#codes").await?;
        let mut old = String::new();
        for (n, line) in [(1, "Ada: zoo"), (2, "Grace: zone")] {
            type_into(browser, "codes", line).await?;
            press(browser, "#add-codes").await?;
            browser.wait_for(&format!("return document.querySelectorAll('.fault').length === {n}")).await?;
            if n == 1 {
                old = browser.text_of(stored).await?;
            }
        }
        tell_late(browser, "own-or-rent/desk", &old).await?;
        press(browser, ".run-sheet__step:nth-child(2) button").await?;
        browser
            .wait_for(
                "return document.querySelector('.run-sheet__step:nth-child(2) [aria-current]') !== null",
            )
            .await?;
        ensure!(
            browser.run("return document.querySelectorAll('.fault').length", vec![]).await? == 2,
            "the desk has lost a line"
        );
        let kept: Value = serde_json::from_str(&browser.text_of(stored).await?)?;
        ensure!(kept["lines"] == json!(["Ada: zoo", "Grace: zone"]) && kept["step"] == 1, "{kept}");

        let stored = "return localStorage.getItem('own-or-rent/set') ?? ''";
        open(browser, &site.url("/workshop/index.html?preset=canva"), "#pin").await?;
        let n_cases = |n: usize| format!("return document.querySelectorAll('.pin__name').length === {n}");
        for n in 1..=2 {
            press(browser, "#pin").await?;
            browser.wait_for(&n_cases(n)).await?;
            if n == 1 {
                old = browser.wait_for_change(stored, "").await?;
            }
        }
        browser.wait_for_change(stored, &old).await?;
        tell_late(browser, "own-or-rent/set", &old).await?;
        press(browser, "#pin").await?;
        browser.wait_for(&n_cases(3)).await.context("the set has lost a case")
    })
    .await
}
