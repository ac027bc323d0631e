//! A measurement that is about to be entered: of this case's machine, under this case's load.

use super::whole::estimate;
use crate::case::scenario::Scenario;
use crate::catalogue::Input;
use crate::quantities::format::to_significant;
use crate::workings::trace::Trace;

/// The inputs that say what has been measured, set to a case's own machine and load, with the forecast in the place of the
/// measurement: only that number is left for the reader to enter.
///
/// # Examples
/// ```
/// use model::{Input, Scenario, evaluate, measured_here};
/// let case = Scenario::default().with_text("gpu", "h200-sxm")?;
/// let measured = measured_here(&case).into_iter().try_fold(case, |case, (input, value)| case.with(input, value))?;
/// let measured = measured.with_text("measured", "tokens_per_s")?;
/// assert_eq!(measured.get(Input::MeasuredGpu), measured.get(Input::Gpu));
/// // What is measured as forecast changes nothing, but for rounding.
/// let pace = evaluate(&measured).estimate.serving.measured_pace.number();
/// assert!((pace - 1.0).abs() < 1e-3);
/// # Ok::<(), model::InputError>(())
/// ```
pub fn measured_here(scenario: &Scenario) -> [(Input, f64); 11] {
    let unmeasured = scenario.clone().reset(Input::Measured);
    let found = estimate(&unmeasured.values(), &unmeasured.assumptions(), &mut Trace::off());
    let (tp, in_flight) = (found.serving.tp_degree.number(), found.load.batch_peak.number());
    let between = found.load.itl_peak.number();
    let given = |input: Input| scenario.get(input);
    [
        (Input::MeasuredModel, given(Input::Model)),
        (Input::MeasuredModelSize, given(Input::ModelSize)),
        (Input::MeasuredPrecision, given(Input::Precision)),
        (Input::MeasuredGpu, given(Input::Gpu)),
        (Input::MeasuredEngine, given(Input::Engine)),
        (Input::MeasuredPromptTokens, given(Input::PromptTokens)),
        (Input::MeasuredOutputTokens, given(Input::OutputTokens)),
        (Input::MeasuredTp, tp),
        (Input::MeasuredInFlight, in_flight),
        (Input::MeasuredTokensPerS, to_significant(libm::fmax(in_flight, 1.0) / between, 4)),
        (Input::MeasuredItl, to_significant(between, 4)),
    ]
    .map(|(input, value)| (input, input.nearest(value)))
}
