//! Names of closed models as sellers and gateways write them.

use model::catalogue::{APIS, ApiPrice};

use crate::data::{MODEL_ALIASES, NAME_ENDINGS};

/// The closed model of the catalogue that a name means.
///
/// # Rule
/// 1. Before the last `/` stands whoever passes the request on: `openrouter/anthropic/claude-opus-5` is `claude-opus-5`.
/// 2. A date behind the name is left out (`-2026-03-17`, `-20251001`, `@20251001`), and so is `latest`.
/// 3. What remains is taken apart at every blank, point, hyphen and underscore. It means the model whose id has the same words, in
///    any order, and the same numbers, in the same order: `claude-4.5-haiku` is `claude-haiku-4-5`, and `gpt-4.5` is not `gpt-5.4`.
/// 4. Nothing else is left out. A model that was tuned (`ft:…`), is served for nothing (`…:free`) or by another seller's list
///    (`anthropic.claude-…-v1:0`) is not found. Other names of a model stand in `data/workshop/bill.toml`.
///
/// # Examples
/// ```
/// use bill::closed_model;
/// let id = |name| closed_model(name).map(|price| price.id);
/// assert_eq!(id("gpt-5.4-mini-2026-03-17"), Some("gpt-5.4-mini"));
/// assert_eq!(id("anthropic/claude-4.5-haiku-20251001"), Some("claude-haiku-4-5"));
/// assert_eq!(id("GPT 5.4 mini"), Some("gpt-5.4-mini"));
/// assert_eq!((id("gpt-4.5"), id("gpt-5.4-mini:free"), id("ft:gpt-4o:shop::1")), (None, None, None));
/// ```
pub fn closed_model(name: &str) -> Option<&'static ApiPrice> {
    let wanted = parts(name);
    let by_id = APIS.iter().find(|price| parts(price.id) == wanted);
    let by_alias = || {
        let (_, id) = MODEL_ALIASES.iter().find(|(alias, _)| parts(alias) == wanted)?;
        APIS.iter().find(|price| price.id == *id)
    };
    by_id.or_else(by_alias)
}

/// What of a name is compared: its words in order of the alphabet, and its numbers in their own.
fn parts(name: &str) -> (Vec<String>, Vec<String>) {
    let name = name.trim().to_lowercase();
    let name = name.rsplit('/').next().unwrap_or_default().replace('@', "-");
    let mut parts: Vec<&str> = name.split([' ', '.', '-', '_']).filter(|part| !part.is_empty()).collect();
    while let Some(shorter) = without_ending(&parts) {
        parts.truncate(shorter);
    }
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (numbers, mut words): (Vec<String>, Vec<String>) =
        parts.into_iter().map(str::to_owned).partition(|part| is_number(part));
    words.sort_unstable();
    (words, numbers)
}

/// The number of parts without a date or an ending behind them.
fn without_ending(parts: &[&str]) -> Option<usize> {
    let is_digits = |part: &&str, n: usize| part.len() == n && part.bytes().all(|byte| byte.is_ascii_digit());
    match parts {
        [.., year, month, day] if is_digits(year, 4) && is_digits(month, 2) && is_digits(day, 2) => {
            Some(parts.len() - 3)
        }
        [.., date] if is_digits(date, 8) || NAME_ENDINGS.contains(date) => Some(parts.len() - 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_models_of_the_catalogue_have_one_name() {
        for price in &APIS {
            for name in [
                price.id.to_owned(),
                format!("{}-2026-11-30", price.id),
                format!("gateway/seller/{}@20261130", price.id),
                format!("{}-latest", price.id.to_uppercase()),
            ] {
                assert_eq!(closed_model(&name).map(|found| found.id), Some(price.id), "{name}");
            }
        }
        for (alias, id) in MODEL_ALIASES {
            assert_eq!(closed_model(alias).map(|found| found.id), Some(id));
        }
    }

    #[test]
    fn what_is_no_name_is_no_model() {
        for name in
            ["", " ", "/", "-", "2026-11-30", "latest", "gpt", "gpt-5.4-mini-high", "gpt-5.4-mini:batch"]
        {
            assert_eq!(closed_model(name).map(|found| found.id), None, "{name}");
        }
    }
}
