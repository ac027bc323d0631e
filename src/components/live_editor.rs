//! The small editor at a number of the prose: a field or a choice, steps, the unit, the allowed range, and a reset.

use std::sync::atomic::{AtomicUsize, Ordering};

use model::Setting;
use model::catalogue::Domain;
use yew::prelude::*;

use super::draft::use_draft;
use super::editing::{Editing, LiveEditorProps};
use super::field::control;
use super::range::step;
use crate::browser::document::{edit, focus};
use crate::browser::fields;
use crate::controls::field_text;
use crate::state::Action;

/// The number of editors opened so far: each has an id of its own, as the same input is in several sentences.
static N_OPENED: AtomicUsize = AtomicUsize::new(0);

/// The editor as a function: the first program calls it without knowing the component.
pub fn live_editor(props: LiveEditorProps) -> Html {
    html! { <LiveEditor ..props /> }
}

/// The editor's component.
#[component]
pub fn LiveEditor(props: &LiveEditorProps) -> Html {
    let LiveEditorProps { input, view, editing, on_leave, on_cancel, on_close, on_stay } = props;
    let (input, spec) = (*input, input.spec());
    let setting = Setting::from(input);
    let draft = use_draft(setting);
    let id = use_state(|| format!("live-{}-{}", spec.id, N_OPENED.fetch_add(1, Ordering::Relaxed)));
    let scenario = &view.analysis.scenario;
    let value = scenario.get(input);

    use_effect_with((), {
        let (id, has_text) = ((*id).clone(), draft.is_some());
        move |()| edit(&id, !has_text)
    });
    // The page's state accepts or refuses the typed text; only then is it known whether to close.
    use_effect_with((*editing, draft.clone()), {
        let (on_close, on_stay) = (on_close.clone(), on_stay.clone());
        move |(editing, draft)| {
            if let Editing::Leaving { back } = *editing {
                match draft {
                    None => on_close.emit(back),
                    Some(draft) if draft.error.is_some() => on_stay.emit(()),
                    Some(_) => {}
                }
            }
        }
    });

    let onkeydown = {
        let (on_leave, on_cancel, act) = (on_leave.clone(), on_cancel.clone(), view.act.clone());
        let is_typing = draft.is_some();
        Callback::from(move |event: KeyboardEvent| {
            let in_field = fields::is_in_field(&event);
            let in_choice = fields::is_in_list(&event);
            let step = |up| act.emit(Action::Step { input, up, n_steps: 1 });
            match event.key().as_str() {
                "Escape" => on_cancel.emit(()),
                "Enter" if (in_field || in_choice) && !event.repeat() => on_leave.emit(true),
                "ArrowUp" if in_field && !is_typing => step(true),
                "ArrowDown" if in_field && !is_typing => step(false),
                _ => return,
            }
            event.prevent_default();
        })
    };
    // The focus stays in the field while the buttons are pressed; the text typed there is committed first.
    let onmousedown = {
        let act = view.act.clone();
        Callback::from(move |event: MouseEvent| {
            let in_field = fields::is_in_field(&event);
            let in_choice = fields::is_in_list(&event);
            if !in_field && !in_choice {
                event.prevent_default();
                act.emit(Action::CommitText(input.into()));
            }
        })
    };
    let on_reset = {
        let (act, id) = (view.act.clone(), (*id).clone());
        Callback::from(move |_: MouseEvent| {
            focus(&id);
            act.emit(Action::Reset(input.into()));
        })
    };
    let is_refused = draft.as_ref().is_some_and(|draft| draft.error.is_some());
    let name = (*id).clone();
    let about = format!("{name}-about");
    let allowed = field_text::allowed(input.into());
    let about_text = if allowed.is_empty() { spec.help().to_owned() } else { allowed };
    html! {
        <span class="live-editor" role="dialog" aria-label={spec.label()} aria-describedby={about.clone()} {onkeydown} {onmousedown}>
            <span class="live-editor__name" aria-hidden="true">{ spec.label() }</span>
            <span class="live-editor__row">
                if let Domain::Choice(_) = spec.domain {
                    { control(setting, view, name.into(), false) }
                } else {
                    { step(input, input.label(), view, false) }
                    { control(setting, view, name.into(), false) }
                    { step(input, input.label(), view, true) }
                }
            </span>
            <span class="live-editor__about" id={about}>
                { about_text }
            </span>
            if is_refused {
                <button type="button" class="link-button live-editor__keep" onclick={on_cancel.reform(|_: MouseEvent| ())}>
                    { "Keep " }{ input.reading(value) }
                </button>
            }
            if scenario.is_changed(input) {
                <button type="button" class="link-button live-editor__reset" onclick={on_reset}>
                    { "Reset to " }{ input.reading(scenario.default_of(input)) }
                </button>
            }
        </span>
    }
}
