//! The invariants of ARCHITECTURE.md that the source text itself can show.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

mod floors;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use floors::Floors;

/// The floors of the page, the ground first. A module may use those of its own floor and below.
const FLOORS: Floors<'_> = Floors {
    crate_name: "own_or_rent",
    order: &[
        // Modules that know nothing of the page: the browser, and the values computed by the build.
        &["browser", "ptr_eq", "theme", "claims", "measurements", "content", "room"],
        // Arithmetic of controls, links, the comparison of two cases.
        &["controls", "url_state"],
        // The state and the values computed from it.
        &["state", "analysis", "rounded", "scenario_file"],
        &["view"],
        // The content of figures, as data.
        &["figures"],
        // Types that the contracts of the page mention.
        &["components/draft", "components/editing", "article/run", "article/note_opener"],
        // The contracts of the page.
        &["page/part", "page/programs", "page/hydrate"],
        // Controls, figures, prose.
        &["components", "charts"],
        &["article"],
        // Both programs, and the page around them.
        &["page"],
        &["prerender", "metadata", "framed_pages"],
        &["lib", "bin"],
    ],
    exceptions: &[],
};

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
fn every_use_in_the_page_goes_down() {
    let faults = floors::faults(&root().join("src"), &FLOORS);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_use_that_goes_up_or_in_a_circle_is_found() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("planted");
    let _absent = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("high")).unwrap();
    for (name, text) in [
        ("lib.rs", "mod high;\nmod low;\npub use high::Roof;\n"),
        ("high/mod.rs", "pub mod east;\npub mod west;\npub use west::Roof;\n"),
        ("high/west.rs", "// use crate::low::A is allowed\npub struct Roof;\npub use crate::low::Ground;\n"),
        ("high/east.rs", "use super::west::Roof;\nuse crate::low::Ground;\n"),
        (
            "low.rs",
            "use core::fmt;\nuse crate::{\n    high::{west, Roof as R},\n};\nfn f() { super::Roof; }\n",
        ),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
    let faults = |floors: &Floors<'_>| {
        let faults = floors::faults(&folder, floors);
        let name = |fault: &String| fault.replace(&format!("{}/", folder.display()), "");
        faults.iter().map(name).collect::<Vec<_>>()
    };
    let floors = Floors { crate_name: "planted", order: &[&["low"], &["high"], &["lib"]], exceptions: &[] };
    let up = "low uses high/west, which is above it";
    let expected: Vec<String> = [3, 3, 5].map(|line| format!("low.rs:{line}: {up}")).to_vec();
    assert_eq!(faults(&floors), expected);
    let excepted = Floors { exceptions: &[("low", "high/west", "planted")], ..floors };
    assert_eq!(faults(&excepted), Vec::<String>::new());
    let unneeded = Floors { exceptions: &[("low", "high/west", ""), ("low", "high/east", "")], ..floors };
    assert_eq!(faults(&unneeded), ["low does not use high/east: the exception is not needed"]);
    let one = Floors { order: &[&["low", "high", "lib"]], ..floors };
    let circles = faults(&one);
    assert!(
        circles.contains(&"low.rs:3: low uses high/west, which uses it in turn".to_owned()),
        "{circles:?}"
    );
    assert!(
        circles.contains(&"high/west.rs:3: high/west uses low, which uses it in turn".to_owned()),
        "{circles:?}"
    );
    let no_floor = Floors { order: &[&["high"], &["lib"]], ..floors };
    assert_eq!(faults(&no_floor), ["low.rs has no floor"]);
}

#[test]
fn only_the_browser_folder_calls_javascript() {
    let outside: Vec<_> = files("src", &[".rs"])
        .into_iter()
        .filter(|(path, _)| !path.starts_with(root().join("src/browser")))
        .collect();
    assert_absent(
        &outside,
        &[
            "js_sys",
            "wasm_bindgen",
            "web_sys",
            "gloo",
            "target_dyn_into",
            "target_unchecked_into",
            ".cast::<",
        ],
        "JavaScript is called from src/browser only; outside, an event is what Yew hands to a handler, and an element is \
         passed on as `browser::Element`",
    );
    let methods = [
        ".first_element_child(",
        ".parent_element(",
        ".get_attribute(",
        ".has_attribute(",
        ".set_attribute(",
        ".toggle_attribute",
        ".query_selector",
        ".get_bounding_client_rect(",
        ".add_event_listener",
        ".class_name(",
        ".owner_document(",
        ".inner_html(",
        ".text_content(",
        ".scroll_into_view(",
    ];
    assert_absent(&outside, &methods, "an element outside src/browser is only passed on");
    assert_absent(&outside, &["echarts", "ECharts"], "only src/browser/echarts.rs knows the chart library");
}

/// What the standard library writes for `{:?}` is taken out of the page's program (`xtask/src/panic_words.rs`): only numbers and
/// our own types are still written so.
#[test]
fn the_page_shows_nothing_that_is_written_for_programmers() {
    let written = ["format!(\"{x:?}\")", "format!(\"{reason:?}\")", "format!(\"{kind:?}"];
    let shown: Vec<_> = files("src", &[".rs"])
        .into_iter()
        .chain(files("crates/model/src", &[".rs"]))
        .map(|(path, text)| {
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            (path, written.iter().fold(text.to_owned(), |text, it| text.replace(it, "")))
        })
        .collect();
    assert_absent(
        &shown,
        &[":?}", ":#?}", "{:x?}"],
        "a page has no code that writes strings or lists with `{:?}`",
    );
}

#[test]
fn markup_needs_no_inline_style_and_no_raw_html() {
    let mut sources = files("src", &[".rs"]);
    assert_absent(&sources, &["style=", "set_inner_html"], "a strict content policy must stay possible");
    // An island holds the prerendered HTML of a part, which Yew does not look into.
    sources.retain(|(path, _)| !path.ends_with("page/island.rs"));
    assert_absent(&sources, &["from_html_unchecked"], "markup that is not checked");
}

#[test]
fn no_parser_ships() {
    let output = Command::new(env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
        .args(["tree", "--locked", "--package", "own-or-rent", "--features", "hydration"])
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

/// The floors of the model, the ground first; each folder's `mod.rs` says what belongs there.
const MODEL_FLOORS: Floors<'_> = Floors {
    crate_name: "model",
    order: &[
        &["quantities"],
        &["catalogue"],
        &["case"],
        &["workings"],
        &["families"],
        &["estimate"],
        &["questions"],
        &["verdicts"],
        &["serialise"],
        // The root names the public items.
        &["lib"],
    ],
    exceptions: &[],
};

#[test]
fn every_use_in_the_model_goes_down() {
    let faults = floors::faults(&root().join("crates/model/src"), &MODEL_FLOORS);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
