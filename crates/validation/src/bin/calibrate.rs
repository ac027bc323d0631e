//! Fits the model's constants to the calibration rows, prints the result, and writes the forecast: the errors of rows that
//! a fit has not seen.
//!
//! Fitted values are copied into `data/assumptions/` by hand, rounded, because people read them there.

#![expect(clippy::print_stdout, reason = "a report")]

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, process::ExitCode};

use validation::anchor::{AnchoredLine, leave_all_but_one_out};
use validation::fit::{Fit, Rows, median_mean_and_p90};
use validation::{Forecast, Group, Line, Row, Table, World, accuracy, calibration, predict_all, summary};

const HEAD: &str = "# The errors of calibration rows that a fit has not seen: what is named is left out, the constants are fitted to
# the rest, and then it is predicted. Written by `cargo xtask calibrate`; a test keeps it true.
";

const ANCHORED_HEAD: &str = "# The errors of calibration rows that another row of their machine anchors, and of the same rows without it. Written by
# `cargo xtask calibrate`; a test keeps it true.
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
        println!("\n  {:<62}{:>6}{:>10}{:>10}{:>10}", "errors", "rows", "median", "mean", "p90");
        for group in fit.groups() {
            for (world, whose) in [(&ours, "data/"), (&fitted, "fitted")] {
                let errors = rows.errors(*group, world);
                let Some(found) = median_mean_and_p90(&errors) else { continue };
                line(&format!("{}, {whose}", group.label()), errors.len(), found);
            }
            for Forecast { left_out, rows, median, mean, p90, .. } in of_group(&forecasts, *group) {
                let what = format!("{}, without {}", group.label(), left_out.label());
                line(&what, *rows, [*median, *mean, *p90]);
            }
        }
    }
    println!("\nAccuracy: errors in points");
    println!("  {:<48}{:>12}{:>12}{:>10}{:>10}{:>10}", "rows", "predicted", "of", "median", "mean", "p90");
    for table in accuracy::measured().map_err(|error| error.to_string())? {
        accuracy_lines(&table);
    }
    println!("\nTuned small models, as a share of GPT-4: the model minus the measurement");
    for residual in accuracy::tuned().map_err(|error| error.to_string())? {
        let accuracy::Residual { model, measured, fitted, .. } = &residual;
        println!("  {model:<30}{measured:>8.3}{fitted:>8.3}{:>+8.1}", residual.points());
    }
    let mut text = HEAD.to_owned();
    for Forecast { group, left_out, rows, median, mean, p90 } in &forecasts {
        let _written = write!(
            text,
            "\n[[forecast]]\ngroup = \"{group}\"\nleft_out = \"{left_out:?}\"\nrows = {rows}\nmedian = {median:.4}\n\
             mean = {mean:.4}\np90 = {p90:.4}\n"
        );
    }
    written("forecast.toml", &text)?;
    let tables = calibration().map_err(|error| error.to_string())?;
    let rows: Vec<&Row> = tables.iter().flat_map(|table| &table.rows).collect();
    let mut text = ANCHORED_HEAD.to_owned();
    for line in leave_all_but_one_out(&rows, &ours) {
        let AnchoredLine { what, rows, pairs, median_before, mean_before, p90_before, median, mean, p90 } =
            line;
        let _written = write!(
            text,
            "\n[[anchored]]\nwhat = \"{what}\"\nrows = {rows}\npairs = {pairs}\nmedian_before = {median_before:.4}\n\
             mean_before = {mean_before:.4}\np90_before = {p90_before:.4}\nmedian = {median:.4}\nmean = {mean:.4}\n\
             p90 = {p90:.4}\n"
        );
    }
    written("anchored.toml", &text)
}

/// Writes a file of `data/validation/`.
fn written(name: &str, text: &str) -> Result<(), String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/validation").join(name);
    fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    println!("\ndata/validation/{name} is written");
    Ok(())
}

fn accuracy_lines(table: &Table) {
    let rows: Vec<_> = table.rows.iter().collect();
    let results: Vec<_> = rows.iter().copied().zip(predict_all(&rows, &World::default())).collect();
    for line in summary(&results) {
        let Line { kind, metric, rows, predicted, median_points, mean_points, p90_points, .. } = line;
        if let [Some(median), Some(mean), Some(p90)] = [median_points, mean_points, p90_points] {
            println!(
                "  {:<48}{predicted:>12}{rows:>12}{median:>10.1}{mean:>10.1}{p90:>10.1}",
                format!("{metric}, {kind}")
            );
        }
    }
}

fn of_group(forecasts: &[Forecast], group: Group) -> impl Iterator<Item = &Forecast> {
    forecasts.iter().filter(move |forecast| forecast.group == format!("{group:?}"))
}

fn line(what: &str, rows: usize, errors: [f64; 3]) {
    let [median, mean, p90] = errors.map(|error| 100.0 * error);
    println!("  {what:<62}{rows:>6}{median:>8.1} %{mean:>8.1} %{p90:>8.1} %");
}

/// A number with four digits.
fn short(number: f64) -> String {
    if number != 0.0 && number.abs() < 1e-3 { format!("{number:.3e}") } else { format!("{number:.4}") }
}
