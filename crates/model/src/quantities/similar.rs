//! Names that resemble each other: what was probably meant by a name that is not known.

/// How many letters two names differ by, if few enough that one is a slip for the other: one in four, one at least.
/// A letter more, a letter less, another letter, or two neighbours exchanged count one each; size and dashes don't count.
///
/// ```
/// use model::similar::slips;
/// assert_eq!(slips("gpu_cuont", "gpu_count"), Some(1));
/// assert_eq!(slips("GPU-count", "gpu_count"), Some(0));
/// assert_eq!(slips("gclid", "gpu"), None);
/// ```
pub fn slips(given: &str, known: &str) -> Option<usize> {
    let most = (known.len() / 4).max(1);
    if given.len().abs_diff(known.len()) > most {
        return None;
    }
    let letters = |text: &str| -> Vec<u8> {
        text.bytes().map(|c| if c == b'-' { b'_' } else { c.to_ascii_lowercase() }).collect()
    };
    let (a, b) = (letters(given), letters(known));
    // Rows of the table of distances between the beginnings of both names: two before this one, for exchanged letters.
    let (mut before, mut last): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..=b.len()).collect());
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX - 1);
            let mut least =
                (at(&last, j) + usize::from(x != y)).min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let is_exchanged = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if is_exchanged {
                least = least.min(at(&before, j - 1) + 1);
            }
            row.push(least);
        }
        before = core::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|n| *n <= most && *n < known.len())
}

/// The known name that was probably meant: the one with the fewest slips, or else the first that begins so.
///
/// ```
/// use model::similar::nearest;
/// assert_eq!(nearest("retrains", ["horizon", "retrains_per_year"]), Some("retrains_per_year"));
/// assert_eq!(nearest("xyzzy", ["horizon", "retrains_per_year"]), None);
/// ```
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// The letters that make a beginning.
    const BEGINNING: usize = 4;
    let mut best: Option<(usize, &str)> = None;
    let mut begins = None;
    for name in known {
        if let Some(n) = slips(given, name).filter(|n| best.is_none_or(|(least, _)| *n < least)) {
            best = Some((n, name));
        }
        if given.len() >= BEGINNING && begins.is_none() && name.starts_with(given) {
            begins = Some(name);
        }
    }
    best.map(|(_, name)| name).or(begins)
}
