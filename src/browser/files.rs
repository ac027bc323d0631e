//! Files that the reader saves and opens; nothing leaves the reader's machine.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Event, HtmlAnchorElement, HtmlInputElement, Url};

#[wasm_bindgen(inline_js = r#"
let reader;
async function load() {
  const module = await import(new URL("module/own_or_rent.js", import.meta.url).href);
  await module.default();
  return module.readFile;
}
// The number of cases, the first as a query, and the edition in words and as a number; or the refusal alone.
export async function read_cases(buffer) {
  const readFile = await (reader ??= load().catch((reason) => { reader = undefined; throw reason; }));
  try {
    const { scenarios, edition } = readFile(new Uint8Array(buffer));
    const of = (word, name) => (name ? `${word} ${name}` : "");
    const words = [of("model", edition?.version), of("data of", edition?.data)].filter(Boolean).join(", ");
    const query = new URLSearchParams(scenarios[0]).toString();
    return edition?.is_other ? [scenarios.length, query, words, edition.number] : [scenarios.length, query, ""];
  } catch (refused) {
    return [refused.message];
  }
}
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
    #[wasm_bindgen(catch)]
    async fn read_cases(bytes: &JsValue) -> Result<JsValue, JsValue>;

    fn is_sandboxed() -> bool;

    fn release_later(address: &str);

    #[wasm_bindgen(catch)]
    async fn rasterise(svg: &str, width: f64, height: f64, scale: f64) -> Result<JsValue, JsValue>;
}

/// Pixels of a saved picture per CSS pixel of the drawing.
const SCALE: f64 = 2.0;

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileError {
    /// None was chosen.
    NoFile,
    /// It is larger than allowed.
    TooLarge,
    /// The browser could not read it.
    Unreadable,
    /// The module that reads files could not be loaded.
    NoReader,
    /// It holds no cases, and why.
    Refused(String),
}

/// The cases that a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileContent {
    /// How many there are.
    pub n_cases: usize,
    /// The first as the query of a link.
    pub query: String,
    /// The edition that wrote the file, in words; empty if it is the present one or unknown.
    pub edition: String,
    /// The number of that edition, if it is another and one of ours.
    pub edition_number: Option<usize>,
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

/// Offers bytes as a file to save.
pub fn save_bytes(name: &str, bytes: &js_sys::Uint8Array, media_type: &str) -> Offered {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&js_sys::Array::of1(bytes), &options);
    Offered::from(&blob.and_then(|blob| offer_blob(name, &blob)))
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

/// Reads the cases in the file that has just been chosen in a file field, and empties the field. The reader is that of the
/// calculator: it comes with the JavaScript module, which is loaded when the first file is opened.
///
/// # Errors
/// [`FileError`] says why there is no case.
pub fn read_chosen(
    event: &Event,
    max_bytes: f64,
) -> impl Future<Output = Result<FileContent, FileError>> + use<> {
    let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    async move { read(field.ok_or(FileError::NoFile)?, max_bytes).await }
}

async fn read(field: HtmlInputElement, max_bytes: f64) -> Result<FileContent, FileError> {
    let file = field.files().and_then(|files| files.get(0)).ok_or(FileError::NoFile)?;
    if file.size() > max_bytes {
        return Err(FileError::TooLarge);
    }
    let bytes = JsFuture::from(file.array_buffer()).await;
    field.set_value("");
    let bytes = bytes.map_err(|_| FileError::Unreadable)?;
    let content = read_cases(&bytes).await.map_err(|_| FileError::NoReader)?;
    let part = |at: u32| js_sys::Array::from(&content).get(at);
    let text = |at: u32| part(at).as_string().unwrap_or_default();
    match part(0).as_f64() {
        Some(n) => Ok(FileContent {
            n_cases: n as usize,
            query: text(1),
            edition: text(2),
            edition_number: part(3).as_f64().map(|number| number as usize),
        }),
        None => Err(FileError::Refused(text(0))),
    }
}
