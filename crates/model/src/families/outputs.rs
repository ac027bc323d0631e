//! What an evaluation gives back: plain typed values, one struct a family, and the conditions it met.
//!
//! Each family is declared once; its struct, its list of [`OutputSpec`]s and its generic reading (for tables, JSON
//! and `explain`) come from that declaration.

use crate::catalogue::Input;
use crate::quantities::units::{
    Bytes, BytesPerToken, Count, Examples, Fraction, GpuHours, Gpus, Hours, KgCo2e, Kwh, Months, Points,
    Quantity, Requests, RequestsPerSecond, Seconds, Tokens, TokensPerSecond, Unit, Usd, UsdPerMillionTokens,
    UsdPerMonth, UsdPerRequest, Value,
};

/// The description of one output.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutputSpec {
    /// Stable name: key in JSON, column in CSV, name for `explain` and for the article.
    pub id: &'static str,
    /// The family it belongs to.
    pub family: &'static str,
    /// The unit of its value.
    pub unit: Unit,
    /// What must be computed for it besides the estimate.
    pub need: Need,
}

/// What an output is computed from. An estimate takes microseconds; the sample and a search take hundreds of times as
/// long, and are left out where no output that is asked for needs them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// The estimate of the one case.
    Estimate,
    /// The sample of possible cases around it.
    Sample,
    /// The value of this input at which owning and renting cost the same.
    BreakEven(Input),
    /// Every way to run a model, not only the headline's two.
    Ways,
}

impl Need {
    /// Stable name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Estimate => "estimate",
            Self::Sample => "sample",
            Self::BreakEven(_) => "break_even",
            Self::Ways => "ways",
        }
    }
}

/// A family's declaration: each output's meaning, unit and label and, unless the estimate gives it, its [`Need`].
macro_rules! families {
    (@need) => {
        $crate::families::outputs::Need::Estimate
    };
    (@need $need:expr) => {
        $need
    };
    ($(
        $(#[doc = $family_doc:literal])+
        $family:ident as $family_id:literal {
            $($(#[doc = $doc:literal])+ $field:ident: $unit:ty, $label:literal $(, $need:expr)?;)+
        }
    )+) => {
        $(
            $(#[doc = $family_doc])+
            #[derive(Clone, Copy, Debug, PartialEq)]
            #[cfg_attr(feature = "serde", derive(serde::Serialize))]
            pub struct $family {
                $($(#[doc = $doc])+ pub $field: $unit,)+
            }

            impl $family {
                /// The descriptions of this family's outputs, in the order of its fields.
                pub const SPECS: &'static [OutputSpec] = &[$(OutputSpec {
                    id: stringify!($field),
                    family: $family_id,
                    unit: <$unit as Quantity>::UNIT,
                    need: families!(@need $($need)?),
                }),+];

                /// What each is in a few words, and what it means, in the same order; apart from the numbers, as a
                /// program that only computes them does not need the words.
                pub(crate) const WORDS: &'static [(&'static str, &'static str)] = &[$(($label, concat!($($doc),+))),+];

                /// The values in the order of [`Self::SPECS`].
                pub fn values(&self) -> [Value; Self::SPECS.len()] {
                    [$(self.$field.value()),+]
                }
            }
        )+
    };
}
pub(crate) use families;

families! {
    /// Serving: how the model is placed on the GPUs and what they can do at most.
    Serving as "serving" {
        /// Whether one replica's weights and at least one request's cache fit the GPUs of one host.
        fits: bool, "Model fits";
        /// GPUs that share one replica (tensor parallelism).
        tp_degree: Gpus, "TP degree";
        /// Copies of the model that serve side by side.
        own_replicas: Count, "Replicas";
        /// GPUs that no replica can use.
        gpus_idle: Gpus, "Idle GPUs";
        /// Bytes of weights in one replica.
        weight_bytes: Bytes, "Weights";
        /// Bytes of KV cache that one token leaves.
        kv_bytes_per_token: BytesPerToken, "KV cache per token";
        /// Bytes that one replica has left for KV cache.
        kv_bytes_free: Bytes, "Memory for KV cache";
        /// Requests that one replica holds at once.
        batch_max: Requests, "Largest batch";
        /// Share of the prompts' tokens that the own cache has at full load.
        own_cached_share: Fraction, "Cached share, own";
        /// Time to read what of one prompt is not cached, on an idle replica.
        prefill_time: Seconds, "Prefill time";
        /// Time of one decoding step at the largest batch.
        step_time_full: Seconds, "Step time, full batch";
        /// Speed of these GPUs against the forecast, as far as the reader's measurement holds for this load; 1 without one.
        measured_pace: Fraction, "Measured pace";
        /// Requests a second that all replicas together can serve.
        capacity: RequestsPerSecond, "Capacity";
        /// Output tokens a second at that capacity.
        capacity_output_tokens: TokensPerSecond, "Output capacity";
    }

    /// Load: what the demand does to the replicas, on average and at the peak.
    Load as "load" {
        /// Requests a second to the open model, averaged over the day.
        rate_mean: RequestsPerSecond, "Mean rate";
        /// Requests a second at the peak.
        rate_peak: RequestsPerSecond, "Peak rate";
        /// Share of capacity in use on average.
        utilisation_mean: Fraction, "Utilisation, mean";
        /// Share of capacity in use at the peak (at most 1; the rest overflows).
        utilisation_peak: Fraction, "Utilisation, peak";
        /// Requests in flight on one replica, on average.
        batch_mean: Requests, "Batch, mean";
        /// Requests in flight on one replica at the peak.
        batch_peak: Requests, "Batch, peak";
        /// Time to the first token at the mean rate.
        ttft_mean: Seconds, "TTFT, mean load";
        /// Time to the first token at the peak, waiting included.
        ttft_peak: Seconds, "TTFT, peak load";
        /// Time between tokens at the mean rate.
        itl_mean: Seconds, "ITL, mean load";
        /// Time between tokens at the peak.
        itl_peak: Seconds, "ITL, peak load";
        /// The wait for a place in the batch that 95 of 100 requests stay below at the peak.
        wait_p95_peak: Seconds, "p95 wait, peak load";
        /// Share of the open model's requests that its GPUs serve; the rest overflows.
        share_served: Fraction, "Share served";
        /// Requests a second beyond capacity at the peak.
        rate_overflow_peak: RequestsPerSecond, "Overflow, peak";
        /// Whether both latency objectives hold at the peak.
        meets_objective: bool, "Meets latency objective";
        /// The fewest GPUs of this kind that serve the peak within the objectives.
        gpus_needed: Option<Gpus>, "GPUs needed";
    }

    /// Training: the first fine-tune and each round after it.
    Training as "training" {
        /// Tokens that the first fine-tune passes over, all epochs.
        initial_tokens: Tokens, "First tokens";
        /// Tokens that a retraining round passes over, all epochs.
        round_tokens: Tokens, "Tokens a round";
        /// Share of the GPUs' peak arithmetic that training reaches.
        training_mfu: Fraction, "Training MFU";
        /// GPUs that the batch of a small fine-tune can keep busy.
        training_gpus: Gpus, "GPUs in use";
        /// GPU-hours of the first fine-tune.
        initial_gpu_hours: GpuHours, "First GPU-hours";
        /// GPU-hours of one round.
        retrain_gpu_hours: GpuHours, "GPU-hours a round";
        /// Wall time of the first fine-tune.
        initial_wall_time: Hours, "First wall time";
        /// Wall time of one round.
        retrain_wall_time: Hours, "Wall time a round";
        /// What one round costs: compute, labels and evaluation.
        retrain_cost: Usd, "Cost of a round";
        /// Whether weights, gradients and optimiser state fit the GPUs given.
        training_fits: bool, "Training fits";
    }

    /// Accuracy on the task's primary metric, open against closed.
    Accuracy as "accuracy" {
        /// The open model's score on MMLU-Pro: published, or derived from its size.
        own_score: Fraction, "MMLU-Pro, open";
        /// The closed model's score on MMLU-Pro.
        rent_score: Fraction, "MMLU-Pro, closed";
        /// The tuned open model on the first day.
        accuracy_launch: Fraction, "Open, at launch";
        /// The tuned open model just before a retrain (for none: at the horizon's end).
        accuracy_before_retrain: Fraction, "Open, before a retrain";
        /// The tuned open model just after a retrain (for none: at launch).
        accuracy_after_retrain: Fraction, "Open, after a retrain";
        /// The open model, averaged over the horizon.
        own_accuracy: Fraction, "Open, average";
        /// The closed model, averaged over the horizon.
        rent_accuracy: Fraction, "Closed, average";
        /// Open minus closed.
        accuracy_gap_points: Points, "Gap";
        /// Closed minus open, relative to closed: what the 10 % rule is held against.
        accuracy_gap_percent: Fraction, "Gap, relative";
        /// Examples that the open model has learned from when the horizon ends.
        examples_total: Examples, "Examples in all";
    }

    /// Cost: both ledgers' totals and what follows from them. The line items are in [`Ledgers`].
    Cost as "cost" {
        /// Owning, a month, everything included, averaged over the horizon.
        own_cost: UsdPerMonth, "Own, a month";
        /// Renting, a month, everything included, averaged over the horizon.
        rent_cost: UsdPerMonth, "Rent, a month";
        /// The closed API's invoice for a month of all requests at today's prices, without people.
        rent_invoice: UsdPerMonth, "API invoice, today";
        /// Renting minus owning: positive where owning is cheaper.
        saving: UsdPerMonth, "Saving of owning";
        /// The saving as a share of the cost of renting.
        saving_share: Fraction, "Saving, share";
        /// Owning, for a million tokens, in and out.
        own_cost_per_million_tokens: UsdPerMillionTokens, "Own, a million tokens";
        /// Renting, for a million tokens, in and out.
        rent_cost_per_million_tokens: UsdPerMillionTokens, "Rent, a million tokens";
        /// Owning, for one request.
        own_cost_per_request: UsdPerRequest, "Own, a request";
        /// Renting, for one request.
        rent_cost_per_request: UsdPerRequest, "Rent, a request";
        /// GPUs, host and network, a month.
        gpu_cost: UsdPerMonth, "GPUs, a month";
        /// Engineers who build and run the open model, a month.
        people_cost: UsdPerMonth, "People, a month";
        /// Labels, a month.
        labelling_cost: UsdPerMonth, "Labels, a month";
        /// Evaluation, a month.
        evaluation_cost_month: UsdPerMonth, "Evaluation, a month";
        /// What the closed API asks, a month, for the requests that the own GPUs do not serve; part of owning.
        api_remainder: UsdPerMonth, "Still on the API, a month";
        /// Owning over the whole horizon, undiscounted.
        own_cost_horizon: Usd, "Own, whole horizon";
        /// Renting over the whole horizon, undiscounted.
        rent_cost_horizon: Usd, "Rent, whole horizon";
        /// Spent on building before the first request is served.
        own_cost_upfront: Usd, "Own, up front";
        /// Month in which owning has paid back what building cost, if it does within the horizon.
        payback_month: Option<Months>, "Payback";
        /// Net present value of owning instead of renting.
        net_present_value: Usd, "Net present value";
    }

    /// Energy of serving and retraining. Its price is part of the GPUs' rent and is not added again.
    Energy as "energy" {
        /// Energy a month at the meter, cooling included.
        energy_kwh: Kwh, "Energy, a month";
        /// Emissions a month.
        co2e_kg: KgCo2e, "CO₂e, a month";
        /// What that energy would cost, a month; already in the rent.
        power_cost: UsdPerMonth, "Power, a month";
    }
}

/// A stated condition: something that the numbers alone would not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Condition {
    /// One replica does not fit the GPUs given; nothing can be served by the open model.
    ModelDoesNotFit,
    /// The prompt and answer together exceed the memory left for KV cache.
    RequestDoesNotFit,
    /// The prompt and answer together are longer than the open model reads.
    PromptTooLong,
    /// They are longer than the closed model reads.
    PromptTooLongForApi,
    /// Peak demand exceeds capacity; the overflow goes to the API and is paid for.
    OverflowToApi,
    /// Peak demand exceeds capacity; the overflow is refused.
    OverflowRefused,
    /// The time to the first token misses its objective at the peak.
    TtftMissed,
    /// The time between tokens misses its objective at the peak.
    ItlMissed,
    /// However these GPUs share the model, the latency objectives are missed; the degree with the least latency is taken.
    ObjectivesOutOfReach,
    /// Some GPUs are in no replica.
    GpusIdle,
    /// Full fine-tuning does not fit the GPUs given.
    TrainingDoesNotFit,
    /// The fine-tune is too small to keep all GPUs busy.
    TrainingGpusIdle,
    /// A retraining round takes longer than the interval between rounds.
    RetrainSlowerThanInterval,
    /// The precision has no arithmetic of its own on this GPU; it is stored so and computed in 16 bit.
    PrecisionEmulated,
    /// The model's shape is interpolated between named models.
    ModelInterpolated,
    /// The size is outside the range that the accuracy law was fitted on.
    SizeBeyondCalibration,
    /// No score of the named model is known: it counts as a present-day one of its size.
    ScoreUnknown,
    /// All traffic stays on the API, so owning serves nothing.
    NoTrafficMoved,
    /// What the reader measured is of another model, precision, kind of GPU or software.
    MeasurementOfAnother,
    /// What the reader measured is so far from the forecast that it may be another quantity.
    MeasurementDoubtful,
    /// The reader's invoice is of another closed model.
    InvoiceOfAnother,
    /// No host is known that offers the model by the token, so that way has no price.
    NoHost,
    /// No price is known at which such a machine sells.
    NoServerPrice,
    /// The seller tunes the closed model for nobody.
    NotTunable,
    /// More requests wait for a machine to start than may.
    ColdStartsWait,
    /// Owning and renting mean the same way.
    SameWay,
    /// Other ways stand for owning and renting than GPUs round the clock and a closed model at list price.
    OtherWays,
}

impl Condition {
    /// Those of some conditions that hold.
    pub(crate) fn met<const N: usize>(conditions: [(bool, Self); N]) -> impl Iterator<Item = Self> {
        conditions.into_iter().filter(|(holds, _)| *holds).map(|(_, condition)| condition)
    }

    /// Stable name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::ModelDoesNotFit => "model_does_not_fit",
            Self::RequestDoesNotFit => "request_does_not_fit",
            Self::PromptTooLong => "prompt_too_long",
            Self::PromptTooLongForApi => "prompt_too_long_for_api",
            Self::OverflowToApi => "overflow_to_api",
            Self::OverflowRefused => "overflow_refused",
            Self::TtftMissed => "ttft_missed",
            Self::ItlMissed => "itl_missed",
            Self::ObjectivesOutOfReach => "objectives_out_of_reach",
            Self::GpusIdle => "gpus_idle",
            Self::TrainingDoesNotFit => "training_does_not_fit",
            Self::TrainingGpusIdle => "training_gpus_idle",
            Self::RetrainSlowerThanInterval => "retrain_slower_than_interval",
            Self::PrecisionEmulated => "precision_emulated",
            Self::ModelInterpolated => "model_interpolated",
            Self::SizeBeyondCalibration => "size_beyond_calibration",
            Self::ScoreUnknown => "score_unknown",
            Self::NoTrafficMoved => "no_traffic_moved",
            Self::MeasurementOfAnother => "measurement_of_another",
            Self::MeasurementDoubtful => "measurement_doubtful",
            Self::InvoiceOfAnother => "invoice_of_another",
            Self::NoHost => "no_host",
            Self::NoServerPrice => "no_server_price",
            Self::NotTunable => "not_tunable",
            Self::ColdStartsWait => "cold_starts_wait",
            Self::SameWay => "same_way",
            Self::OtherWays => "other_ways",
        }
    }

    /// What it means for the reader, as a sentence.
    pub const fn text(self) -> &'static str {
        match self {
            Self::ModelDoesNotFit => {
                "The model does not fit on these GPUs, so the closed API serves everything."
            }
            Self::RequestDoesNotFit => "One request needs more memory than the weights leave free.",
            Self::PromptTooLong => "The open model reads no prompt so long.",
            Self::PromptTooLongForApi => "The closed model reads no prompt so long.",
            Self::OverflowToApi => {
                "At the peak, demand exceeds these GPUs; the rest goes to the closed API and is paid for."
            }
            Self::OverflowRefused => "At the peak, demand exceeds these GPUs; the rest is refused.",
            Self::TtftMissed => "At the peak, the first token comes later than the objective allows.",
            Self::ItlMissed => "At the peak, tokens follow each other more slowly than the objective allows.",
            Self::ObjectivesOutOfReach => {
                "However these GPUs share the model, it is too slow; the fastest way is taken."
            }
            Self::GpusIdle => "Some of the GPUs cannot be used: they don't make up a whole replica.",
            Self::TrainingDoesNotFit => {
                "Full fine-tuning of this model does not fit on these GPUs; more are rented for each round."
            }
            Self::TrainingGpusIdle => "A fine-tune this small cannot keep all of the GPUs busy.",
            Self::RetrainSlowerThanInterval => {
                "One round of retraining takes longer than the time between rounds."
            }
            Self::PrecisionEmulated => {
                "This GPU has no arithmetic in the chosen precision; it saves memory, not computing time."
            }
            Self::ModelInterpolated => {
                "No model has just this size; its shape is interpolated between its neighbours."
            }
            Self::SizeBeyondCalibration => {
                "This size lies outside the range that the law for accuracy was fitted on."
            }
            Self::ScoreUnknown => {
                "We know no score of this model: its accuracy is that of a present-day one of its size."
            }
            Self::NoTrafficMoved => "No traffic is moved to the open model.",
            Self::MeasurementOfAnother => {
                "What you measured is of another machine, and changes nothing here."
            }
            Self::MeasurementDoubtful => "What you measured is far from the forecast.",
            Self::InvoiceOfAnother => "Your invoice is of another model, and changes nothing here.",
            Self::NoHost => {
                "We know no host that offers this model by the token; the plain way\u{2019}s numbers stand here."
            }
            Self::NoServerPrice => {
                "We know no price at which such a machine sells; the plain way\u{2019}s numbers stand here."
            }
            Self::NotTunable => "Its seller takes no tuning jobs for this model.",
            Self::OtherWays => {
                "Owning and renting are counted as the settings of \u{201c}Other ways to run it\u{201d} say."
            }
            Self::SameWay => "Owning and renting mean the same here: there is nothing to compare.",
            Self::ColdStartsWait => "More than one request in a hundred waits for a machine to start.",
        }
    }
}

/// Which line of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineItem {
    /// Rent of the GPUs that serve.
    ServingGpus,
    /// Hosts, storage and network beside the GPUs.
    HostAndNetwork,
    /// Compute of the retraining rounds.
    RetrainingCompute,
    /// Labels for the retraining rounds.
    Labelling,
    /// Evaluation.
    Evaluation,
    /// Engineering to build (or, renting, to integrate), spread over the horizon.
    Build,
    /// Engineering to run.
    Run,
    /// Monitoring, patching and guardrails.
    Monitoring,
    /// Requests that the closed API serves although the open model is owned.
    ApiRemainder,
    /// Input tokens at the closed API.
    InputTokens,
    /// Output tokens at the closed API.
    OutputTokens,
    /// Hidden tokens of a model that thinks before it answers.
    Reasoning,
    /// GPUs of one's own at a host.
    Endpoint,
    /// Tokens of tuning at a seller or a host.
    Tuning,
    /// GPU-hours of starts.
    ColdStarts,
    /// Replicas beyond those that serve.
    Spares,
    /// Servers, written off over their life.
    Servers,
    /// Space and power for them.
    Colocation,
    /// Support and spare parts.
    Support,
    /// Answers passed on to the closed model.
    PassedOn,
    /// Finding out which.
    Routing,
}

impl LineItem {
    /// Stable name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::ServingGpus => "serving_gpus",
            Self::HostAndNetwork => "host_and_network",
            Self::RetrainingCompute => "retraining_compute",
            Self::Labelling => "labelling",
            Self::Evaluation => "evaluation",
            Self::Build => "build",
            Self::Run => "run",
            Self::Monitoring => "monitoring",
            Self::ApiRemainder => "api_remainder",
            Self::InputTokens => "input_tokens",
            Self::OutputTokens => "output_tokens",
            Self::Reasoning => "reasoning_tokens",
            Self::Endpoint => "endpoint",
            Self::Tuning => "tuning",
            Self::ColdStarts => "cold_starts",
            Self::Spares => "spares",
            Self::Servers => "servers",
            Self::Colocation => "colocation",
            Self::Support => "support",
            Self::PassedOn => "passed_on",
            Self::Routing => "routing",
        }
    }

    /// Whether it is for machines, or for what they stand in.
    pub const fn is_machine(self) -> bool {
        match self {
            Self::ServingGpus
            | Self::HostAndNetwork
            | Self::Endpoint
            | Self::ColdStarts
            | Self::Spares
            | Self::Servers
            | Self::Colocation
            | Self::Support => true,
            Self::RetrainingCompute
            | Self::Labelling
            | Self::Evaluation
            | Self::Build
            | Self::Run
            | Self::Monitoring
            | Self::ApiRemainder
            | Self::InputTokens
            | Self::OutputTokens
            | Self::Reasoning
            | Self::Tuning
            | Self::PassedOn
            | Self::Routing => false,
        }
    }

    /// As shown in tables and bars.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ServingGpus => "GPUs",
            Self::HostAndNetwork => "Host and network",
            Self::RetrainingCompute => "Retraining",
            Self::Labelling => "Labels",
            Self::Evaluation => "Evaluation",
            Self::Build => "Build it",
            Self::Run => "Run it",
            Self::Monitoring => "Monitoring",
            Self::ApiRemainder => "Still on the API",
            Self::InputTokens => "Tokens, in",
            Self::OutputTokens => "Tokens, out",
            Self::Reasoning => "Tokens, hidden",
            Self::Endpoint => "GPUs at the host",
            Self::Tuning => "Tuning",
            Self::ColdStarts => "Cold starts",
            Self::Spares => "Spare replicas",
            Self::Servers => "Servers",
            Self::Colocation => "Space and power",
            Self::Support => "Support",
            Self::PassedOn => "Passed on",
            Self::Routing => "Routing",
        }
    }
}

/// One line of a ledger.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Which one.
    pub item: LineItem,
    /// A month, averaged over the horizon.
    pub cost: UsdPerMonth,
}

/// The lines of one side or one way, in the order in which they are shown. Of a fixed size, as an estimate makes no allocation.
#[derive(Clone, Copy, Debug)]
pub struct Ledger<L = Line> {
    lines: [L; MOST_LINES],
    n: usize,
}

/// The most lines that a ledger has.
const MOST_LINES: usize = 12;

/// What stands where a ledger has no line.
pub trait NoLine: Copy {
    /// It.
    const NO_LINE: Self;
}

impl NoLine for Line {
    const NO_LINE: Self = Self { item: LineItem::Run, cost: UsdPerMonth::new(0.0) };
}

impl<L: NoLine> Ledger<L> {
    /// A ledger of lines.
    ///
    /// # Panics
    /// If there are more than [`MOST_LINES`]; each ledger is written out in code, so a test that computes it finds it.
    pub(crate) fn new(lines: impl IntoIterator<Item = L>) -> Self {
        let mut ledger = Self { lines: [L::NO_LINE; MOST_LINES], n: 0 };
        lines.into_iter().for_each(|line| ledger.push(line));
        ledger
    }

    /// A ledger of as many lines as are written out.
    pub(crate) fn of<const N: usize>(lines: [L; N]) -> Self {
        let mut all = [L::NO_LINE; MOST_LINES];
        all[..N].copy_from_slice(&lines);
        Self { lines: all, n: N }
    }

    pub(crate) fn push(&mut self, line: L) {
        self.lines[self.n] = line;
        self.n += 1;
    }

    pub(crate) fn extend(&mut self, lines: impl IntoIterator<Item = L>) {
        lines.into_iter().for_each(|line| self.push(line));
    }
}

impl<L> core::ops::Deref for Ledger<L> {
    type Target = [L];

    fn deref(&self) -> &[L] {
        &self.lines[..self.n]
    }
}

impl<L: PartialEq> PartialEq for Ledger<L> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<'a, L> IntoIterator for &'a Ledger<L> {
    type Item = &'a L;
    type IntoIter = core::slice::Iter<'a, L>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Both sides by line item; each side's lines add up to its total.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ledgers {
    /// Owning.
    pub own: Ledger,
    /// Renting.
    pub rent: Ledger,
}

/// Accuracy at one moment. A retrain gives two points at the same moment, before and after.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AccuracyMoment {
    /// Months since launch.
    pub month: Months,
    /// The open model, retrained as the scenario says.
    pub own: Fraction,
    /// The open model, if it were never retrained.
    pub own_never: Fraction,
    /// The closed model.
    pub rent: Fraction,
    /// Whether a retrained model goes live at this moment.
    pub retrain: bool,
}

/// Money spent until the end of a month.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CostMoment {
    /// Months since launch (0: what was spent up front).
    pub month: Months,
    /// Owning.
    pub own: Usd,
    /// Renting.
    pub rent: Usd,
}
