//! Fits the model's constants to the calibration rows, prints the result, and writes the forecast: the errors of rows that
//! a fit has not seen.
//!
//! Fitted values are copied into `data/assumptions/` by hand, rounded, because people read them there.

#![expect(clippy::print_stdout, reason = "a report")]

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, process::ExitCode};

use validation::fit::{Fit, Rows, median_and_p90};
use validation::{Forecast, Group, Line, Table, World, accuracy, predict_all, summary};

const HEAD: &str = "# The errors of calibration rows that a fit has not seen: what is named is left out, the constants are fitted to
# the rest, and then it is predicted. Written by `cargo xtask calibrate`; a test keeps it true.
";

fn main() -> ExitCode {
    match report() {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            println!("{reason}");
            ExitCode::FAILURE
        }
    }
}

fn report() -> Result<(), String> {
    let rows = Rows::calibration()?;
    let (fitted, forecasts) = rows.forecasts();
    let ours = World::default();
    for fit in Fit::ALL {
        println!("\n{fit:?}\n  {:<34}{:>12}{:>12}{:>16}", "constant", "in data/", "fitted", "standard error");
        let spreads = rows.standard_errors(fit, &fitted);
        for (knob, spread) in fit.knobs().into_iter().zip(spreads) {
            let (now, best) = (knob.of(&ours), knob.of(&fitted));
            println!("  {:<34}{:>12}{:>12}{:>16}", knob.id(), short(now), short(best), short(spread));
        }
        println!("\n  {:<62}{:>6}{:>10}{:>10}", "errors", "rows", "median", "p90");
        for group in fit.groups() {
            for (world, whose) in [(&ours, "data/"), (&fitted, "fitted")] {
                let errors = rows.errors(*group, world);
                let Some((median, p90)) = median_and_p90(&errors) else { continue };
                line(&format!("{}, {whose}", group.label()), errors.len(), median, p90);
            }
            for Forecast { left_out, rows, median, p90, .. } in of_group(&forecasts, *group) {
                line(&format!("{}, without {}", group.label(), left_out.label()), *rows, *median, *p90);
            }
        }
    }
    println!("\nAccuracy: errors in points");
    println!("  {:<48}{:>12}{:>12}{:>10}{:>10}", "rows", "predicted", "of", "median", "p90");
    for table in accuracy::measured().map_err(|error| error.to_string())? {
        accuracy_lines(&table);
    }
    println!("\nTuned small models, as a share of GPT-4: the model minus the measurement");
    for residual in accuracy::tuned().map_err(|error| error.to_string())? {
        let accuracy::Residual { model, measured, fitted, .. } = &residual;
        println!("  {model:<30}{measured:>8.3}{fitted:>8.3}{:>+8.1}", residual.points());
    }
    let mut text = HEAD.to_owned();
    for Forecast { group, left_out, rows, median, p90 } in &forecasts {
        let _written = write!(
            text,
            "\n[[forecast]]\ngroup = \"{group}\"\nleft_out = \"{left_out:?}\"\nrows = {rows}\nmedian = {median:.4}\np90 = {p90:.4}\n"
        );
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/validation/forecast.toml");
    fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    println!("\ndata/validation/forecast.toml is written");
    Ok(())
}

fn accuracy_lines(table: &Table) {
    let rows: Vec<_> = table.rows.iter().collect();
    let results: Vec<_> = rows.iter().copied().zip(predict_all(&rows, &World::default())).collect();
    for Line { kind, metric, rows, predicted, median_points, p90_points, .. } in summary(&results) {
        if let [Some(median), Some(p90)] = [median_points, p90_points] {
            println!(
                "  {:<48}{predicted:>12}{rows:>12}{median:>10.1}{p90:>10.1}",
                format!("{metric}, {kind}")
            );
        }
    }
}

fn of_group(forecasts: &[Forecast], group: Group) -> impl Iterator<Item = &Forecast> {
    forecasts.iter().filter(move |forecast| forecast.group == format!("{group:?}"))
}

fn line(what: &str, rows: usize, median: f64, p90: f64) {
    println!("  {what:<62}{rows:>6}{:>8.1} %{:>8.1} %", 100.0 * median, 100.0 * p90);
}

/// A number with four digits.
fn short(number: f64) -> String {
    if number != 0.0 && number.abs() < 1e-3 { format!("{number:.3e}") } else { format!("{number:.4}") }
}
