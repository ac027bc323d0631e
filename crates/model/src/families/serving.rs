//! Serving: how a model is placed on GPUs, and how fast they can run it at most.
//!
//! A roofline in which memory time and arithmetic time add: on measurements that halves the largest errors of taking
//! the larger of the two. Its few constants are fitted to published throughput and latency of TensorRT-LLM, vLLM and
//! SGLang, which differ in the arithmetic that they reach.

use crate::case::scenario::{Assumptions, Values};
use crate::catalogue::{Assumption as A, Engine, Gpu, Input, Precision};
use crate::families::architecture::Architecture;
use crate::families::outputs::Condition;
use crate::quantities::exact::{floor, fmax, fmin};
use crate::quantities::units::{
    Bytes, BytesPerSecond, BytesPerToken, Count, Flop, FlopPerSecond, Fraction, Gpus, Requests,
    RequestsPerSecond, Seconds, Tokens, Unit,
};
use crate::workings::trace::{Operand, Record, Term, Trace, compute};

/// Newton's steps for the requests in flight on a mixture: more than it takes to the last bit.
const NEWTON_STEPS: usize = 24;

impl Precision {
    /// Bytes of a weight, as a constant.
    pub fn weight_bytes(self) -> A {
        match self {
            Self::Bf16 => A::WeightBytes16bit,
            Self::Fp8 => A::WeightBytes8bit,
            Self::Int4 => A::WeightBytes4bit,
        }
    }

    /// Bytes of an element of KV cache, as a constant. With 4-bit weights the cache is kept in 8 bit.
    pub fn kv_bytes(self) -> A {
        match self {
            Self::Bf16 => A::KvBytes16bit,
            Self::Fp8 | Self::Int4 => A::KvBytes8bit,
        }
    }

    /// The GPU's peak for this precision, the share of it that is reached, and whether it replaces a peak that the
    /// GPU lacks: weights are then stored in this precision and computed in 16 bit.
    ///
    /// # Examples
    /// ```
    /// use model::catalogue::{GPUS, Precision};
    /// let a100 = GPUS.iter().find(|gpu| gpu.id == "a100-80").unwrap();
    /// let (peak, _, emulated) = Precision::Fp8.arithmetic(a100);
    /// assert_eq!((peak.number(), emulated), (312e12, true));
    /// ```
    pub fn arithmetic(self, gpu: &Gpu) -> (FlopPerSecond, A, bool) {
        let native = match self {
            Self::Bf16 => Some((gpu.bf16_flop_per_s, A::ComputeShare16bit)),
            Self::Fp8 => gpu.fp8_flop_per_s.map(|peak| (peak, A::ComputeShare8bit)),
            Self::Int4 => gpu.fp4_flop_per_s.map(|peak| (peak, A::ComputeShare4bit)),
        };
        let (peak, share) = native.unwrap_or((gpu.bf16_flop_per_s, A::ComputeShare16bit));
        (FlopPerSecond::new(peak), share, native.is_none())
    }
}

impl Engine {
    /// Its speed, with a stack factor for the software that is not named.
    ///
    /// # Source
    /// TensorRT-LLM is what the constants are fitted to, so that its factors are 1; those of the others are constants.
    ///
    /// # Examples
    /// ```
    /// use model::catalogue::{Assumption, Engine};
    /// use model::scenario::Assumptions;
    /// use model::trace::Operand;
    /// use model::units::Fraction;
    /// let constants = Assumptions::default();
    /// let unnamed = Engine::Typical.software(Fraction::new(0.9).term(), &constants);
    /// assert_eq!(unnamed.arithmetic.number(), 0.9);
    /// let named = Engine::Vllm.software(Fraction::new(0.9).term(), &constants);
    /// assert_eq!(named.arithmetic.number(), constants.number(Assumption::OpenArithmetic));
    /// ```
    pub fn software(self, stack_factor: Term, assumptions: &Assumptions) -> Software {
        let calibrated = Software::default();
        match self {
            Self::TensorrtLlm => calibrated,
            Self::Typical => {
                Software { arithmetic: stack_factor, moe_factor: A::OpenMoeFactor, ..calibrated }
            }
            Self::Vllm | Self::Sglang => Software {
                arithmetic: assumptions.term(A::OpenArithmetic),
                moe_factor: A::OpenMoeFactor,
                ..calibrated
            },
            Self::Vllm2024 => Software { pace: assumptions.term(A::Pace2024), ..calibrated },
        }
    }
}

/// Speed of serving software against the calibrated one, TensorRT-LLM.
#[derive(Clone, Copy, Debug)]
pub struct Software {
    /// Speed of its arithmetic.
    pub arithmetic: Term,
    /// Speed of all that it does: launching and reading, too.
    pub pace: Term,
    /// The constant for the arithmetic of a mixture of experts against that of a dense model.
    pub moe_factor: A,
}

impl Default for Software {
    fn default() -> Self {
        Self {
            arithmetic: Fraction::new(1.0).term(),
            pace: Fraction::new(1.0).term(),
            moe_factor: A::MoeFactor,
        }
    }
}

/// Tokens of a context that a layer has in its cache and looks at, averaged over the layers.
///
/// # Formula
/// ```text
/// n − windowed share · max(n − window, 0)
/// ```
/// # Source
/// Arithmetic on the models' published shapes.
///
/// # Examples
/// Gemma 3 27B: 52 of 62 layers see 1,024 tokens. Of 131,072 the cache holds a sixth: 10.4 GiB in 16 bit.
/// ```
/// let seen = model::serving::seen(131_072.0, 52.0 / 62.0, 1024.0);
/// let gib = seen * 62.0 * 2.0 * 16.0 * 128.0 * 2.0 / 1024f64.powi(3);
/// assert!((gib - 10.41).abs() < 0.01);
/// ```
pub fn seen(tokens: f64, windowed_share: f64, window: f64) -> f64 {
    tokens - windowed_share * fmax(tokens - window, 0.0)
}

/// What is placed on which GPUs: a model in a precision on a number of them, for requests of given lengths.
///
/// Everything is explicit, so that it serves a measurement's row as well as a scenario. A length or factor that comes
/// from no input is given as `Operand::term(&Tokens::new(…))`.
#[derive(Clone, Copy, Debug)]
pub struct Setup<'a> {
    /// The model's shape.
    pub architecture: &'a Architecture,
    /// The kind of GPU.
    pub gpu: &'a Gpu,
    /// The precision.
    pub precision: Precision,
    /// GPUs that share the replica (tensor parallelism).
    pub tp: Gpus,
    /// Prompt tokens of a request.
    pub prompt: Term,
    /// Output tokens of a request.
    pub output: Term,
    /// The serving software.
    pub software: Software,
    /// The model's constants.
    pub assumptions: &'a Assumptions,
}

impl<'a> Setup<'a> {
    /// What a scenario describes, with a given number of GPUs to a replica.
    pub fn new(
        values: &Values,
        assumptions: &'a Assumptions,
        architecture: &'a Architecture,
        tp: Gpus,
    ) -> Self {
        Self {
            architecture,
            gpu: values.gpu(),
            precision: values.chosen(),
            tp,
            prompt: values.term(Input::PromptTokens),
            output: values.term(Input::OutputTokens),
            software: values.chosen::<Engine>().software(values.term(Input::StackFactor), assumptions),
            assumptions,
        }
    }

    fn gpu_term(&self, number: f64, unit: Unit) -> Term {
        Term::catalogue(number, unit, self.gpu.source)
    }
}

/// One replica: what it holds, and what its steps take. Made once for a setup; all times follow from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Replica {
    /// GPUs that share it.
    pub tp: Gpus,
    /// Bytes of weights. All of them count, also of a mixture of experts: they have to be in memory.
    pub weight_bytes: Bytes,
    /// Bytes of KV cache that one token leaves.
    pub kv_bytes_per_token: BytesPerToken,
    /// Bytes that the weights leave for KV cache; negative if they do not fit.
    pub kv_bytes_free: Bytes,
    /// Bytes of KV cache that one request has grown to at its end.
    pub request_bytes: Bytes,
    /// Requests held at once.
    pub batch_max: Requests,
    /// Share of the prompts' tokens that are in its cache.
    pub cached_share: Fraction,
    /// Time to read what of one prompt is not in the cache.
    pub prefill_time: Seconds,
    /// Time that a decoding step takes whatever its batch: starting each layer, meeting the other GPUs.
    pub launch_time: Seconds,
    /// Time to read all weights from memory.
    pub weights_time: Seconds,
    /// Time that each request of the batch adds to a step.
    pub request_time: Seconds,
    /// Output tokens of a request.
    pub output: Term,
    /// For a mixture: the share of weights that are in experts, and the share of experts that a token leaves out.
    pub experts: Option<(f64, f64)>,
}

impl Replica {
    /// Places the model on the GPUs.
    ///
    /// # Formula
    /// ```text
    /// weights       = parameters · bytes of a weight + (embedding + head) · (2 − bytes of a weight)
    /// KV a token    = layers · elements · bytes of an element            elements = 2 · KV heads · head dim
    /// seen(n)       = n − windowed share · max(n − window, 0)            tokens in the cache, averaged over layers
    /// free          = usable · (TP · (memory − reserve) − weights)
    /// batch         = min(limit, free / (KV a token · seen(prompt + reserved share · output)))
    /// F, BW         = the GPU's stated rates · what it sustains
    /// prefill       = (2·P·n + 2·L·d·n·seen(n)/e_a) / (TP·F·e_c) + n·(exchange + experts)     n prompt tokens
    /// launch        = L·(t_l + t_x·k·log2 TP)                            k experts of a token, 0 if dense
    /// reading       = weights / (TP·BW·e_m/w)                            w = 1 + w_tp·log2 TP
    /// each request  = KV a token·seen(context) / (TP·BW·e_m/w) + (2·P + 4·L·d·seen(context)/e_a) / (TP·F·e_c)
    ///                 + exchange + experts
    /// exchange      = 2·L·width·2·2·(TP−1)/TP / (e_l·link/2)             for each token
    /// experts       = traffic·L·k·width / (TP·BW·e_m/w)                  for each token, `k` experts of it
    /// ```
    /// with `P` active parameters, `L` layers, `d` the attention's width, `F` the peak at the precision, `BW` the memory
    /// bandwidth, and context = prompt + output/2. Attention is causal, and reaches `e_a` of what matrices do. `F` is
    /// multiplied by the arithmetic of the software, and for a mixture of experts by that software's factor for them;
    /// software that is slower in all divides every time by its pace. `w` is what GPUs that share a replica wait for each
    /// other. Tables of tokens count in `P` and are read as a whole, though only rows of the one at the input are:
    /// leaving them out is truer and fits worse, as sampling, which is not modelled, grows with them too.
    ///
    /// # Source
    /// Fitted by `cargo xtask calibrate` on published throughput and latency of TensorRT-LLM, vLLM and SGLang, dense
    /// models and mixtures on one to eight GPUs; `docs/model/serving.md` shows how well it holds.
    ///
    /// # Examples
    /// Llama 3.1 8B in FP8 on one H100, 1000 tokens in and 1000 out: measured 15,245 output tokens a second.
    /// ```
    /// use model::architecture;
    /// use model::catalogue::{GPUS, MODELS, Precision};
    /// use model::scenario::Assumptions;
    /// use model::serving::{Replica, Setup, Software};
    /// use model::trace::{Operand, Trace};
    /// use model::units::{Gpus, Tokens};
    /// let llama = architecture::named(MODELS.iter().find(|model| model.id == "llama-3.1-8b").unwrap());
    /// let setup = Setup {
    ///     architecture: &llama,
    ///     gpu: GPUS.iter().find(|gpu| gpu.id == "h100-sxm").unwrap(),
    ///     precision: Precision::Fp8,
    ///     tp: Gpus::new(1.0),
    ///     prompt: Tokens::new(1000.0).term(),
    ///     output: Tokens::new(1000.0).term(),
    ///     software: Software::default(),
    ///     assumptions: &Assumptions::default(),
    /// };
    /// let replica = Replica::new(&setup, &mut Trace::off());
    /// let tokens_per_second = 1000.0 * replica.capacity(&mut Trace::off()).number();
    /// assert!((tokens_per_second / 15245.0 - 1.0).abs() < 0.05);
    /// ```
    pub fn new(setup: &Setup<'_>, trace: &mut impl Record) -> Self {
        let Setup { architecture, gpu, precision, tp, prompt, output, software, assumptions } = *setup;
        let n_layers = Count::new(architecture.n_layers);
        let attention_width = Count::new(architecture.attention_width);
        let weight_bytes = compute!(trace, weight_bytes "Weights of one replica": Bytes =
            total_parameters * bytes_of_a_weight
                + (embedding_parameters + head_parameters) * (bytes_of_a_table - bytes_of_a_weight);
            where total_parameters = architecture.total,
                bytes_of_a_weight = assumptions.term(precision.weight_bytes()),
                embedding_parameters = architecture.embedding, head_parameters = architecture.head,
                bytes_of_a_table = assumptions.term(A::WeightBytes16bit));
        let kv_bytes_per_token = compute!(trace, kv_bytes_per_token "KV cache of one token": BytesPerToken =
            n_layers * elements_in_a_layer * bytes_of_an_element;
            where n_layers, elements_in_a_layer = Count::new(architecture.kv_elements_per_layer),
                bytes_of_an_element = assumptions.term(precision.kv_bytes()));
        let kv_bytes_free = compute!(trace, kv_bytes_free "Memory that weights leave for KV cache": Bytes =
            usable_memory * (tp_degree * (memory - reserved_bytes) - weight_bytes);
            where usable_memory = assumptions.term(A::UsableMemory), tp_degree = tp,
                memory = setup.gpu_term(gpu.memory_bytes, Unit::Bytes),
                reserved_bytes = assumptions.term(A::ReservedBytes), weight_bytes);
        let (windowed, window) = architecture.window;
        let (windowed, window) = (Fraction::new(windowed), Tokens::new(window));
        let request_bytes = compute!(trace, request_bytes "KV cache of a request at its end": Bytes =
            kv_bytes_per_token * seen(prompt_tokens + output_tokens, windowed_share, window_tokens);
            where kv_bytes_per_token, prompt_tokens = prompt, output_tokens = output,
                windowed_share = windowed, window_tokens = window);
        let batch_max = compute!(trace, batch_max "Largest batch of one replica": Requests =
            fmax(fmin(batch_limit, kv_bytes_free / (kv_bytes_per_token
                * seen(prompt_tokens + reserved_output * output_tokens, windowed_share, window_tokens))), 0.0);
            where batch_limit = assumptions.term(A::BatchLimit), kv_bytes_free,
                kv_bytes_per_token, prompt_tokens = prompt,
                reserved_output = assumptions.term(A::ReservedOutput), output_tokens = output,
                windowed_share = windowed, window_tokens = window);

        let sustained = Term::catalogue(gpu.sustained_share, Unit::Fraction, gpu.source);
        let (peak, compute_share, _) = precision.arithmetic(gpu);
        let mixture = match architecture.experts {
            Some(_) => assumptions.term(software.moe_factor),
            None => Count::new(1.0).term(),
        };
        let pace = software.pace;
        let arithmetic = compute!(trace, arithmetic "Arithmetic that one replica reaches": FlopPerSecond =
            tp_degree * peak * sustained_share * compute_share * moe_factor * stack_factor * pace;
            where tp_degree = tp, peak = setup.gpu_term(peak.number(), Unit::FlopPerSecond), sustained_share = sustained,
                compute_share = assumptions.term(compute_share), moe_factor = mixture,
                stack_factor = software.arithmetic, pace);
        let doublings = Count::new(libm::log(tp.number()) / core::f64::consts::LN_2);
        let bandwidth = compute!(trace, bandwidth "Memory bandwidth that one replica reaches": BytesPerSecond =
            tp_degree * memory_bandwidth * sustained_share * bandwidth_share * pace / (1.0 + tp_wait * doublings);
            where tp_degree = tp, memory_bandwidth = setup.gpu_term(gpu.bandwidth_bytes_per_s, Unit::BytesPerSecond),
                sustained_share = sustained, bandwidth_share = assumptions.term(A::BandwidthShare),
                pace, tp_wait = assumptions.term(A::TpWait), doublings);
        let exchange_time = compute!(trace, exchange_time "Time to exchange one token's results between GPUs": Seconds =
            2.0 * n_layers * width * 2.0 * 2.0 * (tp_degree - 1.0) / tp_degree / (link_share * link / 2.0) / pace;
            where n_layers, width = Count::new(architecture.width), tp_degree = tp,
                link_share = assumptions.term(A::LinkShare),
                link = setup.gpu_term(gpu.link_bytes_per_s, Unit::BytesPerSecond), pace);
        let experts_active = Count::new(architecture.experts.map_or(0.0, |(_, active)| active));
        let expert_time = compute!(trace, expert_time "Time to bring one token to its experts and back, in memory": Seconds =
            expert_traffic * n_layers * experts_active * width / bandwidth;
            where expert_traffic = assumptions.term(A::ExpertTraffic), n_layers, experts_active,
                width = Count::new(architecture.width), bandwidth);
        let prefill_time = compute!(trace, whole_prompt_time "Time to read one prompt": Seconds =
            (2.0 * active_parameters * prompt_tokens + 2.0 * n_layers * attention_width * prompt_tokens
                * seen(prompt_tokens, windowed_share, window_tokens) / attention_share) / arithmetic
                + prompt_tokens * (exchange_time + expert_time);
            where active_parameters = architecture.active, prompt_tokens = prompt, n_layers,
                attention_width, windowed_share = windowed, window_tokens = window,
                attention_share = assumptions.term(A::AttentionShare), arithmetic, exchange_time, expert_time);

        let launch_time = compute!(trace, launch_time "Time to start all layers of a step": Seconds =
            n_layers * (layer_overhead + expert_exchange * experts_active * doublings) / pace;
            where n_layers, layer_overhead = assumptions.term(A::LayerOverhead), expert_exchange = assumptions.term(A::ExpertExchange),
                experts_active, doublings, pace);
        let weights_time = compute!(trace, weights_time "Time to read all weights": Seconds = weight_bytes / bandwidth;
            where weight_bytes, bandwidth);
        let context_tokens = compute!(trace, context_tokens "Context that a layer sees halfway through an answer": Tokens =
            seen(prompt_tokens + output_tokens / 2.0, windowed_share, window_tokens);
            where prompt_tokens = prompt, output_tokens = output, windowed_share = windowed, window_tokens = window);
        let token_flop = compute!(trace, token_flop "Arithmetic of one output token, attention by the time that it takes": Flop =
            2.0 * active_parameters + 4.0 * n_layers * attention_width * context_tokens / attention_share;
            where active_parameters = architecture.active, n_layers, attention_width,
                context_tokens, attention_share = assumptions.term(A::AttentionShare));
        let request_time = compute!(trace, request_time "Time that a request adds to a step": Seconds =
            kv_bytes_per_token * context_tokens / bandwidth + token_flop / arithmetic + exchange_time + expert_time;
            where kv_bytes_per_token, context_tokens, bandwidth,
                token_flop, arithmetic, exchange_time, expert_time);

        let experts = architecture.experts.filter(|(n, k)| k < n).map(|(n, k)| {
            let (total, active) = (architecture.total.number(), architecture.active.number());
            let left_out = 1.0 - k / n;
            ((total - active) / left_out / total, left_out)
        });
        Self {
            tp,
            weight_bytes,
            kv_bytes_per_token,
            kv_bytes_free,
            request_bytes,
            batch_max,
            cached_share: Fraction::new(0.0),
            prefill_time,
            launch_time,
            weights_time,
            request_time,
            output,
            experts,
        }
    }

    /// The replica with a cache of the beginnings of prompts, so far as memory keeps them.
    ///
    /// # Formula
    /// ```text
    /// fixed     = c·(1 − σ)                                             the same beginning of every prompt
    /// shared    = fixed·prompt·(1 − windowed share)                     tokens that all requests have in common
    /// batch     = min(limit, (free/KV a token − shared) / (seen(prompt + reserved share · output) − shared))
    /// idle      = free/KV a token − shared − batch·(seen(prompt + output/2) − shared)
    /// residence = idle / (capacity·(seen(prompt + output) − shared))
    /// kept      = 1 − exp(−residence/pause)                             of the sessions that go on
    /// cached    = c·((1 − σ) + σ·kept)
    /// prefill   = prefill without a cache · (1 − cached)
    /// ```
    /// with `c` the share of prompt tokens that a cache without bounds would have, `σ` what of it is the history of sessions, and
    /// the capacity that of a replica that keeps the fixed beginning alone. The tokens that requests in flight do not need are
    /// the cache: what has waited longest gives way first. At full load it is the smallest; with less to do, more is kept than
    /// counted here.
    ///
    /// # Units
    /// `c` and `σ` are fractions; the pause is in seconds.
    ///
    /// # Source
    /// Pauses between the turns of a session: a trace of conversations, on which `kept` is within three points of the hits
    /// that were counted for a cache of each residence.
    ///
    /// # Examples
    /// A thousand tokens in and a hundred out, half of them the same instructions each time: half of a prompt is read.
    /// ```
    /// # use model::architecture;
    /// # use model::catalogue::{Assumption, GPUS, MODELS, Precision};
    /// # use model::scenario::Assumptions;
    /// # use model::serving::{Replica, Setup, Software};
    /// # use model::trace::{Operand, Trace};
    /// # use model::units::{Fraction, Gpus, Tokens};
    /// # let llama = architecture::named(MODELS.iter().find(|model| model.id == "llama-3.1-8b").unwrap());
    /// # let assumptions = Assumptions::default().replaced(Assumption::SessionShare, 0.0);
    /// # let setup = Setup {
    /// #     architecture: &llama,
    /// #     gpu: GPUS.iter().find(|gpu| gpu.id == "h100-sxm").unwrap(),
    /// #     precision: Precision::Fp8,
    /// #     tp: Gpus::new(1.0),
    /// #     prompt: Tokens::new(1000.0).term(),
    /// #     output: Tokens::new(100.0).term(),
    /// #     software: Software::default(),
    /// #     assumptions: &assumptions,
    /// # };
    /// let plain = Replica::new(&setup, &mut Trace::off());
    /// let caching = plain.caching(&setup, Fraction::new(0.5).term(), &mut Trace::off());
    /// assert_eq!(caching.prefill_time.number(), plain.prefill_time.number() / 2.0);
    /// assert!(caching.batch_max.number() > 1.5 * plain.batch_max.number());
    /// ```
    #[must_use]
    pub fn caching(self, setup: &Setup<'_>, cached_share: Term, trace: &mut impl Record) -> Self {
        let Setup { architecture, prompt, output, assumptions, .. } = *setup;
        let (windowed, window) = architecture.window;
        let (windowed_share, window_tokens) = (Fraction::new(windowed), Tokens::new(window));
        let shared = compute!(trace, shared_tokens "Tokens of the cache that all requests have in common": Tokens =
            cached_share * (1.0 - session_share) * prompt_tokens * (1.0 - windowed_share);
            where cached_share, session_share = assumptions.term(A::SessionShare), prompt_tokens = prompt, windowed_share);
        let pool = compute!(trace, pool_tokens "Tokens of the cache beside them": Tokens =
            fmax(kv_bytes_free / kv_bytes_per_token - shared_tokens, 0.0);
            where kv_bytes_free = self.kv_bytes_free, kv_bytes_per_token = self.kv_bytes_per_token,
                shared_tokens = shared);
        let batch_max = compute!(trace, batch_max "Largest batch of one replica": Requests =
            fmin(batch_limit, pool_tokens
                / (seen(prompt_tokens + reserved_output * output_tokens, windowed_share, window_tokens) - shared_tokens));
            where batch_limit = assumptions.term(A::BatchLimit), pool_tokens = pool, prompt_tokens = prompt,
                reserved_output = assumptions.term(A::ReservedOutput), output_tokens = output, windowed_share,
                window_tokens, shared_tokens = shared);
        let fixed = Fraction::new(cached_share.number() * (1.0 - assumptions.number(A::SessionShare)));
        let least = Self { batch_max, prefill_time: self.read_beside(fixed), ..self };
        let rate = least.capacity(&mut Trace::off());
        let residence = compute!(trace, cache_residence "Time that a token stays in the cache at full load, unused": Seconds =
            fmax(pool_tokens - batch_max * (seen(prompt_tokens + output_tokens / 2.0, windowed_share, window_tokens)
                - shared_tokens), 0.0)
                / (capacity_with_fixed_prefix
                    * (seen(prompt_tokens + output_tokens, windowed_share, window_tokens) - shared_tokens));
            where pool_tokens = pool, batch_max, prompt_tokens = prompt, output_tokens = output, windowed_share,
                window_tokens, shared_tokens = shared, capacity_with_fixed_prefix = rate);
        let cached = compute!(trace, own_cached_share "Share of the prompts' tokens that the own cache has": Fraction =
            cached_share * (1.0 - session_share * libm::exp(-cache_residence / session_pause));
            where cached_share, session_share = assumptions.term(A::SessionShare), cache_residence = residence,
                session_pause = assumptions.term(A::SessionPause));
        let prefill_time = compute!(trace, prefill_time "Time to read what of a prompt is not cached": Seconds =
            whole_prompt_time * (1.0 - own_cached_share);
            where whole_prompt_time = self.prefill_time, own_cached_share = cached);
        Self { batch_max, cached_share: cached, prefill_time, ..self }
    }

    /// Time to read what of a prompt is not in a cache that has a share of it.
    fn read_beside(&self, cached: Fraction) -> Seconds {
        Seconds::new(self.prefill_time.number() * (1.0 - cached.number()))
    }

    /// Whether weights and at least one request fit.
    ///
    /// # Errors
    /// The condition that says which of the two does not.
    pub fn fit(&self) -> Result<(), Condition> {
        if self.kv_bytes_free.number() <= 0.0 {
            Err(Condition::ModelDoesNotFit)
        } else if self.kv_bytes_free.number() < self.request_bytes.number() || self.batch_max.number() < 1.0 {
            Err(Condition::RequestDoesNotFit)
        } else {
            Ok(())
        }
    }

    /// Share of the weights that one step of a batch touches.
    ///
    /// # Formula
    /// ```text
    /// 1 − experts' share of the weights · (1 − k/n)^B
    /// ```
    /// for a mixture with `k` of `n` experts a token, drawn independently; 1 for a dense model.
    pub fn touched_share(&self, batch: f64) -> f64 {
        self.experts.map_or(1.0, |(in_experts, left_out)| 1.0 - in_experts * libm::pow(left_out, batch))
    }

    /// Time of one decoding step, in which each request of the batch gets one token. A step serves at least one.
    ///
    /// # Formula
    /// ```text
    /// launch + touched share(B)·reading + B·each request
    /// ```
    pub fn step_time(&self, batch: Requests) -> Seconds {
        let batch = fmax(batch.number(), 1.0);
        let reading = self.touched_share(batch) * self.weights_time.number();
        Seconds::new(self.launch_time.number() + reading + batch * self.request_time.number())
    }

    /// Time between tokens with a batch that stays as large: each answer is interrupted by the prompts of all others.
    ///
    /// # Formula
    /// ```text
    /// t_step(B) + B·t_prefill/output
    /// ```
    pub fn itl_of_batch(&self, batch: Requests) -> Seconds {
        let reading = batch.number() * self.prefill_time.number() / self.output.number();
        Seconds::new(self.step_time(batch).number() + reading)
    }

    /// Time of a step at the largest batch.
    pub fn step_time_full(&self, trace: &mut impl Record) -> Seconds {
        let touched = Count::new(self.touched_share(self.batch_max.number()));
        compute!(trace, step_time_full "Time of a step at the largest batch": Seconds =
            launch_time + touched_share * weights_time + batch_max * request_time;
            where launch_time = self.launch_time, touched_share = touched, weights_time = self.weights_time,
                batch_max = self.batch_max, request_time = self.request_time)
    }

    /// Requests a second at the largest batch: each place is held for an answer's steps, and each prompt stops all.
    ///
    /// # Formula
    /// ```text
    /// B / (output·t_step(B) + B·t_prefill)
    /// ```
    pub fn capacity(&self, trace: &mut impl Record) -> RequestsPerSecond {
        let full = self.step_time_full(trace);
        compute!(trace, replica_capacity "Capacity of one replica": RequestsPerSecond =
            batch_max / (output_tokens * step_time_full + batch_max * prefill_time);
            where batch_max = self.batch_max, output_tokens = self.output, step_time_full = full,
                prefill_time = self.prefill_time)
    }

    /// Requests a second of a run that is given all its requests at once and ends with the last of them.
    ///
    /// # Formula
    /// ```text
    /// n / (floor(n/B)·wave(B) + wave(n mod B))        wave(b) = b·t_prefill + output·t_step(b)
    /// ```
    /// Requests of one length that begin together end together: they go in waves of the largest batch, and the last
    /// wave is short. Many of them come near the [capacity](Self::capacity).
    ///
    /// # Source
    /// The form of offline benchmarks; `data/validation/runs.toml` has their numbers of requests.
    ///
    /// # Examples
    /// ```
    /// # use model::architecture;
    /// # use model::catalogue::{GPUS, MODELS, Precision};
    /// # use model::scenario::Assumptions;
    /// # use model::serving::{Replica, Setup, Software};
    /// # use model::trace::{Operand, Trace};
    /// # use model::units::{Gpus, Requests, Tokens};
    /// # let llama = architecture::named(MODELS.iter().find(|model| model.id == "llama-3.1-8b").unwrap());
    /// # let setup = Setup {
    /// #     architecture: &llama,
    /// #     gpu: GPUS.iter().find(|gpu| gpu.id == "h100-sxm").unwrap(),
    /// #     precision: Precision::Fp8,
    /// #     tp: Gpus::new(1.0),
    /// #     prompt: Tokens::new(1000.0).term(),
    /// #     output: Tokens::new(1000.0).term(),
    /// #     software: Software::default(),
    /// #     assumptions: &Assumptions::default(),
    /// # };
    /// let replica = Replica::new(&setup, &mut Trace::off());
    /// let capacity = replica.capacity(&mut Trace::off()).number();
    /// // A whole wave runs at the capacity; one request more needs a wave of its own.
    /// let wave = replica.batch_max.number();
    /// assert!((replica.run_rate(Requests::new(wave)).number() / capacity - 1.0).abs() < 1e-12);
    /// assert!(replica.run_rate(Requests::new(wave + 1.0)).number() < 0.9 * capacity);
    /// assert!((replica.run_rate(Requests::new(1e6)).number() / capacity - 1.0).abs() < 1e-3);
    /// ```
    pub fn run_rate(&self, requests: Requests) -> RequestsPerSecond {
        let wave = |batch: f64| {
            batch * self.prefill_time.number()
                + self.output.number() * self.step_time(Requests::new(batch)).number()
        };
        let requests = fmax(requests.number(), 1.0);
        let batch = fmax(fmin(self.batch_max.number(), requests), 1.0);
        let waves = floor(requests / batch);
        let rest = requests - waves * batch;
        let last = if rest > 0.0 { wave(rest) } else { 0.0 };
        RequestsPerSecond::new(requests / (waves * wave(batch) + last))
    }

    /// Requests in flight at a steady rate: the `N` that keeps itself up, at most the largest batch.
    ///
    /// # Formula
    /// ```text
    /// N = λ·output·ITL        ITL = t_step(N) / (1 − λ·t_prefill)
    /// ```
    /// The slower the steps, the more requests are in flight, and they slow the steps. For a dense model a step is
    /// linear in `N`, which gives it in closed form; for a mixture Newton's method does. At the capacity, `N` is the
    /// largest batch.
    pub fn in_flight(&self, rate: RequestsPerSecond) -> Requests {
        let (rate, most) = (rate.number(), self.batch_max.number());
        let decoding = 1.0 - rate * self.prefill_time.number();
        if decoding <= 0.0 {
            return self.batch_max;
        }
        let kept_up = |step: f64| rate * self.output.number() * step / decoding;
        let alone = kept_up(self.step_time(Requests::new(1.0)).number());
        if alone <= 1.0 {
            return Requests::new(fmin(alone, most));
        }
        // As if each step read all weights: what a dense model does, and no mixture exceeds.
        let rest = 1.0 - kept_up(self.request_time.number());
        let all_read = kept_up(self.launch_time.number() + self.weights_time.number()) / rest;
        let mut found = if rest > 0.0 { fmin(all_read, most) } else { most };
        if let Some((in_experts, left_out)) = self.experts {
            // The surplus is convex in N: from above, Newton's steps only descend.
            for _ in 0..NEWTON_STEPS {
                let surplus = found - kept_up(self.step_time(Requests::new(found)).number());
                let untouched = in_experts * libm::pow(left_out, found) * self.weights_time.number();
                let slope = rest + kept_up(untouched * libm::log(left_out));
                if !(surplus > 0.0 && slope > 0.0) {
                    break;
                }
                found = fmax(found - surplus / slope, 1.0);
            }
        }
        Requests::new(found)
    }
}
