//! Branches in a sentence: `{{when:…}} … {{else}} … {{end}}`.

use super::names::Condition;
use super::tree::Inline;

/// An inline, or a mark of a branch that is not assembled yet.
pub(super) enum Piece {
    /// An inline that is printed.
    Inline(Inline),
    /// `{{when:…}}` on a line.
    When(usize, Condition),
    /// `{{else}}` on a line.
    Else(usize),
    /// `{{end}}` on a line.
    End(usize),
}

/// An open `{{when}}`.
struct OpenBranch {
    line: usize,
    condition: Condition,
    then: Vec<Inline>,
    otherwise: Option<Vec<Inline>>,
}

/// Assembles branches; each must begin and end within one paragraph, emphasis or link.
pub(super) fn put_together(pieces: Vec<Piece>, problem: &mut impl FnMut(usize, &str)) -> Vec<Inline> {
    let mut inlines = Vec::new();
    let mut open: Option<OpenBranch> = None;
    for piece in pieces {
        match (piece, &mut open) {
            (Piece::Inline(inline), None) => inlines.push(inline),
            (Piece::Inline(inline), Some(branch)) => {
                branch.otherwise.as_mut().unwrap_or(&mut branch.then).push(inline);
            }
            (Piece::When(line, condition), None) => {
                open = Some(OpenBranch { line, condition, then: Vec::new(), otherwise: None });
            }
            (Piece::When(line, _), Some(_)) => problem(line, "a {{when}} can't stand in another one"),
            (Piece::Else(_), Some(branch)) if branch.otherwise.is_none() => {
                branch.otherwise = Some(Vec::new())
            }
            (Piece::Else(line), _) => problem(line, "{{else}} without {{when}}"),
            (Piece::End(line), branch) => match branch.take() {
                None => problem(line, "{{end}} without {{when}}"),
                Some(OpenBranch { condition, then, otherwise, .. }) => {
                    let otherwise = otherwise.unwrap_or_default();
                    inlines.push(Inline::When { condition, then, otherwise });
                }
            },
        }
    }
    if let Some(branch) = open {
        problem(branch.line, "this {{when}} has no {{end}} in its paragraph");
    }
    trim_branches(&mut inlines);
    inlines
}

/// Trims the spaces at a branch's ends that would double a space outside it, or come before punctuation.
fn trim_branches(inlines: &mut [Inline]) {
    for index in 0..inlines.len() {
        let before = index.checked_sub(1).map(|before| &inlines[before]);
        let space_before = match before {
            Some(Inline::Text(text)) => text.ends_with(char::is_whitespace),
            other => other.is_none(),
        };
        let no_space_after = match inlines.get(index + 1) {
            Some(Inline::Text(text)) => {
                text.starts_with(|c: char| c.is_whitespace() || ".,;:?)”’…".contains(c))
            }
            other => other.is_none(),
        };
        if let Inline::When { then, otherwise, .. } = &mut inlines[index] {
            for branch in [then, otherwise] {
                if let (true, Some(Inline::Text(text))) = (space_before, branch.first_mut()) {
                    *text = text.trim_start().to_owned();
                }
                if let (true, Some(Inline::Text(text))) = (no_space_after, branch.last_mut()) {
                    *text = text.trim_end().to_owned();
                }
            }
        }
    }
}
