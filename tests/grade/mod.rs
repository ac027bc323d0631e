//! The grade of a text by Flesch-Kincaid: the years of school after which it reads easily.
//!
//! Grade = 0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid and others, 1975). Syllables are counted by
//! the rules of English spelling below, which are wrong for one word in ten or so and right on average.

/// The counts from which the grade of a text is computed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Counts {
    words: usize,
    sentences: usize,
    syllables: usize,
}

impl Counts {
    /// Counts a paragraph. A sentence ends at `.`, `!` or `?` before a space; a token without letter or digit is no
    /// word.
    pub(crate) fn of(paragraph: &str) -> Self {
        let mut counts = Self::default();
        let mut is_open = false;
        for token in paragraph.split_whitespace() {
            counts.syllables += syllables(token);
            if token.chars().any(char::is_alphanumeric) {
                counts.words += 1;
                is_open = true;
            }
            let end = token.trim_end_matches(['"', '\u{201d}', '\u{2019}', ')']);
            if is_open && end.ends_with(['.', '!', '?']) {
                counts.sentences += 1;
                is_open = false;
            }
        }
        counts.sentences += usize::from(is_open);
        counts
    }

    /// The counts of both texts together.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            words: self.words + other.words,
            sentences: self.sentences + other.sentences,
            syllables: self.syllables + other.syllables,
        }
    }

    /// The number of words.
    pub(crate) fn words(self) -> usize {
        self.words
    }

    /// The grade.
    pub(crate) fn grade(self) -> f64 {
        let [words, sentences, syllables] = [self.words, self.sentences, self.syllables].map(|n| n as f64);
        0.39 * words / sentences.max(1.0) + 11.8 * syllables / words.max(1.0) - 15.59
    }
}

/// The syllables between two spaces: a number has one, as it is seen at a glance and not spelt out; `$` and `%` are
/// "dollars" and "per cent"; letters that are named one by one, as in "GPU", have one each.
pub(crate) fn syllables(token: &str) -> usize {
    let signs = 2 * token.chars().filter(|c| matches!(c, '$' | '%')).count();
    let parts = token.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '\u{2019}' | '.' | ','));
    signs + parts.map(of_part).sum::<usize>()
}

fn of_part(part: &str) -> usize {
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let has_number = part.chars().any(|c| c.is_ascii_digit());
    let letters = part.split(is_digit).filter(|letters| !letters.is_empty());
    usize::from(has_number) + letters.map(of_letters).sum::<usize>()
}

fn of_letters(letters: &str) -> usize {
    let stem = letters.split(['\'', '\u{2019}']).next().unwrap_or_default();
    // "GPUs" is named letter by letter too.
    let named = stem.strip_suffix('s').unwrap_or(stem);
    if !named.is_empty() && named.chars().all(|c| c.is_ascii_uppercase()) && stem != "A" {
        return named.chars().map(|c| if c == 'W' { 3 } else { 1 }).sum();
    }
    of_word(&stem.to_lowercase())
}

fn of_word(word: &str) -> usize {
    let is_vowel = |c: char| "aeiouyéö".contains(c);
    let chars: Vec<char> = word.chars().collect();
    let groups = chars
        .iter()
        .enumerate()
        .filter(|(at, c)| is_vowel(**c) && (*at == 0 || !is_vowel(chars[at - 1])))
        .count();
    // Two vowels that are spoken apart: "media", "area", "idea", "radio", "real", "going"; not those of "-tion",
    // "-cial".
    let apart = ["ia", "io", "eo", "iu", "ua", "ea", "oi", "ie"];
    let n_apart = (1..chars.len()).filter(|at| {
        let pair: String = chars[at - 1..=*at].iter().collect();
        let before = at.checked_sub(2).map(|at| chars[at]);
        let rest: String = chars[at + 1..].iter().collect();
        apart.contains(&pair.as_str())
            && match pair.as_str() {
                "ea" => rest.is_empty() || word == "real" || word == "create" || word == "area",
                "oi" => rest == "ng",
                "ie" => rest == "nt" || rest == "nce" || rest == "ty" || rest == "r" && before == Some('l'),
                "eo" => word != "people",
                "ua" => !matches!(before, Some('q' | 'g')),
                _ => !matches!(before, Some('t' | 's' | 'c' | 'g' | 'x')) || rest.starts_with("te"),
            }
    });
    let n_apart = n_apart.count();
    let is_silent = |ending: &str, spoken_after: &[&str]| {
        word.strip_suffix(ending).is_some_and(|stem| {
            stem.chars().any(is_vowel)
                && !stem.ends_with(is_vowel)
                && !spoken_after.iter().any(|end| stem.ends_with(end))
        })
    };
    let is_le = |ending: &str| {
        word.strip_suffix(ending).is_some_and(|stem| stem.chars().next_back().is_some_and(|c| !is_vowel(c)))
    };
    let n_silent = usize::from(
        (is_silent("e", &[]) && !is_le("le"))
            || is_silent("ed", &["t", "d"])
            || (is_silent("es", &["s", "x", "z", "c", "g", "ch", "sh"]) && !is_le("les")),
    );
    (groups + n_apart).saturating_sub(n_silent).max(1)
}
