//! A participant's part: a challenge, three sliders and two questions, and what to hand in. The model's answer is covered until the
//! participant's own stands.

use std::collections::{BTreeMap, BTreeSet};

use model::catalogue::{Domain, Scale};
use model::format::spoken;
use model::written::shown;
use model::{Input, Scenario, Setting};
use own_or_rent::browser::clipboard;
use own_or_rent::controls::written::read_all;
use own_or_rent::controls::{field_text, scale};
use own_or_rent::url_state;
use scenario_file::Name;
use serde::{Deserialize, Serialize};
use workshop::challenge::{self, Challenge, OWN, Plan};
use workshop::collection::{AskedKind, Collection};
use workshop::hand_in::{Cheaper, HandIn, Prediction, Tag};
use workshop::solution::reading;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::browser;
use crate::hour::{CHALLENGE, percent};
use crate::plots::comes_to;
use crate::screen::limits;

/// The name under which a participant's answers are stored.
const ANSWERS: &str = "own-or-rent/answers";

/// The name of the file of an answer.
const FILE_NAME: &str = "own-or-rent-answer.txt";

/// The positions of a constant's slider.
const POSITIONS: u32 = 100;

/// What a participant has set and answered, of one challenge.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Given {
    /// The case, as the query of a link; empty for the start.
    case: String,
    /// The answer to the first question, as typed or chosen.
    prediction: String,
    /// The answer to the second.
    cheaper: String,
    /// What to hand in, once it stands.
    code: String,
    /// Whether the model's answer was seen before.
    has_seen: bool,
}

/// Everything that is kept of a participant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Answers {
    name: String,
    /// The facilitator's own plan, if the link brought one.
    plan: Option<String>,
    /// The challenge that was open last.
    open: String,
    given: BTreeMap<String, Given>,
    /// The challenges that were answered in this tab.
    #[serde(skip)]
    own: BTreeSet<String>,
}

impl Answers {
    fn stored() -> Self {
        let stored = browser::stored_text(ANSWERS).ok().flatten();
        stored.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    /// As stored; with the plan and the challenge of the address, if it has them.
    fn opened() -> Self {
        let mut answers = Self::stored();
        if let Some(plan) = challenge::of_link(&browser::hash()) {
            answers.plan = Some(plan);
        }
        if let Some(id) = browser::parameter(CHALLENGE) {
            answers.open = id;
        }
        answers
    }

    fn plan(&self) -> Result<Plan, String> {
        challenge::read(self.plan.as_deref().unwrap_or(OWN)).map_err(|error| error.to_string())
    }

    fn of(&self, challenge: &Challenge) -> Given {
        self.given.get(&challenge.id).cloned().unwrap_or_default()
    }

    fn with(&self, challenge: &Challenge, given: Given) -> Self {
        let mut next = self.clone();
        next.given.insert(challenge.id.clone(), given);
        next.own.insert(challenge.id.clone());
        next
    }

    /// What is to be stored, for no tab to lose what another has stored meanwhile: the answers of this tab, and of the other
    /// challenges what is stored.
    fn beside(&self, stored: Self) -> Self {
        let mut kept = self.clone();
        kept.given.extend(stored.given.into_iter().filter(|(id, _)| !self.own.contains(id)));
        kept
    }
}

impl Given {
    fn scenario(&self, challenge: &Challenge) -> Scenario {
        if self.case.is_empty() {
            challenge.start.clone()
        } else {
            url_state::decode(&self.case, read_all).scenario
        }
    }

    /// The answer to hand in.
    fn hand_in(&self, challenge: &Challenge) -> Result<HandIn, String> {
        let cheaper = Cheaper::ALL.into_iter().find(|side| side.id() == self.cheaper);
        Ok(HandIn {
            challenge: Tag::of(&challenge.id),
            ticket: browser::ticket(),
            is_first: !self.has_seen,
            prediction: predicted(&self.prediction, challenge)?,
            cheaper: cheaper.ok_or("Second question: choose owning or renting.")?,
            scenario: self.scenario(challenge),
        })
    }
}

/// What somebody predicts, as typed or chosen.
fn predicted(text: &str, challenge: &Challenge) -> Result<Prediction, String> {
    let text = text.trim();
    match challenge.asked().kind {
        AskedKind::OneOf(choices) => choices
            .into_iter()
            .find(|setting| setting.id() == text)
            .map(Prediction::Quantity)
            .ok_or_else(|| "First question: choose one of them.".to_owned()),
        AskedKind::Number(..) if text.is_empty() => Err("First question: write a number down.".to_owned()),
        AskedKind::Number(_, Some(setting)) => {
            let value = field_text::parse(setting, text).ok();
            let allowed = value.filter(|value| Scenario::default().with(setting, *value).is_ok());
            let refusal = || format!("First question: {}", field_text::refusal(setting, text));
            allowed.map(Prediction::Number).ok_or_else(refusal)
        }
        AskedKind::Number(unit, None) => {
            let number =
                field_text::number(unit, text).map_err(|reason| format!("First question: {reason}"))?;
            if number.is_finite() {
                Ok(Prediction::Number(number))
            } else {
                Err(format!("First question: '{}' is no number.", shown(text)))
            }
        }
    }
}

/// The challenge of a participant.
#[component]
pub(crate) fn TakePart() -> Html {
    let answers = use_state_eq(Answers::opened);
    let refused = use_state_eq(String::new);
    let is_kept = use_state_eq(|| browser::stored_text(ANSWERS).is_ok());
    {
        let is_kept = is_kept.setter();
        use_effect_with((*answers).clone(), move |answers| {
            if *answers != Answers::default() {
                let text = serde_json::to_string(&answers.beside(Answers::stored())).unwrap_or_default();
                is_kept.set(browser::store_text(ANSWERS, &text).is_ok());
            }
        });
    }
    let plan = use_memo(answers.plan.clone(), |_| answers.plan());
    let plan = match &*plan {
        Ok(plan) => plan,
        Err(reason) => {
            let forget = {
                let answers = answers.clone();
                Callback::from(move |_: MouseEvent| answers.set(Answers { plan: None, ..(*answers).clone() }))
            };
            return html! {
                <section class="bench__part" id="take-part" aria-label="Take part">
                    <p class="bench__notice bench__notice--refused" role="alert">{ format!("The plan of this link cannot be read: {reason}") }</p>
                    <button type="button" class="button" onclick={forget}>{ "Take the workshop\u{2019}s own challenges" }</button>
                </section>
            };
        }
    };
    let challenge = plan.challenge(&answers.open).or_else(|| plan.challenges.first());
    let Some(challenge) = challenge else { return Html::default() };
    let given = answers.of(challenge);
    let stands = !given.code.is_empty();
    let change = {
        let (answers, challenge, refused) = (answers.clone(), challenge.clone(), refused.setter());
        Callback::from(move |given: Given| {
            refused.set(String::new());
            answers.set(answers.with(&challenge, given));
        })
    };
    let hand_in = {
        let (answers, challenge, given, refused) =
            (answers.clone(), challenge.clone(), given.clone(), refused.setter());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match given.hand_in(&challenge) {
                Ok(answer) => {
                    let given = Given { code: answer.encode(), has_seen: true, ..given.clone() };
                    answers.set(answers.with(&challenge, given));
                    refused.set(String::new());
                }
                Err(reason) => refused.set(reason),
            }
        })
    };
    let open = |id: &str| {
        let (answers, id, refused) = (answers.clone(), id.to_owned(), refused.setter());
        Callback::from(move |_: MouseEvent| {
            refused.set(String::new());
            answers.set(Answers { open: id.clone(), ..(*answers).clone() });
        })
    };
    html! {
        <section class="bench__part take-part" id="take-part" aria-labelledby="take-part-heading">
            if plan.challenges.len() > 1 {
                <ol class="take-part__list" aria-label="Challenges">
                    for (index, other) in plan.challenges.iter().enumerate() {
                        <li key={other.id.clone()}>
                            <button type="button" class="take-part__choice" aria-pressed={(other.id == challenge.id).to_string()}
                                onclick={open(&other.id)} title={other.title.clone()}>
                                { index + 1 }{ if answers.of(other).code.is_empty() { "" } else { "\u{a0}\u{2713}" } }
                                <span class="visually-hidden">{ format!(": {}", other.title) }</span>
                            </button>
                        </li>
                    }
                </ol>
            }
            <h2 class="take-part__title" id="take-part-heading">{ &challenge.title }</h2>
            <p class="take-part__task">{ &challenge.task }</p>
            { limits(challenge) }
            <form class="take-part__columns" onsubmit={hand_in}>
                <div class="take-part__case">
                    <h3 class="take-part__heading">{ "Your case" }</h3>
                    for setting in challenge.settings.iter() {
                        { setting_row(*setting, challenge, &given, stands, &change) }
                    }
                </div>
                <div class="take-part__answer">
                    <h3 class="take-part__heading">{ if stands { "Your answer stands" } else { "Your prediction" } }</h3>
                    if stands {
                        { standing(challenge, &given, &answers, &change) }
                    } else {
                        { questions(challenge, &given, &change) }
                        <p class="take-part__refused" role="alert">{ &*refused }</p>
                        <button type="submit" class="button button--strong" id="hand-in">{ "This is my answer" }</button>
                        <p class="take-part__hint">
                            { if given.has_seen {
                                "You have seen the model\u{2019}s answer: this one counts as a second."
                            } else {
                                "The model\u{2019}s answer is covered until yours stands."
                            } }
                        </p>
                    }
                    if !*is_kept {
                        <p class="take-part__hint">{ "This browser keeps nothing for the next visit: save your answer as a file, or write the words down." }</p>
                    }
                </div>
            </form>
        </section>
    }
}

/// The two questions.
fn questions(challenge: &Challenge, given: &Given, change: &Callback<Given>) -> Html {
    let asked = challenge.asked();
    let predict = {
        let given = given.clone();
        change.reform(move |event: Event| Given { prediction: browser::field_text(&event), ..given.clone() })
    };
    let side = |side: Cheaper| {
        let given = given.clone();
        change.reform(move |_: Event| Given { cheaper: side.id().to_owned(), ..given.clone() })
    };
    html! {
        <>
            <p class="take-part__question">
                <label for="prediction">{ asked.text }</label>
                { match asked.kind {
                    AskedKind::Number(unit, _) => {
                        let oninput = predict.reform(|event: InputEvent| event.into());
                        html! {
                            <span class="take-part__number">
                                <input class="bill__field" id="prediction" type="text" inputmode="decimal" autocomplete="off"
                                    value={given.prediction.clone()} {oninput} />
                                <span class="take-part__unit">{ unit.field() }</span>
                            </span>
                        }
                    }
                    AskedKind::OneOf(choices) => html! {
                        <select class="bill__field" id="prediction" onchange={predict}>
                            <option value="" selected={given.prediction.is_empty()}>{ "choose one" }</option>
                            for choice in choices {
                                <option key={choice.id()} value={choice.id()} selected={given.prediction == choice.id()}>{ choice.label() }</option>
                            }
                        </select>
                    },
                } }
            </p>
            <fieldset class="take-part__question">
                <legend>{ "In your case, which side costs less?" }</legend>
                for option in Cheaper::ALL {
                    <label key={option.id()} class="take-part__side">
                        <input type="radio" name="cheaper" id={format!("cheaper-{}", option.id())} checked={given.cheaper == option.id()} onchange={side(option)} />
                        { if option == Cheaper::Own { "Owning" } else { "Renting" } }
                    </label>
                }
            </fieldset>
        </>
    }
}

/// What to hand in, and what the model says.
fn standing(
    challenge: &Challenge,
    given: &Given,
    answers: &UseStateHandle<Answers>,
    change: &Callback<Given>,
) -> Html {
    let name = Name::new(&answers.name).ok();
    let line = name.map_or_else(|| given.code.clone(), |name| format!("{name}: {}", given.code));
    let rename = {
        let answers = answers.clone();
        Callback::from(move |event: InputEvent| {
            answers.set(Answers { name: browser::field_text(&event), ..(*answers).clone() });
        })
    };
    let copy = {
        let line = line.clone();
        Callback::from(move |event: MouseEvent| {
            let (line, button) = (line.clone(), event.target_dyn_into::<web_sys::HtmlElement>());
            spawn_local(async move {
                let text = if clipboard::copy(&line).await {
                    "Copied"
                } else {
                    "Not allowed here: read the words out"
                };
                if let Some(button) = button {
                    button.set_text_content(Some(text));
                }
            });
        })
    };
    let save = {
        let line = line.clone();
        Callback::from(move |_: MouseEvent| {
            let _is_saved = browser::save(FILE_NAME, "text/plain", &format!("{line}\n"));
        })
    };
    let again = {
        let given = given.clone();
        change.reform(move |_: MouseEvent| Given { code: String::new(), ..given.clone() })
    };
    html! {
        <>
            <p class="take-part__question">
                <label for="own-name">{ "Your name, if you like" }</label>
                <input class="bill__field" id="own-name" type="text" maxlength="60" autocomplete="off" value={answers.name.clone()} oninput={rename} />
            </p>
            <p class="take-part__code" id="own-code">{ &line }</p>
            <p class="take-part__hint">{ "Hand these words in: paste them into the room\u{2019}s chat, or read them out. They hold your case and your prediction." }</p>
            <p class="workshop__actions">
                <button type="button" class="button" id="copy-code" onclick={copy}>{ "Copy" }</button>
                <button type="button" class="button" id="save-code" onclick={save}>{ "Save as a file" }</button>
                <button type="button" class="link-button" id="answer-again" onclick={again}>{ "Answer again" }</button>
            </p>
            { verdict(challenge, given) }
        </>
    }
}

/// What the model says to an answer.
fn verdict(challenge: &Challenge, given: &Given) -> Html {
    let solution = match challenge.solve() {
        Ok(solution) => solution,
        Err(reason) => return html! { <p class="take-part__hint">{ reason.to_string() }</p> },
    };
    let plan = Plan { steps: Vec::new(), challenges: vec![challenge.clone()] };
    let judged = Collection::read(&[&given.code], &plan).judged(challenge, &solution);
    let Some(judged) = judged.first() else { return Html::default() };
    let said = challenge.prediction_words(judged.entry.hand_in.prediction);
    let first = match (judged.entry.hand_in.prediction, judged.actual, judged.off) {
        (Prediction::Number(_), Some(actual), Some(off)) => {
            let actual = challenge.actual_words(actual);
            format!("You said {said}; the model says {actual}. You are {} off.", percent(off))
        }
        (Prediction::Quantity(_), ..) => format!("You would measure: {said}. {}", solution.words(challenge)),
        _ => format!("You said {said}."),
    };
    let side = match judged.is_side_right() {
        Some(true) => {
            format!("{} costs less in your case, as you said.", capital(judged.entry.hand_in.cheaper.words()))
        }
        Some(false) => {
            format!("{} does not cost less in your case.", capital(judged.entry.hand_in.cheaper.words()))
        }
        None => "The two sides cannot be compared in your case.".to_owned(),
    };
    let meets = judged.meets.map(|meets| {
        let foreign: Vec<&str> = judged.foreign.iter().map(|setting| setting.label()).collect();
        match (meets, foreign.is_empty()) {
            (true, _) => "Your case keeps every limit.".to_owned(),
            (false, true) => "Your case misses a limit.".to_owned(),
            (false, false) => {
                format!("Your case changes what the challenge does not allow: {}.", foreign.join(", "))
            }
        }
    });
    html! {
        <div class="take-part__verdict" id="verdict">
            <h3 class="take-part__heading">{ "What the model says" }</h3>
            <p class="take-part__found">{ first }</p>
            if let Some(meets) = meets {
                <p>{ meets }</p>
            }
            <p>{ side }{ " " }{ comes_to(&judged.entry.hand_in.scenario) }</p>
        </div>
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The value of a constant's slider at a position.
fn constant_at(setting: Setting, position: u32) -> f64 {
    let share = f64::from(position.min(POSITIONS)) / f64::from(POSITIONS);
    match setting.domain() {
        Domain::Choice(_) => 0.0,
        Domain::Number { min, max, scale, .. } => match scale {
            Scale::Log if min > 0.0 => min * libm::pow(max / min, share),
            Scale::Linear | Scale::Log | Scale::LogWithZero => min + (max - min) * share,
        }
        .clamp(min, max),
    }
}

/// The position nearest to a constant's value.
fn position_of(setting: Setting, value: f64) -> u32 {
    let far = |position: &u32| (constant_at(setting, *position) - value).abs();
    (0..=POSITIONS).min_by(|one, other| far(one).total_cmp(&far(other))).unwrap_or_default()
}

/// A slider of the challenge, or a list where a setting has options.
fn setting_row(
    setting: Setting,
    challenge: &Challenge,
    given: &Given,
    stands: bool,
    change: &Callback<Given>,
) -> Html {
    let scenario = given.scenario(challenge);
    let value = scenario.get(setting);
    let id = format!("own-{}", setting.id());
    let set = {
        let (given, scenario) = (given.clone(), scenario.clone());
        change.reform(move |value: f64| {
            let scenario = scenario.clone().with(setting, value).unwrap_or_else(|_| scenario.clone());
            // Never empty, as that is the start.
            Given { case: url_state::shared(&scenario), ..given.clone() }
        })
    };
    let control = match (setting, setting.domain()) {
        (_, Domain::Choice(options)) => {
            let onchange = {
                let set = set.clone();
                Callback::from(move |event: Event| {
                    let chosen = browser::field_text(&event);
                    if let Some(index) = options.iter().position(|option| option.id == chosen) {
                        set.emit(index as f64);
                    }
                })
            };
            html! {
                <select class="bill__field" id={id.clone()} disabled={stands} {onchange}>
                    for (index, option) in options.iter().enumerate() {
                        <option key={option.id} value={option.id} selected={index as f64 == value}>{ option.label }</option>
                    }
                </select>
            }
        }
        (Setting::Input(input), Domain::Number { .. }) => {
            let at = scale::position(input, value);
            let moved = move |position: u32| scale::stepped(input, value, position, false);
            slider(
                &id,
                (at, scale::top_position(input)),
                scale::share(input, value),
                &words(input, value),
                stands,
                set.reform(moved),
            )
        }
        (Setting::Assumption(_), Domain::Number { .. }) => {
            let at = position_of(setting, value);
            let share = f64::from(at) / f64::from(POSITIONS);
            let moved = move |position: u32| constant_at(setting, position);
            slider(&id, (at, POSITIONS), share, &reading(setting, &scenario), stands, set.reform(moved))
        }
    };
    html! {
        <div key={setting.id()} class="take-part__setting">
            <label class="take-part__label" for={id}>{ setting.label() }</label>
            <output class="take-part__value">{ reading(setting, &scenario) }</output>
            { control }
        </div>
    }
}

fn words(input: Input, value: f64) -> String {
    spoken(value, input.spec().unit)
}

fn slider(
    id: &str,
    (at, top): (u32, u32),
    share: f64,
    words: &str,
    is_fixed: bool,
    set: Callback<u32>,
) -> Html {
    let oninput = Callback::from(move |event: InputEvent| {
        if let Ok(position) = browser::field_text(&event).parse::<f64>() {
            set.emit(position as u32);
        }
    });
    html! {
        <div class="slider__track">
            <svg class="slider__rail" aria-hidden="true" height="4">
                <line class="slider__rail-filled" x1="-11" x2={format!("{:.2}%", share * 100.0)} y1="2" y2="2" />
            </svg>
            <input class="slider__range" type="range" id={id.to_owned()} min="0" max={top.to_string()} step="1" value={at.to_string()}
                disabled={is_fixed} aria-valuetext={words.to_owned()} {oninput} />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        challenge::read(OWN).unwrap()
    }

    #[test]
    fn a_prediction_is_read_as_people_type_it() {
        own_or_rent::controls::written::register(read_all);
        let plan = plan();
        for (text, number) in [("18,500", 18_500.0), ("$18.5k", 18_500.0), (" 20000 ", 20_000.0)] {
            assert_eq!(predicted(text, &plan.challenges[0]), Ok(Prediction::Number(number)), "{text}");
        }
        assert_eq!(predicted("40k", &plan.challenges[1]), Ok(Prediction::Number(40_000.0)));
        let error = predicted("many", &plan.challenges[1]).unwrap_err();
        assert!(error.starts_with("First question: ") && error.contains("many"), "{error}");
        let error = predicted("-5", &plan.challenges[1]).unwrap_err();
        assert!(error.contains("Allowed: "), "{error}");
        assert!(
            predicted("", &plan.challenges[0]).is_err() && predicted("nobody", &plan.challenges[2]).is_err()
        );
    }

    #[test]
    fn a_constants_slider_keeps_its_values() {
        let setting = Setting::Assumption(model::Assumption::TunedErrorRatio);
        for position in 0..=POSITIONS {
            assert_eq!(position_of(setting, constant_at(setting, position)), position);
        }
    }

    #[test]
    fn what_is_set_comes_back() {
        let plan = plan();
        let challenge = &plan.challenges[0];
        let scenario = challenge.start.clone().with(Input::ModelSize, 14.0).unwrap();
        let given = Given { case: url_state::shared(&scenario), ..Given::default() };
        assert_eq!(given.scenario(challenge), scenario);
        let text = serde_json::to_string(&given).unwrap();
        assert_eq!(serde_json::from_str::<Given>(&text).unwrap(), given);
    }

    #[test]
    fn no_tab_loses_the_answers_of_another() {
        let plan = plan();
        let [first, second, third] = [0, 1, 2].map(|index| &plan.challenges[index]);
        let typed = |text: &str| Given { prediction: text.to_owned(), ..Given::default() };
        let both_opened = Answers::default().with(first, typed("1"));
        let here = Answers { own: BTreeSet::new(), ..both_opened.clone() }.with(second, typed("2"));
        let elsewhere = both_opened.with(first, typed("11")).with(third, typed("3"));
        let kept = here.beside(elsewhere);
        assert_eq!([first, second, third].map(|one| kept.of(one).prediction), ["11", "2", "3"]);
    }
}
