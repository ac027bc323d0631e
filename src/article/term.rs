//! A term of the glossary in the prose: its meaning is shown while it is hovered or focused, and stays when it is
//! pressed.

use yew::prelude::*;

use super::note_opener::{Note, NoteOpener};
use crate::browser::document::{is_focus_visible, mark_word_left};
use crate::browser::observe::Listener;
use crate::browser::timer::Timer;
use crate::content::GlossaryTerm;

/// How long the pointer must rest on a term before its meaning shows, and may have left it before that hides,
/// milliseconds.
const REST_MS: i32 = 160;

/// Properties of [`Term`].
#[derive(PartialEq, Properties)]
pub(super) struct TermProps {
    /// The term of the glossary.
    pub term: &'static GlossaryTerm,
    /// The words in the prose.
    pub text: &'static str,
    /// Opens the note that keeps the meaning.
    pub opener: NoteOpener,
}

/// A term with its meaning.
///
/// Content that appears on hover can be hovered itself, stays until the pointer or the focus leaves, and disappears
/// with Escape (WCAG 2.2, 1.4.13). A finger has no hover: its tap opens the note.
#[component]
pub(super) fn Term(props: &TermProps) -> Html {
    let TermProps { term, text, opener } = props;
    let is_shown = use_state_eq(|| false);
    let waiting = use_mut_ref(|| None::<Timer>);
    let node = use_node_ref();

    let show = {
        let (is_shown, waiting, node) = (is_shown.setter(), waiting.clone(), node.clone());
        move |shown: bool, after_ms: Option<i32>| {
            let (is_shown, node) = (is_shown.clone(), node.clone());
            let change = move || {
                mark_word_left(&node);
                is_shown.set(shown);
            };
            *waiting.borrow_mut() = after_ms.map(|after_ms| Timer::after(after_ms, change.clone()));
            if after_ms.is_none() {
                change();
            }
        }
    };
    let points = |shown: bool| {
        let show = show.clone();
        Callback::from(move |event: PointerEvent| {
            if event.pointer_type() != "touch" {
                show(shown, Some(REST_MS));
            }
        })
    };
    let onfocusin = {
        let show = show.clone();
        Callback::from(move |event: FocusEvent| {
            if is_focus_visible(&event) {
                show(true, None);
            }
        })
    };
    let onfocusout = {
        let show = show.clone();
        Callback::from(move |_: FocusEvent| show(false, None))
    };
    let onclick = {
        let show = show.clone();
        Callback::from(move |_: MouseEvent| show(false, None))
    };
    use_effect_with(*is_shown, {
        let is_shown = is_shown.setter();
        move |shown| {
            let listener = shown.then(|| Listener::on_key("Escape", move || is_shown.set(false)));
            move || drop(listener)
        }
    });

    let note = Note::Term(term);
    let is_shown = *is_shown && opener.open != Some(note);
    let id = format!("meaning-{}", term.id);
    html! {
        <span class="term-place" onpointerenter={points(true)} onpointerleave={points(false)} {onfocusin} {onfocusout} {onclick}>
            { opener.described_link(note, classes!("term"), html! { { *text } }, is_shown.then(|| id.clone()), &node) }
            if is_shown {
                <span class="term__meaning" role="tooltip" {id}><strong>{ term.label }</strong>{ ": " }{ term.text }</span>
            }
        </span>
    }
}
