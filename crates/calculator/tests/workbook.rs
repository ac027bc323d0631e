//! The spreadsheet of a comparison, read back by another library: its formulas give the model's numbers.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

use std::process::Command;

use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use model::format::{Style, number};
use model::units::Unit;
use model::{Preset, Scenario, evaluate};

type Book = Xlsx<std::io::BufReader<std::fs::File>>;

/// A spreadsheet of two cases.
fn book() -> (tempfile::TempDir, Book) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cases.xlsx");
    // The command stands in the spreadsheet: it is to be the same in every folder.
    let output = Command::new(env!("CARGO_BIN_EXE_calculator"))
        .args(["compare", "support_desk", "canva", "--name", "=1+1", "--output", "cases.xlsx"])
        .current_dir(&folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let book = open_workbook(&path).unwrap();
    (folder, book)
}

/// The column of a letter, from 0.
fn column(letter: char) -> u32 {
    u32::from(letter) - u32::from('A')
}

/// Row and column of a reference such as `C12`, from 0.
fn place(reference: &str) -> (u32, u32) {
    let (letter, row) = reference.split_at(1);
    (row.parse::<u32>().unwrap() - 1, column(letter.chars().next().unwrap()))
}

/// What a formula of ours gives: a sum over a column, a reference, or a difference of two.
fn calculated(book: &mut Book, sheet: &str, formula: &str) -> f64 {
    let formula = formula.trim_start_matches('=');
    if let Some(range) = formula.strip_prefix("SUM(").and_then(|rest| rest.strip_suffix(')')) {
        let (first, last) = range.split_once(':').expect(range);
        let ((first, column), (last, _)) = (place(first), place(last));
        return (first..=last).map(|row| value(book, sheet, (row, column))).sum();
    }
    let (first, second) = formula.split_once('-').map_or((formula, None), |(a, b)| (a, Some(b)));
    let mut of = |reference: &str| {
        let (sheet, cell) = reference.split_once('!').expect(reference);
        let formula = formula_at(book, sheet, place(cell)).expect(cell);
        calculated(book, sheet, &formula)
    };
    of(first) - second.map_or(0.0, of)
}

fn value(book: &mut Book, sheet: &str, place: (u32, u32)) -> f64 {
    match book.worksheet_range(sheet).unwrap().get_value(place) {
        Some(Data::Float(number)) => *number,
        other => panic!("{sheet} {place:?}: {other:?}"),
    }
}

fn formula_at(book: &mut Book, sheet: &str, place: (u32, u32)) -> Option<String> {
    let formulas: Range<String> = book.worksheet_formula(sheet).unwrap();
    formulas.get_value(place).filter(|formula| !formula.is_empty()).cloned()
}

/// Every formula of a sheet with its place and the result that is kept beside it.
fn formulas(book: &mut Book, sheet: &str) -> Vec<((u32, u32), String)> {
    let formulas = book.worksheet_formula(sheet).unwrap();
    let start = formulas.start().unwrap_or_default();
    let placed = formulas
        .used_cells()
        .map(|(row, column, formula)| ((row as u32 + start.0, column as u32 + start.1), formula.clone()));
    placed.filter(|(_, formula)| !formula.is_empty()).collect()
}

#[test]
fn every_formula_gives_the_number_beside_it() {
    let (_folder, mut book) = book();
    assert_eq!(book.sheet_names(), ["Figures", "Ledger", "Causes", "Settings", "About"]);
    let mut n = 0;
    for sheet in ["Figures", "Ledger", "Causes"] {
        for (place, formula) in formulas(&mut book, sheet) {
            let (kept, found) = (value(&mut book, sheet, place), calculated(&mut book, sheet, &formula));
            assert!(
                (kept - found).abs() <= 1e-9 * (1.0 + kept.abs()),
                "{sheet} {place:?} {formula}: {found}, not {kept}"
            );
            n += 1;
        }
    }
    // Two totals, two costs and a saving for each case, and four sums of causes.
    assert_eq!(n, 2 * 5 + 4);
}

#[test]
fn its_numbers_are_the_models() {
    let (_folder, mut book) = book();
    let figures = book.worksheet_range("Figures").unwrap();
    for (index, preset) in [Preset::SupportDesk, Preset::Canva].into_iter().enumerate() {
        let outcome = evaluate(&Scenario::preset(preset));
        for row in 1..figures.height() {
            let label = figures.get((row, 0)).unwrap().to_string();
            let (spec, expected) = outcome.outputs().find(|(spec, _)| spec.label() == label).expect(&label);
            match (figures.get((row, 2 + index)).unwrap(), expected) {
                (Data::Float(found), model::units::Value::Number(expected)) => {
                    assert_eq!(*found, expected, "{}", spec.id);
                }
                (Data::String(found), model::units::Value::Name(expected)) => assert_eq!(found, expected),
                other => panic!("{label}: {other:?}"),
            }
        }
        // What a reader sees in the spreadsheet's total is what the table prints.
        let formula = formulas(&mut book, "Ledger").into_iter().find(|((_, at), _)| *at == 2 + index as u32);
        let total = calculated(&mut book, "Ledger", &formula.unwrap().1);
        let printed = |cost: f64| number(cost, Unit::UsdPerMonth, Style::Prose);
        assert_eq!(printed(total), printed(outcome.estimate.cost.own_cost.number()));
    }
}

#[test]
fn a_name_is_never_a_formula_and_the_same_cases_give_the_same_bytes() {
    let (folder, mut book) = book();
    let figures = book.worksheet_range("Figures").unwrap();
    assert_eq!(figures.get((0, 2)), Some(&Data::String("=1+1".to_owned())));
    let (other, _) = self::book();
    let bytes = |folder: &tempfile::TempDir| std::fs::read(folder.path().join("cases.xlsx")).unwrap();
    assert!(bytes(&folder) == bytes(&other));
}
