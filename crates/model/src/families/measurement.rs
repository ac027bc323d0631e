//! The reader's own measurement: one measured speed scales the forecasts of the machine that it was taken on, and one invoice
//! the prices of the closed model that it is of.
//!
//! Published rows of one machine are off by much the same factor, which two rows of it share the more, the more alike their
//! loads are. So a measurement counts in full at its own load and less and less away from it. What it says of another number
//! of GPUs to a replica is next to nothing: replicas are then as large as the one measured.

use crate::case::scenario::{Assumptions, Values};
use crate::catalogue::{Assumption as A, Input, Measured};
use crate::families::architecture::Architecture;
use crate::families::outputs::Condition;
use crate::families::serving::{Replica, Setup};
use crate::quantities::exact::{fmax, fmin, sqrt};
use crate::quantities::units::{Count, Fraction, Gpus, Requests, TokensPerSecond};
use crate::workings::trace::{Operand, Record, Term, Trace, compute};

/// The load under which a replica runs, in what a measurement's weight depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeasuredLoad {
    /// Tokens of a prompt.
    pub prompt: f64,
    /// Tokens of an answer.
    pub output: f64,
    /// Requests in flight on the replica; `None` if that is not known, and then not compared.
    pub in_flight: Option<f64>,
}

impl MeasuredLoad {
    /// How unlike two loads are.
    ///
    /// # Formula
    /// ```text
    /// √( ln²(prompt/prompt′) + ln²(answer/answer′) + ln²(in flight/in flight′) )
    /// ```
    ///
    /// # Examples
    /// ```
    /// use model::measurement::MeasuredLoad;
    /// let load = MeasuredLoad { prompt: 1000.0, output: 500.0, in_flight: Some(8.0) };
    /// assert_eq!(load.distance(&load), 0.0);
    /// let longer = MeasuredLoad { prompt: 2000.0, ..load };
    /// assert!((load.distance(&longer) - 2f64.ln()).abs() < 1e-12);
    /// ```
    pub fn distance(&self, other: &Self) -> f64 {
        let square = |a: f64, b: f64| {
            let distance = libm::log(a / b);
            distance * distance
        };
        let in_flight = self.in_flight.zip(other.in_flight).map_or(0.0, |(a, b)| square(a, b));
        sqrt(square(self.prompt, other.prompt) + square(self.output, other.output) + in_flight)
    }
}

/// The share of a measured factor, in logarithms, that holds at a distance from the measurement's load.
///
/// # Formula
/// ```text
/// e^(−distance / reach)
/// ```
///
/// # Source
/// Calibration rows of one model, GPU, software and precision, each predicted from each other one: `calculator validate
/// --anchor` over `data/validation/calibration-inference*.csv`.
///
/// # Examples
/// ```
/// assert_eq!(model::measurement::weight(0.0, 2.0), 1.0);
/// assert!((model::measurement::weight(2.0, 2.0) - 0.3679).abs() < 1e-4);
/// ```
pub fn weight(distance: f64, reach: f64) -> f64 {
    libm::exp(-distance / reach)
}

/// Whether the reader has measured this case's machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    Nothing,
    AnotherMachine,
    ThisMachine(Measured),
}

impl Subject {
    fn of(values: &Values) -> Self {
        let measured = values.chosen::<Measured>();
        if measured == Measured::Nothing {
            return Self::Nothing;
        }
        let same = |a, b| values.number(a) == values.number(b);
        let is_named = values.named_model().is_some();
        let is_this = same(Input::MeasuredModel, Input::Model)
            && (is_named || same(Input::MeasuredModelSize, Input::ModelSize))
            && same(Input::MeasuredPrecision, Input::Precision)
            && same(Input::MeasuredGpu, Input::Gpu)
            && same(Input::MeasuredEngine, Input::Engine);
        let most_in_a_replica = fmin(values.number(Input::GpuCount), f64::from(values.gpu().gpus_per_host));
        let is_this = is_this && values.number(Input::MeasuredTp) <= most_in_a_replica;
        if is_this { Self::ThisMachine(measured) } else { Self::AnotherMachine }
    }
}

/// A measurement of this case's machine: its speed over the forecast, and how much of that holds here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct MachineSpeed {
    ratio: Fraction,
    /// The pace of the case's replicas against the forecast.
    pub(crate) pace: Fraction,
    /// GPUs that share the replica measured.
    pub(crate) tp: Gpus,
}

impl MachineSpeed {
    /// What the reader has measured of this case's machine; `None` if nothing.
    ///
    /// # Formula
    /// ```text
    /// pace = ratio ^ weight(distance)
    /// ```
    /// The distance is that of prompts and answers. A case's requests in flight follow from its pace and its GPUs, and are not
    /// compared: otherwise a GPU more could slow all of them down.
    pub(crate) fn of(
        values: &Values,
        assumptions: &Assumptions,
        architecture: &Architecture,
        trace: &mut impl Record,
    ) -> Option<Self> {
        let Subject::ThisMachine(measured) = Subject::of(values) else {
            trace.note(
                "measured_pace",
                "Speed of these GPUs against the forecast",
                "1 without a measurement of this machine",
                &[("measured", values.term(Input::Measured))],
                Fraction::new(1.0),
            );
            return None;
        };
        let [tp, prompt, output, in_flight] = [
            Input::MeasuredTp,
            Input::MeasuredPromptTokens,
            Input::MeasuredOutputTokens,
            Input::MeasuredInFlight,
        ]
        .map(|input| values.term(input));
        let setup = Setup {
            tp: Gpus::new(tp.number()),
            prompt,
            output,
            ..Setup::new(values, assumptions, architecture, Gpus::new(tp.number()))
        };
        let off = &mut Trace::off();
        let replica = Replica::new(&setup, off);
        // What is measured is taken to be the case's own traffic, of which as much is cached as here.
        let replica = match replica.fit() {
            Ok(()) => replica.caching(&setup, values.term(Input::CachedShare), off),
            Err(_) => replica,
        };
        // It ran, so that at least one request fitted.
        let in_flight = fmin(in_flight.number(), fmax(replica.batch_max.number(), 1.0));
        let between = replica.itl_of_batch(Requests::new(in_flight));
        let operands = || {
            [
                ("measured_tp", tp.term()),
                ("measured_prompt_tokens", prompt),
                ("measured_output_tokens", output),
                ("measured_in_flight", values.term(Input::MeasuredInFlight)),
            ]
        };
        let ratio = match measured {
            Measured::Itl => {
                let forecast_itl = trace.note(
                    "forecast_itl",
                    "Time between tokens that the model expects of what was measured",
                    "t_step(B) + B*t_prefill/answer, B the measured requests in flight, at most those that fit",
                    &operands(),
                    between,
                );
                compute!(trace, measured_ratio "Measured speed over the forecast": Fraction =
                    forecast_itl / measured_itl;
                    where forecast_itl, measured_itl = values.term(Input::MeasuredItl))
            }
            Measured::Nothing | Measured::TokensPerS => {
                let forecast_tokens_per_s = trace.note(
                    "forecast_tokens_per_s",
                    "Output tokens a second that the model expects of what was measured",
                    "B / (t_step(B) + B*t_prefill/answer), B the measured requests in flight, at most those that fit",
                    &operands(),
                    TokensPerSecond::new(in_flight / between.number()),
                );
                compute!(trace, measured_ratio "Measured speed over the forecast": Fraction =
                    measured_tokens_per_s / forecast_tokens_per_s;
                    where measured_tokens_per_s = values.term(Input::MeasuredTokensPerS), forecast_tokens_per_s)
            }
        };
        let load = |prompt: Term, output: Term| MeasuredLoad {
            prompt: prompt.number(),
            output: output.number(),
            in_flight: None,
        };
        let own = [Input::PromptTokens, Input::OutputTokens].map(|input| values.term(input));
        let measurement_distance = trace.note(
            "measurement_distance",
            "How unlike this load is to the one measured",
            "sqrt(ln(prompt_tokens/measured_prompt_tokens)^2 + ln(output_tokens/measured_output_tokens)^2)",
            &[
                ("prompt_tokens", own[0]),
                ("output_tokens", own[1]),
                ("measured_prompt_tokens", prompt),
                ("measured_output_tokens", output),
            ],
            Count::new(load(own[0], own[1]).distance(&load(prompt, output))),
        );
        let pow = libm::pow;
        let pace = compute!(trace, measured_pace "Speed of these GPUs against the forecast, as far as what was measured holds here": Fraction =
            pow(measured_ratio, weight(measurement_distance, measurement_reach));
            where measured_ratio = ratio, measurement_distance,
                measurement_reach = assumptions.term(A::MeasurementReach));
        Some(Self { ratio, pace, tp: Gpus::new(tp.number()) })
    }

    /// Whether the measurement is so far from the forecast that it may be another quantity.
    fn is_doubtful(&self, assumptions: &Assumptions) -> bool {
        libm::fabs(libm::log(self.ratio.number())) > libm::log(assumptions.number(A::MeasurementDoubt))
    }
}

/// What the numbers alone would not say of the reader's measurement and invoice.
pub(crate) fn notable(
    values: &Values,
    assumptions: &Assumptions,
    speed: Option<&MachineSpeed>,
) -> impl Iterator<Item = Condition> {
    let is_another = Subject::of(values) == Subject::AnotherMachine;
    let is_doubtful = speed.is_some_and(|speed| speed.is_doubtful(assumptions));
    let has_invoice = values.number(Input::Invoiced) > 0.0;
    let is_invoice_of_another = has_invoice && values.choice(Input::InvoicedApi) != values.choice(Input::Api);
    Condition::met([
        (is_another, Condition::MeasurementOfAnother),
        (is_doubtful, Condition::MeasurementDoubtful),
        (is_invoice_of_another, Condition::InvoiceOfAnother),
    ])
}
