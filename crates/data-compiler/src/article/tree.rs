//! The article as a tree, every name in it looked up.

use super::names::{Condition, FigureName};

/// One section of the article.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Section {
    /// Stable name and anchor.
    pub(crate) id: String,
    /// The heading, as printed.
    pub(crate) title: String,
    /// The section's blocks.
    pub(crate) blocks: Vec<Block>,
}

/// A block: one or more lines of its own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Block {
    Paragraph(Vec<Inline>),
    Heading {
        slug: String,
        text: String,
    },
    List {
        ordered: bool,
        items: Vec<Vec<Block>>,
    },
    Quote(Vec<Block>),
    /// The index of a fact, and the blocks that carry it.
    Fact {
        fact: usize,
        blocks: Vec<Block>,
    },
    Figure(FigureName),
    Slider(String),
    Panel,
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Inline {
    Text(String),
    Emphasis(Vec<Inline>),
    Strong(Vec<Inline>),
    Code(String),
    Link {
        url: String,
        content: Vec<Inline>,
    },
    /// Indices of a fact and of its figure.
    Claim {
        fact: usize,
        figure: usize,
    },
    Lost {
        fact: usize,
    },
    /// The index of a fact, and the name of a number that its check computes.
    Check {
        fact: usize,
        number: String,
    },
    Value {
        output: String,
    },
    /// An input, and its label.
    Input {
        input: String,
        label: String,
    },
    /// The index of a term, and the text shown.
    Term {
        term: usize,
        text: String,
    },
    Citation {
        number: usize,
    },
    When {
        condition: Condition,
        then: Vec<Inline>,
        otherwise: Vec<Inline>,
    },
}
