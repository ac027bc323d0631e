//! What the reader's own measurement and invoice change: the forecast before and after, and the error to expect.

use model::format::{Style, number};
use model::trace::{Operand, Trace};
use model::{Estimate, Input, Scenario, Setting, estimate, measured_here};
use yew::prelude::*;

use crate::measurements::ANCHORED_ERRORS;
use crate::state::Action;
use crate::view::View;

/// What choosing an option does. A measurement that is about to be entered is of the machine and the load on the page, until
/// the reader says otherwise; so it does not follow the case to another GPU.
pub(super) fn chosen(scenario: &Scenario, setting: Setting, option: f64) -> Action {
    if setting != Input::Measured.into() || scenario.is_changed(Input::Measured) {
        return Action::Set(setting, option);
    }
    let mut changes = measured_here(scenario).to_vec();
    changes.push((Input::Measured, option));
    Action::SetSeveral(changes)
}

/// The note below the fields of what has been measured; nothing where nothing is.
pub fn measured_note(view: &View) -> Html {
    let sentences: Vec<String> = [measurement(view), invoice(view)].into_iter().flatten().collect();
    html! {
        <div class="field__about" data-testid="measured-note" aria-live="polite">
            for (index, sentence) in sentences.into_iter().enumerate() {
                <p key={index}>{ sentence }</p>
            }
        </div>
    }
}

/// The estimate of the case without what has been measured.
fn without(scenario: &Scenario, measured: Input) -> Estimate {
    let case = scenario.clone().reset(measured);
    estimate(&case.values(), &case.assumptions(), &mut Trace::off())
}

fn prose(quantity: &impl Operand) -> String {
    let term = quantity.term();
    number(term.number(), term.unit(), Style::Prose)
}

/// "Your measurement moves the capacity from 5.3 to 4.9 requests/s, …"
fn measurement(view: &View) -> Option<String> {
    let scenario: &Scenario = &view.analysis.scenario;
    let after = &view.analysis.outcome.estimate;
    if !scenario.is_changed(Input::Measured) || after.serving.measured_pace.number() == 1.0 {
        return None;
    }
    let before = without(scenario, Input::Measured);
    let [throughput, latency] = &ANCHORED_ERRORS;
    let share = |share| number(share, model::units::Unit::Fraction, Style::Prose);
    Some(format!(
        "Your measurement moves the capacity from {} to {}, and the time between tokens at the peak from {} to {}. Among \
         published rows of one machine, such a forecast is off by {} in throughput and {} in latency (the median); one in \
         ten is off by more than {} and {}. Without a measurement it is {} and {}, and one in ten {} and {}.",
        prose(&before.serving.capacity),
        prose(&after.serving.capacity),
        prose(&before.load.itl_peak),
        prose(&after.load.itl_peak),
        share(throughput.after.errors().median()),
        share(latency.after.errors().median()),
        share(throughput.after.errors().p90()),
        share(latency.after.errors().p90()),
        share(throughput.before.errors().median()),
        share(latency.before.errors().median()),
        share(throughput.before.errors().p90()),
        share(latency.before.errors().p90()),
    ))
}

/// "Your invoice moves today's month at the closed API from … to …"
fn invoice(view: &View) -> Option<String> {
    let scenario: &Scenario = &view.analysis.scenario;
    if !scenario.is_changed(Input::Invoiced) {
        return None;
    }
    let before = without(scenario, Input::Invoiced).cost.rent_invoice;
    let after = view.analysis.outcome.estimate.cost.rent_invoice;
    (before != after).then(|| {
        format!(
            "Your invoice moves a month of this load at the closed API from {} by the list to {}.",
            prose(&before),
            prose(&after)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::State;

    fn after(state: &State, action: Action) -> State {
        state.after(action).expect("the action is allowed")
    }

    fn pace(state: &State) -> f64 {
        model::evaluate(&state.scenario).estimate.serving.measured_pace.number()
    }

    #[test]
    fn a_measurement_starts_with_the_case_and_does_not_follow_it() {
        let gpu = |index: f64| Action::Set(Input::Gpu.into(), index);
        let measured = |state: &State, kind: f64| chosen(&state.scenario, Input::Measured.into(), kind);
        let state = after(&State::default(), gpu(3.0));
        let state = after(&state, measured(&state, 1.0));
        assert_eq!(state.scenario.get(Input::MeasuredGpu), 3.0);
        // The forecast stands where the measurement is to be typed, so that nothing moves before.
        assert!((pace(&state) - 1.0).abs() < 1e-3);
        let half = 0.5 * state.scenario.get(Input::MeasuredTokensPerS);
        let state = after(&state, Action::Set(Input::MeasuredTokensPerS.into(), half));
        assert!((pace(&state) - 0.5).abs() < 1e-3);
        // Another GPU has not been measured; and what was typed stays when the kind of measurement is chosen again.
        let moved = after(&state, gpu(5.0));
        assert_eq!((moved.scenario.get(Input::MeasuredGpu), pace(&moved)), (3.0, 1.0));
        let other = after(&state, measured(&state, 2.0));
        assert_eq!(other.scenario.get(Input::MeasuredTokensPerS), half);
    }
}
