//! Figures that are the same in every case, so that nothing of them is made anew when the case changes.

use yew::prelude::*;

use super::errors::errors;
use crate::charts::FigureView;
use crate::components::View;
use crate::content::FigureName;

/// Properties of [`Unchanging`]. The case never counts as a difference.
#[derive(Properties)]
pub(super) struct UnchangingProps {
    /// Which figure.
    pub name: FigureName,
    /// Any case.
    pub view: View,
}

impl PartialEq for UnchangingProps {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// A figure in its place; below that of the measured values, the errors.
#[component]
pub(super) fn Unchanging(props: &UnchangingProps) -> Html {
    html! {
        <>
            <div class="figure-place"><FigureView name={props.name} view={props.view.clone()} /></div>
            if props.name == FigureName::Measured {
                { errors() }
            }
        </>
    }
}
