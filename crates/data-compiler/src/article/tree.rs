//! The article as a tree, every name in it looked up.

use super::names::{Condition, FigureName};

/// One section of the article.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Section {
    /// Stable name and anchor.
    pub(crate) id: String,
    /// As shown.
    pub(crate) title: String,
    /// What stands in it.
    pub(crate) blocks: Vec<Block>,
}

/// Something that stands on lines of its own.
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

/// Something that stands in a line.
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
    Input {
        input: String,
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
