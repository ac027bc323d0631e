//! Training against published runs and against arithmetic.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test may stop where it fails")]

use model::catalogue::{GPUS, Gpu, MODELS};
use model::outcome::{Architecture, Condition, Training};
use model::trace::{Operand, Trace};
use model::training::{Job, token_work};
use model::units::{ActiveParameters, Flop, Fraction, Gpus, Tokens, TotalParameters};
use model::{Assumption, Assumptions, Input, Scenario, architecture, evaluate, training};

fn gpu(id: &str) -> f64 {
    GPUS.iter().position(|gpu| gpu.id == id).expect("the catalogue has this GPU") as f64
}

/// A dense model without the attention term, which the plain 6·N·D leaves out.
fn plain(parameters: f64) -> Architecture {
    Architecture {
        label: "plain",
        interpolated: false,
        total: TotalParameters::new(parameters),
        active: ActiveParameters::new(parameters),
        embedding: TotalParameters::new(0.0),
        head: ActiveParameters::new(0.0),
        n_layers: 0.0,
        attention_width: 0.0,
        width: 0.0,
        kv_elements_per_layer: 0.0,
        experts: None,
        window: (0.0, 0.0),
    }
}

fn train(scenario: &Scenario, constants: &Assumptions, parameters: f64) -> (Training, Vec<Condition>) {
    let values = scenario.values();
    let trained = training::train(&values, constants, &plain(parameters), &mut Trace::off());
    (trained, training::notable(&values, constants, &trained).collect())
}

fn full(id_of_gpu: &str, gpus: f64) -> Scenario {
    Scenario::default()
        .with_text("method", "full")
        .and_then(|s| s.with(Input::Gpu, gpu(id_of_gpu)))
        .and_then(|s| s.with(Input::GpuCount, gpus))
        .unwrap()
}

#[test]
fn six_n_d_gives_llamas_gpu_hours() {
    // At 156 TFLOP/s on A100, as in the LLaMA paper's check: half of peak.
    let constants = Assumptions::default()
        .replaced(Assumption::TrainingShare16bit, 0.5)
        .replaced(Assumption::MemoryCrowding, 0.0)
        .replaced(Assumption::MfuBalanceExponent, 0.0)
        .replaced(Assumption::MfuLossPerDoubling, 0.0);
    for (parameters, tokens, expected) in [
        (6.7e9, 1.0e12, 71_581.0),
        (13.0e9, 1.0e12, 138_889.0),
        (32.5e9, 1.4e12, 486_111.0),
        (65.2e9, 1.4e12, 975_214.0),
    ] {
        let scenario = full("a100-80", 1024.0)
            .with(Input::InitialExamples, 1e7)
            .and_then(|s| s.with(Input::TokensPerExample, tokens / 1e7 / 2.0))
            .and_then(|s| s.with(Input::Epochs, 2.0))
            .unwrap();
        let hours = train(&scenario, &constants, parameters).0.initial_gpu_hours.number();
        assert!((hours / expected - 1.0).abs() < 1e-5, "{parameters}: {hours} against {expected}");
    }
}

/// GPU-seconds for tokens of a GPT-like model at an achieved rate of arithmetic, activations computed again.
fn gpu_seconds(model: &str, tokens: f64, achieved: f64) -> f64 {
    let a100 = GPUS.iter().find(|gpu| gpu.id == "a100-80").unwrap();
    let share = achieved / a100.bf16_flop_per_s;
    let constants = Assumptions::default()
        .replaced(Assumption::TrainingShare16bit, share)
        .replaced(Assumption::TrainingShareAttention, share)
        .replaced(Assumption::MfuBalanceExponent, 0.0)
        .replaced(Assumption::MfuLossPerDoubling, 0.0);
    // The forward pass twice: 8 for each parameter and token instead of 6.
    let factor = Flop::new(8.0).term();
    let job = Job {
        architecture: &architecture::named(MODELS.iter().find(|entry| entry.id == model).unwrap()),
        gpu: a100,
        fp8: false,
        flop_per_parameter: factor,
        sequence: Tokens::new(2048.0).term(),
        gpus: Gpus::new(1.0),
        state_share: Fraction::new(0.0),
        assumptions: &constants,
    };
    tokens * token_work(&job, &mut Trace::off()).gpu_time.number()
}

#[test]
fn published_runs_take_their_days() {
    // Megatron-LM (2104.04473) and OPT: parameters, tokens, GPUs, achieved FLOP/s, days.
    for (model, gpus, achieved, days) in [
        ("opt-175b", 384.0, 153e12, 84.82),
        ("gpt-3-175b", 1536.0, 141e12, 23.0),
        ("mt-nlg-530b", 560.0, 171e12, 156.0),
        ("gpt-3-175b", 384.0, 144e12, 90.0),
        ("mt-nlg-530b", 1120.0, 98e12, 136.0),
    ] {
        let found = gpu_seconds(model, 300e9, achieved) / gpus / 86_400.0;
        assert!((found / days - 1.0).abs() < 0.05, "{model} on {gpus}: {found} days against {days}");
    }
    // MT-NLG (2201.11990): seconds for a batch of 1,920 sequences.
    for (gpus, achieved, seconds) in [(2240.0, 126e12, 60.1), (2800.0, 121e12, 50.2), (3360.0, 113e12, 44.4)]
    {
        let found = gpu_seconds("mt-nlg-530b", 1920.0 * 2048.0, achieved) / gpus;
        assert!((found / seconds - 1.0).abs() < 0.05, "{gpus} GPUs: {found} s against {seconds}");
    }
}

#[test]
fn training_state_is_sixteen_bytes_a_parameter() {
    // 7.5 billion parameters with Adam in mixed precision: 120 GB, 1.875 on each of 64 GPUs that share it.
    let state = 7.5e9 * Assumptions::default().number(Assumption::TrainingBytesFull);
    assert_eq!((state, state / 64.0), (120e9, 1.875e9));
}

#[test]
fn crowded_memory_and_many_gpus_slow_training() {
    let seconds = |gpus: f64, share: f64| {
        let constants = Assumptions::default();
        let job = Job {
            architecture: &architecture::named(MODELS.iter().find(|entry| entry.id == "mpt-30b").unwrap()),
            gpu: GPUS.iter().find(|gpu| gpu.id == "h100-sxm").unwrap(),
            fp8: false,
            flop_per_parameter: constants.term(Assumption::FlopPerParameterFull),
            sequence: Tokens::new(2048.0).term(),
            gpus: Gpus::new(gpus),
            state_share: Fraction::new(share),
            assumptions: &constants,
        };
        token_work(&job, &mut Trace::off()).gpu_time.number()
    };
    // llm-foundry: 30B on 8, 16 and 32 H100 reaches 2,002, 2,263 and 2,308 tokens a second and GPU.
    assert!((seconds(8.0, 0.70) / seconds(32.0, 0.175) / (2308.0 / 2002.0) - 1.0).abs() < 0.05);
    assert!((seconds(512.0, 0.02) / seconds(128.0, 0.02) / (1058.0 / 1007.0) - 1.0).abs() < 0.02);
    assert_eq!(seconds(8.0, 0.1), seconds(64.0, 0.1));
}

#[test]
fn lora_saves_a_third_of_the_arithmetic() {
    let lora = full("h100-sxm", 8.0).with_text("method", "lora").unwrap();
    // A full fine-tune also fills more memory, which slows it a little more.
    let constants = Assumptions::default().replaced(Assumption::MemoryCrowding, 0.0);
    let hours = |scenario| train(scenario, &constants, 8e9).0.initial_gpu_hours.number();
    assert!((hours(&full("h100-sxm", 8.0)) / hours(&lora) - 1.5).abs() < 1e-12);
}

#[test]
fn memory_decides_how_many_gpus_are_needed() {
    let fits = |parameters: f64, method: &str, precision: &str, gpus: f64| {
        let scenario = full("h100-sxm", gpus)
            .with_text("method", method)
            .and_then(|s| s.with_text("precision", precision))
            .unwrap();
        let (training, conditions) = train(&scenario, &Assumptions::default(), parameters);
        assert_eq!(training.training_fits, !conditions.contains(&Condition::TrainingDoesNotFit));
        training.training_fits
    };
    // 16 bytes a parameter: 128 GB for 8B, 1.1 TB for 70B.
    assert!(!fits(8e9, "full", "bf16", 1.0) && fits(8e9, "full", "bf16", 2.0));
    assert!(!fits(70.6e9, "full", "bf16", 8.0) && fits(70.6e9, "full", "bf16", 32.0));
    // torchtune trains these: 8B LoRA on one GPU, 70B LoRA on eight, 405B QLoRA on eight.
    assert!(fits(8e9, "lora", "bf16", 1.0));
    assert!(fits(70.6e9, "lora", "bf16", 8.0) && !fits(70.6e9, "lora", "bf16", 1.0));
    assert!(fits(405e9, "lora", "int4", 8.0) && !fits(405e9, "lora", "bf16", 8.0));
}

#[test]
fn training_that_does_not_fit_is_still_priced() {
    let scenario = full("h100-sxm", 1.0).with(Input::ModelSize, 70.0).unwrap();
    let outcome = evaluate(&scenario).estimate;
    assert!(outcome.conditions.contains(&Condition::TrainingDoesNotFit));
    assert!(outcome.training.training_gpus.number() > 1.0);
    assert!(
        outcome.training.retrain_cost.number() > 0.0 && outcome.training.initial_gpu_hours.number() > 0.0
    );
}

#[test]
fn a_small_fine_tune_leaves_a_large_cluster_idle() {
    let (training, conditions) = train(&full("h100-sxm", 1024.0), &Assumptions::default(), 8e9);
    assert!(conditions.contains(&Condition::TrainingGpusIdle));
    assert!(training.training_gpus.number() <= 64.0);
    let (_, conditions) = train(&full("h100-sxm", 2.0), &Assumptions::default(), 8e9);
    assert!(!conditions.contains(&Condition::TrainingGpusIdle));
}

#[test]
fn a_round_longer_than_its_interval_is_told() {
    let weekly = full("l4", 2.0)
        .with(Input::ModelSize, 70.0)
        .and_then(|s| s.with(Input::RetrainsPerYear, 52.0))
        .and_then(|s| s.with(Input::ExamplesPerRound, 1e6))
        .unwrap();
    let never = weekly.clone().with(Input::RetrainsPerYear, 0.0).unwrap();
    assert!(evaluate(&weekly).estimate.conditions.contains(&Condition::RetrainSlowerThanInterval));
    assert!(!evaluate(&never).estimate.conditions.contains(&Condition::RetrainSlowerThanInterval));
}

#[test]
fn no_gpu_passes_its_peak() {
    // An H20: little arithmetic (148 TFLOP/s in 16 bit, 296 in 8 bit) beside much bandwidth (4 TB/s).
    let gpu = Gpu {
        bf16_flop_per_s: 148e12,
        fp8_flop_per_s: Some(296e12),
        bandwidth_bytes_per_s: 4e12,
        ..*GPUS.iter().find(|gpu| gpu.id == "h100-sxm").unwrap()
    };
    let assumptions = Assumptions::default();
    for (fp8, most) in [(false, 1.0), (true, 2.0)] {
        let job = Job {
            architecture: &plain(7e9),
            gpu: &gpu,
            fp8,
            flop_per_parameter: assumptions.term(Assumption::FlopPerParameterFull),
            sequence: Tokens::new(2048.0).term(),
            gpus: Gpus::new(8.0),
            state_share: Fraction::new(0.0),
            assumptions: &assumptions,
        };
        let mfu = token_work(&job, &mut Trace::off()).mfu.number();
        assert!((mfu - most).abs() < 1e-12, "the law gives more than the peak, so the peak holds: {mfu}");
    }
}
