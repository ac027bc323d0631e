//! The pages that others frame: one for each figure, and a list of them. They are written at build time and need no program to
//! be read.

use model::Scenario;
use model::catalogue::{EDITION, Edition, changes_since};
use yew::prelude::*;

use crate::analysis::{Analysis, SharedAnalysis};
use crate::article::answer::answer_line;
use crate::charts::{CONTROLS_PLACE, DRAWING_PLACE, still};
use crate::components::edition_note::edition_words;
use crate::content::FigureName;
use crate::figures::{
    FRAMED_WIDTHS, Figure, Framed, Palette, control, frame_heights, frame_title, framed_controls, is_chart,
    is_same_in_every_case,
};
use crate::metadata::{attribute, folder, tag};
use crate::theme::Theme;

/// The name of the piece.
const NAME: &str = "Own or Rent?";

/// The width that other sites are told for a frame, CSS pixels: a column of text.
const TOLD_WIDTH: u32 = 660;

/// What framed pages add to the site's content policy: a text becomes elements by the policy of `crates/framed/src/trusted.js`
/// alone. In the page itself, as not every host can send headers.
pub const TRUSTED_TYPES: &str = "require-trusted-types-for 'script'; trusted-types own-or-rent";

/// The least contrast of words with their ground (WCAG 2.2, 1.4.3), which `docs/access.md` promises.
const LEAST_CONTRAST: f64 = 4.5;

/// A figure of the piece for its page.
pub struct FramedPage {
    name: FigureName,
    analysis: SharedAnalysis,
}

impl FramedPage {
    /// The page of each figure, of the default case.
    pub fn all() -> Vec<Self> {
        let analysis = SharedAnalysis::new(Analysis::new(&Scenario::default()).with_bands());
        FigureName::ALL.into_iter().map(|name| Self { name, analysis: analysis.clone() }).collect()
    }

    /// Its folder below that of the site.
    pub fn folder(&self) -> String {
        format!("embed/{}", self.name.id())
    }

    /// The whole page; `skeleton` is the article's, whose style sheets it shares, and `address` where the site will be
    /// published, if that is known.
    ///
    /// # Errors
    /// What of the drawing cannot be written, or of the page cannot be found.
    pub async fn html(&self, skeleton: &str, address: Option<&str>) -> Result<String, String> {
        let framed = Framed::new(self.name);
        let mut drawings = String::new();
        for width in FRAMED_WIDTHS {
            drawings += &framed
                .drawing(&self.analysis, width)
                .ok_or("a chart holds a value that JSON cannot express")?;
        }
        let scenario = Scenario::default();
        let controls: String =
            framed_controls(self.name).iter().map(|input| control(&scenario, *input)).collect();
        let body = rendered(self.name, self.analysis.clone()).await;
        let body = filled(&body, DRAWING_PLACE, &drawings).ok_or("the page has no place for the drawing")?;
        let body =
            filled(&body, CONTROLS_PLACE, &controls).ok_or("the page has no place for the controls")?;
        let figure = Figure::new(self.name, &self.analysis);
        let title = attribute(&format!("{} \u{2013} {NAME}", figure.title));
        let mut head = format!("<title>{title}</title>\n");
        tag(&mut head, "name", "description", &figure.text_alternative);
        tag(&mut head, "property", "og:type", "article");
        tag(&mut head, "property", "og:site_name", NAME);
        tag(&mut head, "property", "og:title", &figure.title);
        tag(&mut head, "property", "og:description", &figure.text_alternative);
        let base = address.map_or_else(|| "../../".to_owned(), folder);
        tag(&mut head, "property", "og:image", &format!("{base}figures/{}-preview.png", self.name.id()));
        tag(&mut head, "name", "twitter:card", "summary_large_image");
        if let Some(address) = address {
            let own = format!("{}embed/{}/", folder(address), self.name.id());
            tag(&mut head, "property", "og:url", &own);
            head += &format!(
                "    <link rel=\"canonical\" href=\"{0}\">\n    <link rel=\"alternate\" type=\"application/json+oembed\" \
                 href=\"{0}oembed.json\" title=\"{1}\">\n",
                attribute(&own),
                attribute(&figure.title)
            );
        }
        let program = match self.name {
            // Nothing moves them.
            name if is_same_in_every_case(name) => None,
            name if is_chart(name) || name == FigureName::Card => Some("charted"),
            _ => Some("framed"),
        };
        Ok(page(skeleton, &head, &format!("<main class=\"framed\">{body}</main>"), "../../", program))
    }

    /// What a content system reads to embed the page from its address alone (oEmbed 1.0).
    pub fn oembed(&self, address: &str) -> String {
        let base = folder(address);
        let figure = Figure::new(self.name, &self.analysis);
        let (_, height) = frame_heights(self.name);
        let own = format!("{base}embed/{}/", self.name.id());
        let html = format!(
            "<iframe src=\"{own}\" title=\"{}\" width=\"100%\" height=\"{height}\" frameborder=\"0\" loading=\"lazy\"></iframe>",
            attribute(frame_title(self.name))
        );
        let (width, preview) = (TOLD_WIDTH, format!("{base}figures/{}-preview.png", self.name.id()));
        serde_json::json!({
            "version": "1.0",
            "type": "rich",
            "title": figure.title,
            "author_name": NAME,
            "author_url": base,
            "provider_name": NAME,
            "provider_url": base,
            "cache_age": 86_400,
            "html": html,
            "width": width,
            "height": height,
            "thumbnail_url": preview,
            "thumbnail_width": 1200,
            "thumbnail_height": 630,
        })
        .to_string()
    }
}

/// The script for other pages with the figures that it knows; `template` is `src/embed.js`. `None` if it has no place for them.
pub fn element_script(template: &str) -> Option<String> {
    let figures: Vec<String> = FigureName::ALL
        .into_iter()
        .map(|name| {
            let (narrow, wide) = frame_heights(name);
            format!("{}: [{}, {narrow}, {wide}]", name.id(), serde_json::json!(frame_title(name)))
        })
        .collect();
    let (before, after) = template.split_once("const FIGURES = {};")?;
    Some(format!("{before}const FIGURES = {{ {} }};{after}", figures.join(", ")))
}

/// The script for what the page around a figure asks of its look, with the grounds that it measures colours by; `template` is
/// `src/host.js`. `None` if it has no place for them.
pub fn host_script(template: &str) -> Option<String> {
    let [light, dark] = Theme::ALL.map(|theme| {
        let [own, darkest, lightest] = grounds(theme.palette());
        format!("{}: [{own:.4}, {darkest:.4}, {lightest:.4}]", theme.id())
    });
    let (before, after) = template.split_once("const GROUNDS = {};")?;
    Some(format!("{before}const GROUNDS = {{ contrast: {LEAST_CONTRAST}, {light}, {dark} }};{after}"))
}

/// The script for a figure that was framed with another edition; `template` is `src/edition.js`. `None` if it has no place for
/// what it says.
pub fn edition_script(template: &str) -> Option<String> {
    let older: Vec<_> = (1..EDITION)
        .filter_map(Edition::numbered)
        .zip(1..)
        .map(|(edition, number)| {
            (edition_words(number, Some(edition)), changes_since(number).collect::<Vec<_>>())
        })
        .collect();
    // The script puts the number in its place.
    let (older, newer) = (serde_json::json!(older), serde_json::json!(edition_words("{number}", None)));
    let (before, after) = template.split_once("const OLDER = [];")?;
    let (between, after) = after.split_once("const NEWER = \"\";")?;
    Some(format!("{before}const OLDER = {older};{between}const NEWER = {newer};{after}"))
}

/// Luminances of a palette's own paper, and of the darkest and the lightest paper on which each of its colours for words has
/// [`LEAST_CONTRAST`].
fn grounds(palette: &Palette) -> [f64; 3] {
    let own = luminance(palette.paper);
    let [first, second, third, fourth] = palette.kinds;
    let words = [
        palette.ink,
        palette.soft,
        palette.own,
        palette.own_deep,
        palette.rent,
        palette.rent_deep,
        palette.accuracy,
        palette.warning,
        first,
        second,
        third,
        fourth,
    ];
    let (mut darkest, mut lightest) = (0.0_f64, 1.0_f64);
    for luminance in words.map(luminance) {
        if luminance < own {
            darkest = darkest.max(LEAST_CONTRAST * (luminance + 0.05) - 0.05);
        } else {
            lightest = lightest.min((luminance + 0.05) / LEAST_CONTRAST - 0.05);
        }
    }
    [own, darkest, lightest]
}

/// The relative luminance of `#rrggbb` as WCAG 2.2 defines it, from 0 to 1.
fn luminance(color: &str) -> f64 {
    let part = |at: usize| {
        let digits = color.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let x = f64::from(digits.unwrap_or_default()) / 255.0;
        if x <= 0.04045 { x / 12.92 } else { libm::pow((x + 0.055) / 1.055, 2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

/// The list of the figures that can be framed: what an address names that is none of them leads here.
pub fn list_page(skeleton: &str) -> String {
    let mut items = String::new();
    for name in FigureName::ALL {
        items += &format!(
            "<li><a href=\"{0}/index.html\">{0}</a>: {1}</li>\n",
            name.id(),
            attribute(frame_title(name))
        );
    }
    let body = format!(
        "<main class=\"framed\"><h1 class=\"figure__title\">Figures to embed</h1>\n\
         <p class=\"still__note\" data-live=\"note\" role=\"status\"></p>\n\
         <ul class=\"framed__list\">\n{items}</ul>\n\
         <p class=\"still__origin\"><a href=\"../index.html\" target=\"_blank\" rel=\"noopener\">{NAME}</a> has the whole piece.</p></main>"
    );
    page(skeleton, &format!("<title>Figures to embed \u{2013} {NAME}</title>\n"), &body, "../", None)
}

/// The figure rendered by the components that the page has, too.
async fn rendered(name: FigureName, analysis: SharedAnalysis) -> String {
    #[derive(PartialEq, Properties)]
    struct StillProps {
        name: FigureName,
        analysis: SharedAnalysis,
    }
    #[component]
    fn Still(props: &StillProps) -> Html {
        still(props.name, &props.analysis, answer_line(&props.analysis))
    }
    let props = StillProps { name, analysis };
    yew::LocalServerRenderer::<Still>::with_props(props).hydratable(false).render().await
}

/// A page with content in the empty element that has this mark.
fn filled(html: &str, place: &str, content: &str) -> Option<String> {
    let mark = format!("data-live=\"{place}\"");
    let (before, rest) = html.split_once(&mark)?;
    let (attributes, after) = rest.split_once("></div>")?;
    (!attributes.contains('<')).then(|| format!("{before}{mark}{attributes}>{content}</div>{after}"))
}

/// Of the article's style sheets, those that a framed page needs: its height is not known before they are there.
const SHEETS: [&str; 4] = ["fonts", "tokens", "layout", "figure"];

/// A page with what it needs of the article's style sheets, `up` from them, and the scripts of a framed page.
fn page(skeleton: &str, head: &str, body: &str, up: &str, program: Option<&str>) -> String {
    let shared: String = skeleton
        .lines()
        .map(str::trim)
        .filter(|line| {
            let is_kept = |kept: &str| line.contains(kept);
            if is_kept("rel=\"stylesheet\"") {
                // In the built site each has a digest in its name.
                return SHEETS.iter().any(|sheet| is_kept(&format!("/{sheet}-")));
            }
            ["rel=\"icon\"", "name=\"viewport\"", "name=\"color-scheme\""].into_iter().any(is_kept)
        })
        .map(|line| line.replace("href=\"./", &format!("href=\"{up}")) + "\n")
        .collect();
    // Classic scripts: a frame without an origin may run them from any server. The one that blocks comes last: behind a policy in the
    // page a browser may look no further ahead than it has read. It runs before anything is laid out, and no typeface is preloaded,
    // as the address may ask for that of the reader's system.
    let program = program.map_or_else(String::new, |program| {
        format!(" data-program=\"{up}{program}.js\" data-wasm=\"{up}{program}_bg.wasm\"")
    });
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\" class=\"is-framed\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{TRUSTED_TYPES}\">\n\
         <script src=\"{up}height.js\" defer></script>\n\
         {shared}<link rel=\"stylesheet\" href=\"{up}embed.css\">\n\
         <script src=\"{up}touch.js\" data-edition=\"{EDITION}\"{program}></script>\n{head}</head>\n\
         <body>\n{body}\n</body>\n</html>\n"
    )
}
