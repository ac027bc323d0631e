//! Parts of the page that are the same in every case, so that nothing of them is made anew when the case changes.

use yew::prelude::*;

/// Properties of [`Still`].
#[derive(Properties)]
pub struct StillProps {
    /// What it shows. The same place always shows the same.
    pub show: fn() -> Html,
}

impl PartialEq for StillProps {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A part that never changes.
#[component]
pub fn Still(props: &StillProps) -> Html {
    (props.show)()
}
