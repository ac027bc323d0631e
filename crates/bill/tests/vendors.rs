//! Usage exports as sellers and gateways write them, against bills that are added up by hand.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use bill::{Bill, Decimal, Options, RequestCount, Role, Usage, Why, read};
use model::trace::Trace;
use model::{Input, estimate};

const OPENAI: &str = include_str!("files/openai.csv");
const ANTHROPIC: &str = include_str!("files/anthropic.csv");
const LITELLM: &str = include_str!("files/litellm.csv");
const OPENROUTER: &str = include_str!("files/openrouter.csv");

fn usage(file: &str) -> Usage {
    read(file.as_bytes(), &Options::default()).unwrap()
}

/// A sum by hand: tokens, and their price in ten-billionths of a dollar each ($0.75 a million is 7,500).
fn by_hand(rows: &[(i128, i128)]) -> Decimal {
    Decimal::from_i128_with_scale(rows.iter().map(|(tokens, price)| tokens * price).sum(), 10)
}

/// The cells of a column, added up where another column has a value, without the crate's own reader.
fn column(file: &str, name: &str, is_wanted: impl Fn(&str) -> bool) -> i128 {
    let mut lines = file.lines().map(|line| {
        // A comma between quotation marks stands in no column that is added up.
        let mut is_quoted = false;
        line.replace(
            |c| {
                is_quoted ^= c == '"';
                is_quoted && c == ','
            },
            " ",
        )
    });
    let header = lines.next().unwrap();
    let index = header.split(',').position(|column| column == name).unwrap();
    let cell = |line: String| line.split(',').nth(index).unwrap().parse().unwrap_or(0);
    lines.filter(|line| is_wanted(line)).map(cell).sum()
}

#[test]
fn the_bill_of_an_export_of_openai_is_right_to_the_cent() {
    let bill = Bill::of(&usage(OPENAI));
    let mini = [
        (608_755_037, 7_500), // uncached, $0.75 a million
        (150_389_117, 750),   // read from the cache, a tenth
        (79_986_832, 45_000), // answers, $4.50
        (113_120_791, 3_750), // in batches, half
        (12_693_416, 22_500), // answers in batches, half
    ];
    // Half of the input price where the list of GPT-4o has it.
    let older = [(12_187_269, 25_000), (3_073_431, 12_500), (1_640_459, 100_000)];
    assert_eq!(bill.total(), by_hand(&[&mini[..], &older].concat()));
    assert_eq!(bill.total().round_dp(2).to_string(), "949.48");
    assert_eq!(bill.lines.iter().map(|line| line.price.id).collect::<Vec<_>>(), ["gpt-5.4-mini", "gpt-4o"]);
    assert_eq!(bill.lines[0].amounts.total(), by_hand(&mini));
    // Seven days, of which the last had no usage.
    assert_eq!(bill.a_month(Decimal::from(7)).unwrap().to_string(), "30.4375");
    assert!(bill.unpriced.is_empty());
    // The tokens are those of the file.
    let all = |name| column(OPENAI, name, |_| true);
    assert_eq!(i128::from(bill.counts.input()), all("input_tokens"));
    assert_eq!(i128::from(bill.counts.requests), all("num_model_requests"));
    assert_eq!(i128::from(bill.counts.uncached), all("input_uncached_tokens"));
}

#[test]
fn the_bill_of_an_export_of_anthropic_is_right_to_the_cent() {
    let usage = usage(ANTHROPIC);
    let bill = Bill::of(&usage);
    let haiku = [(51_715_346, 10_000), (6_012_342, 12_500), (100_827_599, 1_000), (9_124_891, 50_000)];
    let sonnet = [
        (37_706_809, 20_000),
        (5_191_916, 25_000), // written for five minutes: 1.25 of $2
        (869_294, 40_000),   // written for an hour: twice $2
        (98_153_610, 2_000),
        (13_551_578, 100_000),
        (46_399_621, 10_000), // in batches
        (9_354_796, 50_000),
    ];
    assert_eq!(bill.total(), by_hand(&[&haiku[..], &sonnet].concat()));
    assert_eq!(bill.total().round_dp(2).to_string(), "455.13");
    // It does not say how many requests there were.
    assert_eq!(usage.request_count, RequestCount::Unknown);
    assert_eq!(usage.mapping.column(Role::UncachedInput).unwrap().name, "usage_input_tokens_no_cache");
    let case = bill.case().unwrap();
    assert!(case.assumed.iter().any(|words| words.contains("3,000 tokens")), "{:?}", case.assumed);
    assert_eq!(case.scenario.get(Input::PromptTokens), 3000.0);
    assert_eq!(case.scenario.api().id, "claude-sonnet-5");
}

#[test]
fn the_bill_of_a_gateways_table_by_day_is_right_to_the_cent() {
    let bill = Bill::of(&usage(LITELLM));
    let luna = [(79_672_496, 2_000), (25_297_552, 200), (13_431_068, 12_000)];
    let haiku = [(86_678_560, 10_000), (24_306_299, 1_000), (5_512_782, 12_500), (13_291_795, 50_000)];
    assert_eq!(bill.total(), by_hand(&[&luna[..], &haiku].concat()));
    assert_eq!(bill.total().round_dp(2).to_string(), "195.02");
    // An open model is not priced, and not forgotten.
    let [open] = &bill.unpriced[..] else { panic!("{:?}", bill.unpriced) };
    assert_eq!((open.name.as_str(), &open.why), ("groq/openai/gpt-oss-120b", &Why::UnknownModel(None)));
    let of_open = |name| column(LITELLM, name, |line| line.contains("gpt-oss"));
    assert_eq!(i128::from(open.counts.input()), of_open("prompt_tokens"));
    // What the gateway says was spent, in whole.
    assert_eq!(bill.counts.paid.to_string(), "219.422042");
    // The file's own costs are list prices, too, rounded to a millionth in each row.
    let spent: Decimal = bill.lines.iter().map(|line| line.counts.paid).sum();
    assert!((spent - bill.total()).abs() < Decimal::new(60, 6), "{spent} against {}", bill.total());
}

#[test]
fn the_bill_of_single_requests_knows_long_prompts() {
    let usage = usage(OPENROUTER);
    let bill = Bill::of(&usage);
    assert_eq!(usage.request_count, RequestCount::EachRow);
    let gemini = [
        (197_231, 20_000),
        (46_100, 2_000),
        (3_836, 120_000),
        // Two prompts above 200,000 tokens; one of just as many is short.
        (391_820, 40_000),
        (57_699, 4_000),
        (1_116, 180_000),
    ];
    let others =
        [(56_781, 10_000), (17_345, 1_000), (6_896, 50_000), (33_982, 2_000), (5_582, 200), (5_367, 12_500)];
    assert_eq!(bill.total(), by_hand(&[&gemini[..], &others].concat()));
    assert_eq!(bill.total().round_dp(2).to_string(), "2.17");
    let unpriced: Vec<String> =
        bill.unpriced.iter().map(|it| format!("{} {}: {}", it.name, it.counts.requests, it.why)).collect();
    let hint = "no closed model of this name has a price here";
    assert_eq!(
        unpriced,
        [
            format!("openai/gpt-5-mini-2025-08-07 12: {hint}"),
            "openai/gpt-5.4-nano-2026-03-17 12: no tier is called 'free'".to_owned()
        ]
    );
    let notes: Vec<&str> = bill.notes().iter().map(bill::Note::id).collect();
    assert_eq!(notes, ["days_counted", "rows_are_requests", "long_prompts", "unpriced"]);
}

#[test]
fn the_scenario_of_a_bill_costs_what_the_bill_says() {
    // Lengths are rounded to whole tokens. Of tokens that are written to a cache the model has its own assumption.
    for (file, id, off) in [(OPENAI, "gpt-5.4-mini", 0.001), (LITELLM, "claude-haiku-4-5", 0.02)] {
        let bill = Bill::of(&usage(file));
        let case = bill.case().unwrap();
        assert_eq!(case.scenario.api().id, id);
        let month = bill.a_month(bill.lines[0].amounts.total()).unwrap();
        let month = bill::number(month);
        let invoice = case.invoice.total();
        let estimated = estimate(&case.scenario.values(), &case.scenario.assumptions(), &mut Trace::off());
        assert_eq!(invoice, estimated.cost.rent_invoice.number());
        assert!((invoice / month - 1.0).abs() < off, "{id}: {invoice} against {month}");
        let only = format!("Only {}, the largest bill, is in the scenario", case.scenario.api().label);
        assert!(case.assumed[0].starts_with(&only), "{:?}", case.assumed);
    }
    let scenario = Bill::of(&usage(OPENAI)).case().unwrap().scenario;
    // Over seven days, with and without batches.
    assert_eq!(scenario.get(Input::RequestsPerDay), 66_907.3);
    assert!(((405_964.0_f64 + 62_387.0) / 7.0 - 66_907.3).abs() < 0.05);
    assert_eq!(scenario.get(Input::PromptTokens), (872_264_945.0_f64 / 468_351.0).round());
    assert!((scenario.get(Input::CachedShare) - 150_389_117.0 / 872_264_945.0).abs() < 5e-5);
    // 113,120,791 and 12,693,416 tokens at $0.75 and $4.50, of what all tokens cost so: $141.96 of $969.75.
    assert!((scenario.get(Input::BatchShare) - 141.961 / 969.747).abs() < 5e-4);
    // A request a day is too few for a case.
    let few = Bill::of(&usage(OPENROUTER)).case().unwrap_err().to_string();
    assert_eq!(
        few,
        "no scenario: requests_per_day: 1 is out of range (allowed: 10 to 100000000 requests a day)"
    );
}
