//! The sections of the article, as a list of ways to them.

use yew::prelude::*;

use crate::content::{SECTIONS, Section};

/// The sections that stand in the body of the page, in order.
pub fn body_sections() -> impl Iterator<Item = &'static Section> {
    SECTIONS.iter().filter(|section| section.id != "opening")
}

/// What stands after the sections: anchor and name.
const AFTER: [(&str, &str); 3] = [("claims", "Claims checked"), ("method", "Method"), ("workshop", "Workshop")];

/// What the piece holds.
#[component]
pub fn Contents() -> Html {
    let sections = body_sections().filter(|section| section.id != "method").map(|section| (section.id, section.title));
    html! {
        <nav class="contents" aria-label="Sections">
            <ol class="contents__list">
                for (anchor, title) in sections.chain(AFTER) {
                    <li key={anchor} class="contents__item"><a href={format!("#{anchor}")}>{ title }</a></li>
                }
            </ol>
        </nav>
    }
}
