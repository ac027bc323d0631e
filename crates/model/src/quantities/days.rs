//! Days: how far apart two dates are.

/// Days from 1 January 1970 to a date; a month counts as its first day, a year as its first.
///
/// # Formula
/// The count of days in the Gregorian calendar, with years that begin in March, so that a leap day is a year's last.
///
/// # Errors
/// `None` if the text is no date of the form `2026-08-21`, `2026-08` or `2026`.
///
/// # Examples
/// ```
/// use model::days::day_number;
/// assert_eq!(day_number("1970-01-01"), Some(0.0));
/// assert_eq!(day_number("2026-11-29"), Some(20_786.0));
/// assert_eq!(day_number("2024-03-01").zip(day_number("2024-02-28")).map(|(a, b)| a - b), Some(2.0));
/// assert_eq!((day_number("2026-04"), day_number("soon")), (day_number("2026-04-01"), None));
/// ```
pub fn day_number(date: &str) -> Option<f64> {
    let mut parts = date.split('-').map(|part| part.parse::<i32>().ok());
    let year = parts.next()??;
    let month = parts.next().unwrap_or(Some(1))?;
    let day = parts.next().unwrap_or(Some(1))?;
    let is_date = parts.next().is_none() && (1..=12).contains(&month) && (1..=31).contains(&day);
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (153 * month + 2) / 5
        + day
        - 1;
    // The days from 1 March of the year 0 to 1 January 1970.
    const EPOCH: i32 = 719_468;
    is_date.then(|| f64::from(days - EPOCH))
}
