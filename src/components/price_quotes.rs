//! The quotes for a price that the reader can set: the lowest and the highest with their sources, and the one that is
//! taken.

use model::catalogue::{Quote, SourceId};
use model::format::{Style, number};
use model::quotes::Price;
use model::units::Unit;
use model::{Input, Scenario};
use yew::prelude::*;

use crate::content::CITATIONS;
use crate::room::Room;

/// The anchor of a GPU's or a model's quotes in the table of prices.
pub fn anchor(id: &str) -> String {
    format!("price-{id}")
}

/// The line below a price's field; nothing if the quotes agree.
pub(super) fn price_quotes(scenario: &Scenario, input: Input, price: &Price) -> Html {
    let Some(ends) = price.asked() else { return Html::default() };
    let usd = |x| number(x, Unit::Usd, Style::Prose);
    // A list may charge more for long prompts; its quotes are those for short ones.
    let default = scenario.default_of(input);
    html! {
        <>
            { "Asked for " }{ price.label }{ ": " }{ quote(ends.low) }{ " to " }{ quote(ends.high) }{ ". We take " }
            if price.taken == ends.low.price {
                { "the lower. " }
            } else if price.taken == ends.high.price {
                { "the higher. " }
            } else if let Some(taken) = price.quote() {
                { quote(taken) }{ ". " }
            } else {
                { usd(price.taken) }{ ", by our own judgement. " }
            }
            if default != price.taken {
                { format!("A prompt as long as yours costs {}. ", usd(default)) }
            }
            <a href={Room::Method.place(&anchor(price.id))}>{ "All quotes" }</a>
        </>
    }
}

/// "$1.25 (SkyPilot: Nebius, can be interrupted, 2026)", its source linked to the list of sources if that contains it.
fn quote(quote: &Quote) -> Html {
    html! {
        <>
            <b>{ quote.amount() }</b>{ " (" }{ source_link(quote.source) }{ ": " }{ quote.kind }{ ", " }{ quote.when() }{ ")" }
        </>
    }
}

/// A source by its author, linked to the list; by its title, if the list does not contain it.
pub fn source_link(id: SourceId) -> Html {
    let source = id.source();
    match CITATIONS.iter().position(|cited| *cited == id) {
        Some(at) => {
            html! { <a href={Room::Method.place(&format!("source-{}", at + 1))} title={source.title}>{ source.author }</a> }
        }
        None => html! { <cite class="field__source">{ source.title }</cite> },
    }
}
