//! The invariants of ARCHITECTURE.md that the source text itself can show.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder with one of these endings, build output and packages left out.
fn files(folder: &str, endings: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(directory) = open.pop() {
        for entry in
            fs::read_dir(&directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()))
        {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if !["target", "node_modules", "dist", "vendor", ".git"].contains(&name.as_str()) {
                    open.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                let text =
                    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "no {endings:?} below {folder}: the check would see nothing");
    found
}

/// Lines that are not comments, with their numbers.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(n, line)| (n + 1, line))
}

/// Fails with every line that holds one of the words.
fn assert_absent(files: &[(PathBuf, String)], words: &[&str], reason: &str) {
    let found: Vec<String> = files
        .iter()
        .flat_map(|(path, text)| {
            code(text)
                .filter(|(_, line)| words.iter().any(|word| line.contains(word)))
                .map(move |(number, line)| format!("{}:{number}: {}", path.display(), line.trim()))
        })
        .collect();
    assert!(found.is_empty(), "{reason}:\n{}", found.join("\n"));
}

#[test]
fn the_model_depends_on_arithmetic_only() {
    let manifest = fs::read_to_string(root().join("crates/model/Cargo.toml")).unwrap();
    let dependencies: Vec<&str> = manifest
        .split("[dependencies]")
        .nth(1)
        .and_then(|rest| rest.split("\n[").next())
        .unwrap()
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('=').map(|(name, _)| name.trim()))
        .collect();
    assert_eq!(dependencies, ["libm", "sobol_burley", "serde"]);
    assert_absent(
        &files("crates/model/src", &[".rs"]),
        &[
            "std::fs",
            "std::env",
            "std::time",
            "std::net",
            "std::io",
            "std::thread",
            "HashMap",
            "HashSet",
            " rand::",
            "web_sys",
            "js_sys",
            "wasm_bindgen",
            "yew",
            "println!",
            "static mut",
            "thread_local!",
        ],
        "the model knows nothing of the web, of files, clocks or randomness",
    );
}

#[test]
fn only_the_browser_folder_calls_javascript() {
    let outside: Vec<_> = files("src", &[".rs"])
        .into_iter()
        .filter(|(path, _)| !path.starts_with(root().join("src/browser")))
        .collect();
    assert_absent(
        &outside,
        &["js_sys", "wasm_bindgen", "echarts", "ECharts"],
        "JavaScript is called from src/browser only",
    );
}

#[test]
fn markup_needs_no_inline_style_and_no_raw_html() {
    let mut sources = files("src", &[".rs"]);
    assert_absent(&sources, &["style=", "set_inner_html"], "a strict content policy must stay possible");
    // The place of the second program holds what the build made, which the first one takes over without a look.
    sources.retain(|(path, _)| !path.ends_with("components/later.rs"));
    assert_absent(&sources, &["from_html_unchecked"], "markup that nobody checks");
}

#[test]
fn no_parser_ships() {
    let output = Command::new(env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
        .args(["tree", "--offline", "--package", "own-or-rent", "--features", "hydration"])
        .args(["--target", "wasm32-unknown-unknown", "--edges", "normal", "--prefix", "none"])
        .current_dir(root())
        .output()
        .unwrap();
    let tree = String::from_utf8_lossy(&output.stdout);
    assert!(tree.contains("yew v"), "cargo tree failed: {}", String::from_utf8_lossy(&output.stderr));
    for parser in ["toml", "pulldown-cmark", "data-compiler"] {
        let named = tree.lines().find(|line| line.split(' ').next() == Some(parser));
        assert_eq!(named, None, "{parser} would be in the wasm");
    }
}

#[test]
fn every_module_opens_with_a_sentence() {
    for folder in ["src", "crates", "xtask", "tests"] {
        for (path, text) in files(folder, &[".rs"]) {
            assert!(text.starts_with("//!"), "{} does not open with a //! sentence", path.display());
        }
    }
}

#[test]
fn the_project_names_no_machine() {
    // Spelled in pieces, so that this file does not find itself.
    let words = [
        ["/ro", "ot/"].concat(),
        ["/ho", "me/"].concat(),
        ["/wo", "rk/"].concat(),
        ["npmj", "s.org"].concat(),
    ];
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    for folder in ["src", "crates", "xtask", "tests", "data", "styles", ".cargo"] {
        if root().join(folder).is_dir() {
            assert_absent(
                &files(folder, &[".rs", ".toml", ".md", ".css", ".mjs", ".json", ".html", ".ts"]),
                &words,
                "no path or host of a machine",
            );
        }
    }
    for name in
        ["Cargo.toml", "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "package.json", "package-lock.json"]
    {
        let text = fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        for word in &words {
            assert!(!text.contains(word), "{name} holds {word}");
        }
    }
}
