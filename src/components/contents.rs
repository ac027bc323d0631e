//! The sections of the article, as a list of links.

use yew::prelude::*;

use super::masthead::name;
use crate::content::{METHOD, SECTIONS, Section};
use crate::room::Room;

/// The sections in the body of the article, in order.
pub fn body_sections() -> impl Iterator<Item = &'static Section> {
    SECTIONS.into_iter().filter(|section| section.id != "opening" && section.id != METHOD.id)
}

/// The table of contents, and the rooms behind the article.
pub fn contents() -> Html {
    html! {
        <nav class="contents" aria-label="Sections">
            <ol class="contents__list">
                for section in body_sections() {
                    <li key={section.id} class="contents__item contents__item--section">
                        <a href={format!("#{}", section.id)}>{ section.title }</a>
                    </li>
                }
                for room in Room::BESIDE {
                    <li key={room.id()} class="contents__item"><a href={room.address()}>{ name(room) }</a></li>
                }
            </ol>
        </nav>
    }
}
