//! The sections of the article, as a list of links.

use yew::prelude::*;

use crate::content::{SECTIONS, Section};

/// The sections in the body of the page, in order.
pub fn body_sections() -> impl Iterator<Item = &'static Section> {
    SECTIONS.into_iter().filter(|section| section.id != "opening")
}

/// The parts after the sections: anchor and name.
const AFTER: [(&str, &str); 3] =
    [("claims", "Claims checked"), ("method", "Method"), ("workshop", "Workshop")];

/// The table of contents.
pub fn contents() -> Html {
    html! {
        <nav class="contents" aria-label="Sections">
            <ol class="contents__list">
                for section in body_sections().filter(|section| section.id != "method") {
                    <li key={section.id} class="contents__item contents__item--section">
                        <a href={format!("#{}", section.id)}>{ section.title }</a>
                    </li>
                }
                for (anchor, name) in AFTER {
                    <li key={anchor} class="contents__item"><a href={format!("#{anchor}")}>{ name }</a></li>
                }
            </ol>
        </nav>
    }
}
