//! The pages that others frame: whole without a program, with nothing that a strict policy refuses, and in step with the style
//! sheet, the scripts and the handbook that name the same figures.

#![expect(clippy::unwrap_used, reason = "what fails to unwrap is a failed test")]

use std::fs;
use std::path::Path;

use model::{Preset, Scenario};
use own_or_rent::analysis::Analysis;
use own_or_rent::content::{Embed, FigureName};
use own_or_rent::figures::{FRAMED_WIDTHS, Framed, frame_heights};
use own_or_rent::framed_pages::{FramedPage, element_script, list_page};
use own_or_rent::prerender::faults;
use own_or_rent::theme::Theme;
use own_or_rent::url_state::embed;

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

const ADDRESS: &str = "https://example.org/own";

async fn pages() -> Vec<(FigureName, String)> {
    let skeleton = file("index.html");
    let mut pages = Vec::new();
    for (name, page) in FigureName::ALL.into_iter().zip(FramedPage::all()) {
        assert_eq!(page.folder(), format!("embed/{}", name.id()));
        pages.push((name, page.html(&skeleton, Some(ADDRESS)).await.unwrap()));
    }
    pages
}

#[tokio::test(flavor = "current_thread")]
async fn every_figure_has_a_page_that_is_whole_without_a_program() {
    for (name, html) in pages().await {
        let id = name.id();
        assert_eq!(faults(&html), Vec::<String>::new(), "{id}");
        assert_eq!(html.matches("<svg class=\"still__drawing").count(), FRAMED_WIDTHS.len(), "{id}");
        assert_eq!(html.matches("<h1").count(), 1, "{id}");
        assert!(
            html.contains("Sources: ") && html.contains("<table") && html.contains("<figcaption"),
            "{id}"
        );
        assert!(html.contains(&format!("<link rel=\"canonical\" href=\"{ADDRESS}/embed/{id}/\">")), "{id}");
        assert!(html.contains(&format!("{ADDRESS}/figures/{id}-preview.png")), "{id}");
        assert!(html.contains("application/json+oembed") && html.contains("name=\"description\""), "{id}");
        // Scripts are files, and none of them is the piece's.
        for script in html.split("<script").skip(1) {
            assert!(script.starts_with(" src=\"../../"), "{id}: {}", &script[..60]);
        }
        assert!(!html.contains("start.js") && !html.contains("tenure-serif"), "{id}");
        // A figure's title is its page's.
        let title = html.split_once("<title>").unwrap().1.split_once("</title>").unwrap().0;
        assert!(title.ends_with("\u{2013} Own or Rent?") && title.len() > 30, "{id}: {title}");
    }
}

/// The numbers in the attributes of this name.
fn numbers<'a>(svg: &'a str, name: &'a str) -> impl Iterator<Item = f64> + 'a {
    svg.split(&format!("{name}=\""))
        .skip(1)
        .filter_map(|rest| rest.split('"').next()?.parse().ok())
        .collect::<Vec<_>>()
        .into_iter()
}

#[test]
fn every_drawing_keeps_its_words_inside_at_every_width() {
    for scenario in Preset::ALL.map(Scenario::preset) {
        let analysis = Analysis::new(&scenario).with_bands();
        for name in FigureName::ALL {
            for width in FRAMED_WIDTHS {
                let svg = Framed::new(name).drawing(&analysis, width).unwrap();
                let at = format!("{} of {}, {width} px", name.id(), scenario.base().spec().id);
                assert_eq!(faults(&svg), Vec::<String>::new(), "{at}");
                assert!(!svg.contains(Theme::Light.palette().own), "{at} has a colour that follows no theme");
                let (_, words) = svg.split_once('>').unwrap();
                assert!(words.matches("<text").count() > 3, "{at} has no words");
                let height = numbers(&svg, " height").next().unwrap();
                for text in words.split("<text").skip(1) {
                    let (x, y) = (numbers(text, " x").next().unwrap(), numbers(text, " y").next().unwrap());
                    assert!((-2.0..=f64::from(width) + 2.0).contains(&x), "{at}: a text at x {x}: {text}");
                    assert!((0.0..=height + 2.0).contains(&y), "{at}: a text at y {y} of {height}: {text}");
                }
            }
        }
    }
}

#[test]
fn the_style_sheet_knows_the_drawings() {
    let css = file("styles/embed.css");
    for width in &FRAMED_WIDTHS[1..] {
        assert!(css.contains(&format!("(width >= {width}px)")), "{width}");
        assert!(css.contains(&format!(".still__drawing--{width} {{")), "{width}");
    }
    assert_eq!(css.matches("@container figure (width >=").count(), FRAMED_WIDTHS.len() - 1);
    for theme in Theme::ALL {
        let palette = theme.palette();
        let n = if theme == Theme::Light { 1 } else { 2 };
        let [first, second, third, fourth] = palette.kinds;
        for (property, color) in [
            ("own-deep", palette.own_deep),
            ("rent-deep", palette.rent_deep),
            ("kind-1", first),
            ("kind-2", second),
            ("kind-3", third),
            ("kind-4", fourth),
        ] {
            let rule = format!("--{property}: {color};");
            assert_eq!(css.matches(&rule).count(), n, "{rule}");
        }
    }
}

#[test]
fn everything_that_names_the_figures_names_them_all() {
    let (handbook, types, readme) = (file("docs/embed.md"), file("src/embed.d.ts"), file("README.md"));
    let script = element_script(&file("src/embed.js")).unwrap();
    let list = list_page(&file("index.html"));
    let start = file("src/start.js");
    for name in FigureName::ALL {
        let id = name.id();
        assert!(handbook.contains(&format!("| `{id}` |")), "docs/embed.md: {id}");
        assert!(types.contains(&format!("\"{id}\"")), "embed.d.ts: {id}");
        assert!(script.contains(&format!("{id}: [\"")), "embed.js: {id}");
        assert!(list.contains(&format!("href=\"{id}/index.html\"")), "the list: {id}");
        assert!(start.contains(&format!("\"{id}\"")), "start.js: {id}");
        assert!(readme.contains(&format!("`{id}`")), "README.md: {id}");
        let (narrow, wide) = frame_heights(name);
        assert!((300..2_000).contains(&narrow) && (300..2_000).contains(&wide));
    }
}

#[test]
fn what_content_systems_read_is_whole() {
    for page in FramedPage::all() {
        let json: serde_json::Value = serde_json::from_str(&page.oembed(ADDRESS)).unwrap();
        assert_eq!((json["type"].as_str(), json["version"].as_str()), (Some("rich"), Some("1.0")));
        let html = json["html"].as_str().unwrap();
        assert!(
            html.starts_with("<iframe ") && html.ends_with("</iframe>") && html.contains(&page.folder()),
            "{html}"
        );
        assert!(
            json["width"].is_u64() && json["height"].is_u64() && json["title"].as_str().unwrap().len() > 10
        );
    }
}

#[test]
fn the_query_says_what_is_shown() {
    assert_eq!(embed("?embed=all"), Some(Embed::All));
    assert_eq!(embed("gpu_count=4&embed=ledger"), Some(Embed::Figure(FigureName::Ledger)));
    assert_eq!(embed("?embed=all&embed=load"), Some(Embed::Figure(FigureName::Load)));
    for query in ["", "?", "?embed", "?embed=", "?embed=Ledger", "?embedded=all", "?childId=embed%3Dall"] {
        assert_eq!(embed(query), None, "{query}");
    }
}
