//! Cells of CSV files that a spreadsheet opens.

use std::borrow::Cow;

/// A cell that no spreadsheet takes for a formula: one that is no number and begins as a formula does gets an apostrophe
/// before it, as [OWASP](https://owasp.org/www-community/attacks/CSV_Injection) advises.
///
/// ```
/// assert_eq!(workshop::cell("=1+1"), "'=1+1");
/// assert_eq!(workshop::cell("-1"), "-1");
/// ```
pub fn cell(text: &str) -> Cow<'_, str> {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    if is_formula { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}
