//! The parts of the page, the program that each belongs to, and the content of each.
//!
//! A part is a tree of components of its own. Its content is what it shows and no more, so that no other change renders
//! it.

use model::Input;
use model::response::HEADLINE_INPUTS;
use yew::prelude::*;

use crate::article::Run;
use crate::components::draft::Drafts;
use crate::content::{FigureName, METHOD, SECTIONS};
use crate::ptr_eq::PtrEq;
use crate::room::{self, Room};
use crate::state::{Action, Notice, Steps};
use crate::view::View;

/// A part of the first program, on the first screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstPart {
    /// The answer as a sentence.
    Answer,
    /// A headline slider.
    Slider(Input),
    /// The answer in four numbers.
    Bar,
}

impl FirstPart {
    /// Those of this page: a room has the answer alone.
    pub fn here() -> &'static [Self] {
        const ALL: [FirstPart; 5] = [
            FirstPart::Bar,
            FirstPart::Answer,
            FirstPart::Slider(HEADLINE_INPUTS[0]),
            FirstPart::Slider(HEADLINE_INPUTS[1]),
            FirstPart::Slider(HEADLINE_INPUTS[2]),
        ];
        if room::here() == Room::Article { &ALL } else { &ALL[..1] }
    }
}

/// A part of the second program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondPart {
    /// Everything below the opening, or all of a room: the islands of the parts that follow.
    Body {
        /// Whether the page has its own frame around it.
        has_frame: bool,
    },
    /// A figure alone, in another page's frame.
    Figure(FigureName),
    /// Headline and standfirst, which are the same in every case.
    Opening,
    /// The rows of the four companies.
    Companies,
    /// The reader's row below them.
    YourRow,
    /// The two questions: how many requests, and what would be rented.
    Questions,
    /// The map of volume and price.
    Map,
    /// The top of the panel: the preset that the case starts from, undo and redo.
    Head,
    /// The settings of the panel that have no headline slider.
    Settings,
    /// The text between the answer and the first section.
    Preface,
    /// A few blocks of a section.
    Run(Run),
    /// Every claim with its check.
    Claims,
    /// The glossary.
    Glossary,
    /// All assumptions of the model.
    Assumptions,
    /// The quotes for GPUs and models.
    Prices,
    /// The sources that the text cites.
    Sources,
    /// The place of the bill and the set, and ways to share or save a case.
    Workshop,
}

impl SecondPart {
    /// The parts inside [`SecondPart::Body`] of this page, in its order.
    pub fn in_body() -> Vec<Self> {
        let here = room::here();
        let mut parts = Vec::new();
        if here == Room::Article {
            parts.push(Self::Preface);
        }
        for (at, section) in SECTIONS.iter().enumerate() {
            let home = if section.id == METHOD.id { Room::Method } else { Room::Article };
            if home == here {
                parts.extend(Run::of(at).into_iter().map(Self::Run));
            }
        }
        parts.extend_from_slice(match here {
            Room::Article => &[],
            Room::Claims => &[Self::Claims],
            Room::Method => &[Self::Assumptions, Self::Prices, Self::Glossary, Self::Sources],
            Room::Workshop => &[Self::Workshop],
        });
        parts
    }

    /// The parts of this page's opening.
    pub fn in_opening() -> &'static [Self] {
        const ALL: [SecondPart; 5] = [
            SecondPart::Opening,
            SecondPart::Companies,
            SecondPart::YourRow,
            SecondPart::Questions,
            SecondPart::Map,
        ];
        if room::here() == Room::Article { &ALL } else { &[] }
    }

    /// The parts of this page's panel.
    pub fn in_panel() -> &'static [Self] {
        if room::here() == Room::Article { &[Self::Head, Self::Settings] } else { &[Self::Head] }
    }
}

/// A part of either program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A part of the first.
    First(FirstPart),
    /// A part of the second.
    Second(SecondPart),
}

/// A case whose values can be typed.
#[derive(Clone, PartialEq)]
pub struct Editable {
    /// The present case.
    pub view: View,
    /// The texts that are being typed.
    pub drafts: Drafts,
}

/// The content of a part of the first program.
#[derive(Clone, PartialEq)]
pub enum FirstContent {
    /// Of [`FirstPart::Answer`].
    Answer(Editable),
    /// Of [`FirstPart::Slider`].
    Slider(Input, Editable),
    /// Of [`FirstPart::Bar`].
    Bar(View),
}

/// The content of a part of the second program.
#[derive(Clone, PartialEq)]
pub enum SecondContent {
    /// Of [`SecondPart::Body`], which passes each of its parts what it needs.
    Body {
        /// Whether the page has its own frame around it.
        has_frame: bool,
        /// The content of the parts.
        page: PageContent,
    },
    /// Of [`SecondPart::Figure`].
    Figure(FigureName, View),
    /// Of [`SecondPart::Opening`], which is that of the default case in every case.
    Opening(View),
    /// Of [`SecondPart::Companies`], which are the same in every case.
    Companies,
    /// Of [`SecondPart::YourRow`].
    YourRow(View),
    /// Of [`SecondPart::Questions`].
    Questions(Editable),
    /// Of [`SecondPart::Map`].
    Map(View),
    /// Of [`SecondPart::Head`].
    Head(View, Steps),
    /// Of [`SecondPart::Settings`].
    Settings(Editable),
    /// Of [`SecondPart::Preface`].
    Preface(Editable),
    /// Of [`SecondPart::Run`].
    Run(Run, Editable),
    /// Of [`SecondPart::Claims`], which are the same in every case; a button dispatches the case of a claim.
    Claims(Callback<Action>),
    /// Of [`SecondPart::Glossary`].
    Glossary,
    /// Of [`SecondPart::Assumptions`].
    Assumptions(Editable),
    /// Of [`SecondPart::Prices`].
    Prices,
    /// Of [`SecondPart::Sources`].
    Sources,
    /// Of [`SecondPart::Workshop`].
    Workshop {
        /// The present case.
        view: View,
        /// The outcome of the last action there.
        notice: Option<Notice>,
    },
}

/// The content of a part of either program.
#[derive(Clone, PartialEq)]
pub enum PartContent {
    /// Of the first.
    First(FirstContent),
    /// Of the second.
    Second(SecondContent),
}

/// The content of the whole page, from which each part gets its own.
#[derive(Clone, PartialEq)]
pub struct PageContent {
    /// The present case.
    pub view: View,
    /// The texts that are being typed.
    pub drafts: Drafts,
    /// Whether there are steps to undo and redo.
    pub steps: Steps,
    /// The outcome of the workshop's last action.
    pub notice: Option<Notice>,
    /// The HTML of the parts, while the build renders the page.
    pub prerendered: Prerendered,
}

impl PageContent {
    /// The page of a case, before anything is typed.
    pub fn of_case(view: View) -> Self {
        Self {
            view,
            drafts: Drafts::default(),
            steps: Steps::default(),
            notice: None,
            prerendered: Prerendered::default(),
        }
    }

    /// The content of a part.
    pub fn part(&self, part: Part) -> PartContent {
        match part {
            Part::First(part) => PartContent::First(self.first_part(part)),
            Part::Second(part) => PartContent::Second(self.second_part(part)),
        }
    }

    /// The content of a part of the first program.
    pub fn first_part(&self, part: FirstPart) -> FirstContent {
        match part {
            FirstPart::Answer => FirstContent::Answer(self.editable()),
            FirstPart::Slider(input) => FirstContent::Slider(input, self.editable()),
            FirstPart::Bar => FirstContent::Bar(self.view.clone()),
        }
    }

    /// The content of a part of the second program.
    pub fn second_part(&self, part: SecondPart) -> SecondContent {
        match part {
            SecondPart::Body { has_frame } => SecondContent::Body { has_frame, page: self.clone() },
            SecondPart::Figure(name) => SecondContent::Figure(name, self.view.clone()),
            SecondPart::Opening => SecondContent::Opening(self.view.default_case()),
            SecondPart::Companies => SecondContent::Companies,
            SecondPart::YourRow => SecondContent::YourRow(self.view.clone()),
            SecondPart::Questions => SecondContent::Questions(self.editable()),
            SecondPart::Map => SecondContent::Map(self.view.clone()),
            SecondPart::Head => SecondContent::Head(self.view.clone(), self.steps),
            SecondPart::Settings => SecondContent::Settings(self.editable()),
            SecondPart::Preface => SecondContent::Preface(self.editable()),
            SecondPart::Run(run) => SecondContent::Run(run, self.editable()),
            SecondPart::Claims => SecondContent::Claims(self.view.act.clone()),
            SecondPart::Glossary => SecondContent::Glossary,
            SecondPart::Assumptions => SecondContent::Assumptions(self.editable()),
            SecondPart::Prices => SecondContent::Prices,
            SecondPart::Sources => SecondContent::Sources,
            SecondPart::Workshop => {
                SecondContent::Workshop { view: self.view.clone(), notice: self.notice.clone() }
            }
        }
    }

    fn editable(&self) -> Editable {
        Editable { view: self.view.clone(), drafts: self.drafts.clone() }
    }
}

/// The content of one of the programs.
pub trait ProgramContent: Clone + PartialEq + 'static {
    /// The content, if it belongs to that program.
    fn from_part(content: PartContent) -> Option<Self>;
}

impl ProgramContent for FirstContent {
    fn from_part(content: PartContent) -> Option<Self> {
        match content {
            PartContent::First(content) => Some(content),
            PartContent::Second(_) => None,
        }
    }
}

impl ProgramContent for SecondContent {
    fn from_part(content: PartContent) -> Option<Self> {
        match content {
            PartContent::Second(content) => Some(content),
            PartContent::First(_) => None,
        }
    }
}

/// A part's progress from prerendered HTML to an interactive tree of components.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HydrationStage {
    /// It hydrates the prerendered HTML, which shows the default case whatever the present one is.
    Prerendered,
    /// It shows the present case; no effect has run yet.
    Rendered,
    /// It is interactive.
    Interactive,
}

impl HydrationStage {
    /// Whether the default case is shown instead of the present one.
    pub fn shows_default_case(self) -> bool {
        self == Self::Prerendered
    }

    /// Whether the part is interactive.
    pub fn is_interactive(self) -> bool {
        self == Self::Interactive
    }
}

/// Properties of the root of a part's tree.
#[derive(Clone, PartialEq, Properties)]
pub struct PartProps<Content: Clone + PartialEq> {
    /// The content.
    pub content: Content,
    /// The stage at which the part starts.
    pub starts_at: HydrationStage,
    /// Called once the part is interactive.
    pub on_interactive: Callback<()>,
}

/// The prerendered HTML of the parts. Empty in a browser, where it is in the page already.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prerendered(PtrEq<Vec<(Part, AttrValue)>>);

impl Prerendered {
    /// The HTML of these parts.
    pub fn new(parts: Vec<(Part, AttrValue)>) -> Self {
        Self(PtrEq::new(parts))
    }

    /// The HTML of a part; empty if it was not rendered.
    pub fn html(&self, part: Part) -> AttrValue {
        self.0.iter().find(|(other, _)| *other == part).map(|(_, html)| html.clone()).unwrap_or_default()
    }
}
