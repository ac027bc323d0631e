//! Accuracy on the task's primary metric: what a size can do, what tuning adds, and what drift takes away.
//!
//! This is the least certain part of the model: exam scores stand for skill at the reader's task, the gain from tuning is
//! known from few tasks and one comparison of 2024, and drift differs by task more than twentyfold. Every constant here
//! has a wide band.

use crate::case::ability::{accuracy_of, leverage};
use crate::case::scenario::{Assumptions, Values};
use crate::catalogue::{Assumption, Confidence, Input, MODELS, NamedModel, Precision};
use crate::families::architecture::Architecture;
use crate::families::outputs::{Accuracy, AccuracyMoment, Condition};
use crate::quantities::exact::{ceil, sqrt};
use crate::quantities::odds::{log_odds, moved};
use crate::quantities::units::{
    ActiveParameters, Count, Examples, Fraction, Months, Points, PointsPerYear, Unit,
};
use crate::workings::trace::{Operand, Record, Term, compute};

/// Score on an exam by size, along one generation of one family.
///
/// # Formula
/// ```text
/// score = c + s / (1 + exp(−(k·log10 P − o)))        P in billions of parameters
/// ```
/// with `c` what guessing gives and `s`, `k`, `o` the exam's and the family's. For MMLU-Pro of a present-day model they are
/// in `data/assumptions/accuracy.toml`; for other exams in `data/validation/accuracy/exams.toml`.
///
/// # Units
/// Billions of parameters in, a fraction out.
///
/// # Source
/// Fitted on Qwen3 without thinking, 0.6 to 235 billion: within 3.3 points over eight sizes.
///
/// # Examples
/// ```
/// let score = model::accuracy::score_by_size(32.8, 0.1, 0.651, 2.839, 0.731);
/// assert!((score - 0.727).abs() < 0.01); // Qwen3 32B: 72.7
/// ```
pub fn score_by_size(billions: f64, chance: f64, span: f64, slope: f64, offset: f64) -> f64 {
    chance + span / (1.0 + libm::exp(-(slope * libm::log10(billions) - offset)))
}

/// Score on MMLU-Pro of a model that one talks to, by the MMLU of its base model: the line that models with both lie
/// along.
///
/// # Formula
/// ```text
/// ln((s − c)/(1 − s)) = a + b·ln((m − c')/(1 − m))
/// ```
///
/// # Source
/// Least absolute deviations over 32 models: MMLU of the base from `data/models.toml` or `data/validation/accuracy/by-size.csv`, the
/// score from `data/models.toml`.
///
/// # Examples
/// ```
/// let score = model::accuracy::score_by_mmlu(0.742, 0.25, -0.68, 1.0, 0.1);
/// assert!(score > 0.4 && score < 0.65);
/// ```
pub fn score_by_mmlu(mmlu: f64, mmlu_chance: f64, intercept: f64, slope: f64, chance: f64) -> f64 {
    score_of(intercept + slope * log_odds(mmlu, mmlu_chance), chance)
}

/// The score of an ability: the inverse of [`log_odds`].
fn score_of(ability: f64, chance: f64) -> f64 {
    chance + (1.0 - chance) * moved(0.5, ability)
}

/// Accuracy of a model tuned on `examples`, before drift.
///
/// # Formula
/// ```text
/// narrow = 1 − (e∞ + (1 − g − e∞)·(1 + n/n0)^−β)
/// tuned  = (1 − b)·narrow + b·g
/// ```
/// where `g` is the accuracy of the untuned model, `e∞` the errors that remain with unlimited examples, `n` the
/// examples and `b` the task's breadth: tuning buys skill at narrow tasks, and little general knowledge.
///
/// # Source
/// The blend by breadth and `e∞`: LoRA Land (31 tasks against GPT-4). The decay with examples: the power law of Zhang
/// 2024, whose exponents we did not find for accuracy; hence the wide band.
///
/// # Examples
/// No examples leave the model as it was; a broad task gains nothing.
/// ```
/// use model::accuracy::tuned;
/// assert_eq!(tuned(0.0, 0.76, 0.08, 0.25, 200.0, 0.4), 0.76);
/// assert_eq!(tuned(1e6, 0.76, 0.08, 1.0, 200.0, 0.4), 0.76);
/// assert!((tuned(20_000.0, 0.76, 0.08, 0.0, 200.0, 0.4) - 0.895).abs() < 0.001);
/// ```
pub fn tuned(examples: f64, general: f64, error_limit: f64, breadth: f64, scale: f64, exponent: f64) -> f64 {
    let left = libm::exp(-exponent * libm::log1p(examples / scale));
    general + (1.0 - breadth) * (1.0 - general - error_limit) * (1.0 - left)
}

/// How accuracy falls as the world changes: linear at first, then levelling off towards a limit.
///
/// # Formula
/// ```text
/// loss(u) = r·u                                             u ≤ u1 = min(2 years, F / 2r)
///         = r·u1 + F1·(1 − exp(−r·(u − u1)/F1))             beyond; F1 = F − r·u1
/// ```
/// where `r` is the drift a year, `u` the age of the newest label in years, `F` the most that drift can take. Value
/// and slope are continuous. Mean loss with an interval `T` and a label delay `d`, while linear: `r·(T/2 + d)`.
///
/// # Units
/// Years in, points (as a fraction) out.
///
/// # Source
/// The linear form and the rates: Luu 2022, 0.3 to 8 points a year by task. Levelling off: measured losses end after
/// about two years.
///
/// # Examples
/// Retrained monthly at 3 points a year, a model loses 0.13 points on average.
/// ```
/// use model::accuracy::Drift;
/// let drift = Drift::new(0.03, 2.0, 0.45);
/// assert!((drift.mean_loss(1.0 / 12.0, 0.0) - 0.00125).abs() < 1e-12);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drift {
    rate: f64,
    linear_years: f64,
    rest: f64,
}

impl Drift {
    /// Drift of `rate` (a fraction a year) that is linear for `linear_years` at most and never exceeds `limit`.
    pub fn new(rate: f64, linear_years: f64, limit: f64) -> Self {
        let linear_years = if rate > 0.0 { linear_years.min(limit / (2.0 * rate)) } else { linear_years };
        Self { rate, linear_years, rest: limit - rate * linear_years }
    }

    /// The loss at an age in years.
    pub fn loss(&self, age: f64) -> f64 {
        if age <= self.linear_years {
            return self.rate * age;
        }
        let beyond = age - self.linear_years;
        self.rate * self.linear_years - self.rest * libm::expm1(-self.rate * beyond / self.rest)
    }

    /// The loss added up from age 0 to an age, in points · years.
    fn integral(&self, age: f64) -> f64 {
        if age <= self.linear_years || self.rate == 0.0 {
            return self.rate * age * age / 2.0;
        }
        let (until, beyond) = (self.linear_years, age - self.linear_years);
        let decayed = -libm::expm1(-self.rate * beyond / self.rest);
        self.rate * until * until / 2.0 + (self.rate * until + self.rest) * beyond
            - self.rest * self.rest / self.rate * decayed
    }

    /// The mean loss of a model that serves for `years` and whose newest label is `delay` years old at the start.
    pub fn mean_loss(&self, years: f64, delay: f64) -> f64 {
        (self.integral(delay + years) - self.integral(delay)) / years
    }
}

/// What a model has lost to drift at an age in years: [`Drift`] as one call.
fn drift_loss(age_years: f64, drift: f64, linear_years: f64, limit: f64) -> f64 {
    Drift::new(drift, linear_years, limit).loss(age_years)
}

/// The models' accuracies before drift, each weighted with the months that it serves.
fn mean_over_rounds(rounds: f64, interval: f64, horizon: f64, fresh: impl Fn(f64) -> f64) -> f64 {
    let mut sum = fresh(rounds) * (horizon - rounds * interval);
    let mut round = 0.0;
    while round < rounds {
        sum += fresh(round) * interval;
        round += 1.0;
    }
    sum / horizon
}

/// The loss to drift over the horizon: as many full intervals as rounds, and what remains.
fn mean_over_intervals(rounds: f64, interval: f64, horizon: f64, delay_years: f64, drift: Drift) -> f64 {
    let lost =
        |months: f64| if months > 0.0 { drift.mean_loss(months / 12.0, delay_years) * months } else { 0.0 };
    (rounds * lost(interval) + lost(horizon - rounds * interval)) / horizon
}

/// The laws of one scenario, as numbers: what the path through time is drawn from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Laws {
    general: f64,
    error_limit: f64,
    breadth: f64,
    scale: f64,
    exponent: f64,
    closed: f64,
    own_drift: Drift,
    closed_drift: Drift,
    delay_years: f64,
    initial_examples: f64,
    examples_per_round: f64,
    rounds: f64,
    interval: f64,
    horizon: f64,
}

impl Laws {
    /// The model of round `round` (0: the first), before drift.
    fn fresh(&self, round: f64) -> f64 {
        let examples = self.initial_examples + round * self.examples_per_round;
        tuned(examples, self.general, self.error_limit, self.breadth, self.scale, self.exponent)
    }

    /// Accuracy of the model of `round` after serving for `months`.
    fn own(&self, round: f64, months: f64) -> f64 {
        self.fresh(round) - self.own_drift.loss(self.delay_years + months / 12.0)
    }

    /// The closed model, tuned on the same examples as often, averaged over the horizon.
    ///
    /// # Formula
    /// As for the open model, with the closed model's accuracy where the open one's untuned accuracy stands, and at most its
    /// errors where no tuning removes more.
    pub(crate) fn tuned_closed(&self) -> f64 {
        let Self { rounds, interval, horizon, delay_years, own_drift, .. } = *self;
        let closed =
            Self { general: self.closed, error_limit: self.error_limit.min(1.0 - self.closed), ..*self };
        mean_over_rounds(rounds, interval, horizon, |round| closed.fresh(round))
            - mean_over_intervals(rounds, interval, horizon, delay_years, own_drift)
    }

    /// Accuracy through the horizon: a point for each month and two for each retrain, before and after.
    pub(crate) fn path(&self) -> Vec<AccuracyMoment> {
        let moment = |month: f64, own: f64, retrain: bool| AccuracyMoment {
            month: Months::new(month),
            own: Fraction::new(own),
            own_never: Fraction::new(self.own(0.0, month)),
            rent: Fraction::new(self.closed - self.closed_drift.loss(month / 12.0)),
            retrain,
        };
        let (mut path, mut round, mut month) = (vec![moment(0.0, self.own(0.0, 0.0), false)], 0.0, 1.0);
        loop {
            let began = round * self.interval;
            let ends = if round < self.rounds { began + self.interval } else { self.horizon };
            while month < ends {
                path.push(moment(month, self.own(round, month - began), false));
                month += 1.0;
            }
            path.push(moment(ends, self.own(round, ends - began), false));
            if month == ends {
                month += 1.0;
            }
            if round >= self.rounds {
                return path;
            }
            round += 1.0;
            path.push(moment(ends, self.own(round, 0.0), true));
        }
    }
}

/// How accurate both sides are, the laws behind it, and what the numbers alone would not say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Assessment {
    pub(crate) accuracy: Accuracy,
    pub(crate) laws: Laws,
    pub(crate) condition: Option<Condition>,
}

/// Accuracy of both sides through the horizon, and the laws behind it.
///
/// # Formula
/// ```text
/// A(θ')    = A·x / (1 − A + A·x)                x = exp(λ·(θ' − θ)), A and θ of the closed model
/// general  = A(θ open)·(1 − q)                  q lost to quantisation
/// e∞       = (1 − A(θ flagship))·ρ·(P/7B)^−γ    errors of a tuned model on a narrow task
/// launch   = tuned(first examples) − loss(d)    each round after it: tuned(all examples so far) − loss(d)
/// average  = mean of tuned − r·(T/2 + d)        while drift is linear
/// ```
/// `P` is the geometric mean of total and active parameters (for dense models: their size), as a mixture of experts
/// knows more than its active and less than its total parameters. Abilities `θ` are those of the scores that the catalogue
/// has; `λ` falls with the task's breadth ([`leverage`]). Drift `r` is what the world does steadily and in jumps: of a jump
/// that comes at no known time, its share a year counts. `d` is the label delay. Without any retrain, the values "before a
/// retrain" are those at the horizon's end.
///
/// # Units
/// Fractions of the task's primary metric.
///
/// # Source
/// See [`score_by_size`], [`accuracy_of`], [`tuned`] and [`Drift`].
pub(crate) fn accuracy(
    values: &Values,
    assumptions: &Assumptions,
    architecture: &Architecture,
    trace: &mut impl Record,
) -> Assessment {
    let effective = compute!(trace, effective_parameters "Size that knowledge goes by": ActiveParameters =
        sqrt(total_parameters * active_parameters);
        where total_parameters = architecture.total, active_parameters = architecture.active);
    let (abilities, condition) = abilities(values, assumptions, effective, trace);
    let (general, error_limit) = limits(values, assumptions, abilities, effective, trace);
    let skill = Skill { values, assumptions, general, error_limit };

    let fresh = skill.tuned(values.term(Input::InitialExamples), trace);
    let drift_limit = compute!(trace, drift_limit "Most that drift can take": Points =
        drift_share * general_accuracy;
        where drift_share = assumptions.term(Assumption::DriftShare), general_accuracy = general);
    let drift = compute!(trace, drift_a_year "Lost to drift and jumps in a year": PointsPerYear =
        drift + drift_jump_rate * drift_jump_size;
        where drift = values.term(Input::Drift), drift_jump_rate = assumptions.term(Assumption::DriftJumpRate),
            drift_jump_size = assumptions.term(Assumption::DriftJumpSize));
    let age = Age { values, assumptions, drift, drift_limit };
    let delay = age.on_first_day(trace);
    let accuracy_launch = compute!(trace, accuracy_launch "The tuned open model on the first day": Fraction =
        tuned_accuracy - drift_loss; where tuned_accuracy = fresh, drift_loss = delay);

    let rounds = compute!(trace, rounds_in_horizon "Retrained models that go live before the horizon ends": Count =
        (ceil(horizon * retrains_per_year / 12.0) - 1.0).max(0.0);
        where horizon = values.term(Input::Horizon), retrains_per_year = values.term(Input::RetrainsPerYear));
    let examples_total = compute!(trace, examples_total "Examples learned from when the horizon ends": Examples =
        initial_examples + rounds_in_horizon * examples_per_round;
        where initial_examples = values.term(Input::InitialExamples), rounds_in_horizon = rounds,
            examples_per_round = values.term(Input::ExamplesPerRound));
    let interval = compute!(trace, interval "How long one model serves": Months =
        if retrains_per_year > 0.0 { horizon.min(12.0 / retrains_per_year) } else { horizon };
        where horizon = values.term(Input::Horizon), retrains_per_year = values.term(Input::RetrainsPerYear));

    let aged = age.after(interval, trace);
    let accuracy_before_retrain = compute!(trace,
        accuracy_before_retrain "The first model just before it is replaced": Fraction =
        tuned_accuracy - drift_loss; where tuned_accuracy = fresh, drift_loss = aged);
    let accuracy_after_retrain = if rounds.number() > 0.0 {
        let second = compute!(trace, examples "Examples that the second model learns from": Examples =
            initial_examples + examples_per_round;
            where initial_examples = values.term(Input::InitialExamples),
                examples_per_round = values.term(Input::ExamplesPerRound));
        let second = skill.tuned(second.term(), trace);
        let delay = age.on_first_day(trace);
        compute!(trace, accuracy_after_retrain "The model that replaces it, on its first day": Fraction =
            tuned_accuracy - drift_loss; where tuned_accuracy = second, drift_loss = delay)
    } else {
        compute!(trace, accuracy_after_retrain "Never retrained: as on the first day": Fraction =
            accuracy_launch; where accuracy_launch)
    };

    let closed = compute!(trace, closed_on_the_first_day "The closed model on the first day": Fraction =
        accuracy_of(closed_accuracy, leverage, closed_ability_error * rent_score_error);
        where closed_accuracy = values.term(Input::ClosedAccuracy), leverage = abilities.leverage,
            closed_ability_error = assumptions.term(Assumption::ClosedAbilityError),
            rent_score_error = assumptions.term(abilities.rent_error));
    let closed_limit = compute!(trace, closed_drift_limit "Most that drift can take from the closed model": Points =
        drift_share * closed_on_the_first_day;
        where drift_share = assumptions.term(Assumption::DriftShare), closed_on_the_first_day = closed);
    let linear_years = assumptions.number(Assumption::DriftLinearMonths) / 12.0;
    let laws = Laws {
        general: general.number(),
        error_limit: error_limit.number(),
        breadth: values.number(Input::Breadth),
        scale: assumptions.number(Assumption::ExamplesScale),
        exponent: assumptions.number(Assumption::ExamplesExponent),
        closed: closed.number(),
        own_drift: Drift::new(drift.number(), linear_years, drift_limit.number()),
        closed_drift: Drift::new(values.number(Input::ClosedDrift), linear_years, closed_limit.number()),
        delay_years: values.number(Input::LabelDelay) / DAYS_PER_YEAR,
        initial_examples: values.number(Input::InitialExamples),
        examples_per_round: values.number(Input::ExamplesPerRound),
        rounds: rounds.number(),
        interval: interval.number(),
        horizon: values.number(Input::Horizon),
    };
    let own_accuracy = own_average(&skill, drift, drift_limit, rounds, interval, trace);
    let rent_accuracy = compute!(trace, rent_accuracy "The closed model, averaged over the horizon": Fraction =
        closed_on_the_first_day
            - Drift::new(closed_drift, drift_linear_months / 12.0, closed_drift_limit).mean_loss(horizon / 12.0, 0.0);
        where closed_on_the_first_day = closed, closed_drift = values.term(Input::ClosedDrift),
            drift_linear_months = assumptions.term(Assumption::DriftLinearMonths),
            closed_drift_limit = closed_limit, horizon = values.term(Input::Horizon));
    let (accuracy_gap_points, accuracy_gap_percent) = gap(own_accuracy, rent_accuracy, trace);
    let accuracy = Accuracy {
        own_score: abilities.own_score,
        rent_score: abilities.rent_score,
        accuracy_launch,
        accuracy_before_retrain,
        accuracy_after_retrain,
        own_accuracy,
        rent_accuracy,
        accuracy_gap_points,
        accuracy_gap_percent,
        examples_total,
    };
    Assessment { accuracy, laws, condition }
}

/// How far two accuracies are apart: the first minus the second in points, and the second minus the first, relative to it.
pub(crate) fn gap(
    own_accuracy: Fraction,
    rent_accuracy: Fraction,
    trace: &mut impl Record,
) -> (Points, Fraction) {
    let accuracy_gap_points = compute!(trace, accuracy_gap_points "Open minus closed": Points =
        own_accuracy - rent_accuracy; where own_accuracy, rent_accuracy);
    let accuracy_gap_percent = compute!(trace, accuracy_gap_percent "Closed minus open, relative to closed": Fraction =
        (rent_accuracy - own_accuracy) / rent_accuracy;
        where own_accuracy, rent_accuracy);
    (accuracy_gap_points, accuracy_gap_percent)
}

/// Days in a year, for ages that are given in days.
const DAYS_PER_YEAR: f64 = 365.25;

/// What both models' scores say of them, and how much that moves the task's accuracy.
#[derive(Clone, Copy)]
struct Abilities {
    own_score: Fraction,
    rent_score: Fraction,
    own: Count,
    rent: Count,
    /// How far off the closed model's ability may be.
    rent_error: Assumption,
    leverage: Count,
}

fn abilities(
    values: &Values,
    assumptions: &Assumptions,
    effective: ActiveParameters,
    trace: &mut impl Record,
) -> (Abilities, Option<Condition>) {
    let (own_score, own_error, condition) = own_score(values, assumptions, effective, trace);
    let own = compute!(trace, own_ability "Ability of the open model, log-odds above guessing": Count =
        log_odds(own_score, mmlu_pro_chance) + open_ability_error * own_score_error;
        where own_score, mmlu_pro_chance = assumptions.term(Assumption::MmluProChance),
            open_ability_error = assumptions.term(Assumption::OpenAbilityError),
            own_score_error = assumptions.term(own_error));
    let closed = values.api().score;
    let rent_score = compute!(trace, rent_score "The closed model's score on MMLU-Pro": Fraction = published_score;
        where published_score = Term::catalogue(closed.mmlu_pro, Unit::Fraction, closed.source));
    let rent = compute!(trace, rent_ability "Ability of the closed model, log-odds above guessing": Count =
        log_odds(rent_score, mmlu_pro_chance);
        where rent_score, mmlu_pro_chance = assumptions.term(Assumption::MmluProChance));
    let leverage = compute!(trace, leverage "What a step of ability moves on this task": Count =
        leverage(breadth, narrow_leverage);
        where breadth = values.term(Input::Breadth),
            narrow_leverage = assumptions.term(Assumption::NarrowLeverage));
    // A relative's score stands where a model has none of its own, and says less.
    let rent_error = match closed.confidence {
        Confidence::Read | Confidence::Unverified => Assumption::ScoreError,
        Confidence::Weak => Assumption::RelativeError,
    };
    (Abilities { own_score, rent_score, own, rent, rent_error, leverage }, condition)
}

/// The open model's score, published or derived, and how far off it may be.
fn own_score(
    values: &Values,
    assumptions: &Assumptions,
    effective: ActiveParameters,
    trace: &mut impl Record,
) -> (Fraction, Assumption, Option<Condition>) {
    let model = values.named_model();
    if let Some(score) = model.and_then(|model| model.score) {
        let own_score = compute!(trace, own_score "The open model's score on MMLU-Pro": Fraction = published_score;
            where published_score = Term::catalogue(score.mmlu_pro, Unit::Fraction, score.source));
        return (own_score, Assumption::ScoreError, None);
    }
    if let Some((mmlu, source)) = model.and_then(|model| Some((model.mmlu?, model.source))) {
        let own_score = compute!(trace, own_score "The open model's score on MMLU-Pro, by its MMLU": Fraction =
            score_by_mmlu(measured_mmlu, mmlu_chance, mmlu_intercept, mmlu_slope, mmlu_pro_chance);
            where measured_mmlu = Term::catalogue(mmlu, Unit::Fraction, source),
                mmlu_chance = assumptions.term(Assumption::MmluChance),
                mmlu_intercept = assumptions.term(Assumption::MmluIntercept),
                mmlu_slope = assumptions.term(Assumption::MmluSlope),
                mmlu_pro_chance = assumptions.term(Assumption::MmluProChance));
        return (own_score, Assumption::MmluError, None);
    }
    let condition = if model.is_some() {
        Some(Condition::ScoreUnknown)
    } else {
        is_beyond_calibration(effective).then_some(Condition::SizeBeyondCalibration)
    };
    let own_score = compute!(trace,
        own_score "Score on MMLU-Pro of a present-day open model of this size": Fraction =
        score_by_size(effective_parameters / 1e9, mmlu_pro_chance, size_span, size_slope, size_offset);
        where effective_parameters = effective, mmlu_pro_chance = assumptions.term(Assumption::MmluProChance),
            size_span = assumptions.term(Assumption::SizeSpan), size_slope = assumptions.term(Assumption::SizeSlope),
            size_offset = assumptions.term(Assumption::SizeOffset));
    (own_score, Assumption::SizeError, condition)
}

/// Whether a size is smaller or larger than all models that the law by size was fitted on.
fn is_beyond_calibration(effective: ActiveParameters) -> bool {
    let size = |model: &NamedModel| sqrt(model.total_parameters * model.active_parameters);
    let fitted = || MODELS.iter().filter(|model| model.in_size_law).map(size);
    let is_below = fitted().all(|parameters| effective.number() < parameters);
    is_below || fitted().all(|parameters| effective.number() > parameters)
}

/// Accuracy untuned, and the errors that remain after any amount of tuning on a narrow task.
fn limits(
    values: &Values,
    assumptions: &Assumptions,
    abilities: Abilities,
    effective: ActiveParameters,
    trace: &mut impl Record,
) -> (Fraction, Fraction) {
    let quantisation_loss = match values.chosen() {
        Precision::Int4 => assumptions.term(Assumption::QuantisationLoss4bit),
        Precision::Fp8 => assumptions.term(Assumption::QuantisationLoss8bit),
        Precision::Bf16 => Term::none(Assumption::QuantisationLoss8bit.spec().unit),
    };
    let general = compute!(trace, general_accuracy "The open model without tuning": Fraction =
        accuracy_of(closed_accuracy, leverage, own_ability - rent_ability).min(accuracy_ceiling)
            * (1.0 - quantisation_loss);
        where closed_accuracy = values.term(Input::ClosedAccuracy), leverage = abilities.leverage,
            own_ability = abilities.own, rent_ability = abilities.rent,
            accuracy_ceiling = assumptions.term(Assumption::AccuracyCeiling), quantisation_loss);
    let reference = compute!(trace, reference_accuracy "A flagship, against which tuned models are held, on this task": Fraction =
        accuracy_of(closed_accuracy, leverage, log_odds(tuned_reference_score, mmlu_pro_chance) - rent_ability);
        where closed_accuracy = values.term(Input::ClosedAccuracy), leverage = abilities.leverage,
            tuned_reference_score = assumptions.term(Assumption::TunedReferenceScore),
            mmlu_pro_chance = assumptions.term(Assumption::MmluProChance), rent_ability = abilities.rent);
    let error_limit = compute!(trace, tuned_error_limit "Errors that no tuning removes, on a narrow task": Fraction =
        (1.0 - (1.0
            - (tuned_error_ratio
                * (1.0 - reference_accuracy)
                * libm::pow(effective_parameters / (tuned_reference_size * 1e9), -tuned_error_exponent))
            .max(1.0 - accuracy_ceiling))
            * (1.0 - quantisation_loss))
        .min(1.0 - general_accuracy);
        where reference_accuracy = reference, effective_parameters = effective,
            tuned_error_ratio = assumptions.term(Assumption::TunedErrorRatio),
            tuned_reference_size = assumptions.term(Assumption::TunedReferenceSize),
            tuned_error_exponent = assumptions.term(Assumption::TunedErrorExponent),
            accuracy_ceiling = assumptions.term(Assumption::AccuracyCeiling),
            quantisation_loss, general_accuracy = general);
    (general, error_limit)
}

/// What [`tuned`] needs besides the examples.
struct Skill<'a> {
    values: &'a Values,
    assumptions: &'a Assumptions,
    general: Fraction,
    error_limit: Fraction,
}

impl Skill<'_> {
    fn tuned(&self, examples: Term, trace: &mut impl Record) -> Fraction {
        compute!(trace, tuned_accuracy "The tuned model, before drift": Fraction =
            tuned(examples, general_accuracy, tuned_error_limit, breadth, examples_scale, examples_exponent);
            where examples, general_accuracy = self.general, tuned_error_limit = self.error_limit,
                breadth = self.values.term(Input::Breadth),
                examples_scale = self.assumptions.term(Assumption::ExamplesScale),
                examples_exponent = self.assumptions.term(Assumption::ExamplesExponent))
    }
}

/// What [`drift_loss`] needs besides the time in service.
struct Age<'a> {
    values: &'a Values,
    assumptions: &'a Assumptions,
    drift: PointsPerYear,
    drift_limit: Points,
}

impl Age<'_> {
    fn on_first_day(&self, trace: &mut impl Record) -> Points {
        compute!(trace, drift_loss "Lost to drift on the first day, by the delay of the labels": Points =
            drift_loss(label_delay / 365.25, drift_a_year, drift_linear_months / 12.0, drift_limit);
            where label_delay = self.values.term(Input::LabelDelay), drift_a_year = self.drift,
                drift_linear_months = self.assumptions.term(Assumption::DriftLinearMonths),
                drift_limit = self.drift_limit)
    }

    fn after(&self, interval: Months, trace: &mut impl Record) -> Points {
        compute!(trace, drift_loss "Lost to drift after one interval": Points =
            drift_loss(label_delay / 365.25 + interval / 12.0, drift_a_year, drift_linear_months / 12.0, drift_limit);
            where label_delay = self.values.term(Input::LabelDelay), interval, drift_a_year = self.drift,
                drift_linear_months = self.assumptions.term(Assumption::DriftLinearMonths),
                drift_limit = self.drift_limit)
    }
}

fn own_average(
    skill: &Skill,
    drift: PointsPerYear,
    drift_limit: Points,
    rounds: Count,
    interval: Months,
    trace: &mut impl Record,
) -> Fraction {
    let (values, assumptions) = (skill.values, skill.assumptions);
    let tuned_mean = compute!(trace, tuned_mean "The models' accuracies before drift, averaged over the horizon": Fraction =
        mean_over_rounds(rounds_in_horizon, interval, horizon, |round| {
            let examples = initial_examples + round * examples_per_round;
            tuned(examples, general_accuracy, tuned_error_limit, breadth, examples_scale, examples_exponent)
        });
        where rounds_in_horizon = rounds, interval, horizon = values.term(Input::Horizon),
            initial_examples = values.term(Input::InitialExamples),
            examples_per_round = values.term(Input::ExamplesPerRound),
            general_accuracy = skill.general, tuned_error_limit = skill.error_limit,
            breadth = values.term(Input::Breadth), examples_scale = assumptions.term(Assumption::ExamplesScale),
            examples_exponent = assumptions.term(Assumption::ExamplesExponent));
    let drift_mean = compute!(trace, drift_mean "Lost to drift, averaged over the horizon": Points =
        mean_over_intervals(
            rounds_in_horizon, interval, horizon, label_delay / 365.25,
            Drift::new(drift_a_year, drift_linear_months / 12.0, drift_limit)
        );
        where rounds_in_horizon = rounds, interval, horizon = values.term(Input::Horizon),
            label_delay = values.term(Input::LabelDelay), drift_a_year = drift,
            drift_linear_months = assumptions.term(Assumption::DriftLinearMonths), drift_limit);
    compute!(trace, own_accuracy "The open model, averaged over the horizon": Fraction =
        tuned_mean - drift_mean; where tuned_mean, drift_mean)
}
