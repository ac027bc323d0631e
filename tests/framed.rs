//! The pages that others frame: whole without a program, with nothing that a strict policy refuses, and in step with the style
//! sheet, the scripts and the handbook that name the same figures.

#![expect(clippy::unwrap_used, reason = "what fails to unwrap is a failed test")]

use std::fs;
use std::path::Path;

use model::catalogue::{EDITION, changes_since};
use model::{Preset, Scenario};
use own_or_rent::analysis::Analysis;
use own_or_rent::content::{Embed, FigureName};
use own_or_rent::figures::{FRAMED_WIDTHS, Framed, frame_heights};
use own_or_rent::framed_pages::{
    FramedPage, TRUSTED_TYPES, edition_script, element_script, host_script, list_page,
};
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
        // Before anything else, so that nothing precedes the policy and no typeface is asked for in vain.
        let head = html.split_once("<head>").unwrap().1;
        let policy = format!(
            "<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{TRUSTED_TYPES}\">"
        );
        assert!(head.trim_start().starts_with(&policy), "{id}: {}", &head[..200]);
        // The script that blocks comes behind what loads beside it, and before anything is laid out.
        let places = ["height.js", "stylesheet", "touch.js", "</head>"].map(|part| head.rfind(part).unwrap());
        assert!(places.is_sorted(), "{id}: {places:?}");
        assert!(!head.contains(".woff2"), "{id}: a typeface that face=host could not stop");
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

/// The contrast of two luminances as WCAG defines it.
fn contrast(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The grounds in the script are the outermost on which every word can be read: worked from the colours in the style sheets, in
/// another way than the build does, by halving.
#[test]
fn the_papers_that_a_host_may_choose_are_those_on_which_every_word_can_be_read() {
    let script = host_script(&file("src/host.js")).unwrap();
    let line = script.lines().find(|line| line.starts_with("const GROUNDS = ")).unwrap();
    for theme in Theme::ALL {
        let (_, rest) = line.split_once(&format!("{}: [", theme.id())).unwrap();
        let told: Vec<f64> =
            rest.split(']').next().unwrap().split(", ").map(|number| number.parse().unwrap()).collect();
        let palette = theme.palette();
        let linear = |part: u8| {
            let x = f64::from(part) / 255.0;
            if x <= 0.04045 { x / 12.92 } else { libm::pow((x + 0.055) / 1.055, 2.4) }
        };
        let luminance = |color: &str| {
            let number = u32::from_str_radix(&color[1..], 16).unwrap().to_be_bytes();
            0.2126 * linear(number[1]) + 0.7152 * linear(number[2]) + 0.0722 * linear(number[3])
        };
        let words = [palette.ink, palette.soft, palette.own, palette.rent, palette.accuracy, palette.warning];
        let words = words.into_iter().chain([palette.own_deep, palette.rent_deep]).chain(palette.kinds);
        let words: Vec<f64> = words.map(luminance).collect();
        let is_readable = |paper: f64| words.iter().all(|word| contrast(*word, paper) >= 4.5);
        let own = luminance(palette.paper);
        assert!(is_readable(own), "{theme:?}");
        // The end of what can be read, between the theme's paper and a ground on which something cannot.
        let end = |mut outside: f64| {
            let mut inside = own;
            for _ in 0..50 {
                let middle = f64::midpoint(inside, outside);
                if is_readable(middle) { inside = middle } else { outside = middle }
            }
            inside
        };
        let wanted = match theme {
            Theme::Light => [own, end(0.4), 1.0],
            Theme::Dark => [own, 0.0, end(0.4)],
        };
        for (told, wanted) in told.iter().zip(wanted) {
            assert!((told - wanted).abs() < 6e-5, "{theme:?}: {told}, not {wanted}");
        }
        assert_eq!(told.len(), 3);
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

/// Of the article's style sheets as a built page names them, those that a frame waits for; and each is there.
#[tokio::test(flavor = "current_thread")]
async fn a_framed_page_loads_what_it_needs_of_the_style_sheets() {
    let sheets = ["fonts", "tokens", "layout", "article", "controls", "figure", "print", "rooms"];
    let link =
        |name: &str| format!("    <link rel=\"stylesheet\" href=\"./{name}-0123456789abcdef.css\"/>\n");
    let skeleton: String = sheets.map(link).concat();
    let page = FramedPage::all().remove(0).html(&skeleton, None).await.unwrap();
    let found: Vec<&str> = page
        .split("rel=\"stylesheet\" href=\"../../")
        .skip(1)
        .filter_map(|rest| rest.split(['-', '.']).next())
        .collect();
    assert_eq!(found, ["fonts", "tokens", "layout", "figure", "embed"]);
    for name in found {
        assert!(!file(&format!("styles/{name}.css")).is_empty());
    }
}

#[test]
fn the_note_on_an_edition_has_every_change() {
    let script = edition_script(&file("src/edition.js")).unwrap();
    let line = |name: &str| {
        let start = format!("const {name} = ");
        let json = script.lines().find_map(|line| line.strip_prefix(&start)?.strip_suffix(';')).unwrap();
        serde_json::from_str::<serde_json::Value>(json).unwrap()
    };
    let older: Vec<(String, Vec<String>)> = serde_json::from_value(line("OLDER")).unwrap();
    assert_eq!(older.len(), EDITION - 1);
    for (number, (head, changes)) in (1..).zip(older) {
        assert!(head.starts_with(&format!("Made with edition {number} (data of ")), "{head}");
        assert_eq!(changes, changes_since(number).collect::<Vec<_>>());
    }
    assert!(line("NEWER").as_str().unwrap().contains("edition {number}, which is newer"));
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
