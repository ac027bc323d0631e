//! Training: arithmetic, memory and time of the first fine-tune and of each round after it.
//!
//! Fine-tuning is counted in 16 bit, whatever the precision that serves. Each run rents GPUs of the scenario's kind by
//! the hour, up to the scenario's count: as many as its batch keeps busy, and at least as many as its memory needs.
//! What a token takes is the same formula for a scenario and for a published benchmark, a [`Job`].

use crate::case::scenario::{Assumptions, Values};
use crate::catalogue::{Assumption, Gpu, Input, Method, Packing, TrainingSoftware};
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
    /// Which weights are trained, and how the others are kept.
    pub method: Method,
    /// The training software.
    pub software: Software,
    /// Tokens of a sequence.
    pub sequence: Term,
    /// Tokens that a GPU works on between two exchanges of weights and gradients: its micro-step.
    pub step_tokens: Term,
    /// The share of activations that are computed again in the backward pass.
    pub recomputed: Term,
    /// GPUs in use.
    pub gpus: Gpus,
    /// The model's constants.
    pub assumptions: &'a Assumptions,
}

/// Training software, by what its speed depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Software {
    /// Python starts each kernel, and small steps wait for it.
    Eager,
    /// Kernels are started ahead of the GPU, one for each operation.
    Plain,
    /// The same, with the attention kernels of 2023.
    Plain2023,
    /// Compiled: operations between the matrices are fused and move less memory.
    Compiled,
    /// Compiled, and large models are split within each layer over several GPUs.
    TensorParallel,
}

impl From<TrainingSoftware> for Software {
    fn from(choice: TrainingSoftware) -> Self {
        match choice {
            TrainingSoftware::Eager => Self::Eager,
            TrainingSoftware::Compiled => Self::Compiled,
        }
    }
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
/// matrices   = (f + 2·ρ·r)·P/(F·m)                        f = 6 full, 4 LoRA and QLoRA; P active parameters
/// attention  = 12·L·w_a·s·(1 + ρ·r/3)/(F16·a)             w_a heads · head dim, s tokens of a sequence
/// memory     = (K·L·w·(1 + ρ·r/3) + v·V)/b                K and v bytes; w width, V tokens of the vocabulary
/// exchange   = g·e·P_total/(link/2)/T                     e bytes; none where a GPU holds all weights
/// waiting    = τ·L/T                                      eager software only
/// unpacking  = u·P_total/b/T                              QLoRA only
/// time       = (matrices + attention + memory)/(1 − l)^log2(n/64) + exchange + waiting + unpacking
/// MFU        = (f·P + 12·L·w_a·s)/(time·F16)
/// ```
/// with `F` the dense peak at the precision and `F16` that at 16 bit, `m` and `a` the shares of it that are reached, by
/// generation of GPU (with or without FP8), `b` the memory bandwidth, `r` the share of activations that are computed
/// again and `ρ` the share of a forward pass that this costs, `n` the GPUs (the last factor for more than 64 only), `T`
/// the tokens of a micro-step. Since `m` and `a` are below one and all other terms above zero, no GPU passes its peak.
/// Software that splits layers over GPUs adds `p·L·w·(d − 1)/(link/2)` to the memory's time, with `d` the root of the
/// GPUs that the training state needs, at most a host's.
///
/// # Units
/// Seconds of one GPU for one token.
///
/// # Source
/// Fitted by `cargo xtask calibrate` on 72 rows of nine publishers; `docs/model/training.md` shows how well it holds.
///
/// # Examples
/// MPT 7B in 16 bit on eight H100, sequences of 8,192 in steps of 65,536: measured 6,935 tokens a second and GPU, an MFU of 0.37.
/// ```
/// use model::catalogue::{Assumption, GPUS, MODELS, Method};
/// use model::scenario::Assumptions;
/// use model::trace::{Operand, Trace};
/// use model::training::{Job, Software, token_work};
/// use model::units::{Fraction, Gpus, Tokens};
/// let mpt = model::architecture::named(MODELS.iter().find(|model| model.id == "mpt-7b").unwrap());
/// let assumptions = Assumptions::default();
/// let job = Job {
///     architecture: &mpt,
///     gpu: GPUS.iter().find(|gpu| gpu.id == "h100-sxm").unwrap(),
///     fp8: false,
///     method: Method::Full,
///     software: Software::Plain2023,
///     sequence: Tokens::new(8192.0).term(),
///     step_tokens: Tokens::new(65_536.0).term(),
///     recomputed: Fraction::new(1.0).term(),
///     gpus: Gpus::new(8.0),
///     assumptions: &assumptions,
/// };
/// let work = token_work(&job, &mut Trace::off());
/// assert!((1.0 / work.gpu_time.number() / 6935.0 - 1.0).abs() < 0.05);
/// assert!((work.mfu.number() - 0.37).abs() < 0.02);
/// ```
pub fn token_work(job: &Job<'_>, trace: &mut impl Record) -> TokenWork {
    let Job { architecture, gpu, method, sequence, recomputed, gpus, assumptions, .. } = *job;
    let constant = |assumption| assumptions.term(assumption);
    let term = |number, unit| Term::catalogue(number, unit, gpu.source);
    let peak_16bit = term(gpu.bf16_flop_per_s, Unit::FlopPerSecond);
    // Generations since Ada and Hopper have FP8. Their 16-bit peak is further from what power and kernels sustain.
    let (share_16bit, attention_share) = match gpu.fp8_flop_per_s {
        Some(_) => (Assumption::TrainingShare16bit, Assumption::TrainingShareAttention),
        None => (Assumption::TrainingShare16bitAmpere, Assumption::TrainingShareAttentionAmpere),
    };
    let (peak, share) = match gpu.fp8_flop_per_s.filter(|_| job.fp8) {
        Some(peak) => (term(peak, Unit::FlopPerSecond), Assumption::TrainingShare8bit),
        None => (peak_16bit, share_16bit),
    };
    let flop_per_parameter = constant(match method {
        Method::Full => Assumption::FlopPerParameterFull,
        Method::Lora | Method::Qlora => Assumption::FlopPerParameterLora,
    });
    let n_layers = Count::new(architecture.n_layers);
    let width = Count::new(architecture.width);
    let matrix_flop = compute!(trace, matrix_flop "Arithmetic of one token in the weights": Flop =
        flop_per_parameter * active_parameters;
        where flop_per_parameter, active_parameters = architecture.active);
    let attention_flop = compute!(trace, attention_flop "Arithmetic of one token in attention": Flop =
        attention_flop_per_unit * n_layers * attention_width * sequence_tokens;
        where attention_flop_per_unit = constant(Assumption::AttentionFlop), n_layers,
            attention_width = Count::new(architecture.attention_width), sequence_tokens = sequence);
    // A training step is a forward pass and a backward one of twice its work.
    let repeated = compute!(trace, repeated "Work done twice, as a share of full training's": Fraction =
        recompute_work * recomputed / 3.0;
        where recompute_work = constant(Assumption::RecomputeWork), recomputed);
    let matrix_time = compute!(trace, matrix_time "Time of one token in the weights": Seconds =
        (matrix_flop + repeated * flop_per_parameter_full * active_parameters) / (peak * training_share);
        where matrix_flop, repeated, flop_per_parameter_full = constant(Assumption::FlopPerParameterFull),
            active_parameters = architecture.active, peak, training_share = constant(share));
    let attention_share = constant(attention_share);
    let attention_time = match job.software {
        Software::Plain2023 => compute!(trace, attention_time "Time of one token in attention": Seconds =
            attention_flop * (1.0 + repeated) / (peak_16bit * attention_share * attention_kernels_2023);
            where attention_flop, repeated, peak_16bit, attention_share,
                attention_kernels_2023 = constant(Assumption::AttentionKernels2023)),
        Software::Eager | Software::Plain | Software::Compiled | Software::TensorParallel => {
            compute!(trace, attention_time "Time of one token in attention": Seconds =
            attention_flop * (1.0 + repeated) / (peak_16bit * attention_share);
            where attention_flop, repeated, peak_16bit, attention_share)
        }
    };
    let layer_traffic = constant(Assumption::TrainingTraffic);
    let layer_bytes = match job.software {
        Software::Eager | Software::Plain | Software::Plain2023 => {
            compute!(trace, layer_bytes "Memory traffic of one token between the matrices": Bytes =
            training_traffic * n_layers * width * (1.0 + repeated);
            where training_traffic = layer_traffic, n_layers, width, repeated)
        }
        Software::Compiled | Software::TensorParallel => {
            compute!(trace, layer_bytes "Memory traffic of one token between the matrices": Bytes =
            training_traffic * fused_traffic * n_layers * width * (1.0 + repeated);
            where training_traffic = layer_traffic, fused_traffic = constant(Assumption::FusedTraffic), n_layers,
                width, repeated)
        }
    };
    let memory_time = compute!(trace, memory_time "Time of one token in memory traffic": Seconds =
        (layer_bytes + vocabulary_traffic * head_parameters / width) / bandwidth;
        where layer_bytes, vocabulary_traffic = constant(Assumption::VocabularyTraffic),
            head_parameters = architecture.head, width,
            bandwidth = term(gpu.bandwidth_bytes_per_s, Unit::BytesPerSecond));
    let scaling = compute!(trace, scaling "What many GPUs leave of each one's speed": Fraction =
        libm::pow(1.0 - mfu_loss_per_doubling, libm::log2(gpus / mfu_flat_gpus).max(0.0));
        where mfu_loss_per_doubling = constant(Assumption::MfuLossPerDoubling), gpus,
            mfu_flat_gpus = constant(Assumption::MfuFlatGpus));
    let step_share = step_share(job, trace);
    let gpu_time = compute!(trace, token_gpu_time "Time of one token on one GPU": Seconds =
        (matrix_time + attention_time + memory_time) / scaling + step_share;
        where matrix_time, attention_time, memory_time, scaling, step_share);
    let gpu_time = match job.software {
        Software::TensorParallel => Seconds::new(gpu_time.number() + split_time(job) / scaling.number()),
        Software::Eager | Software::Plain | Software::Plain2023 | Software::Compiled => gpu_time,
    };
    let flop = compute!(trace, flop_per_token "Arithmetic for one token of training": Flop =
        matrix_flop + attention_flop; where matrix_flop, attention_flop);
    let mfu = compute!(trace, training_mfu "Share of the 16-bit peak that training reaches": Fraction =
        flop_per_token / (token_gpu_time * peak_16bit);
        where flop_per_token = flop, token_gpu_time = gpu_time, peak_16bit);
    TokenWork { flop, gpu_time, mfu }
}

/// A token's share of what a micro-step takes whatever its tokens: exchanging weights, waiting for Python, unpacking.
fn step_share(job: &Job<'_>, trace: &mut impl Record) -> Seconds {
    let Job { architecture, gpu, method, step_tokens, assumptions, .. } = *job;
    let constant = |assumption| assumptions.term(assumption);
    let term = |number, unit| Term::catalogue(number, unit, gpu.source);
    let total_parameters = architecture.total;
    let passes = match method {
        Method::Full => Assumption::ExchangesFull,
        Method::Lora | Method::Qlora => Assumption::ExchangesLora,
    };
    let gather_time = if is_sharded(job) {
        compute!(trace, gather_time "Time in which GPUs exchange weights and gradients, a step": Seconds =
            exchange_cost * exchanges * exchanged_bytes * total_parameters / (link / 2.0);
            where exchange_cost = constant(Assumption::ExchangeCost), exchanges = constant(passes),
                exchanged_bytes = constant(frozen_bytes(method)), total_parameters,
                link = term(gpu.link_bytes_per_s, Unit::BytesPerSecond))
        .term()
    } else {
        Term::none(Unit::Seconds)
    };
    let waiting_time = match job.software {
        Software::Eager => compute!(trace, waiting_time "Time in which the GPU waits for Python, a step": Seconds =
            launch_time * n_layers;
            where launch_time = constant(Assumption::LaunchTime), n_layers = Count::new(architecture.n_layers))
        .term(),
        Software::Plain | Software::Plain2023 | Software::Compiled | Software::TensorParallel => Term::none(Unit::Seconds),
    };
    let unpacking_time = match method {
        Method::Qlora => compute!(trace, unpacking_time "Time of unpacking 4-bit weights, a step": Seconds =
            unpacking_traffic * total_parameters / bandwidth;
            where unpacking_traffic = constant(Assumption::UnpackingTraffic), total_parameters,
                bandwidth = term(gpu.bandwidth_bytes_per_s, Unit::BytesPerSecond))
        .term(),
        Method::Full | Method::Lora => Term::none(Unit::Seconds),
    };
    compute!(trace, step_share "A token's share of what each step takes besides": Seconds =
        (gather_time + waiting_time + unpacking_time) / step_tokens;
        where gather_time, waiting_time, unpacking_time, step_tokens)
}

/// Whether the weights are spread over the GPUs: full training spreads them over all, LoRA where one GPU cannot hold them.
fn is_sharded(job: &Job<'_>) -> bool {
    let one = match job.method {
        Method::Full => return job.gpus.number() > 1.0,
        Method::Lora | Method::Qlora => job.assumptions.number(frozen_bytes(job.method)),
    };
    let room = job.gpu.memory_bytes * job.assumptions.number(Assumption::TrainingMemoryShare);
    job.gpus.number() > 1.0 && job.architecture.total.number() * one > room
}

/// Bytes of a weight as it is kept and exchanged.
fn frozen_bytes(method: Method) -> Assumption {
    match method {
        Method::Full | Method::Lora => Assumption::TrainingBytes16bit,
        Method::Qlora => Assumption::TrainingBytes4bit,
    }
}

/// Seconds a token in which GPUs that share each layer exchange its results. Only measured rows ask for it.
fn split_time(job: &Job<'_>) -> f64 {
    let Job { architecture, gpu, assumptions, .. } = *job;
    let state = training_bytes(job.method, architecture, assumptions, &mut Trace::off()).number();
    let needed = state / (gpu.memory_bytes * assumptions.number(Assumption::TrainingMemoryShare));
    let degree = fmin(libm::sqrt(fmax(needed, 1.0)), f64::from(gpu.gpus_per_host));
    let bytes = assumptions.number(Assumption::SplitTraffic) * architecture.n_layers * architecture.width;
    bytes * (degree - 1.0) / (gpu.link_bytes_per_s / 2.0)
}

/// GPU-hours of a whole pre-training run, from its first step to its last, with what fails and is repeated.
///
/// # Formula
/// ```text
/// tokens · time of a token / 3600 / goodput
/// ```
/// # Source
/// Goodput: nine published runs against the benchmarks' speed; a band, as runs differ by a third. It holds the cost of many
/// GPUs and of exchanges between them, so that the job is that of one GPU.
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

/// What the first fine-tune and a retraining round take.
///
/// # Formula
/// ```text
/// GPU-hours    = tokens · time of a token / 3600          as token_work has it
/// tokens       = examples · tokens an example · epochs
/// ```
/// Memory is 16 bytes a parameter (full), or 2 (LoRA) or 0.56 (QLoRA) and the adapters', over all parameters. A GPU works on
/// a full step of packed examples at a time, or on one example.
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

    let step_tokens = step_tokens(values, assumptions, trace);
    let memory_gpus = memory_gpus(method, values, assumptions, architecture, trace);
    let gpu_count = values.number(Input::GpuCount);
    let round_gpus = {
        let batch_gpus = batch_gpus(round_tokens, step_tokens, assumptions, &mut Trace::off());
        Gpus::new(gpu_count.min(batch_gpus.number()).max(memory_gpus.number()))
    };
    let largest = if initial_tokens.number() > 0.0 { initial_tokens } else { round_tokens };
    let batch_gpus = batch_gpus(largest, step_tokens, assumptions, trace);
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

    let job = Job {
        architecture,
        gpu: values.gpu(),
        fp8: false,
        method,
        software: values.chosen::<TrainingSoftware>().into(),
        sequence: values.term(Input::TokensPerExample),
        step_tokens: step_tokens.term(),
        recomputed: assumptions.term(Assumption::RecomputedActivations),
        gpus: training_gpus,
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
    Condition::met([
        (trains && !training.training_fits, Condition::TrainingDoesNotFit),
        (trains && idle, Condition::TrainingGpusIdle),
        (slow, Condition::RetrainSlowerThanInterval),
    ])
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

/// Tokens that a GPU works on at a time.
fn step_tokens(values: &Values, assumptions: &Assumptions, trace: &mut impl Record) -> Tokens {
    let tokens_per_example = values.term(Input::TokensPerExample);
    match values.chosen() {
        Packing::Packed => compute!(trace, step_tokens "Tokens that a GPU works on at a time": Tokens =
            tokens_per_gpu_step.max(tokens_per_example);
            where tokens_per_gpu_step = assumptions.term(Assumption::TokensPerGpuStep), tokens_per_example),
        Packing::Single => {
            let operands = [("tokens_per_example", tokens_per_example)];
            let tokens = Tokens::new(tokens_per_example.number());
            trace.note(
                "step_tokens",
                "Tokens that a GPU works on at a time",
                "tokens_per_example",
                &operands,
                tokens,
            );
            tokens
        }
    }
}

/// The GPUs that the batch of a fine-tune over `tokens` keeps busy.
fn batch_gpus(
    tokens: Tokens,
    step_tokens: Tokens,
    assumptions: &Assumptions,
    trace: &mut impl Record,
) -> Gpus {
    compute!(trace, batch_gpus "GPUs that the batch of this fine-tune keeps busy": Gpus =
        floor(fine_tune_batch_tokens.min(fine_tuned_tokens / fine_tune_steps) / step_tokens).max(1.0);
        where fine_tuned_tokens = tokens,
            fine_tune_batch_tokens = assumptions.term(Assumption::FineTuneBatchTokens),
            fine_tune_steps = assumptions.term(Assumption::FineTuneSteps), step_tokens)
}

/// Weights, gradients and optimiser state.
fn training_bytes(
    method: Method,
    architecture: &Architecture,
    assumptions: &Assumptions,
    trace: &mut impl Record,
) -> Bytes {
    match method {
        Method::Full => {
            compute!(trace, training_bytes "Memory of weights, gradients and optimiser state": Bytes =
            total_parameters * training_bytes_full;
            where total_parameters = architecture.total,
                training_bytes_full = assumptions.term(Assumption::TrainingBytesFull))
        }
        Method::Lora | Method::Qlora => {
            compute!(trace, training_bytes "Memory of frozen weights and trained adapters": Bytes =
            total_parameters * (frozen_bytes + adapter_share * training_bytes_full);
            where total_parameters = architecture.total, frozen_bytes = assumptions.term(frozen_bytes(method)),
                adapter_share = assumptions.term(Assumption::AdapterShare),
                training_bytes_full = assumptions.term(Assumption::TrainingBytesFull))
        }
    }
}

fn memory_gpus(
    method: Method,
    values: &Values,
    assumptions: &Assumptions,
    architecture: &Architecture,
    trace: &mut impl Record,
) -> Gpus {
    let training_bytes = training_bytes(method, architecture, assumptions, trace);
    let gpu = values.gpu();
    compute!(trace, memory_gpus "GPUs that this memory needs": Gpus =
        ceil(training_bytes / (gpu_memory * training_memory_share));
        where training_bytes, gpu_memory = Term::catalogue(gpu.memory_bytes, Unit::Bytes, gpu.source),
            training_memory_share = assumptions.term(Assumption::TrainingMemoryShare))
}
