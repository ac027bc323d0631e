//! Estimates of cases in a row, of which each takes from the one before what its inputs do not change.

use super::quick::{QuickEstimate, assess, bills, place};
use super::whole::{Deployment, Estimate, estimate, put_together};
use crate::case::scenario::{Assumptions, Values};
use crate::catalogue::Input;
use crate::families::accuracy::Assessment;
use crate::families::architecture;
use crate::families::training;
use crate::families::ways::Asked;
use crate::workings::trace::Trace;

/// Estimates of cases one after the other, with the same constants: of each only what its inputs change is computed,
/// and the rest is that of the case before.
///
/// ```
/// use model::estimate::Series;
/// use model::{estimate, Assumptions, Input, Scenario};
/// use model::trace::Trace;
/// let (values, assumptions) = (Scenario::default().values(), Assumptions::default());
/// let mut series = Series::new(&assumptions);
/// for price in [1.0, 2.0, 3.0] {
///     let values = values.replaced(Input::GpuHourPrice, price);
///     assert_eq!(series.estimate(&values), estimate(&values, &assumptions, &mut Trace::off()));
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Series<'a> {
    assumptions: &'a Assumptions,
    deployed: Option<(Values, Deployment)>,
    assessed: Option<(Values, Assessment)>,
}

impl<'a> Series<'a> {
    /// A series with these constants, before its first case.
    pub fn new(assumptions: &'a Assumptions) -> Self {
        Self { assumptions, deployed: None, assessed: None }
    }

    /// The constants of every case of the series.
    pub fn assumptions(&self) -> &'a Assumptions {
        self.assumptions
    }

    /// The [`estimate()`](super::estimate()) of the next case.
    pub fn estimate(&mut self, values: &Values) -> Estimate {
        let (assumptions, off) = (self.assumptions, &mut Trace::off());
        // Other ways share little between two cases.
        if Asked::of(values) != Asked::Plain {
            return estimate(values, assumptions, off);
        }
        let deployment = kept(&mut self.deployed, values, Input::affects_serving, || {
            Deployment::new(values, assumptions, &mut Trace::off())
        });
        let assessment = kept(&mut self.assessed, values, Input::affects_accuracy, || {
            assess(values, assumptions, &deployment.architecture)
        });
        let training = training::train(values, assumptions, &deployment.architecture, off);
        put_together(values, assumptions, deployment.clone(), training, assessment, off).0
    }

    /// The [`QuickEstimate`] of the next case.
    pub(crate) fn quick(&mut self, values: &Values) -> QuickEstimate {
        let architecture = architecture::resolve(values);
        if Asked::of(values) != Asked::Plain {
            return QuickEstimate::of(values, self.assumptions, &architecture);
        }
        let placement = place(values, self.assumptions, &architecture);
        let costs = bills(values, self.assumptions, &architecture, &placement).costs();
        let compute = || assess(values, self.assumptions, &architecture);
        let accuracy = kept(&mut self.assessed, values, Input::affects_accuracy, compute).accuracy;
        QuickEstimate { placement, costs, accuracy }
    }
}

/// The result of the case before if it had the same inputs that matter, else a new one.
fn kept<'a, T>(
    before: &'a mut Option<(Values, T)>,
    values: &Values,
    matters: fn(Input) -> bool,
    compute: impl FnOnce() -> T,
) -> &'a T {
    let is_same = |other: &Values| {
        Input::ALL.iter().all(|input| {
            !matters(*input) || values.number(*input).to_bits() == other.number(*input).to_bits()
        })
    };
    if before.as_ref().is_some_and(|(other, _)| !is_same(other)) {
        *before = None;
    }
    &before.get_or_insert_with(|| (*values, compute())).1
}

impl Input {
    /// Whether how the model serves depends on it.
    const fn affects_serving(self) -> bool {
        matches!(
            self,
            Self::RequestsPerDay
                | Self::PromptTokens
                | Self::OutputTokens
                | Self::Turns
                | Self::ToolTokens
                | Self::PeakToMean
                | Self::TtftObjective
                | Self::ItlObjective
                | Self::OpenShare
                | Self::Overflow
                | Self::ModelSize
                | Self::Model
                | Self::Precision
                | Self::Gpu
                | Self::GpuCount
                | Self::StackFactor
                | Self::Engine
                | Self::Api
                | Self::CachedShare
                | Self::Measured
                | Self::MeasuredTokensPerS
                | Self::MeasuredItl
                | Self::MeasuredModel
                | Self::MeasuredModelSize
                | Self::MeasuredPrecision
                | Self::MeasuredGpu
                | Self::MeasuredTp
                | Self::MeasuredEngine
                | Self::MeasuredPromptTokens
                | Self::MeasuredOutputTokens
                | Self::MeasuredInFlight
                | Self::Invoiced
                | Self::InvoicedApi
        )
    }

    /// Whether how accurate either side is depends on it.
    const fn affects_accuracy(self) -> bool {
        matches!(
            self,
            Self::ModelSize
                | Self::Model
                | Self::Precision
                | Self::RetrainsPerYear
                | Self::InitialExamples
                | Self::ExamplesPerRound
                | Self::LabelDelay
                | Self::Breadth
                | Self::Api
                | Self::ClosedAccuracy
                | Self::Drift
                | Self::ClosedDrift
                | Self::Horizon
        )
    }
}
