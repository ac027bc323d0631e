//! How the ways to run a model compare over the cases that are possible: what each costs, and how often it is the cheapest of
//! those that do.

use super::draws::Around;
use super::percentiles::Percentiles;
use super::uncertainty::points;
use crate::case::scenario::{Assumptions, Scenario, Values};
use crate::families::architecture;
use crate::families::ways::{self, Ground, Obstacle, Way, Ways};
use crate::quantities::units::Fraction;
use crate::workings::trace::{Record, Trace};

/// One way over the sample.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WayBand {
    /// What it costs, US dollars a month; none where a price is missing.
    pub cost: Option<Percentiles>,
    /// How accurate it is.
    pub accuracy: Percentiles,
    /// Share of the cases in which it keeps the accuracy rule.
    pub within_ten_percent: Fraction,
    /// Share of the cases in which it is the cheapest of the ways that keep the accuracy rule and, in the central case, have no
    /// other obstacle.
    pub cheapest: Fraction,
}

/// The ways of a scenario, and how they compare.
#[derive(Clone, Debug, PartialEq)]
pub struct WaysOutcome {
    /// The central case.
    pub ways: Ways,
    /// A band for each way, in the order of [`Way::ALL`].
    pub bands: [WayBand; Way::ALL.len()],
    /// Share of the cases in which no way does.
    pub none: Fraction,
}

impl WaysOutcome {
    /// The band of one way.
    pub fn band(&self, way: Way) -> &WayBand {
        &self.bands[way as usize]
    }

    /// The ways, the likeliest to be cheapest first; among equals, in the order of [`Way::ALL`].
    pub fn by_likelihood(&self) -> [Way; Way::ALL.len()] {
        let mut order = Way::ALL;
        order.sort_by(|a, b| self.band(*b).cheapest.number().total_cmp(&self.band(*a).cheapest.number()));
        order
    }
}

/// Every way of a scenario in its central case, without its uncertainty.
///
/// ```
/// use model::ways::{Way, ways};
/// use model::{Scenario, evaluate};
/// let scenario = Scenario::default();
/// let (all, cost) = (ways(&scenario), evaluate(&scenario).estimate.cost);
/// assert_eq!(all.of(Way::OwnSteady).cost, Some(cost.own_cost));
/// assert_eq!(all.of(Way::ClosedApi).cost, Some(cost.rent_cost));
/// ```
pub fn ways(scenario: &Scenario) -> Ways {
    central(&scenario.values(), &scenario.assumptions(), &mut Trace::off())
}

/// [`ways`] for given values and constants; records its steps if the trace is on.
pub fn central(values: &Values, assumptions: &Assumptions, trace: &mut impl Record) -> Ways {
    let architecture = architecture::resolve(values);
    architecture::record(values, &architecture, trace);
    ways::ways(&Ground::with_load(values, assumptions, &architecture, trace).0, trace)
}

/// How the ways of a scenario compare over the sample of possible cases.
///
/// # Formula
/// The cases are those of the verdict, with what only other ways depend on drawn as well. In each, the cheapest is looked for
/// among the ways that lie within 10 % of the closed model in that case; what else stands against a way (a machine too small or
/// too slow, a host or a price that is missing) is that of the central case.
///
/// # Examples
/// ```
/// use model::Scenario;
/// use model::ways::{Way, compare};
/// let outcome = compare(&Scenario::default());
/// let shares: f64 = outcome.bands.iter().map(|band| band.cheapest.number()).sum();
/// assert!((shares + outcome.none.number() - 1.0).abs() < 1e-12);
/// let own = outcome.band(Way::OwnSteady).cost.unwrap();
/// assert!(own.p5 < own.p50 && own.p50 < own.p95);
/// ```
pub fn compare(scenario: &Scenario) -> WaysOutcome {
    sampled(&scenario.values(), &scenario.assumptions())
}

/// [`compare`] for given values and constants.
pub fn sampled(values: &Values, assumptions: &Assumptions) -> WaysOutcome {
    let central = central(values, assumptions, &mut Trace::off());
    let around = Around::with_ways(values, assumptions);
    let points = points(assumptions);
    let mut costs: [Vec<f64>; Way::ALL.len()] = Default::default();
    let mut accuracies = costs.clone();
    let (mut within, mut cheapest, mut none) = ([0_u32; Way::ALL.len()], [0_u32; Way::ALL.len()], 0_u32);
    let is_able = Way::ALL.map(|way| {
        let estimate = central.of(way);
        estimate.cost.is_some() && estimate.obstacles.iter().all(|it| *it == Obstacle::TooFarBehind)
    });
    for point in 0..points {
        around.at(point, |values, constants| {
            let ground = Ground::without_load(values, constants, &around.architecture, &mut Trace::off());
            let mut best: Option<(f64, Way)> = None;
            for way in Way::ALL {
                let estimate = ways::way_of(way, &ground, &mut Trace::off());
                let is_within = !estimate.obstacles.contains(&Obstacle::TooFarBehind);
                accuracies[way as usize].push(estimate.accuracy.number());
                within[way as usize] += u32::from(is_within);
                let Some(cost) = estimate.cost else { continue };
                costs[way as usize].push(cost.number());
                let is_better = best.is_none_or(|(least, _)| cost.number() < least);
                if is_within && is_able[way as usize] && is_better {
                    best = Some((cost.number(), way));
                }
            }
            match best {
                Some((_, way)) => cheapest[way as usize] += 1,
                None => none += 1,
            }
        });
    }
    let share = |cases: u32| Fraction::new(f64::from(cases) / f64::from(points));
    let bands = Way::ALL.map(|way| WayBand {
        cost: Percentiles::of(core::mem::take(&mut costs[way as usize])),
        accuracy: Percentiles::of(core::mem::take(&mut accuracies[way as usize])).unwrap_or_default(),
        within_ten_percent: share(within[way as usize]),
        cheapest: share(cheapest[way as usize]),
    });
    WaysOutcome { ways: central, bands, none: share(none) }
}
