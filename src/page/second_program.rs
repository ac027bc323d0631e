//! The second program: the functions that the first calls, and the roots of its parts' trees.

use yew::prelude::*;

use super::bands::compute_bands;
use super::body::{Body, SingleFigure};
use super::hydrate::{StaticPart, mount_tree, use_hydration_stage};
use super::part::{Editable, PartProps, SecondContent};
use super::programs::{Mounted, SecondProgram};
use crate::article::{self, FoldedListing, Listing, mark, note};
use crate::browser::{Element, document};
use crate::charts::{FigureView, YourRow, company_rows, load_company};
use crate::components::aged_prices::aged_prices;
use crate::components::draft::Drafts;
use crate::components::edition_note::edition_note;
use crate::components::instrument::head;
use crate::components::live_editor::live_editor;
use crate::components::questions::questions;
use crate::components::settings::settings;
use crate::components::workshop::workshop;
use crate::content::FigureName;
use crate::controls::written::read_all;
use crate::view::View;

/// A part of the second program.
#[component]
pub fn Second(props: &PartProps<SecondContent>) -> Html {
    // The body is interactive once its parts are.
    let on_interactive =
        (!matches!(props.content, SecondContent::Body { .. })).then_some(&props.on_interactive);
    let stage = use_hydration_stage(props.starts_at, on_interactive);
    let is_interactive = stage.is_interactive();
    let shown = |view: &View| if stage.shows_default_case() { view.default_case() } else { view.clone() };
    let content = match &props.content {
        SecondContent::Body { has_frame, page } => {
            let on_interactive = props.on_interactive.clone();
            html! { <Body {has_frame} page={page.clone()} {stage} {on_interactive} /> }
        }
        SecondContent::Figure(name, view) => {
            html! { <SingleFigure name={*name} view={view.clone()} {stage} /> }
        }
        SecondContent::Opening(view) => article::opening(view),
        SecondContent::Companies => company_rows(),
        SecondContent::YourRow(view) => html! { <YourRow view={shown(view)} /> },
        SecondContent::Questions(Editable { view, .. }) => questions(&shown(view), is_interactive),
        SecondContent::Map(view) => html! { <FigureView name={FigureName::Map} view={shown(view)} /> },
        SecondContent::Head(view, steps) => head(&shown(view), *steps, is_interactive),
        SecondContent::Settings(Editable { view, .. }) => settings(&shown(view), is_interactive),
        SecondContent::Preface(Editable { view, .. }) => article::preface(&shown(view)),
        SecondContent::Run(run, Editable { view, .. }) => article::run(*run, &shown(view)),
        SecondContent::Claims(act) => article::wall(act, is_interactive),
        SecondContent::Glossary => article::glossary(),
        SecondContent::Assumptions(Editable { view, .. }) => {
            html! { <FoldedListing listing={Listing::Assumptions(shown(view))} /> }
        }
        SecondContent::Prices => html! { <FoldedListing listing={Listing::Prices} /> },
        SecondContent::Sources => article::sources(),
        SecondContent::Workshop { view, .. } if stage.shows_default_case() => {
            workshop(&view.default_case(), None, is_interactive)
        }
        SecondContent::Workshop { view, notice } => workshop(view, notice.as_ref(), is_interactive),
    };
    html! { <ContextProvider<Drafts> context={drafts(&props.content)}>{ content }</ContextProvider<Drafts>> }
}

/// The texts that are being typed in a part.
fn drafts(content: &SecondContent) -> Drafts {
    match content {
        SecondContent::Questions(Editable { drafts, .. })
        | SecondContent::Settings(Editable { drafts, .. })
        | SecondContent::Preface(Editable { drafts, .. })
        | SecondContent::Run(_, Editable { drafts, .. })
        | SecondContent::Assumptions(Editable { drafts, .. }) => drafts.clone(),
        SecondContent::Body { .. }
        | SecondContent::Figure(..)
        | SecondContent::Opening(_)
        | SecondContent::Companies
        | SecondContent::YourRow(_)
        | SecondContent::Map(_)
        | SecondContent::Head(..)
        | SecondContent::Claims(_)
        | SecondContent::Glossary
        | SecondContent::Prices
        | SecondContent::Sources
        | SecondContent::Workshop { .. } => Drafts::default(),
    }
}

/// Mounts a part of the second program in its element.
pub fn mount(element: Element, content: SecondContent, on_interactive: Callback<()>) -> Box<dyn Mounted> {
    let is_static =
        matches!(content, SecondContent::Companies | SecondContent::Glossary | SecondContent::Sources);
    if is_static && !document::is_empty(&element) {
        on_interactive.emit(());
        return Box::new(StaticPart(None));
    }
    let is_static = matches!(content, SecondContent::Run(run, _) if run.is_static());
    let tree = mount_tree::<Second, _>(element, content, on_interactive);
    if is_static { Box::new(StaticPart(Some(tree))) } else { tree }
}

/// The second program.
pub static SECOND: SecondProgram = SecondProgram {
    mount,
    edition_note,
    aged_prices,
    note,
    mark,
    editor: live_editor,
    output_text: article::output_text,
    read: read_all,
    bands: compute_bands,
    load_company,
};
