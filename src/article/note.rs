//! The notes that open in place, between the lines: a claim's check, a term's meaning, a source, a working.

use model::claims::Fact;
use yew::prelude::*;

use super::checks::{both_sides, computation, readings, try_case, verdict_class};
use super::close_button::close_button;
use super::note_opener::Note;
use super::sources::source_text;
use super::working::Working;
use crate::claims::check_of;
use crate::room::Room;
use crate::view::View;

/// The open note.
pub fn note(note: Note, view: &View, close: Callback<MouseEvent>) -> Html {
    match note {
        Note::Check(fact) => check(fact, view, close),
        Note::Term(term) => html! {
            <aside class="note" aria-label={term.label}>
                <p class="note__text"><strong>{ term.label }</strong>{ ": " }{ term.text }</p>
                { close_button(close) }
            </aside>
        },
        Note::Source(number, source) => html! {
            <aside class="note" aria-label={format!("Source {number}")}>
                <p class="note__text"><strong>{ number }</strong>{ " " }{ source_text(source) }</p>
                { close_button(close) }
            </aside>
        },
        Note::Working(output) => html! { <Working {output} view={view.clone()} {close} /> },
    }
}

fn check(fact: &'static Fact, view: &View, close: Callback<MouseEvent>) -> Html {
    let check = check_of(fact);
    html! {
        <aside class={classes!("note", "check", verdict_class(fact.verdict))} aria-label={format!("{}, checked", fact.label)} data-check={fact.id}>
            <div class="check__head">
                <span class="check__verdict">{ fact.verdict.label() }</span>
                { try_case(fact, &view.act) }
                <a class="link-button" href={Room::Claims.place(&format!("check-{}", fact.id))}>{ "Among all claims" }</a>
                { close_button(close) }
            </div>
            { both_sides(check) }
            { readings(check) }
            { computation(check) }
        </aside>
    }
}
