//! Ability: one scale for open and closed models, and what a step on it does to the accuracy of a task.
//!
//! The scale is the log-odds above guessing on MMLU-Pro, the exam that separates today's models and whose scores are
//! published for nearly all of them.

use crate::quantities::odds::moved;

/// How much the log-odds of a right answer move with a step of ability, on a task of some breadth.
///
/// # Formula
/// ```text
/// λ(b) = λ0 + (1 − λ0)·b
/// ```
/// 1 on a task as broad as the exam; on a narrow one small and large models come together.
///
/// # Examples
/// ```
/// use model::ability::leverage;
/// assert_eq!(leverage(0.0, 0.4), 0.4);
/// assert_eq!(leverage(1.0, 0.4), 1.0);
/// ```
pub fn leverage(breadth: f64, narrow: f64) -> f64 {
    narrow + (1.0 - narrow) * breadth
}

/// The accuracy of a model, from that of another on the same task and the step of ability between them.
///
/// # Formula
/// ```text
/// A' = A·x / (1 − A + A·x)        x = exp(λ·(θ' − θ))
/// ```
///
/// # Units
/// Fractions of the task's primary metric; abilities in log-odds.
///
/// # Source
/// The form is that of every model of test scores with one ability; see `docs/model/accuracy.md` for `λ`.
///
/// # Examples
/// ```
/// use model::ability::accuracy_of;
/// // One step up from 80 % on a task as broad as the exam, and on a narrow one.
/// assert!((accuracy_of(0.8, 1.0, 1.0) - 0.916).abs() < 1e-3);
/// assert!((accuracy_of(0.8, 0.4, 1.0) - 0.856).abs() < 1e-3);
/// ```
pub fn accuracy_of(known: f64, leverage: f64, step: f64) -> f64 {
    moved(known, leverage * step)
}
