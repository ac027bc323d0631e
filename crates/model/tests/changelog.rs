//! The newest shares that `CHANGELOG.md` gives of the presets are the model's.

use model::{Input, Preset, Scenario, evaluate};

const CHANGELOG: &str = include_str!("../../../CHANGELOG.md");

/// The share of the cases in which owning is cheaper, as the changelog writes it.
fn share(scenario: &Scenario) -> String {
    let share = evaluate(scenario).verdict.probability_own_cheaper.number();
    if share == 0.0 { "none".to_owned() } else { format!("{:.1} %", 100.0 * share) }
}

#[test]
fn the_shares_of_the_presets_are_those_of_today() {
    // Lines are broken where they are full.
    let text = CHANGELOG.split_whitespace().collect::<Vec<_>>().join(" ");
    let of = |preset| share(&Scenario::preset(preset));
    let default = of(Preset::SupportDesk);
    let old_price = Scenario::default().with(Input::GpuHourPrice, 2.95).unwrap();
    let rival = Scenario::default().with_text("api", "claude-sonnet-5").unwrap();
    for sentence in [
        format!("Owning is cheaper in {default} of the cases by default ("),
        format!("With the old price of an H100 it would be {};", share(&old_price)),
        format!("It is cheaper in {} for Intercom (", of(Preset::Intercom)),
        format!("{} for Shopify (", of(Preset::Shopify)),
        format!("{} for Canva (", of(Preset::Canva)),
        format!("and {} for Stripe (", of(Preset::Stripe)),
        format!("With Claude Sonnet 5 as the rival, the default case stands at {} (", share(&rival)),
    ] {
        assert!(text.contains(&sentence), "CHANGELOG.md does not say: {sentence}");
    }
}
