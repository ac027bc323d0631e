//! Training against published runs and against arithmetic.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test may stop where it fails")]

use model::catalogue::{GPUS, Gpu, MODELS, Method};
use model::outcome::{Architecture, Condition, Training};
use model::trace::{Operand, Trace};
use model::training::{Job, Software, token_work};
use model::units::{ActiveParameters, Fraction, Gpus, Tokens, TotalParameters};
use model::{Assumption, Assumptions, Input, Scenario, architecture, evaluate, training};

fn gpu(id: &str) -> f64 {
    GPUS.iter().position(|gpu| gpu.id == id).expect("the catalogue has this GPU") as f64
}

/// The bare arithmetic of training at a share of the peak: nothing is exchanged, waited for, computed again or moved.
fn bare(share: f64) -> Assumptions {
    [
        (Assumption::TrainingShare16bit, share),
        (Assumption::TrainingShare16bitAmpere, share),
        (Assumption::TrainingShareAttention, share),
        (Assumption::TrainingShareAttentionAmpere, share),
        (Assumption::MfuLossPerDoubling, 0.0),
        (Assumption::TrainingTraffic, 0.0),
        (Assumption::VocabularyTraffic, 0.0),
        (Assumption::ExchangeCost, 0.0),
        (Assumption::LaunchTime, 0.0),
        (Assumption::UnpackingTraffic, 0.0),
        (Assumption::RecomputedActivations, 0.0),
        (Assumption::RecomputeWork, 1.0),
    ]
    .into_iter()
    .fold(Assumptions::default(), |constants, (constant, value)| constants.replaced(constant, value))
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
        width: 1.0,
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
    let constants = bare(0.5);
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
    let constants = bare(share);
    let job = Job {
        architecture: &architecture::named(MODELS.iter().find(|entry| entry.id == model).unwrap()),
        gpu: a100,
        fp8: false,
        method: Method::Full,
        software: Software::Plain,
        sequence: Tokens::new(2048.0).term(),
        step_tokens: Tokens::new(2048.0).term(),
        recomputed: Fraction::new(1.0).term(),
        gpus: Gpus::new(1.0),
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

/// Tokens a second of each GPU.
fn speed(
    model: &str,
    gpu: &str,
    method: Method,
    software: Software,
    (gpus, sequence, step, recomputed): (f64, f64, f64, f64),
) -> f64 {
    let constants = Assumptions::default();
    let job = Job {
        architecture: &architecture::named(MODELS.iter().find(|entry| entry.id == model).unwrap()),
        gpu: GPUS.iter().find(|entry| entry.id == gpu).unwrap(),
        fp8: false,
        method,
        software,
        sequence: Tokens::new(sequence).term(),
        step_tokens: Tokens::new(step).term(),
        recomputed: Fraction::new(recomputed).term(),
        gpus: Gpus::new(gpus),
        assumptions: &constants,
    };
    1.0 / token_work(&job, &mut Trace::off()).gpu_time.number()
}

#[test]
fn small_steps_and_many_gpus_slow_training() {
    let mpt = |gpus: f64, step: f64| {
        speed("mpt-30b", "h100-sxm", Method::Full, Software::Plain2023, (gpus, 2048.0, step, 1.0))
    };
    // llm-foundry: 30B on 8, 16 and 32 H100 reaches 2,002, 2,263 and 2,308 tokens a second and GPU.
    for (gpus, step, measured) in [(8.0, 6144.0, 2002.0), (16.0, 20_480.0, 2263.0), (32.0, 28_672.0, 2308.0)]
    {
        assert!((mpt(gpus, step) / measured - 1.0).abs() < 0.03, "{gpus}: {}", mpt(gpus, step));
    }
    // And of 70B, 512 are 5 % slower than 128.
    let slowed = mpt(128.0, 1e9) / mpt(512.0, 1e9);
    assert!((1.01..1.05).contains(&slowed), "{slowed}");
    assert!((mpt(8.0, 6144.0) / mpt(64.0, 6144.0) - 1.0).abs() < 1e-12);
}

#[test]
fn unpacked_examples_leave_the_gpu_idle() {
    // Qwen 7B on one A100: tokens a second with LoRA and QLoRA, one example at a time. Llama 3.1 8B has nearly its shape.
    for (tokens, lora, qlora) in [(256.0, 1706.7, 682.7), (512.0, 2730.7, 1365.3), (2048.0, 3150.8, 2340.6)] {
        for (method, measured) in [(Method::Lora, lora), (Method::Qlora, qlora)] {
            let found = speed("llama-3.1-8b", "a100-80", method, Software::Eager, (1.0, tokens, tokens, 1.0));
            assert!(
                (found / measured - 1.0).abs() < 0.25,
                "{method:?}, {tokens}: {found} against {measured}"
            );
        }
    }
}

#[test]
fn software_changes_only_what_it_is_about() {
    let of =
        |software, step| speed("llama-3.1-8b", "h100-sxm", Method::Lora, software, (1.0, 1024.0, step, 1.0));
    // Steps without end hide the wait for Python; fused operations still move less memory.
    assert!((of(Software::Eager, 1e12) / of(Software::Plain, 1e12) - 1.0).abs() < 1e-6);
    assert!(of(Software::Compiled, 1e12) > 1.05 * of(Software::Plain, 1e12));
    assert!(of(Software::Eager, 512.0) < 0.7 * of(Software::Plain, 512.0));
    assert!(of(Software::Plain2023, 8192.0) < of(Software::Plain, 8192.0));
    // 8B of optimiser state is in parts on two GPUs; layers are split by its root, with traffic between the parts.
    assert!(of(Software::TensorParallel, 8192.0) <= of(Software::Compiled, 8192.0));
}

#[test]
fn lora_saves_a_third_of_the_arithmetic_and_exchanges_nothing_that_fits() {
    let lora = full("h100-sxm", 8.0).with_text("method", "lora").unwrap();
    let hours = |scenario: &Scenario, constants: Assumptions| {
        train(scenario, &constants, 8e9).0.initial_gpu_hours.number()
    };
    let ratio = hours(&full("h100-sxm", 8.0), bare(0.5)) / hours(&lora, bare(0.5));
    assert!((ratio - 1.5).abs() < 1e-12, "{ratio}");
    // Eight billion weights are 16 GB: each GPU has its own. Full training spreads 128 GB.
    let exchanging = || bare(0.5).replaced(Assumption::ExchangeCost, 1.0);
    assert_eq!(hours(&lora, exchanging()), hours(&lora, bare(0.5)));
    assert!(hours(&full("h100-sxm", 8.0), exchanging()) > hours(&full("h100-sxm", 8.0), bare(0.5)));
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
    // How the model is served changes nothing in that.
    assert!(!fits(405e9, "lora", "int4", 8.0));
    assert!(fits(405e9, "qlora", "bf16", 8.0) && !fits(405e9, "lora", "bf16", 8.0));
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
    let h20 = Gpu {
        bf16_flop_per_s: 148e12,
        fp8_flop_per_s: Some(296e12),
        bandwidth_bytes_per_s: 4e12,
        ..*GPUS.iter().find(|gpu| gpu.id == "h100-sxm").unwrap()
    };
    let assumptions = Assumptions::default();
    for gpu in GPUS.iter().chain([&h20]) {
        for (fp8, peak) in [(false, Some(gpu.bf16_flop_per_s)), (true, gpu.fp8_flop_per_s)] {
            let Some(peak) = peak else { continue };
            for sequence in [1.0, 2048.0, 1e5] {
                let job = Job {
                    architecture: &plain(7e9),
                    gpu,
                    fp8,
                    method: Method::Full,
                    software: Software::Compiled,
                    sequence: Tokens::new(sequence).term(),
                    step_tokens: Tokens::new(1e6).term(),
                    recomputed: Fraction::new(0.0).term(),
                    gpus: Gpus::new(8.0),
                    assumptions: &assumptions,
                };
                // MFU counts the 16-bit peak, whatever the precision.
                let mfu = token_work(&job, &mut Trace::off()).mfu.number();
                assert!(mfu > 0.0 && mfu < peak / gpu.bf16_flop_per_s, "{}: {mfu}", gpu.id);
            }
        }
    }
    // Nor where a reader takes the ends of the constants' ranges.
    for constant in [
        Assumption::TrainingShare16bit,
        Assumption::TrainingShare16bitAmpere,
        Assumption::TrainingShare8bit,
        Assumption::TrainingShareAttention,
        Assumption::TrainingShareAttentionAmpere,
        Assumption::AttentionKernels2023,
    ] {
        assert!(constant.spec().band.high < 1.0, "{constant:?}");
    }
}

#[test]
fn a_scenario_trains_slower_unpacked_eager_and_in_four_bits() {
    let hours = |changes: &[(&str, &str)]| {
        let scenario = changes.iter().fold(Scenario::default(), |scenario, (input, option)| {
            scenario.with_text(input, option).unwrap()
        });
        evaluate(&scenario.with(Input::TokensPerExample, 400.0).unwrap())
            .estimate
            .training
            .retrain_gpu_hours
            .number()
    };
    let usual = hours(&[]);
    assert!(hours(&[("packing", "single")]) > 2.0 * usual);
    assert!(hours(&[("training_software", "compiled")]) < usual);
    assert!(hours(&[("method", "qlora")]) > usual);
    assert!(hours(&[("method", "qlora"), ("packing", "single")]) > 1.5 * hours(&[("packing", "single")]));
    // How the model is served does not change how it is trained.
    assert_eq!(hours(&[("precision", "int4")]).to_bits(), usual.to_bits());
}

#[test]
fn what_gpus_exchange_within_a_layer_loses_as_much_speed_to_their_number_as_all_else() {
    // A tenth is lost with each doubling beyond 8 GPUs: on 64 a second is worth 0.9³ of one on 8.
    let constants = Assumptions::default()
        .replaced(Assumption::MfuLossPerDoubling, 0.1)
        .replaced(Assumption::MfuFlatGpus, 8.0);
    let llama = architecture::named(MODELS.iter().find(|entry| entry.id == "llama-3.1-70b").unwrap());
    let time = |software: Software, gpus: f64, constants: &Assumptions| {
        let job = Job {
            architecture: &llama,
            gpu: GPUS.iter().find(|gpu| gpu.id == "h100-sxm").unwrap(),
            fp8: false,
            method: Method::Full,
            software,
            sequence: Tokens::new(2048.0).term(),
            step_tokens: Tokens::new(1e6).term(),
            recomputed: Fraction::new(1.0).term(),
            gpus: Gpus::new(gpus),
            assumptions: constants,
        };
        token_work(&job, &mut Trace::off()).gpu_time.number()
    };
    let exchange = |gpus: f64, constants: &Assumptions| {
        time(Software::TensorParallel, gpus, constants) - time(Software::Compiled, gpus, constants)
    };
    let ratio = exchange(64.0, &constants) / exchange(8.0, &constants);
    assert!((ratio * 0.729 - 1.0).abs() < 1e-6, "{ratio}");
    // The less of each GPU's memory may be used, the more of them share a layer.
    let share = constants.number(Assumption::TrainingMemoryShare);
    let tight = constants.replaced(Assumption::TrainingMemoryShare, 0.8 * share);
    assert!(exchange(8.0, &tight) > 1.05 * exchange(8.0, &constants));
}

#[test]
fn a_job_is_judged_if_any_of_its_rounds_trains() {
    let conditions = |initial: f64, each_round: f64| {
        let scenario = full("l4", 1.0)
            .with(Input::InitialExamples, initial)
            .and_then(|s| s.with(Input::ExamplesPerRound, each_round))
            .unwrap();
        // 70 billion parameters on one GPU of 24 GB.
        train(&scenario, &Assumptions::default(), 70e9).1
    };
    for (initial, each_round) in [(1000.0, 0.0), (0.0, 1000.0), (1000.0, 1000.0)] {
        let told = conditions(initial, each_round);
        assert!(told.contains(&Condition::TrainingDoesNotFit), "{initial}, {each_round}: {told:?}");
    }
    assert_eq!(conditions(0.0, 0.0), []);
}

#[test]
fn one_gpu_exchanges_nothing_even_where_the_weights_do_not_fit() {
    let llama = architecture::named(MODELS.iter().find(|entry| entry.id == "llama-3.1-70b").unwrap());
    let time = |exchange: f64, gpus: f64| {
        let job = Job {
            architecture: &llama,
            gpu: GPUS.iter().find(|gpu| gpu.id == "l4").unwrap(),
            fp8: false,
            method: Method::Lora,
            software: Software::Compiled,
            sequence: Tokens::new(2048.0).term(),
            step_tokens: Tokens::new(4096.0).term(),
            recomputed: Fraction::new(1.0).term(),
            gpus: Gpus::new(gpus),
            assumptions: &Assumptions::default().replaced(Assumption::ExchangeCost, exchange),
        };
        token_work(&job, &mut Trace::off()).gpu_time.number()
    };
    assert_eq!(time(1.0, 1.0), time(2.0, 1.0));
    assert!(time(1.0, 8.0) < time(2.0, 8.0));
}
