//! A comparison of cases as a spreadsheet: every sum and difference is a formula, whose result is the model's number. The calculator
//! writes it, and in the browser a program of its own, which the workshop's page loads when somebody saves one.

use model::catalogue::{DATA_DATE, Domain};
use model::outcome::{Line, LineItem};
use model::units::{Unit, Value};
use model::{Outcome, Scenario, Setting};
pub use rust_xlsxwriter::XlsxError;
use rust_xlsxwriter::{
    ColNum, DocProperties, ExcelDateTime, Format, Formula, RowNum, Workbook, Worksheet, utility,
};
use workshop::because::Measure;
use workshop::code;
use workshop::comparison::{Comparison, Evaluated, figures};

/// The column of the first scenario.
const FIRST: ColNum = 2;

/// The widest column, in characters: sentences are wrapped.
const WIDEST: f64 = 90.0;

/// The sheet of the ledgers, to which other sheets refer.
const LEDGER: &str = "Ledger";

/// The spreadsheet of a set's file; `link` says in it where it comes from.
///
/// # Errors
/// In words: what is wrong with the file.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn comparison_workbook(file: &str, link: &str) -> Result<Vec<u8>, String> {
    let cases = scenario_file::read_text(file).map_err(|error| error.to_string())?;
    let set = workshop::ScenarioSet::from_cases(&cases).map_err(|error| error.to_string())?;
    let (evaluated, comparisons) = workshop::comparison::compared(&set);
    let origin = [("model_version", model::VERSION), ("data_date", DATA_DATE), ("link", link)];
    workbook(&evaluated, &comparisons, &origin).map_err(|error| error.to_string())
}

/// How cells look.
struct Looks {
    head: Format,
    total: Format,
    text: Format,
}

/// Where the totals of the ledgers stand.
struct Totals {
    own: RowNum,
    rent: RowNum,
}

/// The spreadsheet's bytes: figures, ledgers, causes, settings, and where they come from, as `origin` names it. The same comparison
/// gives the same bytes on every day.
///
/// # Errors
/// None that occurs: names, numbers of rows and columns are within a spreadsheet's limits.
pub fn workbook(
    evaluated: &[Evaluated<'_>],
    comparisons: &[Comparison<'_>],
    origin: &[(&str, &str)],
) -> Result<Vec<u8>, XlsxError> {
    let bold = Format::new().set_bold();
    let looks = Looks {
        head: bold.clone().set_text_wrap(),
        total: bold.set_border_top(rust_xlsxwriter::FormatBorder::Thin),
        text: Format::new().set_text_wrap(),
    };
    let mut book = Workbook::new();
    let day = ExcelDateTime::parse_from_str(DATA_DATE)?;
    book.set_properties(&DocProperties::new().set_title("Own or rent?").set_creation_datetime(&day));
    let mut ledger = Worksheet::new();
    let totals = write_ledger(ledger.set_name(LEDGER)?, evaluated, &looks)?;
    write_figures(book.add_worksheet().set_name("Figures")?, evaluated, &totals, &looks)?;
    book.push_worksheet(ledger);
    write_causes(book.add_worksheet().set_name("Causes")?, comparisons, &looks)?;
    write_settings(book.add_worksheet().set_name("Settings")?, evaluated, &looks)?;
    write_about(book.add_worksheet().set_name("About")?, evaluated, comparisons, origin, &looks)?;
    book.save_to_buffer()
}

/// Writes the first row: what the rows are, their unit or name, and the scenarios.
fn write_head(
    sheet: &mut Worksheet,
    [first, second]: [&str; 2],
    evaluated: &[Evaluated<'_>],
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.write_with_format(0, 0, first, &looks.head)?;
    sheet.write_with_format(0, 1, second, &looks.head)?;
    for (column, it) in (FIRST..).zip(evaluated) {
        sheet.write_with_format(0, column, it.named.name.as_str(), &looks.head)?;
    }
    sheet.set_column_width(0, 34)?;
    sheet.set_column_width(1, 24)?;
    sheet.set_column_range_width(FIRST, FIRST + evaluated.len() as ColNum, 18)?;
    sheet.set_freeze_panes(1, FIRST)?;
    Ok(())
}

/// How numbers of a unit look.
fn number_format(unit: Unit) -> Format {
    let pattern = match unit {
        unit if unit.is_money() => "$#,##0.00",
        Unit::Fraction | Unit::Points => "0.00%",
        _ => "General",
    };
    Format::new().set_num_format(pattern)
}

/// Both ledgers, line by line, their totals and the saving.
fn write_ledger(
    sheet: &mut Worksheet,
    evaluated: &[Evaluated<'_>],
    looks: &Looks,
) -> Result<Totals, XlsxError> {
    write_head(sheet, ["US dollars a month", "line"], evaluated, looks)?;
    let money = number_format(Unit::UsdPerMonth);
    let total_money = looks.total.clone().set_num_format("$#,##0.00");
    let mut row = 1;
    let mut write = |title: &str, lines: fn(&Outcome) -> &[Line], total: fn(&Outcome) -> f64| {
        sheet.write_with_format(row, 0, title, &looks.head)?;
        let first = row + 1;
        for item in items(evaluated, lines) {
            row += 1;
            sheet.write_string(row, 0, item.label())?;
            sheet.write_string(row, 1, item.id())?;
            for (column, it) in (FIRST..).zip(evaluated) {
                let line = lines(&it.outcome).iter().find(|line| line.item == item);
                sheet.write_with_format(row, column, line.map_or(0.0, |line| line.cost.number()), &money)?;
            }
        }
        let last = row;
        row += 1;
        sheet.write_with_format(row, 0, "Together", &looks.total)?;
        for (column, it) in (FIRST..).zip(evaluated) {
            let range = utility::cell_range(first, column, last, column);
            let sum = Formula::new(format!("=SUM({range})")).set_result(total(&it.outcome).to_string());
            sheet.write_formula_with_format(row, column, sum, &total_money)?;
        }
        row += 2;
        Ok::<RowNum, XlsxError>(row - 2)
    };
    let own = write("Owning", |it| &it.estimate.ledgers.own, |it| it.estimate.cost.own_cost.number())?;
    let rent = write("Renting", |it| &it.estimate.ledgers.rent, |it| it.estimate.cost.rent_cost.number())?;
    Ok(Totals { own, rent })
}

/// The lines that any of the scenarios has, in order.
fn items(evaluated: &[Evaluated<'_>], lines: fn(&Outcome) -> &[Line]) -> Vec<LineItem> {
    let mut items: Vec<LineItem> = Vec::new();
    for line in evaluated.iter().flat_map(|it| lines(&it.outcome)) {
        if !items.contains(&line.item) {
            items.push(line.item);
        }
    }
    items
}

/// The figures; the costs are those of the ledgers.
fn write_figures(
    sheet: &mut Worksheet,
    evaluated: &[Evaluated<'_>],
    totals: &Totals,
    looks: &Looks,
) -> Result<(), XlsxError> {
    write_head(sheet, ["figure", "unit"], evaluated, looks)?;
    for (column, it) in (FIRST..).zip(evaluated) {
        let of_ledger = |row: RowNum| format!("{LEDGER}!{}", utility::row_col_to_cell(row, column));
        for (row, (id, label, value, unit)) in (1..).zip(figures(&it.outcome)) {
            if column == FIRST {
                sheet.write_string(row, 0, label)?;
                sheet.write_string(row, 1, unit.name())?;
            }
            let formula = match id {
                "own_cost" => Some(format!("={}", of_ledger(totals.own))),
                "rent_cost" => Some(format!("={}", of_ledger(totals.rent))),
                "saving" => Some(format!("={}-{}", of_ledger(totals.rent), of_ledger(totals.own))),
                _ => None,
            };
            write_value(sheet, [row, column.into()], value, unit, formula)?;
        }
    }
    Ok(())
}

/// A value, or the formula whose result it is.
fn write_value(
    sheet: &mut Worksheet,
    [row, column]: [u32; 2],
    value: Value,
    unit: Unit,
    formula: Option<String>,
) -> Result<(), XlsxError> {
    let column = column as ColNum;
    match (value, formula) {
        (Value::Number(number), Some(formula)) => {
            let formula = Formula::new(formula).set_result(number.to_string());
            sheet.write_formula_with_format(row, column, formula, &number_format(unit))?;
        }
        (Value::Number(number), None) => {
            sheet.write_with_format(row, column, number, &number_format(unit))?;
        }
        (Value::Name(name), _) => {
            sheet.write_string(row, column, name)?;
        }
        (Value::Flag(yes), _) => {
            sheet.write_boolean(row, column, yes)?;
        }
        (Value::Missing, _) => {}
    }
    Ok(())
}

/// The parts of each difference, and their sums.
fn write_causes(
    sheet: &mut Worksheet,
    comparisons: &[Comparison<'_>],
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 34)?;
    sheet.set_column_width(1, 24)?;
    sheet.set_column_range_width(FIRST, FIRST + Measure::ALL.len() as ColNum, 18)?;
    let mut row = 0;
    for comparison in comparisons {
        let title = format!("{} less {}", comparison.named.name, comparison.against.name);
        sheet.write_with_format(row, 0, title, &looks.head)?;
        sheet.write_with_format(row, 1, comparison.causes.attribution.id(), &looks.head)?;
        for (column, measure) in (FIRST..).zip(Measure::ALL) {
            sheet.write_with_format(row, column, measure.id(), &looks.head)?;
        }
        let first = row + 1;
        for part in &comparison.causes.parts {
            row += 1;
            let ids: Vec<&str> = part.settings.iter().map(|setting| setting.id()).collect();
            sheet.write_string(row, 0, part.label())?;
            sheet.write_string(row, 1, ids.join(" "))?;
            for (column, measure) in (FIRST..).zip(Measure::ALL) {
                let number = part.difference.of(measure);
                sheet.write_with_format(row, column, number, &number_format(measure.unit()))?;
            }
        }
        let last = row;
        row += 1;
        sheet.write_with_format(row, 0, "Together", &looks.total)?;
        for (column, measure) in (FIRST..).zip(Measure::ALL) {
            let number = comparison.causes.difference.of(measure);
            let look = number_format(measure.unit()).set_bold();
            if last < first {
                sheet.write_with_format(row, column, number, &look)?;
                continue;
            }
            let range = utility::cell_range(first, column, last, column);
            let sum = Formula::new(format!("=SUM({range})")).set_result(number.to_string());
            sheet.write_formula_with_format(row, column, sum, &look)?;
        }
        row += 2;
    }
    Ok(())
}

/// The settings in which the scenarios differ, as files and links have them.
fn write_settings(
    sheet: &mut Worksheet,
    evaluated: &[Evaluated<'_>],
    looks: &Looks,
) -> Result<(), XlsxError> {
    write_head(sheet, ["setting", "name in files"], evaluated, looks)?;
    let cases: Vec<&Scenario> = evaluated.iter().map(|it| &it.named.scenario).collect();
    for (row, setting) in (1..).zip(workshop::differing(&cases)) {
        sheet.write_string(row, 0, setting.label())?;
        sheet.write_string(row, 1, setting.id())?;
        for (column, it) in (FIRST..).zip(evaluated) {
            let value = value(it, setting);
            write_value(sheet, [row, column.into()], value, setting.unit(), None)?;
        }
    }
    Ok(())
}

/// A setting's value in a scenario: a number, or the option's name.
fn value(evaluated: &Evaluated<'_>, setting: Setting) -> Value {
    let number = evaluated.named.scenario.get(setting);
    match setting.domain() {
        Domain::Number { .. } => Value::Number(number),
        Domain::Choice(options) => {
            options.get(number as usize).map_or(Value::Missing, |option| Value::Name(option.label))
        }
    }
}

/// Codes, sentences, and where the numbers come from.
fn write_about(
    sheet: &mut Worksheet,
    evaluated: &[Evaluated<'_>],
    comparisons: &[Comparison<'_>],
    origin: &[(&str, &str)],
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 34)?;
    sheet.set_column_width(1, WIDEST)?;
    let codes =
        evaluated.iter().map(|it| (format!("Code of {}", it.named.name), code::encode(&it.named.scenario)));
    let words = comparisons.iter().flat_map(|it| {
        let name = format!("{} beside {}", it.named.name, it.against.name);
        let method = it.causes.attribution.sentence().to_owned();
        it.sentences().into_iter().chain([method]).map(move |sentence| (name.clone(), sentence))
    });
    let origin = origin.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    for (row, (name, text)) in (0..).zip(words.chain(codes).chain(origin)) {
        sheet.write_string_with_format(row, 0, name, &looks.text)?;
        sheet.write_string_with_format(row, 1, text, &looks.text)?;
    }
    Ok(())
}
