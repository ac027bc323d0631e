//! Number parsing by the browser, which has the tables for it; Rust's would make the page's program larger.
//!
//! Both readers round to the nearest `f64`, so the page and the calculator read the same number.

/// The number written in a text: decimal digits with a sign, a point, an exponent; nothing else.
pub fn read(text: &str) -> Option<f64> {
    let is_part = |c: u8| c.is_ascii_digit() || matches!(c, b'+' | b'-' | b'.' | b'e' | b'E');
    let is_plain = !text.is_empty() && text.bytes().all(is_part);
    is_plain.then(|| reading(text)).flatten()
}

#[cfg(target_arch = "wasm32")]
fn reading(text: &str) -> Option<f64> {
    let number = wasm_bindgen::JsValue::from_str(text).unchecked_into_f64();
    (!number.is_nan()).then_some(number)
}

#[cfg(not(target_arch = "wasm32"))]
fn reading(text: &str) -> Option<f64> {
    text.parse().ok()
}
