//! What of the page belongs to the first program: the opening and the panel, a tree of components for each of their parts,
//! so that a phone brings them to life one by one and takes input in between.

use yew::prelude::*;

use crate::article::opening;
use crate::body::{BodyProps, Part, use_begun};
use crate::components::answer_bar::answer_bar;
use crate::components::draft::Drafts;
use crate::components::slider::slider;

/// A part of the first screen.
#[component]
pub fn First(props: &BodyProps) -> Html {
    let begun = use_begun(props);
    html! {
        <ContextProvider<Drafts> context={props.drafts.clone()}>
            { match props.part {
                Part::Opening => opening(&begun.view),
                Part::Slider(input) => slider(input, &begun.view, ""),
                Part::Bar => answer_bar(&begun.view),
                _ => Html::default(),
            } }
        </ContextProvider<Drafts>>
    }
}
