//! Cases side by side: what the model says of each, and why each differs from the first.

use model::units::{Unit, Value};
use model::{Outcome, evaluate};

use crate::because::{Bidder, Causes, because};
use crate::{NamedScenario, ScenarioSet};

/// The outputs that are compared.
const FIGURES: [&str; 10] = [
    "verdict",
    "own_cost",
    "rent_cost",
    "saving",
    "own_accuracy",
    "rent_accuracy",
    "probability_own_cheaper",
    "people_cost",
    "utilisation_peak",
    "ttft_peak",
];

/// A case and what the model says of it.
pub struct Evaluated<'a> {
    /// The case.
    pub named: &'a NamedScenario,
    /// What the model says.
    pub outcome: Outcome,
}

/// Why a case differs from the first.
pub struct Comparison<'a> {
    /// The case.
    pub named: &'a NamedScenario,
    /// The first.
    pub against: &'a NamedScenario,
    /// What each setting makes of the difference.
    pub causes: Causes,
}

/// A set, evaluated, and each of its cases but the first compared with that one.
///
/// ```
/// use model::{Preset, Scenario};
/// use workshop::comparison::compared;
/// use workshop::{NamedScenario, ScenarioSet};
///
/// let cases = [Preset::Canva, Preset::Stripe].map(|preset| NamedScenario::unnamed(Scenario::preset(preset)));
/// let set = ScenarioSet::new(cases.to_vec()).unwrap();
/// let (evaluated, comparisons) = compared(&set);
/// assert_eq!((evaluated.len(), comparisons.len()), (2, 1));
/// ```
pub fn compared(set: &ScenarioSet) -> (Vec<Evaluated<'_>>, Vec<Comparison<'_>>) {
    let cases = set.scenarios();
    let evaluated = cases.iter().map(|named| Evaluated { named, outcome: evaluate(&named.scenario) });
    let comparisons = cases.iter().skip(1).filter_map(|named| {
        let against = cases.first()?;
        Some(Comparison { named, against, causes: because(&against.scenario, &named.scenario) })
    });
    (evaluated.collect(), comparisons.collect())
}

/// The figures of a case: name, label, value and unit.
pub fn figures(outcome: &Outcome) -> impl Iterator<Item = (&'static str, &'static str, Value, Unit)> {
    FIGURES.into_iter().filter_map(|id| {
        let (spec, value) = outcome.output(id)?;
        Some((spec.id, spec.label(), value, spec.unit))
    })
}

impl Comparison<'_> {
    /// How the case differs from the first, owned and rented.
    pub fn sentences(&self) -> Vec<String> {
        let names = [self.against.name.as_str(), self.named.name.as_str()];
        Bidder::ALL.map(|bidder| self.causes.sentence(names, bidder)).to_vec()
    }
}
