//! What hosts ask for open models: which prices count, and what the middle of them is.

#![expect(clippy::unwrap_used, reason = "what fails to unwrap is a failed test")]

use std::collections::BTreeSet;

use model::catalogue::{DATA_DATE, HOSTED_PRICES, HOSTS, HostedMedian, HostedPrice, MODELS, NamedModel};
use model::days::day_number;

fn model(id: &str) -> &'static NamedModel {
    MODELS.iter().find(|model| model.id == id).unwrap()
}

/// The price of one host.
fn price(id: &str, host: &str) -> &'static HostedPrice {
    model(id).hosted_prices().iter().find(|price| price.host.id == host).unwrap()
}

#[test]
fn every_model_has_its_own_prices_of_known_hosts() {
    assert_eq!(HOSTED_PRICES.len(), MODELS.len());
    for (model, prices) in MODELS.iter().zip(HOSTED_PRICES) {
        assert_eq!(model.hosted_prices(), prices, "{}", model.id);
        let hosts: BTreeSet<&str> = prices.iter().map(|price| price.host.id).collect();
        assert_eq!(hosts.len(), prices.len(), "{}: a host asks one price of it", model.id);
        assert!(hosts.iter().all(|id| HOSTS.iter().any(|host| host.id == *id)));
    }
    let priced: BTreeSet<&str> = HOSTED_PRICES.into_iter().flatten().map(|price| price.host.id).collect();
    assert_eq!(priced.len(), HOSTS.len(), "every host has a price");
}

#[test]
fn a_withdrawn_price_is_kept_and_never_counts() {
    let read = day_number(DATA_DATE).unwrap();
    let withdrawn = HOSTED_PRICES.into_iter().flatten().filter(|price| price.is_retired);
    assert!(withdrawn.clone().all(|price| price.ends.and_then(day_number).unwrap() <= read));
    assert!(withdrawn.count() > 0);
    for model in &MODELS {
        let n_current = model.current_hosted_prices().count();
        assert!(model.current_hosted_prices().all(|price| !price.is_retired));
        assert_eq!(model.hosted_summary().map_or(0, |asked| asked.n_hosts), n_current);
        let medians = model.hosted_summary().map(|asked| {
            let [input, output] =
                [asked.input_per_million, asked.output_per_million].map(|range| range.median);
            (input, output, asked.cached_ratio)
        });
        let compiled = |it: &HostedMedian| (it.input_per_million, it.output_per_million, it.cached_ratio);
        assert_eq!(model.hosted_median().map(compiled), medians, "{}", model.id);
        // Current prices come first, the cheapest input first.
        let (current, past) = model.hosted_prices().split_at(n_current);
        assert!(current.is_sorted_by(|a, b| a.input_per_million <= b.input_per_million), "{}", model.id);
        assert!(past.iter().all(|price| price.is_retired));
    }
    // Together withdrew it in October; at 1.04 it would be the dearest.
    let together = price("llama-3.3-70b", "together");
    assert_eq!((together.is_retired, together.ends), (true, Some("2026-10-22")));
    let asked = model("llama-3.3-70b").hosted_summary().unwrap();
    assert!(asked.input_per_million.high < together.input_per_million);
    // One that is announced still counts.
    assert!(!price("llama-3.3-70b", "azure").is_retired);
}

#[test]
fn the_middle_and_the_ends_are_those_of_the_list() {
    let asked = model("gpt-oss-120b").hosted_summary().unwrap();
    let [input, output] = [asked.input_per_million, asked.output_per_million]
        .map(|range| [range.low, range.median, range.high]);
    assert_eq!(input, [0.03, 0.15, 0.35]);
    assert_eq!(output, [0.17, 0.6, 0.75]);
    assert_eq!(asked.n_hosts, 20);
    // Groq asks a half for a cached token, Nebius two thirds; no other current host has a price of it.
    assert!((asked.cached_ratio.unwrap() - (0.5 + 2.0 / 3.0) / 2.0).abs() < 1e-12);
    assert_eq!(price("gpt-oss-120b", "groq").cached_ratio(), Some(0.5));
}

#[test]
fn a_model_that_no_host_offers_has_no_summary() {
    let old = model("llama-7b");
    assert_eq!((old.hosted_prices(), old.hosted_summary()), (&[][..], None));
    // A size without a name has no host either.
    let unnamed = NamedModel { id: "no-such-model", ..*old };
    assert_eq!(unnamed.hosted_summary(), None);
}

#[test]
fn names_that_are_shown_are_plain() {
    for host in &HOSTS {
        assert!(host.label.is_ascii() && host.note.unwrap_or_default().is_ascii(), "{}", host.id);
    }
    for price in HOSTED_PRICES.into_iter().flatten() {
        assert!(price.listed_as.is_ascii() && price.note.unwrap_or_default().is_ascii(), "{price:?}");
    }
}
