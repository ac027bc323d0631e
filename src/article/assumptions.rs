//! All assumptions of the model as one table: inputs and constants, each with its value, range and source, to search,
//! change and reset.

use model::catalogue::{
    ASSUMPTIONS, AssumptionSpec, Band, Confidence, Domain, Group, INPUTS, InputBand, InputSpec, SourceId,
};
use model::format::{Style, number};
use model::{Scenario, Setting};
use yew::prelude::*;

use super::sources::confidence_label;
use crate::browser::fields;
use crate::components::field::{Reset, control};
use crate::controls::field_text::allowed;
use crate::state::Action;
use crate::view::View;

/// The content of a row.
struct Row {
    setting: Setting,
    /// Whether a reader can change it.
    is_open: bool,
    value: String,
    default: String,
    /// The range of nine cases in ten; empty if there is none.
    range: String,
    source: SourceId,
    date: &'static str,
    confidence: Confidence,
    note: &'static str,
}

/// The rows that the reader wants to see.
#[derive(Clone, Debug, Default, PartialEq)]
struct Filter {
    words: String,
    changed_only: bool,
}

impl Row {
    fn input(spec: &'static InputSpec, scenario: &Scenario) -> Self {
        let setting = Setting::from(spec.input);
        let text = |value| spec.input.reading(value);
        let range = match (spec.band, spec.domain) {
            (Some(InputBand::Own(band)), Domain::Number { .. }) => range(band, spec.unit),
            (Some(InputBand::Quotes(_)), _) => "what is asked for it".to_owned(),
            (_, _) => String::new(),
        };
        Self {
            setting,
            is_open: true,
            value: text(scenario.get(setting)),
            default: text(scenario.default_of(setting)),
            range,
            source: spec.source(),
            date: spec.date(),
            confidence: spec.confidence(),
            note: spec.help(),
        }
    }

    fn constant(spec: &'static AssumptionSpec, scenario: &Scenario) -> Self {
        let text = |value| number(value, spec.unit, Style::Prose);
        Self {
            setting: Setting::from(spec.assumption),
            is_open: spec.is_open(),
            value: text(scenario.get(spec.assumption)),
            default: text(spec.value),
            range: range(spec.band, spec.unit),
            source: spec.source(),
            date: spec.date(),
            confidence: spec.confidence(),
            note: spec.note(),
        }
    }

    /// Whether every search word occurs in the row or in its group's name.
    fn has(&self, words: &str, group: &str) -> bool {
        let text = [self.setting.id(), self.setting.label(), self.note, self.source.source().title, group];
        let text = text.join(" ").to_lowercase().replace('_', " ");
        words.to_lowercase().replace('_', " ").split_whitespace().all(|word| text.contains(word))
    }
}

/// A band as text; empty for a definition.
fn range(band: Band, unit: model::units::Unit) -> String {
    let text = |end| number(end, unit, Style::Tight);
    if band.low < band.high { format!("{} to {}", text(band.low), text(band.high)) } else { String::new() }
}

/// All rows, by group.
fn groups(scenario: &Scenario) -> Vec<(String, Vec<Row>)> {
    let inputs = Group::ALL.into_iter().map(|group| {
        let rows = INPUTS.iter().filter(|spec| spec.group == group);
        (group.label().to_owned(), rows.map(|spec| Row::input(spec, scenario)).collect())
    });
    let mut families: Vec<&'static str> = ASSUMPTIONS.iter().map(|spec| spec.group).collect();
    families.dedup();
    let constants = families.into_iter().map(|family| {
        let rows = ASSUMPTIONS.iter().filter(|spec| spec.group == family);
        (format!("Constants: {family}"), rows.map(|spec| Row::constant(spec, scenario)).collect())
    });
    inputs.chain(constants).collect()
}

/// The number of assumptions, and how many of them the reader has changed.
pub(super) fn summary(scenario: &Scenario) -> Html {
    let n_changed = scenario.changes().count();
    html! {
        <>
            { format!("All {} inputs and constants, with their sources", INPUTS.len() + ASSUMPTIONS.len()) }
            if n_changed > 0 {
                { " " }<span class="changed">{ format!("{n_changed} changed") }</span>
            }
        </>
    }
}

/// The table of the present case, with controls.
pub(super) fn editable_table(view: &View) -> Html {
    html! { <Rows scenario={view.analysis.scenario.clone()} editable={Some(view.clone())} /> }
}

/// The table of a case, without controls.
pub fn values(scenario: &Scenario) -> Html {
    html! { <Rows scenario={scenario.clone()} editable={None::<View>} /> }
}

/// Properties of [`Rows`].
#[derive(PartialEq, Properties)]
struct RowsProps {
    /// The case of the table.
    scenario: Scenario,
    /// The present case, if its values can be changed here.
    editable: Option<View>,
}

/// The groups below the summary.
#[component]
fn Rows(props: &RowsProps) -> Html {
    let RowsProps { scenario, editable } = props;
    let filter = use_state_eq(Filter::default);
    let is_wanted = |row: &Row, group: &str| {
        (!filter.changed_only || scenario.is_changed(row.setting)) && row.has(&filter.words, group)
    };
    let shown: Vec<(String, Vec<Row>)> = groups(scenario)
        .into_iter()
        .map(|(group, mut rows)| {
            rows.retain(|row| is_wanted(row, &group));
            (group, rows)
        })
        .filter(|(_, rows)| !rows.is_empty())
        .collect();
    let n_shown: usize = shown.iter().map(|(_, rows)| rows.len()).sum();
    html! {
        <>
            if let Some(view) = editable {
                { tools(&filter, view) }
                <p class="assumptions__count" role="status">
                    if *filter != Filter::default() {
                        { if n_shown == 0 { "None of them.".to_owned() } else { format!("{n_shown} of them.") } }
                    }
                </p>
            }
            <div class="values__frame" tabindex="0" role="region" aria-label="Inputs and constants">
                <table class="values">
                    <thead>
                        <tr>
                            <th scope="col">{ "What" }</th>
                            <th scope="col">{ "Value" }</th>
                            <th scope="col">{ "Range of nine in ten" }</th>
                            <th scope="col">{ "Source" }</th>
                        </tr>
                    </thead>
                    for (group, rows) in shown {
                        <tbody key={group.clone()}>
                            <tr><th class="values__group" colspan="4" scope="rowgroup">{ group }</th></tr>
                            for one in rows {
                                { row(&one, scenario, editable.as_ref()) }
                            }
                        </tbody>
                    }
                </table>
            </div>
        </>
    }
}

/// The search field and filter above the table, and a button to reset everything.
fn tools(filter: &UseStateHandle<Filter>, view: &View) -> Html {
    let is_changed = view.analysis.scenario.changes().next().is_some();
    let oninput = {
        let filter = filter.clone();
        Callback::from(move |event: InputEvent| {
            filter.set(Filter { words: fields::text(&event), ..(*filter).clone() });
        })
    };
    let onchange = {
        let filter = filter.clone();
        Callback::from(move |_: Event| {
            filter.set(Filter { changed_only: !filter.changed_only, ..(*filter).clone() });
        })
    };
    html! {
        <div class="assumptions__tools">
            <label class="assumptions__search">
                { "Search" }
                <input type="search" id="assumptions-search" value={filter.words.clone()} {oninput} />
            </label>
            <label>
                <input type="checkbox" id="assumptions-changed" checked={filter.changed_only} {onchange} />
                { " Only what I changed" }
            </label>
            <button type="button" class="link-button" id="assumptions-reset" disabled={!is_changed}
                onclick={view.dispatcher(Action::ResetAll)}>{ "Reset all" }</button>
        </div>
    }
}

fn row(row: &Row, scenario: &Scenario, editable: Option<&View>) -> Html {
    let id = row.setting.id();
    let is_changed = scenario.is_changed(row.setting);
    html! {
        <tr key={id} id={format!("assumption-{id}")} class={is_changed.then_some("values__row--changed")}>
            <th scope="row">{ row.setting.label() }<span class="values__note">{ row.note }</span></th>
            <td class="values__number">
                if let Some(view) = editable.filter(|_| row.is_open) {
                    { control(row.setting, view, format!("assume-{id}").into(), false) }
                    if is_changed {
                        <span class="values__note">
                            { format!("default {} ", row.default) }
                            <Reset setting={row.setting} view={view.clone()} />
                        </span>
                    }
                } else {
                    { &row.value }
                    if is_changed {
                        <span class="values__note">{ format!("changed from {}", row.default) }</span>
                    }
                }
            </td>
            <td class="values__number">
                { &row.range }
                if editable.is_some() {
                    <span class="values__note">{ allowed_here(row) }</span>
                }
            </td>
            <td>
                { row.source.source().title }
                <span class="values__note">
                    if !row.date.is_empty() {
                        { row.date }{ ", " }
                    }
                    { confidence_label(row.confidence) }
                </span>
            </td>
        </tr>
    }
}

/// The allowed values of a setting, in words.
fn allowed_here(row: &Row) -> String {
    match (row.is_open, allowed(row.setting)) {
        (false, _) => "a definition".to_owned(),
        (true, range) if range.is_empty() => String::new(),
        (true, range) => format!("allowed: {range}"),
    }
}
