//! A figure as a picture by itself: its finding, how to read it, its drawing, its sources and its address.

use super::figure::{Drawn, Figure};
use super::framed::Framed;
use super::lettering::{Lettering, escaped};
use super::list::{own_drawing, picture_caption};
use super::look::Width;
use super::palette::unthemed;
use super::picture::{PREVIEW, PREVIEW_NAME, PictureFile};
use super::static_drawing::StaticDrawing;
use crate::analysis::Analysis;
use crate::content::FigureName;
use crate::theme::Theme;

/// Room around everything, pixels.
const MARGIN: f64 = 32.0;

/// The theme of posters.
const THEME: Theme = Theme::Light;

/// The drawing of a poster, at the page's full width.
///
/// # Errors
/// [`serde_json::Error`] if the chart holds a value that JSON cannot express.
pub fn poster_drawing(figure: &Figure, analysis: &Analysis) -> Result<StaticDrawing, serde_json::Error> {
    StaticDrawing::new(figure.name, analysis, THEME, Width::Wide.least())
}

/// The drawing of a poster, if we draw the figure ourselves; else [`poster_drawing`] says what the chart library draws.
pub fn drawn_for_poster(figure: &Figure, analysis: &Analysis) -> Option<Drawn> {
    own_drawing(figure.name, analysis, THEME)
}

/// A picture and its size.
#[derive(Clone, Debug, PartialEq)]
pub struct Poster {
    /// The picture as SVG.
    pub svg: String,
    /// Pixels from side to side.
    pub width: f64,
    /// Pixels from top to bottom.
    pub height: f64,
}

/// Lines of text below one another.
struct Lines<'a> {
    lettering: &'a Lettering,
    svg: String,
    x: f64,
    width: f64,
    y: f64,
}

impl Lines<'_> {
    /// Sets a text, on as many lines as it needs.
    fn set(&mut self, text: &str, size: f64, weight: u32, color: &str) {
        let fits = |line: &str| (self.lettering.width)(line, size, weight) <= self.width;
        for line in wrapped(text, fits) {
            self.y += size * 1.3;
            self.svg += &format!(
                "<text x=\"{}\" y=\"{:.1}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{color}\">{}</text>",
                self.x,
                self.y,
                escaped(&line)
            );
        }
    }
}

/// The poster of a figure, with `origin` as what the page says of where it is from.
pub fn poster(
    figure: &Figure,
    analysis: &Analysis,
    drawn: &Drawn,
    origin: &str,
    lettering: &Lettering,
) -> Poster {
    let palette = THEME.palette();
    let mut lines = Lines { lettering, svg: String::new(), x: MARGIN, width: drawn.width, y: MARGIN - 8.0 };
    lines.set(&figure.title, 26.0, 700, palette.ink);
    lines.y += 4.0;
    lines.set(&figure.how_to_read, 16.0, 400, palette.soft);
    let top = lines.y + 20.0;
    lines.y = top + drawn.height + 8.0;
    lines.set(&picture_caption(figure, analysis), 14.0, 400, palette.ink);
    lines.y += 8.0;
    lines.set(&format!("Sources: {}", credits(figure)), 13.0, 400, palette.soft);
    lines.set(origin, 13.0, 400, palette.soft);
    let (width, height) = (drawn.width + 2.0 * MARGIN, lines.y + MARGIN - 8.0);
    let frame = Frame { width, height: height.round(), left: MARGIN, top };
    let [before, after] = frame.around(figure, lettering, &lines.svg);
    Poster { svg: before + &drawn.svg + &after, width, height: height.round() }
}

/// The preview for social media: the name of the page, the answer, a figure and the subject. The build draws the figure
/// into it.
///
/// # Errors
/// [`serde_json::Error`] if the chart holds a value that JSON cannot express.
pub(super) fn preview(
    figure: &Figure,
    analysis: &Analysis,
    about: &str,
) -> Result<PictureFile, serde_json::Error> {
    let palette = THEME.palette();
    let (width, height) = PREVIEW;
    let left = 2.0 * MARGIN;
    let drawing = poster_drawing(figure, analysis)?;
    let lettering = &Lettering::ESTIMATED;
    let mut lines = Lines { lettering, svg: String::new(), x: left, width: width - 2.0 * left, y: 36.0 };
    lines.set("Own or Rent?", 34.0, 700, palette.soft);
    lines.y += 14.0;
    lines.set(&figure.title, 54.0, 700, palette.ink);
    let top = height - 110.0 - drawing.height;
    lines.y = height - 80.0;
    lines.set(about, 25.0, 400, palette.soft);
    let [before, after] = Frame { width, height, left, top }.around(figure, lettering, &lines.svg);
    let json = serde_json::json!({
        "width": width - 2.0 * left,
        "height": drawing.height,
        "option": drawing.option,
        "before": before,
        "after": after,
    });
    Ok(PictureFile { stem: PREVIEW_NAME.to_owned(), json: json.to_string() })
}

/// The preview of a single figure: its finding above its own drawing, as large as there is room for.
pub(super) fn figure_preview(name: FigureName, analysis: &Analysis) -> Option<PictureFile> {
    let palette = THEME.palette();
    let (width, height) = PREVIEW;
    let left = 2.0 * MARGIN;
    let figure = Figure::new(name, analysis);
    let framed = Framed::new(name).drawn(analysis, Width::Wide.least())?;
    let lettering = &Lettering::ESTIMATED;
    let mut lines = Lines { lettering, svg: String::new(), x: left, width: width - 2.0 * left, y: 30.0 };
    lines.set("Own or Rent?", 26.0, 700, palette.soft);
    lines.y += 6.0;
    lines.set(&figure.title, 40.0, 700, palette.ink);
    let top = lines.y + 28.0;
    let scale = ((width - 2.0 * left) / framed.width).min((height - top - MARGIN) / framed.height);
    let [before, after] = Frame { width, height, left, top }.around(&figure, lettering, &lines.svg);
    let drawing = unthemed(&framed.svg, THEME);
    let picture = format!("{before}<g transform=\"scale({scale:.4})\">{drawing}</g>{after}");
    let stem = format!("{}-{PREVIEW_NAME}", name.id());
    Some(PictureFile { stem, json: serde_json::json!({ "picture": picture }).to_string() })
}

/// A page with room for a drawing.
struct Frame {
    width: f64,
    height: f64,
    left: f64,
    top: f64,
}

impl Frame {
    /// The SVG before the drawing and after it.
    fn around(&self, figure: &Figure, lettering: &Lettering, words: &str) -> [String; 2] {
        let Self { width, height, left, top } = self;
        let before = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"{width}\" \
             height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"Inter, system-ui, sans-serif\">\
             <title>{}</title><desc>{}</desc>{}<rect width=\"100%\" height=\"100%\" fill=\"{}\"/>{words}\
             <g transform=\"translate({left} {top:.1})\">",
            escaped(&figure.title),
            escaped(&figure.text_alternative),
            lettering.rule(),
            THEME.palette().paper,
        );
        [before, "</g></svg>".to_owned()]
    }
}

/// The authors of the sources, each once.
fn credits(figure: &Figure) -> String {
    let mut names: Vec<&str> = Vec::new();
    for source in &figure.sources {
        let source = source.source();
        let name = if source.author.is_empty() { source.title } else { source.author };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join("; ")
}

/// A text in lines that fit, broken between words.
fn wrapped(text: &str, fits: impl Fn(&str) -> bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let longer = lines.last().map(|line| [line, word].join(" ")).filter(|line| fits(line));
        match (lines.last_mut(), longer) {
            (Some(line), Some(longer)) => *line = longer,
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use model::Scenario;

    use super::*;
    use crate::content::FigureName;

    #[test]
    fn a_poster_says_what_the_figure_says() {
        let analysis = Analysis::new(&Scenario::default());
        for name in FigureName::ALL {
            let figure = Figure::new(name, &analysis);
            let drawn = drawn_for_poster(&figure, &analysis).unwrap_or_else(|| {
                let StaticDrawing { width, height, .. } = poster_drawing(&figure, &analysis).unwrap();
                Drawn { svg: "<svg/>".to_owned(), width, height }
            });
            let poster =
                poster(&figure, &analysis, &drawn, "https://example.org/?a=1&b=2", &Lettering::ESTIMATED);
            let first = escaped(figure.title.split(' ').next().unwrap());
            assert!(poster.svg.contains(&format!(">{first}")), "{name:?} lacks its title");
            assert!(poster.svg.contains("a=1&amp;b=2") && poster.svg.contains("Sources: "), "{name:?}");
            assert!(poster.height > drawn.height + 100.0 && poster.height < drawn.height + 400.0, "{name:?}");
            assert!(!poster.svg.contains("NaN"), "{name:?}");
        }
    }

    #[test]
    fn lines_hold_what_they_can() {
        assert_eq!(wrapped("one two three", |line| line.len() <= 7), ["one two", "three"]);
        assert_eq!(wrapped("overlong", |_| false), ["overlong"]);
    }
}
