//! The prerendered page, before any browser runs its code: complete, cited, and free of content that must not be in it.

#![expect(clippy::unwrap_used, reason = "what fails to unwrap is a failed test")]

mod html;

use html::text;
use model::Input;
use model::catalogue::{ASSUMPTIONS, INPUTS};
use model::claims::FACTS;
use model::quotes::prices;
use own_or_rent::analysis::Analysis;
use own_or_rent::claims::check_of;
use own_or_rent::components::field::field;
use own_or_rent::content::{CITATIONS, FigureName, GLOSSARY, SECTIONS};
use own_or_rent::prerender::{self, faults, inserted, model_page};
use own_or_rent::view::View;
use yew::LocalServerRenderer;
use yew::prelude::*;

/// The page's HTML without the marks that hydration needs.
async fn page() -> String {
    prerender::page(false).await
}

/// How often an element with this id is in the page.
fn n_ids(page: &str, id: &str) -> usize {
    page.matches(&format!(" id=\"{id}\"")).count()
}

#[tokio::test(flavor = "current_thread")]
async fn the_page_says_how_it_is_used() {
    let words = text(&page().await);
    for instruction in ["How to use this page.", "move a slider", "the arrow keys", "Tab key", "Escape"] {
        assert!(words.contains(instruction), "nothing says {instruction:?}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_whole_article_is_there() {
    let page = page().await;
    assert_eq!(page.matches("<h1").count(), 1);
    let words = text(&page);
    for section in SECTIONS.iter() {
        assert!(words.contains(section.title), "the title of {} is missing", section.id);
        if section.id != "opening" {
            assert_eq!(n_ids(&page, section.id), 1, "{}", section.id);
        }
    }
    for fact in FACTS.iter() {
        assert_eq!(n_ids(&page, fact.id), 1, "{}", fact.id);
        assert_eq!(n_ids(&page, &format!("check-{}", fact.id)), 1, "{}", fact.id);
        assert!(
            words.contains(fact.says) && words.contains(&check_of(fact).finding),
            "{} is not reported",
            fact.id
        );
        for figure in fact.figures {
            assert!(words.contains(figure.text), "{}/{}: {} is missing", fact.id, figure.name, figure.text);
        }
        if let Some(lost) = fact.lost {
            assert!(
                words.contains(&format!("\u{201c}{}\u{201d}", lost.tail)),
                "{}: what is left is missing",
                fact.id
            );
        }
    }
}

#[tokio::test(flavor = "current_thread")]
async fn prices_that_are_not_agreed_on_show_both_ends_with_their_sources() {
    #[component]
    fn Price() -> Html {
        let view = View { analysis: Analysis::shared_default(), act: Callback::noop() };
        field(Input::GpuHourPrice, &view)
    }
    let html = LocalServerRenderer::<Price>::new().hydratable(false).render().await;
    let line = html.split(" data-asked=\"gpu_hour_price\"").nth(1).and_then(|rest| rest.split_once('>'));
    let line = line.and_then(|(_, rest)| rest.split("</p>").next()).unwrap_or_default();
    assert_eq!(
        text(line),
        "Asked for H100 80 GB: $1.25 (SkyPilot: Nebius, can be interrupted, 2026) to $6.88 (several: AWS, \
         on demand, eight at a time, 9 November 2026). We take $3.85 (Silybench: Nebius, on demand, 25 September \
         2026). All quotes"
    );
    assert!(
        line.matches("href=\"#source-").count() == 3 && line.contains("href=\"#price-h100-sxm\""),
        "{line}"
    );
    let all = prerender::values_page("").await;
    for price in prices() {
        assert_eq!(n_ids(&all, &format!("price-{}", price.id)), 1, "{}", price.id);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn every_mark_leads_somewhere() {
    let page = page().await;
    let anchors: Vec<&str> =
        page.split(" href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(anchors.len() > 2 * FACTS.len(), "only {} links within the page", anchors.len());
    for anchor in anchors {
        assert_eq!(n_ids(&page, anchor), 1, "#{anchor} leads nowhere, or to two places");
    }
    for number in 1..=CITATIONS.len() {
        assert!(
            page.contains(&format!(" href=\"#source-{number}\"")),
            "source {number} is listed but not cited"
        );
    }
    for term in GLOSSARY.iter() {
        assert_eq!(n_ids(&page, &format!("term-{}", term.id)), 1, "{}", term.id);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn no_id_stands_twice() {
    let page = page().await;
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(ids.len() > 100);
    ids.sort_unstable();
    let twice: Vec<_> = ids.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    assert_eq!(twice, Vec::<&str>::new());
}

#[tokio::test(flavor = "current_thread")]
async fn every_input_and_assumption_is_listed_with_its_source() {
    assert!(
        page().await.contains("href=\"model/values.html#assumptions\""),
        "the article does not lead to them"
    );
    let page = prerender::values_page("").await;
    let words = text(&page);
    for (id, source) in INPUTS
        .iter()
        .map(|spec| (spec.id, spec.source))
        .chain(ASSUMPTIONS.iter().map(|spec| (spec.id, spec.source)))
    {
        assert!(n_ids(&page, &format!("assumption-{id}")) >= 1, "{id} is not in the tables");
        assert!(words.contains(source.source().title), "{id}: its source is not named");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn every_figure_and_control_has_its_place() {
    let page = page().await;
    for figure in FigureName::ALL {
        let id = format!("figure-{}", figure.id());
        assert_eq!(n_ids(&page, &id), 1, "{id}");
    }
    for id in ["model_size", "gpu_count", "retrains_per_year"] {
        assert_eq!(n_ids(&page, &format!("slider-{id}")), 1, "{id}");
    }
    for name in ["answer", "answer-bar"] {
        assert_eq!(page.matches(&format!("data-testid=\"{name}\"")).count(), 1, "{name}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn nothing_is_in_it_that_must_not_be() {
    let page = prerender::page(true).await;
    assert_eq!(faults(&page), Vec::<String>::new());
    assert!(!page.contains("<script"), "an inline script");
    assert!(!page.contains(" onclick"), "an inline handler");
}

#[tokio::test(flavor = "current_thread")]
async fn the_marks_for_hydration_keep_their_places_and_lose_their_names() {
    let page = prerender::page(true).await;
    let whole = inserted("<body><div id=\"app\"></div></body>", &page).unwrap();
    for mark in ["<!--<[", "<!--</["] {
        assert_eq!(whole.matches(mark).count(), page.matches(mark).count());
        assert_eq!(whole.matches(mark).count(), whole.matches(&format!("{mark}]>-->")).count());
    }
    assert!(!whole.contains("own_or_rent::") && whole.len() < page.len());
    let unmarked = |html: &str| text(html).replace("--", "").replace(']', "");
    assert_eq!(unmarked(&whole), unmarked(&page));
}

/// The letters that `xtask/vendor/build.mjs` keeps in the typeface of labels and figures.
fn letters() -> Vec<char> {
    let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("xtask/vendor/build.mjs");
    let script = std::fs::read_to_string(script).unwrap();
    let (_, listed) = script.split_once("const LETTERS = `${ASCII}").unwrap();
    let (listed, _) = listed.split_once('`').unwrap();
    let code = |digits: &str| char::from_u32(u32::from_str_radix(digits, 16).unwrap()).unwrap();
    let listed = listed.split("\\u").skip(1).map(code);
    (' '..='~').chain(listed).collect()
}

#[tokio::test(flavor = "current_thread")]
async fn the_typeface_has_every_letter_of_the_page() {
    let letters = letters();
    assert!(letters.len() > 110);
    let page = text(&page().await);
    let missing: Vec<char> = page.chars().filter(|c| !c.is_control() && !letters.contains(c)).collect();
    assert!(missing.is_empty(), "{missing:?}: add them to xtask/vendor/build.mjs");
}

#[test]
fn every_family_of_the_model_has_its_page() {
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/model");
    let skeleton = "<meta charset=\"utf-8\">\n<link rel=\"stylesheet\" href=\"./tokens.css\"/>\n<script src=\"./start.js\"></script>";
    let mut families: Vec<&str> = model::outcome::output_specs().map(|spec| spec.family).collect();
    families.dedup();
    families.push("claims");
    for family in families {
        let path = docs.join(format!("{family}.md"));
        let markdown =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let page = model_page(skeleton, &markdown);
        assert_eq!(faults(&page), Vec::<String>::new(), "{family}");
        assert_eq!(page.matches("<h1").count(), 1, "{family}");
        assert!(!page.contains("<!--"), "{family} shows where its numbers come from");
        assert!(page.contains("href=\"../tokens.css\"") && !page.contains("<script"), "{family}");
        for section in ["Formula", "Constants", "How well it holds", "Where it fails"] {
            assert!(page.contains(&format!("<h2>{section}</h2>")), "{family} lacks '{section}'");
        }
        // A link to another of these pages has a target.
        for (at, _) in page.match_indices("href=\"") {
            let target = page[at + 6..].split('"').next().unwrap_or_default();
            if let Some(name) = target.split('#').next().and_then(|target| target.strip_suffix(".html")) {
                let name = if name == "index" { "README" } else { name };
                assert!(docs.join(format!("{name}.md")).exists(), "{family} links to {target}");
            }
        }
    }
}
