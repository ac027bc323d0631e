//! The option of the chart library: the chart, and the few settings that `charming` lacks.

use charming::Chart;
use serde_json::{Value, json};

use super::look::Look;
use super::marks::LEADING;

/// The page's typeface for figures, and its substitutes in a picture. No quotes: it is put into attributes as it is.
const FACE: &str = "Inter, Inter Variable, system-ui, Helvetica Neue, Arial, sans-serif";

/// The width of a text's halo, which keeps it apart from lines, CSS pixels.
const HALO: f64 = 4.0;

/// A chart as an option of the chart library, in the page's typeface, with line heights, halos and a tooltip.
///
/// The tooltip shows the name of the mark that is pointed at. It is drawn into the chart, as a strict content policy
/// refuses the styles that a tooltip made of HTML needs.
///
/// # Errors
/// [`serde_json::Error`] if the chart holds a value that JSON cannot express.
pub(super) fn complete(chart: &Chart, look: Look) -> Result<Value, serde_json::Error> {
    let palette = look.theme.palette();
    let mut option = serde_json::to_value(chart)?;
    for series in option["series"].as_array_mut().into_iter().flatten() {
        // ECharts merges a series into the one of the same name that it drew before. So each label states every setting that any
        // label has: a missing one would keep its old value.
        if let Some(label) = series.get_mut("label").and_then(Value::as_object_mut) {
            let (align, vertical) =
                aligned(label.get("position").and_then(Value::as_str).unwrap_or_default());
            for (key, value) in
                [("align", json!(align)), ("verticalAlign", json!(vertical)), ("offset", json!([0.0, 0.0]))]
            {
                label.entry(key).or_insert(value);
            }
            if let Some(size) = label.get("fontSize").and_then(Value::as_f64) {
                label.insert("lineHeight".to_owned(), json!(size * LEADING));
            }
            // A text's background encodes its halo, which `charming` lacks.
            if let Some(color) = label.remove("backgroundColor") {
                label.insert("textBorderColor".to_owned(), color);
                label.insert("textBorderWidth".to_owned(), json!(HALO));
            }
        } else {
            series["label"] = json!({ "show": false });
        }
    }
    option["textStyle"] = json!({ "fontFamily": FACE });
    option["tooltip"] = json!({
        "renderMode": "richText",
        "trigger": "item",
        "formatter": "{b}",
        "confine": true,
        "transitionDuration": 0,
        "backgroundColor": palette.raised,
        "borderColor": palette.soft,
        "borderWidth": 1,
        "padding": 8,
        "textStyle": { "color": palette.ink, "fontSize": 13, "fontFamily": FACE, "lineHeight": 18 },
    });
    Ok(option)
}

/// The alignment that ECharts gives a label at a position by default: horizontal, vertical.
fn aligned(position: &str) -> (&'static str, &'static str) {
    match position {
        "left" => ("right", "middle"),
        "top" => ("center", "bottom"),
        "bottom" => ("center", "top"),
        _ => ("left", "middle"),
    }
}

/// A value that a drawing shows where a mark is pointed at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartValue {
    /// The index of its series.
    pub series: i32,
    /// The index of its item in the series.
    pub item: i32,
    /// The words of its tooltip.
    pub words: String,
}

/// The values of a drawing along its curves, those of a curve together: all named marks but those whose name is written beside them.
pub fn chart_values(option: &Value) -> Vec<ChartValue> {
    let mut values = Vec::<ChartValue>::new();
    for (series, drawn) in (0..).zip(option["series"].as_array().into_iter().flatten()) {
        if drawn["label"]["formatter"] == "{b}" || drawn["silent"] == true {
            continue;
        }
        for (item, datum) in (0..).zip(drawn["data"].as_array().into_iter().flatten()) {
            if let Some(words) = datum["name"].as_str().filter(|name| !name.is_empty()) {
                values.push(ChartValue { series, item, words: words.to_owned() });
            }
        }
    }
    // A mark drawn as two, one over the other, is one value.
    values.dedup_by(|next, before| next.words == before.words);
    values
}
