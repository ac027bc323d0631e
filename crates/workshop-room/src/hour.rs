//! What the facilitator's desk and the big screen have in common: the plan, what was handed in, and the model's answers.

use std::rc::Rc;

use workshop::challenge::{Challenge, Plan};
use workshop::collection::{Collection, Judged};
use workshop::solution::{Solution, Unanswerable};
use yew::prelude::*;

use crate::browser;
use crate::desk::{Desk, Stage};
use crate::view::{KEY, View};

/// The key of the address that names a challenge.
pub(crate) const CHALLENGE: &str = "challenge";

/// A step that plays a challenge: what was handed in, judged.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Played {
    pub(crate) challenge: Challenge,
    pub(crate) solution: Result<Solution, Unanswerable>,
    pub(crate) judged: Vec<Judged>,
}

/// All of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hour {
    pub(crate) plan: Rc<Plan>,
    pub(crate) collection: Rc<Collection>,
    /// Of the present step, if it plays a challenge.
    pub(crate) played: Option<Rc<Played>>,
}

/// The hour as the desk has it. The model is asked again only when its challenge or what was handed in changes.
#[hook]
pub(crate) fn use_hour(desk: &Desk) -> Hour {
    let plan = use_memo(desk.plan.clone(), |_| desk.plan());
    let collection =
        use_memo((plan.clone(), desk.lines.clone()), |(plan, lines)| Collection::read(lines, plan));
    let challenge = plan.steps.get(desk.step).and_then(|step| plan.challenge_of(step)).cloned();
    let solution = use_memo(challenge, |challenge| challenge.as_ref().map(|it| (it.clone(), it.solve())));
    let played = use_memo((solution, collection.clone()), |(solution, collection)| {
        let (challenge, solution) = solution.as_ref().as_ref()?;
        let judged = match solution {
            Ok(found) => collection.judged(challenge, found),
            Err(_) => Vec::new(),
        };
        Some(Rc::new(Played { challenge: challenge.clone(), solution: solution.clone(), judged }))
    });
    Hour { plan, collection, played: (*played).clone() }
}

/// The address at which participants find a challenge: of a facilitator's own plan, with the plan in it.
pub(crate) fn link(desk: &Desk, challenge: &Challenge) -> String {
    let query = format!("{KEY}={}&{CHALLENGE}={}", View::TakePart.id(), challenge.id);
    let plan = desk
        .plan
        .as_ref()
        .map_or_else(String::new, |text| format!("#{}", workshop::challenge::parameter(text)));
    let (address, page) = browser::address();
    let page = page.map_or_else(String::new, |page| page + "&");
    format!("{address}?{page}{query}{plan}")
}

/// The ranking as a table, down to this many rows.
pub(crate) fn ranking(played: &Played, most: usize) -> Html {
    let is_of_case = matches!(played.challenge.question, workshop::challenge::Question::Reach(_));
    html! {
        <table class="ranking">
            <thead>
                <tr>
                    <th scope="col">{ "Place" }</th>
                    <th scope="col">{ "Who" }</th>
                    <th scope="col">{ "Predicted" }</th>
                    <th scope="col">{ "Off by" }</th>
                    if is_of_case {
                        <th scope="col">{ "Limits" }</th>
                    }
                    <th scope="col">{ "Cheaper side" }</th>
                </tr>
            </thead>
            <tbody>
                for it in played.judged.iter().take(most) {
                    <tr key={it.entry.line}>
                        <td class="ranking__place">{ it.place }</td>
                        <th scope="row">{ it.entry.label() }
                            if !it.entry.hand_in.is_first {
                                <span class="ranking__again">{ " second answer" }</span>
                            }
                        </th>
                        <td>{ played.challenge.prediction_words(it.entry.hand_in.prediction) }</td>
                        <td>{ it.off.map_or_else(|| "\u{2013}".to_owned(), percent) }</td>
                        if is_of_case {
                            <td>{ if it.meets == Some(true) { "kept" } else { "missed" } }</td>
                        }
                        <td>{ it.entry.hand_in.cheaper.words() }{ match it.is_side_right() {
                            Some(true) => ", right",
                            Some(false) => ", wrong",
                            None => "",
                        } }</td>
                    </tr>
                }
            </tbody>
        </table>
    }
}

/// A share in whole percent, and no more than is worth reading.
pub(crate) fn percent(share: f64) -> String {
    /// Beyond, only the order matters.
    const MOST: f64 = 10.0;
    if share > MOST {
        "more than 1,000\u{202f}%".to_owned()
    } else {
        format!("{:.0}\u{202f}%", share * 100.0)
    }
}

/// The name of a stage, as the button that leads to it says.
pub(crate) const fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Task => "The task",
        Stage::Answers => "What you said",
        Stage::Reveal => "What the model says",
    }
}
