//! The sources of a figure's numbers: those of its inputs, constants and prices.

use model::catalogue::SourceId;
use model::{Assumption, Input, Scenario};

/// The sources of these inputs and constants, each once, in this order.
pub fn cited(scenario: &Scenario, inputs: &[Input], assumptions: &[Assumption]) -> Vec<SourceId> {
    let inputs = inputs.iter().map(|input| match input {
        Input::GpuHourPrice => scenario.gpu().price_source,
        Input::Gpu => scenario.gpu().source,
        Input::ApiInputPrice | Input::ApiOutputPrice => scenario.api().source,
        input => input.spec().source(),
    });
    let mut sources = Vec::new();
    for source in inputs.chain(assumptions.iter().map(|assumption| assumption.spec().source())) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}
