//! Settings without effect: what a scenario's choices leave unused, so that no surface answers another question than was
//! asked.

use super::error::InputError;
use super::scenario::Scenario;
use crate::catalogue::{
    Adapter, ApiTier, Assumption, Engine, GpuMarket, Input, Lens, Measured, Method, Packing, Precision,
    Setting, TrainingSoftware,
};

/// Why a setting has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    /// While this choice is as it is.
    While(Input),
    /// Only the comparison with measured rows uses it.
    Always,
}

impl Idle {
    /// The inputs that may leave others unused.
    pub const CAUSES: [Input; 16] = [
        Input::Turns,
        Input::PeakToMean,
        Input::Model,
        Input::Precision,
        Input::Gpu,
        Input::Engine,
        Input::Method,
        Input::Packing,
        Input::TrainingSoftware,
        Input::Measured,
        Input::MeasuredModel,
        Input::Invoiced,
        Input::ApiTier,
        Input::Adapter,
        Input::GpuMarket,
        Input::Lens,
    ];
}

impl Scenario {
    /// Why an input or a constant has no effect here; `None` if it has one. Only what follows from a choice is known: a
    /// label's delay does nothing either where nothing is ever retrained, but that is an answer.
    ///
    /// ```
    /// use model::idle::Idle;
    /// use model::{Input, Scenario};
    /// let named = Scenario::default().with_text("model", "llama-3.1-70b")?;
    /// assert_eq!(named.idle(Input::ModelSize), Some(Idle::While(Input::Model)));
    /// assert_eq!(Scenario::default().idle(Input::ModelSize), None);
    /// # Ok::<(), model::InputError>(())
    /// ```
    pub fn idle(&self, setting: impl Into<Setting>) -> Option<Idle> {
        use Assumption as A;
        let precision = Precision::ALL.get(self.get(Input::Precision) as usize);
        let unless_precision = |used: Precision| (precision != Some(&used)).then_some(Input::Precision);
        let method = Method::ALL.get(self.get(Input::Method) as usize);
        let engine = Engine::ALL.get(self.get(Input::Engine) as usize);
        let unless_engine =
            |used: &[Engine]| (!engine.is_some_and(|engine| used.contains(engine))).then_some(Input::Engine);
        let unless_method = |used: bool| (!used).then_some(Input::Method);
        let software = TrainingSoftware::ALL.get(self.get(Input::TrainingSoftware) as usize);
        let unless_software =
            |used: TrainingSoftware| (software != Some(&used)).then_some(Input::TrainingSoftware);
        let packing = Packing::ALL.get(self.get(Input::Packing) as usize);
        let measured = Measured::ALL.get(self.get(Input::Measured) as usize);
        let unless_measured =
            |used: &[Measured]| (!measured.is_some_and(|it| used.contains(it))).then_some(Input::Measured);
        let unless = |has: bool| (!has).then_some(Input::Gpu);
        let unless_tier =
            |used: ApiTier| (self.get(Input::ApiTier) as usize != used as usize).then_some(Input::ApiTier);
        let lens = Lens::ALL.get(self.get(Input::Lens) as usize);
        let unless_lens =
            |used: &[Lens]| (!lens.is_some_and(|lens| used.contains(lens))).then_some(Input::Lens);
        // Why no host is paid by the token for the open model.
        let by_token = match (method, self.get(Input::Adapter) as usize == Adapter::Dedicated as usize) {
            (Some(Method::Full), _) => Some(Input::Method),
            (_, is_dedicated) => is_dedicated.then_some(Input::Adapter),
        };
        let choice = match setting.into() {
            Setting::Input(Input::ModelSize) => (self.get(Input::Model) > 0.0).then_some(Input::Model),
            Setting::Input(Input::ToolTokens) => (self.get(Input::Turns) <= 1.0).then_some(Input::Turns),
            Setting::Input(Input::StackFactor) => unless_engine(&[Engine::Typical]),
            Setting::Input(Input::MeasuredTokensPerS) => unless_measured(&[Measured::TokensPerS]),
            Setting::Input(Input::MeasuredItl) => unless_measured(&[Measured::Itl]),
            Setting::Input(Input::MeasuredModelSize) if self.get(Input::MeasuredModel) > 0.0 => {
                Some(Input::MeasuredModel)
            }
            Setting::Input(
                Input::MeasuredModel
                | Input::MeasuredModelSize
                | Input::MeasuredPrecision
                | Input::MeasuredGpu
                | Input::MeasuredTp
                | Input::MeasuredEngine
                | Input::MeasuredPromptTokens
                | Input::MeasuredOutputTokens
                | Input::MeasuredInFlight,
            )
            | Setting::Assumption(A::MeasurementReach | A::MeasurementDoubt) => {
                unless_measured(&[Measured::TokensPerS, Measured::Itl])
            }
            Setting::Input(Input::InvoicedApi | Input::InvoicedInputTokens | Input::InvoicedOutputTokens) => {
                (self.get(Input::Invoiced) == 0.0).then_some(Input::Invoiced)
            }
            // A fully tuned model is on GPUs of its own at every host.
            Setting::Input(Input::Adapter) => unless_method(method != Some(&Method::Full)),
            Setting::Input(Input::GpuMarket | Input::ReservedDiscount | Input::HostOverhead) => {
                unless_lens(&[Lens::Full, Lens::TeamPaid])
            }
            Setting::Input(
                Input::BuildEffort
                | Input::RunEffort
                | Input::FleetEffort
                | Input::LoadedCost
                | Input::IntegrationEffort
                | Input::ApiRunEffort,
            ) => unless_lens(&[Lens::Full, Lens::HardwarePaid]),
            Setting::Input(_) => None,
            Setting::Assumption(A::PeakAtOne | A::PeakExponent | A::LeastPeak) => {
                (!self.has_peak_by_law()).then_some(Input::PeakToMean)
            }
            Setting::Assumption(A::FlexPrice) => unless_tier(ApiTier::Flex),
            Setting::Assumption(A::PriorityPrice) => unless_tier(ApiTier::Priority),
            Setting::Assumption(A::SpotPriceRatio) => {
                let is_spot = self.get(Input::GpuMarket) as usize == GpuMarket::Spot as usize;
                (!is_spot).then_some(Input::GpuMarket).or_else(|| unless_lens(&[Lens::Full, Lens::TeamPaid]))
            }
            Setting::Assumption(A::ServerlessPriceRatio | A::ScaledOverMean) => {
                unless_lens(&[Lens::Full, Lens::TeamPaid])
            }
            Setting::Assumption(A::MachineLife | A::MachineResale) => {
                unless_lens(&[Lens::Full, Lens::TeamPaid])
                    .or_else(|| unless(self.gpu().server_share().is_some()))
            }
            Setting::Assumption(A::DedicatedPriceRatio) => by_token.is_none().then_some(Input::Adapter),
            Setting::Assumption(A::HostPriceRatio | A::HostWithdrawals) => by_token,
            Setting::Assumption(A::MovingEffort) => {
                by_token.or_else(|| unless_lens(&[Lens::Full, Lens::HardwarePaid]))
            }
            Setting::Assumption(A::HostedInputPrice | A::HostedOutputPrice | A::HostedPriceExponent) => {
                by_token.or_else(|| (self.get(Input::Model) > 0.0).then_some(Input::Model))
            }
            Setting::Assumption(A::HostedEffortToBuild | A::HostedEffortToRun) => {
                unless_lens(&[Lens::Full, Lens::HardwarePaid])
            }
            Setting::Assumption(
                A::FitOut
                | A::MachinePriceError
                | A::MachineSupport
                | A::ServerPowerRatio
                | A::ColocationPrice
                | A::LeadTime,
            ) => unless(self.gpu().server_share().is_some()),
            Setting::Assumption(A::OpenArithmetic) => unless_engine(&[Engine::Vllm, Engine::Sglang]),
            Setting::Assumption(A::OpenMoeFactor) => {
                unless_engine(&[Engine::Typical, Engine::Vllm, Engine::Sglang])
            }
            Setting::Assumption(A::MoeFactor) => unless_engine(&[Engine::TensorrtLlm, Engine::Vllm2024]),
            Setting::Assumption(A::Pace2024) => unless_engine(&[Engine::Vllm2024]),
            Setting::Assumption(A::QuantisationLoss8bit) => unless_precision(Precision::Fp8),
            Setting::Assumption(A::QuantisationLoss4bit | A::WeightBytes4bit) => {
                unless_precision(Precision::Int4)
            }
            Setting::Assumption(A::ComputeShare8bit) => {
                unless_precision(Precision::Fp8).or_else(|| unless(self.gpu().fp8_flop_per_s.is_some()))
            }
            Setting::Assumption(A::ComputeShare4bit) => {
                unless_precision(Precision::Int4).or_else(|| unless(self.gpu().fp4_flop_per_s.is_some()))
            }
            Setting::Assumption(A::TrainingBytes4bit | A::UnpackingTraffic) => {
                unless_method(method == Some(&Method::Qlora))
            }
            Setting::Assumption(A::FlopPerParameterLora | A::AdapterShare) => {
                unless_method(method != Some(&Method::Full))
            }
            Setting::Assumption(A::LaunchTime) => unless_software(TrainingSoftware::Eager),
            Setting::Assumption(A::FusedTraffic) => unless_software(TrainingSoftware::Compiled),
            Setting::Assumption(A::TokensPerGpuStep) => {
                (packing != Some(&Packing::Packed)).then_some(Input::Packing)
            }
            Setting::Assumption(A::TrainingShare16bit | A::TrainingShareAttention) => {
                unless(self.gpu().fp8_flop_per_s.is_some())
            }
            Setting::Assumption(A::TrainingShare16bitAmpere | A::TrainingShareAttentionAmpere) => {
                unless(self.gpu().fp8_flop_per_s.is_none())
            }
            Setting::Assumption(
                A::ServerShare
                | A::TrainingShare8bit
                | A::AttentionKernels2023
                | A::SplitTraffic
                | A::RunGoodput,
            ) => return Some(Idle::Always),
            Setting::Assumption(_) => None,
        };
        choice.map(Idle::While)
    }

    /// Refuses a setting that somebody gave and that has no effect here.
    ///
    /// # Errors
    /// [`InputError::NoEffect`] with the choice that makes it idle.
    pub fn refuse_idle(&self, given: impl IntoIterator<Item = Setting>) -> Result<(), InputError> {
        given.into_iter().try_for_each(|setting| {
            self.idle(setting).map_or(Ok(()), |idle| Err(self.no_effect(setting, idle)))
        })
    }

    /// The inputs that have an effect here, and their values.
    pub fn inputs_in_use(&self) -> impl Iterator<Item = (Input, f64)> + '_ {
        let in_use = |input: &Input| self.idle(*input).is_none();
        Input::ALL.into_iter().filter(in_use).map(|input| (input, self.get(input)))
    }

    /// The refusal of a setting that is idle here.
    pub fn no_effect(&self, setting: Setting, idle: Idle) -> InputError {
        let cause = match idle {
            Idle::While(choice) => Some((choice, self.text(choice))),
            Idle::Always => None,
        };
        InputError::NoEffect { setting, cause }
    }
}
