//! How hard the article is to read: the Flesch-Kincaid grade of its main text, as the page shows it in the default case.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use own_or_rent::App;
use own_or_rent::components::contents::body_sections;
use yew::LocalServerRenderer;

/// Years of school that may be needed, at most: what Chartability asks for.
const HIGHEST_GRADE: f64 = 9.0;

/// How many paragraphs are named when the text has become too hard.
const N_NAMED: usize = 10;

/// A text's length, in what its grade counts.
#[derive(Clone, Copy, Default)]
struct Counts {
    sentences: usize,
    words: usize,
    syllables: usize,
}

impl Counts {
    fn of(text: &str) -> Self {
        let words: Vec<&str> = text
            .split([' ', '\u{a0}', '\u{202f}', '\n', '\u{2013}'])
            .filter(|word| word.contains(char::is_alphanumeric))
            .collect();
        let ends = |word: &&&str| {
            word.trim_end_matches([')', '"', '\u{201d}', '\u{2019}']).ends_with(['.', '?', '!'])
        };
        // What ends without a full stop is a sentence too.
        let open = words.last().is_some_and(|last| !ends(&last));
        Self {
            sentences: words.iter().filter(ends).count() + usize::from(open),
            words: words.len(),
            syllables: words.iter().map(|word| syllables(word)).sum(),
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            sentences: self.sentences + other.sentences,
            words: self.words + other.words,
            syllables: self.syllables + other.syllables,
        }
    }

    /// Kincaid and others, 1975.
    fn grade(self) -> f64 {
        let (sentences, words) = (self.sentences as f64, self.words as f64);
        0.39 * words / sentences + 11.8 * self.syllables as f64 / words - 15.59
    }
}

/// The syllables of a word, counted by its groups of vowels: a silent e at the end and the e of "-es" and "-ed" are left
/// out where they aren't spoken. It is off by one for about one word in ten, as often up as down. A number counts as one,
/// as in the programs that such grades usually come from, and a name in capitals as one for each letter.
fn syllables(word: &str) -> usize {
    let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    if letters.is_empty() {
        return 1;
    }
    if letters.len() > 1 && letters.chars().all(char::is_uppercase) {
        return letters.chars().count();
    }
    let lower = letters.to_lowercase();
    let is_vowel = |c: char| "aeiouy\u{e9}".contains(c);
    let mut groups = 0;
    let mut before = false;
    for c in lower.chars() {
        groups += usize::from(is_vowel(c) && !before);
        before = is_vowel(c);
    }
    // What stands before a last e that may be silent; a vowel there is of one group with it.
    let before_e = |ending: &str| lower.strip_suffix(ending).filter(|stem| !stem.ends_with(is_vowel));
    let is_spoken_l = |stem: &str| stem.strip_suffix('l').is_some_and(|stem| !stem.ends_with(is_vowel));
    let hisses = ["s", "c", "x", "z", "ch", "sh", "g"];
    let silent_e = before_e("e").is_some_and(|stem| !is_spoken_l(stem))
        || before_e("ed").is_some_and(|stem| !stem.ends_with(['t', 'd']))
        || before_e("es")
            .is_some_and(|stem| !is_spoken_l(stem) && !hisses.iter().any(|hiss| stem.ends_with(hiss)));
    // "-ia", "-io" and "-ua" are spoken as two, but not in "-tion".
    let parted =
        ["ia", "io", "iu", "ua", "uou"].iter().map(|pair| lower.matches(pair).count()).sum::<usize>();
    let joined = ["tio", "sio", "cia", "tia", "cio", "qua", "gua", "gio"]
        .iter()
        .map(|pair| lower.matches(pair).count())
        .sum::<usize>();
    (groups + parted).saturating_sub(joined + usize::from(silent_e)).max(1)
}

/// A page's text without the elements that open with `open`, which hold none of their own kind.
fn without(html: &str, open: &str, close: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(open) {
        kept.push_str(before);
        rest = after.split_once(close).unwrap().1;
    }
    kept + rest
}

/// The text of the paragraphs in a part of the page, tags, figures and what only a screen reader says left out.
fn paragraphs(html: &str) -> Vec<String> {
    let html = without(html, "<figure", "</figure>");
    let html = without(&html, "<span class=\"visually-hidden\"", "</span>");
    let html = without(&html, "<sup", "</sup>");
    let text = |paragraph: &str| {
        let inside = paragraph.split_once('>').unwrap().1.split_once("</p>").unwrap().0;
        let words: String =
            inside.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
        words.replace("&amp;", "&").replace("&#x27;", "\u{2019}").trim().to_owned()
    };
    html.split("<p").skip(1).filter(|part| part.starts_with(['>', ' '])).map(text).collect()
}

/// Everything that the main text says, a paragraph each.
async fn main_text() -> Vec<String> {
    let page = LocalServerRenderer::<App>::new().hydratable(false).render().await;
    let between =
        |start: &str, end: &str| page.split_once(start).unwrap().1.split_once(end).unwrap().0.to_owned();
    let mut text = paragraphs(&between("<div class=\"standfirst\">", "<ul class=\"conditions\""));
    text.extend(paragraphs(&between("<div class=\"preface\">", "<p class=\"byline\">")));
    for section in body_sections().filter(|section| section.id != "method") {
        text.extend(paragraphs(&between(&format!(" id=\"{}-title\">", section.id), "</section>")));
    }
    text
}

#[tokio::test(flavor = "current_thread")]
async fn the_main_text_needs_nine_years_of_school_at_most() {
    let text = main_text().await;
    let counts: Vec<Counts> = text.iter().map(|paragraph| Counts::of(paragraph)).collect();
    let all = counts.iter().copied().fold(Counts::default(), Counts::plus);
    assert!(text.len() > 30 && all.words > 1500, "{} paragraphs, {} words", text.len(), all.words);
    let mut hardest: Vec<(f64, &String)> = counts.iter().map(|counts| counts.grade()).zip(&text).collect();
    hardest.sort_by(|a, b| b.0.total_cmp(&a.0));
    let named: String =
        hardest.iter().take(N_NAMED).map(|(grade, text)| format!("\n{grade:.1}: {text}")).collect();
    let grade = all.grade();
    assert!(
        grade <= HIGHEST_GRADE,
        "grade {grade:.2} ({} words, {} sentences, {} syllables); the hardest:{named}",
        all.words,
        all.sentences,
        all.syllables
    );
}

#[test]
fn syllables_are_counted() {
    for (word, expected) in [
        ("own", 1),
        ("pays", 1),
        ("model", 2),
        ("open", 2),
        ("saved", 1),
        ("counted", 2),
        ("prices", 2),
        ("table", 2),
        ("whole", 1),
        ("accuracy", 4),
        ("evaluation", 5),
        ("engineers", 3),
        ("rules", 1),
        ("million", 3),
        ("media", 3),
        ("question", 2),
        ("32,", 1),
        ("GPU", 3),
        ("trained", 1),
        ("values", 2),
        ("the", 1),
        ("be", 1),
        ("company\u{2019}s", 3),
        ("area", 3),
    ] {
        assert!(
            syllables(word).abs_diff(expected) <= usize::from(["million", "area"].contains(&word)),
            "{word}: {}",
            syllables(word)
        );
    }
}

#[test]
fn the_grade_is_kincaids() {
    // 11 words, 2 sentences, 11 syllables.
    let counts = Counts::of("The cat sat on the mat. The dog did not sit");
    assert_eq!((counts.sentences, counts.words, counts.syllables), (2, 11, 11));
    assert!((counts.grade() - (0.39 * 5.5 + 11.8 - 15.59)).abs() < 1e-12);
}
