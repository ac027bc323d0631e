//! The declared types match the model: everything that it writes has its declared type, and nothing else is declared.

use std::collections::BTreeMap;

use model::catalogue::{INPUTS, PRESETS};
use model::estimate::Series;
use model::outcome::{Selection, output_specs};
use model::{Input, Scenario};
use serde_json::{Value, to_value};

use crate::reading::Outputs;

/// The declarations that the package's users get.
const TYPES: &str = include_str!(concat!(env!("OUT_DIR"), "/types.d.ts"));

/// A field: its name, whether it may be left out, and its type.
type Field<'a> = (&'a str, bool, &'a str);

/// The declared interfaces with their fields, and the declared unions.
struct Declarations<'a> {
    interfaces: BTreeMap<&'a str, Vec<Field<'a>>>,
    unions: BTreeMap<&'a str, &'a str>,
}

impl<'a> Declarations<'a> {
    fn read(text: &'a str) -> Self {
        let mut declarations = Self { interfaces: BTreeMap::new(), unions: BTreeMap::new() };
        let mut open = "";
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("export interface ") {
                open = name.split(' ').next().unwrap();
                assert!(
                    declarations.interfaces.insert(open, Vec::new()).is_none(),
                    "{open} is declared twice"
                );
            } else if let Some((name, options)) =
                line.strip_prefix("export type ").and_then(|l| l.split_once(" = "))
            {
                declarations.unions.insert(name, options.trim_end_matches(';'));
            } else if let Some((name, kind)) = line.trim_end_matches(';').split_once(": ")
                && line.starts_with("  ")
                && !line.contains("/**")
            {
                let name = name.trim();
                let field = (name.trim_end_matches('?'), name.ends_with('?'), kind);
                declarations.interfaces.get_mut(open).unwrap().push(field);
            }
        }
        declarations
    }

    /// Whether a value has a type; if not, where it fails.
    fn check(&self, value: &Value, kind: &str, place: &str) -> Result<(), String> {
        if let Some(options) = self.unions.get(kind) {
            return self.check(value, options, place);
        }
        if kind.contains(" | ") && !kind.contains('<') {
            let fits = kind.split(" | ").any(|option| self.check(value, option, place).is_ok());
            return if fits { Ok(()) } else { Err(format!("{place}: {value} is not {kind}")) };
        }
        let fits = match (kind, value) {
            ("number", Value::Number(_)) | ("string", Value::String(_)) | ("boolean", Value::Bool(_)) => true,
            ("null", Value::Null) => true,
            (literal, Value::String(text)) if literal.starts_with('"') => literal.trim_matches('"') == text,
            (list, Value::Array(items)) if list.ends_with("[]") => {
                let of = list.trim_end_matches("[]");
                return items.iter().try_for_each(|item| self.check(item, of, &format!("{place}[]")));
            }
            (record, Value::Object(map)) if record.starts_with("Record<string, ") => {
                let of = record.trim_start_matches("Record<string, ").trim_end_matches('>');
                return map
                    .iter()
                    .try_for_each(|(key, item)| self.check(item, of, &format!("{place}.{key}")));
            }
            (name, Value::Object(map)) => {
                let fields =
                    self.interfaces.get(name).ok_or_else(|| format!("{place}: {name} is not declared"))?;
                if let Some(key) = map.keys().find(|key| !fields.iter().any(|field| field.0 == *key)) {
                    return Err(format!("{place}: {name} lacks {key}"));
                }
                return fields.iter().try_for_each(|(key, optional, kind)| match map.get(*key) {
                    Some(item) => self.check(item, kind, &format!("{place}.{key}")),
                    None if *optional => Ok(()),
                    None => Err(format!("{place}: there is no {key}")),
                });
            }
            _ => false,
        };
        if fits { Ok(()) } else { Err(format!("{place}: {value} is not {kind}")) }
    }
}

fn hold(value: impl serde::Serialize, kind: &str) {
    let declared = Declarations::read(TYPES);
    assert_eq!(declared.check(&to_value(value).unwrap(), kind, kind), Ok(()));
}

#[test]
fn what_is_written_has_the_declared_types() {
    let mut missing = Vec::new();
    for scenario in calculator::draw::scenarios(64, 1).unwrap().iter().chain(&[Scenario::default()]) {
        let outcome = model::evaluate(scenario);
        hold(&outcome, "Outcome");
        hold(scenario, "Scenario");
        hold(model::InputsInUse(scenario), "Values");
        missing.extend(
            outcome
                .outputs()
                .filter(|(_, value)| *value == model::units::Value::Missing)
                .map(|(spec, _)| spec.id),
        );
    }
    for id in
        ["gpus_needed", "payback_month", "break_even_requests", "break_even_gpu_price", "break_even_effort"]
    {
        assert!(missing.contains(&id), "{id} was never null, so that its type is not tried");
    }
    for spec in output_specs() {
        hold(model::explain(&Scenario::default(), spec.id).unwrap(), "Step[]");
    }
    hold(model::response::curve(&Scenario::default(), Input::GpuCount, 5), "ResponsePoint[]");
    let unhosted = Scenario::default().with_text("model", "gpt-3-175b").unwrap();
    for scenario in [Scenario::default(), unhosted] {
        hold(model::ways::compare(&scenario), "WaysOutcome");
    }
    hold(INPUTS.as_slice(), "InputSpec[]");
    hold(PRESETS.as_slice(), "PresetSpec[]");
    hold(output_specs().collect::<Vec<_>>(), "OutputSpec[]");
}

#[test]
fn every_output_is_declared_in_its_family() {
    let declared = Declarations::read(TYPES);
    let names = |name: &str| declared.interfaces[name].iter().map(|field| field.0).collect::<Vec<_>>();
    let ids =
        |family: &str| output_specs().filter(|spec| spec.family == family).map(|s| s.id).collect::<Vec<_>>();
    for (name, family) in [
        ("Verdict", "verdict"),
        ("Cost", "cost"),
        ("Accuracy", "accuracy"),
        ("Serving", "serving"),
        ("Load", "load"),
        ("Training", "training"),
        ("Energy", "energy"),
        ("Ways", "ways"),
    ] {
        assert_eq!(names(name), ids(family));
    }
    assert_eq!(names("Values"), INPUTS.iter().map(|spec| spec.id).collect::<Vec<_>>());
    assert!(names("Outcome").len() > 10 && declared.unions["OutputId"].matches('"').count() > 100);
}

#[test]
fn a_wrong_type_is_found() {
    let declared = Declarations::read(TYPES);
    let mut outcome = to_value(model::evaluate(&Scenario::default())).unwrap();
    outcome["cost"]["own_cost"] = Value::from("much");
    assert!(declared.check(&outcome, "Outcome", "outcome").unwrap_err().contains("outcome.cost.own_cost"));
    outcome["cost"].as_object_mut().unwrap().remove("own_cost");
    assert!(declared.check(&outcome, "Outcome", "outcome").unwrap_err().contains("no own_cost"));
    outcome["more"] = Value::Null;
    assert!(declared.check(&outcome, "Outcome", "outcome").unwrap_err().contains("lacks more"));
}

#[test]
fn chosen_outputs_are_declared_as_one_object() {
    let families: Vec<&str> =
        ["Verdict", "Cost", "Accuracy", "Serving", "Load", "Training", "Energy", "Ways"].into();
    let declared = format!("export interface Outputs extends {} {{}}", families.join(", "));
    assert!(TYPES.contains(&declared));
    let selection = Selection::new(output_specs());
    let (scenario, assumptions) = (Scenario::default(), model::Assumptions::default());
    let values = selection.values(&scenario.values(), &mut Series::new(&assumptions));
    let written = to_value(Outputs { selection: &selection, values: &values }).unwrap();
    let whole = to_value(model::evaluate(&scenario)).unwrap();
    assert_eq!(written.as_object().unwrap().len(), output_specs().count());
    for spec in output_specs().filter(|spec| spec.family != "ways") {
        assert_eq!(written[spec.id], whole[spec.family][spec.id], "{}", spec.id);
    }
}
