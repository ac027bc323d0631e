//! What is asked for GPU-hours and tokens: ends, the price taken, and where it is shown.

#![expect(clippy::unwrap_used, reason = "what fails to unwrap is a failed test")]

use model::catalogue::{APIS, GPUS, Quote, SOURCES};
use model::provenance::Provenance;
use model::quotes::{Asked, Price, Priced, prices};
use model::trace::Origin;
use model::{Input, Scenario};

fn price(id: &str, of: Priced) -> Price {
    prices().into_iter().find(|price| price.id == id && price.of == of).unwrap()
}

fn ends(id: &str, of: Priced) -> (f64, f64) {
    let asked = Asked::of(price(id, of).quotes).unwrap();
    (asked.low.price, asked.high.price)
}

#[test]
fn every_price_taken_lies_among_its_quotes() {
    assert_eq!(prices().len(), GPUS.len() + 2 * APIS.len());
    for price in prices() {
        let asked = Asked::of(price.quotes).unwrap();
        assert!((asked.low.price..=asked.high.price).contains(&price.taken), "{}", price.id);
        let is_own = price.source.source().id == "own-judgement";
        assert_eq!(price.quote().is_none(), is_own, "{}: a price is a quote, or our own judgement", price.id);
        let as_quoted = |quote: &Quote| (quote.date, quote.confidence) == (price.date, price.confidence);
        assert!(
            price.quote().is_none_or(as_quoted),
            "{}: date and confidence are those of the quote",
            price.id
        );
        assert_eq!(price.asked().is_some(), asked.low.price < asked.high.price);
    }
    for gpu in &GPUS {
        let asked = Asked::of(gpu.quotes()).unwrap();
        assert_eq!([gpu.price_per_hour[0], gpu.price_per_hour[2]], [asked.low.price, asked.high.price]);
    }
}

#[test]
fn known_conflicts_are_kept_as_ranges() {
    use Priced::{GpuHour, InputTokens, OutputTokens};
    assert_eq!(ends("h100-sxm", GpuHour), (1.25, 6.88));
    assert_eq!(ends("b200-sxm", GpuHour), (3.7, 8.6));
    // Two lists of November 2026 agree on every closed model: there is no range.
    for api in &APIS {
        for of in [InputTokens, OutputTokens] {
            let price = price(api.id, of);
            assert!(price.quotes.len() >= 2 && price.asked().is_none(), "{}", api.id);
        }
    }
    let h100 = price("h100-sxm", GpuHour);
    let of = |source: &str| h100.quotes.iter().filter(|quote| quote.source.source().id == source).count();
    assert!(
        of("gpu-hourly") == 5
            && of("rent-terms") == 4
            && of("cloud-survey") == 2
            && of("skypilot-catalog") == 1
    );
}

#[test]
fn both_ends_are_told_with_their_sources_unless_the_reader_sets_the_price() {
    let scenario = Scenario::default().with_text("gpu", "h100-sxm").unwrap();
    let scenario = scenario.reset(Input::GpuHourPrice);
    let asked =
        |scenario: &Scenario| Provenance::of(scenario, Origin::Input(Input::GpuHourPrice)).unwrap().asked;
    assert_eq!(
        asked(&scenario).unwrap().text(),
        "$1.25 (SkyPilot: Nebius, can be interrupted, 2026) to \
         $6.88 (several: AWS, on demand, eight at a time, 9 November 2026)"
    );
    assert_eq!(asked(&scenario.with(Input::GpuHourPrice, 2.0).unwrap()), None);
    assert_eq!(Scenario::default().price_of(Input::GpuCount), None);
    assert_eq!(Scenario::default().price_of(Input::CachedDiscount), None);
    assert!(SOURCES.iter().all(|source| !source.author.is_empty()), "a quote is told by its author");
}
