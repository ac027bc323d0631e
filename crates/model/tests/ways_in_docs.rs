//! The comparison of ways in `docs/model/ways.md` is the model's. `RENEW_WAYS=1 cargo test -p model --test ways_in_docs` writes it.

use std::path::Path;
use std::{env, fs};

use model::format::{self, Style};
use model::units::Unit;
use model::ways::{Way, compare};
use model::{Preset, Scenario};

const PAGE: &str = "../../docs/model/ways.md";
const START: &str = "The tables are the model's own, written by a test.\n";
const END: &str = "\n## How well it holds";

fn money(x: f64) -> String {
    format::number(x, Unit::UsdPerMonth, Style::Tight)
}

fn share(x: f64) -> String {
    format::number(x, Unit::Fraction, Style::Tight)
}

/// A table for each preset, and how much a mix may pass on.
fn tables() -> String {
    let mut text = String::new();
    for preset in Preset::ALL {
        let outcome = compare(&Scenario::preset(preset));
        text += &format!("\n**{}**\n\n", preset.spec().label);
        text += "| Way | A month | Nine in ten | Accuracy | Cheapest in | Obstacles |\n|---|---|---|---|---|---|\n";
        for way in Way::ALL {
            let (estimate, band) = (outcome.ways.of(way), outcome.band(way));
            let obstacles: Vec<_> = estimate.obstacles.iter().map(|it| format!("`{}`", it.id())).collect();
            text += &format!(
                "| `{}` | {} | {} | {} | {} | {} |\n",
                way.id(),
                estimate.cost.map_or_else(|| "none".to_owned(), |cost| money(cost.number())),
                band.cost.map_or_else(String::new, |it| format!("{} to {}", money(it.p5), money(it.p95))),
                share(estimate.accuracy.number()),
                share(band.cheapest.number()),
                obstacles.join(", "),
            );
        }
        let limit = outcome.ways.mixed_escalation_limit.map_or_else(
            || "A mix costs more than the closed model alone whatever it passes on".to_owned(),
            |limit| {
                format!(
                    "A mix costs less than the closed model alone below {} passed on",
                    share(limit.number())
                )
            },
        );
        text += &format!(
            "\n{limit}; tracing and guarding add {} a month to every way.\n",
            money(outcome.ways.platform_cost.number())
        );
    }
    text
}

#[test]
fn the_page_of_the_ways_says_what_the_model_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let page = fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(START).unwrap();
    let (written, after) = rest.split_once(END).unwrap();
    let computed = tables();
    if env::var_os("RENEW_WAYS").is_some() {
        return fs::write(&path, format!("{before}{START}{computed}{END}{after}")).unwrap();
    }
    assert_eq!(written, computed, "RENEW_WAYS=1 writes the tables");
}

/// What "What wins where" says in words.
#[test]
fn the_words_of_the_page_are_those_of_its_tables() {
    for preset in Preset::ALL {
        let (likeliest, is_mix_cheaper) = match preset {
            Preset::SupportDesk => (Way::OpenApi, false),
            Preset::Intercom => (Way::ClosedApi, false),
            Preset::Shopify | Preset::Canva => (Way::OpenApi, true),
            Preset::Stripe | Preset::CodingAgent => (Way::ClosedApi, false),
        };
        let outcome = compare(&Scenario::preset(preset));
        let share = outcome.band(likeliest).cheapest.number();
        assert!(share > 0.5, "{}: {} is cheapest in {share}", preset.spec().id, likeliest.id());
        let cost = |way: Way| outcome.ways.of(way).cost.unwrap().number();
        let closed = cost(Way::ClosedApi);
        if likeliest == Way::OpenApi {
            let of_closed = cost(Way::OpenApi) / closed;
            assert!(of_closed < 0.5, "{}: {of_closed} of the closed model's cost", preset.spec().id);
        }
        let saved = 1.0 - cost(Way::Mixed) / closed;
        assert!((saved > 0.0) == is_mix_cheaper && saved < 0.45, "{}: a mix saves {saved}", preset.spec().id);
    }
}
