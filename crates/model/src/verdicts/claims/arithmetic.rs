//! What each claim's check computes. The sums are the model's own formulas wherever the model has one.

use super::facts::{Fact, FactId};
use crate::case::scenario::{Assumptions, Scenario, Values};
use crate::catalogue::{APIS, Assumption, Input, MODELS, Method};
use crate::estimate::{Estimate, estimate};
use crate::families::architecture;
use crate::families::training::{Job, Software, run_gpu_hours};
use crate::quantities::units::{
    Count, Fraction, GpuHours, Gpus, Hours, Months, Points, PointsPerYear, Seconds, Tokens, Unit, Usd,
    UsdPerMonth, UsdPerRequest, UsdPerYear,
};
use crate::verdicts::outcome::explain;
use crate::workings::trace::{Record, Term, Trace, compute};

/// Records what a fact's check computes; with a reading of its damaged amount, also what follows from that.
pub(super) fn record(
    fact: &'static Fact,
    assumptions: &Assumptions,
    reading: Option<Term>,
    trace: &mut impl Record,
) {
    let scenario = fact.scenario();
    let claim = Claim { fact, values: scenario.values(), scenario, assumptions };
    match fact.fact {
        FactId::MicrosoftInternalShare => claim.microsoft(trace),
        FactId::HfModels => claim.hub_models(trace),
        FactId::HfEnterpriseSpend => claim.hub_spend(reading, trace),
        FactId::GithubForks => claim.forks(trace),
        FactId::GoogleOpenModels => claim.releases(trace),
        FactId::ShopifySupportRouting => claim.shopify(reading, trace),
        FactId::CanvaLayoutVision => claim.canva(reading, trace),
        FactId::StripeFraudEmbeddings => claim.stripe(trace),
        FactId::IntercomService => claim.intercom_service(trace),
        FactId::IntercomTraining => claim.intercom_training(reading, trace),
        FactId::IntercomOperation => claim.intercom_operation(trace),
        FactId::CudaAlternatives => claim.cuda(trace),
        FactId::AwsEndpoints => claim.endpoints(trace),
        FactId::StanfordGaps => claim.gaps(trace),
        FactId::HundredBillion => claim.hundred_billion(trace),
        FactId::AdaptedSmallModels => claim.small_models(trace),
        FactId::Vulnerabilities => claim.vulnerabilities(trace),
        FactId::TenPercentRule => claim.ten_percent(trace),
        FactId::RetrainCadence => claim.cadence(trace),
        FactId::TcoLabelling => claim.labelling(trace),
        // Reported without a number that anything could be computeed from.
        FactId::AzureGrowth | FactId::EuDisclosure | FactId::AirGap | FactId::Conclusion => {}
    }
}

/// A fact with the case that its check uses.
struct Claim<'a> {
    fact: &'static Fact,
    scenario: Scenario,
    values: Values,
    assumptions: &'a Assumptions,
}

impl Claim<'_> {
    /// A figure that the fact reports.
    fn reported(&self, name: &str) -> Term {
        reported(self.fact, name)
    }

    /// A constant.
    fn constant(&self, assumption: Assumption) -> Term {
        self.assumptions.term(assumption)
    }

    /// The case with some inputs replaced, as the model estimates it.
    fn with(&self, changes: &[(Input, f64)]) -> Estimate {
        let values = changes.iter().fold(self.values, |values, (input, x)| values.replaced(*input, *x));
        estimate(&values.settled(self.assumptions), self.assumptions, &mut Trace::off())
    }

    /// An output of the model for the case, with the steps that lead to it.
    fn explained(&self, output: &str, trace: &mut impl Record) -> Term {
        let steps = explain(&self.scenario, output).unwrap_or_default();
        let last = steps.last().map(|step| (step.result.number().unwrap_or(0.0), step.unit));
        for step in steps {
            trace.record(|| step);
        }
        let (number, unit) = last.unwrap_or((0.0, Unit::One));
        Term::computed(number, unit)
    }

    /// Hours in a month.
    fn month_hours(&self, trace: &mut impl Record) -> Hours {
        compute!(trace, month_hours "Hours in a month": Hours = days_per_month * 24.0;
            where days_per_month = self.constant(Assumption::DaysPerMonth))
    }

    fn microsoft(&self, trace: &mut impl Record) {
        compute!(trace, growth "How many times the share of 2024": Count = share_2026 / share_2024;
            where share_2026 = self.reported("share_2026"), share_2024 = self.reported("share_2024"));
    }

    fn hub_models(&self, trace: &mut impl Record) {
        compute!(trace, growth "How many times the models of 2025": Count = public_models / hub_models_2025;
            where public_models = self.reported("public_models"),
                hub_models_2025 = self.constant(Assumption::HubModels2025));
    }

    fn hub_spend(&self, reading: Option<Term>, trace: &mut impl Record) {
        let Some(annual_spend_each) = reading else { return };
        compute!(trace, hub_revenue "What all of them would spend in a year": UsdPerYear =
            companies * annual_spend_each;
            where companies = self.reported("companies"), annual_spend_each);
    }

    fn forks(&self, trace: &mut impl Record) {
        compute!(trace, multiple "How many times as many": Count = 1.0 + fork_growth;
            where fork_growth = self.reported("fork_growth"));
    }

    fn releases(&self, trace: &mut impl Record) {
        compute!(trace, models_a_month "Models a month": Count = models / report_window;
            where models = self.reported("models"), report_window = self.constant(Assumption::ReportWindow));
    }

    fn error_cut(&self, trace: &mut impl Record) {
        compute!(trace, error_cut "Errors that are gone": Fraction =
            (accuracy_after - accuracy_before) / (1.0 - accuracy_before);
            where accuracy_after = self.reported("accuracy_after"),
                accuracy_before = self.reported("accuracy_before"));
    }

    fn shopify(&self, reading: Option<Term>, trace: &mut impl Record) {
        self.error_cut(trace);
        let small = FactId::AdaptedSmallModels.fact();
        let api_cost_cut = self.reported("api_cost_cut");
        compute!(trace, moved_least "Traffic that must move if small models cost so little": Fraction =
            api_cost_cut / (1.0 - cost_low);
            where api_cost_cut, cost_low = reported(small, "cost_low"));
        compute!(trace, moved_most "Traffic that must move if they cost so much": Fraction =
            api_cost_cut / (1.0 - cost_high);
            where api_cost_cut, cost_high = reported(small, "cost_high"));
        let ticket = compute!(trace, ticket_price "What routing a ticket costs on an API": UsdPerRequest =
            blended_token_price * ticket_tokens / 1e6;
            where blended_token_price = self.constant(Assumption::BlendedTokenPrice),
                ticket_tokens = self.constant(Assumption::TicketTokens));
        let Some(annual_saving) = reading else { return };
        let bill = compute!(trace, bill "The bill before, a year": UsdPerYear = annual_saving / api_cost_cut;
            where annual_saving, api_cost_cut);
        compute!(trace, tickets "Tickets a day that this bill buys": Count =
            bill / ticket_price / (days_per_month * 12.0);
            where bill, ticket_price = ticket, days_per_month = self.constant(Assumption::DaysPerMonth));
    }

    fn canva(&self, reading: Option<Term>, trace: &mut impl Record) {
        self.error_cut(trace);
        let month_hours = self.month_hours(trace);
        let gpu_month = compute!(trace, gpu_month "A GPU for a month": UsdPerMonth = gpu_hour_price * month_hours;
            where gpu_hour_price = self.values.term(Input::GpuHourPrice), month_hours);
        let Some(gpu_bill_cut) = reading else { return };
        let bill = compute!(trace, bill "The bill before, a month": UsdPerMonth =
            gpu_bill_cut / inference_cut / window;
            where gpu_bill_cut, inference_cut = self.reported("inference_cut"),
                window = self.reported("window"));
        compute!(trace, fleet "GPUs that this bill rents": Gpus = bill / gpu_month;
            where bill, gpu_month);
    }

    fn stripe(&self, trace: &mut impl Record) {
        let review_hours_saved = self.reported("review_hours_saved");
        compute!(trace, people "Full-time people whose work this is": Count =
            review_hours_saved / person_quarter_hours;
            where review_hours_saved,
                person_quarter_hours = self.constant(Assumption::PersonQuarterHours));
        let worth = compute!(trace, quarter_worth "What these hours cost in a quarter": Usd =
            review_hours_saved * reviewer_hour;
            where review_hours_saved,
                reviewer_hour = self.constant(Assumption::ReviewerHour));
        compute!(trace, project_most "The dearest project that pays back in time": Usd =
            quarter_worth / 3.0 * payback;
            where quarter_worth = worth, payback = self.reported("payback"));
    }

    fn intercom_service(&self, trace: &mut impl Record) {
        compute!(trace, speed_up "How many times faster": Count = response_before / response_after;
            where response_before = self.reported("response_before"),
                response_after = self.reported("response_after"));
        let load = self.with(&[]).load;
        compute!(trace, answer_time "What a model takes to answer, at the peak": Seconds =
            ttft_peak + (output_tokens - 1.0) * itl_peak;
            where ttft_peak = Term::outcome(load.ttft_peak),
                output_tokens = self.values.term(Input::OutputTokens),
                itl_peak = Term::outcome(load.itl_peak));
    }

    fn intercom_training(&self, reading: Option<Term>, trace: &mut impl Record) {
        let fine_tune = self.explained("initial_gpu_hours", trace);
        let campaign = compute!(trace, campaign "GPU-hours as reported": GpuHours = gpus * duration * 24.0;
            where gpus = self.reported("gpus"), duration = self.reported("duration"));
        compute!(trace, fine_tune_time "One fine-tune on these GPUs": Hours = initial_gpu_hours / gpus;
            where initial_gpu_hours = fine_tune, gpus = self.reported("gpus"));
        let ratio = compute!(trace, ratio "How many such fine-tunes the reported time would hold": Count =
            campaign / initial_gpu_hours;
            where campaign, initial_gpu_hours = fine_tune);
        let training = self.with(&[]).training;
        compute!(trace, campaign_mfu "MFU if it was one fine-tune": Fraction = training_mfu / ratio;
            where training_mfu = training.training_mfu, ratio);
        compute!(trace, campaign_tokens "Tokens that the reported time could pass over": Tokens =
            initial_tokens * ratio;
            where initial_tokens = training.initial_tokens, ratio);
        let cheapest = self.scenario.price_of(Input::GpuHourPrice).and_then(|price| price.asked());
        if let Some(asked) = cheapest {
            let low = Term::catalogue(asked.low.price, Unit::UsdPerGpuHour, asked.low.source);
            compute!(trace, compute_least "The GPUs at the lowest price asked": Usd = campaign * lowest_price;
                where campaign, lowest_price = low);
        }
        let rent = compute!(trace, compute_cost "The GPUs at the case's price": Usd = campaign * gpu_hour_price;
            where campaign, gpu_hour_price = self.values.term(Input::GpuHourPrice));
        let month = compute!(trace, engineer_month "A month of an engineer": Usd = loaded_cost / 12.0;
            where loaded_cost = self.values.term(Input::LoadedCost));
        let Some(project_cost) = reading else { return };
        let rest = compute!(trace, rest "What is left for people": Usd = project_cost - compute_cost;
            where project_cost, compute_cost = rent);
        compute!(trace, engineer_months "Months of an engineer that this pays": Count = rest / engineer_month;
            where rest, engineer_month = month);
    }

    fn intercom_operation(&self, trace: &mut impl Record) {
        let round = self.explained("retrain_gpu_hours", trace);
        compute!(trace, compute_a_year "Compute of a year's rounds": Usd =
            retrain_gpu_hours * training_runs * gpu_hour_price * retrains_per_year;
            where retrain_gpu_hours = round, training_runs = self.constant(Assumption::TrainingRuns),
                gpu_hour_price = self.values.term(Input::GpuHourPrice),
                retrains_per_year = self.values.term(Input::RetrainsPerYear));
        let gain = |drift| {
            let average = |rounds| {
                let estimate = self.with(&[(Input::Drift, drift), (Input::RetrainsPerYear, rounds)]);
                Term::outcome(estimate.accuracy.own_accuracy)
            };
            (average(self.values.number(Input::RetrainsPerYear)), average(12.0))
        };
        let (default_drift, fast_drift) = self.drifts();
        let (often, monthly) = gain(default_drift.number());
        compute!(trace, gain_least "Gain over monthly rounds at the default drift": Points =
            average_as_reported - average_if_monthly;
            where average_as_reported = often, average_if_monthly = monthly);
        let (often, monthly) = gain(fast_drift.number());
        compute!(trace, gain_most "Gain over monthly rounds at the fastest drift": Points =
            average_as_reported - average_if_monthly;
            where average_as_reported = often, average_if_monthly = monthly);
        compute!(trace, drift_default "The default drift": PointsPerYear = drift;
            where drift = default_drift);
        compute!(trace, drift_fast "The fastest drift of the range": PointsPerYear = drift;
            where drift = fast_drift);
    }

    /// The default drift, and the fastest of its range.
    fn drifts(&self) -> (Term, Term) {
        let spec = Input::Drift.spec();
        let (middle, band) = self.values.band(Input::Drift).map_or((0.0, 0.0), |(x, band)| (x, band.high));
        let term = |number| Term::catalogue(number, spec.unit, spec.source());
        (term(middle), term(band))
    }

    fn cuda(&self, trace: &mut impl Record) {
        compute!(trace, more_hours "GPU-hours that such a gap adds": Fraction = 1.0 / (1.0 - gap) - 1.0;
            where gap = self.reported("gap"));
        let spec = Input::StackFactor.spec();
        if let Some((_, band)) = self.values.band(Input::StackFactor) {
            let end = |number| Term::catalogue(number, spec.unit, spec.source());
            compute!(trace, software_spread "Fastest over slowest serving software, on one GPU": Count =
                fastest / slowest; where fastest = end(band.high), slowest = end(band.low));
        }
    }

    fn endpoints(&self, trace: &mut impl Record) {
        let rise = compute!(trace, rent_rise "Rise of the rent of an H100": Fraction =
            rent_index_after / rent_index_before - 1.0;
            where rent_index_after = self.constant(Assumption::RentIndexAfter),
                rent_index_before = self.constant(Assumption::RentIndexBefore));
        compute!(trace, better_use "Tokens from a GPU-hour, against the year before": Count =
            (1.0 + rent_rise) / (1.0 - token_cost_cut);
            where rent_rise = rise, token_cost_cut = self.reported("token_cost_cut"));
    }

    fn gaps(&self, trace: &mut impl Record) {
        let won = compute!(trace, open_wins "Comparisons that the best open model wins": Fraction =
            1.0 / (1.0 + libm::pow(10.0, elo_gap / elo_scale));
            where elo_gap = self.constant(Assumption::EloGap), elo_scale = self.constant(Assumption::EloScale));
        compute!(trace, ranking_gap "Closed minus open, in comparisons won": Points = 1.0 - 2.0 * open_wins;
            where open_wins = won);
        compute!(trace, other_gap "The same in another measure": Points = index_gap;
            where index_gap = self.constant(Assumption::IndexGap));
    }

    fn hundred_billion(&self, trace: &mut impl Record) {
        let month_hours = self.month_hours(trace);
        let campaign = compute!(trace, campaign "GPU-hours as reported": GpuHours = gpus * duration * month_hours;
            where gpus = self.reported("gpus"), duration = self.reported("duration"),
                month_hours);
        compute!(trace, campaign_cost "Their rent": Usd = campaign * gpu_hour_price;
            where campaign, gpu_hour_price = self.values.term(Input::GpuHourPrice));
        let architecture = architecture::resolve(&self.values);
        let job = Job {
            architecture: &architecture,
            gpu: self.values.gpu(),
            fp8: false,
            method: Method::Full,
            software: Software::Compiled,
            sequence: self.constant(Assumption::PretrainingSequence),
            step_tokens: self.constant(Assumption::PretrainingSequence),
            recomputed: Term::none(Unit::Fraction),
            gpus: Gpus::new(1.0),
            assumptions: self.assumptions,
        };
        let tokens = self.constant(Assumption::PublishedRunTokens);
        let needed = run_gpu_hours(&job, Tokens::new(tokens.number()), trace);
        compute!(trace, tokens_possible "Tokens that the reported hours could train on": Tokens =
            published_run_tokens * campaign / run_gpu_hours;
            where published_run_tokens = tokens, campaign, run_gpu_hours = needed);
        compute!(trace, published_hours "What Meta reports for a 70B model": GpuHours = published_run_hours;
            where published_run_hours = self.constant(Assumption::PublishedRunHours));
    }

    fn small_models(&self, trace: &mut impl Record) {
        compute!(trace, tuned_least "Tuned 7B models against GPT-4 on narrow tasks, at least": Fraction =
            tuned_against_closed_low;
            where tuned_against_closed_low = self.constant(Assumption::TunedAgainstClosedLow));
        compute!(trace, tuned_most "Tuned 7B models against GPT-4 on narrow tasks, at most": Fraction =
            tuned_against_closed_high;
            where tuned_against_closed_high = self.constant(Assumption::TunedAgainstClosedHigh));
        let mmlu = |id: &str| {
            let model = MODELS.iter().find(|model| model.id == id);
            let (number, source) = model
                .map_or((0.0, crate::catalogue::SourceId::Article), |it| (it.mmlu.unwrap_or(0.0), it.source));
            Term::catalogue(number, Unit::Fraction, source)
        };
        let closed = self.constant(Assumption::MmluGpt4o);
        compute!(trace, broad_7b "A 7B model against GPT-4o on a broad exam": Fraction = mmlu_7b / mmlu_gpt_4o;
            where mmlu_7b = mmlu("qwen2.5-7b"), mmlu_gpt_4o = closed);
        compute!(trace, broad_14b "A 14B model against GPT-4o on a broad exam": Fraction =
            mmlu_14b / mmlu_gpt_4o;
            where mmlu_14b = mmlu("qwen2.5-14b"), mmlu_gpt_4o = closed);
        compute!(trace, hard_8b "An 8B model against GPT-4o on a harder exam": Fraction =
            mmlu_pro_8b / mmlu_pro_gpt_4o;
            where mmlu_pro_8b = self.constant(Assumption::MmluPro8b),
                mmlu_pro_gpt_4o = self.constant(Assumption::MmluProGpt4o));
        let capacity = self.explained("capacity", trace);
        let own = compute!(trace, own_full "GPU rent of a request at full load": UsdPerRequest =
            gpu_hour_price * gpu_count / 3600.0 / capacity;
            where gpu_hour_price = self.values.term(Input::GpuHourPrice),
                gpu_count = self.values.term(Input::GpuCount), capacity);
        let own = compute!(trace, own_low "GPU rent of a request at a low load": UsdPerRequest =
            own_full / low_load; where own_full = own, low_load = self.constant(Assumption::LowLoad));
        let list = |id: &str| {
            let api = APIS.iter().find(|api| api.id == id).unwrap_or(&APIS[0]);
            let term = |price| Term::catalogue(price, Unit::UsdPerMillionTokens, api.source);
            (term(api.input_per_million), term(api.output_per_million))
        };
        let (prompt, answer) = (self.values.term(Input::PromptTokens), self.values.term(Input::OutputTokens));
        let (input_price, output_price) = list("gpt-5");
        compute!(trace, of_gpt_5 "That against GPT-5's list price": Fraction =
            own_low * 1e6 / (prompt_tokens * input_price + output_tokens * output_price);
            where own_low = own, prompt_tokens = prompt, input_price, output_tokens = answer,
                output_price);
        let (input_price, output_price) = list("gpt-5.4-mini");
        compute!(trace, of_mini "That against GPT-5.4 mini's list price": Fraction =
            own_low * 1e6 / (prompt_tokens * input_price + output_tokens * output_price);
            where own_low = own, prompt_tokens = prompt, input_price, output_tokens = answer,
                output_price);
        let (input_price, output_price) = list("gpt-5-nano");
        compute!(trace, of_nano "That against GPT-5 nano's list price": Fraction =
            own_low * 1e6 / (prompt_tokens * input_price + output_tokens * output_price);
            where own_low = own, prompt_tokens = prompt, input_price, output_tokens = answer,
                output_price);
    }

    fn vulnerabilities(&self, trace: &mut impl Record) {
        compute!(trace, models_equal "Models behind a provider at which both have as many a model": Count =
            closed_vulns / open_vulns;
            where closed_vulns = self.reported("closed_vulns"), open_vulns = self.reported("open_vulns"));
        compute!(trace, slower "How many times longer a closed provider takes": Count = closed_days / open_days;
            where closed_days = self.reported("closed_days"), open_days = self.reported("open_days"));
    }

    fn ten_percent(&self, trace: &mut impl Record) {
        let accuracy = |breadth| {
            let accuracy = self.with(&[(Input::Breadth, breadth)]).accuracy;
            (Term::outcome(accuracy.own_accuracy), Term::outcome(accuracy.rent_accuracy))
        };
        let (open, closed) = accuracy(0.0);
        compute!(trace, narrow_share "Open against closed on a narrow task": Fraction =
            open_on_narrow / closed; where open_on_narrow = open, closed);
        let (open, closed) = accuracy(1.0);
        compute!(trace, broad_share "Open against closed on broad work": Fraction =
            open_on_broad / closed; where open_on_broad = open, closed);
    }

    fn cadence(&self, trace: &mut impl Record) {
        let edge = self.constant(Assumption::Edge);
        let spec = Input::Drift.spec();
        let band = self.values.band(Input::Drift).map_or((0.0, 0.0), |(_, band)| (band.low, band.high));
        let drift = |number| Term::catalogue(number, spec.unit, spec.source());
        compute!(trace, drift_slow "The slowest drift, over a year": Points = drift;
            where drift = drift(band.0));
        compute!(trace, jump "What a jump takes at once": Points = drift_jump_size;
            where drift_jump_size = self.constant(Assumption::DriftJumpSize));
        let fast = compute!(trace, drift_fast "The fastest drift, with the jumps of a year": PointsPerYear =
            drift + drift_jump_rate * drift_jump_size;
            where drift = drift(band.1), drift_jump_rate = self.constant(Assumption::DriftJumpRate),
                drift_jump_size = self.constant(Assumption::DriftJumpSize));
        compute!(trace, edge_fast "How long an edge lasts at the fastest drift": Months =
            edge / drift_fast * 12.0; where edge, drift_fast = fast);
        let weeks = |name| self.reported(name).number();
        let days = self.assumptions.number(Assumption::DaysPerMonth) * 12.0;
        let rounds = |weeks: f64| days / 7.0 / weeks;
        let at = |rounds| {
            let estimate = self.with(&[(Input::RetrainsPerYear, rounds)]);
            (Term::outcome(estimate.cost.own_cost), Term::outcome(estimate.accuracy.own_accuracy))
        };
        let (dearest, best) = at(rounds(weeks("interval_low")));
        let (middle_cost, middle) = at(rounds(weeks("interval_high")));
        let (cheapest, worst) = at(rounds(2.0 * weeks("interval_high")));
        compute!(trace, point_price_low "What a point must be worth for the longer interval, not twice it": UsdPerMonth =
            (cost_at_interval - cost_at_twice) / (accuracy_at_interval - accuracy_at_twice) / 100.0;
            where cost_at_interval = middle_cost, cost_at_twice = cheapest, accuracy_at_interval = middle,
                accuracy_at_twice = worst);
        compute!(trace, point_price_high "What a point must be worth for the shorter interval, not the longer": UsdPerMonth =
            (cost_at_shorter - cost_at_longer) / (accuracy_at_shorter - accuracy_at_longer) / 100.0;
            where cost_at_shorter = dearest, cost_at_longer = middle_cost, accuracy_at_shorter = best,
                accuracy_at_longer = middle);
    }

    fn labelling(&self, trace: &mut impl Record) {
        let cost = self.with(&[]).cost;
        let round = self.explained("retrain_gpu_hours", trace);
        let retrains = self.values.term(Input::RetrainsPerYear);
        let compute = compute!(trace, training_a_month "Compute of retraining, a month": UsdPerMonth =
            retrain_gpu_hours * training_runs * gpu_hour_price * retrains_per_year / 12.0;
            where retrain_gpu_hours = round, training_runs = self.constant(Assumption::TrainingRuns),
                gpu_hour_price = self.values.term(Input::GpuHourPrice),
                retrains_per_year = retrains);
        let serving = Term::outcome(cost.gpu_cost);
        let evaluation = Term::outcome(cost.evaluation_cost_month);
        let labels = compute!(trace, labels_a_month "Labels, a month": UsdPerMonth =
            examples_per_round * label_cost * retrains_per_year / 12.0;
            where examples_per_round = self.values.term(Input::ExamplesPerRound),
                label_cost = self.values.term(Input::LabelCost), retrains_per_year = retrains);
        compute!(trace, upkeep "Labels and evaluation, a month": UsdPerMonth = labels_a_month + evaluation;
            where labels_a_month = labels, evaluation);
        compute!(trace, serving_a_month "GPUs that serve, a month": UsdPerMonth = serving; where serving);
        compute!(trace, label_price_needed "Price of a label from which labels and evaluation outweigh all GPUs": Usd =
            (serving + training_a_month - evaluation) / (examples_per_round * retrains_per_year / 12.0);
            where serving, training_a_month = compute, evaluation,
                examples_per_round = self.values.term(Input::ExamplesPerRound), retrains_per_year = retrains);
    }
}

/// A figure that a fact reports: percentages and points as fractions, lengths of time in units of their own.
fn reported(fact: &Fact, name: &str) -> Term {
    let figure = fact.figures.iter().find(|figure| figure.name == name);
    let (number, unit) = figure.map_or((0.0, Unit::One), |figure| match figure.unit {
        unit if unit.starts_with("percent") => (figure.value / 100.0, Unit::Fraction),
        "points" => (figure.value / 100.0, Unit::Points),
        "months" => (figure.value, Unit::Months),
        "days" => (figure.value, Unit::Days),
        _ => (figure.value, Unit::One),
    });
    Term::reported(number, unit)
}
