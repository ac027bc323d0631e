//! The note on method, the words explained, and every value that the model rests on.

use model::catalogue::{
    APIS, ASSUMPTIONS, ApiPrice, Band, Confidence, DefaultValue, Domain, GPUS, Gpu, Group, INPUTS, InputBand,
    InputSpec, SourceId,
};
use model::format::{Style, input_value, number};
use model::quotes::{Price, Priced};
use model::units::Unit;
use yew::prelude::*;

use super::blocks::blocks;
use super::sources::confidence_label;
use crate::components::View;
use crate::components::asked::{anchor, who};
use crate::content::{GLOSSARY, SECTIONS};

/// Properties of [`Method`].
#[derive(PartialEq, Properties)]
pub(super) struct MethodProps {
    /// The present case.
    pub view: View,
}

/// The section on method.
#[component]
pub(super) fn Method(props: &MethodProps) -> Html {
    let section = SECTIONS.iter().find(|section| section.id == "method");
    html! {
        <section class="section method" id="method" aria-labelledby="method-title">
            <h2 class="section__title" id="method-title">{ section.map_or("Method", |section| section.title) }</h2>
            if let Some(section) = section {
                { blocks(section.blocks, &props.view) }
            }
            <details class="method__details" id="glossary">
                <summary>{ format!("The {} terms, explained", GLOSSARY.len()) }</summary>
                <dl class="glossary">
                    for term in GLOSSARY.iter() {
                        <div key={term.id} class="glossary__entry" id={format!("term-{}", term.id)}>
                            <dt>{ term.label }</dt>
                            <dd>{ term.text }</dd>
                        </div>
                    }
                </dl>
            </details>
            <InputsTable />
            <AssumptionsTable />
            <PricesTable />
        </section>
    }
}

/// What stands in a row of either table.
struct Row {
    id: &'static str,
    label: &'static str,
    value: String,
    range: String,
    source: SourceId,
    date: &'static str,
    confidence: Confidence,
    note: &'static str,
}

fn row(row: Row) -> Html {
    html! {
        <tr key={row.id} id={format!("assumption-{}", row.id)}>
            <th scope="row">{ row.label }<span class="values__note">{ row.note }</span></th>
            <td class="values__number">{ row.value }</td>
            <td class="values__number">{ row.range }</td>
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

fn head() -> Html {
    html! {
        <thead>
            <tr>
                <th scope="col">{ "What" }</th>
                <th scope="col">{ "Value" }</th>
                <th scope="col">{ "Range of nine in ten" }</th>
                <th scope="col">{ "Source" }</th>
            </tr>
        </thead>
    }
}

/// A range as it stands in the table.
fn range(band: Option<Band>, text: impl Fn(f64) -> String) -> String {
    match band {
        Some(band) if band.low < band.high => format!("{} to {}", text(band.low), text(band.high)),
        _ => String::new(),
    }
}

fn input_row(spec: &'static InputSpec) -> Html {
    let (value, range) = match (spec.default, spec.domain) {
        (DefaultValue::Fixed(value), Domain::Number { .. }) => {
            let band = match spec.band {
                Some(InputBand::Own(band)) => Some(band),
                Some(InputBand::Quotes(_)) | None => None,
            };
            (input_value(spec.input, value), range(band, |end| number(end, spec.unit, Style::Tight)))
        }
        (DefaultValue::Fixed(value), Domain::Choice(_)) => (input_value(spec.input, value), String::new()),
        (_, _) => {
            let asked = if spec.band.is_some() { "what is asked for it" } else { "" };
            ("list price".to_owned(), asked.to_owned())
        }
    };
    row(Row {
        id: spec.id,
        label: spec.label,
        value,
        range,
        source: spec.source,
        date: spec.date,
        confidence: spec.confidence,
        note: spec.help,
    })
}

#[component]
fn InputsTable() -> Html {
    html! {
        <details class="method__details" id="inputs">
            <summary>{ format!("The {} inputs and their defaults", INPUTS.len()) }</summary>
            <div class="values__frame" tabindex="0" role="region" aria-label="Inputs">
                <table class="values">
                    { head() }
                    for group in Group::ALL {
                        <tbody key={group.id()}>
                            <tr><th class="values__group" colspan="4" scope="rowgroup">{ group.label() }</th></tr>
                            for spec in INPUTS.iter().filter(|spec| spec.group == group) {
                                { input_row(spec) }
                            }
                        </tbody>
                    }
                </table>
            </div>
        </details>
    }
}

#[component]
fn AssumptionsTable() -> Html {
    let mut groups: Vec<&'static str> = ASSUMPTIONS.iter().map(|spec| spec.group).collect();
    groups.dedup();
    html! {
        <details class="method__details" id="assumptions">
            <summary>{ format!("The {} assumptions that no control sets", ASSUMPTIONS.len()) }</summary>
            <div class="values__frame" tabindex="0" role="region" aria-label="Assumptions">
                <table class="values">
                    { head() }
                    for group in groups {
                        <tbody key={group}>
                            <tr><th class="values__group" colspan="4" scope="rowgroup">{ capitalised(group) }</th></tr>
                            for spec in ASSUMPTIONS.iter().filter(|spec| spec.group == group) {
                                { row(Row {
                                    id: spec.id,
                                    label: spec.label,
                                    value: number(spec.value, spec.unit, Style::Prose),
                                    range: range(Some(spec.band), |end| number(end, spec.unit, Style::Tight)),
                                    source: spec.source,
                                    date: spec.date,
                                    confidence: spec.confidence,
                                    note: spec.note,
                                }) }
                            }
                        </tbody>
                    }
                </table>
            </div>
        </details>
    }
}

/// What is asked for one GPU or one model.
fn asked(id: &'static str, label: &'static str, prices: &[Price]) -> Html {
    html! {
        <tbody key={id} id={anchor(id)}>
            <tr>
                <th class="values__group" colspan="3" scope="rowgroup">
                    { label }
                    for (index, price) in prices.iter().enumerate() {
                        <span key={index} class="values__note">{ taken(price) }</span>
                    }
                </th>
            </tr>
            for (index, (price, quote)) in
                prices.iter().flat_map(|price| price.quotes.iter().map(move |quote| (price, quote))).enumerate()
            {
                <tr key={index}>
                    <td class="values__number">{ quote.amount() }{ tokens(price.of) }</td>
                    <td>{ quote.kind }</td>
                    <td>
                        { who(quote.source) }
                        <span class="values__note">{ quote.when() }{ ", " }{ confidence_label(quote.confidence) }</span>
                    </td>
                </tr>
            }
        </tbody>
    }
}

/// "We take $2.95 for an hour; asked are $1.25 to $6.98."
fn taken(price: &Price) -> String {
    let own = if price.quote().is_some() { "" } else { ", by our own judgement" };
    let asked = price.asked().map_or_else(String::new, |ends| {
        format!("; asked are {} to {}", ends.low.amount(), ends.high.amount())
    });
    let amount = number(price.taken, Unit::Usd, Style::Prose);
    format!("We take {amount} for {}{own}{asked}.", price.of.label())
}

const fn tokens(of: Priced) -> &'static str {
    match of {
        Priced::GpuHour => "",
        Priced::InputTokens => " in",
        Priced::OutputTokens => " out",
    }
}

#[component]
fn PricesTable() -> Html {
    let gpu = |gpu: &'static Gpu| asked(gpu.id, gpu.label, &[gpu.hour()]);
    let api = |api: &'static ApiPrice| asked(api.id, api.label, &api.tokens());
    html! {
        <details class="method__details" id="prices">
            <summary>{ format!("What is asked for {} kinds of GPU and {} models, by whom", GPUS.len(), APIS.len()) }</summary>
            <div class="values__frame" tabindex="0" role="region" aria-label="Prices">
                <table class="values values--prices">
                    <thead>
                        <tr>
                            <th scope="col">{ "Price" }</th>
                            <th scope="col">{ "Of what kind" }</th>
                            <th scope="col">{ "Source" }</th>
                        </tr>
                    </thead>
                    for gpu in GPUS.iter().map(gpu) {
                        { gpu }
                    }
                    for api in APIS.iter().map(api) {
                        { api }
                    }
                </table>
            </div>
        </details>
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
