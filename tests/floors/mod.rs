//! The uses of one module by another in a crate, read from its source, and whether they keep to an order of floors.
//!
//! A module may use those of its own floor and below. Uses are read from `use` declarations and from paths in the code
//! that begin with `crate`, `super`, `self`, the crate's name or a child module; a re-exported item counts as its
//! origin's. Tests inside a module are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The order of a crate's modules.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Floors<'a> {
    /// The name by which the crate's programs call its library.
    pub(crate) crate_name: &'a str,
    /// Modules by floor, the ground first: `figures` covers all modules below it that no longer entry names,
    /// `figures/list` for itself; `lib` is the root.
    pub(crate) order: &'a [&'a [&'a str]],
    /// Uses that go up nevertheless: from, to, and the reason.
    pub(crate) exceptions: &'a [(&'a str, &'a str, &'a str)],
}

/// A use of one module by another.
#[derive(Clone, Debug)]
struct Use {
    from: String,
    to: String,
    place: String,
}

/// The faults of the modules in a folder: uses that go up, circles, modules without a floor, exceptions that are not
/// needed. Each with file and line.
pub(crate) fn faults(folder: &Path, floors: &Floors<'_>) -> Vec<String> {
    let modules = modules(folder);
    let exports = exports(&modules, floors.crate_name);
    let mut uses = Vec::new();
    for (name, module) in &modules {
        for (path, line) in paths(name, module, &modules, floors.crate_name) {
            let Some(to) = target(&path, &modules, &exports) else { continue };
            if to != *name {
                let place = format!("{}:{line}", module.file.display());
                uses.push(Use { from: name.clone(), to, place });
            }
        }
    }
    let mut faults = Vec::new();
    let mut is_needed = vec![false; floors.exceptions.len()];
    for name in modules.keys().filter(|name| floor(name, floors).is_none()) {
        faults.push(format!("{} has no floor", modules[name].file.display()));
    }
    uses.retain(|it| {
        let (Some(from), Some(to)) = (floor(&it.from, floors), floor(&it.to, floors)) else { return false };
        if to <= from {
            return true;
        }
        let exception = floors.exceptions.iter().position(|(from, to, _)| *from == it.from && *to == it.to);
        match exception {
            Some(index) => is_needed[index] = true,
            None => faults.push(format!("{}: {} uses {}, which is above it", it.place, it.from, it.to)),
        }
        false
    });
    for ((from, to, _), _) in floors.exceptions.iter().zip(&is_needed).filter(|(_, needed)| !**needed) {
        faults.push(format!("{from} does not use {to}: the exception is not needed"));
    }
    faults.extend(circles(&uses));
    faults
}

/// The uses that close a circle between modules of one floor.
fn circles(uses: &[Use]) -> Vec<String> {
    let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for it in uses {
        next.entry(&it.from).or_default().insert(&it.to);
    }
    let reaches = |from: &str, to: &str| {
        let (mut open, mut seen) = (vec![from], BTreeSet::new());
        while let Some(at) = open.pop() {
            if at == to {
                return true;
            }
            if seen.insert(at) {
                open.extend(next.get(at).into_iter().flatten());
            }
        }
        false
    };
    uses.iter()
        .filter(|it| reaches(&it.to, &it.from))
        .map(|it| format!("{}: {} uses {}, which uses it in turn", it.place, it.from, it.to))
        .collect()
}

/// The floor of a module: that of the longest entry that names it or a folder that it is in.
fn floor(module: &str, floors: &Floors<'_>) -> Option<usize> {
    let names = |entry: &&str| {
        module == *entry || module.strip_prefix(*entry).is_some_and(|rest| rest.starts_with('/'))
    };
    let entries = floors.order.iter().enumerate().flat_map(|(floor, entries)| {
        entries.iter().filter(|entry| names(entry)).map(move |entry| (entry.len(), floor))
    });
    entries.max().map(|(_, floor)| floor)
}

/// A module's file and its code, comments, strings and tests left out.
struct Module {
    file: PathBuf,
    code: String,
}

/// The modules by their paths, `figures/list`; the root is `lib`.
fn modules(folder: &Path) -> BTreeMap<String, Module> {
    let (mut found, mut open) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(&directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(folder).unwrap().with_extension("");
                let name = name.to_string_lossy().replace('\\', "/");
                let name = name.strip_suffix("/mod").unwrap_or(&name).to_owned();
                let code = code(&fs::read_to_string(&path).unwrap());
                found.insert(name, Module { file: path, code });
            }
        }
    }
    found
}

/// The text without comments, strings and tests, its lines kept.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let mut code = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '/' if rest.peek() == Some(&'/') => while rest.next_if(|c| *c != '\n').is_some() {},
            '"' => {
                while let Some(c) = rest.next() {
                    match c {
                        '\\' => code.extend(rest.next().filter(|c| *c == '\n')),
                        '\n' => code.push('\n'),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            // A quotation mark as a character does not begin a string.
            '\'' if rest.clone().take(2).eq(['"', '\'']) => {
                rest.next();
                rest.next();
            }
            c => code.push(c),
        }
    }
    code
}

/// Re-exports: for each module and name, the module that defines the item.
type Exports = BTreeMap<(String, String), Vec<String>>;

fn exports(modules: &BTreeMap<String, Module>, crate_name: &str) -> Exports {
    let mut exports = Exports::new();
    for (name, module) in modules {
        for declaration in module.code.split("pub use ").skip(1) {
            let declaration = declaration.split(';').next().unwrap_or_default();
            for (path, _) in tree(declaration).0 {
                if let (Some(path), Some(last)) = (absolute(name, &path, modules, crate_name), path.last()) {
                    exports.insert((name.clone(), last.clone()), path);
                }
            }
        }
    }
    exports
}

/// The module that a path leads to, through re-exports.
fn target(path: &[String], modules: &BTreeMap<String, Module>, exports: &Exports) -> Option<String> {
    let module = (0..=path.len()).rev().find_map(|length| {
        let name = if length == 0 { "lib".to_owned() } else { path[..length].join("/") };
        modules.contains_key(&name).then_some((name, length))
    });
    let (module, length) = module?;
    match path.get(length).and_then(|next| exports.get(&(module.clone(), next.clone()))) {
        Some(origin) if origin != path => target(origin, modules, exports),
        _ => Some(module),
    }
}

/// The paths to modules of the crate in a module's code, from its root on, with their lines.
fn paths(
    name: &str,
    module: &Module,
    modules: &BTreeMap<String, Module>,
    crate_name: &str,
) -> Vec<(Vec<String>, usize)> {
    let mut found = Vec::new();
    let code = &module.code;
    let mut at = 0;
    while let Some(start) = code[at..].find(|c: char| is_letter(c)).map(|start| at + start) {
        let word: &str = &code[start..];
        let word = &word[..word.find(|c: char| !is_letter(c)).unwrap_or(word.len())];
        at = start + word.len();
        let follows_path = code[..start].trim_end().ends_with("::");
        if follows_path || !code[at..].starts_with("::") {
            continue;
        }
        let line = code[..start].matches('\n').count() + 1;
        let (tree, length) = tree(&code[start..]);
        at = start + length;
        for (path, lines) in tree {
            found.extend(absolute(name, &path, modules, crate_name).map(|path| (path, line + lines)));
        }
    }
    found
}

/// A path of a module's code from the crate's root on; `None` if it leads out of the crate.
fn absolute(
    name: &str,
    path: &[String],
    modules: &BTreeMap<String, Module>,
    crate_name: &str,
) -> Option<Vec<String>> {
    let mut here: Vec<String> =
        if name == "lib" { Vec::new() } else { name.split('/').map(str::to_owned).collect() };
    let mut rest = path;
    match path.first()?.as_str() {
        "crate" => {
            here.clear();
            rest = &rest[1..];
        }
        first if first == crate_name => {
            here.clear();
            rest = &rest[1..];
        }
        "self" => rest = &rest[1..],
        "super" => {
            while rest.first().is_some_and(|step| step == "super") {
                here.pop();
                rest = &rest[1..];
            }
        }
        child => {
            here.push(child.to_owned());
            if !modules.contains_key(&here.join("/")) {
                return None;
            }
            here.pop();
        }
    }
    here.extend(rest.iter().cloned());
    Some(here)
}

/// The paths of a tree of names, `a::{b, c::d}`, each with the number of lines before it in the tree; and the length of the
/// tree.
fn tree(text: &str) -> (Vec<(Vec<String>, usize)>, usize) {
    let (mut found, mut prefixes, mut path) = (Vec::new(), Vec::new(), Vec::<String>::new());
    let mut lines = 0;
    let mut rest = text;
    loop {
        let word = &rest[..rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len())];
        if !word.is_empty() {
            path.push(word.to_owned());
            rest = &rest[word.len()..];
        }
        let depth = prefixes.last().map_or(0, Vec::len);
        if let Some(next) = rest.strip_prefix("::") {
            rest = next;
            if rest.starts_with(is_letter) {
                continue;
            }
            if let Some(next) = rest.strip_prefix('{') {
                prefixes.push(path.clone());
                rest = next;
            }
        } else if path.len() > depth {
            found.push((path.clone(), lines));
        }
        let Some(prefix) = prefixes.last() else {
            if found.is_empty() {
                found.push((path, lines));
            }
            return (found, text.len() - rest.len());
        };
        // To the next name of the group, or out of it.
        path.clone_from(prefix);
        let mut is_renamed = rest.trim_start().starts_with("as ");
        loop {
            let Some(c) = rest.chars().next() else { return (found, text.len()) };
            lines += usize::from(c == '\n');
            if is_letter(c) && !is_renamed {
                break;
            }
            is_renamed &= c != ',' && c != '}';
            rest = &rest[c.len_utf8()..];
            if c == '}' {
                prefixes.pop();
                match prefixes.last() {
                    Some(prefix) => path.clone_from(prefix),
                    None => return (found, text.len() - rest.len()),
                }
            }
        }
    }
}

fn is_letter(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}
