//! What a room hands in: codes, one a line, as they come out of a chat; judged by the model, in order, and as a table.
//!
//! A line is a code with or without a name before it: "Ada: canal donate …". Numbering, blanks, capitals and punctuation do not count.

use model::format::{Style, number, to_significant};
use model::outcome::Hindrance;
use model::solve::Answer as Where;
use model::units::Unit;
use model::{Outcome, Setting, evaluate};
use scenario_file::Name;

use crate::challenge::{Answer, Challenge, Limit, Plan, Question};
use crate::code::CodeError;
use crate::hand_in::{Cheaper, HandIn, Prediction, Tag};
use crate::solution::{Solution, plain_label, reading};
use crate::words;

/// The most words before or behind a code that are taken for a name.
const NAME_WORDS: usize = 3;

/// An answer with the line that it stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The line, from 1.
    pub line: usize,
    /// Whose it is, if the line says so.
    pub name: Option<Name>,
    /// The answer.
    pub hand_in: HandIn,
    /// Its words.
    pub code: String,
}

impl Entry {
    /// The name, or else the line.
    pub fn label(&self) -> String {
        self.name.as_ref().map_or_else(|| format!("Line {}", self.line), |name| name.as_str().to_owned())
    }
}

/// A line that gives no answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// Whose it is, if the line says so.
    pub name: Option<Name>,
    /// What is wrong.
    pub error: CodeError,
    /// The line with the one wrong word put right, if that gives an answer.
    pub mended: Option<String>,
}

/// A line that repeats an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// The line, from 1.
    pub line: usize,
    /// The line that it repeats.
    pub of: usize,
}

/// A line whose challenge the plan does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stranger {
    /// The line, from 1.
    pub line: usize,
}

/// All lines, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collection {
    /// The answers to the plan's challenges, each once.
    pub entries: Vec<Entry>,
    /// Lines that give none.
    pub faults: Vec<Fault>,
    /// Lines that are there already.
    pub repeats: Vec<Repeat>,
    /// Lines of another plan.
    pub strangers: Vec<Stranger>,
}

impl Collection {
    /// Reads lines. Empty ones count, so that a line's number is the one in the text.
    ///
    /// ```
    /// use model::Scenario;
    /// use workshop::challenge::{OWN, read};
    /// use workshop::collection::Collection;
    /// use workshop::hand_in::{Cheaper, HandIn, Prediction, Tag, Ticket};
    /// let plan = read(OWN)?;
    /// let code = HandIn {
    ///     challenge: Tag::of("when_renting_loses"),
    ///     ticket: Ticket::new(7),
    ///     is_first: true,
    ///     prediction: Prediction::Number(4e4),
    ///     cheaper: Cheaper::Own,
    ///     scenario: Scenario::default(),
    /// }
    /// .encode();
    /// let lines = [format!("1. Ada: {code}"), code.to_uppercase(), "zoo zoo zoo zoo".to_owned()];
    /// let read = Collection::read(&lines, &plan);
    /// assert_eq!((read.entries.len(), read.repeats.len(), read.faults.len()), (1, 1, 1));
    /// assert_eq!(read.entries[0].label(), "Ada");
    /// # Ok::<(), scenario_file::FileError>(())
    /// ```
    pub fn read(lines: &[impl AsRef<str>], plan: &Plan) -> Self {
        let mut read = Self::default();
        for (index, text) in lines.iter().enumerate() {
            let (line, text) = (index + 1, text.as_ref());
            if words::split(text).is_empty() {
                continue;
            }
            match of_line(text) {
                Err(fault) => {
                    let (name, error, mended) = *fault;
                    read.faults.push(Fault { line, name, error, mended });
                }
                Ok((name, hand_in)) => {
                    let is_known = plan.challenges.iter().any(|it| Tag::of(&it.id) == hand_in.challenge);
                    let first = read.entries.iter().find(|entry| entry.hand_in == hand_in);
                    match first {
                        _ if !is_known => read.strangers.push(Stranger { line }),
                        Some(first) => read.repeats.push(Repeat { line, of: first.line }),
                        None => {
                            let code = hand_in.encode();
                            read.entries.push(Entry { line, name, hand_in, code });
                        }
                    }
                }
            }
        }
        read
    }

    /// What is to be said of lines that are not counted, in their order.
    pub fn said(&self) -> Vec<String> {
        let mut said: Vec<(usize, String)> = Vec::new();
        for fault in &self.faults {
            let whose = fault.name.as_ref().map_or_else(String::new, |name| format!(" ({name})"));
            said.push((fault.line, format!("line {}{whose}: {}", fault.line, fault.error)));
        }
        for repeat in &self.repeats {
            let text =
                format!("line {} is the same answer as line {}, and counts once", repeat.line, repeat.of);
            said.push((repeat.line, text));
        }
        for stranger in &self.strangers {
            let text = format!("line {} answers a challenge that is not in this plan", stranger.line);
            said.push((stranger.line, text));
        }
        said.sort_by_key(|(line, _)| *line);
        said.into_iter().map(|(_, text)| text).collect()
    }

    /// The answers to a challenge, judged by the model, the best first.
    pub fn judged(&self, challenge: &Challenge, solution: &Solution) -> Vec<Judged> {
        let tag = Tag::of(&challenge.id);
        let of_challenge = self.entries.iter().filter(|entry| entry.hand_in.challenge == tag);
        let mut judged: Vec<Judged> =
            of_challenge.map(|entry| Judged::new(entry, challenge, solution)).collect();
        judged.sort_by(|one, other| {
            one.rank_key().partial_cmp(&other.rank_key()).unwrap_or(core::cmp::Ordering::Equal)
        });
        let keys: Vec<RankKey> = judged.iter().map(Judged::rank_key).collect();
        for (index, it) in judged.iter_mut().enumerate() {
            // Equal answers share a place.
            it.place = keys.iter().position(|key| *key == keys[index]).unwrap_or(index) + 1;
        }
        judged
    }
}

/// What orders answers: those after the reveal come last, those that meet the challenge first, then by how far off they are.
type RankKey = (bool, bool, f64);

/// A name, if the line has one, with the answer, or with what is wrong.
type Line<T> = Result<(Option<Name>, T), Box<(Option<Name>, CodeError, Option<String>)>>;

/// The answer in a line.
fn of_line(text: &str) -> Line<HandIn> {
    let candidates = candidates(text);
    let mut fault: Option<(Option<Name>, CodeError, Option<String>)> = None;
    for (name, code) in candidates {
        match HandIn::decode(&code) {
            Ok(hand_in) => return Ok((name, hand_in)),
            Err(error) => {
                let mended = mended(&code, &error);
                let is_better = mended.is_some() && fault.as_ref().is_none_or(|(_, _, kept)| kept.is_none());
                if fault.is_none() || is_better {
                    let mended = mended.map(|code| with_name(name.as_ref(), &code));
                    fault = Some((name, error, mended));
                }
            }
        }
    }
    Err(Box::new(fault.unwrap_or((None, CodeError::Length(0), None))))
}

/// The line of a name and a code.
fn with_name(name: Option<&Name>, code: &str) -> String {
    name.map_or_else(|| code.to_owned(), |name| format!("{name}: {code}"))
}

/// Ways to take a line apart into a name and a code, the likeliest first.
fn candidates(text: &str) -> Vec<(Option<Name>, String)> {
    let named = text.rsplit_once(':').filter(|(_, code)| !words::split(code).is_empty());
    let mut all = match named {
        Some((before, code)) => vec![(name(before), code.to_owned())],
        None => Vec::new(),
    };
    all.push((None, text.to_owned()));
    let words = words::split(text);
    // As written, for the name.
    let written: Vec<&str> =
        text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    for n in 1..=NAME_WORDS.min(words.len()) {
        let (front, code) = words.split_at(n);
        all.push((name(&written[..front.len()].join(" ")), code.join(" ")));
        let (code, _) = words.split_at(words.len() - n);
        all.push((name(&written[words.len() - n..].join(" ")), code.join(" ")));
    }
    all
}

/// The name in what stands before a code: without numbering, a chat's time and quotation marks.
fn name(text: &str) -> Option<Name> {
    let text = text.rsplit([']', '>', '\t']).next().unwrap_or(text);
    let is_decoration = |c: char| !c.is_alphabetic();
    let front = text.trim_start_matches(is_decoration);
    let kept = front.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
    Name::new(kept).ok()
}

/// The code with its one wrong word put right, if that gives an answer.
fn mended(code: &str, error: &CodeError) -> Option<String> {
    let (position, meant) = match error {
        CodeError::WrongWord { position, meant, .. } => (*position, *meant),
        CodeError::UnknownWord { position, meant: Some(meant), .. } => (*position, *meant),
        CodeError::UnknownWord { .. }
        | CodeError::Length(_)
        | CodeError::WrongWords
        | CodeError::Content(_) => return None,
    };
    let mut words = words::split(code);
    *words.get_mut(position.checked_sub(1)?)? = meant.to_owned();
    let mended = words.join(" ");
    HandIn::decode(&mended).is_ok().then_some(mended)
}

/// An answer as the model judges it.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The answer.
    pub entry: Entry,
    /// Owning in its case: US dollars a month.
    pub own_cost: f64,
    /// Renting in its case: US dollars a month.
    pub rent_cost: f64,
    /// The open model's accuracy in its case, from 0 to 1.
    pub own_accuracy: f64,
    /// The closed model's accuracy in its case, from 0 to 1.
    pub rent_accuracy: f64,
    /// Which side costs less in its case; `None` if they cannot be compared.
    pub cheaper: Option<Cheaper>,
    /// What was predicted, as the model finds it, in its own unit; of a quantity, how far the quantity moves the saving.
    pub actual: Option<f64>,
    /// How far the prediction is off: a share of the true value; of a quantity, the share of the widest swing that it lacks.
    pub off: Option<f64>,
    /// Whether the case meets the challenge, if it asks for a case.
    pub meets: Option<bool>,
    /// What the case changes and the challenge does not allow.
    pub foreign: Vec<Setting>,
    /// Why its sides cannot be compared.
    pub hindrance: Option<Hindrance>,
    /// Its place, from 1; equal answers share one.
    pub place: usize,
}

impl Judged {
    fn new(entry: &Entry, challenge: &Challenge, solution: &Solution) -> Self {
        let hand_in = &entry.hand_in;
        let outcome = evaluate(&hand_in.scenario);
        let (cost, accuracy) = (&outcome.estimate.cost, &outcome.estimate.accuracy);
        let hindrance = outcome.hindrance();
        let [own_cost, rent_cost] = [cost.own_cost.number(), cost.rent_cost.number()];
        let cheaper = if own_cost < rent_cost { Cheaper::Own } else { Cheaper::Rent };
        let (meets, foreign) = match (&challenge.question, challenge.answer(&hand_in.scenario)) {
            (Question::Reach(_), Answer::Reached(reached)) => (Some(reached.is_met()), reached.foreign),
            _ => (None, Vec::new()),
        };
        let (actual, off) = found(hand_in.prediction, challenge, solution, &outcome);
        Self {
            entry: entry.clone(),
            own_cost,
            rent_cost,
            own_accuracy: accuracy.own_accuracy.number(),
            rent_accuracy: accuracy.rent_accuracy.number(),
            cheaper: hindrance.is_none().then_some(cheaper),
            actual,
            off,
            meets,
            foreign,
            hindrance,
            place: 0,
        }
    }

    /// Whether the side that was expected to cost less does; `None` if they cannot be compared.
    pub fn is_side_right(&self) -> Option<bool> {
        Some(self.cheaper? == self.entry.hand_in.cheaper)
    }

    fn rank_key(&self) -> RankKey {
        (!self.entry.hand_in.is_first, self.meets == Some(false), self.off.unwrap_or(f64::INFINITY))
    }
}

/// What a prediction turns out to be, and how far it is off.
fn found(
    prediction: Prediction,
    challenge: &Challenge,
    solution: &Solution,
    outcome: &Outcome,
) -> (Option<f64>, Option<f64>) {
    match (prediction, &challenge.question, solution) {
        (Prediction::Number(predicted), Question::Reach(limits), _) => {
            let actual = limits.last().and_then(|limit| outcome.output(limit.output.id)?.1.number());
            (actual, actual.map(|actual| relative(predicted, actual)))
        }
        (Prediction::Number(predicted), Question::BreakEven { .. }, Solution::From(found)) => {
            let actual = turning_point(found.answer);
            (actual, actual.map(|actual| relative(predicted, actual)))
        }
        (Prediction::Quantity(setting), Question::MeasureFirst, Solution::Ranking(ranking)) => {
            let swing = |index: usize| ranking.get(index).map_or(0.0, |swing| swing.swing().number().abs());
            let widest = swing(0);
            let own = ranking.iter().position(|swing| swing.what == setting).map_or(0.0, swing);
            (Some(own), (widest > 0.0).then(|| 1.0 - own / widest))
        }
        _ => (None, None),
    }
}

/// Where a statement begins to hold, as one number.
fn turning_point(answer: Where) -> Option<f64> {
    match answer {
        Where::At(value) | Where::Between { from: value, .. } => Some(value),
        Where::Always | Where::Never { .. } => None,
    }
}

/// How far a number is off another, as a share of it.
fn relative(predicted: f64, actual: f64) -> f64 {
    if predicted == actual { 0.0 } else { (predicted - actual).abs() / actual.abs().max(f64::MIN_POSITIVE) }
}

/// What participants predict: words that ask for it, its unit, and the quantities to choose from.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The question.
    pub text: String,
    /// What the answer is a value of; empty where it is no number.
    pub label: &'static str,
    /// What is answered.
    pub kind: AskedKind,
}

/// The kind of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum AskedKind {
    /// A number in this unit, within the range of the setting if it is one's value.
    Number(Unit, Option<Setting>),
    /// One of these quantities, in order of their names.
    OneOf(Vec<Setting>),
}

/// Quantities to choose from: as many as a phone shows without scrolling.
const CHOICES: usize = 8;

impl Challenge {
    /// The question of the challenge, as participants are asked.
    pub fn asked(&self) -> Asked {
        match &self.question {
            Question::Reach(limits) => {
                let output = limits.last().map(|limit: &Limit| limit.output);
                let label = output.map_or("", plain_label);
                let unit = output.map_or(Unit::Usd, |output| output.unit);
                Asked {
                    text: format!("What will your case come to? {label}:"),
                    label,
                    kind: AskedKind::Number(unit, None),
                }
            }
            Question::BreakEven { input, target } => {
                let from = self.start.reading(*input);
                let holds = crate::solution::statement(*target);
                Asked {
                    text: format!("From where on is it true that {holds}? It starts at {from}."),
                    label: input.label(),
                    kind: AskedKind::Number(input.spec().unit, Some((*input).into())),
                }
            }
            Question::MeasureFirst => {
                let ranking = model::sensitivity::tornado(&self.start.values(), &self.start.assumptions());
                let mut choices: Vec<Setting> = self.settings.clone();
                for swing in ranking {
                    if choices.len() < CHOICES && !choices.contains(&swing.what) {
                        choices.push(swing.what);
                    }
                }
                // In an order that gives nothing away.
                choices.sort_by_key(|setting| setting.label());
                Asked {
                    text: "Which of these would you measure?".to_owned(),
                    label: "",
                    kind: AskedKind::OneOf(choices),
                }
            }
        }
    }

    /// What was predicted, as the model finds it, in three digits: more are not meant.
    pub fn actual_words(&self, actual: f64) -> String {
        self.prediction_words(Prediction::Number(to_significant(actual, 3)))
    }

    /// A prediction as it reads.
    pub fn prediction_words(&self, prediction: Prediction) -> String {
        match (prediction, self.asked().kind) {
            (Prediction::Quantity(setting), _) => setting.label().to_owned(),
            (Prediction::Number(predicted), AskedKind::Number(_, Some(Setting::Input(input)))) => {
                input.reading(predicted)
            }
            (Prediction::Number(predicted), AskedKind::Number(unit, _)) => {
                number(predicted, unit, Style::Prose)
            }
            (Prediction::Number(predicted), AskedKind::OneOf(_)) => predicted.to_string(),
        }
    }
}

/// The columns of the table before the settings.
const COLUMNS: [&str; 15] = [
    "place",
    "name",
    "line",
    "challenge",
    "first_answer",
    "predicted",
    "actual",
    "off",
    "predicted_cheaper",
    "cheaper",
    "meets",
    "own_cost",
    "own_accuracy",
    "rent_cost",
    "rent_accuracy",
];

/// Judged answers of a challenge as CSV: names and units are the model's, numbers are whole. A cell that a spreadsheet would take for a
/// formula gets an apostrophe before it.
pub fn csv(challenge: &Challenge, judged: &[Judged]) -> String {
    let settings = challenge.settings.iter().map(|setting| setting.id());
    let mut rows: Vec<Vec<String>> =
        vec![COLUMNS.iter().copied().chain(settings).chain(["code"]).map(str::to_owned).collect()];
    let full = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    for it in judged {
        let hand_in = &it.entry.hand_in;
        let predicted = match hand_in.prediction {
            Prediction::Number(predicted) => predicted.to_string(),
            Prediction::Quantity(setting) => setting.id().to_owned(),
        };
        let name = it.entry.name.as_ref().map(|name| name.as_str().to_owned()).unwrap_or_default();
        let mut row = vec![
            it.place.to_string(),
            name,
            it.entry.line.to_string(),
            challenge.id.clone(),
            hand_in.is_first.to_string(),
            predicted,
            full(it.actual),
            full(it.off),
            hand_in.cheaper.id().to_owned(),
            it.cheaper.map(|side| side.id().to_owned()).unwrap_or_default(),
            it.meets.map(|meets| meets.to_string()).unwrap_or_default(),
            it.own_cost.to_string(),
            it.own_accuracy.to_string(),
            it.rent_cost.to_string(),
            it.rent_accuracy.to_string(),
        ];
        row.extend(challenge.settings.iter().map(|setting| hand_in.scenario.text(*setting)));
        row.push(it.entry.code.clone());
        rows.push(row);
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        // Into memory, so that no write fails.
        let _written = writer.write_record(row.iter().map(|cell| as_text(cell)));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// A cell that no spreadsheet takes for a formula, as [OWASP](https://owasp.org/www-community/attacks/CSV_Injection) advises.
fn as_text(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}

/// A participant's case in a line: what the challenge lets them set.
pub fn case_words(challenge: &Challenge, entry: &Entry) -> String {
    let reads =
        |setting: &Setting| format!("{}: {}", setting.label(), reading(*setting, &entry.hand_in.scenario));
    challenge.settings.iter().map(reads).collect::<Vec<_>>().join("; ")
}
