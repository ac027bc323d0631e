//! The response of cost and accuracy to a slider, over its whole range and along its own axis.

use model::Input;
use model::catalogue::Domain;
use model::format::{Style, number};
use model::response::ResponsePoint;
use model::uncertainty::ResponseBand;
use model::units::Unit;
use yew::prelude::*;

use crate::analysis::{Analysis, Crossing};
use crate::controls::headline::{Headline, NextStep};
use crate::controls::scale::{named_sizes, neighbour, share};
use crate::figures::step_sentence;

/// Height of the drawing, CSS pixels.
const HEIGHT: f64 = 46.0;
/// Room above and below the curves, in the drawing's own units (thousandths of its width and height).
const ROOM: f64 = 90.0;
/// The ratio of costs, and the difference of accuracy, below which curves are drawn flat.
const LEAST_RATIO: f64 = 2.0;
const LEAST_DIFFERENCE: f64 = 0.08;

/// The quantity that is read from a point of a curve.
type Read = fn(&ResponsePoint) -> f64;

/// The least and the greatest value, at least `least` apart.
fn span(points: &[ResponsePoint], read: &[Read], least: f64) -> (f64, f64) {
    let all = || points.iter().flat_map(|point| read.iter().map(move |read| read(point)));
    let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let lacking = (least - (high - low)).max(0.0) / 2.0;
    (low - lacking, high + lacking)
}

/// A span of costs extended to owning's range in nine of ten cases at the present point, so that the band has edges.
fn with_cases((low, high): (f64, f64), analysis: &Analysis) -> (f64, f64) {
    let cases = analysis.outcome.bands.own_cost;
    (low.min(libm::log(cases.p5.max(1.0))), high.max(libm::log(cases.p95.max(1.0))))
}

/// The place of a value, in thousandths from the top.
fn down(value: f64, (low, high): (f64, f64)) -> f64 {
    ROOM + (1000.0 - 2.0 * ROOM) * (1.0 - (value - low) / (high - low))
}

fn path(input: Input, points: &[ResponsePoint], read: Read, span: (f64, f64)) -> String {
    let place = |point: &ResponsePoint| {
        format!("{:.1},{:.1} ", share(input, point.x) * 1000.0, down(read(point), span))
    };
    points.iter().map(place).collect()
}

/// The outline of owning's cost in nine of ten cases; empty until that is computed.
fn band(input: Input, analysis: &Analysis, span: (f64, f64)) -> String {
    let Some((bands, index)) = analysis.bands.as_ref().zip(Headline::index(input)) else {
        return String::new();
    };
    let around = &bands.headlines[index];
    let place = |band: &ResponseBand, cost: f64| {
        let height = down(libm::log(cost.max(1.0)), span).clamp(0.0, 1000.0);
        format!("{:.1},{height:.1} ", share(input, band.x) * 1000.0)
    };
    let there = around.iter().map(|band| place(band, band.own_cost.p5));
    let back = around.iter().rev().map(|band| place(band, band.own_cost.p95));
    there.chain(back).collect()
}

/// Money on a logarithmic axis, as it spans decades.
fn own_cost(point: &ResponsePoint) -> f64 {
    libm::log(point.own_cost.number().max(1.0))
}

fn rent_cost(point: &ResponsePoint) -> f64 {
    libm::log(point.rent_cost.number().max(1.0))
}

fn own_accuracy(point: &ResponsePoint) -> f64 {
    point.own_accuracy.number()
}

/// " Owning is cheaper up to 2 GPUs.": the crossing of both costs, if there is exactly one.
fn even_sentence(input: Input, crossings: &[Crossing]) -> String {
    let [Crossing { at, owning_cheaper_above: above, .. }] = *crossings else { return String::new() };
    let is_whole = matches!(input.spec().domain, Domain::Number { whole: true, .. });
    let at = match (is_whole, above) {
        (true, true) => libm::ceil(at),
        (true, false) => libm::floor(at),
        (false, _) => at,
    };
    let value = match input.spec().unit {
        Unit::RoundsPerYear => format!("{} rounds a year", number(at, Unit::One, Style::Tight)),
        unit => number(at, unit, Style::Tight),
    };
    if above {
        format!(" Owning is cheaper from {value} on.")
    } else {
        format!(" Owning is cheaper up to {value}.")
    }
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

/// Cost of both sides and accuracy over a slider's range, the present point, and the next step in words.
pub fn response_curve(input: Input, analysis: &Analysis) -> Html {
    let points = analysis.response(input);
    let money = with_cases(span(&points, &[own_cost, rent_cost], libm::log(LEAST_RATIO)), analysis);
    let accuracy = span(&points, &[own_accuracy], LEAST_DIFFERENCE);
    let estimate = &analysis.outcome.estimate;
    let value = analysis.scenario.get(input);
    let here = format!("{:.2}%", share(input, value) * 100.0);
    let dot = |value: f64, span: (f64, f64)| format!("{:.2}", down(value, span) / 1000.0 * HEIGHT);
    let own_here = dot(libm::log(estimate.cost.own_cost.number().max(1.0)), money);
    let other = next_noticeable_value(input, value);
    let crossings = Headline::index(input).map_or(&[][..], |index| &analysis.headlines[index].crossings);
    let sentence = step_sentence(analysis, input, other);
    html! {
        <div class="response">
            <svg class="response__drawing" height={HEIGHT.to_string()} aria-hidden="true" focusable="false">
                <svg width="100%" height="100%" viewBox="0 0 1000 1000" preserveAspectRatio="none">
                    <polygon class="response__band" points={band(input, analysis, money)} />
                    <polyline class="response__line response__line--accuracy" points={path(input, &points, own_accuracy, accuracy)} />
                    <polyline class="response__line response__line--rent" points={path(input, &points, rent_cost, money)} />
                    <polyline class="response__line response__line--own" points={path(input, &points, own_cost, money)} />
                </svg>
                <line class="response__here" x1={here.clone()} x2={here.clone()} y1="0" y2={HEIGHT.to_string()} />
                for (index, crossing) in crossings.iter().enumerate() {
                    <circle key={index} class="response__even" r="4.5"
                        cx={format!("{:.2}%", share(input, crossing.at) * 100.0)}
                        cy={dot(libm::log(crossing.cost.max(1.0)), money)} />
                }
                <circle class="response__dot" cx={here} cy={own_here} r="4" />
            </svg>
            <p class="response__words">{ sentence }{ even_sentence(input, crossings) }</p>
        </div>
    }
}
