//! The four companies that the article names and the reader's case, on one scale: what is reported, what our sums say.

use std::sync::OnceLock;

use model::claims::FACTS;
use model::format::{Style, number, probability_words, to_significant};
use model::outcome::Side;
use model::rented::short_name;
use model::units::{Fraction, Unit};
use model::verdict::side;
use model::{Input, Preset, Scenario};

use super::dots::{DOT_COLUMNS, Dots, RENT_COLUMNS, scale};
use super::figure::{Drawn, Figure, OwnSpec};
use super::lettering::text_at;
use super::look::Width;
use super::palette::Palette;
use super::sources;
use super::table::{Cell, Column, Table};
use super::words::{list, lower_first, percent, requests};
use crate::analysis::Analysis;
use crate::content::{FigureName, is_same};
use crate::rounded::place;

/// A company's claim: the preset of its case, its work in a word or two, the fact that reports the claim, the words before
/// the reported number, and the number.
const CLAIMS: [(Preset, &str, &str, &str, &str); 4] = [
    claim(Preset::Shopify, "support tickets", "shopify-support-routing", "API bill down ", "api_cost_cut"),
    claim(Preset::Canva, "layout ideas", "canva-layout-vision", "inference bill down ", "inference_cut"),
    claim(Preset::Intercom, "customer messages", "intercom-operation", "no vendor contract renewed", ""),
    claim(Preset::Stripe, "fraud signals", "stripe-fraud-embeddings", "paid back within ", "payback"),
];

/// A claim with its number, by the number's name; without one if that is empty. What is not there does not compile: a program
/// that looked it up would hold every fact.
const fn claim(
    preset: Preset,
    work: &'static str,
    fact: &'static str,
    words: &'static str,
    figure: &str,
) -> (Preset, &'static str, &'static str, &'static str, &'static str) {
    let mut at = 0;
    while !is_same(FACTS[at].id, fact) {
        at += 1;
    }
    if figure.is_empty() {
        return (preset, work, fact, words, "");
    }
    let figures = FACTS[at].figures;
    let mut at = 0;
    while !is_same(figures[at].name, figure) {
        at += 1;
    }
    (preset, work, fact, words, figures[at].text)
}

/// A case on the common scale: the answer and the dots.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The answer in a word.
    pub side: Side,
    /// The share of the cases in which owning is cheaper; `None` where a side cannot do the work.
    pub chance: Option<f64>,
    /// The fifty futures; none where a side cannot do the work.
    pub dots: Dots,
}

impl Answer {
    /// The answer of the present case.
    pub fn of(analysis: &Analysis) -> Self {
        let chance = analysis.outcome.chance().map(Fraction::number);
        Self::new(analysis.outcome.verdict.verdict, chance, &analysis.scenario)
    }

    fn new(side: Side, chance: Option<f64>, scenario: &Scenario) -> Self {
        Self { side, chance, dots: chance.map_or_else(Dots::none, |_| Dots::new(scenario)) }
    }

    /// "Own it".
    pub const fn words(&self) -> &'static str {
        match self.side {
            Side::Own => "Own it",
            Side::Rent => "Rent it",
            Side::TooClose => "Too close",
            Side::CannotOwn => "Cannot own",
            Side::CannotRent => "Cannot rent",
        }
    }

    /// "over 19 in 20"; empty where a side cannot do the work.
    pub fn odds(&self) -> String {
        self.chance.map_or_else(String::new, probability_words)
    }
}

/// One of the four companies.
#[derive(Clone, Debug, PartialEq)]
pub struct Company {
    /// Its case.
    pub preset: Preset,
    /// What the open model does there.
    pub work: &'static str,
    /// What the article reports, in a few words.
    pub claim: String,
    /// The name of the fact that reports it.
    pub fact: &'static str,
    /// Our answer.
    pub answer: Answer,
}

/// The four companies, in the order of the article. They are the same in every case, and computed once.
pub fn companies() -> &'static [Company] {
    static COMPANIES: OnceLock<Vec<Company>> = OnceLock::new();
    COMPANIES.get_or_init(|| {
        let company = |(preset, work, fact, words, number)| Company {
            preset,
            work,
            claim: [words, number].concat(),
            fact,
            answer: answer(&Scenario::preset(preset)),
        };
        CLAIMS.map(company).to_vec()
    })
}

/// The answer of any case, without all else that an [`Analysis`] has.
fn answer(scenario: &Scenario) -> Answer {
    let (side, chance) = side(scenario);
    Answer::new(side, (!side.is_unable()).then(|| chance.number()), scenario)
}

/// Numbers as words, as a title has them.
const COUNTS: [&str; 5] = ["none", "one", "two", "three", "four"];

/// What the four answers come to: "The article names four winners. On our sums, two of them save."
pub fn finding() -> String {
    let saving = companies().iter().filter(|company| company.answer.side == Side::Own).count();
    let verb = if saving == 1 { "saves" } else { "save" };
    format!("The article names four winners. On our sums, {} of them {verb}.", COUNTS[saving.min(4)])
}

/// The reader's case in a few words: "100,000 requests a day; rents GPT-5.6 terra, or owns 8B".
pub fn yours(scenario: &Scenario) -> String {
    let per_day = requests(scenario.get(Input::RequestsPerDay));
    let (own, rent) = (scenario.reading(Input::ModelSize), short_name(scenario.api().label));
    format!("{per_day} requests a day: own {own}, or rent {rent}")
}

/// An amount to the digit or two that its uncertainty leaves: "$7,000", "$12,000".
fn about(amount: f64) -> String {
    let digits =
        if to_significant(amount, 1) * 2.0 > amount * 3.0 || amount < 2.0 * place(amount) { 2 } else { 1 };
    number(to_significant(amount, digits), Unit::UsdPerMonth, Style::Prose)
}

/// How many times as much must be at stake on one side as on the other for the bet to be called uneven.
const UNEVEN: f64 = 1.25;

/// What is at stake in the reader's case: what owning saves on average where it is cheaper, and costs where it is dearer.
pub fn stakes(analysis: &Analysis) -> String {
    if let Some(hindrance) = analysis.outcome.hindrance() {
        return format!("As set, {}, so there is no bet to weigh.", hindrance.words());
    }
    let savings = || analysis.outcome.saving_quantiles.iter().map(|saving| saving.number());
    let mean = |of: &dyn Fn(f64) -> bool| {
        let chosen: Vec<f64> = savings().filter(|saving| of(*saving)).collect();
        (!chosen.is_empty()).then(|| (chosen.iter().sum::<f64>() / chosen.len() as f64).abs())
    };
    match (mean(&|saving| saving > 0.0), mean(&|saving| saving <= 0.0)) {
        (Some(gain), Some(loss)) => {
            let is_close = analysis.outcome.verdict.verdict == Side::TooClose;
            let is_uneven = gain.max(loss) > UNEVEN * gain.min(loss);
            let lead = if is_close && is_uneven { "Close odds, but no even bet: where" } else { "Where" };
            let (gain, loss) = (about(gain), about(loss));
            format!(
                "{lead} owning wins, it saves about {gain} a month on average; where it loses, it costs about {loss} more."
            )
        }
        (Some(gain), None) => format!("On average, owning saves about {} a month.", about(gain)),
        (None, Some(loss)) => format!("On average, owning costs about {} a month more.", about(loss)),
        (None, None) => String::new(),
    }
}

/// The figure's entry in the list of figures.
pub(super) const SPEC: OwnSpec = OwnSpec { figure, drawing };

fn figure(analysis: &Analysis) -> Figure {
    let yours_is = Answer::of(analysis);
    let said = |name: &str, answer: &Answer| match answer.chance {
        Some(chance) => {
            let odds = probability_words(chance);
            format!("{name}: {}, owning is cheaper in {odds} of the cases.", lower_first(answer.words()))
        }
        None => format!("{name}: {}, so there is nothing to compare.", lower_first(answer.words())),
    };
    let mut words: Vec<String> =
        companies().iter().map(|company| said(company.preset.spec().label, &company.answer)).collect();
    words.push(said("Your case", &yours_is));
    Figure {
        name: FigureName::Companies,
        title: finding(),
        how_to_read: "Each dot is one of fifty equally likely futures, the same fifty in every row; right of the line, owning is cheaper.".to_owned(),
        how_to_use: "Press a company to load its case.",
        caption: ["The scale says how many times as cheap the cheaper side is.".to_owned()]
            .into_iter()
            .chain(yours_is.dots.sentence())
            .chain([stakes(analysis)])
            .collect::<Vec<_>>()
            .join(" "),
        text_alternative: format!(
            "Five rows of fifty dots, for {} and your case. {}",
            list(&companies().iter().map(|company| company.preset.spec().label.to_owned()).collect::<Vec<_>>()),
            words.join(" ")
        ),
        table: table(&yours_is),
        sources: sources::cited(&analysis.scenario, &[Input::RequestsPerDay, Input::ApiInputPrice, Input::GpuHourPrice], &[]),
    }
}

fn table(yours: &Answer) -> Table {
    let nothing = || Cell::words("nothing to compare");
    let row = |name: &str, answer: &Answer| {
        vec![
            Cell::words(name),
            Cell::words(answer.words()),
            answer.chance.map_or_else(nothing, |chance| Cell::number(chance, percent(chance))),
            answer
                .chance
                .map_or_else(nothing, |_| Cell::number(answer.dots.own as f64, answer.dots.own.to_string())),
        ]
    };
    let mut rows: Vec<Vec<Cell>> =
        companies().iter().map(|company| row(company.preset.spec().label, &company.answer)).collect();
    rows.push(row("Your case", yours));
    Table {
        caption: "Four companies and your case".to_owned(),
        columns: vec![
            Column::new("Case", "case"),
            Column::new("Answer", "answer"),
            Column::new("Owning is cheaper in", "probability_own_cheaper"),
            Column::new("Dots of fifty", "dots_own_cheaper"),
        ],
        rows,
    }
}

/// Distances in the picture, pixels.
const ROW: f64 = 74.0;
const NAMES: f64 = 210.0;
const ANSWERS: f64 = 130.0;
const SCALE: f64 = 46.0;
/// The same where names and answers stand above the dots.
const NARROW_ROW: f64 = 122.0;
const NARROW_HEAD: f64 = 60.0;

/// The rows as a picture by itself, in these colours.
fn drawing(analysis: &Analysis, palette: &Palette, width: f64) -> Drawn {
    let is_narrow = Width::for_pixels(width).is_narrow();
    let yours_is = Answer::of(analysis);
    let reported = companies().iter().map(|company| {
        let about = [company.work.to_owned(), company.claim.clone()];
        (company.preset.spec().label, about, &company.answer)
    });
    let rows = reported.chain([("You", your_lines(&analysis.scenario), &yours_is)]);
    let (row, head) = if is_narrow { (NARROW_ROW, NARROW_HEAD) } else { (ROW, 0.0) };
    let (from, to) = if is_narrow { (0.0, width) } else { (NAMES, width - ANSWERS) };
    let height = row * 5.0 + SCALE;
    let pitch = (to - from) / DOT_COLUMNS as f64;
    let zero = from + pitch * RENT_COLUMNS as f64;
    let mut svg = String::new();
    for (index, (name, about, answer)) in rows.enumerate() {
        let (top, base) = (row * index as f64, row * (index + 1) as f64 - 5.0);
        let color = match answer.side {
            Side::Own => palette.own,
            Side::Rent => palette.rent,
            Side::TooClose | Side::CannotOwn | Side::CannotRent => palette.ink,
        };
        svg += &text_at((0.0, top + 24.0), "start", (16.0, 700), palette.ink, name);
        for (line, words) in about.iter().enumerate() {
            let y = top + 43.0 + 16.0 * line as f64;
            svg += &text_at((0.0, y), "start", (13.0, 400), palette.soft, words);
        }
        let y = top + if is_narrow { 24.0 } else { 30.0 };
        svg += &text_at((width, y), "end", (16.0, 700), color, answer.words());
        svg += &text_at((width, y + 19.0), "end", (13.0, 400), palette.soft, &answer.odds());
        svg += &format!(
            "<path d=\"M0 {0:.1}H{width}\" stroke=\"{1}\"/><path d=\"M{zero:.1} {2:.1}V{0:.1}\" stroke=\"{3}\"/>",
            row * (index + 1) as f64,
            palette.rule,
            top + head,
            palette.ink
        );
        svg += &answer.dots.picture(from, pitch, base, row - head - 12.0, palette);
    }
    svg += &scale(from, pitch, row * 5.0, is_narrow, palette);
    Drawn { svg, width, height }
}

/// The reader's case in two short lines.
fn your_lines(scenario: &Scenario) -> [String; 2] {
    let words = yours(scenario);
    match words.split_once(':') {
        Some((load, sides)) => [load.to_owned(), sides.trim_start().to_owned()],
        None => [words, String::new()],
    }
}
