//! The prerendered pages, the article and its rooms, before any browser runs their code: complete, cited, every link with its
//! target, and free of content that must not be in them.

#![expect(clippy::unwrap_used, reason = "what fails to unwrap is a failed test")]

mod html;

use html::text;
use model::Input;
use model::catalogue::{ASSUMPTIONS, INPUTS};
use model::claims::{FACTS, FactVerdict};
use model::format::{Style, number};
use model::quotes::prices;
use model::units::Unit;
use own_or_rent::analysis::Analysis;
use own_or_rent::article::rooms;
use own_or_rent::claims::check_of;
use own_or_rent::components::field::field;
use own_or_rent::components::masthead;
use own_or_rent::content::{Block, CITATIONS, FigureName, GLOSSARY, METHOD, SECTIONS};
use own_or_rent::measurements::{GROUP_ERRORS, GroupErrors, MISSED_LIMITS, MissedLimit};
use own_or_rent::prerender::{self, faults, inserted, model_page};
use own_or_rent::room::Room;
use own_or_rent::view::View;
use yew::LocalServerRenderer;
use yew::prelude::*;

/// The article and its rooms.
const PAGES: [Room; 4] = [Room::Article, Room::Claims, Room::Method, Room::Workshop];

/// A page's HTML without the marks that hydration needs, with its masthead.
async fn html(room: Room) -> String {
    prerender::frame(room).await + &prerender::page(room, false).await
}

/// The article's HTML.
async fn page() -> String {
    html(Room::Article).await
}

/// The values of an attribute.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
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
    for section in SECTIONS.iter().filter(|section| section.id != METHOD.id) {
        assert!(words.contains(section.title), "the title of {} is missing", section.id);
        if section.id != "opening" {
            assert_eq!(n_ids(&page, section.id), 1, "{}", section.id);
        }
    }
    for room in Room::BESIDE {
        assert!(words.contains(&rooms::about(room)), "the article does not say what {room:?} has");
        assert!(page.contains(&format!("href=\"{}/index.html\"", room.id())), "{room:?}");
    }
    for fact in FACTS.iter() {
        assert_eq!(n_ids(&page, fact.id), 1, "{}", fact.id);
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
async fn each_room_says_which_it_is_and_leads_back() {
    for room in Room::BESIDE {
        let page = html(room).await;
        assert_eq!(page.matches("<h1").count(), 1, "{room:?}");
        assert_eq!(page.matches("aria-current=\"page\"").count(), 1, "{room:?}");
        let current = page.split("aria-current=\"page\"").nth(1).and_then(|rest| rest.split_once("</a>"));
        assert!(current.is_some_and(|(name, _)| name.contains(masthead::name(room))), "{room:?}");
        assert!(text(&page).contains(&rooms::about(room)), "{room:?} does not say what it has");
        assert!(values(&page, "href").contains(&"../index.html"), "{room:?} has no way back");
        for other in Room::BESIDE.into_iter().filter(|other| *other != room) {
            assert!(values(&page, "href").contains(&&*format!("../{}/index.html", other.id())), "{room:?}");
        }
        assert_eq!(page.matches("data-testid=\"answer-bar\"").count(), 1, "{room:?} does not show the case");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn every_claim_is_on_the_wall_with_its_check_and_its_place() {
    let page = html(Room::Claims).await;
    let sheet = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("styles/rooms.css");
    let sheet = std::fs::read_to_string(sheet).unwrap();
    for fact in FACTS.iter() {
        let start = format!("{}\"", fact.id);
        let card = page.split(" id=\"check-").find(|card| card.starts_with(&start)).unwrap();
        assert!(card.contains(&format!("data-verdict=\"{}\"", fact.verdict.id())), "{}", fact.id);
        assert!(card.contains(&format!("href=\"../index.html#{}\"", fact.id)), "{}", fact.id);
    }
    let words = text(&page);
    for fact in FACTS.iter() {
        assert!(
            words.contains(fact.says) && words.contains(&check_of(fact).finding),
            "{} is missing",
            fact.id
        );
    }
    for verdict in FactVerdict::ALL {
        assert_eq!(n_ids(&page, &format!("show-{}", verdict.id())), 1, "{}", verdict.id());
        let id = verdict.id();
        let rule = format!(".wall:has(#show-{id}:checked) .wall__claim:not([data-verdict=\"{id}\"])");
        assert!(sheet.contains(&rule), "no rule shows {id} alone");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_method_and_the_workshop_have_what_they_say() {
    let method = html(Room::Method).await;
    let words = text(&method);
    assert!(words.contains(METHOD.title));
    for block in METHOD.blocks {
        if let Block::Heading { slug, text } = block {
            assert!(n_ids(&method, slug) == 1 && words.contains(text), "{slug}");
            assert!(method.contains(&format!("href=\"#{slug}\"")), "{slug} is not in the contents");
        }
    }
    for source in CITATIONS {
        assert!(words.contains(source.source().title), "{}", source.source().title);
    }
    let workshop = html(Room::Workshop).await;
    for id in ["bench", "share", "copy-link", "save-file", "open-file"] {
        assert_eq!(n_ids(&workshop, id), 1, "{id}");
    }
}

/// The table of old anchors in src/start.js: each room with the anchors that lead to it.
fn old_anchors() -> Vec<(Room, Vec<String>)> {
    let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/start.js");
    let script = std::fs::read_to_string(script).unwrap();
    let (_, table) = script.split_once("const ROOMS = {").unwrap();
    let (table, _) = table.split_once("\n};").unwrap();
    let room = |room: Room| {
        let (_, list) = table.split_once(&format!("{}: [", room.id())).unwrap();
        let names = list.split(']').next().unwrap().split('"').skip(1).step_by(2);
        (room, names.map(str::to_owned).collect())
    };
    Room::BESIDE.map(room).to_vec()
}

#[tokio::test(flavor = "current_thread")]
async fn every_anchor_that_has_moved_to_a_room_leads_there() {
    let table = old_anchors();
    let room_of = |anchor: &str| {
        let leads = |is: &dyn Fn(&String) -> bool| {
            table.iter().find(|(_, names)| names.iter().any(is)).map(|(room, _)| *room)
        };
        let whole = leads(&|name| name == anchor);
        whole.or_else(|| leads(&|name| name.ends_with('-') && anchor.starts_with(name.as_str())))
    };
    let article = page().await;
    // What labels something else was never a place to link to; the rest is new with the rooms.
    let is_new = |id: &str| {
        id.starts_with("show-")
            || id.ends_with("-title")
            || ["bench", "open-file", "save-file", "copy-link"].contains(&id)
    };
    let mut n_moved = 0;
    for room in Room::BESIDE {
        let page = html(room).await;
        for id in values(&page, "id").into_iter().filter(|id| n_ids(&article, id) == 0 && !is_new(id)) {
            assert_eq!(room_of(id), Some(room), "#{id} leads nowhere since it is in {room:?}");
            n_moved += 1;
        }
    }
    assert!(n_moved > 300, "only {n_moved} anchors have moved");
    for id in values(&article, "id") {
        assert!(
            !table.iter().any(|(_, names)| names.iter().any(|name| name == id)),
            "#{id} is in the article"
        );
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
        line.matches("href=\"method/index.html#source-").count() == 3
            && line.contains("href=\"method/index.html#price-h100-sxm\""),
        "{line}"
    );
    let all = prerender::values_page("").await;
    for price in prices() {
        assert_eq!(n_ids(&all, &format!("price-{}", price.id)), 1, "{}", price.id);
    }
}

/// The page that a link on another leads to, and the place on it. `None` for another site.
fn target(from: Room, href: &str) -> Option<(String, String)> {
    if href.starts_with("https://") {
        return None;
    }
    let (path, anchor) = href.split_once('#').unwrap_or((href, ""));
    let path = match (path.split('?').next().unwrap_or_default(), from) {
        ("", _) => from.file(),
        (path, Room::Article) => path.to_owned(),
        (path, _) => match path.strip_prefix("../") {
            Some(path) => path.to_owned(),
            None => format!("{}/{path}", from.id()),
        },
    };
    Some((path, anchor.to_owned()))
}

#[tokio::test(flavor = "current_thread")]
async fn every_link_leads_somewhere() {
    let mut pages = Vec::new();
    for room in PAGES {
        pages.push((room.file(), html(room).await));
    }
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/model");
    let mut sources = Vec::new();
    for (room, (_, page)) in PAGES.into_iter().zip(&pages) {
        let links: Vec<_> = values(page, "href").into_iter().filter_map(|href| target(room, href)).collect();
        assert!(links.len() > 10, "only {} links in {room:?}", links.len());
        for (path, anchor) in links {
            if let Some(name) = path.strip_prefix("model/").and_then(|name| name.strip_suffix(".html")) {
                let name = if name == "index" { "README" } else { name };
                assert!(docs.join(format!("{name}.md")).exists(), "{room:?} links to {path}");
                continue;
            }
            // Written after the pages, from them.
            if path == "own-or-rent.html" {
                continue;
            }
            if include_str!("../index.html").contains(&format!("rel=\"copy-file\" href=\"{path}\"")) {
                continue;
            }
            let Some((_, there)) = pages.iter().find(|(file, _)| *file == path) else {
                panic!("{room:?} links to {path}, which is no page");
            };
            assert!(
                anchor.is_empty() || n_ids(there, &anchor) == 1,
                "{room:?}: {path}#{anchor} leads nowhere, or to two places"
            );
            sources.push(anchor);
        }
    }
    for number in 1..=CITATIONS.len() {
        assert!(sources.contains(&format!("source-{number}")), "source {number} is listed but not cited");
    }
    let method = html(Room::Method).await;
    for term in GLOSSARY.iter() {
        assert_eq!(n_ids(&method, &format!("term-{}", term.id)), 1, "{}", term.id);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn no_id_stands_twice() {
    for room in PAGES {
        let page = html(room).await;
        let mut ids = values(&page, "id");
        assert!(ids.len() > 5, "{room:?}");
        ids.sort_unstable();
        let twice: Vec<_> = ids.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        assert_eq!(twice, Vec::<&str>::new(), "{room:?}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn every_limit_that_is_missed_is_named_with_what_it_is_off_by() {
    let words = text(&html(Room::Method).await);
    assert!(MISSED_LIMITS.len() > 5);
    for MissedLimit { label, without, off, limit } in MISSED_LIMITS.iter() {
        let share = |share: f64| number(share, Unit::Fraction, Style::Prose);
        let left_out = without.map_or_else(String::new, |what| format!(", {what} left out of the fit"));
        let off = format!("off by {}, one in ten by more than {}", share(off.median()), share(off.p90()));
        let promised = format!("promised {} and {}", share(limit.median()), share(limit.p90()));
        let sentence = format!("{label}{left_out}: {off}; {promised}.");
        assert!(words.contains(&sentence), "missing: {sentence}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn every_kind_of_measurement_has_the_mean_of_its_errors() {
    let words = text(&html(Room::Method).await);
    let share = |share: f64| number(share, Unit::Fraction, Style::Prose);
    for GroupErrors { label, rows, fitted, .. } in &GROUP_ERRORS {
        let errors = fitted.errors();
        let cells = [errors.median(), fitted.mean(), errors.p90()].map(share);
        let cells = format!("{}\u{202f}%", cells.map(|cell| cell.replace("\u{202f}%", "")).join(" / "));
        let row = format!("{label}{rows}{cells}");
        assert!(words.replace(' ', "").contains(&row.replace(' ', "")), "missing: {row}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_notice_of_the_work_of_others_ships_with_the_page() {
    assert!(page().await.contains("<a href=\"NOTICE.md\">"), "the page does not lead to it");
    let skeleton = include_str!("../index.html");
    assert!(skeleton.contains("rel=\"copy-file\" href=\"NOTICE.md\""), "the build does not copy it");
}

#[tokio::test(flavor = "current_thread")]
async fn every_input_and_assumption_is_listed_with_its_source() {
    for page in [html(Room::Method).await, prerender::values_page("").await] {
        lists_every_value(&page);
    }
}

fn lists_every_value(page: &str) {
    let words = text(page);
    for (id, source) in INPUTS
        .iter()
        .map(|spec| (spec.id, spec.source()))
        .chain(ASSUMPTIONS.iter().map(|spec| (spec.id, spec.source())))
    {
        assert!(n_ids(page, &format!("assumption-{id}")) >= 1, "{id} is not in the tables");
        assert!(words.contains(source.source().title), "{id}: its source is not named");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn every_figure_and_control_has_its_place() {
    let (page, method) = (page().await, html(Room::Method).await);
    for figure in FigureName::ALL {
        let id = match figure {
            // Rendered when it is opened.
            FigureName::Card => "card".to_owned(),
            _ => format!("figure-{}", figure.id()),
        };
        assert_eq!(n_ids(&page, &id) + n_ids(&method, &id), 1, "{id}");
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
    for room in PAGES {
        let page = prerender::frame(room).await + &prerender::page(room, true).await;
        assert_eq!(faults(&page), Vec::<String>::new(), "{room:?}");
        assert!(!page.contains("<script"), "an inline script in {room:?}");
        assert!(!page.contains(" onclick"), "an inline handler in {room:?}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_marks_for_hydration_keep_their_places_and_lose_their_names() {
    let page = prerender::page(Room::Article, true).await;
    let whole = inserted("<body><div id=\"app\"></div></body>", "", &page).unwrap();
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
    for room in PAGES {
        let page = text(&html(room).await);
        let missing: Vec<char> = page.chars().filter(|c| !c.is_control() && !letters.contains(c)).collect();
        assert!(missing.is_empty(), "{room:?}: {missing:?}: add them to xtask/vendor/build.mjs");
    }
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
            if target == "../method/index.html" {
                continue;
            }
            if let Some(name) = target.split('#').next().and_then(|target| target.strip_suffix(".html")) {
                let name = if name == "index" { "README" } else { name };
                assert!(docs.join(format!("{name}.md")).exists(), "{family} links to {target}");
            }
        }
    }
}
