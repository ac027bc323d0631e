//! The handout: two pages of A4 with what a set comes to, why, how it is set, by which sources, and how to open it again. It is in the
//! page whenever there is a set, and shown on paper alone: styles/bench.css.

use model::catalogue::{DATA_DATE, SourceId};
use model::format::{Style, number};
use model::units::Unit;
use model::{Input, Outcome, Scenario, Setting, VERSION, evaluate};
use own_or_rent::article::source_text;
use own_or_rent::figures::cited;
use workshop::{NamedScenario, ScenarioSet, code, qr};
use yew::prelude::*;

use crate::browser;
use crate::comparison::{Comparison, Row};

/// The most settings that the second page holds beside codes and sources, of few cases and of many, whose values take more lines.
const MOST_SETTINGS: [usize; 2] = [22, 14];

/// The most sources, of few cases and of many.
const MOST_SOURCES: [usize; 2] = [10, 6];

/// The most words of a code that somebody would say across a room.
const MOST_WORDS: usize = 16;

/// Cases from which the type is smaller.
const MANY_CASES: usize = 4;

/// Properties of [`Handout`].
#[derive(PartialEq, Properties)]
pub(crate) struct HandoutProps {
    /// What is printed.
    pub(crate) set: ScenarioSet,
}

/// The two pages.
#[component]
pub(crate) fn Handout(props: &HandoutProps) -> Html {
    let sheet = use_memo(props.set.clone(), Sheet::of);
    let is_dense = props.set.scenarios().len() >= MANY_CASES;
    html! {
        <section class={classes!("handout", is_dense.then_some("handout--dense"))} aria-label="Handout">
            { sheet.first_page() }
            { sheet.second_page() }
        </section>
    }
}

/// What the handout says.
struct Sheet {
    set: ScenarioSet,
    outcomes: Vec<Outcome>,
    comparison: Comparison,
    settings: Vec<Row>,
    sources: Vec<SourceId>,
}

impl Sheet {
    fn of(set: &ScenarioSet) -> Self {
        let scenarios: Vec<Scenario> = set.scenarios().iter().map(|case| case.scenario.clone()).collect();
        let all: Vec<&Scenario> = scenarios.iter().collect();
        let settings = told(&all);
        let (inputs, constants): (Vec<Setting>, Vec<Setting>) =
            settings.iter().partition(|setting| matches!(setting, Setting::Input(_)));
        // What every case rests on, whether it is set or not.
        let basics = [Input::Gpu, Input::GpuHourPrice, Input::ApiInputPrice];
        let inputs = inputs.into_iter().filter_map(|setting| match setting {
            Setting::Input(input) => Some(input),
            Setting::Assumption(_) => None,
        });
        let inputs: Vec<Input> = basics.into_iter().chain(inputs).collect();
        let constants: Vec<_> = constants
            .into_iter()
            .filter_map(|setting| match setting {
                Setting::Assumption(constant) => Some(constant),
                Setting::Input(_) => None,
            })
            .collect();
        let mut sources = Vec::new();
        for source in all.iter().flat_map(|scenario| cited(scenario, &inputs, &constants)) {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        Self {
            set: set.clone(),
            outcomes: scenarios.iter().map(evaluate).collect(),
            comparison: Comparison::of(&scenarios),
            settings: settings.into_iter().map(|setting| Row::of_setting(setting, &all)).collect(),
            sources,
        }
    }

    fn cases(&self) -> &[NamedScenario] {
        self.set.scenarios()
    }

    fn first_page(&self) -> Html {
        let names: Vec<String> = self.cases().iter().map(|case| case.name.as_str().to_owned()).collect();
        html! {
            <div class="handout__page">
                <p class="handout__head">
                    { format!("Own or Rent? The model {VERSION}, with data of {DATA_DATE}") }
                    <span>{ "1 of 2" }</span>
                </p>
                <h2 class="handout__title">{ title(&names) }</h2>
                { self.drawing() }
                { self.table(&self.comparison.results) }
                <div class="handout__words">
                    for (index, sentence) in self.comparison.sentences(&names).into_iter().enumerate() {
                        <p key={index}>{ sentence }</p>
                    }
                    for sentence in self.comparison.attributions() {
                        <p key={sentence} class="handout__hint">{ sentence }</p>
                    }
                </div>
            </div>
        }
    }

    fn second_page(&self) -> Html {
        let is_dense = usize::from(self.cases().len() >= MANY_CASES);
        let (shown, left_out) = first_of(&self.settings, MOST_SETTINGS[is_dense]);
        let (sources, more_sources) = first_of(&self.sources, MOST_SOURCES[is_dense]);
        html! {
            <div class="handout__page">
                <p class="handout__head">{ "Own or Rent?" }<span>{ "2 of 2" }</span></p>
                <h3 class="handout__heading">{ "What is set" }</h3>
                { self.table(shown) }
                if left_out > 0 {
                    <p class="handout__hint">{ format!("{left_out} more settings are in the set itself.") }</p>
                }
                <p class="handout__hint">{ "Everything else is as in the preset of each case." }</p>
                <h3 class="handout__heading">{ "Open it again" }</h3>
                <div class="handout__again">
                    { self.qr_code() }
                    <ul class="handout__codes">
                        for case in self.cases().iter() {
                            <li key={case.name.as_str().to_owned()}>
                                { case.name.as_str() }{ ": " }{ code_to_say(&case.scenario) }
                            </li>
                        }
                    </ul>
                </div>
                <h3 class="handout__heading">{ "Where the numbers come from" }</h3>
                <ul class="handout__sources">
                    for source in sources.iter() {
                        <li key={source.source().title}>{ source_text(*source) }</li>
                    }
                </ul>
                if more_sources > 0 {
                    <p class="handout__hint">{ format!("{more_sources} more sources are in the room \u{201c}Method\u{201d}.") }</p>
                }
            </div>
        }
    }

    /// The set's link as a picture; from a disk there is none that another device opens.
    fn qr_code(&self) -> Html {
        if !browser::has_links_for_others() {
            return Html::default();
        }
        match qr::svg(&browser::set_link(&self.set)) {
            Ok(svg) => html! { <div class="handout__qr">{ Html::from_html_unchecked(svg.into()) }</div> },
            Err(error) => html! { <p class="handout__hint">{ error.to_string() }</p> },
        }
    }

    fn table(&self, rows: &[Row]) -> Html {
        html! {
            <table class="handout__table">
                <thead>
                    <tr>
                        <td></td>
                        for case in self.cases().iter() {
                            <th key={case.name.as_str().to_owned()} scope="col">{ case.name.as_str() }</th>
                        }
                    </tr>
                </thead>
                <tbody>
                    for row in rows.iter() {
                        <tr key={row.id}>
                            <th scope="row">{ row.label }</th>
                            for (index, text) in row.texts.iter().enumerate() {
                                <td key={index}>{ text }</td>
                            }
                        </tr>
                    }
                </tbody>
            </table>
        }
    }

    /// Cost and accuracy of both ways of each case, on common axes.
    fn drawing(&self) -> Html {
        let pairs = |of: fn(&Outcome) -> [f64; 2]| self.outcomes.iter().map(of).collect::<Vec<_>>();
        let costs = pairs(|it| [it.estimate.cost.own_cost, it.estimate.cost.rent_cost].map(|it| it.number()));
        let accuracies = pairs(|it| {
            [it.estimate.accuracy.own_accuracy, it.estimate.accuracy.rent_accuracy].map(|it| it.number())
        });
        let all = || accuracies.iter().flatten().copied();
        let cost_axis = Axis::new(0.0, costs.iter().flatten().copied().fold(0.0, f64::max));
        let accuracy_axis = Axis::new(all().fold(1.0, f64::min), all().fold(0.0, f64::max));
        html! {
            <table class="handout__drawing">
                <thead>
                    <tr>
                        <td></td>
                        <th scope="col">
                            { "A month, " }<span class="handout__own">{ "owned" }</span>{ " and " }
                            <span class="handout__rent">{ "rented" }</span>
                        </th>
                        <th scope="col">{ "Accuracy" }</th>
                    </tr>
                </thead>
                <tbody>
                    for ((case, cost), accuracy) in self.cases().iter().zip(&costs).zip(&accuracies) {
                        <tr key={case.name.as_str().to_owned()}>
                            <th scope="row">{ case.name.as_str() }</th>
                            <td>{ cost_axis.pair(*cost, Unit::UsdPerMonth) }</td>
                            <td>{ accuracy_axis.pair(*accuracy, Unit::Fraction) }</td>
                        </tr>
                    }
                </tbody>
            </table>
        }
    }
}

/// The settings that the handout lists: first those in which the cases differ, then those that all of them change from the preset.
fn told(scenarios: &[&Scenario]) -> Vec<Setting> {
    let mut told = workshop::differing(scenarios);
    for (setting, _) in scenarios.iter().flat_map(|scenario| scenario.changes()) {
        if !told.contains(&setting) {
            told.push(setting);
        }
    }
    told
}

/// A case's code, unless nobody would say it.
fn code_to_say(scenario: &Scenario) -> Html {
    let code = code::encode(scenario);
    match code.split(' ').count() {
        ..=MOST_WORDS => html! { <span class="pin__words">{ code }</span> },
        n => {
            html! { { format!("its code has {n} words; the set\u{2019}s link and file have the case, too") } }
        }
    }
}

/// The first of a list, and how many are left out.
fn first_of<T>(list: &[T], most: usize) -> (&[T], usize) {
    let (first, rest) = list.split_at_checked(most).unwrap_or((list, &[]));
    (first, rest.len())
}

/// The cases in a line.
fn title(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        many if many.len() >= MANY_CASES => format!("{} cases", many.len()),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

/// The drawing's size, in the units of its frame.
const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 40.0;
/// The room at both ends, for half a number.
const MARGIN: f64 = 34.0;
/// The height of the line.
const LINE: f64 = 20.0;

/// A line from a least to a greatest value.
struct Axis {
    least: f64,
    span: f64,
}

impl Axis {
    /// One that holds both, whatever they are.
    fn new(least: f64, most: f64) -> Self {
        let span = most - least;
        Self { least, span: if span > 0.0 { span } else { 1.0 } }
    }

    fn place(&self, value: f64) -> f64 {
        MARGIN + (WIDTH - 2.0 * MARGIN) * (value - self.least) / self.span
    }

    /// What owning and renting come to, each with its number: the one above the line, the other below.
    fn pair(&self, [own, rent]: [f64; 2], unit: Unit) -> Html {
        let place = |value| format!("{:.1}", self.place(value));
        let mark = |value: f64, class: &'static str, y: f64| {
            html! {
                <g class={class}>
                    <circle cx={place(value)} cy={LINE.to_string()} r="4" />
                    <text x={place(value)} y={y.to_string()} text-anchor="middle">{ number(value, unit, Style::Prose) }</text>
                </g>
            }
        };
        html! {
            <svg viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="img"
                aria-label={format!("Owned {}, rented {}", number(own, unit, Style::Prose), number(rent, unit, Style::Prose))}>
                <line class="handout__axis" x1={MARGIN.to_string()} x2={(WIDTH - MARGIN).to_string()} y1={LINE.to_string()}
                    y2={LINE.to_string()} />
                <line class="handout__gap" x1={place(own)} x2={place(rent)} y1={LINE.to_string()} y2={LINE.to_string()} />
                { mark(rent, "handout__rent", HEIGHT - 4.0) }
                { mark(own, "handout__own", 11.0) }
            </svg>
        }
    }
}

#[cfg(test)]
mod tests {
    use model::Preset;

    use super::*;

    #[test]
    fn what_is_told_is_what_differs_and_what_was_changed() {
        let first = Scenario::preset(Preset::Canva).with(Input::GpuCount, 16.0).unwrap();
        let second = first.clone().with(Input::RetrainsPerYear, 3.0).unwrap();
        let ids: Vec<&str> = told(&[&first, &second]).iter().map(|setting| setting.id()).collect();
        assert_eq!(ids, ["retrains_per_year", "gpu_count"]);
        assert_eq!(told(&[&Scenario::default()]), []);
    }

    #[test]
    fn every_case_names_its_sources_once() {
        let cases =
            [Preset::Canva, Preset::Stripe].map(|preset| NamedScenario::unnamed(Scenario::preset(preset)));
        let sheet = Sheet::of(&ScenarioSet::new(cases.to_vec()).unwrap());
        assert!(sheet.sources.len() > 2);
        for (index, source) in sheet.sources.iter().enumerate() {
            assert!(!sheet.sources[..index].contains(source), "{}", source.source().title);
        }
        assert_eq!(sheet.settings.iter().map(|row| row.texts.len()).max(), Some(2));
    }

    #[test]
    fn an_axis_holds_what_it_is_made_for() {
        for (least, most) in [(0.0, 0.0), (0.0, 5e9), (0.9, 0.9), (0.2, 0.95)] {
            let axis = Axis::new(least, most);
            for value in [least, most] {
                assert!(
                    (MARGIN..=WIDTH - MARGIN).contains(&axis.place(value)),
                    "{value} of {least} to {most}"
                );
            }
        }
    }
}
