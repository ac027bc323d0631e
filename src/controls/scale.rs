//! Positions on a headline slider and their values.
//!
//! Model size and GPU count have a logarithmic scale, sizes snap to named models, and retraining has named stops.
//! [`share`] is the place of a value along its slider; the curve above the slider uses the same axis.

use model::Input;
use model::catalogue::{Domain, MODELS, NamedModel, Scale};
use model::format::to_significant;

use super::headline::{Headline, POSITIONS, Positions};
use crate::browser::number;

/// The highest position of a slider; the lowest is 0.
pub fn top_position(input: Input) -> u32 {
    match positions(input) {
        Positions::Even(top) | Positions::NamedSizes(top) => top,
        Positions::Stops(stops) => stops.len() as u32 - 1,
    }
}

fn positions(input: Input) -> Positions {
    Headline::of(input).map_or(Positions::Even(POSITIONS), |headline| headline.positions)
}

/// The only values of a slider, if it has stops.
fn stops(input: Input) -> Option<&'static [f64]> {
    match positions(input) {
        Positions::Stops(stops) => Some(stops),
        Positions::Even(_) | Positions::NamedSizes(_) => None,
    }
}

/// The place of a value along its slider, from 0 to 1.
pub fn share(input: Input, value: f64) -> f64 {
    if let Some(stops) = stops(input) {
        return share_of_stops(stops, value);
    }
    let Domain::Number { min, max, scale, .. } = input.spec().domain else {
        return 0.0;
    };
    let share = match scale {
        Scale::Log => libm::log(value / min) / libm::log(max / min),
        Scale::Linear => (value - min) / (max - min),
        Scale::LogWithZero => libm::log1p(value) / libm::log1p(max),
    };
    share.clamp(0.0, 1.0)
}

/// The position nearest to a value.
pub fn position(input: Input, value: f64) -> u32 {
    libm::round(share(input, value) * f64::from(top_position(input))) as u32
}

/// The value at a position.
pub fn value(input: Input, position: u32) -> f64 {
    let top = top_position(input);
    let position = position.min(top);
    if let Some(stops) = stops(input) {
        return stops[position as usize];
    }
    let Domain::Number { min, max, scale, whole, .. } = input.spec().domain else {
        return 0.0;
    };
    let share = f64::from(position) / f64::from(top);
    let value = match scale {
        Scale::Log => min * libm::pow(max / min, share),
        Scale::Linear => min + (max - min) * share,
        Scale::LogWithZero => libm::expm1(libm::log1p(max) * share),
    };
    let named = match positions(input) {
        Positions::NamedSizes(_) => named_size_at(position),
        Positions::Even(_) | Positions::Stops(_) => None,
    };
    let rounded = if whole {
        libm::round(value)
    } else {
        to_significant(value, if leads_with_one(value) { 3 } else { 2 })
    };
    named.unwrap_or(rounded).clamp(min, max)
}

/// The value after a step to another position. A step that is not a drag always changes the value: where several
/// positions have the same whole number, it goes on to the next one.
pub fn stepped(input: Input, from: f64, to_position: u32, dragging: bool) -> f64 {
    let start = position(input, from);
    let mut position = to_position.min(top_position(input));
    let mut reached = value(input, position);
    if dragging || position == start {
        return reached;
    }
    let up = position > start;
    while if up { reached <= from } else { reached >= from } {
        let next = if up { position.checked_add(1) } else { position.checked_sub(1) };
        match next.filter(|next| *next <= top_position(input)) {
            Some(next) => position = next,
            None => return from,
        }
        reached = value(input, position);
    }
    reached
}

/// One step up or down from a value: the next stop, the next named size, the next whole number.
pub fn neighbour(input: Input, from: f64, up: bool) -> f64 {
    if let Some(stops) = stops(input) {
        let mut stops = stops.iter().copied();
        let next = if up { stops.find(|stop| *stop > from) } else { stops.rev().find(|stop| *stop < from) };
        return next.unwrap_or(from);
    }
    let here = position(input, from);
    let to = if up { (here + 1).min(top_position(input)) } else { here.saturating_sub(1) };
    if to == here { value(input, to) } else { stepped(input, from, to, false) }
}

/// The value `n_steps` up or down from another, clamped to the range.
pub fn neighbour_after(input: Input, from: f64, up: bool, n_steps: usize) -> f64 {
    (0..n_steps).fold(from, |value, _| neighbour(input, value, up))
}

/// The named sizes along the slider, ascending, in billions.
pub fn named_sizes() -> impl Iterator<Item = (f64, &'static str)> {
    MODELS.iter().filter(|model| model.anchor).map(|model| (in_range(size_in_billions(model)), model.label))
}

/// A named model's size as an input, in billions: the one in its name if that is close to its true count (8.03 is
/// called 8), else the count to three digits (14.8).
fn size_in_billions(model: &NamedModel) -> f64 {
    /// The largest relative difference between a name and the true count.
    const NEAR: f64 = 0.01;
    let count = model.total_parameters / 1e9;
    let named = model.label.split(' ').next_back().and_then(|word| number::read(word.trim_end_matches('B')));
    named.filter(|named| (named / count - 1.0).abs() < NEAR).unwrap_or_else(|| to_significant(count, 3))
}

/// The named size whose nearest position is this one.
fn named_size_at(at: u32) -> Option<f64> {
    named_sizes().map(|(size, _)| size).find(|size| position(Input::ModelSize, *size) == at)
}

fn share_of_stops(stops: &[f64], value: f64) -> f64 {
    let last = stops.len() - 1;
    let above = stops.iter().position(|stop| *stop >= value).unwrap_or(last);
    let below = above.saturating_sub(1);
    let (low, high) = (stops[below], stops[above]);
    let within = if high > low { (value - low) / (high - low) } else { 0.0 };
    ((below as f64 + within) / last as f64).clamp(0.0, 1.0)
}

/// A size inside the range of the input.
fn in_range(size: f64) -> f64 {
    match Input::ModelSize.spec().domain {
        Domain::Number { min, max, .. } => size.clamp(min, max),
        Domain::Choice(_) => size,
    }
}

/// Whether two digits would be too coarse for a step of the slider: they are 1.0 to 1.9.
fn leads_with_one(value: f64) -> bool {
    (-6..=9).map(|power| libm::pow(10.0, f64::from(power))).any(|unit| unit <= value && value < 2.0 * unit)
}

#[cfg(test)]
mod tests {
    use model::response::HEADLINE_INPUTS;

    use super::*;

    #[test]
    fn values_rise_along_the_slider_from_end_to_end() {
        for input in HEADLINE_INPUTS {
            let Domain::Number { min, max, .. } = input.spec().domain else { panic!() };
            assert_eq!(value(input, 0), min);
            assert_eq!(value(input, top_position(input)), max);
            for at in 0..top_position(input) {
                assert!(value(input, at) <= value(input, at + 1), "{input:?} at {at}");
            }
        }
    }

    #[test]
    fn every_position_is_allowed_and_comes_back() {
        for input in HEADLINE_INPUTS {
            for at in 0..=top_position(input) {
                let value = value(input, at);
                let scenario = model::Scenario::default().with(input, value).unwrap();
                let back = super::value(input, position(input, scenario.get(input)));
                assert_eq!(back, value, "{input:?} at {at}");
            }
        }
    }

    #[test]
    fn a_key_press_always_changes_the_value_until_the_end() {
        for input in HEADLINE_INPUTS {
            let mut at = value(input, 0);
            let mut steps = 0;
            while at < value(input, top_position(input)) {
                let next = stepped(input, at, position(input, at) + 1, false);
                assert!(next > at, "{input:?} stuck at {at}");
                at = next;
                steps += 1;
            }
            assert!((5..=130).contains(&steps), "{input:?}: {steps}");
            while at > value(input, 0) {
                let next = stepped(input, at, position(input, at) - 1, false);
                assert!(next < at, "{input:?} stuck at {at}");
                at = next;
            }
        }
    }

    #[test]
    fn the_buttons_step_to_the_next_value() {
        assert_eq!(neighbour(Input::GpuCount, 1.0, true), 2.0);
        assert_eq!(neighbour(Input::GpuCount, 2.0, true), 3.0);
        assert_eq!(neighbour(Input::GpuCount, 2.0, false), 1.0);
        assert_eq!(neighbour(Input::GpuCount, 1.0, false), 1.0);
        assert_eq!(neighbour(Input::RetrainsPerYear, 12.0, true), 26.0);
        assert_eq!(neighbour(Input::RetrainsPerYear, 20.0, false), 12.0);
        assert_eq!(neighbour(Input::RetrainsPerYear, 52.0, true), 52.0);
    }

    #[test]
    fn ten_steps_end_where_the_range_does() {
        assert_eq!(neighbour_after(Input::GpuCount, 1.0, true, 10), 11.0);
        assert_eq!(neighbour_after(Input::GpuCount, 5.0, false, 10), 1.0);
        assert_eq!(neighbour_after(Input::RetrainsPerYear, 12.0, true, 10), 52.0);
    }

    #[test]
    fn named_sizes_are_met_exactly() {
        let stops: Vec<f64> =
            (0..=top_position(Input::ModelSize)).map(|at| value(Input::ModelSize, at)).collect();
        for (size, name) in named_sizes() {
            assert!(stops.contains(&size), "{name} ({size}) is between the positions");
        }
    }

    #[test]
    fn retraining_lies_evenly_between_its_stops() {
        assert_eq!(share(Input::RetrainsPerYear, 0.0), 0.0);
        assert_eq!(share(Input::RetrainsPerYear, 52.0), 1.0);
        assert_eq!(share(Input::RetrainsPerYear, 26.0), 6.0 / 7.0);
        assert_eq!(position(Input::RetrainsPerYear, 39.0), 7);
    }
}
