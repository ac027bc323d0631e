//! Numbers as people and programs write them, read as a number of a unit, or refused with the reason.
//!
//! Nothing that carries meaning is dropped: a letter, a sign or a separator that has no sense where it stands is a
//! [`Fault`]. Digits are turned into a number by the caller's parser, since a browser has one and Rust's tables for it are
//! large.

use core::fmt;

use crate::quantities::units::Unit;

/// Turns plain digits (`-1234.5e-2`) into the nearest number.
pub type NumberReader = fn(&str) -> Option<f64>;

/// Reads a text as a number of a form: [`read`] with a parser of digits, or a part of it.
pub type TextReader = fn(&str, &Form) -> Result<f64, Fault>;

/// The characters of a text that a message shows.
const MOST_SHOWN: usize = 80;

/// What a point or a comma alone before three digits means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decimal {
    /// A person may mean decimals or thousands by either: the range decides, or both readings are named.
    Either,
    /// A program wrote it: a point is the decimal point.
    Point,
    /// A spreadsheet of a country with decimal commas wrote it.
    Comma,
}

/// Which number is expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Form {
    /// The unit, whose own signs and words may stand beside the digits.
    pub unit: Unit,
    /// Least value; of two readings only one may lie in the range.
    pub min: f64,
    /// Greatest value.
    pub max: f64,
    /// Whether only whole numbers are meant.
    pub is_whole: bool,
    /// Whether steps below 1 matter. Where they don't, a comma before three digits separates thousands.
    pub is_fine: bool,
    /// Whether digits without a sign count hundredths, as in the page's fields of fractions.
    pub in_hundredths: bool,
    /// Who wrote the text.
    pub decimal: Decimal,
}

impl Form {
    /// Any number of a unit from `min` up to `max`, as a program writes it.
    pub const fn new(unit: Unit, min: f64, max: f64) -> Self {
        let (is_whole, is_fine, in_hundredths) = (false, true, false);
        Self { unit, min, max, is_whole, is_fine, in_hundredths, decimal: Decimal::Point }
    }

    fn admits(&self, value: f64) -> bool {
        value >= self.min && value <= self.max && (!self.is_whole || value == libm::floor(value))
    }
}

/// Why a text is not read as a number. Its words follow the quoted text: `'5 EUR'` *is not a number: …*
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is nothing.
    Empty,
    /// There is no number in it.
    NotANumber,
    /// Both readings lie in the range; each as it is written without doubt.
    TwoReadings(String, String),
    /// Separators stand where neither thousands nor decimals begin.
    Grouping,
    /// Two separators in a row.
    Doubled,
    /// Digits of another script, by its name.
    Digits(&'static str),
    /// One number over another.
    Fraction,
    /// Two numbers with a dash or "to" between them.
    Range,
    /// A unit or a word that is not expected there.
    Letters(String),
    /// A percent sign, and the unit is no fraction.
    Percent,
    /// A dollar sign, and the unit is no money.
    Money,
    /// A second sign, or one that does not stand in front.
    Sign,
    /// Digits grouped as in source code.
    Underscore,
    /// A number to the base 16.
    Hexadecimal,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self {
            Self::Empty => "is empty",
            Self::NotANumber => "is not a number",
            Self::TwoReadings(a, b) => {
                f.write_str("has two readings: write ")?;
                f.write_str(a)?;
                f.write_str(" or ")?;
                return f.write_str(b);
            }
            Self::Grouping => {
                "is not a number: its separators stand neither between thousands nor before decimals"
            }
            Self::Doubled => "is not a number: two separators stand in a row",
            Self::Digits(script) => {
                f.write_str("has ")?;
                f.write_str(script)?;
                " digits: write 0 to 9"
            }
            Self::Fraction => "is a fraction: write it with decimals, such as 0.5",
            Self::Range => "is a range: write one number",
            Self::Letters(text) => {
                f.write_str("is not a number: '")?;
                f.write_str(&shown(text))?;
                "' is not expected there"
            }
            Self::Percent => "has a percent sign, and this is no fraction",
            Self::Money => "has a dollar sign, and this is no amount of money",
            Self::Sign => "is not a number: a sign stands in front, once",
            Self::Underscore => "has an underscore: write the digits alone",
            Self::Hexadecimal => "is hexadecimal: write decimal digits",
        };
        f.write_str(words)
    }
}

/// Whether a unit's numbers are fractions that readers see in hundredths: 0.07 as 7 %.
pub const fn is_in_hundredths(unit: Unit) -> bool {
    matches!(unit, Unit::Fraction | Unit::Points | Unit::PointsPerYear)
}

/// Reads a text as a number in the unit of `form`. The range only chooses between two readings: whether the number lies in
/// it is not checked here.
///
/// ```
/// use model::units::Unit;
/// use model::written::{Fault, Form, read};
/// let digits = |text: &str| text.parse().ok();
/// let price = Form::new(Unit::Usd, 0.0, 20.0);
/// assert_eq!(read("1,5", &price, digits), Ok(1.5));
/// assert_eq!(read("US$ 1,500", &price, digits), Ok(1.5), "1500 is out of range");
/// assert_eq!(read("5 EUR", &price, digits), Err(Fault::Letters("EUR".to_owned())));
/// let share = Form::new(Unit::Fraction, 0.0, 1.0);
/// assert_eq!(read("7 %", &share, digits), Ok(0.07));
/// ```
///
/// # Errors
/// The [`Fault`] of the text.
pub fn read(text: &str, form: &Form, digits: NumberReader) -> Result<f64, Fault> {
    let text = text.trim_matches(is_blank);
    if text.is_empty() {
        return Err(Fault::Empty);
    }
    refuse_foreign(text)?;
    let (mut rest, mut is_negative, mut has_sign, mut has_money) = (text, false, false, false);
    loop {
        if let Some(after) = rest.strip_prefix(is_sign).filter(|_| !has_sign) {
            (is_negative, has_sign) = (!rest.starts_with(['+', '\u{ff0b}']), true);
            rest = after;
        } else if let Some(after) = without_money(rest, true).filter(|_| !has_money) {
            has_money = true;
            rest = after;
        } else {
            break;
        }
        rest = rest.trim_start_matches(is_blank);
    }
    if without(rest, "0x", true).is_some() {
        return Err(Fault::Hexadecimal);
    }
    let after_sign = rest;
    let mut exponent = if form.in_hundredths { -2 } else { 0 };
    if let Some(before) = rest.strip_suffix('%') {
        if !is_in_hundredths(form.unit) {
            return Err(Fault::Percent);
        }
        (rest, exponent) = (before, -2);
    } else if let Some(before) = without_unit(rest, form.unit, has_money) {
        rest = before;
        if is_in_hundredths(form.unit) {
            exponent = -2;
        }
    } else if let Some(before) = without_money(rest, false).filter(|_| !has_money) {
        (rest, has_money) = (before, true);
    }
    if has_money && !form.unit.is_money() {
        return Err(Fault::Money);
    }
    rest = rest.trim_end_matches(is_blank);
    if let Some((before, power)) = without_multiple(rest, form.unit) {
        rest = before.trim_end_matches(is_blank);
        exponent += power;
    }
    if let Some((before, power)) = without_exponent(rest) {
        rest = before;
        exponent += power;
    }
    let behind = after_sign.get(rest.len()..).unwrap_or_default();
    readings(rest, form)?.choose(form, is_negative, exponent, behind, digits)
}

/// A text as a message shows it: cut, and without characters that a terminal would obey or that turn the line around.
///
/// ```
/// assert_eq!(model::written::shown("a\u{1b}]0;b"), "a\\u{1b}]0;b");
/// assert_eq!(model::written::shown(&"9".repeat(200)).chars().count(), 81);
/// ```
pub fn shown(text: &str) -> String {
    let mut out = String::new();
    for (index, c) in text.chars().enumerate() {
        if index >= MOST_SHOWN {
            out.push('…');
            break;
        }
        push_shown(&mut out, c);
    }
    out
}

/// Adds a character of a foreign text to a message: one that a terminal would obey, or that turns the line around, as its
/// escape.
pub fn push_shown(out: &mut String, c: char) {
    let turns =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    if c.is_control() || turns {
        out.extend(c.escape_unicode());
    } else {
        out.push(c);
    }
}

/// A number's digits as a person can read them back without doubt: three decimals get a fourth where a person could also
/// mean thousands.
///
/// ```
/// use model::units::Unit;
/// use model::written::{Form, unmistakable};
/// let form = Form::new(Unit::RequestsPerDay, 10.0, 1e8);
/// assert_eq!(unmistakable("12.125".to_owned(), 12.125, &form), "12.1250");
/// assert_eq!(unmistakable("12.5".to_owned(), 12.5, &form), "12.5");
/// ```
pub fn unmistakable(mut text: String, value: f64, form: &Form) -> String {
    if let Some((whole, decimals)) = text.split_once('.') {
        let whole = whole.trim_start_matches(is_sign);
        if decimals.len() == 3 && is_first_group(whole) && form.admits(value * 1000.0) {
            text.push('0');
        }
    }
    text
}

/// Blanks around a number, and marks of direction that come along when one is copied.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// A plus, a minus, or one of the dashes that keyboards and typesetters put for it.
fn is_sign(c: char) -> bool {
    matches!(c, '+' | '-' | '\u{2212}' | '\u{2010}'..='\u{2015}' | '\u{fe63}' | '\u{ff0b}' | '\u{ff0d}')
}

/// What can be refused by one character, wherever it stands.
fn refuse_foreign(text: &str) -> Result<(), Fault> {
    /// The noughts of other scripts' digits.
    const SCRIPTS: [(u32, &str); 6] = [
        (0x660, "Arabic"),
        (0x6f0, "Persian"),
        (0x966, "Devanagari"),
        (0x9e6, "Bengali"),
        (0xe50, "Thai"),
        (0xff10, "full-width"),
    ];
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let code = u32::from(c);
        if let Some((_, name)) = SCRIPTS.iter().find(|(zero, _)| (*zero..zero + 10).contains(&code)) {
            return Err(Fault::Digits(name));
        }
        if matches!(c, '\u{bc}'..='\u{be}' | '\u{2150}'..='\u{215f}')
            || (matches!(c, '/' | '\u{2044}' | '\u{2215}')
                && before.is_ascii_digit()
                && chars.peek().is_some_and(|c| c.is_ascii_digit() || is_blank(*c)))
        {
            return Err(Fault::Fraction);
        }
        if c == '_' && before.is_ascii_digit() {
            return Err(Fault::Underscore);
        }
        if !is_blank(c) {
            before = c;
        }
    }
    Ok(())
}

/// The text without a word at one of its ends, in letters of either size.
fn without<'a>(text: &'a str, word: &str, at_start: bool) -> Option<&'a str> {
    if word.is_empty() {
        return None;
    }
    let at = if at_start { word.len() } else { text.len().checked_sub(word.len())? };
    let (head, tail) = text.split_at_checked(at)?;
    let (end, rest) = if at_start { (head, tail) } else { (tail, head) };
    end.eq_ignore_ascii_case(word).then_some(rest)
}

fn without_money(text: &str, at_start: bool) -> Option<&str> {
    ["us$", "$", "usd"].into_iter().find_map(|sign| without(text, sign, at_start))
}

/// The text without the unit's own words behind it; a dollar sign stands once.
fn without_unit(text: &str, unit: Unit, has_money: bool) -> Option<&str> {
    // The names of fractions say how they are kept, not how they are read. "requests a day" ends in "a day".
    let first = if is_in_hundredths(unit) { 2 } else { 0 };
    let words = [unit.name(), unit.one(), unit.field(), unit.per()].into_iter().skip(first);
    words.filter(|word| !(has_money && word.starts_with('$'))).find_map(|word| without(text, word, false))
}

/// The text without `k`, `M` or `B`, and the power of ten that it means.
fn without_multiple(text: &str, unit: Unit) -> Option<(&str, i32)> {
    let is_billions = unit == Unit::BillionParameters;
    let multiples: [(&[char], i32); 3] = if is_billions {
        [(&['b', 'B'], 0), (&['M'], -3), (&[], 0)]
    } else {
        [(&['k', 'K'], 3), (&['M'], 6), (&[], 0)]
    };
    multiples.into_iter().find_map(|(letters, power)| Some((text.strip_suffix(letters)?, power)))
}

/// The text without an exponent, and the exponent.
fn without_exponent(text: &str) -> Option<(&str, i32)> {
    let (before, written) = text.split_once(['e', 'E'])?;
    let digits = written.strip_prefix(is_sign).unwrap_or(written);
    let is_exponent = before.ends_with(|c: char| c.is_ascii_digit() || c == '.')
        && !digits.is_empty()
        && digits.bytes().all(|c| c.is_ascii_digit());
    if !is_exponent {
        return None;
    }
    // Beyond what any number has, so that it is nought or out of range.
    let power = digits.parse::<i32>().unwrap_or(99_999).min(99_999);
    let is_negative = written.starts_with(|c| is_sign(c) && c != '+' && c != '\u{ff0b}');
    Some((before, if is_negative { -power } else { power }))
}

/// What separates groups of digits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    Blank,
    Apostrophe,
    Comma,
    Point,
}

impl Separator {
    fn of(c: char) -> Option<Self> {
        match c {
            ' ' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' => Some(Self::Blank),
            '\'' | '\u{2019}' => Some(Self::Apostrophe),
            ',' => Some(Self::Comma),
            '.' => Some(Self::Point),
            _ => None,
        }
    }
}

/// The digits of a number, once as thousands and once as decimals, as far as each is possible.
struct Readings {
    /// All separators between thousands.
    grouped: Option<String>,
    /// The last separator before the decimals.
    decimal: Option<String>,
    /// The last separator.
    separator: Option<Separator>,
}

fn readings(body: &str, form: &Form) -> Result<Readings, Fault> {
    let mut groups: Vec<String> = vec![String::new()];
    let mut separators = Vec::new();
    for (at, c) in body.char_indices() {
        if c.is_ascii_digit() {
            if let Some(group) = groups.last_mut() {
                group.push(c);
            }
        } else if let Some(separator) = Separator::of(c) {
            separators.push(separator);
            groups.push(String::new());
        } else {
            return Err(stranger(body, at, c, form));
        }
    }
    if groups.iter().all(String::is_empty) {
        return Err(Fault::NotANumber);
    }
    let Some((last, before)) = groups.split_last() else { return Err(Fault::NotANumber) };
    let separator = separators.last().copied();
    let Some(end) = separator else {
        return Ok(Readings { grouped: None, decimal: Some(last.clone()), separator });
    };
    if before.iter().skip(1).any(String::is_empty) {
        return Err(Fault::Doubled);
    }
    let grouped = is_grouped(&groups, &separators).then(|| groups.concat());
    let thousands = separators.split_last().map_or(&[][..], |(_, thousands)| thousands);
    let has_decimals = matches!(end, Separator::Comma | Separator::Point)
        && !thousands.contains(&end)
        && (!last.is_empty() || end == Separator::Point)
        && (thousands.is_empty() || is_grouped(before, thousands));
    let decimal = has_decimals.then(|| {
        let whole = before.concat();
        let mut digits = if whole.is_empty() { "0".to_owned() } else { whole };
        if !last.is_empty() {
            digits.push('.');
            digits.push_str(last);
        }
        digits
    });
    if grouped.is_none() && decimal.is_none() {
        return Err(Fault::Grouping);
    }
    Ok(Readings { grouped, decimal, separator })
}

/// Why a character that is neither digit nor separator does not belong where it stands.
fn stranger(body: &str, at: usize, c: char, form: &Form) -> Fault {
    if !body.contains(|c: char| c.is_ascii_digit()) {
        return Fault::NotANumber;
    }
    let (before, rest) = body.split_at_checked(at).unwrap_or((body, ""));
    let length = rest.find(|c: char| c.is_ascii_digit() || is_sign(c)).unwrap_or(rest.len());
    let word = rest.get(..length.max(c.len_utf8())).unwrap_or(rest);
    // A tab or a line's end between two numbers is no word.
    let word = Some(word.trim_matches(is_blank)).filter(|word| !word.is_empty()).unwrap_or(word);
    let is_between =
        before.contains(|c: char| c.is_ascii_digit()) && rest.contains(|c: char| c.is_ascii_digit());
    if is_between && (is_sign(c) || word == "to") {
        Fault::Range
    } else if is_sign(c) {
        Fault::Sign
    } else if c == '%' && !is_in_hundredths(form.unit) {
        Fault::Percent
    } else if c == '$' && !form.unit.is_money() {
        Fault::Money
    } else {
        Fault::Letters(word.to_owned())
    }
}

/// One to three digits that don't begin with 0: what stands before the first separator of thousands.
fn is_first_group(group: &str) -> bool {
    (1..=3).contains(&group.len()) && !group.starts_with('0') && group.bytes().all(|c| c.is_ascii_digit())
}

/// Whether the groups are thousands: all separators alike, three digits in each group but the first; with commas also
/// as in India, two in each group but the last.
fn is_grouped(groups: &[String], separators: &[Separator]) -> bool {
    let (Some((first, rest)), Some((separator, more))) = (groups.split_first(), separators.split_first())
    else {
        return false;
    };
    let Some((last, middle)) = rest.split_last() else { return false };
    let is_indian =
        *separator == Separator::Comma && first.len() <= 2 && middle.iter().all(|group| group.len() == 2);
    is_first_group(first)
        && more.iter().all(|other| other == separator)
        && last.len() == 3
        && (middle.iter().all(|group| group.len() == 3) || is_indian)
}

impl Readings {
    /// The number that is meant, or both readings if nothing decides.
    fn choose(
        self,
        form: &Form,
        is_negative: bool,
        exponent: i32,
        behind: &str,
        digits: NumberReader,
    ) -> Result<f64, Fault> {
        let number = |text: &str| {
            let mut plain = String::from(if is_negative { "-" } else { "" });
            plain.push_str(text);
            if exponent != 0 {
                plain.push('e');
                plain.push_str(&exponent.to_string());
            }
            // Minus nought is nought.
            digits(&plain).map(|number| number + 0.0).ok_or(Fault::NotANumber)
        };
        let (grouped, decimal) = match (self.grouped, self.decimal) {
            (Some(grouped), Some(decimal)) => (grouped, decimal),
            (Some(digits), None) | (None, Some(digits)) => return number(&digits),
            (None, None) => return Err(Fault::Grouping),
        };
        let (thousands, fraction) = (number(&grouped)?, number(&decimal)?);
        let is_point = self.separator == Some(Separator::Point);
        match form.decimal {
            Decimal::Point if is_point => return Ok(fraction),
            Decimal::Comma if !is_point => return Ok(fraction),
            Decimal::Either | Decimal::Point | Decimal::Comma => {}
        }
        match (form.admits(thousands), form.admits(fraction)) {
            (true, true) if !is_point && !form.is_fine => Ok(thousands),
            (true, true) => {
                let sign = if is_negative { "-" } else { "" };
                let decimal = decimal.trim_end_matches('0').trim_end_matches('.');
                // A fourth decimal leaves no doubt.
                let zero = if decimal.len() == grouped.len() + 1 { "0" } else { "" };
                Err(Fault::TwoReadings(
                    [sign, &grouped, behind].concat(),
                    [sign, decimal, zero, behind].concat(),
                ))
            }
            // Nobody writes decimals of a whole number with a comma.
            (false, true) if !is_point && form.is_whole => Ok(thousands),
            (false, true) => Ok(fraction),
            (true, false) => Ok(thousands),
            (false, false) => Ok(if is_point { fraction } else { thousands }),
        }
    }
}
