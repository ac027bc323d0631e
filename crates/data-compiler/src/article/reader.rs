//! Reads the article's Markdown files into a [`tree`](super::tree), and looks up every name on the way.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, OffsetIter, Options, Parser, Tag, TagEnd};

use super::branch::{self, Piece};
use super::names::{Directive, FigureName};
use super::reference::Reference;
use super::segment::Segment;
use super::tree::{Block, Inline, Section};
use crate::catalogue::Catalogue;
use crate::files::{File, Problem};
use crate::typography::{self, Typesetter};

/// The names that the article uses, with their places, for the checks and for the page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Uses {
    /// Cited sources, in order of first citation.
    pub(crate) citations: Vec<String>,
    /// Outputs in `{{value:…}}`: the name, and the place as `file:line`.
    pub(crate) values: Vec<(String, String)>,
    /// Fact blocks: the fact, and the problem to report if a second one follows.
    pub(crate) facts: Vec<(usize, Problem)>,
    /// Figures of facts that are printed inside their own fact's block: (fact, figure).
    pub(crate) claims: Vec<(usize, usize)>,
    /// Facts whose lost amount is printed inside their own block.
    pub(crate) lost: Vec<usize>,
    /// Figures of the page.
    pub(crate) figures: Vec<(FigureName, Problem)>,
    /// Panels.
    pub(crate) panels: Vec<Problem>,
    /// Anchors: sections and headings, with the problem to report if a second one follows.
    pub(crate) anchors: Vec<(String, Problem)>,
}

/// Reads files one after another.
pub(crate) struct Reader<'a> {
    catalogue: &'a Catalogue<'a>,
    reference: &'a Reference<'a>,
    file: File<'a>,
    /// The fact whose block is open.
    fact: Option<usize>,
    /// The typographic state of a sentence where its branch began.
    before_branch: Typesetter,
    pub(crate) uses: Uses,
    pub(crate) problems: Vec<Problem>,
}

type Events<'s> = Peekable<OffsetIter<'s>>;

/// An open `::: fact` block: its line, its fact if known, and the blocks before it.
struct OpenFact {
    line: usize,
    fact: Option<usize>,
    before: Vec<Block>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(catalogue: &'a Catalogue<'a>, reference: &'a Reference<'a>) -> Self {
        let file = File { path: "", text: "" };
        let before_branch = Typesetter::default();
        Self {
            catalogue,
            reference,
            file,
            fact: None,
            before_branch,
            uses: Uses::default(),
            problems: Vec::new(),
        }
    }

    /// Reads one file: a section.
    pub(crate) fn section(&mut self, file: File<'a>) -> Section {
        self.file = file;
        let mut lines = file.text.lines().enumerate().peekable();
        let title = lines.next().and_then(|(_, line)| line.strip_prefix("# ")).unwrap_or_default().trim();
        if title.is_empty() {
            self.problem(1, "the first line must be the section's title: # Title");
        }
        let id = lines.peek().and_then(|(_, line)| {
            line.trim().strip_prefix("<!--")?.strip_suffix("-->")?.trim().strip_prefix("id:").map(str::trim)
        });
        if id.is_some() {
            lines.next();
        }
        let id =
            id.unwrap_or_else(|| file.stem().trim_start_matches(|c: char| c.is_ascii_digit() || c == '-'));
        self.anchor(if lines.peek().is_some_and(|(at, _)| *at == 2) { 2 } else { 1 }, id);
        let blocks = self.blocks_of(lines);
        Section { id: id.to_owned(), title: typography::set(title), blocks }
    }

    fn problem(&mut self, line: usize, reason: impl Into<String>) {
        self.problems.push(self.file.problem(line, reason));
    }

    fn anchor(&mut self, line: usize, id: &str) {
        let problem = self.file.problem(line, format!("the anchor '{id}' is used twice"));
        self.uses.anchors.push((id.to_owned(), problem));
    }

    /// The file's body: block directives, and the Markdown between them.
    fn blocks_of<'l>(&mut self, lines: impl Iterator<Item = (usize, &'l str)>) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut open: Option<OpenFact> = None;
        let mut markdown = String::new();
        let mut first_line = 1;
        for (index, text) in lines {
            let line = index + 1;
            let directive = text.trim_end();
            let fence = directive.strip_prefix(":::").map(str::trim);
            let inner = directive.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")).map(str::trim);
            let block = inner.and_then(|inner| self.block_directive(line, inner));
            if fence.is_none() && block.is_none() {
                if markdown.is_empty() {
                    first_line = line;
                }
                markdown += text;
                markdown.push('\n');
                continue;
            }
            blocks.extend(self.markdown(&std::mem::take(&mut markdown), first_line));
            blocks.extend(block.flatten());
            match (fence, open.take()) {
                (None, still) => open = still,
                (Some(""), Some(closed)) => {
                    let inside = std::mem::replace(&mut blocks, closed.before);
                    blocks.extend(closed.fact.map(|fact| Block::Fact { fact, blocks: inside }));
                    self.fact = None;
                }
                (Some(""), None) => self.problem(line, "':::' closes nothing"),
                (Some(_), Some(still)) => {
                    self.problem(line, format!("the block that begins on line {} is not closed", still.line));
                    open = Some(still);
                }
                (Some(name), None) => {
                    let fact = self.open_fact(line, name);
                    self.fact = fact;
                    open = Some(OpenFact { line, fact, before: std::mem::take(&mut blocks) });
                }
            }
        }
        blocks.extend(self.markdown(&markdown, first_line));
        if let Some(open) = open {
            self.problem(open.line, "this block is not closed with ':::'");
            self.fact = None;
        }
        blocks
    }

    fn open_fact(&mut self, line: usize, name: &str) -> Option<usize> {
        let Some(id) = name.strip_prefix("fact ").map(str::trim) else {
            self.problem(line, format!("unknown block '::: {name}'; there is '::: fact FACT'"));
            return None;
        };
        let fact = self.fact_index(line, id)?;
        let again = self.file.problem(line, format!("the fact '{id}' is in the article twice"));
        self.uses.facts.push((fact, again));
        Some(fact)
    }

    /// A directive alone on its line: `None` if it is not a block directive, `Some(None)` if it is wrong.
    fn block_directive(&mut self, line: usize, inner: &str) -> Option<Option<Block>> {
        let (name, argument) = inner.split_once(':').unwrap_or((inner, ""));
        let argument = argument.trim();
        Some(match name.trim() {
            "figure" => match FigureName::from_name(argument) {
                Ok(figure) => {
                    let again =
                        self.file.problem(line, format!("the figure '{argument}' is in the article twice"));
                    self.uses.figures.push((figure, again));
                    Some(Block::Figure(figure))
                }
                Err(reason) => {
                    self.problem(line, format!("unknown figure: {reason}"));
                    None
                }
            },
            "slider" => match self.catalogue.inputs.iter().find(|input| input.id == argument) {
                Some(input) if input.min.is_some() => Some(Block::Slider(input.id.clone())),
                Some(_) => {
                    self.problem(line, format!("'{argument}' is a choice and has no slider"));
                    None
                }
                None => {
                    self.problem(line, format!("unknown input '{argument}'"));
                    None
                }
            },
            "panel" => {
                self.uses.panels.push(self.file.problem(line, "the panel is in the article twice"));
                Some(Block::Panel)
            }
            _ => return None,
        })
    }

    fn fact_index(&mut self, line: usize, id: &str) -> Option<usize> {
        let index = self.reference.facts.facts.iter().position(|fact| fact.id == id);
        if index.is_none() {
            self.problem(line, format!("unknown fact '{id}'"));
        }
        index
    }

    fn markdown(&mut self, markdown: &str, first_line: usize) -> Vec<Block> {
        let segment = Segment::new(self.file, markdown, first_line, &mut self.problems);
        let mut events = Parser::new_ext(&segment.text, Options::empty()).into_offset_iter().peekable();
        self.blocks(&segment, &mut events)
    }

    /// Blocks up to the end of their container.
    fn blocks(&mut self, segment: &Segment, events: &mut Events<'_>) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, range)) = events.peek() {
            let line = segment.line(range.start);
            match event {
                Event::End(_) => {
                    events.next();
                    return blocks;
                }
                Event::Start(Tag::Paragraph) => {
                    events.next();
                    blocks.push(Block::Paragraph(self.inlines(
                        segment,
                        events,
                        &mut Typesetter::default(),
                        true,
                    )));
                }
                Event::Start(Tag::Heading { level, .. }) => {
                    let level = *level;
                    events.next();
                    blocks.push(self.heading(events, level, line));
                }
                Event::Start(Tag::List(start)) => {
                    let ordered = start.is_some();
                    events.next();
                    let mut items = Vec::new();
                    while let Some((Event::Start(_), _)) = events.next() {
                        items.push(self.blocks(segment, events));
                    }
                    blocks.push(Block::List { ordered, items });
                }
                Event::Start(Tag::BlockQuote(_)) => {
                    events.next();
                    blocks.push(Block::Quote(self.blocks(segment, events)));
                }
                Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. })
                | Event::Text(_)
                | Event::Code(_) => {
                    // An item of a list whose items are not paragraphs.
                    blocks.push(Block::Paragraph(self.inlines(
                        segment,
                        events,
                        &mut Typesetter::default(),
                        false,
                    )));
                }
                other => {
                    let reason = refused(other);
                    self.problem(line, reason);
                    skip(events);
                }
            }
        }
        blocks
    }

    fn heading(&mut self, events: &mut Events<'_>, level: HeadingLevel, line: usize) -> Block {
        let mut plain = String::new();
        for (event, _) in events.by_ref() {
            match event {
                Event::End(TagEnd::Heading(_)) => break,
                Event::Text(text) | Event::Code(text) => plain += &text,
                Event::SoftBreak | Event::HardBreak => plain.push(' '),
                _ => {}
            }
        }
        if level != HeadingLevel::H2 {
            self.problem(line, "only '## ' headings may stand in a section");
        }
        if plain.chars().any(Segment::is_stand_in) {
            self.problem(line, "a heading can't hold a directive");
        }
        let slug = slug(&plain);
        self.anchor(line, &slug);
        Block::Heading { slug, text: typography::set(&plain) }
    }

    /// The inlines up to the end of what holds them; `closed` says whether that end is their own (a paragraph's,
    /// an emphasis's) or a list item's.
    fn inlines(
        &mut self,
        segment: &Segment,
        events: &mut Events<'_>,
        typesetter: &mut Typesetter,
        closed: bool,
    ) -> Vec<Inline> {
        let mut pieces = Vec::new();
        let mut text = String::new();
        while let Some((event, range)) = events.peek() {
            let line = segment.line(range.start);
            match event {
                Event::Text(more) => text += more,
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                Event::End(_) => {
                    if closed {
                        events.next();
                    }
                    break;
                }
                Event::Start(tag) if !closed && !is_inline(tag) => break,
                _ => {
                    self.text(segment, &std::mem::take(&mut text), typesetter, &mut pieces);
                    let inline = self.inline(segment, events, typesetter, line);
                    pieces.extend(inline.map(Piece::Inline));
                    continue;
                }
            }
            events.next();
        }
        self.text(segment, &text, typesetter, &mut pieces);
        branch::put_together(pieces, &mut |line, reason| self.problem(line, reason))
    }

    /// An inline other than text.
    fn inline(
        &mut self,
        segment: &Segment,
        events: &mut Events<'_>,
        typesetter: &mut Typesetter,
        line: usize,
    ) -> Option<Inline> {
        let (event, _): (Event<'_>, Range<usize>) = events.next()?;
        match event {
            Event::Start(Tag::Emphasis) => {
                Some(Inline::Emphasis(self.inlines(segment, events, typesetter, true)))
            }
            Event::Start(Tag::Strong) => {
                Some(Inline::Strong(self.inlines(segment, events, typesetter, true)))
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                let content = self.inlines(segment, events, typesetter, true);
                let url = dest_url.into_string();
                // The site has the pages of docs/model/ in model/, beside the article.
                if !["https://", "#", "model/"].iter().any(|start| url.starts_with(start)) {
                    let reason = format!("a link must begin with https://, # or model/, not '{url}'");
                    self.problem(line, reason);
                }
                Some(Inline::Link { url, content })
            }
            Event::Code(code) => {
                if code.chars().any(Segment::is_stand_in) {
                    self.problem(line, "code can't hold a directive");
                }
                typesetter.pass(&code);
                Some(Inline::Code(code.into_string()))
            }
            other => {
                self.problem(line, refused(&other));
                if matches!(other, Event::Start(_)) {
                    skip_to_end(events);
                }
                None
            }
        }
    }

    /// Text with its directives put back.
    fn text(&mut self, segment: &Segment, text: &str, typesetter: &mut Typesetter, pieces: &mut Vec<Piece>) {
        let text = text.replace(Segment::is_fence, "");
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let at = rest.find(Segment::is_stand_in).unwrap_or(rest.len());
            if at > 0 {
                pieces.push(Piece::Inline(Inline::Text(typesetter.set(&rest[..at]))));
            }
            rest = &rest[at..];
            if let Some(letter) = rest.chars().next() {
                rest = &rest[letter.len_utf8()..];
                if let Some((line, directive)) = segment.directive(letter) {
                    pieces.extend(self.directive(line, directive, typesetter));
                }
            }
        }
    }

    fn directive(
        &mut self,
        line: usize,
        directive: &Directive,
        typesetter: &mut Typesetter,
    ) -> Option<Piece> {
        let inline = match directive {
            Directive::When(condition) => {
                self.before_branch = *typesetter;
                return Some(Piece::When(line, *condition));
            }
            Directive::Else => {
                // The sentence goes on from where the first branch began.
                *typesetter = self.before_branch;
                return Some(Piece::Else(line));
            }
            Directive::End => return Some(Piece::End(line)),
            Directive::Claim { fact, figure } => {
                let (fact, figure) = self.claim(line, fact, figure)?;
                typesetter.pass(&self.reference.facts.facts[fact].figures[figure].printed());
                Inline::Claim { fact, figure }
            }
            Directive::Lost { fact } => {
                typesetter.pass("x");
                self.lost(line, fact)?
            }
            Directive::Check { fact, number } => {
                typesetter.pass("0");
                let fact = self.fact_index(line, fact)?;
                Inline::Check { fact, number: number.clone() }
            }
            Directive::Value { output } => {
                typesetter.pass("0");
                let place = format!("data/{}:{line}", self.file.path);
                self.uses.values.push((output.clone(), place));
                Inline::Value { output: output.clone() }
            }
            Directive::Input { input } => {
                typesetter.pass("0");
                let Some(known) = self.catalogue.inputs.iter().find(|known| known.id == *input) else {
                    self.problem(line, format!("unknown input '{input}'"));
                    return None;
                };
                Inline::Input { input: input.clone(), label: known.label.clone() }
            }
            Directive::Term { term, text } => {
                let Some(index) = self.reference.terms.iter().position(|known| known.id == *term) else {
                    self.problem(line, format!("unknown term '{term}'"));
                    return None;
                };
                let shown = text.as_ref().unwrap_or(&self.reference.terms[index].label);
                typesetter.pass(shown);
                Inline::Term { term: index, text: typography::set(shown) }
            }
            Directive::Citation { source } => {
                if !self.catalogue.sources.iter().any(|known| known.id == *source) {
                    self.problem(line, format!("unknown source '{source}'"));
                    return None;
                }
                let cited = &mut self.uses.citations;
                let index = cited.iter().position(|known| known == source).unwrap_or_else(|| {
                    cited.push(source.clone());
                    cited.len() - 1
                });
                Inline::Citation { number: index + 1 }
            }
        };
        Some(Piece::Inline(inline))
    }

    /// The indices of a fact and of one of its figures.
    fn claim(&mut self, line: usize, fact: &str, figure: &str) -> Option<(usize, usize)> {
        let index = self.fact_index(line, fact)?;
        let figures = &self.reference.facts.facts[index].figures;
        let Some(found) = figures.iter().position(|known| known.name == figure) else {
            let known: Vec<_> = figures.iter().map(|figure| figure.name.as_str()).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            self.problem(line, format!("the fact '{fact}' has no figure '{figure}'; it has {known}"));
            return None;
        };
        if self.fact == Some(index) {
            self.uses.claims.push((index, found));
        }
        Some((index, found))
    }

    fn lost(&mut self, line: usize, fact: &str) -> Option<Inline> {
        let index = self.fact_index(line, fact)?;
        if self.reference.facts.facts[index].lost.is_none() {
            self.problem(line, format!("the fact '{fact}' has no lost amount"));
            return None;
        }
        if self.fact == Some(index) {
            self.uses.lost.push(index);
        }
        Some(Inline::Lost { fact: index })
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. })
}

/// Why the article does not allow an event.
fn refused(event: &Event<'_>) -> String {
    let what = match event {
        Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => "raw HTML",
        Event::Start(Tag::CodeBlock(_)) => "a code block (or text indented by four spaces)",
        Event::Start(Tag::Image { .. }) => "an image",
        Event::Rule => "a rule",
        _ => "this Markdown",
    };
    format!("{what} can't stand in the article")
}

/// Skips one event, and everything inside it if it is a start.
fn skip(events: &mut Events<'_>) {
    if let Some((Event::Start(_), _)) = events.next() {
        skip_to_end(events);
    }
}

/// Skips to the end that matches the start just read.
fn skip_to_end(events: &mut Events<'_>) {
    let mut depth = 1;
    while depth > 0 {
        match events.next() {
            Some((Event::Start(_), _)) => depth += 1,
            Some((Event::End(_), _)) => depth -= 1,
            Some(_) => {}
            None => return,
        }
    }
}

/// A heading as an anchor: lower case, words joined by hyphens.
fn slug(text: &str) -> String {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'));
    let words: Vec<_> =
        words.filter(|word| !word.is_empty()).map(|word| word.replace(['\'', '’'], "")).collect();
    words.join("-").to_lowercase()
}
