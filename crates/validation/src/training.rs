//! A row of training: what it asks of the model, and the model's answer.

use model::catalogue::{Assumption, Method, Precision};
use model::outcome::Architecture;
use model::trace::{Operand, Trace, Untraced};
use model::training::{Job, run_gpu_hours, state_share, token_work};
use model::units::{Bytes, Fraction, Gpus, Tokens};

use crate::names;
use crate::table::Row;
use crate::world::World;

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Metric {
    /// Tokens a second of each GPU.
    Speed,
    /// GPU-hours of a whole run, over this number of tokens.
    GpuHours(f64),
    /// Share of the peak at the run's precision.
    Mfu,
}

/// A row of training, read.
#[derive(Clone, Debug)]
pub struct Question {
    pub(crate) measured: f64,
    pub(crate) note: String,
    metric: Metric,
    architecture: Architecture,
    /// The GPU's index in the world's list.
    gpu: usize,
    gpus: f64,
    fp8: bool,
    lora: bool,
    /// Whether activations are recomputed.
    recompute: bool,
    sequence: f64,
}

impl Question {
    /// Reads a row.
    pub(crate) fn read(row: &Row, world: &World) -> Result<Self, String> {
        let measured = row.positive(row.metric())?;
        let metric = match row.metric() {
            "tokens_per_s_per_gpu" => Metric::Speed,
            "gpu_hours" => Metric::GpuHours(row.positive("tokens_b")? * 1e9),
            _ => Metric::Mfu,
        };
        let (architecture, note) = names::architecture(row)?;
        let gpu = names::gpu(row, world)?;
        let precision = row.text("precision");
        let fp8 = match names::precision(row) {
            Ok(Precision::Fp8) => true,
            Ok(Precision::Bf16) => false,
            Ok(Precision::Int4) | Err(_) => {
                return Err(format!("precision: '{precision}' is not one of BF16, FP16, FP8"));
            }
        };
        if fp8 && world.gpus[gpu].fp8_flop_per_s.is_none() {
            return Err(format!("gpu: {} has no FP8 arithmetic", world.gpus[gpu].label));
        }
        let lora = match names::method(row)? {
            Method::Lora => true,
            Method::Full => false,
        };
        Ok(Self {
            measured,
            note,
            metric,
            architecture,
            gpu,
            gpus: row.number("gpus")?.unwrap_or(1.0).max(1.0),
            fp8,
            lora,
            recompute: row.number("recompute")?.unwrap_or(0.0) > 0.0,
            sequence: row.positive("seq_len")?,
        })
    }

    /// The model's value, in the row's unit.
    pub(crate) fn answer(&self, world: &World) -> f64 {
        let (gpu, constants) = (&world.gpus[self.gpu], &world.assumptions);
        // LoRA with recomputed activations does as much arithmetic as full training. Full training with recomputation is
        // not charged for it: the memory saved allows larger steps.
        let factor = if self.lora && !self.recompute {
            Assumption::FlopPerParameterLora
        } else {
            Assumption::FlopPerParameterFull
        };
        let job = |gpus: f64, share: Fraction| Job {
            architecture: &self.architecture,
            gpu,
            fp8: self.fp8,
            flop_per_parameter: constants.term(factor),
            sequence: Tokens::new(self.sequence).term(),
            gpus: Gpus::new(gpus),
            state_share: share,
            assumptions: constants,
        };
        let off = &mut Trace::off();
        let crowded = |off: &mut Untraced| {
            let bytes =
                if self.lora { Assumption::TrainingBytes16bit } else { Assumption::TrainingBytesFull };
            let state = Bytes::new(self.architecture.total.number() * constants.number(bytes));
            job(self.gpus, state_share(state, gpu, Gpus::new(self.gpus), constants, off))
        };
        match self.metric {
            // The goodput of a whole run already contains the loss that comes with many GPUs.
            Metric::GpuHours(tokens) => {
                run_gpu_hours(&job(1.0, Fraction::new(0.0)), Tokens::new(tokens), off).number()
            }
            Metric::Speed => 1.0 / token_work(&crowded(off), off).gpu_time.number(),
            Metric::Mfu => {
                let of_16bit = token_work(&crowded(off), off).mfu.number();
                let peak = gpu.fp8_flop_per_s.filter(|_| self.fp8).unwrap_or(gpu.bf16_flop_per_s);
                of_16bit * gpu.bf16_flop_per_s / peak
            }
        }
    }
}
