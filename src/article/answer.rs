//! The answer in one line: for screen readers, under an embedded figure, beside the workshop's controls.

use model::format::probability_words;

use crate::analysis::Analysis;
use crate::rounded::Rounded;

/// The cost of both sides in the present case, the accuracy, and the probability of the answer.
pub fn answer_line(analysis: &Analysis) -> String {
    let outcome = &analysis.outcome;
    let answer = match outcome.hindrance() {
        None => format!(
            "owning is cheaper in {} of the cases we think possible",
            probability_words(outcome.verdict.probability_own_cheaper.number())
        ),
        Some(hindrance) => hindrance.words().to_owned(),
    };
    format!("{}; {answer}.", Rounded::of(outcome).bills())
}
