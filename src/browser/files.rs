//! Files that the reader saves and opens; nothing leaves the reader's machine.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlInputElement, Url};

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

/// Offers a text as a file to save; whether the browser took it.
pub fn save(name: &str, text: &str, media_type: &str) -> bool {
    offer(name, text, media_type).is_ok()
}

fn offer(name: &str, text: &str, media_type: &str) -> Result<(), JsValue> {
    let missing = || JsValue::from_str("no document");
    let document = web_sys::window().and_then(|window| window.document()).ok_or_else(missing)?;
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob =
        Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&JsValue::from_str(text)), &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&address)
}

/// Reads the file that was chosen in a file field, as text, and empties the field.
///
/// # Errors
/// [`FileError`] says why there is no text.
pub async fn read_chosen(field: HtmlInputElement, max_bytes: f64) -> Result<String, FileError> {
    let file = field.files().and_then(|files| files.get(0)).ok_or(FileError::NoFile)?;
    if file.size() > max_bytes {
        return Err(FileError::TooLarge);
    }
    let text = JsFuture::from(file.text()).await;
    field.set_value("");
    text.ok().and_then(|text| text.as_string()).ok_or(FileError::Unreadable)
}
