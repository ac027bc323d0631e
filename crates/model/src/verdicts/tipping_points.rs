//! Tipping points: what alone would turn the verdict.

use crate::case::scenario::{Assumptions, Values};
use crate::catalogue::Setting;
use crate::quantities::distribution::Z95;
use crate::quantities::roots::root_between;
use crate::quantities::units::{Unit, UsdPerMonth};
use crate::questions::draws::{Uncertain, uncertain};

/// Something uncertain whose low or high alone would turn the verdict.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Flip {
    /// The input or assumption.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub what: Setting,
    /// Its central value.
    pub from: f64,
    /// The value between centre and the band's end at which owning and renting cost the same.
    pub at: f64,
    /// The unit of both.
    pub unit: Unit,
    /// Which side is cheaper beyond that value.
    pub owning_cheaper_beyond: bool,
}

/// Most tipping points that are given.
const FLIPS: usize = 5;

/// Tipping points of the verdict: quantities whose low or high alone changes which side is cheaper, nearest first.
///
/// The root is searched for the quantities that seem nearest by straight line, four times as many as are given: those
/// whose effect is far from a line may be nearer than they seem.
pub fn flips(values: &Values, assumptions: &Assumptions, saving: UsdPerMonth) -> Vec<Flip> {
    let centre = saving.number();
    let turning: Vec<(f64, (f64, f64), Uncertain)> = uncertain(values, assumptions)
        .into_iter()
        .flat_map(|quantity| {
            [-Z95, Z95].map(|z| {
                let end = (z, quantity.saving(z, values, assumptions));
                (z * centre / (centre - end.1), end, quantity)
            })
        })
        .filter(|(_, (_, saving), _)| (*saving >= 0.0) != (centre >= 0.0))
        .collect();
    let mut flips: Vec<(f64, Flip)> = Vec::new();
    for (_, end, quantity) in least(turning, 4 * FLIPS, |(z, ..)| z.abs()) {
        let z = root_between((0.0, centre), end, 1e-4, |z| quantity.saving(z, values, assumptions));
        let flip = Flip {
            what: quantity.what,
            from: quantity.value,
            at: quantity.at(z),
            unit: quantity.unit,
            owning_cheaper_beyond: centre < 0.0,
        };
        match flips.iter_mut().find(|(_, other)| other.what == flip.what) {
            Some(other) if z.abs() < other.0 => *other = (z.abs(), flip),
            Some(_) => {}
            None => flips.push((z.abs(), flip)),
        }
    }
    least(flips, FLIPS, |(z, _)| *z).map(|(_, flip)| flip).collect()
}

/// The `n` items with the least keys, least first; of equal ones the first.
fn least<T>(mut items: Vec<T>, n: usize, key: impl Fn(&T) -> f64) -> impl Iterator<Item = T> {
    (0..n).map_while(move |_| {
        let keys = items.iter().map(&key).enumerate();
        let (at, _) = keys.min_by(|(_, one), (_, other)| one.total_cmp(other))?;
        Some(items.remove(at))
    })
}
