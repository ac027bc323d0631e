//! Scenarios drawn over the whole range of every input: the same for the same seed, on every machine.

use model::catalogue::{Domain, INPUTS, InputSpec, Preset, Scale};
use model::{Input, InputError, Scenario};

/// The share of draws at each end of a range that fall on the end itself, where formulas are most at risk.
const AT_THE_END: f64 = 0.04;

/// The share of draws at each end of the range of model sizes that name no model: a named model brings its own size, so
/// that the ends would never be reached.
const BY_SIZE: f64 = 0.004;

/// `count` scenarios, each with a preset and every input drawn: points of a scrambled Sobol sequence, an input a
/// dimension, spread over each range as its control spreads it.
///
/// ```
/// use calculator::draw::scenarios;
/// assert_eq!(scenarios(8, 1)?, scenarios(8, 1)?);
/// assert_ne!(scenarios(8, 1)?, scenarios(8, 2)?);
/// # Ok::<(), model::InputError>(())
/// ```
///
/// # Errors
/// None in practice: values are drawn from the inputs' own ranges.
pub fn scenarios(count: u32, seed: u32) -> Result<Vec<Scenario>, InputError> {
    (0..count).map(|index| draw(index, seed)).collect()
}

fn draw(index: u32, seed: u32) -> Result<Scenario, InputError> {
    let uniform = |dimension: usize| f64::from(sobol_burley::sample(index, dimension as u32, seed));
    let preset = Preset::ALL[nth(uniform(Input::COUNT), Preset::ALL.len())];
    let drawn =
        INPUTS.iter().enumerate().try_fold(Scenario::preset(preset), |scenario, (dimension, spec)| {
            scenario.with(spec.input, value(spec, uniform(dimension)))
        })?;
    let size = uniform(Input::ModelSize as usize);
    if (BY_SIZE..=1.0 - BY_SIZE).contains(&size) { Ok(drawn) } else { drawn.with(Input::Model, 0.0) }
}

/// The index of that of `n` equal parts of 0 to 1 which holds a number.
fn nth(uniform: f64, n: usize) -> usize {
    ((uniform * n as f64) as usize).min(n - 1)
}

/// The value at this share of the way through an input's range.
fn value(spec: &InputSpec, uniform: f64) -> f64 {
    let (min, max, scale, step, whole) = match spec.domain {
        Domain::Choice(options) => return nth(uniform, options.len()) as f64,
        Domain::Number { min, max, scale, step, whole } => (min, max, scale, step, whole),
    };
    let share = ((uniform - AT_THE_END) / (1.0 - 2.0 * AT_THE_END)).clamp(0.0, 1.0);
    let value = match scale {
        _ if share == 1.0 => max,
        Scale::Linear => min + (max - min) * share,
        Scale::Log => min * libm::pow(max / min, share),
        Scale::LogWithZero if share == 0.0 => 0.0,
        Scale::LogWithZero => step * libm::pow(max / step, share),
    };
    if whole { libm::round(value) } else { value }.clamp(min, max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_reaches_both_ends_and_the_middle() {
        let scenarios = scenarios(400, 1).unwrap();
        assert_eq!(scenarios.len(), 400);
        for spec in &INPUTS {
            let values: Vec<f64> = scenarios.iter().map(|scenario| scenario.get(spec.input)).collect();
            match spec.domain {
                Domain::Number { min, max, .. } => {
                    assert!(values.contains(&min) && values.contains(&max), "{}", spec.id);
                    assert!(values.iter().any(|value| *value > min && *value < max), "{}", spec.id);
                }
                Domain::Choice(options) => {
                    for (index, option) in options.iter().enumerate() {
                        assert!(values.contains(&(index as f64)), "{}: {}", spec.id, option.id);
                    }
                }
            }
        }
        for preset in Preset::ALL {
            assert!(scenarios.iter().any(|scenario| scenario.base() == preset));
        }
    }
}
