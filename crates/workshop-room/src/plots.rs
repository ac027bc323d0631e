//! What a room handed in, drawn: cases on cost and accuracy, and predictions beside one another.
//!
//! The geometry is pure, and its units are those of the drawing.

use model::Scenario;
use model::format::{Style, number};
use model::units::Unit;
use own_or_rent::figures::Span;
use workshop::challenge::{Bound, Challenge, Question};
use workshop::collection::Judged;
use workshop::hand_in::{Cheaper, Prediction};
use workshop::solution::Solution;
use yew::prelude::*;

/// The width of a drawing.
const WIDTH: f64 = 720.0;
/// The height of the cases' drawing.
const HEIGHT: f64 = 420.0;
/// The room around the plot: top, right, bottom, left.
const MARGINS: [f64; 4] = [40.0, 26.0, 66.0, 80.0];
/// The radius of a dot.
const DOT: f64 = 8.0;
/// Dots of predictions stand in columns of this width.
const COLUMN: f64 = 20.0;
/// The name of the mark of renting.
const RENTED: &str = "rented";
/// From this ratio of the ends on, equal ratios are equally long.
const LOG_FROM: f64 = 6.0;
/// The room that a letter of a name takes at most, on a phone: its width, and a line's height.
const LETTER: [f64; 2] = [15.0, 28.0];
/// From the middle of a dot to its name.
const BESIDE: f64 = 13.0;
/// How far the axes reach past a limit, as a share of it (of what is left to one, for accuracies): where answers should come to lie.
const PAST_LIMIT: f64 = 0.25;

/// An axis that holds all of these values, with some room.
fn span(values: impl IntoIterator<Item = f64>, room: f64) -> Span {
    let (mut min, mut max) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values.into_iter().filter(|value| value.is_finite()) {
        (min, max) = (min.min(value), max.max(value));
    }
    if min > max {
        (min, max) = (0.0, 1.0);
    }
    if min > 0.0 && max / min > LOG_FROM {
        let wider = libm::pow(max / min, room);
        return Span::log(min / wider, max * wider);
    }
    let wider = if max > min { (max - min) * room } else { max.abs().max(1.0) * room };
    Span::linear(min - wider, max + wider)
}

/// A dot of the cases' drawing.
#[derive(Clone, Debug, PartialEq)]
struct CaseDot {
    x: f64,
    y: f64,
    label: String,
    is_first: bool,
    meets: Option<bool>,
    description: String,
    /// Where its name stands, if that covers nothing.
    name: Option<Name>,
}

/// Where a name stands: its text's start, middle or end, and its base line.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Name {
    x: f64,
    y: f64,
    anchor: &'static str,
    room: Block,
}

impl Name {
    /// The places beside, above and below a dot, the best first.
    fn around(x: f64, y: f64, letters: usize) -> [Self; 4] {
        let [width, height] = [letters as f64 * LETTER[0], LETTER[1]];
        let at = |x: f64, middle: f64, anchor: &'static str, share: f64| {
            let (left, top) = (x - share * width, middle - height / 2.0);
            Self {
                x,
                y: middle + 6.0,
                anchor,
                room: Block { left, top, right: left + width, bottom: top + height },
            }
        };
        let above = DOT + height / 2.0;
        [
            at(x + BESIDE, y, "start", 0.0),
            at(x - BESIDE, y, "end", 1.0),
            at(x, y - above, "middle", 0.5),
            at(x, y + above, "middle", 0.5),
        ]
    }
}

/// A part of the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Block {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Block {
    fn around(x: f64, y: f64, radius: f64) -> Self {
        Self { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }
    }

    fn covers(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn is_within(&self, other: &Self) -> bool {
        self.left >= other.left
            && self.right <= other.right
            && self.top >= other.top
            && self.bottom <= other.bottom
    }
}

/// The cases on cost and accuracy.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CasePlot {
    x: Span,
    y: Span,
    dots: Vec<CaseDot>,
    /// Renting at the start: cost and accuracy.
    rent: (f64, f64),
    most_cost: Option<f64>,
    least_accuracy: Option<f64>,
}

/// A limit on one of the drawing's two sides.
fn limit(challenge: &Challenge, output: &str) -> Option<Bound> {
    match &challenge.question {
        Question::Reach(limits) => {
            limits.iter().find(|limit| limit.output.id == output).map(|limit| limit.bound)
        }
        Question::BreakEven { .. } | Question::MeasureFirst => None,
    }
}

impl CasePlot {
    /// The owned side of each case, with what renting is at the start.
    pub(crate) fn new(challenge: &Challenge, judged: &[Judged]) -> Self {
        let start = model::evaluate(&challenge.start).estimate;
        let rent = (start.cost.rent_cost.number(), start.accuracy.rent_accuracy.number());
        let most_cost = match limit(challenge, "own_cost") {
            Some(Bound::Most(most)) => Some(most),
            Some(Bound::Least(_)) | None => None,
        };
        let least_accuracy = match limit(challenge, "own_accuracy") {
            Some(Bound::Least(least)) => Some(least),
            Some(Bound::Most(_)) | None => None,
        };
        let costs = judged.iter().map(|it| it.own_cost);
        let accuracies = judged.iter().map(|it| it.own_accuracy);
        let kept_cost = most_cost.map(|most| most * (1.0 - PAST_LIMIT));
        let kept_accuracy = least_accuracy.map(|least| least + (1.0 - least) * PAST_LIMIT);
        let x = span(costs.chain([rent.0]).chain(most_cost).chain(kept_cost), 0.1);
        let y = span(accuracies.chain([rent.1]).chain(least_accuracy).chain(kept_accuracy), 0.16);
        let mut plot = Self { x, y, dots: Vec::new(), rent, most_cost, least_accuracy };
        for it in judged {
            let (x, y) = plot.apart(plot.x_of(it.own_cost), plot.y_of(it.own_accuracy));
            let cost = number(it.own_cost, Unit::UsdPerMonth, Style::Prose);
            let accuracy = number(it.own_accuracy, Unit::Fraction, Style::Prose);
            plot.dots.push(CaseDot {
                x,
                y,
                label: it.entry.label(),
                is_first: it.entry.hand_in.is_first,
                meets: it.meets,
                description: format!("{}: {cost} a month, {accuracy} right", it.entry.label()),
                name: None,
            });
        }
        plot.place_names();
        plot
    }

    /// Gives each dot's name the first place beside it that covers no dot, no other name and no mark. A name without one is left
    /// out: the ranking has it.
    fn place_names(&mut self) {
        let whole = Block { left: MARGINS[3], top: 0.0, right: WIDTH, bottom: HEIGHT - MARGINS[2] };
        let (rent_x, rent_y) = (self.x_of(self.rent.0), self.y_of(self.rent.1));
        let mut taken: Vec<Block> = self.dots.iter().map(|dot| Block::around(dot.x, dot.y, DOT)).collect();
        taken.push(Block::around(rent_x, rent_y, 9.0));
        taken.push(Name::around(rent_x, rent_y, RENTED.len())[2].room);
        for dot in &mut self.dots {
            let letters = short(&dot.label).chars().count();
            dot.name = Name::around(dot.x, dot.y, letters).into_iter().find(|name| {
                name.room.is_within(&whole) && !taken.iter().any(|block| block.covers(&name.room))
            });
            taken.extend(dot.name.map(|name| name.room));
        }
    }

    fn x_of(&self, cost: f64) -> f64 {
        MARGINS[3] + self.x.share(cost) * (WIDTH - MARGINS[1] - MARGINS[3])
    }

    fn y_of(&self, accuracy: f64) -> f64 {
        HEIGHT - MARGINS[2] - self.y.share(accuracy) * (HEIGHT - MARGINS[0] - MARGINS[2])
    }

    /// The place nearest to this one at which no dot covers another: around it, in rings.
    fn apart(&self, x: f64, y: f64) -> (f64, f64) {
        let is_free =
            |(x, y): &(f64, f64)| self.dots.iter().all(|dot| libm::hypot(dot.x - x, dot.y - y) >= 2.0 * DOT);
        let around = |ring: u32| {
            let n = 6 * ring.max(1);
            (0..n).map(move |at| {
                let angle = f64::from(at) / f64::from(n) * core::f64::consts::TAU;
                let far = f64::from(ring) * 2.0 * (DOT + 0.5);
                (x + far * libm::cos(angle), y + far * libm::sin(angle))
            })
        };
        (0..8).flat_map(around).find(is_free).unwrap_or((x, y))
    }

    /// What the drawing shows, for those who do not see it.
    fn words(&self) -> String {
        let dots: Vec<&str> = self.dots.iter().map(|dot| dot.description.as_str()).collect();
        format!("Cases on monthly cost and accuracy. {}.", dots.join("; "))
    }

    /// The drawing.
    pub(crate) fn view(&self) -> Html {
        let (left, right) = (MARGINS[3], WIDTH - MARGINS[1]);
        let (top, bottom) = (MARGINS[0], HEIGHT - MARGINS[2]);
        let kept = self
            .most_cost
            .zip(self.least_accuracy)
            .map(|(cost, accuracy)| (self.x_of(cost), self.y_of(accuracy)));
        let (rent_x, rent_y) = (self.x_of(self.rent.0), self.y_of(self.rent.1));
        html! {
            <svg class="plot" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="img" aria-label={self.words()}>
                if let Some((x, y)) = kept {
                    <rect class="plot__kept" x={text(left)} y={text(top)} width={text((x - left).max(0.0))} height={text((y - top).max(0.0))} />
                    <text class="plot__limit" x={text(left + 8.0)} y={text(top + 22.0)}>{ "keeps both limits" }</text>
                }
                for tick in self.x.ticks(4) {
                    <g key={format!("x{tick}")}>
                        <line class="plot__grid" x1={text(self.x_of(tick))} x2={text(self.x_of(tick))} y1={text(top)} y2={text(bottom)} />
                        <text class="plot__tick" x={text(self.x_of(tick))} y={text(bottom + 25.0)} text-anchor="middle">
                            { number(tick, Unit::Usd, Style::Tight) }
                        </text>
                    </g>
                }
                for tick in self.y.ticks(5) {
                    <g key={format!("y{tick}")}>
                        <line class="plot__grid" x1={text(left)} x2={text(right)} y1={text(self.y_of(tick))} y2={text(self.y_of(tick))} />
                        <text class="plot__tick" x={text(left - 8.0)} y={text(self.y_of(tick) + 5.0)} text-anchor="end">
                            { number(tick, Unit::Fraction, Style::Tight) }
                        </text>
                    </g>
                }
                <text class="plot__side" x={text(left)} y={text(top - 14.0)}>{ "\u{2191} right answers of the open model" }</text>
                <text class="plot__side" x={text(right)} y={text(HEIGHT - 10.0)} text-anchor="end">{ "owning, a month \u{2192}" }</text>
                if let Some(cost) = self.most_cost {
                    <line class="plot__bound" x1={text(self.x_of(cost))} x2={text(self.x_of(cost))} y1={text(top)} y2={text(bottom)} />
                }
                if let Some(accuracy) = self.least_accuracy {
                    <line class="plot__bound" x1={text(left)} x2={text(right)} y1={text(self.y_of(accuracy))} y2={text(self.y_of(accuracy))} />
                }
                <path class="plot__rent" d={format!("M{rent_x:.1} {:.1}l9 9l-9 9l-9 -9z", rent_y - 9.0)} />
                <text class="plot__rent-name" x={text(rent_x)} y={text(rent_y - 15.0)} text-anchor="middle">{ RENTED }</text>
                for (index, dot) in self.dots.iter().enumerate() {
                    <g key={index} class={classes!("plot__case", (!dot.is_first).then_some("plot__case--again"), (dot.meets == Some(true)).then_some("plot__case--meets"))}>
                        <circle class="plot__dot" cx={text(dot.x)} cy={text(dot.y)} r={text(DOT)} />
                        <title>{ &dot.description }</title>
                        if let Some(name) = dot.name {
                            <text class="plot__name" x={text(name.x)} y={text(name.y)} text-anchor={name.anchor}>{ short(&dot.label) }</text>
                        }
                    </g>
                }
            </svg>
        }
    }
}

/// A name, cut where it is long.
fn short(label: &str) -> String {
    const MOST: usize = 18;
    if label.chars().count() <= MOST {
        label.to_owned()
    } else {
        label.chars().take(MOST - 1).chain(['\u{2026}']).collect()
    }
}

/// A length as an attribute.
fn text(length: f64) -> String {
    format!("{length:.1}")
}

/// Predictions that are numbers: dots on a line, stacked where they are close.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NumberPlot {
    span: Span,
    unit: Unit,
    /// Share along the line, level above it, whose it is, and the prediction in words.
    dots: Vec<(f64, usize, String, bool)>,
    truth: Option<(f64, String)>,
    label: &'static str,
    words: String,
}

impl NumberPlot {
    fn new(challenge: &Challenge, judged: &[Judged], unit: Unit, truth: Option<f64>) -> Self {
        let predictions: Vec<(f64, &Judged)> = judged
            .iter()
            .filter_map(|it| match it.entry.hand_in.prediction {
                Prediction::Number(predicted) => Some((predicted, it)),
                Prediction::Quantity(_) => None,
            })
            .collect();
        let span = span(predictions.iter().map(|(predicted, _)| *predicted).chain(truth), 0.08);
        let n_columns = ((WIDTH - MARGINS[1] - MARGINS[3]) / COLUMN).floor();
        let mut columns: Vec<usize> = vec![0; n_columns as usize + 1];
        let mut dots = Vec::new();
        let mut words = Vec::new();
        for (predicted, it) in predictions {
            let share = span.share(predicted).clamp(0.0, 1.0);
            let column = (share * n_columns).round() as usize;
            let level = columns.get(column).copied().unwrap_or_default();
            if let Some(level) = columns.get_mut(column) {
                *level += 1;
            }
            let said = challenge.prediction_words(it.entry.hand_in.prediction);
            words.push(format!("{}: {said}", it.entry.label()));
            dots.push((
                column as f64 / n_columns,
                level,
                format!("{}: {said}", it.entry.label()),
                it.entry.hand_in.is_first,
            ));
        }
        let truth = truth.map(|truth| (span.share(truth), challenge.actual_words(truth)));
        let model = truth.as_ref().map_or_else(String::new, |(_, truth)| format!(" The model: {truth}."));
        let label = challenge.asked().label;
        Self { span, unit, dots, truth, label, words: format!("Predictions. {}.{model}", words.join("; ")) }
    }

    fn view(&self) -> Html {
        let (left, right) = (MARGINS[3], WIDTH - MARGINS[1]);
        let x = |share: f64| left + share * (right - left);
        let highest = self.dots.iter().map(|(_, level, ..)| level + 1).max().unwrap_or(1).max(3);
        let (top, height) = (40.0, highest as f64 * COLUMN);
        let base = top + height;
        let anchor = |share: f64| {
            if share > 0.75 {
                "end"
            } else if share < 0.25 {
                "start"
            } else {
                "middle"
            }
        };
        html! {
            <svg class="plot" viewBox={format!("0 0 {WIDTH} {}", base + 70.0)} role="img" aria-label={self.words.clone()}>
                <line class="plot__axis" x1={text(left)} x2={text(right)} y1={text(base)} y2={text(base)} />
                for tick in self.span.ticks(4) {
                    <text key={format!("{tick}")} class="plot__tick" x={text(x(self.span.share(tick)))} y={text(base + 28.0)} text-anchor="middle">
                        { number(tick, self.unit, Style::Tight) }
                    </text>
                }
                <text class="plot__side" x={text(right)} y={text(base + 62.0)} text-anchor="end">
                    { format!("{}, predicted \u{2192}", self.label) }
                </text>
                if let Some((share, truth)) = &self.truth {
                    <line class="plot__truth" x1={text(x(*share))} x2={text(x(*share))} y1={text(top - 10.0)} y2={text(base)} />
                    <text class="plot__truth-name" x={text(x(*share))} y={text(top - 18.0)} text-anchor={anchor(*share)}>
                        { format!("the model: {truth}") }
                    </text>
                }
                for (index, (share, level, whose, is_first)) in self.dots.iter().enumerate() {
                    <g key={index} class={classes!("plot__case", "plot__case--prediction", (!is_first).then_some("plot__case--again"))}>
                        <circle class="plot__dot" cx={text(x(*share))} cy={text(base - COLUMN * (*level as f64 + 0.5))} r={text(DOT)} />
                        <title>{ whose }</title>
                    </g>
                }
            </svg>
        }
    }
}

/// A quantity with those who named it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Named {
    label: &'static str,
    whose: Vec<String>,
    /// How far it moves the saving, once that is shown.
    swing: Option<f64>,
}

/// The quantities that were named, the most often named first; once the model has answered, what moves most first.
fn named(judged: &[Judged], ranking: Option<&Solution>) -> Vec<Named> {
    let mut all: Vec<Named> = Vec::new();
    for it in judged {
        let Prediction::Quantity(setting) = it.entry.hand_in.prediction else { continue };
        match all.iter_mut().find(|named| named.label == setting.label()) {
            Some(named) => named.whose.push(it.entry.label()),
            None => all.push(Named { label: setting.label(), whose: vec![it.entry.label()], swing: None }),
        }
    }
    if let Some(Solution::Ranking(ranking)) = ranking {
        /// As many of the model's own as stand beside those that were named.
        const SHOWN: usize = 5;
        for (index, swing) in ranking.iter().enumerate() {
            let width = Some(swing.swing().number().abs());
            match all.iter_mut().find(|named| named.label == swing.label) {
                Some(named) => named.swing = width,
                None if index < SHOWN => {
                    all.push(Named { label: swing.label, whose: Vec::new(), swing: width })
                }
                None => {}
            }
        }
        all.sort_by(|one, other| other.swing.unwrap_or(0.0).total_cmp(&one.swing.unwrap_or(0.0)));
    } else {
        all.sort_by_key(|named| (usize::MAX - named.whose.len(), named.label));
    }
    all
}

/// The predictions of a room; with the model's answer, once it is revealed.
pub(crate) fn predictions(challenge: &Challenge, judged: &[Judged], solution: Option<&Solution>) -> Html {
    use workshop::collection::AskedKind;
    match challenge.asked().kind {
        AskedKind::Number(unit, _) => {
            // Of a case that participants choose, each has a true value of its own.
            let truth = solution.and_then(|_| match challenge.question {
                Question::Reach(_) => None,
                Question::BreakEven { .. } | Question::MeasureFirst => {
                    judged.first().and_then(|it| it.actual)
                }
            });
            NumberPlot::new(challenge, judged, unit, truth).view()
        }
        AskedKind::OneOf(_) => {
            let all = named(judged, solution);
            let widest = all.iter().filter_map(|named| named.swing).fold(0.0, f64::max);
            html! {
                <ul class="named">
                    for named in all {
                        <li key={named.label} class="named__row">
                            <span class="named__label">{ named.label }</span>
                            <span class="named__votes">
                                for whose in named.whose.iter() {
                                    <span key={whose.clone()} class="named__vote">{ short(whose) }</span>
                                }
                            </span>
                            if let Some(swing) = named.swing {
                                <span class="named__swing">
                                    <svg class="named__bar" aria-hidden="true" height="6">
                                        <rect width={format!("{:.1}%", if widest > 0.0 { swing / widest * 100.0 } else { 0.0 })} height="6" rx="3" />
                                    </svg>
                                    { number(swing, Unit::UsdPerMonth, Style::Prose) }{ " a month" }
                                </span>
                            }
                        </li>
                    }
                </ul>
            }
        }
    }
}

/// How many expect each side to cost less, and how many are right once that is shown.
pub(crate) fn sides(judged: &[Judged], is_revealed: bool) -> String {
    let n = |side: Cheaper| judged.iter().filter(|it| it.entry.hand_in.cheaper == side).count();
    let votes =
        format!("{} say that owning costs less, {} that renting does.", n(Cheaper::Own), n(Cheaper::Rent));
    if !is_revealed {
        return votes;
    }
    let right = judged.iter().filter(|it| it.is_side_right() == Some(true)).count();
    format!("{votes} {right} of {} are right about their own case.", judged.len())
}

/// What a case comes to, in a sentence.
pub(crate) fn comes_to(scenario: &Scenario) -> String {
    let outcome = model::evaluate(scenario);
    let (cost, accuracy) = (outcome.estimate.cost, outcome.estimate.accuracy);
    let side = |word: &str, dollars: f64, right: f64| {
        format!(
            "{word} costs {} a month and is right in {} of answers",
            number(dollars, Unit::UsdPerMonth, Style::Prose),
            number(right, Unit::Fraction, Style::Prose)
        )
    };
    let words = format!(
        "{}; {}.",
        side("Owning", cost.own_cost.number(), accuracy.own_accuracy.number()),
        side("renting", cost.rent_cost.number(), accuracy.rent_accuracy.number())
    );
    match outcome.hindrance() {
        None => words,
        Some(hindrance) => format!("{words} But {}.", hindrance.words()),
    }
}

#[cfg(test)]
mod tests {
    use model::Input;
    use workshop::challenge::{OWN, read};
    use workshop::collection::Collection;
    use workshop::hand_in::{HandIn, Tag, Ticket};

    use super::*;

    fn judged(n: u16) -> (Challenge, Vec<Judged>) {
        let plan = read(OWN).unwrap();
        let challenge = plan.challenges[0].clone();
        let lines: Vec<String> = (0..n)
            .map(|ticket| {
                let size = if ticket % 2 == 0 { 14.0 } else { 70.0 };
                let answer = HandIn {
                    challenge: Tag::of(&challenge.id),
                    ticket: Ticket::new(ticket),
                    is_first: true,
                    prediction: Prediction::Number(10_000.0 * f64::from(ticket + 1)),
                    cheaper: Cheaper::Own,
                    scenario: challenge.start.clone().with(Input::ModelSize, size).unwrap(),
                };
                format!("P{ticket}: {}", answer.encode())
            })
            .collect();
        let judged = Collection::read(&lines, &plan).judged(&challenge, &challenge.solve().unwrap());
        (challenge, judged)
    }

    #[test]
    fn no_dot_covers_another() {
        let (challenge, judged) = judged(30);
        let plot = CasePlot::new(&challenge, &judged);
        assert_eq!(plot.dots.len(), 30);
        for (index, one) in plot.dots.iter().enumerate() {
            for other in &plot.dots[..index] {
                assert!(
                    libm::hypot(one.x - other.x, one.y - other.y) >= 2.0 * DOT - 1e-9,
                    "{one:?} {other:?}"
                );
            }
            assert!((0.0..=WIDTH).contains(&one.x) && (0.0..=HEIGHT).contains(&one.y), "{one:?}");
        }
    }

    #[test]
    fn no_name_covers_a_dot_or_another_name() {
        let (challenge, judged) = judged(30);
        let plot = CasePlot::new(&challenge, &judged);
        let names: Vec<(usize, Block)> =
            plot.dots.iter().enumerate().filter_map(|(at, dot)| Some((at, dot.name?.room))).collect();
        assert!((8..30).contains(&names.len()), "{} of 30 are named", names.len());
        for (at, name) in &names {
            for (other, dot) in plot.dots.iter().enumerate() {
                assert!(!name.covers(&Block::around(dot.x, dot.y, DOT)), "{at} covers the dot {other}");
                assert!(
                    at == &other || dot.name.is_none_or(|it| !it.room.covers(name)),
                    "{at} covers {other}"
                );
            }
        }
    }

    #[test]
    fn a_case_alone_stands_at_its_cost_and_accuracy() {
        let (challenge, judged) = judged(1);
        let plot = CasePlot::new(&challenge, &judged);
        let dot = &plot.dots[0];
        assert_eq!((dot.x, dot.y), (plot.x_of(judged[0].own_cost), plot.y_of(judged[0].own_accuracy)));
        assert!(plot.x.holds(judged[0].own_cost) && plot.x.holds(20_000.0) && plot.y.holds(0.9));
    }

    #[test]
    fn predictions_that_are_close_are_stacked() {
        let (challenge, judged) = judged(12);
        let plot = NumberPlot::new(&challenge, &judged, Unit::UsdPerMonth, Some(20_000.0));
        assert_eq!(plot.dots.len(), 12);
        let mut places: Vec<(u64, usize)> =
            plot.dots.iter().map(|(share, level, ..)| ((share * 1e6) as u64, *level)).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 12, "two dots at one place");
        assert!(plot.truth.is_some_and(|(share, _)| (0.0..=1.0).contains(&share)));
    }

    #[test]
    fn an_axis_holds_what_is_on_it() {
        for values in [vec![], vec![0.0], vec![5.0, 5.0], vec![-3.0, 8.0], vec![1.0, 1e6]] {
            let span = span(values.clone(), 0.1);
            assert!(span.max > span.min, "{values:?}");
            assert!(values.iter().all(|value| span.holds(*value)), "{values:?}");
        }
    }
}
