//! A setting beside its name: a number to type or a choice, with unit, default, source, reset, and what is wrong with it.

use model::catalogue::{ChoiceOption, Domain};
use model::format::input_value;
use model::quotes::Price;
use model::{Input, Scenario};
use yew::prelude::*;

use super::{View, asked, field_text};
use crate::state::{Action, Draft};

/// Properties of [`NumberField`].
#[derive(PartialEq, Properties)]
pub struct NumberFieldProps {
    /// What it sets.
    pub input: Input,
    /// The value set.
    pub value: f64,
    /// What is being typed, if it isn't the value.
    pub draft: Option<Draft>,
    /// Asks for a change.
    pub act: Callback<Action>,
    /// The field's id.
    pub id: AttrValue,
    /// What stands behind the number, if not the unit in full.
    #[prop_or_default]
    pub unit: Option<&'static str>,
    /// Whether a visible label names it; else the input's own label is put on it.
    #[prop_or_default]
    pub labelled: bool,
}

/// A field for a number. Text that is refused stays in it, with the reason below.
#[component]
pub fn NumberField(props: &NumberFieldProps) -> Html {
    let NumberFieldProps { input, value, draft, act, id, unit: shown_unit, labelled } = props;
    let (input, spec) = (*input, input.spec());
    let text = draft.as_ref().map_or_else(|| field_text::text(input, *value), |draft| draft.text.clone());
    let error = draft.as_ref().and_then(|draft| draft.error.clone());
    let error_id = format!("{id}-error");
    let oninput = act.reform(move |event: InputEvent| {
        let field: web_sys::HtmlInputElement = event.target_unchecked_into();
        Action::TypeText(input, field.value())
    });
    let onchange = act.reform(move |_: Event| Action::CommitText(input));
    let unit = field_text::unit(input);
    html! {
        <span class={classes!("number-field", error.is_some().then_some("number-field--refused"))}>
            <input class="number-field__input" type="text" inputmode="decimal" autocomplete="off" size="7" id={id.clone()}
                value={text} {oninput} {onchange} aria-label={(!labelled).then(|| format!("{} ({unit})", spec.label))}
                aria-invalid={error.is_some().then_some("true")} aria-describedby={error.is_some().then(|| error_id.clone())} />
            <span class="number-field__unit">{ shown_unit.unwrap_or(unit) }</span>
            if let Some(error) = error {
                <span class="number-field__error" id={error_id} role="alert">{ error }</span>
            }
        </span>
    }
}

/// Properties of [`ChoiceField`].
#[derive(PartialEq, Properties)]
pub struct ChoiceFieldProps {
    /// What it sets.
    pub input: Input,
    /// The option set.
    pub value: f64,
    /// Asks for a change.
    pub act: Callback<Action>,
    /// The field's id.
    pub id: AttrValue,
    /// Whether a visible label names it; else the input's own label is put on it.
    #[prop_or_default]
    pub labelled: bool,
}

/// The options of an input, in the browser's own list.
#[component]
pub fn ChoiceField(props: &ChoiceFieldProps) -> Html {
    let ChoiceFieldProps { input, value, act, id, labelled } = props;
    let (input, chosen) = (*input, *value as usize);
    let Domain::Choice(options) = input.spec().domain else { return Html::default() };
    let onchange = act.reform(move |event: Event| {
        let select: web_sys::HtmlSelectElement = event.target_unchecked_into();
        let index = options.iter().position(|option| option.id == select.value()).unwrap_or(chosen);
        Action::SetInput(input, index as f64)
    });
    html! {
        <select class="field__select" id={id.clone()} value={options.get(chosen).map_or("", |option| option.id)}
            aria-label={(!labelled).then_some(input.spec().label)} {onchange}>
            for (index, option) in options.iter().enumerate() {
                <option key={option.id} value={option.id} selected={index == chosen}>{ option.label }</option>
            }
        </select>
    }
}

/// Properties of [`Field`].
#[derive(PartialEq, Properties)]
pub struct FieldProps {
    /// What it sets.
    pub input: Input,
    /// The present case.
    pub view: View,
    /// What is being typed, if it isn't the value.
    pub draft: Option<Draft>,
}

/// One setting of the deeper controls.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let FieldProps { input, view, draft } = props;
    let (input, spec) = (*input, input.spec());
    let scenario: &Scenario = &view.analysis.scenario;
    let changed = scenario.is_changed(input);
    let id = format!("field-{}", spec.id);
    let price = Price::of_input(scenario, input);
    let source = price.map_or(spec.source, |price| price.source).source();
    let default = match spec.domain {
        Domain::Number { .. } => input_value(input, scenario.default_of(input)),
        Domain::Choice(options) => label(options, scenario.default_of(input)).to_owned(),
    };
    html! {
        <div class={classes!("field", changed.then_some("field--changed"))}>
            <label class="field__label" for={id.clone()}>{ spec.label }</label>
            { control(input, scenario, draft.clone(), &view.act, id) }
            <p class="field__about">
                { spec.help }{ " Default: " }{ default }{ ". " }<cite class="field__source">{ source.title }</cite>
                if changed || draft.is_some() {
                    { " " }
                    <button type="button" class="link-button" onclick={view.ask(Action::ResetInput(input))}>
                        { "Reset" }<span class="visually-hidden">{ format!(" {}", spec.label) }</span>
                    </button>
                }
            </p>
            if let Some(price) = price {
                <p class="field__asked" data-asked={spec.id}>{ asked::asked(scenario, input, &price) }</p>
            }
        </div>
    }
}

fn control(
    input: Input,
    scenario: &Scenario,
    draft: Option<Draft>,
    act: &Callback<Action>,
    id: String,
) -> Html {
    match input.spec().domain {
        Domain::Number { .. } => html! {
            <NumberField {input} value={scenario.get(input)} {draft} act={act.clone()} {id} labelled=true />
        },
        Domain::Choice(_) => html! {
            <ChoiceField {input} value={scenario.get(input)} act={act.clone()} {id} labelled=true />
        },
    }
}

fn label(options: &[ChoiceOption], index: f64) -> &'static str {
    options.get(index as usize).map_or("", |option| option.label)
}
