//! The first program's parts: the opening and the panel. Each is a tree of components of its own, so that a phone
//! hydrates them one by one and handles input in between.

use yew::prelude::*;

use super::hydrate::{mount_tree, use_hydration_stage};
use super::part::{Editable, FirstContent, PartProps};
use super::programs::Mounted;
use crate::article::answer_passage;
use crate::browser::Element;
use crate::components::answer_bar::answer_bar;
use crate::components::draft::Drafts;
use crate::components::slider::slider;
use crate::controls::headline::Headline;
use crate::view::View;

/// A part of the first screen.
#[component]
pub fn First(props: &PartProps<FirstContent>) -> Html {
    let stage = use_hydration_stage(props.starts_at, Some(&props.on_interactive));
    let shown = |view: &View| if stage.shows_default_case() { view.default_case() } else { view.clone() };
    let drafts = match &props.content {
        FirstContent::Answer(Editable { drafts, .. }) | FirstContent::Slider(_, Editable { drafts, .. }) => {
            drafts.clone()
        }
        FirstContent::Bar(_) => Drafts::default(),
    };
    html! {
        <ContextProvider<Drafts> context={drafts}>
            { match &props.content {
                FirstContent::Answer(Editable { view, .. }) => answer_passage(&shown(view)),
                FirstContent::Slider(input, Editable { view, .. }) => slider(*input, Headline::label(*input), &shown(view), ""),
                FirstContent::Bar(view) => answer_bar(&shown(view)),
            } }
        </ContextProvider<Drafts>>
    }
}

/// Mounts a part of the first program in its element.
pub fn mount(element: Element, content: FirstContent, on_interactive: Callback<()>) -> Box<dyn Mounted> {
    mount_tree::<First, _>(element, content, on_interactive)
}
