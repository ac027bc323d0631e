//! Options of a choice: where the code must say what a new one means, and that it never compares their names as text.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use model::Input;
use model::catalogue::Domain;
use model::verdict::Side;

/// An option that is added to a choice: the input, the option's name, and its variant.
const NEW: [(&str, &str, &str); 13] = [
    ("precision", "fp6", "Precision::Fp6"),
    ("method", "prefix", "Method::Prefix"),
    ("packing", "bucket", "Packing::Bucket"),
    ("training_software", "traced", "TrainingSoftware::Traced"),
    ("overflow", "queue", "Overflow::Queue"),
    ("engine", "vllm-next", "Engine::VllmNext"),
    ("measured", "ttft", "Measured::Ttft"),
    ("own_way", "leased", "OwnWay::Leased"),
    ("rent_way", "bartered", "RentWay::Bartered"),
    ("api_tier", "overnight", "ApiTier::Overnight"),
    ("adapter", "merged", "Adapter::Merged"),
    ("gpu_market", "auction", "GpuMarket::Auction"),
    ("lens", "power_paid", "Lens::PowerPaid"),
];

/// Where each of them must be known: the variant, the file below `crates/model/src/families`, and the function.
const PLACES: [(&str, &str, &str); 23] = [
    ("Precision::Fp6", "serving.rs", "weight_bytes"),
    ("Precision::Fp6", "serving.rs", "kv_bytes"),
    ("Precision::Fp6", "serving.rs", "arithmetic"),
    ("Engine::VllmNext", "serving.rs", "software"),
    ("Precision::Fp6", "accuracy.rs", "limits"),
    ("Method::Prefix", "training.rs", "token_work"),
    ("Method::Prefix", "training.rs", "step_share"),
    ("Method::Prefix", "training.rs", "is_sharded"),
    ("Method::Prefix", "training.rs", "frozen_bytes"),
    ("Method::Prefix", "training.rs", "training_bytes"),
    ("Packing::Bucket", "training.rs", "step_tokens"),
    ("TrainingSoftware::Traced", "training.rs", "from"),
    ("Overflow::Queue", "load.rs", "notable"),
    ("Overflow::Queue", "cost.rs", "traffic"),
    ("Measured::Ttft", "measurement.rs", "of"),
    ("OwnWay::Leased", "ways/pair.rs", "own_way"),
    ("RentWay::Bartered", "ways/pair.rs", "rent_way"),
    ("ApiTier::Overnight", "ways/ground.rs", "tier"),
    ("Adapter::Merged", "ways/by_token.rs", "is_dedicated"),
    ("Method::Prefix", "ways/by_token.rs", "is_dedicated"),
    ("GpuMarket::Auction", "ways/on_gpus.rs", "own_scaled"),
    ("Lens::PowerPaid", "ways/ground.rs", "counts_hardware"),
    ("Lens::PowerPaid", "ways/ground.rs", "counts_people"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files below a folder, with their paths from there.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        for entry in fs::read_dir(folder.join(&below)).unwrap() {
            let entry = entry.unwrap();
            let path = below.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found
}

/// Writes a file unless it is the same already: what keeps its time of change is not built again.
fn write(path: &Path, content: &[u8]) {
    if fs::read(path).is_ok_and(|kept| kept == content) {
        return;
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// Makes a folder the same as another.
fn mirror(from: &Path, to: &Path) {
    let wanted = files(from);
    fs::create_dir_all(to).unwrap();
    for gone in files(to).iter().filter(|path| !wanted.contains(path)) {
        fs::remove_file(to.join(gone)).unwrap();
    }
    for path in wanted {
        write(&to.join(&path), &fs::read(from.join(&path)).unwrap());
    }
}

/// `data/inputs.toml` with the new options, each the last of its choice.
fn inputs_with_new_options() -> String {
    let mut inputs = fs::read_to_string(root().join("data/inputs.toml")).unwrap();
    for (input, option, _) in NEW {
        let start = inputs.find(&format!("id = \"{input}\"\n")).unwrap();
        let end = start + inputs[start..].find("\n]\n").unwrap();
        inputs.insert_str(end, &format!("\n  {{ id = \"{option}\", label = \"{option}\" }},"));
    }
    inputs
}

/// The workspace's manifest with the model and its compiler alone.
fn manifest() -> String {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let (workspace, _) = manifest.split_once("\n[package]").unwrap();
    let kept = workspace.lines().filter(|line| !line.starts_with("default-members"));
    let members = "members = [\"crates/model\", \"crates/data-compiler\"]";
    let lines = kept.map(|line| if line.starts_with("members") { members } else { line });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// The function in which a line of a file is.
fn function(path: &Path, line: usize) -> String {
    let text = fs::read_to_string(path).unwrap();
    let above = text.lines().take(line).filter_map(|line| line.split_once("fn ").map(|(_, rest)| rest));
    above.last().unwrap().split(['(', '<']).next().unwrap().to_owned()
}

#[test]
fn a_new_option_does_not_compile_where_nobody_says_what_it_means() {
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("options");
    for folder in ["crates/model/src", "crates/data-compiler/src"] {
        mirror(&root().join(folder), &copy.join(folder));
    }
    for file in
        ["Cargo.lock", "crates/model/Cargo.toml", "crates/model/build.rs", "crates/data-compiler/Cargo.toml"]
    {
        write(&copy.join(file), &fs::read(root().join(file)).unwrap());
    }
    let inputs = inputs_with_new_options();
    for path in files(&root().join("data")) {
        let content = fs::read(root().join("data").join(&path)).unwrap();
        let is_inputs = path == Path::new("inputs.toml");
        write(&copy.join("data").join(&path), if is_inputs { inputs.as_bytes() } else { &content });
    }
    write(&copy.join("Cargo.toml"), manifest().as_bytes());

    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--package", "model", "--message-format", "short", "--color", "never"])
        .current_dir(&copy)
        .env("CARGO_TARGET_DIR", copy.join("target"))
        .output()
        .unwrap();
    let messages = String::from_utf8(output.stderr).unwrap();
    let mut found = BTreeSet::new();
    for message in messages.lines().filter(|line| line.contains("error[")) {
        let (_, variant) = message.split_once("error[E0004]: non-exhaustive patterns: ").expect(message);
        // `names::Precision::Fp6`: the type and the variant.
        let path = variant.split('`').nth(1).expect(message);
        let variant = &path[path.rmatch_indices("::").nth(1).map_or(0, |(at, _)| at + 2)..];
        let mut place = message.split(':');
        let (path, line) = (place.next().unwrap(), place.next().unwrap());
        let file = path.strip_prefix("crates/model/src/families/").unwrap_or(path);
        let function = function(&copy.join(path), line.parse().unwrap());
        found.insert(format!("{variant} in {function} of {file}"));
    }
    let expected: BTreeSet<String> = PLACES
        .into_iter()
        .map(|(variant, file, function)| format!("{variant} in {function} of {file}"))
        .collect();
    assert_eq!(found, expected, "{messages}");
}

/// The names of the options, and of the verdict's sides.
fn names() -> Vec<&'static str> {
    let choices = NEW.map(|(input, ..)| Input::from_id(input).unwrap().spec().domain);
    let options = choices.into_iter().flat_map(|domain| match domain {
        Domain::Choice(options) => options,
        Domain::Number { .. } => &[],
    });
    options.map(|option| option.id).chain(Side::ALL.map(Side::id)).collect()
}

/// Whether a line of code compares something with this text, or has an arm for it.
fn compares(line: &str, name: &str) -> bool {
    let text = format!("\"{name}\"");
    line.match_indices(&text).any(|(at, _)| {
        let (before, mut after) = (line[..at].trim_end(), line[at + text.len()..].trim_start());
        // Other texts of the same arm.
        while let Some((_, rest)) = after.strip_prefix("| \"").and_then(|rest| rest.split_once('"')) {
            after = rest.trim_start();
        }
        let is_compared = |code: &str| ["==", "!="].iter().any(|sign| code.starts_with(sign));
        before.ends_with("==") || before.ends_with("!=") || is_compared(after) || after.starts_with("=>")
    })
}

#[test]
fn no_code_compares_the_name_of_an_option_as_text() {
    assert!(
        compares("    \"fp8\" | \"w8a8\" => 1.0,", "fp8") && compares("if side.id() == \"own\" {", "own")
    );
    assert!(!compares("    Self::Own => \"own\",", "own"));
    let names = names();
    assert!(names.contains(&"int4") && names.contains(&"too_close"), "{names:?}");
    let crates = fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().file_name());
    let folders = crates.map(|name| Path::new("crates").join(name).join("src"));
    let mut found = Vec::new();
    for folder in folders.chain([PathBuf::from("src")]) {
        let code = files(&root().join(&folder)).into_iter().map(|path| folder.join(path));
        for path in code.filter(|path| path.extension().is_some_and(|extension| extension == "rs")) {
            let text = fs::read_to_string(root().join(&path)).unwrap();
            for (index, line) in text.lines().enumerate() {
                if names.iter().any(|name| compares(line, name)) {
                    found.push(format!("{}:{}: {}", path.display(), index + 1, line.trim()));
                }
            }
        }
    }
    assert!(
        found.is_empty(),
        "an enum of the options lets the compiler find what is missing:\n{}",
        found.join("\n")
    );
}
