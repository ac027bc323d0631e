//! Notes that open in place, between the lines: a claim's check, a term's meaning, a source.
//!
//! Each mark is a link to where the same stands at the end of the page, so that nothing needs JavaScript.

use model::catalogue::SourceId;
use model::claims::Fact;
use yew::prelude::*;

use super::checks::{readings, reckoning, try_case, verdict_class};
use super::sources::source_text;
use super::working::Working;
use crate::claims::check_of;
use crate::content::GlossaryTerm;
use crate::view::View;

/// What can be opened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Note {
    /// The check of a fact.
    Check(&'static Fact),
    /// The meaning of a term.
    Term(&'static GlossaryTerm),
    /// A source, with its number.
    Source(usize, SourceId),
    /// How an output was computed.
    Working(&'static str),
}

impl Note {
    /// The anchor at the end of the page where the same stands.
    fn anchor(self) -> String {
        match self {
            Self::Check(fact) => format!("#check-{}", fact.id),
            Self::Term(term) => format!("#term-{}", term.id),
            Self::Source(number, _) => format!("#source-{number}"),
            Self::Working(_) => "#method".to_owned(),
        }
    }

    /// What a screen reader says behind the marked words.
    fn hint(self) -> &'static str {
        match self {
            Self::Check(_) => ", check this claim",
            Self::Term(_) => ", explain this term",
            Self::Source(..) => ", source",
            Self::Working(_) => ", show the working",
        }
    }
}

/// Opens and closes the note of one passage.
#[derive(Clone, PartialEq)]
pub struct NoteOpener {
    /// What is open.
    pub open: Option<Note>,
    /// Opens a note, or closes the one that is open.
    pub toggle: Callback<Note>,
}

impl NoteOpener {
    /// Marked words that open a note.
    pub(super) fn link(&self, note: Note, class: Classes, content: Html) -> Html {
        self.described_link(note, class, content, None, &NodeRef::default())
    }

    /// Marked words that open a note, with the id of what describes them at the moment.
    pub(super) fn described_link(
        &self,
        note: Note,
        class: Classes,
        content: Html,
        description: Option<String>,
        node: &NodeRef,
    ) -> Html {
        let toggle = self.toggle.clone();
        let onclick = Callback::from(move |event: MouseEvent| {
            // With a modifier key the reader wants the place at the end of the page, maybe in a tab of its own.
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                event.prevent_default();
                toggle.emit(note);
            }
        });
        let is_open = self.open == Some(note);
        let onkeydown = {
            let toggle = self.toggle.clone();
            Callback::from(move |event: KeyboardEvent| {
                if is_open && event.key() == "Escape" {
                    toggle.emit(note);
                }
            })
        };
        html! {
            <a ref={node} {class} href={note.anchor()} aria-expanded={is_open.to_string()} aria-describedby={description} {onclick} {onkeydown}>
                { content }<span class="visually-hidden">{ note.hint() }</span>
            </a>
        }
    }
}

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

pub(super) fn close_button(onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" class="link-button note__close" {onclick}>{ "Close" }</button> }
}

fn check(fact: &'static Fact, view: &View, close: Callback<MouseEvent>) -> Html {
    let check = check_of(fact);
    html! {
        <aside class={classes!("note", "check", verdict_class(fact.verdict))} aria-label={format!("{}, checked", fact.label)} data-check={fact.id}>
            <div class="check__head">
                <span class="check__verdict">{ fact.verdict.label() }</span>
                { try_case(fact, view) }
                { close_button(close) }
            </div>
            <p class="check__says"><span class="check__who">{ "The source reports" }</span>{ fact.says }</p>
            <p class="check__finding"><span class="check__who">{ "The arithmetic says" }</span>{ &*check.finding }</p>
            { readings(check) }
            { reckoning(check) }
        </aside>
    }
}
