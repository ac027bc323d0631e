//! The page's reader of written numbers, in two parts: plain digits, which the first program reads, and everything else
//! that people write, which only the second one knows.

use std::cell::Cell;

use model::written::{Decimal, Fault, Form, TextReader};

use crate::browser::number;

/// Natively there is one program, which knows both parts.
#[cfg(not(target_arch = "wasm32"))]
const AT_FIRST: Option<TextReader> = Some(read_all);
#[cfg(target_arch = "wasm32")]
const AT_FIRST: Option<TextReader> = None;

thread_local! {
    static FULL: Cell<Option<TextReader>> = const { Cell::new(AT_FIRST) };
}

/// Registers [`read_all`], which the second program brings.
pub fn register(full: TextReader) {
    FULL.set(Some(full));
}

/// Reads a number: plain digits at once, anything else once the second program is there.
///
/// # Errors
/// The fault of the text; [`Fault::NotANumber`] as long as only plain digits are known.
pub fn read(text: &str, form: &Form) -> Result<f64, Fault> {
    match plain(text, form) {
        Some(number) => Ok(number),
        None => FULL.get().map_or(Err(Fault::NotANumber), |full| full(text, form)),
    }
}

/// Reads a number in every way that people write one, with the browser's parser of digits.
///
/// # Errors
/// The fault of the text.
pub fn read_all(text: &str, form: &Form) -> Result<f64, Fault> {
    model::written::read(text, form, number::read)
}

/// Reads digits that have one reading and no sign of a unit.
fn plain(text: &str, form: &Form) -> Option<f64> {
    let n_decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    // A person may mean thousands by three of them.
    if form.decimal != Decimal::Point && n_decimals == 3 {
        return None;
    }
    if !form.in_hundredths {
        return number::read(text);
    }
    if text.bytes().any(|c| matches!(c, b'e' | b'E')) { None } else { number::read(&[text, "e-2"].concat()) }
}

#[cfg(test)]
mod tests {
    use model::units::Unit;

    use super::*;

    #[test]
    fn plain_digits_are_read_as_the_whole_reader_reads_them() {
        let texts = [
            "8", "1.5", "0.07", "-20", "12.125", "12.1250", "1e3", "2.5e-1", "007", ".5", "5.", "+3", "1,5",
            "", "-", ".", "e", "1e", "--1",
        ];
        for decimal in [Decimal::Point, Decimal::Either] {
            for in_hundredths in [false, true] {
                for unit in [Unit::Usd, Unit::Fraction, Unit::RequestsPerDay] {
                    let form = Form { in_hundredths, decimal, ..Form::new(unit, 0.0, 1e8) };
                    for text in texts {
                        if let Some(number) = plain(text, &form) {
                            assert_eq!(read_all(text, &form), Ok(number), "{text:?} as {form:?}");
                        }
                    }
                }
            }
        }
    }
}
