//! Why one case differs from another: how much of the difference each setting makes.
//!
//! Settings act on each other: more requests cost more where tokens are dear. So a setting's part depends on what is changed before it.
//! While few settings differ, a part is the mean over all orders in which they can be changed, their [Shapley value][s]; otherwise it is
//! that of one order, the catalogue's. In both cases the parts sum to the whole difference.
//!
//! [s]: https://en.wikipedia.org/wiki/Shapley_value

use std::collections::{BTreeMap, BTreeSet};

use model::format::{Style, number};
use model::trace::Trace;
use model::units::Unit;
use model::{Estimate, Input, Preset, Scenario, Setting, estimate};

/// The most causes of which all orders are weighed: 14 take 16,384 estimates, a third of a second.
const MOST_WEIGHED: usize = 14;

/// The most causes that a sentence names.
const MOST_NAMED: usize = 5;

/// What is compared of two cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The cost of owning, US dollars a month.
    OwnCost,
    /// The cost of renting, US dollars a month.
    RentCost,
    /// The accuracy of the open model, a fraction.
    OwnAccuracy,
    /// The accuracy of the closed model, a fraction.
    RentAccuracy,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::OwnCost, Self::RentCost, Self::OwnAccuracy, Self::RentAccuracy];

    /// Its stable name: that of the model's output.
    pub const fn id(self) -> &'static str {
        match self {
            Self::OwnCost => "own_cost",
            Self::RentCost => "rent_cost",
            Self::OwnAccuracy => "own_accuracy",
            Self::RentAccuracy => "rent_accuracy",
        }
    }

    /// The unit of a difference in it.
    pub const fn unit(self) -> Unit {
        match self {
            Self::OwnCost | Self::RentCost => Unit::UsdPerMonth,
            Self::OwnAccuracy | Self::RentAccuracy => Unit::Points,
        }
    }

    fn of(self, estimate: &Estimate) -> f64 {
        match self {
            Self::OwnCost => estimate.cost.own_cost.number(),
            Self::RentCost => estimate.cost.rent_cost.number(),
            Self::OwnAccuracy => estimate.accuracy.own_accuracy.number(),
            Self::RentAccuracy => estimate.accuracy.rent_accuracy.number(),
        }
    }
}

/// A number for each of [`Measure::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measures([f64; Measure::ALL.len()]);

impl Measures {
    /// That of one measure.
    pub const fn of(self, measure: Measure) -> f64 {
        self.0[measure as usize]
    }

    fn at(scenario: &Scenario) -> Self {
        let estimate = estimate(&scenario.values(), &scenario.assumptions(), &mut Trace::off());
        Self(Measure::ALL.map(|measure| measure.of(&estimate)))
    }

    fn minus(self, other: Self) -> Self {
        Self(std::array::from_fn(|index| self.0[index] - other.0[index]))
    }

    fn plus(self, other: Self, weight: f64) -> Self {
        Self(std::array::from_fn(|index| self.0[index] + weight * other.0[index]))
    }
}

/// How the difference was shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribution {
    /// Each part is the mean over all orders in which the settings can be changed.
    Shapley,
    /// The settings were changed one after the other, in the catalogue's order.
    Ordered,
}

impl Attribution {
    /// Its stable name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Shapley => "shapley",
            Self::Ordered => "ordered",
        }
    }

    /// What it does, in a sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Shapley => {
                "A setting's part is its mean over all orders in which the settings can be changed (Shapley value)."
            }
            Self::Ordered => {
                "So many settings differ that they were changed one after the other, in the order of the catalogue; in another \
                 order their parts would be others."
            }
        }
    }
}

/// What differs, and its part of the difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What differs; several where one has no meaning without the others.
    pub settings: Vec<Setting>,
    /// Its part of the difference in each measure.
    pub difference: Measures,
}

impl Part {
    /// What differs, in a few words.
    pub fn label(&self) -> &'static str {
        self.settings.first().map_or("", |setting| setting.label())
    }
}

/// Why a case differs from another.
#[derive(Clone, Debug, PartialEq)]
pub struct Causes {
    /// The whole difference: the second less the first.
    pub difference: Measures,
    /// How it was shared out.
    pub attribution: Attribution,
    /// The parts, which sum to the whole within rounding; in the catalogue's order.
    pub parts: Vec<Part>,
}

/// Why a case differs from another.
///
/// A setting differs where one of the cases changes it from its default and the other does not, or to another value. What follows from a
/// setting moves with it: another GPU brings its own price. If the cases start from different presets, all inputs are compared.
///
/// ```
/// use model::{Input, Scenario};
/// use workshop::because::{Measure, because};
/// let first = Scenario::default();
/// let second = first.clone().with(Input::GpuCount, 8.0)?.with(Input::RequestsPerDay, 200_000.0)?;
/// let causes = because(&first, &second);
/// let parts: f64 = causes.parts.iter().map(|part| part.difference.of(Measure::OwnCost)).sum();
/// assert!((parts - causes.difference.of(Measure::OwnCost)).abs() < 1e-6);
/// # Ok::<(), model::InputError>(())
/// ```
pub fn because(first: &Scenario, second: &Scenario) -> Causes {
    let (start, end) = (Side::new(first), Side::rebased(second, first));
    let players = players(&start, &end);
    let n = players.len();
    let at = |moved: &dyn Fn(usize) -> bool| Measures::at(&mixed(&start, &end, &players, moved));
    let (attribution, parts) = if n <= MOST_WEIGHED {
        let all: Vec<Measures> = (0..1_usize << n).map(|set| at(&|index| set >> index & 1 == 1)).collect();
        (Attribution::Shapley, (0..n).map(|index| shapley(&all, n, index)).collect::<Vec<_>>())
    } else {
        let steps: Vec<Measures> = (0..=n).map(|count| at(&|index| index < count)).collect();
        let parts = steps.iter().zip(steps.iter().skip(1)).map(|(before, after)| after.minus(*before));
        (Attribution::Ordered, parts.collect())
    };
    let parts = players.into_iter().zip(parts);
    Causes {
        difference: Measures::at(second).minus(Measures::at(first)),
        attribution,
        parts: parts.map(|(settings, difference)| Part { settings, difference }).collect(),
    }
}

/// The Shapley value of one of `n` settings, of what is measured with each subset of them moved: the mean over all orders of what it adds
/// to those that are moved before it. A subset of s others comes before it in s! (n − 1 − s)! of the n! orders.
fn shapley(all: &[Measures], n: usize, index: usize) -> Measures {
    // 1 / (n · C(n − 1, s)), for s from 0.
    let mut weights = vec![1.0 / n as f64];
    for s in 1..n {
        let before = weights.last().copied().unwrap_or_default();
        weights.push(before * s as f64 / (n - s) as f64);
    }
    let own = 1_usize << index;
    all.iter().enumerate().filter(|(set, _)| set & own == 0).fold(
        Measures::default(),
        |sum, (set, before)| {
            let weight = weights.get(set.count_ones() as usize).copied().unwrap_or_default();
            all.get(set | own).map_or(sum, |after| sum.plus(after.minus(*before), weight))
        },
    )
}

/// A case as what it changes of a preset.
struct Side {
    preset: Preset,
    changes: BTreeMap<Setting, f64>,
}

impl Side {
    fn new(scenario: &Scenario) -> Self {
        Self { preset: scenario.base(), changes: scenario.changes().collect() }
    }

    fn scenario(&self) -> Scenario {
        let preset = Scenario::preset(self.preset);
        let changes = self.changes.iter().map(|(setting, value)| (*setting, *value));
        // The values of a scenario are in their ranges, so that none is refused.
        preset.clone().with_all(changes).unwrap_or(preset)
    }

    /// A case as what it changes of another's preset.
    fn rebased(scenario: &Scenario, other: &Scenario) -> Self {
        if scenario.base() == other.base() {
            return Self::new(scenario);
        }
        let of_inputs = scenario.inputs_in_use().map(|(input, value)| (Setting::Input(input), value));
        let changes = of_inputs.chain(scenario.changes()).collect();
        Self::new(&Self { preset: other.base(), changes }.scenario())
    }
}

/// What differs: settings, or several that have no meaning alone.
fn players(first: &Side, second: &Side) -> Vec<Vec<Setting>> {
    let all: BTreeSet<Setting> = first.changes.keys().chain(second.changes.keys()).copied().collect();
    let differs = |setting: &Setting| first.changes.get(setting) != second.changes.get(setting);
    let mut settings: Vec<Setting> = all.into_iter().filter(differs).collect();
    // A size is that of no named model: with one of each, another model is one cause.
    let [model, size] = [Input::Model, Input::ModelSize].map(Setting::Input);
    let is_one = settings.contains(&model) && settings.contains(&size);
    settings.retain(|setting| !is_one || *setting != size);
    settings.into_iter().map(|it| if is_one && it == model { vec![model, size] } else { vec![it] }).collect()
}

/// The first case with those settings as in the second that are moved.
fn mixed(
    first: &Side,
    second: &Side,
    players: &[Vec<Setting>],
    is_moved: &dyn Fn(usize) -> bool,
) -> Scenario {
    let mut changes = first.changes.clone();
    for (_, settings) in players.iter().enumerate().filter(|(index, _)| is_moved(*index)) {
        for setting in settings {
            match second.changes.get(setting) {
                Some(value) => changes.insert(*setting, *value),
                None => changes.remove(setting),
            };
        }
    }
    Side { preset: first.preset, changes }.scenario()
}

/// Who serves the requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bidder {
    /// The open model, on GPUs.
    Own,
    /// The closed model, by the token.
    Rent,
}

impl Bidder {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Own, Self::Rent];

    const fn measures(self) -> [Measure; 2] {
        match self {
            Self::Own => [Measure::OwnCost, Measure::OwnAccuracy],
            Self::Rent => [Measure::RentCost, Measure::RentAccuracy],
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Own => "Owned",
            Self::Rent => "Rented",
        }
    }
}

impl Causes {
    /// How the second case differs from the first, and why, for one of owning and renting: "Owned, B is $4,100 a month cheaper than A and
    /// 1.2 points less accurate. Of the cost: requests −$6,000, GPU price +$1,900. …"
    pub fn sentence(&self, [first, second]: [&str; 2], bidder: Bidder) -> String {
        let [cost, accuracy] = bidder.measures();
        let said = |measure, [more, less, same]: [&str; 3]| match self
            .printed(self.difference.of(measure), measure)
        {
            None => (same.to_owned(), false),
            Some(by) => {
                let word = if self.difference.of(measure) > 0.0 { more } else { less };
                (format!("{by}{word}"), true)
            }
        };
        let (cost_words, cost_differs) = said(cost, [" a month dearer", " a month cheaper", "as dear"]);
        let (accuracy_words, accuracy_differs) =
            said(accuracy, [" more accurate", " less accurate", "as accurate"]);
        let head = bidder.word();
        let mut text = match (cost_differs, accuracy_differs) {
            (false, false) => format!("{head}, {second} is as dear and as accurate as {first}."),
            (true, true) => format!("{head}, {second} is {cost_words} than {first} and {accuracy_words}."),
            (true, false) => format!("{head}, {second} is {cost_words} than {first}, and {accuracy_words}."),
            (false, true) => format!("{head}, {second} is {cost_words} as {first}, and {accuracy_words}."),
        };
        for (measure, name) in [(cost, "cost"), (accuracy, "accuracy")] {
            let parts = self.largest(measure);
            if !parts.is_empty() {
                text.push_str(&format!(" Of the {name}: {}.", parts.join(", ")));
            }
        }
        text
    }

    /// A difference without its sign, as printed; `None` if it prints as nothing.
    fn printed(&self, difference: f64, measure: Measure) -> Option<String> {
        let text = number(difference.abs(), measure.unit(), Style::Prose);
        (text != number(0.0, measure.unit(), Style::Prose)).then_some(text)
    }

    /// The largest parts of a difference with their signs, and the others together.
    fn largest(&self, measure: Measure) -> Vec<String> {
        let size = |part: &&Part| part.difference.of(measure).abs();
        let signed = |difference: f64| {
            let text = self.printed(difference, measure)?;
            Some(format!("{}{text}", if difference < 0.0 { '\u{2212}' } else { '+' }))
        };
        let mut parts: Vec<&Part> =
            self.parts.iter().filter(|part| signed(part.difference.of(measure)).is_some()).collect();
        parts.sort_by(|a, b| size(b).total_cmp(&size(a)));
        // Two others are named rather than summed up as one.
        let (named, others) =
            parts.split_at_checked(MOST_NAMED).filter(|(_, rest)| rest.len() > 1).unwrap_or((&parts, &[]));
        let mut texts: Vec<String> = named
            .iter()
            .filter_map(|part| {
                Some(format!("{} {}", within(part.label()), signed(part.difference.of(measure))?))
            })
            .collect();
        if !others.is_empty() {
            let sum = others.iter().map(|part| part.difference.of(measure)).sum();
            let sum = signed(sum).unwrap_or_else(|| "nothing".to_owned());
            texts.push(format!("{} others together {sum}", others.len()));
        }
        texts
    }
}

/// A label within a sentence: its first letter is small, unless it begins an abbreviation.
fn within(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(label.chars().skip(1)).collect()
        }
        _ => label.to_owned(),
    }
}
