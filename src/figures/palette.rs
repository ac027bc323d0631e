//! The figures' colours: the same values as `styles/tokens.css`, as a drawn chart can't read custom properties.

use crate::theme::Theme;

impl Theme {
    /// The colours of this theme.
    pub const fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
        }
    }
}

/// The colours of a theme. Each has one meaning, in every figure and in the words around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// The background of a figure.
    pub paper: &'static str,
    /// Cards and tooltips.
    pub raised: &'static str,
    /// Important words and marks.
    pub ink: &'static str,
    /// Explanatory words.
    pub soft: &'static str,
    /// Lines that only guide the eye.
    pub rule: &'static str,
    /// Owning.
    pub own: &'static str,
    /// Owning, as an area behind ink.
    pub own_wash: &'static str,
    /// Owning, between [`Palette::own`] and ink: for people among machines.
    pub own_deep: &'static str,
    /// Renting.
    pub rent: &'static str,
    /// Renting, as an area behind ink.
    pub rent_wash: &'static str,
    /// Renting, between [`Palette::rent`] and ink.
    pub rent_deep: &'static str,
    /// Accuracy.
    pub accuracy: &'static str,
    /// Warnings.
    pub warning: &'static str,
    /// Kinds of measurement, which appear in one figure only.
    pub kinds: [&'static str; 4],
}

impl Palette {
    const fn colors(&self) -> [&'static str; 17] {
        let [first, second, third, fourth] = self.kinds;
        [
            self.paper,
            self.raised,
            self.ink,
            self.soft,
            self.rule,
            self.own,
            self.own_wash,
            self.own_deep,
            self.rent,
            self.rent_wash,
            self.rent_deep,
            self.accuracy,
            self.warning,
            first,
            second,
            third,
            fourth,
        ]
    }
}

/// A colour of the light theme as the custom property that has it, which follows the reader's theme; others stay.
pub(super) fn themed(color: &str) -> &str {
    let place = LIGHT.colors().iter().position(|known| *known == color);
    place.map_or(color, |place| PROPERTIES.colors()[place])
}

/// A drawing with the colours of a theme in the place of the custom properties, for whatever has no style sheet.
pub(super) fn unthemed(svg: &str, theme: Theme) -> String {
    let colors = PROPERTIES.colors().into_iter().zip(theme.palette().colors());
    colors.fold(svg.to_owned(), |svg, (property, color)| svg.replace(property, color))
}

/// The custom properties that hold the colours: those of `styles/tokens.css` and, for colours that nothing but a drawing has,
/// of `styles/embed.css`.
pub(super) const PROPERTIES: Palette = Palette {
    paper: "var(--paper)",
    raised: "var(--raised)",
    ink: "var(--ink)",
    soft: "var(--soft)",
    rule: "var(--rule)",
    own: "var(--own)",
    own_wash: "var(--own-wash)",
    own_deep: "var(--own-deep)",
    rent: "var(--rent)",
    rent_wash: "var(--rent-wash)",
    rent_deep: "var(--rent-deep)",
    accuracy: "var(--accuracy)",
    warning: "var(--warning)",
    kinds: ["var(--kind-1)", "var(--kind-2)", "var(--kind-3)", "var(--kind-4)"],
};

const LIGHT: Palette = Palette {
    paper: "#fbfaf6",
    raised: "#ffffff",
    ink: "#1c1b19",
    soft: "#5d5a54",
    rule: "#dedad0",
    own: "#0a7069",
    own_wash: "#cfe6e1",
    own_deep: "#0f5752",
    rent: "#b8490f",
    rent_wash: "#f6dccb",
    rent_deep: "#8b3c12",
    accuracy: "#4a4aa8",
    warning: "#9c1c2e",
    kinds: ["#2f5d8a", "#8a5a00", "#4f6f1d", "#7a3b6e"],
};

const DARK: Palette = Palette {
    paper: "#131518",
    raised: "#1b1e22",
    ink: "#ebe8e1",
    soft: "#a19d94",
    rule: "#34373c",
    own: "#56c7b9",
    own_wash: "#1d3f3b",
    own_deep: "#83d1c5",
    rent: "#f0985f",
    rent_wash: "#4a2c1c",
    rent_deep: "#efb086",
    accuracy: "#aeb0f5",
    warning: "#ef8590",
    kinds: ["#8db8e0", "#dcae5a", "#a9c671", "#d79ac8"],
};
