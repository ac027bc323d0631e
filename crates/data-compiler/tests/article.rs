//! The article as the compiler writes it, and the problems that it reports.

#![expect(clippy::unwrap_used, reason = "what fails to unwrap is a failed test")]

mod common;

use common::{changed, extended, folder, refused};
use data_compiler::{article_source, model_source, model_source_of};

/// Breaks one text of one file and expects exactly these problems.
#[track_caller]
fn expect(path: &str, from: &str, to: &str, problems: &[&str]) {
    assert_eq!(refused(&changed(path, from, to)), problems);
}

/// Puts a paragraph at the end of the opening (its line is 13) and expects exactly these reasons there.
#[track_caller]
fn expect_of(paragraph: &str, reasons: &[&str]) {
    let files = extended("article/01-opening.md", &format!("\n{paragraph}\n"));
    let expected: Vec<_> =
        reasons.iter().map(|reason| format!("data/article/01-opening.md:{reason}")).collect();
    assert_eq!(refused(&files), expected, "{paragraph}");
}

/// The Rust source of a paragraph at the end of the opening.
#[track_caller]
fn compiled(paragraph: &str) -> String {
    let files = extended("article/01-opening.md", &format!("\n{paragraph}\n"));
    let source = data_compiler::article_source_of(&files).unwrap();
    let opening = source.lines().find(|line| line.contains("id: \"opening\"")).unwrap();
    let last = opening.split("Block::Slider(Input::GpuCount), ").nth(1).unwrap();
    last.strip_suffix("] };").unwrap().to_owned()
}

#[test]
fn the_fixture_compiles_to_the_pages_types() {
    let source = article_source(&folder()).unwrap();
    for expected in [
        "const _: () = assert!(is_output(\"own_cost\"), \"data/article/01-opening.md:3: no output is called 'own_cost'\");",
        "Section { id: \"opening\", title: \"Own it, or “rent” it?\"",
        "Section { id: \"adoption\", title: \"Who uses what\"",
        "Inline::Value { output: \"own_cost\" }",
        "Inline::Input { input: Input::GpuCount, label: \"GPUs\" }, Inline::Text(\"\\u{a0}GPUs.\")",
        "Inline::Citation { number: 2, source: SourceId::Benchmark }",
        "pub static OPENING: Section = Section {",
        "pub static SECTIONS: [&Section; 2] = [\n    &OPENING,\n    &ADOPTION,\n];",
        "pub static TERM_KV_CACHE: GlossaryTerm = GlossaryTerm {",
        "Inline::Term { term: GLOSSARY[0], text: \"cache of keys\" }",
        "Block::Fact { fact: &FACTS[0], blocks: &[Block::Paragraph(&[Inline::Text(\"Parcel’s \")",
        "Inline::Claim { fact: &FACTS[0], figure: &FACTS[0].figures[2] }",
        "ran for “\"), Inline::Lost { fact: &FACTS[0] }, Inline::Text(\"”;\")",
        "Inline::When { condition: BranchCondition::OwnWins, then: &[Inline::Text(\"owning wins\")], otherwise: &[Inline::Text(\"renting wins\")] }, Inline::Text(\", they say\")",
        "Block::Heading { slug: \"its-cut-off\", text: \"It’s cut off\" }",
        "Block::Quote(&[Block::Paragraph(",
        "Block::Panel, Block::Figure(FigureName::Ledger), Block::Slider(Input::GpuCount)",
        "pub static CITATIONS: [SourceId; 2] = [\n    SourceId::Report,\n    SourceId::Benchmark,\n];",
    ] {
        assert!(source.contains(expected), "no '{expected}' in:\n{source}");
    }
}

#[test]
fn markdown_becomes_typed_values() {
    assert_eq!(
        compiled("An *open* **model**, `as is`; see [it](https://example.org)."),
        "Block::Paragraph(&[Inline::Text(\"An \"), Inline::Emphasis(&[Inline::Text(\"open\")]), Inline::Text(\" \"), \
         Inline::Strong(&[Inline::Text(\"model\")]), Inline::Text(\", \"), Inline::Code(\"as is\"), \
         Inline::Text(\"; see \"), Inline::Link { url: \"https://example.org\", content: &[Inline::Text(\"it\")] }, \
         Inline::Text(\".\")])"
    );
    assert_eq!(
        compiled("1. one\n2. two\n\n   more"),
        "Block::List { ordered: true, items: &[&[Block::Paragraph(&[Inline::Text(\"one\")])], \
         &[Block::Paragraph(&[Inline::Text(\"two\")]), Block::Paragraph(&[Inline::Text(\"more\")])]] }"
    );
    assert_eq!(
        compiled("- a\n  - *b*\n- c"),
        "Block::List { ordered: false, items: &[&[Block::Paragraph(&[Inline::Text(\"a\")]), \
         Block::List { ordered: false, items: &[&[Block::Paragraph(&[Inline::Emphasis(&[Inline::Text(\"b\")])])]] }], \
         &[Block::Paragraph(&[Inline::Text(\"c\")])]] }"
    );
}

#[test]
fn branches_keep_the_spaces_that_the_sentence_needs() {
    assert_eq!(
        compiled("It {{when:retrains}} *fits* {{else}} doesn't {{end}}, it seems."),
        "Block::Paragraph(&[Inline::Text(\"It \"), Inline::When { condition: BranchCondition::Retrains, \
         then: &[Inline::Text(\"\"), Inline::Emphasis(&[Inline::Text(\"fits\")]), Inline::Text(\"\")], \
         otherwise: &[Inline::Text(\"doesn’t\")] }, Inline::Text(\", it seems.\")])"
    );
    assert_eq!(
        compiled("It fits{{when:retrains}} and learns{{end}} here."),
        "Block::Paragraph(&[Inline::Text(\"It fits\"), Inline::When { condition: BranchCondition::Retrains, \
         then: &[Inline::Text(\" and learns\")], otherwise: &[] }, Inline::Text(\" here.\")])"
    );
}

#[test]
fn emphasis_ends_before_a_branch_or_a_citation() {
    assert_eq!(
        compiled("{{when:retrains}}**It fits.**{{else}}*\"No.\"*{{end}} *So.*[^report]"),
        "Block::Paragraph(&[Inline::When { condition: BranchCondition::Retrains, \
         then: &[Inline::Strong(&[Inline::Text(\"It fits.\")])], \
         otherwise: &[Inline::Emphasis(&[Inline::Text(\"“No.”\")])] }, Inline::Text(\" \"), \
         Inline::Emphasis(&[Inline::Text(\"So.\")]), Inline::Citation { number: 1, source: SourceId::Report }])"
    );
    expect_of("a \u{2e31} dot", &["13: this line holds a character that the compiler needs for itself"]);
}

#[test]
fn names_must_be_known() {
    expect_of("{{claim:parcel/gpus}}", &["13: unknown fact 'parcel'"]);
    expect_of(
        "{{claim:parcel-training/cards}}",
        &["13: the fact 'parcel-training' has no figure 'cards'; it has gpus, share, tickets, wait"],
    );
    expect_of("{{claim:air-gap/gpus}}", &["13: the fact 'air-gap' has no figure 'gpus'; it has none"]);
    expect_of("{{claim:air-gap}}", &["13: a claim names fact and figure: {{claim:FACT/FIGURE}}"]);
    expect_of("{{lost:parcel}}", &["13: unknown fact 'parcel'"]);
    expect_of("{{lost:air-gap}}", &["13: the fact 'air-gap' has no lost amount"]);
    expect_of("{{input:gpus}}", &["13: unknown input 'gpus'"]);
    expect_of("{{slider:gpus}}", &["13: unknown input 'gpus'"]);
    expect_of("{{slider:gpu}}", &["13: 'gpu' is a choice and has no slider"]);
    expect_of("{{term:cache|it}}", &["13: unknown term 'cache'"]);
    expect_of("So it is.[^hearsay]", &["13: unknown source 'hearsay'"]);
    expect_of(
        "{{figure:pie}}",
        &[
            "13: unknown figure: 'pie' is not one of companies, map, card, ledger, ways, accuracy, load, frontier, tornado, claims, measured",
        ],
    );
    expect_of(
        "{{when:sunny}} yes {{end}}",
        &[
            // The branch is refused as a whole, so its end has nothing to close.
            "13: 'sunny' is not one of own_wins, rent_wins, too_close, cannot_own, cannot_rent, both_can, same_way, articles_ways, other_ways, \
         on_own_gpus, needs_api, prompt_too_long_for_api, own_saves, own_costs_more, costs_alike, \
         open_more_accurate, open_less_accurate, as_accurate, within_ten_percent, lacks_memory, demand_met, overloaded, retrains, some_gpu_price_turns, some_effort_turns",
            "13: {{end}} without {{when}}",
        ],
    );
}

#[test]
fn directives_must_be_well_formed() {
    expect_of("{{chart:ledger}}", &["13: unknown directive '{{chart:ledger}}'"]);
    expect_of("{{value}}", &["13: 'value' needs a name: {{value:…}}"]);
    expect_of("see {{figure:ledger}}", &["13: 'figure' must stand alone on its line"]);
    expect_of("see\n{{value:own_cost", &["14: '{{' without '}}'"]);
    expect_of("see own_cost}}", &["13: '}}' without '{{'"]);
    expect_of("{{when:retrains}} a", &["13: this {{when}} has no {{end}} in its paragraph"]);
    expect_of(
        "{{when:retrains}} *a {{end}}*",
        &["13: this {{when}} has no {{end}} in its paragraph", "13: {{end}} without {{when}}"],
    );
    expect_of("a {{else}} b", &["13: {{else}} without {{when}}"]);
    expect_of(
        "{{when:retrains}} a {{when:retrains}} b {{end}}",
        &["13: a {{when}} can't stand in another one"],
    );
    expect_of("the {{term:kv-cache|cache\nof keys}} and\n{{term:cache}}", &["15: unknown term 'cache'"]);
    expect_of("`{{value:own_cost}}`", &["13: code can't hold a directive"]);
    expect_of("## The {{value:own_cost}}", &["13: a heading can't hold a directive"]);
}

#[test]
fn only_plain_markdown_may_stand() {
    expect_of("<b>bold</b>", &["13: raw HTML can't stand in the article"]);
    expect_of("a <b>bold</b> word", &["13: raw HTML can't stand in the article"]);
    expect_of("![a picture](https://example.org/a.png)", &["13: an image can't stand in the article"]);
    expect_of(
        "```\ncode\n```",
        &["13: a code block (or text indented by four spaces) can't stand in the article"],
    );
    expect_of("a\n\n---", &["15: a rule can't stand in the article"]);
    expect_of("### Deeper", &["13: only '## ' headings may stand in a section"]);
    expect_of(
        "[it](http://example.org)",
        &["13: a link must begin with https://, # or model/, not 'http://example.org'"],
    );
}

#[test]
fn blocks_must_be_balanced() {
    expect_of(":::", &["13: ':::' closes nothing"]);
    expect_of("::: aside\nx\n:::", &["13: unknown block '::: aside'; there is '::: fact FACT'"]);
    expect_of("::: fact nothing\nx\n:::", &["13: unknown fact 'nothing'"]);
    expect_of(
        "::: fact nothing\n\n::: fact air-gap\nx\n:::",
        &["13: unknown fact 'nothing'", "15: the block that begins on line 13 is not closed"],
    );
    expect(
        "article/02-adoption.md",
        "off.\n:::\n",
        "off.\n",
        &["data/article/02-adoption.md:15: this block is not closed with ':::'"],
    );
}

#[test]
fn sections_are_those_of_the_facts() {
    expect(
        "article/02-adoption.md",
        "id: adoption",
        "id: adaption",
        &[
            "data/article/02-adoption.md:1: the section 'adaption' is not in facts.toml",
            "data/facts.toml:6: the article has no section 'adoption'",
            "data/facts.toml:11: the fact 'parcel-training' is in the section 'adaption' of the article",
            "data/facts.toml:26: the fact 'air-gap' is in the section 'adaption' of the article",
        ],
    );
    expect(
        "article/01-opening.md",
        "# Own",
        "Own",
        &["data/article/01-opening.md:1: the first line must be the section's title: # Title"],
    );
    expect(
        "article/02-adoption.md",
        "## It's cut off",
        "## Air gap",
        &["data/article/02-adoption.md:13: the anchor 'air-gap' is used twice"],
    );
}

#[test]
fn every_fact_is_carried_once_with_all_its_figures() {
    expect(
        "article/02-adoption.md",
        "::: fact air-gap\n> Some need machines that are cut off.\n:::\n",
        "",
        &["data/facts.toml:25: the fact 'air-gap' is not in the article"],
    );
    let files = extended("article/02-adoption.md", "\n::: fact air-gap\nAgain.\n:::\n");
    assert_eq!(
        refused(&files),
        ["data/article/02-adoption.md:31: the fact 'air-gap' is in the article twice"]
    );
    expect(
        "article/02-adoption.md",
        "{{claim:parcel-training/wait}}",
        "three hours",
        &["data/facts.toml:20: the block of 'parcel-training' doesn't print its figure 'wait'"],
    );
    expect(
        "article/02-adoption.md",
        "\"{{lost:parcel-training}}\"",
        "some dollars",
        &["data/facts.toml:22: the block of 'parcel-training' doesn't print its lost amount"],
    );
    // Printed, but outside of its block.
    expect(
        "article/02-adoption.md",
        "{{claim:parcel-training/share}} of",
        "Much of",
        &["data/facts.toml:18: the block of 'parcel-training' doesn't print its figure 'share'"],
    );
}

#[test]
fn every_figure_stands_once() {
    expect(
        "article/02-adoption.md",
        "{{figure:load}}\n",
        "",
        &["data/article:1: the figure 'load' is nowhere in the article"],
    );
    let files = extended("article/02-adoption.md", "{{figure:load}}\n");
    assert_eq!(
        refused(&files),
        ["data/article/02-adoption.md:30: the figure 'load' is in the article twice"]
    );
    expect_of("{{panel}}", &["13: the panel is in the article twice"]);
    expect(
        "article/01-opening.md",
        "{{panel}}",
        "",
        &["data/article:1: the panel is nowhere in the article"],
    );
}

#[test]
fn facts_become_the_models_types() {
    let source = model_source(&folder()).unwrap().facts;
    for expected in [
        "pub enum FactId {\n    /// \\`parcel-training\\`\n    ParcelTraining,",
        "check: \"They are {gpu_hours}.\", verdict: FactVerdict::DigitsLost, model: ModelKind::Replay, case: None",
        "FactFigure { name: \"tickets\", value: 5100000.0, unit: \"tickets\", text: \"5.1\\u{a0}million\\u{a0}tickets\" }",
        "text: \"three hours\"",
        "Lost { name: \"cost\", tail: \"14,000\", kept: 14000.0, place: 100000.0, unit: \"USD\", reading: \"{cost} leaves {rest}\", \
         measure: \"rest\", plausible: Assumption::BandwidthShare }",
    ] {
        assert!(source.contains(expected), "no '{expected}' in:\n{source}");
    }
    let text = "model = \"replay\"\n";
    let with_case = "model = \"replay\"\ncase = { preset = \"parcel\", gpu_count = 8 }\n";
    let source = model_source_of(&changed("facts.toml", text, with_case)).unwrap().facts;
    let case = "case: Some(Case { preset: Preset::Parcel, values: &[(Input::GpuCount, 8.0)] })";
    assert!(source.contains(case), "no '{case}' in:\n{source}");
}

#[test]
fn what_a_check_reckons_with_is_known() {
    let expect = |from: &str, to: &str, problem: &str| expect("facts.toml", from, to, &[problem]);
    expect(
        "{gpu_hours}",
        "3,456",
        "data/facts.toml:13: '3' is written by hand: name a computed number, as {name}",
    );
    expect(
        "{rest}",
        "$100",
        "data/facts.toml:22: '100' is written by hand: name a computed number, as {name}",
    );
    expect(
        "place = 100000",
        "place = 1000",
        "data/facts.toml:22: what the digit counts (1000) must be above what is left (14000)",
    );
    expect("bandwidth_share", "month_hours", "data/facts.toml:22: this assumption has no range");
    expect("bandwidth_share", "hours", "data/facts.toml:22: unknown assumption 'hours'");
    let case = |case: &str| format!("model = \"replay\"\ncase = {{ {case} }}\n");
    for (given, reason) in [
        ("gpu_count = 8", "a case names its 'preset' by id"),
        ("preset = \"mail\"", "a case names its 'preset' by id"),
        ("preset = \"parcel\", gpus = 8", "unknown input 'gpus'"),
        ("preset = \"parcel\", gpu_count = 5000", "5000 is outside the range of 'gpu_count', 1 to 1024"),
    ] {
        expect("model = \"replay\"\n", &case(given), &format!("data/facts.toml:16: {reason}"));
    }
}

#[test]
fn facts_and_glossary_are_checked() {
    expect(
        "facts.toml",
        "verdict = \"digits-lost\"",
        "verdict = \"true\"",
        &["data/facts.toml:14: unknown variant 'true', expected one of 'consistent', 'needs-assumptions', \
         'implausible', 'cannot-be-checked', 'digits-lost'"],
    );
    expect(
        "facts.toml",
        "verdict = \"cannot-be-checked\"",
        "verdict = \"digits-lost\"",
        &["data/facts.toml:29: the verdict is digits-lost, but no amount is given as lost"],
    );
    expect(
        "facts.toml",
        "id = \"air-gap\"\nsection = \"adoption\"",
        "id = \"air-gap\"\nsection = \"security\"",
        &[
            "data/facts.toml:26: the fact 'air-gap' is in the section 'adoption' of the article",
            "data/facts.toml:26: unknown section 'security'",
        ],
    );
    expect(
        "facts.toml",
        "name = \"tickets\"",
        "name = \"share\"",
        &[
            "data/article/02-adoption.md:6: the fact 'parcel-training' has no figure 'tickets'; it has gpus, share, share, wait",
            "data/facts.toml:19: the block of 'parcel-training' doesn't print its figure 'share'",
            "data/facts.toml:19: the figure 'share' is given twice",
        ],
    );
    expect("facts.toml", "model = \"context\"\n", "", &["data/facts.toml:23: missing field 'model'"]);
    expect(
        "facts.toml",
        "id = \"air-gap\"",
        "id = \"adoption\"",
        &[
            "data/article/02-adoption.md:2: the anchor 'adoption' is used twice",
            "data/article/02-adoption.md:15: unknown fact 'air-gap'",
            "data/facts.toml:25: the fact 'adoption' is not in the article",
            "data/facts.toml:25: the id 'adoption' is used twice",
        ],
    );
    expect(
        "glossary.toml",
        "source = \"benchmark\"",
        "source = \"hearsay\"",
        &["data/glossary.toml:5: unknown source 'hearsay'"],
    );
    expect(
        "glossary.toml",
        "text = ",
        "txt = ",
        &["data/glossary.toml:4: unknown field 'txt', expected one of 'id', 'label', 'text', 'source'"],
    );
}
