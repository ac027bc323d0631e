//! What the page says of sixty odd cases, as a reader would read it: `docs/readings.md`, which people have read through.
//!
//! A sentence that changes shows in that file. `RENEW_READINGS=1 cargo test --features prerender --test readings` writes it
//! again; read what is new.

mod cases;
mod html;

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use html::text;
use model::{Preset, Scenario};
use own_or_rent::analysis::{Analysis, SharedAnalysis};
use own_or_rent::article::answer_passage;
use own_or_rent::content::FigureName;
use own_or_rent::figures::{Figure, stakes, turn};
use own_or_rent::page::{both_programs, programs};
use own_or_rent::view::View;
use yew::LocalServerRenderer;
use yew::prelude::*;

/// Each preset, some ends and some pairs of ways, and draws of the whole box, each that differs from those before: sixty in all.
fn sixty() -> Vec<Scenario> {
    let every = |nth: usize, cases: Vec<Scenario>| cases.into_iter().step_by(nth);
    let mut names = BTreeSet::new();
    Preset::ALL
        .into_iter()
        .map(Scenario::preset)
        .chain(every(9, cases::ends()))
        .chain(every(5, cases::pairs_of_ways(Preset::SupportDesk)))
        .chain(cases::drawn(60))
        .filter(|case| names.insert(cases::named(case)))
        .take(60)
        .collect()
}

/// Properties of [`Answer`].
#[derive(PartialEq, Properties)]
struct AnswerProps {
    view: View,
}

#[component]
fn Answer(props: &AnswerProps) -> Html {
    answer_passage(&props.view)
}

/// HTML without what only screen readers hear, which stands in the middle of the sentences that others see.
fn seen(html: &str) -> String {
    let (first, rest) = html.split_once("<span class=\"visually-hidden\">").unwrap_or((html, ""));
    match rest.split_once("</span>") {
        Some((_, rest)) => first.to_owned() + &seen(rest),
        None => first.to_owned(),
    }
}

/// The text of each paragraph and item of some HTML.
fn lines(html: &str) -> Vec<String> {
    let ends = ["</p>", "</li>", "</h2>", "</h3>", "</summary>"];
    let broken = ends.iter().fold(html.to_owned(), |html, end| html.replace(end, "\u{0}"));
    let words = |line: &str| text(line).split_whitespace().collect::<Vec<_>>().join(" ");
    broken.split('\u{0}').map(words).filter(|line| !line.is_empty()).collect()
}

async fn reading(scenario: &Scenario) -> String {
    let analysis = Analysis::new(scenario);
    let figures =
        [FigureName::Ledger, FigureName::Load, FigureName::Frontier, FigureName::Tornado].map(|name| {
            let figure = Figure::new(name, &analysis);
            format!("- *{}* {}", figure.title, figure.caption)
        });
    let (turn, stakes) = (turn(&analysis.outcome), stakes(&analysis));
    let view = View { analysis: SharedAnalysis::new(analysis), act: Callback::noop() };
    let html =
        LocalServerRenderer::<Answer>::with_props(AnswerProps { view }).hydratable(false).render().await;
    format!(
        "## `{}`\n\n{}\n\n{turn} {stakes}\n\n{}\n",
        cases::named(scenario),
        lines(&seen(&html)).join("\n\n"),
        figures.join("\n")
    )
}

#[tokio::test(flavor = "current_thread")]
async fn what_the_page_says_of_odd_cases_has_been_read() {
    programs::register(both_programs());
    let mut read = vec![
        "# Sixty readings\n\nWhat the page says of sixty odd cases: the answer, what would turn it, what is at stake, and the titles and \
         captions of four figures. People have read them, and a test holds them (`tests/readings.rs`).\n"
            .to_owned(),
    ];
    let cases = sixty();
    assert_eq!(cases.len(), 60);
    for scenario in &cases {
        read.push(reading(scenario).await);
    }
    let read = read.join("\n");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/readings.md");
    if env::var_os("RENEW_READINGS").is_some() {
        fs::write(&file, &read).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    let differ = kept.lines().zip(read.lines()).find(|(kept, now)| kept != now);
    assert!(
        kept == read,
        "docs/readings.md differs, first at {differ:?}; `RENEW_READINGS=1 cargo test --features prerender --test readings` \
         writes it again"
    );
}
