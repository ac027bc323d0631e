//! The prose branches on the result: over a grid of cases, no sentence contradicts the numbers beside it.

#![expect(clippy::unwrap_used, reason = "what fails to unwrap is a failed test")]

mod cases;
mod html;

use html::text;
use model::outcome::{Condition, Hindrance};
use model::{Input, Preset, Scenario};
use own_or_rent::analysis::{Analysis, SharedAnalysis};
use own_or_rent::article::answer::answer_line;
use own_or_rent::article::{answer_passage, body, opening};
use own_or_rent::page::part::{HydrationStage, PageContent, PartProps, SecondPart};
use own_or_rent::page::second_program::Second;
use own_or_rent::page::{both_programs, programs};
use own_or_rent::rounded::Rounded;
use own_or_rent::view::View;
use yew::LocalServerRenderer;
use yew::prelude::*;

/// Cases from one end of the sliders to the other, for every preset, and prompts that one side does not read.
fn grid() -> Vec<Scenario> {
    let mut cases = Vec::new();
    for preset in Preset::ALL {
        for gpus in [1.0, 16.0, 512.0] {
            for size in [0.5, 14.0, 405.0] {
                for (requests, rounds) in [(100.0, 0.0), (100_000.0, 12.0), (100_000_000.0, 52.0)] {
                    let case = Scenario::preset(preset).with(Input::Model, 0.0).unwrap();
                    let settings = [
                        (Input::GpuCount, gpus),
                        (Input::ModelSize, size),
                        (Input::RequestsPerDay, requests),
                        (Input::RetrainsPerYear, rounds),
                    ];
                    let case =
                        settings.into_iter().fold(case, |case, (input, x)| case.with(input, x).unwrap());
                    cases.push(case);
                }
            }
        }
    }
    let long = [
        (Input::PromptTokens, 127_041.0),
        (Input::OutputTokens, 960.0),
        (Input::RequestsPerDay, 100.0),
        (Input::GpuCount, 8.0),
    ];
    for (model, api) in [("by_size", "gpt-4o"), ("qwen3-8b", "gemini-3.7-flash")] {
        let case = Scenario::default()
            .with_text("model", model)
            .and_then(|case| case.with_text("api", api))
            .unwrap();
        cases.push(long.into_iter().fold(case, |case, (input, x)| case.with(input, x).unwrap()));
    }
    cases.extend(cases::ends());
    cases.extend([Preset::SupportDesk, Preset::Shopify].into_iter().flat_map(cases::pairs_of_ways));
    cases.extend(cases::drawn(150));
    assert!(cases.len() >= 500, "only {} cases", cases.len());
    cases
}

/// Properties of [`Prose`].
#[derive(PartialEq, Properties)]
struct ProseProps {
    view: View,
}

/// The page's prose alone.
#[component]
fn Prose(props: &ProseProps) -> Html {
    let page = PageContent::of_case(props.view.clone());
    let place = |part: SecondPart| {
        let (content, starts_at) = (page.second_part(part), HydrationStage::Rendered);
        let part = PartProps { content, starts_at, on_interactive: Callback::noop() };
        html! { <Second ..part /> }
    };
    html! {
        <>
            { opening(&props.view) }
            { place(SecondPart::YourRow) }
            { place(SecondPart::Map) }
            { answer_passage(&props.view) }
            { body(&place) }
        </>
    }
}

/// The HTML of the page's prose for a case.
async fn prose(view: &View) -> String {
    let props = ProseProps { view: view.clone() };
    LocalServerRenderer::<Prose>::with_props(props).hydratable(false).render().await
}

/// The index of the one of these words that the text has; `None` if it has not exactly one.
fn one_of(text: &str, words: &[&str]) -> Option<usize> {
    let found: Vec<usize> = (0..words.len()).filter(|at| text.contains(words[*at])).collect();
    (found.len() == 1).then(|| found[0])
}

#[tokio::test]
async fn no_branch_contradicts_the_numbers() {
    programs::register(both_programs());
    let mut seen = [[0; 2]; 7];
    for scenario in grid() {
        let analysis = Analysis::new(&scenario);
        let outcome = analysis.outcome.clone();
        let view = View { analysis: SharedAnalysis::new(analysis), act: Callback::noop() };
        let html = prose(&view).await;
        let text = text(&html);
        let case = cases::named(&scenario);
        for rubbish in ["NaN", "{{", "undefined", "inf ", " null"] {
            assert!(!text.contains(rubbish), "{case}: {rubbish}");
        }
        let (cost, accuracy) = (&outcome.estimate.cost, &outcome.estimate.accuracy);
        let mut agree = |at: usize, yes: &str, no: &str, expected: bool| {
            let Some(found) = one_of(&text, &[yes, no]) else {
                panic!("{case}: not exactly one of '{yes}' and '{no}'");
            };
            assert_eq!(found == 0, expected, "{case}: '{}'", [yes, no][found]);
            seen[at][found] += 1;
        };
        let rounded = Rounded::of(&outcome);
        let (owns, alike) = (rounded.saving > 0.0, rounded.saving == 0.0);
        let estimate = &outcome.estimate;
        let has = |condition| estimate.conditions.contains(&condition);
        let is_served = estimate.load.share_served.number() >= 1.0;
        let [own_way, rent_way] = [Input::OwnWay, Input::RentWay].map(|way| scenario.text(way));
        let articles_ways = own_way == "own_steady" && rent_way == "closed_api";
        let on_own_gpus = !own_way.ends_with("_api");
        let same = has(Condition::SameWay);
        assert!(same || own_way != rent_way || own_way == "best", "{case}");
        let hindrance = outcome.hindrance();
        // Of the article's own two ways, from the conditions alone; of others, the model's word is taken.
        let (can_own, can_rent) = if articles_ways {
            let can_own = estimate.serving.fits
                && estimate.load.share_served.number() >= 0.1
                && !has(Condition::PromptTooLong);
            (can_own, !has(Condition::PromptTooLongForApi))
        } else {
            (hindrance != Some(Hindrance::CannotOwn), hindrance != Some(Hindrance::CannotRent))
        };
        let comparable = can_own && can_rent && !same;
        assert_eq!(hindrance.is_none(), comparable, "{case}");
        assert_eq!(text.contains("Owning here means "), !articles_ways, "{case}");
        assert_eq!(text.contains("Rented instead, "), articles_ways, "{case}");
        assert_eq!(text.contains("As set, your case would run no GPUs of its own."), !on_own_gpus, "{case}");
        // Where the printed costs differ, the printed difference has the sign of the exact one.
        assert!(alike || owns == (cost.own_cost.number() < cost.rent_cost.number()), "{case}");
        assert_eq!(text.contains("both cost about the same."), alike && comparable, "{case}");
        if comparable && !alike {
            agree(0, "By our best estimate owning saves", "By our best estimate renting saves", owns);
        } else {
            assert!(
                !text.contains("By our best estimate owning saves")
                    && !text.contains("By our best estimate renting saves"),
                "{case}"
            );
        }
        let gap = accuracy.own_accuracy.number() - accuracy.rent_accuracy.number();
        assert_eq!(
            text.contains("The owned model is about as accurate as"),
            rounded.is_as_accurate(),
            "{case}"
        );
        if !rounded.is_as_accurate() {
            assert!(gap.abs() > 0.015, "{case}: {gap}");
            agree(2, "more accurate than the rented one", "less accurate than the rented one", gap > 0.0);
        }
        let words = [
            "Own it:",
            "Rent it:",
            "Too close to call:",
            "Owning cannot do this work.",
            "Renting cannot do this work.",
            "Owning and renting are the same here.",
        ];
        let verdict = one_of(&text, &words);
        let probability = outcome.verdict.probability_own_cheaper.number();
        let expected = match probability {
            _ if !can_own => 3,
            _ if !can_rent => 4,
            _ if same => 5,
            p if p >= 0.8 => 0,
            p => usize::from(p > 0.2) + 1,
        };
        assert_eq!(verdict, Some(expected), "{case}: owning is cheaper in {probability}");
        // What owning saves or costs is said only where both can do the work, and how likely it is cheaper.
        let of_saving = match (can_own, can_rent) {
            (false, _) => 2,
            (true, false) => 3,
            (true, true) if same => 5,
            (true, true) if alike => 4,
            (true, true) => usize::from(!owns),
        };
        let paragraphs = html.split("<p class=\"answer\"").skip(1).filter_map(|rest| rest.split_once("</p>"));
        let answer = paragraphs.map(|(answer, _)| html::text(answer)).collect::<Vec<_>>().join(" ");
        for answer in [&answer, &answer_line(&view.analysis)] {
            assert_eq!(answer.contains("of the cases we think possible."), comparable, "{case}");
        }
        // What does not work is said before what it costs, and what of that goes to the API.
        assert_eq!(answer.contains("The attempt to own costs"), !can_own, "{case}");
        assert_eq!(
            answer.contains("But it reads no prompt so long."),
            has(Condition::PromptTooLongForApi),
            "{case}"
        );
        for sentences in [
            [
                "By our best estimate they can.",
                "By our best estimate they cannot: renting is cheaper.",
                "As set, owning cannot",
                "Renting cannot do that work",
                "By our best estimate it comes out even.",
                "As set, owning and renting are the same, so nothing tells.",
            ],
            [
                "In your case it would come on top",
                "In your case it would have to be worth",
                "it cannot be had at any price",
                "In your case there is no choice",
                "In your case both cost about the same, so it could decide.",
                "In your case there is nothing to weigh it against",
            ],
        ] {
            assert_eq!(one_of(&text, &sentences), Some(of_saving), "{case}: {sentences:?}");
        }
        seen[1][usize::from(can_own)] += 1;
        seen[6][usize::from(can_rent)] += 1;
        seen[3][usize::from(probability >= 0.8)] += 1;
        let fits = estimate.serving.fits;
        assert_eq!(
            text.contains("not enough memory in one place"),
            on_own_gpus && !fits,
            "{case}: fits is {fits}"
        );
        seen[4][usize::from(fits)] += 1;
        let refused = text.contains("At the peak, this hardware cannot take every request");
        assert_eq!(refused, on_own_gpus && fits && !is_served, "{case}: served is {is_served}");
        seen[5][usize::from(is_served)] += 1;
    }
    assert!(seen.iter().flatten().all(|n| *n > 0), "the grid does not reach every branch: {seen:?}");
}
