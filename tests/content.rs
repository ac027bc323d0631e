//! The article's compiled values: they agree with the model and with each other.

use std::collections::BTreeSet;

use model::claims::{FACTS, Fact};
use model::outcome::output_specs;
use own_or_rent::claims::check_of;
use own_or_rent::content::{Block, CITATIONS, FigureName, Inline, SECTIONS};

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
