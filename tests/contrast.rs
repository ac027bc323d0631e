//! Contrast of every colour with its background, in both themes: words at 4.5 to 1, marks at 3 to 1 (WCAG 2.2, 1.4.3
//! and 1.4.11).

#![expect(clippy::unwrap_used, reason = "what fails to unwrap is a failed test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use own_or_rent::theme::Theme;

/// Words and their backgrounds, by the names in `styles/tokens.css`.
const WORDS: [(&str, &[&str]); 7] = [
    ("ink", &["paper", "raised", "bar", "own-wash", "rent-wash", "accuracy-wash", "warning-wash"]),
    ("soft", &["paper", "raised", "bar"]),
    ("own", &["paper", "raised", "bar"]),
    ("rent", &["paper", "raised", "bar"]),
    ("accuracy", &["paper", "raised", "bar"]),
    ("warning", &["paper", "raised", "warning-wash"]),
    // The skip link, and the words on the bars of the ledger.
    ("paper", &["ink", "own", "rent"]),
];

/// Curves, rails, thumbs and the focus ring, and their backgrounds.
const MARKS: [(&str, &[&str]); 6] = [
    ("own", &["paper", "raised", "own-wash"]),
    ("rent", &["paper", "raised", "rent-wash"]),
    ("accuracy", &["paper", "raised", "accuracy-wash"]),
    ("warning", &["paper", "raised"]),
    ("ink", &["paper", "raised", "rule"]),
    ("focus", &["paper", "raised", "bar", "own-wash", "rent-wash"]),
];

/// The colours of a theme, by name: a link selects dark by `data-theme`.
fn colours(theme: Theme) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("styles/tokens.css");
    let css = fs::read_to_string(path).unwrap();
    let start = match theme {
        Theme::Light => ":root {",
        Theme::Dark => ":root[data-theme=\"dark\"] {",
    };
    let block = css.split_once(start).unwrap().1.split_once('}').unwrap().0;
    let colour = |line: &str| {
        let (name, value) = line.trim().strip_prefix("--")?.strip_suffix(';')?.split_once(": ")?;
        value.starts_with('#').then(|| (name.to_owned(), value.to_owned()))
    };
    block.lines().filter_map(colour).collect()
}

/// The contrast of two colours as WCAG defines it.
fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |color: &str| {
        let part = |at: usize| {
            let x = f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0;
            if x <= 0.04045 { x / 12.92 } else { libm::pow((x + 0.055) / 1.055, 2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    };
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The pairs with less contrast than this.
fn faint(pairs: &[(&str, &[&str])], least: f64) -> Vec<String> {
    let mut faint = Vec::new();
    for theme in Theme::ALL {
        let colours = colours(theme);
        for (front, grounds) in pairs {
            for ground in *grounds {
                let contrast = contrast(&colours[*front], &colours[*ground]);
                if contrast < least {
                    faint.push(format!("{theme:?}: {front} on {ground} is {contrast:.2}, not {least}"));
                }
            }
        }
    }
    faint
}

#[test]
fn words_contrast_with_their_backgrounds() {
    assert_eq!(faint(&WORDS, 4.5), Vec::<String>::new());
}

#[test]
fn marks_contrast_with_their_backgrounds() {
    assert_eq!(faint(&MARKS, 3.0), Vec::<String>::new());
}

/// The ledger puts words on bars, in shades that the page uses nowhere else.
#[test]
fn words_can_be_read_on_the_bars() {
    for theme in Theme::ALL {
        let palette = theme.palette();
        for ground in [palette.own_deep, palette.rent_deep] {
            assert!(contrast(palette.paper, ground) >= 4.5, "{theme:?}: {ground}");
        }
    }
}
