//! The rows of the four companies and of the reader's case: a name, fifty dots on one scale, and an answer.

use model::Preset;
use model::outcome::Side;
use yew::prelude::*;

use super::embed_code::EmbedCode;
use super::figure_parts::{sources, table};
use super::take_away::TakeAway;
use crate::analysis::Analysis;
use crate::browser::{document, fields};
use crate::content::FigureName;
use crate::figures::{
    Answer, Company, DOT_COLUMNS, DOT_TICKS, Dots, Figure, RENT_COLUMNS, companies, stakes, yours,
};
use crate::state::Action;
use crate::view::View;

/// Height of a row's drawing, CSS pixels.
const HEIGHT: f64 = 56.0;
/// The number of dots for which a column has room at the least.
const ROOM: usize = 9;

/// The four companies. They are the same in every case.
pub fn company_rows() -> Html {
    html! {
        <>
            for company in companies().iter() {
                { company_row(company) }
            }
        </>
    }
}

fn company_row(company: &Company) -> Html {
    let spec = company.preset.spec();
    html! {
        <div key={spec.id} class="company" data-company={spec.id}>
            <p class="company__name">
                <a class="company__load" href={format!("?preset={}", spec.id)} data-preset={spec.id}>
                    { spec.label }<span class="visually-hidden">{ ": load its case" }</span>
                </a>
            </p>
            <p class="company__about">
                <span class="company__work">{ company.work }{ ";" }</span>{ " " }
                <span class="company__reported">
                    { "reported: " }<a class="company__claim" href={format!("#{}", company.fact)}>{ company.claim.clone() }</a>
                </span>
            </p>
            <svg class="company__dots" viewBox={format!("0 0 {DOT_COLUMNS} {HEIGHT}")} preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <path class="company__zero" d={format!("M{RENT_COLUMNS} 0v{HEIGHT}")} />
                { still_dots(&company.answer.dots) }
            </svg>
            { answer(&company.answer) }
        </div>
    }
}

/// The distance from a dot to the one above it, pixels.
fn pitch(dots: &Dots) -> f64 {
    (HEIGHT - 3.0) / dots.highest().max(ROOM) as f64
}

/// The height of a dot's middle, pixels from the top.
fn height(level: usize, pitch: f64) -> f64 {
    HEIGHT - 1.5 - pitch * (level as f64 + 0.5)
}

/// Dots that never move: each a line without length, whose round ends the stretching of the drawing leaves round.
fn still_dots(dots: &Dots) -> Html {
    let pitch = pitch(dots);
    let place = |is_own: bool| -> String {
        let ours = dots.dots.iter().filter(|dot| dot.is_own == is_own);
        ours.map(|dot| format!("M{}.5 {:.1}h0", dot.column, height(dot.level, pitch))).collect()
    };
    let (own, rent) = (place(true), place(false));
    let width = |share: f64| format!("{:.1}", pitch * share);
    html! {
        <>
            <path class="company__own" d={own} stroke-width={width(0.86)} />
            // Not by colour alone: renting's dots are rings.
            <path class="company__rent" d={rent.clone()} stroke-width={width(0.86)} />
            <path class="company__hole" d={rent} stroke-width={width(0.4)} />
        </>
    }
}

/// The answer at the end of a row.
fn answer(answer: &Answer) -> Html {
    let side = match answer.side {
        Side::Own => Some("company__side--own"),
        Side::Rent => Some("company__side--rent"),
        Side::TooClose | Side::CannotOwn | Side::CannotRent => None,
    };
    html! {
        <p class="company__answer">
            <strong class={classes!("company__side", side)}>{ answer.words() }</strong>{ " " }
            if answer.chance.is_some() {
                <span class="company__odds"><span class="visually-hidden">{ "owning is cheaper in " }</span>{ answer.odds() }</span>
            }
        </p>
    }
}

/// The reader's row, whose dots move: the same draw is the same dot in every case.
pub(super) fn your_row(analysis: &Analysis) -> Html {
    let present = Answer::of(analysis);
    let pitch = pitch(&present.dots);
    let radius = format!("{:.1}", pitch * 0.4);
    let along = |columns: f64| format!("{:.2}%", columns / DOT_COLUMNS as f64 * 100.0);
    let zero = along(RENT_COLUMNS as f64);
    html! {
        <div class="company company--you" data-company="you" data-own={present.dots.own.to_string()}>
            <p class="company__name">{ "You" }</p>
            <p class="company__about">{ yours(&analysis.scenario) }</p>
            <svg class="company__dots" aria-hidden="true" focusable="false">
                <line class="company__zero" x1={zero.clone()} x2={zero} y1="0" y2={HEIGHT.to_string()} />
                if present.chance.is_none() {
                    <text class="company__nothing" x="0" y={HEIGHT.to_string()} dy="-6">{ "nothing to compare" }</text>
                }
                for dot in present.dots.dots.iter() {
                    <circle key={dot.draw} class={if dot.is_own { "dot dot--own" } else { "dot dot--rent" }}
                        cx={along(dot.column as f64 + 0.5)} cy={format!("{:.1}", height(dot.level, pitch))} r={radius.clone()} />
                }
            </svg>
            { answer(&present) }
        </div>
    }
}

/// The scale below the rows.
fn scale() -> Html {
    let along = |columns: usize| format!("{:.1}%", columns as f64 / DOT_COLUMNS as f64 * 100.0);
    let anchor = |columns: usize| match columns {
        0 => "start",
        DOT_COLUMNS => "end",
        _ => "middle",
    };
    html! {
        <div class="company company--scale" aria-hidden="true">
            <svg class="company__scale" focusable="false">
                for (columns, words) in DOT_TICKS {
                    <text key={columns} x={along(columns)} y="12" text-anchor={anchor(columns)}>{ words }</text>
                }
                <text class="company__side--rent" x={along(RENT_COLUMNS)} dx="-8" y="30" text-anchor="end">{ "\u{2190} renting is cheaper" }</text>
                <text class="company__side--own" x={along(RENT_COLUMNS)} dx="8" y="30">{ "owning is cheaper \u{2192}" }</text>
            </svg>
        </div>
    }
}

/// All rows, with the scale.
pub(super) fn rows(analysis: &Analysis) -> Html {
    html! { <>{ company_rows() }{ your_row(analysis) }{ scale() }{ stake(analysis) }{ assumptions() }</> }
}

/// What we assume of each company, folded.
fn assumptions() -> Html {
    html! {
        <details class="figure__more companies__assumed">
            <summary>{ "What is reported, and what we assume" }</summary>
            <dl class="companies__cases">
                for company in companies().iter() {
                    <dt>{ company.preset.spec().label }</dt>
                    <dd>{ company.preset.spec().description() }</dd>
                }
            </dl>
        </details>
    }
}

/// What is at stake in the reader's case.
fn stake(analysis: &Analysis) -> Html {
    html! { <p class="companies__stakes">{ stakes(analysis) }</p> }
}

/// Loads the case of the company that was pressed, in place. A press that asks for another window keeps the link.
pub fn load_company(event: &MouseEvent, act: &Callback<Action>) {
    let is_plain = event.button() == 0
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    let pressed = is_plain.then(|| document::pressed_mark(event, "data-preset")).flatten();
    if let Some(preset) = pressed.and_then(|id| Preset::from_id(&id)) {
        event.prevent_default();
        act.emit(Action::ApplyPreset(preset));
    }
}

/// Properties of [`YourRow`].
#[derive(PartialEq, Properties)]
pub struct YourRowProps {
    /// The present case.
    pub view: View,
}

/// The reader's row below the companies' on the page, with all that belongs to the figure. Its table is rendered when it
/// is first opened, as it has the companies' numbers.
#[component]
pub fn YourRow(props: &YourRowProps) -> Html {
    let analysis = &props.view.analysis;
    let is_open = use_state_eq(|| false);
    let ontoggle = {
        let is_open = is_open.setter();
        Callback::from(move |event: Event| is_open.set(fields::is_unfolded(&event)))
    };
    let figure = use_memo((analysis.clone(), *is_open), |(analysis, is_open)| {
        is_open.then(|| Figure::new(FigureName::Companies, analysis))
    });
    html! {
        <>
            { your_row(analysis) }
            { scale() }
            { stake(analysis) }
            <div class="figure__foot">
                { assumptions() }
                <details class="figure__more figure__more--table" {ontoggle}>
                    <summary>{ "Table" }</summary>
                    if let Some(figure) = figure.as_ref() {
                        <div>
                            <p class="figure__sources">{ "Sources: " }{ sources(&figure.sources, false) }</p>
                            { table(&figure.table) }
                        </div>
                    }
                </details>
                <TakeAway name={FigureName::Companies} analysis={analysis.clone()} />
                <EmbedCode name={FigureName::Companies} analysis={analysis.clone()} />
            </div>
        </>
    }
}
