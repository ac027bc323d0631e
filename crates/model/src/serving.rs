//! Serving: how a model lies on GPUs, and how fast they can run it at most.
//!
//! A roofline in which memory time and arithmetic time add: on measurements that halves the error of taking the larger
//! of the two. Constants are fitted to TensorRT-LLM's published throughput; another serving stack is a factor on them.

use crate::catalogue::{Assumption as A, Gpu, Input};
use crate::outcome::{Architecture, Condition};
use crate::scenario::{Assumptions, Values};
use crate::trace::{Term, Trace};
use crate::units::{
    Bytes, BytesPerToken, Count, FlopPerSecond, Gpus, Requests, RequestsPerSecond, Seconds, Unit,
};

pub use crate::latency::serve;

/// Bits of a weight while serving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// 16 bit.
    Bf16,
    /// 8 bit.
    Fp8,
    /// 4 bit.
    Int4,
}

impl Precision {
    /// The precision with this option's name.
    pub fn from_option(id: &str) -> Self {
        match id {
            "bf16" => Self::Bf16,
            "int4" => Self::Int4,
            _ => Self::Fp8,
        }
    }

    /// Bytes of a weight, as a constant.
    pub fn weight_bytes(self) -> A {
        match self {
            Self::Bf16 => A::WeightBytes16bit,
            Self::Fp8 => A::WeightBytes8bit,
            Self::Int4 => A::WeightBytes4bit,
        }
    }

    /// Bytes of an element of KV cache, as a constant.
    pub fn kv_bytes(self) -> A {
        match self {
            Self::Bf16 => A::KvBytes16bit,
            Self::Fp8 | Self::Int4 => A::KvBytes8bit,
        }
    }

    /// The GPU's peak for this precision, the share of it that is reached, and whether it stands for a peak that the
    /// GPU lacks: weights are then stored in this precision and computed in 16 bit.
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

/// One replica: a model in a precision on a number of GPUs, with requests of given lengths.
#[derive(Clone, Copy, Debug)]
pub struct Replica<'a> {
    /// The model's shape.
    pub architecture: &'a Architecture,
    /// The kind of GPU.
    pub gpu: &'a Gpu,
    /// The precision.
    pub precision: Precision,
    /// GPUs that share the replica.
    pub tp: Gpus,
    /// Prompt tokens of a request.
    pub prompt: Term,
    /// Output tokens of a request.
    pub output: Term,
    /// Speed of the serving software against the calibrated one.
    pub stack: Term,
    /// The model's constants.
    pub assumptions: &'a Assumptions,
}

impl<'a> Replica<'a> {
    /// The replica that a scenario describes, with a given number of GPUs.
    pub fn new(values: &Values, assumptions: &'a Assumptions, architecture: &'a Architecture, tp: Gpus) -> Self {
        Self {
            architecture,
            gpu: values.gpu(),
            precision: Precision::from_option(values.option(Input::Precision)),
            tp,
            prompt: values.term(Input::PromptTokens),
            output: values.term(Input::OutputTokens),
            stack: values.term(Input::StackFactor),
            assumptions,
        }
    }

    fn gpu_term(&self, number: f64, unit: Unit) -> Term {
        Term::catalogue(number, unit, self.gpu.source)
    }

    /// Bytes of weights.
    ///
    /// # Formula
    /// ```text
    /// total parameters · bytes of a weight
    /// ```
    /// The total counts, also for a mixture of experts: all of them have to lie in memory.
    pub fn weights(&self, trace: &mut Trace) -> Bytes {
        crate::compute!(trace, weight_bytes "Weights of one replica": Bytes = parameters * bytes;
            where parameters = self.architecture.total, bytes = self.assumptions.term(self.precision.weight_bytes()))
    }

    /// Bytes of KV cache that one token leaves.
    ///
    /// # Formula
    /// ```text
    /// layers · elements a layer · bytes of an element          elements = 2 · KV heads · head dim
    /// ```
    pub fn kv_per_token(&self, trace: &mut Trace) -> BytesPerToken {
        crate::compute!(trace, kv_bytes_per_token "KV cache of one token": BytesPerToken = layers * elements * bytes;
            where layers = Count::new(self.architecture.n_layers),
                elements = Count::new(self.architecture.kv_elements_per_layer),
                bytes = self.assumptions.term(self.precision.kv_bytes()))
    }

    /// Bytes that weights leave free for KV cache; negative if the weights do not fit.
    ///
    /// # Formula
    /// ```text
    /// usable share · (TP · (memory − reserve) − weights)
    /// ```
    pub fn kv_free(&self, trace: &mut Trace) -> Bytes {
        let weights = self.weights(trace);
        crate::compute!(trace, kv_bytes_free "Memory left for KV cache": Bytes =
            usable * (tp * (memory - reserve) - weights);
            where usable = self.assumptions.term(A::UsableMemory), tp = self.tp,
                memory = self.gpu_term(self.gpu.memory_bytes, Unit::Bytes),
                reserve = self.assumptions.term(A::ReservedBytes), weights = weights)
    }

    /// Requests that are held at once; below one if a single request does not fit.
    ///
    /// # Formula
    /// ```text
    /// min(scheduler's limit, free / (KV a token · (prompt + output)))
    /// ```
    pub fn batch_max(&self, trace: &mut Trace) -> Requests {
        let free = self.kv_free(trace);
        let kv = self.kv_per_token(trace);
        crate::compute!(trace, batch_max "Largest batch of one replica": Requests =
            libm::fmin(limit, free / (kv * (prompt + output)));
            where limit = self.assumptions.term(A::BatchLimit), free = free, kv = kv,
                prompt = self.prompt, output = self.output)
    }

    /// Arithmetic that one replica reaches, FLOP/s.
    fn arithmetic(&self, trace: &mut Trace) -> FlopPerSecond {
        let (peak, share, _) = self.precision.arithmetic(self.gpu);
        crate::compute!(trace, arithmetic "Arithmetic that one replica reaches": FlopPerSecond =
            tp * peak * share * stack;
            where tp = self.tp, peak = self.gpu_term(peak.number(), Unit::FlopPerSecond),
                share = self.assumptions.term(share), stack = self.stack)
    }

    /// Time to read one prompt.
    ///
    /// # Formula
    /// ```text
    /// (2·P·n + 2·L·d·n²) / (TP·F·e)
    /// ```
    /// with `P` active parameters, `n` prompt tokens, `L` layers, `d` the attention's width, `F` the peak and `e` the
    /// share of it that is reached (causal attention).
    pub fn prefill(&self, trace: &mut Trace) -> Seconds {
        let arithmetic = self.arithmetic(trace);
        crate::compute!(trace, prefill_time "Time to read one prompt": Seconds =
            (2.0 * active * prompt + 2.0 * layers * attention * prompt * prompt) / arithmetic;
            where active = self.architecture.active, prompt = self.prompt,
                layers = Count::new(self.architecture.n_layers),
                attention = Count::new(self.architecture.attention_width), arithmetic = arithmetic)
    }

    /// Bytes of weights that a decoding step of a batch touches.
    ///
    /// # Formula
    /// ```text
    /// dense + experts · (1 − (1 − k/n)^B)
    /// ```
    /// for a mixture with `k` of `n` experts a token; all weights otherwise.
    fn touched(&self, batch: f64, weights: f64) -> f64 {
        let Some((n, k)) = self.architecture.experts else { return weights };
        let (total, active) = (self.architecture.total.number(), self.architecture.active.number());
        let in_experts = (total - active) / (1.0 - k / n) / total;
        weights * (1.0 - in_experts * libm::pow(1.0 - k / n, batch))
    }

    /// Time of one decoding step, in which each request of the batch gets one token.
    ///
    /// # Formula
    /// ```text
    /// (touched weights + B·kv·context) / (TP·BW·e_m)
    ///   + B·(2·P + 4·L·d·context) / (TP·F·e_c)
    ///   + 2·L·(2·B·width·2·(TP−1)/TP / (e_l·link) + t_c)        for TP > 1
    /// ```
    /// with context = prompt + output/2.
    pub fn step(&self, batch: Requests, trace: &mut Trace) -> Seconds {
        let arithmetic = self.arithmetic(trace);
        let weights = self.weights(trace);
        let kv = self.kv_per_token(trace);
        let touched = Bytes::new(self.touched(batch.number(), weights.number()));
        let context = self.prompt.number + self.output.number / 2.0;
        let context = crate::units::Tokens::new(context);
        let layers = Count::new(self.architecture.n_layers);
        let moe = if self.architecture.experts.is_some() { self.assumptions.number(A::MoeFactor) } else { 1.0 };
        let memory = crate::compute!(trace, step_memory_time "Memory time of a step": Seconds =
            (touched + batch * kv * context) / (tp * bandwidth * share * stack);
            where touched = touched, batch = batch, kv = kv, context = context, tp = self.tp,
                bandwidth = self.gpu_term(self.gpu.bandwidth_bytes_per_s, Unit::BytesPerSecond),
                share = self.assumptions.term(A::BandwidthShare), stack = self.stack);
        let compute = crate::compute!(trace, step_arithmetic_time "Arithmetic time of a step": Seconds =
            batch * (2.0 * active + 4.0 * layers * attention * context) / arithmetic;
            where batch = batch, active = self.architecture.active, layers = layers,
                attention = Count::new(self.architecture.attention_width), context = context, arithmetic = arithmetic);
        let exchange = if self.tp.number() > 1.0 {
            crate::compute!(trace, step_exchange_time "Time to exchange results between GPUs": Seconds =
                2.0 * layers * (batch * width * 2.0 * 2.0 * (tp - 1.0) / tp / (share * link / 2.0) + latency);
                where layers = layers, batch = batch, width = Count::new(self.architecture.width), tp = self.tp,
                    share = self.assumptions.term(A::LinkShare),
                    link = self.gpu_term(self.gpu.link_bytes_per_s, Unit::BytesPerSecond),
                    latency = self.assumptions.term(A::AllReduceLatency))
        } else {
            Seconds::new(0.0)
        };
        crate::compute!(trace, step_time "Time of one decoding step": Seconds = (memory + arithmetic + exchange) / moe;
            where memory = memory, arithmetic = compute, exchange = exchange, moe = Count::new(moe))
    }

    /// Requests a second at the largest batch.
    ///
    /// # Formula
    /// ```text
    /// B / (B·t_pre + output·t_step(B))
    /// ```
    pub fn capacity(&self, trace: &mut Trace) -> RequestsPerSecond {
        let batch = Requests::new(libm::fmax(self.batch_max(trace).number(), 0.0));
        let prefill = self.prefill(trace);
        let step = self.step(batch, trace);
        crate::compute!(trace, replica_capacity "Capacity of one replica": RequestsPerSecond =
            batch / (batch * prefill + output * step);
            where batch = batch, prefill = prefill, output = self.output, step = step)
    }

    /// Whether weights and at least one request fit, or which of the two does not.
    pub fn fit(&self) -> Result<(), Condition> {
        let off = &mut Trace::off();
        if self.kv_free(off).number() <= 0.0 {
            Err(Condition::ModelDoesNotFit)
        } else if self.batch_max(off).number() < 1.0 {
            Err(Condition::RequestDoesNotFit)
        } else {
            Ok(())
        }
    }
}
