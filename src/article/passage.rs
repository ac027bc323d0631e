//! A paragraph, and the note that is open below it.

use yew::prelude::*;

use super::inline::inlines;
use super::note_opener::{Note, NoteOpener};
use crate::browser::document;
use crate::content::Inline;
use crate::page::programs::{SecondProgram, WithSecondProgram};
use crate::view::View;

/// Properties of [`Passage`].
#[derive(PartialEq, Properties)]
pub(super) struct PassageProps {
    /// The content of the paragraph.
    pub inlines: &'static [Inline],
    /// The present case.
    pub view: View,
    /// An additional class.
    #[prop_or_default]
    pub class: Option<&'static str>,
}

/// Whether a paragraph has a mark that opens a note.
fn has_notes(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Claim { .. }
        | Inline::Lost { .. }
        | Inline::Check { .. }
        | Inline::Term { .. }
        | Inline::Citation { .. }
        | Inline::Value { .. } => true,
        Inline::Emphasis(inside) | Inline::Strong(inside) | Inline::Link { content: inside, .. } => {
            has_notes(inside)
        }
        Inline::When { then, otherwise, .. } => has_notes(then) || has_notes(otherwise),
        Inline::Text(_) | Inline::Code(_) | Inline::Input { .. } => false,
    })
}

/// A paragraph of the article.
#[component]
pub(super) fn Passage(props: &PassageProps) -> Html {
    let PassageProps { inlines: content, view, class } = props;
    let open = use_state(|| None::<Note>);
    let toggle = {
        let open = open.clone();
        Callback::from(move |note: Note| open.set((*open != Some(note)).then_some(note)))
    };
    let words = use_node_ref();
    // The focus returns to the mark that opened the note: it would be lost with the note.
    let close = {
        let (open, words) = (open.clone(), words.clone());
        Callback::from(move |()| {
            document::focus_opener(&words);
            open.set(None);
        })
    };
    let onkeydown = {
        let close = close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                close.emit(());
            }
        })
    };
    let place = use_node_ref();
    // What is opened at the window's foot would open out of sight.
    use_effect_with(*open, {
        let place = place.clone();
        move |open| {
            if open.is_some() {
                document::show_nearest(&place);
            }
        }
    });
    let opener = NoteOpener { open: *open, toggle };
    html! {
        <>
            <p ref={words} class={classes!(*class)}>{ inlines(content, view, &opener) }</p>
            if has_notes(content) {
                <div class="note-place" ref={place} {onkeydown}>
                    if let Some(open) = *open {
                        { open_note(open, view, close.reform(|_: MouseEvent| ())) }
                    }
                </div>
            }
        </>
    }
}

/// The open note, once the program that renders it is loaded.
fn open_note(open: Note, view: &View, close: Callback<MouseEvent>) -> Html {
    let view = view.clone();
    html! { <WithSecondProgram show={move |second: &'static SecondProgram| (second.note)(open, &view, close.clone())} /> }
}
