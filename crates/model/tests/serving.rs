//! Serving against published values: memory, throughput, latency; and what must hold for every setup.

use model::catalogue::{Domain, GPUS, Gpu, INPUTS, MODELS, Precision};
use model::context::{mean_prompt, read_before};
use model::load::{self, serve};
use model::outcome::{Architecture, Condition, Load, Serving};
use model::serving::{Replica, Setup, Software};
use model::trace::{Operand, Trace};
use model::units::{Fraction, Gpus, Requests, RequestsPerSecond, Tokens};
use model::{Assumption, Assumptions, Input, Scenario, Values, architecture};
use proptest::prelude::*;

/// Bytes in a GiB, as memory is often reported.
const GIB: f64 = 1024.0 * 1024.0 * 1024.0;

#[expect(clippy::expect_used, reason = "a name that the catalogue lacks fails the test")]
fn shape(id: &str) -> Architecture {
    architecture::named(MODELS.iter().find(|model| model.id == id).expect("a model of this name"))
}

#[expect(clippy::expect_used, reason = "a name that the catalogue lacks fails the test")]
fn gpu(id: &str) -> &'static Gpu {
    GPUS.iter().find(|gpu| gpu.id == id).expect("a GPU of this name")
}

fn precision(id: &str) -> Precision {
    match id {
        "FP16" | "BF16" => Precision::Bf16,
        "FP8" => Precision::Fp8,
        _ => Precision::Int4,
    }
}

/// A replica with everything given, on software that does all at a pace.
fn replica(model: &str, bits: &str, kind: &str, tp: f64, prompt: f64, output: f64, pace: f64) -> Replica {
    let setup = Setup {
        architecture: &shape(model),
        gpu: gpu(kind),
        precision: precision(bits),
        tp: Gpus::new(tp),
        prompt: Tokens::new(prompt).term(),
        output: Tokens::new(output).term(),
        software: Software { pace: Fraction::new(pace).term(), ..Software::default() },
        assumptions: &Assumptions::default(),
    };
    Replica::new(&setup, &mut Trace::off())
}

#[test]
fn a_request_that_fits_as_it_begins_but_not_as_it_ends_does_not_fit() {
    // Memory for a fifth less than the whole answer is enough to take a request, and too little to finish it.
    let with = |output: f64| replica("llama-3.1-8b", "BF16", "l4", 1.0, 1.0, output, 1.0);
    let one = with(1000.0);
    let kept = one.kv_bytes_free.number() / 131_072.0;
    assert!((20_000.0..80_000.0).contains(&kept), "{kept} tokens");
    for (share, expected) in
        [(0.99, Ok(())), (1.1, Err(Condition::RequestDoesNotFit)), (1.3, Err(Condition::RequestDoesNotFit))]
    {
        let replica = with(kept * share);
        assert_eq!(replica.batch_max.number() >= 1.0, share < 1.25, "{}", replica.batch_max.number());
        assert_eq!(replica.fit(), expected, "{share} of what fits");
    }
}

#[test]
fn kv_cache_of_a_token() {
    // KV bytes a token in 16 bit: from the models' shapes; checked against published sizes of whole contexts.
    let vectors = [
        ("llama-2-7b", 524_288.0),
        ("llama-2-13b", 819_200.0),
        ("llama-2-70b", 327_680.0),
        ("llama-3.1-8b", 131_072.0),
        ("llama-3.1-70b", 327_680.0),
        ("llama-3.1-405b", 516_096.0),
        ("mistral-7b", 131_072.0),
        ("mistral-small-24b", 163_840.0),
        ("mixtral-8x7b", 131_072.0),
        ("mixtral-8x22b", 229_376.0),
        ("qwen2.5-0.5b", 12_288.0),
        ("qwen2.5-1.5b", 28_672.0),
        ("qwen2.5-3b", 36_864.0),
        ("qwen2.5-7b", 57_344.0),
        ("qwen2.5-14b", 196_608.0),
        ("qwen2.5-32b", 262_144.0),
        ("qwen2.5-72b", 327_680.0),
        ("deepseek-v3", 70_272.0),
    ];
    for (model, bytes) in vectors {
        let full = replica(model, "BF16", "h100-sxm", 8.0, 1.0, 1.0, 1.0);
        assert_eq!(full.kv_bytes_per_token.number(), bytes, "{model}");
        let half = replica(model, "FP8", "h100-sxm", 8.0, 1.0, 1.0, 1.0);
        assert_eq!(half.kv_bytes_per_token.number(), bytes / 2.0, "{model}");
    }
}

#[test]
fn kv_cache_of_a_context() {
    let gib = |model, tokens: f64| {
        replica(model, "BF16", "h100-sxm", 8.0, 1.0, 1.0, 1.0).kv_bytes_per_token.number() * tokens / GIB
    };
    assert!((gib("llama-3.1-70b", 128_000.0) - 39.06).abs() < 0.005);
    // Often stated as 123 GiB: twice the truth.
    assert!((gib("llama-3.1-405b", 128_000.0) - 61.52).abs() < 0.005);
    assert!((gib("deepseek-v3", 10_000.0) - 0.65446).abs() < 5e-6);
    assert!((gib("qwen3-0.6b", 40_960.0) - 4.375).abs() < 1e-9);
    assert!((gib("qwen2.5-0.5b", 10_000.0) - 0.11444).abs() < 5e-6);
    assert!((gib("kimi-k2.5", 262_144.0) - 17.16).abs() < 0.005);
    assert!((gib("deepseek-v3", 163_840.0) - 10.72).abs() < 0.005);
    assert!((gib("llama-3.1-8b", 16_000.0) - 1.953).abs() < 0.001);
    let gpu_bytes =
        replica("llama-2-70b", "BF16", "h100-sxm", 2.0, 1.0, 1.0, 1.0).kv_bytes_per_token.number() / 2.0;
    assert_eq!(gpu_bytes * 1024.0, 167_772_160.0);
    assert_eq!(
        replica("llama-2-13b", "BF16", "h100-sxm", 1.0, 1.0, 1.0, 1.0).kv_bytes_per_token.number() * 522.0,
        427_622_400.0
    );
    // vLLM: 28.20 GiB hold 184,832 tokens of Mistral Small 3.2.
    assert!((gib("mistral-small-3.2-24b", 184_832.0) - 28.20).abs() < 0.005);
    // Blocks of 16 tokens that the free memory of one and of two GPUs holds.
    let blocks = |free: f64| (free * GIB / (12_288.0 * 16.0)).floor();
    assert!(
        (blocks(68.89) / 376_231.0 - 1.0).abs() < 1e-3
            && (blocks(2.0 * 68.09) / 743_724.0 - 1.0).abs() < 1e-3
    );
    // In 8 bit.
    let minimax = replica("minimax-m2", "FP8", "h100-sxm", 8.0, 1.0, 1.0, 1.0);
    assert_eq!(minimax.kv_bytes_per_token.number() * 196_608.0, 24_964_497_408.0);
}

#[test]
fn weights() {
    let weights = |model, bits| replica(model, bits, "h100-sxm", 8.0, 1.0, 1.0, 1.0).weight_bytes.number();
    assert_eq!(weights("qwen2.5-0.5b", "BF16") / GIB, 0.920_207_738_876_342_8);
    // Tables of tokens stay in 16 bit: vLLM reports 67.72 GiB for 70.6 billion parameters in 8 bit.
    assert!((weights("llama-3.1-70b", "FP8") / GIB - 67.72).abs() < 0.1);
    assert!((weights("qwen3-8b", "FP8") / GIB - 8.790).abs() < 0.01);
    assert!((weights("deepseek-v2", "BF16") / GIB - 439.10).abs() < 0.05);
    // Four-bit experts and 16-bit attention: 12.82 GiB, of which the average weight of 0.56 bytes knows nothing.
    assert!((weights("gpt-oss-20b", "FP4") / GIB / 12.816 - 1.0).abs() < 0.04);
    assert!((weights("zephyr-7b", "BF16") / 1e9 - 14.49).abs() < 0.02);
    assert!((weights("llama-2-70b", "BF16") / GIB - 128.48).abs() < 0.05);
    assert!((weights("mistral-small-24b", "BF16") / GIB - 44.76).abs() < 0.05);
    // A mixture's weights are all in memory; its speed follows the active ones.
    assert!((weights("mixtral-8x7b", "BF16") / 1e9 - 93.4).abs() < 0.1);
}

#[test]
fn memory_fits_where_it_was_seen_to_fit() {
    // The longest context that one request had: vLLM on 80 GB GPUs, by Lambda.
    let fits =
        |model, bits, tp, context: f64| replica(model, bits, "h100-sxm", tp, context - 1.0, 1.0, 1.0).fit();
    for (model, bits, tp, context) in [
        ("llama-3.1-70b", "FP8", 1.0, 4_000.0),
        ("llama-3.1-70b", "FP8", 2.0, 128_000.0),
        ("llama-3.1-405b", "FP8", 8.0, 128_000.0),
        ("mixtral-8x7b", "BF16", 2.0, 32_000.0),
        ("mixtral-8x22b", "BF16", 4.0, 16_000.0),
        ("mixtral-8x22b", "BF16", 8.0, 64_000.0),
        ("mistral-large-123b", "BF16", 4.0, 128_000.0),
    ] {
        assert_eq!(fits(model, bits, tp, context), Ok(()), "{model} {bits} on {tp}");
    }
    for (model, bits, tp) in [
        ("llama-3.1-405b", "FP8", 4.0),
        ("mixtral-8x7b", "BF16", 1.0),
        ("mixtral-8x22b", "BF16", 2.0),
        ("mistral-large-123b", "BF16", 2.0),
        ("deepseek-r1", "FP8", 1.0),
        ("llama-3.1-70b", "BF16", 1.0),
    ] {
        assert_eq!(fits(model, bits, tp, 2.0), Err(Condition::ModelDoesNotFit), "{model} {bits} on {tp}");
    }
    // The weights fit, one request of that length does not.
    assert_eq!(fits("qwen2.5-32b", "BF16", 1.0, 128_000.0), Err(Condition::RequestDoesNotFit));
}

#[test]
fn windows_limit_what_a_context_leaves() {
    let kept = |model: &str, tokens: f64| {
        replica(model, "BF16", "h100-sxm", 8.0, tokens - 1.0, 1.0, 1.0).request_bytes.number() / GIB
    };
    // Published for Gemma 3 27B: 10.41 GiB at 131,072 tokens, where all layers seeing all would keep 62.
    assert!((kept("gemma-3-27b", 131_072.0) - 10.41).abs() < 0.01);
    // Below the window, a window changes nothing.
    assert!((kept("gemma-3-27b", 1_000.0) * GIB - 1_000.0 * 62.0 * 2.0 * 16.0 * 128.0 * 2.0).abs() < 1.0);
    // Half of gpt-oss's layers see 128 tokens.
    assert!(kept("gpt-oss-120b", 100_000.0) < 0.51 * 100_000.0 * 36.0 * 2.0 * 8.0 * 64.0 * 2.0 / GIB);
}

/// Memory as vLLM divides it: it claims nine tenths of each GPU and keeps some GiB of that for activations.
fn as_vllm(model: &str, bits: &str, tp: f64, context: f64, activations_gib: f64) -> Result<(), Condition> {
    let h100 = gpu("h100-sxm");
    let assumptions = Assumptions::default()
        .replaced(Assumption::UsableMemory, 1.0)
        .replaced(Assumption::ReservedBytes, 0.1 * h100.memory_bytes + activations_gib * GIB);
    let setup = Setup {
        architecture: &shape(model),
        gpu: h100,
        precision: precision(bits),
        tp: Gpus::new(tp),
        prompt: Tokens::new(context - 1.0).term(),
        output: Tokens::new(1.0).term(),
        software: Software::default(),
        assumptions: &assumptions,
    };
    Replica::new(&setup, &mut Trace::off()).fit()
}

#[test]
fn memory_fails_where_vllm_was_seen_to_fail() {
    // Activations as reported with each model; tokens in GiB left: 4.45, 32.00 and 34.49.
    assert_eq!(as_vllm("deepseek-r1", "FP8", 1.0, 2.0, 5.0), Err(Condition::ModelDoesNotFit));
    assert_eq!(as_vllm("llama-3.3-70b", "FP8", 1.0, 2.0, 4.84), Err(Condition::ModelDoesNotFit));
    assert_eq!(as_vllm("llama-3.3-70b", "FP8", 2.0, 128_000.0, 4.84), Ok(()));
    assert_eq!(as_vllm("qwen3-32b", "BF16", 1.0, 32_000.0, 5.64), Err(Condition::RequestDoesNotFit));
    assert_eq!(as_vllm("qwen3-32b", "BF16", 1.0, 16_000.0, 5.64), Ok(()));
    assert_eq!(as_vllm("qwen3-32b", "BF16", 2.0, 32_000.0, 5.64), Ok(()));
}

/// A model on one GPU under ideal conditions: nothing but arithmetic and memory at their peaks.
fn ideal(model: &str, bits: &str, kind: &str, tp: f64) -> Replica {
    let assumptions = [
        (Assumption::ComputeShare16bit, 1.0),
        (Assumption::ComputeShare8bit, 1.0),
        (Assumption::AttentionShare, 1.0),
        (Assumption::BandwidthShare, 1.0),
        (Assumption::LayerOverhead, 0.0),
        (Assumption::TpWait, 0.0),
        (Assumption::LinkShare, 1.0),
        (Assumption::ReservedBytes, 0.0),
    ];
    let assumptions = assumptions
        .into_iter()
        .fold(Assumptions::default(), |constants, (constant, value)| constants.replaced(constant, value));
    let setup = Setup {
        architecture: &shape(model),
        gpu: gpu(kind),
        precision: precision(bits),
        tp: Gpus::new(tp),
        prompt: Tokens::new(512.0).term(),
        output: Tokens::new(1.0).term(),
        software: Software::default(),
        assumptions: &assumptions,
    };
    Replica::new(&setup, &mut Trace::off())
}

#[test]
fn closed_forms_of_prefill_and_decode() {
    // llm-analysis at full efficiency, 512 tokens, one request: milliseconds of prefill, and of a token. It takes the
    // larger of memory and arithmetic time where this model adds them, which for one request is next to nothing; its
    // exchange between two GPUs of a single token takes longer.
    for (model, bits, kind, tp, prefill, token) in [
        ("llama-7b", "BF16", "a100-80", 1.0, 22.41, 6.73),
        ("llama-13b", "BF16", "a100-80", 1.0, 43.1, 12.94),
        ("llama-33b", "BF16", "a100-80", 1.0, 107.74, 32.36),
        ("llama-65b", "BF16", "a100-80", 2.0, 113.33, 33.85),
        ("llama-2-70b", "BF16", "a100-80", 2.0, 119.28, 35.28),
        ("llama-2-70b", "BF16", "h100-sxm", 2.0, 39.48, 21.98),
        ("llama-2-70b", "FP8", "h100-sxm", 1.0, 36.86, 20.69),
    ] {
        let replica = ideal(model, bits, kind, tp);
        let found =
            (replica.prefill_time.number() * 1000.0, replica.step_time(Requests::new(1.0)).number() * 1000.0);
        assert!((found.0 / prefill - 1.0).abs() < 0.05, "{model} on {kind}: prefill {} ms", found.0);
        assert!((found.1 / token - 1.0).abs() < 0.06, "{model} on {kind}: a token {} ms", found.1);
    }
}

/// Llama 3.1 8B in 8 bit on one H100, a thousand tokens in and a hundred out, at most a hundred requests at once, with and
/// without a cache that would have this share of all prompts, half of it the history of sessions.
fn with_and_without_cache(cached_share: f64) -> [Replica; 2] {
    let assumptions = Assumptions::default()
        .replaced(Assumption::BatchLimit, 100.0)
        .replaced(Assumption::SessionShare, 0.5);
    let shape = shape("llama-3.1-8b");
    let setup = Setup {
        architecture: &shape,
        gpu: gpu("h100-sxm"),
        precision: precision("fp8"),
        tp: Gpus::new(1.0),
        prompt: Tokens::new(1000.0).term(),
        output: Tokens::new(100.0).term(),
        software: Software::default(),
        assumptions: &assumptions,
    };
    let plain = Replica::new(&setup, &mut Trace::off());
    [plain.caching(&setup, Fraction::new(cached_share).term(), &mut Trace::off()), plain]
}

#[test]
fn a_prefix_cache_by_hand() {
    let [cache, plain] = with_and_without_cache(0.6);
    // 32 layers of 8 heads of 128, keys and values, in 8 bit: 65,536 bytes a token. Of each prompt 0.3·1,000 tokens are everybody's.
    assert_eq!(plain.kv_bytes_per_token.number(), 65_536.0);
    assert_eq!(cache.batch_max.number(), 100.0);
    let pool = plain.kv_bytes_free.number() / 65_536.0 - 300.0;
    let idle = pool - 100.0 * (1000.0 + 50.0 - 300.0);
    let step = plain.launch_time.number() + plain.weights_time.number() + 100.0 * plain.request_time.number();
    let requests_per_s = 100.0 / (100.0 * step + 100.0 * 0.7 * plain.prefill_time.number());
    let residence = idle / (requests_per_s * (1100.0 - 300.0));
    // Some twenty seconds, in which a tenth of the sessions go on.
    assert!((5.0..60.0).contains(&residence), "{residence}");
    let cached = 0.6 * (0.5 + 0.5 * (1.0 - libm::exp(-residence / 215.0)));
    assert!((cache.cached_share.number() / cached - 1.0).abs() < 1e-12);
    assert!(
        (cache.prefill_time.number() / (plain.prefill_time.number() * (1.0 - cached)) - 1.0).abs() < 1e-12
    );
    // Decoding is as before.
    assert_eq!(cache.request_time, plain.request_time);
    let [none, plain] = with_and_without_cache(0.0);
    assert_eq!(none, plain);
}

#[test]
fn sessions_go_on_as_a_trace_of_conversations_has_them() {
    // Prompt tokens found again, in percent, if a block is kept so many seconds after its last use: Mooncake's conversations,
    // 4.3 % of them the same in all sessions and 37.4 % without bounds.
    let counted = [
        (5.0, 4.3),
        (10.0, 4.4),
        (20.0, 5.1),
        (30.0, 6.0),
        (60.0, 10.5),
        (120.0, 19.5),
        (180.0, 24.1),
        (300.0, 29.3),
        (600.0, 35.0),
        (1200.0, 36.7),
        (1800.0, 37.1),
    ];
    let pause = Assumptions::default().number(Assumption::SessionPause);
    for (seconds, percent) in counted {
        let kept = 1.0 - libm::exp(-seconds / pause);
        let found = 4.3 + (37.4 - 4.3) * kept;
        assert!((found - percent).abs() < 3.0, "{found} after {seconds} s");
    }
}

#[test]
fn peaks_are_those_that_customers_of_each_volume_had() {
    // Requests a second, and quartiles over customers of the busiest hundredth of ten-minute windows over the mean.
    let counted = [
        ((0.3, 1.0), [4.4, 7.7, 13.5]),
        ((1.0, 3.0), [4.1, 6.6, 14.6]),
        ((3.0, 10.0), [3.0, 4.1, 6.6]),
        ((10.0, 30.0), [2.3, 3.9, 7.6]),
        ((30.0, 100.0), [1.6, 2.3, 3.2]),
    ];
    for ((from, to), [low, middle, high]) in counted {
        let requests_per_day = 86_400.0 * libm::sqrt(from * to);
        let scenario = Scenario::default().with(Input::RequestsPerDay, requests_per_day).unwrap();
        let peak = scenario.get(Input::PeakToMean);
        assert!((low..high).contains(&peak), "{peak} from {from} to {to} a second");
        assert!((0.75..1.35).contains(&(peak / middle)), "{peak} beside {middle}");
    }
    // 86,400 a day is one a second. Few requests are kept in the range; a peak of one's own stays.
    let at = |requests: f64| Scenario::default().with(Input::RequestsPerDay, requests).unwrap();
    assert_eq!(at(86_400.0).get(Input::PeakToMean), 7.0);
    assert_eq!(at(10.0).get(Input::PeakToMean), 20.0);
    let own = at(864_000.0).with(Input::PeakToMean, 3.0).unwrap();
    assert_eq!(own.with(Input::RequestsPerDay, 10.0).unwrap().get(Input::PeakToMean), 3.0);
}

#[test]
fn small_models_are_replicated_and_large_ones_shared() {
    let serving = |model: &str, gpus: f64| {
        let scenario = Scenario::default()
            .with_text("model", model)
            .and_then(|s| s.with(Input::GpuCount, gpus))
            .unwrap();
        served(&scenario.values()).0
    };
    let small = serving("llama-3.1-8b", 8.0);
    assert_eq!((small.tp_degree.number(), small.own_replicas.number()), (1.0, 8.0));
    let large = serving("llama-3.1-405b", 8.0);
    assert_eq!((large.tp_degree.number(), large.own_replicas.number()), (8.0, 1.0));
    let odd = serving("llama-3.1-405b", 11.0);
    assert_eq!((odd.own_replicas.number(), odd.gpus_idle.number()), (1.0, 3.0));
}

#[test]
fn a_tight_objective_is_met_by_sharing_wider() {
    let tp = |itl: f64| {
        let scenario = Scenario::default()
            .with_text("model", "llama-3.1-70b")
            .and_then(|s| s.with(Input::GpuCount, 8.0))
            .and_then(|s| s.with(Input::RequestsPerDay, 1000.0))
            .and_then(|s| s.with(Input::ItlObjective, itl))
            .unwrap();
        let (serving, load, _) = served(&scenario.values());
        assert!(load.meets_objective);
        serving.tp_degree.number()
    };
    assert!(tp(0.011) > tp(0.2));
}

#[test]
fn an_objective_out_of_reach_takes_the_fastest_degree_and_says_so() {
    // Measured on eight H100: 9.1 ms.
    let scenario = Scenario::default()
        .with_text("model", "llama-3.1-70b")
        .and_then(|s| s.with(Input::GpuCount, 8.0))
        .and_then(|s| s.with(Input::RequestsPerDay, 1000.0))
        .and_then(|s| s.with(Input::ItlObjective, 0.005))
        .unwrap();
    let (serving, load, conditions) = served(&scenario.values());
    assert_eq!(serving.tp_degree.number(), 8.0);
    assert!((load.itl_mean.number() / 0.0091 - 1.0).abs() < 0.2, "{:?}", load.itl_mean);
    assert!(
        conditions.contains(&Condition::ItlMissed) && conditions.contains(&Condition::ObjectivesOutOfReach)
    );
    let reached = served(&scenario.with(Input::ItlObjective, 0.05).unwrap().values());
    assert!(!reached.2.contains(&Condition::ObjectivesOutOfReach));
}

#[test]
fn software_differs_in_arithmetic_and_that_of_2024_in_all() {
    let times = |engine: &str| {
        let scenario = Scenario::default().with_text("engine", engine).unwrap().values();
        let assumptions = Assumptions::default();
        let shape = shape("qwen3-235b-a22b");
        let replica =
            Replica::new(&Setup::new(&scenario, &assumptions, &shape, Gpus::new(8.0)), &mut Trace::off());
        (replica.launch_time.number(), replica.weights_time.number(), replica.prefill_time.number())
    };
    let [best, typical, vllm, sglang, old] =
        ["tensorrt-llm", "typical", "vllm", "sglang", "vllm-2024"].map(times);
    assert_eq!(vllm, sglang);
    for newer in [typical, vllm] {
        assert!(newer.0 == best.0 && newer.1 == best.1 && newer.2 > best.2);
    }
    assert!(old.0 > best.0 && old.1 > best.1 && old.2 > best.2);
}

#[test]
fn a_mixture_on_several_gpus_takes_longer_to_start_a_layer() {
    let launch = |model: &str, tp: f64| replica(model, "FP8", "b200-sxm", tp, 100.0, 100.0, 1.0).launch_time;
    assert_eq!(launch("llama-3.1-70b", 1.0), launch("llama-3.1-70b", 8.0));
    assert!(launch("qwen3-235b-a22b", 8.0) > launch("qwen3-235b-a22b", 4.0));
}

#[test]
fn missing_arithmetic_is_said_and_saves_memory_only() {
    let scenario = Scenario::default()
        .with_text("gpu", "a100-80")
        .and_then(|s| s.with_text("precision", "fp8"))
        .unwrap();
    assert!(served(&scenario.values()).2.contains(&Condition::PrecisionEmulated));
    let [emulated, native] =
        ["FP8", "BF16"].map(|bits| replica("llama-3.1-8b", bits, "a100-80", 1.0, 1000.0, 100.0, 1.0));
    assert_eq!(emulated.prefill_time, native.prefill_time);
    assert!(emulated.weight_bytes < native.weight_bytes && emulated.batch_max > native.batch_max);
}

#[test]
fn what_does_not_fit_serves_nothing_and_says_why() {
    let base = Scenario::default().with(Input::GpuCount, 1.0).unwrap();
    let too_large = base.clone().with_text("model", "llama-3.1-405b").unwrap();
    let too_long = base
        .with_text("model", "llama-3.1-70b")
        .and_then(|s| s.with_text("precision", "fp8"))
        .and_then(|s| s.with(Input::PromptTokens, 128_000.0))
        .unwrap();
    for (scenario, why) in [(too_large, Condition::ModelDoesNotFit), (too_long, Condition::RequestDoesNotFit)]
    {
        let (serving, load, conditions) = served(&scenario.values());
        assert!(!serving.fits && conditions.contains(&why), "{conditions:?}");
        assert_eq!((serving.own_replicas.number(), serving.capacity.number()), (0.0, 0.0));
        assert_eq!((load.share_served.number(), load.meets_objective), (0.0, false));
    }
}

#[test]
fn at_capacity_the_batch_is_full() {
    for (model, tp) in [("llama-3.1-8b", 1.0), ("mixtral-8x7b", 2.0)] {
        let replica = replica(model, "FP8", "h100-sxm", tp, 2000.0, 400.0, 0.7);
        let full = replica.in_flight(replica.capacity(&mut Trace::off())).number();
        assert!((full / replica.batch_max.number() - 1.0).abs() < 1e-9, "{model}: {full}");
    }
}

#[test]
fn sizes_at_an_anchor_are_that_model() {
    for model in architecture::anchors() {
        let billions = model.total_parameters / 1e9;
        let at = |size: f64| {
            let Domain::Number { min, max, .. } = Input::ModelSize.spec().domain else {
                panic!("a size is a number")
            };
            architecture::resolve(
                &Scenario::default().with(Input::ModelSize, size.clamp(min, max)).unwrap().values(),
            )
        };
        assert_eq!(at(billions), architecture::named(model), "{}", model.id);
        assert_eq!(at(billions * 1.01), architecture::named(model), "{}", model.id);
    }
}

fn served(values: &Values) -> (Serving, Load, Vec<Condition>) {
    serve(values, &Assumptions::default(), &architecture::resolve(values), &mut Trace::off())
}

/// Any scenario: every input somewhere in its range, its ends included more often than by chance.
fn anything() -> impl Strategy<Value = Values> {
    let place = prop_oneof![8 => 0.0..=1.0, 1 => Just(0.0), 1 => Just(1.0)];
    prop::collection::vec(place, Input::COUNT).prop_map(|places| {
        INPUTS.iter().zip(places).fold(Scenario::default().values(), |values, (spec, place)| {
            let value = match spec.domain {
                Domain::Choice(options) => place * options.len() as f64,
                Domain::Number { min, max, .. } if min > 0.0 => min * libm::pow(max / min, place),
                Domain::Number { min, max, .. } => min + place * (max - min),
            };
            values.replaced(spec.input, value)
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn everything_is_finite_and_shares_are_shares(values in anything()) {
        let (serving, load, _) = served(&values);
        for value in serving.values().into_iter().chain(load.values()) {
            prop_assert!(value.number().is_none_or(f64::is_finite), "{serving:?} {load:?}");
        }
        for share in [load.utilisation_mean, load.utilisation_peak, load.share_served] {
            prop_assert!((0.0..=1.0).contains(&share.number()), "{load:?}");
        }
        prop_assert!(load.utilisation_mean.number() <= load.utilisation_peak.number() + 1e-12);
        prop_assert!(load.batch_peak.number() <= serving.batch_max.number());
        prop_assert_eq!(serving.fits, serving.capacity.number() > 0.0);
        let used = serving.own_replicas.number() * serving.tp_degree.number();
        prop_assert_eq!(used + serving.gpus_idle.number(), values.number(Input::GpuCount));
    }

    #[test]
    fn a_step_takes_longer_the_more_it_serves(values in anything(), batch in 1.0..4000.0) {
        let assumptions = Assumptions::default();
        let shape = architecture::resolve(&values);
        let setup = Setup::new(&values, &assumptions, &shape, Gpus::new(8.0));
        let replica = Replica::new(&setup, &mut Trace::off());
        let step = |batch| replica.step_time(Requests::new(batch)).number();
        prop_assert!(step(batch + 1.0) > step(batch));
        // Each request costs less in company.
        prop_assert!(step(batch + 1.0) / (batch + 1.0) <= step(batch) / batch);
    }

    #[test]
    fn more_load_never_shortens_a_wait(values in anything(), share in 0.0..1.0) {
        let assumptions = Assumptions::default();
        let shape = architecture::resolve(&values);
        let replica = Replica::new(&Setup::new(&values, &assumptions, &shape, Gpus::new(8.0)), &mut Trace::off());
        if replica.fit().is_err() {
            return Ok(());
        }
        let capacity = replica.capacity(&mut Trace::off()).number();
        let at = |share: f64| load::steady(&replica, RequestsPerSecond::new(share * capacity), &assumptions);
        let (less, more) = (at(share), at(share + 0.01));
        let rounding = 1.0 - 1e-9;
        prop_assert!(more.ttft.number() >= less.ttft.number() * rounding, "{less:?} {more:?}");
        prop_assert!(more.itl.number() >= less.itl.number() * rounding);
        prop_assert!(more.in_flight.number() >= less.in_flight.number() * rounding);
        prop_assert!(more.wait_p95.number() >= less.wait_p95.number() * rounding);
    }

    #[test]
    fn in_flight_keeps_itself_up(values in anything(), share in 0.0..1.0) {
        let assumptions = Assumptions::default();
        let shape = architecture::resolve(&values);
        let replica = Replica::new(&Setup::new(&values, &assumptions, &shape, Gpus::new(8.0)), &mut Trace::off());
        if replica.fit().is_err() {
            return Ok(());
        }
        let rate = share * replica.capacity(&mut Trace::off()).number();
        let found = replica.in_flight(RequestsPerSecond::new(rate));
        let itl = replica.step_time(found).number() / (1.0 - rate * replica.prefill_time.number());
        let kept = rate * replica.output.number() * itl;
        prop_assert!((kept - found.number()).abs() <= 1e-6 * found.number().max(1.0), "{kept} {found:?}");
    }

    #[test]
    fn what_is_cached_never_costs_capacity(values in anything(), more in 0.0..1.0) {
        let share = values.number(Input::CachedShare);
        let [less, more] = [share, share + more * (1.0 - share)].map(|share| {
            served(&values.replaced(Input::CachedShare, share)).0
        });
        // Of an agent's prompts, the call before had read a part, and of the first it has the share.
        let [first, answer, returned, turns] =
            [Input::PromptTokens, Input::OutputTokens, Input::ToolTokens, Input::Turns].map(|it| values.number(it));
        let most = read_before(first, answer, returned, turns)
            + share * first / (turns * mean_prompt(first, answer, returned, turns));
        prop_assert!(more.own_cached_share.number() <= 1.0 + 1e-12 && less.own_cached_share.number() <= most + 1e-12);
        if more.tp_degree == less.tp_degree {
            prop_assert!(more.capacity.number() >= less.capacity.number() * (1.0 - 1e-9));
            prop_assert!(more.batch_max >= less.batch_max);
        }
    }

    #[test]
    fn more_gpus_never_harm(values in anything(), more in 1.0..8.0) {
        let larger = values.replaced(Input::GpuCount, values.number(Input::GpuCount) * more);
        let ((before, load_before, _), (after, load_after, _)) = (served(&values), served(&larger));
        prop_assert!(after.fits || !before.fits);
        prop_assert!(load_after.meets_objective || !load_before.meets_objective);
        if after.tp_degree == before.tp_degree {
            prop_assert!(after.capacity >= before.capacity);
        }
        // Without an objective that can be missed, capacity alone decides.
        let patient = |values: &Values| served(&values
            .replaced(Input::TtftObjective, 60.0).replaced(Input::ItlObjective, 1.0)
            .replaced(Input::PromptTokens, values.number(Input::PromptTokens).min(4000.0))
            .replaced(Input::StackFactor, 1.0).replaced(Input::RequestsPerDay, 10.0)).0.capacity;
        prop_assert!(patient(&larger) >= patient(&values));
    }

    #[test]
    fn the_gpus_needed_are_enough_and_no_fewer_are(values in anything()) {
        let (_, load, _) = served(&values);
        match load.gpus_needed.map(Gpus::number) {
            None => prop_assert!(!load.meets_objective || load.rate_overflow_peak.number() > 0.0),
            Some(needed) => {
                let meets = |gpus: f64| {
                    let (serving, load, _) = served(&values.replaced(Input::GpuCount, gpus));
                    serving.fits && load.meets_objective && load.rate_overflow_peak.number() <= 0.0
                };
                prop_assert!(meets(needed), "{needed} GPUs do not do");
                prop_assert!(needed <= 1.0 || !meets(needed - 1.0), "{} GPUs would do", needed - 1.0);
            }
        }
    }

    #[test]
    fn more_capacity_serves_no_less(capacity in 0.0..10.0, more in 0.0..5.0, peak_to_mean in 1.0..20.0) {
        let (less, more) = (load::share_served(capacity, 10.0, peak_to_mean), load::share_served(capacity + more, 10.0, peak_to_mean));
        prop_assert!((0.0..=1.0).contains(&less) && more >= less - 1e-12);
        // What is served never exceeds what capacity allows.
        prop_assert!(less * 10.0 / peak_to_mean <= capacity + 1e-9);
        prop_assert!(load::share_served(10.0 * (1.0 - 1e-9), 10.0, peak_to_mean) > 0.999_999);
    }
}
