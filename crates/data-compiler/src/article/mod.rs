//! The article: read from Markdown, every name in it looked up and checked, written as typed statics.

mod branch;
mod emit;
mod names;
mod reader;
mod reference;
mod segment;
mod tree;

use crate::catalogue::Catalogue;
use crate::files::{Files, Problem};
use names::FigureName;
use reader::{Reader, Uses};
use reference::Reference;
use tree::Section;

/// Sections that carry no facts.
const OWN_SECTIONS: [&str; 2] = ["opening", "method"];

/// The article and what it refers to.
#[derive(Clone, Debug)]
pub(crate) struct Article<'a> {
    sections: Vec<Section>,
    reference: Reference<'a>,
    uses: Uses,
}

impl Article<'_> {
    /// The article as Rust source.
    pub(crate) fn rust_source(&self) -> String {
        emit::rust_source(&self.sections, &self.reference, &self.uses)
    }
}

/// Reads and checks the article, which is complete only if no problem was found.
pub(crate) fn read<'a>(
    files: &'a Files,
    catalogue: &'a Catalogue<'a>,
    problems: &mut Vec<Problem>,
) -> Article<'a> {
    let reference = reference::read(files, problems);
    if !problems.is_empty() {
        // The article would only report the same fact or term as unknown once more.
        return Article { sections: Vec::new(), reference, uses: Uses::default() };
    }
    reference::check(&reference, catalogue, problems);
    let mut reader = Reader::new(catalogue, &reference);
    let articles = files.folder("article", ".md", problems);
    let sections: Vec<_> = articles.into_iter().map(|file| reader.section(file)).collect();
    let uses = reader.uses;
    problems.append(&mut reader.problems);
    check_sections(files, &sections, &reference, problems);
    check_facts(&sections, &reference, &uses, problems);
    check_figures(&uses, problems);
    check_anchors(&reference, &uses, problems);
    check_sources(catalogue, &reference, &uses, problems);
    Article { sections, reference, uses }
}

fn article_problem(reason: String) -> Problem {
    Problem { file: "data/article".to_owned(), line: 1, reason }
}

/// Every section of the facts is a section of the article, and vice versa.
fn check_sections(
    files: &Files,
    sections: &[Section],
    reference: &Reference<'_>,
    problems: &mut Vec<Problem>,
) {
    let files = files.folder("article", ".md", &mut Vec::new());
    for (section, file) in sections.iter().zip(files) {
        let known = reference.facts.sections.iter().any(|known| known.id == section.id);
        if !known && !OWN_SECTIONS.contains(&section.id.as_str()) {
            problems.push(file.problem(1, format!("the section '{}' is not in facts.toml", section.id)));
        }
    }
    for expected in &reference.facts.sections {
        if !sections.iter().any(|section| section.id == expected.id) {
            problems.push(expected.problem("id", format!("the article has no section '{}'", expected.id)));
        }
    }
}

/// Every fact is carried exactly once, in its section, with all of its figures and its lost amount.
fn check_facts(sections: &[Section], reference: &Reference<'_>, uses: &Uses, problems: &mut Vec<Problem>) {
    for (index, fact) in reference.facts.facts.iter().enumerate() {
        let mut carried = uses.facts.iter().filter(|(used, _)| *used == index);
        if carried.next().is_none() {
            problems.push(fact.problem("id", format!("the fact '{}' is not in the article", fact.id)));
            continue;
        }
        problems.extend(carried.map(|(_, again)| again.clone()));
        let holds = |block: &tree::Block| matches!(block, tree::Block::Fact { fact, .. } if *fact == index);
        let section = sections.iter().find(|section| section.blocks.iter().any(holds));
        if let Some(section) = section.filter(|section| section.id != fact.section) {
            let reason = format!("the fact '{}' is in the section '{}' of the article", fact.id, section.id);
            problems.push(fact.problem("section", reason));
        }
        for (number, figure) in fact.figures.iter().enumerate() {
            if !uses.claims.contains(&(index, number)) {
                let reason = format!("the block of '{}' doesn't print its figure '{}'", fact.id, figure.name);
                problems.push(fact.problem(&format!("figures.{number}"), reason));
            }
        }
        if fact.lost.is_some() && !uses.lost.contains(&index) {
            let reason = format!("the block of '{}' doesn't print its lost amount", fact.id);
            problems.push(fact.problem("lost", reason));
        }
    }
}

/// Every figure of the page occurs exactly once, and so does the panel.
fn check_figures(uses: &Uses, problems: &mut Vec<Problem>) {
    for (figure, name) in FigureName::ALL {
        let mut places = uses.figures.iter().filter(|(used, _)| used == figure);
        if places.next().is_none() {
            problems.push(article_problem(format!("the figure '{name}' is nowhere in the article")));
        }
        problems.extend(places.map(|(_, again)| again.clone()));
    }
    if uses.panels.is_empty() {
        problems.push(article_problem("the panel is nowhere in the article".to_owned()));
    }
    problems.extend(uses.panels.iter().skip(1).cloned());
}

/// No two sections, headings or facts share an anchor.
fn check_anchors(reference: &Reference<'_>, uses: &Uses, problems: &mut Vec<Problem>) {
    for (index, (anchor, problem)) in uses.anchors.iter().enumerate() {
        let earlier = uses.anchors[..index].iter().any(|(other, _)| other == anchor);
        if earlier || reference.facts.facts.iter().any(|fact| fact.id == *anchor) {
            problems.push(problem.clone());
        }
    }
}

/// Every source is cited somewhere in `data/`.
fn check_sources(
    catalogue: &Catalogue<'_>,
    reference: &Reference<'_>,
    uses: &Uses,
    problems: &mut Vec<Problem>,
) {
    let mut cited = catalogue.cited_sources();
    cited.extend(reference.terms.iter().filter_map(|term| term.source.as_deref()));
    cited.extend(uses.citations.iter().map(String::as_str));
    for source in &catalogue.sources {
        if !cited.contains(source.id.as_str()) {
            problems.push(source.problem("id", format!("nothing cites the source '{}'", source.id)));
        }
    }
}
