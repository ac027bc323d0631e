//! Files as people have them, opened on the page: every form that the calculator reads, and refusals in words.

use std::io::Write as _;

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine};
use serde_json::Value;
use tempfile::NamedTempFile;
use thirtyfour::By;

use crate::with_site;

in_every_engine!(files_are_opened_as_the_calculator_reads_them);

const NOTICE: &str = "return document.querySelector('.share__notice').textContent";

/// Chooses a file with this content in the page's field for files.
async fn choose(browser: &Browser, ending: &str, content: &[u8]) -> Result<NamedTempFile> {
    let mut file = tempfile::Builder::new().suffix(ending).tempfile()?;
    file.write_all(content)?;
    file.flush()?;
    let path = file.path().to_str().context("a path that is no text")?;
    browser.driver.find(By::Id("open-file")).await?.send_keys(path).await?;
    Ok(file)
}

async fn files_are_opened_as_the_calculator_reads_them(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/workshop/index.html")).await?;
        let cases: [(&str, &[u8], &str, &str); 7] = [
            (
                ".json",
                b"\xef\xbb\xbf{\"preset\":\"intercom\",\"gpu_count\":8}",
                "is loaded",
                "?preset=intercom&gpu_count=8",
            ),
            (".toml", b"preset = 'canva'\r\ngpu_count = 16\r\n", "is loaded", "?preset=canva&gpu_count=16"),
            ("", b"[{\"gpu_count\": 4}]", "is loaded", "?gpu_count=4"),
            (
                ".json",
                b"{\"version\":\"0.0.1\",\"data\":\"2026-01-02\",\"gpu_count\":3}",
                "data of 2026-01-02",
                "?gpu_count=3",
            ),
            (".json", b"[{\"gpu_count\":4},{\"gpu_count\":5}]", "a list of 2 cases", "?gpu_count=3"),
            (".json", b"{\"gpu_count\":8,\"gpu_count\":16}", "given twice", "?gpu_count=3"),
            (".json", b"{\"gpu_hour_price\":2,5}", "a decimal comma", "?gpu_count=3"),
        ];
        for (ending, content, said, query) in cases {
            let text = String::from_utf8_lossy(content).into_owned();
            let _file = choose(browser, ending, content).await.with_context(|| text.clone())?;
            let is_told = format!(
                "const words = document.querySelector('.share__notice').textContent;
                return words.includes({}) && location.search.replace(/&edition=\\d+$/, '') === '{query}' ? true : `${{words}} ${{location.search}}`",
                Value::from(said)
            );
            browser.wait_for(&is_told).await.with_context(|| text.clone())?;
            let notice = browser.text_of(NOTICE).await?;
            for of_a_parser in ["invalid type", "expected value", "key must be", "EOF"] {
                ensure!(!notice.contains(of_a_parser), "{text}: {notice}");
            }
        }
        browser.expect_no_complaint().await
    })
    .await
}
