//! The article's compiled values: they agree with the model and with each other, and they read easily.

mod grade;

use std::collections::BTreeSet;

use grade::{Counts, syllables};
use model::{Preset, Scenario};

use model::claims::{FACTS, Fact};
use model::outcome::output_specs;
use own_or_rent::analysis::{Analysis, SharedAnalysis};
use own_or_rent::article::plain::paragraphs;
use own_or_rent::claims::check_of;
use own_or_rent::content::{Block, CITATIONS, FigureName, Inline, SECTIONS};
use own_or_rent::view::View;
use yew::Callback;

/// All blocks of the article, each before those in it.
fn blocks() -> Vec<&'static Block> {
    fn collect(blocks: &'static [Block], into: &mut Vec<&'static Block>) {
        for block in blocks {
            into.push(block);
            match block {
                Block::Quote(inside) | Block::Fact { blocks: inside, .. } => collect(inside, into),
                Block::List { items, .. } => items.iter().for_each(|item| collect(item, into)),
                _ => {}
            }
        }
    }
    let mut all = Vec::new();
    SECTIONS.iter().for_each(|section| collect(section.blocks, &mut all));
    all
}

/// All inlines of the article, each before those in it.
fn inlines() -> Vec<&'static Inline> {
    fn collect(inlines: &'static [Inline], into: &mut Vec<&'static Inline>) {
        for inline in inlines {
            into.push(inline);
            match inline {
                Inline::Emphasis(inside) | Inline::Strong(inside) | Inline::Link { content: inside, .. } => {
                    collect(inside, into);
                }
                Inline::When { then, otherwise, .. } => {
                    collect(then, into);
                    collect(otherwise, into);
                }
                _ => {}
            }
        }
    }
    let mut all = Vec::new();
    for block in blocks() {
        if let Block::Paragraph(inside) = block {
            collect(inside, &mut all);
        }
    }
    all
}

#[test]
fn every_value_is_an_output_of_the_model() {
    let mut values = 0;
    for inline in inlines() {
        if let Inline::Value { output } = inline {
            assert!(output_specs().any(|spec| spec.id == *output), "no output is called '{output}'");
            values += 1;
        }
    }
    assert!(values > 0, "the article shows no value of the model");
}

#[test]
fn every_number_of_a_check_in_the_text_is_computed() {
    let mut numbers = 0;
    for inline in inlines() {
        if let Inline::Check { fact, number } = inline {
            assert!(check_of(fact).number(number).is_some(), "{}: no number is called '{number}'", fact.id);
            numbers += 1;
        }
    }
    assert!(numbers > 20, "only {numbers} numbers of the text are computed by checks");
}

#[test]
fn every_fact_is_carried_once_by_its_section() {
    let mut carried = Vec::new();
    for section in &SECTIONS {
        for block in section.blocks {
            if let Block::Fact { fact, .. } = block {
                assert_eq!(fact.section, section.id, "{}", fact.id);
                carried.push(fact.id);
            }
        }
    }
    let expected: BTreeSet<_> = FACTS.iter().map(|fact| fact.id).collect();
    assert_eq!(carried.len(), FACTS.len());
    assert_eq!(carried.into_iter().collect::<BTreeSet<_>>(), expected);
    assert_eq!(FACTS.len(), 24);
    assert!(FACTS.iter().all(|known| Fact::from_id(known.id) == Some(known)));
}

#[test]
fn every_figure_of_the_page_has_its_place() {
    let placed: Vec<_> = blocks()
        .iter()
        .filter_map(|b| if let Block::Figure(name) = b { Some(*name) } else { None })
        .collect();
    let mut sorted = placed.clone();
    sorted.sort();
    assert_eq!(sorted, FigureName::ALL);
    assert!(FigureName::ALL.into_iter().all(|name| FigureName::from_id(name.id()) == Some(name)));
}

#[test]
fn citations_are_numbered_in_order_of_first_use() {
    let mut highest = 0;
    for inline in inlines() {
        if let Inline::Citation { number, source } = *inline {
            assert_eq!(CITATIONS[number - 1], source);
            assert!(number <= highest + 1, "citation {number} comes before {}", highest + 1);
            highest = highest.max(number);
        }
    }
    assert_eq!(highest, CITATIONS.len());
}

/// The highest grade that the main text may have.
const HIGHEST_GRADE: f64 = 9.0;

/// The highest grade that a single paragraph of it may have: names and numbers make some hard.
const HIGHEST_OF_ONE: f64 = 12.0;

/// From the opening to the bottom line, in the default case. The method after it is for readers who want to check the
/// sums, and needs their words.
#[test]
fn the_main_text_reads_at_grade_nine() {
    let view =
        View { analysis: SharedAnalysis::new(Analysis::new(&Scenario::default())), act: Callback::noop() };
    let main = SECTIONS.iter().filter(|section| section.id != "method");
    let mut read: Vec<(Counts, String)> = main
        .flat_map(|section| paragraphs(section.blocks, &view))
        .map(|text| (Counts::of(&text), text))
        .collect();
    let all = read.iter().fold(Counts::default(), |all, (counts, _)| all.and(*counts));
    assert!(all.words() > 2000, "only {} words are in the main text", all.words());
    read.sort_by(|one, other| other.0.grade().total_cmp(&one.0.grade()));
    let hardest: String =
        read.iter().take(10).map(|(counts, text)| format!("\n{:.1}  {text}\n", counts.grade())).collect();
    let hardest_of_one = read.first().map_or(0.0, |(counts, _)| counts.grade());
    assert!(
        all.grade() <= HIGHEST_GRADE && hardest_of_one <= HIGHEST_OF_ONE,
        "the main text is of grade {:.2}; its hardest paragraphs:\n{hardest}",
        all.grade()
    );
}

#[test]
fn syllables_are_counted_as_they_are_said() {
    for (expected, words) in [
        (1, "own rent price reached years the be free a 10"),
        (2, "renting model models, prices table tables workloads people because special 8B H100. %"),
        (3, "reported engineers production company idea radio GPUs API $31,400 break-even article\u{2019}s"),
        (4, "arithmetic satisfaction"),
    ] {
        for word in words.split(' ') {
            assert_eq!(syllables(word), expected, "{word}");
        }
    }
    // Thirteen words in two sentences, eighteen syllables.
    let counts = Counts::of("Open models are free to download. A team pays for the GPU time.");
    assert!((counts.grade() - (0.39 * 6.5 + 11.8 * 18.0 / 13.0 - 15.59)).abs() < 1e-9, "{counts:?}");
}

/// The most numbers in a hundred words of the main text, and in one paragraph of it.
const NUMBERS_IN_A_HUNDRED: f64 = 5.0;
const NUMBERS_IN_ONE: usize = 6;

/// The numbers of a text. A name that has a digit in it, such as "H100" or "GPT-4", is none.
fn numbers(text: &str) -> usize {
    let begins = |word: &str| {
        word.trim_start_matches(|letter: char| !letter.is_alphanumeric())
            .starts_with(|c: char| c.is_ascii_digit())
    };
    // A no-break space keeps a number and its unit in one word.
    text.split([' ', '\n']).filter(|word| begins(word)).count()
}

#[test]
fn the_text_is_not_full_of_numbers() {
    for preset in Preset::ALL {
        let view = View {
            analysis: SharedAnalysis::new(Analysis::new(&Scenario::preset(preset))),
            act: Callback::noop(),
        };
        let main = SECTIONS.iter().filter(|section| section.id != "method");
        let (mut words, mut all) = (0, 0);
        let mut full = String::new();
        for text in main.flat_map(|section| paragraphs(section.blocks, &view)) {
            let n = numbers(&text);
            words += text.split_whitespace().count();
            all += n;
            if n > NUMBERS_IN_ONE {
                full += &format!("\n{n}: {text}\n");
            }
        }
        let in_a_hundred = all as f64 / words as f64 * 100.0;
        assert!(
            full.is_empty() && in_a_hundred <= NUMBERS_IN_A_HUNDRED,
            "{preset:?}: {in_a_hundred:.2} numbers in 100 words{full}"
        );
    }
}

#[test]
fn numbers_are_told_from_names() {
    assert_eq!(
        numbers("From \u{201c}8,000\u{201d} to $1.25 on an H100 with GPT-4, 8B and 12.6\u{202f}%."),
        4
    );
}
