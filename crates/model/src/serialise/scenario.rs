//! A scenario as a flat map: the preset and what differs from it, by name.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::case::scenario::Scenario;
use crate::catalogue::{Domain, Setting};

impl Serialize for Scenario {
    /// The preset and the inputs and constants that differ from it: a number each, or the option's name.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let changes: Vec<(Setting, f64)> = self.changes().collect();
        let mut object = serializer.serialize_struct("Scenario", changes.len() + 1)?;
        object.serialize_field("preset", self.base().spec().id)?;
        for (setting, value) in changes {
            match setting.domain() {
                Domain::Number { .. } => object.serialize_field(setting.id(), &value)?,
                Domain::Choice(_) => object.serialize_field(setting.id(), &self.text(setting))?,
            }
        }
        object.end()
    }
}
