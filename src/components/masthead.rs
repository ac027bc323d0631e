//! The line at the top of each page: the site's name, links to the pages, and the way to sharing. It is the same in every
//! case, so the build writes it beside the components, and no program has it.

use yew::prelude::*;

use crate::room::{self, Room};

/// The name of a page, as links have it.
pub const fn name(room: Room) -> &'static str {
    match room {
        Room::Article => "The article",
        Room::Claims => "Claims checked",
        Room::Method => "Method",
        Room::Workshop => "Workshop",
    }
}

/// A way past the masthead, the name, links to the pages, and a link to sharing.
pub fn masthead() -> Html {
    let here = room::here();
    let pages = [Room::Article].into_iter().chain(Room::BESIDE);
    html! {
        <>
            <a class="skip-link" href="#article">{ if here == Room::Article { "Skip to the article" } else { "Skip to the room" } }</a>
            <header class="masthead">
                <a class="masthead__name" href={Room::Article.place("article")}>{ "Own or Rent?" }</a>
                <nav class="masthead__parts" aria-label="Pages">
                    for page in pages {
                        <a key={page.id()} class="masthead__part" href={page.address()} aria-current={(page == here).then_some("page")}>
                            { name(page) }
                        </a>
                    }
                </nav>
                <a class="button masthead__share" href={Room::Workshop.place("share")}>{ "Share" }</a>
            </header>
        </>
    }
}
