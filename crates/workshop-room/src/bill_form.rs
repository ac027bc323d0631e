//! Seven questions about what is paid for AI now, the invoice that they describe, and the model's answer.

use bill::{Answer, AnswerError, Answered, Question, answer, whole_dollars};
use model::catalogue::Domain;
use model::format::{Style, number};
use model::units::Unit;
use model::written::Decimal;
use model::{Input, Scenario};
use scenario_file::Name;
use workshop::NamedScenario;
use yew::prelude::*;

use crate::bench::Act;
use crate::browser;
use crate::usage_file::UsageFile;

/// What a reader of invoices may know better than the questions tell.
const KNOWN: [Input; 3] = [Input::PromptTokens, Input::OutputTokens, Input::CachedShare];

/// What is typed, empty where nothing is.
#[derive(Clone, Debug, Default, PartialEq)]
struct Typed {
    answers: [String; Question::ALL.len()],
    known: [String; KNOWN.len()],
}

impl Typed {
    fn is_empty(&self) -> bool {
        self.answers.iter().chain(&self.known).all(|text| text.trim().is_empty())
    }

    /// The scenario that the answers describe.
    fn answered(&self) -> Result<Answered, AnswerError> {
        let is_given = |text: &str| !text.trim().is_empty();
        let answers: Vec<(Question, &str)> = Question::ALL
            .into_iter()
            .zip(self.answers.iter().map(String::as_str))
            .filter(|(_, text)| is_given(text))
            .collect();
        let mut known = Vec::new();
        for (input, text) in KNOWN.into_iter().zip(&self.known).filter(|(_, text)| is_given(text)) {
            let value = model::scenario::parse(input, text, Decimal::Either);
            let value = value.map_err(|error| {
                let text = error.with_hint();
                let field = input.spec().id;
                let reason = text.strip_prefix(&format!("{field}: ")).unwrap_or(&text).to_owned();
                AnswerError { field, reason }
            });
            known.push((input, value?));
        }
        answer(&answers, &known)
    }
}

/// Properties of [`BillForm`].
#[derive(PartialEq, Properties)]
pub(crate) struct BillFormProps {
    /// Changes the set.
    pub(crate) act: Callback<Act>,
    /// Whether the set has room.
    pub(crate) has_room: bool,
}

/// The form, and what its answers come to.
#[component]
pub(crate) fn BillForm(props: &BillFormProps) -> Html {
    let typed = use_state_eq(Typed::default);
    let result = use_memo((*typed).clone(), Typed::answered);
    let fault = result.as_ref().as_ref().err().cloned();
    let type_answer = |index: usize| {
        let typed = typed.clone();
        Callback::from(move |event: Event| {
            let mut next = (*typed).clone();
            if let Some(place) = next.answers.get_mut(index) {
                *place = browser::field_text(&event);
            }
            typed.set(next);
        })
    };
    let type_known = |index: usize| {
        let typed = typed.clone();
        Callback::from(move |event: Event| {
            let mut next = (*typed).clone();
            if let Some(place) = next.known.get_mut(index) {
                *place = browser::field_text(&event);
            }
            typed.set(next);
        })
    };
    html! {
        <section class="bench__part" id="bill" aria-labelledby="bill-heading">
            <h2 class="section__heading" id="bill-heading">{ "Your bill" }</h2>
            <p class="bench__lead">
                { "Seven questions that need no expert. Leave out what you do not know: the default case stands in, and says so." }
            </p>
            <div class="bill">
                <ol class="bill__questions">
                    for (index, question) in Question::ALL.into_iter().enumerate() {
                        <li key={question.id()} class="bill__question">
                            { question_row(question, &typed.answers[index], fault.as_ref(), type_answer(index)) }
                        </li>
                    }
                    <li key="known" class="bill__question bill__question--known">
                        <details>
                            <summary>{ "If you know tokens better than words" }</summary>
                            for (index, input) in KNOWN.into_iter().enumerate() {
                                { known_row(input, &typed.known[index], fault.as_ref(), type_known(index)) }
                            }
                        </details>
                    </li>
                </ol>
                <div class="bill__answer" role="status">
                    { answer_view(&typed, &result, props) }
                </div>
            </div>
            <UsageFile act={props.act.clone()} has_room={props.has_room} />
        </section>
    }
}

fn fault_of(field: &str, fault: Option<&AnswerError>) -> Option<String> {
    fault.filter(|fault| fault.field == field).map(|fault| fault.reason.clone())
}

fn question_row(
    question: Question,
    text: &str,
    fault: Option<&AnswerError>,
    on_change: Callback<Event>,
) -> Html {
    let spec = question.spec();
    let id = format!("bill-{}", question.id());
    let (means_id, fault_id) = (format!("{id}-means"), format!("{id}-fault"));
    let fault = fault_of(question.id(), fault);
    let described = if fault.is_some() { format!("{fault_id} {means_id}") } else { means_id.clone() };
    let list = |options: Vec<(&'static str, &'static str)>| {
        html! {
            <select class="bill__field" id={id.clone()} onchange={on_change.clone()} aria-describedby={described.clone()}>
                <option value="" selected={text.is_empty()}>{ "not answered" }</option>
                for (value, label) in options {
                    <option key={value} {value} selected={text == value}>{ label }</option>
                }
            </select>
        }
    };
    let control = match spec.answer {
        Answer::NumberOf(_) | Answer::Number { .. } => {
            number_field(&id, text, &described, fault.is_some(), on_change)
        }
        Answer::OptionOf(input) => match input.spec().domain {
            Domain::Choice(options) => list(options.iter().map(|option| (option.id, option.label)).collect()),
            Domain::Number { .. } => number_field(&id, text, &described, fault.is_some(), on_change),
        },
        Answer::Option(options) => list(options.iter().map(|option| (option.id, option.label)).collect()),
    };
    html! {
        <>
            <label class="bill__text" for={id.clone()}>{ spec.text }</label>
            { control }
            <span class="bill__means" id={means_id}>{ spec.means }</span>
            if let Some(fault) = fault {
                <span class="bill__fault" id={fault_id} role="alert">{ fault }</span>
            }
        </>
    }
}

fn known_row(input: Input, text: &str, fault: Option<&AnswerError>, on_change: Callback<Event>) -> Html {
    let spec = input.spec();
    let id = format!("bill-{}", spec.id);
    let fault_id = format!("{id}-fault");
    let fault = fault_of(spec.id, fault);
    html! {
        <p class="bill__known" key={spec.id}>
            <label class="bill__text" for={id.clone()}>{ spec.label() }</label>
            { number_field(&id, text, &fault_id, fault.is_some(), on_change) }
            <span class="bill__fault" id={fault_id.clone()} role={fault.is_some().then_some("alert")}>
                { fault.unwrap_or_default() }
            </span>
        </p>
    }
}

fn number_field(id: &str, text: &str, described: &str, is_refused: bool, on_change: Callback<Event>) -> Html {
    let oninput = on_change.reform(|event: InputEvent| event.into());
    html! {
        <input class="bill__field" id={id.to_owned()} type="text" inputmode="decimal" autocomplete="off" value={text.to_owned()}
            {oninput} aria-invalid={is_refused.then_some("true")} aria-describedby={described.to_owned()} />
    }
}

fn answer_view(typed: &Typed, result: &Result<Answered, AnswerError>, props: &BillFormProps) -> Html {
    let answered = match result {
        _ if typed.is_empty() => {
            return html! { <p class="bill__hint">{ "Answer one question, and your invoice stands here." }</p> };
        }
        Err(_) => {
            return html! { <p class="bill__hint">{ "One answer is not understood; what is allowed stands beside it." }</p> };
        }
        Ok(answered) => answered,
    };
    let [total, input, output] =
        [answered.list.total(), answered.list.input, answered.list.output].map(whole_dollars);
    let whole = answered.to_string();
    let paid = whole.strip_prefix(&answered.list.to_string()).unwrap_or_default().trim().to_owned();
    let add = {
        let scenario = answered.scenario.clone();
        let name = Name::new("Our bill").unwrap_or_else(|_| Name::of_preset(scenario.base()));
        let case = NamedScenario { name, scenario };
        props.act.reform(move |_: MouseEvent| Act::Add(case.clone()))
    };
    html! {
        <>
            <p class="bill__invoice">{ "Your invoice now: " }<strong>{ total }</strong>{ " a month" }</p>
            <p class="bill__parts">{ format!("{input} for prompts and {output} for answers, at list prices.") }
                if !paid.is_empty() {
                    { " " }{ paid }
                }
            </p>
            { model_answer(&answered.scenario) }
            <p class="workshop__actions">
                <button type="button" class="button" disabled={!props.has_room} onclick={add}>{ "Add it to your set" }</button>
            </p>
            <details class="bill__assumed">
                <summary>{ "What is assumed" }</summary>
                <ul>
                    for sentence in answered.assumed.iter() {
                        <li key={sentence.clone()}>{ sentence }</li>
                    }
                </ul>
            </details>
        </>
    }
}

/// What the model makes of a case, as a link that opens it on this page.
pub(crate) fn model_answer(scenario: &Scenario) -> Html {
    let outcome = model::evaluate(scenario);
    let cost = |dollars: f64| number(dollars, Unit::UsdPerMonth, Style::Prose);
    let cost_words = format!(
        "owning {}, renting {} a month",
        cost(outcome.estimate.cost.own_cost.number()),
        cost(outcome.estimate.cost.rent_cost.number())
    );
    let words = match outcome.hindrance() {
        None => cost_words,
        Some(hindrance) => format!("{cost_words}; {}", hindrance.words()),
    };
    html! {
        <p class="bill__model">
            // The page would give a plain link the present case.
            <a class="bill__link" href={browser::case_link(scenario)} target="_self">
                { "The model\u{2019}s answer: " }{ words }
            </a>
            <span class="bill__means">
                { "It counts what the invoice does not: prices that fall over time, and people and GPUs unless they are there anyway." }
            </span>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(answers: &[(Question, &str)], known: [&str; KNOWN.len()]) -> Typed {
        let mut typed = Typed { known: known.map(str::to_owned), ..Typed::default() };
        for (question, text) in answers {
            typed.answers[*question as usize] = (*text).to_owned();
        }
        typed
    }

    #[test]
    fn the_invoice_is_that_of_the_list() {
        let answers = [(Question::Tickets, "80,000"), (Question::Seller, "gpt-5.4-mini")];
        let answered = typed(&answers, ["1,850", "210", "0.22"]).answered().unwrap();
        // 80,000 a day · 30.4375 days · (1,850 · 0.802 · $0.75 + 210 · $4.50) / 10⁶.
        assert_eq!(whole_dollars(answered.list.total()), "$5,011");
    }

    #[test]
    fn what_is_empty_is_not_answered() {
        assert!(typed(&[(Question::Tickets, "  ")], [""; 3]).is_empty());
        let answered = typed(&[(Question::Tickets, " ")], [""; 3]).answered().unwrap();
        assert_eq!(answered.scenario, Scenario::default());
    }

    #[test]
    fn a_refusal_names_the_field_and_what_is_allowed() {
        let error = typed(&[(Question::Tickets, "many")], [""; 3]).answered().unwrap_err();
        assert_eq!(error.field, "tickets");
        let error = typed(&[], ["", "0", ""]).answered().unwrap_err();
        assert_eq!(error.field, "output_tokens");
        assert!(error.reason.contains("allowed"), "{}", error.reason);
    }
}
