//! How often owning is cheaper, over the number of requests: a row of the map of volume and price.

use super::verdict::Side;
use crate::case::scenario::Scenario;
use crate::catalogue::Input;
use crate::estimate::{Series, saving};
use crate::questions::draws::Around;

/// The answer at one number of requests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Odds {
    /// The share of the cases in which owning is cheaper.
    pub owning_cheaper: f64,
    /// The side that cannot do the work there, if one cannot: then there is nothing to compare.
    pub unable: Option<Side>,
}

/// The odds over the first `points` cases of a scenario, at each of these numbers of requests a day.
///
/// ```
/// use model::{Scenario, volume_odds::odds};
/// let odds = odds(&Scenario::default(), &[1e3, 1e5, 1e7], 64);
/// assert!(odds[0].owning_cheaper == 0.0 && odds[1].owning_cheaper > 0.0);
/// assert!(odds[2].owning_cheaper > odds[1].owning_cheaper);
/// ```
pub fn odds(scenario: &Scenario, requests_per_day: &[f64], points: u32) -> Vec<Odds> {
    let (values, assumptions) = (scenario.values(), scenario.assumptions());
    let around = Around::new(&values, &assumptions);
    let mut cheaper = vec![0_u32; requests_per_day.len()];
    for point in 0..points {
        around.at(point, |values, assumptions| {
            for (count, requests) in cheaper.iter_mut().zip(requests_per_day) {
                let there = values.replaced(Input::RequestsPerDay, *requests).settled(assumptions);
                *count += u32::from(saving(&there, assumptions) > 0.0);
            }
        });
    }
    let mut series = Series::new(&assumptions);
    let mut unable = |requests: f64| {
        let there = values.replaced(Input::RequestsPerDay, requests).settled(series.assumptions());
        let estimate = series.estimate(&there);
        Side::beforehand(&estimate).filter(|side| side.is_unable())
    };
    let odds = |(count, requests): (u32, &f64)| Odds {
        owning_cheaper: f64::from(count) / f64::from(points.max(1)),
        unable: unable(*requests),
    };
    cheaper.into_iter().zip(requests_per_day).map(odds).collect()
}
