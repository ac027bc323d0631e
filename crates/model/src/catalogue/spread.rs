//! Bands: how far a value may lie from its centre, and how it is distributed between its ends.

use crate::quantities::distribution::{Z_MAX, Z95, normal_probability};

/// How a value varies between its low and its high.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Spread {
    /// Normally in steps of the unit.
    Linear,
    /// Normally in ratios: counts, times.
    Log,
    /// Normally in log-odds: fractions.
    Logit,
    /// As likely at one ratio as at another, on either side of the value: prices, of which each is some list's.
    LogUniform,
}

/// The range in which nine out of ten cases lie (all, if it is log-uniform), with half of them below the value.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Band {
    /// The fifth percentile; the least value, if it is log-uniform.
    pub low: f64,
    /// The ninety-fifth percentile; the greatest value, if it is log-uniform.
    pub high: f64,
    /// The form of the distribution between them.
    pub spread: Spread,
}

impl Spread {
    /// A value in the scale in which the band spreads evenly.
    pub(crate) fn even(self, x: f64) -> f64 {
        match self {
            Self::Linear => x,
            Self::Log | Self::LogUniform => libm::log(x),
            Self::Logit => libm::log(x / (1.0 - x)),
        }
    }

    /// The value at a place of that scale.
    pub(crate) fn value(self, even: f64) -> f64 {
        match self {
            Self::Linear => even,
            Self::Log | Self::LogUniform => libm::exp(even),
            Self::Logit => 1.0 / (1.0 + libm::exp(-even)),
        }
    }

    /// The position along the band of a standard normal `z`: 0 its value, ±1 its low and high.
    ///
    /// # Formula
    /// ```text
    /// z/1.645, with z cut off at ±2.576        low and high are the 5th and the 95th percentile
    /// 2Φ(z) − 1                                log-uniform: low and high are the ends
    /// ```
    pub(crate) fn reach(self, z: f64) -> f64 {
        match self {
            Self::Linear | Self::Log | Self::Logit => z.clamp(-Z_MAX, Z_MAX) / Z95,
            Self::LogUniform => 2.0 * normal_probability(z) - 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantities::distribution::normal_quantile;

    #[test]
    fn a_log_uniform_band_is_even_in_ratios_on_either_side_of_its_value() {
        for (p, reach) in [(0.0001, -0.9998), (0.25, -0.5), (0.5, 0.0), (0.95, 0.9)] {
            assert!((Spread::LogUniform.reach(normal_quantile(p)) - reach).abs() < 1e-12);
        }
        assert_eq!(Spread::Log.reach(Z95), 1.0);
        assert!((Spread::Log.reach(9.0) - Z_MAX / Z95).abs() < 1e-15);
    }
}
