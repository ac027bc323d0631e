//! A slider in words: the effect of its next step on cost and accuracy, and where along it which side is cheaper.

use model::format::{Style, number, retrain_interval, to_significant};
use model::response::ResponsePoint;
use model::trace::Trace;
use model::units::Unit;
use model::{Input, estimate};

use crate::analysis::{Analysis, Crossing};

/// A difference of costs below this share of the whole is called none.
const SAME: f64 = 0.01;

/// A value of a slider, as exact as a rounded sentence wants it: "15B", "3 GPUs", "every 2 weeks".
fn reading(input: Input, value: f64) -> String {
    match input.spec().unit {
        Unit::RoundsPerYear => retrain_interval(value),
        Unit::BillionParameters => {
            let figures = if value < 100.0 { 2 } else { 3 };
            number(to_significant(value, figures), Unit::BillionParameters, Style::Tight)
        }
        _ => input.reading(value),
    }
}

/// The step to another value as the subject of a sentence, and whether it is plural.
fn subject(input: Input, from: f64, to: f64) -> (String, bool) {
    let next = reading(input, to);
    match input.spec().unit {
        Unit::RoundsPerYear if to <= 0.0 => ("Never retraining".to_owned(), false),
        Unit::RoundsPerYear => {
            (["Retraining ", &next, " instead of ", &reading(input, from)].concat(), false)
        }
        Unit::BillionParameters => {
            (["The next size ", if to > from { "up (" } else { "down (" }, &next, ")"].concat(), false)
        }
        _ => ([next.as_str(), " instead of ", &number(from, Unit::One, Style::Prose)].concat(), to != 1.0),
    }
}

/// The effect of owning at another value of an input, all else unchanged: both sides are evaluated.
pub fn step_sentence(analysis: &Analysis, input: Input, to: f64) -> String {
    let there = estimate(
        &analysis.scenario.values().replaced(input, to),
        &analysis.scenario.assumptions(),
        &mut Trace::off(),
    );
    let here = &analysis.outcome.estimate;
    let (subject, is_plural) = subject(input, analysis.scenario.get(input), to);
    let room = if input == Input::GpuCount { "hold the model" } else { "fit the GPUs" };
    let fit = match (here.serving.fits, there.serving.fits) {
        (true, true) => None,
        (false, false) if input == Input::RetrainsPerYear => {
            return "However often it is retrained, the model does not fit the GPUs.".to_owned();
        }
        (true, false) => Some((" would no longer ", ".")),
        (false, true) => Some((" would ", ".")),
        (false, false) => Some((" would not ", " either.")),
    };
    if let Some((would, end)) = fit {
        return [subject.as_str(), would, room, end].concat();
    }
    let own_cost = here.cost.own_cost.number();
    let more = there.cost.own_cost.number() - own_cost;
    let cost = if more.abs() < SAME * own_cost {
        "about the same".to_owned()
    } else {
        let amount = number(to_significant(more.abs(), 2), Unit::UsdPerMonth, Style::Prose);
        ["about ", amount.as_str(), if more > 0.0 { " a month more" } else { " a month less" }].concat()
    };
    let better =
        libm::round((there.accuracy.own_accuracy.number() - here.accuracy.own_accuracy.number()) * 100.0);
    let answers = if better == 0.0 {
        "as many answers right".to_owned()
    } else {
        let n = number(better.abs(), Unit::One, Style::Prose);
        let which = if better > 0.0 { " more answer" } else { " fewer answer" };
        [n.as_str(), which, if n == "1" { "" } else { "s" }, " in 100 right"].concat()
    };
    let (costs, gets) = if is_plural { (" cost ", " and get ") } else { (" costs ", " and gets ") };
    [subject.as_str(), costs, &cost, gets, &answers, "."].concat()
}

/// The crossings at which the model fits its GPUs on both sides: elsewhere owning has no cost.
pub fn crossings_that_fit(points: &[ResponsePoint], crossings: &[Crossing]) -> Vec<Crossing> {
    let fits = |at: f64| {
        points.windows(2).any(|pair| pair[0].x <= at && at <= pair[1].x && pair[0].fits && pair[1].fits)
    };
    crossings.iter().copied().filter(|crossing| fits(crossing.at)).collect()
}

/// The value of an input at which both sides cost the same: "66B", "2 GPUs", "every 17 days". Of whole numbers, the last one at
/// which owning is cheaper.
pub fn break_even_words(input: Input, crossing: &Crossing) -> String {
    let at = match (input, crossing.owning_cheaper_above) {
        (Input::GpuCount, true) => libm::ceil(crossing.at),
        (Input::GpuCount, false) => libm::floor(crossing.at),
        _ => crossing.at,
    };
    reading(input, at)
}

/// " Above 66B owning loses.": which side is cheaper where along a slider, by the points of its curve at which the model fits its
/// GPUs and the crossings between them. Empty if the sides change more than twice.
pub fn sides_sentence(input: Input, points: &[ResponsePoint], crossings: &[Crossing]) -> String {
    let is_gpus = input == Input::GpuCount;
    let is_retraining = input == Input::RetrainsPerYear;
    match crossings {
        [] => {
            let Some(first) = points.iter().find(|point| point.fits) else { return String::new() };
            let side = if first.own_cost <= first.rent_cost { " Owning" } else { " Renting" };
            let fits = points.iter().all(|point| point.fits);
            let reach = match (is_retraining, is_gpus, fits) {
                (true, ..) => " is cheaper however often you retrain.",
                (_, true, true) => " is cheaper with any number of GPUs.",
                (_, true, false) => " is cheaper with any number of GPUs that holds the model.",
                (_, false, true) => " is cheaper at every size.",
                (_, false, false) => " is cheaper at every size that fits.",
            };
            [side, reach].concat()
        }
        [one] => {
            let at = break_even_words(input, one);
            let place = match (is_retraining, is_gpus, one.owning_cheaper_above) {
                (true, _, true) => " Retrained less often than ",
                (true, _, false) => " Retrained more often than ",
                (_, true, true) => " With fewer than ",
                (_, true, false) => " With more than ",
                (_, false, true) => " Below ",
                (_, false, false) => " Above ",
            };
            [place, &at, if is_retraining || is_gpus { ", owning loses." } else { " owning loses." }].concat()
        }
        [low, high] => {
            let verb =
                if low.owning_cheaper_above { " Owning wins between " } else { " Owning loses between " };
            [verb, &break_even_words(input, low), " and ", &break_even_words(input, high), "."].concat()
        }
        _ => String::new(),
    }
}
