//! The map of volume and price, with the reader's point to drag.

use std::rc::Rc;

use model::format::{Style, number};
use model::rented::short_name;
use model::units::Unit;
use model::{Input, Scenario};
use yew::prelude::*;

use crate::browser::document;
use crate::browser::turns::{Rank, in_pieces};
use crate::controls::scale;
use crate::figures::{
    MAP_CLASSES, MAP_COLUMNS, MAP_TICKS, MapCells, MapComputation, MapPoint, company_points, even_line,
    map_key, map_point, map_rows, meant, model_above,
};
use crate::state::Action;
use crate::view::View;

/// The number of steps of a page key.
const PAGE_STEPS: usize = 10;

/// Properties of [`MapPlot`].
#[derive(PartialEq, Properties)]
pub(super) struct MapPlotProps {
    /// The present case.
    pub(super) view: View,
}

/// The cells of a case's map, computed while nothing else waits; those of the case before until they are there. The
/// prerendered page has those of the default case.
#[hook]
fn use_cells(scenario: &Scenario) -> Option<Rc<MapCells>> {
    let is_prerendered = cfg!(feature = "ssr") && *scenario == Scenario::default();
    let cells = use_state_eq(|| is_prerendered.then(|| MapCells::new(&Scenario::default())));
    use_effect_with(map_key(scenario), {
        let cells = cells.setter();
        move |scenario| {
            let known = MapCells::known(scenario);
            let task = known.is_none().then(|| {
                let (mut computation, cells) = (MapComputation::new(scenario), cells.clone());
                in_pieces(
                    Rank::Rest,
                    move || computation.advance(),
                    move |computed| cells.set(Some(computed)),
                )
            });
            if known.is_some() {
                cells.set(known);
            }
            move || drop(task)
        }
    });
    (*cells).clone()
}

/// The map: names and prices of the models, cells, points, and the scale of requests.
#[component]
pub(super) fn MapPlot(props: &MapPlotProps) -> Html {
    let View { analysis, act } = &props.view;
    let scenario = &analysis.scenario;
    let rows = map_rows(scenario);
    let cells = use_cells(scenario);
    let node = use_node_ref();
    let dragging = use_mut_ref(|| false);

    let go = {
        let (rows, act) = (rows.clone(), act.clone());
        Callback::from(move |(across, down): (f64, f64)| {
            let (requests, api) = meant(&rows, across, down);
            let input = Input::RequestsPerDay;
            let requests = scale::value(input, scale::position(input, requests));
            act.emit(Action::MoveSeveral(vec![(input, requests), (Input::Api, api)]));
        })
    };
    let go_to = {
        let (go, node) = (go.clone(), node.clone());
        move |event: &PointerEvent| {
            if let Some(place) = document::place_within(event, &node) {
                go.emit(place);
            }
        }
    };
    let begin = {
        let dragging = dragging.clone();
        Callback::from(move |event: PointerEvent| {
            if event.button() == 0 && event.is_primary() {
                dragging.replace(true);
                document::capture_pointer(&event);
            }
        })
    };
    // A finger on the map beside the point scrolls the page; a tap there moves the point, and so does the mouse.
    let onpointerdown = {
        let (begin, go_to) = (begin.clone(), go_to.clone());
        Callback::from(move |event: PointerEvent| {
            if event.pointer_type() == "mouse" {
                begin.emit(event.clone());
                go_to(&event);
            }
        })
    };
    let onpointermove = {
        let (dragging, go_to) = (dragging.clone(), go_to);
        Callback::from(move |event: PointerEvent| {
            if *dragging.borrow() {
                go_to(&event);
            }
        })
    };
    let onpointerup = {
        let (dragging, act) = (dragging.clone(), act.clone());
        Callback::from(move |_: PointerEvent| {
            if dragging.replace(false) {
                act.emit(Action::Settle);
            }
        })
    };
    let onpointercancel = {
        let (dragging, act) = (dragging, act.clone());
        Callback::from(move |_: PointerEvent| {
            if dragging.replace(false) {
                act.emit(Action::Cancel);
            }
        })
    };
    let onclick = {
        let (go, node, act) = (go, node.clone(), act.clone());
        Callback::from(move |event: MouseEvent| {
            if let Some(place) = document::place_within(&event, &node) {
                go.emit(place);
                act.emit(Action::Settle);
            }
        })
    };
    let onkeydown = {
        let (rows, act, api) = (rows.clone(), act.clone(), scenario.get(Input::Api));
        Callback::from(move |event: KeyboardEvent| {
            let steps = |up, n_steps| Action::Step { input: Input::RequestsPerDay, up, n_steps };
            let model = |n_rows| Action::Set(Input::Api.into(), model_above(&rows, api, n_rows));
            let all = rows.len() as isize;
            let action = match event.key().as_str() {
                "ArrowRight" => steps(true, 1),
                "ArrowLeft" => steps(false, 1),
                "ArrowUp" => model(1),
                "ArrowDown" => model(-1),
                "PageUp" => steps(true, PAGE_STEPS),
                "PageDown" => steps(false, PAGE_STEPS),
                "Home" => model(-all),
                "End" => model(all),
                _ => return,
            };
            event.prevent_default();
            // A key held down is one step to undo.
            if !event.repeat() {
                act.emit(Action::Settle);
            }
            act.emit(action);
        })
    };
    let onkeyup = props.view.dispatcher::<KeyboardEvent>(Action::Settle);

    let n = rows.len();
    let across = |columns: f64| format!("{:.2}%", columns / MAP_COLUMNS as f64 * 100.0);
    let down = |from_top: f64| format!("{:.2}%", from_top / n as f64 * 100.0);
    // Without cells, whatever is prerendered stays.
    let outlines = cells.as_ref().map(|cells| cells.outlines());
    let outline = |class: usize| outlines.as_ref().map(|outlines| outlines[class].clone());
    let regions = cells.as_ref().map(|cells| cells.region_words()).unwrap_or_default();
    let region = |words: &'static str| regions.iter().find(|region| region.2 == words).copied();
    let chosen = scenario.get(Input::Api);
    let you = map_point(&rows, scenario);
    let before = map_point(&rows, &props.view.analysis.before().0.scenario);
    let position = scale::position(Input::RequestsPerDay, scenario.get(Input::RequestsPerDay));
    let price = rows.iter().find(|row| row.rental.api == chosen).map(|row| row.price()).unwrap_or_default();
    let words = format!(
        "{} requests a day, {} at {price} a million tokens",
        number(scenario.get(Input::RequestsPerDay), Unit::One, Style::Prose),
        short_name(scenario.api().label),
    );
    html! {
        <div class="map" data-map={cells.is_some().then_some("drawn")} {onpointermove} {onpointerup} {onpointercancel}>
            <svg class="map__names" aria-hidden="true" focusable="false">
                for (at, row) in rows.iter().enumerate() {
                    <g key={row.rental.label} class={(row.rental.api == chosen).then_some("map__chosen")}>
                        <text x="0" y={down(at as f64 + 0.5)} dy="0.35em">{ row.name() }</text>
                        <text class="map__price" x="100%" y={down(at as f64 + 0.5)} dx="-6" dy="0.35em" text-anchor="end">{ row.price() }</text>
                    </g>
                }
            </svg>
            <svg class="map__cells" viewBox={format!("0 0 {MAP_COLUMNS} {n}")} preserveAspectRatio="none" aria-hidden="true" focusable="false">
                for class in 0..MAP_CLASSES {
                    <path key={class} class={format!("map__cell map__cell--{class}")} d={outline(class)} />
                }
                <path class="map__even" d={even_line(&rows)} />
            </svg>
            <svg class="map__plot" ref={node} aria-hidden="true" focusable="false" {onpointerdown} {onclick}>
                for words in ["Renting wins", "Owning wins"] {
                    { region_words(words, region(words), cells.is_some(), &across, &down) }
                }
            </svg>
            // A drawing of its own over the other, as only a whole drawing can keep a finger from scrolling the page.
            <svg class="map__handle" focusable="false">
                // Under the reader's own point as long as both are at one place.
                <circle class="map__before" cx={across(before.across)} cy={down(before.down)} r="8" />
                <g class="map__you" onpointerdown={begin} {onkeydown} {onkeyup}>
                    // Not the group: Firefox scrolls one with the focus to a wrong place.
                    <circle class="map__reach" tabindex="0" role="slider" aria-label="You on the map" aria-valuemin="0"
                        aria-valuemax={scale::top_position(Input::RequestsPerDay).to_string()} aria-valuenow={position.to_string()}
                        aria-valuetext={words} aria-description="Left and right: requests a day. Up and down: the model that you would rent."
                        cx={across(you.across)} cy={down(you.down)} r="22" />
                    <circle class="map__ring" cx={across(you.across)} cy={down(you.down)} r="10" />
                    <circle class="map__core" cx={across(you.across)} cy={down(you.down)} r="3" />
                    { label("You", you, &across, &down) }
                </g>
                for (name, point) in company_points(&rows) {
                    <g key={name} class="map__other" aria-hidden="true">
                        <circle class="map__company" cx={across(point.across)} cy={down(point.down)} r="4.5" />
                        { label(name, point, &across, &down) }
                    </g>
                }
            </svg>
            <svg class="map__axis" aria-hidden="true" focusable="false">
                for (columns, words) in MAP_TICKS {
                    <text key={columns} x={across(columns as f64)} y="12" text-anchor={if columns == MAP_COLUMNS { "end" } else { "middle" }}>{ words }</text>
                }
                <text x="50%" y="30" text-anchor="middle">{ "requests a day" }</text>
            </svg>
            <p class="map__legend" aria-hidden="true">
                <span>{ "owning is cheaper in no case" }</span>
                <svg class="map__ramp" viewBox="0 0 7 1" preserveAspectRatio="none" focusable="false">
                    for class in 0..7 {
                        <path key={class} class={format!("map__cell map__cell--{class}")} d={format!("M{class} 0h1v1h-1z")} />
                    }
                </svg>
                <span>{ "in every case" }</span>
            </p>
        </div>
    }
}

/// The place of something on the map, in percent.
type Place<'a> = &'a dyn Fn(f64) -> String;

/// A name under a point, or above it as the style sheet says; at the sides it stays inside.
fn label(name: &'static str, point: MapPoint, across: Place<'_>, down: Place<'_>) -> Html {
    let share = point.across / MAP_COLUMNS as f64;
    let (anchor, dx) = match share {
        share if share < 0.1 => ("start", "-4"),
        share if share > 0.88 => ("end", "4"),
        _ => ("middle", "0"),
    };
    html! {
        <text class="map__name" x={across(point.across)} y={down(point.down)} {dx} dy="18" text-anchor={anchor}>{ name }</text>
    }
}

/// The words on a region, hidden if there is no room for them; until that is known, they stay as they are prerendered.
fn region_words(
    words: &'static str,
    region: Option<(f64, f64, &'static str)>,
    is_known: bool,
    across: Place<'_>,
    down: Place<'_>,
) -> Html {
    let is_hidden = is_known && region.is_none();
    let x = region.map(|region| across(region.0));
    let y = region.map(|region| down(region.1));
    html! {
        <text key={words} class={classes!("map__region", is_hidden.then_some("map__region--none"))} {x} {y} dy="0.35em" text-anchor="middle" aria-hidden="true">{ words }</text>
    }
}
