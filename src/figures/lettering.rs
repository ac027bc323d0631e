//! The letters of a picture: the typeface that travels in it, and how wide a text is in that typeface.

/// Width of a letter in heights of the type, on average over Latin text in Inter; wide rather than narrow.
const LETTER: f64 = 0.56;

/// The letters of a picture.
pub struct Lettering {
    /// The typeface as the address of a font file, to be written into the picture; none if whatever opens the picture
    /// has to choose one.
    pub typeface: Option<String>,
    /// The width of a text of this size and weight, pixels.
    pub width: fn(text: &str, size: f64, weight: u32) -> f64,
}

impl Lettering {
    /// Letters of an unknown typeface, whose widths are estimated.
    pub const ESTIMATED: Self =
        Self { typeface: None, width: |text, size, _| text.chars().count() as f64 * size * LETTER };

    /// The rule that defines the typeface in a picture; empty if there is none to define.
    pub(super) fn rule(&self) -> String {
        self.typeface.as_ref().map_or_else(String::new, |typeface| {
            format!(
                "<style>@font-face{{font-family:Inter;font-weight:400 700;src:url({typeface}) format(\"woff2\")}}</style>"
            )
        })
    }
}

/// A line of text in an SVG, at the baseline of a place, with size in pixels.
pub(super) fn text_at(
    (x, y): (f64, f64),
    anchor: &str,
    (size, weight): (f64, u32),
    color: &str,
    words: &str,
) -> String {
    format!(
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{color}\">{}</text>",
        escaped(words)
    )
}

/// A text inside an SVG.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
