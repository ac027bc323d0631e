//! The page's HTML at build time: rendering, checks for content that must not be in it, and insertion into the
//! skeleton.

#[cfg(feature = "ssr")]
use crate::room;
use crate::room::Room;

/// A page's HTML for the default case; with marks around its components if it is to be hydrated.
#[cfg(feature = "ssr")]
pub async fn page(room: Room, hydratable: bool) -> String {
    use crate::analysis::Analysis;
    use crate::page::app::{App, AppProps};
    use crate::page::first_program::First;
    use crate::page::part::{
        FirstPart, HydrationStage, PageContent, Part, PartProps, Prerendered, SecondPart,
    };
    use crate::page::second_program::Second;
    use crate::page::{both_programs, programs};
    use crate::view::View;
    use yew::html::BaseComponent;
    use yew::{AttrValue, Callback, LocalServerRenderer};
    async fn html<Tree, Content>(content: Content, hydratable: bool) -> AttrValue
    where
        Content: Clone + PartialEq + 'static,
        Tree: BaseComponent<Properties = PartProps<Content>>,
    {
        let starts_at = HydrationStage::Prerendered;
        let props = PartProps { content, starts_at, on_interactive: Callback::noop() };
        LocalServerRenderer::<Tree>::with_props(props).hydratable(hydratable).render().await.into()
    }
    programs::register(both_programs());
    room::enter(room);
    let mut page = PageContent::of_case(View { analysis: Analysis::shared_default(), act: Callback::noop() });
    let mut prerendered = Vec::new();
    for part in FirstPart::here().iter().copied() {
        prerendered.push((Part::First(part), html::<First, _>(page.first_part(part), hydratable).await));
    }
    let opening = SecondPart::in_opening().iter().chain(SecondPart::in_panel()).copied();
    for part in opening.chain(SecondPart::in_body()) {
        prerendered.push((Part::Second(part), html::<Second, _>(page.second_part(part), hydratable).await));
    }
    page.prerendered = Prerendered::new(prerendered.clone());
    let body = SecondPart::Body { has_frame: true };
    prerendered.push((Part::Second(body), html::<Second, _>(page.second_part(body), hydratable).await));
    let props = AppProps { prerendered: Prerendered::new(prerendered) };
    LocalServerRenderer::<App>::with_props(props).hydratable(hydratable).render().await
}

/// The masthead of a page, which no program renders.
#[cfg(feature = "ssr")]
pub async fn frame(room: Room) -> String {
    use yew::prelude::*;
    #[component]
    fn Masthead() -> Html {
        crate::components::masthead::masthead()
    }
    room::enter(room);
    yew::LocalServerRenderer::<Masthead>::new().hydratable(false).render().await
}

/// The skeleton of a room's page, one folder below the article's: its files are one folder up, it names its room, and has
/// a title and a description of its own.
pub fn room_skeleton(skeleton: &str, room: Room, title: &str, description: &str) -> Option<String> {
    let (before, rest) = skeleton.split_once("<title>")?;
    let (_, rest) = rest.split_once("</title>")?;
    let (between, rest) = rest.split_once("name=\"description\" content=\"")?;
    let (_, after) = rest.split_once('"')?;
    let whole = format!(
        "{before}<title>{title}</title>{between}name=\"description\" content=\"{description}\"{after}"
    );
    let named = whole.replacen("<html ", &format!("<html data-room=\"{}\" ", room.id()), 1);
    (named != whole).then(|| named.replace("=\"./", "=\"../"))
}

/// The page with every assumption of the model and every quoted price, as links from before there was a room for them name
/// it.
#[cfg(feature = "prerender")]
pub async fn values_page(skeleton: &str) -> String {
    use crate::article::{quotes, values};
    use yew::prelude::*;
    #[component]
    fn Values() -> Html {
        html! {
            <>
                <h1>{ "What the model rests on" }</h1>
                <h2 id="assumptions">{ "Inputs and constants" }</h2>
                { values(&model::Scenario::default()) }
                <h2 id="prices">{ "What is asked for GPUs and models, by whom" }</h2>
                <div class="values__frame" tabindex="0" role="region" aria-label="Prices">{ quotes() }</div>
            </>
        }
    }
    // As a room, the page is one folder below the article.
    room::enter(Room::Claims);
    let body = yew::LocalServerRenderer::<Values>::new().hydratable(false).render().await;
    still_page(skeleton, "What the model rests on", &body)
}

/// The faults of a page's HTML, each with its context: a number that is NaN or infinite, a name without a value, an
/// attribute that a strict content policy refuses.
pub fn faults(html: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let text = text_of(html);
    for word in ["NaN", "undefined", "inf", "Infinity", "null"] {
        let found = text.match_indices(word).find(|(at, _)| is_word(&text, *at, word.len()));
        faults.extend(
            found.map(|(at, _)| format!("the page's text holds '{word}': …{}…", surroundings(&text, at))),
        );
    }
    let attribute = [" sty", "le="].concat();
    // In tags alone: a code to copy may have one.
    let tags = html.split('<').filter_map(|rest| rest.split('>').next());
    faults.extend(tags.filter_map(|tag| {
        let at = tag.find(&attribute)?;
        Some(format!("an element has its own style: …{}…", surroundings(tag, at)))
    }));
    faults
}

/// The skeleton with the page in it, below its frame; `None` if it has no empty element for it.
pub fn inserted(skeleton: &str, frame: &str, html: &str) -> Option<String> {
    ["<div id=\"app\"></div>", "<div id=app></div>"].into_iter().find_map(|place| {
        let (before, after) = skeleton.split_once(place)?;
        let html = FOLDS.iter().fold(without_names(html), |html, fold| {
            html.replace(&format!("{fold}>"), &format!("{fold} open>"))
        });
        Some(format!("{before}{frame}<div id=\"app\">{html}</div>{after}"))
    })
}

/// What `start.js` folds on a phone. The page has it open, for readers without scripts; the components say nothing of that, as
/// hydration would open again what is folded.
const FOLDS: [&str; 2] = ["<details class=\"figure__rest\"", "<details class=\"preface__more\""];

/// A page whose hydration marks have no names: release builds of Yew do not read them, and they are a tenth of the
/// page.
fn without_names(html: &str) -> String {
    let mut short = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((at, mark)) = MARKS.iter().filter_map(|mark| Some((rest.find(mark)?, mark))).min() {
        let (before, behind) = rest.split_at(at + mark.len());
        short.push_str(before);
        rest = behind.find("]>-->").map_or("", |end| &behind[end..]);
    }
    short + rest
}

/// The beginnings of the marks around a component.
const MARKS: [&str; 2] = ["<!--<[", "<!--</["];

/// A page that explains a family of the model: its Markdown between the skeleton's head and a link back, one folder
/// below the article. It has no scripts.
#[cfg(feature = "prerender")]
pub fn model_page(skeleton: &str, markdown: &str) -> String {
    use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, html};
    let title = markdown.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or("The model");
    let here = |target: &str| -> Option<String> {
        if target.contains("://") {
            return None;
        }
        let (file, anchor) = target.split_once('#').map_or((target, ""), |(file, anchor)| (file, anchor));
        let page = file.strip_suffix(".md")?;
        let page = if page == "README" { "index" } else { page };
        Some(if anchor.is_empty() { format!("{page}.html") } else { format!("{page}.html#{anchor}") })
    };
    // The comments that say where a number comes from are for those who edit the page.
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES);
    let events = events.filter(|event| !matches!(event, Event::Html(_) | Event::InlineHtml(_)));
    let events = events.map(|event| match event {
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = here(&dest_url).map_or(dest_url, CowStr::from);
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        other => other,
    });
    let mut body = String::new();
    html::push_html(&mut body, events);
    // The alignment of a column is an attribute that a strict content policy refuses.
    for side in ["left", "right", "center"] {
        body = body.replace(&[" sty", "le=\"text-align: ", side, "\""].concat(), "");
    }
    // A wide table or a long formula scrolls by itself.
    let body = framed_tables(&body).replace("<pre>", "<pre tabindex=\"0\">");
    still_page(skeleton, title, &body)
}

/// A page one folder below the article: a body between the skeleton's head and a link back. It has no scripts.
#[cfg(feature = "prerender")]
fn still_page(skeleton: &str, title: &str, body: &str) -> String {
    // Styles, typefaces and icon are the article's, one folder up.
    let head: String = skeleton
        .lines()
        .map(str::trim)
        .filter(|line| {
            [
                "rel=\"stylesheet\"",
                "rel=\"icon\"",
                "as=\"font\"",
                "charset",
                "name=\"viewport\"",
                "name=\"color-scheme\"",
            ]
            .iter()
            .any(|kept| line.contains(kept))
        })
        .map(|line| line.replace("href=\"./", "href=\"../") + "\n")
        .collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n{head}<title>{title} – Own or Rent?</title>\n</head>\n<body>\n\
         <nav class=\"docs__nav\"><a href=\"../method/index.html\">Own or Rent?</a> <a href=\"index.html\">The model</a></nav>\n\
         <main class=\"docs\">\n{body}</main>\n</body>\n</html>\n"
    )
}

/// Wraps each table in an element that scrolls, and that the keyboard reaches, labelled by the heading above it.
#[cfg(feature = "prerender")]
fn framed_tables(body: &str) -> String {
    let mut framed = String::with_capacity(body.len() + 1024);
    let mut heading = "";
    for line in body.split_inclusive('\n') {
        if let Some((_, text)) = line.strip_prefix("<h").and_then(|rest| rest.split_once('>')) {
            heading = text.split('<').next().unwrap_or_default();
        }
        let frame = format!(
            "<div class=\"docs__frame\" tabindex=\"0\" role=\"group\" aria-label=\"Table: {heading}\"><table>"
        );
        framed += &line.replace("<table>", &frame).replace("</table>", "</table></div>");
    }
    framed
}

/// The text and the attribute values of a page, without the names of its tags and without comments.
fn text_of(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find("<!--") {
        text.push_str(&rest[..start]);
        rest = rest[start..].find("-->").map_or("", |end| &rest[start + end + 3..]);
    }
    text + rest
}

fn is_word(text: &str, at: usize, length: usize) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !is_letter(text[..at].chars().next_back()) && !is_letter(text[at + length..].chars().next())
}

fn surroundings(text: &str, at: usize) -> String {
    let before: Vec<char> = text[..at].chars().rev().take(40).collect();
    before.into_iter().rev().chain(text[at..].chars().take(40)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_none_are_found_in_text_and_attributes() {
        assert_eq!(faults("<p>$31,400</p>"), Vec::<String>::new());
        assert_eq!(faults("<p>information, infrastructure, nullify</p>"), Vec::<String>::new());
        for html in ["<p>$NaN</p>", "<p>undefined</p>", "<line x1=\"inf\">", "<i>-inf %</i>"] {
            assert_eq!(faults(html).len(), 1, "{html}");
        }
    }

    #[test]
    fn an_elements_own_style_is_found() {
        assert_eq!(faults(&["<p sty", "le=\"color:red\">x</p>"].concat()).len(), 1);
    }

    #[test]
    fn a_room_has_its_own_head_and_the_sites_files() {
        let skeleton = "<html lang=\"en\"><title>T</title><meta name=\"description\" content=\"D\">\
                        <script src=\"./a.js\" data-wasm=\"./a.wasm\"></script>";
        assert_eq!(
            room_skeleton(skeleton, Room::Method, "M", "E").as_deref(),
            Some(
                "<html data-room=\"method\" lang=\"en\"><title>M</title><meta name=\"description\" content=\"E\">\
                 <script src=\"../a.js\" data-wasm=\"../a.wasm\"></script>"
            )
        );
        assert_eq!(room_skeleton("<html lang=\"en\">", Room::Method, "M", "E"), None);
    }

    #[test]
    fn the_page_goes_into_its_place_only() {
        assert_eq!(
            inserted("<b><div id=\"app\"></div></b>", "y", "x").as_deref(),
            Some("<b>y<div id=\"app\">x</div></b>")
        );
        assert_eq!(inserted("<div id=\"app\">full</div>", "", "x"), None);
    }
}
