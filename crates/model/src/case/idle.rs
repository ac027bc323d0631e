//! Settings without effect: what a scenario's choices leave unused, so that no surface answers another question than was
//! asked.

use super::error::InputError;
use super::scenario::Scenario;
use crate::catalogue::{Assumption, Engine, Input, Method, Packing, Precision, Setting, TrainingSoftware};

/// Why a setting has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    /// While this choice is as it is.
    While(Input),
    /// Only the comparison with measured rows uses it.
    Always,
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
        let unless = |has: bool| (!has).then_some(Input::Gpu);
        let choice = match setting.into() {
            Setting::Input(Input::ModelSize) => (self.get(Input::Model) > 0.0).then_some(Input::Model),
            Setting::Input(Input::StackFactor) => unless_engine(&[Engine::Typical]),
            Setting::Input(_) => None,
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

    /// The refusal of a setting that is idle here.
    pub fn no_effect(&self, setting: Setting, idle: Idle) -> InputError {
        let cause = match idle {
            Idle::While(choice) => Some((choice, self.text(choice))),
            Idle::Always => None,
        };
        InputError::NoEffect { setting, cause }
    }
}
