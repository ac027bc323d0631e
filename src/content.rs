//! The article as typed values: sections, blocks, inlines, and the terms that they name.
//!
//! The types are here; the values are compiled from `data/article/*.md` and `data/glossary.toml` by the build step,
//! which checks them. No Markdown is left to parse.

use model::Input;
use model::catalogue::SourceId;
use model::claims::{FACTS, Fact, FactFigure};
use model::outcome::{Accuracy, Cost, Energy, Load, OutputSpec, Serving, Training, Verdict};

include!(concat!(env!("OUT_DIR"), "/article.rs"));

/// A section of the article.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Section {
    /// Stable name and anchor.
    pub id: &'static str,
    /// As shown.
    pub title: &'static str,
    /// The blocks of the section.
    pub blocks: &'static [Block],
}

/// A part of the article on lines of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Block {
    /// Running text.
    Paragraph(&'static [Inline]),
    /// A heading below the section's title.
    Heading {
        /// Anchor.
        slug: &'static str,
        /// As shown.
        text: &'static str,
    },
    /// A list.
    List {
        /// Whether its items are numbered.
        ordered: bool,
        /// The blocks of each item.
        items: &'static [&'static [Block]],
    },
    /// A quotation.
    Quote(&'static [Block]),
    /// The blocks that carry a fact, in an element whose anchor is the fact's id.
    Fact {
        /// The fact.
        fact: &'static Fact,
        /// The blocks.
        blocks: &'static [Block],
    },
    /// The place of a figure.
    Figure(FigureName),
    /// An inline copy of a slider.
    Slider(Input),
    /// The instrument panel's place in the flow on phones.
    Panel,
}

/// A part of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Inline {
    /// Text, typeset: curly quotes, spaces that don't break.
    Text(&'static str),
    /// Stressed.
    Emphasis(&'static [Inline]),
    /// Strongly stressed.
    Strong(&'static [Inline]),
    /// Code, or a name as a program writes it.
    Code(&'static str),
    /// A link.
    Link {
        /// The target: `https://…`, or `#anchor`.
        url: &'static str,
        /// The link's text.
        content: &'static [Inline],
    },
    /// A number that the source reports.
    Claim {
        /// The fact.
        fact: &'static Fact,
        /// The figure; printed as [`FactFigure::text`].
        figure: &'static FactFigure,
    },
    /// An amount whose leading digits the source lost.
    Lost {
        /// The fact; it has [`Fact::lost`].
        fact: &'static Fact,
    },
    /// A number that a fact's check computes.
    Check {
        /// The fact.
        fact: &'static Fact,
        /// The number's name, known to [`model::claims::Check::number`].
        number: &'static str,
    },
    /// The live value of an output of the model.
    Value {
        /// The output's stable name, known to [`model::outcome::output_specs`].
        output: &'static str,
    },
    /// The live value of an input.
    Input {
        /// The input.
        input: Input,
        /// As shown beside its control.
        label: &'static str,
    },
    /// A term that the glossary explains.
    Term {
        /// The term.
        term: &'static GlossaryTerm,
        /// The words in the prose.
        text: &'static str,
    },
    /// A reference to a source.
    Citation {
        /// Its number, from 1 in order of first citation.
        number: usize,
        /// The source.
        source: SourceId,
    },
    /// One of two wordings, by the outcome.
    When {
        /// The condition.
        condition: BranchCondition,
        /// Shown if it holds.
        then: &'static [Inline],
        /// Shown if it doesn't; may be empty.
        otherwise: &'static [Inline],
    },
}

/// A condition on which a branch in the prose may depend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BranchCondition {
    /// The verdict is to own.
    OwnWins,
    /// The verdict is to rent.
    RentWins,
    /// The verdict is too close to call.
    TooClose,
    /// The own GPUs cannot do the work.
    CannotOwn,
    /// The closed model cannot do the work.
    CannotRent,
    /// Nothing hinders the comparison: both sides can do the work, and they are not the same way.
    BothCan,
    /// Owning and renting are the same way.
    SameWay,
    /// Own GPUs round the clock against the closed API, as in the article.
    ArticlesWays,
    /// Another way stands for owning or for renting.
    OtherWays,
    /// Owning means GPUs of one's own, rented or bought.
    OnOwnGpus,
    /// The own side cannot do the work, and what it fails to do costs something at the API.
    NeedsApi,
    /// The closed model reads no prompt so long.
    PromptTooLongForApi,
    /// Both can, and owning costs less, as both are printed.
    OwnSaves,
    /// Both can, and owning costs more, as both are printed.
    OwnCostsMore,
    /// Both can, and the costs differ by less than is printed.
    CostsAlike,
    /// The open model is the more accurate one over the horizon, by more than a point or two.
    OpenMoreAccurate,
    /// The closed model is, by more than that.
    OpenLessAccurate,
    /// The two models differ by no more than a point or two.
    AsAccurate,
    /// The open model is within 10 % of the closed one's primary metric.
    WithinTenPercent,
    /// The model does not fit the own GPUs.
    LacksMemory,
    /// The own GPUs serve all of the demand that is theirs.
    DemandMet,
    /// The model fits, and the own GPUs do not serve all of that demand.
    Overloaded,
    /// The open model is retrained at all.
    Retrains,
    /// Both can, and owning is cheaper at some price of a GPU-hour and not at another.
    SomeGpuPriceTurns,
    /// Both can, and owning is cheaper with some number of engineers and not with another.
    SomeEffortTurns,
}

impl FigureName {
    /// The figure with this stable name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|figure| figure.id() == id)
    }
}

/// The content of the page inside another page's frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Embed {
    /// The whole piece.
    All,
    /// One figure.
    Figure(FigureName),
}

impl Embed {
    /// The content with this stable name: `all`, or a figure's.
    pub fn from_id(id: &str) -> Option<Self> {
        if id == Self::All.id() { Some(Self::All) } else { FigureName::from_id(id).map(Self::Figure) }
    }

    /// Stable name, as written in `?embed=…`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Figure(name) => name.id(),
        }
    }
}

/// A term that the article explains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GlossaryTerm {
    /// Stable name.
    pub id: &'static str,
    /// As shown.
    pub label: &'static str,
    /// The explanation.
    pub text: &'static str,
    /// Where it comes from, if it needs saying.
    pub source: Option<SourceId>,
}

/// Whether the model has an output of this name: an article that names any other does not compile.
const fn is_output(id: &str) -> bool {
    const FAMILIES: [&[OutputSpec]; 7] = [
        Verdict::SPECS,
        Cost::SPECS,
        Accuracy::SPECS,
        Serving::SPECS,
        Load::SPECS,
        Training::SPECS,
        Energy::SPECS,
    ];
    let mut family = 0;
    while family < FAMILIES.len() {
        let mut output = 0;
        while output < FAMILIES[family].len() {
            if is_same(FAMILIES[family][output].id, id) {
                return true;
            }
            output += 1;
        }
        family += 1;
    }
    false
}

/// `==` of strings, at compile time.
pub(crate) const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut index = 0;
    while index < one.len() {
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    true
}
