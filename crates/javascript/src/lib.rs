//! The model as a JavaScript module: plain objects in, plain objects out. A refusal is thrown as an `Error` with its field.

mod reading;
#[cfg(test)]
mod tests;

use js_sys::{Array, Error, JSON, Object, Reflect};
use model::catalogue::{INPUTS, PRESETS};
use model::estimate::Series;
use model::outcome::{OutputSpec, Selection, output_specs};
use model::{Input, InputError, Preset, Scenario};
use reading::RawValue;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!(concat!(env!("OUT_DIR"), "/types.d.ts"));

/// Points of a curve if the caller gives no number.
const POINTS: f64 = 50.0;

/// The most points of a curve.
const MOST_POINTS: f64 = 10_000.0;

/// Evaluates a scenario: the whole outcome, or the outputs that `options` names, without what those do not need.
///
/// Its declarations are in `types.fixed.d.ts`, since the type of the result depends on the options.
#[wasm_bindgen(skip_typescript)]
pub fn evaluate(scenario: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let scenario = read(&scenario)?;
    let Some(specs) = chosen(&options)? else { return plain(&model::evaluate(&scenario)) };
    let (selection, assumptions) = (Selection::new(specs), scenario.assumptions());
    let values = selection.values(&scenario.values(), &mut Series::new(&assumptions));
    plain(&reading::Outputs { selection: &selection, values: &values })
}

/// The outputs that the options of an evaluation name; `None` if they name none.
fn chosen(options: &JsValue) -> Result<Option<Vec<&'static OutputSpec>>, JsValue> {
    if options.is_undefined() || options.is_null() {
        return Ok(None);
    }
    if !options.is_object() || Array::is_array(options) {
        return Err(refusal("options", "options: expected an object such as { outputs: [\"own_cost\"] }"));
    }
    let keys = Object::keys(options.unchecked_ref::<Object>());
    if let Some(key) = keys.iter().map(|key| text(&key)).find(|key| key != "outputs") {
        return Err(refusal("options", &format!("options: no option is called '{key}' (allowed: outputs)")));
    }
    let outputs = Reflect::get(options, &JsValue::from_str("outputs"))?;
    if outputs.is_undefined() {
        return Ok(None);
    }
    if !Array::is_array(&outputs) {
        return Err(refusal("outputs", "outputs: expected a list such as [\"own_cost\"]"));
    }
    Array::from(&outputs).iter().map(|name| output(&name).map(Some)).collect()
}

/// The output of this name.
fn output(name: &JsValue) -> Result<&'static OutputSpec, JsValue> {
    let name = text(name);
    let unknown = || refusal("output", &format!("no output is called '{name}'; outputs() lists them"));
    output_specs().find(|spec| spec.id == name).ok_or_else(unknown)
}

/// How an output is computed: the steps on which it depends, in order, itself last.
#[wasm_bindgen(unchecked_return_type = "Step[]")]
pub fn explain(
    #[wasm_bindgen(unchecked_param_type = "Scenario | undefined")] scenario: JsValue,
    #[wasm_bindgen(unchecked_param_type = "OutputId")] output: JsValue,
) -> Result<JsValue, JsValue> {
    let scenario = read(&scenario)?;
    let spec = self::output(&output)?;
    // Every output has a working.
    plain(&model::explain(&scenario, spec.id).unwrap_or_default())
}

/// The outcome over the range of an input: about `points` points (50 if left out), spread as its slider spreads them; for a choice, one an option.
#[wasm_bindgen(unchecked_return_type = "ResponsePoint[]")]
pub fn curve(
    #[wasm_bindgen(unchecked_param_type = "Scenario | undefined")] scenario: JsValue,
    #[wasm_bindgen(unchecked_param_type = "InputId")] input: JsValue,
    points: Option<f64>,
) -> Result<JsValue, JsValue> {
    let scenario = read(&scenario)?;
    let name = text(&input);
    let unknown = || refusal("input", &format!("no input is called '{name}'; inputs() lists them"));
    let input = Input::from_id(&name).ok_or_else(unknown)?;
    let points = points.unwrap_or(POINTS);
    if !((2.0..=MOST_POINTS).contains(&points) && points.fract() == 0.0) {
        let message = format!("points: {points} is not a whole number from 2 to {MOST_POINTS}");
        return Err(refusal("points", &message));
    }
    plain(&model::response::curve(&scenario, input, points as usize))
}

/// Every input with its range, default, band and source.
#[wasm_bindgen(unchecked_return_type = "InputSpec[]")]
pub fn inputs() -> Result<JsValue, JsValue> {
    plain(&INPUTS.as_slice())
}

/// Every preset.
#[wasm_bindgen(unchecked_return_type = "PresetSpec[]")]
pub fn presets() -> Result<JsValue, JsValue> {
    plain(&PRESETS.as_slice())
}

/// Every output with its family, label, meaning and unit.
#[wasm_bindgen(unchecked_return_type = "OutputSpec[]")]
pub fn outputs() -> Result<JsValue, JsValue> {
    plain(&output_specs().collect::<Vec<_>>())
}

/// The default of every input in a preset (support_desk if left out).
#[wasm_bindgen(unchecked_return_type = "Values")]
pub fn defaults(
    #[wasm_bindgen(unchecked_optional_param_type = "PresetId")] preset: JsValue,
) -> Result<JsValue, JsValue> {
    let preset = if preset.is_undefined() { Ok(Preset::DEFAULT) } else { reading::preset(given(&preset)) };
    plain(&Scenario::preset(preset.map_err(refused)?).values())
}

/// The version of the model.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// A plain object: maps as objects, missing values as null.
fn plain(value: &impl Serialize) -> Result<JsValue, JsValue> {
    value.serialize(&Serializer::json_compatible()).map_err(JsValue::from)
}

/// The scenario that an object describes; the default one if there is none.
fn read(object: &JsValue) -> Result<Scenario, JsValue> {
    if object.is_undefined() || object.is_null() {
        return Ok(Scenario::default());
    }
    if !object.is_object() || Array::is_array(object) {
        return Err(refusal("scenario", "scenario: expected an object such as { gpu_count: 8 }"));
    }
    let entries = Object::entries(object.unchecked_ref::<Object>());
    let entries = entries.iter().filter_map(|entry| {
        let entry = Array::from(&entry);
        let value = entry.get(1);
        (!value.is_undefined()).then(|| (text(&entry.get(0)), given(&value)))
    });
    reading::scenario(entries).map_err(refused)
}

fn given(value: &JsValue) -> RawValue {
    if let Some(x) = value.as_f64() {
        RawValue::Number(x)
    } else if let Some(text) = value.as_string() {
        RawValue::Text(text)
    } else {
        RawValue::Other(text(value))
    }
}

/// A string unchanged; any other value as JSON.
fn text(value: &JsValue) -> String {
    let json = || JSON::stringify(value).ok().and_then(|json| json.as_string());
    value.as_string().or_else(json).unwrap_or_else(|| format!("{value:?}"))
}

fn refused(error: InputError) -> JsValue {
    refusal(error.field(), &error.to_string())
}

/// The error that is thrown: a message, and the field at fault.
fn refusal(field: &str, message: &str) -> JsValue {
    let error = Error::new(message);
    // A new error takes any property, so this cannot fail.
    let _ = Reflect::set(&error, &JsValue::from_str("field"), &JsValue::from_str(field));
    error.into()
}
