//! Seven questions that people can answer, and the scenario that the answers describe.

use core::fmt;
use std::collections::BTreeMap;

use model::format::grouped;
use model::scenario::form;
use model::similar::nearest;
use model::units::Unit;
use model::written::{self, Form, shown};
use model::{Assumption, Input, InputError, Scenario};

use crate::data::{QUESTIONS, Question, TOKENS_PER_WORD};
use crate::invoice::{Invoice, whole_dollars};

impl Question {
    /// Its words and its answers.
    pub fn spec(self) -> &'static QuestionSpec {
        &QUESTIONS[self as usize]
    }
}

/// What a question says, and what it means for the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuestionSpec {
    /// Which one this is.
    pub question: Question,
    /// As asked.
    pub text: &'static str,
    /// What the model makes of the answer, in a sentence.
    pub means: &'static str,
    /// How it is answered.
    pub answer: Answer,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer {
    /// By a number that is an input's, within its range.
    NumberOf(Input),
    /// By a number.
    Number {
        /// Its unit.
        unit: Unit,
        /// Least value.
        min: f64,
        /// Greatest value.
        max: f64,
    },
    /// By an option of an input.
    OptionOf(Input),
    /// By one of these.
    Option(&'static [AnswerOption]),
}

/// An answer that sets inputs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnswerOption {
    /// Stable name.
    pub id: &'static str,
    /// As shown.
    pub label: &'static str,
    /// The inputs that it sets.
    pub set: &'static [(Input, f64)],
}

/// An answer that was refused.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerError {
    /// The id of the question, or of an input that the reader knows better.
    pub field: &'static str,
    /// What is wrong, and what is allowed.
    pub reason: String,
}

impl fmt::Display for AnswerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.reason)
    }
}

impl std::error::Error for AnswerError {}

/// The scenario that answers describe.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// The scenario, from the default preset.
    pub scenario: Scenario,
    /// The invoice at list prices.
    pub list: Invoice,
    /// What is paid a month, if that was answered, in US dollars.
    pub paid: Option<f64>,
    /// What was assumed, a sentence each.
    pub assumed: Vec<String>,
}

/// What the invoice is, and how far what is paid is from it.
impl fmt::Display for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = self.list.total();
        write!(f, "{}", self.list)?;
        let Some(paid) = self.paid.filter(|_| list > 0.0) else { return Ok(()) };
        let percent = (100.0 * (paid / list - 1.0)).round();
        let amount = whole_dollars(paid);
        if percent == 0.0 {
            write!(f, " That is what is paid, {amount}.")
        } else {
            let than = if percent > 0.0 { "more" } else { "less" };
            write!(f, " What is paid, {amount}, is {:.0} % {than}.", percent.abs())
        }
    }
}

/// The scenario of answers as people write them; a question that is left out keeps the default case's values.
///
/// `known` are inputs that the reader knows better, such as the mean length of an answer or the share of cached tokens: they are
/// set last.
///
/// ```
/// use bill::{Question, answer};
/// use model::Input;
/// let answers = [(Question::Tickets, "80,000"), (Question::Seller, "gpt-5.4-mini")];
/// let known = [(Input::PromptTokens, 1850.0), (Input::OutputTokens, 210.0), (Input::CachedShare, 0.22)];
/// let answered = answer(&answers, &known)?;
/// assert_eq!(answered.to_string(), "Your invoice now, a month: $5,011, $2,710 for prompts and $2,301 for answers.");
/// # Ok::<(), bill::AnswerError>(())
/// ```
///
/// # Errors
/// [`AnswerError`] that names the question, the text and what is allowed.
pub fn answer(answers: &[(Question, &str)], known: &[(Input, f64)]) -> Result<Answered, AnswerError> {
    let mut given = BTreeMap::new();
    for (question, text) in answers {
        if given.insert(*question, *text).is_some() {
            return Err(AnswerError { field: question.id(), reason: "given twice".to_owned() });
        }
    }
    let mut scenario = Scenario::default();
    let mut paid = None;
    for (question, text) in &given {
        let set = |scenario: Scenario, input: Input, value: f64| {
            scenario.with(input, value).map_err(|error| refused(question.id(), &error))
        };
        match question.spec().answer {
            Answer::NumberOf(Input::Invoiced) => {
                let amount =
                    number(*question, text, &form(Input::Invoiced.into(), written::Decimal::Either))?;
                set(Scenario::default(), Input::Invoiced, amount)?;
                paid = Some(amount).filter(|amount| *amount > 0.0);
            }
            Answer::NumberOf(input) => {
                let value = number(*question, text, &form(input.into(), written::Decimal::Either))?;
                scenario = set(scenario, input, value)?;
            }
            Answer::Number { unit, min, max } => {
                // Words are counted: a comma before three digits stands between thousands.
                let (is_whole, is_fine, decimal) = (true, false, written::Decimal::Either);
                let form = Form { is_whole, is_fine, decimal, ..Form::new(unit, min, max) };
                let words = number(*question, text, &form)?;
                if !(min..=max).contains(&words) {
                    let reason = format!("{words} is out of range (allowed: {min} to {max})");
                    return Err(AnswerError { field: question.id(), reason });
                }
                scenario = set(scenario, Input::PromptTokens, (words * TOKENS_PER_WORD.value).round())?;
            }
            Answer::OptionOf(input) => {
                let value = model::scenario::parse(input, text, written::Decimal::Either);
                let value = value.map_err(|error| refused(question.id(), &error))?;
                scenario = set(scenario, input, value)?;
            }
            Answer::Option(options) => {
                for (input, value) in option(*question, options, text)?.set {
                    scenario = set(scenario, *input, *value)?;
                }
            }
        }
    }
    for (input, value) in known {
        scenario = scenario.with(*input, *value).map_err(|error| refused(input.spec().id, &error))?;
    }
    let assumed = assumed(&given, known, &scenario);
    let list = Invoice::of(&scenario);
    if let Some(amount) = paid {
        scenario = with_invoice(scenario, amount).map_err(|error| refused(Question::Paid.id(), &error))?;
    }
    Ok(Answered { scenario, list, paid, assumed })
}

/// The scenario with what is paid for a month of it, by which the model scales the list prices.
fn with_invoice(scenario: Scenario, amount: f64) -> Result<Scenario, InputError> {
    let get = |input: Input| scenario.get(input);
    let requests = get(Input::RequestsPerDay) * scenario.get(Assumption::DaysPerMonth);
    let values = [
        (Input::Invoiced, amount),
        (Input::InvoicedApi, get(Input::Api)),
        (Input::InvoicedInputTokens, requests * get(Input::PromptTokens)),
        (Input::InvoicedOutputTokens, requests * get(Input::OutputTokens)),
    ];
    values
        .into_iter()
        .try_fold(scenario, |scenario, (input, value)| scenario.with(input, input.nearest(value)))
}

/// What was not asked, or not answered, and is taken from the default case.
fn assumed(given: &BTreeMap<Question, &str>, known: &[(Input, f64)], scenario: &Scenario) -> Vec<String> {
    let is_known = |input: Input| known.iter().any(|(other, _)| *other == input);
    let reading = |input: Input| scenario.reading(input);
    let mut words = Vec::new();
    if given.contains_key(&Question::Words) && !is_known(Input::PromptTokens) {
        let (value, tokens) =
            (TOKENS_PER_WORD.value, grouped(&scenario.get(Input::PromptTokens).to_string()));
        words.push(format!("A word is taken to be {value} tokens, so that a prompt has {tokens}."));
    }
    for question in Question::ALL.into_iter().filter(|question| !given.contains_key(question)) {
        let sentence = match question {
            Question::Tickets => {
                format!("Tickets: {}, as in the default case.", reading(Input::RequestsPerDay))
            }
            Question::Words if is_known(Input::PromptTokens) => continue,
            Question::Words => format!("A prompt: {}, as in the default case.", reading(Input::PromptTokens)),
            Question::Paid => "What is paid is taken to be the list price.".to_owned(),
            Question::Seller => format!("Model: {}, as in the default case.", reading(Input::Api)),
            Question::Team => "All costs are counted, those of people too.".to_owned(),
            Question::Task => {
                format!("Breadth of the task: {}, as in the default case.", reading(Input::Breadth))
            }
            Question::Latency => {
                format!("An answer begins within {}, as in the default case.", reading(Input::TtftObjective))
            }
        };
        words.push(sentence);
    }
    if !is_known(Input::OutputTokens) {
        words.push(format!("An answer is taken to have {}.", reading(Input::OutputTokens)));
    }
    if !is_known(Input::CachedShare) {
        words.push(format!("Of the prompts, {} is taken to be cached.", reading(Input::CachedShare)));
    }
    words
}

/// The number of a text, in the words of a refusal if it is none.
fn number(question: Question, text: &str, form: &Form) -> Result<f64, AnswerError> {
    written::read(text, form, |digits| digits.parse().ok()).map_err(|fault| {
        let (min, max, unit) = (form.min, form.max, form.unit.name());
        let space = if unit.is_empty() { "" } else { " " };
        let reason = format!("'{}' {fault} (allowed: {min} to {max}{space}{unit})", shown(text));
        AnswerError { field: question.id(), reason }
    })
}

fn option(
    question: Question,
    options: &'static [AnswerOption],
    text: &str,
) -> Result<&'static AnswerOption, AnswerError> {
    options.iter().find(|option| option.id == text.trim()).ok_or_else(|| {
        let ids: Vec<&str> = options.iter().map(|option| option.id).collect();
        let meant = nearest(text, ids.iter().copied());
        let hint = meant.map_or_else(String::new, |id| format!("; did you mean '{id}'?"));
        let reason = format!("'{}' is not an option (allowed: {}){hint}", shown(text), ids.join(", "));
        AnswerError { field: question.id(), reason }
    })
}

/// The refusal of an input, under the name of what was asked.
fn refused(field: &'static str, error: &InputError) -> AnswerError {
    let text = error.with_hint();
    let reason = text.strip_prefix(&format!("{}: ", error.field())).unwrap_or(&text).to_owned();
    AnswerError { field, reason }
}
