//! How long the prompts of an agent's task are: each call brings back what the calls before it said and found.

/// The prompt of the mean call of a task.
///
/// # Formula
/// ```text
/// prompt of the first call + (turns − 1)/2 · (answer + what a tool returns)
/// ```
/// Each call's prompt is that of the call before, with that call's answer and what the tool returned for it.
///
/// # Units
/// Tokens; turns are calls of a task.
///
/// # Source
/// How the interfaces for calling tools work: they keep no state, so a caller sends the whole conversation each time.
///
/// # Examples
/// Three calls that start at 1,000 tokens and grow by 500 each have 1,000, 1,500 and 2,000.
/// ```
/// use model::context::mean_prompt;
/// assert_eq!(mean_prompt(1000.0, 100.0, 400.0, 3.0), 1500.0);
/// assert_eq!(mean_prompt(1000.0, 100.0, 400.0, 1.0), 1000.0);
/// ```
pub fn mean_prompt(first: f64, answer: f64, returned: f64, turns: f64) -> f64 {
    first + (turns - 1.0) / 2.0 * (answer + returned)
}

/// What of a task's prompts the call before had read already.
///
/// # Formula
/// ```text
/// (turns − 1)·(first + (turns − 2)/2·(answer + returned)) / (turns · mean prompt)
/// ```
///
/// # Units
/// Tokens in, a fraction out.
///
/// # Source
/// Arithmetic. A trace of coding agents had 0.958 of its input tokens from a cache, over 84 calls a session whose prompts had
/// 154,000 tokens on average; with 20,000 tokens at the first call this gives 0.978.
///
/// # Examples
/// Of 1,000, 1,500 and 2,000 tokens, 1,000 and 1,500 were read before.
/// ```
/// use model::context::read_before;
/// assert_eq!(read_before(1000.0, 100.0, 400.0, 3.0), 2500.0 / 4500.0);
/// assert_eq!(read_before(1000.0, 100.0, 400.0, 1.0), 0.0);
/// assert!((read_before(20e3, 523.0, 2706.0, 84.0) - 0.978).abs() < 1e-3);
/// ```
pub fn read_before(first: f64, answer: f64, returned: f64, turns: f64) -> f64 {
    let again = (turns - 1.0) * mean_prompt(first, answer, returned, turns - 1.0);
    again / (turns * mean_prompt(first, answer, returned, turns))
}
