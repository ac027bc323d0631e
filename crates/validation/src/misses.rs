//! The groups of rows that miss their limits, to be named where errors are published.

use crate::forecast::{Forecast, LeftOut};
use crate::groups::{Group, Target};
use crate::summary::Line;

/// The share of its limit that a group's error may have on the rows that the constants were fitted on.
const MARGIN: f64 = 0.8;

/// A group whose errors are above their limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Miss {
    /// The group.
    pub group: Group,
    /// What was left out of the fit; nothing for the constants as they are.
    pub left_out: Option<LeftOut>,
    /// Median absolute relative error.
    pub median: f64,
    /// The error that nine tenths of the rows stay below.
    pub p90: f64,
    /// What both may be at most: with a margin of a fifth for rows that were fitted on.
    pub limit: Target,
}

impl Miss {
    /// All that is missed: by the lines of a [`summary`](crate::summary()) of the calibration rows, and by the stated forecasts.
    pub fn all(lines: &[Line]) -> Vec<Self> {
        let mut misses = Vec::new();
        for group in Group::ALL {
            let Some(unseen) = group.unseen() else { continue };
            let with_margin = Target { median: MARGIN * unseen.median, p90: MARGIN * unseen.p90 };
            // What no constant is fitted on is unseen itself.
            let limit = if group.on_calibration().is_some() { with_margin } else { unseen };
            let stated = lines.iter().find(|line| line.metric == group.id());
            let stated = stated.and_then(|line| Some((None, line.median_ape?, line.p90_ape?, limit)));
            let left_out = Forecast::of(group)
                .into_iter()
                .map(|forecast| (Some(forecast.left_out), forecast.median, forecast.p90, unseen));
            for (left_out, median, p90, limit) in stated.into_iter().chain(left_out) {
                if median > limit.median || p90 > limit.p90 {
                    misses.push(Self { group, left_out, median, p90, limit });
                }
            }
        }
        misses
    }
}
