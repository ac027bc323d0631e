//! Files that the reader saves and opens; nothing leaves the reader's machine.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Event, HtmlAnchorElement, HtmlInputElement, Url};

#[wasm_bindgen(inline_js = r#"
// A sandboxed frame is an origin of its own, which its name does not say.
export function is_sandboxed() {
  return self.origin === "null" && location.protocol !== "file:";
}
// Some browsers read what is behind the address only some time after the click.
export function release_later(address) {
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
export async function rasterise(svg, width, height, scale) {
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * scale;
  canvas.height = height * scale;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return await new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"));
}
"#)]
extern "C" {
    fn is_sandboxed() -> bool;

    fn release_later(address: &str);

    #[wasm_bindgen(catch)]
    async fn rasterise(svg: &str, width: f64, height: f64, scale: f64) -> Result<JsValue, JsValue>;
}

/// Pixels of a saved picture per CSS pixel of the drawing.
const SCALE: f64 = 2.0;

/// Why a file could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileError {
    /// None was chosen.
    NoFile,
    /// It is larger than allowed.
    TooLarge,
    /// The browser could not read it, or it is not text.
    Unreadable,
}

/// What became of a file that was offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offered {
    /// The browser saves it.
    Saved,
    /// The frame around the page may forbid it, and the browser doesn't tell the page.
    Unknown,
    /// The browser refused it.
    Refused,
}

impl Offered {
    fn from(accepted: &Result<(), JsValue>) -> Self {
        match accepted {
            Ok(()) if is_sandboxed() => Self::Unknown,
            Ok(()) => Self::Saved,
            Err(_) => Self::Refused,
        }
    }
}

/// Offers a text as a file to save.
pub fn save(name: &str, text: &str, media_type: &str) -> Offered {
    Offered::from(&offer(name, text, media_type))
}

/// Offers an SVG picture of this size as a PNG file to save.
pub async fn save_png(name: &str, svg: &str, width: f64, height: f64) -> Offered {
    let drawn = rasterise(svg, width, height, SCALE).await.and_then(|blob| blob.dyn_into::<Blob>());
    Offered::from(&drawn.and_then(|blob| offer_blob(name, &blob)))
}

fn offer(name: &str, text: &str, media_type: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let text = js_sys::Array::of1(&JsValue::from_str(text));
    offer_blob(name, &Blob::new_with_str_sequence_and_options(&text, &options)?)
}

fn offer_blob(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let missing = || JsValue::from_str("no document");
    let document = web_sys::window().and_then(|window| window.document()).ok_or_else(missing)?;
    let address = Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    release_later(&address);
    Ok(())
}

/// Reads the file that has just been chosen in a file field, as text, and empties the field.
///
/// # Errors
/// [`FileError`] says why there is no text.
pub fn read_chosen(event: &Event, max_bytes: f64) -> impl Future<Output = Result<String, FileError>> + use<> {
    let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    async move { read(field.ok_or(FileError::NoFile)?, max_bytes).await }
}

async fn read(field: HtmlInputElement, max_bytes: f64) -> Result<String, FileError> {
    let file = field.files().and_then(|files| files.get(0)).ok_or(FileError::NoFile)?;
    if file.size() > max_bytes {
        return Err(FileError::TooLarge);
    }
    let text = JsFuture::from(file.text()).await;
    field.set_value("");
    text.ok().and_then(|text| text.as_string()).ok_or(FileError::Unreadable)
}
