//! The model as a JavaScript module: plain objects in, plain objects out. A refusal is thrown as an `Error` with its field.

mod reading;
#[cfg(test)]
mod tests;

use js_sys::{Array, Error, JSON, Object, Reflect, Uint8Array};
use model::catalogue::{INPUTS, PRESETS, changes_since};
use model::estimate::Series;
use model::outcome::{OutputSpec, Selection, output_specs};
use model::written::shown;
use model::{Input, InputError, InputsInUse, Preset, Scenario};
use reading::RawValue;
use scenario_file::{Case, Cases, Edition, Name};
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
        return Err(refusal(
            "options",
            &format!("options: no option is called '{}' (allowed: outputs)", shown(&key)),
        ));
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
    let unknown =
        || refusal("output", &format!("no output is called '{}'; outputs() lists them", shown(&name)));
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

/// Compares the ways to run a model: what each costs, how accurate it is, and how often it is the cheapest.
#[wasm_bindgen(unchecked_return_type = "WaysOutcome")]
pub fn ways(
    #[wasm_bindgen(unchecked_optional_param_type = "Scenario")] scenario: JsValue,
) -> Result<JsValue, JsValue> {
    plain(&model::ways::compare(&read(&scenario)?))
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
    let unknown = || refusal("input", &format!("no input is called '{}'; inputs() lists them", shown(&name)));
    let input = Input::from_id(&name).ok_or_else(unknown)?;
    scenario.refuse_idle([input.into()]).map_err(refused)?;
    let points = points.unwrap_or(POINTS);
    if !((2.0..=MOST_POINTS).contains(&points) && points.fract() == 0.0) {
        let message = format!("points: {points} is not a whole number from 2 to {MOST_POINTS}");
        return Err(refusal("points", &message));
    }
    plain(&model::response::curve(&scenario, input, points as usize))
}

/// A file's scenarios: JSON or TOML, one or a list, as the calculator's `--scenario` reads them. `file` is its text, or its bytes as
/// a Uint8Array, which may be UTF-16 too.
#[wasm_bindgen(js_name = readFile, unchecked_return_type = "ScenarioFile")]
pub fn read_file(
    #[wasm_bindgen(unchecked_param_type = "string | Uint8Array")] file: JsValue,
) -> Result<JsValue, JsValue> {
    let cases = match (file.as_string(), file.dyn_ref::<Uint8Array>()) {
        (Some(text), _) => scenario_file::read_text(&text),
        (None, Some(bytes)) => scenario_file::read(&bytes.to_vec()),
        (None, None) => {
            return Err(refusal(
                "file",
                &format!("file: {} is neither a text nor a Uint8Array", kind(&file)),
            ));
        }
    };
    let cases = cases.map_err(|error| refusal("file", &error.to_string()))?;
    let is_list = matches!(cases, Cases::List(_));
    let scenario = |(index, case): (usize, &Case)| {
        let place = if is_list { format!("scenario {} of the list: ", index + 1) } else { String::new() };
        case.scenario().map_err(|error| refusal(error.field(), &format!("{place}{error}")))
    };
    let scenarios: Vec<Scenario> = cases.all().iter().enumerate().map(scenario).collect::<Result<_, _>>()?;
    let edition =
        cases.all().iter().map(|case| &case.edition).find(|edition| **edition != Edition::default());
    let names = cases.all().iter().map(|case| case.name.as_ref().map(Name::as_str));
    plain(&ScenarioFile {
        scenarios,
        names: cases.all().iter().any(|case| case.name.is_some()).then(|| names.collect()),
        edition: edition.map(|edition| FileEdition {
            version: edition.version.as_deref(),
            data: edition.data.as_deref(),
            number: edition.number(),
            is_other: edition.is_other(),
            changes: edition.number().map(|number| changes_since(number).collect()),
        }),
    })
}

/// What a file holds.
#[derive(Serialize)]
struct ScenarioFile<'a> {
    scenarios: Vec<Scenario>,
    #[serde(skip_serializing_if = "Option::is_none")]
    names: Option<Vec<Option<&'a str>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<FileEdition<'a>>,
}

/// The edition that wrote a file.
#[derive(Serialize)]
struct FileEdition<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<usize>,
    is_other: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Vec<&'static str>>,
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

/// The default of every input that has an effect in a preset (support_desk if left out).
#[wasm_bindgen(unchecked_return_type = "Values")]
pub fn defaults(
    #[wasm_bindgen(unchecked_optional_param_type = "PresetId")] preset: JsValue,
) -> Result<JsValue, JsValue> {
    let preset = if preset.is_undefined() { Ok(Preset::DEFAULT) } else { reading::preset(given(&preset)) };
    plain(&InputsInUse(&Scenario::preset(preset.map_err(refused)?)))
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
    if !is_plain(object) {
        let message =
            format!("scenario: expected an object such as {{ gpu_count: 8 }}, not {}", kind(object));
        return Err(refusal("scenario", &message));
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

/// Whether a value is an object with keys and values and nothing more: no list, no instance of a class.
fn is_plain(value: &JsValue) -> bool {
    if !value.is_object() || Array::is_array(value) {
        return false;
    }
    // Of another window an object has another `Object.prototype`, which has no prototype of its own.
    let parent = |value: &JsValue| Object::get_prototype_of(value);
    let prototype = parent(value);
    prototype.is_null() || parent(&prototype).is_null()
}

/// A string unchanged; any other value as JSON, or by its kind if it has no JSON.
fn text(value: &JsValue) -> String {
    let has_json = is_plain(value) || !value.is_object();
    let json = || JSON::stringify(value).ok().filter(|_| has_json || Array::is_array(value))?.as_string();
    value.as_string().or_else(json).unwrap_or_else(|| kind(value))
}

/// The kind of a value, in JavaScript's own words: "undefined", "a bigint", "a Map".
fn kind(value: &JsValue) -> String {
    if value.is_undefined() || value.is_null() {
        return if value.is_null() { "null" } else { "undefined" }.to_owned();
    }
    if !value.is_object() {
        let name = value.js_typeof().as_string().unwrap_or_default();
        return format!("a {name}");
    }
    let constructor = Reflect::get(value, &JsValue::from_str("constructor"));
    let name = constructor.and_then(|it| Reflect::get(&it, &JsValue::from_str("name")));
    match name.ok().and_then(|name| name.as_string()).filter(|name| !name.is_empty()) {
        Some(name) => {
            format!("{} {}", if name.starts_with(['A', 'E', 'I', 'O']) { "an" } else { "a" }, shown(&name))
        }
        None => "an object".to_owned(),
    }
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
