//! The article as Rust source: the statics that `src/content.rs` of the page includes.

use super::names::FigureName;
use super::reader::Uses;
use super::reference::{Reference, Term};
use super::tree::{Block, Inline, Section};
use crate::rust::{array, camel_case, option, slice, string};
use crate::typography;

/// The whole file. The article must have no problems.
pub(crate) fn rust_source(sections: &[Section], reference: &Reference<'_>, uses: &Uses) -> String {
    let writer = Writer { uses };
    let mut out = String::from("// Compiled from data/; edit the files there.\n\n");
    for (output, place) in &uses.values {
        let message = format!("{place}: no output is called '{output}'");
        out += &format!("const _: () = assert!(is_output({}), {});\n", string(output), string(&message));
    }
    out.push('\n');
    out += &figure_names();
    // One static each, so that the program which names one brings no other along.
    for section in sections {
        let (name, text) = (static_name(&section.id), writer.section(section));
        out += &format!("/// The section '{}'.\npub static {name}: Section = {text};\n\n", section.id);
    }
    let opening = sections.iter().find(|section| section.id == "opening");
    let answer = writer.blocks(opening.map_or(&[], |opening| answer(&opening.blocks)));
    out += &format!(
        "/// The paragraphs of the opening that speak of the reader's case, by themselves: all that the first program has of the text.\n\
         pub static ANSWER: &[Block] = {answer};\n\n"
    );
    let names: Vec<_> = sections.iter().map(|section| format!("&{}", static_name(&section.id))).collect();
    out += &array("SECTIONS", "&Section", "The article's sections, in order.", &names);
    for entry in &reference.terms {
        let (name, text) = (term_name(&entry.id), term(entry));
        out += &format!("/// The term '{}'.\npub static {name}: GlossaryTerm = {text};\n\n", entry.id);
    }
    let names: Vec<_> = reference.terms.iter().map(|entry| format!("&{}", term_name(&entry.id))).collect();
    out += &array("GLOSSARY", "&GlossaryTerm", "The terms that the article explains.", &names);
    let citations: Vec<_> = uses.citations.iter().map(|id| source_id(id)).collect();
    let about = "The cited sources in order of first citation: number `n` is entry `n - 1`.";
    out + &array("CITATIONS", "SourceId", about, &citations)
}

/// The figures of the page as an enum.
fn figure_names() -> String {
    let (mut variants, mut all, mut ids) = (String::new(), String::new(), String::new());
    for (figure, name) in FigureName::ALL {
        variants += &format!("    /// `{{{{figure:{name}}}}}`\n    {figure:?},\n");
        all += &format!("Self::{figure:?}, ");
        ids += &format!("            Self::{figure:?} => {},\n", string(name));
    }
    format!(
        "/// A figure of the page.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\n\
         pub enum FigureName {{\n{variants}}}\n\n\
         impl FigureName {{\n    /// All of them.\n    pub const ALL: [Self; {}] = [{all}];\n\n    \
         /// Stable name: in `{{{{figure:…}}}}`, in `?embed=…` and as an anchor.\n    \
         pub const fn id(self) -> &'static str {{\n        match self {{\n{ids}        }}\n    }}\n}}\n\n",
        FigureName::ALL.len(),
    )
}

/// The answer: from the first paragraph that holds a live number, all paragraphs up to the next block of another kind.
fn answer(blocks: &[Block]) -> &[Block] {
    let is_paragraph = |block: &Block| matches!(block, Block::Paragraph(_));
    let begins = |block: &Block| matches!(block, Block::Paragraph(inlines) if has_value(inlines));
    let from = blocks.iter().position(begins).unwrap_or(blocks.len());
    let rest = &blocks[from..];
    &rest[..rest.iter().position(|block| !is_paragraph(block)).unwrap_or(rest.len())]
}

fn has_value(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Value { .. } => true,
        Inline::Emphasis(inside) | Inline::Strong(inside) => has_value(inside),
        Inline::When { then, otherwise, .. } => has_value(then) || has_value(otherwise),
        _ => false,
    })
}

/// An id (`bottom-line`) as the name of a static (`BOTTOM_LINE`).
fn static_name(id: &str) -> String {
    id.replace('-', "_").to_ascii_uppercase()
}

fn term_name(id: &str) -> String {
    format!("TERM_{}", static_name(id))
}

fn source_id(id: &str) -> String {
    format!("SourceId::{}", camel_case(id))
}

fn term(term: &Term) -> String {
    format!(
        "GlossaryTerm {{ id: {}, label: {}, text: {}, source: {} }}",
        string(&term.id),
        string(&typography::set(&term.label)),
        string(&typography::set(&term.text)),
        option(term.source.as_deref().map(source_id)),
    )
}

/// Writes the tree.
struct Writer<'a> {
    uses: &'a Uses,
}

impl Writer<'_> {
    fn section(&self, section: &Section) -> String {
        format!(
            "Section {{ id: {}, title: {}, blocks: {} }}",
            string(&section.id),
            string(&section.title),
            self.blocks(&section.blocks),
        )
    }

    fn blocks(&self, blocks: &[Block]) -> String {
        slice(blocks.iter().map(|block| self.block(block)))
    }

    fn block(&self, block: &Block) -> String {
        match block {
            Block::Paragraph(inlines) => format!("Block::Paragraph({})", self.inlines(inlines)),
            Block::Heading { slug, text } => {
                format!("Block::Heading {{ slug: {}, text: {} }}", string(slug), string(text))
            }
            Block::List { ordered, items } => {
                let items = slice(items.iter().map(|item| self.blocks(item)));
                format!("Block::List {{ ordered: {ordered}, items: {items} }}")
            }
            Block::Quote(blocks) => format!("Block::Quote({})", self.blocks(blocks)),
            Block::Fact { fact, blocks } => {
                format!("Block::Fact {{ fact: &FACTS[{fact}], blocks: {} }}", self.blocks(blocks))
            }
            Block::Figure(name) => format!("Block::Figure(FigureName::{name:?})"),
            Block::Slider(input) => format!("Block::Slider(Input::{})", camel_case(input)),
            Block::Panel => "Block::Panel".to_owned(),
        }
    }

    fn inlines(&self, inlines: &[Inline]) -> String {
        slice(inlines.iter().map(|inline| self.inline(inline)))
    }

    fn inline(&self, inline: &Inline) -> String {
        match inline {
            Inline::Text(text) => format!("Inline::Text({})", string(text)),
            Inline::Emphasis(inside) => format!("Inline::Emphasis({})", self.inlines(inside)),
            Inline::Strong(inside) => format!("Inline::Strong({})", self.inlines(inside)),
            Inline::Code(code) => format!("Inline::Code({})", string(code)),
            Inline::Link { url, content } => {
                format!("Inline::Link {{ url: {}, content: {} }}", string(url), self.inlines(content))
            }
            Inline::Claim { fact, figure } => {
                format!("Inline::Claim {{ fact: &FACTS[{fact}], figure: &FACTS[{fact}].figures[{figure}] }}")
            }
            Inline::Lost { fact } => format!("Inline::Lost {{ fact: &FACTS[{fact}] }}"),
            Inline::Check { fact, number } => {
                format!("Inline::Check {{ fact: &FACTS[{fact}], number: {} }}", string(number))
            }
            Inline::Value { output } => format!("Inline::Value {{ output: {} }}", string(output)),
            // With its label: a list of all labels would come along with a program that shows a single input.
            Inline::Input { input, label } => {
                format!("Inline::Input {{ input: Input::{}, label: {} }}", camel_case(input), string(label))
            }
            Inline::Term { term, text } => {
                format!("Inline::Term {{ term: GLOSSARY[{term}], text: {} }}", string(text))
            }
            Inline::Citation { number } => {
                let source = self.uses.citations.get(number - 1).map_or("", String::as_str);
                format!("Inline::Citation {{ number: {number}, source: {} }}", source_id(source))
            }
            Inline::When { condition, then, otherwise } => format!(
                "Inline::When {{ condition: BranchCondition::{condition:?}, then: {}, otherwise: {} }}",
                self.inlines(then),
                self.inlines(otherwise),
            ),
        }
    }
}
