//! A setting with its label: a number to type or a choice, with unit, default, source, reset, and the error.

use model::catalogue::{ChoiceOption, Domain};
use model::{Input, Scenario, Setting};
use yew::prelude::*;

use super::draft::use_draft;
use super::measured_note;
use super::price_quotes::price_quotes;
use crate::browser::fields;
use crate::controls::field_text;
use crate::state::Action;
use crate::view::View;

/// Properties of [`NumberField`].
#[derive(PartialEq, Properties)]
pub struct NumberFieldProps {
    /// The setting of the field.
    pub setting: Setting,
    /// The present case.
    pub view: View,
    /// The field's id.
    pub id: AttrValue,
    /// The unit behind the number, if not the one in full.
    #[prop_or_default]
    pub unit: Option<&'static str>,
    /// What the field is called if no visible element labels it.
    #[prop_or_default]
    pub label: Option<&'static str>,
}

/// A field for a number. Text that is refused stays in it, with the reason below.
#[component]
pub fn NumberField(props: &NumberFieldProps) -> Html {
    let NumberFieldProps { setting, view, id, unit: shown_unit, label } = props;
    let setting = *setting;
    let draft = use_draft(setting);
    let value = view.analysis.scenario.get(setting);
    let text = draft.as_ref().map_or_else(|| field_text::text(setting, value), |draft| draft.text.clone());
    let error = draft.and_then(|draft| draft.error);
    let error_id = format!("{id}-error");
    let oninput = view.act.reform(move |event: InputEvent| Action::TypeText(setting, fields::text(&event)));
    let onchange = view.act.reform(move |_: Event| Action::CommitText(setting));
    let unit = field_text::unit(setting);
    html! {
        <span class={classes!("number-field", error.is_some().then_some("number-field--refused"))}>
            <input class="number-field__input" type="text" inputmode="decimal" autocomplete="off" size="7" id={id.clone()}
                value={text} {oninput} {onchange} aria-label={label.map(|label| format!("{label} ({unit})"))}
                aria-invalid={error.is_some().then_some("true")} aria-describedby={error.is_some().then(|| error_id.clone())} />
            <span class="number-field__unit">{ shown_unit.unwrap_or(unit) }</span>
            if let Some(error) = error {
                <span class="number-field__error" id={error_id} role="alert">{ error }</span>
            }
        </span>
    }
}

/// The control of an input or a constant: a field for a number, a list for a choice.
///
/// Unless a visible element labels the control, it gets an `aria-label`.
pub fn control(setting: Setting, view: &View, id: AttrValue, labelled: bool) -> Html {
    let Domain::Choice(options) = setting.domain() else {
        let label = (!labelled).then(|| setting.label());
        return html! { <NumberField {setting} view={view.clone()} {id} {label} /> };
    };
    let chosen = view.analysis.scenario.get(setting) as usize;
    let scenario = view.analysis.scenario.clone();
    let onchange = view.act.reform(move |event: Event| {
        let choice = fields::choice(&event);
        let index = options.iter().position(|option| option.id == choice).unwrap_or(chosen);
        measured_note::chosen(&scenario, setting, index as f64)
    });
    html! {
        <select class="field__select" {id} value={options.get(chosen).map_or("", |option| option.id)} {onchange}
            aria-label={(!labelled).then_some(setting.label())}>
            for (index, option) in options.iter().enumerate() {
                <option key={option.id} value={option.id} selected={index == chosen}>{ option.label }</option>
            }
        </select>
    }
}

/// Properties of [`Reset`].
#[derive(PartialEq, Properties)]
pub struct ResetProps {
    /// The setting that is reset.
    pub setting: Setting,
    /// The present case.
    pub view: View,
}

/// A button that resets one value to its default; shown only if the value differs.
#[component]
pub fn Reset(props: &ResetProps) -> Html {
    let ResetProps { setting, view } = props;
    let is_typing = use_draft(*setting).is_some();
    if !is_typing && !view.analysis.scenario.is_changed(*setting) {
        return Html::default();
    }
    html! {
        <button type="button" class="link-button" onclick={view.dispatcher(Action::Reset(*setting))}>
            { "Reset" }<span class="visually-hidden">{ format!(" {}", setting.label()) }</span>
        </button>
    }
}

/// One setting of the deeper controls.
pub fn field(input: Input, view: &View) -> Html {
    let spec = input.spec();
    let scenario: &Scenario = &view.analysis.scenario;
    let changed = scenario.is_changed(input);
    let id = format!("field-{}", spec.id);
    let price = scenario.price_of(input);
    let source = price.map_or(spec.source(), |price| price.source).source();
    let default = match spec.domain {
        Domain::Number { .. } => input.reading(scenario.default_of(input)),
        Domain::Choice(options) => label(options, scenario.default_of(input)).to_owned(),
    };
    html! {
        <div class={classes!("field", changed.then_some("field--changed"))}>
            <label class="field__label" for={id.clone()}>{ spec.label() }</label>
            { control(input.into(), view, id.into(), true) }
            <p class="field__about">
                { spec.help() }{ " Default: " }{ default }{ ". " }<cite class="field__source">{ source.title }</cite>
                { " " }<Reset setting={Setting::from(input)} view={view.clone()} />
            </p>
            if let Some(price) = price {
                <p class="field__asked" data-asked={spec.id}>{ price_quotes(scenario, input, &price) }</p>
            }
        </div>
    }
}

fn label(options: &[ChoiceOption], index: f64) -> &'static str {
    options.get(index as usize).map_or("", |option| option.label)
}
