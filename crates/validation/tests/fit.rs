//! The constants and the forecast in `data/` are those of the fit.

use validation::fit::{Fit, Rows};
use validation::{Forecast, World};

#[derive(serde::Deserialize)]
struct Stated {
    forecast: Vec<Forecast>,
}

#[test]
fn constants_and_forecast_are_those_of_the_fit() {
    let rows = Rows::calibration().expect("every calibration row has an answer");
    let (fitted, forecasts) = rows.forecasts();
    let ours = World::default();
    // Constants are rounded by hand, and the loss is flat around its minimum.
    for knob in Fit::ALL.into_iter().flat_map(Fit::knobs) {
        let (stated, best) = (knob.of(&ours), knob.of(&fitted));
        assert!((stated / best - 1.0).abs() < 0.02, "{}: {stated} in data/, {best} fitted", knob.id());
    }
    let stated: Stated =
        toml::from_str(include_str!("../../../data/validation/forecast.toml")).expect("TOML");
    assert_eq!(stated.forecast.len(), forecasts.len());
    for (stated, found) in stated.forecast.iter().zip(&forecasts) {
        assert_eq!((&stated.group, stated.left_out, stated.rows), (&found.group, found.left_out, found.rows));
        let near = |a: f64, b: f64| (a - b).abs() < 0.004;
        assert!(
            near(stated.median, found.median) && near(stated.mean, found.mean) && near(stated.p90, found.p90),
            "{stated:?}, now {found:?}"
        );
    }
}
