//! The number itself: dragged sideways, stepped with the keys, clicked or typed at to open its editor.

use model::Input;
use model::format::spoken;
use yew::prelude::*;

use crate::browser::document::{capture_pointer, mark_word_left};
use crate::controls::drag::Press;
use crate::controls::{field_text, scale};
use crate::state::Action;
use crate::view::View;

/// The number of steps of a page key.
const PAGE_STEPS: usize = 10;

/// How the value is changed, for the hint below it.
const HOW: &str = "Drag sideways, click to type, or use the arrow keys";

/// Properties of [`LiveNumber`].
#[derive(PartialEq, Properties)]
pub struct LiveNumberProps {
    /// The input that is shown and set.
    pub input: Input,
    /// Its label.
    pub label: &'static str,
    /// The present case.
    pub view: View,
    /// The number's element, which gets the focus back.
    pub node: NodeRef,
    /// Opens the editor, or closes it as if the focus had left it.
    pub on_toggle: Callback<()>,
    /// Opens the editor with what is typed at the number.
    pub on_type: Callback<String>,
    /// Closes the editor and discards the typed text.
    pub on_cancel: Callback<()>,
}

/// A number in the prose that can be dragged.
#[component]
pub fn LiveNumber(props: &LiveNumberProps) -> Html {
    let LiveNumberProps { input, label, view, node, on_toggle, on_type, on_cancel } = props;
    let (input, spec) = (*input, input.spec());
    let value = view.analysis.scenario.get(input);
    let press = use_mut_ref(|| None::<Press>);
    // Whether the next click counts: browsers also send a click after a drag.
    let clicks = use_mut_ref(|| true);

    let onpointerdown = {
        let (press, clicks) = (press.clone(), clicks.clone());
        Callback::from(move |event: PointerEvent| {
            if event.button() == 0 && event.is_primary() {
                *press.borrow_mut() = Some(Press::new(input, value, pointer_position(&event)));
                *clicks.borrow_mut() = true;
                capture_pointer(&event);
            }
        })
    };
    let onpointermove = {
        let (press, act) = (press.clone(), view.act.clone());
        Callback::from(move |event: PointerEvent| {
            let mut held = press.borrow_mut();
            let Some(held) = held.as_mut() else { return };
            let begins = !held.is_drag();
            if let Some(next) = held.dragged(pointer_position(&event)) {
                if begins {
                    act.emit(Action::Settle);
                }
                act.emit(Action::Set(input.into(), next));
            }
        })
    };
    let onpointerup = {
        let (press, clicks, act) = (press.clone(), clicks.clone(), view.act.clone());
        Callback::from(move |_: PointerEvent| {
            if let Some(ended) = press.borrow_mut().take() {
                *clicks.borrow_mut() = ended.is_click();
                act.emit(Action::Settle);
            }
        })
    };
    // The browser took the pointer over, to scroll.
    let onpointercancel = {
        let (press, act) = (press.clone(), view.act.clone());
        Callback::from(move |_: PointerEvent| {
            if press.borrow_mut().take().is_some_and(|ended| ended.is_drag()) {
                act.emit(Action::Cancel);
            }
        })
    };
    let onclick = {
        let on_toggle = on_toggle.clone();
        Callback::from(move |_: MouseEvent| {
            if clicks.replace(true) {
                on_toggle.emit(());
            }
        })
    };
    let onkeydown = {
        let (on_toggle, on_type, on_cancel) = (on_toggle.clone(), on_type.clone(), on_cancel.clone());
        let (press, act) = (press.clone(), view.act.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(command) = key_command(&event, input) else { return };
            event.prevent_default();
            if let Some(held) = press.borrow_mut().as_mut().filter(|held| held.is_drag()) {
                if matches!(command, KeyCommand::Cancel) {
                    held.cancel();
                    act.emit(Action::Cancel);
                }
                return;
            }
            match command {
                KeyCommand::Move(action) => {
                    // A key held down is one step to undo.
                    if !event.repeat() {
                        act.emit(Action::Settle);
                    }
                    act.emit(action);
                }
                KeyCommand::Open => on_toggle.emit(()),
                KeyCommand::Type(text) => on_type.emit(text),
                KeyCommand::Cancel => on_cancel.emit(()),
                KeyCommand::Act(action) => act.emit(action),
            }
        })
    };
    let onkeyup = {
        let (press, act) = (press.clone(), view.act.clone());
        Callback::from(move |_: KeyboardEvent| {
            if press.borrow().is_none() {
                act.emit(Action::Settle);
            }
        })
    };
    let note = |node: NodeRef| move || mark_word_left(&node);
    let onpointerenter = Callback::from({
        let note = note(node.clone());
        move |_: PointerEvent| note()
    });
    let onfocus = Callback::from({
        let note = note(node.clone());
        move |_: FocusEvent| note()
    });

    let [min, max] = [0, scale::top_position(input)].map(|at| scale::value(input, at).to_string());
    let range = field_text::allowed(input.into());
    let reading = view.analysis.scenario.reading(input);
    html! {
        <span class="live" ref={node} data-input={spec.id} data-hint={format!("{range}\n{HOW}")} role="slider" tabindex="0"
            aria-label={format!("{label}, {reading}")} aria-valuemin={min} aria-valuemax={max} aria-valuenow={value.to_string()}
            aria-valuetext={spoken(value, spec.unit)} aria-description={format!("{range}. Press Enter to type.")}
            aria-haspopup="dialog" {onpointerdown} {onpointermove} {onpointerup} {onpointercancel} {onclick} {onkeydown}
            {onkeyup} {onpointerenter} {onfocus}>
            { reading }
        </span>
    }
}

/// The pointer's position in the window.
fn pointer_position(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

/// The command of a key.
enum KeyCommand {
    /// Changes the value.
    Move(Action),
    /// Opens the editor.
    Open,
    /// Opens the editor with this text.
    Type(String),
    /// Closes the editor.
    Cancel,
    /// Does something that is not about this number.
    Act(Action),
}

fn key_command(event: &KeyboardEvent, input: Input) -> Option<KeyCommand> {
    let key = event.key();
    if event.ctrl_key() || event.meta_key() {
        let is_undo = key.eq_ignore_ascii_case("z");
        let action = if event.shift_key() { Action::Redo } else { Action::Undo };
        return is_undo.then_some(KeyCommand::Act(action));
    }
    if event.alt_key() {
        return None;
    }
    let steps = |up, n_steps| Some(KeyCommand::Move(Action::Step { input, up, n_steps }));
    let to = |position| Some(KeyCommand::Move(Action::Set(input.into(), scale::value(input, position))));
    match key.as_str() {
        "ArrowUp" | "ArrowRight" | "+" => steps(true, 1),
        "ArrowDown" | "ArrowLeft" | "-" | "\u{2212}" => steps(false, 1),
        "PageUp" => steps(true, PAGE_STEPS),
        "PageDown" => steps(false, PAGE_STEPS),
        "Home" => to(0),
        "End" => to(scale::top_position(input)),
        "Enter" | "F2" => Some(KeyCommand::Open),
        "Escape" => Some(KeyCommand::Cancel),
        "." | "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" => Some(KeyCommand::Type(key)),
        _ => None,
    }
}
