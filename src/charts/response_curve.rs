//! The response of cost and accuracy to a slider, over its whole range and along its own axis.

use model::Input;
use model::response::ResponsePoint;
use yew::prelude::*;

use crate::analysis::{Analysis, Crossing};
use crate::controls::headline::{Headline, NextStep};
use crate::controls::scale::{named_sizes, neighbour, share};
use crate::figures::{break_even_words, crossings_that_fit, sides_sentence, step_sentence};

/// Heights of the strip of money, of the gap below it and of the strip of accuracy, CSS pixels.
const MONEY: f64 = 60.0;
const GAP: f64 = 6.0;
const ACCURACY: f64 = 18.0;

/// The strip of money reaches from a quarter of what renting costs to four times as much. Renting costs the same wherever the
/// sliders are, so the scale holds still while they move, and is the same for all of them.
const REACH: f64 = 4.0;

/// The strip of accuracy reaches from this far below the closed model's accuracy to this far above.
const BELOW: f64 = 0.25;
const ABOVE: f64 = 0.08;

/// A point of the drawing: its place along the slider, the places of both costs from the top of their strip in thousandths, and
/// whether the model fits its GPUs there.
#[derive(Clone, Copy)]
struct Place {
    x: f64,
    own: f64,
    rent: f64,
    fits: bool,
}

/// The place of a cost, in thousandths from the top.
fn down(cost: f64, middle: f64) -> f64 {
    let share = libm::log(cost.max(1.0) / middle) / libm::log(REACH);
    (500.0 - 500.0 * share).clamp(0.0, 1000.0)
}

/// The place of an accuracy, in thousandths from the top.
fn accuracy_down(accuracy: f64, closed: f64) -> f64 {
    ((closed + ABOVE - accuracy) / (ABOVE + BELOW) * 1000.0).clamp(0.0, 1000.0)
}

/// The curves' points, and the crossings between them, where the shading changes its colour.
fn places(input: Input, points: &[ResponsePoint], crossings: &[Crossing], middle: f64) -> Vec<Place> {
    let mut places: Vec<Place> = points
        .iter()
        .map(|point| Place {
            x: share(input, point.x) * 1000.0,
            own: down(point.own_cost.number(), middle),
            rent: down(point.rent_cost.number(), middle),
            fits: point.fits,
        })
        .collect();
    for crossing in crossings {
        let (x, cost) = (share(input, crossing.at) * 1000.0, down(crossing.cost, middle));
        if let Some(at) = places.iter().position(|place| place.x > x) {
            places.insert(at, Place { x, own: cost, rent: cost, fits: true });
        }
    }
    places
}

/// The outline of what lies between renting's cost and owning's, where `choose` takes owning's.
fn between(places: &[Place], choose: fn(f64, f64) -> f64) -> String {
    let edge = |place: &Place| if place.fits { choose(place.own, place.rent) } else { place.rent };
    let there = places.iter().map(|place| (place.x, place.rent));
    let back = places.iter().rev().map(|place| (place.x, edge(place)));
    line(there.chain(back))
}

fn line(places: impl Iterator<Item = (f64, f64)>) -> String {
    places.map(|(x, y)| format!("{x:.1},{y:.1} ")).collect()
}

/// The next value up with a noticeable effect (a named size, half as many GPUs again, the next interval); from the top,
/// the next one down.
fn next_noticeable_value(input: Input, value: f64) -> f64 {
    const WORTH: f64 = 1.45;
    let next_step = Headline::of(input).map_or(NextStep::Neighbour, |headline| headline.next_step);
    let up = match next_step {
        NextStep::NamedSize => named_sizes().map(|(size, _)| size).find(|size| *size >= value * WORTH),
        NextStep::Half => Some(libm::ceil(value * WORTH)).filter(|count| share(input, *count) < 1.0),
        NextStep::Neighbour => Some(neighbour(input, value, true)).filter(|next| *next != value),
    };
    let down = match next_step {
        NextStep::NamedSize => {
            named_sizes().map(|(size, _)| size).filter(|size| *size * WORTH <= value).last()
        }
        NextStep::Half => Some((value / 2.0).floor().max(1.0)),
        NextStep::Neighbour => None,
    };
    up.or(down).unwrap_or_else(|| neighbour(input, value, false))
}

/// A place along the slider, from thousandths.
fn percent(x: f64) -> String {
    format!("{:.1}%", x / 10.0)
}

/// A curve, or an area between two.
fn drawn(class: &'static str, points: String) -> Html {
    html! { <polyline {class} {points} /> }
}

/// A point, its place along the slider in thousandths and from the top in CSS pixels.
fn point(class: &'static str, x: f64, y: f64) -> Html {
    html! { <circle {class} cx={percent(x)} cy={y.to_string()} /> }
}

/// A label, placed as a point is.
fn label(class: &'static str, x: f64, y: f64, anchor: &'static str, text: String) -> Html {
    html! { <text {class} x={percent(x)} y={y.to_string()} text-anchor={anchor}>{ text }</text> }
}

/// Cost of both sides and accuracy over a slider's range, the present point, and the next step in words.
pub fn response_curve(input: Input, analysis: &Analysis) -> Html {
    let points = analysis.response(input);
    let estimate = &analysis.outcome.estimate;
    let middle = estimate.cost.rent_cost.number().max(1.0);
    let closed = estimate.accuracy.rent_accuracy.number();
    let crossings = Headline::index(input).map_or(&[][..], |index| &analysis.headlines[index].crossings);
    let crossings = crossings_that_fit(&points, crossings);
    let places = places(input, &points, &crossings, middle);
    let pixels = |down: f64| down / 1000.0 * MONEY;
    let value = analysis.scenario.get(input);
    let here = share(input, value) * 1000.0;
    let own_here = pixels(down(estimate.cost.own_cost.number(), middle));
    let accuracy: Vec<(f64, f64)> = points
        .iter()
        .map(|point| (share(input, point.x) * 1000.0, accuracy_down(point.own_accuracy.number(), closed)))
        .collect();
    let accuracy_here = accuracy_down(estimate.accuracy.own_accuracy.number(), closed) / 1000.0 * ACCURACY;
    let closed = accuracy_down(closed, closed);
    let floor = [(1000.0, 1000.0), (0.0, 1000.0)];

    // The two labels at the ends keep off the other side's curve; at the top there is room below a curve only.
    let ends = places.iter().rev().find(|place| place.fits).map_or_else(Html::default, |end| {
        let (own, rent) = (pixels(end.own), pixels(end.rent));
        let above = |y: f64| if y > 14.0 { y - 5.0 } else { y + 14.0 };
        let below = |y: f64| (y + 14.0).min(MONEY - 2.0);
        let (own, rent) = if own < rent { (above(own), below(rent)) } else { (below(own), above(rent)) };
        html! {
            <>
                { label("response__label response__label--own", end.x, own, "end", "own".to_owned()) }
                { label("response__label response__label--rent", 1000.0, rent, "end", "rent".to_owned()) }
            </>
        }
    });
    let even = match *crossings {
        [crossing] => {
            let (x, y) = (share(input, crossing.at) * 1000.0, pixels(down(crossing.cost, middle)));
            let is_behind = x < 500.0;
            // The two corners of a crossing in which neither curve is.
            let label_y = if is_behind == crossing.owning_cheaper_above { y - 9.0 } else { y + 18.0 };
            let words = ["break-even ", &break_even_words(input, &crossing)].concat();
            html! {
                <>
                    { point("response__even", x, y) }
                    { label("response__label", x, label_y, if is_behind { "start" } else { "end" }, words) }
                </>
            }
        }
        _ => Html::default(),
    };
    html! {
        <div class="response">
            <svg class="response__drawing" aria-hidden="true" focusable="false">
                <svg width="100%" height={MONEY.to_string()} viewBox="0 0 1000 1000" preserveAspectRatio="none">
                    { drawn("response__own-wins", between(&places, f64::max)) }
                    { drawn("response__rent-wins", between(&places, f64::min)) }
                    { drawn("response__line response__line--rent", line(places.iter().map(|place| (place.x, place.rent)))) }
                    { drawn("response__line response__line--own", line(places.iter().filter(|place| place.fits).map(|place| (place.x, place.own)))) }
                </svg>
                <svg width="100%" y={(MONEY + GAP).to_string()} height={ACCURACY.to_string()} viewBox="0 0 1000 1000" preserveAspectRatio="none">
                    { drawn("response__accuracy", line(accuracy.iter().copied().chain(floor))) }
                    { drawn("response__line response__line--rent", line([(0.0, closed), (1000.0, closed)].into_iter())) }
                    { drawn("response__line response__line--accuracy", line(accuracy.into_iter())) }
                </svg>
                <line class="response__here" x1={percent(here)} x2={percent(here)} y2="100%" />
                if estimate.serving.fits {
                    { point("response__dot", here, own_here) }
                }
                { point("response__dot response__dot--accuracy", here, MONEY + GAP + accuracy_here) }
                { even }
                { ends }
                { label("response__label response__label--accuracy", 0.0, MONEY + GAP + ACCURACY - 4.0, "start", "accuracy".to_owned()) }
            </svg>
            <p class="response__words">
                { step_sentence(analysis, input, next_noticeable_value(input, value)) }
                { sides_sentence(input, &points, &crossings) }
            </p>
        </div>
    }
}
