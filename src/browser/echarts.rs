//! The chart library: loaded when first needed, from our own files; one handle per chart.

use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen(inline_js = r#"
let loading, loaded;
export function load_chart_library() {
  loading ??= import(new URL("vendor/echarts.js", import.meta.url).href).then(
    (module) => loaded = module,
    (reason) => {
      loading = undefined;
      throw reason;
    },
  );
  return loading;
}
export function loaded_chart_library() {
  return loaded;
}
export function point_at(chart, seriesIndex, dataIndex) {
  chart.dispatchAction(dataIndex < 0 ? { type: "hideTip" } : { type: "showTip", seriesIndex, dataIndex });
}
"#)]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn load_chart_library() -> Result<JsValue, JsValue>;

    fn loaded_chart_library() -> JsValue;

    fn point_at(chart: &Instance, series: i32, item: i32);
}

#[wasm_bindgen]
extern "C" {
    /// The library's module.
    type Library;

    #[wasm_bindgen(method, catch)]
    fn init(
        this: &Library,
        element: &Element,
        theme: &JsValue,
        options: &JsValue,
    ) -> Result<Instance, JsValue>;

    #[wasm_bindgen(method, catch, js_name = init)]
    fn init_detached(
        this: &Library,
        element: &JsValue,
        theme: &JsValue,
        options: &JsValue,
    ) -> Result<Instance, JsValue>;

    /// A chart in an element, or in none.
    type Instance;

    #[wasm_bindgen(method, catch, js_name = renderToSVGString)]
    fn render_to_svg_string(this: &Instance) -> Result<String, JsValue>;

    #[wasm_bindgen(method, catch, js_name = setOption)]
    fn set_option(this: &Instance, option: &JsValue, how: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    fn on(this: &Instance, event: &str, handler: &Closure<dyn Fn(PressEvent)>) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    fn resize(this: &Instance, size: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    fn dispose(this: &Instance) -> Result<(), JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// The library's event for a press on a mark.
    type PressEvent;

    #[wasm_bindgen(method, getter, js_name = seriesId)]
    fn series_id(this: &PressEvent) -> Option<String>;

    #[wasm_bindgen(method, getter, js_name = dataIndex)]
    fn data_index(this: &PressEvent) -> Option<u32>;
}

/// A mark of a chart that was pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PressedMark {
    /// The id of its series.
    pub series: String,
    /// The index of the item in its series.
    pub index: usize,
}

/// The library's settings for a chart in an element.
#[derive(Serialize)]
struct InitOptions {
    renderer: &'static str,
}

/// The library's settings for a chart without an element.
#[derive(Serialize)]
struct DetachedOptions {
    renderer: &'static str,
    ssr: bool,
    width: f64,
    height: f64,
}

/// The size of a chart.
#[derive(Serialize)]
struct Size {
    width: Length,
    height: Length,
}

/// A side of a chart: pixels, or "auto" for that of its element.
#[derive(Serialize)]
#[serde(untagged)]
enum Length {
    Pixels(f64),
    Auto(&'static str),
}

/// The library's settings for replacing an option: series that are gone are removed, those that remain animate to their
/// new values.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SetOptions {
    replace_merge: [&'static str; 1],
}

/// Why a chart could not be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartError(String);

impl ChartError {
    fn new(reason: &JsValue) -> Self {
        Self(format!("{reason:?}"))
    }
}

impl std::fmt::Display for ChartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the chart could not be drawn: {}", self.0)
    }
}

impl std::error::Error for ChartError {}

/// The chart library, once it is loaded.
pub struct ChartLibrary(Library);

impl ChartLibrary {
    /// Loads the library, once for all charts.
    ///
    /// # Errors
    /// [`ChartError`] if it can't be loaded; the next call tries again.
    pub async fn load() -> Result<Self, ChartError> {
        let module = load_chart_library().await.map_err(|reason| ChartError::new(&reason))?;
        Ok(Self(module.unchecked_into()))
    }

    /// The library, if it has been loaded.
    pub fn loaded() -> Option<Self> {
        let module = loaded_chart_library();
        (!module.is_undefined()).then(|| Self(module.unchecked_into()))
    }

    /// A drawing as SVG, without an element.
    ///
    /// # Errors
    /// [`ChartError`] if the library refuses it.
    pub fn svg(&self, option: &impl Serialize, width: f64, height: f64) -> Result<String, ChartError> {
        let failed = |reason: JsValue| ChartError::new(&reason);
        let options = to_plain(&DetachedOptions { renderer: "svg", ssr: true, width, height })?;
        let instance = self.0.init_detached(&JsValue::NULL, &JsValue::NULL, &options).map_err(failed)?;
        let how = to_plain(&SetOptions { replace_merge: ["series"] })?;
        let drawn = instance
            .set_option(&to_plain(option)?, &how)
            .and_then(|()| instance.render_to_svg_string())
            .map_err(failed);
        let _accepted = instance.dispose();
        drawn
    }
}

/// A chart in an element. Dropping it removes the chart.
pub struct ChartHandle {
    instance: Instance,
    /// Held because the library calls it.
    _on_press: Closure<dyn Fn(PressEvent)>,
}

impl ChartHandle {
    /// An empty chart that fills the element, which must have a size; `on_press` is called with each mark that is
    /// pressed.
    ///
    /// # Errors
    /// [`ChartError`] if the library refuses the element.
    pub fn new(
        library: &ChartLibrary,
        element: &Element,
        on_press: impl Fn(PressedMark) + 'static,
    ) -> Result<Self, ChartError> {
        let options = to_plain(&InitOptions { renderer: "svg" })?;
        let instance =
            library.0.init(element, &JsValue::NULL, &options).map_err(|reason| ChartError::new(&reason))?;
        let on_press = Closure::new(move |event: PressEvent| {
            if let (Some(series), Some(index)) = (event.series_id(), event.data_index()) {
                on_press(PressedMark { series, index: index as usize });
            }
        });
        instance.on("click", &on_press).map_err(|reason| ChartError::new(&reason))?;
        Ok(Self { instance, _on_press: on_press })
    }

    /// Draws an option in place of the one before, at once.
    ///
    /// # Errors
    /// [`ChartError`] if the library refuses the option.
    pub fn draw(&self, option: &impl Serialize) -> Result<(), ChartError> {
        let how = to_plain(&SetOptions { replace_merge: ["series"] })?;
        self.instance.set_option(&to_plain(option)?, &how).map_err(|reason| ChartError::new(&reason))
    }

    /// Shows the tooltip of an item of a series, or with none hides the one that is shown.
    pub fn point_at(&self, mark: Option<(i32, i32)>) {
        let (series, item) = mark.unwrap_or((0, -1));
        point_at(&self.instance, series, item);
    }

    /// Draws an option at this size instead of the element's, until the chart is fitted.
    ///
    /// # Errors
    /// [`ChartError`] if the library refuses the option.
    pub fn draw_sized(&self, option: &impl Serialize, width: f64, height: f64) -> Result<(), ChartError> {
        self.resize(&Size { width: Length::Pixels(width), height: Length::Pixels(height) });
        self.draw(option)
    }

    /// Fits the chart to its element again.
    pub fn fit(&self) {
        self.resize(&Size { width: Length::Auto("auto"), height: Length::Auto("auto") });
    }

    fn resize(&self, size: &Size) {
        if let Ok(size) = to_plain(size) {
            // Only a disposed chart refuses, and this handle is the only one that disposes it.
            let _accepted = self.instance.resize(&size);
        }
    }
}

impl Drop for ChartHandle {
    fn drop(&mut self) {
        let _accepted = self.instance.dispose();
    }
}

/// A value as plain objects and arrays.
fn to_plain(value: &impl Serialize) -> Result<JsValue, ChartError> {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|reason| ChartError(reason.to_string()))
}
