//! Small pieces of Rust source.

/// A string literal.
pub(crate) fn string(text: &str) -> String {
    format!("{text:?}")
}

/// An `Option` of an expression that is source already.
pub(crate) fn option(source: Option<String>) -> String {
    source.map_or_else(|| "None".to_owned(), |source| format!("Some({source})"))
}

/// A slice of expressions that are source already.
pub(crate) fn slice<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> String {
    let items: Vec<_> = items.into_iter().map(|item| item.as_ref().to_owned()).collect();
    format!("&[{}]", items.join(", "))
}

/// An id (`gpu_count`, `llama-3-70b`) as the name of an enum's variant (`GpuCount`, `Llama370b`).
pub(crate) fn camel_case(id: &str) -> String {
    id.split(['_', '-'])
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters)
        })
        .collect()
}

/// Text escaped for a doc comment.
pub(crate) fn doc(text: &str) -> String {
    let mut safe = String::new();
    for letter in text.chars() {
        match letter {
            '[' | ']' | '<' | '>' | '`' | '*' | '_' | '\\' => safe.extend(['\\', letter]),
            '\n' | '\r' => safe.push(' '),
            _ => safe.push(letter),
        }
    }
    safe.trim().to_owned()
}

/// A plain enum with `COUNT` and `ALL`; the variants are (name, documentation).
pub(crate) fn enumeration(name: &str, about: &str, variants: &[(String, String)]) -> String {
    let n = variants.len();
    let body: String =
        variants.iter().map(|(name, about)| format!("    /// {}\n    {name},\n", doc(about))).collect();
    let all: Vec<_> = variants.iter().map(|(name, _)| format!("Self::{name}")).collect();
    format!(
        "/// {about}\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\n\
         pub enum {name} {{\n{body}}}\n\n\
         impl {name} {{\n    \
             /// How many there are.\n    \
             pub const COUNT: usize = {n};\n    \
             /// All of them, in order.\n    \
             pub const ALL: [Self; {n}] = [{}];\n\
         }}\n\n",
        all.join(", ")
    )
}

/// A static array; the items are source.
pub(crate) fn array(name: &str, item: &str, about: &str, items: &[String]) -> String {
    let body: String = items.iter().map(|item| format!("    {item},\n")).collect();
    format!(
        "/// {about}\n\
         #[allow(clippy::approx_constant, reason = \"the numbers are data, not mathematical constants\")]\n\
         pub static {name}: [{item}; {}] = [\n{body}];\n\n",
        items.len()
    )
}
