//! Training: arithmetic, memory and time of the first fine-tune and of each round after it.
//!
//! Fine-tuning is counted in 16 bit, whatever the precision that serves. Each run rents GPUs of the scenario's kind by
//! the hour, up to the scenario's count: as many as its batch keeps busy, and at least as many as its memory needs.

use crate::catalogue::{Assumption, Input};
use crate::compute;
use crate::outcome::{Architecture, Condition, Training};
use crate::scenario::{Assumptions, Values};
use crate::trace::{Operand, Step, Term, Trace};
use crate::units::{
    Bytes, Count, Flop, Fraction, GpuHours, Gpus, Hours, Months, Quantity, Tokens, Unit, Usd,
};

/// What the first fine-tune and a retraining round take.
///
/// # Formula
/// ```text
/// FLOP a token = f·P + 12·L·w·s              f = 6 full, 4 LoRA; P active parameters
/// MFU          = m·(295·b/F)^x·(1 − l)^log2(n/64)   the last factor for n > 64 GPUs only
/// GPU-hours    = tokens · FLOP a token / (F · MFU) / 3600
/// tokens       = examples · tokens an example · epochs
/// ```
/// where `L` is the layers, `w` heads · head dim, `s` the tokens of an example, `F` the dense 16-bit peak and `b` the
/// memory bandwidth of the GPU, `n` the GPUs in use. Memory is 16 bytes a parameter (full), or 2 (0.56 at 4 bit) and
/// the adapters' (LoRA), over all parameters.
///
/// # Units
/// [`Tokens`], [`GpuHours`], [`Hours`] of wall time, [`Usd`] for a round.
///
/// # Source
/// Factor 6: Kaplan 2020; factor 4 and attention: NeMo's and llm-foundry's benchmarks, as are MFU and its fall with
/// the number of GPUs. Memory: the arithmetic of mixed-precision AdamW.
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
    conditions: &mut Vec<Condition>,
    trace: &mut Trace,
) -> Training {
    let full = values.option(Input::Method) == "full";
    let initial_tokens = compute!(trace, initial_tokens "Tokens that the first fine-tune passes over": Tokens =
        initial_examples * tokens_per_example * epochs;
        where initial_examples = values.term(Input::InitialExamples),
            tokens_per_example = values.term(Input::TokensPerExample), epochs = values.term(Input::Epochs));
    let round_tokens = compute!(trace, round_tokens "Tokens that a round passes over": Tokens =
        examples_per_round * tokens_per_example * epochs;
        where examples_per_round = values.term(Input::ExamplesPerRound),
            tokens_per_example = values.term(Input::TokensPerExample), epochs = values.term(Input::Epochs));

    let memory_gpus = memory_gpus(full, values, assumptions, architecture, trace);
    let gpu_count = values.number(Input::GpuCount);
    let batch_gpus = |tokens: Tokens, trace: &mut Trace| {
        compute!(trace, batch_gpus "GPUs that the batch of this fine-tune keeps busy": Gpus =
            libm::floor(fine_tune_batch_tokens.min(fine_tuned_tokens / fine_tune_steps) / tokens_per_gpu_step).max(1.0);
            where fine_tuned_tokens = tokens,
                fine_tune_batch_tokens = assumptions.term(Assumption::FineTuneBatchTokens),
                fine_tune_steps = assumptions.term(Assumption::FineTuneSteps),
                tokens_per_gpu_step = assumptions.term(Assumption::TokensPerGpuStep))
    };
    let round_gpus = {
        let batch_gpus = batch_gpus(round_tokens, &mut Trace::off());
        Gpus::new(gpu_count.min(batch_gpus.number()).max(memory_gpus.number()))
    };
    let largest = if initial_tokens.number() > 0.0 { initial_tokens } else { round_tokens };
    let batch_gpus = batch_gpus(largest, trace);
    let training_gpus = compute!(trace, training_gpus "GPUs in use": Gpus =
        gpu_count.min(batch_gpus).max(memory_gpus);
        where gpu_count = values.term(Input::GpuCount), batch_gpus = batch_gpus, memory_gpus = memory_gpus);
    let training_fits = memory_gpus.number() <= gpu_count;
    trace.record(|| Step {
        name: "training_fits",
        meaning: "Whether weights, gradients and optimiser state fit the GPUs given",
        formula: "memory_gpus <= gpu_count",
        operands: vec![("memory_gpus", memory_gpus.term()), ("gpu_count", values.term(Input::GpuCount))],
        result: training_fits.value(),
        unit: Unit::YesNo,
    });

    let training_mfu = training_mfu(values, assumptions, training_gpus, trace);
    let flop_per_token = flop_per_token(full, values, assumptions, architecture, trace);
    let peak = values.gpu().bf16_flop_per_s;
    let peak = Term::catalogue(peak, Unit::FlopPerSecond, values.gpu().source);
    let initial_gpu_hours = compute!(trace, initial_gpu_hours "GPU-hours of the first fine-tune": GpuHours =
        initial_tokens * flop_per_token / (peak * training_mfu) / 3600.0;
        where initial_tokens = initial_tokens, flop_per_token = flop_per_token, peak = peak,
            training_mfu = training_mfu);
    let retrain_gpu_hours = compute!(trace, retrain_gpu_hours "GPU-hours of a round": GpuHours =
        round_tokens * flop_per_token / (peak * training_mfu) / 3600.0;
        where round_tokens = round_tokens, flop_per_token = flop_per_token, peak = peak, training_mfu = training_mfu);
    let initial_wall_time = compute!(trace, initial_wall_time "Wall time of the first fine-tune": Hours =
        initial_gpu_hours / training_gpus;
        where initial_gpu_hours = initial_gpu_hours, training_gpus = training_gpus);
    let retrain_wall_time = compute!(trace, retrain_wall_time "Wall time of a round": Hours =
        retrain_gpu_hours / round_gpus;
        where retrain_gpu_hours = retrain_gpu_hours, round_gpus = round_gpus);
    let retrain_cost = compute!(trace, retrain_cost "Cost of a round: compute, labels, evaluation": Usd =
        retrain_gpu_hours * training_runs * gpu_hour_price + examples_per_round * label_cost + evaluation_cost;
        where retrain_gpu_hours = retrain_gpu_hours, training_runs = assumptions.term(Assumption::TrainingRuns),
            gpu_hour_price = values.term(Input::GpuHourPrice),
            examples_per_round = values.term(Input::ExamplesPerRound), label_cost = values.term(Input::LabelCost),
            evaluation_cost = values.term(Input::EvaluationCost));

    let trains = initial_tokens.number() > 0.0 || round_tokens.number() > 0.0;
    if trains && !training_fits {
        conditions.push(Condition::TrainingDoesNotFit);
    }
    if trains && training_gpus.number() < gpu_count {
        conditions.push(Condition::TrainingGpusIdle);
    }
    if slower_than_interval(values, assumptions, retrain_wall_time) {
        conditions.push(Condition::RetrainSlowerThanInterval);
    }
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

/// The time between rounds; none if the model is never retrained.
pub(crate) fn interval(values: &Values) -> Option<Months> {
    let rounds = values.number(Input::RetrainsPerYear);
    (rounds > 0.0).then(|| Months::new(12.0 / rounds))
}

fn slower_than_interval(values: &Values, assumptions: &Assumptions, wall_time: Hours) -> bool {
    let month_hours = assumptions.number(Assumption::DaysPerMonth) * 24.0;
    interval(values).is_some_and(|interval| wall_time.number() > interval.number() * month_hours)
}

fn memory_gpus(
    full: bool,
    values: &Values,
    assumptions: &Assumptions,
    architecture: &Architecture,
    trace: &mut Trace,
) -> Gpus {
    let training_bytes = if full {
        compute!(trace, training_bytes "Memory of weights, gradients and optimiser state": Bytes =
            total_parameters * training_bytes_full;
            where total_parameters = architecture.total,
                training_bytes_full = assumptions.term(Assumption::TrainingBytesFull))
    } else {
        let four_bit = values.option(Input::Precision) == "int4";
        let frozen = if four_bit { Assumption::TrainingBytes4bit } else { Assumption::TrainingBytes16bit };
        compute!(trace, training_bytes "Memory of frozen weights and trained adapters": Bytes =
            total_parameters * (frozen_bytes + adapter_share * training_bytes_full);
            where total_parameters = architecture.total, frozen_bytes = assumptions.term(frozen),
                adapter_share = assumptions.term(Assumption::AdapterShare),
                training_bytes_full = assumptions.term(Assumption::TrainingBytesFull))
    };
    let gpu = values.gpu();
    compute!(trace, memory_gpus "GPUs that this memory needs": Gpus =
        libm::ceil(training_bytes / (gpu_memory * training_memory_share));
        where training_bytes = training_bytes, gpu_memory = Term::catalogue(gpu.memory_bytes, Unit::Bytes, gpu.source),
            training_memory_share = assumptions.term(Assumption::TrainingMemoryShare))
}

fn training_mfu(
    values: &Values,
    assumptions: &Assumptions,
    training_gpus: Gpus,
    trace: &mut Trace,
) -> Fraction {
    let gpu = values.gpu();
    compute!(trace, training_mfu "Share of peak arithmetic that training reaches": Fraction =
        (mfu_on_reference
            * libm::pow(mfu_balance * bandwidth / peak, mfu_balance_exponent)
            * libm::pow(1.0 - mfu_loss_per_doubling, libm::log2(training_gpus / mfu_flat_gpus).max(0.0)))
        .min(1.0);
        where mfu_on_reference = assumptions.term(Assumption::TrainingMfu),
            mfu_balance = assumptions.term(Assumption::MfuBalance),
            bandwidth = Term::catalogue(gpu.bandwidth_bytes_per_s, Unit::BytesPerSecond, gpu.source),
            peak = Term::catalogue(gpu.bf16_flop_per_s, Unit::FlopPerSecond, gpu.source),
            mfu_balance_exponent = assumptions.term(Assumption::MfuBalanceExponent),
            mfu_loss_per_doubling = assumptions.term(Assumption::MfuLossPerDoubling),
            training_gpus = training_gpus, mfu_flat_gpus = assumptions.term(Assumption::MfuFlatGpus))
}

fn flop_per_token(
    full: bool,
    values: &Values,
    assumptions: &Assumptions,
    architecture: &Architecture,
    trace: &mut Trace,
) -> Flop {
    let factor = if full { Assumption::FlopPerParameterFull } else { Assumption::FlopPerParameterLora };
    compute!(trace, flop_per_token "Arithmetic for one token of training": Flop =
        flop_per_parameter * active_parameters
            + attention_flop * n_layers * attention_width * tokens_per_example;
        where flop_per_parameter = assumptions.term(factor), active_parameters = architecture.active,
            attention_flop = assumptions.term(Assumption::AttentionFlop),
            n_layers = Count::new(architecture.n_layers),
            attention_width = Count::new(architecture.attention_width),
            tokens_per_example = values.term(Input::TokensPerExample))
}
