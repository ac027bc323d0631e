//! Training: arithmetic, memory and time of the first fine-tune and of each round after it.
//!
//! Fine-tuning is counted in 16 bit, whatever the precision that serves. Each run rents GPUs of the scenario's kind by
//! the hour, up to the scenario's count: as many as its batch keeps busy, and at least as many as its memory needs.
//! What a token takes is the same formula for a scenario and for a published benchmark, a [`Job`].

use crate::case::scenario::{Assumptions, Values};
use crate::catalogue::{Assumption, Gpu, Input, Method, Precision};
use crate::families::architecture::Architecture;
use crate::families::outputs::{Condition, Training};
use crate::quantities::exact::{ceil, floor, fmax, fmin};
use crate::quantities::units::{
    Bytes, Count, Flop, Fraction, GpuHours, Gpus, Hours, Months, Seconds, Tokens, Unit, Usd,
};
use crate::workings::trace::{Operand, Record, Term, Trace, compute};

/// What is trained, and on what: a scenario's fine-tune or a row of a benchmark.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// The model's shape.
    pub architecture: &'a Architecture,
    /// The kind of GPU.
    pub gpu: &'a Gpu,
    /// Whether the matrices are multiplied in FP8, where the GPU has it.
    pub fp8: bool,
    /// Arithmetic for each parameter and token: the constant of full training or of LoRA.
    pub flop_per_parameter: Term,
    /// Tokens of a sequence.
    pub sequence: Term,
    /// GPUs in use.
    pub gpus: Gpus,
    /// Share of the GPUs' memory that weights, gradients and optimiser state take.
    pub state_share: Fraction,
    /// The model's constants.
    pub assumptions: &'a Assumptions,
}

/// What one token takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TokenWork {
    /// Arithmetic, as it is counted for the MFU.
    pub flop: Flop,
    /// Time on one GPU.
    pub gpu_time: Seconds,
    /// The share of the GPU's 16-bit peak that this is.
    pub mfu: Fraction,
}

/// What one token of training takes.
///
/// # Formula
/// ```text
/// matrices   = f·P                                        f = 6 full, 4 LoRA; P active parameters
/// attention  = 12·L·w·s·f/6                               w heads · head dim, s tokens of a sequence
/// time       = (matrices/(F·m) + attention/(F16·a)) / (295·b/F16)^x · (1 + c·h/(1 − h)) / (1 − l)^log2(n/64)
///              and at least matrices/F + attention/F16: no GPU passes its peak
/// MFU        = (matrices + attention) / (time·F16)
/// ```
/// with `F` the dense peak at the precision and `F16` that at 16 bit, `b` the memory bandwidth, `h` the share of
/// memory that the training state takes, `n` the GPUs (the last factor for more than 64 only). A model that leaves
/// little memory trains in small steps; attention reaches less of the peak than matrices do.
///
/// # Source
/// Fitted by `cargo xtask calibrate` on 32 rows of llm-foundry, NeMo and torchtune; `docs/model/training.md` shows how
/// well it holds.
///
/// # Examples
/// MPT 7B in 16 bit on eight H100, sequences of 8,192: measured 6,935 tokens a second and GPU, an MFU of 0.37.
/// ```
/// use model::catalogue::{Assumption, GPUS, MODELS};
/// use model::scenario::Assumptions;
/// use model::trace::{Operand, Trace};
/// use model::training::{Job, token_work};
/// use model::units::{Fraction, Gpus, Tokens};
/// let mpt = model::architecture::named(MODELS.iter().find(|model| model.id == "mpt-7b").unwrap());
/// let assumptions = Assumptions::default();
/// let job = Job {
///     architecture: &mpt,
///     gpu: GPUS.iter().find(|gpu| gpu.id == "h100-sxm").unwrap(),
///     fp8: false,
///     flop_per_parameter: assumptions.term(Assumption::FlopPerParameterFull),
///     sequence: Tokens::new(8192.0).term(),
///     gpus: Gpus::new(8.0),
///     state_share: Fraction::new(0.16),
///     assumptions: &assumptions,
/// };
/// let work = token_work(&job, &mut Trace::off());
/// assert!((1.0 / work.gpu_time.number() / 6935.0 - 1.0).abs() < 0.05);
/// assert!((work.mfu.number() - 0.37).abs() < 0.02);
/// ```
pub fn token_work(job: &Job<'_>, trace: &mut impl Record) -> TokenWork {
    let Job { architecture, gpu, fp8, flop_per_parameter, sequence, gpus, state_share, assumptions } = *job;
    let term = |number, unit| Term::catalogue(number, unit, gpu.source);
    let peak_16bit = term(gpu.bf16_flop_per_s, Unit::FlopPerSecond);
    let (peak, share) = match gpu.fp8_flop_per_s.filter(|_| fp8) {
        Some(peak) => (term(peak, Unit::FlopPerSecond), Assumption::TrainingShare8bit),
        None => (peak_16bit, Assumption::TrainingShare16bit),
    };
    let matrix_flop = compute!(trace, matrix_flop "Arithmetic of one token in the weights": Flop =
        flop_per_parameter * active_parameters;
        where flop_per_parameter, active_parameters = architecture.active);
    let attention_flop = compute!(trace, attention_flop "Arithmetic of one token in attention": Flop =
        attention_flop_per_unit * n_layers * attention_width * sequence_tokens * flop_per_parameter
            / flop_per_parameter_full;
        where attention_flop_per_unit = assumptions.term(Assumption::AttentionFlop),
            n_layers = Count::new(architecture.n_layers),
            attention_width = Count::new(architecture.attention_width), sequence_tokens = sequence,
            flop_per_parameter,
            flop_per_parameter_full = assumptions.term(Assumption::FlopPerParameterFull));
    let balance = compute!(trace, balance "Speed against the reference GPU's, by memory bandwidth for its arithmetic": Fraction =
        libm::pow(mfu_balance * bandwidth / peak_16bit, mfu_balance_exponent);
        where mfu_balance = assumptions.term(Assumption::MfuBalance),
            bandwidth = term(gpu.bandwidth_bytes_per_s, Unit::BytesPerSecond), peak_16bit,
            mfu_balance_exponent = assumptions.term(Assumption::MfuBalanceExponent));
    let crowding = compute!(trace, crowding "Slow-down where training state leaves little memory": Count =
        1.0 + memory_crowding * state_share / (1.0 - state_share);
        where memory_crowding = assumptions.term(Assumption::MemoryCrowding), state_share);
    let scaling = compute!(trace, scaling "What many GPUs leave of each one's speed": Fraction =
        libm::pow(1.0 - mfu_loss_per_doubling, libm::log2(gpus / mfu_flat_gpus).max(0.0));
        where mfu_loss_per_doubling = assumptions.term(Assumption::MfuLossPerDoubling), gpus,
            mfu_flat_gpus = assumptions.term(Assumption::MfuFlatGpus));
    // The balance is a law without an upper end: a GPU with much bandwidth for its arithmetic would pass its own peak.
    let gpu_time = compute!(trace, token_gpu_time "Time of one token on one GPU": Seconds =
        fmax((matrix_flop / (peak * training_share) + attention_flop / (peak_16bit * attention_share))
            / balance * crowding / scaling, matrix_flop / peak + attention_flop / peak_16bit);
        where matrix_flop, peak, training_share = assumptions.term(share),
            attention_flop, peak_16bit,
            attention_share = assumptions.term(Assumption::TrainingShareAttention), balance,
            crowding, scaling);
    let flop = compute!(trace, flop_per_token "Arithmetic for one token of training": Flop =
        matrix_flop + attention_flop; where matrix_flop, attention_flop);
    let mfu = compute!(trace, training_mfu "Share of the 16-bit peak that training reaches": Fraction =
        flop_per_token / (token_gpu_time * peak_16bit);
        where flop_per_token = flop, token_gpu_time = gpu_time, peak_16bit);
    TokenWork { flop, gpu_time, mfu }
}

/// GPU-hours of a whole pre-training run, from its first step to its last, with what fails and is repeated.
///
/// # Formula
/// ```text
/// tokens · time of a token / 3600 / goodput
/// ```
/// # Source
/// Goodput: nine published runs against the benchmarks' speed; a band, as runs differ by a third.
///
/// # Examples
/// See `docs/model/training.md`: Llama 3.1 70B took 7.0 million hours of H100 for 15 trillion tokens.
pub fn run_gpu_hours(job: &Job<'_>, tokens: Tokens, trace: &mut impl Record) -> GpuHours {
    let gpu_time = token_work(job, trace).gpu_time;
    compute!(trace, run_gpu_hours "GPU-hours of a pre-training run": GpuHours =
        tokens * token_gpu_time / 3600.0 / run_goodput;
        where tokens, token_gpu_time = gpu_time,
            run_goodput = job.assumptions.term(Assumption::RunGoodput))
}

/// The share of the GPUs' memory that training state takes; at most what may be given to it, as the rest is offloaded.
///
/// # Formula
/// ```text
/// min(parameters · bytes of one / (GPUs · memory), share of memory for state)
/// ```
/// # Source
/// The arithmetic of mixed-precision AdamW, sharded over all GPUs.
///
/// # Examples
/// ```
/// use model::catalogue::GPUS;
/// use model::scenario::Assumptions;
/// use model::trace::Trace;
/// use model::training::state_share;
/// use model::units::{Bytes, Gpus};
/// let h100 = GPUS.iter().find(|gpu| gpu.id == "h100-sxm").unwrap();
/// // 30B at 16 bytes on eight: seven tenths.
/// let share = state_share(Bytes::new(480e9), h100, Gpus::new(8.0), &Assumptions::default(), &mut Trace::off());
/// assert!((share.number() - 0.70).abs() < 0.01);
/// ```
pub fn state_share(
    training_bytes: Bytes,
    gpu: &Gpu,
    gpus: Gpus,
    assumptions: &Assumptions,
    trace: &mut impl Record,
) -> Fraction {
    compute!(trace, state_share "Share of memory that training state takes": Fraction =
        fmin(training_bytes / (gpus * gpu_memory), training_memory_share);
        where training_bytes, gpus,
            gpu_memory = Term::catalogue(gpu.memory_bytes, Unit::Bytes, gpu.source),
            training_memory_share = assumptions.term(Assumption::TrainingMemoryShare))
}

/// What the first fine-tune and a retraining round take.
///
/// # Formula
/// ```text
/// GPU-hours    = tokens · time of a token / 3600          as token_work has it
/// tokens       = examples · tokens an example · epochs
/// ```
/// Memory is 16 bytes a parameter (full), or 2 (0.56 at 4 bit) and the adapters' (LoRA), over all parameters.
///
/// # Units
/// [`Tokens`], [`GpuHours`], [`Hours`] of wall time, [`Usd`] for a round.
///
/// # Source
/// Factor 6: Kaplan 2020; factor 4: NeMo's benchmarks. Memory: the arithmetic of mixed-precision AdamW.
///
/// # Examples
/// 2.3 million conversations of 1,000 tokens, three epochs, 7B, full: 6.9 billion tokens, about 203 GPU-hours on H100
/// at an MFU of 40 % (attention adds 4 %).
///
/// ```
/// use model::{evaluate, Input, Scenario};
/// let scenario = Scenario::default()
///     .with(Input::ModelSize, 7.0)?.with_text("method", "full")?.with(Input::InitialExamples, 2.3e6)?
///     .with(Input::TokensPerExample, 1000.0)?.with(Input::Epochs, 3.0)?;
/// let training = evaluate(&scenario).estimate.training;
/// assert_eq!(training.initial_tokens.number(), 6.9e9);
/// assert!((training.initial_gpu_hours.number() * training.training_mfu.number() / 0.4 - 203.0).abs() < 20.0);
/// # Ok::<(), model::InputError>(())
/// ```
pub fn train(
    values: &Values,
    assumptions: &Assumptions,
    architecture: &Architecture,
    trace: &mut impl Record,
) -> Training {
    let method = values.chosen::<Method>();
    let initial_tokens = compute!(trace, initial_tokens "Tokens that the first fine-tune passes over": Tokens =
        initial_examples * tokens_per_example * epochs;
        where initial_examples = values.term(Input::InitialExamples),
            tokens_per_example = values.term(Input::TokensPerExample), epochs = values.term(Input::Epochs));
    let round_tokens = compute!(trace, round_tokens "Tokens that a round passes over": Tokens =
        examples_per_round * tokens_per_example * epochs;
        where examples_per_round = values.term(Input::ExamplesPerRound),
            tokens_per_example = values.term(Input::TokensPerExample), epochs = values.term(Input::Epochs));

    let (training_bytes, memory_gpus) = memory_gpus(method, values, assumptions, architecture, trace);
    let gpu_count = values.number(Input::GpuCount);
    let round_gpus = {
        let batch_gpus = batch_gpus(round_tokens, assumptions, &mut Trace::off());
        Gpus::new(gpu_count.min(batch_gpus.number()).max(memory_gpus.number()))
    };
    let largest = if initial_tokens.number() > 0.0 { initial_tokens } else { round_tokens };
    let batch_gpus = batch_gpus(largest, assumptions, trace);
    let training_gpus = compute!(trace, training_gpus "GPUs in use": Gpus =
        gpu_count.min(batch_gpus).max(memory_gpus);
        where gpu_count = values.term(Input::GpuCount), batch_gpus, memory_gpus);
    let training_fits = memory_gpus.number() <= gpu_count;
    trace.note(
        "training_fits",
        "Whether weights, gradients and optimiser state fit the GPUs given",
        "memory_gpus <= gpu_count",
        &[("memory_gpus", memory_gpus.term()), ("gpu_count", values.term(Input::GpuCount))],
        training_fits,
    );

    let factor = match method {
        Method::Full => Assumption::FlopPerParameterFull,
        Method::Lora => Assumption::FlopPerParameterLora,
    };
    let job = Job {
        architecture,
        gpu: values.gpu(),
        fp8: false,
        flop_per_parameter: assumptions.term(factor),
        sequence: values.term(Input::TokensPerExample),
        gpus: training_gpus,
        state_share: state_share(training_bytes, values.gpu(), training_gpus, assumptions, trace),
        assumptions,
    };
    let TokenWork { gpu_time, mfu: training_mfu, .. } = token_work(&job, trace);
    let initial_gpu_hours = compute!(trace, initial_gpu_hours "GPU-hours of the first fine-tune": GpuHours =
        initial_tokens * token_gpu_time / 3600.0;
        where initial_tokens, token_gpu_time = gpu_time);
    let retrain_gpu_hours = compute!(trace, retrain_gpu_hours "GPU-hours of a round": GpuHours =
        round_tokens * token_gpu_time / 3600.0;
        where round_tokens, token_gpu_time = gpu_time);
    let initial_wall_time = compute!(trace, initial_wall_time "Wall time of the first fine-tune": Hours =
        initial_gpu_hours / training_gpus;
        where initial_gpu_hours, training_gpus);
    let retrain_wall_time = compute!(trace, retrain_wall_time "Wall time of a round": Hours =
        retrain_gpu_hours / round_gpus;
        where retrain_gpu_hours, round_gpus);
    let retrain_cost = compute!(trace, retrain_cost "Cost of a round: compute, labels, evaluation": Usd =
        retrain_gpu_hours * training_runs * gpu_hour_price
            + price_of_labels(examples_per_round, label_cost) + evaluation_cost;
        where retrain_gpu_hours, training_runs = assumptions.term(Assumption::TrainingRuns),
            gpu_hour_price = values.term(Input::GpuHourPrice),
            examples_per_round = values.term(Input::ExamplesPerRound), label_cost = values.term(Input::LabelCost),
            evaluation_cost = values.term(Input::EvaluationCost));

    Training {
        initial_tokens,
        round_tokens,
        training_mfu,
        training_gpus,
        initial_gpu_hours,
        retrain_gpu_hours,
        initial_wall_time,
        retrain_wall_time,
        retrain_cost,
        training_fits,
    }
}

/// What labels cost: the one sum that both ledgers' lines, the money spent up front and a round's cost share.
///
/// # Formula
/// ```text
/// examples · price of a label
/// ```
/// # Units
/// Examples and US dollars a label in, US dollars out.
///
/// # Source
/// The definition.
///
/// # Examples
/// ```
/// assert_eq!(model::training::price_of_labels(2000.0, 0.5), 1000.0);
/// ```
pub fn price_of_labels(examples: f64, label_cost: f64) -> f64 {
    examples * label_cost
}

/// What the numbers of training alone would not say.
pub fn notable(
    values: &Values,
    assumptions: &Assumptions,
    training: &Training,
) -> impl Iterator<Item = Condition> {
    let trains = training.initial_tokens.number() > 0.0 || training.round_tokens.number() > 0.0;
    let idle = training.training_gpus.number() < values.number(Input::GpuCount);
    let slow = slower_than_interval(values, assumptions, training.retrain_wall_time);
    let notes = [
        (trains && !training.training_fits, Condition::TrainingDoesNotFit),
        (trains && idle, Condition::TrainingGpusIdle),
        (slow, Condition::RetrainSlowerThanInterval),
    ];
    notes.into_iter().filter(|(holds, _)| *holds).map(|(_, condition)| condition)
}

/// The time between rounds; none if the model is never retrained.
pub(crate) fn interval(values: &Values) -> Option<Months> {
    let rounds = values.number(Input::RetrainsPerYear);
    (rounds > 0.0).then(|| Months::new(12.0 / rounds))
}

fn slower_than_interval(values: &Values, assumptions: &Assumptions, wall_time: Hours) -> bool {
    let month_hours = assumptions.number(Assumption::DaysPerMonth) * 24.0;
    interval(values).is_some_and(|interval| wall_time.number() > interval.number() * month_hours)
}

/// The GPUs that the batch of a fine-tune over `tokens` keeps busy.
fn batch_gpus(tokens: Tokens, assumptions: &Assumptions, trace: &mut impl Record) -> Gpus {
    compute!(trace, batch_gpus "GPUs that the batch of this fine-tune keeps busy": Gpus =
        floor(fine_tune_batch_tokens.min(fine_tuned_tokens / fine_tune_steps) / tokens_per_gpu_step).max(1.0);
        where fine_tuned_tokens = tokens,
            fine_tune_batch_tokens = assumptions.term(Assumption::FineTuneBatchTokens),
            fine_tune_steps = assumptions.term(Assumption::FineTuneSteps),
            tokens_per_gpu_step = assumptions.term(Assumption::TokensPerGpuStep))
}

fn memory_gpus(
    method: Method,
    values: &Values,
    assumptions: &Assumptions,
    architecture: &Architecture,
    trace: &mut impl Record,
) -> (Bytes, Gpus) {
    let training_bytes = match method {
        Method::Full => {
            compute!(trace, training_bytes "Memory of weights, gradients and optimiser state": Bytes =
            total_parameters * training_bytes_full;
            where total_parameters = architecture.total,
                training_bytes_full = assumptions.term(Assumption::TrainingBytesFull))
        }
        Method::Lora => {
            // The frozen weights stay in 4 bit only where they are served in 4 bit.
            let frozen = match values.chosen() {
                Precision::Int4 => Assumption::TrainingBytes4bit,
                Precision::Fp8 | Precision::Bf16 => Assumption::TrainingBytes16bit,
            };
            compute!(trace, training_bytes "Memory of frozen weights and trained adapters": Bytes =
            total_parameters * (frozen_bytes + adapter_share * training_bytes_full);
            where total_parameters = architecture.total, frozen_bytes = assumptions.term(frozen),
                adapter_share = assumptions.term(Assumption::AdapterShare),
                training_bytes_full = assumptions.term(Assumption::TrainingBytesFull))
        }
    };
    let gpu = values.gpu();
    let memory_gpus = compute!(trace, memory_gpus "GPUs that this memory needs": Gpus =
        ceil(training_bytes / (gpu_memory * training_memory_share));
        where training_bytes, gpu_memory = Term::catalogue(gpu.memory_bytes, Unit::Bytes, gpu.source),
            training_memory_share = assumptions.term(Assumption::TrainingMemoryShare));
    (training_bytes, memory_gpus)
}
