//! The working of a number in the prose: its formula with the numbers put in, the origin of each, and the steps before
//! it.

use model::format::{self, Style, number};
use model::outcome::output_specs;
use model::provenance::Provenance;
use model::trace::{Origin, Step, Term};
use model::words::{one_line, operand, result};
use model::{Scenario, Setting, explain};
use yew::prelude::*;

use super::close_button::close_button;
use super::sources::confidence_label;
use crate::browser::clipboard;
use crate::components::field::{Reset, control};
use crate::controls::field_text::allowed;
use crate::room::{self, Room};
use crate::view::View;

/// Properties of [`Working`].
#[derive(PartialEq, Properties)]
pub(super) struct WorkingProps {
    /// The output's name.
    pub output: &'static str,
    /// The present case.
    pub view: View,
    /// Closes the note.
    pub close: Callback<MouseEvent>,
}

/// The working of an output: its last step open, the steps before it folded.
#[component]
pub(super) fn Working(props: &WorkingProps) -> Html {
    let WorkingProps { output, view, close } = props;
    let changing = use_state_eq(|| None::<NumberKey>);
    let steps = use_memo((*output, view.analysis.scenario.clone()), |(output, scenario)| {
        explain(scenario, output).unwrap_or_default()
    });
    let Some((spec, last)) = output_specs().find(|spec| spec.id == *output).zip(steps.last()) else {
        return html! {
            <aside class="note"><p class="note__text">{ "This number is given, not computed." }</p>{ close_button(close.clone()) }</aside>
        };
    };
    let scenario = &view.analysis.scenario;
    let editor = NumberEditor { view, changing: &changing };
    let before = &steps[..steps.len() - 1];
    html! {
        <aside class="note working" aria-label={format!("{}: the working", spec.label())} data-working={*output}>
            <p class="note__text"><strong>{ spec.label() }</strong>{ ". " }{ spec.meaning().trim() }</p>
            { step(scenario, last, Some(&editor)) }
            if !before.is_empty() {
                <details class="working__before">
                    <summary>{ steps_before(before.len()) }</summary>
                    { list(scenario, before, Some(&editor)) }
                </details>
            }
            <p class="working__foot">
                <a href={format!("{}model/{}.html", room::up(), spec.family)}>{ "The formulas, and where they fail" }</a>
                { " " }
                <CopyButton text={text(scenario, &format!("{}: {}", spec.label(), spec.meaning().trim()), &steps)} />
            </p>
            { close_button(close.clone()) }
        </aside>
    }
}

/// A number of a step: the step's name, and the setting behind the number.
type NumberKey = (&'static str, Setting);

/// The controls that let a reader change the numbers of a working.
#[derive(Clone, Copy)]
pub(super) struct NumberEditor<'a> {
    /// The present case.
    view: &'a View,
    /// The number whose field is open.
    changing: &'a UseStateHandle<Option<NumberKey>>,
}

impl NumberEditor<'_> {
    /// A button that opens and closes the field of a number.
    fn button(&self, key: NumberKey) -> Html {
        let changing = self.changing.clone();
        let is_open = **self.changing == Some(key);
        let onclick = Callback::from(move |_: MouseEvent| changing.set((!is_open).then_some(key)));
        html! {
            <button type="button" class="link-button working__change" aria-expanded={is_open.to_string()} {onclick}>
                { if is_open { "Done" } else { "Change" } }<span class="visually-hidden">{ format!(" {}", key.1.label()) }</span>
            </button>
        }
    }

    /// The field of a number, if it is open.
    fn field(&self, key: NumberKey) -> Option<Html> {
        (**self.changing == Some(key)).then(|| {
            let (step, setting) = key;
            let view = self.view.clone();
            let range = allowed(setting);
            html! {
                <tr class="working__asked">
                    <td colspan="3">
                        { control(setting, &view, format!("working-{step}-{}", setting.id()).into(), false) }
                        if !range.is_empty() {
                            { format!(" Allowed: {range}. ") }
                        }
                        <Reset {setting} {view} />{ " " }
                        <a href={Room::Method.place(&format!("assumption-{}", setting.id()))}>{ "All assumptions" }</a>
                    </td>
                </tr>
            }
        })
    }
}

/// The setting behind a number of this origin, if a reader can change it.
fn setting(origin: Origin) -> Option<Setting> {
    match origin {
        Origin::Input(input) => Some(input.into()),
        Origin::Assumption(assumption) => assumption.spec().is_open().then(|| assumption.into()),
        _ => None,
    }
}

/// Steps with their meanings, in order; with an editor, their numbers can be changed.
pub(super) fn list(scenario: &Scenario, steps: &[Step], editor: Option<&NumberEditor>) -> Html {
    html! {
        <ol class="working__steps">
            for (index, one) in steps.iter().enumerate() {
                <li key={index}>
                    <span class="working__meaning">{ one.meaning }</span>
                    { step(scenario, one, editor) }
                </li>
            }
        </ol>
    }
}

/// Properties of [`CopyButton`].
#[derive(PartialEq, Properties)]
pub(super) struct CopyButtonProps {
    /// The text that is copied.
    pub text: AttrValue,
}

/// A button that copies a working, and shows whether that worked.
#[component]
pub(super) fn CopyButton(props: &CopyButtonProps) -> Html {
    let copied = use_state(|| None::<bool>);
    let report = copied.setter();
    let onclick = clipboard::on_press(props.text.clone(), Callback::from(move |it| report.set(Some(it))));
    html! {
        <>
            <button type="button" class="link-button" {onclick}>{ "Copy as text" }</button>
            if let Some(is_copied) = *copied {
                <span role="status">{ if is_copied { " Copied." } else { " Copying isn\u{2019}t allowed here." } }</span>
            }
        </>
    }
}

fn steps_before(count: usize) -> String {
    if count == 1 { "The step before".to_owned() } else { format!("The {count} steps before") }
}

/// A name of the formula, with spaces instead of underscores so that it can wrap between words.
fn spoken(name: &str) -> String {
    name.replace('_', " ")
}

/// A number with its unit, thousands separated; anything else as it is.
fn grouped(text: &str) -> String {
    let (number, unit) = text.split_at(text.find(' ').unwrap_or(text.len()));
    let is_plain = number.chars().all(|c| c.is_ascii_digit() || c == '.' || c == '-');
    // A sum is copied with the minus that a keyboard has.
    if is_plain { format::grouped(number).replace('\u{2212}', "-") + unit } else { text.to_owned() }
}

fn step(scenario: &Scenario, step: &Step, editor: Option<&NumberEditor>) -> Html {
    let editable = |term: &Term| Some((editor?, (step.name, setting(term.origin())?)));
    html! {
        <div class="working__step">
            <code class="working__formula">{ format!("{} = {}", step.name, one_line(&step.formula)) }</code>
            <table class="working__numbers">
                <tbody>
                    for (name, term) in step.operands.iter() {
                        <key={*name}>
                            <tr>
                                <th scope="row">{ spoken(name) }</th>
                                <td class="values__number">{ grouped(&operand(*term)) }</td>
                                <td>
                                    { origin(scenario, *term) }
                                    if let Some((editor, key)) = editable(term) {
                                        { " " }{ editor.button(key) }
                                    }
                                </td>
                            </tr>
                            { editable(term).and_then(|(editor, key)| editor.field(key)).unwrap_or_default() }
                            if let Some(range) = price_range(scenario, *term) {
                                <tr class="working__asked"><td colspan="3">{ "Asked: " }{ range }</td></tr>
                            }
                        </>
                    }
                    <tr class="working__result">
                        <th scope="row">{ spoken(step.name) }</th>
                        <td class="values__number">{ grouped(&result(step)) }</td>
                        <td></td>
                    </tr>
                </tbody>
            </table>
        </div>
    }
}

/// The origin of a number, in words.
fn origin(scenario: &Scenario, term: Term) -> String {
    match Provenance::of(scenario, term.origin()) {
        None => "computed before".to_owned(),
        Some(Provenance { what, source: None, .. }) => what,
        Some(Provenance { what, source: Some(source), date, confidence, range, .. }) => {
            let source = source.source();
            let text = |end| number(end, term.unit(), Style::Tight);
            let range = range.map_or_else(String::new, |(low, high)| {
                format!(", nine in ten from {} to {}", text(low), text(high))
            });
            let date = if date.is_empty() { source.date } else { date };
            let date = if date.is_empty() { String::new() } else { format!(", {date}") };
            format!("{what}{range}; {}{date}, {}", source.title, confidence_label(confidence))
        }
    }
}

/// The lowest and the highest quote, if the number is a price with different quotes.
fn price_range(scenario: &Scenario, term: Term) -> Option<String> {
    Some(Provenance::of(scenario, term.origin())?.asked?.text())
}

/// The whole working as text to copy.
pub(super) fn text(scenario: &Scenario, head: &str, steps: &[Step]) -> String {
    let mut text = format!("{head}\n");
    for step in steps {
        text += &format!("\n{}\n{} = {}\n", step.meaning, step.name, one_line(&step.formula));
        for (name, term) in &step.operands {
            text += &format!("    {name} = {} ({})\n", operand(*term), origin(scenario, *term));
            if let Some(range) = price_range(scenario, *term) {
                text += &format!("        asked: {range}\n");
            }
        }
        text += &format!("{} = {}\n", step.name, result(step));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_have_commas() {
        for (text, expected) in [
            ("22744.35 US dollars a month", "22,744.35 US dollars a month"),
            ("-1313.007", "-1,313.007"),
            ("-313", "-313"),
            ("989000000000000 FLOP/s", "989,000,000,000,000 FLOP/s"),
            ("0.0000123", "0.0000123"),
            ("12345e3", "12345e3"),
            ("qwen2.5-7b", "qwen2.5-7b"),
        ] {
            assert_eq!(grouped(text), expected);
        }
    }
}
