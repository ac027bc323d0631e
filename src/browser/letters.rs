//! The page's typeface for pictures that are saved: the file itself, and the width of a text in it.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(inline_js = r#"
let file;
async function read() {
  const response = await fetch(new URL("vendor/fonts/inter.woff2", import.meta.url));
  if (!response.ok) throw new Error(`${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  await document.fonts.load("700 16px Inter");
  return "data:font/woff2;base64," + btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
export function typeface() {
  return (file ??= read().catch((reason) => { file = undefined; throw reason; }));
}
let canvas;
export function text_width(text, size, weight) {
  canvas ??= document.createElement("canvas").getContext("2d");
  canvas.font = `${weight} ${size}px Inter, system-ui, sans-serif`;
  return canvas.measureText(text).width;
}
"#)]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn typeface() -> Result<JsValue, JsValue>;

    fn text_width(text: &str, size: f64, weight: u32) -> f64;
}

/// The typeface's file as an address that holds all of it; `None` if it cannot be had.
pub async fn file() -> Option<String> {
    typeface().await.ok()?.as_string()
}

/// The width of a text of this size and weight in the page's typeface, pixels.
pub fn width(text: &str, size: f64, weight: u32) -> f64 {
    text_width(text, size, weight)
}
