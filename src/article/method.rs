//! The glossary and the prices, below the note on method.

use model::catalogue::{APIS, ApiPrice, GPUS, Gpu};
use model::format::{Style, number};
use model::quotes::{Price, Priced};
use model::units::Unit;
use yew::prelude::*;

use super::sources::confidence_label;
use crate::components::price_quotes::{anchor, source_link};
use crate::content::GLOSSARY;

/// The glossary, folded.
pub fn glossary() -> Html {
    html! {
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
    }
}

/// The quotes for one GPU or one model.
fn quotes_of(id: &'static str, label: &'static str, prices: &[Price]) -> Html {
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
                        { source_link(quote.source) }
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
    let range = price.asked().map_or_else(String::new, |ends| {
        format!("; asked are {} to {}", ends.low.amount(), ends.high.amount())
    });
    let amount = number(price.taken, Unit::Usd, Style::Prose);
    format!("We take {amount} for {}{own}{range}.", price.of.label())
}

const fn tokens(of: Priced) -> &'static str {
    match of {
        Priced::GpuHour => "",
        Priced::InputTokens => " in",
        Priced::OutputTokens => " out",
    }
}

/// The number of prices.
pub(super) fn summary() -> Html {
    html! { { format!("What is asked for {} kinds of GPU and {} models, by whom", GPUS.len(), APIS.len()) } }
}

/// Every quote of every GPU and every model, as a table.
pub fn quotes() -> Html {
    let gpu = |gpu: &'static Gpu| quotes_of(gpu.id, gpu.label, &[gpu.hour()]);
    let api = |api: &'static ApiPrice| quotes_of(api.id, api.label, &api.tokens());
    html! {
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
    }
}
