//! The columns that the command line selects: outputs of the model, and the inputs and constants that they follow from.

use std::collections::BTreeSet;

use clap::Args;
use model::catalogue::Domain;
use model::format::{self, Style};
use model::outcome::{Need, OutputSpec, Selection, output_specs};
use model::units::{Unit, Value};
use model::written::shown;
use model::{Assumptions, Input, Preset, Scenario, Setting, Values};

use crate::failure::Failure;
use crate::print::input_value;
use crate::print::outcome::{Row, output_row, row};
use crate::print::rows::{Column, Kind};
use crate::stream::Weight;
use crate::suggest;

/// The name of the column that holds a scenario's preset.
const PRESET: &str = "preset";

/// The columns to give.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct SelectionArgs {
    /// Give only these outputs, inputs and constants, separated by commas ('calculator outputs' lists the outputs)
    #[arg(long, value_name = "ID,ID")]
    #[arg(value_delimiter = ',')]
    pub(crate) outputs: Vec<String>,
    /// Put before them the preset, and each input and constant that a scenario changes
    #[arg(long)]
    pub(crate) with_inputs: bool,
}

impl SelectionArgs {
    /// Whether none was selected, so that all are given.
    pub(crate) fn is_all(&self) -> bool {
        self.outputs.is_empty()
    }

    /// The requested columns, in order; `all` if none was requested.
    fn requested(&self, all: Vec<Cell>) -> Result<Vec<Cell>, Failure> {
        if self.is_all() {
            return Ok(all);
        }
        let cells: Vec<Cell> =
            self.outputs.iter().map(|id| find_cell(id.trim())).collect::<Result<_, _>>()?;
        for (index, cell) in cells.iter().enumerate() {
            if cells[..index].contains(cell) {
                return Err(Failure::Refused(format!("--outputs: {} is named twice", cell.id())));
            }
        }
        Ok(cells)
    }

    /// The columns of a sweep, beside those that are swept; `changed` is what its scenario changes. All outputs if none
    /// is requested.
    pub(crate) fn of_a_sweep(&self, scenario: &Scenario, swept: &[Input]) -> Result<Cells, Failure> {
        let all = output_specs().map(Cell::Output).collect();
        let is_swept = |cell: &Cell| matches!(cell, Cell::Setting(Setting::Input(it)) if swept.contains(it));
        // What has no effect in the scenario itself may have one at another option of a swept choice.
        let changed = Setting::all().filter(|setting| scenario.is_changed(*setting)).collect();
        Ok(self.with_changed(changed, self.requested(all)?, |cell| !is_swept(cell)))
    }

    /// The columns of scenarios that change `changed` between them. The preset, all inputs and all outputs if none is
    /// requested.
    pub(crate) fn of_scenarios(&self, changed: BTreeSet<Setting>) -> Result<Cells, Failure> {
        let inputs = Input::ALL.iter().map(|input| Cell::Setting(Setting::Input(*input)));
        let all = [Cell::Preset].into_iter().chain(inputs).chain(output_specs().map(Cell::Output)).collect();
        Ok(self.with_changed(changed, self.requested(all)?, |_| true))
    }

    fn with_changed(
        &self,
        changed: BTreeSet<Setting>,
        requested: Vec<Cell>,
        is_wanted: impl Fn(&Cell) -> bool,
    ) -> Cells {
        let mut cells: Vec<Cell> = Vec::new();
        if self.with_inputs {
            cells.push(Cell::Preset);
            cells.extend(changed.into_iter().map(Cell::Setting));
        }
        cells.extend(requested.into_iter().filter(|cell| !cells.contains(cell)).collect::<Vec<_>>());
        cells.retain(is_wanted);
        Cells::new(cells)
    }
}

/// What one column holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cell {
    /// The scenario's preset.
    Preset,
    /// The value of an input or a constant.
    Setting(Setting),
    /// An output of the model.
    Output(&'static OutputSpec),
}

impl Cell {
    /// Its name in every format.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Preset => PRESET,
            Self::Setting(setting) => setting.id(),
            Self::Output(spec) => spec.id,
        }
    }

    /// Its column in a long table.
    pub(crate) fn column(self) -> Column {
        let (kind, unit) = match self {
            Self::Preset => (Kind::Name, Unit::Choice),
            Self::Setting(setting) => {
                let kind = match setting.domain() {
                    Domain::Number { whole: true, .. } => Kind::Whole,
                    Domain::Number { whole: false, .. } => Kind::Number,
                    Domain::Choice(_) => Kind::Name,
                };
                (kind, setting.unit())
            }
            Self::Output(spec) => {
                let kind = match spec.unit {
                    Unit::YesNo => Kind::Flag,
                    Unit::Choice => Kind::Name,
                    // Nothing has part of a GPU.
                    Unit::Gpus => Kind::Whole,
                    _ => Kind::Number,
                };
                (kind, spec.unit)
            }
        };
        Column { name: self.id().to_owned(), kind, unit: unit.name() }
    }

    /// Its row in a table of one scenario: label, value, unit and name.
    pub(crate) fn row(self, scenario: &Scenario, value: Value) -> Row {
        match self {
            Self::Preset => row("Preset", scenario.base().spec().label.to_owned(), Unit::Choice, PRESET),
            Self::Setting(Setting::Input(input)) => {
                row(input.spec().label(), scenario.reading(input), Unit::One, input.spec().id)
            }
            Self::Setting(Setting::Assumption(assumption)) => {
                let spec = assumption.spec();
                row(spec.label(), format::value(value, spec.unit, Style::Prose), spec.unit, spec.id)
            }
            Self::Output(spec) => output_row(spec, value),
        }
    }
}

/// The columns of a table, and what the model is asked for them.
#[derive(Clone, Debug)]
pub(crate) struct Cells {
    cells: Vec<Cell>,
    outputs: Selection,
}

impl Cells {
    fn new(cells: Vec<Cell>) -> Self {
        let outputs = Selection::new(cells.iter().filter_map(|cell| match cell {
            Cell::Output(spec) => Some(*spec),
            Cell::Preset | Cell::Setting(_) => None,
        }));
        Self { cells, outputs }
    }

    /// The columns in order.
    pub(crate) fn all(&self) -> &[Cell] {
        &self.cells
    }

    /// The outputs among them.
    pub(crate) fn outputs(&self) -> &Selection {
        &self.outputs
    }

    /// How much work a row is.
    pub(crate) fn weight(&self) -> Weight {
        let is_light = |spec: &&OutputSpec| matches!(spec.need, Need::Estimate | Need::Ways);
        if self.outputs.specs().iter().all(is_light) { Weight::Light } else { Weight::Heavy }
    }

    /// The values of a row, of which `outputs` are those of [`Cells::outputs`].
    pub(crate) fn values(
        &self,
        preset: Preset,
        values: &Values,
        assumptions: &Assumptions,
        outputs: &[Value],
    ) -> impl Iterator<Item = (Cell, Value)> {
        let mut outputs = outputs.iter().copied();
        self.cells.iter().map(move |cell| {
            let value = match cell {
                Cell::Preset => Value::Name(preset.spec().id),
                Cell::Setting(Setting::Input(input)) => input_value(*input, values.number(*input)),
                Cell::Setting(Setting::Assumption(it)) => Value::Number(assumptions.number(*it)),
                Cell::Output(_) => outputs.next().unwrap_or(Value::Missing),
            };
            (*cell, value)
        })
    }
}

/// The column of this name.
fn find_cell(id: &str) -> Result<Cell, Failure> {
    if id == PRESET {
        return Ok(Cell::Preset);
    }
    if let Some(setting) = Setting::from_id(id) {
        return Ok(Cell::Setting(setting));
    }
    find(id).map(Cell::Output).map_err(|_| unknown(id, Setting::all().map(Setting::id)))
}

/// The output of this name.
pub(crate) fn find(id: &str) -> Result<&'static OutputSpec, Failure> {
    output_specs().find(|spec| spec.id == id).ok_or_else(|| unknown(id, []))
}

/// The refusal of a name that is no output's, and none of `others`.
fn unknown(id: &str, others: impl IntoIterator<Item = &'static str>) -> Failure {
    let hint = suggest::hint(id, output_specs().map(|spec| spec.id).chain(others));
    let hint = if hint.is_empty() { "; 'calculator outputs' lists them" } else { &hint };
    Failure::Refused(format!("no output is called '{}'{hint}", shown(id)))
}

#[cfg(test)]
mod tests {
    use model::estimate::Series;

    use super::*;
    use crate::draw::scenarios;

    #[test]
    fn whole_columns_have_only_whole_numbers() {
        let is_whole = |cell: &Cell| cell.column().kind == Kind::Whole;
        let outputs = output_specs().map(Cell::Output);
        let inputs = Input::ALL.iter().map(|input| Cell::Setting(Setting::Input(*input)));
        let cells = Cells::new(outputs.chain(inputs).filter(is_whole).collect());
        assert!(cells.all().len() > 6, "{:?}", cells.all());
        for scenario in scenarios(1000, 2).unwrap() {
            let (values, assumptions) = (scenario.values(), scenario.assumptions());
            let outputs = cells.outputs().values(&values, &mut Series::new(&assumptions));
            for (cell, value) in cells.values(scenario.base(), &values, &assumptions, &outputs) {
                assert!(value.number().is_none_or(|x| x.fract() == 0.0), "{}: {value:?}", cell.id());
            }
        }
    }
}
