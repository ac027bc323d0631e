//! The rooms beside the article: the door to each, where the article leads to it, and each room's own frame.

use model::catalogue::{ASSUMPTIONS, INPUTS};
use model::claims::FACTS;
use yew::prelude::*;

use super::run::Run;
use crate::components::masthead::name;
use crate::content::{Block, CITATIONS, GLOSSARY, METHOD, SECTIONS, Section};
use crate::page::part::SecondPart;
use crate::room::{self, Room};

/// What a room has, in a sentence.
pub fn about(room: Room) -> String {
    match room {
        Room::Article => "Is it better to own your AI or to rent it?".to_owned(),
        Room::Claims => format!(
            "All {} claims of the article, beside what the arithmetic says of each, with the working and a filter by verdict.",
            FACTS.len()
        ),
        Room::Method => format!(
            "What is computed and how far off it is, with all {} inputs and constants, every price that is asked, {} terms and {} \
             sources.",
            INPUTS.len() + ASSUMPTIONS.len(),
            GLOSSARY.len(),
            CITATIONS.len()
        ),
        Room::Workshop => {
            "Your bill in seven questions; up to six cases side by side, and why they differ; each as a link, a file, a code or a command; \
             and an hour for a room."
                .to_owned()
        }
    }
}

/// The title of a room's page, which is read without the page.
pub fn page_title(room: Room) -> String {
    format!("{}: Own or Rent?", name(room))
}

/// The title of a room.
fn title(room: Room) -> &'static str {
    match room {
        Room::Method => METHOD.title,
        room => name(room),
    }
}

/// A link to each of the rooms but this one, with what it has.
fn doors() -> Html {
    html! {
        <ul class="doors">
            for room in Room::BESIDE {
                if room != room::here() {
                    <li class="door">
                        <a class="door__name" href={room.address()}>{ name(room) }</a>
                        <span class="door__about">{ about(room) }</span>
                    </li>
                }
            }
            <li class="door">
                <a class="door__name" href={[room::up(), "own-or-rent.html"].concat()} download="own-or-rent.html">{ "All of it in one file" }</a>
                <span class="door__about">{ "For a stick, or a room without a network: opens from the disk, with everything but links to share." }</span>
            </li>
        </ul>
    }
}

/// The way from the article to all rooms, where they once stood.
pub(super) fn doors_of_article() -> Html {
    html! {
        <section class="section" id="rooms" aria-labelledby="rooms-title">
            <h2 class="section__title" id="rooms-title">{ "Behind the article" }</h2>
            { doors() }
        </section>
    }
}

/// A room: its head, its content, the way on.
pub(super) fn room(island: &dyn Fn(SecondPart) -> Html) -> Html {
    let here = room::here();
    html! {
        <div class="room" id={here.id()}>
            <header class="room__head">
                <p class="room__back"><a href={Room::Article.address()}>{ "\u{2190} The article" }</a></p>
                <h1 class="headline">{ title(here) }</h1>
                <p class="room__about">{ about(here) }</p>
            </header>
            { match here {
                Room::Article => Html::default(),
                Room::Claims => island(SecondPart::Claims),
                Room::Method => method_room(island),
                Room::Workshop => island(SecondPart::Workshop),
            } }
            <nav class="room__on" aria-label="Other rooms">{ doors() }</nav>
        </div>
    }
}

/// The lists behind the note on method: anchor and name.
const LISTS: [(&str, &str); 4] = [
    ("assumptions", "Inputs and constants"),
    ("prices", "Prices"),
    ("glossary", "Terms"),
    ("sources", "Sources"),
];

/// The note on method, then its lists; with a table of contents.
fn method_room(island: &dyn Fn(SecondPart) -> Html) -> Html {
    let place = |anchor: &str, name: &'static str| {
        html! { <li class="contents__item"><a href={Room::Method.place(anchor)}>{ name }</a></li> }
    };
    html! {
        <div class="room__columns">
            <nav class="contents" aria-label="In this room">
                <ol class="contents__list">
                    for block in METHOD.blocks.iter() {
                        if let Block::Heading { slug, text } = block {
                            { place(slug, text) }
                        }
                    }
                    for (anchor, name) in LISTS {
                        { place(anchor, name) }
                    }
                </ol>
            </nav>
            <div class="room__text">
                <section class="section method" aria-label="The note">{ runs(&METHOD, island) }</section>
                <section class="section method" aria-labelledby="lists-title">
                    <h2 class="section__heading" id="lists-title">{ "What the numbers rest on" }</h2>
                    { island(SecondPart::Assumptions) }
                    { island(SecondPart::Prices) }
                    { island(SecondPart::Glossary) }
                </section>
                { island(SecondPart::Sources) }
            </div>
        </div>
    }
}

/// The runs of a section of the article, each figure that stays in sight together with the text that leads to it.
pub(super) fn scenes(section: &'static Section, island: &dyn Fn(SecondPart) -> Html) -> Html {
    let at = SECTIONS.iter().position(|other| other.id == section.id).unwrap_or_default();
    let runs = Run::of(at);
    html! {
        <>
            for scene in runs.chunk_by(|run, _| !run.is_figure()) {
                <div key={scene[0].from} class={scene.iter().any(|run| run.stays_in_sight()).then_some("scene")}>
                    for run in scene {
                        <div key={run.from} class={run.stays_in_sight().then_some("scene__figure")}>{ island(SecondPart::Run(*run)) }</div>
                    }
                </div>
            }
        </>
    }
}

/// An island for each run of a section.
pub(super) fn runs(section: &'static Section, island: &dyn Fn(SecondPart) -> Html) -> Html {
    let at = SECTIONS.iter().position(|other| other.id == section.id).unwrap_or_default();
    html! {
        <>
            for run in Run::of(at) {
                <div key={run.from}>{ island(SecondPart::Run(run)) }</div>
            }
        </>
    }
}
