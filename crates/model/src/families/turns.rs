//! Agents: a task that takes several calls of the model, each with all that came before in its prompt.
//!
//! GPUs see calls and a bill sees tasks, so a case has a view for each. Where a task is one call, both are the case itself.

use crate::case::context::{mean_prompt, read_before};
use crate::case::scenario::{Assumptions, Values};
use crate::catalogue::{Assumption, Input};
use crate::quantities::units::{Fraction, RequestsPerDay, Tokens};
use crate::workings::trace::{Record, compute};

/// A case as GPUs see it: a call for a request. None where a task is one call.
///
/// # Formula
/// ```text
/// calls   = tasks · turns
/// prompt  = first + (turns − 1)/2·(answer + returned)
/// again   = (turns − 1)·(first + (turns − 2)/2·(answer + returned)) / (turns·prompt)
/// cached  = again + c·first/(turns·prompt)
/// session = (again + σ·c·first/(turns·prompt)) / cached
/// ```
/// with `c` and `σ` the cached share of a first prompt and what of it is the history of a session. Without a cache the tokens read
/// grow with the square of the turns; with one that keeps everything, each token is read once.
///
/// # Units
/// Tokens, tasks and calls a day, fractions.
///
/// # Source
/// See [`mean_prompt`] and [`read_before`].
pub(crate) fn calls(
    values: &Values,
    assumptions: &Assumptions,
    trace: &mut impl Record,
) -> Option<(Values, Assumptions)> {
    several(values)?;
    Some(several_calls(values, assumptions, trace))
}

/// [`calls`] of a task of several. Out of line, so that its code is in a program once: most cases have one call and never come here.
#[inline(never)]
fn several_calls(
    values: &Values,
    assumptions: &Assumptions,
    trace: &mut impl Record,
) -> (Values, Assumptions) {
    let calls = compute!(trace, calls_per_day "Calls of the model a day": RequestsPerDay = requests_per_day * turns;
        where requests_per_day = values.term(Input::RequestsPerDay), turns = values.term(Input::Turns));
    let prompts = Prompts::new(values, trace);
    let session = compute!(trace, session_share "What of that is the history of sessions": Fraction =
        (read_before + kept_share * first_cached_share) / (read_before + first_cached_share).max(f64::MIN_POSITIVE);
        where read_before = prompts.again, kept_share = assumptions.term(Assumption::SessionShare),
            first_cached_share = prompts.first_cached);
    let values = values
        .beyond_range(Input::RequestsPerDay, calls.number())
        .beyond_range(Input::PromptTokens, prompts.mean.number())
        .beyond_range(Input::CachedShare, prompts.cached.number());
    (values, assumptions.replaced(Assumption::SessionShare, session.number()))
}

/// A case as a bill sees it: a request with all calls of its task. None where a task is one call.
///
/// # Formula
/// ```text
/// prompt  = turns · mean prompt of a call
/// answer  = turns · answer
/// written = ((1 − c + σ·c)·first + (turns − 1)·(answer + returned)) / (cached·prompt)
/// ```
/// What is new in a call's prompt is written to the seller's cache, at the price of writing; `written` is that for each token read
/// from it, which takes the place of the session's share in the discount.
///
/// # Source
/// As of [`calls`]; prices of writing: the lists.
pub(crate) fn tasks(
    values: &Values,
    assumptions: &Assumptions,
    trace: &mut impl Record,
) -> Option<(Values, Assumptions)> {
    several(values)?;
    Some(task_of_several(values, assumptions, trace))
}

/// [`tasks`] of several calls, out of line as well.
#[inline(never)]
fn task_of_several(
    values: &Values,
    assumptions: &Assumptions,
    trace: &mut impl Record,
) -> (Values, Assumptions) {
    let prompts = Prompts::new(values, trace);
    let task = task(values, &prompts, trace);
    let written = compute!(trace, session_share "Tokens written to the cache for each one read from it": Fraction =
        ((1.0 - cached_share + kept_share * cached_share) * first_prompt + (turns - 1.0) * (answer + tool_tokens))
            / (task_cached_share * task_prompt_tokens).max(f64::MIN_POSITIVE);
        where cached_share = values.term(Input::CachedShare), kept_share = assumptions.term(Assumption::SessionShare),
            first_prompt = values.term(Input::PromptTokens), turns = values.term(Input::Turns),
            answer = values.term(Input::OutputTokens), tool_tokens = values.term(Input::ToolTokens),
            task_cached_share = prompts.cached, task_prompt_tokens = task.term(Input::PromptTokens));
    (task, assumptions.replaced(Assumption::SessionShare, written.number()))
}

/// The values of [`tasks`] alone.
pub(crate) fn task_values(values: &Values, trace: &mut impl Record) -> Option<Values> {
    several(values)?;
    let prompts = Prompts::new(values, trace);
    Some(task(values, &prompts, trace))
}

fn task(values: &Values, prompts: &Prompts, trace: &mut impl Record) -> Values {
    let prompt = compute!(trace, task_prompt_tokens "Prompts of all calls of a task": Tokens = turns * mean_prompt;
        where turns = values.term(Input::Turns), mean_prompt = prompts.mean);
    let answers = compute!(trace, task_output_tokens "Answers of all calls of a task": Tokens = turns * output_tokens;
        where turns = values.term(Input::Turns), output_tokens = values.term(Input::OutputTokens));
    values
        .beyond_range(Input::PromptTokens, prompt.number())
        .beyond_range(Input::OutputTokens, answers.number())
        .beyond_range(Input::CachedShare, prompts.cached.number())
}

/// The view where there is one, else the case itself.
pub(crate) fn seen<'a>(
    view: &'a Option<(Values, Assumptions)>,
    values: &'a Values,
    assumptions: &'a Assumptions,
) -> (&'a Values, &'a Assumptions) {
    view.as_ref().map_or((values, assumptions), |(values, assumptions)| (values, assumptions))
}

/// Nothing where a task is one call.
fn several(values: &Values) -> Option<()> {
    (values.number(Input::Turns) > 1.0).then_some(())
}

/// The prompts of a task's calls.
struct Prompts {
    mean: Tokens,
    /// What of all prompts the call before had read.
    again: Fraction,
    /// What of all prompts is the cached beginning of the first.
    first_cached: Fraction,
    /// What of all prompts a cache without bounds has.
    cached: Fraction,
}

impl Prompts {
    fn new(values: &Values, trace: &mut impl Record) -> Self {
        let [first, answer, returned, turns] =
            [Input::PromptTokens, Input::OutputTokens, Input::ToolTokens, Input::Turns]
                .map(|input| values.term(input));
        let mean = compute!(trace, mean_prompt "Prompt of the mean call": Tokens =
            mean_prompt(first_prompt, answer, tool_tokens, turns);
            where first_prompt = first, answer, tool_tokens = returned, turns);
        let again = compute!(trace, read_before "Of a task's prompts, what the call before had read": Fraction =
            read_before(first_prompt, answer, tool_tokens, turns);
            where first_prompt = first, answer, tool_tokens = returned, turns);
        let first_cached = compute!(trace, first_cached_share "Of a task's prompts, the cached part of the first": Fraction =
            cached_share * first_prompt / (turns * mean_prompt);
            where cached_share = values.term(Input::CachedShare), first_prompt = first, turns, mean_prompt = mean);
        let cached = compute!(trace, task_cached_share "Of a task's prompts, what a cache without bounds has": Fraction =
            read_before + first_cached_share; where read_before = again, first_cached_share = first_cached);
        Self { mean, again, first_cached, cached }
    }
}

/// What the last call of a task adds to the prompt of the mean call.
///
/// # Formula
/// ```text
/// (turns − 1)/2·(answer + returned)
/// ```
pub(crate) fn last_over_mean(values: &Values) -> f64 {
    let [answer, returned, turns] =
        [Input::OutputTokens, Input::ToolTokens, Input::Turns].map(|input| values.number(input));
    mean_prompt(0.0, answer, returned, turns)
}
