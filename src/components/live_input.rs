//! An input in a sentence: a number to drag or a choice, and the editor that opens at it.

use model::Input;
use model::catalogue::Domain;
use yew::prelude::*;

use super::editing::{Editing, LiveEditorProps};
use super::live_number::LiveNumber;
use crate::browser::document::{focus_node, has_focus_left, mark_word_left};
use crate::page::programs::{SecondProgram, WithSecondProgram};
use crate::state::Action;
use crate::view::View;

/// Properties of [`LiveInput`].
#[derive(PartialEq, Properties)]
pub struct LiveInputProps {
    /// The input that is shown and set.
    pub input: Input,
    /// Its label.
    pub label: &'static str,
    /// The present case.
    pub view: View,
}

/// The input's value in the sentence, with its editor.
#[component]
pub fn LiveInput(props: &LiveInputProps) -> Html {
    let LiveInputProps { input, label, view } = props;
    let (input, spec) = (*input, input.spec());
    let editing = use_state(|| Editing::Closed);
    let (around, node) = (use_node_ref(), use_node_ref());

    let on_leave = {
        let (editing, act) = (editing.clone(), view.act.clone());
        Callback::from(move |back: bool| {
            if *editing != Editing::Closed {
                act.emit(Action::CommitText(input.into()));
                editing.set(Editing::Leaving { back });
            }
        })
    };
    let open = {
        let (editing, act, node) = (editing.clone(), view.act.clone(), node.clone());
        move || {
            let is_closed = *editing == Editing::Closed;
            if is_closed {
                act.emit(Action::Settle);
                mark_word_left(&node);
                editing.set(Editing::Open);
            }
            is_closed
        }
    };
    let on_toggle = {
        let (open, on_leave) = (open.clone(), on_leave.clone());
        Callback::from(move |()| {
            if !open() {
                on_leave.emit(true);
            }
        })
    };
    let on_type = {
        let act = view.act.clone();
        Callback::from(move |letter: String| {
            act.emit(Action::TypeOn(input.into(), letter));
            open();
        })
    };
    let on_close = {
        let (editing, act, node) = (editing.clone(), view.act.clone(), node.clone());
        Callback::from(move |back: bool| {
            act.emit(Action::Settle);
            editing.set(Editing::Closed);
            if back {
                focus_node(&node);
            }
        })
    };
    let on_stay = {
        let editing = editing.clone();
        Callback::from(move |()| editing.set(Editing::Open))
    };
    let on_cancel = {
        let (editing, act, on_close) = (editing.clone(), view.act.clone(), on_close.clone());
        Callback::from(move |()| {
            if *editing != Editing::Closed {
                act.emit(Action::DropText(input.into()));
                // Cancels the steps made in the editor, too.
                act.emit(Action::Cancel);
                on_close.emit(true);
            }
        })
    };
    let onfocusout = {
        let (on_leave, act, around) = (on_leave.clone(), view.act.clone(), around.clone());
        Callback::from(move |event: FocusEvent| {
            if has_focus_left(&event, &around) {
                act.emit(Action::Settle);
                on_leave.emit(false);
            }
        })
    };
    let on_key = {
        let (on_toggle, on_cancel) = (on_toggle.clone(), on_cancel.clone());
        Callback::from(move |event: KeyboardEvent| {
            match event.key().as_str() {
                "Enter" | " " | "F2" | "ArrowDown" => on_toggle.emit(()),
                "Escape" => on_cancel.emit(()),
                _ => return,
            }
            event.prevent_default();
        })
    };
    let is_open = *editing != Editing::Closed;
    html! {
        <span class={classes!("live-place", is_open.then_some("live-place--open"))} ref={around} {onfocusout}>
            if let Domain::Choice(_) = spec.domain {
                <span class="live live--choice" ref={node} data-input={spec.id} data-hint="Click to choose" role="button"
                    tabindex="0" aria-haspopup="dialog" aria-expanded={is_open.to_string()}
                    onclick={on_toggle.reform(|_: MouseEvent| ())} onkeydown={on_key}>
                    <span class="visually-hidden">{ *label }{ ": " }</span>
                    { view.analysis.scenario.reading(input) }
                </span>
            } else {
                <LiveNumber {input} label={*label} view={view.clone()} {node} {on_toggle} {on_type} on_cancel={on_cancel.clone()} />
            }
            if is_open {
                { editor(LiveEditorProps { input, view: view.clone(), editing: *editing, on_leave, on_cancel, on_close, on_stay }) }
            }
        </span>
    }
}

/// The editor, once its program is loaded.
fn editor(props: LiveEditorProps) -> Html {
    html! { <WithSecondProgram show={move |second: &'static SecondProgram| (second.editor)(props.clone())} /> }
}
