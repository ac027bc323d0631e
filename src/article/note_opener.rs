//! Marks in the text that open a note in place, between the lines.
//!
//! Each mark is a link to the same content in its room, so that nothing needs JavaScript.

use model::catalogue::SourceId;
use model::claims::Fact;
use yew::prelude::*;

use crate::content::GlossaryTerm;
use crate::room::Room;

/// The content of a note.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Note {
    /// The check of a fact.
    Check(&'static Fact),
    /// The meaning of a term.
    Term(&'static GlossaryTerm),
    /// A source, with its number.
    Source(usize, SourceId),
    /// The working of an output.
    Working(&'static str),
}

impl Note {
    /// The address of the same content in its room.
    fn address(self) -> String {
        match self {
            Self::Check(fact) => Room::Claims.place(&["check-", fact.id].concat()),
            Self::Term(term) => Room::Method.place(&["term-", term.id].concat()),
            Self::Source(number, _) => Room::Method.place(&["source-", &number.to_string()].concat()),
            Self::Working(_) => Room::Method.place("method"),
        }
    }

    /// The hint for screen readers, behind the marked words.
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
    /// The open note.
    pub open: Option<Note>,
    /// Opens a note, or closes the one that is open.
    pub toggle: Callback<Note>,
}

impl NoteOpener {
    /// Marked words that open a note.
    pub(super) fn link(&self, note: Note, class: Classes, content: Html) -> Html {
        self.described_link(note, class, content, None, &NodeRef::default())
    }

    /// Marked words that open a note, with the id of the element that describes them at the moment.
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
            // With a modifier key the reader wants the room, maybe in a new tab.
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
            <a ref={node} {class} href={note.address()} aria-expanded={is_open.to_string()} aria-describedby={description} {onclick} {onkeydown}>
                { content }<span class="visually-hidden">{ note.hint() }</span>
            </a>
        }
    }
}
