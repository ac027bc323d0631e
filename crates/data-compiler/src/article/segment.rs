//! A piece of Markdown with its directives taken out, so that Markdown cannot misread them.
//!
//! Each `{{…}}` and `[^…]` becomes one character of a private range, which Markdown treats as a letter, and the
//! article's reader puts the directive back. A directive that prints nothing on the line (a branch, a
//! citation) is put between two fences, which Markdown treats as punctuation: so `**Own it.**{{end}}` is strong.

use super::names::Directive;
use crate::files::{File, Problem};

/// The first stand-in character; the n-th directive of a segment is `FIRST + n`.
const FIRST: u32 = 0xE000;
/// The last character of the private range.
const LAST: u32 = 0xF8FF;
/// A punctuation mark that no text needs (word separator middle dot).
const FENCE: char = '\u{2e31}';

/// Markdown without directives, and the directives.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    /// The Markdown, with stand-ins.
    pub(crate) text: String,
    first_line: usize,
    /// For each directive: its line, and its content (none if it was refused).
    directives: Vec<(usize, Option<Directive>)>,
    /// Line breaks inside directives, by the stand-in's offset, since the text no longer has them.
    swallowed: Vec<(usize, usize)>,
}

impl Segment {
    /// Replaces the directives of a piece of Markdown, which begins on a line of a file, by stand-ins.
    pub(crate) fn new(
        file: File<'_>,
        markdown: &str,
        first_line: usize,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut segment =
            Self { text: String::new(), first_line, directives: Vec::new(), swallowed: Vec::new() };
        if let Some(at) = markdown.find(|c| Self::is_stand_in(c) || Self::is_fence(c)) {
            let line = first_line + markdown[..at].matches('\n').count();
            problems
                .push(file.problem(line, "this line holds a character that the compiler needs for itself"));
            return segment;
        }
        let mut rest = markdown;
        while let Some(at) = rest.find(['{', '[', '}']) {
            segment.text += &rest[..at];
            rest = &rest[at..];
            let line = segment.line(segment.text.len());
            let (open, close) = if rest.starts_with("{{") {
                ("{{", "}}")
            } else if rest.starts_with("[^") {
                ("[^", "]")
            } else {
                if rest.starts_with("}}") {
                    problems.push(file.problem(line, "'}}' without '{{'"));
                }
                segment.text.extend(rest.chars().next());
                rest = &rest[1..];
                continue;
            };
            let Some((inside, after)) = rest[open.len()..].split_once(close) else {
                problems.push(file.problem(line, format!("'{open}' without '{close}'")));
                segment.text += rest;
                return segment;
            };
            let directive = if open == "[^" {
                Ok(Directive::Citation { source: inside.trim().to_owned() })
            } else {
                Directive::parse(inside)
            };
            segment.stand_in(
                line,
                inside,
                directive.map_err(|reason| problems.push(file.problem(line, reason))).ok(),
            );
            rest = after;
        }
        segment.text += rest;
        segment
    }

    fn stand_in(&mut self, line: usize, inside: &str, directive: Option<Directive>) {
        let code = FIRST + self.directives.len() as u32;
        if let Some(letter) = char::from_u32(code).filter(|_| code <= LAST) {
            let breaks = inside.matches('\n').count();
            if breaks > 0 {
                self.swallowed.push((self.text.len(), breaks));
            }
            let silent = matches!(
                directive,
                Some(Directive::When(_) | Directive::Else | Directive::End | Directive::Citation { .. })
            );
            if silent {
                self.text.extend([FENCE, letter, FENCE]);
            } else {
                self.text.push(letter);
            }
            self.directives.push((line, directive));
        }
    }

    /// The line in the file of an offset in the text.
    pub(crate) fn line(&self, offset: usize) -> usize {
        let breaks = self.text[..offset.min(self.text.len())].matches('\n').count();
        let swallowed: usize = self.swallowed.iter().filter(|(at, _)| *at < offset).map(|(_, n)| n).sum();
        self.first_line + breaks + swallowed
    }

    /// Whether a character is a stand-in for a directive.
    pub(crate) fn is_stand_in(letter: char) -> bool {
        (FIRST..=LAST).contains(&u32::from(letter))
    }

    /// Whether a character is a fence.
    pub(crate) fn is_fence(letter: char) -> bool {
        letter == FENCE
    }

    /// The directive of a stand-in, with its line.
    pub(crate) fn directive(&self, letter: char) -> Option<(usize, &Directive)> {
        let index = u32::from(letter).checked_sub(FIRST)?;
        let (line, directive) = self.directives.get(index as usize)?;
        directive.as_ref().map(|directive| (*line, directive))
    }
}
